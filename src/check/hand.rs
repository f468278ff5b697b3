//! Checks parts of a file, one after the other: what a worker does, and what the command line does with the only part there is at a time.

mod work;

use std::cell::RefCell;
use std::io;
use std::ops::Range;

use super::judge::{Judge, changed, claim_rows};
use super::keys::main_at;
use super::part::{Again, Done, Linked, Plan, Task};
use super::upshot::count;
use crate::intake::{Bytes, FileProblem};

/// When so many different upshots are known, they are forgotten before the next part: a file of garbage has a new one in every row.
const UPSHOTS: usize = 20_000;

/// Checks parts of a file.
pub struct Hand {
    plan: Plan,
    judge: Judge,
    /// The part's bytes. Kept, so that the room for them is asked for once.
    buffer: Vec<u8>,
}

impl Hand {
    /// One who follows the plan.
    pub fn new(plan: Plan) -> Hand {
        let judge = Judge::new(&plan);
        Hand { plan, judge, buffer: Vec::new() }
    }

    /// Does a task. `bytes` are those of the whole file. `go_on` is told now and then how many rows of it are read, and answers whether to go on.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed, and when it is to go on no longer.
    pub fn run(&mut self, bytes: &mut dyn Bytes, task: &Task, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Done, FileProblem> {
        let mut buffer = std::mem::take(&mut self.buffer);
        hold(bytes, &task.range().unwrap_or_default(), &mut buffer)?;
        let done = self.run_loaded(&buffer, bytes, task, go_on);
        self.buffer = buffer;
        done
    }

    /// As [`Self::run`], where the bytes of the task's [`Task::range`] are in memory already.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_loaded(
        &mut self,
        loaded: &[u8],
        bytes: &mut dyn Bytes,
        task: &Task,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Done, FileProblem> {
        let range = task.range().unwrap_or_default();
        if loaded.len() as u64 != range.end.min(bytes.len()).saturating_sub(range.start) {
            return Err(changed().into());
        }
        if self.judge.upshots.len() > UPSHOTS {
            self.judge.forget();
        }
        let file = RefCell::new(bytes);
        let mut window = Window { start: range.start, held: loaded, file: &file };
        Ok(match task {
            Task::Check(span) => Done::Check(Box::new(work::check(&self.plan, &mut self.judge, *span, window, go_on)?)),
            Task::Again(part, claims) => Done::Again(Box::new(self.again(*part, claims, &mut window)?)),
        })
    }

    fn again(&mut self, part: u32, claims: &[Linked], bytes: &mut dyn Bytes) -> Result<Again, FileProblem> {
        let Plan { layout, .. } = &self.plan;
        let received = self.judge.checker.settings.received;
        let mut again = Again { part, ..Again::default() };
        let mut reader = layout.rows_from(bytes, 0, 0);
        for linked in claims {
            reader.go_to(linked.offset, 0);
            let main = main_at(linked.place, received, |_| linked.facts);
            let upshot = if linked.lines == 1 {
                let row = reader.next_row()?.ok_or_else(changed)?;
                self.judge.judge(&self.plan, std::slice::from_ref(row), main)
            } else {
                self.judge.judge(&self.plan, &claim_rows(&mut reader, linked.lines.into())?, main)
            };
            again.claims.push((linked.claim, upshot));
        }
        let mut used = Used::default();
        for (_, upshot) in &mut again.claims {
            *upshot = used.number(*upshot);
        }
        again.upshots = self.judge.upshots.used(&used.order);
        Ok(again)
    }
}

/// Numbers in the order they were first used, each with its new number.
#[derive(Default)]
struct Used {
    order: Vec<u32>,
    /// The new number of each, and `u32::MAX` for none.
    new: Vec<u32>,
}

impl Used {
    fn number(&mut self, old: u32) -> u32 {
        let place = old as usize;
        if self.new.len() <= place {
            self.new.resize(place + 1, u32::MAX);
        }
        let Some(new) = self.new.get_mut(place) else { return 0 };
        if *new == u32::MAX {
            *new = count(self.order.len());
            self.order.push(old);
        }
        *new
    }
}

/// Reads bytes of the file into the buffer, as far as there are any.
fn hold(bytes: &mut dyn Bytes, range: &Range<u64>, buffer: &mut Vec<u8>) -> io::Result<()> {
    let from = range.start;
    let length = usize::try_from(range.end.min(bytes.len()).saturating_sub(from)).map_err(|_| io::Error::other("filen er for stor"))?;
    buffer.resize(length, 0);
    let mut filled = 0;
    while filled < length {
        match bytes.read_at(from + filled as u64, &mut buffer[filled..])? {
            0 => return Err(changed()),
            read => filled += read,
        }
    }
    Ok(())
}

/// A file of which some bytes are in memory.
#[derive(Clone, Copy)]
struct Window<'w, 'f> {
    start: u64,
    held: &'w [u8],
    file: &'w RefCell<&'f mut dyn Bytes>,
}

impl Bytes for Window<'_, '_> {
    fn len(&self) -> u64 {
        self.file.borrow().len()
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let held = offset.checked_sub(self.start).and_then(|from| self.held.get(usize::try_from(from).ok()?..));
        match held {
            Some(mut held) if !held.is_empty() => held.read_at(0, buffer),
            _ => self.file.borrow_mut().read_at(offset, buffer),
        }
    }
}
