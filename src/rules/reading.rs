//! What may be found while a file is read: cells and rows that can't be taken as they stand.

use super::doc::{Certainty, Effect, Example, RuleDoc};
use crate::claim::{
    AmountProblem, DateParts, DateProblem, DecimalMark, Field, FirstPart, ReadingFinding, SheetError, Unreadable, format_date, sheet_error,
    shorten,
};

/// The documentation of this kind of finding.
pub fn doc(finding: &ReadingFinding) -> &'static RuleDoc {
    match finding {
        ReadingFinding::Unreadable { why: Unreadable::SheetError, .. } | ReadingFinding::SpreadsheetError { .. } => &L_REGNEARKSFEJL,
        ReadingFinding::Unreadable { why: Unreadable::Date(_), .. } => &L_DATO,
        ReadingFinding::Unreadable { why: Unreadable::Amount(_), .. } => &L_BELOEB,
        ReadingFinding::TwoDigitYear { .. }
        | ReadingFinding::EightDigits { .. }
        | ReadingFinding::SpreadsheetDay { .. }
        | ReadingFinding::UtcEvening { .. } => &L_DATO_ANTAGET,
        ReadingFinding::Ragged { .. } | ReadingFinding::SwallowedLines { .. } | ReadingFinding::UnclosedQuote => &L_RAEKKE,
        ReadingFinding::OddLetters { .. } => &L_TEGN,
        ReadingFinding::TooLong { .. } => &L_LANG_CELLE,
        ReadingFinding::Merged { .. } | ReadingFinding::NoCachedValue { .. } => &L_REGNEARK,
        ReadingFinding::DigitsLost { .. } | ReadingFinding::Scientific { .. } => &L_CIFRE_TABT,
        ReadingFinding::Several { .. } => &L_FLERE_GANGE,
    }
}

/// What was found and what was expected, as two texts of whole sentences. `text` is the cell's text, `date` the date it was read as.
pub fn words(finding: &ReadingFinding, text: &str, date: Option<chrono::NaiveDate>) -> (String, String) {
    let read_as = date.map(format_date).unwrap_or_default();
    match *finding {
        ReadingFinding::Unreadable { field, why: Unreadable::SheetError } | ReadingFinding::SpreadsheetError { field } => {
            error_words(field, text)
        }
        ReadingFinding::Unreadable { field, why: Unreadable::Date(why) } => date_words(field, text, why),
        ReadingFinding::Unreadable { field, why: Unreadable::Amount(why) } => amount_words(field, text, why),
        ReadingFinding::TwoDigitYear { field } => (
            format!("{} har et årstal med to cifre og er læst som {read_as}.", value_in(field, text)),
            "Skriv årstallet med fire cifre.".into(),
        ),
        ReadingFinding::EightDigits { field } => (
            format!("{} er otte cifre uden tegn imellem, med årstallet sidst, og er læst som {read_as}.", value_in(field, text)),
            "Se efter, om datoen er rigtig, og skriv den som dd-mm-åååå.".into(),
        ),
        ReadingFinding::SpreadsheetDay { field } => (
            format!("{} er et regnearks dagnummer og er læst som {read_as}.", value_in(field, text)),
            "Giv kolonnen datoformat i regnearket, før du gemmer filen.".into(),
        ),
        ReadingFinding::UtcEvening { field } => {
            (evening_words(field, text, date), "Se efter, hvilken dag der er ment, og skriv datoen uden klokkeslæt.".into())
        }
        ReadingFinding::Ragged { cells, headings } => (
            format!("Rækken har {cells} celler, men overskriften har {headings}."),
            "Se efter, om der mangler en celle, eller om et skilletegn står inde i en tekst. Værdierne kan være rykket en kolonne.".into(),
        ),
        ReadingFinding::OddLetters { field } => (
            format!(
                "Bogstaverne i {} er skrevet i en anden tegntabel end resten af filen. De er læst efter deres egen.",
                field.in_sentence()
            ),
            "Gem hele filen som UTF-8, og se efter, om æ, ø og å er rigtige.".into(),
        ),
        ReadingFinding::TooLong { column, bytes, .. } => (
            format!(
                "Cellen i kolonne {column} fylder {} bytes; kun begyndelsen er læst.",
                crate::catalogue::language::plain_number(bytes.into())
            ),
            "Ingen felter er så lange. Se efter, om et anførselstegn mangler, eller om cellen er fyldt ved en fejl.".into(),
        ),
        ReadingFinding::UnclosedQuote => (
            "Rækken har et anførselstegn, der aldrig lukkes. Det er læst som et almindeligt tegn.".into(),
            "Fjern tegnet, eller sæt det, der mangler, så teksten står mellem to anførselstegn.".into(),
        ),
        ReadingFinding::Merged { field, row } => (
            format!(
                "Cellen til {} er flettet med en celle i række {row}. Værdien står kun i den, så her er cellen tom.",
                field.in_sentence()
            ),
            "Ophæv fletningen i regnearket, og skriv værdien i hver række.".into(),
        ),
        ReadingFinding::DigitsLost { field } => (digits_lost_words(field, text), FETCH_AS_TEXT.into()),
        ReadingFinding::Scientific { field } => (
            format!("{} er et langt tal, som et regneark har forkortet. De sidste cifre er gået tabt.", value_in(field, text)),
            FETCH_AS_TEXT.into(),
        ),
        ReadingFinding::NoCachedValue { field } => (
            format!(
                "I cellen til {} står en formel, men filen indeholder ikke formlens resultat. Cellen er læst som tom.",
                field.in_sentence()
            ),
            "Åbn filen i et regneark, fx Excel eller LibreOffice, gem den, og vælg den igen.".into(),
        ),
        ReadingFinding::Several { field, count } => (
            format!("{} står {count} gange i fordringen. Kun den første værdi er læst.", super::words::capital(&field.definite())),
            "Se efter, hvilken værdi der er den rigtige, og lad kun den stå.".into(),
        ),
        ReadingFinding::SwallowedLines { column, lines } => (
            format!("Cellen i kolonne {column} løber over {lines} linjer og indeholder skilletegn."),
            "Se efter, om et anførselstegn mangler: så er flere rækker læst som én.".into(),
        ),
    }
}

