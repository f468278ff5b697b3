//! Files and rows that are wrong: the command line says what and where in Danish, checks the rest all the same, and never breaks down.

mod cases;

use cases::{Answer, Values, changed, cli, cli_jsonl, csv, file, worked_claim};
use serde_json::Value;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_one;
use stamdatatjek::claim::{Field, FieldKind};
use stamdatatjek::intake::{Bytes, Encoding, RowReader};

const HEADINGS: &str = "fordringstype;hovedstol;beloeb;forfaldsdato\n";

/// Checks the bytes as a file, and that nothing broke down on the way.
fn tjek(name: &str, bytes: impl AsRef<[u8]>) -> Answer {
    let answer = cli_jsonl(&file(&format!("bad_input/{}", name.replace([' ', ',', '/'], "_")), bytes));
    assert_sound(name, &answer);
    answer
}

fn assert_sound(name: &str, answer: &Answer) {
    assert!(matches!(answer.code, Some(0..=2)), "{name}: {answer:?}");
    for word in ["panicked", "RUST_BACKTRACE", "Error", "Os {"] {
        assert!(!answer.err.contains(word), "{name}: {}", answer.err);
    }
}

/// Files that hold no claims at all, and what is said of them.
#[test]
fn files_that_hold_no_claims_are_told_in_a_sentence() {
    let utf16 = |text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        [&mark[..], &text.encode_utf16().flat_map(bytes).collect::<Vec<_>>()].concat()
    };
    let binary: Vec<u8> = (0..4000_u32).map(|number| (number * number % 251) as u8).collect();
    for (name, bytes, sentence) in [
        ("empty", Vec::new(), "Filen er tom"),
        ("blank", b" \r\n\r\n\t\n".to_vec(), "kun tomme linjer"),
        ("only a byte order mark", "\u{feff}".into(), "kun tomme linjer"),
        ("binary", binary, "overskrifter, vi kender"),
        ("zeros", vec![0; 5000], "ikke en tekst, et regneark"),
        ("mostly zeros", b"\x01\0\0\0\x02\0\0\0".repeat(50), "ikke en tekst, et regneark"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "er et billede"),
        ("a photograph", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "er et billede"),
        ("a letter", b"{\\rtf1\\ansi Hej}".to_vec(), "er et tekstdokument"),
        ("pdf", b"%PDF-1.7\n1 0 obj\n".to_vec(), "er en PDF"),
        ("a cut zip", b"PK\x03\x04\x14\0\0\0".to_vec(), ""),
        ("empty zip", b"PK\x05\x06\0\0".to_vec(), ""),
        ("a cut old spreadsheet", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), ""),
        ("xml", b"<?xml version=\"1.0\"?><a/>".to_vec(), "<a>"),
        ("xml without a declaration", "\u{feff}\n <MFFordringIndberet_I></MFFordringIndberet_I>".into(), "fordring"),
        ("web page", b"<!DOCTYPE html><html></html>".to_vec(), "HTML"),
        ("json of numbers", b"[1, 2]".to_vec(), "er et tal"),
        ("a cut json", b"[{\"fordringstype\": \"KFDAINS\"".to_vec(), "ikke hel"),
        ("utf-16 small end first", utf16(HEADINGS, [0xFF, 0xFE], u16::to_le_bytes), "ingen rækker under den"),
        ("utf-16 big end first", utf16(HEADINGS, [0xFE, 0xFF], u16::to_be_bytes), "ingen rækker under den"),
        ("utf-16 without a mark", utf16(HEADINGS, *b"f\0", u16::to_le_bytes), "ikke en tekst, et regneark"),
        (
            "a personnel list",
            b"CPR;Navn;Ansat\n6902501234;Anna And;01-01-2020\n".to_vec(),
            "ligner ikke fordringer: af dens kolonner kender vi kun CPR.",
        ),
        ("unknown headings", b"navn;adresse\nA;B\n".to_vec(), "Den første linje er: navn | adresse."),
        (
            "headings far down",
            [b"x;y\n".repeat(40), HEADINGS.into(), b"KFDAINS;1;1;01-01-2026\n".to_vec()].concat(),
            "overskrifter, vi kender",
        ),
        ("one long word", vec![b'x'; 300_000], "overskrifter, vi kender"),
        ("only quotation marks", vec![b'"'; 5000], "overskrifter, vi kender"),
        ("only separators", vec![b';'; 100_000], ""),
        ("headings only", HEADINGS.into(), "ingen rækker under den"),
        ("headings without a line end", HEADINGS.trim_end().into(), "ingen rækker under den"),
        ("headings and blank rows", format!("{HEADINGS};;;\n\n  ;;;\n").into(), "ingen rækker under den"),
    ] {
        let answer = tjek(name, bytes);
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{name}: {answer:?}");
        assert!(answer.err.starts_with("stamdatatjek: ") && answer.err.contains(sentence), "{name}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{name}: one sentence, one line: {}", answer.err);
    }
}

