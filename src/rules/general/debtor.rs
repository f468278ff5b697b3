//! Who owes: numbers that cannot be a debtor's, several debtors, and notes about them.

use super::glance::{Glance, Sight, Sign, blind, broken, sight, sight_on};
use super::signs::{DEBTOR_AKR, DEBTOR_CPR, DEBTOR_CVR, DEBTOR_ODD, DEBTOR_UNKNOWN};
use super::{GeneralRule, PORTAL_GUIDE, Scope, Subject, Verdict, breach, no_column};
use crate::claim::{Claim, DebtorNumber, Field, is_shortened_number, sheet_error};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// What a debtor's number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Register {
    Cpr,
    Cvr,
    Se,
    Akr,
}

impl Register {
    /// The register that `skyldner_type` names; with nothing or nothing known there, the one whose numbers have this length.
    fn of(claim: &Claim) -> Option<Register> {
        Register::named_or_like(claim.text(Field::SkyldnerType), claim.text(Field::SkyldnerId))
    }

    /// The same, by the two fields' texts.
    pub(super) fn named_or_like(text: &str, number: &str) -> Option<Register> {
        let names = [("CPR", Register::Cpr), ("CVR", Register::Cvr), ("SE", Register::Se), ("AKR", Register::Akr)];
        // KMD writes a Z before the name.
        let plain = text.strip_prefix(['Z', 'z']).unwrap_or(text);
        let named = names.into_iter().find(|(name, _)| plain.eq_ignore_ascii_case(name)).map(|(_, register)| register);
        named.or_else(|| match count_digits(number) {
            8 => Some(Register::Cvr),
            // Nine digits: a CPR number that lost a leading zero.
            9 | 10 => Some(Register::Cpr),
            11 => Some(Register::Akr),
            _ => None,
        })
    }
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether a spreadsheet has left something else in the cell than the number. That has a finding of its own, and there is no number to look at.
fn is_debris(text: &str) -> bool {
    is_shortened_number(text) || sheet_error(text).is_some()
}

/// Whether day and month can begin a CPR number; administrative numbers have 60 added to the day.
pub fn is_cpr_date(day: u32, month: u32) -> bool {
    let day = if day > 60 { day - 60 } else { day };
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

/// Whether a CPR number can begin with these digits.
pub(super) fn can_begin_cpr(digits: [u8; 4]) -> bool {
    let [day_tens, day, month_tens, month] = digits.map(u32::from);
    is_cpr_date(day_tens * 10 + day, month_tens * 10 + month)
}

/// Whether the eight digits of a CVR number agree with its check digit.
pub(super) fn is_cvr(digits: &[u8]) -> bool {
    let weights = [2, 7, 6, 5, 4, 3, 2, 1];
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum::<u32>().is_multiple_of(11)
}

/// The debtor's number where the rule for this register should look at it.
fn number_in<'a>(subject: &'a Subject, registers: &[Register]) -> Result<&'a str, Verdict> {
    let number = subject.text(Field::SkyldnerId)?;
    let concerned = Register::of(subject.claim).is_some_and(|register| registers.contains(&register));
    if number.is_empty() || is_debris(number) || !concerned { Err(Verdict::Fine) } else { Ok(number) }
}

const NUMBER: &[Field] = &[Field::SkyldnerId];

/// What is said of a number with too few or too many digits.
fn wrong_count(name: &str, count: usize, wanted: usize) -> String {
    let digits = if count == 1 { "1 ciffer".to_owned() } else { format!("{count} cifre") };
    format!("{name} har {digits}; det skal have {wanted}.")
}

