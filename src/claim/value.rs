//! What stood in one field: nothing, a value, or something that can't be read and why.

use super::{AmountProblem, DateProblem, Field, FieldKind};

/// What was found in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<T> {
    /// The file has no such field.
    Absent,
    /// The field is there, and nothing stands in it.
    Empty,
    /// Something stands in it that can't be read.
    Unreadable(Unreadable),
    /// The value.
    Value(T),
}

impl<T> Cell<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Cell::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// Why a field's text can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The text is no date.
    Date(DateProblem),
    /// The text is no amount.
    Amount(AmountProblem),
    /// The text is a spreadsheet's error mark.
    SheetError,
}

/// Whether the text is one of the marks that systems write for "nothing": blank, dashes, `N/A`, `NULL`; and in a date, or in a field that holds a
/// number somebody gave, eight or more zeros.
pub fn is_empty_marker(field: Field, text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'N' | b'n' | b'(') => ["N/A", "NULL", "(NULL)"].iter().any(|mark| text.eq_ignore_ascii_case(mark)),
        // The first byte of every dash but the plain one.
        Some(b'-' | 0xE2) if text.chars().all(is_dash) => true,
        Some(b'0' | b'-' | b'.' | b'/') => text.len() >= 8 && is_zeros(field, text),
        _ => false,
    }
}

/// A hyphen, a dash of any length, or a minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether zeros are all that stands there, in a field where they mean nothing.
fn is_zeros(field: Field, text: &str) -> bool {
    match field.kind() {
        // `00.00.0000`, `0000-00-00T00:00:00`
        FieldKind::Date => text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.' | b'/' | b':' | b' ' | b'T')),
        FieldKind::Text => Field::NUMBERS.contains(&field) && text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b' ')),
        FieldKind::Amount => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_markers_are_the_same_in_every_field() {
        for field in Field::ALL {
            for text in ["", "-", "--", "---", "\u{2013}", "\u{2014}", "\u{2212}", "N/A", "n/a", "N/a", "NULL", "null", "Null", "(null)"] {
                assert!(is_empty_marker(field, text), "{field:?} {text}");
            }
            for text in ["0", "ingen", "(tom)", "NA", "N", "null.", "-1", "- -1", "x", "#N/A", "\u{201c}", "0000000"] {
                assert!(!is_empty_marker(field, text), "{field:?} {text}");
            }
        }
    }

    #[test]
    fn zeros_are_nothing_where_they_are_no_value() {
        for field in Field::ALL {
            let is_date = field.kind() == FieldKind::Date;
            let is_number = Field::NUMBERS.contains(&field);
            for text in ["0000-00-00", "00.00.0000", "00/00/0000", "0000-00-00 00:00:00", "0000-00-00T00:00:00"] {
                assert_eq!(is_empty_marker(field, text), is_date || (is_number && text == "0000-00-00"), "{field:?} {text}");
            }
            for text in ["00000000", "0000000000", "000000-0000"] {
                assert_eq!(is_empty_marker(field, text), is_date || is_number, "{field:?} {text}");
            }
            assert!(!is_empty_marker(field, "00000001"), "{field:?}");
        }
    }
}
