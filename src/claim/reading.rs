//! What reading a cell or a row brought to light.

use super::{Field, Unreadable};

/// What was found on a cell or a row while reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingFinding {
    /// The cell should hold a date or an amount and can't be read as one.
    Unreadable { field: Field, why: Unreadable },
    /// The date's year has two digits.
    TwoDigitYear { field: Field },
    /// The date is written with eight digits, the year last.
    EightDigits { field: Field },
    /// The date is a spreadsheet's day number.
    SpreadsheetDay { field: Field },
    /// The date is a moment in universal time, late in the evening: it may be the next day in Denmark.
    UtcEvening { field: Field },
    /// The cell holds a spreadsheet's error mark instead of a value. A date or an amount can't be read then; a text stays as it is.
    SpreadsheetError { field: Field },
    /// The cell holds a number that a spreadsheet has shortened: `1,23E+11`. Its digits are lost.
    Scientific { field: Field },
    /// The row has another number of cells than the heading.
    Ragged { cells: u32, headings: u32 },
    /// The cell's letters are not in the file's encoding; they were read in the other one.
    OddLetters { field: Field },
    /// The cell holds more text than any field can; only the beginning was read.
    TooLong { field: Option<Field>, column: u32, bytes: u64 },
    /// The cell runs over several lines and holds separators: a quotation mark may be missing.
    SwallowedLines { column: u32, lines: u32 },
    /// A quotation mark in the row is never closed; the row was read as if it were an ordinary character.
    UnclosedQuote,
    /// The cell is covered by a merged one, whose value stands in another row only.
    Merged { field: Field, row: u64 },
    /// The cell holds a number with more digits than a spreadsheet keeps; the last ones are lost.
    DigitsLost { field: Field },
    /// The cell holds a formula whose result isn't stored in the file.
    NoCachedValue { field: Field },
    /// The field stands several times in the claim; the first value was read.
    Several { field: Field, count: u32 },
}

impl ReadingFinding {
    /// The field concerned, if it is one.
    pub fn field(&self) -> Option<Field> {
        match *self {
            ReadingFinding::Unreadable { field, .. }
            | ReadingFinding::TwoDigitYear { field }
            | ReadingFinding::EightDigits { field }
            | ReadingFinding::SpreadsheetDay { field }
            | ReadingFinding::UtcEvening { field }
            | ReadingFinding::SpreadsheetError { field }
            | ReadingFinding::Scientific { field }
            | ReadingFinding::OddLetters { field }
            | ReadingFinding::Merged { field, .. }
            | ReadingFinding::DigitsLost { field }
            | ReadingFinding::NoCachedValue { field }
            | ReadingFinding::Several { field, .. } => Some(field),
            ReadingFinding::TooLong { field, .. } => field,
            ReadingFinding::Ragged { .. } | ReadingFinding::SwallowedLines { .. } | ReadingFinding::UnclosedQuote => None,
        }
    }
}
