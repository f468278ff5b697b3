//! A debtor's number as people write it, taken apart so that it can be checked in one way everywhere.

/// As many digits as the longest number has, that of the AKR register.
const LONGEST: usize = 11;

/// A debtor's number: its digits, without the hyphens and blanks that people put between them. The text that is shown stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebtorNumber {
    digits: [u8; LONGEST],
    count: usize,
    /// The letters `DK` stand in front, as in a VAT number.
    pub has_country_code: bool,
}

impl DebtorNumber {
    /// Reads digits, with hyphens and blanks between them and the letters `DK` in front at most. Nothing for any other text.
    pub fn read(text: &str) -> Option<DebtorNumber> {
        let country = text.get(..2).is_some_and(|letters| letters.eq_ignore_ascii_case("DK"));
        let plain = if country { text.get(2..).unwrap_or_default() } else { text };
        let mut number = DebtorNumber { digits: [0; LONGEST], count: 0, has_country_code: country };
        for c in plain.chars() {
            match c {
                '0'..='9' => number.push(c),
                '-' | ' ' | '\u{a0}' => {}
                _ => return None,
            }
        }
        Some(number)
    }

    fn push(&mut self, digit: char) {
        if let (Some(free), Some(value)) = (self.digits.get_mut(self.count), digit.to_digit(10)) {
            *free = u8::try_from(value).unwrap_or_default();
        }
        self.count += 1;
    }

    /// How many digits it has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Its digits as numbers; the first eleven of a longer one.
    pub fn digits(&self) -> &[u8] {
        self.digits.get(..self.count).unwrap_or(&self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_the_same_in_every_form() {
        let plain = DebtorNumber::read("6902501234").unwrap();
        assert_eq!((plain.digits(), plain.count(), plain.has_country_code), (&[6, 9, 0, 2, 5, 0, 1, 2, 3, 4][..], 10, false));
        for text in ["690250-1234", "690250 1234", "690250\u{a0}-\u{a0}1234", " 6902501234 "] {
            assert_eq!(DebtorNumber::read(text), Some(plain), "{text}");
        }
        for text in ["DK12345678", "dk 12 34 56 78", "DK-12345678"] {
            let number = DebtorNumber::read(text).unwrap();
            assert_eq!((number.digits(), number.has_country_code), (&[1, 2, 3, 4, 5, 6, 7, 8][..], true), "{text}");
        }
        for text in ["Jens", "SE12345678", "12345678DK", "690250/1234", "1,23E+11", "٣١", "æ1"] {
            assert_eq!(DebtorNumber::read(text), None, "{text}");
        }
    }

    #[test]
    fn long_numbers_are_counted_and_cut() {
        let long = DebtorNumber::read("123456789012345").unwrap();
        assert_eq!((long.count(), long.digits().len()), (15, 11));
        assert_eq!(DebtorNumber::read("").unwrap().digits(), [0_u8; 0]);
    }
}
