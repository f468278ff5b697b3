//! The general rules `G_*` and the action rules `A_*`: advice that rests on guidance, law and the fields' definitions, not on a filter table.

pub mod actions;
mod amounts;
mod dates;
mod debtor;
mod declarations;
mod description;
mod fees;
pub mod glance;
mod interest;
mod kind;
mod reference;
pub mod signs;

pub use debtor::is_cpr_date;
pub use kind::G_FORDRTYPE_KENDT;
pub use reference::{G_DUBLET_INDHOLD, G_REF_UNIK};

use chrono::NaiveDate;

use super::doc::RuleDoc;
use crate::catalogue::model::{Fordringstype, Kind};
use crate::claim::{Cell, Claim, Decimal, Field};

/// One rule: its documentation and the function that looks for the defect.
#[derive(Debug)]
pub struct GeneralRule {
    pub doc: RuleDoc,
    /// Which actions it is for.
    pub scope: Scope,
    /// Looks at one claim line. `None` where nothing in the data can tell: the user has to confirm it.
    pub check: Option<fn(&Subject) -> Verdict>,
}

/// Which lines a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// New claims (no action given, or opret).
    NewClaim,
    /// Regulating actions on a claim that was sent before.
    Action,
    /// Any line.
    Any,
}

/// A claim line with what is known around it.
#[derive(Debug)]
pub struct Subject<'a> {
    pub claim: &'a Claim<'a>,
    /// The assumed day of sending.
    pub received: NaiveDate,
    /// The claim's fordringstype, where the catalogue has it.
    pub fordringstype: Option<&'static Fordringstype>,
    /// Other lines of the same file.
    pub neighbours: Neighbours,
    /// The fordringstype of the claim's hovedfordring, where it stands in the same file.
    pub main_type: Option<&'a str>,
}

/// What other lines of the file have to do with this one. Lines are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Another claim with the same reference and other stamdata.
    pub same_reference: Option<u64>,
    /// Another claim with other reference but the same type, debtor, amount, dates and description.
    pub same_content: Option<u64>,
    /// Another debtor line of this same claim that names the same debtor.
    pub same_debtor: Option<u64>,
    /// How many debtor lines the claim has; 1 for an ordinary claim, 0 when unknown.
    pub debtor_lines: u32,
}

/// What a general rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// The rule could not look, and why (e.g. «skyldner_id findes ikke i filen»). Not for a plainly empty optional field: that is `Fine`.
    NotChecked(&'static str),
    /// The defect, told in one concrete Danish sentence without any personal number in it.
    Breach { fields: Vec<Field>, found: String },
}

/// Every general and action rule.
pub static ALL: &[&GeneralRule] = &[
    &dates::G_PERIODE_ORDEN,
    &dates::G_PERIODE_HALV,
    &dates::G_DOM_FREMTID,
    &dates::G_DOM_FOER_STIFT,
    &dates::G_FORAELD_HELLIGDAG,
    &dates::G_FORAELD_SNART,
    &dates::G_STIFT_EFTER_FORFALD,
    &amounts::G_BELOEB_FORMAT,
    &amounts::G_VALUTA,
    &amounts::G_NULFORDRING,
    &amounts::G_MINDSTEBELOEB,
    &reference::G_REF_UNIK,
    &reference::G_REF_LAENGDE,
    &reference::G_DUBLET_INDHOLD,
    &description::G_BESKR_LAENGDE,
    &description::G_BESKR_CPR,
    &description::G_BESKR_NAVN,
    &description::G_RENTER_I_HF,
    &description::G_SAMMENLAGT,
    &debtor::G_SKYLDNER_MANGLER,
    &debtor::G_CPR_FORMAT,
    &debtor::G_CVR_FORMAT,
    &debtor::G_AKR_FORMAT,
    &debtor::G_SKYLDNER_DUBLET,
    &debtor::G_HAEFT_SOLIDARISK,
    &debtor::G_IS,
    &debtor::G_PEF,
    &debtor::G_NOTE_MANUEL,
    &kind::G_FORDRTYPE_KENDT,
    &kind::G_HFID_MANGLER,
    &kind::G_HFID_OVERFLOED,
    &interest::G_RENTE_001,
    &interest::G_RENTE_002,
    &interest::G_MERRENTE,
    &interest::G_RENTE_TOM,
    &interest::G_RENTE_PAA_RENTE,
    &interest::G_RENTE_GEBYRLOV,
    &fees::G_GEBYR_MAX_GEBYRLOV,
    &fees::G_GEBYR_MAX_RENTELOV,
    &declarations::G_RYKKER,
    &declarations::G_UNDERRETNING,
    &declarations::G_BOBEHANDLING,
    &actions::A_NED_INDB_DATO,
    &actions::A_NED_REGU_DATO,
    &actions::A_NED_SALDO,
    &actions::A_NED_BEGRUND,
    &actions::A_OP_RENTE,
    &actions::A_OP_HOVEDSTOL,
    &actions::A_TIL_KODE,
    &actions::A_TIL_BORT_DATO,
    &actions::A_TIL_AUTO_DATO,
    &actions::A_TIL_STATSREF,
    &actions::A_GENIND_FEJL,
    &actions::A_GENIND_STAM,
    &actions::A_VIRK_FREMTID,
];

