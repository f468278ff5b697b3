//! The fordringstype, and whether a claim stands alone or hangs on another.

use super::glance::{Sight, blind, broken, sight};
use super::{GENERAL_DEMANDS_PAGE, GeneralRule, Scope, Subject, TYPES_PAGE, Verdict, breach, no_column};
use crate::catalogue::model::Fordringstype;
use crate::claim::{Claim, Field};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub static G_FORDRTYPE_KENDT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_FORDRTYPE_KENDT",
        name: "Fordringstypen mangler eller kendes ikke",
        says: "Fordringstypen skal være en kode på 7 tegn, som jeres aftale med Gældsstyrelsen omfatter.",
        why: "Koden bestemmer, hvilke regler fordringen bliver målt efter. Uden en kendt kode tjekker vi kun de regler, næsten alle \
            typer deler.",
        remedy: "Se koden i jeres aftale. Koder fra det gamle system (DMI) gælder ikke i PSRM; brug afløseren. Står koden i aftalen, kan \
            du bruge den, selv om kataloget her ikke har den.",
        fields: &[Field::Fordringstype],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer; portalen viser kun de typer, I har aftale om",
        url: TYPES_PAGE,
        note: Some(
            "Kataloget her er samlet af offentligt materiale og er ikke komplet. En ukendt kode er ikke bevis for, at fordringen \
            bliver afvist.",
        ),
        example: Example::Claim { code: "KFDAINS", changes: &[("fordringstype", "KFXXXXX")] },
    },
    scope: Scope::NewClaim,
    check: Some(fordrtype_kendt),
};

fn fordrtype_kendt(subject: &Subject) -> Verdict {
    match subject.text(Field::Fordringstype) {
        Err(verdict) => verdict,
        Ok(_) if subject.fordringstype.is_some() => Verdict::Fine,
        Ok("") => breach(&[Field::Fordringstype], "Fordringen har ingen fordringstype."),
        // Anything unlike a code may be another column's text, even a personal number, so it is not repeated.
        Ok(code) if code.chars().count() <= 8 && code.chars().filter(char::is_ascii_digit).count() < 4 => {
            breach(&[Field::Fordringstype], format!("Koden «{code}» findes ikke i kataloget."))
        }
        Ok(_) => breach(&[Field::Fordringstype], "Teksten i fordringstype er ikke en kode på 7 tegn."),
    }
}

const LINKS: [Field; 2] = [Field::HovedfordringId, Field::HovedfordringReference];

/// Whether the claim names a hovedfordring; the verdict where the file has no place for it.
fn has_link(claim: &Claim) -> Result<bool, Verdict> {
    if LINKS.iter().all(|field| !claim.has(*field)) {
        return Err(no_column(Field::HovedfordringId));
    }
    Ok(LINKS.iter().any(|field| claim.is_filled(*field)))
}

pub(super) static G_HFID_MANGLER: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_HFID_MANGLER",
        name: "Renten eller gebyret peger ikke på en hovedfordring",
        says: "En relateret fordring skal henvise til sin hovedfordring: med HovedfordringsID, eller med dens reference, når den står i \
            samme fil.",
        why: "Uden henvisningen kan PSRM ikke vide, hvad renten eller gebyret hører til. Gældsstyrelsen skriver, at fordringen i \
            princippet kan blive afvist, når oplysninger mangler; vi giver det som et råd.",
        remedy: "Find hovedfordringens ID i kvitteringen eller i portalen, og skriv det i HovedfordringsID. Sender du begge på én gang, \
            så skriv hovedfordringens reference i feltet for den. Har én rykker dækket flere krav, vælger du ét af dem.",
        fields: &[Field::HovedfordringId, Field::HovedfordringReference],
        applies_to: "nye rente- og gebyrfordringer af typer, hvor R_1_2 ikke kører",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer, punkt 4",
        url: GENERAL_DEMANDS_PAGE,
        note: Some(
            "Hvor R_1_2 kører, siger den det samme og afviser. Her er det vores vurdering, at typen er relateret; siger jeres aftale noget andet, gælder den.",
        ),
        example: Example::Claim { code: "GELEOAL", changes: &[("hovedfordring_id", "")] },
    },
    scope: Scope::NewClaim,
    check: Some(hfid_mangler),
};

/// Whether claims of the type hang on a hovedfordring, and this rule is the one to say it: R_1_2 does wherever the kind is documented or the type
/// has a table.
fn must_hang(t: &Fordringstype) -> bool {
    t.kind.is_related() && !t.kind_documented && t.tables.is_empty()
}

fn hfid_mangler(subject: &Subject) -> Verdict {
    if !subject.fordringstype.is_some_and(must_hang) {
        return Verdict::Fine;
    }
    match has_link(subject.claim) {
        Ok(true) => Verdict::Fine,
        Ok(false) => breach(&LINKS, "Fordringen henviser ikke til nogen hovedfordring."),
        Err(verdict) => verdict,
    }
}

