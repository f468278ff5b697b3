//! Reports of a whole check: exactly as many lines as there are pairs of a claim and a rule, readable by others, and without persons' numbers.

mod cases;

use std::collections::HashMap;

use cases::{Chance, csv as csv_of, kept, worked};
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::example::example_file;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::{Decimal, NaiveDate, format_amount, format_date};
use stamdatatjek::intake::Mapping;
use stamdatatjek::report::findings::{FindingsCsv, FindingsJson};
use stamdatatjek::report::head::{About, FileHead, Privacy, ReportHead};
use stamdatatjek::report::mask::mask;

/// A check of a whole file, and everything that is needed to report it.
struct Checked {
    head: ReportHead,
    mapping: Mapping,
    claims: Vec<ClaimView>,
    /// For each rule and effect, how many claims break it.
    by_rule: HashMap<(String, String), u64>,
}

fn checked(text: &str, privacy: Privacy) -> Checked {
    let received = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let settings = Settings { received, creditor: Creditor::default() };
    let opened = open_text("fordringer.csv", text.as_bytes().to_vec()).expect("claims");
    let mapping = opened.layout.mapping.clone();
    let mut claims = Vec::new();
    let take = &mut |claim: &ClaimView| {
        claims.push(claim.clone());
        Ok(())
    };
    let check = FileCheck::run_each(opened, settings, take).expect("it can be checked");
    let files = vec![FileHead { name: "fordringer.csv".into(), sha256: "00ff".into() }];
    let about = About { files, made: Some(received), privacy, corrections: 0 };
    let head = ReportHead::of(about, &check.totals, &mapping, settings);
    let by_rule = check.totals.by_rule.iter().map(|rule| ((rule.rule.clone(), rule.effect.clone()), rule.claims)).collect();
    Checked { head, mapping, claims, by_rule }
}

/// Files with claims of every outcome: the sample, the worked examples, and claims of several debtors.
fn files() -> Vec<String> {
    let sample = std::fs::read_to_string(kept("fordringer-400.csv")).expect("the sample is there");
    let debtors = "reference;fordringstype;skyldner_type;skyldner_id;foraeldelsesdato;domsdato;hovedstol;beskrivelse\n\
        A;KFDAINS;CPR;6902501235;2029-06-01;;100;barn 690250-1234\nA;KFDAINS;CPR;7001561205;2019-06-01;;100;barn 690250-1234\n\
        A;KFDAINS;CPR;102501234;2019-07-01;2026-99-99;100;barn 690250-1234\n6902501234;KFDAINS;CVR;12345678;=1+1;;-5;@SUM(A1)\n\
        B;UKENDT;;7001561205;;;;\n";
    let breaks: Vec<_> = (worked().iter().filter(|worked| worked.is_municipal()))
        .flat_map(|worked| worked.trial.breaks.iter().map(|broken| worked.with(broken.changes)))
        .step_by(7)
        .collect();
    vec![sample, example_file(), debtors.to_owned(), csv_of(&breaks)]
}

fn report(of: &Checked) -> String {
    let csv = FindingsCsv::new(&of.head, &of.mapping);
    of.claims.iter().fold(csv.heading(), |report, claim| report + &csv.lines_of(claim))
}

fn records(report: &str) -> Vec<csv::StringRecord> {
    let plain = report.strip_prefix('\u{feff}').expect("a byte order mark");
    csv::ReaderBuilder::new().delimiter(b';').from_reader(plain.as_bytes()).records().map(|record| record.expect("a record")).collect()
}

#[test]
fn there_is_a_line_for_each_claim_and_rule_and_no_other() {
    for file in files() {
        let of = checked(&file, Privacy::Masked);
        let records = records(&report(&of));
        assert!(!records.is_empty());
        assert_eq!(records.len() as u64, of.head.findings);
        assert_eq!(of.head.findings, of.by_rule.values().sum::<u64>());
        let mut counted: HashMap<(String, String), u64> = HashMap::new();
        let mut seen: HashMap<(String, String, String), u64> = HashMap::new();
        for record in &records {
            let effect = record[6].replace("høring", "hoering");
            *counted.entry((record[5].to_owned(), effect.clone())).or_default() += 1;
            *seen.entry((record[1].to_owned(), record[5].to_owned(), effect)).or_default() += 1;
        }
        assert_eq!(counted, of.by_rule);
        assert!(seen.values().all(|times| *times == 1));
    }
}

#[test]
fn every_line_says_what_where_and_on_what_it_rests() {
    let of = checked(&example_file(), Privacy::Masked);
    for record in records(&report(&of)) {
        assert_eq!(record.len(), 19);
        let [row, udfald, rule, remedy, expected, why, source, basis] = [1, 4, 5, 9, 12, 13, 14, 16].map(|place| &record[place]);
        assert!(row.parse::<u64>().is_ok_and(|row| row > 1), "{record:?}");
        for text in [udfald, rule, remedy, expected, why, source] {
            assert!(!text.is_empty(), "{record:?}");
        }
        assert_eq!((basis, &record[17], &record[18]), ("officiel", of.head.rules_date.as_str(), "00ff"));
        assert!(record[8].ends_with(expected), "{record:?}");
        // What stands in the columns is said for each.
        assert_eq!(record[10].split(" | ").count(), record[11].split(" | ").count(), "{record:?}");
    }
}

