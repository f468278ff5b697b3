//! How the file is read: letters, separator, headings and sheet, each of which may be changed.

use leptos::prelude::*;
use stamdatatjek::check::columns::ColumnsView;
use stamdatatjek::intake::{Encoding, Sheet};

use super::editor::Editor;
use crate::inputs::{described, group, select};
use crate::parts::{count, plural};

/// The encodings to choose from, by the names that [`Encoding::parse`] reads.
const ENCODINGS: [(&str, &str); 3] =
    [("utf-8", "UTF-8"), ("windows-1252", "Windows-1252 (ældre Windows-programmer)"), ("cp850", "CP850 (DOS og ældre fagsystemer)")];

/// The separators to choose from.
const SEPARATORS: [(&str, &str); 4] = [(";", "semikolon ;"), (",", "komma ,"), ("\t", "tabulator"), ("|", "lodret streg |")];

/// How many rows may be chosen for the headings.
const HEADING_LINES: u64 = 30;

/// The section.
pub fn reading(editor: Editor, view: &ColumnsView) -> AnyView {
    let choices = [letters(editor, view), separator(editor, view), heading_line(editor, view), sheet(editor, view)];
    view! {
        <h2>"Sådan er filen læst"</h2>
        <p>{format!("Filen er læst som {}.", view.form)}</p>
        {listed("Sprunget over: ", &view.skipped)}
        {listed("Svar fra modtagelsen: ", &view.answers)}
        <div class="search-row">{choices.into_iter().collect::<Vec<_>>()}</div>
    }
    .into_any()
}

fn listed(title: &'static str, items: &[String]) -> Option<AnyView> {
    let items: Vec<String> = items.iter().map(|item| format!("«{item}»")).collect();
    (!items.is_empty()).then(|| {
        view! {
            <p class="reading">
                <strong>{title}</strong>
                {items.join(", ")}
            </p>
        }
        .into_any()
    })
}

/// What a labelled select says and holds.
struct Choice {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Why the last choice can't be used.
    error: Option<String>,
    /// Values, and what is shown for them.
    options: Vec<(String, String)>,
    value: String,
}

fn choice(of: Choice, chosen: impl Fn(String) + 'static) -> Option<AnyView> {
    let described = described(of.id, of.error.is_some());
    let input = select(of.id.to_owned(), None, Some(described), vec![("", of.options)], &of.value, chosen);
    Some(group(of.id, of.label, of.hint, of.error, input))
}

fn owned(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options.iter().map(|(word, shown)| ((*word).to_owned(), (*shown).to_owned())).collect()
}

fn letters(editor: Editor, view: &ColumnsView) -> Option<AnyView> {
    // With a byte order mark there is nothing to choose.
    let (encoding, _) = view.text.filter(|(encoding, _)| *encoding != Encoding::Utf8Bom)?;
    let value = ENCODINGS.iter().find(|(word, _)| Encoding::parse(word) == Some(encoding)).map_or("", |(word, _)| word).to_owned();
    let hint = "Vælg en anden, hvis æ, ø og å står forkert.";
    choice(Choice { id: "encoding", label: "Tegntabel", hint, error: None, options: owned(&ENCODINGS), value }, move |word| {
        if let Some(encoding) = Encoding::parse(&word) {
            editor.choose_encoding(encoding);
        }
    })
}

fn separator(editor: Editor, view: &ColumnsView) -> Option<AnyView> {
    let value = view.text?.1.to_string();
    let hint = "Det tegn, der står mellem kolonnerne.";
    choice(Choice { id: "separator", label: "Skilletegn", hint, error: None, options: owned(&SEPARATORS), value }, move |word| {
        if let Some(separator) = word.chars().next() {
            editor.choose_separator(separator);
        }
    })
}

fn heading_line(editor: Editor, view: &ColumnsView) -> Option<AnyView> {
    if !view.heading_may_change {
        return None;
    }
    let line = view.heading_line.unwrap_or_default();
    let refused = editor.session.asked.with(|asked| asked.heading_line).filter(|asked| *asked != line);
    let error = refused.map(|asked| format!("Linje {} er tom eller findes ikke. Vælg en anden linje.", count(asked)));
    let lines = (1..=HEADING_LINES).chain((line > HEADING_LINES).then_some(line));
    let none = (0.to_string(), "Ingen overskrifter".to_owned());
    let options = std::iter::once(none).chain(lines.map(|line| (line.to_string(), format!("Linje {}", count(line))))).collect();
    let hint = "Linjer over overskrifterne springes over.";
    choice(Choice { id: "heading-line", label: "Overskrifter", hint, error, options, value: line.to_string() }, move |word| {
        if let Ok(line) = word.parse() {
            editor.choose_heading_line(line);
        }
    })
}

fn sheet(editor: Editor, view: &ColumnsView) -> Option<AnyView> {
    if view.sheets.len() < 2 {
        return None;
    }
    let words = |sheet: &Sheet| {
        let hidden = if sheet.hidden { " (skjult)" } else { "" };
        format!("{}: {}{hidden}", sheet.name, plural(sheet.rows, "række", "rækker"))
    };
    let options = view.sheets.iter().map(|sheet| (sheet.name.clone(), words(sheet))).collect();
    let names: Vec<String> = view.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let value = view.sheet.clone().unwrap_or_default();
    choice(Choice { id: "sheet", label: "Ark", hint: "Det ark, fordringerne står i.", error: None, options, value }, move |word| {
        if let Some(place) = names.iter().position(|name| *name == word) {
            editor.session.ask_sheet(place, word, None);
        }
    })
}
