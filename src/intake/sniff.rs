//! How a file's rows are laid out: letters, separator, where the headings stand, and what the columns hold.

use serde::{Deserialize, Serialize};

use super::choices::Choices;
use super::encoding::Encoding;
use super::guess::{Doubt, IsFordringstype, guess, is_value};
use super::mapping::{Basis, ColumnUse, Mapping};
use super::rows::{Row, RowReader};
use super::staged::{SEPARATOR, StagedForm, Staging};
use super::{Bytes, FileProblem};
use crate::claim::{DateOrder, DecimalMark, Field, ReadingFinding, shorten};

/// How a file's rows are laid out, and what its columns hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub form: Form,
    /// The row with the headings; `None` where there is none, or where the names of the columns stand with every value.
    pub heading_line: Option<u64>,
    /// Lines with text above the headings, shortened: report titles and the like. They are skipped.
    pub skipped: Vec<String>,
    pub mapping: Mapping,
    /// What the user should look at before the check.
    pub questions: Vec<Question>,
    /// Where the first row below the headings starts, in bytes and as a line.
    pub first_row: u64,
    pub first_row_line: u64,
}

/// What the rows are read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Separated text.
    Text { encoding: Encoding, separator: u8 },
    /// Staged rows, and the sheet's name if they come from one.
    Staged { form: StagedForm, sheet: Option<String> },
}

/// Something that can't be settled without the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// Columns were recognised by likeness or by their values.
    Guessed,
    /// No row has headings.
    NoHeadings,
    /// A column's values can be read in two ways.
    Column(usize, Doubt),
    /// Nothing says what type the claims are.
    NoFordringstype,
    /// The letters seem to be CP850.
    OldLetters,
    /// Several of the workbook's sheets hold rows.
    Sheets,
}

/// How much of the file is looked at to find encoding, separator and headings.
const HEAD: usize = 256 * 1024;
/// How far down the headings may stand.
const HEADING_LINES: usize = 30;
/// How many rows are looked at to learn what the columns hold.
const SAMPLE_ROWS: usize = 200;
/// How many columns are looked at.
const SAMPLE_COLUMNS: usize = 1000;

const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

impl Layout {
    /// Reads the rows from the first one on.
    pub fn rows<'b>(&self, bytes: &'b mut dyn Bytes) -> RowReader<'b> {
        self.rows_from(bytes, self.first_row, self.first_row_line)
    }

    /// Reads rows from a place on that is known to start one.
    pub fn rows_from<'b>(&self, bytes: &'b mut dyn Bytes, offset: u64, line: u64) -> RowReader<'b> {
        match self.form {
            Form::Text { encoding, separator } => RowReader::new(bytes, encoding, separator, offset, line),
            Form::Staged { .. } => RowReader::staged(bytes, offset),
        }
    }

    /// What stands between two cells.
    pub fn separator(&self) -> u8 {
        match self.form {
            Form::Text { separator, .. } => separator,
            Form::Staged { .. } => SEPARATOR,
        }
    }

    /// What reading a row brought to light.
    pub fn findings(&self, row: &Row) -> Vec<ReadingFinding> {
        row.findings(&self.mapping, self.has_every_cell())
    }

    /// Whether each row has a cell for every heading. Sheets and documents have none where nothing stands; only in separated text is a missing
    /// cell a sign.
    pub fn has_every_cell(&self) -> bool {
        matches!(self.form, Form::Text { .. })
    }

    /// Whether its columns are those of claims: a fordringstype, or several other stamdata.
    pub fn looks_like_claims(&self) -> bool {
        let weak = [Field::SkyldnerId, Field::SkyldnerType, Field::Beskrivelse, Field::Valuta, Field::PNummer, Field::Kundenote];
        let strong = Field::ALL.into_iter().filter(|field| !weak.contains(field) && self.mapping.column(*field).is_some()).count();
        let has_type = self.mapping.column(Field::Fordringstype).is_some() || self.mapping.constant(Field::Fordringstype).is_some();
        has_type || strong >= 2 || self.mapping.columns.iter().any(|column| column.basis == Basis::Chosen)
    }

    /// The problem with a file whose columns aren't those of claims.
    pub fn not_claims(&self) -> FileProblem {
        let headings = self.mapping.columns.iter().filter(|column| !column.heading.is_empty());
        let known = headings.clone().filter(|column| matches!(column.use_, ColumnUse::Field(_))).map(|column| shorten(&column.heading));
        let known: Vec<String> = known.take(12).collect();
        if !known.is_empty() {
            return FileProblem::NotClaims(known);
        }
        let shown = headings.map(|column| shorten(&column.heading)).take(12).collect::<Vec<_>>();
        FileProblem::NoHeading(if shown.is_empty() { self.skipped.clone() } else { shown })
    }
}

