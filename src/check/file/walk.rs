//! Going through checked claims in the file's order, some at a time, so that whoever does it can be stopped in between.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use super::{EachClaim, FileCheck};
use crate::check::across::{self, SameContent};
use crate::check::judge::claim_rows;
use crate::check::view::ClaimView;
use crate::intake::{Row, RowReader};

/// How far a walk has come.
pub struct Walk {
    /// The claims that are left out of it aren't here.
    claims: Vec<u32>,
    next: usize,
    /// The rows of lines that aren't their claim's first, where another line says the same as they do.
    deep: HashMap<(u32, u8), u64>,
}

impl Walk {
    /// How many claims are done, and how many there are.
    pub fn done(&self) -> (usize, usize) {
        (self.next, self.claims.len())
    }
}

impl FileCheck {
    /// A walk through the claims on which something was found, at most so many.
    ///
    /// # Errors
    /// When the file can't be read any more.
    pub fn walk_found(&mut self, most: usize) -> io::Result<Walk> {
        let (_, claims) = self.select_by(|upshot| !upshot.rules.is_empty(), most);
        self.walk(claims)
    }

    /// The same with those about which nobody can say what would become of them.
    ///
    /// # Errors
    /// As [`Self::walk_found`].
    pub fn walk_noteworthy(&mut self, most: usize) -> io::Result<Walk> {
        let (_, claims) = self.select_by(|upshot| !upshot.rules.is_empty() || upshot.undecided, most);
        self.walk(claims)
    }

    fn walk(&mut self, claims: Vec<u32>) -> io::Result<Walk> {
        let mut deep = HashMap::new();
        for same in self.across.same_content.iter().filter(|same| same.first_line > 0).copied().collect::<Vec<_>>() {
            deep.insert((same.first, same.first_line), self.line_of(same.first, same.first_line)?);
        }
        Ok(Walk { claims, next: 0, deep })
    }

    /// Hands over the next claims of the walk, at most so many, with their rows. Answers whether there are more.
    ///
    /// # Errors
    /// When the file can't be read any more, and what `each` returns.
    pub fn go_on(&mut self, walk: &mut Walk, most: usize, each: &mut dyn FnMut(&ClaimView, &[Row]) -> io::Result<()>) -> io::Result<bool> {
        let layout = Arc::clone(&self.opened.layout);
        // The rows are read while the rest of the check is asked.
        let mut bytes = std::mem::replace(&mut self.opened.bytes, Box::new(Vec::new()));
        let done = self.go_on_reading(&mut layout.rows(bytes.as_mut()), walk, most, each);
        self.opened.bytes = bytes;
        done?;
        Ok(walk.next < walk.claims.len())
    }

    fn go_on_reading(
        &self,
        reader: &mut RowReader,
        walk: &mut Walk,
        most: usize,
        each: &mut dyn FnMut(&ClaimView, &[Row]) -> io::Result<()>,
    ) -> io::Result<()> {
        let Walk { claims, next, deep } = walk;
        for number in claims.iter().skip(*next).take(most) {
            *next += 1;
            let Some(record) = self.record(*number) else { continue };
            reader.go_to(record.offset, record.line);
            reader.expect_unclosed(record.unclosed);
            let rows = claim_rows(reader, record.lines)?;
            let twin = |same: SameContent| {
                let deep = deep.get(&(same.first, same.first_line)).copied();
                deep.or_else(|| self.record(same.first).map(|first| first.line))
            };
            let twins: Vec<Option<u64>> = (0..record.lines).map(|line| self.across.same_content(*number, line).and_then(twin)).collect();
            let view = self.view(record, &rows, &twins);
            debug_assert!(self.agrees(record, &view), "{view:?}");
            each(&view, &rows)?;
        }
        Ok(())
    }

    /// Hands over every claim in the file's order.
    ///
    /// # Errors
    /// When the file can't be read any more, and what `each` returns.
    pub fn each(&mut self, each: &mut EachClaim) -> io::Result<()> {
        let mut walk = self.walk((0..across::claims(&self.parts)).collect())?;
        while self.go_on(&mut walk, usize::MAX, &mut |view, _| each(view))? {}
        Ok(())
    }
}
