//! Searching the claims for a text, bit by bit: first through the bytes, then through the cells of the claims where they have it.
//!
//! The bytes only tell where to look. They are the same letters in every table as long as they are plain ones, so a stretch of the text made of
//! those is looked for; a claim in which it stands is read as it was read for the check, and its cells decide.

use std::io;

use memchr::{memchr, memchr2};

use super::asking::{Filter, Sort};
use super::list::List;
use super::{FileCheck, across};
use crate::check::judge::changed;
use crate::claim::trim;
use crate::intake::{Bytes, Layout, Row, RowReader, UNCLOSED_LIMIT};

/// How many bytes are searched at a time: little enough to be done within some twentieth of a second even if every claim must be read.
const BLOCK: u64 = 1 << 20;
/// Claims that are further apart are not read together for the sake of what lies between them.
const APART: u64 = 64 * 1024;
/// How many bytes are looked at to learn which letters are rare.
const SAMPLE: usize = 64 * 1024;

/// A search for the claims of a list.
#[derive(Debug)]
pub struct Search {
    filter: Filter,
    sort: Sort,
    text: Text,
    /// The claims that the rest of the filter lets through, in the file's order.
    candidates: Vec<u32>,
    /// How many of them are searched.
    searched: usize,
    found: Vec<u32>,
    buffer: Vec<u8>,
}

/// Where a claim stands in the file.
#[derive(Clone, Copy, Debug)]
struct Stand {
    number: u32,
    start: u64,
    end: u64,
    lines: u8,
    unclosed: u32,
    /// Only who has read all rows of its part before knows how to read it, see [`UNCLOSED_LIMIT`].
    is_odd: bool,
}

impl Search {
    /// A search for the claims that the filter lets through, to be listed in this order. Blanks around the filter's text don't count.
    pub fn new(check: &FileCheck, filter: Filter, sort: Sort) -> Search {
        let text = Text::new(trim(&filter.text), check.opened.layout.separator());
        let candidates = check.candidates(&filter);
        Search { filter, sort, text, candidates, searched: 0, found: Vec::new(), buffer: Vec::new() }
    }

    /// Searches on for a moment; answers the list when everything is searched. Without a text there is nothing to search through.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn step(&mut self, check: &mut FileCheck) -> io::Result<Option<List>> {
        if self.text.is_empty() {
            self.found = std::mem::take(&mut self.candidates);
        }
        let stands = self.next_block(check);
        if let (Some(first), Some(last)) = (stands.first(), stands.last()) {
            if first.is_odd {
                self.search_rows(check, &stands)?;
            } else {
                load(check.opened.bytes.as_mut(), first.start, last.end, &mut self.buffer)?;
                if self.searched == 0 {
                    self.text.learn(self.buffer.get(..SAMPLE).unwrap_or(&self.buffer));
                }
                self.search_block(&check.opened.layout, &stands)?;
            }
            self.searched += stands.len();
            if self.searched < self.candidates.len() {
                return Ok(None);
            }
        }
        Ok(Some(check.ordered(std::mem::take(&mut self.filter), self.sort, std::mem::take(&mut self.found))))
    }

    /// How far the search is.
    pub fn thousandths(&self) -> u16 {
        let of = self.candidates.len().max(1);
        u16::try_from(self.searched.saturating_mul(1000) / of).unwrap_or(1000).min(1000)
    }

    /// The next claims that lie together.
    fn next_block(&self, check: &FileCheck) -> Vec<Stand> {
        let mut stands: Vec<Stand> = Vec::new();
        for number in self.candidates.get(self.searched..).unwrap_or_default() {
            let Some(stand) = stand(check, *number) else { break };
            if let (Some(first), Some(last)) = (stands.first(), stands.last())
                && (stand.end.saturating_sub(first.start) > BLOCK
                    || stand.start.saturating_sub(last.end) > APART
                    || stand.is_odd != first.is_odd)
            {
                break;
            }
            stands.push(stand);
        }
        stands
    }

    /// Searches through the claims' cells, whatever their bytes are.
    fn search_rows(&mut self, check: &mut FileCheck, stands: &[Stand]) -> io::Result<()> {
        let (text, found) = (&self.text, &mut self.found);
        check.each_rows(stands.iter().map(|stand| stand.number), &mut |number, rows| {
            if rows.iter().any(|row| text.stands_in_row(row)) {
                found.push(number);
            }
            Ok(())
        })
    }

    fn search_block(&mut self, layout: &Layout, stands: &[Stand]) -> io::Result<()> {
        let Some(start) = stands.first().map(|first| first.start) else { return Ok(()) };
        let mut block = Block { start, bytes: &self.buffer };
        let mut reader = layout.rows_from(&mut block, start, 0);
        let mut probes = self.text.probes(&self.buffer);
        let place = |offset: u64| usize::try_from(offset.saturating_sub(start)).unwrap_or(usize::MAX);
        for stand in stands {
            match probes.next(place(stand.start)) {
                None => break,
                Some(hit) if hit >= place(stand.end) => continue,
                Some(_) => {}
            }
            if self.text.stands_in(&mut reader, stand)? {
                self.found.push(stand.number);
            }
        }
        Ok(())
    }
}

