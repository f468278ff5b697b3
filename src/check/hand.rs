//! Checks parts of a file, one after the other: what a worker does, and what the command line does with the only part there is at a time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::file::claim_of;
use super::keys::{self, DEBTOR_LINES, KeyMap, KeySet, Link, MainFacts, Place, main_at};
use super::part::{Again, Done, LinkFound, Linked, Part, Plan, Span, Start, Task};
use super::quick::{BySignature, Quick, Signature};
use super::upshot::{Upshots, count};
use super::view::AnswerView;
use super::{Checked, Checker, Surroundings};
use crate::claim::{Claim, Field, is_shortened_number};
use crate::intake::{ANSWER_STATUS, Answer, Answers, Bytes, FileProblem, Form, Layout, Mapping, Row, RowReader};
use crate::rules::facts::Facts;
use crate::rules::filter::Main;
use crate::rules::general::Neighbours;

/// When so many different upshots are known, they are forgotten before the next part: a file of garbage has a new one in every row.
const UPSHOTS: usize = 20_000;
/// Room is made for as many claims as there would be if each had so many bytes.
const ROW_BYTES: usize = 120;
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
            Task::Check(span) => Done::Check(Box::new(check(&self.plan, &mut self.judge, *span, window, go_on)?)),
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

/// Judges claims, and knows what it has judged before.
struct Judge {
    checker: Checker,
    upshots: Upshots,
    /// `None` where more decides than what stands in the claim.
    quick: Option<Quick>,
    /// What claims with a signature come to.
    by_signature: BySignature<u32>,
    /// The same for claims of several lines: by the signature of each, and the place of another line with the same debtor.
    by_signatures: HashMap<Vec<(Signature, Option<usize>)>, u32>,
    content_fields: Vec<Field>,
    /// Claims in the file may have a FordringsID.
    file_has_ids: bool,
}

impl Judge {
    fn new(plan: &Plan) -> Judge {
        let checker = Checker::new(plan.settings());
        let mapping = &plan.layout.mapping;
        let has_answers = !plan.answers.is_empty() || mapping.columns.iter().any(|column| column.heading == ANSWER_STATUS);
        let quick = (!has_answers).then(|| Quick::new(mapping, plan.layout.has_every_cell(), &checker));
        let content_fields = keys::content_fields(mapping);
        Judge {
            checker,
            upshots: Upshots::default(),
            quick,
            by_signature: BySignature::default(),
            by_signatures: HashMap::new(),
            content_fields,
            file_has_ids: mapping.has(Field::FordringsId),
        }
    }

    fn forget(&mut self) {
        self.upshots = Upshots::default();
        self.by_signature = BySignature::default();
        self.by_signatures = HashMap::new();
    }

    /// The number of what a claim's check comes to.
    fn judge(&mut self, plan: &Plan, rows: &[Row], main: Main) -> u32 {
        let [row] = rows else { return self.judge_lines(plan, rows, main) };
        match self.quick.as_mut().and_then(|quick| quick.look(row, main)) {
            Some(signature) => self.judge_signed(plan, rows, main, signature),
            None => self.judge_in_full(plan, rows, main),
        }
    }

    /// As [`Self::judge`], of a claim with several lines.
    fn judge_lines(&mut self, plan: &Plan, rows: &[Row], main: Main) -> u32 {
        let Some(quick) = &mut self.quick else { return self.judge_in_full(plan, rows, main) };
        let Some(signatures) = rows.iter().map(|row| quick.look(row, main)).collect::<Option<Vec<Signature>>>() else {
            return self.judge_in_full(plan, rows, main);
        };
        let debtors: Vec<&str> = rows.iter().map(|row| quick.text(row, Field::SkyldnerId)).collect();
        let key: Vec<(Signature, Option<usize>)> = signatures.into_iter().zip(keys::same_debtors(&debtors)).collect();
        if let Some(upshot) = self.by_signatures.get(&key) {
            return *upshot;
        }
        let upshot = self.judge_in_full(plan, rows, main);
        self.by_signatures.insert(key, upshot);
        upshot
    }

    /// As [`Self::judge`], of a claim whose signature is known: one claim of each has to be checked.
    #[inline]
    fn judge_signed(&mut self, plan: &Plan, rows: &[Row], main: Main, signature: Signature) -> u32 {
        if let Some(upshot) = self.by_signature.get(&signature) {
            return *upshot;
        }
        let upshot = self.judge_in_full(plan, rows, main);
        self.by_signature.insert(signature, upshot);
        upshot
    }

