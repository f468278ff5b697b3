//! What can be seen only across a whole file: references and contents that stand there twice, and hovedfordringer that others name.
//!
//! Works on the claims' numbers alone. Most of them occur once, and a table of bits tells which ones don't: so the memory it takes is
//! about two bytes for each claim, however large the file is.

use super::keys::{KeyMap, KeySet, MainFacts, Place};
use super::part::{Claims, LinkFound, Linked, Part};
use super::upshot::count;

/// A part of the file in its place.
#[derive(Debug, Default)]
pub struct Placed {
    /// Where its first claim starts, in bytes and as a line. Staged rows carry their numbers, and the line is 0.
    pub start: u64,
    pub line: u64,
    /// How many claims are before it.
    pub first: u32,
    /// How many quotation marks before it are never closed.
    pub unclosed: u32,
    /// The same for what follows it.
    pub end: u64,
    pub line_after: u64,
    pub unclosed_after: u32,
    pub claims: Claims,
    links: Vec<LinkFound>,
    ids: Vec<(u64, u32)>,
    shortened: Vec<u32>,
}

impl Placed {
    /// A part in its place; `upshots` are the numbers that its upshots have in the whole file.
    pub fn new(part: Part, line: u64, first: u32, unclosed: u32, upshots: &[u32]) -> Placed {
        let mut claims = part.claims;
        for upshot in &mut claims.upshots {
            *upshot = upshots.get(*upshot as usize).copied().unwrap_or_default();
        }
        let ids = part.ids.into_iter().zip(part.id_claims).collect();
        let start = part.start.unwrap_or(part.end);
        Placed {
            start,
            line,
            first,
            unclosed,
            end: part.end,
            line_after: line + part.text_lines,
            unclosed_after: unclosed.saturating_add(part.unclosed),
            claims,
            links: part.links,
            ids,
            shortened: part.shortened,
        }
    }

    /// Forgets what is needed only to compare the claims. By their references they are found again in another result.
    pub fn forget_keys(&mut self) {
        // What is left of a longer number is no reference to know a claim by.
        for claim in std::mem::take(&mut self.shortened) {
            if let Some(reference) = self.claims.references.get_mut(claim as usize) {
                *reference = 0;
            }
        }
        self.claims.contents = Vec::new();
        self.links = Vec::new();
        self.ids = Vec::new();
    }
}

/// What connects claims across the file. Claims are told by their numbers in it; each list is in their order.
#[derive(Debug, Default)]
pub struct Across {
    /// Claims whose reference stood in an earlier claim, and the first of those.
    pub same_reference: Vec<(u32, u32)>,
    /// Lines that say the same as one of an earlier claim with another reference.
    pub same_content: Vec<SameContent>,
    /// Claims that name a hovedfordring, and where it is.
    pub links: Vec<(u32, Place)>,
}

/// Two lines that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameContent {
    /// The later claim, and the line's place in it.
    pub claim: u32,
    pub line: u8,
    /// The first claim that says so, and its line.
    pub first: u32,
    pub first_line: u8,
}

impl Across {
    /// Looks at all parts of a file. Also answers the claims that must be checked again, by part, since what they hang on stands in another.
    pub fn of(parts: &[Placed]) -> (Across, Vec<(u32, Vec<Linked>)>) {
        let named: KeySet = links(parts).map(|(_, found)| found.link.reference).filter(|key| *key != 0).collect();
        let mut across = Across::default();
        let by_reference = across.references(parts, named);
        across.contents(parts);
        let by_id = ids(parts);
        let again = across.follow(parts, &by_reference, &by_id);
        (across, again)
    }

    /// Finds references that stand in several claims; answers the first claim of each that is in question.
    fn references(&mut self, parts: &[Placed], named: KeySet) -> KeyMap<u32> {
        let mut wanted = repeated(parts, |claims| &claims.references);
        wanted.extend(named);
        let table = Bits::of(&wanted);
        let mut firsts: KeyMap<u32> = KeyMap::with_capacity_and_hasher(wanted.len(), Default::default());
        for part in parts {
            for (place, key) in (0..).zip(&part.claims.references) {
                if !table.may_hold(*key) || !wanted.contains(key) {
                    continue;
                }
                let claim = part.first + place;
                let first = *firsts.entry(*key).or_insert(claim);
                if first != claim && part.shortened.binary_search(&place).is_err() {
                    self.same_reference.push((claim, first));
                }
            }
        }
        firsts
    }

    fn contents(&mut self, parts: &[Placed]) {
        let wanted = repeated(parts, |claims| &claims.contents);
        if wanted.is_empty() {
            return;
        }
        let table = Bits::of(&wanted);
        let mut firsts: KeyMap<(u32, u8, u64)> = KeyMap::with_capacity_and_hasher(wanted.len(), Default::default());
        for part in parts {
            let mut contents = part.claims.contents.iter();
            for ((place, lines), reference) in (0..).zip(&part.claims.lines).zip(&part.claims.references) {
                let claim = part.first + place;
                for (line, key) in (0..*lines).zip(&mut contents) {
                    if !table.may_hold(*key) || !wanted.contains(key) {
                        continue;
                    }
                    let (first, first_line, with) = *firsts.entry(*key).or_insert((claim, line, *reference));
                    // The same claim under the same reference is told as that.
                    if first != claim && with != *reference {
                        self.same_content.push(SameContent { claim, line, first, first_line });
                    }
                }
            }
        }
    }

