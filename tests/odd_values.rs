//! One table of odd values, and what must come out of each: the same in every form of file.
#![cfg(feature = "formats")]

mod cases;

use std::collections::BTreeSet;

use cases::sheets::{Cell, Epoch, Sheet, ods, text, text_rows, typed_rows, xlsx};
use cases::xml::{Dialect, xml_of};
use cases::{Values, json, letters, separated, settings, worked_claim};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_one;
use stamdatatjek::claim::Field;

/// A form of file that every case is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Csv,
    Windows,
    Pasted,
    Utf16,
    Xlsx,
    Ods,
    Xml,
    XmlPlain,
    Json,
    JsonLines,
}

const WAYS: [Way; 10] =
    [Way::Csv, Way::Windows, Way::Pasted, Way::Utf16, Way::Xlsx, Way::Ods, Way::Xml, Way::XmlPlain, Way::Json, Way::JsonLines];
const XML: &[Way] = &[Way::Xml, Way::XmlPlain];
const WINDOWS: &[Way] = &[Way::Windows];
/// The forms that are XML inside.
const HOLDS_XML: &[Way] = &[Way::Xlsx, Way::Ods, Way::Xml, Way::XmlPlain];
const XML_AND_WINDOWS: &[Way] = &[Way::Xml, Way::XmlPlain, Way::Windows];

/// Why a value can't be written in a form of file.
const DECIMAL_POINT: &str = "in XML an amount has a point before its decimals and nothing else";
const NO_LETTER: &str = "Windows-1252 doesn't have the letter";
const NO_CONTROL: &str = "XML can't hold the character";
const HALF: &str = "it takes half as many bytes there";
const BY_ELEMENT: &str = "in XML the element says what the number is";

impl Way {
    fn write(self, claims: &[Values]) -> Option<Vec<u8>> {
        let sheet = || [Sheet::new("Fordringer", text_rows(claims))];
        Some(match self {
            Way::Csv => separated(claims, ';').into_bytes(),
            Way::Windows => letters::windows_1252(&separated(claims, ';'))?,
            Way::Pasted => separated(claims, '\t').into_bytes(),
            Way::Utf16 => letters::utf16_le(&separated(claims, '\t')),
            Way::Xlsx => xlsx(&sheet(), Epoch::From1900),
            Way::Ods => ods(&sheet()),
            Way::Xml => xml_of(&claims.iter().map(filled).collect::<Vec<_>>(), Dialect::Danish),
            Way::XmlPlain => xml_of(&claims.iter().map(filled).collect::<Vec<_>>(), Dialect::Plain),
            Way::Json => json::json_of(claims),
            Way::JsonLines => json::json_lines_of(claims),
        })
    }

    /// What people find the line by that is written at this place, from 0. `claim` is the place of the claim that it begins.
    fn row(self, claims: &[Values], line: usize, claim: usize) -> u64 {
        let row = match self {
            Way::Csv | Way::Windows | Way::Pasted | Way::Utf16 => separated(&claims[..line], ';').lines().count() + 1,
            Way::Xlsx | Way::Ods => line + 2,
            Way::Xml | Way::XmlPlain => claim + 1,
            Way::Json | Way::JsonLines => line + 1,
        };
        u64::try_from(row).expect("a small number")
    }
}

/// The claim without its empty fields: in XML they have no element.
fn filled(claim: &Values) -> Values {
    claim.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A claim that must come out.
struct Wanted {
    /// How many lines it has: one for each debtor.
    lines: usize,
    outcome: &'static str,
    undecided: &'static [&'static str],
    /// Each finding's rule, and the field it is about first.
    findings: Vec<(&'static str, &'static str)>,
}

struct Case {
    name: &'static str,
    lines: Vec<Values>,
    wanted: Vec<Wanted>,
    not_in: &'static [Way],
    /// Why it can't be written there.
    because: &'static str,
}

type Changes<'c> = &'c [(&'static str, &'c str)];

/// Lines, each made from the valid worked claim of KFDAINS.
fn lines(name: &'static str, changes: &[Changes]) -> Case {
    let base = worked_claim("KFDAINS").valid();
    let line = |changes: &Changes| whole(cases::changed(base.clone(), changes));
    Case { name, lines: changes.iter().map(line).collect(), wanted: Vec::new(), not_in: &[], because: "" }
}

/// A claim with a value, if an empty one, in every field.
fn whole(claim: Values) -> Values {
    Field::ALL.into_iter().map(|field| (field.name().to_owned(), claim.get(field.name()).cloned().unwrap_or_default())).collect()
}

fn case(name: &'static str, field: &'static str, text: &str) -> Case {
    lines(name, &[&[(field, text)]])
}

impl Case {
    /// The next claim has this outcome, and these findings.
    fn gives(self, outcome: &'static str, findings: &[(&'static str, &'static str)]) -> Case {
        self.gives_undecided(outcome, &[], findings)
    }

