//! Labelled inputs that several pages use.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// What is wrong with a field, in its place between hint and input. It is told at once.
pub fn field_error(id: &str, message: Option<String>) -> AnyView {
    let id = format!("{id}-error");
    view! {
        <span role="alert">
            {message
                .map(|message| {
                    view! {
                        <span class="form-error-message" id=id>
                            <span class="sr-only">"Fejl: "</span>
                            {message}
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

/// The ids of a field's hint and, when there is one, of its error.
pub fn described(id: &str, is_wrong: bool) -> String {
    if is_wrong { format!("{id}-hint {id}-error") } else { format!("{id}-hint") }
}

/// A label, a hint, what is wrong, and the input itself.
pub fn group(id: &str, label: impl Into<String>, hint: impl Into<String>, error: Option<String>, input: AnyView) -> AnyView {
    let class = if error.is_some() { "form-group form-error" } else { "form-group" };
    view! {
        <div class=class>
            <label class="form-label" for=id.to_owned()>
                {label.into()}
            </label>
            <span class="form-hint" id=format!("{id}-hint")>
                {hint.into()}
            </span>
            {field_error(id, error)}
            {input}
        </div>
    }
    .into_any()
}

/// Values, and what is shown for them; a group of them has a name.
pub type Options = Vec<(&'static str, Vec<(String, String)>)>;

/// A select with one of its options chosen. `spoken` names it where it has no label of its own.
pub fn select(
    id: String,
    spoken: Option<String>,
    described: Option<String>,
    options: Options,
    value: &str,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let option = |(word, shown): (String, String)| {
        let is_chosen = word == value;
        view! {
            <option value=word prop:selected=is_chosen>
                {shown}
            </option>
        }
        .into_any()
    };
    let group = |(name, options): (&'static str, Vec<(String, String)>)| {
        let options: Vec<AnyView> = options.into_iter().map(option).collect();
        if name.is_empty() { options.into_any() } else { view! { <optgroup label=name>{options}</optgroup> }.into_any() }
    };
    let options: Vec<AnyView> = options.into_iter().map(group).collect();
    let chosen: Box<dyn Fn(String)> = Box::new(chosen);
    view! {
        <select
            class="form-select"
            id=id
            autocomplete="off"
            aria-label=spoken
            aria-describedby=described
            on:change=move |event| chosen(event_target_value(&event))
        >
            {options}
        </select>
    }
    .into_any()
}

/// The files that were chosen in a file input. The same file may be chosen again after it was mended.
pub fn chosen_files(event: &ev::Event) -> Vec<File> {
    let input: HtmlInputElement = event_target(event);
    let files = input.files().map_or_else(Vec::new, |list| (0..list.length()).filter_map(|place| list.get(place)).collect());
    input.set_value("");
    files
}

/// Puts the focus on what has this id.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        // What can't take focus leaves it where it was.
        let _ = element.focus();
    }
}
