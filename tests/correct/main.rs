//! Corrections in a copy: what is changed is changed, and no other byte of the file is.

mod made;
mod odd;

use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::{FileCheck, Filter, Sort};
use stamdatatjek::check::opening::{open_one, open_text};
use stamdatatjek::claim::{Field, NaiveDate};
use stamdatatjek::correct::{Change, CorrectedFormat, Desk, NewValue, Preview, Target};
use stamdatatjek::intake::Opened;

/// A file that is corrected as the page would have it done.
pub struct Case {
    pub file: Vec<u8>,
    pub copy: Vec<u8>,
    pub desk: Desk,
    pub check: FileCheck,
}

pub fn settings() -> Settings {
    Settings { received: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), creditor: Creditor::default() }
}

pub fn checked(opened: Opened) -> FileCheck {
    FileCheck::run(opened, settings(), &mut |_| true).unwrap().unwrap()
}

impl Case {
    pub fn of(file: impl Into<Vec<u8>>) -> Case {
        let file = file.into();
        Case::opened(open_text("fil.csv", file.clone()).unwrap(), file)
    }

    /// `rows` are those that the file was opened from.
    pub fn opened(opened: Opened, rows: Vec<u8>) -> Case {
        let check = checked(opened);
        let desk = Desk::new(&check, Box::new(rows.clone()));
        Case { copy: rows.clone(), file: rows, desk, check }
    }

    /// Makes a change, and checks the copy; answers what the preview said.
    pub fn make(&mut self, target: Target, to: NewValue) -> Result<Preview, String> {
        let draft = self.desk.draft(&mut self.check, &Change { target, to })?;
        let preview = draft.preview.clone();
        assert_eq!(self.desk.take(draft), preview.cells > 0);
        self.refresh();
        Ok(preview)
    }

    pub fn refresh(&mut self) {
        self.copy.clear();
        self.desk.copy(&mut self.copy).unwrap();
        self.check = checked(self.check.reopened(Box::new(self.copy.clone())));
        self.desk.mark(&mut self.check);
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.copy.clone()).unwrap()
    }
}

pub fn cell(claim: u32, line: u8, column: u32) -> Target {
    Target::Cell { claim, line, column }
}

pub fn everywhere(field: Field) -> Target {
    Target::Field { filter: Filter::default(), field }
}

pub fn text(text: &str) -> NewValue {
    NewValue::Text(text.into())
}

const HEADING: &str = "reference;fordringstype;hovedstol;stiftelsesdato;forfaldsdato;beskrivelse\n";

#[test]
fn cells_are_changed_in_their_places() {
    let mut case =
        Case::of(format!("{HEADING}A1;KFDAINS;100,00;01-02-2026;\"01-03-2026\";x\r\nA2;KFDAINS;1.200,50;2026-02-01;01-03-2026;\n"));
    let preview = case.make(everywhere(Field::Forfaldsdato), NewValue::SameAs(Field::Stiftelsesdato)).unwrap();
    assert_eq!((preview.claims, preview.cells, preview.unchanged), (2, 2, 0));
    assert_eq!(preview.words, "Sæt forfaldsdato lig med stiftelsesdato i 2 fordringer");
    assert_eq!(
        case.text(),
        format!("{HEADING}A1;KFDAINS;100,00;01-02-2026;\"01-02-2026\";x\r\nA2;KFDAINS;1.200,50;2026-02-01;01-02-2026;\n")
    );
    let preview = case.make(cell(1, 0, 2), text("900")).unwrap();
    assert_eq!(preview.words, "Skriv «900,00» i oprindelig hovedstol i række 3");
    let preview = case.make(cell(0, 0, 5), text("a;\"b\"")).unwrap();
    assert_eq!((preview.samples[0].before.as_str(), preview.samples[0].reference.as_str()), ("x", "A1"));
    case.make(everywhere(Field::Stiftelsesdato), NewValue::Empty).unwrap();
    let last = format!("{HEADING}A1;KFDAINS;100,00;;\"01-02-2026\";\"a;\"\"b\"\"\"\r\nA2;KFDAINS;900,00;;01-02-2026;\n");
    assert_eq!(case.text(), last);
    let corrections = case.desk.corrections();
    assert_eq!((corrections.cells, corrections.lines, corrections.steps.len()), (6, 2, 4));
    assert_eq!(corrections.format, CorrectedFormat::Same("CSV".into()));
    let (of, changes) = case.desk.changes(&mut case.check, 1, 4).unwrap();
    assert_eq!((of, changes.len()), (6, 2));
    assert_eq!((changes[1].claim, changes[1].row, changes[1].heading.as_str()), (1, 3, "forfaldsdato"));
    assert_eq!((changes[1].before.as_str(), changes[1].after.as_str()), ("01-03-2026", "01-02-2026"));
    while case.desk.edits.undo() {
        case.refresh();
    }
    assert_eq!(case.copy, case.file);
    while case.desk.edits.redo() {}
    case.refresh();
    assert_eq!(case.text(), last);
}

