//! The sheet «Fordringer»: the file's own rows, offending cells coloured by the worst finding, with a note that says what to do.

use rust_xlsxwriter::{Note, Worksheet, XlsxError};

use super::style::{Style, weight};
use super::{MOST_COLUMNS, MOST_NOTES, Written, column, printable, write};
use crate::report::claim::{ReportClaim, ReportFinding, ReportLine};
use crate::report::csv::{effect_in_danish, shown_word};
use crate::report::findings::heading_word;
use crate::report::head::ReportHead;

/// Our own columns in front of the file's.
const OURS: [&str; 3] = ["Række", "Udfald", "Regler"];
/// The row with the headings, below the one that says how much there is.
const HEADING: u32 = 1;
/// How many letters a note may have; what doesn't fit stands in the sheet «Fund».
const LONGEST_NOTE: usize = 1500;
/// A note's width, and the height of one of its lines, in pixels.
const NOTE_WIDTH: u32 = 360;
const NOTE_LINE: u32 = 17;
/// How many letters go into one of its lines.
const NOTE_LETTERS: usize = 52;

/// The sheet while it is written.
pub(super) struct ClaimSheet<'s> {
    sheet: Worksheet,
    style: &'s Style,
    /// The row that is written next.
    next: u32,
    columns: usize,
}

impl<'s> ClaimSheet<'s> {
    pub(super) fn new(head: &ReportHead, style: &'s Style, written: &mut Written) -> Result<ClaimSheet<'s>, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name("Fordringer")?;
        let columns = head.headings.len().min(MOST_COLUMNS);
        for (place, ours) in OURS.iter().enumerate() {
            write(&mut sheet, (HEADING, column(place)), ours, Some(&style.heading), written)?;
        }
        for place in 0..columns {
            let heading = heading_word(u32::try_from(place).unwrap_or(u32::MAX), &head.headings);
            write(&mut sheet, (HEADING, column(OURS.len() + place)), &heading, Some(&style.heading), written)?;
            sheet.set_column_width(column(OURS.len() + place), 16)?;
        }
        for (place, width) in [(0, 9), (1, 16), (2, 26)] {
            sheet.set_column_width(place, width)?;
        }
        sheet.set_freeze_panes(HEADING + 1, column(OURS.len()))?;
        sheet.set_repeat_rows(HEADING, HEADING)?;
        // Room for headings of two lines.
        sheet.set_row_height(HEADING, 30)?;
        printable(&mut sheet);
        Ok(ClaimSheet { sheet, style, next: HEADING + 1, columns })
    }

    /// Adds a claim's rows, one for each debtor.
    pub(super) fn add(&mut self, claim: &ReportClaim, written: &mut Written) -> Result<(), XlsxError> {
        let missing = [ReportLine { row: claim.row, cells: Vec::new() }];
        let lines = if claim.lines.is_empty() { &missing[..] } else { &claim.lines };
        for place in 0..lines.len() {
            self.add_line(claim, lines, place, written)?;
            self.next += 1;
        }
        Ok(())
    }

    fn add_line(&mut self, claim: &ReportClaim, lines: &[ReportLine], place: usize, written: &mut Written) -> Result<(), XlsxError> {
        let Some(line) = lines.get(place) else { return Ok(()) };
        let row = self.next;
        let of_line: Vec<&ReportFinding> = claim.findings.iter().filter(|finding| is_on(finding, lines, place)).collect();
        // A row number is a number to sort by; everything else is text.
        #[expect(clippy::cast_precision_loss, reason = "no file has so many rows that a number could not hold them")]
        self.sheet.write_number(row, 0, line.row as f64)?;
        let outcome = self.style.of_outcome(claim.shown());
        write(&mut self.sheet, (row, 1), shown_word(claim.shown()), outcome, written)?;
        let mut rules: Vec<&str> = Vec::new();
        for finding in &of_line {
            if !rules.contains(&finding.rule.as_str()) {
                rules.push(&finding.rule);
            }
        }
        let homeless: Vec<&ReportFinding> = of_line.iter().copied().filter(|finding| !self.has_cell(finding)).collect();
        let format = worst(&homeless).map(|effect| self.style.of_effect(effect));
        write(&mut self.sheet, (row, 2), &rules.join(", "), format, written)?;
        self.note((row, 2), &homeless, written)?;
        for place in 0..self.columns {
            let here: Vec<&ReportFinding> =
                of_line.iter().copied().filter(|finding| finding.columns.iter().any(|column| *column as usize == place)).collect();
            let text = line.cells.get(place).map_or("", |cell| cell.as_str());
            if text.is_empty() && here.is_empty() {
                continue;
            }
            let at = (row, column(OURS.len() + place));
            let format = worst(&here).map(|effect| self.style.of_effect(effect));
            write(&mut self.sheet, at, text, format, written)?;
            self.note(at, &here, written)?;
        }
        Ok(())
    }

