//! Checks a whole file: rows in, exact totals out, and any claim again on demand.
//!
//! The file is read twice: once to learn which lines belong together, once to check. No row's text is kept; a claim is read again
//! from its place when someone opens it.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::index::Index;
use super::totals::{Counts, Shown, Totals, example_of, shown};
use super::view::{AnswerView, ClaimView, claim_view};
use super::{Checked, Checker, Outcome, Settings, Surroundings, effect_word};
use crate::catalogue;
use crate::claim::{Cell, Claim, DateProblem, Field, FirstPart, Unreadable};
use crate::intake::{ANSWER_STATUS, Answer, Bytes, ColumnUse, FileProblem, Form, Layout, Mapping, Opened, Row};
use crate::rules::doc::Effect;

/// How many different codes that no catalogue knows are told apart; the rest are counted together.
const CODES: usize = 1000;
/// What they are counted under.
const OTHER_CODES: &str = "øvrige koder";

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
    /// Learning which lines belong together.
    Reading,
    /// Checking claim by claim.
    Checking,
}

/// A checked file.
pub struct FileCheck {
    opened: Opened,
    checker: Checker,
    index: Index,
    orders: DateOrders,
    claims: Vec<ClaimRecord>,
    /// Rule ids in the order they were first met; `ClaimRecord::rules` counts in this list.
    rule_names: Vec<(String, Effect)>,
    rule_lists: Vec<u16>,
    /// Codes in the order they were first met; `ClaimRecord::code` counts in this list.
    codes: Vec<String>,
    code_numbers: HashMap<String, u32>,
    pub totals: Totals,
}

/// In which order the file's dates are written, as far as they tell. The first rows were asked before the check; this looks at all of them.
#[derive(Clone, Copy, Debug, Default)]
struct DateOrders {
    by_field: [DateCounts; Field::DATES.len()],
}

/// How many dates of a field tell the order.
#[derive(Clone, Copy, Debug, Default)]
struct DateCounts {
    /// Dates that can't be read with the day first, and could with the month first.
    swapped: u64,
    /// Dates after the twelfth of a month: they are right as they were read.
    proven: u64,
}

impl DateOrders {
    fn add(&mut self, claim: &Claim) {
        for (counts, field) in self.by_field.iter_mut().zip(Field::DATES) {
            match claim.date(field) {
                Cell::Value(date) => counts.proven += u64::from(date.day() > 12),
                Cell::Unreadable(Unreadable::Date(DateProblem::NoSuchMonth(parts))) if parts.first == FirstPart::Day => {
                    counts.swapped += u64::from(parts.is_date_when_swapped());
                }
                _ => {}
            }
        }
    }

    /// A sentence for each field in which no date shows that the day stands first, and some that it doesn't.
    fn notes(&self) -> Vec<String> {
        let odd = self.by_field.iter().zip(Field::DATES).filter(|(counts, _)| counts.swapped > 0 && counts.proven == 0);
        odd.map(|(counts, field)| {
            let dates = if counts.swapped == 1 { "1 dato".to_owned() } else { format!("{} datoer", counts.swapped) };
            format!(
                "I {} er der {dates}, der kun findes, hvis måneden står først, og ingen, der viser, at dagen gør. De andre er måske læst forkert. \
                 Vælg på siden «Kolonner», hvordan datoerne er skrevet.",
                field.in_sentence(),
            )
        })
        .collect()
    }
}

/// What is kept of a claim: where it stands and what came out.
#[derive(Clone, Copy, Debug)]
struct ClaimRecord {
    offset: u64,
    line: u64,
    /// Its first line's place in the index.
    position: u32,
    lines: u32,
    rules_start: u32,
    rules_count: u16,
    code: u32,
    outcome: Outcome,
    undecided: bool,
}

/// Which claims a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub outcome: Option<Shown>,
    /// A rule's id together with its effect.
    pub rule: Option<(String, String)>,
    pub code: Option<String>,
}

/// One claim in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Its number in the file's order, from 0: what opens it.
    pub number: u32,
    pub row: u64,
    pub reference: String,
    pub code: String,
    pub hovedstol: String,
    pub forfaldsdato: String,
    pub shown: Shown,
    /// The rules that fired, the worst first, with their effects.
    pub rules: Vec<(String, String)>,
}

