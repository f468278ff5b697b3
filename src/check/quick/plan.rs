//! How a file's rows become [`Facts`]: which column holds what, settled once for the file.

use std::collections::HashMap;

use crate::catalogue;
use crate::claim::{
    DateOrder, Decimal, Field, NaiveDate, ReadDate, ValueStyle, is_empty_marker, is_plain_number, is_shortened_number, parse_amount_in,
    parse_date_in, plain_amount, plain_date, sheet_error, trim,
};
use crate::intake::{Mapping, Row};
use crate::rules::compiled::oere;
use crate::rules::days::{Day, DayTable};
use crate::rules::facts::{Art, Facts};
use crate::rules::general::actions::Action;
use crate::rules::general::glance::DatesRead;
use crate::rules::general::signs;

/// The largest amount that is read at a glance, in øre: the general rules speak of amounts with more than eight digits.
const MOST_OERE: i64 = 9_999_999_999;

/// How a file's rows are read at a glance.
#[derive(Debug)]
pub struct Plan {
    /// The columns with dates, with amounts, and all others. Apart, since each kind is read by its own few instructions.
    dates: Vec<Step>,
    amounts: Vec<Step>,
    others: Vec<Step>,
    /// What holds for every row: the constants, and the day of sending.
    base: Facts,
    /// The texts of constants that rules look at.
    constants: Vec<(Field, String)>,
    /// The fields that the file has, by [`Field::bit`].
    has: u64,
    dates_read: DatesRead,
    /// How many cells each row must have; `None` where empty ones may be missing.
    cells: Option<usize>,
    /// The column of each field.
    columns: [Option<u32>; Field::COUNT],
    types: TypeCodes,
    table: &'static DayTable,
}

/// A column to read.
#[derive(Clone, Copy, Debug)]
struct Step {
    column: usize,
    field: Field,
    kind: StepKind,
}

/// What a column's cells are read as.
#[derive(Clone, Copy, Debug)]
enum StepKind {
    Date {
        place: usize,
        style: ValueStyle,
    },
    Amount {
        place: usize,
        style: ValueStyle,
    },
    Type,
    Art,
    Action,
    Description,
    DebtorType,
    DebtorId,
    Reference,
    /// Another number somebody gave.
    Number,
    /// Anything else.
    Text,
}

/// What stands in a cell.
enum Seen<'r> {
    Empty,
    Text(&'r str),
    /// Something has to be told of the cell itself.
    Odd,
}

impl StepKind {
    fn of(field: Field, style: ValueStyle) -> StepKind {
        match field {
            Field::Fordringstype => StepKind::Type,
            Field::Fordringsart => StepKind::Art,
            Field::Aktion => StepKind::Action,
            Field::Beskrivelse => StepKind::Description,
            Field::SkyldnerType => StepKind::DebtorType,
            Field::SkyldnerId => StepKind::DebtorId,
            Field::Reference => StepKind::Reference,
            _ => match (field.date_slot(), field.amount_slot()) {
                (Some(place), _) => StepKind::Date { place, style },
                (_, Some(place)) => StepKind::Amount { place, style },
                _ if Field::NUMBERS.contains(&field) => StepKind::Number,
                _ => StepKind::Text,
            },
        }
    }
}

/// The texts that are looked at together.
#[derive(Clone, Copy, Default)]
struct Debtor<'r> {
    register: &'r str,
    id: &'r str,
}

