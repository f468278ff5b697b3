//! One stamdata field: what it means, how to find it, and the rules that look at it.

use leptos::prelude::*;
use stamdatatjek::catalogue::REFERENCE;
use stamdatatjek::catalogue::reference::FieldGuide;
use stamdatatjek::check::form::guide;
use stamdatatjek::claim::Field;
use stamdatatjek::rules::doc::RuleDoc;
use stamdatatjek::rules::words::capital;
use stamdatatjek::rules::{self};

use crate::parts::{EffectBadge, count};
use crate::reference_parts::{Crumbs, Linked, LinkedList, RuleLink, Sources, effect_word};
use crate::route::Route;

/// The page.
#[component]
pub fn FieldPage(name: String) -> impl IntoView {
    let wanted = name.to_lowercase();
    let field = Field::from_name(&wanted);
    let found = REFERENCE.fields.iter().find(|guide| guide.field == wanted).or_else(|| field.and_then(guide));
    match (found, field) {
        (Some(found), _) => known(found),
        (None, Some(field)) => without_guide(field),
        (None, None) => unknown(&name),
    }
}

fn unknown(name: &str) -> AnyView {
    view! {
        <Crumbs list=Route::Fields name="Felter" here=name/>
        <h1 tabindex="-1">{format!("Feltet {name} kendes ikke")}</h1>
        <p>
            "Se efter, om navnet er skrevet rigtigt, eller find feltet på listen. "
            <a href=Route::Fields.href()>"Se alle felter"</a>
        </p>
    }
    .into_any()
}

fn without_guide(field: Field) -> AnyView {
    view! {
        <Crumbs list=Route::Fields name="Felter" here=field.shown()/>
        <h1 tabindex="-1">{field.shown()}</h1>
        <p>"Der er ingen vejledning til feltet i det materiale, vi har."</p>
        {headings(&[field])}
        {rules_on(&[field])}
    }
    .into_any()
}

fn known(found: &'static FieldGuide) -> AnyView {
    let fields: Vec<Field> = Field::ALL.into_iter().filter(|field| guide(*field).is_some_and(|other| other.field == found.field)).collect();
    view! {
        <Crumbs list=Route::Fields name="Felter" here=found.name/>
        <h1 tabindex="-1">{found.name}</h1>
        <p class="font-lead">
            <Linked text=found.definition/>
        </p>
        {part("Sådan finder du værdien", found.find)}
        <h2>"Sådan skriver du det"</h2>
        <dl class="facts">
            <dt>"Form"</dt>
            <dd>
                <Linked text=found.format/>
            </dd>
            <dt>"Eksempel"</dt>
            <dd>
                <Linked text=found.example/>
            </dd>
        </dl>
        {differences(found)}
        {part("Typiske fejl", found.mistakes)}
        {found
            .note
            .map(|note| {
                view! {
                    <h2>"Værd at vide"</h2>
                    <p class="reading">
                        <Linked text=note/>
                    </p>
                }
            })}
        {rules_on(&fields)}
        {headings(&fields)}
        <h2>"Kilder"</h2>
        <Sources ids=found.sources/>
    }
    .into_any()
}

fn part(heading: &'static str, texts: &'static [&'static str]) -> Option<AnyView> {
    (!texts.is_empty()).then(|| {
        view! {
            <h2>{heading}</h2>
            <LinkedList texts/>
        }
        .into_any()
    })
}

fn differences(found: &'static FieldGuide) -> Option<AnyView> {
    (!found.differs.is_empty()).then(|| {
        view! {
            <h2>"Forskellen fra andre felter"</h2>
            <dl class="facts">
                {found
                    .differs
                    .iter()
                    .map(|(other, difference)| {
                        view! {
                            <dt>{neighbour(other)}</dt>
                            <dd>
                                <Linked text=*difference/>
                            </dd>
                        }
                    })
                    .collect_view()}
            </dl>
        }
        .into_any()
    })
}

/// A neighbouring field by the name the guide uses: a link where there is a page.
fn neighbour(name: &'static str) -> AnyView {
    let guide = REFERENCE.fields.iter().find(|guide| guide.field == name).map(|guide| guide.name);
    match guide.or_else(|| Field::from_name(name).map(Field::shown)) {
        Some(shown) => view! { <a href=Route::Field(name.to_owned()).href()>{shown}</a> }.into_any(),
        None => capital(&name.replace('_', " ")).into_any(),
    }
}

fn headings(fields: &[Field]) -> Option<AnyView> {
    let names: Vec<&str> = fields.iter().flat_map(|field| std::iter::once(field.name()).chain(field.aliases().iter().copied())).collect();
    (!names.is_empty()).then(|| {
        view! {
            <h2>"Overskrifter i filer"</h2>
            <p class="reading code">{format!("Kolonner med disse overskrifter bliver læst som feltet: {}.", names.join(", "))}</p>
        }
        .into_any()
    })
}

/// The rules that look at one of the fields.
fn rules_on(fields: &[Field]) -> Option<AnyView> {
    let docs: Vec<&'static RuleDoc> = rules::all_docs().filter(|doc| doc.fields.iter().any(|field| fields.contains(field))).collect();
    let number = docs.len();
    (number > 0).then(|| {
        view! {
            <h2>{format!("Regler, der ser på feltet ({})", count(number as u64))}</h2>
            <ul>
                {docs
                    .into_iter()
                    .map(|doc| {
                        view! {
                            <li>
                                <RuleLink id=doc.id/>
                                {format!(": {} ", doc.name)}
                                <EffectBadge effect=effect_word(doc.effect)/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
        .into_any()
    })
}
