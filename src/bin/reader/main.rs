//! The reader: turns a dropped spreadsheet, XML or JSON file into rows that the page's worker can check, and writes such files.
//!
//! It is a program of its own, so that the first visit doesn't carry it: the page fetches it when the first such file is dropped, and starts it
//! in a worker. It holds no rule. To end it halfway, the page ends the worker.

#[path = "../shared/blob_store.rs"]
mod blob_store;
#[path = "../shared/file_bytes.rs"]
mod file_bytes;
mod writing;

use blob_store::BlobStore;
use file_bytes::FileBytes;
use js_sys::{Array, Uint8Array};
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::intake::{Container, FileProblem, StagedWriter, formats};
use stamdatatjek::wire::{ReaderAsk, ReaderTell, pack, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// How much time may pass between two words about progress, in milliseconds.
const PROGRESS_EVERY: f64 = 100.0;

fn main() {
    console_error_panic_hook::set_once();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| answer(&Array::from(&event.data())));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    tell(&ReaderTell::Hello { build: BUILD_ID.into() }, None);
}

/// Answers a message of the page: what it asks, and the files beside it.
fn answer(parts: &Array) {
    let ask = unpack::<ReaderAsk>(&Uint8Array::new(&parts.get(0)).to_vec());
    let Some(ask) = ask else { return refuse("Siden og læseren forstår ikke hinanden. Genindlæs siden.".into()) };
    let files = parts.iter().skip(1).map(|part| part.dyn_into::<Blob>().ok().and_then(FileBytes::new)).collect::<Option<Vec<_>>>();
    let Some(files) = files else { return refuse("Browseren giver ikke adgang til filen. Vælg den igen.".into()) };
    let done = match ask {
        ReaderAsk::Stage { container, sheet } => staged(container, sheet, files),
        ReaderAsk::Write(job) => writing::written(&job, files).map(|(left_out, file)| (ReaderTell::Written { left_out }, file)),
    };
    match done {
        Ok((told, made)) => tell(&told, Some(&made)),
        Err(problem) => refuse(problem.to_string()),
    }
}

/// Reads the whole file; tells what it was, and gives its rows.
fn staged(container: Container, sheet: Option<usize>, files: Vec<FileBytes>) -> Result<(ReaderTell, Blob), FileProblem> {
    let mut file = files.into_iter().next().ok_or(FileProblem::Empty)?;
    let mut store = BlobStore::new();
    let staging = formats::stage(container, &mut file, sheet, &mut StagedWriter::new(&mut store), &mut progress_teller())?;
    Ok((ReaderTell::Done { staging }, store.finish()?))
}

/// Tells the page about progress, not too often. It never says stop.
fn progress_teller() -> impl FnMut(u16) -> bool {
    let mut last = 0.0;
    move |thousandths| {
        let now = js_sys::Date::now();
        if now - last >= PROGRESS_EVERY {
            last = now;
            tell(&ReaderTell::Progress { thousandths }, None);
        }
        true
    }
}

fn refuse(message: String) {
    tell(&ReaderTell::Refused { message }, None);
}

/// Posts the message, and the rows beside it.
fn tell(message: &ReaderTell, rows: Option<&Blob>) {
    // A message that can't be written or posted has no other way out.
    if let Some(bytes) = pack(message) {
        let _ = scope().post_message(&Array::of2(&Uint8Array::from(bytes.as_slice()), &rows.map_or(JsValue::NULL, JsValue::from)));
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
