//! Text files in their own table of letters: places found in their letters as UTF-8 become places in their bytes.

use std::io::{self, Read};

use super::splice::{Piece, Splices};
use crate::intake::formats::OnProgress;
use crate::intake::{Bytes, Encoding, FileProblem};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// How a file's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intake::formats) enum Table {
    Utf8,
    Windows1252,
    Utf16 { big_endian: bool },
}

impl Splices {
    /// Turns places in the letters as UTF-8 into places in the file, and what is new into its letters. `start` is where its letters begin, and
    /// `escape` writes one that the table hasn't.
    ///
    /// # Errors
    /// When the file can't be read, or the user ends it.
    pub fn in_table(
        &mut self,
        bytes: &mut dyn Bytes,
        table: Table,
        start: u64,
        escape: fn(char) -> String,
        progress: &mut dyn FnMut() -> bool,
    ) -> Result<(), FileProblem> {
        let mut places: Vec<&mut u64> = Vec::new();
        for splice in &mut self.list {
            places.extend([&mut splice.range.start, &mut splice.range.end]);
            for piece in &mut splice.pieces {
                match piece {
                    Piece::Old(kept) => places.extend([&mut kept.start, &mut kept.end]),
                    Piece::New(text) if table != Table::Utf8 => *text = encode(text, table, escape),
                    Piece::New(_) => {}
                }
            }
        }
        if table == Table::Utf8 {
            places.into_iter().for_each(|place| *place += start);
            return Ok(());
        }
        places.sort_unstable();
        let mut places = places.into_iter().peekable();
        let mut counter = Counter { table, upper: upper(), half: None, high: false };
        let (mut chunk, mut offset, mut letters) = (vec![0; CHUNK], start, 0);
        while places.peek().is_some() {
            if !progress() {
                return Err(FileProblem::Cancelled);
            }
            let count = bytes.read_at(offset, &mut chunk)?;
            for (at, byte) in (offset..).zip(chunk.get(..count).unwrap_or_default()) {
                while let Some(place) = places.next_if(|place| **place <= letters && counter.half.is_none() && !counter.high) {
                    *place = at;
                }
                letters += counter.pass(*byte);
            }
            offset += count as u64;
            if count == 0 {
                // At the end, or behind it where half a letter stands for a whole.
                places.by_ref().for_each(|place| *place = offset);
            }
        }
        Ok(())
    }
}

/// Counts how many bytes of UTF-8 the file's bytes are.
struct Counter {
    table: Table,
    upper: Vec<char>,
    /// The first byte of a pair in UTF-16.
    half: Option<u8>,
    /// The first half of a letter has been met.
    high: bool,
}

impl Counter {
    fn pass(&mut self, byte: u8) -> u64 {
        let Table::Utf16 { big_endian } = self.table else {
            let letter = usize::from(byte).checked_sub(0x80).and_then(|place| self.upper.get(place));
            return letter.map_or(1, |letter| letter.len_utf8() as u64);
        };
        let Some(first) = self.half.take() else {
            self.half = Some(byte);
            return 0;
        };
        let unit = if big_endian { u16::from_be_bytes([first, byte]) } else { u16::from_le_bytes([first, byte]) };
        let before = std::mem::take(&mut self.high);
        // A half without its other half is read as the replacement character, which is three bytes.
        let alone = if before { 3 } else { 0 };
        match unit {
            0xD800..=0xDBFF => {
                self.high = true;
                alone
            }
            0xDC00..=0xDFFF if before => 4,
            0..=0x7F => alone + 1,
            0x80..=0x7FF => alone + 2,
            _ => alone + 3,
        }
    }
}

