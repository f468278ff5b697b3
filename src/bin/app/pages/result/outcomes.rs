//! The result's numbers: the verdict, the outcomes with shares and amounts, what they rest on, and what else they say.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::{Shown, Totals};
use stamdatatjek::claim::{Field, format_date};
use stamdatatjek::rules::words::and;

use super::bars::{self, ORDER};
use super::settings::SettingsForm;
use crate::Shared;
use crate::inputs::focus;
use crate::parts::{OutcomeBadge, count, day, kroner, list_link, plural, would};
use crate::session::Summary;

/// The verdict in one sentence: what the page's heading says.
pub fn headline(totals: &Totals) -> String {
    let all = plural(totals.claims, "fordring", "fordringer");
    if totals.modtages == totals.claims {
        return format!("{} {}", if totals.claims == 1 { "Fordringen" } else { "Alle fordringer" }, would(Shown::Modtages));
    }
    format!("{} af {all} ville ikke uden videre blive modtaget", count(totals.claims - totals.modtages))
}

/// What success looks like, where nothing stops any claim: what was checked, what wasn't, and what to do next.
pub fn verdict(summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    if totals.modtages != totals.claims {
        return ().into_any();
    }
    let mut lines = vec![basis_sentence(totals)];
    lines.push(if totals.with_advice > 0 {
        "Ingen regler, der fører til høring eller afvisning, er brudt. Læs rådene herunder, før du sender.".into()
    } else {
        "Ingen regler er brudt, og der er ingen råd.".into()
    });
    if totals.with_not_checked > 0 {
        lines.push("Nogle regler kunne ikke køres. Se under «Ikke tjekket», om du selv kan tjekke dem.".into());
    }
    if summary.corrections.cells > 0 {
        lines.push("Dine rettelser står kun i kopien her. Hent den rettede fil, før du sender, og ret også i jeres eget system.".into());
    }
    let send = if summary.corrections.cells > 0 { "Så kan du sende." } else { "Nu kan du sende." };
    lines.push(format!(
        "{send} Husk, at skyldner skal være rykket og underrettet først. Svaret er vejledende: Det er indgangsfilteret, der afgør."
    ));
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p class="alert-text">{line}</p> }.into_any()).collect();
    view! {
        <div class="alert alert-success">
            <svg class="icon-svg alert-icon" aria-label="Godt" role="img" focusable="false">
                <use href="#success"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">"Det ser rigtigt ud"</h2>
                {lines}
            </div>
        </div>
    }
    .into_any()
}

/// How many claims have the outcome.
pub fn claims_of(totals: &Totals, shown: Shown) -> u64 {
    match shown {
        Shown::Modtages => totals.modtages,
        Shown::Hoering => totals.hoering,
        Shown::Afvist => totals.afvist,
        Shown::Undecided => totals.undecided,
    }
}

/// The outcomes: a bar, and a tile with the exact number, share and amount for each.
pub fn tiles(shared: Shared, totals: &Totals) -> AnyView {
    let claims = [totals.modtages, totals.undecided, totals.hoering, totals.afvist];
    let tiles: Vec<AnyView> = ORDER
        .into_iter()
        .filter(|shown| *shown != Shown::Undecided || totals.undecided > 0)
        .map(|shown| tile(shared, totals, shown))
        .collect();
    view! {
        <h2>"Udfald"</h2>
        {bars::patterns()}
        {bars::bar(&claims, totals.claims, "outcome-bar")}
        <ul class="tiles nobullet-list no-max-width">{tiles}</ul>
        <p class="reading" id="amounts">
            {amounts(totals)}
        </p>
    }
    .into_any()
}

fn tile(shared: Shared, totals: &Totals, shown: Shown) -> AnyView {
    let claims = claims_of(totals, shown);
    let money = totals.money.get(shown as usize).copied().unwrap_or_default();
    let link = if claims == 1 { "Se fordringen".to_owned() } else { format!("Se {} fordringer", count(claims)) };
    let filter = Filter { outcome: Some(shown), ..Filter::default() };
    let amount = (claims > 0 && totals.amount_field.is_some()).then(|| {
        view! {
            <span class="tile-amount" id=format!("amount-{}", bars::name(shown))>
                {kroner(money.oere)}
            </span>
            {(money.without > 0).then(|| view! { <span class="form-hint">{format!("{} uden beløb", count(money.without))}</span> })}
        }
        .into_any()
    });
    view! {
        <li class="tile">
            <OutcomeBadge shown/>
            <strong class="tile-count" id=format!("count-{}", bars::name(shown))>
                {count(claims)}
            </strong>
            <span class="form-hint">{share(claims, totals.claims)}</span>
            {amount}
            {(claims > 0).then(|| list_link(shared, filter, "d-print-none", link))}
        </li>
    }
    .into_any()
}

