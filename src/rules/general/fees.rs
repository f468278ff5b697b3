//! What the law lets a reminder cost.

use super::glance::{Glance, Sight, Sign, broken_if, sight};
use super::{GeneralRule, Scope, Subject, Verdict, breach};
use crate::claim::{Decimal, Field, format_amount};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// Fordringstyper for fees, and the most that the law lets each be, in kroner.
type Fees = (&'static [&'static str], u32);
/// The fees of gebyrloven.
const GEBYRLOV_FEES: Fees = (&["GEDAINS"], 250);
/// The fees of renteloven.
const RENTELOV_FEES: Fees = (&["KFOPGEB", "KFCVGEB"], 100);

/// Breach if the claim is of one of these types and its hovedstol is higher than the law's limit.
fn dearer_than(subject: &Subject, (codes, limit): Fees) -> Verdict {
    if !subject.fordringstype.and_then(|fordringstype| fordringstype.code).is_some_and(|code| codes.contains(&code)) {
        return Verdict::Fine;
    }
    match subject.amount(Field::Hovedstol) {
        Ok(fee) if fee > Decimal::from(limit) => {
            breach(&[Field::Hovedstol], format!("Gebyret er {}; loven tillader {limit}\u{a0}kr.", format_amount(fee)))
        }
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static G_GEBYR_MAX_GEBYRLOV: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_GEBYR_MAX_GEBYRLOV",
        name: "Gebyret er højere end gebyrlovens loft",
        says: "Et gebyr for en rykker efter gebyrloven (erindringsskrivelse) må højst være 250\u{a0}kr.",
        why: "Loftet står i gebyrlovens § 2, stk. 3, om krav med udpantningsret.",
        remedy: "Skriv gebyret for den ene rykker. Er flere gebyrer lagt sammen, så send dem hver for sig.",
        fields: &[Field::Hovedstol],
        applies_to: "GEDAINS",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gebyrlovens § 2, stk. 3",
        url: "https://danskelove.dk/gebyrloven",
        note: Some(
            "Filterets loft (R_4_2) kan være et andet; for GEDAINS er det også 250\u{a0}kr. og afviser. En kilde henviser til § \
            2, stk. 4. For GEOPERI står samme loft som en kendt grænse ved typen.",
        ),
        example: Example::Claim { code: "GEDAINS", changes: &[("hovedstol", "300.00"), ("beloeb", "300.00")] },
    },
    scope: Scope::NewClaim,
    check: Some(|subject| dearer_than(subject, GEBYRLOV_FEES)),
};

pub(super) static G_GEBYR_MAX_RENTELOV: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_GEBYR_MAX_RENTELOV",
        name: "Rykkergebyret er højere end rentelovens loft",
        says: "Et rykkergebyr efter renteloven må højst være 100\u{a0}kr. pr. rykker. Der må højst tages gebyr for 3 rykkere, med mindst \
            10 dage imellem.",
        why: "Loftet står i rentelovens § 9 b og gælder civilretlige krav.",
        remedy: "Send ét gebyr pr. rykker. Er flere rykkere lagt sammen i ét beløb, så del dem. Tjek selv, at der højst er 3, og at der \
            er 10 dage imellem; det kan vi ikke se.",
        fields: &[Field::Hovedstol],
        applies_to: "KFOPGEB og KFCVGEB",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Rentelovens § 9 b, læst i en kommentar til loven",
        url: "https://danskelove.dk/renteloven",
        note: Some("Vi har ikke læst selve lovteksten, og typerne har ingen offentlig filtertabel."),
        example: Example::Claim { code: "KFOPGEB", changes: &[("hovedstol", "150.00"), ("beloeb", "150.00")] },
    },
    scope: Scope::NewClaim,
    check: Some(|subject| dearer_than(subject, RENTELOV_FEES)),
};

pub(super) static SIGHTS: &[Sight] = &[
    sight(
        &G_GEBYR_MAX_GEBYRLOV,
        |view| view.is_one_of(GEBYRLOV_FEES.0) && view.any(&[Field::Hovedstol]),
        |glance| looks_dearer_than(glance, GEBYRLOV_FEES),
    ),
    sight(
        &G_GEBYR_MAX_RENTELOV,
        |view| view.is_one_of(RENTELOV_FEES.0) && view.any(&[Field::Hovedstol]),
        |glance| looks_dearer_than(glance, RENTELOV_FEES),
    ),
];

fn looks_dearer_than(glance: &Glance, (_, limit): Fees) -> Sign {
    broken_if(glance.oere(Field::Hovedstol) > i64::from(limit) * 100)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{on_type, verdict};
    use super::*;

    #[test]
    fn fees_keep_to_the_laws_limits() {
        for (fee, gebyrlov, rentelov) in [
            ("100", false, false),
            ("100,01", false, true),
            ("250,00", false, true),
            ("250,01", true, true),
            ("", false, false),
            ("gratis", false, false),
        ] {
            let fields = [("hovedstol", fee)];
            assert_eq!(on_type(&G_GEBYR_MAX_GEBYRLOV, "GEDAINS", &fields), gebyrlov, "{fee}");
            assert_eq!(on_type(&G_GEBYR_MAX_RENTELOV, "KFOPGEB", &fields), rentelov, "{fee}");
            assert_eq!(on_type(&G_GEBYR_MAX_RENTELOV, "KFCVGEB", &fields), rentelov, "{fee}");
            assert!(!on_type(&G_GEBYR_MAX_RENTELOV, "KFDAINS", &fields));
        }
        assert!(matches!(verdict(&G_GEBYR_MAX_RENTELOV, &[("fordringstype", "KFOPGEB")]), Verdict::NotChecked(_)));
    }
}
