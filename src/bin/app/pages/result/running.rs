//! The page while files are opened and while a check runs.

use leptos::prelude::*;
use stamdatatjek::check::file::{Phase, Progress};
use stamdatatjek::check::progress::TimeLeft;

use super::settings::SettingsForm;
use crate::Shared;
use crate::parts::{count, plural};
use crate::route::{Route, go};
use crate::session::State;

/// Work that is under way: how far it has come, how long it will take yet, and ways to end it or to begin it anew with other settings.
#[component]
pub fn Running() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    let is_opening = Memo::new(move |_| matches!(session.state.get(), State::Opening(_)));
    let percent = Memo::new(move |_| percent(&session.state.get()));
    // Read aloud when it changes: in steps of ten percent, so that it can be listened to.
    let said = Memo::new(move |_| spoken(&session.state.get()));
    let cancel = move |_| {
        if session.may_forget() {
            session.forget();
            go(&Route::Start);
        }
    };
    view! {
        <h1 tabindex="-1" id="running-heading">
            {move || if is_opening.get() { "Åbner filen" } else { "Tjekker filen" }}
        </h1>
        <p class="file-name">{move || session.name.get()}</p>
        <p role="status" class="sr-only" id="progress-said">
            {move || {
                let left = session.time_left.get_untracked().map(|left| left_words(is_opening.get_untracked(), left));
                [Some(said.get()), left].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }}
        </p>
        <progress class="progress" max="100" prop:value=move || f64::from(percent.get()) aria-labelledby="running-heading"></progress>
        <p class="progress-text" id="progress-text">
            <strong>{move || share_words(&session.state.get(), percent.get())}</strong>
            // While files are opened, no rows are counted.
            {move || (!is_opening.get()).then(|| view! { <span>{move || done_words(&session.state.get())}</span> })}
            <span>{move || session.time_left.get().map(|left| left_words(is_opening.get(), left))}</span>
        </p>
        <p class="buttons">
            <button type="button" class="button button-secondary" on:click=cancel>
                "Afbryd"
            </button>
        </p>
        {move || (!is_opening.get()).then(|| view! { <SettingsForm settings=shared.settings_untracked()/> })}
    }
}

/// How far the work has come, in whole percent that are done.
fn percent(state: &State) -> u8 {
    let share = match state {
        State::Opening(Some(thousandths)) => f64::from(*thousandths) / 1000.0,
        State::Running(Some(progress)) => progress.share(),
        _ => 0.0,
    };
    (share * 100.0).clamp(0.0, 100.0) as u8
}

/// The share as it is seen. Nothing where it isn't known.
fn share_words(state: &State, percent: u8) -> String {
    match state {
        State::Opening(None) => "Gør klar.".into(),
        State::Opening(Some(_)) => format!("{percent} procent af filen er læst."),
        _ => format!("{percent} procent."),
    }
}

/// What is done, in rows or claims.
fn done_words(state: &State) -> String {
    match state {
        State::Running(Some(Progress { phase: Phase::Linking, bytes, of_bytes, rows })) => format!(
            "Alle {} er tjekket. {} af {}, der hænger sammen med andre, er tjekket en gang til.",
            plural(*rows, "række", "rækker"),
            count(*bytes),
            plural(*of_bytes, "fordring", "fordringer"),
        ),
        State::Running(Some(Progress { rows, .. })) => format!("{} er tjekket.", plural(*rows, "række", "rækker")),
        _ => String::new(),
    }
}

/// The time left as a sentence. Opening isn't all there is to wait for.
fn left_words(is_opening: bool, left: TimeLeft) -> String {
    if is_opening { format!("Der er {left} tilbage, før tjekket begynder.") } else { format!("Der er {left} tilbage.") }
}

/// What is going on and how far it has come, in steps of ten percent.
fn spoken(state: &State) -> String {
    let tens = percent(state) / 10 * 10;
    match state {
        State::Opening(None) => "Filen bliver åbnet.".into(),
        State::Opening(Some(_)) => format!("Filen bliver læst: {tens} procent."),
        State::Running(Some(Progress { phase: Phase::Linking, .. })) => {
            format!("Fordringer, der hænger sammen, bliver tjekket en gang til: {tens} procent.")
        }
        _ => format!("Fordringerne bliver tjekket: {tens} procent."),
    }
}
