//! Correcting all claims that break a rule at once: which claims, to what, what would happen, and then doing it.

mod choice;
mod preview;

use leptos::prelude::*;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::file::Filter;
use stamdatatjek::check::totals::RuleTotal;
use stamdatatjek::claim::Field;
use stamdatatjek::correct::suggest::{Suggestion, suggestions};
use stamdatatjek::correct::{Change, NewValue, Target};
use stamdatatjek::rules;

use super::corrections::corrections;
use super::result::Trouble;
use crate::Shared;
use crate::parts::{EffectBadge, list_link, plural};
use crate::route::Route;
use crate::session::{Session, Summary};
use choice::choices;
use preview::preview;

/// The page.
#[component]
pub fn FixPage(
    /// The rule's id.
    rule: String,
    /// `afvist`, `hoering` or `advarsel`.
    effect: String,
) -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    let id = rule.clone();
    let total = Memo::new(move |_| {
        let find = |summary: &Summary| summary.totals.by_rule.iter().find(|total| total.rule == rule && total.effect == effect).cloned();
        session.summary.with(|summary| summary.as_ref().and_then(find))
    });
    let is_checked = Memo::new(move |_| session.summary.with(Option::is_some));
    let name = rules::doc(&id).map_or_else(|| id.clone(), |doc| doc.name.to_owned());
    let read = id.clone();
    view! {
        <h1 tabindex="-1">{format!("Ret samlet: {name}")}</h1>
        <p class="d-print-none">
            <a href=Route::Result.href()>"Tilbage til resultatet"</a>
        </p>
        <Trouble/>
        {corrections(session)}
        {move || match total.get() {
            Some(total) => fix(shared, total),
            None if is_checked.get() => {
                view! {
                    <p>{format!("Ingen fordringer bryder {read} nu.")}</p>
                    <p>
                        <a href=Route::Result.href()>"Se resultatet"</a>
                    </p>
                }
                    .into_any()
            }
            None => view! { <p>"Du har ikke valgt en fil endnu. "<a href=Route::Start.href()>"Vælg en fil"</a></p> }.into_any(),
        }}
    }
}

/// What the user has chosen so far.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    /// The one fordringstype to correct; `None` for all.
    code: RwSignal<Option<String>>,
    /// The suggestion to follow, by its place; `None` for the user's own.
    suggestion: RwSignal<Option<usize>>,
    field: RwSignal<Option<Field>>,
    way: RwSignal<Way>,
    typed: RwSignal<String>,
    same_as: RwSignal<Option<Field>>,
    /// What is missing before it can be said what would happen.
    error: RwSignal<Option<&'static str>>,
    /// What was asked about: only that may be done.
    asked: RwSignal<Option<Change>>,
}

/// What the user's own choice sets a field to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Value,
    SameAs,
    Empty,
}

fn fix(shared: Shared, total: RuleTotal) -> AnyView {
    let session = shared.session;
    let fields = fields_of(session);
    let of_rule = rules::doc(&total.rule).map_or(&[][..], |doc| doc.fields);
    let field = of_rule.iter().copied().find(|field| fields.contains(field)).or_else(|| fields.first().copied());
    let desk = Desk {
        session,
        code: RwSignal::new((total.types.len() > 1).then(|| total.types.first().map(|(code, _)| code.clone())).flatten()),
        suggestion: RwSignal::new(Some(0)),
        field: RwSignal::new(field),
        way: RwSignal::new(Way::Value),
        typed: RwSignal::new(String::new()),
        same_as: RwSignal::new(fields.iter().copied().find(|other| Some(*other) != field)),
        error: RwSignal::new(None),
        asked: RwSignal::new(None),
    };
    let creditor = shared.creditor.get_untracked();
    let (rule, types) = (total.rule.clone(), total.types.clone());
    let suggested = Memo::new(move |_| suggested(&rule, &types, desk.code.get().as_deref(), creditor));
    let (rule, effect) = (total.rule.clone(), total.effect.clone());
    let filter = Memo::new(move |_| Filter { rule: Some((rule.clone(), effect.clone())), code: desk.code.get(), ..Filter::default() });
    view! {
        {about(shared, &total)}
        {choices(desk, &total, fields, suggested)}
        {preview(desk, filter, suggested)}
    }
    .into_any()
}

/// What the rule demands, and the claims that break it.
fn about(shared: Shared, total: &RuleTotal) -> AnyView {
    let doc = rules::doc(&total.rule);
    let filter = Filter { rule: Some((total.rule.clone(), total.effect.clone())), ..Filter::default() };
    view! {
        <p>
            <EffectBadge effect=total.effect.clone()/>
            " "
            {plural(total.claims, "fordring bryder", "fordringer bryder")}
            " "
            <a href=Route::Rule(total.rule.clone()).href()>{total.rule.clone()}</a>
            ". "
            {list_link(shared, filter, "", "Se dem på listen")}
        </p>
        {doc
            .map(|doc| {
                view! {
                    <p class="reading">
                        <strong>"Reglen: "</strong>
                        {doc.says}
                    </p>
                    <p class="reading">
                        <strong>"Det gør du: "</strong>
                        {doc.remedy}
                    </p>
                }
            })}
    }
    .into_any()
}

/// The fields that the file has a column for.
fn fields_of(session: Session) -> Vec<Field> {
    session.summary.with_untracked(|summary| {
        let used = summary.as_ref().map(|summary| summary.layout.used.as_slice()).unwrap_or_default();
        Field::ALL.into_iter().filter(|field| used.iter().any(|(_, shown)| shown == field.shown())).collect()
    })
}

/// What is suggested for one type; for all types, what is suggested for each of them.
fn suggested(rule: &str, types: &[(String, u64)], code: Option<&str>, creditor: Creditor) -> Vec<Suggestion> {
    if let Some(code) = code {
        return suggestions(rule, code, creditor);
    }
    let mut codes = types.iter().map(|(code, _)| code);
    let Some(first) = codes.next() else { return Vec::new() };
    let mut common = suggestions(rule, first, creditor);
    for code in codes {
        let others = suggestions(rule, code, creditor);
        common.retain(|one| others.iter().any(|other| other.field == one.field && other.to == one.to));
    }
    if types.len() > 1 {
        for suggestion in &mut common {
            suggestion.basis = format!("Det samme foreslås for alle typerne. For {first}: {}", suggestion.basis);
        }
    }
    common
}

impl Desk {
    /// What the user has chosen, as a change; else what is missing.
    fn change(self, filter: Filter, suggested: &[Suggestion]) -> Result<Change, &'static str> {
        if let Some(suggestion) = self.suggestion.get().and_then(|place| suggested.get(place)) {
            return Ok(Change { target: Target::Field { filter, field: suggestion.field }, to: suggestion.to.clone() });
        }
        let field = self.field.get().ok_or("Vælg et felt")?;
        let to = match self.way.get() {
            Way::Empty => NewValue::Empty,
            Way::SameAs => match self.same_as.get() {
                Some(other) if other != field => NewValue::SameAs(other),
                _ => return Err("Vælg et andet felt at tage værdien fra"),
            },
            Way::Value if self.typed.with(|typed| typed.trim().is_empty()) => return Err("Skriv, hvad der skal stå"),
            Way::Value => NewValue::Text(self.typed.get()),
        };
        Ok(Change { target: Target::Field { filter, field }, to })
    }
}
