//! A row, and what reading it brought to light.

use std::fmt;

use super::{CELL_LIMIT, Encoding, whole_letters};
use crate::claim::ReadingFinding;
use crate::intake::Mapping;
use crate::intake::staged::read_mark;

/// One row: its cells and where it stands.
#[derive(Default)]
pub struct Row {
    /// The physical line where it starts, counted from 1.
    pub line: u64,
    /// Where it starts, in bytes.
    pub offset: u64,
    /// Text of this row and of others around it, as it stands in the file. Measured: taking a stretch at once costs half of taking each row.
    stretch: String,
    /// Text of this row only.
    text: String,
    /// Which of the two the cells stand in.
    place: Place,
    cells: Vec<Span>,
    /// What reading it brought to light. The fields are not known yet here: columns stand in for them.
    pub problems: Vec<RowProblem>,
}

#[derive(Clone, Copy, Default)]
enum Place {
    Stretch,
    #[default]
    Own,
}

/// Where a cell stands in the row's text, in bytes.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

impl Clone for Row {
    /// Without the text around it.
    fn clone(&self) -> Row {
        let mut row = Row { line: self.line, offset: self.offset, problems: self.problems.clone(), ..Row::default() };
        for column in 0..self.len() {
            row.push_text(|text| text.push_str(self.cell(column)));
        }
        row
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells: Vec<&str> = (0..self.len()).map(|column| self.cell(column)).collect();
        let (line, offset, problems) = (&self.line, &self.offset, &self.problems);
        f.debug_struct("Row").field("line", line).field("offset", offset).field("cells", &cells).field("problems", problems).finish()
    }
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
        let text = match self.place {
            Place::Stretch => &self.stretch,
            Place::Own => &self.text,
        };
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
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
        self.place = Place::Own;
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

    /// Holds as much of the bytes as is UTF-8, for [`Self::take_from_stretch`]; answers how many bytes that is.
    pub(super) fn hold_stretch(&mut self, bytes: &[u8]) -> usize {
        self.stretch.clear();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
        };
        self.stretch.push_str(text);
        text.len()
    }

    /// Takes all cells of a row that stands in the stretch, which starts at `origin` in the chunk. No cell is too long.
    #[inline]
    pub(super) fn take_from_stretch(&mut self, chunk: &[u8], ends: Ends, origin: usize) {
        self.cells.clear();
        self.problems.clear();
        self.place = Place::Stretch;
        self.cells.extend(ends.spans(chunk, origin as u32));
    }

    /// Takes all cells of a row whose letters must be looked at. No cell is too long.
    pub(super) fn take(&mut self, chunk: &[u8], ends: Ends, encoding: Encoding) {
        self.clear();
        let bytes = ends.bytes(chunk);
        let ascii = |range: std::ops::Range<usize>| std::str::from_utf8(bytes.get(range).unwrap_or_default()).unwrap_or_default();
        // What is ASCII needn't be looked at cell by cell: it is copied with what stands between the cells.
        let (mut copied, mut is_copied) = (0, false);
        if bytes.is_ascii() {
            self.text.push_str(ascii(0..bytes.len()));
            is_copied = true;
        }
        let mut shift = 0;
        for (column, span) in ends.spans(chunk, ends.start).enumerate() {
            let (start, end) = (span.start as usize, span.end as usize);
            let cell = bytes.get(start..end).unwrap_or_default();
            if is_copied || cell.is_ascii() {
                self.cells.push(Span { start: span.start + shift, end: span.end + shift });
                continue;
            }
            self.text.push_str(ascii(copied..start));
            if encoding.decode_into(cell, &mut self.text) {
                self.problems.push(RowProblem::OddLetters { column });
            }
            // In all these tables a letter has at least as many bytes in UTF-8.
            let end = self.text.len() as u32;
            self.cells.push(Span { start: span.start + shift, end });
            shift = end - span.end;
            copied = span.end as usize;
        }
        if !is_copied {
            self.text.push_str(ascii(copied..bytes.len()));
        }
    }

    /// Adds a cell, and keeps at most its beginning. `length` is how many bytes it has, where `bytes` may be no more than the beginning.
    pub(super) fn push(&mut self, mut bytes: &[u8], length: u64, encoding: Encoding) {
        let column = self.cells.len();
        if length > CELL_LIMIT as u64 {
            self.problems.push(RowProblem::TooLong { column, bytes: length });
            bytes = whole_letters(&bytes[..bytes.len().min(CELL_LIMIT)]);
        }
        if self.push_text(|text| encoding.decode_into(bytes, text)) {
            self.problems.push(RowProblem::OddLetters { column });
        }
    }

    /// Adds a cell with the text that is written.
    fn push_text<T>(&mut self, write: impl FnOnce(&mut String) -> T) -> T {
        let start = self.text.len() as u32;
        let answer = write(&mut self.text);
        self.cells.push(Span { start, end: self.text.len() as u32 });
        answer
    }
}

/// Where the cells of a row end. All places are counted from the chunk's start.
#[derive(Clone, Copy)]
pub(super) struct Ends<'m> {
    /// What ends each cell.
    pub marks: &'m [u32],
    /// Where the row starts.
    pub start: u32,
    /// Cells may stand in quotation marks. Such a cell holds none itself.
    pub quoted: bool,
    /// How much text is worth taking at a time.
    pub ahead: usize,
}

impl Ends<'_> {
    /// Where the row ends: the place of its line break.
    pub fn end(self) -> usize {
        self.marks.last().map_or(0, |end| *end as usize)
    }

    /// The row's bytes.
    pub fn bytes(self, chunk: &[u8]) -> &[u8] {
        chunk.get(self.start as usize..self.end()).unwrap_or_default()
    }

    /// The cells without quotation marks around them, counted from `origin`.
    #[inline]
    fn spans(self, chunk: &[u8], origin: u32) -> impl ExactSizeIterator<Item = Span> {
        let mut start = self.start;
        self.marks.iter().map(move |&end| {
            let is_quoted = self.quoted && end > start && chunk.get(start as usize) == Some(&b'"');
            let inset = u32::from(is_quoted);
            let span = Span { start: start + inset - origin, end: end - inset - origin };
            start = end + 1;
            span
        })
    }
}
