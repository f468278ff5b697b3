//! A store in the browser: what is written to it ends as one blob, which the browser may keep on disk.

use std::io;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Blob;

/// How many bytes are gathered before they are handed to the browser.
const PART: usize = 1 << 20;

/// Bytes on their way into a blob.
///
/// Every part becomes a blob at once, and the whole is made of them by reference. So the program never holds more than one part.
pub struct BlobStore {
    parts: Array,
    part: Vec<u8>,
}

impl BlobStore {
    /// An empty store.
    pub fn new() -> BlobStore {
        BlobStore { parts: Array::new(), part: Vec::with_capacity(PART) }
    }

    /// All that was written, as one blob.
    ///
    /// # Errors
    /// When the browser has no room for it.
    pub fn finish(mut self) -> io::Result<Blob> {
        self.hand_over()?;
        Blob::new_with_blob_sequence(&self.parts).map_err(full)
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let bytes = Array::of1(&Uint8Array::from(self.part.as_slice()));
        let part = Blob::new_with_u8_array_sequence(&bytes).map_err(full)?;
        self.parts.push(&part.into());
        self.part.clear();
        Ok(())
    }
}

impl io::Write for BlobStore {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.part.len() >= PART {
            self.hand_over()?;
        }
        let (taken, _) = bytes.split_at(bytes.len().min(PART - self.part.len()));
        self.part.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Nothing waits for what is not yet handed over: it is part of the blob when that is made.
        Ok(())
    }
}

fn full(_: JsValue) -> io::Error {
    io::Error::other("browseren har ikke plads til flere rækker")
}
