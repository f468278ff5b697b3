//! What a claim is: its fields, and what stood in each of them.

mod amount;
mod date;
mod debris;
mod field;
mod number;
mod plain;
mod reading;
mod style;
mod value;

pub use amount::{AmountProblem, DecimalEvidence, decimal_evidence, format_amount, parse_amount, parse_amount_in};
pub use chrono::NaiveDate;
pub use date::{DateEvidence, DateParts, DateProblem, FirstPart, ReadDate, date_evidence, format_date, parse_date, parse_date_in};
pub use debris::{SheetError, is_shortened_number, sheet_error};
pub use field::{Field, FieldKind};
pub use number::DebtorNumber;
pub use plain::{is_plain_number, plain_amount, plain_date};
pub use reading::ReadingFinding;
pub use rust_decimal::Decimal;
pub use style::{DateOrder, DecimalMark, ValueStyle};
pub use value::{Cell, Unreadable, is_empty_marker};

/// One claim line as it was read: every field's text, and the dates and amounts in it.
///
/// A claim with several debtors stands on several lines, one [`Claim`] each.
/// The texts are borrowed from the row they were read from.
#[derive(Clone, Debug)]
pub struct Claim<'r> {
    /// The line in the file where it starts, counted from 1; 1 for a claim from the form.
    pub line: u64,
    texts: [Option<&'r str>; Field::COUNT],
    dates: [Cell<NaiveDate>; Field::DATES.len()],
    amounts: [Cell<Decimal>; Field::AMOUNTS.len()],
    /// Dates that could be read only by an assumption the user should know.
    assumed_dates: [Option<ReadDate>; Field::DATES.len()],
}

impl<'r> Claim<'r> {
    /// Reads a claim from its fields' texts. `text` answers `None` for a field that the file does not have at all.
    pub fn read(line: u64, text: impl Fn(Field) -> Option<&'r str>) -> Self {
        Self::read_styled(line, text, |_| ValueStyle::default())
    }

    /// As [`Self::read`], for columns whose values are written in ways that they don't say themselves. `style` is asked for fields that hold dates
    /// or amounts.
    pub fn read_styled(line: u64, text: impl Fn(Field) -> Option<&'r str>, style: impl Fn(Field) -> ValueStyle) -> Self {
        let mut claim = Claim {
            line,
            texts: [None; Field::COUNT],
            dates: [Cell::Absent; Field::DATES.len()],
            amounts: [Cell::Absent; Field::AMOUNTS.len()],
            assumed_dates: [None; Field::DATES.len()],
        };
        for field in Field::ALL {
            let Some(raw) = text(field) else { continue };
            let raw = trim(raw);
            claim.texts[field as usize] = Some(if is_empty_marker(field, raw) { "" } else { raw });
        }
        for (slot, field) in Field::DATES.into_iter().enumerate() {
            claim.dates[slot] = match claim.texts[field as usize] {
                None => Cell::Absent,
                Some("") => Cell::Empty,
                Some(raw) => match parse_date_in(raw, style(field)) {
                    Ok(read) => {
                        claim.assumed_dates[slot] = read.is_assumed().then_some(read);
                        Cell::Value(read.date())
                    }
                    Err(problem) => Cell::Unreadable(why(raw, Unreadable::Date(problem))),
                },
            };
        }
        for (slot, field) in Field::AMOUNTS.into_iter().enumerate() {
            claim.amounts[slot] = match claim.texts[field as usize] {
                None => Cell::Absent,
                Some("") => Cell::Empty,
                Some(raw) => match parse_amount_in(raw, style(field).decimals) {
                    Ok(amount) => Cell::Value(amount),
                    Err(problem) => Cell::Unreadable(why(raw, Unreadable::Amount(problem))),
                },
            };
        }
        claim
    }

    /// The field's text without surrounding blanks; empty where nothing or only an empty marker stood there, and for a field the file does not have.
    pub fn text(&self, field: Field) -> &'r str {
        self.texts[field as usize].unwrap_or("")
    }

    /// Whether the file has the field at all.
    pub fn has(&self, field: Field) -> bool {
        self.texts[field as usize].is_some()
    }

    /// Whether something stands in the field, readable or not.
    pub fn is_filled(&self, field: Field) -> bool {
        !self.text(field).is_empty()
    }

    /// The field as a date. [`Cell::Absent`] for a field that holds no date.
    pub fn date(&self, field: Field) -> Cell<NaiveDate> {
        field.date_slot().map_or(Cell::Absent, |slot| self.dates[slot])
    }

    /// The field as an amount in kroner. [`Cell::Absent`] for a field that holds no amount.
    pub fn amount(&self, field: Field) -> Cell<Decimal> {
        field.amount_slot().map_or(Cell::Absent, |slot| self.amounts[slot])
    }

    /// What had to be assumed to read the field as a date, if anything.
    pub fn assumed_date(&self, field: Field) -> Option<ReadDate> {
        field.date_slot().and_then(|slot| self.assumed_dates[slot])
    }

    /// Why the field can't be read, if it can't.
    pub fn unreadable(&self, field: Field) -> Option<Unreadable> {
        match (self.date(field), self.amount(field)) {
            (Cell::Unreadable(why), _) | (_, Cell::Unreadable(why)) => Some(why),
            _ => None,
        }
    }

    /// What can be said of the claim's cells by their texts alone, in the fields' order: at most one finding for each.
    pub fn findings(&self) -> impl Iterator<Item = ReadingFinding> + '_ {
        Field::ALL.into_iter().filter_map(|field| self.finding(field))
    }

    fn finding(&self, field: Field) -> Option<ReadingFinding> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        if sheet_error(text).is_some() {
            return Some(ReadingFinding::SpreadsheetError { field });
        }
        if let Some(why) = self.unreadable(field) {
            return Some(ReadingFinding::Unreadable { field, why });
        }
        match self.assumed_date(field) {
            Some(ReadDate::TwoDigitYear(_)) => Some(ReadingFinding::TwoDigitYear { field }),
            Some(ReadDate::EightDigits(_)) => Some(ReadingFinding::EightDigits { field }),
            Some(ReadDate::SpreadsheetDay(_)) => Some(ReadingFinding::SpreadsheetDay { field }),
            Some(ReadDate::UtcEvening(_)) => Some(ReadingFinding::UtcEvening { field }),
            Some(ReadDate::Full(_)) => None,
            None => (Field::NUMBERS.contains(&field) && is_shortened_number(text)).then_some(ReadingFinding::Scientific { field }),
        }
    }

    /// Whether a judgment or settlement date stands in the claim.
    pub fn has_judgment_or_settlement(&self) -> bool {
        self.is_filled(Field::Domsdato) || self.is_filled(Field::Forligsdato)
    }
}

/// A spreadsheet's error mark is told as such, whatever the field should hold.
fn why(text: &str, otherwise: Unreadable) -> Unreadable {
    if sheet_error(text).is_some() { Unreadable::SheetError } else { otherwise }
}

/// The text without blanks around it.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    // Most cells have none, and that can be seen at once.
    match text.as_bytes() {
        [first] if first.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(is_space),
    }
}

/// Blanks that people's files hold around values: the usual ones, no-break spaces and NULs left by old systems.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{0}' || c == '\u{feff}' || c == '\u{200b}'
}

/// At most forty characters of a text, without control characters: enough to recognise a value in a sentence.
pub fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
