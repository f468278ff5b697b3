//! Filter rules made ready for many lines of one outline: what is filled decides most of them beforehand, and the rest are comparisons of numbers.
//!
//! [`super::filter::run`] says what a rule means; this says only whether it is broken or not run, and must say the same.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::days::DayTable;
use super::facts::{Art, DAYS, Facts, Link, MAIN_FORFALD, MAIN_RECEIPT, Outline, RECEIVED};
use super::filter::gives_way_to_judgment;
use crate::calendar::{Offset, next_open_day};
use crate::catalogue::table::{CalendarUnit, Check, DateRef, DateSubject, Foko, Kategori, Op, RuleNumbers};
use crate::claim::{Field, NaiveDate};

/// Which rules are broken and which could not be run, by their places in the list that was compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Masks {
    pub broken: u64,
    pub not_run: u64,
}

/// A list of rules for lines of one outline.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// What the outline alone decides.
    settled: Masks,
    days: Vec<DayRange>,
    spans: Vec<DaySpan>,
    moved: Vec<MovedDay>,
    bank_days: Vec<(usize, u8)>,
    amounts: Vec<AmountRange>,
    others: Vec<(u8, Other)>,
}

/// A day between two.
#[derive(Clone, Copy, Debug)]
struct DayRange {
    subject: usize,
    within: Within<i32>,
    bit: u8,
}

/// A day so many days from another.
#[derive(Clone, Copy, Debug)]
struct DaySpan {
    subject: usize,
    reference: usize,
    within: Within<i32>,
    bit: u8,
}

/// A day so many days from the one that lies some months from another.
#[derive(Clone, Copy, Debug)]
struct MovedDay {
    subject: usize,
    reference: usize,
    months: i32,
    within: Within<i32>,
    /// An upper limit moves to the next open day.
    moves: Option<UpperLimit>,
    bit: u8,
}

/// An upper limit that moves away from closing days.
#[derive(Clone, Copy, Debug)]
struct UpperLimit {
    days: i32,
    op: Op,
}

/// An amount between two, in øre.
#[derive(Clone, Copy, Debug)]
struct AmountRange {
    subject: usize,
    within: Within<i64>,
    /// What lets an amount of zero through.
    zero: Zero,
    bit: u8,
}

/// What becomes of an amount of zero outside the limits.
#[derive(Clone, Copy, Debug)]
enum Zero {
    /// It is like any other.
    NoClaim,
    /// It is let through where nothing is left either.
    Claim,
    /// What is left isn't known.
    LeftUnknown,
}

/// Conditions that few tables have.
#[derive(Clone, Copy, Debug)]
enum Other {
    AmountOneOf { subject: usize, oere: [i64; 3] },
    AmountRef { subject: usize, op: Op, other: usize },
    AmountPerDay { subject: usize, op: Op, oere: i64 },
    SamePeriod(CalendarUnit),
}

/// Both ends included.
#[derive(Clone, Copy, Debug)]
struct Within<T> {
    least: T,
    most: T,
}

impl<T: PartialOrd> Within<T> {
    #[inline]
    fn misses(self, value: T) -> bool {
        // Without short-cut: a branch here is taken at random.
        (value < self.least) | (value > self.most)
    }
}

macro_rules! within {
    ($number:ty) => {
        impl Within<$number> {
            /// What stands so to the limit.
            fn of(op: Op, limit: $number) -> Self {
                let (least, most) = match op {
                    Op::Less => (<$number>::MIN, limit - 1),
                    Op::AtMost => (<$number>::MIN, limit),
                    Op::Equal => (limit, limit),
                    Op::AtLeast => (limit, <$number>::MAX),
                    Op::Greater => (limit + 1, <$number>::MAX),
                };
                Within { least, most }
            }
        }
    };
}

within!(i32);
within!(i64);

/// What an outline decides of one rule.
enum Settled {
    /// It holds, or isn't for such a line.
    Quiet,
    Broken,
    NotRun,
    /// The values decide.
    Open,
    /// It can't be compiled.
    Not,
}

/// The most rules a list may have.
const MOST: usize = 64;

