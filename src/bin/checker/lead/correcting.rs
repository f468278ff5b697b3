//! Correcting in a copy: what a change would do, steps and the check of the copy after each, and the list of what was changed.

use std::io;
use std::ops::Range;

use js_sys::Array;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::correct::splice::{Sink, WORTH_TAKING_OVER, copy_to};
use stamdatatjek::correct::{Change, CorrectedFormat, Corrections, Desk, Draft, Preview, Step};
use stamdatatjek::intake::{Bytes, FileProblem, Opened};
use stamdatatjek::wire::{PASTED_ROWS, Tell};
use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::{State, changed, no_file, tell};
use crate::blob_store::BlobStore;
use crate::file_bytes::FileBytes;

/// What is corrected in the open files.
#[derive(Default)]
pub struct Correcting {
    /// `None` until the first change is looked at.
    pub desk: Option<Desk>,
    /// The copy's rows, where something is corrected.
    pub copy: Option<Blob>,
    /// What the user looked at last, and what it would do.
    draft: Option<(Change, Draft)>,
    /// The step whose copy is being checked.
    last: Option<Last>,
    /// To be told when the check is done.
    note: Option<String>,
}

#[derive(Clone, Copy)]
enum Last {
    Made,
    Undone,
}

impl Correcting {
    /// Whether the check is of a copy that differs from the file.
    pub fn is_active(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| !desk.edits.is_empty())
    }

    /// Forgets all corrections, since other files are open or the same ones are read in another way; the user is told later if any are lost.
    pub fn forget(&mut self) {
        let lost = self.is_active().then(|| "Dine rettelser er ikke med mere, fordi filen bliver læst på en anden måde nu.".to_owned());
        *self = Correcting { note: lost.or(self.note.take()), ..Correcting::default() };
    }

    /// Takes a step; answers what there is to say where there is nothing to do.
    fn take(&mut self, step: Step, check: Option<&mut FileCheck>) -> Result<Last, String> {
        let draft = self.draft.take();
        let desk = self.desk.as_mut().ok_or_else(|| "Der er ingen rettelser.".to_owned())?;
        match step {
            Step::Undo if desk.edits.undo() => Ok(Last::Undone),
            Step::Undo => Err("Der er ikke flere rettelser at fortryde.".into()),
            Step::Redo if desk.edits.redo() => Ok(Last::Made),
            Step::Redo => Err("Der er ikke flere rettelser at lave igen.".into()),
            Step::Make(change) => {
                let draft = match draft.filter(|(of, _)| *of == change) {
                    Some((_, draft)) => draft,
                    None => desk.draft(check.ok_or("Vent, til tjekket er færdigt.")?, &change)?,
                };
                let why = draft.preview.refused.first().map(|(_, why)| why.clone());
                if desk.take(draft) { Ok(Last::Made) } else { Err(why.unwrap_or_else(|| "Det står der allerede.".into())) }
            }
        }
    }

    /// Takes the last step back.
    fn take_back(&mut self, last: Last) {
        if let Some(desk) = &mut self.desk {
            match last {
                Last::Made => desk.edits.undo(),
                Last::Undone => desk.edits.redo(),
            };
        }
    }

    /// Writes the copy; answers its rows, which are the file's own where nothing is corrected.
    fn write_copy(&mut self, original: &Blob) -> io::Result<Blob> {
        let Some(desk) = &mut self.desk else { return Ok(original.clone()) };
        let mut sink = BlobSink { original: original.clone(), parts: Array::new(), store: BlobStore::new() };
        desk.copy(&mut sink)?;
        let copy = if desk.edits.is_empty() { original.clone() } else { sink.finish()? };
        self.copy = Some(copy.clone()).filter(|_| !desk.edits.is_empty());
        Ok(copy)
    }
}

impl State {
    pub(super) fn preview(&mut self, change: Change) {
        if !self.has_desk() {
            return no_file();
        }
        let (Some(check), Some(desk)) = (self.check.as_mut().filter(|check| check.is_done()), &mut self.correcting.desk) else {
            return no_file();
        };
        match desk.draft(check, &change) {
            Ok(draft) => {
                tell(&Tell::Previewed(Box::new(Preview::clone(&draft.preview))));
                self.correcting.draft = Some((change, draft));
            }
            Err(message) => tell(&Tell::Failed { message }),
        }
    }

    /// Takes a step, and has the copy checked under this number.
    pub(super) fn correct(&mut self, number: u32, step: Step) {
        self.stop_making();
        if !self.has_desk() {
            return no_file();
        }
        let check = self.check.as_mut().filter(|check| check.is_done());
        match self.correcting.take(step, check) {
            Err(message) => tell(&Tell::Failed { message }),
            Ok(last) => {
                if let Err(message) = self.recheck(Some(number), last) {
                    self.correcting.take_back(last);
                    tell(&Tell::Failed { message });
                }
            }
        }
    }

    /// Has the copy checked as it is now. Without a number it is told under the number of the check before.
    fn recheck(&mut self, number: Option<u32>, last: Last) -> Result<(), String> {
        let cant = |error: io::Error| format!("Rettelsen kan ikke laves ({error}).");
        let original = self.original.clone().ok_or_else(no_access)?;
        let copy = self.correcting.write_copy(&original).map_err(cant)?;
        let rows = FileBytes::new(copy).ok_or_else(no_access)?;
        let check = self.check.as_ref().ok_or_else(no_access)?;
        let (opened, settings) = (check.reopened(Box::new(rows)), check.settings());
        if let Some(number) = number {
            tell(&Tell::Begun { number });
        }
        self.forget_check();
        self.correcting.last = Some(last);
        self.begin(FileCheck::begin(opened, settings));
        Ok(())
    }

