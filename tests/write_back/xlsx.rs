//! Corrections in XLSX.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use stamdatatjek::intake::Container::Zip;
use stamdatatjek::intake::formats::correct::{CellEdit, NewCell};

use super::make::{Xlsx, xlsx, xlsx_rows, zipped};
use super::{Dice, TEXTS, amount, corrected, day, edit, fixture, holds, is_harmless, stage, staged, text};

/// The parts of a container, unpacked and as they are packed.
pub fn parts(file: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a container");
    (0..archive.len())
        .map(|index| {
            let (mut content, mut packed) = (Vec::new(), Vec::new());
            archive.by_index(index).expect("a part").read_to_end(&mut content).expect("its content");
            archive.by_index_raw(index).expect("a part").read_to_end(&mut packed).expect("its bytes");
            let name = archive.name_for_index(index).expect("a part").expect("a name").into_owned();
            (name, String::from_utf8_lossy(&content).into_owned(), packed)
        })
        .collect()
}

pub fn part(file: &[u8], name: &str) -> String {
    parts(file).into_iter().find(|(of, ..)| of == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// The names of the parts that differ.
pub fn changed(before: &[u8], after: &[u8]) -> Vec<String> {
    let (before, after) = (parts(before), parts(after));
    let gone = before.iter().filter(|part| !after.iter().any(|(name, ..)| *name == part.0));
    let other = after.iter().filter(|part| !before.contains(part));
    let mut names: Vec<String> = gone.chain(other).map(|(name, ..)| name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// A sheet as another program writes it: text, days, amounts, a formula, empty cells with and without a format.
fn written(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let days = Format::new().set_num_format("dd-mm-yyyy").set_background_color("#FFEEDD");
    let kroner = Format::new().set_num_format("#,##0.00").set_bold();
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(["reference", "beloeb", "forfaldsdato", "dobbelt", "beskrivelse", "tom"]) {
        sheet.write_string_with_format(0, column, heading, &bold).expect("a cell");
    }
    for row in 1..=rows {
        sheet.write_string(row, 0, format!("R-{}", row % 7)).expect("a cell");
        if row % 5 != 0 {
            sheet.write_number_with_format(row, 1, f64::from(row) * 12.5, &kroner).expect("a cell");
            let date = ExcelDateTime::from_ymd(2026, 1 + (row % 12) as u8, 1).expect("a day");
            sheet.write_datetime_with_format(row, 2, date, &days).expect("a cell");
        } else if row % 2 == 0 {
            sheet.write_blank(row, 2, &days).expect("a cell");
        }
        if row == 3 {
            sheet.write_formula(row, 3, Formula::new("=B4*2").set_result("75")).expect("a cell");
        }
        sheet.write_string(row, 4, TEXTS[row as usize % TEXTS.len()]).expect("a cell");
    }
    book.add_worksheet().write_string(0, 0, "andet ark").expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

fn cell(row: u64, column: u32, value: NewCell) -> CellEdit {
    edit(row, column, value)
}

#[test]
fn without_edits_every_part_stays() {
    for file in [written(20), fixture("fordringer.xlsx"), fixture("blandet.xlsx"), xlsx_rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")]
    {
        let (out, done) = corrected(Zip, &file, None, &[]);
        assert_eq!((changed(&file, &out), done.written), (vec![], 0));
        assert_eq!(parts(&file), parts(&out));
    }
}

#[test]
fn only_the_sheets_part_changes() {
    let file = written(12);
    let edits = [cell(2, 0, text("Ny & <ref>")), cell(3, 1, amount("1000.50")), cell(3, 2, day(2026, 2, 28)), cell(4, 4, NewCell::Empty)];
    let out = holds(Zip, &file, Some(0), &edits);
    // The formula is calculated anew: that program always asks for it.
    assert_eq!(changed(&file, &out), ["xl/worksheets/sheet1.xml"]);
    assert!(part(&out, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""));
    let (before, after) = (part(&file, "xl/worksheets/sheet1.xml"), part(&out, "xl/worksheets/sheet1.xml"));
    let plain = |text: &str| {
        ["A2", "B3", "C3", "E4"].iter().fold(text.to_owned(), |text, name| {
            let start = text.find(&format!("<c r=\"{name}\"")).expect("a cell");
            let rest = &text[start..];
            let end = rest
                .find("</c>")
                .map(|end| end + 4)
                .into_iter()
                .chain(rest.find("/>").filter(|end| !rest[..*end].contains("<v>") && !rest[..*end].contains("<is>")).map(|end| end + 2))
                .min()
                .expect("an end");
            format!("{}{}", &text[..start], &rest[end..])
        })
    };
    assert_eq!(plain(&before), plain(&after));
    let style =
        |text: &str, name: &str| text.split(&format!("<c r=\"{name}\" s=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    for name in ["B3", "C3"] {
        assert!(style(&before, name).is_some(), "{before}");
        assert_eq!(style(&before, name), style(&after, name));
    }
    assert!(after.contains("<v>1000.5</v>") && after.contains("<v>46081</v>"), "{after}");
}

#[test]
fn other_sheets_can_be_corrected() {
    let file = written(3);
    let out = holds(Zip, &file, Some(1), &[cell(1, 0, text("rettet"))]);
    assert_eq!(stage(Zip, &out, Some(0)).unwrap().1, stage(Zip, &file, Some(0)).unwrap().1);
}

#[test]
fn empty_cells_become_like_the_nearest_in_their_column() {
    let file = written(12);
    // Rows 6 and 11 (sheet rows) have no amount and no day; row 11 has the day's format.
    let out = holds(
        Zip,
        &file,
        Some(0),
        &[cell(6, 1, amount("5")), cell(6, 2, day(2026, 3, 1)), cell(11, 2, day(2026, 3, 2)), cell(11, 5, text("ny"))],
    );
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    let element = |name: &str| sheet.split(&format!("<c r=\"{name}\"")).nth(1).unwrap().split("</c>").next().unwrap().to_owned();
    let style = |name: &str| element(name).split("s=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!((style("B6"), style("C6"), style("C11")), (style("B5"), style("C5"), style("C12")));
    assert!(element("F11").contains("t=\"inlineStr\"") && !element("F11").contains("s=\""), "{}", element("F11"));
    assert!(element("B6").contains("<v>5</v>") && element("C6").contains("<v>46082</v>"));
}

#[test]
fn an_amount_never_becomes_a_day() {
    let rows = "<row r=\"1\"><c r=\"A1\" s=\"5\"><v>7</v></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\"><v>1</v></c></row>";
    let out = holds(Zip, &xlsx_rows(rows), None, &[cell(2, 0, amount("46000"))]);
    assert!(part(&out, "xl/worksheets/sheet1.xml").contains("<c r=\"A2\" s=\"5\"><v>46000</v></c>"));
}

#[test]
fn any_writing_of_a_sheet_is_kept() {
    // Another prefix, cells that don't say where they stand, rows that say how far they go, days from 1904.
    let rows = "<x:row spans=\"1:2\" r=\"3\" ht='12'><x:c s='1' r='A3'><x:v>45000</x:v></x:c><!-- é --><x:c r=\"D3\" t=\"s\"><x:v>0</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row>";
    let book = Xlsx {
        strings: "<si><t>delt</t></si>".into(),
        settings: "date1904=\"1\"",
        ..Xlsx::of(&format!("<x:sheetData>{rows}</x:sheetData>"))
    }
    .bytes();
    let edits = [
        cell(3, 0, day(2026, 1, 31)),
        cell(3, 1, text("b")),
        cell(3, 3, text("d")),
        cell(3, 4, text("e")),
        cell(4, 0, amount("2.5")),
        cell(4, 1, text("x")),
    ];
    let out = holds(Zip, &book, None, &edits);
    assert_eq!(changed(&book, &out), ["xl/worksheets/sheet1.xml"]);
    let inline = |text: &str| format!("t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">{text}</x:t></x:is></x:c>");
    let expected = format!(
        "<x:row spans=\"1:5\" r=\"3\" ht='12'><x:c s='1' r='A3'><x:v>44591</x:v></x:c><!-- é --><x:c r=\"B3\" {}<x:c r=\"D3\" {}<x:c r=\"E3\" {}</x:row><x:row><x:c><x:v>2.5</x:v></x:c><x:c {}</x:row>",
        inline("b"),
        inline("d"),
        inline("e"),
        inline("x")
    );
    assert_eq!(part(&out, "xl/worksheets/sheet1.xml"), format!("<worksheet><x:sheetData>{expected}</x:sheetData></worksheet>"));
}

#[test]
fn kinds_stay_where_they_can() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>20260131</v></c><c r=\"B1\" t=\"b\"><v>1</v></c><c r=\"C1\" t=\"d\"><v>2026-01-31</v></c><c r=\"D1\" t=\"e\"><v>#N/A</v></c><c r=\"E1\" s=\"1\"><v>45000</v></c><c r=\"F1\" s=\"3\"><v>0.5</v></c></row>";
    let book = xlsx_rows(rows);
    let out = holds(
        Zip,
        &book,
        None,
        &[
            cell(1, 0, text("20260201")),
            cell(1, 1, text("nej")),
            cell(1, 2, day(2026, 2, 1)),
            cell(1, 3, text("007")),
            cell(1, 4, amount("5")),
            cell(1, 5, text("6")),
        ],
    );
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for wanted in [
        "<c r=\"A1\"><v>20260201</v>",
        "<c r=\"B1\" t=\"b\"><v>0</v>",
        "<c r=\"C1\" t=\"d\"><v>2026-02-01</v>",
        "<c r=\"D1\" t=\"inlineStr\">",
        "<c r=\"E1\" s=\"1\" t=\"inlineStr\">",
        "<c r=\"F1\" s=\"3\" t=\"inlineStr\">",
    ] {
        assert!(sheet.contains(wanted), "{wanted}: {sheet}");
    }
}

#[test]
fn formulas_go_and_others_are_calculated_anew() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f t=\"shared\" ref=\"B1:B2\" si=\"0\">A1</f><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>7</v></c><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>7</v></c><c r=\"C2\"><f t=\"array\" ref=\"C2:D2\">A2</f><v>7</v></c><c r=\"D2\"><v>7</v></c></row>";
    let with_chain = |rows: &str, calc: &str| {
        let more = format!("<definedNames/>{calc}");
        let mut book = Xlsx::of(&format!("<sheetData>{rows}</sheetData>"));
        book.more = &more;
        let mut parts = book.parts();
        for (name, content) in &mut parts {
            if name == "xl/_rels/workbook.xml.rels" {
                let chain = "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain\" Target=\"calcChain.xml\"/></Relationships>";
                *content = String::from_utf8(content.clone()).unwrap().replace("</Relationships>", chain).into_bytes();
            }
        }
        parts.push(("xl/calcChain.xml".into(), b"<calcChain><c r=\"A1\" i=\"1\"/></calcChain>".to_vec()));
        parts.push((
            "[Content_Types].xml".into(),
            b"<Types><Override PartName=\"/xl/calcChain.xml\" ContentType=\"x\"/><Default/></Types>".to_vec(),
        ));
        zipped(&parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>())
    };
    let book = with_chain(rows, "<calcPr calcId=\"1\"/><oleSize/>");
    let out = holds(Zip, &book, None, &[cell(1, 0, text("3")), cell(2, 1, text("=x"))]);
    assert_eq!(
        changed(&book, &out),
        ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
    );
    assert_eq!(part(&out, "[Content_Types].xml"), "<Types><Default/></Types>");
    assert!(!part(&out, "xl/_rels/workbook.xml.rels").contains("calcChain"));
    assert!(part(&out, "xl/workbook.xml").contains("<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/><oleSize/>"));
    assert!(!part(&out, "xl/worksheets/sheet1.xml").contains("1+1") && part(&out, "xl/worksheets/sheet1.xml").contains(">=x</t>"));
    let left = corrected(Zip, &book, None, &[cell(1, 1, text("1")), cell(2, 2, text("1")), cell(2, 3, text("1"))]).1;
    assert_eq!(left.left_out.len(), 3, "{left:?}");
    // Without settings for calculation they are put where they belong; without formulas nothing is changed.
    let out = holds(Zip, &with_chain(rows, ""), None, &[cell(2, 0, amount("3"))]);
    assert!(part(&out, "xl/workbook.xml").contains("<definedNames/><calcPr fullCalcOnLoad=\"1\"/></workbook>"));
    let only = with_chain("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c></row>", "");
    let (out, done) = corrected(Zip, &only, None, &[cell(1, 0, amount("3"))]);
    assert_eq!(done.notes, ["1 rettet celle havde en formel. Nu står værdien der i stedet."]);
    assert!(!changed(&only, &out).contains(&"xl/workbook.xml".to_owned()));
}

#[test]
fn merged_cells_and_rows_that_are_not_there_are_left_out() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"C2\"><v>1</v></c></row><row r=\"3\"/></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
    let edits = [
        cell(1, 0, text("ja")),
        cell(1, 1, text("nej")),
        cell(2, 0, text("nej")),
        cell(2, 20_000, text("nej")),
        cell(3, 0, text("nej")),
        cell(9, 0, text("nej")),
        CellEdit { nth: 1, ..cell(1, 2, text("nej")) },
    ];
    let (out, done) = corrected(Zip, &xlsx(sheet), None, &edits);
    assert_eq!((done.written, done.left_out.len()), (1, 6));
    assert_eq!(staged(Zip, &out).1[0].1, ["ja"]);
}

#[test]
fn any_text_comes_back() {
    let file = written(TEXTS.len() as u32);
    let edits: Vec<CellEdit> = (2..).zip(TEXTS).map(|(row, of)| cell(row, 4, text(TEXTS[of.len() % TEXTS.len()]))).collect();
    holds(Zip, &file, Some(0), &edits);
    let blank = "\u{1}\r\n\u{fffe} _x0041_";
    let out = holds(Zip, &file, Some(0), &[cell(2, 4, text(blank))]);
    assert!(part(&out, "xl/worksheets/sheet1.xml").contains("_x0001__x000D_\n_xFFFE_ _x005F_x0041_"));
}

#[test]
fn any_edits_change_their_cells_and_no_other() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for file in [written(40), fixture("fordringer.xlsx")] {
        let rows = stage(Zip, &file, Some(0)).expect("a sheet").1;
        for _ in 0..40 {
            let edits = dice.edits(&rows, 1);
            holds(Zip, &file, Some(0), &edits);
        }
    }
}

#[test]
fn what_libreoffice_wrote_is_corrected() {
    let file = fixture("blandet.xlsx");
    let rows = staged(Zip, &file).1;
    let number = rows.iter().find(|(_, cells)| cells[0] == "KFDAINS").expect("a claim").0;
    let out = holds(
        Zip,
        &file,
        None,
        &[
            cell(number, 0, text("KFBØDE")),
            cell(number, 1, amount("99.95")),
            cell(number, 2, day(2026, 5, 6)),
            cell(number, 6, text("nej")),
            cell(number, 9, text("x")),
        ],
    );
    let names = changed(&file, &out);
    let sheet = part(&out, names.iter().find(|name| name.contains("worksheets")).expect("a sheet"));
    assert!(sheet.contains("<v>99.95</v>") && sheet.contains("<v>46148</v>"), "{sheet}");
}

#[test]
fn harmed_files_give_a_file_or_a_sentence() {
    let mut dice = Dice(88_172_645_463_325_252);
    let file = written(10);
    let rows = stage(Zip, &file, Some(0)).expect("a sheet").1;
    let all: Vec<(String, Vec<u8>)> = parts(&file).into_iter().map(|(name, content, _)| (name, content.into_bytes())).collect();
    let mut written = 0;
    for round in 0..300 {
        let edits = dice.edits(&rows, 0);
        let harmed = if round % 3 == 0 {
            let mut harmed = file.clone();
            dice.harm(&mut harmed);
            harmed
        } else {
            let mut all = all.clone();
            let one = dice.throw(all.len());
            dice.harm(&mut all[one].1);
            zipped(&all.iter().map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>())
        };
        written += usize::from(is_harmless(Zip, &harmed, &edits));
    }
    assert!(written > 75, "only {written} were written");
}
