//! Who owes: the liable parties of `UU-aftale-haefter`, and the identities in `12-Forretningspartner`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::agreements::Agreements;
use super::table::{Key, Meter, Table, day, filled, is_marked, key};
use crate::claim::NaiveDate;
use crate::intake::{FileProblem, Row};

/// The most liable parties of an agreement.
const PARTY_LIMIT: usize = 200;

/// The liable parties of the agreements, as business partners.
#[derive(Default)]
pub(super) struct Liable {
    by_agreement: HashMap<Key, Vec<Key>>,
    /// Parties that are no longer liable.
    pub removed: u64,
    /// Parties beyond [`PARTY_LIMIT`].
    pub left_out: u64,
}

impl Liable {
    /// Reads the file. `today` is the day of the extract: what is removed before it isn't liable any more.
    pub fn read(table: &mut Table, agreements: &Agreements, today: Option<NaiveDate>, meter: &mut Meter) -> Result<Self, FileProblem> {
        let [number, partner, removed] = ["aftalenummer", "forretningspartner", "haefterfjernet"].map(|name| table.column(name));
        let mut liable = Liable::default();
        table.rows(meter, &mut |row| {
            let Some(agreement) = key(filled(row, number)).filter(|number| agreements.has(*number)) else { return Ok(()) };
            let Some(partner) = key(filled(row, partner)) else { return Ok(()) };
            let removal = filled(row, removed);
            let still = day(removal).zip(today).is_some_and(|(removal, today)| removal > today);
            if !removal.is_empty() && !still {
                liable.removed += 1;
                return Ok(());
            }
            let parties = liable.by_agreement.entry(agreement).or_default();
            if parties.contains(&partner) {
                return Ok(());
            }
            if parties.len() >= PARTY_LIMIT {
                liable.left_out += 1;
            } else {
                parties.push(partner);
            }
            Ok(())
        })?;
        Ok(liable)
    }

    /// Everybody who owes for an agreement, the one that stands on the claim first.
    pub fn parties(&self, agreement: Option<Key>, partner: Option<Key>) -> Vec<Option<Key>> {
        let others = agreement.and_then(|agreement| self.by_agreement.get(&agreement)).map(Vec::as_slice).unwrap_or_default();
        let mut parties: Vec<Option<Key>> = partner.into_iter().map(Some).collect();
        parties.extend(others.iter().filter(|other| Some(**other) != partner).map(|other| Some(*other)));
        if parties.is_empty() {
            parties.push(None);
        }
        parties
    }

    /// Everybody who is named.
    pub fn everybody(&self) -> impl Iterator<Item = Key> + '_ {
        self.by_agreement.values().flatten().copied()
    }
}

/// The numbers that business partners are known by.
#[derive(Default)]
pub(super) struct Partners {
    by_partner: HashMap<Key, Known>,
    has_identity: bool,
}

/// A number that a business partner is known by.
pub(super) struct Known {
    /// The type, as the fields have it.
    pub kind: Cow<'static, str>,
    pub number: Box<str>,
    /// How many different numbers of the same standing are valid; this is the first.
    pub count: u32,
    standing: u8,
}

impl Partners {
    /// Reads the file. Only what is valid on the day of the extract counts, where that is known, and only what isn't deleted.
    pub fn read(table: &mut Table, wanted: &HashSet<Key>, today: Option<NaiveDate>, meter: &mut Meter) -> Result<Self, FileProblem> {
        let [partner, kind, number] = ["forretningspartner", "identifikationsart", "identifikationsnr"].map(|name| table.column(name));
        let [from, to, deleted] = ["gyldigfra", "gyldigtil", "slettet"].map(|name| table.column(name));
        let mut partners = Partners { has_identity: partner.is_some() && kind.is_some() && number.is_some(), ..Partners::default() };
        table.rows(meter, &mut |row| {
            let Some(partner) = key(filled(row, partner)).filter(|partner| wanted.contains(partner)) else { return Ok(()) };
            let number = filled(row, number);
            if number.is_empty() || is_marked(filled(row, deleted)) || !is_valid(row, from, to, today) {
                return Ok(());
            }
            let (kind, standing) = kind_of(filled(row, kind));
            partners.add(partner, Known { kind, number: number.into(), count: 1, standing });
            Ok(())
        })?;
        Ok(partners)
    }

    fn add(&mut self, partner: Key, new: Known) {
        match self.by_partner.get_mut(&partner) {
            Some(known) if new.standing > known.standing => {}
            Some(known) if new.standing == known.standing => {
                let same = new.kind == known.kind && new.number == known.number;
                known.count = known.count.saturating_add(u32::from(!same));
            }
            _ => {
                self.by_partner.insert(partner, new);
            }
        }
    }

    /// Whether the file has the columns that it takes to tell who somebody is.
    pub fn has_identity(&self) -> bool {
        self.has_identity
    }

    /// What a business partner is known by.
    pub fn find(&self, partner: Option<Key>) -> Option<&Known> {
        self.by_partner.get(&partner?)
    }
}

/// Whether the day lies in the identity's time. An end of time that no calendar has, 31-12-9999, is no end.
fn is_valid(row: &Row, from: Option<usize>, to: Option<usize>, today: Option<NaiveDate>) -> bool {
    let Some(today) = today else { return true };
    let began = day(filled(row, from)).is_none_or(|from| from <= today);
    let ended = day(filled(row, to)).is_some_and(|to| to < today);
    began && !ended
}

/// The type of number as the fields have it, and which is taken first.
fn kind_of(code: &str) -> (Cow<'static, str>, u8) {
    match code.to_uppercase().as_str() {
        "ZCPR" => ("CPR".into(), 0),
        "ZCVR" => ("CVR".into(), 0),
        "ZAKR" => ("AKR".into(), 1),
        other => (other.to_owned().into(), 2),
    }
}
