//! Small parts that several pages use.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::Shown;
use stamdatatjek::check::view::{BasisView, FindingView, SourceView};
use stamdatatjek::claim::{Decimal, Field, format_amount, format_date, parse_date};

use crate::Shared;
use crate::route::Route;
use crate::session::Query;

/// An icon of the design system, for the eye only.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon-svg" focusable="false" aria-hidden="true">
            <use href=format!("#{name}")></use>
        </svg>
    }
}

/// What would become of a claim: icon and word, never colour alone.
#[component]
pub fn OutcomeBadge(shown: Shown) -> impl IntoView {
    let (class, icon) = match shown {
        Shown::Modtages => ("badge badge-success", "success"),
        Shown::Undecided => ("badge", "help"),
        Shown::Hoering => ("badge badge-warning", "warning"),
        Shown::Afvist => ("badge badge-error", "error"),
    };
    view! {
        <span class=format!("{class} outcome")>
            <Icon name=icon/>
            {shown_word(shown)}
        </span>
    }
}

/// In place of an effect: the finding keeps anyone from saying what would become of the claim.
pub const BLOCKS: &str = "uafgjort";

/// What a finding leads to: icon and word.
#[component]
pub fn EffectBadge(#[prop(into)] effect: String) -> impl IntoView {
    let (class, icon, word) = match effect.as_str() {
        "afvist" => ("badge badge-error", "error", "Afvist"),
        "hoering" => ("badge badge-warning", "warning", "Høring"),
        BLOCKS => ("badge", "help", "Skal rettes"),
        _ => ("badge badge-info", "info", "Råd"),
    };
    view! {
        <span class=format!("{class} outcome")>
            <Icon name=icon/>
            {word}
        </span>
    }
}

/// An effect in a word, as it stands within a sentence or between brackets.
pub fn effect_name(effect: &str) -> &'static str {
    match effect {
        "afvist" => "afvist",
        "hoering" => "høring",
        _ => "råd",
    }
}

/// The portal's word for an outcome.
pub fn shown_word(shown: Shown) -> &'static str {
    match shown {
        Shown::Modtages => "Modtages",
        Shown::Undecided => "Kan ikke afgøres",
        Shown::Hoering => "Sendes i høring",
        Shown::Afvist => "Afvises",
    }
}

/// What an alert is about: its colour, icon and the icon's name.
#[derive(Clone, Copy)]
pub enum Alert {
    Info,
    Warning,
    Error,
}

/// An alert with a heading and what there is to say.
pub fn alert(kind: Alert, heading: impl Into<String>, lines: Vec<String>) -> AnyView {
    let (class, icon, name) = match kind {
        Alert::Info => ("alert alert-info", "#info", "Information"),
        Alert::Warning => ("alert alert-warning", "#warning", "Advarsel"),
        Alert::Error => ("alert alert-error", "#error", "Fejl"),
    };
    let lines: Vec<AnyView> = match <[String; 1]>::try_from(lines) {
        Ok([only]) => vec![view! { <p class="alert-text">{only}</p> }.into_any()],
        Err(lines) => {
            let items: Vec<AnyView> = lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
            vec![view! { <ul class="alert-text">{items}</ul> }.into_any()]
        }
    };
    view! {
        <div class=class>
            <svg class="icon-svg alert-icon" role="img" aria-label=name focusable="false">
                <use href=icon></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading file-name">{heading.into()}</h2>
                {lines}
            </div>
        </div>
    }
    .into_any()
}

/// What people should know about how the files were read; nothing where there is nothing.
pub fn notes_alert(notes: &[String]) -> Option<AnyView> {
    (!notes.is_empty()).then(|| alert(Alert::Info, "Værd at vide om det, der er læst", notes.to_vec()))
}

