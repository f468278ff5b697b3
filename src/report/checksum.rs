//! A file's SHA-256, by which anybody can see that a report is about exactly this file.

use sha2::{Digest, Sha256};

use crate::intake::{Bytes, FileProblem};

/// How many bytes are read at a time.
const PIECE: usize = 1 << 18;

/// The SHA-256 of all the bytes as 64 hexadecimal digits. `progress` is told the share that is read, in thousandths; when it answers `false`,
/// the reading ends.
///
/// # Errors
/// When the bytes can't be read any more, or the reading was ended ([`FileProblem::Cancelled`]).
pub fn checksum(bytes: &mut dyn Bytes, progress: &mut dyn FnMut(u16) -> bool) -> Result<String, FileProblem> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut done = 0;
    loop {
        let count = bytes.read_at(done, &mut piece)?;
        if count == 0 {
            break;
        }
        hash.update(piece.get(..count).unwrap_or_default());
        done += count as u64;
        let share = done.saturating_mul(1000).checked_div(bytes.len()).unwrap_or(1000).min(1000);
        if !progress(u16::try_from(share).unwrap_or(1000)) {
            return Err(FileProblem::Cancelled);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        let mut all = |_| true;
        // The test vectors of FIPS 180-4.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(checksum(&mut Vec::new(), &mut all).unwrap(), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(checksum(&mut b"abc".to_vec(), &mut all).unwrap(), abc);
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        assert_eq!(checksum(&mut vec![b'a'; 1_000_000], &mut all).unwrap(), million);
    }

    #[test]
    fn progress_is_told_and_ends_the_reading() {
        let mut told = Vec::new();
        checksum(&mut vec![0; PIECE * 2 + 1], &mut |share| {
            told.push(share);
            true
        })
        .unwrap();
        assert_eq!(told, [499, 999, 1000]);
        assert_eq!(checksum(&mut vec![0; 10], &mut |_| false), Err(FileProblem::Cancelled));
    }
}
