//! Claims on, just under and just over the limits of a filter table's lines.

use super::naive::{self, Condition, Day, Line, Span, write_amount};
use super::{Values, Worked};

/// The date fields of a claim.
pub const DATES: [&str; 8] = [
    "periode_start",
    "periode_slut",
    "stiftelsesdato",
    "forfaldsdato",
    "sidste_rettidige_betalingsdato",
    "foraeldelsesdato",
    "domsdato",
    "forligsdato",
];

/// The other fields that filter rules read.
pub const OTHERS: [&str; 6] = ["hovedstol", "beloeb", "beskrivelse", "fordringsart", "hovedfordring_id", "hovedfordring_reference"];

/// Days on which date arithmetic is apt to go wrong: month ends, leap days, and days whose anniversaries are closing days
/// (grundlovsdag, Christmas, Easter, Store bededag before and after its end, Ascension Day and the Friday after it).
pub const TELLING_DAYS: [Day; 18] = [
    Day::new(2024, 1, 31),
    Day::new(2024, 2, 29),
    Day::new(2023, 2, 28),
    Day::new(2025, 3, 31),
    Day::new(2025, 8, 31),
    Day::new(2025, 12, 31),
    Day::new(2026, 1, 1),
    Day::new(2026, 10, 31),
    Day::new(2023, 6, 5),
    Day::new(2021, 12, 24),
    Day::new(2022, 12, 31),
    Day::new(2023, 4, 3),
    Day::new(2023, 4, 6),
    Day::new(2020, 5, 5),
    Day::new(2021, 4, 26),
    Day::new(2023, 5, 14),
    Day::new(2026, 5, 15),
    Day::new(2025, 11, 23),
];

/// The worked claim with a column for every field that filter rules read.
pub fn start(worked: &Worked) -> Values {
    let mut claim = worked.valid();
    for field in DATES.into_iter().chain(OTHERS) {
        claim.entry(field.to_owned()).or_default();
    }
    claim
}

/// The claim with some fields changed.
pub fn set(claim: &Values, changes: &[(&str, String)]) -> Values {
    let mut claim = claim.clone();
    for (name, text) in changes {
        claim.insert((*name).to_owned(), text.clone());
    }
    claim
}

/// Claims on, just under and just over every limit of the line. Its dates are counted from each of the days.
pub fn near(line: &Line, base: &Values, days: &[Day]) -> Vec<Values> {
    let mut near = Vec::new();
    let mut add = |changes: &[(&str, String)]| near.push(set(base, changes));
    match &line.condition {
        Condition::OneOf { field, .. } => {
            for word in ["INDR", "MODR", "OPKR", "indr", ""] {
                add(&[(field, word.into())]);
            }
        }
        Condition::Linked(_) => {
            add(&[("hovedfordring_id", String::new()), ("hovedfordring_reference", String::new())]);
            add(&[("hovedfordring_id", "1000000001".into())]);
            add(&[("hovedfordring_id", String::new()), ("hovedfordring_reference", "FAK-1".into())]);
        }
        Condition::Filled { field, .. } => {
            let texts: &[&str] = if field == "beskrivelse" {
                &["", "x"]
            } else {
                &["", "31-02-2026x", "2026-05-15", "2026-05-16", "2026-05-18", "2026-06-05", "2024-04-26", "2023-05-05", "2025-12-24"]
            };
            for text in texts {
                add(&[(field, (*text).into())]);
            }
        }
        Condition::Empty(_) | Condition::NotBoth(..) | Condition::Either(..) => {
            let day = || "2026-10-01".to_owned();
            for field in line.condition_fields() {
                add(&[(&field, String::new())]);
                add(&[(&field, day())]);
                add(&[(&field, "snart".into())]);
            }
            add(&[("domsdato", day()), ("forligsdato", day())]);
            add(&[("domsdato", String::new()), ("forligsdato", String::new())]);
        }
        Condition::SamePeriod { .. } => {
            for (start, end) in [
                ("2026-02-01", "2026-02-28"),
                ("2026-02-28", "2026-03-01"),
                ("2025-12-01", "2025-12-31"),
                ("2025-12-31", "2026-01-01"),
                ("2025-03-01", "2026-03-01"),
                ("2026-03-31", "2026-03-01"),
            ] {
                add(&[("periode_start", start.into()), ("periode_slut", end.into())]);
            }
        }
        Condition::Dates { left, right, span, .. } => near_dates((left, right), *span, base, days, &mut add),
        Condition::BeforeMonthAfterMainReceipt => {
            for received in ["2026-01-31", "2026-02-01", "2025-12-15", "2024-02-29"] {
                let next = Day { d: 1, ..Day::read(received).expect("a day") }.plus_months(1);
                for step in -1..=1 {
                    add(&[("hovedfordring.modtagelsesdato", received.into()), ("periode_slut", next.plus_days(step).write())]);
                }
            }
        }
        Condition::Amount { field, oere, per_day, .. } => {
            for days in if *per_day { vec![1, 2, 28, 31] } else { vec![1] } {
                let start = Day::new(2026, 2, 1);
                let period = [("periode_start", start.write()), ("periode_slut", start.plus_days(days - 1).write())];
                for step in -1..=1 {
                    let amount = (field.as_str(), write_amount(oere * days + step));
                    let changes = if *per_day { [period[0].clone(), period[1].clone(), amount].to_vec() } else { vec![amount] };
                    add(&changes);
                }
            }
            for left in ["0.00", "0.01", "", "to"] {
                add(&[(field, "0.00".into()), ("beloeb", left.into())]);
            }
        }
        Condition::Between { field, least, most } => {
            for limit in [least, most] {
                for step in -1..=1 {
                    add(&[(field, write_amount(limit + step))]);
                }
            }
        }
        Condition::Amounts { left, right, .. } => {
            for step in -1..=1 {
                add(&[(left, write_amount(50_000 + step)), (right, write_amount(50_000))]);
            }
            add(&[(left, "-0.01".into()), (right, "-0.02".into())]);
        }
    }
    near
}

