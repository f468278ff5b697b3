//! The page while files are opened and while a check runs.

use leptos::prelude::*;
use stamdatatjek::check::file::{Phase, Progress};

use crate::Shared;
use crate::route::{Route, go};
use crate::session::State;

/// Work that is under way: how far it has come, and a way to end it.
#[component]
pub fn Running() -> impl IntoView {
    let session = Shared::get().session;
    let is_opening = Memo::new(move |_| matches!(session.state.get(), State::Opening(_)));
    let cancel = move |_| {
        session.forget();
        go(&Route::Start);
    };
    view! {
        <h1 tabindex="-1">{move || if is_opening.get() { "Åbner filen" } else { "Tjekker filen" }}</h1>
        <p id="progress-text" role="status">
            {move || words(&session.state.get())}
        </p>
        <progress class="progress" max="100" prop:value=move || f64::from(percent(&session.state.get())) aria-labelledby="progress-text"></progress>
        <p>
            <button type="button" class="button button-secondary" on:click=cancel>
                "Afbryd"
            </button>
        </p>
    }
}

/// How far the work has come, in percent: of a check, reading is the first third.
fn percent(state: &State) -> u8 {
    match state {
        State::Opening(Some(thousandths)) => u8::try_from(thousandths / 10).unwrap_or(100).min(100),
        State::Running(Some(progress)) => percent_checked(*progress),
        _ => 0,
    }
}

fn percent_checked(progress: Progress) -> u8 {
    let part = (progress.bytes.saturating_mul(100) / progress.of_bytes.max(1)).min(100);
    let whole = match progress.phase {
        Phase::Opening => 0,
        Phase::Checking => part * 95 / 100,
        Phase::Linking => 95 + part / 20,
    };
    u8::try_from(whole).unwrap_or(100)
}

/// Said in steps of ten percent, so that it can be listened to.
fn words(state: &State) -> String {
    let tens = percent(state) / 10 * 10;
    match state {
        State::Opening(Some(_)) => format!("Læser filen: {tens} procent."),
        State::Running(Some(Progress { phase: Phase::Checking, .. })) => format!("Tjekker fordringerne: {tens} procent."),
        State::Running(Some(_)) => format!("Læser filen igennem: {tens} procent."),
        _ => "Åbner filen.".into(),
    }
}
