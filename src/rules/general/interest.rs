//! The interest fields, which are nearly always to be left empty, and what interest may be charged on.

use super::glance::{Sight, ask, broken, broken_if, sight};
use super::{GeneralRule, RELATED_GUIDE, Scope, Subject, Verdict, breach, no_column};
use crate::catalogue;
use crate::catalogue::model::Kind;
use crate::claim::{Cell, Field, shorten};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// Gældsstyrelsens page about renteregler.
const INTEREST_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/renteregler";

/// What stands in one of the two code fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Empty,
    /// Compared as a number: spreadsheets drop leading zeros (`1` for `001`).
    Number(u32),
    Other,
}

impl Code {
    fn read(text: &str) -> Code {
        match text {
            "" => Code::Empty,
            _ if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().map_or(Code::Other, Code::Number),
            _ => Code::Other,
        }
    }
}

const RIM_CALCULATES: Code = Code::Number(1);
const CREDITOR_CALCULATES: Code = Code::Number(2);
const EXTRA_INTEREST: Code = Code::Number(3);
const CREDITORS_INTEREST: Code = Code::Number(99);

/// The codes that go with renteregel 001.
fn goes_with_001(rate: Code) -> bool {
    matches!(rate, Code::Number(3 | 10 | 20 | 98))
}

/// Renteregel and rentesatskode of a claim where they are to the point; else the verdict.
fn codes(subject: &Subject) -> Result<(Code, Code), Verdict> {
    if subject.kind() == Some(Kind::Rente) {
        // G_RENTE_PAA_RENTE says all there is to say.
        return Err(Verdict::Fine);
    }
    Ok((Code::read(subject.claim.text(Field::Renteregel)), Code::read(subject.claim.text(Field::Rentesatskode))))
}

const CODE_FIELDS: &[Field] = &[Field::Renteregel, Field::Rentesatskode];
const INTEREST_FIELDS: [Field; 3] = [Field::Renteregel, Field::Rentesatskode, Field::Merrentesats];

pub(super) static G_RENTE_001: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTE_001",
        name: "Renteregel 001 og rentesatskode passer ikke sammen",
        says: "Renteregel 001 går sammen med rentesatskode 98 (ingen rente), 03 (merrente), 10 eller 20 (procesrente).",
        why: "Renteregel 001 betyder, at Gældsstyrelsen beregner renten. Rentesatskoden siger hvilken, og den virker kun sammen med \
            renteregel 001.",
        remedy: "Tøm begge felter, medmindre en dom eller aftale bestemmer noget andet end inddrivelsesrente. Bestemmer en dom \
            procesrente, skriver du 001 og 20.",
        fields: CODE_FIELDS,
        applies_to: "nye fordringer med renteregel eller rentesatskode",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om renteregler",
        url: INTEREST_PAGE,
        note: Some("En enkelt kilde nævner også kode 04 og 07, men ikke hvad de betyder."),
        example: Example::Claim { code: "KFDAINS", changes: &[("renteregel", "001"), ("rentesatskode", "99")] },
    },
    scope: Scope::NewClaim,
    check: Some(rente_001),
};

fn rente_001(subject: &Subject) -> Verdict {
    let shown = |field: Field| shorten(subject.claim.text(field));
    match codes(subject) {
        Err(verdict) => verdict,
        Ok((RIM_CALCULATES, rate)) if goes_with_001(rate) => Verdict::Fine,
        Ok((RIM_CALCULATES, Code::Empty)) => breach(CODE_FIELDS, "Renteregel er 001, men rentesatskode er tom."),
        Ok((RIM_CALCULATES, _)) => {
            breach(CODE_FIELDS, format!("Renteregel er 001, men rentesatskode er «{}».", shown(Field::Rentesatskode)))
        }
        Ok((CREDITOR_CALCULATES, _) | (Code::Empty, Code::Empty | CREDITORS_INTEREST)) => Verdict::Fine,
        Ok((Code::Empty, _)) => breach(CODE_FIELDS, format!("Rentesatskode er «{}», men renteregel er tom.", shown(Field::Rentesatskode))),
        Ok((Code::Number(_) | Code::Other, _)) => {
            breach(CODE_FIELDS, format!("Renteregel er «{}»; der findes kun 001 og 002.", shown(Field::Renteregel)))
        }
    }
}

