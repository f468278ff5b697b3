//! An OpenDocument spreadsheet: one part with all sheets, read event by event.

use std::collections::HashSet;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::book::{Book, COUNTED_ROWS, Counted, SheetName};
use super::package::{Package, Role};
use super::rows::{Area, COLUMNS, Counter, ROW_TEXT, Rows, Sink};
use super::sentences::{damaged, protected, text_too_long};
use super::value::{Epoch, ShownAs, Value, write_iso_day, write_iso_duration};
use super::xml::{Xml, attributes, push_text};
use crate::intake::{FileProblem, StagedForm};

/// The part that holds the sheets.
pub const CONTENT: &str = "content.xml";
/// The most cells that are read from rows that stand there once and are said to be repeated: a few bytes can ask for any number.
const REPEATED: u64 = 10_000_000;
/// How many styles that hide a sheet are kept: there are no more sheets.
const STYLES: usize = 1024;
/// The most blanks that one mark may stand for: a cell is cut there anyway.
const BLANKS: usize = 32 * 1024;

/// An opened spreadsheet.
pub struct Ods<'s> {
    package: Package<'s>,
    sheets: Vec<SheetName>,
    counts: Vec<Counted>,
    epoch: Epoch,
}

impl<'s> Ods<'s> {
    /// Looks whether it is locked, reads its sheets' names, and counts their rows.
    pub fn open(mut package: Package<'s>) -> Result<Self, FileProblem> {
        if package.has("META-INF/manifest.xml") && is_encrypted(&mut package)? {
            return Err(protected());
        }
        package.watch.will_read(2 * package.packed(CONTENT));
        let mut book = Ods { package, sheets: Vec::new(), counts: Vec::new(), epoch: Epoch::From1900 };
        book.survey()?;
        Ok(book)
    }

    /// Gives up reading sheets for the package that they are in.
    pub fn into_package(self) -> Package<'s> {
        self.package
    }

    fn survey(&mut self) -> Result<(), FileProblem> {
        let mut hidden_styles = HashSet::new();
        let mut style = String::new();
        let mut xml = Xml::open(&mut self.package, CONTENT, Role::Sheet)?;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => style = attributes(&element, ["name"])?[0].take().unwrap_or_default().into_owned(),
                    "table-properties" => {
                        let [display] = attributes(&element, ["display"])?;
                        if display.is_some_and(|display| display == "false") && hidden_styles.len() < STYLES {
                            hidden_styles.insert(style.clone());
                        }
                    }
                    "null-date" => {
                        let [date] = attributes(&element, ["date-value"])?;
                        if date.is_some_and(|date| date.starts_with("1904")) {
                            self.epoch = Epoch::From1904;
                        }
                    }
                    "table" => {
                        let [name, style] = attributes(&element, ["name", "style-name"])?;
                        let hidden = style.is_some_and(|style| hidden_styles.contains(style.as_ref()));
                        SheetName::add(&mut self.sheets, name.unwrap_or_default().into_owned(), hidden)?;
                        let mut counter = Counter::up_to(COUNTED_ROWS);
                        Walk::new(&mut xml).run(&mut counter)?;
                        self.counts.push(Counted { rows: counter.rows, problem: None });
                    }
                    name if holds_no_sheets(name) => xml.skip()?,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// Whether the element, beside the sheets, may hold tables that are none.
pub fn holds_no_sheets(name: &str) -> bool {
    matches!(name, "tracked-changes" | "dde-links" | "forms" | "scripts" | "font-face-decls" | "database-ranges" | "data-pilot-tables")
}

fn is_encrypted(package: &mut Package) -> Result<bool, FileProblem> {
    let mut xml = Xml::open(package, "META-INF/manifest.xml", Role::Other)?;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

impl Book for Ods<'_> {
    fn form(&self) -> StagedForm {
        StagedForm::Ods
    }

    fn epoch(&self) -> Epoch {
        self.epoch
    }

    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn count(&mut self) -> Result<Vec<Counted>, FileProblem> {
        // They were counted when it was opened: all sheets stand in one part.
        Ok(std::mem::take(&mut self.counts))
    }

    fn read(&mut self, sheet: usize, rows: &mut Rows) -> Result<(), FileProblem> {
        self.package.watch.will_read(self.package.packed(CONTENT));
        let mut xml = Xml::open(&mut self.package, CONTENT, Role::Sheet)?;
        let mut place = 0;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table" if place == sheet => return Walk::new(&mut xml).run(rows),
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
}

/// Goes through a sheet's rows, from behind the beginning of its element to its end.
struct Walk<'w, 'p, 's> {
    xml: &'w mut Xml<'p, 's>,
    row: u32,
    column: u32,
    /// The column that the next description of columns is of.
    described: u32,
    /// How many cells have been repeated.
    repeated: u64,
    /// The row's cells that hold something: where each stands, how many times, and what it holds.
    cells: Vec<Held>,
    text: String,
}

struct Held {
    column: u32,
    times: u32,
    kind: Kind,
    text: String,
}

/// What a cell's element says of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// The text in it, or in the attribute that was read instead.
    Text,
    Number(f64),
    Bool(bool),
    NoResult,
}

