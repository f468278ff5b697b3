//! A part in XML, event by event, with bounds on how deep it goes.

use std::borrow::Cow;
use std::io::{BufRead, Read};
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::package::{Package, Part, Role};
use super::sentences::damaged;
use super::source::Watch;
use crate::intake::FileProblem;

/// How deep elements may stand in each other.
const DEPTH: u32 = 256;
/// The byte order mark of UTF-8, which the reader passes over and doesn't count.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// The most that is looked at of an element that was found by its name.
const ATTRIBUTES: u64 = 4096;

/// A part that is being read.
pub struct Xml<'p, 's> {
    reader: Reader<Part<'p, 's>>,
    buffer: Vec<u8>,
    depth: u32,
    watch: Watch,
    name: String,
    /// How many bytes stand before the first letter.
    mark: u64,
    /// Where the last event began, without the mark.
    begin: u64,
}

impl<'p, 's> Xml<'p, 's> {
    /// Opens a part of the package.
    pub fn open(package: &'p mut Package<'s>, name: &str, role: Role) -> Result<Self, FileProblem> {
        let watch = package.watch.clone();
        let mut part = package.part(name, role)?;
        let unreadable = |_| watch.or(damaged(&format!("delen «{name}» kan ikke læses")));
        let mark = if part.fill_buf().map_err(unreadable)?.starts_with(MARK) { MARK.len() as u64 } else { 0 };
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Ok(Xml { reader, buffer: Vec::new(), depth: 0, watch, name: name.to_owned(), mark, begin: 0 })
    }

    /// The next event. An element without content begins and ends like any other.
    pub fn next(&mut self) -> Result<Event<'_>, FileProblem> {
        self.buffer.clear();
        self.reader.get_mut().mark();
        self.begin = self.reader.buffer_position();
        let unreadable = || damaged(&format!("delen «{}» kan ikke læses", self.name));
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| self.watch.or(unreadable()))?;
        match event {
            Event::Start(_) if self.depth >= DEPTH => return Err(unreadable()),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(unreadable()),
            _ => {}
        }
        Ok(event)
    }

    /// Where the last event stands in the part. The end of an element without content stands behind it and takes up nothing.
    pub fn span(&self) -> Range<u64> {
        self.mark + self.begin..self.mark + self.reader.buffer_position()
    }

    /// How much of the part has been read.
    pub fn unpacked(&self) -> u64 {
        self.reader.get_ref().unpacked()
    }

    /// Passes over everything up to the next element of that name, with its prefix, and answers what is between its name and its end.
    ///
    /// This sees no other marks, and is many times faster. No events can be read afterwards.
    pub fn next_named(&mut self, name: &str) -> Result<Option<String>, FileProblem> {
        let unreadable = || damaged(&format!("delen «{}» kan ikke læses", self.name));
        let part = self.reader.get_mut();
        let mut found = Vec::new();
        if part.pass(format!("<{name} ").as_bytes()).map_err(|_| self.watch.or(unreadable()))? {
            part.take(ATTRIBUTES).read_until(b'>', &mut found).map_err(|_| self.watch.or(unreadable()))?;
            return Ok(Some(String::from_utf8_lossy(&found).trim_end_matches(['>', '/']).to_owned()));
        }
        Ok(None)
    }

    /// Reads past the end of the element that has just begun.
    pub fn skip(&mut self) -> Result<(), FileProblem> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }
}

/// The values of some attributes, by their names without prefix. The first of a name counts.
pub fn attributes<'e, const N: usize>(element: &'e BytesStart, names: [&str; N]) -> Result<[Option<Cow<'e, str>>; N], FileProblem> {
    let mut values = [const { None }; N];
    // Looking for attributes that stand twice takes far too long where someone has written very many.
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| malformed(element))?;
        let local = attribute.key.local_name();
        let wanted = names.iter().zip(&mut values).find(|(name, value)| **name == local.as_ref() && value.is_none());
        if let Some((_, value)) = wanted {
            *value = Some(attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| malformed(element))?);
        }
    }
    Ok(values)
}

fn malformed(element: &BytesStart) -> FileProblem {
    let name: String = element.local_name().as_ref().chars().take(40).collect();
    damaged(&format!("et «{name}»-element er skrevet forkert"))
}

/// Whether an attribute says yes.
pub fn says_yes(value: Option<&str>) -> bool {
    value.is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// Adds an event's text, if it has any.
pub fn push_text(event: &Event, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => match name.resolve_char_ref() {
            Ok(Some(letter)) => out.push(letter),
            _ => match resolve_predefined_entity(name) {
                Some(text) => out.push_str(text),
                // Nothing says what it stands for: it is shown as it was written.
                None => out.extend(["&", name, ";"]),
            },
        },
        _ => {}
    }
}
