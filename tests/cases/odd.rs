//! Files of claims that have to do with one another in every way, and of rows that are hard to tell apart.

use super::{Chance, Values, changed, fields_of, worked};

/// Amounts that are read, that are too large to be summed, and that are none.
const AMOUNTS: [&str; 9] = ["17", "-5", "0", "100000000000", "100000000001", "-100000000001", "ingen", "", "1E+05"];

/// A forældelsesdato on either side of each limit, seen from the day of sending, or none.
fn lapse(chance: &mut Chance) -> String {
    let dates = ["", "x", "2026-11-21", "2026-11-22", "2026-12-22", "2026-12-23", "2027-02-22", "2027-02-23", "2027-05-22", "2027-05-23"];
    let later = ["2027-11-22", "2027-11-23", "2031-01-01"];
    (*chance.pick(&[&dates[..], &later[..]].concat())).to_owned()
}

/// A cell as CSV has it, in quotation marks now and then.
fn cell(text: &str, chance: &mut Chance) -> String {
    if text.contains(['"', ';', '\n', '\r']) || chance.below(12) == 0 {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A file of claims that have to do with one another in every way, and of rows that are hard to tell apart.
pub fn odd_file(chance: &mut Chance, rows: usize) -> String {
    let worked: Vec<_> = worked().into_iter().filter(|worked| worked.is_municipal()).collect();
    let mut claims: Vec<Values> = Vec::new();
    while claims.len() < rows {
        let reference = format!("R{}", claims.len());
        let some = |chance: &mut Chance| format!("R{}", chance.below(rows + 3));
        let mut claim =
            changed(chance.pick(&worked).valid(), &[("reference", &reference), ("beskrivelse", &format!("Faktura {reference}"))]);
        match chance.below(18) {
            0 => claim = changed(claim, &[("hovedfordring_reference", &some(chance)), ("hovedfordring_id", "")]),
            1 => claim = changed(claim, &[("hovedfordring_reference", ""), ("hovedfordring_id", &some(chance))]),
            2 => claim = changed(claim, &[("hovedfordring_reference", &some(chance)), ("hovedfordring_id", &some(chance))]),
            3 => claim = changed(claim, &[("fordrings_id", &some(chance))]),
            4 => claim = changed(claim, &[("beskrivelse", "to\nlinjer;og \"mere\"\r\n")]),
            5 => claim = changed(claim, &[("hovedstol", "9999999"), ("fordringsart", "MODR")]),
            6 => claim = changed(claim, &[("reference", "")]),
            7 => claim = changed(claim, &[("forfaldsdato", "31-02-2025")]),
            8 => claim = changed(claim, &[("foraeldelsesdato", &lapse(chance))]),
            9 => claim = changed(claim, &[("beloeb", *chance.pick(&AMOUNTS)), ("hovedstol", *chance.pick(&AMOUNTS))]),
            10 => claim = changed(claim, &[("forfaldsdato", *chance.pick(&["", "2026-02-28", "2025-12-31", "1999-01-01"]))]),
            _ => {}
        }
        claims.push(claim.clone());
        match chance.below(9) {
            // Several debtors, the same one twice now and then.
            0 => {
                for _ in 0..=chance.below(4) {
                    let debtor = format!("690250123{}", chance.below(6));
                    claims.push(changed(claim.clone(), &[("skyldner_id", &debtor), ("foraeldelsesdato", &lapse(chance))]));
                }
            }
            // The same claim again, the same reference for another, and the same content under another reference.
            1 => claims.push(changed(claim, &[("hovedstol", "17")])),
            2 => claims.push(changed(claim, &[("reference", "igen")])),
            _ => {}
        }
        if let Some(before) = chance.below(15).eq(&0).then(|| chance.pick(&claims).clone()) {
            claims.push(before);
        }
    }
    let fields = fields_of(&claims);
    let mut text = fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(";");
    for claim in &claims {
        text.push_str(["\n", "\r\n", "\r\n\r\n", "\n;;;\n"][if chance.below(10) == 0 { 2 + chance.below(2) } else { chance.below(2) }]);
        let cells: Vec<String> = fields.iter().map(|field| cell(claim.get(field.name()).map_or("", String::as_str), chance)).collect();
        text.push_str(&cells.join(";"));
        if chance.below(60) == 0 {
            text.push_str(";\"aldrig lukket");
        }
    }
    text
}
