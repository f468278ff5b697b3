//! Reading a date from the forms that Danish systems and spreadsheets write, and writing it as people here read it.

use chrono::{Datelike, Days, NaiveDate};

/// Dates outside these years are taken for typing errors.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// Spreadsheet day numbers that are read as dates: 1 January 1955 to 9 January 2119. Lower numbers are more likely something else.
const SERIALS: std::ops::RangeInclusive<u32> = 20_090..=80_000;

/// A date, and how it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// The text says the date in full.
    Full(NaiveDate),
    /// The year has two digits; the century is assumed (70–99: 1900s, else 2000s).
    TwoDigitYear(NaiveDate),
    /// The text is a spreadsheet's day number (1900 system).
    SpreadsheetDay(NaiveDate),
}

impl ReadDate {
    /// The date.
    pub fn date(self) -> NaiveDate {
        match self {
            ReadDate::Full(date) | ReadDate::TwoDigitYear(date) | ReadDate::SpreadsheetDay(date) => date,
        }
    }

    /// Whether something had to be assumed.
    pub fn is_assumed(self) -> bool {
        !matches!(self, ReadDate::Full(_))
    }
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// The text does not look like a date.
    NotADate,
    /// It looks like a date, but the month is not 1–12.
    NoSuchMonth,
    /// It looks like a date, but the month does not have that day.
    NoSuchDay,
    /// The year lies before 1900 or after 2199.
    YearOutOfRange,
}

/// Reads `dd-mm-åååå` (also with `/`, `.` or blanks, and `dd/mm-åååå`), `åååå-mm-dd`, `ååååmmdd`, two-digit years, a time of day
/// after the date, and a spreadsheet's day number.
///
/// # Errors
/// Says whether the text is no date at all, or one that does not exist.
pub fn parse_date(text: &str) -> Result<ReadDate, DateProblem> {
    let text = without_time(text.trim());
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return all_digits(text);
    }
    let mut parts = [""; 3];
    let mut count = 0;
    for part in text.split(['-', '/', '.', ' ', '\u{a0}']).filter(|part| !part.is_empty()) {
        if count == 3 || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DateProblem::NotADate);
        }
        parts[count] = part;
        count += 1;
    }
    if count != 3 {
        return Err(DateProblem::NotADate);
    }
    match parts.map(str::len) {
        [4, 1..=2, 1..=2] => exact(number(parts[0]), number(parts[1]), number(parts[2])).map(ReadDate::Full),
        [1..=2, 1..=2, 4] => exact(number(parts[2]), number(parts[1]), number(parts[0])).map(ReadDate::Full),
        [1..=2, 1..=2, 2] => {
            let year = number(parts[2]);
            let century = if year >= 70 { 1900 } else { 2000 };
            exact(century + year, number(parts[1]), number(parts[0])).map(ReadDate::TwoDigitYear)
        }
        _ => Err(DateProblem::NotADate),
    }
}

/// The date as people here read it: `dd.mm.åååå`.
pub fn format_date(date: NaiveDate) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// Cuts a time of day off: `2024-01-31T00:00:00+01:00`, `31-01-2024 00:00:00`.
fn without_time(text: &str) -> &str {
    let date = match text.split_once('T') {
        Some((date, _)) => date,
        None => match text.split_once(' ') {
            Some((date, time)) if time.contains(':') => date,
            _ => text,
        },
    };
    date.trim_end()
}

fn all_digits(text: &str) -> Result<ReadDate, DateProblem> {
    match text.len() {
        8 => exact(number(&text[..4]), number(&text[4..6]), number(&text[6..])).map(ReadDate::Full),
        5 => {
            let serial = number(text).unsigned_abs();
            if !SERIALS.contains(&serial) {
                return Err(DateProblem::NotADate);
            }
            // Day 1 is 1 January 1900, and the spreadsheet counts a 29 February 1900 that never was.
            NaiveDate::from_ymd_opt(1899, 12, 30)
                .and_then(|start| start.checked_add_days(Days::new(serial.into())))
                .map(ReadDate::SpreadsheetDay)
                .ok_or(DateProblem::NotADate)
        }
        _ => Err(DateProblem::NotADate),
    }
}

/// At most four ASCII digits as a number.
fn number(digits: &str) -> i32 {
    digits.bytes().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'))
}

fn exact(year: i32, month: i32, day: i32) -> Result<NaiveDate, DateProblem> {
    if !YEARS.contains(&year) {
        return Err(DateProblem::YearOutOfRange);
    }
    if !(1..=12).contains(&month) {
        return Err(DateProblem::NoSuchMonth);
    }
    NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()).ok_or(DateProblem::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_usual_form_is_read() {
        for text in [
            "31-01-2024",
            "31/01/2024",
            "31.01.2024",
            "31/01-2024",
            "31 01 2024",
            "2024-01-31",
            "20240131",
            "2024-01-31T00:00:00",
            "31-01-2024 00:00:00",
            " 31.1.2024 ",
        ] {
            assert_eq!(parse_date(text), Ok(ReadDate::Full(day(2024, 1, 31))), "{text}");
        }
    }

    #[test]
    fn assumptions_are_told() {
        assert_eq!(parse_date("31-01-24"), Ok(ReadDate::TwoDigitYear(day(2024, 1, 31))));
        assert_eq!(parse_date("31-01-99"), Ok(ReadDate::TwoDigitYear(day(1999, 1, 31))));
        assert_eq!(parse_date("45322"), Ok(ReadDate::SpreadsheetDay(day(2024, 1, 31))));
        assert_eq!(parse_date("36526"), Ok(ReadDate::SpreadsheetDay(day(2000, 1, 1))));
    }

    #[test]
    fn what_is_no_date_is_told_why() {
        let cases = [
            ("31-02-2024", DateProblem::NoSuchDay),
            ("29-02-2023", DateProblem::NoSuchDay),
            ("20230229", DateProblem::NoSuchDay),
            ("31-13-2024", DateProblem::NoSuchMonth),
            ("2024-00-01", DateProblem::NoSuchMonth),
            ("01-01-0202", DateProblem::YearOutOfRange),
            ("01-01-3025", DateProblem::YearOutOfRange),
            ("i går", DateProblem::NotADate),
            ("1. maj", DateProblem::NotADate),
            ("12", DateProblem::NotADate),
            ("123456789012", DateProblem::NotADate),
            ("1-2-3-4", DateProblem::NotADate),
            ("--", DateProblem::NotADate),
            ("٣١-٠١-٢٠٢٤", DateProblem::NotADate),
        ];
        for (text, why) in cases {
            assert_eq!(parse_date(text), Err(why), "{text}");
        }
    }

    #[test]
    fn written_and_read_again_is_the_same() {
        let mut date = day(1990, 1, 1);
        while date < day(2101, 1, 1) {
            assert_eq!(parse_date(&format_date(date)), Ok(ReadDate::Full(date)));
            assert_eq!(parse_date(&date.format("%Y%m%d").to_string()), Ok(ReadDate::Full(date)));
            date = date.succ_opt().unwrap();
        }
    }
}
