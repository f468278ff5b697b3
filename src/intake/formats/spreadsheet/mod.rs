//! Spreadsheets into staged rows: XLSX, XLSM, XLSB, XLS and ODS.
//!
//! The cells of a sheet are read one after the other and never held together, whatever area they claim to fill. What a container says of its
//! sizes is held against limits before anything is held for it, and again while it is unpacked.

mod book;
mod compound;
mod correct;
mod ods;
mod package;
mod records;
mod relations;
mod rows;
mod sentences;
mod source;
mod strings;
mod value;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use std::io::Write;

use super::OnProgress;
use super::correct::{Ledger, unwritable};
use crate::intake::{Bytes, FileProblem, StagedWriter, Staging};
use compound::Compound;
use ods::Ods;
use package::{Holds, Package};
use source::Source;
use xls::Xls;
use xlsb::Xlsb;
use xlsx::Xlsx;

/// Reads a workbook in a zip container.
pub fn stage_zip(
    bytes: &mut dyn Bytes,
    sheet: Option<usize>,
    out: &mut StagedWriter,
    progress: &mut OnProgress,
) -> Result<Staging, FileProblem> {
    let mut package = Package::open(Source::new(bytes, progress))?;
    let (holds, main) = package.holds()?;
    match holds {
        Holds::Xlsx => book::stage(&mut Xlsx::open(package, &main)?, sheet, out),
        Holds::Xlsb => book::stage(&mut Xlsb::open(package, &main)?, sheet, out),
        Holds::Ods => book::stage(&mut Ods::open(package)?, sheet, out),
    }
}

/// Writes a workbook in a zip container with the ledger's edits.
pub fn correct_zip(
    bytes: &mut dyn Bytes,
    sheet: Option<usize>,
    ledger: &mut Ledger,
    out: &mut dyn Write,
    progress: &mut OnProgress,
) -> Result<(), FileProblem> {
    let mut package = Package::open(Source::new(bytes, progress))?;
    let (holds, main) = package.holds()?;
    match holds {
        Holds::Xlsx => correct::xlsx::correct(package, &main, sheet, ledger, out),
        Holds::Xlsb => Err(unwritable("binære Excel-projektmapper (xlsb)")),
        Holds::Ods => correct::ods::correct(package, sheet, ledger, out),
    }
}

/// Reads a workbook in a compound file.
pub fn stage_compound(
    bytes: &mut dyn Bytes,
    sheet: Option<usize>,
    out: &mut StagedWriter,
    progress: &mut OnProgress,
) -> Result<Staging, FileProblem> {
    let file = Compound::open(Source::new(bytes, progress))?;
    book::stage(&mut Xls::open(file)?, sheet, out)
}
