//! The result's numbers: the verdict, the outcomes, and what else they say.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::{Shown, Totals};

use crate::Shared;
use crate::parts::{OutcomeBadge, count, plural, would};
use crate::route::Route;
use crate::session::Query;

/// The verdict in one sentence: what the page's heading says.
pub fn headline(totals: &Totals) -> String {
    let all = plural(totals.claims, "fordring", "fordringer");
    if totals.modtages == totals.claims {
        return format!("{} {}", if totals.claims == 1 { "Fordringen" } else { "Alle fordringer" }, would(Shown::Modtages));
    }
    format!("{} af {all} ville ikke uden videre blive modtaget", count(totals.claims - totals.modtages))
}

/// What success looks like, where nothing stops any claim.
pub fn verdict(totals: &Totals) -> AnyView {
    if totals.modtages != totals.claims {
        return ().into_any();
    }
    let words = if totals.with_advice > 0 {
        "Ingen regler, der fører til høring eller afvisning, er brudt. Læs rådene herunder, før du sender."
    } else {
        "Ingen regler er brudt, og der er ingen råd. Husk, at skyldner skal være rykket og underrettet, før du sender."
    };
    view! {
        <div class="alert alert-success">
            <svg class="icon-svg alert-icon" aria-label="Godt" role="img" focusable="false">
                <use href="#success"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">"Det ser rigtigt ud"</h2>
                <p class="alert-text">{words}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The outcomes: a bar, and a tile with the exact number for each.
pub fn tiles(shared: Shared, totals: &Totals) -> AnyView {
    let all = [
        (Shown::Modtages, totals.modtages),
        (Shown::Hoering, totals.hoering),
        (Shown::Afvist, totals.afvist),
        (Shown::Undecided, totals.undecided),
    ];
    let shown_tiles = all.into_iter().filter(|(shown, claims)| *shown != Shown::Undecided || *claims > 0);
    view! {
        <h2>"Udfald"</h2>
        {bar(totals)}
        <ul class="tiles nobullet-list">
            {shown_tiles
                .map(|(shown, claims)| {
                    let query = Query { filter: Filter { outcome: Some(shown), ..Filter::default() }, ..Query::default() };
                    let name = match shown {
                        Shown::Modtages => "modtages",
                        Shown::Hoering => "hoering",
                        Shown::Afvist => "afvist",
                        Shown::Undecided => "uafgjort",
                    };
                    view! {
                        <li class="tile">
                            <OutcomeBadge shown/>
                            <strong class="tile-count" id=format!("count-{name}")>
                                {count(claims)}
                            </strong>
                            <span class="form-hint">{share(claims, totals.claims)}</span>
                            {(claims > 0)
                                .then(|| {
                                    view! {
                                        <a class="d-print-none" href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                                            {if claims == 1 { "Se fordringen".to_owned() } else { format!("Se {} fordringer", count(claims)) }}
                                        </a>
                                    }
                                })}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// How many units wide the picture of the bar is.
const BAR_WIDTH: u64 = 1000;

/// The outcomes as one bar: shares by length, told apart by pattern as well as colour. The same numbers stand below it.
fn bar(totals: &Totals) -> AnyView {
    let mut start = 0;
    let parts = [("modtages", totals.modtages), ("hoering", totals.hoering), ("afvist", totals.afvist), ("uafgjort", totals.undecided)];
    let rects = parts
        .into_iter()
        .map(|(name, claims)| {
            // From one rounded border to the next, so that no gap opens between two parts.
            let border = |claims: u64| claims.saturating_mul(BAR_WIDTH) / totals.claims.max(1);
            let x = border(start);
            start += claims;
            let width = border(start) - x;
            view! { <rect class=format!("bar-{name}") x=x.to_string() y="0" width=width.to_string() height="32"></rect> }
        })
        .collect_view();
    view! {
        <svg class="outcome-bar" viewBox="0 0 1000 32" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="stripes" width="12" height="12" patternUnits="userSpaceOnUse">
                    <path d="M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6" class="bar-line"></path>
                </pattern>
                <pattern id="dots" width="12" height="12" patternUnits="userSpaceOnUse">
                    <circle cx="4" cy="4" r="2" class="bar-dot"></circle>
                </pattern>
            </defs>
            {rects}
        </svg>
    }
    .into_any()
}

fn share(claims: u64, of: u64) -> String {
    if claims == 0 {
        return "ingen".into();
    }
    let tenths = claims.saturating_mul(1000) / of.max(1);
    match tenths {
        0 => "under 0,1 pct.".into(),
        1000 => "alle".into(),
        _ => format!("{},{} pct.", tenths / 10, tenths % 10),
    }
}

/// What else the numbers say.
pub fn notes(totals: &Totals) -> AnyView {
    let mut lines = Vec::new();
    if totals.with_advice > 0 {
        lines.push(format!("{} har råd knyttet til sig. Råd ændrer ikke udfaldet.", plural(totals.with_advice, "fordring", "fordringer")));
    }
    if totals.with_not_checked > 0 {
        lines.push(format!(
            "{} har mindst én filterregel, der ikke kunne tjekkes. Se hvorfor under «Ikke tjekket».",
            plural(totals.with_not_checked, "fordring", "fordringer")
        ));
    }
    if totals.rows != totals.claims {
        lines.push(format!(
            "{} er {}, fordi nogle fordringer har flere skyldnere.",
            plural(totals.rows, "række", "rækker"),
            plural(totals.claims, "fordring", "fordringer")
        ));
    }
    if totals.blank_rows > 0 {
        lines.push(format!("{} er sprunget over.", plural(totals.blank_rows, "tom række", "tomme rækker")));
    }
    view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
}
