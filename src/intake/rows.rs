//! Rows out of separated text, with bounded memory whatever the bytes are.

#[cfg(test)]
mod likeness;
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
                    let most = chunk.len().min(start + ends.ahead);
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
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u64, u64, Vec<String>)> {
        let mut bytes = bytes;
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            rows.push((row.line, row.offset, (0..row.len()).map(|column| row.cell(column).to_owned()).collect()));
        }
        rows
    }

    #[test]
    fn rows_know_their_line_and_place() {
        let expected = vec![(1, 0, vec!["a".into(), "b".into()]), (4, 6, vec!["c".into(), String::new()])];
        assert_eq!(rows(b"a;b\n\n\nc;\n"), expected);
        assert_eq!(rows(b"a;b\n\n\nc;"), expected);
        let windows = rows(b"a;b\r\n\r\n\r\nc;\r\n");
        assert_eq!(windows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 4]);
        let old_mac = rows(b"a;b\r\r\rc;\r");
        assert_eq!(old_mac.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn quoted_line_breaks_stay_in_the_cell() {
        let found = rows(b"a;\"b\nb\";c\nd;e;f\n");
        assert_eq!(found[0].2, ["a", "b\nb", "c"]);
        assert_eq!((found[1].0, found[1].2[0].as_str()), (3, "d"));
    }

    #[test]
    fn an_unclosed_quotation_mark_swallows_nothing() {
        let found = rows(b"a;b\nc;\"d\ne;f\ng;h\n");
        assert_eq!(found.len(), 4);
        assert_eq!(found[1].2, ["c", "\"d"]);
        assert_eq!(found[3], (4, 13, vec!["g".into(), "h".into()]));
        // Also without a line break at the end, and with empty quoted cells below, which stay empty.
        let found = rows(b"c;\"d\ne;f");
        assert_eq!((found[0].2[1].as_str(), found[1].2[0].as_str()), ("\"d", "e"));
        for below in ["e;\"\"\ng;\"\"\n", "e;\"\";f\ng;\"\";h", "e;\"\"\ng;h\n"] {
            let found = rows(format!("a;b\nc;\"d\n{below}").as_bytes());
            assert_eq!(found.len(), 4, "{below}");
            assert_eq!((found[2].2[0].as_str(), found[2].2[1].as_str()), ("e", ""), "{below}");
        }
    }

    #[test]
    fn an_unclosed_quotation_mark_is_told() {
        let told = |text: &str| {
            let mut bytes = text.as_bytes();
            let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
            let mut told = Vec::new();
            while let Some(row) = reader.next_row().unwrap() {
                told.push(row.problems.contains(&RowProblem::UnclosedQuote));
            }
            told
        };
        for (text, wanted) in [
            ("a;b\nc;\"d\ne;f\n", vec![false, true, false]),
            ("a;b\nc;\"d", vec![false, true]),
            ("a;b\nc;\"d\n", vec![false, true]),
            ("c;\"d\"\"\n\r\n", vec![true]),
            ("c;\"d\"\n", vec![false]),
            ("c;\"d\ne\";f", vec![false]),
            ("c;d\"\ne;\"f\"g", vec![false, false]),
            ("c;\"\"", vec![false]),
            ("c;\"", vec![true]),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn quotation_marks_that_are_all_open_are_read_in_a_moment() {
        // Each mark is open, and every row after it closes it and opens another.
        let text = "a\"b;\"c\n".repeat(50_000);
        let start = std::time::Instant::now();
        let found = rows(text.as_bytes());
        assert_eq!((found.len(), found[49_999].2[1].as_str()), (50_000, "\"c"));
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn the_last_row_may_have_several_lines() {
        for row in [
            "a;\"b\nc\nd\"",
            "a;\"b\nc\nd\";\"\"",
            "a;\"b\nc\nd\"\n",
            "a;\"b\nc\nd \"\"e\"\"\"\n",
            "a;\"b\nc\nd\";e;f\n",
            "a;\"b\nc\nd\";e",
        ] {
            let found = rows(row.as_bytes());
            assert_eq!((found.len(), found[0].2[1].lines().count()), (1, 3), "{row}");
        }
    }

    #[test]
    fn lines_are_counted_across_chunks() {
        // Every chunk ends with a row's end.
        for end in ["\r", "\n", "\r\n"] {
            let row = format!("{}{end}", "x".repeat(64 - end.len()));
            let found = rows(row.repeat(10_000).as_bytes());
            assert!((1..).zip(&found).all(|(line, row)| line == row.0), "{end:?}");
        }
    }

    #[test]
    fn a_huge_cell_is_cut_and_the_rest_is_read() {
        let mut text = b"a;".to_vec();
        text.extend(std::iter::repeat_n(b'x', 10_000_000));
        text.extend_from_slice(b";c\nd;e;f\n");
        let mut bytes = text.as_slice();
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.cell(0), row.cell(1).len(), row.cell(2)), ("a", CELL_LIMIT, "c"));
        assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: 10_000_000 }]);
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.line, row.cell(2)), (2, "f"));
    }

    #[test]
    fn a_long_cell_is_cut_in_a_short_row_too() {
        let text = format!("a;{};c\n", "æ".repeat(20_000));
        let mut bytes = text.as_bytes();
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.cell(1).len(), row.cell(2)), (CELL_LIMIT, "c"));
        assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: 40_000 }]);
        let windows = format!("a;x{};c\n", "\u{e6}".repeat(CELL_LIMIT + 1)).chars().map(|c| u32::from(c) as u8).collect::<Vec<u8>>();
        let mut bytes = windows.as_slice();
        let mut reader = RowReader::new(&mut bytes, Encoding::Windows1252, b';', 0, 1);
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.cell(1).chars().count(), row.cell(2)), (CELL_LIMIT, "c"));
        assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: CELL_LIMIT as u64 + 2 }]);
    }

    #[test]
    fn any_row_can_be_read_again_from_its_place() {
        let text = b"a;\"x\ny\"\r\n\r\nb;c\n\"d\";e\n";
        for (line, offset, cells) in rows(text) {
            let mut bytes = &text[..];
            let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', offset, line);
            let row = reader.next_row().unwrap().unwrap();
            assert_eq!((row.line, row.cell(0)), (line, cells[0].as_str()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic_or_hang() {
        // A small generator of odd bytes: a linear congruence, so that a failure can be repeated.
        let mut state: u32 = 12345;
        let letters = b"\"\";;\r\n\n,a\xE6\xC3\x00 1";
        for length in 0..400 {
            let text: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    letters[(state >> 24) as usize % letters.len()]
                })
                .collect();
            let found = rows(&text);
            assert!(found.len() <= length + 1);
            assert!(found.windows(2).all(|pair| pair[0].1 < pair[1].1 && pair[0].0 <= pair[1].0), "{text:?}");
        }
    }
}