pub(super) static G_SKYLDNER_MANGLER: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_SKYLDNER_MANGLER",
        name: "Skyldner kan ikke kendes på nummeret",
        says: "Hver fordring skal have en skyldner med CPR-, CVR-, SE- eller AKR-nummer.",
        why: "Uden nummeret kan Gældsstyrelsen ikke vide, hvem der skylder pengene. Feltet er obligatorisk, så fordringen kan blive \
            afvist; men ingen kilde siger det med de ord, og derfor råder vi kun.",
        remedy: "Find nummeret i fagsystemet, og skriv det. Har skyldner hverken CPR- eller CVR-nummer, så bed Gældsstyrelsen om et \
            AKR-nummer, før du sender fordringen.",
        fields: &[Field::SkyldnerId, Field::SkyldnerType],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer og siden om skyldnere uden CPR- eller CVR-nummer",
        url: "https://gaeldst.dk/fordringshaver/find-vejledning/registrering-af-skyldner-uden-et-cpr-eller-cvr-nummer",
        note: Some(
            "Kravet er dokumenteret. At følgen er afvisning, er udledt. I udtræk fra KMD Opus (ODE) står nummeret i filen med \
                forretningspartnere.",
        ),
        example: Example::Claim { code: "KFDAINS", changes: &[("skyldner_id", "")] },
    },
    scope: Scope::NewClaim,
    check: Some(skyldner_mangler),
};

fn skyldner_mangler(subject: &Subject) -> Verdict {
    let number = match subject.text(Field::SkyldnerId) {
        Ok(number) => number,
        Err(verdict) => return verdict,
    };
    if number.is_empty() {
        return breach(NUMBER, "Fordringen har ingen skyldner.");
    }
    if is_debris(number) || Register::of(subject.claim).is_some() {
        return Verdict::Fine;
    }
    let count = count_digits(number);
    let found = match count {
        0 => "Der står noget i feltet, men intet nummer.".to_owned(),
        1 => "Skyldnerens nummer har 1 ciffer. CPR har 10, CVR og SE har 8, og AKR har 11.".to_owned(),
        _ => format!("Skyldnerens nummer har {count} cifre. CPR har 10, CVR og SE har 8, og AKR har 11."),
    };
    breach(&[Field::SkyldnerId, Field::SkyldnerType], found)
}

pub(super) static G_CPR_FORMAT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_CPR_FORMAT",
        name: "CPR-nummeret ser forkert ud",
        says: "Et CPR-nummer har 10 cifre, med eller uden bindestreg, og begynder med en dato.",
        why: "Et nummer med for få cifre eller en umulig dato kan ikke være skyldners. Regneark fjerner nuller forrest og forkorter \
            lange tal, så det sker let.",
        remedy: "Hent nummeret fra fagsystemet. Giv kolonnen tekstformat i regnearket, før du åbner eller gemmer filen, så nullet \
            forrest bliver stående.",
        fields: NUMBER,
        applies_to: "nye fordringer med CPR-nummer på skyldner",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide; at datoen skal være mulig, er udledt",
        url: PORTAL_GUIDE,
        note: Some(
            "Vi tjekker ikke modulus 11: siden 2007 findes der gyldige CPR-numre, som ikke opfylder den. Numre, hvor der er lagt 60 til \
                dagen, er administrative og regnes for mulige. Nummeret vises aldrig i rådet.",
        ),
        example: Example::Claim { code: "KFDAINS", changes: &[("skyldner_id", "690250123")] },
    },
    scope: Scope::NewClaim,
    check: Some(cpr_format),
};

fn cpr_format(subject: &Subject) -> Verdict {
    let number = match number_in(subject, &[Register::Cpr]) {
        Ok(number) => number,
        Err(verdict) => return verdict,
    };
    let Some(number) = DebtorNumber::read(number).filter(|number| !number.has_country_code) else {
        return breach(NUMBER, "CPR-nummeret indeholder andet end cifre og bindestreg.");
    };
    match (number.count(), number.digits()) {
        (10, [a, b, c, d, ..]) if can_begin_cpr([*a, *b, *c, *d]) => Verdict::Fine,
        (10, _) => breach(NUMBER, "CPR-nummeret begynder ikke med en dato, der findes."),
        (9, [a, b, c, ..]) => breach(NUMBER, nine_digits([*a, *b, *c])),
        (count, _) => breach(NUMBER, wrong_count("CPR-nummeret", count, 10)),
    }
}

