//! Places in a stream of bytes that are written anew while the rest is copied.

use std::io::{self, Read, Write};
use std::ops::Range;

use super::changed;
use crate::intake::FileProblem;

/// How much is copied at a time.
const CHUNK: usize = 64 * 1024;
/// The most new bytes.
const NEW: usize = 256 << 20;
/// The most bytes that one place may take up where parts of it are kept: a sheet's row.
const HELD: u64 = 64 << 20;

/// A part of what comes at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::intake::formats) enum Piece {
    New(Vec<u8>),
    /// What stands there in the original, which must lie within the place.
    Old(Range<u64>),
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Piece::New(text.into_bytes())
    }
}

/// A place, and what comes there.
#[derive(Debug)]
pub(super) struct Splice {
    pub range: Range<u64>,
    pub pieces: Vec<Piece>,
}

/// All places of a stream.
#[derive(Debug, Default)]
pub(in crate::intake::formats) struct Splices {
    pub(super) list: Vec<Splice>,
    new: usize,
}

impl Splices {
    /// What comes at a place. Of several at the same place without bytes, the first comes first.
    ///
    /// # Errors
    /// When all that is new is more than can be held.
    pub fn add(&mut self, range: Range<u64>, pieces: Vec<Piece>) -> Result<(), FileProblem> {
        let new = |piece: &Piece| if let Piece::New(bytes) = piece { bytes.len() } else { 0 };
        self.new += pieces.iter().map(new).sum::<usize>();
        if self.new > NEW {
            return Err(FileProblem::TooMuch { what: "rettelser", limit: "256 MB" });
        }
        self.list.push(Splice { range, pieces });
        Ok(())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Puts them in order.
    ///
    /// # Errors
    /// When two are about the same bytes, or one is too large.
    pub fn settle(&mut self) -> Result<(), FileProblem> {
        self.list.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let mut end = 0;
        for splice in &self.list {
            let is_kept = splice.pieces.iter().any(|piece| matches!(piece, Piece::Old(_)));
            let length = splice.range.end.checked_sub(splice.range.start).ok_or_else(changed)?;
            if splice.range.start < end || (is_kept && length > HELD) {
                return Err(changed());
            }
            end = splice.range.end;
        }
        Ok(())
    }

    /// Copies the stream with what comes at the places. They must be in order.
    ///
    /// # Errors
    /// When it can't be read or written, or ends too early.
    pub fn copy(&self, from: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        let mut at = 0;
        for Splice { range, pieces } in &self.list {
            pass(from, range.start.saturating_sub(at), &mut chunk, out)?;
            let length = range.end.saturating_sub(range.start);
            let mut held = Vec::new();
            if pieces.iter().any(|piece| matches!(piece, Piece::Old(_))) {
                pass(from, length, &mut chunk, &mut held)?;
            } else {
                pass(from, length, &mut chunk, &mut io::sink())?;
            }
            for piece in pieces {
                match piece {
                    Piece::New(bytes) => out.write_all(bytes)?,
                    Piece::Old(kept) => out.write_all(within(&held, range.start, kept).ok_or(io::ErrorKind::InvalidData)?)?,
                }
            }
            at = range.end;
        }
        loop {
            match from.read(&mut chunk)? {
                0 => return Ok(()),
                count => out.write_all(chunk.get(..count).unwrap_or_default())?,
            }
        }
    }
}

/// The part of what is held that begins at `start`.
fn within<'h>(held: &'h [u8], start: u64, kept: &Range<u64>) -> Option<&'h [u8]> {
    let place = |at: u64| usize::try_from(at.checked_sub(start)?).ok();
    held.get(place(kept.start)?..place(kept.end)?)
}

/// Copies so many bytes.
fn pass(from: &mut dyn Read, mut count: u64, chunk: &mut [u8], out: &mut dyn Write) -> io::Result<()> {
    while count > 0 {
        let most = usize::try_from(count).unwrap_or(usize::MAX).min(chunk.len());
        let Some(room) = chunk.get_mut(..most) else { break };
        match from.read(room)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                out.write_all(room.get(..read).unwrap_or_default())?;
                count = count.saturating_sub(read as u64);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(splices: &mut Splices, text: &str) -> io::Result<String> {
        splices.settle().map_err(|_| io::ErrorKind::Other)?;
        let mut out = Vec::new();
        splices.copy(&mut text.as_bytes(), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn only_the_places_change() {
        let mut splices = Splices::default();
        assert_eq!(copied(&mut splices, "abc").unwrap(), "abc");
        let new = |text: &str| Piece::from(text.to_owned());
        splices.add(6..9, vec![Piece::Old(7..9), new("-"), Piece::Old(6..7)]).unwrap();
        splices.add(2..2, vec![new("x")]).unwrap();
        splices.add(2..2, vec![new("y")]).unwrap();
        splices.add(3..4, vec![]).unwrap();
        assert_eq!(copied(&mut splices, "0123456789").unwrap(), "01xy24578-69");
        assert!(copied(&mut splices, "0123").is_err());
    }

    #[test]
    fn places_that_meet_are_refused() {
        let mut splices = Splices::default();
        splices.add(2..5, vec![]).unwrap();
        splices.add(4..6, vec![]).unwrap();
        assert!(splices.settle().is_err());
        let mut splices = Splices::default();
        splices.add(2..5, vec![Piece::Old(1..3)]).unwrap();
        assert!(copied(&mut splices, "0123456789").is_err());
    }
}
