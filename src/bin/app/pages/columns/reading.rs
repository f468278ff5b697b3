//! How the file is read: letters, separator, headings and sheet, each of which may be changed.

use leptos::prelude::*;
use stamdatatjek::intake::{Encoding, Sheet};

use super::editor::Editor;
use super::of_view;
use crate::files::{FieldError, described};
use crate::parts::{count, plural};

/// The encodings to choose from, by the names that choices use.
const ENCODINGS: [(&str, Encoding, &str); 3] = [
    ("utf-8", Encoding::Utf8, "UTF-8"),
    ("windows-1252", Encoding::Windows1252, "Windows-1252 (ældre Windows-programmer)"),
    ("cp850", Encoding::Cp850, "CP850 (DOS og ældre fagsystemer)"),
];

/// The separators to choose from.
const SEPARATORS: [(&str, char, &str); 4] =
    [(";", ';', "semikolon ;"), (",", ',', "komma ,"), ("tab", '\t', "tabulator"), ("|", '|', "lodret streg |")];

/// How many rows may be chosen for the headings.
const HEADING_LINES: u64 = 30;

/// The section.
#[component]
pub fn Reading(editor: Editor) -> impl IntoView {
    let form = Memo::new(move |_| of_view(editor, |view| view.form.clone()));
    let skipped = Memo::new(move |_| of_view(editor, |view| view.skipped.clone()));
    let answers = Memo::new(move |_| of_view(editor, |view| view.answers.clone()));
    let has_letters = Memo::new(move |_| of_view(editor, |view| view.text.is_some_and(|(encoding, _)| encoding != Encoding::Utf8Bom)));
    let has_separator = Memo::new(move |_| of_view(editor, |view| view.text.is_some()));
    let has_headings = Memo::new(move |_| of_view(editor, |view| view.heading_may_change));
    let sheets = Memo::new(move |_| of_view(editor, |view| view.sheets.clone()));
    view! {
        <h2>"Sådan er filen læst"</h2>
        <p>{move || format!("Filen er læst som {}.", form.get())}</p>
        {move || listed("Sprunget over: ", &skipped.get())}
        {move || listed("Svar fra modtagelsen: ", &answers.get())}
        <div class="search-row">
            {move || has_letters.get().then(|| view! { <Letters editor/> })}
            {move || has_separator.get().then(|| view! { <Separator editor/> })}
            {move || has_headings.get().then(|| view! { <HeadingLine editor/> })}
            {move || (sheets.with(Vec::len) > 1).then(|| view! { <Sheets editor sheets=sheets.get()/> })}
        </div>
    }
}

fn listed(title: &'static str, items: &[String]) -> Option<impl IntoView + use<>> {
    (!items.is_empty()).then(|| {
        view! {
            <p class="reading">
                <strong>{title}</strong>
                {items.iter().map(|item| format!("«{item}»")).collect::<Vec<_>>().join(", ")}
            </p>
        }
    })
}

/// What a labelled select says and holds.
struct Choice {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Why the last choice can't be used.
    error: Signal<Option<String>>,
    value: Signal<String>,
    /// Values, and what is shown for them.
    options: Vec<(String, String)>,
}

