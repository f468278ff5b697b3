//! Every filter table beside a second, naive evaluator: claims near each limit must be judged alike.

mod cases;

use std::collections::BTreeSet;

use cases::naive::{self, Condition, Day, Line, State, read_amount, write_amount};
use cases::near::{DATES, OTHERS, TELLING_DAYS, near, set, start};
use cases::{Chance, Values, Worked, worked};
use stamdatatjek::catalogue::language::print_table;
use stamdatatjek::catalogue::model::{Basis, Fordringstype};
use stamdatatjek::catalogue::table::{FilterTable, Rule};
use stamdatatjek::catalogue::{self, TYPES};
use stamdatatjek::check::{Checker, Outcome};
use stamdatatjek::claim::{Claim, NaiveDate};
use stamdatatjek::rules::filter::{self, Main, MainClaim, Ruling};

/// A table both ways: as the library runs it, and as the naive evaluator reads its text.
struct Both {
    worked: Worked,
    rules: &'static [&'static Rule],
    lines: Vec<Line>,
}

fn table(worked: &Worked) -> Option<&'static FilterTable> {
    worked.fordringstype.tables.iter().find(|table| Some(table.source) == worked.trial.table)
}

/// Every filter table with its worked claim; and the shared core with the worked claim of a type that has only that.
fn all_tables() -> Vec<Both> {
    let mut all: Vec<Both> = Vec::new();
    for worked in worked() {
        if let Some(table) = table(&worked) {
            all.push(Both { rules: table.rules, lines: naive::read_table(&print_table(table.rules)), worked });
        }
    }
    assert_eq!(all.len(), 83, "every table has a worked claim");
    all.push(Both {
        worked: cases::worked_claim("KTTIBAK"),
        rules: catalogue::CORE,
        lines: naive::read_table(&print_table(catalogue::CORE)),
    });
    all
}

/// Reads the claim for the library: a field that is no key is a column the file does not have.
fn library_claim(claim: &Values) -> Claim<'_> {
    Claim::read(1, |field| claim.get(field.name()).map(String::as_str))
}

/// What the library is told of the hovedfordring: the link in the claim, and the dates where they can be read.
fn library_main(claim: &Values) -> Main<'static> {
    let filled = |name: &str| claim.get(name).is_some_and(|text| !text.is_empty());
    let date = |name: &str| claim.get(name).and_then(|text| text.parse().ok());
    if !filled("hovedfordring_id") && !filled("hovedfordring_reference") {
        return Main::None;
    }
    Main::Known(MainClaim {
        fordringstype: None,
        forfaldsdato: date("hovedfordring.forfaldsdato"),
        received: date("hovedfordring.modtagelsesdato"),
    })
}

fn library_state(rule: &Rule, claim: &Claim, main: Main, received: NaiveDate) -> State {
    match filter::run(rule, claim, main, received) {
        Ruling::Holds => State::Holds,
        Ruling::Broken(_) => State::Broken,
        Ruling::NotRun(_) => State::NotRun,
        Ruling::NotApplicable => State::Aside,
    }
}

/// Compares the two on one claim, line by line; answers the differences.
fn differences(both: &Both, claim: &Values) -> Vec<String> {
    let read = library_claim(claim);
    let main = library_main(claim);
    // A claim that names no hovedfordring has none whose dates could be known.
    let mut without_main = Values::new();
    let mut for_naive = claim;
    if main == Main::None && claim.keys().any(|name| name.starts_with("hovedfordring.")) {
        without_main.clone_from(claim);
        without_main.retain(|name, _| !name.starts_with("hovedfordring."));
        for_naive = &without_main;
    }
    let received = cases::day(&claim["modtagelsesdato"]);
    let mut found = Vec::new();
    for (rule, line) in both.rules.iter().zip(&both.lines) {
        let (library, naive) = (library_state(rule, &read, main, received), naive::state(line, for_naive));
        if library != naive {
            found.push(format!("{} {} «{}»: library {library:?}, naive {naive:?} for {claim:?}", both.worked.name(), line.id, line.words));
        }
    }
    found
}

fn assert_none(found: Vec<String>) {
    let count = found.len();
    assert!(found.is_empty(), "{count} differences, the first of them:\n{}", found[..count.min(15)].join("\n"));
}

