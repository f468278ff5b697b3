//! Goes through a JSON file and meets what stands in it: lists, their elements, and values beside them.

use super::columns::OddLetters;
use super::letters::{DEPTH_LIMIT, Letters, Place, Taken};
use super::value::Item;
use super::words::{at, broken, cut_off, explain};
use crate::intake::{Encoding, FileProblem};

/// How a file is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One list or one object.
    Document,
    /// One object after the other. They are met as elements of one list without a name.
    Lines,
}

/// What is met.
pub(super) enum Met<'m> {
    /// A list begins. The keys that lead to it.
    List { path: &'m [String] },
    /// An element of the last list that began.
    Element {
        /// From 1.
        number: u64,
        place: Place,
        /// How many bytes of UTF-8 stand before it.
        at: u64,
        /// What people find it by, e.g. «fordring nr. 3».
        name: &'m str,
        text: &'m [u8],
    },
    /// A value that stands in an object outside lists. The keys that lead to it.
    Value { path: &'m [String], place: Place, text: &'m [u8] },
}

/// Is told of everything that is met.
type Each<'e> = dyn FnMut(Met) -> Result<(), FileProblem> + 'e;

/// Goes through the whole file.
pub(super) fn walk(letters: &mut Letters, shape: Shape, each: &mut Each) -> Result<(), FileProblem> {
    let mut walker = Walker { letters, each, path: Vec::new(), text: Vec::new() };
    if shape == Shape::Lines {
        return walker.lines();
    }
    match walker.letters.peek_past_blanks()? {
        None => return Err(FileProblem::Blank),
        Some(b'[') => walker.list()?,
        Some(b'{') => walker.object()?,
        Some(_) => return Err(walker.misplaced("JSON begynder med [ eller {. Hent filen igen fra fagsystemet.")),
    }
    match walker.letters.peek_past_blanks()? {
        None => Ok(()),
        Some(_) => Err(walker.misplaced("Filen slutter før det. Slet det, der står efter, eller sæt fordringerne ind i listen.")),
    }
}

/// Reads a value that was taken, and tells whether its letters were in another table than UTF-8.
pub(super) fn value_of(text: &[u8], place: Place) -> Result<(Item, OddLetters), FileProblem> {
    let (text, odd) = Encoding::Utf8.decode(text);
    let odd = if odd { OddLetters::Yes } else { OddLetters::No };
    match serde_json::from_str(&text) {
        Ok(item) => Ok((item, odd)),
        Err(error) => Err(explain(&error, &text, place).unwrap_or_else(|| cut_off(&format!("midt i linje {}", place.line)))),
    }
}

struct Walker<'w, 'l, 'e> {
    letters: &'w mut Letters<'l>,
    each: &'w mut Each<'e>,
    /// The keys that lead here.
    path: Vec<String>,
    /// The value that was taken last.
    text: Vec<u8>,
}

