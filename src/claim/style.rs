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
pub enum DateOrder {
    /// The day, as people here write it.
    #[default]
    #[serde(rename = "dag")]
    DayFirst,
    /// The month, as American systems write it.
    #[serde(rename = "maaned")]
    MonthFirst,
    /// Not settled: other dates in the column exist only with the month first. A date that would be another one then can't be read.
    #[serde(rename = "uafklaret")]
    Unclear,
}

/// Which mark stands before the decimals, where it can't be seen: `1.234`, `1,234`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// Judged value by value: `1.234` is 1234, and `1,234` can't be read.
    #[default]
    #[serde(rename = "automatisk")]
    Unsaid,
    /// A comma; points stand at thousands only: `1.234` is 1234, and `1,234` is a little more than 1.
    #[serde(rename = "komma")]
    Comma,
    /// A point; commas stand at thousands only: `1.234` is a little more than 1, and `1,234` is 1234.
    #[serde(rename = "punktum")]
    Point,
    /// Not settled: other amounts in the column have a point before the decimals. An amount that would be another one then can't be read.
    #[serde(rename = "uafklaret")]
    Unclear,
}
