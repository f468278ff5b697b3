//! One claim from the form: which fields a fordringstype asks for, and the check of what was typed.

use std::collections::BTreeMap;

use super::view::{ClaimView, claim_view};
use super::{Checker, Settings, Surroundings};
use crate::catalogue::model::Fordringstype;
use crate::catalogue::practice::{Practice, Trial};
use crate::catalogue::reference::FieldGuide;
use crate::catalogue::table::Check;
use crate::catalogue::{self, Creditor, REFERENCE};
use crate::claim::{Claim, Field, parse_date};
use crate::rules::doc::Effect;
use crate::rules::filter::{Main, MainClaim, fields};
use crate::rules::general::Neighbours;
use crate::rules::ruleset::Ruleset;
use crate::rules::words;

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The fields' texts.
    pub values: BTreeMap<Field, String>,
    /// The hovedfordring is sent together with the claim, or its dates are known.
    pub main_known: bool,
    /// The hovedfordring's forfaldsdato, as typed.
    pub main_forfaldsdato: String,
    /// The day the hovedfordring was or will be received, as typed; empty for the same day as the claim.
    pub main_received: String,
}

/// A field as the form shows it for a fordringstype.
#[derive(Clone, Debug)]
pub struct FormField {
    pub field: Field,
    pub demand: Demand,
    /// What the sources say to write in it for this type.
    pub practice: Option<&'static Practice>,
    /// The general guide to the field.
    pub guide: Option<&'static FieldGuide>,
    /// The rules that look at the field first: id, sentence, effect.
    pub rules: Vec<(String, String, Effect)>,
}

/// What a type asks of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The filter rejects or parks the claim without it.
    Required,
    /// The filter rejects or parks the claim with it.
    MustBeEmpty,
    /// The practice text asks for it; no filter rule does.
    ByPractice,
    /// Normally left empty.
    NormallyEmpty,
    /// May be filled.
    Optional,
}

impl Demand {
    /// A word for the mark beside the field's name.
    pub fn word(self) -> &'static str {
        match self {
            Demand::Required => "skal udfyldes",
            Demand::MustBeEmpty => "skal være tom",
            Demand::ByPractice => "udfyldes efter praksis",
            Demand::NormallyEmpty => "normalt tom",
            Demand::Optional => "kan udfyldes",
        }
    }
}

/// The form's fields, in the order people fill them.
pub const FORM_FIELDS: [Field; 20] = [
    Field::Fordringsart,
    Field::Hovedstol,
    Field::Beloeb,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Srb,
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::Beskrivelse,
    Field::Reference,
    Field::SkyldnerType,
    Field::SkyldnerId,
    Field::HovedfordringId,
    Field::Renteregel,
    Field::Rentesatskode,
    Field::Merrentesats,
    Field::Kundenote,
];

/// The form's fields for a fordringstype; for an unknown one, what the shared core asks.
pub fn form_fields(fordringstype: Option<&'static Fordringstype>, creditor: Creditor) -> Vec<FormField> {
    let ruleset = Ruleset::of(fordringstype, creditor);
    let text = fordringstype.map(catalogue::text_of);
    FORM_FIELDS
        .into_iter()
        .map(|field| {
            let practice = text.and_then(|text| text.practice.iter().find(|practice| is_about(practice.field, field)));
            let of_field = ruleset.rules.iter().filter(|standing| fields(&standing.rule.check).first() == Some(&field));
            let rules = of_field
                .map(|standing| (standing.rule.numbers.to_string(), words::condition(&standing.rule.check), standing.effect))
                .collect();
            FormField { field, demand: demand(field, &ruleset, practice), practice, guide: guide(field), rules }
        })
        .collect()
}

/// The general guide to a field.
pub fn guide(field: Field) -> Option<&'static FieldGuide> {
    REFERENCE.fields.iter().find(|guide| is_about(guide.field, field))
}

fn is_about(name: &str, field: Field) -> bool {
    name == field.name()
        || matches!(
            (name, field),
            ("skyldner", Field::SkyldnerId)
                | ("hovedfordring" | "hovedfordrings_id", Field::HovedfordringId)
                | ("note_paa_skyldner", Field::Kundenote)
        )
}

