//! Lines looked at in the quick way beside the full one: rule by rule the same, and lines with one signature have one result.

mod cases;

use std::collections::HashMap;
use std::fmt::Debug;

use cases::naive::{self, Day};
use cases::near::{TELLING_DAYS, near, start};
use cases::{Chance, Values, separated, worked};
use stamdatatjek::catalogue::language::print_table;
use stamdatatjek::catalogue::{self, Creditor, TYPES};
use stamdatatjek::check::opening::open_one;
use stamdatatjek::check::quick::{BySignature, Quick, Signature};
use stamdatatjek::check::{Checked, Checker, Settings, Surroundings};
use stamdatatjek::claim::{Claim, DateOrder, DecimalMark, Field, FieldKind, ReadingFinding, ValueStyle};
use stamdatatjek::intake::{Encoding, Mapping, Row, RowReader};
use stamdatatjek::rules::filter::{self, Main, MainClaim, Ruling};
use stamdatatjek::rules::general::{self, Neighbours, Scope, Subject, Verdict};

/// What must be the same for lines with the same signature.
#[derive(Debug, PartialEq, Eq)]
struct Digest {
    outcome: String,
    undecided: Vec<Field>,
    rules: Vec<(String, String)>,
    not_checked: Vec<(String, String)>,
}

impl Digest {
    fn of(checked: &Checked) -> Digest {
        let mut rules: Vec<_> = checked.findings.iter().map(|finding| (finding.kind.rule_id(), format!("{:?}", finding.effect))).collect();
        rules.sort();
        rules.dedup();
        Digest {
            outcome: format!("{:?}", checked.outcome),
            undecided: checked.undecided.clone(),
            rules,
            not_checked: checked.not_checked.iter().map(|rule| (rule.rule.to_string(), rule.why.to_string())).collect(),
        }
    }
}

/// A file's lines, looked at both ways.
struct Both {
    mapping: Mapping,
    checker: Checker,
    quick: Quick,
    results: BySignature<Digest>,
    rows: usize,
    usual: usize,
    /// The general rules that were broken.
    general: u64,
}

impl Both {
    fn new(mapping: Mapping, settings: Settings) -> Both {
        let checker = Checker::new(settings);
        let quick = Quick::new(&mapping, true, &checker);
        Both { mapping, checker, quick, results: BySignature::default(), rows: 0, usual: 0, general: 0 }
    }

    fn look(&mut self, row: &Row, main: Main, reading: &[ReadingFinding]) {
        self.rows += 1;
        let Some(signature) = self.quick.look(row, main) else { return };
        self.usual += 1;
        self.general |= signature.general;
        let claim = self.mapping.claim(row);
        let told = || format!("{:?} {main:?} {:?}", self.checker.settings, texts(&claim));
        assert_eq!(reading, [], "{}", told());
        assert_eq!(claim.findings().count(), 0, "{}", told());
        self.compare_rules(&claim, main, signature, &told);
        let neighbours = Neighbours { debtor_lines: 1, ..Neighbours::default() };
        let digest = Digest::of(&self.checker.check(&claim, &Surroundings { main, neighbours, reading }));
        if let Some(other) = self.results.get(&signature) {
            assert_eq!(*other, digest, "{}", told());
        } else {
            self.results.insert(signature, digest);
        }
    }

