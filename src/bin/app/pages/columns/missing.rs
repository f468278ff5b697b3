//! The stamdata that no column holds: what can't be said without them, and one value for the whole file instead.

use leptos::prelude::*;
use stamdatatjek::catalogue::{self, TYPES};
use stamdatatjek::check::form::choices;
use stamdatatjek::check::view::suggestion;
use stamdatatjek::claim::{Field, FieldKind, parse_date};
use stamdatatjek::intake::choices::{CONSTANT_FIELDS, ConstantChoice};

use super::editor::Editor;
use super::of_view;

/// Fields that most files go without.
const OTHERS: [Field; 7] = [
    Field::Aktion,
    Field::FordringshaverId,
    Field::SkyldnerType,
    Field::Valuta,
    Field::Renteregel,
    Field::Rentesatskode,
    Field::Bobehandling,
];

/// The section.
#[component]
pub fn Missing(editor: Editor) -> impl IntoView {
    // Every field has its place from the start, so that nothing moves under the user's hands; what isn't missing is hidden.
    let usual = [Field::Fordringstype].into_iter().chain(Field::ALL.into_iter().filter(|field| *field != Field::Fordringstype));
    let usual = usual.filter(|field| !OTHERS.contains(field));
    let any = Memo::new(move |_| of_view(editor, |view| !view.missing.is_empty() || !view.constants.is_empty()));
    view! {
        <section hidden=move || !any.get()>
            <h2>"Mangler i filen"</h2>
            <p class="reading">
                "Ingen kolonne indeholder disse stamdata. Er værdien den samme for alle fordringer i filen, kan du skrive den her."
            </p>
            <div class="missing">{usual.map(|field| missing_field(editor, field)).collect_view()}</div>
        </section>
        <details class="details mt-6">
            <summary class="details-summary">"Andre værdier, der gælder for hele filen"</summary>
            <div class="details-text missing">{OTHERS.into_iter().map(|field| missing_field(editor, field)).collect_view()}</div>
        </details>
        <datalist id="fordringstyper">
            {TYPES
                .iter()
                .filter_map(|found| Some((found.code?, found.name)))
                .map(|(code, name)| view! { <option value=code>{name}</option> })
                .collect_view()}
        </datalist>
    }
}

fn missing_field(editor: Editor, field: Field) -> AnyView {
    let means = Memo::new(move |_| {
        of_view(editor, |view| view.missing.iter().find(|missing| missing.field == field.name()).map(|missing| missing.means.clone()))
    });
    let value = Memo::new(move |_| {
        of_view(editor, |view| view.constants.iter().find(|constant| constant.field == field).map(|constant| constant.value.clone()))
    });
    let held = Memo::new(move |_| of_view(editor, |view| view.columns.iter().any(|column| column.field.as_deref() == Some(field.name()))));
    let is_shown = move || !held.get() && (OTHERS.contains(&field) || means.get().is_some() || value.get().is_some());
    let hint = move || match (value.get(), means.get()) {
        (Some(_), _) => "Gælder for alle rækker i filen.".to_owned(),
        (None, Some(means)) => format!("{means} {}", form_of(field)).trim_end().to_owned(),
        (None, None) => form_of(field).to_owned(),
    };
    if CONSTANT_FIELDS.contains(&field) {
        view! {
            <div hidden=move || !is_shown()>
                <Constant editor field value hint=Signal::derive(hint)/>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div hidden=move || !is_shown()>
                <span class="form-label">{field.shown()}</span>
                <span class="form-hint">{hint}</span>
            </div>
        }
        .into_any()
    }
}

/// What to write, where it isn't plain.
fn form_of(field: Field) -> &'static str {
    match field {
        Field::Aktion => "Fx NEDSKRIV eller TILBAGEKALD. Uden aktion tjekkes fordringerne som nye.",
        Field::FordringshaverId => "Fire cifre.",
        Field::Valuta => "Fx DKK.",
        _ if field.kind() == FieldKind::Date => "Dato, fx 31.01.2026.",
        _ => "",
    }
}

/// One value for the whole file.
#[component]
fn Constant(editor: Editor, field: Field, value: Memo<Option<String>>, hint: Signal<String>) -> impl IntoView {
    let id = constant_id(field);
    let wrong = Memo::new(move |_| value.get().is_some_and(|value| is_wrong(field, &value)));
    let advice = Memo::new(move |_| value.get().and_then(|value| advice_on(field, &value)));
    let describing = {
        let id = id.clone();
        move || if wrong.get() { format!("{id}-hint {id}-error") } else { format!("{id}-hint") }
    };
    let error_id = format!("{id}-error");
    let chosen = move |event| {
        let typed = event_target_value(&event);
        let typed = typed.trim();
        editor.choose_constant(field, if is_code(field) { typed.to_uppercase() } else { typed.to_owned() });
    };
    let text = move || value.get().unwrap_or_default();
    let input = if choices(field).is_empty() {
        let class = if field.kind() == FieldKind::Date { "form-input input-char-11" } else { "form-input" };
        view! {
            <input
                class=class
                id=id.clone()
                type="text"
                autocomplete="off"
                spellcheck="false"
                list=(field == Field::Fordringstype).then_some("fordringstyper")
                aria-describedby=describing
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=text
                on:change=chosen
            />
        }
        .into_any()
    } else {
        let option = move |(word, shown): &(&'static str, &'static str)| {
            let word = *word;
            view! {
                <option value=word prop:selected=move || text() == word>
                    {*shown}
                </option>
            }
        };
        view! {
            <select class="form-select" id=id.clone() autocomplete="off" aria-describedby=describing on:change=chosen>
                <option value="" prop:selected=move || text().is_empty()>
                    "Ikke valgt"
                </option>
                {choices(field).iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    view! {
        <div class="form-group mt-0" class:form-error=wrong>
            <label class="form-label" for=id.clone()>
                {field.shown()}
            </label>
            <span class="form-hint" id=format!("{id}-hint")>
                {hint}
            </span>
            <span role="alert">
                {move || {
                    wrong
                        .get()
                        .then(|| {
                            view! {
                                <span class="form-error-message" id=error_id.clone()>
                                    <span class="sr-only">"Fejl: "</span>
                                    "Skriv datoen som dd.mm.åååå."
                                </span>
                            }
                        })
                }}
            </span>
            {input}
            <div role="status">{move || advice.get().map(|advice| view! { <p class="field-advice">{advice}</p> })}</div>
        </div>
    }
}

/// The input's id.
fn constant_id(field: Field) -> String {
    format!("constant-{}", field.name())
}

/// The input of the first value that can't be read.
pub fn first_wrong(constants: &[ConstantChoice]) -> Option<String> {
    constants.iter().find(|constant| is_wrong(constant.field, &constant.value)).map(|constant| constant_id(constant.field))
}

fn is_wrong(field: Field, value: &str) -> bool {
    field.kind() == FieldKind::Date && parse_date(value).is_err()
}

/// Codes are written in capitals.
fn is_code(field: Field) -> bool {
    matches!(field, Field::Fordringstype | Field::Aktion | Field::Valuta)
}

/// What to say of a value that may be meant otherwise.
fn advice_on(field: Field, value: &str) -> Option<String> {
    if field != Field::Fordringstype {
        return None;
    }
    match catalogue::find(value) {
        Some(found) => Some(found.name.to_owned()),
        None => Some(format!("Vi kender ikke koden {value}. {}", suggestion(value)).trim_end().to_owned()),
    }
}
