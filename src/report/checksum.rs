//! A file's SHA-256, by which anybody can see that a report is about exactly this file.

use std::io;

use sha2::{Digest, Sha256};

use crate::intake::Bytes;

/// How many bytes are read at a time.
const PIECE: usize = 1 << 18;

/// A checksum on its way.
#[derive(Clone, Debug, Default)]
pub struct Checksum {
    hash: Sha256,
    done: u64,
}

impl Checksum {
    /// Takes in some more of the bytes. At their end it answers the SHA-256 of all of them, as 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the bytes can't be read any more.
    pub fn step(&mut self, bytes: &mut dyn Bytes) -> io::Result<Option<String>> {
        let mut piece = vec![0; PIECE];
        let count = bytes.read_at(self.done, &mut piece)?;
        self.hash.update(piece.get(..count).unwrap_or_default());
        self.done += count as u64;
        let is_over = count == 0;
        Ok(is_over.then(|| self.hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// How many bytes are taken in.
    pub fn done(&self) -> u64 {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mut bytes: Vec<u8>) -> String {
        let mut checksum = Checksum::default();
        loop {
            if let Some(sum) = checksum.step(&mut bytes).unwrap() {
                assert_eq!(checksum.done(), bytes.len() as u64);
                return sum;
            }
        }
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        // The test vectors of FIPS 180-4.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(of(Vec::new()), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(b"abc".to_vec()), abc);
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        assert_eq!(of(vec![b'a'; 1_000_000]), million);
    }
}
