//! Corrected cells written back into files of every format that can be written: only they change, and they come back when the file is read.
#![cfg(feature = "formats")]

#[path = "../cases/mod.rs"]
mod cases;
mod json;
#[path = "../spreadsheets/make.rs"]
#[allow(dead_code)]
mod make;
mod ods;
mod xlsx;
mod xml;

use chrono::NaiveDate;
use stamdatatjek::claim::{Decimal, ReadDate, format_date, parse_amount, parse_date};
use stamdatatjek::intake::formats::correct::{CellEdit, Corrected, NewCell, correct};
use stamdatatjek::intake::{Container, FileProblem, RowReader, StagedWriter, Staging, formats};

/// A staged row: its number and cells.
pub type Row = (u64, Vec<String>);

/// Values that are hard to write: letters, marks that mean something, blanks, line breaks and what looks like a formula.
pub const TEXTS: [&str; 16] = [
    "æøå ÆØÅ",
    "Bøde & <gebyr> \"citat\" 'x' ]]> &amp;",
    "🚗 𝄞 €",
    "  før og efter  ",
    "linje 1\nlinje 2",
    "tab\tog  to   blanke",
    "=1+1",
    "+45 12 34 56 78",
    "-x",
    "@SUM(A1)",
    "_x000D_ og _x0041_",
    "000123",
    "12345678901234567890",
    "1234",
    "KFDAINS",
    "\\ og / og {\"a\":1}",
];

pub fn stage(container: Container, bytes: &[u8], sheet: Option<usize>) -> Result<(Staging, Vec<Row>), FileProblem> {
    let mut stored = Vec::new();
    let staging = formats::stage(container, &mut { bytes }, sheet, &mut StagedWriter::new(&mut stored), &mut |_| true)?;
    let mut rows = Vec::new();
    let mut reader = RowReader::staged(&mut stored, 0);
    while let Some(row) = reader.next_row().expect("memory can be read") {
        rows.push((row.line, (0..row.len()).map(|column| row.cell(column).to_owned()).collect()));
    }
    Ok((staging, rows))
}

pub fn staged(container: Container, bytes: &[u8]) -> (Staging, Vec<Row>) {
    stage(container, bytes, None).unwrap_or_else(|problem| panic!("{problem}\n{}", String::from_utf8_lossy(bytes)))
}

/// Writes the edits; answers the new file and what came of them.
pub fn corrected(container: Container, bytes: &[u8], sheet: Option<usize>, edits: &[CellEdit]) -> (Vec<u8>, Corrected) {
    let mut out = Vec::new();
    let mut told = Vec::new();
    let mut tell = |share| {
        told.push(share);
        true
    };
    let done = correct(container, &mut { bytes }, sheet, edits, &mut out, &mut tell);
    let done = done.unwrap_or_else(|problem| panic!("{problem}\n{}", String::from_utf8_lossy(bytes)));
    assert!(told.is_sorted() && told.iter().all(|share| *share <= 1000), "{told:?}");
    assert_eq!(done.written as usize + done.left_out.len(), edits.len(), "every edit has a fate");
    (out, done)
}

/// Writes the edits, all of which must be written, and asserts that exactly their cells have changed.
pub fn holds(container: Container, bytes: &[u8], sheet: Option<usize>, edits: &[CellEdit]) -> Vec<u8> {
    let (out, done) = corrected(container, bytes, sheet, edits);
    assert_eq!(done.left_out, [], "{}", String::from_utf8_lossy(bytes));
    assert_changed(container, bytes, &out, sheet, edits);
    out
}

