//! Saved choices of columns, and files read with them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

const CLAIMS: &[u8] = b"Titel\nType;Dato;Dato;Bel\xF8b\nKFDAINS;03-04-2026;04-25-2026;1.234\nKFDAINS;03-04-2026;04-05-2026;2825.50\n";

fuzz_target!(|text: &str| {
    match Choices::from_file(text) {
        Err(sentence) => assert!(sentence.ends_with('.'), "{sentence}"),
        Ok(choices) => {
            assert_eq!(Choices::from_file(&choices.to_file()).as_ref(), Ok(&choices));
            stamdatatjek_fuzz::check(vec![("fordringer.csv", CLAIMS)], &choices);
        }
    }
});