    /// Finds where each named hovedfordring is.
    fn follow(&mut self, parts: &[Placed], by_reference: &KeyMap<u32>, by_id: &KeyMap<u32>) -> Vec<(u32, Vec<Linked>)> {
        let mut again = Vec::new();
        for (number, part) in (0..).zip(parts) {
            let mut linked = Vec::new();
            for found in &part.links {
                let place = found.link.follow(|key| by_reference.get(&key).copied(), |key| by_id.get(&key).copied());
                self.links.push((part.first + found.claim, place));
                let told = match found.place {
                    Place::Reference(claim) => Place::Reference(part.first + claim),
                    Place::Id(claim) => Place::Id(part.first + claim),
                    other => other,
                };
                if told != place {
                    linked.extend(linked_again(parts, part, found.claim, place));
                }
            }
            if !linked.is_empty() {
                again.push((number, linked));
            }
        }
        again
    }

    /// The first claim with the same reference as a claim, if that is another.
    pub fn same_reference(&self, claim: u32) -> Option<u32> {
        let place = self.same_reference.binary_search_by_key(&claim, |(later, _)| *later).ok()?;
        self.same_reference.get(place).map(|(_, first)| *first)
    }

    /// The line that says the same as a line of a claim.
    pub fn same_content(&self, claim: u32, line: usize) -> Option<SameContent> {
        let place = self.same_content.binary_search_by_key(&(claim, line), |same| (same.claim, usize::from(same.line))).ok()?;
        self.same_content.get(place).copied()
    }

    /// Where the hovedfordring is that a claim names.
    pub fn place(&self, claim: u32) -> Option<Place> {
        let place = self.links.binary_search_by_key(&claim, |(linked, _)| *linked).ok()?;
        self.links.get(place).map(|(_, place)| *place)
    }
}

/// What is known of a claim in case another names it, by its number in the file.
pub fn facts(parts: &[Placed], claim: u32) -> Option<MainFacts> {
    let part = part_of(parts, claim)?;
    part.claims.facts((claim - part.first) as usize)
}

/// The part that a claim is in.
pub fn part_of(parts: &[Placed], claim: u32) -> Option<&Placed> {
    let after = parts.partition_point(|part| part.first <= claim);
    parts.get(..after)?.iter().rev().find(|part| !part.claims.is_empty())
}

/// What a claim's check came to, to be changed.
pub fn upshot_mut(parts: &mut [Placed], claim: u32) -> Option<&mut u32> {
    let after = parts.partition_point(|part| part.first <= claim);
    let part = parts.get_mut(..after)?.iter_mut().rev().find(|part| !part.claims.is_empty())?;
    part.claims.upshots.get_mut((claim - part.first) as usize)
}

fn linked_again(parts: &[Placed], part: &Placed, claim: u32, place: Place) -> Option<Linked> {
    let facts = match place {
        Place::Reference(main) | Place::Id(main) => facts(parts, main),
        Place::IdOnly | Place::NotInFile => None,
    };
    let (offset, lines) = (part.claims.offsets.get(claim as usize)?, part.claims.lines.get(claim as usize)?);
    Some(Linked { claim, offset: part.start + u64::from(*offset), lines: *lines, place, facts })
}

fn links(parts: &[Placed]) -> impl Iterator<Item = (u32, &LinkFound)> {
    parts.iter().flat_map(|part| part.links.iter().map(|found| (part.first + found.claim, found)))
}

/// The first claim with each FordringsID that some claim names.
fn ids(parts: &[Placed]) -> KeyMap<u32> {
    let named: KeySet = links(parts).map(|(_, found)| found.link.id).filter(|key| *key != 0).collect();
    let mut firsts = KeyMap::default();
    if named.is_empty() {
        return firsts;
    }
    for part in parts {
        for (key, claim) in part.ids.iter().filter(|(key, _)| named.contains(key)) {
            firsts.entry(*key).or_insert(part.first + claim);
        }
    }
    firsts
}

/// The keys that may occur several times: all that do, and a few that don't.
fn repeated(parts: &[Placed], keys: impl Fn(&Claims) -> &Vec<u64>) -> KeySet {
    let mut seen = Bits::for_keys(parts.iter().map(|part| keys(&part.claims).len()).sum());
    let mut repeated = KeySet::default();
    for key in parts.iter().flat_map(|part| keys(&part.claims)).filter(|key| **key != 0) {
        if seen.insert(*key) {
            repeated.insert(*key);
        }
    }
    repeated
}

/// A table that tells of most keys that they were not put into it. Keys are spread evenly already, so their upper bits say the place.
struct Bits {
    words: Vec<u64>,
    shift: u32,
}

impl Bits {
    /// A table for so many keys, of sixteen bits for each: one key in sixteen is taken for another.
    fn for_keys(keys: usize) -> Bits {
        let bits = keys.saturating_mul(16).next_power_of_two().clamp(1 << 12, 1 << 30);
        Bits { words: vec![0; bits / 64], shift: 64 - bits.trailing_zeros() }
    }

    fn of(keys: &KeySet) -> Bits {
        let mut table = Bits::for_keys(keys.len());
        for key in keys {
            table.insert(*key);
        }
        table
    }

    /// Puts a key in; answers whether it may have been there.
    fn insert(&mut self, key: u64) -> bool {
        let place = key >> self.shift;
        let Some(word) = self.words.get_mut((place / 64) as usize) else { return true };
        let bit = 1 << (place % 64);
        let was = *word & bit != 0;
        *word |= bit;
        was
    }

    fn may_hold(&self, key: u64) -> bool {
        let place = key >> self.shift;
        self.words.get((place / 64) as usize).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }
}

/// How many claims the parts have.
pub fn claims(parts: &[Placed]) -> u32 {
    parts.last().map_or(0, |part| part.first.saturating_add(count(part.claims.len())))
}