/// The letters of the old table's upper half.
fn upper() -> Vec<char> {
    (0x80..=0xFF).map(|byte: u8| Encoding::Windows1252.decode(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn encode(text: &[u8], table: Table, escape: fn(char) -> String) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    match table {
        Table::Utf8 => text.into_owned().into_bytes(),
        Table::Utf16 { big_endian } => {
            let bytes = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        }
        Table::Windows1252 => {
            let upper = upper();
            let mut bytes = Vec::with_capacity(text.len());
            for letter in text.chars() {
                let place = upper.iter().position(|known| *known == letter).and_then(|place| u8::try_from(place + 0x80).ok());
                match place.or_else(|| u8::try_from(letter).ok().filter(u8::is_ascii)) {
                    Some(byte) => bytes.push(byte),
                    None => bytes.extend_from_slice(escape(letter).as_bytes()),
                }
            }
            bytes
        }
    }
}

/// Reads a file from its beginning to its end.
pub(in crate::intake::formats) struct FileReader<'f, 'p> {
    bytes: &'f mut dyn Bytes,
    progress: &'f mut OnProgress<'p>,
    /// The share of the work that is done before, in thousandths; this reading is the rest.
    done: u16,
    offset: u64,
    cancelled: bool,
}

impl<'f, 'p> FileReader<'f, 'p> {
    pub fn new(bytes: &'f mut dyn Bytes, progress: &'f mut OnProgress<'p>, done: u16) -> Self {
        FileReader { bytes, progress, done, offset: 0, cancelled: false }
    }

    /// Copies the whole file with what comes at the places.
    ///
    /// # Errors
    /// When it can't be read or written, or the user ends it.
    pub fn copy(&mut self, splices: &mut Splices, out: &mut dyn io::Write) -> Result<(), FileProblem> {
        splices.settle()?;
        let copied = splices.copy(self, out);
        copied.map_err(|error| match error.kind() {
            _ if self.cancelled => FileProblem::Cancelled,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => super::changed(),
            _ => error.into(),
        })
    }
}

impl Read for FileReader<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let share = u64::from(1000_u16.saturating_sub(self.done)) * self.offset.min(self.bytes.len()) / self.bytes.len().max(1);
        if !(self.progress)(self.done + u16::try_from(share).unwrap_or_default()) {
            self.cancelled = true;
            return Err(io::Error::other("stopped"));
        }
        let count = self.bytes.read_at(self.offset, into)?;
        self.offset += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spliced(mut bytes: Vec<u8>, table: Table, start: u64, at: std::ops::Range<u64>, new: &str) -> Vec<u8> {
        let mut splices = Splices::default();
        splices.add(at, vec![Piece::from(new.to_owned())]).unwrap();
        splices.in_table(&mut bytes, table, start, |letter| format!("&#{};", u32::from(letter)), &mut || true).unwrap();
        let mut out = Vec::new();
        FileReader::new(&mut bytes, &mut |_| true, 0).copy(&mut splices, &mut out).unwrap();
        out
    }

    #[test]
    fn places_are_found_in_every_table() {
        // A letter of each length, before, in and behind the place.
        let (before, at, behind) = ("aæ\u{20ac}", "\u{20ac}æb", "ø\u{20ac}");
        let text = format!("{before}{at}{behind}");
        let place = before.len() as u64..(before.len() + at.len()) as u64;
        let marked = format!("\u{feff}{text}").into_bytes();
        let new = "å𝄞";
        assert_eq!(spliced(marked, Table::Utf8, 3, place.clone(), new), format!("\u{feff}{before}{new}{behind}").into_bytes());
        let old = |text: &str| encode(text.as_bytes(), Table::Windows1252, |letter| format!("&#{};", u32::from(letter)));
        assert_eq!(spliced(old(&text), Table::Windows1252, 0, place.clone(), new), old(&format!("{before}å&#119070;{behind}")));
        for big_endian in [false, true] {
            let table = Table::Utf16 { big_endian };
            let wide = |text: &str| encode(format!("\u{feff}{text}").as_bytes(), table, |_| String::new());
            assert_eq!(spliced(wide(&text), table, 2, place.clone(), new), wide(&format!("{before}{new}{behind}")));
            let high = format!("𝄞{text}");
            let place = place.start + 4..place.end + 4;
            assert_eq!(spliced(wide(&high), table, 2, place, new), wide(&format!("𝄞{before}{new}{behind}")));
            let end = high.len() as u64..high.len() as u64;
            assert_eq!(spliced(wide(&high), table, 2, end, "x"), wide(&format!("{high}x")));
        }
    }

    #[test]
    fn the_user_can_end_it() {
        let mut bytes = vec![b'x'; 10];
        let mut stop = |_| false;
        let copied = FileReader::new(&mut bytes, &mut stop, 0).copy(&mut Splices::default(), &mut Vec::new());
        assert_eq!(copied, Err(FileProblem::Cancelled));
    }
}
