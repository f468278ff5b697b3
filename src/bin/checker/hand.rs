//! A hand: checks parts of the file as the lead asks, and tells what came of each.

use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::check::hand::Hand;
use stamdatatjek::wire::{HandAsk, HandTell, pack, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, MessagePort};

use crate::file_bytes::FileBytes;
use crate::{parts_of, post};

/// Answers the lead behind the port from now on.
pub fn run(port: MessagePort) {
    let mut work = None;
    let to_lead = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (message, blobs) = parts_of(&event);
        if let Some(answer) = answer(&mut work, unpack(&message), blobs) {
            post(&to_lead, &answer, None);
        }
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&port, &HandTell::Hello { build: BUILD_ID.into() }, None);
}

/// What a hand holds between two tasks.
struct Work {
    bytes: FileBytes,
    hand: Hand,
}

fn answer(work: &mut Option<Work>, ask: Option<HandAsk>, blobs: Vec<Blob>) -> Option<HandTell> {
    match ask {
        Some(HandAsk::Begin { plan }) => {
            let bytes = blobs.into_iter().next().and_then(FileBytes::new);
            let begun = bytes.ok_or_else(no_access).and_then(|bytes| Ok(Work { bytes, hand: Hand::new(unpack(&plan).ok_or_else(not_understood)?) }));
            match begun {
                Ok(begun) => *work = Some(begun),
                Err(message) => return Some(HandTell::Failed { message }),
            }
            None
        }
        Some(HandAsk::Task(task)) => {
            let done = work.as_mut().ok_or_else(no_access).and_then(|work| work.run(&task));
            Some(done.map_or_else(|message| HandTell::Failed { message }, HandTell::Done))
        }
        None => Some(HandTell::Failed { message: not_understood() }),
    }
}

fn no_access() -> String {
    "Browseren giver ikke adgang til filen. Vælg den igen.".into()
}

fn not_understood() -> String {
    "Kontrollens dele forstår ikke hinanden. Genindlæs siden.".into()
}

impl Work {
    fn run(&mut self, task: &[u8]) -> Result<Vec<u8>, String> {
        let task = unpack(task).ok_or_else(not_understood)?;
        // Nobody stops a hand halfway through a part: the page ends its worker.
        let done = self.hand.run(&mut self.bytes, &task, &mut |_| true).map_err(|problem| problem.to_string())?;
        pack(&done).ok_or_else(not_understood)
    }
}
