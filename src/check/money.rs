//! Amounts in totals: what claims are about, in whole øre.

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, Field};
use crate::intake::Mapping;
use crate::rules::compiled::oere;

/// What stands for an amount that is missing, can't be read, or is no whole number of øre.
pub(super) const NO_AMOUNT: i64 = i64::MIN;
/// The largest amount that is summed, in øre: 100 billion kroner. What is larger is a number in the wrong column.
const MOST_OERE: i64 = 10_000_000_000_000;

/// What some claims are about together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The sum in øre.
    pub oere: i64,
    /// Claims whose amount isn't in the sum, because it is missing or can't be read.
    pub without: u64,
}

/// The field by which the claims of a file with these columns are summed: beløb, which is what is still owed, else hovedstol.
pub(super) fn amount_field(mapping: &Mapping) -> Option<Field> {
    [Field::Beloeb, Field::Hovedstol].into_iter().find(|field| mapping.has(*field))
}

/// An amount in øre as a claim's record holds it.
pub(super) fn summed(oere: Option<i64>) -> i64 {
    oere.filter(|oere| (-MOST_OERE..=MOST_OERE).contains(oere)).unwrap_or(NO_AMOUNT)
}

/// The amount in a claim's field, as [`summed`].
pub(super) fn amount_of(claim: &Claim, field: Field) -> i64 {
    summed(claim.amount(field).value().and_then(oere))
}

/// Some claims, and what they are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub claims: u64,
    /// Wide enough for as many claims as can be counted.
    oere: i128,
    without: u64,
}

impl Sum {
    /// Takes in a claim with its amount as [`summed`].
    #[inline]
    pub fn add(&mut self, amount: i64) {
        self.claims += 1;
        if amount == NO_AMOUNT {
            self.without += 1;
        } else {
            self.oere += i128::from(amount);
        }
    }

    /// Takes in other claims.
    pub fn join(&mut self, other: &Sum) {
        self.claims += other.claims;
        self.oere += other.oere;
        self.without += other.without;
    }

    /// Forgets the amounts: no claim's is in the sum then.
    pub fn forget_amounts(&mut self) {
        *self = Sum { claims: self.claims, oere: 0, without: self.claims };
    }

    /// The sum; one that is too large for its place must be forgotten before.
    pub fn money(&self) -> Money {
        Money { oere: i64::try_from(self.oere).unwrap_or_default(), without: self.without }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_amount_to_be_summed_is_counted_as_such() {
        assert_eq!(summed(Some(MOST_OERE)), MOST_OERE);
        assert_eq!(summed(Some(-MOST_OERE)), -MOST_OERE);
        for none in [None, Some(MOST_OERE + 1), Some(-MOST_OERE - 1), Some(i64::MIN)] {
            assert_eq!(summed(none), NO_AMOUNT, "{none:?}");
        }
        let read = |text: &'static str| amount_of(&Claim::read(1, |field| (field == Field::Beloeb).then_some(text)), Field::Beloeb);
        assert_eq!((read("1.234,56"), read("-3"), read("0,50 kr.")), (123_456, -300, 50));
        for none in ["", "ingen", "12,345", "1,2,3", "100.000.000.000,01"] {
            assert_eq!(read(none), NO_AMOUNT, "{none}");
        }
    }

    #[test]
    fn the_amount_is_what_is_owed_where_the_file_says_it() {
        let field = |headings: &[&str]| amount_field(&Mapping::of_headings(headings.iter().copied()));
        assert_eq!(field(&["hovedstol", "beloeb"]), Some(Field::Beloeb));
        assert_eq!(field(&["hovedstol"]), Some(Field::Hovedstol));
        assert_eq!(field(&["fordringstype"]), None);
    }
}
