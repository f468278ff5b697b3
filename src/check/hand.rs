//! Checks parts of a file, one after the other: what a worker does, and what the command line does with the only part there is at a time.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io;

use super::file::claim_of;
use super::keys::{self, DEBTOR_LINES, Link, MainFacts, Place, main_at};
use super::part::{Again, Done, LinkFound, Linked, Part, Plan, Span, Start, Task};
use super::upshot::{Upshots, count};
use super::view::AnswerView;
use super::{Checked, Checker, Surroundings};
use crate::claim::{Claim, Field, is_shortened_number};
use crate::intake::{ANSWER_STATUS, Answer, Answers, Bytes, FileProblem, Form, Layout, Mapping, Row, RowReader};
use crate::rules::filter::Main;
use crate::rules::general::Neighbours;

/// What is read beyond a part's end at once, so that its last claim is there.
const SLACK: u64 = 64 * 1024;
/// When so many different upshots are known, they are forgotten before the next part: a file of garbage has a new one in every row.
const UPSHOTS: usize = 20_000;
/// After so many rows it is told how many there are.
const TELL_EVERY: u64 = 1024;

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
        let judge = Judge { checker: Checker::new(plan.settings()), upshots: Upshots::default() };
        Hand { plan, judge, buffer: Vec::new() }
    }

    /// Does a task. `bytes` are those of the whole file. `go_on` is told now and then how many rows of it are read, and answers whether to go on.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed, and when it is to go on no longer.
    pub fn run(&mut self, bytes: &mut dyn Bytes, task: &Task, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Done, FileProblem> {
        if self.judge.upshots.len() > UPSHOTS {
            self.judge.upshots = Upshots::default();
        }
        match task {
            Task::Check(span) => {
                let mut buffer = std::mem::take(&mut self.buffer);
                let from = match span.start {
                    Start::At { offset, .. } => offset,
                    Start::Behind(offset) => offset.saturating_sub(1),
                };
                hold(bytes, from, span.end.saturating_add(SLACK), &mut buffer)?;
                let file = RefCell::new(bytes);
                let part = check(&self.plan, &mut self.judge, *span, Window { start: from, held: &buffer, file: &file }, go_on);
                drop(file);
                self.buffer = buffer;
                Ok(Done::Check(Box::new(part?)))
            }
            Task::Again(part, claims) => Ok(Done::Again(Box::new(self.again(*part, claims, bytes)?))),
        }
    }

    fn again(&mut self, part: u32, claims: &[Linked], bytes: &mut dyn Bytes) -> Result<Again, FileProblem> {
        let Plan { layout, answers, .. } = &self.plan;
        let received = self.judge.checker.settings.received;
        let mut again = Again { part, ..Again::default() };
        let mut reader = layout.rows_from(bytes, 0, 0);
        for linked in claims {
            reader.go_to(linked.offset, 0);
            let rows = claim_rows(&mut reader, linked.lines.into())?;
            let main = main_at(linked.place, received, |_| linked.facts);
            again.claims.push((linked.claim, self.judge.judge(layout, answers, &rows, main)));
        }
        let mut used = Used::default();
        for (_, upshot) in &mut again.claims {
            *upshot = used.number(*upshot);
        }
        again.upshots = self.judge.upshots.used(&used.order);
        Ok(again)
    }
}

/// Judges claims, and knows what it has judged before.
struct Judge {
    checker: Checker,
    upshots: Upshots,
}

impl Judge {
    /// The number of what a claim's check comes to.
    fn judge(&mut self, layout: &Layout, answers: &Answers, rows: &[Row], main: Main) -> u32 {
        let checked = check_rows(&self.checker, layout, rows, main, |_, neighbours| neighbours);
        let lines: Vec<(&Claim, &Checked)> = checked.iter().map(|(claim, checked)| (claim, checked)).collect();
        let answer = lines.first().zip(rows.first()).and_then(|((claim, _), row)| answer(answers, &layout.mapping, row, claim));
        self.upshots.of(&lines, answer.as_ref().map_or("", |answer| answer.status.as_str()))
    }
}

/// Checks the lines of a claim. `around` is given a line's place and its neighbours in the claim itself, and adds those elsewhere in the file.
pub fn check_rows<'r>(
    checker: &Checker,
    layout: &'r Layout,
    rows: &'r [Row],
    main: Main,
    around: impl Fn(usize, Neighbours) -> Neighbours,
) -> Vec<(Claim<'r>, Checked)> {
    let claims: Vec<Claim> = rows.iter().map(|row| claim_of(row, &layout.mapping)).collect();
    let found: Vec<Checked> = (claims.iter().zip(rows).enumerate())
        .map(|(place, (claim, row))| {
            let inside = Neighbours {
                same_debtor: keys::same_debtor(&claims, place).and_then(|other| claims.get(other)).map(|other| other.line),
                debtor_lines: count(claims.len()),
                ..Neighbours::default()
            };
            checker.check(claim, &Surroundings { main, neighbours: around(place, inside), reading: &layout.findings(row) })
        })
        .collect();
    claims.into_iter().zip(found).collect()
}

