//! Any bytes to rows, and headings to fields.
//!
//! A file is read through [`Bytes`], which answers any slice of it, so that a row can be read again later without keeping its text.

pub mod cells;
pub mod choices;
mod encoding;
#[cfg(feature = "formats")]
pub mod formats;
mod guess;
mod kind;
mod mapping;
pub mod ode;
mod open;
mod rows;
mod sniff;
mod staged;

use std::any::Any;
use std::fmt;
use std::io;

pub use encoding::{Encoding, Utf16Writer};
pub use guess::{Doubt, IsFordringstype};
pub use kind::{Container, Kind, kind};
pub use mapping::{Basis, Column, ColumnUse, Mapping};
pub use open::{ANSWER_STATUS, Answer, Answers, Given, MemoryStore, Opened, Store, group, open};
pub use rows::{Row, RowProblem, RowReader, UNCLOSED_LIMIT};
pub use sniff::{Form, Layout, Question};
pub use staged::{SEPARATOR as STAGED_SEPARATOR, Sheet, StagedForm, StagedWriter, Staging, mark_without};

/// Bytes that can be read from any place: a file on disk, a file dropped on the page, a pasted text.
pub trait Bytes {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Reads bytes from a place on into the buffer; answers how many. Zero only at or after the end.
    ///
    /// # Errors
    /// When the file can't be read any more, e.g. because it was changed or removed.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;

    /// What the same bytes can be read from elsewhere, e.g. in another worker, if that can be handed over.
    fn source(&self) -> Option<&dyn Any> {
        None
    }

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first bytes, at most so many.
    ///
    /// # Errors
    /// As [`Self::read_at`].
    fn head(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; usize::try_from(self.len()).unwrap_or(most).min(most)];
        let mut filled = 0;
        while filled < head.len() {
            match self.read_at(filled as u64, &mut head[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        head.truncate(filled);
        Ok(head)
    }
}

impl Bytes for &[u8] {
    fn len(&self) -> u64 {
        (**self).len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|start| self.get(start..)).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

impl Bytes for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_at(offset, buffer)
    }
}

impl Bytes for std::fs::File {
    fn len(&self) -> u64 {
        self.metadata().map_or(0, |metadata| metadata.len())
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        use std::io::{Read, Seek, SeekFrom};
        self.seek(SeekFrom::Start(offset))?;
        self.read(buffer)
    }
}

/// Why a file can't be taken at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// There is nothing in it.
    Empty,
    /// Only blank lines are in it.
    Blank,
    /// Its first bytes say that it is something we don't read.
    NotText(Foreign),
    /// No line near the top has headings we know. Holds the first line's cells, shortened.
    NoHeading(Vec<String>),
    /// Only these of its headings are known, which is too little for claims. Shortened.
    NotClaims(Vec<String>),
    /// Files that don't belong together, by their names.
    Several(Vec<String>),
    /// There are headings and no row below them.
    NoRows,
    /// There is more of something than can be held. `what` and `limit` stand in a sentence: "flere celler end grænsen på 1 GB tekst".
    TooMuch { what: &'static str, limit: &'static str },
    /// It is of a kind we read, and damaged or locked. A whole Danish sentence with what to do.
    Broken(String),
    /// The user ended the reading.
    Cancelled,
    /// The system refuses to read it.
    Unreadable(String),
}

/// A kind of file that is recognised by its first bytes and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    Pdf,
    Picture,
    /// A written document (RTF).
    Document,
    /// Something else that holds binary zeros.
    Binary,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileProblem::Empty => write!(f, "Filen er tom (0 bytes). Hent den igen fra fagsystemet."),
            FileProblem::Blank => write!(f, "Filen indeholder kun tomme linjer. Hent den igen fra fagsystemet."),
            FileProblem::NotText(foreign) => match foreign {
                Foreign::Picture => write!(f, "Filen er et billede. Hent fordringerne som CSV eller regneark fra fagsystemet."),
                Foreign::Document => {
                    write!(f, "Filen er et tekstdokument. Sæt fordringerne ind i et regneark, eller hent dem fra fagsystemet.")
                }
                Foreign::Pdf => write!(f, "Filen er en PDF. Hent fordringerne som CSV fra fagsystemet."),
                Foreign::Binary => {
                    write!(f, "Filen er ikke en tekst, et regneark, XML eller JSON. Gem fordringerne som CSV eller regneark, og prøv igen.")
                }
            },
            FileProblem::NoHeading(cells) => {
                write!(f, "Ingen af de første linjer har overskrifter, vi kender. ")?;
                if !cells.is_empty() {
                    write!(f, "Den første linje er: {}. ", cells.join(" | "))?;
                }
                write!(f, "Skriv en linje øverst med feltnavne, fx fordringstype;hovedstol;beloeb;forfaldsdato.")
            }
            FileProblem::NotClaims(known) => write!(
                f,
                "Filen ligner ikke fordringer: af dens kolonner kender vi kun {}. Vælg en fil, hvor hver række er en fordring med fordringstype, beløb og datoer.",
                known.join(", ")
            ),
            FileProblem::Several(names) => write!(
                f,
                "Du valgte {} filer, der ikke hører sammen: {}. Tjek dem én ad gangen. Kun filerne fra et KMD-udtræk, og fordringer med svaret på dem, kan vælges på én gang.",
                names.len(),
                names.join(", ")
            ),
            FileProblem::NoRows => write!(f, "Filen har en overskrift, men ingen rækker under den."),
            FileProblem::TooMuch { what, limit } => {
                write!(f, "Filen har flere {what} end grænsen på {limit}. Del den i flere filer, og tjek dem hver for sig.")
            }
            FileProblem::Broken(sentence) => write!(f, "{sentence}"),
            FileProblem::Cancelled => write!(f, "Læsningen blev afbrudt."),
            FileProblem::Unreadable(why) => {
                write!(f, "Filen kan ikke læses ({why}). Vælg den igen. Er den åben i et andet program, så luk den dér først.")
            }
        }
    }
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> Self {
        FileProblem::Unreadable(match error.kind() {
            io::ErrorKind::NotFound => "den findes ikke".into(),
            io::ErrorKind::PermissionDenied => "der er ikke adgang til den".into(),
            io::ErrorKind::IsADirectory => "det er en mappe".into(),
            _ => error.to_string(),
        })
    }
}
