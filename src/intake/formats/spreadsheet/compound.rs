//! A compound file: a small file system inside a file, as older programs write it.

use std::io::{self, Read, Seek, SeekFrom};

use super::records::{byte, long, long_long, push_utf16, short};
use super::sentences::{cut_short, not_a_workbook, protected};
use super::source::{Source, Watch};
use crate::intake::FileProblem;

/// Sector numbers from here on aren't sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams shorter than this stand in small sectors, of this size.
const SHORT_STREAM: u64 = 4096;
const SMALL_SECTOR: u64 = 64;
/// How long an entry of the directory is, and how many there may be.
const ENTRY: usize = 128;
const ENTRIES: usize = 10_000;
/// What an entry is.
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// An opened file.
pub struct Compound<'s> {
    source: Source<'s>,
    pub watch: Watch,
    /// How long a sector is.
    sector: u64,
    /// Which sector follows each.
    next: Vec<u32>,
    next_small: Vec<u32>,
    entries: Vec<Entry>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    kind: u8,
    /// Its neighbours, and the first of what is below it.
    left: u32,
    right: u32,
    below: u32,
    start: u32,
    length: u64,
}

impl<'s> Compound<'s> {
    /// Opens a file and reads its directory.
    pub fn open(source: Source<'s>) -> Result<Self, FileProblem> {
        let watch = source.watch.clone();
        Self::read(source).map_err(|_| watch.or(cut_short()))
    }

    fn read(mut source: Source<'s>) -> io::Result<Self> {
        let mut header = [0; 512];
        source.read_exact(&mut header)?;
        let sector = match short(&header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        if !header.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let watch = source.watch.clone();
        let mut file = Compound { source, watch, sector, next: Vec::new(), next_small: Vec::new(), entries: Vec::new() };
        file.read_sector_table(&header)?;
        for sector in file.chain(long(&header, 48))? {
            let data = file.read_sector(sector)?;
            if file.entries.len() >= ENTRIES {
                return Err(io::ErrorKind::InvalidData.into());
            }
            file.entries.extend(data.chunks_exact(ENTRY).map(|entry| Entry::read(entry, file.sector)));
        }
        for sector in file.chain(long(&header, 60))? {
            let data = file.read_sector(sector)?;
            file.next_small.extend(data.chunks_exact(4).map(|number| long(number, 0)));
        }
        Ok(file)
    }

    /// How many sectors the file has at most.
    fn sectors(&self) -> usize {
        usize::try_from(self.source.length() / self.sector).unwrap_or(usize::MAX).saturating_add(1)
    }

    /// Reads which sector follows each. The table's own sectors are listed in the header and in a chain of its own.
    fn read_sector_table(&mut self, header: &[u8]) -> io::Result<()> {
        let numbers = usize::try_from(self.sector / 4).unwrap_or(128);
        // A longer table than the file has sectors would describe nothing.
        let most = self.sectors() / numbers + 1;
        let mut listed: Vec<u32> = header.get(76..).unwrap_or_default().chunks_exact(4).map(|number| long(number, 0)).collect();
        listed.retain(|sector| *sector < NO_SECTOR);
        let mut more = long(header, 68);
        while more < NO_SECTOR && listed.len() < most {
            let data = self.read_sector(more)?;
            let mut found: Vec<u32> = data.chunks_exact(4).map(|number| long(number, 0)).collect();
            // The last number leads on.
            more = found.pop().unwrap_or(NO_SECTOR);
            let before = listed.len();
            listed.extend(found.into_iter().filter(|sector| *sector < NO_SECTOR));
            if listed.len() == before {
                break;
            }
        }
        for sector in listed.into_iter().take(most) {
            let data = self.read_sector(sector)?;
            self.next.extend(data.chunks_exact(4).map(|number| long(number, 0)));
        }
        Ok(())
    }

    fn read_sector(&mut self, sector: u32) -> io::Result<Vec<u8>> {
        let mut data = vec![0; usize::try_from(self.sector).unwrap_or(512)];
        self.source.seek(SeekFrom::Start(self.place(sector)))?;
        self.source.read_exact(&mut data)?;
        Ok(data)
    }

    /// Where a sector stands in the file: the header takes up the first one.
    fn place(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector
    }

    /// The sectors of a chain, from its first.
    fn chain(&self, first: u32) -> io::Result<Vec<u32>> {
        follow(first, &self.next, self.sectors())
    }

    /// Finds a stream that stands at the top, not inside something embedded.
    fn find(&self, name: &str) -> Option<&Entry> {
        let mut waiting = vec![self.root()?.below];
        let mut looked_at = 0;
        while let Some(place) = waiting.pop() {
            let Some(entry) = self.entries.get(place as usize) else { continue };
            // Neighbours may point at each other.
            looked_at += 1;
            if looked_at > self.entries.len() {
                break;
            }
            if entry.kind == STREAM && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            waiting.extend([entry.left, entry.right]);
        }
        None
    }

    fn root(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind == ROOT)
    }

