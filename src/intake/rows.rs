//! Rows out of separated text, with bounded memory whatever the bytes are.

mod masks;
mod row;
mod scan;

use std::io;

use csv_core::{ReadFieldResult, ReadRecordResult, Reader, ReaderBuilder};

use super::Bytes;
use super::encoding::Encoding;
pub use row::{Row, RowProblem};
use scan::Scan;

/// A row that is longer is read cell by cell, each cut at [`CELL_LIMIT`].
const ROW_LIMIT: usize = 128 * 1024;
/// The most bytes of a cell that are kept.
pub(super) const CELL_LIMIT: usize = 32 * 1024;
/// How many cells of a row are kept.
pub(super) const CELL_COUNT_LIMIT: usize = 4096;
/// After so many quotation marks that are never closed, none is looked for past its line: else each would be looked for to the end of the file.
pub const UNCLOSED_LIMIT: u32 = 64;
/// How much text is taken out of the chunk at a time. A longer row is taken by itself.
const STRETCH: usize = 16 * 1024;
/// The first byte of a byte order mark. [`Reader`] passes over one before any row.
const BYTE_ORDER_MARK: u8 = 0xEF;
/// How much is read at a time: little at first, so that a single row costs little, then twice as much each time.
const CHUNKS: std::ops::RangeInclusive<usize> = 4 * 1024..=256 * 1024;

/// Reads rows one after the other.
pub struct RowReader<'b> {
    bytes: &'b mut dyn Bytes,
    encoding: Encoding,
    separator: u8,
    chunk: Vec<u8>,
    /// The part of `chunk` that holds bytes not yet read.
    unread: std::ops::Range<usize>,
    /// Where `unread` starts in the file.
    offset: u64,
    line: u64,
    output: Vec<u8>,
    ends: Vec<usize>,
    row: Row,
    /// The part of the chunk that the row holds as text.
    stretch: std::ops::Range<usize>,
    /// Finds plain rows; `None` where there can be none.
    scan: Option<Scan>,
    /// Takes all other rows apart.
    cores: Cores,
    /// A quotation mark in the row just read is open still where the row had to end.
    runs_on: bool,
    /// How many rows had one.
    unclosed: u32,
    /// Each row opens with its number and what was odd about it.
    staged: bool,
}

impl<'b> RowReader<'b> {
    /// Reads staged rows from a place on that is known to start a row.
    pub fn staged(bytes: &'b mut dyn Bytes, offset: u64) -> Self {
        RowReader { staged: true, ..RowReader::new(bytes, Encoding::Utf8, super::staged::SEPARATOR, offset, 1) }
    }

    /// Reads from a place on that is known to start a row.
    pub fn new(bytes: &'b mut dyn Bytes, encoding: Encoding, separator: u8, offset: u64, line: u64) -> Self {
        RowReader {
            bytes,
            encoding,
            separator,
            chunk: Vec::new(),
            unread: 0..0,
            offset,
            line,
            output: Vec::new(),
            ends: Vec::new(),
            row: Row::default(),
            stretch: 0..0,
            scan: Scan::new(separator),
            cores: Cores { separator, quotes: Quotes::AroundCells, quoting: None, plain: None },
            runs_on: false,
            unclosed: 0,
            staged: false,
        }
    }

    /// Where the next row starts or blank lines before it: byte and line.
    pub fn position(&self) -> (u64, u64) {
        (self.offset, self.line)
    }

    /// How many quotation marks were never closed so far.
    pub fn unclosed(&self) -> u32 {
        self.unclosed
    }

    /// Says how many quotation marks before this place are never closed.
    pub fn expect_unclosed(&mut self, unclosed: u32) {
        self.unclosed = unclosed;
    }

    /// The next row that isn't blank, or `None` at the end.
    ///
    /// # Errors
    /// When the bytes can't be read any more.
    pub fn next_row(&mut self) -> io::Result<Option<&Row>> {
        self.fill()?;
        if self.read_plain_row() {
            if self.staged {
                self.row.take_mark();
            }
            return Ok(Some(&self.row));
        }
        self.skip_line_breaks()?;
        if self.unread.is_empty() {
            return Ok(None);
        }
        let (start, start_line) = (self.offset, self.line);
        self.row.clear();
        self.row.line = start_line;
        self.row.offset = start;
        self.read_row(start, start_line)?;
        if self.staged {
            self.row.take_mark();
            return Ok(Some(&self.row));
        }
        if self.runs_on {
            // A quotation mark was never closed. Only this row is read again without quotation marks; those of the rows below it are right.
            self.go_to(start, start_line);
            self.row.clear();
            self.cores.quotes = Quotes::Ordinary;
            let read = self.read_row(start, start_line);
            self.cores.quotes = Quotes::AroundCells;
            read?;
            self.row.problems.push(RowProblem::UnclosedQuote);
            self.unclosed = self.unclosed.saturating_add(1);
        }
        let lines = self.line - start_line;
        if lines > 1 {
            self.note_swallowed_lines(lines);
        }
        Ok(Some(&self.row))
    }

