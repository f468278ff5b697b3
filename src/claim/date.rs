//! Reading a date from the forms that Danish systems and spreadsheets write, and writing it as people here read it.

use chrono::{Datelike, Days, NaiveDate};

use super::plain::plain_date;
use super::{DateOrder, ValueStyle};

/// Dates outside these years are taken for typing errors.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;
/// Spreadsheet day numbers (1900 system) that are read as dates: 1 January 1955 to 11 January 2119. Lower numbers are more likely something else.
const SERIALS: std::ops::RangeInclusive<u32> = 20_090..=80_000;
/// How many days a workbook that counts from 1904 is behind one that counts from 1900.
const BEHIND_IN_1904: u32 = 1462;
/// The months as people here name them. Their first three letters are the short names.
const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];
/// What stands between a date's parts.
const SEPARATORS: [char; 5] = ['-', '/', '.', ' ', '\u{a0}'];

/// A date, and how it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// The text says the date in full.
    Full(NaiveDate),
    /// The year has two digits; the century is assumed (70–99: 1900s, else 2000s).
    TwoDigitYear(NaiveDate),
    /// Eight digits, of which the last four are the year: `31012024`.
    EightDigits(NaiveDate),
    /// The text is a spreadsheet's day number.
    SpreadsheetDay(NaiveDate),
    /// The text is a moment late in the evening of the day in universal time, when it may be the next day in Denmark.
    UtcEvening(NaiveDate),
}

impl ReadDate {
    /// The date.
    pub fn date(self) -> NaiveDate {
        match self {
            ReadDate::Full(date)
            | ReadDate::TwoDigitYear(date)
            | ReadDate::EightDigits(date)
            | ReadDate::SpreadsheetDay(date)
            | ReadDate::UtcEvening(date) => date,
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
    /// Day and month stand there without a year: `1. maj`.
    NoYear,
    /// Six digits, which don't say what is day, month and year.
    SixDigits,
    /// It looks like a date, but the month is not 1–12.
    NoSuchMonth(DateParts),
    /// It looks like a date, but the month does not have that day.
    NoSuchDay(DateParts),
    /// The year lies before 1900 or after 2199.
    YearOutOfRange,
    /// It is one date with the day first and another with the month first, and the column doesn't say which is meant.
    TwoReadings,
}

/// The numbers of a date as it is written, whether there is such a date or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateParts {
    pub year: u16,
    pub month: u16,
    pub day: u16,
    pub first: FirstPart,
}

/// What stands first in a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPart {
    Year,
    Month,
    Day,
}

impl DateParts {
    fn date(self) -> Result<NaiveDate, DateProblem> {
        if !YEARS.contains(&self.year) {
            return Err(DateProblem::YearOutOfRange);
        }
        if !(1..=12).contains(&self.month) {
            return Err(DateProblem::NoSuchMonth(self));
        }
        NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), self.day.into()).ok_or(DateProblem::NoSuchDay(self))
    }

    /// Whether it would be a date if day and month changed places.
    pub fn is_date_when_swapped(self) -> bool {
        DateParts { month: self.day, day: self.month, ..self }.date().is_ok()
    }

    /// The month's name, e.g. `februar`; `None` for a month that does not exist.
    pub fn month_name(self) -> Option<&'static str> {
        usize::from(self.month).checked_sub(1).and_then(|index| MONTHS.get(index)).copied()
    }

    /// How many days the month has in that year; `None` for a month that does not exist.
    pub fn days_in_month(self) -> Option<u16> {
        (28..=31).rev().find(|day| DateParts { day: *day, ..self }.date().is_ok())
    }
}

/// Reads `dd-mm-åååå` (also with `/`, `.` or blanks, and `dd/mm-åååå`), `åååå-mm-dd`, `ååååmmdd`, `ddmmåååå`, two-digit years, the month's Danish
/// name or its first three letters (`1. maj 2025`, `01-maj-2025`), a time of day after the date, a time zone after `åååå-mm-dd`, and a
/// spreadsheet's day number.
///
/// # Errors
/// Says whether the text is no date at all, or one that does not exist.
pub fn parse_date(text: &str) -> Result<ReadDate, DateProblem> {
    parse_date_in(text, ValueStyle::default())
}

