//! A page.

use leptos::prelude::*;

#[component]
pub fn FieldPage(name: String) -> impl IntoView {
    let _ = name;
    view! { <h1 tabindex="-1">"field"</h1> }
}
