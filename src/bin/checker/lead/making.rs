//! Making files to be saved, a bit at a time, so that the page is heard in between and can stop it.

use std::cell::RefCell;
use std::io;
use std::rc::Weak;

use js_sys::{Array, Date, Uint8Array};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::correct::make::{CellEdits, ChangesCsv, RowsCsv, Utf16Copy};
use stamdatatjek::correct::{CorrectedFormat, Desk};
use stamdatatjek::intake::{Kind, StagedForm, kind};
use stamdatatjek::report::head::{About, Privacy};
use stamdatatjek::report::maker::Form;
use stamdatatjek::wire::{Order, Tell, Wanted, WriteJob, pack};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::reporting::Reporting;
use super::{OpenFile, PROGRESS_EVERY, State, no_file, tell};
use crate::blob_store::BlobStore;
use crate::file_bytes::FileBytes;
use crate::{pause, scope};

/// How long is worked before messages are heard again, in milliseconds. One more bit of work fits in before anyone would notice.
const SLICE: f64 = 35.0;

/// What is being made.
#[derive(Default)]
pub struct Making {
    work: Option<Work>,
    /// The number of the order: who goes on with an earlier one stops.
    round: u32,
    told: f64,
}

/// A file on its way.
struct Work {
    what: What,
    name: String,
    store: BlobStore,
}

enum What {
    Rows(RowsCsv),
    Changes(ChangesCsv),
    /// Edits for the program that knows the formats.
    Edits(CellEdits, WriteJob),
    Utf16(Box<Utf16Copy>, FileBytes),
    Report(Box<Reporting>),
}

impl What {
    /// Does a bit; answers whether there is more to do, and how much is done.
    fn step(&mut self, desk: &mut Desk, check: &mut FileCheck, store: &mut BlobStore) -> io::Result<(bool, u16)> {
        Ok(match self {
            What::Rows(rows) => (rows.step(check, store)?, rows.thousandths(check.bytes())),
            What::Changes(changes) => (changes.step(desk, check, store)?, changes.thousandths(desk)),
            What::Edits(edits, _) => (edits.step(desk, store)?, edits.thousandths(desk)),
            What::Utf16(copy, file) => (copy.step(desk, check, file, store)?, copy.thousandths(desk.original())),
            What::Report(report) => (report.step(check, store)?, report.thousandths()),
        })
    }

    fn left_out(&self, desk: &Desk) -> Vec<String> {
        match self {
            What::Rows(rows) => rows.left_out(desk.layout()),
            What::Changes(_) | What::Edits(..) | What::Utf16(..) | What::Report(_) => Vec::new(),
        }
    }
}

impl State {
    /// Begins a file that the page has ordered.
    pub(super) fn make(&mut self, order: &Order) {
        self.stop_making();
        if !self.check.as_ref().is_some_and(FileCheck::is_done) || !self.has_desk() {
            return no_file();
        }
        match order.what {
            Wanted::Corrected => self.make_corrected(),
            Wanted::CorrectedCsv => self.work(What::Rows(RowsCsv::default()), self.file_name("_rettet", Some("csv"))),
            Wanted::ChangesCsv => self.work(What::Changes(ChangesCsv::new(order.is_masked)), self.file_name("_rettelser", Some("csv"))),
            Wanted::FindingsCsv => self.report(Form::Csv, order, "_fund", "csv"),
            Wanted::FindingsJson => self.report(Form::Json, order, "_fund", "json"),
            Wanted::Workbook => self.report(Form::Claims, order, "_rapport", "xlsx"),
        }
    }

    fn report(&mut self, form: Form, order: &Order, behind: &str, ending: &str) {
        let corrections = self.correcting.desk.as_ref().map_or(0, |desk| desk.corrections().cells.into());
        let files = self.files.iter().map(|file| (file.name.clone(), file.blob.clone())).collect();
        let about = About {
            made: order.made.parse().ok(),
            privacy: if order.is_masked { Privacy::Masked } else { Privacy::AsInFile },
            corrections,
            ..About::default()
        };
        self.work(What::Report(Box::new(Reporting::new(form, about, files))), self.file_name(behind, Some(ending)));
    }

