//! The result's figures: by fordringstype, by when claims fell due, by rule, and how soon they lapse.

use leptos::prelude::*;
use stamdatatjek::calendar::Offset;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::lapse::Lapse;
use stamdatatjek::check::totals::{PeriodTotal, RuleTotal, Shown, Totals, TypeTotal};
use stamdatatjek::claim::{Decimal, NaiveDate, format_date};
use stamdatatjek::report::support;

use super::bars::{self, ORDER, Row, legend};
use crate::Shared;
use crate::parts::{EffectBadge, SourceLink, basis_word, count, kroner, list_link, plural};
use crate::ready_text::ready_text;
use crate::route::Route;
use crate::session::Summary;

/// How many rows a picture has at most; more can't be told apart at a glance.
const MOST: usize = 10;

/// The headings of the numbers by outcome.
fn titles(totals: &Totals, has_amount: bool) -> Vec<&'static str> {
    let mut titles = vec!["Fordringer"];
    titles.extend(ORDER.into_iter().filter(|shown| is_shown(totals, *shown)).map(|shown| match shown {
        Shown::Modtages => "Modtages",
        Shown::Hoering => "Høring",
        Shown::Afvist => "Afvises",
        Shown::Undecided => "Kan ikke afgøres",
    }));
    if has_amount {
        titles.push("Beløb");
    }
    titles
}

fn is_shown(totals: &Totals, shown: Shown) -> bool {
    shown != Shown::Undecided || totals.undecided > 0
}

/// A row with its claims by outcome, and an amount where there is one.
fn row(totals: &Totals, head: AnyView, claims: [u64; 4], amount: Option<i64>) -> Row {
    let mut cells = vec![count(claims.iter().sum()).into_any()];
    cells.extend(ORDER.into_iter().filter(|shown| is_shown(totals, *shown)).map(|shown| count(bars::of(&claims, shown)).into_any()));
    cells.extend(amount.map(|oere| kroner(oere).into_any()));
    Row { head, claims, cells }
}

/// How each fordringstype's claims fared, and what their check rests on.
pub fn by_type(shared: Shared, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    let has_amount = totals.amount_field.is_some();
    let all = &totals.by_type;
    let (first, rest) = all.split_at(MOST.min(all.len()));
    let mut rows: Vec<Row> = first.iter().map(|row| type_row(shared, totals, row)).collect();
    if !rest.is_empty() {
        rows.push(others(totals, rest));
    }
    let titles = titles(totals, has_amount);
    let folded = (!rest.is_empty()).then(|| {
        let rows = rest.iter().map(|row| type_row(shared, totals, row)).collect();
        view! {
            <details class="details">
                <summary class="details-summary">{format!("Vis de øvrige {} typer", rest.len())}</summary>
                {bars::table("other-types", "types-heading", "Type", &titles, rows)}
            </details>
        }
        .into_any()
    });
    view! {
        <h2 id="types-heading">"Fordringstyper i filen"</h2>
        {legend(totals.undecided > 0)}
        {bars::table("types", "types-heading", "Type", &titles, rows)}
        {folded}
        {questions(summary)}
    }
    .into_any()
}

/// A question to Fordringshaversupporten about each type; those that are most in the file.
fn questions(summary: &Summary) -> AnyView {
    let (settings, has_amount) = (summary.settings, summary.totals.amount_field.is_some());
    let types = summary.totals.by_type.iter().filter(|of| !of.code.is_empty()).take(MOST);
    let texts: Vec<AnyView> = types
        .map(|of| {
            let about = of.clone();
            let amount = has_amount.then(|| Decimal::new(amount_of(of), 2));
            let make = move || (().into_any(), support::about_type(&about, amount, settings).text());
            ready_text(format!("question-{}", of.code), format!("Om {}", of.code), "Spørgsmål, du kan sende", make)
        })
        .collect();
    if texts.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Spørg supporten om en fordringstype"</summary>
            <div class="details-text">{texts}</div>
        </details>
    }
    .into_any()
}

fn by_outcome(row: &TypeTotal) -> [u64; 4] {
    [row.modtages, row.undecided, row.hoering, row.afvist]
}

fn amount_of(row: &TypeTotal) -> i64 {
    row.money.iter().fold(0, |sum, money| sum.saturating_add(money.oere))
}

fn type_row(shared: Shared, totals: &Totals, total: &TypeTotal) -> Row {
    let code = if total.code.is_empty() { "(uden type)".to_owned() } else { total.code.clone() };
    let filter = Filter { code: Some(total.code.clone()), ..Filter::default() };
    let source = total.basis.source.clone().map(|source| view! { ": " <SourceLink source/> }.into_any());
    let head = view! {
        {list_link(shared, filter, "", code)}
        {total.name.as_ref().map(|name| format!(" {name}"))}
        <span class="form-hint">{basis_word(&total.basis.kind)} {source}</span>
    }
    .into_any();
    row(totals, head, by_outcome(total), totals.amount_field.is_some().then(|| amount_of(total)))
}

/// The types that have no bar of their own, together.
fn others(totals: &Totals, rest: &[TypeTotal]) -> Row {
    let mut claims = [0; 4];
    for total in rest {
        claims.iter_mut().zip(by_outcome(total)).for_each(|(sum, more)| *sum += more);
    }
    let amount = rest.iter().fold(0_i64, |sum, total| sum.saturating_add(amount_of(total)));
    let head = format!("Øvrige ({})", plural(rest.len() as u64, "type", "typer")).into_any();
    row(totals, head, claims, totals.amount_field.is_some().then_some(amount))
}

