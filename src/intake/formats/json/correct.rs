//! Corrected values back into JSON: a value's own bytes are replaced, and a key that isn't there is put behind the object's last one.

use std::collections::HashMap;
use std::io::Write;
use std::ops::Range;

use super::columns::{Columns, OddLetters, debtors_place};
use super::letters::{Letters, Place};
use super::members::{Member, elements, members};
use super::value::{Fields, Item};
use super::walk::{Met, walk};
use super::{object_of, survey, whole_object};
use crate::claim::Decimal;
use crate::intake::formats::OnProgress;
use crate::intake::formats::correct::{FileReader, Ledger, NewCell, Piece, Splices, changed, shared_note};
use crate::intake::{Bytes, FileProblem};

const SEVERAL: &str = "Feltet står flere gange i fordringen, og det er ikke klart, hvilken der gælder. Ret det i filen.";
const NESTED: &str = "Feltet rummer en liste eller et objekt. Ret det i filen.";
const DISAGREE: &str = "Værdien står ét sted i filen for flere skyldnere, og rettelserne er forskellige. Ret dem ens, eller ret filen.";
const NO_DEBTOR: &str = "Fordringen har ikke så mange skyldnere i filen.";
const SHOWS_THE_CLAIMS: &str = "Skyldneren har selv ingen værdi, men fordringen har. Ret fordringens værdi for alle skyldnere.";

/// Writes the file with the ledger's edits.
pub(in crate::intake::formats) fn correct(
    bytes: &mut dyn Bytes,
    ledger: &mut Ledger,
    out: &mut dyn Write,
    progress: &mut OnProgress,
) -> Result<(), FileProblem> {
    let mut tell = |thousandths| progress(thousandths);
    let mut letters = Letters::new(bytes, &mut tell)?;
    let (table, start) = letters.table();
    let (shape, plan) = survey(&mut letters)?;
    let mut finder =
        Finder { columns: &plan.columns, ledger, targets: Vec::new(), unsettled: HashMap::new(), seen: HashMap::new(), shared: 0 };
    letters.rewind(500..750);
    match plan.list {
        Some(chosen) => {
            let mut current = 0;
            walk(&mut letters, shape, &mut |met| match met {
                Met::List { .. } => {
                    current += 1;
                    Ok(())
                }
                Met::Element { number, place, at, name, text } if current == chosen + 1 => finder.claim(number, place, at, name, text),
                _ => Ok(()),
            })?;
        }
        None => whole_object(&mut letters, &mut |text, place, at| finder.claim(1, place, at, "objektet", text))?,
    }
    let mut splices = finder.splices()?;
    let mut share = || progress(750);
    splices.in_table(bytes, table, start, |letter| letter.to_string(), &mut share)?;
    FileReader::new(bytes, progress, 750).copy(&mut splices, out)
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Bool,
}

/// Whose value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Claim,
    Debtor,
}

/// How the object writes its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    AsTheyAre,
    /// Everything but ASCII by its number.
    Escaped,
}

/// A place that an edit is to be written to.
struct Target {
    edit: usize,
    place: Where,
    /// What kind of value is to stand there; where nothing says so, as in the nearest claims.
    kind: Option<Kind>,
    /// The number that stands there with decimals, where one does.
    has_decimals: bool,
    style: Style,
}

/// Where an edit is to be written.
enum Where {
    Value(Range<u64>),
    Missing { claim: Spot, debtor: Option<Spot>, whose: Option<Whose> },
}

/// Where a key can be put into an object.
#[derive(Clone, Debug)]
struct Spot {
    at: u64,
    /// What stands before a key, and between it and its value.
    before: Vec<u8>,
    between: Vec<u8>,
    is_first: bool,
}

/// Finds where the edits are to be written.
struct Finder<'f, 'e> {
    columns: &'f Columns,
    ledger: &'f mut Ledger<'e>,
    targets: Vec<Target>,
    /// For each column the targets that wait for a value to be met in it.
    unsettled: HashMap<usize, Vec<usize>>,
    /// For each column what was met last: its kind and whose it was.
    seen: HashMap<usize, (Kind, Whose)>,
    /// How many values were changed for debtors that weren't asked about.
    shared: u64,
}

/// An object of a claim: its keys with their values, and where they stand.
struct Object {
    fields: Fields,
    members: Vec<Member>,
    spot: Spot,
}

