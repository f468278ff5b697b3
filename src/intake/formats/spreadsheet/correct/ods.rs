//! Corrected cells into an OpenDocument spreadsheet: only the edited cells' elements are written anew, out of their repetitions where there are any.

use std::io::Write;

use quick_xml::events::{BytesStart, Event};

use super::super::book;
use super::super::ods::{CONTENT, Ods, count, holds_no_sheets};
use super::super::package::{Package, Role};
use super::super::rows::COLUMNS;
use super::super::xml::{Xml, attributes};
use super::ods_cell::{Cell, Holds, Names, Old, Row};
use super::pattern::{Patterns, Shape};
use super::repack::Changes;
use super::{COVERED, NO_COLUMN, NOT_IN_XML, SHARED_FORMULA};
use crate::intake::FileProblem;
use crate::intake::formats::correct::{Ledger, NewCell, Splices, tag};

/// The most rows out of repetitions that are written one by one: each takes up room of its own.
const ROWS: u64 = 100_000;

/// Writes the spreadsheet with the ledger's edits.
pub fn correct(package: Package, sheet: Option<usize>, ledger: &mut Ledger, out: &mut dyn Write) -> Result<(), FileProblem> {
    let mut book = Ods::open(package)?;
    let sheet = match sheet {
        Some(sheet) => sheet,
        None => book::choose(&mut book, None, &mut Vec::new())?.1,
    };
    let mut package = book.into_package();
    package.watch.will_read(3 * package.packed(CONTENT));
    let columns = ledger.columns();
    let mut finder = Finder {
        ledger,
        names: Names::default(),
        patterns: Patterns::of(&columns),
        columns,
        cells: Vec::new(),
        rows: Vec::new(),
        row: 0,
        formulas_met: 0,
        formulas_gone: 0,
        single: 0,
    };
    finder.read(&mut Xml::open(&mut package, CONTENT, Role::Sheet)?, sheet)?;
    let (gone, left) = (finder.formulas_gone, finder.formulas_met > finder.formulas_gone);
    let splices = finder.splices()?;
    let mut changes = Changes::default();
    if !splices.is_empty() {
        ledger.notes.extend(super::formulas::notes(gone, false));
        if left {
            ledger.notes.push(
                "Arket har formler. De regnes ikke altid ud igen af sig selv: åbn filen i LibreOffice, og tryk Ctrl+Shift+F9.".into(),
            );
        }
        if package.has("META-INF/documentsignatures.xml") {
            ledger.notes.push("Filens digitale underskrift gælder ikke for den rettede fil.".into());
        }
    }
    changes.write(&mut package, CONTENT, Role::Sheet, splices)?;
    changes.apply(package, out)
}

struct Finder<'f, 'e> {
    ledger: &'f mut Ledger<'e>,
    names: Names,
    patterns: Patterns<Option<String>>,
    /// The columns that edits are for, in order.
    columns: Vec<u32>,
    /// The edited cells.
    cells: Vec<Cell>,
    /// The rows that have any, with where they stand.
    rows: Vec<Row>,
    /// The number of the next row, from 0.
    row: u32,
    formulas_met: u64,
    formulas_gone: u64,
    /// How many rows were taken out of repetitions.
    single: u64,
}

