//! The corrected copy: the file's rows with the edited cells in their places, and everything else byte for byte as it was.

use std::io;
use std::ops::Range;

use super::edits::{Edit, Edits};
use super::raw::{Held, RawCell, RawReader};
use super::value::{cell_bytes, needs_quotes};
use crate::intake::{Bytes, Encoding, Form, STAGED_SEPARATOR, mark_without};

/// How much of the file is gone through in one step where rows are edited.
const STRETCH: u64 = 1 << 20;
/// How much is read beyond the start of the last row of a step, so that the row is there.
const AHEAD: u64 = 16 * 1024;
/// An untouched stretch that is longer is handed to the sink as it is, so that it can be taken over without being read.
pub const WORTH_TAKING_OVER: u64 = 256 * 1024;

/// Where the copy goes.
pub trait Sink {
    /// Adds a long stretch of the original.
    ///
    /// # Errors
    /// When it can't be read or written.
    fn copy(&mut self, original: &mut dyn Bytes, range: Range<u64>) -> io::Result<()>;

    /// Adds bytes.
    ///
    /// # Errors
    /// When they can't be written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// A sink in memory.
impl Sink for Vec<u8> {
    fn copy(&mut self, original: &mut dyn Bytes, range: Range<u64>) -> io::Result<()> {
        copy_to(self, original, range)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }
}

/// Copies a stretch into a writer, piece by piece.
///
/// # Errors
/// When it can't be read or written, or has become shorter.
pub fn copy_to(out: &mut dyn io::Write, original: &mut dyn Bytes, range: Range<u64>) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut at = range.start;
    while at < range.end {
        let most = usize::try_from(range.end - at).unwrap_or(usize::MAX).min(buffer.len());
        match original.read_at(at, buffer.get_mut(..most).unwrap_or_default())? {
            0 => return Err(io::Error::other("filen er ændret, siden den blev valgt")),
            count => {
                out.write_all(buffer.get(..count).unwrap_or_default())?;
                at += count as u64;
            }
        }
    }
    Ok(())
}

/// Where rows of the copy stand in the original: edited rows by their places there, and by how many bytes the copy is longer behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shifts(Vec<(u64, i64)>);

impl Shifts {
    /// Where a row of the original starts in the copy.
    pub fn in_copy(&self, row: u64) -> u64 {
        let before = self.0.partition_point(|(edited, _)| *edited < row);
        row.saturating_add_signed(self.behind(before))
    }

    /// Where a row of the copy starts in the original.
    pub fn in_original(&self, row: u64) -> u64 {
        // Where an edited row starts in the copy follows from the one before it.
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let start = self.0.get(middle).map_or(0, |(edited, _)| edited.saturating_add_signed(self.behind(middle)));
            if start < row { low = middle + 1 } else { high = middle }
        }
        row.saturating_add_signed(-self.behind(low))
    }

    /// How many bytes the copy is longer behind the first so many edited rows.
    fn behind(&self, rows: usize) -> i64 {
        rows.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |(_, longer)| *longer)
    }
}

/// The copy on its way into a sink.
#[derive(Default)]
pub struct Splice {
    /// Up to where the original is in the sink.
    done: u64,
    longer: i64,
    shifts: Vec<(u64, i64)>,
    raw: RawReader,
}

impl Splice {
    /// How much of the original is in the sink, in thousandths.
    pub fn thousandths(&self, original: &dyn Bytes) -> u16 {
        u16::try_from(self.done * 1000 / original.len().max(1)).unwrap_or(1000).min(1000)
    }

    /// Goes on for a while. Answers where the rows went when the whole copy is in the sink.
    ///
    /// # Errors
    /// When the original can't be read any more, or the sink is full.
    pub fn step(&mut self, original: &mut dyn Bytes, form: &Form, edits: &Edits, sink: &mut dyn Sink) -> io::Result<Option<Shifts>> {
        let Some(next) = edits.rows_from(self.done).next() else {
            let rest = self.done..original.len();
            self.done = rest.end;
            if !rest.is_empty() {
                sink.copy(original, rest)?;
            }
            return Ok(Some(Shifts(std::mem::take(&mut self.shifts))));
        };
        if next - self.done > WORTH_TAKING_OVER {
            sink.copy(original, self.done..next)?;
            self.done = next;
        }
        let mut rows = Vec::new();
        let mut last = self.done;
        for row in edits.rows_from(self.done).take_while(|row| *row < self.done + STRETCH) {
            if row - last > WORTH_TAKING_OVER {
                break;
            }
            last = row;
            rows.push(row);
        }
        let mut held = Held::new(original);
        held.hold(self.done..last + AHEAD)?;
        for row in rows {
            self.row(&mut held, form, edits, row, sink)?;
        }
        Ok(None)
    }