#[test]
fn the_naive_calendar_knows_its_days() {
    assert_eq!(Day::new(2026, 11, 22).weekday(), 0, "a Sunday");
    assert_eq!(Day::new(2000, 1, 1).weekday(), 6, "a Saturday");
    // From almanacs.
    for (y, m, d) in [
        (1990, 4, 15),
        (2008, 3, 23),
        (2011, 4, 24),
        (2019, 4, 21),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2038, 4, 25),
        (2049, 4, 18),
    ] {
        assert_eq!(naive::easter(y), Day::new(y, m, d));
    }
    assert_eq!(Day::new(2024, 1, 31).plus_months(1), Day::new(2024, 2, 29));
    assert_eq!(Day::new(2024, 2, 29).plus_months(36), Day::new(2027, 2, 28));
    assert_eq!(Day::new(2024, 3, 1).plus_days(-1), Day::new(2024, 2, 29));
    assert_eq!(Day::new(2025, 12, 31).plus_days(1), Day::new(2026, 1, 1));
    assert_eq!(Day::new(2023, 11, 22).plus_days(1096), Day::new(2026, 11, 22));
    let (may_2023, april_2024) = (Day::new(2023, 5, 5), Day::new(2024, 4, 26));
    assert!(naive::is_closed(may_2023) && !naive::is_closed(april_2024), "Store bededag ended with 2023");
    assert!(naive::banks_closed(Day::new(2026, 5, 15)) && !naive::is_closed(Day::new(2026, 5, 15)));
}

#[test]
fn closing_days_are_the_same_in_both_calendars() {
    let mut day = Day::new(1990, 1, 1);
    while day.y < 2090 {
        let theirs = cases::day(&day.write());
        assert_eq!(stamdatatjek::calendar::is_foko_closing_day(theirs), naive::is_closed(day), "{day:?}");
        assert_eq!(stamdatatjek::calendar::is_bank_closing_day(theirs), naive::banks_closed(day), "{day:?}");
        day = day.plus_days(1);
    }
}

#[test]
fn claims_near_every_limit_are_judged_alike() {
    let mut found = Vec::new();
    let mut claims = 0;
    // Most conditions stand in many tables. All days are tried in the first of them, one in each other.
    let mut tried = BTreeSet::new();
    let mut chance = Chance::new(1);
    for both in all_tables() {
        let base = start(&both.worked);
        for line in &both.lines {
            let one = [*chance.pick(&TELLING_DAYS)];
            let days = if tried.insert(line.words.clone()) { &TELLING_DAYS[..] } else { &one[..] };
            for claim in near(line, &base, days) {
                found.extend(differences(&both, &claim));
                claims += 1;
            }
        }
    }
    assert!(claims > 20_000, "only {claims} claims");
    assert_none(found);
}

#[test]
fn fields_that_are_empty_or_missing_or_unreadable_are_judged_alike() {
    let mut found = Vec::new();
    for both in all_tables() {
        let base = start(&both.worked);
        let judged = set(&base, &[("domsdato", "2026-10-01".into()), ("foraeldelsesdato", "2036-10-01".into())]);
        for base in [base, judged] {
            for field in DATES.into_iter().chain(OTHERS) {
                found.extend(differences(&both, &set(&base, &[(field, String::new())])));
                let mut without = base.clone();
                without.remove(field);
                found.extend(differences(&both, &without));
                without.remove("hovedfordring_reference");
                found.extend(differences(&both, &without));
                if DATES.contains(&field) || field == "hovedstol" || field == "beloeb" {
                    found.extend(differences(&both, &set(&base, &[(field, "31-02-2026x".into())])));
                }
            }
            let mut main_unknown = base.clone();
            main_unknown.retain(|name, _| !name.starts_with("hovedfordring."));
            found.extend(differences(&both, &main_unknown));
        }
    }
    assert_none(found);
}

#[test]
fn chance_claims_are_judged_alike() {
    let mut found = Vec::new();
    for both in all_tables() {
        let mut chance = Chance::of(&both.worked.name());
        let base = start(&both.worked);
        for _ in 0..80 {
            let mut claim = base.clone();
            let anchor = *chance.pick(&TELLING_DAYS);
            for field in DATES {
                let text = match chance.below(20) {
                    0..=1 => String::new(),
                    2 => "snart".into(),
                    3..=6 => claim[field].clone(),
                    7..=9 => chance.pick(&TELLING_DAYS).write(),
                    10..=12 => anchor.plus_months(12 * chance.below(11) as i64).plus_days(chance.below(9) as i64 - 4).write(),
                    _ => anchor.plus_months(chance.below(4) as i64).plus_days(chance.below(5) as i64 - 2).write(),
                };
                let keep_empty = field.ends_with("ligsdato") || field == "domsdato";
                claim.insert(field.into(), if keep_empty && chance.below(4) > 0 { String::new() } else { text });
            }
            for field in ["hovedstol", "beloeb"] {
                let amount = *chance.pick(&[-1, 0, 1, 100, 9_999, 10_000, 10_001, 100_000, 1_000_000, 1_000_001, 2_500_000, 99_999_999]);
                claim.insert(field.into(), write_amount(amount));
            }
            claim.insert("modtagelsesdato".into(), chance.pick(&TELLING_DAYS).plus_months(6).write());
            found.extend(differences(&both, &claim));
        }
    }
    assert_none(found);
}

