//! Small files that ask for very much, files cut off anywhere, and files with a few wrong bytes: rows or a sentence, and little memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{Cursor, Read};

use stamdatatjek::intake::{FileProblem, StagedWriter, formats};

use super::make::{
    Biff, Xlsx, biff, biff_cell, brt_cell, brt_row, compound, ods, ods_rows, say_size, xls_stream, xlsb, xlsx, xlsx_rows, zipped_by,
};
use super::{container, fixture};

/// Counts what each thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: everything is done by the system's allocator; beside that only numbers are counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get() + layout.size().cast_signed();
        HELD.set(held);
        MOST.set(MOST.get().max(held));
        // SAFETY: as asked for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.set(HELD.get() - layout.size().cast_signed());
        // SAFETY: as asked for.
        unsafe { System.dealloc(place, layout) }
    }
}

/// Reads a file without keeping its rows; answers how many there are, and the most bytes that were held meanwhile.
fn stage(bytes: &[u8]) -> (Result<u64, FileProblem>, isize) {
    let before = HELD.get();
    MOST.set(before);
    let mut file = bytes;
    let staged = formats::stage(container(bytes), &mut file, None, &mut StagedWriter::new(&mut std::io::sink()), &mut |_| true);
    (staged.map(|staging| staging.rows), MOST.get() - before)
}

const MB: isize = 1 << 20;

/// Asserts that a file is refused in a sentence that begins like this, or read, and that little is held meanwhile.
fn harmless(name: &str, bytes: &[u8], outcome: Result<u64, &str>) {
    assert!(bytes.len() < 1 << 20, "{name} has {} bytes", bytes.len());
    let (staged, held) = stage(bytes);
    assert!(held < 128 * MB, "{name} holds {} MB", held / MB);
    match (staged, outcome) {
        (Ok(rows), Ok(wanted)) => assert_eq!(rows, wanted, "{name}"),
        (Err(problem), Err(start)) => assert!(problem.to_string().starts_with(start), "{name}: {problem}"),
        (staged, _) => panic!("{name}: {staged:?}"),
    }
}

const ONE: &str = "<sheetData><row><c><v>1</v></c></row></sheetData>";
const DAMAGED: &str = "Regnearket er beskadiget: ";
const TOO_LONG: &str = "Regnearket har en enkelt tekst på mere end 16 MB";
const NO_ROWS: &str = "Ingen af projektmappens ark har rækker";

#[test]
fn packed_zeros_are_not_unpacked() {
    let close = Err("Filen fylder over 100 gange så meget");
    let zeros = "\0".repeat(70_000_000);
    harmless("a sheet of zeros", &xlsx(&zeros), close);
    for mut says_so in [xlsx(ONE), ods("<table:table/>")] {
        say_size(&mut says_so, 70_000_000);
        harmless("a file that only says so", &says_so, close);
    }
    // Small enough to be unpacked, and one piece.
    let zeros = &zeros[..17_000_000];
    harmless("a sheet of some zeros", &xlsx(zeros), Err(TOO_LONG));
    harmless("an ODS of some zeros", &ods(zeros), Err(TOO_LONG));
    harmless("texts of some zeros", &Xlsx { strings: zeros.to_owned(), ..Xlsx::of(ONE) }.bytes(), Err(TOO_LONG));
    harmless("an attribute without end", &xlsx_rows(&format!("<row x=\"{zeros}\"/>")), Err(TOO_LONG));
}

