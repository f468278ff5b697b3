//! Files that can't be read, and the sentence that says why.

use super::make::{
    Biff, Xlsx, biff, biff_cell, brt, brt_cell, brt_row, compound, ods, ods_rows, say_size, xls_stream, xlsb, xlsx, xlsx_rows, zipped,
    zipped_by,
};
use super::{fixture, read};

/// The sentence a file is refused with.
fn refused(bytes: &[u8]) -> String {
    match read(bytes, None) {
        Ok((staging, _)) => panic!("it was read: {staging:?}"),
        Err(problem) => problem.to_string(),
    }
}

fn text_parts(parts: &[(&str, &str)]) -> Vec<u8> {
    zipped(&parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect::<Vec<_>>())
}

const PROTECTED: &str =
    "Projektmappen er beskyttet med en adgangskode. Åbn den i Excel eller LibreOffice, fjern adgangskoden, og gem den igen.";
const CUT_SHORT: &str = "Filen er beskadiget eller kun hentet delvist. Hent den igen, og prøv med den nye fil.";
const SAVE_AGAIN: &str = "Åbn det i Excel eller LibreOffice, gem det igen, og prøv med den nye fil.";

#[test]
fn workbooks_with_a_password() {
    for name in ["laast.xlsx", "laast.xls", "laast.ods"] {
        assert_eq!(refused(&fixture(name)), PROTECTED, "{name}");
    }
    // As the newest LibreOffice writes them.
    assert_eq!(refused(&text_parts(&[("mimetype", "x"), ("META-INF/manifest.xml", "<x/>"), ("encrypted-package", "x")])), PROTECTED);
    // Locked by a program for archives.
    let mut archive = xlsx_rows("<row><c><v>1</v></c></row>");
    for (sign, place) in [(b"PK\x01\x02", 8), (b"PK\x03\x04", 6)] {
        let entries: Vec<usize> = (0..archive.len() - 4).filter(|start| archive[*start..].starts_with(sign)).collect();
        entries.iter().for_each(|entry| archive[entry + place] |= 1);
    }
    assert_eq!(refused(&archive), PROTECTED);
}

#[test]
fn other_files_in_the_same_containers() {
    let documents = [("word/document.xml", "et Word-dokument"), ("ppt/presentation.xml", "en PowerPoint-præsentation")];
    for (part, what) in documents {
        let sentence = refused(&text_parts(&[("[Content_Types].xml", "<Types/>"), (part, "<x/>")]));
        assert_eq!(sentence, format!("Filen er {what}. Sæt fordringerne ind i et regneark, eller hent dem fra fagsystemet."));
    }
    let open = [
        ("text", "et tekstdokument"),
        ("presentation", "en præsentation"),
        ("graphics", "et OpenDocument-dokument, der ikke er et regneark"),
    ];
    for (kind, what) in open {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        let sentence = refused(&text_parts(&[("mimetype", &kind), ("content.xml", "<x/>")]));
        assert_eq!(sentence, format!("Filen er {what}. Sæt fordringerne ind i et regneark, eller hent dem fra fagsystemet."));
    }
    let old = [
        ("WordDocument", "et Word-dokument"),
        ("PowerPoint Document", "en PowerPoint-præsentation"),
        ("__properties_version1.0", "en e-mail fra Outlook"),
        ("Noget andet", "et dokument fra et ældre program, og der er ikke noget regneark i det"),
    ];
    for (stream, what) in old {
        let sentence = refused(&compound(stream, &[0; 5000]));
        assert_eq!(sentence, format!("Filen er {what}. Sæt fordringerne ind i et regneark, eller hent dem fra fagsystemet."));
    }
}

#[test]
fn archives() {
    let unpack = "Pak det ud, og slip filen med fordringer.";
    assert_eq!(refused(&text_parts(&[("fordringer.csv", "a;b")])), format!("Filen er et zip-arkiv med én fil. {unpack}"));
    assert_eq!(
        refused(&text_parts(&[("a.csv", "a"), ("mappe/", ""), ("mappe/b.csv", "b")])),
        format!("Filen er et zip-arkiv med 2 filer. {unpack}")
    );
    assert_eq!(refused(&zipped(&[])), "Filen er et zip-arkiv uden filer i. Hent fordringerne igen fra fagsystemet.");
    let names: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    let many: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    assert_eq!(refused(&zipped_by(zip::CompressionMethod::Stored, &many)), format!("Filen er et zip-arkiv med 10.001 filer. {unpack}"));
}

