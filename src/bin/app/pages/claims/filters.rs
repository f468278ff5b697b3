//! What the list of claims is filtered by: the choices, the search, and the filters that are on.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use stamdatatjek::check::compare::Fate;
use stamdatatjek::check::file::{Filter, Sort, SortBy};
use stamdatatjek::check::lapse::Lapse;
use stamdatatjek::check::totals::{Shown, Totals};

use super::change;
use crate::pages::result::since::FATES;
use crate::parts::{Icon, effect_name, shown_word};
use crate::route::Route;
use crate::session::{Query, Session, Summary};

/// The page sizes to choose from.
const SIZES: [u32; 3] = [50, 100, 250];

/// The choice that lets everything through.
const ALL: &str = "*";

const OUTCOMES: [Shown; 4] = [Shown::Modtages, Shown::Hoering, Shown::Afvist, Shown::Undecided];

/// Orders the list may stand in, for screens too narrow for headings to click.
const SORTS: [(SortBy, bool, &str); 8] = [
    (SortBy::Row, false, "Filens rækkefølge"),
    (SortBy::Outcome, true, "Værste udfald først"),
    (SortBy::Outcome, false, "Bedste udfald først"),
    (SortBy::Code, false, "Fordringstype, A-Å"),
    (SortBy::Amount, true, "Største beløb først"),
    (SortBy::Amount, false, "Mindste beløb først"),
    (SortBy::Forfaldsdato, false, "Tidligste forfaldsdato først"),
    (SortBy::Forfaldsdato, true, "Seneste forfaldsdato først"),
];

/// A value to choose, and what is shown for it.
type Choice = (String, String);

/// The search and the choices.
pub fn filters(session: Session, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    let typed = RwSignal::new(session.query.with_untracked(|query| query.filter.text.clone()));
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        change(session, |query| query.filter.text = typed.with_untracked(|typed| typed.trim().to_owned()));
    };
    let compared = summary.comparison.is_some().then(|| {
        let fates = FATES.iter().map(|(fate, words)| (key(fate), (*words).to_owned())).collect();
        choice(
            session,
            "by-fate",
            "Siden sidst",
            fates,
            |query| query.filter.fate.as_ref().map(key),
            |query, chosen| {
                query.filter.fate = FATES.into_iter().map(|(fate, _)| fate).find(|fate| key(fate) == chosen);
            },
        )
    });
    let corrected = (summary.corrections.cells > 0).then(|| {
        check(
            session,
            "by-corrected",
            "Kun fordringer, jeg har rettet",
            |filter| filter.is_corrected,
            |filter, on| filter.is_corrected = on,
        )
    });
    view! {
        <form class="claim-search d-print-none" role="search" on:submit=search>
            <label class="form-label" for="by-text">
                "Søg i alle kolonner"
            </label>
            <div class="search-line">
                <input
                    class="form-input"
                    id="by-text"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button type="submit" class="button button-primary">
                    <Icon name="search"/>
                    "Søg"
                </button>
            </div>
        </form>
        <form class="filters d-print-none" on:submit=|event| event.prevent_default()>
            {choice(
                session,
                "by-outcome",
                "Udfald",
                OUTCOMES.iter().map(|shown| (key(shown), shown_word(*shown).to_owned())).collect(),
                |query| query.filter.outcome.as_ref().map(key),
                |query, chosen| query.filter.outcome = OUTCOMES.into_iter().find(|shown| key(shown) == chosen),
            )}
            {choice(
                session,
                "by-rule",
                "Regel",
                rules(totals),
                |query| query.filter.rule.as_ref().map(|(rule, effect)| format!("{rule} {effect}")),
                |query, chosen| query.filter.rule = chosen.split_once(' ').map(|(rule, effect)| (rule.to_owned(), effect.to_owned())),
            )}
            {choice(session, "by-type", "Fordringstype", types(totals), |query| query.filter.code.clone(), |query, chosen| {
                query.filter.code = (chosen != ALL).then(|| chosen.to_owned());
            })}
            {choice(
                session,
                "by-lapse",
                "Forældelse",
                totals.lapses.iter().map(|total| (key(&total.lapse), lapse_word(total.lapse).to_owned())).collect(),
                |query| query.filter.lapse.as_ref().map(key),
                |query, chosen| query.filter.lapse = Lapse::ALL.into_iter().find(|lapse| key(lapse) == chosen),
            )}
            {compared}
            {choice_of(
                session,
                "page-size",
                "Vis rækker per side",
                SIZES.iter().map(|size| (size.to_string(), size.to_string())).collect(),
                |query| query.size.to_string(),
                |query, chosen| query.size = chosen.parse().unwrap_or(SIZES[0]),
            )}
            <div class="narrow-only">
                {choice_of(
                    session,
                    "sort-by",
                    "Sortér efter",
                    SORTS.iter().map(|(by, descending, words)| (sort_key(*by, *descending), (*words).to_owned())).collect(),
                    |query| sort_key(query.sort.by, query.sort.descending),
                    |query, chosen| {
                        let found = SORTS.into_iter().find(|(by, descending, _)| sort_key(*by, *descending) == chosen);
                        query.sort = found.map_or_else(Sort::default, |(by, descending, _)| Sort { by, descending });
                    },
                )}
            </div>
            <div class="filter-checks">
                {check(session, "by-advice", "Kun fordringer med råd", |filter| filter.has_advice, |filter, on| filter.has_advice = on)}
                {corrected}
            </div>
        </form>
    }
    .into_any()
}

