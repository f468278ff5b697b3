//! Where the bytes that matter stand in a block of text: a bit for each byte.

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// Eight bytes of 0 or 1 become eight bits at the top, next to each other.
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
const GATHERED: u64 = 0x0102_0408_1020_4080;

#[cfg(target_arch = "wasm32")]
pub(super) use parts::{breaks, has_breaks_or_quotes, quotes, separators};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use whole::{breaks, has_breaks_or_quotes, quotes, separators};

/// Whole blocks, which the compiler takes apart sixteen bytes at a time. Measured: a third of what it takes with [`words`].
#[cfg(not(target_arch = "wasm32"))]
mod whole {
    use super::{BLOCK, GATHERED};

    /// Where the separator stands. The lowest bit is the first byte.
    #[inline(always)]
    pub fn separators(block: &[u8; BLOCK], separator: u8) -> u64 {
        bits(block, |byte| byte == separator)
    }

    /// Where line feeds and carriage returns stand.
    #[inline(always)]
    pub fn breaks(block: &[u8; BLOCK]) -> u64 {
        bits(block, |byte| (byte == b'\n') | (byte == b'\r'))
    }

    /// Where quotation marks stand.
    #[inline(always)]
    pub fn quotes(block: &[u8; BLOCK]) -> u64 {
        bits(block, |byte| byte == b'"')
    }

    /// Whether the block has other ends than separators, or quotation marks. Measured: most blocks have none, and asking is half the work of
    /// looking where they stand.
    #[inline(always)]
    pub fn has_breaks_or_quotes(block: &[u8; BLOCK]) -> bool {
        block.iter().fold(0, |found, &byte| found | u8::from((byte == b'\n') | (byte == b'\r') | (byte == b'"'))) != 0
    }

    #[inline(always)]
    fn bits(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
        let wanted = block.map(|byte| u8::from(is_wanted(byte)));
        let mut bits = 0;
        for (shift, eight) in (0..).step_by(8).zip(wanted.as_chunks::<8>().0) {
            bits |= (u64::from_le_bytes(*eight).wrapping_mul(GATHERED) >> 56) << shift;
        }
        bits
    }
}

/// Blocks in parts of sixteen bytes.
#[cfg(any(test, target_arch = "wasm32"))]
mod parts {
    use super::{BLOCK, lanes};

    /// Where the separator stands. The lowest bit is the first byte.
    #[inline(always)]
    pub fn separators(block: &[u8; BLOCK], separator: u8) -> u64 {
        let separator = lanes::all(separator);
        bits(block, |part| lanes::equal(part, separator))
    }

    /// Where line feeds and carriage returns stand.
    #[inline(always)]
    pub fn breaks(block: &[u8; BLOCK]) -> u64 {
        let (feed, carriage) = (lanes::all(b'\n'), lanes::all(b'\r'));
        bits(block, |part| lanes::either(lanes::equal(part, feed), lanes::equal(part, carriage)))
    }

    /// Where quotation marks stand.
    #[inline(always)]
    pub fn quotes(block: &[u8; BLOCK]) -> u64 {
        let quote = lanes::all(b'"');
        bits(block, |part| lanes::equal(part, quote))
    }

    /// Whether the block has other ends than separators, or quotation marks.
    #[inline(always)]
    pub fn has_breaks_or_quotes(block: &[u8; BLOCK]) -> bool {
        let (feed, carriage, quote) = (lanes::all(b'\n'), lanes::all(b'\r'), lanes::all(b'"'));
        let found = block.as_chunks::<16>().0.iter().map(|part| {
            let part = lanes::load(part);
            lanes::either(lanes::either(lanes::equal(part, feed), lanes::equal(part, carriage)), lanes::equal(part, quote))
        });
        lanes::has_any(found.fold(lanes::none(), lanes::either))
    }

    #[inline(always)]
    fn bits(block: &[u8; BLOCK], wanted: impl Fn(lanes::Lanes) -> lanes::Lanes) -> u64 {
        let mut bits = 0;
        for (shift, part) in (0..).step_by(16).zip(block.as_chunks::<16>().0) {
            bits |= lanes::bits(wanted(lanes::load(part))) << shift;
        }
        bits
    }
}

