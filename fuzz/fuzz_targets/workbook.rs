//! Workbooks: bytes that open as a zip container or a compound file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        stamdatatjek_fuzz::check(vec![("fordringer.xlsx", bytes)], &Choices::default());
    }
});