/// Builds a claim that satisfies every line: dates and amounts by chance, then each broken line's subject moved to its limit until none is broken.
fn build(lines: &[Line], base: &Values, chance: &mut Chance) -> Option<Values> {
    let mut claim = base.clone();
    let (months, days) = (chance.below(20) as i64, chance.below(2) as i64 * chance.below(20) as i64);
    for field in DATES.into_iter().chain(["hovedfordring.forfaldsdato", "hovedfordring.modtagelsesdato"]) {
        if let Some(day) = claim.get(field).and_then(|text| Day::read(text)) {
            claim.insert(field.into(), day.plus_months(-months).plus_days(-days).write());
        }
    }
    if let Some(amount) = claim.get("hovedstol").and_then(|text| read_amount(text)) {
        let lower = amount - chance.below(usize::try_from(amount / 10).unwrap_or(1).max(1)) as i64;
        claim.insert("hovedstol".into(), write_amount(lower));
        claim.insert("beloeb".into(), write_amount(chance.below(usize::try_from(lower).unwrap_or(1)) as i64));
    }
    for _ in 0..30 {
        let broken = lines.iter().filter(|line| line.active).find(|line| naive::state(line, &claim) == State::Broken);
        let Some(line) = broken else { return Some(claim) };
        match &line.condition {
            Condition::Dates { left, op, right, span, closed_days_move, .. } if left != "modtagelsesdato" => {
                let mut limit = span.from(Day::read(claim.get(right)?)?);
                while *closed_days_move && naive::is_closed(limit) {
                    limit = limit.plus_days(1);
                }
                let step = match op.as_str() {
                    "<" => -1,
                    ">" => 1,
                    _ => 0,
                };
                claim.insert(left.clone(), limit.plus_days(step).write());
            }
            Condition::BeforeMonthAfterMainReceipt => {
                let end = Day::read(claim.get("periode_slut")?)?;
                claim.insert("hovedfordring.modtagelsesdato".into(), end.write());
            }
            Condition::Filled { field, banks_open: true } => {
                let mut day = Day::read(claim.get(field)?)?;
                while naive::banks_closed(day) {
                    day = day.plus_days(1);
                }
                claim.insert(field.clone(), day.write());
            }
            Condition::Amount { field, oere, per_day: false, .. } | Condition::Between { field, least: oere, .. } => {
                claim.insert(field.clone(), write_amount(*oere));
            }
            Condition::Amounts { left, right, .. } => {
                claim.insert(right.clone(), claim.get(left)?.clone());
            }
            _ => return None,
        }
    }
    None
}

#[test]
fn claims_built_to_satisfy_their_table_pass_and_one_changed_input_breaks_what_it_must() {
    let mut found = Vec::new();
    for worked in worked() {
        let Some(table) = table(&worked) else { continue };
        let lines = naive::read_table(&print_table(table.rules));
        let checker = Checker::new(worked.settings);
        let base = start(&worked);
        let mut chance = Chance::of(&worked.name());
        let mut built = 0;
        for _ in 0..300 {
            if built == 6 {
                break;
            }
            let Some(claim) = build(&lines, &base, &mut chance) else { continue };
            built += 1;
            let checked = cases::check(&checker, &claim);
            if checked.outcome != Outcome::Modtages || !cases::fired(&checked).is_empty() {
                found.push(format!("{}: {:?} for {claim:?}", worked.name(), cases::fired(&checked)));
            }
            for changed in one_input_changed(&claim, &mut chance) {
                let mut expected: Vec<(String, &str)> = (lines.iter())
                    .filter(|line| line.active && naive::state(line, &changed) == State::Broken)
                    .map(|line| (line.id.clone(), line.outcome.as_str()))
                    .collect();
                expected.sort();
                let checked = cases::check(&checker, &changed);
                if cases::fired(&checked) != expected || checked.outcome != worst(&expected) {
                    found.push(format!("{}: {:?} instead of {expected:?} for {changed:?}", worked.name(), cases::fired(&checked)));
                }
            }
        }
        assert!(built == 6, "{}: only {built} claims could be built", worked.name());
    }
    assert_none(found);
}

