//! The numbers of a result are what they say: sums over its claims, one by one.

mod cases;

use std::collections::{BTreeMap, BTreeSet};

use cases::odd::odd_file;
use cases::slow::{all_claims, amount, checked, lapse, text};
use cases::{Chance, changed, csv, settings, worked};
use chrono::Datelike;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::lapse::Lapse;
use stamdatatjek::check::money::Money;
use stamdatatjek::check::opening::open;
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::totals::{Shown, Totals, shown};
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::{Field, parse_date};
use stamdatatjek::intake::choices::{Choices, ConstantChoice};
use stamdatatjek::intake::{ANSWER_STATUS, Given, MemoryStore, Store};

fn add(sum: &mut Money, amount: Option<i64>) {
    match amount {
        Some(oere) => sum.oere += oere,
        None => sum.without += 1,
    }
}

/// Claims, what they are about, and how many there are of each type.
type OfRule = (u64, Money, BTreeMap<String, u64>);

/// The numbers, counted claim by claim.
#[derive(Default, Debug, PartialEq)]
struct Naive {
    money: [Money; 4],
    findings: u64,
    rules: BTreeMap<(String, String), OfRule>,
    types: BTreeMap<String, [Money; 4]>,
    lapses: BTreeMap<Lapse, ([u64; 4], Money)>,
    months: BTreeMap<Option<(i32, u8)>, [u64; 4]>,
}

impl Naive {
    fn of(claims: &[(ClaimView, Vec<SheetRow>)], amount_field: &str) -> Naive {
        let mut naive = Naive::default();
        for (view, rows) in claims {
            let place = shown(view.outcome, !view.undecided.is_empty()) as usize;
            let amount = amount(&rows[0], amount_field);
            add(&mut naive.money[place], amount);
            add(&mut naive.types.entry(view.code.clone()).or_default()[place], amount);
            let broken: BTreeSet<_> = view.findings.iter().map(|finding| (finding.rule.clone(), finding.effect.clone())).collect();
            naive.findings += broken.len() as u64;
            for rule in broken {
                let (claims, money, types) = naive.rules.entry(rule).or_default();
                *claims += 1;
                add(money, amount);
                *types.entry(view.code.clone()).or_default() += 1;
            }
            let soonest = rows.iter().map(lapse).min().expect("a claim has a row");
            let (claims, money) = naive.lapses.entry(soonest).or_default();
            claims[place] += 1;
            add(money, amount);
            let month = parse_date(text(&rows[0], "forfaldsdato")).ok().map(|date| (date.date().year(), date.date().month() as u8));
            naive.months.entry(month).or_default()[place] += 1;
        }
        naive
    }

    fn told(totals: &Totals) -> Naive {
        let rule = |rule: &stamdatatjek::check::totals::RuleTotal| {
            let types: BTreeMap<String, u64> = rule.types.iter().cloned().collect();
            assert_eq!(types.len(), rule.types.len());
            assert!(rule.types.windows(2).all(|pair| pair[0].1 >= pair[1].1), "the most first");
            ((rule.rule.clone(), rule.effect.clone()), (rule.claims, rule.money, types))
        };
        Naive {
            money: totals.money,
            findings: totals.findings,
            rules: totals.by_rule.iter().map(rule).collect(),
            types: totals.by_type.iter().map(|of| (of.code.clone(), of.money)).collect(),
            lapses: totals.lapses.iter().map(|of| (of.lapse, (of.claims, of.money))).collect(),
            months: totals.periods.iter().map(|of| (of.year.zip(of.month), of.claims)).collect(),
        }
    }
}

#[test]
fn sums_are_those_over_all_claims() {
    let (mut lapses, mut without) = (BTreeSet::new(), 0);
    for seed in 0..8 {
        let mut chance = Chance::new(seed);
        let mut check = checked(odd_file(&mut chance, 120));
        let totals = check.totals.clone();
        assert_eq!(totals.amount_field.as_deref(), Some("beloeb"));
        let claims = all_claims(&mut check);
        let mut naive = Naive::of(&claims, "beloeb");
        if totals.periods.iter().all(|period| period.month.is_none()) {
            assert!(naive.months.len() > 24);
            let months = std::mem::take(&mut naive.months);
            let mut years: BTreeMap<Option<i32>, [u64; 4]> = BTreeMap::new();
            for (month, claims) in &months {
                let year = years.entry(month.map(|(year, _)| year)).or_default();
                (0..4).for_each(|shown| year[shown] += claims[shown]);
            }
            let told: BTreeMap<_, _> = totals.periods.iter().map(|period| (period.year, period.claims)).collect();
            assert_eq!(told, years, "seed {seed}");
            assert_eq!(Naive { months: BTreeMap::new(), ..Naive::told(&totals) }, naive, "seed {seed}");
        } else {
            assert_eq!(Naive::told(&totals), naive, "seed {seed}");
        }
        let dated = totals.periods.iter().filter_map(|period| Some((period.year?, period.month)));
        assert!(dated.clone().zip(dated.skip(1)).all(|(one, next)| one < next), "the earliest first: {:?}", totals.periods);
        let several = claims.iter().filter(|(_, rows)| rows.len() > 1 && rows.iter().map(lapse).collect::<BTreeSet<_>>().len() > 1);
        assert!(several.count() > 0, "seed {seed}: some claims lapse for their debtors at different times");
        without += totals.money.iter().map(|money| money.without).sum::<u64>();
        lapses.extend(totals.lapses.iter().map(|of| of.lapse));
    }
    assert!(without > 8, "{without} amounts aren't summed");
    assert_eq!(lapses.into_iter().collect::<Vec<_>>(), Lapse::ALL);
}