impl Finder<'_, '_> {
    fn read(&mut self, xml: &mut Xml, sheet: usize) -> Result<(), FileProblem> {
        let mut place = 0;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "document-content" => self.names.learn(&element),
                    "table" if place == sheet => {
                        self.names.table = tag::prefix(&element).to_owned();
                        return self.sheet(xml);
                    }
                    "table" => {
                        place += 1;
                        xml.skip()?;
                    }
                    name if holds_no_sheets(name) => xml.skip()?,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn sheet(&mut self, xml: &mut Xml) -> Result<(), FileProblem> {
        let mut depth = 1;
        while depth > 0 {
            let event = xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        let [times] = attributes(element, ["number-rows-repeated"])?;
                        let (tag, times) = (element.to_string(), count(times.as_deref())?);
                        self.row(xml, tag, times)?;
                    }
                    "table-rows"
                    | "table-header-rows"
                    | "table-row-group"
                    | "table-columns"
                    | "table-header-columns"
                    | "table-column-group" => {
                        depth += 1;
                    }
                    _ => xml.skip()?,
                },
                Event::End(_) => depth -= 1,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the row whose element has begun.
    fn row(&mut self, xml: &mut Xml, tag: String, times: u32) -> Result<(), FileProblem> {
        let begin = xml.span();
        let first = self.row;
        self.row = first.saturating_add(times);
        let is_wanted = self.ledger.is_for(u64::from(first) + 1..u64::from(self.row) + 1);
        let (mut column, mut is_filled) = (0_u32, false);
        let mut found: Vec<Old> = Vec::new();
        loop {
            let event = xml.next()?;
            match &event {
                Event::Start(element) if matches!(element.local_name().as_ref(), "table-cell" | "covered-table-cell") => {
                    let mut cell = Old::read(element, column)?;
                    cell.range = xml.span();
                    cell.content = cell.range.end..cell.range.end;
                    let shown = read_content(xml, &mut cell)?;
                    cell.range.end = xml.span().end;
                    cell.settle(shown);
                    self.formulas_met += u64::from(cell.has_formula) * u64::from(cell.times) * u64::from(times);
                    is_filled |= cell.is_filled || cell.has_formula;
                    column = column.saturating_add(cell.times);
                    self.notice(first, self.row.saturating_sub(1), &cell);
                    if is_wanted {
                        found.push(cell);
                    }
                }
                Event::Start(_) => xml.skip()?,
                Event::End(_) | Event::Eof => break,
                _ => {}
            }
        }
        if is_wanted && is_filled {
            let row = Row { tag, begin, end: xml.span(), times, first, width: column, found, cells: Vec::new() };
            self.take_in(row);
        }
        Ok(())
    }

    /// Remembers what a cell is like, for empty ones in its columns.
    fn notice(&mut self, first: u32, last: u32, cell: &Old) {
        let Some(shape) = cell.shape() else { return };
        let cells = &mut self.cells;
        let from = self.columns.partition_point(|column| *column < cell.column);
        for column in self.columns.iter().skip(from).take_while(|column| cell.holds(**column)) {
            for row in [first, last] {
                self.patterns.filled(row, *column, shape, cell.style(), |cell, style| settle(cells.get_mut(cell), shape, style));
            }
        }
    }

    /// Takes in the edits of a row, or of each that it stands for.
    fn take_in(&mut self, mut row: Row) {
        let end = u64::from(row.first) + u64::from(row.times);
        let mut next = u64::from(row.first) + 1;
        while let Some(number) = self.ledger.next_number(next).filter(|number| *number <= end) {
            next = number + 1;
            let Ok(of) = u32::try_from(number - 1) else { break };
            self.single += u64::from(row.times > 1);
            for edit in self.ledger.of_row(number, 0) {
                let column = self.ledger.column(edit);
                let old = row.found.iter().position(|cell| cell.holds(column));
                let old_cell = old.and_then(|old| row.found.get(old));
                if let Some(why) = self.objection(edit, column, old_cell) {
                    self.ledger.leave_out(edit, why);
                    continue;
                }
                self.ledger.written(edit);
                let is_empty = old_cell.is_none_or(|cell| !cell.is_filled);
                let has_formula = old_cell.is_some_and(|cell| cell.has_formula);
                self.formulas_gone += u64::from(has_formula);
                if is_empty && !has_formula && *self.ledger.value(edit) == NewCell::Empty {
                    continue;
                }
                let holds = old_cell.map_or(Holds::Text, |cell| cell.kind);
                row.cells.push((of, column, old, self.cells.len()));
                if is_empty {
                    self.wait(edit, of, column);
                }
                self.cells.push(Cell { edit, holds: if is_empty { Holds::Text } else { holds }, style: None });
            }
        }
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
    }

    /// Why a cell can't be written.
    fn objection(&self, edit: usize, column: u32, old: Option<&Old>) -> Option<&'static str> {
        let text = self.ledger.value(edit).text();
        match old {
            _ if column >= COLUMNS => Some(NO_COLUMN),
            Some(cell) if cell.is_covered => Some(COVERED),
            Some(cell) if cell.is_matrix => Some(SHARED_FORMULA),
            _ if !text.chars().all(super::ods_cell::may_stand) => Some(NOT_IN_XML),
            _ if self.single > ROWS => Some("Så mange gentagne rækker kan ikke rettes hver for sig. Ret dem i regnearket."),
            _ => None,
        }
    }

