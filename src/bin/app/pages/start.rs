//! A page.

use leptos::prelude::*;

#[component]
pub fn Start() -> impl IntoView {
    view! { <h1 tabindex="-1">"start"</h1> }
}
