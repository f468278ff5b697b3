//! The lead: the worker that the page talks to. It holds the files and what was found in them.

mod correcting;
mod lists;
mod making;
mod reporting;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::rc::{Rc, Weak};

use js_sys::Uint8Array;
use stamdatatjek::catalogue::{BUILD_ID, Creditor, RULES_DATE};
use stamdatatjek::check::Settings;
use stamdatatjek::check::columns::columns_view;
use stamdatatjek::check::compare::Baseline;
use stamdatatjek::check::file::{FileCheck, Phase, Progress};
use stamdatatjek::check::opening::open;
use stamdatatjek::claim::parse_date;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{Bytes, FileProblem, Given, Opened, Staging, Store};
use stamdatatjek::wire::{Ask, Tell, pack, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, MessageEvent, MessagePort};

use crate::blob_store::BlobStore;
use crate::file_bytes::FileBytes;
use crate::hands::{Hands, Word};
use crate::{parts_of, scope, warm};
use correcting::Correcting;
use lists::Lists;
use making::Making;

/// How much time may pass between two words about progress, in milliseconds.
const PROGRESS_EVERY: f64 = 100.0;

/// Answers the page from now on; behind the ports are the hands.
pub fn run(ports: Vec<MessagePort>) {
    let state = Rc::new(RefCell::new(State::default()));
    let (of, idle) = (Rc::clone(&state), Rc::clone(&state));
    state.borrow_mut().me = Rc::downgrade(&state);
    state.borrow_mut().hands = Some(Hands::new(ports, move |word| of.borrow_mut().hear(word)));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (message, blobs) = parts_of(&event);
        match unpack::<Ask>(&message) {
            Some(ask) => state.borrow_mut().answer(ask, blobs),
            None => tell(&Tell::Failed { message: "Siden og kontrollen forstår ikke hinanden. Genindlæs siden.".into() }),
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    tell(&Tell::Hello { build: BUILD_ID.into() });
    warm::start(move || idle.borrow().files.is_empty());
}

/// What the lead holds between two messages.
#[derive(Default)]
struct State {
    /// Itself, for what is done between messages.
    me: Weak<RefCell<State>>,
    files: Vec<OpenFile>,
    /// The workbook's sheet that the user asked for.
    sheet: Option<String>,
    /// The files as they were opened last, with what was chosen then.
    opened: Option<(Choices, Opened)>,
    check: Option<FileCheck>,
    lists: Lists,
    /// The result that each one from now on is held against. It outlives the files it came from.
    baseline: Option<Baseline>,
    /// The rows that are checked while nothing in them is corrected.
    original: Option<Blob>,
    correcting: Correcting,
    making: Making,
    hands: Option<Hands>,
    /// The hands that are up and have nothing to do, by their places.
    idle: Vec<usize>,
    /// Which check each hand is at work for, by its place. What comes of an earlier one is of no use.
    busy: HashMap<usize, u32>,
    /// The number of this check.
    round: u32,
    /// When the page was last told how far it is, in milliseconds.
    told: f64,
    /// Why nothing can be checked, if the hands can't be worked with.
    unfit: Option<String>,
}

/// A file that was given, and the rows that were staged from it.
struct OpenFile {
    name: String,
    blob: Blob,
    staged: Option<(Staging, Blob)>,
}

impl OpenFile {
    /// The file as intake takes it.
    fn given(&self) -> Result<Given, FileProblem> {
        let blob = self.staged.as_ref().map_or(&self.blob, |(_, rows)| rows);
        let bytes = FileBytes::new(blob.clone()).ok_or_else(|| FileProblem::Unreadable("browseren giver ikke adgang til den".into()))?;
        let staging = self.staged.as_ref().map(|(staging, _)| staging.clone());
        Ok(Given { name: self.name.clone(), bytes: Box::new(bytes), staging })
    }
}

impl State {
    /// Takes what came from a hand.
    fn hear(&mut self, word: Word) {
        match word {
            Word::Up(place) => self.idle.push(place),
            Word::Done(place, done) => {
                self.idle.push(place);
                if self.busy.remove(&place) == Some(self.round) {
                    self.take_done(&done);
                }
            }
            Word::Failed(place, message) => {
                self.idle.push(place);
                if self.busy.remove(&place) == Some(self.round) {
                    self.forget_check();
                    tell(&Tell::Refused { message });
                }
            }
            Word::Unfit(message) => self.unfit = Some(message),
        }
        self.hand_out();
    }

    /// Gives the hands that have nothing to do what is to be done.
    fn hand_out(&mut self) {
        let (Some(check), Some(hands)) = (&mut self.check, &self.hands) else { return };
        while !self.idle.is_empty() {
            let Some(task) = check.next_task().and_then(|task| pack(&task)) else { return };
            let Some(place) = self.idle.pop() else { return };
            hands.give(place, task);
            self.busy.insert(place, self.round);
        }
    }

    fn take_done(&mut self, done: &[u8]) {
        let Some(check) = &mut self.check else { return };
        let taken = unpack(done).ok_or_else(|| FileProblem::Broken("Kontrollens dele forstår ikke hinanden. Genindlæs siden.".into()));
        if let Err(problem) = taken.and_then(|done| check.take(done)) {
            if self.give_up_step(&problem) {
                return;
            }
            self.forget_check();
            return tell(&Tell::Refused { message: problem.to_string() });
        }
        if check.is_done() {
            let (totals, layout) = (Box::new(check.totals.clone()), Box::new(check.layout_view()));
            let comparison = self.baseline.as_ref().map(|before| Box::new(check.compare(before)));
            let corrections = Box::new(self.corrections());
            tell(&Tell::Done { totals, layout, rules_date: RULES_DATE.into(), corrections, comparison });
            return self.tell_note();
        }
        let now = js_sys::Date::now();
        if now - self.told >= PROGRESS_EVERY {
            self.told = now;
            tell(&Tell::Progress(check.progress()));
        }
    }

    fn answer(&mut self, ask: Ask, blobs: Vec<Blob>) {
        // Before anything else: the page takes nothing that is told of the check before this.
        if let Ask::Check { number, .. } = &ask {
            tell(&Tell::Begun { number: *number });
        }
        if let Some(message) = self.unfit.clone() {
            return tell(&Tell::Refused { message });
        }
        match ask {
            Ask::Open { added } => self.take(added, blobs),
            Ask::Staged { file, staging, sheet } => {
                self.forget_check();
                self.correcting.forget();
                self.opened = None;
                self.sheet = sheet;
                if let (Some(open), Some(rows)) = (self.files.get_mut(file as usize), blobs.into_iter().next()) {
                    open.staged = Some((staging, rows));
                }
                self.read_on();
            }
            Ask::Columns { choices } => self.columns(&choices),
            Ask::Check { received, creditor, choices, .. } => self.check(&received, &creditor, &choices),
            Ask::List { filter, sort, page, size } => self.list(filter, sort, page, size),
            Ask::Claim { number, filter, sort } => self.claim(number, filter, sort),
            Ask::Keep { name } => self.keep(&name),
            Ask::Preview { change } => self.preview(change),
            Ask::Correct { number, step } => self.correct(number, step),
            Ask::Changes { page, size } => self.changes(page, size),
            Ask::Make(order) => self.make(&order),
            Ask::Stop => {
                self.stop_search();
                self.stop_making();
            }
        }
    }

    fn take(&mut self, added: bool, blobs: Vec<Blob>) {
        self.forget_check();
        self.correcting.forget();
        self.opened = None;
        if !added {
            // Other files: nobody misses what was corrected in those before.
            self.correcting = Correcting::default();
            self.files.clear();
            self.sheet = None;
        }
        for blob in blobs {
            let name = blob.dyn_ref::<File>().map(File::name).unwrap_or_default();
            self.files.push(OpenFile { name, blob, staged: None });
        }
        self.read_on();
    }

    /// Asks for the next file that must be staged; when none is left, tells how the columns are understood.
    fn read_on(&mut self) {
        for (place, open) in (0..).zip(&self.files) {
            match open.given().and_then(|mut given| given.container()) {
                Ok(None) => {}
                Ok(Some(container)) => return tell(&Tell::NeedsReader { file: place, container }),
                Err(problem) => return self.refuse(open, &problem),
            }
        }
        self.columns(&Choices { sheet: self.sheet.clone(), ..Choices::default() });
    }

    /// With several files, the sentence says which one it is about.
    fn refuse(&self, open: &OpenFile, problem: &FileProblem) {
        let message = if self.files.len() > 1 { format!("{}: {problem}", open.name) } else { problem.to_string() };
        tell(&Tell::Refused { message });
    }

    fn columns(&mut self, choices: &Choices) {
        match self.open(choices) {
            Ok(opened) => {
                tell(&Tell::Read { columns: Box::new(columns_view(&opened)) });
                self.opened = Some((choices.clone(), opened));
            }
            Err(problem) => tell(&Tell::Refused { message: problem.to_string() }),
        }
    }

    fn open(&self, choices: &Choices) -> Result<Opened, FileProblem> {
        let files: Vec<Given> = self.files.iter().map(OpenFile::given).collect::<Result<_, _>>()?;
        let mut on_progress = progress_teller();
        open(files, choices, &|| Box::new(BlobStore::new()), &mut |thousandths| {
            on_progress(Progress { phase: Phase::Opening, bytes: thousandths.into(), of_bytes: 1000, rows: 0 })
        })
    }

    fn check(&mut self, received: &str, creditor: &str, choices: &Choices) {
        self.forget_check();
        let (Ok(received), Some(creditor)) = (parse_date(received), Creditor::parse(creditor)) else {
            return tell(&Tell::Refused { message: "Der mangler en modtagelsesdato eller en fordringshaver. Vælg filen igen.".into() });
        };
        let settings = Settings { received: received.date(), creditor };
        let opened = match self.opened.take() {
            Some((with, opened)) if with == *choices => Ok(opened),
            _ => self.open(choices),
        };
        match opened {
            Ok(opened) => self.begin_corrected(opened, settings),
            Err(problem) => tell(&Tell::Refused { message: problem.to_string() }),
        }
    }

    fn begin(&mut self, check: FileCheck) {
        let rows = check.source().and_then(|source| source.downcast_ref::<Blob>());
        let (Some(hands), Some(rows), Some(plan)) = (&self.hands, rows, pack(&check.plan())) else {
            return tell(&Tell::Refused { message: "Browseren giver ikke adgang til filen. Vælg den igen.".into() });
        };
        hands.begin(&plan, rows);
        self.check = Some(check);
        self.hand_out();
    }

    fn forget_check(&mut self) {
        self.check = None;
        self.forget_lists();
        self.stop_making();
        self.round = self.round.wrapping_add(1);
    }

    /// Keeps this result, to hold later ones against; without a name, none is kept any more.
    fn keep(&mut self, name: &str) {
        let check = self.check.as_mut().filter(|check| check.is_done());
        match check {
            Some(check) if !name.is_empty() => self.baseline = Some(check.baseline(name)),
            None if !name.is_empty() => no_file(),
            check => {
                self.baseline = None;
                if let Some(check) = check {
                    check.forget_comparison();
                }
                self.forget_lists();
            }
        }
    }
}

impl Store for BlobStore {
    fn finish(self: Box<Self>) -> io::Result<Box<dyn Bytes>> {
        let blob = BlobStore::finish(*self)?;
        let bytes = FileBytes::new(blob).ok_or_else(|| io::Error::other("browseren giver ikke adgang til de læste rækker"))?;
        Ok(Box::new(bytes))
    }
}

/// Tells the page about progress, not too often. It never says stop.
fn progress_teller() -> impl FnMut(Progress) -> bool {
    let mut last = 0.0;
    move |progress| {
        let now = js_sys::Date::now();
        if now - last >= PROGRESS_EVERY {
            last = now;
            tell(&Tell::Progress(progress));
        }
        true
    }
}

fn no_file() {
    tell(&Tell::Failed { message: "Der er ingen tjekket fil. Vælg filen igen.".into() });
}

fn changed(error: &io::Error) {
    tell(&Tell::Failed { message: format!("Rækken kan ikke læses igen ({error}). Vælg filen igen for at tjekke den, som den er nu.") });
}

fn tell(message: &Tell) {
    // A message that can't be written or posted has no other way out.
    if let Some(bytes) = pack(message) {
        let _ = scope().post_message(&Uint8Array::from(bytes.as_slice()));
    }
}
