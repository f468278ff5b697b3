//! Choosing which claims to correct, and what to write.

use leptos::prelude::*;
use stamdatatjek::catalogue;
use stamdatatjek::check::totals::RuleTotal;
use stamdatatjek::claim::Field;
use stamdatatjek::correct::suggest::Suggestion;

use super::{Desk, Way};
use crate::inputs::{described, group, select};
use crate::pages::claim::suggested::basis;
use crate::parts::{count, plural};

/// The value that stands for all types.
const ALL: &str = "*";

/// The choices.
pub fn choices(desk: Desk, total: &RuleTotal, fields: Vec<Field>, suggested: Memo<Vec<Suggestion>>) -> AnyView {
    // Where nothing is suggested, there is only the user's own.
    let is_own = Memo::new(move |_| suggested.with(|suggested| desk.suggestion.get().is_none_or(|place| place >= suggested.len())));
    view! {
        {types(desk, total)}
        {move || suggested.with(|suggested| suggestions(desk, suggested, is_own.get()))}
        {move || is_own.get().then(|| own(desk, &fields))}
    }
    .into_any()
}

/// Which fordringstype; nothing where there is only one.
fn types(desk: Desk, total: &RuleTotal) -> AnyView {
    if total.types.len() < 2 {
        return ().into_any();
    }
    let of_type = |(code, claims): &(String, u64)| {
        let name = catalogue::find(code).map(|found| found.name).unwrap_or_default();
        let shown = if code.is_empty() { "Uden type".to_owned() } else { format!("{code} {name}") };
        (code.clone(), format!("{shown} ({})", count(*claims)))
    };
    let all = (ALL.to_owned(), format!("Alle typer ({})", count(total.claims)));
    let options = total.types.iter().map(of_type).chain([all]).collect();
    let chosen = desk.code.get_untracked().unwrap_or_else(|| ALL.to_owned());
    let take = move |code: String| desk.code.set((code != ALL).then_some(code));
    let select = select("fix-type".into(), None, Some("fix-type-hint".into()), vec![("", options)], &chosen, take);
    let hint = format!("Reglen er brudt i {}.", plural(total.types.len() as u64, "fordringstype", "fordringstyper"));
    group("fix-type", "Ret fordringer af typen", hint, None, select)
}

/// What practice suggests, and the user's own way; nothing to choose where nothing is suggested.
fn suggestions(desk: Desk, suggested: &[Suggestion], is_own: bool) -> AnyView {
    if suggested.is_empty() {
        return view! { <p class="reading">"Vi har ikke et dokumenteret forslag til denne regel og type. Du vælger selv, hvad der skal stå."</p> }.into_any();
    }
    let radio = |place: Option<usize>, words: String, below: AnyView| {
        let id = format!("fix-{}", place.map_or_else(|| "own".to_owned(), |place| place.to_string()));
        let is_chosen = if is_own { place.is_none() } else { desk.suggestion.get_untracked() == place };
        view! {
            <div class="form-group-radio">
                <input
                    class="form-radio"
                    type="radio"
                    name="fix"
                    id=id.clone()
                    prop:checked=is_chosen
                    on:change=move |_| desk.suggestion.set(place)
                />
                <label for=id>{words}</label>
                {below}
            </div>
        }
        .into_any()
    };
    let radios: Vec<AnyView> = suggested
        .iter()
        .enumerate()
        .map(|(place, suggestion)| radio(Some(place), suggestion.words.clone(), basis(suggestion)))
        .chain([radio(None, "Vælg selv".into(), ().into_any())])
        .collect();
    view! {
        <fieldset class="form-group">
            <legend class="form-label">"Hvad skal der stå?"</legend>
            {radios}
        </fieldset>
    }
    .into_any()
}

/// The user's own choice: a field, and what to set it to.
fn own(desk: Desk, fields: &[Field]) -> AnyView {
    let options = |fields: &[Field]| vec![("", fields.iter().map(|field| (field.name().to_owned(), field.shown().to_owned())).collect())];
    let name = |field: Option<Field>| field.map(Field::name).unwrap_or_default();
    let field =
        select("fix-field".into(), None, Some("fix-field-hint".into()), options(fields), name(desk.field.get_untracked()), move |chosen| {
            desk.field.set(Field::from_name(&chosen))
        });
    let ways = [("value", "en værdi"), ("same", "det samme som et andet felt"), ("empty", "tomt")];
    let ways = vec![("", ways.map(|(word, shown)| (word.to_owned(), shown.to_owned())).to_vec())];
    let way = match desk.way.get_untracked() {
        Way::Value => "value",
        Way::SameAs => "same",
        Way::Empty => "empty",
    };
    let way = select("fix-way".into(), None, Some("fix-way-hint".into()), ways, way, move |chosen| {
        desk.way.set(match chosen.as_str() {
            "same" => Way::SameAs,
            "empty" => Way::Empty,
            _ => Way::Value,
        });
    });
    let others = options(fields);
    let what = move || {
        let error = desk.error.get().map(str::to_owned);
        match desk.way.get() {
            Way::Empty => ().into_any(),
            Way::SameAs => {
                let chosen = name(desk.same_as.get_untracked());
                let take = move |chosen: String| desk.same_as.set(Field::from_name(&chosen));
                let other = select("fix-other".into(), None, Some("fix-other-hint".into()), others.clone(), chosen, take);
                group("fix-other", "Det andet felt", "Værdien tages fra samme række.", error, other)
            }
            Way::Value => {
                let input = view! {
                    <input
                        class="form-input"
                        id="fix-value"
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby=described("fix-value", error.is_some())
                        aria-invalid=error.is_some().then_some("true")
                        prop:value=desk.typed
                        on:input=move |event| desk.typed.set(event_target_value(&event))
                    />
                };
                let hint = "Den samme værdi i alle rækkerne. Datoer og beløb bliver skrevet, som resten af kolonnen er.";
                group("fix-value", "Værdien", hint, error, input.into_any())
            }
        }
    };
    view! {
        {group("fix-field", "Felt, der skal rettes", "De felter, filen har en kolonne til.", None, field)}
        {group("fix-way", "Sæt feltet til", "", None, way)}
        {what}
    }
    .into_any()
}