#[test]
fn little_asks_for_much() {
    harmless(
        "two cells far apart",
        &xlsx_rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        Ok(2),
    );
    harmless(
        "two cells far apart",
        &xlsb(
            &[brt_row(0, false), brt_cell(2, 0, 0, &[2, 0, 0, 0]), brt_row(1_048_575, false), brt_cell(2, 16_383, 0, &[2, 0, 0, 0])],
            &[],
            &[],
            false,
        ),
        Ok(2),
    );
    harmless(
        "two cells far apart",
        &compound(
            "Workbook",
            &xls_stream(Biff::Eight, &[], &[biff_cell(0x203, 0, 0, 0, &[0; 8]), biff_cell(0x203, 65_535, 255, 0, &[0; 8])]),
        ),
        Ok(2),
    );
    let cell = |times: u32| {
        format!("<table:table-cell table:number-columns-repeated=\"{times}\" office:value-type=\"float\" office:value=\"1\"/>")
    };
    let row =
        |times: u32, cell: &str| ods_rows(&format!("<table:table-row table:number-rows-repeated=\"{times}\">{cell}</table:table-row>"));
    harmless("a sheet of one row", &row(u32::MAX, &cell(16_384)), Err("Filen har flere gentagne celler end grænsen på 10 millioner"));
    harmless("a row of one cell", &row(1, &cell(u32::MAX)), Err("Filen har flere kolonner i et ark"));
    harmless("many rows", &row(100_000, &cell(2)), Ok(100_000));
    let blanks = "<text:s text:c=\"4000000000\"/>".repeat(2000);
    harmless(
        "blanks without end",
        &row(1, &format!("<table:table-cell office:value-type=\"string\"><text:p>{blanks}</text:p></table:table-cell>")),
        Err(TOO_LONG),
    );
    harmless("a deep element", &xlsx_rows(&"<a>".repeat(1_000_000)), Err(DAMAGED));
    harmless("many attributes", &xlsx_rows(&format!("<row {}/>", "a=\"\" ".repeat(200_000))), Err(NO_ROWS));
    harmless("many rows of nothing", &xlsx_rows(&"<row/>".repeat(500_000)), Err(NO_ROWS));
    harmless("many cells of nothing", &xlsx_rows(&"<c/>".repeat(500_000)), Err(NO_ROWS));
    harmless("many texts", &Xlsx { strings: "<si/>".repeat(2_000_000), ..Xlsx::of(ONE) }.bytes(), Ok(1));
    let long = format!("<si><t>{}</t></si>", "x".repeat(10_000_000));
    let many = "<c t=\"s\"><v>0</v></c>".repeat(16_384);
    harmless(
        "one long text in many cells",
        &Xlsx { strings: long, ..Xlsx::of(&format!("<sheetData><row>{many}</row></sheetData>")) }.bytes(),
        Err("Række 1 rummer mere end 16 MB tekst"),
    );
    let areas = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(100_000);
    harmless(
        "many merged areas",
        &xlsx(&format!("<sheetData>{}</sheetData><mergeCells>{areas}</mergeCells>", "<row><c><v>1</v></c></row>".repeat(2000))),
        Ok(2000),
    );
    let cols = "<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(100_000);
    harmless("many hidden columns", &xlsx(&format!("<cols>{cols}</cols>{ONE}")), Ok(1));
    let styles = "<style:style style:name=\"a\"><style:table-properties table:display=\"false\"/></style:style>".repeat(10_000);
    harmless(
        "many styles",
        &ods(&format!("{styles}<table:table table:name=\"A\"><table:table-row>{}</table:table-row></table:table>", cell(1))),
        Ok(1),
    );
    let record = |length: [u8; 4]| xlsb(&[brt_row(0, false), [&[7][..], &length].concat()], &[], &[], false);
    harmless("a record without end", &record([0xFF, 0xFF, 0xFF, 0x7F]), Err(TOO_LONG));
    harmless("a record that isn't there", &record([0xFF, 0xFF, 0x0F, 0]), Err(DAMAGED));
    let table = biff(0xFC, &[&[0xFF; 8][..], &[0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]].concat());
    harmless("texts that aren't there", &compound("Workbook", &xls_stream(Biff::Eight, &[table], &[])), Err(DAMAGED));
}

