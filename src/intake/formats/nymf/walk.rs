//! Goes through a document from mark to mark, sees that it is well formed, and tells of elements and their values.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::broken;
use super::names::{Id, Names, Role};
use super::source::Source;
use crate::claim::{is_space, shorten};
use crate::intake::FileProblem;
use crate::intake::rows::CELL_LIMIT;

/// How deep elements may stand in each other.
const DEPTH: usize = 64;
/// How many attributes an element may have.
const ATTRIBUTES: usize = 64;
/// The longest name of an element, in bytes.
const NAME: usize = 256;

/// Is told of what stands in a document.
pub(super) trait Listener {
    /// An element starts: the last of the path.
    fn start(&mut self, path: &[Open], names: &Names, written: &Written) -> Result<(), FileProblem>;

    /// The last of the path holds text: all there is of a value, or text between other elements.
    fn value(&mut self, path: &[Open], names: &Names, text: &Text) -> Result<(), FileProblem>;

    /// The last of the path ends.
    fn end(&mut self, path: &[Open], names: &Names) -> Result<(), FileProblem>;
}

/// How an element's beginning is written.
pub(super) struct Written<'w> {
    /// What stands between the marks: its name and its attributes.
    pub tag: &'w str,
    /// The blanks before it, where there is nothing else.
    pub blanks: &'w str,
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub name: Option<Id>,
    /// The line where it starts, from 1.
    pub line: u64,
    pub span: Span,
    pub has_children: bool,
    /// There are remarks in it.
    pub has_remarks: bool,
    /// It says of itself that it has no value.
    pub is_nil: bool,
}

/// Where an element stands in the letters as UTF-8: its beginning, what is in it, and its end, which is zero while it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u64,
    pub inner: u64,
    pub inner_end: u64,
    pub end: u64,
}

/// The text of an element, however long, of which the beginning is held.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub kept: String,
    /// How long it is, in bytes.
    pub bytes: u64,
    is_filled: bool,
}

impl Text {
    /// Adds a piece.
    pub fn push(&mut self, part: &str) {
        // What comes after a cut would make another text of it.
        if self.bytes == self.kept.len() as u64 {
            let room = CELL_LIMIT.saturating_sub(self.kept.len());
            self.kept.push_str(&part[..part.floor_char_boundary(room)]);
        }
        self.bytes += part.len() as u64;
        self.is_filled |= part.chars().any(|letter| !is_space(letter));
    }

    /// Whether there are only blanks in it.
    pub fn is_blank(&self) -> bool {
        !self.is_filled
    }

    fn clear(&mut self) {
        self.kept.clear();
        self.bytes = 0;
        self.is_filled = false;
    }
}

/// Goes through the whole document.
///
/// # Errors
/// When it isn't well formed, asks for what isn't done, or the listener has had enough.
pub(super) fn walk(source: Source, names: &mut Names, listener: &mut dyn Listener) -> Result<(), FileProblem> {
    let mut reader = Reader::from_reader(source);
    // An element that is closed at once is told of as a start and an end.
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk { names, listener, path: Vec::new(), text: Text::default(), line: 1, at: 0..0, has_root: false, is_begun: false };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        walk.line = reader.get_mut().mark();
        let begin = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer);
        match event {
            Ok(Event::Eof) => return walk.finish(),
            Ok(event) => {
                walk.at = begin..reader.buffer_position();
                walk.event(&event)?;
            }
            Err(error) => {
                let stopped = reader.get_mut().take_problem();
                return Err(stopped.unwrap_or_else(|| walk.problem(&error)));
            }
        }
    }
}

