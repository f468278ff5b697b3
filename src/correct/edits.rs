//! What the user has changed: cells by their places in the file, and the steps that led there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::raw::Quotes;

/// A text's number among those that were ever in an edit. Bulk changes write the same few dates over and over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TextId(u32);

/// Stands for: as the file has it.
const AS_FILE: TextId = TextId(u32::MAX);

/// Steps in the user's words, each with how many cells it changes.
pub type StepsInWords = Vec<(String, u32)>;

/// All edits of a file.
#[derive(Debug, Default)]
pub struct Edits {
    /// What stood in a cell and what stands there now, by where its row starts in the file and by its column.
    cells: BTreeMap<(u64, u32), (TextId, TextId)>,
    /// Edited rows in which a quotation mark is never closed.
    plain_rows: BTreeSet<u64>,
    /// A quotation mark in the file is never closed, and so no new one may be written: it could close that one, and all rows between would
    /// become one.
    pub never_quotes: bool,
    texts: Texts,
    done: Vec<Done>,
    /// Steps that were undone, the next one to do again last.
    undone: Vec<Done>,
}

/// A cell that gets another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// Where its row starts in the file.
    pub row: u64,
    pub column: u32,
    /// What quotation marks in the row of the file are taken for; only the first edit of a row can tell.
    pub quotes: Quotes,
    /// What stands there before this step.
    pub before: Arc<str>,
    pub after: Arc<str>,
}

/// A cell that differs from the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub row: u64,
    pub column: u32,
    /// What the file has, and what the copy has.
    pub before: Arc<str>,
    pub after: Arc<str>,
}

#[derive(Debug)]
struct Done {
    words: String,
    cells: Vec<Cell>,
}

impl Done {
    /// In words, and how many cells.
    fn told(&self) -> (String, u32) {
        (self.words.clone(), u32::try_from(self.cells.len()).unwrap_or(u32::MAX))
    }
}

/// A cell in a step.
#[derive(Clone, Copy, Debug)]
struct Cell {
    row: u64,
    column: u32,
    /// What the file has.
    file: TextId,
    was: TextId,
    now: TextId,
}

/// Texts, each kept once.
#[derive(Debug, Default)]
struct Texts {
    numbers: HashMap<Arc<str>, u32>,
    all: Vec<Arc<str>>,
}

impl Texts {
    fn number(&mut self, text: &Arc<str>) -> TextId {
        if let Some(number) = self.numbers.get(text) {
            return TextId(*number);
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX - 1);
        self.numbers.insert(Arc::clone(text), number);
        self.all.push(Arc::clone(text));
        TextId(number)
    }

    fn get(&self, id: TextId) -> Arc<str> {
        self.all.get(id.0 as usize).cloned().unwrap_or_default()
    }
}

impl Edits {
    /// None yet.
    pub fn new(never_quotes: bool) -> Edits {
        Edits { never_quotes, ..Edits::default() }
    }

    /// Whether the copy is the file.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many cells differ from the file.
    pub fn len(&self) -> u32 {
        u32::try_from(self.cells.len()).unwrap_or(u32::MAX)
    }

    /// How many cells differ from the file, and in how many lines. All of them are looked at.
    pub fn count(&self) -> (u32, u32) {
        let (mut lines, mut last) = (0, None);
        for (row, _) in self.cells.keys() {
            lines += u32::from(last != Some(row));
            last = Some(row);
        }
        (self.len(), lines)
    }

    /// The steps that count, the first one first.
    pub fn steps(&self) -> StepsInWords {
        self.done.iter().map(Done::told).collect()
    }

    /// The steps that were undone and can be done again, the next one first.
    pub fn undone(&self) -> StepsInWords {
        self.undone.iter().rev().map(Done::told).collect()
    }

    /// Takes a step: all cells of one user action, each at most once. Steps that were undone can't be done again after it.
    pub fn take(&mut self, words: String, cells: impl IntoIterator<Item = NewText>) {
        self.undone.clear();
        let mut taken = Vec::new();
        for new in cells {
            let key = (new.row, new.column);
            if new.quotes == Quotes::Ordinary && !self.has_row(new.row) {
                self.plain_rows.insert(new.row);
            }
            let (file, was) = match self.cells.get(&key) {
                Some((file, now)) => (*file, *now),
                None => (self.texts.number(&new.before), AS_FILE),
            };
            let number = self.texts.number(&new.after);
            // A quotation mark may be written in several ways, so a text with one isn't taken for what the file has.
            let now = if number == file && !new.after.contains('"') { AS_FILE } else { number };
            let cell = Cell { row: new.row, column: new.column, file, was, now };
            self.set(&cell, now);
            taken.push(cell);
        }
        taken.sort_unstable_by_key(|cell| (cell.row, cell.column));
        self.done.push(Done { words, cells: taken });
    }

