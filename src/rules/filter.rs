//! Runs one rule of a filter table on one claim.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::calendar::{is_bank_closing_day, next_open_day};
use crate::catalogue::table::{CalendarUnit, Check, DateRef, DateSubject, Foko, Kategori, Op, Rule, RuleNumber};
use crate::claim::{Cell, Claim, Field};

/// What is known about the hovedfordring that a claim hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Main<'a> {
    /// The claim names none.
    #[default]
    None,
    /// The claim names one by its id; nothing else is known.
    IdOnly,
    /// The claim names one by a reference that no claim in the file has.
    NotInFile,
    /// The hovedfordring itself is known.
    Known(MainClaim<'a>),
}

impl<'a> Main<'a> {
    /// The fordringstype of the hovedfordring, where it is known.
    pub fn fordringstype(self) -> Option<&'a str> {
        match self {
            Main::Known(main) => main.fordringstype,
            _ => None,
        }
    }
}

/// The facts of a hovedfordring that rules ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MainClaim<'a> {
    pub fordringstype: Option<&'a str>,
    pub forfaldsdato: Option<NaiveDate>,
    /// The day it was or is assumed to be received.
    pub received: Option<NaiveDate>,
}

/// What came of running a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    Holds,
    /// The rule's own precondition isn't there, e.g. no judgment.
    NotApplicable,
    /// An input is missing or can't be read.
    NotRun(Why),
    Broken(Expected),
}

/// Why a rule was not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The field is empty.
    Empty(Field),
    /// The file doesn't have the field.
    Absent(Field),
    /// The field's text can't be read.
    Unreadable(Field),
    /// The hovedfordring isn't in the file, so its dates are not known.
    MainUnknown,
    /// The hovedfordring is known, but its forfaldsdato isn't.
    MainForfaldUnknown,
    /// The day the hovedfordring was received isn't known.
    MainReceiptUnknown,
    /// A date would fall outside the calendar.
    BeyondCalendar,
}

/// What the rule expected, worked out for the claim at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The rule's words say it all.
    AsStated,
    /// The date had to stand so to this one. `closing_day`: the limit before it moved away from a closing day.
    Date { op: Op, limit: NaiveDate, closing_day: Option<NaiveDate> },
    /// The amount had to stand so to this one.
    Amount { op: Op, limit: Decimal },
    /// The date must not be a bank closing day.
    NoBankClosingDay,
    /// The reference in the claim is not that of any claim in the file.
    MainNotInFile,
}

