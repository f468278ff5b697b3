//! The edits that were asked for, and what became of each.

use std::ops::Range;

use super::{CellEdit, Corrected, LeftOut, NewCell};
use crate::intake::rows::CELL_LIMIT;

/// Edits in the rows' order, each with its fate.
pub(in crate::intake::formats) struct Ledger<'e> {
    edits: Vec<(&'e CellEdit, Fate)>,
    /// What people should know about the new file.
    pub notes: Vec<String>,
}

enum Fate {
    Waiting,
    Written,
    LeftOut(String),
}

impl<'e> Ledger<'e> {
    /// Takes them in. What no format can hold, and all but the last for one cell, is left out at once.
    pub fn new(edits: &'e [CellEdit]) -> Self {
        let mut edits: Vec<(&CellEdit, Fate)> = edits.iter().map(|edit| (edit, Fate::Waiting)).collect();
        edits.sort_by_key(|(edit, _)| key(edit));
        let mut later: Option<(u64, u32, u32)> = None;
        for (edit, fate) in edits.iter_mut().rev() {
            if later == Some(key(edit)) {
                *fate = Fate::LeftOut("Cellen er rettet flere gange. Den sidste rettelse er brugt.".into());
            } else if edit.value.text().len() > CELL_LIMIT {
                *fate = Fate::LeftOut("Teksten er længere, end en celle kan være.".into());
            }
            later = Some(key(edit));
        }
        Ledger { edits, notes: Vec::new() }
    }

    /// The edits of a row that wait to be written, by their places in the ledger.
    pub fn of_row(&self, number: u64, nth: u32) -> Vec<usize> {
        self.between((number, nth), (number, nth)).filter(|place| self.waits(*place)).collect()
    }

    /// The edits that wait for the rows with that number from the `nth` on.
    pub fn of_number_from(&self, number: u64, nth: u32) -> Vec<usize> {
        self.between((number, nth), (number, u32::MAX)).filter(|place| self.waits(*place)).collect()
    }

    /// Whether any edit of rows with these numbers waits.
    pub fn is_for(&self, numbers: Range<u64>) -> bool {
        let Some(last) = numbers.end.checked_sub(1) else { return false };
        self.between((numbers.start, 0), (last, u32::MAX)).any(|place| self.waits(place))
    }

    /// The next number, from this one on, with an edit that waits.
    pub fn next_number(&self, from: u64) -> Option<u64> {
        let start = self.edits.partition_point(|(edit, _)| edit.number < from);
        let next = self.edits.get(start..)?.iter().find(|(_, fate)| matches!(fate, Fate::Waiting));
        next.map(|(edit, _)| edit.number)
    }

    /// What is wanted for a cell, whatever became of it.
    pub fn wanted(&self, number: u64, nth: u32, column: u32) -> Option<&'e NewCell> {
        let mut places = self.between((number, nth), (number, nth));
        let place = places.find(|place| self.column(*place) == column)?;
        Some(self.value(place))
    }

    fn between(&self, first: (u64, u32), last: (u64, u32)) -> Range<usize> {
        let start = self.edits.partition_point(|(edit, _)| (edit.number, edit.nth) < first);
        let end = self.edits.partition_point(|(edit, _)| (edit.number, edit.nth) <= last);
        start..end.max(start)
    }

    fn waits(&self, place: usize) -> bool {
        self.edits.get(place).is_some_and(|(_, fate)| matches!(fate, Fate::Waiting))
    }

    /// The columns that any edit is for.
    pub fn columns(&self) -> Vec<u32> {
        let mut columns: Vec<u32> = self.edits.iter().map(|(edit, _)| edit.column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The column of the edit at a place.
    pub fn column(&self, place: usize) -> u32 {
        self.edits.get(place).map_or(u32::MAX, |(edit, _)| edit.column)
    }

    /// What the edit at a place wants.
    pub fn value(&self, place: usize) -> &'e NewCell {
        self.edits.get(place).map_or(&NewCell::Empty, |(edit, _)| &edit.value)
    }

    /// The edit at a place is done.
    pub fn written(&mut self, place: usize) {
        if let Some((_, fate)) = self.edits.get_mut(place) {
            *fate = Fate::Written;
        }
    }

    /// The edit at a place can't be done.
    pub fn leave_out(&mut self, place: usize, why: impl Into<String>) {
        if let Some((_, fate)) = self.edits.get_mut(place) {
            *fate = Fate::LeftOut(why.into());
        }
    }

    /// All that still wait can't be done.
    pub fn leave_out_the_rest(&mut self, why: &str) {
        for (_, fate) in &mut self.edits {
            if matches!(fate, Fate::Waiting) {
                *fate = Fate::LeftOut(why.to_owned());
            }
        }
    }

    /// What came of all.
    pub fn finish(mut self) -> Corrected {
        self.leave_out_the_rest("Rækken findes ikke i filen.");
        let mut corrected = Corrected { notes: self.notes, ..Corrected::default() };
        for (edit, fate) in self.edits {
            match fate {
                Fate::LeftOut(why) => {
                    corrected.left_out.push(LeftOut { number: edit.number, nth: edit.nth, column: edit.column, why });
                }
                Fate::Waiting | Fate::Written => corrected.written += 1,
            }
        }
        corrected
    }
}

fn key(edit: &CellEdit) -> (u64, u32, u32) {
    (edit.number, edit.nth, edit.column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(number: u64, nth: u32, column: u32, text: &str) -> CellEdit {
        CellEdit { number, nth, column, value: NewCell::Text(text.into()) }
    }

    #[test]
    fn every_edit_has_a_fate() {
        let long = "æ".repeat(CELL_LIMIT);
        let edits = [edit(9, 0, 0, "c"), edit(2, 1, 3, "a"), edit(2, 1, 3, "b"), edit(2, 0, 1, &long), edit(4, 0, 0, "x")];
        let mut ledger = Ledger::new(&edits);
        assert_eq!(ledger.columns(), [0, 1, 3]);
        assert_eq!((ledger.of_row(2, 0).len(), ledger.of_row(2, 1).len(), ledger.of_row(3, 0).len()), (0, 1, 0));
        assert!(ledger.is_for(0..3) && !ledger.is_for(3..4) && ledger.is_for(3..5) && !ledger.is_for(0..0));
        assert_eq!((ledger.next_number(0), ledger.next_number(3), ledger.next_number(10)), (Some(2), Some(4), None));
        let place = ledger.of_row(2, 1)[0];
        assert_eq!((ledger.column(place), ledger.value(place).text()), (3, "b"));
        ledger.written(place);
        let place = ledger.of_row(4, 0)[0];
        ledger.leave_out(place, "Sådan.");
        let corrected = ledger.finish();
        assert_eq!(corrected.written, 1);
        let left: Vec<(u64, &str)> = corrected.left_out.iter().map(|left| (left.number, left.why.as_str())).collect();
        assert_eq!(
            left,
            [
                (2, "Teksten er længere, end en celle kan være."),
                (2, "Cellen er rettet flere gange. Den sidste rettelse er brugt."),
                (4, "Sådan."),
                (9, "Rækken findes ikke i filen.")
            ]
        );
    }
}
