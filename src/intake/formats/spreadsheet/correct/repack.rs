//! A container written anew: parts that stay are copied byte by byte, with their headers; others are packed anew or gone.

use std::collections::HashMap;
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::package::{Apart, Entry, Package, Part, Role};
use super::super::sentences::cut_short;
use crate::intake::FileProblem;
use crate::intake::formats::correct::Splices;

/// How much is copied at a time.
const CHUNK: usize = 64 * 1024;
/// The lengths of a part's header, of what stands of it in the list of parts, and of what stands behind that list.
const HEADER: usize = 30;
const LISTED: usize = 46;
/// The number of the field that holds sizes which don't fit elsewhere.
const LARGE: u16 = 1;
/// Packed by Deflate.
const DEFLATED: u16 = 8;
/// The name is UTF-8.
const UTF8_NAME: u16 = 0x0800;

/// What becomes of some of the parts, by their names in small letters. Those without bytes are left out of the new container.
#[derive(Default)]
pub struct Changes(HashMap<String, Option<Packed>>);

/// A part packed anew.
pub struct Packed {
    crc: u32,
    unpacked: u32,
    bytes: Vec<u8>,
}

impl Changes {
    /// Writes a part of the package with what comes at some places.
    pub fn write(&mut self, package: &mut Package, name: &str, role: Role, mut splices: Splices) -> Result<(), FileProblem> {
        if splices.is_empty() {
            return Ok(());
        }
        splices.settle()?;
        let watch = package.watch.clone();
        let mut part = Whole(package.part(name, role)?);
        let packed = pack(|out| splices.copy(&mut part, out)).map_err(|_| watch.or(cut_short()))?;
        self.0.insert(name.to_lowercase(), Some(packed));
        Ok(())
    }

    /// Leaves a part out.
    pub fn remove(&mut self, name: &str) {
        self.0.insert(name.to_lowercase(), None);
    }

    /// Writes the container.
    pub fn apply(mut self, package: Package, out: &mut dyn Write) -> Result<(), FileProblem> {
        let Apart { mut source, watch, mut entries, remark } = package.take_apart();
        entries.sort_by_key(|entry| entry.start);
        let list = entries.iter().map(|entry| entry.listed).min().unwrap_or_default();
        let ends: Vec<u64> = entries.iter().skip(1).map(|entry| entry.start).chain([list]).collect();
        let mut out = Counted { out, count: 0 };
        let mut listed = Vec::new();
        let mut count: u16 = 0;
        let broken = |_| watch.or(cut_short());
        for (entry, end) in entries.iter().zip(ends) {
            let start = out.count;
            let change = match self.0.remove(&entry.name) {
                Some(None) => continue,
                Some(change) => change,
                None => None,
            };
            match &change {
                Some(packed) => write_part(&mut source, entry, packed, &mut out).map_err(broken)?,
                None => copy(&mut source, entry.start, end, &mut out).map_err(broken)?,
            }
            let start = u32::try_from(start).map_err(|_| too_large())?;
            list_part(&mut source, entry, change.as_ref(), start, &mut listed).map_err(broken)?;
            count += 1;
        }
        let (start, length) = (u32::try_from(out.count), u32::try_from(listed.len()));
        let (Ok(start), Ok(length), Ok(remark_length)) = (start, length, u16::try_from(remark.len())) else { return Err(too_large()) };
        out.write_all(&listed)?;
        out.write_all(b"PK\x05\x06\0\0\0\0")?;
        let numbers = [count.to_le_bytes(), count.to_le_bytes()].concat();
        out.write_all(&[&numbers[..], &length.to_le_bytes(), &start.to_le_bytes(), &remark_length.to_le_bytes(), &remark].concat())?;
        Ok(())
    }
}

fn too_large() -> FileProblem {
    FileProblem::TooMuch { what: "bytes", limit: "4 GB" }
}

/// Reads a part from its beginning to its end, however long its pieces are.
struct Whole<'p, 's>(Part<'p, 's>);

impl Read for Whole<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.mark();
        let count = self.0.fill_buf()?.read(into)?;
        self.0.consume(count);
        Ok(count)
    }
}

struct Counted<'o> {
    out: &'o mut dyn Write,
    count: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.count += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Packs what is written.