    fn compare_rules(&self, claim: &Claim, main: Main, signature: Signature, told: &dyn Fn() -> String) {
        let received = self.checker.settings.received;
        let fordringstype = catalogue::find(claim.text(Field::Fordringstype));
        let rules = &self.checker.ruleset(fordringstype).rules;
        for (place, standing) in rules.iter().enumerate() {
            let ruling = filter::run(standing.rule, claim, main, received);
            let found = (signature.filter.broken >> place & 1 == 1, signature.filter.not_run >> place & 1 == 1);
            let wanted = (matches!(ruling, Ruling::Broken(_)), matches!(ruling, Ruling::NotRun(_)));
            assert_eq!(found, wanted, "{} {:?} {ruling:?} {}", standing.rule.numbers, standing.rule.check, told());
        }
        let neighbours = Neighbours { debtor_lines: 1, ..Neighbours::default() };
        let subject = Subject { claim, received, fordringstype, neighbours, main_type: main.fordringstype() };
        for (place, rule) in general::ALL.iter().enumerate().filter(|(_, rule)| rule.scope != Scope::Action) {
            let verdict = rule.check.map_or(Verdict::Fine, |check| check(&subject));
            let broken = signature.general >> place & 1 == 1;
            assert_eq!(broken, matches!(verdict, Verdict::Breach { .. }), "{} {verdict:?} {}", rule.doc.id, told());
        }
    }
}

fn texts<'c>(claim: &'c Claim) -> impl Debug + 'c {
    Field::ALL.into_iter().filter(|field| claim.has(*field)).map(|field| (field.name(), claim.text(field))).collect::<Vec<_>>()
}

/// The claims as rows under these headings.
fn rows(claims: &[Values]) -> (Mapping, Vec<Row>) {
    let text = separated(claims, ';');
    let heading = text.lines().next().expect("a heading").to_owned();
    let mut bytes = text.into_bytes();
    let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', heading.len() as u64 + 1, 2);
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().expect("bytes in memory") {
        if !row.is_empty() {
            rows.push(row.clone());
        }
    }
    (Mapping::of_headings(heading.split(';')), rows)
}

/// The fields of a claim, with a column for each of these.
fn with_columns(claim: &Values, fields: &[Field]) -> Values {
    fields.iter().map(|field| (field.name().to_owned(), claim.get(field.name()).cloned().unwrap_or_default())).collect()
}

/// Claims by the settings they are checked with.
fn by_settings(claims: impl IntoIterator<Item = (Settings, Values)>) -> Vec<(Settings, Vec<Values>)> {
    let mut all: Vec<(Settings, Vec<Values>)> = Vec::new();
    for (settings, claim) in claims {
        match all.iter_mut().find(|(other, _)| *other == settings) {
            Some((_, claims)) => claims.push(claim),
            None => all.push((settings, vec![claim])),
        }
    }
    all
}

/// Looks at claims as one file for each of the settings, each claim with the hovedfordring it says; answers how many rows there were, and how many
/// were usual.
fn look_at(claims: impl IntoIterator<Item = (Settings, Values)>) -> (usize, usize) {
    let mut counts = (0, 0);
    for (settings, claims) in by_settings(claims) {
        let cells: Vec<Values> = claims.iter().map(|claim| with_columns(claim, &Field::ALL)).collect();
        let (mapping, rows) = rows(&cells);
        assert_eq!(rows.len(), claims.len());
        let mut both = Both::new(mapping, settings);
        for (row, claim) in rows.iter().zip(&claims) {
            both.look(row, main_of(claim), &[]);
        }
        counts = (counts.0 + both.rows, counts.1 + both.usual);
    }
    counts
}

/// As `cases::main_of`, for claims whose dates may be odd.
fn main_of(claim: &Values) -> Main<'static> {
    let filled = |name: &str| claim.get(name).is_some_and(|text| !text.is_empty());
    let date = |name: &str| claim.get(name).and_then(|text| text.parse().ok());
    if !filled("hovedfordring_id") && !filled("hovedfordring_reference") {
        return Main::None;
    }
    match (date("hovedfordring.forfaldsdato"), date("hovedfordring.modtagelsesdato")) {
        (None, None) => Main::IdOnly,
        (forfaldsdato, received) => Main::Known(MainClaim { fordringstype: Some("KFDAINS"), forfaldsdato, received }),
    }
}

