//! Corrected cells into a workbook in XML: each edited cell's element is written anew, and a missing one is put in its place in the row.

use std::io::Write;
use std::ops::{ControlFlow, Range};

use quick_xml::events::{BytesStart, Event};

use super::super::package::{Package, Role};
use super::super::rows::{Area, Sink};
use super::super::sentences::cell_name;
use super::super::value::{Epoch, ShownAs, Value, day};
use super::super::xlsx::{ForWriting, Kind, Place, Xlsx, read_area, read_areas};
use super::super::xml::{Xml, attributes, push_text};
use super::pattern::{Patterns, Shape};
use super::repack::Changes;
use super::{COVERED, NO_COLUMN, SHARED_FORMULA, digits, formulas};
use crate::intake::FileProblem;
use crate::intake::formats::correct::{Ledger, NewCell, Piece, Splices, tag};

/// How many merged areas and areas of formulas are looked at, and how many of them may cross one row.
const AREAS: usize = 10_000;
const AREAS_ABREAST: usize = 64;
/// The most letters of a cell, in units of UTF-16.
const LETTERS: usize = 32_767;
/// What no longer holds of a cell that was written anew: its kind, and signs for values that are kept elsewhere.
const OLD: [&str; 3] = ["t", "cm", "vm"];

/// Writes the workbook with the ledger's edits.
pub fn correct(package: Package, main: &str, sheet: Option<usize>, ledger: &mut Ledger, out: &mut dyn Write) -> Result<(), FileProblem> {
    let ForWriting { mut package, sheet, parts, styles, epoch, folder, chain } = Xlsx::open_for_writing(package, main, sheet)?;
    let part = parts.get(sheet).cloned().unwrap_or_default();
    package.watch.will_read(4 * package.packed(&part));
    let mut covered = Covered::default();
    read_areas(&mut Xml::open(&mut package, &part, Role::Sheet)?, &mut covered)?;
    covered.areas.sort_by_key(|area| std::cmp::Reverse(area.first_row));
    let columns = ledger.columns();
    let mut finder = Finder {
        ledger,
        styles: &styles,
        epoch,
        covered,
        formulas: Vec::new(),
        patterns: Patterns::of(&columns),
        cells: Vec::new(),
        rows: Vec::new(),
        row: Row::default(),
        formulas_met: 0,
        formulas_gone: 0,
    };
    finder.read(&mut Xml::open(&mut package, &part, Role::Sheet)?)?;
    let (formulas_gone, formulas_left) = (finder.formulas_gone, finder.formulas_met > finder.formulas_gone);
    let splices = finder.splices()?;
    let mut changes = Changes::default();
    if !splices.is_empty() {
        let others: Vec<&String> = parts.iter().filter(|other| **other != part).collect();
        let formulas_left = formulas_left || formulas::in_any(&mut package, &others)?;
        if formulas_gone > 0
            && let Some(chain) = chain
        {
            formulas::forget_order(&mut package, &mut changes, main, &folder, &chain)?;
        }
        if formulas_left {
            formulas::calculate_on_load(&mut package, &mut changes, main)?;
        }
        ledger.notes.extend(formulas::notes(formulas_gone, formulas_left));
        if package.names().any(|name| name.starts_with("_xmlsignatures/")) {
            ledger.notes.push("Filens digitale underskrift gælder ikke for den rettede fil.".into());
        }
    }
    changes.write(&mut package, &part, Role::Sheet, splices)?;
    changes.apply(package, out)
}

/// The areas of cells that are merged into one.
#[derive(Default)]
struct Covered {
    /// Those still to come, the next last.
    areas: Vec<Area>,
    /// Those that the row being read is part of.
    open: Vec<Area>,
}

impl Sink for Covered {
    fn row(&mut self, _row: u32, _hidden: bool) -> Result<ControlFlow<()>, FileProblem> {
        Ok(ControlFlow::Break(()))
    }

    fn cell(&mut self, _column: u32, _value: Value) -> Result<(), FileProblem> {
        Ok(())
    }

    fn merged(&mut self, area: Area) {
        if self.areas.len() < AREAS {
            self.areas.push(area);
        }
    }
}

