//! Reading single values: every form that people's files have, in every style of column, and what is said of what can't be read.

mod cases;

use cases::{Chance, Values, day, worked_claim};
use stamdatatjek::check::{Checked, Checker, FindingKind};
use stamdatatjek::claim::{
    Cell, Claim, DateEvidence, DateOrder, Decimal, DecimalEvidence, DecimalMark, Field, FieldKind, NaiveDate, ReadDate, ReadingFinding,
    Unreadable, ValueStyle, date_evidence, decimal_evidence, parse_amount, parse_amount_in, parse_date, parse_date_in,
};
use stamdatatjek::rules::reading;

const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

fn style(dates: DateOrder) -> ValueStyle {
    ValueStyle { dates, ..ValueStyle::default() }
}

/// A day as it is written: its date, and year, month and day as digits with zeros in front.
struct Day {
    date: NaiveDate,
    y: String,
    m: String,
    d: String,
}

impl Day {
    fn of(date: NaiveDate) -> Day {
        let written = date.to_string();
        let parts: Vec<&str> = written.split('-').collect();
        Day { date, y: parts[0].to_owned(), m: parts[1].to_owned(), d: parts[2].to_owned() }
    }

    fn month(&self) -> &'static str {
        let number: usize = self.m.parse().expect("a month");
        MONTHS[number - 1]
    }

    /// The same day with day and month in each other's places.
    fn swapped(&self) -> Day {
        Day { date: self.date, y: self.y.clone(), m: self.d.clone(), d: self.m.clone() }
    }
}

/// The digits without a zero in front.
fn short(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// A way to write a date, and what reading makes of it.
type Form = (fn(&Day) -> String, fn(NaiveDate) -> ReadDate);

/// Every form that says the same in every column.
const ANY_ORDER: &[Form] = &[
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}/{m}/{d}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}.{}.{}", short(m), short(d)), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}{m}{d}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}{m}{d}T000000"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}Z"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}+01:00"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}-05:00"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}T00:00:00+02:00"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d} 10:30:00"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{y}-{m}-{d}T22:00:00.000Z"), ReadDate::UtcEvening),
    (|day| format!("{}. {} {}", short(&day.d), day.month(), day.y), ReadDate::Full),
    (|day| format!("{} {} {}", day.d, day.month().to_uppercase(), day.y), ReadDate::Full),
    (|day| format!("{}-{}-{}", day.d, &day.month()[..3], day.y), ReadDate::Full),
    (|day| format!("{}. {}. {}", short(&day.d), &day.month()[..3], &day.y[2..]), ReadDate::TwoDigitYear),
    (|day| (day.date - cases::day("1899-12-30")).num_days().to_string(), ReadDate::SpreadsheetDay),
];

/// Every form in which day and month change places.
const BY_ORDER: &[Form] = &[
    (|Day { y, m, d, .. }| format!("{d}-{m}-{y}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{d}.{m}.{y}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{}/{}/{y}", short(d), short(m)), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{d}/{m}-{y}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{d} {m} {y}"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{d}-{m}-{y} 00:00:00"), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{}/{}/{y} 12:00:00 AM", short(d), short(m)), ReadDate::Full),
    (|Day { y, m, d, .. }| format!("{d}-{m}-{}", &y[2..]), ReadDate::TwoDigitYear),
    (|Day { y, m, d, .. }| format!("{}/{}/{}", short(d), short(m), &y[2..]), ReadDate::TwoDigitYear),
    (|Day { y, m, d, .. }| format!("{d}{m}{y}"), ReadDate::EightDigits),
];

#[test]
fn every_day_is_read_again_in_every_form_and_order() {
    let mut date = day("1990-01-01");
    let mut read = 0;
    while date < day("2061-01-01") {
        let written = Day::of(date);
        for (form, wanted) in ANY_ORDER {
            let text = form(&written);
            for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
                assert_eq!(parse_date_in(&text, style(order)), Ok(wanted(date)), "{text}");
            }
            read += 1;
        }
        let swapped = written.swapped();
        for (form, wanted) in BY_ORDER {
            let (day_first, month_first) = (form(&written), form(&swapped));
            assert_eq!(parse_date(&day_first), Ok(wanted(date)), "{day_first}");
            assert_eq!(parse_date_in(&month_first, style(DateOrder::MonthFirst)), Ok(wanted(date)), "{month_first}");
            read += 2;
        }
        date = date.succ_opt().expect("a next day");
    }
    assert!(read > 900_000, "only {read}");
}

