//! The page: everything people see. It holds no rule, no parser and no figure; those stand in the library.

mod download;
mod files;
mod frame;
mod inputs;
mod memory;
mod pages;
mod parts;
mod reader;
mod ready_text;
mod reference_parts;
mod route;
mod session;
mod team;

use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(frame::App);
}

/// What several pages share.
#[derive(Clone, Copy)]
struct Shared {
    /// Where the user is.
    route: RwSignal<route::Route>,
    /// The checked file, if any.
    session: session::Session,
    /// The assumed day of sending.
    received: RwSignal<chrono::NaiveDate>,
    /// Who sends the claims.
    creditor: RwSignal<stamdatatjek::catalogue::Creditor>,
    /// What stands in the form.
    form: RwSignal<stamdatatjek::check::form::Form>,
    /// Whether CPR numbers are masked in what is taken away from the page: reports and paper.
    mask: RwSignal<bool>,
}

impl Shared {
    /// The state that [`frame::App`] provides to every component.
    fn get() -> Shared {
        expect_context::<Shared>()
    }

    /// The user's choices as the library wants them; followed by whatever reads them.
    fn settings(self) -> stamdatatjek::check::Settings {
        stamdatatjek::check::Settings { received: self.received.get(), creditor: self.creditor.get() }
    }

    /// The user's choices as they are now.
    fn settings_untracked(self) -> stamdatatjek::check::Settings {
        stamdatatjek::check::Settings { received: self.received.get_untracked(), creditor: self.creditor.get_untracked() }
    }
}

/// Today by the browser's clock.
fn today() -> chrono::NaiveDate {
    let now = js_sys::Date::new_0();
    // The browser counts months from 0; every date it gives exists in the calendar.
    chrono::NaiveDate::from_ymd_opt(i32::try_from(now.get_full_year()).unwrap_or(2026), now.get_month() + 1, now.get_date())
        .unwrap_or_default()
}