#[test]
fn files_that_can_not_be_opened_are_told() {
    let folder = file("bad_input/folder/x", "").parent().expect("a folder").to_owned();
    for (path, sentence) in [("findes/ikke.csv", "den findes ikke"), (folder.to_str().expect("a plain path"), "det er en mappe")] {
        for format in ["tekst", "json", "jsonl", "csv"] {
            let answer = cli(&["tjek", path, "--format", format]);
            assert_sound(path, &answer);
            assert_eq!(answer.code, Some(2));
            assert!(answer.err.contains("Filen kan ikke læses") && answer.err.contains(sentence), "{}", answer.err);
        }
    }
}

/// Claims of KFDAINS with references of their own that pass.
fn passing(reference: &str) -> Values {
    let number = format!("Faktura {reference}");
    worked_claim("KFDAINS").with(&[("reference", reference), ("beskrivelse", &number), ("skyldner_id", "6902501235")])
}

fn findings(line: &Value) -> Vec<(&str, Vec<&str>, &str)> {
    line["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| {
            let fields = finding["fields"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            (finding["rule"].as_str().unwrap_or_default(), fields, finding["text"].as_str().unwrap_or_default())
        })
        .collect()
}

/// The line about the claim in row 3 of three; the first and the last pass.
fn middle(name: &str, answer: &Answer) -> Value {
    let mut lines = answer.lines();
    let rows: Vec<_> = lines.iter().map(|line| (line["row"].as_u64(), line["outcome"].as_str().unwrap_or_default().to_owned())).collect();
    assert_eq!(rows.len(), 3, "{name}: {rows:?}");
    assert_eq!(rows[0], (Some(2), "modtages".into()), "{name}: the row before is checked as ever");
    assert_eq!(rows[2].1, "modtages", "{name}: the row after is checked as ever: {}", lines[2]);
    for other in [&lines[0], &lines[2]] {
        assert!(other.get("undecided").is_none() && !rules_of(other).iter().any(|rule| rule.starts_with("L_")), "{name}: {other}");
    }
    assert_eq!(rows[1].0, Some(3), "{name}");
    lines.remove(1)
}

