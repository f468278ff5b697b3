//! Says filter rules in Danish sentences: the rule itself, and what it came to for one claim.

use chrono::NaiveDate;

use super::filter::{Expected, Why};
use crate::calendar::{Offset, public_holiday};
use crate::catalogue::language::plain_number;
use crate::catalogue::table::{CalendarUnit, Check, DateRef, DateSubject, Foko, Kategori, Op};
use crate::claim::{Cell, Claim, Field, format_amount, format_date, shorten};

/// The rule as a sentence, e.g. «Periodens slut skal ligge senest 1 måned minus 1 dag efter periodens start.»
pub fn condition(check: &Check) -> String {
    let sentence = match *check {
        Check::Fordringsart { modr: false } => "fordringsarten skal være INDR".to_owned(),
        Check::Fordringsart { modr: true } => "fordringsarten skal være INDR eller MODR".to_owned(),
        Check::Kategori(Kategori::Hovedfordring) => {
            "fordringen skal være en hovedfordring og må ikke henvise til en anden fordring".to_owned()
        }
        Check::Kategori(Kategori::Relateret) => "fordringen skal være relateret: den skal henvise til sin hovedfordring".to_owned(),
        Check::Required { field, not_bank_closing_day: true } => {
            format!("{} skal være udfyldt og må ikke være en banklukkedag", field.definite())
        }
        Check::Required { field, not_bank_closing_day: false } => format!("{} skal være udfyldt", field.definite()),
        Check::Empty(field) => format!("{} må ikke være udfyldt", field.definite()),
        Check::NoJudgmentOrSettlement => "hverken domsdatoen eller forligsdatoen må være udfyldt".to_owned(),
        Check::NotBothJudgmentAndSettlement => "domsdatoen og forligsdatoen må ikke begge være udfyldt".to_owned(),
        Check::JudgmentOrSettlement => "enten domsdatoen eller forligsdatoen skal være udfyldt".to_owned(),
        Check::Date { subject, op, reference, offset, calendar_words, foko, unless_judgment } => {
            let subject = subject_words(subject);
            let demand = date_demand(op, offset, calendar_words, &reference_words(reference));
            let mut sentence = match reference {
                DateRef::DomEllerForlig => format!("er domsdatoen eller forligsdatoen udfyldt, skal {subject} {demand}"),
                _ if unless_judgment => format!("er hverken domsdatoen eller forligsdatoen udfyldt, skal {subject} {demand}"),
                _ => format!("{subject} skal {demand}"),
            };
            sentence.push_str(match foko {
                Foko::Unsaid => "",
                Foko::Regarded => "; falder grænsen på en lukkedag, gælder den næste åbne dag",
                Foko::Disregarded => ", også når dagen er en lukkedag",
            });
            sentence
        }
        Check::Amount { field, op, kroner, zero_claim } => {
            let zero = if zero_claim { "; en 0-fordring, hvor også beløbet er 0, er tilladt" } else { "" };
            format!("{} skal være {}{zero}", field.definite(), amount_demand(op, &format!("{}\u{a0}kr.", plain_number(kroner))))
        }
        Check::AmountBetween { field, min, max } => {
            format!("{} skal være mindst {}\u{a0}kr. og højst {}\u{a0}kr.", field.definite(), plain_number(min), plain_number(max))
        }
        Check::AmountOneOf { field, kroner: [a, b, c] } => {
            let [a, b, c] = [a, b, c].map(plain_number);
            format!("{} skal være {a}, {b} eller {c}\u{a0}kr.", field.definite())
        }
        Check::AmountRef { field, op, other } => {
            let demand = match op {
                Op::Less => "mindre end",
                Op::AtMost => "højst så stor som",
                Op::Equal => "lig med",
                Op::AtLeast => "mindst så stor som",
                Op::Greater => "større end",
            };
            format!("{} skal være {demand} {}", field.definite(), other.definite())
        }
        Check::AmountPerDay { field, op, kroner } => {
            let limit = format!("{}\u{a0}kr. for hver dag i perioden", plain_number(kroner));
            format!("{} skal være {}", field.definite(), amount_demand(op, &limit))
        }
        Check::SamePeriod(CalendarUnit::Month) => "periodens start og slut skal ligge i samme kalendermåned".to_owned(),
        Check::SamePeriod(CalendarUnit::Year) => "periodens start og slut skal ligge i samme kalenderår".to_owned(),
        Check::AfterMainForfald { subject, op, offset } => {
            format!("{} skal {}", subject_words(subject), date_demand(op, offset, false, "hovedfordringens forfaldsdato"))
        }
        Check::PeriodEndsBeforeMonthAfterMainReceipt => {
            "periodens slut skal ligge før den 1. i måneden efter, at hovedfordringen blev modtaget".to_owned()
        }
    };
    let mut sentence = capital(&sentence);
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// What stands in the claim's fields that the rule looks at, e.g. «Forfaldsdatoen er 02.02.2026, stiftelsesdatoen er 01.02.2026.»
pub fn found(fields: &[Field], claim: &Claim) -> String {
    let parts: Vec<String> = fields.iter().filter_map(|&field| field_found(field, claim)).collect();
    if parts.is_empty() { String::new() } else { format!("{}.", capital(&parts.join(", ")).trim_end_matches('.')) }
}

fn field_found(field: Field, claim: &Claim) -> Option<String> {
    let name = field.definite();
    if !claim.is_filled(field) {
        // What isn't filled is worth a word only where a value could stand beside it.
        return matches!(field, Field::Domsdato | Field::Forligsdato | Field::HovedfordringId)
            .then_some(())
            .map_or_else(|| Some(format!("{name} er ikke udfyldt")), |()| None);
    }
    let shown = match (claim.date(field), claim.amount(field)) {
        (Cell::Value(date), _) => format_date(date),
        (_, Cell::Value(amount)) => format_amount(amount),
        // Personal numbers and free text are not repeated in sentences.
        _ if matches!(field, Field::SkyldnerId | Field::Beskrivelse | Field::Kundenote | Field::Fordringsnote) => return None,
        _ => format!("«{}»", shorten(claim.text(field))),
    };
    Some(format!("{name} er {shown}"))
}

/// What the rule expected of this claim, as a sentence.
pub fn expected(check: &Check, expected: Expected) -> String {
    match expected {
        Expected::AsStated => condition(check),
        Expected::NoBankClosingDay => "Stiftelsesdatoen skal være en dag, hvor bankerne har åbent.".into(),
        Expected::MainNotInFile => {
            "Fordringen skal henvise til sin hovedfordring. Ingen fordring i filen har den reference, der står; skriv HovedfordringsID, hvis hovedfordringen er sendt før.".into()
        }
        Expected::Amount { op, limit } => {
            let field = super::filter::fields(check).first().map(|field| field.definite()).unwrap_or_default();
            capital(&format!("{field} skal her være {}.", amount_demand(op, format_amount(limit).trim_end_matches('.'))))
        }
        Expected::Date { op, limit, closing_day } => {
            let subject = match *check {
                Check::Date { subject, .. } | Check::AfterMainForfald { subject, .. } => subject_words(subject),
                _ => Field::PeriodeSlut.definite(),
            };
            let limit_words = format_date(limit);
            let demand = match op {
                Op::Less => format!("ligge før {limit_words}"),
                Op::AtMost => format!("ligge senest {limit_words}"),
                Op::Equal => format!("være {limit_words}"),
                Op::AtLeast => format!("ligge tidligst {limit_words}"),
                Op::Greater => format!("ligge efter {limit_words}"),
            };
            let moved = closing_day.map_or_else(String::new, |day| format!(" ({} er {}, så grænsen er flyttet)", format_date(day), closing_word(day)));
            format!("{} Her: {subject} skal {demand}{moved}.", condition(check))
        }
    }
}

/// What to do at the field a broken rule is about, as a short sentence, e.g. «Skriv en dato senest 30.07.2026, eller ret periodens start.»
pub fn instruction(check: &Check, expected: Expected) -> String {
    match (*check, expected) {
        (Check::Fordringsart { modr: false }, _) => "Vælg INDR.".into(),
        (Check::Fordringsart { modr: true }, _) => "Vælg INDR eller MODR.".into(),
        (Check::Kategori(Kategori::Hovedfordring), _) => {
            "Tøm feltet. Fordringen skal være en hovedfordring og må ikke henvise til en anden fordring.".into()
        }
        (Check::Kategori(Kategori::Relateret), _) => {
            "Skriv HovedfordringsID, eller sæt kryds ved, at hovedfordringen sendes sammen med fordringen.".into()
        }
        (Check::Required { .. }, Expected::NoBankClosingDay) => "Skriv en dag, hvor bankerne har åbent.".into(),
        (Check::Required { field, .. }, _) => fill(field),
        (Check::Empty(field), _) => format!("Tøm feltet: {} må ikke være udfyldt her.", field.definite()),
        (Check::NoJudgmentOrSettlement, _) => "Tøm domsdatoen og forligsdatoen: ingen af dem må være udfyldt her.".into(),
        (Check::NotBothJudgmentAndSettlement, _) => "Behold kun den ene: domsdatoen eller forligsdatoen.".into(),
        (Check::JudgmentOrSettlement, _) => "Skriv domsdatoen eller forligsdatoen.".into(),
        (_, Expected::Date { op, limit, .. }) => date_instruction(check, op, limit),
        (Check::AmountRef { other, .. }, Expected::Amount { op, limit }) => {
            format!("Skriv {}, eller ret {}.", amount_demand(op, &format_amount(limit)), other.definite())
        }
        (Check::AmountPerDay { .. }, Expected::Amount { op, limit }) => {
            format!("Skriv {}, eller ret perioden.", amount_demand(op, &format_amount(limit)))
        }
        (_, Expected::Amount { op, limit }) => format!("Skriv {}", amount_demand(op, &format_amount(limit))),
        (Check::SamePeriod(CalendarUnit::Month), _) => "Ret perioden, så den begynder og slutter i samme kalendermåned.".into(),
        (Check::SamePeriod(CalendarUnit::Year), _) => "Ret perioden, så den begynder og slutter i samme kalenderår.".into(),
        _ => condition(check),
    }
}

/// What to do about a field that stands empty.
pub fn fill(field: Field) -> String {
    match field {
        Field::Fordringsart => "Vælg fordringsarten.".into(),
        field => format!("Skriv {}.", field.definite()),
    }
}

fn date_instruction(check: &Check, op: Op, limit: NaiveDate) -> String {
    let day = format_date(limit);
    let demand = match op {
        Op::Less => format!("en dato før {day}"),
        Op::AtMost => format!("en dato senest {day}"),
        Op::Equal => day.clone(),
        Op::AtLeast => format!("en dato tidligst {day}"),
        Op::Greater => format!("en dato efter {day}"),
    };
    match *check {
        Check::Date { subject: DateSubject::Modtagelsesdato, .. }
        | Check::AfterMainForfald { subject: DateSubject::Modtagelsesdato, .. } => {
            let when = match op {
                Op::Greater => "først efter",
                Op::AtLeast => "tidligst",
                Op::Equal => "kun",
                Op::AtMost => "senest",
                Op::Less => "kun før",
            };
            format!("Fordringen må {when} sendes {day}. Ret datoen, eller send en anden dag.")
        }
        Check::Date { reference: DateRef::Modtagelsesdato, .. } if matches!(op, Op::Less | Op::AtMost) => {
            format!("Skriv {demand}, eller vent med at sende fordringen.")
        }
        Check::Date { reference: DateRef::Modtagelsesdato, .. } => format!("Skriv {demand}."),
        Check::Date { reference: DateRef::Field(other), .. } => format!("Skriv {demand}, eller ret {}.", other.definite()),
        Check::Date { reference: DateRef::DomEllerForlig, .. } => format!("Skriv {demand}, eller ret dommens eller forligets dato."),
        Check::AfterMainForfald { .. } => format!("Skriv {demand}, eller ret hovedfordringens forfaldsdato."),
        _ => format!("Skriv {demand}."),
    }
}

/// The families of rules, in the order of their ids: what an id begins with, and what the family is about.
pub const FAMILIES: [(&[&str], &str); 11] = [
    (&["R_1_"], "Fordringsart og slags"),
    (&["R_2_", "R_3_"], "Forældelse og bortfald"),
    (&["R_4_"], "Beløb"),
    (&["R_5_"], "Datoer og afsendelse"),
    (&["R_6_"], "Datoernes orden og periodens længde"),
    (&["R_7_"], "Felter, der skal være udfyldt eller tomme"),
    (&["R_8_", "R_10_"], "Relaterede fordringer"),
    (&["G_"], "Generelle råd"),
    (&["A_"], "Råd om andre handlinger end at oprette"),
    (&["P_"], "Grænser fra andre kilder end en filtertabel"),
    (&["L_"], "Læsning af filen"),
];

/// The words joined as in a sentence: «a, b og c».
pub fn and<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => format!("{} og {}", most.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref()),
    }
}

