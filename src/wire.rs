//! What the page and its worker say to each other. The file itself travels beside the message.

use serde::{Deserialize, Serialize};

use crate::check::columns::ColumnsView;
use crate::check::file::{ClaimLine, Filter, LayoutView, Progress};
use crate::check::totals::Totals;
use crate::check::view::ClaimView;
use crate::intake::choices::Choices;
use crate::intake::{Container, Staging};

/// From the page to the worker.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Look at the files that come with the message. Those before stay open when `added`.
    Open { added: bool },
    /// A file's rows, staged by the reader, are in the blob that comes with the message. `sheet` is the workbook's sheet that the user asked for.
    Staged { file: u32, staging: Staging, sheet: Option<String> },
    /// Understand the columns of the open files as chosen.
    Columns { choices: Choices },
    /// Check the open files.
    Check {
        /// The assumed day of sending, `åååå-mm-dd`.
        received: String,
        /// As [`crate::catalogue::Creditor::parse`] reads it.
        creditor: String,
        choices: Choices,
    },
    /// A page of the list of claims. Pages are counted from 0.
    List { filter: Filter, page: u32, size: u32 },
    /// One claim with everything found on it.
    Claim { number: u32 },
}

/// From the worker to the page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Tell {
    /// The worker is up; a page of another build must not use it.
    Hello {
        build: String,
    },
    /// The file, by its place among those given, must be staged by the reader first.
    NeedsReader {
        file: u32,
        container: Container,
    },
    /// The files are open and can be checked.
    Read {
        columns: Box<ColumnsView>,
    },
    Progress(Progress),
    /// The files can't be taken; the sentence says why and what to do.
    Refused {
        message: String,
    },
    Done {
        totals: Box<Totals>,
        layout: Box<LayoutView>,
        rules_date: String,
    },
    List {
        filter: Box<Filter>,
        page: u32,
        matching: u32,
        lines: Vec<ClaimLine>,
    },
    Opened {
        claim: Box<ClaimView>,
        number: u32,
        of: u32,
    },
    /// An answer that could not be given, e.g. because the file on disk was changed.
    Failed {
        message: String,
    },
}

/// From the page to the reader, the program for spreadsheets, XML and JSON. The file travels beside it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct ReaderAsk {
    pub container: Container,
    /// The workbook's sheet to read, by its place.
    pub sheet: Option<usize>,
}

/// From the reader to the page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum ReaderTell {
    /// The reader is up; a page of another build must not use it.
    Hello { build: String },
    /// The share that is read, in thousandths.
    Progress { thousandths: u16 },
    /// The file can't be taken; the sentence says why and what to do.
    Refused { message: String },
    /// The rows are in the blob beside the message.
    Done { staging: Staging },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_way() {
        let ask = Ask::List { filter: Filter { rule: Some(("R_6_20".into(), "hoering".into())), ..Filter::default() }, page: 3, size: 50 };
        assert_eq!(serde_json::from_str::<Ask>(&serde_json::to_string(&ask).unwrap()).unwrap(), ask);
        let tell = Tell::Refused { message: "Filen er tom.".into() };
        assert_eq!(serde_json::from_str::<Tell>(&serde_json::to_string(&tell).unwrap()).unwrap(), tell);
    }
}
