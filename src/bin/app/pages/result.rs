//! The checked file's result: verdict, what is wrong and how often, by type, what was not checked, and how the file was read.

mod lists;
mod outcomes;
mod running;
mod settings;

use leptos::prelude::*;
use stamdatatjek::claim::format_date;

use super::start::FileChooser;
use crate::Shared;
use crate::parts::{Icon, day};
use crate::route::{Route, go};
use crate::session::{Query, State, Summary};
use lists::{by_rule, by_type, how_read, not_checked};
use outcomes::{headline, notes, tiles, verdict};
use running::Running;
use settings::SettingsForm;

/// The page, in whatever state the check is.
#[component]
pub fn ResultPage() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    // Progress changes ten times a second; only a change of state may build the page anew.
    let stage = Memo::new(move |_| match session.state.get() {
        State::Nothing => 0,
        State::Opening(_) | State::Running(_) => 1,
        State::Refused(_) => 2,
        State::Done => 3,
        State::Columns => 4,
    });
    Effect::new(move |earlier: Option<u8>| {
        let stage = stage.get();
        // When the check ends, the heading tells it to whoever was waiting here.
        if earlier.is_some_and(|earlier| earlier == 1 && stage != 1) {
            request_animation_frame(crate::frame::focus_heading);
        }
        stage
    });
    move || match stage.get() {
        0 => view! {
            <h1 tabindex="-1">"Resultat"</h1>
            <p>"Du har ikke valgt en fil endnu."</p>
            <FileChooser/>
        }
        .into_any(),
        1 => view! { <Running/> }.into_any(),
        2 => view! { <Refused/> }.into_any(),
        4 => view! {
            <h1 tabindex="-1">"Se på kolonnerne først"</h1>
            <p>
                <a href=Route::Columns.href()>"Gå til kolonnerne"</a>
            </p>
        }
        .into_any(),
        _ => match session.summary.get() {
            Some(summary) => done(shared, &summary),
            None => ().into_any(),
        },
    }
}

#[component]
fn Refused() -> impl IntoView {
    let session = Shared::get().session;
    let message = move || match session.state.get() {
        State::Refused(message) => message,
        _ => String::new(),
    };
    view! {
        <h1 tabindex="-1">"Filen kunne ikke tjekkes"</h1>
        <div class="alert alert-error" role="alert">
            <svg class="icon-svg alert-icon" aria-label="Fejl" role="img" focusable="false">
                <use href="#error"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">{move || session.name.get()}</h2>
                <p class="alert-text">{message}</p>
            </div>
        </div>
        <FileChooser/>
    }
}

fn done(shared: Shared, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    view! {
        <h1 tabindex="-1">{headline(totals)}</h1>
        <Trouble/>
        {verdict(totals)}
        {tiles(shared, totals)}
        {notes(totals)}
        <p class="basis">
            {format!(
                "Filen {} er tjekket med modtagelsesdato {} og regelsæt af {}. Fordringshaver: {}.",
                shared.session.name.get_untracked(),
                format_date(summary.settings.received),
                day(&summary.rules_date),
                summary.settings.creditor.word(),
            )}
        </p>
        <SettingsForm settings=summary.settings/>
        {by_rule(shared, totals)}
        {by_type(shared, totals)}
        {not_checked(totals)}
        {how_read(&summary.layout, totals)}
        <p class="buttons d-print-none">
            <a class="button button-primary" href=Route::Claims.href() on:click=move |_| shared.session.query.set(Query::default())>
                "Se alle fordringer"
            </a>
            <button type="button" class="button button-secondary" on:click=move |_| print()>
                <Icon name="print"/>
                "Udskriv"
            </button>
            <button
                type="button"
                class="button button-secondary"
                on:click=move |_| {
                    shared.session.forget();
                    go(&Route::Start);
                }
            >
                "Ryd alt, og vælg en anden fil"
            </button>
        </p>
    }
    .into_any()
}

/// Something that went wrong beside the check, told at once.
#[component]
pub fn Trouble() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <div role="alert">
            {move || {
                session
                    .trouble
                    .get()
                    .map(|message| {
                        view! {
                            <div class="alert alert-warning">
                                <div class="alert-body">
                                    <p class="alert-text">{message}</p>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where printing is switched off in the browser.
        let _ = window.print();
    }
}
