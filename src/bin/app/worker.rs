//! The worker: checks a dropped file beside the page, so that the page never waits.
//!
//! It is the same program as the page, started in a worker: nothing is downloaded twice, and page and worker are always of one build.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use stamdatatjek::catalogue::{BUILD_ID, Creditor, RULES_DATE};
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::{FileCheck, Filter, Progress};
use stamdatatjek::claim::parse_date;
use stamdatatjek::intake::Bytes;
use stamdatatjek::wire::{Ask, Tell};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

/// How much time may pass between two words about progress, in milliseconds.
const PROGRESS_EVERY: f64 = 100.0;

/// Whether the program was started in a worker.
pub fn is_here() -> bool {
    js_sys::global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// Answers the page from now on.
pub fn run() {
    let state = Rc::new(RefCell::new(State::default()));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = js_sys::Array::from(&event.data());
        let ask = parts.get(0).as_string().and_then(|text| serde_json::from_str::<Ask>(&text).ok());
        let file = parts.get(1).dyn_into::<File>().ok();
        match ask {
            Some(ask) => state.borrow_mut().answer(ask, file),
            None => tell(&Tell::Failed { message: "Siden og kontrollen forstår ikke hinanden. Genindlæs siden.".into() }),
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    tell(&Tell::Hello { build: BUILD_ID.into() });
}

/// What the worker holds between two messages.
#[derive(Default)]
struct State {
    file: Option<File>,
    check: Option<FileCheck>,
    /// The last filter and the claims it let through, so that turning pages needs no new search.
    selection: Option<(Filter, Vec<u32>)>,
}

impl State {
    fn answer(&mut self, ask: Ask, file: Option<File>) {
        match ask {
            Ask::Check { received, creditor } => {
                self.file = file;
                self.check(&received, &creditor);
            }
            Ask::Again { received, creditor } => self.check(&received, &creditor),
            Ask::List { filter, page, size } => self.list(filter, page, size),
            Ask::Open { number } => self.open(number),
        }
    }

    fn check(&mut self, received: &str, creditor: &str) {
        self.check = None;
        self.selection = None;
        let (Some(file), Ok(received), Some(creditor)) = (&self.file, parse_date(received), Creditor::parse(creditor)) else {
            return tell(&Tell::Refused {
                message: "Der mangler en fil, en modtagelsesdato eller en fordringshaver. Vælg filen igen.".into(),
            });
        };
        let settings = Settings { received: received.date(), creditor };
        let Some(mut bytes) = FileBytes::new(file) else {
            return tell(&Tell::Refused { message: "Browseren giver ikke adgang til filen. Vælg den igen.".into() });
        };
        let mut last = 0.0;
        let mut on_progress = |progress: Progress| {
            let now = js_sys::Date::now();
            if now - last >= PROGRESS_EVERY {
                last = now;
                tell(&Tell::Progress(progress));
            }
            true
        };
        match FileCheck::run(&mut bytes, settings, &mut on_progress) {
            Ok(Some(check)) => {
                let (totals, layout) = (Box::new(check.totals.clone()), Box::new(check.layout_view()));
                self.check = Some(check);
                tell(&Tell::Done { totals, layout, rules_date: RULES_DATE.into() });
            }
            // Progress never says stop: the page ends the whole worker to cancel.
            Ok(None) => {}
            Err(problem) => tell(&Tell::Refused { message: problem.to_string() }),
        }
    }

    fn list(&mut self, filter: Filter, page: u32, size: u32) {
        let (Some(check), Some(mut bytes)) = (&self.check, self.file.as_ref().and_then(FileBytes::new)) else { return no_file() };
        let selected = match &self.selection {
            Some((of, numbers)) if *of == filter => numbers.clone(),
            _ => {
                let numbers = check.select(&filter);
                self.selection = Some((filter.clone(), numbers.clone()));
                numbers
            }
        };
        let start = (page as usize).saturating_mul(size as usize).min(selected.len());
        let end = start.saturating_add(size as usize).min(selected.len());
        match check.lines(&mut bytes, &selected[start..end]) {
            Ok(lines) => {
                tell(&Tell::List { filter: Box::new(filter), page, matching: u32::try_from(selected.len()).unwrap_or(u32::MAX), lines })
            }
            Err(error) => changed(&error),
        }
    }

    fn open(&self, number: u32) {
        let (Some(check), Some(mut bytes)) = (&self.check, self.file.as_ref().and_then(FileBytes::new)) else { return no_file() };
        match check.open(&mut bytes, number) {
            Ok(claim) => {
                let of = u32::try_from(check.totals.claims).unwrap_or(u32::MAX);
                tell(&Tell::Opened { claim: Box::new(claim), number, of });
            }
            Err(error) => changed(&error),
        }
    }
}

/// A dropped file, read slice by slice.
struct FileBytes<'f> {
    file: &'f File,
    reader: FileReaderSync,
}

impl<'f> FileBytes<'f> {
    fn new(file: &'f File) -> Option<Self> {
        FileReaderSync::new().ok().map(|reader| FileBytes { file, reader })
    }
}

impl Bytes for FileBytes<'_> {
    fn len(&self) -> u64 {
        // Sizes are whole numbers far below 2^53.
        self.file.size() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let end = offset.saturating_add(buffer.len() as u64).min(self.len());
        if offset >= end {
            return Ok(0);
        }
        let slice = self.file.slice_with_f64_and_f64(offset as f64, end as f64).map_err(gone)?;
        let array = self.reader.read_as_array_buffer(&slice).map_err(gone)?;
        let read = js_sys::Uint8Array::new(&array);
        let count = read.length() as usize;
        let target = buffer.get_mut(..count).ok_or_else(|| io::Error::other("browseren svarede med for mange bytes"))?;
        read.copy_to(target);
        Ok(count)
    }
}

fn gone(_: JsValue) -> io::Error {
    io::Error::other("filen er ændret, flyttet eller slettet, efter at den blev valgt")
}

fn no_file() {
    tell(&Tell::Failed { message: "Der er ingen tjekket fil. Vælg filen igen.".into() });
}

fn changed(error: &io::Error) {
    tell(&Tell::Failed { message: format!("Rækken kan ikke læses igen ({error}). Vælg filen igen for at tjekke den, som den er nu.") });
}

fn tell(message: &Tell) {
    // A message that can't be written or posted has no other way out.
    if let Ok(text) = serde_json::to_string(message) {
        let _ = scope().post_message(&JsValue::from_str(&text));
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