/// One cell of the middle claim is wrong: the field, its text, the rule that tells, and words of its sentence.
const CELLS: &[(&str, &str, &str, &[&str])] = &[
    // Codes.
    ("fordringstype", "KFDIANS", "G_FORDRTYPE_KENDT", &["KFDIANS", "Mente du KFDAINS (Daginstitution, betaling)?"]),
    ("fordringstype", "kfdains", "G_FORDRTYPE_KENDT", &["Mente du KFDAINS"]),
    ("fordringstype", "KFTØFEN", "G_FORDRTYPE_KENDT", &["Mente du KFTØFIN"]),
    ("fordringstype", "HUSLEJE", "G_FORDRTYPE_KENDT", &["HUSLEJE"]),
    ("fordringstype", "", "G_FORDRTYPE_KENDT", &[]),
    ("fordringstype", "DFHUSLE", "G_FORDRTYPE_KENDT", &["DMI", "DFHUSLJ, DFHUSAL, DKHUSER, EFHUSLJ, EFHUSAL og EKHUSER"]),
    ("fordringstype", "KFFLYTT", "G_FORDRTYPE_KENDT", &["DMI", "afløst af DKFLYTT"]),
    ("fordringstype", "GEOPKRÆ", "G_FORDRTYPE_KENDT", &["GELEOAL og GKERHLO"]),
    ("fordringstype", "DFHUSIR", "G_FORDRTYPE_KENDT", &["DMI", "Ingen afløser"]),
    // Dates.
    ("forfaldsdato", "31-02-2026", "L_DATO", &["«31-02-2026» i forfaldsdato findes ikke: februar 2026 har kun 28 dage.", "dd-mm-åååå"]),
    ("forfaldsdato", "29-02-2025", "L_DATO", &["februar 2025 har kun 28 dage"]),
    ("forfaldsdato", "2026-13-01", "L_DATO", &["der er ingen måned 13", "Er dag og måned byttet om?"]),
    ("forfaldsdato", "31-13-2026", "L_DATO", &["der er ingen måned 13. Skriv datoen"]),
    ("forfaldsdato", "00-01-1900", "L_DATO", &["sådan viser et regneark en dato, der ikke er udfyldt"]),
    ("forfaldsdato", "1. juni", "L_DATO", &["«1. juni» i forfaldsdato mangler årstallet."]),
    ("forfaldsdato", "010626", "L_DATO", &["seks cifre"]),
    ("forfaldsdato", "01-06-0202", "L_DATO", &["mellem 1900 og 2199"]),
    ("forfaldsdato", "snart", "L_DATO", &["«snart» i forfaldsdato er ikke en dato"]),
    ("periode_slut", "ultimo juni", "L_DATO", &["i periode slut"]),
    ("sidste_rettidige_betalingsdato", "14 dage", "L_DATO", &["sidste rettidige betalingsdato (SRB)"]),
    ("foraeldelsesdato", "#########", "L_REGNEARKSFEJL", &["i forældelsesdato", "for smal", "bredere"]),
    ("forfaldsdato", "#I/T", "L_REGNEARKSFEJL", &["et opslag fandt ingenting"]),
    ("domsdato", "ja", "L_DATO", &["i domsdato"]),
    ("forfaldsdato", "01-06-26", "L_DATO_ANTAGET", &["to cifre", "01.06.2026"]),
    ("forfaldsdato", "46174", "L_DATO_ANTAGET", &["dagnummer", "01.06.2026"]),
    ("forfaldsdato", "01062026", "L_DATO_ANTAGET", &["otte cifre", "01.06.2026"]),
    ("forfaldsdato", "2026-06-01T22:00:00Z", "L_DATO_ANTAGET", &["læst som 01.06.2026", "allerede være 02.06.2026"]),
    // Amounts.
    ("hovedstol", "to tusind", "L_BELOEB", &["«to tusind» i oprindelig hovedstol er ikke et beløb", "1.234,56"]),
    ("beloeb", "28OO", "L_BELOEB", &["i beløb til inddrivelse"]),
    ("beloeb", "2,10E+03", "L_BELOEB", &["forkortet af et regneark"]),
    ("beloeb", "2,100", "L_BELOEB", &["to måder"]),
    ("beloeb", "#REF!", "L_REGNEARKSFEJL", &["«#REF!» i beløb til inddrivelse er ikke en værdi", "slettet"]),
    ("beloeb", "99999999999999999999999", "L_BELOEB", &["flere cifre"]),
    ("hovedstol", "1234567890", "G_BELOEB_FORMAT", &["1.234.567.890"]),
    ("hovedstol", "2800,125", "G_BELOEB_FORMAT", &["2.800,125"]),
    // Texts.
    ("reference", "1,23457E+11", "L_CIFRE_TABT", &["«1,23457E+11» i eget referencenummer", "gået tabt", "fagsystemet"]),
    ("skyldner_id", "6,90E+09", "L_CIFRE_TABT", &["gået tabt", "tekstformat"]),
    ("skyldner_id", "#I/T", "L_REGNEARKSFEJL", &["et opslag fandt ingenting"]),
    ("beskrivelse", "#VÆRDI!", "L_REGNEARKSFEJL", &["«#VÆRDI!» i beskrivelse er ikke en værdi"]),
    ("skyldner_id", "902501234", "G_CPR_FORMAT", &["Med et nul foran", "skriv nullet forrest"]),
    ("skyldner_id", "690250123", "G_CPR_FORMAT", &["9"]),
    ("beskrivelse", "Faktura for 690250-1234", "G_BESKR_CPR", &[]),
];

