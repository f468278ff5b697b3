//! Rows of the file as people see them: every column with its heading, and the cells that are wrong marked.

use serde::{Deserialize, Serialize};

use super::upshot::count;
use super::{Finding, effect_word};
use crate::claim::{Field, FieldKind, trim};
use crate::intake::{Mapping, Row};

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The physical line, the sheet's row, or the claim's number in XML and JSON.
    pub row: u64,
    /// The cells; in an example only those that matter for the rule and those people know the claim by.
    pub cells: Vec<SheetCell>,
}

/// A cell of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Its column's place, from 0.
    pub column: u32,
    /// The column's heading as it stands in the file.
    pub heading: String,
    /// The canonical name of the field it holds, if it holds one.
    pub field: Option<String>,
    /// The text as it stands there now.
    pub text: String,
    /// The text as it stood in the file, where the user has corrected it.
    pub original: Option<String>,
    /// The worst finding on it: `afvist`, `hoering`, `advarsel`.
    pub effect: Option<String>,
}

/// How many cells an example shows.
const EXAMPLE_CELLS: usize = 8;
/// What people know a claim by.
const KNOWN_BY: [Field; 2] = [Field::Reference, Field::Fordringstype];
/// The dates that people hold a date against, the most telling first.
const DATES: [Field; 6] =
    [Field::Forfaldsdato, Field::Stiftelsesdato, Field::PeriodeStart, Field::PeriodeSlut, Field::Srb, Field::Foraeldelsesdato];
/// The amounts that people hold an amount against.
const AMOUNTS: [Field; 2] = [Field::Hovedstol, Field::Beloeb];

/// The whole row with what was found on its line.
pub(super) fn sheet_row(mapping: &Mapping, row: &Row, findings: &[Finding]) -> SheetRow {
    // Cells behind the last heading are shown where something stands in them.
    let filled = (mapping.columns.len()..row.len()).rev().find(|column| !row.cell(*column).is_empty());
    let columns = filled.map_or(mapping.columns.len(), |last| last + 1);
    SheetRow { row: row.line, cells: (0..columns).map(|column| cell(mapping, row, column, findings.iter())).collect() }
}

/// The cells of a row that a finding is about, and those that people need beside them.
pub(super) fn example_row(mapping: &Mapping, row: &Row, finding: &Finding) -> SheetRow {
    let about = finding.kind.fields();
    let is_filled = |field: &Field| mapping.column(*field).is_some_and(|column| !row.cell(column).trim().is_empty());
    let neighbours = neighbours(&about).into_iter().filter(is_filled);
    let mut columns: Vec<usize> = Vec::new();
    for column in about.iter().copied().chain(KNOWN_BY).chain(neighbours).filter_map(|field| mapping.column(field)) {
        if columns.len() < EXAMPLE_CELLS && !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.sort_unstable();
    SheetRow { row: row.line, cells: columns.into_iter().map(|column| cell(mapping, row, column, std::iter::once(finding))).collect() }
}

/// What people look at beside these fields.
fn neighbours(about: &[Field]) -> Vec<Field> {
    let is_about = |kind| about.iter().any(|field| field.kind() == kind);
    match (is_about(FieldKind::Date), is_about(FieldKind::Amount)) {
        (true, _) => DATES.into_iter().chain(AMOUNTS).collect(),
        (false, true) => AMOUNTS.into_iter().chain(DATES).collect(),
        (false, false) => vec![Field::Hovedstol, Field::Beloeb, Field::Forfaldsdato, Field::Stiftelsesdato],
    }
}

fn cell<'f>(mapping: &Mapping, row: &Row, column: usize, findings: impl Iterator<Item = &'f Finding>) -> SheetCell {
    let field = mapping.field(column);
    let is_filled = |field| mapping.column(field).is_some_and(|column| !trim(row.cell(column)).is_empty());
    // Rules on domsdato or forligsdato name both. Where only one is filled, the other is not what is wrong.
    let stands_aside = match field {
        Some(Field::Domsdato) => !is_filled(Field::Domsdato) && is_filled(Field::Forligsdato),
        Some(Field::Forligsdato) => !is_filled(Field::Forligsdato) && is_filled(Field::Domsdato),
        _ => false,
    };
    let concerns = |finding: &&Finding| !stands_aside && field.is_some_and(|field| finding.kind.fields().contains(&field));
    let worst = findings.filter(concerns).map(|finding| finding.effect);
    SheetCell {
        column: count(column),
        heading: mapping.columns.get(column).map(|column| column.heading.clone()).unwrap_or_default(),
        field: field.map(|field| field.name().to_owned()),
        text: row.cell(column).to_owned(),
        original: None,
        effect: worst.max().map(|effect| effect_word(effect).to_owned()),
    }
}
