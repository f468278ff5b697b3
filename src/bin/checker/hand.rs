//! A hand: checks parts of the file as the lead asks, and tells what came of each.

use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::intake::Bytes;
use stamdatatjek::wire::{HandAsk, HandTell, unpack};
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
    parts: Parts,
}

fn answer(work: &mut Option<Work>, ask: Option<HandAsk>, blobs: Vec<Blob>) -> Option<HandTell> {
    match ask {
        Some(HandAsk::Begin { plan }) => {
            let bytes = blobs.into_iter().next().and_then(FileBytes::new);
            let begun = bytes.ok_or_else(no_access).and_then(|bytes| Ok(Work { bytes, parts: Parts::new(&plan)? }));
            match begun {
                Ok(begun) => *work = Some(begun),
                Err(message) => return Some(HandTell::Failed { message }),
            }
            None
        }
        Some(HandAsk::Task(task)) => {
            let done = work.as_mut().ok_or_else(no_access).and_then(|work| work.parts.run(&mut work.bytes, task));
            Some(done.map_or_else(|message| HandTell::Failed { message }, HandTell::Done))
        }
        None => Some(HandTell::Failed { message: "Kontrollens dele forstår ikke hinanden. Genindlæs siden.".into() }),
    }
}

fn no_access() -> String {
    "Browseren giver ikke adgang til filen. Vælg den igen.".into()
}

/// Stands where the library's way of checking a part will: every task is given back as it is.
struct Parts;

impl Parts {
    fn new(_plan: &[u8]) -> Result<Parts, String> {
        Ok(Parts)
    }

    fn run(&mut self, _bytes: &mut dyn Bytes, task: Vec<u8>) -> Result<Vec<u8>, String> {
        Ok(task)
    }
}