/// Finds the layout of separated text.
///
/// # Errors
/// When nothing stands in it, or it can't be read.
pub fn sniff(bytes: &mut dyn Bytes, choices: &Choices, is_type: IsFordringstype) -> Result<Layout, FileProblem> {
    let head = whole_rows(bytes, HEAD)?;
    if head.is_empty() {
        return Err(FileProblem::Empty);
    }
    let found = encoding(&head);
    let encoding = choices.encoding.map_or(found, |chosen| if found == Encoding::Utf8Bom { found } else { chosen });
    let mark = if found == Encoding::Utf8Bom { 3 } else { 0 };
    if head[mark..].iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(FileProblem::Blank);
    }
    let chosen = choices.separator.and_then(|separator| u8::try_from(separator).ok());
    let separators = SEPARATORS.into_iter().filter(|separator| chosen.is_none_or(|chosen| chosen == *separator));
    let mut best: Option<(Score, Layout)> = None;
    for separator in separators {
        let mut slice = head.as_slice();
        let mut reader = RowReader::new(&mut slice, encoding, separator, mark as u64, 1);
        let top = Top::read(&mut reader, is_type)?;
        let (score, layout) = top.layout(Form::Text { encoding, separator }, choices.heading_line);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, layout));
        }
    }
    let (_, mut layout) = best.ok_or(FileProblem::Blank)?;
    let sample = sample(&mut head.as_slice(), &layout)?;
    layout.settle(&sample, choices, is_type);
    if encoding == Encoding::Cp850 && choices.encoding.is_none() {
        layout.questions.push(Question::OldLetters);
    }
    Ok(layout)
}

/// Finds the layout of staged rows.
///
/// # Errors
/// When there are none, or they can't be read.
pub fn sniff_staged(bytes: &mut dyn Bytes, staging: &Staging, choices: &Choices, is_type: IsFordringstype) -> Result<Layout, FileProblem> {
    if staging.rows == 0 {
        return Err(FileProblem::NoRows);
    }
    let head = whole_rows(bytes, 4 * HEAD)?;
    let sheet = staging.sheet.and_then(|sheet| staging.sheets.get(sheet)).map(|sheet| sheet.name.clone());
    let form = Form::Staged { form: staging.form, sheet };
    let mut layout = if let Some(headings) = &staging.headings {
        let mapping = Mapping::of_headings(headings.iter().map(String::as_str));
        Layout { form, heading_line: None, skipped: Vec::new(), mapping, questions: Vec::new(), first_row: 0, first_row_line: 1 }
    } else {
        let mut slice = head.as_slice();
        let top = Top::read(&mut RowReader::staged(&mut slice, 0), is_type)?;
        top.layout(form, choices.heading_line).1
    };
    for column in &mut layout.mapping.columns {
        column.style.days_from_1904 = staging.days_from_1904;
        if staging.form == StagedForm::Xml {
            // XML's decimal numbers have a point before the decimals and nothing at thousands.
            column.style.decimals = DecimalMark::Point;
        }
    }
    let sample = sample(&mut head.as_slice(), &layout)?;
    layout.settle(&sample, choices, is_type);
    // The message is what is sent: an element that isn't there is a value that isn't there.
    layout.mapping.is_whole = staging.form == StagedForm::Xml;
    let with_rows = staging.sheets.iter().filter(|sheet| sheet.rows > 1).count();
    if with_rows > 1 && choices.sheet.is_none() {
        layout.questions.push(Question::Sheets);
    }
    Ok(layout)
}

/// The beginning of the file up to the last line's end in it, or all of it.
fn whole_rows(bytes: &mut dyn Bytes, most: usize) -> Result<Vec<u8>, FileProblem> {
    let mut head = bytes.head(most)?;
    if (head.len() as u64) < bytes.len()
        && let Some(end) = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'))
    {
        head.truncate(end + 1);
    }
    Ok(head)
}