/// As [`parse_date`], for a column with this style: it decides which of day and month comes first where the year stands last, and from when a
/// day number is counted. Nothing else in a date depends on it.
///
/// # Errors
/// As [`parse_date`].
pub fn parse_date_in(text: &str, style: ValueStyle) -> Result<ReadDate, DateProblem> {
    // Nearly every date is plain, and needs none of the steps that other forms do.
    let plain = plain_date(text.as_bytes(), style.dates);
    let date = plain.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()));
    date.map_or_else(|| parse_any_date(text, style), |date| Ok(ReadDate::Full(date)))
}

/// As [`parse_date_in`], for dates in every form.
pub(super) fn parse_any_date(text: &str, style: ValueStyle) -> Result<ReadDate, DateProblem> {
    if style.dates == DateOrder::Unclear {
        let day_first = parse_any_date(text, ValueStyle { dates: DateOrder::DayFirst, ..style });
        let month_first = parse_any_date(text, ValueStyle { dates: DateOrder::MonthFirst, ..style });
        return if day_first.is_ok() && month_first.is_ok() && day_first != month_first {
            Err(DateProblem::TwoReadings)
        } else {
            day_first
        };
    }
    let (date, time) = split_time(text.trim());
    let read = read_day(date, style)?;
    match read {
        ReadDate::Full(date) if is_evening_in_utc(time) => Ok(ReadDate::UtcEvening(date)),
        other => Ok(other),
    }
}

/// What a text says of the order in which its column writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateEvidence {
    /// It is no date in either order. Marks for an empty cell are none either.
    NotADate,
    /// It is the same date in both orders: the year stands first, the month has its name, day and month are the same, or it is a day number.
    Unambiguous,
    /// It is a date only when the day stands first.
    DayFirstOnly,
    /// It is a date only when the month stands first.
    MonthFirstOnly,
    /// It is a date in both orders, and not the same one.
    Either,
}

/// What the text says of the order in which its column writes dates.
pub fn date_evidence(text: &str) -> DateEvidence {
    let read = |dates| parse_date_in(text, ValueStyle { dates, ..ValueStyle::default() });
    match (read(DateOrder::DayFirst), read(DateOrder::MonthFirst)) {
        (Err(_), Err(_)) => DateEvidence::NotADate,
        (Ok(_), Err(_)) => DateEvidence::DayFirstOnly,
        (Err(_), Ok(_)) => DateEvidence::MonthFirstOnly,
        (Ok(one), Ok(other)) if one == other => DateEvidence::Unambiguous,
        (Ok(_), Ok(_)) => DateEvidence::Either,
    }
}

/// The date as people here read it: `dd.mm.åååå`.
pub fn format_date(date: NaiveDate) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// Parts a time of day or a time zone from the date: `2024-01-31T00:00:00+01:00`, `31-01-2024 00:00:00`, `2024-01-31Z`, `2024-01-31+01:00`.
fn split_time(text: &str) -> (&str, &str) {
    // No date with a time or a zone is shorter than `1-1-24 0:00`.
    if text.len() < 11 {
        return (text, "");
    }
    // The «T» before a time stands between digits; the one in «1. OKTOBER 2025» does not.
    let mark = text.as_bytes().windows(3).position(|three| matches!(three, [b'0'..=b'9', b'T', b'0'..=b'9']));
    if let Some((date, time)) = mark.and_then(|before| text.split_at_checked(before + 1)) {
        return (date, time);
    }
    if let Some((before, _)) = text.split_once(':')
        && let Some((date, time)) = before.rfind([' ', '\u{a0}']).and_then(|blank| text.split_at_checked(blank))
    {
        let date = date.trim_end();
        return (date.strip_suffix("kl.").unwrap_or(date).trim_end(), time);
    }
    match text.split_at_checked(10) {
        Some((date, zone)) if is_year_first(date) && is_zone(zone) => (date, ""),
        _ => (text, ""),
    }
}

