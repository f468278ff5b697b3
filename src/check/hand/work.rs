//! Reading a part of a file row by row: which rows are one claim, what connects it with others, and what it comes to.

use std::io;

use super::{Used, Window};
use crate::check::figures::{Figure, Figures};
use crate::check::judge::{Judge, changed, claim_rows};
use crate::check::keys::{self, DEBTOR_LINES, KeyMap, KeySet, Link, MainFacts, Place, main_at};
use crate::check::part::{LinkFound, Part, Plan, Span, Start};
use crate::check::quick::Quick;
use crate::check::upshot::count;
use crate::claim::{Claim, Field, is_shortened_number};
use crate::intake::{Bytes, FileProblem, Form, Mapping, Row, RowReader};
use crate::rules::facts::Facts;
use crate::rules::filter::Main;

/// Room is made for as many claims as there would be if each had so many bytes.
const ROW_BYTES: usize = 120;
/// After so many rows it is told how many there are.
const TELL_EVERY: u64 = 1024;

/// Checks a part.
pub(super) fn check(
    plan: &Plan,
    judge: &mut Judge,
    span: Span,
    window: Window,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Part, FileProblem> {
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
    let figures = Figures::new(&plan.layout.mapping, plan.settings().received);
    let mut work = Work { plan, judge, figures, part, last: None, linked: Vec::new() };
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
            Some(first) if !goes_on(&mapping.claim(first), &mapping.claim(row)) => {
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
    figures: Figures,
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
            let keys = Keys::of(&line, &self.judge.content_fields, &self.figures);
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
            } else if let Some(lapse) = self.part.claims.lapses.last_mut() {
                // The first debtor for whom it lapses.
                *lapse = (*lapse).min(keys.figure.lapse.place());
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
        let is_one = keys::is_one_claim(&mapping.claim(first), &mapping.claim(row));
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
        claims.amounts.push(keys.figure.amount);
        claims.lapses.push(keys.figure.lapse.place());
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
            None => Line::Read(Box::new(mapping.claim(row))),
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
    figure: Figure,
}

impl Keys {
    #[inline]
    fn of(line: &Line, content_fields: &[Field], figures: &Figures) -> Keys {
        let text = |field| line.text(field);
        let (facts, figure) = match line {
            Line::Glanced(_, _, facts) => (MainFacts::of_facts(facts), figures.of_facts(facts)),
            Line::Read(claim) => (MainFacts::of(claim), figures.of(claim)),
        };
        Keys {
            reference: keys::reference(text),
            // A number that a spreadsheet has shortened is never taken at a glance.
            is_shortened: matches!(line, Line::Read(_)) && is_shortened_number(text(Field::Reference)),
            id: keys::id(text),
            content: keys::content(content_fields, text),
            link: Link::of(text),
            facts,
            figure,
        }
    }
}