#[test]
fn every_form_says_what_it_knows_of_the_order() {
    let mut date = day("2023-12-01");
    while date < day("2025-01-01") {
        let written = Day::of(date);
        for (form, _) in ANY_ORDER {
            assert_eq!(date_evidence(&form(&written)), DateEvidence::Unambiguous, "{}", form(&written));
        }
        let wanted = match () {
            () if written.d == written.m => [DateEvidence::Unambiguous; 2],
            () if written.d.as_str() <= "12" => [DateEvidence::Either; 2],
            () => [DateEvidence::DayFirstOnly, DateEvidence::MonthFirstOnly],
        };
        for (form, _) in BY_ORDER {
            let (day_first, month_first) = (form(&written), form(&written.swapped()));
            assert_eq!([date_evidence(&day_first), date_evidence(&month_first)], wanted, "{day_first}, {month_first}");
        }
        date = date.succ_opt().expect("a next day");
    }
}

#[test]
fn every_day_number_is_the_same_day_from_1904() {
    let from_1904 = ValueStyle { days_from_1904: true, ..ValueStyle::default() };
    let mut date = day("1990-01-01");
    while date < day("2061-01-01") {
        let serial = (date - day("1904-01-01")).num_days().to_string();
        assert_eq!(parse_date_in(&serial, from_1904), Ok(ReadDate::SpreadsheetDay(date)), "{serial}");
        // Nothing but a day number depends on it.
        let written = date.format("%d-%m-%Y").to_string();
        assert_eq!(parse_date_in(&written, from_1904), Ok(ReadDate::Full(date)));
        date = date.succ_opt().expect("a next day");
    }
}

/// The digits with a mark before every group of three.
fn with_thousands(digits: &str, mark: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text += mark;
        }
        text.push(digit);
    }
    text
}

#[test]
fn every_amount_is_read_again_in_every_style() {
    let mut chance = Chance::new(20_261_122);
    for round in 0..6_000 {
        let kroner = chance.below([10, 1_000, 10_000, 1_000_000, 100_000_000][round % 5]).to_string();
        let decimals = ["", "0", "5", "00", "05", "75", "125", "1250", "123456"][chance.below(9)];
        let wrap = [("", ""), ("-", ""), ("", "-"), ("(", ")"), ("", " kr."), ("DKK ", ""), ("kr. -", "")][chance.below(7)];
        let negative = wrap.0.contains(['-', '(']) || wrap.1.contains('-');
        let plain = format!("{}{kroner}.{decimals}", if negative { "-" } else { "" });
        let wanted: Decimal = plain.trim_end_matches('.').parse().expect("an amount");
        for (mark, thousands, decimal) in [(DecimalMark::Comma, ".", ","), (DecimalMark::Point, ",", ".")] {
            for group in ["", thousands, " ", "\u{a0}", "\u{202f}"] {
                let separator = if decimals.is_empty() { "" } else { decimal };
                let number = format!("{}{separator}{decimals}", with_thousands(&kroner, group));
                let text = format!("{}{number}{}", wrap.0, wrap.1);
                assert_eq!(parse_amount_in(&text, mark), Ok(wanted), "{text} {mark:?}");
                // What can be read without the column's mark is not read otherwise than the mark says, but for thousands before decimals.
                if let Ok(unsaid) = parse_amount(&text)
                    && !(mark == DecimalMark::Point && decimals.len() == 3)
                {
                    assert_eq!(unsaid, wanted, "{text}");
                }
                let evidence = decimal_evidence(&text);
                let fitting = match mark {
                    DecimalMark::Comma => DecimalEvidence::CommaOnly,
                    _ => DecimalEvidence::PointOnly,
                };
                assert!(
                    evidence == fitting || matches!(evidence, DecimalEvidence::NoSign | DecimalEvidence::Either),
                    "{text}: {evidence:?}"
                );
                assert!(evidence != DecimalEvidence::NoSign || !number.contains([',', '.']), "{text}");
            }
        }
    }
}

