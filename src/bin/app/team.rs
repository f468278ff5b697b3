//! The workers that check files: one that leads, which the page talks to, and its hands. Their program is fetched when a file is coming.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::wire::{Ask, Tell, pack, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    /// Gives the lead and its hands, connected; made by the start script, which has their program fetched the first time.
    #[wasm_bindgen(js_name = stamdatatjekNewCheckers)]
    fn new_checkers() -> Promise;
}

/// What comes from the workers.
pub enum Heard {
    /// What the lead tells, but its hello, and the file beside it.
    Told(Tell, Option<Blob>),
    /// The workers can't be fetched, started or worked with any more; the sentence says why and what to do.
    Ended(String),
}

/// The workers. They end when this is dropped.
pub struct Team {
    at_work: Rc<RefCell<AtWork>>,
    is_used: Cell<bool>,
}

/// Everything that must live as long as the workers do.
#[derive(Default)]
struct AtWork {
    /// The lead, then its hands; none until they are fetched.
    workers: Vec<Worker>,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    on_error: Option<Closure<dyn FnMut(JsValue)>>,
    /// Messages to send once the lead has said hello.
    waiting: Vec<Array>,
    is_up: bool,
}

/// What the browser calls when the workers are there, and when they can't be fetched.
///
/// It may call them after the user has given up, so they belong to themselves: whichever is called takes both out of here.
type Fetching = Rc<RefCell<Option<[Closure<dyn FnMut(JsValue)>; 2]>>>;

impl Team {
    /// Has the workers fetched and started; `hear` gets what comes from them.
    pub fn start(hear: impl Fn(Heard) + Clone + 'static) -> Team {
        let at_work = Rc::new(RefCell::new(AtWork::default()));
        let (of, heard) = (Rc::downgrade(&at_work), hear.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(at_work) = of.upgrade() else { return };
            let (message, beside) = parts_of(&event);
            match unpack::<Tell>(&message) {
                Some(Tell::Hello { build }) if build != BUILD_ID => {
                    heard(Heard::Ended("Siden er blevet opdateret, mens du havde den åben. Genindlæs siden, og vælg filen igen.".into()))
                }
                Some(Tell::Hello { .. }) => at_work.borrow_mut().up(),
                Some(told) => heard(Heard::Told(told, beside)),
                None => heard(Heard::Told(Tell::Failed { message: "Svaret fra kontrollen kan ikke læses. Genindlæs siden.".into() }, None)),
            }
        });
        let failed = hear.clone();
        // One that stops stops the whole: what the others wait for would never come.
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| failed(Heard::Ended(broken_down())));
        let (message, error) = (on_message.as_ref().clone(), on_error.as_ref().clone());
        let fetching = Fetching::default();
        let (of, ended) = (Rc::downgrade(&at_work), fetching.clone());
        let on_start = Closure::<dyn FnMut(JsValue)>::new(move |workers: JsValue| {
            let _both = ended.take();
            let workers: Vec<Worker> = Array::from(&workers).iter().map(JsCast::unchecked_into).collect();
            // The user may have given up while they were fetched.
            let Some(at_work) = of.upgrade() else { return workers.iter().for_each(Worker::terminate) };
            for worker in &workers {
                worker.set_onerror(Some(error.unchecked_ref()));
            }
            if let Some(lead) = workers.first() {
                lead.set_onmessage(Some(message.unchecked_ref()));
            }
            at_work.borrow_mut().workers = workers;
        });
        let (of, ended) = (Rc::downgrade(&at_work), fetching.clone());
        let on_failure = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            let _both = ended.take();
            if of.upgrade().is_none() {
                return;
            }
            hear(Heard::Ended(error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default()));
        });
        let _ = new_checkers().then2(&on_start, &on_failure);
        *fetching.borrow_mut() = Some([on_start, on_failure]);
        {
            let mut at_work = at_work.borrow_mut();
            at_work.on_message = Some(on_message);
            at_work.on_error = Some(on_error);
        }
        Team { at_work, is_used: Cell::new(false) }
    }

    /// Sends the lead a message, as soon as it is up.
    pub fn send(&self, ask: &Ask, blobs: &[Blob]) {
        self.is_used.set(true);
        let Some(bytes) = pack(ask) else { return };
        let message = Array::of1(&Uint8Array::from(bytes.as_slice()));
        for blob in blobs {
            message.push(blob);
        }
        let mut at_work = self.at_work.borrow_mut();
        if at_work.is_up {
            at_work.post(&message);
        } else {
            at_work.waiting.push(message);
        }
    }

    /// Whether the workers have been given anything to do.
    pub fn is_used(&self) -> bool {
        self.is_used.get()
    }
}

impl AtWork {
    /// The lead has said hello.
    fn up(&mut self) {
        self.is_up = true;
        for message in std::mem::take(&mut self.waiting) {
            self.post(&message);
        }
    }

    fn post(&self, message: &Array) {
        if let Some(lead) = self.workers.first() {
            // Text and files can always be handed over.
            let _ = lead.post_message(message);
        }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        for worker in std::mem::take(&mut self.at_work.borrow_mut().workers) {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

/// The message in an event, and the file beside it. A message alone isn't in a list.
fn parts_of(event: &MessageEvent) -> (Vec<u8>, Option<Blob>) {
    let data = event.data();
    if !Array::is_array(&data) {
        return (Uint8Array::new(&data).to_vec(), None);
    }
    let parts = Array::from(&data);
    (Uint8Array::new(&parts.get(0)).to_vec(), parts.get(1).dyn_into().ok())
}

fn broken_down() -> String {
    "Kontrollen er gået i stå på grund af en fejl i programmet. Din fil er ikke ændret. Prøv igen, eller prøv med færre rækker.".into()
}
