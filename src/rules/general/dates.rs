//! Dates that do not go together, whatever the fordringstype.

use chrono::Days;

use super::glance::{Glance, Sight, Sign, broken, broken_if, sight};
use super::{GENERAL_DEMANDS_PAGE, GeneralRule, Scope, Subject, TYPES_PAGE, Verdict, breach, no_column};
use crate::calendar::{is_foko_closing_day, next_open_day};
use crate::catalogue::table::{Check, DateSubject, Op, Rule, RuleNumber};
use crate::catalogue::{self, model::Fordringstype};
use crate::claim::{Cell, Claim, Field, format_date};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};
use crate::rules::filter::{self, Main, Ruling};

const PERIOD: [Field; 2] = [Field::PeriodeStart, Field::PeriodeSlut];
const JUDGMENT: [Field; 2] = [Field::Domsdato, Field::Forligsdato];

pub(super) static G_PERIODE_ORDEN: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_PERIODE_ORDEN",
        name: "Periodens slut ligger før periodens start",
        says: "Periode slut skal være samme dag som periode start eller senere.",
        why: "En periode, der slutter, før den begynder, kan ikke være rigtig. De fleste filtertabeller for typer med periode siger det \
            i R_6_19. Her har typen ingen tabel, så vi råder kun.",
        remedy: "Se, om de to datoer er byttet om, eller om et årstal er forkert. Gælder kravet én dag, skriver du samme dato begge \
            steder.",
        fields: &[Field::PeriodeSlut, Field::PeriodeStart],
        applies_to: "nye fordringer af typer uden filtertabel",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Udledt af R_6_19 i de offentliggjorte filtertabeller",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Hvad indgangsfilteret gør ved det, står kun i jeres egen aftale om typen."),
        example: Example::Claim { code: "KFPERTI", changes: &[("periode_slut", "2026-05-31")] },
    },
    scope: Scope::NewClaim,
    check: Some(periode_orden),
};

fn periode_orden(subject: &Subject) -> Verdict {
    if subject.has_table() {
        return Verdict::Fine;
    }
    let (start, end) = match (subject.date(Field::PeriodeStart), subject.date(Field::PeriodeSlut)) {
        (Ok(start), Ok(end)) => (start, end),
        (Err(verdict), _) | (_, Err(verdict)) => return verdict,
    };
    if end >= start {
        return Verdict::Fine;
    }
    let found = format!("Perioden begynder {} og slutter {}.", format_date(start), format_date(end));
    breach(&[Field::PeriodeSlut, Field::PeriodeStart], found)
}

pub(super) static G_PERIODE_HALV: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_PERIODE_HALV",
        name: "Kun den ene ende af perioden er udfyldt",
        says: "Periode start og periode slut skal enten begge være udfyldt eller begge være tomme.",
        why: "I de offentliggjorte filtertabeller følges de to felter altid ad: enten kræver typen begge, eller også forbyder den begge. \
            En halv periode passer derfor ikke til nogen af dem.",
        remedy: "Dækker kravet et tidsrum, så skriv også den manglende dag; ved én dag er det samme dato. Knytter kravet sig til ét \
            tidspunkt, så tøm begge felter.",
        fields: &[Field::PeriodeStart, Field::PeriodeSlut],
        applies_to: "nye fordringer af typer uden filtertabel",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Udledt af R_7_4, R_7_5, R_7_9 og R_7_10 i de offentliggjorte filtertabeller",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Har typen en filtertabel, siger tabellens egen regel det, og denne tier."),
        example: Example::Claim { code: "KFPERTI", changes: &[("periode_slut", "")] },
    },
    scope: Scope::NewClaim,
    check: Some(periode_halv),
};

fn periode_halv(subject: &Subject) -> Verdict {
    let claim = subject.claim;
    if subject.has_table() {
        return Verdict::Fine;
    }
    for field in PERIOD {
        if !claim.has(field) {
            return no_column(field);
        }
    }
    match (claim.is_filled(Field::PeriodeStart), claim.is_filled(Field::PeriodeSlut)) {
        (true, false) => breach(&[Field::PeriodeSlut, Field::PeriodeStart], "Periode start er udfyldt, men periode slut er tom."),
        (false, true) => breach(&[Field::PeriodeStart, Field::PeriodeSlut], "Periode slut er udfyldt, men periode start er tom."),
        _ => Verdict::Fine,
    }
}