    /// The next claim would be received, and nothing is found.
    fn passes(self) -> Case {
        self.gives("modtages", &[])
    }

    /// The next claim can't be decided, because of these fields.
    fn stays_open(self, undecided: &'static [&'static str], findings: &[(&'static str, &'static str)]) -> Case {
        self.gives_undecided("modtages", undecided, findings)
    }

    fn gives_undecided(
        mut self,
        outcome: &'static str,
        undecided: &'static [&'static str],
        findings: &[(&'static str, &'static str)],
    ) -> Case {
        self.wanted.push(Wanted { lines: 1, outcome, undecided, findings: findings.to_vec() });
        self
    }

    /// The claim told of last has so many lines.
    fn on_lines(mut self, count: usize) -> Case {
        if let Some(last) = self.wanted.last_mut() {
            last.lines = count;
        }
        self
    }

    fn not_in(mut self, ways: &'static [Way], because: &'static str) -> Case {
        self.not_in = ways;
        self.because = because;
        self
    }
}

const ASSUMED: &str = "L_DATO_ANTAGET";

fn dates() -> Vec<Case> {
    let due = "forfaldsdato";
    let assumed: &[(&str, &str)] = &[(ASSUMED, "forfaldsdato")];
    let unreadable: &[(&str, &str)] = &[("L_DATO", "forfaldsdato")];
    let no_due: &'static [&'static str] = &["forfaldsdato"];
    vec![
        case("day, month, year", due, "01-06-2026").passes(),
        case("short day and month", due, "1/6/2026").passes(),
        case("points", due, "1.6.2026").passes(),
        case("the Danish form with a stroke", due, "01/06-2026").passes(),
        case("year first with strokes", due, "2026/06/01").passes(),
        case("eight digits, year first", due, "20260601").passes(),
        case("the month's name", due, "1. juni 2026").passes(),
        case("the month's name after a no-break space", due, "1.\u{a0}juni\u{a0}2026").passes(),
        case("the month's short name", due, "01-JUN-2026").passes(),
        case("an hour of the day", due, "01-06-2026 12:30:00").passes(),
        case("an hour of the day with a word", due, "01.06.2026 kl. 12:30").passes(),
        case("an interface's moment", due, "2026-06-01T00:00:00+02:00").passes(),
        case("a day with a zone", due, "2026-06-01+02:00").passes(),
        case("eight digits, year last", due, "01062026").gives("modtages", assumed),
        case("a year of two digits", due, "01-06-26").gives("modtages", assumed),
        case("a year of two digits after a name", due, "1. jun. 26").gives("modtages", assumed),
        case("a day number", due, "46174").gives("modtages", assumed),
        // 15 June has begun here, and the last day to pay is read as 14 June.
        case("an evening in universal time", "sidste_rettidige_betalingsdato", "2026-06-14T22:00:00Z")
            .gives("modtages", &[(ASSUMED, "sidste_rettidige_betalingsdato")]),
        case("the last of May in universal time", due, "2026-05-31T22:00:00Z")
            .gives("afvist", &[("R_6_5", "forfaldsdato"), (ASSUMED, "forfaldsdato")]),
        case("no such day", due, "31-02-2026").stays_open(no_due, unreadable),
        case("no such month", due, "2026-13-01").stays_open(no_due, unreadable),
        case("the month first", due, "06/25/2026").stays_open(no_due, unreadable),
        case("no year", due, "1. juni").stays_open(no_due, unreadable),
        case("six digits", due, "010626").stays_open(no_due, unreadable),
        case("a year before 1900", due, "01-06-1826").stays_open(no_due, unreadable),
        case("a year after 2199", due, "01-06-2926").stays_open(no_due, unreadable),
        case("the day that a spreadsheet has for nothing", due, "00-01-1900").stays_open(no_due, unreadable),
        case("a word", due, "snart").stays_open(no_due, unreadable),
        case("three letters of another language", due, "1 Oct 2026").stays_open(no_due, unreadable),
        case("a time without a day", due, "12:30:00").stays_open(no_due, unreadable),
        case("two dates", due, "01-06-2026 og 01-07-2026").stays_open(no_due, unreadable),
        lines(
            "one date of a column exists only with the month first",
            &[&[(due, "06/02/2026")], &[("reference", "B"), (due, "06/25/2026")]],
        )
        .stays_open(no_due, unreadable)
        .stays_open(no_due, unreadable),
        lines(
            "one date of a column exists only with the month first, and another only with the day first",
            &[&[(due, "13-06-2026"), ("foraeldelsesdato", "2029-06-13")], &[("reference", "B"), (due, "06/25/2026")]],
        )
        .passes()
        .stays_open(no_due, unreadable),
    ]
}

const AMOUNT: &str = "L_BELOEB";

