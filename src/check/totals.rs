//! The exact numbers of a check.

use serde::{Deserialize, Serialize};

use super::Outcome;
use super::lapse::Lapse;
use super::money::Money;
use super::sheet::SheetRow;
use super::view::BasisView;

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
    /// Rules that stop claims first, by how many; then those that only advise.
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

impl Shown {
    /// All, in the order of their places in totals.
    pub const ALL: [Shown; 4] = [Shown::Modtages, Shown::Undecided, Shown::Hoering, Shown::Afvist];
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
