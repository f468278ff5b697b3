//! The plain forms of dates and amounts, read without allocation: what nearly every cell of a file holds.

use super::{DateOrder, DecimalMark};

/// A date as its numbers: the day may not exist.
pub type DateNumbers = (i32, i32, i32);

/// The first four and the last three bytes of `åååå-mm-`, in the order of a little-endian word.
const YEAR_FIRST_MARKS: u64 = 0xFF00_00FF_0000_0000;
/// Those of `dd-mm-åå`.
const YEAR_LAST_MARKS: u64 = 0x0000_FF00_00FF_0000;
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Reads `åååå-mm-dd`, `dd-mm-åååå` (also with `.` or `/`) and `ååååmmdd` as year, month and day. `None` for every other form, for years that
/// are taken for typing errors, and for a date whose order the column doesn't tell: [`super::parse_date_in`] says what those are.
///
/// Day and month may be any two digits; whether there is such a day is for the calendar to say.
#[inline]
pub fn plain_date(text: &[u8], order: DateOrder) -> Option<DateNumbers> {
    let (year, month, day) = match text.len() {
        10 => {
            let word = u64::from_le_bytes(*text.first_chunk()?);
            let (first, second) = (*text.get(8)?, *text.get(9)?);
            if is_mark(byte(word, 4)) && is_mark(byte(word, 7)) {
                let numbers = digits(word & !YEAR_FIRST_MARKS, ZEROS & !YEAR_FIRST_MARKS)?;
                (pair(numbers, 0) * 100 + pair(numbers, 2), pair(numbers, 5), two(first, second)?)
            } else if is_mark(byte(word, 2)) && is_mark(byte(word, 5)) {
                let numbers = digits(word & !YEAR_LAST_MARKS, ZEROS & !YEAR_LAST_MARKS)?;
                let (one, other) = (pair(numbers, 0), pair(numbers, 3));
                let year = pair(numbers, 6) * 100 + two(first, second)?;
                match order {
                    DateOrder::DayFirst => (year, other, one),
                    DateOrder::MonthFirst => (year, one, other),
                    DateOrder::Unclear => return None,
                }
            } else {
                return None;
            }
        }
        8 => {
            let numbers = digits(u64::from_le_bytes(*text.first_chunk()?), ZEROS)?;
            let month = pair(numbers, 4);
            // Else the last four digits may be a year.
            if month > 12 {
                return None;
            }
            (pair(numbers, 0) * 100 + pair(numbers, 2), month, pair(numbers, 6))
        }
        _ => return None,
    };
    (1900..=2199).contains(&year).then_some((year, month, day))
}

/// Reads whole kroner of at most eight digits, also with a minus before them, and with a point or comma and one or two decimals behind, as øre.
/// `None` for every other form: [`super::parse_amount_in`] says what those are.
#[inline]
pub fn plain_amount(text: &[u8], decimals: DecimalMark) -> Option<i64> {
    let (negative, number) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut kroner, mut whole) = (0, 0);
    while let Some(digit) = number.get(whole).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        kroner = kroner * 10 + i64::from(digit);
        whole += 1;
        if whole > 8 {
            return None;
        }
    }
    if whole == 0 {
        return None;
    }
    let oere = match number.get(whole..)? {
        [] => 0,
        [mark, parts @ ..] if is_decimal_mark(*mark, decimals) => match parts {
            [tens] => two(*tens, b'0')?,
            [tens, ones] => two(*tens, *ones)?,
            _ => return None,
        },
        _ => return None,
    };
    let amount = kroner * 100 + i64::from(oere);
    Some(if negative { -amount } else { amount })
}

/// Whether the text is eight to sixteen digits and nothing else.
#[inline]
pub fn is_plain_number(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) else { return false };
    let all = |word: &[u8; 8]| digits(u64::from_le_bytes(*word), ZEROS).is_some();
    text.len() <= 16 && all(first) && all(last)
}

/// Whether one or two digits behind the mark are decimals. Where the column doesn't say, or isn't sure, they can't be anything else.
fn is_decimal_mark(mark: u8, decimals: DecimalMark) -> bool {
    match decimals {
        DecimalMark::Unsaid | DecimalMark::Unclear => matches!(mark, b'.' | b','),
        DecimalMark::Comma => mark == b',',
        DecimalMark::Point => mark == b'.',
    }
}

#[inline]
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'-' | b'.' | b'/')
}