impl Covered {
    fn enter(&mut self, row: u32) {
        self.open.retain(|area| area.last_row >= row);
        while let Some(area) = self.areas.pop_if(|area| area.first_row <= row) {
            if area.last_row >= row && self.open.len() < AREAS_ABREAST {
                self.open.push(area);
            }
        }
    }

    /// Whether the cell is part of an area and doesn't show it.
    fn covers(&self, row: u32, column: u32) -> bool {
        self.open.iter().any(|area| holds(area, row, column) && (area.first_row, area.first_column) != (row, column))
    }
}

fn holds(area: &Area, row: u32, column: u32) -> bool {
    (area.first_row..=area.last_row).contains(&row) && (area.first_column..=area.last_column).contains(&column)
}

/// A cell that is to be written.
struct Cell {
    edit: usize,
    /// Where its element stands, or where it is to be put.
    range: Range<u64>,
    /// What its element begins with, without its kind.
    tag: String,
    /// The number of its own style, where it has an element.
    style: Option<usize>,
    holds: Holds,
}

/// What a cell is to be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Number,
    Day,
    Bool,
    IsoDay,
    Text,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    number: u32,
    prefix: String,
    /// The edits of the row.
    edits: Vec<usize>,
    /// For each of them the cell's element, and where a cell could be put before one behind it.
    found: Vec<(Option<Found>, Option<u64>)>,
    /// Anything stands in the row, so that it was read before.
    is_filled: bool,
    tag: String,
    span: Range<u64>,
}

/// A cell's element.
#[derive(Clone)]
struct Found {
    range: Range<u64>,
    tag: String,
    style: usize,
    kind: Kind,
    is_filled: bool,
    formula: Formula,
}

/// How a cell is calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Formula {
    None,
    Own,
    /// Others are calculated by it, or it by others.
    Shared,
}

struct Finder<'f, 'e> {
    ledger: &'f mut Ledger<'e>,
    styles: &'f [ShownAs],
    epoch: Epoch,
    covered: Covered,
    /// The areas that one formula calculates, from its own row on.
    formulas: Vec<Area>,
    patterns: Patterns<usize>,
    cells: Vec<Cell>,
    /// The beginnings of rows that are written anew.
    rows: Vec<(Range<u64>, String)>,
    row: Row,
    formulas_met: u64,
    formulas_gone: u64,
}

