//! Small parts of the pages one looks things up on: links, headings, texts with links in them.

use leptos::prelude::*;
use stamdatatjek::catalogue::folded;
use stamdatatjek::catalogue::model::{Fordringstype, Kind};
use stamdatatjek::catalogue::practice::Trial;
use stamdatatjek::catalogue::{self, Creditor, TYPES};
use stamdatatjek::check::form::{creditor_of_trial, form_of_trial, guide};
use stamdatatjek::check::view::source_view;
use stamdatatjek::claim::Field;
use stamdatatjek::rules;
use stamdatatjek::rules::doc::Effect;
use stamdatatjek::rules::ruleset::{Footing, choose};

use crate::Shared;
use crate::parts::{Icon, SourceLink};
use crate::route::{Route, go};

/// The way back to a list, and where the reader is.
#[component]
pub fn Crumbs(list: Route, name: &'static str, #[prop(into)] here: String) -> impl IntoView {
    view! {
        <nav class="breadcrumbs d-print-none" aria-label="Brødkrumme">
            <ol class="breadcrumbs__list">
                <li class="breadcrumbs__list-item">
                    <a class="breadcrumbs__link" href=list.href()>
                        {name}
                    </a>
                </li>
                <li class="breadcrumbs__list-item" aria-current="page">
                    <Icon name="chevron-right"/>
                    {here}
                </li>
            </ol>
        </nav>
    }
}

/// The name a fordringstype has in addresses: its code, or for one without a code the first word of its name.
pub fn address_of(fordringstype: &Fordringstype) -> String {
    let by_name = || folded(fordringstype.name.split(' ').next().unwrap_or_default());
    fordringstype.code.map_or_else(by_name, str::to_owned)
}

/// The fordringstype an address names; small letters are understood.
pub fn type_at(address: &str) -> Option<&'static Fordringstype> {
    let nameless = || TYPES.iter().find(|fordringstype| fordringstype.code.is_none() && address_of(fordringstype) == folded(address));
    catalogue::find(address).or_else(|| catalogue::find(&address.to_uppercase())).or_else(nameless)
}

/// A fordringstype by code and name, as a link where there is a page about it.
#[component]
pub fn TypeLink(#[prop(into)] code: String) -> impl IntoView {
    match catalogue::find(&code) {
        Some(found) => {
            let href = Route::Type(code.clone()).href();
            view! {
                <a href=href>{code}</a>
                {format!(" {}", found.name)}
            }
            .into_any()
        }
        // Some codes are only named in the material.
        None => format!("{code} (ikke beskrevet i det materiale, vi har)").into_any(),
    }
}

/// A link to a rule's page.
#[component]
pub fn RuleLink(#[prop(into)] id: String) -> impl IntoView {
    let href = Route::Rule(id.clone()).href();
    view! { <a href=href>{id}</a> }
}

/// A link to a field's page.
#[component]
pub fn FieldLink(field: Field) -> impl IntoView {
    let name = guide(field).map_or(field.name(), |guide| guide.field);
    view! { <a href=Route::Field(name.to_owned()).href()>{field.shown()}</a> }
}

/// A source by its id.
#[component]
pub fn SourceOf(id: &'static str) -> impl IntoView {
    view! { <SourceLink source=source_view(id)/> }
}

/// A list of sources, or nothing.
#[component]
pub fn Sources(ids: &'static [&'static str]) -> impl IntoView {
    (!ids.is_empty()).then(|| {
        view! {
            <ul>
                {ids
                    .iter()
                    .map(|id| {
                        view! {
                            <li>
                                <SourceOf id/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

/// A text in which rule numbers and fordringstype codes are links.
#[component]
pub fn Linked(#[prop(into)] text: String) -> impl IntoView {
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(text) => text.into_any(),
            Piece::Rule(id) => view! { <RuleLink id/> }.into_any(),
            Piece::Type(code) => view! { <a href=Route::Type(code.clone()).href()>{code.clone()}</a> }.into_any(),
        })
        .collect_view()
}

/// A list of texts with links in them, or nothing.
#[component]
pub fn LinkedList(texts: &'static [&'static str]) -> impl IntoView {
    (!texts.is_empty()).then(|| {
        view! {
            <ul>
                {texts
                    .iter()
                    .map(|text| {
                        view! {
                            <li>
                                <Linked text=*text/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

enum Piece {
    Plain(String),
    Rule(String),
    Type(String),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word_end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(word_end);
        let link = if word.contains('_') && rules::doc(word).is_some() {
            Some(Piece::Rule(word.to_owned()))
        } else if catalogue::find(word).is_some() {
            Some(Piece::Type(word.to_owned()))
        } else {
            None
        };
        match link {
            Some(link) => {
                out.push(Piece::Plain(std::mem::take(&mut plain)));
                out.push(link);
            }
            None => plain.push_str(word),
        }
        let gap = tail.find(is_word).unwrap_or(tail.len());
        plain.push_str(&tail[..gap]);
        rest = &tail[gap..];
    }
    out.push(Piece::Plain(plain));
    out
}

/// The word [`crate::parts::EffectBadge`] takes.
pub fn effect_word(effect: Effect) -> &'static str {
    stamdatatjek::check::effect_word(effect)
}

/// What a check of the type rests on for a creditor, as [`crate::parts::basis_word`] takes it.
pub fn basis_kind(fordringstype: &'static Fordringstype, creditor: Creditor) -> &'static str {
    match choose(fordringstype, creditor) {
        Footing::Table(_) => "officiel",
        Footing::Guidance(_) => "vejledende",
        Footing::Core | Footing::UnknownType => "kerne",
    }
}

/// What kind of claim a type is for, with our doubt where there is some.
pub fn kind_words(fordringstype: &Fordringstype) -> String {
    let kind = match fordringstype.kind {
        Kind::Hovedfordring => "Hovedfordring",
        Kind::Rente => "Rente",
        Kind::Gebyr => "Gebyr",
        Kind::Relateret => "Relateret fordring",
    };
    if fordringstype.kind_documented { kind.to_owned() } else { format!("{kind} (vores vurdering)") }
}

/// Loads a worked claim with changes into the form, with the day and the creditor it was made for, and goes there.
pub fn try_in_form(shared: Shared, fordringstype: &'static Fordringstype, trial: &Trial, changes: &[(&str, &str)]) {
    let (form, received) = form_of_trial(trial, changes);
    let code = form.text(Field::Fordringstype).to_owned();
    if let Some(received) = received {
        shared.received.set(received);
    }
    shared.creditor.set(creditor_of_trial(fordringstype, trial, shared.creditor.get_untracked()));
    shared.form.set(form);
    go(&Route::Form((!code.is_empty()).then_some(code)));
}
