//! Real files changed by chance: nothing may break down, the totals must add up, and every claim must open as it was listed.

mod cases;

use cases::{Chance, Values, csv, worked};
use stamdatatjek::check::Outcome;
use stamdatatjek::check::file::{FileCheck, Filter, Sort};
use stamdatatjek::check::opening::open_one;
use stamdatatjek::check::totals::Shown;
use stamdatatjek::claim::{parse_amount, parse_date};
use stamdatatjek::intake::{Encoding, FileProblem, RowReader};

/// Small files of the kinds that people have.
fn seeds() -> Vec<Vec<u8>> {
    let sample = std::fs::read_to_string(cases::kept("fordringer-400.csv")).expect("the sample is there");
    let head = |rows: usize| sample.lines().take(rows).collect::<Vec<_>>().join("\n") + "\n";
    let breaks: Vec<Values> = worked()
        .iter()
        .filter(|worked| worked.is_municipal() && worked.trial.breaks.len() > 20)
        .flat_map(|worked| worked.trial.breaks.iter().map(|broken| worked.with(broken.changes)))
        .step_by(47)
        .collect();
    let breaks = csv(&breaks);
    let windows: Vec<u8> = breaks.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let quoted = head(6).lines().map(|line| format!("\"{}\"", line.replace(';', "\";\""))).collect::<Vec<_>>().join("\r\n");
    // As the extracts of a debtor system have it: headings that occur twice, dates as digits, amounts with commas.
    let extract = "Aftalenummer;Fordringstype;Stiftelsesdato;Nettoforfald;SRI dato;Ydelsesperiode fra;Ydelsesperiode til;Original Amount;Creation Amount;\
        Fordringstype;KravsType\r\n1001;KFDAINS;20260601;20260601;20260615;20260601;20260630;2800,00;2100,00;KFDAINS;HF\r\n\
        1002;KFDAINS;20260701;20260701;00000000;20260701;20260731;1.234,56-;0,00;KFDAINS;HF\r\n";
    let debtors = "reference;fordringstype;skyldner_id;foraeldelsesdato;hovedfordring_reference;fordrings_id\nA;KFDAINS;6902501235;2029-06-01;;7\n\
        A;KFDAINS;7001561205;2029-06-01;;7\n\n;;;;;\nB;REOPDAG;6902501235;2029-06-01;A;\nB;REOPDAG;6902501235;2029-06-01;A;\n";
    vec![
        head(9).into_bytes(),
        breaks.into_bytes(),
        windows,
        quoted.into_bytes(),
        extract.as_bytes().to_vec(),
        debtors.as_bytes().to_vec(),
        ["\u{feff}Restanceliste\n\n", &head(4)].concat().into_bytes(),
        head(5).replace(';', "\t").replace('\n', "\r").into_bytes(),
    ]
}

/// Bytes that files stumble over.
const ODD: [&[u8]; 24] = [
    b"\"",
    b"\"\"",
    b";",
    b";;;;",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"\t",
    b",",
    b"\0",
    b"\xFF",
    b"\xC3",
    b"\xC3\xB8",
    b"\xD8",
    b"\xEF\xBB\xBF",
    b"=1+1",
    b"-",
    b"00000000",
    b"31-02-2026",
    b"1,234.567,8",
    b"1e999",
    b"\xF0\x9F\x92\xB8",
    b"99999999999999999999999999999999",
    b" \xC2\xA0 ",
];

fn mutate(bytes: &mut Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) {
    let place = chance.below(bytes.len() + 1);
    let end = (place + chance.below(40)).min(bytes.len());
    match chance.below(9) {
        0 if place < bytes.len() => bytes[place] ^= 1 << chance.below(8),
        1 => drop(bytes.drain(place..end)),
        2 => {
            let again = bytes[place..end].to_vec();
            bytes.splice(place..place, again);
        }
        3 => bytes.truncate(place),
        4 => {
            let other = chance.pick(others).clone();
            let from = chance.below(other.len());
            bytes.splice(place..place, other[from..(from + 200).min(other.len())].to_vec());
        }
        5 => {
            let long = vec![b"x\"; 0"[chance.below(5)]; 5_000];
            bytes.splice(place..place, long);
        }
        _ => {
            let odd = chance.pick(&ODD).to_vec();
            bytes.splice(place..end, odd);
        }
    }
}

