//! Placeholder of the spreadsheet reader.

use super::OnProgress;
use crate::intake::{Bytes, FileProblem, StagedWriter, Staging};

/// Reads a workbook in a zip container.
pub fn stage_zip(
    _bytes: &mut dyn Bytes,
    _sheet: Option<usize>,
    _out: &mut StagedWriter,
    _progress: &mut OnProgress,
) -> Result<Staging, FileProblem> {
    Err(FileProblem::Broken("Filen kan ikke læses endnu.".into()))
}

/// Reads a workbook in a compound file.
pub fn stage_compound(
    _bytes: &mut dyn Bytes,
    _sheet: Option<usize>,
    _out: &mut StagedWriter,
    _progress: &mut OnProgress,
) -> Result<Staging, FileProblem> {
    Err(FileProblem::Broken("Filen kan ikke læses endnu.".into()))
}
