//! A page.

use leptos::prelude::*;

#[component]
pub fn Fields() -> impl IntoView {
    view! { <h1 tabindex="-1">"fields"</h1> }
}