/// Checks the bytes in both ways the programs use and compares what they say.
fn check(bytes: &[u8]) {
    let mut views = Vec::new();
    let each = open_one("fordringer.csv", bytes.to_vec()).and_then(|opened| {
        FileCheck::run_each(opened, cases::settings(), &mut |claim| {
            views.push(claim.clone());
            Ok(())
        })
    });
    let run = open_one("fordringer.csv", bytes.to_vec()).and_then(|opened| FileCheck::run(opened, cases::settings(), &mut |_| true));
    let check = match (each, run) {
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            assert!(!matches!(one, FileProblem::Unreadable(_)), "{one}");
            assert!(one.to_string().chars().all(|c| !c.is_control()), "{one}");
            return;
        }
        (Ok(one), Ok(Some(other))) => {
            assert_eq!(one.totals, other.totals);
            other
        }
        (one, other) => panic!("one way takes it, the other doesn't: {:?}, {:?}", one.err(), other.err()),
    };
    let mut check = check;
    let heading_line = check.layout_view().heading_line.unwrap_or_default();
    let totals = check.totals.clone();
    assert_eq!(totals.claims, views.len() as u64);
    assert_eq!(totals.claims, totals.modtages + totals.hoering + totals.afvist + totals.undecided);
    assert_eq!(totals.claims, totals.by_type.iter().map(|of_type| of_type.claims).sum::<u64>());
    assert!(totals.rows >= totals.claims);
    assert!(views.windows(2).all(|pair| pair[0].row < pair[1].row), "rows go up");
    assert!(views.first().is_none_or(|first| first.row > heading_line));
    for shown in [Shown::Modtages, Shown::Undecided, Shown::Hoering, Shown::Afvist] {
        let filter = Filter { outcome: Some(shown), ..Filter::default() };
        let selected = u64::from(check.list(&filter, Sort::default()).expect("the list can be read").len());
        let counted = match shown {
            Shown::Modtages => totals.modtages,
            Shown::Undecided => totals.undecided,
            Shown::Hoering => totals.hoering,
            Shown::Afvist => totals.afvist,
        };
        assert_eq!(selected, counted, "{shown:?}");
    }
    let list = check.list(&Filter::default(), Sort::default()).expect("the list can be read");
    let numbers = list.numbers();
    assert_eq!(numbers.len(), views.len());
    let lines = check.lines(numbers).expect("the list can be read");
    for ((number, view), line) in numbers.iter().zip(&views).zip(&lines) {
        let opened = check.open(*number).expect("a listed claim can be opened");
        assert_eq!(opened, *view, "claim {number} opens as it was checked");
        assert_eq!((line.row, line.reference.as_str(), line.code.as_str()), (view.row, view.reference.as_str(), view.code.as_str()));
        let worst = view.findings.iter().map(|finding| finding.effect.as_str()).fold(Outcome::Modtages, |worst, effect| match effect {
            "afvist" => Outcome::Afvist,
            "hoering" => worst.max(Outcome::Hoering),
            _ => worst,
        });
        assert_eq!(view.outcome, worst, "the outcome is the worst finding");
        for finding in &view.findings {
            assert!(!finding.name.is_empty() && !finding.text().is_empty() && !finding.remedy.is_empty(), "{finding:?}");
        }
    }
}

/// Runs the check on the bytes; a failure names the bytes, so that they can be kept as a case.
fn try_out(name: &str, bytes: &[u8]) {
    let result = std::panic::catch_unwind(|| check(bytes));
    assert!(result.is_ok(), "{name}: {:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn changed_files_are_taken_or_refused_and_always_add_up() {
    let seeds = seeds();
    for (number, seed) in seeds.iter().enumerate() {
        try_out(&format!("seed {number}"), seed);
        let mut chance = Chance::new(number as u64 + 1);
        for round in 0..16 {
            let mut bytes = seed.clone();
            for _ in 0..=chance.below(4) {
                mutate(&mut bytes, &seeds, &mut chance);
            }
            try_out(&format!("seed {number}, round {round}"), &bytes);
        }
    }
}

#[test]
fn rows_read_again_from_their_place_are_the_same() {
    let mut chance = Chance::new(7);
    for round in 0..40 {
        let parts: [&[u8]; 12] = [b"KFDAINS", b";", b";", b"\n", b"\r\n", b"\r", b"\"", b"\"\"", b"\xC3\xB8", b"\xF8", b"1.234,56", b" "];
        // Without quotation marks the rows are many, and there are enough for several of the reader's pieces.
        let plain = round % 3 == 0;
        let length = if plain { 5_000 } else { 200 + chance.below(500) };
        let mut bytes: Vec<u8> = (0..length).flat_map(|_| chance.pick(&parts).iter().copied()).collect();
        if plain {
            bytes.retain(|byte| *byte != b'"');
        }
        let mut rows = Vec::new();
        let mut whole = bytes.as_slice();
        let mut reader = RowReader::new(&mut whole, Encoding::Utf8, b';', 0, 1);
        while let Some(row) = reader.next_row().expect("rows") {
            rows.push(row.clone());
        }
        assert!(rows.windows(2).all(|pair| pair[0].offset < pair[1].offset && pair[0].line < pair[1].line), "round {round}");
        for row in rows.iter().step_by(3) {
            let mut again = bytes.as_slice();
            let mut reader = RowReader::new(&mut again, Encoding::Utf8, b';', row.offset, row.line);
            let found = reader.next_row().expect("a row").cloned();
            assert_eq!(found.as_ref(), Some(row), "round {round}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn odd_texts_are_no_dates_and_no_amounts_or_the_ones_they_say() {
    let letters: Vec<char> = "0123456789.,-/ 'eEkr()T:+\u{a0}\u{2212}æ٣".chars().collect();
    let mut chance = Chance::new(3);
    for _ in 0..20_000 {
        let length = chance.below(14);
        let text: String = (0..length).map(|_| *chance.pick(&letters)).collect();
        if let Ok(read) = parse_date(&text) {
            let year: i32 = read.date().format("%Y").to_string().parse().expect("a year");
            assert!((1900..2200).contains(&year), "{text}");
            assert!(text.chars().filter(char::is_ascii_digit).count() >= 4, "{text}");
        }
        if let Ok(amount) = parse_amount(&text) {
            // Its digits are the text's, in their order, but for zeros in front.
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned();
            assert_eq!(digits(&amount.to_string()), digits(&text), "{text}");
        }
    }
}
