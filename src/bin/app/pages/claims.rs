//! The claims of the checked file as a paged list that can be filtered, searched and sorted.

mod filters;
mod table;

use leptos::prelude::*;

use super::corrections::corrections;
use super::result::Trouble;
use crate::Shared;
use crate::parts::{Icon, count, plural};
use crate::route::Route;
use crate::session::{ListPage, Query, Session};
use filters::{filters, tags};
use table::table;

/// The page.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let session = Shared::get().session;
    Effect::new(move |_| {
        let query = session.query.get();
        if session.is_ready() {
            session.ask_list(query);
        }
    });
    let is_checked = Memo::new(move |_| session.summary.with(Option::is_some));
    view! {
        <h1 tabindex="-1">"Fordringerne i filen"</h1>
        <p class="d-print-none">
            <a href=Route::Result.href()>"Tilbage til resultatet"</a>
        </p>
        <Trouble/>
        {move || {
            if is_checked.get() {
                checked(session)
            } else {
                view! { <p>"Du har ikke valgt en fil endnu. "<a href=Route::Start.href()>"Vælg en fil"</a></p> }.into_any()
            }
        }}
    }
}

fn checked(session: Session) -> AnyView {
    // Each correction makes a new summary: only the filters are built anew.
    let summary = move || session.summary.with(|summary| summary.as_ref().map(|summary| filters(session, summary)));
    view! {
        {corrections(session)}
        {summary}
        {move || tags(session)}
        {message(session)}
        {table(session)}
        {move || session.list.get().map(|list| pager(session, &list))}
    }
    .into_any()
}

/// How many claims the list has, or how far the search for them is.
fn message(session: Session) -> AnyView {
    let said = move || {
        let query = session.query.get();
        match (session.searching.get(), session.list.get()) {
            (Some(thousandths), _) => format!("Leder efter «{}»: {} procent.", query.filter.text, thousandths / 100 * 10),
            (None, Some(list)) => rows_message(&list, session),
            // Why stands above.
            (None, None) if session.trouble.with(Option::is_some) => "Fordringerne kan ikke vises.".into(),
            (None, None) => "Henter fordringerne.".into(),
        }
    };
    let stop = move || {
        session.searching.with(Option::is_some).then(|| {
            view! {
                <p>
                    <button
                        type="button"
                        class="button button-secondary"
                        on:click=move |_| session.query.update(|query| query.filter.text.clear())
                    >
                        "Stop søgningen"
                    </button>
                </p>
            }
            .into_any()
        })
    };
    let is_empty = Memo::new(move |_| {
        session.searching.with(Option::is_none) && session.list.with(|list| list.as_ref().is_some_and(|list| list.matching == 0))
    });
    view! {
        <p class="rows-message" aria-live="polite" aria-atomic="true" id="rows-message">
            {said}
        </p>
        {stop}
        {move || is_empty.get().then(|| view! { <p>"Fjern et filter herover, eller søg efter noget andet."</p> }.into_any())}
    }
    .into_any()
}

fn rows_message(list: &ListPage, session: Session) -> String {
    if list.matching == 0 {
        return "Ingen fordringer passer til dit valg.".into();
    }
    let size = session.query.with(|query| query.size);
    let first = u64::from(list.page) * u64::from(size) + 1;
    let last = first + list.lines.len() as u64 - u64::from(!list.lines.is_empty());
    let all = session.summary.with(|summary| summary.as_ref().map_or(0, |summary| summary.totals.claims));
    let words = format!("Viser {}-{} af {}", count(first), count(last), plural(list.matching.into(), "fordring", "fordringer"));
    if u64::from(list.matching) == all { words } else { format!("{words}, der passer til dit valg. Filen har {}.", count(all)) }
}

/// Changes what the list shows, from its first page on.
fn change(session: Session, with: impl FnOnce(&mut Query)) {
    session.query.update(|query| {
        with(query);
        query.page = 0;
    });
}

fn pager(session: Session, list: &ListPage) -> AnyView {
    let query = session.query;
    let size = query.get_untracked().size;
    pages(list.page, list.matching, size, move |to| query.update(|query| query.page = to))
}

/// Buttons that turn the pages of a list; nothing where there is only one.
pub fn pages(page: u32, lines: u32, size: u32, turn: impl Fn(u32) + Copy + Send + 'static) -> AnyView {
    let pages = lines.div_ceil(size.max(1));
    if pages <= 1 {
        return ().into_any();
    }
    let button = move |to: Option<u32>, icon: &'static str, text: &'static str| {
        view! {
            <button
                type="button"
                class="button button-secondary"
                aria-disabled=to.is_none().then_some("true")
                on:click=move |_| {
                    if let Some(to) = to {
                        turn(to);
                    }
                }
            >
                <Icon name=icon/>
                {text}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="pager d-print-none" role="group" aria-label="Skift side i tabellen">
            {button((page > 0).then_some(0), "first-page", "Første side")}
            {button(page.checked_sub(1), "chevron-left", "Forrige side")}
            <span>{format!("Side {} af {}", count((page + 1).into()), count(pages.into()))}</span>
            {button((page + 1 < pages).then_some(page + 1), "chevron-right", "Næste side")}
            {button((page + 1 < pages).then_some(pages - 1), "last-page", "Sidste side")}
        </div>
    }
    .into_any()
}