    /// The corrected file in the format it came in.
    fn make_corrected(&mut self) {
        let name = self.file_name("_rettet", None);
        let Some((place, file)) = self.claims_file() else { return no_file() };
        if let Some((staging, _)) = &file.staged {
            let sheet = staging.sheet.and_then(|sheet| u32::try_from(sheet).ok());
            let container = FileBytes::new(file.blob.clone()).and_then(|mut bytes| match kind(&mut bytes) {
                Ok(Kind::Contained(container)) => Some(container),
                _ => None,
            });
            let Some(container) = container else { return no_file() };
            return self.work(What::Edits(CellEdits::default(), WriteJob::Corrected { file: place, container, sheet }), name);
        }
        let Some(mut bytes) = FileBytes::new(file.blob.clone()) else { return no_file() };
        match (kind(&mut bytes), self.correcting.desk.as_ref().map(|desk| desk.corrections().format)) {
            (_, Some(CorrectedFormat::Csv(message))) => tell(&Tell::Failed { message }),
            (Ok(Kind::Utf16 { big_endian }), _) => self.work(What::Utf16(Box::new(Utf16Copy::new(big_endian)), bytes), name),
            _ => {
                let made = self.correcting.copy.clone().unwrap_or_else(|| file.blob.clone());
                tell_beside(&Tell::Made { name, left_out: Vec::new() }, &made);
            }
        }
    }

    fn work(&mut self, what: What, name: String) {
        self.making.work = Some(Work { what, name, store: BlobStore::new() });
        self.making.told = Date::now();
        spawn_local(go_on(self.me.clone(), self.making.round));
    }

    /// Works for a while. Answers whether there is more to do.
    fn work_on(&mut self) -> bool {
        let begun = Date::now();
        let (Some(work), Some(desk), Some(check)) = (&mut self.making.work, &mut self.correcting.desk, &mut self.check) else {
            return false;
        };
        loop {
            match work.what.step(desk, check, &mut work.store) {
                Err(error) => {
                    self.making.work = None;
                    tell(&Tell::Failed { message: format!("Filen kan ikke laves: {error}.") });
                    return false;
                }
                Ok((false, _)) => break,
                Ok((true, thousandths)) => {
                    let now = Date::now();
                    if now - self.making.told >= PROGRESS_EVERY {
                        self.making.told = now;
                        tell(&Tell::Making { thousandths });
                    }
                    if now - begun >= SLICE {
                        return true;
                    }
                }
            }
        }
        if let Some(Work { what, name, store }) = self.making.work.take() {
            let left_out = self.correcting.desk.as_ref().map(|desk| what.left_out(desk)).unwrap_or_default();
            let told = match what {
                What::Edits(_, job) => Tell::ToWrite { name, job },
                What::Report(report) => match report.into_workbook_head() {
                    Some(head) => Tell::ToWrite { name, job: WriteJob::Workbook { head: pack(&head).unwrap_or_default() } },
                    None => Tell::Made { name, left_out },
                },
                What::Rows(_) | What::Changes(_) | What::Utf16(..) => Tell::Made { name, left_out },
            };
            match store.finish() {
                Ok(made) => tell_beside(&told, &made),
                Err(error) => tell(&Tell::Failed { message: format!("Filen kan ikke laves: {error}.") }),
            }
        }
        false
    }

    /// Gives up what is being made.
    pub(super) fn stop_making(&mut self) {
        self.making.round = self.making.round.wrapping_add(1);
        self.making.work = None;
    }

    /// The file with the claims, and its place among those given.
    pub(super) fn claims_file(&self) -> Option<(u32, &OpenFile)> {
        let is_answer = |file: &OpenFile| file.staged.as_ref().is_some_and(|(staging, _)| staging.form == StagedForm::XmlAnswer);
        (0..).zip(&self.files).find(|(_, file)| !is_answer(file))
    }

    /// The name of a file that is made of the open one: its own with something behind it.
    fn file_name(&self, behind: &str, ending: Option<&str>) -> String {
        let name = self.claims_file().map_or("fordringer.csv", |(_, file)| file.name.as_str());
        let (stem, own) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, "csv"));
        format!("{stem}{behind}.{}", ending.unwrap_or(own))
    }
}

/// Works until the file is there, or another one was asked for.
async fn go_on(state: Weak<RefCell<State>>, round: u32) {
    loop {
        {
            let Some(state) = state.upgrade() else { return };
            let mut state = state.borrow_mut();
            if state.making.round != round || !state.work_on() {
                return;
            }
        }
        if JsFuture::from(pause()).await.is_err() {
            return;
        }
    }
}

/// Tells the page something that has a file beside it.
fn tell_beside(message: &Tell, beside: &Blob) {
    // A message that can't be written or posted has no other way out.
    if let Some(bytes) = pack(message) {
        let _ = scope().post_message(&Array::of2(&Uint8Array::from(bytes.as_slice()), beside));
    }
}
