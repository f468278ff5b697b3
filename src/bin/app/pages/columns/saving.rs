//! What is done with the chosen columns: the check, a file to keep them in, and what the browser remembers.

use leptos::prelude::*;
use stamdatatjek::check::columns::ColumnsView;
use stamdatatjek::intake::choices::Choices;
use wasm_bindgen::prelude::*;
use web_sys::File;

use super::editor::{Desk, Editor};
use super::missing::first_wrong;
use super::style::first_unclear;
use crate::Shared;
use crate::download::save_file;
use crate::files::text_file;
use crate::inputs::{chosen_files, described, focus, group};
use crate::memory;
use crate::parts::Icon;
use crate::route::{Route, go};

/// The name of the saved file.
const FILE_NAME: &str = "kolonnevalg.json";
const INPUT: &str = "saved-columns";

/// The section.
pub fn saving(shared: Shared, editor: Editor, view: &ColumnsView, desk: &Desk) -> AnyView {
    let check = move |_| match why_not(editor) {
        Some((sentence, place)) => {
            editor.desk.update(|desk| desk.refused = Some(sentence));
            focus(&place);
        }
        None => {
            shared.session.check_chosen(shared.settings_untracked(), editor.choices());
            go(&Route::Result);
        }
    };
    let remove = move |_| {
        if shared.session.may_forget() {
            shared.session.forget();
            go(&Route::Start);
        }
    };
    view! {
        <p role="alert" class="form-error-message">{desk.refused}</p>
        <p class="buttons">
            <button type="button" class="button button-primary" id="check-columns" on:click=check>
                "Tjek fordringerne"
            </button>
            <button type="button" class="button button-secondary" on:click=remove>
                "Fjern filen"
            </button>
        </p>
        <h2>"Brug valget igen"</h2>
        {remembered(editor, desk)}
        <p>
            <button type="button" class="button button-secondary" on:click=move |_| save(&editor.choices().to_file())>
                <Icon name="download"/>
                "Gem kolonnevalg som fil"
            </button>
        </p>
        <div class="file-input">{load(editor, desk)}</div>
        <p role="status">{loaded_words(editor, view, desk)}</p>
    }
    .into_any()
}

/// Why the claims can't be checked yet, and the id of the place where it is mended.
fn why_not(editor: Editor) -> Option<(&'static str, String)> {
    editor.session.columns.with_untracked(|view| {
        let view = view.as_ref()?;
        if view.not_claims.is_some() {
            return Some(("Vælg først, hvilke kolonner der indeholder fordringernes stamdata.", "column-1".to_owned()));
        }
        if let Some(place) = first_unclear(view) {
            return Some(("Vælg først, hvordan kolonnens værdier er skrevet.", place));
        }
        first_wrong(&view.constants).map(|place| ("Ret først den værdi, der ikke kan læses.", place))
    })
}

/// What the browser remembers of the choice, and a way to make it forget.
fn remembered(editor: Editor, desk: &Desk) -> AnyView {
    let fingerprint = editor.session.fingerprint();
    let words = if fingerprint.is_some() {
        "Når du tjekker, huskes valget i browseren på denne computer til filer med de samme overskrifter. Fordringernes indhold gemmes ikke. Af de værdier, du skriver for hele filen, huskes kun koder."
    } else {
        "Filen har ingen overskrifter at kende den på, så valget kan ikke huskes i browseren. Gem det som en fil."
    };
    let kept = fingerprint.filter(|fingerprint| desk.is_forgotten || memory::recall(fingerprint).is_some());
    let button = kept.map(|fingerprint| {
        let forget = move |_| {
            memory::forget(&fingerprint);
            editor.desk.update(|desk| desk.is_forgotten = true);
        };
        view! {
            <p>
                <button
                    type="button"
                    class="button button-secondary"
                    aria-disabled=desk.is_forgotten.then_some("true")
                    on:click=forget
                >
                    "Glem kolonnevalget"
                </button>
            </p>
        }
        .into_any()
    });
    view! {
        <p class="reading">{words}</p>
        {button}
        <p role="status">{desk.is_forgotten.then_some("Kolonnevalget er glemt.")}</p>
    }
    .into_any()
}

/// Takes over choices from a saved file.
fn load(editor: Editor, desk: &Desk) -> AnyView {
    let error = desk.loaded.as_ref().and_then(|loaded| loaded.as_ref().err().cloned());
    let chosen = move |event| {
        let Some(file) = chosen_files(&event).into_iter().next() else { return };
        read(&file, move |text| {
            let loaded = text.map_or_else(|| Err("Filen kan ikke læses. Vælg den igen.".to_owned()), |text| Choices::from_file(&text));
            editor.desk.update(|desk| desk.loaded = Some(loaded.clone()));
            if let Ok(choices) = loaded {
                editor.load(choices);
            }
        });
    };
    let describing = described(INPUT, error.is_some());
    let input = view! { <input type="file" id=INPUT accept=".json" aria-describedby=describing on:change=chosen/> };
    group(INPUT, "Hent kolonnevalg fra fil", "En fil, du har gemt her på siden.", error, input.into_any())
}

/// What became of loaded choices, once they are in use.
fn loaded_words(editor: Editor, view: &ColumnsView, desk: &Desk) -> Option<String> {
    let loaded = desk.loaded.as_ref()?.as_ref().ok().filter(|_| !editor.session.is_waiting())?;
    let held = |name: &str| view.columns.iter().any(|column| column.field.as_deref() == Some(name));
    let fields = loaded.columns.iter().filter_map(|choice| choice.field);
    let without: Vec<&str> = fields.filter(|field| !held(field.name())).map(|field| field.shown()).collect();
    if without.is_empty() {
        return Some("Kolonnevalget er hentet.".into());
    }
    Some(format!("Kolonnevalget er hentet. Disse felter har ingen kolonne i filen: {}.", without.join(", ")))
}

/// Reads the file's text, as much as a saved choice may have and a little more; `None` where the browser refuses.
fn read(file: &File, then: impl FnOnce(Option<String>) + Clone + 'static) {
    const MOST: i32 = 1_000_001;
    let Ok(beginning) = file.slice_with_i32_and_i32(0, MOST) else { return then(None) };
    let failed = then.clone();
    let on_text = Closure::once(move |text: JsValue| then(text.as_string()));
    let on_failure = Closure::once(move |_: JsValue| failed(None));
    let _ = beginning.text().then2(&on_text, &on_failure);
    // Only one of them is ever called; both are a few bytes.
    on_text.forget();
    on_failure.forget();
}

/// Lets the user keep a text as a file.
fn save(text: &str) {
    if let Some(file) = text_file(FILE_NAME, text) {
        save_file(&file, FILE_NAME);
    }
}
