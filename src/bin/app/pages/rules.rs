//! Every rule, by what it is about.

use leptos::prelude::*;
use stamdatatjek::catalogue::folded;
use stamdatatjek::rules::doc::RuleDoc;
use stamdatatjek::rules::words::FAMILIES;
use stamdatatjek::rules::{self};

use crate::parts::{EffectBadge, count};
use crate::reference_parts::{RuleLink, effect_word};

/// The page.
#[component]
pub fn Rules() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let family = RwSignal::new(None::<usize>);
    view! {
        <h1 tabindex="-1">"Regler"</h1>
        <p class="font-lead">
            "Hver regel har et nummer. Indgangsfilterets regler begynder med R og kan sende en fordring i høring eller afvise den. De andre giver råd."
        </p>
        <form class="search-row d-print-none" role="search" aria-label="Regler" on:submit=|event| event.prevent_default()>
            <div class="form-group">
                <label class="form-label" for="soeg-regel">
                    "Søg"
                </label>
                <span class="form-hint" id="soeg-regel-hint">
                    "Nummer, fx R_6_20, eller ord, fx forældelse"
                </span>
                <input
                    class="form-input"
                    id="soeg-regel"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="soeg-regel-hint"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </div>
            <div class="form-group">
                <label class="form-label" for="emne">
                    "Emne"
                </label>
                <select class="form-select" id="emne" on:change=move |event| family.set(event_target_value(&event).parse().ok())>
                    <option value="">"Alle emner"</option>
                    {FAMILIES
                        .iter()
                        .enumerate()
                        .map(|(index, (_, name))| view! { <option value=index.to_string()>{*name}</option> })
                        .collect_view()}
                </select>
            </div>
        </form>
        {move || list(&text.get(), family.get())}
    }
}

fn list(text: &str, family: Option<usize>) -> AnyView {
    let wanted = folded(text);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let fits = |doc: &&RuleDoc| {
        let all = folded(&format!("{} {} {}", doc.id, doc.name, doc.says));
        words.iter().all(|word| all.contains(word))
    };
    let of = |openings: &[&str]| -> Vec<&'static RuleDoc> {
        rules::all_docs().filter(|doc| openings.iter().any(|opening| doc.id.starts_with(opening))).filter(fits).collect()
    };
    let families: Vec<_> = FAMILIES
        .iter()
        .enumerate()
        .filter(|(index, _)| family.is_none_or(|wanted| wanted == *index))
        .map(|(_, (openings, name))| (*name, of(openings)))
        .filter(|(_, docs)| !docs.is_empty())
        .collect();
    let shown: usize = families.iter().map(|(_, docs)| docs.len()).sum();
    view! {
        <p class="rows-message" role="status" aria-atomic="true">
            "Viser "
            <strong>{count(shown as u64)}</strong>
            " af "
            <strong>{count(rules::all_docs().count() as u64)}</strong>
            " regler"
        </p>
        {(shown == 0).then(|| view! { <p>"Ingen regler passer. Skriv færre eller kortere ord, eller vælg alle emner."</p> })}
        {families.into_iter().map(|(name, docs)| group(name, docs)).collect_view()}
    }
    .into_any()
}

fn group(name: &'static str, docs: Vec<&'static RuleDoc>) -> AnyView {
    view! {
        <h2>{name}</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-label=name>
            <table class="table table--compact table-md-responsive-headers d-print-table rules-table">
                <thead>
                    <tr>
                        <th scope="col">"Regel"</th>
                        <th scope="col">"Hvad den finder"</th>
                        <th scope="col">"Hvad den kræver"</th>
                        <th scope="col">"Oftest"</th>
                    </tr>
                </thead>
                <tbody>
                    {docs
                        .into_iter()
                        .map(|doc| {
                            view! {
                                <tr>
                                    <td data-title="Regel" class="code">
                                        <RuleLink id=doc.id/>
                                    </td>
                                    <td data-title="Hvad den finder">{doc.name}</td>
                                    <td data-title="Hvad den kræver">{doc.says}</td>
                                    <td data-title="Oftest">
                                        <EffectBadge effect=effect_word(doc.effect)/>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
