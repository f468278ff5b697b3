//! A checked claim as the object that the command line prints, one a claim.

use serde::Serialize;

use crate::check::Outcome;
use crate::check::view::{AnswerView, ClaimView, NotCheckedView};

/// One claim.
#[derive(Debug, Serialize)]
pub struct ClaimJson<'v> {
    /// The physical line where the claim starts.
    pub row: u64,
    pub reference: &'v str,
    #[serde(rename = "type")]
    pub code: &'v str,
    pub outcome: Outcome,
    /// Fields that can't be read, so that nobody can say whether the claim would be received. Left out when there are none.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub undecided: &'v [String],
    pub findings: Vec<FindingJson<'v>>,
    pub not_checked: &'v [NotCheckedView],
    /// What came back for it, where that was given too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<&'v AnswerView>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct FindingJson<'v> {
    pub rule: &'v str,
    /// `afvist`, `hoering` or `advarsel`.
    pub outcome: &'v str,
    pub fields: &'v [String],
    pub text: String,
}

impl<'v> From<&'v ClaimView> for ClaimJson<'v> {
    fn from(claim: &'v ClaimView) -> Self {
        let finding = |finding: &'v crate::check::view::FindingView| FindingJson {
            rule: &finding.rule,
            outcome: &finding.effect,
            fields: &finding.fields,
            text: finding.text(),
        };
        ClaimJson {
            row: claim.row,
            reference: &claim.reference,
            code: &claim.code,
            outcome: claim.outcome,
            undecided: &claim.undecided,
            findings: claim.findings.iter().map(finding).collect(),
            not_checked: &claim.not_checked,
            answer: claim.answer.as_ref(),
        }
    }
}
