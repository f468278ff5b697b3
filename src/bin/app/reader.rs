//! The reader at work: the program for spreadsheets, XML and JSON, which is fetched when the first such file is dropped.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use stamdatatjek::wire::{ReaderAsk, ReaderTell, pack, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    /// Gives a worker with the reader in it; made by the start script, which has it fetched the first time.
    #[wasm_bindgen(js_name = stamdatatjekNewReader)]
    fn new_reader() -> Promise;
}

/// A file that is being read. It ends when this is dropped.
pub struct Reader {
    at_work: Rc<RefCell<AtWork>>,
}

/// Everything that must live as long as the reading does.
#[derive(Default)]
#[expect(dead_code, reason = "the browser calls what is kept here")]
struct AtWork {
    worker: Option<Worker>,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    on_error: Option<Closure<dyn FnMut(JsValue)>>,
}

/// What the browser calls when the reader is there, and when it can't be fetched.
///
/// It may call them after the user has given up, so they belong to themselves: whichever is called takes both out of here.
type Fetching = Rc<RefCell<Option<[Closure<dyn FnMut(JsValue)>; 2]>>>;

impl Reader {
    /// Has files read, or something written about them; `hear` gets what the reader tells, and the rows or the new file with the last of it.
    pub fn start(ask: &ReaderAsk, files: &[Blob], hear: impl Fn(ReaderTell, Option<Blob>) + Clone + 'static) -> Reader {
        let at_work = Rc::new(RefCell::new(AtWork::default()));
        // A question of plain numbers can always be written.
        let question = Array::of1(&Uint8Array::from(pack(ask).unwrap_or_default().as_slice()));
        for file in files {
            question.push(file);
        }
        let heard = hear.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts = Array::from(&event.data());
            let told = unpack::<ReaderTell>(&Uint8Array::new(&parts.get(0)).to_vec());
            heard(told.unwrap_or_else(broken_down), parts.get(1).dyn_into().ok());
        });
        let failed = hear.clone();
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| failed(broken_down(), None));
        let (of, message, error) = (Rc::downgrade(&at_work), on_message.as_ref().clone(), on_error.as_ref().clone());
        let fetching = Fetching::default();
        let ended = fetching.clone();
        let on_start = Closure::<dyn FnMut(JsValue)>::new(move |worker: JsValue| {
            let _both = ended.take();
            let worker: Worker = worker.unchecked_into();
            // The user may have given up while it was fetched.
            let Some(at_work) = of.upgrade() else { return worker.terminate() };
            worker.set_onmessage(Some(message.unchecked_ref()));
            worker.set_onerror(Some(error.unchecked_ref()));
            // Text and a file can always be handed over.
            let _ = worker.post_message(&question);
            at_work.borrow_mut().worker = Some(worker);
        });
        let (of, ended) = (Rc::downgrade(&at_work), fetching.clone());
        let on_failure = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
            let _both = ended.take();
            if of.upgrade().is_none() {
                return;
            }
            let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default();
            hear(ReaderTell::Refused { message }, None);
        });
        let _ = new_reader().then2(&on_start, &on_failure);
        *fetching.borrow_mut() = Some([on_start, on_failure]);
        *at_work.borrow_mut() = AtWork { worker: None, on_message: Some(on_message), on_error: Some(on_error) };
        Reader { at_work }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(worker) = self.at_work.borrow_mut().worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

fn broken_down() -> ReaderTell {
    ReaderTell::Refused {
        message: "Læsningen er gået i stå på grund af en fejl i programmet. Din fil er ikke ændret. Gem den som CSV, og prøv med den."
            .into(),
    }
}
