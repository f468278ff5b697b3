//! One field of the form: name, what to write, the input, and what the check says of it.

use leptos::prelude::*;
use stamdatatjek::check::form::{FormField, choices};
use stamdatatjek::check::view::guidance_words;
use stamdatatjek::claim::{Field, FieldKind, parse_date};
use stamdatatjek::rules::doc::Effect;

use super::state::{FormState, field_id};
use crate::reference_parts::{LinkedList, RuleLink};
use crate::route::Route;

/// A field.
#[component]
pub fn Entry(state: FormState, of: FormField) -> impl IntoView {
    let field = of.field;
    let id = field_id(field);
    let (hint_id, error_id, advice_id) = (format!("{id}-hint"), format!("{id}-error"), format!("{id}-advice"));
    let note = Memo::new(move |_| state.note(field));
    let advice = Memo::new(move |_| state.advice(field));
    let described = {
        let (hint_id, error_id, advice_id) = (hint_id.clone(), error_id.clone(), advice_id.clone());
        move || {
            let mut ids = hint_id.clone();
            for (there, id) in [(note.get().is_some(), &error_id), (advice.get().is_some(), &advice_id)] {
                if there {
                    ids.push(' ');
                    ids.push_str(id);
                }
            }
            ids
        }
    };
    let input = Input { state, field, id: id.clone(), note, required: of.demand.is_required() };
    view! {
        <div class="form-group" class:form-error=move || note.get().is_some()>
            <label class="form-label" for=id>
                {field.shown()}
                <span class="weight-normal">{format!(" ({})", of.demand.word())}</span>
            </label>
            <span class="form-hint" id=hint_id>
                {hint(&of)}
            </span>
            {move || {
                note.get()
                    .map(|text| {
                        view! {
                            <span class="form-error-message" id=error_id.clone()>
                                <span class="sr-only">"Fejl: "</span>
                                {text}
                            </span>
                        }
                    })
            }}
            {if choices(field).is_empty() { input.text(described) } else { input.select(described) }}
            {move || {
                advice
                    .get()
                    .map(|text| {
                        view! {
                            <p class="field-advice" id=advice_id.clone()>
                                <strong>"Råd: "</strong>
                                {text}
                            </p>
                        }
                    })
            }}
            {more(&of)}
        </div>
    }
}

/// What a field's input is made of.
struct Input {
    state: FormState,
    field: Field,
    id: String,
    note: Memo<Option<String>>,
    required: bool,
}

impl Input {
    fn text(self, described: impl Fn() -> String + Send + Clone + 'static) -> AnyView {
        let Input { state, field, id, note, required } = self;
        let class = match field.kind() {
            FieldKind::Date => "form-input input-char-11",
            FieldKind::Amount => "form-input input-width-s",
            FieldKind::Text => "form-input",
        };
        let value = move || state.shared.form.with(|form| form.text(field).to_owned());
        let input = view! {
            <input
                class=class
                id=id
                type="text"
                autocomplete="off"
                spellcheck="false"
                required=required
                aria-invalid=move || note.get().is_some().then_some("true")
                aria-describedby=described
                prop:value=value
                on:input=move |event| state.typed(field, event_target_value(&event))
                on:change=move |_| state.left()
                on:blur=move |_| state.left()
            />
        };
        let suffix = match field {
            Field::Hovedstol | Field::Beloeb => "kr.",
            Field::Merrentesats => "pct.",
            _ => return input.into_any(),
        };
        view! {
            <div class="form-input-wrapper form-input-wrapper--suffix">
                {input} <div class="form-input-suffix" aria-hidden="true">
                    {suffix}
                </div>
            </div>
        }
        .into_any()
    }

    fn select(self, described: impl Fn() -> String + Send + Clone + 'static) -> AnyView {
        let Input { state, field, id, note, required } = self;
        let value = Memo::new(move |_| state.shared.form.with(|form| form.text(field).to_owned()));
        // A word that is no choice, from a file or an example, is shown as it stands.
        let other = Memo::new(move |_| {
            let value = value.get();
            (!value.is_empty() && choices(field).iter().all(|(word, _)| *word != value)).then_some(value)
        });
        view! {
            <select
                class="form-select"
                id=id
                autocomplete="off"
                required=required
                aria-invalid=move || note.get().is_some().then_some("true")
                aria-describedby=described
                on:change=move |event| {
                    state.typed(field, event_target_value(&event));
                    state.left();
                }
            >
                <option value="" prop:selected=move || value.get().is_empty()>
                    "Vælg"
                </option>
                {choices(field)
                    .iter()
                    .map(|(word, shown)| {
                        view! {
                            <option value=*word prop:selected=move || value.get() == *word>
                                {*shown}
                            </option>
                        }
                    })
                    .collect_view()}
                {move || {
                    other
                        .get()
                        .map(|word| {
                            view! {
                                <option value=word.clone() prop:selected=true>
                                    {format!("{word} (findes ikke)")}
                                </option>
                            }
                        })
                }}
            </select>
        }
        .into_any()
    }
}