/// A filter that is on, in words, and what takes it off.
type Tag = (String, fn(&mut Filter));

/// The filters that are on, each with a way to take it off.
pub fn tags(session: Session) -> AnyView {
    let filter = session.query.get().filter;
    let mut on: Vec<Tag> = Vec::new();
    if let Some(shown) = filter.outcome {
        on.push((shown_word(shown).to_owned(), |filter| filter.outcome = None));
    }
    let rule = filter.rule.clone();
    if let Some((rule, effect)) = &rule {
        on.push((format!("{rule} ({})", effect_name(effect)), |filter| filter.rule = None));
    }
    if let Some(code) = filter.code {
        on.push((if code.is_empty() { "Uden type".into() } else { code }, |filter| filter.code = None));
    }
    if let Some(lapse) = filter.lapse {
        on.push((lapse_word(lapse).to_owned(), |filter| filter.lapse = None));
    }
    if let Some(fate) = filter.fate {
        on.push((fate_word(fate).to_owned(), |filter| filter.fate = None));
    }
    if filter.has_advice {
        on.push(("Med råd".into(), |filter| filter.has_advice = false));
    }
    if filter.is_corrected {
        on.push(("Rettet".into(), |filter| filter.is_corrected = false));
    }
    if !filter.text.is_empty() {
        on.push((format!("«{}»", filter.text), |filter| filter.text.clear()));
    }
    if on.is_empty() {
        return ().into_any();
    }
    let several = on.len() > 1;
    let tags: Vec<AnyView> = on.into_iter().map(|(words, off)| tag(session, words, off)).collect();
    view! {
        <div class="filter-tags d-print-none" role="group" aria-label="Filtre, der er slået til">
            {tags}
            {several.then(|| tag(session, "Alle filtre".into(), |filter| *filter = Filter::default()))}
        </div>
        {rule.map(|(rule, effect)| view! {
            <p class="d-print-none">
                <a href=Route::Fix { rule, effect }.href()>"Ret dem, der bryder reglen, samlet"</a>
            </p>
        }
        .into_any())}
    }
    .into_any()
}

fn tag(session: Session, words: String, off: fn(&mut Filter)) -> AnyView {
    let take_off = move |_| {
        change(session, |query| off(&mut query.filter));
        // The button is gone now.
        request_animation_frame(|| crate::inputs::focus("by-text"));
    };
    view! {
        <button type="button" class="tag tag-icon" on:click=take_off>
            <span class="sr-only">"Fjern filteret "</span>
            {words}
            <Icon name="close"/>
        </button>
    }
    .into_any()
}

