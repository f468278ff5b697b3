//! Judging claims: what the check of a claim comes to, and remembering it for claims that are the same in what decides it.

use std::collections::HashMap;
use std::io;

use super::keys;
use super::part::Plan;
use super::quick::{BySignature, Quick, Signature};
use super::upshot::{Upshots, count};
use super::view::AnswerView;
use super::{Checked, Checker, Surroundings};
use crate::claim::{Claim, Field};
use crate::intake::{ANSWER_STATUS, Answer, Answers, Layout, Mapping, Row, RowReader};
use crate::rules::filter::Main;
use crate::rules::general::Neighbours;

/// Judges claims, and knows what it has judged before.
pub struct Judge {
    pub checker: Checker,
    pub upshots: Upshots,
    /// `None` where more decides than what stands in the claim.
    pub quick: Option<Quick>,
    /// What claims with a signature come to.
    by_signature: BySignature<u32>,
    /// The same for claims of several lines: by the signature of each, and the place of another line with the same debtor.
    by_signatures: HashMap<Vec<(Signature, Option<usize>)>, u32>,
    pub content_fields: Vec<Field>,
    /// Claims in the file may have a FordringsID.
    pub file_has_ids: bool,
}

impl Judge {
    pub fn new(plan: &Plan) -> Judge {
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

    pub fn forget(&mut self) {
        self.upshots = Upshots::default();
        self.by_signature = BySignature::default();
        self.by_signatures = HashMap::new();
    }

    /// The number of what a claim's check comes to.
    pub fn judge(&mut self, plan: &Plan, rows: &[Row], main: Main) -> u32 {
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
    pub fn judge_signed(&mut self, plan: &Plan, rows: &[Row], main: Main, signature: Signature) -> u32 {
        if let Some(upshot) = self.by_signature.get(&signature) {
            return *upshot;
        }
        let upshot = self.judge_in_full(plan, rows, main);
        self.by_signature.insert(signature, upshot);
        upshot
    }

    #[cold]
    pub fn judge_in_full(&mut self, plan: &Plan, rows: &[Row], main: Main) -> u32 {
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
    let claims: Vec<Claim> = rows.iter().map(|row| layout.mapping.claim(row)).collect();
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
