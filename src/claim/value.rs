//! What stood in one field: nothing, a value, or something that can't be read and why.

use super::{AmountProblem, DateProblem, Field};

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
}

/// Whether the text is one of the marks that systems write for "nothing": blank, `-`, `N/A`, `NULL`, and zeros in a date or a debtor's number.
pub fn is_empty_marker(field: Field, text: &str) -> bool {
    match text {
        "" | "-" | "N/A" | "n/a" | "NULL" | "null" | "(null)" => true,
        _ => {
            let zeros_mean_nothing = Field::DATES.contains(&field) || field == Field::SkyldnerId || field == Field::HovedfordringId;
            zeros_mean_nothing && text.len() >= 8 && text.chars().all(|c| matches!(c, '0' | '-' | '.' | '/'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_markers_are_known() {
        for text in ["", "-", "N/A", "NULL", "00000000", "0000-00-00", "00.00.0000"] {
            assert!(is_empty_marker(Field::Forfaldsdato, text), "{text}");
        }
        assert!(!is_empty_marker(Field::Hovedstol, "00000000"));
        assert!(!is_empty_marker(Field::Beskrivelse, "0"));
        assert!(!is_empty_marker(Field::Forfaldsdato, "0"));
    }
}