/// A text of odd characters, or a date or an amount with a few of them in it.
fn odd_text(chance: &mut Chance) -> String {
    let letters: Vec<char> = "0123456789.,-/ '\u{a0}\u{2212}\u{2013}eEkrKRDT:+Z()#!?%æÅ٣jan.majokt\u{0}🙂".chars().collect();
    let whole = ["", "31-01-2024", "2024-01-31T22:00:00Z", "1. maj 2025", "01-okt-25", "31012024", "45322", "1.234,56", "#I/T", "1,2E+11"];
    let mut text: Vec<char> = chance.pick(&whole).chars().collect();
    let changes = if text.is_empty() { chance.below(24) } else { chance.below(3) };
    for _ in 0..changes {
        let place = chance.below(text.len() + 1);
        match chance.below(3) {
            0 if place < text.len() => text[place] = *chance.pick(&letters),
            1 if place < text.len() && changes < 3 => drop(text.remove(place)),
            _ => text.insert(place, *chance.pick(&letters)),
        }
    }
    text.into_iter().collect()
}

#[test]
fn odd_texts_never_break_a_styled_reading() {
    let fields = [Field::Forfaldsdato, Field::Beloeb, Field::Reference];
    let mut chance = Chance::new(4);
    let (mut values, mut told) = (0, 0);
    for _ in 0..30_000 {
        let text = odd_text(&mut chance);
        let styled = ValueStyle {
            dates: *chance.pick(&[DateOrder::DayFirst, DateOrder::MonthFirst]),
            decimals: *chance.pick(&[DecimalMark::Unsaid, DecimalMark::Comma, DecimalMark::Point]),
            days_from_1904: *chance.pick(&[true, false]),
        };
        let claim = Claim::read_styled(1, |field| fields.contains(&field).then_some(text.as_str()), |_| styled);
        let findings: Vec<ReadingFinding> = claim.findings().collect();
        for field in fields {
            let of_field: Vec<_> = findings.iter().filter(|finding| finding.field() == Some(field)).collect();
            assert!(of_field.len() <= 1, "{text}: {of_field:?}");
            // What stands in a date or an amount is a value, or nothing, or told.
            let value = claim.date(field).value().is_some() || claim.amount(field).value().is_some();
            if field.kind() != FieldKind::Text && claim.is_filled(field) && !value {
                assert!(claim.unreadable(field).is_some() && of_field.len() == 1, "{text}");
            }
            for finding in of_field {
                let (found, expected) = reading::words(finding, claim.text(field), claim.date(field).value());
                assert!(found.ends_with(['.', '?']) && expected.ends_with('.'), "{text}: {found} {expected}");
                told += 1;
            }
            values += usize::from(value);
        }
    }
    assert!(values > 5_000 && told > 5_000, "only {values} values and {told} findings");
}

/// The field with the text in it, in a column of this style.
fn cell(field: Field, text: &str, style: ValueStyle) -> Claim<'_> {
    Claim::read_styled(1, |other| (other == field).then_some(text), |_| style)
}

/// What is said of the field with this text in it.
fn told(field: Field, text: &str, style: ValueStyle) -> String {
    let claim = cell(field, text, style);
    let findings: Vec<ReadingFinding> = claim.findings().collect();
    let [finding] = findings[..] else { panic!("{text}: {findings:?}") };
    let (found, expected) = reading::words(&finding, claim.text(field), claim.date(field).value());
    format!("{found} {expected}")
}

