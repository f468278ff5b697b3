//! Spreadsheets of every kind into staged rows: what LibreOffice made, what is written here by hand, and what is made to do harm.
#![cfg(feature = "formats")]

mod harm;
mod make;
mod refusals;

use calamine::{Data, Reader};
use make::{Xlsx, ods, ods_rows, xlsx, xlsx_rows};
use stamdatatjek::claim::{Field, parse_amount, parse_date};
use stamdatatjek::intake::{Bytes, Container, FileProblem, RowProblem, RowReader, StagedForm, StagedWriter, Staging, formats};

/// A row as it was staged.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    number: u64,
    cells: Vec<String>,
    problems: Vec<RowProblem>,
}

type Read = (Staging, Vec<Row>);

fn container(bytes: &[u8]) -> Container {
    if bytes.starts_with(b"PK") { Container::Zip } else { Container::Compound }
}

fn read(bytes: &[u8], sheet: Option<usize>) -> Result<Read, FileProblem> {
    let mut file = bytes;
    let mut stored = Vec::new();
    let staging = formats::stage(container(bytes), &mut file, sheet, &mut StagedWriter::new(&mut stored), &mut |_| true)?;
    let mut rows = Vec::new();
    let mut reader = RowReader::staged(&mut stored, 0);
    while let Some(row) = reader.next_row().expect("staged rows") {
        let cells = (0..row.len()).map(|column| row.cell(column).to_owned()).collect();
        rows.push(Row { number: row.line, cells, problems: row.problems.clone() });
    }
    assert_eq!(rows.len() as u64, staging.rows);
    assert_eq!(staging.sheets[staging.sheet.expect("a sheet")].rows, staging.rows);
    Ok((staging, rows))
}

/// The default sheet, which must be readable.
fn opened(bytes: &[u8]) -> Read {
    read(bytes, None).unwrap_or_else(|problem| panic!("{problem}"))
}

fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const FORMS: [&str; 3] = ["xlsx", "xls", "ods"];

#[test]
fn the_same_claims_are_read_from_every_form() {
    let csv = String::from_utf8(fixture("fordringer.csv")).expect("text");
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(';').collect()).collect();
    for form in FORMS {
        let (staging, rows) = opened(&fixture(&format!("fordringer.{form}")));
        assert_eq!(rows.len(), lines.len(), "{form}");
        assert_eq!((staging.notes.len(), staging.sheets.len(), staging.headings), (0, 1, None), "{form}");
        for (number, (row, line)) in (1..).zip(rows.iter().zip(&lines)) {
            assert_eq!((row.number, row.problems.len()), (number, 0), "{form}");
            for (column, (read, written)) in row.cells.iter().zip(line).enumerate() {
                let heading = lines[0][column];
                let amount = ["hovedstol", "beloeb"].contains(&heading) && number > 1;
                let same = if amount { parse_amount(read) == parse_amount(written) } else { read == written };
                assert!(same, "{form}, row {number}, {heading}: {read} is not {written}");
            }
            assert!(line[row.cells.len()..].iter().all(|cell| cell.is_empty()), "{form}, row {number} has lost cells");
        }
    }
}

