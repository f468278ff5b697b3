//! Where the bytes that matter stand in a block of text: a bit for each byte.

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// The bytes of a block that matter. The lowest bit is the first byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Masks {
    pub separators: u64,
    /// Line feeds and carriage returns.
    pub breaks: u64,
    pub quotes: u64,
}

/// Eight bytes of 0 or 1 become eight bits at the top, next to each other.
const GATHERED: u64 = 0x0102_0408_1020_4080;

impl Masks {
    /// The compiler makes this sixteen bytes at a time. Measured: a third of what it takes with [`words`].
    #[cfg(not(target_arch = "wasm32"))]
    #[inline(always)]
    pub fn of(block: &[u8; BLOCK], separator: u8) -> Masks {
        Masks {
            separators: bits(block, |byte| byte == separator),
            breaks: bits(block, |byte| (byte == b'\n') | (byte == b'\r')),
            quotes: bits(block, |byte| byte == b'"'),
        }
    }

    #[cfg(target_arch = "wasm32")]
    #[inline(always)]
    pub fn of(block: &[u8; BLOCK], separator: u8) -> Masks {
        let mut masks = Masks { separators: 0, breaks: 0, quotes: 0 };
        let separator = lanes::all(separator);
        let (feed, carriage, quote) = (lanes::all(b'\n'), lanes::all(b'\r'), lanes::all(b'"'));
        let (parts, _) = block.as_chunks::<16>();
        for (shift, part) in (0..).step_by(16).zip(parts) {
            let part = lanes::load(part);
            masks.separators |= lanes::bits(lanes::equal(part, separator)) << shift;
            masks.breaks |= lanes::bits(lanes::either(lanes::equal(part, feed), lanes::equal(part, carriage))) << shift;
            masks.quotes |= lanes::bits(lanes::equal(part, quote)) << shift;
        }
        masks
    }
}

/// A bit for each byte that is wanted.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn bits(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    let wanted = block.map(|byte| u8::from(is_wanted(byte)));
    let mut bits = 0;
    for (shift, eight) in (0..).step_by(8).zip(wanted.as_chunks::<8>().0) {
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(GATHERED) >> 56) << shift;
    }
    bits
}

/// Sixteen bytes at a time, in browsers that can.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use std::arch::wasm32::{i8x16_bitmask, i8x16_eq, u8x16_splat, u64x2, v128, v128_or};

    #[inline(always)]
    pub fn load(bytes: &[u8; 16]) -> v128 {
        // Two halves, which become one load: loading from an address would be unsafe.
        let whole = u128::from_le_bytes(*bytes);
        u64x2(whole as u64, (whole >> 64) as u64)
    }

    #[inline(always)]
    pub fn all(byte: u8) -> v128 {
        u8x16_splat(byte)
    }

    #[inline(always)]
    pub fn equal(one: v128, other: v128) -> v128 {
        i8x16_eq(one, other)
    }

    #[inline(always)]
    pub fn either(one: v128, other: v128) -> v128 {
        v128_or(one, other)
    }

    #[inline(always)]
    pub fn bits(lanes: v128) -> u64 {
        u64::from(i8x16_bitmask(lanes))
    }
}

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
use words as lanes;

/// Eight bytes at a time, in ordinary numbers.
#[cfg(any(test, all(target_arch = "wasm32", not(target_feature = "simd128"))))]
mod words {
    use super::GATHERED;

    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;

    #[inline(always)]
    pub fn load(bytes: &[u8; 16]) -> [u64; 2] {
        let whole = u128::from_le_bytes(*bytes);
        [whole as u64, (whole >> 64) as u64]
    }

    #[inline(always)]
    pub fn all(byte: u8) -> [u64; 2] {
        [u64::from_ne_bytes([byte; 8]); 2]
    }

    /// The highest bit of each byte that is equal.
    #[inline(always)]
    pub fn equal(one: [u64; 2], other: [u64; 2]) -> [u64; 2] {
        let equal = |half: usize| {
            let differs = one[half] ^ other[half];
            // Nothing is carried from one byte to the next, so that each bit is right by itself.
            !(((differs & LOW) + LOW) | differs | LOW)
        };
        [equal(0), equal(1)]
    }

    #[inline(always)]
    pub fn either(one: [u64; 2], other: [u64; 2]) -> [u64; 2] {
        [one[0] | other[0], one[1] | other[1]]
    }

    #[inline(always)]
    pub fn bits(lanes: [u64; 2]) -> u64 {
        let gathered = lanes.map(|half| (half >> 7).wrapping_mul(GATHERED) >> 56);
        gathered[0] | gathered[1] << 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks in which every byte stands, and next to its neighbours.
    fn blocks() -> impl Iterator<Item = [u8; BLOCK]> {
        let mut state: u32 = 9;
        (0..2000).map(move |_| {
            std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let byte = (state >> 24) as u8;
                if state & 0x10_0000 == 0 { byte } else { b"\"\n\r;\x0b\x8a:<#!"[usize::from(byte) % 10] }
            })
        })
    }

    #[test]
    fn each_byte_has_its_bit() {
        let bits =
            |block: &[u8; BLOCK], wanted: &[u8]| block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(wanted.contains(byte)));
        for (block, separator) in blocks().zip(b";,\t|\x1f\x00".iter().cycle()) {
            let slow = Masks { separators: bits(&block, &[*separator]), breaks: bits(&block, b"\r\n"), quotes: bits(&block, b"\"") };
            assert_eq!(Masks::of(&block, *separator), slow, "{block:?}");
        }
    }

    #[test]
    fn ordinary_numbers_find_the_same() {
        for block in blocks() {
            for part in block.as_chunks::<16>().0 {
                let found = |wanted| words::bits(words::equal(words::load(part), words::all(wanted)));
                let slow = |wanted| part.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(*byte == wanted));
                for wanted in *b"\"\n\r;\x00\x80\xff" {
                    assert_eq!(found(wanted), slow(wanted), "{part:?}");
                }
                let either =
                    words::either(words::equal(words::load(part), words::all(b'\r')), words::equal(words::load(part), words::all(b'\n')));
                assert_eq!(words::bits(either), found(b'\r') | found(b'\n'));
            }
        }
    }
}