    /// Finds the stream that holds a workbook of the older kind.
    pub fn workbook(&self) -> Result<Stream, FileProblem> {
        if self.find("EncryptedPackage").is_some() {
            return Err(protected());
        }
        if let Some(entry) = ["Workbook", "Book"].iter().find_map(|name| self.find(name)) {
            return self.stream(entry).map_err(|_| cut_short());
        }
        for (name, what) in [
            ("WordDocument", "et Word-dokument"),
            ("PowerPoint Document", "en PowerPoint-præsentation"),
            ("__properties_version1.0", "en e-mail fra Outlook"),
        ] {
            if self.find(name).is_some() {
                return Err(not_a_workbook(what));
            }
        }
        Err(not_a_workbook("et dokument fra et ældre program, og der er ikke noget regneark i det"))
    }

    fn stream(&self, entry: &Entry) -> io::Result<Stream> {
        let place = |sector: &u32| self.place(*sector);
        if entry.length >= SHORT_STREAM {
            let places = self.chain(entry.start)?.iter().map(place).collect();
            return Ok(Stream { places, piece: self.sector, length: entry.length });
        }
        // Small sectors stand in a stream of their own, which the directory's root begins.
        let around: Vec<u64> = self.chain(self.root().map_or(NO_SECTOR, |root| root.start))?.iter().map(place).collect();
        let mut places = Vec::new();
        for small in follow(entry.start, &self.next_small, self.next_small.len())? {
            let offset = u64::from(small) * SMALL_SECTOR;
            let sector = usize::try_from(offset / self.sector).ok().and_then(|index| around.get(index));
            places.push(sector.ok_or(io::ErrorKind::InvalidData)? + offset % self.sector);
        }
        Ok(Stream { places, piece: SMALL_SECTOR, length: entry.length })
    }

    /// Reads bytes of a stream from a place in it on, as many as are asked for.
    pub fn read_exact(&mut self, stream: &Stream, mut offset: u64, mut into: &mut [u8]) -> io::Result<()> {
        while !into.is_empty() {
            let index = usize::try_from(offset / stream.piece).unwrap_or(usize::MAX);
            let skipped = offset % stream.piece;
            let place = stream.places.get(index).ok_or(io::ErrorKind::UnexpectedEof)? + skipped;
            let count = usize::try_from(stream.piece - skipped).unwrap_or(usize::MAX).min(into.len());
            let (now, later) = into.split_at_mut(count);
            self.source.seek(SeekFrom::Start(place))?;
            self.source.read_exact(now)?;
            into = later;
            offset += count as u64;
        }
        Ok(())
    }

    /// How long the file is.
    pub fn length(&self) -> u64 {
        self.source.length()
    }
}

/// A stream: where its pieces stand in the file, and how long each is.
pub struct Stream {
    places: Vec<u64>,
    piece: u64,
    pub length: u64,
}

impl Entry {
    fn read(data: &[u8], sector: u64) -> Self {
        // The length counts its ending zero as well.
        let length = usize::from(short(data, 64)).saturating_sub(2).min(62);
        let mut name = String::new();
        push_utf16(data.get(..length).unwrap_or_default(), &mut name);
        Entry {
            name,
            kind: byte(data, 66),
            left: long(data, 68),
            right: long(data, 72),
            below: long(data, 76),
            start: long(data, 116),
            // Files of small sectors have no room for more than the lower half.
            length: if sector == 512 { u64::from(long(data, 120)) } else { long_long(data, 120) },
        }
    }
}

/// The sectors of a chain, from its first, at most so many: one that runs in a circle is no chain.
fn follow(first: u32, next: &[u32], most: usize) -> io::Result<Vec<u32>> {
    let mut chain = Vec::new();
    let mut sector = first;
    while sector < NO_SECTOR {
        if chain.len() > most {
            return Err(io::ErrorKind::InvalidData.into());
        }
        chain.push(sector);
        sector = *next.get(sector as usize).ok_or(io::ErrorKind::InvalidData)?;
    }
    Ok(chain)
}
