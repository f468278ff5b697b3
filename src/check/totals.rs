//! The exact numbers of a check, and how they are counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::view::{BasisView, basis_view, claim_view};
use super::{Checked, Checker, Outcome, effect_word};
use crate::catalogue;
use crate::claim::Claim;
use crate::rules;
use crate::rules::doc::Effect;

/// How many claims a rule's total keeps as examples.
const EXAMPLES: usize = 5;

/// How many different statuses of answers are told apart.
const STATUSES: usize = 20;

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

/// How often a rule was broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleTotal {
    pub rule: String,
    pub name: String,
    pub effect: String,
    /// Claims with at least one such finding.
    pub claims: u64,
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

/// What was found on a claim that breaks a rule.
pub(super) fn example_of(lines: &[(&Claim, &Checked)], rule: &str, effect: Effect, received: chrono::NaiveDate) -> Option<RuleExample> {
    let view = claim_view(lines, received);
    let finding = view.findings.iter().find(|finding| finding.rule == rule && finding.effect == effect_word(effect))?;
    Some(RuleExample { row: view.row, found: finding.found.clone(), expected: finding.expected.clone() })
}

/// Numbers while they are being counted.
#[derive(Default)]
pub(super) struct Counts {
    rules: BTreeMap<u16, (u64, Vec<u32>, Option<RuleExample>)>,
    types: BTreeMap<u32, [u64; 4]>,
    not_checked: BTreeMap<(String, String), u64>,
    answers: BTreeMap<String, [u64; 4]>,
}

impl Counts {
    /// Counts a claim that breaks a rule. `example` is asked for the first one.
    pub(super) fn rule(&mut self, id: u16, claim: u32, example: impl FnOnce() -> Option<RuleExample>) {
        let (claims, examples, first) = self.rules.entry(id).or_default();
        *claims += 1;
        if *claims == 1 {
            *first = example();
        }
        if examples.len() < EXAMPLES {
            examples.push(claim);
        }
    }

    /// Counts a claim.
    pub(super) fn claim(&mut self, totals: &mut Totals, code: u32, shown: Shown, advice: bool, skipped: &[(&str, &str)]) {
        let slot = match shown {
            Shown::Modtages => &mut totals.modtages,
            Shown::Undecided => &mut totals.undecided,
            Shown::Hoering => &mut totals.hoering,
            Shown::Afvist => &mut totals.afvist,
        };
        *slot += 1;
        totals.with_advice += u64::from(advice);
        totals.with_not_checked += u64::from(skipped.iter().any(|(rule, _)| rule.starts_with("R_")));
        self.types.entry(code).or_default()[shown as usize] += 1;
        for (rule, why) in skipped {
            *self.not_checked.entry(((*rule).to_owned(), (*why).to_owned())).or_default() += 1;
        }
    }

    /// Counts what came back for a claim; `None` where nothing did.
    pub(super) fn answer(&mut self, status: Option<&str>, shown: Shown) {
        let status = status.unwrap_or_default();
        // A column of free text would otherwise make every row a status of its own.
        let status = if self.answers.len() < STATUSES || self.answers.contains_key(status) { status } else { "andet" };
        match self.answers.get_mut(status) {
            Some(counts) => counts[shown as usize] += 1,
            None => self.answers.entry(status.to_owned()).or_default()[shown as usize] += 1,
        }
    }

    /// Writes what was counted by rule and by type into the totals, the weightiest first.
    pub(super) fn finish(self, names: &[(String, Effect)], codes: &[String], totals: &mut Totals, checker: &Checker) {
        for (id, (claims, examples, example)) in self.rules {
            let Some((rule, effect)) = names.get(usize::from(id)) else { continue };
            let name = rules::doc(rule).map_or_else(|| rule.clone(), |doc| doc.name.to_owned());
            totals.by_rule.push(RuleTotal { rule: rule.clone(), name, effect: effect_word(*effect).into(), claims, examples, example });
        }
        let weight = |total: &RuleTotal| match total.effect.as_str() {
            "afvist" => 0,
            "hoering" => 1,
            _ => 2,
        };
        totals
            .by_rule
            .sort_by(|a, b| (weight(a), std::cmp::Reverse(a.claims), &a.rule).cmp(&(weight(b), std::cmp::Reverse(b.claims), &b.rule)));
        for (number, [modtages, undecided, hoering, afvist]) in self.types {
            let Some(code) = codes.get(number as usize).cloned() else { continue };
            let fordringstype = catalogue::find(&code);
            totals.by_type.push(TypeTotal {
                name: fordringstype.map(|found| found.name.to_owned()),
                basis: basis_view(checker.ruleset(fordringstype).footing),
                claims: modtages + undecided + hoering + afvist,
                code,
                modtages,
                hoering,
                afvist,
                undecided,
            });
        }
        // Where nothing came back for any claim, there is nothing to tell.
        if self.answers.keys().any(|status| !status.is_empty()) {
            totals.answers = (self.answers.into_iter())
                .map(|(status, [modtages, undecided, hoering, afvist])| AnswerTotal {
                    status,
                    claims: modtages + undecided + hoering + afvist,
                    modtages,
                    hoering,
                    afvist,
                    undecided,
                })
                .collect();
            totals.answers.sort_by_key(|answer| (answer.status.is_empty(), std::cmp::Reverse(answer.claims)));
        }
        totals.by_type.sort_by(|a, b| (std::cmp::Reverse(a.claims), &a.code).cmp(&(std::cmp::Reverse(b.claims), &b.code)));
        totals.not_checked = self.not_checked.into_iter().map(|((rule, why), claims)| NotCheckedTotal { rule, why, claims }).collect();
        totals.not_checked.sort_by(|a, b| (std::cmp::Reverse(a.claims), &a.rule).cmp(&(std::cmp::Reverse(b.claims), &b.rule)));
    }
}
