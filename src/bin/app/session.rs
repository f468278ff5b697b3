//! The checked file: the worker that holds it, and what the page knows of it.
//!
//! Findings stay in the worker; the page keeps numbers and the few claims on screen.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::{ClaimLine, Filter, LayoutView, Progress};
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::wire::{Ask, Tell};
use wasm_bindgen::prelude::*;
use web_sys::{File, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    /// Starts a worker with its program already in it; made by the start script.
    #[wasm_bindgen(js_name = stamdatatjekNewWorker, catch)]
    fn new_worker() -> Result<Worker, JsValue>;
}

/// What is going on with the file.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// No file yet.
    Nothing,
    /// A file is being checked.
    Running(Option<Progress>),
    /// The file can't be taken; the sentence says why.
    Refused(String),
    Done,
}

/// A checked file's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub totals: Totals,
    pub layout: LayoutView,
    pub rules_date: String,
    /// What it was checked with.
    pub settings: Settings,
}

/// A page of the list of claims.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    pub filter: Filter,
    pub page: u32,
    pub matching: u32,
    pub lines: Vec<ClaimLine>,
}

/// What the list of claims shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub filter: Filter,
    pub page: u32,
    pub size: u32,
}

impl Default for Query {
    fn default() -> Self {
        Query { filter: Filter::default(), page: 0, size: 50 }
    }
}

/// The file and its worker. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Session {
    pub state: RwSignal<State>,
    /// The file's name, for people; it goes nowhere else.
    pub name: RwSignal<String>,
    pub summary: RwSignal<Option<Summary>>,
    pub list: RwSignal<Option<ListPage>>,
    /// What the list of claims shows: filter, page and page size. Kept while the user looks at one claim.
    pub query: RwSignal<Query>,
    /// The claim that is open: its number, how many there are, and the claim.
    pub opened: RwSignal<Option<(u32, u32, ClaimView)>>,
    /// Something the user should know that isn't about the check as a whole.
    pub trouble: RwSignal<Option<String>>,
    inner: StoredValue<Rc<RefCell<Inner>>, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    worker: Option<Worker>,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    on_error: Option<Closure<dyn FnMut(JsValue)>>,
    /// The file, to check it again in a new worker.
    file: Option<File>,
    /// Messages to send once the worker has said hello.
    waiting: VecDeque<(Ask, Option<File>)>,
    ready: bool,
    settings: Option<Settings>,
}

