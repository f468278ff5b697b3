//! What a result's numbers and lists are held against: its claims, looked at one by one.

use chrono::Months;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::lapse::Lapse;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::{Decimal, parse_amount, parse_date};

use super::{RECEIVED, day, settings};

/// The file, checked.
pub fn checked(file: impl AsRef<[u8]>) -> FileCheck {
    let opened = open_text("f.csv", file.as_ref().to_vec()).expect("a file of claims");
    FileCheck::run(opened, settings(), &mut |_| true).expect("it has claims").expect("nobody stopped it")
}

/// Every claim in words, and its rows.
pub fn all_claims(check: &mut FileCheck) -> Vec<(ClaimView, Vec<SheetRow>)> {
    let mut views = Vec::new();
    let mut take = |view: &ClaimView| {
        views.push(view.clone());
        Ok(())
    };
    check.each(&mut take).expect("the bytes are there");
    (0..).zip(views).map(|(number, view)| (view, check.sheet(number).expect("the bytes are there"))).collect()
}

/// What stands in a field of the row.
pub fn text<'r>(row: &'r SheetRow, field: &str) -> &'r str {
    row.cells.iter().find(|cell| cell.field.as_deref() == Some(field)).map_or("", |cell| cell.text.trim())
}

/// A claim's amount in øre, the slow way.
pub fn amount(row: &SheetRow, field: &str) -> Option<i64> {
    let oere = parse_amount(text(row, field)).ok()? * Decimal::ONE_HUNDRED;
    let is_summed = oere.fract().is_zero() && oere.abs() <= Decimal::from(10_000_000_000_000_i64);
    is_summed.then(|| oere.trunc().to_string().parse().expect("whole øre"))
}

/// How soon a row's claim lapses, the slow way.
pub fn lapse(row: &SheetRow) -> Lapse {
    let Ok(date) = parse_date(text(row, "foraeldelsesdato")) else { return Lapse::Unknown };
    let received = day(RECEIVED);
    if date.date() < received {
        return Lapse::Passed;
    }
    let limits = [(1, Lapse::Month), (3, Lapse::ThreeMonths), (6, Lapse::SixMonths), (12, Lapse::Year)];
    let within = limits.into_iter().find(|(months, _)| date.date() <= received + Months::new(*months));
    within.map_or(Lapse::Later, |(_, lapse)| lapse)
}
