//! What to write in each field for a fordringstype.

use leptos::prelude::*;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::practice::{Practice, TypeText};
use stamdatatjek::check::form::{FormField, form_fields};
use stamdatatjek::check::view::guidance_words;
use stamdatatjek::claim::Field;
use stamdatatjek::rules::words::capital;

use crate::Shared;
use crate::reference_parts::{FieldLink, Linked, SourceOf};

/// Every field with its mark, what to write, and where that stands.
#[component]
pub fn PracticeTable(found: &'static Fordringstype, text: &'static TypeText) -> impl IntoView {
    let creditor = Shared::get().creditor;
    let mut sources: Vec<&'static str> = text.practice.iter().filter_map(|practice| practice.source).collect();
    sources.sort_unstable();
    sources.dedup();
    // One source for everything is told once, above the table.
    let only = if let [only] = sources[..] { Some(only) } else { None };
    let each = sources.len() > 1;
    let rows = move || {
        let fields = form_fields(Some(found), creditor.get(), &[]);
        let told: Vec<&'static str> = fields.iter().filter_map(|of| of.practice).map(|practice| practice.field).collect();
        let rest = text.practice.iter().filter(move |practice| !told.contains(&practice.field));
        view! {
            {fields.into_iter().map(|of| of_field(of, each)).collect_view()}
            {rest.map(|practice| of_practice(practice, each)).collect_view()}
        }
    };
    view! {
        <h2 id="felter-overskrift">"Hvad du skriver i felterne"</h2>
        {text
            .practice
            .is_empty()
            .then(|| {
                view! {
                    <p class="reading">
                        "Der er intet offentligt materiale om, hvad der skal stå i felterne for denne type. Tabellen viser, hvad reglerne kræver. Se ellers den generelle vejledning til hvert felt."
                    </p>
                }
            })}
        {only
            .map(|id| {
                view! {
                    <p class="reading">
                        "Kilde: "
                        <SourceOf id/>
                    </p>
                }
            })}
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="felter-overskrift">
            <table class="table table--compact table-md-responsive-headers d-print-table practice-table">
                <thead>
                    <tr>
                        <th scope="col">"Felt"</th>
                        <th scope="col">"Krav"</th>
                        <th scope="col">"Hvad du skriver"</th>
                        {each.then(|| view! { <th scope="col">"Kilde"</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn of_field(of: FormField, with_source: bool) -> AnyView {
    view! {
        <tr>
            <td data-title="Felt">
                <FieldLink field=of.field/>
            </td>
            <td data-title="Krav">{capital(of.demand.word())}</td>
            <td data-title="Hvad du skriver">{words(of.practice)}</td>
            {with_source.then(|| view! { <td data-title="Kilde">{source(of.practice)}</td> })}
        </tr>
    }
    .into_any()
}

/// A field the form doesn't ask for.
fn of_practice(practice: &'static Practice, with_source: bool) -> AnyView {
    let name =
        Field::from_name(practice.field).map_or_else(|| capital(&practice.field.replace('_', " ")), |field| field.shown().to_owned());
    let mark = match practice.required {
        "ja" => "udfyldes efter praksis",
        "nej" => "normalt tom",
        other => other,
    };
    view! {
        <tr>
            <td data-title="Felt">{name}</td>
            <td data-title="Krav">{capital(mark)}</td>
            <td data-title="Hvad du skriver">{words(Some(practice))}</td>
            {with_source.then(|| view! { <td data-title="Kilde">{source(Some(practice))}</td> })}
        </tr>
    }
    .into_any()
}

/// What to write, with its warnings.
pub fn words(practice: Option<&'static Practice>) -> AnyView {
    let Some(practice) = practice else { return "Ingen praksistekst".into_any() };
    view! {
        {practice
            .basis
            .map(|basis| {
                view! {
                    <strong>"Vejledende "</strong>
                    <Linked text=format!("({}): ", guidance_words(basis))/>
                }
            })}
        <Linked text=practice.text.unwrap_or("Ingen praksistekst")/>
        {practice
            .warning
            .map(|warning| {
                view! {
                    <br/>
                    <strong>"Pas på: "</strong>
                    <Linked text=warning/>
                }
            })}
        {practice
            .note
            .map(|note| {
                view! {
                    <br/>
                    <Linked text=note/>
                }
            })}
        {practice
            .certainty
            .map(|certainty| {
                view! {
                    <br/>
                    {format!("Sikkerhed: {certainty}")}
                }
            })}
    }
    .into_any()
}

/// Where that stands.
pub fn source(practice: Option<&'static Practice>) -> AnyView {
    match practice.and_then(|practice| practice.source) {
        Some(id) => view! { <SourceOf id/> }.into_any(),
        None => "–".into_any(),
    }
}
