//! One table of the layouts that files have, as text and as sheets: where the headings stand, what is above them, what the columns hold.
#![cfg(feature = "formats")]

mod cases;

use cases::sheets::{Cell, Epoch, Sheet, Shown, ods, text, xlsx};
use cases::{letters, settings};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::{open, prepare};
use stamdatatjek::claim::Field;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{Basis, Column, ColumnUse, MemoryStore, Opened, Question};

/// What is found of a file.
#[derive(Debug, Default, PartialEq)]
struct Found {
    heading_line: Option<u64>,
    skipped: Vec<String>,
    /// What each column holds, and how that was found.
    columns: Vec<&'static str>,
    questions: Vec<Question>,
    /// The number of each row, and what is said of how it was read.
    rows: Vec<(u64, Vec<String>)>,
}

/// A file, and what must be found.
struct Case {
    name: &'static str,
    file: Vec<u8>,
    /// The same cells as a sheet, for what isn't about text alone.
    sheet: Option<Vec<Vec<Cell>>>,
    wanted: Found,
}

const HEADINGS: &str = "fordringstype;fordringsart;reference;hovedstol;beloeb;forfaldsdato";
const A: &str = "KFDAINS;INDR;A;2800,00;2100,00;01-06-2026";
const B: &str = "KFDAINS;INDR;B;2800,00;2100,00;01-06-2026";
/// What the columns hold under [`HEADINGS`].
const ALL: [&str; 6] = ["fordringstype", "fordringsart", "reference", "hovedstol", "beloeb", "forfaldsdato"];

/// Lines without quotation marks, which are the same as rows of a sheet.
fn lines(name: &'static str, lines: &[&str]) -> Case {
    let row = |line: &&str| line.split(';').map(text).collect();
    Case { sheet: Some(lines.iter().map(row).collect()), ..only_text(name, &(lines.join("\n") + "\n")) }
}

/// A layout that only text has.
fn only_text(name: &'static str, text: &str) -> Case {
    let wanted = Found { heading_line: Some(1), columns: ALL.to_vec(), rows: vec![row(2), row(3)], ..Found::default() };
    Case { name, file: text.as_bytes().to_vec(), sheet: None, wanted }
}

fn row(number: u64) -> (u64, Vec<String>) {
    (number, Vec::new())
}

fn told(number: u64, rules: &[&str]) -> (u64, Vec<String>) {
    (number, rules.iter().map(|rule| (*rule).to_owned()).collect())
}

impl Case {
    fn headings(mut self, line: u64) -> Case {
        self.wanted.heading_line = Some(line);
        self
    }

    fn no_headings(mut self) -> Case {
        self.wanted.heading_line = None;
        self
    }

    fn skips(mut self, lines: &[&str]) -> Case {
        self.wanted.skipped = lines.iter().map(|line| (*line).to_owned()).collect();
        self
    }