fn near_dates((left, right): (&str, &str), span: Span, base: &Values, days: &[Day], add: &mut impl FnMut(&[(&str, String)])) {
    let none = String::new;
    let mut pair = |reference: Day, subject: Day| {
        let mut changes = Vec::new();
        match right {
            "modtagelsesdato" => {}
            "doms_eller_forligsdato" => {
                changes.push(("domsdato", reference.write()));
                changes.push(("forligsdato", none()));
            }
            right => changes.push((right, reference.write())),
        }
        if left != "modtagelsesdato" {
            changes.push((left, subject.write()));
        }
        add(&changes);
        if left == "foraeldelsesdato" {
            // The same with a judgment or a settlement, and with both.
            if right != "doms_eller_forligsdato" {
                add(&[&changes[..], &[("domsdato", "2026-10-01".into())]].concat());
                add(&[&changes[..], &[("forligsdato", reference.write())]].concat());
            } else {
                add(&[&changes[..], &[("domsdato", none()), ("forligsdato", reference.write())]].concat());
                add(&[&changes[..], &[("forligsdato", reference.plus_days(40).write())]].concat());
            }
        }
    };
    let received = Day::read(&base["modtagelsesdato"]).expect("a day");
    if left == "modtagelsesdato" {
        // The subject stands still; the reference goes around it.
        for step in -3..=3 {
            pair(span.back(received).plus_days(step), received);
        }
    } else if right == "modtagelsesdato" {
        for step in -1..=1 {
            pair(received, span.from(received).plus_days(step));
        }
    } else {
        let own = base.get(right).and_then(|text| Day::read(text));
        for reference in days.iter().copied().chain(own) {
            let limit = span.from(reference);
            for step in -1..=1 {
                pair(reference, limit.plus_days(step));
            }
            // Where the limit would move to.
            let mut moved = limit;
            while naive::is_closed(moved) {
                moved = moved.plus_days(1);
            }
            if moved != limit {
                pair(reference, moved);
                pair(reference, moved.plus_days(1));
            }
        }
    }
}

trait Fields {
    fn condition_fields(&self) -> Vec<String>;
}

impl Fields for Line {
    fn condition_fields(&self) -> Vec<String> {
        match &self.condition {
            Condition::Empty(fields) => fields.clone(),
            Condition::NotBoth(one, two) | Condition::Either(one, two) => vec![one.clone(), two.clone()],
            _ => Vec::new(),
        }
    }
}
