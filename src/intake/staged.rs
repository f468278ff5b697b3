//! Staged rows: what was read from a spreadsheet, XML, JSON or several files, written down as one plain text that any row can be read again from.
//!
//! A staged row is separated text in UTF-8 with a heading of its own in the first cell: the row's number in the original, and what was odd
//! about it. Everything behind intake reads it as it reads a CSV file; only [`super::RowReader`] knows the difference.

use std::fmt::Write as _;
use std::io;

use serde::{Deserialize, Serialize};

use super::rows::{CELL_COUNT_LIMIT, CELL_LIMIT};
use super::{FileProblem, RowProblem};

/// What stands between two staged cells: a character made for it, which no file has in its values.
pub const SEPARATOR: u8 = 0x1F;

/// The most bytes that are staged. More is more than any browser will hold.
const STAGED_LIMIT: u64 = 1 << 30;

/// How many odd things about a row are written down.
const PROBLEMS: usize = 64;

/// What a file was before it was staged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StagedForm {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    /// Claims in NyMF's XML.
    Xml,
    /// An answer in NyMF's XML.
    XmlAnswer,
    Json,
    JsonLines,
    /// Files of a KMD Opus Debitor extract, joined.
    Ode,
}

impl StagedForm {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            StagedForm::Xlsx => "Excel-projektmappe (xlsx)",
            StagedForm::Xlsb => "binær Excel-projektmappe (xlsb)",
            StagedForm::Xls => "ældre Excel-projektmappe (xls)",
            StagedForm::Ods => "OpenDocument-regneark (ods)",
            StagedForm::Xml => "NyMF-XML",
            StagedForm::XmlAnswer => "svar i NyMF-XML",
            StagedForm::Json => "JSON",
            StagedForm::JsonLines => "JSON-linjer",
            StagedForm::Ode => "KMD-udtræk (ODE)",
        }
    }
}

/// What was staged, beside the rows themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staging {
    pub form: StagedForm,
    /// The workbook's sheets; empty for other forms.
    pub sheets: Vec<Sheet>,
    /// Which of the sheets was staged.
    pub sheet: Option<usize>,
    /// The names of the columns, where they don't stand in a row: element names, keys. `None` for a sheet.
    pub headings: Option<Vec<String>>,
    /// The workbook counts its days from 1904.
    pub days_from_1904: bool,
    /// What people should know about how it was read, in whole Danish sentences.
    pub notes: Vec<String>,
    /// How many rows were staged.
    pub rows: u64,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    /// How many rows have something in them, up to where counting was given up; a sheet of charts has none.
    pub rows: u64,
}

/// Writes staged rows.
pub struct StagedWriter<'w> {
    out: &'w mut dyn io::Write,
    written: u64,
    rows: u64,
    line: Vec<u8>,
}

impl<'w> StagedWriter<'w> {
    pub fn new(out: &'w mut dyn io::Write) -> Self {
        StagedWriter { out, written: 0, rows: 0, line: Vec::new() }
    }

    /// Writes one row.
    ///
    /// `number` is what people count it by: the sheet's row, or the claim's ordinal, from 1. Several rows may share one, when they are the
    /// debtors of one claim. Numbers never fall. `problems` name the columns as they stand in `cells`, from 0.
    ///
    /// # Errors
    /// When there are more rows than can be held, or the store fails.
    pub fn row(&mut self, number: u64, cells: &[impl AsRef<str>], problems: &[RowProblem]) -> Result<(), FileProblem> {
        let mut mark = number.to_string();
        let too_long = (0..).zip(cells).filter(|(_, cell)| cell.as_ref().len() > CELL_LIMIT);
        let too_long = too_long.map(|(column, cell)| RowProblem::TooLong { column, bytes: cell.as_ref().len() as u64 });
        for problem in problems.iter().copied().chain(too_long).take(PROBLEMS) {
            // Writing into a string never fails.
            let _ = match problem {
                RowProblem::OddLetters { column } => write!(mark, " o{column}"),
                RowProblem::TooLong { column, bytes } => write!(mark, " l{column}:{bytes}"),
                RowProblem::SwallowedLines { column, lines } => write!(mark, " s{column}:{lines}"),
                RowProblem::UnclosedQuote => write!(mark, " q"),
                RowProblem::Merged { column, row } => write!(mark, " m{column}:{row}"),
                RowProblem::DigitsLost { column } => write!(mark, " d{column}"),
                RowProblem::NoCachedValue { column } => write!(mark, " f{column}"),
                RowProblem::Several { column, count } => write!(mark, " t{column}:{count}"),
            };
        }
        self.line.clear();
        self.line.extend_from_slice(mark.as_bytes());
        for cell in cells.iter().take(CELL_COUNT_LIMIT - 1) {
            self.line.push(SEPARATOR);
            let cell = cell.as_ref();
            push_cell(&mut self.line, &cell[..cell.floor_char_boundary(CELL_LIMIT)]);
        }
        self.line.push(b'\n');
        self.written += self.line.len() as u64;
        self.rows += 1;
        if self.written > STAGED_LIMIT {
            return Err(FileProblem::TooMuch { what: "celler", limit: "1 GB tekst" });
        }
        self.out.write_all(&self.line)?;
        Ok(())
    }

