//! Two results held together: yesterday's file against today's, claim by claim by their references.

use serde::{Deserialize, Serialize};

use super::totals::Totals;

/// What became of a claim since the result before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It would not be received before, and would be now.
    Fixed,
    /// It is the same claim with other findings, and would still not be received.
    Altered,
    /// It would have been received before, and would not be now.
    Broken,
    /// It was not there before.
    Added,
    /// Nothing about it has changed: same outcome, same findings.
    Unchanged,
    /// Same outcome; only advice has changed, or rules that were not run.
    Advice,
    /// It has no reference to be known by.
    Unknown,
}

/// A result against the one before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The earlier files' names.
    pub name: String,
    /// The earlier result's numbers, without examples.
    pub before: Totals,
    /// How many of today's claims each is true of.
    pub fates: Vec<(Fate, u64)>,
    /// Claims that stood in the earlier file and are not here: how many, and how many of them would have been received.
    pub gone: u64,
    pub gone_received: u64,
    /// Rules: id and effect, in how many claims it is fixed, new, and unchanged.
    pub rules: Vec<RuleChange>,
}

/// How a rule's findings have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    pub rule: String,
    pub name: String,
    pub effect: String,
    /// Claims that broke it before and don't now.
    pub fixed: u64,
    /// Claims that break it now and didn't before, or were not there.
    pub new: u64,
    /// Claims that break it both times.
    pub unchanged: u64,
}
