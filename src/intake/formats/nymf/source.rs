//! A file's bytes as UTF-8, whatever table they are written in: lines are counted, and nothing but one piece of the file is held.

use std::io::{self, BufRead, Read};
use std::ops::Range;

use super::broken;
use crate::claim::{is_space, shorten};
use crate::intake::formats::OnProgress;
use crate::intake::{Bytes, Encoding, FileProblem};

/// How much is read at a time, and how often progress is told.
const CHUNK: usize = 64 * 1024;
/// The most bytes between two marks, so that no text, tag or comment is held that is longer.
const EVENT_LIMIT: u64 = 4 << 20;
/// How much of the file's beginning is looked at.
const HEAD: usize = 4096;

/// The table a file's letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Utf8,
    Windows1252,
    Utf16 { big_endian: bool },
}

/// What the file's beginning says of itself.
pub(super) struct Beginning {
    pub letters: Letters,
    /// Where the text starts, after a byte order mark.
    pub start: u64,
    /// What people should know about the letters.
    pub note: Option<String>,
    /// The first letters.
    pub text: String,
}

impl Beginning {
    /// Looks at the byte order mark and the declaration.
    ///
    /// # Errors
    /// When the file says that it's written in a table that isn't read, or it can't be read.
    pub fn of(bytes: &mut dyn Bytes, progress: &mut OnProgress) -> Result<Beginning, FileProblem> {
        let head = bytes.head(HEAD)?;
        for (mark, big_endian) in [(b"\xFF\xFE", false), (b"\xFE\xFF", true)] {
            if let Some(rest) = head.strip_prefix(mark) {
                let units = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
                let units = units.map(|pair| if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
                let text = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
                return Ok(Beginning { letters: Letters::Utf16 { big_endian }, start: 2, note: None, text });
            }
        }
        if let Some(rest) = head.strip_prefix(b"\xEF\xBB\xBF") {
            return Ok(Beginning { letters: Letters::Utf8, start: 3, note: None, text: String::from_utf8_lossy(rest).into_owned() });
        }
        let text = String::from_utf8_lossy(&head).into_owned();
        let (letters, note) = match declared(&text) {
            Some(name) => by_declaration(&name, bytes, progress)?,
            None => (Letters::Utf8, None),
        };
        Ok(Beginning { letters, start: 0, note, text })
    }
}

/// The table's name in the declaration `<?xml … encoding="…"?>`.
fn declared(head: &str) -> Option<String> {
    let (declaration, _) = head.trim_start_matches(is_space).strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (name, _) = value.get(1..)?.split_once(quote)?;
    Some(name.trim().to_ascii_lowercase())
}

/// The table the declaration names, unless the letters show that it's wrong.
fn by_declaration(name: &str, bytes: &mut dyn Bytes, progress: &mut OnProgress) -> Result<(Letters, Option<String>), FileProblem> {
    if matches!(name, "utf-8" | "utf8" | "us-ascii" | "ascii") {
        return Ok((Letters::Utf8, None));
    }
    let note =
        || Some(format!("Filen siger, at den er skrevet i tegntabellen «{}», men bogstaverne er UTF-8. Sådan er de læst.", shorten(name)));
    match found(bytes, progress)? {
        Found::Ascii => Ok((Letters::Utf8, None)),
        Found::Utf8 => Ok((Letters::Utf8, note())),
        Found::Other if matches!(name, "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252") => {
            Ok((Letters::Windows1252, None))
        }
        Found::Other => Err(broken(format!(
            "Filen er skrevet i tegntabellen «{}», som ikke kan læses her. Gem den som UTF-8, og prøv igen.",
            shorten(name)
        ))),
    }
}

/// What a file's bytes can be.
enum Found {
    Ascii,
    Utf8,
    Other,
}

/// Reads the file through to see whether its letters are UTF-8.
fn found(bytes: &mut dyn Bytes, progress: &mut OnProgress) -> Result<Found, FileProblem> {
    let mut chunk = vec![0; CHUNK];
    let (mut offset, mut kept, mut ascii) = (0, 0, true);
    loop {
        if !progress(0) {
            return Err(FileProblem::Cancelled);
        }
        let count = bytes.read_at(offset, &mut chunk[kept..])?;
        offset += count as u64;
        let filled = kept + count;
        ascii &= chunk[..filled].is_ascii();
        let valid = match std::str::from_utf8(&chunk[..filled]) {
            Ok(_) => filled,
            // The piece may end inside a letter.
            Err(error) if error.error_len().is_none() && count > 0 => error.valid_up_to(),
            Err(_) => return Ok(Found::Other),
        };
        if count == 0 {
            return Ok(if ascii { Found::Ascii } else { Found::Utf8 });
        }
        chunk.copy_within(valid..filled, 0);
        kept = filled - valid;
    }
}

/// Reads a file as UTF-8.
pub(super) struct Source<'s, 'p> {
    bytes: &'s mut dyn Bytes,
    progress: &'s mut OnProgress<'p>,
    done: u16,
    /// How far it was when progress was last told.
    told: Option<u64>,
    length: u64,
    offset: u64,
    letters: Letters,
    /// The letters of the old table's upper half.
    upper: Vec<char>,
    /// The first byte of a pair in UTF-16, and the first half of a letter.
    half: Option<u8>,
    high: Option<u16>,
    raw: Vec<u8>,
    text: Vec<u8>,
    unread: Range<usize>,
    line: u64,
    mark: Mark,
    problem: Option<FileProblem>,
}

/// Where a piece of markup or text starts, and how much was read since.
#[derive(Clone, Copy)]
struct Mark {
    line: u64,
    bytes: u64,
}

impl<'s, 'p> Source<'s, 'p> {
    /// Reads from the beginning. `done` thousandths of the whole work are done; this reading is half of it.
    pub fn new(bytes: &'s mut dyn Bytes, beginning: &Beginning, progress: &'s mut OnProgress<'p>, done: u16) -> Self {
        let upper =
            (0x80..=0xFF).map(|byte: u8| Encoding::Windows1252.decode(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER));
        Source {
            length: bytes.len(),
            bytes,
            progress,
            done,
            told: None,
            offset: beginning.start,
            letters: beginning.letters,
            upper: upper.collect(),
            half: None,
            high: None,
            raw: vec![0; CHUNK],
            text: Vec::new(),
            unread: 0..0,
            line: 1,
            mark: Mark { line: 1, bytes: 0 },
            problem: None,
        }
    }