impl Plan {
    /// The plan for a file with this mapping, sent on this day. `None` where no row can be read at a glance.
    pub fn new(mapping: &Mapping, every_cell: bool, received: NaiveDate) -> Option<Plan> {
        let table = DayTable::get();
        let mut plan = Plan {
            dates: Vec::new(),
            amounts: Vec::new(),
            others: Vec::new(),
            base: Facts::sent_on(table.of(received)?),
            constants: Vec::new(),
            has: 0,
            dates_read: DatesRead::Alike,
            cells: every_cell.then_some(mapping.columns.len()),
            columns: [None; Field::COUNT],
            types: TypeCodes::new(),
            table,
        };
        for field in Field::ALL {
            let style = mapping.style(field);
            if let Some(column) = mapping.column(field) {
                let step = Step { column, field, kind: StepKind::of(field, style) };
                match step.kind {
                    StepKind::Date { .. } => plan.dates.push(step),
                    StepKind::Amount { .. } => plan.amounts.push(step),
                    _ => plan.others.push(step),
                }
                if let Some(slot) = plan.columns.get_mut(field as usize) {
                    *slot = u32::try_from(column).ok();
                }
                if field.date_slot().is_some() && style.dates == DateOrder::MonthFirst {
                    plan.dates_read = DatesRead::MonthFirst;
                }
            } else if let Some(text) = mapping.constant(field) {
                plan.constants.push((field, text.to_owned()));
            } else if !mapping.is_whole {
                continue;
            }
            plan.has |= field.bit();
        }
        // As they lie in the row.
        for steps in [&mut plan.dates, &mut plan.amounts, &mut plan.others] {
            steps.sort_by_key(|step| step.column);
        }
        let constants = std::mem::take(&mut plan.constants);
        let mut base = plan.base;
        let mut debtor = Debtor::default();
        for (field, text) in &constants {
            plan.take(&mut base, &mut debtor, *field, StepKind::of(*field, ValueStyle::default()), text)?;
        }
        plan.base = base;
        plan.constants = constants;
        Some(plan)
    }

    /// The fields that the file has, by [`Field::bit`].
    pub fn has(&self) -> u64 {
        self.has
    }

    /// Whether all of the file's dates are read alike.
    pub fn dates_read(&self) -> DatesRead {
        self.dates_read
    }

    /// The text of a field as the claim has it.
    pub fn text<'r>(&'r self, row: &'r Row, field: Field) -> &'r str {
        let text = self.filled_text(row, field);
        if is_empty_marker(field, text) { "" } else { text }
    }

    /// The text of a field in which something stands, as the claim has it.
    #[inline]
    pub fn filled_text<'r>(&'r self, row: &'r Row, field: Field) -> &'r str {
        trim(match self.columns.get(field as usize) {
            Some(Some(column)) => row.cell(*column as usize),
            _ => self.constant(field),
        })
    }

    fn constant(&self, field: Field) -> &str {
        self.constants.iter().find(|(of, _)| *of == field).map_or("", |(_, text)| text.as_str())
    }

    /// Puts the row's values into `facts` as numbers; `None` for a row in which anything is out of the ordinary.
    #[inline]
    pub fn read(&self, row: &Row, facts: &mut Facts) -> Option<()> {
        if !row.problems.is_empty() || !self.has_its_cells(row) {
            return None;
        }
        *facts = self.base;
        let mut debtor = Debtor::default();
        if !self.constants.is_empty() {
            debtor = Debtor { register: trim(self.constant(Field::SkyldnerType)), id: trim(self.constant(Field::SkyldnerId)) };
        }
        for step in &self.dates {
            let raw = row.cell(step.column);
            let StepKind::Date { place, style } = step.kind else { continue };
            let plain = plain_date(raw.as_bytes(), style.dates).and_then(|(year, month, day)| self.table.day(year, month, day));
            match plain {
                Some(day) => {
                    facts.set_day(place, day);
                    facts.filled |= step.field.bit();
                }
                None if raw.is_empty() => {}
                None => self.take(facts, &mut debtor, step.field, step.kind, raw)?,
            }
        }
        for step in &self.amounts {
            let raw = row.cell(step.column);
            let StepKind::Amount { place, style } = step.kind else { continue };
            match (plain_amount(raw.as_bytes(), style.decimals), facts.oere.get_mut(place)) {
                (Some(amount), Some(oere)) => {
                    *oere = amount;
                    facts.filled |= step.field.bit();
                }
                _ if raw.is_empty() => {}
                _ => self.take(facts, &mut debtor, step.field, step.kind, raw)?,
            }
        }
        for step in &self.others {
            let raw = row.cell(step.column);
            if !raw.is_empty() {
                self.take(facts, &mut debtor, step.field, step.kind, raw)?;
            }
        }
        // A type that isn't known, or isn't given, is a thing to be told.
        if !facts.is_filled(Field::Fordringstype) {
            return None;
        }
        facts.signs |= signs::of_debtor(debtor.register, debtor.id);
        Some(())
    }