/// When the claims fell due, by outcome; and which rules stop most.
pub fn spread(summary: &Summary) -> AnyView {
    view! {
        {by_period(&summary.totals)}
        {by_rule(&summary.totals)}
    }
    .into_any()
}

fn by_period(totals: &Totals) -> AnyView {
    if totals.periods.is_empty() {
        return ().into_any();
    }
    let titles = titles(totals, false);
    let rows = totals.periods.iter().map(|period| row(totals, period_words(period).into_any(), period.claims, None)).collect();
    view! {
        <h2 id="periods-heading">"Hvornår forfaldt fordringerne?"</h2>
        {legend(totals.undecided > 0)}
        {bars::table("periods", "periods-heading", "Forfaldsdato", &titles, rows)}
    }
    .into_any()
}

const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

fn period_words(period: &PeriodTotal) -> String {
    let Some(year) = period.year else { return "Uden forfaldsdato, der kan læses".into() };
    let month = period.month.and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    month.map_or_else(|| year.to_string(), |month| format!("{month} {year}"))
}

/// The rules that stop most claims, side by side.
fn by_rule(totals: &Totals) -> AnyView {
    let stopping: Vec<&RuleTotal> = totals.by_rule.iter().filter(|rule| rule.effect != "advarsel").collect();
    // One rule needs no comparison.
    if stopping.len() < 2 {
        return ().into_any();
    }
    let has_amount = totals.amount_field.is_some();
    let titles: &[&str] = if has_amount { &["Fordringer", "Beløb"] } else { &["Fordringer"] };
    let rows = stopping
        .iter()
        .take(MOST)
        .map(|rule| {
            let mut claims = [0; 4];
            let shown = if rule.effect == "afvist" { Shown::Afvist } else { Shown::Hoering };
            if let Some(part) = claims.get_mut(shown as usize) {
                *part = rule.claims;
            }
            let mut cells = vec![count(rule.claims).into_any()];
            cells.extend(has_amount.then(|| kroner(rule.money.oere).into_any()));
            Row { head: rule_head(&rule.rule, &rule.name, &rule.effect), claims, cells }
        })
        .collect();
    let words = if stopping.len() > MOST {
        format!("De {MOST} regler, der stopper flest, ud af {}.", stopping.len())
    } else {
        "Alle regler, der stopper fordringer.".to_owned()
    };
    view! {
        <h2 id="rules-heading">"Hvilke regler stopper flest?"</h2>
        <p class="reading">{format!("{words} En fordring kan bryde flere regler og tæller med ved hver af dem.")}</p>
        {bars::table("rules", "rules-heading", "Regel", titles, rows)}
    }
    .into_any()
}

/// A rule as the head of a row.
pub fn rule_head(rule: &str, name: &str, effect: &str) -> AnyView {
    view! {
        <EffectBadge effect/>
        " "
        <a href=Route::Rule(rule.to_owned()).href()>{rule.to_owned()}</a>
        {format!(" {name}")}
    }
    .into_any()
}

/// The spans before a claim lapses, with the months to their end.
const AHEAD: [(Lapse, &str, i32); 5] = [
    (Lapse::Passed, "Før modtagelsesdatoen", 0),
    (Lapse::Month, "Inden for 1 måned", 1),
    (Lapse::ThreeMonths, "Om 1 til 3 måneder", 3),
    (Lapse::SixMonths, "Om 3 til 6 måneder", 6),
    (Lapse::Year, "Om 6 til 12 måneder", 12),
];

/// The claims that lapse within a year.
pub fn lapses(shared: Shared, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    if totals.lapses.is_empty() {
        return ().into_any();
    }
    let received = summary.settings.received;
    let has_amount = totals.amount_field.is_some();
    let rows: Vec<Row> = AHEAD
        .into_iter()
        .filter_map(|(lapse, words, months)| {
            let total = totals.lapses.iter().find(|total| total.lapse == lapse)?;
            let filter = Filter { lapse: Some(lapse), ..Filter::default() };
            let head = view! {
                {list_link(shared, filter, "", words)}
                {until(received, months).map(|until| view! { <span class="form-hint">{until}</span> })}
            };
            Some(row(totals, head.into_any(), total.claims, has_amount.then_some(total.money.oere)))
        })
        .collect();
    let unknown = totals.lapses.iter().find(|total| total.lapse == Lapse::Unknown).map(|total| {
        let filter = Filter { lapse: Some(Lapse::Unknown), ..Filter::default() };
        let words = plural(total.claims.iter().sum(), "fordring", "fordringer");
        view! { <p class="reading">{list_link(shared, filter, "", words)} " har ingen forældelsesdato, der kan læses."</p> }.into_any()
    });
    let table = if rows.is_empty() {
        view! { <p class="reading">"Ingen af forældelsesdatoerne i filen ligger inden for 12 måneder fra modtagelsesdatoen."</p> }
            .into_any()
    } else {
        view! {
            <p class="reading">"Høring stopper ikke forældelsen: En fordring i høring er ikke modtaget, og fristen løber videre."</p>
            {legend(totals.undecided > 0)}
            {bars::table("lapses", "lapses-heading", "Forældelsesdato", &titles(totals, has_amount), rows)}
        }
        .into_any()
    };
    view! {
        <h2 id="lapses-heading">"Hvad forældes snart?"</h2>
        {table}
        {unknown}
    }
    .into_any()
}

/// The last day of a span.
fn until(received: NaiveDate, months: i32) -> Option<String> {
    let last = Offset { months, ..Offset::NONE }.from(received).filter(|_| months > 0)?;
    Some(format!("til og med {}", format_date(last)))
}
