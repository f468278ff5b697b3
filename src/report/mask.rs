//! Hides CPR numbers in what leaves the program: the birth date stays, the last four digits go.

use std::borrow::Cow;

use crate::claim::{DebtorNumber, Field};
use crate::intake::{ColumnUse, Mapping};
use crate::rules::general::is_cpr_date;

/// What stands where a number was that can't be shown in part.
const HIDDEN: &str = "XXXX";
/// How many blanks and hyphens may stand between a CPR number's two halves: « - » at most.
const WIDEST_JOINT: usize = 3;

/// The text with every CPR number in it as `DDMMYY-XXXX`.
///
/// A CPR number is ten digits of which the first six can be a date (test and administrative numbers have 60 added to the day), in one run or
/// with a hyphen or blanks before the last four, and with no further digit joined on: amounts, dates, CVR numbers and longer references stay.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut kept = 0;
    let mut rest = 0;
    while let Some(found) = next_number(text, rest) {
        if let (Some(before), Some(birth)) = (text.get(kept..found.start), text.get(found.start..found.start + 6)) {
            masked.push_str(before);
            masked.push_str(birth);
            masked.push_str("-XXXX");
        }
        kept = found.end;
        rest = found.end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(masked)
}

/// The text of one of a claim's fields without CPR numbers. In `skyldner_id` nothing stays of what isn't the number of a company.
pub fn mask_field(field: Field, text: &str) -> Cow<'_, str> {
    match field {
        Field::SkyldnerId => mask_debtor("", text),
        _ => mask(text),
    }
}

/// A debtor's number without what tells which person it is. `kind` is the text of `skyldner_type`; empty where there is none.
///
/// A company's number (CVR and SE, eight digits) stays; of a CPR number, also one that lost a leading zero, the birth date stays; anything else,
/// such as an AKR number or a name, is hidden whole.
pub fn mask_debtor<'t>(kind: &str, number: &'t str) -> Cow<'t, str> {
    let number = number.trim();
    if number.is_empty() {
        return Cow::Borrowed(number);
    }
    let Some(read) = DebtorNumber::read(number) else { return Cow::Borrowed(HIDDEN) };
    let digits: String = read.digits().iter().filter_map(|digit| char::from_digit(u32::from(*digit), 10)).collect();
    match read.count() {
        8 if !is_person(kind) => Cow::Borrowed(number),
        9 => Cow::Owned(format!("0{}-XXXX", digits.get(..5).unwrap_or_default())),
        10 => Cow::Owned(format!("{}-XXXX", digits.get(..6).unwrap_or_default())),
        _ => Cow::Borrowed(HIDDEN),
    }
}

/// A row's cells without CPR numbers. A column whose heading repeats a field is masked as that field, and other columns by their texts.
pub fn mask_cells(mapping: &Mapping, cells: &mut [String]) {
    let kind = mapping.column(Field::SkyldnerType).and_then(|column| cells.get(column).map(String::as_str));
    let kind = kind.or_else(|| mapping.constant(Field::SkyldnerType)).unwrap_or_default().to_owned();
    for (column, cell) in cells.iter_mut().enumerate() {
        let field = match mapping.columns.get(column).map(|column| column.use_) {
            Some(ColumnUse::Field(field) | ColumnUse::Repeated(field)) => Some(field),
            Some(ColumnUse::Unknown) | None => None,
        };
        let masked = if field == Some(Field::SkyldnerId) { mask_debtor(&kind, cell) } else { mask(cell) };
        if masked != cell.trim() {
            *cell = masked.into_owned();
        }
    }
}

/// Whether the text of `skyldner_type` names the register of persons. KMD writes a Z before it.
fn is_person(kind: &str) -> bool {
    let kind = kind.trim();
    let plain = kind.strip_prefix(['Z', 'z']).unwrap_or(kind);
    plain.eq_ignore_ascii_case("CPR") || plain.eq_ignore_ascii_case("person")
}

/// Where a CPR number stands, in bytes.
struct Found {
    start: usize,
    end: usize,
}

/// The first CPR number that begins at `from` or later.
fn next_number(text: &str, from: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let mut place = from;
    while let Some(start) = digit_from(bytes, place) {
        let end = run_end(bytes, start);
        if can_be_birth(bytes, start) {
            match end - start {
                10 => return Some(Found { start, end }),
                6 => {
                    if let Some(end) = second_half(text, end) {
                        return Some(Found { start, end });
                    }
                }
                _ => {}
            }
        }
        place = end;
    }
    None
}

