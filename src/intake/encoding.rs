//! Letters out of bytes: UTF-8, Windows-1252, CP850, and UTF-16 turned into UTF-8.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use super::Bytes;

/// The table a file's letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8; also plain ASCII.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-8 with a byte order mark in front.
    #[serde(rename = "utf-8-bom")]
    Utf8Bom,
    /// Windows-1252, as Danish spreadsheets save CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// CP850, as old DOS and mainframe systems write it.
    #[serde(rename = "cp850")]
    Cp850,
}

impl Encoding {
    /// The name shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 med BOM",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::Cp850 => "CP850 (DOS)",
        }
    }

    /// The encoding by the name that the command line and saved choices use.
    pub fn parse(name: &str) -> Option<Encoding> {
        match name.to_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Encoding::Utf8),
            "windows-1252" | "cp1252" | "latin1" | "iso-8859-1" => Some(Encoding::Windows1252),
            "cp850" | "dos" => Some(Encoding::Cp850),
            _ => None,
        }
    }

    /// Whether it is UTF-8, with or without a byte order mark.
    pub fn is_utf8(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Utf8Bom)
    }

    /// The letters in the bytes, and whether they had to be read in the other table than the file's own.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if let (Ok(text), true) = (std::str::from_utf8(bytes), self.is_utf8()) {
            return (Cow::Borrowed(text), false);
        }
        let mut text = String::with_capacity(bytes.len());
        let odd = self.decode_into(bytes, &mut text);
        (Cow::Owned(text), odd)
    }

    /// The letters as bytes; `None` where the table has one of them not, or where they would be read as others again.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let upper = |c: char| match self {
            Encoding::Utf8 | Encoding::Utf8Bom => None,
            Encoding::Windows1252 => {
                let place = UPPER_CONTROLS.iter().position(|upper| *upper == c);
                place.map_or_else(|| u8::try_from(c).ok().filter(|byte| *byte >= 0xA0), |place| u8::try_from(place + 0x80).ok())
            }
            Encoding::Cp850 => CP850_UPPER.iter().position(|upper| *upper == c).and_then(|place| u8::try_from(place + 0x80).ok()),
        };
        if text.is_ascii() || self.is_utf8() {
            return Some(text.as_bytes().to_vec());
        }
        let bytes: Vec<u8> = text.chars().map(|c| if c.is_ascii() { u8::try_from(c).ok() } else { upper(c) }).collect::<Option<_>>()?;
        (self.decode(&bytes) == (Cow::Borrowed(text), false)).then_some(bytes)
    }

    /// Adds the letters in the bytes to a text; answers whether they had to be read in the other table than the file's own.
    pub fn decode_into(self, bytes: &[u8], text: &mut String) -> bool {
        match (self, std::str::from_utf8(bytes)) {
            (Encoding::Utf8 | Encoding::Utf8Bom, Ok(letters)) => text.push_str(letters),
            // ASCII is the same in every table.
            (Encoding::Windows1252 | Encoding::Cp850, Ok(letters)) if letters.is_ascii() => text.push_str(letters),
            (Encoding::Utf8 | Encoding::Utf8Bom, Err(_)) => {
                windows_1252(bytes, text);
                return true;
            }
            // Danish letters in Windows-1252 are never UTF-8 by chance.
            (Encoding::Windows1252, Ok(letters)) => {
                text.push_str(letters);
                return true;
            }
            (Encoding::Windows1252, Err(_)) => windows_1252(bytes, text),
            // Chosen by people or by the letters themselves, so it holds for the whole file.
            (Encoding::Cp850, _) => cp850(bytes, text),
        }
        false
    }
}

/// Bytes 0x80–0x9F in Windows-1252 (WHATWG Encoding, index windows-1252); the others are the same as in Unicode.
const UPPER_CONTROLS: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}', '\u{2030}', '\u{160}',
    '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}',
    '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

fn windows_1252(bytes: &[u8], text: &mut String) {
    text.extend(bytes.iter().map(|&byte| match byte {
        0x80..=0x9F => UPPER_CONTROLS[usize::from(byte - 0x80)],
        other => char::from(other),
    }));
}

/// Bytes 0x80–0xFF in CP850 (Unicode's mapping table CP850.TXT).
const CP850_UPPER: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü',
    'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', 'Á',
    'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', 'ð',
    'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù',
    'ý', 'Ý', '¯', '´', '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

fn cp850(bytes: &[u8], text: &mut String) {
    text.extend(bytes.iter().map(|&byte| match byte {
        0x80.. => CP850_UPPER.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }));
}

/// How many bytes of UTF-16 are turned at a time.
const TURNED: usize = 256 * 1024;

