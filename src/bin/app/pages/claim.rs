//! One claim of the checked file: its outcome, every finding, what each field should be, and ways to correct it.

mod editor;
mod fields;
mod keys;
pub mod suggested;

use leptos::prelude::*;
use stamdatatjek::check::Outcome;
use stamdatatjek::check::form::Form;
use stamdatatjek::check::totals::{Shown, shown};
use stamdatatjek::check::view::{AnswerView, ClaimView, FindingView, undecided_sentence};
use stamdatatjek::claim::Field;
use stamdatatjek::report::{hoering, support};

use super::corrections::corrections;
use super::result::Trouble;
use crate::Shared;
use crate::parts::{BLOCKS, Basis, FindingCard, OutcomeBadge, count, would};
use crate::ready_text::{hearing, ready_text};
use crate::route::{Route, go};
use crate::session::OpenClaim;
use editor::{Desk, refusal};
use fields::{fields, rest};
use keys::{listen, shortcuts};
use suggested::suggested;

/// The page.
#[component]
pub fn ClaimPage(
    /// The claim's number in the file's order, from 0.
    number: u32,
) -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    let round = session.correcting.round;
    Effect::new(move |_| {
        let round = round.get();
        let is_open = |open: &OpenClaim| open.number == number && open.round == round;
        if session.is_ready() && !session.opened.with_untracked(|opened| opened.as_ref().is_some_and(is_open)) {
            session.ask_claim(number);
        }
    });
    let opened = Memo::new(move |_| session.opened.get().filter(|open| open.number == number));
    let desk = Desk::new(session, number);
    tell_changes(shared, desk, opened);
    listen(shared, opened);
    view! {
        <p class="d-print-none">
            <a href=Route::Claims.href()>"Tilbage til listen"</a>
        </p>
        {move || opened.with(|opened| heading(shared, opened.as_ref()))}
        <Trouble/>
        {corrections(session)}
        {refusal(desk)}
        {move || opened.with(|opened| opened.as_ref().map(|open| view_of(shared, desk, open)))}
    }
}

/// Says politely what would become of the claim once a correction of it is checked.
fn tell_changes(shared: Shared, desk: Desk, opened: Memo<Option<OpenClaim>>) {
    Effect::new(move |earlier: Option<Option<u32>>| {
        let round = opened.with(|opened| opened.as_ref().map(|open| open.round));
        if earlier.flatten().is_some_and(|earlier| Some(earlier) != round) {
            let said = opened.with_untracked(|opened| opened.as_ref().map(|open| format!("{} nu.", verdict(&open.claim))));
            shared.session.correcting.said.set(said.unwrap_or_default());
            // What is shown anew has no focus.
            request_animation_frame(move || desk.find_focus());
        }
        round
    });
}

fn verdict(claim: &ClaimView) -> String {
    format!("Fordringen på række {} {}", count(claim.row), would(outcome(claim)))
}

fn outcome(claim: &ClaimView) -> Shown {
    shown(claim.outcome, !claim.undecided.is_empty())
}

/// The heading, and what there is to say while there is no claim.
fn heading(shared: Shared, opened: Option<&OpenClaim>) -> AnyView {
    let session = shared.session;
    if let Some(open) = opened {
        return view! { <h1 tabindex="-1">{verdict(&open.claim)}</h1> }.into_any();
    }
    if session.summary.with(Option::is_none) {
        return view! {
            <h1 tabindex="-1">"En fordring fra filen"</h1>
            <p>
                "Der er ingen tjekket fil. Filer gemmes ikke, så efter en genindlæsning skal du vælge filen igen. "
                <a href=Route::Start.href()>"Vælg en fil"</a>
            </p>
        }
        .into_any();
    }
    if session.trouble.with(Option::is_some) {
        return view! {
            <h1 tabindex="-1">"Fordringen kan ikke vises"</h1>
            <p>
                <a href=Route::Start.href()>"Vælg filen igen"</a>
            </p>
        }
        .into_any();
    }
    view! { <h1 tabindex="-1">"Henter fordringen"</h1> }.into_any()
}

