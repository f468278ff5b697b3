//! What a change would do, cell by cell, before anything is changed.

use std::io;

use super::edits::NewText;
use super::raw::{Quotes, RawReader};
use super::splice::raw_form;
use super::value::{Manner, needs_quotes, unfit};
use super::{CellChange, Change, NewValue, Preview, Target};
use crate::check::file::FileCheck;
use crate::claim::{Field, ValueStyle, shorten};
use crate::intake::{Bytes, Layout, Row, RowProblem};

/// How many of the changed cells are shown.
const SAMPLES: usize = 5;

/// What a change would do.
#[derive(Debug, Default)]
pub struct Draft {
    pub preview: Preview,
    pub(super) cells: Vec<NewText>,
}

/// What rows in the copy are in the file.
pub(super) trait Origin {
    /// Where a row of the copy starts in the file.
    fn in_original(&self, row: u64) -> u64;
    /// The file's rows.
    fn original(&mut self) -> &mut dyn Bytes;
    /// How many quotation marks of the file are never closed.
    fn unclosed(&self) -> u32;
}

/// A change on its way to a draft.
pub(super) struct Drafting<'o> {
    aim: Aim,
    origin: &'o mut dyn Origin,
    raw: RawReader,
    draft: Draft,
}

/// What is changed, and to what.
struct Aim {
    column: usize,
    /// Only this debtor line of the claim.
    line: Option<usize>,
    heading: String,
    field: Option<Field>,
    manner: Manner,
    new: New,
}

enum New {
    Typed(String),
    /// What stands in a column, or in all rows if it is none's.
    Same {
        field: Field,
        style: ValueStyle,
        column: Option<usize>,
        constant: String,
    },
    Empty,
}

impl<'o> Drafting<'o> {
    /// # Errors
    /// A sentence that says why the change can't be made in any line.
    pub fn new(layout: &Layout, change: &Change, origin: &'o mut dyn Origin) -> Result<Self, String> {
        let aim = Aim::of(layout, change)?;
        Ok(Drafting { aim, origin, raw: RawReader::default(), draft: Draft::default() })
    }

    /// Takes the rows of a claim.
    pub fn claim(&mut self, layout: &Layout, number: u32, rows: &[Row]) -> io::Result<()> {
        let mut is_changed = false;
        for (line, row) in rows.iter().enumerate() {
            if self.aim.line.is_none_or(|wanted| wanted == line) {
                is_changed |= self.row(layout, number, row)?;
            }
        }
        self.draft.preview.claims += u32::from(is_changed);
        Ok(())
    }

    pub fn finish(mut self, change: &Change) -> Draft {
        self.draft.preview.words = words(change, &self.aim, &self.draft.preview);
        self.draft
    }

    fn row(&mut self, layout: &Layout, number: u32, row: &Row) -> io::Result<bool> {
        let preview = &mut self.draft.preview;
        let old = row.cell(self.aim.column);
        let new = match self.aim.new.text(&self.aim, row, old) {
            Ok((new, remark)) => {
                if let Some(remark) = remark.filter(|remark| !preview.notes.contains(remark)) {
                    preview.notes.push(remark);
                }
                new
            }
            Err(why) => {
                refuse(preview, why);
                return Ok(false);
            }
        };
        if new == old {
            preview.unchanged += 1;
            return Ok(false);
        }
        let place = self.origin.in_original(row.offset);
        let quotes = if row.problems.contains(&RowProblem::UnclosedQuote) { Quotes::Ordinary } else { Quotes::AroundCells };
        if let Some(why) = self.why_not(layout, row, place, quotes, &new)? {
            refuse(&mut self.draft.preview, why);
            return Ok(false);
        }
        let preview = &mut self.draft.preview;
        preview.cells += 1;
        if preview.samples.len() < SAMPLES {
            preview.samples.push(CellChange {
                claim: number,
                row: row.line,
                reference: reference(layout, row),
                heading: self.aim.heading.clone(),
                before: old.to_owned(),
                after: new.clone(),
            });
        }
        let column = u32::try_from(self.aim.column).unwrap_or(u32::MAX);
        self.draft.cells.push(NewText { row: place, column, quotes, before: old.into(), after: new.into() });
        Ok(true)
    }

    /// Why a cell can't be written, if it can't.
    fn why_not(&mut self, layout: &Layout, row: &Row, place: u64, quotes: Quotes, new: &str) -> io::Result<Option<String>> {
        let column = self.aim.column;
        if let Some(why) = unfit(new, &layout.form) {
            return Ok(Some(why));
        }
        let swallows = |problem: &RowProblem| matches!(problem, RowProblem::SwallowedLines { column: of, .. } if *of == column);
        if row.problems.iter().any(swallows) {
            let why = "Cellen rummer flere af filens linjer, fordi et anførselstegn er sat forkert. Ret anførselstegnet i filen først.";
            return Ok(Some(why.into()));
        }
        if column >= row.len() && column >= layout.mapping.columns.len() {
            return Ok(Some("Rækken har ikke så mange kolonner.".into()));
        }
        let unclosed = self.origin.unclosed();
        if unclosed == 0 {
            return Ok(None);
        }
        let (separator, _) = raw_form(&layout.form);
        let is_refused = needs_quotes(new, separator) || (unclosed > 1 && self.has_quotes(separator, place, quotes)?);
        let why = "Et anførselstegn i filen bliver aldrig lukket. Derfor kan anførselstegn hverken sættes eller fjernes her, uden at andre rækker \
                   læses forkert. Ret anførselstegnet i filen først.";
        Ok(is_refused.then(|| why.into()))
    }

