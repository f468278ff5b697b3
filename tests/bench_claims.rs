//! The made-up claims of the benchmarks: always the same ones, and with the mix of outcomes they promise.

#[path = "../benches/shared/claims.rs"]
mod claims;

use std::collections::{BTreeSet, HashSet};

use claims::{Claims, RECEIVED};
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::totals::Totals;

/// The file with the first `count` claims.
fn file(count: u64) -> String {
    let mut text = Vec::new();
    let written = Claims::new().write(count, &mut text).expect("memory can be written");
    let text = String::from_utf8(text).expect("claims are text");
    assert_eq!((written.rows, written.bytes), (text.lines().count() as u64 - 1, text.len() as u64));
    text
}

fn checked(text: String) -> Totals {
    let opened = open_text("fordringer.csv", text.into_bytes()).expect("the claims can be read");
    let settings = Settings { received: RECEIVED.parse().expect("a date"), creditor: Creditor::default() };
    FileCheck::run(opened, settings, &mut |_| true).expect("the claims can be checked").expect("nobody ends it").totals
}

/// FNV-1a, which any language has in five lines.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

#[test]
fn the_first_thousand_claims_are_always_the_same() {
    let text = file(1000);
    // Another file gives other figures: whoever changes this measures anew what is to be compared.
    assert_eq!((text.lines().count(), text.len(), hash(&text)), (1009, 147_661, 7_213_274_406_985_855_217));
}

#[test]
fn the_mix_is_that_of_an_extract() {
    let text = file(5000);
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(';').collect()).collect();
    assert!(rows.iter().all(|cells| cells.len() == 19));
    let types: BTreeSet<&str> = rows.iter().map(|cells| cells[3]).collect();
    let references: HashSet<&str> = rows.iter().map(|cells| cells[1]).collect();
    let with_main = rows.iter().filter(|cells| !cells[4].is_empty()).count();
    assert!(rows.iter().filter(|cells| cells[4].starts_with('S')).all(|cells| references.contains(cells[4])));
    // Numbers that no person has: the day is above sixty.
    assert!(rows.iter().filter(|cells| cells[17] == "CPR" && cells[18].len() == 10).all(|cells| cells[18] > "61"));
    // As long a row as in the extracts that figures were told of before.
    assert_eq!((types.len(), rows.len(), with_main, text.len() / rows.len()), (18, 5046, 139, 146));
    let totals = checked(text);
    assert_eq!((totals.claims, totals.modtages, totals.hoering, totals.afvist, totals.undecided), (5000, 4520, 62, 418, 0));
    assert_eq!(totals.with_advice, 92);
    let broken = totals.by_rule.iter().filter(|rule| rule.rule.starts_with("R_")).count();
    assert!(broken > 30, "only {broken} filter rules are broken");
}
