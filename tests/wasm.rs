//! The library compiled for the browser says the same as the native one: the sample's outcomes, and the day count behind them.
#![cfg(target_arch = "wasm32")]

use serde_json::Value;
use stamdatatjek::calendar::{easter_sunday, next_open_day};
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::NaiveDate;
use wasm_bindgen_test::wasm_bindgen_test;

const SAMPLE: &str = include_str!("cases/fordringer-400.csv");
const EXPECTED: &str = include_str!("cases/fordringer-400.forventet.jsonl");

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

#[wasm_bindgen_test]
fn the_sample_has_the_expected_outcomes_and_rules() {
    let settings = Settings { received: day(2026, 11, 22), creditor: Creditor::default() };
    let sample = open_text("fordringer.csv", SAMPLE.as_bytes().to_vec()).expect("the sample can be read");
    let mut found: Vec<(u64, String, Vec<(String, String)>)> = Vec::new();
    let mut take = |claim: &ClaimView| {
        let firm = claim.findings.iter().filter(|finding| finding.rule.starts_with("R_") && finding.effect != "advarsel");
        let mut rules: Vec<_> = firm.map(|finding| (finding.rule.clone(), finding.effect.clone())).collect();
        rules.sort();
        found.push((claim.row, claim.outcome.word().to_owned(), rules));
        Ok(())
    };
    FileCheck::run_each(sample, settings, &mut take).expect("the sample can be read");
    let expected: Vec<Value> = EXPECTED.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(found.len(), expected.len());
    for ((row, outcome, rules), expected) in found.iter().zip(&expected) {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let mut wanted: Vec<_> =
            expected["findings"].as_array().expect("a list").iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
        wanted.sort();
        assert_eq!(
            (*row, outcome.as_str(), rules),
            (expected["row"].as_u64().expect("a row"), text(&expected["outcome"]).as_str(), &wanted)
        );
    }
}

#[wasm_bindgen_test]
fn closing_days_are_counted_alike() {
    assert_eq!(easter_sunday(2026), day(2026, 4, 5));
    assert_eq!(next_open_day(day(2029, 3, 29)), day(2029, 4, 3));
    assert_eq!(next_open_day(day(2023, 5, 5)), day(2023, 5, 8));
    assert_eq!(next_open_day(day(2024, 4, 26)), day(2024, 4, 26));
}
