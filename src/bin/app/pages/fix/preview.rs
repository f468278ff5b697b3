//! What a correction of many claims would do, and doing it once that was seen.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::correct::suggest::Suggestion;
use stamdatatjek::correct::{Change, Preview, Step};

use super::Desk;
use crate::inputs::focus;
use crate::pages::changes::table;
use crate::parts::{count, plural};

/// The button that asks, and what it is answered.
pub fn preview(desk: Desk, filter: Memo<Filter>, suggested: Memo<Vec<Suggestion>>) -> AnyView {
    let session = desk.session;
    let change = move || suggested.with(|suggested| desk.change(filter.get(), suggested));
    let ask = move |_| match untrack(change) {
        Ok(change) => {
            desk.error.set(None);
            session.correcting.preview.set(None);
            session.trouble.set(None);
            desk.asked.set(Some(change.clone()));
            session.preview(change);
        }
        Err(missing) => {
            desk.error.set(Some(missing));
            for id in ["fix-value", "fix-other"] {
                focus(id);
            }
        }
    };
    // Only what is chosen now counts: a preview of something else is past.
    let seen = Memo::new(move |_| {
        let asked = desk.asked.get().filter(|asked| change().is_ok_and(|now| now == *asked))?;
        session.correcting.preview.get().filter(|(of, _)| *of == asked)
    });
    let is_waiting = move || {
        desk.asked.with(Option::is_some) && session.correcting.preview.with(Option::is_none) && session.trouble.with(Option::is_none)
    };
    Effect::new(move |_| {
        if seen.with(Option::is_some) {
            request_animation_frame(|| focus("preview-heading"));
        }
    });
    view! {
        <p class="buttons">
            <button type="button" class="button button-secondary" id="ask-preview" on:click=ask>
                "Se, hvad der sker"
            </button>
        </p>
        <p role="status">{move || is_waiting().then_some("Regner ud, hvad der sker.")}</p>
        {move || seen.with(|seen| seen.as_ref().map(|(change, preview)| told(desk, change, preview)))}
    }
    .into_any()
}

fn told(desk: Desk, change: &Change, preview: &Preview) -> AnyView {
    let (cells, claims) = (u64::from(preview.cells), u64::from(preview.claims));
    let says = if cells == 0 {
        "Ingen celler bliver ændret.".to_owned()
    } else {
        format!("{} i {} bliver ændret.", plural(cells, "celle", "celler"), plural(claims, "fordring", "fordringer"))
    };
    let unchanged =
        (preview.unchanged > 0).then(|| format!("{} har værdien i forvejen.", plural(preview.unchanged.into(), "række", "rækker")));
    let refused: Vec<AnyView> = preview
        .refused
        .iter()
        .map(|(lines, why)| {
            // None in particular, where it holds for all of them.
            let lines = (*lines > 0).then(|| format!("{}: ", plural((*lines).into(), "række", "rækker")));
            view! { <li>{lines} {why.clone()}</li> }.into_any()
        })
        .collect();
    let (session, change) = (desk.session, change.clone());
    view! {
        <section aria-labelledby="preview-heading" class="preview">
            <h2 id="preview-heading" tabindex="-1">
                "Det sker der"
            </h2>
            <p>
                <strong>{preview.words.clone()}</strong>
            </p>
            <p>{says} {unchanged.map(|words| format!(" {words}"))}</p>
            {(!refused.is_empty())
                .then(|| {
                    view! {
                        <p>"Det her kan ikke rettes:"</p>
                        <ul>{refused}</ul>
                    }
                    .into_any()
                })}
            {preview.notes.iter().map(|note| view! { <p>{note.clone()}</p> }.into_any()).collect::<Vec<_>>()}
            {(!preview.samples.is_empty())
                .then(|| {
                    view! {
                        <h3 id="samples-heading">{samples_words(preview)}</h3>
                        {table(&preview.samples, "samples-heading")}
                    }
                    .into_any()
                })}
            {(cells > 0)
                .then(|| {
                    view! {
                        <p>"Din egen fil bliver ikke ændret. Rettelserne laves i en kopi, og du kan fortryde dem."</p>
                        <p class="buttons">
                            <button
                                type="button"
                                class="button button-primary"
                                id="do-it"
                                on:click=move |_| {
                                    desk.asked.set(None);
                                    session.correct(Step::Make(change.clone()));
                                    request_animation_frame(|| focus("corrections-heading"));
                                }
                            >
                                {format!("Ret {}", plural(cells, "celle", "celler"))}
                            </button>
                        </p>
                    }
                    .into_any()
                })}
        </section>
    }
    .into_any()
}

fn samples_words(preview: &Preview) -> String {
    let shown = preview.samples.len() as u64;
    if shown == u64::from(preview.cells) {
        "Før og efter".into()
    } else {
        format!("Før og efter: de første {} af {}", count(shown), count(preview.cells.into()))
    }
}
