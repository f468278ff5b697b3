//! The letters of a JSON file one after the other, as UTF-8, and where they stand.

use crate::intake::formats::OnProgress;
use crate::intake::formats::correct::Table;
use crate::intake::{Bytes, FileProblem};

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;
/// The most bytes of one value that are held: far more than any claim has.
pub(super) const VALUE_LIMIT: usize = 1 << 20;
/// How deep lists and objects may stand inside each other.
pub(super) const DEPTH_LIMIT: usize = 64;

/// Where a letter stands, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub line: u64,
    /// The letter of the line.
    pub letter: u64,
}

impl Place {
    pub const START: Place = Place { line: 1, letter: 1 };

    /// Goes past a byte of UTF-8.
    pub fn pass(&mut self, byte: u8) {
        if byte == b'\n' {
            *self = Place { line: self.line + 1, letter: 1 };
        } else if byte & 0xC0 != 0x80 {
            // Bytes that go on with a letter don't count.
            self.letter += 1;
        }
    }
}

/// How taking a value ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Whole,
    /// The file ends inside it.
    CutOff,
    /// It is longer than [`VALUE_LIMIT`].
    TooLong,
    /// It is deeper than [`DEPTH_LIMIT`].
    TooDeep,
}

/// How the file's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// UTF-8, or a table of one byte a letter.
    Bytes,
    Utf16 {
        big_endian: bool,
    },
}

/// Reads a file letter by letter.
pub(super) struct Letters<'b> {
    bytes: &'b mut dyn Bytes,
    progress: &'b mut OnProgress<'b>,
    writing: Writing,
    /// How many bytes the byte order mark has.
    mark: u64,
    /// The next byte of the file to be read.
    offset: u64,
    /// The share of the work that this reading of the file is, in thousandths.
    share: std::ops::Range<u16>,
    chunk: Vec<u8>,
    /// Where in the chunk the next letter stands.
    at: usize,
    /// Bytes of UTF-16 whose other half stands in the next chunk.
    halves: Vec<u8>,
    place: Place,
    /// How many bytes of UTF-8 stand before the next letter.
    passed: u64,
}

impl<'b> Letters<'b> {
    pub fn new(bytes: &'b mut dyn Bytes, progress: &'b mut OnProgress<'b>) -> Result<Self, FileProblem> {
        let head = bytes.head(3)?;
        let (writing, mark) = match head.as_slice() {
            [0xFF, 0xFE, ..] => (Writing::Utf16 { big_endian: false }, 2),
            [0xFE, 0xFF, ..] => (Writing::Utf16 { big_endian: true }, 2),
            [0xEF, 0xBB, 0xBF] => (Writing::Bytes, 3),
            _ => (Writing::Bytes, 0),
        };
        let (chunk, halves) = (Vec::new(), Vec::new());
        Ok(Letters { bytes, progress, writing, mark, offset: mark, share: 0..500, chunk, at: 0, halves, place: Place::START, passed: 0 })
    }

    /// Starts again from the file's beginning. `share` is what this reading is of the whole work, in thousandths.
    pub fn rewind(&mut self, share: std::ops::Range<u16>) {
        self.offset = self.mark;
        self.share = share;
        self.chunk.clear();
        self.at = 0;
        self.halves.clear();
        self.place = Place::START;
        self.passed = 0;
    }

    /// Where the next letter stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// How many bytes of UTF-8 stand before the next letter, without the byte order mark.
    pub fn passed(&self) -> u64 {
        self.passed
    }

    /// The table that the file's letters are written in, and where they begin. UTF-8 may also be a table of one byte a letter.
    pub fn table(&self) -> (Table, u64) {
        match self.writing {
            Writing::Bytes => (Table::Utf8, self.mark),
            Writing::Utf16 { big_endian } => (Table::Utf16 { big_endian }, self.mark),
        }
    }

