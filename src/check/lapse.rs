//! How soon claims lapse: høring doesn't stop the clock.

use serde::{Deserialize, Serialize};

/// How long it is from the assumed day of sending to the forældelsesdato that stands in a claim.
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
}
