//! What a rule says of itself: the texts, sources and example that its page, its findings and the tests use.

use serde::{Deserialize, Serialize};

use crate::claim::Field;

/// What a finding does to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// Advice: never changes the outcome.
    Advarsel,
    /// Parked in høring.
    Hoering,
    /// Rejected.
    Afvist,
}

/// How well a rule is founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// It stands in a document we can name.
    Documented,
    /// We infer it; the text says from what.
    Inferred,
}

/// A rule's documentation.
#[derive(Debug)]
pub struct RuleDoc {
    /// `R_6_20`, `R_6_3+R_6_4`, `G_BESKR_CPR`, `A_TIL_KODE`.
    pub id: &'static str,
    /// The defect in a few words, e.g. «Perioden er for lang».
    pub name: &'static str,
    /// What the rule demands. One or two sentences.
    pub says: &'static str,
    /// Why it is there.
    pub why: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
    pub fields: &'static [Field],
    /// Which claims it is for, e.g. «alle nye fordringer».
    pub applies_to: &'static str,
    /// What the sources say breaking it leads to; for filter rules the most usual, the table decides.
    pub effect: Effect,
    pub certainty: Certainty,
    /// What the rule rests on, in words.
    pub basis: &'static str,
    /// Where that can be read.
    pub url: &'static str,
    /// What a reader should know besides, e.g. that sources differ.
    pub note: Option<&'static str>,
    pub example: Example,
}

/// An example that breaks a rule. The corrected one is the type's valid example claim.
#[derive(Debug)]
pub enum Example {
    /// The first official table with the rule has a worked example of breaking it; that one is used.
    FromTable,
    /// A claim of this fordringstype: its valid example with these fields changed (canonical field name, new text; `""` empties it).
    Claim { code: &'static str, changes: &'static [(&'static str, &'static str)] },
    /// Two claim lines in one file: the valid example with the first changes, then with the second.
    Pair { code: &'static str, first: &'static [(&'static str, &'static str)], second: &'static [(&'static str, &'static str)] },
    /// Can't be seen in data; the user has to confirm it.
    None,
}
