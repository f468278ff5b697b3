//! Correcting one file: drafts, steps, the copy, and what has been changed so far.

use std::io;

use super::draft::{Draft, Origin, draft, reference};
use super::edits::{Edit, Edits};
use super::splice::{Shifts, Sink, Splice};
use super::{CellChange, Change, CorrectedFormat, Corrections, Target};
use crate::check::file::{FileCheck, Filter, List, Sort};
use crate::check::sheet::SheetRow;
use crate::intake::{Bytes, Form, Layout, Row, StagedForm};

/// The corrections of one file.
///
/// It holds the file's rows as they were opened, and what is changed in them. The check that it is asked with is always that of the copy as it
/// is then, or of the file while nothing is corrected.
pub struct Desk {
    original: Box<dyn Bytes>,
    layout: Layout,
    unclosed: u32,
    pub edits: Edits,
    shifts: Shifts,
}

impl Desk {
    /// For the file that is checked; `original` are its rows.
    pub fn new(check: &FileCheck, original: Box<dyn Bytes>) -> Desk {
        let unclosed = check.unclosed();
        Desk { original, layout: check.layout().clone(), unclosed, edits: Edits::new(unclosed > 0), shifts: Shifts::default() }
    }

    /// What a change would do.
    ///
    /// # Errors
    /// A sentence that says why it can't be made.
    pub fn draft(&mut self, check: &mut FileCheck, change: &Change) -> Result<Draft, String> {
        let claims = match &change.target {
            Target::Cell { claim, .. } => vec![*claim],
            Target::Field { filter, .. } => claims_of(check, filter)?,
        };
        draft(check, self, change, &claims)
    }

    /// Makes a change. Answers whether it changes anything.
    pub fn take(&mut self, draft: Draft) -> bool {
        let is_step = !draft.cells.is_empty();
        if is_step {
            self.edits.take(draft.preview.words, draft.cells);
        }
        is_step
    }

    /// Writes the copy as it is after the last step. What is asked afterwards must be asked with the check of this copy.
    ///
    /// # Errors
    /// When the file can't be read any more, or the sink is full.
    pub fn copy(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let mut splice = Splice::default();
        loop {
            if let Some(shifts) = splice.step(self.original.as_mut(), &self.layout.form, &self.edits, sink)? {
                self.shifts = shifts;
                return Ok(());
            }
        }
    }

    /// Whether rows that are laid out so are read in the same way, so that the corrections hold for them too.
    pub fn fits(&self, layout: &Layout) -> bool {
        let own = &self.layout;
        (&own.form, own.first_row, own.mapping.columns.len()) == (&layout.form, layout.first_row, layout.mapping.columns.len())
    }

    /// Goes on with the same file, opened again: columns may have other fields and styles now.
    pub fn reopen(&mut self, layout: &Layout, original: Box<dyn Bytes>) {
        self.layout = layout.clone();
        self.original = original;
    }

    /// The rows as they were opened.
    pub fn original(&mut self) -> &mut dyn Bytes {
        self.original.as_mut()
    }

    /// How the rows are laid out.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Tells the check of the copy which claims hold a corrected line.
    pub fn mark(&self, check: &mut FileCheck) {
        let rows = self.edits.rows_from(0).map(|row| self.shifts.in_copy(row));
        let mut claims: Vec<u32> = rows.filter_map(|row| check.claim_at(row)).collect();
        claims.sort_unstable();
        claims.dedup();
        check.mark_corrected(claims);
    }

    /// What has been corrected so far.
    pub fn corrections(&self) -> Corrections {
        let (steps, undone) = (self.edits.steps(), self.edits.undone());
        let (cells, lines) = self.edits.count();
        Corrections { steps, undone, cells, lines, format: CorrectedFormat::of(&self.layout.form) }
    }

