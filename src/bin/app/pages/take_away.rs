//! What can be taken away from the page: the corrected file, reports, lists, and paper.

use leptos::prelude::*;
use stamdatatjek::correct::{CorrectedFormat, Corrections};
use stamdatatjek::wire::{Order, Wanted};

use super::corrections::save;
use crate::parts::{Alert, Icon, alert, plural};
use crate::session::{Session, Summary};
use crate::{Shared, today};

/// The section «Hent» of the result page.
pub fn take_away(shared: Shared, summary: &Summary) -> AnyView {
    let session = shared.session;
    let corrections = &summary.corrections;
    let findings = plural(summary.totals.findings, "fund", "fund");
    let get = move |what: Wanted, name: &'static str, about: String| {
        view! {
            <li>
                <button type="button" class="button button-secondary" on:click=move |_| session.make(order(shared, what))>
                    <Icon name="download"/>
                    {name}
                </button>
                <p class="form-hint">{about}</p>
            </li>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="take-heading" class="d-print-none">
            <h2 id="take-heading" tabindex="-1">
                "Hent"
            </h2>
            <div class="form-group-checkbox">
                <input
                    class="form-checkbox"
                    type="checkbox"
                    id="mask"
                    aria-describedby="mask-hint"
                    prop:checked=shared.mask
                    on:change=move |event| shared.mask.set(event_target_checked(&event))
                />
                <label for="mask">"Skjul CPR-numre i rapporter"</label>
                <span class="form-hint" id="mask-hint">
                    "CPR-numre vises som 010190-XXXX i rapporten, listerne og på papir. Den rettede fil beholder altid alt."
                </span>
            </div>
            <ul class="take-list nobullet-list">
                {corrected(session, corrections)}
                {get(Wanted::Workbook, "Rapport som Excel", format!("{findings} med forklaringer, og de fordringer, de står på."))}
                {get(Wanted::FindingsCsv, "Alle fund som CSV", format!("{findings}, ét på hver linje under overskriften."))}
                {get(Wanted::FindingsJson, "Alle fund som JSON", format!("{findings}, til andre programmer."))}
                {(corrections.cells > 0)
                    .then(|| {
                        let cells = plural(corrections.cells.into(), "rettet celle", "rettede celler");
                        get(Wanted::ChangesCsv, "Liste over ændringer som CSV", format!("{cells}: før og efter."))
                    })} <li>
                    <button type="button" class="button button-secondary" on:click=move |_| print()>
                        <Icon name="print"/>
                        "Udskriv resultatet"
                    </button>
                    <p class="form-hint">"I udskriften kan du også vælge at gemme som PDF."</p>
                </li>
            </ul>
            {making(session, "take")}
        </section>
    }
    .into_any()
}

/// The corrected file, with what it is.
fn corrected(session: Session, now: &Corrections) -> Option<AnyView> {
    if now.cells == 0 {
        return None;
    }
    let about = match &now.format {
        CorrectedFormat::Same(format) => {
            format!(
                "Filen i sit eget format, {format}. Kun {} er ændret; alt andet er, som det var.",
                plural(now.cells.into(), "celle", "celler")
            )
        }
        CorrectedFormat::Csv(why) => format!("Alle rækker og kolonner som CSV. {why}"),
        CorrectedFormat::None => return None,
    };
    let item = view! {
        <li>
            {save(session, now)}
            <p class="form-hint">{about}</p>
        </li>
    };
    Some(item.into_any())
}

/// A file to be made today, masked as the user has chosen.
pub fn order(shared: Shared, what: Wanted) -> Order {
    Order { what, is_masked: shared.mask.get_untracked(), made: today().to_string() }
}

/// The file that is being made, and what became of it. `place` tells apart where it is shown.
pub fn making(session: Session, place: &'static str) -> AnyView {
    let correcting = session.correcting;
    let is_making = Memo::new(move |_| correcting.making.with(Option::is_some));
    let id = format!("making-{place}");
    let progress = move || {
        let id = id.clone();
        is_making.get().then(move || {
            let share = move || correcting.making.get().map_or(0.0, |making| f64::from(making.thousandths));
            view! {
                <div class="making">
                    <p id=id.clone()>"Laver filen."</p>
                    <progress class="progress" max="1000" prop:value=share aria-labelledby=id></progress>
                    <p>
                        <button type="button" class="button button-secondary" on:click=move |_| session.stop_making()>
                            "Afbryd"
                        </button>
                    </p>
                </div>
            }
            .into_any()
        })
    };
    let made = move || {
        correcting.made.get().map(|(name, left_out)| {
            let words = format!("{name} er hentet.");
            if left_out.is_empty() {
                return view! { <p class="file-name">{words}</p> }.into_any();
            }
            let lines = std::iter::once("Det her er ikke med:".to_owned()).chain(left_out).collect();
            alert(Alert::Warning, words, lines)
        })
    };
    view! {
        {progress}
        {made}
    }
    .into_any()
}

fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where printing is switched off in the browser.
        let _ = window.print();
    }
}
