//! What is done with the chosen columns: the check, a file to keep them in, and what the browser remembers.

use leptos::html::Input;
use leptos::prelude::*;
use stamdatatjek::intake::choices::Choices;
use wasm_bindgen::prelude::*;
use web_sys::{File, HtmlAnchorElement, HtmlElement, Url};

use super::editor::Editor;
use super::missing::first_wrong;
use super::of_view;
use super::style::first_unclear;
use crate::Shared;
use crate::files::{FieldError, described, text_file};
use crate::memory;
use crate::parts::Icon;
use crate::route::{Route, go};

/// The name of the saved file.
const FILE_NAME: &str = "kolonnevalg.json";
const INPUT: &str = "saved-columns";

/// The section.
#[component]
pub fn Saving(editor: Editor) -> impl IntoView {
    let shared = Shared::get();
    let refused = RwSignal::new(None::<&'static str>);
    let check = move |_| match why_not(editor) {
        Some(sentence) => refused.set(Some(sentence)),
        None => {
            shared.session.check_chosen(shared.settings_untracked(), editor.choices());
            go(&Route::Result);
        }
    };
    view! {
        <p role="alert">{move || refused.get()}</p>
        <p class="buttons">
            <button type="button" class="button button-primary" id="check-columns" on:click=check>
                "Tjek fordringerne"
            </button>
            <button
                type="button"
                class="button button-secondary"
                on:click=move |_| {
                    shared.session.forget();
                    go(&Route::Start);
                }
            >
                "Fjern filen"
            </button>
        </p>
        <h2>"Brug valget igen"</h2>
        <Remembered editor/>
        <p>
            <button type="button" class="button button-secondary" on:click=move |_| save(&editor.choices().to_file())>
                <Icon name="download"/>
                "Gem kolonnevalg som fil"
            </button>
        </p>
        <Load editor/>
    }
}

/// Why the claims can't be checked yet. The place where it is mended gets the focus.
fn why_not(editor: Editor) -> Option<&'static str> {
    if of_view(editor, |view| view.not_claims.is_some()) {
        focus("column-1");
        return Some("Vælg først, hvilke kolonner der indeholder fordringernes stamdata.");
    }
    if let Some(unclear) = first_unclear(editor) {
        focus(&unclear);
        return Some("Vælg først, hvordan kolonnens værdier er skrevet.");
    }
    let wrong = first_wrong(&editor.choices().constants)?;
    focus(&wrong);
    Some("Ret først den værdi, der ikke kan læses.")
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // What can't take focus leaves it where it was.
        let _ = element.focus();
    }
}

/// What the browser remembers of the choice, and a way to make it forget.
#[component]
fn Remembered(editor: Editor) -> impl IntoView {
    let session = editor.session;
    let forgotten = RwSignal::new(false);
    // It becomes another with another sheet.
    let fingerprint = Memo::new(move |_| {
        session.columns.track();
        session.fingerprint()
    });
    let is_kept = Memo::new(move |_| fingerprint.get().as_deref().and_then(memory::recall).is_some());
    let words = move || {
        if fingerprint.get().is_some() {
            "Når du tjekker, huskes valget i browseren på denne computer til filer med de samme overskrifter. Fordringernes indhold gemmes ikke. Af de værdier, du skriver for hele filen, huskes kun koder."
        } else {
            "Filen har ingen overskrifter at kende den på, så valget kan ikke huskes i browseren. Gem det som en fil."
        }
    };
    let forget = move |_| {
        if let Some(fingerprint) = fingerprint.get_untracked() {
            memory::forget(&fingerprint);
            forgotten.set(true);
        }
    };
    view! {
        <p class="reading">{words}</p>
        {move || {
            is_kept
                .get()
                .then(|| {
                    view! {
                        <p>
                            <button
                                type="button"
                                class="button button-secondary"
                                aria-disabled=move || forgotten.get().then_some("true")
                                on:click=forget
                            >
                                "Glem kolonnevalget"
                            </button>
                        </p>
                    }
                })
        }}
        <p role="status">{move || forgotten.get().then_some("Kolonnevalget er glemt.")}</p>
    }
}

/// Takes over choices from a saved file.
#[component]
fn Load(editor: Editor) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let error = RwSignal::new(None::<String>);
    let loaded = RwSignal::new(None::<Choices>);
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let Some(file) = file else { return };
        error.set(None);
        loaded.set(None);
        read(&file, move |text| {
            match text.map_or_else(|| Err("Filen kan ikke læses. Vælg den igen.".to_owned()), |text| Choices::from_file(&text)) {
                Ok(choices) => {
                    loaded.set(Some(choices.clone()));
                    editor.load(choices);
                }
                Err(sentence) => error.set(Some(sentence)),
            }
        });
    };
    view! {
        <div class="form-group file-input" class:form-error=move || error.get().is_some()>
            <label class="form-label" for=INPUT>
                "Hent kolonnevalg fra fil"
            </label>
            <span class="form-hint" id=format!("{INPUT}-hint")>
                "En fil, du har gemt her på siden."
            </span>
            <FieldError id=INPUT message=error/>
            <input
                node_ref=input
                type="file"
                id=INPUT
                accept=".json"
                aria-describedby=move || described(INPUT, error.get().is_some())
                on:change=chosen
            />
        </div>
        <p role="status">{move || loaded.with(|loaded| loaded.as_ref().map(|loaded| loaded_words(editor, loaded)))}</p>
    }
}

/// What became of loaded choices.
fn loaded_words(editor: Editor, loaded: &Choices) -> String {
    let held = |name: &str| of_view(editor, |view| view.columns.iter().any(|column| column.field.as_deref() == Some(name)));
    let fields = loaded.columns.iter().filter_map(|choice| choice.field);
    let without: Vec<&str> = fields.filter(|field| !held(field.name())).map(|field| field.shown()).collect();
    if without.is_empty() {
        return "Kolonnevalget er hentet.".into();
    }
    format!("Kolonnevalget er hentet. Disse felter har ingen kolonne i filen: {}.", without.join(", "))
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
    let Some(file) = text_file(FILE_NAME, text) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&file) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(FILE_NAME);
        link.click();
    }
    // The browser fetches it after the click.
    set_timeout(move || drop(Url::revoke_object_url(&url)), std::time::Duration::from_secs(60));
}
