//! What a line's texts give away at one look: signs that a rule may be broken, without allocating anything.
//!
//! A sign may be false, and then the rule itself is asked; it is never missing.

use super::debtor::{Register, can_begin_cpr, is_cpr_date, is_cvr};
use super::description::{LONGEST_DESCRIPTION, holds_cpr};
use super::reference::LONGEST_REFERENCE;
use crate::claim::{DebtorNumber, is_plain_number};

/// The description is too long.
pub const DESCRIPTION_LONG: u32 = 1;
/// The description holds a CPR number.
pub const DESCRIPTION_CPR: u32 = 1 << 1;
/// The description may name interest or fees.
pub const DESCRIPTION_EXTRA: u32 = 1 << 2;
/// The description may name several months or invoices.
pub const DESCRIPTION_SEVERAL: u32 = 1 << 3;
/// The debtor can't be told by the number.
pub const DEBTOR_UNKNOWN: u32 = 1 << 4;
/// It is a CPR number, and no good one.
pub const DEBTOR_CPR: u32 = 1 << 5;
/// It is a CVR or SE number, and no good one.
pub const DEBTOR_CVR: u32 = 1 << 6;
/// It is an AKR number, and no good one.
pub const DEBTOR_AKR: u32 = 1 << 7;
/// The debtor's number has other characters in it: its rules have to be asked.
pub const DEBTOR_ODD: u32 = 1 << 8;
/// The reference is too long.
pub const REFERENCE_LONG: u32 = 1 << 9;

/// The signs of a reference.
#[inline]
pub fn of_reference(text: &str) -> u32 {
    if text.len() > LONGEST_REFERENCE && text.chars().count() > LONGEST_REFERENCE { REFERENCE_LONG } else { 0 }
}

/// The signs of a debtor: `skyldner_type` and `skyldner_id` as they stand in the claim.
#[inline]
pub fn of_debtor(register: &str, text: &str) -> u32 {
    // Nearly every line.
    if let (b"CPR", 10, [a, b, c, d, ..]) = (register.as_bytes(), text.len(), text.as_bytes())
        && is_plain_number(text.as_bytes())
    {
        return if can_begin_cpr([a - b'0', b - b'0', c - b'0', d - b'0']) { 0 } else { DEBTOR_CPR };
    }
    of_other_debtor(register, text)
}

fn of_other_debtor(register: &str, text: &str) -> u32 {
    if text.is_empty() {
        return DEBTOR_UNKNOWN;
    }
    let Some(number) = DebtorNumber::read(text).filter(|number| !number.has_country_code) else { return DEBTOR_ODD };
    match (Register::named_or_like(register, text), number.count(), number.digits()) {
        (None, _, _) => DEBTOR_UNKNOWN,
        (Some(Register::Cpr), 10, [a, b, c, d, ..]) if can_begin_cpr([*a, *b, *c, *d]) => 0,
        (Some(Register::Cpr), _, _) => DEBTOR_CPR,
        (Some(Register::Cvr), 8, digits) if is_cvr(digits) => 0,
        (Some(Register::Se), 8, _) => 0,
        (Some(Register::Cvr | Register::Se), _, _) => DEBTOR_CVR,
        (Some(Register::Akr), 11, _) => 0,
        (Some(Register::Akr), _, _) => DEBTOR_AKR,
    }
}

/// What kind of character a byte is, or is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A blank or a mark.
    Between,
    /// Part of a character that few descriptions have: nothing is said of it here.
    Odd,
}

/// The class of each byte of a text in UTF-8.
static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Odd; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            _ => Class::Between,
        };
        byte += 1;
    }
    // æ, ø, å, é and their like: C3, and a second byte. Those of × and ÷ are no letters, and are left to the rules.
    classes[0xC3] = Class::Letter;
    byte = 0x80;
    while byte < 0xC0 {
        classes[byte] = if byte == 0x97 || byte == 0xB7 { Class::Odd } else { Class::Letter };
        byte += 1;
    }
    classes
}

/// How words that speak of interest or fees begin, as [`beginning`] has them.
const EXTRA_BEGINNINGS: [&[u8; 4]; 9] = [b"rent", b"mora", b"opkr", b"proc", b"geby", b"rykk", b"pbs\0", b"inka", b"p\xE3\xA5k"];
/// How the months' names begin, in small letters.
const MONTH_BEGINNINGS: [&[u8; 3]; 12] = [b"jan", b"feb", b"mar", b"apr", b"maj", b"jun", b"jul", b"aug", b"sep", b"okt", b"nov", b"dec"];

