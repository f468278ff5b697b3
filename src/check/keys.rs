//! What connects a claim with others in its file, as numbers: its reference, its content, and the hovedfordring it names.
//!
//! A number stands for a text. Of ten million claims, two different texts have the same number in one file of 300,000.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

use foldhash::{fast, quality};
use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::claim::{Claim, DebtorNumber, Field, NaiveDate};
use crate::intake::Mapping;
use crate::rules::facts::Facts;
use crate::rules::filter::{Main, MainClaim};

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
pub const DEBTOR_LINES: usize = 200;

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

/// Something for each of some keys.
pub type KeyMap<T> = HashMap<u64, T, fast::FixedState>;
/// Some keys.
pub type KeySet = HashSet<u64, fast::FixedState>;

/// A text's number, or that of several. Never 0, which stands for none.
#[inline]
fn key<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hasher = quality::FixedState::with_seed(0).build_hasher();
    for text in texts {
        // The hasher mixes each text's length in, so no letter can move from one to the next unseen.
        hasher.write(text.as_bytes());
    }
    hasher.finish().max(1)
}

/// The number of a line's own reference; 0 where it has none. `text` gives a field's text.
pub fn reference<'t>(text: impl Fn(Field) -> &'t str) -> u64 {
    let reference = text(Field::Reference);
    if reference.is_empty() { 0 } else { key([text(Field::FordringshaverId), reference]) }
}

/// The number of a line's FordringsID; 0 where it has none.
pub fn id<'t>(text: impl Fn(Field) -> &'t str) -> u64 {
    let id = text(Field::FordringsId);
    if id.is_empty() { 0 } else { key([id]) }
}

/// The fields by which contents are compared in a file with these columns: what is the same in every row needs no comparison.
pub fn content_fields(mapping: &Mapping) -> Vec<Field> {
    CONTENT_FIELDS.into_iter().filter(|field| mapping.column(*field).is_some()).collect()
}

/// The number of what a line says but for its reference; 0 where too little stands in it. `fields` are the [`content_fields`].
#[inline]
pub fn content<'t>(fields: &[Field], text: impl Fn(Field) -> &'t str) -> u64 {
    if text(Field::SkyldnerId).is_empty() || text(Field::Fordringstype).is_empty() {
        return 0;
    }
    key(fields.iter().map(|field| text(*field)))
}

/// Whether two lines, which have the same reference, are debtor lines of one claim.
pub fn is_one_claim(first: &Claim, second: &Claim) -> bool {
    let stamdata = Field::ALL.into_iter().filter(|field| !DEBTOR_FIELDS.contains(field));
    stamdata.into_iter().all(|field| first.text(field) == second.text(field))
}

/// For each line of a claim, by what stands in skyldner_id, the place of another line that names the same debtor.
pub fn same_debtors(lines: &[&str]) -> Vec<Option<usize>> {
    let debtors: Vec<Option<Vec<u8>>> = lines.iter().map(|text| debtor(text)).collect();
    let other = |place: usize, own: &Option<Vec<u8>>| {
        let mut others = debtors.iter().enumerate().filter(|(other, _)| *other != place);
        own.as_ref().and_then(|_| others.find(|(_, debtor)| *debtor == own)).map(|(other, _)| other)
    };
    debtors.iter().enumerate().map(|(place, own)| other(place, own)).collect()
}

/// A debtor's number is the same with and without a hyphen.
fn debtor(text: &str) -> Option<Vec<u8>> {
    // Of a longer number only the first digits are kept there.
    let digits = DebtorNumber::read(text).filter(|number| number.count() == number.digits().len());
    (!text.is_empty()).then(|| digits.map_or_else(|| text.as_bytes().to_vec(), |number| number.digits().to_vec()))
}

/// The hovedfordring that a claim names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// It names one by a reference.
    names_reference: bool,
    /// The reference's number; 0 where there is none, and where it is the claim's own: a claim can't be its own hovedfordring.
    pub reference: u64,
    /// The number of the FordringsID it names; 0 where there is none.
    pub id: u64,
}

impl Link {
    /// The hovedfordring that a line names, if it names one.
    pub fn of<'t>(text: impl Fn(Field) -> &'t str) -> Option<Link> {
        let (main, id) = (text(Field::HovedfordringReference), text(Field::HovedfordringId));
        if main.is_empty() && id.is_empty() {
            return None;
        }
        let is_other = !main.is_empty() && main != text(Field::Reference);
        Some(Link {
            names_reference: !main.is_empty(),
            reference: if is_other { key([text(Field::FordringshaverId), main]) } else { 0 },
            id: if id.is_empty() { 0 } else { key([id]) },
        })
    }

    /// Where it leads if no claim in the file can be what it names: if it names a FordringsID, and the file holds none of its own.
    #[inline]
    pub fn settled(self, file_has_ids: bool) -> Option<Place> {
        (!self.names_reference && !file_has_ids).then_some(Place::IdOnly)
    }

    /// The claim it leads to, by what finds the first claim with a reference's and with a FordringsID's number.
    pub fn follow(self, by_reference: impl FnOnce(u64) -> Option<u32>, by_id: impl FnOnce(u64) -> Option<u32>) -> Place {
        let named = if self.reference == 0 { None } else { by_reference(self.reference) };
        match (named, self.id) {
            (Some(claim), _) => Place::Reference(claim),
            (None, 0) => Place::NotInFile,
            (None, id) => by_id(id).map_or(Place::IdOnly, Place::Id),
        }
    }
}

