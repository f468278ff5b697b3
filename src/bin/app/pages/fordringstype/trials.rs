//! Worked stories of a fordringstype, and claims to try in the form.

use leptos::prelude::*;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::practice::{Break, Story, Trial, TypeText};
use stamdatatjek::check::form::named_value;
use stamdatatjek::check::view::{guidance_words, source_view};
use stamdatatjek::rules;
use stamdatatjek::rules::words::{and, capital};

use crate::Shared;
use crate::parts::{SourceLink, count};
use crate::reference_parts::{Linked, RuleLink, SourceOf, try_in_form};

/// A story from the material, with what stands in the fields then.
pub fn story(story: &'static Story) -> AnyView {
    let origin = if story.constructed { "Vores eget eksempel efter kildens regel: " } else { "Kilde: " };
    view! {
        <div class="story">
            <p>
                <Linked text=story.text/>
            </p>
            <ul>
                {story
                    .values
                    .iter()
                    .map(|(name, value)| {
                        let (name, value) = named_value(name, value);
                        view! {
                            <li>
                                {name} ": " <strong>{value}</strong>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {story
                .note
                .map(|note| {
                    view! {
                        <p>
                            <Linked text=note/>
                        </p>
                    }
                })}
            <p class="form-hint">
                {story.basis.map(|basis| view! { <Linked text=format!("Vejledende ({}). ", guidance_words(basis))/> })} {origin} <SourceOf id=story.source/>
            </p>
        </div>
    }
    .into_any()
}

/// Claims to try: one that passes, and those that break a rule each.
#[component]
pub fn Trials(found: &'static Fordringstype, text: &'static TypeText) -> impl IntoView {
    (found.code.is_some() && !text.trials.is_empty()).then(|| {
        view! {
            <div class="d-print-none">
                <h2>"Prøv typen"</h2>
                <p class="reading">
                    "Fordringerne er opdigtede. Et tryk sætter en af dem ind i formularen, hvor du kan rette i den og se, hvad der sker."
                </p>
                {text.trials.iter().map(|trial| of_table(found, trial)).collect_view()}
            </div>
        }
    })
}

fn of_table(found: &'static Fordringstype, trial: &'static Trial) -> AnyView {
    let shared = Shared::get();
    let several = found.tables.len() > 1;
    let number = trial.breaks.len();
    view! {
        {trial
            .table
            .filter(|_| several)
            .map(|source| {
                view! {
                    <h3>
                        "Efter tabellen i "
                        {source_view(source).title}
                    </h3>
                    <p class="form-hint">
                        "Kilde: "
                        <SourceLink source=source_view(source)/>
                    </p>
                }
            })}
        <p>
            <button type="button" class="button button-secondary" on:click=move |_| try_in_form(shared, found, trial, &[])>
                "Prøv en fordring, der går igennem"
            </button>
        </p>
        {(number > 0)
            .then(|| {
                view! {
                    <details class="details">
                        <summary class="details-summary">
                            {format!("Prøv en fordring, der bryder en regel ({})", count(number as u64))}
                        </summary>
                        <div class="details-text">
                            <ul class="type-hits nobullet-list">
                                {trial.breaks.iter().map(|broken| of_break(shared, found, trial, broken)).collect_view()}
                            </ul>
                        </div>
                    </details>
                }
            })}
    }
    .into_any()
}

fn of_break(shared: Shared, found: &'static Fordringstype, trial: &'static Trial, broken: &'static Break) -> AnyView {
    let name = rules::doc(broken.rule).map_or(broken.rule, |doc| doc.name);
    let changes: Vec<String> = broken
        .changes
        .iter()
        .map(|(name, value)| {
            let (name, value) = named_value(name, value);
            format!("{name}: {value}")
        })
        .collect();
    let fires: Vec<String> = broken
        .fires
        .iter()
        .map(|(rule, outcome)| match *outcome {
            "advarsel" => format!("{rule} råd"),
            outcome => format!("{rule} {outcome}"),
        })
        .collect();
    view! {
        <li>
            <button type="button" class="function-link" on:click=move |_| try_in_form(shared, found, trial, broken.changes)>
                {format!("Prøv: {name}")}
            </button>
            <span class="form-hint">
                <RuleLink id=broken.rule/>
                {format!(". {}. Giver {}.", capital(&changes.join("; ")), and(&fires))}
            </span>
        </li>
    }
    .into_any()
}
