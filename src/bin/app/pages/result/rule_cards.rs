//! What is to be done, rule by rule: what is wrong, how often, an example from the file, and the ways on.

use leptos::prelude::*;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::{RuleExample, RuleTotal, Shown};
use stamdatatjek::claim::Decimal;
use stamdatatjek::report::{hoering, support};
use stamdatatjek::rules;

use super::example::{example_sheet, sentence};
use crate::Shared;
use crate::parts::{EffectBadge, count, kroner, list_link, plural};
use crate::ready_text::{hearing, ready_text};
use crate::route::Route;
use crate::session::Summary;

/// How many rules are shown before the rest is unfolded.
const SHOWN: usize = 10;

/// How many of the rules that stop most claims stand open at once.
const OPENED: usize = 2;

/// How many fordringstyper a card names.
const TYPES: usize = 6;

/// What stops claims and how often, by rule.
pub fn stopping(shared: Shared, summary: &Summary) -> AnyView {
    let rules: Vec<&RuleTotal> = summary.totals.by_rule.iter().filter(|rule| !is_advice(rule)).collect();
    if rules.is_empty() && summary.totals.undecided == 0 {
        return ().into_any();
    }
    let words = match rules.len() as u64 {
        0 => None,
        1 => Some("Én regel er brudt.".to_owned()),
        many => Some(format!("{} regler er brudt. De, der stopper flest fordringer, står først.", count(many))),
    };
    view! {
        <h2>"Det skal rettes"</h2>
        {words.map(|words| view! { <p class="reading">{words}</p> })}
        {undecided(shared, summary.totals.undecided)}
        {cards(shared, summary, &rules, OPENED)}
    }
    .into_any()
}

/// What claims could be better at and how often, by rule. Folded: nothing of it stops a claim.
pub fn advice(shared: Shared, summary: &Summary) -> AnyView {
    let rules: Vec<&RuleTotal> = summary.totals.by_rule.iter().filter(|rule| is_advice(rule)).collect();
    if rules.is_empty() {
        return ().into_any();
    }
    let words =
        format!("{} til {}", plural(rules.len() as u64, "råd", "råd"), plural(summary.totals.with_advice, "fordring", "fordringer"));
    view! {
        <h2>"Råd"</h2>
        <p class="reading">"Råd ændrer ikke udfaldet, men kan spare jer for spørgsmål senere."</p>
        <details class="details">
            <summary class="details-summary">{words}</summary>
            <div class="details-text">{cards(shared, summary, &rules, 0)}</div>
        </details>
    }
    .into_any()
}

fn is_advice(rule: &RuleTotal) -> bool {
    rule.effect == "advarsel"
}

/// Claims that can't be decided: no rule stops them, and what is wrong with them is told as advice.
fn undecided(shared: Shared, claims: u64) -> Option<AnyView> {
    let filter = Filter { outcome: Some(Shown::Undecided), ..Filter::default() };
    let link = if claims == 1 { "Se fordringen".to_owned() } else { format!("Se de {} fordringer", count(claims)) };
    (claims > 0).then(|| {
        view! {
            <p class="reading">
                {plural(claims, "fordring", "fordringer")}
                " kan ikke afgøres, fordi en værdi mangler eller ikke kan læses. Hvilken det er, står ved hver fordring. "
                {list_link(shared, filter, "d-print-none", link)}
            </p>
        }
        .into_any()
    })
}

/// The first cards, and the rest folded.
fn cards(shared: Shared, summary: &Summary, rules: &[&RuleTotal], opened: usize) -> AnyView {
    let card = |(place, rule): (usize, &&RuleTotal)| card(shared, summary, rule, place < opened);
    let mut all: Vec<AnyView> = rules.iter().enumerate().map(card).collect();
    let rest = all.split_off(SHOWN.min(all.len()));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="details more-rules">
                <summary class="details-summary">{format!("Vis alle {}", rules.len())}</summary>
                <ul class="rule-list nobullet-list no-max-width">{rest}</ul>
            </details>
        }
        .into_any()
    });
    view! {
        <ul class="rule-list nobullet-list no-max-width">{all}</ul>
        {rest}
    }
    .into_any()
}