fn amounts() -> Vec<Case> {
    let whole = "hovedstol";
    let unreadable: &[(&str, &str)] = &[(AMOUNT, "hovedstol")];
    let none: &'static [&'static str] = &["hovedstol"];
    let danish = |name, text| lines(name, &[&[("hovedstol", text), ("beloeb", "2100,00")]]).not_in(XML, DECIMAL_POINT);
    let negative: &[(&str, &str)] = &[("R_4_1", "hovedstol"), ("R_4_7", "hovedstol")];
    vec![
        case("whole kroner", whole, "2800").passes(),
        case("one decimal", whole, "2800.5").passes(),
        case("three decimals", whole, "2800.000").passes(),
        case("a minus in front", whole, "-2800.00").gives("afvist", negative),
        case("a plus in front", whole, "+2800.00").stays_open(none, unreadable),
        case("nothing owed and nothing left", whole, "0").gives("afvist", &[("R_4_1", "hovedstol"), ("R_4_7", "hovedstol")]),
        case("more digits than the field has", whole, "100000000.00")
            .gives("hoering", &[("R_4_2", "hovedstol"), ("G_BELOEB_FORMAT", "hovedstol")]),
        case("more digits than an amount can have", whole, "1234567890123456789").stays_open(none, unreadable),
        case("a letter", whole, "28O0").stays_open(none, unreadable),
        case("digits of another script", whole, "２８００").stays_open(none, unreadable).not_in(WINDOWS, NO_LETTER),
        case("shortened by a spreadsheet", whole, "2.8E+03").stays_open(none, unreadable),
        danish("thousands and decimals", "2.800,00").passes(),
        danish("decimals after a comma", "2800,00").passes(),
        danish("thousands after a blank", "2 800,00").passes(),
        danish("kroner after a no-break space", "2\u{a0}800,00\u{a0}kr.").passes(),
        danish("kroner in front", "DKK 2.800").passes(),
        danish("whole kroner with a dash", "2.800,-").passes(),
        danish("a minus behind", "2.800,00-").gives("afvist", negative),
        danish("in parentheses", "(2800,00)").gives("afvist", negative),
        danish("the true minus sign", "\u{2212}2800,00").gives("afvist", negative).not_in(XML_AND_WINDOWS, DECIMAL_POINT),
        danish("thousands after a point", "2.800").passes(),
        danish("thousands and decimals the English way", "2,800.00").passes(),
        case("a point before three digits, and another before two", whole, "2.800").stays_open(none, unreadable).not_in(XML, DECIMAL_POINT),
        danish("a comma before three digits", "2,800").stays_open(none, unreadable),
        danish("a shortened number with a comma", "2,8E+03").stays_open(none, unreadable),
        danish("points that fit nothing", "2.80.0").stays_open(none, unreadable),
        case("a small rest", "beloeb", "75.00").gives("modtages", &[("G_MINDSTEBELOEB", "beloeb")]),
    ]
}

fn markers() -> Vec<Case> {
    vec![
        case("no judgment, as zeros", "domsdato", "00000000").passes(),
        case("no judgment, as a date of zeros", "domsdato", "0000-00-00").passes(),
        case("no judgment, as N/A", "domsdato", "N/A").passes(),
        case("no settlement, as a dash", "forligsdato", " \u{2014} ").passes(),
        case("no due date, as zeros", "forfaldsdato", "00.00.0000").gives("afvist", &[("R_7_2", "forfaldsdato")]),
        case("no due date, as NULL", "forfaldsdato", "NULL").gives("afvist", &[("R_7_2", "forfaldsdato")]),
        case("no due date, as blanks", "forfaldsdato", " \u{a0} ").gives("afvist", &[("R_7_2", "forfaldsdato")]),
        case("no lapse, as (null)", "foraeldelsesdato", "(null)").gives("afvist", &[("R_2_1", "foraeldelsesdato")]),
        case("no description, as a dash", "beskrivelse", "-").gives("afvist", &[("R_7_11", "beskrivelse")]),
        case("no amount, as a dash", "beloeb", "-").stays_open(&["beloeb"], &[]),
        case("no amount, as n/a", "beloeb", "n/a").stays_open(&["beloeb"], &[]),
        case("no kind, as NULL", "fordringsart", "null").stays_open(&["fordringsart"], &[]),
        case("no reference, as zeros", "reference", "00000000").gives("modtages", &[("G_REF_UNIK", "reference")]),
        case("no debtor, as zeros", "skyldner_id", "000000-0000").gives("modtages", &[("G_SKYLDNER_MANGLER", "skyldner_id")]),
        case("no main claim, as zeros", "hovedfordring_id", "000000000000").passes(),
        case("a blank of no width", "forfaldsdato", "\u{200b}2026-06-01\u{feff}").passes().not_in(WINDOWS, NO_LETTER),
    ]
}

