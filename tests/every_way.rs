//! The worked claims written in every way that people's files have them: the outcome and the rules must be the same.
#![cfg(feature = "formats")]

mod cases;

use std::collections::BTreeMap;

use cases::sheets::{Epoch, Sheet, ods, text_rows, typed_rows, xlsx};
use cases::xml::{Carried, Dialect, xml_styled};
use cases::{Values, Worked, json, letters, worked};
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::form::{check_form, form_of_trial};
use stamdatatjek::check::opening::open_one;
use stamdatatjek::claim::{Field, FieldKind};

/// A way to write claims as a file. A further way in is a further line in [`WAYS`].
type Way = (&'static str, fn(&[Values]) -> Vec<u8>);

/// The plainest way, that the others are held against.
const PLAIN_WAY: Way = ("canonical headings, semicolons, UTF-8", |claims| write(claims, PLAIN));

const WAYS: &[Way] = &[
    ("commas", |claims| write(claims, Style { separator: ',', ..PLAIN })),
    ("tabs", |claims| write(claims, Style { separator: '\t', ..PLAIN })),
    ("upright bars", |claims| write(claims, Style { separator: '|', ..PLAIN })),
    ("every cell quoted", |claims| write(claims, Style { quoted: true, ..PLAIN })),
    ("UTF-8 with a byte order mark", |claims| write(claims, Style { above: "\u{feff}", ..PLAIN })),
    ("Windows-1252", |claims| windows_1252(&write(claims, PLAIN))),
    ("Windows-1252, tabs, a spreadsheet's line ends", |claims| {
        windows_1252(&write(claims, Style { separator: '\t', line_end: "\r\n", ..PLAIN }))
    }),
    ("line ends of the old Mac", |claims| write(claims, Style { line_end: "\r", ..PLAIN })),
    ("blank lines between", |claims| write(claims, Style { line_end: "\n\r\n\n", ..PLAIN })),
    ("the separator told above", |claims| write(claims, Style { above: "sep=;\r\n", line_end: "\r\n", ..PLAIN })),
    ("a report's title above", |claims| write(claims, Style { above: "Restanceliste;;;\n\nUdskrevet 22.11.2026\n", ..PLAIN })),
    ("dates dd-mm-åååå", |claims| write(claims, Style { date: |y, m, d| format!("{d}-{m}-{y}"), ..PLAIN })),
    ("dates dd.mm.åååå", |claims| write(claims, Style { date: |y, m, d| format!("{d}.{m}.{y}"), ..PLAIN })),
    ("dates dd/mm/åååå", |claims| write(claims, Style { date: |y, m, d| format!("{d}/{m}/{y}"), ..PLAIN })),
    ("dates dd/mm-åååå", |claims| write(claims, Style { date: |y, m, d| format!("{d}/{m}-{y}"), ..PLAIN })),
    ("dates d.m.åååå", |claims| write(claims, Style { date: |y, m, d| format!("{}.{}.{y}", short(d), short(m)), ..PLAIN })),
    ("dates ååååmmdd", |claims| write(claims, Style { date: |y, m, d| format!("{y}{m}{d}"), ..PLAIN })),
    ("dates with a time of day", |claims| write(claims, Style { date: |y, m, d| format!("{d}-{m}-{y} 00:00:00"), ..PLAIN })),
    ("dates of an interface", |claims| write(claims, Style { date: |y, m, d| format!("{y}-{m}-{d}T00:00:00+01:00"), ..PLAIN })),
    ("years of two digits", |claims| write(claims, Style { date: |y, m, d| format!("{d}-{m}-{}", &y[2..]), ..PLAIN })),
    ("a spreadsheet's day numbers", |claims| write(claims, Style { date: day_number, ..PLAIN })),
    ("amounts 1.234,56", |claims| write(claims, Style { amount: |amount| danish(amount, ".", ""), ..PLAIN })),
    ("amounts 1234,56", |claims| write(claims, Style { amount: |amount| danish(amount, "", ""), ..PLAIN })),
    ("amounts 1 234,56 kr.", |claims| write(claims, Style { amount: |amount| danish(amount, "\u{a0}", " kr."), ..PLAIN })),
    ("amounts with commas for separators", |claims| {
        write(claims, Style { separator: ',', amount: |amount| danish(amount, ".", " kr."), ..PLAIN })
    }),
    ("a minus after the amount", |claims| write(claims, Style { amount: minus_after, ..PLAIN })),
    ("headings as people see them", |claims| write(claims, Style { heading: |field| field.shown().to_owned(), ..PLAIN })),
    ("headings in capitals", |claims| write(claims, Style { heading: |field| field.shown().to_uppercase(), ..PLAIN })),
    ("headings by their first other name", |claims| write(claims, Style { heading: |field| other_name(field, 0), ..PLAIN })),
    ("headings by their second other name", |claims| write(claims, Style { heading: |field| other_name(field, 1), ..PLAIN })),
    ("headings by their third other name", |claims| write(claims, Style { heading: |field| other_name(field, 2), ..PLAIN })),
    ("headings by their fourth other name", |claims| write(claims, Style { heading: |field| other_name(field, 3), ..PLAIN })),
    ("headings without blanks", |claims| write(claims, Style { heading: |field| field.shown().replace([' ', '(', ')'], ""), ..PLAIN })),
    ("the columns the other way round", |claims| write(claims, Style { backwards: true, ..PLAIN })),
    ("columns nobody knows between", |claims| write(claims, Style { strangers: true, ..PLAIN })),
    ("nothing written as NULL", |claims| write(claims, Style { empty: |_| "NULL", ..PLAIN })),
    ("nothing written as a dash", |claims| write(claims, Style { empty: |_| " - ", ..PLAIN })),
    ("no date written as zeros", |claims| {
        write(claims, Style { empty: |kind| if kind == FieldKind::Date { "00000000" } else { "" }, ..PLAIN })
    }),
    ("blanks around everything", |claims| write(claims, Style { padded: true, ..PLAIN })),
    ("UTF-16, the low byte first", |claims| letters::utf16_le(&write_text(claims, Style { separator: '\t', line_end: "\r\n", ..PLAIN }))),
    ("UTF-16, the high byte first", |claims| letters::utf16_be(&write_text(claims, DANISH_SPREADSHEET))),
    ("CP850", |claims| letters::cp850(&write_text(claims, DANISH_SPREADSHEET)).expect("letters that CP850 has")),
    ("XLSX with texts", |claims| xlsx(&[Sheet::new("Ark1", text_rows(claims))], Epoch::From1900)),
    ("XLSX with dates and numbers", |claims| xlsx(&[Sheet::new("Ark1", typed_rows(claims))], Epoch::From1900)),
    ("ODS", |claims| ods(&[Sheet::new("Ark1", typed_rows(claims))])),
    ("JSON", json::json_of),
    ("JSON lines", json::json_lines_of),
    ("the Danish spreadsheet's way", |claims| windows_1252(&write(claims, DANISH_SPREADSHEET))),
];

/// Ways in which a claim stands inside the one it belongs to, so that the order may change.
const XML_WAYS: &[Way] = &[
    ("XML with Danish letters", |claims| xml(claims, Dialect::Danish, "", Carried::Bare)),
    ("XML without", |claims| xml(claims, Dialect::Plain, "", Carried::Bare)),
    ("XML with Danish letters and a prefix", |claims| xml(claims, Dialect::Danish, "ns2", Carried::InEnvelope)),
    ("XML without, and a prefix", |claims| xml(claims, Dialect::Plain, "ns2", Carried::InEnvelope)),
];

/// A delivery, without elements where nothing stands.
fn xml(claims: &[Values], dialect: Dialect, prefix: &'static str, carried: Carried) -> Vec<u8> {
    let filled =
        |claim: &Values| claim.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.clone(), value.clone())).collect();
    xml_styled(&claims.iter().map(filled).collect::<Vec<_>>(), cases::xml::Style { dialect, prefix, carried })
}