#[test]
fn worked_claims_are_nearly_all_usual() {
    let (rows, usual) =
        look_at(worked().iter().filter(|worked| worked.fordringstype.code.is_some()).map(|worked| (worked.settings, worked.valid())));
    assert!(rows > 130 && usual == rows, "{usual} of {rows}");
    let breaks = worked()
        .into_iter()
        .flat_map(|worked| worked.trial.breaks.iter().map(|broken| (worked.settings, worked.with(broken.changes))).collect::<Vec<_>>());
    let (rows, usual) = look_at(breaks);
    assert!(rows > 1000 && usual * 100 > rows * 90, "{usual} of {rows}");
}

#[test]
fn claims_near_every_limit() {
    let mut claims = Vec::new();
    let mut chance = Chance::new(2);
    for worked in worked() {
        let table = worked.fordringstype.tables.iter().find(|table| Some(table.source) == worked.trial.table);
        let lines = naive::read_table(&print_table(table.map_or(catalogue::CORE, |table| table.rules)));
        let base = start(&worked);
        for line in &lines {
            let days = [*chance.pick(&TELLING_DAYS), *chance.pick(&TELLING_DAYS)];
            claims.extend(near(line, &base, &days).into_iter().map(|claim| (worked.settings, claim)));
        }
    }
    let (rows, usual) = look_at(claims);
    assert!(rows > 20_000 && usual * 100 > rows * 85, "{usual} of {rows}");
}

#[test]
fn the_sample_is_usual() {
    let sample = std::fs::File::open(cases::kept("fordringer-400.csv")).expect("the sample is there");
    let mut opened = open_one("fordringer-400.csv", sample).expect("the sample can be read");
    let layout = opened.layout.clone();
    let mut both = Both::new(layout.mapping.clone(), cases::settings());
    let mut reader = layout.rows(opened.bytes.as_mut());
    let links = Field::HovedfordringId.bit() | Field::HovedfordringReference.bit();
    while let Some(row) = reader.next_row().expect("the sample can be read") {
        let named = {
            let mut facts = both.quick.facts();
            both.quick.read(row, &mut facts) && facts.filled & links != 0
        };
        both.look(row, if named { Main::IdOnly } else { Main::None }, &layout.findings(row));
    }
    assert_eq!((both.rows, both.usual), (400, 400));
    assert!(both.results.len() > 100 && both.results.len() < 390, "{} signatures", both.results.len());
}

