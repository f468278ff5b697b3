//! JSON and JSON lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

fuzz_target!(|bytes: &[u8]| {
    if bytes.trim_ascii_start().starts_with(b"[") || bytes.trim_ascii_start().starts_with(b"{") {
        stamdatatjek_fuzz::check(vec![("fordringer.json", bytes)], &Choices::default());
    }
});
