//! A claim as reports tell it: its lines as they stand in the file, and what was found on it, masked where that was chosen.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::head::{Privacy, SourceHead};
use super::mask::{mask, mask_cells, mask_debtor};
use crate::check::Outcome;
use crate::check::totals::{Shown, shown};
use crate::check::view::{ClaimView, FindingView};
use crate::claim::Field;
use crate::intake::Mapping;

/// One claim of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportClaim {
    /// The row where it starts, as the program counts rows everywhere.
    pub row: u64,
    pub reference: String,
    pub code: String,
    pub outcome: Outcome,
    /// Names of the fields that keep anyone from deciding the outcome, as in [`ClaimView::undecided`].
    pub undecided: Vec<String>,
    /// What its check rests on: `officiel`, `vejledende`, `kerne` or `ukendt`.
    pub basis: String,
    /// Its rows in the file, one for each debtor. Empty where only findings are reported.
    pub lines: Vec<ReportLine>,
    /// The worst first.
    pub findings: Vec<ReportFinding>,
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportLine {
    pub row: u64,
    /// The cells as they stand in the file, in the columns' order.
    pub cells: Vec<String>,
}

/// One finding on a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportFinding {
    pub rule: String,
    pub name: String,
    /// `afvist`, `hoering` or `advarsel`.
    pub effect: String,
    /// Canonical names of the fields concerned, the one it is about first.
    pub fields: Vec<String>,
    /// The columns that hold them, counted from 0, in the same order; fields without a column are left out.
    pub columns: Vec<u32>,
    /// What stands in these columns; nothing where the finding is on a later line whose cells aren't at hand.
    pub values: Vec<String>,
    /// The row it is on, where the claim has several and it is not the first.
    pub line: Option<u64>,
    pub found: String,
    pub expected: String,
    pub why: String,
    pub remedy: String,
    pub source: SourceHead,
}

impl ReportClaim {
    /// A claim for a report. `rows` are its rows with their numbers; none where only findings are reported.
    pub fn of(view: &ClaimView, rows: &[(u64, Vec<String>)], mapping: &Mapping, privacy: Privacy) -> ReportClaim {
        let lines = rows.iter().map(|(row, cells)| {
            let mut cells = cells.clone();
            if privacy == Privacy::Masked {
                mask_cells(mapping, &mut cells);
            }
            ReportLine { row: *row, cells }
        });
        let lines: Vec<ReportLine> = lines.collect();
        let findings = view.findings.iter().map(|finding| report_finding(finding, view, &lines, mapping, privacy)).collect();
        ReportClaim {
            row: view.row,
            reference: privacy.shown(&view.reference),
            code: privacy.shown(&view.code),
            outcome: view.outcome,
            undecided: view.undecided.clone(),
            basis: view.basis.kind.clone(),
            lines,
            findings,
        }
    }

    /// The outcome as lists tell it.
    pub fn shown(&self) -> Shown {
        shown(self.outcome, !self.undecided.is_empty())
    }

    /// Whether anybody has to look at it: something was found, or nobody can say what would become of it.
    pub fn is_noteworthy(view: &ClaimView) -> bool {
        !view.findings.is_empty() || !view.undecided.is_empty()
    }
}

fn report_finding(finding: &FindingView, view: &ClaimView, lines: &[ReportLine], mapping: &Mapping, privacy: Privacy) -> ReportFinding {
    let columns: Vec<(Field, usize)> = (finding.fields.iter())
        .filter_map(|name| Field::from_name(name))
        .filter_map(|field| mapping.column(field).map(|column| (field, column)))
        .collect();
    let line = match finding.line {
        None => lines.first(),
        Some(row) => lines.iter().find(|line| line.row == row),
    };
    let values = match line {
        Some(line) => columns.iter().map(|(_, column)| line.cells.get(*column).cloned().unwrap_or_default()).collect(),
        None if finding.line.is_none() => columns.iter().map(|(field, _)| value(view, *field, privacy)).collect(),
        None => Vec::new(),
    };
    ReportFinding {
        rule: finding.rule.clone(),
        name: finding.name.clone(),
        effect: finding.effect.clone(),
        fields: finding.fields.clone(),
        columns: columns.iter().filter_map(|(_, column)| u32::try_from(*column).ok()).collect(),
        values,
        line: finding.line,
        found: privacy.shown(&finding.found),
        expected: privacy.shown(&finding.expected),
        why: finding.why.clone(),
        remedy: finding.remedy.clone(),
        source: SourceHead::from(&finding.source),
    }
}

/// What stands in a field of the claim's first line.
fn value(view: &ClaimView, field: Field, privacy: Privacy) -> String {
    let text = |field: Field| view.fields.iter().find(|of| of.name == field.name()).map_or("", |of| of.text.as_str());
    let masked = match (privacy, field) {
        (Privacy::AsInFile, _) => Cow::Borrowed(text(field)),
        (Privacy::Masked, Field::SkyldnerId) => mask_debtor(text(Field::SkyldnerType), text(field)),
        (Privacy::Masked, _) => mask(text(field)),
    };
    masked.into_owned()
}
