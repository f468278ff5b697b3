//! Files to rows that can be checked: intake with the catalogue's knowledge of fordringstyper.

use crate::catalogue;
use crate::intake::choices::Choices;
use crate::intake::{Bytes, FileProblem, Given, MemoryStore, Opened, Store, group as group_files, open as open_files};

/// Whether a text is the code of a fordringstype.
pub fn is_fordringstype(text: &str) -> bool {
    catalogue::find(text).is_some()
}

/// Opens files that belong together.
///
/// # Errors
/// As [`crate::intake::open`].
pub fn open(
    files: Vec<Given>,
    choices: &Choices,
    store: &dyn Fn() -> Box<dyn Store>,
    progress: &mut dyn FnMut(u16) -> bool,
) -> Result<Opened, FileProblem> {
    open_files(files, choices, is_fordringstype, store, progress)
}

/// Parts files into those that are opened together.
///
/// # Errors
/// As [`crate::intake::group`].
pub fn group(files: Vec<Given>) -> Result<Vec<Vec<Given>>, FileProblem> {
    group_files(files, is_fordringstype)
}

/// A file, staged in memory if it must be. `sheet` names the workbook's sheet to read.
///
/// # Errors
/// When it can't be taken.
#[cfg(feature = "formats")]
pub fn prepare(name: &str, bytes: Box<dyn Bytes>, sheet: Option<&str>) -> Result<Given, FileProblem> {
    use crate::intake::StagedWriter;
    use crate::intake::formats::stage;
    let mut given = Given { name: name.to_owned(), bytes, staging: None };
    let Some(container) = given.container()? else { return Ok(given) };
    let mut place = None;
    loop {
        let mut store = MemoryStore::create();
        let staging = stage(container, given.bytes.as_mut(), place, &mut StagedWriter::new(&mut store), &mut |_| true)?;
        let wanted = sheet.filter(|_| !staging.sheets.is_empty() && place.is_none());
        let Some(wanted) = wanted else {
            return Ok(Given { name: given.name, bytes: store.finish()?, staging: Some(staging) });
        };
        place = staging.sheets.iter().position(|sheet| sheet.name == wanted);
        if place.is_none() {
            let names: Vec<String> = staging.sheets.iter().map(|sheet| format!("«{}»", sheet.name)).collect();
            return Err(FileProblem::Broken(format!(
                "Projektmappen har ikke et ark, der hedder «{wanted}». Den har {}.",
                names.join(", ")
            )));
        }
    }
}

/// One file from beginning to end, of any kind, with the columns as they were found.
///
/// # Errors
/// When it can't be taken, or its columns aren't those of claims.
#[cfg(feature = "formats")]
pub fn open_one(name: &str, bytes: impl Bytes + 'static) -> Result<Opened, FileProblem> {
    claims_in(prepare(name, Box::new(bytes), None)?)
}

/// As [`open_one`], for separated text only.
///
/// # Errors
/// When it can't be taken, or its columns aren't those of claims.
pub fn open_text(name: &str, bytes: impl Bytes + 'static) -> Result<Opened, FileProblem> {
    claims_in(Given { name: name.to_owned(), bytes: Box::new(bytes), staging: None })
}

fn claims_in(given: Given) -> Result<Opened, FileProblem> {
    let opened = open(vec![given], &Choices::default(), &MemoryStore::create, &mut |_| true)?;
    if opened.layout.looks_like_claims() { Ok(opened) } else { Err(opened.layout.not_claims()) }
}