/// What to do where a number's digits are gone: no file holds them any more.
const FETCH_AS_TEXT: &str = "Hent nummeret fra fagsystemet igen, og giv kolonnen tekstformat i regnearket, før du sætter det ind.";

/// The cell's value and where it stands, to open a sentence with; only where it stands, if it may be a person's number or be about a person.
fn value_in(field: Field, text: &str) -> String {
    match field {
        Field::SkyldnerId | Field::Beskrivelse | Field::Fordringsnote | Field::Kundenote => super::words::capital(&field.definite()),
        _ => format!("«{}» i {}", shorten(text), field.in_sentence()),
    }
}

fn date_words(field: Field, text: &str, why: DateProblem) -> (String, String) {
    let value = value_in(field, text);
    let found = match why {
        DateProblem::NotADate => format!("{value} er ikke en dato."),
        DateProblem::NoYear => format!("{value} mangler årstallet."),
        DateProblem::SixDigits => format!("{value} er seks cifre, og det kan ikke ses, hvad der er dag, måned og år."),
        DateProblem::NoSuchMonth(parts) => {
            format!("{value} er ikke en dato: der er ingen måned {}.{}", parts.month, swapped_words(parts))
        }
        DateProblem::NoSuchDay(parts) => format!("{value} findes ikke: {}", missing_day_words(parts)),
        DateProblem::TwoReadings => {
            format!("{value} kan læses på to måder: med dagen eller måneden først. Andre datoer i filen findes kun med måneden først.")
        }
        DateProblem::YearOutOfRange => format!("{value} kan ikke være rigtig: årstallet skal ligge mellem 1900 og 2199."),
    };
    let expected = match why {
        // In a column with the month first, the usual form would be read otherwise than it is meant.
        DateProblem::NoSuchMonth(parts) | DateProblem::NoSuchDay(parts) if parts.first == FirstPart::Month => {
            "Skriv datoen som åååå-mm-dd, fx 2026-01-31."
        }
        DateProblem::TwoReadings => "Vælg, hvordan kolonnens datoer er skrevet, eller skriv dem som åååå-mm-dd.",
        _ => "Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
    };
    (found, expected.into())
}