const DATE_TEXTS: [&str; 14] = [
    "",
    "01-06-2026",
    "13.12.2025",
    "03/04/2026",
    "20260601",
    "31012026",
    "1. juni 2026",
    " 2026-06-01 ",
    "00000000",
    "31-02-2026",
    "2026-11-22 00:00:00",
    "45322",
    "NULL",
    "#N/A",
];
const AMOUNT_TEXTS: [&str; 18] = [
    "",
    "0",
    "0.00",
    "-0.01",
    "0,01",
    "99.99",
    "100",
    "100,01",
    "250.01",
    "1.234,56",
    "1,234",
    "12.345",
    "99999999.99",
    "100000000",
    "1 000,50 kr.",
    "(1,00)",
    "#####",
    "1,23E+05",
];
const OTHER_TEXTS: [(Field, &[&str]); 13] = [
    (Field::Fordringsart, &["", "INDR", "IN", "MODR", "MO", "indr", "OPKR", " INDR"]),
    (Field::Aktion, &["", "OPRETFORDRING", "opret", "2", "02", "NEDSKRIV", "?"]),
    (
        Field::Reference,
        &["", "A", "-", "NULL", "1,23E+11", "2026E01", "FAK-2026-100123-DAGINSTITUTION-JUNI-01", "ÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅÅ"],
    ),
    (Field::HovedfordringId, &["", "1000000001", "0000000000", "1,2E+09"]),
    (Field::HovedfordringReference, &["", "FAK-1", "-"]),
    (Field::SkyldnerType, &["", "CPR", "cpr", "ZCVR", "CVR", "SE", "AKR", "P", "Å"]),
    (
        Field::SkyldnerId,
        &[
            "",
            "6902501234",
            "690250-1234",
            "7000501234",
            "690250123",
            "12345678",
            "13585628",
            "DK13585628",
            "13 58 56 28",
            "12345678901",
            "Jens",
            "1",
            "- -",
            "6,9E+09",
            "#REF!",
            "690250123æ",
            "00000000",
        ],
    ),
    (Field::Renteregel, &["", "001", "002", "1", "x"]),
    (Field::Rentesatskode, &["", "98", "99", "03", "x"]),
    (Field::Merrentesats, &["", "0", "1,5", "-1", "12,345"]),
    (Field::Valuta, &["", "DKK", "dkk", "kr.", "EUR", "DK"]),
    (Field::Kundenote, &["", "Ring", "-", "N/A"]),
    (Field::Fordringsnote, &["", "Note", "Fejl:502"]),
];
const DESCRIPTIONS: [&str; 44] = [
    "",
    "Faktura 100123",
    "FAKTURA 100123 og 100124",
    "Fakturaer for juni",
    "fakturaerne",
    "Fakturanr. 10012 + 10013",
    "faktura 1 og faktura 2",
    "Faktura. Faktura",
    "Fakturaen for maj",
    "10012, 10013",
    "Daginstitution juni 2026",
    "januar-marts",
    "Jan, Feb",
    "maj 2026 og juni",
    "1. juni - 30. juni",
    "juni-juni",
    "sept–okt",
    "september til november",
    "marts maj",
    "majoratet, juniperus",
    "Renter af faktura",
    "RENTE",
    "morarenter",
    "Opkrævningsrente",
    "OPKRÆVNINGSGEBYR",
    "opkrævning",
    "Påkravsgebyr",
    "PÅKRAVSGEBYR",
    "pbs",
    "PBS-gebyr",
    "rykkere",
    "rykkerskrivelse",
    "inkassogebyr",
    "procesrenter",
    "barn 690250-1234",
    "barn 6902501234",
    "barn 690250 1234 i dag",
    "barn 690250-12345",
    "7000501234",
    "690250\u{2010}1234",
    "årsafregning × 2",
    "Ydelse §\u{a0}12",
    "İRENTE \u{212a}",
    "Faktura 100123 af 1. juni 2026 for plads i dagtilbud i juni måned 2026, jf. kommunens afgørelse af 4. maj 2026 æøå",
];

/// Changes a claim in one field.
fn mutate(claim: &mut Values, received: Day, chance: &mut Chance) {
    let dates: Vec<&str> = Field::DATES.iter().map(|field| field.name()).collect();
    let before = claim.clone();
    let mut put = |field: &str, text: String| drop(claim.insert(field.to_owned(), text));
    match chance.below(12) {
        0..=2 => {
            let field = *chance.pick(&dates);
            let Some(day) = before.get(field).and_then(|text| Day::read(text)) else {
                return put(field, received.plus_days(chance.below(400) as i64 - 200).write());
            };
            let step = [-1, 1][chance.below(2)];
            let moved = match chance.below(3) {
                0 => day.plus_days(step),
                1 => day.plus_months(step),
                _ => day.plus_months(12 * step),
            };
            put(field, moved.write());
        }
        3 => put("foraeldelsesdato", received.plus_days(chance.below(70) as i64 - 5).write()),
        4 => {
            let place = chance.below(2);
            let field = ["domsdato", "forligsdato"][place];
            put(field, received.plus_days(chance.below(40) as i64 - 30).write());
        }
        5 => put(dates[chance.below(dates.len())], (*chance.pick(&DATE_TEXTS)).to_owned()),
        6 => put(["hovedstol", "beloeb"][chance.below(2)], (*chance.pick(&AMOUNT_TEXTS)).to_owned()),
        7 => put("beskrivelse", (*chance.pick(&DESCRIPTIONS)).to_owned()),
        8 => {
            let code = TYPES[chance.below(TYPES.len())].code.unwrap_or("XXXXXXX");
            put("fordringstype", code.replace('Å', ["Å", "A\u{30a}"][chance.below(2)]));
        }
        _ => {
            let (field, texts) = chance.pick(&OTHER_TEXTS);
            put(field.name(), (*chance.pick(texts)).to_owned());
        }
    }
}

