//! Placeholder of the nymf reader.

use super::OnProgress;
use crate::intake::{Bytes, FileProblem, StagedWriter, Staging};

/// Reads a file.
pub fn stage(_bytes: &mut dyn Bytes, _out: &mut StagedWriter, _progress: &mut OnProgress) -> Result<Staging, FileProblem> {
    Err(FileProblem::Broken("Filen kan ikke læses endnu.".into()))
}
