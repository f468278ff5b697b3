//! Corrections in ODS.

use stamdatatjek::intake::Container::Zip;
use stamdatatjek::intake::formats::correct::{CellEdit, NewCell};

use super::make::{ods, ods_rows, zipped};
use super::xlsx::{changed, part, parts};
use super::{Dice, TEXTS, amount, corrected, day, edit, fixture, holds, is_harmless, staged, text};

const NAMES: &str = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"";

/// What stands in the only sheet's element.
fn rows_of(file: &[u8]) -> String {
    let content = part(file, "content.xml");
    assert!(content.contains(NAMES));
    content.split("table:style-name=\"ta1\">").nth(1).expect("a sheet").split("</table:table>").next().expect("its end").to_owned()
}

fn corrected_rows(rows: &str, edits: &[CellEdit]) -> String {
    rows_of(&holds(Zip, &ods_rows(rows), None, edits))
}

fn string(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn without_edits_every_part_stays() {
    for file in
        [fixture("fordringer.ods"), fixture("blandet.ods"), ods_rows(&format!("<table:table-row>{}</table:table-row>", string("x")))]
    {
        let (out, done) = corrected(Zip, &file, None, &[]);
        assert_eq!((parts(&out), done.written), (parts(&file), 0));
    }
}

#[test]
fn cells_keep_their_kind_and_format() {
    let row = "<table:table-row table:style-name=\"ro1\"><table:table-cell table:style-name=\"ce1\" office:value-type=\"date\" office:date-value=\"2026-01-01\" calcext:value-type=\"date\"><text:p>01-01-26</text:p></table:table-cell><table:table-cell office:value-type=\"currency\" office:currency=\"DKK\" office:value=\"5\"><office:annotation><text:p>husk</text:p></office:annotation><text:p>5,00 kr.</text:p></table:table-cell><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/></table:table-row>";
    let out = corrected_rows(row, &[edit(1, 0, day(2026, 2, 3)), edit(1, 1, amount("1000.50")), edit(1, 2, text("nej"))]);
    let expected = "<table:table-row table:style-name=\"ro1\"><table:table-cell table:style-name=\"ce1\" office:value-type=\"date\" office:date-value=\"2026-02-03\"><text:p>03.02.2026</text:p></table:table-cell><table:table-cell office:currency=\"DKK\" office:value-type=\"currency\" office:value=\"1000.5\"><office:annotation><text:p>husk</text:p></office:annotation><text:p>1000,50</text:p></table:table-cell><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"false\"><text:p>nej</text:p></table:table-cell></table:table-row>";
    assert_eq!(out, expected);
    let as_text = corrected_rows(row, &[edit(1, 0, text("=x")), edit(1, 1, NewCell::Empty)]);
    assert!(as_text.contains("<table:table-cell table:style-name=\"ce1\" office:value-type=\"string\"><text:p>=x</text:p>"));
    assert!(
        as_text.contains("<table:table-cell><office:annotation><text:p>husk</text:p></office:annotation></table:table-cell>"),
        "{as_text}"
    );
}

#[test]
fn only_the_touched_cell_comes_out_of_a_repetition() {
    let cell = "<table:table-cell table:number-columns-repeated=\"5\" office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>";
    let one = |times: &str| {
        format!("<table:table-cell{times} office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>")
    };
    let new = |value: &str| {
        format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>")
    };
    let row = format!("<table:table-row>{cell}</table:table-row>");
    let out = corrected_rows(&row, &[edit(1, 1, amount("2")), edit(1, 4, amount("3"))]);
    assert_eq!(
        out,
        format!("<table:table-row>{}{}{}{}</table:table-row>", one(""), new("2"), one(" table:number-columns-repeated=\"2\""), new("3"))
    );
    // A row for several: the edited ones stand alone.
    let row = format!("<table:table-row table:number-rows-repeated=\"6\" table:style-name=\"r\">{}{}</table:table-row>", string("a"), cell);
    let out = corrected_rows(&row, &[edit(2, 0, text("b")), edit(2, 3, amount("4")), edit(3, 0, text("c")), edit(6, 5, amount("5"))]);
    let rows = |times: u32| match times {
        1 => "<table:table-row table:style-name=\"r\">".to_owned(),
        _ => format!("<table:table-row table:number-rows-repeated=\"{times}\" table:style-name=\"r\">"),
    };
    let two = one(" table:number-columns-repeated=\"2\"");
    let expected = format!(
        "{0}{a}{cell}</table:table-row>{0}{b}{two}{four}{two}</table:table-row>{0}{c}{cell}</table:table-row>{1}{a}{cell}</table:table-row>{0}{a}{2}{five}</table:table-row>",
        rows(1),
        rows(2),
        one(" table:number-columns-repeated=\"4\""),
        a = string("a"),
        b = string("b"),
        c = string("c"),
        four = new("4"),
        five = new("5")
    );
    assert_eq!(out, expected);
}

#[test]
fn empty_and_missing_cells_are_filled_like_their_neighbours() {
    let date = |day: &str, style: &str| {
        format!(
            "<table:table-cell table:style-name=\"{style}\" office:value-type=\"date\" office:date-value=\"2026-01-{day}\"><text:p>x</text:p></table:table-cell>"
        )
    };
    let rows = format!(
        "<table:table-row>{h}{h}</table:table-row><table:table-row>{x}<table:table-cell table:number-columns-repeated=\"9\"/></table:table-row><table:table-row>{x}{d3}</table:table-row><table:table-row>{x}</table:table-row>",
        h = string("Overskrift"),
        x = string("x"),
        d3 = date("03", "ce7")
    );
    let out = corrected_rows(&rows, &[edit(2, 1, day(2026, 1, 2)), edit(4, 1, day(2026, 1, 4)), edit(4, 4, text("langt ude"))]);
    let filled = |day: u32| {
        format!(
            "<table:table-cell table:style-name=\"ce7\" office:value-type=\"date\" office:date-value=\"2026-01-0{day}\"><text:p>0{day}.01.2026</text:p></table:table-cell>"
        )
    };
    let expected = rows
        .replace(
            "<table:table-cell table:number-columns-repeated=\"9\"/>",
            &format!("{}<table:table-cell table:number-columns-repeated=\"8\"/>", filled(2)),
        )
        .replace(
            &format!("<table:table-row>{}</table:table-row>", string("x")),
            &format!(
                "<table:table-row>{}{}<table:table-cell table:number-columns-repeated=\"2\"/>{}</table:table-row>",
                string("x"),
                filled(4),
                string("langt ude")
            ),
        );
    assert_eq!(out, expected);
}

#[test]
fn formulas_and_merged_cells_are_told_about() {
    let rows = "<table:table-row><table:table-cell table:formula=\"of:=1+1\" office:value-type=\"float\" office:value=\"2\"/><table:table-cell table:formula=\"of:=A1\" office:value-type=\"float\" office:value=\"2\"/><table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\"><text:p>bred</text:p></table:table-cell><table:covered-table-cell/><table:table-cell table:formula=\"of:=x\" table:number-matrix-columns-spanned=\"1\" office:value-type=\"float\" office:value=\"2\"/></table:table-row>";
    let file = ods_rows(rows);
    let edits =
        [edit(1, 0, amount("3")), edit(1, 2, text("smal")), edit(1, 3, text("x")), edit(1, 4, text("y")), edit(1, 5, text("\u{1}"))];
    let (out, done) = corrected(Zip, &file, None, &edits);
    assert_eq!((done.written, done.left_out.len(), done.notes.len()), (2, 3, 2), "{done:?}");
    let rows = rows_of(&out);
    assert!(rows.contains("<table:table-cell office:value-type=\"float\" office:value=\"3\"><text:p>3</text:p>"), "{rows}");
    assert!(
        rows.contains("<table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\"><text:p>smal</text:p>"),
        "{rows}"
    );
}

#[test]
fn other_sheets_stay() {
    let sheet = |name: &str| {
        format!(
            "<table:table table:name=\"{name}\"><table:table-header-rows><table:table-row>{}</table:table-row></table:table-header-rows></table:table>",
            string(name)
        )
    };
    let file = ods(&format!("{}<table:database-ranges/>{}", sheet("a"), sheet("b")));
    let out = holds(Zip, &file, Some(1), &[edit(1, 0, text("c"))]);
    assert_eq!(part(&out, "content.xml"), part(&file, "content.xml").replace("<text:p>b<", "<text:p>c<"));
}

#[test]
fn any_text_comes_back() {
    let rows: String = TEXTS.iter().map(|_| format!("<table:table-row>{}</table:table-row>", string("x"))).collect();
    let edits: Vec<CellEdit> = (1..).zip(TEXTS).map(|(row, of)| edit(row, 0, text(of))).collect();
    corrected_rows(&rows, &edits);
}

#[test]
fn what_libreoffice_wrote_is_corrected() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let file = fixture("fordringer.ods");
    let rows = staged(Zip, &file).1;
    for _ in 0..60 {
        let edits = dice.edits(&rows, 1);
        let out = holds(Zip, &file, None, &edits);
        assert_eq!(changed(&file, &out), ["content.xml"]);
        assert_eq!(parts(&out)[0].0, "mimetype");
    }
    let file = fixture("blandet.ods");
    let rows = staged(Zip, &file).1;
    for _ in 0..60 {
        // A row with a single value would be gone without it.
        let edits: Vec<CellEdit> = dice.edits(&rows, 0).into_iter().filter(|edit| edit.value != NewCell::Empty).collect();
        let (out, done) = corrected(Zip, &file, None, &edits);
        let written: Vec<CellEdit> = edits
            .iter()
            .filter(|edit| !done.left_out.iter().any(|left| (left.number, left.column) == (edit.number, edit.column)))
            .cloned()
            .collect();
        assert!(written.len() * 2 > edits.len(), "{done:?}");
        super::assert_changed(Zip, &file, &out, None, &written);
    }
}