    #[inline]
    fn has_its_cells(&self, row: &Row) -> bool {
        let Some(cells) = self.cells else { return true };
        row.len() == cells || (row.len() > cells && (cells..row.len()).all(|column| row.cell(column).trim().is_empty()))
    }

    /// Takes a cell's value in. `None` where it is out of the ordinary.
    #[inline]
    fn take<'r>(&self, facts: &mut Facts, debtor: &mut Debtor<'r>, field: Field, kind: StepKind, raw: &'r str) -> Option<()> {
        match kind {
            StepKind::Date { place, style } => {
                let plain = plain_date(raw.as_bytes(), style.dates).and_then(|(year, month, day)| self.table.day(year, month, day));
                let day = match plain {
                    Some(day) => day,
                    None => match self.other_date(field, raw, style)? {
                        Some(day) => day,
                        None => return Some(()),
                    },
                };
                facts.set_day(place, day);
            }
            StepKind::Amount { place, style } => {
                let amount = match plain_amount(raw.as_bytes(), style.decimals) {
                    Some(amount) => amount,
                    None => match other_amount(field, raw, style)? {
                        Some(amount) => amount,
                        None => return Some(()),
                    },
                };
                *facts.oere.get_mut(place)? = amount;
            }
            _ => {
                let text = match see(field, raw) {
                    Seen::Text(text) => text,
                    Seen::Empty => return Some(()),
                    Seen::Odd => return None,
                };
                match kind {
                    StepKind::Type => facts.type_index = self.types.find(text)?,
                    StepKind::Art => facts.art = Art::of(text),
                    StepKind::Description => facts.signs |= signs::of_description(text),
                    StepKind::DebtorType => debtor.register = text,
                    StepKind::DebtorId => {
                        whole_number(text)?;
                        debtor.id = text;
                    }
                    StepKind::Reference => {
                        whole_number(text)?;
                        facts.signs |= signs::of_reference(text);
                    }
                    StepKind::Number => whole_number(text)?,
                    StepKind::Action if Action::parse(text) != Some(Action::Opret) => return None,
                    _ => {}
                }
            }
        }
        facts.filled |= field.bit();
        Some(())
    }

    /// A date in another than the plain forms; nothing inside where nothing stands in the cell.
    #[cold]
    fn other_date(&self, field: Field, raw: &str, style: ValueStyle) -> Option<Option<Day>> {
        let text = match see(field, raw) {
            Seen::Text(text) => text,
            Seen::Empty => return Some(None),
            Seen::Odd => return None,
        };
        match parse_date_in(text, style) {
            // What had to be assumed is told.
            Ok(ReadDate::Full(date)) => Some(Some(self.table.of(date)?)),
            _ => None,
        }
    }
}

/// An amount in another than the plain forms; nothing inside where nothing stands in the cell.
#[cold]
fn other_amount(field: Field, raw: &str, style: ValueStyle) -> Option<Option<i64>> {
    let text = match see(field, raw) {
        Seen::Text(text) => text,
        Seen::Empty => return Some(None),
        Seen::Odd => return None,
    };
    let amount: Decimal = parse_amount_in(text, style.decimals).ok()?;
    let oere = oere(amount)?;
    (-MOST_OERE..=MOST_OERE).contains(&oere).then_some(Some(oere))
}

/// Nothing for a number that a spreadsheet has shortened: that has to be told.
#[inline]
fn whole_number(text: &str) -> Option<()> {
    // A shortened number begins with a digit and has an E in it.
    let has_digits = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let may_be_short = has_digits && !is_plain_number(text.as_bytes()) && text.bytes().any(|byte| byte | 0x20 == b'e');
    if may_be_short && is_shortened_number(text) { None } else { Some(()) }
}

