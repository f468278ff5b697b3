//! What a claim's check comes to, kept once for all the claims of which it is true.
//!
//! A file has millions of claims and few different results: so a claim's record holds a number, and the numbers stand for what is here.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use super::totals::{Shown, shown};
use super::{Checked, Outcome, is_new_claim};
use crate::catalogue;
use crate::claim::{Claim, Field};
use crate::rules::doc::Effect;

/// How many different codes that no catalogue knows are told apart; the rest are counted together.
const CODES: usize = 1000;
/// What they are counted under.
const OTHER_CODES: &str = "øvrige koder";
/// How many different statuses of answers are told apart.
const STATUSES: usize = 20;
/// What the others are counted under.
const OTHER_STATUSES: &str = "andet";

/// What lists and totals need to know of a checked claim. The numbers count in [`Names`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Upshot {
    /// The fordringstype as it stands in the claim.
    pub code: u32,
    pub outcome: Outcome,
    /// Something keeps anyone from saying that the claim would be received.
    pub undecided: bool,
    /// The claim is a new one, not an action on a claim that was sent before.
    pub is_new: bool,
    /// The rules that fired, the worst first.
    pub rules: Vec<u32>,
    /// The rules that were not run, and why.
    pub skipped: Vec<u32>,
    /// What came back for it; the empty text where nothing did.
    pub status: u32,
}

impl Upshot {
    /// The outcome as lists tell it.
    pub fn shown(&self) -> Shown {
        shown(self.outcome, self.undecided)
    }

    /// Whether a rule that only advises has fired.
    pub fn has_advice(&self, names: &Names) -> bool {
        self.rules.iter().any(|rule| names.rules.get(*rule).is_some_and(|(_, effect)| *effect == Effect::Advarsel))
    }
}

/// What the numbers in upshots stand for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Names {
    pub rules: Numbered<(String, Effect)>,
    pub skipped: Numbered<(String, String)>,
    pub codes: Numbered<String>,
    pub statuses: Numbered<String>,
}

/// Things in the order they were first met, each with its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    from = "Vec<T>",
    into = "Vec<T>",
    bound(serialize = "T: Serialize + Clone + Eq + Hash", deserialize = "T: Deserialize<'de> + Clone + Eq + Hash")
)]
pub struct Numbered<T: Clone + Eq + Hash> {
    things: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    /// The number of a thing, which is taken in if it is new.
    pub fn number(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        let number = count(self.things.len());
        self.things.push(thing.clone());
        self.numbers.insert(thing.clone(), number);
        number
    }

    /// The number of a thing that was met before.
    pub fn find(&self, thing: &T) -> Option<u32> {
        self.numbers.get(thing).copied()
    }

    /// The thing with the number.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.things.get(number as usize)
    }

    /// Everything, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.things.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }
}

impl<T: Clone + Eq + Hash> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { things: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> From<Vec<T>> for Numbered<T> {
    fn from(things: Vec<T>) -> Self {
        let numbers = (0..).zip(&things).map(|(number, thing)| (thing.clone(), number)).collect();
        Numbered { things, numbers }
    }
}

impl<T: Clone + Eq + Hash> From<Numbered<T>> for Vec<T> {
    fn from(numbered: Numbered<T>) -> Self {
        numbered.things
    }
}

/// Different upshots, each with its number, and what they speak of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Upshots {
    pub names: Names,
    all: Numbered<Upshot>,
}