fn demand(field: Field, ruleset: &Ruleset, practice: Option<&Practice>) -> Demand {
    let firm = ruleset.rules.iter().filter(|standing| standing.effect != Effect::Advarsel);
    for standing in firm {
        match standing.rule.check {
            Check::Required { field: of, .. } if of == field => return Demand::Required,
            Check::Empty(of) if of == field => return Demand::MustBeEmpty,
            Check::NoJudgmentOrSettlement if matches!(field, Field::Domsdato | Field::Forligsdato) => return Demand::MustBeEmpty,
            Check::Kategori(kategori) if field == Field::HovedfordringId => {
                return match kategori {
                    crate::catalogue::table::Kategori::Hovedfordring => Demand::MustBeEmpty,
                    crate::catalogue::table::Kategori::Relateret => Demand::Required,
                };
            }
            Check::Fordringsart { .. } if field == Field::Fordringsart => return Demand::Required,
            Check::Amount { field: of, .. } if of == field => return Demand::Required,
            _ => {}
        }
    }
    match practice.map(|practice| practice.required) {
        Some("ja") => Demand::ByPractice,
        Some("nej") | Some("skal være tom") => Demand::NormallyEmpty,
        _ if matches!(field, Field::Reference | Field::SkyldnerId) => Demand::ByPractice,
        _ if matches!(field, Field::Renteregel | Field::Rentesatskode | Field::Merrentesats | Field::Kundenote) => Demand::NormallyEmpty,
        _ => Demand::Optional,
    }
}

/// Checks what stands in the form. A form has every field: what isn't typed is empty.
pub fn check_form(form: &Form, settings: Settings) -> ClaimView {
    let text = |field: Field| form.values.get(&field).map_or("", String::as_str);
    let claim = Claim::read(1, |field| Some(text(field)));
    let received =
        |typed: &str| if typed.trim().is_empty() { Some(settings.received) } else { parse_date(typed).ok().map(|read| read.date()) };
    let main = if form.main_known {
        Main::Known(MainClaim {
            fordringstype: None,
            forfaldsdato: parse_date(&form.main_forfaldsdato).ok().map(|read| read.date()),
            received: received(&form.main_received),
        })
    } else if claim.is_filled(Field::HovedfordringId) {
        Main::IdOnly
    } else {
        Main::None
    };
    let around = Surroundings { main, neighbours: Neighbours { debtor_lines: 1, ..Neighbours::default() }, reading: &[] };
    let checked = Checker::new(settings).check(&claim, &around);
    claim_view(&[(&claim, &checked)], settings.received)
}

/// A form filled with a worked trial's valid claim, with changes on top; and the day the trial was made for.
pub fn form_of_trial(trial: &Trial, changes: &[(&str, &str)]) -> (Form, Option<chrono::NaiveDate>) {
    let mut form = Form::default();
    let mut received = None;
    for (name, value) in trial.valid.iter().chain(changes) {
        match *name {
            "modtagelsesdato" => received = parse_date(value).ok().map(|read| read.date()),
            "hovedfordring.forfaldsdato" => {
                form.main_known = true;
                form.main_forfaldsdato = (*value).to_owned();
            }
            "hovedfordring.modtagelsesdato" => {
                form.main_known = true;
                form.main_received = (*value).to_owned();
            }
            name => {
                if let Some(field) = Field::from_name(name) {
                    form.values.insert(field, (*value).to_owned());
                }
            }
        }
    }
    (form, received)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Outcome;

    fn settings() -> Settings {
        Settings { received: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), creditor: Creditor::default() }
    }

    #[test]
    fn the_fields_follow_the_type() {
        let demand = |code: &str, field| {
            let found = form_fields(catalogue::find(code), Creditor::default());
            found.into_iter().find(|of| of.field == field).unwrap().demand
        };
        assert_eq!(demand("KFDAINS", Field::PeriodeStart), Demand::Required);
        assert_eq!(demand("KFDAINS", Field::HovedfordringId), Demand::MustBeEmpty);
        assert_eq!(demand("REOPKOM", Field::HovedfordringId), Demand::Required);
        assert_eq!(demand("REERSUF", Field::PeriodeStart), Demand::MustBeEmpty);
        assert_eq!(demand("KFDAINS", Field::Renteregel), Demand::NormallyEmpty);
    }

    #[test]
    fn a_trial_loads_and_passes() {
        let text = catalogue::text_of(catalogue::find("REOPKOM").unwrap());
        let (form, received) = form_of_trial(&text.trials[0], &[]);
        assert_eq!(received, Some(settings().received));
        let view = check_form(&form, settings());
        assert_eq!(view.outcome, Outcome::Modtages);
        assert!(!view.not_checked.iter().any(|skipped| skipped.rule.starts_with("R_")), "{:?}", view.not_checked);
    }

    #[test]
    fn an_empty_form_is_answered() {
        let view = check_form(&Form::default(), settings());
        assert_eq!(view.outcome, Outcome::Afvist);
        assert!(view.findings.iter().any(|finding| finding.rule == "R_7_2"));
    }
}