/// What is said of a CPR number with nine digits: whether a zero in front could be what it lost. The number itself is not repeated.
fn nine_digits([a, b, c]: [u8; 3]) -> String {
    let told = wrong_count("CPR-nummeret", 9, 10);
    if can_begin_cpr([0, a, b, c]) {
        return format!(
            "{told} Med et nul foran begynder det med en dato, der findes, så regnearket har nok fjernet nullet. Se efter i fagsystemet, \
            og skriv nullet forrest."
        );
    }
    format!("{told} Et nul foran giver ingen dato, der findes, så det er et andet ciffer, der mangler.")
}

pub(super) static G_CVR_FORMAT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_CVR_FORMAT",
        name: "CVR- eller SE-nummeret ser forkert ud",
        says: "Et CVR- eller SE-nummer har 8 cifre. CVR-nummerets sidste ciffer er et kontrolciffer, der skal passe (modulus 11).",
        why: "Kontrolcifret fanger tastefejl og ombyttede cifre. Et CVR-nummer, der ikke passer, findes ikke.",
        remedy: "Slå virksomheden op i CVR, og skriv nummeret uden mellemrum og uden DK foran. Er det et P-nummer (10 cifre), hører det \
            til i sit eget felt. Er det et SE-nummer, så skriv SE i skyldnertype.",
        fields: &[Field::SkyldnerId, Field::SkyldnerType],
        applies_to: "nye fordringer med CVR- eller SE-nummer på skyldner",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide; Erhvervsstyrelsens beskrivelse af modulus 11 for CVR",
        url: PORTAL_GUIDE,
        note: Some("For SE-numre tjekker vi kun, at der er 8 cifre. Står der ingen skyldnertype, læser vi 8 cifre som et CVR-nummer."),
        example: Example::Claim { code: "KFDAINS", changes: &[("skyldner_type", "CVR"), ("skyldner_id", "12345678")] },
    },
    scope: Scope::NewClaim,
    check: Some(cvr_format),
};

fn cvr_format(subject: &Subject) -> Verdict {
    let number = match number_in(subject, &[Register::Cvr, Register::Se]) {
        Ok(number) => number,
        Err(verdict) => return verdict,
    };
    let is_cvr_number = Register::of(subject.claim) == Some(Register::Cvr);
    let name = if is_cvr_number { "CVR-nummeret" } else { "SE-nummeret" };
    let Some(number) = DebtorNumber::read(number) else {
        return breach(NUMBER, format!("{name} indeholder andet end cifre."));
    };
    match number.count() {
        8 if is_cvr_number && !is_cvr(number.digits()) => breach(NUMBER, "CVR-nummerets kontrolciffer passer ikke til resten af nummeret."),
        8 if number.has_country_code => breach(NUMBER, format!("{name} har landekoden DK foran. Skriv kun de 8 cifre.")),
        8 => Verdict::Fine,
        // A CPR number of nine digits has lost a zero; this one hasn't.
        7 if is_cvr_number => breach(
            NUMBER,
            format!("{} Et CVR-nummer begynder ikke med nul, så det er et andet ciffer, der mangler.", wrong_count(name, 7, 8)),
        ),
        count => breach(NUMBER, wrong_count(name, count, 8)),
    }
}

pub(super) static G_AKR_FORMAT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_AKR_FORMAT",
        name: "AKR-nummeret har ikke 11 cifre",
        says: "Et AKR-nummer har 11 cifre.",
        why: "AKR-numre gives til skyldnere uden CPR- eller CVR-nummer. Mangler der et ciffer, kan nummeret ikke findes.",
        remedy: "Skriv nummeret, som Gældsstyrelsen har oplyst det. Er det i virkeligheden et CPR- eller CVR-nummer, så ret skyldnertype.",
        fields: &[Field::SkyldnerId, Field::SkyldnerType],
        applies_to: "nye fordringer med AKR-nummer på skyldner",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide",
        url: PORTAL_GUIDE,
        note: None,
        example: Example::Claim { code: "KFDAINS", changes: &[("skyldner_type", "AKR"), ("skyldner_id", "1234567890")] },
    },
    scope: Scope::NewClaim,
    check: Some(akr_format),
};

