//! One claim of the checked file: its outcome, every finding, and every field.

use leptos::prelude::*;
use stamdatatjek::check::form::Form;
use stamdatatjek::check::totals::{Shown, shown};
use stamdatatjek::check::view::{AnswerView, ClaimView, FieldView, FindingView, undecided_sentence};
use stamdatatjek::claim::Field;

use super::result::Trouble;
use crate::Shared;
use crate::parts::{BLOCKS, Basis, EffectBadge, FindingCard, OutcomeBadge, count, would};
use crate::route::{Route, go};
use crate::session::{OpenClaim, State};

/// The page.
#[component]
pub fn ClaimPage(
    /// The claim's number in the file's order, from 0.
    number: u32,
) -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    Effect::new(move |_| {
        let open = session.opened.with_untracked(|opened| opened.as_ref().is_some_and(|open| open.number == number));
        if session.state.get() == State::Done && !open {
            session.ask_claim(number);
        }
    });
    let opened = Memo::new(move |_| session.opened.get().filter(|open| open.number == number));
    view! {
        <p class="d-print-none">
            <a href=Route::Claims.href()>"Tilbage til listen"</a>
        </p>
        <Trouble/>
        {move || match opened.get() {
            Some(OpenClaim { of, claim, .. }) => view_of(shared, number, of, claim),
            None if session.summary.with(Option::is_none) => {
                view! {
                    <h1 tabindex="-1">"En fordring fra filen"</h1>
                    <p>"Der er ingen tjekket fil. Filer gemmes ikke, så efter en genindlæsning skal du vælge filen igen. "
                        <a href=Route::Start.href()>"Vælg en fil"</a>
                    </p>
                }
                    .into_any()
            }
            None if session.trouble.with(Option::is_some) => {
                view! {
                    <h1 tabindex="-1">"Fordringen kan ikke vises"</h1>
                    <p>
                        <a href=Route::Start.href()>"Vælg filen igen"</a>
                    </p>
                }
                    .into_any()
            }
            None => view! { <h1 tabindex="-1">"Henter fordringen"</h1> }.into_any(),
        }}
    }
}

fn view_of(shared: Shared, number: u32, of: u32, claim: ClaimView) -> AnyView {
    let outcome = shown(claim.outcome, !claim.undecided.is_empty());
    let fields = claim.fields.clone();
    let (firm, rest): (Vec<_>, Vec<_>) = claim.findings.iter().cloned().partition(|finding| finding.effect != "advarsel");
    let (mut blocking, advice): (Vec<_>, Vec<_>) = rest.into_iter().partition(|finding| blocks(&claim, finding));
    for finding in &mut blocking {
        finding.effect = BLOCKS.to_owned();
    }
    let none = claim.findings.is_empty();
    let form = form_of(&claim);
    let code = claim.code.clone();
    view! {
        <h1 tabindex="-1">{format!("Fordringen på række {} {}", count(claim.row), would(outcome))}</h1>
        <p>
            <OutcomeBadge shown=outcome/>
            " "
            {if claim.code.is_empty() {
                view! { "Uden fordringstype" }.into_any()
            } else {
                view! {
                    <a href=Route::Type(claim.code.clone()).href()>{claim.code.clone()}</a>
                    " "
                    {claim.type_name.clone().unwrap_or_else(|| "ukendt fordringstype".to_owned())}
                }
                    .into_any()
            }}
            {(!claim.reference.is_empty()).then(|| format!(", reference {}", claim.reference))}
        </p>
        <Basis basis=claim.basis.clone()/>
        {(!claim.undecided.is_empty()).then(|| view! { <p>{undecided_sentence(&claim)}</p> })}
        {claim.answer.as_ref().map(|answer| answer_box(answer, outcome))}
        {none.then(|| view! { <p>"Ingen regler er brudt, og der er ingen råd."</p> })}
        {(!firm.is_empty()).then(|| view! { <h2>"Det stopper fordringen"</h2> })}
        {firm.into_iter().map(|finding| view! { <FindingCard finding/> }).collect_view()}
        {(!blocking.is_empty()).then(|| view! { <h2>"Det skal rettes, før vi kan svare"</h2> })}
        {blocking.into_iter().map(|finding| view! { <FindingCard finding/> }).collect_view()}
        {(!advice.is_empty()).then(|| view! { <h2>"Råd"</h2> })}
        {advice.into_iter().map(|finding| view! { <FindingCard finding/> }).collect_view()}
        {not_checked(&claim)}
        <h2 id="fields-heading">"Stamdata på rækken"</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="fields-heading">
            <table class="table table--compact structured-list">
                <tbody>{fields.into_iter().map(field_row).collect_view()}</tbody>
            </table>
        </div>
        <p class="buttons d-print-none">
            <button
                type="button"
                class="button button-primary"
                on:click=move |_| {
                    shared.form.set(form.clone());
                    go(&Route::Form((!code.is_empty()).then(|| code.clone())));
                }
            >
                "Prøv rettelser i formularen"
            </button>
        </p>
        <nav class="pager d-print-none" aria-label="Fordringer i filen">
            {number.checked_sub(1).map(|before| view! { <a href=Route::Claim(before).href()>"Forrige fordring"</a> })}
            {(number + 1 < of).then(|| view! { <a href=Route::Claim(number + 1).href()>"Næste fordring"</a> })}
        </nav>
    }
    .into_any()
}