fn numbers() -> Vec<Case> {
    let debtor = "skyldner_id";
    let cpr: &[(&str, &str)] = &[("G_CPR_FORMAT", "skyldner_id")];
    let cvr: &[(&str, &str)] = &[("G_CVR_FORMAT", "skyldner_id")];
    let company = |name, text| lines(name, &[&[("skyldner_type", "CVR"), ("skyldner_id", text)]]);
    vec![
        case("a hyphen", debtor, "690250-1234").passes(),
        case("a blank", debtor, "690250 1234").passes(),
        case("nine digits", debtor, "690250123").gives("modtages", cpr),
        case("a letter for a digit", debtor, "69O2501234").gives("modtages", cpr),
        case("a day that no month has", debtor, "9902501234").gives("modtages", cpr),
        case("a CPR number shortened by a spreadsheet", debtor, "6,9025E+09").gives("modtages", &[("L_CIFRE_TABT", "skyldner_id")]),
        case("the old name of the register", "skyldner_type", "ZCPR").passes(),
        company("a wrong check digit", "12345678").gives("modtages", cvr),
        company("a country's letters", "DK12345678").gives("modtages", cvr),
        company("seven digits", "1234567").gives("modtages", cvr),
        lines("five digits, of no register", &[&[("skyldner_type", ""), (debtor, "12345")]])
            .gives("modtages", &[("G_SKYLDNER_MANGLER", "skyldner_id")])
            .not_in(XML, BY_ELEMENT),
        case("36 characters", "reference", "FAK-2026-100123-DAGINSTITUTION-JUN-1").passes(),
        case("37 characters", "reference", "FAK-2026-100123-DAGINSTITUTION-JUNI-1").gives("modtages", &[("G_REF_LAENGDE", "reference")]),
        case("a reference shortened by a spreadsheet", "reference", "1,00123E+11").gives("modtages", &[("L_CIFRE_TABT", "reference")]),
        case("a reference that only looks shortened", "reference", "2026E01").passes(),
        case("zeros in front of a reference", "reference", "000100123").passes(),
        case("a reference that looks like a formula", "reference", "=2+5").passes(),
        case("an error for a reference", "reference", "#I/T").gives("modtages", &[("L_REGNEARKSFEJL", "reference")]),
        case("a main claim that none needs", "hovedfordring_id", "1000000001").gives("afvist", &[("R_1_2", "hovedfordring_id")]),
    ]
}

fn codes() -> Vec<Case> {
    let unknown: &[(&str, &str)] = &[("G_FORDRTYPE_KENDT", "fordringstype")];
    let no_type: &'static [&'static str] = &["fordringstype"];
    let art: &[(&str, &str)] = &[("R_1_1", "fordringsart")];
    vec![
        case("a type in small letters", "fordringstype", "kfdains").stays_open(no_type, unknown),
        case("blanks around the type", "fordringstype", "  KFDAINS\u{a0}").passes(),
        case("a blank in the type", "fordringstype", "KF DAINS").stays_open(no_type, unknown),
        case("a type nobody knows", "fordringstype", "KFXXXXX").stays_open(no_type, unknown),
        case("a type of the old system", "fordringstype", "DFHUSLE").stays_open(no_type, unknown),
        case("no type", "fordringstype", "").stays_open(no_type, unknown),
        case("IN for INDR", "fordringsart", "IN").passes(),
        case("MO for MODR", "fordringsart", "MO").gives("afvist", art),
        case("a kind with a letter too many", "fordringsart", "INDDR").gives("afvist", art),
        case("a kind in small letters", "fordringsart", "indr").gives("afvist", art),
        case("another currency", "valuta", "EUR").gives("modtages", &[("G_VALUTA", "valuta")]),
        case("the currency's usual name", "valuta", "kr.").passes(),
        case("the word for a new claim", "aktion", "OPRETFORDRING").passes(),
        lines("another action", &[&[("aktion", "NEDSKRIV"), ("aarsagskode", "INDB")]])
            .stays_open(&["aktion"], &[("A_NED_INDB_DATO", "virkningsdato")]),
    ]
}