/// A question about the order, where the other one would give a date.
fn swapped_words(parts: DateParts) -> &'static str {
    match parts.first {
        _ if !parts.is_date_when_swapped() => "",
        FirstPart::Day => " Står måneden først?",
        FirstPart::Month => " Står dagen først?",
        FirstPart::Year => " Er dag og måned byttet om?",
    }
}

fn missing_day_words(parts: DateParts) -> String {
    match (parts.month_name(), parts.days_in_month()) {
        // This is how day 0 looks.
        _ if (parts.day, parts.month, parts.year) == (0, 1, 1900) => "sådan viser et regneark en dato, der ikke er udfyldt.".into(),
        (Some(_), Some(_)) if parts.day == 0 => "ingen måned har en dag 0.".into(),
        (Some(name), Some(days)) => format!("{name} {} har kun {days} dage.", parts.year),
        _ => "måneden har ikke den dag.".into(),
    }
}

fn evening_words(field: Field, text: &str, date: Option<chrono::NaiveDate>) -> String {
    let day = |date: Option<chrono::NaiveDate>| date.map(format_date).unwrap_or_default();
    let next = date.and_then(|date| date.succ_opt());
    format!(
        "{} er et tidspunkt i verdenstid (UTC) og er læst som {}. Efter dansk tid kan det allerede være {}.",
        value_in(field, text),
        day(date),
        day(next)
    )
}

fn amount_words(field: Field, text: &str, why: AmountProblem) -> (String, String) {
    let danish = "Skriv beløbet med punktum for tusinder og komma for ører, fx 1.234,56.";
    let (found, expected) = match why {
        AmountProblem::NotANumber => ("er ikke et beløb", "Skriv beløbet med tal, fx 1.234,56."),
        AmountProblem::Scientific => (
            "er forkortet af et regneark, så cifre er gået tabt",
            "Hent beløbet fra fagsystemet, og gem kolonnen som tal uden forkortelse.",
        ),
        AmountProblem::Ambiguous => ("kan læses på to måder", danish),
        AmountProblem::OtherMark(DecimalMark::Point) => (
            "passer ikke til resten af kolonnen, hvor punktum står før ører og komma kun ved tusinder",
            "Skriv beløbet som de andre i kolonnen, fx 1,234.56.",
        ),
        AmountProblem::OtherMark(_) => ("passer ikke til resten af kolonnen, hvor komma står før ører og punktum kun ved tusinder", danish),
        AmountProblem::TooLong => ("har flere cifre, end et beløb kan have", "Se efter, om to tal er løbet sammen."),
    };
    (format!("{} {found}.", value_in(field, text)), expected.into())
}

/// What a spreadsheet's error mark says, and what to do about it.
fn error_words(field: Field, text: &str) -> (String, String) {
    let value = format!("«{}» i {}", shorten(text), field.in_sentence());
    let why = match sheet_error(text) {
        Some(SheetError::TooNarrow) => {
            return (
                format!("{value} er ikke en værdi: kolonnen var for smal, da regnearket blev gemt som tekst."),
                "Gør kolonnen bredere i regnearket, og gem filen igen.".into(),
            );
        }
        Some(SheetError::NotFound) => ": et opslag fandt ingenting",
        Some(SheetError::Reference) => ": formlen henviser til en celle, der er slettet",
        Some(SheetError::Value) => ": formlen regner med noget, der ikke er et tal",
        Some(SheetError::Division) => ": formlen deler med nul",
        Some(SheetError::Name) => ": formlen indeholder et navn, som regnearket ikke kender",
        Some(SheetError::Number) => ": formlens resultat er ikke et tal, som regnearket kan vise",
        Some(SheetError::NoOverlap) => ": formlen henviser til celler, der ikke findes",
        Some(SheetError::Numbered) | None => "",
    };
    (
        format!("{value} er ikke en værdi, men en fejl fra et regneark{why}."),
        "Ret formlen i regnearket, eller skriv værdien fra fagsystemet, og gem filen igen.".into(),
    )
}

