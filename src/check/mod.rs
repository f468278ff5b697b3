//! The pipeline: claims in, outcomes and findings out.

mod across;
pub mod columns;
pub mod compare;
pub mod example;
mod figures;
pub mod file;
pub mod form;
pub mod hand;
mod judge;
mod keys;
pub mod lapse;
pub mod layout_view;
pub mod money;
pub mod opening;
mod orders;
mod outcome;
mod packed;
pub mod part;
pub mod progress;
pub mod quick;
mod ranks;
pub mod sheet;
mod tally;
pub mod totals;
pub mod upshot;
pub mod view;

use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::catalogue::model::{Fordringstype, Limit};
use crate::catalogue::table::{Rule, RuleNumber, RuleNumbers};
use crate::catalogue::{self, Creditor};
use crate::claim::{Claim, Field, ReadingFinding};
use crate::rules::doc::Effect;
use crate::rules::filter::{self, Expected, Main, Ruling, Why};
use crate::rules::general::actions::Action;
use crate::rules::general::{self, GeneralRule, Neighbours, Scope, Subject, Verdict};
use crate::rules::limits::P_GRAENSE;
use crate::rules::reading;
use crate::rules::ruleset::{Footing, Ruleset};

pub use outcome::{Outcome, effect_word};

/// What the user chooses for a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The assumed day of sending.
    pub received: NaiveDate,
    /// Who sends the claims.
    pub creditor: Creditor,
}

/// What lies around a claim line in its file; nothing for a claim from the form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    pub main: Main<'a>,
    pub neighbours: Neighbours,
    /// What reading the row brought to light.
    pub reading: &'a [ReadingFinding],
}

/// What was found on a claim.
#[derive(Clone, Debug)]
pub struct Checked {
    pub outcome: Outcome,
    /// Fields that keep anyone from saying that the claim would be received: those that are missing or can't be read although rules ask for them,
    /// a fordringstype that isn't known, and an action that the filter's rules are not for.
    pub undecided: Vec<Field>,
    pub findings: Vec<Finding>,
    pub not_checked: Vec<NotChecked>,
    /// What the check rests on.
    pub footing: Footing,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    pub effect: Effect,
    pub kind: FindingKind,
}

/// What a finding comes from.
#[derive(Clone, Debug)]
pub enum FindingKind {
    Filter { rule: &'static Rule, expected: Expected },
    General { rule: &'static GeneralRule, fields: Vec<Field>, found: String },
    Limit(&'static Limit),
    Reading(ReadingFinding),
}

impl FindingKind {
    /// The rule's id; numbers of one table line joined with `+`.
    pub fn rule_id(&self) -> String {
        match self {
            FindingKind::Filter { rule, .. } => rule.numbers.to_string(),
            FindingKind::General { rule, .. } => rule.doc.id.to_owned(),
            FindingKind::Limit(_) => P_GRAENSE.id.to_owned(),
            FindingKind::Reading(finding) => reading::doc(finding).id.to_owned(),
        }
    }

    /// The fields concerned, the one it is about first.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            FindingKind::Filter { rule, .. } => filter::fields(&rule.check),
            FindingKind::General { fields, .. } => fields.clone(),
            FindingKind::Limit(limit) => limit.check.as_ref().map(filter::fields).unwrap_or_default(),
            FindingKind::Reading(finding) => finding.field().into_iter().collect(),
        }
    }
}

/// A rule that was not run.
#[derive(Clone, Debug)]
pub struct NotChecked {
    pub rule: String,
    pub why: String,
    /// The reason, where the rule would have had a consequence.
    pub cause: Option<Why>,
}

/// What stands in for the numbers of a limit that no filter table has.
const NO_NUMBERS: RuleNumbers = RuleNumbers::one(RuleNumber::new(0, 0));

/// Checks claims one by one.
pub struct Checker {
    pub settings: Settings,
    rulesets: Vec<OnceCell<Ruleset>>,
}

impl Checker {
    /// A checker with the user's settings.
    pub fn new(settings: Settings) -> Self {
        Checker { settings, rulesets: (0..=catalogue::TYPES.len()).map(|_| OnceCell::new()).collect() }
    }

    /// The rules for a fordringstype under these settings.
    pub fn ruleset(&self, fordringstype: Option<&'static Fordringstype>) -> &Ruleset {
        let slot = &self.rulesets[fordringstype.map_or(catalogue::TYPES.len(), place_of)];
        slot.get_or_init(|| Ruleset::of(fordringstype, self.settings.creditor))
    }

    /// Checks one claim line.
    pub fn check(&self, claim: &Claim, around: &Surroundings) -> Checked {
        let fordringstype = catalogue::find(claim.text(Field::Fordringstype));
        let ruleset = self.ruleset(fordringstype);
        let mut checked = Checked {
            outcome: Outcome::Modtages,
            undecided: Vec::new(),
            findings: Vec::new(),
            not_checked: Vec::new(),
            footing: ruleset.footing,
        };
        let new_claim = is_new_claim(claim);
        if new_claim {
            self.run_filter(claim, around.main, ruleset, &mut checked);
            if let Some(fordringstype) = fordringstype {
                self.run_limits(claim, around.main, fordringstype, &mut checked);
            }
        } else {
            checked.not_checked.push(NotChecked {
                rule: "R_*".into(),
                why: "filterreglerne gælder nye fordringer, og linjen er en anden handling".into(),
                cause: None,
            });
        }
        let subject = Subject {
            claim,
            received: self.settings.received,
            fordringstype,
            neighbours: around.neighbours,
            main_type: around.main.fordringstype(),
        };
        run_general(&subject, new_claim, &mut checked);
        add_reading(claim, around.reading, &mut checked);
        checked.outcome = checked.findings.iter().map(|finding| Outcome::of(finding.effect)).max().unwrap_or(Outcome::Modtages);
        checked.undecided = if new_claim { undecided(claim, ruleset, &checked) } else { vec![Field::Aktion] };
        checked
    }

