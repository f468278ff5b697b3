//! Corrected cells back into workbooks: only the part with the sheet is packed anew, and in it only those cells are written.

mod formulas;
pub(super) mod ods;
mod ods_cell;
mod pattern;
mod repack;
pub(super) mod xlsx;

use super::value::{Epoch, ShownAs, Value, Written};
use crate::claim::Decimal;
use crate::intake::formats::correct::NewCell;

const COVERED: &str = "Cellen er flettet sammen med andre celler og vises ikke. Ret cellen øverst til venstre i det flettede område.";
const SHARED_FORMULA: &str = "Cellen har en formel, som andre celler bruger. Ret den i regnearket.";
const NOT_IN_XML: &str = "Teksten har tegn, som filen ikke kan rumme.";
const NO_COLUMN: &str = "Arket har ikke den kolonne.";

/// The most digits that a number in a spreadsheet keeps.
const DIGITS: usize = 15;

/// The number that a value is, as workbooks write it, where the number is read as the same again.
fn digits(value: &NewCell) -> Option<String> {
    let (digits, text) = match value {
        NewCell::Amount(amount, _) => (Decimal::normalize(amount).to_string(), None),
        NewCell::Text(text) | NewCell::Date(_, text) => (text.replace(',', "."), Some(text)),
        NewCell::Empty => return None,
    };
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    let number = digits.parse::<f64>().ok().filter(|_| is_plain)?;
    let mut shown = String::new();
    let written = Value::Number { number, shown_as: ShownAs::Number, digits: &digits }.write(Epoch::From1900, &mut shown);
    let is_same = text.map_or_else(|| digits.bytes().filter(u8::is_ascii_digit).count() <= DIGITS, |text| *text == shown);
    (written == Written::Whole && is_same).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_number_can_say_is_a_number() {
        let text = |text: &str| digits(&NewCell::Text(text.into()));
        for whole in ["0", "-1", "4321", "123456789012345", "1234,5", "-0,25", "1,2340"] {
            assert_eq!(text(whole), Some(whole.replace(',', ".")));
        }
        for other in ["", "-", "-0", "007", "1,50", "1.5", "1,234", "1.234,5", "1234567890123456", "1e3", "+1", " 1", "x"] {
            assert_eq!(text(other), None, "{other}");
        }
        let amount = |amount: &str| digits(&NewCell::Amount(amount.parse().unwrap(), String::new()));
        assert_eq!(amount("1000.50").as_deref(), Some("1000.5"));
        assert_eq!(amount("-0.00").as_deref(), Some("0"));
        assert_eq!(amount("12345678901234.56"), None);
    }
}
