//! A page.

use leptos::prelude::*;

#[component]
pub fn Rules() -> impl IntoView {
    view! { <h1 tabindex="-1">"rules"</h1> }
}
