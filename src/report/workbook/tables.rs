//! The sheets that are plain tables: «Fund», «Regler» and «Typer».

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::claims::cut_sentence;
use super::style::Style;
use super::{Written, column, printable, set_height, write};
use crate::report::csv::effect_in_danish;
use crate::report::findings::Pair;
use crate::report::head::{ReportHead, SourceHead};

/// A table's columns: heading, and width in letters.
type Columns<'c> = &'c [(&'c str, u8)];

const FINDINGS: Columns = &[
    ("Række", 9),
    ("Reference", 20),
    ("Fordringstype", 14),
    ("Udfald", 16),
    ("Regel", 14),
    ("Navn", 34),
    ("Følge", 10),
    ("Felter", 24),
    ("Kolonner", 24),
    ("Værdi", 24),
    ("Fundet", 50),
    ("Forventet", 50),
    ("Hvad du gør", 50),
    ("Hvorfor", 50),
    ("Kilde", 40),
    ("Kildens dato", 12),
    ("Kildens adresse", 40),
    ("Grundlag", 12),
];

const RULES: Columns = &[
    ("Regel", 16),
    ("Navn", 36),
    ("Følge", 10),
    ("Fordringer", 11),
    ("Hvad reglen kræver", 60),
    ("Hvorfor", 60),
    ("Hvad du gør", 60),
    ("Kilde", 50),
    ("Kildens dato", 12),
    ("Kildens adresse", 50),
];

const TYPES: Columns = &[
    ("Fordringstype", 14),
    ("Navn", 36),
    ("Fordringer", 11),
    ("Modtages", 11),
    ("Høring", 11),
    ("Afvist", 11),
    ("Kan ikke afgøres", 11),
    ("Grundlag", 12),
    ("Hvad tjekket hviler på", 60),
    ("Kilde", 50),
    ("Kildens dato", 12),
    ("Kildens adresse", 50),
];

/// Opens a sheet with its headings in a row, frozen.
fn open(name: &str, columns: Columns, row: u32, style: &Style) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    for (place, (heading, width)) in columns.iter().enumerate() {
        sheet.write_string_with_format(row, column(place), *heading, &style.heading)?;
        sheet.set_column_width(column(place), *width)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    printable(&mut sheet);
    Ok(sheet)
}

/// A cell of a table.
enum Cell<'c> {
    Number(u64),
    Text(&'c str),
    /// A text with a colour.
    Coloured(&'c str, &'c Format),
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[Cell], plain: Option<&Format>, written: &mut Written) -> Result<(), XlsxError> {
    for (place, cell) in cells.iter().enumerate() {
        let at = (row, column(place));
        match *cell {
            Cell::Text("") => {}
            Cell::Text(text) => write(sheet, at, text, plain, written)?,
            Cell::Coloured(text, format) => write(sheet, at, text, Some(format), written)?,
            #[expect(clippy::cast_precision_loss, reason = "counts of rows and claims are far below what a number holds exactly")]
            Cell::Number(number) => {
                match plain {
                    Some(format) => sheet.write_number_with_format(at.0, at.1, number as f64, format)?,
                    None => sheet.write_number(at.0, at.1, number as f64)?,
                };
            }
        }
    }
    Ok(())
}

/// The cells' texts with the widths of their columns.
fn texts<'c>(cells: &[Cell<'c>], columns: Columns) -> impl Iterator<Item = (&'c str, u8)> {
    cells.iter().zip(columns).filter_map(|(cell, (_, width))| match *cell {
        Cell::Text(text) => Some((text, *width)),
        Cell::Coloured(..) | Cell::Number(_) => None,
    })
}

/// The sheet «Fund» while it is written: a row for each pair of a claim and a rule.
pub(super) struct FindingSheet<'s> {
    sheet: Worksheet,
    style: &'s Style,
    next: u32,
}

impl<'s> FindingSheet<'s> {
    /// The row with the headings, below the one that says how much there is.
    const HEADING: u32 = 1;