    /// Writes everything up to a row's last edited cell.
    fn row(&mut self, held: &mut Held, form: &Form, edits: &Edits, row: u64, sink: &mut dyn Sink) -> io::Result<()> {
        let (separator, encoding) = raw_form(form);
        let found = self.raw.row(held, row, separator, edits.quotes(row))?;
        let before = self.longer;
        let mut cells = found.cells.as_slice();
        if let Form::Staged { .. } = form
            && let Some((mark, others)) = cells.split_first()
        {
            self.mark(held, edits, row, *mark, sink)?;
            cells = others;
        }
        let mut width = cells.len();
        for edit in edits.of_row(row) {
            let column = edit.column as usize;
            match cells.get(column) {
                Some(cell) => {
                    self.copy(held, cell.start, sink)?;
                    let new = new_bytes(&edit, encoding, separator, Marks { keep: cell.is_quoted, never: edits.never_quotes })?;
                    self.put(&new, cell.end, sink)?;
                }
                // The row is short: separators up to the cell.
                None => {
                    self.copy(held, found.end, sink)?;
                    let mut new = vec![separator; column + 1 - width];
                    new.extend(new_bytes(&edit, encoding, separator, Marks { keep: false, never: edits.never_quotes })?);
                    self.put(&new, found.end, sink)?;
                    width = column + 1;
                }
            }
        }
        // So that the next step begins behind this row.
        self.copy(held, found.end, sink)?;
        if self.longer != before {
            self.shifts.push((row, self.longer));
        }
        Ok(())
    }

    /// A staged row's first cell: what was odd about an edited cell is no longer.
    fn mark(&mut self, held: &mut Held, edits: &Edits, row: u64, mark: RawCell, sink: &mut dyn Sink) -> io::Result<()> {
        let mut old = vec![0; usize::try_from(mark.end - mark.start).unwrap_or_default()];
        let length = held.read_at(mark.start, &mut old)?;
        let old = String::from_utf8_lossy(old.get(..length).unwrap_or_default()).into_owned();
        let new = mark_without(&old, |column| edits.of_row(row).any(|edit| edit.column as usize == column));
        if new == old {
            return Ok(());
        }
        self.copy(held, mark.start, sink)?;
        self.put(new.as_bytes(), mark.end, sink)
    }

    /// Copies the original up to a place.
    fn copy(&mut self, held: &mut Held, end: u64, sink: &mut dyn Sink) -> io::Result<()> {
        while self.done < end {
            let most = usize::try_from(end - self.done).unwrap_or(usize::MAX);
            let there = held.from(self.done);
            let Some(there) = there.get(..there.len().min(most)).filter(|there| !there.is_empty()) else {
                let mut rest = Vec::new();
                copy_to(&mut rest, held.bytes, self.done..end)?;
                sink.write(&rest)?;
                self.done = end;
                return Ok(());
            };
            sink.write(there)?;
            self.done += there.len() as u64;
        }
        Ok(())
    }

    /// Writes new bytes in place of the original's up to `end`.
    fn put(&mut self, new: &[u8], end: u64, sink: &mut dyn Sink) -> io::Result<()> {
        sink.write(new)?;
        let signed = |length: u64| i64::try_from(length).unwrap_or(i64::MAX);
        self.longer += signed(new.len() as u64) - signed(end - self.done);
        self.done = end;
        Ok(())
    }
}

/// What separates cells, and in which table their letters are.
pub fn raw_form(form: &Form) -> (u8, Encoding) {
    match form {
        Form::Text { encoding, separator } => (*separator, *encoding),
        Form::Staged { .. } => (STAGED_SEPARATOR, Encoding::Utf8),
    }
}

/// How quotation marks are set around a new value.
#[derive(Clone, Copy)]
struct Marks {
    /// The old value stands between some.
    keep: bool,
    /// One elsewhere in the file is never closed: a new one could close it.
    never: bool,
}

fn new_bytes(edit: &Edit, encoding: Encoding, separator: u8, marks: Marks) -> io::Result<Vec<u8>> {
    let in_quotes = !marks.never && (marks.keep || needs_quotes(&edit.after, separator));
    // What no cell can hold was refused before it became an edit.
    cell_bytes(&edit.after, encoding, in_quotes).ok_or_else(|| io::Error::other("en rettelse har tegn, som filens tegntabel ikke har"))
}
