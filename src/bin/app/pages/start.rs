//! The first page: choose a file, fill a form, or try an example.

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use stamdatatjek::check::example::example_file;
use stamdatatjek::claim::format_date;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FilePropertyBag};

use crate::Shared;
use crate::parts::Icon;
use crate::route::{Route, go};

/// The first page.
#[component]
pub fn Start() -> impl IntoView {
    let shared = Shared::get();
    view! {
        <h1 tabindex="-1">"Ville jeres fordringer blive modtaget?"</h1>
        <p class="font-lead">
            "Tjek stamdata, før I sender til Gældsstyrelsen. Her ser du, om en fordring ville blive modtaget, sendt i høring eller afvist, og hvad du skal skrive i stedet."
        </p>
        <FileChooser/>
        <p class="form-hint">
            {move || {
                format!("Der tjekkes, som om du sender den {}. Du kan ændre dagen bagefter.", format_date(shared.received.get()))
            }}
        </p>
        <h2>"Andre veje"</h2>
        <ul class="ways nobullet-list">
            <li>
                <a class="card" href=Route::Form(None).href()>
                    <div class="card-content">
                        <h3 class="card-heading">"Udfyld én fordring"</h3>
                        <p>"Vælg fordringstype, skriv stamdata, og få svar, mens du skriver."</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </a>
            </li>
            <li>
                <button type="button" class="card" on:click=move |_| try_example(shared)>
                    <div class="card-content">
                        <h3 class="card-heading">"Prøv med et eksempel"</h3>
                        <p>{format!("En opdigtet fil med {} fordringer: nogle går igennem, andre gør ikke.", example_file().lines().skip(1).count())}</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </button>
            </li>
            <li>
                <a class="card" href=Route::Types.href()>
                    <div class="card-content">
                        <h3 class="card-heading">"Slå en fordringstype op"</h3>
                        <p>"Se, hvad der skal stå i hvert felt, og hvilke regler der gælder."</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </a>
            </li>
        </ul>
        <h2>"Godt at vide"</h2>
        <ul>
            <li>
                "Filen forlader ikke din computer. Alt regnes ud her i browseren. "
                <a href=Route::Privacy.href()>"Sådan kan du selv se det"</a>
            </li>
            <li>"Svaret bygger på offentliggjorte filtertabeller og vejledninger. Ved hver fordring står der, hvad den er tjekket mod."</li>
            <li>"Svaret er vejledende. Det er Gældsstyrelsens indgangsfilter, der afgør, hvad der sker."</li>
        </ul>
    }
}

/// The drop zone with its file input.
#[component]
pub fn FileChooser() -> impl IntoView {
    let shared = Shared::get();
    let input = NodeRef::<Input>::new();
    let over = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let take = move |files: Option<web_sys::FileList>| {
        let Some(files) = files else { return };
        match (files.length(), files.get(0)) {
            (1, Some(file)) => {
                error.set(None);
                check(shared, file);
            }
            (0, _) | (_, None) => error.set(Some("Det, du slap her, er ikke en fil. Vælg en fil fra din computer.".into())),
            (count, _) => error.set(Some(format!("Du slap {count} filer. Vælg én fil ad gangen."))),
        }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // The same file may be chosen again after it was mended.
            input.set_value("");
        }
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files_of(&event));
    };
    view! {
        <div
            class="drop-zone"
            class:drop-zone-over=over
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <div class="form-group file-input" class:form-error=move || error.get().is_some()>
                <label class="form-label" for="claim-file">
                    "Vælg en fil med fordringer, eller slip den her"
                </label>
                <span class="form-hint" id="claim-file-hint">
                    "CSV-fil med overskrifter, fx gemt fra Excel. Filen forlader ikke din computer."
                </span>
                {move || {
                    error
                        .get()
                        .map(|message| {
                            view! {
                                <span class="form-error-message" id="claim-file-error">
                                    <span class="sr-only">"Fejl: "</span>
                                    {message}
                                </span>
                            }
                        })
                }}
                <input
                    node_ref=input
                    type="file"
                    id="claim-file"
                    accept=".csv,.txt,.tsv,text/csv"
                    aria-describedby=move || if error.get().is_some() { "claim-file-hint claim-file-error" } else { "claim-file-hint" }
                    on:change=chosen
                />
            </div>
        </div>
    }
}

fn files_of(event: &ev::DragEvent) -> Option<web_sys::FileList> {
    let event: &DragEvent = event.unchecked_ref();
    event.data_transfer().and_then(|transfer| transfer.files())
}

/// Starts the check of a file and goes to the result.
fn check(shared: Shared, file: File) {
    shared.session.open(vec![file], shared.settings_untracked());
    go(&Route::Result);
}

fn try_example(shared: Shared) {
    let parts = js_sys::Array::of1(&example_file().into());
    let options = FilePropertyBag::new();
    options.set_type("text/csv");
    match File::new_with_str_sequence_and_options(&parts, "eksempel.csv", &options) {
        Ok(file) => check(shared, file),
        Err(_) => shared.session.trouble.set(Some("Browseren vil ikke lave eksempelfilen.".into())),
    }
}
