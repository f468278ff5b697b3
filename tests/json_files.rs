//! JSON files into rows: every form they have, everything that can be wrong with them, and bytes that nobody meant.

mod cases;

use std::cell::Cell;
use std::io;

use cases::json::{json_lines_of, json_of};
use cases::{Chance, worked_claim};
use stamdatatjek::intake::formats::stage;
use stamdatatjek::intake::{Bytes, Container, FileProblem, RowProblem, RowReader, StagedForm, StagedWriter, Staging};

/// What was staged, and its rows: number, cells, problems.
type Staged = (Staging, Vec<(u64, Vec<String>, Vec<RowProblem>)>);

fn read(mut bytes: impl Bytes) -> Result<Staged, FileProblem> {
    let mut store = Vec::new();
    let staging = stage(Container::Json, &mut bytes, None, &mut StagedWriter::new(&mut store), &mut |_| true)?;
    let mut rows = Vec::new();
    let mut reader = RowReader::staged(&mut store, 0);
    while let Some(row) = reader.next_row().expect("staged rows can be read") {
        let cells: Vec<String> = (0..row.len()).map(|column| row.cell(column).to_owned()).collect();
        rows.push((row.line, cells, row.problems.clone()));
    }
    assert_eq!(staging.rows, rows.len() as u64);
    let headings = staging.headings.as_ref().expect("JSON has keys").len();
    assert!(rows.iter().all(|(_, cells, _)| cells.len() == headings), "every row has a cell for every heading");
    Ok((staging, rows))
}

fn staged(json: &str) -> Staged {
    read(json.as_bytes()).unwrap_or_else(|problem| panic!("{json}: {problem}"))
}

fn refused(json: impl AsRef<[u8]>) -> String {
    match read(json.as_ref()) {
        Err(problem) => problem.to_string(),
        Ok((staging, _)) => panic!("{} was taken: {staging:?}", String::from_utf8_lossy(json.as_ref())),
    }
}

/// Headings, and rows as `number: cell|cell`.
fn table((staging, rows): &Staged) -> (String, Vec<String>) {
    let rows = rows.iter().map(|(number, cells, _)| format!("{number}: {}", cells.join("|"))).collect();
    (staging.headings.clone().unwrap_or_default().join("|"), rows)
}

const LIST: &str = r#"[{"reference":"A","beloeb":12.5},{"reference":"B","forfaldsdato":null}]"#;

#[test]
fn every_form_gives_the_same_rows() {
    let expected = ("reference|beloeb|forfaldsdato".to_owned(), vec!["1: A|12,5|".to_owned(), "2: B||".to_owned()]);
    let inner = &LIST[1..LIST.len() - 1];
    let lines = inner.replace("},{", "}\r\n\r\n{");
    for (json, form) in [
        (LIST.to_owned(), StagedForm::Json),
        (format!("\u{feff} \n{LIST}\n "), StagedForm::Json),
        (format!("{{\"fordringer\":{LIST}}}"), StagedForm::Json),
        (format!("{{\"udtrukket\":\"2026-11-22\",\"svar\":{{\"antal\":2,\"fordringer\":{LIST}}}}}"), StagedForm::Json),
        (format!("{{\"noter\":[{{\"x\":1}}],\"fordringer\":{LIST},\"flere\":[]}}"), StagedForm::Json),
        (format!("{{\"fordringshaver_id\":\"1234\",\"fordringer\":{LIST}}}"), StagedForm::Json),
        (lines.clone(), StagedForm::JsonLines),
        (format!("{lines}\n"), StagedForm::JsonLines),
        (inner.replace("},{", "}{"), StagedForm::JsonLines),
    ] {
        let found = staged(&json);
        assert_eq!(found.0.form, form, "{json}");
        assert_eq!(table(&found), expected, "{json}");
        for big_endian in [false, true] {
            let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let marked = format!("\u{feff}{}", json.trim_start_matches('\u{feff}'));
            let bytes: Vec<u8> = marked.encode_utf16().flat_map(unit).collect();
            assert_eq!(read(bytes).unwrap(), found, "{json} in UTF-16");
        }
    }
}

