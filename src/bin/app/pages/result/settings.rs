//! Changing what a file was checked with.

use leptos::prelude::*;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::claim::{format_date, parse_date};

use crate::Shared;

/// Changes the assumed day of sending and the creditor, and checks the file again.
#[component]
pub fn SettingsForm(settings: Settings) -> impl IntoView {
    let shared = Shared::get();
    let typed = RwSignal::new(format_date(settings.received));
    let creditor = RwSignal::new(settings.creditor.word().to_owned());
    let error = RwSignal::new(false);
    let again = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(date) = parse_date(&typed.get_untracked()) else {
            error.set(true);
            return;
        };
        error.set(false);
        let chosen = Creditor::parse(&creditor.get_untracked()).unwrap_or_default();
        shared.received.set(date.date());
        shared.creditor.set(chosen);
        shared.session.check_again(Settings { received: date.date(), creditor: chosen });
    };
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Skift modtagelsesdato eller fordringshaver"</summary>
            <div class="details-text">
                <form novalidate on:submit=again>
                    <div class="form-group" class:form-error=error>
                        <label class="form-label" for="received">
                            "Modtagelsesdato"
                        </label>
                        <span class="form-hint" id="received-hint">
                            "Den dag, du regner med at sende. Fx 31-01-2026"
                        </span>
                        {move || {
                            error
                                .get()
                                .then(|| {
                                    view! {
                                        <span class="form-error-message" id="received-error">
                                            <span class="sr-only">"Fejl: "</span>
                                            "Skriv modtagelsesdatoen med dag, måned og år"
                                        </span>
                                    }
                                })
                        }}
                        <input
                            class="form-input input-char-11"
                            id="received"
                            type="text"
                            autocomplete="off"
                            aria-describedby=move || if error.get() { "received-hint received-error" } else { "received-hint" }
                            aria-invalid=move || error.get().then_some("true")
                            prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </div>
                    <div class="form-group">
                        <label class="form-label" for="creditor">
                            "Fordringshaver"
                        </label>
                        <span class="form-hint" id="creditor-hint">
                            "Har flere fordringshavere hver sin tabel for en type, bruges tabellen for den, du vælger."
                        </span>
                        <select
                            class="form-select"
                            id="creditor"
                            aria-describedby="creditor-hint"
                            prop:value=creditor
                            on:change=move |event| creditor.set(event_target_value(&event))
                        >
                            {Creditor::kinds().into_iter().map(|kind| view! { <option value=kind>{kind}</option> }).collect_view()}
                        </select>
                    </div>
                    <button type="submit" class="button button-primary">
                        "Tjek igen"
                    </button>
                </form>
            </div>
        </details>
    }
}
