//! Closing days and month arithmetic: what "1 måned minus 1 dag" and "med hensyn til FOKO" come to on a calendar.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A span of years, months and days, each possibly negative, as a filter table gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Offset {
    pub years: i32,
    pub months: i32,
    pub days: i32,
}

impl Offset {
    /// No span at all: the same day.
    pub const NONE: Offset = Offset { years: 0, months: 0, days: 0 };

    /// The date this span away: years and months first (same day, or the month's last where it has no such day), then days.
    ///
    /// `None` only beyond the calendar's range (262,000 years).
    pub fn from(self, date: NaiveDate) -> Option<NaiveDate> {
        let months = self.years * 12 + self.months;
        let moved = if months >= 0 {
            date.checked_add_months(Months::new(months.unsigned_abs()))
        } else {
            date.checked_sub_months(Months::new(months.unsigned_abs()))
        }?;
        if self.days >= 0 {
            moved.checked_add_days(Days::new(u64::from(self.days.unsigned_abs())))
        } else {
            moved.checked_sub_days(Days::new(u64::from(self.days.unsigned_abs())))
        }
    }
}

/// Whether the day is a FOKO closing day: Saturday, Sunday, a public holiday, 5 June, 24 or 31 December.
///
/// Source: the days of forældelseslovens § 27, stk. 2, which the published tables' "FOKO-lukkedage" are read as.
pub fn is_foko_closing_day(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        || matches!((date.month(), date.day()), (6, 5) | (12, 24) | (12, 31))
        || public_holiday(date).is_some()
}

/// Whether banks are closed: the FOKO closing days, and the Friday after Ascension Day.
///
/// The published tables use the word without defining it; the Friday is banking practice.
pub fn is_bank_closing_day(date: NaiveDate) -> bool {
    is_foko_closing_day(date) || date.pred_opt().is_some_and(|before| public_holiday(before) == Some("Kristi himmelfartsdag"))
}

/// The day itself if it is no FOKO closing day, else the next that is none.
pub fn next_open_day(date: NaiveDate) -> NaiveDate {
    date.iter_days().find(|day| !is_foko_closing_day(*day)).unwrap_or(date)
}

/// The public holiday that falls on the day, by its Danish name.
///
/// Store bededag is one up to and including 2023 (abolished from 2024 by lov nr. 214 af 6. marts 2023).
pub fn public_holiday(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => return Some("Nytårsdag"),
        (12, 25) => return Some("Juledag"),
        (12, 26) => return Some("2. juledag"),
        _ => {}
    }
    // Easter Sunday lies between 22 March and 25 April.
    if !(3..=6).contains(&date.month()) {
        return None;
    }
    let days_after_easter = date.signed_duration_since(easter_sunday(date.year())).num_days();
    match days_after_easter {
        -3 => Some("Skærtorsdag"),
        -2 => Some("Langfredag"),
        0 => Some("Påskedag"),
        1 => Some("2. påskedag"),
        26 if date.year() <= 2023 => Some("Store bededag"),
        39 => Some("Kristi himmelfartsdag"),
        49 => Some("Pinsedag"),
        50 => Some("2. pinsedag"),
        _ => None,
    }
}

