//! Corrected values back into NyMF's XML: the text of an element is replaced, and a missing element is put where others of its kind stand.

use std::collections::HashMap;
use std::io::Write;

use super::elements::{Element, Elements, Examiner, Origin, Traced, Tracer};
use super::names::{Id, Names};
use super::source::{Beginning, Letters, Source};
use super::{Form, Out, survey, walk};
use crate::claim::{Field, shorten};
use crate::intake::formats::OnProgress;
use crate::intake::formats::correct::{FileReader, Ledger, NewCell, Piece, Splices, Table, shared_note, tag};
use crate::intake::{Bytes, FileProblem, Mapping};

const DISPUTED: &str =
    "Feltet står flere gange med forskellige værdier i filen, og det er ikke klart, hvilken der gælder. Ret det i filen.";
const PUT_TOGETHER: &str = "Værdien står ikke selv i filen, men vises af andre elementer. Ret dem i filen.";
const MIXED: &str = "Elementet rummer andet end værdien. Ret det i filen.";
const DISAGREE: &str = "Værdien står ét sted i filen for flere skyldnere, og rettelserne er forskellige. Ret dem ens, eller ret filen.";
const OTHER_CLAIMS: &str = "Værdien står ét sted i filen for flere fordringer. Ret den ens i dem alle, eller ret filen.";
const NO_COLUMN: &str = "Filen har ikke den kolonne.";
const NO_ELEMENT: &str = "Elementet mangler i fordringen, og det er ikke klart, hvor det skal stå. Skriv det ind i filen.";
const NOT_IN_XML: &str = "Teksten har tegn, som filen ikke kan rumme.";
const ANSWER: &str = "Filen er et svar fra modtagelsen. Den rettes ikke.";

/// Writes the document with the ledger's edits.
pub(in crate::intake::formats) fn correct(
    bytes: &mut dyn Bytes,
    ledger: &mut Ledger,
    out: &mut dyn Write,
    progress: &mut OnProgress,
) -> Result<(), FileProblem> {
    // The document is read three times and then copied; each reading tells from 0 to 1000 or a half of it.
    let (beginning, mut names, mut document) = survey(bytes, &mut |share| progress(share / 2))?;
    let is_answer = document.form == Some(Form::Answer);
    let headings = document.settle(&names);
    let mut splices = Splices::default();
    if is_answer {
        ledger.leave_out_the_rest(ANSWER);
    } else {
        let mut patterns = Patterns { columns: ledger.columns(), found: HashMap::new() };
        document.out = Out::Traced(Vec::new());
        let mut tracer = Tracer { document: &mut document, elements: Elements::default(), examiner: &mut patterns };
        walk::walk(Source::new(bytes, &beginning, &mut |share| progress(250 + share / 2), 0), &mut names, &mut tracer)?;
        document.settle(&names);
        let mut writer = Editor::new(ledger, &headings, patterns);
        let mut tracer = Tracer { document: &mut document, elements: Elements::default(), examiner: &mut writer };
        walk::walk(Source::new(bytes, &beginning, &mut |share| progress(500 + share / 2), 0), &mut names, &mut tracer)?;
        splices = writer.finish()?;
    }
    let (table, start) = table(&beginning);
    splices.in_table(bytes, table, start, |letter| format!("&#{};", u32::from(letter)), &mut || progress(750))?;
    FileReader::new(bytes, progress, 750).copy(&mut splices, out)
}

/// The table of the document's letters, and where they begin: a second byte order mark isn't counted by the reader.
fn table(beginning: &Beginning) -> (Table, u64) {
    let (table, mark) = match beginning.letters {
        Letters::Utf8 => (Table::Utf8, 3),
        Letters::Windows1252 => (Table::Windows1252, 0),
        Letters::Utf16 { big_endian } => (Table::Utf16 { big_endian }, 2),
    };
    let second = if beginning.text.starts_with('\u{feff}') { mark } else { 0 };
    (table, beginning.start + second)
}

