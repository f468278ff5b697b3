//! The exact numbers of a check, and how they are counted.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::lapse::Lapse;
use super::money::Money;
use super::sheet::SheetRow;
use super::upshot::{Names, Upshot, Upshots};
use super::view::{BasisView, basis_view};
use super::{Checker, Outcome, effect_word};
use crate::catalogue;
use crate::rules;
use crate::rules::doc::Effect;

/// How many claims a rule's total keeps as examples.
const EXAMPLES: usize = 5;

/// The exact numbers of a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows with something in them, below the headings.
    pub rows: u64,
    /// Rows in which every cell is empty.
    pub blank_rows: u64,
    pub claims: u64,
    /// Claims that would be received as far as the rules go, without those that can't be decided.
    pub modtages: u64,
    pub hoering: u64,
    pub afvist: u64,
    /// Claims that break no rule that was run, but have values that can't be read.
    pub undecided: u64,
    /// Claims with advice on them.
    pub with_advice: u64,
    /// Claims on which at least one filter rule was not run.
    pub with_not_checked: u64,
    /// Pairs of a claim and a rule that it breaks: the findings that reports list.
    pub findings: u64,
    /// The field that amounts are summed by: beløb where the file has it, else hovedstol. `None` where it has neither.
    pub amount_field: Option<String>,
    /// What the claims are about, by outcome as in [`Shown`].
    pub money: [Money; 4],
    /// By the month of the forfaldsdato, the earliest first; by year where there are more than 24 months.
    pub periods: Vec<PeriodTotal>,
    /// By how soon they lapse; only those there are.
    pub lapses: Vec<LapseTotal>,
    pub by_rule: Vec<RuleTotal>,
    pub by_type: Vec<TypeTotal>,
    pub not_checked: Vec<NotCheckedTotal>,
    /// What came back, where answers were given too.
    pub answers: Vec<AnswerTotal>,
}

/// How the claims with one answer fared in the check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerTotal {
    /// The status in the collection system's word; empty for claims without an answer.
    pub status: String,
    pub claims: u64,
    pub modtages: u64,
    pub hoering: u64,
    pub afvist: u64,
    pub undecided: u64,
}

/// The claims with a forfaldsdato in one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodTotal {
    /// The year; `None` for claims whose date is missing or can't be read.
    pub year: Option<i32>,
    /// The month, 1–12; `None` where the period is the whole year.
    pub month: Option<u8>,
    /// Claims by outcome, as in [`Shown`].
    pub claims: [u64; 4],
}

/// The claims that lapse equally soon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LapseTotal {
    pub lapse: Lapse,
    /// Claims by outcome, as in [`Shown`].
    pub claims: [u64; 4],
    pub money: Money,
}

/// How often a rule was broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleTotal {
    pub rule: String,
    pub name: String,
    pub effect: String,
    /// Claims with at least one such finding.
    pub claims: u64,
    /// What they are about.
    pub money: Money,
    /// How many of them there are of each fordringstype, the most first.
    pub types: Vec<(String, u64)>,
    /// The first few of them, by number in the file's order.
    pub examples: Vec<u32>,
    /// What was found on the first of them.
    pub example: Option<RuleExample>,
}

/// A concrete breach of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleExample {
    pub row: u64,
    pub found: String,
    pub expected: String,
    /// What to do about it.
    pub remedy: String,
    /// The row as it stands in the file: what people know it by, and the cells the rule is about.
    pub sheet: SheetRow,
}

/// How a fordringstype's claims fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeTotal {
    pub code: String,
    pub name: Option<String>,
    pub basis: BasisView,
    pub claims: u64,
    pub modtages: u64,
    pub hoering: u64,
    pub afvist: u64,
    pub undecided: u64,
    /// What they are about, by outcome as in [`Shown`].
    pub money: [Money; 4],
}

/// How often a rule was not run, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotCheckedTotal {
    pub rule: String,
    pub why: String,
    pub claims: u64,
}

/// An outcome as lists tell it, with the claims apart that can't be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    Modtages,
    Undecided,
    Hoering,
    Afvist,
}

/// The outcome as lists tell it.
pub fn shown(outcome: Outcome, undecided: bool) -> Shown {
    match outcome {
        Outcome::Modtages if undecided => Shown::Undecided,
        Outcome::Modtages => Shown::Modtages,
        Outcome::Hoering => Shown::Hoering,
        Outcome::Afvist => Shown::Afvist,
    }
}

/// Counts claims by what their checks came to.
#[derive(Default)]
pub(super) struct Tally {
    /// For each upshot, how many claims it is true of.
    claims: Vec<u64>,
    /// For each rule, the first few claims that break it.
    examples: Vec<Vec<u32>>,
}

impl Tally {
    /// Counts a claim. They must come in the file's order.
    pub(super) fn count(&mut self, upshots: &Upshots, number: u32, claim: u32) {
        if self.claims.len() <= number as usize {
            self.claims.resize(upshots.len().max(number as usize + 1), 0);
            self.examples.resize(upshots.names.rules.len(), Vec::new());
        }
        let Some(claims) = self.claims.get_mut(number as usize) else { return };
        *claims += 1;
        // The first few claims with a rule are among the first few of each upshot with it.
        if *claims > EXAMPLES as u64 {
            return;
        }
        let rules = upshots.get(number).map_or(&[][..], |upshot| &upshot.rules);
        for rule in rules {
            if let Some(examples) = self.examples.get_mut(*rule as usize).filter(|examples| examples.len() < EXAMPLES) {
                examples.push(claim);
            }
        }
    }

