//! A workbook in XML: its sheets, styles and shared texts, and the cells of a sheet one after the other.

use std::collections::HashMap;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::book::{Book, Counted, SheetName};
use super::package::{Package, Role};
use super::relations::{self, Relations};
use super::rows::{Area, Rows, Sink};
use super::sentences::{cell_name, damaged};
use super::strings::Strings;
use super::value::{Epoch, ShownAs, Value, built_in_format, format_of_code, without_escapes, write_iso_day};
use super::xml::{Xml, attributes, push_text, says_yes};
use crate::intake::{FileProblem, StagedForm};

/// No workbook has that many formats, or cell styles.
const FORMATS: usize = 100_000;
const STYLES: usize = 1_000_000;

/// What must be known of a workbook to write a sheet of it anew.
pub struct ForWriting<'s> {
    pub package: Package<'s>,
    /// The sheet that is wanted, and the parts of all.
    pub sheet: usize,
    pub parts: Vec<String>,
    pub styles: Vec<ShownAs>,
    pub epoch: Epoch,
    /// The folder that the main part is in.
    pub folder: String,
    /// The part that says in which order formulas are calculated.
    pub chain: Option<String>,
}

/// An opened workbook.
pub struct Xlsx<'s> {
    package: Package<'s>,
    sheets: Vec<SheetName>,
    /// The sheets' parts.
    parts: Vec<String>,
    strings: Strings,
    styles: Vec<ShownAs>,
    epoch: Epoch,
    /// It asks to be calculated anew when it is opened: what its formulas hold may be out of date.
    to_be_calculated: bool,
    has_formulas: bool,
}

impl<'s> Xlsx<'s> {
    /// Reads all but the sheets' cells. `main` is the name of the part that lists them.
    pub fn open(package: Package<'s>, main: &str) -> Result<Self, FileProblem> {
        let (mut book, relations, folder) = Self::outline(package, main)?;
        let strings = relations.of_kind("sharedStrings").map_or_else(|| format!("{folder}/sharedStrings.xml"), str::to_owned);
        if book.package.has(&strings) {
            book.strings = read_strings(&mut Xml::open(&mut book.package, &strings, Role::Other)?)?;
        }
        Ok(book)
    }

    /// Reads all but the sheets' cells and the texts that they share; answers what the main part says of others, and its folder.
    fn outline(mut package: Package<'s>, main: &str) -> Result<(Self, Relations, String), FileProblem> {
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let folder = folder.to_owned();
        let relations = relations::read(&mut package, &format!("{folder}/_rels/{file}.rels"), &folder)?;
        let mut book = Xlsx {
            package,
            sheets: Vec::new(),
            parts: Vec::new(),
            strings: Strings::default(),
            styles: Vec::new(),
            epoch: Epoch::From1900,
            to_be_calculated: false,
            has_formulas: false,
        };
        book.read_workbook(main, &relations)?;
        let styles = relations.of_kind("styles").map_or_else(|| format!("{folder}/styles.xml"), str::to_owned);
        if book.package.has(&styles) {
            book.styles = read_styles(&mut Xml::open(&mut book.package, &styles, Role::Other)?)?;
        }
        Ok((book, relations, folder))
    }

