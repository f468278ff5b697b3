//! What leaves the program: findings as JSON and CSV.

mod csv;
mod json;

pub use csv::{CSV_HEADING, csv_lines, outcome_word};
pub use json::{ClaimJson, FindingJson};