pub(super) static G_DOM_FREMTID: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_DOM_FREMTID",
        name: "Dommen eller forliget ligger efter modtagelsen",
        says: "Domsdato og forligsdato må ikke ligge efter den dag, fordringen bliver modtaget.",
        why: "Felterne er datoen for en dom, der er afsagt, eller et forlig, der er indgået. En dag i fremtiden kan ikke være nogen af \
            delene.",
        remedy: "Se efter ombyttet dag og måned eller et forkert årstal. Er det datoen for et retsmøde eller en betalingsfrist, hører \
            den ikke til her: tøm feltet, til dommen er afsagt.",
        fields: &[Field::Domsdato, Field::Forligsdato],
        applies_to: "nye fordringer med domsdato eller forligsdato",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Følger af felternes definition",
        url: GENERAL_DEMANDS_PAGE,
        note: None,
        example: Example::Claim { code: "KFDAINS", changes: &[("domsdato", "2026-12-01"), ("foraeldelsesdato", "2036-12-01")] },
    },
    scope: Scope::NewClaim,
    check: Some(dom_fremtid),
};

fn dom_fremtid(subject: &Subject) -> Verdict {
    if !judgment_columns(subject.claim) {
        return no_column(Field::Domsdato);
    }
    for field in JUDGMENT {
        if let Cell::Value(date) = subject.claim.date(field)
            && date > subject.received
        {
            let received = format_date(subject.received);
            return breach(&[field], format!("{} er {}, og fordringen modtages {received}.", field.shown(), format_date(date)));
        }
    }
    Verdict::Fine
}

fn judgment_columns(claim: &Claim) -> bool {
    JUDGMENT.iter().any(|field| claim.has(*field))
}

pub(super) static G_DOM_FOER_STIFT: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_DOM_FOER_STIFT",
        name: "Dommen eller forliget ligger før stiftelsen",
        says: "Domsdato og forligsdato bør ligge på eller efter stiftelsesdato.",
        why: "En dom eller et forlig fastslår et krav, der er opstået. Ligger datoen før stiftelsen, er en af de to sandsynligvis forkert.",
        remedy: "Tjek begge datoer. Er stiftelsesdato fakturadatoen, og er kravet ældre, så skriv den dag, kravet opstod. Hører dommen \
            til et andet krav, så tøm feltet.",
        fields: &[Field::Domsdato, Field::Forligsdato, Field::Stiftelsesdato],
        applies_to: "nye fordringer med domsdato eller forligsdato",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Følger af felternes definition",
        url: GENERAL_DEMANDS_PAGE,
        note: None,
        example: Example::Claim { code: "KFDAINS", changes: &[("domsdato", "2026-05-29"), ("foraeldelsesdato", "2036-05-29")] },
    },
    scope: Scope::NewClaim,
    check: Some(dom_foer_stift),
};

fn dom_foer_stift(subject: &Subject) -> Verdict {
    if !judgment_columns(subject.claim) {
        return no_column(Field::Domsdato);
    }
    let founded = match subject.date(Field::Stiftelsesdato) {
        Ok(founded) => founded,
        Err(verdict) => return verdict,
    };
    for field in JUDGMENT {
        if let Cell::Value(date) = subject.claim.date(field)
            && date < founded
        {
            let found = format!("{} er {}, men kravet er stiftet {}.", field.shown(), format_date(date), format_date(founded));
            return breach(&[field, Field::Stiftelsesdato], found);
        }
    }
    Verdict::Fine
}