    /// Opens a workbook for its sheets' parts to be written anew.
    pub fn open_for_writing(package: Package<'s>, main: &str, sheet: Option<usize>) -> Result<ForWriting<'s>, FileProblem> {
        let (mut book, relations, folder) = Self::outline(package, main)?;
        let sheet = match sheet {
            Some(sheet) => sheet,
            None => {
                // Which one was read before is seen by its texts too.
                book = Self::open(book.package, main)?;
                super::book::choose(&mut book, None, &mut Vec::new())?.1
            }
        };
        let chain = relations.of_kind("calcChain").map(str::to_owned);
        let (package, styles, epoch, parts) = (book.package, book.styles, book.epoch, book.parts);
        Ok(ForWriting { package, sheet, parts, styles, epoch, folder, chain })
    }

    fn read_workbook(&mut self, main: &str, relations: &Relations) -> Result<(), FileProblem> {
        let mut xml = Xml::open(&mut self.package, main, Role::Other)?;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => {
                        let [from_1904] = attributes(&element, ["date1904"])?;
                        if says_yes(from_1904.as_deref()) {
                            self.epoch = Epoch::From1904;
                        }
                    }
                    "calcPr" => {
                        let [on_load] = attributes(&element, ["fullCalcOnLoad"])?;
                        self.to_be_calculated = says_yes(on_load.as_deref());
                    }
                    "sheet" => {
                        let [name, state, sign] = attributes(&element, ["name", "state", "id"])?;
                        let Some(relation) = sign.and_then(|sign| relations.get(&sign)) else { continue };
                        if relation.kind == "worksheet" {
                            let hidden = state.is_some_and(|state| state != "visible");
                            SheetName::add(&mut self.sheets, name.unwrap_or_default().into_owned(), hidden)?;
                            self.parts.push(relation.target.clone());
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn walk(&mut self, sheet: usize, most: u64, sink: &mut dyn Sink) -> Result<u64, FileProblem> {
        let part = self.parts.get(sheet).map(String::as_str).unwrap_or_default();
        let xml = Xml::open(&mut self.package, part, Role::Sheet)?;
        let mut walk = Walk::new(xml, &self.strings, &self.styles);
        walk.run(most, sink)?;
        self.has_formulas |= walk.has_formulas;
        Ok(walk.xml.unpacked())
    }
}

impl Book for Xlsx<'_> {
    fn form(&self) -> StagedForm {
        StagedForm::Xlsx
    }

    fn epoch(&self) -> Epoch {
        self.epoch
    }

    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn count(&mut self) -> Result<Vec<Counted>, FileProblem> {
        Counted::each(self.sheets.len(), |sheet, room, counter| self.walk(sheet, room, counter))
    }

    fn read(&mut self, sheet: usize, rows: &mut Rows) -> Result<(), FileProblem> {
        let part = self.parts.get(sheet).cloned().unwrap_or_default();
        self.package.watch.will_read(2 * self.package.packed(&part));
        self.has_formulas = false;
        // The merged areas stand behind the cells.
        read_areas(&mut Xml::open(&mut self.package, &part, Role::Sheet)?, rows)?;
        self.walk(sheet, u64::MAX, rows)?;
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.to_be_calculated && self.has_formulas {
            notes.push(
                "Projektmappens formler er ikke regnet ud, siden den blev lavet, og deres resultater kan være forkerte. Åbn den i Excel, gem den, og prøv igen."
                    .into(),
            );
        }
        notes
    }
}

fn read_styles(xml: &mut Xml) -> Result<Vec<ShownAs>, FileProblem> {
    let mut formats: HashMap<u32, ShownAs> = HashMap::new();
    let mut styles = Vec::new();
    // Both kinds of element stand elsewhere as well, with another meaning.
    let (mut in_formats, mut in_styles) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmts" => in_formats = true,
                "cellXfs" => in_styles = true,
                "numFmt" if in_formats => {
                    let [id, code] = attributes(&element, ["numFmtId", "formatCode"])?;
                    if let (Some(Ok(id)), Some(code)) = (id.map(|id| id.parse()), code) {
                        formats.insert(id, format_of_code(&code));
                    }
                }
                "xf" if in_styles => {
                    let [id] = attributes(&element, ["numFmtId"])?;
                    let id = id.and_then(|id| id.parse().ok()).unwrap_or_default();
                    styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in_format(id)));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "numFmts" => in_formats = false,
                "cellXfs" => in_styles = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
        if formats.len() > FORMATS || styles.len() > STYLES {
            return Err(damaged("det har flere formater, end et regneark kan have"));
        }
    }
}

fn read_strings(xml: &mut Xml) -> Result<Strings, FileProblem> {
    let mut strings = Strings::default();
    let mut in_text = false;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                // How the text is pronounced, which is no part of it.
                "rPh" => xml.skip()?,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "si" => strings.close_escaped()?,
                _ => {}
            },
            Event::Eof => return Ok(strings),
            event if in_text => push_text(event, strings.open()),
            _ => {}
        }
    }
}

