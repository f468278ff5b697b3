//! What a cell holds, and how it is written as text: numbers with a decimal comma, dates year first.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    Text(&'v str),
    Bool(bool),
    /// A number. `digits` is how it stands in the file, where it stands there as text; else empty.
    Number {
        number: f64,
        shown_as: ShownAs,
        digits: &'v str,
    },
    /// A formula whose result the file doesn't hold.
    NoResult,
}

/// What the cell's number format makes of its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShownAs {
    #[default]
    Number,
    /// A day, perhaps with a time.
    Day,
    /// A time of day.
    Time,
    /// Hours that may be more than a day's.
    Duration,
}

/// The day that a workbook counts its days from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// 1 January 1900 is day 1, and there was a 29 February 1900.
    From1900,
    /// 1 January 1904 is day 0.
    From1904,
}

/// Whether the text says all that the cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Whole,
    /// The number has more digits than a spreadsheet keeps.
    DigitsLost,
    NoResult,
}

/// Integers from here on have more digits than a spreadsheet keeps.
const EXACT: f64 = 1e15;

impl Value<'_> {
    /// Writes the value behind what stands in `out`.
    pub fn write(&self, epoch: Epoch, out: &mut String) -> Written {
        match *self {
            Value::Text(text) => out.push_str(text),
            Value::Bool(true) => out.push_str("ja"),
            Value::Bool(false) => out.push_str("nej"),
            Value::NoResult => return Written::NoResult,
            Value::Number { number, shown_as, digits } => {
                if !write_time(number, shown_as, epoch, out) {
                    return write_number(number, digits, out);
                }
            }
        }
        Written::Whole
    }
}

/// Writes a number without exponent, with a decimal comma and at most the 15 digits that a spreadsheet shows.
fn write_number(number: f64, digits: &str, out: &mut String) -> Written {
    if !number.is_finite() {
        out.push_str("#NUM!");
        return Written::Whole;
    }
    if number.abs() >= EXACT {
        if is_integer(digits) {
            // What the file says is at least as near as the number that was made of it.
            out.push_str(digits);
        } else {
            push(out, format_args!("{number:.0}"));
        }
        return Written::DigitsLost;
    }
    if !write_plain(digits, out) {
        write_digits(number, out);
    }
    Written::Whole
}

/// Writes a number as it stands in the file, where that is plain and has no more digits than are shown; answers whether it is.
///
/// By far most numbers are, and this is many times faster than taking a number apart.
fn write_plain(digits: &str, out: &mut String) -> bool {
    let plain = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let are_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    // A zero at either end could stand for nothing: those are left to the other way.
    let odd_end = whole.is_empty() || whole.starts_with('0') || decimals.ends_with('0') || decimals.len() == 3;
    if odd_end || whole.len() + decimals.len() > 15 || !are_digits(whole) || !are_digits(decimals) {
        return false;
    }
    out.push_str(if plain.len() < digits.len() { "-" } else { "" });
    out.push_str(whole);
    if !decimals.is_empty() {
        out.extend([",", decimals]);
    }
    true
}

