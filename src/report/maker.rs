//! Making a report of a checked file some claims at a time, so that whoever has it made can stop in between.

use std::io::{self, Write};

use super::claim::ReportClaim;
use super::findings::{FindingsCsv, FindingsJson};
use super::frames::write_claim;
use super::head::{About, ReportHead};
use crate::check::file::{FileCheck, Walk};

/// How many claims are written in one step.
const CLAIMS: usize = 200;
/// How many claims go into a workbook. A person can't look through more, spreadsheets become slow with notes and colours, and the whole
/// workbook is held in memory while it is made; the CSV report has all.
pub const MOST_CLAIMS: u32 = 20_000;

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// See [`FindingsCsv`].
    Csv,
    /// See [`FindingsJson`].
    Json,
    /// Claims for a workbook, which another program makes: at most [`MOST_CLAIMS`], as [`super::frames`] writes them.
    Claims,
}

/// A report on its way.
pub struct Maker {
    form: Form,
    head: ReportHead,
    walk: Walk,
    is_begun: bool,
    /// How many findings are written.
    written: u64,
}

impl Maker {
    /// A report of the checked file.
    ///
    /// # Errors
    /// When the file can't be read any more.
    pub fn new(form: Form, about: About, check: &mut FileCheck) -> io::Result<Maker> {
        let head = ReportHead::of(about, &check.totals, &check.layout().mapping, check.settings());
        let walk = match form {
            Form::Csv | Form::Json => check.walk_found(usize::MAX)?,
            Form::Claims => check.walk_noteworthy(MOST_CLAIMS as usize)?,
        };
        Ok(Maker { form, head, walk, is_begun: false, written: 0 })
    }

    /// Writes some more of it. Answers whether there is more.
    ///
    /// # Errors
    /// When the file can't be read any more, or the report not be written.
    pub fn step(&mut self, check: &mut FileCheck, out: &mut dyn Write) -> io::Result<bool> {
        let Maker { form, head, walk, written, .. } = self;
        let privacy = head.privacy;
        // The check is asked for claims while its mapping is needed.
        let mapping = &check.layout().mapping.clone();
        let csv = FindingsCsv::new(head, mapping);
        let mut json = FindingsJson::continued(head, mapping, *written);
        if !std::mem::replace(&mut self.is_begun, true) {
            match form {
                Form::Csv => out.write_all(csv.heading().as_bytes())?,
                Form::Json => out.write_all(json.start()?.as_bytes())?,
                Form::Claims => {}
            }
        }
        let has_more = check.go_on(walk, CLAIMS, &mut |view, rows| {
            *written += view.findings.len() as u64;
            match form {
                Form::Csv => out.write_all(csv.lines_of(view).as_bytes()),
                Form::Json => out.write_all(json.objects_of(view)?.as_bytes()),
                Form::Claims => {
                    let rows: Vec<(u64, Vec<String>)> =
                        rows.iter().map(|row| (row.line, (0..row.len()).map(|column| row.cell(column).to_owned()).collect())).collect();
                    write_claim(&ReportClaim::of(view, &rows, mapping, privacy), out)
                }
            }
        })?;
        if !has_more && *form == Form::Json {
            out.write_all(json.end().as_bytes())?;
        }
        Ok(has_more)
    }

    /// How much is written, in thousandths.
    pub fn thousandths(&self) -> u16 {
        let (done, of) = self.walk.done();
        u16::try_from(done.saturating_mul(1000) / of.max(1)).unwrap_or(1000)
    }

    /// What the report says first.
    pub fn into_head(self) -> ReportHead {
        self.head
    }
}
