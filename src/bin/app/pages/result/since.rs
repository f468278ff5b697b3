//! The result against the one before: what was fixed, what is new, and what has gone.

use leptos::prelude::*;
use stamdatatjek::check::compare::{Comparison, Fate};
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::Totals;

use super::bars::{self, Row};
use super::figures::rule_head;
use crate::Shared;
use crate::files::{FileChooser, Purpose};
use crate::frame::focus_heading;
use crate::parts::{count, list_link, plural};
use crate::session::Summary;

/// What became of claims, the good news first.
pub const FATES: [(Fate, &str); 7] = [
    (Fate::Fixed, "Rettet: ville nu blive modtaget"),
    (Fate::Broken, "Nye fejl: ville før være blevet modtaget"),
    (Fate::Altered, "Stadig ikke modtaget, men af andre grunde"),
    (Fate::Unchanged, "Uændret"),
    (Fate::Advice, "Samme udfald, men andre råd eller andre regler, der ikke kunne køres"),
    (Fate::Added, "Ikke i den forrige fil"),
    (Fate::Unknown, "Uden reference, så de kan ikke genkendes"),
];

/// The section; nothing where there is no earlier result.
pub fn since(shared: Shared, summary: &Summary) -> AnyView {
    let Some(comparison) = &summary.comparison else { return ().into_any() };
    let end = move |_| {
        shared.session.end_comparison();
        // The page is built anew without the section that had the focus.
        request_animation_frame(focus_heading);
    };
    view! {
        <h2 id="since-heading">"Siden den forrige fil"</h2>
        <p class="reading file-name">
            {stopped("I den forrige fil", &comparison.name, &comparison.before)}
            " "
            {stopped("I den nye fil", &shared.session.name.get_untracked(), &summary.totals)}
        </p>
        {fates(shared, comparison)}
        {by_rule(comparison)}
        <p class="buttons d-print-none">
            <button type="button" class="button button-secondary" on:click=end>
                "Afslut sammenligningen"
            </button>
        </p>
    }
    .into_any()
}

fn stopped(which: &str, name: &str, totals: &Totals) -> String {
    let stopped = totals.claims.saturating_sub(totals.modtages);
    format!(
        "{which}, «{name}», ville {} af {} ikke uden videre blive modtaget.",
        count(stopped),
        plural(totals.claims, "fordring", "fordringer")
    )
}

fn fates(shared: Shared, comparison: &Comparison) -> AnyView {
    let claims_of = |fate: Fate| comparison.fates.iter().filter(|(other, _)| *other == fate).map(|(_, claims)| claims).sum::<u64>();
    let mut rows: Vec<Row> = FATES
        .into_iter()
        .map(|(fate, words)| (fate, words, claims_of(fate)))
        .filter(|(_, _, claims)| *claims > 0)
        .map(|(fate, words, claims)| {
            let filter = Filter { fate: Some(fate), ..Filter::default() };
            Row { head: list_link(shared, filter, "", words), claims: [0; 4], cells: vec![count(claims).into_any()] }
        })
        .collect();
    if comparison.gone > 0 {
        let words = format!("Ikke længere i filen ({} ville være blevet modtaget)", count(comparison.gone_received));
        rows.push(Row { head: words.into_any(), claims: [0; 4], cells: vec![count(comparison.gone).into_any()] });
    }
    bars::table("fates", "since-heading", "Hvad er der sket?", &["Fordringer"], rows)
}

fn by_rule(comparison: &Comparison) -> AnyView {
    if comparison.rules.is_empty() {
        return ().into_any();
    }
    let rows = comparison
        .rules
        .iter()
        .map(|change| {
            let cells = [change.fixed, change.new, change.unchanged].map(|claims| count(claims).into_any());
            Row { head: rule_head(&change.rule, &change.name, &change.effect), claims: [0; 4], cells: cells.into() }
        })
        .collect();
    let many = comparison.rules.len() as u64;
    view! {
        <h3 id="changes-heading">"Regel for regel"</h3>
        <details class="details">
            <summary class="details-summary">{format!("Se, hvad der er sket med {}", plural(many, "regel", "regler"))}</summary>
            <div class="details-text">
                <p>"Tallene er fordringer, som begge filer har, og nye fordringer, der bryder reglen."</p>
                {bars::table("changes", "changes-heading", "Regel", &["Rettet", "Kommet til", "Begge gange"], rows)}
            </div>
        </details>
    }
    .into_any()
}

/// A folded drop zone for a newer edition of the files.
pub fn newer_file() -> AnyView {
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Sammenlign med en nyere udgave af filen"</summary>
            <div class="details-text">
                <p>"Siden husker dette resultat, tjekker den nye fil og viser, hvad der er rettet, og hvad der er kommet til."</p>
                <FileChooser purpose=Purpose::Newer/>
            </div>
        </details>
    }
    .into_any()
}
