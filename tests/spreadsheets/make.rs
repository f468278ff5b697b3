//! Workbooks written by hand, byte by byte where no program writes what a test needs.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip container with these parts.
pub fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    zipped_by(CompressionMethod::Deflated, parts)
}

/// As [`zipped`], with the parts packed in a given way.
pub fn zipped_by(method: CompressionMethod, parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a container").into_inner()
}

/// Says of every part that it has another size unpacked than it has.
pub fn say_size(container: &mut [u8], size: u32) {
    let entries: Vec<usize> = container.windows(4).enumerate().filter(|(_, sign)| *sign == b"PK\x01\x02").map(|(place, _)| place).collect();
    assert!(!entries.is_empty());
    for entry in entries {
        container[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
    }
}

/// What an XLSX workbook is made of.
pub struct Xlsx<'x> {
    /// Each sheet's name, state, and what stands in its element.
    pub sheets: Vec<(&'x str, &'x str, String)>,
    /// The shared texts, each with its elements.
    pub strings: String,
    /// Attributes of the workbook's settings, and its other elements.
    pub settings: &'x str,
    pub more: &'x str,
}

/// A workbook with one sheet, of which this stands in its element.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    Xlsx::of(sheet).bytes()
}

/// A workbook with one sheet that holds these rows.
pub fn xlsx_rows(rows: &str) -> Vec<u8> {
    xlsx(&format!("<sheetData>{rows}</sheetData>"))
}

/// Formats 0 to 5: none, a day, a day with a time, a time, hours, an amount.
pub const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy hh:mm\"/>\
    <numFmt numFmtId=\"165\" formatCode=\"#,##0.00&quot; kr. i d&quot;\"/></numFmts>\
    <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
    <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"21\"/><xf numFmtId=\"46\"/><xf numFmtId=\"165\"/></cellXfs>\
    <dxfs><dxf><numFmt numFmtId=\"164\" formatCode=\"0\"/></dxf></dxfs></styleSheet>";

impl<'x> Xlsx<'x> {
    pub fn of(sheet: &str) -> Self {
        Xlsx { sheets: vec![("Ark1", "visible", sheet.to_owned())], strings: String::new(), settings: "", more: "" }
    }

    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut listed = String::new();
        let mut relations = String::new();
        let mut parts = Vec::new();
        for (number, (name, state, inner)) in (1..).zip(&self.sheets) {
            listed += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"rId{number}\"/>");
            relations += &format!(
                "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
                 Target=\"worksheets/sheet{number}.xml\"/>"
            );
            parts.push((format!("xl/worksheets/sheet{number}.xml"), format!("<worksheet>{inner}</worksheet>").into_bytes()));
        }
        let workbook = format!("<workbook><workbookPr {}/><sheets>{listed}</sheets>{}</workbook>", self.settings, self.more);
        parts.push(("xl/workbook.xml".into(), workbook.into_bytes()));
        parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{relations}</Relationships>").into_bytes()));
        parts.push(("xl/styles.xml".into(), STYLES.as_bytes().to_vec()));
        parts.push(("xl/sharedStrings.xml".into(), format!("<sst>{}</sst>", self.strings).into_bytes()));
        parts
    }

    pub fn bytes(&self) -> Vec<u8> {
        let parts = self.parts();
        zipped(&parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>())
    }
}

/// An OpenDocument spreadsheet; `body` is what stands in the spreadsheet's element.
pub fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" \
         xmlns:style=\"s\"><office:automatic-styles><style:style style:name=\"ta1\" style:family=\"table\">\
         <style:table-properties table:display=\"true\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{body}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()), ("content.xml", content.into_bytes())])
}

/// A spreadsheet with one sheet that holds these rows.
pub fn ods_rows(rows: &str) -> Vec<u8> {
    ods(&format!("<table:table table:name=\"Ark1\" table:style-name=\"ta1\">{rows}</table:table>"))
}

