//! How the files were read: what they are, which column holds what, what was left out, and ways to change it.

use leptos::prelude::*;
use stamdatatjek::check::layout_view::LayoutView;

use crate::files::{FileChooser, Purpose};
use crate::parts::{count, plural};
use crate::route::Route;
use crate::session::Summary;

/// The section.
pub fn how_read(summary: &Summary) -> AnyView {
    let layout = summary.layout.clone();
    let has_notes = !layout.notes.is_empty();
    let words = first_words(&layout, summary.totals.rows);
    let used = layout.used.len() as u64;
    view! {
        <h2>"Sådan er filen læst"</h2>
        <p class="reading">{words}</p>
        {listed("Sprunget over før rækkerne: ", layout.skipped)}
        {listed("Ens på alle rækker: ", layout.constants.into_iter().map(|(field, value)| format!("{field} {value}")).collect())}
        {listed("Kolonner, der ikke bruges: ", layout.unused.into_iter().map(named).collect())}
        {listed("Felter, filen ikke har: ", layout.missing)}
        {listed("Svar fra modtagelsen: ", layout.answers)}
        <details class="details">
            <summary class="details-summary">{plural(used, "kolonne bruges", "kolonner bruges")}</summary>
            <div class="details-text">
                <ul>
                    {layout.used.into_iter().map(|(heading, field)| view! { <li>{format!("{}: {field}", named(heading))}</li> }).collect_view()}
                </ul>
            </div>
        </details>
        {(!has_notes).then(|| view! { <AddFile/> })}
        <p class="buttons d-print-none">
            <a class="button button-secondary" href=Route::Columns.href()>
                "Skift kolonner"
            </a>
        </p>
    }
    .into_any()
}

fn first_words(layout: &LayoutView, rows: u64) -> String {
    let headings = match layout.heading_line {
        Some(line) => format!(", overskrifter på linje {}", count(line)),
        None => String::new(),
    };
    format!("Læst som {}{headings}, {}.", layout.form, plural(rows, "række", "rækker"))
}

fn named(heading: String) -> String {
    if heading.is_empty() { "(uden overskrift)".into() } else { heading }
}

fn listed(title: &'static str, items: Vec<String>) -> Option<impl IntoView> {
    (!items.is_empty()).then(|| {
        view! {
            <p class="reading">
                <strong>{title}</strong>
                {items.join(", ")}
            </p>
        }
    })
}

/// A folded drop zone for files that belong to those that are open.
#[component]
pub fn AddFile() -> impl IntoView {
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Tilføj en fil, der hører til"</summary>
            <div class="details-text">
                <FileChooser purpose=Purpose::Add/>
            </div>
        </details>
    }
}