/// What to write: the form of it, and what the type's own sources say.
fn hint(of: &FormField) -> String {
    let mut parts = Vec::new();
    match of.field.kind() {
        FieldKind::Date => parts.push("Dato, fx 31.01.2026.".to_owned()),
        FieldKind::Amount if of.field != Field::Merrentesats => parts.push("Kroner, fx 1.234,56.".to_owned()),
        _ => {}
    }
    if let Some(practice) = of.practice {
        if let Some(text) = practice.text {
            parts.push(match practice.basis {
                Some(basis) => format!("Vejledende ({}): {text}", guidance_words(basis)),
                None => text.to_owned(),
            });
        }
        parts.extend(practice.warning.map(|warning| format!("Pas på: {warning}")));
    } else if let Some(guide) = of.guide {
        parts.push(guide.definition.to_owned());
    }
    parts.join(" ")
}

/// The general guide to the field and the rules that look at it, folded.
fn more(of: &FormField) -> AnyView {
    if of.guide.is_none() && of.rules.is_empty() {
        return ().into_any();
    }
    let rules = of.rules.clone();
    let note = of.practice.and_then(|practice| practice.note);
    let guide = of.guide;
    view! {
        <details class="details field-more d-print-none">
            <summary class="details-summary">
                "Mere om feltet"
                <span class="sr-only">{format!(" {}", of.field.shown())}</span>
            </summary>
            <div class="details-text">
                {note.map(|note| view! { <p>{note}</p> })}
                {guide
                    .map(|guide| {
                        view! {
                            <p>{guide.definition}</p>
                            <LinkedList texts=guide.find/>
                            <p>
                                <a href=Route::Field(guide.field.to_owned()).href()>{format!("Hele vejledningen til {}", guide.name)}</a>
                            </p>
                        }
                    })}
                {(!rules.is_empty())
                    .then(|| {
                        view! {
                            <p>
                                <strong>"Regler, der ser på feltet"</strong>
                            </p>
                            <ul>{rules.into_iter().map(rule).collect_view()}</ul>
                        }
                    })}
            </div>
        </details>
    }
    .into_any()
}

fn rule((id, sentence, effect): (String, String, Effect)) -> impl IntoView {
    let effect = match effect {
        Effect::Afvist => "Ellers afvist.",
        Effect::Hoering => "Ellers høring.",
        Effect::Advarsel => "Råd.",
    };
    view! {
        <li>
            <RuleLink id/>
            {format!(": {sentence} {effect}")}
        </li>
    }
}

/// The hovedfordring that a related claim hangs on: that it is sent together with the claim, and its dates.
#[component]
pub fn MainClaim(state: FormState) -> impl IntoView {
    let form = state.shared.form;
    let known = Memo::new(move |_| form.with(|form| form.main_known));
    view! {
        <div class="form-group">
            <div class="form-group-checkbox">
                <input
                    class="form-checkbox"
                    id="hovedfordring-kendt"
                    type="checkbox"
                    aria-describedby="hovedfordring-kendt-hint"
                    prop:checked=known
                    on:change=move |event| form.update(|form| form.main_known = event_target_checked(&event))
                />
                <label class="form-label" for="hovedfordring-kendt">
                    "Sendes sammen med hovedfordringen, eller dens datoer er kendt"
                </label>
                <span class="form-hint" id="hovedfordring-kendt-hint">
                    "Nogle regler ser på hovedfordringens datoer. Uden dem bliver de regler ikke tjekket."
                </span>
            </div>
        </div>
        {move || {
            known
                .get()
                .then(|| {
                    view! {
                        <MainDate
                            id="hovedfordring-forfald"
                            label="Hovedfordringens forfaldsdato"
                            hint="Dato, fx 31.01.2026."
                            value=Signal::derive(move || form.with(|form| form.main_forfaldsdato.clone()))
                            set=move |text| form.update(|form| form.main_forfaldsdato = text)
                        />
                        <MainDate
                            id="hovedfordring-modtaget"
                            label="Hovedfordringens modtagelsesdato"
                            hint="Dato, fx 31.01.2026. Er feltet tomt, regner vi med samme dag som fordringen."
                            value=Signal::derive(move || form.with(|form| form.main_received.clone()))
                            set=move |text| form.update(|form| form.main_received = text)
                        />
                    }
                })
        }}
    }
}

#[component]
fn MainDate(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: Signal<String>,
    set: impl Fn(String) + Send + Sync + 'static,
) -> impl IntoView {
    let left = RwSignal::new(true);
    let wrong = Memo::new(move |_| left.get() && value.with(|text| !text.trim().is_empty() && parse_date(text).is_err()));
    let described = move || if wrong.get() { format!("{id}-hint {id}-error") } else { format!("{id}-hint") };
    view! {
        <div class="form-group" class:form-error=wrong>
            <label class="form-label" for=id>
                {label}
            </label>
            <span class="form-hint" id=format!("{id}-hint")>
                {hint}
            </span>
            {move || {
                wrong
                    .get()
                    .then(|| {
                        view! {
                            <span class="form-error-message" id=format!("{id}-error")>
                                <span class="sr-only">"Fejl: "</span>
                                "Skriv datoen som dd.mm.åååå."
                            </span>
                        }
                    })
            }}
            <input
                class="form-input input-char-11"
                id=id
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=described
                prop:value=value
                on:input=move |event| {
                    left.set(wrong.get_untracked());
                    set(event_target_value(&event));
                }
                on:blur=move |_| left.set(true)
            />
        </div>
    }
}
