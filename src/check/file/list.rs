//! Lists of a checked file's claims: which claims, and in which order.

use std::io;

use super::asking::{Filter, Sort, SortBy};
use super::search::Search;
use super::{FileCheck, across};
use crate::check::keys::MainFacts;
use crate::check::lapse::Lapse;
use crate::check::money::NO_AMOUNT;
use crate::check::part::Claims;
use crate::check::upshot::count;

/// The claims that a filter lets through, in the order that was asked for. Kept as long as neither changes, so that each page of it is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    filter: Filter,
    sort: Sort,
    numbers: Vec<u32>,
}

impl List {
    /// Whether it is the list of these claims, in whatever order.
    pub fn is_of(&self, filter: &Filter) -> bool {
        self.filter == *filter
    }

    /// Which claims are in it.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The order it stands in.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The numbers of all its claims.
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// As [`Self::numbers`], of a list that isn't needed any more.
    pub fn into_numbers(self) -> Vec<u32> {
        self.numbers
    }

    /// How many claims it has.
    pub fn len(&self) -> u32 {
        count(self.numbers.len())
    }

    /// Whether no claim is in it.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers of the claims on a page, counted from 0; nothing behind the last.
    pub fn page(&self, page: u32, size: u32) -> &[u32] {
        let from = (page as usize).saturating_mul(size as usize).min(self.numbers.len());
        let to = from.saturating_add(size as usize).min(self.numbers.len());
        self.numbers.get(from..to).unwrap_or_default()
    }

    /// The claims before and after a claim in the list. For one that isn't in it, the nearest in the file's order.
    pub fn around(&self, number: u32) -> (Option<u32>, Option<u32>) {
        let Some(place) = self.numbers.iter().position(|other| *other == number) else {
            let before = self.numbers.iter().copied().filter(|other| *other < number).max();
            return (before, self.numbers.iter().copied().filter(|other| *other > number).min());
        };
        let before = place.checked_sub(1).and_then(|before| self.numbers.get(before));
        (before.copied(), self.numbers.get(place + 1).copied())
    }
}

impl FileCheck {
    /// The claims that a filter lets through, in this order. With a text in the filter, the whole file may be read: [`Search`] does that bit by bit.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn list(&mut self, filter: &Filter, sort: Sort) -> io::Result<List> {
        let mut search = Search::new(self, filter.clone(), sort);
        loop {
            if let Some(list) = search.step(self)? {
                return Ok(list);
            }
        }
    }

    /// The same list in another order.
    pub fn reordered(&self, list: List, sort: Sort) -> List {
        let List { filter, mut numbers, .. } = list;
        numbers.sort_unstable();
        self.ordered(filter, sort, numbers)
    }

    /// A list of claims that are given in the file's order.
    pub(super) fn ordered(&self, filter: Filter, sort: Sort, mut numbers: Vec<u32>) -> List {
        match sort.by {
            SortBy::Row if sort.descending => numbers.reverse(),
            SortBy::Row => {}
            _ => numbers = self.by_value(sort, &numbers),
        }
        List { filter, sort, numbers }
    }

    /// Claims in the order of a value; those without it last, and those that are alike in the file's order.
    fn by_value(&self, sort: Sort, numbers: &[u32]) -> Vec<u32> {
        let ranks = self.ranks(sort.by);
        let mut keyed: Vec<(i64, u32)> = Vec::with_capacity(numbers.len());
        for number in numbers {
            let value = across::part_of(&self.parts, *number).and_then(|part| {
                let place = (number - part.first) as usize;
                value(&part.claims, place, sort.by, &ranks)
            });
            let key = match value {
                None => i64::MAX,
                Some(value) if sort.descending => -value,
                Some(value) => value,
            };
            keyed.push((key, *number));
        }
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// The rank of each upshot, where claims are sorted by something that upshots tell; `None` for those that tell nothing of it.
    fn ranks(&self, by: SortBy) -> Vec<Option<i64>> {
        let codes = &self.upshots.names.codes;
        let mut sorted: Vec<&String> = codes.iter().collect();
        sorted.sort_unstable();
        let rank = |code: &String| sorted.binary_search(&code).ok().filter(|_| !code.is_empty()).and_then(|rank| i64::try_from(rank).ok());
        let ranks: Vec<Option<i64>> = codes.iter().map(rank).collect();
        let of_upshot = self.upshots.iter().map(|upshot| match by {
            SortBy::Outcome => Some(upshot.shown() as i64),
            SortBy::Code => ranks.get(upshot.code as usize).copied().flatten(),
            SortBy::Row | SortBy::Amount | SortBy::Forfaldsdato => None,
        });
        of_upshot.collect()
    }

    /// The claims that the filter lets through, whatever stands in their rows, in the file's order.
    pub(super) fn candidates(&self, filter: &Filter) -> Vec<u32> {
        let wanted: Vec<bool> = self.upshots.iter().map(|upshot| self.lets_through(filter, upshot)).collect();
        let lapse = filter.lapse.map(Lapse::place);
        let mut numbers = Vec::new();
        for part in &self.parts {
            for ((number, upshot), soon) in (part.first..).zip(&part.claims.upshots).zip(&part.claims.lapses) {
                let is_wanted = wanted.get(*upshot as usize) == Some(&true)
                    && lapse.is_none_or(|lapse| lapse == *soon)
                    && filter.fate.is_none_or(|fate| self.fate(number) == Some(fate))
                    && (!filter.is_corrected || self.is_corrected(number));
                if is_wanted {
                    numbers.push(number);
                }
            }
        }
        numbers
    }
}

/// A claim's value to sort it by; `None` for one that has none.
fn value(claims: &Claims, place: usize, by: SortBy, ranks: &[Option<i64>]) -> Option<i64> {
    match by {
        SortBy::Row => None,
        SortBy::Outcome | SortBy::Code => ranks.get(*claims.upshots.get(place)? as usize).copied().flatten(),
        SortBy::Amount => claims.amounts.get(place).copied().filter(|amount| *amount != NO_AMOUNT),
        SortBy::Forfaldsdato => claims.dates.get(place).copied().filter(|date| *date != MainFacts::NO_DATE).map(i64::from),
    }
}
