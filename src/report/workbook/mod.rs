//! The report as a workbook: the claims as they stand in the file, with what is wrong coloured and explained at the cell.

mod claims;
mod first;
mod style;
mod tables;

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::claim::ReportClaim;
use super::findings::pairs;
use super::head::ReportHead;
use super::maker::MOST_CLAIMS;
use crate::intake::FileProblem;
use claims::ClaimSheet;
use style::Style;
use tables::FindingSheet;

/// How many cells stand in it: files of many columns reach this before the claims. Held in memory they come to some hundred bytes each.
const MOST_CELLS: u64 = 2_500_000;
/// How many notes: each is a drawing, and spreadsheets take seconds to open some thousands.
const MOST_NOTES: u32 = 5_000;
/// How many of the file's columns are shown; no list of claims has as many.
const MOST_COLUMNS: usize = 500;
/// How long a cell's text may be in the format, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// What stands at the end of a text that was too long for a cell.
const CUT: &str = " … (skåret af)";

/// What became of the claims that were to be in the workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Written {
    claims: u32,
    /// Pairs of a claim and a rule.
    findings: u64,
    notes: u32,
    cells: u64,
    /// Coloured cells that got no note because there were too many.
    without_note: u64,
    /// Texts that were too long for a cell.
    cut_texts: u64,
}

/// Makes the workbook; answers the bytes of an XLSX file. `claims` are those with something to look at, in the file's order, and of more than
/// [`MOST_CLAIMS`] only the first are taken, which the workbook says. `progress` is told how many are written now and then; when it answers
/// `false`, the work ends.
///
/// # Errors
/// When a claim can't be read, the work was ended ([`FileProblem::Cancelled`]), or there is no room for the workbook.
pub fn workbook(
    head: &ReportHead,
    claims: &mut dyn Iterator<Item = Result<ReportClaim, FileProblem>>,
    progress: &mut dyn FnMut(u32) -> bool,
) -> Result<Vec<u8>, FileProblem> {
    let style = Style::new();
    let mut written = Written::default();
    let mut claim_sheet = ClaimSheet::new(head, &style, &mut written).map_err(refused)?;
    let mut finding_sheet = FindingSheet::new(&style).map_err(refused)?;
    for claim in claims {
        if written.claims >= MOST_CLAIMS || written.cells >= MOST_CELLS {
            break;
        }
        let claim = claim?;
        claim_sheet.add(&claim, &mut written).map_err(refused)?;
        for pair in pairs(&claim, &head.headings) {
            finding_sheet.add(&pair, &mut written).map_err(refused)?;
        }
        written.claims += 1;
        if written.claims.is_multiple_of(200) && !progress(written.claims) {
            return Err(FileProblem::Cancelled);
        }
    }
    let finished = || -> Result<Vec<u8>, XlsxError> {
        let claims = claim_sheet.finish(head, &written)?;
        let findings = finding_sheet.finish(head, &written)?;
        let rules = tables::rules(head, &style, &mut written)?;
        let types = tables::types(head, &style, &mut written)?;
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(head)?);
        workbook.push_worksheet(first::sheet(head, &style, &written)?);
        for sheet in [claims, findings, rules, types] {
            workbook.push_worksheet(sheet);
        }
        workbook.save_to_buffer()
    };
    finished().map_err(refused)
}

/// The day the report was made stands in the file's properties too, and no other moment: the same report is the same file.
fn properties(head: &ReportHead) -> Result<DocProperties, XlsxError> {
    use chrono::Datelike;
    let day = head.made.unwrap_or(head.received);
    let year = u16::try_from(day.year()).unwrap_or(2000);
    let made = ExcelDateTime::from_ymd(year, u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1))?;
    Ok(DocProperties::new().set_title("Tjek af fordringer").set_author("Stamdatatjek").set_creation_datetime(&made))
}

fn refused(error: XlsxError) -> FileProblem {
    FileProblem::Broken(format!("Regnearket kan ikke laves ({error}). Hent rapporten som CSV i stedet."))
}

/// Writes a text into a cell, as a text whatever it looks like, and counts it.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: Option<&rust_xlsxwriter::Format>,
    written: &mut Written,
) -> Result<(), XlsxError> {
    written.cells += 1;
    let text = fit(text);
    written.cut_texts += u64::from(matches!(text, Cow::Owned(_)));
    match format {
        Some(format) => sheet.write_string_with_format(row, column, text, format)?,
        None => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// The text, cut where it is too long for a cell.
fn fit(text: &str) -> Cow<'_, str> {
    // Every UTF-16 unit comes from at least one byte.
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let room = LONGEST_TEXT - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

/// Makes a row as high as its texts need, each in a column so many letters wide. Not every spreadsheet does that by itself.
fn set_height<'t>(sheet: &mut Worksheet, row: u32, texts: impl Iterator<Item = (&'t str, u8)>) -> Result<(), XlsxError> {
    const LINE: usize = 15;
    // The format allows no higher row.
    const HIGHEST: usize = 400;
    let lines = texts.map(|(text, width)| text.chars().count() / usize::from(width.max(1)) + 1).max().unwrap_or(1);
    sheet.set_row_height(row, u16::try_from((lines * LINE).min(HIGHEST)).unwrap_or(u16::MAX))?;
    Ok(())
}

/// Sets a sheet up to be printed: A4 across, as wide as the sheet is.
fn printable(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
}

/// A column's place as the format counts it.
fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_what_a_cell_holds() {
        let long = "æ".repeat(LONGEST_TEXT);
        assert!(matches!(fit(&long), Cow::Borrowed(_)));
        for unit in ["æ", "\u{1F600}"] {
            let cut = fit(&unit.repeat(LONGEST_TEXT + 1)).into_owned();
            let length = cut.encode_utf16().count();
            assert!((LONGEST_TEXT - 1..=LONGEST_TEXT).contains(&length) && cut.ends_with(CUT), "{length}");
        }
    }
}