    #[cold]
    fn judge_in_full(&mut self, plan: &Plan, rows: &[Row], main: Main) -> u32 {
        let Plan { layout, answers, .. } = plan;
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
    let debtors: Vec<&str> = claims.iter().map(|claim| claim.text(Field::SkyldnerId)).collect();
    let same_debtors = keys::same_debtors(&debtors);
    let found: Vec<Checked> = (claims.iter().zip(rows).zip(same_debtors).enumerate())
        .map(|(place, ((claim, row), same_debtor))| {
            let inside = Neighbours {
                same_debtor: same_debtor.and_then(|other| claims.get(other)).map(|other| other.line),
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

/// A row's texts as the claim has them, and its dates.
enum Line<'r> {
    /// The row was read at a glance.
    Glanced(&'r Quick, &'r Row, &'r Facts),
    Read(Box<Claim<'r>>),
}

impl<'r> Line<'r> {
    #[inline]
    fn of(row: &'r Row, mapping: &'r Mapping, glanced: Option<(&'r Quick, &'r Facts)>) -> Line<'r> {
        match glanced {
            Some((quick, facts)) => Line::Glanced(quick, row, facts),
            None => Line::Read(Box::new(claim_of(row, mapping))),
        }
    }

    #[inline(always)]
    fn text(&self, field: Field) -> &str {
        match self {
            Line::Glanced(quick, row, facts) if facts.is_filled(field) => quick.filled_text(row, field),
            Line::Glanced(..) => "",
            Line::Read(claim) => claim.text(field),
        }
    }
}

/// What connects a row with others.
struct Keys {
    reference: u64,
    is_shortened: bool,
    id: u64,
    content: u64,
    link: Option<Link>,
    facts: MainFacts,
}

impl Keys {
    #[inline]
    fn of(line: &Line, content_fields: &[Field]) -> Keys {
        let text = |field| line.text(field);
        Keys {
            reference: keys::reference(text),
            // A number that a spreadsheet has shortened is never taken at a glance.
            is_shortened: matches!(line, Line::Read(_)) && is_shortened_number(text(Field::Reference)),
            id: keys::id(text),
            content: keys::content(content_fields, text),
            link: Link::of(text),
            facts: match line {
                Line::Glanced(_, _, facts) => MainFacts::of_facts(facts),
                Line::Read(claim) => MainFacts::of(claim),
            },
        }
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
    part.claims.make_room(usize::try_from(span.end.saturating_sub(first.offset)).unwrap_or(0) / ROW_BYTES);
    let mut work = Work { plan, judge, part, last: None, linked: Vec::new() };
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
    /// The first row of each claim that names a hovedfordring, in their order: it is judged when the part is read.
    linked: Vec<Row>,
}

/// A claim whose lines may go on.
struct Last {
    offset: u64,
    line: u64,
    reference: u64,
    lines: usize,
    /// What is known of the hovedfordring it names; `None` as long as that isn't looked for.
    main: Option<Main<'static>>,
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
        let mut facts = self.judge.quick.as_ref().map(Quick::facts).unwrap_or_default();
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
            let quick = self.judge.quick.as_ref().filter(|quick| quick.read(row, &mut facts));
            let is_usual = quick.is_some();
            let line = Line::of(row, &self.plan.layout.mapping, quick.map(|quick| (quick, &facts)));
            let keys = Keys::of(&line, &self.judge.content_fields);
            match &line {
                Line::Glanced(_, _, facts) => self.part.orders.add_facts(facts),
                Line::Read(claim) => self.part.orders.add(claim),
            }
            if !self.goes_on(keys.reference, row, second)? {
                self.close(second)?;
                if is_over {
                    self.part.unclosed = unclosed.saturating_sub(until.unclosed);
                    self.part.end = row.offset;
                    self.part.text_lines = row.line.saturating_sub(self.part.lines_before);
                    return Ok(());
                }
                self.begin(row, is_usual.then_some(&mut facts), &keys)?;
            }
            is_over |= row.offset >= until.end;
            self.part.rows += 1;
            if self.part.rows.is_multiple_of(TELL_EVERY) && !go_on(self.part.rows) {
                return Err(FileProblem::Cancelled);
            }
            self.part.claims.contents.push(keys.content);
        }
    }

    /// Whether a row is another debtor's of the last claim; then it is counted with it.
    #[inline]
    fn goes_on(&mut self, reference: u64, row: &Row, second: &mut RowReader) -> Result<bool, FileProblem> {
        let is_same = self.last.as_ref().is_some_and(|last| last.reference == reference && last.lines < DEBTOR_LINES);
        if reference == 0 || !is_same {
            return Ok(false);
        }
        self.is_another_debtor(row, second)
    }

    fn is_another_debtor(&mut self, row: &Row, second: &mut RowReader) -> Result<bool, FileProblem> {
        let Some(last) = &mut self.last else { return Ok(false) };
        let mapping = &self.plan.layout.mapping;
        second.go_to(last.offset, last.line);
        let first = second.next_row()?.ok_or_else(changed)?;
        let is_one = keys::is_one_claim(&claim_of(first, mapping), &claim_of(row, mapping));
        last.lines += usize::from(is_one);
        Ok(is_one)
    }

    /// Takes in a claim by its first row, as if it had only that one.
    fn begin(&mut self, row: &Row, facts: Option<&mut Facts>, keys: &Keys) -> Result<(), FileProblem> {
        let number = count(self.part.claims.len());
        if number == 0 {
            self.part.lines_before = row.line;
        }
        if keys.is_shortened {
            self.part.shortened.push(number);
        }
        if keys.id != 0 {
            self.part.ids.push(keys.id);
            self.part.id_claims.push(number);
        }
        let main = match keys.link.map(|link| (link, link.settled(self.judge.file_has_ids))) {
            None => Some(Main::None),
            Some((_, Some(_))) => Some(Main::IdOnly),
            // What it hangs on may stand further down.
            Some((link, None)) => {
                self.part.links.push(LinkFound { claim: number, link, place: Place::NotInFile });
                self.linked.push(row.clone());
                None
            }
        };
        let upshot = main.map_or(0, |main| self.judge_row(row, facts, main));
        self.last = Some(Last { offset: row.offset, line: row.line, reference: keys.reference, lines: 1, main });
        let start = self.part.start.unwrap_or_default();
        let line = if self.is_staged() { row.line } else { row.line.saturating_sub(self.part.lines_before) };
        let claims = &mut self.part.claims;
        claims.offsets.push(narrow(row.offset.saturating_sub(start))?);
        claims.rows.push(narrow(line)?);
        claims.lines.push(1);
        claims.upshots.push(upshot);
        claims.types.push(keys.facts.fordringstype);
        claims.dates.push(keys.facts.forfaldsdato);
        claims.references.push(keys.reference);
        Ok(())
    }

    /// Judges a row that was read at a glance, if it was.
    #[inline]
    fn judge_row(&mut self, row: &Row, facts: Option<&mut Facts>, main: Main) -> u32 {
        let (judge, rows) = (&mut *self.judge, std::slice::from_ref(row));
        let signature = facts.and_then(|facts| judge.quick.as_mut()?.judge(row, facts, main));
        match signature {
            Some(signature) => judge.judge_signed(self.plan, rows, main, signature),
            None => judge.judge_in_full(self.plan, rows, main),
        }
    }

    /// Judges the last claim again if it turned out to have several lines.
    fn close(&mut self, second: &mut RowReader) -> Result<(), FileProblem> {
        let Some(last) = self.last.take().filter(|last| last.lines > 1) else { return Ok(()) };
        if let Some(lines) = self.part.claims.lines.last_mut() {
            *lines = u8::try_from(last.lines).unwrap_or(u8::MAX);
        }
        // What it hangs on may stand further down.
        let Some(main) = last.main else { return Ok(()) };
        second.go_to(last.offset, last.line);
        let rows = claim_rows(second, last.lines)?;
        let upshot = self.judge_rows(&rows, main);
        if let Some(of) = self.part.claims.upshots.last_mut() {
            *of = upshot;
        }
        Ok(())
    }

    /// Judges the claims that name a hovedfordring, as far as this part tells of it.
    fn links(&mut self, second: &mut RowReader) -> Result<(), FileProblem> {
        let mut links = std::mem::take(&mut self.part.links);
        let linked = std::mem::take(&mut self.linked);
        let (by_reference, by_id) = firsts(&self.part, &links);
        let received = self.judge.checker.settings.received;
        let start = self.part.start.unwrap_or_default();
        for (found, row) in links.iter_mut().zip(&linked) {
            let place = found.claim as usize;
            let claims = &self.part.claims;
            found.place = found.link.follow(|key| by_reference.get(&key).copied(), |key| by_id.get(&key).copied());
            let main = main_at(found.place, received, |claim| claims.facts(claim as usize));
            let (Some(offset), Some(lines)) = (claims.offsets.get(place), claims.lines.get(place)) else { continue };
            let upshot = if *lines == 1 {
                self.judge_rows(std::slice::from_ref(row), main)
            } else {
                second.go_to(start + u64::from(*offset), 0);
                self.judge_rows(&claim_rows(second, (*lines).into())?, main)
            };
            if let Some(of) = self.part.claims.upshots.get_mut(place) {
                *of = upshot;
            }
        }
        self.part.links = links;
        Ok(())
    }

    fn judge_rows(&mut self, rows: &[Row], main: Main) -> u32 {
        self.judge.judge(self.plan, rows, main)
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
fn firsts(part: &Part, links: &[LinkFound]) -> (KeyMap<u32>, KeyMap<u32>) {
    let (mut by_reference, mut by_id) = (KeyMap::default(), KeyMap::default());
    if links.is_empty() {
        return (by_reference, by_id);
    }
    let wanted: KeySet = links.iter().flat_map(|found| [found.link.reference, found.link.id]).filter(|key| *key != 0).collect();
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
