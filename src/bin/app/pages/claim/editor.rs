//! Correcting a cell where it stands.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use stamdatatjek::check::sheet::SheetCell;
use stamdatatjek::correct::{Change, NewValue, Preview, Target};

use crate::frame::focus_heading;
use crate::inputs::focus;
use crate::pages::changes::cell;
use crate::parts::{Alert, Icon, alert};
use crate::session::Session;

/// A cell of a claim: its debtor line and its column, each by its place.
pub type Place = (u8, u32);

/// What the user is doing with a claim's cells.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    /// The claim's number.
    number: u32,
    /// The cell that is being corrected.
    editing: RwSignal<Option<Place>>,
    /// The cell that was corrected last.
    last: RwSignal<Option<Place>>,
    typed: RwSignal<String>,
}

impl Desk {
    /// A desk on which nothing is being corrected.
    pub fn new(session: Session, number: u32) -> Desk {
        let desk = Desk { session, number, editing: RwSignal::new(None), last: RwSignal::new(None), typed: RwSignal::new(String::new()) };
        // Once a correction is under way, the cell reads as before.
        Effect::new(move |_| {
            let is_under_way = session.correcting.recheck.with(Option::is_some);
            if let Some(place) = desk.editing.get_untracked().filter(|_| is_under_way) {
                desk.close(place);
            }
        });
        desk
    }

    /// Gives the focus back where what had it is gone: to the cell that was corrected last, else to the heading.
    pub fn find_focus(self) {
        let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        match self.last.get_untracked() {
            Some(place) if is_lost => focus(&id("edit", place)),
            None if is_lost => focus_heading(),
            _ => {}
        }
    }

    /// What a cell is to hold, as a change.
    pub fn change(self, (line, column): Place, to: NewValue) -> Change {
        Change { target: Target::Cell { claim: self.number, line, column }, to }
    }

    fn typed_change(self, place: Place) -> Change {
        let typed = self.typed.get_untracked();
        self.change(place, if typed.is_empty() { NewValue::Empty } else { NewValue::Text(typed) })
    }

    fn open(self, place: Place, text: &str) {
        self.typed.set(text.to_owned());
        self.session.correcting.preview.set(None);
        self.editing.set(Some(place));
        request_animation_frame(move || focus(&id("value", place)));
    }

    fn close(self, place: Place) {
        self.editing.set(None);
        self.last.set(Some(place));
        request_animation_frame(move || focus(&id("edit", place)));
    }
}

fn id(what: &str, (line, column): Place) -> String {
    format!("{what}-{line}-{column}")
}

/// What a cell holds, with a way to correct it.
pub fn editable(desk: Desk, line: u8, of: &SheetCell) -> AnyView {
    let place = (line, of.column);
    let of = of.clone();
    let is_open = Memo::new(move |_| desk.editing.get() == Some(place));
    (move || if is_open.get() { editor(desk, place, &of) } else { reading(desk, place, &of) }).into_any()
}

fn reading(desk: Desk, place: Place, of: &SheetCell) -> AnyView {
    let (text, name) = (of.text.clone(), of.heading.clone());
    let before = of.original.clone().map(|original| {
        let back = desk.change(place, if original.is_empty() { NewValue::Empty } else { NewValue::Text(original.clone()) });
        view! {
            <p class="before">
                "Før: "
                {cell(&original)}
                <button type="button" class="function-link d-print-none" on:click=move |_| desk.session.try_change(back.clone())>
                    "Fortryd"
                    <span class="sr-only">{format!(" rettelsen af {name}")}</span>
                </button>
            </p>
        }
        .into_any()
    });
    let name = of.heading.clone();
    view! {
        {cell(&of.text)}
        <button type="button" class="function-link edit-link d-print-none" id=id("edit", place) on:click=move |_| desk.open(place, &text)>
            <Icon name="edit"/>
            "Ret"
            <span class="sr-only">{format!(" {name}")}</span>
        </button>
        {before}
    }
    .into_any()
}

fn editor(desk: Desk, place: Place, of: &SheetCell) -> AnyView {
    let session = desk.session;
    let input = id("value", place);
    let note = id("note", place);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        session.try_change(desk.typed_change(place));
    };
    let typed = move |event| {
        desk.typed.set(event_target_value(&event));
        session.preview(desk.typed_change(place));
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            desk.close(place);
        }
    };
    let told = move || {
        let typed = desk.typed.get();
        let preview = session.correcting.preview.get().filter(|(change, _)| *change == desk.typed_change(place));
        preview.map(|(_, preview)| told(&preview, &typed))
    };
    view! {
        <form class="cell-editor" novalidate on:submit=save on:keydown=key>
            <label class="sr-only" for=input.clone()>
                {format!("Ny værdi i {}", of.heading)}
            </label>
            <input
                class="form-input"
                id=input
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=note.clone()
                prop:value=desk.typed
                on:input=typed
            />
            <p class="form-hint" id=note role="status">
                {told}
            </p>
            <p class="cell-buttons">
                <button type="submit" class="button button-primary">
                    "Gem"
                </button>
                <button type="button" class="button button-secondary" on:click=move |_| desk.close(place)>
                    "Annullér"
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What would be written, where that isn't what was typed, or why nothing would.
fn told(preview: &Preview, typed: &str) -> AnyView {
    if let Some((_, why)) = preview.refused.first() {
        return view! { <span class="form-error-message">{why.clone()}</span> }.into_any();
    }
    if let Some(note) = preview.notes.first() {
        return note.clone().into_any();
    }
    match preview.samples.first() {
        None if preview.cells == 0 => "Det står der allerede.".into_any(),
        Some(sample) if sample.after != typed => format!("Der skrives «{}», som resten af kolonnen er skrevet.", sample.after).into_any(),
        _ => ().into_any(),
    }
}

/// Why a correction that was asked for by a button was not made.
pub fn refusal(desk: Desk) -> AnyView {
    let why = move || {
        let preview = desk.session.correcting.preview.get().filter(|_| desk.editing.get().is_none());
        let (_, preview) = preview.filter(|(_, preview)| preview.cells == 0)?;
        let why = preview.refused.first().map_or_else(|| "Det står der allerede.".to_owned(), |(_, why)| why.clone());
        Some(alert(Alert::Warning, "Cellen er ikke rettet", vec![why]))
    };
    view! { <div role="alert">{why}</div> }.into_any()
}
