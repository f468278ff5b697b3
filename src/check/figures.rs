//! What totals need to know of a claim line beside what its check came to: its amount, and how soon it lapses.

use chrono::Datelike;

use super::lapse::{Horizon, Lapse};
use super::money::{NO_AMOUNT, amount_field, amount_of, summed};
use crate::claim::{Claim, Field, NaiveDate};
use crate::intake::Mapping;
use crate::rules::facts::Facts;

/// How the lines of one file are summed.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    amount: Option<Field>,
    horizon: Horizon,
}

/// A line's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// In øre, as [`summed`].
    pub amount: i64,
    pub lapse: Lapse,
}

impl Figures {
    /// For a file with these columns, sent on this day.
    pub fn new(mapping: &Mapping, received: NaiveDate) -> Figures {
        Figures { amount: amount_field(mapping), horizon: Horizon::from(received) }
    }

    /// Those of a line that was read at a glance.
    #[inline]
    pub fn of_facts(&self, facts: &Facts) -> Figure {
        Figure {
            amount: summed(self.amount.and_then(|field| facts.amount(field))),
            lapse: self.horizon.lapse(facts.day(Field::Foraeldelsesdato)),
        }
    }

    /// Those of a line.
    pub fn of(&self, claim: &Claim) -> Figure {
        let day = claim.date(Field::Foraeldelsesdato).value();
        Figure {
            amount: self.amount.map_or(NO_AMOUNT, |field| amount_of(claim, field)),
            lapse: self.horizon.lapse(day.map(|day| day.num_days_from_ce())),
        }
    }
}
