//! Letters out of bytes: UTF-8 and Windows-1252.

use std::borrow::Cow;

/// The table a file's letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; also plain ASCII.
    Utf8,
    /// UTF-8 with a byte order mark in front.
    Utf8Bom,
    /// Windows-1252, as Danish spreadsheets save CSV.
    Windows1252,
}

impl Encoding {
    /// The name shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 med BOM",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    /// The letters in the bytes, and whether they had to be read in the other table than the file's own.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if bytes.is_ascii() {
            // ASCII is the same in both tables.
            return (String::from_utf8_lossy(bytes), false);
        }
        match (self, std::str::from_utf8(bytes)) {
            (Encoding::Utf8 | Encoding::Utf8Bom, Ok(text)) => (Cow::Borrowed(text), false),
            (Encoding::Utf8 | Encoding::Utf8Bom, Err(_)) => (Cow::Owned(windows_1252(bytes)), true),
            // Danish letters in Windows-1252 are never UTF-8 by chance.
            (Encoding::Windows1252, Ok(text)) => (Cow::Borrowed(text), true),
            (Encoding::Windows1252, Err(_)) => (Cow::Owned(windows_1252(bytes)), false),
        }
    }
}

/// Bytes 0x80–0x9F in Windows-1252 (WHATWG Encoding, index windows-1252); the others are the same as in Unicode.
const UPPER_CONTROLS: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}', '\u{2030}', '\u{160}',
    '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}',
    '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

fn windows_1252(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| match byte {
            0x80..=0x9F => UPPER_CONTROLS[usize::from(byte - 0x80)],
            other => char::from(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_are_read_in_both_tables() {
        let utf8 = "KFBILØK æøå ÆØÅ";
        let windows = b"KFBIL\xD8K \xE6\xF8\xE5 \xC6\xD8\xC5";
        assert_eq!(Encoding::Utf8.decode(utf8.as_bytes()), (Cow::Borrowed(utf8), false));
        assert_eq!(Encoding::Windows1252.decode(windows), (Cow::Borrowed(utf8), false));
        assert_eq!(Encoding::Utf8.decode(windows), (Cow::Borrowed(utf8), true));
        assert_eq!(Encoding::Windows1252.decode(utf8.as_bytes()), (Cow::Borrowed(utf8), true));
        assert_eq!(Encoding::Windows1252.decode(b"\x80 \x96 \x9F"), (Cow::Borrowed("€ – Ÿ"), false));
    }
}
