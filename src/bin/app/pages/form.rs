//! The form: one claim of any fordringstype, checked while it is typed.

mod chooser;
mod entry;
mod state;
mod verdict;

use leptos::prelude::*;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::check::form::{Form, FormField, form_fields, form_of_trial, guide, trial_for};
use stamdatatjek::check::view::{source_view, suggestion};
use stamdatatjek::claim::{Field, format_date, parse_date};
use stamdatatjek::rules::words::capital;

use crate::parts::{Basis, Icon};
use crate::reference_parts::{LinkedList, type_at};
use crate::route::Route;
use crate::{Shared, today};
use chooser::Chooser;
use entry::{Entry, MainClaim};
use state::FormState;
use verdict::Verdict;

/// The fields in groups, as people think of them.
const GROUPS: [(&str, &[Field]); 8] = [
    ("Art og beløb", &[Field::Fordringsart, Field::Hovedstol, Field::Beloeb]),
    ("Periode", &[Field::PeriodeStart, Field::PeriodeSlut]),
    ("Datoer", &[Field::Stiftelsesdato, Field::Forfaldsdato, Field::Srb, Field::Foraeldelsesdato]),
    ("Dom og forlig", &[Field::Domsdato, Field::Forligsdato]),
    ("Beskrivelse og reference", &[Field::Beskrivelse, Field::Reference]),
    ("Skyldner", &[Field::SkyldnerType, Field::SkyldnerId]),
    ("Hovedfordring", &[Field::HovedfordringId]),
    ("Renter og noter", &[Field::Renteregel, Field::Rentesatskode, Field::Merrentesats, Field::Kundenote]),
];

/// The page.
#[component]
pub fn FormPage(code: Option<String>) -> impl IntoView {
    match code {
        None => view! { <Choice/> }.into_any(),
        Some(code) => view! { <ClaimForm code/> }.into_any(),
    }
}

/// The page before a fordringstype is chosen.
#[component]
fn Choice() -> impl IntoView {
    let shared = Shared::get();
    let begun = shared.form.with_untracked(|form| form.has_values().then(|| form.text(Field::Fordringstype).to_owned()));
    view! {
        <h1 tabindex="-1">"Tjek én fordring"</h1>
        <p class="font-lead">
            "Vælg først fordringstypen. Den afgør, hvilke felter du skal udfylde, og hvilke regler fordringen bliver holdt op mod."
        </p>
        {begun
            .filter(|code| !code.is_empty())
            .map(|code| {
                view! {
                    <p>
                        "Du er i gang med en fordring. "
                        <a href=Route::Form(Some(code.clone())).href()>{format!("Fortsæt med {code}")}</a>
                        ", eller vælg en anden type. Det, du har skrevet, bliver stående."
                    </p>
                }
            })}
        <Chooser/>
        <h2>"Hvad er en fordringstype?"</h2>
        {guide(Field::Fordringstype)
            .map(|guide| {
                view! {
                    <p>{guide.definition}</p>
                    <LinkedList texts=guide.find/>
                    <p>
                        <a href=Route::Field(guide.field.to_owned()).href()>"Læs mere om feltet"</a>
                        " eller se "
                        <a href=Route::Types.href()>"alle fordringstyper"</a>
                        "."
                    </p>
                }
            })}
    }
}

/// The form for a fordringstype, known or not.
#[component]
fn ClaimForm(code: String) -> impl IntoView {
    let shared = Shared::get();
    let fordringstype = type_at(&code).filter(|found| found.code.is_some());
    let code = fordringstype.and_then(|found| found.code).map_or(code, str::to_owned);
    let state = FormState::new(shared, fordringstype, &code);
    let heading = match fordringstype {
        Some(found) => format!("Tjek en fordring: {}", found.name),
        None => format!("Tjek en fordring af typen {code}"),
    };
    let basis = Memo::new(move |_| state.answer.with(|answer| answer.view.basis.clone()));
    view! {
        <h1 tabindex="-1">{heading}</h1>
        <div class="form-columns">
            <div>
                <TypeChosen code=code.clone() fordringstype/>
                {move || view! { <Basis basis=basis.get()/> }}
                <ErrorSummary state/>
                <form
                    novalidate
                    autocomplete="off"
                    aria-label="Fordringens stamdata"
                    on:submit=move |event| {
                        event.prevent_default();
                        state.check_now();
                    }
                >
                    <Settings state/>
                    <Beginning state/>
                    {move || fields(state)}
                    <div class="buttons d-print-none">
                        <button type="submit" class="button button-primary">
                            "Tjek nu"
                        </button>
                        <button type="button" class="button button-secondary" on:click=move |_| state.clear()>
                            "Ryd felterne"
                        </button>
                        <button type="button" class="button button-secondary" on:click=|_| print()>
                            <Icon name="print"/>
                            "Udskriv"
                        </button>
                    </div>
                </form>
            </div>
            <Verdict state/>
        </div>
    }
}