/// The claim with one date moved by a day, or one amount by an øre, or one field emptied; a few of these by chance.
fn one_input_changed(claim: &Values, chance: &mut Chance) -> Vec<Values> {
    let mut changed = Vec::new();
    for _ in 0..8 {
        let field = *chance.pick(&DATES);
        let change = match (claim.get(field).and_then(|text| Day::read(text)), chance.below(3)) {
            (Some(_), 0) => String::new(),
            (Some(day), 1) => day.plus_days(-1).write(),
            (Some(day), _) => day.plus_days(1).write(),
            (None, _) => "2026-10-01".into(),
        };
        changed.push(set(claim, &[(field, change)]));
    }
    for field in ["hovedstol", "beloeb"] {
        if let Some(amount) = claim.get(field).and_then(|text| read_amount(text)) {
            for amount in [amount - 1, amount + 1, 0, -1] {
                changed.push(set(claim, &[(field, write_amount(amount))]));
            }
        }
    }
    changed.push(set(claim, &[("beskrivelse", String::new())]));
    changed.push(set(claim, &[("fordringsart", "MODR".into())]));
    changed
}

fn worst(fired: &[(String, &str)]) -> Outcome {
    let weight = fired.iter().map(|(_, effect)| match *effect {
        "afvist" => Outcome::Afvist,
        "høring" => Outcome::Hoering,
        _ => Outcome::Modtages,
    });
    weight.max().unwrap_or(Outcome::Modtages)
}

/// The rules for a type without a table of its own, as the shared core is described: its lines, MODR only advised against, R_1_2 where the kind is
/// documented, R_3_1 as advice for a possible bortfald type; then the twin's other lines as advice.
fn rules_without_table(fordringstype: &Fordringstype) -> Vec<(Line, &'static str)> {
    let mut rules = Vec::new();
    for line in naive::read_table(&print_table(catalogue::CORE)) {
        let advice = line.id == "R_3_1" && fordringstype.maybe_bortfald;
        let effect = if advice {
            "advarsel"
        } else if line.outcome == "afvist" {
            "afvist"
        } else {
            "høring"
        };
        rules.push((line, effect));
    }
    let extra = |words: &str| naive::read_table(words).remove(0);
    rules.push((extra("R_1_1  fordringsart = INDR  afvist"), "advarsel"));
    if fordringstype.kind_documented {
        let words = if fordringstype.kind.is_related() { "fordringen er en relateret fordring" } else { "fordringen er en hovedfordring" };
        rules.push((extra(&format!("R_1_2  {words}  afvist")), "afvist"));
    }
    if let Some(twin) = fordringstype.parallel.and_then(catalogue::find) {
        for line in naive::read_table(&print_table(twin.tables[0].rules)) {
            let in_core = rules.iter().any(|(core, _)| core.id == line.id && core.words == line.words);
            if line.active && !in_core {
                rules.push((line, "advarsel"));
            }
        }
    }
    rules
}

#[test]
fn types_without_a_table_are_held_against_the_core_and_advised_by_their_twin() {
    let mut found = Vec::new();
    let mut types = 0;
    for worked in worked().into_iter().filter(|worked| worked.trial.table.is_none()) {
        types += 1;
        let rules = rules_without_table(worked.fordringstype);
        let checker = Checker::new(worked.settings);
        let base = start(&worked);
        let mut claims: Vec<Values> = worked.trial.breaks.iter().map(|broken| set_pairs(&base, broken.changes)).collect();
        // The core's own limits are tried for every type; the twin's only where there is one.
        for (line, _) in &rules {
            let near = near(line, &base, &TELLING_DAYS[..4]);
            let step = near.len().div_ceil(12).max(1);
            claims.extend(near.into_iter().step_by(step));
        }
        for claim in claims {
            let mut expected: Vec<(String, &str)> = (rules.iter())
                .filter(|(line, _)| naive::state(line, &claim) == State::Broken)
                .map(|(line, effect)| (line.id.clone(), *effect))
                .collect();
            // Where core and twin have a rule of the same number, the core's says it.
            let firm: Vec<String> = expected.iter().filter(|(_, effect)| *effect != "advarsel").map(|(id, _)| id.clone()).collect();
            let shares = |id: &str| id.split('+').any(|number| firm.iter().any(|firm| firm.split('+').any(|other| other == number)));
            expected.retain(|(id, effect)| *effect != "advarsel" || !shares(id));
            expected.sort();
            let checked = cases::check(&checker, &claim);
            if cases::fired(&checked) != expected || checked.outcome != worst(&expected) {
                found.push(format!(
                    "{}: {:?} ({:?}) instead of {expected:?} for {claim:?}",
                    worked.name(),
                    cases::fired(&checked),
                    checked.outcome
                ));
            }
        }
    }
    assert_eq!(types, TYPES.iter().filter(|t| t.basis != Basis::Officiel).count());
    assert_none(found);
}

fn set_pairs(claim: &Values, changes: &[(&str, &str)]) -> Values {
    cases::changed(claim.clone(), changes)
}
