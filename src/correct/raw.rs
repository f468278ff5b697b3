//! Where the cells of a row stand in the file's bytes, quotation marks included.
//!
//! What counts as a cell is what [`RowReader`](crate::intake::RowReader) takes for one; tests hold the two against each other.

use std::io;
use std::ops::Range;

use crate::intake::Bytes;

/// The byte order mark in UTF-8, which is passed over before any row.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// How many cells of a row are told, as many as are read.
const CELLS: usize = 4096;
/// How much is read at a time.
const CHUNK: usize = 16 * 1024;

/// A row as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    pub cells: Vec<RawCell>,
    /// Where its line break stands, or the file's end.
    pub end: u64,
}

/// A cell as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawCell {
    /// Its first byte; the quotation mark where it begins with one.
    pub start: u64,
    /// Where the separator behind it stands, or the row's end.
    pub end: u64,
    pub is_quoted: bool,
}

/// What quotation marks in a row are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    AroundCells,
    /// One is never closed, and so all are letters like others.
    Ordinary,
}

/// Finds cells. It keeps what it has read, for the next row is often near.
#[derive(Default)]
pub struct RawReader {
    chunk: Vec<u8>,
    place: u64,
}

impl RawReader {
    /// The row that starts at a place.
    ///
    /// # Errors
    /// When the bytes can't be read any more.
    pub fn row(&mut self, bytes: &mut dyn Bytes, offset: u64, separator: u8, quotes: Quotes) -> io::Result<RawRow> {
        let mut row = RawRow::default();
        let mut at = self.first(bytes, offset)?;
        let mut start = at;
        let mut state = State::Start;
        let mut is_quoted = false;
        loop {
            let byte = self.byte(bytes, at)?;
            let is_end = matches!(byte, None | Some(b'\r' | b'\n'));
            match (state, byte) {
                (State::Quoted, Some(b'"')) => state = State::Closed,
                (State::Quoted, Some(_)) => {}
                (State::Closed, Some(b'"')) => state = State::Quoted,
                (State::Start, Some(b'"')) if quotes == Quotes::AroundCells => {
                    state = State::Quoted;
                    is_quoted = true;
                }
                _ if is_end || byte == Some(separator) => {
                    if row.cells.len() < CELLS {
                        row.cells.push(RawCell { start, end: at, is_quoted });
                    }
                    if is_end {
                        row.end = at;
                        return Ok(row);
                    }
                    (state, start, is_quoted) = (State::Start, at + 1, false);
                }
                _ => state = State::Open,
            }
            at += 1;
        }
    }

    /// Where the first cell starts: behind a byte order mark, and behind line breaks that follow one.
    fn first(&mut self, bytes: &mut dyn Bytes, offset: u64) -> io::Result<u64> {
        for (mark, place) in BYTE_ORDER_MARK.iter().zip(offset..) {
            if self.byte(bytes, place)? != Some(*mark) {
                return Ok(offset);
            }
        }
        let mut at = offset + BYTE_ORDER_MARK.len() as u64;
        while matches!(self.byte(bytes, at)?, Some(b'\r' | b'\n')) {
            at += 1;
        }
        Ok(at)
    }

    #[inline]
    fn byte(&mut self, bytes: &mut dyn Bytes, at: u64) -> io::Result<Option<u8>> {
        let held = at.checked_sub(self.place).and_then(|from| self.chunk.get(usize::try_from(from).ok()?));
        match held {
            Some(byte) => Ok(Some(*byte)),
            None => self.fetch(bytes, at),
        }
    }

    #[cold]
    fn fetch(&mut self, bytes: &mut dyn Bytes, at: u64) -> io::Result<Option<u8>> {
        self.chunk.resize(CHUNK, 0);
        let count = bytes.read_at(at, &mut self.chunk)?;
        self.chunk.truncate(count);
        self.place = at;
        Ok(self.chunk.first().copied())
    }
}

/// How far a cell is read.
#[derive(Clone, Copy)]
enum State {
    Start,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark that closes the cell, unless another one follows.
    Closed,
    /// No quotation mark means anything until the cell ends.
    Open,
}

/// Bytes of which a stretch is in memory.
pub struct Held<'b> {
    pub bytes: &'b mut dyn Bytes,
    start: u64,
    held: Vec<u8>,
}

