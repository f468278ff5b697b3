//! The page while a check runs.

use leptos::prelude::*;
use stamdatatjek::check::file::{Phase, Progress};

use crate::Shared;
use crate::route::{Route, go};
use crate::session::State;

/// A check that is under way: how far it has come, and a way to end it.
#[component]
pub fn Running() -> impl IntoView {
    let session = Shared::get().session;
    let progress = move || match session.state.get() {
        State::Running(progress) => progress,
        _ => None,
    };
    let cancel = move |_| {
        session.forget();
        go(&Route::Start);
    };
    view! {
        <h1 tabindex="-1">"Tjekker filen"</h1>
        <p id="progress-text" role="status">
            {move || progress_text(progress())}
        </p>
        <progress class="progress" max="100" prop:value=move || f64::from(percent(progress())) aria-labelledby="progress-text"></progress>
        <p>
            <button type="button" class="button button-secondary" on:click=cancel>
                "Afbryd"
            </button>
        </p>
    }
}

/// How far a check has come, in percent: reading is the first third.
fn percent(progress: Option<Progress>) -> u8 {
    let Some(progress) = progress else { return 0 };
    let part = (progress.bytes.saturating_mul(100) / progress.of_bytes.max(1)).min(100);
    let whole = match progress.phase {
        Phase::Opening => 0,
        Phase::Reading => part / 3,
        Phase::Checking => 33 + part * 67 / 100,
    };
    u8::try_from(whole).unwrap_or(100)
}

/// Said in steps of ten percent, so that it can be listened to.
fn progress_text(progress: Option<Progress>) -> String {
    let Some(shown) = progress else { return "Åbner filen.".into() };
    let tens = percent(progress) / 10 * 10;
    match shown.phase {
        Phase::Opening => "Åbner filen.".into(),
        Phase::Reading => format!("Læser filen igennem: {tens} procent."),
        Phase::Checking => format!("Tjekker fordringerne: {tens} procent."),
    }
}
