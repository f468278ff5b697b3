//! Workbooks made for tests: the same sheets as XLSX and as OpenDocument.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use stamdatatjek::claim::{Field, FieldKind, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Values;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A number that is shown as a day.
    Day(NaiveDate),
    /// A number that is shown as a day with a time: so many minutes after midnight.
    Moment(NaiveDate, u32),
    Bool(bool),
    /// An error in its English word: `#N/A`.
    Error(&'static str),
    /// A formula, with the result that is stored with it.
    Formula(Box<Cell>),
}

/// Where a workbook's day numbers are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    From1900,
    From1904,
}

/// Whether a sheet can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Visible,
    Hidden,
}

/// A sheet, its rows from the first one on.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: &'static str,
    pub shown: Shown,
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A visible sheet.
    pub fn new(name: &'static str, rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet { name, shown: Shown::Visible, rows }
    }
}

/// A cell with the text; an empty one for none.
pub fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A row for the headings and one for each claim, every value as a text.
pub fn text_rows(claims: &[Values]) -> Vec<Vec<Cell>> {
    rows(claims, |_, value| text(value))
}

/// As [`text_rows`], with dates as dates and amounts as numbers; codes and numbers that somebody gave stay texts.
pub fn typed_rows(claims: &[Values]) -> Vec<Vec<Cell>> {
    rows(claims, |field, value| match field.kind() {
        FieldKind::Date => value.parse().map_or_else(|_| text(value), Cell::Day),
        FieldKind::Amount => value.parse().map_or_else(|_| text(value), Cell::Number),
        FieldKind::Text => text(value),
    })
}

fn rows(claims: &[Values], cell: impl Fn(Field, &str) -> Cell) -> Vec<Vec<Cell>> {
    let fields = super::fields_of(claims);
    let mut rows = vec![fields.iter().map(|field| text(field.name())).collect()];
    for claim in claims {
        rows.push(fields.iter().map(|field| cell(*field, claim.get(field.name()).map_or("", String::as_str))).collect());
    }
    rows
}

/// The sheets as XLSX.
pub fn xlsx(sheets: &[Sheet], epoch: Epoch) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let first_visible = sheets.iter().position(|sheet| sheet.shown == Shown::Visible);
    for (place, sheet) in sheets.iter().enumerate() {
        let out = workbook.add_worksheet();
        // The first sheet is shown, hidden or not, unless another one is.
        out.set_name(sheet.name).expect("a name for a sheet").set_active(Some(place) == first_visible);
        out.set_hidden(sheet.shown == Shown::Hidden);
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                write_cell(out, row, column, cell, epoch);
            }
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    if epoch == Epoch::From1904 { counting_from_1904(&bytes) } else { bytes }
}

fn write_cell(out: &mut Worksheet, row: u32, column: u16, cell: &Cell, epoch: Epoch) {
    let day = Format::new().set_num_format("dd-mm-yyyy");
    let moment = Format::new().set_num_format("dd-mm-yyyy hh:mm");
    let written = match cell {
        Cell::Empty => return,
        Cell::Text(text) => out.write_string(row, column, text),
        Cell::Number(number) => out.write_number(row, column, *number),
        Cell::Day(date) => out.write_number_with_format(row, column, serial(*date, 0, epoch), &day),
        Cell::Moment(date, minutes) => out.write_number_with_format(row, column, serial(*date, *minutes, epoch), &moment),
        Cell::Bool(value) => out.write_boolean(row, column, *value),
        Cell::Error(word) => out.write_formula(row, column, Formula::new("=A1").set_result(*word)),
        Cell::Formula(result) => {
            let (stored, format) = match &**result {
                Cell::Text(text) => (text.clone(), Format::new()),
                Cell::Number(number) => (number.to_string(), Format::new()),
                Cell::Day(date) => (serial(*date, 0, epoch).to_string(), day),
                Cell::Bool(value) => (if *value { "TRUE" } else { "FALSE" }.to_owned(), Format::new()),
                other => panic!("no result of a formula: {other:?}"),
            };
            out.write_formula_with_format(row, column, Formula::new("=A1").set_result(stored), &format)
        }
    };
    written.expect("a cell that a workbook can hold");
}

