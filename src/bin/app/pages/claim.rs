//! A page.

use leptos::prelude::*;

#[component]
pub fn ClaimPage(number: u32) -> impl IntoView {
    let _ = number;
    view! { <h1 tabindex="-1">"claim"</h1> }
}
