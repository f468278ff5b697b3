//! Two results held together say of every claim what became of it, and add up.

mod cases;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cases::odd::odd_file;
use cases::slow::{all_claims, checked, text};
use cases::{Chance, Values, changed, csv, worked};
use stamdatatjek::check::compare::{Comparison, Fate};
use stamdatatjek::check::file::{FileCheck, Filter, Sort};
use stamdatatjek::check::totals::{Shown, shown};
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::is_shortened_number;

/// What is known of a claim, the slow way: its reference, if it has one, and what its check came to.
#[derive(Clone, Debug)]
struct Seen {
    reference: Option<(String, String)>,
    shown: Shown,
    rules: BTreeSet<(String, String)>,
    not_run: BTreeSet<(String, String)>,
}

impl Seen {
    fn of(view: &ClaimView, creditor: &str) -> Seen {
        let is_known = !view.reference.is_empty() && !is_shortened_number(&view.reference);
        Seen {
            reference: is_known.then(|| (creditor.to_owned(), view.reference.clone())),
            shown: shown(view.outcome, !view.undecided.is_empty()),
            rules: view.findings.iter().map(|finding| (finding.rule.clone(), finding.effect.clone())).collect(),
            not_run: view.not_checked.iter().map(|rule| (rule.rule.clone(), rule.why.clone())).collect(),
        }
    }

    fn stops(&self) -> BTreeSet<&(String, String)> {
        self.rules.iter().filter(|(_, effect)| effect != "advarsel").collect()
    }
}

fn seen(check: &mut FileCheck) -> Vec<Seen> {
    all_claims(check).iter().map(|(view, rows)| Seen::of(view, text(&rows[0], "fordringshaver_id"))).collect()
}

fn fate(was: Option<&Seen>, is: &Seen) -> Fate {
    let Some(was) = was else { return if is.reference.is_some() { Fate::Added } else { Fate::Unknown } };
    match (was.shown == Shown::Modtages, is.shown == Shown::Modtages) {
        (false, true) => Fate::Fixed,
        (true, false) => Fate::Broken,
        _ if was.shown != is.shown || was.stops() != is.stops() => Fate::Altered,
        _ if was.rules != is.rules || was.not_run != is.not_run => Fate::Advice,
        _ => Fate::Unchanged,
    }
}

type Rules = BTreeMap<(String, String), [u64; 3]>;

/// The fates of today's claims, how many are gone and would have been received, and what became of each rule.
fn naive(before: &[Seen], now: &[Seen]) -> (Vec<Fate>, u64, u64, Rules) {
    let mut left: BTreeMap<_, VecDeque<&Seen>> = BTreeMap::new();
    for claim in before.iter().filter(|claim| claim.reference.is_some()) {
        left.entry(claim.reference.clone()).or_default().push_back(claim);
    }
    let (mut fates, mut rules) = (Vec::new(), Rules::new());
    for claim in now {
        let was = left.get_mut(&claim.reference).and_then(VecDeque::pop_front);
        fates.push(fate(was, claim));
        if claim.reference.is_none() {
            continue;
        }
        let broken = was.map(|was| was.rules.clone()).unwrap_or_default();
        for rule in broken.union(&claim.rules) {
            let place = match (broken.contains(rule), claim.rules.contains(rule)) {
                (true, false) => 0,
                (false, _) => 1,
                (true, true) => 2,
            };
            rules.entry(rule.clone()).or_default()[place] += 1;
        }
    }
    let gone: Vec<&Seen> = left.into_values().flatten().collect();
    let received = gone.iter().filter(|claim| claim.shown == Shown::Modtages).count() as u64;
    (fates, gone.len() as u64, received, rules)
}

fn assert_is_right(before: &str, now: &str) -> Comparison {
    let (mut was, mut is) = (checked(before), checked(now));
    let baseline = was.baseline("i går.csv");
    let comparison = is.compare(&baseline);
    let (fates, gone, received, rules) = naive(&seen(&mut was), &seen(&mut is));
    let counted: Vec<(Fate, u64)> = Fate::ALL
        .into_iter()
        .map(|fate| (fate, fates.iter().filter(|other| **other == fate).count() as u64))
        .filter(|(_, claims)| *claims > 0)
        .collect();
    assert_eq!(comparison.fates, counted);
    assert_eq!((comparison.gone, comparison.gone_received), (gone, received));
    let told = comparison.rules.iter().map(|rule| ((rule.rule.clone(), rule.effect.clone()), [rule.fixed, rule.new, rule.unchanged]));
    assert_eq!(told.collect::<Rules>(), rules);
    let is_advice: Vec<bool> = comparison.rules.iter().map(|rule| rule.effect == "advarsel").collect();
    assert!(is_advice.is_sorted(), "what stops claims comes first");
    for fate in Fate::ALL {
        let list = is.list(&Filter { fate: Some(fate), ..Filter::default() }, Sort::default()).expect("the bytes are there");
        let expected: Vec<u32> = (0..).zip(&fates).filter(|(_, other)| **other == fate).map(|(number, _)| number).collect();
        assert_eq!(list.numbers(), expected, "{fate:?}");
    }
    assert_eq!((comparison.name.as_str(), comparison.before.claims), ("i går.csv", was.totals.claims));
    assert_eq!(comparison.before.money, was.totals.money);
    assert!(comparison.before.by_rule.iter().all(|rule| rule.example.is_none() && rule.examples.is_empty()));
    is.forget_comparison();
    let filter = Filter { fate: Some(Fate::Unchanged), ..Filter::default() };
    assert!(is.list(&filter, Sort::default()).expect("the bytes are there").is_empty(), "no claim has a fate any more");
    comparison
}

