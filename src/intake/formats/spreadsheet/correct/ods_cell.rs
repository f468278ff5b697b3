//! A row of an OpenDocument spreadsheet written anew: its edited cells, what is left of repetitions around them, and everything else as it stands.

use std::ops::Range;

use super::digits;
use super::pattern::Shape;
use crate::intake::FileProblem;
use crate::intake::formats::correct::{Ledger, NewCell, Piece, Splices, tag};

/// What says what stands in a cell, and how often it stands there.
const OLD: [&str; 8] =
    ["value-type", "value", "date-value", "time-value", "boolean-value", "string-value", "formula", "number-columns-repeated"];
/// The namespace of paragraphs.
const TEXT: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const COLUMNS_REPEATED: &str = "number-columns-repeated";
const ROWS_REPEATED: &str = "number-rows-repeated";

/// What stands before the names of elements, with the colon.
#[derive(Default)]
pub struct Names {
    office: String,
    pub table: String,
    text: String,
}

impl Names {
    /// Reads what the document's own element says of them.
    pub fn learn(&mut self, root: &str) {
        self.office = tag::prefix(root).to_owned();
        self.text = format!("{}:", tag::name_of(root, TEXT).unwrap_or("text"));
    }
}

/// A cell that is to be written.
pub struct Cell {
    pub edit: usize,
    pub holds: Holds,
    /// The style of the nearest cell like it, for one that was empty.
    pub style: Option<String>,
}

/// What a cell holds, or is to be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    Text,
    Number,
    Day,
    Bool,
    Time,
}

/// A cell's element, which may stand for several.
pub struct Old {
    /// What its element begins with.
    pub tag: String,
    pub column: u32,
    pub times: u32,
    /// Where the element stands, what is in it, and the paragraphs of that.
    pub range: Range<u64>,
    pub content: Range<u64>,
    pub paragraphs: Vec<Range<u64>>,
    pub kind: Holds,
    pub style: Option<String>,
    pub is_filled: bool,
    pub has_formula: bool,
    /// Others are calculated by its formula.
    pub is_matrix: bool,
    pub is_covered: bool,
}

impl Old {
    /// `shown`: there is text in its paragraphs.
    pub fn settle(&mut self, shown: bool) {
        let has_text = shown || tag::value(&self.tag, "string-value").is_some_and(|text| !text.is_empty());
        self.is_filled = match self.kind {
            Holds::Nothing | Holds::Text => has_text,
            _ => true,
        };
        if self.kind == Holds::Nothing && has_text {
            self.kind = Holds::Text;
        }
    }

    pub fn holds(&self, column: u32) -> bool {
        (self.column..self.column.saturating_add(self.times)).contains(&column)
    }

    pub fn style(&self) -> Option<String> {
        self.style.clone()
    }

    /// What it is as a pattern for others.
    pub fn shape(&self) -> Option<Shape> {
        match self.kind {
            _ if !self.is_filled || self.is_covered => None,
            Holds::Number => Some(Shape::Number),
            Holds::Day => Some(Shape::Day),
            Holds::Text => Some(Shape::Text),
            Holds::Nothing | Holds::Bool | Holds::Time => None,
        }
    }

    /// The element for so many cells.
    fn repeated(&self, times: u32) -> Vec<Piece> {
        if times == 0 { Vec::new() } else { around(&times_said(&self.tag, COLUMNS_REPEATED, times), &self.content) }
    }
}

/// An element with this beginning and what stood in it.
fn around(tag: &str, content: &Range<u64>) -> Vec<Piece> {
    if content.is_empty() {
        return vec![Piece::from(format!("<{tag}/>"))];
    }
    vec![Piece::from(format!("<{tag}>")), Piece::Old(content.clone()), Piece::from(format!("</{}>", tag::name(tag)))]
}

/// The beginning of an element that stands for so many.
fn times_said(tag: &str, attribute: &str, times: u32) -> String {
    if times == 1 { tag::without(tag, &[attribute]) } else { tag::with(tag, attribute, attribute, &times.to_string()) }
}

/// A row's element, which may stand for several.
pub struct Row {
    pub tag: String,
    /// Where its beginning and its end stand.
    pub begin: Range<u64>,
    pub end: Range<u64>,
    pub times: u32,
    pub first: u32,
    /// How many columns its elements reach.
    pub width: u32,
    pub found: Vec<Old>,
    /// The cells that are to be written: row, column, which of the elements they stand in, and which they are.
    pub cells: Vec<(u32, u32, Option<usize>, usize)>,
}