/// Asserts that a file has the rows of another with exactly these cells changed.
pub fn assert_changed(container: Container, before: &[u8], after: &[u8], sheet: Option<usize>, edits: &[CellEdit]) {
    let (staging, rows) = stage(container, before, sheet).expect("the file was read");
    let (new_staging, new_rows) = stage(container, after, sheet).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(new_staging.rows, staging.rows);
    // A key or element that is put in earlier than it was may move its column.
    let moved = |column: usize| {
        let (Some(old), Some(new)) = (&staging.headings, &new_staging.headings) else { return column };
        assert_eq!(old.len(), new.len());
        new.iter().position(|heading| *heading == old[column]).unwrap_or_else(|| panic!("{} is gone", old[column]))
    };
    let mut nth = 0;
    for (at, (old, new)) in rows.iter().zip(&new_rows).enumerate() {
        nth = if at > 0 && rows[at - 1].0 == old.0 { nth + 1 } else { 0 };
        assert_eq!(old.0, new.0);
        for column in 0..old.1.len().max(new.1.len()) {
            let of = |row: &Row, column: usize| row.1.get(column).cloned().unwrap_or_default();
            let (old_cell, new_cell) = (of(old, column), of(new, moved(column)));
            let wanted = edits.iter().find(|edit| (edit.number, edit.nth, edit.column as usize) == (old.0, nth, column));
            match wanted {
                None => assert_eq!(new_cell, old_cell, "row {} ({nth}), column {column} was to stay", old.0),
                Some(edit) => {
                    assert!(is(&new_cell, &edit.value), "row {} ({nth}), column {column}: {new_cell:?} is not {:?}", old.0, edit.value);
                }
            }
        }
    }
    assert_eq!(rows.len(), new_rows.len());
}

/// Whether a cell reads as what it was to hold.
fn is(cell: &str, value: &NewCell) -> bool {
    cell == value.text()
        || match value {
            NewCell::Empty | NewCell::Text(_) => false,
            NewCell::Date(day, _) => parse_date(cell) == Ok(ReadDate::Full(*day)),
            NewCell::Amount(amount, _) => parse_amount(cell) == Ok(*amount),
        }
}

pub fn edit(number: u64, column: u32, value: NewCell) -> CellEdit {
    CellEdit { number, nth: 0, column, value }
}

pub fn text(text: &str) -> NewCell {
    NewCell::Text(text.into())
}

pub fn day(year: i32, month: u32, day: u32) -> NewCell {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    NewCell::Date(date, format_date(date))
}

pub fn amount(amount: &str) -> NewCell {
    let kroner: Decimal = amount.parse().expect("an amount");
    NewCell::Amount(kroner, amount.replace('.', ","))
}

pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Small numbers that are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    /// Any value.
    pub fn value(&mut self) -> NewCell {
        match self.throw(8) {
            0 => NewCell::Empty,
            1 | 2 => day(1990 + self.throw(60) as i32, 1 + self.throw(12) as u32, 1 + self.throw(28) as u32),
            3 | 4 => amount(&format!("{}.{:02}", self.throw(1_000_000), self.throw(100))),
            _ => text(TEXTS[self.throw(TEXTS.len())]),
        }
    }

    /// Edits of some of the cells, in order and each once.
    pub fn edits(&mut self, rows: &[Row], first: usize) -> Vec<CellEdit> {
        let mut edits = Vec::new();
        let mut nth = 0;
        for at in 0..rows.len() {
            nth = if at > 0 && rows[at - 1].0 == rows[at].0 { nth + 1 } else { 0 };
            for column in 0..rows[at].1.len() {
                if at >= first && self.throw(4) == 0 {
                    edits.push(CellEdit { number: rows[at].0, nth, column: column as u32, value: self.value() });
                }
            }
        }
        edits
    }

    /// Changes some bytes.
    pub fn harm(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.throw(3) {
            if bytes.is_empty() {
                return;
            }
            let place = self.throw(bytes.len());
            match self.throw(5) {
                0 => bytes.truncate(place),
                1 => bytes[place] = b"0123456789<>&\"/={}[],:"[self.throw(22)],
                2 => {
                    let piece = bytes[place..(place + self.throw(200)).min(bytes.len())].to_vec();
                    let to = self.throw(bytes.len());
                    bytes.splice(to..to, piece);
                }
                _ => bytes[place] = self.throw(256) as u8,
            }
        }
    }
}

/// Corrects a harmed file: it is written, and can then be read as it could before, or there is a sentence.
pub fn is_harmless(container: Container, bytes: &[u8], edits: &[CellEdit]) -> bool {
    let mut out = Vec::new();
    match correct(container, &mut { bytes }, None, edits, &mut out, &mut |_| true) {
        Ok(done) => {
            assert_eq!(done.written as usize + done.left_out.len(), edits.len());
            let (before, after) = (stage(container, bytes, None), stage(container, &out, None));
            if let Ok((before, _)) = before {
                let after = after.unwrap_or_else(|problem| panic!("it could be read before: {problem}")).0;
                assert_eq!(after.rows, before.rows);
            }
            true
        }
        Err(problem) => {
            assert!(problem.to_string().ends_with('.'), "{problem}");
            false
        }
    }
}