#[test]
fn short_rows_get_their_separators() {
    let mut case = Case::of(format!("{HEADING}A1;KFDAINS\nA2;KFDAINS;1;2\nA3;KFDAINS"));
    case.make(everywhere(Field::Beskrivelse), text("hej")).unwrap();
    case.make(cell(1, 0, 4), text("1/3 2026")).unwrap();
    case.make(cell(2, 0, 3), text("01-02-2026")).unwrap();
    assert_eq!(case.text(), format!("{HEADING}A1;KFDAINS;;;;hej\nA2;KFDAINS;1;2;01-03-2026;hej\nA3;KFDAINS;;01-02-2026;;hej"));
    let preview = case.make(cell(0, 0, 6), text("for langt ude")).unwrap();
    assert_eq!((preview.cells, preview.refused.len()), (0, 1));
}

#[test]
fn what_cannot_be_written_is_refused_in_a_sentence() {
    let mut case = Case::of(format!("{HEADING}A1;KFDAINS;100,00;01-02-2026;31-02-2026;x\nA2;KFDAINS;1;;01-03-2026;\n"));
    for (target, to, words) in [
        (everywhere(Field::Domsdato), text("01-01-2026"), "Filen har ingen kolonne med domsdato"),
        (everywhere(Field::Forfaldsdato), NewValue::SameAs(Field::Srb), "Filen har ingen kolonne med sidste rettidige"),
        (cell(0, 0, 5), text("a\nb"), "linjeskift"),
    ] {
        let why = case.make(target, to).unwrap_err();
        assert!(why.contains(words), "{why}");
    }
    let preview = case.make(everywhere(Field::Forfaldsdato), NewValue::SameAs(Field::Stiftelsesdato)).unwrap();
    assert_eq!((preview.cells, preview.refused), (1, vec![(1, "Der står ikke noget i stiftelsesdato.".into())]));
    let preview = case.make(cell(0, 0, 4), text("snart")).unwrap();
    assert!(preview.notes[0].contains("«snart» kan ikke læses som en dato i forfaldsdatoen"), "{preview:?}");
    assert_eq!(case.desk.corrections().steps.len(), 2);
    let mut old = Case::of(b"reference;fordringstype;beskrivelse\nA;KFDAINS;\xE6\xF8\xE5 her\n".to_vec());
    assert!(old.make(cell(0, 0, 2), text("✓")).unwrap_err().contains("Windows-1252"));
    old.make(cell(0, 0, 2), text("Århus")).unwrap();
    assert_eq!(old.copy, b"reference;fordringstype;beskrivelse\nA;KFDAINS;\xC5rhus\n");
}

#[test]
fn open_quotation_marks_never_reach_further() {
    // One is never closed: it can be taken away, and no other may be written.
    let rows = "A1;KFDAINS;\"åben\nA2;KFDAINS;\"\"\nA3;KFDAINS;x\n";
    let heading = "reference;fordringstype;beskrivelse\n";
    let mut case = Case::of(format!("{heading}{rows}"));
    let refused = case.make(cell(2, 0, 2), text("a;b")).unwrap();
    assert!(refused.cells == 0 && refused.refused[0].1.contains("anførselstegn"), "{refused:?}");
    case.make(cell(1, 0, 2), text("y")).unwrap();
    case.make(cell(0, 0, 2), text("lukket")).unwrap();
    assert_eq!(case.text(), format!("{heading}A1;KFDAINS;lukket\nA2;KFDAINS;y\nA3;KFDAINS;x\n"));
    // A cell that has swallowed lines isn't written over.
    let mut swallowed = Case::of(format!("{heading}A1;KFDAINS;\"åben\nA2;KFDAINS;x\nA3;KFDAINS;y\nA4;KFDAINS;z\"\nA5;KFDAINS;u\n"));
    let preview = swallowed.make(everywhere(Field::Beskrivelse), text("ny")).unwrap();
    assert_eq!((preview.cells, preview.refused.len()), (1, 1), "{preview:?}");
    // Several: no quotation mark may come or go.
    let many = format!("{heading}{}", "a\"b;KFDAINS;\"c\n".repeat(9));
    let mut case = Case::of(many);
    let preview = case.make(everywhere(Field::Beskrivelse), text("ny")).unwrap();
    assert_eq!((preview.cells, preview.refused[0].0), (0, 9), "{preview:?}");
    let preview = case.make(everywhere(Field::Fordringstype), text("KFTILDA")).unwrap();
    assert_eq!((preview.cells, case.check.totals.claims), (9, 1));
}

