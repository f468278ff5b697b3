//! A workbook in binary records inside a zip container: its sheets, styles and shared texts, and the cells of a sheet one after the other.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use super::book::{Book, Counted, SheetName};
use super::package::{Package, Part, Role};
use super::records::{byte, double, long, push_utf16, short, slice};
use super::relations::{self, Relations};
use super::rows::{Area, Rows, Sink};
use super::sentences::{cell_name, damaged, text_too_long};
use super::source::Watch;
use super::strings::Strings;
use super::value::{Epoch, ShownAs, Value, built_in_format, error_text, format_of_code, short_number};
use crate::intake::{FileProblem, StagedForm};

/// The longest record.
const RECORD: usize = 16 << 20;
/// No workbook has that many cell styles.
const STYLES: usize = 1_000_000;

/// What the records are, by their number.
mod kinds {
    pub const ROW: u16 = 0;
    pub const FIRST_CELL: u16 = 1;
    pub const LAST_CELL: u16 = 11;
    /// As the cells before, without their column: they stand next to the cell before them.
    pub const FIRST_SHORT_CELL: u16 = 12;
    pub const LAST_SHORT_CELL: u16 = 18;
    pub const SHARED_TEXT: u16 = 19;
    pub const FORMAT: u16 = 44;
    pub const STYLE: u16 = 47;
    pub const COLUMNS: u16 = 60;
    pub const RICH_TEXT_CELL: u16 = 62;
    pub const END_OF_CELLS: u16 = 146;
    pub const WORKBOOK: u16 = 153;
    pub const SHEET: u16 = 156;
    pub const MERGED: u16 = 176;
    pub const STYLES: u16 = 617;
    pub const END_OF_STYLES: u16 = 618;
}

/// An opened workbook.
pub struct Xlsb<'s> {
    package: Package<'s>,
    sheets: Vec<SheetName>,
    /// The sheets' parts.
    parts: Vec<String>,
    strings: Strings,
    styles: Vec<ShownAs>,
    epoch: Epoch,
}

