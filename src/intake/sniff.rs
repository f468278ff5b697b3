//! What a file is, judged by its first bytes.

use super::encoding::Encoding;
use super::mapping::Mapping;
use super::rows::RowReader;
use super::{Bytes, FileProblem, Foreign};
use crate::claim::shorten;

/// How a text file's rows are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub encoding: Encoding,
    pub separator: u8,
    /// The line with the headings, counted from 1.
    pub heading_line: u64,
    /// Lines with text above the headings, shortened: report titles and the like. They are skipped.
    pub skipped: Vec<String>,
    pub mapping: Mapping,
    /// Where the first row below the headings starts, in bytes and as a line.
    pub first_row: u64,
    pub first_row_line: u64,
}

/// How much of the file is looked at to find encoding, separator and headings.
const HEAD: usize = 256 * 1024;
/// How far down the headings may stand.
const HEADING_LINES: usize = 30;

const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// Looks at the beginning of a file and finds its layout.
///
/// # Errors
/// When the file is empty, no text, or has no line with headings we know.
pub fn sniff(bytes: &mut dyn Bytes) -> Result<Layout, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let mut head = vec![0; HEAD];
    let mut filled = 0;
    while filled < head.len() {
        match bytes.read_at(filled as u64, &mut head[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    head.truncate(filled);
    if let Some(foreign) = foreign(&head) {
        return Err(FileProblem::NotText(foreign));
    }
    let encoding = encoding(&head);
    let mark = if encoding == Encoding::Utf8Bom { 3 } else { 0 };
    if head[mark..].iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(FileProblem::Blank);
    }
    let mut best: Option<(usize, Layout)> = None;
    let mut first_line = Vec::new();
    for separator in SEPARATORS {
        let (layout, first) = headings(&head, mark, encoding, separator)?;
        if first.len() > first_line.len() {
            first_line = first;
        }
        if let Some(layout) = layout {
            let known = layout.mapping.recognised();
            if best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, layout));
            }
        }
    }
    best.map(|(_, layout)| layout).ok_or(FileProblem::NoHeading(first_line))
}

/// Finds the heading line under the assumption of a separator. Also answers the first line's cells.
fn headings(head: &[u8], mark: usize, encoding: Encoding, separator: u8) -> Result<(Option<Layout>, Vec<String>), FileProblem> {
    let mut slice = head;
    let mut reader = RowReader::new(&mut slice, encoding, separator, mark as u64, 1);
    let mut skipped = Vec::new();
    let mut first = Vec::new();
    for _ in 0..HEADING_LINES {
        let Some(row) = reader.next_row()? else { break };
        let cells: Vec<&str> = (0..row.len()).map(|column| row.cell(column)).collect();
        if first.is_empty() {
            first = cells.iter().take(12).map(|cell| shorten(cell)).collect();
        }
        let mapping = Mapping::of_headings(cells.iter().copied());
        // One known word could be chance in a title; a file of one column has only that one.
        if mapping.recognised() >= 2 || (mapping.recognised() == 1 && cells.len() == 1 && skipped.is_empty()) {
            let heading_line = row.line;
            let (first_row, first_row_line) = reader.position();
            let layout = Layout { encoding, separator, heading_line, skipped, mapping, first_row, first_row_line };
            return Ok((Some(layout), first));
        }
        if !cells.first().is_some_and(|cell| cell.starts_with("sep=")) {
            skipped.push(shorten(cells.join(" ").trim()));
        }
    }
    Ok((None, first))
}

fn encoding(head: &[u8]) -> Encoding {
    if head.starts_with(b"\xEF\xBB\xBF") {
        return Encoding::Utf8Bom;
    }
    // Lines put together from several systems may differ. The table that most of them are written in is the file's.
    let (mut utf8, mut windows) = (0, 0);
    let mut lines = head.split(|byte| matches!(byte, b'\n' | b'\r')).peekable();
    while let Some(line) = lines.next() {
        let cut = lines.peek().is_none() && head.len() == HEAD;
        match std::str::from_utf8(line) {
            Ok(text) => utf8 += usize::from(!text.is_ascii()),
            // The head may end inside a letter.
            Err(error) if cut && error.error_len().is_none() => utf8 += 1,
            Err(_) => windows += 1,
        }
    }
    if windows > utf8 { Encoding::Windows1252 } else { Encoding::Utf8 }
}

