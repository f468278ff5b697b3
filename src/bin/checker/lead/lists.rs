//! Lists and single claims: the lead keeps the list that is looked at, and searches for a text bit by bit, so that a new question is heard at once.

use std::io;

use js_sys::Date;
use stamdatatjek::check::file::{Filter, List, Search, Sort};
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::wire::Tell;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{PROGRESS_EVERY, State, changed, no_file, tell};
use crate::pause;

/// How long is searched before messages are heard again, in milliseconds. One more bit of the search fits in before anyone would notice.
const SLICE: f64 = 35.0;

/// The list that is looked at, and the one that is searched for.
#[derive(Default)]
pub struct Lists {
    list: Option<List>,
    search: Option<(Search, Awaited)>,
    /// The number of the search: who goes on with an earlier one stops.
    round: u32,
    /// When the page was last told how far it is, in milliseconds.
    told: f64,
}

/// What the page has asked for.
#[derive(Clone, Copy)]
enum Awaited {
    Page { page: u32, size: u32 },
    Claim { number: u32 },
}

impl Lists {
    /// Gives up what is being searched for; answers what the page waits for.
    fn stop(&mut self) -> Option<Awaited> {
        self.round = self.round.wrapping_add(1);
        self.search.take().map(|(_, awaited)| awaited)
    }
}

impl State {
    pub(super) fn list(&mut self, filter: Filter, sort: Sort, page: u32, size: u32) {
        self.with_list(filter, sort, Awaited::Page { page, size });
    }

    pub(super) fn claim(&mut self, number: u32, filter: Filter, sort: Sort) {
        self.with_list(filter, sort, Awaited::Claim { number });
    }

    /// The page waits no longer. A claim that it has asked for is shown all the same, without those before and after it.
    pub(super) fn stop_search(&mut self) {
        if let Some(Awaited::Claim { number }) = self.lists.stop() {
            self.open_claim(number, None);
        }
    }

    /// Forgets the lists: they were of another check.
    pub(super) fn forget_lists(&mut self) {
        self.lists.stop();
        self.lists.list = None;
    }

    /// Answers once the list is there.
    fn with_list(&mut self, filter: Filter, sort: Sort, awaited: Awaited) {
        self.lists.stop();
        let Some(check) = self.check.as_mut().filter(|check| check.is_done()) else { return no_file() };
        let kept = self.lists.list.take().filter(|list| list.is_of(&filter));
        if let Some(list) = kept {
            let list = if list.sort() == sort { list } else { check.reordered(list, sort) };
            return self.answer_with(list, awaited);
        }
        let mut search = Search::new(check, filter, sort);
        match search.step(check) {
            Ok(Some(list)) => self.answer_with(list, awaited),
            Ok(None) => {
                self.lists.search = Some((search, awaited));
                self.go_on_searching();
            }
            Err(error) => changed(&error),
        }
    }

    /// Has the search gone on with as soon as messages have been heard.
    fn go_on_searching(&self) {
        let (me, round) = (self.me.clone(), self.lists.round);
        spawn_local(async move {
            while JsFuture::from(pause()).await.is_ok() {
                let goes_on = me.upgrade().is_some_and(|state| state.borrow_mut().search_on(round));
                if !goes_on {
                    return;
                }
            }
        });
    }

    /// Searches for a moment; answers whether there is more to search.
    fn search_on(&mut self, round: u32) -> bool {
        let (Some(check), Some((search, awaited))) = (&mut self.check, &mut self.lists.search) else { return false };
        if round != self.lists.round {
            return false;
        }
        let (begun, awaited) = (Date::now(), *awaited);
        while Date::now() - begun < SLICE {
            match search.step(check) {
                Ok(None) => {}
                Ok(Some(list)) => {
                    self.lists.stop();
                    self.answer_with(list, awaited);
                    return false;
                }
                Err(error) => {
                    self.lists.stop();
                    changed(&error);
                    return false;
                }
            }
        }
        if Date::now() - self.lists.told >= PROGRESS_EVERY {
            self.lists.told = Date::now();
            tell(&Tell::Searching { thousandths: search.thousandths() });
        }
        true
    }

    fn answer_with(&mut self, list: List, awaited: Awaited) {
        match awaited {
            Awaited::Page { page, size } => self.show_page(&list, page, size),
            Awaited::Claim { number } => self.open_claim(number, Some(&list)),
        }
        self.lists.list = Some(list);
    }

    fn show_page(&mut self, list: &List, page: u32, size: u32) {
        let Some(check) = &mut self.check else { return no_file() };
        let (filter, sort) = (Box::new(list.filter().clone()), list.sort());
        match check.lines(list.page(page, size)) {
            Ok(lines) => tell(&Tell::List { filter, sort, page, matching: list.len(), lines }),
            Err(error) => changed(&error),
        }
    }

    fn open_claim(&mut self, number: u32, list: Option<&List>) {
        let Some(check) = self.check.as_mut().filter(|check| check.is_done()) else { return no_file() };
        let (previous, next) = list.map_or((None, None), |list| list.around(number));
        let of = u32::try_from(check.totals.claims).unwrap_or(u32::MAX);
        match self.claim_and_rows(number) {
            Ok((claim, rows)) => tell(&Tell::Opened { claim: Box::new(claim), number, of, rows, previous, next }),
            Err(error) => changed(&error),
        }
    }

    fn claim_and_rows(&mut self, number: u32) -> io::Result<(ClaimView, Vec<SheetRow>)> {
        let Some(check) = &mut self.check else { return Err(io::Error::other("filen er ikke tjekket")) };
        let (claim, mut rows) = (check.open(number)?, check.sheet(number)?);
        self.fill_originals(number, &mut rows)?;
        Ok((claim, rows))
    }
}
