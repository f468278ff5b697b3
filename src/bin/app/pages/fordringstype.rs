//! One fordringstype: what it covers, what to write in each field, the entry filter's rules, and worked claims to try.

mod filter;
pub mod practice;
mod trials;

use leptos::prelude::*;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::practice::{NotCovered, Parallel, TypeText};
use stamdatatjek::catalogue::{self, REFERENCE};
use stamdatatjek::check::view::{basis_view, completeness, guidance_words, suggestion};
use stamdatatjek::rules::ruleset::choose;
use stamdatatjek::rules::words::capital;

use crate::Shared;
use crate::parts::{Basis, day};
use crate::reference_parts::{Crumbs, Linked, LinkedList, SourceOf, Sources, TypeLink, kind_words, type_at};
use crate::route::Route;

/// The page.
#[component]
pub fn TypePage(code: String) -> impl IntoView {
    match type_at(&code) {
        Some(found) => view! { <Known found/> }.into_any(),
        None => unknown(&code),
    }
}

fn unknown(code: &str) -> AnyView {
    let upper = code.to_uppercase();
    let hint = suggestion(&upper);
    let near: Vec<&'static str> = match catalogue::dmi_type(&upper) {
        Some(old) => old.successors.to_vec(),
        None => catalogue::nearest(&upper).into_iter().filter_map(|near| near.code).collect(),
    };
    view! {
        <Crumbs list=Route::Types name="Fordringstyper" here=code/>
        <h1 tabindex="-1">{format!("Fordringstypen {code} kendes ikke")}</h1>
        {(!hint.is_empty()).then(|| view! { <p>{hint}</p> })}
        {(!near.is_empty())
            .then(|| {
                view! {
                    <ul>
                        {near
                            .into_iter()
                            .map(|code| {
                                view! {
                                    <li>
                                        <TypeLink code/>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
            })}
        <p>
            "Se efter, om koden er skrevet rigtigt: den har 7 tegn, og Æ, Ø og Å kan indgå. "
            <a href=Route::Types.href()>"Søg blandt alle fordringstyper"</a>
        </p>
    }
    .into_any()
}

#[component]
fn Known(found: &'static Fordringstype) -> impl IntoView {
    let text = catalogue::text_of(found);
    let creditor = Shared::get().creditor;
    let heading = match found.code {
        Some(code) => format!("{code}: {}", found.name),
        None => found.name.to_owned(),
    };
    view! {
        <Crumbs list=Route::Types name="Fordringstyper" here=found.code.unwrap_or(found.name)/>
        <h1 tabindex="-1">{heading}</h1>
        {move || view! { <Basis basis=basis_view(choose(found, creditor.get()))/> }}
        <p class="reading">{standing(found, text)}</p>
        {match found.code {
            Some(code) => {
                view! {
                    <p class="d-print-none">
                        <a class="button button-primary" href=Route::Form(Some(code.to_owned())).href()>
                            {format!("Tjek en fordring af typen {code}")}
                        </a>
                    </p>
                }
                    .into_any()
            }
            None => {
                view! {
                    <p class="reading">
                        "Typens kode er ikke fundet i offentligt materiale, og vi finder ikke på en. Spørg Gældsstyrelsen om koden, før I sender. En fordring uden kode kan ikke prøves i formularen."
                    </p>
                }
                    .into_any()
            }
        }}
        {covers(found, text)}
        {facts(found, text)}
        <practice::PracticeTable found text/>
        <filter::FilterTables found/>
        {limits(found)}
        {stories(text)}
        <trials::Trials found text/>
        {remarks(found, text)}
        <h2>"Kilder"</h2>
        <Sources ids=text.sources/>
    }
}

/// How much is known, how the material stands, and of when it is.
fn standing(found: &Fordringstype, text: &TypeText) -> String {
    let mut sentence = completeness(found).to_owned();
    if let Some(status) = text.status {
        sentence.push_str(&format!(" Status: {status}."));
    }
    if let Some(version) = found.version {
        sentence.push_str(&format!(" Materialet er dateret {}.", day(version)));
    }
    sentence
}

fn covers(found: &Fordringstype, text: &'static TypeText) -> AnyView {
    let description = text.description.unwrap_or("Det offentlige materiale beskriver ikke, hvad typen dækker.");
    view! {
        <h2>"Hvad typen dækker"</h2>
        <p class="reading">
            <Linked text=description/>
        </p>
        {(!text.conditions.is_empty())
            .then(|| {
                view! {
                    <h3>"Betingelser"</h3>
                    <ul>
                        {text
                            .conditions
                            .iter()
                            .enumerate()
                            .map(|(index, condition)| {
                                let source = text.condition_sources.get(index).copied().filter(|id| !id.is_empty());
                                view! {
                                    <li>
                                        <Linked text=*condition/>
                                        {source
                                            .map(|id| {
                                                view! {
                                                    " Kilde: "
                                                    <SourceOf id/>
                                                }
                                            })}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
            })}
        {text.parallel_conditions.as_ref().map(|parallel| view! { <h3>"Vejledende betingelser"</h3> {guidance(parallel)} })}
        {not_covered(found, text.not_covered)}
    }
    .into_any()
}

/// Points from the same kind of type at another creditor.
fn guidance(parallel: &'static Parallel) -> AnyView {
    view! {
        <LinkedList texts=parallel.points/>
        <p class="form-hint">
            <Linked text=format!("Vejledende ({}). Kilde: ", guidance_words(parallel.basis))/>
            <SourceOf id=parallel.source/>
        </p>
    }
    .into_any()
}

fn not_covered(found: &Fordringstype, list: &'static [NotCovered]) -> Option<AnyView> {
    if list.is_empty() {
        return None;
    }
    let caption = format!("Hvad {} ikke dækker", found.code.unwrap_or(found.name));
    Some(
        view! {
            <h2>"Hvad typen ikke dækker"</h2>
            <div class="table--responsive-scroll" tabindex="0" role="region" aria-label=caption>
                <table class="table table--compact table--responsive-headers d-print-table">
                    <thead>
                        <tr>
                            <th scope="col">"Krav"</th>
                            <th scope="col">"Brug i stedet"</th>
                            <th scope="col">"Hviler på"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {list
                            .iter()
                            .map(|other| {
                                view! {
                                    <tr>
                                        <td data-title="Krav">{other.what}</td>
                                        <td data-title="Brug i stedet">
                                            {match other.use_instead {
                                                Some(code) => view! { <TypeLink code/> }.into_any(),
                                                None => "Ingen type nævnt".into_any(),
                                            }}
                                        </td>
                                        <td data-title="Hviler på">{not_covered_basis(other)}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

fn not_covered_basis(other: &'static NotCovered) -> AnyView {
    let mut words: Vec<String> = Vec::new();
    if other.listed {
        words.push("Står i typens egen liste.".into());
    }
    words.extend(other.basis.map(|basis| format!("{}.", capital(&guidance_words(basis)))));
    words.extend(other.use_basis.map(|basis| format!("Henvisningen: {}.", guidance_words(basis))));
    if words.is_empty() && other.source.is_none() {
        words.push("Typens materiale.".into());
    }
    view! {
        <Linked text=words.join(" ")/>
        {other
            .source
            .map(|id| {
                view! {
                    " "
                    <SourceOf id/>
                }
            })}
    }
    .into_any()
}

fn facts(found: &'static Fordringstype, text: &'static TypeText) -> AnyView {
    let plain = |name: &'static str, value: Option<String>| {
        value.map(|value| {
            view! {
                <dt>{name}</dt>
                <dd>
                    <Linked text=value/>
                </dd>
            }
        })
    };
    let parallel = |name: &'static str, value: Option<&'static Parallel>| {
        value.map(|value| {
            view! {
                <dt>{name}</dt>
                <dd>{guidance(value)}</dd>
            }
        })
    };
    view! {
        <h2>"Om typen"</h2>
        <dl class="facts">
            {plain("Område", Some(found.area.to_owned()))}
            {plain("Slags fordring", Some(kind_words(found)))}
            {plain("Sendes af", Some(capital(&found.creditors.join(", "))))}
            {plain("Klassifikation", text.classification.map(capital))}
            {plain("Hjemmel", text.legal_basis.map(str::to_owned))}
            {plain("Forældelse", text.limitation.map(str::to_owned))}
            {parallel("Forældelse, vejledende", text.parallel_limitation.as_ref())}
            {plain("Renter", text.interest.map(str::to_owned))}
            {parallel("Renter, vejledende", text.parallel_interest.as_ref())}
            {(!text.related.is_empty())
                .then(|| {
                    view! {
                        <dt>"Typer, der hører til"</dt>
                        <dd>
                            <ul>
                                {text
                                    .related
                                    .iter()
                                    .map(|code| {
                                        view! {
                                            <li>
                                                <TypeLink code=*code/>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </dd>
                    }
                })}
        </dl>
    }
    .into_any()
}

/// Limits that stand elsewhere than in a filter table.
fn limits(found: &'static Fordringstype) -> Option<AnyView> {
    (!found.limits.is_empty()).then(|| {
        view! {
            <h2>"Grænser fra andre kilder"</h2>
            <p>"De står ikke i en filtertabel. Går en fordring over dem, giver det et råd, aldrig en afvisning."</p>
            <ul>
                {found
                    .limits
                    .iter()
                    .map(|limit| {
                        view! {
                            <li>
                                <Linked text=limit.says/>
                                {format!(" ({}.) Kilde: ", capital(limit.certainty.trim_end_matches('.')))}
                                <SourceOf id=limit.source/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
        .into_any()
    })
}

fn stories(text: &'static TypeText) -> Option<AnyView> {
    (!text.stories.is_empty()).then(|| {
        view! {
            <h2>"Eksempler fra materialet"</h2>
            {text.stories.iter().map(trials::story).collect_view()}
        }
        .into_any()
    })
}

/// What a careful reader should know: notes, disagreements and holes.
fn remarks(found: &'static Fordringstype, text: &'static TypeText) -> Option<AnyView> {
    let disputes: Vec<_> =
        REFERENCE.contradictions.iter().filter(|dispute| found.code.is_some_and(|code| dispute.codes.contains(&code))).collect();
    let part = |heading: &'static str, texts: &'static [&'static str]| {
        (!texts.is_empty()).then(|| {
            view! {
                <h3>{heading}</h3>
                <LinkedList texts/>
            }
        })
    };
    let any = [text.mismatches, text.differences, text.source_quirks, text.missing].iter().any(|texts| !texts.is_empty());
    (any || text.notes.is_some() || !disputes.is_empty()).then(|| {
        view! {
            <h2>"Værd at vide"</h2>
            {text
                .notes
                .map(|notes| {
                    view! {
                        <p class="reading">
                            <Linked text=notes/>
                        </p>
                    }
                })}
            {part("Hvor praksis og filter siger hver sit", text.mismatches)}
            {part("Forskelle mellem fordringshavernes tabeller", text.differences)}
            {part("Fejl i kilden selv", text.source_quirks)}
            {part("Hvad der ikke er offentligt", text.missing)}
            {(!disputes.is_empty())
                .then(|| {
                    view! {
                        <h3>"Hvor dokumenterne er uenige"</h3>
                        <ul>
                            {disputes
                                .into_iter()
                                .map(|dispute| {
                                    view! {
                                        <li>
                                            <Linked text=dispute.text/>
                                            {dispute
                                                .settled
                                                .map(|settled| {
                                                    view! {
                                                        " "
                                                        <strong>"Sådan gør vi: "</strong>
                                                        <Linked text=settled/>
                                                    }
                                                })}
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                })}
        }
        .into_any()
    })
}