#[test]
fn hovedstol_is_summed_where_there_is_no_beloeb() {
    let text = "fordringstype;hovedstol;forfaldsdato\nKFDAINS;1.000,50;01-02-2026\nKFDAINS;x;01-03-2026\n";
    let totals = checked(text).totals;
    assert_eq!(totals.amount_field.as_deref(), Some("hovedstol"));
    let all = totals
        .money
        .iter()
        .fold(Money::default(), |sum, money| Money { oere: sum.oere + money.oere, without: sum.without + money.without });
    assert_eq!(all, Money { oere: 100_050, without: 1 });
    let months: Vec<_> = totals.periods.iter().map(|period| (period.year, period.month, period.claims.iter().sum::<u64>())).collect();
    assert_eq!(months, [(Some(2026), Some(2), 1), (Some(2026), Some(3), 1)]);
    let totals = checked("fordringstype;forfaldsdato\nKFDAINS;01-02-2026\n").totals;
    assert_eq!((totals.amount_field, totals.money.iter().map(|money| money.without).sum::<u64>()), (None, 1));
}

/// An empty column for answers keeps every row from being read at a glance.
#[test]
fn rows_come_to_the_same_at_a_glance_and_in_full() {
    for seed in 20..24 {
        let text = odd_file(&mut Chance::new(seed), 100);
        let (headings, rows) = text.split_once('\n').expect("rows");
        let in_full = format!("{};{ANSWER_STATUS}\n{rows}", headings.trim_end());
        let told = |text: &str| {
            let totals = checked(text).totals;
            let mut told = Naive::told(&totals);
            // The cell in the new column is missing, which is told.
            told.rules.retain(|(rule, _), _| rule != "L_RAEKKE");
            (totals.periods, totals.lapses, Naive { findings: 0, ..told })
        };
        assert!(told(&text) == told(&in_full), "seed {seed}");
    }
}

#[test]
fn rules_that_stop_most_claims_come_first() {
    let totals = checked(odd_file(&mut Chance::new(3), 200)).totals;
    let key = |rule: &stamdatatjek::check::totals::RuleTotal| (rule.effect == "advarsel", u64::MAX - rule.claims);
    assert!(totals.by_rule.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])));
    let stopping: Vec<&str> = totals.by_rule.iter().map(|rule| rule.effect.as_str()).filter(|effect| *effect != "advarsel").collect();
    assert!(stopping.windows(2).any(|pair| pair == ["hoering", "afvist"]), "by number, whatever the effect: {stopping:?}");
}

