//! Cells into staged rows, and what people should know about how they were read.

use std::ops::{ControlFlow, Range};

use super::sentences::{cell_name, damaged, thousands};
use super::value::{Epoch, Value, Written};
use crate::claim::is_space;
use crate::intake::rows::{CELL_COUNT_LIMIT, CELL_LIMIT};
use crate::intake::{FileProblem, RowProblem, StagedWriter};

/// The rows and columns that any spreadsheet has.
const ROWS: u32 = 1 << 20;
pub const COLUMNS: u32 = 1 << 14;
/// The most cells that are read from one sheet.
const CELLS: u64 = 100_000_000;
/// The most text that is held for one row.
pub const ROW_TEXT: usize = 16 << 20;
/// How many cells of a row the staged rows keep; one of theirs is the row's number.
const KEPT_CELLS: usize = CELL_COUNT_LIMIT - 1;
/// How many merged areas are looked at.
const AREAS: usize = 10_000;
/// How many merged areas may cross one row; there is no room for more findings on it.
const AREAS_ABREAST: usize = 64;

/// Takes what a sheet holds, in the sheet's order. Rows and columns are counted from 0.
pub trait Sink {
    /// A row begins. Whether to go on.
    fn row(&mut self, row: u32, hidden: bool) -> Result<ControlFlow<()>, FileProblem>;

    /// A cell of the row.
    fn cell(&mut self, column: u32, value: Value) -> Result<(), FileProblem>;

    /// An area is merged into one cell. Known before its second row.
    fn merged(&mut self, _area: Area) {}

    /// Columns are hidden. Known at the end.
    fn hidden_columns(&mut self, _columns: Range<u32>) {}
}

/// Cells that are merged into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// Counts rows with something in them, up to a number.
pub struct Counter {
    most: u64,
    pub rows: u64,
    /// Whether the row that is being read has been counted.
    counted: bool,
}

impl Counter {
    pub fn up_to(most: u64) -> Self {
        Counter { most, rows: 0, counted: false }
    }
}