/// The general demands on a claim.
const GENERAL_DEMANDS_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/generelle-krav-til-fordringer";
/// Where the fordringstyper's material is published.
const TYPES_PAGE: &str = "https://www.gaeldst.dk/fordringshaver/individuelle-aftaler/kommuner/forretningsomraader-og-fordringstyper/";
/// The portal's guide to entering a hovedfordring.
const PORTAL_GUIDE: &str =
    "https://gaeldst.dk/media/lwanj1fi/opret-hovedfordring-og-evt-%C3%A9n-eller-flere-relaterede-fordringer-i-fordringshaverportalen.pdf";
/// The portal's guide to entering a related claim.
const RELATED_GUIDE: &str =
    "https://gaeldst.dk/media/3kbbybuz/opret-relateret-fordring-til-fordring-under-inddrivelse-i-fordringshaverportalen.pdf";

impl Subject<'_> {
    /// The date in the field; where there is none to look at, the verdict about that.
    fn date(&self, field: Field) -> Result<NaiveDate, Verdict> {
        value(self.claim.date(field), field)
    }

    /// The amount in the field; where there is none to look at, the verdict about that.
    fn amount(&self, field: Field) -> Result<Decimal, Verdict> {
        value(self.claim.amount(field), field)
    }

    /// The field's text; where the file has no such field, the verdict about that.
    fn text(&self, field: Field) -> Result<&str, Verdict> {
        if self.claim.has(field) { Ok(self.claim.text(field)) } else { Err(no_column(field)) }
    }

    /// What kind of claim the type is for; `None` for an unknown type.
    fn kind(&self) -> Option<Kind> {
        self.fordringstype.map(|fordringstype| fordringstype.kind)
    }

    /// Whether the type has a filter table, its own or a twin's as guidance, that speaks of the dates' order.
    fn has_table(&self) -> bool {
        self.fordringstype.is_some_and(|fordringstype| !fordringstype.tables.is_empty() || fordringstype.parallel.is_some())
    }
}

/// A cell's value. An unreadable cell has a finding of its own.
fn value<T>(cell: Cell<T>, field: Field) -> Result<T, Verdict> {
    match cell {
        Cell::Value(value) => Ok(value),
        Cell::Absent => Err(no_column(field)),
        Cell::Empty | Cell::Unreadable(_) => Err(Verdict::Fine),
    }
}

