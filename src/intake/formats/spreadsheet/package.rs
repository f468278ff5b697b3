//! A workbook's zip container: which parts it has, and reading one of them without being led into more than there is.

use std::collections::HashMap;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::sentences::{archive, cut_short, damaged, not_a_workbook, packed_too_close, protected, text_too_long, too_large};
use super::source::{Source, Watch};
use crate::intake::FileProblem;

/// The most parts a container may have.
const PARTS: u64 = 10_000;
/// The most a sheet may take up unpacked.
const SHEET: u64 = 2 << 30;
/// The most all other parts that are read may take up together.
const OTHERS: u64 = 512 << 20;
/// Parts that take up more than this unpacked must not be packed closer than [`CLOSEST`]: real ones aren't.
const SUSPICIOUS: u64 = 64 << 20;
const CLOSEST: u64 = 100;
/// The most that is held between two marks: one tag, or one text.
const PIECE: u64 = 16 << 20;

/// An opened container.
pub struct Package<'s> {
    archive: ZipArchive<Source<'s>>,
    pub watch: Watch,
    /// The parts' places by their names, in small letters.
    parts: HashMap<String, usize>,
    others_left: u64,
    length: u64,
}

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A workbook in XML.
    Xlsx,
    /// A workbook in binary records.
    Xlsb,
    /// An OpenDocument spreadsheet.
    Ods,
}

/// What a part is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Sheet,
    Other,
}

/// A part that is being read.
pub type Part<'p, 's> = Guarded<ZipFile<'p, Source<'s>>>;

impl<'s> Package<'s> {
    /// Opens a container.
    pub fn open(mut source: Source<'s>) -> Result<Self, FileProblem> {
        let watch = source.watch.clone();
        let length = source.length();
        let count = number_of_parts(&mut source).map_err(|_| watch.or(cut_short()))?.ok_or_else(cut_short)?;
        if count > PARTS {
            return Err(archive(usize::try_from(count).unwrap_or(usize::MAX)));
        }
        let archive = ZipArchive::new(source).map_err(|_| watch.or(cut_short()))?;
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(index) else { continue };
            parts.insert(name.replace('\\', "/").to_lowercase(), index);
        }
        Ok(Package { archive, watch, parts, others_left: OTHERS, length })
    }

    /// Looks at what is in it. Answers the main part's name as well.
    pub fn holds(&mut self) -> Result<(Holds, String), FileProblem> {
        if self.has("encryptedpackage") || self.has("encrypted-package") {
            return Err(protected());
        }
        if let Some(found) = self.open_document()? {
            return Ok(found);
        }
        let main = self.main_part()?;
        match main.as_deref() {
            Some(main) if main.starts_with("word/") => Err(not_a_workbook("et Word-dokument")),
            Some(main) if main.starts_with("ppt/") => Err(not_a_workbook("en PowerPoint-præsentation")),
            Some(main) if has_ending(main, "bin") => Ok((Holds::Xlsb, main.to_owned())),
            Some(main) => Ok((Holds::Xlsx, main.to_owned())),
            None => Err(archive(self.parts.keys().filter(|name| !name.ends_with('/')).count())),
        }
    }

    /// Whether it holds an OpenDocument spreadsheet, and not another kind of document.
    fn open_document(&mut self) -> Result<Option<(Holds, String)>, FileProblem> {
        if !self.has("content.xml") || !(self.has("mimetype") || self.has("meta-inf/manifest.xml")) {
            return Ok(None);
        }
        let mut kind = String::new();
        if self.has("mimetype") {
            let watch = self.watch.clone();
            let mut part = self.part("mimetype", Role::Other)?.take(200);
            part.read_to_string(&mut kind).map_err(|_| watch.or(cut_short()))?;
        }
        match kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
            Some(kind) if kind.starts_with("text") => Err(not_a_workbook("et tekstdokument")),
            Some(kind) if kind.starts_with("presentation") => Err(not_a_workbook("en præsentation")),
            Some(kind) if !kind.starts_with("spreadsheet") => Err(not_a_workbook("et OpenDocument-dokument, der ikke er et regneark")),
            _ => Ok(Some((Holds::Ods, "content.xml".to_owned()))),
        }
    }

    /// The part that is a workbook or another document, by where such parts stand or by what the container says.
    fn main_part(&mut self) -> Result<Option<String>, FileProblem> {
        for usual in ["xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"] {
            if self.has(usual) {
                return Ok(Some(usual.to_owned()));
            }
        }
        if !self.has("_rels/.rels") {
            return Ok(None);
        }
        let relations = super::relations::read(self, "_rels/.rels", "")?;
        let main = relations.of_kind("officeDocument").map(str::to_lowercase);
        Ok(main.filter(|main| self.has(main)))
    }

    /// Whether it has a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name.to_lowercase().as_str())
    }

    /// How much a part takes up in the file.
    pub fn packed(&self, name: &str) -> u64 {
        let index = self.parts.get(&name.to_lowercase());
        index.and_then(|index| self.archive.by_index_data(*index).ok()).map_or(0, |entry| entry.compressed_size())
    }

    /// Reads a part.
    ///
    /// What the container says of its size is held against the limits first. While it is read it may not become larger than it was said to be.
    pub fn part<'p>(&'p mut self, name: &str, role: Role) -> Result<Part<'p, 's>, FileProblem> {
        let missing = || damaged(&format!("delen «{name}» mangler"));
        let index = *self.parts.get(&name.to_lowercase()).ok_or_else(missing)?;
        let entry = self.archive.by_index_data(index).map_err(|_| cut_short())?;
        let (size, packed) = (entry.size(), entry.compressed_size());
        if entry.encrypted() {
            return Err(protected());
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(damaged(&format!("delen «{name}» er pakket på en måde, der ikke kan læses")));
        }
        if packed > self.length {
            return Err(cut_short());
        }
        match role {
            Role::Sheet if size > SHEET => return Err(too_large("2 GB")),
            Role::Other if size > self.others_left => return Err(too_large("512 MB")),
            _ if size > SUSPICIOUS && size / CLOSEST > packed => return Err(packed_too_close()),
            Role::Sheet => {}
            Role::Other => self.others_left -= size,
        }
        let watch = self.watch.clone();
        let file = self.archive.by_index(index).map_err(|_| watch.or(cut_short()))?;
        Ok(Guarded::new(file, size, watch))
    }
}