    /// Takes the last step back; answers whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.done.pop() else { return false };
        for cell in &step.cells {
            self.set(cell, cell.was);
        }
        self.undone.push(step);
        true
    }

    /// Does the step again that was undone last; answers whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.undone.pop() else { return false };
        for cell in &step.cells {
            self.set(cell, cell.now);
        }
        self.done.push(step);
        true
    }

    fn set(&mut self, cell: &Cell, text: TextId) {
        if text == AS_FILE {
            self.cells.remove(&(cell.row, cell.column));
        } else {
            self.cells.insert((cell.row, cell.column), (cell.file, text));
        }
    }

    /// Whether some cell of the row differs from the file.
    pub fn has_row(&self, row: u64) -> bool {
        self.of_row(row).next().is_some()
    }

    /// The edits of a row, by column.
    pub fn of_row(&self, row: u64) -> impl Iterator<Item = Edit> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|(key, texts)| self.edit(*key, *texts))
    }

    /// The edits from a row on, in the file's order.
    pub fn from_row(&self, row: u64) -> impl Iterator<Item = Edit> {
        self.cells.range((row, 0)..).map(|(key, texts)| self.edit(*key, *texts))
    }

    /// At most so many edits behind a cell, or from the first one on, in the file's order.
    pub fn behind(&self, cell: Option<(u64, u32)>, most: usize) -> Vec<Edit> {
        let from = cell.map_or(Bound::Unbounded, Bound::Excluded);
        self.cells.range((from, Bound::Unbounded)).take(most).map(|(key, texts)| self.edit(*key, *texts)).collect()
    }

    /// The edited rows from one on.
    pub fn rows_from(&self, row: u64) -> impl Iterator<Item = u64> {
        let mut last = None;
        self.cells.range((row, 0)..).map(|((row, _), _)| *row).filter(move |row| last.replace(*row) != Some(*row))
    }

    /// What quotation marks in an edited row of the file are taken for.
    pub fn quotes(&self, row: u64) -> Quotes {
        if self.plain_rows.contains(&row) { Quotes::Ordinary } else { Quotes::AroundCells }
    }

    /// The last step that changed a cell, from 1.
    pub fn step_of(&self, row: u64, column: u32) -> Option<usize> {
        let holds = |step: &Done| step.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).is_ok();
        self.done.iter().rposition(holds).map(|place| place + 1)
    }

    fn edit(&self, (row, column): (u64, u32), (file, now): (TextId, TextId)) -> Edit {
        Edit { row, column, before: self.texts.get(file), after: self.texts.get(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u64, column: u32, before: &str, after: &str) -> NewText {
        NewText { row, column, quotes: Quotes::AroundCells, before: before.into(), after: after.into() }
    }

    fn all(edits: &Edits) -> Vec<(u64, u32, String, String)> {
        edits.from_row(0).map(|edit| (edit.row, edit.column, edit.before.to_string(), edit.after.to_string())).collect()
    }

    #[test]
    fn steps_are_undone_and_done_again() {
        let mut edits = Edits::default();
        edits.take("en".into(), [cell(10, 1, "a", "b"), cell(40, 0, "x", "y")]);
        edits.take("to".into(), [cell(10, 1, "b", "c")]);
        assert_eq!(all(&edits), [(10, 1, "a".into(), "c".into()), (40, 0, "x".into(), "y".into())]);
        assert_eq!((edits.count(), edits.step_of(10, 1), edits.step_of(40, 0)), ((2, 2), Some(2), Some(1)));
        assert!(edits.undo());
        assert_eq!(all(&edits), [(10, 1, "a".into(), "b".into()), (40, 0, "x".into(), "y".into())]);
        assert!(edits.undo() && !edits.undo() && edits.is_empty());
        assert_eq!((edits.steps(), edits.undone()), (vec![], vec![("en".into(), 2), ("to".into(), 1)]));
        assert!(edits.redo() && edits.redo() && !edits.redo());
        assert_eq!(edits.count(), (2, 2));
        edits.undo();
        edits.take("tre".into(), [cell(10, 2, "", "z")]);
        assert!(!edits.redo(), "a new step drops what was undone");
        assert_eq!((edits.count(), edits.steps().len()), ((3, 2), 2));
    }

    #[test]
    fn what_is_as_the_file_has_it_is_no_edit() {
        let mut edits = Edits::default();
        edits.take("en".into(), [cell(10, 1, "a", "b")]);
        edits.take("to".into(), [cell(10, 1, "b", "a")]);
        assert!(edits.is_empty());
        edits.undo();
        assert_eq!(all(&edits), [(10, 1, "a".into(), "b".into())]);
        edits.redo();
        assert!(edits.is_empty());
        assert_eq!(edits.rows_from(0).count(), 0);
    }
}
