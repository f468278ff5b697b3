//! What a file looked like, for people: its kind, its columns, and how they were used.

use serde::{Deserialize, Serialize};

use super::columns::{missing, questions};
use crate::intake::{ColumnUse, Form, Opened};

/// What the file looks like, for the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayoutView {
    /// What kind of file it is, in words.
    pub form: String,
    /// The row with the headings, if there is one.
    pub heading_line: Option<u64>,
    pub skipped: Vec<String>,
    /// Heading and the shown name of the field it holds.
    pub used: Vec<(String, String)>,
    /// The shown names of fields with one value for every row, and the value.
    pub constants: Vec<(String, String)>,
    /// Headings that name no field we know, and headings of fields that an earlier column holds.
    pub unused: Vec<String>,
    /// Shown names of stamdata fields that the file has no column for.
    pub missing: Vec<String>,
    /// What else is to be known of how it was read.
    pub notes: Vec<String>,
    /// What could not be settled without the user.
    pub questions: Vec<String>,
    /// The files that answers came in.
    pub answers: Vec<String>,
}

/// What the opened file looks like.
pub fn layout_view(opened: &Opened) -> LayoutView {
    let layout = &opened.layout;
    let mapping = &layout.mapping;
    let mut used = Vec::new();
    let mut unused = Vec::new();
    for column in &mapping.columns {
        match column.use_ {
            ColumnUse::Field(field) => used.push((column.heading.clone(), field.shown().to_owned())),
            ColumnUse::Repeated(_) | ColumnUse::Unknown => unused.push(column.heading.clone()),
        }
    }
    LayoutView {
        form: form_words(&layout.form),
        heading_line: layout.heading_line,
        skipped: layout.skipped.clone(),
        used,
        constants: mapping.constants.iter().map(|(field, value)| (field.shown().to_owned(), value.clone())).collect(),
        unused,
        missing: missing(layout).map(|field| field.shown().to_owned()).collect(),
        notes: opened.notes.clone(),
        questions: questions(layout),
        answers: opened.answers.files.clone(),
    }
}

/// What kind of file the rows come from, in words.
pub fn form_words(form: &Form) -> String {
    match form {
        Form::Text { encoding, separator } => {
            let separator = match separator {
                b'\t' => "tabulator".to_owned(),
                b';' => "semikolon".to_owned(),
                b',' => "komma".to_owned(),
                other => char::from(*other).to_string(),
            };
            format!("tekst med {separator} som skilletegn, tegntabel {}", encoding.name())
        }
        Form::Staged { form, sheet: Some(sheet) } => format!("{}, arket «{sheet}»", form.name()),
        Form::Staged { form, sheet: None } => form.name().to_owned(),
    }
}