impl Walker<'_, '_, '_> {
    /// One object after the other.
    fn lines(&mut self) -> Result<(), FileProblem> {
        (self.each)(Met::List { path: &[] })?;
        let mut number = 0;
        while let Some(byte) = self.letters.peek_past_blanks()? {
            let place = self.letters.place();
            if byte != b'{' {
                return Err(self
                    .misplaced("Hver linje skal være ét objekt: {\"fordringstype\": …}. Skal det være en liste, skal den begynde med [."));
            }
            let name = format!("objektet i linje {}", place.line);
            let before = self.letters.passed();
            self.take(&name, place)?;
            number += 1;
            (self.each)(Met::Element { number, place, at: before, name: &name, text: &self.text })?;
        }
        Ok(())
    }

    /// A list, of which the bracket is next.
    fn list(&mut self) -> Result<(), FileProblem> {
        self.letters.pass(b'[');
        (self.each)(Met::List { path: &self.path })?;
        let mut number = 0;
        loop {
            let next = self.letters.peek_past_blanks()?;
            let place = self.letters.place();
            match next {
                None if number == 0 => return Err(cut_off("efter [, før listen er lukket med ]")),
                None => return Err(cut_off(&format!("efter {}, før listen er lukket med ]", self.name(number)))),
                Some(b']') if number == 0 => break,
                Some(b']') => return Err(at(place, "står der et komma for meget", "Slet kommaet før ].")),
                Some(b',') => return Err(at(place, "står der to kommaer efter hinanden", "Slet det ene, eller indsæt det, der mangler.")),
                Some(_) => {}
            }
            number += 1;
            let name = self.name(number);
            let before = self.letters.passed();
            self.take(&name, place)?;
            (self.each)(Met::Element { number, place, at: before, name: &name, text: &self.text })?;
            match self.letters.peek_past_blanks()? {
                Some(b',') => self.letters.pass(b','),
                Some(b']') => break,
                None => return Err(cut_off(&format!("efter {name}, før listen er lukket med ]"))),
                Some(b'}') => {
                    return Err(at(self.letters.place(), "er listen lukket med }", "En liste, der begynder med [, skal lukkes med ]."));
                }
                Some(_) => {
                    let wrong = format!("mangler der et komma efter {name}");
                    return Err(at(self.letters.place(), &wrong, "Sæt et komma mellem to fordringer."));
                }
            }
        }
        self.letters.pass(b']');
        Ok(())
    }

    /// An object outside lists, of which the bracket is next.
    fn object(&mut self) -> Result<(), FileProblem> {
        if self.path.len() >= DEPTH_LIMIT {
            return Err(too_deep("filen"));
        }
        self.letters.pass(b'{');
        let mut is_first = true;
        loop {
            match self.letters.peek_past_blanks()? {
                Some(b'}') if is_first => break,
                Some(b'}') => return Err(at(self.letters.place(), "står der et komma for meget", "Slet kommaet før }.")),
                None => return Err(cut_off("midt i et objekt")),
                Some(_) => {}
            }
            is_first = false;
            self.member()?;
            match self.letters.peek_past_blanks()? {
                Some(b',') => self.letters.pass(b','),
                Some(b'}') => break,
                None => return Err(cut_off("midt i et objekt")),
                Some(_) => return Err(self.misplaced("Sæt komma mellem to felter, og luk { med }.")),
            }
        }
        self.letters.pass(b'}');
        Ok(())
    }

    /// A key and its value.
    fn member(&mut self) -> Result<(), FileProblem> {
        let place = self.letters.place();
        self.take("et feltnavn", place)?;
        let Item::Text(key) = value_of(&self.text, place)?.0 else {
            return Err(at(place, "mangler der et feltnavn", "Et feltnavn skal stå i anførselstegn: \"feltnavn\": værdi."));
        };
        match self.letters.peek_past_blanks()? {
            Some(b':') => self.letters.pass(b':'),
            None => return Err(cut_off("efter et feltnavn")),
            Some(_) => {
                return Err(at(self.letters.place(), "mangler der et kolon efter feltnavnet", "Skriv feltet sådan: \"feltnavn\": værdi."));
            }
        }
        self.path.push(key);
        match self.letters.peek_past_blanks()? {
            Some(b'[') => self.list()?,
            Some(b'{') => self.object()?,
            _ => {
                let place = self.letters.place();
                self.take("et felt", place)?;
                (self.each)(Met::Value { path: &self.path, place, text: &self.text })?;
            }
        }
        self.path.pop();
        Ok(())
    }

    /// Takes the next value. `name` is what people find it by.
    fn take(&mut self, name: &str, place: Place) -> Result<(), FileProblem> {
        let taken = self.letters.take_value(&mut self.text)?;
        if taken == Taken::Whole {
            return Ok(());
        }
        if taken == Taken::TooDeep {
            return Err(too_deep(name));
        }
        // A quotation mark or bracket may be missing long before the end.
        let (text, _) = Encoding::Utf8.decode(&self.text);
        if let Some(problem) = serde_json::from_str::<Item>(&text).err().and_then(|error| explain(&error, &text, place)) {
            return Err(problem);
        }
        let line = place.line;
        Err(match taken {
            Taken::TooLong => broken(format!(
                "Så lang er ingen fordring: {name}, som begynder i linje {line}, fylder mere end 1 MB. Mangler der et anførselstegn eller en parentes?"
            )),
            _ => cut_off(&format!("midt i {name}, som begynder i linje {line}")),
        })
    }

    /// What people find a list's element by.
    fn name(&self, number: u64) -> String {
        match self.path.as_slice() {
            [] => format!("fordring nr. {number}"),
            path => format!("nr. {number} i listen «{}»", crate::claim::shorten(&path.join("."))),
        }
    }

    /// The next letter stands where it doesn't belong.
    fn misplaced(&mut self, remedy: &str) -> FileProblem {
        let place = self.letters.place();
        let mut rest = Vec::new();
        if let Err(problem) = self.letters.take_value(&mut rest) {
            return problem;
        }
        let (text, _) = Encoding::Utf8.decode(&rest);
        let shown: String = text.chars().take(20).collect();
        at(place, &format!("står «{}»", crate::claim::shorten(&shown)), remedy)
    }
}

fn too_deep(name: &str) -> FileProblem {
    broken(format!(
        "I {name} står lister og objekter mere end {DEPTH_LIMIT} niveauer inde i hinanden. Hent fordringerne som en enkelt liste."
    ))
}
