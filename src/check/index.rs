//! What must be known of a whole file before any claim in it can be judged: which references there are, and which lines belong together.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use crate::catalogue;
use crate::claim::{Claim, DebtorNumber, Field};
use crate::rules::filter::{Main, MainClaim};
use crate::rules::general::Neighbours;

/// The fields that stand on a claim's debtor line and may differ between its debtors.
const DEBTOR_FIELDS: [Field; 7] = [
    Field::SkyldnerType,
    Field::SkyldnerId,
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::Bobehandling,
    Field::Kundenote,
];

/// The most lines that are taken for debtors of one claim. More is a column filled with one value, and would take ages to compare.
const DEBTOR_LINES: usize = 200;

/// The fields that make two claims the same but for their reference.
const CONTENT_FIELDS: [Field; 10] = [
    Field::Fordringstype,
    Field::SkyldnerId,
    Field::Beloeb,
    Field::Hovedstol,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Beskrivelse,
    Field::Aktion,
];

/// The lines of a file, by what connects them. Holds numbers and dates only, no text.
#[derive(Debug, Default)]
pub struct Index {
    lines: Vec<LineFacts>,
    /// The first line with a reference.
    by_reference: HashMap<u64, u32>,
    /// The first line with a FordringsID.
    by_id: HashMap<u64, u32>,
    /// The first line with the same content.
    by_content: HashMap<u64, u32>,
}

#[derive(Clone, Copy, Debug)]
struct LineFacts {
    line: u64,
    reference: Option<u64>,
    /// Everything but the debtor fields.
    claim: u64,
    debtor: Option<u64>,
    content: Option<u64>,
    forfaldsdato: Option<NaiveDate>,
    /// Index in the catalogue.
    fordringstype: Option<u16>,
}

impl Index {
    /// Takes the next line in.
    pub fn add(&mut self, claim: &Claim) {
        let position = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let text = |field| claim.text(field);
        let reference = (!text(Field::Reference).is_empty()).then(|| hash(&[text(Field::FordringshaverId), text(Field::Reference)]));
        let others: Vec<&str> = Field::ALL.into_iter().filter(|field| !DEBTOR_FIELDS.contains(field)).map(text).collect();
        let content: Vec<&str> = CONTENT_FIELDS.into_iter().map(text).collect();
        let has_content = claim.is_filled(Field::SkyldnerId) && claim.is_filled(Field::Fordringstype);
        let fordringstype = catalogue::find(text(Field::Fordringstype))
            .and_then(|found| catalogue::TYPES.iter().position(|t| std::ptr::eq(t, found)))
            .and_then(|index| u16::try_from(index).ok());
        let facts = LineFacts {
            line: claim.line,
            reference,
            claim: hash(&others),
            debtor: claim.is_filled(Field::SkyldnerId).then(|| debtor_hash(text(Field::SkyldnerId))),
            content: has_content.then(|| hash(&content)),
            forfaldsdato: claim.date(Field::Forfaldsdato).value(),
            fordringstype,
        };
        if let Some(reference) = reference {
            self.by_reference.entry(reference).or_insert(position);
        }
        if claim.is_filled(Field::FordringsId) {
            self.by_id.entry(hash(&[text(Field::FordringsId)])).or_insert(position);
        }
        if let Some(content) = facts.content {
            self.by_content.entry(content).or_insert(position);
        }
        self.lines.push(facts);
    }

    /// How many lines were taken in.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether no line was taken in.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines from this one on are debtor lines of one claim: same reference, same stamdata, standing together.
    pub fn claim_lines(&self, position: usize) -> usize {
        let Some(first) = self.lines.get(position) else { return 0 };
        let same = |other: &&LineFacts| other.reference.is_some() && other.reference == first.reference && other.claim == first.claim;
        1 + self.lines[position + 1..].iter().take(DEBTOR_LINES - 1).take_while(same).count()
    }

    /// What other lines have to do with the line at `position`, which belongs to a claim of `lines` lines from `start` on.
    pub fn neighbours(&self, position: usize, start: usize, lines: usize) -> Neighbours {
        let Some(facts) = self.lines.get(position) else { return Neighbours::default() };
        let own = start..start + lines;
        let elsewhere = |found: Option<&u32>| {
            found.map(|first| *first as usize).filter(|first| !own.contains(first)).map(|first| self.lines[first].line)
        };
        let same_debtor =
            (own.clone()).find(|other| *other != position && facts.debtor.is_some() && self.lines[*other].debtor == facts.debtor);
        Neighbours {
            same_reference: facts.reference.and_then(|reference| elsewhere(self.by_reference.get(&reference))),
            same_content: facts
                .content
                .and_then(|content| self.by_content.get(&content))
                .filter(|first| self.lines[**first as usize].reference != facts.reference)
                .and_then(|first| elsewhere(Some(first))),
            same_debtor: same_debtor.map(|other| self.lines[other].line),
            debtor_lines: u32::try_from(lines).unwrap_or(u32::MAX),
        }
    }

    /// What is known of the hovedfordring a claim names. Claims of one file are assumed to be received on the same day.
    pub fn main_of(&self, claim: &Claim, received: NaiveDate) -> Main<'static> {
        let known = |position: u32| {
            let facts = &self.lines[position as usize];
            let fordringstype = facts.fordringstype.and_then(|index| catalogue::TYPES[usize::from(index)].code);
            Main::Known(MainClaim { fordringstype, forfaldsdato: facts.forfaldsdato, received: Some(received) })
        };
        if claim.is_filled(Field::HovedfordringReference) {
            let reference = hash(&[claim.text(Field::FordringshaverId), claim.text(Field::HovedfordringReference)]);
            // A claim can't be its own hovedfordring.
            let names_itself = claim.text(Field::HovedfordringReference) == claim.text(Field::Reference);
            if let Some(position) = self.by_reference.get(&reference).filter(|_| !names_itself) {
                return known(*position);
            }
            if !claim.is_filled(Field::HovedfordringId) {
                return Main::NotInFile;
            }
        }
        if !claim.is_filled(Field::HovedfordringId) {
            return Main::None;
        }
        self.by_id.get(&hash(&[claim.text(Field::HovedfordringId)])).map_or(Main::IdOnly, |position| {
            // A claim that was sent before has its FordringsID; when it was received isn't known.
            match known(*position) {
                Main::Known(main) => Main::Known(MainClaim { received: None, ..main }),
                other => other,
            }
        })
    }
}

/// A debtor's number is the same with and without a hyphen.
fn debtor_hash(text: &str) -> u64 {
    // Of a longer number only the first digits are kept there.
    let digits = DebtorNumber::read(text).filter(|number| number.count() == number.digits().len());
    let mut hasher = DefaultHasher::new();
    digits.as_ref().map_or(text.as_bytes(), |number| number.digits()).hash(&mut hasher);
    hasher.finish()
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_filled_with_one_reference_is_no_claim_of_thousands() {
        let mut index = Index::default();
        for line in 1..=1000 {
            index.add(&Claim::read(line, |field| (field == Field::Reference).then_some("1")));
        }
        assert_eq!(index.claim_lines(0), DEBTOR_LINES);
        assert_eq!(index.neighbours(DEBTOR_LINES, DEBTOR_LINES, DEBTOR_LINES).same_reference, Some(1));
        assert_eq!(index.claim_lines(999), 1);
    }
}