impl Compiled {
    /// Makes the rules ready for lines of this outline, received on this day. `None` where that can't be done.
    pub fn new<'r>(rules: impl IntoIterator<Item = (&'r Check, RuleNumbers)>, outline: &Outline, received: NaiveDate) -> Option<Compiled> {
        let mut compiled = Compiled::default();
        for (place, (check, numbers)) in rules.into_iter().enumerate() {
            if place >= MOST {
                return None;
            }
            let bit = u8::try_from(place).ok()?;
            match compiled.add(check, numbers, outline, received, bit) {
                Settled::Quiet | Settled::Open => {}
                Settled::Broken => compiled.settled.broken |= 1 << bit,
                Settled::NotRun => compiled.settled.not_run |= 1 << bit,
                Settled::Not => return None,
            }
        }
        Some(compiled)
    }

    fn add(&mut self, check: &Check, numbers: RuleNumbers, outline: &Outline, received: NaiveDate, bit: u8) -> Settled {
        match *check {
            Check::Fordringsart { modr } => match outline.art {
                Art::Empty => Settled::NotRun,
                Art::Indr => Settled::Quiet,
                Art::Modr => broken_unless(modr),
                Art::Other => Settled::Broken,
            },
            Check::Kategori(kategori) => kategori_of(kategori, outline),
            Check::Required { field, not_bank_closing_day } => self.required(field, not_bank_closing_day, outline, bit),
            Check::Empty(field) => broken_unless(!outline.is_filled(field)),
            Check::NoJudgmentOrSettlement => broken_unless(!outline.has_judgment_or_settlement()),
            Check::NotBothJudgmentAndSettlement => broken_unless(!outline.all_filled(&[Field::Domsdato, Field::Forligsdato])),
            Check::JudgmentOrSettlement => match outline.has_judgment_or_settlement() {
                true => Settled::Quiet,
                false if !outline.has(Field::Domsdato) || !outline.has(Field::Forligsdato) => Settled::NotRun,
                false => Settled::Broken,
            },
            Check::Date { subject, op, reference, offset, foko, unless_judgment, .. } => {
                let mut op = op;
                if outline.has_judgment_or_settlement() && (unless_judgment || numbers.iter().any(gives_way_to_judgment)) {
                    match op {
                        Op::Equal if numbers.second.is_some() => op = Op::AtLeast,
                        _ => return Settled::Quiet,
                    }
                }
                let reference = match reference {
                    DateRef::Modtagelsesdato => return self.against_received(subject, op, offset, foko, outline, received, bit),
                    DateRef::Field(field) => field,
                    DateRef::DomEllerForlig => {
                        match [Field::Domsdato, Field::Forligsdato].into_iter().find(|field| outline.is_filled(*field)) {
                            None => return Settled::Quiet,
                            Some(field) => field,
                        }
                    }
                };
                self.dates(subject_place(subject, outline), op, date_place(reference, outline), offset, foko, bit)
            }
            Check::Amount { field, op, kroner, zero_claim } => {
                let zero = match zero_claim {
                    false => Zero::NoClaim,
                    true if outline.is_filled(Field::Beloeb) => Zero::Claim,
                    true => Zero::LeftUnknown,
                };
                let Some(limit) = oere(kroner) else { return Settled::Not };
                self.amount(field, Within::<i64>::of(op, limit), zero, outline, bit)
            }
            Check::AmountBetween { field, min, max } => match (oere(min), oere(max)) {
                (Some(least), Some(most)) => self.amount(field, Within { least, most }, Zero::NoClaim, outline, bit),
                _ => Settled::Not,
            },
            _ => self.add_rare(check, outline, bit),
        }
    }

    fn add_rare(&mut self, check: &Check, outline: &Outline, bit: u8) -> Settled {
        let other = match *check {
            Check::AmountOneOf { field, kroner } => match (amount_place(field, outline), kroner.map(oere)) {
                (None, _) => return Settled::NotRun,
                (Some(subject), [Some(one), Some(two), Some(three)]) => Other::AmountOneOf { subject, oere: [one, two, three] },
                _ => return Settled::Not,
            },
            Check::AmountRef { field, op, other } => match (amount_place(field, outline), amount_place(other, outline)) {
                (Some(subject), Some(other)) => Other::AmountRef { subject, op, other },
                _ => return Settled::NotRun,
            },
            Check::AmountPerDay { field, op, kroner } => match (amount_place(field, outline), oere(kroner)) {
                (None, _) => return Settled::NotRun,
                (Some(subject), Some(oere)) => Other::AmountPerDay { subject, op, oere },
                _ => return Settled::Not,
            },
            Check::SamePeriod(unit) => Other::SamePeriod(unit),
            Check::AfterMainForfald { subject, op, offset } => {
                let known = outline.main.link == Link::Known && outline.main.forfaldsdato;
                return self.dates(subject_place(subject, outline), op, known.then_some(MAIN_FORFALD), offset, Foko::Unsaid, bit);
            }
            Check::PeriodEndsBeforeMonthAfterMainReceipt => {
                let known = outline.main.link == Link::Known && outline.main.receipt;
                let next_month = Offset { months: 1, ..Offset::NONE };
                let end = date_place(Field::PeriodeSlut, outline);
                return self.dates(end, Op::Less, known.then_some(MAIN_RECEIPT), next_month, Foko::Unsaid, bit);
            }
            _ => return Settled::Not,
        };
        let periods = matches!(other, Other::SamePeriod(_) | Other::AmountPerDay { .. });
        if periods && !outline.all_filled(&[Field::PeriodeStart, Field::PeriodeSlut]) {
            return Settled::NotRun;
        }
        self.others.push((bit, other));
        Settled::Open
    }

    fn required(&mut self, field: Field, not_bank_closing_day: bool, outline: &Outline, bit: u8) -> Settled {
        if !outline.has(field) {
            return Settled::NotRun;
        }
        if !outline.is_filled(field) {
            return Settled::Broken;
        }
        let Some(place) = field.date_slot().filter(|_| not_bank_closing_day) else { return Settled::Quiet };
        self.bank_days.push((place, bit));
        Settled::Open
    }

    #[expect(clippy::too_many_arguments, reason = "a condition has that many parts")]
    fn against_received(
        &mut self,
        subject: DateSubject,
        op: Op,
        offset: Offset,
        foko: Foko,
        outline: &Outline,
        received: NaiveDate,
        bit: u8,
    ) -> Settled {
        let Some(subject) = subject_place(subject, outline) else { return Settled::NotRun };
        let Some(stated) = offset.from(received) else { return Settled::NotRun };
        let limit = if moves(op, foko) { next_open_day(stated) } else { stated };
        self.days.push(DayRange { subject, within: Within::<i32>::of(op, limit.num_days_from_ce()), bit });
        Settled::Open
    }

    fn dates(&mut self, subject: Option<usize>, op: Op, reference: Option<usize>, offset: Offset, foko: Foko, bit: u8) -> Settled {
        let (Some(subject), Some(reference)) = (subject, reference) else { return Settled::NotRun };
        let months = offset.years * 12 + offset.months;
        let within = Within::<i32>::of(op, offset.days);
        let moves = moves(op, foko).then_some(UpperLimit { days: offset.days, op });
        if months == 0 && moves.is_none() {
            self.spans.push(DaySpan { subject, reference, within, bit });
        } else {
            self.moved.push(MovedDay { subject, reference, months, within, moves, bit });
        }
        Settled::Open
    }

    fn amount(&mut self, field: Field, within: Within<i64>, zero: Zero, outline: &Outline, bit: u8) -> Settled {
        let Some(subject) = amount_place(field, outline) else { return Settled::NotRun };
        self.amounts.push(AmountRange { subject, within, zero, bit });
        Settled::Open
    }

    /// Whether any rule counts from this day.
    pub fn counts_from(&self, place: usize) -> bool {
        self.spans.iter().map(|span| span.reference).chain(self.moved.iter().map(|moved| moved.reference)).any(|other| other == place)
    }

    /// The rules that the values decide, and those among them that they don't break.
    pub fn open_and_held(&self, facts: &Facts, table: &DayTable) -> Option<(u64, u64)> {
        let days = self.days.iter().map(|range| range.bit).chain(self.spans.iter().map(|span| span.bit));
        let dates = days.chain(self.moved.iter().map(|moved| moved.bit)).chain(self.bank_days.iter().map(|(_, bit)| *bit));
        let all = dates.chain(self.amounts.iter().map(|range| range.bit)).chain(self.others.iter().map(|(bit, _)| *bit));
        let open = all.fold(0, |mask, bit| mask | 1 << bit);
        let masks = self.judge(facts, table)?;
        Some((open, open & !masks.broken & !masks.not_run))
    }

    /// Judges a line of the outline. `None` where a day lies outside the table.
    #[inline]
    pub fn judge(&self, facts: &Facts, table: &DayTable) -> Option<Masks> {
        let mut masks = self.settled;
        for range in &self.days {
            masks.broken |= u64::from(range.within.misses(number(facts, range.subject))) << range.bit;
        }
        for span in &self.spans {
            let days = number(facts, span.subject) - number(facts, span.reference);
            masks.broken |= u64::from(span.within.misses(days)) << span.bit;
        }
        for moved in &self.moved {
            masks.broken |= u64::from(moved.is_broken(facts, table)?) << moved.bit;
        }
        for (place, bit) in &self.bank_days {
            masks.broken |= u64::from(table.is_bank_closed(number(facts, *place))?) << bit;
        }
        for range in &self.amounts {
            if range.within.misses(oere_at(facts, range.subject)) {
                range.miss(facts, &mut masks);
            }
        }
        for (bit, other) in &self.others {
            masks.broken |= u64::from(!other.holds(facts)) << bit;
        }
        Some(masks)
    }
}