pub(super) static G_FORAELD_HELLIGDAG: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_FORAELD_HELLIGDAG",
        name: "Forældelsesdatoen er en lukkedag",
        says: "Slutter forældelsesfristen på en lørdag, søndag, helligdag, grundlovsdag, 24. eller 31. december, rykker den til den \
            næste hverdag.",
        why: "Det står i forældelseslovens § 27, stk. 2. Fristen slutter først den hverdag, så den dag skal stå i feltet.",
        remedy: "Skriv den næste hverdag i forældelsesdato. Er datoen en bortfaldsdato, skal den ikke flyttes: så er den rigtig, som den \
            står.",
        fields: &[Field::Foraeldelsesdato],
        applies_to: "nye fordringer uden dom eller forlig; ikke bortfaldstyper",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Forældelseslovens § 27, stk. 2",
        url: "https://www.elov.dk/foraeldelsesloven/",
        note: Some(
            "Vi tier, hvor typens filtertabel ikke giver plads til at flytte datoen, og ved dom og forlig, hvor tabellerne regner \
            præcis 10 år.",
        ),
        example: Example::Claim { code: "KFDAINS", changes: &[("foraeldelsesdato", "2029-06-02")] },
    },
    scope: Scope::NewClaim,
    check: Some(foraeld_helligdag),
};

fn foraeld_helligdag(subject: &Subject) -> Verdict {
    let lapse = match subject.date(Field::Foraeldelsesdato) {
        Ok(lapse) => lapse,
        Err(verdict) => return verdict,
    };
    if !is_foko_closing_day(lapse) || subject.claim.has_judgment_or_settlement() || subject.fordringstype.is_some_and(may_lapse_outright) {
        return Verdict::Fine;
    }
    let open_day = next_open_day(lapse);
    if table_forbids(subject, &format_date(open_day)) {
        return Verdict::Fine;
    }
    let found = format!("Forældelsesdatoen {} er en lukkedag; næste hverdag er {}.", format_date(lapse), format_date(open_day));
    breach(&[Field::Foraeldelsesdato], found)
}

/// Whether the type is a bortfald type, or may be one: such a date doesn't move.
fn may_lapse_outright(fordringstype: &Fordringstype) -> bool {
    let bortfald = RuleNumber::new(2, 2);
    fordringstype.maybe_bortfald || fordringstype.tables.iter().any(|table| table.rules.iter().any(|rule| rule.numbers.contains(bortfald)))
}

/// Whether the date as it stands keeps to an upper limit of the type's table that the moved date would break.
fn table_forbids(subject: &Subject, moved_to: &str) -> bool {
    let claim = subject.claim;
    let moved = Claim::read(claim.line, |field| match field {
        Field::Foraeldelsesdato => Some(moved_to),
        _ => claim.has(field).then(|| claim.text(field)),
    });
    let holds = |rule: &Rule, claim: &Claim| filter::run(rule, claim, Main::None, subject.received) == Ruling::Holds;
    tables_rules(subject.fordringstype).filter(|rule| is_upper_limit(rule)).any(|rule| holds(rule, claim) && !holds(rule, &moved))
}