/// What the file looks like, for the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayoutView {
    /// What kind of file it is, in words.
    pub form: String,
    /// The row with the headings, if there is one.
    pub heading_line: Option<u64>,
    pub skipped: Vec<String>,
    /// Heading and the shown name of the field it holds.
    pub used: Vec<(String, String)>,
    /// The shown names of fields with one value for every row, and the value.
    pub constants: Vec<(String, String)>,
    /// Headings that name no field we know, and headings of fields that an earlier column holds.
    pub unused: Vec<String>,
    /// Shown names of stamdata fields that the file has no column for.
    pub missing: Vec<String>,
    /// What else is to be known of how it was read.
    pub notes: Vec<String>,
    /// What could not be settled without the user.
    pub questions: Vec<String>,
    /// The files that answers came in.
    pub answers: Vec<String>,
}

/// Takes a claim's lines, each with what was found on it, the assumed day of sending, and the answer that came back.
type EachClaim<'e> = dyn FnMut(&[(&Claim, &Checked)], chrono::NaiveDate, Option<AnswerView>) -> io::Result<()> + 'e;

impl FileCheck {
    /// Checks a file. `progress` is called now and then; when it answers `false` the check stops and `Ok(None)` comes back.
    ///
    /// # Errors
    /// When the file as a whole can't be taken. What is wrong with single rows and cells stands in the findings.
    pub fn run(opened: Opened, settings: Settings, progress: &mut dyn FnMut(Progress) -> bool) -> Result<Option<FileCheck>, FileProblem> {
        let mut check = FileCheck::new(opened, settings);
        if !check.read_index(progress)? {
            return Ok(None);
        }
        if check.index.is_empty() {
            return Err(FileProblem::NoRows);
        }
        if !check.check_claims(progress, &mut |_, _, _| Ok(()))? {
            return Ok(None);
        }
        Ok(Some(check))
    }

    /// Checks a file and hands over every claim in the file's order, for the command line.
    ///
    /// # Errors
    /// As [`Self::run`], and what `each` returns.
    pub fn run_each(
        opened: Opened,
        settings: Settings,
        each: &mut dyn FnMut(&ClaimView) -> io::Result<()>,
    ) -> Result<FileCheck, FileProblem> {
        let mut check = FileCheck::new(opened, settings);
        check.read_index(&mut |_| true)?;
        if check.index.is_empty() {
            return Err(FileProblem::NoRows);
        }
        check.check_claims(&mut |_| true, &mut |lines, received, answer| {
            let mut view = claim_view(lines, received);
            view.answer = answer;
            each(&view)
        })?;
        Ok(check)
    }

    fn new(opened: Opened, settings: Settings) -> Self {
        FileCheck {
            opened,
            checker: Checker::new(settings),
            index: Index::default(),
            orders: DateOrders::default(),
            claims: Vec::new(),
            rule_names: Vec::new(),
            rule_lists: Vec::new(),
            codes: Vec::new(),
            code_numbers: HashMap::new(),
            totals: Totals::default(),
        }
    }

    fn read_index(&mut self, progress: &mut dyn FnMut(Progress) -> bool) -> io::Result<bool> {
        let Opened { bytes, layout, .. } = &mut self.opened;
        let of_bytes = bytes.len();
        let mut reader = layout.rows(bytes.as_mut());
        let mut rows = 0;
        while let Some(row) = reader.next_row()? {
            if row.is_empty() {
                self.totals.blank_rows += 1;
                continue;
            }
            rows += 1;
            let claim = claim_of(row, &layout.mapping);
            self.index.add(&claim);
            self.orders.add(&claim);
            if rows % 2048 == 0 && !progress(Progress { phase: Phase::Reading, bytes: reader.position().0, of_bytes, rows }) {
                return Ok(false);
            }
        }
        self.totals.rows = rows;
        self.opened.notes.extend(self.orders.notes());
        Ok(true)
    }

