//! The verdict beside the form: what would become of the claim, and why.

use leptos::prelude::*;
use stamdatatjek::check::form::Answer;
use stamdatatjek::check::totals::{Shown, shown};
use stamdatatjek::check::view::FindingView;

use super::state::FormState;
use crate::parts::{FindingCard, OutcomeBadge, count};
use crate::reference_parts::RuleLink;

/// The panel.
#[component]
pub fn Verdict(state: FormState) -> impl IntoView {
    let answer = state.answer;
    let untouched = Memo::new(move |_| state.is_untouched());
    let head = Memo::new(move |_| (!untouched.get()).then(|| answer.with(|answer| (outcome(answer), answer.sentence()))));
    view! {
        <section class="verdict" aria-labelledby="svar" tabindex="0">
            <h2 id="svar" tabindex="-1">
                "Svar"
            </h2>
            {move || match head.get() {
                None => view! { <Waiting/> }.into_any(),
                Some((outcome, sentence)) => {
                    view! {
                        {outcome.map(|shown| view! { <OutcomeBadge shown/> })}
                        <p class="verdict-sentence">{sentence}</p>
                    }
                        .into_any()
                }
            }}
            <div class:untouched=untouched>
                {move || success(answer, untouched)}
                <Findings state effect="afvist" name="Afviser fordringen"/>
                <Findings state effect="hoering" name="Sender fordringen i høring"/>
                <Findings state effect="advarsel" name="Råd, der ikke ændrer svaret"/>
                <NotChecked state/>
            </div>
            // Spoken when the typing rests; what is on screen follows every key.
            <p class="sr-only" role="status">
                {move || if untouched.get() { String::new() } else { state.spoken.get() }}
            </p>
        </section>
    }
}

/// Before anything is typed.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <p>"Udfyld felterne, så står svaret her, mens du skriver. Rækkefølgen er fri."</p>
        <p>"Vil du se, hvordan en fordring kan se ud, så indsæt eksemplet, og ret i det."</p>
        <p>"Det, du skriver, bliver i din browser og gemmes ikke."</p>
    }
}

fn outcome(answer: &Answer) -> Option<Shown> {
    answer.new_claim.then(|| shown(answer.view.outcome, answer.is_undecided()))
}

fn success(answer: Memo<Answer>, untouched: Memo<bool>) -> Option<AnyView> {
    if untouched.get() {
        return None;
    }
    let (passes, advice) = answer.with(|answer| (outcome(answer) == Some(Shown::Modtages), !answer.view.findings.is_empty()));
    passes.then(|| {
        view! {
            <div class="alert alert-success">
                <svg class="icon-svg alert-icon" role="img" aria-label="Succes" focusable="false">
                    <use href="#success"></use>
                </svg>
                <div class="alert-body">
                    <h3 class="alert-heading">"Ingen regel stopper fordringen"</h3>
                    <p class="alert-text">
                        {if advice {
                            "Læs rådene herunder, før du sender den."
                        } else {
                            "Der er heller ingen råd. Tjek, at oplysningerne passer med sagen, før du sender den."
                        }}
                    </p>
                </div>
            </div>
        }
        .into_any()
    })
}

/// The findings with one effect. A card whose words don't change stays, and stays open if it was opened.
#[component]
fn Findings(state: FormState, effect: &'static str, name: &'static str) -> impl IntoView {
    let found = Memo::new(move |_| {
        let of_effect = |finding: &&FindingView| finding.effect == effect;
        state.answer.with(|answer| answer.view.findings.iter().filter(of_effect).cloned().collect::<Vec<_>>())
    });
    let number = Memo::new(move |_| found.with(Vec::len));
    view! {
        {move || (number.get() > 0).then(|| view! { <h3 class="verdict-group">{format!("{name} ({})", count(number.get() as u64))}</h3> })}
        <For
            each=move || found.get()
            key=|finding| format!("{}\n{}\n{}\n{}", finding.rule, finding.found, finding.expected, finding.notes.len())
            let:finding
        >
            <FindingCard finding/>
        </For>
    }
}

/// The rules that could not be run, and why.
#[component]
fn NotChecked(state: FormState) -> impl IntoView {
    let rows = Memo::new(move |_| state.answer.with(|answer| answer.view.not_checked.clone()));
    move || {
        let rows = rows.get();
        (!rows.is_empty()).then(|| {
            view! {
                <details class="details">
                    <summary class="details-summary">{format!("Ikke tjekket ({})", count(rows.len() as u64))}</summary>
                    <div class="details-text">
                        <p>"Disse regler kunne ikke køres. De er hverken bestået eller brudt."</p>
                        <ul>
                            {rows
                                .into_iter()
                                .map(|row| {
                                    view! {
                                        <li>
                                            {if row.rule.contains('*') {
                                                row.rule.into_any()
                                            } else {
                                                view! { <RuleLink id=row.rule/> }.into_any()
                                            }}
                                            {format!(": {}", row.why)}
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </div>
                </details>
            }
        })
    }
}