pub(super) static G_RENTE_002: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTE_002",
        name: "Renteregel 002 og rentesatskode 99 står ikke sammen",
        says: "Renteregel 002 og rentesatskode 99 hører sammen: enten står de der begge, eller også ingen af dem.",
        why: "De betyder det samme fra hver sin side: kommunen beregner selv renten, mens fordringen er under inddrivelse.",
        remedy: "Beregner I ikke selv renten efter overdragelsen, så tøm begge felter. Gør I, så skriv 002 og 99.",
        fields: CODE_FIELDS,
        applies_to: "nye fordringer med renteregel eller rentesatskode",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om renteregler",
        url: INTEREST_PAGE,
        note: None,
        example: Example::Claim { code: "KFDAINS", changes: &[("renteregel", "002"), ("rentesatskode", "20")] },
    },
    scope: Scope::NewClaim,
    check: Some(rente_002),
};

fn rente_002(subject: &Subject) -> Verdict {
    match codes(subject) {
        Err(verdict) => verdict,
        Ok((CREDITOR_CALCULATES, CREDITORS_INTEREST)) => Verdict::Fine,
        Ok((CREDITOR_CALCULATES, Code::Empty)) => breach(CODE_FIELDS, "Renteregel er 002, men rentesatskode er tom."),
        Ok((CREDITOR_CALCULATES, _)) => {
            let rate_text = shorten(subject.claim.text(Field::Rentesatskode));
            breach(CODE_FIELDS, format!("Renteregel er 002, men rentesatskode er «{rate_text}»."))
        }
        Ok((Code::Empty, CREDITORS_INTEREST)) => breach(CODE_FIELDS, "Rentesatskode er 99, men renteregel er tom."),
        Ok(_) => Verdict::Fine,
    }
}

pub(super) static G_MERRENTE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_MERRENTE",
        name: "Merrentesatsen passer ikke til rentesatskoden",
        says: "Merrentesats udfyldes, når rentesatskode er 03, og ellers ikke. Den må ikke være negativ og ikke højere end den aftalte \
            rente.",
        why: "Kode 03 betyder en fast årlig sats, og den står kun i merrentesats. Til de andre koder hører der ingen sats.",
        remedy: "Skriv den aftalte sats i procent pr. år, når koden er 03. Ellers tømmer du feltet. Tjek selv satsen mod aftalen; den \
            kan vi ikke se.",
        fields: &[Field::Merrentesats, Field::Rentesatskode],
        applies_to: "nye fordringer med aftalt merrente",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om renteregler",
        url: INTEREST_PAGE,
        note: Some("At satsen ikke må være negativ, er udledt. En enkelt kilde lader også kode 04 og 07 have en sats, så dem tier vi om."),
        example: Example::Claim { code: "KFDAINS", changes: &[("renteregel", "001"), ("rentesatskode", "03"), ("merrentesats", "")] },
    },
    scope: Scope::NewClaim,
    check: Some(merrente),
};

