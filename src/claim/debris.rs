//! What spreadsheets leave in a cell instead of its value: error marks, and numbers whose digits are gone.

/// An error that a spreadsheet shows in a cell, by what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// `#N/A`, `#I/T`: a look-up found nothing.
    NotFound,
    /// `#REF!`, `#REFERENCE!`: the formula's cell was deleted.
    Reference,
    /// `#VALUE!`, `#VÆRDI!`: the formula reckons with something that is no number.
    Value,
    /// `#DIV/0!`, `#DIVISION/0!`: the formula divides by nothing.
    Division,
    /// `#NAME?`, `#NAVN?`: the formula has a name in it that the spreadsheet doesn't know.
    Name,
    /// `#NUM!`: the result is no number that a spreadsheet can hold.
    Number,
    /// `#NULL!`, `#NUL!`: the formula asks for cells that two areas share, and there are none.
    NoOverlap,
    /// `Err:502`, `Fejl:502`: an error that the spreadsheet has only a number for.
    Numbered,
    /// `#####`: the column was too narrow for the value when the sheet was saved as text.
    TooNarrow,
}

/// The error mark that the text is, if it is one. English and Danish spreadsheets write different ones.
pub fn sheet_error(text: &str) -> Option<SheetError> {
    // Nearly every cell ends here.
    if !text.starts_with(['#', 'E', 'F']) {
        return None;
    }
    match text {
        "#N/A" | "#I/T" => Some(SheetError::NotFound),
        "#REF!" | "#REFERENCE!" => Some(SheetError::Reference),
        "#VALUE!" | "#VÆRDI!" => Some(SheetError::Value),
        "#DIV/0!" | "#DIVISION/0!" => Some(SheetError::Division),
        "#NAME?" | "#NAVN?" => Some(SheetError::Name),
        "#NUM!" => Some(SheetError::Number),
        "#NULL!" | "#NUL!" => Some(SheetError::NoOverlap),
        _ if text.len() >= 3 && text.bytes().all(|byte| byte == b'#') => Some(SheetError::TooNarrow),
        _ => {
            let number = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fejl:"))?;
            (number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(SheetError::Numbered)
        }
    }
}

/// Whether a spreadsheet has shortened a long number to the likes of `1,23E+11`, so that its digits are lost.
pub fn is_shortened_number(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = exponent.strip_prefix('+').unwrap_or(exponent);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let separated = mantissa.split_once([',', '.']).is_some_and(|(whole, decimals)| number(whole) && number(decimals));
    // Without separator and plus, it may be a reference that is meant so, e.g. `2026E01`.
    number(digits) && digits.len() <= 3 && (separated || (number(mantissa) && exponent.starts_with('+')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_mark_is_known() {
        for (text, error) in [
            ("#N/A", SheetError::NotFound),
            ("#I/T", SheetError::NotFound),
            ("#REF!", SheetError::Reference),
            ("#REFERENCE!", SheetError::Reference),
            ("#VALUE!", SheetError::Value),
            ("#VÆRDI!", SheetError::Value),
            ("#DIV/0!", SheetError::Division),
            ("#DIVISION/0!", SheetError::Division),
            ("#NAME?", SheetError::Name),
            ("#NAVN?", SheetError::Name),
            ("#NUM!", SheetError::Number),
            ("#NULL!", SheetError::NoOverlap),
            ("#NUL!", SheetError::NoOverlap),
            ("Err:502", SheetError::Numbered),
            ("Fejl:504", SheetError::Numbered),
            ("###", SheetError::TooNarrow),
            ("###############", SheetError::TooNarrow),
        ] {
            assert_eq!(sheet_error(text), Some(error), "{text}");
        }
        for text in ["", "#", "##", "N/A", "#1", "#N/A!", "# Faktura", "####1", "Err:5020", "Fejl:x", "FAK-1", "E7", "#HUSK!"] {
            assert_eq!(sheet_error(text), None, "{text}");
        }
    }

    #[test]
    fn shortened_numbers_are_known() {
        for (text, shortened) in [
            ("1,23E+11", true),
            ("1.23E11", true),
            ("6E+09", true),
            ("1,23e+011", true),
            ("6E09", false),
            ("2026E01", false),
            ("FAK-E-1", false),
            ("E+11", false),
            ("1,E+11", false),
            ("1,23E+", false),
            ("1,23E-05", false),
            ("", false),
        ] {
            assert_eq!(is_shortened_number(text), shortened, "{text}");
        }
    }
}