/// Whether the text has the form `åååå-mm-dd`.
fn is_year_first(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// Whether the text is a time zone as XML writes it: `Z`, `+01:00`.
fn is_zone(text: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let hours = |text: &str| text.split_once(':').is_some_and(|(hours, minutes)| digits(hours) && digits(minutes));
    text == "Z" || text.strip_prefix(['+', '-']).is_some_and(hours)
}

/// Whether the time is one of the last two hours of a day in universal time. Systems that store midnight here write that.
fn is_evening_in_utc(time: &str) -> bool {
    let clock = time.trim_start_matches(['T', ' ', '\u{a0}']);
    (clock.starts_with("22:") || clock.starts_with("23:")) && (clock.ends_with('Z') || clock.ends_with("+00:00"))
}

/// Reads a date without a time.
fn read_day(text: &str, style: ValueStyle) -> Result<ReadDate, DateProblem> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return all_digits(text, style);
    }
    let mut words = text.split(SEPARATORS).filter(|word| !word.is_empty());
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return Err(DateProblem::NotADate);
    };
    let Some(third) = words.next() else {
        return Err(without_year(first, second));
    };
    if words.next().is_some() {
        return Err(DateProblem::NotADate);
    }
    let (Some(first), Some(last)) = (Number::read(first), Number::read(third)) else {
        return Err(DateProblem::NotADate);
    };
    // A month with its name stands behind the day in any column.
    let (second, order) = match Number::read(second) {
        Some(number) => (number, style.dates),
        None => (Number::named_month(second).ok_or(DateProblem::NotADate)?, DateOrder::DayFirst),
    };
    match (first.digits, second.digits, last.digits) {
        (4, 1..=2, 1..=2) => {
            DateParts { year: first.value, month: second.value, day: last.value, first: FirstPart::Year }.date().map(ReadDate::Full)
        }
        (1..=2, 0..=2, 4) => year_last(first.value, second.value, last.value, order).date().map(ReadDate::Full),
        (1..=2, 0..=2, 2) => {
            let century = if last.value >= 70 { 1900 } else { 2000 };
            year_last(first.value, second.value, century + last.value, order).date().map(ReadDate::TwoDigitYear)
        }
        _ => Err(DateProblem::NotADate),
    }
}

/// A number in a date.
#[derive(Clone, Copy)]
struct Number {
    value: u16,
    /// How many digits it is written with; 0 for a month with its name.
    digits: usize,
}

impl Number {
    /// Reads one to four digits.
    fn read(word: &str) -> Option<Number> {
        let plain = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        let value = || word.bytes().fold(0, |sum, byte| sum * 10 + u16::from(byte - b'0'));
        plain.then(|| Number { value: value(), digits: word.len() })
    }

    /// Reads a month's Danish name, in full or its first three letters.
    fn named_month(word: &str) -> Option<Number> {
        let is = |name: &&str| word.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|short| word.eq_ignore_ascii_case(short));
        (1..).zip(MONTHS).find(|(_, name)| is(name)).map(|(value, _)| Number { value, digits: 0 })
    }
}

/// The parts of a date with the year last.
fn year_last(first: u16, second: u16, year: u16, order: DateOrder) -> DateParts {
    match order {
        DateOrder::DayFirst | DateOrder::Unclear => DateParts { year, month: second, day: first, first: FirstPart::Day },
        DateOrder::MonthFirst => DateParts { year, month: first, day: second, first: FirstPart::Month },
    }
}

