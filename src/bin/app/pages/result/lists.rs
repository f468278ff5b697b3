//! The result's lists: by rule, by fordringstype, and what was not checked.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::{NotCheckedTotal, RuleTotal, Totals};
use stamdatatjek::rules;

use crate::Shared;
use crate::parts::{EffectBadge, basis_word, count, day, plural};
use crate::route::Route;
use crate::session::Query;

/// What stops claims and how often, by rule.
pub fn stopping(shared: Shared, totals: &Totals) -> AnyView {
    rule_group(shared, "Det stopper fordringerne", totals.by_rule.iter().filter(|rule| !is_advice(rule)))
}

/// What claims could be better at and how often, by rule.
pub fn advice(shared: Shared, totals: &Totals) -> AnyView {
    rule_group(shared, "Råd", totals.by_rule.iter().filter(|rule| is_advice(rule)))
}

fn is_advice(rule: &RuleTotal) -> bool {
    rule.effect == "advarsel"
}

fn rule_group<'t>(shared: Shared, title: &'static str, rules: impl Iterator<Item = &'t RuleTotal>) -> AnyView {
    let items: Vec<AnyView> = rules.enumerate().map(|(place, rule)| rule_item(shared, rule.clone(), place < OPENED).into_any()).collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <h2>{title}</h2>
        <ul class="rule-list nobullet-list">{items}</ul>
    }
    .into_any()
}

/// How many of the rules that stop most claims stand open at once.
const OPENED: usize = 2;

fn rule_item(shared: Shared, total: RuleTotal, open: bool) -> impl IntoView {
    let doc = rules::doc(&total.rule);
    let filter = Filter { rule: Some((total.rule.clone(), total.effect.clone())), ..Filter::default() };
    let query = Query { filter, ..Query::default() };
    view! {
        <li>
            <details class="rule-item" data-rule=total.rule.clone() data-effect=total.effect.clone() open=open>
                <summary>
                    <EffectBadge effect=total.effect.clone()/>
                    <h3 class="rule-name">{total.name.clone()}</h3>
                    <span class="rule-count">{plural(total.claims, "fordring", "fordringer")}</span>
                </summary>
                {doc
                    .map(|doc| {
                        view! {
                            <p>
                                <strong>"Det gør du: "</strong>
                                {doc.remedy}
                            </p>
                        }
                    })}
                {total
                    .example
                    .clone()
                    .map(|example| {
                        view! {
                            <p class="example">
                                <strong>{format!("Fx række {}: ", count(example.row))}</strong>
                                {[example.found, example.expected].join(" ")}
                            </p>
                        }
                    })}
                <p class="d-print-none">
                    <a href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                        {if total.claims == 1 { "Se fordringen".to_owned() } else { format!("Se de {} fordringer", count(total.claims)) }}
                    </a>
                    " · "
                    <a href=Route::Rule(total.rule.clone()).href()>{format!("Læs om {}", total.rule)}</a>
                </p>
            </details>
        </li>
    }
}

/// How each fordringstype's claims fared, and what their check rests on.
pub fn by_type(shared: Shared, totals: &Totals) -> AnyView {
    let rows = totals.by_type.clone();
    view! {
        <h2 id="types-heading">"Fordringstyper i filen"</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="types-heading">
            <table class="table table--compact table-lg-responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Tjekket hviler på"</th>
                        <th scope="col" class="align-text-right">"Fordringer"</th>
                        <th scope="col" class="align-text-right">"Modtages"</th>
                        <th scope="col" class="align-text-right">"Høring"</th>
                        <th scope="col" class="align-text-right">"Afvises"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let query = Query { filter: Filter { code: Some(row.code.clone()), ..Filter::default() }, ..Query::default() };
                            let date = row.basis.source.as_ref().and_then(|source| source.date.as_deref()).map(day);
                            view! {
                                <tr>
                                    <td data-title="Type">
                                        <a href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                                            {if row.code.is_empty() { "(uden type)".to_owned() } else { row.code.clone() }}
                                        </a>
                                        {row.name.map(|name| format!(" {name}"))}
                                    </td>
                                    <td data-title="Tjekket hviler på">
                                        {basis_word(&row.basis.kind)} {date.map(|date| format!(", {date}"))}
                                    </td>
                                    <td data-title="Fordringer" class="align-text-right">
                                        {count(row.claims)}
                                    </td>
                                    <td data-title="Modtages" class="align-text-right">
                                        {count(row.modtages)}
                                    </td>
                                    <td data-title="Høring" class="align-text-right">
                                        {count(row.hoering)}
                                    </td>
                                    <td data-title="Afvises" class="align-text-right">
                                        {count(row.afvist)}
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

/// The rules that could not be run, and why.
pub fn not_checked(totals: &Totals) -> AnyView {
    let (filter, advice): (Vec<_>, Vec<_>) = totals.not_checked.iter().cloned().partition(|row| row.rule.starts_with("R_"));
    if filter.is_empty() && advice.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 id="skipped-heading">"Ikke tjekket"</h2>
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
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="skipped-heading">
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