/// The verdict where the file has no such field: the rule could not look. A field that is normally left empty needs no column; without one
/// nothing is sent in it, and that is fine.
const fn no_column(field: Field) -> Verdict {
    Verdict::NotChecked(match field {
        Field::Kundenote | Field::Merrentesats | Field::Renteregel | Field::Valuta => return Verdict::Fine,
        Field::Reference => "filen har ingen kolonne med eget referencenummer",
        Field::Aarsagskode => "filen har ingen kolonne med årsagskode",
        Field::Begrundelse => "filen har ingen kolonne med begrundelse",
        Field::Beloeb => "filen har ingen kolonne med beløb til inddrivelse",
        Field::Beskrivelse => "filen har ingen kolonne med beskrivelse",
        Field::Domsdato => "filen har ingen kolonne med domsdato eller forligsdato",
        Field::Foraeldelsesdato => "filen har ingen kolonne med forældelsesdato",
        Field::Fordringstype => "filen har ingen kolonne med fordringstype",
        Field::Forfaldsdato => "filen har ingen kolonne med forfaldsdato",
        Field::HovedfordringId => "filen har ingen kolonne, der henviser til en hovedfordring",
        Field::Hovedstol => "filen har ingen kolonne med oprindelig hovedstol",
        Field::PeriodeSlut => "filen har ingen kolonne med periode slut",
        Field::PeriodeStart => "filen har ingen kolonne med periode start",
        Field::SkyldnerId => "filen har ingen kolonne med skyldnerens nummer",
        Field::Stiftelsesdato => "filen har ingen kolonne med stiftelsesdato",
        Field::Virkningsdato => "filen har ingen kolonne med virkningsdato",
        _ => "filen har ikke den kolonne, reglen ser på",
    })
}

/// A defect in the fields, told in one sentence.
fn breach(fields: &[Field], found: impl Into<String>) -> Verdict {
    Verdict::Breach { fields: fields.to_vec(), found: found.into() }
}

/// Claims for the rules' own tests.
#[cfg(test)]
mod testing {
    use super::*;
    use crate::catalogue;

    /// The day the tests' claims are sent.
    pub fn received() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn run(rule: &GeneralRule, fields: &[(&str, &str)], neighbours: Neighbours, main_type: Option<&str>) -> Verdict {
        let claim = Claim::read(1, |field| fields.iter().rev().find(|(name, _)| *name == field.name()).map(|(_, text)| *text));
        let fordringstype = catalogue::find(claim.text(Field::Fordringstype));
        let subject = Subject { claim: &claim, received: received(), fordringstype, neighbours, main_type };
        rule.check.map_or(Verdict::Fine, |check| check(&subject))
    }

    /// What the rule says of a claim with just these fields.
    pub fn verdict(rule: &GeneralRule, fields: &[(&str, &str)]) -> Verdict {
        run(rule, fields, Neighbours::default(), None)
    }

    /// Whether the rule finds the defect in a claim with just these fields.
    pub fn breaks(rule: &GeneralRule, fields: &[(&str, &str)]) -> bool {
        matches!(verdict(rule, fields), Verdict::Breach { .. })
    }

    /// The same for a claim of a fordringstype.
    pub fn on_type(rule: &GeneralRule, code: &str, fields: &[(&str, &str)]) -> bool {
        breaks(rule, &[&[("fordringstype", code)], fields].concat())
    }

    /// What the rule says of a claim with these lines around it.
    pub fn beside(rule: &GeneralRule, fields: &[(&str, &str)], neighbours: Neighbours) -> Verdict {
        run(rule, fields, neighbours, None)
    }

    /// What the rule says of a claim of one type that hangs on a claim of another.
    pub fn on_main(rule: &GeneralRule, code: &str, main_code: &str) -> Verdict {
        run(rule, &[("fordringstype", code)], Neighbours::default(), Some(main_code))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::testing::{received, verdict};
    use super::*;
    use crate::catalogue;
    use crate::rules::doc::{Effect, Example};

    /// The valid example claims of a type's tables.
    fn valid_claims(code: &str) -> Vec<Vec<(&'static str, &'static str)>> {
        let fordringstype = catalogue::find(code).unwrap();
        catalogue::text_of(fordringstype).trials.iter().map(|trial| trial.valid.to_vec()).collect()
    }

    fn told(fields: &[(&str, &str)]) -> Vec<&'static str> {
        let action = fields.iter().rev().find(|(name, _)| *name == "aktion").map_or("", |(_, text)| *text);
        let new_claim = actions::Action::parse(action) == Some(actions::Action::Opret);
        (ALL.iter())
            .filter(|rule| rule.scope == Scope::Any || (rule.scope == Scope::NewClaim) == new_claim)
            .filter(|rule| matches!(verdict(rule, fields), Verdict::Breach { .. }))
            .map(|rule| rule.doc.id)
            .collect()
    }

