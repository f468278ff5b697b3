//! A workbook of the older kind: binary records in one stream, first what all sheets share, then sheet by sheet.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::book::{Book, Counted, SheetName};
use super::compound::{Compound, Stream};
use super::records::{byte, double, long, push_utf16, short, slice};
use super::rows::{Area, Rows, Sink};
use super::sentences::{cell_name, cut_short, damaged, protected};
use super::strings::Strings;
use super::value::{Epoch, ShownAs, Value, built_in_format, error_text, format_of_code, short_number};
use crate::intake::{Encoding, FileProblem, StagedForm};

/// How many columns a sheet of the older kind has.
const COLUMNS: u32 = 256;

/// What the records are, by their number.
mod kinds {
    pub const FORMULA: u16 = 0x06;
    pub const END: u16 = 0x0A;
    pub const DATE_SYSTEM: u16 = 0x22;
    pub const ENCRYPTED: u16 = 0x2F;
    pub const CONTINUED: u16 = 0x3C;
    pub const LETTERS: u16 = 0x42;
    pub const COLUMNS: u16 = 0x7D;
    pub const SHEET: u16 = 0x85;
    pub const SHORT_NUMBERS: u16 = 0xBD;
    pub const RICH_TEXT: u16 = 0xD6;
    pub const STYLE: u16 = 0xE0;
    pub const MERGED: u16 = 0xE5;
    pub const SHARED_TEXTS: u16 = 0xFC;
    pub const SHARED_TEXT: u16 = 0xFD;
    pub const NUMBER: u16 = 0x203;
    pub const TEXT: u16 = 0x204;
    pub const BOOL_OR_ERROR: u16 = 0x205;
    pub const FORMULA_TEXT: u16 = 0x207;
    pub const ROW: u16 = 0x208;
    pub const SHORT_NUMBER: u16 = 0x27E;
    pub const FORMAT: u16 = 0x41E;
    pub const BEGIN: u16 = 0x809;
}

/// How the records write texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// One byte a letter (Excel 5 and 95).
    Bytes,
    /// Unicode, one or two bytes a letter (Excel 97 and later).
    Unicode,
}

/// An opened workbook.
pub struct Xls<'s> {
    records: Records<'s>,
    sheets: Vec<SheetName>,
    /// Where the sheets begin in the stream.
    places: Vec<u64>,
    shared: Shared,
    epoch: Epoch,
    /// Its letters are written in another table than the one they are read by.
    foreign_letters: bool,
}

/// What the sheets' cells share.
struct Shared {
    letters: Letters,
    strings: Strings,
    styles: Vec<ShownAs>,
}

impl<'s> Xls<'s> {
    /// Reads what the sheets share.
    pub fn open(file: Compound<'s>) -> Result<Self, FileProblem> {
        let stream = file.workbook()?;
        let mut records = Records { file, stream, position: 0, data: Vec::new() };
        if records.next()? != Some(kinds::BEGIN) {
            return Err(damaged("det begynder ikke, som det skal"));
        }
        let letters = match short(&records.data, 0) {
            0x0500 => Letters::Bytes,
            0x0600 => Letters::Unicode,
            _ => return Err(damaged("det siger ikke, hvilken udgave af Excel det er fra")),
        };
        let shared = Shared { letters, strings: Strings::default(), styles: Vec::new() };
        let mut book = Xls { records, sheets: Vec::new(), places: Vec::new(), shared, epoch: Epoch::From1900, foreign_letters: false };
        book.read_shared()?;
        Ok(book)
    }