struct Walk<'w> {
    names: &'w mut Names,
    listener: &'w mut dyn Listener,
    path: Vec<Open>,
    /// The text of the innermost element since the last mark that isn't text.
    text: Text,
    line: u64,
    /// Where the last event stands.
    at: Range<u64>,
    has_root: bool,
    /// Something else than blanks has been read.
    is_begun: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event) -> Result<(), FileProblem> {
        let is_first = !self.is_begun;
        match event {
            Event::Start(start) | Event::Empty(start) => self.start(start)?,
            Event::End(_) => self.end()?,
            Event::Text(text) => {
                self.text(text)?;
                // Blanks before the declaration do no harm.
                self.is_begun |= !text.chars().all(is_space);
                return Ok(());
            }
            Event::CData(text) => self.text(text)?,
            Event::GeneralRef(reference) => self.reference(reference)?,
            Event::DocType(declaration) => self.doctype(declaration)?,
            Event::Decl(_) if !is_first => return Err(self.second_document()),
            Event::Comment(_) | Event::PI(_) => {
                if let Some(open) = self.path.last_mut() {
                    open.has_remarks = true;
                }
            }
            Event::Decl(_) | Event::Eof => {}
        }
        self.is_begun = true;
        Ok(())
    }

    fn start(&mut self, start: &BytesStart) -> Result<(), FileProblem> {
        let line = self.line;
        let local = start.local_name().into_inner();
        self.check_name(start.name().into_inner(), local)?;
        if self.path.is_empty() && self.has_root {
            return Err(self.second_document());
        }
        if self.path.len() >= DEPTH {
            return Err(broken(format!(
                "<{}> i linje {line} ligger mere end {DEPTH} elementer inde i hinanden. Så dyb er en fil med fordringer aldrig. \
                 Hent den igen fra fagsystemet.",
                shorten(local)
            )));
        }
        let is_nil = self.attributes(start, local)?;
        let blanks = if self.text.is_blank() { std::mem::take(&mut self.text.kept) } else { String::new() };
        self.flush()?;
        if let Some(parent) = self.path.last_mut() {
            parent.has_children = true;
        }
        self.has_root = true;
        let span = Span { start: self.at.start, inner: self.at.end, ..Span::default() };
        self.path.push(Open { name: self.names.number(local), line, span, has_children: false, has_remarks: false, is_nil });
        let written = Written { tag: start, blanks: &blanks };
        let told = self.listener.start(&self.path, self.names, &written);
        // The room is used again.
        self.text.kept = blanks;
        self.text.clear();
        told
    }

    fn end(&mut self) -> Result<(), FileProblem> {
        if let Some(open) = self.path.last_mut() {
            (open.span.inner_end, open.span.end) = (self.at.start, self.at.end);
        }
        match self.path.last() {
            Some(open) if open.has_children => self.flush()?,
            Some(open) => {
                if open.is_nil {
                    self.text.clear();
                }
                self.listener.value(&self.path, self.names, &self.text)?;
            }
            None => {}
        }
        self.text.clear();
        self.listener.end(&self.path, self.names)?;
        self.path.pop();
        Ok(())
    }

    /// Tells of text that stands between elements.
    fn flush(&mut self) -> Result<(), FileProblem> {
        if !self.text.is_blank() {
            self.listener.value(&self.path, self.names, &self.text)?;
        }
        self.text.clear();
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), FileProblem> {
        if !self.path.is_empty() {
            self.text.push(text);
            return Ok(());
        }
        if text.chars().all(is_space) {
            return Ok(());
        }
        let place = if self.has_root { "efter det sidste element" } else { "før det første element" };
        Err(broken(format!(
            "I linje {} står der tekst {place}: «{}». Filen er ikke hel eller er rettet i hånden. Hent den igen fra fagsystemet.",
            self.line,
            shorten(text.trim())
        )))
    }

    fn reference(&mut self, reference: &BytesRef) -> Result<(), FileProblem> {
        match resolve(reference) {
            Some(letter) => self.text(letter.encode_utf8(&mut [0; 4])),
            None => Err(self.unknown_reference(reference)),
        }
    }

    fn unknown_reference(&self, reference: &str) -> FileProblem {
        broken(format!(
            "I linje {} står «&{};». Kun &lt; &gt; &amp; &quot; &apos; og tegn med nummer læses; andre forkortelser slås ikke op, \
             fordi de kan misbruges. Skriv tegnene selv i stedet.",
            self.line,
            shorten(reference)
        ))
    }

    fn doctype(&self, declaration: &str) -> Result<(), FileProblem> {
        let name = declaration.split(|letter: char| is_space(letter) || letter == '[').next().unwrap_or_default();
        if name.eq_ignore_ascii_case("html") {
            return Err(super::web_page());
        }
        if declaration.contains('[') {
            return Err(broken(format!(
                "Filen har sine egne regler i en DOCTYPE i linje {}. De læses ikke, fordi de kan misbruges. \
                 Hent filen igen fra fagsystemet, eller fjern DOCTYPE.",
                self.line
            )));
        }
        Ok(())
    }

    fn check_name(&self, name: &str, local: &str) -> Result<(), FileProblem> {
        if name.len() > NAME {
            return Err(broken(format!(
                "Et element i linje {} har et navn på mere end {NAME} tegn: «{}». Hent filen igen fra fagsystemet.",
                self.line,
                shorten(name)
            )));
        }
        let starts_well = local.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        let may_stand = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':' | '·' | '\u{300}'..='\u{36f}');
        if starts_well && name.chars().all(may_stand) {
            return Ok(());
        }
        Err(broken(format!(
            "I linje {} står «<{}», som ikke er et element. Står der et «<» i en tekst, skal det skrives «&lt;».",
            self.line,
            shorten(name)
        )))
    }

    /// Looks at the attributes; answers whether they say that there is no value.
    fn attributes(&self, start: &BytesStart, local: &str) -> Result<bool, FileProblem> {
        let mut is_nil = false;
        for (count, attribute) in (1..).zip(start.attributes()) {
            if count > ATTRIBUTES {
                let local = shorten(local);
                return Err(broken(format!(
                    "<{local}> i linje {} har mere end {ATTRIBUTES} attributter. Hent filen igen fra fagsystemet.",
                    self.line
                )));
            }
            let Ok(attribute) = attribute else {
                return Err(broken(format!(
                    "En attribut i <{}> i linje {} er ikke skrevet rigtigt, fx uden anførselstegn eller to gange. \
                     Hent filen igen fra fagsystemet.",
                    shorten(local),
                    self.line
                )));
            };
            // Their values aren't used, but one that asks for more than letters says that the file isn't what it seems.
            if let Some(reference) = unresolved(&attribute.value) {
                return Err(self.unknown_reference(reference));
            }
            is_nil |= attribute.key.local_name().into_inner() == "nil" && matches!(attribute.value.trim(), "true" | "1");
        }
        Ok(is_nil)
    }

    fn finish(&self) -> Result<(), FileProblem> {
        match self.path.last() {
            Some(open) => Err(cut_off(&format!("før <{}> fra linje {} er lukket", shorten(self.names.local(open.name)), open.line))),
            None if self.has_root => Ok(()),
            None => Err(broken("Filen er XML uden et eneste element. Hent den igen fra fagsystemet.".to_owned())),
        }
    }

    fn second_document(&self) -> FileProblem {
        broken(format!(
            "Filen indeholder flere XML-dokumenter efter hinanden; det næste begynder i linje {}. Gem hvert dokument i sin egen fil.",
            self.line
        ))
    }

    /// What the reader found wrong.
    fn problem(&self, error: &Error) -> FileProblem {
        let line = self.line;
        match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (expected, found) = (shorten(expected), shorten(found));
                let opened = self.path.last().map_or(line, |open| open.line);
                broken(format!(
                    "I linje {line} lukkes <{found}>, men <{expected}> fra linje {opened} er stadig åbent. \
                     Filen er rettet i hånden eller ikke hel. Hent den igen fra fagsystemet."
                ))
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => broken(format!(
                "I linje {line} lukkes <{}>, som ikke er åbnet. Filen er rettet i hånden eller ikke hel. Hent den igen fra fagsystemet.",
                shorten(found)
            )),
            Error::IllFormed(IllFormedError::UnclosedReference) => broken(format!(
                "I linje {line} står et «&», som ikke er en forkortelse. Et «&» i en tekst skal skrives «&amp;». \
                 Ret det i fagsystemet, og hent filen igen."
            )),
            Error::Syntax(SyntaxError::InvalidBangMarkup) => broken(format!(
                "I linje {line} står «<!» uden det, der skal følge efter. Filen er rettet i hånden eller ikke hel. \
                 Hent den igen fra fagsystemet."
            )),
            Error::Syntax(syntax) => cut_off(&format!("midt i {}, der begynder i linje {line}", piece(*syntax))),
            Error::Encoding(_) => broken(format!(
                "I eller efter linje {line} står der bogstaver, som ikke er UTF-8, selv om filen ikke siger andet. \
                 Gem filen som UTF-8, eller skriv den rigtige tegntabel i den første linje."
            )),
            _ => broken(format!("Linje {line} er ikke XML, der kan læses. Hent filen igen fra fagsystemet.")),
        }
    }
}

