//! How soon claims lapse: høring doesn't stop the clock.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::Offset;

/// How long it is from the assumed day of sending to the forældelsesdato that stands in a claim.
///
/// A claim with several debtors can lapse for each of them on its own day: the soonest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lapse {
    /// It lies before the day of sending.
    Passed,
    /// Within a month.
    Month,
    /// Within three months, but not one.
    ThreeMonths,
    /// Within six months, but not three.
    SixMonths,
    /// Within twelve months, but not six.
    Year,
    /// Later than that.
    Later,
    /// No date stands there, or it can't be read.
    Unknown,
}

impl Lapse {
    /// All, the soonest first.
    pub const ALL: [Lapse; 7] =
        [Lapse::Passed, Lapse::Month, Lapse::ThreeMonths, Lapse::SixMonths, Lapse::Year, Lapse::Later, Lapse::Unknown];

    /// Its place among all, as a claim's record holds it.
    pub(super) fn place(self) -> u8 {
        self as u8
    }
}

/// The last day of each stretch of time, as seen from the day of sending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Horizon {
    /// The day before that of sending, and the days one, three, six and twelve months after it; numbers as chrono counts days.
    last: [i32; 5],
}

impl Horizon {
    pub fn from(received: NaiveDate) -> Horizon {
        let ahead = |months| Offset { months, ..Offset::NONE }.from(received).map_or(i32::MAX, |day| day.num_days_from_ce());
        let before = received.num_days_from_ce() - 1;
        Horizon { last: [before, ahead(1), ahead(3), ahead(6), ahead(12)] }
    }

    /// How soon a claim lapses whose forældelsesdato is the day with this number.
    #[inline]
    pub fn lapse(&self, day: Option<i32>) -> Lapse {
        let Some(day) = day else { return Lapse::Unknown };
        let passed = self.last.iter().filter(|last| day > **last).count();
        Lapse::ALL.get(passed).copied().unwrap_or(Lapse::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stretch_ends_with_the_same_day_of_its_last_month() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let lapse = |received: &str, date: &str| Horizon::from(day(received)).lapse(Some(day(date).num_days_from_ce()));
        for (date, expected) in [
            ("1900-01-01", Lapse::Passed),
            ("2026-11-21", Lapse::Passed),
            ("2026-11-22", Lapse::Month),
            ("2026-12-22", Lapse::Month),
            ("2026-12-23", Lapse::ThreeMonths),
            ("2027-02-22", Lapse::ThreeMonths),
            ("2027-02-23", Lapse::SixMonths),
            ("2027-05-22", Lapse::SixMonths),
            ("2027-05-23", Lapse::Year),
            ("2027-11-22", Lapse::Year),
            ("2027-11-23", Lapse::Later),
            ("2199-12-31", Lapse::Later),
        ] {
            assert_eq!(lapse("2026-11-22", date), expected, "{date}");
        }
        // A month without that day ends the stretch with its last one.
        assert_eq!(lapse("2027-01-31", "2027-02-28"), Lapse::Month);
        assert_eq!(lapse("2027-01-31", "2027-03-01"), Lapse::ThreeMonths);
        assert_eq!(lapse("2024-02-29", "2025-02-28"), Lapse::Year);
        assert_eq!(lapse("2024-02-29", "2025-03-01"), Lapse::Later);
        assert_eq!(Horizon::from(day("2026-11-22")).lapse(None), Lapse::Unknown);
        assert!(Lapse::ALL.iter().zip(0..).all(|(lapse, place)| lapse.place() == place));
    }
}
