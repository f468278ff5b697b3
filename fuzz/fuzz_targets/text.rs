//! Any bytes as a file: what separated text is made of, and everything that is told apart by its first bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

fuzz_target!(|bytes: &[u8]| stamdatatjek_fuzz::check(vec![("fordringer.csv", bytes)], &Choices::default()));
