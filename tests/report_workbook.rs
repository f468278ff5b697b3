//! The report as a workbook, read back by another program: the file's own cells, coloured and explained where something is wrong.

mod cases;

use std::collections::HashMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use cases::kept;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::check::{Outcome, Settings};
use stamdatatjek::claim::NaiveDate;
use stamdatatjek::intake::FileProblem;
use stamdatatjek::report::claim::{ReportClaim, ReportFinding, ReportLine};
use stamdatatjek::report::frames::{Frames, write_claim};
use stamdatatjek::report::head::{About, FileHead, Privacy, ReportHead, SourceHead};
use stamdatatjek::report::maker::MOST_CLAIMS;
use stamdatatjek::report::mask::mask;
use stamdatatjek::report::workbook::workbook;

fn received() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

/// The head and the claims of a report on a text with one line for each row.
fn reported(text: &str, privacy: Privacy) -> (ReportHead, Vec<ReportClaim>) {
    let settings = Settings { received: received(), creditor: Creditor::default() };
    let opened = open_text("fordringer.csv", text.as_bytes().to_vec()).expect("claims");
    let mapping = opened.layout.mapping.clone();
    let rows: Vec<(u64, Vec<String>)> =
        (2..).zip(text.lines().skip(1)).map(|(row, line)| (row, line.split(';').map(str::to_owned).collect())).collect();
    let mut views: Vec<ClaimView> = Vec::new();
    let take = &mut |claim: &ClaimView| {
        views.push(claim.clone());
        Ok(())
    };
    let check = FileCheck::run_each(opened, settings, take).expect("it can be checked");
    let files = vec![FileHead { name: "fordringer.csv".into(), sha256: "00ff".repeat(16) }];
    let head = ReportHead::of(About { files, made: Some(received()), privacy, corrections: 3 }, &check.totals, &mapping, settings);
    let ends = views.iter().skip(1).map(|view| view.row).chain([u64::MAX]);
    let claims = views.iter().zip(ends).filter(|(view, _)| ReportClaim::is_noteworthy(view)).map(|(view, end)| {
        let of: Vec<_> = rows.iter().filter(|(row, _)| (view.row..end).contains(row)).cloned().collect();
        ReportClaim::of(view, &of, &mapping, privacy)
    });
    (head, claims.collect())
}

fn made(head: &ReportHead, claims: &[ReportClaim]) -> Vec<u8> {
    let mut claims = claims.iter().cloned().map(Ok);
    workbook(head, &mut claims, &mut |_| true).expect("a workbook")
}

/// Every sheet's cells, with rows and columns counted from 0.
type Sheets = HashMap<String, HashMap<(u32, u32), Data>>;

fn sheets(bytes: &[u8]) -> Sheets {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names().clone();
    assert_eq!(names, ["Læs først", "Fordringer", "Fund", "Regler", "Typer"]);
    let mut sheets = Sheets::new();
    for name in names {
        assert!(book.worksheet_formula(&name).expect("a sheet").used_cells().next().is_none(), "{name} has a formula");
        let range = book.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().expect("cells");
        let cells = range.used_cells().map(|(row, column, data)| {
            ((top + u32::try_from(row).expect("a row"), left + u32::try_from(column).expect("a column")), data.clone())
        });
        sheets.insert(name, cells.collect());
    }
    sheets
}

fn text(sheets: &Sheets, sheet: &str, row: u32, column: u32) -> String {
    match sheets[sheet].get(&(row, column)) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Float(number)) => number.to_string(),
        None | Some(Data::Empty) => String::new(),
        other => panic!("{sheet} {row} {column}: {other:?}"),
    }
}

fn last_row(sheets: &Sheets, sheet: &str) -> u32 {
    sheets[sheet].keys().map(|(row, _)| *row).max().unwrap_or(0)
}

/// The text of an entry of the zip file.
fn entry(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(name).expect("the entry").read_to_string(&mut text).expect("text");
    text
}

/// The style's number of a cell, such as `D3`, in a sheet's XML.
fn style_of(xml: &str, cell: &str) -> Option<String> {
    let from = xml.find(&format!("<c r=\"{cell}\""))?;
    let tag = &xml[from..from + xml[from..].find('>')?];
    let (_, rest) = tag.split_once(" s=\"")?;
    Some(rest.split('"').next()?.to_owned())
}