impl<'w, 'p, 's> Walk<'w, 'p, 's> {
    fn new(xml: &'w mut Xml<'p, 's>) -> Self {
        Walk { xml, row: 0, column: 0, described: 0, repeated: 0, cells: Vec::new(), text: String::new() }
    }

    /// Gives every cell to the sink. What is behind the last row it wants is passed over.
    fn run(&mut self, sink: &mut dyn Sink) -> Result<(), FileProblem> {
        let mut depth = 1;
        let mut enough = false;
        while depth > 0 {
            match self.xml.next()? {
                Event::Start(_) if enough => self.xml.skip()?,
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        let [times, visibility] = attributes(&element, ["number-rows-repeated", "visibility"])?;
                        let (times, hidden) = (count(times.as_deref())?, is_hidden(visibility.as_deref()));
                        self.read_row(sink)?;
                        enough = self.give_row(times, hidden, sink)?.is_break();
                    }
                    "table-column" => {
                        let [times, visibility] = attributes(&element, ["number-columns-repeated", "visibility"])?;
                        let end = self.described.saturating_add(count(times.as_deref())?);
                        if is_hidden(visibility.as_deref()) {
                            sink.hidden_columns(self.described..end);
                        }
                        self.described = end;
                        self.xml.skip()?;
                    }
                    "table-rows"
                    | "table-header-rows"
                    | "table-row-group"
                    | "table-columns"
                    | "table-header-columns"
                    | "table-column-group" => {
                        depth += 1;
                    }
                    // Drawings, forms, where it was fetched from.
                    _ => self.xml.skip()?,
                },
                Event::End(_) => depth -= 1,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives the row that was read to the sink, as many times as it stands there.
    fn give_row(&mut self, times: u32, hidden: bool, sink: &mut dyn Sink) -> Result<ControlFlow<()>, FileProblem> {
        let first = self.row;
        self.row = first.saturating_add(times);
        if self.cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        for row in first..self.row {
            if row > first {
                self.repeated += self.cells.iter().map(|cell| u64::from(cell.times)).sum::<u64>();
            }
            if self.repeated > REPEATED {
                return Err(FileProblem::TooMuch { what: "gentagne celler", limit: "10 millioner" });
            }
            if sink.row(row, hidden)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            for cell in &self.cells {
                for column in cell.column..cell.column.saturating_add(cell.times) {
                    sink.cell(column, cell.value())?;
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads the row whose element has begun into `cells`.
    fn read_row(&mut self, sink: &mut dyn Sink) -> Result<(), FileProblem> {
        self.column = 0;
        self.cells.clear();
        let mut held = 0;
        loop {
            match self.xml.next()? {
                Event::Start(element) if matches!(element.local_name().as_ref(), "table-cell" | "covered-table-cell") => {
                    let described = Described::read(&element)?;
                    if let Some(area) = described.area(self.row, self.column) {
                        sink.merged(area);
                    }
                    self.read_paragraphs()?;
                    let next = self.column.saturating_add(described.times);
                    if let Some(cell) = described.hold(self.column, &self.text) {
                        if next > COLUMNS {
                            return Err(FileProblem::TooMuch { what: "kolonner i et ark", limit: "16.384" });
                        }
                        held += cell.text.len();
                        self.cells.push(cell);
                    }
                    self.column = next;
                    if held > ROW_TEXT {
                        return Err(text_too_long());
                    }
                }
                Event::Start(_) => self.xml.skip()?,
                Event::End(_) | Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads the paragraphs of the cell whose element has begun into `text`.
    fn read_paragraphs(&mut self) -> Result<(), FileProblem> {
        self.text.clear();
        let mut first = true;
        loop {
            match self.xml.next()? {
                Event::Start(element) if matches!(element.local_name().as_ref(), "p" | "h") => {
                    if !first {
                        self.text.push('\n');
                    }
                    first = false;
                    self.read_paragraph()?;
                }
                // Remarks and drawings.
                Event::Start(_) => self.xml.skip()?,
                Event::End(_) | Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Adds the paragraph whose element has begun to `text`.
    fn read_paragraph(&mut self) -> Result<(), FileProblem> {
        let mut depth = 1;
        while depth > 0 {
            let event = self.xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "s" => {
                        let [times] = attributes(element, ["c"])?;
                        let times = count(times.as_deref())? as usize;
                        self.text.extend(std::iter::repeat_n(' ', times.min(BLANKS)));
                        depth += 1;
                    }
                    "tab" => {
                        self.text.push('\t');
                        depth += 1;
                    }
                    "line-break" => {
                        self.text.push('\n');
                        depth += 1;
                    }
                    "annotation" | "note" | "ruby-text" | "frame" | "custom-shape" => self.xml.skip()?,
                    _ => depth += 1,
                },
                Event::End(_) => depth -= 1,
                // Blanks that stand side by side ought to count as one, but the programs write them as they are meant.
                event => push_text(event, &mut self.text),
            }
            if self.text.len() > ROW_TEXT {
                return Err(text_too_long());
            }
        }
        Ok(())
    }
}

/// What a cell's element says of it.
struct Described {
    times: u32,
    rows: u32,
    columns: u32,
    kind: Kind,
    /// The value that stands in an attribute.
    text: String,
}

impl Described {
    fn read(element: &BytesStart) -> Result<Self, FileProblem> {
        let [times, rows, columns, kind, number, date, time, bool, text, formula] = attributes(
            element,
            [
                "number-columns-repeated",
                "number-rows-spanned",
                "number-columns-spanned",
                "value-type",
                "value",
                "date-value",
                "time-value",
                "boolean-value",
                "string-value",
                "formula",
            ],
        )?;
        let mut written = String::new();
        let kind = match kind.as_deref() {
            Some("float" | "percentage" | "currency") => {
                written.push_str(number.as_deref().unwrap_or_default().trim());
                match written.parse::<f64>() {
                    Ok(number) if number.is_finite() => Kind::Number(number),
                    _ => Kind::Text,
                }
            }
            Some("date") => {
                write_iso_day(date.as_deref().unwrap_or_default(), &mut written);
                Kind::Text
            }
            Some("time") => {
                write_iso_duration(time.as_deref().unwrap_or_default(), &mut written);
                Kind::Text
            }
            Some("boolean") => match bool.as_deref() {
                Some("true") => Kind::Bool(true),
                Some("false") => Kind::Bool(false),
                _ => Kind::Text,
            },
            None if formula.is_some() => Kind::NoResult,
            _ => {
                written.push_str(text.as_deref().unwrap_or_default());
                Kind::Text
            }
        };
        let [times, rows, columns] = [count(times.as_deref())?, count(rows.as_deref())?, count(columns.as_deref())?];
        Ok(Described { times, rows, columns, kind, text: written })
    }

    /// The area that is merged into this cell.
    fn area(&self, row: u32, column: u32) -> Option<Area> {
        let area = Area {
            first_row: row,
            last_row: row.saturating_add(self.rows - 1),
            first_column: column,
            last_column: column.saturating_add(self.columns - 1),
        };
        (self.rows > 1 || self.columns > 1).then_some(area)
    }

    /// The cell, if anything stands in it. `shown` is the text that people see in it.
    fn hold(self, column: u32, shown: &str) -> Option<Held> {
        let Described { times, mut kind, mut text, .. } = self;
        if kind == Kind::NoResult && !shown.is_empty() {
            kind = Kind::Text;
        }
        if kind == Kind::Text && text.is_empty() {
            text.push_str(shown);
        }
        (kind != Kind::Text || !text.is_empty()).then_some(Held { column, times, kind, text })
    }
}

impl Held {
    fn value(&self) -> Value<'_> {
        match self.kind {
            Kind::Text => Value::Text(&self.text),
            Kind::Number(number) => Value::Number { number, shown_as: ShownAs::Number, digits: &self.text },
            Kind::Bool(value) => Value::Bool(value),
            Kind::NoResult => Value::NoResult,
        }
    }
}

/// How many times something stands there; once if it isn't said.
pub fn count(text: Option<&str>) -> Result<u32, FileProblem> {
    let Some(text) = text.map(str::trim) else { return Ok(1) };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(damaged("et antal er ikke et tal"));
    }
    // Only digits: what doesn't fit is too large.
    Ok(text.parse().unwrap_or(u32::MAX).max(1))
}

fn is_hidden(visibility: Option<&str>) -> bool {
    matches!(visibility, Some("collapse" | "filter"))
}