fn akr_format(subject: &Subject) -> Verdict {
    let number = match number_in(subject, &[Register::Akr]) {
        Ok(number) => number,
        Err(verdict) => return verdict,
    };
    match DebtorNumber::read(number).filter(|number| !number.has_country_code).map(|number| number.count()) {
        None => breach(NUMBER, "AKR-nummeret indeholder andet end cifre."),
        Some(11) => Verdict::Fine,
        Some(count) => breach(NUMBER, wrong_count("AKR-nummeret", count, 11)),
    }
}

/// Gældsstyrelsens page about several debtors.
const DEBTORS_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/tilfoej-eller-fjern-skyldner-paa-en-fordring";

pub(super) static G_SKYLDNER_DUBLET: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_SKYLDNER_DUBLET",
        name: "Samme skyldner står to gange på fordringen",
        says: "En skyldner må kun stå én gang på den samme fordring.",
        why: "Flere skyldnere hæfter hver for hele beløbet. Står den samme to gange, er der enten en linje for meget, eller en anden \
            skyldner er glemt.",
        remedy: "Slet den ene linje, eller skriv den rigtige medhæfters nummer på den.",
        fields: NUMBER,
        applies_to: "nye fordringer med flere skyldnere",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Følger af solidarisk hæftelse i PSRM",
        url: DEBTORS_PAGE,
        note: Some("Linjer hører til samme fordring, når referencenummer og stamdata er ens."),
        example: Example::Pair { code: "KFDAINS", first: &[], second: &[] },
    },
    scope: Scope::NewClaim,
    check: Some(skyldner_dublet),
};

fn skyldner_dublet(subject: &Subject) -> Verdict {
    match subject.neighbours.same_debtor {
        Some(line) => breach(NUMBER, format!("Den samme skyldner står også i række {line} på denne fordring.")),
        None => Verdict::Fine,
    }
}

pub(super) static G_HAEFT_SOLIDARISK: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_HAEFT_SOLIDARISK",
        name: "Fordringen har flere skyldnere",
        says: "Alle skyldnere på en fordring hæfter for hele beløbet. Hæfter de kun for hver sin del, skal hver del være sin egen \
            fordring.",
        why: "PSRM kender kun solidarisk hæftelse. En delt hæftelse, der sendes som én fordring, kan få en skyldner til at betale for \
            meget.",
        remedy: "Hæfter de solidarisk, så lad hele beløbet stå på alle linjer, og send alle skyldnere samtidig: det er sådan, det skal \
            være. Hæfter de hver for en del, så lav en fordring til hver med den del, den enkelte hæfter for. Husk, at hver skyldner \
            skal have haft rykker og underretning.",
        fields: &[Field::SkyldnerId, Field::Beloeb],
        applies_to: "nye fordringer med flere skyldnere",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om at tilføje og fjerne skyldnere",
        url: DEBTORS_PAGE,
        note: Some("Rådet kommer ved alle fordringer med flere skyldnere, også de rigtige: hæftelsen kan ikke ses i filen."),
        example: Example::Pair { code: "KFDAINS", first: &[], second: &[("skyldner_id", "7001561205")] },
    },
    scope: Scope::NewClaim,
    check: Some(haeft_solidarisk),
};

fn haeft_solidarisk(subject: &Subject) -> Verdict {
    // The same debtor twice has its own advice.
    if subject.neighbours.debtor_lines < 2 || subject.neighbours.same_debtor.is_some() {
        return Verdict::Fine;
    }
    breach(
        &[Field::SkyldnerId, Field::Beloeb],
        format!("Fordringen står på {} linjer med hver sin skyldner.", subject.neighbours.debtor_lines),
    )
}