/// How claims are written as separated text.
#[derive(Clone, Copy)]
struct Style {
    above: &'static str,
    separator: char,
    line_end: &'static str,
    quoted: bool,
    padded: bool,
    backwards: bool,
    /// Columns with headings that name no field stand between the others.
    strangers: bool,
    heading: fn(Field) -> String,
    /// Year, month and day as digits.
    date: fn(&str, &str, &str) -> String,
    /// From `1234.56`.
    amount: fn(&str) -> String,
    empty: fn(FieldKind) -> &'static str,
}

const PLAIN: Style = Style {
    above: "",
    separator: ';',
    line_end: "\n",
    quoted: false,
    padded: false,
    backwards: false,
    strangers: false,
    heading: |field| field.name().to_owned(),
    date: |y, m, d| format!("{y}-{m}-{d}"),
    amount: str::to_owned,
    empty: |_| "",
};

const DANISH_SPREADSHEET: Style = Style {
    line_end: "\r\n",
    heading: |field| field.shown().to_owned(),
    date: |y, m, d| format!("{d}-{m}-{y}"),
    amount: |amount| danish(amount, ".", ""),
    ..PLAIN
};

fn write(claims: &[Values], style: Style) -> Vec<u8> {
    write_text(claims, style).into_bytes()
}