/// The first rows under a layout. `head` ends with a whole row.
fn sample(head: &mut dyn Bytes, layout: &Layout) -> Result<Vec<Vec<String>>, FileProblem> {
    let mut reader = layout.rows(head);
    let mut rows = Vec::new();
    while rows.len() < SAMPLE_ROWS {
        let Some(row) = reader.next_row()? else { break };
        if !row.is_empty() {
            rows.push((0..row.len().min(SAMPLE_COLUMNS)).map(|column| row.cell(column).to_owned()).collect());
        }
    }
    Ok(rows)
}

impl Layout {
    /// Gives the columns their fields and styles, and notes what is to be asked.
    fn settle(&mut self, sample: &[Vec<String>], choices: &Choices, is_type: IsFordringstype) {
        // Rows may be wider than the headings, and the columns without one hold something too.
        let width = sample.iter().map(Vec::len).max().unwrap_or_default();
        if self.mapping.columns.is_empty() || matches!(self.form, Form::Staged { .. }) {
            let added = width.saturating_sub(self.mapping.columns.len());
            let mut headings: Vec<String> = self.mapping.columns.iter().map(|column| column.heading.clone()).collect();
            headings.extend(std::iter::repeat_n(String::new(), added));
            let styles: Vec<_> = self.mapping.columns.iter().map(|column| column.style).collect();
            self.mapping = Mapping::of_headings(headings.iter().map(String::as_str));
            for (column, style) in self.mapping.columns.iter_mut().zip(styles) {
                column.style = style;
            }
        }
        self.mapping.apply(choices);
        let doubts = guess(&mut self.mapping, sample, is_type);
        // Once more: what the user has said about styles holds over what the values seem to say, and unused columns stay unused.
        self.mapping.apply(choices);
        let style = |column: usize| self.mapping.columns.get(column).map(|column| column.style).unwrap_or_default();
        let is_open = |(column, doubt): &(usize, Doubt)| match doubt {
            Doubt::MonthFirst => style(*column).dates == DateOrder::Unclear,
            Doubt::Decimals => matches!(style(*column).decimals, DecimalMark::Unsaid | DecimalMark::Unclear),
        };
        let doubts: Vec<(usize, Doubt)> = doubts.into_iter().filter(is_open).collect();
        self.questions.clear();
        if self.mapping.columns.iter().all(|column| column.heading.is_empty()) {
            self.questions.push(Question::NoHeadings);
        }
        if self.mapping.columns.iter().any(|column| matches!(column.basis, Basis::Likeness | Basis::Content)) {
            self.questions.push(Question::Guessed);
        }
        self.questions.extend(doubts.into_iter().map(|(column, doubt)| Question::Column(column, doubt)));
        if self.mapping.column(Field::Fordringstype).is_none() && self.mapping.constant(Field::Fordringstype).is_none() {
            self.questions.push(Question::NoFordringstype);
        }
    }
}

/// How well a separator fits: known headings first, then how evenly it divides the lines.
type Score = (usize, usize);

/// The rows at the top of the file, with where each stands.
struct Top {
    rows: Vec<TopRow>,
    /// Where the row after the last one starts.
    end: (u64, u64),
}

struct TopRow {
    line: u64,
    cells: Vec<String>,
    start: (u64, u64),
    filled: usize,
    values: usize,
    known: usize,
}

impl Top {
    fn read(reader: &mut RowReader, is_type: IsFordringstype) -> Result<Top, FileProblem> {
        let mut rows = Vec::new();
        let mut end = reader.position();
        while rows.len() < HEADING_LINES {
            let Some(row) = reader.next_row()? else { break };
            let cells: Vec<String> = (0..row.len().min(SAMPLE_COLUMNS)).map(|column| row.cell(column).to_owned()).collect();
            let start = (row.offset, row.line);
            if !row.is_empty() {
                let filled = cells.iter().filter(|cell| !cell.trim_matches(crate::claim::is_space).is_empty()).count();
                let values = cells.iter().filter(|cell| is_value(cell, is_type)).count();
                let known = Mapping::of_headings(cells.iter().map(String::as_str)).recognised();
                rows.push(TopRow { line: row.line, cells, start, filled, values, known });
            }
            end = reader.position();
        }
        Ok(Top { rows, end })
    }