impl Finder<'_, '_> {
    fn read(&mut self, xml: &mut Xml) -> Result<(), FileProblem> {
        let (mut in_cells, mut place) = (false, Place::default());
        loop {
            let event = xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheetData" => in_cells = true,
                    "row" if in_cells => {
                        place.begin_row(element)?;
                        let tag = element.to_string();
                        self.begin_row(place.row, tag, xml.span());
                    }
                    "c" if in_cells => {
                        let (kind, style) = place.begin_cell(element)?;
                        let tag = if self.wants(&place) { element.to_string() } else { String::new() };
                        let start = xml.span().start;
                        let found = self.read_cell(xml, start, tag, kind, style, &place)?;
                        self.take_in(&place, found);
                        place.end_cell();
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "sheetData" => in_cells = false,
                    "row" if in_cells => {
                        let end = xml.span().start;
                        self.end_row(end);
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin_row(&mut self, number: u32, tag: String, span: Range<u64>) {
        let edits = self.ledger.of_row(u64::from(number) + 1, 0);
        let found = vec![(None, None); edits.len()];
        let prefix = tag::prefix(&tag).to_owned();
        self.row = Row { number, prefix, edits, found, is_filled: false, tag, span };
    }

    /// Whether an edit is for the cell.
    fn wants(&self, place: &Place) -> bool {
        place.row == self.row.number && self.row.edits.iter().any(|edit| self.ledger.column(*edit) == place.column)
    }

    /// Reads what stands in the cell's element.
    fn read_cell(&mut self, xml: &mut Xml, start: u64, tag: String, kind: Kind, style: usize, place: &Place) -> Result<Found, FileProblem> {
        let (mut in_text, mut formula) = (false, Formula::None);
        let (mut text, mut depth) = (String::new(), 1);
        while depth > 0 {
            let event = xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" | "t" => {
                        in_text = true;
                        depth += 1;
                    }
                    "f" => {
                        formula = self.formula(element, place)?;
                        xml.skip()?;
                    }
                    "is" | "r" => depth += 1,
                    _ => xml.skip()?,
                },
                Event::End(_) => {
                    in_text = false;
                    depth -= 1;
                }
                // Only whether there is any, and what short kinds of values are.
                event if in_text && text.len() < 64 => push_text(event, &mut text),
                _ => {}
            }
        }
        let is_filled = !text.is_empty() && kind != Kind::Error;
        self.row.is_filled |= !text.is_empty() || formula != Formula::None;
        let is_number = kind != Kind::Number || text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        Ok(Found { range: start..xml.span().end, tag, style, kind, is_filled: is_filled && is_number, formula })
    }

    fn formula(&mut self, element: &BytesStart, place: &Place) -> Result<Formula, FileProblem> {
        let [kind, area] = attributes(element, ["t", "ref"])?;
        let area = area.as_deref().and_then(read_area);
        Ok(match (kind.as_deref(), area) {
            (Some("shared"), Some(area)) if area.first_row != area.last_row || area.first_column != area.last_column => Formula::Shared,
            (Some("array" | "dataTable"), area) => {
                if let Some(area) = area.filter(|area| self.formulas.len() < AREAS && area.last_row >= place.row) {
                    self.formulas.push(area);
                }
                // In one cell alone it is as good as any other.
                if area.is_none() && kind.as_deref() == Some("array") { Formula::Own } else { Formula::Shared }
            }
            _ => Formula::Own,
        })
    }

    /// Takes in a cell that was read.
    fn take_in(&mut self, place: &Place, found: Found) {
        self.formulas_met += u64::from(found.formula != Formula::None);
        if place.row != self.row.number {
            return;
        }
        if let (true, Some(shape)) = (found.is_filled, self.shape(&found)) {
            let cells = &mut self.cells;
            self.patterns.filled(place.row, place.column, shape, found.style, |cell, style| settle(cells.get_mut(cell), shape, style));
        }
        for (edit, (of, before)) in self.row.edits.iter().zip(&mut self.row.found) {
            let column = self.ledger.column(*edit);
            if column == place.column && (found.is_filled || of.is_none()) {
                *of = Some(found.clone());
            } else if column < place.column && before.is_none() {
                *before = Some(found.range.start);
            }
        }
    }

    /// What kind of value a filled cell holds, as a pattern for others.
    fn shape(&self, found: &Found) -> Option<Shape> {
        match found.kind {
            Kind::Number => match self.shown_as(found.style) {
                ShownAs::Day => Some(Shape::Day),
                ShownAs::Number => Some(Shape::Number),
                ShownAs::Time | ShownAs::Duration => None,
            },
            Kind::SharedText | Kind::InlineText | Kind::FormulaText => Some(Shape::Text),
            Kind::Bool | Kind::Error | Kind::Day => None,
        }
    }

    fn shown_as(&self, style: usize) -> ShownAs {
        self.styles.get(style).copied().unwrap_or_default()
    }

    fn end_row(&mut self, end: u64) {
        let row = std::mem::take(&mut self.row);
        if row.edits.is_empty() || !row.is_filled {
            return;
        }
        self.covered.enter(row.number);
        let mut added = Vec::new();
        for (edit, (found, before)) in row.edits.iter().zip(&row.found) {
            let column = self.ledger.column(*edit);
            let is_calculated = self.formulas.iter().any(|area| holds(area, row.number, column));
            let why = match found {
                _ if column >= super::super::rows::COLUMNS => Some(NO_COLUMN),
                _ if self.covered.covers(row.number, column) => Some(COVERED),
                Some(found) if found.formula == Formula::Shared => Some(SHARED_FORMULA),
                _ if is_calculated => Some(SHARED_FORMULA),
                _ if self.ledger.value(*edit).text().encode_utf16().count() > LETTERS => Some("Teksten er længere, end en celle kan være."),
                _ => None,
            };
            if let Some(why) = why {
                self.ledger.leave_out(*edit, why);
                continue;
            }
            self.ledger.written(*edit);
            match found {
                Some(found) => self.replace(*edit, row.number, found),
                None if *self.ledger.value(*edit) == NewCell::Empty => {}
                None => {
                    let at = before.unwrap_or(end);
                    added.push(column);
                    let tag = format!("{}c r=\"{}\"", row.prefix, cell_name(row.number, column));
                    self.wait(*edit, row.number, Cell { edit: *edit, range: at..at, tag, style: None, holds: Holds::Text });
                }
            }
        }
        self.formulas.retain(|area| area.last_row > row.number);
        self.widen(&row, &added);
    }

    /// A row says from where to where it has cells: it must hold for those that are added.
    fn widen(&mut self, row: &Row, added: &[u32]) {
        let (Some(first), Some(last)) = (added.iter().min(), added.iter().max()) else { return };
        let said = tag::value(&row.tag, "spans").and_then(|said| {
            let (first, last) = said.split_once(':')?;
            Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?))
        });
        let Some((from, to)) = said else { return };
        let (wider_from, wider_to) = (from.min(first + 1), to.max(last + 1));
        if (wider_from, wider_to) != (from, to) {
            let tag = tag::with(&row.tag, "spans", "spans", &format!("{wider_from}:{wider_to}"));
            self.rows.push((row.span.clone(), format!("<{tag}>")));
        }
    }

    /// Writes a cell that has an element.
    fn replace(&mut self, edit: usize, row: u32, found: &Found) {
        let value = self.ledger.value(edit);
        if found.formula != Formula::None {
            self.formulas_gone += 1;
        }
        if !found.is_filled && found.formula == Formula::None && *value == NewCell::Empty && found.kind != Kind::Error {
            return;
        }
        let tag = tag::without(&found.tag, &OLD);
        let holds = match (found.kind, self.shown_as(found.style)) {
            (Kind::Number, ShownAs::Day) => Holds::Day,
            (Kind::Number, ShownAs::Number) => Holds::Number,
            (Kind::Bool, _) => Holds::Bool,
            (Kind::Day, _) => Holds::IsoDay,
            _ => Holds::Text,
        };
        let cell = Cell { edit, range: found.range.clone(), tag, style: Some(found.style), holds };
        if found.is_filled { self.cells.push(cell) } else { self.wait(edit, row, Cell { holds: Holds::Text, ..cell }) }
    }

    /// Writes a cell that is empty: like the nearest of its column that holds the same kind of value.
    fn wait(&mut self, edit: usize, row: u32, mut cell: Cell) {
        let shape = match self.ledger.value(edit) {
            NewCell::Empty => None,
            NewCell::Text(_) => Some(Shape::Text),
            NewCell::Date(..) => Some(Shape::Day),
            NewCell::Amount(..) => Some(Shape::Number),
        };
        // A format for days is meant for them even where nothing stands in it.
        if shape == Some(Shape::Day) && cell.style.is_some_and(|style| self.shown_as(style) == ShownAs::Day) {
            cell.holds = Holds::Day;
        } else if let Some(shape) = shape {
            // An amount in a format for days would be shown as one.
            cell.style = cell.style.filter(|style| shape == Shape::Text || self.shown_as(*style) == ShownAs::Number);
            self.patterns.wait(row, self.ledger.column(edit), shape, self.cells.len());
        }
        self.cells.push(cell);
    }

    /// What is to be written, when the whole sheet was gone through.
    fn splices(mut self) -> Result<Splices, FileProblem> {
        let cells = &mut self.cells;
        let mut late = Vec::new();
        self.patterns.finish(|cell, style| late.push((cell, style)));
        for (cell, style) in late {
            let shape = cells.get(cell).and_then(|cell| match self.ledger.value(cell.edit) {
                NewCell::Date(..) => Some(Shape::Day),
                NewCell::Amount(..) => Some(Shape::Number),
                _ => None,
            });
            settle(cells.get_mut(cell), shape.unwrap_or(Shape::Text), style);
        }
        let mut splices = Splices::default();
        for cell in &self.cells {
            let written = cell.written(self.ledger.value(cell.edit), self.epoch);
            splices.add(cell.range.clone(), vec![Piece::from(written)])?;
        }
        for (range, tag) in self.rows {
            splices.add(range, vec![Piece::from(tag)])?;
        }
        Ok(splices)
    }
}