/// Gældsstyrelsens page about partnerships and sole proprietorships.
const PARTNERSHIPS_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/is-og-pef-skyldnere";

pub(super) static G_IS: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_IS",
        name: "Interessentskab uden sine interessenter",
        says: "Er skyldner et interessentskab (I/S), skal både selskabets CVR-nummer og alle personligt hæftende interessenters CPR- \
            eller CVR-nummer på fordringen.",
        why: "Interessenterne hæfter personligt. Står kun selskabet på, kan der ikke inddrives hos dem.",
        remedy: "Se i CVR, om skyldner er et I/S. Sæt så en linje på for selskabet og en for hver interessent, med samme referencenummer \
            og hele beløbet.",
        fields: &[Field::SkyldnerId, Field::SkyldnerType],
        applies_to: "nye fordringer, hvor skyldner er et I/S",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om I/S- og PEF-skyldnere",
        url: PARTNERSHIPS_PAGE,
        note: Some("Et CVR-nummer viser ikke virksomhedens form, så det skal du selv se efter."),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};

pub(super) static G_PEF: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_PEF",
        name: "Personlig ejet forretning med forkert nummer",
        says: "Er skyldner en personlig ejet forretning (PEF), bruges CVR-nummeret, så længe virksomheden er aktiv, og ejerens \
            CPR-nummer, når den er ophørt.",
        why: "En ophørt personlig virksomhed er der ikke længere at inddrive hos; ejeren hæfter selv for gælden.",
        remedy: "Se i CVR, om virksomheden stadig er aktiv, den dag du sender. Er den ophørt, så skriv ejerens CPR-nummer og CPR i \
            skyldnertype.",
        fields: &[Field::SkyldnerId, Field::SkyldnerType],
        applies_to: "nye fordringer, hvor skyldner er en PEF",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om I/S- og PEF-skyldnere",
        url: PARTNERSHIPS_PAGE,
        note: Some("Et CVR-nummer viser ikke, om virksomheden er ophørt, så det skal du selv se efter."),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};

pub(super) static G_NOTE_MANUEL: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_NOTE_MANUEL",
        name: "En note sender fordringen til manuel behandling",
        says: "Skriv kun en note på skyldner eller fordring, når et menneske hos Gældsstyrelsen skal læse den, før fordringen behandles.",
        why: "En note standser fordringen, til en medarbejder har læst den. Imens bliver der ikke inddrevet.",
        remedy: "Tøm noten, hvis den kun rummer oplysninger, der står i andre felter. Er den nødvendig, så lad den stå, og regn med, at \
            det tager længere tid.",
        fields: &[Field::Kundenote, Field::Fordringsnote],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide og orienteringsmaterialer til fordringstyper",
        url: PORTAL_GUIDE,
        note: None,
        example: Example::Claim { code: "KFDAINS", changes: &[("kundenote", "Skyldner bor i udlandet")] },
    },
    scope: Scope::NewClaim,
    check: Some(note_manuel),
};

fn note_manuel(subject: &Subject) -> Verdict {
    let fields = [(Field::Kundenote, "Der står en note på skyldner."), (Field::Fordringsnote, "Der står en note på fordringen.")];
    if fields.iter().all(|(field, _)| !subject.claim.has(*field)) {
        return no_column(Field::Kundenote);
    }
    match fields.iter().find(|(field, _)| subject.claim.is_filled(*field)) {
        Some((field, found)) => breach(&[*field], *found),
        None => Verdict::Fine,
    }
}