    fn columns(mut self, columns: &[&'static str]) -> Case {
        self.wanted.columns = columns.to_vec();
        self
    }

    fn asks(mut self, questions: &[Question]) -> Case {
        self.wanted.questions = questions.to_vec();
        self
    }

    fn rows(mut self, rows: &[(u64, Vec<String>)]) -> Case {
        self.wanted.rows = rows.to_vec();
        self
    }
}

fn above() -> Vec<Case> {
    let far = |above: usize| [vec!["x"; above], vec![HEADINGS, A]].concat();
    vec![
        lines("nothing but headings and rows", &[HEADINGS, A, B]),
        lines("titles above", &["Restanceliste for oktober", "Udskrevet 22.11.2026", HEADINGS, A, B])
            .headings(3)
            .skips(&["Restanceliste for oktober", "Udskrevet 22.11.2026"])
            .rows(&[row(4), row(5)]),
        lines("titles and blank lines above", &["Restanceliste", "", "", HEADINGS, A, "", B, ""])
            .headings(4)
            .skips(&["Restanceliste"])
            .rows(&[row(5), row(7)]),
        lines("a title with a word that is a heading too", &["Beløb pr. 22.11.2026;;;;;", HEADINGS, A, B])
            .headings(2)
            .skips(&["Beløb pr. 22.11.2026"])
            .rows(&[row(3), row(4)]),
        lines("headings of groups above", &["Fordring;;;Beløb;;Datoer", HEADINGS, A, B])
            .headings(2)
            .skips(&["Fordring   Beløb  Datoer"])
            .rows(&[row(3), row(4)]),
        lines("a filled-in form above", &["Kommune:;Testby", "Periode:;01-01-2026;31-10-2026", "", HEADINGS, A])
            .headings(4)
            .skips(&["Kommune: Testby", "Periode: 01-01-2026 31-10-2026"])
            .rows(&[row(5)]),
        lines("headings as far down as they may stand", &far(29)).headings(30).skips(&["x"; 29]).rows(&[row(31)]),
        only_text("the separator told above", &format!("sep=;\r\n{HEADINGS}\r\n{A}\r\n{B}\r\n")).headings(2).rows(&[row(3), row(4)]),
        only_text("another separator told above", &format!("sep=|\n{HEADINGS}\n{A}\n{B}\n").replace(';', "|"))
            .headings(2)
            .rows(&[row(3), row(4)]),
        only_text("a mark of the letters, and the separator told", &format!("\u{feff}sep=;\n{HEADINGS}\n{A}\n{B}\n"))
            .headings(2)
            .rows(&[row(3), row(4)]),
        only_text("a title with other separators", &format!("Liste, udskrevet, af, systemet, 22.11.2026\n{HEADINGS}\n{A}\n{B}\n"))
            .headings(2)
            .skips(&["Liste, udskrevet, af, systemet, 22.11.20…"])
            .rows(&[row(3), row(4)]),
    ]
}

fn headings() -> Vec<Case> {
    vec![
        lines("headings in capitals", &[&HEADINGS.to_uppercase(), A, B]),
        lines(
            "headings with underscores and points",
            &["Fordrings_type;FORDRINGS-ART;Egen reference;Oprindelig.hovedstol;Rest_gæld;Netto forfald", A, B],
        ),
        lines("blanks around headings", &[&HEADINGS.replace(';', " ; \u{a0}"), A, B]),
        lines("an å in two characters", &["Fordringstype;A\u{30a}rsagskode", "KFDAINS;FAST"])
            .columns(&["fordringstype", "aarsagskode"])
            .rows(&[row(2)]),
        lines("a heading that stands twice", &[&format!("{HEADINGS};Forfald;Forfald"), &format!("{A};01-01-2020;x")])
            .columns(&[&ALL[..], &["again forfaldsdato", "again forfaldsdato"]].concat())
            .rows(&[row(2)]),
        lines("columns nobody knows between", &["Nr;fordringstype;;reference;Bemærkning;hovedstol", "1;KFDAINS;;A;x;12,50"])
            .columns(&["", "fordringstype", "", "reference", "", "hovedstol"])
            .rows(&[row(2)]),
        lines(
            "headings that only remind of fields",
            &["Kravtypekode;Stiftet den;Forfalder;Restgæld kr.", "KFDAINS;01-06-2026;01-06-2026;12,50"],
        )
        .columns(&["like fordringstype", "like stiftelsesdato", "like forfaldsdato", "like beloeb"])
        .asks(&[Question::Guessed])
        .rows(&[row(2)]),
        lines("a second row of headings, for the units", &[HEADINGS, ";;;kr.;kr.;dd-mm-åååå", A])
            .rows(&[told(2, &["G_FORDRTYPE_KENDT", "L_BELOEB", "L_BELOEB", "L_DATO"]), row(3)]),
        lines("headings again on the next page", &[HEADINGS, A, HEADINGS, B]).rows(&[
            row(2),
            told(3, &["G_FORDRTYPE_KENDT", "L_BELOEB", "L_BELOEB", "L_DATO"]),
            row(4),
        ]),
        lines("one column", &["fordringstype", "KFDAINS", "KFDAINS"]).columns(&ALL[..1]),
        only_text("a heading on two lines", &format!("{};\"Sidste rettidige\nbetalingsdato\"\n{A};15-06-2026\n", HEADINGS))
            .columns(&[&ALL[..], &["sidste_rettidige_betalingsdato"]].concat())
            .rows(&[row(3)]),
        lines("no headings", &[A, B])
            .no_headings()
            .columns(&["by fordringstype", "by fordringsart", "", "", "", ""])
            .asks(&[Question::NoHeadings, Question::Guessed])
            .rows(&[row(1), row(2)]),
        lines("no headings below a title", &["Restanceliste", "", A, B])
            .no_headings()
            .skips(&["Restanceliste"])
            .columns(&["by fordringstype", "by fordringsart", "", "", "", ""])
            .asks(&[Question::NoHeadings, Question::Guessed])
            .rows(&[row(3), row(4)]),
        lines("no fordringstype", &["reference;hovedstol;forfaldsdato", "A;12,50;01-06-2026"])
            .columns(&["reference", "hovedstol", "forfaldsdato"])
            .asks(&[Question::NoFordringstype])
            .rows(&[told(2, &[])]),
    ]
}

fn rows() -> Vec<Case> {
    let no_type: &[&str] = &["G_FORDRTYPE_KENDT"];
    let shifted = |line: &str| format!(";{line}");
    vec![
        lines("an empty column in front", &[&shifted(HEADINGS), &shifted(A), &shifted(B)]).columns(&[&[""][..], &ALL].concat()),
        // A sheet has no cells where nothing stands.
        only_text("empty columns behind", &format!("{HEADINGS};;;\n{A};;;\n{B};;;\n")).columns(&[&ALL[..], &["", "", ""]].concat()),
        lines("a row of nothing between", &[HEADINGS, A, ";;;;;", " ; ;\u{a0};;;", B]).rows(&[row(2), row(5)]),
        lines("a total at the bottom", &[HEADINGS, A, "I alt;;;2800,00;2100,00;"]).rows(&[row(2), told(3, no_type)]),
        lines("a remark at the bottom", &[HEADINGS, A, "", "* Udskrevet af KH;;;;;"]).rows(&[row(2), told(4, no_type)]),
        only_text("empty cells behind some rows", &format!("{HEADINGS}\n{A};;;\n{B}\n")),
        only_text("a row that is too short", &format!("{HEADINGS}\n{A}\nKFDAINS;INDR;B;2800,00;2100,00\n"))
            .rows(&[row(2), told(3, &["L_RAEKKE"])]),
        only_text("a row that is too long", &format!("{HEADINGS}\nKFDAINS;INDR;A;1;2800,00;2100,00;01-06-2026\n{B}\n"))
            .rows(&[told(2, &["L_DATO", "L_RAEKKE"]), row(3)]),
        only_text("line breaks in a cell", &format!("{HEADINGS}\n{}\n{B}\n", A.replace(";A;", ";\"A\n\n1\";"))).rows(&[row(2), row(5)]),
        only_text("line breaks in a cell of the last row", &format!("{HEADINGS}\n{A}\n{}", B.replace(";B;", ";\"B\n1\";"))),
        only_text("line ends of three kinds", &format!("{HEADINGS}\r\n{A}\r{B}\n{A}1")).rows(&[row(2), row(3), told(4, &["L_DATO"])]),
        only_text("a quotation mark that is never closed", &format!("{HEADINGS}\n{}\n{B}\n", A.replace(";A;", ";\"A;")))
            .rows(&[told(2, &["L_RAEKKE"]), row(3)]),
        only_text(
            "rows that ran together",
            &format!("{HEADINGS}\n{A}\n{}\n{A}\n{}\n", B.replace(";B;", ";\"B;"), B.replace(";B;", ";B\";")),
        )
        .rows(&[row(2), told(3, &["L_RAEKKE"])]),
        only_text("tabulators", &format!("{HEADINGS}\n{A}\n{B}\n").replace(';', "\t")),
        only_text("upright bars", &format!("{HEADINGS}\n{A}\n{B}\n").replace(';', "|")),
        only_text("commas, and amounts in quotation marks", "fordringstype,beloeb\nKFDAINS,\"1.234,50\"\nKFDAINS,\"2,50\"\n")
            .columns(&["fordringstype", "beloeb"]),
        Case {
            file: [b"reference;fordringstype\nA\xF8;KFBIL\xD8K\nB\xE5;KFDAINS\n", "Cø;KFDAINS\n".as_bytes()].concat(),
            ..only_text("a line in other letters", "")
        }
        .columns(&["reference", "fordringstype"])
        .rows(&[row(2), row(3), told(4, &["L_TEGN"])]),
        Case { file: letters::cp850("beløb;fordringstype\n1,00;KFBILØK\n").expect("old letters"), ..only_text("the old letters", "") }
            .columns(&["beloeb", "fordringstype"])
            .asks(&[Question::OldLetters])
            .rows(&[row(2)]),
    ]
}

fn opened(bytes: Vec<u8>, sheet: Option<&str>) -> Opened {
    let given = prepare("fordringer", Box::new(bytes), sheet).unwrap_or_else(|problem| panic!("{problem}"));
    let choices = Choices { sheet: sheet.map(str::to_owned), ..Choices::default() };
    open(vec![given], &choices, &MemoryStore::create, &mut |_| true).unwrap_or_else(|problem| panic!("{problem}"))
}

fn column(column: &Column) -> &'static str {
    let names = |before: &'static str, field: Field| match before {
        "" => field.name(),
        _ => Box::leak(format!("{before} {}", field.name()).into_boxed_str()),
    };
    match (column.use_, column.basis) {
        (ColumnUse::Field(field), Basis::Name) => names("", field),
        (ColumnUse::Field(field), Basis::Likeness) => names("like", field),
        (ColumnUse::Field(field), Basis::Content) => names("by", field),
        (ColumnUse::Field(field), _) => names("chosen", field),
        (ColumnUse::Repeated(field), _) => names("again", field),
        (ColumnUse::Unknown, _) => "",
    }
}

