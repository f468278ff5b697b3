//! The agreements in `10-RIM-aftale-rater`: which claims each has, and what each claim is called by.

use std::collections::{HashMap, HashSet};

use super::table::{Key, Meter, Table, filled, key};
use crate::intake::{FileProblem, Row};

/// How many hovedfordringer of one agreement are looked through for the one that a fee belongs to.
const LOOKED_THROUGH: usize = 1000;

/// What an agreement's line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A hovedfordring, or what isn't said to be anything else.
    Main,
    /// A fee or interest that belongs to one.
    Related,
}

/// The columns that say which claim a line is.
pub(super) struct Identity {
    pub number: Option<usize>,
    pub partner: Option<usize>,
    pub kind: Option<usize>,
    pub efi: Option<usize>,
    pub bilag: Option<usize>,
    position: Option<usize>,
}

impl Identity {
    pub fn of(table: &Table) -> Self {
        Identity {
            number: table.column("aftalenummer"),
            partner: table.column("forretningspartner"),
            kind: table.column("kravstype"),
            efi: table.column("efinummer"),
            bilag: table.column("bilagsnummer"),
            position: table.column("position"),
        }
    }

    pub fn standing(&self, row: &Row) -> Standing {
        match filled(row, self.kind).to_uppercase().as_str() {
            "OG" | "OR" | "IR" => Standing::Related,
            _ => Standing::Main,
        }
    }
}

/// What must be known of the claims before any of them can be written.
#[derive(Default)]
pub(super) struct Agreements {
    by_number: HashMap<Key, Agreement>,
    /// The business partners that owe.
    pub partners: HashSet<Key>,
    pub claims: u64,
    /// Fees and interests without an agreement, which nobody can tell what belong to.
    pub unnumbered_related: u64,
    /// Claims without a forældelsesdato of their own in this file.
    pub without_limitation: u64,
}

/// The claims of one agreement.
#[derive(Default)]
struct Agreement {
    mains: Vec<Main>,
    /// The positions of the lines that can't be called by the agreement's number alone, while they are collected.
    positions: Vec<Option<Key>>,
    related: u32,
    /// Whether those positions tell the lines apart.
    told_apart: bool,
}

/// A hovedfordring.
struct Main {
    position: Box<str>,
    efi: Box<str>,
    line: u64,
}

/// What a fee or interest belongs to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BelongsTo {
    pub reference: String,
    /// Its FordringsID; empty when it has none.
    pub efi: String,
    /// How many hovedfordringer it can be; the first is given. 0: it isn't in the file.
    pub candidates: u32,
}

impl Agreements {
    /// Reads the file once.
    pub fn read(table: &mut Table, meter: &mut Meter) -> Result<Self, FileProblem> {
        let identity = Identity::of(table);
        let limitation = table.column("foraeldelsesdato");
        let mut agreements = Agreements::default();
        table.rows(meter, &mut |row| {
            agreements.claims += 1;
            agreements.without_limitation += u64::from(filled(row, limitation).is_empty());
            agreements.partners.extend(key(filled(row, identity.partner)));
            match key(filled(row, identity.number)) {
                Some(number) => agreements.by_number.entry(number).or_default().add(row, &identity),
                None => agreements.unnumbered_related += u64::from(identity.standing(row) == Standing::Related),
            }
            Ok(())
        })?;
        agreements.by_number.values_mut().for_each(Agreement::settle);
        Ok(agreements)
    }

    /// Whether the file has the agreement.
    pub fn has(&self, number: Key) -> bool {
        self.by_number.contains_key(&number)
    }

    /// How many fees and interests belong to a hovedfordring that isn't in the file.
    pub fn orphans(&self) -> u64 {
        self.by_number.values().filter(|agreement| agreement.mains.is_empty()).map(|agreement| u64::from(agreement.related)).sum()
    }

    /// What the claim is called by: no two claims share it. `None` for one without an agreement.
    pub fn reference(&self, row: &Row, identity: &Identity) -> Option<Reference> {
        let number = filled(row, identity.number);
        let agreement = self.by_number.get(&key(number)?)?;
        if identity.standing(row) == Standing::Main && agreement.mains.len() == 1 {
            return Some(Reference::Number(number.to_owned()));
        }
        Some(agreement.reference(number, filled(row, identity.position), row.line))
    }

    /// What a fee or interest belongs to.
    pub fn belongs_to(&self, row: &Row, identity: &Identity) -> BelongsTo {
        let number = filled(row, identity.number);
        let Some(agreement) = key(number).and_then(|number| self.by_number.get(&number)) else { return BelongsTo::default() };
        let position = filled(row, identity.position);
        let same = |main: &&Main| !position.is_empty() && *main.position == *position;
        let by_position = agreement.mains.iter().take(LOOKED_THROUGH).find(same);
        let (main, candidates) = match (agreement.mains.as_slice(), by_position) {
            ([], _) => return BelongsTo { reference: number.to_owned(), ..BelongsTo::default() },
            ([only], _) => return BelongsTo { reference: number.to_owned(), efi: only.efi.to_string(), candidates: 1 },
            (_, Some(main)) => (main, 1),
            ([first, ..], None) => (first, u32::try_from(agreement.mains.len()).unwrap_or(u32::MAX)),
        };
        let reference = agreement.reference(number, &main.position, main.line).text().to_owned();
        BelongsTo { reference, efi: main.efi.to_string(), candidates }
    }
}

impl Agreement {
    fn add(&mut self, row: &Row, identity: &Identity) {
        let position = filled(row, identity.position);
        // A line without a position is like no other: two of them can't be told apart.
        self.positions.push(key(position));
        match identity.standing(row) {
            Standing::Related => self.related += 1,
            Standing::Main => {
                let efi = filled(row, identity.efi).into();
                // Most agreements have one, and there are many agreements.
                self.mains.reserve_exact(usize::from(self.mains.is_empty()));
                self.mains.push(Main { position: position.into(), efi, line: row.line });
            }
        }
    }

    /// Finds out whether the positions tell the lines apart.
    fn settle(&mut self) {
        let mut positions = std::mem::take(&mut self.positions);
        if let [only] = self.mains.as_slice() {
            // It has the agreement's number to itself, so its position is free.
            let own = key(&only.position);
            if let Some(place) = positions.iter().position(|position| *position == own) {
                positions.swap_remove(place);
            }
        }
        positions.sort_unstable();
        self.told_apart = !positions.contains(&None) && positions.windows(2).all(|pair| pair.first() != pair.last());
    }

    fn reference(&self, number: &str, position: &str, line: u64) -> Reference {
        if self.told_apart {
            Reference::Position(format!("{number}/{position}"))
        } else {
            Reference::Line(format!("{number}/linje {line}"))
        }
    }
}

/// What a claim is called by.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// The agreement's number: it is the only hovedfordring.
    Number(String),
    /// The agreement's number and the position.
    Position(String),
    /// The agreement's number and the line in the file.
    Line(String),
}

impl Reference {
    pub fn text(&self) -> &str {
        match self {
            Reference::Number(text) | Reference::Position(text) | Reference::Line(text) => text,
        }
    }
}