impl Object {
    fn of(text: &[u8], at: u64, start: usize, fields: Fields) -> Option<Object> {
        let (members, end) = members(text, start)?;
        if members.len() != fields.len() {
            return None;
        }
        let spot = match members.as_slice() {
            [] => Spot { at: at + end as u64, before: Vec::new(), between: b":".to_vec(), is_first: true },
            [.., last] => {
                // What stands between the last two keys, or between the bracket and the only one.
                let before = members.iter().rev().nth(1).map_or(start + 1, |member| member.value.end);
                let before = text.get(before..last.key.start)?;
                let before = before.iter().copied().filter(|byte| *byte != b',').collect();
                let between = text.get(last.key.end..last.value.start)?.to_vec();
                Spot { at: at + last.value.end as u64, before, between, is_first: false }
            }
        };
        Some(Object { fields, members, spot })
    }

    /// The first member in the column, and how many there are.
    fn find(&self, columns: &Columns, column: usize) -> Option<(&Item, &Member, usize)> {
        let mut found = self.fields.iter().zip(&self.members).filter(|((key, _), _)| columns.place(key) == Some(column));
        let ((_, item), member) = found.next()?;
        Some((item, member, 1 + found.count()))
    }
}

impl Finder<'_, '_> {
    fn claim(&mut self, number: u64, place: Place, at: u64, name: &str, text: &[u8]) -> Result<(), FileProblem> {
        let (fields, odd) = object_of(text, place, name)?;
        let debtors_place = debtors_place(&fields);
        self.notice(&fields, debtors_place);
        if !self.ledger.is_for(number..number + 1) {
            return Ok(());
        }
        let Some((own, debtors)) = objects(text, at, fields, debtors_place) else { return Err(changed()) };
        let escaped = odd == OddLetters::Yes || (text.is_ascii() && text.windows(2).any(|pair| pair == b"\\u"));
        let style = if escaped { Style::Escaped } else { Style::AsTheyAre };
        let first = self.targets.len();
        for nth in 0..u32::try_from(debtors.len().max(1)).unwrap_or(u32::MAX) {
            for edit in self.ledger.of_row(number, nth) {
                let debtor = debtors.get(nth as usize);
                match self.target(edit, text, at, &own, debtor, style) {
                    Err(why) => self.ledger.leave_out(edit, why),
                    Ok(target) => self.add(first, target),
                }
            }
        }
        self.count_shared(first, at, &own, &debtors);
        self.leave_out_missing_debtors(number, debtors.len().max(1));
        Ok(())
    }

    /// Remembers what the columns hold.
    fn notice(&mut self, fields: &Fields, debtors: Option<usize>) {
        let met: Vec<(usize, Kind, Whose)> = (fields.iter().enumerate())
            .filter(|(place, _)| Some(*place) != debtors)
            .filter_map(|(_, (key, item))| Some((self.columns.place(key)?, kind_of(item)?, Whose::Claim)))
            .chain(of_debtors(fields, debtors).filter_map(|(key, item)| Some((self.columns.place(key)?, kind_of(item)?, Whose::Debtor))))
            .collect();
        for (column, kind, whose) in met {
            self.seen.insert(column, (kind, whose));
            for place in self.unsettled.remove(&column).unwrap_or_default() {
                if let Some(target) = self.targets.get_mut(place) {
                    target.settle(Some((kind, whose)));
                }
            }
        }
    }