fn pack(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Packed> {
    /// Of which the length is known.
    const NAME: &str = "x";
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    container.start_file(NAME, options).map_err(io::Error::other)?;
    write(&mut container)?;
    let mut bytes = container.finish().map_err(io::Error::other)?.into_inner();
    let number = |place: usize| field(&bytes, place).map_or(0, u32::from_le_bytes);
    let (crc, packed, unpacked) = (number(14), number(18) as usize, number(22));
    let extra = usize::from(field(&bytes, 28).map_or(0, u16::from_le_bytes));
    bytes.drain(..(HEADER + NAME.len() + extra).min(bytes.len()));
    bytes.truncate(packed);
    Ok(Packed { crc, unpacked, bytes })
}

fn field<const N: usize>(bytes: &[u8], place: usize) -> Option<[u8; N]> {
    bytes.get(place..place.checked_add(N)?)?.try_into().ok()
}

fn put(bytes: &mut [u8], place: usize, value: &[u8]) {
    if let Some(room) = bytes.get_mut(place..place + value.len()) {
        room.copy_from_slice(value);
    }
}

fn length(bytes: &[u8], place: usize) -> usize {
    usize::from(field(bytes, place).map_or(0, u16::from_le_bytes))
}

/// Reads so many bytes from a place.
fn read(source: &mut (impl Read + Seek), start: u64, count: usize) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    source.take(count as u64).read_to_end(&mut bytes)?;
    if bytes.len() < count { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn copy(source: &mut (impl Read + Seek), start: u64, end: u64, out: &mut dyn Write) -> io::Result<()> {
    source.seek(SeekFrom::Start(start))?;
    let mut chunk = vec![0; CHUNK];
    let mut left = source.take(end.saturating_sub(start));
    loop {
        match left.read(&mut chunk)? {
            0 => return Ok(()),
            count => out.write_all(chunk.get(..count).unwrap_or_default())?,
        }
    }
}

/// Writes a part that was packed anew, with its old name and time.
fn write_part(source: &mut (impl Read + Seek), entry: &Entry, packed: &Packed, out: &mut dyn Write) -> io::Result<()> {
    let mut header = read(source, entry.start, HEADER)?;
    let name = read(source, entry.start + HEADER as u64, length(&header, 26))?;
    let flags = length(&header, 6) as u16 & UTF8_NAME;
    put(&mut header, 4, &20_u16.to_le_bytes());
    put(&mut header, 6, &flags.to_le_bytes());
    put(&mut header, 8, &DEFLATED.to_le_bytes());
    put_sizes(&mut header, 14, packed.crc, packed.bytes.len() as u64, u64::from(packed.unpacked))?;
    put(&mut header, 28, &[0, 0]);
    out.write_all(&header)?;
    out.write_all(&name)?;
    out.write_all(&packed.bytes)
}

fn put_sizes(bytes: &mut [u8], place: usize, crc: u32, packed: u64, unpacked: u64) -> io::Result<()> {
    let small = |size: u64| u32::try_from(size).map_err(io::Error::other);
    put(bytes, place, &[crc.to_le_bytes(), small(packed)?.to_le_bytes(), small(unpacked)?.to_le_bytes()].concat());
    Ok(())
}

/// Writes what stands of a part in the list of parts.
fn list_part(source: &mut (impl Read + Seek), entry: &Entry, change: Option<&Packed>, start: u32, list: &mut Vec<u8>) -> io::Result<()> {
    let mut record = read(source, entry.listed, LISTED)?;
    let (name, extra, remark) = (length(&record, 28), length(&record, 30), length(&record, 32));
    let behind = read(source, entry.listed + LISTED as u64, name + extra + remark)?;
    let kept = without_large(behind.get(name..name + extra).unwrap_or_default());
    match change {
        Some(packed) => {
            let flags = length(&record, 8) as u16 & UTF8_NAME;
            put(&mut record, 8, &flags.to_le_bytes());
            put(&mut record, 10, &DEFLATED.to_le_bytes());
            put_sizes(&mut record, 16, packed.crc, packed.bytes.len() as u64, u64::from(packed.unpacked))?;
        }
        None => put_sizes(&mut record, 16, entry.crc, entry.packed, entry.unpacked)?,
    }
    put(&mut record, 30, &u16::try_from(kept.len()).unwrap_or_default().to_le_bytes());
    put(&mut record, 42, &start.to_le_bytes());
    list.extend_from_slice(&record);
    list.extend_from_slice(behind.get(..name).unwrap_or_default());
    list.extend_from_slice(&kept);
    list.extend_from_slice(behind.get(name + extra..).unwrap_or_default());
    Ok(())
}

/// A part's other fields without the one for large sizes, which now stand in their own places.
fn without_large(mut extra: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    while let (Some(number), Some(length)) = (field(extra, 0).map(u16::from_le_bytes), field(extra, 2).map(u16::from_le_bytes)) {
        let Some((this, rest)) = extra.split_at_checked(4 + usize::from(length)) else { break };
        if number != LARGE {
            kept.extend_from_slice(this);
        }
        extra = rest;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let text = "æ".repeat(100_000);
        let packed = pack(|out| out.write_all(text.as_bytes())).unwrap();
        assert_eq!((packed.unpacked, packed.bytes.len() < 2000), (200_000, true));
    }

    #[test]
    fn fields_for_large_sizes_go() {
        assert_eq!(without_large(&[1, 0, 2, 0, 9, 9, 5, 0, 1, 0, 7, 3]), [5, 0, 1, 0, 7]);
        assert_eq!(without_large(&[]), [0_u8; 0]);
    }
}