/// Where the hovedfordring stands that a claim names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// It was found by its reference.
    Reference(u32),
    /// It was found by its FordringsID: it was sent before.
    Id(u32),
    /// Only its FordringsID is known.
    IdOnly,
    /// No claim in the file has the reference.
    NotInFile,
}

/// What must be known of a claim in case another names it as its hovedfordring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MainFacts {
    /// Its type's place in the catalogue; [`MainFacts::NO_TYPE`] for one that isn't there.
    pub fordringstype: u16,
    /// Its forfaldsdato as a day's number from the year 1 on; [`MainFacts::NO_DATE`] for none that can be read.
    pub forfaldsdato: i32,
}

impl MainFacts {
    pub const NO_TYPE: u16 = u16::MAX;
    pub const NO_DATE: i32 = i32::MIN;

    /// Of a claim.
    pub fn of(claim: &Claim) -> MainFacts {
        use chrono::Datelike;
        let fordringstype = catalogue::find(claim.text(Field::Fordringstype)).and_then(catalogue::place_of);
        MainFacts {
            fordringstype: fordringstype.and_then(|place| u16::try_from(place).ok()).unwrap_or(Self::NO_TYPE),
            forfaldsdato: claim.date(Field::Forfaldsdato).value().map_or(Self::NO_DATE, |date| date.num_days_from_ce()),
        }
    }

    /// Of a claim that was read at a glance.
    #[inline]
    pub fn of_facts(facts: &Facts) -> MainFacts {
        MainFacts { fordringstype: facts.type_index, forfaldsdato: facts.day(Field::Forfaldsdato).unwrap_or(Self::NO_DATE) }
    }

    /// What rules may know of it. Claims of one file are assumed to be received on the same day.
    pub fn known(self, received: Option<NaiveDate>) -> Main<'static> {
        let fordringstype = catalogue::TYPES.get(usize::from(self.fordringstype)).and_then(|found| found.code);
        Main::Known(MainClaim { fordringstype, forfaldsdato: NaiveDate::from_num_days_from_ce_opt(self.forfaldsdato), received })
    }
}

/// What rules may know of the hovedfordring in a place. `facts` tells of a claim.
pub fn main_at(place: Place, received: NaiveDate, facts: impl FnOnce(u32) -> Option<MainFacts>) -> Main<'static> {
    match place {
        Place::NotInFile => Main::NotInFile,
        Place::IdOnly => Main::IdOnly,
        Place::Reference(claim) => facts(claim).map_or(Main::NotInFile, |facts| facts.known(Some(received))),
        // When it was received isn't known.
        Place::Id(claim) => facts(claim).map_or(Main::IdOnly, |facts| facts.known(None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(fields: &[(Field, &'static str)]) -> Option<Link> {
        Link::of(|field| fields.iter().find(|(of, _)| *of == field).map_or("", |(_, text)| *text))
    }

    #[test]
    fn a_link_leads_by_reference_first_and_never_to_itself() {
        let by_both = link(&[(Field::HovedfordringReference, "A"), (Field::HovedfordringId, "7")]).unwrap();
        assert_eq!(by_both.follow(|_| Some(3), |_| Some(4)), Place::Reference(3));
        assert_eq!(by_both.follow(|_| None, |_| Some(4)), Place::Id(4));
        assert_eq!(by_both.follow(|_| None, |_| None), Place::IdOnly);
        let own = link(&[(Field::HovedfordringReference, "A"), (Field::Reference, "A")]).unwrap();
        assert_eq!(own.follow(|_| Some(3), |_| Some(4)), Place::NotInFile);
        assert_eq!(link(&[(Field::Reference, "A")]), None);
    }

    #[test]
    fn keys_tell_texts_apart() {
        let of = |creditor: &'static str, own: &'static str| {
            reference(|field| match field {
                Field::FordringshaverId => creditor,
                Field::Reference => own,
                _ => "",
            })
        };
        assert_ne!(of("1", "23"), of("12", "3"));
        assert_ne!(of("", "123"), of("", "1234"));
        assert_eq!((of("1", ""), of("1", "23")), (0, of("1", "23")));
    }
}
