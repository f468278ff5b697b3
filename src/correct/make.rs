//! What is taken away of the corrections: the rows as CSV, the list of changes, the edits for another program, and UTF-16 again.
//!
//! All of it is written some at a time, so that whoever has it made can stop in between.

use std::io::{self, Write};

use super::Desk;
use crate::check::file::FileCheck;
use crate::claim::Field;
use crate::intake::cells::{CellEdit, NewCell};
use crate::intake::{Bytes, ColumnUse, Layout, Mapping, RowProblem, RowReader, Utf16Writer};
use crate::report::csv::line;
use crate::report::mask::{mask, mask_debtor};

/// How many rows are written in one step, and how many changes.
const ROWS: usize = 1000;
const CHANGES: usize = 200;
/// How many bytes are turned in one step.
const TURNED: usize = 256 * 1024;

/// The headings of the list of changes, with a byte order mark so that spreadsheets read the letters right.
const CHANGES_HEADING: &str = "\u{feff}række;reference;kolonne;før;efter;trin\n";

/// All rows with all columns as CSV. It holds the data as they are: nothing in them is changed for the sake of spreadsheets.
#[derive(Default)]
pub struct RowsCsv {
    /// Where the next row starts, in bytes and as a line; `None` before the first.
    next: Option<(u64, u64)>,
    unclosed: u32,
    /// Cells of which only the beginning could be kept.
    cut: u64,
}

impl RowsCsv {
    /// How much is written, in thousandths.
    pub fn thousandths(&self, rows: &dyn Bytes) -> u16 {
        self.next.map_or(0, |(at, _)| thousandths(at, rows.len()))
    }

    /// Writes some more rows of the copy. Answers whether there are more.
    ///
    /// # Errors
    /// When the rows can't be read any more, or not be written.
    pub fn step(&mut self, check: &mut FileCheck, out: &mut dyn Write) -> io::Result<bool> {
        let layout = check.layout().clone();
        let (offset, number) = match self.next {
            Some(next) => next,
            None => {
                out.write_all("\u{feff}".as_bytes())?;
                if layout.mapping.columns.iter().any(|column| !column.heading.is_empty()) {
                    let headings: Vec<&str> = layout.mapping.columns.iter().map(|column| column.heading.as_str()).collect();
                    out.write_all(data_line(headings.into_iter()).as_bytes())?;
                }
                (layout.first_row, layout.first_row_line)
            }
        };
        let mut reader = layout.rows_from(check.bytes(), offset, number);
        reader.expect_unclosed(self.unclosed);
        for _ in 0..ROWS {
            let Some(row) = reader.next_row()? else { return Ok(false) };
            let width = row.len().max(layout.mapping.columns.len());
            out.write_all(data_line((0..width).map(|column| row.cell(column))).as_bytes())?;
            self.cut += row.problems.iter().filter(|problem| matches!(problem, RowProblem::TooLong { .. })).count() as u64;
        }
        self.next = Some(reader.position());
        self.unclosed = reader.unclosed();
        Ok(true)
    }

    /// What isn't in the file, in sentences.
    pub fn left_out(&self, layout: &Layout) -> Vec<String> {
        let mut left_out = Vec::new();
        match layout.skipped.len() {
            0 => {}
            1 => left_out.push("Linjen over overskrifterne er ikke med.".into()),
            lines => left_out.push(format!("De {lines} linjer over overskrifterne er ikke med.")),
        }
        match self.cut {
            0 => {}
            1 => left_out.push("1 celle er så lang, at kun begyndelsen er med.".into()),
            cells => left_out.push(format!("{cells} celler er så lange, at kun begyndelsen er med.")),
        }
        left_out
    }
}

/// The list of changes as CSV, one line each; safe to open in a spreadsheet.
pub struct ChangesCsv {
    is_masked: bool,
    last: Option<(u64, u32)>,
    written: u32,
}