/// Runs the rule. `received` is the assumed day of sending.
pub fn run(rule: &Rule, claim: &Claim, main: Main, received: NaiveDate) -> Ruling {
    match rule.check {
        Check::Fordringsart { modr } => match claim.text(Field::Fordringsart) {
            "" => missing(claim, Field::Fordringsart),
            "INDR" | "IN" => Ruling::Holds,
            "MODR" | "MO" if modr => Ruling::Holds,
            _ => Ruling::Broken(Expected::AsStated),
        },
        Check::Kategori(kategori) => run_kategori(kategori, claim, main),
        Check::Required { field, not_bank_closing_day } => run_required(claim, field, not_bank_closing_day),
        Check::Empty(field) => holds_if(!claim.is_filled(field)),
        Check::NoJudgmentOrSettlement => holds_if(!claim.has_judgment_or_settlement()),
        Check::NotBothJudgmentAndSettlement => holds_if(!(claim.is_filled(Field::Domsdato) && claim.is_filled(Field::Forligsdato))),
        Check::JudgmentOrSettlement => {
            let absent = [Field::Domsdato, Field::Forligsdato].into_iter().find(|field| !claim.has(*field));
            match absent {
                _ if claim.has_judgment_or_settlement() => Ruling::Holds,
                Some(field) => Ruling::NotRun(Why::Absent(field)),
                None => Ruling::Broken(Expected::AsStated),
            }
        }
        Check::Date { subject, op, reference, offset, foko, unless_judgment, .. } => {
            let mut op = op;
            if claim.has_judgment_or_settlement() && (unless_judgment || rule.numbers.iter().any(gives_way_to_judgment)) {
                match op {
                    // Lower and upper limit in one line: the judgment sets only the upper one aside.
                    Op::Equal if rule.numbers.second.is_some() => op = Op::AtLeast,
                    _ => return Ruling::NotApplicable,
                }
            }
            let reference = match reference {
                DateRef::Modtagelsesdato => Ok(received),
                DateRef::Field(field) => date(claim, field),
                DateRef::DomEllerForlig => match [Field::Domsdato, Field::Forligsdato].into_iter().find(|field| claim.is_filled(*field)) {
                    None => return Ruling::NotApplicable,
                    Some(field) => date(claim, field),
                },
            };
            compare_dates(subject_date(claim, subject, received), op, reference, |date| offset.from(date), foko)
        }
        Check::Amount { field, op, kroner, zero_claim } => match amount(claim, field) {
            Err(why) => Ruling::NotRun(why),
            Ok(found) if op.holds(found, kroner) => Ruling::Holds,
            Ok(found) if zero_claim && found.is_zero() => match amount(claim, Field::Beloeb) {
                Err(why) => Ruling::NotRun(why),
                Ok(left) if left.is_zero() => Ruling::Holds,
                Ok(_) => Ruling::Broken(Expected::Amount { op, limit: kroner }),
            },
            Ok(_) => Ruling::Broken(Expected::Amount { op, limit: kroner }),
        },
        Check::AmountBetween { field, min, max } => match amount(claim, field) {
            Err(why) => Ruling::NotRun(why),
            Ok(found) => holds_if(min <= found && found <= max),
        },
        Check::AmountOneOf { field, kroner } => match amount(claim, field) {
            Err(why) => Ruling::NotRun(why),
            Ok(found) => holds_if(kroner.contains(&found)),
        },
        Check::AmountRef { field, op, other } => match (amount(claim, field), amount(claim, other)) {
            (Err(why), _) | (_, Err(why)) => Ruling::NotRun(why),
            (Ok(left), Ok(right)) if op.holds(left, right) => Ruling::Holds,
            (Ok(_), Ok(right)) => Ruling::Broken(Expected::Amount { op, limit: right }),
        },
        Check::AmountPerDay { field, op, kroner } => {
            match (amount(claim, field), date(claim, Field::PeriodeStart), date(claim, Field::PeriodeSlut)) {
                (Err(why), _, _) | (_, Err(why), _) | (_, _, Err(why)) => Ruling::NotRun(why),
                (Ok(found), Ok(start), Ok(end)) => {
                    let days = Decimal::from((end - start).num_days() + 1);
                    let limit = kroner * days;
                    if op.holds(found, limit) { Ruling::Holds } else { Ruling::Broken(Expected::Amount { op, limit }) }
                }
            }
        }
        Check::SamePeriod(unit) => match (date(claim, Field::PeriodeStart), date(claim, Field::PeriodeSlut)) {
            (Err(why), _) | (_, Err(why)) => Ruling::NotRun(why),
            (Ok(start), Ok(end)) => holds_if(start.year() == end.year() && (unit == CalendarUnit::Year || start.month() == end.month())),
        },
        Check::AfterMainForfald { subject, op, offset } => {
            let forfald = match main {
                Main::Known(main) => main.forfaldsdato.ok_or(Why::MainForfaldUnknown),
                _ => Err(Why::MainUnknown),
            };
            compare_dates(subject_date(claim, subject, received), op, forfald, |date| offset.from(date), Foko::Unsaid)
        }
        Check::PeriodEndsBeforeMonthAfterMainReceipt => {
            let received = match main {
                Main::Known(main) => main.received.ok_or(Why::MainReceiptUnknown),
                _ => Err(Why::MainUnknown),
            };
            compare_dates(date(claim, Field::PeriodeSlut), Op::Less, received, first_of_next_month, Foko::Unsaid)
        }
    }
}

/// The fields a rule looks at in the claim, the one it is about first.
pub fn fields(check: &Check) -> Vec<Field> {
    let of_subject = |subject| match subject {
        DateSubject::Field(field) => Some(field),
        DateSubject::Modtagelsesdato => None,
    };
    match *check {
        Check::Fordringsart { .. } => vec![Field::Fordringsart],
        Check::Kategori(_) => vec![Field::HovedfordringId, Field::Fordringstype],
        Check::Required { field, .. } | Check::Empty(field) => vec![field],
        Check::NoJudgmentOrSettlement | Check::NotBothJudgmentAndSettlement | Check::JudgmentOrSettlement => {
            vec![Field::Domsdato, Field::Forligsdato]
        }
        Check::Date { subject, reference, .. } => {
            let mut fields: Vec<Field> = of_subject(subject).into_iter().collect();
            match reference {
                DateRef::Field(field) => fields.push(field),
                DateRef::Modtagelsesdato => {}
                DateRef::DomEllerForlig => fields.extend([Field::Domsdato, Field::Forligsdato]),
            }
            fields
        }
        Check::Amount { field, zero_claim: true, .. } => vec![field, Field::Beloeb],
        Check::Amount { field, .. } | Check::AmountBetween { field, .. } | Check::AmountOneOf { field, .. } => vec![field],
        Check::AmountRef { field, other, .. } => vec![field, other],
        Check::AmountPerDay { field, .. } => vec![field, Field::PeriodeStart, Field::PeriodeSlut],
        Check::SamePeriod(_) => vec![Field::PeriodeStart, Field::PeriodeSlut],
        Check::AfterMainForfald { subject, .. } => of_subject(subject).into_iter().collect(),
        Check::PeriodEndsBeforeMonthAfterMainReceipt => vec![Field::PeriodeSlut],
    }
}

