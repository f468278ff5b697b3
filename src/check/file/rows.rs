//! Going through the rows of some claims of a checked file, for what is corrected in a copy of it.

use std::io;

use super::FileCheck;
use crate::check::across;
use crate::check::judge::changed;
use crate::check::upshot::count;
use crate::intake::{Answers, Bytes, Layout, Opened, Row, RowReader, UNCLOSED_LIMIT};

/// Takes the rows of a claim, by its number.
pub type EachRows<'e> = dyn FnMut(u32, &[Row]) -> io::Result<()> + 'e;

impl FileCheck {
    /// How the checked rows are laid out.
    pub fn layout(&self) -> &Layout {
        &self.opened.layout
    }

    /// The checked rows' bytes.
    pub fn bytes(&mut self) -> &mut dyn Bytes {
        self.opened.bytes.as_mut()
    }

    /// What was opened, with other bytes that are laid out in the same way.
    pub fn reopened(&self, bytes: Box<dyn Bytes>) -> Opened {
        // Behind them stands what the check itself has added.
        let notes = self.opened.notes.iter().take(self.notes_before).cloned().collect();
        let Opened { layout, answers, sheets, .. } = &self.opened;
        Opened { bytes, layout: layout.clone(), answers: Answers::clone(answers), sheets: sheets.clone(), notes }
    }

    /// How many quotation marks in the file are never closed.
    pub fn unclosed(&self) -> u32 {
        self.parts.last().map_or(0, |part| part.unclosed_after)
    }

    /// The claim that the row at a place, in bytes, belongs to.
    pub fn claim_at(&self, row: u64) -> Option<u32> {
        let after = self.parts.partition_point(|part| part.start <= row);
        let part = self.parts.get(..after)?.iter().rev().find(|part| !part.claims.is_empty())?;
        let within = row.checked_sub(part.start)?;
        let claim = part.claims.offsets.partition_point(|offset| u64::from(*offset) <= within).checked_sub(1)?;
        Some(part.first + count(claim))
    }

    /// Hands over the rows of claims; fastest when they are asked for in the file's order.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed, and what `each` returns.
    pub fn each_rows(&mut self, claims: impl IntoIterator<Item = u32>, each: &mut EachRows) -> io::Result<()> {
        let layout = std::sync::Arc::clone(&self.opened.layout);
        // The rows are read while the rest of the check is asked.
        let mut bytes = std::mem::replace(&mut self.opened.bytes, Box::new(Vec::new()));
        let done = self.each_rows_in(&mut layout.rows_from(bytes.as_mut(), layout.first_row, layout.first_row_line), claims, each);
        self.opened.bytes = bytes;
        done
    }

    fn each_rows_in(&self, reader: &mut RowReader, claims: impl IntoIterator<Item = u32>, each: &mut EachRows) -> io::Result<()> {
        let mut at = None;
        for number in claims {
            let record = self.record(number).ok_or_else(changed)?;
            let part = across::part_of(&self.parts, number).ok_or_else(changed)?;
            // Where so many quotation marks are open that no more are looked for, only who has read all rows before knows how to read one.
            if part.unclosed < UNCLOSED_LIMIT && part.unclosed_after >= UNCLOSED_LIMIT {
                if at.is_none_or(|at| at > record.offset || at < part.start) {
                    reader.go_to(part.start, part.line);
                    reader.expect_unclosed(part.unclosed);
                }
            } else {
                reader.go_to(record.offset, record.line);
                reader.expect_unclosed(part.unclosed);
            }
            let row = loop {
                let row = reader.next_row()?.ok_or_else(changed)?;
                if row.offset >= record.offset {
                    break row;
                }
            };
            if (row.offset, row.line) != (record.offset, record.line) {
                return Err(changed());
            }
            if record.lines == 1 {
                each(number, std::slice::from_ref(row))?;
            } else {
                let mut rows = vec![row.clone()];
                while rows.len() < record.lines {
                    let row = reader.next_row()?.ok_or_else(changed)?;
                    if !row.is_empty() {
                        rows.push(row.clone());
                    }
                }
                each(number, &rows)?;
            }
            at = Some(reader.position().0);
        }
        Ok(())
    }

    /// Says which claims hold a corrected line, in their order.
    pub fn mark_corrected(&mut self, claims: Vec<u32>) {
        self.corrected = claims;
    }

    /// Whether a claim holds a corrected line.
    pub fn is_corrected(&self, claim: u32) -> bool {
        self.corrected.binary_search(&claim).is_ok()
    }
}
