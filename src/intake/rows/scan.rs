//! Where cells and rows end in a stretch of text, found without looking at any byte by itself.
//!
//! Only what can be told in one look is told: a quotation mark inside a cell, a doubled one or a line break between two of them ends the scan
//! before it, and the row there is left to the reader that knows every rule.

use std::ops::RangeInclusive;

use super::masks::{self, BLOCK};
use super::row::Ends;

/// How much is looked at ahead: little where reading begins anew, since a single row may be all that is wanted there, and four times as much
/// each time it goes on. Measured: what is found in 16 KB stays in the nearest memory.
const WINDOWS: RangeInclusive<usize> = 512..=16 * 1024;
/// How many marks are written at a time.
const GROUP: usize = 12;

/// What was found from a row's start on. All places are counted from the chunk's start.
pub(super) struct Scan {
    separator: u8,
    /// Where separators and line breaks stand that end a cell. What stands behind those that were counted is left over.
    marks: Vec<u32>,
    /// Which of the marks are line breaks.
    breaks: Vec<u32>,
    /// Where the scan began.
    from: usize,
    /// Where the next row starts; `usize::MAX` when nothing is known.
    at: usize,
    /// The first mark of the next row.
    next_mark: usize,
    /// The break that ends it.
    next_break: usize,
    /// Cells may stand in quotation marks.
    quoted: bool,
    /// The scan ended at something it can't tell.
    is_stuck: bool,
    /// How much is looked at ahead.
    window: usize,
}

impl Scan {
    /// `None` for separators that are letters' parts or mean something else.
    pub fn new(separator: u8) -> Option<Scan> {
        if !separator.is_ascii() || matches!(separator, b'\r' | b'\n' | b'"') {
            return None;
        }
        let (marks, breaks) = (Vec::new(), Vec::new());
        Some(Scan {
            separator,
            marks,
            breaks,
            from: 0,
            at: usize::MAX,
            next_mark: 0,
            next_break: 0,
            quoted: false,
            is_stuck: false,
            window: 0,
        })
    }

    /// Whether there is more to be looked at than was: behind where the scan began, or in a larger window.
    fn may_go_on(&self, chunk: &[u8], start: usize) -> bool {
        self.from != start || (self.window < *WINDOWS.end() && start.saturating_add(self.window) < chunk.len())
    }

    /// The chunk holds something else now.
    pub fn forget(&mut self) {
        self.at = usize::MAX;
    }

    /// The row that starts at `start`: the last of its marks is its end. `None` where it is not whole or not plain.
    #[inline]
    pub fn row(&mut self, chunk: &[u8], start: usize) -> Option<Ends<'_>> {
        if self.at != start {
            self.window = *WINDOWS.start();
            self.scan(chunk, start);
        }
        // A row may run out of the window.
        while self.next_break == self.breaks.len() && !self.is_stuck && self.may_go_on(chunk, start) {
            self.window = (self.window * 4).min(*WINDOWS.end());
            self.scan(chunk, start);
        }
        let end = *self.breaks.get(self.next_break)?;
        let marks = self.marks.get(self.next_mark..=end as usize)?;
        Some(Ends { marks, start: start as u32, quoted: self.quoted, ahead: self.window })
    }

    /// Goes on to the row that starts at `start`, behind that which [`Self::row`] gave.
    #[inline]
    pub fn pass(&mut self, start: usize) {
        self.next_mark = self.breaks.get(self.next_break).map_or(0, |end| *end as usize + 1);
        self.next_break += 1;
        self.at = start;
    }

    fn scan(&mut self, chunk: &[u8], start: usize) {
        self.from = start;
        self.at = start;
        self.next_mark = 0;
        self.next_break = 0;
        self.breaks.clear();
        self.quoted = false;
        self.is_stuck = false;
        let text = chunk.get(start..chunk.len().min(start.saturating_add(self.window))).unwrap_or_default();
        let mut state = State { place: start as u32, count: 0, inside: false, closed: false, may_open: true };
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for block in blocks {
            self.take(block, u64::MAX, &mut state);
            if self.is_stuck {
                return;
            }
        }
        if !rest.is_empty() {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            self.take(&block, u64::MAX >> (BLOCK - rest.len()), &mut state);
        }
    }

    /// Notes the marks of a block, of which only the bytes in `real` stand in the text.
    #[inline(always)]
    fn take(&mut self, block: &[u8; BLOCK], real: u64, state: &mut State) {
        let mut ends = masks::separators(block, self.separator) & real;
        let is_plain = !masks::has_breaks_or_quotes(block) && !state.inside && !state.closed;
        if is_plain {
            state.may_open = ends >> (BLOCK - 1) == 1;
        } else {
            let mut breaks = masks::breaks(block) & real;
            let quotes = masks::quotes(block) & real;
            ends |= breaks;
            self.quoted |= quotes != 0;
            let (outside, bad) = state.quotes(quotes, ends, breaks);
            self.is_stuck = bad & real != 0;
            // Up to the first bad byte all is well.
            let good = outside & (bad & real).wrapping_sub(1) & !(bad & real);
            ends &= good;
            breaks &= good;
            self.note_breaks(breaks, ends, state.count);
        }
        self.note_marks(ends, state);
    }

    #[inline(always)]
    fn note_breaks(&mut self, mut breaks: u64, ends: u64, count: usize) {
        while breaks != 0 {
            let first = breaks & breaks.wrapping_neg();
            self.breaks.push(count as u32 + (ends & (first - 1)).count_ones());
            breaks ^= first;
        }
    }

    #[inline(always)]
    fn note_marks(&mut self, mut ends: u64, state: &mut State) {
        if self.marks.len() < state.count + BLOCK {
            self.marks.resize((self.marks.len() * 2).max(16 * BLOCK), 0);
        }
        let found = ends.count_ones() as usize;
        let place = state.place;
        if let Some(slots) = self.marks.get_mut(state.count..state.count + BLOCK) {
            // Always so many: what is written too much is overwritten by the next block. Asking before each one costs more than writing it.
            for slots in slots.chunks_mut(GROUP) {
                for slot in slots {
                    *slot = place + ends.trailing_zeros();
                    ends &= ends.wrapping_sub(1);
                }
                if ends == 0 {
                    break;
                }
            }
        }
        state.count += found;
        state.place += BLOCK as u32;
    }
}

/// What is carried from block to block.
struct State {
    /// Where the block starts.
    place: u32,
    /// How many marks were noted.
    count: usize,
    /// A quotation mark is open.
    inside: bool,
    /// The last byte closed one.
    closed: bool,
    /// A quotation mark may follow: the last byte ended a cell.
    may_open: bool,
}

impl State {
    /// Which bytes stand outside quotation marks, and at which it shows that they are used in another way than around whole cells of one line.
    #[inline(always)]
    fn quotes(&mut self, quotes: u64, ends: u64, breaks: u64) -> (u64, u64) {
        let inside = odd_before(quotes) ^ if self.inside { u64::MAX } else { 0 };
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let opens_wrongly = opening & !(ends << 1 | u64::from(self.may_open));
        let closes_wrongly = (closing << 1 | u64::from(self.closed)) & !ends;
        self.inside = inside >> (BLOCK - 1) == 1;
        self.closed = closing >> (BLOCK - 1) == 1;
        self.may_open = ends >> (BLOCK - 1) == 1;
        (!inside, opens_wrongly | closes_wrongly | breaks & inside)
    }
}

/// The bits that have an odd number of set ones below them or at them.
#[inline(always)]
fn odd_before(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
