//! What was sent and what came back: the actions in `09-RIM-aftale`.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use super::agreements::Agreements;
use super::table::{Key, Meter, Table, day, filled, key};
use crate::claim::NaiveDate;
use crate::intake::FileProblem;

/// The most actions that are held of one agreement, one for each claim and debtor. The newest are kept.
const ACTION_LIMIT: usize = 200;

/// The actions that create claims, by agreement.
#[derive(Default)]
pub(super) struct Actions {
    by_agreement: HashMap<Key, Vec<Action>>,
    words: Words,
    /// The file tells when claims are too old.
    pub has_limitation: bool,
    /// The file tells what came back.
    pub has_status: bool,
    /// Actions beyond [`ACTION_LIMIT`].
    pub left_out: u64,
}

/// The newest action that creates a claim.
struct Action {
    of: Marks,
    /// When it was received, and where it stands in the file. Actions without a day are the oldest.
    age: (Option<NaiveDate>, u64),
    /// Numbers of [`Words`].
    limitation: u32,
    status: u32,
}

/// Texts that occur again and again, each held once.
#[derive(Default)]
struct Words {
    words: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, u32>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let word: Rc<str> = word.into();
        self.words.push(Rc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |word| word)
    }
}

/// What says which claim and debtor something is of. `None`: it doesn't say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub efi: Option<Key>,
    pub kind: Option<Key>,
    pub bilag: Option<Key>,
    pub partner: Option<Key>,
}

/// What the actions tell of a claim.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sent<'a> {
    pub limitation: &'a str,
    /// What came back, in the collection system's word; empty when nothing was sent.
    pub status: &'a str,
    pub found: Found,
}

/// Whose action was found for a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Found {
    #[default]
    None,
    Own,
    /// Of another claim of the agreement. Only its forældelsesdato is taken.
    OfAnother,
}

impl Actions {
    /// Reads the file.
    pub fn read(table: &mut Table, agreements: &Agreements, meter: &mut Meter) -> Result<Self, FileProblem> {
        let [number, limitation, received] = ["aftalenummer", "foraeldelsesdato", "modtagelsesdato"].map(|name| table.column(name));
        let [efi, kind, bilag, partner] = ["efinummer", "kravstype", "bilagsnummer", "forretningspartner"].map(|name| table.column(name));
        let code = table.column("aktionkode").or(table.column("aktionskode"));
        let status = table.column("actionstatuscode").or(table.column("aktionstatus"));
        let known = code.is_some() && number.is_some();
        let mut actions =
            Actions { has_limitation: known && limitation.is_some(), has_status: known && status.is_some(), ..Actions::default() };
        table.rows(meter, &mut |row| {
            let creates = matches!(filled(row, code), "02" | "2");
            let Some(agreement) = key(filled(row, number)).filter(|number| creates && agreements.has(*number)) else { return Ok(()) };
            let of = |column| key(filled(row, column));
            let action = Action {
                of: Marks { efi: of(efi), kind: of(kind), bilag: of(bilag), partner: of(partner) },
                age: (day(filled(row, received)), row.line),
                limitation: actions.words.number(filled(row, limitation)),
                status: actions.words.number(status_of(filled(row, status))),
            };
            let held = actions.by_agreement.entry(agreement).or_default();
            match held.iter_mut().find(|other| other.of == action.of) {
                Some(older) if older.age < action.age => *older = action,
                Some(_) => {}
                None => held.push(action),
            }
            if held.len() > 2 * ACTION_LIMIT {
                actions.left_out += keep_newest(held);
            }
            Ok(())
        })?;
        for held in actions.by_agreement.values_mut() {
            actions.left_out += keep_newest(held);
        }
        Ok(actions)
    }

    /// The newest action that created the claim for the debtor.
    pub fn newest(&self, agreement: Option<Key>, claim: Marks) -> Sent<'_> {
        let all = agreement.and_then(|agreement| self.by_agreement.get(&agreement)).map(Vec::as_slice).unwrap_or_default();
        let same = |of: Option<Key>, other: Option<Key>| of.is_some() && of == other;
        // The document and the debtor are told apart where they can be; then the newest counts.
        let order = |action: &&Action| (same(action.of.bilag, claim.bilag), same(action.of.partner, claim.partner), action.age);
        if let Some(own) = all.iter().filter(|action| action.may_be_of(claim)).max_by_key(order) {
            return Sent { limitation: self.words.word(own.limitation), status: self.words.word(own.status), found: Found::Own };
        }
        let other = all.iter().filter(|action| !self.words.word(action.limitation).is_empty()).max_by_key(order);
        other.map_or_else(Sent::default, |action| Sent {
            limitation: self.words.word(action.limitation),
            status: "",
            found: Found::OfAnother,
        })
    }
}

impl Action {
    /// Whether nothing says that it's of another claim.
    fn may_be_of(&self, claim: Marks) -> bool {
        let agree = |of: Option<Key>, other: Option<Key>| of.is_none() || other.is_none() || of == other;
        agree(self.of.efi, claim.efi) && agree(self.of.kind, claim.kind)
    }
}

/// Lets the oldest go; answers how many.
fn keep_newest(held: &mut Vec<Action>) -> u64 {
    if held.len() <= ACTION_LIMIT {
        return 0;
    }
    let gone = held.len() - ACTION_LIMIT;
    held.sort_by_key(|action| Reverse(action.age));
    held.truncate(ACTION_LIMIT);
    gone as u64
}

/// The extract's short word as the collection system's.
fn status_of(code: &str) -> &str {
    match code {
        "MO" => "MODTAGET",
        "SA" => "SAGSBEHANDL",
        "AF" => "AFVIST",
        "UD" => "UDFØRT",
        "HO" => "HØRING",
        other => other,
    }
}
