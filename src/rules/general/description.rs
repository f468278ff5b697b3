//! The description: its length, what must not stand in it, and what it gives away about the claim.

use super::glance::{Glance, Sight, broken, broken_if, sight_on};
use super::signs::{DESCRIPTION_CPR, DESCRIPTION_EXTRA, DESCRIPTION_LONG, DESCRIPTION_SEVERAL};
use super::{GENERAL_DEMANDS_PAGE, GeneralRule, Scope, Subject, Verdict, breach};
use crate::catalogue;
use crate::catalogue::model::{Fordringstype, Kind};
use crate::catalogue::table::{Check, DateRef, DateSubject, Op};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// How much the field holds.
pub(super) const LONGEST_DESCRIPTION: usize = 100;

pub(super) static G_BESKR_LAENGDE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_BESKR_LAENGDE",
        name: "Beskrivelsen er for lang",
        says: "Beskrivelsen må højst have 100 tegn.",
        why: "Der er ikke plads til flere tegn i feltet. Fordringen kan blive afvist for det; men kilden nævner kun grænsen og ikke \
            følgen, så vi råder kun.",
        remedy: "Nøjes med det, der peger på kravet: nummer og dato på fakturaen eller afgørelsen. Periode, beløb og frist står i deres \
            egne felter.",
        fields: &[Field::Beskrivelse],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer og portalens guide",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Grænsen er dokumenteret. At følgen er afvisning, er udledt."),
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[(
                "beskrivelse",
                "Faktura 100123 af 1. juni 2026 for plads i dagtilbud i juni måned 2026, jf. kommunens afgørelse af 4. maj 2026",
            )],
        },
    },
    scope: Scope::NewClaim,
    check: Some(beskr_laengde),
};

fn beskr_laengde(subject: &Subject) -> Verdict {
    match subject.text(Field::Beskrivelse).map(|text| text.chars().count()) {
        Ok(length) if length > LONGEST_DESCRIPTION => breach(&[Field::Beskrivelse], format!("Beskrivelsen har {length} tegn.")),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static G_BESKR_CPR: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_BESKR_CPR",
        name: "Der står noget, der ligner et CPR-nummer, i beskrivelsen",
        says: "Beskrivelsen må ikke indeholde et helt CPR-nummer, heller ikke skyldners eget.",
        why: "Teksten står i Gældsstyrelsens breve og kan blive læst af andre. Kræver typen, at en anden person kan kendes, fx et barn, \
            er de første seks cifre nok.",
        remedy: "Slet de sidste fire cifre, eller slet nummeret helt; skyldners nummer står i sit eget felt. Er de ti cifre et faktura- \
            eller kontonummer, kan du lade dem stå.",
        fields: &[Field::Beskrivelse],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer om personoplysninger",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Vi ser kun, at ti cifre har form som et CPR-nummer. Nummeret vises ikke i rådet."),
        example: Example::Claim { code: "KFDAINS", changes: &[("beskrivelse", "Faktura 100123, barn 690250-1234")] },
    },
    scope: Scope::NewClaim,
    check: Some(beskr_cpr),
};

fn beskr_cpr(subject: &Subject) -> Verdict {
    match subject.text(Field::Beskrivelse) {
        Ok(text) if holds_cpr(text) => breach(&[Field::Beskrivelse], "Beskrivelsen indeholder ti cifre, der ligner et CPR-nummer."),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

/// Whether six digits that can be a date stand before four more, with at most a hyphen or a blank between, and no further digits joined on.
pub(super) fn holds_cpr(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |index: usize| chars.get(index).is_some_and(char::is_ascii_digit);
    let is_hyphen = |index: usize| chars.get(index).is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}'));
    let is_joint = |index: usize| is_hyphen(index) || chars.get(index).is_some_and(|c| matches!(c, ' ' | '\u{a0}'));
    (0..chars.len()).any(|start| {
        // A run that goes on before the number, also over a hyphen, makes it part of a longer one.
        let joined_before = start > 0 && (is_digit(start - 1) || (start > 1 && is_hyphen(start - 1) && is_digit(start - 2)));
        if joined_before || !(start..start + 6).all(is_digit) {
            return false;
        }
        let rest = if is_joint(start + 6) { start + 7 } else { start + 6 };
        let joined_after = is_digit(rest + 4) || (is_hyphen(rest + 4) && is_digit(rest + 5));
        let two = |index: usize| chars[index..index + 2].iter().filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit);
        (rest..rest + 4).all(is_digit) && !joined_after && super::debtor::is_cpr_date(two(start), two(start + 2))
    })
}