/// Where a number ends whose first six digits end at `at`: behind a joint and exactly four digits. With decimals behind them and no hyphen before
/// them the digits are an amount that follows another number.
fn second_half(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let joint: Vec<char> = rest.chars().take(WIDEST_JOINT + 1).take_while(|c| is_blank(*c) || is_hyphen(*c)).collect();
    if joint.is_empty() || joint.len() > WIDEST_JOINT {
        return None;
    }
    let bytes = text.as_bytes();
    let start = at + joint.iter().map(|c| c.len_utf8()).sum::<usize>();
    let end = run_end(bytes, start);
    let is_amount = !joint.iter().copied().any(is_hyphen) && has_decimals(bytes, end);
    (end - start == 4 && !is_amount).then_some(end)
}

fn has_decimals(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b',' | b'.')) && run_end(bytes, at + 1) == at + 3
}

fn digit_from(bytes: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.iter().position(u8::is_ascii_digit).map(|place| from + place)
}

/// Where the digits that begin at `start` end.
fn run_end(bytes: &[u8], start: usize) -> usize {
    start + bytes.get(start..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn can_be_birth(bytes: &[u8], start: usize) -> bool {
    let two =
        |at: usize| bytes.get(at..at + 2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0'))));
    matches!((two(start), two(start + 2)), (Some(day), Some(month)) if is_cpr_date(day, month))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\t')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpr_numbers_in_every_form_lose_their_last_digits() {
        for (text, masked) in [
            ("6902501234", "690250-XXXX"),
            ("690250-1234", "690250-XXXX"),
            ("690250 1234", "690250-XXXX"),
            ("690250\u{a0}1234", "690250-XXXX"),
            ("690250 – 1234", "690250-XXXX"),
            ("barn 690250-1234, fakt. 100123", "barn 690250-XXXX, fakt. 100123"),
            ("CPR6902501234.", "CPR690250-XXXX."),
            ("6902501234,00", "690250-XXXX,00"),
            ("6902501234-01", "690250-XXXX-01"),
            ("690250-1234 og 7001561205", "690250-XXXX og 700156-XXXX"),
            ("æ690250-1234ø", "æ690250-XXXXø"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [
            "",
            "20260131",
            "31012026",
            "31-01-2026",
            "2026-01-31T12:00:00",
            "12345678",
            "690250123401",
            "06902501234",
            "9902501234",
            "6913501234",
            "690250",
            "690250-123",
            "690250-12345",
            "690250    1234",
            "1.234,56 kr.",
            "12.345.678,90",
            "12345678,90",
            "-12345678.90",
            "faktura 151212 5000,00",
            "S00000012",
            "690250/1234",
        ] {
            assert!(matches!(mask(text), Cow::Borrowed(kept) if kept == text), "{text}");
        }
    }

    #[test]
    fn of_a_debtor_only_a_company_stays() {
        for (kind, number, masked) in [
            ("CPR", "6902501234", "690250-XXXX"),
            ("", "690250-1234", "690250-XXXX"),
            ("", "102501234", "010250-XXXX"),
            ("CVR", "12345678", "12345678"),
            ("", "DK12345678", "DK12345678"),
            ("ZSE", "12 34 56 78", "12 34 56 78"),
            ("CPR", "12345678", "XXXX"),
            ("zcpr", "12345678", "XXXX"),
            ("AKR", "12345678901", "XXXX"),
            ("CVR", "6902501234", "690250-XXXX"),
            ("CPR", "Jens Hansen", "XXXX"),
            ("CPR", "6,9025E+09", "XXXX"),
            ("CPR", "6902501234,00", "XXXX"),
            ("CPR", "", ""),
        ] {
            assert_eq!(mask_debtor(kind, number), masked, "{kind} {number}");
        }
        assert_eq!(mask_field(Field::SkyldnerId, "102501234"), "010250-XXXX");
        assert_eq!(mask_field(Field::Reference, "102501234"), "102501234");
        assert_eq!(mask_field(Field::Beskrivelse, "barn 690250-1234"), "barn 690250-XXXX");
    }

    #[test]
    fn a_rows_cells_are_masked_by_their_columns() {
        let mapping = Mapping::of_headings(["reference", "skyldner_type", "skyldner_id", "CPR", "Bemærkning", "hovedstol"]);
        let mut cells = ["A-690250-1234", "CPR", "12345678", "102501234", "ring til 690250 1234", "1234567,89"].map(str::to_owned);
        mask_cells(&mapping, &mut cells);
        assert_eq!(mapping.columns[3].use_, ColumnUse::Repeated(Field::SkyldnerId));
        assert_eq!(cells, ["A-690250-XXXX", "CPR", "XXXX", "010250-XXXX", "ring til 690250-XXXX", "1234567,89"]);
        let mut company = ["B", "CVR", "12345678"].map(str::to_owned);
        mask_cells(&mapping, &mut company);
        assert_eq!(company, ["B", "CVR", "12345678"]);
    }
}
