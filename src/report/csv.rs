//! Findings as a CSV report: one line a finding, safe to open in a spreadsheet.

use crate::check::totals::{Shown, shown};
use crate::check::view::{ClaimView, FindingView};
use crate::claim::is_space;

/// The report's headings, with a byte order mark so that spreadsheets read the letters right.
pub const CSV_HEADING: &str = "\u{feff}fil;række;reference;fordringstype;udfald;regel;følge;felter;fundet og ventet;hvad du gør\n";

/// A claim's lines: one for each finding, or one without a finding.
pub fn csv_lines(file: &str, claim: &ClaimView) -> String {
    if claim.findings.is_empty() {
        return finding_line(file, claim, None);
    }
    claim.findings.iter().map(|finding| finding_line(file, claim, Some(finding))).collect()
}

fn finding_line(file: &str, claim: &ClaimView, finding: Option<&FindingView>) -> String {
    let of = |part: fn(&FindingView) -> String| finding.map(part).unwrap_or_default();
    let cells = [
        file.to_owned(),
        claim.row.to_string(),
        claim.reference.clone(),
        claim.code.clone(),
        outcome_word(claim).to_owned(),
        of(|finding| finding.rule.clone()),
        of(|finding| effect_in_danish(&finding.effect).to_owned()),
        of(|finding| finding.fields.join(" ")),
        of(FindingView::text),
        of(|finding| finding.remedy.clone()),
    ];
    line(&cells)
}

/// The claim's outcome in words.
pub fn outcome_word(claim: &ClaimView) -> &'static str {
    shown_word(shown(claim.outcome, !claim.undecided.is_empty()))
}

/// An outcome in words.
pub(super) fn shown_word(shown: Shown) -> &'static str {
    match shown {
        Shown::Modtages => "modtages",
        Shown::Undecided => "kan ikke afgøres",
        Shown::Hoering => "høring",
        Shown::Afvist => "afvist",
    }
}

/// A finding's effect as people write it.
pub(super) fn effect_in_danish(effect: &str) -> &str {
    if effect == "hoering" { "høring" } else { effect }
}

/// A line of cells.
pub(crate) fn line(cells: &[String]) -> String {
    let mut line = cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(";");
    line.push('\n');
    line
}

/// A cell: quoted where needed, and never taken for a formula by a spreadsheet. Some skip blanks before they look for one.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['\t', '\r']) || text.trim_start_matches(is_space).starts_with(['=', '+', '-', '@']);
    let guarded = if is_formula { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([';', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a;b"), "\"a;b\"");
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-12;3"), "\"'-12;3\"");
        assert_eq!(cell("  =1+1"), "'  =1+1");
        assert_eq!(cell("\u{a0}\u{feff}\n+1"), "\"'\u{a0}\u{feff}\n+1\"");
        assert_eq!(cell("\t1"), "'\t1");
        assert_eq!(cell("\r1"), "\"'\r1\"");
        assert_eq!(cell("1-2"), "1-2");
    }
}
