//! What a filter table is: rules with their numbers, conditions and outcomes.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

use crate::calendar::Offset;
use crate::claim::Field;

/// A rule's number as the published tables write it, e.g. `R_6_20` or `R_2_1a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleNumber {
    pub group: u8,
    pub number: u8,
    /// The letter after the number, `'\0'` for none.
    pub letter: char,
}

impl RuleNumber {
    /// The number `R_group_number`.
    pub const fn new(group: u8, number: u8) -> Self {
        RuleNumber { group, number, letter: '\0' }
    }

    /// The number `R_group_number` with a letter after it.
    pub const fn with_letter(group: u8, number: u8, letter: char) -> Self {
        RuleNumber { group, number, letter }
    }

    /// Reads `R_6_20` or `R_2_1a`.
    pub fn parse(text: &str) -> Option<Self> {
        let (group, rest) = text.strip_prefix("R_")?.split_once('_')?;
        let (number, letter) = match rest.char_indices().last()? {
            (index, letter @ 'a'..='z') => (&rest[..index], letter),
            _ => (rest, '\0'),
        };
        let plain = |digits: &str| {
            (!digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())
        };
        Some(RuleNumber { group: plain(group)??, number: plain(number)??, letter })
    }
}

impl fmt::Display for RuleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R_{}_{}", self.group, self.number)?;
        if self.letter == '\0' { Ok(()) } else { write!(f, "{}", self.letter) }
    }
}

/// The one or two numbers that a table gives to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleNumbers {
    pub first: RuleNumber,
    pub second: Option<RuleNumber>,
}

impl RuleNumbers {
    /// A line with one number.
    pub const fn one(first: RuleNumber) -> Self {
        RuleNumbers { first, second: None }
    }

    /// A line with two numbers.
    pub const fn two(first: RuleNumber, second: RuleNumber) -> Self {
        RuleNumbers { first, second: Some(second) }
    }

    /// The numbers, one after the other.
    pub fn iter(self) -> impl Iterator<Item = RuleNumber> {
        std::iter::once(self.first).chain(self.second)
    }

    /// Whether the line carries the number.
    pub fn contains(self, number: RuleNumber) -> bool {
        self.first == number || self.second == Some(number)
    }

    /// Reads `R_6_20` or `R_6_3+R_6_4`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('+') {
            None => RuleNumber::parse(text).map(Self::one),
            Some((first, second)) => Some(Self::two(RuleNumber::parse(first)?, RuleNumber::parse(second)?)),
        }
    }
}

impl fmt::Display for RuleNumbers {
    /// Numbers of one line are joined with `+`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        self.second.map_or(Ok(()), |second| write!(f, "+{second}"))
    }
}

/// What happens to a claim that breaks a rule of the entry filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consequence {
    /// Parked on Fordringshaverportalen until the creditor confirms or withdraws it.
    Hoering,
    /// Rejected: not created, to be sent again with right data.
    Afvist,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Op {
    /// Whether `left op right` holds.
    pub fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Op::Less => left < right,
            Op::AtMost => left <= right,
            Op::Equal => left == right,
            Op::AtLeast => left >= right,
            Op::Greater => left > right,
        }
    }
}

/// What a date is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateRef {
    /// Another date of the claim.
    Field(Field),
    /// The assumed day of sending.
    Modtagelsesdato,
    /// The judgment's date, or else the settlement's. The rule applies only when one of them is filled.
    DomEllerForlig,
}

/// How closing days move a date limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foko {
    /// The table doesn't mention closing days: no move.
    Unsaid,
    /// "med hensyn til FOKO-lukkedage": an upper limit on a closing day moves to the next day that is none.
    Regarded,
    /// "uden hensyn til FOKO-lukkedage": no move.
    Disregarded,
}

/// The left side of a date comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateSubject {
    /// A date of the claim.
    Field(Field),
    /// The assumed day of sending.
    Modtagelsesdato,
}

/// A claim's place beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kategori {
    /// Stands alone.
    Hovedfordring,
    /// Hangs on a hovedfordring: interest or a fee.
    Relateret,
}

/// A calendar unit that two dates may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarUnit {
    Month,
    Year,
}

/// A rule's condition: what must hold for the claim to pass it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// The fordringsart is INDR, or MODR where `modr` says so.
    Fordringsart { modr: bool },
    /// The claim has no link to a hovedfordring, or has one.
    Kategori(Kategori),
    /// The field is filled, and with no bank closing day where the table says so.
    Required { field: Field, not_bank_closing_day: bool },
    /// The field is empty.
    Empty(Field),
    /// Neither domsdato nor forligsdato is filled.
    NoJudgmentOrSettlement,
    /// Domsdato and forligsdato are not both filled.
    NotBothJudgmentAndSettlement,
    /// Domsdato or forligsdato is filled.
    JudgmentOrSettlement,
    /// `subject op (reference + offset)`.
    Date {
        subject: DateSubject,
        op: Op,
        reference: DateRef,
        offset: Offset,
        /// The source says "kalendermåned" or "kalenderår"; read as months and years (inferred).
        calendar_words: bool,
        foko: Foko,
        /// The source says in a footnote that the rule gives way to domsdato and forligsdato.
        unless_judgment: bool,
    },
    /// The amount compared with kroner; `zero_claim`: a claim of 0 with nothing left is let through.
    Amount { field: Field, op: Op, kroner: Decimal, zero_claim: bool },
    /// The amount lies in the interval, ends included.
    AmountBetween { field: Field, min: Decimal, max: Decimal },
    /// The amount is one of a few. Only in advisory limits.
    AmountOneOf { field: Field, kroner: [Decimal; 3] },
    /// One amount compared with another.
    AmountRef { field: Field, op: Op, other: Field },
    /// The amount compared with kroner for each day of the period, both ends included.
    AmountPerDay { field: Field, op: Op, kroner: Decimal },
    /// Both ends of the period lie in the same calendar month or year.
    SamePeriod(CalendarUnit),
    /// `subject op (hovedfordringens forfaldsdato + offset)`.
    AfterMainForfald { subject: DateSubject, op: Op, offset: Offset },
    /// Periode slut lies before the 1st of the month after the hovedfordring was received.
    PeriodEndsBeforeMonthAfterMainReceipt,
}

/// One line of a filter table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub numbers: RuleNumbers,
    pub check: Check,
    pub consequence: Consequence,
    /// The source marks the consequence with a star that it doesn't explain.
    pub starred: bool,
    /// Stands in the source's table, but is contradicted by the same publisher's text and not run.
    pub inactive: bool,
    /// The publisher's documents differ on the rule; run as given.
    pub contradicted: bool,
    /// What a reader of the table should know.
    pub note: Option<Cow<'static, str>>,
}

/// The entry filter of one fordringstype as one source publishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTable {
    /// The fordringstype's code.
    pub code: &'static str,
    /// Who the table was agreed with: `kommune`, `region`, `stat`, …
    pub creditor: &'static str,
    /// The source's id, see [`super::source`].
    pub source: &'static str,
    /// Its lines. Tables that have the same line share it.
    pub rules: &'static [&'static Rule],
}