#[test]
fn every_kind_of_value_is_read_alike_from_every_form() {
    let wanted: [(u64, &[&str]); 9] = [
        (1, &["Udskrevet 22. november"]),
        (
            3,
            &[
                "fordringstype",
                "hovedstol",
                "forfaldsdato",
                "tidspunkt",
                "klokken",
                "varighed",
                "betalt",
                "andel",
                "reference",
                "dobbelt",
                "fejl",
                "beskrivelse",
            ],
        ),
        (
            4,
            &[
                "KFDAINS",
                "1234,5",
                "2025-03-04",
                "2025-03-04 10:30:00",
                "10:30:00",
                "36:15:00",
                "ja",
                "0,25",
                "000123",
                "2469",
                "#N/A",
                "Linje 1, æøå & «mere»\nLinje   2",
            ],
        ),
        (5, &["", "0,0010", "2024-02-29", "", "", "", "nej", "", "000124", "#DIV/0!", "tekst 000124"]),
        (6, &["", "-99999999,99", "2024-12-31"]),
        (7, &["KFTILDA", "12", "12"]),
        (8, &["KFTILDA", "12", "12"]),
        (9, &["KFTILDA", "12", "12"]),
        (50, &["I ALT", "-99998729,4890"]),
    ];
    for form in FORMS {
        let (staging, rows) = opened(&fixture(&format!("blandet.{form}")));
        for (row, (number, cells)) in rows.iter().zip(&wanted) {
            assert_eq!((row.number, row.cells.iter().map(String::as_str).collect::<Vec<_>>().as_slice()), (*number, *cells), "{form}");
            let covered = [5, 6].contains(number).then_some(RowProblem::Merged { column: 0, row: 4 });
            assert_eq!(row.problems, Vec::from_iter(covered), "{form}, row {number}");
        }
        assert_eq!(rows.len(), wanted.len(), "{form}");
        let notes = [
            "Arket har 2 flettede områder, fx A4:A6. Kun cellen øverst til venstre har en værdi.",
            "1 skjult række og 1 skjult kolonne er læst med.",
        ];
        assert_eq!(staging.notes, notes, "{form}");
        let sheets: Vec<_> = staging.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden, sheet.rows)).collect();
        assert_eq!(sheets, [("Forside", false, 1), ("Fordringer", false, 9), ("Koder", true, 20), ("Tom", false, 0)], "{form}");
        assert_eq!((staging.sheet, staging.days_from_1904), (Some(1), false), "{form}");
    }
    assert_eq!(opened(&fixture("blandet.xlsx")).0.form, StagedForm::Xlsx);
    assert_eq!(opened(&fixture("blandet.xls")).0.form, StagedForm::Xls);
    assert_eq!(opened(&fixture("blandet.ods")).0.form, StagedForm::Ods);
}

#[test]
fn a_sheet_is_read_by_its_place() {
    for form in FORMS {
        let file = fixture(&format!("blandet.{form}"));
        let (staging, rows) = read(&file, Some(2)).expect("a hidden sheet can be read");
        assert_eq!((staging.sheet, rows.len(), rows[19].cells[0].as_str()), (Some(2), 20, "kode"), "{form}");
        let (_, rows) = read(&file, Some(0)).expect("the first sheet");
        assert_eq!(rows[0].cells, ["Restanceliste for Test Kommune"], "{form}");
    }
}

#[test]
fn a_sheet_is_chosen_by_what_can_be_seen_and_how_much_it_holds() {
    let rows = |count: usize| format!("<sheetData>{}</sheetData>", "<row><c><v>1</v></c></row>".repeat(count));
    let of = |sheets: &[(&'static str, usize)]| {
        let sheets = sheets.iter().map(|(state, count)| ("Ark", *state, rows(*count))).collect();
        opened(&Xlsx { sheets, ..Xlsx::of("") }.bytes()).0
    };
    assert_eq!(of(&[("visible", 2), ("visible", 3), ("visible", 3), ("hidden", 9), ("veryHidden", 9)]).sheet, Some(1));
    // Counting is given up at a thousand: both hold enough, and the first of them is read.
    let staging = of(&[("visible", 5), ("visible", 1500), ("visible", 1700)]);
    assert_eq!(staging.sheets.iter().map(|sheet| sheet.rows).collect::<Vec<_>>(), [5, 1500, 1000]);
    let staging = of(&[("visible", 0), ("hidden", 1)]);
    assert_eq!(staging.notes, ["Arket «Ark» er skjult. Det er læst, fordi de synlige ark er tomme."]);
    assert!(staging.sheets[1].hidden);
}

#[test]
fn a_program_of_another_reader_finds_the_same_cells() {
    for name in ["blandet.xlsx", "blandet.xls", "blandet.ods", "fordringer.xlsx", "fordringer.xls", "fordringer.ods"] {
        let file = fixture(name);
        let mut other = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(&file)).expect("a workbook");
        for (place, sheet) in other.sheet_names().iter().enumerate() {
            let range = other.worksheet_range(sheet).expect("a sheet");
            let mut theirs: Vec<(u64, usize, bool)> = Vec::new();
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                theirs.push((row as u64 + u64::from(top) + 1, column + left as usize, matches!(value, Data::String(_))));
            }
            let ours: Vec<(u64, usize, String)> = match read(&file, Some(place)) {
                Ok((_, rows)) => rows
                    .iter()
                    .flat_map(|row| row.cells.iter().enumerate().map(|(column, cell)| (row.number, column, cell.clone())))
                    .filter(|(.., cell)| !cell.is_empty())
                    .collect(),
                Err(_) => Vec::new(),
            };
            let places = |cells: &[(u64, usize, String)]| cells.iter().map(|(row, column, _)| (*row, *column)).collect::<Vec<_>>();
            assert_eq!(places(&ours), theirs.iter().map(|(row, column, _)| (*row, *column)).collect::<Vec<_>>(), "{name}, {sheet}");
            for ((row, column, cell), (.., is_text)) in ours.iter().zip(&theirs) {
                let value = range.get_value(((row - 1) as u32, *column as u32)).expect("a value");
                match value {
                    Data::String(text) => assert_eq!(cell, text, "{name}"),
                    Data::Bool(yes) => assert_eq!(cell, if *yes { "ja" } else { "nej" }),
                    Data::Float(_) | Data::Int(_) => {
                        let number: f64 = cell.replace(',', ".").parse().expect("a number");
                        assert!(
                            value.to_string().parse::<f64>().is_ok_and(|theirs| (theirs - number).abs() < 1e-9),
                            "{name}: {cell} and {value}"
                        );
                    }
                    _ => assert!(!is_text && !cell.is_empty()),
                }
            }
        }
    }
}

