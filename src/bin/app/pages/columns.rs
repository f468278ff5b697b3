//! The page where the user sees how a file's columns are understood, and says what they hold.

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
use crate::parts::{Notes, plural};
use crate::session::State;
use editor::Editor;
use missing::Missing;
use reading::Reading;
use saving::Saving;
use table::ColumnTable;

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
    let session = Shared::get().session;
    let editor = Editor::new(session);
    let width = Memo::new(move |_| of_view(editor, |view| view.columns.len()));
    let notes = Memo::new(move |_| of_view(editor, |view| view.notes.clone()));
    view! {
        <h1 tabindex="-1">{HEADING}</h1>
        <p class="reading file-name">{move || session.name.get()}</p>
        <Trouble/>
        <p role="status" class="sr-only" id="columns-status">
            {move || editor.said()}
            " "
            {move || format!("Filen har {}.", plural(width.get() as u64, "kolonne", "kolonner"))}
        </p>
        <p role="status">{move || opening_words(&session.state.get())}</p>
        <Problem/>
        <Questions editor/>
        {move || view! { <Notes notes=notes.get()/> }}
        <Reading editor/>
        <ColumnTable editor/>
        <Missing editor/>
        <Saving editor/>
    }
}

/// Something of the columns that are shown; the default where the file is gone.
fn of_view<T: Default>(editor: Editor, take: impl FnOnce(&ColumnsView) -> T) -> T {
    editor.session.columns.with(|view| view.as_ref().map(take)).unwrap_or_default()
}

/// Said in steps of ten percent, so that it can be listened to.
fn opening_words(state: &State) -> String {
    match state {
        State::Opening(Some(thousandths)) => format!("Læser filen: {} procent.", thousandths / 100 * 10),
        State::Opening(None) => "Læser filen.".into(),
        _ => String::new(),
    }
}

/// Why the files can't be read as chosen, or could not be checked.
#[component]
fn Problem() -> impl IntoView {
    let session = Shared::get().session;
    let problem = Memo::new(move |_| match session.state.get() {
        State::Refused(message) => {
            let is_told = session.columns.with(|view| view.as_ref().is_some_and(|view| view.not_claims.as_ref() == Some(&message)));
            (!is_told).then_some(message)
        }
        _ => None,
    });
    view! {
        <div role="alert">
            {move || {
                problem
                    .get()
                    .map(|message| {
                        view! {
                            <div class="alert alert-error">
                                <svg class="icon-svg alert-icon" aria-label="Fejl" role="img" focusable="false">
                                    <use href="#error"></use>
                                </svg>
                                <div class="alert-body">
                                    <p class="alert-text">{message}</p>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// What is to be settled before the check.
#[component]
fn Questions(editor: Editor) -> impl IntoView {
    let questions =
        Memo::new(move |_| of_view(editor, |view| view.not_claims.iter().chain(&view.questions).cloned().collect::<Vec<String>>()));
    move || match questions.get() {
        questions if questions.is_empty() => {
            view! { <p class="reading">"Der er ikke noget, du skal tage stilling til. Du kan ændre valgene og tjekke fordringerne."</p> }
                .into_any()
        }
        questions => view! {
            <div class="alert alert-warning">
                <svg class="icon-svg alert-icon" aria-label="Advarsel" role="img" focusable="false">
                    <use href="#warning"></use>
                </svg>
                <div class="alert-body">
                    <h2 class="alert-heading">"Se efter dette, før du tjekker"</h2>
                    <ul class="alert-text">{questions.into_iter().map(|question| view! { <li>{question}</li> }).collect_view()}</ul>
                </div>
            </div>
        }
        .into_any(),
    }
}
