//! In which order a file's dates are written, as far as they tell.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::claim::{Cell, Claim, DateProblem, Field, FirstPart, Unreadable};
use crate::rules::facts::Facts;

/// In which order a file's dates are written, as far as they tell. The first rows were asked before the check; this looks at all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOrders {
    by_field: [DateCounts; Field::DATES.len()],
}

/// How many dates of a field tell the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct DateCounts {
    /// Dates that can't be read with the day first, and could with the month first.
    swapped: u64,
    /// Dates after the twelfth of a month stand there: they are right as they were read.
    is_proven: bool,
}

impl DateOrders {
    /// Looks at a claim's dates.
    pub fn add(&mut self, claim: &Claim) {
        for (counts, field) in self.by_field.iter_mut().zip(Field::DATES) {
            match claim.date(field) {
                Cell::Value(date) => counts.is_proven |= date.day() > 12,
                Cell::Unreadable(Unreadable::Date(DateProblem::NoSuchMonth(parts))) if parts.first == FirstPart::Day => {
                    counts.swapped += u64::from(parts.is_date_when_swapped());
                }
                _ => {}
            }
        }
    }

    /// As [`Self::add`], of a claim that was read at a glance: all its dates could be read.
    #[inline]
    pub fn add_facts(&mut self, facts: &Facts) {
        for ((counts, civil), field) in self.by_field.iter_mut().zip(&facts.civils).zip(Field::DATES) {
            counts.is_proven |= civil.day > 12 && facts.is_filled(field);
        }
    }

    /// Takes in what another part of the file tells.
    pub fn join(&mut self, other: &DateOrders) {
        for (counts, more) in self.by_field.iter_mut().zip(other.by_field) {
            counts.swapped += more.swapped;
            counts.is_proven |= more.is_proven;
        }
    }

    /// A sentence for each field in which no date shows that the day stands first, and some that it doesn't.
    pub fn notes(&self) -> Vec<String> {
        let odd = self.by_field.iter().zip(Field::DATES).filter(|(counts, _)| counts.swapped > 0 && !counts.is_proven);
        odd.map(|(counts, field)| {
            let dates = if counts.swapped == 1 { "1 dato".to_owned() } else { format!("{} datoer", counts.swapped) };
            format!(
                "I {} er der {dates}, der kun findes, hvis måneden står først, og ingen, der viser, at dagen gør. De andre er måske læst forkert. \
                 Vælg på siden «Kolonnerne i filen», hvordan datoerne er skrevet.",
                field.in_sentence(),
            )
        })
        .collect()
    }
}