#[test]
fn cells_of_xlsx_are_read_by_their_kind() {
    let mut book = Xlsx::of(
        "<sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c><c r=\"D2\" t=\"inlineStr\"><is><t>inde</t></is></c>\
         <c r=\"E2\" t=\"str\"><f>A1</f><v>af_x000A_to</v></c><c r=\"F2\" t=\"b\"><v>1</v></c><c r=\"G2\" t=\"b\"><v>false</v></c>\
         <c r=\"H2\" t=\"e\"><v>#REF!</v></c><c r=\"I2\" t=\"d\"><v>2025-03-04T00:00:00</v></c><c r=\"J2\" s=\"1\"><v>45720</v></c>\
         <c r=\"K2\" s=\"2\"><v>45720.4375</v></c><c r=\"L2\" s=\"3\"><v>0.5</v></c><c r=\"M2\" s=\"4\"><v>1.5</v></c><c r=\"N2\" s=\"5\"><v>12.5</v></c>\
         <c r=\"O2\"><v>1E-3</v></c><c r=\"P2\" t=\"n\"><v>nan</v></c><c r=\"Q2\" s=\"1\"><v>-3</v></c><c r=\"R2\"/><c r=\"S2\"><v>1234567890123456789</v></c>\
         <c r=\"T2\" s=\"99\"><v>7</v></c></row></sheetData>",
    );
    book.strings = "<si><t xml:space=\"preserve\"> delt &lt;&#230;&gt; </t></si>\
        <si><r><rPr><b/></rPr><t>to </t></r><r><t>dele</t></r><rPh sb=\"0\" eb=\"1\"><t>udtale</t></rPh><phoneticPr/></si>"
        .into();
    let (_, rows) = opened(&book.bytes());
    let wanted = [
        " delt <æ> ",
        "",
        "to dele",
        "inde",
        "af\nto",
        "ja",
        "nej",
        "#REF!",
        "2025-03-04",
        "2025-03-04",
        "2025-03-04 10:30:00",
        "12:00:00",
        "36:00:00",
        "12,5",
        "0,0010",
        "nan",
        "-3",
        "",
        "1234567890123456789",
        "7",
    ];
    assert_eq!((rows[0].number, rows[0].cells.as_slice()), (2, wanted.map(str::to_owned).as_slice()));
    assert_eq!(rows[0].problems, [RowProblem::DigitsLost { column: 18 }]);
}

#[test]
fn what_is_left_out_of_xlsx_is_known_from_the_order() {
    let (_, rows) = opened(&xlsx_rows(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row r=\"7\"><c r=\"C7\"><v>4</v></c><c><v>5</v></c></row><row><c r=\"B8\"><v>6</v></c></row>",
    ));
    let found: Vec<_> = rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
    assert_eq!(found, [(1, "1||3".into()), (7, "||4|5".into()), (8, "|6".into())]);
    // Another writer's prefixes and places.
    let parts = [
        (
            "_rels/.rels",
            "<p:Relationships xmlns:p=\"p\"><p:Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/Mappe/Bog.xml\"/></p:Relationships>",
        ),
        (
            "Mappe/Bog.xml",
            "<x:workbook xmlns:x=\"x\" xmlns:q=\"q\"><x:sheets><x:sheet name=\"A &amp; B\" q:id=\"b\"/></x:sheets></x:workbook>",
        ),
        (
            "Mappe/_rels/Bog.xml.rels",
            "<Relationships><Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"../ark/Et.xml\"/></Relationships>",
        ),
        (
            "ark\\et.xml",
            "<x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row><x:row r=\"2\"><x:c r=\"B2\"><x:v>2</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref=\"A1:A2\"/></x:mergeCells></x:worksheet>",
        ),
    ];
    let (staging, rows) = opened(&make::zipped(&parts.map(|(name, text)| (name, text.as_bytes().to_vec()))));
    assert_eq!((staging.sheets[0].name.as_str(), rows.len()), ("A & B", 2));
    assert_eq!(rows[1].problems, [RowProblem::Merged { column: 0, row: 1 }]);
}