fn card(shared: Shared, summary: &Summary, total: &RuleTotal, is_open: bool) -> AnyView {
    let doc = rules::doc(&total.rule);
    let has_amounts = summary.totals.amount_field.is_some();
    let line = |title: &'static str, text: &'static str| {
        view! {
            <p>
                <strong>{title}</strong>
                {text}
            </p>
        }
        .into_any()
    };
    view! {
        <li>
            <details class="rule-item" data-rule=total.rule.clone() data-effect=total.effect.clone() open=is_open>
                <summary>
                    <EffectBadge effect=total.effect.clone()/>
                    <h3 class="rule-name">{total.name.clone()}</h3>
                    <span class="rule-count">{plural(total.claims, "fordring", "fordringer")}</span>
                    {has_amounts.then(|| view! { <span class="rule-amount">{kroner(total.money.oere)}</span> })}
                </summary>
                {doc.map(|doc| line("Reglen: ", doc.says))}
                {total.example.as_ref().map(|example| example_of(shared, total, example))}
                {doc.map(|doc| line("Det gør du: ", doc.remedy))}
                {types(&total.types)}
                {ways(shared, total)}
                {texts(summary, total)}
            </details>
        </li>
    }
    .into_any()
}

fn example_of(shared: Shared, total: &RuleTotal, example: &RuleExample) -> AnyView {
    let of = format!("{} ({})", total.rule, effect_word(&total.effect));
    let words = [example.found.as_str(), example.expected.as_str()].join(" ");
    view! {
        <div class="example">
            <p>
                <strong>{format!("Fx række {}: ", count(example.row))}</strong>
                {sentence(shared, words, &example.sheet)}
            </p>
            {(!example.sheet.cells.is_empty()).then(|| example_sheet(shared, &of, &example.sheet))}
        </div>
    }
    .into_any()
}

fn effect_word(effect: &str) -> &'static str {
    match effect {
        "afvist" => "afvist",
        "hoering" => "høring",
        _ => "råd",
    }
}

/// In which fordringstyper, with links to their practice.
fn types(types: &[(String, u64)]) -> AnyView {
    if types.is_empty() {
        return ().into_any();
    }
    let items: Vec<AnyView> = types.iter().take(TYPES).map(|(code, claims)| type_item(code, *claims)).collect();
    let more = types.len().saturating_sub(TYPES) as u64;
    view! {
        <p>
            <strong>"Fordringstyper: "</strong>
            {items}
            {(more > 0).then(|| format!("og {}", plural(more, "anden type", "andre typer")))}
        </p>
    }
    .into_any()
}

fn type_item(code: &str, claims: u64) -> AnyView {
    if code.is_empty() {
        return format!("uden type ({}) ", count(claims)).into_any();
    }
    view! {
        <a href=Route::Type(code.to_owned()).href()>{code.to_owned()}</a>
        {format!(" ({}) ", count(claims))}
    }
    .into_any()
}

/// The ways on from a rule.
fn ways(shared: Shared, total: &RuleTotal) -> AnyView {
    let (rule, effect) = (total.rule.clone(), total.effect.clone());
    let filter = Filter { rule: Some((rule.clone(), effect.clone())), ..Filter::default() };
    let list = if total.claims == 1 { "Se fordringen".to_owned() } else { format!("Se de {} fordringer", count(total.claims)) };
    // What isn't about a field can't be corrected by giving fields other values.
    let can_fix = rules::doc(&rule).is_some_and(|doc| !doc.fields.is_empty());
    view! {
        <p class="ways-on d-print-none">
            {list_link(shared, filter, "button button-secondary", list)}
            {can_fix
                .then(|| {
                    view! {
                        <a class="button button-secondary" href=Route::Fix { rule: rule.clone(), effect }.href()>
                            "Ret samlet"
                        </a>
                    }
                })}
            <a href=Route::Rule(rule.clone()).href()>{format!("Læs om {rule}")}</a>
        </p>
    }
    .into_any()
}

/// Texts to send: a question, and a draft where the rule leads to a høring.
fn texts(summary: &Summary, total: &RuleTotal) -> AnyView {
    let settings = summary.settings;
    let amount = summary.totals.amount_field.is_some().then(|| Decimal::new(total.money.oere, 2));
    let id = format!("{}-{}", total.rule, total.effect);
    let asked = total.clone();
    let question = move || (().into_any(), support::about_rule(&asked, amount, settings).text());
    let draft = (total.effect == "hoering").then(|| {
        let about = total.clone();
        let make = move || match hoering::of_rule(&about) {
            Some(of) => (hearing(&of), of.draft),
            None => (().into_any(), String::new()),
        };
        ready_text(format!("draft-{id}"), "Udkast til høringssvar".into(), "Begrundelse, du kan skrive videre på", make)
    });
    view! {
        {draft}
        {ready_text(format!("question-{id}"), "Spørg Fordringshaversupporten".into(), "Spørgsmål, du kan sende", question)}
    }
    .into_any()
}