/// Gives an empty cell what the nearest of its column has.
fn settle(cell: Option<&mut Cell>, shape: Shape, style: usize) {
    let Some(cell) = cell else { return };
    cell.holds = match shape {
        Shape::Day => Holds::Day,
        Shape::Number => Holds::Number,
        Shape::Text => Holds::Text,
    };
    let keeps_its_own = shape != Shape::Day && cell.style.is_some_and(|own| own > 0);
    if !keeps_its_own {
        cell.tag = tag::with(&cell.tag, "s", "s", &style.to_string());
    }
}

impl Cell {
    /// The element with the value.
    fn written(&self, value: &NewCell, epoch: Epoch) -> String {
        let (tag, name, prefix) = (&self.tag, tag::name(&self.tag), tag::prefix(&self.tag));
        let with_value = |kind: &str, value: &str| format!("<{tag}{kind}><{prefix}v>{value}</{prefix}v></{name}>");
        let special = match (self.holds, value) {
            (_, NewCell::Empty) => Some(format!("<{tag}/>")),
            (Holds::Number, value) => digits(value).map(|digits| with_value("", &digits)),
            (Holds::Day, NewCell::Date(date, _)) => serial(*date, epoch).map(|number| with_value("", &number.to_string())),
            (Holds::IsoDay, NewCell::Date(date, _)) => Some(with_value(" t=\"d\"", &date.format("%Y-%m-%d").to_string())),
            (Holds::Bool, NewCell::Text(text)) if text == "ja" => Some(with_value(" t=\"b\"", "1")),
            (Holds::Bool, NewCell::Text(text)) if text == "nej" => Some(with_value(" t=\"b\"", "0")),
            _ => None,
        };
        special.unwrap_or_else(|| {
            let text = escaped(value.text());
            format!("<{tag} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{name}>")
        })
    }
}