    pub(super) fn new(style: &'s Style) -> Result<FindingSheet<'s>, XlsxError> {
        Ok(FindingSheet { sheet: open("Fund", FINDINGS, Self::HEADING, style)?, style, next: Self::HEADING + 1 })
    }

    pub(super) fn add(&mut self, pair: &Pair, written: &mut Written) -> Result<(), XlsxError> {
        let (fields, columns, values) = (pair.fields.join(" "), pair.columns.join(" | "), pair.values.join(" | "));
        let cells = [
            Cell::Number(pair.row),
            Cell::Text(&pair.reference),
            Cell::Text(&pair.code),
            Cell::Text(pair.outcome),
            Cell::Text(&pair.rule),
            Cell::Text(&pair.name),
            Cell::Coloured(effect_in_danish(&pair.effect), self.style.of_effect(&pair.effect)),
            Cell::Text(&fields),
            Cell::Text(&columns),
            Cell::Text(&values),
            Cell::Text(&pair.found),
            Cell::Text(&pair.expected),
            Cell::Text(&pair.remedy),
            Cell::Text(&pair.why),
            Cell::Text(&pair.source),
            Cell::Text(pair.source_date.as_deref().unwrap_or_default()),
            Cell::Text(&pair.source_url),
            Cell::Text(&pair.basis),
        ];
        write_row(&mut self.sheet, self.next, &cells, None, written)?;
        self.next += 1;
        written.findings += 1;
        Ok(())
    }

    /// The sheet, once all pairs are in it.
    pub(super) fn finish(mut self, head: &ReportHead, written: &Written) -> Result<Worksheet, XlsxError> {
        let last = self.next.saturating_sub(1).max(Self::HEADING);
        self.sheet.autofilter(Self::HEADING, 0, last, column(FINDINGS.len()).saturating_sub(1))?;
        let mut says = format!("{} fund: én linje for hver fordring og regel.", written.findings);
        if written.findings < head.findings {
            says = format!("{says} {}", cut_sentence(head, written));
        }
        self.sheet.write_string(0, 0, says)?;
        Ok(self.sheet)
    }
}

/// The sheet «Regler»: every rule that was broken, explained.
pub(super) fn rules(head: &ReportHead, style: &Style, written: &mut Written) -> Result<Worksheet, XlsxError> {
    let mut sheet = open("Regler", RULES, 0, style)?;
    for (row, rule) in (1..).zip(&head.rules) {
        let cells = [
            Cell::Text(&rule.id),
            Cell::Text(&rule.name),
            Cell::Coloured(effect_in_danish(&rule.effect), style.of_effect(&rule.effect)),
            Cell::Number(rule.claims),
            Cell::Text(&rule.demands),
            Cell::Text(&rule.why),
            Cell::Text(&rule.remedy),
            Cell::Text(&rule.source.title),
            Cell::Text(date_of(&rule.source)),
            Cell::Text(&rule.source.url),
        ];
        write_row(&mut sheet, row, &cells, Some(&style.text), written)?;
        set_height(&mut sheet, row, texts(&cells, RULES))?;
    }
    Ok(sheet)
}

/// The sheet «Typer»: every fordringstype in the file, and what its check rests on.
pub(super) fn types(head: &ReportHead, style: &Style, written: &mut Written) -> Result<Worksheet, XlsxError> {
    let mut sheet = open("Typer", TYPES, 0, style)?;
    for (row, of) in (1..).zip(&head.types) {
        let nowhere = SourceHead { title: String::new(), date: None, url: String::new() };
        let source = of.source.as_ref().unwrap_or(&nowhere);
        let cells = [
            Cell::Text(if of.code.is_empty() { "(tom)" } else { &of.code }),
            Cell::Text(of.name.as_deref().unwrap_or("ukendt fordringstype")),
            Cell::Number(of.claims),
            Cell::Number(of.outcomes.modtages),
            Cell::Number(of.outcomes.hoering),
            Cell::Number(of.outcomes.afvist),
            Cell::Number(of.outcomes.undecided),
            Cell::Text(&of.basis),
            Cell::Text(&of.basis_text),
            Cell::Text(&source.title),
            Cell::Text(date_of(source)),
            Cell::Text(&source.url),
        ];
        write_row(&mut sheet, row, &cells, Some(&style.text), written)?;
        set_height(&mut sheet, row, texts(&cells, TYPES))?;
    }
    Ok(sheet)
}

fn date_of(source: &SourceHead) -> &str {
    source.date.as_deref().unwrap_or_default()
}