    fn read_shared(&mut self) -> Result<(), FileProblem> {
        let mut formats: HashMap<u16, ShownAs> = HashMap::new();
        let letters = self.shared.letters;
        while let Some(kind) = self.records.next()? {
            let data = self.records.data.as_slice();
            match kind {
                kinds::END => break,
                kinds::ENCRYPTED => return Err(protected()),
                kinds::DATE_SYSTEM if short(data, 0) == 1 => self.epoch = Epoch::From1904,
                kinds::LETTERS => self.foreign_letters = letters == Letters::Bytes && !matches!(short(data, 0), 1252 | 0x8001 | 367),
                kinds::FORMAT => {
                    let code = if letters == Letters::Bytes { short_text(data, 2, letters) } else { long_text(data, 2, letters) };
                    formats.insert(short(data, 0), format_of_code(&code.unwrap_or_default()));
                }
                kinds::STYLE => {
                    let id = short(data, 2);
                    self.shared.styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in_format(id.into())));
                }
                // Sheets of charts and of programs have other numbers.
                kinds::SHEET if byte(data, 5) == 0 => {
                    let name = short_text(data, 6, letters).unwrap_or_default().replace('\0', "");
                    SheetName::add(&mut self.sheets, name, byte(data, 4) & 3 != 0)?;
                    self.places.push(long(data, 0).into());
                }
                kinds::SHARED_TEXTS => self.read_strings()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn read_strings(&mut self) -> Result<(), FileProblem> {
        let count = long(&self.records.data, 4);
        let mut texts = Continued { records: &mut self.records, place: 8 };
        for _ in 0..count {
            // A table that ends early is told where a cell names a text that isn't there.
            if !texts.push_text(self.shared.strings.open())? {
                break;
            }
            self.shared.strings.close()?;
        }
        Ok(())
    }

    /// Goes to a sheet's first record.
    fn begin(&mut self, sheet: usize) -> Result<(), FileProblem> {
        self.records.position = self.places.get(sheet).copied().unwrap_or(u64::MAX);
        match self.records.next()? {
            Some(kinds::BEGIN) => Ok(()),
            _ => Err(damaged("et af dets ark er ikke, hvor det skal være")),
        }
    }

    /// Gives every cell to the sink, and stops quietly after `most` bytes. Answers how many were read.
    fn walk(&mut self, sheet: usize, most: u64, sink: &mut dyn Sink) -> Result<u64, FileProblem> {
        self.begin(sheet)?;
        let start = self.records.position;
        let mut walk = Walk { shared: &self.shared, sink, hidden: HashSet::new(), begun: None, waiting: None };
        while self.records.position - start <= most {
            let Some(kind) = self.records.next_of_sheet()? else { break };
            let mut text = String::new();
            if kind == kinds::FORMULA_TEXT && self.shared.letters == Letters::Unicode {
                Continued { records: &mut self.records, place: 0 }.push_long_text(&mut text)?;
            } else if kind == kinds::FORMULA_TEXT {
                text = long_text(&self.records.data, 0, Letters::Bytes).unwrap_or_default();
            }
            if walk.take(kind, &self.records.data, &text)?.is_break() {
                break;
            }
        }
        Ok(self.records.position - start)
    }
}

impl Book for Xls<'_> {
    fn form(&self) -> StagedForm {
        StagedForm::Xls
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
        self.records.file.watch.will_read(2 * self.records.file.length());
        // The merged areas stand behind the cells.
        self.begin(sheet)?;
        while let Some(kind) = self.records.next_of_sheet()? {
            let data = self.records.data.as_slice();
            match kind {
                kinds::MERGED => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                        rows.merged(Area {
                            first_row: short(area, 0).into(),
                            last_row: short(area, 2).into(),
                            first_column: short(area, 4).into(),
                            last_column: short(area, 6).into(),
                        });
                    }
                }
                kinds::COLUMNS if short(data, 8) & 1 != 0 => rows.hidden_columns(short(data, 0).into()..u32::from(short(data, 2)) + 1),
                _ => {}
            }
        }
        self.walk(sheet, u64::MAX, rows)?;
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.foreign_letters {
            notes.push(
                "Regnearket er gammelt og skrevet med andre bogstaver end de vesteuropæiske. Se efter, om æ, ø og å er læst rigtigt."
                    .into(),
            );
        }
        notes
    }
}

/// Goes through a sheet's cells.
struct Walk<'w> {
    shared: &'w Shared,
    sink: &'w mut dyn Sink,
    hidden: HashSet<u32>,
    /// The row that the sink knows of.
    begun: Option<u32>,
    /// The cell with a formula whose text comes in a record of its own.
    waiting: Option<(u32, u32)>,
}

/// What a cell's record holds.
enum Found<'v> {
    Value(Value<'v>),
    /// A formula's text, in a record of its own.
    TextFollows,
}