#[test]
fn formulas_without_a_result_are_told() {
    let sheet = "<row><c><f>1+1</f></c><c><f>1+1</f><v></v></c><c><f>1+1</f><v/></c><c t=\"str\"><f>A1</f><v></v></c><c t=\"str\"><f>A1</f></c><c><f>1+1</f><v>2</v></c></row>";
    let (_, rows) = opened(&xlsx_rows(sheet));
    assert_eq!(rows[0].cells, ["", "", "", "", "", "2"]);
    let without = [0, 1, 2, 4].map(|column| RowProblem::NoCachedValue { column });
    assert_eq!(rows[0].problems, without);
    // A row of nothing else is told as well.
    assert_eq!(opened(&xlsx_rows("<row><c><f>1</f></c></row>")).1[0].problems, [RowProblem::NoCachedValue { column: 0 }]);
    let ods_sheet = "<table:table-row><table:table-cell table:formula=\"of:=1\"/><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>";
    assert_eq!(opened(&ods_rows(ods_sheet)).1[0].problems, [RowProblem::NoCachedValue { column: 0 }]);

    let asks = Xlsx { more: "<calcPr fullCalcOnLoad=\"1\"/>", ..Xlsx::of("<sheetData><row><c><f>1+1</f><v>0</v></c></row></sheetData>") };
    let (staging, _) = opened(&asks.bytes());
    assert_eq!(staging.notes.len(), 1);
    assert!(staging.notes[0].starts_with("Projektmappens formler er ikke regnet ud"), "{:?}", staging.notes);
    let asks_in_vain = Xlsx { more: "<calcPr fullCalcOnLoad=\"1\"/>", ..Xlsx::of("<sheetData><row><c><v>0</v></c></row></sheetData>") };
    assert_eq!(opened(&asks_in_vain.bytes()).0.notes, [""; 0]);
}

#[test]
fn days_may_be_counted_from_1904() {
    let sheet = "<sheetData><row><c s=\"1\"><v>44258</v></c><c><v>44258</v></c></row></sheetData>";
    for (settings, from_1904, day) in
        [("", false, "2021-03-03"), ("date1904=\"1\"", true, "2025-03-04"), ("date1904=\"false\"", false, "2021-03-03")]
    {
        let (staging, rows) = opened(&Xlsx { settings, ..Xlsx::of(sheet) }.bytes());
        assert_eq!((staging.days_from_1904, rows[0].cells[0].as_str(), rows[0].cells[1].as_str()), (from_1904, day, "44258"));
    }
    let null_date = "<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>";
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"44258\"/>";
    let (staging, rows) =
        opened(&ods(&format!("{null_date}<table:table table:name=\"A\"><table:table-row>{cell}</table:table-row></table:table>")));
    assert_eq!((staging.days_from_1904, rows[0].cells[0].as_str()), (true, "44258"));
}