impl ChangesCsv {
    /// Nothing is written yet. CPR numbers are masked if asked.
    pub fn new(is_masked: bool) -> ChangesCsv {
        ChangesCsv { is_masked, last: None, written: 0 }
    }

    /// How much is written, in thousandths.
    pub fn thousandths(&self, desk: &Desk) -> u16 {
        thousandths(self.written.into(), desk.edits.len().into())
    }

    /// Writes some more changes. Answers whether there are more.
    ///
    /// # Errors
    /// When the rows can't be read any more, or the list not be written.
    pub fn step(&mut self, desk: &Desk, check: &mut FileCheck, out: &mut dyn Write) -> io::Result<bool> {
        if self.last.is_none() {
            out.write_all(CHANGES_HEADING.as_bytes())?;
        }
        let edits = desk.edits.behind(self.last, CHANGES);
        let Some(last) = edits.last() else { return Ok(false) };
        self.last = Some((last.row, last.column));
        let steps = desk.edits.steps();
        for (edit, told) in edits.iter().zip(desk.described(check, &edits)?) {
            let step = desk.edits.step_of(edit.row, edit.column).unwrap_or_default();
            let words = step.checked_sub(1).and_then(|place| steps.get(place)).map_or("", |(words, _)| words.as_str());
            let mut cells = [
                if told.row == 0 { String::new() } else { told.row.to_string() },
                told.reference,
                told.heading,
                told.before,
                told.after,
                format!("{step}. {words}"),
            ];
            if self.is_masked {
                hide(&mut cells, &desk.layout().mapping, edit.column as usize);
            }
            out.write_all(line(&cells).as_bytes())?;
            self.written += 1;
        }
        Ok(true)
    }
}

/// Hides CPR numbers in a line of the list. In the debtor's column nothing stays of what could be a person's number, and neither does it in the
/// words of a step that wrote there.
fn hide(cells: &mut [String; 6], mapping: &Mapping, column: usize) {
    let use_ = mapping.columns.get(column).map(|column| column.use_);
    let is_debtor = matches!(use_, Some(ColumnUse::Field(Field::SkyldnerId) | ColumnUse::Repeated(Field::SkyldnerId)));
    let [_, reference, _, before, after, step] = cells;
    for value in [&mut *before, &mut *after].into_iter().filter(|_| is_debtor) {
        *step = step.replace(value.as_str(), "XXXX");
        *value = mask_debtor("CPR", value).into_owned();
    }
    for text in [reference, before, after, step] {
        *text = mask(text).into_owned();
    }
}

/// The edits for the program that knows the formats: one list of [`CellEdit`], as postcard writes it.
#[derive(Default)]
pub struct CellEdits {
    next: Option<u64>,
    /// The number of the last row, and which of those with that number it was.
    last: Option<(u64, u32)>,
    written: u32,
}

impl CellEdits {
    /// How much is written, in thousandths.
    pub fn thousandths(&self, desk: &mut Desk) -> u16 {
        thousandths(self.next.unwrap_or_default(), desk.original().len())
    }

    /// Writes some more edits. Answers whether there are more.
    ///
    /// # Errors
    /// When the rows can't be read any more, or have changed, or the edits can't be written.
    pub fn step(&mut self, desk: &mut Desk, out: &mut dyn Write) -> io::Result<bool> {
        let of = desk.edits.len();
        let layout = desk.layout().clone();
        let offset = match self.next {
            Some(next) => next,
            None => {
                // A list begins with its length.
                out.write_all(&packed(&of)?)?;
                0
            }
        };
        let mut found = Vec::new();
        let mut reader = RowReader::staged(desk.original(), offset);
        let mut is_over = false;
        for _ in 0..ROWS {
            let Some(row) = reader.next_row()? else {
                is_over = true;
                break;
            };
            let nth = self.last.filter(|(number, _)| *number == row.line).map_or(0, |(_, nth)| nth + 1);
            self.last = Some((row.line, nth));
            found.push((row.offset, row.line, nth));
        }
        self.next = Some(reader.position().0);
        for (place, number, nth) in found {
            for edit in desk.edits.of_row(place) {
                let value = NewCell::of(&layout, edit.column as usize, &edit.after);
                out.write_all(&packed(&CellEdit { number, nth, column: edit.column, value })?)?;
                self.written += 1;
            }
        }
        if is_over && self.written != of {
            return Err(io::Error::other("filen er ændret, siden den blev valgt"));
        }
        Ok(!is_over)
    }
}

