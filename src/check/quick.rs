//! What decides a claim line's result, found without texts and without allocation.
//!
//! Lines that agree in it have the same result, and only one of them has to be checked in full.

mod plan;

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{Checker, Settings};
use crate::catalogue::TYPES;
use crate::claim::Field;
use crate::intake::{Mapping, Row};
use crate::rules::compiled::{Compiled, Masks};
use crate::rules::days::{Day, DayTable};
use crate::rules::facts::{MainKnown, Outline};
use crate::rules::filter::Main;
use crate::rules::general::glance::{GeneralRules, Glance};
use crate::rules::general::{self, Neighbours, Subject, Verdict};
use crate::rules::ruleset::Ruleset;
use plan::Plan;

pub use crate::rules::facts::Facts;

/// The most outlines that are made ready. A file has a few for each type; one with more has something odd in every row.
const OUTLINES: usize = 4096;

/// What decides a usual line's result. Two usual lines of one file, checked with the same settings, have the same outcome, undecided fields, rules
/// found with their effects, and rules not checked with the reasons, if they have equal signatures, stand each for a claim of its own and have no
/// neighbours (see [`Neighbours`]).
///
/// It is made of numbers that mean the same in every worker that reads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Type, filled fields, fordringsart, and what is known of the hovedfordring.
    pub outline: u64,
    /// The type's rules, in the order of [`Ruleset::rules`], and behind them its other limits that can be run.
    pub filter: Masks,
    /// The general rules that are broken, in the order of [`general::ALL`].
    pub general: u64,
}

/// Results by signature.
pub type BySignature<T> = HashMap<Signature, T, FixedState>;

/// Looks at the rows of one file.
#[derive(Debug)]
pub struct Quick {
    plan: Option<Plan>,
    mapping: Arc<Mapping>,
    settings: Settings,
    outlines: Vec<Ready>,
    by_key: HashMap<u64, u32, FixedState>,
    /// Facts to start from.
    facts: Facts,
    /// The outline last met of each type: most rows of a type have the same.
    last: Vec<(u64, u32)>,
    table: &'static DayTable,
}

/// An outline's rules, made ready.
#[derive(Debug)]
struct Ready {
    filter: Compiled,
    /// The bits of filter rules; those of other limits are the rest.
    rules: u64,
    general: GeneralRules,
}

impl Quick {
    /// Made ready for the rows of a file with this mapping. `every_cell`: a row must have a cell for each heading, as in separated text.
    pub fn new(mapping: &Mapping, every_cell: bool, checker: &Checker) -> Quick {
        Quick {
            plan: Plan::new(mapping, every_cell, checker.settings.received),
            mapping: Arc::new(mapping.clone()),
            settings: checker.settings,
            outlines: Vec::new(),
            by_key: HashMap::default(),
            facts: Facts::sent_on(Day::default()),
            last: vec![(u64::MAX, 0); TYPES.len()],
            table: DayTable::get(),
        }
    }

    /// The row's signature, or `None` for a row that must be checked the full way. `main`: what is known of the hovedfordring it names.
    pub fn look(&mut self, row: &Row, main: Main) -> Option<Signature> {
        let mut facts = self.facts;
        self.plan.as_ref()?.read(row, &mut facts)?;
        self.judge(row, &mut facts, main)
    }

    /// The text of a field, as the claim has it.
    pub fn text<'r>(&'r self, row: &'r Row, field: Field) -> &'r str {
        self.plan.as_ref().map_or("", |plan| plan.text(row, field))
    }

    /// The text of a field of a row that [`Self::read`] took and in which something stands, as the claim has it.
    #[inline]
    pub fn filled_text<'r>(&'r self, row: &'r Row, field: Field) -> &'r str {
        self.plan.as_ref().map_or("", |plan| plan.filled_text(row, field))
    }

    /// Facts to read rows into.
    pub fn facts(&self) -> Facts {
        self.facts
    }

    /// Reads the row's values as numbers; answers whether that is enough, or the row must be checked the full way.
    #[inline]
    pub fn read(&self, row: &Row, facts: &mut Facts) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.read(row, facts).is_some())
    }

    /// The signature of a row whose facts were read already; else as [`Self::look`]. What is known of the hovedfordring is put into the facts.
    pub fn judge(&mut self, row: &Row, facts: &mut Facts, main: Main) -> Option<Signature> {
        let plan = self.plan.as_ref()?;
        let known = MainKnown::of(&main);
        MainKnown::place(&main, facts, self.table)?;
        let outline = Outline::of(facts, plan.has(), known);
        let key = outline.key();
        let last = self.last.get(usize::from(facts.type_index)).copied().filter(|(of, _)| *of == key);
        let index = match last {
            Some((_, index)) => index,
            None => self.outline(&outline, key)?,
        };
        let (plan, ready) = (self.plan.as_ref()?, self.outlines.get(index as usize)?);
        let mut filter = ready.filter.judge(facts, self.table)?;
        // A limit that could not be looked at isn't told.
        filter.not_run &= ready.rules;
        let text = |field| plan.text(row, field);
        let glance = Glance { facts, table: self.table, main, rules: &ready.general, text: &text };
        let looked = ready.general.look(&glance);
        let general = if looked.ask == 0 { looked.broken } else { looked.broken | self.ask(row, &outline, main, looked.ask) };
        Some(Signature { outline: key, filter, general })
    }

    /// Finds the outline's rules, or makes them ready.
    fn outline(&mut self, outline: &Outline, key: u64) -> Option<u32> {
        let index = match self.by_key.get(&key) {
            Some(index) => *index,
            None => {
                if self.outlines.len() >= OUTLINES {
                    return None;
                }
                let ready = self.make_ready(outline)?;
                let index = u32::try_from(self.outlines.len()).ok()?;
                self.outlines.push(ready);
                self.by_key.insert(key, index);
                index
            }
        };
        *self.last.get_mut(usize::from(outline.type_index))? = (key, index);
        Some(index)
    }

    fn make_ready(&self, outline: &Outline) -> Option<Ready> {
        let fordringstype = outline.fordringstype()?;
        let ruleset = Ruleset::of(Some(fordringstype), self.settings.creditor);
        let rules = ruleset.rules.iter().map(|standing| (&standing.rule.check, standing.rule.numbers));
        let limits = fordringstype.limits.iter().filter_map(|limit| limit.check.as_ref()).map(|check| (check, super::NO_NUMBERS));
        let received = self.settings.received;
        Some(Ready {
            filter: Compiled::new(rules.chain(limits), outline, received)?,
            rules: u32::try_from(ruleset.rules.len()).ok().and_then(|count| 1_u64.checked_shl(count)).map_or(u64::MAX, |next| next - 1),
            general: GeneralRules::new(outline, received, self.plan.as_ref()?.dates_read())?,
        })
    }

    /// Runs rules that have to look at the claim themselves; answers those that are broken.
    #[cold]
    fn ask(&self, row: &Row, outline: &Outline, main: Main, rules: u64) -> u64 {
        let claim = self.mapping.claim(row);
        let subject = Subject {
            claim: &claim,
            received: self.settings.received,
            fordringstype: outline.fordringstype(),
            neighbours: Neighbours::default(),
            main_type: main.fordringstype(),
        };
        let mut broken = 0;
        for (place, rule) in general::ALL.iter().enumerate().filter(|(place, _)| rules >> place & 1 == 1) {
            if let Some(Verdict::Breach { .. }) = rule.check.map(|check| check(&subject)) {
                broken |= 1 << place;
            }
        }
        broken
    }
}