#[test]
fn random_repetitions_hold() {
    let mut dice = Dice(77);
    for _ in 0..150 {
        let mut rows = String::new();
        for _ in 0..1 + dice.throw(4) {
            let cells: String = (0..1 + dice.throw(4))
                .map(|_| {
                    let times = 1 + dice.throw(3);
                    match dice.throw(3) {
                        0 => format!("<table:table-cell table:number-columns-repeated=\"{times}\"/>"),
                        1 => format!("<table:table-cell table:number-columns-repeated=\"{times}\" office:value-type=\"float\" office:value=\"{times}\"><text:p/></table:table-cell>"),
                        _ => string("t"),
                    }
                })
                .collect();
            rows +=
                &format!("<table:table-row table:number-rows-repeated=\"{}\">{}{cells}</table:table-row>", 1 + dice.throw(4), string("R"));
        }
        let file = ods_rows(&rows);
        // Emptying the last thing in a row would take the row away.
        let edits: Vec<CellEdit> = dice.edits(&staged(Zip, &file).1, 0).into_iter().filter(|edit| edit.column > 0).collect();
        holds(Zip, &file, None, &edits);
    }
}

#[test]
fn little_asks_for_little() {
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"300000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row table:number-rows-repeated=\"500000\">{}</table:table-row>",
        string("x")
    );
    let edits: Vec<CellEdit> = (0..200).map(|row| edit(300_001 + row * 2000, (row % 3) as u32 * 8000, text("y"))).collect();
    let file = ods_rows(&row);
    let (out, done) = corrected(Zip, &file, None, &edits);
    assert_eq!(done.written, 200, "{:?}", done.left_out);
    assert!(out.len() < 20_000, "{}", out.len());
}

#[test]
fn harmed_files_give_a_file_or_a_sentence() {
    let mut dice = Dice(88_172_645_463_325_252);
    let file = fixture("fordringer.ods");
    let rows = staged(Zip, &file).1;
    let all: Vec<(String, Vec<u8>)> = parts(&file).into_iter().map(|(name, content, _)| (name, content.into_bytes())).collect();
    let content = all.iter().position(|(name, _)| name == "content.xml").expect("sheets");
    let mut written = 0;
    for round in 0..400 {
        let edits = dice.edits(&rows, 1);
        let mut all = all.clone();
        let one = if round % 3 == 0 { dice.throw(all.len()) } else { content };
        dice.harm(&mut all[one].1);
        let harmed = zipped(&all.iter().map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>());
        written += usize::from(is_harmless(Zip, &harmed, &edits));
    }
    assert!(written > 80, "only {written} were written");
}
