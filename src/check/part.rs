//! A part of a file, checked: what stands in it, and what came out, as numbers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Settings;
use super::keys::{Link, MainFacts, Place};
use super::orders::DateOrders;
use super::packed;
use super::upshot::Upshots;
use crate::catalogue::Creditor;
use crate::claim::NaiveDate;
use crate::intake::{Answers, Layout};

/// What who checks parts of a file must know, beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub layout: Layout,
    pub answers: Answers,
    received: NaiveDate,
    creditor: String,
}

impl Plan {
    /// The plan for a file that is laid out so.
    pub fn new(layout: Layout, answers: Answers, settings: Settings) -> Plan {
        Plan { layout, answers, received: settings.received, creditor: settings.creditor.word().to_owned() }
    }

    /// What the user has chosen for the check.
    pub fn settings(&self) -> Settings {
        Settings { received: self.received, creditor: Creditor::parse(&self.creditor).unwrap_or_default() }
    }
}

/// What is read beyond a part's end at once, so that its last claim is there.
const SLACK: u64 = 64 * 1024;
/// The longest stretch that is read for the sake of a few claims in it.
const WORTH_READING: u64 = 64 << 20;

/// Something to be done with a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Check a part.
    Check(Span),
    /// Check some claims once more, now that it is known what they hang on. The number is that of their part.
    Again(u32, Vec<Linked>),
}

impl Task {
    /// The bytes of the file that are needed for it, if they lie together; there may be fewer.
    pub fn range(&self) -> Option<Range<u64>> {
        match self {
            Task::Check(span) => {
                let from = match span.start {
                    Start::At { offset, .. } => offset,
                    // What stands before tells whether a row starts here.
                    Start::Behind(offset) => offset.saturating_sub(1),
                };
                Some(from..span.end.max(from).saturating_add(SLACK))
            }
            // Reading a stretch costs as much as a few single rows.
            Task::Again(_, claims) => {
                let (first, last) = (claims.first()?, claims.last()?);
                let is_dense = claims.len() > 4 && last.offset.saturating_sub(first.offset) <= WORTH_READING;
                is_dense.then(|| first.offset..last.offset.saturating_add(SLACK))
            }
        }
    }
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Done {
    Check(Box<Part>),
    Again(Box<Again>),
}

/// Where a part begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its number in the file's order.
    pub number: u32,
    pub start: Start,
    /// It ends with the claim of the first row that starts here or later, in bytes from the file's beginning.
    pub end: u64,
}

/// Where a part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// A claim starts just here, after so many quotation marks that were never closed.
    At { offset: u64, unclosed: u32 },
    /// Behind the claim of the first row that starts here or later. Whether a line break is the end of a row, or stands between quotation
    /// marks that were opened before, can't be seen from here: it is taken for a row's end, and compared with the part before afterwards.
    Behind(u64),
}

/// What was found in a part of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub number: u32,
    /// Where its first claim starts; `None` where no row starts between its ends.
    pub start: Option<u64>,
    /// Where the next part's first claim starts, or the file's end.
    pub end: u64,
    /// How many lines of text there are before its first claim, and from there to the end.
    pub lines_before: u64,
    pub text_lines: u64,
    /// How many quotation marks in it are never closed.
    pub unclosed: u32,
    /// Rows with something in them.
    pub rows: u64,
    pub blank_rows: u64,
    pub claims: Claims,
    pub upshots: Upshots,
    /// Claims that name a hovedfordring, in their order.
    pub links: Vec<LinkFound>,
    /// FordringsIDs: their numbers, and the claims that have them.
    #[serde(with = "packed")]
    pub ids: Vec<u64>,
    #[serde(with = "packed")]
    pub id_claims: Vec<u32>,
    /// Claims whose reference is what a spreadsheet has left of a longer number: that two are the same says nothing.
    pub shortened: Vec<u32>,
    pub orders: DateOrders,
}

/// A claim that names a hovedfordring, and where that was found in its own part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkFound {
    pub claim: u32,
    pub link: Link,
    pub place: Place,
}

/// The claims of a part: the same place in each list tells of the same claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// Where each starts, in bytes from the part's start.
    #[serde(with = "packed")]
    pub offsets: Vec<u32>,
    /// Its first line, counted from the part's first; for staged rows, the number the row carries.
    #[serde(with = "packed")]
    pub rows: Vec<u32>,
    /// How many debtor lines it has.
    #[serde(with = "packed")]
    pub lines: Vec<u8>,
    /// What its check came to: a number of [`Upshots`].
    #[serde(with = "packed")]
    pub upshots: Vec<u32>,
    /// Its type's place in the catalogue, as in [`MainFacts`].
    #[serde(with = "packed")]
    pub types: Vec<u16>,
    /// Its forfaldsdato, as in [`MainFacts`].
    #[serde(with = "packed")]
    pub dates: Vec<i32>,
    /// Its amount in øre, by the field that totals are summed by: that of its first line, since those of all are the same. `i64::MIN` for none.
    #[serde(with = "packed")]
    pub amounts: Vec<i64>,
    /// How soon it lapses: the place in [`super::lapse::Lapse::ALL`] of its line that lapses first.
    #[serde(with = "packed")]
    pub lapses: Vec<u8>,
    /// Its reference's number; 0 for none.
    #[serde(with = "packed")]
    pub references: Vec<u64>,
    /// What each of its lines says but for the reference, as a number; 0 for too little. This list has a place for every line.
    #[serde(with = "packed")]
    pub contents: Vec<u64>,
}

impl Claims {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.offsets.is_empty()
    }

    /// Makes room for so many claims.
    pub fn make_room(&mut self, claims: usize) {
        // More is no use: a part is a few megabytes.
        let claims = claims.min(1 << 17);
        self.offsets.reserve(claims);
        self.rows.reserve(claims);
        self.lines.reserve(claims);
        self.upshots.reserve(claims);
        self.types.reserve(claims);
        self.dates.reserve(claims);
        self.amounts.reserve(claims);
        self.lapses.reserve(claims);
        self.references.reserve(claims);
        self.contents.reserve(claims);
    }

    /// What is known of a claim in case another names it.
    pub fn facts(&self, claim: usize) -> Option<MainFacts> {
        Some(MainFacts { fordringstype: *self.types.get(claim)?, forfaldsdato: *self.dates.get(claim)? })
    }
}

/// A claim to be checked again: where it stands, and what it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The claim's number in its part.
    pub claim: u32,
    pub offset: u64,
    pub lines: u8,
    pub place: Place,
    /// Of the hovedfordring, where it stands in the file.
    pub facts: Option<MainFacts>,
}

/// What came of checking claims again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Again {
    /// The part's number.
    pub part: u32,
    /// The claims' numbers in it, and what each came to.
    pub claims: Vec<(u32, u32)>,
    pub upshots: Upshots,
}
