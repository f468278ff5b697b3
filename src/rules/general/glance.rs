//! What each general rule says of a line at a glance: a line whose values are numbers already, and whose texts were looked through once.
//!
//! The rules themselves decide what is told; this only says, and must say rightly, whether they break. A rule that has no sight here is asked
//! itself.

use super::dates::{is_upper_limit, may_lapse_outright, tables_rules};
use super::signs::{
    DEBTOR_AKR, DEBTOR_CPR, DEBTOR_CVR, DEBTOR_ODD, DEBTOR_UNKNOWN, DESCRIPTION_CPR, DESCRIPTION_EXTRA, DESCRIPTION_LONG,
    DESCRIPTION_SEVERAL, REFERENCE_LONG,
};
use super::{ALL, GeneralRule, Scope, amounts, dates, debtor, description, fees, interest, kind, reference};
use crate::catalogue;
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
struct Sight {
    rule: &'static GeneralRule,
    /// Whether lines of an outline can break the rule at all.
    concerns: fn(&View) -> bool,
    /// The signs of which one must be there for the rule to be broken; 0 where it doesn't depend on them.
    on: u32,
    /// Looks at the values.
    look: fn(&Glance) -> Sign,
}

/// An outline, and the type it is of.
struct View<'a> {
    outline: &'a Outline,
    fordringstype: &'static Fordringstype,
}

impl View<'_> {
    fn has(&self, field: Field) -> bool {
        self.outline.has(field)
    }

    fn any(&self, fields: &[Field]) -> bool {
        self.outline.any_filled(fields)
    }

    fn all(&self, fields: &[Field]) -> bool {
        self.outline.all_filled(fields)
    }

    /// As `Subject::has_table`.
    fn has_table(&self) -> bool {
        !self.fordringstype.tables.is_empty() || self.fordringstype.parallel.is_some()
    }

    fn is(&self, kind: Kind) -> bool {
        self.fordringstype.kind == kind
    }

    fn is_one_of(&self, codes: &[&str]) -> bool {
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
    fn received(&self) -> i32 {
        self.facts.numbers.get(RECEIVED).copied().unwrap_or_default()
    }

    fn day(&self, field: Field) -> i32 {
        field.date_slot().and_then(|place| self.facts.numbers.get(place)).copied().unwrap_or_default()
    }

    fn oere(&self, field: Field) -> i64 {
        field.amount_slot().and_then(|place| self.facts.oere.get(place)).copied().unwrap_or_default()
    }

    fn any_judgment(&self, is: impl Fn(i32) -> bool) -> Sign {
        let days = [Field::Domsdato, Field::Forligsdato].into_iter().filter_map(|field| self.facts.day(field));
        broken_if(days.into_iter().any(is))
    }
}

fn broken_if(condition: bool) -> Sign {
    if condition { Sign::Broken } else { Sign::Quiet }
}

fn never(_: &View) -> bool {
    false
}

fn broken(_: &Glance) -> Sign {
    Sign::Broken
}

fn ask(_: &Glance) -> Sign {
    Sign::Ask
}

/// The debtor rules, where the number has nothing but digits in it.
fn of_debtor(glance: &Glance) -> Sign {
    if glance.facts.signs & DEBTOR_ODD != 0 { Sign::Ask } else { Sign::Broken }
}

const fn sight(rule: &'static GeneralRule, concerns: fn(&View) -> bool, look: fn(&Glance) -> Sign) -> Sight {
    Sight { rule, concerns, on: 0, look }
}

const fn sight_on(rule: &'static GeneralRule, on: u32, concerns: fn(&View) -> bool, look: fn(&Glance) -> Sign) -> Sight {
    Sight { rule, concerns, on, look }
}

/// A rule that no line breaks that can be read at a glance and stands for itself.
const fn blind(rule: &'static GeneralRule) -> Sight {
    sight(rule, never, broken)
}

const PERIOD: &[Field] = &[Field::PeriodeStart, Field::PeriodeSlut];
const JUDGMENT: &[Field] = &[Field::Domsdato, Field::Forligsdato];
const LINKS: &[Field] = &[Field::HovedfordringId, Field::HovedfordringReference];
const INTEREST: &[Field] = &[Field::Renteregel, Field::Rentesatskode, Field::Merrentesats];

