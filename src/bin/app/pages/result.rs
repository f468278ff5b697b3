//! The checked file's result: verdict, what is to be done, what changed since the file before, figures, and how the file was read.

mod answers;
mod bars;
mod example;
mod figures;
mod gradually;
mod how_read;
mod not_checked;
mod outcomes;
mod rule_cards;
mod running;
mod settings;
pub mod since;

use leptos::prelude::*;

use super::corrections::corrections;
use super::take_away::take_away;
use crate::Shared;
use crate::files::{FileChooser, Purpose};
use crate::parts::{Alert, alert, notes_alert};
use crate::route::{Route, go};
use crate::session::{Query, State, Summary};
use answers::answers;
use figures::{by_type, lapses, spread};
use gradually::gradually;
use how_read::{AddFile, how_read};
use not_checked::not_checked;
use outcomes::{checked_with, headline, notes, tiles, verdict};
use rule_cards::{advice, stopping};
pub use running::Running;
use since::{newer_file, since};

/// What the page can show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Nothing,
    Running,
    Columns,
    Refused,
    Done,
}

/// The page, in whatever state the check is.
#[component]
pub fn ResultPage() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    // Progress changes ten times a second; only a change of state may build the page anew.
    let stage = Memo::new(move |_| match session.state.get() {
        State::Nothing => Stage::Nothing,
        State::Opening(_) | State::Running(_) => Stage::Running,
        State::Columns => Stage::Columns,
        State::Refused(_) => Stage::Refused,
        State::Done => Stage::Done,
    });
    Effect::new(move |earlier: Option<Stage>| {
        let stage = stage.get();
        // When a check begins or ends, the heading tells it to whoever is here: what had the focus before is gone.
        if earlier.is_some_and(|earlier| (earlier == Stage::Running) != (stage == Stage::Running)) {
            request_animation_frame(crate::frame::focus_heading);
        }
        stage
    });
    move || match stage.get() {
        Stage::Nothing => view! {
            <h1 tabindex="-1">"Resultat"</h1>
            <p>"Du har ikke valgt en fil endnu."</p>
            <FileChooser purpose=Purpose::Open/>
        }
        .into_any(),
        Stage::Running => view! { <Running/> }.into_any(),
        Stage::Columns => view! { <Unsettled/> }.into_any(),
        Stage::Refused => view! { <Refused/> }.into_any(),
        Stage::Done => session.summary.with(|summary| summary.as_ref().map_or_else(|| ().into_any(), |summary| done(shared, summary))),
    }
}

/// The file is open, and the user is to look at its columns first.
#[component]
fn Unsettled() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <h1 tabindex="-1">"Filen er ikke tjekket endnu"</h1>
        <p class="file-name">{move || session.name.get()}</p>
        <p class="reading">"Filen er åbnet. Se først efter, hvad dens kolonner indeholder."</p>
        <p class="buttons">
            <a class="button button-primary" href=Route::Columns.href()>
                "Gå til kolonnerne"
            </a>
        </p>
    }
}

/// The file can't be checked as it is: why, and what can be done.
#[component]
pub fn Refused() -> impl IntoView {
    let session = Shared::get().session;
    let why = move || match session.state.get() {
        State::Refused(message) => Some(alert(Alert::Error, session.name.get(), vec![message])),
        _ => None,
    };
    // An earlier result is still kept for the file that was meant.
    let purpose = if session.compares() { Purpose::Newer } else { Purpose::Open };
    // Whether the columns can be looked at doesn't change while this is shown.
    let by_hand = session.columns.with_untracked(Option::is_some).then(|| {
        view! {
            <p class="reading">"Er filen forstået forkert, kan du selv sige, hvad kolonnerne indeholder."</p>
            <p class="buttons">
                <a class="button button-secondary" href=Route::Columns.href()>
                    "Vælg selv kolonner"
                </a>
            </p>
        }
        .into_any()
    });
    view! {
        <h1 tabindex="-1">"Filen kunne ikke tjekkes"</h1>
        <div role="alert">{why}</div>
        {by_hand}
        <FileChooser purpose/>
        <AddFile/>
    }
}

fn done(shared: Shared, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    view! {
        <h1 tabindex="-1">{headline(totals)}</h1>
        <Trouble/>
        {corrections(shared.session)}
        {verdict(summary)}
        {tiles(shared, totals)}
        {checked_with(shared, summary)}
        {notes(shared, totals)}
        {notes_alert(&summary.layout.notes)}
        // What is missing of an extract is told there.
        {(!summary.layout.notes.is_empty()).then(|| view! { <AddFile/> })}
        {summary.remembered.then(|| view! { <Remembered/> })}
        {since(shared, summary)}
        {gradually(StoredValue::new(summary.clone()), vec![
            Box::new(move |summary| stopping(shared, summary)),
            Box::new(move |summary| advice(shared, summary)),
            Box::new(move |summary| lapses(shared, summary)),
            Box::new(move |summary| by_type(shared, summary)),
            Box::new(spread),
            Box::new(move |summary| take_away(shared, summary)),
            Box::new(move |summary| rest(shared, summary)),
        ])}
    }
    .into_any()
}

/// The end of the page.
fn rest(shared: Shared, summary: &Summary) -> AnyView {
    view! {
        {answers(&summary.totals)}
        {not_checked(&summary.totals)}
        {how_read(summary)}
        {newer_file()}
        <p class="buttons d-print-none">
            <a class="button button-primary" href=Route::Claims.href() on:click=move |_| shared.session.query.set(Query::default())>
                "Se alle fordringer"
            </a>
            <button
                type="button"
                class="button button-secondary"
                on:click=move |_| {
                    if shared.session.may_forget() {
                        shared.session.forget();
                        go(&Route::Start);
                    }
                }
            >
                "Ryd alt, og vælg en anden fil"
            </button>
        </p>
    }
    .into_any()
}

/// The columns are used as they were chosen before.
#[component]
fn Remembered() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <p class="basis d-print-none">
            "Kolonnerne er valgt som sidst for filer med disse overskrifter. "
            <a href=Route::Columns.href()>"Se kolonnerne"</a>
            " · "
            <button type="button" class="function-link" on:click=move |_| session.forget_columns()>
                "Glem det"
            </button>
        </p>
    }
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
