//! Correcting a copy of the open files, and having files made of what was found: what the page knows of both.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::check::file::Progress;
use stamdatatjek::check::totals::Totals;
use stamdatatjek::correct::{CellChange, Change, Corrections, Preview, Step};
use stamdatatjek::wire::{Ask, Order, ReaderAsk, ReaderTell, Wanted, WriteJob};
use web_sys::Blob;

use super::{Session, State, Summary};
use crate::download::save_file;
use crate::parts::{count, plural};
use crate::reader::Reader;

/// The corrections and the files that are made. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Correcting {
    /// What the change that was asked for last would do.
    pub preview: RwSignal<Option<(Change, Preview)>>,
    /// A page of the list of all changes.
    pub changes: RwSignal<Option<ChangesPage>>,
    /// The corrected copy is being checked; percent of it are done.
    pub recheck: RwSignal<Option<u8>>,
    /// How often a copy has been checked: what was told before is of another copy.
    pub round: RwSignal<u32>,
    /// What the last step came to.
    pub turn: RwSignal<Option<Turn>>,
    /// What is to be read aloud, politely.
    pub said: RwSignal<String>,
    /// The file that is being made.
    pub making: RwSignal<Option<Making>>,
    /// The file that was made last, and in sentences what isn't in it.
    pub made: RwSignal<Option<(String, Vec<String>)>>,
    /// The corrections that stand in the file the user has taken away.
    saved: RwSignal<Option<Corrections>>,
    inner: StoredValue<Rc<RefCell<Inner>>, LocalStorage>,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The step in words, and how many cells it changed.
    pub words: String,
    pub cells: u32,
    pub kind: Kind,
    /// Claims that would be received, go to høring, be rejected, and can't be decided, before it and now.
    pub before: [u64; 4],
    pub now: [u64; 4],
}

/// What kind of step it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Made,
    Undone,
    Redone,
}

/// A page of the list of all changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangesPage {
    pub page: u32,
    /// How many changes there are.
    pub of: u32,
    pub lines: Vec<CellChange>,
}

/// A file that is being made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Making {
    pub what: Wanted,
    pub thousandths: u16,
}

#[derive(Default)]
struct Inner {
    /// The changes whose previews are on their way.
    asked: VecDeque<Change>,
    /// The last of them is to be made, if its preview says that it can.
    is_meant: bool,
    /// The kind of the step that is being checked.
    kind: Kind,
    /// The corrections that stand in the file that is being made.
    ordered: Option<Corrections>,
}