    /// Marks the start of the next piece; answers its line, from 1.
    pub fn mark(&mut self) -> u64 {
        self.mark = Mark { line: self.line, bytes: 0 };
        self.line
    }

    /// Why reading was stopped here, if it was.
    pub fn take_problem(&mut self) -> Option<FileProblem> {
        self.problem.take()
    }

    fn fill(&mut self) -> Result<(), FileProblem> {
        if self.mark.bytes > EVENT_LIMIT {
            return Err(broken(format!(
                "Fra linje {} har filen mere end 4 MB i ét stykke uden et nyt element. Så lange felter findes ikke. \
                 Hent filen igen fra fagsystemet.",
                self.mark.line
            )));
        }
        self.tell()?;
        if self.letters == Letters::Utf8 {
            self.text.resize(CHUNK, 0);
            let count = self.bytes.read_at(self.offset, &mut self.text)?;
            self.offset += count as u64;
            self.unread = 0..count;
            return Ok(());
        }
        self.text.clear();
        // A single byte of a pair gives no letter yet.
        while self.text.is_empty() {
            let mut raw = std::mem::take(&mut self.raw);
            let count = self.bytes.read_at(self.offset, &mut raw);
            self.raw = raw;
            let count = count?;
            self.offset += count as u64;
            if count == 0 {
                self.end()?;
                break;
            }
            self.decode(count)?;
        }
        self.unread = 0..self.text.len();
        Ok(())
    }

    fn tell(&mut self) -> Result<(), FileProblem> {
        if self.told.is_some_and(|told| self.offset < told + CHUNK as u64) {
            return Ok(());
        }
        self.told = Some(self.offset);
        let share = self.offset.min(self.length) * 500 / self.length.max(1);
        let share = u16::try_from(share).unwrap_or(500);
        if (self.progress)(self.done + share) { Ok(()) } else { Err(FileProblem::Cancelled) }
    }

    /// Appends what the first bytes of `raw` say to the text.
    fn decode(&mut self, count: usize) -> Result<(), FileProblem> {
        let raw = std::mem::take(&mut self.raw);
        let mut result = Ok(());
        for &byte in &raw[..count] {
            let letter = match self.letters {
                Letters::Utf16 { big_endian } => self.pair(byte, big_endian),
                _ if byte < 0x80 => Ok(Some(char::from(byte))),
                _ => Ok(self.upper.get(usize::from(byte) - 0x80).copied()),
            };
            match letter {
                Ok(Some(letter)) => self.text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                Ok(None) => {}
                Err(problem) => {
                    result = Err(problem);
                    break;
                }
            }
        }
        self.raw = raw;
        result
    }

    /// The letter that ends with this byte of UTF-16, if one does.
    fn pair(&mut self, byte: u8, big_endian: bool) -> Result<Option<char>, FileProblem> {
        let Some(first) = self.half.take() else {
            self.half = Some(byte);
            return Ok(None);
        };
        let unit = if big_endian { u16::from_be_bytes([first, byte]) } else { u16::from_le_bytes([first, byte]) };
        let letter = match (self.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => {
                self.high = Some(unit);
                return Ok(None);
            }
            (None, unit) => char::from_u32(unit.into()),
            (Some(high), unit) => char::decode_utf16([high, unit]).next().and_then(Result::ok),
        };
        letter.map(Some).ok_or_else(|| self.damaged())
    }