/// The answer that came back for a claim, from the row itself or from an answer file.
pub fn answer(answers: &Answers, mapping: &Mapping, row: &Row, claim: &Claim) -> Option<AnswerView> {
    let cell = |heading: &str| {
        let column = mapping.columns.iter().position(|column| column.heading == heading);
        column.map_or("", |column| row.cell(column).trim())
    };
    if !answers.is_empty() {
        let known_by = [claim.text(Field::Reference), claim.text(Field::FordringsId), cell("MFAktionID")];
        return answers.find(&known_by).map(AnswerView::from);
    }
    let status = cell(ANSWER_STATUS);
    (!status.is_empty()).then(|| AnswerView::from(&Answer { status: status.to_owned(), ..Answer::default() }))
}

/// The rows of the claim that starts where the reader is.
///
/// # Errors
/// When the file has fewer now.
pub fn claim_rows(reader: &mut RowReader, lines: usize) -> io::Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(lines);
    while rows.len() < lines {
        match reader.next_row()? {
            Some(row) if row.is_empty() => {}
            Some(row) => rows.push(row.clone()),
            None => return Err(changed()),
        }
    }
    Ok(rows)
}

/// The file isn't the one that was checked any more.
pub fn changed() -> io::Error {
    io::Error::other("filen er ændret, siden den blev valgt")
}

/// Numbers in the order they were first used, each with its new number.
#[derive(Default)]
struct Used {
    order: Vec<u32>,
    new: HashMap<u32, u32>,
}

impl Used {
    fn number(&mut self, old: u32) -> u32 {
        *self.new.entry(old).or_insert_with(|| {
            self.order.push(old);
            count(self.order.len() - 1)
        })
    }
}