#[inline]
fn byte(word: u64, place: u32) -> u8 {
    word.to_le_bytes()[place as usize & 7]
}

/// The digits' values, byte by byte; `None` where one of the bytes is no digit.
#[inline]
fn digits(word: u64, zeros: u64) -> Option<u64> {
    let numbers = word ^ zeros;
    // A byte over nine gets its highest bit set by the sum, or has it.
    let over = (numbers.wrapping_add(0x7676_7676_7676_7676) | numbers) & 0x8080_8080_8080_8080;
    (over == 0).then_some(numbers)
}

/// Two digits as a number.
#[inline]
fn pair(numbers: u64, place: u32) -> i32 {
    i32::from(byte(numbers, place)) * 10 + i32::from(byte(numbers, place + 1))
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<i32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then_some(i32::from(tens) * 10 + i32::from(ones))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::super::date::parse_any_date;
    use super::super::{ReadDate, ValueStyle, parse_amount_in};
    use super::*;

    /// Texts near the plain forms: every byte of some good ones changed to each of some others, and each length.
    fn near(seeds: &[&str]) -> Vec<String> {
        let mut texts = Vec::new();
        for seed in seeds {
            texts.push((*seed).to_owned());
            for place in 0..seed.len() {
                for other in "0123456789-./,: aET+".chars() {
                    let mut text = (*seed).to_owned();
                    text.replace_range(place..=place, &other.to_string());
                    texts.push(text.clone());
                    text.remove(place);
                    texts.push(text);
                }
            }
        }
        texts
    }

    #[test]
    fn plain_dates_are_read_as_the_full_reader_reads_them() {
        let mut read = 0;
        let texts =
            near(&["2026-02-28", "28-02-2026", "03.04.2025", "11/12/2199", "20260331", "20101201", "31012024", "1900-01-01", "2024-02-29"]);
        for text in texts {
            for order in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Unclear] {
                let Some((year, month, day)) = plain_date(text.as_bytes(), order) else { continue };
                let Some(date) = NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()) else { continue };
                let style = ValueStyle { dates: order, ..ValueStyle::default() };
                assert_eq!(parse_any_date(&text, style), Ok(ReadDate::Full(date)), "{text} {order:?}");
                read += 1;
            }
        }
        assert!(read > 800, "only {read} dates were plain");
        for text in ["2026-02-28", "28-02-2026", "28.02.2026", "28/02/2026", "20260228"] {
            assert_eq!(plain_date(text.as_bytes(), DateOrder::DayFirst), Some((2026, 2, 28)), "{text}");
        }
        for text in ["", "2026-2-28", "28-02-26", "2026-02-28T00:00", "1899-12-31", "2200-01-01", "31012024", "2026 02 28", "45322"] {
            assert_eq!(plain_date(text.as_bytes(), DateOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn plain_numbers_are_digits() {
        for text in near(&["12345678", "6902501234", "1234567890123456"]) {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && (8..=16).contains(&text.len());
            assert_eq!(is_plain_number(text.as_bytes()), digits, "{text}");
        }
        assert!(!is_plain_number("1234567é".as_bytes()) && !is_plain_number(b"12345678901234567") && is_plain_number(b"00000000"));
    }

    #[test]
    fn plain_amounts_are_read_as_the_full_reader_reads_them() {
        let mut read = 0;
        for text in near(&["2825.00", "1234,5", "-12.50", "99999999.99", "0", "0,05", "007", "-0.00"]) {
            for decimals in [DecimalMark::Unsaid, DecimalMark::Comma, DecimalMark::Point, DecimalMark::Unclear] {
                let Some(oere) = plain_amount(text.as_bytes(), decimals) else { continue };
                assert_eq!(parse_amount_in(&text, decimals), Ok(Decimal::new(oere, 2)), "{text} {decimals:?}");
                read += 1;
            }
        }
        assert!(read > 1000, "only {read} amounts were plain");
        for (text, oere) in [("2825.00", 282_500), ("12,5", 1250), ("-1.00", -100), ("7", 700), ("99999999.99", 9_999_999_999)] {
            assert_eq!(plain_amount(text.as_bytes(), DecimalMark::Unsaid), Some(oere), "{text}");
        }
        for text in ["", "-", "1.234", "1,234", ".5", "12.", "123456789", "1 000", "1e3", "--1", "12-", "1.2.3"] {
            assert_eq!(plain_amount(text.as_bytes(), DecimalMark::Unsaid), None, "{text}");
        }
    }
}