/// Turns UTF-16 with its byte order mark into UTF-8 without one. Halves of letters without their other half become the replacement character.
///
/// # Errors
/// When the bytes can't be read or written.
pub fn utf16_to_utf8(bytes: &mut dyn Bytes, big_endian: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let mut offset = 2;
    let mut buffer = vec![0; TURNED];
    let mut left = Vec::new();
    loop {
        // An odd byte at the end of a part belongs to the next one.
        let kept = left.len();
        buffer[..kept].copy_from_slice(&left);
        let count = bytes.read_at(offset, &mut buffer[kept..])?;
        offset += count as u64;
        let filled = kept + count;
        let mut units: Vec<u16> = buffer[..filled].chunks_exact(2).map(|pair| unit(pair, big_endian)).collect();
        let mut used = units.len() * 2;
        // A first half may have its second half in the next part.
        if count > 0 && units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
            units.pop();
            used -= 2;
        }
        left = buffer[used..filled].to_vec();
        out.write_all(String::from_utf16_lossy(&units).as_bytes())?;
        if count == 0 {
            return if left.is_empty() { Ok(()) } else { out.write_all("\u{fffd}".as_bytes()) };
        }
    }
}

/// Turns UTF-8 into UTF-16 with its byte order mark, as it is written to it piece by piece.
pub struct Utf16Writer<'w> {
    out: &'w mut dyn io::Write,
    big_endian: bool,
    /// The first bytes of a letter whose others have not come yet.
    left: Vec<u8>,
}

impl<'w> Utf16Writer<'w> {
    /// Writes the byte order mark.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(out: &'w mut dyn io::Write, big_endian: bool) -> io::Result<Self> {
        out.write_all(if big_endian { b"\xFE\xFF" } else { b"\xFF\xFE" })?;
        Ok(Utf16Writer { out, big_endian, left: Vec::new() })
    }

    /// Goes on writing behind what stands there already. `left` is what [`Self::left`] gave.
    pub fn resume(out: &'w mut dyn io::Write, big_endian: bool, left: Vec<u8>) -> Self {
        Utf16Writer { out, big_endian, left }
    }

    /// The first bytes of a letter that is not whole yet.
    pub fn left(self) -> Vec<u8> {
        self.left
    }
}

impl io::Write for Utf16Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut joined = std::mem::take(&mut self.left);
        joined.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&joined) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(joined.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
            }
            Err(_) => return Err(io::Error::other("teksten er ikke UTF-8")),
        };
        let mut units = Vec::with_capacity(whole.len() * 2);
        for unit in whole.encode_utf16() {
            units.extend(if self.big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        self.left = joined.get(whole.len()..).unwrap_or_default().to_vec();
        self.out.write_all(&units)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn unit(pair: &[u8], big_endian: bool) -> u16 {
    let pair = [pair[0], pair[1]];
    if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_table_is_whole() {
        assert_eq!(Encoding::Cp850.decode(b"KFBIL\x9DK \x91\x9B\x86 \x92\x9D\x8F \x9C\xD5").0, "KFBILØK æøå ÆØÅ £ı");
    }

    #[test]
    fn utf16_is_turned_whatever_stands_at_the_seams() {
        for big_endian in [false, true] {
            for length in [0, 1, 2, TURNED / 2 - 2, TURNED / 2 - 1, TURNED / 2, TURNED / 2 + 1, TURNED] {
                let text = format!("{}𝄞å", "x".repeat(length));
                let mut bytes = vec![0; 2];
                bytes.extend(text.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }));
                let mut out = Vec::new();
                utf16_to_utf8(&mut bytes, big_endian, &mut out).unwrap();
                assert!(out == text.as_bytes(), "{length}");
                bytes.push(7);
                out.clear();
                utf16_to_utf8(&mut bytes, big_endian, &mut out).unwrap();
                assert!(out == format!("{text}\u{fffd}").as_bytes(), "{length} and an odd byte");
            }
        }
    }

    #[test]
    fn letters_become_the_bytes_they_are_read_from() {
        for encoding in [Encoding::Utf8, Encoding::Windows1252, Encoding::Cp850] {
            assert_eq!(
                encoding.encode("Ørsted æøå ÆØÅ ü").map(|bytes| encoding.decode(&bytes).0.into_owned()),
                Some("Ørsted æøå ÆØÅ ü".into())
            );
        }
        assert_eq!(Encoding::Windows1252.encode("€ – Å"), Some(b"\x80 \x96 \xC5".to_vec()));
        assert_eq!(Encoding::Cp850.encode("Å░"), Some(b"\x8F\xB0".to_vec()));
        assert_eq!(Encoding::Windows1252.encode("✓"), None);
        assert_eq!(Encoding::Cp850.encode("€"), None);
        // These bytes are UTF-8 for «ø», and would be read as that.
        assert_eq!(Encoding::Windows1252.encode("\u{c3}\u{b8}"), None);
    }

    #[test]
    fn utf16_that_is_turned_there_and_back_is_the_same() {
        for big_endian in [false, true] {
            let text = "Ærø;𝄞;€\r\n".repeat(1000);
            for piece in [1, 2, 3, 7, 4096] {
                let mut out = Vec::new();
                let mut left = Vec::new();
                drop(Utf16Writer::new(&mut out, big_endian).unwrap());
                for bytes in text.as_bytes().chunks(piece) {
                    let mut writer = Utf16Writer::resume(&mut out, big_endian, left);
                    io::Write::write_all(&mut writer, bytes).unwrap();
                    left = writer.left();
                }
                assert!(left.is_empty());
                let mut back = Vec::new();
                utf16_to_utf8(&mut out, big_endian, &mut back).unwrap();
                assert!(back == text.as_bytes(), "{piece}");
            }
        }
    }

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