/// Claims that pass and claims that don't, each with a reference of its own.
fn claims(chance: &mut Chance) -> Vec<Values> {
    let worked: Vec<_> = worked().into_iter().filter(|worked| worked.is_municipal() && worked.fordringstype.code.is_some()).collect();
    (0..120)
        .map(|number| {
            let worked = chance.pick(&worked);
            let is_broken = chance.below(2) == 0 && !worked.trial.breaks.is_empty();
            let changes = if is_broken { chance.pick(worked.trial.breaks).changes } else { &[] };
            changed(worked.with(changes), &[("reference", &format!("R{number}")), ("fordringshaver_id", "4025")])
        })
        .collect()
}

/// The same file a day later.
fn a_day_later(claims: &[Values], chance: &mut Chance) -> Vec<Values> {
    let worked = worked();
    let mut later = Vec::new();
    for claim in claims {
        let reference = claim["reference"].clone();
        let own = |claim: Values| changed(claim, &[("reference", &reference), ("fordringshaver_id", "4025")]);
        let of_type = worked.iter().find(|worked| claim.get("fordringstype").is_some_and(|code| worked.fordringstype.code == Some(code)));
        let of_type = of_type.unwrap_or(&worked[0]);
        match chance.below(12) {
            0 => {}
            1 => later.push(own(of_type.valid())),
            2 if !of_type.trial.breaks.is_empty() => later.push(own(of_type.with(chance.pick(of_type.trial.breaks).changes))),
            3 => later.push(changed(claim.clone(), &[("reference", &format!("ny {reference}"))])),
            4 => later.push(changed(claim.clone(), &[("reference", "")])),
            5 => later.push(changed(claim.clone(), &[("reference", "1,23457E+11")])),
            6 => later.extend([claim.clone(), changed(claim.clone(), &[("hovedstol", "77")])]),
            7 => later.push(changed(claim.clone(), &[("fordringshaver_id", "4026")])),
            8 => later.push(changed(claim.clone(), &[("skyldner_id", "12345")])),
            _ => later.push(claim.clone()),
        }
    }
    later
}

#[test]
fn every_claim_has_its_fate() {
    let mut fates = BTreeSet::new();
    for seed in 0..5 {
        let mut chance = Chance::new(seed + 5);
        let before = claims(&mut chance);
        let mut now = a_day_later(&before, &mut chance);
        // In another order.
        for place in (1..now.len()).rev() {
            now.swap(place, chance.below(place + 1));
        }
        let comparison = assert_is_right(&csv(&before), &csv(&now));
        fates.extend(comparison.fates.iter().map(|(fate, _)| format!("{fate:?}")));
        assert!(comparison.gone > 0);
    }
    assert_eq!(fates.len(), Fate::ALL.len(), "{fates:?}");
}

#[test]
fn files_in_which_references_stand_again_and_again_are_compared() {
    for seed in 0..4 {
        let mut chance = Chance::new(seed + 90);
        let (one, other) = (odd_file(&mut chance, 80), odd_file(&mut chance, 80));
        assert_is_right(&one, &other);
        let comparison = assert_is_right(&one, &one);
        let changed = comparison.fates.iter().filter(|(fate, _)| !matches!(fate, Fate::Unchanged | Fate::Unknown)).count();
        assert_eq!((changed, comparison.gone), (0, 0), "nothing has changed: {:?}", comparison.fates);
        assert!(comparison.rules.iter().all(|rule| (rule.fixed, rule.new) == (0, 0)));
    }
}

#[test]
fn claims_with_one_reference_are_paired_in_their_order() {
    let heading = "reference;fordringstype;hovedstol;beloeb;forfaldsdato\n";
    let row = |reference: &str, amount: u32| format!("{reference};KFDAINS;{amount};{amount};01-06-2026\n");
    let before = [row("A", 1), row("A", 2), row("B", 3)].concat();
    let now = [row("B", 3), row("A", 1), row("A", 2), row("A", 4)].concat();
    let comparison = assert_is_right(&(heading.to_owned() + &before), &(heading.to_owned() + &now));
    let of = |fate: Fate| comparison.fates.iter().find(|(other, _)| *other == fate).map_or(0, |(_, claims)| *claims);
    assert_eq!((of(Fate::Added), comparison.gone), (1, 0));
}
