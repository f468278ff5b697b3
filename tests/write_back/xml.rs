//! Corrections in NyMF's XML.

use stamdatatjek::claim::Field;
use stamdatatjek::intake::formats::correct::{CellEdit, NewCell};
use stamdatatjek::intake::{Container::Xml, Mapping};

use super::cases::xml::{Carried, Dialect, Style, xml_of, xml_styled};
use super::cases::{Values, Worked, values, worked};
use super::{Dice, Row, TEXTS, corrected, day, edit, holds, is_harmless, staged, text};

fn claim(reference: &str, changes: &[(&str, &str)]) -> Values {
    let claim = values(&[
        ("fordringshaver_id", "4321"),
        ("reference", reference),
        ("aktion", "OPRETFORDRING"),
        ("fordringstype", "KFBILØK"),
        ("hovedstol", "1234.50"),
        ("beloeb", "1000.00"),
        ("valuta", "DKK"),
        ("periode_start", "2026-01-01"),
        ("periode_slut", "2026-01-31"),
        ("forfaldsdato", "2026-02-01"),
        ("foraeldelsesdato", "2029-02-01"),
        ("beskrivelse", "Bøde & <gebyr>"),
        ("skyldner_type", "CPR"),
        ("skyldner_id", "6902501234"),
    ]);
    super::cases::changed(claim, changes)
}

/// The column of a field.
fn column(bytes: &[u8], field: Field) -> u32 {
    let headings = staged(Xml, bytes).0.headings.expect("elements name the columns");
    Mapping::of_headings(headings.iter().map(String::as_str)).column(field).unwrap_or_else(|| panic!("no {field:?} in {headings:?}")) as u32
}

fn of(bytes: &[u8], number: u64, nth: u32, field: Field, value: NewCell) -> CellEdit {
    CellEdit { number, nth, column: column(bytes, field), value }
}

fn sorted(mut edits: Vec<CellEdit>) -> Vec<CellEdit> {
    edits.sort_by_key(|edit| (edit.number, edit.nth, edit.column));
    edits
}

#[test]
fn without_edits_every_byte_stays() {
    for dialect in [Dialect::Danish, Dialect::Plain] {
        let bytes = xml_of(&[claim("A", &[]), claim("B", &[("hovedfordring_reference", "A")])], dialect);
        assert_eq!(corrected(Xml, &bytes, None, &[]).0, bytes);
    }
}

#[test]
fn only_the_text_changes_in_every_way_of_writing() {
    let debtors = [claim("C", &[]), claim("C", &[("skyldner_type", "CVR"), ("skyldner_id", "12345678")])];
    let claims = [claim("A", &[]), claim("B", &[("forfaldsdato", "2026-02-09")]), debtors[0].clone(), debtors[1].clone()];
    for dialect in [Dialect::Danish, Dialect::Plain] {
        for prefix in ["", "ns2"] {
            for carried in [Carried::Bare, Carried::InEnvelope] {
                let text_of = String::from_utf8(xml_styled(&claims, Style { dialect, prefix, carried })).expect("UTF-8");
                let bytes = text_of.as_bytes();
                let edits = sorted(vec![
                    of(bytes, 1, 0, Field::Beskrivelse, text("Ny & æøå <x>")),
                    of(bytes, 1, 0, Field::Beloeb, NewCell::Amount("999.5".parse().expect("an amount"), "999.50".into())),
                    of(bytes, 3, 1, Field::SkyldnerId, text("87654321")),
                    of(bytes, 2, 0, Field::Forfaldsdato, day(2026, 3, 4)),
                ]);
                let expected = text_of.replace("2026-02-09", "04.03.2026");
                let expected = expected
                    .replacen("Bøde &amp; &lt;gebyr&gt;", "Ny &amp; æøå &lt;x&gt;", 1)
                    .replacen("1000.00", "999.50", 1)
                    .replace("12345678<", "87654321<");
                assert_eq!(String::from_utf8(holds(Xml, bytes, None, &edits)).expect("UTF-8"), expected);
                let wide = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
                assert_eq!(holds(Xml, &wide(&text_of), None, &edits), wide(&expected));
                let old = |text: &str| {
                    text.replace("UTF-8", "ISO-8859-1").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<_>>()
                };
                assert_eq!(holds(Xml, &old(&text_of), None, &edits), old(&expected));
                let marked = format!("\u{feff}{text_of}");
                assert_eq!(holds(Xml, marked.as_bytes(), None, &edits), format!("\u{feff}{expected}").into_bytes());
            }
        }
    }
}