/// The upper limits that don't apply when a judgment or settlement is filled in: R_2_3, R_2_4, R_2_6 and R_2_8.
pub(super) fn gives_way_to_judgment(number: RuleNumber) -> bool {
    [3, 4, 6, 8].into_iter().any(|n| number == RuleNumber::new(2, n))
}

fn run_kategori(kategori: Kategori, claim: &Claim, main: Main) -> Ruling {
    let linked = matches!(main, Main::IdOnly | Main::Known(_));
    match kategori {
        Kategori::Hovedfordring => holds_if(!linked),
        Kategori::Relateret if linked => Ruling::Holds,
        Kategori::Relateret if main == Main::NotInFile => Ruling::Broken(Expected::MainNotInFile),
        Kategori::Relateret if !claim.has(Field::HovedfordringId) && !claim.has(Field::HovedfordringReference) => {
            Ruling::NotRun(Why::Absent(Field::HovedfordringId))
        }
        Kategori::Relateret => Ruling::Broken(Expected::AsStated),
    }
}

fn run_required(claim: &Claim, field: Field, not_bank_closing_day: bool) -> Ruling {
    if !claim.has(field) {
        return Ruling::NotRun(Why::Absent(field));
    }
    if !claim.is_filled(field) {
        return Ruling::Broken(Expected::AsStated);
    }
    if claim.unreadable(field).is_some() {
        return Ruling::NotRun(Why::Unreadable(field));
    }
    match claim.date(field) {
        Cell::Value(date) if not_bank_closing_day && is_bank_closing_day(date) => Ruling::Broken(Expected::NoBankClosingDay),
        _ => Ruling::Holds,
    }
}

fn compare_dates(
    subject: Result<NaiveDate, Why>,
    op: Op,
    reference: Result<NaiveDate, Why>,
    limit: impl Fn(NaiveDate) -> Option<NaiveDate>,
    foko: Foko,
) -> Ruling {
    let (subject, reference) = match (subject, reference) {
        (Err(why), _) | (_, Err(why)) => return Ruling::NotRun(why),
        (Ok(subject), Ok(reference)) => (subject, reference),
    };
    let Some(stated) = limit(reference) else { return Ruling::NotRun(Why::BeyondCalendar) };
    // Only an upper limit moves.
    let upper = matches!(op, Op::AtMost | Op::Less) && foko == Foko::Regarded;
    let limit = if upper { next_open_day(stated) } else { stated };
    if op.holds(subject, limit) {
        return Ruling::Holds;
    }
    Ruling::Broken(Expected::Date { op, limit, closing_day: (limit != stated).then_some(stated) })
}

fn subject_date(claim: &Claim, subject: DateSubject, received: NaiveDate) -> Result<NaiveDate, Why> {
    match subject {
        DateSubject::Field(field) => date(claim, field),
        DateSubject::Modtagelsesdato => Ok(received),
    }
}

fn first_of_next_month(date: NaiveDate) -> Option<NaiveDate> {
    date.with_day(1)?.checked_add_months(chrono::Months::new(1))
}

fn date(claim: &Claim, field: Field) -> Result<NaiveDate, Why> {
    read(claim.date(field), field)
}

fn amount(claim: &Claim, field: Field) -> Result<Decimal, Why> {
    read(claim.amount(field), field)
}

fn read<T>(cell: Cell<T>, field: Field) -> Result<T, Why> {
    match cell {
        Cell::Value(value) => Ok(value),
        Cell::Empty => Err(Why::Empty(field)),
        Cell::Absent => Err(Why::Absent(field)),
        Cell::Unreadable(_) => Err(Why::Unreadable(field)),
    }
}

fn missing(claim: &Claim, field: Field) -> Ruling {
    Ruling::NotRun(if claim.has(field) { Why::Empty(field) } else { Why::Absent(field) })
}

fn holds_if(condition: bool) -> Ruling {
    if condition { Ruling::Holds } else { Ruling::Broken(Expected::AsStated) }
}
