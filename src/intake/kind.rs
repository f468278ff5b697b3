//! What a file is, judged by its first bytes and never by its name.

use super::{Bytes, FileProblem, Foreign};

/// How a file's rows are got at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Separated text in an encoding of one byte a letter, or UTF-8.
    Text,
    /// Separated text in UTF-16, with its byte order mark.
    Utf16 { big_endian: bool },
    /// Something that is turned into staged rows first.
    Contained(Container),
}

/// The kinds of file that are staged by `intake::formats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    /// A zip container: a workbook of the newer kind or OpenDocument, or an archive.
    Zip,
    /// A compound file: a workbook of the older kind, or an encrypted one.
    Compound,
    Xml,
    /// JSON, as one list or one object a line.
    Json,
}

/// How much of the file is looked at.
const HEAD: usize = 4096;

/// Looks at the first bytes.
///
/// # Errors
/// When there are none, or they are of a kind that isn't read.
pub fn kind(bytes: &mut dyn Bytes) -> Result<Kind, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let head = bytes.head(HEAD)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Contained(Container::Zip));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Kind::Contained(Container::Compound));
    }
    if let Some((_, picture)) = PICTURES.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(FileProblem::NotText(*picture));
    }
    if let Some(big_endian) = utf16(&head) {
        let text: Vec<u8> = head[2..].chunks_exact(2).map(|pair| if big_endian { pair[1] } else { pair[0] }).collect();
        return Ok(marked(&text).map_or(Kind::Utf16 { big_endian }, Kind::Contained));
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    if let Some(container) = marked(text) {
        return Ok(Kind::Contained(container));
    }
    // Single zeros occur in text from old systems; many mean that it is none.
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    if zeros * 20 > head.len() { Err(FileProblem::NotText(Foreign::Binary)) } else { Ok(Kind::Text) }
}

/// First bytes of files that people drop by mistake.
const PICTURES: [(&[u8], Foreign); 7] = [
    (b"%PDF", Foreign::Pdf),
    (b"\x89PNG", Foreign::Picture),
    (b"\xFF\xD8\xFF", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"II*\x00", Foreign::Picture),
    (b"MM\x00*", Foreign::Picture),
    (b"{\\rtf", Foreign::Document),
];

fn utf16(head: &[u8]) -> Option<bool> {
    if head.starts_with(b"\xFF\xFE") {
        return Some(false);
    }
    head.starts_with(b"\xFE\xFF").then_some(true)
}

/// XML or JSON, by the first letters.
fn marked(text: &[u8]) -> Option<Container> {
    let text = text.trim_ascii_start();
    if text.starts_with(b"<?xml") || (text.starts_with(b"<") && text.contains(&b'>')) {
        return Some(Container::Xml);
    }
    (text.starts_with(b"{") || text.starts_with(b"[")).then_some(Container::Json)
}