#[test]
fn letters_that_the_table_has_not_are_written_by_number() {
    let latin = String::from_utf8(xml_of(&[claim("A", &[])], Dialect::Danish)).unwrap().replace("UTF-8", "ISO-8859-1");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    let out = holds(Xml, &latin, None, &[of(&latin, 1, 0, Field::Beskrivelse, text("€ og 𝄞"))]);
    let new = b"\x80 og &#119070;";
    assert!(out.windows(new.len()).any(|part| part == new));
}

#[test]
fn missing_elements_are_put_where_others_have_them() {
    let claims = [claim("A", &[]), claim("B", &[])];
    let whole = String::from_utf8(xml_of(&claims, Dialect::Danish)).unwrap().replace("\n<DMI", "\n    <DMI");
    let second = whole.rfind("<FordringAktion>").expect("a claim");
    let without = |names: &[&str]| {
        let mut rest = whole[second..].to_owned();
        for name in names {
            let start = rest.find(&format!("<{name}>")).expect("an element");
            let start = rest[..start].rfind('\n').expect("a line");
            let end = start + 1 + rest[start + 1..].find('\n').expect("its end");
            rest.replace_range(start..end, "");
        }
        format!("{}{rest}", &whole[..second])
    };
    for (names, fields) in [
        (&["DMIFordringForfaldDato"][..], &[(Field::Forfaldsdato, "2026-02-01")][..]),
        (
            &["DMIFordringBeskrivelse", "DMIFordringForfaldDato"],
            &[(Field::Forfaldsdato, "2026-02-01"), (Field::Beskrivelse, "Bøde & <gebyr>")],
        ),
        (&["DMIFordringTypeKode"], &[(Field::Fordringstype, "KFBILØK")]),
        (&["DMIFordringPeriodeTilDato"], &[(Field::PeriodeSlut, "2026-01-31")]),
        (&["DMIFordringPeriodeFraDato"], &[(Field::PeriodeStart, "2026-01-01")]),
        (&["HæftelseForældelseDato"], &[(Field::Foraeldelsesdato, "2029-02-01")]),
    ] {
        let file = without(names);
        let edits = sorted(fields.iter().map(|(field, value)| of(file.as_bytes(), 2, 0, *field, text(value))).collect());
        assert_eq!(String::from_utf8(holds(Xml, file.as_bytes(), None, &edits)).unwrap(), whole, "{names:?}");
    }
    // Without the element around it there is no place.
    let start = whole.rfind("<FordringPeriodeStruktur>").unwrap();
    let end = whole.rfind("</FordringPeriodeStruktur>").unwrap() + 26;
    let file = format!("{}{}", &whole[..start], &whole[end..]);
    let (out, done) = corrected(Xml, file.as_bytes(), None, &[of(file.as_bytes(), 2, 0, Field::PeriodeStart, text("2026-01-01"))]);
    assert!(out == file.as_bytes() && done.left_out[0].why.contains("<FordringPeriodeStruktur>"), "{done:?}");
}

