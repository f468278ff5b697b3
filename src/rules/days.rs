//! Days as plain numbers, for where a million claims are reckoned through: month arithmetic and closing days by look-up.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use crate::calendar::{is_bank_closing_day, is_foko_closing_day};

/// The first year the table holds. Claims' dates lie between 1900 and 2199, and limits at most some decades around them.
const FIRST_YEAR: i32 = 1800;
/// The first year after those the table holds.
const END_YEAR: i32 = 2300;

/// A day by its month and its place in the month: what adding months needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Civil {
    /// Months since January 1800.
    pub month: i16,
    /// The day of the month, from 1.
    pub day: i16,
}

/// A day both ways: by its number, and by its month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Days since 31 December of the year 0, as chrono counts them.
    pub number: i32,
    pub civil: Civil,
}

impl Civil {
    /// The calendar year.
    pub fn year(self) -> i32 {
        FIRST_YEAR + i32::from(self.month) / 12
    }
}

/// The days of the years 1800 to 2299: where each month starts, and which days are closed.
///
/// Everything here is the same as in the functions of [`crate::calendar`] and in chrono; it only costs a look-up.
#[derive(Debug)]
pub struct DayTable {
    /// The number of each month's first day, and of the first one after the last month.
    firsts: Vec<i32>,
    /// How many days there are.
    days: usize,
    /// A bit for each day: a FOKO closing day.
    closed: Vec<u64>,
    /// A bit for each day: banks are closed.
    bank_closed: Vec<u64>,
}

static TABLE: LazyLock<DayTable> = LazyLock::new(DayTable::new);

impl DayTable {
    /// The table. It is made when it is first asked for: each day is looked up in the calendar, which takes 4 ms natively.
    pub fn get() -> &'static DayTable {
        &TABLE
    }

    fn new() -> DayTable {
        let mut firsts = Vec::new();
        let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default();
        let start = first.num_days_from_ce();
        let mut number = start;
        for year in FIRST_YEAR..END_YEAR {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for length in [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
                firsts.push(number);
                number += length;
            }
        }
        firsts.push(number);
        let days = usize::try_from(number - start).unwrap_or(0);
        let words = days.div_ceil(64);
        let mut table = DayTable { firsts, days, closed: vec![0; words], bank_closed: vec![0; words] };
        for (date, number) in first.iter_days().zip(start..number).filter(|(date, _)| is_bank_closing_day(*date)) {
            set(&mut table.bank_closed, start, number);
            // Banks are closed on every FOKO closing day.
            if is_foko_closing_day(date) {
                set(&mut table.closed, start, number);
            }
        }
        table
    }

    fn start(&self) -> i32 {
        self.firsts.first().copied().unwrap_or_default()
    }

    /// The day of this date; `None` where there is no such date, or it lies outside the table.
    #[inline]
    pub fn day(&self, year: i32, month: i32, day: i32) -> Option<Day> {
        if !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        let months = (year - FIRST_YEAR) * 12 + month - 1;
        let (first, next) = self.month(months)?;
        let number = first + day - 1;
        // Both fit: the table has 6000 months.
        let civil = Civil { month: i16::try_from(months).ok()?, day: i16::try_from(day).ok()? };
        (number < next).then_some(Day { number, civil })
    }

    /// The day of this date, where the table holds it.
    pub fn of(&self, date: NaiveDate) -> Option<Day> {
        self.day(date.year(), i32::try_from(date.month()).ok()?, i32::try_from(date.day()).ok()?)
    }

    /// The number of the day so many months away, or of the month's last where it has no such day. `None` outside the table.
    #[inline]
    pub fn moved(&self, civil: Civil, months: i32) -> Option<i32> {
        let (first, next) = self.month(i32::from(civil.month) + months)?;
        Some((first + i32::from(civil.day)).min(next) - 1)
    }

    /// The first days of a month and of the next one.
    #[inline]
    fn month(&self, month: i32) -> Option<(i32, i32)> {
        let index = usize::try_from(month).ok()?;
        Some((*self.firsts.get(index)?, *self.firsts.get(index + 1)?))
    }

    /// Whether the day is a FOKO closing day. `None` outside the table.
    #[inline]
    pub fn is_closed(&self, number: i32) -> Option<bool> {
        self.bit(&self.closed, number)
    }

    /// Whether banks are closed on the day. `None` outside the table.
    #[inline]
    pub fn is_bank_closed(&self, number: i32) -> Option<bool> {
        self.bit(&self.bank_closed, number)
    }

    /// The day itself if it is no FOKO closing day, else the next that is none. `None` outside the table.
    #[inline]
    pub fn next_open(&self, number: i32) -> Option<i32> {
        let mut day = number;
        while self.is_closed(day)? {
            day += 1;
        }
        Some(day)
    }

    #[inline]
    fn bit(&self, bits: &[u64], number: i32) -> Option<bool> {
        let index = usize::try_from(number - self.start()).ok().filter(|index| *index < self.days)?;
        Some(bits.get(index / 64)? >> (index % 64) & 1 == 1)
    }
}

fn set(bits: &mut [u64], start: i32, number: i32) {
    let Ok(index) = usize::try_from(number - start) else { return };
    if let Some(word) = bits.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Offset, next_open_day};

    #[test]
    fn every_day_is_as_the_calendar_has_it() {
        let table = DayTable::get();
        let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap();
        let mut days = 0;
        for date in first.iter_days().take_while(|date| date.year() < END_YEAR - 1) {
            let day = table.of(date).unwrap();
            assert_eq!(day.number, date.num_days_from_ce(), "{date}");
            assert_eq!(day.civil.year(), date.year(), "{date}");
            assert_eq!(table.is_closed(day.number), Some(is_foko_closing_day(date)), "{date}");
            assert_eq!(table.is_bank_closed(day.number), Some(is_bank_closing_day(date)), "{date}");
            assert_eq!(table.next_open(day.number), Some(next_open_day(date).num_days_from_ce()), "{date}");
            days += 1;
        }
        assert_eq!(days, 182_256);
    }

    #[test]
    fn months_are_added_as_the_calendar_adds_them() {
        let table = DayTable::get();
        for date in NaiveDate::from_ymd_opt(2019, 12, 1).unwrap().iter_days().take(500) {
            let day = table.of(date).unwrap();
            for months in [-131, -13, -12, -1, 0, 1, 2, 3, 6, 11, 12, 18, 36, 60, 120, 131] {
                let moved = Offset { months, ..Offset::NONE }.from(date).unwrap();
                assert_eq!(table.moved(day.civil, months), Some(moved.num_days_from_ce()), "{date} {months}");
            }
        }
    }

    #[test]
    fn what_is_no_day_of_the_table_is_none() {
        let table = DayTable::get();
        for (year, month, day) in
            [(2023, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0), (1799, 12, 31), (2300, 1, 1)]
        {
            assert_eq!(table.day(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(table.day(2024, 2, 29).is_some() && table.day(1800, 1, 1).is_some() && table.day(2299, 12, 31).is_some());
        let late = table.day(2299, 12, 31).unwrap();
        assert_eq!(table.moved(late.civil, 1), None);
        assert_eq!(table.next_open(late.number), None, "the last day is closed, and the next unknown");
        assert_eq!(table.is_closed(0), None);
    }
}
