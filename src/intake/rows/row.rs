//! A row, and what reading it brought to light.

use super::{CELL_LIMIT, Encoding, whole_letters};
use crate::claim::ReadingFinding;
use crate::intake::Mapping;
use crate::intake::staged::read_mark;

/// One row: its cells and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The physical line where it starts, counted from 1.
    pub line: u64,
    /// Where it starts, in bytes.
    pub offset: u64,
    /// The cells' text, and maybe what stands between them.
    text: String,
    cells: Vec<Span>,
    /// What reading it brought to light. The fields are not known yet here: columns stand in for them.
    pub problems: Vec<RowProblem>,
}

/// Where a cell stands in the row's text, in bytes.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

/// Rows are equal when their cells are: what stands between them says how they were read, not what they hold.
impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        (self.line, self.offset, self.len()) == (other.line, other.offset, other.len())
            && self.problems == other.problems
            && (0..self.len()).all(|column| self.cell(column) == other.cell(column))
    }
}

impl Eq for Row {}

/// Something odd about a row, by column (counted from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowProblem {
    OddLetters {
        column: usize,
    },
    TooLong {
        column: usize,
        bytes: u64,
    },
    SwallowedLines {
        column: usize,
        lines: u32,
    },
    UnclosedQuote,
    /// The cell is covered by a merged one whose value stands in `row` only.
    Merged {
        column: usize,
        row: u64,
    },
    /// The cell holds a number with more digits than a spreadsheet keeps.
    DigitsLost {
        column: usize,
    },
    /// The cell holds a formula whose result the file doesn't hold.
    NoCachedValue {
        column: usize,
    },
    /// The field stands several times in the claim; the first is used.
    Several {
        column: usize,
        count: u32,
    },
}

impl Row {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing stands in any cell.
    pub fn is_empty(&self) -> bool {
        (0..self.len()).all(|column| self.cell(column).chars().all(crate::claim::is_space))
    }

    /// The text of a cell; empty for one the row doesn't have.
    #[inline]
    pub fn cell(&self, column: usize) -> &str {
        let Some(span) = self.cells.get(column) else { return "" };
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// What reading the row brought to light, for a file with these headings. Whether each must have a cell depends on the kind of file.
    pub(in crate::intake) fn findings(&self, mapping: &Mapping, every_cell: bool) -> Vec<ReadingFinding> {
        let mut findings = Vec::new();
        let headings = mapping.columns.len();
        let too_many = self.len() > headings && (headings..self.len()).any(|column| !self.cell(column).trim().is_empty());
        if every_cell && (self.len() < headings || too_many) {
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            findings.push(ReadingFinding::Ragged { cells: count(self.len()), headings: count(headings) });
        }
        for problem in &self.problems {
            let shown = |column: usize| u32::try_from(column + 1).unwrap_or(u32::MAX);
            match *problem {
                RowProblem::OddLetters { column } => {
                    findings.extend(mapping.field(column).map(|field| ReadingFinding::OddLetters { field }));
                }
                RowProblem::TooLong { column, bytes } => {
                    findings.push(ReadingFinding::TooLong { field: mapping.field(column), column: shown(column), bytes });
                }
                RowProblem::UnclosedQuote => findings.push(ReadingFinding::UnclosedQuote),
                RowProblem::Merged { column, row } => {
                    findings.extend(mapping.field(column).map(|field| ReadingFinding::Merged { field, row }));
                }
                RowProblem::DigitsLost { column } => {
                    findings.extend(mapping.field(column).map(|field| ReadingFinding::DigitsLost { field }));
                }
                RowProblem::NoCachedValue { column } => {
                    findings.extend(mapping.field(column).map(|field| ReadingFinding::NoCachedValue { field }));
                }
                RowProblem::Several { column, count } => {
                    findings.extend(mapping.field(column).map(|field| ReadingFinding::Several { field, count }));
                }
                RowProblem::SwallowedLines { column, lines } => {
                    findings.push(ReadingFinding::SwallowedLines { column: shown(column), lines });
                }
            }
        }
        findings
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.problems.clear();
    }

    /// Takes the first cell of a staged row off: its number, and what was odd about it.
    pub(super) fn take_mark(&mut self) {
        (self.line, self.problems) = read_mark(self.cell(0));
        if !self.cells.is_empty() {
            self.cells.remove(0);
        }
    }

    /// Takes all cells of a row at once. Cells that stand in `quotes` hold no quotation mark themselves, and none is too long.
    #[inline]
    pub(super) fn take(&mut self, bytes: &[u8], ends: Ends, encoding: Encoding) {
        match std::str::from_utf8(bytes) {
            Ok(text) if encoding.is_utf8() || text.is_ascii() => {
                self.text.push_str(text);
                self.cells.extend(ends.spans(bytes));
            }
            _ => {
                for span in ends.spans(bytes) {
                    let cell = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
                    self.push(cell, cell.len() as u64, encoding);
                }
            }
        }
    }

    /// Adds a cell, and keeps at most its beginning. `length` is how many bytes it has, where `bytes` may be no more than the beginning.
    pub(super) fn push(&mut self, mut bytes: &[u8], length: u64, encoding: Encoding) {
        let column = self.cells.len();
        if length > CELL_LIMIT as u64 {
            self.problems.push(RowProblem::TooLong { column, bytes: length });
            bytes = whole_letters(&bytes[..bytes.len().min(CELL_LIMIT)]);
        }
        let start = self.text.len() as u32;
        if encoding.decode_into(bytes, &mut self.text) {
            self.problems.push(RowProblem::OddLetters { column });
        }
        self.cells.push(Span { start, end: self.text.len() as u32 });
    }
}

/// Where the cells of a row end.
#[derive(Clone, Copy)]
pub(super) struct Ends<'m> {
    /// The places of what ends them.
    pub marks: &'m [u32],
    /// The place where the row starts.
    pub start: u32,
    /// Cells may stand in quotation marks.
    pub quoted: bool,
}

impl Ends<'_> {
    /// The cells in the row's bytes, without quotation marks around them.
    #[inline]
    fn spans(self, bytes: &[u8]) -> impl ExactSizeIterator<Item = Span> {
        let mut start = 0;
        self.marks.iter().map(move |mark| {
            let end = mark.wrapping_sub(self.start);
            let span = match bytes.get(start as usize) {
                Some(b'"') if self.quoted && end > start => Span { start: start + 1, end: end - 1 },
                _ => Span { start, end },
            };
            start = end + 1;
            span
        })
    }
}
