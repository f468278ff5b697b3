//! The inside of workbooks: the bytes are one part of an otherwise sound one, so that they reach the reader unzipped.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The parts of the smallest workbook, with a sheet of two cells.
const XLSX: [(&str, &str); 6] = [
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
    ),
    (
        "xl/worksheets/sheet1.xml",
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>fordringstype</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>KFDAINS</t></is></c><c r="B2"><v>100.5</v></c></row></sheetData></worksheet>"#,
    ),
    (
        "xl/sharedStrings.xml",
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>beloeb</t></si></sst>"#,
    ),
];

const ODS: [(&str, &str); 2] = [
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    (
        "content.xml",
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>fordringstype</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="date" office:date-value="2026-01-01"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
    ),
];

fuzz_target!(|input: &[u8]| {
    let Some((&part, bytes)) = input.split_first() else { return };
    let place = usize::from(part) % (XLSX.len() + ODS.len());
    let (parts, place): (&[(&str, &str)], usize) = if place < XLSX.len() { (&XLSX, place) } else { (&ODS, place - XLSX.len()) };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, text)) in parts.iter().enumerate() {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(if number == place { bytes } else { text.as_bytes() }).expect("memory");
    }
    let workbook = zip.finish().expect("a workbook").into_inner();
    stamdatatjek_fuzz::check(vec![("fordringer.xlsx", &workbook)], &Choices::default());
});
