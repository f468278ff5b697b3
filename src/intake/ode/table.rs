//! A file of the extract: its columns by heading, and its rows one after the other.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroU64;

use super::OdeFile;
use super::part::{FileName, Part};
use crate::claim::{Field, NaiveDate, is_empty_marker, is_space, parse_date};
use crate::intake::mapping::normalise;
use crate::intake::{Bytes, FileProblem, Layout, Row, RowProblem};

/// The most rows of a file.
const ROW_LIMIT: u64 = 5_000_000;
/// How many rows pass between two words about progress.
const PROGRESS_EVERY: u64 = 2048;

/// A file of the extract.
pub(super) struct Table<'f> {
    pub name: String,
    pub part: Part,
    pub told: FileName,
    headings: Vec<String>,
    layout: &'f Layout,
    bytes: &'f mut dyn Bytes,
    /// Rows whose cells may stand under wrong headings.
    pub odd_rows: OddRows,
}

/// Rows that couldn't be taken apart well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OddRows {
    pub count: u64,
    /// The line of the first.
    pub first: u64,
}

/// How far the join has come.
pub(super) struct Meter<'p> {
    progress: &'p mut dyn FnMut(u16) -> bool,
    done: u64,
    total: u64,
}

impl<'p> Meter<'p> {
    /// `total` is how many bytes will be read.
    pub fn new(total: u64, progress: &'p mut dyn FnMut(u16) -> bool) -> Self {
        Meter { progress, done: 0, total: total.max(1) }
    }

    fn show(&mut self, within: u64) -> Result<(), FileProblem> {
        let thousandths = u128::from(self.done + within) * 1000 / u128::from(self.total);
        if (self.progress)(u16::try_from(thousandths).unwrap_or(1000).min(1000)) { Ok(()) } else { Err(FileProblem::Cancelled) }
    }
}

impl<'f> Table<'f> {
    pub fn new(file: OdeFile<'f>) -> Self {
        let told = FileName::read(&file.name);
        let headings = headings(file.layout).iter().map(|heading| normalise(heading)).collect();
        Table { name: file.name, part: file.part, told, headings, layout: file.layout, bytes: file.bytes, odd_rows: OddRows::default() }
    }

    /// How many bytes the file has.
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// The column with the heading, the first where it is repeated. The name is normalised: small letters and digits.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.headings.iter().position(|heading| heading == name)
    }

    /// All the columns with the heading.
    pub fn columns(&self, name: &str) -> Vec<usize> {
        (0..).zip(&self.headings).filter(|(_, heading)| *heading == name).map(|(column, _)| column).collect()
    }

    /// Hands over every row that isn't blank.
    pub fn rows(&mut self, meter: &mut Meter, each: &mut dyn FnMut(&Row) -> Result<(), FileProblem>) -> Result<(), FileProblem> {
        let length = self.bytes.len();
        let mut reader = self.layout.rows(&mut *self.bytes);
        self.odd_rows = OddRows::default();
        let mut count = 0;
        while let Some(row) = reader.next_row()? {
            if row.is_empty() {
                continue;
            }
            count += 1;
            if count > ROW_LIMIT {
                return Err(FileProblem::TooMuch { what: "rækker", limit: "5.000.000" });
            }
            if is_odd(row, self.headings.len()) {
                self.odd_rows.count += 1;
                if self.odd_rows.count == 1 {
                    self.odd_rows.first = row.line;
                }
            }
            each(row)?;
            if count % PROGRESS_EVERY == 0 {
                meter.show(reader.position().0)?;
            }
        }
        meter.show(length)?;
        meter.done += length;
        Ok(())
    }
}

/// The headings of a file. What else knows of a layout is only [`Table::rows`].
fn headings(layout: &Layout) -> Vec<&str> {
    layout.mapping.columns.iter().map(|column| column.heading.as_str()).collect()
}

/// Whether a row has other cells than its headings, or a quotation mark too many.
fn is_odd(row: &Row, headings: usize) -> bool {
    let beyond = (headings..row.len()).any(|column| !trim(row.cell(column)).is_empty());
    let torn = |problem: &RowProblem| matches!(problem, RowProblem::UnclosedQuote | RowProblem::SwallowedLines { .. });
    row.len() < headings || beyond || row.problems.iter().any(torn)
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The text of a cell without surrounding blanks; empty for an empty marker, zeros among them, and for a column that the file doesn't have.
pub(super) fn filled(row: &Row, column: Option<usize>) -> &str {
    let text = column.map_or("", |column| trim(row.cell(column)));
    // Zeros mean nothing in a date and in the number of something.
    let zeros = [Field::Forfaldsdato, Field::SkyldnerId];
    if zeros.iter().any(|field| is_empty_marker(*field, text)) { "" } else { text }
}

/// Whether a mark is set. Systems leave it empty or write a no.
pub(super) fn is_marked(text: &str) -> bool {
    !matches!(text.to_lowercase().as_str(), "" | "0" | "n" | "nej" | "false" | "falsk")
}

/// What stands for a number that connects the files. It takes less room than the number's text.
pub(super) type Key = NonZeroU64;

/// What connects the files: a number, whatever blanks and leading zeros it has. `None` where nothing stands.
pub(super) fn key(text: &str) -> Option<Key> {
    let digits = text.trim_start_matches('0');
    if digits.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    digits.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
    Key::new(hasher.finish()).or(Some(Key::MIN))
}

/// The day in a cell, if it can be read as one.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    parse_date(text).ok().map(|read| read.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_same_for_the_same_number() {
        assert_eq!(key("000123"), key("123"));
        assert_eq!(key("ab1"), key("AB1"));
        assert_ne!(key("123"), key("1230"));
        assert_eq!((key(""), key("0000")), (None, None));
    }

    #[test]
    fn marks_are_set_by_what_says_yes() {
        for text in ["X", "x", "J", "Ja", "1"] {
            assert!(is_marked(text), "{text}");
        }
        for text in ["", "N", "nej", "0"] {
            assert!(!is_marked(text), "{text}");
        }
    }
}
