//! A page.

use leptos::prelude::*;

#[component]
pub fn TypePage(code: String) -> impl IntoView {
    let _ = code;
    view! { <h1 tabindex="-1">"fordringstype"</h1> }
}