    fn target(
        &self,
        edit: usize,
        text: &[u8],
        at: u64,
        own: &Object,
        debtor: Option<&Object>,
        style: Style,
    ) -> Result<Target, &'static str> {
        let column = self.ledger.column(edit) as usize;
        if self.columns.name(column).is_none() {
            return Err("Filen har ikke den kolonne.");
        }
        let is_empty = matches!(self.ledger.value(edit), NewCell::Empty);
        let of_claim = own.find(self.columns, column);
        let of_debtor = debtor.and_then(|debtor| debtor.find(self.columns, column));
        let shown = |found: &Option<(&Item, &Member, usize)>| found.is_some_and(|(item, ..)| !is_blank(item));
        let found = if is_empty && shown(&of_claim) {
            if shown(&of_debtor) {
                return Err(SHOWS_THE_CLAIMS);
            }
            of_claim
        } else {
            of_debtor.or(of_claim)
        };
        let seen = self.seen.get(&column).copied();
        let Some((item, member, count)) = found else {
            let place = Where::Missing { claim: own.spot.clone(), debtor: debtor.map(|debtor| debtor.spot.clone()), whose: None };
            let mut target = Target { edit, place, kind: None, has_decimals: true, style };
            target.settle(seen);
            return Ok(target);
        };
        if count > 1 {
            return Err(SEVERAL);
        }
        if matches!(item, Item::List(_) | Item::Object(_)) {
            return Err(NESTED);
        }
        let place = Where::Value(at + member.value.start as u64..at + member.value.end as u64);
        let has_decimals = text.get(member.value.clone()).is_none_or(|value| value.contains(&b'.'));
        let kind = kind_of(item).or(seen.map(|(kind, _)| kind));
        Ok(Target { edit, place, kind, has_decimals: has_decimals || *item == Item::Null, style })
    }

    /// Takes in a target, unless another of the claim's edits is for the same place.
    fn add(&mut self, first: usize, target: Target) {
        let same = self.targets.iter().skip(first).find(|other| match (&other.place, &target.place) {
            (Where::Value(other), Where::Value(this)) => other == this,
            // Whose key it is to be may show only later.
            _ => false,
        });
        match same {
            None => {
                self.ledger.written(target.edit);
                if target.kind.is_none() {
                    self.unsettled.entry(self.ledger.column(target.edit) as usize).or_default().push(self.targets.len());
                }
                self.targets.push(target);
            }
            Some(other) if self.ledger.value(other.edit) == self.ledger.value(target.edit) => self.ledger.written(target.edit),
            Some(_) => self.ledger.leave_out(target.edit, DISAGREE),
        }
    }

    /// Counts the claim's own values that were changed and show in several debtors' rows.
    fn count_shared(&mut self, first: usize, at: u64, own: &Object, debtors: &[Object]) {
        if debtors.len() < 2 {
            return;
        }
        let own_values: Vec<u64> = own.members.iter().map(|member| at + member.value.start as u64).collect();
        let shared = self.targets.iter().skip(first).filter(|target| match &target.place {
            Where::Value(range) => own_values.contains(&range.start),
            Where::Missing { .. } => false,
        });
        self.shared += shared.count() as u64;
    }

    fn leave_out_missing_debtors(&mut self, number: u64, rows: usize) {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        for edit in self.ledger.of_number_from(number, rows) {
            self.ledger.leave_out(edit, NO_DEBTOR);
        }
    }

    /// What is to be written, when the whole file was gone through.
    fn splices(self) -> Result<Splices, FileProblem> {
        let mut splices = Splices::default();
        // The edits that were put into each place: the columns' keys.
        let mut filled: HashMap<u64, HashMap<u32, usize>> = HashMap::new();
        for target in &self.targets {
            let value = self.ledger.value(target.edit);
            let written = target.written(value);
            match &target.place {
                Where::Value(range) => splices.add(range.clone(), vec![written.into()])?,
                Where::Missing { .. } if *value == NewCell::Empty => {}
                Where::Missing { .. } => {
                    let Some(spot) = target.spot() else { continue };
                    let column = self.ledger.column(target.edit);
                    let here = filled.entry(spot.at).or_default();
                    if let Some(before) = here.get(&column) {
                        if self.ledger.value(*before) != value {
                            self.ledger.leave_out(target.edit, DISAGREE);
                        }
                        continue;
                    }
                    let key = self.columns.name(column as usize).unwrap_or_default();
                    let is_first = spot.is_first && here.is_empty();
                    here.insert(column, target.edit);
                    let mut new = if is_first { Vec::new() } else { b",".to_vec() };
                    new.extend_from_slice(&spot.before);
                    new.extend_from_slice(text_value(key, target.style).as_bytes());
                    new.extend_from_slice(&spot.between);
                    new.extend_from_slice(written.as_bytes());
                    splices.add(spot.at..spot.at, vec![Piece::New(new)])?;
                }
            }
        }
        if self.shared > 0 {
            self.ledger.notes.push(shared_note(self.shared));
        }
        Ok(splices)
    }
}