impl<'s> Xlsb<'s> {
    /// Reads all but the sheets' cells. `main` is the name of the part that lists them.
    pub fn open(mut package: Package<'s>, main: &str) -> Result<Self, FileProblem> {
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let relations = relations::read(&mut package, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut book = Xlsb {
            package,
            sheets: Vec::new(),
            parts: Vec::new(),
            strings: Strings::default(),
            styles: Vec::new(),
            epoch: Epoch::From1900,
        };
        book.read_workbook(main, &relations)?;
        let styles = relations.of_kind("styles").map_or_else(|| format!("{folder}/styles.bin"), str::to_owned);
        if book.package.has(&styles) {
            book.styles = read_styles(&mut Records::open(&mut book.package, &styles, Role::Other)?)?;
        }
        let strings = relations.of_kind("sharedStrings").map_or_else(|| format!("{folder}/sharedStrings.bin"), str::to_owned);
        if book.package.has(&strings) {
            book.strings = read_strings(&mut Records::open(&mut book.package, &strings, Role::Other)?)?;
        }
        Ok(book)
    }

    fn read_workbook(&mut self, main: &str, relations: &Relations) -> Result<(), FileProblem> {
        let mut records = Records::open(&mut self.package, main, Role::Other)?;
        while let Some((kind, data)) = records.next()? {
            match kind {
                kinds::WORKBOOK if byte(data, 0) & 1 != 0 => self.epoch = Epoch::From1904,
                kinds::SHEET => {
                    let Some((sign, after)) = wide_text(data, 8) else { continue };
                    let Some((name, _)) = wide_text(data, after) else { continue };
                    let Some(relation) = relations.get(&sign).filter(|relation| relation.kind == "worksheet") else { continue };
                    SheetName::add(&mut self.sheets, name, long(data, 0) != 0)?;
                    self.parts.push(relation.target.clone());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives every cell to the sink, and stops quietly when more than `most` bytes have been read. Answers how many were.
    fn walk(&mut self, sheet: usize, most: u64, sink: &mut dyn Sink) -> Result<u64, FileProblem> {
        let part = self.parts.get(sheet).map(String::as_str).unwrap_or_default();
        let mut records = Records::open(&mut self.package, part, Role::Sheet)?;
        let mut row = Row { number: 0, hidden: false, begun: false, column: 0 };
        let mut text = String::new();
        while records.unpacked() <= most {
            let Some((kind, data)) = records.next()? else { break };
            match kind {
                // Byte 11 holds how the row is shown.
                kinds::ROW => row = Row { number: long(data, 0), hidden: byte(data, 11) & 0x10 != 0, begun: false, column: 0 },
                kinds::END_OF_CELLS => break,
                _ => {
                    let Some(cell) = CellRecord::read(kind, data, &mut row.column) else { continue };
                    let Some(value) = cell.value(&self.strings, &self.styles, &mut text) else {
                        let name = cell_name(row.number, cell.column);
                        return Err(damaged(&format!("celle {name} kan ikke læses")));
                    };
                    if value == Value::Text("") {
                        continue;
                    }
                    if !row.begun {
                        row.begun = true;
                        if sink.row(row.number, row.hidden)?.is_break() {
                            break;
                        }
                    }
                    sink.cell(cell.column, value)?;
                }
            }
        }
        Ok(records.unpacked())
    }
}

impl Book for Xlsb<'_> {
    fn form(&self) -> StagedForm {
        StagedForm::Xlsb
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
        // The merged areas stand behind the cells.
        read_areas(&mut Records::open(&mut self.package, &part, Role::Sheet)?, rows)?;
        self.walk(sheet, u64::MAX, rows)?;
        Ok(())
    }
}

fn read_styles(records: &mut Records) -> Result<Vec<ShownAs>, FileProblem> {
    let mut formats: HashMap<u16, ShownAs> = HashMap::new();
    let mut styles = Vec::new();
    // The same record stands elsewhere as well, with another meaning.
    let mut in_styles = false;
    while let Some((kind, data)) = records.next()? {
        match kind {
            kinds::FORMAT => {
                let code = wide_text(data, 2).map(|(code, _)| code).unwrap_or_default();
                formats.insert(short(data, 0), format_of_code(&code));
            }
            kinds::STYLES => in_styles = true,
            kinds::END_OF_STYLES => in_styles = false,
            kinds::STYLE if in_styles => {
                let id = short(data, 2);
                styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in_format(id.into())));
            }
            _ => {}
        }
        if styles.len() > STYLES {
            return Err(damaged("det har flere formater, end et regneark kan have"));
        }
    }
    Ok(styles)
}

fn read_strings(records: &mut Records) -> Result<Strings, FileProblem> {
    let mut strings = Strings::default();
    while let Some((kind, data)) = records.next()? {
        if kind == kinds::SHARED_TEXT {
            // Behind the text stand its fonts and how it is pronounced.
            push_wide_text(data, 1, strings.open()).ok_or_else(|| damaged("en af dets tekster er afbrudt"))?;
            strings.close()?;
        }
    }
    Ok(strings)
}

/// Reads only the merged areas and the hidden columns.
fn read_areas(records: &mut Records, sink: &mut dyn Sink) -> Result<(), FileProblem> {
    while let Some((kind, data)) = records.next()? {
        match kind {
            kinds::MERGED => sink.merged(Area {
                first_row: long(data, 0),
                last_row: long(data, 4),
                first_column: long(data, 8),
                last_column: long(data, 12),
            }),
            kinds::COLUMNS if short(data, 16) & 1 != 0 => sink.hidden_columns(long(data, 0)..long(data, 4).saturating_add(1)),
            _ => {}
        }
    }
    Ok(())
}

/// The row that is being read.
struct Row {
    number: u32,
    hidden: bool,
    /// Whether the sink knows of it.
    begun: bool,
    /// Where the next cell stands if it doesn't say so itself.
    column: u32,
}

/// A record that is a cell.
struct CellRecord<'d> {
    /// Its number among the records that say their column.
    kind: u16,
    column: u32,
    style: usize,
    data: &'d [u8],
}

impl<'d> CellRecord<'d> {
    fn read(kind: u16, data: &'d [u8], column: &mut u32) -> Option<Self> {
        let (kind, head) = match kind {
            kinds::FIRST_CELL..=kinds::LAST_CELL | kinds::RICH_TEXT_CELL => (kind, 8),
            kinds::FIRST_SHORT_CELL..=kinds::LAST_SHORT_CELL => (kind - kinds::LAST_CELL, 4),
            _ => return None,
        };
        if head == 8 {
            *column = long(data, 0);
        }
        // The upper byte says something else.
        let style = long(data, head - 4) & 0x00FF_FFFF;
        let cell = CellRecord { kind, column: *column, style: style as usize, data: data.get(head..).unwrap_or_default() };
        *column = column.saturating_add(1);
        Some(cell)
    }

