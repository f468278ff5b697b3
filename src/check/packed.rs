//! Long lists of numbers in messages: as their bytes, which is copied and not reckoned.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// A number of fixed width.
pub trait Number: Copy {
    /// Adds its bytes, the lowest first.
    fn write(self, bytes: &mut Vec<u8>);
    /// How many bytes it has.
    const WIDTH: usize;
    /// The number in just so many bytes.
    fn read(bytes: &[u8]) -> Option<Self>;
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            const WIDTH: usize = size_of::<$kind>();

            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(<$kind>::from_le_bytes)
            }
        }
    )*};
}

number!(u8, u16, u32, u64, i32, i64);

/// Writes the numbers.
///
/// # Errors
/// As the serializer.
pub fn serialize<N: Number, S: Serializer>(numbers: &[N], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(numbers.len() * N::WIDTH);
    for number in numbers {
        number.write(&mut bytes);
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads the numbers.
///
/// # Errors
/// When there are no bytes, or not as many as whole numbers have.
pub fn deserialize<'de, N: Number, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<N>, D::Error> {
    struct Numbers<N>(PhantomData<N>);

    impl<N: Number> Visitor<'_> for Numbers<N> {
        type Value = Vec<N>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            write!(f, "the bytes of numbers")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<N>, E> {
            bytes.chunks(N::WIDTH).map(|bytes| N::read(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))).collect()
        }
    }

    deserializer.deserialize_bytes(Numbers(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use crate::wire::{pack, unpack};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lists {
        #[serde(with = "super")]
        wide: Vec<u64>,
        #[serde(with = "super")]
        signed: Vec<i32>,
        #[serde(with = "super")]
        narrow: Vec<u8>,
    }

    #[test]
    fn numbers_survive_the_way() {
        let lists = Lists { wide: vec![0, 1, u64::MAX], signed: vec![i32::MIN, -1, 7], narrow: Vec::new() };
        let packed = pack(&lists).unwrap();
        assert_eq!(unpack::<Lists>(&packed), Some(lists));
        // A number that is cut off is none.
        assert_eq!(unpack::<Lists>(&[7, 1, 2, 3, 4, 5, 6, 7, 0, 0]), None);
    }
}
