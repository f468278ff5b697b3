//! Numbers and texts out of the bytes of a binary record; what isn't there is zero or empty.

/// The byte there.
pub fn byte(data: &[u8], place: usize) -> u8 {
    data.get(place).copied().unwrap_or_default()
}

/// The number of two bytes there, the lower first.
pub fn short(data: &[u8], place: usize) -> u16 {
    array(data, place).map_or(0, u16::from_le_bytes)
}

/// The number of four bytes there.
pub fn long(data: &[u8], place: usize) -> u32 {
    array(data, place).map_or(0, u32::from_le_bytes)
}

/// The number of eight bytes there.
pub fn long_long(data: &[u8], place: usize) -> u64 {
    array(data, place).map_or(0, u64::from_le_bytes)
}

/// The number with decimals there.
pub fn double(data: &[u8], place: usize) -> f64 {
    f64::from_bits(long_long(data, place))
}

/// The bytes there, if they are all there.
pub fn slice(data: &[u8], place: usize, length: usize) -> Option<&[u8]> {
    data.get(place..place.checked_add(length)?)
}

fn array<const N: usize>(data: &[u8], place: usize) -> Option<[u8; N]> {
    slice(data, place, N)?.try_into().ok()
}

/// Adds text in UTF-16, the lower byte first.
pub fn push_utf16(bytes: &[u8], out: &mut String) {
    let units = bytes.chunks_exact(2).map(|pair| short(pair, 0));
    out.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