fn merrente(subject: &Subject) -> Verdict {
    let rate = match codes(subject) {
        Ok((_, rate)) => rate,
        Err(verdict) => return verdict,
    };
    let both = &[Field::Merrentesats, Field::Rentesatskode];
    match (rate, subject.claim.amount(Field::Merrentesats)) {
        (EXTRA_INTEREST, Cell::Absent | Cell::Empty) => breach(both, "Rentesatskode er 03, men merrentesats er tom."),
        (EXTRA_INTEREST, Cell::Value(extra)) if extra.is_zero() => breach(both, "Rentesatskode er 03, men merrentesats er 0."),
        (_, Cell::Value(extra)) if extra.is_sign_negative() && !extra.is_zero() => {
            breach(&[Field::Merrentesats], "Merrentesats er negativ.")
        }
        (EXTRA_INTEREST | Code::Number(4 | 7), _) | (_, Cell::Absent | Cell::Empty | Cell::Unreadable(_)) => Verdict::Fine,
        (_, Cell::Value(extra)) if extra.is_zero() => Verdict::Fine,
        (Code::Empty, Cell::Value(_)) => breach(both, "Merrentesats er udfyldt, men rentesatskode er tom."),
        (_, Cell::Value(_)) => {
            breach(both, format!("Merrentesats er udfyldt, men rentesatskode er «{}».", shorten(subject.claim.text(Field::Rentesatskode))))
        }
    }
}

pub(super) static G_RENTE_TOM: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTE_TOM",
        name: "Rentefelterne er udfyldt",
        says: "Renteregel og rentesatskode skal normalt være tomme. Så beregner Gældsstyrelsen inddrivelsesrente.",
        why: "Rentevalget kan ikke ændres, når fordringen er sendt. Er det forkert, må fordringen tilbagekaldes med årsagen FEJL og \
            sendes igen.",
        remedy: "Tøm felterne, medmindre en dom eller aftale bestemmer en anden rente. Er valget rigtigt, så lad det stå. Bygger kravet \
            på et forlig, skal felterne være tomme.",
        fields: CODE_FIELDS,
        applies_to: "nye fordringer med renteregel eller rentesatskode",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om renteregler",
        url: INTEREST_PAGE,
        note: Some("Passer de to koder ikke sammen, siger G_RENTE_001, G_RENTE_002 eller G_MERRENTE det i stedet."),
        example: Example::Claim { code: "KFDAINS", changes: &[("renteregel", "001"), ("rentesatskode", "20")] },
    },
    scope: Scope::NewClaim,
    check: Some(rente_tom),
};

fn rente_tom(subject: &Subject) -> Verdict {
    match codes(subject) {
        Err(verdict) => return verdict,
        Ok((Code::Empty, Code::Empty)) => return Verdict::Fine,
        Ok(_) => {}
    }
    let told = [rente_001, rente_002, merrente].iter().any(|other| matches!(other(subject), Verdict::Breach { .. }));
    if told {
        return Verdict::Fine;
    }
    let (rule, rate) = (shorten(subject.claim.text(Field::Renteregel)), shorten(subject.claim.text(Field::Rentesatskode)));
    breach(CODE_FIELDS, format!("Renteregel er «{rule}», og rentesatskode er «{rate}»."))
}

pub(super) static G_RENTE_PAA_RENTE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTE_PAA_RENTE",
        name: "Rentefelterne er udfyldt på en rentefordring",
        says: "Renteregel og rentesatskode bruges ikke på rentefordringer.",
        why: "Felterne vælger, hvilken rente et krav skal have under inddrivelse. En rentefordring er selv rente og har ikke de felter i \
            portalen.",
        remedy: "Tøm renteregel, rentesatskode og merrentesats på linjen.",
        fields: CODE_FIELDS,
        applies_to: "nye rentefordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide til relaterede fordringer",
        url: RELATED_GUIDE,
        note: None,
        example: Example::Claim { code: "KFOPREN", changes: &[("renteregel", "001"), ("rentesatskode", "20")] },
    },
    scope: Scope::NewClaim,
    check: Some(rente_paa_rente),
};

fn rente_paa_rente(subject: &Subject) -> Verdict {
    if subject.kind() != Some(Kind::Rente) {
        return Verdict::Fine;
    }
    if INTEREST_FIELDS.iter().all(|field| !subject.claim.has(*field)) {
        return no_column(Field::Renteregel);
    }
    let filled: Vec<Field> = INTEREST_FIELDS.into_iter().filter(|field| subject.claim.is_filled(*field)).collect();
    match filled.as_slice() {
        [] => Verdict::Fine,
        [first, ..] => breach(&filled, format!("{} er udfyldt på en rentefordring.", first.shown())),
    }
}