    /// Takes the next row as it stands in the chunk, when it is whole there and nothing about it is unusual. Answers whether it was; if not, no
    /// more than blank lines was read.
    fn read_plain_row(&mut self) -> bool {
        let Some(scan) = &mut self.scan else { return false };
        let chunk = self.chunk.get(..self.unread.end).unwrap_or_default();
        loop {
            let start = self.unread.start;
            let Some(ends) = scan.row(chunk, start) else { return false };
            let end = ends.end();
            let Some(lines) = lines_ended(chunk, end) else { return false };
            let is_plain = end - start <= CELL_LIMIT && ends.marks.len() <= CELL_COUNT_LIMIT && chunk.get(start) != Some(&BYTE_ORDER_MARK);
            if !is_plain {
                return false;
            }
            if end > start {
                self.row.line = self.line;
                self.row.offset = self.offset;
                if self.encoding.is_utf8() && !(self.stretch.start <= start && end <= self.stretch.end) {
                    let most = chunk.len().min(start + STRETCH);
                    self.stretch = start..start + self.row.hold_stretch(chunk.get(start..most).unwrap_or_default());
                }
                if end <= self.stretch.end {
                    self.row.take_from_stretch(chunk, ends, self.stretch.start);
                } else {
                    self.row.take(chunk, ends, self.encoding);
                }
            }
            scan.pass(end + 1);
            self.line += lines;
            self.offset += (end + 1 - start) as u64;
            self.unread.start = end + 1;
            if end > start {
                return true;
            }
        }
    }

    fn read_row(&mut self, start: u64, line: u64) -> io::Result<()> {
        match self.read_record()? {
            Some(length) => self.take_record(length),
            None => {
                self.go_to(start, line);
                self.read_long_row()?;
            }
        }
        Ok(())
    }

    /// Reads a record into `output` and `ends`; answers how many cells it has, or `None` when it is longer than [`ROW_LIMIT`].
    fn read_record(&mut self) -> io::Result<Option<usize>> {
        self.cores.current().reset();
        self.runs_on = false;
        self.output.resize(self.output.len().max(4096), 0);
        self.ends.resize(self.ends.len().max(128), 0);
        let (mut written, mut cells) = (0, 0);
        loop {
            self.fill()?;
            let (input, ends_row) = next_part(&self.chunk[self.unread.clone()], self.unclosed);
            let (result, consumed, out, ended) =
                self.cores.current().read_record(input, &mut self.output[written..], &mut self.ends[cells..]);
            self.consume(consumed.min(self.unread.len()))?;
            written += out;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty if ends_row => {
                    self.runs_on = true;
                    return Ok(Some(cells));
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.output.len() >= ROW_LIMIT => return Ok(None),
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELL_COUNT_LIMIT => return Ok(None),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(Some(cells)),
            }
        }
    }

    fn take_record(&mut self, cells: usize) {
        let mut start = 0;
        for index in 0..cells {
            let end = self.ends[index];
            self.row.push(&self.output[start..end], (end - start) as u64, self.encoding);
            start = end;
        }
    }