    /// Fills in what stood in the file where the user has corrected it, in the rows of a claim that is open.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn fill_originals(&self, check: &mut FileCheck, claim: u32, sheet: &mut [SheetRow]) -> io::Result<()> {
        check.each_rows([claim], &mut |_, rows| {
            for (row, told) in rows.iter().zip(sheet.iter_mut()) {
                for edit in self.edits.of_row(self.shifts.in_original(row.offset)) {
                    if let Some(cell) = told.cells.iter_mut().find(|cell| cell.column == edit.column) {
                        cell.original = Some(edit.before.to_string());
                    }
                }
            }
            Ok(())
        })
    }

    /// A page of all changes in the file's order, and how many there are.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn changes(&mut self, check: &mut FileCheck, page: u32, size: u32) -> io::Result<(u32, Vec<CellChange>)> {
        let from = (page as usize).saturating_mul(size as usize);
        let edits: Vec<Edit> = self.edits.from_row(0).skip(from).take(size as usize).collect();
        Ok((self.edits.len(), self.described(check, &edits)?))
    }

    /// Where edits stand, for people. Those of a row that is blank now have no claim any more: they get the number [`u32::MAX`] and row 0.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn described(&self, check: &mut FileCheck, edits: &[Edit]) -> io::Result<Vec<CellChange>> {
        let mut claims: Vec<u32> = edits.iter().filter_map(|edit| check.claim_at(self.shifts.in_copy(edit.row))).collect();
        claims.dedup();
        let mut edits = edits.iter().peekable();
        let mut changes = Vec::new();
        let layout = &self.layout;
        check.each_rows(claims, &mut |claim, rows| {
            for row in rows {
                let place = self.shifts.in_original(row.offset);
                while let Some(edit) = edits.next_if(|edit| edit.row <= place) {
                    changes.push(described(layout, edit, Some((claim, row)).filter(|_| edit.row == place)));
                }
            }
            Ok(())
        })?;
        changes.extend(edits.map(|edit| described(layout, edit, None)));
        Ok(changes)
    }
}

impl Origin for Desk {
    fn in_original(&self, row: u64) -> u64 {
        self.shifts.in_original(row)
    }

    fn original(&mut self) -> &mut dyn Bytes {
        self.original.as_mut()
    }

    fn unclosed(&self) -> u32 {
        self.unclosed
    }
}

impl CorrectedFormat {
    /// How the corrected rows can be had, by what they come from.
    pub fn of(form: &Form) -> CorrectedFormat {
        let same = |name: &str| CorrectedFormat::Same(name.into());
        let csv = |why: &str| CorrectedFormat::Csv(why.into());
        match form {
            Form::Text { .. } => same("CSV"),
            Form::Staged { form, .. } => match form {
                StagedForm::Xlsx => same("Excel"),
                StagedForm::Ods => same("OpenDocument"),
                StagedForm::Xml => same("XML"),
                StagedForm::Json => same("JSON"),
                StagedForm::JsonLines => same("JSON-linjer"),
                StagedForm::Xls => csv("Ældre Excel-filer (xls) kan ikke skrives her. Du får rækkerne som CSV med alle kolonner."),
                StagedForm::Xlsb => csv("Binære Excel-filer (xlsb) kan ikke skrives her. Du får rækkerne som CSV med alle kolonner."),
                StagedForm::Ode => csv("Rækkerne er samlet af flere filer fra KMD-udtrækket. Du får dem som én CSV med alle kolonner."),
                StagedForm::XmlAnswer => CorrectedFormat::None,
            },
        }
    }
}

/// The claims that a filter lets through, in the file's order.
fn claims_of(check: &mut FileCheck, filter: &Filter) -> Result<Vec<u32>, String> {
    let list = check.list(filter, Sort::default());
    list.map(List::into_numbers).map_err(|error| format!("Rækkerne kan ikke læses igen ({error}). Vælg filen igen."))
}

fn described(layout: &Layout, edit: &Edit, found: Option<(u32, &Row)>) -> CellChange {
    let heading = layout.mapping.columns.get(edit.column as usize).map(|column| column.heading.clone()).unwrap_or_default();
    CellChange {
        claim: found.map_or(u32::MAX, |(claim, _)| claim),
        row: found.map_or(0, |(_, row)| row.line),
        reference: found.map(|(_, row)| reference(layout, row)).unwrap_or_default(),
        heading: if heading.is_empty() { format!("kolonne {}", edit.column + 1) } else { heading },
        before: edit.before.to_string(),
        after: edit.after.to_string(),
    }
}