impl MovedDay {
    #[inline]
    fn is_broken(&self, facts: &Facts, table: &DayTable) -> Option<bool> {
        let base = table.moved(*facts.civils.get(self.reference)?, self.months)?;
        let subject = number(facts, self.subject);
        if !self.within.misses(subject - base) {
            return Some(false);
        }
        // An upper limit that is kept is kept after it has moved, too.
        let Some(limit) = self.moves else { return Some(true) };
        Some(!limit.op.holds(subject, table.next_open(base + limit.days)?))
    }
}

impl AmountRange {
    /// Says what becomes of an amount outside the limits.
    fn miss(&self, facts: &Facts, masks: &mut Masks) {
        let zero = oere_at(facts, self.subject) == 0;
        match self.zero {
            Zero::Claim if zero && facts.amount(Field::Beloeb) == Some(0) => {}
            Zero::LeftUnknown if zero => masks.not_run |= 1 << self.bit,
            _ => masks.broken |= 1 << self.bit,
        }
    }
}

impl Other {
    fn holds(&self, facts: &Facts) -> bool {
        let days = |field: Field| field.date_slot().map_or(0, |place| number(facts, place));
        match *self {
            Other::AmountOneOf { subject, oere } => oere.contains(&oere_at(facts, subject)),
            Other::AmountRef { subject, op, other } => op.holds(oere_at(facts, subject), oere_at(facts, other)),
            Other::AmountPerDay { subject, op, oere } => {
                let days = days(Field::PeriodeSlut) - days(Field::PeriodeStart) + 1;
                op.holds(oere_at(facts, subject), oere * i64::from(days))
            }
            Other::SamePeriod(unit) => {
                let civil = |field: Field| field.date_slot().and_then(|place| facts.civils.get(place)).copied().unwrap_or_default();
                let (start, end) = (civil(Field::PeriodeStart), civil(Field::PeriodeSlut));
                match unit {
                    CalendarUnit::Month => start.month == end.month,
                    CalendarUnit::Year => start.year() == end.year(),
                }
            }
        }
    }
}

