//! Corrected cells back into the file that they came from, in its own format, with everything else as it was.
//!
//! The file is read as it was for the check, to find where each cell stands; then it is copied, and only those places are written anew.

mod ledger;
mod letters;
mod splice;
pub(super) mod tag;

use std::io::Write;

use serde::{Deserialize, Serialize};

pub(super) use ledger::Ledger;
pub(super) use letters::{FileReader, Table};
pub(super) use splice::{Piece, Splices};

use super::{OnProgress, json, nymf, spreadsheet};
pub use crate::intake::cells::{CellEdit, NewCell};
use crate::intake::{Bytes, Container, FileProblem};

/// What came of the corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// How many cells hold what they were to hold.
    pub written: u32,
    /// The others.
    pub left_out: Vec<LeftOut>,
    /// What people should know about the new file, in whole Danish sentences.
    pub notes: Vec<String>,
}

/// A cell that was left as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub number: u64,
    pub nth: u32,
    pub column: u32,
    /// Why, in a whole Danish sentence.
    pub why: String,
}

/// How many of the cells that were left as they were are told one by one.
const TOLD: usize = 20;

impl Corrected {
    /// What people should know about the new file, in sentences: what could not be written, and the rest.
    pub fn sentences(&self) -> Vec<String> {
        let cells = self.left_out.iter().take(TOLD).map(|cell| format!("Række {}, kolonne {}: {}", cell.number, cell.column + 1, cell.why));
        let more = self.left_out.len().saturating_sub(TOLD);
        let cut = (more > 0).then(|| format!("Og {more} rettelser mere, der ikke kunne skrives."));
        cells.chain(cut).chain(self.notes.iter().cloned()).collect()
    }
}

/// Writes the file with these cells changed and everything else as it was.
///
/// `sheet` is the workbook's sheet that was staged; without it the one that [`super::stage`] would choose. Where one place in the file is shown
/// in several rows of a claim, e.g. for each of its debtors, it is changed for all of them. `out` is written from its beginning to its end;
/// what is in it after an error is of no use.
///
/// # Errors
/// When the file can't be read any more, isn't as it was when it was staged, or is of a kind that can't be written.
pub fn correct(
    container: Container,
    bytes: &mut dyn Bytes,
    sheet: Option<usize>,
    edits: &[CellEdit],
    out: &mut dyn Write,
    progress: &mut OnProgress,
) -> Result<Corrected, FileProblem> {
    let mut ledger = Ledger::new(edits);
    let mut shown = 0;
    // The file is read several times, and what is shown only grows.
    let mut tell = |thousandths: u16| {
        shown = thousandths.max(shown);
        progress(shown)
    };
    match container {
        Container::Zip => spreadsheet::correct_zip(bytes, sheet, &mut ledger, out, &mut tell)?,
        Container::Xml => nymf::correct(bytes, &mut ledger, out, &mut tell)?,
        Container::Json => json::correct(bytes, &mut ledger, out, &mut tell)?,
        Container::Compound => return Err(unwritable("ældre Excel-projektmapper (xls)")),
    }
    out.flush()?;
    Ok(ledger.finish())
}

/// Files of the kind can be read and not written.
pub(super) fn unwritable(what: &str) -> FileProblem {
    FileProblem::Broken(format!("Rettelser kan ikke skrives i {what}. Hent de rettede fordringer som CSV i stedet."))
}

/// Tells of values that stand once for several debtors.
pub(super) fn shared_note(values: u64) -> String {
    match values {
        1 => "1 rettet værdi står ét sted i filen for flere skyldnere. Den er rettet for dem alle.".to_owned(),
        _ => format!("{values} rettede værdier står hver ét sted i filen for flere skyldnere. De er rettet for dem alle."),
    }
}

/// The file isn't what was read before.
pub(super) fn changed() -> FileProblem {
    FileProblem::Broken("Rettelserne passer ikke med filen. Er den ændret, siden den blev tjekket? Vælg den igen, og ret den på ny.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_come_through_messages() {
        let day = crate::claim::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let values = [
            NewCell::Empty,
            NewCell::Text("æ".into()),
            NewCell::Date(day, "31.01.2026".into()),
            NewCell::Amount("-1000.50".parse().unwrap(), "-1.000,50".into()),
        ];
        for (column, value) in (0..).zip(values) {
            let edit = CellEdit { number: 7, nth: 1, column, value };
            let sent = postcard::to_allocvec(&edit).unwrap();
            assert_eq!(postcard::from_bytes::<CellEdit>(&sent).unwrap(), edit);
            let sent = serde_json::to_string(&edit).unwrap();
            assert_eq!(serde_json::from_str::<CellEdit>(&sent).unwrap(), edit);
        }
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let problem = correct(Container::Compound, &mut b"x".as_slice(), None, &[], &mut Vec::new(), &mut |_| true).unwrap_err();
        assert!(problem.to_string().contains("som CSV i stedet"));
    }
}