/// The day as a workbook counts it, with the part of the day that has gone.
#[expect(clippy::cast_precision_loss, reason = "days and minutes are small")]
fn serial(date: NaiveDate, minutes: u32, epoch: Epoch) -> f64 {
    let start = match epoch {
        Epoch::From1900 => super::day("1899-12-30"),
        Epoch::From1904 => super::day("1904-01-01"),
    };
    (date - start).num_days() as f64 + f64::from(minutes) / 1440.0
}

/// The workbook, with the mark that its days are counted from 1904.
fn counting_from_1904(bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip file");
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name in UTF-8").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("its content");
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(content).expect("XML in UTF-8");
            let marked = text.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1);
            assert_ne!(text, marked, "the mark has its place");
            content = marked.into_bytes();
        }
        entries.push((name, content));
    }
    zipped(&entries)
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a zip file").into_inner()
}

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODS_NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
     xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
     xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
     xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
     xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" \
     xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\"";

/// The sheets as OpenDocument.
pub fn ods(sheets: &[Sheet]) -> Vec<u8> {
    let mut tables = String::new();
    for sheet in sheets {
        let style = if sheet.shown == Shown::Hidden { "skjult" } else { "vist" };
        tables += &format!("<table:table table:name=\"{}\" table:style-name=\"{style}\">", escaped(sheet.name));
        for row in &sheet.rows {
            let cells: String = row.iter().map(ods_cell).collect();
            tables += &format!("<table:table-row>{cells}</table:table-row>");
        }
        tables += "</table:table>";
    }
    let style = |name: &str, display: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties table:display=\"{display}\"/></style:style>"
        )
    };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {ODS_NAMESPACES} office:version=\"1.3\"><office:automatic-styles>\
         {}{}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        style("vist", "true"),
        style("skjult", "false"),
    );
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{ODS_TYPE}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    zipped(&[
        ("mimetype".into(), ODS_TYPE.into()),
        ("content.xml".into(), content.into_bytes()),
        ("META-INF/manifest.xml".into(), manifest.into_bytes()),
    ])
}

fn ods_cell(cell: &Cell) -> String {
    ods_cell_with(cell, "")
}

/// `formula` is the attribute of a cell that holds one.
fn ods_cell_with(cell: &Cell, formula: &str) -> String {
    let typed = |kind: &str, value: &str, shown: &str| {
        format!(
            "<table:table-cell{formula} office:value-type=\"{kind}\" {value} calcext:value-type=\"{kind}\"><text:p>{shown}</text:p></table:table-cell>"
        )
    };
    match cell {
        Cell::Empty => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => {
            format!(
                "<table:table-cell{formula} office:value-type=\"string\" calcext:value-type=\"string\">{}</table:table-cell>",
                paragraphs(text)
            )
        }
        Cell::Number(number) => typed("float", &format!("office:value=\"{number}\""), &number.to_string().replace('.', ",")),
        Cell::Day(date) => typed("date", &format!("office:date-value=\"{date}\""), &date.format("%d-%m-%Y").to_string()),
        Cell::Moment(date, minutes) => {
            let time = format!("{:02}:{:02}:00", minutes / 60, minutes % 60);
            typed("date", &format!("office:date-value=\"{date}T{time}\""), &format!("{} {time}", date.format("%d-%m-%Y")))
        }
        Cell::Bool(value) => typed("boolean", &format!("office:boolean-value=\"{value}\""), if *value { "SAND" } else { "FALSK" }),
        // The way LibreOffice writes errors: as empty texts, with the error beside them.
        Cell::Error(word) => format!(
            "<table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\">\
             <text:p>{word}</text:p></table:table-cell>"
        ),
        Cell::Formula(result) => ods_cell_with(result, " table:formula=\"of:=[.A1]\""),
    }
}

/// A text as paragraphs, with elements for what XML would take for a single blank.
fn paragraphs(text: &str) -> String {
    text.split('\n').map(|line| format!("<text:p>{}</text:p>", blanks_kept(line))).collect()
}

fn blanks_kept(line: &str) -> String {
    let mut kept = String::new();
    for c in escaped(line).chars() {
        match c {
            '\t' => kept += "<text:tab/>",
            ' ' if kept.is_empty() || kept.ends_with([' ', '>']) => kept += "<text:s/>",
            other => kept.push(other),
        }
    }
    // A blank at the end is as easily lost as one at the beginning.
    match kept.strip_suffix(' ') {
        Some(rest) => format!("{rest}<text:s/>"),
        None => kept,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
