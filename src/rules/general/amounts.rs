//! Amounts: their form, the currency, and small or paid claims.

use super::glance::{Sight, Sign, blind, broken_if, sight};
use super::{GENERAL_DEMANDS_PAGE, GeneralRule, PORTAL_GUIDE, Scope, Subject, Verdict, breach, no_column};
use crate::catalogue::model::Kind;
use crate::claim::{Cell, Decimal, Field, format_amount, shorten};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};
use crate::rules::words::capital;

pub(super) static G_BELOEB_FORMAT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_BELOEB_FORMAT",
        name: "Beløbet har for mange cifre eller decimaler",
        says: "Et beløb må højst have 8 cifre før kommaet og 2 efter.",
        why: "Det er, hvad felterne i Fordringshaverportalen kan rumme. Flere decimaler er ofte en rest fra en beregning i regneark, og \
            mange cifre er to tal, der er løbet sammen.",
        remedy: "Rund af til hele ører på den måde, jeres eget system gør. Har tallet over 8 cifre, så se efter, om et komma mangler.",
        fields: &[Field::Beloeb, Field::Hovedstol],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide til at oprette en hovedfordring (2019)",
        url: PORTAL_GUIDE,
        note: Some("Grænsen er portalens. Om den også gælder fra system til system, ved vi ikke."),
        example: Example::Claim { code: "KFDAINS", changes: &[("beloeb", "2100,125")] },
    },
    scope: Scope::NewClaim,
    check: Some(beloeb_format),
};

fn beloeb_format(subject: &Subject) -> Verdict {
    let fields = [Field::Hovedstol, Field::Beloeb];
    if fields.iter().all(|field| !subject.claim.has(*field)) {
        return no_column(Field::Beloeb);
    }
    for field in fields {
        let Cell::Value(amount) = subject.claim.amount(field) else {
            continue;
        };
        let amount = amount.normalize();
        let name = capital(&field.definite());
        if amount.scale() > 2 {
            return breach(&[field], format!("{name} er {}: {} decimaler, men der er plads til 2.", format_amount(amount), amount.scale()));
        }
        if amount.abs() >= Decimal::from(100_000_000) {
            return breach(&[field], format!("{name} er {}: over 8 cifre før kommaet.", format_amount(amount)));
        }
    }
    Verdict::Fine
}

pub(super) static G_VALUTA: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_VALUTA",
        name: "Valutaen er ikke danske kroner",
        says: "Beløb skal være i danske kroner (DKK).",
        why: "Portalen tager beløb i kroner og har intet valutafelt. Et beløb i en anden valuta ville blive læst som kroner.",
        remedy: "Regn beløbet om til kroner, eller ret valutakoden, hvis beløbet allerede er i kroner.",
        fields: &[Field::Valuta],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Udledt af, at portalen angiver beløb i kroner",
        url: PORTAL_GUIDE,
        note: Some("Ingen af Gældsstyrelsens sider nævner valuta."),
        example: Example::Claim { code: "KFDAINS", changes: &[("valuta", "EUR")] },
    },
    scope: Scope::NewClaim,
    check: Some(valuta),
};

/// The code of the only currency.
const DKK: &str = "DKK";

fn valuta(subject: &Subject) -> Verdict {
    match subject.text(Field::Valuta) {
        Err(verdict) => verdict,
        Ok(currency) if ["", DKK, "KR", "KR."].iter().any(|fine| currency.eq_ignore_ascii_case(fine)) => Verdict::Fine,
        Ok(currency) => breach(&[Field::Valuta], format!("Valutaen er «{}».", shorten(currency))),
    }
}

pub(super) static G_NULFORDRING: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_NULFORDRING",
        name: "Både hovedstol og beløb er 0\u{a0}kr.",
        says: "En 0-fordring sendes kun, når hovedfordringen er betalt, og der mangler renter eller gebyrer, som skal hænge på den.",
        why: "Renter skal pege på en hovedfordring. Er den betalt, sender du den først med saldo 0\u{a0}kr., og derefter renterne, der \
            peger på den.",
        remedy: "Er det meningen, så send 0-fordringen før renterne, og lad renterne pege på den. Er det ikke meningen, så skriv kravets \
            oprindelige beløb i hovedstolen og restgælden i beløbet, eller tag linjen ud.",
        fields: &[Field::Hovedstol, Field::Beloeb],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer, punkt 4",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("At hovedstolen også skal være 0, er vores læsning; kilderne forklarer ikke 0-fordringen nærmere."),
        example: Example::Claim { code: "KFDAINS", changes: &[("hovedstol", "0,00"), ("beloeb", "0,00")] },
    },
    scope: Scope::NewClaim,
    check: Some(nulfordring),
};

fn nulfordring(subject: &Subject) -> Verdict {
    let (principal, left) = match (subject.amount(Field::Hovedstol), subject.amount(Field::Beloeb)) {
        (Ok(principal), Ok(left)) => (principal, left),
        (Err(verdict), _) | (_, Err(verdict)) => return verdict,
    };
    if !principal.is_zero() || !left.is_zero() {
        return Verdict::Fine;
    }
    breach(&[Field::Hovedstol, Field::Beloeb], "Hovedstolen og beløbet til inddrivelse er begge 0\u{a0}kr.: det er en 0-fordring.")
}