#[test]
fn why_a_value_can_not_be_read_is_said_with_the_value() {
    let day_first = ValueStyle::default();
    let month_first = style(DateOrder::MonthFirst);
    let comma = ValueStyle { decimals: DecimalMark::Comma, ..day_first };
    let point = ValueStyle { decimals: DecimalMark::Point, ..day_first };
    let due = Field::Forfaldsdato;
    for (field, text, style, sentence) in [
        (
            due,
            "31-02-2025",
            day_first,
            "«31-02-2025» i forfaldsdato findes ikke: februar 2025 har kun 28 dage. Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            due,
            "31-13-2025",
            day_first,
            "«31-13-2025» i forfaldsdato er ikke en dato: der er ingen måned 13. Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            due,
            "04-25-2025",
            day_first,
            "«04-25-2025» i forfaldsdato er ikke en dato: der er ingen måned 25. Står måneden først? Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            due,
            "25-04-2025",
            month_first,
            "«25-04-2025» i forfaldsdato er ikke en dato: der er ingen måned 25. Står dagen først? Skriv datoen som åååå-mm-dd, fx 2026-01-31.",
        ),
        (
            due,
            "2025-25-04",
            day_first,
            "«2025-25-04» i forfaldsdato er ikke en dato: der er ingen måned 25. Er dag og måned byttet om? Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            due,
            "00-05-2025",
            day_first,
            "«00-05-2025» i forfaldsdato findes ikke: ingen måned har en dag 0. Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            due,
            "30. februar 2024",
            day_first,
            "«30. februar 2024» i forfaldsdato findes ikke: februar 2024 har kun 29 dage. Skriv datoen som dd-mm-åååå, fx 31-01-2026.",
        ),
        (
            Field::Domsdato,
            "31012024",
            day_first,
            "«31012024» i domsdato er otte cifre uden tegn imellem, med årstallet sidst, og er læst som 31.01.2024. Se efter, om datoen er rigtig, og skriv den som dd-mm-åååå.",
        ),
        (
            Field::Beloeb,
            "12.50",
            comma,
            "«12.50» i beløb til inddrivelse passer ikke til resten af kolonnen, hvor komma står før ører og punktum kun ved tusinder. Skriv beløbet med punktum for tusinder og komma for ører, fx 1.234,56.",
        ),
        (
            Field::Beloeb,
            "12,50",
            point,
            "«12,50» i beløb til inddrivelse passer ikke til resten af kolonnen, hvor punktum står før ører og komma kun ved tusinder. Skriv beløbet som de andre i kolonnen, fx 1,234.56.",
        ),
        (
            Field::Hovedstol,
            "#DIV/0!",
            day_first,
            "«#DIV/0!» i oprindelig hovedstol er ikke en værdi, men en fejl fra et regneark: formlen deler med nul. Ret formlen i regnearket, eller skriv værdien fra fagsystemet, og gem filen igen.",
        ),
    ] {
        assert_eq!(told(field, text, style), sentence);
    }
}

#[test]
fn the_sentences_about_spreadsheets_say_what_is_known() {
    let field = Field::FordringsId;
    let digits = |field, text| reading::words(&ReadingFinding::DigitsLost { field }, text, None).0;
    assert_eq!(
        digits(field, "123456789012345680"),
        "«123456789012345680» i fordringsID er gemt som tal, og et regneark husker kun 15 cifre af et tal. Kun de første 15, 123456789012345, kan være rigtige."
    );
    for (field, text) in
        [(field, "12"), (field, "1,5"), (field, ""), (field, "æøåæøåæøåæøåæøå"), (Field::SkyldnerId, "69025012346902501234")]
    {
        assert!(digits(field, text).ends_with("Resten er gået tabt."), "{text}");
    }
    for field in [Field::SkyldnerId, Field::Beskrivelse] {
        for finding in
            [ReadingFinding::DigitsLost { field }, ReadingFinding::Scientific { field }, ReadingFinding::Several { field, count: 2 }]
        {
            let (found, expected) = reading::words(&finding, "6902501234", None);
            assert!(!found.contains("6902") && !expected.contains("6902"), "{found}");
        }
    }
    let (found, _) = reading::words(&ReadingFinding::Several { field: Field::Forfaldsdato, count: 3 }, "01-01-2026", None);
    assert_eq!(found, "Forfaldsdatoen står 3 gange i fordringen. Kun den første værdi er læst.");
}