fn foreign(head: &[u8]) -> Option<Foreign> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Foreign::Zip);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(Foreign::OldSpreadsheet);
    }
    if head.starts_with(b"%PDF") {
        return Some(Foreign::Pdf);
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Some(Foreign::Utf16);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"<?xml") || (text.starts_with(b"<") && text.contains(&b'>')) {
        return Some(Foreign::Xml);
    }
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return Some(Foreign::Json);
    }
    // Single zeros occur in text from old systems; many mean that it is none.
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    (zeros * 20 > head.len()).then_some(Foreign::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::Field;

    fn sniffed(bytes: &[u8]) -> Result<Layout, FileProblem> {
        let mut bytes = bytes;
        sniff(&mut bytes)
    }

    #[test]
    fn separators_and_encodings_are_found() {
        for (text, separator) in [
            ("fordringstype;hovedstol;beloeb\nKFDAINS;1;1\n", b';'),
            ("fordringstype,hovedstol,beloeb\nKFDAINS,1,1\n", b','),
            ("fordringstype\thovedstol\tbeloeb\nKFDAINS\t1\t1\n", b'\t'),
            ("sep=,\r\nfordringstype,hovedstol,beloeb\r\n", b','),
            ("\"fordringstype\";\"Beløb, kr.\";\"beloeb\"\n", b';'),
        ] {
            let layout = sniffed(text.as_bytes()).unwrap();
            assert_eq!(layout.separator, separator, "{text}");
            assert_eq!(layout.mapping.column(Field::Fordringstype), Some(0));
        }
        assert_eq!(sniffed(b"fordringstype;Bel\xF8b\n").unwrap().encoding, Encoding::Windows1252);
        assert_eq!(sniffed("fordringstype;Beløb\n".as_bytes()).unwrap().encoding, Encoding::Utf8);
        let mostly_utf8 = b"fordringstype;Bel\xC3\xB8b\nK\xC3\x98;1\nK\xD8;1\n";
        assert_eq!(sniffed(mostly_utf8).unwrap().encoding, Encoding::Utf8);
        let with_mark = sniffed("\u{feff}fordringstype;Beløb\n".as_bytes()).unwrap();
        assert_eq!((with_mark.encoding, with_mark.mapping.recognised()), (Encoding::Utf8Bom, 2));
    }

    #[test]
    fn titles_above_the_headings_are_told() {
        let layout = sniffed(b"Restanceliste;;\n\nUdskrevet 1. november;;\nfordringstype;hovedstol;beloeb\nKFDAINS;1;1\n").unwrap();
        assert_eq!(layout.heading_line, 4);
        assert_eq!(layout.skipped, ["Restanceliste", "Udskrevet 1. november"]);
        assert_eq!(layout.first_row_line, 5);
    }

    #[test]
    fn what_is_no_claim_file_is_told() {
        assert_eq!(sniffed(b""), Err(FileProblem::Empty));
        assert_eq!(sniffed(b" \r\n\r\n"), Err(FileProblem::Blank));
        assert_eq!(sniffed(b"\xEF\xBB\xBF\r\n"), Err(FileProblem::Blank));
        assert_eq!(sniffed(b"PK\x03\x04rest"), Err(FileProblem::NotText(Foreign::Zip)));
        assert_eq!(sniffed(b"%PDF-1.7"), Err(FileProblem::NotText(Foreign::Pdf)));
        assert_eq!(sniffed(b"\xFF\xFEf\0o\0"), Err(FileProblem::NotText(Foreign::Utf16)));
        assert_eq!(sniffed(b"<?xml version=\"1.0\"?>"), Err(FileProblem::NotText(Foreign::Xml)));
        assert_eq!(sniffed(b"[{\"fordringstype\":1}]"), Err(FileProblem::NotText(Foreign::Json)));
        assert_eq!(sniffed(&[7; 0].repeat(3)), Err(FileProblem::Empty));
        assert_eq!(sniffed(&[0, 1, 2, 3, 0, 0, 0, 9]), Err(FileProblem::NotText(Foreign::Binary)));
        let unknown = sniffed(b"navn;adresse\nA;B\n");
        assert_eq!(unknown, Err(FileProblem::NoHeading(vec!["navn".into(), "adresse".into()])));
    }
}
