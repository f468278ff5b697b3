//! What the user has corrected so far: undo and redo, what the last step came to, and the way to the corrected file.

use leptos::prelude::*;
use stamdatatjek::check::totals::Shown;
use stamdatatjek::correct::{CorrectedFormat, Corrections, Step};
use stamdatatjek::wire::Wanted;

use super::take_away::{making, order};
use crate::Shared;
use crate::inputs::focus;
use crate::parts::{Icon, count, plural, shown_word};
use crate::route::Route;
use crate::session::{Kind, Session, Turn};

/// The outcomes in the order that steps tell them in.
const OUTCOMES: [Shown; 4] = [Shown::Modtages, Shown::Hoering, Shown::Afvist, Shown::Undecided];

/// The box; nothing while nothing is corrected.
pub fn corrections(session: Session) -> AnyView {
    let correcting = session.correcting;
    let now = Memo::new(move |_| session.corrections());
    let is_any = Memo::new(move |_| {
        let has_steps = now.with(|now| now.cells > 0 || !now.undone.is_empty());
        has_steps || correcting.recheck.with(Option::is_some) || correcting.turn.with(Option::is_some)
    });
    let inside = move || {
        view! {
            <section class="corrections d-print-none" aria-labelledby="corrections-heading">
                <h2 id="corrections-heading" tabindex="-1">
                    "Dine rettelser"
                </h2>
                <p>{move || now.with(summary)}</p>
                {move || progress(session)}
                {move || correcting.turn.get().map(|turn| outcome(&turn))}
                {move || now.with(|now| buttons(session, now))}
                {making(session, "corrections")}
            </section>
        }
        .into_any()
    };
    (move || is_any.get().then(inside)).into_any()
}

/// How much is corrected, in sentences.
fn summary(now: &Corrections) -> String {
    if now.cells == 0 {
        return "Ingen celler er rettet nu.".into();
    }
    format!(
        "Du har rettet {} i {}. Rettelserne står i en kopi her på siden; din egen fil er ikke ændret.",
        plural(now.cells.into(), "celle", "celler"),
        plural(now.lines.into(), "række", "rækker")
    )
}

/// How far the check of the copy is.
fn progress(session: Session) -> Option<AnyView> {
    let percent = session.correcting.recheck;
    percent.with(Option::is_some).then(|| {
        view! {
            <div class="recheck">
                <p id="recheck-heading">"Tjekker den rettede kopi. Tallene på siden er fra før rettelsen, til tjekket er færdigt."</p>
                <progress
                    class="progress"
                    max="100"
                    prop:value=move || f64::from(percent.get().unwrap_or_default())
                    aria-labelledby="recheck-heading"
                ></progress>
                <p>
                    <button type="button" class="button button-secondary" on:click=move |_| session.take_back()>
                        "Afbryd, og gå tilbage"
                    </button>
                </p>
            </div>
        }
        .into_any()
    })
}

/// What the last step came to: claims by outcome before and now.
fn outcome(turn: &Turn) -> AnyView {
    let row = |(place, shown): (usize, Shown)| {
        let (before, now) = (turn.before.get(place).copied().unwrap_or_default(), turn.now.get(place).copied().unwrap_or_default());
        (before + now > 0).then(|| {
            view! {
                <tr>
                    <th scope="row">{shown_word(shown)}</th>
                    <td class="align-text-right">{count(before)}</td>
                    <td class="align-text-right">{count(now)}</td>
                </tr>
            }
            .into_any()
        })
    };
    let rows: Vec<AnyView> = OUTCOMES.into_iter().enumerate().filter_map(row).collect();
    let heading = match turn.kind {
        Kind::Made => "Rettet",
        Kind::Undone => "Fortrudt",
        Kind::Redone => "Rettet igen",
    };
    view! {
        <div class="alert alert-success" id="turn">
            <svg class="icon-svg alert-icon" role="img" aria-label="Succes" focusable="false">
                <use href="#success"></use>
            </svg>
            <div class="alert-body">
                <h3 class="alert-heading file-name">{format!("{heading}: {}", turn.words)}</h3>
                <p class="alert-text">{turn.sentence()}</p>
                <table class="table table--compact turn-table">
                    <thead>
                        <tr>
                            <th scope="col">"Fordringer"</th>
                            <th scope="col" class="align-text-right">
                                "Før"
                            </th>
                            <th scope="col" class="align-text-right">
                                "Nu"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn buttons(session: Session, now: &Corrections) -> AnyView {
    let step = move |step: &'static Step, icon: &'static str, text: &'static str, of: Option<&(String, u32)>| {
        of.map(|(words, _)| {
            let spoken = format!(": {words}");
            let id = if *step == Step::Undo { "undo" } else { "redo" };
            view! {
                <button
                    type="button"
                    class="button button-secondary"
                    id=id
                    on:click=move |_| {
                        session.correct(step.clone());
                        // The button may go away with its last step.
                        request_animation_frame(|| focus("corrections-heading"));
                    }
                >
                    <Icon name=icon/>
                    {text}
                    <span class="sr-only">{spoken}</span>
                </button>
            }
            .into_any()
        })
    };
    view! {
        <p class="buttons">
            {step(&Step::Undo, "reply", "Fortryd", now.steps.last())}
            {step(&Step::Redo, "forward", "Gentag", now.undone.first())}
            {(now.cells > 0)
                .then(|| {
                    view! {
                        <a class="button button-secondary" href=Route::Changes.href()>
                            "Se alle ændringer"
                        </a>
                        {save(session, now)}
                    }
                    .into_any()
                })}
        </p>
    }
    .into_any()
}

/// The button that hands over the corrected file, with its format.
pub fn save(session: Session, now: &Corrections) -> Option<AnyView> {
    let (what, format) = match &now.format {
        CorrectedFormat::Same(format) => (Wanted::Corrected, format.clone()),
        CorrectedFormat::Csv(_) => (Wanted::CorrectedCsv, "CSV".to_owned()),
        CorrectedFormat::None => return None,
    };
    let shared = Shared::get();
    let save = view! {
        <button type="button" class="button button-primary" on:click=move |_| session.make(order(shared, what))>
            <Icon name="download"/>
            {format!("Hent den rettede fil ({format})")}
        </button>
    };
    Some(save.into_any())
}