/// Where an element of a column stands: the first that was met.
struct Pattern {
    /// Whose it is: the debtor's, the claim's or the action's.
    whose: usize,
    /// The elements between that one and it.
    path: Vec<Id>,
    /// What stands before it in the same element.
    before: Vec<Id>,
    /// Its name as it is written.
    name: String,
}

/// Finds for each column where its elements stand.
struct Patterns {
    columns: Vec<u32>,
    found: HashMap<u32, Pattern>,
}

impl Examiner for Patterns {
    fn action(&mut self, elements: &Elements, rows: Vec<Traced>, _names: &Names) -> Result<(), FileProblem> {
        for row in &rows {
            for column in &self.columns {
                if self.found.contains_key(column) {
                    continue;
                }
                if let Some(pattern) = pattern(elements, row, *column) {
                    self.found.insert(*column, pattern);
                }
            }
            if self.found.len() == self.columns.len() {
                break;
            }
        }
        Ok(())
    }
}

fn pattern(elements: &Elements, row: &Traced, column: u32) -> Option<Pattern> {
    let origin = row.cells.get(column as usize)?.as_ref()?;
    let inner = elements.at(*origin.starts.first()?)?;
    let outer = elements.at((*row.starts.get(origin.whose)?)?)?;
    let path = elements.path(outer, inner)?;
    let element = elements.get(inner)?;
    let before = elements.children(element.parent?).take_while(|sibling| sibling.span.start < element.span.start);
    let before = before.filter_map(|sibling| sibling.name).collect();
    let name = tag::name(&element.tag).to_owned();
    (!name.is_empty()).then_some(Pattern { whose: origin.whose, path, before, name })
}

/// Finds where the edits are to be written.
struct Editor<'f, 'e> {
    ledger: &'f mut Ledger<'e>,
    /// The columns that edits are for.
    columns: Vec<u32>,
    /// The column that says what kind of number the debtor has: which element it stands in.
    debtor_column: Option<u32>,
    patterns: HashMap<u32, Pattern>,
    splices: Splices,
    /// New elements: where they come, what stands before them in the pattern, and what they are.
    inserts: Vec<(u64, usize, String)>,
    /// The number of the last row, and which one of that number it was.
    last: (u64, u32),
    shared: u64,
    emptied: u64,
}

/// What an edit comes to.
enum Fate {
    /// It is written there.
    Written(Vec<u64>),
    Missing {
        parent: usize,
    },
    LeftOut(String),
}

