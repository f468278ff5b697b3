//! The formats that need a reader of their own: spreadsheets, XML and JSON, turned into staged rows.
//!
//! They are compiled into the command line and into the page's second program, which is fetched only when such a file is dropped.

pub mod correct;
mod json;
mod nymf;
mod spreadsheet;

use super::{Bytes, Container, FileProblem, StagedWriter, Staging};

/// Called now and then with the share that is read, in thousandths; answers whether to go on.
pub type OnProgress<'p> = dyn FnMut(u16) -> bool + 'p;

/// Reads a whole file into staged rows.
///
/// `sheet` is the workbook's sheet to read, by its place; without it the first visible one that holds the most rows.
///
/// # Errors
/// When the file is damaged, locked, something else than it looks like, or holds more than can be held.
pub fn stage(
    container: Container,
    bytes: &mut dyn Bytes,
    sheet: Option<usize>,
    out: &mut StagedWriter,
    progress: &mut OnProgress,
) -> Result<Staging, FileProblem> {
    match container {
        Container::Zip => spreadsheet::stage_zip(bytes, sheet, out, progress),
        Container::Compound => spreadsheet::stage_compound(bytes, sheet, out, progress),
        Container::Xml => nymf::stage(bytes, out, progress),
        Container::Json => json::stage(bytes, out, progress),
    }
}
