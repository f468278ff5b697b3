//! The page where the user says what a file's columns hold.

use leptos::prelude::*;

/// The page.
#[component]
pub fn ColumnsPage() -> impl IntoView {
    view! { <h1 tabindex="-1">"Hvad står der i kolonnerne?"</h1> }
}