    /// What stands in it; `None` when it is too short, or names a shared text that there isn't.
    fn value<'v>(&self, strings: &'v Strings, styles: &[ShownAs], text: &'v mut String) -> Option<Value<'v>> {
        let number = |number| Value::Number { number, shown_as: styles.get(self.style).copied().unwrap_or_default(), digits: "" };
        Some(match self.kind {
            2 if self.data.len() >= 4 => number(short_number(long(self.data, 0))),
            3 | 11 => Value::Text(error_text(*self.data.first()?)),
            4 | 10 => Value::Bool(*self.data.first()? != 0),
            5 | 9 if self.data.len() >= 8 => number(double(self.data, 0)),
            6 | 8 | kinds::RICH_TEXT_CELL => {
                text.clear();
                push_wide_text(self.data, usize::from(self.kind == kinds::RICH_TEXT_CELL), text)?;
                Value::Text(text)
            }
            7 if self.data.len() >= 4 => Value::Text(strings.get(long(self.data, 0) as usize)?),
            2 | 5 | 7 | 9 => return None,
            _ => Value::Text(""),
        })
    }
}

/// A text with its length before it, and where it ends; `None` when it isn't all there.
fn wide_text(data: &[u8], place: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let end = push_wide_text(data, place, &mut text)?;
    Some((text, end))
}

/// Adds a text with its length before it; answers where it ends, or `None` when it isn't all there.
fn push_wide_text(data: &[u8], place: usize, out: &mut String) -> Option<usize> {
    let start = place.checked_add(4)?;
    let length = match long(slice(data, place, 4)?, 0) {
        // No text at all.
        u32::MAX => 0,
        length => (length as usize).checked_mul(2)?,
    };
    push_utf16(slice(data, start, length)?, out);
    start.checked_add(length)
}

/// Reads a part record by record.
struct Records<'p, 's> {
    part: Part<'p, 's>,
    data: Vec<u8>,
    watch: Watch,
    name: String,
}

impl<'p, 's> Records<'p, 's> {
    fn open(package: &'p mut Package<'s>, name: &str, role: Role) -> Result<Self, FileProblem> {
        let watch = package.watch.clone();
        Ok(Records { part: package.part(name, role)?, data: Vec::new(), watch, name: name.to_owned() })
    }

    fn unpacked(&self) -> u64 {
        self.part.unpacked()
    }

    /// The next record's kind and data; `None` at the end.
    fn next(&mut self) -> Result<Option<(u16, &[u8])>, FileProblem> {
        let unreadable = || damaged(&format!("delen «{}» kan ikke læses", self.name));
        self.part.mark();
        if self.part.fill_buf().map_err(|_| self.watch.or(unreadable()))?.is_empty() {
            return Ok(None);
        }
        let kind = read_number(&mut self.part, 2).map_err(|_| self.watch.or(unreadable()))?;
        let length = read_number(&mut self.part, 4).map_err(|_| self.watch.or(unreadable()))? as usize;
        if length > RECORD {
            return Err(text_too_long());
        }
        self.data.resize(length, 0);
        self.part.read_exact(&mut self.data).map_err(|_| self.watch.or(unreadable()))?;
        Ok(Some((u16::try_from(kind).unwrap_or(u16::MAX), &self.data)))
    }
}

/// A number of seven bits a byte; the highest bit says that there is another, up to so many.
fn read_number(part: &mut impl Read, most: u32) -> std::io::Result<u32> {
    let mut number = 0;
    for index in 0..most {
        let mut byte = [0];
        part.read_exact(&mut byte)?;
        number |= u32::from(byte[0] & 0x7F) << (7 * index);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}