/// As many digits of a number as a spreadsheet keeps.
const DIGITS_KEPT: usize = 15;

fn digits_lost_words(field: Field, text: &str) -> String {
    let value = value_in(field, text);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_at_checked(DIGITS_KEPT) {
        // Of fifteen digits no more can be said than that they may be right: the last may have been rounded.
        Some((kept, rest)) if is_number && !rest.is_empty() && field != Field::SkyldnerId => {
            format!("{value} er gemt som tal, og et regneark husker kun 15 cifre af et tal. Kun de første 15, {kept}, kan være rigtige.")
        }
        _ => format!("{value} er gemt som tal, og et regneark husker kun 15 cifre af et tal. Resten er gået tabt."),
    }
}

/// Documentation of the findings made while reading.
pub static READING_DOCS: &[&RuleDoc] =
    &[&L_DATO, &L_BELOEB, &L_DATO_ANTAGET, &L_REGNEARKSFEJL, &L_CIFRE_TABT, &L_RAEKKE, &L_TEGN, &L_LANG_CELLE, &L_REGNEARK, &L_FLERE_GANGE];

const BASIS: &str = "Læsning af filen; ikke en regel i indgangsfilteret";
const URL: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/generelle-krav-til-fordringer";

static L_DATO: RuleDoc = RuleDoc {
    id: "L_DATO",
    name: "Datoen kan ikke læses",
    says: "Et datofelt skal indeholde en dato, der findes.",
    why: "Reglerne kan ikke regne på en dato, der ikke kan læses. De regler, der bruger den, er derfor ikke tjekket.",
    remedy: "Ret datoen i kilden, og tjek filen igen.",
    fields: &Field::DATES,
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: Some("Før datoen kan læses, kan vi ikke sige, om fordringen ville blive modtaget."),
    example: Example::Claim { code: "KFDAINS", changes: &[("forfaldsdato", "31-02-2026")] },
};

static L_BELOEB: RuleDoc = RuleDoc {
    id: "L_BELOEB",
    name: "Beløbet kan ikke læses",
    says: "Et beløbsfelt skal indeholde et tal i kroner.",
    why: "Reglerne kan ikke regne på et beløb, der ikke kan læses. De regler, der bruger det, er derfor ikke tjekket.",
    remedy: "Ret beløbet i kilden, og tjek filen igen.",
    fields: &Field::AMOUNTS,
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: Some("Før beløbet kan læses, kan vi ikke sige, om fordringen ville blive modtaget."),
    example: Example::Claim { code: "KFDAINS", changes: &[("beloeb", "to tusind")] },
};

static L_DATO_ANTAGET: RuleDoc = RuleDoc {
    id: "L_DATO_ANTAGET",
    name: "Datoen er læst med en antagelse",
    says: "En dato skal stå med dag, måned og årstal med fire cifre og uden klokkeslæt.",
    why: "To cifre siger ikke, hvilket århundrede der er tale om. Otte cifre i træk og et regnearks dagnummer kan være noget andet end en dato. \
        Og et klokkeslæt i verdenstid kan flytte datoen en dag. Derfor viser vi, hvad vi har læst.",
    remedy: "Se efter, om datoen er læst rigtigt. Skriv den helst som dd-mm-åååå.",
    fields: &Field::DATES,
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: Some("Årstal 70-99 læses som 1970-1999, 00-69 som 2000-2069."),
    example: Example::Claim { code: "KFDAINS", changes: &[("forfaldsdato", "01-09-26")] },
};