#[inline]
fn number(facts: &Facts, place: usize) -> i32 {
    facts.numbers.get(place).copied().unwrap_or_default()
}

#[inline]
fn oere_at(facts: &Facts, place: usize) -> i64 {
    facts.oere.get(place).copied().unwrap_or_default()
}

fn broken_unless(condition: bool) -> Settled {
    if condition { Settled::Quiet } else { Settled::Broken }
}

/// Only an upper limit moves.
fn moves(op: Op, foko: Foko) -> bool {
    matches!(op, Op::AtMost | Op::Less) && foko == Foko::Regarded
}

fn kategori_of(kategori: Kategori, outline: &Outline) -> Settled {
    let linked = outline.main.is_linked();
    let has_link = outline.has(Field::HovedfordringId) || outline.has(Field::HovedfordringReference);
    match kategori {
        Kategori::Hovedfordring => broken_unless(!linked),
        Kategori::Relateret if linked => Settled::Quiet,
        Kategori::Relateret if outline.main.link == Link::NotInFile || has_link => Settled::Broken,
        Kategori::Relateret => Settled::NotRun,
    }
}

fn subject_place(subject: DateSubject, outline: &Outline) -> Option<usize> {
    match subject {
        DateSubject::Field(field) => date_place(field, outline),
        DateSubject::Modtagelsesdato => Some(RECEIVED),
    }
}

/// The place of a date that is there.
fn date_place(field: Field, outline: &Outline) -> Option<usize> {
    field.date_slot().filter(|place| outline.is_filled(field) && *place < DAYS)
}

/// The place of an amount that is there.
fn amount_place(field: Field, outline: &Outline) -> Option<usize> {
    field.amount_slot().filter(|_| outline.is_filled(field))
}

/// Kroner as øre, where that is exact.
pub fn oere(kroner: Decimal) -> Option<i64> {
    let hundredfold = kroner.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    (hundredfold.scale() == 0).then(|| i64::try_from(hundredfold.mantissa()).ok()).flatten()
}
