//! A page.

use leptos::prelude::*;

#[component]
pub fn FormPage(code: Option<String>) -> impl IntoView {
    let _ = code;
    view! { <h1 tabindex="-1">"form"</h1> }
}