impl Sink for Counter {
    fn row(&mut self, _row: u32, _hidden: bool) -> Result<ControlFlow<()>, FileProblem> {
        self.counted = false;
        Ok(if self.rows >= self.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn cell(&mut self, _column: u32, value: Value) -> Result<(), FileProblem> {
        let blank = matches!(value, Value::Text(text) if text.chars().all(is_space));
        if !blank && !self.counted {
            self.counted = true;
            self.rows += 1;
        }
        Ok(())
    }
}

/// Writes a sheet's rows.
pub struct Rows<'r, 'w> {
    out: &'r mut StagedWriter<'w>,
    epoch: Epoch,
    /// The row that is being read, and whether it is hidden.
    row: Option<(u32, bool)>,
    /// The cells' texts, one behind the other, and where each stands.
    text: String,
    cells: Vec<(u32, Range<usize>)>,
    problems: Vec<RowProblem>,
    cell_count: u64,
    merged: Merged,
    hidden_columns: Vec<Range<u32>>,
    told: Told,
}

/// What is told about the whole sheet.
#[derive(Default)]
struct Told {
    rows: u64,
    hidden_rows: u64,
    /// For each column whether anything stands in it.
    columns: Vec<bool>,
    /// The first row with more cells than are kept, and how many it has.
    too_wide: Option<(u32, usize)>,
    wide_rows: u64,
    /// The first cell that stands twice.
    twice: Option<(u32, u32)>,
}

impl<'r, 'w> Rows<'r, 'w> {
    pub fn new(out: &'r mut StagedWriter<'w>, epoch: Epoch) -> Self {
        Rows {
            out,
            epoch,
            row: None,
            text: String::new(),
            cells: Vec::new(),
            problems: Vec::new(),
            cell_count: 0,
            merged: Merged::default(),
            hidden_columns: Vec::new(),
            told: Told::default(),
        }
    }

    /// Writes the last row; answers how many there are, and what people should know.
    pub fn finish(mut self) -> Result<(u64, Vec<String>), FileProblem> {
        self.write_row()?;
        let mut notes = Vec::new();
        notes.extend(self.merged.note());
        notes.extend(self.told.hidden_note(&self.hidden_columns));
        notes.extend(self.told.wide_note());
        notes.extend(self.told.twice_note());
        Ok((self.told.rows, notes))
    }

    fn write_row(&mut self) -> Result<(), FileProblem> {
        let Some((row, hidden)) = self.row.take() else { return Ok(()) };
        let blank = self.text.chars().all(is_space);
        // A formula without a result is something, even though there is nothing to read in it.
        if blank && self.problems.is_empty() {
            return Ok(());
        }
        let width = self.cells.iter().map(|(column, _)| *column as usize + 1).max().unwrap_or_default();
        let mut texts = vec![""; width];
        for (column, place) in &self.cells {
            let (Some(slot), Some(text)) = (texts.get_mut(*column as usize), self.text.get(place.clone())) else { continue };
            if !slot.is_empty() {
                self.told.twice.get_or_insert((row, *column));
            }
            *slot = text;
        }
        if !blank {
            self.merged.mark(&mut texts, &mut self.problems);
        }
        self.told.see(row, hidden, &texts);
        self.out.row(u64::from(row) + 1, &texts, &self.problems)
    }
}

impl Sink for Rows<'_, '_> {
    fn row(&mut self, row: u32, hidden: bool) -> Result<ControlFlow<()>, FileProblem> {
        let before = self.row.map(|(row, _)| row);
        self.write_row()?;
        if row >= ROWS {
            return Err(FileProblem::TooMuch { what: "rækker i et ark", limit: "1.048.576" });
        }
        if before.is_some_and(|before| row <= before) {
            return Err(damaged(&format!("række {} står ikke i rækkefølge", u64::from(row) + 1)));
        }
        self.row = Some((row, hidden));
        self.text.clear();
        self.cells.clear();
        self.problems.clear();
        self.merged.enter(row);
        Ok(ControlFlow::Continue(()))
    }

    fn cell(&mut self, column: u32, value: Value) -> Result<(), FileProblem> {
        if column >= COLUMNS {
            return Err(FileProblem::TooMuch { what: "kolonner i et ark", limit: "16.384" });
        }
        self.cell_count += 1;
        if self.cell_count > CELLS {
            return Err(FileProblem::TooMuch { what: "celler i et ark", limit: "100 millioner" });
        }
        let start = self.text.len();
        let index = column as usize;
        match value.write(self.epoch, &mut self.text) {
            Written::Whole => {}
            Written::DigitsLost => self.problems.push(RowProblem::DigitsLost { column: index }),
            Written::NoResult => self.problems.push(RowProblem::NoCachedValue { column: index }),
        }
        let length = self.text.len() - start;
        if length > CELL_LIMIT {
            // The writer would cut it as well. Here it doesn't take up room meanwhile.
            self.problems.push(RowProblem::TooLong { column: index, bytes: length as u64 });
            self.text.truncate(self.text.floor_char_boundary(start + CELL_LIMIT));
        }
        if self.text.len() > ROW_TEXT {
            let row = self.row.map_or(0, |(row, _)| u64::from(row) + 1);
            return Err(FileProblem::Broken(format!(
                "Række {row} rummer mere end 16 MB tekst, og så lang er en fordring ikke. Slet rækken eller dens tekster, og prøv igen."
            )));
        }
        self.cells.push((column, start..self.text.len()));
        Ok(())
    }

    fn merged(&mut self, area: Area) {
        self.merged.add(area);
    }

    fn hidden_columns(&mut self, columns: Range<u32>) {
        // Real sheets have a few; a sheet made to fill the memory has no end of them.
        if self.hidden_columns.len() < COLUMNS as usize {
            self.hidden_columns.push(columns);
        }
    }
}

/// The sheet's merged areas.
#[derive(Default)]
struct Merged {
    count: u64,
    example: Option<Area>,
    /// Those over several rows that are still to come, the next last.
    waiting: Vec<Area>,
    /// Whether `waiting` is in order.
    sorted: bool,
    /// Those that the row being read is part of.
    open: Vec<Area>,
}

impl Merged {
    fn add(&mut self, area: Area) {
        if area.last_row < area.first_row || area.last_column < area.first_column {
            return;
        }
        self.count += 1;
        let several_rows = area.last_row > area.first_row;
        if self.example.is_none_or(|example| several_rows && example.first_row == example.last_row) {
            self.example = Some(area);
        }
        if several_rows && self.waiting.len() < AREAS {
            self.waiting.push(area);
            self.sorted = false;
        }
    }

    /// Goes on to a row.
    fn enter(&mut self, row: u32) {
        if !self.sorted {
            self.waiting.sort_by_key(|area| std::cmp::Reverse((area.first_row, area.first_column)));
            self.sorted = true;
        }
        self.open.retain(|area| area.last_row >= row);
        while let Some(area) = self.waiting.pop_if(|area| area.first_row < row) {
            if area.last_row >= row && self.open.len() < AREAS_ABREAST {
                self.open.push(area);
            }
        }
    }

    /// Says of the row's empty cells that a merged one above covers them.
    fn mark(&self, texts: &mut Vec<&str>, problems: &mut Vec<RowProblem>) {
        for area in &self.open {
            for column in (area.first_column as usize..=area.last_column as usize).take(AREAS_ABREAST) {
                if texts.len() <= column && column < KEPT_CELLS {
                    texts.resize(column + 1, "");
                }
                if texts.get(column).is_some_and(|text| text.chars().all(is_space)) {
                    problems.push(RowProblem::Merged { column, row: u64::from(area.first_row) + 1 });
                }
            }
        }
    }

    fn note(&self) -> Option<String> {
        let area = self.example?;
        let (first, last) = (cell_name(area.first_row, area.first_column), cell_name(area.last_row, area.last_column));
        let mut note = match self.count {
            1 => format!("Arket har 1 flettet område, {first}:{last}."),
            count => format!("Arket har {} flettede områder, fx {first}:{last}.", thousands(count)),
        };
        note.push_str(" Kun cellen øverst til venstre har en værdi.");
        if self.count > AREAS as u64 {
            note.push_str(" Kun de første 10.000 er undersøgt.");
        }
        Some(note)
    }
}

impl Told {
    fn see(&mut self, row: u32, hidden: bool, texts: &[&str]) {
        self.rows += 1;
        self.hidden_rows += u64::from(hidden);
        if texts.len() > KEPT_CELLS {
            self.wide_rows += 1;
            self.too_wide.get_or_insert((row, texts.len()));
        }
        if self.columns.len() < texts.len() {
            self.columns.resize(texts.len(), false);
        }
        for (filled, text) in self.columns.iter_mut().zip(texts) {
            *filled |= !text.is_empty();
        }
    }

    fn hidden_note(&self, hidden: &[Range<u32>]) -> Option<String> {
        let is_hidden = |column: u32| hidden.iter().any(|range| range.contains(&column));
        let columns = (0..).zip(&self.columns).filter(|(column, filled)| **filled && is_hidden(*column)).count() as u64;
        let rows = match self.hidden_rows {
            0 => None,
            1 => Some("1 skjult række".to_owned()),
            count => Some(format!("{} skjulte rækker", thousands(count))),
        };
        let columns = match columns {
            0 => None,
            1 => Some("1 skjult kolonne".to_owned()),
            count => Some(format!("{} skjulte kolonner", thousands(count))),
        };
        let what = [rows, columns].into_iter().flatten().collect::<Vec<_>>().join(" og ");
        (!what.is_empty()).then(|| format!("{what} er læst med."))
    }

    fn wide_note(&self) -> Option<String> {
        let (row, cells) = self.too_wide?;
        let row = u64::from(row) + 1;
        let cells = thousands(cells as u64);
        Some(match self.wide_rows {
            1 => format!("Række {row} har {cells} celler. Kun de første 4.095 er læst."),
            count => format!("{} rækker har for mange celler, fx række {row} med {cells}. Kun de første 4.095 er læst.", thousands(count)),
        })
    }

    fn twice_note(&self) -> Option<String> {
        let (row, column) = self.twice?;
        Some(format!("Celle {} står flere gange i filen. Den sidste værdi er brugt.", cell_name(row, column)))
    }
}