pub(super) static G_MINDSTEBELOEB: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_MINDSTEBELOEB",
        name: "Beløbet er under 100\u{a0}kr.",
        says: "Overvej, om en fordring på under 100\u{a0}kr. er værd at sende. PSRM har, så vidt vi ved, ingen mindstegrænse.",
        why: "I det gamle system (DMI) kunne krav under 100\u{a0}kr. ikke overdrages. For PSRM har vi ikke fundet sådan en grænse, men \
            et lille beløb kan være en rest, I hellere vil rykke for eller afskrive.",
        remedy: "Tjek, at beløbet er restgælden og ikke et gebyr eller en øreafrunding. Er det rigtigt, kan du sende fordringen, som den \
            er.",
        fields: &[Field::Beloeb],
        applies_to: "nye hovedfordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens ældre vejledning til DMI; ikke et krav i PSRM",
        url: "https://www.gaeldst.dk/fordringshaver/vejledning-til-fordringshaver/overdragelse-af-fordringer/",
        note: Some("Grænsen er kun dokumenteret for det gamle system. Den er ikke et krav i PSRM."),
        example: Example::Claim { code: "KFDAINS", changes: &[("beloeb", "75,00")] },
    },
    scope: Scope::NewClaim,
    check: Some(mindstebeloeb),
};

/// The limit in the old system, in øre.
const SMALL_OERE: u32 = 10_000;
/// The same in kroner.
const SMALL: Decimal = Decimal::from_parts(SMALL_OERE, 0, 0, false, 2);

fn mindstebeloeb(subject: &Subject) -> Verdict {
    if subject.kind() != Some(Kind::Hovedfordring) {
        return Verdict::Fine;
    }
    match subject.amount(Field::Beloeb) {
        Ok(left) if left > Decimal::ZERO && left < SMALL => {
            breach(&[Field::Beloeb], format!("Beløbet til inddrivelse er {}", format_amount(left)))
        }
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static SIGHTS: &[Sight] = &[
    // Amounts with more digits or decimals are not read at a glance.
    blind(&G_BELOEB_FORMAT),
    sight(&G_VALUTA, |view| view.any(&[Field::Valuta]), |glance| if (glance.text)(Field::Valuta) == DKK { Sign::Quiet } else { Sign::Ask }),
    sight(
        &G_NULFORDRING,
        |view| view.all(&[Field::Hovedstol, Field::Beloeb]),
        |glance| broken_if(glance.oere(Field::Hovedstol) == 0 && glance.oere(Field::Beloeb) == 0),
    ),
    sight(
        &G_MINDSTEBELOEB,
        |view| view.is(Kind::Hovedfordring) && view.any(&[Field::Beloeb]),
        |glance| broken_if((1..i64::from(SMALL_OERE)).contains(&glance.oere(Field::Beloeb))),
    ),
];

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_type, verdict};
    use super::*;

    #[test]
    fn amounts_have_eight_digits_and_two_decimals() {
        for (amount, broken) in [
            ("2800,00", false),
            ("2800,500", false),
            ("99.999.999,99", false),
            ("100.000.000,00", true),
            ("-100000000", true),
            ("2100,125", true),
            ("12,5678", true),
            ("", false),
            ("mange", false),
        ] {
            assert_eq!(breaks(&G_BELOEB_FORMAT, &[("hovedstol", amount)]), broken, "{amount}");
            assert_eq!(breaks(&G_BELOEB_FORMAT, &[("beloeb", amount)]), broken, "{amount}");
        }
        assert!(matches!(verdict(&G_BELOEB_FORMAT, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn only_kroner() {
        for (currency, broken) in [("DKK", false), ("dkk", false), ("kr.", false), ("", false), ("EUR", true), ("SEK", true)] {
            assert_eq!(breaks(&G_VALUTA, &[("valuta", currency)]), broken, "{currency}");
        }
        assert_eq!(verdict(&G_VALUTA, &[]), Verdict::Fine);
    }

    #[test]
    fn a_zero_claim_has_nothing_in_either_field() {
        for (principal, left, broken) in
            [("0", "0,00", true), ("0", "0,01", false), ("100", "0", false), ("", "0", false), ("nul", "0", false)]
        {
            assert_eq!(breaks(&G_NULFORDRING, &[("hovedstol", principal), ("beloeb", left)]), broken, "{principal} {left}");
        }
    }

    #[test]
    fn small_is_above_zero_and_under_a_hundred() {
        for (left, broken) in [("99,99", true), ("0,01", true), ("100", false), ("0", false), ("-5", false), ("", false)] {
            assert_eq!(on_type(&G_MINDSTEBELOEB, "KFDAINS", &[("beloeb", left)]), broken, "{left}");
            assert!(!on_type(&G_MINDSTEBELOEB, "KFOPREN", &[("beloeb", left)]), "interest may be small");
            assert!(!breaks(&G_MINDSTEBELOEB, &[("beloeb", left)]), "unknown kind");
        }
    }
}