    /// An empty cell becomes like the nearest of its column that holds the same kind of value.
    fn wait(&mut self, edit: usize, row: u32, column: u32) {
        let shape = match self.ledger.value(edit) {
            NewCell::Empty => return,
            NewCell::Text(_) => Shape::Text,
            NewCell::Date(..) => Shape::Day,
            NewCell::Amount(..) => Shape::Number,
        };
        self.patterns.wait(row, column, shape, self.cells.len());
    }

    /// What is to be written, when the whole sheet was gone through.
    fn splices(mut self) -> Result<Splices, FileProblem> {
        let mut late = Vec::new();
        self.patterns.finish(|cell, style| late.push((cell, style)));
        for (cell, style) in late {
            let Some(cell) = self.cells.get_mut(cell) else { continue };
            let shape = match self.ledger.value(cell.edit) {
                NewCell::Date(..) => Shape::Day,
                NewCell::Amount(..) => Shape::Number,
                _ => Shape::Text,
            };
            settle(Some(cell), shape, style);
        }
        let mut splices = Splices::default();
        for row in &self.rows {
            row.write(&self.cells, &self.names, self.ledger, &mut splices)?;
        }
        Ok(splices)
    }
}

/// Gives an empty cell what the nearest of its column has.
fn settle(cell: Option<&mut Cell>, shape: Shape, style: Option<String>) {
    let Some(cell) = cell else { return };
    cell.style = style;
    cell.holds = match shape {
        Shape::Day => Holds::Day,
        Shape::Number => Holds::Number,
        Shape::Text => Holds::Text,
    };
}

/// Reads what stands in the cell whose element has begun: where its paragraphs stand. Answers whether there is any text in them.
fn read_content(xml: &mut Xml, cell: &mut Old) -> Result<bool, FileProblem> {
    let mut shown = false;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(element) if matches!(element.local_name().as_ref(), "p" | "h") => {
                let start = xml.span().start;
                shown |= !cell.paragraphs.is_empty() | read_paragraph(xml)?;
                cell.paragraphs.push(start..xml.span().end);
            }
            Event::Start(_) => xml.skip()?,
            Event::End(_) | Event::Eof => {
                cell.content.end = xml.span().start.max(cell.content.start);
                return Ok(shown);
            }
            _ => {}
        }
    }
}

/// Reads the paragraph whose element has begun; answers whether anything stands in it.
fn read_paragraph(xml: &mut Xml) -> Result<bool, FileProblem> {
    let (mut depth, mut shown) = (1, false);
    while depth > 0 {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "annotation" | "note" | "ruby-text" | "frame" | "custom-shape" => xml.skip()?,
                name => {
                    shown |= matches!(name, "s" | "tab" | "line-break");
                    depth += 1;
                }
            },
            Event::End(_) => depth -= 1,
            Event::Text(text) => shown |= !text.is_empty(),
            Event::CData(text) => shown |= !text.is_empty(),
            Event::GeneralRef(_) => shown = true,
            _ => {}
        }
    }
    Ok(shown)
}

impl Old {
    fn read(element: &BytesStart, column: u32) -> Result<Old, FileProblem> {
        let [times, rows, columns, kind, formula, style] = attributes(
            element,
            [
                "number-columns-repeated",
                "number-matrix-rows-spanned",
                "number-matrix-columns-spanned",
                "value-type",
                "formula",
                "style-name",
            ],
        )?;
        let kind = match kind.as_deref() {
            Some("float" | "percentage" | "currency") => Holds::Number,
            Some("date") => Holds::Day,
            Some("boolean") => Holds::Bool,
            Some("time") => Holds::Time,
            Some(_) => Holds::Text,
            None => Holds::Nothing,
        };
        Ok(Old {
            tag: element.to_string(),
            column,
            times: count(times.as_deref())?,
            content: 0..0,
            range: 0..0,
            paragraphs: Vec::new(),
            kind,
            style: style.map(std::borrow::Cow::into_owned),
            is_filled: false,
            has_formula: formula.is_some(),
            is_matrix: rows.is_some() || columns.is_some(),
            is_covered: element.local_name().as_ref() == "covered-table-cell",
        })
    }
}
