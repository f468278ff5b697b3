//! A page.

use leptos::prelude::*;

#[component]
pub fn Types() -> impl IntoView {
    view! { <h1 tabindex="-1">"types"</h1> }
}
