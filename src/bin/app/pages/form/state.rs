//! What the form's parts share: what was typed is in [`Shared`], what the check says of it is here.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::check::form::{Answer, AtField, Form, answer};
use stamdatatjek::claim::Field;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::Shared;

/// How long the typing must rest before words at the fields change.
const REST: Duration = Duration::from_millis(500);
/// How long it must rest before the verdict is spoken.
const REST_BEFORE_SPEAKING: Duration = Duration::from_millis(1500);

/// The form on screen.
#[derive(Clone, Copy)]
pub struct FormState {
    pub shared: Shared,
    pub fordringstype: Option<&'static Fordringstype>,
    /// The check's answer to what stands in the form right now.
    pub answer: Memo<Answer>,
    /// The user has asked for everything to be told, also at fields not touched yet.
    pub demanded: RwSignal<bool>,
    /// Goes up when the form is filled or emptied as a whole.
    pub generation: RwSignal<u32>,
    /// What filling or emptying did, for the user.
    pub message: RwSignal<String>,
    /// The verdict as it is spoken: it follows the answer when the typing rests.
    pub spoken: RwSignal<String>,
    /// The words at the fields: they follow the answer when the typing rests.
    notes: RwSignal<Vec<AtField>>,
    /// The field being typed in that had nothing to say of itself before: it is left in peace until the user leaves it.
    quiet: RwSignal<Option<Field>>,
    waiting: StoredValue<Vec<TimeoutHandle>>,
}

impl FormState {
    /// The form's state, for a code; what stood in the form before stays.
    pub fn new(shared: Shared, fordringstype: Option<&'static Fordringstype>, code: &str) -> FormState {
        shared.form.update(|form| {
            form.values.insert(Field::Fordringstype, code.to_owned());
        });
        let answer = Memo::new(move |_| shared.form.with(|form| answer(form, shared.settings())));
        let state = FormState {
            shared,
            fordringstype,
            answer,
            demanded: RwSignal::new(false),
            generation: RwSignal::new(0),
            message: RwSignal::new(String::new()),
            spoken: RwSignal::new(String::new()),
            notes: RwSignal::new(answer.with_untracked(|answer| answer.at_fields.clone())),
            quiet: RwSignal::new(None),
            waiting: StoredValue::new(Vec::new()),
        };
        Effect::new(move |earlier: Option<()>| {
            let (notes, sentence) = answer.with(|answer| (answer.at_fields.clone(), answer.sentence()));
            if earlier.is_some() {
                state.later(notes, sentence);
            }
        });
        on_cleanup(move || state.stop_waiting());
        state
    }

    /// The user typed in a field.
    pub fn typed(self, field: Field, text: String) {
        let silent = self.note(field).is_none();
        if silent && self.quiet.get_untracked() != Some(field) {
            self.quiet.set(Some(field));
        }
        self.shared.form.update(|form| {
            form.values.insert(field, text);
        });
    }

    /// The user left a field: now everything about it may be said.
    pub fn left(self) {
        self.quiet.set(None);
        self.notes.set(self.answer.with_untracked(|answer| answer.at_fields.clone()));
    }

    /// What stops the claim at a field, if it may be told already.
    pub fn note(self, field: Field) -> Option<String> {
        self.words(field, true)
    }

    /// Advice about a field, if it may be told already.
    pub fn advice(self, field: Field) -> Option<String> {
        self.words(field, false)
    }

    /// Everything that stops the claim at a field.
    pub fn stops(self) -> Vec<AtField> {
        self.notes.with(|notes| notes.iter().filter(|at| at.stops && at.field != Field::Fordringstype).cloned().collect())
    }

    /// Whether there is nothing to judge yet.
    pub fn is_untouched(self) -> bool {
        !self.demanded.get() && self.shared.form.with(|form| !form.has_values())
    }

    /// Tells everything, and goes to what stops the claim, or to the verdict.
    pub fn check_now(self) {
        self.demanded.set(true);
        self.left();
        request_animation_frame(|| focus_id(if document().get_element_by_id("fejl").is_some() { "fejl" } else { "svar" }));
    }

    /// Puts a whole form in.
    pub fn load(self, mut form: Form) {
        let code = self.shared.form.with_untracked(|form| form.text(Field::Fordringstype).to_owned());
        form.values.insert(Field::Fordringstype, code);
        self.demanded.set(false);
        self.shared.form.set(form);
        self.generation.update(|generation| *generation += 1);
        self.left();
    }

    /// Empties the form.
    pub fn clear(self) {
        self.load(Form::default());
        self.message.set("Felterne er ryddet.".into());
    }

    fn words(self, field: Field, stops: bool) -> Option<String> {
        if self.quiet.get() == Some(field) {
            return None;
        }
        let touched = self.demanded.get() || self.shared.form.with(|form| form.is_touched(field));
        let texts: Vec<String> =
            self.notes.with(|notes| notes.iter().filter(|at| at.field == field && at.stops == stops).map(|at| at.text.clone()).collect());
        (touched && !texts.is_empty()).then(|| texts.join(" "))
    }

    /// Says it when nothing more has been typed for a while.
    fn later(self, notes: Vec<AtField>, sentence: String) {
        self.stop_waiting();
        // The page may be gone by then, and the signals with it.
        let shown = set_timeout_with_handle(move || drop(self.notes.try_set(notes)), REST);
        let spoken = set_timeout_with_handle(move || drop(self.spoken.try_set(sentence)), REST_BEFORE_SPEAKING);
        self.waiting.set_value(shown.into_iter().chain(spoken).collect());
    }

    fn stop_waiting(self) {
        self.waiting.try_update_value(|waiting| waiting.drain(..).for_each(|handle| handle.clear()));
    }
}

/// Moves focus to a field of the form, and opens the part it lies folded in.
pub fn focus_field(field: Field) {
    let id = field_id(field);
    if let Some(folded) = document().get_element_by_id(&id).and_then(|input| input.closest("details:not([open])").ok().flatten()) {
        // Setting an attribute of this name can't fail.
        let _ = folded.set_attribute("open", "");
    }
    focus_id(&id);
}

/// Moves focus to the element with the id.
pub fn focus_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        // What can't take focus leaves it where it was.
        let _ = element.focus();
    }
}

/// The id of a field's input.
pub fn field_id(field: Field) -> String {
    format!("felt-{}", field.name())
}
