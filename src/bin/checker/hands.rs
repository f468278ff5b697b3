//! The hands as the lead sees them: workers behind ports, which check parts of the file.

use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::wire::{HandAsk, HandTell, unpack};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, MessagePort};

use crate::{parts_of, post};

/// What came from a hand.
pub enum Word {
    /// The hand, by its place, is up and can be given work.
    Up(usize),
    /// What came of the oldest task that the hand, by its place, had not answered yet.
    Done(usize, Vec<u8>),
    /// The oldest task that the hand had not answered yet can't be done, and so the whole can't; the sentence says why and what to do.
    Failed(usize, String),
    /// The hands and the lead can't work together; the sentence says what to do.
    Unfit(String),
}

/// The hands, each behind its port.
pub struct Hands {
    ports: Vec<MessagePort>,
}

impl Hands {
    /// Listens to the hands from now on. They can be given work when they have said that they are up.
    pub fn new(ports: Vec<MessagePort>, hear: impl Fn(Word) + Clone + 'static) -> Hands {
        for (place, port) in ports.iter().enumerate() {
            let hear = hear.clone();
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                hear(word(place, unpack(&parts_of(&event).0)));
            });
            port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
        }
        Hands { ports }
    }

    /// Tells all hands what the tasks that follow are about: the plan, and the rows.
    pub fn begin(&self, plan: &[u8], rows: &Blob) {
        for port in &self.ports {
            post(port, &HandAsk::Begin { plan: plan.to_vec() }, Some(rows));
        }
    }

    /// Gives a hand a task.
    pub fn give(&self, place: usize, task: Vec<u8>) {
        if let Some(port) = self.ports.get(place) {
            post(port, &HandAsk::Task(task), None);
        }
    }
}

fn word(place: usize, told: Option<HandTell>) -> Word {
    match told {
        Some(HandTell::Hello { build }) if build == BUILD_ID => Word::Up(place),
        Some(HandTell::Hello { .. }) => {
            Word::Unfit("Siden er blevet opdateret, mens du havde den åben. Genindlæs siden, og vælg filen igen.".into())
        }
        Some(HandTell::Done(done)) => Word::Done(place, done),
        Some(HandTell::Failed { message }) => Word::Failed(place, message),
        None => Word::Unfit("Kontrollens dele forstår ikke hinanden. Genindlæs siden, og vælg filen igen.".into()),
    }
}