/// Why a rule was not run, as a clause after «ikke tjekket:».
pub fn why_not(why: Why) -> String {
    match why {
        Why::Empty(field) => format!("{} er ikke udfyldt", field.definite()),
        Why::Absent(field) => format!("filen har ingen kolonne med {}", field.in_sentence()),
        Why::Unreadable(field) => format!("{} kan ikke læses", field.definite()),
        Why::MainUnknown => "hovedfordringen står ikke i filen, så dens datoer er ukendte".into(),
        Why::MainForfaldUnknown => "hovedfordringens forfaldsdato er ukendt".into(),
        Why::MainReceiptUnknown => "hovedfordringens modtagelsesdato er ukendt".into(),
        Why::BeyondCalendar => "datoen falder uden for kalenderen".into(),
    }
}

/// A span as words, e.g. «1 måned minus 1 dag».
pub fn span(offset: Offset, calendar_words: bool) -> String {
    let calendar = if calendar_words { "kalender" } else { "" };
    let mut words = String::new();
    let first_negative = [offset.years, offset.months, offset.days].into_iter().find(|count| *count != 0).is_some_and(|count| count < 0);
    for (count, one, many, prefix) in
        [(offset.years, "år", "år", calendar), (offset.months, "måned", "måneder", calendar), (offset.days, "dag", "dage", "")]
    {
        if count == 0 {
            continue;
        }
        if !words.is_empty() {
            words.push_str(if (count < 0) == first_negative { " og " } else { " minus " });
        }
        let unit = if count.abs() == 1 { one } else { many };
        words.push_str(&format!("{} {prefix}{unit}", count.abs()));
    }
    words
}

