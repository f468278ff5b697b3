//! Checks a whole file: parts of it in, exact totals out, and any claim again on demand.
//!
//! A [`FileCheck`] hands out tasks and takes what came of them; who does them, and how many at a time, is not its business. No row's text is
//! kept: a claim is read again from its place when someone opens it.

mod asking;
mod comparing;
mod list;
mod rows;
mod search;
mod sheets;
mod walk;

use std::any::Any;
use std::collections::VecDeque;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::across::{self, Across, Placed};
use super::compare::Fate;
use super::hand::Hand;
use super::layout_view::{LayoutView, layout_view};
use super::money::amount_field;
use super::orders::DateOrders;
use super::part::{Again, Done, Part, Plan, Span, Start, Task};
use super::tally::{Counted, Tally};
use super::totals::Totals;
use super::upshot::Upshots;
use super::{Checker, Settings};
use crate::claim::{Decimal, format_amount};
use crate::intake::{FileProblem, Form, Layout, Opened, UNCLOSED_LIMIT};
use crate::rules::doc::Effect;
use crate::rules::general::{G_DUBLET_INDHOLD, G_REF_UNIK};

pub use asking::{ClaimLine, EachClaim, Filter, Sort, SortBy};
pub use list::List;
pub use rows::EachRows;
pub use search::Search;
pub use walk::Walk;

/// How large a part is: small enough that several workers finish together and that progress can be told; large enough that what each part costs
/// beside its rows doesn't count.
const PART: RangeInclusive<u64> = 1 << 20..=8 << 20;
/// How many parts a file has, if their size allows it.
const PARTS: u64 = 16;

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub phase: Phase,
    pub bytes: u64,
    pub of_bytes: u64,
    pub rows: u64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Putting together the rows of several files, or reading another way of writing letters.
    Opening,
    /// Reading and checking row by row.
    Checking,
    /// Checking again the claims that hang on others elsewhere in the file; bytes are claims then.
    Linking,
}

/// A file that is being checked, or has been.
pub struct FileCheck {
    opened: Opened,
    checker: Checker,
    spans: Vec<Span>,
    /// Tasks that nobody has taken yet.
    waiting: VecDeque<Task>,
    /// How many tasks are being done.
    out: usize,
    /// Parts that came before the one they follow.
    early: Vec<Option<Box<Part>>>,
    /// Parts in their places, from the file's beginning.
    parts: Vec<Placed>,
    upshots: Upshots,
    orders: DateOrders,
    across: Across,
    /// What became of each claim since an earlier result; empty as long as none is held against this one.
    fates: Vec<Fate>,
    stage: Stage,
    done_bytes: u64,
    done_rows: u64,
    again: (u64, u64),
    /// Claims that hold a corrected line, in their order.
    corrected: Vec<u32>,
    /// How many notes there were before the check added its own.
    notes_before: usize,
    pub totals: Totals,
}

/// How far the whole check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Parts,
    Again,
    Done,
}

impl FileCheck {
    /// A check that hands out its tasks by [`Self::next_task`] and takes what comes of them by [`Self::take`], in any order.
    pub fn begin(opened: Opened, settings: Settings) -> FileCheck {
        let size = (opened.bytes.len() / PARTS).clamp(*PART.start(), *PART.end());
        FileCheck::in_parts(opened, settings, size)
    }

    /// As [`Self::begin`], with parts of so many bytes.
    pub fn in_parts(opened: Opened, settings: Settings, size: u64) -> FileCheck {
        let first = opened.layout.first_row;
        let length = opened.bytes.len().max(first);
        let count = (length - first).div_ceil(size).max(1);
        let spans: Vec<Span> = (0..count)
            .map(|part| {
                let offset = first + part * size;
                let start = if part == 0 { Start::At { offset, unclosed: 0 } } else { Start::Behind(offset) };
                Span { number: u32::try_from(part).unwrap_or(u32::MAX), start, end: (offset + size).min(length) }
            })
            .collect();
        FileCheck {
            notes_before: opened.notes.len(),
            opened,
            checker: Checker::new(settings),
            waiting: spans.iter().copied().map(Task::Check).collect(),
            early: spans.iter().map(|_| None).collect(),
            spans,
            out: 0,
            parts: Vec::new(),
            upshots: Upshots::default(),
            orders: DateOrders::default(),
            across: Across::default(),
            fates: Vec::new(),
            stage: Stage::Parts,
            done_bytes: 0,
            done_rows: 0,
            again: (0, 0),
            corrected: Vec::new(),
            totals: Totals::default(),
        }
    }