fn sample() -> String {
    std::fs::read_to_string(kept("fordringer-400.csv")).expect("the sample is there")
}

#[test]
fn the_files_own_cells_stand_in_it_as_texts() {
    let sample = sample();
    let (head, claims) = reported(&sample, Privacy::AsInFile);
    let sheets = sheets(&made(&head, &claims));
    let rows: Vec<Vec<&str>> = sample.lines().map(|line| line.split(';').collect()).collect();
    for (column, heading) in (3..).zip(&rows[0]) {
        assert_eq!(text(&sheets, "Fordringer", 1, column), *heading);
    }
    assert!(claims.len() > 100);
    for (row, claim) in (2..).zip(&claims) {
        assert_eq!(text(&sheets, "Fordringer", row, 0), claim.row.to_string());
        let cells = &rows[usize::try_from(claim.row).expect("a row") - 1];
        for (column, cell) in (3..).zip(cells) {
            assert_eq!(text(&sheets, "Fordringer", row, column), *cell);
            assert!(!matches!(sheets["Fordringer"].get(&(row, column)), Some(Data::Float(_))));
        }
    }
    assert_eq!(last_row(&sheets, "Fordringer") as usize, claims.len() + 1);
}

#[test]
fn findings_rules_and_types_are_all_there() {
    let (head, claims) = reported(&sample(), Privacy::Masked);
    let sheets = sheets(&made(&head, &claims));
    assert_eq!(u64::from(last_row(&sheets, "Fund")) - 1, head.findings);
    assert_eq!(last_row(&sheets, "Regler") as usize, head.rules.len());
    assert_eq!(last_row(&sheets, "Typer") as usize, head.types.len());
    let mut counted: HashMap<(String, String), u64> = HashMap::new();
    for row in 2..=last_row(&sheets, "Fund") {
        *counted.entry((text(&sheets, "Fund", row, 4), text(&sheets, "Fund", row, 6))).or_default() += 1;
        for column in [2, 3, 5, 11, 12, 13, 14, 17] {
            assert!(!text(&sheets, "Fund", row, column).is_empty(), "row {row}, column {column}");
        }
    }
    for (row, rule) in (1..).zip(&head.rules) {
        assert_eq!(text(&sheets, "Regler", row, 0), rule.id);
        assert_eq!(counted[&(rule.id.clone(), rule.effect.replace("hoering", "høring"))], rule.claims);
        assert_eq!(text(&sheets, "Regler", row, 4), rule.demands);
    }
    let first: Vec<String> = (0..=last_row(&sheets, "Læs først")).map(|row| text(&sheets, "Læs først", row, 1)).collect();
    for wanted in ["fordringer.csv", "00ff", "22.11.2026", "XXXX", "400", &head.findings.to_string(), "3 celler"] {
        assert!(first.iter().any(|line| line.contains(wanted)), "{wanted}: {first:?}");
    }
    assert!(!first.iter().any(|line| line.contains("skåret af")), "{first:?}");
}

#[test]
fn offending_cells_are_coloured_by_the_worst_and_explained() {
    let (head, claims) = reported(&sample(), Privacy::Masked);
    let bytes = made(&head, &claims);
    let (first, claim_sheet, notes) =
        (entry(&bytes, "xl/worksheets/sheet1.xml"), entry(&bytes, "xl/worksheets/sheet2.xml"), entry(&bytes, "xl/comments1.xml"));
    let sheets = sheets(&bytes);
    // The colours' explanation has the colours themselves.
    let legend = |word: &str| {
        let row = (0..=last_row(&sheets, "Læs først")).find(|row| text(&sheets, "Læs først", *row, 0) == word).expect("explained");
        style_of(&first, &format!("A{}", row + 1)).expect("coloured")
    };
    let colours: HashMap<&str, String> =
        [("afvist", legend("afvist")), ("hoering", legend("høring")), ("advarsel", legend("advarsel"))].into_iter().collect();
    assert_eq!(colours.values().collect::<std::collections::HashSet<_>>().len(), 3);
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for (row, claim) in (3..).zip(&claims) {
        for column in 0..head.headings.len() {
            let name = format!("{}{row}", letters(column + 3));
            let here: Vec<&ReportFinding> =
                claim.findings.iter().filter(|finding| finding.columns.contains(&u32::try_from(column).unwrap())).collect();
            let worst = ["afvist", "hoering", "advarsel"].into_iter().find(|effect| here.iter().any(|finding| finding.effect == *effect));
            assert_eq!(style_of(&claim_sheet, &name), worst.map(|effect| colours[effect].clone()), "{name}: {here:?}");
            assert_eq!(notes.contains(&format!("ref=\"{name}\"")), worst.is_some(), "{name}");
            *seen.entry(worst.unwrap_or("nothing")).or_default() += 1;
        }
    }
    assert!(seen["afvist"] > 50 && seen["hoering"] > 20, "{seen:?}");
    for word in ["R_6_20 (høring): ", "Fundet: ", "Ventet: ", "Det gør du: "] {
        assert!(notes.contains(word), "{word}");
    }
}

