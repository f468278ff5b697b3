//! Writing files in the formats that only this program knows: reports, and corrected files.

use std::io::Write;

use stamdatatjek::intake::FileProblem;
use stamdatatjek::report::frames::Frames;
use stamdatatjek::report::head::ReportHead;
use stamdatatjek::report::maker::MOST_CLAIMS;
use stamdatatjek::report::workbook::workbook;
use stamdatatjek::wire::WriteJob;
use web_sys::Blob;

use crate::blob_store::BlobStore;
use crate::file_bytes::FileBytes;
use crate::progress_teller;

/// The file that was asked for, and in sentences what isn't in it.
pub fn written(job: &WriteJob, files: Vec<FileBytes>) -> Result<(Vec<String>, Blob), FileProblem> {
    let mut files = files.into_iter();
    let mut next = || files.next().ok_or(FileProblem::Empty);
    match job {
        WriteJob::Workbook { head } => Ok((Vec::new(), report(head, next()?)?)),
        WriteJob::Corrected { .. } => Err(FileProblem::Empty),
    }
}

/// The report as a workbook.
fn report(head: &ReportHead, mut claims: FileBytes) -> Result<Blob, FileProblem> {
    let mut on_progress = progress_teller();
    let mut progress = |claims: u32| on_progress(u16::try_from(claims.saturating_mul(1000) / MOST_CLAIMS).unwrap_or(1000));
    let bytes = workbook(head, &mut Frames::new(&mut claims), &mut progress)?;
    let mut store = BlobStore::new();
    store.write_all(&bytes)?;
    Ok(store.finish()?)
}