/// What is found of a file, with what is said of how its rows were read, and of rows that are no claims.
fn found(opened: Opened) -> Found {
    let layout = opened.layout.clone();
    let mut rows = Vec::new();
    let check = FileCheck::run_each(opened, settings(), &mut |claim| {
        let told = claim.findings.iter().map(|finding| finding.rule.clone());
        let mut told: Vec<String> = told.filter(|rule| rule.starts_with("L_") || rule == "G_FORDRTYPE_KENDT").collect();
        told.sort();
        rows.push((claim.row, told));
        Ok(())
    });
    check.unwrap_or_else(|problem| panic!("{problem}"));
    Found {
        heading_line: layout.heading_line,
        skipped: layout.skipped.clone(),
        columns: layout.mapping.columns.iter().map(column).collect(),
        questions: layout.questions.clone(),
        rows,
    }
}

#[test]
fn every_layout_is_found() {
    let cases: Vec<Case> = [above(), headings(), rows()].into_iter().flatten().collect();
    assert!(cases.len() >= 40, "only {} cases", cases.len());
    let mut faults = Vec::new();
    for Case { name, file, sheet, wanted } in cases {
        let mut files = vec![("text", file)];
        if let Some(rows) = sheet {
            let sheet = [Sheet::new("Ark1", rows)];
            files.extend([("XLSX", xlsx(&sheet, Epoch::From1900)), ("ODS", ods(&sheet))]);
        }
        for (form, bytes) in files {
            let found = found(opened(bytes, None));
            if found != wanted {
                faults.push(format!("{name} as {form}: {found:?}\n    instead of {wanted:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn sheet(name: &'static str, lines: &[&str]) -> Sheet {
    Sheet::new(name, lines.iter().map(|line| line.split(';').map(text).collect()).collect())
}

fn hidden(name: &'static str, lines: &[&str]) -> Sheet {
    Sheet { shown: Shown::Hidden, ..sheet(name, lines) }
}

/// The sheets of a workbook, which of them is read, and what is asked.
type Book = (&'static str, Vec<Sheet>, &'static str, &'static [Question]);

fn books() -> Vec<Book> {
    let claims = || sheet("Fordringer", &[HEADINGS, A, B]);
    vec![
        ("one sheet", vec![claims()], "Fordringer", &[]),
        ("an empty sheet in front", vec![sheet("Ark1", &[]), claims()], "Fordringer", &[]),
        ("a sheet with a remark in front", vec![sheet("Læs mig", &["Udtræk af restancer"]), claims()], "Fordringer", &[]),
        ("fewer rows behind", vec![claims(), sheet("Koder", &["kode", "1"])], "Fordringer", &[Question::Sheets]),
        ("more rows in another sheet", vec![sheet("Koder", &["kode;navn", "1;x"]), claims()], "Fordringer", &[Question::Sheets]),
        ("a hidden sheet", vec![hidden("Koder", &["kode;navn", "1;x", "2;y", "3;z"]), claims()], "Fordringer", &[Question::Sheets]),
    ]
}

#[test]
fn the_sheet_with_the_claims_is_read() {
    for (name, sheets, wanted, questions) in books() {
        for (form, bytes) in [("XLSX", xlsx(&sheets, Epoch::From1900)), ("ODS", ods(&sheets))] {
            let opened = opened(bytes.clone(), None);
            let listed: Vec<(&str, bool)> = opened.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
            let given: Vec<(&str, bool)> = sheets.iter().map(|sheet| (sheet.name, sheet.shown == Shown::Hidden)).collect();
            assert_eq!(listed, given, "{name} as {form}");
            let found = found(opened);
            assert_eq!((&found.rows[..], &found.questions[..]), (&[row(2), row(3)][..], questions), "{name} as {form}");
            let chosen = self::found(self::opened(bytes, Some(wanted)));
            assert_eq!((chosen.rows.len(), chosen.questions.len()), (2, 0), "{name} as {form}");
        }
    }
}

#[test]
fn any_sheet_can_be_chosen() {
    let sheets = [sheet("Fordringer", &[HEADINGS, A, B]), hidden("Gamle", &["", "Fra 2025", HEADINGS, A])];
    for bytes in [xlsx(&sheets, Epoch::From1900), ods(&sheets)] {
        let chosen = found(opened(bytes.clone(), Some("Gamle")));
        let wanted =
            Found { heading_line: Some(3), skipped: vec!["Fra 2025".into()], columns: ALL.to_vec(), questions: vec![], rows: vec![row(4)] };
        assert_eq!(chosen, wanted);
        let Err(problem) = prepare("fordringer", Box::new(bytes), Some("Ark9")) else { panic!("no such sheet") };
        let told = problem.to_string();
        assert!(told.contains("«Ark9»") && told.contains("«Fordringer», «Gamle»"), "{told}");
    }
}