impl Upshots {
    /// The number of what the check of a claim came to, by what was found on each of its lines.
    pub fn of(&mut self, lines: &[(&Claim, &Checked)], status: &str) -> u32 {
        let Some((first, _)) = lines.first() else { return 0 };
        let mut fired: Vec<(String, Effect)> = Vec::new();
        let mut skipped: Vec<u32> = Vec::new();
        for (_, checked) in lines {
            for finding in &checked.findings {
                let rule = (finding.kind.rule_id(), finding.effect);
                if !fired.contains(&rule) {
                    fired.push(rule);
                }
            }
            for rule in &checked.not_checked {
                let number = self.names.skipped.number(&(rule.rule.to_string(), rule.why.to_string()));
                if !skipped.contains(&number) {
                    skipped.push(number);
                }
            }
        }
        fired.sort_by_key(|(_, effect)| std::cmp::Reverse(*effect));
        let upshot = Upshot {
            code: self.names.codes.number(&first.text(Field::Fordringstype).to_owned()),
            outcome: lines.iter().map(|(_, checked)| checked.outcome).max().unwrap_or(Outcome::Modtages),
            undecided: lines.iter().any(|(_, checked)| !checked.undecided.is_empty()),
            is_new: is_new_claim(first),
            rules: fired.iter().map(|rule| self.names.rules.number(rule)).collect(),
            skipped,
            status: self.names.statuses.number(&status.to_owned()),
        };
        self.all.number(&upshot)
    }

    /// The number of an upshot that speaks in these names.
    pub fn number(&mut self, upshot: &Upshot) -> u32 {
        self.all.number(upshot)
    }

    /// The upshot with the number.
    pub fn get(&self, number: u32) -> Option<&Upshot> {
        self.all.get(number)
    }

    /// All upshots, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Upshot> {
        self.all.iter()
    }

    /// How many different ones there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes in the upshots of others; answers the number that each has here. Once there are too many codes or statuses, new ones share a name.
    pub fn adopt(&mut self, others: &Upshots) -> Vec<u32> {
        let rules: Vec<u32> = others.names.rules.iter().map(|rule| self.names.rules.number(rule)).collect();
        let skipped: Vec<u32> = others.names.skipped.iter().map(|rule| self.names.skipped.number(rule)).collect();
        let codes: Vec<u32> =
            others.names.codes.iter().map(|code| self.names.codes.number(&admitted_code(code, &self.names.codes))).collect();
        let statuses: Vec<u32> =
            others.names.statuses.iter().map(|status| self.names.statuses.number(&admitted_status(status, &self.names.statuses))).collect();
        let here = |numbers: &[u32], number: u32| numbers.get(number as usize).copied().unwrap_or_default();
        let turned = |upshot: &Upshot| Upshot {
            code: here(&codes, upshot.code),
            rules: upshot.rules.iter().map(|rule| here(&rules, *rule)).collect(),
            skipped: upshot.skipped.iter().map(|rule| here(&skipped, *rule)).collect(),
            status: here(&statuses, upshot.status),
            ..upshot.clone()
        };
        others.iter().map(|upshot| self.all.number(&turned(upshot))).collect()
    }

    /// Those of the upshots that are used, and the new number of each. So a part of a file carries no more than it needs.
    pub fn used(&self, used: &[u32]) -> Upshots {
        let mut few = Upshots::default();
        for upshot in used.iter().filter_map(|number| self.get(*number)) {
            let names = &self.names;
            let turned = Upshot {
                code: names.codes.get(upshot.code).map_or(0, |code| few.names.codes.number(code)),
                rules: upshot.rules.iter().filter_map(|rule| names.rules.get(*rule)).map(|rule| few.names.rules.number(rule)).collect(),
                skipped: (upshot.skipped.iter().filter_map(|rule| names.skipped.get(*rule)))
                    .map(|rule| few.names.skipped.number(rule))
                    .collect(),
                status: names.statuses.get(upshot.status).map_or(0, |status| few.names.statuses.number(status)),
                ..upshot.clone()
            };
            few.all.number(&turned);
        }
        few
    }
}

/// Under which name a code is counted, beside those that have one. A column of free text would otherwise make every row one of its own.
fn admitted_code(code: &str, before: &Numbered<String>) -> String {
    let is_known = before.len() < CODES || before.find(&code.to_owned()).is_some() || catalogue::find(code).is_some();
    if is_known { code } else { OTHER_CODES }.to_owned()
}

/// The same for a status.
fn admitted_status(status: &str, before: &Numbered<String>) -> String {
    let is_known = before.len() < STATUSES || before.find(&status.to_owned()).is_some();
    if is_known { status } else { OTHER_STATUSES }.to_owned()
}

/// A length as a number of ours.
pub fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