/// A column's letters.
fn letters(column: usize) -> String {
    let letter = |place: usize| char::from(b'A' + u8::try_from(place).expect("a letter"));
    if column < 26 { letter(column).to_string() } else { format!("{}{}", letter(column / 26 - 1), letter(column % 26)) }
}

const DEBTORS: &str = "reference;fordringstype;skyldner_type;skyldner_id;foraeldelsesdato;hovedstol;beskrivelse\n\
    A;KFDAINS;CPR;6902501235;2029-06-01;100;barn 690250-1234\nA;KFDAINS;CPR;7001561205;2019-06-01;100;barn 690250-1234\n\
    690250-1234;KFDAINS;CPR;102501234;=1+1;-5;@SUM(A1)\nB;UKENDT;CVR;6902501235;;+4;-x\n";

#[test]
fn masked_workbooks_hold_no_persons_number_and_no_formula() {
    let (head, claims) = reported(DEBTORS, Privacy::Masked);
    let bytes = made(&head, &claims);
    let sheets = sheets(&bytes);
    for (sheet, cells) in &sheets {
        for (place, cell) in cells {
            if let Data::String(text) = cell {
                assert_eq!(mask(text), *text, "{sheet} {place:?}");
            }
        }
    }
    let notes = entry(&bytes, "xl/comments1.xml");
    assert_eq!(mask(&notes), notes);
    assert!(!entry(&bytes, "xl/sharedStrings.xml").contains("102501234"));
    // What looks like a formula stands there as a text, not changed.
    assert_eq!((text(&sheets, "Fordringer", 4, 7), text(&sheets, "Fordringer", 4, 9)), ("=1+1".into(), "@SUM(A1)".into()));
    let (head, claims) = reported(DEBTORS, Privacy::AsInFile);
    assert!(entry(&made(&head, &claims), "xl/sharedStrings.xml").contains("102501234"));
}

#[test]
fn findings_stand_on_the_debtor_line_they_are_about() {
    let (head, claims) = reported(DEBTORS, Privacy::Masked);
    let notes = entry(&made(&head, &claims), "xl/comments1.xml");
    let late = |cell: &str| {
        let from = notes.find(&format!("ref=\"{cell}\"")).unwrap_or(notes.len());
        notes[from..].split("</comment>").next().is_some_and(|note| note.contains("R_3_1"))
    };
    assert!(!late("H3") && late("H4"), "{notes}");
}

#[test]
fn a_stream_of_claims_makes_the_same_workbook() {
    let (head, claims) = reported(&sample(), Privacy::Masked);
    let mut stream = Vec::new();
    for claim in &claims {
        write_claim(claim, &mut stream).expect("written");
    }
    let streamed = workbook(&head, &mut Frames::new(&mut stream), &mut |_| true).expect("a workbook");
    assert!(streamed == made(&head, &claims), "the two are different");
    stream.truncate(stream.len() - 3);
    let broken = workbook(&head, &mut Frames::new(&mut stream), &mut |_| true);
    assert!(matches!(broken, Err(FileProblem::Broken(_))));
    assert_eq!(workbook(&head, &mut claims.into_iter().cycle().map(Ok), &mut |_| false).err(), Some(FileProblem::Cancelled));
}

