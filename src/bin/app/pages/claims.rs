//! A page.

use leptos::prelude::*;

#[component]
pub fn ClaimsPage() -> impl IntoView {
    view! { <h1 tabindex="-1">"claims"</h1> }
}
