//! Which rules a claim of a fordringstype is held against, and with what weight.

use super::doc::Effect;
use crate::catalogue::model::Fordringstype;
use crate::catalogue::table::{Check, Consequence, FilterTable, Kategori, Rule, RuleNumber, RuleNumbers};
use crate::catalogue::{self, Creditor};

/// The rules for one fordringstype.
#[derive(Clone, Debug)]
pub struct Ruleset {
    /// What the check rests on, after the choice of table.
    pub footing: Footing,
    pub rules: Vec<Standing>,
}

/// A rule and its weight.
#[derive(Clone, Debug)]
pub struct Standing {
    pub rule: &'static Rule,
    /// What breaking it leads to here: the table's consequence, or advice where the rule is guidance.
    pub effect: Effect,
}

/// What a check rests on.
#[derive(Clone, Copy, Debug)]
pub enum Footing {
    /// The type's own published table.
    Table(&'static FilterTable),
    /// The shared core, with another creditor's table as guidance.
    Guidance(&'static FilterTable),
    /// The shared core alone.
    Core,
    /// The shared core alone, because the type isn't in the catalogue.
    UnknownType,
}

impl Ruleset {
    /// The rules for a fordringstype as the creditor meets them.
    pub fn of(fordringstype: Option<&'static Fordringstype>, creditor: Creditor) -> Ruleset {
        let Some(fordringstype) = fordringstype else {
            return Ruleset { footing: Footing::UnknownType, rules: core(None) };
        };
        match choose(fordringstype, creditor) {
            Footing::Table(table) => {
                let active = table.rules.iter().filter(|rule| !rule.inactive);
                let rules = active.map(|rule| Standing { rule, effect: effect(rule.consequence) }).collect();
                Ruleset { footing: Footing::Table(table), rules }
            }
            Footing::Guidance(table) => {
                let mut rules = core(Some(fordringstype));
                let guidance: Vec<Standing> = (table.rules.iter())
                    .filter(|rule| !rule.inactive)
                    .filter(|rule| !rules.iter().any(|core| core.rule.numbers == rule.numbers && core.rule.check == rule.check))
                    .map(|rule| Standing { rule, effect: Effect::Advarsel })
                    .collect();
                rules.extend(guidance);
                Ruleset { footing: Footing::Guidance(table), rules }
            }
            footing => Ruleset { footing, rules: core(Some(fordringstype)) },
        }
    }
}

/// The table a creditor's claims of the type are held against.
pub fn choose(fordringstype: &'static Fordringstype, creditor: Creditor) -> Footing {
    if let Some(code) = fordringstype.parallel {
        let twin = catalogue::find(code).and_then(|twin| twin.tables.first());
        return twin.map_or(Footing::Core, Footing::Guidance);
    }
    match fordringstype.tables {
        [] => Footing::Core,
        [only] => Footing::Table(only),
        [first, ..] => {
            let mut own = fordringstype.tables.iter().filter(|table| creditor.is_party_to(table));
            match (own.next(), own.next()) {
                (Some(table), None) => Footing::Table(table),
                // Several creditors' tables that say the same are as good as one.
                (Some(table), Some(_))
                    if fordringstype.tables.iter().filter(|other| creditor.is_party_to(other)).all(|other| other.rules == table.rules) =>
                {
                    Footing::Table(table)
                }
                (Some(table), Some(_)) => Footing::Guidance(table),
                (None, _) => Footing::Guidance(first),
            }
        }
    }
}

fn core(fordringstype: Option<&'static Fordringstype>) -> Vec<Standing> {
    let mut rules = Vec::new();
    for rule in catalogue::CORE {
        let uncertain = rule.numbers == RuleNumbers::one(RuleNumber::new(3, 1)) && fordringstype.is_some_and(|t| t.maybe_bortfald);
        rules.push(Standing { rule, effect: if uncertain { Effect::Advarsel } else { effect(rule.consequence) } });
    }
    rules.push(Standing { rule: &MODR_ADVICE, effect: Effect::Advarsel });
    if let Some(fordringstype) = fordringstype
        && fordringstype.kind_documented
    {
        let rule = if fordringstype.kind.is_related() { &IS_RELATED } else { &IS_MAIN };
        rules.push(Standing { rule, effect: Effect::Afvist });
    }
    rules
}

/// What breaking a rule with this consequence leads to.
pub fn effect(consequence: Consequence) -> Effect {
    match consequence {
        Consequence::Afvist => Effect::Afvist,
        Consequence::Hoering => Effect::Hoering,
    }
}

/// R_1_2 for a type without a table, where its kind is documented.
static IS_MAIN: Rule = plain(RuleNumber::new(1, 2), Check::Kategori(Kategori::Hovedfordring));
static IS_RELATED: Rule = plain(RuleNumber::new(1, 2), Check::Kategori(Kategori::Relateret));
/// R_1_1 for a type without a table: tables differ on MODR, so it is only advised against.
static MODR_ADVICE: Rule = plain(RuleNumber::new(1, 1), Check::Fordringsart { modr: false });

const fn plain(number: RuleNumber, check: Check) -> Rule {
    Rule {
        numbers: RuleNumbers::one(number),
        check,
        consequence: Consequence::Afvist,
        starred: false,
        inactive: false,
        contradicted: false,
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::model::Basis;

    #[test]
    fn bortfald_types_only_advise_on_a_passed_date() {
        let fordringstype = catalogue::find("KTTIBAK").unwrap();
        let rules = Ruleset::of(Some(fordringstype), Creditor::default());
        let passed = rules.rules.iter().find(|standing| standing.rule.numbers.to_string() == "R_3_1").unwrap();
        assert_eq!(passed.effect, Effect::Advarsel);
    }

    #[test]
    fn several_tables_are_chosen_by_creditor() {
        let fordringstype = catalogue::find("OPKRÆTV").unwrap();
        let of = |creditor: &str| Ruleset::of(Some(fordringstype), Creditor::parse(creditor).unwrap()).footing;
        assert!(matches!(of("kommune"), Footing::Guidance(_)));
        assert!(matches!(of("stat"), Footing::Guidance(_)), "the state's four tables differ");
        assert!(matches!(of("GS-KRIM"), Footing::Table(table) if table.source == "GS-KRIM"));
        let invoice = catalogue::find("CFFAKTU").unwrap();
        assert!(matches!(choose(invoice, Creditor::parse("stat").unwrap()), Footing::Table(_)), "the state's five tables are the same");
    }

    #[test]
    fn guidance_never_rejects_beyond_the_core() {
        for fordringstype in catalogue::TYPES.iter().filter(|t| matches!(t.basis, Basis::Parallel | Basis::Naermeste)) {
            let rules = Ruleset::of(Some(fordringstype), Creditor::default());
            assert!(matches!(rules.footing, Footing::Guidance(_)), "{:?}", fordringstype.code);
            for standing in rules.rules {
                let in_core = catalogue::CORE.iter().any(|core| std::ptr::eq(*core, standing.rule));
                let by_kind = std::ptr::eq(standing.rule, &IS_MAIN) || std::ptr::eq(standing.rule, &IS_RELATED);
                assert!(in_core || by_kind || standing.effect == Effect::Advarsel);
            }
        }
    }
}
