//! Texts as bytes in the tables of letters that people's files are written in, told apart from the program's own tables.

/// The letters at 0x80–0x9F of Windows-1252 that texts hold; those above stand at their Unicode places.
const WINDOWS: [(char, u8); 8] = [('€', 0x80), ('…', 0x85), ('‘', 0x91), ('’', 0x92), ('“', 0x93), ('”', 0x94), ('–', 0x96), ('—', 0x97)];

/// The letters of CP850 that Danish texts hold.
const OLD: [(char, u8); 14] = [
    ('æ', 0x91),
    ('ø', 0x9B),
    ('å', 0x86),
    ('Æ', 0x92),
    ('Ø', 0x9D),
    ('Å', 0x8F),
    ('é', 0x82),
    ('ä', 0x84),
    ('ö', 0x94),
    ('ü', 0x81),
    ('§', 0xF5),
    ('«', 0xAE),
    ('»', 0xAF),
    ('\u{a0}', 0xFF),
];

/// The text in Windows-1252, where it has all the letters.
pub fn windows_1252(text: &str) -> Option<Vec<u8>> {
    let letter = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte) if !(0x80..0xA0).contains(&byte) => Some(byte),
        _ => WINDOWS.iter().find(|(known, _)| *known == c).map(|(_, byte)| *byte),
    };
    text.chars().map(letter).collect()
}

/// The text in CP850, where it has all the letters.
pub fn cp850(text: &str) -> Option<Vec<u8>> {
    let letter = |c: char| match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => Some(byte),
        _ => OLD.iter().find(|(known, _)| *known == c).map(|(_, byte)| *byte),
    };
    text.chars().map(letter).collect()
}

/// The text in UTF-16 with the low byte first, and its mark.
pub fn utf16_le(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The text in UTF-16 with the high byte first, and its mark.
pub fn utf16_be(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}