/// Where a claim stands: up to the next one, or its part's end.
fn stand(check: &FileCheck, number: u32) -> Option<Stand> {
    let part = across::part_of(&check.parts, number)?;
    let place = (number - part.first) as usize;
    let offset = |place: usize| part.claims.offsets.get(place).map(|offset| part.start + u64::from(*offset));
    let end = offset(place + 1).unwrap_or(part.end);
    let is_odd = part.unclosed < UNCLOSED_LIMIT && part.unclosed_after >= UNCLOSED_LIMIT;
    Some(Stand { number, start: offset(place)?, end, lines: *part.claims.lines.get(place)?, unclosed: part.unclosed, is_odd })
}

/// Reads a stretch of the file into the buffer.
fn load(bytes: &mut dyn Bytes, start: u64, end: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
    let length = usize::try_from(end.saturating_sub(start)).map_err(|_| io::Error::other("filen er for stor"))?;
    buffer.resize(length, 0);
    let mut filled = 0;
    while filled < length {
        match bytes.read_at(start + filled as u64, buffer.get_mut(filled..).unwrap_or_default())? {
            0 => return Err(changed()),
            read => filled += read,
        }
    }
    Ok(())
}

/// A stretch of the file in memory.
struct Block<'b> {
    start: u64,
    bytes: &'b [u8],
}

impl Bytes for Block<'_> {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        offset.checked_sub(self.start).map_or(Ok(0), |from| self.bytes.read_at(from, buffer))
    }
}

/// The text that is searched for.
#[derive(Debug)]
struct Text {
    /// Its letters, folded.
    letters: Vec<char>,
    clue: Clue,
    /// What stands between two cells.
    separator: u8,
}

/// What the bytes of a claim with the text must have.
#[derive(Debug)]
enum Clue {
    /// These bytes, whatever their case. The letter at `rare` is the one to look for.
    Plain { bytes: Vec<u8>, rare: usize },
    /// A byte of a letter that isn't plain.
    Special,
    /// Nothing that can be told.
    Nothing,
}

impl Text {
    fn new(text: &str, separator: u8) -> Text {
        // What may be written otherwise in the bytes than in the cell, or not be in one cell, says nothing.
        let is_plain = |c: char| c.is_ascii() && !matches!(c, '"' | '\r' | '\n') && c != char::from(separator);
        let longest = text.split(|c| !is_plain(c)).max_by_key(|run| run.len()).unwrap_or_default();
        let clue = match longest {
            "" if text.is_ascii() => Clue::Nothing,
            "" => Clue::Special,
            run => Clue::Plain { bytes: run.to_ascii_lowercase().into_bytes(), rare: 0 },
        };
        Text { letters: text.chars().map(fold).collect(), clue, separator }
    }

    fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Learns from some bytes of the file which of its letters is the rarest.
    fn learn(&mut self, sample: &[u8]) {
        let mut counts = [0_u32; 256];
        for byte in sample {
            counts[usize::from(byte.to_ascii_lowercase())] += 1;
        }
        if let Clue::Plain { bytes, rare } = &mut self.clue {
            let rarest = (0..bytes.len()).min_by_key(|place| bytes.get(*place).map(|byte| counts[usize::from(*byte)]));
            *rare = rarest.unwrap_or_default();
        }
    }