impl Target {
    /// Takes over what the column holds elsewhere, where that isn't known yet.
    fn settle(&mut self, seen: Option<(Kind, Whose)>) {
        let Some((kind, owner)) = seen else { return };
        self.kind.get_or_insert(kind);
        if let Where::Missing { whose, .. } = &mut self.place {
            whose.get_or_insert(owner);
        }
    }

    /// The object that a missing key is put into.
    fn spot(&self) -> Option<&Spot> {
        match &self.place {
            Where::Value(_) => None,
            Where::Missing { claim, debtor, whose } => match whose {
                Some(Whose::Debtor) => debtor.as_ref().or(Some(claim)),
                _ => Some(claim),
            },
        }
    }

    /// The value as it is written there.
    fn written(&self, value: &NewCell) -> String {
        let kind = self.kind.unwrap_or(Kind::Text);
        let number = || number_value(value, self.has_decimals);
        match (kind, value) {
            (Kind::Number | Kind::Bool, NewCell::Empty) => "null".to_owned(),
            (Kind::Number, _) => number().unwrap_or_else(|| text_value(value.text(), self.style)),
            (Kind::Bool, NewCell::Text(text)) if text == "ja" => "true".to_owned(),
            (Kind::Bool, NewCell::Text(text)) if text == "nej" => "false".to_owned(),
            _ => text_value(value.text(), self.style),
        }
    }
}

/// The objects of a claim and its debtors.
fn objects(text: &[u8], at: u64, mut fields: Fields, debtors_place: Option<usize>) -> Option<(Object, Vec<Object>)> {
    let mut debtors = Vec::new();
    if let Some(place) = debtors_place {
        let (found, _) = members(text, 0)?;
        let value = &found.get(place)?.value;
        // Its place stays, so that keys and members go side by side.
        let item = std::mem::replace(&mut fields.get_mut(place)?.1, Item::Null);
        let (items, places) = match item {
            Item::List(items) => (items, elements(text, value.start)?),
            one => (vec![one], vec![value.clone()]),
        };
        for (item, range) in items.into_iter().zip(places) {
            if let Item::Object(fields) = item {
                debtors.push(Object::of(text, at, range.start, fields)?);
            }
        }
    }
    let mut own = Object::of(text, at, 0, fields)?;
    if let Some(place) = debtors_place {
        own.fields.remove(place);
        own.members.remove(place);
    }
    Some((own, debtors))
}

/// The keys and values of all of the claim's debtors.
fn of_debtors(fields: &Fields, place: Option<usize>) -> impl Iterator<Item = &(String, Item)> {
    let item = place.and_then(|place| fields.get(place)).map(|(_, item)| item);
    let items = match item {
        Some(Item::List(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    items.iter().flat_map(|item| if let Item::Object(fields) = item { fields.as_slice() } else { &[] })
}

fn kind_of(item: &Item) -> Option<Kind> {
    match item {
        Item::Text(_) => Some(Kind::Text),
        Item::Number(_) => Some(Kind::Number),
        Item::Bool(_) => Some(Kind::Bool),
        Item::Null | Item::List(_) | Item::Object(_) => None,
    }
}

fn is_blank(item: &Item) -> bool {
    match item {
        Item::Null => true,
        Item::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// The value as a number, where it reads as the same again.
fn number_value(value: &NewCell, has_decimals: bool) -> Option<String> {
    let shown = |digits: &str| match serde_json::from_str::<Item>(digits) {
        Ok(item @ Item::Number(_)) => Some(item.cell()).filter(|(_, lost)| !lost).map(|(text, _)| text),
        _ => None,
    };
    match value {
        NewCell::Amount(amount, _) => {
            let amount = if has_decimals || !amount.fract().is_zero() { *amount } else { amount.trunc() };
            let digits = amount.to_string();
            let read = shown(&digits)?.replace(',', ".").parse::<Decimal>().ok()?;
            (read == amount).then_some(digits)
        }
        NewCell::Text(text) | NewCell::Date(_, text) => {
            let digits = text.replace(',', ".");
            (shown(&digits)? == *text).then_some(digits)
        }
        NewCell::Empty => None,
    }
}

/// A text in quotation marks.
fn text_value(text: &str, style: Style) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    if style == Style::AsTheyAre {
        return quoted;
    }
    let mut escaped = String::with_capacity(quoted.len());
    for letter in quoted.chars() {
        if letter.is_ascii() {
            escaped.push(letter);
        } else {
            letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
        }
    }
    escaped
}