fn cut_off(place: &str) -> FileProblem {
    broken(format!("Filen holder op, {place}. Den er ikke hel: hent den igen fra fagsystemet."))
}

/// What wasn't ended.
fn piece(syntax: SyntaxError) -> &'static str {
    match syntax {
        SyntaxError::UnclosedComment => "en kommentar",
        SyntaxError::UnclosedCData => "en CDATA-tekst",
        SyntaxError::UnclosedDoctype => "en DOCTYPE",
        SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => "en oplysning mellem «<?» og «?>»",
        SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue => {
            "en attribut uden det sidste anførselstegn"
        }
        SyntaxError::UnclosedTag | SyntaxError::InvalidBangMarkup => "et element",
    }
}

/// The letter that is meant by `&…;`, if it's one of the five that always are, or given by its number.
fn resolve(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => BytesRef::new(reference).resolve_char_ref().ok().flatten(),
    }
}

/// The first `&…;` in the text that means no letter.
fn unresolved(text: &str) -> Option<&str> {
    let references = text.split('&').skip(1);
    references.map(|rest| rest.split_once(';').map_or(rest, |(name, _)| name)).find(|name| resolve(name).is_none())
}

/// Whether a claim's structure may start at the last of the path: below the choice of an action, or by a name of NyMF's own.
pub(super) fn is_content_of_action(path: &[Open], names: &Names) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    let is_named = names.local(last.name).get(..2).is_some_and(|start| start.eq_ignore_ascii_case("mf"));
    names.role(last.name) == Role::Structure && (is_named || above.iter().any(|open| names.role(open.name) == Role::Choice))
}
