//! What was not checked, and why.

use leptos::prelude::*;
use stamdatatjek::check::totals::{NotCheckedTotal, Totals};

use super::outcomes::SKIPPED;
use crate::parts::{count, plural};
use crate::route::Route;

/// The rules that could not be run, and why.
pub fn not_checked(totals: &Totals) -> AnyView {
    let (filter, advice): (Vec<_>, Vec<_>) = totals.not_checked.iter().cloned().partition(|row| row.rule.starts_with("R_"));
    if filter.is_empty() && advice.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 id=SKIPPED tabindex="-1">"Ikke tjekket"</h2>
        <p>"Disse regler kunne ikke køres på nogle af fordringerne. De er hverken bestået eller brudt."</p>
        {(!filter.is_empty()).then(|| skipped_table(filter))}
        {(!advice.is_empty())
            .then(|| {
                view! {
                    <details class="details">
                        <summary class="details-summary">{format!("{}, der ikke kunne gives", plural(advice.len() as u64, "råd", "råd"))}</summary>
                        <div class="details-text">{skipped_table(advice)}</div>
                    </details>
                }
            })}
    }
    .into_any()
}

fn skipped_table(rows: Vec<NotCheckedTotal>) -> AnyView {
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby=SKIPPED>
            <table class="table table--compact table-md-responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Regel"</th>
                        <th scope="col">"Hvorfor ikke"</th>
                        <th scope="col" class="align-text-right">"Fordringer"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <tr>
                                    <td data-title="Regel">
                                        <a href=Route::Rule(row.rule.clone()).href()>{row.rule.clone()}</a>
                                    </td>
                                    <td data-title="Hvorfor ikke">{row.why}</td>
                                    <td data-title="Fordringer" class="align-text-right">
                                        {count(row.claims)}
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
