//! What may stand in a text that is sent to others: dates, amounts and codes, never who owes, and no free text.

use std::borrow::Cow;

use super::mask::mask;
use crate::catalogue;
use crate::check::view::{ClaimView, FindingView};
use crate::claim::{Field, FieldKind};
use crate::rules::general::is_cpr_date;

/// How long the text of a date or an amount may be.
const LONGEST_VALUE: usize = 30;
/// How long a reference may be.
const LONGEST_REFERENCE: usize = 36;
/// What stands for a reference that can't be quoted.
const NO_REFERENCE: &str = "[skriv jeres reference, hvis den ikke er et CPR-nummer]";

/// What stands in the fields of a finding, a line each, without anything that tells who somebody is.
pub(super) fn values(finding: &FindingView, claim: &ClaimView) -> Vec<String> {
    let fields = finding.fields.iter().filter_map(|name| Field::from_name(name));
    if let Some(row) = finding.line {
        // The claim's view holds its first line only.
        return fields.map(|field| format!("{}: [skriv det, der står i række {row}]", field.shown())).collect();
    }
    fields.map(|field| format!("{}: {}", field.shown(), value(field, claim))).collect()
}

fn value(field: Field, claim: &ClaimView) -> Cow<'static, str> {
    let Some(of) = claim.fields.iter().find(|of| of.name == field.name()) else { return "(findes ikke i filen)".into() };
    let text = of.text.as_str();
    if text.is_empty() {
        "(tom)".into()
    } else if is_quotable(field, text) {
        format!("«{text}»").into()
    } else {
        "(udfyldt; værdien er ikke skrevet her)".into()
    }
}

/// What stands in one field of the claim, where it can be quoted.
pub(super) fn quoted(field: Field, claim: &ClaimView) -> Option<&str> {
    let text = claim.fields.iter().find(|of| of.name == field.name()).map(|of| of.text.as_str())?;
    (!text.is_empty() && is_quotable(field, text)).then_some(text)
}

/// Whether the text of a field says nothing but what the field is for.
fn is_quotable(field: Field, text: &str) -> bool {
    if text.len() > LONGEST_VALUE || looks_like_cpr(text) {
        return false;
    }
    match field {
        Field::Fordringstype => is_code(text),
        Field::Fordringsart => ["INDR", "MODR", "IN", "MO"].iter().any(|art| text.eq_ignore_ascii_case(art)),
        Field::HovedfordringId | Field::FordringsId => text.bytes().all(|byte| byte.is_ascii_digit()),
        _ if field.kind() != FieldKind::Text => {
            let plain = text.trim_end_matches('.').trim_end_matches("kr").trim_end_matches("DKK");
            plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | ':' | '+' | ' ' | '\u{a0}'))
        }
        _ => false,
    }
}

/// Whether the text is a fordringstype's code, of today or of the old system.
fn is_code(text: &str) -> bool {
    catalogue::find(text).is_some() || catalogue::dmi_type(text).is_some()
}

/// The fordringstype with its name; a placeholder where the text is no code we know, as it could be anything.
pub(super) fn code_words(code: &str) -> String {
    match catalogue::find(code) {
        Some(known) => format!("{code} ({})", known.name),
        None if is_code(code) => format!("{code} (kode fra det gamle system DMI)"),
        None => "[skriv fordringstypens kode]".into(),
    }
}

/// The claim's reference; a placeholder where it could be a person's number or holds words.
pub(super) fn reference_words(reference: &str) -> &str {
    let has_words = reference.chars().any(char::is_whitespace) || !reference.chars().any(|c| c.is_ascii_digit());
    let is_fine = !reference.is_empty() && reference.chars().count() <= LONGEST_REFERENCE && !has_words && !looks_like_cpr(reference);
    if is_fine { reference } else { NO_REFERENCE }
}

/// Whether the text holds a CPR number, or is one that lost its leading zero.
fn looks_like_cpr(text: &str) -> bool {
    if matches!(mask(text), Cow::Owned(_)) {
        return true;
    }
    let digits: Vec<u32> = text.chars().filter(|c| *c != '-' && *c != ' ').map(|c| c.to_digit(10).unwrap_or(10)).collect();
    match digits[..] {
        [day, month_tens, month, _, _, _, _, _, _] if digits.iter().all(|digit| *digit < 10) => is_cpr_date(day, month_tens * 10 + month),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_field_is_for_is_quoted() {
        for (field, text, quotable) in [
            (Field::Forfaldsdato, "2026-01-31", true),
            (Field::Forfaldsdato, "31.01.2026", true),
            (Field::Forfaldsdato, "Jens Hansen", false),
            (Field::Forfaldsdato, "6902501234", false),
            (Field::Forfaldsdato, "102501234", false),
            (Field::Hovedstol, "1.234,56 kr.", true),
            (Field::Hovedstol, "-1.00", true),
            (Field::Fordringstype, "KFDAINS", true),
            (Field::Fordringstype, "Jens", false),
            (Field::Fordringsart, "INDR", true),
            (Field::Fordringsart, "Jens", false),
            (Field::HovedfordringId, "1000000003", true),
            (Field::HovedfordringId, "6902501234", false),
            (Field::SkyldnerId, "12345678", false),
            (Field::SkyldnerType, "CPR", false),
            (Field::Beskrivelse, "Faktura 1", false),
            (Field::Fordringsnote, "1", false),
            (Field::Kundenote, "1", false),
        ] {
            assert_eq!(is_quotable(field, text), quotable, "{field:?} {text}");
        }
    }

    #[test]
    fn references_are_quoted_unless_they_could_be_a_person() {
        for fine in ["S00000001", "100123", "2026/17-A"] {
            assert_eq!(reference_words(fine), fine);
        }
        for not in ["", "6902501234", "690250-1234", "102501234", "A6902501234", "Jens Hansen 1", "JensHansen", "690250 1234"] {
            assert_eq!(reference_words(not), NO_REFERENCE, "{not}");
        }
    }
}
