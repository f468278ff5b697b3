//! Random edits in odd files: no other byte changes, and the copy reads as the file with those cells changed.

use stamdatatjek::check::opening::open_text;
use stamdatatjek::correct::NewValue;
use stamdatatjek::correct::raw::RawReader;
use stamdatatjek::intake::{Encoding, Form, Layout};

use super::{Case, cell, checked};

/// A small generator, so that a failure can be repeated.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % most
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.roll(all.len())]
    }
}

const CELLS: [&str; 14] = [
    "",
    "x",
    "\"\"",
    "\"a\"",
    "\"a;b\"",
    "\"a\"\"b\"",
    "a\"b",
    "\"to\nlinjer\"",
    "\"a\"b",
    "01-02-2026",
    "1.234,50",
    " ",
    "æøå",
    "\"Ærø\"",
];
const VALUES: [&str; 10] = ["", "y", "c;d", "\"", "æble", "03-04-2026", "7,5", " z ", "=1+1", "a,b\tc|d"];

fn file(dice: &mut Dice) -> String {
    let separator = dice.of(&[";", "\t", ",", "|"]);
    let end = dice.of(&["\n", "\r\n", "\r"]);
    let mut text = dice.of(&["", "\u{feff}", "Titel\n"]).to_owned();
    text.push_str(&["reference", "fordringstype", "hovedstol", "forfaldsdato", "beskrivelse"].join(separator));
    text.push_str(end);
    for row in 0..1 + dice.roll(12) {
        let mut cells = vec![format!("R{row}"), "KFDAINS".to_owned()];
        for _ in 0..dice.roll(6) {
            cells.push(dice.of(&CELLS).replace(';', separator));
        }
        text.push_str(&cells.join(separator));
        text.push_str(if dice.roll(9) == 0 { "\n\n" } else { end });
    }
    if dice.roll(3) == 0 {
        text.truncate(text.trim_end().len());
    }
    text
}

/// All rows with where they start and their cells.
fn rows(layout: &Layout, bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let mut bytes = bytes;
    let mut reader = layout.rows(&mut bytes);
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        rows.push((row.offset, (0..row.len()).map(|column| row.cell(column).to_owned()).collect()));
    }
    rows
}

/// The bytes without these cells, and without what stands behind the last cell that the file has.
fn without(layout: &Layout, bytes: &[u8], cells: &[(usize, usize)], widths: &[usize]) -> Vec<u8> {
    let Form::Text { separator, .. } = layout.form else { panic!() };
    let mut kept = Vec::new();
    let mut done = 0;
    for (place, (offset, _)) in rows(layout, bytes).iter().enumerate() {
        let row = RawReader::default().row(&mut &bytes[..], *offset, separator, stamdatatjek::correct::raw::Quotes::AroundCells).unwrap();
        let mut cut: Vec<(usize, usize)> = cells
            .iter()
            .filter(|(row, column)| *row == place && *column < widths[place])
            .map(|(_, column)| (row.cells[*column].start as usize, row.cells[*column].end as usize))
            .collect();
        cut.sort_unstable();
        cut.push((row.cells[widths[place] - 1].end as usize, row.end as usize));
        for (start, end) in cut {
            kept.extend_from_slice(&bytes[done.min(start)..start]);
            done = end;
        }
    }
    kept.extend_from_slice(&bytes[done..]);
    kept
}

fn in_encoding(text: &str, encoding: usize) -> Option<Vec<u8>> {
    match encoding {
        0 => Some(text.as_bytes().to_vec()),
        1 => Encoding::Windows1252.encode(text.trim_start_matches('\u{feff}')),
        _ => Encoding::Cp850.encode(text.trim_start_matches('\u{feff}')),
    }
}

#[test]
fn no_other_byte_changes() {
    let mut dice = Dice(5);
    let (mut tried, mut changed) = (0, 0);
    for round in 0..600 {
        let text = file(&mut dice);
        let bytes = in_encoding(&text, round % 3).unwrap();
        let Ok(opened) = open_text("f.csv", bytes.clone()) else { continue };
        let Form::Text { .. } = opened.layout.form else { panic!() };
        let layout = opened.layout.clone();
        let mut case = Case::opened(opened, bytes.clone());
        if case.check.unclosed() > 0 {
            continue;
        }
        let before = rows(&layout, &bytes);
        let widths: Vec<usize> = before.iter().map(|(_, cells)| cells.len()).collect();
        let mut wanted: Vec<Vec<String>> = before.iter().map(|(_, cells)| cells.clone()).collect();
        let mut edited = Vec::new();
        let mut copies = vec![bytes.clone()];
        for _ in 0..1 + dice.roll(8) {
            let claim = dice.roll(case.check.totals.claims as usize);
            // Not the reference: it says which rows are one claim.
            let column = 1 + dice.roll(4);
            let to = NewValue::Text(dice.of(&VALUES).to_owned());
            let row = before.iter().position(|(_, cells)| cells[0] == format!("R{claim}")).unwrap_or(claim);
            let preview = case.make(cell(u32::try_from(claim).unwrap(), 0, u32::try_from(column).unwrap()), to);
            tried += 1;
            let Ok(preview) = preview else { continue };
            if let Some(sample) = preview.samples.first() {
                changed += 1;
                copies.push(case.copy.clone());
                let width = wanted[row].len().max(column + 1);
                wanted[row].resize(width, String::new());
                assert_eq!(wanted[row][column], sample.before, "{text:?}");
                wanted[row][column].clone_from(&sample.after);
                edited.push((row, column));
            }
        }
        let after = rows(&layout, &case.copy);
        let mut found: Vec<Vec<String>> = after.iter().map(|(_, cells)| cells.clone()).collect();
        // A row that was made longer and then emptied again is as it was.
        for (found, wanted) in found.iter_mut().zip(&mut wanted) {
            let width = found.len().max(wanted.len());
            found.resize(width, String::new());
            wanted.resize(width, String::new());
        }
        assert_eq!(found, wanted, "{text:?}");
        assert_eq!(
            without(&layout, &case.copy, &edited, &widths),
            without(&layout, &bytes, &edited, &widths),
            "{text:?} became {:?}",
            String::from_utf8_lossy(&case.copy)
        );
        // What is checked is what is downloaded.
        let again = checked(case.check.reopened(Box::new(case.copy.clone())));
        assert_eq!(again.totals, case.check.totals);
        // Each step back and forth leads to the bytes that were there then.
        let mut step = copies.len() - 1;
        for _ in 0..6 {
            if dice.roll(3) > 0 {
                assert_eq!(case.desk.edits.undo(), step > 0);
                step = step.saturating_sub(1);
            } else {
                assert_eq!(case.desk.edits.redo(), step + 1 < copies.len());
                step = (step + 1).min(copies.len() - 1);
            }
            let mut copy = Vec::new();
            case.desk.copy(&mut copy).unwrap();
            assert!(copy == copies[step], "{text:?}");
        }
        while case.desk.edits.undo() {}
        case.refresh();
        assert_eq!(case.copy, bytes, "{text:?}");
    }
    assert!(tried > 1500 && changed > 900, "{tried} {changed}");
}