pub(super) static G_RENTE_GEBYRLOV: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTE_GEBYRLOV",
        name: "Morarente af et gebyr",
        says: "Renter efter gebyrloven (REOPKOM) må kun beregnes af krav med udpantningsret, ikke af gebyrer.",
        why: "Gebyrlovens § 3 giver kommunen rente af selve kravet. Gebyrer for at rykke er ikke med.",
        remedy: "Lad renten pege på den hovedfordring, den er beregnet af. Er den beregnet af gebyret, så tag rentelinjen ud.",
        fields: &[Field::Fordringstype, Field::HovedfordringId, Field::HovedfordringReference],
        applies_to: "REOPKOM (kommunale morarenter)",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gebyrlovens § 3 og Gældsstyrelsens bilag om renter",
        url: "https://danskelove.dk/gebyrloven",
        note: Some("Kan kun ses, når hovedfordringen står i samme fil."),
        example: Example::Pair {
            code: "REOPKOM",
            first: &[("fordringstype", "GEDAINS"), ("reference", "GEB-2026-100123"), ("periode_slut", "2026-07-02")],
            second: &[("hovedfordring_id", ""), ("hovedfordring_reference", "GEB-2026-100123")],
        },
    },
    scope: Scope::NewClaim,
    check: Some(rente_gebyrlov),
};

/// The type that interest under gebyrloven is sent as.
const GEBYRLOV_INTEREST: &str = "REOPKOM";

fn rente_gebyrlov(subject: &Subject) -> Verdict {
    if subject.fordringstype.and_then(|fordringstype| fordringstype.code) != Some(GEBYRLOV_INTEREST) {
        return Verdict::Fine;
    }
    let Some(code) = subject.main_type else {
        return Verdict::NotChecked("hovedfordringen står ikke i filen, så dens fordringstype er ukendt");
    };
    match catalogue::find(code).map(|main| main.kind) {
        Some(Kind::Gebyr) => {
            let link =
                if subject.claim.is_filled(Field::HovedfordringReference) { Field::HovedfordringReference } else { Field::HovedfordringId };
            breach(&[link, Field::Fordringstype], format!("Renten peger på en fordring af typen {code}, der er et gebyr."))
        }
        _ => Verdict::Fine,
    }
}