fn view_of(shared: Shared, desk: Desk, open: &OpenClaim) -> AnyView {
    let claim = &open.claim;
    let shown = outcome(claim);
    let (firm, rest_of): (Vec<_>, Vec<_>) = claim.findings.iter().cloned().partition(|finding| finding.effect != "advarsel");
    let (mut blocking, advice): (Vec<_>, Vec<_>) = rest_of.into_iter().partition(|finding| blocks(claim, finding));
    for finding in &mut blocking {
        finding.effect = BLOCKS.to_owned();
    }
    let form = form_of(claim);
    let code = claim.code.clone();
    view! {
        <p>
            <OutcomeBadge shown/>
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
        {(!claim.undecided.is_empty()).then(|| view! { <p>{undecided_sentence(claim)}</p> })}
        {claim.answer.as_ref().map(|answer| answer_box(answer, shown))}
        {claim.findings.is_empty().then(|| view! { <p>"Ingen regler er brudt, og der er ingen råd."</p> })}
        {group(shared, desk, open, "Det stopper fordringen", firm)}
        {draft(claim)}
        {group(shared, desk, open, "Det skal rettes, før vi kan svare", blocking)}
        {group(shared, desk, open, "Råd", advice)}
        {not_checked(claim)}
        {fields(shared, desk, open)}
        {rest(desk, open)}
        <p class="buttons d-print-none">
            <button
                type="button"
                class="button button-secondary"
                on:click=move |_| {
                    shared.form.set(form.clone());
                    go(&Route::Form((!code.is_empty()).then(|| code.clone())));
                }
            >
                "Prøv rettelser i formularen"
            </button>
        </p>
        <nav class="pager d-print-none" aria-label="Fordringer på listen">
            {open.previous.map(|before| view! { <a href=Route::Claim(before).href()>"Forrige fordring"</a> })}
            {open.next.map(|next| view! { <a href=Route::Claim(next).href()>"Næste fordring"</a> })}
        </nav>
        {shortcuts()}
    }
    .into_any()
}

/// Findings of one kind, each with what can be done about it here.
fn group(shared: Shared, desk: Desk, open: &OpenClaim, title: &'static str, findings: Vec<FindingView>) -> AnyView {
    if findings.is_empty() {
        return ().into_any();
    }
    let settings = shared.session.summary.with_untracked(|summary| summary.as_ref().map(|summary| summary.settings));
    let card = |(place, finding): (usize, FindingView)| {
        let suggested = suggested(shared, desk, open, &finding);
        // What can't be read is for the user to mend, not for support.
        let question = settings.filter(|_| finding.effect != BLOCKS).map(|settings| {
            let (about, claim) = (finding.clone(), open.claim.clone());
            let make = move || (().into_any(), support::about_finding(&about, &claim, settings).text());
            let id = format!("question-{}-{}-{place}", finding.rule, finding.effect);
            ready_text(id, format!("Spørg Fordringshaversupporten om {}", finding.rule), "Spørgsmål, du kan sende", make)
        });
        view! {
            <FindingCard finding/>
            {suggested}
            {question}
        }
        .into_any()
    };
    let cards: Vec<AnyView> = findings.into_iter().enumerate().map(card).collect();
    view! {
        <h2>{title}</h2>
        {cards}
    }
    .into_any()
}

/// The two ways out of a høring and a text to work on, for a claim that would be sent there.
fn draft(claim: &ClaimView) -> AnyView {
    if claim.outcome != Outcome::Hoering {
        return ().into_any();
    }
    let claim = claim.clone();
    let make = move || match hoering::of_claim(&claim) {
        Some(of) => (hearing(&of), of.draft),
        None => (().into_any(), String::new()),
    };
    ready_text("draft".into(), "Udkast til høringssvar for fordringen".into(), "Begrundelse, du kan skrive videre på", make)
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
