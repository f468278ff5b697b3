//! What may be found while a file is read: cells and rows that can't be taken as they stand.

use super::doc::{Certainty, Effect, Example, RuleDoc};
use crate::claim::{AmountProblem, DateProblem, Field, ReadingFinding, Unreadable, shorten};

/// The documentation of this kind of finding.
pub fn doc(finding: &ReadingFinding) -> &'static RuleDoc {
    match finding {
        ReadingFinding::Unreadable { why: Unreadable::Date(_), .. } => &L_DATO,
        ReadingFinding::Unreadable { why: Unreadable::Amount(_), .. } => &L_BELOEB,
        ReadingFinding::TwoDigitYear { .. } | ReadingFinding::SpreadsheetDay { .. } => &L_DATO_ANTAGET,
        ReadingFinding::Ragged { .. } | ReadingFinding::SwallowedLines { .. } | ReadingFinding::UnclosedQuote => &L_RAEKKE,
        ReadingFinding::OddLetters { .. } => &L_TEGN,
        ReadingFinding::TooLong { .. } => &L_LANG_CELLE,
        ReadingFinding::Merged { .. } | ReadingFinding::DigitsLost { .. } | ReadingFinding::NoCachedValue { .. } => &L_REGNEARK,
        ReadingFinding::Several { .. } => &L_FLERE_GANGE,
    }
}

/// What was found and what was expected, as two sentences. `text` is the cell's text, `date` the date it was read as.
pub fn words(finding: &ReadingFinding, text: &str, date: Option<chrono::NaiveDate>) -> (String, String) {
    let text = shorten(text);
    let read_as = date.map(crate::claim::format_date).unwrap_or_default();
    match *finding {
        ReadingFinding::Unreadable { field, why: Unreadable::Date(why) } => {
            let found = match why {
                DateProblem::NotADate => "er ikke en dato",
                DateProblem::NoSuchMonth => "er ikke en dato: den måned findes ikke",
                DateProblem::NoSuchDay => "er ikke en dato: den måned har ikke så mange dage",
                DateProblem::YearOutOfRange => "kan ikke være rigtigt: årstallet skal ligge mellem 1900 og 2199",
            };
            (format!("«{text}» i {} {found}.", field.in_sentence()), "Skriv datoen som dd-mm-åååå, fx 31-01-2026.".into())
        }
        ReadingFinding::Unreadable { field, why: Unreadable::Amount(why) } => {
            let (found, expected) = match why {
                AmountProblem::NotANumber => ("er ikke et beløb", "Skriv beløbet med tal, fx 1.234,56."),
                AmountProblem::Scientific => (
                    "er forkortet af et regneark, så cifre er gået tabt",
                    "Hent beløbet fra fagsystemet, og gem kolonnen som tal uden forkortelse.",
                ),
                AmountProblem::Ambiguous => {
                    ("kan læses på to måder", "Skriv beløbet med punktum for tusinder og komma for ører, fx 1.234,56.")
                }
                AmountProblem::TooLong => ("har flere cifre, end et beløb kan have", "Se efter, om to tal er løbet sammen."),
            };
            (format!("«{text}» i {} {found}.", field.in_sentence()), expected.into())
        }
        ReadingFinding::TwoDigitYear { field } => (
            format!("«{text}» i {} har et årstal med to cifre og er læst som {read_as}.", field.in_sentence()),
            "Skriv årstallet med fire cifre.".into(),
        ),
        ReadingFinding::SpreadsheetDay { field } => (
            format!("«{text}» i {} er et regnearks dagnummer og er læst som {read_as}.", field.in_sentence()),
            "Giv kolonnen datoformat i regnearket, før du gemmer filen.".into(),
        ),
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
            format!("Cellen til {} er flettet med en celle i række {row}. Værdien står kun dér.", field.in_sentence()),
            "Ophæv fletningen i regnearket, og skriv værdien i hver række.".into(),
        ),
        ReadingFinding::DigitsLost { field } => (
            format!("«{text}» i {} er gemt som tal. Et regneark husker kun 15 cifre, så de sidste er gået tabt.", field.in_sentence()),
            "Hent nummeret fra fagsystemet, og giv kolonnen tekstformat, før du sætter det ind.".into(),
        ),
        ReadingFinding::NoCachedValue { field } => (
            format!("Cellen til {} er en formel, og filen indeholder ikke resultatet.", field.in_sentence()),
            "Åbn regnearket i Excel eller LibreOffice, gem det, og vælg det igen.".into(),
        ),
        ReadingFinding::Several { field, count } => (
            format!("Fordringen har {} {count} gange. Kun den første værdi er læst.", field.in_sentence()),
            "Se efter, hvilken værdi der er den rigtige, og lad kun den stå.".into(),
        ),
        ReadingFinding::SwallowedLines { column, lines } => (
            format!("Cellen i kolonne {column} løber over {lines} linjer og indeholder skilletegn."),
            "Se efter, om et anførselstegn mangler: så er flere rækker læst som én.".into(),
        ),
    }
}

/// Documentation of the findings made while reading.
pub static READING_DOCS: &[&RuleDoc] =
    &[&L_DATO, &L_BELOEB, &L_DATO_ANTAGET, &L_RAEKKE, &L_TEGN, &L_LANG_CELLE, &L_REGNEARK, &L_FLERE_GANGE];

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
    says: "En dato skal stå med dag, måned og årstal med fire cifre.",
    why: "To cifre siger ikke, hvilket århundrede der er tale om, og et regnearks dagnummer kan være noget andet end en dato. Derfor viser vi, hvad vi har læst.",
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
    why: "Flettede celler, lange tal og formler uden gemt resultat ser rigtige ud på skærmen, men filen indeholder noget andet eller ingenting.",
    remedy: "Ophæv fletninger, giv kolonner med numre tekstformat, og gem regnearket igen, så formlernes resultater kommer med.",
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