#[test]
fn files_that_are_not_whole() {
    let xlsx = fixture("fordringer.xlsx");
    assert_eq!(refused(&xlsx[..xlsx.len() / 2]), CUT_SHORT);
    assert_eq!(refused(b"PK\x03\x04"), CUT_SHORT);
    let xls = fixture("fordringer.xls");
    assert_eq!(refused(&xls[..xls.len() / 2]), CUT_SHORT);
    assert_eq!(refused(b"\xD0\xCF\x11\xE0"), CUT_SHORT);
    let mut zeros = xls;
    zeros[512..].fill(0);
    assert_ne!(refused(&zeros), "");
    // A letter in the middle of a part is another one.
    let mut changed = fixture("fordringer.ods");
    let middle = changed.windows(11).position(|name| name == b"content.xml").expect("the part") + 300;
    changed[middle] ^= 0x40;
    assert!(refused(&changed).contains("beskadiget"));
    // It is larger than it says.
    for size in [0, 1000] {
        let mut lying = xlsx_rows(&"<row><c><v>1</v></c></row>".repeat(20_000));
        say_size(&mut lying, size);
        assert!(refused(&lying).contains("beskadiget"));
    }
}

#[test]
fn workbooks_without_rows() {
    let nothing = "Ingen af projektmappens ark har rækker. Vælg en fil med fordringer, eller hent den igen fra fagsystemet.";
    let blank = "<row><c t=\"str\"><v> </v></c><c s=\"1\"/></row>";
    for empty in [xlsx_rows(""), xlsx_rows(blank), xlsx(""), ods(""), ods_rows("<table:table-row/>"), xlsb(&[], &[], &[], false)] {
        assert_eq!(refused(&empty), nothing);
    }
    assert_eq!(refused(&compound("Workbook", &xls_stream(Biff::Eight, &[], &[]))), nothing);
    let no_sheets = Xlsx { sheets: Vec::new(), ..Xlsx::of("") };
    assert_eq!(refused(&no_sheets.bytes()), nothing);

    let mixed = fixture("blandet.xlsx");
    let problem = |sheet| read(&mixed, Some(sheet)).expect_err("no rows").to_string();
    assert_eq!(problem(3), "Arket «Tom» har ingen rækker. Vælg et andet ark.");
    assert_eq!(problem(4), "Projektmappen har ikke noget ark nummer 5: den har 4. Vælg et andet ark.");
}