#[test]
fn the_json_report_is_one_document_with_the_same_findings() {
    for file in files() {
        let of = checked(&file, Privacy::Masked);
        let mut json = FindingsJson::new(&of.head, &of.mapping);
        let mut text = json.start().expect("a head");
        for claim in &of.claims {
            text.push_str(&json.objects_of(claim).expect("objects"));
        }
        text.push_str(json.end());
        let document: serde_json::Value = serde_json::from_str(&text).expect("one document");
        let found = document["fund"].as_array().expect("a list");
        let records = records(&report(&of));
        assert_eq!(found.len(), records.len());
        for (object, record) in found.iter().zip(&records) {
            assert_eq!(object["raekke"].to_string(), record[1]);
            assert_eq!(object["regel"], record[5]);
            assert_eq!(object["hvad_du_goer"], record[9]);
        }
        assert_eq!(document["hoved"]["fund"], found.len());
        let head: ReportHead = serde_json::from_value(document["hoved"].clone()).expect("a head");
        assert_eq!(head, of.head);
    }
    let nothing = checked("fordringstype;hovedstol\nKFDAINS;100\n", Privacy::Masked);
    let json = FindingsJson::new(&nothing.head, &nothing.mapping);
    let empty = json.start().expect("a head") + json.end();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&empty).expect("a document")["fund"], serde_json::json!([]));
}

#[test]
fn masked_reports_hold_no_persons_number_and_others_do() {
    let mut shown = 0;
    for file in files() {
        for privacy in [Privacy::Masked, Privacy::AsInFile] {
            let of = checked(&file, privacy);
            let report = report(&of);
            match privacy {
                Privacy::Masked => assert!(matches!(mask(&report), std::borrow::Cow::Borrowed(_)), "{report}"),
                Privacy::AsInFile => shown += usize::from(matches!(mask(&report), std::borrow::Cow::Owned(_))),
            }
        }
    }
    assert!(shown > 0, "no file had a number to hide");
}

#[test]
fn no_cell_is_taken_for_a_formula() {
    let file = "reference;fordringstype;hovedstol;beskrivelse\n=1+1;KFDAINS;-5;x\n\"  +2\";@SUM(A1);-5;x\n\"\t=3\";\"-x\";-5;x\n";
    let of = checked(file, Privacy::AsInFile);
    let records = records(&report(&of));
    let guarded = records.iter().flat_map(|record| record.iter()).filter(|cell| cell.starts_with('\'')).count();
    assert!(guarded > 5, "{records:?}");
    for cell in records.iter().flat_map(|record| record.iter()) {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

#[test]
fn findings_on_several_debtor_lines_are_one_line_that_names_them() {
    let of = checked(&files()[2], Privacy::Masked);
    let records = records(&report(&of));
    let late: Vec<_> = records.iter().filter(|record| &record[1] == "2" && &record[5] == "R_3_1").collect();
    assert_eq!(late.len(), 1, "{records:?}");
    assert!(late[0][8].contains("Række 3: ") && late[0][8].contains(" | Række 4: "), "{:?}", late[0]);
}

#[test]
fn amounts_and_dates_are_never_masked() {
    let mut chance = Chance::new(7);
    for _ in 0..20_000 {
        let oere = i64::try_from(chance.below(9_999_999_999)).expect("an amount");
        let amount = Decimal::new(oere, 2);
        let day = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day") + chrono::Days::new(chance.below(20_000) as u64);
        let texts = [
            format_amount(amount),
            amount.to_string(),
            amount.to_string().replace('.', ","),
            format!("{amount}-"),
            format_date(day),
            day.to_string(),
            day.format("%Y%m%d").to_string(),
            day.format("%d%m%Y").to_string(),
            day.format("%d%m%y").to_string(),
            day.format("%Y-%m-%dT00:00:00").to_string(),
            format!("Faktura {:08}", chance.below(99_999_999)),
            format!("{:012}", chance.below(1 << 39)),
        ];
        for text in texts {
            assert_eq!(mask(&text), text);
        }
    }
}

#[test]
fn persons_numbers_are_masked_wherever_they_stand() {
    let mut chance = Chance::new(8);
    let words = ["", "barn ", "CPR:", "æøå", "Faktura 100123, ", "(", "«", "12345678 ", "01-02-2026/"];
    for _ in 0..20_000 {
        let day = NaiveDate::from_ymd_opt(1920, 1, 1).expect("a day") + chrono::Days::new(chance.below(38_000) as u64);
        let born = format!("{}{}", chrono::Datelike::day(&day) + 60, day.format("%m%y"));
        let last = format!("{:04}", chance.below(10_000));
        let joint = ["", "-", " ", "\u{a0}", " - ", "–"][chance.below(6)];
        let before = words[chance.below(words.len())];
        let after = ["", ".", " x", ")", "æ", "-2", "/1"][chance.below(7)];
        let text = format!("{before}{born}{joint}{last}{after}");
        assert_eq!(mask(&text), format!("{before}{born}-XXXX{after}"), "{text}");
        assert_eq!(mask(&mask(&text)), mask(&text));
    }
}