/// The rules for new claims that have a sight.
static SIGHTS: &[Sight] = &[
    sight(
        &dates::G_PERIODE_ORDEN,
        |view| !view.has_table() && view.all(PERIOD),
        |glance| broken_if(glance.day(Field::PeriodeSlut) < glance.day(Field::PeriodeStart)),
    ),
    sight(
        &dates::G_PERIODE_HALV,
        |view| !view.has_table() && PERIOD.iter().all(|field| view.has(*field)) && view.any(PERIOD) && !view.all(PERIOD),
        broken,
    ),
    sight(&dates::G_DOM_FREMTID, |view| view.any(JUDGMENT), |glance| glance.any_judgment(|day| day > glance.received())),
    sight(
        &dates::G_DOM_FOER_STIFT,
        |view| view.any(JUDGMENT) && view.any(&[Field::Stiftelsesdato]),
        |glance| glance.any_judgment(|day| day < glance.day(Field::Stiftelsesdato)),
    ),
    sight(
        &dates::G_FORAELD_HELLIGDAG,
        |view| view.any(&[Field::Foraeldelsesdato]) && !view.any(JUDGMENT) && !may_lapse_outright(view.fordringstype),
        foraeld_helligdag,
    ),
    sight(
        &dates::G_FORAELD_SNART,
        |view| view.any(&[Field::Foraeldelsesdato]),
        |glance| broken_if((0..=dates::SOON_DAYS).contains(&(glance.day(Field::Foraeldelsesdato) - glance.received()))),
    ),
    sight(
        &dates::G_STIFT_EFTER_FORFALD,
        |view| !view.has_table() && view.all(&[Field::Stiftelsesdato, Field::Forfaldsdato]),
        |glance| broken_if(glance.day(Field::Forfaldsdato) < glance.day(Field::Stiftelsesdato)),
    ),
    // Amounts with more digits or decimals are not read at a glance.
    blind(&amounts::G_BELOEB_FORMAT),
    sight(
        &amounts::G_VALUTA,
        |view| view.any(&[Field::Valuta]),
        |glance| if (glance.text)(Field::Valuta) == "DKK" { Sign::Quiet } else { Sign::Ask },
    ),
    sight(
        &amounts::G_NULFORDRING,
        |view| view.all(&[Field::Hovedstol, Field::Beloeb]),
        |glance| broken_if(glance.oere(Field::Hovedstol) == 0 && glance.oere(Field::Beloeb) == 0),
    ),
    sight(
        &amounts::G_MINDSTEBELOEB,
        |view| view.is(Kind::Hovedfordring) && view.any(&[Field::Beloeb]),
        |glance| broken_if((1..10_000).contains(&glance.oere(Field::Beloeb))),
    ),
    sight(&reference::G_REF_UNIK, |view| view.has(Field::Reference) && !view.any(&[Field::Reference]), broken),
    sight_on(&reference::G_REF_LAENGDE, REFERENCE_LONG, |view| view.any(&[Field::Reference]), broken),
    blind(&reference::G_DUBLET_INDHOLD),
    sight_on(&description::G_BESKR_LAENGDE, DESCRIPTION_LONG, |view| view.any(&[Field::Beskrivelse]), broken),
    sight_on(&description::G_BESKR_CPR, DESCRIPTION_CPR, |view| view.any(&[Field::Beskrivelse]), broken),
    sight_on(
        &description::G_RENTER_I_HF,
        DESCRIPTION_EXTRA,
        |view| view.is(Kind::Hovedfordring) && view.any(&[Field::Beskrivelse]),
        |glance| broken_if(description::extra_word(&lower(glance), glance.rules.fordringstype).is_some()),
    ),
    sight_on(
        &description::G_SAMMENLAGT,
        DESCRIPTION_SEVERAL,
        |view| view.any(&[Field::Beskrivelse]),
        |glance| broken_if(description::several(&lower(glance), Some(glance.rules.fordringstype)).is_some()),
    ),
    sight_on(&debtor::G_SKYLDNER_MANGLER, DEBTOR_UNKNOWN | DEBTOR_ODD, |view| view.has(Field::SkyldnerId), of_debtor),
    sight_on(&debtor::G_CPR_FORMAT, DEBTOR_CPR | DEBTOR_ODD, |view| view.any(&[Field::SkyldnerId]), of_debtor),
    sight_on(&debtor::G_CVR_FORMAT, DEBTOR_CVR | DEBTOR_ODD, |view| view.any(&[Field::SkyldnerId]), of_debtor),
    sight_on(&debtor::G_AKR_FORMAT, DEBTOR_AKR | DEBTOR_ODD, |view| view.any(&[Field::SkyldnerId]), of_debtor),
    blind(&debtor::G_SKYLDNER_DUBLET),
    blind(&debtor::G_HAEFT_SOLIDARISK),
    sight(&debtor::G_NOTE_MANUEL, |view| view.any(&[Field::Kundenote, Field::Fordringsnote]), broken),
    // A type that isn't known is not read at a glance.
    blind(&kind::G_FORDRTYPE_KENDT),
    sight(
        &kind::G_HFID_MANGLER,
        |view| kind::must_hang(view.fordringstype) && LINKS.iter().any(|field| view.has(*field)) && !view.any(LINKS),
        broken,
    ),
    sight(&kind::G_HFID_OVERFLOED, |view| kind::must_stand_alone(view.fordringstype) && view.any(LINKS), broken),
    sight(&interest::G_RENTE_001, |view| !view.is(Kind::Rente) && view.any(INTEREST), ask),
    sight(&interest::G_RENTE_002, |view| !view.is(Kind::Rente) && view.any(INTEREST), ask),
    sight(&interest::G_MERRENTE, |view| !view.is(Kind::Rente) && view.any(INTEREST), ask),
    sight(&interest::G_RENTE_TOM, |view| !view.is(Kind::Rente) && view.any(INTEREST), ask),
    sight(&interest::G_RENTE_PAA_RENTE, |view| view.is(Kind::Rente) && view.any(INTEREST), broken),
    sight(
        &interest::G_RENTE_GEBYRLOV,
        |view| view.is_one_of(&[interest::GEBYRLOV_INTEREST]) && view.outline.main.fordringstype,
        |glance| broken_if(glance.main.fordringstype().and_then(catalogue::find).is_some_and(|main| main.kind == Kind::Gebyr)),
    ),
    sight(
        &fees::G_GEBYR_MAX_GEBYRLOV,
        |view| view.is_one_of(fees::GEBYRLOV_FEES.0) && view.any(&[Field::Hovedstol]),
        |glance| broken_if(glance.oere(Field::Hovedstol) > i64::from(fees::GEBYRLOV_FEES.1) * 100),
    ),
    sight(
        &fees::G_GEBYR_MAX_RENTELOV,
        |view| view.is_one_of(fees::RENTELOV_FEES.0) && view.any(&[Field::Hovedstol]),
        |glance| broken_if(glance.oere(Field::Hovedstol) > i64::from(fees::RENTELOV_FEES.1) * 100),
    ),
];

