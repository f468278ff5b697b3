//! A page.

use leptos::prelude::*;

#[component]
pub fn RulePage(id: String) -> impl IntoView {
    let _ = id;
    view! { <h1 tabindex="-1">"rule"</h1> }
}