impl Row {
    pub fn write(&self, cells: &[Cell], names: &Names, ledger: &Ledger, splices: &mut Splices) -> Result<(), FileProblem> {
        if self.times == 1 {
            for (range, pieces) in self.changes(&self.cells, cells, names, ledger) {
                splices.add(range, pieces)?;
            }
            return Ok(());
        }
        // The row stands for several: those that are edited come out, one by one.
        let content = self.begin.end..self.end.start.max(self.begin.end);
        let mut pieces = Vec::new();
        let mut next = self.first;
        let mut rest = self.cells.as_slice();
        while let Some((row, ..)) = rest.first() {
            let of_row = rest.iter().take_while(|cell| cell.0 == *row).count();
            let (this, behind) = rest.split_at(of_row);
            rest = behind;
            pieces.extend(self.repeated(row.saturating_sub(next), &content));
            pieces.push(Piece::from(format!("<{}>", times_said(&self.tag, ROWS_REPEATED, 1))));
            let mut at = content.start;
            for (range, new) in self.changes(this, cells, names, ledger) {
                pieces.push(Piece::Old(at..range.start));
                pieces.extend(new);
                at = range.end;
            }
            pieces.push(Piece::Old(at..content.end));
            pieces.push(Piece::from(format!("</{}>", tag::name(&self.tag))));
            next = row.saturating_add(1);
        }
        pieces.extend(self.repeated(self.first.saturating_add(self.times).saturating_sub(next), &content));
        splices.add(self.begin.start..self.end.end, pieces)
    }

    fn repeated(&self, times: u32, content: &Range<u64>) -> Vec<Piece> {
        if times == 0 { Vec::new() } else { around(&times_said(&self.tag, ROWS_REPEATED, times), content) }
    }

    /// The elements of one row that are written anew, in order.
    fn changes(
        &self,
        of_row: &[(u32, u32, Option<usize>, usize)],
        cells: &[Cell],
        names: &Names,
        ledger: &Ledger,
    ) -> Vec<(Range<u64>, Vec<Piece>)> {
        let mut changes = Vec::new();
        let mut behind = (Vec::new(), self.width);
        // Of one element for several cells more than one may be edited.
        for in_one in of_row.chunk_by(|one, other| one.2 == other.2) {
            let old = in_one.first().and_then(|(.., old, _)| self.found.get((*old)?));
            let edited = in_one.iter().filter_map(|(_, column, _, cell)| Some((*column, cells.get(*cell)?)));
            match old {
                Some(old) => {
                    let (mut pieces, mut next) = (Vec::new(), old.column);
                    for (column, cell) in edited {
                        pieces.extend(old.repeated(column.saturating_sub(next)));
                        pieces.extend(cell.pieces(&old.tag, Some(old), ledger.value(cell.edit), names));
                        next = column.saturating_add(1);
                    }
                    pieces.extend(old.repeated(old.column.saturating_add(old.times).saturating_sub(next)));
                    changes.push((old.range.clone(), pieces));
                }
                None => edited.for_each(|(column, cell)| {
                    let empty = format!("{}table-cell", names.table);
                    behind.0.extend(gap(&empty, column.saturating_sub(behind.1), &names.table));
                    behind.0.extend(cell.pieces(&empty, None, ledger.value(cell.edit), names));
                    behind.1 = column.saturating_add(1);
                }),
            }
        }
        if !behind.0.is_empty() {
            let end = self.found.last().map_or(self.begin.end, |cell| cell.range.end);
            changes.push((end..end, behind.0));
        }
        changes
    }
}

/// An element for so many empty cells.
fn gap(empty: &str, cells: u32, prefix: &str) -> Option<Piece> {
    let attribute = format!("{prefix}{COLUMNS_REPEATED}");
    match cells {
        0 => None,
        1 => Some(Piece::from(format!("<{empty}/>"))),
        _ => Some(Piece::from(format!("<{}/>", tag::with(empty, COLUMNS_REPEATED, &attribute, &cells.to_string())))),
    }
}

