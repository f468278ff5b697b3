//! Report claims one after the other as bytes, so that one program can write them into a blob and another read them from it.

use std::io::{self, Write};

use super::claim::ReportClaim;
use crate::intake::{Bytes, FileProblem};

/// How many bytes are read at a time.
const PIECE: usize = 1 << 20;
/// How long a claim may be. The longest cell that a file can hold is 32 KB, and a claim has at most 255 lines; this is what no claim of a
/// real file comes near, and little enough to hold.
const LONGEST: usize = 64 << 20;

/// Writes a claim behind those before.
///
/// # Errors
/// When the store takes no more, or the claim is too long for one.
pub fn write_claim(claim: &ReportClaim, out: &mut dyn Write) -> io::Result<()> {
    let packed = postcard::to_allocvec(claim).map_err(io::Error::other)?;
    let length = u32::try_from(packed.len()).ok().filter(|length| *length as usize <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other("en fordring fylder for meget til rapporten"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&packed)
}

/// Reads the claims that [`write_claim`] wrote.
pub struct Frames<'b> {
    bytes: &'b mut dyn Bytes,
    /// What is read and not yet given, from `place` on.
    held: Vec<u8>,
    place: usize,
    /// Where the next bytes are read from.
    next: u64,
    failed: bool,
}

impl<'b> Frames<'b> {
    /// The claims in the bytes.
    pub fn new(bytes: &'b mut dyn Bytes) -> Frames<'b> {
        Frames { bytes, held: Vec::new(), place: 0, next: 0, failed: false }
    }

    /// The next so many bytes; `None` where the bytes end before.
    fn take(&mut self, count: usize) -> Result<Option<&[u8]>, FileProblem> {
        if self.held.len() - self.place < count {
            self.held.drain(..self.place);
            self.place = 0;
            while self.held.len() < count {
                let filled = self.held.len();
                self.held.resize(filled + PIECE, 0);
                let read = match self.held.get_mut(filled..) {
                    Some(free) => self.bytes.read_at(self.next, free)?,
                    None => 0,
                };
                self.held.truncate(filled + read);
                self.next += read as u64;
                if read == 0 {
                    return Ok(None);
                }
            }
        }
        let start = self.place;
        self.place += count;
        Ok(self.held.get(start..start + count))
    }

    fn claim(&mut self) -> Result<Option<ReportClaim>, FileProblem> {
        let Some(length) = self.take(4)? else {
            return if self.held.is_empty() { Ok(None) } else { Err(broken()) };
        };
        let length = u32::from_le_bytes(length.try_into().map_err(|_| broken())?) as usize;
        if length > LONGEST {
            return Err(broken());
        }
        let packed = self.take(length)?.ok_or_else(broken)?;
        postcard::from_bytes(packed).map(Some).map_err(|_| broken())
    }
}

impl Iterator for Frames<'_> {
    type Item = Result<ReportClaim, FileProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let claim = self.claim();
        self.failed = claim.is_err();
        claim.transpose()
    }
}

fn broken() -> FileProblem {
    FileProblem::Broken("Rapportens fordringer kan ikke læses. Tjek filen igen, og hent rapporten på ny.".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Outcome;
    use crate::report::claim::ReportLine;

    fn claim(row: u64, cell: usize) -> ReportClaim {
        ReportClaim {
            row,
            reference: format!("R{row}"),
            code: "KFDAINS".into(),
            outcome: Outcome::Hoering,
            undecided: vec!["hovedstol".into()],
            basis: "officiel".into(),
            lines: vec![ReportLine { row, cells: vec!["æ".repeat(cell), String::new()] }],
            findings: Vec::new(),
        }
    }

    #[test]
    fn claims_come_back_as_they_were_written() {
        let claims: Vec<ReportClaim> = (0..200).map(|row| claim(row, usize::try_from(row * row).unwrap())).collect();
        let mut bytes = Vec::new();
        for claim in &claims {
            write_claim(claim, &mut bytes).unwrap();
        }
        assert!(bytes.len() > 2 * PIECE);
        let read: Vec<ReportClaim> = Frames::new(&mut bytes).map(Result::unwrap).collect();
        assert_eq!(read, claims);
        assert_eq!(Frames::new(&mut Vec::new()).count(), 0);
    }

    #[test]
    fn bytes_that_are_cut_or_wrong_are_told_once() {
        let mut bytes = Vec::new();
        write_claim(&claim(1, 3), &mut bytes).unwrap();
        write_claim(&claim(2, 3), &mut bytes).unwrap();
        for length in bytes.len() / 2 + 1..bytes.len() {
            let read: Vec<_> = Frames::new(&mut bytes[..length].to_vec()).collect();
            assert!(matches!(&read[..], [Ok(_), Err(FileProblem::Broken(_))]), "{length}: {read:?}");
        }
        let read: Vec<_> = Frames::new(&mut vec![0xff; 100]).collect();
        assert!(matches!(&read[..], [Err(FileProblem::Broken(_))]), "{read:?}");
    }
}