#[test]
fn debtor_lines_are_changed_one_by_one_and_together() {
    let heading = "reference;fordringstype;forfaldsdato;skyldner_type;skyldner_id\n";
    let rows = "A1;KFDAINS;01-03-2026;CPR;6902501234\nA1;KFDAINS;01-03-2026;CPR;6902501242\n;;;;\nA2;KFDAINS;01-03-2026;CPR;6902501234\n";
    let mut case = Case::of(format!("{heading}{rows}"));
    assert_eq!(case.check.totals.claims, 2);
    let preview = case.make(everywhere(Field::Forfaldsdato), text("02-03-2026")).unwrap();
    assert_eq!((preview.claims, preview.cells), (2, 3));
    // The claims' numbers stay as long as their lines belong together.
    case.make(cell(0, 1, 4), text("6902501250")).unwrap();
    assert_eq!(case.check.totals.claims, 2);
    let corrected = Filter { is_corrected: true, ..Filter::default() };
    assert_eq!(case.check.list(&corrected, Sort::default()).unwrap().numbers(), [0, 1]);
    // Another reference makes them two claims, and nothing goes wrong.
    case.make(cell(0, 1, 0), text("A9")).unwrap();
    assert_eq!(case.check.totals.claims, 3);
    let (of, changes) = case.desk.changes(&mut case.check, 0, 50).unwrap();
    assert_eq!((of, changes.iter().map(|change| change.claim).collect::<Vec<_>>()), (5, vec![0, 1, 1, 1, 2]));
    assert_eq!(changes[3].reference, "A9");
    assert!(case.desk.edits.undo());
    case.refresh();
    assert_eq!(case.check.totals.claims, 2);
    assert!(case.make(cell(7, 0, 0), text("x")).is_err());
}

#[test]
fn a_row_that_becomes_blank_is_told_and_can_come_back() {
    let mut case = Case::of("fordringstype\nKFDAINS\nKFTILDA\n");
    case.make(cell(0, 0, 0), NewValue::Empty).unwrap();
    assert_eq!((case.text().as_str(), case.check.totals.claims), ("fordringstype\n\nKFTILDA\n", 1));
    let (of, changes) = case.desk.changes(&mut case.check, 0, 9).unwrap();
    assert_eq!((of, changes[0].claim, changes[0].before.as_str()), (1, u32::MAX, "KFDAINS"));
    case.make(cell(0, 0, 0), text("KFDAINS")).unwrap();
    assert!(case.desk.edits.undo() && case.desk.edits.undo());
    case.refresh();
    assert_eq!(case.copy, case.file);
}

#[test]
fn rows_staged_from_other_forms_are_corrected_too() {
    let json = r#"[{"fordringstype":"KFDAINS","forfaldsdato":"2026-03-01"},{"fordringstype":"KFDAINS","beskrivelse":"a\nb"}]"#;
    let mut opened = open_one("f.json", json.as_bytes().to_vec()).unwrap();
    let length = opened.bytes.len();
    let rows = opened.bytes.head(usize::try_from(length).unwrap()).unwrap();
    let mut case = Case::opened(opened, rows);
    let forfald = u32::try_from(case.check.layout().mapping.column(Field::Forfaldsdato).unwrap()).unwrap();
    let preview = case.make(everywhere(Field::Forfaldsdato), text("5/4-2026")).unwrap();
    assert_eq!((preview.cells, preview.samples[1].row, preview.samples[1].after.as_str()), (2, 2, "2026-04-05"));
    let mut sheet = vec![stamdatatjek::check::sheet::SheetRow {
        row: 1,
        cells: vec![stamdatatjek::check::sheet::SheetCell { column: forfald, ..Default::default() }],
    }];
    case.desk.fill_originals(&mut case.check, 0, &mut sheet).unwrap();
    assert_eq!(sheet[0].cells[0].original.as_deref(), Some("2026-03-01"));
    assert_eq!(case.desk.corrections().format, CorrectedFormat::Same("JSON".into()));
}