/// What stands in a cell in which something stands, as [`crate::claim::Claim`] sees it.
#[inline]
fn see(field: Field, raw: &str) -> Seen<'_> {
    let (first, last) = match raw.as_bytes() {
        [only] => (*only, *only),
        [first, .., last] => (*first, *last),
        [] => return Seen::Empty,
    };
    // What begins like an empty marker or an error mark is looked at more closely.
    let special = match first {
        b'N' | b'n' | b'(' | b'-' | b'.' | b'/' | b'#' => true,
        // Many numbers of people begin with a zero, and few end with one as well.
        b'0' => !matches!(last, b'1'..=b'9'),
        b'E' => raw.starts_with("Err:"),
        b'F' => raw.starts_with("Fejl:"),
        _ => false,
    };
    if first.is_ascii_graphic() && last.is_ascii_graphic() && !special {
        return Seen::Text(raw);
    }
    see_closely(field, raw)
}

fn see_closely(field: Field, raw: &str) -> Seen<'_> {
    let text = trim(raw);
    if is_empty_marker(field, text) {
        Seen::Empty
    } else if sheet_error(text).is_some() {
        Seen::Odd
    } else {
        Seen::Text(text)
    }
}

/// The fordringstyper by their codes. A look here takes one comparison, a search through the catalogue eight.
#[derive(Debug)]
struct TypeCodes {
    slots: Vec<Option<(CodeKey, u16)>>,
    others: HashMap<&'static str, u16>,
}

/// A code as numbers: its first and last eight bytes, which overlap.
type CodeKey = (u64, u64);

/// As many places as leave most of them free.
const SLOTS: usize = 1024;

impl TypeCodes {
    fn new() -> TypeCodes {
        let mut codes = TypeCodes { slots: vec![None; SLOTS], others: HashMap::new() };
        for (index, fordringstype) in (0..).zip(catalogue::TYPES) {
            let Some(code) = fordringstype.code else { continue };
            let places = code_key(code).into_iter().flat_map(|key| places_of(key).map(move |place| (key, place)));
            let free = places.into_iter().find(|(_, place)| codes.slots.get(*place).is_some_and(Option::is_none));
            match free.and_then(|(key, place)| Some((key, codes.slots.get_mut(place)?))) {
                Some((key, slot)) => *slot = Some((key, index)),
                // Its places are taken, or it is of an unusual length.
                None => drop(codes.others.insert(code, index)),
            }
        }
        codes
    }

    #[inline]
    fn find(&self, code: &str) -> Option<u16> {
        let found = code_key(code).and_then(|key| {
            let mut there = places_of(key).filter_map(|place| self.slots.get(place).copied().flatten());
            there.find(|(of, _)| *of == key)
        });
        match found {
            Some((_, index)) => Some(index),
            None => self.find_closely(code),
        }
    }

    fn find_closely(&self, code: &str) -> Option<u16> {
        self.others.get(code).copied().or_else(|| {
            let found = catalogue::find(code)?;
            catalogue::TYPES.iter().position(|other| std::ptr::eq(other, found)).and_then(|index| u16::try_from(index).ok())
        })
    }
}

/// `None` for a code of another length than codes have: seven characters, of which some have two bytes.
#[inline]
fn code_key(code: &str) -> Option<CodeKey> {
    let bytes = code.as_bytes();
    match bytes.len() {
        7 => {
            let (first, last) = (u32::from_le_bytes(*bytes.first_chunk()?), u32::from_le_bytes(*bytes.last_chunk()?));
            Some((first.into(), last.into()))
        }
        8..=16 => Some((u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?))),
        _ => None,
    }
}

/// The places where a code may stand.
#[inline]
fn places_of((first, last): CodeKey) -> impl Iterator<Item = usize> {
    let mixed = (first ^ last.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let place = usize::try_from(mixed >> 54).unwrap_or(0);
    (0..4).map(move |next| (place + next) % SLOTS)
}