/// The copy in UTF-16, as the file was. First the file's own rows are turned back: only where that gives the file again, the copy differs from
/// it in the edited cells alone.
pub struct Utf16Copy {
    big_endian: bool,
    proof: Turning,
    copy: Turning,
    is_proven: bool,
}

/// Bytes on their way to UTF-16.
#[derive(Default)]
struct Turning {
    read: u64,
    left: Vec<u8>,
    written: u64,
}

impl Utf16Copy {
    /// Nothing is turned yet.
    pub fn new(big_endian: bool) -> Utf16Copy {
        Utf16Copy { big_endian, proof: Turning::default(), copy: Turning::default(), is_proven: false }
    }

    /// How much is done, in thousandths.
    pub fn thousandths(&self, rows: &dyn Bytes) -> u16 {
        thousandths(self.proof.read + self.copy.read, rows.len() * 2)
    }

    /// Goes on for a while; `file` is the file itself. Answers whether there is more.
    ///
    /// # Errors
    /// A sentence about a file that can't be turned back; and when something can't be read or written.
    pub fn step(&mut self, desk: &mut Desk, check: &mut FileCheck, file: &mut dyn Bytes, out: &mut dyn Write) -> io::Result<bool> {
        if self.is_proven {
            return self.copy.step(check.bytes(), self.big_endian, out);
        }
        let mut turned = Vec::new();
        let from = self.proof.written;
        let goes_on = self.proof.step(desk.original(), self.big_endian, &mut turned)?;
        let mut own = vec![0; turned.len()];
        let mut filled = 0;
        while let Some(room) = own.get_mut(filled..).filter(|room| !room.is_empty()) {
            match file.read_at(from + filled as u64, room)? {
                0 => break,
                count => filled += count,
            }
        }
        if own != turned || filled < own.len() || (!goes_on && self.proof.written != file.len()) {
            return Err(io::Error::other(
                "filen har tegn, der ikke er rigtig UTF-16, og kan ikke skrives, som den var. Hent de rettede rækker som CSV",
            ));
        }
        self.is_proven = !goes_on;
        Ok(true)
    }
}

impl Turning {
    fn step(&mut self, bytes: &mut dyn Bytes, big_endian: bool, out: &mut dyn Write) -> io::Result<bool> {
        let mut turned = Vec::new();
        if self.written == 0 {
            drop(Utf16Writer::new(&mut turned, big_endian)?);
        }
        let mut buffer = vec![0; TURNED];
        let count = bytes.read_at(self.read, &mut buffer)?;
        self.read += count as u64;
        let mut writer = Utf16Writer::resume(&mut turned, big_endian, std::mem::take(&mut self.left));
        writer.write_all(buffer.get(..count).unwrap_or_default())?;
        self.left = writer.left();
        self.written += turned.len() as u64;
        out.write_all(&turned)?;
        Ok(count > 0)
    }
}

fn packed(value: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    postcard::to_allocvec(value).map_err(|_| io::Error::other("rettelserne kan ikke pakkes"))
}

fn thousandths(done: u64, of: u64) -> u16 {
    u16::try_from(done.saturating_mul(1000) / of.max(1)).unwrap_or(1000).min(1000)
}

/// A line of cells as they are, in quotation marks where they must be.
fn data_line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut line = String::new();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            line.push(';');
        }
        if cell.contains([';', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}
