//! Findings as a CSV report: one line a finding, safe to open in a spreadsheet.

use crate::check::Outcome;
use crate::check::view::{ClaimView, FindingView};

/// The report's headings, with a byte order mark so that spreadsheets read the letters right.
pub const CSV_HEADING: &str = "\u{feff}fil;række;reference;fordringstype;udfald;regel;følge;felter;fundet og ventet;hvad du gør\n";

/// A claim's lines: one for each finding, or one without a finding.
pub fn csv_lines(file: &str, claim: &ClaimView) -> String {
    if claim.findings.is_empty() {
        return line(file, claim, None);
    }
    claim.findings.iter().map(|finding| line(file, claim, Some(finding))).collect()
}

fn line(file: &str, claim: &ClaimView, finding: Option<&FindingView>) -> String {
    let of = |part: fn(&FindingView) -> String| finding.map(part).unwrap_or_default();
    let cells = [
        file.to_owned(),
        claim.row.to_string(),
        claim.reference.clone(),
        claim.code.clone(),
        outcome_word(claim).to_owned(),
        of(|finding| finding.rule.clone()),
        of(|finding| finding.effect.replace("hoering", "høring")),
        of(|finding| finding.fields.join(" ")),
        of(FindingView::text),
        of(|finding| finding.remedy.clone()),
    ];
    format!("{}\n", cells.map(|text| cell(&text)).join(";"))
}

/// The claim's outcome in words.
pub fn outcome_word(claim: &ClaimView) -> &'static str {
    match claim.outcome {
        Outcome::Modtages if !claim.undecided.is_empty() => "kan ikke afgøres",
        Outcome::Modtages => "modtages",
        Outcome::Hoering => "høring",
        Outcome::Afvist => "afvist",
    }
}

/// A cell: quoted where needed, and never taken for a formula by a spreadsheet.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
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
    }
}