/// One finding, telling everything: what stands there, what is expected, why, what to do, and where the rule stands.
#[component]
pub fn FindingCard(finding: FindingView) -> impl IntoView {
    let fields: Vec<String> =
        finding.fields.iter().filter_map(|name| Field::from_name(name)).map(|field| field.shown().to_owned()).collect();
    let notes = finding.notes.clone();
    view! {
        <article class="finding" data-rule=finding.rule.clone() data-effect=finding.effect.clone()>
            <h3 class="finding-heading">
                <EffectBadge effect=finding.effect.clone()/>
                " "
                {finding.name.clone()}
            </h3>
            {finding.line.map(|line| view! { <p class="form-hint">{format!("Gælder skyldneren på linje {line}")}</p> })}
            {(!fields.is_empty()).then(|| view! { <p class="form-hint">{format!("Felt: {}", fields.join(", "))}</p> })}
            {(!finding.found.is_empty()).then(|| view! { <p>{finding.found.clone()}</p> })}
            <p>
                <strong>"Reglen: "</strong>
                {finding.expected.clone()}
            </p>
            <p>
                <strong>"Det gør du: "</strong>
                {finding.remedy.clone()}
            </p>
            <details class="details">
                <summary class="details-summary">"Hvorfor, og hvor står det?"</summary>
                <div class="details-text">
                    <p>{finding.why.clone()}</p>
                    {notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                    <p>
                        <a href=Route::Rule(finding.rule.clone()).href()>{format!("Læs om {}", finding.rule)}</a>
                    </p>
                    <p>
                        "Kilde: "
                        <SourceLink source=finding.source.clone()/>
                    </p>
                </div>
            </details>
        </article>
    }
}

/// A source with its date. The address is shown as text with the link: following it leaves the page.
#[component]
pub fn SourceLink(source: SourceView) -> impl IntoView {
    let dated = source.date.as_deref().map(|date| format!(" ({})", day(date))).unwrap_or_default();
    if source.url.is_empty() {
        return view! { <span>{format!("{}{dated}", source.title)}</span> }.into_any();
    }
    view! {
        <a href=source.url.clone() target="_blank" rel="noopener noreferrer" class="icon-link">
            {format!("{}{dated}", source.title)}
            <svg class="icon-svg" focusable="false" role="img" aria-label="(åbner i nyt vindue)">
                <use href="#open-in-new"></use>
            </svg>
        </a>
    }
    .into_any()
}

/// What a check rests on.
#[component]
pub fn Basis(basis: BasisView) -> impl IntoView {
    view! {
        <p class="basis">
            <strong>"Tjekket hviler på: "</strong>
            {basis.text}
            {basis
                .source
                .map(|source| {
                    view! {
                        " Kilde: "
                        <SourceLink source/>
                    }
                })}
        </p>
    }
}

/// The kind of basis in a word or two.
pub fn basis_word(kind: &str) -> &'static str {
    match kind {
        "officiel" => "Officiel filtertabel",
        "vejledende" => "Vejledende tabel",
        "kerne" => "Kun kerneregler",
        _ => "Ukendt type",
    }
}

/// A whole number as people here write it: `1.234.567`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// An amount in whole øre as people here write it: `1.234,56 kr.`.
pub fn kroner(oere: i64) -> String {
    format_amount(Decimal::new(oere, 2))
}

/// `åååå-mm-dd` as `dd.mm.åååå`; other texts as they are.
pub fn day(iso: &str) -> String {
    parse_date(iso).map_or_else(|_| iso.to_owned(), |read| format_date(read.date()))
}

/// What would become of claims, as a sentence's end: «ville blive modtaget».
pub fn would(shown: Shown) -> &'static str {
    match shown {
        Shown::Modtages => "ville blive modtaget",
        Shown::Undecided => "kan ikke afgøres",
        Shown::Hoering => "ville blive sendt i høring",
        Shown::Afvist => "ville blive afvist",
    }
}

/// One or many: `1 fordring`, `2 fordringer`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A link to the list of claims that a filter lets through.
pub fn list_link(shared: Shared, filter: Filter, class: &'static str, text: impl Into<String>) -> AnyView {
    let query = Query { filter, ..Query::default() };
    view! {
        <a class=class href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
            {text.into()}
        </a>
    }
    .into_any()
}
