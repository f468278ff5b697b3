//! Rows that are pasted from a spreadsheet: into a field, or with Ctrl+V on the page.

use leptos::ev;
use leptos::prelude::*;
use stamdatatjek::wire::PASTED_ROWS;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, File, FilePropertyBag, HtmlTextAreaElement};

use super::{Purpose, files_of, take};
use crate::Shared;
use crate::inputs::{described, focus, group};

const ID: &str = "pasted-rows";

/// A field for pasted rows. It is left to itself: what a spreadsheet gives may be large, and nothing follows it letter by letter.
#[component]
pub fn Paste() -> impl IntoView {
    let shared = Shared::get();
    let is_empty = RwSignal::new(false);
    let check = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let field = document().get_element_by_id(ID).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
        let rows = field.map(|field| field.value()).unwrap_or_default();
        is_empty.set(rows.trim().is_empty());
        if is_empty.get_untracked() {
            focus(ID);
        } else {
            open_text(shared, PASTED_ROWS, &rows);
        }
    };
    let field = move || {
        let is_wrong = is_empty.get();
        let area = view! {
            <textarea
                class="form-input pasted"
                id=ID
                rows="6"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described(ID, is_wrong)
            ></textarea>
        };
        let hint = "Markér rækkerne i regnearket, kopiér dem, og sæt dem ind her, helst med overskrifter. De bliver på din computer.";
        let error = is_wrong.then(|| "Sæt rækkerne ind i feltet, før du tjekker dem.".to_owned());
        group(ID, "Rækker med fordringer", hint, error, area.into_any())
    };
    view! {
        <details class="details" on:toggle=move |_| shared.session.prepare()>
            <summary class="details-summary">"Indsæt rækker fra et regneark"</summary>
            <div class="details-text">
                <form novalidate on:submit=check>
                    {field}
                    <button type="submit" class="button button-secondary mt-4">
                        "Tjek det indsatte"
                    </button>
                </form>
            </div>
        </details>
    }
}

/// Takes rows or files that are pasted anywhere on the page but in a field.
#[component]
pub fn PasteAnywhere() -> impl IntoView {
    let shared = Shared::get();
    let handle = window_event_listener(ev::paste, move |event: ClipboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.closest("textarea, input:not([type=file]), select").ok().flatten().is_some()) {
            return;
        }
        let Some(clipboard) = event.clipboard_data() else { return };
        let text = clipboard.get_data("text/plain").unwrap_or_default();
        // A spreadsheet puts a picture of the cells beside their text.
        if text.trim().is_empty() {
            take(shared, Purpose::Open, files_of(&clipboard));
        } else {
            open_text(shared, "indsatte rækker.txt", &text);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Opens a text as if it were a file.
pub fn open_text(shared: Shared, name: &str, text: &str) {
    match text_file(name, text) {
        Some(file) => take(shared, Purpose::Open, vec![file]),
        None => shared.session.trouble.set(Some("Browseren vil ikke lave en fil af teksten. Gem den som en fil, og vælg den.".into())),
    }
}

/// A file with the text in it, if the browser will make one.
pub fn text_file(name: &str, text: &str) -> Option<File> {
    let parts = js_sys::Array::of1(&text.into());
    let options = FilePropertyBag::new();
    options.set_type("text/plain");
    File::new_with_str_sequence_and_options(&parts, name, &options).ok()
}
