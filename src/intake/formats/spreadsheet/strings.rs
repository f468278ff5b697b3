//! The texts that a workbook's cells share, held one behind the other.

use super::value::without_escapes;
use crate::intake::FileProblem;

/// The most texts of one workbook.
const TEXTS: usize = 20_000_000;
/// The most they hold together. Places in them are counted in 32 bits.
const BYTES: usize = 512 << 20;

/// Texts by their number.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// The text with that number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let before = index.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(before.map_or(0, |start| *start as usize)..end)
    }

    /// Where the next text's letters are to be written.
    pub fn open(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends the text that was written, and takes out what stands for letters that XML can't hold.
    pub fn close_escaped(&mut self) -> Result<(), FileProblem> {
        let start = self.ends.last().map_or(0, |end| *end as usize);
        without_escapes(&mut self.text, start);
        self.close()
    }

    /// Ends the text that was written.
    pub fn close(&mut self) -> Result<(), FileProblem> {
        if self.ends.len() >= TEXTS {
            return Err(FileProblem::TooMuch { what: "forskellige tekster", limit: "20 millioner" });
        }
        let end = u32::try_from(self.text.len()).ok().filter(|end| *end as usize <= BYTES);
        self.ends.push(end.ok_or(FileProblem::TooMuch { what: "forskellige tekster", limit: "512 MB" })?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_by_their_number() {
        let mut strings = Strings::default();
        for text in ["æ", "", "b_x000A_c"] {
            strings.open().push_str(text);
            strings.close_escaped().unwrap();
        }
        strings.open().push_str("_x000A_");
        strings.close().unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(|index| strings.get(index)), [Some("æ"), Some(""), Some("b\nc"), Some("_x000A_"), None]);
    }
}