/// The number of a day, where workbooks have one for it.
fn serial(date: chrono::NaiveDate, epoch: Epoch) -> Option<u64> {
    let starts = match epoch {
        Epoch::From1900 => [(1899, 12, 30), (1899, 12, 31)],
        Epoch::From1904 => [(1904, 1, 1); 2],
    };
    starts.into_iter().find_map(|(year, month, start)| {
        let start = chrono::NaiveDate::from_ymd_opt(year, month, start)?;
        let number = u64::try_from(date.signed_duration_since(start).num_days()).ok()?;
        (day(number, epoch) == Some(date)).then_some(number)
    })
}

/// A text as it stands in a workbook: what XML can't hold is written by its number, and what looks like that is told apart from it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(letter),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => out.push_str(&format!("_x{:04X}_", u32::from(letter))),
            '_' if text.get(place..).is_some_and(looks_escaped) => out.push_str("_x005F_"),
            _ => out.push(letter),
        }
    }
    out
}

fn looks_escaped(text: &str) -> bool {
    text.strip_prefix("_x").is_some_and(|rest| {
        rest.get(..4).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())) && rest.get(4..5) == Some("_")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn days_have_their_numbers() {
        for (date, from_1900, from_1904) in [
            ((2024, 1, 31), Some(45_322), Some(43_860)),
            ((1900, 1, 1), Some(1), None),
            ((1900, 2, 28), Some(59), None),
            ((1900, 3, 1), Some(61), None),
            ((1899, 12, 31), None, None),
            ((1904, 1, 1), Some(1462), Some(0)),
            ((9999, 12, 31), Some(2_958_465), Some(2_957_003)),
        ] {
            let day = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
            assert_eq!((serial(day, Epoch::From1900), serial(day, Epoch::From1904)), (from_1900, from_1904), "{day}");
        }
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a<&>\"\r\n\u{1}_x000D__x12_"), "a&lt;&amp;&gt;\"_x000D_\n_x0001__x005F_x000D__x12_");
    }
}
