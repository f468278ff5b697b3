//! What leaves the program: findings as JSON and CSV, and the masking of persons' numbers in them.

pub mod checksum;
pub mod claim;
mod csv;
pub mod findings;
pub mod frames;
pub mod head;
mod json;
pub mod mask;
#[cfg(feature = "formats")]
pub mod workbook;

pub use csv::{CSV_HEADING, csv_lines, outcome_word};
pub use json::{ClaimJson, FindingJson};