/// Reads only the hidden columns, which stand before the cells, and the merged areas, which stand behind them.
pub fn read_areas(xml: &mut Xml, sink: &mut dyn Sink) -> Result<(), FileProblem> {
    let merged = loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                // It has the same prefix.
                "sheetData" => break element.name().as_ref().replace("sheetData", "mergeCell"),
                "col" => {
                    let [first, last, hidden] = attributes(&element, ["min", "max", "hidden"])?;
                    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
                    if let (true, Some(first), Some(last)) =
                        (says_yes(hidden.as_deref()), number(first.as_deref()), number(last.as_deref()))
                    {
                        sink.hidden_columns(first.saturating_sub(1)..last);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    };
    while let Some(found) = xml.next_named(&merged)? {
        let element = BytesStart::from_content(format!("{merged} {found}"), merged.len());
        let [area] = attributes(&element, ["ref"])?;
        if let Some(area) = area.and_then(|area| read_area(&area)) {
            sink.merged(area);
        }
    }
    Ok(())
}

pub fn read_area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let (first_column, first_row) = read_place(first)?;
    let (last_column, last_row) = read_place(last)?;
    Some(Area { first_row: first_row?, last_row: last_row?, first_column, last_column })
}

/// A cell's column and, if it is said, its row, both from 0.
fn read_place(text: &str) -> Option<(u32, Option<u32>)> {
    let digits = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (letters, digits) = text.split_at_checked(digits)?;
    let mut column: u32 = 0;
    for letter in letters.chars() {
        column = column.checked_mul(26)?.checked_add(letter.to_digit(36)? - 9)?;
    }
    let row = if digits.is_empty() { None } else { Some(digits.parse::<u32>().ok()?.checked_sub(1)?) };
    Some((column.checked_sub(1)?, row))
}

/// Goes through a sheet's cells.
struct Walk<'w, 'p, 's> {
    xml: Xml<'p, 's>,
    strings: &'w Strings,
    styles: &'w [ShownAs],
    has_formulas: bool,
    place: Place,
    /// The row that the sink knows of.
    begun: Option<u32>,
    text: String,
}

/// What a cell's element says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    SharedText,
    /// A text that a formula gives.
    FormulaText,
    InlineText,
    Bool,
    Error,
    Day,
}

/// Where the cell stands that is being read. What doesn't say so stands behind what was before it.
#[derive(Default)]
pub struct Place {
    pub row: u32,
    pub column: u32,
    next_row: u32,
    /// Whether the row is hidden.
    hidden: bool,
}

impl Place {
    pub fn begin_row(&mut self, element: &BytesStart) -> Result<(), FileProblem> {
        let [row, hidden] = attributes(element, ["r", "hidden"])?;
        let said = row.map(|row| row.parse::<u32>().ok().and_then(|row| row.checked_sub(1)));
        self.row = said.unwrap_or(Some(self.next_row)).ok_or_else(|| damaged("en række siger ikke, hvor den står"))?;
        self.next_row = self.row.saturating_add(1);
        self.column = 0;
        self.hidden = says_yes(hidden.as_deref());
        Ok(())
    }

    /// Goes to a cell; answers its kind and the number of its style.
    pub fn begin_cell(&mut self, element: &BytesStart) -> Result<(Kind, usize), FileProblem> {
        let [place, style, kind] = attributes(element, ["r", "s", "t"])?;
        if let Some(place) = place {
            let (column, row) = read_place(&place).ok_or_else(|| damaged("en celle siger ikke, hvor den står"))?;
            self.column = column;
            self.row = row.unwrap_or(self.row);
        }
        let style = style.map_or(Ok(0), |style| style.parse::<usize>());
        Ok((kind_of(kind.as_deref()), style.map_err(|_| damaged("en celle siger ikke, hvilket format den har"))?))
    }

    pub fn end_cell(&mut self) {
        self.column = self.column.saturating_add(1);
        self.next_row = self.row.saturating_add(1);
    }
}

impl<'w, 'p, 's> Walk<'w, 'p, 's> {
    fn new(xml: Xml<'p, 's>, strings: &'w Strings, styles: &'w [ShownAs]) -> Self {
        Walk { xml, strings, styles, has_formulas: false, place: Place::default(), begun: None, text: String::new() }
    }