    #[test]
    fn every_rule_is_advice_and_told_in_its_own_words() {
        let mut seen = HashSet::new();
        for rule in ALL {
            let doc = &rule.doc;
            assert_eq!(doc.effect, Effect::Advarsel, "{}", doc.id);
            for text in [doc.id, doc.name, doc.says, doc.why, doc.remedy] {
                assert!(!text.is_empty() && seen.insert(text), "{}: {text}", doc.id);
            }
            assert!(
                !doc.fields.is_empty() && !doc.applies_to.is_empty() && !doc.basis.is_empty() && doc.url.starts_with("https://"),
                "{}",
                doc.id
            );
            assert_eq!(rule.check.is_none(), matches!(doc.example, Example::None), "{}", doc.id);
            assert_eq!(rule.scope == Scope::Action, doc.id.starts_with("A_"), "{}", doc.id);
        }
    }

    #[test]
    fn valid_examples_pass_every_rule() {
        for fordringstype in catalogue::TYPES {
            for trial in catalogue::text_of(fordringstype).trials {
                assert_eq!(told(trial.valid), [""; 0], "{:?}", fordringstype.code);
            }
        }
    }

    #[test]
    fn an_example_breaks_its_rule_and_no_other() {
        for rule in ALL {
            let Example::Claim { code, changes } = rule.doc.example else {
                continue;
            };
            for claim in valid_claims(code) {
                assert_eq!(told(&[claim.as_slice(), changes].concat()), [rule.doc.id]);
            }
        }
    }

    #[test]
    fn odd_texts_never_panic_and_no_personal_number_is_repeated() {
        let odd = [
            "",
            " ",
            "-",
            "æøåÆØÅ",
            "\u{0}",
            "\u{301}",
            "🙂🙂",
            "0",
            "-0",
            "9999999999999999999999",
            "1E9",
            "1,23E+11",
            "#N/A",
            "####",
            "DK12345678",
            "090250123",
            "E",
            "e+",
            "31-02-2026",
            "2026-11-22",
            "9999-12-31",
            "1900-01-01",
            "«»",
            "jan-",
            "-jan",
            "og",
            "faktura",
            "690250-",
            "690250-123",
            "6902501234",
            "690250-1234",
            "001",
            "99",
            "INDB",
            "05",
            "OR",
            "KFDAINS",
            "KFOPREN",
            "A\u{30a}",
            "\u{feff}x",
            "١٢٣",
        ];
        let long = "x".repeat(3_000);
        for rule in ALL {
            let (codes, actions): (&[&str], &[&str]) = match rule.scope {
                Scope::Action => (&["KFDAINS", "KFOPREN"], &["05", "06", "07", "FHI", "GENINDSEND"]),
                _ => (&["", "KFDAINS", "KFOPREN", "KFPERTI", "REOPKOM"], &[""]),
            };
            for (code, action) in codes.iter().flat_map(|code| actions.iter().map(move |action| (*code, *action))) {
                for (field, text) in
                    Field::ALL.into_iter().flat_map(|field| odd.into_iter().chain([long.as_str()]).map(move |text| (field, text)))
                {
                    let fields = [("fordringstype", code), ("aktion", action), (field.name(), text)];
                    let Verdict::Breach { fields, found } = verdict(rule, &fields) else { continue };
                    assert!(!fields.is_empty() && found.ends_with(['.', '?']) && found.chars().count() < 300, "{}: {found}", rule.doc.id);
                    let free = matches!(
                        field,
                        Field::SkyldnerId | Field::Beskrivelse | Field::Kundenote | Field::Fordringsnote | Field::Fordringstype
                    );
                    assert!(!free || !found.contains("690250"), "{}: {found}", rule.doc.id);
                }
            }
        }
    }

    #[test]
    fn the_tests_day_is_the_examples_day() {
        let valid = valid_claims("KFDAINS");
        assert!(valid[0].contains(&("modtagelsesdato", received().to_string().as_str())));
    }
}
