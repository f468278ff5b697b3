//! Every fordringstype, with a search and filters.

use leptos::prelude::*;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::reference::DmiType;
use stamdatatjek::catalogue::search_types;
use stamdatatjek::catalogue::{self, TYPES};
use stamdatatjek::check::view::suggestion;

use crate::Shared;
use crate::parts::{basis_word, count};
use crate::reference_parts::{TypeLink, address_of, basis_kind, kind_words};
use crate::route::Route;

/// The page.
#[component]
pub fn Types() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let area = RwSignal::new(String::new());
    let basis = RwSignal::new(String::new());
    let creditor = Shared::get().creditor;
    let found = move || {
        let (area, basis, creditor) = (area.get(), basis.get(), creditor.get());
        let mut found = text.with(|text| match retired(text) {
            Some(old) => old.successors.iter().filter_map(|code| catalogue::find(code)).collect(),
            None => search_types(text),
        });
        found.retain(|found| (area.is_empty() || found.area == area) && (basis.is_empty() || basis_kind(found, creditor) == basis));
        found
    };
    view! {
        <h1 tabindex="-1">"Fordringstyper"</h1>
        <p class="font-lead">
            "Find den type, der passer til jeres krav, og se, hvad der skal stå i felterne, og hvilke regler der gælder."
        </p>
        <form class="search-row d-print-none" role="search" aria-label="Fordringstyper" on:submit=|event| event.prevent_default()>
            <div class="form-group">
                <label class="form-label" for="soeg-type">
                    "Søg"
                </label>
                <span class="form-hint" id="soeg-type-hint">
                    "Kode, navn, område eller et ord i beskrivelsen"
                </span>
                <input
                    class="form-input"
                    id="soeg-type"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="soeg-type-hint"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </div>
            <div class="form-group">
                <label class="form-label" for="omraade">
                    "Område"
                </label>
                <select class="form-select" id="omraade" on:change=move |event| area.set(event_target_value(&event))>
                    <option value="">"Alle områder"</option>
                    {areas().into_iter().map(|name| view! { <option value=name>{name}</option> }).collect_view()}
                </select>
            </div>
            <div class="form-group">
                <label class="form-label" for="grundlag">
                    "Tjekket hviler på"
                </label>
                <select class="form-select" id="grundlag" on:change=move |event| basis.set(event_target_value(&event))>
                    <option value="">"Alt"</option>
                    {["officiel", "vejledende", "kerne"]
                        .into_iter()
                        .map(|kind| view! { <option value=kind>{basis_word(kind)}</option> })
                        .collect_view()}
                </select>
            </div>
        </form>
        {move || old_code(&text.get())}
        {move || table(found(), &text.get())}
    }
}

/// The business areas, in the alphabet's order as far as bytes know it.
fn areas() -> Vec<&'static str> {
    let mut areas: Vec<&'static str> = TYPES.iter().map(|found| found.area).collect();
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// The type of the old system that has the text as its code, unless the code is in use still.
fn retired(text: &str) -> Option<&'static DmiType> {
    let code = text.trim().to_uppercase();
    catalogue::dmi_type(&code).filter(|_| catalogue::find(&code).is_none())
}

/// A code of the old system tells what took its place.
fn old_code(text: &str) -> Option<AnyView> {
    retired(text).map(|old| {
        let code = old.code;
        view! {
            <div class="alert alert-info">
                <svg class="icon-svg alert-icon" role="img" aria-label="Information" focusable="false">
                    <use href="#info"></use>
                </svg>
                <div class="alert-body">
                    <h2 class="alert-heading">{format!("{code} er en gammel kode")}</h2>
                    <p class="alert-text">{suggestion(code)}</p>
                </div>
            </div>
        }
        .into_any()
    })
}

fn table(found: Vec<&'static Fordringstype>, text: &str) -> AnyView {
    let number = found.len();
    view! {
        <p class="rows-message" role="status" aria-atomic="true">
            "Viser "
            <strong>{count(number as u64)}</strong>
            " af "
            <strong>{count(TYPES.len() as u64)}</strong>
            " fordringstyper"
        </p>
        {if number == 0 { nothing(text) } else { rows(found) }}
    }
    .into_any()
}

fn rows(found: Vec<&'static Fordringstype>) -> AnyView {
    let creditor = Shared::get().creditor.get_untracked();
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-label="Fordringstyper">
            <table class="table table--compact table-md-responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Kode"</th>
                        <th scope="col">"Navn"</th>
                        <th scope="col">"Område"</th>
                        <th scope="col">"Slags"</th>
                        <th scope="col">"Tjekket hviler på"</th>
                    </tr>
                </thead>
                <tbody>
                    {found
                        .into_iter()
                        .map(|found| {
                            view! {
                                <tr>
                                    <td data-title="Kode">
                                        <a href=Route::Type(address_of(found)).href()>{found.code.unwrap_or("(kode ukendt)")}</a>
                                    </td>
                                    <td data-title="Navn">{found.name}</td>
                                    <td data-title="Område">{found.area}</td>
                                    <td data-title="Slags">{kind_words(found)}</td>
                                    <td data-title="Tjekket hviler på">{basis_word(basis_kind(found, creditor))}</td>
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

/// Says what to do when nothing matches.
fn nothing(text: &str) -> AnyView {
    let code = text.trim().to_uppercase();
    let hint = if retired(text).is_some() { String::new() } else { suggestion(&code) };
    let near: Vec<_> = catalogue::nearest(&code).into_iter().filter_map(|near| near.code).collect();
    view! {
        <h2>"Ingen fordringstyper passer"</h2>
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
            "Skriv færre eller kortere ord, eller vælg alle områder. Står jeres type ikke her, er den ikke i det materiale, vi har: spørg Gældsstyrelsens fordringshaversupport."
        </p>
    }
    .into_any()
}
