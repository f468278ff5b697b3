//! Keys for going through findings: within a claim, and on to the next one of the list.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::Shared;
use crate::route::{Route, go};
use crate::session::OpenClaim;

thread_local! {
    /// The finding to go to once the next claim is there.
    static LANDING: Cell<Option<End>> = const { Cell::new(None) };
}

/// An end of a claim's findings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// What the keys are, for people.
pub fn shortcuts() -> AnyView {
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Genveje"</summary>
            <div class="details-text">
                <ul>
                    <li>"Alt + pil ned: næste fund, og derefter næste fordring på listen"</li>
                    <li>"Alt + pil op: forrige fund, og derefter forrige fordring på listen"</li>
                    <li>"Enter i en celle, du retter: gem. Esc: lad den være, som den var"</li>
                    <li>"Ctrl + Z: fortryd den seneste rettelse. Ctrl + Y: gentag den"</li>
                </ul>
            </div>
        </details>
    }
    .into_any()
}

/// Follows the keys while the claim is shown.
pub fn listen(shared: Shared, opened: Memo<Option<OpenClaim>>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let end = match event.key().as_str() {
            "ArrowDown" => End::First,
            "ArrowUp" => End::Last,
            _ => return,
        };
        if !event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        if !step(end) {
            leave(shared, opened, end);
        }
    });
    on_cleanup(move || handle.remove());
    Effect::new(move |_| {
        if opened.with(Option::is_some)
            && let Some(end) = LANDING.take()
        {
            // The heading takes the focus in the frame before.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    let findings = findings();
                    let finding = if end == End::First { findings.first() } else { findings.last() };
                    finding.into_iter().for_each(focus);
                });
            });
        }
    });
}

/// Goes to the next finding of the claim in this direction; `false` where there is none.
fn step(end: End) -> bool {
    let findings = findings();
    let focused = document().active_element();
    let at = findings.iter().position(|finding| focused.as_ref().is_some_and(|focused| finding.contains(Some(focused))));
    let to = match (end, at) {
        (End::First, None) => findings.first(),
        (End::First, Some(at)) => findings.get(at + 1),
        (End::Last, None) => None,
        (End::Last, Some(at)) => at.checked_sub(1).and_then(|at| findings.get(at)),
    };
    to.into_iter().for_each(focus);
    to.is_some()
}

/// Goes on to the claim after, or before, in the list.
fn leave(shared: Shared, opened: Memo<Option<OpenClaim>>, end: End) {
    let next = opened.with_untracked(|opened| opened.as_ref().and_then(|open| if end == End::First { open.next } else { open.previous }));
    match next {
        Some(next) => {
            LANDING.set(Some(end));
            go(&Route::Claim(next));
        }
        None => {
            let words =
                if end == End::First { "Det var den sidste fordring på listen." } else { "Det var den første fordring på listen." };
            shared.session.correcting.said.set(words.into());
        }
    }
}

fn focus(finding: &HtmlElement) {
    // A card is no control, so it takes the focus only from here; setting an attribute of our own elements can't fail.
    let _ = finding.set_attribute("tabindex", "-1");
    let _ = finding.focus();
}

fn findings() -> Vec<HtmlElement> {
    let Ok(list) = document().query_selector_all("main .finding") else { return Vec::new() };
    (0..list.length()).filter_map(|place| list.item(place)?.dyn_into().ok()).collect()
}