    /// Checks a file. `progress` is called now and then; when it answers `false` the check stops and `Ok(None)` comes back.
    ///
    /// # Errors
    /// When the file as a whole can't be taken. What is wrong with single rows and cells stands in the findings.
    pub fn run(opened: Opened, settings: Settings, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Option<FileCheck>, FileProblem> {
        let mut check = FileCheck::begin(opened, settings);
        let mut hand = Hand::new(check.plan());
        while let Some(task) = check.next_task() {
            let before = check.progress();
            let done = hand.run(check.opened.bytes.as_mut(), &task, &mut |rows| progress(Progress { rows: before.rows + rows, ..before }));
            match done {
                Err(FileProblem::Cancelled) => return Ok(None),
                done => check.take(done?)?,
            }
            if !progress(check.progress()) {
                return Ok(None);
            }
        }
        Ok(Some(check))
    }

    /// Checks a file and hands over every claim in the file's order.
    ///
    /// # Errors
    /// As [`Self::run`], and what `each` returns.
    pub fn run_each(opened: Opened, settings: Settings, each: &mut EachClaim) -> Result<FileCheck, FileProblem> {
        let Some(mut check) = FileCheck::run(opened, settings, &mut |_| true)? else { return Err(FileProblem::Cancelled) };
        check.each(each)?;
        Ok(check)
    }

    /// What the file's bytes can be read from elsewhere, see [`Bytes::source`].
    pub fn source(&self) -> Option<&dyn Any> {
        self.opened.bytes.source()
    }

    /// What those who do the tasks must know.
    pub fn plan(&self) -> Plan {
        Plan::new(Layout::clone(&self.opened.layout), self.opened.answers.clone(), self.checker.settings)
    }

    /// The next task, if there is one to be done now. There may be others once those that are being done have come back.
    pub fn next_task(&mut self) -> Option<Task> {
        let task = self.waiting.pop_front()?;
        self.out += 1;
        Some(task)
    }

    /// Whether everything is done: the totals are there, and claims can be asked for.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// How far the check has come.
    pub fn progress(&self) -> Progress {
        let (phase, bytes, of_bytes) = match self.stage {
            Stage::Parts => (Phase::Checking, self.done_bytes, self.opened.bytes.len()),
            Stage::Again | Stage::Done => (Phase::Linking, self.again.0, self.again.1),
        };
        Progress { phase, bytes, of_bytes, rows: self.done_rows }
    }

    /// Takes what came of a task.
    ///
    /// # Errors
    /// When the file has no rows, or can't be read any more.
    pub fn take(&mut self, done: Done) -> Result<(), FileProblem> {
        self.out = self.out.saturating_sub(1);
        match done {
            Done::Check(part) => self.take_part(part),
            Done::Again(again) => self.take_again(&again),
        }
        if !self.waiting.is_empty() || self.out > 0 {
            return Ok(());
        }
        if self.stage == Stage::Parts && self.parts.len() == self.spans.len() {
            self.look_across()?;
        }
        if self.stage == Stage::Again && self.waiting.is_empty() {
            self.finish()?;
        }
        Ok(())
    }

    fn take_part(&mut self, part: Box<Part>) {
        self.done_rows += part.rows;
        self.done_bytes += part.end.saturating_sub(part.start.unwrap_or(part.end));
        let place = part.number as usize;
        if let Some(early) = self.early.get_mut(place) {
            *early = Some(part);
        }
        while let Some(part) = self.early.get_mut(self.parts.len()).and_then(Option::take) {
            if !self.follows(&part) {
                self.do_again(part);
                return;
            }
            self.place(*part);
        }
    }

    /// Whether a part begins where the one before it ends, and was read as it would have been after that.
    fn follows(&self, part: &Part) -> bool {
        let Some((end, unclosed)) = self.end() else { return true };
        let Some(span) = self.spans.get(part.number as usize) else { return true };
        let assumed = match span.start {
            Start::At { unclosed, .. } => unclosed,
            Start::Behind(_) => 0,
        };
        match part.start {
            Some(start) => start == end && (assumed == unclosed || unclosed.saturating_add(part.unclosed) < UNCLOSED_LIMIT),
            // Nothing starts in it: rightly so if the row before runs on to its end.
            None => end >= span.end,
        }
    }

    /// Where the last part in its place ends, and how many quotation marks before that are never closed.
    fn end(&self) -> Option<(u64, u32)> {
        let last = self.parts.last()?;
        Some((last.end, last.unclosed_after))
    }

    /// Has a part read again from where it really begins.
    fn do_again(&mut self, part: Box<Part>) {
        let (Some((offset, unclosed)), Some(span)) = (self.end(), self.spans.get_mut(part.number as usize)) else { return };
        self.done_rows = self.done_rows.saturating_sub(part.rows);
        self.done_bytes = self.done_bytes.saturating_sub(part.end.saturating_sub(part.start.unwrap_or(part.end)));
        span.start = Start::At { offset, unclosed };
        self.waiting.push_front(Task::Check(*span));
    }

    fn place(&mut self, mut part: Part) {
        let (mut line, mut unclosed) = (self.opened.layout.first_row_line + part.lines_before, 0);
        if let Some(before) = self.parts.last() {
            line = before.line_after + part.lines_before;
            unclosed = before.unclosed_after;
            // A part in which nothing starts is a place between two others.
            part.end = part.end.max(before.end);
        }
        if matches!(self.opened.layout.form, Form::Staged { .. }) {
            line = 0;
        }
        self.totals.rows += part.rows;
        self.totals.blank_rows += part.blank_rows;
        self.orders.join(&part.orders);
        let upshots = self.upshots.adopt(&part.upshots);
        let first = across::claims(&self.parts);
        self.parts.push(Placed::new(part, line, first, unclosed, &upshots));
    }

    /// Looks for what can be seen only across the whole file.
    fn look_across(&mut self) -> Result<(), FileProblem> {
        if across::claims(&self.parts) == 0 {
            return Err(FileProblem::NoRows);
        }
        let (across, again) = Across::of(&self.parts);
        self.across = across;
        self.again = (0, again.iter().map(|(_, claims)| claims.len() as u64).sum());
        self.waiting.extend(again.into_iter().map(|(part, claims)| Task::Again(part, claims)));
        for part in &mut self.parts {
            part.forget_keys();
        }
        self.stage = Stage::Again;
        Ok(())
    }

    fn take_again(&mut self, again: &Again) {
        self.again.0 += again.claims.len() as u64;
        let upshots = self.upshots.adopt(&again.upshots);
        let Some(part) = self.parts.get_mut(again.part as usize) else { return };
        for (claim, upshot) in &again.claims {
            if let (Some(of), Some(new)) = (part.claims.upshots.get_mut(*claim as usize), upshots.get(*upshot as usize)) {
                *of = *new;
            }
        }
    }

    fn finish(&mut self) -> Result<(), FileProblem> {
        self.add_twins();
        self.opened.notes.extend(self.orders.notes());
        self.count();
        self.add_examples()?;
        self.stage = Stage::Done;
        Ok(())
    }

    fn count(&mut self) {
        let mut tally = Tally::new(&self.upshots);
        for part in &self.parts {
            let claims = &part.claims;
            let figures = claims.amounts.iter().zip(&claims.lapses).zip(&claims.dates);
            for ((number, upshot), ((amount, lapse), date)) in (part.first..).zip(&claims.upshots).zip(figures) {
                tally.count(&Counted { number, upshot: *upshot, amount: *amount, lapse: *lapse, forfaldsdato: *date });
            }
        }
        let amount = amount_field(&self.opened.layout.mapping);
        if let Some(field) = amount.filter(|_| tally.is_too_much()) {
            self.opened.notes.push(format!(
                "Beløbene i {} er tilsammen over {}. Så store summer kan ikke vises. Se efter, om det er den rigtige kolonne.",
                field.in_sentence(),
                format_amount(Decimal::new(i64::MAX, 2)),
            ));
        }
        self.totals.amount_field = amount.map(|field| field.name().to_owned());
        self.totals = tally.totals(&self.checker, std::mem::take(&mut self.totals));
    }

    /// Adds what claims have to do with claims elsewhere that look the same.
    fn add_twins(&mut self) {
        let across = std::mem::take(&mut self.across);
        let references = across.same_reference.iter().map(|(claim, _)| (*claim, G_REF_UNIK.doc.id));
        let contents = across.same_content.iter().map(|same| (same.claim, G_DUBLET_INDHOLD.doc.id));
        for (claim, rule) in references.chain(contents) {
            self.add_rule(claim, rule);
        }
        self.across = across;
    }

    /// Adds advice to a new claim.
    fn add_rule(&mut self, claim: u32, rule: &str) {
        let Some(of) = across::upshot_mut(&mut self.parts, claim) else { return };
        let number = self.upshots.names.rules.number(&(rule.to_owned(), Effect::Advarsel));
        match self.upshots.get(*of) {
            Some(upshot) if upshot.is_new && !upshot.rules.contains(&number) => {
                let mut with = upshot.clone();
                with.rules.push(number);
                *of = self.upshots.number(&with);
            }
            _ => {}
        }
    }

    /// The settings the file was checked with.
    pub fn settings(&self) -> Settings {
        self.checker.settings
    }

    /// What the file looks like.
    pub fn layout_view(&self) -> LayoutView {
        layout_view(&self.opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::opening::open_text;

    #[test]
    fn american_dates_far_down_are_told() {
        let notes = |last: &str| {
            let text = format!("fordringstype;forfaldsdato\n{}KFDAINS;{last}\n", "KFDAINS;03-04-2026\n".repeat(1000));
            let received = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
            let settings = Settings { received, creditor: crate::catalogue::Creditor::default() };
            let opened = open_text("f.csv", text.into_bytes()).unwrap();
            FileCheck::run(opened, settings, &mut |_| true).unwrap().unwrap().layout_view().notes
        };
        assert!(matches!(&notes("04-25-2026")[..], [note] if note.contains("forfaldsdato er der 1 dato, der kun findes")));
        assert_eq!(notes("25-04-2026"), Vec::<String>::new());
        assert_eq!(notes("31-13-2026"), Vec::<String>::new());
    }
}