#[test]
fn a_single_object_is_one_claim() {
    let found = staged(r#"{"reference":"A","beloeb":"1","noter":[{"x":1}],"tom":[]}"#);
    assert_eq!(table(&found), ("reference|beloeb|noter|tom".into(), vec![r#"1: A|1|[{"x":1}]|[]"#.into()]));
    assert_eq!(found.0.form, StagedForm::Json);
    let found = staged(r#"{"reference":"A","skyldnere":[{"skyldner_id":"6902501234"},{"skyldner_id":"6902501235"}]}"#);
    assert_eq!(table(&found), ("reference|skyldner_id".into(), vec!["1: A|6902501234".into(), "1: A|6902501235".into()]));
    let found = staged(r#"{"skyldnere":[{"skyldner_id":"6902501234"}]}"#);
    assert_eq!(table(&found), ("skyldner_id".into(), vec!["1: 6902501234".into()]));
    let more_known_than_the_list = r#"{"reference":"A","beloeb":"1","hovedstol":"2","renter":[{"beloeb":"3"}]}"#;
    assert_eq!(staged(more_known_than_the_list).1.len(), 1);
}

#[test]
fn what_is_not_read_is_told() {
    let notes = |json: &str| staged(json).0.notes;
    assert_eq!(notes(LIST), Vec::<String>::new());
    let several = notes(&format!("{{\"b\":[{{\"x\":1}},{{}}],\"a\":{LIST}}}"));
    assert_eq!(several, ["Filen har flere lister. Fordringerne er læst fra «a» (2). Ikke læst: «b» (2)."]);
    let outside = notes(&format!("{{\"kommune\":\"x\",\"meta\":{{\"dato\":1}},\"a\":{LIST}}}"));
    assert_eq!(outside.len(), 1);
    assert!(outside[0].starts_with("Uden om listen «a» står også: kommune, meta.dato. Det er ikke læst."), "{outside:?}");
    let many: Vec<String> = (0..400).map(|n| format!("\"x{n}\":1")).collect();
    let found = staged(&format!("[{{{}}}]", many.join(",")));
    assert_eq!(found.0.headings.as_ref().map(Vec::len), Some(300));
    assert!(found.0.notes[0].contains("«x300» og de følgende"), "{:?}", found.0.notes);
}

#[test]
fn several_debtors_are_rows_of_one_claim() {
    let found = staged(
        r#"[{"reference":"A","foraeldelsesdato":"01-01-2028","skyldnere":[
            {"skyldner_type":"CPR","skyldner_id":"6902501234"},
            {"skyldner_type":"CPR","skyldner_id":"6902501235","foraeldelsesdato":"01-01-2029"}]},
           {"reference":"B"}]"#,
    );
    let rows = ["1: A|01-01-2028|CPR|6902501234", "1: A|01-01-2029|CPR|6902501235", "2: B|||"].map(str::to_owned);
    assert_eq!(table(&found), ("reference|foraeldelsesdato|skyldner_type|skyldner_id".into(), rows.into()));
}

#[test]
fn odd_values_are_told_at_their_row() {
    let found =
        staged(r#"[{"reference":12345678901234567890123,"beloeb":"1","beloeb":"2","Beløb":"3"},{"reference":18446744073709551615}]"#);
    assert!(found.1[0].1[0].starts_with("123456789012345") && found.1[0].1[0].len() == 23, "{:?}", found.1[0].1);
    assert_eq!(found.1[0].1[1], "1");
    assert_eq!(found.1[0].2, [RowProblem::DigitsLost { column: 0 }, RowProblem::Several { column: 1, count: 3 }]);
    assert_eq!((found.1[1].1[0].as_str(), found.1[1].2.len()), ("18446744073709551615", 0));
}

#[test]
fn windows_letters_are_read_and_told() {
    let (staging, rows) = read(&b"[{\"fordringstype\":\"KFBIL\xD8K\",\"x\":\"y\"},{\"fordringstype\":\"KFDAINS\"}]"[..]).unwrap();
    assert_eq!(rows[0].1, ["KFBILØK", "y"]);
    assert_eq!((rows[0].2.as_slice(), rows[1].2.as_slice()), (&[RowProblem::OddLetters { column: 0 }][..], &[][..]));
    assert!(staging.notes[0].contains("Bogstaverne i én fordring er læst som Windows-1252"), "{:?}", staging.notes);
}

#[test]
fn what_is_wrong_is_told_in_a_sentence_with_its_place() {
    let deep = format!("[{{\"a\":{}1{}}}]", "[".repeat(70), "]".repeat(70));
    let deep_outside = format!("{}1{}", "{\"a\":".repeat(70), "}".repeat(70));
    let long = format!("[{{\"a\":1}},\n{{\"a\":\"{}\"}}]", "x".repeat(2_000_000));
    let long_object = format!("{{\"reference\":\"A\",{}\"b\":1}}", format!("\"a\":\"{}\",", "x".repeat(900_000)).repeat(2));
    let lists: String = (0..200).map(|n| format!("\"a{n}\":[],")).collect();
    let debtors = vec![r#"{"skyldner_id":"1"}"#; 1001].join(",");
    for (json, words) in [
        ("", "kun tomme linjer"),
        (" \n", "kun tomme linjer"),
        ("[", "Filen holder op efter [, før listen er lukket"),
        ("[]", "Listen er tom"),
        ("{}", "Objektet i filen er tomt"),
        ("[{},{}]", "har ingen felter"),
        (r#"{"fordringer":[]}"#, "Listen «fordringer» er tom"),
        (r#"{"fordringer":[],"antal":0}"#, "Listen «fordringer» er tom"),
        ("17", "I linje 1, tegn 1, står «17». JSON begynder med [ eller {"),
        ("[{\"a\":1}", "Filen holder op efter fordring nr. 1, før listen er lukket"),
        ("[{\"a\":1},", "Filen holder op efter fordring nr. 1, før listen er lukket"),
        ("[{\"a\":1},\n{\"a\":", "Filen holder op midt i fordring nr. 2, som begynder i linje 2. Den er ikke hel."),
        ("{\"x\":[{\"a\":1},{\"a\":\"", "midt i nr. 2 i listen «x», som begynder i linje 1"),
        ("{\"x\":\"y\",\"z\":[{\"a\":1}],", "midt i et objekt"),
        ("{\"x\"", "efter et feltnavn"),
        ("[{\"a\":1},]", "I linje 1, tegn 10, står der et komma for meget"),
        ("[{\"a\":1,}]", "I linje 1, tegn 9, står der et komma for meget"),
        ("{\"x\":[{\"a\":1}],}", "I linje 1, tegn 16, står der et komma for meget"),
        ("[{\"a\":1},,{\"a\":1}]", "I linje 1, tegn 10, står der to kommaer"),
        ("[{\"a\":1}\n{\"a\":2}]", "I linje 2, tegn 1, mangler der et komma efter fordring nr. 1"),
        ("[{\"a\":1}}", "er listen lukket med }"),
        ("[{\"a\":1}] x", "I linje 1, tegn 11, står «x». Filen slutter før det."),
        ("[{\"a\":1}][{\"a\":2}]", "står «[{\"a\":2}]». Filen slutter før det."),
        ("{\"a\":1},\n{\"a\":2}", "I linje 1, tegn 8, står der et komma mellem to objekter"),
        ("{\"a\":1}\n{\"a\":NaN}", "I linje 2, tegn 6, står «NaN»"),
        ("{\"a\":1}\n[2]", "I linje 2, tegn 1, står «[2]». Hver linje skal være ét objekt"),
        ("{\"a\":1}\n{\"a\":", "Filen holder op midt i objektet i linje 2"),
        ("[{'a':1}]", "I linje 1, tegn 3, står tegnet '"),
        ("[{\"a\":\"x},\n{\"b\":1}]", "er der et linjeskift"),
        ("[1]", "fordring nr. 1 (linje 1) er et tal"),
        ("[{\"a\":1},\n[\"b\"]]", "fordring nr. 2 (linje 2) er en liste"),
        ("{\"x\":[{\"reference\":1},null]}", "nr. 2 i listen «x» (linje 1) er null"),
        ("[\"a\"]", "fordring nr. 1 (linje 1) er en tekst"),
        ("{1:2}", "mangler der et feltnavn"),
        ("{\"a\" 1}", "I linje 1, tegn 6, mangler der et kolon"),
        ("{\"a\":1 \"b\":2}", "står «\"b\"». Sæt komma mellem to felter"),
        (&deep, "I fordring nr. 1 står lister og objekter mere end 64 niveauer"),
        (&deep_outside, "mere end 64 niveauer"),
        (&long, "fordring nr. 2, som begynder i linje 2, fylder mere end 1 MB"),
        (&long_object, "et eneste objekt på mere end 1 MB"),
        (&format!("{{{lists}\"b\":1}}"), "mere end 100 lister"),
        (&format!("[{{\"skyldnere\":[{debtors}]}}]"), "mere end 1000 skyldnere i fordring nr. 1"),
    ] {
        let told = refused(json);
        assert!(told.contains(words), "{}: {told}", json.chars().take(60).collect::<String>());
        assert!(told.ends_with(['.', '?', '}', ']']) && !told.contains("line ") && told.len() < 500, "{told}");
    }
}

/// A file that is made while it is read, and counts how much was asked for.
struct Endless<'c> {
    start: &'static [u8],
    byte: u8,
    length: u64,
    read: &'c Cell<u64>,
}

impl Bytes for Endless<'_> {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let count = usize::try_from(self.length.saturating_sub(offset)).unwrap_or(usize::MAX).min(buffer.len());
        for (place, byte) in (offset..).zip(&mut buffer[..count]) {
            *byte = usize::try_from(place).ok().and_then(|place| self.start.get(place)).copied().unwrap_or(self.byte);
        }
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

#[test]
fn a_huge_value_is_refused_before_it_is_held() {
    for (start, byte) in [
        (&b"[{\"a\":\""[..], b'x'),
        (b"[{\"", b'x'),
        (b"[{\"a\":", b'1'),
        (b"{\"a\":\"", b'x'),
        (b"{\"a\":1}\n{\"a\":\"", b'x'),
        (b"\"", b'x'),
        (b"", b'x'),
        (b"[", b'['),
        (b"", b'{'),
        (b"[{\"a\":1}", b','),
    ] {
        let read_bytes = Cell::new(0);
        let file = Endless { start, byte, length: 100 << 20, read: &read_bytes };
        let problem = read(file).expect_err("it is no JSON").to_string();
        assert!(problem.len() < 500, "{problem}");
        assert!(read_bytes.get() < 4 << 20, "{} bytes were read of a file that begins {}", read_bytes.get(), start.escape_ascii());
    }
}

#[test]
fn blanks_without_end_hold_nothing() {
    let read_bytes = Cell::new(0);
    let file = Endless { start: b"[{\"a\":1}", byte: b' ', length: 20 << 20, read: &read_bytes };
    assert!(read(file).expect_err("it ends too early").to_string().contains("holder op efter fordring nr. 1"));
}

#[test]
fn a_cancelled_reading_ends() {
    let json = format!("[{}]", vec![r#"{"reference":"A"}"#; 20_000].join(","));
    let (mut calls, mut last, mut store) = (0, 0, Vec::new());
    let mut progress = |thousandths: u16| {
        assert!((last..=1000).contains(&thousandths), "progress goes forward");
        last = thousandths;
        calls += 1;
        true
    };
    stage(Container::Json, &mut json.as_bytes(), None, &mut StagedWriter::new(&mut store), &mut progress).unwrap();
    for stop in 0..calls {
        let mut call = 0;
        let mut progress = |_| {
            call += 1;
            call <= stop
        };
        let ended = stage(Container::Json, &mut json.as_bytes(), None, &mut StagedWriter::new(&mut Vec::new()), &mut progress);
        assert_eq!(ended, Err(FileProblem::Cancelled), "after {stop} of {calls}");
    }
}

/// A file with a bit of everything.
const SAMPLE: &str = "{\"meta\":{\"antal\":2,\"ø\":null},\n \"fordringer\":[\n  {\"reference\":\"A-1\",\"beloeb\":1234.50,\"x\":{\"y\":[1,true]},\n   \"skyldnere\":[{\"skyldner_id\":\"6902501234\"},{\"skyldner_id\":\"6902501235\"}]},\n  {\"reference\":\"B \\\"2\\\" \\u00e6\",\"beloeb\":-3,\"forfaldsdato\":\"01-02-2026\"}\n]}\n";

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let lines = "{\"a\":1}\n{\"a\":\"æ\"}";
    let end = SAMPLE.trim_end().len();
    for cut in 0..end {
        let told = refused(&SAMPLE.as_bytes()[..cut]);
        assert!(told.contains("Filen holder op") || told.contains("kun tomme linjer"), "{cut}: {told}");
    }
    assert!(read(&SAMPLE.as_bytes()[..end]).is_ok());
    for cut in 0..lines.len() {
        let result = read(&lines.as_bytes()[..cut]);
        // A file of lines that ends between two of them can't be told from a whole one.
        assert_eq!(result.is_ok(), matches!(cut, 7 | 8), "{cut}: {result:?}");
    }
}

#[test]
fn changed_bytes_give_rows_or_a_sentence() {
    let list = json_of(&[worked_claim("KFDAINS").valid(), worked_claim("KFDAINS").with(&[("skyldner_id", "6902501235")])]);
    let lines = json_lines_of(&[worked_claim("KFDAINS").valid(), worked_claim("KFDAINS").valid()]);
    let letters = b"{}[]\",:\\'\n 01e-.NtuX\x00\xC3\xA6\xFF\xFE\x1F";
    for (name, sample) in [("sample", SAMPLE.as_bytes()), ("list", &list), ("lines", &lines)] {
        let mut chance = Chance::of(name);
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..4000 {
            let mut bytes = sample.to_vec();
            for _ in 0..=chance.below(3) {
                let place = chance.below(bytes.len());
                match chance.below(4) {
                    0 => bytes[place] = *chance.pick(letters),
                    1 => bytes.insert(place, *chance.pick(letters)),
                    2 => drop(bytes.remove(place)),
                    _ => bytes[place] ^= 1 << chance.below(8),
                }
            }
            match read(bytes) {
                Ok(_) => taken += 1,
                Err(problem) => {
                    refused += 1;
                    let told = problem.to_string();
                    assert!(!told.is_empty() && told.len() < 600, "{told}");
                }
            }
        }
        assert!(taken > 100 && refused > 100, "{name}: {taken} taken, {refused} refused");
    }
}

/// What is taken is JSON, and what is JSON of a form we know is taken.
#[test]
fn what_is_taken_is_json() {
    let pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"reference\"", "1", "-2.5", "null", "true", " ", "\n", "\"\\\"\""];
    let mut chance = Chance::new(7);
    let mut taken = 0;
    for _ in 0..60_000 {
        let inner: String = (0..chance.below(9)).map(|_| *chance.pick(&pieces)).collect();
        let json = format!("[{{\"reference\":1{inner}}}]");
        let is_json = serde_json::from_str::<serde_json::Value>(&json);
        let objects =
            is_json.as_ref().ok().and_then(serde_json::Value::as_array).is_some_and(|list| list.iter().all(serde_json::Value::is_object));
        let result = read(json.as_bytes());
        assert_eq!(result.is_ok(), objects, "{json}: {result:?}");
        taken += usize::from(objects);
    }
    assert!(taken > 500, "only {taken} were JSON");
}

#[test]
fn worked_claims_come_back_as_they_went() {
    let claims = [worked_claim("KFDAINS").valid(), worked_claim("KFDAINS").with(&[("beskrivelse", "Æble \"x\"\n;\u{1f}")])];
    for bytes in [json_of(&claims), json_lines_of(&claims)] {
        let (staging, rows) = read(bytes).unwrap();
        let headings = staging.headings.unwrap();
        for (claim, (_, cells, problems)) in claims.iter().zip(&rows) {
            assert_eq!(problems, &[]);
            for (heading, cell) in headings.iter().zip(cells) {
                assert_eq!(claim.get(heading).map_or("", String::as_str), cell, "{heading}");
            }
        }
        assert_eq!(rows.len(), 2);
    }
}
