//! The list's table: its headings, which sort it, and its rows.

use leptos::prelude::*;
use stamdatatjek::check::file::{ClaimLine, Sort, SortBy};
use stamdatatjek::claim::Field;

use super::change;
use crate::parts::{OutcomeBadge, count};
use crate::route::Route;
use crate::session::{Session, Summary};

/// The table; nothing while there are no rows.
pub fn table(session: Session) -> AnyView {
    let has_rows = Memo::new(move |_| {
        session.searching.with(Option::is_none) && session.list.with(|list| list.as_ref().is_some_and(|list| !list.lines.is_empty()))
    });
    // The headings stay while pages are turned, and with them the focus.
    with_rows(session, has_rows)
}

fn with_rows(session: Session, has_rows: Memo<bool>) -> AnyView {
    let rows = move || {
        let lines = session.list.with(|list| list.as_ref().map(|list| list.lines.clone())).unwrap_or_default();
        let amount = amount_name(session);
        lines.into_iter().map(|of| line(of, amount)).collect::<Vec<_>>()
    };
    let table = move || {
        has_rows.get().then(|| {
            view! {
                <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="rows-message">
                    <table class="table table--compact table-lg-responsive-headers d-print-table" id="claims">
                        <thead>
                            <tr>
                                {heading(session, SortBy::Row, "Fordring")} {heading(session, SortBy::Outcome, "Udfald")}
                                {heading(session, SortBy::Code, "Type")} <th scope="col">"Reference"</th>
                                {heading(session, SortBy::Amount, amount_name(session))} {heading(session, SortBy::Forfaldsdato, "Forfaldsdato")}
                                <th scope="col">"Regler"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        })
    };
    table.into_any()
}

/// The name of the amount that claims are listed with.
fn amount_name(session: Session) -> &'static str {
    let name = |summary: &Summary| summary.totals.amount_field.as_deref().and_then(Field::from_name);
    session.summary.with_untracked(|summary| summary.as_ref().and_then(name)).map_or("Beløb", Field::shown)
}

/// A heading to sort by. Clicked again, it turns the order around.
fn heading(session: Session, by: SortBy, text: &'static str) -> AnyView {
    let sorted = Memo::new(move |_| session.query.with(|query| (query.sort.by == by).then_some(query.sort.descending)));
    let sort = move |_| {
        let descending = sorted.get_untracked() == Some(false);
        change(session, |query| query.sort = Sort { by, descending });
    };
    let word = move || match sorted.get() {
        None => None,
        Some(false) => Some("ascending"),
        Some(true) => Some("descending"),
    };
    let next = move || if sorted.get() == Some(false) { " Klik for at sortere faldende" } else { " Klik for at sortere stigende" };
    let icon = move || match sorted.get() {
        None => "#sort-table-none",
        Some(false) => "#sort-table-ascending",
        Some(true) => "#sort-table-descending",
    };
    let class = if by == SortBy::Amount { "table-header-no-wrap align-text-right" } else { "table-header-no-wrap" };
    view! {
        <th scope="col" class=class aria-sort=word>
            <button type="button" class="button button-unstyled" on:click=sort>
                {text}
                <span class="sr-only">{next}</span>
                <svg class="icon-svg" focusable="false" aria-hidden="true">
                    <use href=icon></use>
                </svg>
            </button>
        </th>
    }
    .into_any()
}

fn line(line: ClaimLine, amount: &'static str) -> AnyView {
    let rules = line.rules.iter().map(|(rule, effect)| if effect == "advarsel" { format!("{rule} (råd)") } else { rule.clone() });
    view! {
        <tr>
            <td data-title="Fordring">
                <a href=Route::Claim(line.number).href()>{format!("Række {}", count(line.row))}</a>
            </td>
            <td data-title="Udfald">
                <OutcomeBadge shown=line.shown/>
            </td>
            <td data-title="Type">{line.code}</td>
            <td data-title="Reference">{line.reference}</td>
            <td data-title=amount class="align-text-right">
                {line.amount}
            </td>
            <td data-title="Forfaldsdato">{line.forfaldsdato}</td>
            <td data-title="Regler">{rules.collect::<Vec<_>>().join(", ")}</td>
        </tr>
    }
    .into_any()
}
