//! NyMF's XML, claims and answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

const CLAIMS: &[u8] = b"fordringstype;reference\nKFDAINS;1\nKFDAINS;2\n";

fuzz_target!(|input: &[u8]| {
    let Some((&choice, bytes)) = input.split_first() else { return };
    let mut xml = b"<?xml version=\"1.0\"?>".to_vec();
    xml.extend_from_slice(bytes);
    let mut files = vec![("svar.xml", xml.as_slice())];
    // An answer is joined to claims.
    if choice % 2 == 1 {
        files.push(("fordringer.csv", CLAIMS));
    }
    stamdatatjek_fuzz::check(files, &Choices::default());
});