fn date_demand(op: Op, offset: Offset, calendar_words: bool, reference: &str) -> String {
    if offset == Offset::NONE {
        return match op {
            Op::Less => format!("ligge før {reference}"),
            Op::AtMost => format!("være samme dag som {reference} eller tidligere"),
            Op::Equal => format!("være samme dag som {reference}"),
            Op::AtLeast => format!("være samme dag som {reference} eller senere"),
            Op::Greater => format!("ligge efter {reference}"),
        };
    }
    let before = [offset.years, offset.months, offset.days].into_iter().find(|count| *count != 0).is_some_and(|count| count < 0);
    let side = if before { "før" } else { "efter" };
    let span = span(offset, calendar_words);
    match op {
        Op::Less => format!("ligge mindre end {span} {side} {reference}"),
        Op::AtMost => format!("ligge senest {span} {side} {reference}"),
        Op::Equal => format!("ligge præcis {span} {side} {reference}"),
        Op::AtLeast => format!("ligge tidligst {span} {side} {reference}"),
        Op::Greater => format!("ligge mere end {span} {side} {reference}"),
    }
}

fn amount_demand(op: Op, limit: &str) -> String {
    match op {
        Op::Less => format!("mindre end {limit}"),
        Op::AtMost => format!("højst {limit}"),
        Op::Equal => format!("præcis {limit}"),
        Op::AtLeast => format!("mindst {limit}"),
        Op::Greater => format!("mere end {limit}"),
    }
}