    fn check_claims(&mut self, progress: &mut dyn FnMut(Progress) -> bool, each: &mut EachClaim) -> io::Result<bool> {
        // The rows are read while the rest of the check is filled in.
        let mut bytes = std::mem::replace(&mut self.opened.bytes, Box::new(Vec::new()));
        let done = self.check_rows_of(bytes.as_mut(), progress, each);
        self.opened.bytes = bytes;
        done
    }

    fn check_rows_of(
        &mut self,
        bytes: &mut dyn Bytes,
        progress: &mut dyn FnMut(Progress) -> bool,
        each: &mut EachClaim,
    ) -> io::Result<bool> {
        let of_bytes = bytes.len();
        let layout = Arc::clone(&self.opened.layout);
        let mut counts = Counts::default();
        let mut reader = layout.rows(bytes);
        let mut rows: Vec<Row> = Vec::new();
        let mut start = 0;
        while start < self.index.len() {
            let lines = self.index.claim_lines(start);
            rows.clear();
            while rows.len() < lines {
                match reader.next_row()? {
                    Some(row) if row.is_empty() => {}
                    Some(row) => rows.push(row.clone()),
                    // The file became shorter since it was first read.
                    None => return Err(io::Error::other("filen er ændret, mens den blev tjekket")),
                }
            }
            self.check_claim(&rows, start, &mut counts, each)?;
            start += lines;
            if start % 2048 < lines
                && !progress(Progress { phase: Phase::Checking, bytes: reader.position().0, of_bytes, rows: start as u64 })
            {
                return Ok(false);
            }
        }
        self.totals.claims = self.claims.len() as u64;
        counts.finish(&self.rule_names, &self.codes, &mut self.totals, &self.checker);
        Ok(true)
    }

    fn check_claim(&mut self, rows: &[Row], start: usize, counts: &mut Counts, each: &mut EachClaim) -> io::Result<()> {
        let layout = Arc::clone(&self.opened.layout);
        let checked = self.check_rows(&layout, rows, start);
        let lines: Vec<(&Claim, &Checked)> = checked.iter().map(|(claim, checked)| (claim, checked)).collect();
        let Some((first, _)) = lines.first() else { return Ok(()) };
        let outcome = lines.iter().map(|(_, checked)| checked.outcome).max().unwrap_or(Outcome::Modtages);
        let undecided = lines.iter().any(|(_, checked)| !checked.undecided.is_empty());
        let mut fired: Vec<(Effect, String)> = Vec::new();
        let mut skipped: Vec<(&str, &str)> = Vec::new();
        for (_, checked) in &lines {
            for finding in &checked.findings {
                let rule = (finding.effect, finding.kind.rule_id());
                if !fired.contains(&rule) {
                    fired.push(rule);
                }
            }
            for rule in &checked.not_checked {
                let rule = (rule.rule.as_str(), rule.why.as_str());
                if !skipped.contains(&rule) {
                    skipped.push(rule);
                }
            }
        }
        fired.sort_by_key(|(effect, _)| std::cmp::Reverse(*effect));
        let number = u32::try_from(self.claims.len()).unwrap_or(u32::MAX);
        let received = self.checker.settings.received;
        let rules_start = u32::try_from(self.rule_lists.len()).unwrap_or(u32::MAX);
        for (effect, rule) in &fired {
            let id = self.rule_number(rule, *effect);
            counts.rule(id, number, || example_of(&lines, rule, *effect, received));
            self.rule_lists.push(id);
        }
        let code = self.code_number(first.text(Field::Fordringstype));
        self.claims.push(ClaimRecord {
            code,
            offset: rows[0].offset,
            line: rows[0].line,
            position: u32::try_from(start).unwrap_or(u32::MAX),
            lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            rules_start,
            rules_count: u16::try_from(fired.len()).unwrap_or(u16::MAX),
            outcome,
            undecided,
        });
        let advice = fired.iter().any(|(effect, _)| *effect == Effect::Advarsel);
        let shown = shown(outcome, undecided);
        counts.claim(&mut self.totals, code, shown, advice, &skipped);
        let answer = self.answer(&rows[0], first);
        counts.answer(answer.as_ref().map(|answer| answer.status.as_str()), shown);
        each(&lines, self.checker.settings.received, answer)
    }