/// What is wrong with a text of two words: it may be a day and its month.
fn without_year(first: &str, second: &str) -> DateProblem {
    let day = Number::read(first).filter(|number| number.digits <= 2);
    let month = Number::read(second).filter(|number| number.digits <= 2).or_else(|| Number::named_month(second));
    match (day, month) {
        // In a leap year every day of the year exists.
        (Some(day), Some(month)) if year_last(day.value, month.value, 2024, DateOrder::DayFirst).date().is_ok() => DateProblem::NoYear,
        _ => DateProblem::NotADate,
    }
}

fn all_digits(text: &str, style: ValueStyle) -> Result<ReadDate, DateProblem> {
    match text.len() {
        5 => day_number(text, style),
        6 => Err(DateProblem::SixDigits),
        8 => eight_digits(text, style.dates),
        _ => Err(DateProblem::NotADate),
    }
}

fn eight_digits(text: &str, order: DateOrder) -> Result<ReadDate, DateProblem> {
    let number = value(text);
    let part = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let (year, month, day) = (part(number / 10_000), part(number / 100 % 100), part(number % 100));
    let year_first = DateParts { year, month, day, first: FirstPart::Year };
    let year_last = year_last(part(number / 1_000_000), part(number / 10_000 % 100), part(number % 10_000), order);
    // No text is a date in both ways: a year's first two digits are no month.
    if YEARS.contains(&year_last.year) && (year_last.date().is_ok() || !YEARS.contains(&year)) {
        return year_last.date().map(ReadDate::EightDigits);
    }
    year_first.date().map(ReadDate::Full)
}

