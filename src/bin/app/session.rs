//! The open files: the workers that hold and read them, and what the page knows of them.
//!
//! Findings stay in the worker; the page keeps numbers and the few claims on screen.

mod correcting;
mod known;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::check::Settings;
use stamdatatjek::check::columns::ColumnsView;
use stamdatatjek::check::file::{Phase, Progress};
use stamdatatjek::check::progress::{Pace, TimeLeft};
use stamdatatjek::intake::Container;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::wire::{Ask, ReaderAsk, ReaderTell, Tell};
use web_sys::{Blob, File};

use crate::memory;
use crate::reader::Reader;
use crate::route::{Route, go};
use crate::team::{Heard, Team};
pub use correcting::{ChangesPage, Correcting, Kind, Turn};
pub use known::{ListPage, OpenClaim, Query, State, Summary};

/// The files and their workers. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Session {
    pub state: RwSignal<State>,
    /// The files' names, for people; they go nowhere else.
    pub name: RwSignal<String>,
    /// How long what is going on will take yet, where that can be known.
    pub time_left: RwSignal<Option<TimeLeft>>,
    /// How the columns are understood, once the files are open.
    pub columns: RwSignal<Option<ColumnsView>>,
    /// What the user has chosen about them since the files were opened or checked.
    pub asked: RwSignal<Choices>,
    pub summary: RwSignal<Option<Summary>>,
    pub list: RwSignal<Option<ListPage>>,
    /// What the list of claims shows: filter, page and page size. Kept while the user looks at one claim.
    pub query: RwSignal<Query>,
    /// Claims are searched through for a text; thousandths of them are done.
    pub searching: RwSignal<Option<u16>>,
    /// The claim that is open.
    pub opened: RwSignal<Option<OpenClaim>>,
    /// Corrections, and files that are made.
    pub correcting: Correcting,
    /// Something the user should know that isn't about the check as a whole.
    pub trouble: RwSignal<Option<String>>,
    inner: StoredValue<Rc<RefCell<Inner>>, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    /// The workers that check, fetched and started when a file is coming.
    team: Option<Team>,
    /// The program that reads spreadsheets, XML and JSON, while it is at work.
    reader: Option<Reader>,
    /// The files, to open them again in new workers.
    files: Vec<File>,
    /// The same program, while it writes a file.
    writer: Option<Reader>,
    /// The workbook among the files, to read another of its sheets.
    read: Option<(u32, Container)>,
    settings: Option<Settings>,
    /// The number of the check that was asked for last, and that of the check which the lead tells of. What it tells of another is past.
    check: u32,
    begun: u32,
    /// How fast what is going on goes.
    pace: Option<Pace>,
    /// What the claims are checked with.
    choices: Choices,
    remembered: bool,
    /// The user is looking at the columns: nothing is checked until they say so.
    choosing: bool,
    /// The next columns that are told are those of rows nobody has chosen anything for.
    untouched: bool,
    /// What choices are remembered by: the headings as they were found, before the user chose others.
    fingerprint: Option<String>,
    /// What to choose once the sheet that was asked for is read.
    then: Option<Choices>,
    /// How many answers about columns are on their way; only the last one counts.
    awaited: u32,
    /// The lead keeps an earlier result that the next one is compared with.
    compares: bool,
}