/// A choice that may also be «Alle».
fn choice(
    session: Session,
    id: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    chosen: fn(&Query) -> Option<String>,
    take: fn(&mut Query, &str),
) -> AnyView {
    if choices.is_empty() {
        return ().into_any();
    }
    let choices = std::iter::once((ALL.to_owned(), "Alle".to_owned())).chain(choices).collect();
    let chosen: Box<dyn Fn(&Query) -> String + Send + Sync> = Box::new(move |query| chosen(query).unwrap_or_else(|| ALL.to_owned()));
    select(session, id, label, choices, chosen, take)
}

/// A choice where one always holds.
fn choice_of(
    session: Session,
    id: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    chosen: fn(&Query) -> String,
    take: fn(&mut Query, &str),
) -> AnyView {
    select(session, id, label, choices, Box::new(chosen), take)
}

fn select(
    session: Session,
    id: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    chosen: Box<dyn Fn(&Query) -> String + Send + Sync>,
    take: fn(&mut Query, &str),
) -> AnyView {
    let chosen = Memo::new(move |_| session.query.with(&chosen));
    let options: Vec<AnyView> = choices
        .into_iter()
        .map(|(value, words)| {
            let of = value.clone();
            view! {
                <option value=value prop:selected=move || chosen.with(|chosen| *chosen == of)>
                    {words}
                </option>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="form-group">
            <label class="form-label" for=id>
                {label}
            </label>
            <select
                class="form-select"
                id=id
                autocomplete="off"
                on:change=move |event| change(session, |query| take(query, &event_target_value(&event)))
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn check(session: Session, id: &'static str, label: &'static str, is_on: fn(&Filter) -> bool, take: fn(&mut Filter, bool)) -> AnyView {
    view! {
        <div class="form-group-checkbox">
            <input
                class="form-checkbox"
                type="checkbox"
                id=id
                prop:checked=move || session.query.with(|query| is_on(&query.filter))
                on:change=move |event| change(session, |query| take(&mut query.filter, event_target_checked(&event)))
            />
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}

fn rules(totals: &Totals) -> Vec<Choice> {
    let choice = |rule: &stamdatatjek::check::totals::RuleTotal| {
        (format!("{} {}", rule.rule, rule.effect), format!("{} ({}): {}", rule.rule, effect_name(&rule.effect), rule.name))
    };
    totals.by_rule.iter().map(choice).collect()
}

fn types(totals: &Totals) -> Vec<Choice> {
    let choice = |row: &stamdatatjek::check::totals::TypeTotal| {
        let name = row.name.as_deref().unwrap_or_default();
        let words = if row.code.is_empty() { "(uden type)".to_owned() } else { format!("{} {name}", row.code) };
        (row.code.clone(), words)
    };
    totals.by_type.iter().map(choice).collect()
}

/// A value of an enumeration as the select holds it.
fn key(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn sort_key(by: SortBy, descending: bool) -> String {
    format!("{by:?}{descending}")
}

/// How soon claims lapse, in a few words.
fn lapse_word(lapse: Lapse) -> &'static str {
    match lapse {
        Lapse::Passed => "Forældet før modtagelsesdatoen",
        Lapse::Month => "Forældes inden for 1 måned",
        Lapse::ThreeMonths => "Forældes om 1-3 måneder",
        Lapse::SixMonths => "Forældes om 3-6 måneder",
        Lapse::Year => "Forældes om 6-12 måneder",
        Lapse::Later => "Forældes senere end om 12 måneder",
        Lapse::Unknown => "Uden forældelsesdato, der kan læses",
    }
}

/// What became of claims since the result before, in a few words.
fn fate_word(fate: Fate) -> &'static str {
    FATES.iter().find(|(other, _)| *other == fate).map_or("", |(_, words)| words)
}