impl Correcting {
    pub(super) fn new() -> Correcting {
        Correcting {
            preview: RwSignal::new(None),
            changes: RwSignal::new(None),
            recheck: RwSignal::new(None),
            round: RwSignal::new(0),
            turn: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            making: RwSignal::new(None),
            made: RwSignal::new(None),
            saved: RwSignal::new(None),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    /// Forgets everything: there is another file, or it is read in another way.
    pub(super) fn forget(self) {
        self.halt();
        self.changes.set(None);
        self.turn.set(None);
        self.made.set(None);
        self.saved.set(None);
    }

    /// Forgets what was asked for and not answered.
    pub(super) fn halt(self) {
        *self.inner.get_value().borrow_mut() = Inner::default();
        self.preview.set(None);
        // Whoever waits for the end of a check would ask again what could not be answered.
        if self.recheck.with_untracked(Option::is_some) {
            self.recheck.set(None);
        }
        self.making.set(None);
    }

    fn with_inner<T>(self, take: impl FnOnce(&mut Inner) -> T) -> T {
        take(&mut self.inner.get_value().borrow_mut())
    }
}

impl Session {
    /// Whether claims can be asked for: they are checked, and no correction of them is being checked.
    pub fn is_ready(self) -> bool {
        self.state.get() == State::Done && self.correcting.recheck.get().is_none()
    }

    /// What has been corrected.
    pub fn corrections(self) -> Corrections {
        self.summary.with(|summary| summary.as_ref().map(|summary| summary.corrections.clone())).unwrap_or_default()
    }

    /// Whether there are corrections that the user hasn't taken away.
    pub fn is_unsaved(self) -> bool {
        let now = untrack(|| self.corrections());
        now.cells > 0 && self.correcting.saved.with_untracked(|saved| saved.as_ref() != Some(&now))
    }

    /// Whether the files may be forgotten: asks where corrections would go with them that the user hasn't taken away.
    pub fn may_forget(self) -> bool {
        let question = "Du har rettelser, som du ikke har hentet. De forsvinder, hvis du går videre. Vil du gå videre?";
        let asked = || web_sys::window().is_none_or(|window| window.confirm_with_message(question).unwrap_or(true));
        !self.is_unsaved() || asked()
    }

    /// Asks what a change would do.
    pub fn preview(self, change: Change) {
        self.correcting.with_inner(|inner| {
            inner.asked.push_back(change.clone());
            inner.is_meant = false;
        });
        self.send(Ask::Preview { change }, Vec::new());
    }

    /// Makes a change if it can be made; else its preview tells why not.
    pub fn try_change(self, change: Change) {
        self.preview(change);
        self.correcting.with_inner(|inner| inner.is_meant = true);
    }

    /// Takes a step in correcting, and has the copy checked again.
    pub fn correct(self, step: Step) {
        if self.state.get_untracked() != State::Done {
            return;
        }
        self.stop_making();
        self.correcting.halt();
        self.correcting.with_inner(|inner| inner.kind = kind(&step));
        self.correcting.recheck.set(Some(0));
        self.correcting.turn.set(None);
        self.correcting.made.set(None);
        self.trouble.set(None);
        self.correcting.said.set("Tjekker den rettede kopi.".into());
        let number = self.next_check();
        self.send(Ask::Correct { number, step }, Vec::new());
    }

    /// Gives up the check of the step that was taken last, and takes the step back.
    pub fn take_back(self) {
        let kind = self.correcting.with_inner(|inner| inner.kind);
        self.correct(if kind == Kind::Undone { Step::Redo } else { Step::Undo });
    }

    /// Asks for a page of the list of all changes.
    pub fn ask_changes(self, page: u32, size: u32) {
        self.send(Ask::Changes { page, size }, Vec::new());
    }

    /// Has a file made and handed to the user.
    pub fn make(self, order: Order) {
        self.stop_making();
        let is_copy = matches!(order.what, Wanted::Corrected | Wanted::CorrectedCsv);
        let ordered = is_copy.then(|| untrack(|| self.corrections()));
        self.correcting.with_inner(|inner| inner.ordered = ordered);
        self.correcting.made.set(None);
        self.trouble.set(None);
        self.correcting.making.set(Some(Making { what: order.what, thousandths: 0 }));
        self.send(Ask::Make(order), Vec::new());
    }

    /// Gives up the file that is being made.
    pub fn stop_making(self) {
        if self.correcting.making.get_untracked().is_some() {
            self.correcting.making.set(None);
            self.set_writer(None);
            self.send(Ask::Stop, Vec::new());
        }
    }

    pub(super) fn rechecked(self, progress: Progress) {
        self.correcting.recheck.set(Some((progress.share() * 100.0).clamp(0.0, 100.0) as u8));
    }

    /// The copy is checked: tells what the step came to.
    pub(super) fn turned(self, before: &Summary, now: &Summary) {
        let kind = self.correcting.with_inner(|inner| inner.kind);
        let steps = &now.corrections;
        let step = if kind == Kind::Undone { steps.undone.first() } else { steps.steps.last() };
        // A step that the copy can't be checked after is given up by the lead, which says so itself.
        let turn = step.filter(|_| *steps != before.corrections).map(|(words, cells)| Turn {
            words: words.clone(),
            cells: *cells,
            kind,
            before: outcomes(&before.totals),
            now: outcomes(&now.totals),
        });
        self.correcting.said.set(turn.as_ref().map(Turn::sentence).unwrap_or_default());
        self.correcting.turn.set(turn);
        self.correcting.recheck.set(None);
        self.correcting.round.update(|round| *round += 1);
        self.correcting.changes.set(None);
    }

    pub(super) fn previewed(self, preview: Preview) {
        let (change, is_meant) = self.correcting.with_inner(|inner| {
            let change = inner.asked.pop_front();
            // Only the last question counts.
            let change = change.filter(|_| inner.asked.is_empty());
            let is_meant = change.is_some() && std::mem::take(&mut inner.is_meant);
            (change, is_meant)
        });
        let Some(change) = change else { return };
        if is_meant && preview.cells > 0 {
            return self.correct(Step::Make(change));
        }
        self.correcting.preview.set(Some((change, preview)));
    }

    /// Something that was asked for can't be had; the sentence says why.
    pub(super) fn failed(self, message: String) {
        let change = self.correcting.with_inner(|inner| inner.asked.pop_front());
        if let Some(change) = change {
            // A change that can't be made anywhere: that is told where it was asked for.
            if self.correcting.with_inner(|inner| inner.asked.is_empty()) {
                self.correcting.preview.set(Some((change, Preview { refused: vec![(0, message)], ..Preview::default() })));
            }
            return;
        }
        if self.correcting.recheck.get_untracked().is_some() {
            self.keep_check();
        }
        self.set_writer(None);
        self.searching.set(None);
        self.correcting.halt();
        self.trouble.set(Some(message));
    }

    pub(super) fn making(self, thousandths: u16) {
        self.correcting.making.update(|making| {
            if let Some(making) = making {
                making.thousandths = thousandths;
            }
        });
    }

    /// The file is there.
    pub(super) fn made(self, file: Option<Blob>, name: String, left_out: Vec<String>) {
        // It may have been given up.
        if self.correcting.making.get_untracked().is_none() {
            return;
        }
        self.set_writer(None);
        self.correcting.making.set(None);
        let Some(file) = file else { return };
        save_file(&file, &name);
        self.correcting.said.set(format!("{name} er hentet."));
        self.correcting.made.set(Some((name, left_out)));
        let ordered = self.correcting.with_inner(|inner| inner.ordered.take());
        if ordered.is_some() {
            self.correcting.saved.set(ordered);
        }
    }

    /// Has the program that knows the formats write the file. `beside` is what the job says; the file to correct comes before it.
    pub(super) fn write(self, name: String, job: WriteJob, beside: Option<Blob>) {
        if self.correcting.making.get_untracked().is_none() {
            return;
        }
        let original = match &job {
            WriteJob::Corrected { file, .. } => self.file(*file),
            WriteJob::Workbook { .. } => None,
        };
        let files: Vec<Blob> = original.map(Blob::from).into_iter().chain(beside).collect();
        let writer = Reader::start(&ReaderAsk::Write(job), &files, move |told, file| match told {
            ReaderTell::Hello { build } if build != BUILD_ID => {
                self.cant_make("Siden er blevet opdateret, mens du havde den åben. Genindlæs siden, og vælg filen igen.".into());
            }
            ReaderTell::Hello { .. } | ReaderTell::Done { .. } => {}
            ReaderTell::Progress { thousandths } => self.making(thousandths),
            ReaderTell::Refused { message } => self.cant_make(message),
            ReaderTell::Written { left_out } => self.made(file, name.clone(), left_out),
        });
        self.set_writer(Some(writer));
    }

    fn cant_make(self, message: String) {
        self.set_writer(None);
        self.correcting.making.set(None);
        self.trouble.set(Some(message));
    }
}

impl Turn {
    /// What the step came to, in a sentence or two.
    pub fn sentence(&self) -> String {
        let cells = plural(self.cells.into(), "celle", "celler");
        let done = match self.kind {
            Kind::Made => format!("{cells} er rettet."),
            Kind::Undone => format!("Rettelsen af {cells} er fortrudt."),
            Kind::Redone => format!("Rettelsen af {cells} er lavet igen."),
        };
        let stopped = |[_, hoering, afvist, undecided]: [u64; 4]| hoering + afvist + undecided;
        let (before, now) = (stopped(self.before), stopped(self.now));
        if before == now {
            return format!("{done} Lige så mange fordringer som før ville ikke blive modtaget: {}.", count(now));
        }
        format!("{done} Nu er der {}, der ikke ville blive modtaget. Før var der {}.", plural(now, "fordring", "fordringer"), count(before))
    }
}

fn kind(step: &Step) -> Kind {
    match step {
        Step::Make(_) => Kind::Made,
        Step::Undo => Kind::Undone,
        Step::Redo => Kind::Redone,
    }
}

/// Claims that would be received, go to høring, be rejected, and can't be decided.
fn outcomes(totals: &Totals) -> [u64; 4] {
    [totals.modtages, totals.hoering, totals.afvist, totals.undecided]
}