fn texts() -> Vec<Case> {
    let text = "beskrivelse";
    let long = "å".repeat(20_000);
    vec![
        case("a semicolon", text, "Faktura 100123; juni").passes(),
        case("every separator", text, "Faktura 100123;\tjuni, 2026 | plads").passes(),
        case("quotation marks", text, "\"Faktura\" 100123 \"").passes(),
        case("nothing but a quotation mark", text, "\"").passes(),
        case("line breaks", text, "Faktura 100123\njuni\n\n2026").passes(),
        case("Danish letters", text, "Børnehave Åkærlund, ÆØÅ æøå é").passes(),
        case("an å in two characters", text, "Bla\u{30a}bær").passes().not_in(WINDOWS, NO_LETTER),
        case("a picture", text, "Faktura 100123 \u{1f9fe}").passes().not_in(WINDOWS, NO_LETTER),
        case("marks of XML", text, "Faktura <100123> & \"juni\" ]]> '2026' &amp; &#65;").passes(),
        case("marks of JSON", text, "Faktura {100123} [\\n] \\u0041 \\").passes(),
        case("a formula", text, "=HYPERLINK(\"x\")").passes(),
        case("a number with a plus", text, "+4572371645").passes(),
        case("two blanks and a tab at the ends", text, "  Faktura  100123\t").passes(),
        case("an escape of workbooks", text, "Faktura _x0041_ 100123").passes(),
        case("101 characters", text, &"å".repeat(101)).gives("modtages", &[("G_BESKR_LAENGDE", "beskrivelse")]),
        case("more than any field holds", text, &long)
            .gives("modtages", &[("G_BESKR_LAENGDE", "beskrivelse"), ("L_LANG_CELLE", "beskrivelse")])
            .not_in(WINDOWS, HALF),
        case("a person's number", text, "Faktura 100123, barn 690250-1234").gives("modtages", &[("G_BESKR_CPR", "beskrivelse")]),
        case("an error for a text", text, "#REFERENCE!").gives("modtages", &[("L_REGNEARKSFEJL", "beskrivelse")]),
        case("an error for a date", "forfaldsdato", "#N/A").stays_open(&["forfaldsdato"], &[("L_REGNEARKSFEJL", "forfaldsdato")]),
        case("an error for an amount", "hovedstol", "#VÆRDI!").stays_open(&["hovedstol"], &[("L_REGNEARKSFEJL", "hovedstol")]),
        case("a narrow column", "forfaldsdato", "########").stays_open(&["forfaldsdato"], &[("L_REGNEARKSFEJL", "forfaldsdato")]),
        case("a zero byte", text, "Faktura\u{0}100123").passes().not_in(HOLDS_XML, NO_CONTROL),
        case("the mark that stands between staged cells", text, "Faktura\u{1f}100123").passes().not_in(HOLDS_XML, NO_CONTROL),
    ]
}

fn several() -> Vec<Case> {
    let main = ("reference", "HF-1");
    vec![
        lines("two debtors", &[&[], &[("skyldner_id", "7001561205")]])
            .gives("modtages", &[("G_HAEFT_SOLIDARISK", "skyldner_id")])
            .on_lines(2),
        lines("the same debtor twice", &[&[], &[("skyldner_id", "690250-1234")]])
            .gives("modtages", &[("G_SKYLDNER_DUBLET", "skyldner_id")])
            .on_lines(2),
        lines(
            "a debtor with a date that can't be read",
            &[&[], &[("skyldner_id", "7001561205"), ("foraeldelsesdato", "snart")], &[("reference", "B"), ("beskrivelse", "Faktura 2")]],
        )
        .stays_open(&["foraeldelsesdato"], &[("G_HAEFT_SOLIDARISK", "skyldner_id"), ("L_DATO", "foraeldelsesdato")])
        .on_lines(2)
        .passes(),
        lines("one reference for two claims", &[&[], &[("hovedstol", "2900.00")]])
            .passes()
            .gives("modtages", &[("G_REF_UNIK", "reference")]),
        lines("one claim with two references", &[&[], &[("reference", "B")]])
            .passes()
            .gives("modtages", &[("G_DUBLET_INDHOLD", "reference")]),
        lines(
            "a fee that names its main claim",
            &[
                &[main],
                &[
                    ("reference", "GE-1"),
                    ("hovedfordring_reference", "HF-1"),
                    ("fordringstype", "GEDAINS"),
                    ("hovedstol", "250.00"),
                    ("beloeb", "250.00"),
                    ("periode_start", "2026-06-26"),
                    ("periode_slut", "2026-06-26"),
                    ("stiftelsesdato", "2026-06-26"),
                    ("forfaldsdato", "2026-06-26"),
                    ("sidste_rettidige_betalingsdato", "2026-07-10"),
                    ("foraeldelsesdato", "2029-06-26"),
                ],
            ],
        )
        .passes()
        .passes(),
        lines(
            "a line break above another claim",
            &[&[("beskrivelse", "Faktura\n100123")], &[("reference", "B"), ("fordringsart", "MODR")]],
        )
        .passes()
        .gives("afvist", &[("R_1_1", "fordringsart")]),
    ]
}

fn table() -> Vec<Case> {
    [dates(), amounts(), markers(), numbers(), codes(), texts(), several()].into_iter().flatten().collect()
}

/// What came of one claim.
#[derive(Debug, PartialEq)]
struct Found {
    row: u64,
    outcome: &'static str,
    undecided: Vec<String>,
    /// Each finding: its rule, its fields, its effect and its text, without the numbers of other lines and of columns.
    findings: Vec<(String, Vec<String>, String, String)>,
}

