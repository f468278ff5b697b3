//! A dropped file or a blob, read piece by piece in a worker.

use std::any::Any;
use std::io;
use std::ops::Range;

use js_sys::Uint8Array;
use stamdatatjek::intake::Bytes;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};

/// How many bytes are fetched where reading begins anew, and the most that are fetched at a time.
///
/// Measured in Chromium: a read costs 0.8 ms however small it is, so 50 MB take 0.9 s by 64 KB and 0.2 s by 1 MB. But a row that is looked at
/// once needs only little.
const PIECE: Range<u64> = 64 * 1024..1024 * 1024;

/// A dropped file, or a blob that was made here.
pub struct FileBytes {
    blob: Blob,
    reader: FileReaderSync,
    /// The piece that was fetched last, and its place.
    piece: Uint8Array,
    place: Range<u64>,
}

impl FileBytes {
    /// Takes a `File` or a `Blob`. `None` outside a worker, where no program may wait for a file.
    pub fn new(file: impl Into<Blob>) -> Option<FileBytes> {
        let reader = FileReaderSync::new().ok()?;
        Some(FileBytes { blob: file.into(), reader, piece: Uint8Array::new_with_length(0), place: 0..0 })
    }

    /// Fetches the piece that begins at `start`: a larger one each time, for who reads on.
    fn fetch(&mut self, start: u64, at_least: u64) -> io::Result<()> {
        let before = if start == self.place.end { self.place.end - self.place.start } else { 0 };
        // Who wants more at once gets it at once.
        let length = before.saturating_mul(2).clamp(PIECE.start, PIECE.end).max(at_least);
        let end = start.saturating_add(length).min(self.len());
        let slice = self.blob.slice_with_f64_and_f64(start as f64, end as f64).map_err(gone)?;
        let bytes = self.reader.read_as_array_buffer(&slice).map_err(gone)?;
        self.piece = Uint8Array::new(&bytes);
        self.place = start..start + u64::from(self.piece.length());
        Ok(())
    }
}

impl Bytes for FileBytes {
    fn len(&self) -> u64 {
        // Sizes are whole numbers far below 2^53.
        self.blob.size() as u64
    }

    fn source(&self) -> Option<&dyn Any> {
        Some(&self.blob)
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        if offset >= self.len() {
            return Ok(0);
        }
        if !self.place.contains(&offset) {
            self.fetch(offset, buffer.len() as u64)?;
        }
        let length = (self.place.end - offset).min(buffer.len() as u64);
        let from = offset - self.place.start;
        // Both are at most a piece's length.
        let part = self.piece.subarray(from as u32, (from + length) as u32);
        let target = buffer.get_mut(..length as usize).unwrap_or_default();
        part.copy_to(target);
        Ok(target.len())
    }
}

/// What is said of a file that the browser can no longer read.
pub fn gone(_: JsValue) -> io::Error {
    io::Error::other("filen er ændret, flyttet eller slettet, efter at den blev valgt")
}