/// Sixteen bytes at a time, in browsers that can.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    pub use std::arch::wasm32::v128 as Lanes;
    use std::arch::wasm32::{i8x16_bitmask, i8x16_eq, u8x16_splat, u64x2, v128_any_true, v128_or};

    #[inline(always)]
    pub fn load(bytes: &[u8; 16]) -> Lanes {
        // Two halves, which become one load: loading from an address would be unsafe.
        let whole = u128::from_le_bytes(*bytes);
        u64x2(whole as u64, (whole >> 64) as u64)
    }

    #[inline(always)]
    pub fn all(byte: u8) -> Lanes {
        u8x16_splat(byte)
    }

    #[inline(always)]
    pub fn equal(one: Lanes, other: Lanes) -> Lanes {
        i8x16_eq(one, other)
    }

    #[inline(always)]
    pub fn either(one: Lanes, other: Lanes) -> Lanes {
        v128_or(one, other)
    }

    #[inline(always)]
    pub fn none() -> Lanes {
        u8x16_splat(0)
    }

    #[inline(always)]
    pub fn has_any(lanes: Lanes) -> bool {
        v128_any_true(lanes)
    }

    #[inline(always)]
    pub fn bits(lanes: Lanes) -> u64 {
        u64::from(i8x16_bitmask(lanes))
    }
}

#[cfg(any(not(target_arch = "wasm32"), not(target_feature = "simd128")))]
#[cfg(any(test, target_arch = "wasm32"))]
use words as lanes;

/// Eight bytes at a time, in ordinary numbers.
#[cfg(any(test, all(target_arch = "wasm32", not(target_feature = "simd128"))))]
mod words {
    use super::GATHERED;

    pub type Lanes = [u64; 2];

    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;

    #[inline(always)]
    pub fn load(bytes: &[u8; 16]) -> Lanes {
        let whole = u128::from_le_bytes(*bytes);
        [whole as u64, (whole >> 64) as u64]
    }

    #[inline(always)]
    pub fn all(byte: u8) -> Lanes {
        [u64::from_ne_bytes([byte; 8]); 2]
    }

    /// The highest bit of each byte that is equal.
    #[inline(always)]
    pub fn equal(one: Lanes, other: Lanes) -> Lanes {
        let equal = |half: usize| {
            let differs = one[half] ^ other[half];
            // Nothing is carried from one byte to the next, so that each bit is right by itself.
            !(((differs & LOW) + LOW) | differs | LOW)
        };
        [equal(0), equal(1)]
    }

    #[inline(always)]
    pub fn either(one: Lanes, other: Lanes) -> Lanes {
        [one[0] | other[0], one[1] | other[1]]
    }

    #[inline(always)]
    pub fn none() -> Lanes {
        [0; 2]
    }

    #[inline(always)]
    pub fn has_any(lanes: Lanes) -> bool {
        lanes != [0; 2]
    }

    #[inline(always)]
    pub fn bits(lanes: Lanes) -> u64 {
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
        (0..2000).map(move |round| {
            std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let byte = (state >> 24) as u8;
                if round % 4 == 0 {
                    byte | 0x40
                } else if state & 0x10_0000 == 0 {
                    byte
                } else {
                    b"\"\n\r;\x0b\x8a:<#!"[usize::from(byte) % 10]
                }
            })
        })
    }

    #[test]
    fn each_byte_has_its_bit() {
        let bits =
            |block: &[u8; BLOCK], wanted: &[u8]| block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(wanted.contains(byte)));
        let mut plain = 0;
        for (block, separator) in blocks().zip(b";,\t|\x1f\x00".iter().cycle()) {
            let slow = [bits(&block, &[*separator]), bits(&block, b"\r\n"), bits(&block, b"\"")];
            assert_eq!([separators(&block, *separator), breaks(&block), quotes(&block)], slow, "{block:?}");
            assert_eq!([parts::separators(&block, *separator), parts::breaks(&block), parts::quotes(&block)], slow, "{block:?}");
            assert_eq!([has_breaks_or_quotes(&block), parts::has_breaks_or_quotes(&block)], [slow[1] | slow[2] != 0; 2], "{block:?}");
            plain += u32::from(!has_breaks_or_quotes(&block));
        }
        assert!((100..1900).contains(&plain), "{plain}");
    }
}