impl Session {
    /// A session without a file.
    pub fn new() -> Session {
        Session {
            state: RwSignal::new(State::Nothing),
            name: RwSignal::new(String::new()),
            summary: RwSignal::new(None),
            list: RwSignal::new(None),
            query: RwSignal::new(Query::default()),
            opened: RwSignal::new(None),
            trouble: RwSignal::new(None),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    /// Checks a file. One that is being checked is given up.
    pub fn check(self, file: File, settings: Settings) {
        self.forget();
        self.name.set(file.name());
        self.inner().borrow_mut().file = Some(file.clone());
        self.run(file, settings);
    }

    /// Checks the same file again with other settings.
    pub fn check_again(self, settings: Settings) {
        let file = self.inner().borrow().file.clone();
        let Some(file) = file else { return };
        if self.state.get_untracked() == State::Done {
            self.inner().borrow_mut().settings = Some(settings);
            self.state.set(State::Running(None));
            self.list.set(None);
            self.opened.set(None);
            self.send(Ask::Again { received: settings.received.to_string(), creditor: settings.creditor.word().into() }, None);
        } else {
            self.stop_worker();
            self.run(file, settings);
        }
    }

    /// Stops a running check at once and forgets the file.
    pub fn forget(self) {
        self.stop_worker();
        self.inner().borrow_mut().file = None;
        self.state.set(State::Nothing);
        self.name.set(String::new());
        self.summary.set(None);
        self.list.set(None);
        self.query.set(Query::default());
        self.opened.set(None);
        self.trouble.set(None);
    }

    /// Asks for a page of the list.
    pub fn ask_list(self, query: Query) {
        self.send(Ask::List { filter: query.filter, page: query.page, size: query.size }, None);
    }

    /// Asks for one claim.
    pub fn ask_claim(self, number: u32) {
        self.send(Ask::Open { number }, None);
    }

    fn run(self, file: File, settings: Settings) {
        self.state.set(State::Running(None));
        if let Err(message) = self.start_worker() {
            self.state.set(State::Refused(message));
            return;
        }
        self.inner().borrow_mut().settings = Some(settings);
        self.send(Ask::Check { received: settings.received.to_string(), creditor: settings.creditor.word().into() }, Some(file));
    }

    fn start_worker(self) -> Result<(), String> {
        self.stop_worker();
        let worker =
            new_worker().map_err(|_| "Browseren vil ikke starte kontrollen. Genindlæs siden, eller prøv en anden browser.".to_owned())?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let told = event.data().as_string().and_then(|text| serde_json::from_str::<Tell>(&text).ok());
            match told {
                Some(told) => self.hear(told),
                None => self.trouble.set(Some("Svaret fra kontrollen kan ikke læses. Genindlæs siden.".into())),
            }
        });
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            self.stop_worker();
            self.state.set(State::Refused("Kontrollen er gået i stå på grund af en fejl i programmet. Din fil er ikke ændret. Prøv igen, eller prøv med færre rækker.".into()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        inner.worker = Some(worker);
        inner.on_message = Some(on_message);
        inner.on_error = Some(on_error);
        Ok(())
    }

    fn stop_worker(self) {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        if let Some(worker) = inner.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        inner.ready = false;
        inner.waiting.clear();
    }

    fn send(self, ask: Ask, file: Option<File>) {
        let inner = self.inner();
        let mut inner = inner.borrow_mut();
        if inner.ready {
            post(inner.worker.as_ref(), &ask, file.as_ref());
        } else {
            inner.waiting.push_back((ask, file));
        }
    }

    fn hear(self, told: Tell) {
        match told {
            Tell::Hello { build } if build != BUILD_ID => {
                self.stop_worker();
                self.state
                    .set(State::Refused("Siden er blevet opdateret, mens du havde den åben. Genindlæs siden, og vælg filen igen.".into()));
            }
            Tell::Hello { .. } => {
                let inner = self.inner();
                let mut inner = inner.borrow_mut();
                inner.ready = true;
                while let Some((ask, file)) = inner.waiting.pop_front() {
                    post(inner.worker.as_ref(), &ask, file.as_ref());
                }
            }
            Tell::Progress(progress) => self.state.set(State::Running(Some(progress))),
            Tell::Refused { message } => self.state.set(State::Refused(message)),
            Tell::Done { totals, layout, rules_date } => {
                let settings = self.inner().borrow().settings;
                if let Some(settings) = settings {
                    self.summary.set(Some(Summary { totals: *totals, layout: *layout, rules_date, settings }));
                    self.state.set(State::Done);
                }
            }
            Tell::List { filter, page, matching, lines } => self.list.set(Some(ListPage { filter: *filter, page, matching, lines })),
            Tell::Opened { claim, number, of } => self.opened.set(Some((number, of, *claim))),
            Tell::Failed { message } => self.trouble.set(Some(message)),
        }
    }

    fn inner(self) -> Rc<RefCell<Inner>> {
        self.inner.get_value()
    }
}

fn post(worker: Option<&Worker>, ask: &Ask, file: Option<&File>) {
    let (Some(worker), Ok(text)) = (worker, serde_json::to_string(ask)) else { return };
    let message = js_sys::Array::of2(&JsValue::from_str(&text), &file.map_or(JsValue::NULL, JsValue::from));
    // Text and a file can always be handed over.
    let _ = worker.post_message(&message);
}