impl Examiner for Editor<'_, '_> {
    fn action(&mut self, elements: &Elements, rows: Vec<Traced>, names: &Names) -> Result<(), FileProblem> {
        let rows: Vec<(u32, Traced)> = rows.into_iter().map(|row| (self.nth(row.number), row)).collect();
        let (Some((_, first)), Some((_, last))) = (rows.first(), rows.last()) else { return Ok(()) };
        if !self.ledger.is_for(first.number..last.number + 1) {
            return Ok(());
        }
        let users = users(&rows, &self.columns);
        // What was decided of an element, by where it starts; of a missing one, by the element around it and its column.
        let mut written: HashMap<u64, usize> = HashMap::new();
        let mut missing: HashMap<(usize, u32), usize> = HashMap::new();
        for (nth, row) in &rows {
            for edit in self.ledger.of_row(row.number, *nth) {
                match self.fate(edit, elements, row, names) {
                    Fate::LeftOut(why) => self.ledger.leave_out(edit, why),
                    Fate::Missing { parent } => {
                        let column = self.ledger.column(edit);
                        let earlier = missing.get(&(parent, column)).copied();
                        if self.agrees(edit, earlier) {
                            missing.insert((parent, column), edit);
                            self.insert(edit, elements, parent);
                        }
                    }
                    Fate::Written(starts) => {
                        if let Some(why) = self.other_claims(edit, row.number, &starts, &users) {
                            self.ledger.leave_out(edit, why);
                            continue;
                        }
                        let mut earlier = starts.iter().filter_map(|start| written.get(start));
                        if earlier.any(|earlier| self.ledger.value(*earlier) != self.ledger.value(edit)) {
                            self.ledger.leave_out(edit, DISAGREE);
                            continue;
                        }
                        self.ledger.written(edit);
                        for start in starts.into_iter().filter(|start| !written.contains_key(start)).collect::<Vec<_>>() {
                            self.shared += u64::from(users.get(&start).is_some_and(|rows| rows.len() > 1));
                            written.insert(start, edit);
                            self.replace(edit, elements, start)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// The rows that show an element that is to be edited: their numbers, which of that number they are, and the column.
type Users = HashMap<u64, Vec<(u64, u32, u32)>>;

fn users(rows: &[(u32, Traced)], columns: &[u32]) -> Users {
    let mut users = Users::new();
    for (nth, row) in rows {
        for column in columns {
            let Some(Some(origin)) = row.cells.get(*column as usize) else { continue };
            for start in &origin.starts {
                users.entry(*start).or_default().push((row.number, *nth, *column));
            }
        }
    }
    users
}

impl<'f, 'e> Editor<'f, 'e> {
    fn new(ledger: &'f mut Ledger<'e>, headings: &[String], patterns: Patterns) -> Self {
        let mapping = Mapping::of_headings(headings.iter().map(String::as_str));
        let debtor_column = mapping.column(Field::SkyldnerId).and_then(|column| u32::try_from(column).ok());
        let (splices, inserts) = (Splices::default(), Vec::new());
        let Patterns { columns, found: patterns } = patterns;
        Editor { ledger, columns, debtor_column, patterns, splices, inserts, last: (0, 0), shared: 0, emptied: 0 }
    }

    /// Which of the rows with its number a row is.
    fn nth(&mut self, number: u64) -> u32 {
        self.last = if self.last.0 == number { (number, self.last.1.saturating_add(1)) } else { (number, 0) };
        self.last.1
    }

    fn fate(&self, edit: usize, elements: &Elements, row: &Traced, names: &Names) -> Fate {
        let column = self.ledger.column(edit);
        let Some(cell) = row.cells.get(column as usize) else { return Fate::LeftOut(NO_COLUMN.into()) };
        if !self.ledger.value(edit).text().chars().all(may_stand) {
            return Fate::LeftOut(NOT_IN_XML.into());
        }
        match cell {
            Some(origin) => self.there(origin, elements),
            None if *self.ledger.value(edit) == NewCell::Empty => Fate::Written(Vec::new()),
            None => self.not_there(column, elements, row, names),
        }
    }

    fn there(&self, origin: &Origin, elements: &Elements) -> Fate {
        let is_writable = |start: &u64| {
            let element = elements.at(*start).and_then(|number| elements.get(number));
            element.is_some_and(|element| !element.is_mixed && !element.tag.is_empty())
        };
        let why = match origin {
            _ if origin.is_disputed => DISPUTED,
            _ if origin.starts.is_empty() => PUT_TOGETHER,
            _ if !origin.starts.iter().all(is_writable) => MIXED,
            _ => return Fate::Written(origin.starts.clone()),
        };
        Fate::LeftOut(why.into())
    }

    /// A missing element has its place where the element around it stands.
    fn not_there(&self, column: u32, elements: &Elements, row: &Traced, names: &Names) -> Fate {
        let pattern = self.patterns.get(&column).filter(|_| self.debtor_column != Some(column));
        let Some(pattern) = pattern else { return Fate::LeftOut(NO_ELEMENT.into()) };
        let outer = row.starts.get(pattern.whose).copied().flatten().and_then(|start| elements.at(start));
        let parent = outer.and_then(|outer| elements.follow(outer, &pattern.path));
        match parent {
            Some(parent) if elements.get(parent).is_some_and(|element| element.span.end > element.span.inner) => Fate::Missing { parent },
            _ => match pattern.path.last() {
                Some(around) => Fate::LeftOut(format!(
                    "Elementet mangler i fordringen, og det gør <{}>, som det skal stå i, også. Skriv det ind i filen.",
                    shorten(names.local(Some(*around)))
                )),
                None => Fate::LeftOut(NO_ELEMENT.into()),
            },
        }
    }

    /// Whether an edit is the first for its place. Another one that wants the same is done with it.
    fn agrees(&mut self, edit: usize, earlier: Option<usize>) -> bool {
        match earlier {
            None => {
                self.ledger.written(edit);
                return true;
            }
            Some(earlier) if self.ledger.value(earlier) == self.ledger.value(edit) => self.ledger.written(edit),
            Some(_) => self.ledger.leave_out(edit, DISAGREE),
        }
        false
    }

    /// Why an element that other claims show as well can't be edited.
    fn other_claims(&self, edit: usize, number: u64, starts: &[u64], users: &Users) -> Option<&'static str> {
        let others = starts.iter().filter_map(|start| users.get(start)).flatten().filter(|(other, ..)| *other != number);
        let value = self.ledger.value(edit);
        let mut disagree = others.filter(|(number, nth, column)| self.ledger.wanted(*number, *nth, *column) != Some(value));
        disagree.next().map(|_| OTHER_CLAIMS)
    }

    /// Writes the text of an element.
    fn replace(&mut self, edit: usize, elements: &Elements, start: u64) -> Result<(), FileProblem> {
        let Some(Element { span, tag, is_nil, .. }) = elements.at(start).and_then(|number| elements.get(number)) else { return Ok(()) };
        let value = self.ledger.value(edit);
        let text = escaped(value.text());
        let is_closed_at_once = span.end == span.inner;
        if *value == NewCell::Empty {
            self.emptied += u64::from(span.inner_end > span.inner);
            if is_closed_at_once || *is_nil {
                return Ok(());
            }
        }
        let begin = tag::without(tag, &["nil"]);
        if is_closed_at_once {
            let begin = if *is_nil { begin.as_str() } else { tag };
            return self.splices.add(span.start..span.end, vec![format!("<{begin}>{text}</{}>", tag::name(tag)).into()]);
        }
        if *is_nil {
            return self.splices.add(span.start..span.inner_end, vec![format!("<{begin}>{text}").into()]);
        }
        self.splices.add(span.inner..span.inner_end, vec![text.into()])
    }

    /// Puts a missing element behind what stands before it elsewhere.
    fn insert(&mut self, edit: usize, elements: &Elements, parent: usize) {
        let Some(pattern) = self.patterns.get(&self.ledger.column(edit)) else { return };
        let element = format!("<{0}>{1}</{0}>", pattern.name, escaped(self.ledger.value(edit).text()));
        let is_before = |sibling: &&Element| sibling.name.is_some_and(|name| pattern.before.contains(&name));
        let before = elements.children(parent).filter(is_before).last();
        let (at, text) = match (before, elements.children(parent).next()) {
            (Some(sibling), _) => (sibling.span.end, format!("{}{element}", sibling.blanks)),
            (None, Some(first)) => (first.span.start, format!("{element}{}", first.blanks)),
            (None, None) => (elements.get(parent).map_or(0, |parent| parent.span.inner), element),
        };
        self.inserts.push((at, pattern.before.len(), text));
    }

    fn finish(mut self) -> Result<Splices, FileProblem> {
        self.inserts.sort_by_key(|(at, order, _)| (*at, *order));
        for (at, _, element) in self.inserts {
            self.splices.add(at..at, vec![Piece::from(element)])?;
        }
        if self.shared > 0 {
            self.ledger.notes.push(shared_note(self.shared));
        }
        match self.emptied {
            0 => {}
            1 => self.ledger.notes.push("1 værdi er slettet. Dens element står tomt i filen.".into()),
            many => self.ledger.notes.push(format!("{many} værdier er slettet. Deres elementer står tomme i filen.")),
        }
        Ok(self.splices)
    }
}

/// Whether XML can hold the letter.
fn may_stand(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // As itself it would be read as a line break.
            '\r' => out.push_str("&#13;"),
            _ => out.push(letter),
        }
    }
    out
}
