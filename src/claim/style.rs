//! How a column writes its values, where the values alone don't say it.

use serde::{Deserialize, Serialize};

/// How the dates and amounts of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueStyle {
    pub dates: DateOrder,
    pub decimals: DecimalMark,
    /// Day numbers are counted from 1 January 1904, as some workbooks do.
    pub days_from_1904: bool,
}

/// Which part of a date comes first, where it can't be seen: `03-04-2025`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// The day, as people here write it.
    #[default]
    DayFirst,
    /// The month, as American systems write it.
    MonthFirst,
}

/// Which mark stands before the decimals, where it can't be seen: `1.234`, `1,234`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    /// Judged value by value: `1.234` is 1234, and `1,234` can't be read.
    #[default]
    Unsaid,
    Comma,
    Point,
}