fn check(bytes: Vec<u8>) -> Result<Vec<Found>, String> {
    let opened = open_one("fordringer", bytes).map_err(|problem| problem.to_string())?;
    let mut found = Vec::new();
    let check = FileCheck::run_each(opened, settings(), &mut |claim| {
        let findings = claim.findings.iter();
        let mut findings: Vec<_> = findings
            .map(|finding| (finding.rule.clone(), finding.fields.clone(), finding.effect.clone(), without_places(&finding.text())))
            .collect();
        findings.sort();
        // Debtors who have one number, as in XML, are told of in one finding.
        findings.dedup();
        found.push(Found { row: claim.row, outcome: claim.outcome.word(), undecided: claim.undecided.clone(), findings });
        Ok(())
    });
    check.map(|_| found).map_err(|problem| problem.to_string())
}

/// The text without the numbers of other lines and of columns: what they are counted by depends on the form of file.
fn without_places(text: &str) -> String {
    let mut told = text.to_owned();
    for word in ["række ", "kolonne "] {
        let mut parts = told.split(word);
        let first = parts.next().unwrap_or_default().to_owned();
        told = parts.fold(first, |told, part| told + word + part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    told
}

/// What is wrong with a case in one form of file; `plain` is what came of it as CSV.
fn faults(case: &Case, way: Way, found: &[Found], plain: &[Found]) -> Vec<String> {
    let told = |what: String| format!("{} in {way:?}: {what}", case.name);
    if found.len() != case.wanted.len() {
        return vec![told(format!("{} claims instead of {}", found.len(), case.wanted.len()))];
    }
    let mut faults = Vec::new();
    let mut line = 0;
    for (place, (found, wanted)) in found.iter().zip(&case.wanted).enumerate() {
        let row = way.row(&case.lines, line, place);
        if found.row != row {
            faults.push(told(format!("row {} instead of {row}", found.row)));
        }
        line += wanted.lines;
        let mut findings = wanted.findings.clone();
        findings.sort_unstable();
        let about = |fields: &[String]| fields.first().cloned().unwrap_or_default();
        let told_of: Vec<_> = found.findings.iter().map(|(rule, fields, ..)| (rule.clone(), about(fields))).collect();
        let is_as_wanted = told_of.iter().map(|(rule, field)| (rule.as_str(), field.as_str())).eq(findings.iter().copied());
        if (found.outcome, is_as_wanted) != (wanted.outcome, true) || found.undecided != wanted.undecided {
            faults.push(told(format!("{} {:?} {:?}", found.outcome, found.undecided, found.findings)));
        } else if plain.get(place).is_none_or(|plain| plain.findings != found.findings) {
            faults.push(told(format!("{:?} and not {:?}", found.findings, plain.get(place))));
        }
    }
    faults
}

#[test]
fn odd_values_come_out_alike_in_every_form_of_file() {
    let cases = table();
    let mut told = Vec::new();
    for case in &cases {
        let plain = Way::Csv.write(&case.lines).map_or_else(|| Err("not written".into()), check).unwrap_or_default();
        for way in WAYS.into_iter().filter(|way| !case.not_in.contains(way)) {
            match way.write(&case.lines).map_or_else(|| Err("it can't be written".into()), check) {
                Ok(found) => told.extend(faults(case, way, &found, &plain)),
                Err(problem) => told.push(format!("{} in {way:?}: {problem}", case.name)),
            }
        }
    }
    assert!(told.is_empty(), "{} faults:\n{}", told.len(), told.join("\n"));
}

#[test]
fn nearly_everything_can_be_written_in_every_form() {
    let cases = table();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    assert!(cases.len() >= 100, "only {} cases", cases.len());
    let mut left_out: Vec<(&str, usize)> = Vec::new();
    for case in cases.iter().filter(|case| !case.not_in.is_empty()) {
        match left_out.iter_mut().find(|(because, _)| *because == case.because) {
            Some((_, count)) => *count += 1,
            None => left_out.push((case.because, 1)),
        }
        // Nobody leaves out what could be written.
        let misses_letters = Way::Windows.write(&case.lines).is_none();
        assert_eq!(misses_letters, case.not_in.contains(&Way::Windows) && case.because != HALF, "{}", case.name);
    }
    assert_eq!(left_out, [(NO_LETTER, 4), (DECIMAL_POINT, 15), (BY_ELEMENT, 1), (HALF, 1), (NO_CONTROL, 2)]);
}

/// The odd values of the table that every form of file can hold, by field.
fn pool() -> Vec<(String, String)> {
    let usual = whole(worked_claim("KFDAINS").valid());
    let cases = table().into_iter().filter(|case| case.not_in.is_empty() && case.lines.len() == 1);
    let values = cases.flat_map(|case| case.lines.into_iter().flatten());
    values.filter(|(name, value)| usual[name] != *value && name != "aktion" && name != "skyldner_type").collect()
}

#[test]
fn mixtures_of_odd_values_come_out_alike() {
    let pool = pool();
    assert!(pool.len() > 80, "only {} values", pool.len());
    let mut chance = cases::Chance::of("mixtures");
    let usual = whole(worked_claim("KFDAINS").valid());
    for _ in 0..30 {
        let claims: Vec<Values> = (0..5)
            .map(|line| {
                let mut claim = cases::changed(usual.clone(), &[("reference", &format!("R{line}"))]);
                claim.extend((0..chance.below(5)).map(|_| chance.pick(&pool).clone()));
                claim
            })
            .collect();
        let told = |found: Vec<Found>| -> Vec<Found> { found.into_iter().map(|found| Found { row: 0, ..found }).collect() };
        let plain = told(check(Way::Csv.write(&claims).expect("text")).expect("claims"));
        for way in WAYS {
            let found = told(check(way.write(&claims).expect("values for every form")).expect("claims"));
            assert_eq!(found, plain, "{way:?}: {claims:?}");
        }
    }
}

#[test]
fn amounts_of_other_forms_are_never_guessed_in_xml() {
    let unreadable = ("modtages", vec![("L_BELOEB", "hovedstol")]);
    for (text, wanted) in [
        ("2800.00", ("modtages", vec![])),
        ("2,800.00", ("modtages", vec![])),
        ("2.800,00", unreadable.clone()),
        ("2800,00", unreadable.clone()),
        ("2 800,00 kr.", unreadable),
        // In XML that is two kroner and eighty øre, which is less than what is left of it.
        ("2.800", ("afvist", vec![("R_4_7", "hovedstol")])),
    ] {
        let claim = case("", "hovedstol", text).lines;
        for dialect in [Dialect::Danish, Dialect::Plain] {
            let found = check(xml_of(&claim, dialect)).expect("claims");
            let findings: Vec<_> = found[0].findings.iter().map(|(rule, fields, ..)| (rule.as_str(), fields[0].as_str())).collect();
            assert_eq!((found[0].outcome, findings), wanted, "{text}");
        }
    }
}

/// A value as a spreadsheet holds it, and the text that says the same.
fn typed() -> Vec<(&'static str, Cell, &'static str)> {
    let day = |text: &str| Cell::Day(cases::day(text));
    let formula = |result: Cell| Cell::Formula(Box::new(result));
    vec![
        ("forfaldsdato", day("2026-06-01"), "2026-06-01"),
        ("forfaldsdato", day("2026-05-31"), "2026-05-31"),
        ("forfaldsdato", day("2124-02-29"), "2124-02-29"),
        ("domsdato", day("1999-12-31"), "1999-12-31"),
        ("sidste_rettidige_betalingsdato", Cell::Moment(cases::day("2026-06-15"), 630), "2026-06-15 10:30:00"),
        ("hovedstol", Cell::Number(2800.0), "2800"),
        ("hovedstol", Cell::Number(10000.01), "10000,01"),
        ("hovedstol", Cell::Number(2800.125), "2800,125"),
        ("hovedstol", Cell::Number(100_000_000.0), "100000000"),
        ("hovedstol", Cell::Number(0.0), "0"),
        ("beloeb", Cell::Number(-0.01), "-0,01"),
        ("beloeb", Cell::Number(0.1 + 0.2), "0,3"),
        ("beloeb", Cell::Number(75.5), "75,50"),
        ("skyldner_id", Cell::Number(6_902_501_234.0), "6902501234"),
        ("skyldner_id", Cell::Number(690_250_123.0), "690250123"),
        ("reference", Cell::Number(100_123.0), "100123"),
        ("reference", Cell::Number(123_456_789_012_345.0), "123456789012345"),
        ("hovedfordring_id", Cell::Number(1_000_000_001.0), "1000000001"),
        ("fordringsart", Cell::Bool(true), "ja"),
        ("bobehandling", Cell::Bool(false), "nej"),
        ("beskrivelse", day("2026-06-01"), "2026-06-01"),
        ("beskrivelse", Cell::Empty, ""),
        ("forfaldsdato", Cell::Empty, ""),
        ("forfaldsdato", Cell::Error("#N/A"), "#N/A"),
        ("hovedstol", Cell::Error("#REF!"), "#REF!"),
        ("hovedstol", Cell::Error("#VALUE!"), "#VALUE!"),
        ("reference", Cell::Error("#DIV/0!"), "#DIV/0!"),
        ("beskrivelse", Cell::Error("#NAME?"), "#NAME?"),
        ("beloeb", formula(Cell::Number(2100.0)), "2100"),
        ("forfaldsdato", formula(day("2026-06-01")), "2026-06-01"),
        ("beskrivelse", formula(Cell::Text("Faktura 100123 & juni".into())), "Faktura 100123 & juni"),
        ("fordringsart", formula(Cell::Bool(true)), "ja"),
    ]
}

/// The valid worked claim as a sheet of typed cells, with another cell in a field.
fn typed_sheet(field: &str, cell: Cell) -> Vec<Sheet> {
    let mut rows = typed_rows(&case("", "reference", "FAK-2026-100123").lines);
    let column = rows[0].iter().position(|heading| *heading == text(field)).expect("the field has a column");
    rows[1][column] = cell;
    vec![Sheet::new("Fordringer", rows)]
}

#[test]
fn typed_cells_say_the_same_as_their_texts() {
    let mut told = Vec::new();
    for (field, cell, text) in typed() {
        let wanted = check(Way::Csv.write(&case("", field, text).lines).expect("texts")).expect("claims");
        let sheet = typed_sheet(field, cell.clone());
        for (form, bytes) in
            [("XLSX", xlsx(&sheet, Epoch::From1900)), ("XLSX from 1904", xlsx(&sheet, Epoch::From1904)), ("ODS", ods(&sheet))]
        {
            let found = check(bytes);
            if found.as_ref() != Ok(&wanted) {
                told.push(format!("{field} {cell:?} in {form}: {found:?} instead of {wanted:?}"));
            }
        }
    }
    assert!(told.is_empty(), "{} faults:\n{}", told.len(), told.join("\n"));
}

#[test]
fn values_of_json_say_the_same_as_their_texts() {
    let mut told = Vec::new();
    for (field, value, text) in [
        ("hovedstol", "2800", "2800"),
        ("hovedstol", "2800.00", "2800,00"),
        ("hovedstol", "10000.01", "10000,01"),
        ("hovedstol", "2800.125", "2800,125"),
        ("hovedstol", "1e8", "100000000"),
        ("hovedstol", "-2.8e3", "-2800"),
        ("beloeb", "0.30000000000000004", "0,3"),
        ("beloeb", "-0.01", "-0,01"),
        ("skyldner_id", "6902501234", "6902501234"),
        ("skyldner_id", "690250123", "690250123"),
        ("reference", "123456789012345678", "123456789012345678"),
        ("hovedfordring_id", "1000000001", "1000000001"),
        ("forfaldsdato", "20260601", "20260601"),
        ("forfaldsdato", "46174", "46174"),
        ("forfaldsdato", "null", ""),
        ("domsdato", "null", ""),
        ("fordringsart", "true", "ja"),
        ("beskrivelse", "\"Faktura \\u00e6\\n\\\"1\\\"\"", "Faktura æ\n\"1\""),
        ("beskrivelse", "[1, \"a\"]", "[1,\"a\"]"),
    ] {
        let wanted = check(Way::Csv.write(&case("", field, text).lines).expect("texts")).expect("claims");
        let marked = String::from_utf8(Way::Json.write(&case("", field, "HER").lines).expect("texts")).expect("UTF-8");
        let found = check(marked.replace("\"HER\"", value).into_bytes());
        // An object of a list is counted from 1, and a row below headings from 2.
        let found = found.map(|found| found.into_iter().map(|found| Found { row: found.row + 1, ..found }).collect::<Vec<_>>());
        if found.as_ref() != Ok(&wanted) {
            told.push(format!("{field} {value}: {found:?} instead of {wanted:?}"));
        }
    }
    assert!(told.is_empty(), "{} faults:\n{}", told.len(), told.join("\n"));
}

#[test]
fn what_a_cell_cant_say_is_told() {
    let rules = |bytes: Vec<u8>| {
        let found = check(bytes).expect("claims");
        found[0].findings.iter().map(|(rule, fields, _, text)| (rule.clone(), fields[0].clone(), text.clone())).collect::<Vec<_>>()
    };
    let lost = typed_sheet("reference", Cell::Number(123_456_789_012_345_680.0));
    for bytes in [xlsx(&lost, Epoch::From1900), ods(&lost)] {
        let told = rules(bytes);
        assert_eq!((told.len(), told[0].0.as_str(), told[0].1.as_str()), (1, "L_CIFRE_TABT", "reference"), "{told:?}");
        assert!(told[0].2.contains("123456789012345"), "{told:?}");
    }
    // A plain number where a day should stand, counted as its workbook counts.
    for (number, epoch) in [(46_174.0, Epoch::From1900), (44_712.0, Epoch::From1904)] {
        let told = rules(xlsx(&typed_sheet("forfaldsdato", Cell::Number(number)), epoch));
        assert_eq!((told.len(), told[0].0.as_str(), told[0].1.as_str()), (1, "L_DATO_ANTAGET", "forfaldsdato"), "{told:?}");
        assert!(told[0].2.contains("læst som 01.06.2026"), "{told:?}");
    }
}