/// Easter Sunday by the Gregorian rule (the anonymous algorithm, as Meeus gives it).
pub fn easter_sunday(year: i32) -> NaiveDate {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let in_century = year.rem_euclid(100);
    let moon_correction = (century + 8).div_euclid(25);
    let epact = (19 * golden + century - century.div_euclid(4) - (century - moon_correction + 1).div_euclid(3) + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * in_century.div_euclid(4) - epact - in_century.rem_euclid(4)).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let month_and_day = epact + weekday - 7 * late + 114;
    let (month, day) = (month_and_day.div_euclid(31), month_and_day.rem_euclid(31) + 1);
    // The algorithm gives 22 March to 25 April for every year; the fallback keeps the function total.
    NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// Easter by another way than the one above: the Sunday after the first full moon from 21 March on, by the church's table of epacts (Lilius/Clavius).
    fn easter_by_epacts(year: i32) -> NaiveDate {
        let golden = year % 19 + 1;
        let century = year / 100 + 1;
        let dropped_leap_years = 3 * century / 4 - 12;
        let moon_orbit = (8 * century + 5) / 25 - 5;
        let sunday = 5 * year / 4 - dropped_leap_years - 10;
        let mut epact = (11 * golden + 20 + moon_orbit - dropped_leap_years).rem_euclid(30);
        if (epact == 25 && golden > 11) || epact == 24 {
            epact += 1;
        }
        let mut full_moon = 44 - epact;
        if full_moon < 21 {
            full_moon += 30;
        }
        let easter = full_moon + 7 - (sunday + full_moon).rem_euclid(7);
        day(year, 3, 1).checked_add_days(Days::new(easter as u64 - 1)).unwrap()
    }

    #[test]
    fn easter_agrees_with_the_epact_tables() {
        for year in 1900..=2199 {
            assert_eq!(easter_sunday(year), easter_by_epacts(year), "{year}");
        }
        // Known from almanacs.
        for (y, m, d) in [
            (1990, 4, 15),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2018, 4, 1),
            (2024, 3, 31),
            (2026, 4, 5),
            (2038, 4, 25),
            (2100, 3, 28),
        ] {
            assert_eq!(easter_sunday(y), day(y, m, d));
        }
    }

    #[test]
    fn store_bededag_ended_with_2023() {
        assert_eq!(public_holiday(day(2023, 5, 5)), Some("Store bededag"));
        assert_eq!(public_holiday(day(2024, 4, 26)), None);
        assert!(!is_foko_closing_day(day(2024, 4, 26)));
    }

    #[test]
    fn every_year_has_its_closing_days() {
        for year in 1990..=2100 {
            let holidays = day(year, 1, 1).iter_days().take_while(|d| d.year() == year).filter(|d| public_holiday(*d).is_some()).count();
            // Eleven holidays with Store bededag; on the years' rare coincidences none falls on a fixed one.
            assert_eq!(holidays, if year <= 2023 { 11 } else { 10 }, "{year}");
            for (m, d) in [(6, 5), (12, 24), (12, 25), (12, 26), (12, 31), (1, 1)] {
                assert!(is_foko_closing_day(day(year, m, d)));
            }
            let ascension = easter_sunday(year) + Days::new(39);
            let friday = ascension.succ_opt().unwrap();
            assert!(is_bank_closing_day(friday));
            assert_eq!(is_foko_closing_day(friday), friday == day(year, 6, 5), "{friday}");
            assert_eq!(ascension.weekday(), Weekday::Thu);
        }
    }

    #[test]
    fn the_next_open_day_is_open_and_near() {
        for date in day(1990, 1, 1).iter_days().take_while(|d| d.year() <= 2100) {
            let next = next_open_day(date);
            assert!(next >= date && !is_foko_closing_day(next));
            assert!((next - date).num_days() <= 5, "{date} -> {next}");
            assert!(date.iter_days().take_while(|d| *d < next).all(is_foko_closing_day));
        }
    }

    #[test]
    fn months_come_before_days_and_stop_at_the_months_end() {
        let cases = [
            (Offset { months: 1, ..Offset::NONE }, day(2024, 1, 31), day(2024, 2, 29)),
            (Offset { months: 1, days: -1, years: 0 }, day(2023, 1, 31), day(2023, 2, 27)),
            (Offset { months: 1, days: -1, years: 0 }, day(2026, 2, 28), day(2026, 3, 27)),
            (Offset { years: 1, days: -1, months: 0 }, day(2024, 2, 29), day(2025, 2, 27)),
            (Offset { years: 3, ..Offset::NONE }, day(2024, 2, 29), day(2027, 2, 28)),
            (Offset { years: 8, months: 4, days: 0 }, day(2020, 10, 31), day(2029, 2, 28)),
            (Offset { days: -12, ..Offset::NONE }, day(2024, 1, 5), day(2023, 12, 24)),
            (Offset { months: -1, ..Offset::NONE }, day(2024, 3, 31), day(2024, 2, 29)),
            (Offset { months: 18, days: -1, years: 0 }, day(2024, 7, 1), day(2025, 12, 31)),
        ];
        for (offset, from, expected) in cases {
            assert_eq!(offset.from(from), Some(expected), "{offset:?} from {from}");
        }
    }
}