pub(super) static G_HFID_OVERFLOED: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_HFID_OVERFLOED",
        name: "En hovedfordring peger på en anden fordring",
        says: "En hovedfordring bør ikke henvise til en hovedfordring.",
        why: "Henvisningen er til renter og gebyrer. Står den på et krav, der skal stå alene, er enten henvisningen eller fordringstypen \
            forkert.",
        remedy: "Tøm HovedfordringsID og hovedfordringens reference. Er kravet en rente eller et gebyr af et andet krav, så brug den \
            fordringstype, der passer til det.",
        fields: &[Field::HovedfordringId, Field::HovedfordringReference, Field::Fordringstype],
        applies_to: "nye hovedfordringer af typer, hvor R_1_2 ikke kører",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Udledt af R_1_2 i de offentliggjorte filtertabeller",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Det er vores vurdering, at disse typer er hovedfordringer. Siger jeres aftale noget andet, gælder den."),
        example: Example::Claim { code: "KFPERTI", changes: &[("hovedfordring_id", "1000000001")] },
    },
    scope: Scope::NewClaim,
    check: Some(hfid_overfloed),
};

/// Whether claims of the type stand alone, and this rule is the one to say it: where the type has a table or its kind is documented, R_1_2 does.
fn must_stand_alone(t: &Fordringstype) -> bool {
    !t.kind.is_related() && !t.kind_documented && t.tables.is_empty() && t.parallel.is_none()
}

fn hfid_overfloed(subject: &Subject) -> Verdict {
    if !subject.fordringstype.is_some_and(must_stand_alone) {
        return Verdict::Fine;
    }
    let filled: Vec<Field> = LINKS.into_iter().filter(|field| subject.claim.is_filled(*field)).collect();
    match has_link(subject.claim) {
        Ok(true) => breach(&filled, "Fordringen er af en hovedfordringstype, men henviser til en anden fordring."),
        Ok(false) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static SIGHTS: &[Sight] = &[
    // A type that isn't known is not read at a glance.
    blind(&G_FORDRTYPE_KENDT),
    sight(&G_HFID_MANGLER, |view| must_hang(view.fordringstype) && LINKS.iter().any(|field| view.has(*field)) && !view.any(&LINKS), broken),
    sight(&G_HFID_OVERFLOED, |view| must_stand_alone(view.fordringstype) && view.any(&LINKS), broken),
];

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_type, verdict};
    use super::*;

    #[test]
    fn a_type_is_given_and_known() {
        for (code, broken) in
            [("KFDAINS", false), ("KFTØFIN", false), ("KFXXXXX", true), ("DFHUSLE", true), ("", true), ("690250-1234", true)]
        {
            assert_eq!(breaks(&G_FORDRTYPE_KENDT, &[("fordringstype", code)]), broken, "{code}");
        }
        let Verdict::Breach { found, .. } = verdict(&G_FORDRTYPE_KENDT, &[("fordringstype", "690250-1234")]) else { panic!("no breach") };
        assert!(!found.contains("1234"));
        assert!(matches!(verdict(&G_FORDRTYPE_KENDT, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn interest_and_fees_point_at_a_hovedfordring() {
        for (fields, broken) in [
            (&[("hovedfordring_id", "")][..], true),
            (&[("hovedfordring_id", "00000000")][..], true),
            (&[("hovedfordring_id", "7")][..], false),
            (&[("hovedfordring_id", ""), ("hovedfordring_reference", "A1")][..], false),
            (&[("hovedfordring_reference", "")][..], true),
        ] {
            assert_eq!(on_type(&G_HFID_MANGLER, "GELEOAL", fields), broken, "{fields:?}");
            for code in ["KFDAINS", "KFOPGEB", "KFOPREN", "GEDAINS"] {
                assert!(!on_type(&G_HFID_MANGLER, code, fields), "{code} {fields:?}: R_1_2 speaks or the type stands alone");
            }
        }
        assert!(matches!(verdict(&G_HFID_MANGLER, &[("fordringstype", "GELEOAL")]), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_hovedfordring_points_at_nothing() {
        for (fields, broken) in [
            (&[("hovedfordring_id", "7")][..], true),
            (&[("hovedfordring_reference", "A1")][..], true),
            (&[("hovedfordring_id", "")][..], false),
        ] {
            assert_eq!(on_type(&G_HFID_OVERFLOED, "KFPERTI", fields), broken, "{fields:?}");
            for code in ["KFDAINS", "KFFORBØ", "DFHUSLJ", "KFOPGEB", "UKENDT"] {
                assert!(!on_type(&G_HFID_OVERFLOED, code, fields), "{code} {fields:?}");
            }
        }
    }
}