/// Reads bytes of the file into the buffer, as far as there are any.
fn hold(bytes: &mut dyn Bytes, from: u64, to: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
    let length = usize::try_from(to.min(bytes.len()).saturating_sub(from)).map_err(|_| io::Error::other("filen er for stor"))?;
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

/// Checks a part.
fn check(plan: &Plan, judge: &mut Judge, span: Span, window: Window, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Part, FileProblem> {
    let (mut ahead, mut behind) = (window, window);
    let mut part = Part { number: span.number, end: span.end, ..Part::default() };
    let first = match span.start {
        Start::At { offset, unclosed } => Some(First { offset, unclosed, is_over: false }),
        Start::Behind(offset) => match row_start(&mut ahead, offset, span.end)? {
            Some(start) => Some(next_claim(&mut plan.layout.rows_from(&mut ahead, start, 0), &plan.layout.mapping, span.end)?),
            None => None,
        },
    };
    let Some(first) = first else { return Ok(part) };
    part.start = Some(first.offset);
    part.end = first.offset;
    if first.is_over {
        return Ok(part);
    }
    let mut reader = plan.layout.rows_from(&mut ahead, first.offset, 0);
    reader.expect_unclosed(first.unclosed);
    let mut second = plan.layout.rows_from(&mut behind, first.offset, 0);
    let mut work = Work { plan, judge, part, last: None };
    work.rows(&mut reader, &mut second, &Until { end: span.end, unclosed: first.unclosed }, go_on)?;
    work.links(&mut second)?;
    Ok(work.finish())
}

/// Where a part's first claim starts.
struct First {
    offset: u64,
    unclosed: u32,
    /// The part ends here already.
    is_over: bool,
}

/// Reads past the claim that the next row belongs to. What follows starts another one, or is the end.
fn next_claim(reader: &mut RowReader, mapping: &Mapping, end: u64) -> io::Result<First> {
    let mut claim: Option<Row> = None;
    let mut is_over = false;
    loop {
        let Some(row) = reader.next_row()? else {
            return Ok(First { offset: reader.position().0, unclosed: 0, is_over: true });
        };
        if row.is_empty() {
            continue;
        }
        match &claim {
            Some(first) if !goes_on(&claim_of(first, mapping), &claim_of(row, mapping)) => {
                return Ok(First { offset: row.offset, unclosed: 0, is_over });
            }
            Some(_) => {}
            None => claim = Some(row.clone()),
        }
        is_over |= row.offset >= end;
    }
}

/// Whether a row is another debtor's of the same claim.
fn goes_on(claim: &Claim, row: &Claim) -> bool {
    let reference = |claim: &Claim| keys::reference(|field| claim.text(field));
    reference(claim) != 0 && reference(claim) == reference(row) && keys::is_one_claim(claim, row)
}

/// The first place, from one on, where a row starts, if no quotation mark is open there; `None` where none does before the end.
fn row_start(window: &mut Window, from: u64, end: u64) -> io::Result<Option<u64>> {
    let mut place = from.saturating_sub(1);
    let mut chunk = vec![0; 64 * 1024];
    // A carriage return ends a line unless a line feed follows.
    let mut after_return = false;
    while place < end {
        let read = window.read_at(place, &mut chunk)?;
        for (byte, at) in chunk[..read].iter().zip(place..) {
            match byte {
                b'\n' => return Ok(Some(at + 1).filter(|start| *start < end)),
                _ if after_return => return Ok(Some(at).filter(|start| *start < end)),
                _ => after_return = *byte == b'\r',
            }
        }
        if read == 0 {
            return Ok(None);
        }
        place += read as u64;
    }
    Ok(None)
}

/// How far a part goes.
struct Until {
    end: u64,
    /// How many quotation marks before it were never closed.
    unclosed: u32,
}

/// A part that is being checked.
struct Work<'p> {
    plan: &'p Plan,
    judge: &'p mut Judge,
    part: Part,
    /// The claim that was read last: the next row may be another debtor's of it.
    last: Option<Last>,
}

/// A claim whose lines may go on.
struct Last {
    offset: u64,
    line: u64,
    reference: u64,
    lines: usize,
}

impl Work<'_> {
    /// Reads rows to the part's end: the first claim behind the row that starts at `end` or later.
    fn rows(
        &mut self,
        reader: &mut RowReader,
        second: &mut RowReader,
        until: &Until,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), FileProblem> {
        let mut is_over = false;
        loop {
            let unclosed = reader.unclosed();
            second.expect_unclosed(unclosed);
            let Some(row) = reader.next_row()? else {
                self.close(second)?;
                let (end, line) = reader.position();
                self.part.unclosed = reader.unclosed().saturating_sub(until.unclosed);
                self.part.end = end;
                self.part.text_lines = line.saturating_sub(self.part.lines_before);
                return Ok(());
            };
            if row.is_empty() {
                self.part.blank_rows += 1;
                continue;
            }
            let claim = claim_of(row, &self.plan.layout.mapping);
            if !self.goes_on(&claim, second)? {
                self.close(second)?;
                if is_over {
                    self.part.unclosed = unclosed.saturating_sub(until.unclosed);
                    self.part.end = row.offset;
                    self.part.text_lines = row.line.saturating_sub(self.part.lines_before);
                    return Ok(());
                }
                self.begin(row, &claim)?;
            }
            is_over |= row.offset >= until.end;
            self.part.rows += 1;
            if self.part.rows % TELL_EVERY == 0 && !go_on(self.part.rows) {
                return Err(FileProblem::Cancelled);
            }
            self.part.orders.add(&claim);
            self.part.claims.contents.push(keys::content(|field| claim.text(field)));
        }
    }

    /// Whether a row is another debtor's of the last claim; then it is counted with it.
    fn goes_on(&mut self, claim: &Claim, second: &mut RowReader) -> Result<bool, FileProblem> {
        let Some(last) = self.last.as_mut().filter(|last| last.reference != 0 && last.lines < DEBTOR_LINES) else { return Ok(false) };
        if last.reference != keys::reference(|field| claim.text(field)) {
            return Ok(false);
        }
        second.go_to(last.offset, last.line);
        let first = second.next_row()?.ok_or_else(changed)?;
        if !keys::is_one_claim(&claim_of(first, &self.plan.layout.mapping), claim) {
            return Ok(false);
        }
        last.lines += 1;
        Ok(true)
    }

    /// Takes in a claim by its first row, as if it had only that one.
    fn begin(&mut self, row: &Row, claim: &Claim) -> Result<(), FileProblem> {
        let text = |field| claim.text(field);
        let number = count(self.part.claims.len());
        if number == 0 {
            self.part.lines_before = row.line;
        }
        let start = self.part.start.unwrap_or_default();
        let reference = keys::reference(text);
        self.last = Some(Last { offset: row.offset, line: row.line, reference, lines: 1 });
        if reference != 0 && is_shortened_number(claim.text(Field::Reference)) {
            self.part.shortened.push(number);
        }
        let id = keys::id(text);
        if id != 0 {
            self.part.ids.push(id);
            self.part.id_claims.push(number);
        }
        let link = Link::of(text);
        self.part.links.extend(link.map(|link| LinkFound { claim: number, link, place: Place::NotInFile }));
        let upshot = match link {
            // What it hangs on may stand further down.
            Some(_) => 0,
            None => self.judge_rows(std::slice::from_ref(row), Main::None),
        };
        let facts = MainFacts::of(claim);
        let line = if self.is_staged() { row.line } else { row.line.saturating_sub(self.part.lines_before) };
        let claims = &mut self.part.claims;
        claims.offsets.push(narrow(row.offset.saturating_sub(start))?);
        claims.rows.push(narrow(line)?);
        claims.lines.push(1);
        claims.upshots.push(upshot);
        claims.types.push(facts.fordringstype);
        claims.dates.push(facts.forfaldsdato);
        claims.references.push(reference);
        Ok(())
    }

    /// Judges the last claim again if it turned out to have several lines.
    fn close(&mut self, second: &mut RowReader) -> Result<(), FileProblem> {
        let Some(last) = self.last.take().filter(|last| last.lines > 1) else { return Ok(()) };
        let place = self.part.claims.len().saturating_sub(1);
        let number = count(place);
        if let Some(lines) = self.part.claims.lines.last_mut() {
            *lines = u8::try_from(last.lines).unwrap_or(u8::MAX);
        }
        if self.part.links.last().is_some_and(|found| found.claim == number) {
            return Ok(());
        }
        second.go_to(last.offset, last.line);
        let rows = claim_rows(second, last.lines)?;
        let upshot = self.judge_rows(&rows, Main::None);
        if let Some(of) = self.part.claims.upshots.last_mut() {
            *of = upshot;
        }
        Ok(())
    }

    /// Judges the claims that name a hovedfordring, as far as this part tells of it.
    fn links(&mut self, second: &mut RowReader) -> Result<(), FileProblem> {
        let mut links = std::mem::take(&mut self.part.links);
        let (by_reference, by_id) = firsts(&self.part, &links);
        let received = self.judge.checker.settings.received;
        let start = self.part.start.unwrap_or_default();
        for found in &mut links {
            let place = found.claim as usize;
            let claims = &self.part.claims;
            found.place = found.link.follow(|key| by_reference.get(&key).copied(), |key| by_id.get(&key).copied());
            let main = main_at(found.place, received, |claim| claims.facts(claim as usize));
            let (Some(offset), Some(lines)) = (claims.offsets.get(place), claims.lines.get(place)) else { continue };
            second.go_to(start + u64::from(*offset), 0);
            let rows = claim_rows(second, (*lines).into())?;
            let upshot = self.judge_rows(&rows, main);
            if let Some(of) = self.part.claims.upshots.get_mut(place) {
                *of = upshot;
            }
        }
        self.part.links = links;
        Ok(())
    }

    fn judge_rows(&mut self, rows: &[Row], main: Main) -> u32 {
        self.judge.judge(&self.plan.layout, &self.plan.answers, rows, main)
    }

    fn is_staged(&self) -> bool {
        matches!(self.plan.layout.form, Form::Staged { .. })
    }

    /// The part with just the upshots that it needs.
    fn finish(mut self) -> Part {
        let mut used = Used::default();
        for upshot in &mut self.part.claims.upshots {
            *upshot = used.number(*upshot);
        }
        self.part.upshots = self.judge.upshots.used(&used.order);
        self.part
    }
}

/// The first claim of the part with each of the references and FordringsIDs that its links name.
fn firsts(part: &Part, links: &[LinkFound]) -> (HashMap<u64, u32>, HashMap<u64, u32>) {
    let (mut by_reference, mut by_id) = (HashMap::new(), HashMap::new());
    if links.is_empty() {
        return (by_reference, by_id);
    }
    let wanted: HashSet<u64> = links.iter().flat_map(|found| [found.link.reference, found.link.id]).filter(|key| *key != 0).collect();
    for (claim, key) in (0..).zip(&part.claims.references).filter(|(_, key)| wanted.contains(key)) {
        by_reference.entry(*key).or_insert(claim);
    }
    for (claim, key) in part.id_claims.iter().zip(&part.ids).filter(|(_, key)| wanted.contains(key)) {
        by_id.entry(*key).or_insert(*claim);
    }
    (by_reference, by_id)
}

/// A place or a line inside a part. A part ends soon after its span, so only a single row of more than 4 GB could make it too large.
fn narrow(number: u64) -> Result<u32, FileProblem> {
    u32::try_from(number).map_err(|_| FileProblem::TooMuch { what: "tegn i én række", limit: "4 GB" })
}
