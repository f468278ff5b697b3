//! Bars: counts by outcome as a picture, always beside the same numbers in a table.

use leptos::prelude::*;
use stamdatatjek::check::totals::Shown;

use crate::parts::shown_word;

/// The outcomes in the order in which bars and tables have them.
pub const ORDER: [Shown; 4] = [Shown::Modtages, Shown::Hoering, Shown::Afvist, Shown::Undecided];

/// A row of a table with a bar in it.
pub struct Row {
    /// What the row is about.
    pub head: AnyView,
    /// Claims by outcome, as in [`Shown`]: the bar's parts.
    pub claims: [u64; 4],
    /// The table's other cells.
    pub cells: Vec<AnyView>,
}

/// The number of claims with an outcome.
pub fn of(claims: &[u64; 4], shown: Shown) -> u64 {
    claims.get(shown as usize).copied().unwrap_or_default()
}

/// An outcome's name in addresses, ids and classes.
pub fn name(shown: Shown) -> &'static str {
    match shown {
        Shown::Modtages => "modtages",
        Shown::Hoering => "hoering",
        Shown::Afvist => "afvist",
        Shown::Undecided => "uafgjort",
    }
}

/// The outcomes as one bar: parts by length, told apart by pattern as well as colour. A bar as long as `whole` fills the width.
///
/// It is for the eye only: its numbers must stand in text beside it.
pub fn bar(claims: &[u64; 4], whole: u64, class: &'static str) -> AnyView {
    // From one rounded border to the next, so that no gap opens between two parts.
    let border = |claims: u64| claims.saturating_mul(1000) / whole.max(1);
    let mut start = 0;
    let rects: Vec<AnyView> = ORDER
        .into_iter()
        .filter_map(|shown| {
            let x = border(start);
            start += of(claims, shown);
            let width = border(start) - x;
            let class = format!("bar-part bar-{}", name(shown));
            (width > 0).then(|| view! { <rect class=class x=percent(x) y="0" width=percent(width) height="100%"></rect> }.into_any())
        })
        .collect();
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            {rects}
        </svg>
    }
    .into_any()
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The patterns that bars refer to: once on a page.
pub fn patterns() -> AnyView {
    view! {
        <svg class="patterns" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse">
                    <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" class="bar-line"></path>
                </pattern>
                <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
                    <circle cx="2" cy="2" r="1" class="bar-dot"></circle>
                </pattern>
            </defs>
        </svg>
    }
    .into_any()
}

/// What the parts of bars mean.
pub fn legend(has_undecided: bool) -> AnyView {
    let items: Vec<AnyView> = ORDER
        .into_iter()
        .filter(|shown| *shown != Shown::Undecided || has_undecided)
        .map(|shown| {
            let mut claims = [0; 4];
            if let Some(one) = claims.get_mut(shown as usize) {
                *one = 1;
            }
            view! { <li>{bar(&claims, 1, "bar-swatch")} {shown_word(shown)}</li> }.into_any()
        })
        .collect();
    view! { <ul class="legend nobullet-list no-max-width">{items}</ul> }.into_any()
}

/// A table with a bar in each row. `named_by` is the id of its heading, `titles` the headings of its cells.
///
/// Rows without claims by outcome have no bar.
pub fn table(id: &'static str, named_by: &'static str, first: &'static str, titles: &[&'static str], rows: Vec<Row>) -> AnyView {
    let longest = rows.iter().map(|row| row.claims.iter().sum::<u64>()).max().unwrap_or_default();
    let has_bars = longest > 0;
    let titles = titles.to_vec();
    let headings: Vec<AnyView> =
        titles.iter().map(|title| view! { <th scope="col" class="align-text-right">{*title}</th> }.into_any()).collect();
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<AnyView> = titles
                .iter()
                .zip(row.cells)
                .map(|(title, cell)| {
                    view! {
                        <td data-title=*title class="align-text-right">
                            {cell}
                        </td>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <tr>
                    <th scope="row" data-title=first>
                        {row.head}
                        {has_bars.then(|| bar(&row.claims, longest, "row-bar"))}
                    </th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby=named_by>
            <table class="table table--compact table-lg-responsive-headers d-print-table bar-table" id=id>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