/// A record of XLSB.
pub fn brt(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    if kind < 0x80 {
        record.push(kind as u8);
    } else {
        record.extend([(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length >= 0x80 {
        record.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    record.push(length as u8);
    record.extend_from_slice(data);
    record
}

/// A text of XLSB.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

/// A cell's record of XLSB.
pub fn brt_cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    brt(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes()[..], value].concat())
}

/// A row's record of XLSB.
pub fn brt_row(row: u32, hidden: bool) -> Vec<u8> {
    let mut data = row.to_le_bytes().to_vec();
    data.extend([0, 0, 0, 0, 0x2C, 1, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0]);
    brt(0, &data)
}

/// An XLSB workbook whose only sheet has these rows, and this behind them. Formats 0 and 1: none, a day.
pub fn xlsb(rows: &[Vec<u8>], behind: &[Vec<u8>], strings: &[&str], from_1904: bool) -> Vec<u8> {
    let sheet = [
        brt(0x81, &[]),
        brt(0x94, &[0; 16]),
        brt(0x3C, &[1, 0, 0, 0, 1, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 1, 0]),
        brt(0x91, &[]),
        rows.concat(),
        brt(0x92, &[]),
        behind.concat(),
        brt(0x82, &[]),
    ]
    .concat();
    let workbook = [
        brt(0x83, &[]),
        brt(0x99, &[u8::from(from_1904), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        brt(0x8F, &[]),
        brt(0x9C, &[&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide("rId1"), &wide("Ark «1»")].concat()),
        brt(0x90, &[]),
        brt(0x9D, &[0; 26]),
        brt(0x84, &[]),
    ]
    .concat();
    let xf = |format: u16| brt(0x2F, &[&[0xFF, 0xFF][..], &format.to_le_bytes(), &[0; 12]].concat());
    let format = [&[164, 0][..], &wide("dd\\-mm\\-yyyy")].concat();
    let styles = [
        brt(0x116, &[]),
        brt(0x267, &[1, 0, 0, 0]),
        brt(0x2C, &format),
        brt(0x268, &[]),
        brt(0x272, &[1, 0, 0, 0]),
        xf(14),
        brt(0x273, &[]),
        brt(0x269, &[2, 0, 0, 0]),
        xf(0),
        xf(164),
        brt(0x26A, &[]),
    ]
    .concat();
    let count = (strings.len() as u32).to_le_bytes();
    let mut table = brt(0x9F, &[count, count].concat());
    for text in strings {
        table.extend(brt(0x13, &[&[0][..], &wide(text)].concat()));
    }
    table.extend(brt(0xA0, &[]));
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = [
        relation("rId1", "worksheet", "worksheets/sheet1.bin"),
        relation("rId2", "styles", "styles.bin"),
        relation("rId3", "sharedStrings", "sharedStrings.bin"),
    ];
    zipped(&[
        ("xl/workbook.bin", workbook),
        ("xl/_rels/workbook.bin.rels", format!("<Relationships>{}</Relationships>", relations.concat()).into_bytes()),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", table),
    ])
}

/// A record of XLS.
pub fn biff(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes()[..], data].concat()
}

/// A cell's record of XLS.
pub fn biff_cell(kind: u16, row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    biff(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes()[..], &style.to_le_bytes()[..], value].concat())
}

/// Which Excel an XLS workbook is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Biff {
    Five,
    Eight,
}

/// The stream of an XLS workbook with one sheet. Formats 0 and 1: none, a day.
pub fn xls_stream(excel: Biff, shared: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let (version, name) = match excel {
        Biff::Five => (5, &b"\x04Ark\xE6"[..]),
        Biff::Eight => (6, &b"\x04\x00Ark\xE6"[..]),
    };
    let begin = |kind: u8| biff(0x809, &[0, version, kind, 0, 0, 0, 0, 0]);
    let xf = |format: u16| biff(0xE0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    let head = [begin(5), xf(0), xf(14), shared.concat()].concat();
    let sheet_record = 4 + 6 + name.len();
    let place = (head.len() + sheet_record + 4) as u32;
    let sheet = biff(0x85, &[&place.to_le_bytes()[..], &[0, 0], name].concat());
    [head, sheet, biff(0x0A, &[]), begin(0x10), cells.concat(), biff(0x0A, &[])].concat()
}

/// A compound file with one stream at its top.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let small = stream.len() < 4096;
    let data: Vec<u8> = stream.iter().copied().chain(std::iter::repeat(0)).take(stream.len().max(1).next_multiple_of(512)).collect();
    let sectors = (data.len() / 512) as u32;
    // First the stream, then the directory, the table of small sectors, and the table of sectors.
    let (directory, small_table) = (sectors, sectors + 1);
    let tables = (sectors + 2 + 109).div_ceil(128);
    let mut next: Vec<u32> = (1..sectors).chain([END, END, END]).collect();
    next.extend(std::iter::repeat_n(0xFFFF_FFFD, tables as usize));
    next.resize(tables as usize * 128, FREE);
    let mut small_next: Vec<u32> = (1..(stream.len() as u32).div_ceil(64)).chain([END]).collect();
    small_next.resize(128, FREE);

    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.extend([0; 16]);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        header.extend(number.to_le_bytes());
    }
    header.extend([0; 6]);
    for number in [0, tables, directory, 0, 4096, if small { small_table } else { END }, u32::from(small), END, 0] {
        header.extend(number.to_le_bytes());
    }
    header.extend((0..109).flat_map(|table| if table < tables { sectors + 2 + table } else { FREE }.to_le_bytes()));

    let entry = |name: &str, kind: u8, below: u32, start: u32, length: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let name_length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(name_length.to_le_bytes());
        entry.extend([kind, 1]);
        for number in [FREE, FREE, below] {
            entry.extend(number.to_le_bytes());
        }
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((length as u64).to_le_bytes());
        entry
    };
    let root = if small { entry("Root Entry", 5, 1, 0, data.len()) } else { entry("Root Entry", 5, 1, END, 0) };
    let mut entries = [root, entry(name, 2, FREE, 0, stream.len())].concat();
    entries.resize(512, 0);
    let numbers = |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|number| number.to_le_bytes()).collect() };
    [header, data, entries, numbers(&small_next), numbers(&next)].concat()
}
