//! The general rules `G_*` and the action rules `A_*`: advice that rests on guidance, law and the fields' definitions, not on a filter table.

use chrono::NaiveDate;

use super::doc::RuleDoc;
use crate::catalogue::model::Fordringstype;
use crate::claim::{Claim, Field};

/// One rule: its documentation and the function that looks for the defect.
#[derive(Debug)]
pub struct GeneralRule {
    pub doc: RuleDoc,
    /// Which actions it is for.
    pub scope: Scope,
    /// Looks at one claim line. `None` where nothing in the data can tell: the user has to confirm it.
    pub check: Option<fn(&Subject) -> Verdict>,
}

/// Which lines a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// New claims (no action given, or opret).
    NewClaim,
    /// Regulating actions on a claim that was sent before.
    Action,
    /// Any line.
    Any,
}

/// A claim line with what is known around it.
#[derive(Debug)]
pub struct Subject<'a> {
    pub claim: &'a Claim<'a>,
    /// The assumed day of sending.
    pub received: NaiveDate,
    /// The claim's fordringstype, where the catalogue has it.
    pub fordringstype: Option<&'static Fordringstype>,
    /// Other lines of the same file.
    pub neighbours: Neighbours,
    /// The fordringstype of the claim's hovedfordring, where it stands in the same file.
    pub main_type: Option<&'a str>,
}

/// What other lines of the file have to do with this one. Lines are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Another claim with the same reference and other stamdata.
    pub same_reference: Option<u64>,
    /// Another claim with other reference but the same type, debtor, amount, dates and description.
    pub same_content: Option<u64>,
    /// Another debtor line of this same claim that names the same debtor.
    pub same_debtor: Option<u64>,
    /// How many debtor lines the claim has; 1 for an ordinary claim, 0 when unknown.
    pub debtor_lines: u32,
}

/// What a general rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// The rule could not look, and why (e.g. «skyldner_id findes ikke i filen»). Not for a plainly empty optional field: that is `Fine`.
    NotChecked(&'static str),
    /// The defect, told in one concrete Danish sentence without any personal number in it.
    Breach { fields: Vec<Field>, found: String },
}

/// Every general and action rule.
pub static ALL: &[&GeneralRule] = &[];
