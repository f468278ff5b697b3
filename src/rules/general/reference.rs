//! The creditor's own reference, and claims that look like the same one twice.

use super::glance::{Sight, blind, broken, sight, sight_on};
use super::signs::REFERENCE_LONG;
use super::{GeneralRule, PORTAL_GUIDE, RELATED_GUIDE, Scope, Subject, Verdict, breach};
use crate::claim::{Field, is_shortened_number};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub static G_REF_UNIK: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_REF_UNIK",
        name: "Referencenummeret mangler eller er brugt før",
        says: "Hver fordring skal have jeres eget referencenummer, og det må kun være brugt én gang.",
        why: "Nummeret er det, I og Gældsstyrelsen kender fordringen på. Står det på to fordringer, kan kvitteringer og betalinger ikke \
            holdes ude fra hinanden.",
        remedy: "Brug journal- eller fakturanummeret, og sæt et løbenummer efter, når ét nummer dækker flere fordringer, fx \
            FAK-2026-00123-01. Flere skyldnere på samme fordring deler nummer og stamdata. Skriv ikke CPR-nummer i feltet.",
        fields: &[Field::Reference],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide og Gældsstyrelsens generelle krav til fordringer",
        url: PORTAL_GUIDE,
        note: Some(
            "Kilderne siger ikke, om et brugt nummer giver afvisning eller høring. Vi kan kun se numrene i denne fil, ikke dem I \
            har sendt før.",
        ),
        example: Example::Pair { code: "KFDAINS", first: &[], second: &[("hovedstol", "2900.00")] },
    },
    scope: Scope::NewClaim,
    check: Some(ref_unik),
};

fn ref_unik(subject: &Subject) -> Verdict {
    let reference = match subject.text(Field::Reference) {
        Ok(reference) => reference,
        Err(verdict) => return verdict,
    };
    if reference.is_empty() {
        return breach(&[Field::Reference], "Fordringen har intet referencenummer.");
    }
    // What is left of two different numbers may be the same. The lost digits have a finding of their own.
    if is_shortened_number(reference) {
        return Verdict::Fine;
    }
    match subject.neighbours.same_reference {
        Some(line) => breach(
            &[Field::Reference],
            format!(
                "En anden fordring i række {line} har samme referencenummer, men andre \
            stamdata."
            ),
        ),
        None => Verdict::Fine,
    }
}

/// The longest reference in the newer guides.
pub(super) const LONGEST_REFERENCE: usize = 36;

pub(super) static G_REF_LAENGDE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_REF_LAENGDE",
        name: "Referencenummeret er for langt",
        says: "Referencenummeret må højst have 36 tegn.",
        why: "Der er ikke plads til flere tegn i feltet. Bliver et langt nummer klippet over, kan to fordringer ende med det samme.",
        remedy: "Brug en kortere form af journal- eller fakturanummeret, og behold løbenummeret til sidst, så numrene stadig er \
            forskellige.",
        fields: &[Field::Reference],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide til relaterede fordringer (2022) og nyere orienteringsmateriale",
        url: RELATED_GUIDE,
        note: Some("Kilderne er ikke enige: en ældre guide (2019) og a-kassernes materiale siger 20 tegn. Vi råder først over 36."),
        example: Example::Claim { code: "KFDAINS", changes: &[("reference", "FAK-2026-100123-DAGINSTITUTION-JUNI-01")] },
    },
    scope: Scope::NewClaim,
    check: Some(ref_laengde),
};

fn ref_laengde(subject: &Subject) -> Verdict {
    match subject.text(Field::Reference).map(|reference| reference.chars().count()) {
        Ok(length) if length > LONGEST_REFERENCE => breach(&[Field::Reference], format!("Referencenummeret har {length} tegn.")),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub static G_DUBLET_INDHOLD: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_DUBLET_INDHOLD",
        name: "Fordringen ligner en anden i filen",
        says: "To fordringer bør ikke have samme type, skyldner, beløb, datoer og beskrivelse.",
        why: "Det samme krav må kun overdrages én gang. Og skyldner kan ikke se forskel på to krav, der er ens på nær referencenummeret.",
        remedy: "Er det samme krav, så slet den ene linje. Er det to krav, så gør dem forskellige i beskrivelsen, fx med hver sit \
            fakturanummer.",
        fields: &[Field::Fordringstype, Field::SkyldnerId, Field::Beloeb, Field::Beskrivelse],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Gældsstyrelsens vejledning til DMI om unikke fordringer; samme princip",
        url: "https://www.gaeldst.dk/fordringshaver/vejledninger/overdragelse-af-fordringer/hvordan-overdrages-fordringer/",
        note: Some("Vi ser kun filen her, ikke det, I har sendt før."),
        example: Example::Pair { code: "KFDAINS", first: &[], second: &[("reference", "FAK-2026-100124")] },
    },
    scope: Scope::NewClaim,
    check: Some(dublet_indhold),
};

fn dublet_indhold(subject: &Subject) -> Verdict {
    match subject.neighbours.same_content {
        Some(line) => breach(
            &[Field::Reference, Field::Fordringstype, Field::SkyldnerId, Field::Beloeb, Field::Beskrivelse],
            format!("Fordringen i række {line} har samme type, skyldner, beløb, datoer og beskrivelse."),
        ),
        None => Verdict::Fine,
    }
}

pub(super) static SIGHTS: &[Sight] = &[
    sight(&G_REF_UNIK, |view| view.has(Field::Reference) && !view.any(&[Field::Reference]), broken),
    sight_on(&G_REF_LAENGDE, REFERENCE_LONG, |view| view.any(&[Field::Reference]), broken),
    blind(&G_DUBLET_INDHOLD),
];

#[cfg(test)]
mod tests {
    use super::super::Neighbours;
    use super::super::testing::{beside, breaks, verdict};
    use super::*;

    #[test]
    fn a_reference_is_there_whole_and_once() {
        for (reference, broken) in [
            ("FAK-2026-1", false),
            ("100123", false),
            ("2026E01", false),
            ("E7", false),
            ("1,00123E+11", false),
            ("1E+11", false),
            ("", true),
            ("NULL", true),
        ] {
            assert_eq!(breaks(&G_REF_UNIK, &[("reference", reference)]), broken, "{reference}");
        }
        let twin = Neighbours { same_reference: Some(7), ..Neighbours::default() };
        let Verdict::Breach { found, .. } = beside(&G_REF_UNIK, &[("reference", "A1")], twin) else { panic!("no breach") };
        assert!(found.contains("række 7"));
        assert_eq!(beside(&G_REF_UNIK, &[("reference", "1,00123E+11")], twin), Verdict::Fine, "the numbers may have been different");
        assert!(matches!(verdict(&G_REF_UNIK, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_reference_has_at_most_36_characters() {
        for (length, broken) in [(20, false), (36, false), (37, true), (400, true)] {
            assert_eq!(breaks(&G_REF_LAENGDE, &[("reference", &"Å".repeat(length))]), broken, "{length}");
        }
    }

    #[test]
    fn the_same_claim_twice_is_told() {
        let twin = Neighbours { same_content: Some(3), ..Neighbours::default() };
        assert!(matches!(beside(&G_DUBLET_INDHOLD, &[], twin), Verdict::Breach { .. }));
        assert_eq!(beside(&G_DUBLET_INDHOLD, &[], Neighbours::default()), Verdict::Fine);
    }
}
