//! What leaves the program: reports of what was found, masked where that is chosen, and texts for people to send.

pub mod checksum;
pub mod claim;
pub(crate) mod csv;
pub mod findings;
pub mod frames;
pub mod head;
pub mod hoering;
mod json;
pub mod maker;
pub mod mask;
mod quotable;
pub mod support;
#[cfg(feature = "formats")]
pub mod workbook;

pub use csv::{CSV_HEADING, csv_lines, outcome_word};
pub use json::{ClaimJson, FindingJson};
