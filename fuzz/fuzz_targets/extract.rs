//! The files of an extract, joined: the bytes are the rows of three files with their headings in place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::intake::choices::Choices;

const NAMES: [&str; 3] = [
    "0101_ODE_2026-11-01_1_10-RIM-aftale-rater_Total_1.csv",
    "0101_ODE_2026-11-01_1_09-RIM-aftale_Total_1.csv",
    "0101_ODE_2026-11-01_1_12-Forretningspartner_Total_1.csv",
];

const HEADINGS: [&str; 3] = [
    "Aftalenummer;Forretningspartner;Aftaletype;Fordringstype;KravsType;EFI-nummer;Original Amount;Creation Amount;Stiftelsesdato;Nettoforfald;SRI dato;Ydelsesperiode fra;Ydelsesperiode til;Position\r\n",
    "Aftalenummer;Forretningspartner;Aktionkode;ActionStatusCode;Forældelsesdato;Modtagelsesdato\r\n",
    "Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til;Slettet\r\n",
];

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\0');
    let files: Vec<Vec<u8>> = HEADINGS.iter().map(|heading| [heading.as_bytes(), parts.next().unwrap_or_default()].concat()).collect();
    let files = NAMES.into_iter().zip(files.iter().map(Vec::as_slice));
    // Without the last byte's bit, one part is missing.
    let kept = bytes.last().copied().unwrap_or_default();
    let files = files.enumerate().filter(|(place, _)| *place == 0 || kept >> place & 1 == 0).map(|(_, file)| file).collect();
    stamdatatjek_fuzz::check(files, &Choices::default());
});