    /// The layout that these rows have, and how well it fits.
    fn layout(&self, form: Form, chosen_line: Option<u64>) -> (Score, Layout) {
        let heading = match chosen_line {
            Some(0) => None,
            Some(line) => self.rows.iter().position(|row| row.line == line).or_else(|| self.heading()),
            None => self.heading(),
        };
        let first = heading.map_or_else(|| self.first_without_heading(), |heading| heading + 1);
        let (first_row, first_row_line) = self.rows.get(first).map_or(self.end, |row| row.start);
        let skipped = self.rows[..heading.unwrap_or(first)].iter().filter(|row| !row.is_separator_line());
        let skipped = skipped.map(|row| shorten(row.cells.join(" ").trim())).collect();
        let headings = heading.map(|heading| self.rows[heading].cells.iter().map(String::as_str)).into_iter().flatten();
        let known = heading.map_or(0, |heading| self.rows[heading].known);
        let layout = Layout {
            form,
            heading_line: heading.map(|heading| self.rows[heading].line),
            skipped,
            mapping: Mapping::of_headings(headings),
            questions: Vec::new(),
            first_row,
            first_row_line,
        };
        ((known, self.evenness()), layout)
    }

    /// The row with the headings: the first with names we know, else one of words above rows of values.
    fn heading(&self) -> Option<usize> {
        let known = self.rows.iter().enumerate().position(|(place, row)| {
            // One known word could be chance in a title; a file of one column has only that one.
            row.known >= 2 || (row.known == 1 && row.cells.len() == 1 && place == 0)
        });
        known.or_else(|| {
            (0..self.rows.len()).find(|place| {
                let row = &self.rows[*place];
                let below = &self.rows[place + 1..];
                let widest = below.iter().map(|row| row.filled).max().unwrap_or_default();
                row.filled >= 2
                    && row.values == 0
                    && row.filled * 2 >= widest
                    && (below.iter().take(5).any(|row| row.values > 0) || self.rows.iter().all(|row| row.values == 0))
            })
        })
    }

    /// The first row of values, in a file without headings.
    fn first_without_heading(&self) -> usize {
        let widest = self.rows.iter().map(|row| row.filled).max().unwrap_or_default();
        self.rows.iter().position(|row| row.values > 0 && row.filled * 2 >= widest).unwrap_or_default()
    }

    /// How many rows have the commonest number of cells, weighted by that number. One cell a row divides nothing.
    fn evenness(&self) -> usize {
        let widths: Vec<usize> = self.rows.iter().map(|row| row.cells.len()).filter(|width| *width > 1).collect();
        widths.iter().map(|width| widths.iter().filter(|other| *other == width).count() * width.min(&40)).max().unwrap_or_default()
    }
}

impl TopRow {
    /// The line `sep=;` that tells a spreadsheet program the separator.
    fn is_separator_line(&self) -> bool {
        self.cells.first().is_some_and(|cell| cell.starts_with("sep="))
    }
}