/// The rules of the type's tables and of the twin's that is run as guidance.
pub(super) fn tables_rules(fordringstype: Option<&'static Fordringstype>) -> impl Iterator<Item = &'static Rule> {
    let twin = fordringstype.and_then(|fordringstype| fordringstype.parallel).and_then(catalogue::find);
    [fordringstype, twin].into_iter().flatten().flat_map(|fordringstype| fordringstype.tables).flat_map(|table| table.rules).copied()
}

pub(super) fn is_upper_limit(rule: &Rule) -> bool {
    let lapse = DateSubject::Field(Field::Foraeldelsesdato);
    matches!(rule.check, Check::Date { subject, op: Op::Less | Op::AtMost | Op::Equal, .. } if subject == lapse)
}

pub(super) static G_FORAELD_SNART: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_FORAELD_SNART",
        name: "Fordringen forældes snart",
        says: "Vi advarer, når forældelsesdato ligger inden for 60 dage efter modtagelsen. De 60 dage er vores grænse, ikke \
            Gældsstyrelsens.",
        why: "Går fordringen i høring, er den ikke modtaget, og forældelsen løber videre hos kommunen. Den kan nå at blive forældet, før \
            høringen er afsluttet.",
        remedy: "Send fordringen straks, og hold øje med kvitteringen. Ret først alt, der giver høring. Kommer den i høring, så svar \
            samme dag. Tjek også, om fristen er afbrudt eller suspenderet: så skal en senere dato stå i feltet.",
        fields: &[Field::Foraeldelsesdato],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Gældsstyrelsens vejledning om fordringer i høring; grænsen på 60 dage er vores egen",
        url: "https://gaeldst.dk/fordringshaver/find-vejledning/fordringer-i-hoering",
        note: Some("Er datoen allerede passeret, siger R_3_1 eller R_2_2a det."),
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[
                ("periode_start", "2023-12-01"),
                ("periode_slut", "2023-12-31"),
                ("stiftelsesdato", "2023-12-01"),
                ("forfaldsdato", "2023-12-01"),
                ("sidste_rettidige_betalingsdato", "2023-12-15"),
                ("foraeldelsesdato", "2026-12-01"),
            ],
        },
    },
    scope: Scope::NewClaim,
    check: Some(foraeld_snart),
};

/// Our own limit for "soon", in days.
const SOON_DAYS: i32 = 60;
const SOON: Days = Days::new(SOON_DAYS.unsigned_abs() as u64);

fn foraeld_snart(subject: &Subject) -> Verdict {
    let lapse = match subject.date(Field::Foraeldelsesdato) {
        Ok(lapse) => lapse,
        Err(verdict) => return verdict,
    };
    let soon = subject.received.checked_add_days(SOON).unwrap_or(subject.received);
    if lapse < subject.received || lapse > soon {
        return Verdict::Fine;
    }
    let found = match (lapse - subject.received).num_days() {
        0 => format!("Forældelsesdatoen er {}: samme dag som modtagelsen.", format_date(lapse)),
        1 => format!("Forældelsesdatoen er {}: dagen efter modtagelsen.", format_date(lapse)),
        days => format!("Forældelsesdatoen er {}: {days} dage efter modtagelsen.", format_date(lapse)),
    };
    breach(&[Field::Foraeldelsesdato], found)
}

pub(super) static G_STIFT_EFTER_FORFALD: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_STIFT_EFTER_FORFALD",
        name: "Kravet forfalder, før det er stiftet",
        says: "Forfaldsdato bør ligge på eller efter stiftelsesdato.",
        why: "Forfald er den dag, betaling tidligst kan kræves, og det kan som regel ikke være før kravet er opstået. Næsten alle \
            filtertabeller har en regel om det (R_6_3). Her har typen ingen tabel, så vi råder kun.",
        remedy: "Se, om datoerne er byttet om, og om stiftelsesdato er dagen for fakturaen i stedet for dagen, kravet opstod. Er et \
            forfald før stiftelsen rigtigt efter jeres aftale om typen, kan du lade det stå.",
        fields: &[Field::Stiftelsesdato, Field::Forfaldsdato],
        applies_to: "nye fordringer af typer uden filtertabel",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Udledt af R_6_3 i de offentliggjorte filtertabeller",
        url: TYPES_PAGE,
        note: Some("Nogle typer tillader det, fx når ydelsen betales forud."),
        example: Example::Claim { code: "KFPERTI", changes: &[("stiftelsesdato", "2026-06-02")] },
    },
    scope: Scope::NewClaim,
    check: Some(stift_efter_forfald),
};

fn stift_efter_forfald(subject: &Subject) -> Verdict {
    if subject.has_table() {
        return Verdict::Fine;
    }
    let (founded, due) = match (subject.date(Field::Stiftelsesdato), subject.date(Field::Forfaldsdato)) {
        (Ok(founded), Ok(due)) => (founded, due),
        (Err(verdict), _) | (_, Err(verdict)) => return verdict,
    };
    if due >= founded {
        return Verdict::Fine;
    }
    let found = format!("Kravet er stiftet {}, men forfaldt {}.", format_date(founded), format_date(due));
    breach(&[Field::Stiftelsesdato, Field::Forfaldsdato], found)
}