/// Which amount is summed, what it comes to, and what isn't in it. Told once.
fn amounts(totals: &Totals) -> String {
    let Some(field) = &totals.amount_field else {
        return "Filen har ingen kolonne med beløb eller hovedstol, så der er intet at lægge sammen.".into();
    };
    let field = Field::from_name(field).map_or_else(|| field.clone(), Field::in_sentence);
    let all = totals.money.iter().fold(0_i64, |sum, money| sum.saturating_add(money.oere));
    let without: u64 = totals.money.iter().map(|money| money.without).sum();
    let mut words = format!("Beløbene er summen af feltet {field}: {} i alt.", kroner(all));
    if without > 0 {
        words.push_str(&format!(" {} uden beløb er ikke med i summen.", plural(without, "fordring", "fordringer")));
    }
    words
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

/// What the claims were checked with and against, and the way to change it.
pub fn checked_with(shared: Shared, summary: &Summary) -> AnyView {
    view! {
        <section class="checked-with" aria-label="Sådan er der tjekket">
            <p class="file-name">
                {shared.session.name.get_untracked()}
                " er tjekket med "
                <strong>{format!("modtagelsesdato {}", format_date(summary.settings.received))}</strong>
                {format!(" og regelsæt af {}. Fordringshaver: {}.", day(&summary.rules_date), summary.settings.creditor.word())}
            </p>
            // Where nothing stops any claim, it stands above.
            {(summary.totals.modtages != summary.totals.claims).then(|| view! { <p>{basis_sentence(&summary.totals)}</p> })}
            <SettingsForm settings=summary.settings/>
        </section>
    }
    .into_any()
}

/// The kinds of basis, and how a claim is checked by each.
const BASES: [(&str, &str); 4] = [
    ("officiel", "mod en offentliggjort filtertabel"),
    ("vejledende", "mod kernereglerne og en vejledende tabel"),
    ("kerne", "kun mod kernereglerne"),
    ("ukendt", "kun mod kernereglerne, fordi typen er ukendt"),
];

/// What the claims were checked against, in one sentence.
fn basis_sentence(totals: &Totals) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (kind, words) in BASES {
        let claims: u64 = totals.by_type.iter().filter(|row| row.basis.kind == kind).map(|row| row.claims).sum();
        match claims {
            0 => {}
            _ if parts.is_empty() => parts.push(format!("{} er tjekket {words}", plural(claims, "fordring", "fordringer"))),
            _ => parts.push(format!("{} {words}", count(claims))),
        }
    }
    format!("{}.", and(&parts))
}

/// What else the numbers say.
pub fn notes(shared: Shared, totals: &Totals) -> AnyView {
    let mut lines: Vec<AnyView> = Vec::new();
    if totals.with_advice > 0 {
        let filter = Filter { has_advice: true, ..Filter::default() };
        let words = plural(totals.with_advice, "fordring", "fordringer");
        lines.push(view! { {list_link(shared, filter, "", words)} " har råd knyttet til sig. Råd ændrer ikke udfaldet." }.into_any());
    }
    lines.extend(not_run(totals));
    if totals.rows != totals.claims {
        let words = format!(
            "{} er {}, fordi nogle fordringer har flere skyldnere.",
            plural(totals.rows, "række", "rækker"),
            plural(totals.claims, "fordring", "fordringer")
        );
        lines.push(words.into_any());
    }
    if totals.blank_rows > 0 {
        lines.push(format!("{} er sprunget over.", plural(totals.blank_rows, "tom række", "tomme rækker")).into_any());
    }
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
    view! { <ul class="reading">{lines}</ul> }.into_any()
}

/// The heading of what was not checked, for those who go there.
pub const SKIPPED: &str = "skipped-heading";

/// How many filter rules could not be run, and why most of them.
fn not_run(totals: &Totals) -> Option<AnyView> {
    let mut rules: Vec<&str> = totals.not_checked.iter().map(|row| row.rule.as_str()).filter(|rule| rule.starts_with("R_")).collect();
    rules.sort_unstable();
    rules.dedup();
    // The commonest reason comes first.
    let why = totals.not_checked.iter().find(|row| row.rule.starts_with("R_")).map(|row| row.why.trim_end_matches('.').to_owned())?;
    let words = format!(
        "{} kunne ikke køres på {}. Oftest fordi: {why}. Se alle under ",
        plural(rules.len() as u64, "filterregel", "filterregler"),
        plural(totals.with_not_checked, "fordring", "fordringer"),
    );
    Some(
        view! {
            {words}
            <button type="button" class="function-link" on:click=move |_| focus(SKIPPED)>
                "Ikke tjekket"
            </button>
        }
        .into_any(),
    )
}
