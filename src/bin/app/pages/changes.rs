//! Everything that was corrected: the steps, and cell by cell before and after.

use leptos::prelude::*;
use stamdatatjek::correct::CellChange;

use super::claims::pages;
use super::corrections::corrections;
use super::result::Trouble;
use crate::Shared;
use crate::parts::{count, plural};
use crate::route::Route;
use crate::session::{ChangesPage as Listed, Session};

/// How many changes stand on a page.
const SIZE: u32 = 100;

/// The page.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let session = Shared::get().session;
    let page = RwSignal::new(0);
    Effect::new(move |_| {
        session.correcting.round.track();
        let page = page.get();
        if session.is_ready() && session.corrections().cells > 0 {
            session.ask_changes(page, SIZE);
        }
    });
    let is_none = Memo::new(move |_| session.corrections().cells == 0);
    view! {
        <h1 tabindex="-1">"Det, du har rettet"</h1>
        <p class="d-print-none">
            <a href=Route::Result.href()>"Tilbage til resultatet"</a>
        </p>
        <Trouble/>
        {corrections(session)}
        {move || {
            if is_none.get() {
                return view! { <p>"Du har ikke rettet noget."</p> }.into_any();
            }
            view! {
                {steps(session)}
                {move || session.correcting.changes.get().map(|changes| list(&changes, page))}
            }
                .into_any()
        }}
    }
}

fn steps(session: Session) -> AnyView {
    let steps = move || {
        let steps = session.corrections().steps.into_iter();
        let step = |(words, cells): (String, u32)| {
            view! { <li>{format!("{words} ({})", plural(cells.into(), "celle", "celler"))}</li> }.into_any()
        };
        steps.map(step).collect::<Vec<_>>()
    };
    view! {
        <h2>"Skridt for skridt"</h2>
        <ol>{steps}</ol>
    }
    .into_any()
}

fn list(changes: &Listed, page: RwSignal<u32>) -> AnyView {
    let first = u64::from(changes.page) * u64::from(SIZE) + 1;
    let last = first + changes.lines.len() as u64 - u64::from(!changes.lines.is_empty());
    let words = format!("Viser {}-{} af {}", count(first), count(last), plural(changes.of.into(), "ændring", "ændringer"));
    view! {
        <h2 id="changes-heading">"Celle for celle"</h2>
        <p class="rows-message" aria-live="polite" aria-atomic="true">
            {words}
        </p>
        {table(&changes.lines, "changes-heading")}
        {pages(changes.page, changes.of, SIZE, move |to| page.set(to))}
    }
    .into_any()
}

/// Changed cells, before and after.
pub fn table(lines: &[CellChange], labelled_by: &'static str) -> AnyView {
    let rows: Vec<AnyView> = lines.iter().map(row).collect();
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby=labelled_by>
            <table class="table table--compact table-lg-responsive-headers d-print-table" id="changes">
                <thead>
                    <tr>
                        <th scope="col">"Fordring"</th>
                        <th scope="col">"Reference"</th>
                        <th scope="col">"Kolonne"</th>
                        <th scope="col">"Før"</th>
                        <th scope="col">"Efter"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(change: &CellChange) -> AnyView {
    let claim = if change.claim == u32::MAX {
        "Rækken er tom nu".into_any()
    } else {
        view! { <a href=Route::Claim(change.claim).href()>{format!("Række {}", count(change.row))}</a> }.into_any()
    };
    view! {
        <tr>
            <td data-title="Fordring">{claim}</td>
            <td data-title="Reference">{change.reference.clone()}</td>
            <td data-title="Kolonne">{change.heading.clone()}</td>
            <td data-title="Før">{cell(&change.before)}</td>
            <td data-title="Efter">{cell(&change.after)}</td>
        </tr>
    }
    .into_any()
}

/// What a cell holds; an empty one is said to be.
pub fn cell(text: &str) -> AnyView {
    if text.is_empty() {
        return view! { <span class="empty-cell">"(tom)"</span> }.into_any();
    }
    view! { <span class="cell-text">{text.to_owned()}</span> }.into_any()
}