/// A claim with one finding and the cells.
fn claim(row: u64, cells: Vec<String>) -> ReportClaim {
    let finding = ReportFinding {
        rule: "R_6_20".into(),
        name: "Perioden er for lang".into(),
        effect: "hoering".into(),
        fields: vec!["periode_slut".into()],
        columns: vec![0],
        values: vec![cells.first().cloned().unwrap_or_default()],
        line: None,
        found: "x".into(),
        expected: "y".into(),
        why: String::new(),
        remedy: String::new(),
        source: SourceHead { title: "k".into(), date: None, url: String::new() },
    };
    ReportClaim {
        row,
        reference: "r".into(),
        code: "KFDAINS".into(),
        outcome: Outcome::Hoering,
        undecided: Vec::new(),
        basis: "officiel".into(),
        lines: vec![ReportLine { row, cells }],
        findings: vec![finding],
    }
}

#[test]
fn a_workbook_that_is_cut_says_so_on_its_sheets() {
    let (mut head, _) = reported(DEBTORS, Privacy::Masked);
    head.findings = u64::from(MOST_CLAIMS) + 7;
    let mut claims = (0..u64::from(MOST_CLAIMS) + 7).map(|row| Ok(claim(row + 2, vec!["2026-01-01".into()])));
    let bytes = workbook(&head, &mut claims, &mut |_| true).expect("a workbook");
    let sheets = sheets(&bytes);
    let sentence = format!("de første {MOST_CLAIMS} fordringer og {MOST_CLAIMS} af {} fund", head.findings);
    assert_eq!(last_row(&sheets, "Fordringer"), MOST_CLAIMS + 1);
    for sheet in ["Fordringer", "Fund"] {
        assert!(text(&sheets, sheet, 0, 0).contains(&sentence), "{sheet}");
    }
    let first = (0..=last_row(&sheets, "Læs først")).map(|row| text(&sheets, "Læs først", row, 1)).collect::<Vec<_>>().join("\n");
    assert!(first.contains(&sentence) && first.contains("5000 farvede celler") && first.contains("15000 har ikke"), "{first}");
    assert_eq!(entry(&bytes, "xl/comments1.xml").matches("<comment ").count(), 5000);
}

#[test]
fn odd_texts_come_back_as_they_were() {
    let (mut head, _) = reported(DEBTORS, Privacy::Masked);
    let odd = ["_x0041_", "_xæ___", "  foran og bagved ", "a\nb", "<&>\"'", "\u{1F600}æøå", "\t", "#N/A", "00012", "TRUE", "=A1"];
    head.headings = odd.iter().map(|text| (*text).to_owned()).collect();
    let bytes = made(&head, &[claim(2, head.headings.clone())]);
    let sheets = sheets(&bytes);
    for (column, cell) in (3..).zip(odd) {
        let read = text(&sheets, "Fordringer", 2, column);
        // Calamine leaves the format's own escapes as they are.
        assert_eq!(read.replace("_x005F_", "_"), cell);
    }
    // What XML can't hold is escaped, and a cell's text has an end.
    let harsh = ["\u{0}\u{1}\u{b}", "\u{fffe}\u{ffff}", &"ø".repeat(40_000)].map(str::to_owned).to_vec();
    let bytes = made(&head, &[claim(2, harsh)]);
    let sheets = self::sheets(&bytes);
    assert!(text(&sheets, "Fordringer", 2, 5).ends_with("(skåret af)"));
    let first = (0..=last_row(&sheets, "Læs først")).map(|row| text(&sheets, "Læs først", row, 1)).collect::<Vec<_>>().join("\n");
    // Once on the claims' sheet; the findings' sheet shows the first column.
    assert!(first.contains("1 tekster var længere"), "{first}");
    // More columns than are shown are told.
    head.headings = vec![String::new(); 600];
    let sheets = self::sheets(&made(&head, &[claim(2, vec!["x".into(); 600])]));
    assert!(text(&sheets, "Fordringer", 0, 0).contains("600 kolonner; de første 500"));
    assert_eq!(text(&sheets, "Fordringer", 1, 502), "kolonne 500");
}
