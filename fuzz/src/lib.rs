//! What every fuzz target does with bytes: open them as the program would, check what comes, and hold both to their promises.

use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::columns::columns_view;
use stamdatatjek::check::file::{FileCheck, Filter, Sort};
use stamdatatjek::check::opening::{group, open, prepare};
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{FileProblem, MemoryStore};

/// Files by name and bytes.
pub type Files<'d> = Vec<(&'static str, &'d [u8])>;

/// Opens the files, checks them and reads some claims again.
pub fn check(files: Files, choices: &Choices) {
    let mut given = Vec::new();
    for (name, bytes) in files {
        match prepare(name, Box::new(bytes.to_vec()), None) {
            Ok(file) => given.push(file),
            Err(problem) => assert_sentence(&problem),
        }
    }
    let groups = match group(given) {
        Ok(groups) => groups,
        Err(problem) => return assert_sentence(&problem),
    };
    for files in groups {
        match open(files, choices, &MemoryStore::create, &mut |_| true) {
            Err(problem) => assert_sentence(&problem),
            Ok(opened) => {
                let view = columns_view(&opened);
                assert!(view.questions.iter().chain(&view.notes).all(|sentence| is_sentence(sentence)), "{view:?}");
                if !opened.layout.looks_like_claims() {
                    assert_sentence(&opened.layout.not_claims());
                }
                check_claims(opened);
            }
        }
    }
}

fn check_claims(opened: stamdatatjek::intake::Opened) {
    let received = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let settings = Settings { received, creditor: Creditor::default() };
    let mut check = match FileCheck::run(opened, settings, &mut |_| true) {
        Err(problem) => return assert_sentence(&problem),
        Ok(check) => check.expect("nobody stopped it"),
    };
    let totals = check.totals.clone();
    assert_eq!(totals.claims, totals.modtages + totals.hoering + totals.afvist + totals.undecided);
    assert!(totals.rows >= totals.claims);
    let list = check.list(&Filter::default(), Sort::default()).expect("the bytes are there");
    assert_eq!(u64::from(list.len()), totals.claims);
    let lines = check.lines(list.page(0, 20)).expect("the bytes are there");
    for line in lines {
        let claim = check.open(line.number).expect("a listed claim can be opened");
        assert_eq!((claim.row, &claim.reference), (line.row, &line.reference));
    }
}

/// Whatever can't be read is told in a whole Danish sentence.
pub fn assert_sentence(problem: &FileProblem) {
    let sentence = problem.to_string();
    assert!(is_sentence(&sentence), "{sentence}");
}

fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words >= 3 && text.trim_end_matches(['»', ')']).ends_with(['.', '?']) && !text.chars().any(char::is_control) && text.len() < 4000
}
