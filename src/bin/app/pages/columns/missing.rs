//! The stamdata that no column holds: what can't be said without them, and one value for the whole file instead.

use leptos::prelude::*;
use stamdatatjek::catalogue::{self, TYPES};
use stamdatatjek::check::columns::ColumnsView;
use stamdatatjek::check::form::choices;
use stamdatatjek::check::view::suggestion;
use stamdatatjek::claim::{Field, FieldKind, parse_date};
use stamdatatjek::intake::choices::{CONSTANT_FIELDS, ConstantChoice};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::editor::Editor;
use crate::inputs::{described, group, select};

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
pub fn missing(editor: Editor, view: &ColumnsView) -> AnyView {
    let is_missing = |field: &Field| view.missing.iter().any(|missing| missing.field == field.name()) || constant(view, *field).is_some();
    let is_held = |field: &Field| view.columns.iter().any(|column| column.field.as_deref() == Some(field.name()));
    // The type first: most depends on it.
    let rest = Field::ALL.into_iter().filter(|field| *field != Field::Fordringstype && !OTHERS.contains(field));
    let usual = std::iter::once(Field::Fordringstype).chain(rest).filter(is_missing);
    let usual: Vec<AnyView> = usual.map(|field| part(editor, view, field)).collect();
    let others: Vec<AnyView> = OTHERS.into_iter().filter(|field| !is_held(field)).map(|field| part(editor, view, field)).collect();
    let types: Vec<AnyView> = TYPES
        .iter()
        .filter_map(|found| Some((found.code?, found.name)))
        .map(|(code, name)| view! { <option value=code>{name}</option> }.into_any())
        .collect();
    let usual = (!usual.is_empty()).then(|| {
        view! {
            <h2>"Mangler i filen"</h2>
            <p class="reading">
                "Ingen kolonne indeholder disse stamdata. Er værdien den samme for alle fordringer i filen, kan du skrive den her."
            </p>
            <div class="missing">{usual}</div>
        }
        .into_any()
    });
    view! {
        <div>{usual}</div>
        <details class="details mt-6">
            <summary class="details-summary">"Andre værdier, der gælder for hele filen"</summary>
            <div class="details-text missing">{others}</div>
        </details>
        <datalist id="fordringstyper">{types}</datalist>
    }
    .into_any()
}

/// The value that holds for the whole file.
fn constant(view: &ColumnsView, field: Field) -> Option<&str> {
    view.constants.iter().find(|constant| constant.field == field).map(|constant| constant.value.as_str())
}

fn part(editor: Editor, view: &ColumnsView, field: Field) -> AnyView {
    let value = constant(view, field);
    let means = view.missing.iter().find(|missing| missing.field == field.name()).map(|missing| missing.means.as_str());
    let hint = match (value, means) {
        (Some(_), _) => "Gælder for alle rækker i filen.".to_owned(),
        (None, means) => format!("{} {}", means.unwrap_or_default(), form_of(field)).trim().to_owned(),
    };
    let id = constant_id(field);
    if !CONSTANT_FIELDS.contains(&field) {
        return view! {
            <div>
                <span class="form-label">{field.shown()}</span>
                <span class="form-hint">{hint}</span>
            </div>
        }
        .into_any();
    }
    let error = value.filter(|value| is_wrong(field, value)).map(|_| "Skriv datoen som dd.mm.åååå.".to_owned());
    let advice = value.and_then(|value| advice_on(field, value)).map(|advice| view! { <p class="field-advice">{advice}</p> }.into_any());
    let describing = described(&id, error.is_some());
    let chosen = move |typed: String| {
        let typed = typed.trim();
        editor.choose_constant(field, if is_code(field) { typed.to_uppercase() } else { typed.to_owned() });
    };
    let input = if choices(field).is_empty() {
        let class = if field.kind() == FieldKind::Date { "form-input input-char-11" } else { "form-input" };
        // What it holds is written into it by `keep_filled`, so that nothing the user is typing is lost.
        view! {
            <input
                class=class
                id=id.clone()
                type="text"
                autocomplete="off"
                spellcheck="false"
                list=(field == Field::Fordringstype).then_some("fordringstyper")
                aria-describedby=describing
                aria-invalid=error.is_some().then_some("true")
                on:change=move |event| chosen(event_target_value(&event))
            />
        }
        .into_any()
    } else {
        let none = (String::new(), "Ikke valgt".to_owned());
        let words = choices(field).iter().map(|(word, shown)| ((*word).to_owned(), (*shown).to_owned()));
        select(
            id.clone(),
            None,
            Some(describing),
            vec![("", std::iter::once(none).chain(words).collect())],
            value.unwrap_or_default(),
            chosen,
        )
    };
    view! {
        <div>{group(&id, field.shown(), hint, error, input)} <div role="status">{advice}</div></div>
    }
    .into_any()
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

/// Writes the values for the whole file into their inputs as they change, but not where the user is.
pub fn keep_filled(editor: Editor) {
    Effect::new(move |_| {
        let constants = editor.session.columns.with(|view| view.as_ref().map(|view| view.constants.clone())).unwrap_or_default();
        request_animation_frame(move || {
            for field in CONSTANT_FIELDS {
                let value = constants.iter().find(|constant| constant.field == field).map_or("", |constant| &constant.value);
                fill(&constant_id(field), value);
            }
        });
    });
}

fn fill(id: &str, value: &str) {
    let input = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input.filter(|input| document().active_element().as_ref() != Some(input.as_ref())) {
        input.set_value(value);
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
