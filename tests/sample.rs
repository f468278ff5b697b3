//! The four hundred sample claims near their limits: the library and the command line must find what a separate evaluator found.

mod cases;

use std::collections::BTreeSet;

use serde_json::Value;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_one;
use stamdatatjek::check::view::ClaimView;

/// A claim's line, outcome, and the rules of its filter table that fired.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    row: u64,
    code: String,
    outcome: String,
    rules: BTreeSet<(String, String)>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// What the separate evaluator found.
fn wanted() -> Vec<Found> {
    let lines = std::fs::read_to_string(cases::kept("fordringer-400.forventet.jsonl")).expect("the sample's answers are there");
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let findings = line["findings"].as_array().expect("a list of findings");
        Found {
            row: line["row"].as_u64().expect("a row"),
            code: text(&line["type"]),
            outcome: text(&line["outcome"]),
            rules: findings.iter().map(|finding| (text(&finding[0]), text(&finding[1]))).collect(),
        }
    };
    lines.lines().map(read).collect()
}

fn assert_same(found: &[Found]) {
    let wanted = wanted();
    assert_eq!((wanted.len(), found.len()), (400, 400));
    let differences: Vec<String> = found
        .iter()
        .zip(&wanted)
        .filter(|(found, wanted)| found != wanted)
        .map(|(found, wanted)| format!("{found:?}\ninstead of {wanted:?}"))
        .collect();
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// Only the filter's own rules count, and not those that are advice.
fn counts(rule: &str, effect: &str) -> bool {
    rule.starts_with("R_") && effect != "advarsel"
}

#[test]
fn the_library_finds_the_same() {
    let sample = std::fs::File::open(cases::kept("fordringer-400.csv")).expect("the sample is there");
    let opened = open_one("fordringer-400.csv", sample).expect("the sample can be read");
    let mut found = Vec::new();
    let mut take = |claim: &ClaimView| {
        let rules = claim.findings.iter().filter(|finding| counts(&finding.rule, &finding.effect));
        found.push(Found {
            row: claim.row,
            code: claim.code.clone(),
            outcome: claim.outcome.word().to_owned(),
            rules: rules.map(|finding| (finding.rule.clone(), finding.effect.clone())).collect(),
        });
        Ok(())
    };
    let check = FileCheck::run_each(opened, cases::settings(), &mut take).expect("the sample can be read");
    assert_same(&found);
    let totals = &check.totals;
    assert_eq!((totals.claims, totals.rows, totals.undecided), (400, 400, 0));
    assert_eq!((totals.modtages, totals.hoering, totals.afvist), (161, 17, 222));
}

#[test]
fn the_command_line_finds_the_same_in_the_files_order() {
    let answer = cases::cli_jsonl(&cases::kept("fordringer-400.csv"));
    assert_eq!((answer.code, answer.err.as_str()), (Some(1), ""));
    let read = |line: Value| {
        let findings = line["findings"].as_array().expect("a list of findings");
        let rules = findings.iter().map(|finding| (text(&finding["rule"]), text(&finding["outcome"])));
        Found {
            row: line["row"].as_u64().expect("a row"),
            code: text(&line["type"]),
            outcome: text(&line["outcome"]),
            rules: rules.filter(|(rule, effect)| counts(rule, effect)).collect(),
        }
    };
    assert_same(&answer.lines().into_iter().map(read).collect::<Vec<_>>());
}