fn subject_words(subject: DateSubject) -> String {
    match subject {
        DateSubject::Field(field) => field.definite(),
        DateSubject::Modtagelsesdato => "modtagelsesdatoen".into(),
    }
}

fn reference_words(reference: DateRef) -> String {
    match reference {
        DateRef::Field(field) => field.definite(),
        DateRef::Modtagelsesdato => "modtagelsesdatoen".into(),
        DateRef::DomEllerForlig => "den dato".into(),
    }
}

fn closing_word(day: NaiveDate) -> String {
    use chrono::Datelike;
    match (public_holiday(day), day.weekday(), day.month(), day.day()) {
        (Some(name), ..) => name.to_lowercase(),
        (_, chrono::Weekday::Sat, ..) => "en lørdag".into(),
        (_, chrono::Weekday::Sun, ..) => "en søndag".into(),
        (_, _, 6, 5) => "grundlovsdag".into(),
        _ => "en lukkedag".into(),
    }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::language::parse_condition;

    #[test]
    fn rules_read_as_sentences() {
        for (rule, sentence) in [
            ("forfaldsdato = stiftelsesdato", "Forfaldsdatoen skal være samme dag som stiftelsesdatoen."),
            (
                "periode_slut <= periode_start + 1 måned - 1 dag",
                "Periodens slut skal ligge senest 1 måned minus 1 dag efter periodens start.",
            ),
            ("stiftelsesdato >= periode_start - 10 dage", "Stiftelsesdatoen skal ligge tidligst 10 dage før periodens start."),
            (
                "forfaldsdato <= stiftelsesdato + 8 år + 4 måneder",
                "Forfaldsdatoen skal ligge senest 8 år og 4 måneder efter stiftelsesdatoen.",
            ),
            (
                "foraeldelsesdato <= forfaldsdato + 3 år med FOKO",
                "Forældelsesdatoen skal ligge senest 3 år efter forfaldsdatoen; falder grænsen på en lukkedag, gælder den næste åbne dag.",
            ),
            (
                "foraeldelsesdato >= doms_eller_forligsdato + 10 år",
                "Er domsdatoen eller forligsdatoen udfyldt, skal forældelsesdatoen ligge tidligst 10 år efter den dato.",
            ),
            ("hovedstol <= 10.000 kr.", "Hovedstolen skal være højst 10.000\u{a0}kr."),
            ("srb < modtagelsesdato", "Sidste rettidige betalingsdato (SRB) skal ligge før modtagelsesdatoen."),
            ("periode_start er tom", "Periodens start må ikke være udfyldt."),
        ] {
            assert_eq!(condition(&parse_condition(rule).unwrap()), sentence);
        }
    }

    #[test]
    fn every_rule_belongs_to_one_family() {
        for doc in crate::rules::all_docs() {
            let families = FAMILIES.iter().filter(|(openings, _)| openings.iter().any(|opening| doc.id.starts_with(opening)));
            assert_eq!(families.count(), 1, "{}", doc.id);
        }
    }
}
