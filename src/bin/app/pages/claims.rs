//! The claims of the checked file as a paged list with filters.

use leptos::prelude::*;
use stamdatatjek::check::file::{ClaimLine, Filter};
use stamdatatjek::check::totals::Shown;

use super::result::Trouble;
use crate::Shared;
use crate::parts::{OutcomeBadge, count, shown_word};
use crate::route::Route;
use crate::session::{ListPage, Query, State, Summary};

/// The page sizes to choose from.
const SIZES: [u32; 3] = [50, 100, 250];

/// The page.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    Effect::new(move |_| {
        let query = session.query.get();
        if session.state.get() == State::Done {
            session.ask_list(query);
        }
    });
    let summary = Memo::new(move |_| session.summary.get());
    view! {
        <h1 tabindex="-1">"Fordringerne i filen"</h1>
        <p class="d-print-none">
            <a href=Route::Result.href()>"Tilbage til resultatet"</a>
        </p>
        <Trouble/>
        {move || match summary.get() {
            None => view! { <p>"Du har ikke valgt en fil endnu. "<a href=Route::Start.href()>"Vælg en fil"</a></p> }.into_any(),
            Some(summary) => {
                view! {
                    <Filters summary/>
                    <List/>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Filters(summary: Summary) -> impl IntoView {
    let session = Shared::get().session;
    let change = move |with: &dyn Fn(&mut Filter)| {
        session.query.update(|query| {
            with(&mut query.filter);
            query.page = 0;
        });
    };
    let outcome = Memo::new(move |_| session.query.get().filter.outcome.map_or("", outcome_name));
    let rule = Memo::new(move |_| session.query.get().filter.rule.map_or_else(String::new, |(rule, effect)| format!("{rule} {effect}")));
    let code = Memo::new(move |_| session.query.get().filter.code.unwrap_or_else(|| ALL_CODES.to_owned()));
    let rules = summary.totals.by_rule.clone();
    let types = summary.totals.by_type.clone();
    view! {
        <form class="filters d-print-none" on:submit=|event| event.prevent_default()>
            <div class="form-group">
                <label class="form-label" for="by-outcome">
                    "Udfald"
                </label>
                <select
                    class="form-select"
                    id="by-outcome"
                    prop:value=outcome
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        change(&|filter| filter.outcome = OUTCOMES.into_iter().find(|shown| outcome_name(*shown) == chosen));
                    }
                >
                    <option value="">"Alle"</option>
                    {OUTCOMES
                        .into_iter()
                        .map(|shown| view! { <option value=outcome_name(shown)>{shown_word(shown)}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="form-group">
                <label class="form-label" for="by-rule">
                    "Regel"
                </label>
                <select
                    class="form-select"
                    id="by-rule"
                    prop:value=rule
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        change(&|filter| filter.rule = chosen.split_once(' ').map(|(rule, effect)| (rule.to_owned(), effect.to_owned())));
                    }
                >
                    <option value="">"Alle"</option>
                    {rules
                        .into_iter()
                        .map(|rule| {
                            let effect = match rule.effect.as_str() {
                                "afvist" => "afvist",
                                "hoering" => "høring",
                                _ => "råd",
                            };
                            view! {
                                <option value=format!("{} {}", rule.rule, rule.effect)>
                                    {format!("{} ({effect}): {}", rule.rule, rule.name)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="form-group">
                <label class="form-label" for="by-type">
                    "Fordringstype"
                </label>
                <select
                    class="form-select"
                    id="by-type"
                    prop:value=code
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        change(&|filter| filter.code = (chosen != ALL_CODES).then(|| chosen.clone()));
                    }
                >
                    <option value=ALL_CODES>"Alle"</option>
                    {types
                        .into_iter()
                        .map(|row| {
                            let name = row.name.map(|name| format!(" {name}")).unwrap_or_default();
                            let words = if row.code.is_empty() { "(uden type)".to_owned() } else { format!("{}{name}", row.code) };
                            view! { <option value=row.code>{words}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="form-group">
                <label class="form-label" for="page-size">
                    "Vis rækker per side"
                </label>
                <select
                    class="form-select"
                    id="page-size"
                    prop:value=move || session.query.get().size.to_string()
                    on:change=move |event| {
                        let size = event_target_value(&event).parse().unwrap_or(SIZES[0]);
                        session.query.update(|query| {
                            query.size = size;
                            query.page = 0;
                        });
                    }
                >
                    {SIZES.into_iter().map(|size| view! { <option value=size.to_string()>{size.to_string()}</option> }).collect_view()}
                </select>
            </div>
        </form>
    }
}

/// The choice that lets every type through; an empty one would mean claims without a type.
const ALL_CODES: &str = "*";

const OUTCOMES: [Shown; 4] = [Shown::Modtages, Shown::Hoering, Shown::Afvist, Shown::Undecided];

fn outcome_name(shown: Shown) -> &'static str {
    match shown {
        Shown::Modtages => "modtages",
        Shown::Hoering => "hoering",
        Shown::Afvist => "afvist",
        Shown::Undecided => "uafgjort",
    }
}

#[component]
fn List() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <p class="rows-message" aria-live="polite" aria-atomic="true" id="rows-message">
            {move || match session.list.get() {
                Some(list) => rows_message(&list, session.query.get().size),
                // Why stands above.
                None if session.trouble.with(Option::is_some) => "Fordringerne kan ikke vises.".into(),
                None => "Henter fordringerne.".into(),
            }}
        </p>
        {move || session.list.get().map(|list| table(list.lines))}
        {move || session.list.get().map(|list| pager(list, session.query))}
    }
}

fn rows_message(list: &ListPage, size: u32) -> String {
    if list.matching == 0 {
        return "Ingen fordringer passer til dit valg.".into();
    }
    let first = u64::from(list.page) * u64::from(size) + 1;
    let last = first + list.lines.len() as u64 - u64::from(!list.lines.is_empty());
    format!("Viser {}-{} af {} fordringer", count(first), count(last), count(list.matching.into()))
}

fn table(lines: Vec<ClaimLine>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="rows-message">
            <table class="table table--compact table-lg-responsive-headers d-print-table" id="claims">
                <thead>
                    <tr>
                        <th scope="col">"Fordring"</th>
                        <th scope="col">"Udfald"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Reference"</th>
                        <th scope="col" class="align-text-right">"Hovedstol"</th>
                        <th scope="col">"Forfaldsdato"</th>
                        <th scope="col">"Regler"</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(line: ClaimLine) -> impl IntoView {
    let rules = line.rules.iter().map(|(rule, effect)| if effect == "advarsel" { format!("{rule} (råd)") } else { rule.clone() });
    view! {
        <tr>
            <td data-title="Fordring">
                <a href=Route::Claim(line.number).href()>{format!("Række {}", count(line.row))}</a>
            </td>
            <td data-title="Udfald">
                <OutcomeBadge shown=line.shown/>
            </td>
            <td data-title="Type">{line.code.clone()}</td>
            <td data-title="Reference">{line.reference.clone()}</td>
            <td data-title="Hovedstol" class="align-text-right">
                {line.hovedstol.clone()}
            </td>
            <td data-title="Forfaldsdato">{line.forfaldsdato.clone()}</td>
            <td data-title="Regler">{rules.collect::<Vec<_>>().join(", ")}</td>
        </tr>
    }
}

fn pager(list: ListPage, query: RwSignal<Query>) -> AnyView {
    let size = query.get_untracked().size.max(1);
    let pages = list.matching.div_ceil(size);
    if pages <= 1 {
        return ().into_any();
    }
    let page = list.page;
    let button = move |to: Option<u32>, text: &'static str| {
        view! {
            <button
                type="button"
                class="button button-secondary"
                aria-disabled=to.is_none().then_some("true")
                on:click=move |_| {
                    if let Some(to) = to {
                        query.update(|query| query.page = to);
                    }
                }
            >
                {text}
            </button>
        }
    };
    view! {
        <div class="pager d-print-none" role="group" aria-label="Skift side i tabellen">
            {button((page > 0).then_some(0), "Første side")}
            {button(page.checked_sub(1), "Forrige side")}
            <span>{format!("Side {} af {}", count((page + 1).into()), count(pages.into()))}</span>
            {button((page + 1 < pages).then_some(page + 1), "Næste side")}
            {button((page + 1 < pages).then_some(pages - 1), "Sidste side")}
        </div>
    }
    .into_any()
}