fn is_integer(digits: &str) -> bool {
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn write_digits(number: f64, out: &mut String) {
    let rounded = format!("{:.14e}", number.abs());
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((rounded.as_str(), "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.truncate(digits.trim_end_matches('0').len());
    if digits.is_empty() {
        out.push('0');
        return;
    }
    if number < 0.0 {
        out.push('-');
    }
    let whole = usize::try_from(exponent + 1).unwrap_or_default();
    let decimals_start = out.len();
    if whole == 0 {
        out.push_str("0,");
        out.extend(std::iter::repeat_n('0', usize::try_from(-exponent - 1).unwrap_or_default()));
        out.push_str(&digits);
    } else if let Some((whole, decimals)) = digits.split_at_checked(whole).filter(|(_, decimals)| !decimals.is_empty()) {
        push(out, format_args!("{whole},{decimals}"));
    } else {
        push(out, format_args!("{digits:0<whole$}"));
    }
    // Three decimals could be taken for thousands: a fourth, which is zero, says that they aren't.
    let written = out.get(decimals_start..).unwrap_or_default();
    if written.split_once(',').is_some_and(|(_, decimals)| decimals.len() == 3) {
        out.push('0');
    }
}

/// Writes a day, a time or a duration; answers false when the number is none.
fn write_time(number: f64, shown_as: ShownAs, epoch: Epoch, out: &mut String) -> bool {
    const DAY: u64 = 24 * 60 * 60;
    // Up to the last day of the year 9999, in either system.
    if shown_as == ShownAs::Number || !(0.0..2_958_466.0).contains(&number) {
        return false;
    }
    // Within the range above, so nothing is cut off.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = (number * 86_400.0).round() as u64;
    let (days, time) = (seconds / DAY, seconds % DAY);
    match shown_as {
        ShownAs::Number => false,
        ShownAs::Duration => {
            write_clock(seconds, out);
            true
        }
        ShownAs::Time if number < 1.0 => {
            write_clock(seconds, out);
            true
        }
        ShownAs::Time | ShownAs::Day => match (day(days, epoch), days, time) {
            // Before the first day there is only a time.
            (None, 0, 1..) => {
                write_clock(time, out);
                true
            }
            (None, ..) => false,
            (Some(date), _, time) => {
                push(out, format_args!("{}", date.format("%Y-%m-%d")));
                if time > 0 {
                    out.push(' ');
                    write_clock(time, out);
                }
                true
            }
        },
    }
}

/// The day by its number.
pub fn day(number: u64, epoch: Epoch) -> Option<NaiveDate> {
    let (year, month, start) = match (epoch, number) {
        // The 29 February 1900 that never was.
        (Epoch::From1900, 0 | 60) => return None,
        (Epoch::From1900, 1..60) => (1899, 12, 31),
        (Epoch::From1900, _) => (1899, 12, 30),
        (Epoch::From1904, _) => (1904, 1, 1),
    };
    let date = NaiveDate::from_ymd_opt(year, month, start)?.checked_add_days(Days::new(number))?;
    (date <= NaiveDate::from_ymd_opt(9999, 12, 31)?).then_some(date)
}

fn write_clock(seconds: u64, out: &mut String) {
    push(out, format_args!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
}

/// Writes a date and time in ISO 8601 as a day, with the time only where there is one; anything else as it is.
pub fn write_iso_day(text: &str, out: &mut String) {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let time = time.trim_end_matches('Z').split('.').next().unwrap_or_default();
    if NaiveDate::parse_from_str(day, "%Y-%m-%d").is_err() {
        out.push_str(text);
        return;
    }
    out.push_str(day);
    if !matches!(time, "" | "00:00" | "00:00:00") {
        push(out, format_args!(" {time}"));
    }
}

/// Writes a duration in ISO 8601, `PT10H30M00S`, as hours, minutes and seconds; anything else as it is.
pub fn write_iso_duration(text: &str, out: &mut String) {
    match iso_seconds(text) {
        Some(seconds) => write_clock(seconds, out),
        None => out.push_str(text),
    }
}

fn iso_seconds(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds: u64 = 0;
    for (letter, length) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(letter) {
            let whole = number.split(['.', ',']).next().unwrap_or_default();
            seconds = seconds.checked_add(whole.parse::<u64>().ok()?.checked_mul(length)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

/// What a number format that every workbook has by its number makes of a number.
pub fn built_in_format(id: u32) -> ShownAs {
    match id {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => ShownAs::Day,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => ShownAs::Time,
        46 => ShownAs::Duration,
        _ => ShownAs::Number,
    }
}

/// What a number format's code makes of a number, e.g. `dd\-mm\-yyyy`.
pub fn format_of_code(code: &str) -> ShownAs {
    let (mut day, mut month, mut time, mut number) = (false, false, false, false);
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            // Only what positive numbers are shown by.
            ';' => break,
            '"' => letters.by_ref().take_while(|letter| *letter != '"').for_each(drop),
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').take(8).collect();
                if is_elapsed(&inside) {
                    return ShownAs::Duration;
                }
            }
            'g' if letters.as_str().get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => return ShownAs::Number,
            'd' | 'y' => day = true,
            'h' | 's' => time = true,
            'm' => month = true,
            // Decimals of a second are no number of their own.
            '0' | '#' | '?' if !time => number = true,
            _ => {}
        }
    }
    match (number, day, month, time) {
        (true, ..) => ShownAs::Number,
        (_, true, ..) | (_, _, true, false) => ShownAs::Day,
        (.., true) => ShownAs::Time,
        _ => ShownAs::Number,
    }
}

/// Whether brackets hold `h`, `mm` or the like, which count on past a day's end.
fn is_elapsed(inside: &str) -> bool {
    ["h", "m", "s"].iter().any(|letter| !inside.is_empty() && inside.to_ascii_lowercase().replace(letter, "").is_empty())
}

/// The text without what a workbook writes for characters that XML can't hold: `_x000D_`.
pub fn without_escapes(text: &mut String, from: usize) {
    let Some(written) = text.get(from..).filter(|written| written.contains("_x")) else { return };
    let mut plain = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        match escaped(after) {
            Some((letter, after)) => {
                plain.push(letter);
                rest = after;
            }
            None => {
                plain.push_str("_x");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    text.truncate(from);
    text.push_str(&plain);
}

fn escaped(text: &str) -> Option<(char, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((letter, rest.strip_prefix('_')?))
}

/// The error that a workbook in binary records writes by a number.
pub fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A number in the short form of binary records: 30 bits of it, perhaps an integer, perhaps in hundredths.
pub fn short_number(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        // The bits are a number with a sign.
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// Writing into a string never fails.
fn push(out: &mut String, text: std::fmt::Arguments) {
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value, epoch: Epoch) -> (String, Written) {
        let mut out = String::new();
        let how = value.write(epoch, &mut out);
        (out, how)
    }

    fn number(number: f64) -> String {
        written(&Value::Number { number, shown_as: ShownAs::Number, digits: "" }, Epoch::From1900).0
    }

    fn shown(number: f64, shown_as: ShownAs, epoch: Epoch) -> String {
        written(&Value::Number { number, shown_as, digits: "" }, epoch).0
    }

    #[test]
    fn numbers_are_written_without_exponent() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1234.0, "1234"),
            (-1234.5, "-1234,5"),
            (0.1 + 0.2, "0,3"),
            (1.0 - 0.9, "0,1"),
            (727.0 / 100.0, "7,27"),
            (99_999_999.99, "99999999,99"),
            (123_456_789_012_345.0, "123456789012345"),
            (999_999_999_999_999.0, "999999999999999"),
            (1.0e14, "100000000000000"),
            (1.234, "1,2340"),
            (-1.234, "-1,2340"),
            (1234.567, "1234,5670"),
            (0.125, "0,1250"),
            (0.001, "0,0010"),
            (1.5e-7, "0,00000015"),
            (2.0 / 3.0, "0,666666666666667"),
            (200.0 / 3.0, "66,6666666666667"),
            (f64::INFINITY, "#NUM!"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(1e-300).len(), 302);
    }

    #[test]
    fn plain_digits_are_written_as_the_number_would_be() {
        for digits in [
            "1234",
            "-1234",
            "12.5",
            "12.50",
            "0.5",
            "007",
            "1.234",
            "1.2345",
            "100",
            "-0",
            "0",
            "1.",
            ".5",
            "1e3",
            "1E-2",
            "123456789012345",
            "12345678901.2345",
            "12345678901.23456",
            "0.30000000000000004",
            "+5",
            "1234.567",
        ] {
            let value: f64 = digits.parse().unwrap();
            let (text, _) = written(&Value::Number { number: value, shown_as: ShownAs::Number, digits }, Epoch::From1900);
            assert_eq!(text, number(value), "{digits}");
        }
    }

    #[test]
    fn integers_with_too_many_digits_are_told() {
        let lost = |number, digits| written(&Value::Number { number, shown_as: ShownAs::Number, digits }, Epoch::From1900);
        assert_eq!(lost(1e15, ""), ("1000000000000000".into(), Written::DigitsLost));
        assert_eq!(lost(-1.5e20, ""), ("-150000000000000000000".into(), Written::DigitsLost));
        assert_eq!(lost(1.234_567_890_123_456_8e18, "1234567890123456789"), ("1234567890123456789".into(), Written::DigitsLost));
        assert_eq!(lost(1.234e18, "1.234E+18"), ("1234000000000000000".into(), Written::DigitsLost));
        assert_eq!(lost(999_999_999_999_999.0, "999999999999999").1, Written::Whole);
    }

    #[test]
    fn days_are_written_year_first() {
        use Epoch::{From1900, From1904};
        use ShownAs::{Day, Duration, Time};
        for (value, how, epoch, text) in [
            (45_322.0, Day, From1900, "2024-01-31"),
            (45_322.437_5, Day, From1900, "2024-01-31 10:30:00"),
            (45_322.999_999_99, Day, From1900, "2024-02-01"),
            (1.0, Day, From1900, "1900-01-01"),
            (59.0, Day, From1900, "1900-02-28"),
            (60.0, Day, From1900, "60"),
            (61.0, Day, From1900, "1900-03-01"),
            (2_958_465.0, Day, From1900, "9999-12-31"),
            (2_958_465.999_999, Day, From1900, "2958465,999999"),
            (2_958_466.0, Day, From1900, "2958466"),
            (0.0, Day, From1900, "0"),
            (0.5, Day, From1900, "12:00:00"),
            (-1.0, Day, From1900, "-1"),
            (43_860.0, Day, From1904, "2024-01-31"),
            (0.0, Day, From1904, "1904-01-01"),
            (2_957_004.0, Day, From1904, "2957004"),
            (0.4375, Time, From1900, "10:30:00"),
            (45_322.437_5, Time, From1900, "2024-01-31 10:30:00"),
            (0.999_999, Time, From1900, "24:00:00"),
            (1.25, Duration, From1900, "30:00:00"),
            (0.0, Duration, From1900, "00:00:00"),
            (-0.5, Duration, From1900, "-0,5"),
        ] {
            assert_eq!(shown(value, how, epoch), text, "{value} {how:?} {epoch:?}");
        }
    }

    #[test]
    fn other_values_have_their_text() {
        let of = |value: Value| written(&value, Epoch::From1900);
        assert_eq!(of(Value::Bool(true)).0, "ja");
        assert_eq!(of(Value::Bool(false)).0, "nej");
        assert_eq!(of(Value::Text(" æ ")).0, " æ ");
        assert_eq!(of(Value::NoResult), (String::new(), Written::NoResult));
    }

    #[test]
    fn a_formats_code_says_what_it_shows() {
        for (code, how) in [
            ("General", ShownAs::Number),
            ("0.00", ShownAs::Number),
            ("#,##0.00\\ \"kr.\"", ShownAs::Number),
            ("#,##0.00 [$kr.-406]", ShownAs::Number),
            ("[$DKK] #,##0.00", ShownAs::Number),
            ("DKK 0", ShownAs::Number),
            ("\"dag\" 0", ShownAs::Number),
            ("[Red]0.00;[Blue]-0.00", ShownAs::Number),
            ("0;yyyy", ShownAs::Number),
            ("0.00E+00", ShownAs::Number),
            ("@", ShownAs::Number),
            ("000000\\-0000", ShownAs::Number),
            ("", ShownAs::Number),
            ("dd\\-mm\\-yyyy", ShownAs::Day),
            ("[$-406]d\\. mmmm yyyy;@", ShownAs::Day),
            ("YYYY-MM-DD", ShownAs::Day),
            ("mmm", ShownAs::Day),
            ("dd/mm/yyyy hh:mm", ShownAs::Day),
            ("hh:mm", ShownAs::Time),
            ("h:mm AM/PM", ShownAs::Time),
            ("mm:ss.00", ShownAs::Time),
            ("[h]:mm:ss", ShownAs::Duration),
            ("[MM]:ss", ShownAs::Duration),
        ] {
            assert_eq!(format_of_code(code), how, "{code}");
        }
        assert_eq!(
            [0, 2, 14, 22, 20, 46, 49].map(built_in_format).map(|how| how == ShownAs::Day),
            [false, false, true, true, false, false, false]
        );
    }

    #[test]
    fn iso_days_and_durations_are_written_alike() {
        for (iso, text) in [
            ("2025-03-04", "2025-03-04"),
            ("2025-03-04T00:00:00", "2025-03-04"),
            ("2025-03-04T10:30:00.000", "2025-03-04 10:30:00"),
            ("2025-03-04T10:30:00Z", "2025-03-04 10:30:00"),
            ("i går", "i går"),
        ] {
            let mut out = String::new();
            write_iso_day(iso, &mut out);
            assert_eq!(out, text);
        }
        for (iso, text) in [
            ("PT10H30M00S", "10:30:00"),
            ("PT36H", "36:00:00"),
            ("PT10H30M01.5S", "10:30:01"),
            ("P1D", "P1D"),
            ("PT9999999999999999999H", "PT9999999999999999999H"),
        ] {
            let mut out = String::new();
            write_iso_duration(iso, &mut out);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn escapes_stand_for_one_letter() {
        for (text, plain) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xyz", "_xyz"),
            ("x_x12", "x_x12"),
            ("_xD800_", "_xD800_"),
            ("æ_xæøå", "æ_xæøå"),
        ] {
            let mut kept = format!("før {text}");
            without_escapes(&mut kept, 5);
            assert_eq!(kept, format!("før {plain}"));
        }
    }

    #[test]
    fn short_numbers_are_read() {
        let integer = |number: i32| (number.cast_unsigned() << 2) | 2;
        assert_eq!(short_number(integer(1234)), 1234.0);
        assert_eq!(short_number(integer(-1234) | 1), -12.34);
        assert_eq!(short_number(0x3FF0_0000), 1.0);
        assert_eq!(short_number(0x3FF0_0001), 0.01);
    }
}