impl Walk<'_> {
    /// Takes a record of the sheet. `text` is that of a formula, if the record is one.
    fn take(&mut self, kind: u16, data: &[u8], text: &str) -> Result<ControlFlow<()>, FileProblem> {
        let (row, column) = (u32::from(short(data, 0)), u32::from(short(data, 2)));
        match kind {
            // Byte 12 holds how the row is shown. It stands before the row's cells.
            kinds::ROW if byte(data, 12) & 0x20 != 0 => {
                self.hidden.insert(row);
            }
            kinds::FORMULA_TEXT => {
                if let Some((row, column)) = self.waiting.take() {
                    return self.give(row, column, Value::Text(text));
                }
            }
            kinds::SHORT_NUMBERS => {
                let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                for (column, number) in (column..).zip(numbers) {
                    let value = self.shared.number(short_number(long(number, 2)), short(number, 0));
                    if self.give(row, column, value)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            kind if is_cell(kind) => {
                let mut text = String::new();
                let found = self.shared.cell(kind, data, &mut text);
                match found.ok_or_else(|| damaged(&format!("celle {} kan ikke læses", cell_name(row, column))))? {
                    Found::Value(value) => return self.give(row, column, value),
                    Found::TextFollows => self.waiting = Some((row, column)),
                }
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn give(&mut self, row: u32, column: u32, value: Value) -> Result<ControlFlow<()>, FileProblem> {
        if value == Value::Text("") {
            return Ok(ControlFlow::Continue(()));
        }
        if column >= COLUMNS {
            return Err(damaged(&format!("celle {} er uden for arket", cell_name(row, column))));
        }
        if self.begun != Some(row) {
            self.begun = Some(row);
            if self.sink.row(row, self.hidden.contains(&row))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.sink.cell(column, value)?;
        Ok(ControlFlow::Continue(()))
    }
}

fn is_cell(kind: u16) -> bool {
    matches!(
        kind,
        kinds::NUMBER | kinds::SHORT_NUMBER | kinds::SHARED_TEXT | kinds::TEXT | kinds::RICH_TEXT | kinds::BOOL_OR_ERROR | kinds::FORMULA
    )
}

impl Shared {
    fn number(&self, number: f64, style: u16) -> Value<'static> {
        let shown_as = self.styles.get(usize::from(style)).copied().unwrap_or_default();
        Value::Number { number, shown_as, digits: "" }
    }

    /// What a cell's record holds; `None` when it is too short, or names a shared text that there isn't.
    fn cell<'v>(&'v self, kind: u16, data: &[u8], text: &'v mut String) -> Option<Found<'v>> {
        let style = short(data, 4);
        let value = slice(data, 6, if matches!(kind, kinds::NUMBER | kinds::FORMULA) { 8 } else { 2 })?;
        Some(Found::Value(match kind {
            kinds::NUMBER => self.number(double(value, 0), style),
            kinds::SHORT_NUMBER => self.number(short_number(long(slice(data, 6, 4)?, 0)), style),
            kinds::SHARED_TEXT => Value::Text(self.strings.get(long(slice(data, 6, 4)?, 0) as usize)?),
            kinds::BOOL_OR_ERROR if byte(value, 1) == 0 => Value::Bool(byte(value, 0) != 0),
            kinds::BOOL_OR_ERROR => Value::Text(error_text(byte(value, 0))),
            // Two full bytes at its end make a number none.
            kinds::FORMULA if short(value, 6) != u16::MAX => self.number(double(value, 0), style),
            kinds::FORMULA => match byte(value, 0) {
                0 => return Some(Found::TextFollows),
                1 => Value::Bool(byte(value, 2) != 0),
                2 => Value::Text(error_text(byte(value, 2))),
                _ => Value::Text(""),
            },
            _ => {
                *text = long_text(data, 6, self.letters)?;
                Value::Text(text)
            }
        }))
    }
}

/// A text with its length in one byte before it; `None` when it isn't all there.
fn short_text(data: &[u8], place: usize, letters: Letters) -> Option<String> {
    let length = usize::from(*data.get(place)?);
    text(data, place + 1, length, letters)
}

/// A text with its length in two bytes before it; `None` when it isn't all there.
fn long_text(data: &[u8], place: usize, letters: Letters) -> Option<String> {
    let length = usize::from(short(slice(data, place, 2)?, 0));
    text(data, place + 2, length, letters)
}

fn text(data: &[u8], place: usize, length: usize, letters: Letters) -> Option<String> {
    if letters == Letters::Bytes {
        return Some(Encoding::Windows1252.decode(slice(data, place, length)?).0.into_owned());
    }
    let mut text = String::new();
    if *data.get(place)? & 1 == 0 {
        // The lower halves of the letters only.
        text.extend(slice(data, place + 1, length)?.iter().map(|byte| char::from(*byte)));
    } else {
        push_utf16(slice(data, place + 1, 2 * length)?, &mut text);
    }
    Some(text)
}

/// Reads the stream record by record.
struct Records<'s> {
    file: Compound<'s>,
    stream: Stream,
    position: u64,
    /// What the last record held.
    data: Vec<u8>,
}

impl Records<'_> {
    /// The next record's kind; `None` at the end.
    fn next(&mut self) -> Result<Option<u16>, FileProblem> {
        let Some((kind, length)) = self.head()? else { return Ok(None) };
        self.data.resize(usize::from(length), 0);
        let read = self.file.read_exact(&self.stream, self.position + 4, &mut self.data);
        read.map_err(|_| self.file.watch.or(cut_short()))?;
        self.position += 4 + u64::from(length);
        Ok(Some(kind))
    }

    /// The next record's kind, and how long it is.
    fn head(&mut self) -> Result<Option<(u16, u16)>, FileProblem> {
        if self.position.checked_add(4).is_none_or(|end| end > self.stream.length) {
            return Ok(None);
        }
        let mut head = [0; 4];
        self.file.read_exact(&self.stream, self.position, &mut head).map_err(|_| self.file.watch.or(cut_short()))?;
        Ok(Some((short(&head, 0), short(&head, 2))))
    }

    /// The next record of the sheet whose first has been read; `None` at the sheet's end. Charts in it, which have cells of their own, are passed over.
    fn next_of_sheet(&mut self) -> Result<Option<u16>, FileProblem> {
        let mut inside = 0;
        while let Some(kind) = self.next()? {
            match kind {
                kinds::BEGIN => inside += 1,
                kinds::END if inside == 0 => return Ok(None),
                kinds::END => inside -= 1,
                kind if inside == 0 => return Ok(Some(kind)),
                _ => {}
            }
        }
        // The sheet's end is missing.
        Err(cut_short())
    }
}

/// Texts that go on from one record into the next.
struct Continued<'r, 's> {
    records: &'r mut Records<'s>,
    /// What comes next in the record.
    place: usize,
}

impl Continued<'_, '_> {
    /// Adds a text of the shared ones; answers whether there was one.
    fn push_text(&mut self, out: &mut String) -> Result<bool, FileProblem> {
        if !self.has_more()? {
            return Ok(false);
        }
        let length = self.number(2)?;
        let signs = self.number(1)?;
        // Behind the letters stand fonts, and how the text is pronounced.
        let fonts = if signs & 8 == 0 { 0 } else { self.number(2)? };
        let extra = if signs & 4 == 0 { 0 } else { self.number(4)? };
        self.push_letters(length, signs, out)?;
        self.skip(u64::from(fonts) * 4 + u64::from(extra))?;
        Ok(true)
    }

    /// Adds the text of a formula.
    fn push_long_text(&mut self, out: &mut String) -> Result<(), FileProblem> {
        let length = self.number(2)?;
        let signs = self.number(1)?;
        self.push_letters(length, signs, out)
    }

    fn push_letters(&mut self, mut length: u32, mut signs: u32, out: &mut String) -> Result<(), FileProblem> {
        let mut bytes = Vec::new();
        while length > 0 {
            if self.place >= self.records.data.len() {
                // Each record says anew how many bytes its letters have.
                signs = self.number(1)?;
            }
            let left = self.records.data.get(self.place..).unwrap_or_default();
            let size = if signs & 1 == 0 { 1 } else { 2 };
            let count = (left.len() / size).min(length as usize);
            if count == 0 {
                return Err(damaged("en af dets tekster er afbrudt"));
            }
            let letters = left.get(..count * size).unwrap_or_default();
            if size == 1 {
                bytes.extend(letters.iter().flat_map(|byte| [*byte, 0]));
            } else {
                bytes.extend_from_slice(letters);
            }
            self.place += count * size;
            length -= u32::try_from(count).unwrap_or(length);
        }
        push_utf16(&bytes, out);
        Ok(())
    }

    /// Whether there is more, in this record or in one that continues it.
    fn has_more(&mut self) -> Result<bool, FileProblem> {
        while self.place >= self.records.data.len() {
            if !matches!(self.records.head()?, Some((kinds::CONTINUED, _))) {
                return Ok(false);
            }
            self.records.next()?;
            self.place = 0;
        }
        Ok(true)
    }

    /// A number of so many bytes, the lowest first.
    fn number(&mut self, bytes: u32) -> Result<u32, FileProblem> {
        let mut number = 0;
        for index in 0..bytes {
            if !self.has_more()? {
                return Err(damaged("en af dets tekster er afbrudt"));
            }
            number |= u32::from(byte(&self.records.data, self.place)) << (8 * index);
            self.place += 1;
        }
        Ok(number)
    }

    fn skip(&mut self, mut count: u64) -> Result<(), FileProblem> {
        while count > 0 && self.has_more()? {
            let left = (self.records.data.len() - self.place) as u64;
            let skipped = left.min(count);
            self.place += usize::try_from(skipped).unwrap_or(usize::MAX);
            count -= skipped;
        }
        Ok(())
    }
}
