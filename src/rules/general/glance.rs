//! What each general rule says of a line at a glance: a line whose values are numbers already, and whose texts were looked through once.
//!
//! The rules themselves decide what is told; a sight only says, and must say rightly, whether its rule is broken. Each stands in its rule's file,
//! in `SIGHTS`. A rule without one is asked itself.

use super::dates::{is_upper_limit, tables_rules};
use super::{ALL, GeneralRule, Scope, amounts, dates, debtor, description, fees, interest, kind, reference};
use crate::catalogue::model::{Fordringstype, Kind};
use crate::claim::{Field, NaiveDate};
use crate::rules::compiled::Compiled;
use crate::rules::days::DayTable;
use crate::rules::facts::{Facts, Outline, RECEIVED};
use crate::rules::filter::Main;

/// What a rule says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The rule isn't broken.
    Quiet,
    /// The rule is broken.
    Broken,
    /// The rule itself has to look at the claim.
    Ask,
}

/// How a rule looks at a line.
pub(super) struct Sight {
    rule: &'static GeneralRule,
    /// Whether lines of an outline can break the rule at all.
    concerns: fn(&View) -> bool,
    /// The signs of which one must be there for the rule to be broken; 0 where it doesn't depend on them.
    on: u32,
    /// Looks at the values.
    look: fn(&Glance) -> Sign,
}

/// An outline, and the type it is of.
pub(super) struct View<'a> {
    pub(super) outline: &'a Outline,
    pub(super) fordringstype: &'static Fordringstype,
}

impl View<'_> {
    pub(super) fn has(&self, field: Field) -> bool {
        self.outline.has(field)
    }

    pub(super) fn any(&self, fields: &[Field]) -> bool {
        self.outline.any_filled(fields)
    }

    pub(super) fn all(&self, fields: &[Field]) -> bool {
        self.outline.all_filled(fields)
    }

    /// As `Subject::has_table`.
    pub(super) fn has_table(&self) -> bool {
        !self.fordringstype.tables.is_empty() || self.fordringstype.parallel.is_some()
    }

    pub(super) fn is(&self, kind: Kind) -> bool {
        self.fordringstype.kind == kind
    }

    pub(super) fn is_one_of(&self, codes: &[&str]) -> bool {
        self.fordringstype.code.is_some_and(|code| codes.contains(&code))
    }
}

/// A line as the rules look at it.
pub struct Glance<'a> {
    pub facts: &'a Facts,
    pub table: &'a DayTable,
    pub main: Main<'a>,
    pub rules: &'a GeneralRules,
    /// The text of a field, as the claim has it.
    pub text: &'a dyn Fn(Field) -> &'a str,
}

impl Glance<'_> {
    pub(super) fn received(&self) -> i32 {
        self.facts.numbers.get(RECEIVED).copied().unwrap_or_default()
    }

    pub(super) fn day(&self, field: Field) -> i32 {
        field.date_slot().and_then(|place| self.facts.numbers.get(place)).copied().unwrap_or_default()
    }

    pub(super) fn oere(&self, field: Field) -> i64 {
        field.amount_slot().and_then(|place| self.facts.oere.get(place)).copied().unwrap_or_default()
    }

    pub(super) fn fordringstype(&self) -> &'static Fordringstype {
        self.rules.fordringstype
    }

    /// As `table_forbids` of the dates: whether forældelsesdatoen keeps to an upper limit that the next open day would break. `None` where that
    /// can't be said at a glance.
    pub(super) fn table_forbids_the_next_day(&self) -> Option<bool> {
        let limits = self.rules.upper_limits.as_ref()?;
        let slot = Field::Foraeldelsesdato.date_slot()?;
        let mut moved = *self.facts;
        let number = moved.numbers.get_mut(slot)?;
        *number = self.table.next_open(*number)?;
        let (open, held) = limits.open_and_held(self.facts, self.table)?;
        let broken = limits.judge(&moved, self.table)?.broken;
        Some(open & held & broken != 0)
    }
}

pub(super) fn broken_if(condition: bool) -> Sign {
    if condition { Sign::Broken } else { Sign::Quiet }
}

fn never(_: &View) -> bool {
    false
}

pub(super) fn broken(_: &Glance) -> Sign {
    Sign::Broken
}