/// A container whose parts are known by where they stand in the file.
pub struct Apart<'s> {
    pub source: Source<'s>,
    pub watch: Watch,
    pub entries: Vec<Entry>,
    /// What stands behind the list of its parts.
    pub remark: Vec<u8>,
}

/// A part's place in the file.
pub struct Entry {
    /// Its name, as parts are found by; empty where another part of that name is.
    pub name: String,
    /// Where it begins, and where it is listed.
    pub start: u64,
    pub listed: u64,
    pub crc: u32,
    pub packed: u64,
    pub unpacked: u64,
}

impl<'s> Package<'s> {
    /// Gives up reading parts for the file and their places in it.
    pub fn take_apart(self) -> Apart<'s> {
        let mut entries = Vec::new();
        let found: HashMap<usize, String> = self.parts.into_iter().map(|(name, index)| (index, name)).collect();
        for index in 0..self.archive.len() {
            let Ok(entry) = self.archive.by_index_data(index) else { continue };
            // One that isn't found by its name stays as well.
            let name = found.get(&index).cloned().unwrap_or_default();
            let (start, listed) = (entry.header_start(), entry.central_header_start());
            entries.push(Entry { name, start, listed, crc: entry.crc32(), packed: entry.compressed_size(), unpacked: entry.size() });
        }
        let remark = self.archive.comment().to_vec();
        Apart { source: self.archive.into_inner(), watch: self.watch, entries, remark }
    }

    /// The names of all parts, as parts are found by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }
}

/// Whether a part's name ends in that.
fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
}

/// How many parts the container says it has, before anything is held for them; `None` when its end isn't there.
fn number_of_parts(source: &mut Source) -> io::Result<Option<u64>> {
    /// How long the last record is, without the remark that may follow, and the one that points to the record for many parts.
    const END: usize = 22;
    const LOCATOR: u64 = 20;
    let length = source.length();
    let start = length.saturating_sub(END as u64 + u64::from(u16::MAX));
    source.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    source.by_ref().take(length - start).read_to_end(&mut tail)?;
    let Some(place) = tail.windows(END).rposition(|record| record.starts_with(b"PK\x05\x06")) else { return Ok(None) };
    let few = tail.get(place + 10..place + 12).map_or(0, |count| count.iter().rev().fold(0, |sum, byte| sum * 256 + u64::from(*byte)));
    let Some(locator) = (start + place as u64).checked_sub(LOCATOR) else { return Ok(Some(few)) };
    let mut record = [0; LOCATOR as usize];
    source.seek(SeekFrom::Start(locator))?;
    source.read_exact(&mut record)?;
    let Some(place) = record.strip_prefix(b"PK\x06\x07").and_then(|record| record.get(4..12)) else { return Ok(Some(few)) };
    let place = place.iter().rev().fold(0, |sum, byte| sum * 256 + u64::from(*byte));
    let mut record = [0; 40];
    source.seek(SeekFrom::Start(place))?;
    source.read_exact(&mut record)?;
    Ok(record.get(32..40).map(|count| count.iter().rev().fold(0, |sum, byte| sum * 256 + u64::from(*byte))))
}

/// A reader that stops when more comes than was said, or when one piece of it grows too long.
pub struct Guarded<R> {
    inner: R,
    watch: Watch,
    buffer: Vec<u8>,
    position: usize,
    /// How much may come still.
    left: u64,
    /// How much has been taken since the last mark.
    piece: u64,
    read: u64,
}

impl<R: Read> Guarded<R> {
    pub fn new(inner: R, size: u64, watch: Watch) -> Self {
        Guarded { inner, watch, buffer: Vec::new(), position: 0, left: size, piece: 0, read: 0 }
    }

    /// Begins a new piece.
    pub fn mark(&mut self) {
        self.piece = 0;
    }

    /// Goes on to behind the next place where these bytes stand; answers false when there is none. The first of them must stand in them only once.
    pub fn pass(&mut self, sign: &[u8]) -> io::Result<bool> {
        let mut matched = 0;
        loop {
            self.mark();
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            for (index, byte) in buffer.iter().enumerate() {
                matched = if sign.get(matched) == Some(byte) { matched + 1 } else { usize::from(sign.first() == Some(byte)) };
                if matched == sign.len() {
                    self.consume(index + 1);
                    return Ok(true);
                }
            }
            let all = buffer.len();
            self.consume(all);
        }
    }

    /// How much has come.
    pub fn unpacked(&self) -> u64 {
        self.read
    }

    fn refill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 64 * 1024;
        self.buffer.resize(CHUNK, 0);
        self.position = 0;
        let count = match self.inner.read(&mut self.buffer) {
            Ok(count) => count,
            Err(error) => {
                self.buffer.clear();
                return Err(error);
            }
        };
        self.buffer.truncate(count);
        self.read += count as u64;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            // It isn't as large as it was said to be.
            None => return Err(self.watch.stop(cut_short())),
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > PIECE {
            return Err(self.watch.stop(text_too_long()));
        }
        if self.position >= self.buffer.len() {
            self.refill()?;
        }
        Ok(self.buffer.get(self.position..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.position += count;
        self.piece += count as u64;
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}