fn encoding(head: &[u8]) -> Encoding {
    if head.starts_with(b"\xEF\xBB\xBF") {
        return Encoding::Utf8Bom;
    }
    // Lines put together from several systems may differ. The table that most of them are written in is the file's.
    let (mut utf8, mut other) = (0, 0);
    for line in head.split(|byte| matches!(byte, b'\n' | b'\r')) {
        match std::str::from_utf8(line) {
            Ok(text) => utf8 += usize::from(!text.is_ascii()),
            // A head without a line's end in it may end inside a letter.
            Err(error) if error.error_len().is_none() && line.len() == HEAD => utf8 += 1,
            Err(_) => other += 1,
        }
    }
    if other <= utf8 {
        return Encoding::Utf8;
    }
    // æ, ø and å in both cases, where they touch another letter.
    let touching = |letters: &[u8]| {
        let is = |byte: &u8| letters.contains(byte);
        let touches = |pair: &&[u8]| (is(&pair[0]) && pair[1].is_ascii_alphabetic()) || (is(&pair[1]) && pair[0].is_ascii_alphabetic());
        head.windows(2).filter(touches).count()
    };
    let windows = touching(b"\xE6\xF8\xE5\xC6\xD8\xC5");
    let old = touching(b"\x91\x9B\x86\x92\x9D\x8F");
    if old > windows { Encoding::Cp850 } else { Encoding::Windows1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_type(text: &str) -> bool {
        matches!(text, "KFDAINS" | "KFBILØK" | "DFHUSLJ")
    }

    fn sniffed(bytes: &[u8]) -> Result<Layout, FileProblem> {
        let mut bytes = bytes;
        sniff(&mut bytes, &Choices::default(), is_type)
    }

    fn text_form(layout: &Layout) -> (Encoding, u8) {
        match layout.form {
            Form::Text { encoding, separator } => (encoding, separator),
            Form::Staged { .. } => panic!("staged"),
        }
    }

    #[test]
    fn separators_and_encodings_are_found() {
        for (text, separator) in [
            ("fordringstype;hovedstol;beloeb\nKFDAINS;1;1\n", b';'),
            ("fordringstype,hovedstol,beloeb\nKFDAINS,1,1\n", b','),
            ("fordringstype\thovedstol\tbeloeb\nKFDAINS\t1\t1\n", b'\t'),
            ("fordringstype|hovedstol|beloeb\nKFDAINS|1|1\n", b'|'),
            ("sep=,\r\nfordringstype,hovedstol,beloeb\r\n", b','),
            ("\"fordringstype\";\"Beløb, kr.\";\"beloeb\"\n", b';'),
            // Without a heading that is known, by how it divides the lines.
            ("Kode;Kr, øre;Dag\nKFDAINS;1,50;01-01-2026\nKFDAINS;2,50;01-01-2026\n", b';'),
            ("KFDAINS\t1,50\t01-01-2026\nKFDAINS\t2,50\t01-01-2026\n", b'\t'),
        ] {
            let layout = sniffed(text.as_bytes()).unwrap();
            assert_eq!(text_form(&layout).1, separator, "{text}");
            assert_eq!(layout.mapping.column(Field::Fordringstype), Some(0), "{text}");
        }
        let encoding_of = |bytes: &[u8]| text_form(&sniffed(bytes).unwrap()).0;
        assert_eq!(encoding_of(b"fordringstype;Bel\xF8b\n"), Encoding::Windows1252);
        assert_eq!(encoding_of("fordringstype;Beløb\n".as_bytes()), Encoding::Utf8);
        assert_eq!(encoding_of(b"fordringstype;Bel\xC3\xB8b\nK\xC3\x98;1\nK\xD8;1\n"), Encoding::Utf8);
        let with_mark = sniffed("\u{feff}fordringstype;Beløb\n".as_bytes()).unwrap();
        assert_eq!((text_form(&with_mark).0, with_mark.mapping.recognised()), (Encoding::Utf8Bom, 2));
        let old = sniffed(b"fordringstype;Bel\x9Bb\nKFDAINS;1\n").unwrap();
        assert_eq!((text_form(&old).0, old.questions.contains(&Question::OldLetters)), (Encoding::Cp850, true));
        assert_eq!(old.mapping.column(Field::Beloeb), Some(1));
    }

    #[test]
    fn what_the_user_chose_holds() {
        let text = b"Titel;x\nfordringstype;beloeb;dato\nKFDAINS;1.234;03-25-2026\n";
        let mut bytes = &text[..];
        let choices = Choices { encoding: Some(Encoding::Cp850), separator: Some(','), heading_line: Some(0), ..Choices::default() };
        let layout = sniff(&mut bytes, &choices, is_type).unwrap();
        assert_eq!((text_form(&layout), layout.heading_line), ((Encoding::Cp850, b','), None));
        let choices = Choices { heading_line: Some(1), ..Choices::default() };
        let mut bytes = &text[..];
        let layout = sniff(&mut bytes, &choices, is_type).unwrap();
        assert_eq!((layout.heading_line, layout.first_row_line), (Some(1), 2));
    }

    #[test]
    fn titles_above_the_headings_are_told() {
        let layout = sniffed(b"Restanceliste;;\n\nUdskrevet 1. november;;\nfordringstype;hovedstol;beloeb\nKFDAINS;1;1\n").unwrap();
        assert_eq!(layout.heading_line, Some(4));
        assert_eq!(layout.skipped, ["Restanceliste", "Udskrevet 1. november"]);
        assert_eq!(layout.first_row_line, 5);
    }

    #[test]
    fn headings_nobody_knows_are_told_from_rows() {
        let layout = sniffed(b"Liste over krav\nKode;Kapital;Den dag\nKFDAINS;1;01-01-2026\nDFHUSLJ;2;01-01-2026\n").unwrap();
        assert_eq!((layout.heading_line, layout.first_row_line), (Some(2), 3));
        assert_eq!(layout.mapping.columns[1].heading, "Kapital");
        assert_eq!(layout.mapping.columns[0].basis, Basis::Content);
        assert_eq!(layout.mapping.columns[0].samples, ["KFDAINS", "DFHUSLJ"]);
        let bare = sniffed(b"KFDAINS;1;01-01-2026\nDFHUSLJ;2;01-01-2026\n").unwrap();
        assert_eq!((bare.heading_line, bare.first_row_line, bare.mapping.columns.len()), (None, 1, 3));
        assert!(bare.questions.contains(&Question::NoHeadings));
    }

    #[test]
    fn likely_columns_are_asked_about() {
        let text = b"Kravtype;Stiftet;Forfalder den;Sidste betalingsdato;Restgaeld i kr.\nKFDAINS;01-01-2026;01-02-2026;15-02-2026;12,50\n";
        let layout = sniffed(text).unwrap();
        let held: Vec<Option<Field>> = (0..5).map(|column| layout.mapping.field(column)).collect();
        assert_eq!(
            held,
            [Some(Field::Fordringstype), Some(Field::Stiftelsesdato), Some(Field::Forfaldsdato), Some(Field::Srb), Some(Field::Beloeb)]
        );
        assert_eq!(layout.questions, [Question::Guessed]);
        let canonical = sniffed(b"fordringstype;beloeb\nKFDAINS;1\n").unwrap();
        assert_eq!(canonical.questions, []);
    }

    #[test]
    fn ways_of_writing_are_asked_about_when_they_matter() {
        let questions = |text: &str| sniffed(format!("fordringstype;{text}\n").as_bytes()).unwrap().questions;
        assert_eq!(questions("forfaldsdato\nKFDAINS;03-04-2026"), []);
        let american = questions("forfaldsdato\nKFDAINS;03-04-2026\nKFDAINS;04-25-2026");
        assert_eq!(american, [Question::Column(1, Doubt::MonthFirst)]);
        assert_eq!(questions("forfaldsdato\nKFDAINS;25-04-2026\nKFDAINS;04-25-2026"), [], "the second is simply wrong");
        // Another column of the same file tells of this one, which could be read in both ways.
        let beside = questions("forfaldsdato;periode_slut;stiftelsesdato\nKFDAINS;03-01-2026;03-31-2026;2026-03-01");
        assert_eq!(beside, [Question::Column(1, Doubt::MonthFirst), Question::Column(2, Doubt::MonthFirst)]);
        assert_eq!(questions("forfaldsdato;periode_slut\nKFDAINS;03-01-2026;31-03-2026\nKFDAINS;03-01-2026;03-31-2026"), []);
        let beside = questions("hovedstol;beloeb\nKFDAINS;1.234;617.50");
        assert_eq!(beside, [Question::Column(1, Doubt::Decimals)]);
        assert_eq!(questions("hovedstol;beloeb\nKFDAINS;1.234;617,50"), []);
        assert_eq!(questions("beloeb\nKFDAINS;1.234\nKFDAINS;1.234,50"), []);
        assert_eq!(questions("beloeb\nKFDAINS;1.234\nKFDAINS;2825.50"), [Question::Column(1, Doubt::Decimals)]);
        assert_eq!(questions("beloeb\nKFDAINS;1,234\nKFDAINS;28,50"), [Question::Column(1, Doubt::Decimals)]);
        assert_eq!(questions("beskrivelse\nKFDAINS;04-25-2026\nKFDAINS;1,234"), [], "a text is a text");
    }

    #[test]
    fn a_wrong_file_is_told() {
        assert_eq!(sniffed(b""), Err(FileProblem::Empty));
        assert_eq!(sniffed(b" \r\n\r\n"), Err(FileProblem::Blank));
        assert_eq!(sniffed(b"\xEF\xBB\xBF\r\n"), Err(FileProblem::Blank));
        for (text, problem) in [
            ("navn;adresse\nA;B\n", FileProblem::NoHeading(vec!["navn".into(), "adresse".into()])),
            (
                "CPR;Navn;Stilling;Ansat\n6902501234;Anna And;pædagog;01-01-2020\n6902501242;Bo And;leder;01-01-2021\n",
                FileProblem::NotClaims(vec!["CPR".into()]),
            ),
        ] {
            let layout = sniffed(text.as_bytes()).unwrap();
            assert!(!layout.looks_like_claims(), "{text}");
            assert_eq!(layout.not_claims(), problem, "{text}");
        }
        assert!(sniffed(b"fordringstype;navn\n").unwrap().looks_like_claims());
    }
}