    /// Gives every cell to the sink, and stops quietly when more than `most` bytes have been read.
    fn run(&mut self, most: u64, sink: &mut dyn Sink) -> Result<(), FileProblem> {
        let mut in_cells = false;
        while self.xml.unpacked() <= most {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheetData" => in_cells = true,
                    "row" if in_cells => {
                        self.place.begin_row(&element)?;
                        self.begun = None;
                    }
                    "c" if in_cells => {
                        let (kind, style) = self.place.begin_cell(&element)?;
                        if self.read_cell(kind, style, sink)?.is_break() {
                            return Ok(());
                        }
                        self.place.end_cell();
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "sheetData" => in_cells = false,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads what stands in the cell's element.
    fn read_cell(&mut self, kind: Kind, style: usize, sink: &mut dyn Sink) -> Result<ControlFlow<()>, FileProblem> {
        let (mut in_text, mut is_formula, mut has_value) = (false, false, false);
        let mut depth = 1;
        self.text.clear();
        while depth > 0 {
            let event = self.xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" | "t" => {
                        (in_text, has_value) = (true, true);
                        depth += 1;
                    }
                    "f" => {
                        is_formula = true;
                        self.xml.skip()?;
                    }
                    "is" | "r" => depth += 1,
                    // Fonts, how a text is pronounced, and what later programs keep here.
                    _ => self.xml.skip()?,
                },
                Event::End(_) => {
                    in_text = false;
                    depth -= 1;
                }
                event if in_text => push_text(event, &mut self.text),
                _ => {}
            }
        }
        self.has_formulas |= is_formula;
        // An empty text is a result. Of other kinds there is none.
        let no_result = is_formula && (!has_value || (self.text.is_empty() && kind != Kind::FormulaText));
        if self.text.is_empty() && !no_result {
            return Ok(ControlFlow::Continue(()));
        }
        if self.begun != Some(self.place.row) {
            self.begun = Some(self.place.row);
            if sink.row(self.place.row, self.place.hidden)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if no_result {
            sink.cell(self.place.column, Value::NoResult)?;
        } else {
            self.give(kind, style, sink)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Gives the cell whose text has been read to the sink.
    fn give(&mut self, kind: Kind, style: usize, sink: &mut dyn Sink) -> Result<(), FileProblem> {
        let value = match kind {
            Kind::SharedText => {
                let text = self.text.trim().parse().ok().and_then(|index| self.strings.get(index));
                let name = || cell_name(self.place.row, self.place.column);
                Value::Text(text.ok_or_else(|| damaged(&format!("celle {} henviser til en tekst, der ikke er i filen", name())))?)
            }
            Kind::FormulaText | Kind::InlineText => {
                without_escapes(&mut self.text, 0);
                Value::Text(&self.text)
            }
            Kind::Bool => match self.text.trim() {
                "1" | "true" => Value::Bool(true),
                "0" | "false" => Value::Bool(false),
                other => Value::Text(other),
            },
            Kind::Error => Value::Text(&self.text),
            Kind::Day => {
                let mut day = String::new();
                write_iso_day(&self.text, &mut day);
                self.text = day;
                Value::Text(&self.text)
            }
            Kind::Number => {
                let digits = self.text.trim();
                let shown_as = self.styles.get(style).copied().unwrap_or_default();
                match digits.parse::<f64>() {
                    // Words like «nan» are no number.
                    Ok(number) if number.is_finite() => Value::Number { number, shown_as, digits },
                    _ => Value::Text(&self.text),
                }
            }
        };
        sink.cell(self.place.column, value)
    }
}

fn kind_of(kind: Option<&str>) -> Kind {
    match kind {
        None | Some("n") => Kind::Number,
        Some("s") => Kind::SharedText,
        Some("str") => Kind::FormulaText,
        Some("b") => Kind::Bool,
        Some("e") => Kind::Error,
        Some("d") => Kind::Day,
        Some(_) => Kind::InlineText,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        for (text, place) in [
            ("A1", Some((0, Some(0)))),
            ("XFD1048576", Some((16_383, Some(1_048_575)))),
            ("b5", Some((1, Some(4)))),
            ("C", Some((2, None))),
            ("5", None),
            ("", None),
            ("A0", None),
            ("AAAAAAAAAAA1", None),
            ("A99999999999", None),
            ("Å1", None),
        ] {
            assert_eq!(read_place(text), place, "{text}");
        }
        assert_eq!(read_area("A2:B5"), Some(Area { first_row: 1, last_row: 4, first_column: 0, last_column: 1 }));
        assert_eq!(read_area("A2"), None);
    }
}
