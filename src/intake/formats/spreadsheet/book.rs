//! What the kinds of workbook have in common: their sheets, which of them is read, and how.

use super::rows::{Counter, Rows};
use super::sentences::thousands;
use super::value::Epoch;
use crate::intake::{FileProblem, Sheet, StagedForm, StagedWriter, Staging};

/// The most sheets of a workbook.
const SHEETS: usize = 1024;
/// Rows of a sheet that isn't read are counted up to this many.
pub const COUNTED_ROWS: u64 = 1000;
/// How much is unpacked to count the rows of one sheet, and of all.
const COUNTED_BYTES: u64 = 16 << 20;
const COUNTED_BYTES_IN_ALL: u64 = 128 << 20;

/// A workbook.
pub trait Book {
    fn form(&self) -> StagedForm;

    fn epoch(&self) -> Epoch;

    fn sheets(&self) -> &[SheetName];

    /// Counts each sheet's rows with something in them, up to [`COUNTED_ROWS`].
    ///
    /// # Errors
    /// Only when the file itself can't be read any more. What is wrong with a sheet is told with its count.
    fn count(&mut self) -> Result<Vec<Counted>, FileProblem>;

    /// Reads all rows of a sheet.
    fn read(&mut self, sheet: usize, rows: &mut Rows) -> Result<(), FileProblem>;

    /// What people should know about the sheet that was read, in whole sentences.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A sheet by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetName {
    pub name: String,
    pub hidden: bool,
}

impl SheetName {
    /// Adds a sheet, unless there are too many.
    pub fn add(sheets: &mut Vec<SheetName>, name: String, hidden: bool) -> Result<(), FileProblem> {
        if sheets.len() >= SHEETS {
            return Err(FileProblem::TooMuch { what: "ark", limit: "1.024" });
        }
        sheets.push(SheetName { name, hidden });
        Ok(())
    }
}

/// What counting a sheet's rows brought.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub rows: u64,
    /// Why it couldn't be counted to the end.
    pub problem: Option<FileProblem>,
}

impl Counted {
    /// Counts each of the sheets. `walk` is given a sheet, how many bytes may be read for it, and what counts its rows; it answers how many bytes
    /// were read.
    pub fn each(
        sheets: usize,
        mut walk: impl FnMut(usize, u64, &mut Counter) -> Result<u64, FileProblem>,
    ) -> Result<Vec<Counted>, FileProblem> {
        let mut left = COUNTED_BYTES_IN_ALL;
        let mut counts = Vec::new();
        for sheet in 0..sheets {
            let room = COUNTED_BYTES.min(left);
            if room == 0 {
                counts.push(Counted::default());
                continue;
            }
            let mut counter = Counter::up_to(COUNTED_ROWS);
            let problem = match walk(sheet, room, &mut counter) {
                Ok(read) => {
                    left = left.saturating_sub(read);
                    None
                }
                Err(problem @ (FileProblem::Cancelled | FileProblem::Unreadable(_))) => return Err(problem),
                Err(problem) => {
                    left = left.saturating_sub(room);
                    Some(problem)
                }
            };
            counts.push(Counted { rows: counter.rows, problem });
        }
        Ok(counts)
    }
}

/// All sheets, and the place of the one that is wanted or else read.
pub fn choose(book: &mut dyn Book, wanted: Option<usize>, notes: &mut Vec<String>) -> Result<(Vec<Sheet>, usize), FileProblem> {
    let counts = book.count()?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for (sheet, count) in book.sheets().iter().zip(&counts) {
        sheets.push(Sheet { name: sheet.name.clone(), hidden: sheet.hidden, rows: count.rows });
    }
    let place = match wanted {
        Some(place) => place,
        None => default_sheet(&sheets, counts, notes)?,
    };
    Ok((sheets, place))
}

/// Stages a sheet of a workbook.
pub fn stage(book: &mut dyn Book, wanted: Option<usize>, out: &mut StagedWriter) -> Result<Staging, FileProblem> {
    let mut notes = Vec::new();
    let (mut sheets, place) = choose(book, wanted, &mut notes)?;
    let Some(chosen) = sheets.get_mut(place) else {
        let count = thousands(sheets.len() as u64);
        return Err(FileProblem::Broken(format!(
            "Projektmappen har ikke noget ark nummer {}: den har {count}. Vælg et andet ark.",
            place + 1
        )));
    };
    let mut rows = Rows::new(out, book.epoch());
    book.read(place, &mut rows)?;
    let (count, told) = rows.finish()?;
    if count == 0 {
        return Err(FileProblem::Broken(format!("Arket «{}» har ingen rækker. Vælg et andet ark.", chosen.name)));
    }
    chosen.rows = count;
    notes.extend(told);
    notes.extend(book.notes());
    Ok(Staging {
        form: book.form(),
        sheets,
        sheet: Some(place),
        headings: None,
        days_from_1904: book.epoch() == Epoch::From1904,
        notes,
        rows: count,
    })
}

/// The first visible sheet with the most rows, or else the first hidden one.
fn default_sheet(sheets: &[Sheet], counts: Vec<Counted>, notes: &mut Vec<String>) -> Result<usize, FileProblem> {
    for hidden in [false, true] {
        let candidates = (0..).zip(sheets).filter(|(_, sheet)| sheet.hidden == hidden && sheet.rows > 0);
        // The first of those that are alike.
        let best = candidates.max_by_key(|(place, sheet)| (sheet.rows, std::cmp::Reverse(*place)));
        if let Some((place, sheet)) = best {
            if hidden {
                notes.push(format!("Arket «{}» er skjult. Det er læst, fordi de synlige ark er tomme.", sheet.name));
            }
            return Ok(place);
        }
    }
    // A damaged sheet isn't an empty one.
    let problem = counts.into_iter().find_map(|count| count.problem);
    Err(problem.unwrap_or_else(|| {
        FileProblem::Broken(
            "Ingen af projektmappens ark har rækker. Vælg en fil med fordringer, eller hent den igen fra fagsystemet.".into(),
        )
    }))
}