    /// A copy that can't be checked, e.g. because no row is left in it, is given up with the step that made it. Answers whether it was.
    pub(super) fn give_up_step(&mut self, problem: &FileProblem) -> bool {
        let Some(last) = self.correcting.last.take() else { return false };
        self.correcting.take_back(last);
        self.correcting.note = Some(format!("Rettelsen er taget tilbage, for så kan filen ikke tjekkes: {problem}"));
        let again = match last {
            Last::Made => Last::Undone,
            Last::Undone => Last::Made,
        };
        let is_begun = self.recheck(None, again).is_ok();
        // What fails once more isn't the step's fault.
        self.correcting.last = None;
        is_begun
    }

    /// The check of the file as it was opened, or of its copy where something is corrected that holds for the file as it is read now.
    pub(super) fn begin_corrected(&mut self, opened: Opened, settings: Settings) {
        let rows = opened.bytes.source().and_then(|source| source.downcast_ref::<Blob>()).cloned();
        self.original = rows.clone();
        self.correcting.draft = None;
        self.correcting.last = None;
        let original = rows.and_then(FileBytes::new);
        let (Some(desk), Some(original)) = (&mut self.correcting.desk, original) else {
            return self.begin(FileCheck::begin(opened, settings));
        };
        if !desk.fits(&opened.layout) {
            self.correcting.forget();
            return self.begin(FileCheck::begin(opened, settings));
        }
        desk.reopen(&opened.layout, Box::new(original));
        let copy = self.correcting.copy.clone().and_then(FileBytes::new);
        let opened = match copy {
            Some(copy) => Opened { bytes: Box::new(copy), ..opened },
            None => opened,
        };
        self.begin(FileCheck::begin(opened, settings));
    }

    /// The check is done: tells it what is corrected, and answers that for the page.
    pub(super) fn corrections(&mut self) -> Corrections {
        self.correcting.last = None;
        let pasted = self.claims_file().is_some_and(|(_, file)| file.name == PASTED_ROWS);
        let mut corrections = match (&self.correcting.desk, &mut self.check) {
            (Some(desk), Some(check)) => {
                desk.mark(check);
                desk.corrections()
            }
            (None, Some(check)) => Corrections { format: CorrectedFormat::of(&check.layout().form), ..Corrections::default() },
            (_, None) => Corrections::default(),
        };
        if pasted && matches!(corrections.format, CorrectedFormat::Same(_)) {
            corrections.format =
                CorrectedFormat::Csv("Rækkerne er sat ind her, så der er ingen fil at rette i. Du får dem som CSV.".into());
        }
        corrections
    }

    /// Tells what had to wait for the check.
    pub(super) fn tell_note(&mut self) {
        if let Some(message) = self.correcting.note.take() {
            tell(&Tell::Failed { message });
        }
    }

    /// Fills in what the file has where the user has corrected it.
    pub(super) fn fill_originals(&mut self, number: u32, rows: &mut [SheetRow]) -> io::Result<()> {
        match (&self.correcting.desk, &mut self.check) {
            (Some(desk), Some(check)) if !desk.edits.is_empty() => desk.fill_originals(check, number, rows),
            _ => Ok(()),
        }
    }

    pub(super) fn changes(&mut self, page: u32, size: u32) {
        let check = self.check.as_mut().filter(|check| check.is_done());
        let (of, lines) = match (&mut self.correcting.desk, check) {
            (_, None) => return no_file(),
            (None, Some(_)) => (0, Vec::new()),
            (Some(desk), Some(check)) => match desk.changes(check, page, size) {
                Ok(changes) => changes,
                Err(error) => return changed(&error),
            },
        };
        tell(&Tell::Changes { page, of, lines });
    }

    /// Makes the desk when it is first needed: the check is of the file itself then. Answers whether there is one.
    pub(super) fn has_desk(&mut self) -> bool {
        if self.correcting.desk.is_none()
            && let Some(check) = self.check.as_ref().filter(|check| check.is_done())
            && let Some(original) = self.original.clone().and_then(FileBytes::new)
        {
            self.correcting.desk = Some(Desk::new(check, Box::new(original)));
        }
        self.correcting.desk.is_some()
    }
}

fn no_access() -> String {
    "Browseren giver ikke adgang til filen. Vælg den igen.".into()
}

/// The copy on its way into a blob. Long stretches of the file are taken over by reference: nobody reads them.
struct BlobSink {
    original: Blob,
    parts: Array,
    store: BlobStore,
}

impl BlobSink {
    fn hand_over(&mut self) -> io::Result<()> {
        let store = std::mem::replace(&mut self.store, BlobStore::new());
        let written = store.finish()?;
        if written.size() > 0.0 {
            self.parts.push(&written);
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<Blob> {
        self.hand_over()?;
        Blob::new_with_blob_sequence(self.parts.unchecked_ref()).map_err(|_| full())
    }
}

impl Sink for BlobSink {
    fn copy(&mut self, original: &mut dyn Bytes, range: Range<u64>) -> io::Result<()> {
        if range.end - range.start <= WORTH_TAKING_OVER {
            return copy_to(&mut self.store, original, range);
        }
        self.hand_over()?;
        // Sizes are whole numbers far below 2^53.
        let slice = self.original.slice_with_f64_and_f64(range.start as f64, range.end as f64).map_err(|_| full())?;
        self.parts.push(&slice);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        io::Write::write_all(&mut self.store, bytes)
    }
}

fn full() -> io::Error {
    io::Error::other("browseren har ikke plads til flere rækker")
}
