//! The checker: opens and checks dropped files beside the page, so that the page never waits.
//!
//! It is a program of its own, made for speed: the page has it fetched when a file is coming, and starts it in several workers at once. One
//! leads, and the page talks to it alone; the others are its hands. To end the work halfway, the page ends the workers.

#[path = "../shared/blob_store.rs"]
mod blob_store;
#[path = "../shared/file_bytes.rs"]
mod file_bytes;
mod hand;
mod hands;
mod lead;
mod warm;

use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use stamdatatjek::wire::pack;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

fn main() {
    console_error_panic_hook::set_once();
    // The first message says what this worker is, and brings the ports to the others.
    let on_start = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let ports = event.ports().into_iter().map(|port| port.unchecked_into::<MessagePort>());
        match event.data().as_string().as_deref() {
            Some("lead") => lead::run(ports.collect()),
            Some("hand") => ports.for_each(hand::run),
            _ => {}
        }
    });
    scope().set_onmessage(Some(on_start.as_ref().unchecked_ref()));
    on_start.forget();
}

/// The message in an event, and the blobs beside it.
fn parts_of(event: &MessageEvent) -> (Vec<u8>, Vec<Blob>) {
    let parts = Array::from(&event.data());
    let blobs = parts.iter().skip(1).filter_map(|part| part.dyn_into().ok()).collect();
    (Uint8Array::new(&parts.get(0)).to_vec(), blobs)
}

/// Posts a message through a port, and a blob beside it. The bytes change hands; nobody copies them.
fn post(port: &MessagePort, message: &impl Serialize, blob: Option<&Blob>) {
    let Some(bytes) = pack(message) else { return };
    let bytes = Uint8Array::from(bytes.as_slice());
    let message = Array::of1(&bytes);
    if let Some(blob) = blob {
        message.push(blob);
    }
    // Bytes and blobs can always be handed over.
    let _ = port.post_message_with_transferable(&message, &Array::of1(&bytes.buffer()));
}

/// Comes true when the messages that wait have been heard.
fn pause() -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = scope().set_timeout_with_callback(&resolve);
    })
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