impl<'b> Held<'b> {
    /// The bytes, with none of them in memory yet.
    pub fn new(bytes: &'b mut dyn Bytes) -> Held<'b> {
        Held { bytes, start: 0, held: Vec::new() }
    }

    /// Holds a stretch, as far as there are bytes.
    ///
    /// # Errors
    /// When they can't be read any more.
    pub fn hold(&mut self, range: Range<u64>) -> io::Result<()> {
        let length = range.end.min(self.bytes.len()).saturating_sub(range.start);
        self.held.resize(usize::try_from(length).unwrap_or_default(), 0);
        self.start = range.start;
        let mut filled = 0;
        while let Some(room) = self.held.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.bytes.read_at(range.start + filled as u64, room)? {
                0 => break,
                count => filled += count,
            }
        }
        self.held.truncate(filled);
        Ok(())
    }

    /// What is held from a place on.
    pub fn from(&self, place: u64) -> &[u8] {
        let from = place.checked_sub(self.start).and_then(|from| usize::try_from(from).ok());
        from.and_then(|from| self.held.get(from..)).unwrap_or_default()
    }
}

impl Bytes for Held<'_> {
    fn len(&self) -> u64 {
        self.bytes.len()
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut held = self.from(offset);
        if held.is_empty() { self.bytes.read_at(offset, buffer) } else { held.read_at(0, buffer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Encoding, RowProblem, RowReader};

    /// The cells by [`RowReader`], and by their raw bytes each read as a row of its own.
    fn compare(text: &[u8], separator: u8) {
        let mut reading = text;
        let mut reader = RowReader::new(&mut reading, Encoding::Utf8, separator, 0, 1);
        let mut raw = RawReader::default();
        while let Some(row) = reader.next_row().unwrap() {
            let quotes = if row.problems.contains(&RowProblem::UnclosedQuote) { Quotes::Ordinary } else { Quotes::AroundCells };
            let found = raw.row(&mut &text[..], row.offset, separator, quotes).unwrap();
            let cells: Vec<String> = found
                .cells
                .iter()
                .map(|cell| {
                    let bytes = &text[cell.start as usize..cell.end as usize];
                    if quotes == Quotes::Ordinary {
                        return Encoding::Utf8.decode(bytes).0.into_owned();
                    }
                    let mut bytes = bytes;
                    // A first separator keeps an empty cell a row, and a byte order mark a letter.
                    let with = [&[separator][..], bytes].concat();
                    bytes = &with;
                    let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, separator, 0, 1);
                    let row = reader.next_row().unwrap().unwrap();
                    assert_eq!(row.len(), 2, "{text:?}");
                    row.cell(1).to_owned()
                })
                .collect();
            let wanted: Vec<&str> = (0..row.len()).map(|column| row.cell(column)).collect();
            assert_eq!(cells, wanted, "{:?} at {}", String::from_utf8_lossy(text), row.offset);
            let next = text.get(found.end as usize);
            assert!(matches!(next, None | Some(b'\r' | b'\n')), "{text:?}");
        }
    }

    #[test]
    fn raw_cells_read_as_a_row_of_their_own_are_the_same() {
        for text in [
            "a;b;c\n",
            "a;\"b\";c",
            "a;\"b;\"\"c\"\"\n d\";e\r\n",
            "a;\"b\"c;d\n",
            "a;b\"c\";d\n",
            ";;\n",
            "\"\"\n",
            "\u{feff}\na;\"b\"",
            "\u{feff}\"a\";b\n\u{feff}c;d",
            "a;\"b\nc;d\n",
            "x;\"\"\"",
        ] {
            compare(text.as_bytes(), b';');
        }
    }

    #[test]
    fn odd_bytes_are_found_as_they_are_read() {
        let mut state: u32 = 77;
        let mut next = |most: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % most
        };
        let letters = b"\"\"\";;;\r\n\n,ab\xE6\xC3\x1F 1";
        for round in 0..6000 {
            let length = next(60);
            let text: Vec<u8> = (0..length).map(|_| letters[next(letters.len())]).collect();
            compare(&text, [b';', b',', 0x1F][round % 3]);
        }
    }

    #[test]
    fn a_row_across_chunks_is_whole() {
        let text = format!("a;\"{}\";c\nd;e", "x;\n".repeat(40_000));
        compare(text.as_bytes(), b';');
    }
}