pub(super) fn ask(_: &Glance) -> Sign {
    Sign::Ask
}

pub(super) const fn sight(rule: &'static GeneralRule, concerns: fn(&View) -> bool, look: fn(&Glance) -> Sign) -> Sight {
    Sight { rule, concerns, on: 0, look }
}

pub(super) const fn sight_on(rule: &'static GeneralRule, on: u32, concerns: fn(&View) -> bool, look: fn(&Glance) -> Sign) -> Sight {
    Sight { rule, concerns, on, look }
}

/// A rule that no line breaks that can be read at a glance and stands for itself.
pub(super) const fn blind(rule: &'static GeneralRule) -> Sight {
    sight(rule, never, broken)
}

/// The sights of the rules for new claims that have one, file by file.
static SIGHTS: [&[Sight]; 8] =
    [dates::SIGHTS, amounts::SIGHTS, reference::SIGHTS, description::SIGHTS, debtor::SIGHTS, kind::SIGHTS, interest::SIGHTS, fees::SIGHTS];

fn sight_of(rule: &GeneralRule) -> Option<&'static Sight> {
    SIGHTS.into_iter().flatten().find(|sight| std::ptr::eq(sight.rule, rule))
}

/// The general rules that lines of one outline can break.
#[derive(Debug)]
pub struct GeneralRules {
    fordringstype: &'static Fordringstype,
    looks: Vec<Look>,
    /// Upper limits on forældelsesdatoen in the type's tables. `None` where they can't be judged at a glance.
    upper_limits: Option<Compiled>,
}

/// A rule to look with.
#[derive(Debug)]
struct Look {
    on: u32,
    look: fn(&Glance) -> Sign,
    /// The rule's place in [`ALL`].
    place: u8,
}

/// Which general rules are broken, and which have to be asked, by their places in [`ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    pub broken: u64,
    pub ask: u64,
}

impl GeneralRules {
    /// The rules that lines of this outline can break. `month_first`: the file has dates with the month first, which one rule reads in its own
    /// way. `None` for an unknown type.
    pub fn new(outline: &Outline, received: NaiveDate, dates: DatesRead) -> Option<GeneralRules> {
        let fordringstype = outline.fordringstype()?;
        let view = View { outline, fordringstype };
        let mut looks = Vec::new();
        for (place, rule) in (0..).zip(ALL.iter()) {
            if rule.check.is_none() || rule.scope == Scope::Action {
                continue;
            }
            match sight_of(rule) {
                None => looks.push(Look { on: 0, look: ask, place }),
                Some(sight) if (sight.concerns)(&view) => looks.push(Look { on: sight.on, look: sight.look, place }),
                Some(_) => {}
            }
        }
        let limits = tables_rules(Some(fordringstype)).filter(|rule| is_upper_limit(rule)).map(|rule| (&rule.check, rule.numbers));
        let alone = Outline { main: crate::rules::facts::MainKnown::default(), ..*outline };
        let lapse = Field::Foraeldelsesdato.date_slot().unwrap_or(RECEIVED);
        let upper_limits = Compiled::new(limits, &alone, received).filter(|limits| dates == DatesRead::Alike && !limits.counts_from(lapse));
        Some(GeneralRules { fordringstype, looks, upper_limits })
    }

    /// Looks at a line of the outline.
    #[inline]
    pub fn look(&self, glance: &Glance) -> Looked {
        let mut looked = Looked::default();
        for look in &self.looks {
            if look.on != 0 && look.on & glance.facts.signs == 0 {
                continue;
            }
            match (look.look)(glance) {
                Sign::Quiet => {}
                Sign::Broken => looked.broken |= 1 << look.place,
                Sign::Ask => looked.ask |= 1 << look.place,
            }
        }
        looked
    }
}

/// Whether every reader of the file's dates reads them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatesRead {
    Alike,
    /// A column has the month first.
    MonthFirst,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_for_new_claims_has_one_sight() {
        assert!(ALL.len() <= 64, "a mask has room for no more");
        for rule in ALL.iter().filter(|rule| rule.check.is_some() && rule.scope != Scope::Action) {
            let sights = SIGHTS.into_iter().flatten().filter(|sight| std::ptr::eq(sight.rule, *rule)).count();
            assert_eq!(sights, 1, "{}", rule.doc.id);
        }
    }
}
