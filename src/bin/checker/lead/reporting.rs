//! Reports of all findings: first the files' checksums, then the claims.

use std::io::{self, Write};

use stamdatatjek::check::file::FileCheck;
use stamdatatjek::intake::Bytes;
use stamdatatjek::report::checksum::Checksum;
use stamdatatjek::report::head::{About, FileHead, ReportHead};
use stamdatatjek::report::maker::{Form, Maker};
use web_sys::Blob;

use crate::file_bytes::FileBytes;

/// A report on its way.
pub struct Reporting {
    form: Form,
    about: About,
    /// Files whose checksums aren't there yet, the next one last.
    files: Vec<(String, Blob)>,
    summing: Option<Summing>,
    maker: Option<Maker>,
}

/// A file whose checksum is being made.
struct Summing {
    name: String,
    bytes: FileBytes,
    sum: Checksum,
}

impl Reporting {
    /// A report about the files with these names, as they were given.
    pub fn new(form: Form, about: About, mut files: Vec<(String, Blob)>) -> Reporting {
        files.reverse();
        Reporting { form, about, files, summing: None, maker: None }
    }

    /// Does a bit; answers whether there is more to do.
    pub fn step(&mut self, check: &mut FileCheck, out: &mut dyn Write) -> io::Result<bool> {
        if let Some(maker) = &mut self.maker {
            return maker.step(check, out);
        }
        if let Some(Summing { name, bytes, sum }) = &mut self.summing {
            if let Some(sha256) = sum.step(bytes)? {
                self.about.files.push(FileHead { name: std::mem::take(name), sha256 });
                self.summing = None;
            }
            return Ok(true);
        }
        match self.files.pop() {
            Some((name, blob)) => {
                let bytes = FileBytes::new(blob).ok_or_else(|| io::Error::other("browseren giver ikke adgang til filen"))?;
                self.summing = Some(Summing { name, bytes, sum: Checksum::default() });
            }
            None => self.maker = Some(Maker::new(self.form, std::mem::take(&mut self.about), check)?),
        }
        Ok(true)
    }

    /// How much is done, in thousandths: the checksums count for the first tenth.
    pub fn thousandths(&self) -> u16 {
        match (&self.maker, &self.summing) {
            (Some(maker), _) => 100 + maker.thousandths() / 10 * 9,
            (None, Some(Summing { bytes, sum, .. })) => u16::try_from(sum.done().saturating_mul(100) / bytes.len().max(1)).unwrap_or(100),
            (None, None) => 0,
        }
    }

    /// What the report says first, where another program must make a workbook of it.
    pub fn into_workbook_head(self) -> Option<ReportHead> {
        self.maker.filter(|_| self.form == Form::Claims).map(Maker::into_head)
    }
}
