//! How the numbers of a check are counted: claims by what their checks came to, and what they are about.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::lapse::Lapse;
use super::money::{NO_AMOUNT, Sum};
use super::totals::{AnswerTotal, LapseTotal, NotCheckedTotal, PeriodTotal, RuleTotal, Shown, Totals, TypeTotal};
use super::upshot::{Names, Upshot, Upshots};
use super::view::basis_view;
use super::{Checker, effect_word};
use crate::catalogue;
use crate::rules;
use crate::rules::doc::Effect;

/// How many claims a rule's total keeps as examples.
const EXAMPLES: usize = 5;
/// The year in whose January months are counted from. Dates that can be read lie behind it.
const FIRST_YEAR: i32 = 1800;
/// How many months are told apart.
const MONTHS: usize = 500 * 12;
/// With more months than this, years are told instead.
const MOST_MONTHS: usize = 24;

/// Numbers by outcome, as in [`Shown`].
type ByShown = [u64; 4];

/// A claim to be counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// Its number in the file's order.
    pub number: u32,
    pub upshot: u32,
    /// As [`super::part::Claims`] holds them.
    pub amount: i64,
    pub lapse: u8,
    pub forfaldsdato: i32,
}

/// Counts claims, whose upshots are all known.
pub(super) struct Tally<'u> {
    upshots: &'u Upshots,
    /// How each upshot is shown.
    shown: Vec<Shown>,
    /// The claims that each upshot is true of.
    sums: Vec<Sum>,
    /// For each rule, the first few claims that break it.
    examples: Vec<Vec<u32>>,
    lapses: [[Sum; 4]; Lapse::ALL.len()],
    months: Vec<ByShown>,
    undated: ByShown,
    /// All amounts together, whatever their signs.
    size: u64,
}

