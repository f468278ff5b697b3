//! What rows are read out of odd texts.

use super::*;

fn rows(bytes: &[u8]) -> Vec<(u64, u64, Vec<String>)> {
    let mut bytes = bytes;
    let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        rows.push((row.line, row.offset, (0..row.len()).map(|column| row.cell(column).to_owned()).collect()));
    }
    rows
}

#[test]
fn rows_know_their_line_and_place() {
    let expected = vec![(1, 0, vec!["a".into(), "b".into()]), (4, 6, vec!["c".into(), String::new()])];
    assert_eq!(rows(b"a;b\n\n\nc;\n"), expected);
    assert_eq!(rows(b"a;b\n\n\nc;"), expected);
    let windows = rows(b"a;b\r\n\r\n\r\nc;\r\n");
    assert_eq!(windows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 4]);
    let old_mac = rows(b"a;b\r\r\rc;\r");
    assert_eq!(old_mac.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn quoted_line_breaks_stay_in_the_cell() {
    let found = rows(b"a;\"b\nb\";c\nd;e;f\n");
    assert_eq!(found[0].2, ["a", "b\nb", "c"]);
    assert_eq!((found[1].0, found[1].2[0].as_str()), (3, "d"));
}

#[test]
fn an_unclosed_quotation_mark_swallows_nothing() {
    let found = rows(b"a;b\nc;\"d\ne;f\ng;h\n");
    assert_eq!(found.len(), 4);
    assert_eq!(found[1].2, ["c", "\"d"]);
    assert_eq!(found[3], (4, 13, vec!["g".into(), "h".into()]));
    // Also without a line break at the end, and with empty quoted cells below, which stay empty.
    let found = rows(b"c;\"d\ne;f");
    assert_eq!((found[0].2[1].as_str(), found[1].2[0].as_str()), ("\"d", "e"));
    for below in ["e;\"\"\ng;\"\"\n", "e;\"\";f\ng;\"\";h", "e;\"\"\ng;h\n"] {
        let found = rows(format!("a;b\nc;\"d\n{below}").as_bytes());
        assert_eq!(found.len(), 4, "{below}");
        assert_eq!((found[2].2[0].as_str(), found[2].2[1].as_str()), ("e", ""), "{below}");
    }
}

#[test]
fn an_unclosed_quotation_mark_is_told() {
    let told = |text: &str| {
        let mut bytes = text.as_bytes();
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
        let mut told = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            told.push(row.problems.contains(&RowProblem::UnclosedQuote));
        }
        told
    };
    for (text, wanted) in [
        ("a;b\nc;\"d\ne;f\n", vec![false, true, false]),
        ("a;b\nc;\"d", vec![false, true]),
        ("a;b\nc;\"d\n", vec![false, true]),
        ("c;\"d\"\"\n\r\n", vec![true]),
        ("c;\"d\"\n", vec![false]),
        ("c;\"d\ne\";f", vec![false]),
        ("c;d\"\ne;\"f\"g", vec![false, false]),
        ("c;\"\"", vec![false]),
        ("c;\"", vec![true]),
    ] {
        assert_eq!(told(text), wanted, "{text}");
    }
}

#[test]
fn quotation_marks_that_are_all_open_are_read_in_a_moment() {
    // Each mark is open, and every row after it closes it and opens another.
    let text = "a\"b;\"c\n".repeat(50_000);
    let start = std::time::Instant::now();
    let found = rows(text.as_bytes());
    assert_eq!((found.len(), found[49_999].2[1].as_str()), (50_000, "\"c"));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn the_last_row_may_have_several_lines() {
    for row in
        ["a;\"b\nc\nd\"", "a;\"b\nc\nd\";\"\"", "a;\"b\nc\nd\"\n", "a;\"b\nc\nd \"\"e\"\"\"\n", "a;\"b\nc\nd\";e;f\n", "a;\"b\nc\nd\";e"]
    {
        let found = rows(row.as_bytes());
        assert_eq!((found.len(), found[0].2[1].lines().count()), (1, 3), "{row}");
    }
}

#[test]
fn lines_are_counted_across_chunks() {
    // Every chunk ends with a row's end.
    for end in ["\r", "\n", "\r\n"] {
        let row = format!("{}{end}", "x".repeat(64 - end.len()));
        let found = rows(row.repeat(10_000).as_bytes());
        assert!((1..).zip(&found).all(|(line, row)| line == row.0), "{end:?}");
    }
}

#[test]
fn a_huge_cell_is_cut_and_the_rest_is_read() {
    let mut text = b"a;".to_vec();
    text.extend(std::iter::repeat_n(b'x', 10_000_000));
    text.extend_from_slice(b";c\nd;e;f\n");
    let mut bytes = text.as_slice();
    let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!((row.cell(0), row.cell(1).len(), row.cell(2)), ("a", CELL_LIMIT, "c"));
    assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: 10_000_000 }]);
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!((row.line, row.cell(2)), (2, "f"));
}

#[test]
fn a_long_cell_is_cut_in_a_short_row_too() {
    let text = format!("a;{};c\n", "æ".repeat(20_000));
    let mut bytes = text.as_bytes();
    let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!((row.cell(1).len(), row.cell(2)), (CELL_LIMIT, "c"));
    assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: 40_000 }]);
    let windows = format!("a;x{};c\n", "\u{e6}".repeat(CELL_LIMIT + 1)).chars().map(|c| u32::from(c) as u8).collect::<Vec<u8>>();
    let mut bytes = windows.as_slice();
    let mut reader = RowReader::new(&mut bytes, Encoding::Windows1252, b';', 0, 1);
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!((row.cell(1).chars().count(), row.cell(2)), (CELL_LIMIT, "c"));
    assert_eq!(row.problems, [RowProblem::TooLong { column: 1, bytes: CELL_LIMIT as u64 + 2 }]);
}

#[test]
fn any_row_can_be_read_again_from_its_place() {
    let text = b"a;\"x\ny\"\r\n\r\nb;c\n\"d\";e\n";
    for (line, offset, cells) in rows(text) {
        let mut bytes = &text[..];
        let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', offset, line);
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.line, row.cell(0)), (line, cells[0].as_str()));
    }
}

#[test]
fn no_bytes_make_it_panic_or_hang() {
    // A small generator of odd bytes: a linear congruence, so that a failure can be repeated.
    let mut state: u32 = 12345;
    let letters = b"\"\";;\r\n\n,a\xE6\xC3\x00 1";
    for length in 0..400 {
        let text: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                letters[(state >> 24) as usize % letters.len()]
            })
            .collect();
        let found = rows(&text);
        assert!(found.len() <= length + 1);
        assert!(found.windows(2).all(|pair| pair[0].1 < pair[1].1 && pair[0].0 <= pair[1].0), "{text:?}");
    }
}
