//! What is taken away of corrections: the rows as CSV, the list of changes, the edits for another program, and UTF-16.

use std::fmt::Write as _;

use stamdatatjek::check::opening::{open_one, open_text};
use stamdatatjek::claim::{Field, NaiveDate};
use stamdatatjek::correct::NewValue;
use stamdatatjek::correct::make::{CellEdits, ChangesCsv, RowsCsv, Utf16Copy};
use stamdatatjek::intake::cells::{CellEdit, NewCell};

use super::{Case, cell, everywhere, text};

fn rows_csv(case: &mut Case) -> (String, Vec<String>) {
    let (mut csv, mut out) = (RowsCsv::default(), Vec::new());
    while csv.step(&mut case.check, &mut out).unwrap() {
        assert!(csv.thousandths(&case.copy) <= 1000);
    }
    (String::from_utf8(out).unwrap(), csv.left_out(case.check.layout()))
}

fn changes_csv(case: &mut Case, is_masked: bool) -> String {
    let (mut csv, mut out) = (ChangesCsv::new(is_masked), Vec::new());
    while csv.step(&case.desk, &mut case.check, &mut out).unwrap() {}
    String::from_utf8(out).unwrap()
}

#[test]
fn all_rows_come_as_csv() {
    let file = "Titel\nreference\tfordringstype\tbeskrivelse\nA1\tKFDAINS\t\"a;\nb\"\tmere\nA2\tKFDAINS\n";
    let mut case = Case::of(file);
    case.make(cell(1, 0, 2), text("=1+1 \"x\"")).unwrap();
    let (csv, left_out) = rows_csv(&mut case);
    assert_eq!(csv, "\u{feff}reference;fordringstype;beskrivelse\r\nA1;KFDAINS;\"a;\nb\";mere\r\nA2;KFDAINS;\"=1+1 \"\"x\"\"\"\r\n");
    assert_eq!(left_out, ["Linjen over overskrifterne er ikke med."]);
    // Many rows take several steps, and lose none between them.
    let mut many = "fordringstype;beskrivelse\n".to_owned();
    for row in 0..3500 {
        write!(many, "KFDAINS;{row}\n\n").unwrap();
    }
    let (csv, left_out) = rows_csv(&mut Case::of(many.clone()));
    assert_eq!(csv.trim_start_matches('\u{feff}'), many.replace("\n\n", "\n").replace('\n', "\r\n"));
    assert!(left_out.is_empty());
}

#[test]
fn changes_come_as_csv_that_is_safe_to_open() {
    let heading = "reference;fordringstype;beskrivelse;skyldner_id\n";
    let mut case = Case::of(format!("{heading}A1;KFDAINS;690250-1234;6902501234\nA2;KFDAINS;;\n"));
    case.make(everywhere(Field::Beskrivelse), text("=SUM(1)")).unwrap();
    case.make(cell(1, 0, 3), text("6902501242")).unwrap();
    let csv = changes_csv(&mut case, false);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "\u{feff}række;reference;kolonne;før;efter;trin");
    assert_eq!(lines[1], "2;A1;beskrivelse;690250-1234;'=SUM(1);1. Skriv «=SUM(1)» i beskrivelse i 2 fordringer");
    assert_eq!(lines.len(), 4);
    assert!(lines[3].starts_with("3;A2;skyldner_id;;6902501242;2. Skriv «6902501242»"), "{}", lines[3]);
    let masked = changes_csv(&mut case, true);
    assert!(!masked.contains("1234") && !masked.contains("1242") && masked.contains("690250-XXXX"), "{masked}");
}

#[test]
fn edits_for_another_program_know_their_rows() {
    let json = r#"[{"fordringstype":"KFDAINS","forfaldsdato":"2026-03-01","hovedstol":"12,50","beskrivelse":"x"},
        {"fordringstype":"KFDAINS","forfaldsdato":"","hovedstol":"1","beskrivelse":"y"}]"#;
    let mut opened = open_one("f.json", json.as_bytes().to_vec()).unwrap();
    let length = usize::try_from(opened.bytes.len()).unwrap();
    let rows = opened.bytes.head(length).unwrap();
    let mut case = Case::opened(opened, rows);
    case.make(everywhere(Field::Forfaldsdato), text("5/4-2026")).unwrap();
    let column = |case: &Case, field| u32::try_from(case.check.layout().mapping.column(field).unwrap()).unwrap();
    let (amount, words, date) = (column(&case, Field::Hovedstol), column(&case, Field::Beskrivelse), column(&case, Field::Forfaldsdato));
    case.make(cell(1, 0, amount), text("7,5")).unwrap();
    case.make(cell(0, 0, words), NewValue::Empty).unwrap();
    let (mut edits, mut out) = (CellEdits::default(), Vec::new());
    while edits.step(&mut case.desk, &mut out).unwrap() {}
    let mut found: Vec<CellEdit> = postcard::from_bytes(&out).unwrap();
    assert!(found.is_sorted_by_key(|edit| (edit.number, edit.nth, edit.column)));
    found.sort_by_key(|edit| (edit.column, edit.number));
    let due = || NewCell::Date(NaiveDate::from_ymd_opt(2026, 4, 5).unwrap(), "2026-04-05".into());
    let mut wanted = [
        CellEdit { number: 1, nth: 0, column: date, value: due() },
        CellEdit { number: 2, nth: 0, column: date, value: due() },
        CellEdit { number: 2, nth: 0, column: amount, value: NewCell::Amount("7.50".parse().unwrap(), "7,50".into()) },
        CellEdit { number: 1, nth: 0, column: words, value: NewCell::Empty },
    ];
    wanted.sort_by_key(|edit| (edit.column, edit.number));
    assert_eq!(found, wanted);
}

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn utf16_is_written_as_it_was() {
    let text_of = |last: &str| format!("reference\tfordringstype\tbeskrivelse\r\nA1\tKFDAINS\tÆrø 𝄞\r\nA2\tKFDAINS\t{last}\r\n");
    for big_endian in [false, true] {
        let mut file = utf16(&text_of("x"), big_endian);
        let mut case = Case::opened(open_text("f.txt", file.clone()).unwrap(), text_of("x").into_bytes());
        case.make(cell(1, 0, 2), text("nyt Å")).unwrap();
        let mut made = Vec::new();
        let mut copy = Utf16Copy::new(big_endian);
        while copy.step(&mut case.desk, &mut case.check, &mut file, &mut made).unwrap() {}
        assert_eq!(made, utf16(&text_of("nyt Å"), big_endian));
        // Half a letter can't be written back.
        let half = if big_endian { [0xD8, 0x01] } else { [0x01, 0xD8] };
        file.extend(half);
        let mut rows = text_of("x").into_bytes();
        rows.extend("\u{fffd}".as_bytes());
        let mut case = Case::opened(open_text("f.txt", file.clone()).unwrap(), rows);
        case.make(cell(0, 0, 2), text("y")).unwrap();
        let mut copy = Utf16Copy::new(big_endian);
        let mut made = Vec::new();
        let error = loop {
            match copy.step(&mut case.desk, &mut case.check, &mut file, &mut made) {
                Ok(true) => {}
                Ok(false) => panic!("{big_endian}"),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("UTF-16") && made.is_empty(), "{error}");
    }
}