/// At most eight ASCII digits as a number.
fn value(digits: &str) -> u32 {
    digits.bytes().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

fn day_number(text: &str, style: ValueStyle) -> Result<ReadDate, DateProblem> {
    let serial = value(text) + if style.days_from_1904 { BEHIND_IN_1904 } else { 0 };
    if !SERIALS.contains(&serial) {
        return Err(DateProblem::NotADate);
    }
    // Day 1 is 1 January 1900, and the spreadsheet counts a 29 February 1900 that never was.
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|start| start.checked_add_days(Days::new(serial.into())))
        .map(ReadDate::SpreadsheetDay)
        .ok_or(DateProblem::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    const MONTH_FIRST: ValueStyle =
        ValueStyle { dates: DateOrder::MonthFirst, decimals: super::super::DecimalMark::Unsaid, days_from_1904: false };

    #[test]
    fn every_usual_form_is_read() {
        for text in [
            "31-01-2024",
            "31/01/2024",
            "31.01.2024",
            "31/01-2024",
            "31 01 2024",
            "2024-01-31",
            "2024/01/31",
            "2024.01.31",
            "2024/1/31",
            "20240131",
            "31. januar 2024",
            "31 januar 2024",
            "31. JANUAR 2024",
            "31-jan-2024",
            "31. jan. 2024",
            "31.jan.2024",
            "2024-01-31T00:00:00",
            "2024-01-31T00:00:00+01:00",
            "2024-01-31T09:30:00Z",
            "2024-01-31T23:00:00+01:00",
            "20240131T000000",
            "2024-01-31 00:00:00.000",
            "2024-01-31Z",
            "2024-01-31+01:00",
            "2024-01-31-05:00",
            "31-01-2024 00:00:00",
            "31-01-2024\u{a0}00:00",
            "31-01-2024 kl. 12:00",
            "31. januar 2024 12:00",
            "31 01 2024 12:00",
            " 31.1.2024 ",
        ] {
            assert_eq!(parse_date(text), Ok(ReadDate::Full(day(2024, 1, 31))), "{text}");
        }
        for (text, date) in [("1. OKTOBER 2025", day(2025, 10, 1)), ("9-AUGUST-2025", day(2025, 8, 9)), ("01-maj-2025", day(2025, 5, 1))] {
            assert_eq!(parse_date(text), Ok(ReadDate::Full(date)), "{text}");
        }
    }

    #[test]
    fn assumptions_are_told() {
        let date = day(2024, 1, 31);
        for (text, read) in [
            ("31-01-24", ReadDate::TwoDigitYear(date)),
            ("31. januar 24", ReadDate::TwoDigitYear(date)),
            ("31-jan-24", ReadDate::TwoDigitYear(date)),
            ("31-01-99", ReadDate::TwoDigitYear(day(1999, 1, 31))),
            ("31-01-69", ReadDate::TwoDigitYear(day(2069, 1, 31))),
            ("45322", ReadDate::SpreadsheetDay(date)),
            ("36526", ReadDate::SpreadsheetDay(day(2000, 1, 1))),
            ("31012024", ReadDate::EightDigits(date)),
            ("20122012", ReadDate::EightDigits(day(2012, 12, 20))),
            ("20101201", ReadDate::Full(day(2010, 12, 1))),
            ("2024-01-31T23:00:00.000Z", ReadDate::UtcEvening(date)),
            ("2024-01-31T22:00:00+00:00", ReadDate::UtcEvening(date)),
            ("2024-01-31 22:00:00Z", ReadDate::UtcEvening(date)),
        ] {
            assert_eq!(parse_date(text), Ok(read), "{text}");
            assert_eq!(read.is_assumed(), !matches!(read, ReadDate::Full(_)));
        }
    }

    #[test]
    fn the_month_stands_first_where_the_column_says_so() {
        let date = day(2025, 4, 25);
        for (text, read) in [
            ("04-25-2025", ReadDate::Full(date)),
            ("4/25/2025", ReadDate::Full(date)),
            ("4/25/2025 12:00:00 AM", ReadDate::Full(date)),
            ("4/25/25", ReadDate::TwoDigitYear(date)),
            ("04252025", ReadDate::EightDigits(date)),
            ("2025-04-25", ReadDate::Full(date)),
            ("20250425", ReadDate::Full(date)),
            ("25. april 2025", ReadDate::Full(date)),
            ("45772", ReadDate::SpreadsheetDay(date)),
        ] {
            assert_eq!(parse_date_in(text, MONTH_FIRST), Ok(read), "{text}");
        }
        let parts = DateParts { year: 2025, month: 25, day: 4, first: FirstPart::Month };
        assert_eq!(parse_date_in("25-04-2025", MONTH_FIRST), Err(DateProblem::NoSuchMonth(parts)));
        assert!(parts.is_date_when_swapped());
    }

    #[test]
    fn days_are_counted_from_1904_where_the_workbook_does() {
        let from_1904 = ValueStyle { days_from_1904: true, ..ValueStyle::default() };
        for (text, date) in [("43860", day(2024, 1, 31)), ("35064", day(2000, 1, 1)), ("18628", day(1955, 1, 1))] {
            assert_eq!(parse_date_in(text, from_1904), Ok(ReadDate::SpreadsheetDay(date)), "{text}");
        }
        let first = day(1904, 1, 1);
        assert_eq!(first.checked_add_days(Days::new(43_860)), Some(day(2024, 1, 31)), "serial 0 is 1 January 1904");
        assert_eq!(parse_date_in("18627", from_1904), Err(DateProblem::NotADate));
    }

    #[test]
    fn what_is_no_date_is_told_why() {
        let parts = |year, month, day, first| DateParts { year, month, day, first };
        let cases = [
            ("31-02-2024", DateProblem::NoSuchDay(parts(2024, 2, 31, FirstPart::Day))),
            ("31. februar 2024", DateProblem::NoSuchDay(parts(2024, 2, 31, FirstPart::Day))),
            ("29-02-23", DateProblem::NoSuchDay(parts(2023, 2, 29, FirstPart::Day))),
            ("00-01-1900", DateProblem::NoSuchDay(parts(1900, 1, 0, FirstPart::Day))),
            ("20230229", DateProblem::NoSuchDay(parts(2023, 2, 29, FirstPart::Year))),
            ("32012024", DateProblem::NoSuchDay(parts(2024, 1, 32, FirstPart::Day))),
            ("31-13-2024", DateProblem::NoSuchMonth(parts(2024, 13, 31, FirstPart::Day))),
            ("2024-00-01", DateProblem::NoSuchMonth(parts(2024, 0, 1, FirstPart::Year))),
            ("20241301", DateProblem::NoSuchMonth(parts(2024, 13, 1, FirstPart::Year))),
            ("01-01-0202", DateProblem::YearOutOfRange),
            ("01-01-3025", DateProblem::YearOutOfRange),
            ("13748136", DateProblem::YearOutOfRange),
            ("1. maj", DateProblem::NoYear),
            ("31-01", DateProblem::NoYear),
            ("310124", DateProblem::SixDigits),
            ("i går", DateProblem::NotADate),
            ("31-14", DateProblem::NotADate),
            ("maj 2025", DateProblem::NotADate),
            ("ultimo juni", DateProblem::NotADate),
            ("1. may 2025", DateProblem::NotADate),
            ("1. ma 2025", DateProblem::NotADate),
            ("2025-maj-01", DateProblem::NotADate),
            ("12", DateProblem::NotADate),
            ("12345", DateProblem::NotADate),
            ("123456789012", DateProblem::NotADate),
            ("1-2-3", DateProblem::NotADate),
            ("1-2-3-4", DateProblem::NotADate),
            ("2024-01-31+1:00", DateProblem::NotADate),
            ("31-01-2024Z", DateProblem::NotADate),
            ("31.01.2024+01:00", DateProblem::NotADate),
            ("--", DateProblem::NotADate),
            ("", DateProblem::NotADate),
            ("٣١-٠١-٢٠٢٤", DateProblem::NotADate),
        ];
        for (text, why) in cases {
            assert_eq!(parse_date(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_date_that_does_not_exist_knows_its_month() {
        let parts = |text| match parse_date(text) {
            Err(DateProblem::NoSuchDay(parts) | DateProblem::NoSuchMonth(parts)) => parts,
            other => panic!("{text}: {other:?}"),
        };
        for (text, name, days) in [("31-02-2025", "februar", 28), ("30-02-2024", "februar", 29), ("31-04-2025", "april", 30)] {
            assert_eq!((parts(text).month_name(), parts(text).days_in_month()), (Some(name), Some(days)), "{text}");
        }
        for (text, swapped) in [("04-25-2025", true), ("31-13-2025", false), ("2025-25-04", true), ("45-01-2025", false)] {
            assert_eq!(parts(text).is_date_when_swapped(), swapped, "{text}");
        }
        assert_eq!((parts("01-13-2025").month_name(), parts("01-13-2025").days_in_month()), (None, None));
        assert_eq!(parts("01-00-2025").month_name(), None);
    }

    #[test]
    fn a_text_says_which_order_its_column_has() {
        for (text, evidence) in [
            ("", DateEvidence::NotADate),
            ("snart", DateEvidence::NotADate),
            ("32-13-2025", DateEvidence::NotADate),
            ("00000000", DateEvidence::NotADate),
            ("2025-04-03", DateEvidence::Unambiguous),
            ("20250403", DateEvidence::Unambiguous),
            ("3. april 2025", DateEvidence::Unambiguous),
            ("45750", DateEvidence::Unambiguous),
            ("04-04-2025", DateEvidence::Unambiguous),
            ("25-04-2025", DateEvidence::DayFirstOnly),
            ("25042025", DateEvidence::DayFirstOnly),
            ("25.4.25", DateEvidence::DayFirstOnly),
            ("04/25/2025", DateEvidence::MonthFirstOnly),
            ("04252025", DateEvidence::MonthFirstOnly),
            ("03-04-2025", DateEvidence::Either),
            ("3/4/25 12:00", DateEvidence::Either),
            ("03042025", DateEvidence::Either),
        ] {
            assert_eq!(date_evidence(text), evidence, "{text}");
        }
    }
}
