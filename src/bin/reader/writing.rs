//! Writing files in the formats that only this program knows: reports, and corrected files.

use std::io::Write;

use stamdatatjek::intake::formats::correct::{CellEdit, correct};
use stamdatatjek::intake::{Bytes, Container, FileProblem};
use stamdatatjek::report::frames::Frames;
use stamdatatjek::report::head::ReportHead;
use stamdatatjek::report::maker::MOST_CLAIMS;
use stamdatatjek::report::workbook::workbook;
use stamdatatjek::wire::{WriteJob, unpack};
use web_sys::Blob;

use crate::blob_store::BlobStore;
use crate::file_bytes::FileBytes;
use crate::progress_teller;

/// The file that was asked for, and in sentences what isn't in it.
pub fn written(job: &WriteJob, files: Vec<FileBytes>) -> Result<(Vec<String>, Blob), FileProblem> {
    let mut files = files.into_iter();
    let mut next = || files.next().ok_or(FileProblem::Empty);
    match job {
        WriteJob::Workbook { head } => {
            let head = unpack(head).ok_or_else(|| FileProblem::Broken("Rapporten kan ikke læses. Hent den igen.".into()))?;
            Ok((Vec::new(), report(&head, next()?)?))
        }
        WriteJob::Corrected { container, sheet, .. } => corrected(*container, *sheet, next()?, next()?),
    }
}

/// The file with the changes in it that stand in the other one, and what could not be changed.
fn corrected(
    container: Container,
    sheet: Option<u32>,
    mut file: FileBytes,
    mut changes: FileBytes,
) -> Result<(Vec<String>, Blob), FileProblem> {
    let packed = changes.head(usize::MAX)?;
    let edits: Vec<CellEdit> = unpack(&packed).ok_or_else(|| FileProblem::Broken("Rettelserne kan ikke læses. Ret filen igen.".into()))?;
    let mut store = BlobStore::new();
    let done = correct(container, &mut file, sheet.map(|sheet| sheet as usize), &edits, &mut store, &mut progress_teller())?;
    Ok((done.sentences(), store.finish()?))
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