#[test]
fn empty_elements_are_filled_and_filled_ones_emptied() {
    let whole = String::from_utf8(xml_of(&[claim("A", &[])], Dialect::Danish)).unwrap();
    let filled = "<DMIFordringBeskrivelse>Bøde &amp; &lt;gebyr&gt;</DMIFordringBeskrivelse>";
    let new = "<DMIFordringBeskrivelse>x</DMIFordringBeskrivelse>";
    for (empty, expected) in [
        ("<DMIFordringBeskrivelse/>", new),
        ("<DMIFordringBeskrivelse  />", "<DMIFordringBeskrivelse  >x</DMIFordringBeskrivelse>"),
        ("<DMIFordringBeskrivelse></DMIFordringBeskrivelse>", new),
        ("<DMIFordringBeskrivelse xsi:nil=\"true\"/>", new),
        (
            "<DMIFordringBeskrivelse a=\"1\" xsi:nil=\"true\"></DMIFordringBeskrivelse>",
            "<DMIFordringBeskrivelse a=\"1\">x</DMIFordringBeskrivelse>",
        ),
        ("<DMIFordringBeskrivelse><![CDATA[a<b]]></DMIFordringBeskrivelse>", new),
    ] {
        let file = whole.replace(filled, empty);
        let out = holds(Xml, file.as_bytes(), None, &[of(file.as_bytes(), 1, 0, Field::Beskrivelse, text("x"))]);
        assert_eq!(String::from_utf8(out).unwrap(), whole.replace(filled, expected), "{empty}");
        let none = holds(Xml, file.as_bytes(), None, &[of(file.as_bytes(), 1, 0, Field::Beskrivelse, NewCell::Empty)]);
        let emptied = if empty.contains("CDATA") { "<DMIFordringBeskrivelse></DMIFordringBeskrivelse>" } else { empty };
        assert_eq!(String::from_utf8(none).unwrap(), whole.replace(filled, emptied), "{empty}");
    }
}

#[test]
fn what_stands_in_several_places_is_changed_in_all_or_none() {
    // The creditor stands on the action and on the claim; a related claim shares the action.
    let alone = xml_of(&[claim("A", &[])], Dialect::Plain);
    let out = holds(Xml, &alone, None, &[of(&alone, 1, 0, Field::FordringshaverId, text("1234"))]);
    assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(alone.clone()).unwrap().replace("4321", "1234"));
    let out = holds(Xml, &alone, None, &[of(&alone, 1, 0, Field::Valuta, text("EUR"))]);
    assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(alone).unwrap().replace("DKK", "EUR"));
    let related = xml_of(&[claim("A", &[]), claim("B", &[("hovedfordring_reference", "A")])], Dialect::Plain);
    let one = [of(&related, 1, 0, Field::FordringshaverId, text("1234"))];
    let (out, done) = corrected(Xml, &related, None, &one);
    assert!(out == related && done.left_out[0].why.contains("flere fordringer"), "{done:?}");
    let both = [one[0].clone(), CellEdit { number: 2, ..one[0].clone() }];
    let out = holds(Xml, &related, None, &both);
    assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(related.clone()).unwrap().replace("4321", "1234"));
    // What is shown by where a claim or a number stands can't be written.
    let shown =
        sorted(vec![of(&related, 2, 0, Field::HovedfordringReference, text("C")), of(&related, 2, 0, Field::SkyldnerType, text("CVR"))]);
    let (out, done) = corrected(Xml, &related, None, &shown);
    assert!(out == related && done.left_out.len() == 2 && done.left_out[0].why.contains("vises af andre"), "{done:?}");
}

#[test]
fn debtors_share_what_the_claim_says() {
    let claims = [claim("A", &[]), claim("A", &[("skyldner_id", "6902501235")])];
    let bytes = xml_of(&claims, Dialect::Danish);
    let (out, done) = corrected(Xml, &bytes, None, &[of(&bytes, 1, 1, Field::Beskrivelse, text("ny"))]);
    assert_eq!((done.written, done.notes.len()), (1, 1), "{done:?}");
    let cells = |rows: &[Row]| rows.iter().map(|(_, cells)| cells[column(&bytes, Field::Beskrivelse) as usize].clone()).collect::<Vec<_>>();
    assert_eq!(cells(&staged(Xml, &out).1), ["ny", "ny"]);
    let different = [of(&bytes, 1, 0, Field::Beskrivelse, text("a")), of(&bytes, 1, 1, Field::Beskrivelse, text("b"))];
    let (_, done) = corrected(Xml, &bytes, None, &different);
    assert_eq!((done.written, done.left_out.len()), (1, 1));
    let too_many = corrected(Xml, &bytes, None, &[of(&bytes, 1, 2, Field::Beskrivelse, text("a")), edit(7, 0, text("b"))]).1;
    assert_eq!(too_many.left_out.len(), 2);
}