/// The first four bytes of a word as a number, in small letters, zeros behind a shorter word.
#[inline]
fn beginning(word: &[u8]) -> u32 {
    let four = match *word {
        [a, b, c, d, ..] => [a, b, c, d],
        [a, b, c] => [a, b, c, 0],
        _ => [0; 4],
    };
    // Sets the bit that small letters have, those with two bytes in the second. It changes no digit, and the first byte of an å to E3.
    u32::from_le_bytes(four) | (0x2020_2020 & if four[3] == 0 { 0x00FF_FFFF } else { u32::MAX })
}

const fn word_of(letters: &[u8; 4]) -> u32 {
    u32::from_le_bytes(*letters)
}

const fn month_of(letters: &[u8; 3]) -> u32 {
    u32::from_le_bytes([letters[0], letters[1], letters[2], 0])
}

/// What has been seen of a description so far.
#[derive(Default)]
struct Seen {
    extra: bool,
    months: u32,
    invoices: u32,
    /// Words that begin with «fakturaer».
    plurals: u32,
    /// Other words that begin with «faktura».
    about_invoices: u32,
    long_numbers: u32,
    cpr: bool,
    /// The last run of digits: where it ended, and whether it can be the first part of a CPR number.
    birthday_before: Option<usize>,
}

impl Seen {
    #[inline]
    fn word(&mut self, word: &[u8]) {
        let first = beginning(word);
        let three = first & 0x00FF_FFFF;
        // No word that counts begins with another letter.
        match (first & 0xFF) as u8 {
            b'f' if word.len() >= 7 && word.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"faktura")) => match word.get(7..) {
                Some([]) => self.invoices += 1,
                Some([b'e' | b'E', b'r' | b'R', ..]) => self.plurals += 1,
                _ => self.about_invoices += 1,
            },
            b'r' | b'm' | b'o' | b'p' | b'g' | b'i' | b'j' | b'f' | b'a' | b's' | b'n' | b'd' => {
                self.months += u32::from(word.len() <= 9 && MONTH_BEGINNINGS.iter().any(|month| month_of(month) == three));
                self.extra |= EXTRA_BEGINNINGS.iter().any(|extra| word_of(extra) == first);
            }
            _ => {}
        }
    }

    #[inline]
    fn digits(&mut self, text: &[u8], start: usize, end: usize) {
        self.long_numbers += u32::from(end - start >= 5);
        let joins = self.birthday_before.take().is_some_and(|before| start - before <= 3);
        match end - start {
            4 if joins => self.cpr = true,
            10 => self.cpr |= is_birthday(text, start),
            6 if is_birthday(text, start) => self.birthday_before = Some(end),
            _ => {}
        }
    }
}

/// Whether the digits from this place on can begin a CPR number.
fn is_birthday(text: &[u8], start: usize) -> bool {
    let value = |digit: u8| u32::from(digit.wrapping_sub(b'0'));
    match text.get(start..) {
        Some([a, b, c, d, ..]) => is_cpr_date(value(*a) * 10 + value(*b), value(*c) * 10 + value(*d)),
        _ => false,
    }
}

/// The signs of a description.
pub fn of_description(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let class = |byte: u8| CLASSES[usize::from(byte)];
    let mut seen = Seen::default();
    let (mut word, mut place) = (0, 0);
    while let Some(&byte) = bytes.get(place) {
        match class(byte) {
            Class::Odd => return of_odd_description(text),
            Class::Digit => {
                let length = bytes.iter().skip(place).position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len() - place);
                seen.digits(bytes, place, place + length);
                place += length;
            }
            Class::Letter => place += 1,
            Class::Between => {
                if let Some(word) = bytes.get(word..place)
                    && !word.is_empty()
                {
                    seen.word(word);
                }
                place += 1;
                word = place;
            }
        }
    }
    if let Some(word) = bytes.get(word..)
        && !word.is_empty()
    {
        seen.word(word);
    }
    let any = seen.invoices + seen.about_invoices > 0;
    let invoices = seen.invoices >= 2 || seen.plurals > 0 || (any && seen.long_numbers >= 2);
    let mut signs = long(text);
    if seen.cpr && holds_cpr(text) {
        signs |= DESCRIPTION_CPR;
    }
    if seen.extra {
        signs |= DESCRIPTION_EXTRA;
    }
    if seen.months >= 2 || invoices {
        signs |= DESCRIPTION_SEVERAL;
    }
    signs
}

/// A description with characters that are not known here.
#[cold]
fn of_odd_description(text: &str) -> u32 {
    let cpr = if holds_cpr(text) { DESCRIPTION_CPR } else { 0 };
    long(text) | cpr | DESCRIPTION_EXTRA | DESCRIPTION_SEVERAL
}

fn long(text: &str) -> u32 {
    if text.len() > LONGEST_DESCRIPTION && text.chars().count() > LONGEST_DESCRIPTION { DESCRIPTION_LONG } else { 0 }
}