#[test]
fn chains_that_run_in_a_circle_end() {
    let file = compound("Workbook", &xls_stream(Biff::Eight, &[biff(0x42, &[0; 5000])], &[biff_cell(0x203, 0, 0, 0, &[0; 8])]));
    assert_eq!(stage(&file).0, Ok(1));
    for place in (0..file.len() - 4).step_by(4) {
        // Sectors, neighbours in the directory, and lengths all stand in four bytes.
        for number in [0_u32, 1, 2, 9, 0x7FFF_FFFF, 0xFFFF_FFF0, u32::MAX] {
            let mut changed = file.clone();
            changed[place..place + 4].copy_from_slice(&number.to_le_bytes());
            assert!(stage(&changed).1 < 8 * MB);
        }
    }
}

const SMALL: [&str; 9] = [
    "blandet.xlsx",
    "blandet.xls",
    "blandet.ods",
    "fordringer.xlsx",
    "fordringer.xls",
    "fordringer.ods",
    "laast.xlsx",
    "laast.xls",
    "laast.ods",
];

fn small_xlsb() -> Vec<u8> {
    let mut rows = Vec::new();
    for row in 0..12 {
        rows.push(brt_row(row, row == 3));
        rows.push(brt_cell(7, 0, 0, &(row % 2).to_le_bytes()));
        rows.push(brt_cell(5, 1, 1, &f64::from(45_000 + row).to_le_bytes()));
        rows.push(brt_cell(6, 2, 0, &super::make::wide("inde")));
    }
    xlsb(&rows, &[super::make::brt(0xB0, &[0; 16])], &["KFDAINS", "KFTILDA"], false)
}

fn small_files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = SMALL.iter().map(|name| ((*name).to_owned(), fixture(name))).collect();
    files.push(("xlsb".into(), small_xlsb()));
    files
}

#[test]
fn a_file_cut_off_anywhere_gives_rows_or_a_sentence() {
    for (name, file) in small_files() {
        for length in (4..file.len()).step_by(64) {
            let (staged, held) = stage(&file[..length]);
            assert!(held < 8 * MB, "{name} cut at {length}");
            if let Err(problem) = staged {
                assert!(problem.to_string().ends_with('.'), "{name} cut at {length}: {problem}");
            }
        }
    }
}

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// The parts of a container, unpacked.
fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(file)) else { return Vec::new() };
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its content");
            (part.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    let place = dice.throw(bytes.len());
    match dice.throw(6) {
        0 => bytes.truncate(place),
        1 => bytes[place] = b"0123456789<>&\"/="[dice.throw(16)],
        2 => bytes[place] = 0xFF,
        3 => {
            let piece = bytes[place..(place + dice.throw(200)).min(bytes.len())].to_vec();
            let to = dice.throw(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => bytes[place] = dice.throw(256) as u8,
    }
}

#[test]
fn a_file_with_wrong_bytes_gives_rows_or_a_sentence() {
    let mut dice = Dice(88_172_645_463_325_252);
    let mut read = 0;
    for (name, file) in small_files() {
        let parts = parts(&file);
        for round in 0..300 {
            // Changed beneath the container as well, where nothing tells that bytes are wrong.
            let changed = if parts.is_empty() || round % 3 == 0 {
                let mut changed = file.clone();
                (0..=dice.throw(3)).for_each(|_| change(&mut changed, &mut dice));
                changed
            } else {
                let mut parts = parts.clone();
                for _ in 0..=dice.throw(3) {
                    let part = dice.throw(parts.len());
                    change(&mut parts[part].1, &mut dice);
                }
                let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
                zipped_by(zip::CompressionMethod::Stored, &parts)
            };
            let (staged, held) = stage(&changed);
            assert!(held < 64 * MB, "{name}, round {round} holds {} MB", held / MB);
            match staged {
                Ok(_) => read += 1,
                Err(problem) => assert!(problem.to_string().ends_with('.'), "{name}, round {round}: {problem}"),
            }
        }
    }
    // Else nothing would have been tried out.
    assert!(read > 500, "only {read} were read");
}
