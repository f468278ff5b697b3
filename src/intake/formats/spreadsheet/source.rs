//! A file as the readers of containers want it, and what went wrong beneath them.

use std::cell::{Cell, RefCell};
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use crate::intake::formats::OnProgress;
use crate::intake::{Bytes, FileProblem};

/// How much is read at a time.
const CHUNK: usize = 128 * 1024;

/// What must be known on both sides of a reader that isn't ours: why it was stopped, and how much it is expected to read.
#[derive(Clone, Default)]
pub struct Watch(Rc<State>);

#[derive(Default)]
struct State {
    problem: RefCell<Option<FileProblem>>,
    /// How many bytes of the file will be read in all, some of them twice.
    expected: Cell<u64>,
    /// How many have been.
    done: Cell<u64>,
}

impl Watch {
    /// Keeps why reading is stopped, and answers an error that carries it through the readers above.
    pub fn stop(&self, problem: FileProblem) -> io::Error {
        self.0.problem.borrow_mut().get_or_insert(problem);
        io::Error::other("stopped")
    }

    /// Why reading was stopped beneath, or else this.
    pub fn or(&self, otherwise: FileProblem) -> FileProblem {
        self.0.problem.borrow_mut().take().unwrap_or(otherwise)
    }

    /// Says that so many more bytes of the file will be read from here on.
    pub fn will_read(&self, bytes: u64) {
        self.0.expected.set(self.0.done.get().saturating_add(bytes));
    }

    /// The share that is read, in thousandths, after so many more bytes.
    fn share(&self, bytes: u64) -> u16 {
        let done = self.0.done.get().saturating_add(bytes);
        self.0.done.set(done);
        let thousandths = done.saturating_mul(1000) / self.0.expected.get().max(1);
        u16::try_from(thousandths.min(999)).unwrap_or(999)
    }
}

/// A file that is read from any place through a buffer.
pub struct Source<'s> {
    bytes: &'s mut dyn Bytes,
    progress: &'s mut OnProgress<'s>,
    shown: u16,
    pub watch: Watch,
    length: u64,
    position: u64,
    buffer: Vec<u8>,
    /// Where the buffer's first byte stands in the file.
    start: u64,
}

impl<'s> Source<'s> {
    pub fn new(bytes: &'s mut dyn Bytes, progress: &'s mut OnProgress<'s>) -> Self {
        let length = bytes.len();
        let watch = Watch::default();
        watch.will_read(length);
        Source { bytes, progress, shown: 0, watch, length, position: 0, buffer: Vec::new(), start: 0 }
    }

    /// How long the file is.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// What the buffer holds from the position on.
    fn buffered(&self) -> &[u8] {
        let skipped = self.position.checked_sub(self.start).and_then(|skipped| usize::try_from(skipped).ok());
        skipped.and_then(|skipped| self.buffer.get(skipped..)).unwrap_or_default()
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.resize(CHUNK, 0);
        self.start = self.position;
        let count = loop {
            match self.bytes.read_at(self.position, &mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.clear();
                    return Err(self.watch.stop(error.into()));
                }
                Ok(count) => break count,
            }
        };
        self.buffer.truncate(count);
        // Parts are read in no order, and some twice: what is shown only grows.
        self.shown = self.shown.max(self.watch.share(count as u64));
        if (self.progress)(self.shown) { Ok(()) } else { Err(self.watch.stop(FileProblem::Cancelled)) }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.length || into.is_empty() {
            return Ok(0);
        }
        if self.buffered().is_empty() {
            self.fill()?;
        }
        let count = self.buffered().read(into)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_place_is_read_as_it_stands() {
        let bytes: Vec<u8> = (0..=255).cycle().take(3 * CHUNK + 7).collect();
        let mut slice = bytes.as_slice();
        let mut shown = Vec::new();
        let mut progress = |share| {
            shown.push(share);
            true
        };
        let mut source = Source::new(&mut slice, &mut progress);
        for place in [0, 5, CHUNK - 3, 2 * CHUNK, 3 * CHUNK + 6, CHUNK] {
            source.seek(SeekFrom::Start(place as u64)).unwrap();
            let mut read = [0; 10];
            let mut filled = 0;
            while filled < read.len() {
                match source.read(&mut read[filled..]).unwrap() {
                    0 => break,
                    count => filled += count,
                }
            }
            assert_eq!(read[..filled], bytes[place..(place + 10).min(bytes.len())], "{place}");
        }
        assert_eq!(source.seek(SeekFrom::End(-1)).unwrap(), bytes.len() as u64 - 1);
        assert!(source.seek(SeekFrom::Current(-(bytes.len() as i64))).is_err());
        source.seek(SeekFrom::End(9)).unwrap();
        assert_eq!(source.read(&mut [0; 4]).unwrap(), 0);
        assert!(shown.is_sorted() && shown.iter().all(|share| *share < 1000), "{shown:?}");
    }

    #[test]
    fn what_stops_it_is_known_above() {
        struct Gone;
        impl Bytes for Gone {
            fn len(&self) -> u64 {
                100
            }
            fn read_at(&mut self, _: u64, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::NotFound.into())
            }
        }
        let mut go_on = |_| true;
        let mut gone = Gone;
        let mut source = Source::new(&mut gone, &mut go_on);
        assert!(source.read(&mut [0; 4]).is_err());
        assert_eq!(source.watch.or(FileProblem::Empty), FileProblem::Unreadable("den findes ikke".into()));

        let mut stop = |_| false;
        let mut bytes: &[u8] = b"abc";
        let mut source = Source::new(&mut bytes, &mut stop);
        assert!(source.read(&mut [0; 4]).is_err());
        assert_eq!(source.watch.or(FileProblem::Empty), FileProblem::Cancelled);
        assert_eq!(source.watch.or(FileProblem::Empty), FileProblem::Empty);
    }
}
