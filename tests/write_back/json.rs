//! Corrections in JSON and JSON lines.

use stamdatatjek::intake::Container;
use stamdatatjek::intake::formats::correct::{CellEdit, NewCell};

use super::cases::json::{json_lines_of, json_of};
use super::cases::{Worked, worked};
use super::{Dice, TEXTS, amount, corrected, day, edit, holds, is_harmless, staged, text};

const LIST: &str = "[\n  { \"reference\": \"A\", \"beloeb\": 12.50, \"dato\": 20260131, \"skjult\": false },\n  { \"reference\": \"B\",\n    \"beloeb\": 7 }\n]\n";

fn json(of: &str, edits: &[CellEdit]) -> String {
    String::from_utf8(holds(Container::Json, of.as_bytes(), None, edits)).expect("UTF-8")
}

#[test]
fn without_edits_every_byte_stays() {
    for of in
        [LIST.to_owned(), format!("\u{feff}{{\"meta\":1,\"f\":{LIST},\"x\":[]}} "), "{\"reference\":\"A\"}\r\n{\"reference\":\"B\"}".into()]
    {
        let (out, done) = corrected(Container::Json, of.as_bytes(), None, &[]);
        assert_eq!((String::from_utf8(out).unwrap(), done.written), (of, 0));
    }
}

#[test]
fn only_the_values_bytes_change() {
    let all = json(
        LIST,
        &[
            edit(1, 0, text("Å\n\"q\"")),
            edit(1, 1, amount("1000.5")),
            edit(1, 2, text("20260201")),
            edit(1, 3, text("ja")),
            edit(2, 1, amount("8")),
        ],
    );
    let expected = LIST.replace("\"A\"", "\"Å\\n\\\"q\\\"\"").replace("12.50", "1000.5").replace("20260131", "20260201");
    assert_eq!(all, expected.replace("false", "true").replace(": 7 ", ": 8 "));
    // Written in another way than a number is: a text.
    let text_in_number = json(LIST, &[edit(1, 2, day(2026, 2, 1)), edit(2, 1, text("syv"))]);
    assert_eq!(text_in_number, LIST.replace("20260131", "\"01.02.2026\"").replace(": 7 ", ": \"syv\" "));
    let decimals = json(LIST, &[edit(1, 1, text("99,5")), edit(2, 1, text("9.5"))]);
    assert_eq!(decimals, LIST.replace("12.50", "99.5").replace(": 7 ", ": \"9.5\" "));
    let leading_zero = json(LIST, &[edit(2, 1, text("007"))]);
    assert_eq!(leading_zero, LIST.replace(": 7 ", ": \"007\" "));
    let emptied = json(LIST, &[edit(1, 0, NewCell::Empty), edit(1, 1, NewCell::Empty)]);
    assert_eq!(emptied, LIST.replace("\"A\"", "\"\"").replace("12.50", "null"));
}

#[test]
fn missing_keys_are_put_at_the_end_in_the_files_own_style() {
    let both = json(LIST, &[edit(2, 2, text("20260301")), edit(2, 3, text("nej"))]);
    assert_eq!(both, LIST.replace("\"beloeb\": 7 ", "\"beloeb\": 7,\n    \"dato\": 20260301,\n    \"skjult\": false "));
    let none = json("[{},{\"a\":\"x\",\"b\":1,\"c\":null}]", &[edit(1, 0, text("y")), edit(1, 1, amount("2")), edit(2, 2, text("z"))]);
    assert_eq!(none, "[{\"a\":\"y\",\"b\":2},{\"a\":\"x\",\"b\":1,\"c\":\"z\"}]");
    assert_eq!(json(LIST, &[edit(2, 2, NewCell::Empty)]), LIST, "nothing stands there already");
}

#[test]
fn debtors_have_their_own_values_and_the_claims() {
    let of = r#"[{"reference":"R","foraeldelsesdato":"1","skyldnere":[{"skyldner_id":"A"},{"skyldner_id":"B","foraeldelsesdato":"2"}]},{"reference":"S","skyldnere":[{"skyldner_id":"C","domsdato":"4"}]}]"#;
    let at = |nth: u32, column: u32, value: &str| CellEdit { number: 1, nth, column, value: text(value) };
    // reference, foraeldelsesdato, skyldner_id, domsdato
    let own = json(of, &[at(0, 2, "X"), at(1, 1, "3"), at(1, 2, "Y"), at(1, 3, "5")]);
    assert_eq!(
        own,
        of.replace("\"A\"", "\"X\"").replace("\"B\",\"foraeldelsesdato\":\"2\"", "\"Y\",\"foraeldelsesdato\":\"3\",\"domsdato\":\"5\"")
    );
    let shared = json(of, &[at(0, 0, "T"), at(1, 0, "T")]);
    assert_eq!(shared, of.replace("\"R\"", "\"T\""));
    let (out, done) = corrected(Container::Json, of.as_bytes(), None, &[at(0, 0, "T"), at(1, 0, "U"), at(2, 2, "x")]);
    assert_eq!(String::from_utf8(out).unwrap(), of.replace("\"R\"", "\"T\""));
    assert_eq!((done.written, done.left_out.len(), done.notes.len()), (1, 2, 1), "{done:?}");
    assert!(done.left_out[0].why.starts_with("Værdien står ét sted") && done.left_out[1].why.starts_with("Fordringen har ikke så mange"));
    let kept = corrected(Container::Json, of.as_bytes(), None, &[CellEdit { value: NewCell::Empty, ..at(1, 1, "") }]).1;
    assert!(kept.left_out[0].why.starts_with("Skyldneren har selv ingen") || kept.written == 0, "{kept:?}");
}