impl Cell {
    /// The element with the value. What isn't text in it, e.g. remarks, stays.
    fn pieces(&self, tag: &str, old: Option<&Old>, value: &NewCell, names: &Names) -> Vec<Piece> {
        let said = self.said(tag, value, &names.office);
        let mut tag = tag::without(tag, &OLD);
        if !said.contains("\"currency\"") {
            tag = tag::without(&tag, &["currency"]);
        }
        if let Some(style) = &self.style
            && tag::value(&tag, "style-name").is_none()
        {
            tag = tag::with(&tag, "style-name", &format!("{}style-name", names.table), style);
        }
        let paragraphs = if *value == NewCell::Empty { String::new() } else { paragraphs(value.text(), &names.text) };
        let mut pieces = vec![Piece::from(format!("<{tag}{said}>"))];
        let mut is_written = false;
        if let Some(old) = old {
            let mut at = old.content.start;
            for paragraph in &old.paragraphs {
                pieces.push(Piece::Old(at..paragraph.start));
                if !std::mem::replace(&mut is_written, true) {
                    pieces.push(Piece::from(paragraphs.clone()));
                }
                at = paragraph.end;
            }
            pieces.push(Piece::Old(at..old.content.end));
        }
        if !is_written {
            pieces.push(Piece::from(paragraphs));
        }
        pieces.push(Piece::from(format!("</{}>", tag::name(&tag))));
        pieces
    }

    /// The attributes that say what stands in it.
    fn said(&self, tag: &str, value: &NewCell, office: &str) -> String {
        let number = tag::value(tag, "value-type").filter(|kind| matches!(*kind, "percentage" | "currency")).unwrap_or("float");
        let said = |kind: &str, attribute: &str, value: &str| format!(" {office}value-type=\"{kind}\" {office}{attribute}=\"{value}\"");
        let special = match (self.holds, value) {
            (_, NewCell::Empty) => Some(String::new()),
            (Holds::Number, value) => digits(value).map(|digits| said(number, "value", &digits)),
            (Holds::Day, NewCell::Date(date, _)) => Some(said("date", "date-value", &date.format("%Y-%m-%d").to_string())),
            (Holds::Bool, NewCell::Text(text)) if text == "ja" => Some(said("boolean", "boolean-value", "true")),
            (Holds::Bool, NewCell::Text(text)) if text == "nej" => Some(said("boolean", "boolean-value", "false")),
            _ => None,
        };
        special.unwrap_or_else(|| format!(" {office}value-type=\"string\""))
    }
}

/// Whether XML can hold the letter.
pub fn may_stand(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\r' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as paragraphs: one for each line, with blanks that would otherwise be taken for one.
fn paragraphs(text: &str, prefix: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        out.push_str(&format!("<{prefix}p>"));
        let mut blanks = 0;
        for letter in line.chars() {
            if letter == ' ' {
                blanks += 1;
                continue;
            }
            push_blanks(blanks, out.ends_with('>'), prefix, &mut out);
            blanks = 0;
            match letter {
                '\t' => out.push_str(&format!("<{prefix}tab/>")),
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                letter => out.push(letter),
            }
        }
        // At the end of a line a blank would be passed over.
        push_blanks(blanks, true, prefix, &mut out);
        out.push_str(&format!("</{prefix}p>"));
    }
    out
}

fn push_blanks(mut blanks: usize, at_edge: bool, prefix: &str, out: &mut String) {
    if blanks > 0 && !at_edge {
        out.push(' ');
        blanks -= 1;
    }
    match blanks {
        0 => {}
        1 => out.push_str(&format!("<{prefix}s/>")),
        _ => out.push_str(&format!("<{prefix}s {prefix}c=\"{blanks}\"/>")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_lines_have_marks_of_their_own() {
        assert_eq!(paragraphs("a b  c", "text:"), "<text:p>a b <text:s/>c</text:p>");
        assert_eq!(paragraphs("  a\n\n b ", "t:"), "<t:p><t:s t:c=\"2\"/>a</t:p><t:p></t:p><t:p><t:s/>b<t:s/></t:p>");
        assert_eq!(paragraphs("\t <&>", "t:"), "<t:p><t:tab/><t:s/>&lt;&amp;&gt;</t:p>");
    }

    #[test]
    fn prefixes_are_learnt() {
        let mut names = Names::default();
        names.learn("o:document-content xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:o=\"x\"");
        assert_eq!((names.office.as_str(), names.text.as_str()), ("o:", "t:"));
        names.learn("office:document-content xmlns:text=\"x\"");
        assert_eq!(names.text, "text:");
    }
}