fn any_main(chance: &mut Chance) -> Main<'static> {
    match chance.below(6) {
        0 | 1 => Main::None,
        2 => Main::IdOnly,
        3 => Main::NotInFile,
        _ => {
            let date = |chance: &mut Chance| {
                let day = Day::new(2025, 12, 28).plus_days(chance.below(300) as i64);
                (chance.below(4) > 0).then(|| cases::day(&day.write()))
            };
            let codes = [None, Some("KFDAINS"), Some("GEDAINS"), Some("XXXXXXX")];
            Main::Known(MainClaim { fordringstype: *chance.pick(&codes), forfaldsdato: date(chance), received: date(chance) })
        }
    }
}

/// A style of each kind, mostly the usual one.
fn restyle(mapping: &mut Mapping, chance: &mut Chance) {
    let kinds: Vec<Option<FieldKind>> = (0..mapping.columns.len()).map(|column| mapping.field(column).map(Field::kind)).collect();
    for (column, kind) in mapping.columns.iter_mut().zip(kinds) {
        if kind == Some(FieldKind::Text) || chance.below(6) > 0 {
            continue;
        }
        column.style = ValueStyle {
            dates: *chance.pick(&[DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Unclear]),
            decimals: *chance.pick(&[DecimalMark::Unsaid, DecimalMark::Comma, DecimalMark::Point, DecimalMark::Unclear]),
            days_from_1904: chance.below(2) == 0,
        };
    }
}

#[test]
fn claims_changed_by_chance() {
    let all = worked();
    let creditors = ["kommune", "stat", "region", "GS-KRIM"].map(|text| Creditor::parse(text).expect("a creditor"));
    let (mut rows_seen, mut usual, mut general, mut signatures) = (0, 0, 0, 0);
    for seed in 0..150 {
        let mut chance = Chance::new(seed + 77);
        let settings = Settings {
            received: if chance.below(3) == 0 { cases::day(&chance.pick(&TELLING_DAYS).write()) } else { cases::day(cases::RECEIVED) },
            creditor: *chance.pick(&creditors),
        };
        let received = Day::read(&settings.received.to_string()).expect("a day");
        let kept: Vec<Field> =
            Field::ALL.into_iter().filter(|field| *field == Field::Fordringstype || seed % 3 == 0 || chance.below(8) > 0).collect();
        // Few types in each file, so that claims share signatures.
        let few: Vec<_> = (0..4).map(|_| chance.pick(&all)).collect();
        let claims: Vec<Values> = (0..150)
            .map(|_| {
                let worked = *chance.pick(&few);
                let mut claim = if worked.trial.breaks.is_empty() || chance.below(2) == 0 {
                    worked.valid()
                } else {
                    worked.with(chance.pick(worked.trial.breaks).changes)
                };
                for _ in 0..chance.below(4) {
                    mutate(&mut claim, received, &mut chance);
                }
                with_columns(&claim, &kept)
            })
            .collect();
        let (mut mapping, rows) = rows(&claims);
        restyle(&mut mapping, &mut chance);
        if chance.below(4) == 0 {
            mapping.is_whole = true;
        }
        for (field, value) in [(Field::Fordringsart, "INDR"), (Field::SkyldnerType, "CPR"), (Field::Valuta, "DKK")] {
            if mapping.column(field).is_none() && chance.below(2) == 0 {
                mapping.constants.push((field, value.to_owned()));
            }
        }
        let mut both = Both::new(mapping, settings);
        for row in &rows {
            both.look(row, any_main(&mut chance), &[]);
        }
        rows_seen += both.rows;
        usual += both.usual;
        general |= both.general;
        signatures += both.results.len();
    }
    assert!(rows_seen > 20_000 && usual * 100 > rows_seen * 60, "{usual} of {rows_seen}");
    assert!(signatures * 10 < usual * 9, "{signatures} signatures of {usual} lines: too few lines are compared");
    // Every rule that a line by itself can break was broken.
    let unbroken: Vec<&str> = (general::ALL.iter().enumerate())
        .filter(|(place, rule)| rule.check.is_some() && rule.scope != Scope::Action && general >> place & 1 == 0)
        .map(|(_, rule)| rule.doc.id)
        .collect();
    let alone = ["G_BELOEB_FORMAT", "G_DUBLET_INDHOLD", "G_SKYLDNER_DUBLET", "G_HAEFT_SOLIDARISK", "G_FORDRTYPE_KENDT"];
    assert_eq!(unbroken, alone);
}