#[test]
fn merged_areas_are_told_where_they_hide_a_value() {
    let rows: String = (1..=6).map(|row| format!("<row r=\"{row}\"><c r=\"C{row}\"><v>{row}</v></c></row>")).collect();
    let merged = |areas: &[&str]| {
        let areas: String = areas.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
        opened(&xlsx(&format!("<sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>")))
    };
    let (staging, read) = merged(&["A1:B1", "A2:B4", "D3:D4", "C5:C6", "B6:B1"]);
    assert_eq!(staging.notes, ["Arket har 4 flettede områder, fx A2:B4. Kun cellen øverst til venstre har en værdi."]);
    let covered = |row: usize| {
        read[row - 1]
            .problems
            .iter()
            .map(|problem| match problem {
                RowProblem::Merged { column, row } => (*column, *row),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!((covered(1), covered(2), covered(3)), (vec![], vec![], vec![(0, 2), (1, 2)]));
    assert_eq!((covered(4), covered(5)), (vec![(0, 2), (1, 2), (3, 3)], vec![]));
    // The cell holds a value of its own although it is covered.
    assert_eq!(covered(6), []);
    let (staging, _) = merged(&["A1:B1"]);
    assert_eq!(staging.notes, ["Arket har 1 flettet område, A1:B1. Kun cellen øverst til venstre har en værdi."]);
    let many: Vec<String> = (1..=10_001).map(|row| format!("E{row}:E{}", row + 1)).collect();
    let (staging, _) = merged(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        staging.notes,
        ["Arket har 10.001 flettede områder, fx E1:E2. Kun cellen øverst til venstre har en værdi. Kun de første 10.000 er undersøgt."]
    );
    // A text that looks like one is none.
    let sheet = "<row><c t=\"str\"><v>mergeCell ref=\"A1:A9\"</v></c></row>";
    assert_eq!(opened(&xlsx_rows(sheet)).0.notes, [""; 0]);
}

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    let cols = "<cols><col min=\"1\" max=\"1\" hidden=\"1\"/><col min=\"3\" max=\"16384\" hidden=\"true\"/></cols>";
    let rows = "<row hidden=\"1\"><c><v>1</v></c><c><v>2</v></c></row><row hidden=\"true\"><c r=\"D2\"><v>3</v></c></row><row hidden=\"0\"><c r=\"B3\"><v>4</v></c></row><row hidden=\"1\"/>";
    let (staging, read) = opened(&xlsx(&format!("{cols}<sheetData>{rows}</sheetData>")));
    assert_eq!(staging.notes, ["2 skjulte rækker og 2 skjulte kolonner er læst med."]);
    assert_eq!(read.len(), 3);
    let (staging, _) = opened(&ods_rows(
        "<table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
    ));
    assert_eq!(staging.notes, ["1 skjult række er læst med."]);
}

#[test]
fn a_row_with_too_many_cells_is_told() {
    let wide = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(4096));
    let (staging, rows) = opened(&xlsx_rows(&wide));
    assert_eq!(rows[0].cells.len(), 4095);
    assert_eq!(staging.notes, ["Række 1 har 4.096 celler. Kun de første 4.095 er læst."]);
    let (staging, _) = opened(&xlsx_rows(&wide.repeat(2)));
    assert_eq!(staging.notes, ["2 rækker har for mange celler, fx række 1 med 4.096. Kun de første 4.095 er læst."]);
    let (staging, _) = opened(&xlsx_rows(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(4095))));
    assert_eq!(staging.notes, [""; 0]);
    let (staging, rows) = opened(&xlsx_rows("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c><c r=\"B1\"><v>3</v></c></row>"));
    assert_eq!(
        (rows[0].cells.join("|"), staging.notes.join("")),
        ("2|3".into(), "Celle B1 står flere gange i filen. Den sidste værdi er brugt.".into())
    );
    let (_, rows) = opened(&xlsx_rows(&format!("<row><c t=\"str\"><v>{}</v></c><c><v>1</v></c></row>", "æ".repeat(40_000))));
    assert_eq!((rows[0].cells[0].len(), rows[0].cells[1].as_str()), (32 * 1024, "1"));
    assert_eq!(rows[0].problems, [RowProblem::TooLong { column: 0, bytes: 80_000 }]);
}

#[test]
fn cells_of_ods_are_read_by_their_kind() {
    let row = "<table:table-row>\
        <table:table-cell office:value-type=\"float\" office:value=\"1234.50\"><text:p>1.234,50 kr.</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"currency\" office:value=\"12\"/><table:table-cell office:value-type=\"percentage\" office:value=\"0.125\"/>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-04\"/><table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-04T10:30:00.000000000\"/>\
        <table:table-cell office:value-type=\"time\" office:time-value=\"PT36H15M00S\"/><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"false\"/>\
        <table:table-cell/><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>gen</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\" office:string-value=\"skjult\"><text:p>vist</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><office:annotation><text:p>bemærkning</text:p></office:annotation><text:p>a<text:s text:c=\"3\"/><text:span>b<text:tab/>c</text:span><text:line-break/>&amp;</text:p><text:p/><text:p>d</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\" office:string-value=\"\"><text:p>#NAVN?</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1234567890123456789\"/>\
        <table:covered-table-cell office:value-type=\"float\" office:value=\"5\"/></table:table-row>";
    let (_, rows) = opened(&ods_rows(row));
    let wanted = [
        "1234,5",
        "12",
        "0,1250",
        "2025-03-04",
        "2025-03-04 10:30:00",
        "36:15:00",
        "nej",
        "",
        "gen",
        "gen",
        "skjult",
        "a   b\tc\n&\n\nd",
        "#NAVN?",
        "1234567890123456789",
        "5",
    ];
    assert_eq!(rows[0].cells, wanted);
    assert_eq!(rows[0].problems, [RowProblem::DigitsLost { column: 13 }]);
}