pub(super) static SIGHTS: &[Sight] = &[
    sight_on(&G_SKYLDNER_MANGLER, DEBTOR_UNKNOWN | DEBTOR_ODD, |view| view.has(Field::SkyldnerId), of_number),
    sight_on(&G_CPR_FORMAT, DEBTOR_CPR | DEBTOR_ODD, |view| view.any(NUMBER), of_number),
    sight_on(&G_CVR_FORMAT, DEBTOR_CVR | DEBTOR_ODD, |view| view.any(NUMBER), of_number),
    sight_on(&G_AKR_FORMAT, DEBTOR_AKR | DEBTOR_ODD, |view| view.any(NUMBER), of_number),
    blind(&G_SKYLDNER_DUBLET),
    blind(&G_HAEFT_SOLIDARISK),
    sight(&G_NOTE_MANUEL, |view| view.any(&[Field::Kundenote, Field::Fordringsnote]), broken),
];

/// Broken, where the number has nothing but digits in it.
fn of_number(glance: &Glance) -> Sign {
    if glance.facts.signs & DEBTOR_ODD != 0 { Sign::Ask } else { Sign::Broken }
}

#[cfg(test)]
mod tests {
    use super::super::Neighbours;
    use super::super::testing::{beside, breaks, verdict};
    use super::*;

    fn debtor(rule: &GeneralRule, register: &str, number: &str) -> bool {
        let fields = [("skyldner_type", register), ("skyldner_id", number)];
        if let Verdict::Breach { found, .. } = verdict(rule, &fields) {
            assert!(number.len() < 3 || !found.contains(number), "{found} repeats the number");
        }
        breaks(rule, &fields)
    }

    #[test]
    fn a_cpr_number_begins_with_a_date() {
        for (number, broken) in [
            ("6902501234", false),
            ("690250-1234", false),
            ("2902801234", false),
            ("9102501234", true),
            ("3113801234", true),
            ("3002801234", true),
            ("0002801234", true),
            ("690250123", true),
            ("69025012345", true),
            ("690250 1234", false),
            ("6,90E+09", false),
            ("#N/A", false),
            ("DK6902501234", true),
            ("690250123A", true),
            ("6", true),
            ("", false),
            ("0000000000", false),
        ] {
            assert_eq!(debtor(&G_CPR_FORMAT, "CPR", number), broken, "{number}");
            assert_eq!(debtor(&G_CPR_FORMAT, "zcpr", number), broken, "{number}");
            assert!(!debtor(&G_CPR_FORMAT, "CVR", number));
        }
        assert!(debtor(&G_CPR_FORMAT, "", "690250123"), "nine digits are a CPR number that lost one");
        assert!(debtor(&G_CPR_FORMAT, "Person", "9902501234"), "an unknown type goes by length");
        assert!(matches!(verdict(&G_CPR_FORMAT, &[]), Verdict::NotChecked(_)));
    }

    fn told(rule: &GeneralRule, register: &str, number: &str) -> String {
        match verdict(rule, &[("skyldner_type", register), ("skyldner_id", number)]) {
            Verdict::Breach { found, .. } => found,
            other => panic!("{number}: {other:?}"),
        }
    }

    #[test]
    fn a_lost_zero_is_proposed_only_where_it_makes_a_date() {
        for (number, proposed) in [("902501234", true), ("90250-1234", true), ("690250123", false), ("613801234", false)] {
            let found = told(&G_CPR_FORMAT, "CPR", number);
            assert_eq!(found.contains("skriv nullet forrest"), proposed, "{number}: {found}");
            assert_eq!(found.contains("andet ciffer"), !proposed, "{number}: {found}");
            assert!(!found.contains(number) && found.starts_with("CPR-nummeret har 9 cifre; det skal have 10."), "{found}");
        }
        assert!(told(&G_CVR_FORMAT, "CVR", "1374813").contains("begynder ikke med nul"));
        assert_eq!(told(&G_CVR_FORMAT, "SE", "1374813"), "SE-nummeret har 7 cifre; det skal have 8.");
    }