    /// Whether the finding has a cell in the sheet; if not, it is told at the rules.
    fn has_cell(&self, finding: &ReportFinding) -> bool {
        finding.columns.iter().any(|column| (*column as usize) < self.columns)
    }

    fn note(&mut self, (row, column): (u32, u16), findings: &[&ReportFinding], written: &mut Written) -> Result<(), XlsxError> {
        if findings.is_empty() {
            return Ok(());
        }
        if written.notes >= MOST_NOTES {
            written.without_note += 1;
            return Ok(());
        }
        let text = note_text(findings);
        let lines: usize = text.lines().map(|line| line.chars().count() / NOTE_LETTERS + 1).sum();
        let height = u32::try_from(lines + 1).unwrap_or(u32::MAX).saturating_mul(NOTE_LINE);
        let note = Note::new(text).set_author("Stamdatatjek").add_author_prefix(false).set_width(NOTE_WIDTH).set_height(height);
        self.sheet.insert_note(row, column, &note)?;
        written.notes += 1;
        Ok(())
    }

    /// The sheet, once all claims are in it.
    pub(super) fn finish(mut self, head: &ReportHead, written: &Written) -> Result<Worksheet, XlsxError> {
        let last = self.next.saturating_sub(1).max(HEADING);
        self.sheet.autofilter(HEADING, 0, last, column(OURS.len() + self.columns).saturating_sub(1))?;
        let mut says = vec![format!("{} fordringer, hvor der er fundet noget, eller som ikke kan afgøres.", written.claims)];
        if written.findings < head.findings {
            says.push(cut_sentence(head, written));
        }
        if head.headings.len() > self.columns {
            says.push(format!("Filen har {} kolonner; de første {} er vist.", head.headings.len(), self.columns));
        }
        says.push("Hold musen over en farvet celle for at se hvorfor. Farverne er forklaret i arket «Læs først».".into());
        self.sheet.write_string(0, 0, says.join(" "))?;
        Ok(self.sheet)
    }
}

/// What is missing from the workbook, and where it is.
pub(super) fn cut_sentence(head: &ReportHead, written: &Written) -> String {
    format!(
        "Regnearket er skåret af: det viser de første {} fordringer og {} af {} fund. CSV-filen har alle fund.",
        written.claims, written.findings, head.findings
    )
}

/// Whether a finding is on the claim's line. One that names no line is on the first, and on every other with the same values.
fn is_on(finding: &ReportFinding, lines: &[ReportLine], place: usize) -> bool {
    let (Some(first), Some(line)) = (lines.first(), lines.get(place)) else { return false };
    if let Some(row) = finding.line {
        return line.row == row;
    }
    let same = |column: &u32| first.cells.get(*column as usize) == line.cells.get(*column as usize);
    place == 0 || (!finding.columns.is_empty() && finding.columns.iter().all(same))
}

/// The effect of the worst.
fn worst<'f>(findings: &[&'f ReportFinding]) -> Option<&'f str> {
    findings.iter().map(|finding| finding.effect.as_str()).max_by_key(|effect| weight(effect))
}

fn note_text(findings: &[&ReportFinding]) -> String {
    let mut texts = Vec::new();
    for finding in findings {
        let mut text = format!("{} ({}): {}", finding.rule, effect_in_danish(&finding.effect), finding.name);
        for (label, part) in [("Fundet", &finding.found), ("Ventet", &finding.expected), ("Det gør du", &finding.remedy)] {
            if !part.is_empty() {
                text.push_str(&format!("\n{label}: {part}"));
            }
        }
        texts.push(text);
    }
    let text: String = texts.join("\n\n").chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    if text.chars().count() <= LONGEST_NOTE {
        return text;
    }
    let kept: String = text.chars().take(LONGEST_NOTE).collect();
    format!("{kept} … Resten står i arket «Fund».")
}
