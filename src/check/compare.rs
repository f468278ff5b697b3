//! Two results held together: yesterday's file against today's, claim by claim by their references.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::effect_word;
use super::totals::{Shown, Totals};
use super::upshot::{Numbered, Upshot, Upshots};
use crate::rules;
use crate::rules::doc::Effect;

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

impl Fate {
    /// All, in the order that they are told in.
    pub const ALL: [Fate; 7] = [Fate::Fixed, Fate::Altered, Fate::Broken, Fate::Added, Fate::Unchanged, Fate::Advice, Fate::Unknown];
}

/// A result against the one before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The earlier files' names.
    pub name: String,
    /// The earlier result's numbers, without examples.
    pub before: Totals,
    /// How many of today's claims each is true of; only those there are.
    pub fates: Vec<(Fate, u64)>,
    /// Claims that stood in the earlier file and are not here: how many, and how many of them would have been received. Those without a reference
    /// can't be looked for, and are not among them.
    pub gone: u64,
    pub gone_received: u64,
    /// What became of each rule, over today's claims with a reference.
    pub rules: Vec<RuleChange>,
}

/// How a rule's findings have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    pub rule: String,
    pub name: String,
    pub effect: String,
    /// Claims that broke it before, and are still there and don't.
    pub fixed: u64,
    /// Claims that break it now and didn't before, or were not there.
    pub new: u64,
    /// Claims that break it both times.
    pub unchanged: u64,
}

/// An earlier result, kept to hold a later one against. It takes twelve bytes a claim.
#[derive(Debug)]
pub struct Baseline {
    pub(super) name: String,
    /// Without examples.
    pub(super) totals: Totals,
    /// Each claim's reference as a number, 0 for none, and what its check came to.
    pub(super) references: Vec<u64>,
    pub(super) came_to: Vec<u32>,
    pub(super) upshots: Upshots,
}

/// The claims of a result: their references, and what their checks came to.
pub(super) trait Claims {
    /// Each claim's reference as a number, in the file's order; 0 for none.
    fn references(&self) -> impl Iterator<Item = u64>;
    /// What each came to, in the same order.
    fn came_to(&self) -> impl Iterator<Item = u32>;
    fn upshots(&self) -> &Upshots;
}

impl Claims for Baseline {
    fn references(&self) -> impl Iterator<Item = u64> {
        self.references.iter().copied()
    }

    fn came_to(&self) -> impl Iterator<Item = u32> {
        self.came_to.iter().copied()
    }

    fn upshots(&self) -> &Upshots {
        &self.upshots
    }
}

/// Stands for no claim.
const NOBODY: u32 = u32::MAX;
/// About how many claims of each result are sorted at a time: so the memory it takes stays small, however many there are.
const AT_A_TIME: usize = 1 << 20;

/// Holds a result against an earlier one. Also answers what became of each claim.
pub(super) fn compare(before: &Baseline, now: &impl Claims) -> (Comparison, Vec<Fate>) {
    let pairs = pairs(before, now);
    let mut rules = Numbered::default();
    let were: Vec<Told> = before.upshots.iter().map(|upshot| Told::of(upshot, &before.upshots, &mut rules)).collect();
    let are: Vec<Told> = now.upshots().iter().map(|upshot| Told::of(upshot, now.upshots(), &mut rules)).collect();
    // What became of claims that came to one thing before and to another now, and how many those are.
    let mut ways: HashMap<(Option<u32>, u32), (Fate, u64)> = HashMap::new();
    let mut is_gone: Vec<bool> = before.references.iter().map(|reference| *reference != 0).collect();
    let mut fates = Vec::with_capacity(pairs.len());
    for ((pair, reference), is) in pairs.into_iter().zip(now.references()).zip(now.came_to()) {
        if reference == 0 {
            fates.push(Fate::Unknown);
            continue;
        }
        if let Some(is_gone) = is_gone.get_mut(pair as usize) {
            *is_gone = false;
        }
        let was = before.came_to.get(pair as usize).copied();
        let (fate, claims) =
            ways.entry((was, is)).or_insert_with(|| (fate(was.and_then(|was| were.get(was as usize)), are.get(is as usize)), 0));
        *claims += 1;
        fates.push(*fate);
    }
    let gone = is_gone.iter().zip(&before.came_to).filter(|(is_gone, _)| **is_gone);
    let received = gone.clone().filter(|(_, came_to)| were.get(**came_to as usize).is_some_and(|told| told.shown == Shown::Modtages));
    let comparison = Comparison {
        name: before.name.clone(),
        before: before.totals.clone(),
        fates: count_fates(&fates),
        gone: gone.clone().count() as u64,
        gone_received: received.count() as u64,
        rules: changes(&rules, &ways, &were, &are),
    };
    (comparison, fates)
}