#[test]
fn a_spreadsheets_error_is_told_in_every_field() {
    for text in ["#N/A", "#I/T", "#REF!", "#VÆRDI!", "#NAVN?", "#NUM!", "#NUL!", "#DIVISION/0!", "Err:502", "########"] {
        for field in Field::ALL {
            let claim = cell(field, text, ValueStyle::default());
            assert_eq!(claim.findings().collect::<Vec<_>>(), [ReadingFinding::SpreadsheetError { field }], "{text}");
            assert_eq!(claim.text(field), text, "the text stays");
            let unreadable = (field.kind() != FieldKind::Text).then_some(Unreadable::SheetError);
            assert_eq!(claim.unreadable(field), unreadable, "{field:?} {text}");
        }
    }
}

#[test]
fn a_shortened_number_is_told_where_every_digit_counts() {
    for text in ["1,23457E+11", "1.23457E+11", "6E+09"] {
        for field in Field::ALL {
            let claim = cell(field, text, ValueStyle::default());
            let told = claim.findings().any(|finding| finding == ReadingFinding::Scientific { field });
            assert_eq!(told, Field::NUMBERS.contains(&field), "{field:?}");
            if field.kind() == FieldKind::Amount {
                assert!(matches!(claim.amount(field), Cell::Unreadable(_)), "{field:?}");
            }
        }
    }
}

/// The claim checked as from the form, with the fields changed.
fn checked(changes: &[(&str, &str)]) -> Checked {
    let worked = worked_claim("KFDAINS");
    let claim: Values = worked.with(changes);
    cases::check(&Checker::new(worked.settings), &claim)
}

#[test]
fn one_cell_gets_one_finding_about_how_it_is_written() {
    for (field, text, rule) in [
        ("reference", "1,23457E+11", "L_CIFRE_TABT"),
        ("skyldner_id", "6,90E+09", "L_CIFRE_TABT"),
        ("skyldner_id", "#N/A", "L_REGNEARKSFEJL"),
        ("skyldner_id", "902501234", "G_CPR_FORMAT"),
        ("skyldner_id", "1374813", "G_CPR_FORMAT"),
        ("forfaldsdato", "#N/A", "L_REGNEARKSFEJL"),
        ("beloeb", "####", "L_REGNEARKSFEJL"),
        ("beskrivelse", "#VALUE!", "L_REGNEARKSFEJL"),
        ("fordrings_id", "1,2E+11", "L_CIFRE_TABT"),
    ] {
        let found = checked(&[(field, text)]);
        let of_field = Field::from_name(field).expect("a field");
        let findings: Vec<String> = (found.findings.iter())
            .filter(|finding| !matches!(finding.kind, FindingKind::Filter { .. }) && finding.kind.fields().contains(&of_field))
            .map(|finding| finding.kind.rule_id())
            .collect();
        assert_eq!(findings, [rule], "{field} {text}");
    }
}

#[test]
fn an_error_in_a_date_or_an_amount_leaves_the_claim_undecided() {
    for (field, text) in [("forfaldsdato", "#I/T"), ("periode_slut", "########"), ("beloeb", "#REF!"), ("hovedstol", "Err:504")] {
        assert_eq!(checked(&[(field, text)]).undecided, [Field::from_name(field).expect("a field")], "{field} {text}");
    }
    assert!(checked(&[]).undecided.is_empty());
}

#[test]
fn an_action_line_tells_of_shortened_numbers_too() {
    let found = checked(&[("aktion", "NEDSKRIV"), ("reference", "1,23457E+11"), ("aktion_id_ref", "5,5E+15")]);
    let told: Vec<Field> = (found.findings.iter())
        .filter_map(|finding| match finding.kind {
            FindingKind::Reading(ReadingFinding::Scientific { field }) => Some(field),
            _ => None,
        })
        .collect();
    assert_eq!(told, [Field::Reference, Field::AktionIdRef]);
}