impl Session {
    /// A session without a file.
    pub fn new() -> Session {
        Session {
            state: RwSignal::new(State::Nothing),
            name: RwSignal::new(String::new()),
            time_left: RwSignal::new(None),
            columns: RwSignal::new(None),
            asked: RwSignal::new(Choices::default()),
            summary: RwSignal::new(None),
            list: RwSignal::new(None),
            query: RwSignal::new(Query::default()),
            searching: RwSignal::new(None),
            opened: RwSignal::new(None),
            correcting: Correcting::new(),
            trouble: RwSignal::new(None),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    /// A file may be coming: has the workers ready for it.
    pub fn prepare(self) {
        if self.with_inner(|inner| inner.team.is_none()) {
            let team = Team::start(move |heard| self.hear(heard));
            self.inner().borrow_mut().team = Some(team);
        }
    }

    /// Opens files that belong together, and checks them if nothing must be asked first. Files that are being checked are given up.
    pub fn open(self, files: Vec<File>, settings: Settings) {
        self.forget();
        self.inner().borrow_mut().files.clone_from(&files);
        self.start(files, settings);
    }

    /// Opens further files beside those that are open.
    pub fn add(self, files: Vec<File>, settings: Settings) {
        let mut all = self.with_inner(|inner| inner.files.clone());
        all.extend(files);
        if self.compares() { self.open_beside_kept(all, settings) } else { self.open(all, settings) }
    }

    /// Opens a newer edition of the files. The next result is compared with this one, or with the one before where this is none.
    pub fn open_newer(self, files: Vec<File>, settings: Settings) {
        if self.state.get_untracked() == State::Done {
            self.send(Ask::Keep { name: self.name.get_untracked() }, Vec::new());
            self.inner().borrow_mut().compares = true;
        }
        self.open_beside_kept(files, settings);
    }

    /// Whether the next result is compared with an earlier one.
    pub fn compares(self) -> bool {
        self.with_inner(|inner| inner.compares)
    }

    /// Drops the earlier result.
    pub fn end_comparison(self) {
        self.send(Ask::Keep { name: String::new() }, Vec::new());
        self.inner().borrow_mut().compares = false;
        self.query.update(|query| query.filter.fate = None);
        self.summary.update(|summary| {
            if let Some(summary) = summary {
                summary.comparison = None;
            }
        });
    }

    /// Opens files in the same workers: the lead holds the earlier result, and ending it would lose that.
    fn open_beside_kept(self, files: Vec<File>, settings: Settings) {
        let before = std::mem::take(&mut *self.inner().borrow_mut());
        let (team, check, begun, compares) = (before.team, before.check, before.begun, before.compares);
        self.reset(Inner { team, check, begun, compares, files: files.clone(), ..Inner::default() });
        self.start(files, settings);
    }

    /// Checks the open files with other settings.
    pub fn check_again(self, settings: Settings) {
        let choices = self.inner().borrow().choices.clone();
        self.check(settings, choices);
    }

    /// Checks the open files with columns as chosen.
    pub fn check(self, settings: Settings, choices: Choices) {
        let number = {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.settings = Some(settings);
            inner.choices = choices.clone();
            inner.choosing = false;
            inner.check += 1;
            inner.check
        };
        self.asked.set(Choices::default());
        self.begin(State::Running(None));
        self.list.set(None);
        self.searching.set(None);
        self.opened.set(None);
        self.trouble.set(None);
        self.correcting.halt();
        self.correcting.turn.set(None);
        let (received, creditor) = (settings.received.to_string(), settings.creditor.word().into());
        self.send(Ask::Check { number, received, creditor, choices }, Vec::new());
    }

    /// Checks with columns that the user has chosen, and remembers them for files with the same headings.
    pub fn check_chosen(self, settings: Settings, choices: Choices) {
        if let Some(fingerprint) = self.fingerprint() {
            memory::remember(&fingerprint, &choices);
        }
        self.inner().borrow_mut().remembered = false;
        self.check(settings, choices);
    }

    /// What choices for these files are remembered by, if they can be.
    pub fn fingerprint(self) -> Option<String> {
        self.with_inner(|inner| inner.fingerprint.clone())
    }

    /// Whether the columns that are shown are about to be replaced by others that were asked for.
    pub fn is_waiting(self) -> bool {
        self.with_inner(|inner| inner.awaited > 0 || inner.reader.is_some())
    }

    /// Forgets what is remembered for such headings, and goes on as if the files had just been opened.
    pub fn forget_columns(self) {
        if let Some(fingerprint) = self.fingerprint() {
            memory::forget(&fingerprint);
        }
        let sheet = self.columns.with_untracked(|columns| columns.as_ref().and_then(|columns| columns.sheet.clone()));
        {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.remembered = false;
            inner.choosing = false;
        }
        self.begin(State::Opening(None));
        self.ask(Choices { sheet, ..Choices::default() });
    }

    /// Shows the columns as they were used for the check, unless the user has changed them since.
    pub fn show_columns(self) {
        let choices = self.with_inner(|inner| inner.choices.clone());
        let is_changed = self.asked.with_untracked(|asked| !asked.is_empty());
        // The columns are known already as they are without choices.
        if !choices.is_empty() && !is_changed && self.columns.with_untracked(Option::is_some) {
            self.ask_columns(choices);
        }
    }

    /// Shows the columns as the user has chosen them.
    pub fn ask_columns(self, choices: Choices) {
        self.inner().borrow_mut().choosing = true;
        self.ask(choices);
    }

    /// Reads another sheet of the workbook; `then` is what to choose when it is read.
    pub fn ask_sheet(self, sheet: usize, name: String, then: Option<Choices>) {
        let read = {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.choosing = true;
            inner.untouched = true;
            inner.then = then;
            // One that is under way is one of another sheet.
            inner.check += 1;
            inner.read
        };
        // The check that was made is one of another sheet.
        self.summary.set(None);
        self.list.set(None);
        self.opened.set(None);
        self.correcting.forget();
        self.asked.set(Choices { sheet: Some(name.clone()), ..Choices::default() });
        if let Some((file, container)) = read {
            self.stage(file, container, Some((sheet, name)));
        }
    }

    /// Stops whatever is running at once and forgets the files.
    pub fn forget(self) {
        // Workers that have seen no file are as good as new.
        let team = self.inner().borrow_mut().team.take().filter(|team| !team.is_used());
        self.reset(Inner { team, ..Inner::default() });
    }

    /// Forgets what is known of the files.
    fn reset(self, inner: Inner) {
        *self.inner().borrow_mut() = inner;
        self.state.set(State::Nothing);
        self.time_left.set(None);
        self.name.set(String::new());
        self.columns.set(None);
        self.asked.set(Choices::default());
        self.summary.set(None);
        self.list.set(None);
        self.query.set(Query::default());
        self.searching.set(None);
        self.opened.set(None);
        self.trouble.set(None);
        self.correcting.forget();
    }

    /// Asks for a page of the list.
    pub fn ask_list(self, query: Query) {
        self.trouble.set(None);
        self.send(Ask::List { filter: query.filter, sort: query.sort, page: query.page, size: query.size }, Vec::new());
    }

    /// Asks for one claim.
    pub fn ask_claim(self, number: u32) {
        self.trouble.set(None);
        let Query { filter, sort, .. } = self.query.get_untracked();
        self.send(Ask::Claim { number, filter, sort }, Vec::new());
    }

    fn ask(self, choices: Choices) {
        self.inner().borrow_mut().awaited += 1;
        self.asked.set(choices.clone());
        self.send(Ask::Columns { choices }, Vec::new());
    }

    fn start(self, files: Vec<File>, settings: Settings) {
        self.name.set(files.iter().map(File::name).collect::<Vec<_>>().join(", "));
        self.begin(State::Opening(None));
        self.prepare();
        {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.settings = Some(settings);
            inner.untouched = true;
        }
        self.send(Ask::Open { added: false }, files.into_iter().map(Blob::from).collect());
    }

    fn stop_workers(self) {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        inner.team = None;
        inner.reader = None;
        // The earlier result went with them.
        inner.compares = false;
    }

    fn refuse(self, message: String) {
        self.stop_workers();
        self.columns.set(None);
        self.state.set(State::Refused(message));
    }

    fn send(self, ask: Ask, blobs: Vec<Blob>) {
        self.with_inner(|inner| {
            if let Some(team) = &inner.team {
                team.send(&ask, &blobs);
            }
        });
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Told(told, beside) => self.told(told, beside),
            Heard::Ended(message) if self.with_inner(|inner| inner.team.as_ref().is_some_and(Team::is_used)) => self.refuse(message),
            // Nobody waits for them yet: they are started again when a file comes.
            Heard::Ended(_) => self.stop_workers(),
        }
    }

    fn told(self, told: Tell, beside: Option<Blob>) {
        // Between the wish for a check and its beginning, what is told is of the check before.
        let is_past = self.with_inner(|inner| inner.check != inner.begun);
        match told {
            Tell::Begun { number } => self.inner().borrow_mut().begun = number,
            Tell::Progress(Progress { phase: Phase::Checking | Phase::Linking, .. }) | Tell::Done { .. } if is_past => {}
            Tell::Refused { .. } if is_past && matches!(self.state.get_untracked(), State::Running(_)) => {}
            // The team keeps it to itself.
            Tell::Hello { .. } => {}
            Tell::NeedsReader { file, container } => self.stage(file, container, None),
            Tell::Read { columns } => self.read(*columns),
            Tell::Progress(progress) if self.correcting.recheck.get_untracked().is_some() => self.rechecked(progress),
            Tell::Progress(progress) => self.progress(progress),
            Tell::Refused { message } => {
                self.correcting.halt();
                self.inner().borrow_mut().awaited = 0;
                self.state.set(State::Refused(message));
            }
            Tell::Done { totals, layout, rules_date, corrections, comparison } => {
                let (settings, remembered) = self.with_inner(|inner| (inner.settings, inner.remembered));
                let Some(settings) = settings else { return };
                let (corrections, comparison) = (*corrections, comparison.map(|comparison| *comparison));
                let summary = Summary { totals: *totals, layout: *layout, rules_date, settings, remembered, corrections, comparison };
                self.done(summary);
            }
            Tell::List { filter, sort, page, matching, lines } => {
                self.searching.set(None);
                self.list.set(Some(ListPage { filter: *filter, sort, page, matching, lines }));
            }
            Tell::Opened { claim, number, of, rows, previous, next } => {
                let round = self.correcting.round.get_untracked();
                self.searching.set(None);
                self.opened.set(Some(OpenClaim { number, of, claim: *claim, rows, previous, next, round }));
            }
            Tell::Failed { message } => self.failed(message),
            Tell::Searching { thousandths } => self.searching.set(Some(thousandths)),
            Tell::Previewed(preview) => self.previewed(*preview),
            Tell::Changes { page, of, lines } => self.correcting.changes.set(Some(ChangesPage { page, of, lines })),
            Tell::Making { thousandths } => self.making(thousandths),
            Tell::Made { name, left_out } => self.made(beside, name, left_out),
            Tell::ToWrite { name, job } => self.write(name, job, beside),
        }
    }

    /// A check is done.
    fn done(self, summary: Summary) {
        let is_recheck = self.correcting.recheck.get_untracked().is_some();
        self.summary.with_untracked(|before| {
            if let Some(before) = before.as_ref().filter(|_| is_recheck) {
                self.turned(before, &summary);
            }
        });
        self.summary.set(Some(summary));
        if !is_recheck {
            self.state.set(State::Done);
        }
    }

    fn progress(self, progress: Progress) {
        let opening = progress.phase == Phase::Opening;
        // While the user looks at the columns, files are opened again behind them.
        if opening && self.with_inner(|inner| inner.choosing) {
            return;
        }
        self.note_share(progress.share());
        self.state.set(if opening { State::Opening(u16::try_from(progress.bytes).ok()) } else { State::Running(Some(progress)) });
    }

    /// Something begins that takes time.
    fn begin(self, state: State) {
        self.inner().borrow_mut().pace = Some(Pace::begin(js_sys::Date::now()));
        self.time_left.set(None);
        self.state.set(state);
    }

    /// Takes how much is done of what is going on.
    fn note_share(self, share: f64) {
        let left = self.inner().borrow_mut().pace.as_mut().and_then(|pace| pace.note(js_sys::Date::now(), share));
        // Sentences that stay the same aren't written again.
        if self.time_left.get_untracked() != left {
            self.time_left.set(left);
        }
    }

    /// The files are open. What was chosen for such headings before is used again; what can't be settled is asked.
    fn read(self, columns: ColumnsView) {
        let (settings, choosing, fresh, then) = {
            let inner = self.inner();
            let mut inner = inner.borrow_mut();
            inner.awaited = inner.awaited.saturating_sub(1);
            // Columns that were asked for before the last choice, or before the check, are past.
            if inner.awaited > 0 || matches!(self.state.get_untracked(), State::Running(_)) {
                return;
            }
            let fresh = std::mem::take(&mut inner.untouched);
            if fresh {
                inner.fingerprint.clone_from(&columns.fingerprint);
            }
            let then = if fresh { inner.then.take() } else { None };
            (inner.settings, inner.choosing, fresh, then)
        };
        let remembered = columns.fingerprint.as_deref().filter(|_| fresh).and_then(memory::recall);
        if choosing {
            self.read_while_choosing(columns, then.or(remembered));
            return;
        }
        let settled = columns.questions.is_empty() && columns.not_claims.is_none();
        let refused = columns.not_claims.clone();
        self.columns.set(Some(columns));
        match (settings, remembered) {
            (Some(settings), Some(choices)) => {
                self.inner().borrow_mut().remembered = true;
                self.check(settings, choices);
            }
            (Some(settings), None) if settled => self.check(settings, Choices::default()),
            _ => match refused {
                Some(message) => self.state.set(State::Refused(message)),
                None => {
                    self.state.set(State::Columns);
                    // Whoever reads something else meanwhile isn't disturbed.
                    if Route::current() == Route::Result {
                        go(&Route::Columns);
                    }
                }
            },
        }
    }

    /// The user is looking at the columns. `then` is what to choose, where another sheet was just read.
    fn read_while_choosing(self, columns: ColumnsView, then: Option<Choices>) {
        let sheet = columns.sheet.clone();
        self.columns.set(Some(columns));
        if self.state.get_untracked() != State::Done {
            self.state.set(State::Columns);
        }
        if let Some(choices) = then {
            self.ask_columns(Choices { sheet, ..choices });
        }
    }

    /// Has the reader turn a file into rows.
    fn stage(self, file: u32, container: Container, sheet: Option<(usize, String)>) {
        self.begin(State::Opening(None));
        let source = self.inner().borrow().files.get(file as usize).cloned();
        let Some(source) = source else { return };
        let ask = ReaderAsk::Stage { container, sheet: sheet.as_ref().map(|(place, _)| *place) };
        let name = sheet.map(|(_, name)| name);
        let reader = Reader::start(&ask, &[source.into()], move |told, rows| match told {
            ReaderTell::Hello { build } if build != BUILD_ID => {
                self.refuse("Siden er blevet opdateret, mens du havde den åben. Genindlæs siden, og vælg filen igen.".into());
            }
            ReaderTell::Hello { .. } => {}
            ReaderTell::Progress { thousandths } => {
                self.note_share(f64::from(thousandths) / 1000.0);
                self.state.set(State::Opening(Some(thousandths)));
            }
            ReaderTell::Refused { message } => self.refuse(message),
            // Nothing was to be written.
            ReaderTell::Written { .. } => {}
            ReaderTell::Done { staging } => {
                self.inner().borrow_mut().reader = None;
                self.send(Ask::Staged { file, staging, sheet: name.clone() }, rows.into_iter().collect());
            }
        });
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        if matches!(container, Container::Zip | Container::Compound) {
            inner.read = Some((file, container));
        }
        inner.reader = Some(reader);
    }

    /// The file with this place among those given.
    fn file(self, place: u32) -> Option<File> {
        self.with_inner(|inner| inner.files.get(place as usize).cloned())
    }

    /// The number of the next check. What is told of those before is past.
    fn next_check(self) -> u32 {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        inner.check += 1;
        inner.check
    }

    /// The check that was asked for last will not come: the one before it still counts.
    fn keep_check(self) {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        inner.begun = inner.check;
    }

    fn set_writer(self, writer: Option<Reader>) {
        self.inner().borrow_mut().writer = writer;
    }

    fn with_inner<T>(self, take: impl FnOnce(&Inner) -> T) -> T {
        take(&self.inner().borrow())
    }

    fn inner(self) -> Rc<RefCell<Inner>> {
        self.inner.get_value()
    }
}
