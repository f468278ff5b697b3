//! Pages about the page itself.

use leptos::prelude::*;

#[component]
pub fn Privacy() -> impl IntoView {
    view! { <h1 tabindex="-1">"Privatliv"</h1> }
}
#[component]
pub fn Accessibility() -> impl IntoView {
    view! { <h1 tabindex="-1">"Tilgængelighed"</h1> }
}
#[component]
pub fn About() -> impl IntoView {
    view! { <h1 tabindex="-1">"Om"</h1> }
}
#[component]
pub fn Unknown() -> impl IntoView {
    view! { <h1 tabindex="-1">"Siden findes ikke"</h1> }
}