    fn check_rows<'r>(&self, layout: &'r Layout, rows: &'r [Row], start: usize) -> Vec<(Claim<'r>, Checked)> {
        let received = self.checker.settings.received;
        rows.iter()
            .enumerate()
            .map(|(index, row)| {
                let claim = claim_of(row, &layout.mapping);
                let around = Surroundings {
                    main: self.index.main_of(&claim, received),
                    neighbours: self.index.neighbours(start + index, start, rows.len()),
                    reading: &layout.findings(row),
                };
                let checked = self.checker.check(&claim, &around);
                (claim, checked)
            })
            .collect()
    }

    fn rule_number(&mut self, rule: &str, effect: Effect) -> u16 {
        let position = self.rule_names.iter().position(|(name, of)| name == rule && *of == effect).unwrap_or_else(|| {
            self.rule_names.push((rule.to_owned(), effect));
            self.rule_names.len() - 1
        });
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    fn code_number(&mut self, code: &str) -> u32 {
        if let Some(number) = self.code_numbers.get(code) {
            return *number;
        }
        // A column of free text would otherwise make every row a type of its own.
        let known = self.codes.len() < CODES || catalogue::find(code).is_some();
        let code = if known { code } else { OTHER_CODES };
        let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        let number = *self.code_numbers.entry(code.to_owned()).or_insert(next);
        if number == next {
            self.codes.push(code.to_owned());
        }
        number
    }

    /// The settings the file was checked with.
    pub fn settings(&self) -> Settings {
        self.checker.settings
    }

    /// The answer that came back for a claim, from the row itself or from an answer file.
    fn answer(&self, row: &Row, claim: &Claim) -> Option<AnswerView> {
        let Opened { layout, answers, .. } = &self.opened;
        let cell = |heading: &str| {
            let column = layout.mapping.columns.iter().position(|column| column.heading == heading);
            column.map_or("", |column| row.cell(column).trim())
        };
        if !answers.is_empty() {
            let known_by = [claim.text(Field::Reference), claim.text(Field::FordringsId), cell("MFAktionID")];
            return answers.find(&known_by).map(AnswerView::from);
        }
        let status = cell(ANSWER_STATUS);
        (!status.is_empty()).then(|| AnswerView::from(&Answer { status: status.to_owned(), ..Answer::default() }))
    }

    /// What the file looks like.
    pub fn layout_view(&self) -> LayoutView {
        let layout = &self.opened.layout;
        let mapping = &layout.mapping;
        let mut used = Vec::new();
        let mut unused = Vec::new();
        for column in &mapping.columns {
            match column.use_ {
                ColumnUse::Field(field) => used.push((column.heading.clone(), field.shown().to_owned())),
                ColumnUse::Repeated(_) | ColumnUse::Unknown => unused.push(column.heading.clone()),
            }
        }
        LayoutView {
            form: form_words(&layout.form),
            heading_line: layout.heading_line,
            skipped: layout.skipped.clone(),
            used,
            constants: mapping.constants.iter().map(|(field, value)| (field.shown().to_owned(), value.clone())).collect(),
            unused,
            missing: super::columns::missing(layout).map(|field| field.shown().to_owned()).collect(),
            notes: self.opened.notes.clone(),
            questions: super::columns::questions(layout),
            answers: self.opened.answers.files.clone(),
        }
    }

    /// The numbers of the claims that the filter lets through, in the file's order.
    pub fn select(&self, filter: &Filter) -> Vec<u32> {
        let rule = filter.rule.as_ref().map(|(name, effect)| {
            self.rule_names
                .iter()
                .position(|(rule, of)| rule == name && effect_word(*of) == effect)
                .and_then(|index| u16::try_from(index).ok())
        });
        let mut numbers = Vec::new();
        for (number, record) in (0..).zip(&self.claims) {
            let rules = self.rules_of(record);
            if filter.outcome.is_some_and(|wanted| wanted != shown(record.outcome, record.undecided))
                || rule.is_some_and(|wanted| wanted.is_none_or(|wanted| !rules.contains(&wanted)))
                || filter.code.as_ref().is_some_and(|wanted| self.codes.get(record.code as usize) != Some(wanted))
            {
                continue;
            }
            numbers.push(number);
        }
        numbers
    }

    /// One line of a list for each of the claims.
    ///
    /// # Errors
    /// When the file can't be read any more.
    pub fn lines(&mut self, numbers: &[u32]) -> io::Result<Vec<ClaimLine>> {
        let known = numbers.iter().filter_map(|number| Some((*number, *self.claims.get(*number as usize)?)));
        known.collect::<Vec<_>>().into_iter().map(|(number, record)| self.line(number, &record)).collect()
    }

    fn line(&mut self, number: u32, record: &ClaimRecord) -> io::Result<ClaimLine> {
        let rows = self.rows_of(record)?;
        let row = rows.first().ok_or_else(|| io::Error::other("rækken findes ikke mere i filen"))?;
        let claim = claim_of(row, &self.opened.layout.mapping);
        let text = |field| claim.text(field).to_owned();
        let rules = self.rules_of(record).iter().filter_map(|id| self.rule_names.get(usize::from(*id)));
        Ok(ClaimLine {
            number,
            row: record.line,
            reference: text(Field::Reference),
            code: text(Field::Fordringstype),
            hovedstol: claim.amount(Field::Hovedstol).value().map_or_else(|| text(Field::Hovedstol), crate::claim::format_amount),
            forfaldsdato: claim.date(Field::Forfaldsdato).value().map_or_else(|| text(Field::Forfaldsdato), crate::claim::format_date),
            shown: shown(record.outcome, record.undecided),
            rules: rules.map(|(rule, effect)| (rule.clone(), effect_word(*effect).to_owned())).collect(),
        })
    }

    /// A claim with all its fields and findings, read and checked again.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn open(&mut self, number: u32) -> io::Result<ClaimView> {
        let record = *self.claims.get(number as usize).ok_or_else(|| io::Error::other("fordringen findes ikke"))?;
        let rows = self.rows_of(&record)?;
        if rows.len() != record.lines as usize || rows.first().map(|row| row.line) != Some(record.line) {
            return Err(io::Error::other("filen er ændret, siden den blev tjekket"));
        }
        let checked = self.check_rows(&self.opened.layout, &rows, record.position as usize);
        let lines: Vec<(&Claim, &Checked)> = checked.iter().map(|(claim, checked)| (claim, checked)).collect();
        let mut view = claim_view(&lines, self.checker.settings.received);
        view.answer = lines.first().zip(rows.first()).and_then(|((claim, _), row)| self.answer(row, claim));
        Ok(view)
    }

    fn rows_of(&mut self, record: &ClaimRecord) -> io::Result<Vec<Row>> {
        let Opened { bytes, layout, .. } = &mut self.opened;
        let mut reader = layout.rows_from(bytes.as_mut(), record.offset, record.line);
        let mut rows = Vec::new();
        while rows.len() < record.lines as usize {
            match reader.next_row()? {
                Some(row) if row.is_empty() => {}
                Some(row) => rows.push(row.clone()),
                None => break,
            }
        }
        Ok(rows)
    }

    fn rules_of(&self, record: &ClaimRecord) -> &[u16] {
        let start = record.rules_start as usize;
        &self.rule_lists[start..start + usize::from(record.rules_count)]
    }
}

/// The claim in a row.
pub fn claim_of<'r>(row: &'r Row, mapping: &'r Mapping) -> Claim<'r> {
    let unnamed = mapping.is_whole.then_some("");
    let text = |field| mapping.column(field).map(|column| row.cell(column)).or_else(|| mapping.constant(field)).or(unnamed);
    Claim::read_styled(row.line, text, |field| mapping.style(field))
}

/// What kind of file the rows come from, in words.
pub fn form_words(form: &Form) -> String {
    match form {
        Form::Text { encoding, separator } => {
            let separator = match separator {
                b'\t' => "tabulator".to_owned(),
                b';' => "semikolon".to_owned(),
                b',' => "komma".to_owned(),
                other => char::from(*other).to_string(),
            };
            format!("tekst med {separator} som skilletegn, tegntabel {}", encoding.name())
        }
        Form::Staged { form, sheet: Some(sheet) } => format!("{}, arket «{sheet}»", form.name()),
        Form::Staged { form, sheet: None } => form.name().to_owned(),
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