    fn probes<'t>(&'t self, bytes: &'t [u8]) -> Probes<'t> {
        Probes { text: self, bytes, hit: Found::At(None), quote: Found::At(None) }
    }

    /// Whether the text stands in a cell of the claim.
    fn stands_in(&self, reader: &mut RowReader, claim: &Stand) -> io::Result<bool> {
        reader.go_to(claim.start, 0);
        reader.expect_unclosed(claim.unclosed);
        let mut lines = 0;
        while lines < claim.lines {
            let row = reader.next_row()?.ok_or_else(changed)?;
            if row.is_empty() {
                continue;
            }
            if self.stands_in_row(row) {
                return Ok(true);
            }
            lines += 1;
        }
        Ok(false)
    }

    fn stands_in_row(&self, row: &Row) -> bool {
        (0..row.len()).any(|column| self.stands_in_cell(row.cell(column)))
    }

    fn stands_in_cell(&self, cell: &str) -> bool {
        let mut rest = cell.chars();
        loop {
            let mut letters = rest.clone().map(fold);
            if self.letters.iter().all(|letter| letters.next() == Some(*letter)) {
                return true;
            }
            if rest.next().is_none() {
                return false;
            }
        }
    }
}

/// The small letter, where there is just one. A letter that isn't plain never becomes a plain one: those are looked for in the bytes.
fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if !small.is_ascii() => small,
        _ => c,
    }
}

/// Places in the bytes where the text may stand.
struct Probes<'t> {
    text: &'t Text,
    bytes: &'t [u8],
    hit: Found,
    quote: Found,
}

/// The first place of something from where it was last looked for.
#[derive(Clone, Copy)]
enum Found {
    At(Option<usize>),
    Never,
}

impl Found {
    /// The first place from one on; `look` is asked if it isn't known.
    fn first(&mut self, from: usize, look: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let known = match *self {
            Found::Never => return None,
            Found::At(known) => known.filter(|place| *place >= from),
        };
        let place = known.or_else(|| look(from));
        *self = place.map_or(Found::Never, |place| Found::At(Some(place)));
        place
    }
}

impl Probes<'_> {
    /// The first place, from one on, where the text may stand.
    fn next(&mut self, from: usize) -> Option<usize> {
        let (Text { clue, separator, .. }, bytes) = (self.text, self.bytes);
        let Clue::Plain { bytes: wanted, rare } = clue else {
            return self.hit.first(from, |from| match clue {
                Clue::Special => Some(from + bytes.get(from..)?.iter().position(|byte| !byte.is_ascii())?),
                _ => Some(from),
            });
        };
        let hit = self.hit.first(from, |from| plain(bytes, wanted, *rare, from));
        let quote = self.quote.first(from, |from| odd_quote(bytes, *separator, from));
        hit.into_iter().chain(quote).min()
    }
}

/// The first place of the wanted bytes, which are small letters, whatever their case in the file.
fn plain(bytes: &[u8], wanted: &[u8], rare: usize, from: usize) -> Option<usize> {
    let letter = *wanted.get(rare)?;
    let mut at = from + rare;
    loop {
        let place = at + memchr2(letter, letter.to_ascii_uppercase(), bytes.get(at..)?)?;
        let start = place - rare;
        if bytes.get(start..start + wanted.len())?.eq_ignore_ascii_case(wanted) {
            return Some(start);
        }
        at = place + 1;
    }
}

/// The first quotation mark with text on either side. It may be one that isn't in the cell's text: `"Mad"ordning` reads `Madordning`.
fn odd_quote(bytes: &[u8], separator: u8, from: usize) -> Option<usize> {
    let is_text = |byte: Option<&u8>| byte.is_some_and(|byte| !matches!(byte, b'"' | b'\r' | b'\n') && *byte != separator);
    let mut at = from;
    loop {
        let place = at + memchr(b'"', bytes.get(at..)?)?;
        let before = place.checked_sub(1).and_then(|before| bytes.get(before));
        if is_text(before) && is_text(bytes.get(place + 1)) {
            return Some(place);
        }
        at = place + 1;
    }
}