fn write_text(claims: &[Values], style: Style) -> String {
    let mut fields = cases::fields_of(claims);
    if style.backwards {
        fields.reverse();
    }
    let mut text = style.above.to_owned();
    text += &line(fields.iter().map(|field| (style.heading)(*field)), "Bemærkning", style);
    for claim in claims {
        text +=
            &line(fields.iter().map(|field| cell(*field, claim.get(field.name()).map_or("", String::as_str), style)), "hovedstol", style);
    }
    text
}

fn line(cells: impl Iterator<Item = String>, stranger: &str, style: Style) -> String {
    let mut written = Vec::new();
    for cell in cells {
        let padded = if style.padded { format!(" {cell} \u{a0}") } else { cell };
        let quote = style.quoted || padded.contains([style.separator, '"', '\n']);
        written.push(if quote { format!("\"{}\"", padded.replace('"', "\"\"")) } else { padded });
        if style.strangers {
            written.push(stranger.to_owned());
        }
    }
    written.join(&style.separator.to_string()) + style.line_end
}

fn cell(field: Field, text: &str, style: Style) -> String {
    if text.is_empty() {
        return (style.empty)(field.kind()).to_owned();
    }
    let date: Vec<&str> = text.split('-').collect();
    match (field.kind(), &date[..]) {
        (FieldKind::Date, [y, m, d]) if y.len() == 4 => (style.date)(y, m, d),
        (FieldKind::Amount, _) if text.parse::<f64>().is_ok() => (style.amount)(text),
        _ => text.to_owned(),
    }
}

