//! The quick way of reading rows against the one that reads any row: both must find the same in any text.

#[cfg(test)]
mod tests {
    use std::io;

    use super::super::*;

    /// Answers at most so many bytes at a time, so that rows run past what is read at a time.
    struct Drips<'t> {
        text: &'t [u8],
        most: usize,
    }

    impl Bytes for Drips<'_> {
        fn len(&self) -> u64 {
            self.text.len() as u64
        }

        fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.most);
            self.text.read_at(offset, &mut buffer[..most])
        }
    }

    /// A linear congruence, so that a failure can be repeated.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % most
        }

        fn one_of<'c>(&mut self, choices: &[&'c [u8]]) -> &'c [u8] {
            choices[self.below(choices.len())]
        }
    }

    const CELLS: &[&[u8]] = &[b"", b"a", b"2026-11-22", b"-1.00", b"B\xC3\xB8rnehave", b"x,y", b" ", b"0"];
    const QUOTED_CELLS: &[&[u8]] = &[b"\"\"", b"\"a\"", b"\"x;y\"", b"\"-1,00\"", b"\"\xC3\xA6\"", b"\";\"", b"\",\""];
    const ODD_CELLS: &[&[u8]] = &[
        b"\"a\"\"b\"",
        b"\"a\nb\"",
        b"\"a\r\nb;c;d;e\"",
        b"a\"b",
        b"\"a\"b",
        b"\"",
        b"\"\"\"\"",
        b"\"\"\"",
        b"B\xF8rnehave",
        b"\xE6",
        b"\x91\x9B\x80",
        b"\0",
        b"\xEF\xBB\xBF",
        b"\xEF\xBB\xBFa",
        b"\xEF",
        b"\xC3",
        b"\"\xE6;\"",
        b"\x1F",
        b"\t",
        b"\xE2\x80\x8B",
        b" \"a\"",
    ];
    const ENDS: &[&[u8]] = &[b"\n", b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\r\n\r\n", b"\n\r", b""];
    const PIECES: &[&[u8]] =
        &[b"\"", b";", b",", b"\n", b"\r", b"\r\n", b"\xC3\xA6", b"\xE6", b"\0", b"\";\"", b"\"\n\"", b"a", b"bc", b"\x1F"];

    /// How often, of a hundred cells, one is odd; and whether the others stand in quotation marks.
    struct Taste {
        odd: usize,
        quoted: usize,
        end: &'static [u8],
        other_ends: usize,
    }

    fn table(chance: &mut Chance, length: usize, separator: u8) -> Vec<u8> {
        let taste = Taste {
            odd: [0, 0, 1, 10][chance.below(4)],
            quoted: [0, 0, 20, 100][chance.below(4)],
            end: ENDS[chance.below(3)],
            other_ends: [0, 0, 10][chance.below(3)],
        };
        let (columns, mut text) = (1 + chance.below(12), Vec::new());
        while text.len() < length {
            for column in 0..columns {
                if column > 0 {
                    text.push(separator);
                }
                let cells = if chance.below(100) < taste.odd {
                    ODD_CELLS
                } else if chance.below(100) < taste.quoted {
                    QUOTED_CELLS
                } else {
                    CELLS
                };
                text.extend_from_slice(chance.one_of(cells));
                if chance.below(2000) == 0 {
                    text.extend(std::iter::repeat_n(b'x', [100, 5000, CELL_LIMIT + 1][chance.below(3)]));
                }
            }
            text.extend_from_slice(if chance.below(100) < taste.other_ends { chance.one_of(ENDS) } else { taste.end });
        }
        text
    }

    fn heap(chance: &mut Chance, length: usize) -> Vec<u8> {
        let mut text = Vec::new();
        while text.len() < length {
            text.extend_from_slice(chance.one_of(PIECES));
        }
        text
    }

    /// Reads the text in both ways and holds each row against the other's.
    fn assert_same(text: &[u8], encoding: Encoding, separator: u8, most: usize, staged: bool) {
        let mut bytes = [Drips { text, most }, Drips { text, most }];
        let [quick, slow] = &mut bytes;
        let [mut quick, mut slow] =
            [quick, slow].map(|bytes| if staged { RowReader::staged(bytes, 0) } else { RowReader::new(bytes, encoding, separator, 0, 1) });
        slow.scan = None;
        let shown = || (String::from_utf8_lossy(&text[..text.len().min(2000)]).into_owned(), encoding, char::from(separator), most, staged);
        loop {
            let (one, other) = (quick.next_row().unwrap().cloned(), slow.next_row().unwrap().cloned());
            assert_eq!(one, other, "{:?}", shown());
            assert_eq!((quick.position(), quick.unclosed()), (slow.position(), slow.unclosed()), "{:?}", shown());
            let (Some(one), Some(other)) = (one, other) else { break };
            let cells = |row: &Row| (0..row.len() + 2).map(|column| row.cell(column).to_owned()).collect::<Vec<_>>();
            assert_eq!((cells(&one), one.is_empty(), one.problems), (cells(&other), other.is_empty(), other.problems), "{:?}", shown());
        }
    }

    fn assert_same_however_read(chance: &mut Chance, text: &[u8], separator: u8) {
        let encodings = [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Windows1252, Encoding::Cp850];
        let most = [1, 2, 3, 7, 30, 64, 65, 200, 1000, usize::MAX][chance.below(10)].max(text.len() / 500);
        assert_same(text, encodings[chance.below(4)], separator, most, false);
        assert_same(text, Encoding::Utf8, separator, usize::MAX, false);
    }

    #[test]
    fn tables_read_the_same_in_both_ways() {
        let mut chance = Chance(1);
        for round in 0..600 {
            let length = [1, 10, 100, 500, 3000][round % 5];
            let separator = *b";;,\t|\x1f".get(chance.below(6)).unwrap();
            let text = table(&mut chance, length, separator);
            assert_same_however_read(&mut chance, &text, separator);
            assert_same(&text, Encoding::Utf8, separator, 1 + chance.below(100), separator == 0x1f);
        }
    }

    #[test]
    fn long_tables_read_the_same_in_both_ways() {
        let mut chance = Chance(2);
        for _ in 0..20 {
            let text = table(&mut chance, 120_000, b';');
            assert_same_however_read(&mut chance, &text, b';');
        }
    }

    #[test]
    fn heaps_of_bytes_read_the_same_in_both_ways() {
        let mut chance = Chance(3);
        for round in 0..2000 {
            let text = heap(&mut chance, [3, 10, 30, 100, 700][round % 5]);
            let separator = *b";,\x1f\0\"\n\xE6a".get(chance.below(8)).unwrap();
            assert_same_however_read(&mut chance, &text, separator);
        }
    }

    #[test]
    fn rows_as_wide_and_as_long_as_can_be_read_the_same_in_both_ways() {
        for cells in [CELL_COUNT_LIMIT - 1, CELL_COUNT_LIMIT, CELL_COUNT_LIMIT + 1] {
            let text = format!("{}\na;b\n", ";".repeat(cells - 1)).repeat(3);
            assert_same(text.as_bytes(), Encoding::Utf8, b';', usize::MAX, false);
        }
        for length in [CELL_LIMIT - 3, CELL_LIMIT - 1, CELL_LIMIT, CELL_LIMIT + 1, ROW_LIMIT - 1, ROW_LIMIT, ROW_LIMIT + 1] {
            for letters in ["x", "æ", "x;", "\"x\";"] {
                let text = format!("{}\na;b\n", letters.repeat(length.div_ceil(letters.len()))).repeat(4);
                assert_same(text.as_bytes(), Encoding::Utf8, b';', usize::MAX, false);
            }
        }
    }

    #[test]
    fn plain_rows_are_read_the_quick_way() {
        let plain = ["a;b;c\n", "a;b;c\r\n\n", "a;\"b\";\"\"\n", "\"a\";\";\"\r\n", "Bø;æ\n", "a;b\rc;d\re"];
        for row in plain {
            // The line break at the end may be half of one, and the slow way looks what follows.
            let text = format!("{}x", row.repeat(500));
            let mut bytes = text.as_bytes();
            let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
            reader.chunk.resize(256 * 1024, 0);
            for _ in 0..500 {
                assert_eq!(reader.next_row().unwrap().map(|row| row.len() > 1), Some(true), "{row:?}");
            }
            assert!(reader.cores.quoting.is_none(), "{row:?}");
        }
    }

    #[test]
    fn another_reader_goes_on_where_one_stopped() {
        let mut chance = Chance(5);
        let mut unclosed = 0;
        for _ in 0..40 {
            let text = [heap(&mut chance, 1000), table(&mut chance, 500, b';'), b"c;\"d\ne".to_vec()].concat();
            let mut whole_bytes = text.as_slice();
            let mut whole = RowReader::new(&mut whole_bytes, Encoding::Windows1252, b';', 0, 1);
            loop {
                let (offset, line) = whole.position();
                let mut bytes = text.as_slice();
                let mut other = RowReader::new(&mut bytes, Encoding::Windows1252, b';', offset, line);
                other.expect_unclosed(whole.unclosed());
                let row = whole.next_row().unwrap().cloned();
                assert_eq!(other.next_row().unwrap(), row.as_ref());
                assert_eq!((other.position(), other.unclosed()), (whole.position(), whole.unclosed()));
                if row.is_none() {
                    break;
                }
            }
            unclosed += whole.unclosed();
        }
        assert!(unclosed > 20, "{unclosed}");
    }

    #[test]
    fn another_reader_gives_up_where_one_would_have() {
        let rows = |unclosed: u32| {
            let mut bytes: &[u8] = b"a;\"b\nc\";d\n\"e\";f\n";
            let mut reader = RowReader::new(&mut bytes, Encoding::Utf8, b';', 0, 1);
            reader.expect_unclosed(unclosed);
            let mut rows = Vec::new();
            while let Some(row) = reader.next_row().unwrap() {
                rows.push((0..row.len()).map(|column| row.cell(column).to_owned()).collect::<Vec<_>>());
            }
            (rows, reader.unclosed() - unclosed)
        };
        assert_eq!(rows(UNCLOSED_LIMIT - 1), (vec![vec!["a".into(), "b\nc".into(), "d".into()], vec!["e".into(), "f".into()]], 0));
        let given_up = vec![vec!["a".into(), "\"b".into()], vec!["c\"".into(), "d".into()], vec!["e".into(), "f".into()]];
        assert_eq!(rows(UNCLOSED_LIMIT), (given_up, 1));
    }
}