/// Which type the form is for, and the way to another.
#[component]
fn TypeChosen(code: String, fordringstype: Option<&'static Fordringstype>) -> impl IntoView {
    let about = match fordringstype {
        Some(found) => view! {
            <p>
                <strong>{code.clone()}</strong>
                {format!(" {} (område: {}). ", found.name, found.area)}
                <a href=Route::Type(code.clone()).href()>"Læs om fordringstypen"</a>
            </p>
        }
        .into_any(),
        None => unknown_type(&code),
    };
    view! {
        {about}
        <details class="details d-print-none" open=fordringstype.is_none()>
            <summary class="details-summary">"Skift fordringstype"</summary>
            <div class="details-text">
                <Chooser/>
            </div>
        </details>
    }
}

fn unknown_type(code: &str) -> AnyView {
    let hint = suggestion(code);
    view! {
        <div class="alert alert-warning">
            <svg class="icon-svg alert-icon" role="img" aria-label="Advarsel" focusable="false">
                <use href="#warning"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">{format!("{code} er ikke blandt de fordringstyper, vi kender")}</h2>
                <p class="alert-text">
                    {format!("{hint} Du kan godt tjekke fordringen, men kun mod de fælles kerneregler. Vælg en anden type, hvis koden er skrevet forkert.").trim().to_owned()}
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// What stops the claim, field by field, after the user has asked for it.
#[component]
fn ErrorSummary(state: FormState) -> impl IntoView {
    move || {
        let stops = state.stops();
        (state.demanded.get() && !stops.is_empty()).then(|| {
            view! {
                <div class="alert alert-error d-print-none" id="fejl" tabindex="-1" role="group" aria-labelledby="fejl-overskrift">
                    <svg class="icon-svg alert-icon" role="img" aria-label="Fejl" focusable="false">
                        <use href="#error"></use>
                    </svg>
                    <div class="alert-body">
                        <h2 class="alert-heading" id="fejl-overskrift">
                            "Der er problemer"
                        </h2>
                        <ul class="alert-text nobullet-list">
                            {stops
                                .into_iter()
                                .map(|at| {
                                    view! {
                                        <li>
                                            <button type="button" class="function-link" on:click=move |_| state::focus_field(at.field)>
                                                {format!("{}: {}", at.field.shown(), at.text)}
                                            </button>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </div>
                </div>
            }
        })
    }
}

/// The day of sending and who sends.
#[component]
fn Settings(state: FormState) -> impl IntoView {
    let shared = state.shared;
    let typed = RwSignal::new(format_date(shared.received.get_untracked()));
    let wrong = RwSignal::new(false);
    // An example brings its own day.
    Effect::new(move |_| {
        let day = format_date(shared.received.get());
        if parse_date(&typed.get_untracked()).map(|read| format_date(read.date())).ok() != Some(day.clone()) && !wrong.get_untracked() {
            typed.set(day);
        }
    });
    let typing = move |event| {
        let text = event_target_value(&event);
        let read = parse_date(&text);
        typed.set(text);
        if let Ok(read) = read {
            wrong.set(false);
            shared.received.set(read.date());
        }
    };
    let not_today = Memo::new(move |_| shared.received.get() != today());
    view! {
        <fieldset class="form-part">
            <legend class="form-part-heading">"Forudsætninger"</legend>
            <div class="form-group" class:form-error=move || wrong.get()>
                <label class="form-label" for="modtagelsesdato">
                    "Modtagelsesdato"
                </label>
                <span class="form-hint" id="modtagelsesdato-hint">
                    "Den dag fordringen bliver modtaget. Sendes den i dag, er det dagen i dag."
                </span>
                {move || {
                    wrong
                        .get()
                        .then(|| {
                            view! {
                                <span class="form-error-message" id="modtagelsesdato-error">
                                    <span class="sr-only">"Fejl: "</span>
                                    {format!("Skriv en dato, fx {}. Indtil da regner vi med {}.", format_date(today()), format_date(shared.received.get()))}
                                </span>
                            }
                        })
                }}
                <input
                    class="form-input input-char-11"
                    id="modtagelsesdato"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    required
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby=move || if wrong.get() { "modtagelsesdato-hint modtagelsesdato-error" } else { "modtagelsesdato-hint" }
                    prop:value=typed
                    on:input=typing
                    on:change=move |_| wrong.set(parse_date(&typed.get_untracked()).is_err())
                />
                {move || {
                    not_today
                        .get()
                        .then(|| {
                            view! {
                                <p class="form-hint d-print-none">
                                    "Datoen er ikke i dag. "
                                    <button
                                        type="button"
                                        class="function-link"
                                        on:click=move |_| {
                                            wrong.set(false);
                                            shared.received.set(today());
                                            typed.set(format_date(today()));
                                            state::focus_id("modtagelsesdato");
                                        }
                                    >
                                        "Brug dagen i dag"
                                    </button>
                                </p>
                            }
                        })
                }}
            </div>
            <CreditorChoice state/>
        </fieldset>
    }
}

/// Who sends the claim.
#[component]
fn CreditorChoice(state: FormState) -> impl IntoView {
    let shared = state.shared;
    let mut options: Vec<(&'static str, String)> = Creditor::kinds().into_iter().map(|kind| (kind, capital(kind))).collect();
    let tables = state.fordringstype.map_or(&[][..], |found| found.tables);
    let mut sources: Vec<&'static str> = if tables.len() > 1 { tables.iter().map(|table| table.source).collect() } else { Vec::new() };
    if let Creditor::Source(source) = shared.creditor.get_untracked()
        && !sources.contains(&source)
    {
        sources.push(source);
    }
    options.extend(sources.into_iter().map(|source| (source, format!("Tabellen i {}", source_view(source).title))));
    view! {
        <div class="form-group">
            <label class="form-label" for="fordringshaver">
                "Fordringshaver"
            </label>
            <span class="form-hint" id="fordringshaver-hint">
                "Hvem I er. Det afgør, hvilken filtertabel der bruges, når flere slags fordringshavere sender samme type."
            </span>
            <select
                class="form-select"
                id="fordringshaver"
                aria-describedby="fordringshaver-hint"
                on:change=move |event| {
                    if let Some(creditor) = Creditor::parse(&event_target_value(&event)) {
                        shared.creditor.set(creditor);
                    }
                }
            >
                {options
                    .into_iter()
                    .map(|(word, shown)| {
                        view! {
                            <option value=word prop:selected=move || shared.creditor.get().word() == word>
                                {shown}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// A first step for who doesn't know where to begin: an example that passes.
#[component]
fn Beginning(state: FormState) -> impl IntoView {
    let creditor = state.shared.creditor;
    let trial = move || state.fordringstype.and_then(|found| trial_for(found, creditor.get_untracked()));
    let insert = move |_| {
        let Some(trial) = trial() else { return };
        let (form, received) = form_of_trial(trial, &[]);
        state.load(form);
        if let Some(received) = received {
            state.shared.received.set(received);
        }
        state.message.set(match received {
            Some(day) => format!("Eksemplet er sat ind, og modtagelsesdatoen er sat til {}, som det er lavet til.", format_date(day)),
            None => "Eksemplet er sat ind.".into(),
        });
    };
    view! {
        <div class="form-beginning d-print-none">
            {trial()
                .is_some()
                .then(|| {
                    view! {
                        <button type="button" class="button button-secondary" on:click=insert>
                            "Indsæt et eksempel, der går igennem"
                        </button>
                    }
                })}
            <p role="status" class="form-hint">
                {state.message}
            </p>
        </div>
    }
}

/// Every field of the type, in groups. Built anew for another creditor and when the form is filled or emptied as a whole; never while
/// the user types, who would lose the cursor.
fn fields(state: FormState) -> impl IntoView {
    state.generation.track();
    let creditor = state.shared.creditor.get();
    let form = state.shared.form.get_untracked();
    let mut all = form_fields(state.fordringstype, creditor, &form.further_fields());
    let tucked = take(&mut all, |of| of.demand.is_empty() && form.text(of.field).trim().is_empty() && !main_given(&form, of.field));
    let groups: Vec<AnyView> = GROUPS
        .iter()
        .filter_map(|(name, members)| {
            let members = take(&mut all, |of| members.contains(&of.field));
            (!members.is_empty()).then(|| group(state, name, members))
        })
        .collect();
    let rest = (!all.is_empty()).then(|| group(state, "Øvrige felter", all));
    let count = tucked.len();
    view! {
        {groups}
        {rest}
        {(count > 0)
            .then(|| {
                view! {
                    <details class="details form-tucked">
                        <summary class="details-summary">{format!("Felter, der normalt er tomme ({count})")}</summary>
                        <div class="details-text">{tucked.into_iter().map(|of| view! { <Entry state of/> }).collect_view()}</div>
                    </details>
                }
            })}
    }
}

fn group(state: FormState, name: &'static str, members: Vec<FormField>) -> AnyView {
    let has_main = members.iter().any(|of| of.field == Field::HovedfordringId);
    view! {
        <fieldset class="form-part">
            <legend class="form-part-heading">{name}</legend>
            {members.into_iter().map(|of| view! { <Entry state of/> }).collect_view()}
            {has_main.then(|| view! { <MainClaim state/> })}
        </fieldset>
    }
    .into_any()
}

/// Whether the field is about a hovedfordring, and the form says something of one.
fn main_given(form: &Form, field: Field) -> bool {
    field == Field::HovedfordringId && form.main_known
}

fn take(from: &mut Vec<FormField>, wanted: impl Fn(&FormField) -> bool) -> Vec<FormField> {
    let (taken, left) = std::mem::take(from).into_iter().partition(wanted);
    *from = left;
    taken
}

fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where printing is switched off in the browser.
        let _ = window.print();
    }
}