    /// The next byte, which stays to be read.
    pub fn peek(&mut self) -> Result<Option<u8>, FileProblem> {
        while self.at >= self.chunk.len() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.chunk.get(self.at).copied())
    }

    /// The next byte that is no blank, which stays to be read.
    pub fn peek_past_blanks(&mut self) -> Result<Option<u8>, FileProblem> {
        while let Some(byte) = self.peek()? {
            if !is_blank(byte) {
                return Ok(Some(byte));
            }
            self.pass(byte);
        }
        Ok(None)
    }

    /// Goes past the byte that [`Self::peek`] answered.
    pub fn pass(&mut self, byte: u8) {
        self.at += 1;
        self.passed += 1;
        self.place.pass(byte);
    }

    /// Takes one value: an object or a list up to the bracket that closes it, a text up to its quotation mark, anything else up to what ends it.
    ///
    /// What it holds may still be no JSON. When it doesn't end well, `value` holds its beginning.
    pub fn take_value(&mut self, value: &mut Vec<u8>) -> Result<Taken, FileProblem> {
        value.clear();
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        while let Some(byte) = self.peek()? {
            let loose = depth == 0 && !in_text;
            if loose && !value.is_empty() && (is_blank(byte) || matches!(byte, b',' | b':' | b']' | b'}')) {
                return Ok(Taken::Whole);
            }
            if value.len() >= VALUE_LIMIT {
                return Ok(Taken::TooLong);
            }
            value.push(byte);
            self.pass(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                _ if in_text => continue,
                b'{' | b'[' if depth >= DEPTH_LIMIT => return Ok(Taken::TooDeep),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => continue,
            }
            let closed = matches!(byte, b'}' | b']') || (byte == b'"' && value.first() == Some(&b'"'));
            if closed && depth == 0 && !in_text {
                return Ok(Taken::Whole);
            }
        }
        let started_a_word = depth == 0 && !in_text && !value.is_empty();
        Ok(if started_a_word { Taken::Whole } else { Taken::CutOff })
    }

    /// Reads the next chunk; answers whether there was one.
    fn fill(&mut self) -> Result<bool, FileProblem> {
        let length = self.bytes.len().max(1);
        let thousandths = u64::from(self.share.end - self.share.start) * self.offset.min(length) / length;
        if !(self.progress)(self.share.start + u16::try_from(thousandths).unwrap_or_default()) {
            return Err(FileProblem::Cancelled);
        }
        self.at = 0;
        let left = self.bytes.len().saturating_sub(self.offset);
        self.chunk = vec![0; usize::try_from(left).unwrap_or(CHUNK).clamp(1, CHUNK)];
        let count = self.bytes.read_at(self.offset, &mut self.chunk)?;
        self.offset += count as u64;
        self.chunk.truncate(count);
        if let Writing::Utf16 { big_endian } = self.writing {
            let last = count == 0;
            let text = self.utf16_text(big_endian, last);
            self.chunk = text.into_bytes();
            // A single byte may be read, and a letter needs two.
            return Ok(!last || !self.chunk.is_empty());
        }
        Ok(count > 0)
    }

    /// The chunk's letters. Halves without their other half become the replacement character.
    fn utf16_text(&mut self, big_endian: bool, last: bool) -> String {
        self.halves.extend_from_slice(&self.chunk);
        let unit = |pair: &[u8]| match *pair {
            [a, b] if big_endian => u16::from_be_bytes([a, b]),
            [a, b] => u16::from_le_bytes([a, b]),
            _ => u16::from(b'?'),
        };
        let mut units: Vec<u16> = self.halves.chunks_exact(2).map(unit).collect();
        let mut used = units.len() * 2;
        if !last && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.pop();
            used -= 2;
        }
        self.halves.drain(..used);
        let mut text = String::from_utf16_lossy(&units);
        if last && !self.halves.is_empty() {
            self.halves.clear();
            text.push(char::REPLACEMENT_CHARACTER);
        }
        text
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters_of(mut bytes: Vec<u8>) -> (Vec<u8>, Place) {
        let mut on = |_| true;
        let mut letters = Letters::new(&mut bytes, &mut on).unwrap();
        let mut read = Vec::new();
        while let Some(byte) = letters.peek().unwrap() {
            letters.pass(byte);
            read.push(byte);
        }
        (read, letters.place())
    }

    #[test]
    fn every_writing_gives_the_same_letters() {
        for length in [0, 1, 3, CHUNK / 2 - 3, CHUNK / 2 - 2, CHUNK / 2 - 1, CHUNK / 2, CHUNK - 3, CHUNK] {
            let text = format!("{}\n𝄞å", "x".repeat(length));
            let end = Place { line: 2, letter: 3 };
            assert_eq!(letters_of(text.clone().into_bytes()), (text.clone().into_bytes(), end), "{length}");
            assert_eq!(letters_of(format!("\u{feff}{text}").into_bytes()), (text.clone().into_bytes(), end), "{length}");
            for big_endian in [false, true] {
                let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
                let mut bytes: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect();
                assert_eq!(letters_of(bytes.clone()), (text.clone().into_bytes(), end), "{length}");
                bytes.push(7);
                assert_eq!(letters_of(bytes).0, format!("{text}\u{fffd}").into_bytes(), "{length} and half a letter");
            }
        }
    }

    #[test]
    fn values_end_where_they_end() {
        for (text, value, rest) in [
            (r#"{"a":"}"} x"#, r#"{"a":"}"}"#, " x"),
            (r#"[1,[2]],3"#, "[1,[2]]", ",3"),
            (r#""a\"b","c""#, r#""a\"b""#, r#","c""#),
            (r#""a\\","c""#, r#""a\\""#, r#","c""#),
            ("12,3", "12", ",3"),
            ("NaN]", "NaN", "]"),
            ("'a b'", "'a", " b'"),
            ("}x", "}", "x"),
            (",", ",", ""),
            ("tru", "tru", ""),
        ] {
            let mut bytes = text.as_bytes();
            let mut on = |_| true;
            let mut letters = Letters::new(&mut bytes, &mut on).unwrap();
            let mut taken = Vec::new();
            assert_eq!(letters.take_value(&mut taken), Ok(Taken::Whole), "{text}");
            assert_eq!(String::from_utf8(taken).unwrap(), value, "{text}");
            let mut left = Vec::new();
            while let Some(byte) = letters.peek().unwrap() {
                letters.pass(byte);
                left.push(byte);
            }
            assert_eq!(String::from_utf8(left).unwrap(), rest, "{text}");
        }
    }

    #[test]
    fn values_that_never_end_are_given_up() {
        let taken = |text: String| {
            let (mut bytes, mut on) = (text.into_bytes(), |_| true);
            let mut value = Vec::new();
            Letters::new(&mut bytes, &mut on).unwrap().take_value(&mut value).unwrap()
        };
        assert_eq!(taken("{\"a".into()), Taken::CutOff);
        assert_eq!(taken("[{}".into()), Taken::CutOff);
        assert_eq!(taken(String::new()), Taken::CutOff);
        assert_eq!(taken(format!("\"{}", "x".repeat(VALUE_LIMIT * 2))), Taken::TooLong);
        assert_eq!(taken("[".repeat(DEPTH_LIMIT)), Taken::CutOff);
        assert_eq!(taken("[".repeat(DEPTH_LIMIT + 1)), Taken::TooDeep);
    }

    #[test]
    fn a_cancelled_reading_ends() {
        let (mut bytes, mut off) = (b"[1]".to_vec(), |_| false);
        assert_eq!(Letters::new(&mut bytes, &mut off).unwrap().peek(), Err(FileProblem::Cancelled));
    }
}
