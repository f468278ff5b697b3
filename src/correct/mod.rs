//! Corrections in a copy: what the user changes, one step at a time, and what the copy then holds. The file itself is never touched.

pub mod desk;
mod draft;
pub mod edits;
pub mod make;
pub mod raw;
pub mod splice;
pub mod suggest;
pub mod value;

use serde::{Deserialize, Serialize};

use crate::check::file::Filter;
use crate::claim::Field;
pub use desk::Desk;
pub use draft::Draft;

/// One thing the user wants changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub target: Target,
    pub to: NewValue,
}

/// Where something is to be changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// One cell: of a claim, by its number; of its debtor line, from 0; by its column's place, from 0.
    Cell { claim: u32, line: u8, column: u32 },
    /// The field in every line of every claim that the filter lets through.
    Field { filter: Filter, field: Field },
}

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewValue {
    /// What the user has typed. Dates and amounts are written as the column writes them.
    Text(String),
    /// What another field of the same line holds.
    SameAs(Field),
    Empty,
}

/// One of the user's steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    Make(Change),
    Undo,
    Redo,
}

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The change in a sentence: «Sæt forfaldsdato lig med stiftelsesdato i 212 fordringer».
    pub words: String,
    /// Claims with at least one cell that would change, and how many cells that is.
    pub claims: u32,
    pub cells: u32,
    /// Lines that hold the value already.
    pub unchanged: u32,
    /// Lines that can't be changed, and why, in a sentence.
    pub refused: Vec<(u32, String)>,
    /// The first few changes.
    pub samples: Vec<CellChange>,
    /// What is written as it was typed, though the field holds something else, in sentences.
    pub notes: Vec<String>,
}

/// A cell that is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange {
    /// The claim's number, to open it; [`u32::MAX`] where the row is blank now, and so no claim's.
    pub claim: u32,
    pub row: u64,
    pub reference: String,
    pub heading: String,
    pub before: String,
    pub after: String,
}

/// What has been corrected so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrections {
    /// The steps that count, the first one first: each in words, and how many cells it changed.
    pub steps: Vec<(String, u32)>,
    /// Steps that were undone and can be done again, the next one first.
    pub undone: Vec<(String, u32)>,
    /// Cells that differ from the file now, and in how many lines.
    pub cells: u32,
    pub lines: u32,
    /// How the corrected file can be had.
    pub format: CorrectedFormat,
}

/// How the corrected file can be had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectedFormat {
    /// In the format it came in; its name for people, e.g. `CSV` or `XLSX`.
    Same(String),
    /// Only as CSV with all columns; the sentence says why.
    Csv(String),
    #[default]
    None,
}