fn short(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Days since the last of December 1899, as spreadsheets count.
fn day_number(y: &str, m: &str, d: &str) -> String {
    let day = cases::naive::Day::read(&format!("{y}-{m}-{d}")).expect("a day");
    (day.number() - cases::naive::Day::new(1899, 12, 30).number()).to_string()
}

fn danish(amount: &str, thousands: &str, after: &str) -> String {
    let (kroner, oere) = amount.split_once('.').unwrap_or((amount, "00"));
    let (minus, kroner) = kroner.strip_prefix('-').map_or(("", kroner), |rest| ("-", rest));
    let mut grouped = String::new();
    for (place, digit) in kroner.chars().enumerate() {
        if place > 0 && (kroner.len() - place).is_multiple_of(3) {
            grouped += thousands;
        }
        grouped.push(digit);
    }
    format!("{minus}{grouped},{oere}{after}")
}

fn minus_after(amount: &str) -> String {
    let written = danish(amount, ".", "");
    written.strip_prefix('-').map_or(written.clone(), |rest| format!("{rest}-"))
}

fn other_name(field: Field, place: usize) -> String {
    field.aliases().get(place).or(field.aliases().last()).copied().unwrap_or(field.name()).to_owned()
}

fn windows_1252(utf8: &[u8]) -> Vec<u8> {
    letters::windows_1252(std::str::from_utf8(utf8).expect("text")).expect("letters that Windows-1252 has")
}

/// Into how many shares the claims are dealt out over the ways. With fifty-two ways, every claim is written in four of them.
const SHARES: usize = 13;

/// What came of one claim: its reference, its outcome, the fields that keep it from being decided, and the rules with their effects. How its
/// values were read is left out.
type Result = (String, String, Vec<String>, Vec<(String, String)>);

fn check(file: &[u8], settings: Settings) -> Vec<Result> {
    let mut results = Vec::new();
    let opened = open_one("fordringer", file.to_vec()).unwrap_or_else(|problem| panic!("{problem}"));
    let check = FileCheck::run_each(opened, settings, &mut |claim| {
        let findings = claim.findings.iter().filter(|finding| !finding.rule.starts_with("L_"));
        let mut rules: Vec<_> = findings.map(|finding| (finding.rule.clone(), finding.effect.replace("oe", "ø"))).collect();
        rules.sort();
        results.push((claim.reference.clone(), claim.outcome.word().to_owned(), claim.undecided.clone(), rules));
        Ok(())
    });
    check.unwrap_or_else(|problem| panic!("{problem}"));
    results
}

/// The worked claims of one creditor: every valid one and every break, each as a claim of its own, and the hovedfordringer they hang on.
struct Batch {
    settings: Settings,
    claims: Vec<Values>,
    /// The filter rules that must fire on each, where the worked claims say it.
    expected: Vec<Option<Vec<(String, &'static str)>>>,
    names: Vec<String>,
    /// The FordringsID of the hovedfordring with a due date.
    mains: BTreeMap<String, String>,
}

impl Batch {
    fn new(settings: Settings) -> Self {
        Batch { settings, claims: Vec::new(), expected: Vec::new(), names: Vec::new(), mains: BTreeMap::new() }
    }

    fn add(&mut self, worked: &Worked) {
        self.push(worked, "valid", worked.valid(), Vec::new());
        for broken in worked.trial.breaks {
            self.push(worked, broken.rule, worked.with(broken.changes), cases::expected(broken.fires));
        }
    }

    fn push(&mut self, worked: &Worked, what: &str, mut claim: Values, mut fires: Vec<(String, &'static str)>) {
        claim.insert("reference".into(), format!("REF-{}", self.claims.len()));
        if let Some(due) =
            claim.get("hovedfordring.forfaldsdato").filter(|_| claim.get("hovedfordring_id").is_some_and(|id| !id.is_empty()))
        {
            let next = (2_000_000_000 + self.mains.len()).to_string();
            claim.insert("hovedfordring_id".into(), self.mains.entry(due.clone()).or_insert(next).clone());
        }
        // A file doesn't say when a hovedfordring that was sent before was received.
        fires.retain(|(rule, _)| rule != "R_8_2");
        self.claims.push(claim);
        self.expected.push(Some(fires));
        self.names.push(format!("{} {what}", worked.name()));
    }

    /// Puts the hovedfordringer into the file, below the claims that name them.
    fn finish(&mut self) {
        let main = cases::worked_claim("KFDAINS");
        for (due, id) in &self.mains {
            self.claims.push(main.with(&[("reference", &format!("HF-{id}")), ("fordrings_id", id), ("forfaldsdato", due)]));
            self.expected.push(None);
            self.names.push(format!("the hovedfordring {id}"));
        }
    }

    /// Every claim in the plain way, and each of the ways with its share of the claims; the shares go round, so that every claim is written in several ways.
    fn assert_every_way(&self, ways: &[Way]) {
        let mut faults = self.faults_of_plain_way();
        let shares: Vec<Vec<Values>> = (0..SHARES).map(|share| self.share(share).cloned().collect()).collect();
        let plain: Vec<Vec<Result>> = shares.iter().map(|claims| check(&(PLAIN_WAY.1)(claims), self.settings)).collect();
        for (number, (way, write)) in ways.iter().chain(XML_WAYS).enumerate() {
            let share = number % SHARES;
            let mut results = check(&write(&shares[share]), self.settings);
            if results.len() != plain[share].len() {
                faults.push(format!("{way}: {} claims instead of {}", results.len(), plain[share].len()));
                continue;
            }
            if number >= ways.len() {
                let place = |result: &Result| plain[share].iter().position(|plain| plain.0 == result.0);
                results.sort_by_key(place);
            }
            let different =
                results.iter().zip(&plain[share]).zip(self.share_of(&self.names, share)).filter(|((result, plain), _)| result != plain);
            faults.extend(different.take(5).map(|((result, plain), name)| format!("{way}, {name}: {result:?} instead of {plain:?}")));
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    fn faults_of_plain_way(&self) -> Vec<String> {
        let plain = check(&(PLAIN_WAY.1)(&self.claims), self.settings);
        assert_eq!(plain.len(), self.claims.len(), "every claim is a claim of its own");
        let mut faults = Vec::new();
        for ((result, expected), name) in plain.iter().zip(&self.expected).zip(&self.names) {
            let Some(expected) = expected else { continue };
            let filter = result.3.iter().filter(|(rule, _)| rule.starts_with("R_"));
            let filter: Vec<(String, &str)> = filter.map(|(rule, effect)| (rule.clone(), effect.as_str())).collect();
            if filter != *expected {
                faults.push(format!("{name}: {filter:?} instead of {expected:?}"));
            }
        }
        faults
    }

    fn share(&self, share: usize) -> impl Iterator<Item = &Values> {
        self.share_of(&self.claims, share)
    }

    /// One in so many, and always the hovedfordringer at the end.
    fn share_of<'i, T>(&self, items: &'i [T], share: usize) -> impl Iterator<Item = &'i T> {
        let mains = self.claims.len() - self.mains.len();
        items.iter().enumerate().filter(move |(place, _)| *place >= mains || place % SHARES == share).map(|(_, item)| item)
    }
}

#[test]
fn municipal_claims_are_judged_alike_in_every_way() {
    let mut batch = Batch::new(cases::settings());
    for worked in worked().iter().filter(|worked| worked.is_municipal()) {
        batch.add(worked);
    }
    batch.finish();
    assert!(batch.claims.len() > 1_500, "only {} claims", batch.claims.len());
    assert!(WAYS.len() + XML_WAYS.len() >= 4 * SHARES, "some claims are written in three ways only");
    batch.assert_every_way(WAYS);
}

#[test]
fn other_creditors_claims_are_judged_as_their_tables_say() {
    let mut batches: BTreeMap<&str, Batch> = BTreeMap::new();
    for worked in worked().iter().filter(|worked| !worked.is_municipal()) {
        batches.entry(worked.settings.creditor.word()).or_insert_with(|| Batch::new(worked.settings)).add(worked);
    }
    for batch in batches.values_mut() {
        batch.finish();
        batch.assert_every_way(&WAYS[WAYS.len() - 1..]);
    }
}

#[test]
fn claims_that_belong_to_others_are_judged_alike_wherever_they_stand() {
    let (main, fee) = (cases::worked_claim("KFDAINS"), cases::worked_claim("GEDAINS"));
    let mut claims = Vec::new();
    let breaks = fee.trial.breaks.iter().filter(|broken| broken.rule != "R_1_2");
    for (number, changes) in std::iter::once(&[][..]).chain(breaks.map(|broken| broken.changes)).enumerate() {
        let (own, of) = (format!("GE-{number}"), format!("HF-{number}"));
        let link = [
            ("reference", own.as_str()),
            ("beskrivelse", own.as_str()),
            ("hovedfordring_id", ""),
            ("hovedfordring_reference", of.as_str()),
        ];
        let main = main.with(&[("reference", &of), ("beskrivelse", &of)]);
        // Above the claim they belong to, and below it.
        let pair = [cases::changed(fee.with(changes), &link), main];
        claims.extend(if number % 2 == 0 {
            pair
        } else {
            let [fee, main] = pair;
            [main, fee]
        });
    }
    // And one whose main claim isn't there.
    let alone = [("reference", "GE-X"), ("hovedfordring_id", ""), ("hovedfordring_reference", "HF-X")];
    let plain = check(&(PLAIN_WAY.1)(&claims), cases::settings());
    let fine = plain.iter().filter(|result| result.3.is_empty()).count();
    assert!(fine > 20 && plain.len() - fine > 20, "{fine} of {} have no faults", plain.len());
    for (way, write) in WAYS.iter().chain(XML_WAYS) {
        let mut results = check(&write(&claims), cases::settings());
        results.sort_by_key(|result| plain.iter().position(|plain| plain.0 == result.0));
        assert_eq!(results, plain, "{way}");
    }
    let orphan = [cases::changed(fee.valid(), &alone)];
    for (way, write) in WAYS {
        let results = check(&write(&orphan), cases::settings());
        assert_eq!(results[0].3, [("R_1_2".to_owned(), "afvist".to_owned())], "{way}: its main claim is not in the file");
    }
}

#[test]
fn every_field_is_found_by_each_of_its_names() {
    let claim = cases::worked_claim("KFDAINS").valid();
    for field in Field::ALL {
        for name in [field.name(), field.shown()].iter().chain(field.aliases()) {
            let mut bytes = format!("fordringstype;{name};Bemærkning\nKFDAINS;x;y\n").into_bytes();
            if field == Field::Fordringstype {
                bytes = format!("reference;{name};Bemærkning\n1;{};y\n", claim["fordringstype"]).into_bytes();
            }
            let opened = open_one("fordringer.csv", bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert_eq!(opened.layout.mapping.column(field), Some(1), "{name}");
        }
    }
}

#[test]
fn the_form_judges_every_worked_claim_as_its_file_does() {
    let mut faults = Vec::new();
    for worked in worked() {
        let valid = (&[][..], &[][..]);
        let breaks = worked.trial.breaks.iter().map(|broken| (broken.changes, broken.fires));
        for (changes, fires) in std::iter::once(valid).chain(breaks) {
            let (form, received) = form_of_trial(worked.trial, changes);
            assert_eq!(received, Some(worked.settings.received), "{}", worked.name());
            let view = check_form(&form, worked.settings);
            let filter = view.findings.iter().filter(|finding| finding.rule.starts_with("R_"));
            let mut found: Vec<_> = filter.map(|finding| (finding.rule.clone(), finding.effect.replace("oe", "ø"))).collect();
            found.sort();
            let expected = cases::expected(fires);
            if found
                .iter()
                .map(|(rule, effect)| (rule.as_str(), effect.as_str()))
                .ne(expected.iter().map(|(rule, effect)| (rule.as_str(), *effect)))
            {
                faults.push(format!("{} {changes:?}: {found:?} instead of {expected:?}", worked.name()));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
