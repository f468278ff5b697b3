//! A page.

use leptos::prelude::*;

#[component]
pub fn ResultPage() -> impl IntoView {
    view! { <h1 tabindex="-1">"result"</h1> }
}