    fn run_filter(&self, claim: &Claim, main: Main, ruleset: &Ruleset, checked: &mut Checked) {
        let firm = checked.findings.len();
        for standing in &ruleset.rules {
            match filter::run(standing.rule, claim, main, self.settings.received) {
                Ruling::Holds | Ruling::NotApplicable => {}
                Ruling::NotRun(why) => {
                    let rule = standing.rule.numbers.to_string();
                    if !checked.not_checked.iter().any(|other| other.rule == rule) {
                        let cause = (standing.effect != Effect::Advarsel).then_some(why);
                        checked.not_checked.push(NotChecked { rule, why: crate::rules::words::why_not(why), cause });
                    }
                }
                Ruling::Broken(expected) => {
                    let kind = FindingKind::Filter { rule: standing.rule, expected };
                    checked.findings.push(Finding { effect: standing.effect, kind });
                }
            }
        }
        // Where the core and a guidance table have a rule of the same number, the core's finding says it.
        let said: Vec<_> =
            checked.findings[firm..].iter().filter(|finding| finding.effect != Effect::Advarsel).filter_map(numbers).collect();
        checked.findings.retain(|finding| {
            finding.effect != Effect::Advarsel
                || numbers(finding).is_none_or(|own| !said.iter().any(|other| own.iter().any(|number| other.contains(number))))
        });
    }

    fn run_limits(&self, claim: &Claim, main: Main, fordringstype: &'static Fordringstype, checked: &mut Checked) {
        for limit in fordringstype.limits {
            let Some(check) = limit.check else { continue };
            let rule = Rule {
                numbers: NO_NUMBERS,
                check,
                consequence: crate::catalogue::table::Consequence::Hoering,
                starred: false,
                inactive: false,
                contradicted: false,
                note: None,
            };
            if let Ruling::Broken(_) = filter::run(&rule, claim, main, self.settings.received) {
                checked.findings.push(Finding { effect: Effect::Advarsel, kind: FindingKind::Limit(limit) });
            }
        }
    }
}

/// The place of a fordringstype in the catalogue, reckoned from where it lies: this is asked for every claim. The number of types for one that is
/// not of the catalogue.
fn place_of(fordringstype: &'static Fordringstype) -> usize {
    let start = catalogue::TYPES.as_ptr().addr();
    let place = std::ptr::from_ref(fordringstype).addr().wrapping_sub(start) / size_of::<Fordringstype>();
    place.min(catalogue::TYPES.len())
}

/// Whether the line is a new claim: no action, or opret in one of its spellings.
pub fn is_new_claim(claim: &Claim) -> bool {
    Action::parse(claim.text(Field::Aktion)) == Some(Action::Opret)
}

fn numbers(finding: &Finding) -> Option<RuleNumbers> {
    match finding.kind {
        FindingKind::Filter { rule, .. } => Some(rule.numbers),
        _ => None,
    }
}

fn run_general(subject: &Subject, new_claim: bool, checked: &mut Checked) {
    for rule in general::ALL {
        let concerns = match rule.scope {
            Scope::Any => true,
            Scope::NewClaim => new_claim,
            Scope::Action => !new_claim,
        };
        let Some(check) = rule.check.filter(|_| concerns) else { continue };
        match check(subject) {
            Verdict::Fine => {}
            Verdict::NotChecked(why) => {
                checked.not_checked.push(NotChecked { rule: rule.doc.id.into(), why: why.into(), cause: None });
            }
            Verdict::Breach { fields, found } => {
                checked.findings.push(Finding { effect: Effect::Advarsel, kind: FindingKind::General { rule, fields, found } });
            }
        }
    }
}

fn add_reading(claim: &Claim, reading: &[ReadingFinding], checked: &mut Checked) {
    let found = claim.findings().chain(reading.iter().copied());
    checked.findings.extend(found.map(|finding| Finding { effect: Effect::Advarsel, kind: FindingKind::Reading(finding) }));
}

/// What keeps anyone from saying that the claim would be received: an unknown fordringstype, values that can't be read, and values that are
/// missing although a rule with a consequence asks for them and none tells of it.
fn undecided(claim: &Claim, ruleset: &Ruleset, checked: &Checked) -> Vec<Field> {
    let unknown_type = matches!(ruleset.footing, Footing::UnknownType).then_some(Field::Fordringstype);
    let inputs = Field::DATES.into_iter().chain([Field::Hovedstol, Field::Beloeb]).filter(|field| *field != Field::Virkningsdato);
    let unreadable = inputs.filter(|field| claim.unreadable(*field).is_some());
    let missing = checked.not_checked.iter().filter_map(|skipped| match skipped.cause {
        Some(Why::Empty(field)) => Some(field),
        // Some files have no description at all; what is missing then stands with the rules that were not run.
        Some(Why::Absent(field)) if field != Field::Beskrivelse => Some(field),
        _ => None,
    });
    let told = |field: Field| {
        checked.findings.iter().any(|finding| finding.effect != Effect::Advarsel && finding.kind.fields().first() == Some(&field))
    };
    let mut fields: Vec<Field> = unknown_type.into_iter().chain(unreadable).collect();
    for field in missing.filter(|field| !told(*field)) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}