static L_REGNEARKSFEJL: RuleDoc = RuleDoc {
    id: "L_REGNEARKSFEJL",
    name: "Der står en fejl fra et regneark i stedet for værdien",
    says: "En celle skal indeholde en værdi, ikke en fejl fra et regneark som #I/T eller #REFERENCE!.",
    why: "Fejlen er ikke en værdi, men i et felt med tekst ligner den en. Sendes den, kommer den til at stå på fordringen.",
    remedy: "Find cellen i regnearket, og ret formlen eller skriv værdien. Gem så filen igen, og tjek den.",
    fields: &[],
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: Some("Står fejlen i en dato eller et beløb, kan vi ikke sige, om fordringen ville blive modtaget, før den er rettet."),
    example: Example::Claim { code: "KFDAINS", changes: &[("forfaldsdato", "#I/T")] },
};

static L_CIFRE_TABT: RuleDoc = RuleDoc {
    id: "L_CIFRE_TABT",
    name: "Nummeret har mistet cifre",
    says: "Et nummer skal stå med alle sine cifre.",
    why: "Et regneark husker kun 15 cifre af et tal og viser lange tal forkortet, fx 1,23457E+11. Gemmes det sådan, er resten af cifrene væk, og \
        ingen kan se, hvad der stod.",
    remedy: "Hent nummeret igen fra fagsystemet. Giv kolonnen tekstformat i regnearket, før du åbner eller sætter noget ind.",
    fields: &Field::NUMBERS,
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: Some("Vi foreslår ikke et andet nummer: de tabte cifre står ingen steder i filen."),
    example: Example::Claim { code: "KFDAINS", changes: &[("reference", "1,23457E+11")] },
};

static L_RAEKKE: RuleDoc = RuleDoc {
    id: "L_RAEKKE",
    name: "Rækken er ikke delt rigtigt i celler",
    says: "Hver række skal have lige så mange celler som overskriften, og hvert anførselstegn skal lukkes.",
    why: "Mangler der en celle, eller står der et skilletegn inde i en tekst, kan resten af rækkens værdier stå under forkerte overskrifter.",
    remedy: "Åbn filen, og ret rækken. Står der et skilletegn i en tekst, skal teksten i anførselstegn.",
    fields: &[],
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: None,
    example: Example::None,
};

static L_TEGN: RuleDoc = RuleDoc {
    id: "L_TEGN",
    name: "Bogstaverne er i en anden tegntabel",
    says: "Hele filen skal være skrevet i samme tegntabel.",
    why: "Blandede tegntabeller gør æ, ø og å til andre tegn, og så kan fordringstyper og beskrivelser blive forkerte.",
    remedy: "Gem filen som UTF-8, og se efter, om æ, ø og å står rigtigt.",
    fields: &[],
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: None,
    example: Example::None,
};

static L_LANG_CELLE: RuleDoc = RuleDoc {
    id: "L_LANG_CELLE",
    name: "Cellen er alt for lang",
    says: "En celle må højst fylde 32.768 bytes.",
    why: "Ingen stamdatafelter er så lange. Grænsen er vores egen og beskytter browseren.",
    remedy: "Se efter, om et anførselstegn mangler, eller om cellen er fyldt ved en fejl.",
    fields: &[],
    applies_to: "alle rækker",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: None,
    example: Example::None,
};

static L_REGNEARK: RuleDoc = RuleDoc {
    id: "L_REGNEARK",
    name: "Regnearket har ikke hele værdien",
    says: "En celle i et regneark skal selv indeholde hele værdien.",
    why: "Flettede celler og formler uden gemt resultat ser rigtige ud på skærmen, men i filen er cellen tom.",
    remedy: "Ophæv fletninger, og gem regnearket igen, så formlernes resultater kommer med.",
    fields: &[],
    applies_to: "alle rækker i et regneark",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: None,
    example: Example::None,
};

static L_FLERE_GANGE: RuleDoc = RuleDoc {
    id: "L_FLERE_GANGE",
    name: "Feltet står flere gange i fordringen",
    says: "Hvert felt må kun stå én gang i en fordring.",
    why: "Står der to værdier, kan vi ikke vide, hvilken der gælder. Vi læser den første og siger det.",
    remedy: "Se efter, hvilken værdi der er den rigtige, og lad kun den stå.",
    fields: &[],
    applies_to: "fordringer i XML og JSON",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: BASIS,
    url: URL,
    note: None,
    example: Example::None,
};