#[test]
fn a_wrong_cell_is_told_with_its_row_and_field() {
    let mut faults = Vec::new();
    for (field, text, rule, words) in CELLS {
        let wrong = changed(passing("B"), &[(field, text)]);
        let name = format!("{field} {text}");
        let answer = tjek("a cell.csv", csv(&[passing("A"), wrong, passing("C")]));
        let line = middle(&name, &answer);
        let found = findings(&line);
        let told = found.iter().find(|(id, fields, _)| id == rule && fields.contains(field));
        match told {
            None => faults.push(format!("{name}: no {rule} on {field}: {found:?}")),
            Some((_, _, sentence)) if !words.iter().all(|word| sentence.contains(word)) || !sentence.ends_with(['.', '?']) => {
                faults.push(format!("{name}: {words:?} are not in «{sentence}»"));
            }
            Some(_) => {}
        }
        // What can't be read, and a code that nobody knows, leave the claim undecided: it is not said to pass.
        let unreadable = matches!(*rule, "L_DATO" | "L_BELOEB" | "G_FORDRTYPE_KENDT")
            || (*rule == "L_REGNEARKSFEJL" && Field::from_name(field).is_some_and(|field| field.kind() != FieldKind::Text));
        if unreadable != line.get("undecided").is_some() {
            faults.push(format!("{name}: undecided is {:?}", line.get("undecided")));
        }
        let text = cli(&[
            "tjek",
            file("bad_input/text.csv", csv(&[passing("A"), changed(passing("B"), &[(field, text)])])).to_str().expect("a path"),
        ]);
        if !text.out.contains("Række 3: ") && unreadable {
            faults.push(format!("{name}: the text form doesn't name the row: {}", text.out));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Three claims as lines of text, the middle one put in by hand.
fn with_middle(line: impl FnOnce(&str) -> Vec<u8>) -> Vec<u8> {
    let text = csv(&[passing("A"), passing("B"), passing("C")]);
    let lines: Vec<&str> = text.lines().collect();
    let mut bytes = format!("{}\n{}\n", lines[0], lines[1]).into_bytes();
    bytes.extend(line(lines[2]));
    bytes.extend(format!("\n{}\n", lines[3]).bytes());
    bytes
}

fn rules_of(line: &Value) -> Vec<String> {
    findings(line).into_iter().map(|(rule, _, _)| rule.to_owned()).collect()
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_told() {
    let short = tjek("a short row.csv", with_middle(|line| line.rsplit_once(';').expect("cells").0.into()));
    let line = middle("short", &short);
    let (_, _, sentence) = findings(&line).into_iter().find(|(rule, _, _)| *rule == "L_RAEKKE").expect("the row is told");
    assert!(sentence.contains("Rækken har 14 celler, men overskriften har 15"), "{sentence}");
    let long = tjek("a long row.csv", with_middle(|line| format!("{line};mere;endnu mere").into()));
    assert!(rules_of(&middle("long", &long)).contains(&"L_RAEKKE".to_owned()));
    // Separators at the end, as spreadsheets leave them, are no fault.
    let trailing = tjek("empty cells at the end.csv", with_middle(|line| format!("{line};;;").into()));
    assert_eq!(rules_of(&middle("trailing", &trailing)), [""; 0]);
    let word = tjek("one word.csv", with_middle(|_| "hov".into()));
    let line = middle("word", &word);
    assert!(rules_of(&line).contains(&"L_RAEKKE".to_owned()) && line["outcome"] == "afvist", "{line}");
}

#[test]
fn an_empty_row_between_is_passed_over() {
    let answer = tjek("an empty row.csv", with_middle(|line| ";".repeat(line.matches(';').count()).into()));
    let lines = answer.lines();
    assert_eq!(lines.iter().map(|line| line["row"].as_u64()).collect::<Vec<_>>(), [Some(2), Some(4)]);
}

#[test]
fn an_unclosed_quotation_mark_swallows_no_row() {
    for inside in ["", "\"\"", "x \"\" y"] {
        let bytes = with_middle(|line| line.replace("Faktura B", &format!("\"Faktura B{inside}")).into());
        for bytes in [bytes.trim_ascii_end(), &bytes, &[&bytes, &b"\n\r\n"[..]].concat(), &[bytes.trim_ascii_end(), b";\"\"\n"].concat()] {
            let answer = tjek("an unclosed quotation mark.csv", bytes);
            let line = middle("unclosed", &answer);
            assert!(findings(&line).iter().all(|(rule, _, _)| !rule.starts_with("R_")), "{line}");
        }
    }
    // The rows after it may hold empty quoted cells, which neither close it nor become text.
    let claims = ["A", "B", "C"].map(|reference| changed(passing(reference), &[("domsdato", "")]));
    let empty_quoted = csv(&claims).replace(";2029-06-01;;", ";2029-06-01;\"\";").replace("Faktura B", "\"Faktura B");
    assert_eq!(empty_quoted.matches("\"\"").count(), 3);
    let answer = tjek("an unclosed quotation mark before empty quoted cells.csv", empty_quoted);
    middle("unclosed before empty quoted cells", &answer);
    // With quoted rows after it, the rows up to the next mark run together. That is told, and what follows is checked.
    let quoted = csv(&[passing("A"), passing("B"), passing("C"), passing("D"), passing("E")])
        .replace("Faktura B", "\"Faktura B")
        .replace("Faktura D", "\"Faktura D\"");
    let answer = tjek("an unclosed quotation mark before quoted rows.csv", quoted);
    let lines = answer.lines();
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    assert_eq!((&first["outcome"], &last["outcome"]), (&Value::from("modtages"), &Value::from("modtages")), "{lines:?}");
    assert!(lines.iter().any(|line| rules_of(line).contains(&"L_RAEKKE".to_owned())), "nobody is told that rows ran together: {lines:?}");
}

#[test]
fn a_cell_of_ten_megabytes_is_cut_and_told() {
    let answer = tjek("a huge cell.csv", with_middle(|line| line.replace("Faktura B", &"x".repeat(10_000_000)).into()));
    let line = middle("huge", &answer);
    let (_, fields, sentence) = findings(&line).into_iter().find(|(rule, _, _)| *rule == "L_LANG_CELLE").expect("the cell is told");
    assert_eq!(fields, ["beskrivelse"]);
    assert!(sentence.contains("10.000.000 bytes"), "{sentence}");
    assert!(answer.out.len() < 100_000, "the cell is not repeated: {} bytes", answer.out.len());
}

#[test]
fn zeros_from_old_systems_do_no_harm() {
    let padded = tjek("zeros around values.csv", with_middle(|line| line.replace("KFDAINS", "KFDAINS\0\0").into()));
    assert_eq!(middle("padded", &padded)["outcome"], "modtages");
    let inside = tjek("zeros inside values.csv", with_middle(|line| line.replace("2800.00", "28\x0000.00").into()));
    assert!(rules_of(&middle("inside", &inside)).contains(&"L_BELOEB".to_owned()));
    let described = tjek("zeros inside a text.csv", with_middle(|line| line.replace("Faktura B", "Fak\0tura B").into()));
    assert_eq!(middle("described", &described)["outcome"], "modtages");
}

#[test]
fn line_ends_of_every_kind_count_the_lines_alike() {
    let text = csv(&[passing("A"), changed(passing("B"), &[("fordringsart", "MODR")]), passing("C")]);
    let lines: Vec<&str> = text.lines().collect();
    for (name, file) in [
        ("carriage returns.csv", lines.join("\r") + "\r"),
        ("no line end at the end.csv", lines.join("\r\n")),
        ("mixed line ends.csv", format!("{}\r\n{}\n{}\r{}", lines[0], lines[1], lines[2], lines[3])),
    ] {
        let answer = tjek(name, file);
        let line = middle(name, &answer);
        assert_eq!(line["outcome"], "afvist", "{name}");
    }
    let doubled = tjek("doubled line ends.csv", lines.join("\r\r\n"));
    assert_eq!(doubled.lines().len(), 3);
}

#[test]
fn lines_are_counted_right_across_the_pieces_a_file_is_read_in() {
    // Rows of 64 bytes, so that every piece the reader takes ends with a row's carriage return; then a byte before and a byte after it.
    for above in ["", "x", "\r", "x\r"] {
        let row = format!("KFDAINS;{}\r", "x".repeat(55));
        let mut bytes = format!("{above}{}", row.repeat(10_000)).into_bytes();
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
        let mut lines = Vec::new();
        while let Some(row) = reader.next_row().expect("rows") {
            lines.push(row.line);
        }
        let first = if above == "\r" { 2 } else { 1 };
        let wrong = (first..).zip(&lines).find(|(wanted, found)| wanted != *found);
        assert_eq!(wrong, None, "above: {above:?}");
    }
}

#[test]
fn a_row_in_another_encoding_is_read_and_told() {
    let utf8 = |claim: Values| csv(&[claim]).lines().nth(1).expect("a row").to_owned();
    let danish = |reference: &str| changed(passing(reference), &[("beskrivelse", "Børnehave, faktura æøå")]);
    let windows = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Danish letter")).collect() };
    let headings = csv(&[danish("A")]).lines().next().expect("headings").to_owned();
    // Mostly UTF-8, one row of Windows-1252; and the other way round.
    let mostly_utf8 = [
        headings.clone().into_bytes(),
        utf8(danish("A")).into(),
        windows(&utf8(danish("B"))),
        utf8(danish("C")).into(),
        utf8(danish("D")).into(),
    ];
    let mostly_windows = [
        headings.into_bytes(),
        windows(&utf8(danish("A"))),
        utf8(danish("B")).into(),
        windows(&utf8(danish("C"))),
        windows(&utf8(danish("D"))),
    ];
    for (name, rows) in [("mostly UTF-8.csv", mostly_utf8), ("mostly Windows-1252.csv", mostly_windows)] {
        let answer = tjek(name, rows.join(&b'\n'));
        let lines = answer.lines();
        assert_eq!(lines.len(), 4, "{name}");
        for (place, line) in lines.iter().enumerate() {
            let odd = findings(line).iter().any(|(rule, fields, _)| *rule == "L_TEGN" && fields == &["beskrivelse"]);
            assert_eq!(odd, place == 1, "{name}, row {}: {line}", place + 2);
            assert_eq!(line["outcome"], "modtages", "{name}");
        }
    }
}

#[test]
fn a_code_with_danish_letters_is_known_in_a_row_of_another_encoding() {
    let worked = worked_claim("KFTØFIN");
    let text = csv(&[
        worked.with(&[("reference", "A")]),
        worked.with(&[("reference", "B"), ("beskrivelse", "Tilskud B")]),
        worked.with(&[("reference", "C")]),
    ]);
    let mut lines: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
    lines[2] = text.lines().nth(2).expect("a row").chars().map(|c| u8::try_from(u32::from(c)).expect("a Danish letter")).collect();
    let answer = tjek("a code in another encoding.csv", lines.join(&b'\n'));
    for line in answer.lines() {
        assert_eq!((&line["type"], &line["outcome"]), (&Value::from("KFTØFIN"), &Value::from("modtages")), "{line}");
    }
}

#[test]
fn thousands_of_columns_are_read() {
    let text = csv(&[passing("A"), passing("B")]);
    let wide: Vec<String> = text.lines().map(|line| format!("{line}{}", ";x".repeat(5_000))).collect();
    let answer = tjek("five thousand columns.csv", wide.join("\n"));
    let lines = answer.lines();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["outcome"] == "modtages"), "{lines:?}");
}

#[test]
fn repeated_headings_use_the_first_and_unknown_ones_are_left() {
    let text = csv(&[passing("A")]);
    let (headings, row) = text.trim_end().split_once('\n').expect("two lines");
    let answer = tjek("repeated headings.csv", format!("{headings};fordringstype;Forfaldsdato;??\n{row};KFXXXXX;snart;!!\n"));
    assert_eq!(answer.lines()[0]["outcome"], "modtages", "{answer:?}");
}

#[test]
fn the_same_reference_twice_is_told_on_the_second() {
    let second = changed(passing("A"), &[("hovedstol", "2900.00"), ("beskrivelse", "Faktura 2")]);
    let answer = tjek("the same reference.csv", csv(&[passing("A"), second]));
    let lines = answer.lines();
    assert_eq!(lines.len(), 2, "two claims, not one with two debtors");
    let told = findings(&lines[1]);
    let (_, _, sentence) = told.iter().find(|(rule, _, _)| *rule == "G_REF_UNIK").unwrap_or_else(|| panic!("{told:?}"));
    assert!(sentence.contains('2'), "it names the other row: {sentence}");
    assert_eq!(lines[1]["outcome"], "modtages", "advice only");
}

#[test]
fn several_debtors_on_one_claim_are_one_claim() {
    let debtor = |id: &str, lapses: &str| changed(passing("A"), &[("skyldner_id", id), ("foraeldelsesdato", lapses)]);
    let answer = tjek(
        "several debtors.csv",
        csv(&[debtor("6902501235", "2029-06-01"), debtor("7001561205", "2026-11-20"), debtor("6505732371", "2029-06-01"), passing("B")]),
    );
    let lines = answer.lines();
    assert_eq!(lines.iter().map(|line| line["row"].as_u64()).collect::<Vec<_>>(), [Some(2), Some(5)]);
    // One debtor's date has passed, so the claim as a whole would be rejected.
    assert_eq!(lines[0]["outcome"], "afvist");
    assert!(rules_of(&lines[0]).contains(&"R_3_1".to_owned()), "{}", lines[0]);
    let twice = tjek("one debtor twice.csv", csv(&[debtor("6902501235", "2029-06-01"), debtor("6902501235", "2029-06-01")]));
    assert!(rules_of(&twice.lines()[0]).contains(&"G_SKYLDNER_DUBLET".to_owned()), "{twice:?}");
}

#[test]
fn related_claims_find_their_hovedfordring_wherever_it_stands() {
    let worked = worked_claim("REOPDAG");
    let related = |reference: &str, changes: &[(&str, &str)]| {
        changed(changed(worked.valid(), &[("reference", reference), ("hovedfordring_id", "")]), changes)
    };
    let by_reference = related("RENTE", &[("hovedfordring_reference", "HF")]);
    let main = changed(passing("HF"), &[("forfaldsdato", "2026-06-01")]);
    for (name, claims) in [("before.csv", [by_reference.clone(), main.clone()]), ("after.csv", [main.clone(), by_reference.clone()])] {
        let answer = tjek(name, csv(&claims));
        for line in answer.lines() {
            let not_checked = line["not_checked"].to_string();
            assert_eq!((line["outcome"].as_str(), not_checked.contains("R_10_2")), (Some("modtages"), false), "{name}: {line}");
        }
    }
    // The hovedfordring's own date counts: interest can't be sent before its claim was due.
    let due_later = changed(main, &[("forfaldsdato", "2026-11-22")]);
    let answer = tjek("due later.csv", csv(&[by_reference.clone(), due_later]));
    assert!(rules_of(&answer.lines()[0]).contains(&"R_10_2".to_owned()), "{answer:?}");
    let alone = tjek("no hovedfordring in the file.csv", csv(&[by_reference]));
    let line = &alone.lines()[0];
    let found = findings(line);
    let (_, _, sentence) = found.iter().find(|(rule, _, _)| *rule == "R_1_2").unwrap_or_else(|| panic!("{found:?}"));
    assert!(sentence.contains("Ingen fordring i filen har den reference"), "{sentence}");
    assert_eq!(line["outcome"], "afvist");
    let itself = tjek("its own hovedfordring.csv", csv(&[related("RENTE", &[("hovedfordring_reference", "RENTE")])]));
    assert!(rules_of(&itself.lines()[0]).contains(&"R_1_2".to_owned()), "{itself:?}");
    let by_id = tjek("a hovedfordring sent before.csv", csv(&[related("RENTE", &[("hovedfordring_id", "1000000001")])]));
    let line = &by_id.lines()[0];
    assert_eq!(line["outcome"], "modtages");
    assert!(line["not_checked"].to_string().contains("hovedfordringen står ikke i filen"), "{line}");
}

#[test]
fn a_missing_column_is_told_and_not_taken_for_passed() {
    let mut claim = passing("A");
    claim.remove("forfaldsdato");
    let answer = tjek("no due dates.csv", csv(&[claim]));
    let line = &answer.lines()[0];
    let skipped: Vec<&str> = line["not_checked"].as_array().expect("a list").iter().filter_map(|rule| rule["rule"].as_str()).collect();
    for rule in ["R_2_3", "R_5_1", "R_6_1", "R_7_2"] {
        assert!(skipped.contains(&rule), "{rule} is not among {skipped:?}");
    }
    assert!(line["not_checked"].to_string().contains("filen har ingen kolonne med forfaldsdato"), "{line}");
    let text =
        cli(&["tjek", file("bad_input/no due dates.csv", csv(&[passing("A")]).replace("forfaldsdato", "dato")).to_str().expect("a path")]);
    assert!(text.out.contains("mindst én filterregel, der ikke kunne tjekkes"), "{}", text.out);
}

#[test]
fn no_persons_number_is_repeated_in_a_sentence() {
    let claim = changed(passing("A"), &[("beskrivelse", "Regning for 690250-1234"), ("skyldner_id", "690250123")]);
    for format in ["tekst", "csv", "jsonl"] {
        let answer =
            cli(&["tjek", file("bad_input/numbers.csv", csv(std::slice::from_ref(&claim))).to_str().expect("a path"), "--format", format]);
        assert!(answer.out.contains("G_BESKR_CPR"), "{format}: {}", answer.out);
        assert!(!answer.out.contains("690250"), "{format}: {}", answer.out);
    }
}

#[test]
fn line_breaks_inside_a_quoted_cell_stay_in_it() {
    let bytes = with_middle(|line| line.replace("Faktura B", "\"Faktura B\nsendt med posten\r\ntil jer\"").into());
    let answer = tjek("line breaks in a cell.csv", bytes);
    let rows: Vec<_> = answer.lines().iter().map(|line| (line["row"].as_u64(), line["outcome"].as_str().map(str::to_owned))).collect();
    assert_eq!(rows, [2, 3, 6].map(|row| (Some(row), Some("modtages".to_owned()))), "rows are lines of the file");
    assert!(answer.lines().iter().all(|line| rules_of(line).is_empty()), "{answer:?}");
}

/// Bytes that fail, or end, from a certain reading on: a file that is taken away or cut off while it is checked.
struct Failing {
    bytes: Vec<u8>,
    readings: usize,
    ends: bool,
}

impl Bytes for Failing {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.readings.checked_sub(1) {
            Some(left) => self.readings = left,
            None if self.ends => return Ok(0),
            None => return Err(std::io::ErrorKind::PermissionDenied.into()),
        }
        self.bytes.as_slice().read_at(offset, buffer)
    }
}

#[test]
fn a_file_that_is_taken_away_while_it_is_checked_is_told() {
    let claims: Vec<Values> = (0..60).map(|number| passing(&format!("R{number}"))).collect();
    let whole = csv(&claims).into_bytes();
    let mut told = 0;
    for readings in 0..40 {
        for ends in [false, true] {
            let failing = Failing { bytes: whole.clone(), readings, ends };
            let opened = open_one("fordringer.csv", failing);
            match opened.and_then(|opened| FileCheck::run(opened, cases::settings(), &mut |_| true)) {
                Err(problem) => {
                    told += 1;
                    assert!(problem.to_string().starts_with("Filen ") || problem.to_string().starts_with("Ingen af"), "{problem}");
                }
                Ok(check) => {
                    let mut check = check.expect("nobody stopped it");
                    if let Err(error) = check.open(59) {
                        assert!(!error.to_string().is_empty());
                    }
                }
            }
        }
    }
    assert!(told > 10, "only {told} times");
}

#[test]
fn a_check_can_be_stopped() {
    let text = format!("{HEADINGS}{}", "KFDAINS;100;100;01-06-2026\n".repeat(5_000));
    for stop_after in 1..4 {
        let mut words = 0;
        let opened = open_one("fordringer.csv", text.clone().into_bytes()).expect("a file of claims");
        let check = FileCheck::run(opened, cases::settings(), &mut |_| {
            words += 1;
            words < stop_after
        });
        assert!(matches!(check, Ok(None)), "stopped after {stop_after}");
        assert_eq!(words, stop_after);
    }
}

#[test]
fn a_claim_that_lacks_what_rules_ask_for_is_not_said_to_be_received() {
    let heading = "fordringsart;fordringstype;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;forfaldsdato;SRB;foraeldelsesdato;beskrivelse";
    let row = "INDR;KFDAINS;2000;2000;01-07-2026;31-07-2026;01-07-2026;01-07-2026;15-07-2026;02-07-2029;Faktura 1";
    let undecided = |heading: &str, row: &str| {
        let opened = open_one("fordringer.csv", format!("{heading}\n{row}\n").into_bytes()).expect("a file of claims");
        let received = stamdatatjek::claim::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let settings = stamdatatjek::check::Settings { received, creditor: stamdatatjek::catalogue::Creditor::default() };
        let mut found = Vec::new();
        let mut take = |claim: &stamdatatjek::check::view::ClaimView| {
            found.extend(claim.undecided.clone());
            Ok(())
        };
        stamdatatjek::check::file::FileCheck::run_each(opened, settings, &mut take).expect("a file of claims");
        found
    };
    assert!(undecided(heading, row).is_empty());
    let (names, values): (Vec<&str>, Vec<&str>) = (heading.split(';').collect(), row.split(';').collect());
    for name in ["fordringsart", "hovedstol", "beloeb"] {
        let at = names.iter().position(|other| *other == name).expect("a heading");
        let mut empty = values.clone();
        empty[at] = "";
        assert_eq!(undecided(heading, &empty.join(";")), [name], "empty");
        let without =
            |list: &[&str]| list.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, text)| *text).collect::<Vec<_>>().join(";");
        assert_eq!(undecided(&without(&names), &without(&values)), [name], "no column");
    }
}