#[test]
fn only_the_sheets_of_ods_are_read() {
    let cell = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let table = |name: &str, inner: &str| format!("<table:table table:name=\"{name}\">{inner}</table:table>");
    let body = format!(
        "<table:tracked-changes>{t}</table:tracked-changes>{}{}<table:dde-links>{t}</table:dde-links>",
        table(
            "Ét",
            &format!(
                "<table:shapes>{t}</table:shapes><table:table-header-rows>{cell}</table:table-header-rows><table:table-row-group>{cell}</table:table-row-group>",
                t = table("indlejret", cell)
            )
        ),
        table(
            "To",
            &format!(
                "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>{cell}"
            )
        ),
        t = table("intet ark", &cell.repeat(5)),
    );
    let (staging, rows) = opened(&ods(&body));
    assert_eq!(staging.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows)).collect::<Vec<_>>(), [("Ét", 2), ("To", 1)]);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(read(&ods(&body), Some(1)).expect("a sheet").1[0].number, 1_048_575);
}

#[test]
fn cells_of_xlsb_are_read_by_their_kind() {
    use make::{brt, brt_cell, brt_row, wide};
    let rk = |number: u32| number.to_le_bytes();
    let formula = |value: &[u8]| [value, &[0, 0, 2, 0, 0, 0, 0x1E, 1, 0, 0, 0, 0]].concat();
    let rows = [
        brt_row(0, false),
        brt_cell(7, 0, 0, &rk(0)),
        brt_cell(7, 1, 0, &rk(1)),
        brt_row(2, true),
        brt_cell(2, 0, 0, &rk((1234 << 2) | 3)),
        brt_cell(2, 1, 1, &rk((45_720 << 2) | 2)),
        brt_cell(5, 2, 0x0100_0001, &45_720.437_5_f64.to_le_bytes()),
        brt_cell(4, 3, 0, &[1]),
        brt_cell(3, 4, 0, &[0x2A]),
        brt_cell(6, 5, 0, &wide("inde 𝄞")),
        brt_cell(1, 6, 0, &[]),
        brt_cell(8, 7, 0, &formula(&wide("af"))),
        brt_cell(9, 8, 0, &formula(&2.5_f64.to_le_bytes())),
        brt_cell(10, 9, 0, &formula(&[0])),
        brt_cell(11, 10, 0, &formula(&[0x07])),
        brt(62, &[&11_u32.to_le_bytes()[..], &[0; 4], &[1], &wide("rig"), &[0; 8]].concat()),
        brt(16, &[&[1, 0, 0, 0][..], &45_720.0_f64.to_le_bytes()].concat()),
        brt_row(3, false),
        brt_cell(5, 1, 0, &1.0_f64.to_le_bytes()),
    ];
    let behind = [brt(0xB1, &[1, 0, 0, 0]), brt(0xB0, &[2_u32, 3, 0, 0].map(u32::to_le_bytes).concat()), brt(0xB2, &[])];
    let file = make::xlsb(&rows, &behind, &["fordringstype", "æøå"], false);
    let (staging, read) = opened(&file);
    assert_eq!((staging.form, staging.sheets[0].name.as_str(), staging.days_from_1904), (StagedForm::Xlsb, "Ark «1»", false));
    assert_eq!(read[0].cells, ["fordringstype", "æøå"]);
    let wanted =
        ["12,34", "2025-03-04", "2025-03-04 10:30:00", "ja", "#N/A", "inde 𝄞", "", "af", "2,5", "nej", "#DIV/0!", "rig", "2025-03-04"];
    assert_eq!((read[1].number, read[1].cells.as_slice()), (3, wanted.map(str::to_owned).as_slice()));
    assert_eq!(read[2].problems, [RowProblem::Merged { column: 0, row: 3 }]);
    let notes = [
        "Arket har 1 flettet område, A3:A4. Kun cellen øverst til venstre har en værdi.",
        "1 skjult række og 1 skjult kolonne er læst med.",
    ];
    assert_eq!(staging.notes, notes);
    // Real enough for another reader.
    let mut other = calamine::Xlsb::new(std::io::Cursor::new(&file)).expect("a workbook");
    let range = other.worksheet_range("Ark «1»").expect("a sheet");
    assert_eq!(range.get_value((2, 0)), Some(&Data::Float(12.34)));
    assert_eq!(range.get_value((0, 1)), Some(&Data::String("æøå".into())));

    let (staging, read) = opened(&make::xlsb(&[brt_row(0, false), brt_cell(5, 0, 1, &44_258.0_f64.to_le_bytes())], &[], &[], true));
    assert_eq!((staging.days_from_1904, read[0].cells[0].as_str()), (true, "2025-03-04"));
}

