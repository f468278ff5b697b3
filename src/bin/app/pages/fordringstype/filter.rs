//! The entry filter's rules for a fordringstype: in words, and in the table language.

use leptos::prelude::*;
use stamdatatjek::catalogue::language::print_table;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::table::{FilterTable, Rule};
use stamdatatjek::check::view::source_view;
use stamdatatjek::rules::doc::Effect;
use stamdatatjek::rules::ruleset::{Footing, Ruleset, effect};
use stamdatatjek::rules::words::condition;

use crate::Shared;
use crate::parts::{EffectBadge, SourceLink, day};
use crate::reference_parts::{RuleLink, effect_word};

/// The type's tables, one at a time where there are several, or the shared core.
#[component]
pub fn FilterTables(found: &'static Fordringstype) -> impl IntoView {
    let shared = Shared::get();
    let chosen = RwSignal::new(None::<&'static str>);
    let table = move || {
        let ruleset = Ruleset::of(Some(found), shared.creditor.get());
        let wanted = chosen.get().and_then(|source| found.tables.iter().find(|table| table.source == source));
        match (wanted, ruleset.footing) {
            (Some(table), _) | (None, Footing::Table(table)) => own(table),
            (None, Footing::Guidance(table)) => guided(table, &ruleset),
            (None, Footing::Core | Footing::UnknownType) => core(&ruleset),
        }
    };
    view! {
        <h2 id="regler-overskrift">"Reglerne i indgangsfilteret"</h2>
        {(found.tables.len() > 1).then(|| choice(found, chosen))}
        {table}
    }
}

/// Which creditor's table to show.
fn choice(found: &'static Fordringstype, chosen: RwSignal<Option<&'static str>>) -> AnyView {
    view! {
        <div class="form-group d-print-none">
            <label class="form-label" for="tabel">
                "Tabel"
            </label>
            <span class="form-hint" id="tabel-hint">
                {format!("Typen har {} tabeller, en for hver fordringshaver, der bruger den.", found.tables.len())}
            </span>
            <select
                class="form-select"
                id="tabel"
                aria-describedby="tabel-hint"
                on:change=move |event| {
                    let source = event_target_value(&event);
                    chosen.set(found.tables.iter().map(|table| table.source).find(|known| *known == source));
                }
            >
                <option value="">"Den, jeres fordringer bliver holdt op mod"</option>
                {found
                    .tables
                    .iter()
                    .map(|table| view! { <option value=table.source>{format!("{} ({})", source_view(table.source).title, table.creditor)}</option> })
                    .collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn own(table: &'static FilterTable) -> AnyView {
    let rows = table.rules.iter().map(|rule| row(rule, effect(rule.consequence))).collect_view();
    view! {
        {origin("Den offentliggjorte filtertabel", table)}
        {rules_table(rows)}
        {in_table_language(table)}
    }
    .into_any()
}

fn guided(table: &'static FilterTable, ruleset: &Ruleset) -> AnyView {
    let rows = ruleset.rules.iter().map(|standing| row(standing.rule, standing.effect)).collect_view();
    view! {
        <p class="reading">
            "Typens egen tabel for jer er ikke offentlig. De fælles kerneregler gælder fuldt ud; resten er en anden fordringshavers tabel og giver kun råd."
        </p>
        {origin("Som vejledning: tabellen", table)}
        {rules_table(rows)}
        {in_table_language(table)}
    }
    .into_any()
}

fn core(ruleset: &Ruleset) -> AnyView {
    let rows = ruleset.rules.iter().map(|standing| row(standing.rule, standing.effect)).collect_view();
    view! {
        <p class="reading">
            "Typens filtertabel er ikke offentlig. Fordringen bliver kun holdt op mod de kerneregler, som næsten alle filtertabeller deler. Jeres egen aftale kan have flere regler."
        </p>
        {rules_table(rows)}
    }
    .into_any()
}

fn origin(what: &'static str, table: &'static FilterTable) -> AnyView {
    view! {
        <p class="reading">
            {format!("{what} for {} ({}), {} regler. Kilde: ", table.code, table.creditor, table.rules.len())}
            <SourceLink source=source_view(table.source)/>
        </p>
    }
    .into_any()
}

fn rules_table(rows: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="regler-overskrift">
            <table class="table table--compact table--responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Regel"</th>
                        <th scope="col">"Hvad den kræver"</th>
                        <th scope="col">"Ellers"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(rule: &'static Rule, effect: Effect) -> AnyView {
    let mut marks: Vec<String> = Vec::new();
    if rule.inactive {
        marks.push("Står i tabellen, men køres ikke, fordi udgiverens egen tekst siger noget andet.".into());
    }
    if rule.contradicted {
        marks.push("Udgiverens dokumenter er uenige om reglen. Den køres, som den står.".into());
    }
    if rule.starred {
        marks.push("Kilden har en stjerne ved følgen uden at forklare den.".into());
    }
    marks.extend(rule.note.as_deref().map(str::to_owned));
    view! {
        <tr>
            <td data-title="Regel">
                <RuleLink id=rule.numbers.to_string()/>
            </td>
            <td data-title="Hvad den kræver">
                {condition(&rule.check)} {marks.into_iter().map(|mark| view! { <span class="form-hint">{mark}</span> }).collect_view()}
            </td>
            <td data-title="Ellers">
                {if rule.inactive { "Køres ikke".into_any() } else { view! { <EffectBadge effect=effect_word(effect)/> }.into_any() }}
            </td>
        </tr>
    }
    .into_any()
}

fn in_table_language(table: &'static FilterTable) -> AnyView {
    let dated = source_view(table.source).date.map(|date| format!(" af {}", day(&date))).unwrap_or_default();
    view! {
        <details class="details">
            <summary class="details-summary">"Samme tabel i tabelsproget"</summary>
            <div class="details-text">
                <p>{format!("Sådan er tabellen{dated} skrevet ind her, en regel på hver linje: numre, betingelse og følge.")}</p>
                <pre class="table-language" tabindex="0" role="region" aria-label="Filtertabellen i tabelsproget">
                    {print_table(table.rules)}
                </pre>
            </div>
        </details>
    }
    .into_any()
}
