//! Checks made-up rows before the first file comes: a browser makes a program fast only while it runs, so the first file would be checked slowly.

use js_sys::Date;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::claim::NaiveDate;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::pause;

/// How long it is done, in milliseconds. Measured in Chromium: after that nearly everything is made fast.
const ENOUGH: f64 = 250.0;
/// How many times the rows stand in a file.
const TIMES: u32 = 150;
/// Two claims of the kinds that files are full of.
const ROWS: [&str; 2] = [
    "INDR;KFDAINS;2000,00;1500,00;01-06-2026;30-06-2026;01-06-2026;01-06-2026;15-06-2026;02-06-2029;;Faktura 1;CPR;6902501234",
    "INDR;KFOPREN;120.50;120.50;2026-06-01;2026-06-30;2026-06-30;2026-07-01;2026-07-15;2029-07-02;2026-05-01;Rente af faktura 1;CPR;6902501235",
];
const HEADING: &str = "reference;fordringsart;fordringstype;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;forfaldsdato;srb;foraeldelsesdato;domsdato;beskrivelse;skyldner_type;skyldner_id";

/// Checks made-up rows for a moment, as long as nobody wants anything else.
pub fn start(is_idle: impl Fn() -> bool + 'static) {
    let begun = Date::now();
    spawn_local(async move {
        while is_idle() && Date::now() - begun < ENOUGH {
            check();
            // A file that came meanwhile goes first.
            if JsFuture::from(pause()).await.is_err() {
                return;
            }
        }
    });
}

fn check() {
    let mut text = HEADING.to_owned();
    for number in 0..TIMES {
        for (kind, row) in ROWS.iter().enumerate() {
            text.push_str(&format!("\nR{number}-{kind};{row}"));
        }
    }
    let received = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default();
    let settings = Settings { received, creditor: Creditor::default() };
    // Nobody sees what comes of it.
    let _ = open_text("", text.into_bytes()).and_then(|opened| FileCheck::run(opened, settings, &mut |_| true));
}