pub(super) static SIGHTS: &[Sight] = &[
    sight(&G_RENTE_001, |view| !view.is(Kind::Rente) && view.any(&INTEREST_FIELDS), ask),
    sight(&G_RENTE_002, |view| !view.is(Kind::Rente) && view.any(&INTEREST_FIELDS), ask),
    sight(&G_MERRENTE, |view| !view.is(Kind::Rente) && view.any(&INTEREST_FIELDS), ask),
    sight(&G_RENTE_TOM, |view| !view.is(Kind::Rente) && view.any(&INTEREST_FIELDS), ask),
    sight(&G_RENTE_PAA_RENTE, |view| view.is(Kind::Rente) && view.any(&INTEREST_FIELDS), broken),
    sight(
        &G_RENTE_GEBYRLOV,
        |view| view.is_one_of(&[GEBYRLOV_INTEREST]) && view.outline.main.fordringstype,
        |glance| broken_if(glance.main.fordringstype().and_then(catalogue::find).is_some_and(|main| main.kind == Kind::Gebyr)),
    ),
];

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_main, on_type, verdict};
    use super::*;

    /// Which of the four rules about the codes speak.
    fn speaking(rule: &str, rate: &str, extra: &str) -> Vec<&'static str> {
        let fields = [("renteregel", rule), ("rentesatskode", rate), ("merrentesats", extra)];
        [&G_RENTE_001, &G_RENTE_002, &G_MERRENTE, &G_RENTE_TOM]
            .into_iter()
            .filter(|rule| breaks(rule, &fields))
            .map(|rule| rule.doc.id)
            .collect()
    }

    #[test]
    fn each_pair_of_codes_has_one_thing_said_of_it() {
        for (rule, rate, extra, told) in [
            ("", "", "", &[][..]),
            ("001", "20", "", &["G_RENTE_TOM"][..]),
            ("1", "20", "", &["G_RENTE_TOM"][..]),
            ("001", "98", "0", &["G_RENTE_TOM"][..]),
            ("001", "10", "", &["G_RENTE_TOM"][..]),
            ("001", "03", "2,5", &["G_RENTE_TOM"][..]),
            ("001", "3", "2,5", &["G_RENTE_TOM"][..]),
            ("002", "99", "", &["G_RENTE_TOM"][..]),
            ("001", "", "", &["G_RENTE_001"][..]),
            ("001", "99", "", &["G_RENTE_001"][..]),
            ("001", "04", "1", &["G_RENTE_001"][..]),
            ("", "20", "", &["G_RENTE_001"][..]),
            ("003", "20", "", &["G_RENTE_001"][..]),
            ("ja", "", "", &["G_RENTE_001"][..]),
            ("002", "", "", &["G_RENTE_002"][..]),
            ("002", "20", "", &["G_RENTE_002"][..]),
            ("", "99", "", &["G_RENTE_002"][..]),
            ("001", "03", "", &["G_MERRENTE"][..]),
            ("001", "03", "0", &["G_MERRENTE"][..]),
            ("001", "03", "-1", &["G_MERRENTE"][..]),
            ("001", "20", "2,5", &["G_MERRENTE"][..]),
            ("", "", "2,5", &["G_MERRENTE"][..]),
        ] {
            assert_eq!(speaking(rule, rate, extra), told, "{rule} {rate} {extra}");
        }
        for rule in [&G_RENTE_001, &G_RENTE_002, &G_MERRENTE, &G_RENTE_TOM] {
            // Without the columns no interest is chosen, as is the rule.
            assert_eq!(verdict(rule, &[]), Verdict::Fine, "{}", rule.doc.id);
        }
        let no_extra = [("renteregel", "001"), ("rentesatskode", "03")];
        assert!(breaks(&G_MERRENTE, &no_extra));
    }

    #[test]
    fn an_interest_claim_has_no_interest_fields() {
        for (fields, broken) in [
            (&[("renteregel", "001")][..], true),
            (&[("rentesatskode", "20")][..], true),
            (&[("merrentesats", "2")][..], true),
            (&[("renteregel", "")][..], false),
        ] {
            assert_eq!(on_type(&G_RENTE_PAA_RENTE, "KFOPREN", fields), broken, "{fields:?}");
            assert!(!on_type(&G_RENTE_PAA_RENTE, "KFDAINS", fields));
            for rule in [&G_RENTE_001, &G_RENTE_002, &G_MERRENTE, &G_RENTE_TOM] {
                assert!(!on_type(rule, "KFOPREN", fields), "{}", rule.doc.id);
            }
        }
    }

    #[test]
    fn gebyrlov_interest_is_not_on_fees() {
        for (main, broken) in [("GEDAINS", true), ("KFOPGEB", true), ("KFDAINS", false), ("UKENDT", false)] {
            assert_eq!(matches!(on_main(&G_RENTE_GEBYRLOV, "REOPKOM", main), Verdict::Breach { .. }), broken, "{main}");
            assert_eq!(on_main(&G_RENTE_GEBYRLOV, "KFOPREN", main), Verdict::Fine, "{main}");
        }
        assert!(matches!(verdict(&G_RENTE_GEBYRLOV, &[("fordringstype", "REOPKOM")]), Verdict::NotChecked(_)));
    }
}