pub(super) static G_BESKR_NAVN: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_BESKR_NAVN",
        name: "Navn eller adresse på andre i beskrivelsen",
        says: "Beskrivelsen må ikke indeholde fulde navne eller adresser på andre end skyldner.",
        why: "Teksten kommer med i breve til skyldner, og andres personoplysninger hører ikke til dér.",
        remedy: "Læs beskrivelserne igennem, før du sender. Brug fakturanummer, afgørelsesdato eller, hvor typen siger det, et barns \
            fødselsdato i stedet for et navn.",
        fields: &[Field::Beskrivelse],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer om personoplysninger",
        url: GENERAL_DEMANDS_PAGE,
        note: Some(
            "Et program kan ikke kende et navn med sikkerhed, så det skal du selv se efter. Daginstitutionstypernes materiale har både \
                krævet og forbudt barnets fornavn; forbuddet er det nyeste.",
        ),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};

pub(super) static G_RENTER_I_HF: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RENTER_I_HF",
        name: "Beskrivelsen nævner rente eller gebyr",
        says: "Renter og gebyrer må ikke ligge i en hovedfordring. De skal sendes for sig som relaterede fordringer.",
        why: "Renter og gebyrer har deres egne fordringstyper og regler, og hovedfordringen skal kunne ses uden dem. Et ord i \
            beskrivelsen kan være tegn på, at de er lagt sammen.",
        remedy: "Se efter på fakturaen. Er der renter, rykkergebyr eller PBS-gebyr i beløbet, så træk dem fra, og send dem for sig med \
            henvisning til hovedfordringen. Er de ikke regnet med, så skriv beskrivelsen uden ordet.",
        fields: &[Field::Beskrivelse, Field::Hovedstol],
        applies_to: "nye hovedfordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Gældsstyrelsens generelle krav til fordringer, punkt 3",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Vi ser kun på ordene. Ord, der også står i typens eget navn, tæller ikke."),
        example: Example::Claim { code: "KFDAINS", changes: &[("beskrivelse", "Faktura 100123 inkl. rykkergebyr")] },
    },
    scope: Scope::NewClaim,
    check: Some(renter_i_hf),
};

/// Whole words that speak of interest and of fees, with what they are about.
const EXTRA_WORDS: [(&str, &[&str]); 3] = [
    (
        "rente",
        &[
            "rente",
            "renten",
            "renter",
            "renterne",
            "morarente",
            "morarenter",
            "opkrævningsrente",
            "opkrævningsrenter",
            "procesrente",
            "procesrenter",
        ],
    ),
    (
        "gebyr",
        &[
            "gebyr",
            "gebyret",
            "gebyrer",
            "rykkergebyr",
            "rykkergebyrer",
            "opkrævningsgebyr",
            "opkrævningsgebyrer",
            "påkravsgebyr",
            "pbs",
            "inkassogebyr",
        ],
    ),
    ("rykker", &["rykker", "rykkere", "rykkerne"]),
];

fn renter_i_hf(subject: &Subject) -> Verdict {
    let Some(fordringstype) = subject.fordringstype.filter(|fordringstype| fordringstype.kind == Kind::Hovedfordring) else {
        return Verdict::Fine;
    };
    let text = match subject.text(Field::Beskrivelse) {
        Ok(text) => text.to_lowercase(),
        Err(verdict) => return verdict,
    };
    match extra_word(&text, fordringstype) {
        Some("pbs") => breach(&[Field::Beskrivelse, Field::Hovedstol], "Beskrivelsen nævner PBS."),
        Some(word) => breach(&[Field::Beskrivelse, Field::Hovedstol], format!("Beskrivelsen nævner ordet «{word}».")),
        None => Verdict::Fine,
    }
}

/// The first word in the text, which is in small letters, that speaks of interest or fees, for a type that isn't about them itself.
fn extra_word<'t>(text: &'t str, fordringstype: &Fordringstype) -> Option<&'t str> {
    let about_itself = |topic: &str| fordringstype.name.to_lowercase().contains(topic);
    words(text).find(|word| EXTRA_WORDS.iter().any(|(topic, forms)| forms.contains(word) && !about_itself(topic)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

pub(super) static G_SAMMENLAGT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_SAMMENLAGT",
        name: "Beskrivelsen nævner flere måneder eller fakturaer",
        says: "Hvert krav skal være sin egen fordring. Flere fakturaer eller måneder må ikke lægges sammen i én.",
        why: "Hvert krav har sin egen stiftelse, sit eget forfald og sin egen forældelse. Lægges de sammen, bliver datoerne forkerte for \
            nogle af dem.",
        remedy: "Del beløbet op i én fordring pr. faktura eller periode, hver med sine egne datoer. Er det ét krav, der med rette dækker \
            flere måneder, kan du lade det stå.",
        fields: &[Field::Beskrivelse, Field::PeriodeStart, Field::PeriodeSlut],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Gældsstyrelsens generelle krav til fordringer, punkt 5",
        url: GENERAL_DEMANDS_PAGE,
        note: Some(
            "Vi ser kun på ordene, og kun de tydelige tilfælde. Typer, hvis filtertabel tillader perioder på et halvt år eller mere, er \
                undtaget for måneder.",
        ),
        example: Example::Claim { code: "KFDAINS", changes: &[("beskrivelse", "Faktura januar-marts 2026")] },
    },
    scope: Scope::NewClaim,
    check: Some(sammenlagt),
};