pub(super) static SIGHTS: &[Sight] = &[
    sight(
        &G_PERIODE_ORDEN,
        |view| !view.has_table() && view.all(&PERIOD),
        |glance| broken_if(glance.day(Field::PeriodeSlut) < glance.day(Field::PeriodeStart)),
    ),
    sight(
        &G_PERIODE_HALV,
        |view| !view.has_table() && PERIOD.iter().all(|field| view.has(*field)) && view.any(&PERIOD) && !view.all(&PERIOD),
        broken,
    ),
    sight(&G_DOM_FREMTID, |view| view.any(&JUDGMENT), |glance| any_judgment(glance, |day| day > glance.received())),
    sight(
        &G_DOM_FOER_STIFT,
        |view| view.any(&JUDGMENT) && view.any(&[Field::Stiftelsesdato]),
        |glance| any_judgment(glance, |day| day < glance.day(Field::Stiftelsesdato)),
    ),
    sight(
        &G_FORAELD_HELLIGDAG,
        |view| view.any(&[Field::Foraeldelsesdato]) && !view.any(&JUDGMENT) && !may_lapse_outright(view.fordringstype),
        lapses_on_a_closing_day,
    ),
    sight(
        &G_FORAELD_SNART,
        |view| view.any(&[Field::Foraeldelsesdato]),
        |glance| broken_if((0..=SOON_DAYS).contains(&(glance.day(Field::Foraeldelsesdato) - glance.received()))),
    ),
    sight(
        &G_STIFT_EFTER_FORFALD,
        |view| !view.has_table() && view.all(&[Field::Stiftelsesdato, Field::Forfaldsdato]),
        |glance| broken_if(glance.day(Field::Forfaldsdato) < glance.day(Field::Stiftelsesdato)),
    ),
];

fn any_judgment(glance: &Glance, is: impl Fn(i32) -> bool) -> Sign {
    broken_if(JUDGMENT.into_iter().filter_map(|field| glance.facts.day(field)).any(is))
}

