//! What the page knows of the open files: how far they are, their numbers, and what of them is on screen.

use stamdatatjek::check::Settings;
use stamdatatjek::check::compare::Comparison;
use stamdatatjek::check::file::{ClaimLine, Filter, Progress, Sort};
use stamdatatjek::check::layout_view::LayoutView;
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::correct::Corrections;

/// What is going on with the files.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// No file yet.
    Nothing,
    /// The files are being opened; thousandths of it are done, where that is known.
    Opening(Option<u16>),
    /// The files are open, and the user is to look at their columns.
    Columns,
    /// The claims are being checked.
    Running(Option<Progress>),
    /// The files can't be taken; the sentence says why.
    Refused(String),
    Done,
}

/// A checked file's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub totals: Totals,
    pub layout: LayoutView,
    pub rules_date: String,
    /// What it was checked with.
    pub settings: Settings,
    /// The columns are used as they were chosen the last time for a file with the same headings.
    pub remembered: bool,
    /// What has been corrected.
    pub corrections: Corrections,
    /// The result against the one before, where that was kept.
    pub comparison: Option<Comparison>,
}

/// A claim that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenClaim {
    /// Its number in the file's order, from 0, and how many there are.
    pub number: u32,
    pub of: u32,
    pub claim: ClaimView,
    /// Its rows in the file, one for each debtor line.
    pub rows: Vec<SheetRow>,
    /// The claims before and after it in the list.
    pub previous: Option<u32>,
    pub next: Option<u32>,
    /// Of which check it is, see [`super::Correcting::round`].
    pub round: u32,
}

/// A page of the list of claims.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    pub filter: Filter,
    pub sort: Sort,
    pub page: u32,
    pub matching: u32,
    pub lines: Vec<ClaimLine>,
}

/// What the list of claims shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub filter: Filter,
    pub sort: Sort,
    pub page: u32,
    pub size: u32,
}

impl Default for Query {
    fn default() -> Self {
        Query { filter: Filter::default(), sort: Sort::default(), page: 0, size: 50 }
    }
}