#[test]
fn damaged_workbooks_are_told_where() {
    let damaged = |what: &str| format!("Regnearket er beskadiget: {what}. {SAVE_AGAIN}");
    let row = |row: &str| refused(&xlsx_rows(row));
    let cases = [
        (row("<row><c t=\"s\"><v>0</v></c></row>"), "celle A1 henviser til en tekst, der ikke er i filen"),
        (row("<row r=\"5\"><c><v>1</v></c></row><row r=\"4\"><c><v>1</v></c></row>"), "række 4 står ikke i rækkefølge"),
        (row("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"><c><v>1</v></c></row>"), "række 5 står ikke i rækkefølge"),
        (row("<row r=\"x\"><c><v>1</v></c></row>"), "en række siger ikke, hvor den står"),
        (row("<row><c r=\"?\"><v>1</v></c></row>"), "en celle siger ikke, hvor den står"),
        (row("<row><c s=\"x\"><v>1</v></c></row>"), "en celle siger ikke, hvilket format den har"),
        (row("<row><c r=A1><v>1</v></c></row>"), "et «c»-element er skrevet forkert"),
        (row("<row><c><v>1</c></row>"), "delen «xl/worksheets/sheet1.xml» kan ikke læses"),
        (refused(&xlsx("<sheetData><row><c><v>1</v></c>")), "delen «xl/worksheets/sheet1.xml» kan ikke læses"),
        (refused(&ods_rows("<table:table-row table:number-rows-repeated=\"mange\"/>")), "et antal er ikke et tal"),
        (refused(&ods("</x>")), "delen «content.xml» kan ikke læses"),
        (refused(&xlsb(&[brt_row(0, false), brt_cell(7, 1, 0, &[9, 0, 0, 0])], &[], &[], false)), "celle B1 kan ikke læses"),
        (refused(&xlsb(&[brt_row(0, false), brt_cell(5, 1, 0, &[9, 0, 0, 0])], &[], &[], false)), "celle B1 kan ikke læses"),
        (
            refused(&xlsb(&[brt_row(0, false), brt(200, &[7; 50])[..20].to_vec()], &[], &[], false)),
            "delen «xl/worksheets/sheet1.bin» kan ikke læses",
        ),
        (xls(&[biff_cell(0xFD, 4, 1, 0, &[9, 0, 0, 0])]), "celle B5 kan ikke læses"),
        (xls(&[biff_cell(0x203, 4, 1, 0, &[9, 0, 0, 0])]), "celle B5 kan ikke læses"),
        (xls(&[biff_cell(0x204, 4, 1, 0, b"\x09\x00\x00kort")]), "celle B5 kan ikke læses"),
        (xls(&[biff_cell(0x203, 4, 256, 0, &[0; 8])]), "celle IW5 er uden for arket"),
        (xls(&[biff_cell(6, 0, 0, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), biff(0x207, b"\x09\x00\x00kort")]), "en af dets tekster er afbrudt"),
        (refused(&compound("Workbook", &[0; 5000])), "det begynder ikke, som det skal"),
        (refused(&compound("Workbook", &biff(0x809, &[0, 4, 5, 0]))), "det siger ikke, hvilken udgave af Excel det er fra"),
    ];
    for (sentence, what) in cases {
        assert_eq!(sentence, damaged(what));
    }
    let without = |part: &str| {
        let parts = Xlsx::of("").parts();
        zipped(&parts.iter().filter(|(name, _)| name != part).map(|(name, content)| (name.as_str(), content.clone())).collect::<Vec<_>>())
    };
    assert_eq!(refused(&without("xl/worksheets/sheet1.xml")), damaged("delen «xl/worksheets/sheet1.xml» mangler"));
    // Without the sheet's end it isn't known that all rows are there.
    let mut stream = xls_stream(Biff::Eight, &[], &[biff_cell(0x203, 0, 0, 0, &[0; 8])]);
    stream.truncate(stream.len() - 4);
    assert_eq!(refused(&compound("Workbook", &stream)), CUT_SHORT);
    // A damaged sheet doesn't stand in the way of another.
    let sheets = vec![
        ("Ét", "visible", "<sheetData><row r=\"?\">".to_owned()),
        ("To", "visible", "<sheetData><row><c><v>1</v></c></row></sheetData>".to_owned()),
    ];
    assert_eq!(read(&Xlsx { sheets, ..Xlsx::of("") }.bytes(), None).expect("the other sheet").0.sheet, Some(1));
}

fn xls(cells: &[Vec<u8>]) -> String {
    refused(&compound("Workbook", &xls_stream(Biff::Eight, &[], cells)))
}

#[test]
fn more_than_is_read() {
    let cases = [
        (xlsx_rows("<row r=\"1048577\"><c><v>1</v></c></row>"), "Filen har flere rækker i et ark end grænsen på 1.048.576."),
        (xlsx_rows("<row><c r=\"XFE1\"><v>1</v></c></row>"), "Filen har flere kolonner i et ark end grænsen på 16.384."),
        (
            ods_rows(
                "<table:table-row><table:table-cell table:number-columns-repeated=\"16385\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
            ),
            "Filen har flere kolonner i et ark end grænsen på 16.384.",
        ),
        (
            Xlsx { sheets: vec![("Ark", "visible", String::new()); 1025], ..Xlsx::of("") }.bytes(),
            "Filen har flere ark end grænsen på 1.024.",
        ),
    ];
    for (file, sentence) in cases {
        assert_eq!(refused(&file), format!("{sentence} Del den i flere filer, og tjek dem hver for sig."));
    }
    assert!(read(&xlsx_rows("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"), None).is_ok());
    let mut large = xlsx_rows("<row><c><v>1</v></c></row>");
    say_size(&mut large, u32::MAX - 1);
    let sentence = refused(&large);
    assert!(sentence.starts_with("Et ark eller en anden del af regnearket fylder mere end 512 MB, når det pakkes ud."), "{sentence}");
}