fn lapses_on_a_closing_day(glance: &Glance) -> Sign {
    match glance.table.is_closed(glance.day(Field::Foraeldelsesdato)) {
        Some(false) => Sign::Quiet,
        Some(true) => glance.table_forbids_the_next_day().map_or(Sign::Ask, |forbidden| broken_if(!forbidden)),
        None => Sign::Ask,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_type, verdict};
    use super::*;

    #[test]
    fn a_period_must_not_run_backwards() {
        for (start, end, broken) in [
            ("2026-06-01", "2026-05-31", true),
            ("2026-06-01", "2026-06-01", false),
            ("2026-06-01", "2026-06-02", false),
            ("2026-06-01", "", false),
            ("i går", "2026-05-31", false),
        ] {
            let fields = [("periode_start", start), ("periode_slut", end)];
            assert_eq!(breaks(&G_PERIODE_ORDEN, &fields), broken, "{start} {end}");
            assert!(!on_type(&G_PERIODE_ORDEN, "KFDAINS", &fields), "the table's own rule says it");
            assert!(!on_type(&G_PERIODE_ORDEN, "DFHUSLJ", &fields), "the twin's rule says it");
            assert_eq!(on_type(&G_PERIODE_ORDEN, "KFPERTI", &fields), broken);
        }
        assert!(matches!(verdict(&G_PERIODE_ORDEN, &[("periode_start", "2026-06-01")]), Verdict::NotChecked(_)));
    }

    #[test]
    fn half_a_period_is_none() {
        for (start, end, broken) in
            [("2026-06-01", "", true), ("", "2026-06-01", true), ("vrøvl", "", true), ("", "", false), ("2026-06-01", "2026-06-30", false)]
        {
            let fields = [("periode_start", start), ("periode_slut", end)];
            assert_eq!(on_type(&G_PERIODE_HALV, "KFPERTI", &fields), broken, "{start} {end}");
            assert!(!on_type(&G_PERIODE_HALV, "KFDAINS", &fields));
        }
        assert!(matches!(verdict(&G_PERIODE_HALV, &[("periode_start", "2026-06-01")]), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_judgment_lies_between_the_claims_birth_and_its_sending() {
        for (date, future, early) in [
            ("2026-11-23", true, false),
            ("2026-11-22", false, false),
            ("2026-06-01", false, false),
            ("2026-05-31", false, true),
            ("", false, false),
        ] {
            for field in ["domsdato", "forligsdato"] {
                let fields = [(field, date), ("stiftelsesdato", "2026-06-01")];
                assert_eq!(breaks(&G_DOM_FREMTID, &fields), future, "{field} {date}");
                assert_eq!(breaks(&G_DOM_FOER_STIFT, &fields), early, "{field} {date}");
            }
        }
        let none = [("stiftelsesdato", "2026-06-01")];
        assert!(matches!(verdict(&G_DOM_FREMTID, &none), Verdict::NotChecked(_)));
        assert!(matches!(verdict(&G_DOM_FOER_STIFT, &none), Verdict::NotChecked(_)));
    }

    #[test]
    fn closing_days_move_limitation_but_not_bortfald() {
        for (date, broken) in [
            ("2029-06-02", true),
            ("2029-06-05", true),
            ("2029-12-24", true),
            ("2029-12-31", true),
            ("2029-06-04", false),
            ("2029-06-01", false),
            ("", false),
        ] {
            let fields = [("foraeldelsesdato", date), ("forfaldsdato", "2026-06-01")];
            assert_eq!(on_type(&G_FORAELD_HELLIGDAG, "KFDAINS", &fields), broken, "{date}");
            assert_eq!(breaks(&G_FORAELD_HELLIGDAG, &fields), broken, "{date}");
            assert!(!on_type(&G_FORAELD_HELLIGDAG, "KFTILDA", &fields), "{date}: bortfald");
            assert!(!on_type(&G_FORAELD_HELLIGDAG, "KTTIBAK", &fields), "{date}: perhaps bortfald");
            assert!(!breaks(&G_FORAELD_HELLIGDAG, &[("foraeldelsesdato", date), ("domsdato", "2019-06-02")]), "{date}: judgment");
        }
        // STBØDDS: exactly five years, closing days disregarded.
        let fine = [("foraeldelsesdato", "2027-05-01"), ("forfaldsdato", "2022-05-01")];
        assert!(!on_type(&G_FORAELD_HELLIGDAG, "STBØDDS", &fine));
        assert!(on_type(&G_FORAELD_HELLIGDAG, "FAMAKON", &[("foraeldelsesdato", "2027-05-01"), ("forfaldsdato", "2024-05-01")]));
    }

    #[test]
    fn soon_is_sixty_days() {
        for (date, broken) in [
            ("2026-11-21", false),
            ("2026-11-22", true),
            ("2026-11-23", true),
            ("2027-01-21", true),
            ("2027-01-22", false),
            ("2029-01-01", false),
            ("", false),
            ("31-02-2027", false),
        ] {
            assert_eq!(breaks(&G_FORAELD_SNART, &[("foraeldelsesdato", date)]), broken, "{date}");
        }
        assert!(matches!(verdict(&G_FORAELD_SNART, &[]), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_claim_falls_due_when_it_exists() {
        for (founded, due, broken) in
            [("2026-06-02", "2026-06-01", true), ("2026-06-01", "2026-06-01", false), ("2026-06-01", "2026-06-02", false)]
        {
            let fields = [("stiftelsesdato", founded), ("forfaldsdato", due)];
            assert_eq!(breaks(&G_STIFT_EFTER_FORFALD, &fields), broken);
            assert_eq!(on_type(&G_STIFT_EFTER_FORFALD, "KFPERTI", &fields), broken);
            assert!(!on_type(&G_STIFT_EFTER_FORFALD, "KFDAINS", &fields));
            assert!(!on_type(&G_STIFT_EFTER_FORFALD, "DFHUSLJ", &fields));
        }
    }
}