/// What came back for the claim, and whether the check says the same.
fn answer_box(answer: &AnswerView, checked: Shown) -> impl IntoView + use<> {
    let answer = answer.clone();
    let agreement = agreement(&answer.status, checked);
    let reason = [answer.number, answer.text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    view! {
        <section class="answer" aria-labelledby="answer-heading">
            <h2 id="answer-heading">"Svaret fra modtagelsen"</h2>
            <p>
                <strong>{answer.status}</strong>
                ". "
                {answer.meaning}
            </p>
            {(!reason.is_empty())
                .then(|| {
                    view! {
                        <p>
                            <strong>"Begrundelse: "</strong>
                            {reason}
                        </p>
                    }
                })}
            <p>{agreement}</p>
        </section>
    }
}

/// Whether the answer and the check agree.
fn agreement(status: &str, checked: Shown) -> String {
    let answered = match status {
        "UDFØRT" => Shown::Modtages,
        "HØRING" => Shown::Hoering,
        "AFVIST" => Shown::Afvist,
        "MODTAGET" | "SAGSBEHANDL" => return "Svaret er ikke endeligt, så det kan ikke holdes op mod tjekket.".into(),
        _ => return "Svaret kan ikke holdes op mod tjekket.".into(),
    };
    if checked == Shown::Undecided {
        return "Tjekket kan ikke afgøre fordringen, så svaret kan ikke holdes op mod det.".into();
    }
    if answered == checked {
        return "Tjekket siger det samme.".into();
    }
    format!(
        "Tjekket siger noget andet: fordringen {} efter de offentlige regler. Den kan være rettet efter svaret, eller I kan have en anden aftale.",
        would(checked)
    )
}

/// Whether the finding is about a value without which nobody can say what would become of the claim.
fn blocks(claim: &ClaimView, finding: &FindingView) -> bool {
    finding.fields.first().is_some_and(|field| claim.undecided.contains(field))
}

fn field_row(field: FieldView) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{field.shown}</th>
            <td>{if field.text.is_empty() { "–".to_owned() } else { field.text }}</td>
            <td>{field.effect.map(|effect| view! { <EffectBadge effect/> })}</td>
        </tr>
    }
}

fn not_checked(claim: &ClaimView) -> AnyView {
    if claim.not_checked.is_empty() {
        return ().into_any();
    }
    let rows = claim.not_checked.clone();
    view! {
        <h2>"Ikke tjekket"</h2>
        <ul>{rows.into_iter().map(|row| view! { <li>{format!("{}: {}", row.rule, row.why)}</li> }).collect_view()}</ul>
    }
    .into_any()
}

/// The claim as the form holds it, to try corrections on.
fn form_of(claim: &ClaimView) -> Form {
    let values = claim.fields.iter().filter_map(|field| Some((Field::from_name(&field.name)?, field.text.clone()))).collect();
    Form { values, ..Form::default() }
}