    /// How many rows were written.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

/// Quotes a cell where its text could be taken for something else.
fn push_cell(line: &mut Vec<u8>, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, SEPARATOR | b'"' | b'\n' | b'\r')) {
        line.extend_from_slice(text.as_bytes());
        return;
    }
    line.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            line.push(b'"');
        }
        line.push(byte);
    }
    line.push(b'"');
}

/// Reads the first cell of a staged row: its number, and what was odd about it.
pub(super) fn read_mark(mark: &str) -> (u64, Vec<RowProblem>) {
    let mut parts = mark.split(' ');
    let number = parts.next().and_then(|part| part.parse().ok()).unwrap_or_default();
    let problems = parts.filter_map(|part| {
        let (kind, rest) = part.split_at_checked(1)?;
        let (column, value) = rest.split_once(':').unwrap_or((rest, ""));
        let column = column.parse().unwrap_or_default();
        Some(match kind {
            "o" => RowProblem::OddLetters { column },
            "l" => RowProblem::TooLong { column, bytes: value.parse().ok()? },
            "s" => RowProblem::SwallowedLines { column, lines: value.parse().ok()? },
            "q" => RowProblem::UnclosedQuote,
            "m" => RowProblem::Merged { column, row: value.parse().ok()? },
            "d" => RowProblem::DigitsLost { column },
            "f" => RowProblem::NoCachedValue { column },
            "t" => RowProblem::Several { column, count: value.parse().ok()? },
            _ => return None,
        })
    });
    (number, problems.collect())
}

/// The first cell of a staged row without what was odd about some of its columns, which hold something else now.
pub fn mark_without(mark: &str, is_changed: impl Fn(usize) -> bool) -> String {
    let is_kept = |part: &&str| {
        let column =
            part.get(1..).map(|rest| rest.split_once(':').map_or(rest, |(column, _)| column)).and_then(|column| column.parse().ok());
        // The first part is the row's number, and an open quotation mark is of no column.
        part.starts_with(|c: char| c.is_ascii_digit()) || !column.is_some_and(&is_changed)
    };
    mark.split(' ').filter(is_kept).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::RowReader;
    use super::*;

    #[test]
    fn a_mark_forgets_what_was_odd_about_changed_columns() {
        assert_eq!(mark_without("17 m2:1 d3 q f2 t12:3", |column| column == 2), "17 d3 q t12:3");
        assert_eq!(mark_without("2", |column| column == 2), "2");
    }

    #[test]
    fn rows_come_back_as_they_went() {
        let long = "æ".repeat(40_000);
        let rows: [(u64, Vec<&str>, Vec<RowProblem>); 4] = [
            (1, vec!["a", "", "b\u{1f}c"], vec![]),
            (7, vec!["x\ny", "\"q\"", "z\r\n"], vec![RowProblem::Merged { column: 2, row: 1 }, RowProblem::DigitsLost { column: 0 }]),
            (7, vec!["", "\u{1f}", "\""], vec![RowProblem::NoCachedValue { column: 1 }, RowProblem::Several { column: 0, count: 3 }]),
            (9, vec![&long, "e"], vec![]),
        ];
        let mut stored = Vec::new();
        let mut writer = StagedWriter::new(&mut stored);
        for (number, cells, problems) in &rows {
            writer.row(*number, cells, problems).unwrap();
        }
        let mut reader = RowReader::staged(&mut stored, 0);
        for (number, cells, problems) in &rows[..3] {
            let row = reader.next_row().unwrap().unwrap();
            assert_eq!((row.line, row.len(), &row.problems), (*number, cells.len(), problems));
            let read: Vec<&str> = (0..row.len()).map(|column| row.cell(column)).collect();
            assert_eq!(read, *cells);
        }
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!(row.problems, [RowProblem::TooLong { column: 0, bytes: 80_000 }]);
        assert_eq!((row.cell(0).len(), row.cell(1)), (CELL_LIMIT, "e"));
        assert!(reader.next_row().unwrap().is_none());
    }
}