#[test]
fn what_is_not_clear_is_left_out() {
    let whole = String::from_utf8(xml_of(&[claim("A", &[])], Dialect::Danish)).unwrap();
    for (file, value) in [
        (whole.replace(">Bøde", "><!-- husk -->Bøde"), text("x")),
        (whole.replace("</DMIFordringBeskrivelse>", "<b/></DMIFordringBeskrivelse>"), text("x")),
        (
            whole.replace("</DMIFordringBeskrivelse>", "</DMIFordringBeskrivelse><DMIFordringBeskrivelse>y</DMIFordringBeskrivelse>"),
            text("x"),
        ),
        (whole.clone(), text("\u{1}")),
    ] {
        let (out, done) = corrected(Xml, file.as_bytes(), None, &[of(file.as_bytes(), 1, 0, Field::Beskrivelse, value)]);
        assert_eq!((String::from_utf8(out).unwrap(), done.left_out.len()), (file, 1));
    }
    let answer = "<MFFordringIndberet_O><FordringInfo><MFAktionStruktur><MFAktionID>1</MFAktionID><MFAktionStatusKode>UDFØRT</MFAktionStatusKode></MFAktionStruktur></FordringInfo></MFFordringIndberet_O>";
    let (out, done) = corrected(Xml, answer.as_bytes(), None, &[edit(1, 0, text("x"))]);
    assert!(out == answer.as_bytes() && done.left_out[0].why.contains("svar fra modtagelsen"));
}

#[test]
fn any_text_comes_back() {
    let claims: Vec<Values> = (0..TEXTS.len()).map(|number| claim(&format!("A-{number}"), &[])).collect();
    let bytes = xml_of(&claims, Dialect::Danish);
    let at = column(&bytes, Field::Beskrivelse);
    let edits: Vec<CellEdit> = (1..).zip(TEXTS).map(|(number, of)| edit(number, at, text(of))).collect();
    holds(Xml, &bytes, None, &edits);
    holds(Xml, &bytes, None, &[edit(1, at, text("a\r\nb"))]);
}

/// Edits that were written, of any that were asked for.
fn any_edits(bytes: &[u8], rows: &[Row], dice: &mut Dice) -> (usize, usize) {
    let edits = dice.edits(rows, 0);
    let (out, done) = corrected(Xml, bytes, None, &edits);
    let is_left =
        |edit: &&CellEdit| done.left_out.iter().any(|left| (left.number, left.nth, left.column) == (edit.number, edit.nth, edit.column));
    let written: Vec<CellEdit> = edits.iter().filter(|edit| !is_left(edit)).cloned().collect();
    // What stands once for several debtors changes with them.
    if done.notes.iter().all(|note| !note.contains("flere skyldnere")) {
        super::assert_changed(Xml, bytes, &out, None, &written);
    }
    (written.len(), edits.len())
}

#[test]
fn any_edits_change_their_cells_and_no_other() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let claims: Vec<Values> = worked().iter().take(14).map(Worked::valid).collect();
    for dialect in [Dialect::Danish, Dialect::Plain] {
        let bytes = xml_of(&claims, dialect);
        let rows = staged(Xml, &bytes).1;
        let (mut written, mut asked) = (0, 0);
        for _ in 0..60 {
            let (of, all) = any_edits(&bytes, &rows, &mut dice);
            (written, asked) = (written + of, asked + all);
        }
        assert!(written * 2 > asked, "{written} of {asked}");
    }
}

#[test]
fn harmed_files_give_a_file_or_a_sentence() {
    let mut dice = Dice(88_172_645_463_325_252);
    let claims =
        [claim("A", &[]), claim("A", &[("skyldner_id", "6902501235")]), claim("B", &[("hovedfordring_reference", "A")]), claim("C", &[])];
    let bytes = xml_of(&claims, Dialect::Danish);
    let rows = staged(Xml, &bytes).1;
    let mut written = 0;
    for _ in 0..1500 {
        let edits = dice.edits(&rows, 0);
        let mut harmed = bytes.clone();
        if dice.throw(2) == 0 {
            dice.harm(&mut harmed);
        } else {
            // A value that is harmed leaves the document whole.
            let from = dice.throw(harmed.len());
            let digit = harmed.iter().enumerate().skip(from).find(|(_, byte)| byte.is_ascii_digit()).map_or(0, |(place, _)| place);
            harmed[digit] = b"0123456789 -<&xa>"[dice.throw(17)];
        }
        written += usize::from(is_harmless(Xml, &harmed, &edits));
    }
    assert!(written > 300, "only {written} were written");
}