fn sammenlagt(subject: &Subject) -> Verdict {
    let text = match subject.text(Field::Beskrivelse) {
        Ok(text) => text.to_lowercase(),
        Err(verdict) => return verdict,
    };
    match several(&text, subject.fordringstype) {
        Some(Several::Months(first, second)) => {
            breach(&[Field::Beskrivelse], format!("Beskrivelsen nævner flere måneder: {first} og {second}."))
        }
        Some(Several::Invoices) => breach(&[Field::Beskrivelse], "Beskrivelsen nævner flere fakturaer."),
        None => Verdict::Fine,
    }
}

/// What a description names several of.
enum Several {
    Months(&'static str, &'static str),
    Invoices,
}

/// What the text, which is in small letters, names several of, if that says that several claims were put together.
fn several(text: &str, fordringstype: Option<&'static Fordringstype>) -> Option<Several> {
    let tokens = tokens(text);
    if let Some((first, second)) = two_months(&tokens)
        && !fordringstype.is_some_and(allows_long_periods)
    {
        return Some(Several::Months(first, second));
    }
    names_several_invoices(&tokens).then_some(Several::Invoices)
}

/// Words and numbers, and each mark between them but blanks and full stops.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() { rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (token, after) = rest.split_at(end);
        if !token.trim().is_empty() && token != "." {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

const MONTHS: [(&str, &str); 12] = [
    ("januar", "jan"),
    ("februar", "feb"),
    ("marts", "mar"),
    ("april", "apr"),
    ("maj", "maj"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];

fn month(word: &str) -> Option<&'static str> {
    MONTHS.iter().find(|(full, short)| word == *full || word == *short || (word == "sept" && *short == "sep")).map(|(full, _)| *full)
}

const JOINTS: [&str; 10] = ["-", "–", "—", ",", "/", "+", "&", "og", "til", "samt"];

/// Two different months that are told in one breath: `januar-marts`, `jan, feb`, `maj 2026 og juni`. Not `1. januar - 1. februar`, which are days.
fn two_months(tokens: &[&str]) -> Option<(&'static str, &'static str)> {
    (0..tokens.len()).find_map(|index| {
        let first = month(tokens[index])?;
        let is_year = |token: &&&str| matches!(token.len(), 2 | 4) && token.bytes().all(|b| b.is_ascii_digit());
        let mut next = index + 1;
        if tokens.get(next).filter(is_year).is_some() {
            next += 1;
        }
        if !JOINTS.contains(tokens.get(next)?) {
            return None;
        }
        let second = month(tokens.get(next + 1)?)?;
        (second != first).then_some((first, second))
    })
}

/// `fakturaer`, `faktura 1 og faktura 2`, or a row of long numbers after the word.
fn names_several_invoices(tokens: &[&str]) -> bool {
    let plural = tokens.iter().any(|token| matches!(*token, "fakturaer" | "fakturaerne" | "fakturaernes"));
    let twice = tokens.iter().filter(|token| **token == "faktura").count() >= 2;
    let is_number = |token: &&str| token.len() >= 5 && token.bytes().all(|b| b.is_ascii_digit());
    let row =
        tokens.windows(3).any(|three| is_number(&three[0]) && matches!(three[1], "," | "og" | "+" | "&" | "samt") && is_number(&three[2]));
    plural || twice || (row && tokens.iter().any(|token| token.starts_with("faktura")))
}

/// Whether a table of the type, or of its twin, lets a period last half a year or more.
fn allows_long_periods(fordringstype: &'static Fordringstype) -> bool {
    let twin = fordringstype.parallel.and_then(catalogue::find);
    let rules =
        [Some(fordringstype), twin].into_iter().flatten().flat_map(|fordringstype| fordringstype.tables).flat_map(|table| table.rules);
    rules.map(|rule| rule.check).any(|check| match check {
        Check::Date { subject, op: Op::AtMost | Op::Equal, reference, offset, .. } => {
            subject == DateSubject::Field(Field::PeriodeSlut)
                && reference == DateRef::Field(Field::PeriodeStart)
                && (offset.years > 0 || offset.months >= 6)
        }
        _ => false,
    })
}

pub(super) static SIGHTS: &[Sight] = &[
    sight_on(&G_BESKR_LAENGDE, DESCRIPTION_LONG, |view| view.any(&[Field::Beskrivelse]), broken),
    sight_on(&G_BESKR_CPR, DESCRIPTION_CPR, |view| view.any(&[Field::Beskrivelse]), broken),
    sight_on(
        &G_RENTER_I_HF,
        DESCRIPTION_EXTRA,
        |view| view.is(Kind::Hovedfordring) && view.any(&[Field::Beskrivelse]),
        |glance| broken_if(extra_word(&lower(glance), glance.fordringstype()).is_some()),
    ),
    sight_on(
        &G_SAMMENLAGT,
        DESCRIPTION_SEVERAL,
        |view| view.any(&[Field::Beskrivelse]),
        |glance| broken_if(several(&lower(glance), Some(glance.fordringstype())).is_some()),
    ),
];

fn lower(glance: &Glance) -> String {
    (glance.text)(Field::Beskrivelse).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_type, verdict};
    use super::*;

    #[test]
    fn a_description_has_at_most_a_hundred_characters() {
        for (length, broken) in [(0, false), (99, false), (100, false), (101, true), (5000, true)] {
            assert_eq!(breaks(&G_BESKR_LAENGDE, &[("beskrivelse", &"æ".repeat(length))]), broken, "{length}");
        }
        assert!(matches!(verdict(&G_BESKR_LAENGDE, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_cpr_number_is_seen_and_not_repeated() {
        for (text, broken) in [
            ("barn 690250-1234", true),
            ("barn 6902501234.", true),
            ("690250 1234", true),
            ("690250–1234", true),
            ("(310178-9999)", true),
            ("Faktura 100123", false),
            ("Faktura 990123-1234", false),
            ("Faktura 101399-1234", false),
            ("Faktura 16902501234", false),
            ("Faktura 69025012345", false),
            ("Sag 2026-690250-1234", false),
            ("Sag 690250-1234-5", false),
            ("690250--1234", false),
            ("690250", false),
            ("Født 09.02.1950", false),
            ("", false),
        ] {
            assert_eq!(breaks(&G_BESKR_CPR, &[("beskrivelse", text)]), broken, "{text}");
            if let Verdict::Breach { found, .. } = verdict(&G_BESKR_CPR, &[("beskrivelse", text)]) {
                assert!(!found.bytes().any(|b| b.is_ascii_digit()), "{found}");
            }
        }
    }

    #[test]
    fn interest_and_fees_are_whole_words_in_hovedfordringer() {
        for (text, broken) in [
            ("Faktura 100123 inkl. rykkergebyr", true),
            ("Betaling + PBS-gebyr", true),
            ("Husleje og renter", true),
            ("3. rykker", true),
            ("RENTE juni", true),
            ("Rentefri betaling", false),
            ("Faktura 100123", false),
            ("Til borgerens orientering", false),
            ("", false),
        ] {
            assert_eq!(on_type(&G_RENTER_I_HF, "KFDAINS", &[("beskrivelse", text)]), broken, "{text}");
            assert!(!on_type(&G_RENTER_I_HF, "KFOPREN", &[("beskrivelse", text)]), "an interest type");
            assert!(!breaks(&G_RENTER_I_HF, &[("beskrivelse", text)]), "unknown kind");
        }
        assert!(!on_type(&G_RENTER_I_HF, "KFIGHUS", &[("beskrivelse", "Gebyr for indbringelse")]), "the type is a fee itself");
        assert!(on_type(&G_RENTER_I_HF, "KFIGHUS", &[("beskrivelse", "Gebyr og renter")]));
    }

    #[test]
    fn several_months_or_invoices_in_one_claim() {
        for (text, broken) in [
            ("Faktura januar-marts 2026", true),
            ("jan, feb", true),
            ("jan. og feb. 2026", true),
            ("Betaling maj 2026 og juni 2026", true),
            ("Fakturaer 100123", true),
            ("Faktura 1 og faktura 2", true),
            ("Faktura 100123, 100124 og 100125", true),
            ("Faktura 100123", false),
            ("Faktura 100123 af 1. juni 2026, forfald 1. juli", false),
            ("Periode 1. januar 2026 - 31. januar 2026", false),
            ("Periode 1. maj - 1. juni", false),
            ("Juni 2026", false),
            ("Faktura 100123, fakturadato 1.6.2026", false),
            ("marts / marts", false),
            ("", false),
        ] {
            assert_eq!(on_type(&G_SAMMENLAGT, "KFDAINS", &[("beskrivelse", text)]), broken, "{text}");
        }
        assert!(!on_type(&G_SAMMENLAGT, "KFTØFIN", &[("beskrivelse", "Regulering januar-december 2025")]), "a year is its period");
    }
}