#[test]
fn an_example_shows_what_the_rule_is_about_and_what_the_claim_is_known_by() {
    let mut rules = 0;
    let breaks: Vec<_> = (worked().iter().filter(|worked| worked.is_municipal()))
        .flat_map(|worked| worked.trial.breaks.iter().map(|broken| worked.with(broken.changes)))
        .zip(0..)
        .map(|(claim, number)| changed(claim, &[("reference", &format!("R{number}"))]))
        .collect();
    for text in [csv(&breaks), odd_file(&mut Chance::new(9), 150)] {
        let mut check = checked(&text);
        for total in check.totals.by_rule.clone() {
            let example = total.example.expect("every rule has an example");
            let sheet = &example.sheet;
            let claim = check.open(total.examples[0]).expect("the bytes are there");
            let finding = claim.findings.iter().find(|finding| finding.rule == total.rule && finding.effect == total.effect);
            let finding = finding.expect("the example breaks the rule");
            assert_eq!((example.row, &example.found), (claim.row, &finding.found));
            assert!(sheet.cells.len() <= 8 && sheet.cells.windows(2).all(|pair| pair[0].column < pair[1].column), "{sheet:?}");
            // What stands there is what stands in the whole row.
            let rows = check.sheet(total.examples[0]).expect("the bytes are there");
            let row = rows.iter().find(|row| row.row == sheet.row).expect("one of the claim's rows");
            assert_eq!(row.row, finding.line.unwrap_or(row.row));
            for cell in &sheet.cells {
                let whole = &row.cells[cell.column as usize];
                assert_eq!((&cell.heading, &cell.text, &cell.field), (&whole.heading, &whole.text, &whole.field));
                let is_filled = |name: &str| row.cells.iter().any(|cell| cell.field.as_deref() == Some(name) && !cell.text.is_empty());
                // Of domsdato and forligsdato, the empty one isn't wrong where the other is filled.
                let pair = ["domsdato", "forligsdato"];
                let stands_aside = cell.text.is_empty()
                    && pair.contains(&cell.field.as_deref().unwrap_or_default())
                    && pair.iter().any(|name| is_filled(name));
                let is_about = !stands_aside && cell.field.as_ref().is_some_and(|field| finding.fields.contains(field));
                assert_eq!(cell.effect.as_deref(), is_about.then_some(total.effect.as_str()), "{}: {cell:?}", total.rule);
            }
            let shown: Vec<&str> = sheet.cells.iter().filter_map(|cell| cell.field.as_deref()).collect();
            let columns = |field: &str| row.cells.iter().any(|cell| cell.field.as_deref() == Some(field));
            for field in finding.fields.iter().map(String::as_str).chain(["reference", "fordringstype"]).filter(|field| columns(field)) {
                assert!(shown.contains(&field), "{}: {field} in {shown:?}", total.rule);
            }
            rules += 1;
        }
    }
    assert!(rules > 60, "{rules}");
}

#[test]
fn a_sheet_has_every_column_and_marks_each_line_by_its_own_findings() {
    let text = "Reference ;Fordringstype;Noget andet;hovedstol;skyldner_id;foraeldelsesdato;forfaldsdato;beskrivelse;\n\
        R1;KFDAINS; x ;100;6902501234;2031-01-01;2026-06-01;\"to\nlinjer\";;ekstra\n\
        R1;KFDAINS; x ;100;6902501235;2020-01-01;2026-06-01;\"to\nlinjer\"\n";
    let mut check = checked(text);
    assert_eq!(check.totals.claims, 1);
    let rows = check.sheet(0).expect("the bytes are there");
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 4]);
    let texts = |row: &SheetRow| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&rows[0]), ["R1", "KFDAINS", " x ", "100", "6902501234", "2031-01-01", "2026-06-01", "to\nlinjer", "", "ekstra"]);
    assert_eq!(texts(&rows[1]), ["R1", "KFDAINS", " x ", "100", "6902501235", "2020-01-01", "2026-06-01", "to\nlinjer", ""]);
    let headings: Vec<&str> = rows[0].cells.iter().map(|cell| cell.heading.as_str()).collect();
    assert_eq!(headings[..4], ["Reference", "Fordringstype", "Noget andet", "hovedstol"]);
    assert_eq!((rows[0].cells[2].field.as_deref(), rows[0].cells[0].field.as_deref()), (None, Some("reference")));
    assert_eq!(rows[1].cells[5].effect.as_deref(), Some("afvist"), "that debtor's date has passed");
    assert_ne!(rows[0].cells[5].effect.as_deref(), Some("afvist"));
    assert!(check.sheet(1).is_err());
}

#[test]
fn a_field_with_one_value_for_every_row_has_no_cell() {
    let text = "reference;hovedstol;forfaldsdato\nR1;100;2020-01-01\n";
    let constants = vec![
        ConstantChoice { field: Field::Fordringstype, value: "KFDAINS".into() },
        ConstantChoice { field: Field::Beloeb, value: "70,25".into() },
    ];
    let given = Given { name: "f.csv".into(), bytes: Box::new(text.as_bytes().to_vec()), staging: None };
    let choices = Choices { constants, ..Choices::default() };
    let store = || -> Box<dyn Store> { MemoryStore::create() };
    let opened = open(vec![given], &choices, &store, &mut |_| true).expect("a file of claims");
    let mut check = FileCheck::run(opened, settings(), &mut |_| true).expect("it has claims").expect("nobody stopped it");
    assert_eq!(check.sheet(0).expect("the bytes are there")[0].cells.len(), 3);
    assert_eq!(check.totals.amount_field.as_deref(), Some("beloeb"));
    assert_eq!(check.totals.money.iter().map(|money| money.oere).sum::<i64>(), 7_025);
    let examples = check.totals.by_rule.iter().map(|rule| rule.example.as_ref().expect("an example"));
    assert!(examples.flat_map(|example| &example.sheet.cells).all(|cell| cell.field.as_deref() != Some("fordringstype")));
    assert_eq!(check.totals.by_type[0].money[Shown::Undecided as usize].without, 0);
}