    /// Reads a row cell by cell and keeps the beginning of each.
    fn read_long_row(&mut self) -> io::Result<()> {
        self.cores.current().reset();
        self.runs_on = false;
        let mut scratch = vec![0; 16 * 1024];
        let mut kept = Vec::new();
        let mut length: u64 = 0;
        loop {
            self.fill()?;
            let (input, ends_row) = next_part(&self.chunk[self.unread.clone()], self.unclosed);
            let (result, consumed, out) = self.cores.current().read_field(input, &mut scratch);
            self.consume(consumed.min(self.unread.len()))?;
            length += out as u64;
            let room = CELL_LIMIT.saturating_sub(kept.len());
            kept.extend_from_slice(&scratch[..out.min(room)]);
            match result {
                ReadFieldResult::InputEmpty if ends_row => {
                    self.runs_on = true;
                    return Ok(());
                }
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    if self.row.len() < CELL_COUNT_LIMIT {
                        self.row.push(&kept, length, self.encoding);
                    }
                    kept.clear();
                    length = 0;
                    if record_end {
                        return Ok(());
                    }
                }
                ReadFieldResult::End => return Ok(()),
            }
        }
    }

    fn note_swallowed_lines(&mut self, lines: u64) {
        let separator = char::from(self.separator);
        let column = (0..self.row.len()).find(|column| {
            let cell = self.row.cell(*column);
            cell.contains('\n') && cell.matches(separator).count() > 2
        });
        if let Some(column) = column {
            self.row.problems.push(RowProblem::SwallowedLines { column, lines: u32::try_from(lines).unwrap_or(u32::MAX) });
        }
    }

    fn skip_line_breaks(&mut self) -> io::Result<()> {
        loop {
            self.fill()?;
            let breaks = self.chunk[self.unread.clone()].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if breaks == 0 {
                return Ok(());
            }
            self.consume(breaks)?;
        }
    }

    /// Goes to a place that is known to start a row, to read on from there.
    pub fn go_to(&mut self, offset: u64, line: u64) {
        // What the chunk still holds needn't be read again.
        let chunk = self.offset.checked_sub(self.unread.start as u64);
        let start = chunk.and_then(|chunk| usize::try_from(offset.checked_sub(chunk)?).ok()).filter(|start| *start < self.unread.end);
        match start {
            Some(start) => self.unread.start = start,
            None => {
                self.unread = 0..0;
                // Who goes elsewhere may want only a row there.
                self.chunk.clear();
            }
        }
        self.offset = offset;
        self.line = line;
    }

    /// Reads on when everything in the chunk has been read.
    fn fill(&mut self) -> io::Result<()> {
        if !self.unread.is_empty() {
            return Ok(());
        }
        let size = (self.chunk.len() * 2).clamp(*CHUNKS.start(), *CHUNKS.end());
        self.chunk.resize(size, 0);
        if let Some(scan) = &mut self.scan {
            scan.forget();
        }
        self.stretch = 0..0;
        let count = self.bytes.read_at(self.offset, &mut self.chunk)?;
        self.unread = 0..count;
        Ok(())
    }

    /// Marks bytes as read and counts their lines. A line ends with CR LF, LF or CR.
    fn consume(&mut self, count: usize) -> io::Result<()> {
        let read = &self.chunk[self.unread.start..self.unread.start + count];
        // A carriage return counts with the line feed that follows it, and by itself where none follows.
        let feeds = read.iter().filter(|byte| **byte == b'\n').count();
        let lone = read.windows(2).filter(|pair| pair[0] == b'\r' && pair[1] != b'\n').count();
        let open = read.last() == Some(&b'\r');
        self.line += (feeds + lone) as u64;
        self.unread.start += count;
        self.offset += count as u64;
        if open {
            // What follows may stand in the next chunk.
            self.fill()?;
            self.line += u64::from(self.chunk[self.unread.clone()].first().is_some_and(|next| *next != b'\n'));
        }
        Ok(())
    }
}

/// What is taken apart next, and whether the row must end with it: the line, where quotation marks are looked for no further, and at the end of
/// the file a line's end, since it may be missing there.
fn next_part(unread: &[u8], unclosed: u32) -> (&[u8], bool) {
    if unread.is_empty() {
        return (b"\n", true);
    }
    if unclosed < UNCLOSED_LIMIT {
        return (unread, false);
    }
    let line_end = unread.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    line_end.map_or((unread, false), |end| (&unread[..=end], true))
}

/// The bytes without the first ones of a letter at the end: it would make their encoding look odd.
fn whole_letters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// How many lines the break at a place ends: a carriage return ends none where a line feed follows, which ends it. `None` where what follows
/// stands in the next chunk.
fn lines_ended(chunk: &[u8], at: usize) -> Option<u64> {
    match chunk.get(at)? {
        b'\n' => Some(1),
        _ => chunk.get(at + 1).map(|next| u64::from(*next != b'\n')),
    }
}

/// What quotation marks are taken for.
#[derive(Clone, Copy)]
enum Quotes {
    AroundCells,
    Ordinary,
}

/// Readers for any row. Each is made when it is first needed and then kept: making one is far more work than a row is.
struct Cores {
    separator: u8,
    quotes: Quotes,
    quoting: Option<Reader>,
    plain: Option<Reader>,
}

impl Cores {
    fn current(&mut self) -> &mut Reader {
        let (core, quoting) = match self.quotes {
            Quotes::AroundCells => (&mut self.quoting, true),
            Quotes::Ordinary => (&mut self.plain, false),
        };
        core.get_or_insert_with(|| ReaderBuilder::new().delimiter(self.separator).quoting(quoting).build())
    }
}

#[cfg(test)]
mod likeness;
#[cfg(test)]
mod tests;