#[test]
fn cells_of_xls_are_read_by_their_kind() {
    use make::{Biff, biff, biff_cell, compound, xls_stream};
    // The texts go on in other records: inside one, with other letters there; and between the letters and the fonts.
    let table = [
        biff(0xFC, &[&3_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), b"\x04\x00\x00abcd", b"\x06\x00\x08\x01\x00fo"].concat()),
        biff(0x3C, b"\x01r\x00d\x00\xA9\x03\xE6\x00"),
        biff(0x3C, b"\0\0\0\0\x02\x00\x04\x03\x00\x00\x00xy"),
        biff(0x3C, b"ext"),
    ]
    .concat();
    let formula = |row: u16, column: u16, result: [u8; 8]| biff_cell(6, row, column, 0, &[&result[..], &[0; 8]].concat());
    let cells = [
        biff(0x7D, &[1, 0, 1, 0, 0, 9, 0, 0, 1, 0, 0, 0]),
        biff(0x208, &[2, 0, 0, 0, 9, 0, 0, 1, 0, 0, 0, 0, 0x20, 1, 0, 0]),
        biff_cell(0xFD, 0, 0, 0, &0_u32.to_le_bytes()),
        biff_cell(0xFD, 0, 1, 0, &1_u32.to_le_bytes()),
        biff_cell(0xFD, 0, 2, 0, &2_u32.to_le_bytes()),
        biff_cell(0x203, 2, 0, 0, &12.5_f64.to_le_bytes()),
        biff_cell(0x27E, 2, 1, 1, &((45_720_u32 << 2) | 2).to_le_bytes()),
        biff(0xBD, &[&[2, 0, 2, 0][..], &[0, 0], &7_u32.to_le_bytes(), &[1, 0], &((45_720_u32 << 2) | 2).to_le_bytes(), &[3, 0]].concat()),
        biff_cell(0x205, 2, 4, 0, &[1, 0]),
        biff_cell(0x205, 2, 5, 0, &[0x2A, 1]),
        biff_cell(0x204, 2, 6, 0, b"\x03\x00\x00l\xE6s"),
        formula(2, 7, 2.5_f64.to_le_bytes()),
        formula(2, 8, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        biff(0x4BC, &[0; 10]),
        biff(0x207, b"\x04\x00\x00te"),
        biff(0x3C, b"\x01k\x00\xA9\x03"),
        formula(2, 9, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
        formula(2, 10, [2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]),
        formula(2, 11, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        // A chart with a cell of its own.
        biff(0x809, &[0, 6, 0x20, 0, 0, 0, 0, 0]),
        biff_cell(0x203, 9, 9, 0, &1.0_f64.to_le_bytes()),
        biff(0x0A, &[]),
        biff_cell(0x203, 3, 1, 0, &1.0_f64.to_le_bytes()),
        biff(0xE5, &[1, 0, 2, 0, 3, 0, 0, 0, 0, 0]),
    ];
    let stream = xls_stream(Biff::Eight, &[table, biff(0x22, &[0, 0])], &cells);
    let padded: Vec<u8> = stream.iter().copied().chain(std::iter::repeat_n(0, 80_000)).collect();
    // In small sectors, in large ones, and in more of them than one table tells of.
    for stream in [stream, padded] {
        let (staging, rows) = opened(&compound("Workbook", &stream));
        assert_eq!((staging.sheets[0].name.as_str(), staging.days_from_1904), ("Arkæ", false));
        assert_eq!(rows[0].cells, ["abcd", "fordΩæ", "xy"]);
        let wanted = ["12,5", "2025-03-04", "0,01", "2025-03-04", "ja", "#N/A", "læs", "2,5", "tekΩ", "ja", "#REF!"];
        assert_eq!((rows[1].number, rows[1].cells.as_slice()), (3, wanted.map(str::to_owned).as_slice()));
        assert_eq!((rows.len(), rows[2].number), (3, 4));
        assert_eq!(rows[2].problems, [RowProblem::Merged { column: 0, row: 3 }]);
    }
}

#[test]
fn older_workbooks_are_read_in_their_own_letters() {
    use make::{Biff, biff, biff_cell, compound, xls_stream};
    let cells = [
        biff_cell(0x204, 0, 0, 0, b"\x05\x00f\xF8rst"),
        biff_cell(0xD6, 0, 1, 0, b"\x04\x00\xE6\xF8\xE5\x80\x00"),
        biff_cell(0x203, 1, 0, 1, &44_258.0_f64.to_le_bytes()),
        biff_cell(6, 1, 1, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]),
        biff(0x207, b"\x02\x00\xE5h"),
    ];
    let shared = [biff(0x42, &1252_u16.to_le_bytes()), biff(0x22, &[1, 0])];
    let (staging, rows) = opened(&compound("Book", &xls_stream(Biff::Five, &shared, &cells)));
    assert_eq!((staging.sheets[0].name.as_str(), staging.days_from_1904, staging.notes.len()), ("Arkæ", true, 0));
    assert_eq!((rows[0].cells.join("|"), rows[1].cells.join("|")), ("først|æøå€".into(), "2025-03-04|åh".into()));
    let (staging, _) = opened(&compound("Book", &xls_stream(Biff::Five, &[biff(0x42, &1251_u16.to_le_bytes())], &cells)));
    assert_eq!(staging.notes.len(), 1);
    assert!(staging.notes[0].starts_with("Regnearket er gammelt"), "{:?}", staging.notes);
}

#[test]
fn progress_is_told_and_reading_can_be_stopped() {
    for name in ["blandet.xlsx", "blandet.xls", "blandet.ods"] {
        let file = fixture(name);
        let mut shares = Vec::new();
        let mut tell = |share| {
            shares.push(share);
            true
        };
        let staged = formats::stage(container(&file), &mut file.as_slice(), None, &mut StagedWriter::new(&mut std::io::sink()), &mut tell);
        assert!(
            staged.is_ok() && !shares.is_empty() && shares.is_sorted() && shares.iter().all(|share| *share < 1000),
            "{name}: {shares:?}"
        );
        let calls = shares.len();
        for last in 0..calls {
            let mut told = 0;
            let mut stop = |_| {
                told += 1;
                told <= last
            };
            let stopped =
                formats::stage(container(&file), &mut file.as_slice(), None, &mut StagedWriter::new(&mut std::io::sink()), &mut stop);
            assert_eq!(stopped, Err(FileProblem::Cancelled), "{name}");
        }
    }
}

#[test]
fn a_file_that_goes_away_is_told() {
    struct Gone(Vec<u8>, u64);
    impl Bytes for Gone {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }
        fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.1 = self.1.checked_sub(1).ok_or(std::io::ErrorKind::NotFound)?;
            self.0.read_at(offset, buffer)
        }
    }
    for name in ["blandet.xlsx", "blandet.xls", "blandet.ods"] {
        let bytes = fixture(name);
        let mut reads = 0;
        let staged = loop {
            let mut file = Gone(bytes.clone(), reads);
            match formats::stage(container(&bytes), &mut file, None, &mut StagedWriter::new(&mut std::io::sink()), &mut |_| true) {
                Err(problem) => assert_eq!(problem, FileProblem::Unreadable("den findes ikke".into()), "{name}"),
                Ok(staging) => break staging,
            }
            reads += 1;
        };
        assert!(reads > 0 && staged.rows == 9, "{name}");
    }
}

#[test]
fn what_is_read_can_be_understood() {
    let (_, rows) = opened(&fixture("fordringer.xlsx"));
    let column = |field: Field| rows[0].cells.iter().position(|heading| heading == field.name()).expect("a heading");
    for row in &rows[1..] {
        assert!(parse_amount(&row.cells[column(Field::Hovedstol)]).is_ok() && parse_date(&row.cells[column(Field::Forfaldsdato)]).is_ok());
    }
}