/// A labelled select.
fn choice(of: Choice, chosen: impl Fn(String) + 'static) -> AnyView {
    let Choice { id, label, hint, error, value, options } = of;
    view! {
        <div class="form-group" class:form-error=move || error.get().is_some()>
            <label class="form-label" for=id>
                {label}
            </label>
            <span class="form-hint" id=format!("{id}-hint")>
                {hint}
            </span>
            <FieldError id message=error/>
            <select
                class="form-select"
                id=id
                autocomplete="off"
                aria-describedby=move || described(id, error.get().is_some())
                on:change=move |event| chosen(event_target_value(&event))
            >
                {options
                    .into_iter()
                    .map(|(word, shown)| {
                        let of = word.clone();
                        view! {
                            <option value=word prop:selected=move || value.get() == of>
                                {shown}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// A choice that can't be wrong.
fn no_error() -> Signal<Option<String>> {
    Signal::derive(|| None)
}

#[component]
fn Letters(editor: Editor) -> impl IntoView {
    let value = Memo::new(move |_| {
        let now = of_view(editor, |view| view.text.map(|(encoding, _)| encoding));
        ENCODINGS.iter().find(|(_, encoding, _)| Some(*encoding) == now).map_or("", |(word, ..)| word).to_owned()
    });
    let options = ENCODINGS.into_iter().map(|(word, _, shown)| (word.to_owned(), shown.to_owned())).collect();
    let hint = "Vælg en anden, hvis æ, ø og å står forkert.";
    let of = Choice { id: "encoding", label: "Tegntabel", hint, error: no_error(), value: value.into(), options };
    choice(of, move |word| {
        if let Some((_, encoding, _)) = ENCODINGS.iter().find(|(of, ..)| *of == word) {
            editor.choose_encoding(*encoding);
        }
    })
}

#[component]
fn Separator(editor: Editor) -> impl IntoView {
    let value = Memo::new(move |_| {
        let now = of_view(editor, |view| view.text.map(|(_, separator)| separator));
        SEPARATORS.iter().find(|(_, separator, _)| Some(*separator) == now).map_or("", |(word, ..)| word).to_owned()
    });
    let options = SEPARATORS.into_iter().map(|(word, _, shown)| (word.to_owned(), shown.to_owned())).collect();
    let hint = "Det tegn, der står mellem kolonnerne.";
    let of = Choice { id: "separator", label: "Skilletegn", hint, error: no_error(), value: value.into(), options };
    choice(of, move |word| {
        if let Some((_, separator, _)) = SEPARATORS.iter().find(|(of, ..)| *of == word) {
            editor.choose_separator(*separator);
        }
    })
}

#[component]
fn HeadingLine(editor: Editor) -> impl IntoView {
    let line = Memo::new(move |_| of_view(editor, |view| view.heading_line.unwrap_or_default()));
    let error = Signal::derive(move || {
        let asked = editor.session.asked.with(|asked| asked.heading_line).filter(|asked| *asked != line.get())?;
        Some(format!("Linje {} er tom eller findes ikke. Vælg en anden linje.", count(asked)))
    });
    let found = line.get_untracked();
    let lines = (1..=HEADING_LINES).chain((found > HEADING_LINES).then_some(found));
    let none = (0.to_string(), "Ingen overskrifter".to_owned());
    let options = std::iter::once(none).chain(lines.map(|line| (line.to_string(), format!("Linje {}", count(line))))).collect();
    let value = Signal::derive(move || line.get().to_string());
    let hint = "Linjer over overskrifterne springes over.";
    let of = Choice { id: "heading-line", label: "Overskrifter", hint, error, value, options };
    choice(of, move |word| {
        if let Ok(line) = word.parse() {
            editor.choose_heading_line(line);
        }
    })
}

#[component]
fn Sheets(editor: Editor, sheets: Vec<Sheet>) -> impl IntoView {
    let places = sheets.clone();
    let value = Signal::derive(move || {
        let now = of_view(editor, |view| view.sheet.clone());
        places.iter().position(|sheet| Some(&sheet.name) == now.as_ref()).map_or_else(String::new, |place| place.to_string())
    });
    let words = |sheet: &Sheet| {
        let hidden = if sheet.hidden { " (skjult)" } else { "" };
        format!("{}: {}{hidden}", sheet.name, plural(sheet.rows, "række", "rækker"))
    };
    let options = (0..).zip(&sheets).map(|(place, sheet): (usize, _)| (place.to_string(), words(sheet))).collect();
    let of = Choice { id: "sheet", label: "Ark", hint: "Det ark, fordringerne står i.", error: no_error(), value, options };
    choice(of, move |word| {
        let place = word.parse().unwrap_or_default();
        if let Some(sheet) = sheets.get(place) {
            editor.session.ask_sheet(place, sheet.name.clone(), None);
        }
    })
}