    /// The exact numbers, the weightiest first. `rows` tells how many rows there are; the rest is filled in.
    pub(super) fn totals(self, upshots: &Upshots, checker: &Checker, rows: Totals) -> Totals {
        let mut totals = rows;
        let names = &upshots.names;
        let mut rules = vec![0; names.rules.len()];
        let mut types = vec![[0; 4]; names.codes.len()];
        let mut skipped = vec![0; names.skipped.len()];
        let mut statuses = vec![[0; 4]; names.statuses.len()];
        for (upshot, claims) in upshots.iter().zip(self.claims).filter(|(_, claims)| *claims > 0) {
            totals.add(upshot, names, claims);
            add(&mut rules, &upshot.rules, claims);
            add(&mut skipped, &upshot.skipped, claims);
            for (counts, number) in [(&mut types, upshot.code), (&mut statuses, upshot.status)] {
                if let Some(counts) = counts.get_mut(number as usize) {
                    counts[upshot.shown() as usize] += claims;
                }
            }
        }
        totals.by_rule = by_rule(names, &rules, self.examples);
        totals.by_type = by_type(names, &types, checker);
        totals.answers = answers(names, &statuses);
        let skipped = names.skipped.iter().zip(skipped).filter(|(_, claims)| *claims > 0);
        totals.not_checked =
            skipped.map(|((rule, why), claims)| NotCheckedTotal { rule: rule.clone(), why: why.clone(), claims }).collect();
        totals.not_checked.sort_by(|a, b| (Reverse(a.claims), &a.rule, &a.why).cmp(&(Reverse(b.claims), &b.rule, &b.why)));
        totals
    }
}

impl Totals {
    fn add(&mut self, upshot: &Upshot, names: &Names, claims: u64) {
        let slot = match upshot.shown() {
            Shown::Modtages => &mut self.modtages,
            Shown::Undecided => &mut self.undecided,
            Shown::Hoering => &mut self.hoering,
            Shown::Afvist => &mut self.afvist,
        };
        *slot += claims;
        self.claims += claims;
        if upshot.rules.iter().any(|rule| names.rules.get(*rule).is_some_and(|(_, effect)| *effect == Effect::Advarsel)) {
            self.with_advice += claims;
        }
        if upshot.skipped.iter().any(|rule| names.skipped.get(*rule).is_some_and(|(rule, _)| rule.starts_with("R_"))) {
            self.with_not_checked += claims;
        }
    }
}

/// Adds claims to each of the numbers.
fn add(counts: &mut [u64], numbers: &[u32], claims: u64) {
    for number in numbers {
        if let Some(count) = counts.get_mut(*number as usize) {
            *count += claims;
        }
    }
}

fn by_rule(names: &Names, counts: &[u64], examples: Vec<Vec<u32>>) -> Vec<RuleTotal> {
    let counted = names.rules.iter().zip(counts).zip(examples).filter(|((_, claims), _)| **claims > 0);
    let mut totals: Vec<RuleTotal> = counted
        .map(|(((rule, effect), claims), examples)| RuleTotal {
            rule: rule.clone(),
            name: rules::doc(rule).map_or_else(|| rule.clone(), |doc| doc.name.to_owned()),
            effect: effect_word(*effect).into(),
            claims: *claims,
            money: Money::default(),
            types: Vec::new(),
            examples,
            example: None,
        })
        .collect();
    let weight = |total: &RuleTotal| match total.effect.as_str() {
        "afvist" => 0,
        "hoering" => 1,
        _ => 2,
    };
    totals.sort_by(|a, b| (weight(a), Reverse(a.claims), &a.rule).cmp(&(weight(b), Reverse(b.claims), &b.rule)));
    totals
}

fn by_type(names: &Names, counts: &[[u64; 4]], checker: &Checker) -> Vec<TypeTotal> {
    let counted = names.codes.iter().zip(counts).filter(|(_, counts)| counts.iter().sum::<u64>() > 0);
    let mut totals: Vec<TypeTotal> = counted
        .map(|(code, [modtages, undecided, hoering, afvist])| {
            let fordringstype = catalogue::find(code);
            TypeTotal {
                code: code.clone(),
                name: fordringstype.map(|found| found.name.to_owned()),
                basis: basis_view(checker.ruleset(fordringstype).footing),
                claims: modtages + undecided + hoering + afvist,
                modtages: *modtages,
                hoering: *hoering,
                afvist: *afvist,
                undecided: *undecided,
                money: [Money::default(); 4],
            }
        })
        .collect();
    totals.sort_by(|a, b| (Reverse(a.claims), &a.code).cmp(&(Reverse(b.claims), &b.code)));
    totals
}

fn answers(names: &Names, counts: &[[u64; 4]]) -> Vec<AnswerTotal> {
    let counted = names.statuses.iter().zip(counts).filter(|(_, counts)| counts.iter().sum::<u64>() > 0);
    let mut totals: Vec<AnswerTotal> = counted
        .map(|(status, [modtages, undecided, hoering, afvist])| AnswerTotal {
            status: status.clone(),
            claims: modtages + undecided + hoering + afvist,
            modtages: *modtages,
            hoering: *hoering,
            afvist: *afvist,
            undecided: *undecided,
        })
        .collect();
    // Where nothing came back for any claim, there is nothing to tell.
    if totals.iter().all(|answer| answer.status.is_empty()) {
        return Vec::new();
    }
    totals.sort_by(|a, b| (a.status.is_empty(), Reverse(a.claims), &a.status).cmp(&(b.status.is_empty(), Reverse(b.claims), &b.status)));
    totals
}