    #[test]
    fn the_letters_before_a_cvr_number_are_told() {
        assert_eq!(told(&G_CVR_FORMAT, "CVR", "DK13748136"), "CVR-nummeret har landekoden DK foran. Skriv kun de 8 cifre.");
        assert_eq!(told(&G_CVR_FORMAT, "", "dk 13 74 81 36"), "CVR-nummeret har landekoden DK foran. Skriv kun de 8 cifre.");
        assert_eq!(told(&G_CVR_FORMAT, "SE", "DK12345678"), "SE-nummeret har landekoden DK foran. Skriv kun de 8 cifre.");
        assert!(told(&G_CVR_FORMAT, "CVR", "DK13748137").contains("kontrolciffer"));
        assert!(told(&G_CVR_FORMAT, "CVR", "DK1374813").contains("har 7 cifre"));
    }

    #[test]
    fn a_cvr_number_has_a_check_digit() {
        for (number, broken) in [
            ("13748136", false),
            ("13748137", true),
            ("12345678", true),
            ("1374813", true),
            ("137481366", true),
            ("13 74 81 36", false),
            ("DK13748136", true),
            ("DK 13748137", true),
            ("1,37E+07", false),
            ("", false),
        ] {
            assert_eq!(debtor(&G_CVR_FORMAT, "CVR", number), broken, "{number}");
            assert_eq!(debtor(&G_CVR_FORMAT, "ZCVR", number), broken, "{number}");
        }
        assert!(!debtor(&G_CVR_FORMAT, "SE", "12345678"), "no check digit known for SE");
        assert!(debtor(&G_CVR_FORMAT, "se", "1234567"));
        assert!(debtor(&G_CVR_FORMAT, "", "12345678"));
        assert!(!debtor(&G_CVR_FORMAT, "", "6902501234"));
    }

    #[test]
    fn an_akr_number_has_eleven_digits() {
        for (number, broken) in
            [("12345678901", false), ("1234567890", true), ("123456789012", true), ("1,2E+10", false), ("A12345678901", true), ("", false)]
        {
            assert_eq!(debtor(&G_AKR_FORMAT, "AKR", number), broken, "{number}");
        }
        assert!(!debtor(&G_AKR_FORMAT, "", "12345678901"));
        assert!(!debtor(&G_AKR_FORMAT, "CPR", "123"));
    }

    #[test]
    fn a_debtor_is_known_by_number() {
        for (register, number, broken) in [
            ("CPR", "", true),
            ("", "NULL", true),
            ("", "1234567", true),
            ("", "Jens", true),
            ("", "6,90E+09", false),
            ("", "#REFERENCE!", false),
            ("", "123456789012", true),
            ("", "6902501234", false),
            ("", "13748136", false),
            ("", "12345678901", false),
            ("CPR", "123", false),
        ] {
            assert_eq!(debtor(&G_SKYLDNER_MANGLER, register, number), broken, "{register} {number}");
        }
        assert!(matches!(verdict(&G_SKYLDNER_MANGLER, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn several_debtors_are_told_of() {
        let two = Neighbours { debtor_lines: 2, ..Neighbours::default() };
        let same = Neighbours { same_debtor: Some(4), ..two };
        let one = Neighbours { debtor_lines: 1, ..Neighbours::default() };
        for (neighbours, several, twice) in
            [(two, true, false), (same, false, true), (one, false, false), (Neighbours::default(), false, false)]
        {
            assert_eq!(matches!(beside(&G_HAEFT_SOLIDARISK, &[], neighbours), Verdict::Breach { .. }), several);
            assert_eq!(matches!(beside(&G_SKYLDNER_DUBLET, &[], neighbours), Verdict::Breach { .. }), twice);
        }
    }

    #[test]
    fn a_note_stops_the_claim() {
        for (field, text, broken) in
            [("kundenote", "Ring", true), ("fordringsnote", "Ring", true), ("kundenote", "", false), ("fordringsnote", "-", false)]
        {
            assert_eq!(breaks(&G_NOTE_MANUEL, &[(field, text)]), broken);
        }
        assert_eq!(verdict(&G_NOTE_MANUEL, &[]), Verdict::Fine);
    }
}
