//! Texts that are ready to be copied: a question to Fordringshaversupporten, and a draft for a høring.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use leptos::prelude::*;
use stamdatatjek::report::hoering::{Hearing, HearingRule};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlTextAreaElement};

use crate::parts::Icon;

#[wasm_bindgen]
extern "C" {
    /// Puts a text on the clipboard. Fails at once where the browser has no clipboard for the page.
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_to_clipboard(text: &str) -> Result<Promise, JsValue>;
}

/// What the browser calls when a text is copied, and when it can't be: whichever is called takes both out of here.
type Copying = Rc<RefCell<Option<[Closure<dyn FnMut(JsValue)>; 2]>>>;

/// A folded text, made when it is unfolded, with what to know before it and a button that copies it. `id` is that of its field.
pub fn ready_text(id: String, title: String, label: &'static str, make: impl Fn() -> (AnyView, String) + Send + 'static) -> AnyView {
    let is_open = RwSignal::new(false);
    let toggled = move |event| is_open.set(event_target::<Element>(&event).has_attribute("open"));
    // Nobody needs it on paper.
    view! {
        <details class="details d-print-none" on:toggle=toggled>
            <summary class="details-summary">{title}</summary>
            <div class="details-text">
                {move || {
                    is_open
                        .get()
                        .then(|| {
                            let (before, text) = make();
                            view! {
                                {before}
                                {field(id.clone(), label, text)}
                            }
                        })
                }}
            </div>
        </details>
    }
    .into_any()
}

fn field(id: String, label: &'static str, text: String) -> AnyView {
    let said = RwSignal::new("");
    let (kept, of) = (text.clone(), id.clone());
    view! {
        <label class="form-label" for=id.clone()>
            {label}
        </label>
        <textarea class="form-input ready-text" id=id readonly rows="12" spellcheck="false" prop:value=text></textarea>
        <p class="ways-on">
            <button type="button" class="button button-secondary" on:click=move |_| copy(&kept, of.clone(), said)>
                <Icon name="copy"/>
                "Kopiér teksten"
            </button>
            <span role="status">{said}</span>
        </p>
    }
    .into_any()
}

/// Copies the text and says so. Where the browser doesn't let the page, the text is marked so that the user can.
fn copy(text: &str, id: String, said: RwSignal<&'static str>) {
    let Ok(promise) = write_to_clipboard(text) else { return mark(&id, said) };
    let copying = Copying::default();
    let ended = copying.clone();
    let on_done = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        let _both = ended.take();
        // Gone when the user has left the page meanwhile.
        let _ = said.try_set("Kopieret");
    });
    let ended = copying.clone();
    let on_failure = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        let _both = ended.take();
        mark(&id, said);
    });
    let _ = promise.then2(&on_done, &on_failure);
    *copying.borrow_mut() = Some([on_done, on_failure]);
}

fn mark(id: &str, said: RwSignal<&'static str>) {
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    if let Some(field) = field {
        // A field that can't take focus still has its text marked.
        let _ = field.focus();
        field.select();
    }
    let _ = said.try_set("Teksten er markeret. Kopiér den med Ctrl+C.");
}

/// What to know before answering a høring.
pub fn hearing(of: &Hearing) -> AnyView {
    let ways: Vec<AnyView> = of
        .ways
        .iter()
        .map(|way| {
            view! {
                <li>
                    <strong>{way.name}</strong>
                    ": "
                    {way.how}
                    " "
                    {way.leads_to}
                </li>
            }
            .into_any()
        })
        .collect();
    let rules: Vec<AnyView> = of.rules.iter().map(to_look_up).collect();
    let beware: Vec<AnyView> = of.beware.iter().map(|line| view! { <p>{line.clone()}</p> }.into_any()).collect();
    view! {
        <p>
            <strong>"Du kan svare på to måder"</strong>
        </p>
        <ul>{ways}</ul>
        {rules}
        {beware}
        <p>{of.limitation.clone()}</p>
    }
    .into_any()
}

/// What to look up about a rule.
fn to_look_up(rule: &HearingRule) -> AnyView {
    let Some(family) = rule.family else { return ().into_any() };
    let listed = |title: &'static str, lines: &'static [&'static str]| {
        let items: Vec<AnyView> = lines.iter().map(|line| view! { <li>{*line}</li> }.into_any()).collect();
        view! {
            <p>
                <strong>{title}</strong>
            </p>
            <ul>{items}</ul>
        }
        .into_any()
    };
    view! {
        {listed("Find først", family.documents)}
        {listed("Spørg dig selv", family.questions)}
        <p>
            <strong>"Træk fordringen tilbage, hvis: "</strong>
            {family.withdraw}
        </p>
    }
    .into_any()
}