#[test]
fn rows_behind_many_open_quotation_marks_are_found() {
    // So many that no more are looked for past their lines: only who reads from the beginning reads these rows right.
    let rows: String = (0..200).map(|row| format!("R{row}\"b;KFDAINS;\"c\n")).collect();
    let mut case = Case::of(format!("reference;fordringstype;beskrivelse\n{rows}"));
    assert_eq!(case.check.totals.claims, 200);
    let preview = case.make(everywhere(Field::Fordringstype), text("KFTILDA")).unwrap();
    assert_eq!((preview.cells, case.check.totals.claims), (200, 200));
    assert_eq!(case.text(), format!("reference;fordringstype;beskrivelse\n{}", rows.replace("KFDAINS", "KFTILDA")));
    let (_, changes) = case.desk.changes(&mut case.check, 19, 10).unwrap();
    assert_eq!((changes[9].row, changes[9].reference.as_str(), changes[9].claim), (201, "R199\"b", 199));
}

#[test]
fn corrections_outlive_another_reading_of_the_columns() {
    use stamdatatjek::check::opening::open;
    use stamdatatjek::intake::choices::{Choices, ColumnChoice};
    use stamdatatjek::intake::{Given, MemoryStore};
    let file = format!("{HEADING}A1;KFDAINS;100;01-02-2026;01-03-2026;x\nA2;KFDAINS;1;01-02-2026;03-04-2026;\n");
    let mut case = Case::of(file.clone());
    case.make(cell(0, 0, 5), text("rettet")).unwrap();
    let opened = |choices: &Choices| {
        let given = Given { name: "f.csv".into(), bytes: Box::new(file.clone().into_bytes()), staging: None };
        open(vec![given], choices, &MemoryStore::create, &mut |_| true).unwrap()
    };
    let column = ColumnChoice { column: 6, heading: "beskrivelse".into(), field: None, dates: None, decimals: None };
    let other = opened(&Choices { columns: vec![column], ..Choices::default() });
    assert!(case.desk.fits(&other.layout));
    case.desk.reopen(&other.layout, Box::new(file.clone().into_bytes()));
    case.check = checked(Opened { bytes: Box::new(case.copy.clone()), ..other });
    case.desk.mark(&mut case.check);
    assert!(case.check.is_corrected(0) && !case.check.is_corrected(1));
    assert!(case.make(everywhere(Field::Beskrivelse), text("y")).unwrap_err().contains("ingen kolonne med beskrivelse"));
    case.make(cell(1, 0, 5), text("også")).unwrap();
    assert_eq!(case.text(), file.replace(";x\n", ";rettet\n").replace("2026;\n", "2026;også\n"));
    assert!(!case.desk.fits(&opened(&Choices { heading_line: Some(2), ..Choices::default() }).layout));
}

#[test]
fn long_stretches_are_taken_over_as_they_are() {
    use std::io;
    use std::ops::Range;

    use stamdatatjek::correct::splice::{Sink, WORTH_TAKING_OVER};
    use stamdatatjek::intake::Bytes;

    #[derive(Default)]
    struct Ranges {
        copied: Vec<Range<u64>>,
        written: u64,
        all: Vec<u8>,
    }

    impl Sink for Ranges {
        fn copy(&mut self, original: &mut dyn Bytes, range: Range<u64>) -> io::Result<()> {
            self.copied.push(range.clone());
            self.all.copy(original, range)
        }

        fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.written += bytes.len() as u64;
            self.all.write(bytes)
        }
    }

    let rows: String = (0..60_000).map(|row| format!("R{row};KFDAINS;1;01-02-2026;01-03-2026;tekst {row}\n")).collect();
    let mut case = Case::of(format!("{HEADING}{rows}"));
    for claim in [10, 20_000, 20_001, 59_999] {
        case.make(cell(claim, 0, 5), text("en længere tekst end før")).unwrap();
    }
    let mut ranges = Ranges::default();
    case.desk.copy(&mut ranges).unwrap();
    assert_eq!(ranges.all, case.copy);
    let copied: u64 = ranges.copied.iter().map(|range| range.end - range.start).sum();
    let length = case.file.len() as u64;
    assert!(ranges.copied.iter().filter(|range| range.end - range.start > WORTH_TAKING_OVER).count() >= 2, "{:?}", ranges.copied);
    assert!(copied + ranges.written >= length && ranges.written < 2000, "{copied} {} of {length}", ranges.written);
}