    /// Whether the file has quotation marks in the cell.
    fn has_quotes(&mut self, separator: u8, place: u64, quotes: Quotes) -> io::Result<bool> {
        let found = self.raw.row(self.origin.original(), place, separator, quotes)?;
        let Some(cell) = found.cells.get(self.aim.column) else { return Ok(false) };
        let mut bytes = Vec::new();
        super::splice::copy_to(&mut bytes, self.origin.original(), cell.start..cell.end)?;
        Ok(bytes.contains(&b'"'))
    }
}

impl Aim {
    fn of(layout: &Layout, change: &Change) -> Result<Aim, String> {
        let mapping = &layout.mapping;
        let (column, line) = match &change.target {
            Target::Cell { line, column, .. } => (*column as usize, Some(usize::from(*line))),
            Target::Field { field, .. } => (mapping.column(*field).ok_or_else(|| no_column(layout, *field))?, None),
        };
        let heading = mapping.columns.get(column).map(|column| column.heading.clone()).filter(|heading| !heading.is_empty());
        let new = match &change.to {
            NewValue::Text(text) => match unfit(text, &layout.form) {
                Some(why) => return Err(why),
                None => New::Typed(text.clone()),
            },
            NewValue::Empty => New::Empty,
            NewValue::SameAs(field) => {
                let constant = mapping.constant(*field);
                let from = mapping.column(*field);
                if from.is_none() && constant.is_none() {
                    return Err(format!("Filen har ingen kolonne med {}.", field.in_sentence()));
                }
                New::Same { field: *field, style: mapping.style(*field), column: from, constant: constant.unwrap_or_default().to_owned() }
            }
        };
        Ok(Aim {
            column,
            line,
            heading: heading.unwrap_or_else(|| format!("kolonne {}", column + 1)),
            field: mapping.field(column),
            manner: Manner::of(layout, column),
            new,
        })
    }
}

fn no_column(layout: &Layout, field: Field) -> String {
    let name = field.in_sentence();
    if layout.mapping.constant(field).is_some() {
        format!(
            "Der er ingen kolonne med {name}: du har skrevet én værdi, der gælder for alle rækker. Ret den på siden «Kolonnerne i filen»."
        )
    } else {
        format!(
            "Filen har ingen kolonne med {name}. Tilføj den i fagsystemet, eller skriv én værdi for alle rækker på siden «Kolonnerne i filen»."
        )
    }
}

impl New {
    /// The new text of a cell, and what there is to say of it.
    fn text(&self, aim: &Aim, row: &Row, old: &str) -> Result<(String, Option<String>), String> {
        match self {
            New::Empty => Ok((if crate::claim::trim(old).is_empty() { old.to_owned() } else { String::new() }, None)),
            New::Typed(text) => {
                let written = aim.manner.typed(aim.field, text, old);
                Ok((written.text, written.remark))
            }
            New::Same { field, style, column, constant } => {
                let source = column.map_or(constant.as_str(), |column| row.cell(column));
                let cut = |problem: &RowProblem| matches!(problem, RowProblem::TooLong { column: of, .. } if Some(*of) == *column);
                if row.problems.iter().any(cut) {
                    return Err(format!("Det, der står i {}, er for langt.", field.in_sentence()));
                }
                aim.manner.taken_over(*field, *style, source, old).map(|text| (text, None))
            }
        }
    }
}

fn refuse(preview: &mut Preview, why: String) {
    match preview.refused.iter_mut().find(|(_, other)| *other == why) {
        Some((count, _)) => *count += 1,
        None => preview.refused.push((1, why)),
    }
}

/// The claim's reference in a row.
pub(super) fn reference(layout: &Layout, row: &Row) -> String {
    layout.mapping.column(Field::Reference).map_or_else(String::new, |column| crate::claim::trim(row.cell(column)).to_owned())
}

fn words(change: &Change, aim: &Aim, preview: &Preview) -> String {
    let name = aim.field.map_or_else(|| format!("«{}»", aim.heading), Field::in_sentence);
    let place = match (&change.target, preview.samples.first()) {
        (Target::Cell { .. }, Some(cell)) => format!("række {}", cell.row),
        (Target::Cell { .. }, None) => "én række".to_owned(),
        (Target::Field { .. }, _) if preview.claims == 1 => "1 fordring".to_owned(),
        (Target::Field { .. }, _) => format!("{} fordringer", grouped(preview.claims)),
    };
    match &change.to {
        NewValue::Text(text) if crate::claim::trim(text).is_empty() => format!("Tøm {name} i {place}"),
        NewValue::Text(text) => {
            // One cell shows what is written; among many it may differ.
            let written = preview.samples.first().filter(|_| preview.cells == 1).map_or(text.as_str(), |cell| cell.after.as_str());
            format!("Skriv «{}» i {name} i {place}", shorten(written))
        }
        NewValue::SameAs(field) => format!("Sæt {name} lig med {} i {place}", field.in_sentence()),
        NewValue::Empty => format!("Tøm {name} i {place}"),
    }
}

/// A number with points at thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// The draft of a change over these claims.
///
/// # Errors
/// A sentence that says why the change can't be made in any line, or why the file can't be read.
pub(super) fn draft(check: &mut FileCheck, origin: &mut dyn Origin, change: &Change, claims: &[u32]) -> Result<Draft, String> {
    let layout = check.layout().clone();
    let mut drafting = Drafting::new(&layout, change, origin)?;
    let walked = check.each_rows(claims.iter().copied(), &mut |number, rows| drafting.claim(&layout, number, rows));
    walked.map_err(|error| format!("Rækkerne kan ikke læses igen ({error}). Vælg filen igen."))?;
    Ok(drafting.finish(change))
}
