//! The page where the user sees how a file's columns are understood, and says what they hold.
//!
//! It is drawn anew from the columns at every change. Elements stay the same ones meanwhile, so the focus stays where it is.

mod editor;
mod missing;
mod reading;
mod saving;
mod style;
mod table;

use leptos::prelude::*;
use stamdatatjek::check::columns::ColumnsView;

use super::result::{Refused, Running, Trouble};
use crate::Shared;
use crate::files::{FileChooser, Purpose};
use crate::parts::{Alert, alert, notes_alert, plural};
use crate::session::{Session, State};
use editor::{Desk, Editor};

/// What the page can show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    NoFile,
    Opening,
    Refused,
    Open,
}

/// The page.
#[component]
pub fn ColumnsPage() -> impl IntoView {
    let session = Shared::get().session;
    session.show_columns();
    let stage = Memo::new(move |_| match session.state.get() {
        _ if session.columns.with(Option::is_some) => Stage::Open,
        State::Opening(_) | State::Running(_) => Stage::Opening,
        State::Refused(_) => Stage::Refused,
        State::Nothing | State::Columns | State::Done => Stage::NoFile,
    });
    move || {
        match stage.get() {
        Stage::Open => view! { <Columns/> }.into_any(),
        Stage::Opening => view! { <Running/> }.into_any(),
        Stage::Refused => view! { <Refused/> }.into_any(),
        Stage::NoFile => view! {
            <h1 tabindex="-1">{HEADING}</h1>
            <p class="reading">
                "Du har ikke åbnet en fil endnu. Når en fil er åbnet, ser du her, hvordan dens kolonner er forstået, og du kan sige, hvad de indeholder."
            </p>
            <FileChooser purpose=Purpose::Open/>
        }
        .into_any(),
    }
    }
}

const HEADING: &str = "Hvad står der i kolonnerne?";

#[component]
fn Columns() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    let editor = Editor::new(session);
    missing::keep_filled(editor);
    view! {
        <h1 tabindex="-1">{HEADING}</h1>
        <p class="file-name">{move || session.name.get()}</p>
        <Trouble/>
        <p role="status">{move || opening_words(&session.state.get())}</p>
        <div role="alert">{move || problem(session, &session.state.get())}</div>
        {move || {
            let desk = editor.desk.get();
            session.columns.with(|view| view.as_ref().map(|view| whole(shared, editor, view, &desk)))
        }}
    }
}

fn whole(shared: Shared, editor: Editor, view: &ColumnsView, desk: &Desk) -> AnyView {
    let moved = desk.moved.as_ref().map(|(_, sentence)| sentence.clone()).unwrap_or_default();
    let width = format!("Filen har {}.", plural(view.columns.len() as u64, "kolonne", "kolonner"));
    view! {
        <p role="status" class="sr-only" id="columns-status">
            {format!("{moved} {width}")}
        </p>
        {questions(view)}
        {notes_alert(&view.notes)}
        {reading::reading(editor, view)}
        {table::table(editor, view, desk)}
        {missing::missing(editor, view)}
        {saving::saving(shared, editor, view, desk)}
    }
    .into_any()
}

/// Said in steps of ten percent, so that it can be listened to.
fn opening_words(state: &State) -> String {
    match state {
        State::Opening(Some(thousandths)) => format!("Læser filen: {} procent.", thousandths / 100 * 10),
        State::Opening(None) => "Læser filen.".into(),
        _ => String::new(),
    }
}

/// Why the files can't be read as chosen, or could not be checked. That they don't look like claims is told with the questions.
fn problem(session: Session, state: &State) -> Option<AnyView> {
    let State::Refused(message) = state else { return None };
    let is_told = session.columns.with(|view| view.as_ref().is_some_and(|view| view.not_claims.as_ref() == Some(message)));
    (!is_told).then(|| alert(Alert::Error, "Filen kunne ikke tjekkes", vec![message.clone()]))
}

/// What is to be settled before the check.
fn questions(view: &ColumnsView) -> AnyView {
    let questions: Vec<String> = view.not_claims.iter().chain(&view.questions).cloned().collect();
    if questions.is_empty() {
        return view! { <p class="reading">"Der er ikke noget, du skal tage stilling til. Du kan ændre valgene og tjekke fordringerne."</p> }
            .into_any();
    }
    alert(Alert::Warning, "Se efter dette, før du tjekker", questions)
}