#[test]
fn what_is_not_clear_is_left_out() {
    let of = r#"{"reference":"R","beloeb":1,"BELOEB":2,"adresse":{"vej":"x"},"noter":[1]}"#;
    let edits = [edit(1, 1, amount("3")), edit(1, 2, text("y")), edit(1, 3, text("z")), edit(1, 9, text("æ")), edit(4, 0, text("R"))];
    let (out, done) = corrected(Container::Json, of.as_bytes(), None, &edits);
    assert_eq!((String::from_utf8(out).unwrap().as_str(), done.written), (of, 0));
    let why: Vec<&str> = done.left_out.iter().map(|left| left.why.split(' ').take(3).last().unwrap()).collect();
    assert_eq!(why, ["flere", "en", "en", "ikke", "ikke"], "{done:?}");
}

#[test]
fn every_writing_stays_what_it_is() {
    let of = "{\"reference\":\"æ\",\"navn\":\"ø𝄞\",\"x\":\"å\"}\n{\"reference\":\"b\"}\n";
    let edits = [edit(1, 1, text("Å €𝄞")), edit(2, 2, text("ø"))];
    let expected = "{\"reference\":\"æ\",\"navn\":\"Å €𝄞\",\"x\":\"å\"}\n{\"reference\":\"b\",\"x\":\"ø\"}\n";
    assert_eq!(json(of, &edits), expected);
    for big_endian in [false, true] {
        let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let wide = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        assert_eq!(holds(Container::Json, &wide(of), None, &edits), wide(expected));
    }
    // The old table, which JSON isn't to be written in: the new letters stand by their numbers.
    let old: Vec<u8> = "{\"reference\":\"æ\",\"navn\":\"ø\",\"x\":\"å\"}".chars().map(|letter| letter as u8).collect();
    let out = holds(Container::Json, &old, None, &[edit(1, 1, text("Å𝄞"))]);
    let new = b"\\u00c5\\ud834\\udd1e";
    assert!(out.windows(new.len()).any(|part| part == new) && out.contains(&0xE6));
    let escaped = json("{\"reference\":\"\\u00e6\",\"navn\":\"x\"}", &[edit(1, 1, text("ø"))]);
    assert_eq!(escaped, "{\"reference\":\"\\u00e6\",\"navn\":\"\\u00f8\"}");
}

#[test]
fn any_text_comes_back() {
    for (at, of) in TEXTS.iter().enumerate() {
        json(LIST, &[edit(1, 0, text(of)), edit(2, at as u32 % 3, text(of))]);
    }
}

#[test]
fn any_edits_change_their_cells_and_no_other() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let claims: Vec<_> = worked().iter().take(12).map(Worked::valid).collect();
    for of in [json_of(&claims), json_lines_of(&claims)] {
        let rows = staged(Container::Json, &of).1;
        for _ in 0..60 {
            let edits = dice.edits(&rows, 0);
            holds(Container::Json, &of, None, &edits);
        }
    }
}

#[test]
fn harmed_files_give_a_file_or_a_sentence() {
    let mut dice = Dice(88_172_645_463_325_252);
    let claims: Vec<_> = worked().iter().take(4).map(Worked::valid).collect();
    let (list, mut lines) = (json_of(&claims), json_lines_of(&claims));
    lines.extend_from_slice(b"{\"reference\":\"x\",\"skyldnere\":[{\"skyldner_id\":\"1\"},{\"skyldner_id\":\"2\"}]}\n");
    let mut written = 0;
    for of in [list, lines] {
        let rows = staged(Container::Json, &of).1;
        for _ in 0..800 {
            let edits = dice.edits(&rows, 0);
            let mut harmed = of.clone();
            dice.harm(&mut harmed);
            written += usize::from(is_harmless(Container::Json, &harmed, &edits));
        }
    }
    assert!(written > 200, "only {written} were written");
}