    fn end(&self) -> Result<(), FileProblem> {
        if self.half.is_some() || self.high.is_some() { Err(self.damaged()) } else { Ok(()) }
    }

    fn damaged(&self) -> FileProblem {
        broken(format!("Filen har ødelagte bogstaver (UTF-16) efter linje {}. Hent den igen fra fagsystemet.", self.line))
    }
}

impl BufRead for Source<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.unread.is_empty()
            && let Err(problem) = self.fill()
        {
            self.problem = Some(problem);
            return Err(io::Error::other("stopped"));
        }
        Ok(&self.text[self.unread.clone()])
    }

    fn consume(&mut self, count: usize) {
        let end = (self.unread.start + count).min(self.unread.end);
        let read = &self.text[self.unread.start..end];
        self.line += read.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.mark.bytes += read.len() as u64;
        self.unread.start = end;
    }
}

impl Read for Source<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let unread = self.fill_buf()?;
        let count = unread.len().min(buffer.len());
        buffer[..count].copy_from_slice(&unread[..count]);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, as a slow disk might.
    struct Slow(Vec<u8>);

    impl Bytes for Slow {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }

        fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(1);
            self.0.as_slice().read_at(offset, &mut buffer[..count])
        }
    }

    fn read(bytes: Vec<u8>) -> Result<(String, Option<String>, u64), FileProblem> {
        let mut bytes = Slow(bytes);
        let mut go_on = |_| true;
        let beginning = Beginning::of(&mut bytes, &mut go_on)?;
        let mut source = Source::new(&mut bytes, &beginning, &mut go_on, 0);
        let mut text = String::new();
        match source.read_to_string(&mut text) {
            Ok(_) => Ok((text, beginning.note, source.mark())),
            Err(_) => Err(source.take_problem().unwrap_or(FileProblem::Empty)),
        }
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn windows(text: &str) -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
    }

    #[test]
    fn every_table_gives_the_same_letters() {
        let text = |name: &str| format!("<?xml version='1.0' encoding='{name}'?>\n<a>æøå ÆØÅ é</a>\n");
        for name in ["UTF-8", "utf8"] {
            assert_eq!(read(text(name).into_bytes()).unwrap(), (text(name), None, 3));
            assert_eq!(read(format!("\u{feff}{}", text(name)).into_bytes()).unwrap(), (text(name), None, 3));
        }
        for name in ["ISO-8859-1", "windows-1252", "latin1"] {
            assert_eq!(read(windows(&text(name))).unwrap(), (text(name), None, 3));
        }
        for big_endian in [true, false] {
            let of = text("UTF-16") + "𝄞";
            assert_eq!(read(utf16(&of, big_endian)).unwrap(), (of, None, 3));
        }
    }

    #[test]
    fn a_wrong_declaration_is_told() {
        for name in ["iso-8859-1", "utf-16", "ibm850"] {
            let text = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>æ</a>");
            let (read_as, note, _) = read(text.clone().into_bytes()).unwrap();
            assert_eq!(read_as, text);
            assert!(note.unwrap().contains(&format!("«{name}»")));
            let ascii = text.replace('æ', "ae");
            assert_eq!(read(ascii.clone().into_bytes()).unwrap(), (ascii, None, 1), "nothing is in doubt");
        }
        let unknown = windows("<?xml version='1.0' encoding='ibm850'?><a>æ</a>");
        assert!(matches!(read(unknown), Err(FileProblem::Broken(why)) if why.contains("«ibm850»")));
    }

    #[test]
    fn damaged_utf16_is_told() {
        let mut odd = utf16("<a/>", false);
        odd.push(0);
        let mut lone = utf16("<a>", true);
        lone.extend([0xDC, 0x00]);
        let mut open = utf16("<a>", true);
        open.extend([0xD8, 0x00]);
        for bytes in [odd, lone, open] {
            assert!(matches!(read(bytes), Err(FileProblem::Broken(why)) if why.contains("UTF-16")));
        }
    }

    #[test]
    fn progress_is_told_and_can_end_it() {
        let mut bytes = vec![b' '; 1_000_000];
        let mut told = Vec::new();
        let mut tell = |share| {
            told.push(share);
            true
        };
        let beginning = Beginning { letters: Letters::Utf8, start: 0, note: None, text: String::new() };
        io::copy(&mut Source::new(&mut bytes, &beginning, &mut tell, 500), &mut io::sink()).unwrap();
        assert!(told.len() >= 15 && told.is_sorted() && told.last() >= Some(&990), "{told:?}");
        let mut source_bytes = bytes.as_slice();
        let mut stop = |share| share < 100;
        let mut source = Source::new(&mut source_bytes, &beginning, &mut stop, 0);
        assert!(io::copy(&mut source, &mut io::sink()).is_err());
        assert_eq!(source.take_problem(), Some(FileProblem::Cancelled));
    }
}