fn lower(glance: &Glance) -> String {
    (glance.text)(Field::Beskrivelse).to_lowercase()
}

fn foraeld_helligdag(glance: &Glance) -> Sign {
    let lapse = glance.day(Field::Foraeldelsesdato);
    match glance.table.is_closed(lapse) {
        Some(false) => Sign::Quiet,
        Some(true) => glance.rules.forbid_the_next_day(glance).map_or(Sign::Ask, |forbidden| broken_if(!forbidden)),
        None => Sign::Ask,
    }
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
            match SIGHTS.iter().find(|sight| std::ptr::eq(sight.rule, *rule)) {
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

    /// As `table_forbids` of the dates: whether the date keeps to an upper limit that the next open day would break. `None` where that can't be
    /// said at a glance.
    fn forbid_the_next_day(&self, glance: &Glance) -> Option<bool> {
        let limits = self.upper_limits.as_ref()?;
        let slot = Field::Foraeldelsesdato.date_slot()?;
        let mut moved = *glance.facts;
        let number = moved.numbers.get_mut(slot)?;
        *number = glance.table.next_open(*number)?;
        let (open, held) = limits.open_and_held(glance.facts, glance.table)?;
        let broken = limits.judge(&moved, glance.table)?.broken;
        Some(open & held & broken != 0)
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
            let sights = SIGHTS.iter().filter(|sight| std::ptr::eq(sight.rule, *rule)).count();
            assert_eq!(sights, 1, "{}", rule.doc.id);
        }
    }
}