#[test]
fn every_description_with_every_type() {
    let mut claims = Vec::new();
    for worked in worked().iter().filter(|worked| worked.settings == cases::settings()) {
        for text in DESCRIPTIONS {
            claims.push((worked.settings, worked.with(&[("beskrivelse", text)])));
            claims.push((worked.settings, worked.with(&[("beskrivelse", &format!("{text} og {text}"))])));
        }
    }
    let (rows, usual) = look_at(claims);
    assert!(rows > 8000 && usual * 100 > rows * 95, "{usual} of {rows}");
}

#[test]
fn a_closing_day_is_told_where_no_limit_forbids_the_next_day() {
    let mut claims = Vec::new();
    for worked in worked().iter().filter(|worked| worked.settings == cases::settings()) {
        let Some(day) = worked.valid().get("foraeldelsesdato").and_then(|text| Day::read(text)) else { continue };
        claims.extend((-200..60).map(|step| (worked.settings, worked.with(&[("foraeldelsesdato", &day.plus_days(step).write())]))));
    }
    let (rows, usual) = look_at(claims);
    assert!(rows > 10_000 && usual * 100 > rows * 95, "{usual} of {rows}");
}

#[test]
fn rows_with_anything_to_be_told_are_not_usual() {
    let valid = with_columns(&cases::worked_claim("KFDAINS").valid(), &Field::ALL);
    let usual = |changes: &[(&str, &str)]| {
        let (mapping, rows) = rows(&[cases::changed(valid.clone(), changes)]);
        Quick::new(&mapping, true, &Checker::new(cases::settings())).look(&rows[0], Main::None).is_some()
    };
    assert!(usual(&[]));
    for change in [
        ("forfaldsdato", "31-02-2026"),
        ("forfaldsdato", "01-06-26"),
        ("forfaldsdato", "01062026"),
        ("hovedstol", "mange"),
        ("hovedstol", "1,234"),
        ("hovedstol", "100000000"),
        ("hovedstol", "1,001"),
        ("aktion", "NEDSKRIV"),
        ("fordringstype", ""),
        ("fordringstype", "KFXXXXX"),
        ("reference", "1,23E+11"),
        ("skyldner_id", "#N/A"),
        ("begrundelse", "Err:502"),
    ] {
        assert!(!usual(&[change]), "{change:?}");
    }
    let (mapping, rows) = rows(std::slice::from_ref(&valid));
    let other = Mapping::of_headings(mapping.columns.iter().map(|column| column.heading.as_str()).chain(["mere"]));
    let checker = Checker::new(cases::settings());
    assert!(Quick::new(&other, true, &checker).look(&rows[0], Main::None).is_none(), "a cell is missing");
    assert!(Quick::new(&other, false, &checker).look(&rows[0], Main::None).is_some(), "no cell has to be there");
    let far = Checker::new(Settings { received: cases::day("9999-12-31"), ..cases::settings() });
    assert!(Quick::new(&mapping, true, &far).look(&rows[0], Main::None).is_none());
    let mut odd = rows[0].clone();
    odd.problems.push(stamdatatjek::intake::RowProblem::UnclosedQuote);
    assert!(Quick::new(&mapping, true, &checker).look(&odd, Main::None).is_none());
    assert_eq!(HashMap::from([(Quick::new(&mapping, true, &checker).look(&rows[0], Main::None), 1)]).len(), 1);
}
