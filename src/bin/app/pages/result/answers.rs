//! What the collection system answered, held up against the check.

use leptos::prelude::*;
use stamdatatjek::check::totals::{AnswerTotal, Totals};
use stamdatatjek::check::view::AnswerView;
use stamdatatjek::intake::Answer;

use crate::parts::count;

/// The section; nothing where no answers were given.
pub fn answers(totals: &Totals) -> AnyView {
    if totals.answers.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 id="answers-heading">"Hvad der kom tilbage"</h2>
        <p class="reading">
            "Hver linje er et svar fra modtagelsen. Tallene viser, hvad tjekket siger om de fordringer, der fik det svar. Er de to uenige, kan fordringen være rettet efter svaret, eller I kan have en anden aftale end den, der er offentliggjort."
        </p>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="answers-heading">
            <table class="table table--compact table-lg-responsive-headers d-print-table" id="answers">
                <thead>
                    <tr>
                        <th scope="col">"Svar"</th>
                        {NUMBERS.into_iter().map(|(title, _)| view! { <th scope="col" class="align-text-right">{title}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{totals.answers.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

type Number = fn(&AnswerTotal) -> u64;

/// The columns with numbers: heading, and which number.
const NUMBERS: [(&str, Number); 5] = [
    ("Fordringer", |total| total.claims),
    ("Tjekket: modtages", |total| total.modtages),
    ("Tjekket: høring", |total| total.hoering),
    ("Tjekket: afvises", |total| total.afvist),
    ("Tjekket: kan ikke afgøres", |total| total.undecided),
];

fn row(total: &AnswerTotal) -> impl IntoView + use<> {
    let (status, meaning) = words(&total.status);
    let numbers = NUMBERS.map(|(title, number)| (title, number(total)));
    view! {
        <tr>
            <td data-title="Svar">
                <strong>{status}</strong>
                <span class="form-hint">{meaning}</span>
            </td>
            {numbers
                .into_iter()
                .map(|(title, number)| {
                    view! {
                        <td data-title=title class="align-text-right">
                            {count(number)}
                        </td>
                    }
                })
                .collect_view()}
        </tr>
    }
}

/// The answer and what it means.
fn words(status: &str) -> (String, String) {
    match status {
        "" => ("Uden svar".into(), "Der er intet svar på fordringen i det, der er læst.".into()),
        "andet" => ("Andre svar".into(), String::new()),
        _ => {
            let answer = AnswerView::from(&Answer { status: status.to_owned(), ..Answer::default() });
            (answer.status, answer.meaning)
        }
    }
}