/// For each of today's claims, the place of the same one in the earlier result. Claims with the same reference are paired in their order.
fn pairs(before: &Baseline, now: &impl Claims) -> Vec<u32> {
    let mut pairs: Vec<u32> = now.came_to().map(|_| NOBODY).collect();
    let rounds = pairs.len().max(before.references.len()) / AT_A_TIME + 1;
    let (mut were, mut are) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        take_round(&mut were, before.references(), round, rounds);
        take_round(&mut are, now.references(), round, rounds);
        let mut were = were.iter().peekable();
        for (reference, place) in &are {
            while were.next_if(|(other, _)| other < reference).is_some() {}
            if let (Some((_, before)), Some(pair)) = (were.next_if(|(other, _)| other == reference), pairs.get_mut(*place as usize)) {
                *pair = *before;
            }
        }
    }
    pairs
}

/// The claims whose references fall into a round, sorted by them and in the file's order. References are spread evenly, as all hashes are.
fn take_round(taken: &mut Vec<(u64, u32)>, references: impl Iterator<Item = u64>, round: usize, rounds: usize) {
    let is_in = |reference: u64| reference != 0 && (u128::from(reference) * rounds as u128) >> 64 == round as u128;
    taken.clear();
    taken.extend(references.zip(0..).filter(|(reference, _)| is_in(*reference)));
    taken.sort_unstable();
}

/// What an upshot tells, in numbers that mean the same in both results.
#[derive(Debug, PartialEq)]
struct Told {
    shown: Shown,
    /// The rules that stop the claim, and those that only advise.
    stops: Vec<u32>,
    advice: Vec<u32>,
    not_run: Vec<(String, String)>,
}

impl Told {
    fn of(upshot: &Upshot, upshots: &Upshots, numbers: &mut Numbered<(String, Effect)>) -> Told {
        let names = &upshots.names;
        let mut told = Told { shown: upshot.shown(), stops: Vec::new(), advice: Vec::new(), not_run: Vec::new() };
        for rule in upshot.rules.iter().filter_map(|rule| names.rules.get(*rule)) {
            let of = if rule.1 == Effect::Advarsel { &mut told.advice } else { &mut told.stops };
            of.push(numbers.number(rule));
        }
        told.not_run = upshot.skipped.iter().filter_map(|rule| names.skipped.get(*rule)).cloned().collect();
        told.stops.sort_unstable();
        told.advice.sort_unstable();
        told.not_run.sort_unstable();
        told
    }

    fn rules(&self) -> impl Iterator<Item = u32> {
        self.stops.iter().chain(&self.advice).copied()
    }

    fn has(&self, rule: u32) -> bool {
        self.stops.binary_search(&rule).is_ok() || self.advice.binary_search(&rule).is_ok()
    }
}

fn fate(was: Option<&Told>, is: Option<&Told>) -> Fate {
    let (Some(was), Some(is)) = (was, is) else { return Fate::Added };
    match (was.shown == Shown::Modtages, is.shown == Shown::Modtages) {
        (false, true) => Fate::Fixed,
        (true, false) => Fate::Broken,
        _ if was.shown != is.shown || was.stops != is.stops => Fate::Altered,
        _ if was != is => Fate::Advice,
        _ => Fate::Unchanged,
    }
}

fn count_fates(fates: &[Fate]) -> Vec<(Fate, u64)> {
    let mut counts = Fate::ALL.map(|fate| (fate, 0));
    for fate in fates {
        counts[*fate as usize].1 += 1;
    }
    counts.into_iter().filter(|(_, claims)| *claims > 0).collect()
}

/// What became of each rule: those that stop claims first, by how many they are about.
fn changes(
    rules: &Numbered<(String, Effect)>,
    ways: &HashMap<(Option<u32>, u32), (Fate, u64)>,
    were: &[Told],
    are: &[Told],
) -> Vec<RuleChange> {
    let mut counts = vec![[0_u64; 3]; rules.len()];
    let mut add = |rule: u32, of: usize, claims: u64| {
        if let Some(counts) = counts.get_mut(rule as usize) {
            counts[of] += claims;
        }
    };
    for ((was, is), (_, claims)) in ways {
        let was = was.and_then(|was| were.get(was as usize));
        let Some(is) = are.get(*is as usize) else { continue };
        for rule in was.into_iter().flat_map(Told::rules) {
            add(rule, if is.has(rule) { 2 } else { 0 }, *claims);
        }
        for rule in is.rules().filter(|rule| was.is_none_or(|was| !was.has(*rule))) {
            add(rule, 1, *claims);
        }
    }
    let counted = rules.iter().zip(counts).filter(|(_, counts)| counts.iter().sum::<u64>() > 0);
    let mut changes: Vec<(bool, u64, RuleChange)> = counted
        .map(|((rule, effect), [fixed, new, unchanged])| {
            let name = rules::doc(rule).map_or_else(|| rule.clone(), |doc| doc.name.to_owned());
            let change = RuleChange { rule: rule.clone(), name, effect: effect_word(*effect).to_owned(), fixed, new, unchanged };
            (*effect == Effect::Advarsel, fixed + new + unchanged, change)
        })
        .collect();
    changes.sort_by(|a, b| (a.0, Reverse(a.1), &a.2.rule, &a.2.effect).cmp(&(b.0, Reverse(b.1), &b.2.rule, &b.2.effect)));
    changes.into_iter().map(|(_, _, change)| change).collect()
}