impl<'u> Tally<'u> {
    pub(super) fn new(upshots: &'u Upshots) -> Tally<'u> {
        Tally {
            upshots,
            shown: upshots.iter().map(Upshot::shown).collect(),
            sums: vec![Sum::default(); upshots.len()],
            examples: vec![Vec::new(); upshots.names.rules.len()],
            lapses: Default::default(),
            months: vec![[0; 4]; MONTHS],
            undated: [0; 4],
            size: 0,
        }
    }

    /// Counts a claim. They must come in the file's order.
    #[inline]
    pub(super) fn count(&mut self, claim: &Counted) {
        let place = claim.upshot as usize;
        let (Some(sum), Some(shown)) = (self.sums.get_mut(place), self.shown.get(place)) else { return };
        sum.add(claim.amount);
        // The first few claims with a rule are among the first few of each upshot with it.
        let is_early = sum.claims <= EXAMPLES as u64;
        if claim.amount != NO_AMOUNT {
            self.size = self.size.saturating_add(claim.amount.unsigned_abs());
        }
        if let Some(lapse) = self.lapses.get_mut(usize::from(claim.lapse)) {
            lapse[*shown as usize].add(claim.amount);
        }
        let month = month(claim.forfaldsdato).and_then(|month| self.months.get_mut(month));
        month.unwrap_or(&mut self.undated)[*shown as usize] += 1;
        if is_early {
            self.keep_example(claim);
        }
    }

    fn keep_example(&mut self, claim: &Counted) {
        let rules = self.upshots.get(claim.upshot).map_or(&[][..], |upshot| &upshot.rules);
        for rule in rules {
            if let Some(examples) = self.examples.get_mut(*rule as usize).filter(|examples| examples.len() < EXAMPLES) {
                examples.push(claim.number);
            }
        }
    }

    /// Whether the amounts are so large that they can't be summed; then none is.
    pub(super) fn is_too_much(&self) -> bool {
        i64::try_from(self.size).is_err()
    }

    /// The exact numbers, the weightiest first. `rows` tells how many rows there are and what is summed; the rest is filled in.
    pub(super) fn totals(mut self, checker: &Checker, rows: Totals) -> Totals {
        if self.is_too_much() {
            self.sums.iter_mut().chain(self.lapses.iter_mut().flatten()).for_each(Sum::forget_amounts);
        }
        let names = &self.upshots.names;
        let mut totals = rows;
        let mut outcomes = [Sum::default(); 4];
        let mut rules = vec![OfRule::default(); names.rules.len()];
        let mut types = vec![[Sum::default(); 4]; names.codes.len()];
        let mut skipped = vec![0; names.skipped.len()];
        let mut statuses: Vec<ByShown> = vec![[0; 4]; names.statuses.len()];
        for (upshot, sum) in self.upshots.iter().zip(&self.sums).filter(|(_, sum)| sum.claims > 0) {
            let shown = upshot.shown() as usize;
            totals.add(upshot, names, sum.claims);
            outcomes[shown].join(sum);
            for rule in &upshot.rules {
                let Some(of) = rules.get_mut(*rule as usize) else { continue };
                of.sum.join(sum);
                *of.types.entry(upshot.code).or_default() += sum.claims;
            }
            for rule in &upshot.skipped {
                let Some(claims) = skipped.get_mut(*rule as usize) else { continue };
                *claims += sum.claims;
            }
            if let Some(of) = types.get_mut(upshot.code as usize) {
                of[shown].join(sum);
            }
            if let Some(of) = statuses.get_mut(upshot.status as usize) {
                of[shown] += sum.claims;
            }
        }
        totals.money = outcomes.map(|sum| sum.money());
        totals.by_rule = by_rule(names, &rules, self.examples);
        totals.findings = totals.by_rule.iter().map(|rule| rule.claims).sum();
        totals.by_type = by_type(names, &types, checker);
        totals.periods = periods(&self.months, self.undated);
        totals.lapses = lapses(&self.lapses);
        totals.answers = answers(names, &statuses);
        totals.not_checked = not_checked(names, &skipped);
        totals
    }
}

impl Totals {
    fn add(&mut self, upshot: &Upshot, names: &Names, claims: u64) {
        let slot = match upshot.shown() {
            Shown::Modtages => &mut self.modtages,
            Shown::Undecided => &mut self.undecided,
            Shown::Hoering => &mut self.hoering,
            Shown::Afvist => &mut self.afvist,
        };
        *slot += claims;
        self.claims += claims;
        if upshot.has_advice(names) {
            self.with_advice += claims;
        }
        if upshot.skipped.iter().any(|rule| names.skipped.get(*rule).is_some_and(|(rule, _)| rule.starts_with("R_"))) {
            self.with_not_checked += claims;
        }
    }
}

/// The claims that break a rule.
#[derive(Clone, Default)]
struct OfRule {
    sum: Sum,
    /// How many there are of each code, by its number.
    types: HashMap<u32, u64>,
}

/// The place of the month in which a day lies; `None` for no day.
#[inline]
fn month(day: i32) -> Option<usize> {
    let date = NaiveDate::from_num_days_from_ce_opt(day)?;
    usize::try_from((date.year() - FIRST_YEAR) * 12).ok().map(|before| before + date.month0() as usize)
}

fn by_rule(names: &Names, rules: &[OfRule], examples: Vec<Vec<u32>>) -> Vec<RuleTotal> {
    let counted = names.rules.iter().zip(rules).zip(examples).filter(|((_, of), _)| of.sum.claims > 0);
    let mut totals: Vec<(bool, RuleTotal)> = counted
        .map(|(((rule, effect), of), examples)| {
            let total = RuleTotal {
                rule: rule.clone(),
                name: rules::doc(rule).map_or_else(|| rule.clone(), |doc| doc.name.to_owned()),
                effect: effect_word(*effect).into(),
                claims: of.sum.claims,
                money: of.sum.money(),
                types: types_of(names, &of.types),
                examples,
                example: None,
            };
            (*effect == Effect::Advarsel, total)
        })
        .collect();
    totals.sort_by(|(a_advises, a), (b_advises, b)| {
        (a_advises, Reverse(a.claims), &a.rule, &a.effect).cmp(&(b_advises, Reverse(b.claims), &b.rule, &b.effect))
    });
    totals.into_iter().map(|(_, total)| total).collect()
}

fn types_of(names: &Names, types: &HashMap<u32, u64>) -> Vec<(String, u64)> {
    let mut types: Vec<(String, u64)> =
        types.iter().filter_map(|(code, claims)| Some((names.codes.get(*code)?.clone(), *claims))).collect();
    types.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    types
}

fn by_type(names: &Names, types: &[[Sum; 4]], checker: &Checker) -> Vec<TypeTotal> {
    let counted = names.codes.iter().zip(types).filter(|(_, sums)| sums.iter().any(|sum| sum.claims > 0));
    let mut totals: Vec<TypeTotal> = counted
        .map(|(code, sums)| {
            let fordringstype = catalogue::find(code);
            let [modtages, undecided, hoering, afvist] = sums.map(|sum| sum.claims);
            TypeTotal {
                code: code.clone(),
                name: fordringstype.map(|found| found.name.to_owned()),
                basis: basis_view(checker.ruleset(fordringstype).footing),
                claims: modtages + undecided + hoering + afvist,
                modtages,
                hoering,
                afvist,
                undecided,
                money: sums.map(|sum| sum.money()),
            }
        })
        .collect();
    totals.sort_by(|a, b| (Reverse(a.claims), &a.code).cmp(&(Reverse(b.claims), &b.code)));
    totals
}

fn periods(months: &[ByShown], undated: ByShown) -> Vec<PeriodTotal> {
    let is_any = |claims: &ByShown| claims.iter().any(|claims| *claims > 0);
    let year = |months: i32| Some(FIRST_YEAR + months / 12);
    let by_month = (0..).zip(months).filter(|(_, claims)| is_any(claims));
    let mut periods: Vec<PeriodTotal> = if by_month.clone().count() <= MOST_MONTHS {
        by_month
            .map(|(place, claims)| PeriodTotal { year: year(place), month: u8::try_from(place % 12 + 1).ok(), claims: *claims })
            .collect()
    } else {
        let years = (0..).step_by(12).zip(months.chunks(12)).map(|(place, months)| {
            let claims = months.iter().fold([0; 4], |sum: ByShown, month| std::array::from_fn(|shown| sum[shown] + month[shown]));
            PeriodTotal { year: year(place), month: None, claims }
        });
        years.filter(|year| is_any(&year.claims)).collect()
    };
    if is_any(&undated) {
        periods.push(PeriodTotal { year: None, month: None, claims: undated });
    }
    periods
}

fn lapses(sums: &[[Sum; 4]]) -> Vec<LapseTotal> {
    let counted = Lapse::ALL.into_iter().zip(sums).filter(|(_, sums)| sums.iter().any(|sum| sum.claims > 0));
    let totals = counted.map(|(lapse, sums)| {
        let mut whole = Sum::default();
        sums.iter().for_each(|sum| whole.join(sum));
        LapseTotal { lapse, claims: sums.map(|sum| sum.claims), money: whole.money() }
    });
    totals.collect()
}

fn answers(names: &Names, counts: &[ByShown]) -> Vec<AnswerTotal> {
    let counted = names.statuses.iter().zip(counts).filter(|(_, counts)| counts.iter().sum::<u64>() > 0);
    let mut totals: Vec<AnswerTotal> = counted
        .map(|(status, [modtages, undecided, hoering, afvist])| AnswerTotal {
            status: status.clone(),
            claims: modtages + undecided + hoering + afvist,
            modtages: *modtages,
            hoering: *hoering,
            afvist: *afvist,
            undecided: *undecided,
        })
        .collect();
    // Where nothing came back for any claim, there is nothing to tell.
    if totals.iter().all(|answer| answer.status.is_empty()) {
        return Vec::new();
    }
    totals.sort_by(|a, b| (a.status.is_empty(), Reverse(a.claims), &a.status).cmp(&(b.status.is_empty(), Reverse(b.claims), &b.status)));
    totals
}

fn not_checked(names: &Names, counts: &[u64]) -> Vec<NotCheckedTotal> {
    let counted = names.skipped.iter().zip(counts).filter(|(_, claims)| **claims > 0);
    let mut totals: Vec<NotCheckedTotal> =
        counted.map(|((rule, why), claims)| NotCheckedTotal { rule: rule.clone(), why: why.clone(), claims: *claims }).collect();
    totals.sort_by(|a, b| (Reverse(a.claims), &a.rule, &a.why).cmp(&(Reverse(b.claims), &b.rule, &b.why)));
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Creditor;
    use crate::check::{Outcome, Settings};

    fn totals(claims: u32, amount: i64) -> (bool, Totals) {
        let mut upshots = Upshots::default();
        let code = upshots.names.codes.number(&"KFDAINS".to_owned());
        let upshot =
            Upshot { code, outcome: Outcome::Afvist, undecided: false, is_new: true, rules: Vec::new(), skipped: Vec::new(), status: 0 };
        upshots.number(&upshot);
        let mut tally = Tally::new(&upshots);
        for number in 0..claims {
            tally.count(&Counted { number, upshot: 0, amount, lapse: 0, forfaldsdato: i32::MIN });
        }
        let received = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let checker = Checker::new(Settings { received, creditor: Creditor::default() });
        (tally.is_too_much(), tally.totals(&checker, Totals::default()))
    }

    #[test]
    fn amounts_that_can_not_be_summed_are_left_out() {
        use crate::check::money::Money;
        let most = 10_000_000_000_000;
        let (is_too_much, sums) = totals(922_337, -most);
        assert!(!is_too_much);
        assert_eq!(sums.money[3], Money { oere: -922_337 * most, without: 0 });
        let (is_too_much, sums) = totals(922_338, -most);
        assert!(is_too_much);
        let none = Money { oere: 0, without: 922_338 };
        assert_eq!((sums.claims, sums.money[3], sums.by_type[0].money[3], sums.lapses[0].money), (922_338, none, none, none));
    }

    #[test]
    fn months_are_told_until_they_are_too_many() {
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, 28).unwrap().num_days_from_ce();
        let mut months = vec![[0; 4]; MONTHS];
        let mut add = |year, month| months[super::month(day(year, month)).unwrap()][1] += 1;
        (1..=12).for_each(|month| add(2024, month));
        (1..=12).for_each(|month| add(2199, month));
        let told = periods(&months, [0; 4]);
        assert_eq!(told.len(), 24);
        assert_eq!(told[0], PeriodTotal { year: Some(2024), month: Some(1), claims: [0, 1, 0, 0] });
        assert_eq!(told[23], PeriodTotal { year: Some(2199), month: Some(12), claims: [0, 1, 0, 0] });
        months[super::month(day(1900, 3)).unwrap()][3] = 7;
        let told = periods(&months, [0, 0, 2, 0]);
        let year = |year, claims| PeriodTotal { year, month: None, claims };
        assert_eq!(
            told,
            [year(Some(1900), [0, 0, 0, 7]), year(Some(2024), [0, 12, 0, 0]), year(Some(2199), [0, 12, 0, 0]), year(None, [0, 0, 2, 0])]
        );
    }
}
