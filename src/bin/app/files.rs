//! Choosing files: a file input that files can be dropped on too.

mod kinds;
mod paste;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, File};

use crate::Shared;
use crate::inputs::{chosen_files, described, group};
use crate::route::{Route, go};
pub use kinds::Kinds;
pub use paste::{Paste, PasteAnywhere, open_text, text_file};

/// What happens to the files that are chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// They are opened in place of those that are open.
    Open,
    /// They are opened beside those that are open.
    Add,
    /// They are a newer edition of those that are open: the two results are compared.
    Newer,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Purpose::Open => "Vælg en fil med fordringer, eller slip den her",
            Purpose::Add => "Vælg filer, der hører til, eller slip dem her",
            Purpose::Newer => "Vælg den nyere fil, eller slip den her",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Purpose::Open => "Regneark, CSV, XML eller JSON. Filer, der hører sammen, vælges på én gang. Filen forlader ikke din computer.",
            Purpose::Add => "Fx svaret fra modtagelsen eller resten af et KMD-udtræk. De læses sammen med det, der er åbnet.",
            Purpose::Newer => "Fx filen, efter at fejlene er rettet i fagsystemet. Fordringerne kendes på deres reference.",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Purpose::Open => "claim-file",
            Purpose::Add => "added-file",
            Purpose::Newer => "newer-file",
        }
    }
}

/// What the file dialog offers first. Files are known by their content, so any other may be chosen too.
const ACCEPT: &str = ".csv,.txt,.tsv,.xlsx,.xlsm,.xlsb,.xls,.ods,.xml,.json,.jsonl,.ndjson";

/// The drop zone with its file input.
#[component]
pub fn FileChooser(purpose: Purpose) -> impl IntoView {
    let shared = Shared::get();
    let over = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let id = purpose.id();
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let event: &DragEvent = event.unchecked_ref();
        match event.data_transfer().map(|transfer| dropped_files(&transfer)) {
            Some(Ok(files)) => take(shared, purpose, files),
            Some(Err(sentence)) => error.set(Some(sentence)),
            None => {}
        }
    };
    let input = move |is_wrong| {
        view! {
            <input
                type="file"
                id=id
                multiple
                accept=ACCEPT
                aria-describedby=described(id, is_wrong)
                on:change=move |event| take(shared, purpose, chosen_files(&event))
            />
        }
        .into_any()
    };
    // What people do before they choose or drop a file: the program that checks it is fetched meanwhile.
    let prepare = move || shared.session.prepare();
    let handle = window_event_listener(ev::dragenter, move |event| {
        let event: &DragEvent = event.unchecked_ref();
        if event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0)) {
            prepare();
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <div
            class="drop-zone file-input"
            class:drop-zone-over=over
            on:pointerenter=move |_| prepare()
            on:focusin=move |_| prepare()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            {move || {
                let error = error.get();
                let input = input(error.is_some());
                group(id, purpose.label(), purpose.hint(), error, input)
            }}
        </div>
    }
}

/// The files that were dropped; else a sentence saying what was dropped instead.
fn dropped_files(transfer: &DataTransfer) -> Result<Vec<File>, String> {
    let items = transfer.items();
    let is_folder = |place| {
        let entry = items.get(place).and_then(|item| item.webkit_get_as_entry().ok().flatten());
        entry.is_some_and(|entry| entry.is_directory())
    };
    if (0..items.length()).any(is_folder) {
        return Err("Du slap en mappe. Åbn mappen på din computer, og slip filerne fra den.".into());
    }
    let files = files_of(transfer);
    if !files.is_empty() {
        return Ok(files);
    }
    Err(if transfer.types().includes(&"text/plain".into(), 0) {
        "Du slap en tekst, ikke en fil. Kopiér rækkerne i regnearket, og sæt dem ind på forsiden under «Indsæt rækker fra et regneark»."
            .into()
    } else {
        "Det, du slap her, er ikke en fil. Vælg en fil fra din computer.".into()
    })
}

fn files_of(transfer: &DataTransfer) -> Vec<File> {
    let list = transfer.files();
    list.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|place| list.get(place)).collect())
}

/// Opens the files and goes to the result.
fn take(shared: Shared, purpose: Purpose, files: Vec<File>) {
    if files.is_empty() || !shared.session.may_forget() {
        return;
    }
    match purpose {
        Purpose::Open => shared.session.open(files, shared.settings_untracked()),
        Purpose::Add => shared.session.add(files, shared.settings_untracked()),
        Purpose::Newer => shared.session.open_newer(files, shared.settings_untracked()),
    }
    go(&Route::Result);
}
