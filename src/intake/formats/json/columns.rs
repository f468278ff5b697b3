//! Keys to columns, and a claim's object to the rows of its debtors.

use std::collections::HashMap;

use super::value::{Fields, Item};
use crate::claim::{Field, shorten};
use crate::intake::mapping::normalise;
use crate::intake::{Mapping, RowProblem};

/// The most columns. A field we know gets one all the same.
const COLUMN_LIMIT: usize = 300;

/// Names of a list of debtors, as [`normalise`] writes them.
const DEBTOR_KEYS: [&str; 7] = ["skyldnere", "debitorer", "haeftelser", "haeftere", "skyldner", "debitor", "haeftelse"];

/// The fields that stand on a claim's debtor. One of the first two shows that it is one.
const DEBTOR_FIELDS: [Field; 8] = [
    Field::SkyldnerId,
    Field::SkyldnerType,
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::Bobehandling,
    Field::PNummer,
    Field::Kundenote,
];

/// The field that the key names.
fn field_of(key: &str) -> Option<Field> {
    Mapping::of_headings([key]).field(0)
}

/// Whether a list under the key is one of debtors.
pub(super) fn is_debtor_key(key: &str) -> bool {
    DEBTOR_KEYS.contains(&normalise(key).as_str())
}

/// The columns: one for each different key, in the order in which they were first met. Different names of one field share a column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    by_field: HashMap<Field, usize>,
    /// The first key that got no column.
    left_out: Option<String>,
}

impl Columns {
    /// Takes in the keys of a claim.
    pub fn add(&mut self, claim: &JsonClaim) {
        for (key, _) in claim.own.iter().chain(claim.debtors.iter().flatten()) {
            self.add_key(key);
        }
    }

    fn add_key(&mut self, key: &str) {
        if self.by_name.contains_key(key) {
            return;
        }
        let field = field_of(key);
        if field.is_some_and(|field| self.by_field.contains_key(&field)) {
            return;
        }
        if field.is_none() && self.names.len() >= COLUMN_LIMIT {
            self.left_out.get_or_insert_with(|| key.to_owned());
            return;
        }
        let place = self.names.len();
        self.names.push(key.to_owned());
        self.by_name.insert(key.to_owned(), place);
        if let Some(field) = field {
            self.by_field.insert(field, place);
        }
    }

    /// The column of a key.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.by_name.get(key).or_else(|| self.by_field.get(&field_of(key)?)).copied()
    }

    /// How many fields we know there are.
    pub fn known(&self) -> usize {
        self.by_field.len()
    }

    /// Whether all that is known of them belongs to debtors.
    pub fn are_debtors(&self) -> bool {
        let shows = DEBTOR_FIELDS.iter().take(2).any(|field| self.by_field.contains_key(field));
        shows && self.by_field.keys().all(|field| DEBTOR_FIELDS.contains(field))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The key that a column is called by.
    pub fn name(&self, column: usize) -> Option<&str> {
        self.names.get(column).map(String::as_str)
    }

    /// The headings.
    pub fn into_names(self) -> Vec<String> {
        self.names
    }

    /// What people should know about keys that got no column.
    pub fn note(&self) -> Option<String> {
        let first = shorten(self.left_out.as_ref()?);
        Some(format!(
            "Fordringerne har mere end {COLUMN_LIMIT} forskellige feltnavne. «{first}» og de følgende, som vi ikke kender, er ikke læst."
        ))
    }

    /// The cells of an object, by column, and how often each was given.
    fn cells(&self, fields: Fields) -> Vec<Option<Filled>> {
        let mut cells: Vec<Option<Filled>> = Vec::new();
        cells.resize_with(self.names.len(), || None);
        for (key, item) in fields {
            let Some(cell) = self.place(&key).and_then(|place| cells.get_mut(place)) else { continue };
            match cell {
                Some(filled) => filled.count += 1,
                None => {
                    let (text, digits_lost) = item.cell();
                    *cell = Some(Filled { text, digits_lost, count: 1 });
                }
            }
        }
        cells
    }

    /// The claim's rows: one for each debtor, or one. `odd_letters`: its letters were read in another table than the file's.
    pub fn rows(&self, claim: JsonClaim, odd_letters: OddLetters) -> impl Iterator<Item = (Vec<String>, Vec<RowProblem>)> {
        let own = self.cells(claim.own);
        let debtors = if claim.debtors.is_empty() { vec![Fields::new()] } else { claim.debtors };
        debtors.into_iter().map(move |debtor| {
            let mut row = (Vec::new(), Vec::new());
            for (column, (own, debtor)) in own.iter().zip(self.cells(debtor)).enumerate() {
                // What a debtor says nothing of is as the claim has it.
                let filled = debtor.filter(|debtor| !debtor.text.is_empty()).or_else(|| own.clone()).unwrap_or_default();
                filled.tell(column, odd_letters, &mut row.1);
                row.0.push(filled.text);
            }
            row
        })
    }
}

/// Whether a claim's letters were read in another table than the file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OddLetters {
    Yes,
    No,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default)]
struct Filled {
    text: String,
    digits_lost: bool,
    /// How often the object has the key.
    count: u32,
}

impl Filled {
    /// Tells what is odd about it.
    fn tell(&self, column: usize, odd_letters: OddLetters, problems: &mut Vec<RowProblem>) {
        if self.count > 1 {
            problems.push(RowProblem::Several { column, count: self.count });
        }
        if self.digits_lost {
            problems.push(RowProblem::DigitsLost { column });
        }
        if odd_letters == OddLetters::Yes && !self.text.is_ascii() {
            problems.push(RowProblem::OddLetters { column });
        }
    }
}

/// A claim: its own fields, and those of each of its debtors.
#[derive(Debug)]
pub(super) struct JsonClaim {
    own: Fields,
    debtors: Vec<Fields>,
}

impl JsonClaim {
    /// Takes the first list of debtors out of the claim's object.
    pub fn of(mut own: Fields) -> JsonClaim {
        let Some(place) = debtors_place(&own) else {
            return JsonClaim { own, debtors: Vec::new() };
        };
        let (_, item) = own.remove(place);
        let items = match item {
            Item::List(items) => items,
            one => vec![one],
        };
        let debtors = items.into_iter().filter_map(|item| match item {
            Item::Object(fields) => Some(fields),
            _ => None,
        });
        JsonClaim { own, debtors: debtors.collect() }
    }

    /// How many debtors it lists.
    pub fn debtors(&self) -> usize {
        self.debtors.len()
    }
}

/// Which of the claim's members lists its debtors.
pub(super) fn debtors_place(own: &Fields) -> Option<usize> {
    own.iter().position(|(key, item)| holds_debtors(key, item))
}

fn holds_debtors(key: &str, item: &Item) -> bool {
    let items = match item {
        Item::List(items) if !items.is_empty() => items.as_slice(),
        Item::Object(_) => std::slice::from_ref(item),
        _ => return false,
    };
    let is_debtor = |field: Field| DEBTOR_FIELDS.iter().take(2).any(|known| *known == field);
    let named = is_debtor_key(key);
    items.iter().all(|item| matches!(item, Item::Object(_)))
        && items.iter().any(|item| match item {
            Item::Object(fields) => fields
                .iter()
                .filter_map(|(key, _)| field_of(key))
                .any(|field| is_debtor(field) || (named && DEBTOR_FIELDS.contains(&field))),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(json: &str) -> JsonClaim {
        match serde_json::from_str(json).unwrap() {
            Item::Object(fields) => JsonClaim::of(fields),
            other => panic!("{other:?}"),
        }
    }

    /// The headings, and the rows of all the claims.
    fn table(claims: &[&str]) -> (Vec<String>, Vec<(String, Vec<RowProblem>)>) {
        let mut columns = Columns::default();
        claims.iter().for_each(|json| columns.add(&claim(json)));
        let mut rows = Vec::new();
        for json in claims {
            rows.extend(columns.rows(claim(json), OddLetters::No).map(|(cells, problems)| (cells.join("|"), problems)));
        }
        (columns.into_names(), rows)
    }

    #[test]
    fn columns_come_in_the_order_they_are_met() {
        let (names, rows) = table(&[r#"{"b":1,"a":"x"}"#, r#"{"c":true,"a":null,"b":2}"#, "{}"]);
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(rows, [("1|x|".into(), vec![]), ("2||ja".into(), vec![]), ("||".into(), vec![])]);
    }

    #[test]
    fn names_of_one_field_share_a_column() {
        let (names, rows) =
            table(&[r#"{"Nettoforfald":"1","x":0}"#, r#"{"forfaldsdato":"2"}"#, r#"{"forfaldsdato":"3","NETTOFORFALD":"4","x":5,"x":6}"#]);
        assert_eq!(names, ["Nettoforfald", "x"]);
        let several = vec![RowProblem::Several { column: 0, count: 2 }, RowProblem::Several { column: 1, count: 2 }];
        assert_eq!(rows, [("1|0".into(), vec![]), ("2|".into(), vec![]), ("3|5".into(), several)]);
    }

    #[test]
    fn debtors_get_a_row_each() {
        for key in ["skyldnere", "Debitorer", "hæftelser", "andet"] {
            let json = format!(
                r#"{{"reference":"R","foraeldelsesdato":"1","{key}":[{{"skyldner_id":"A"}},{{"skyldner_id":"B","foraeldelsesdato":"2","x":3}},{{"foraeldelsesdato":""}}]}}"#
            );
            let (names, rows) = table(&[&json]);
            assert_eq!(names, ["reference", "foraeldelsesdato", "skyldner_id", "x"], "{key}");
            let rows: Vec<&str> = rows.iter().map(|(cells, _)| cells.as_str()).collect();
            assert_eq!(rows, ["R|1|A|", "R|2|B|3", "R|1||"], "{key}");
        }
        let (_, rows) = table(&[r#"{"reference":"R","skyldner":{"skyldner_type":"CPR","skyldner_id":"A"}}"#]);
        assert_eq!(rows, [("R|CPR|A".into(), vec![])]);
        let (_, rows) = table(&[r#"{"reference":"R","skyldnere":[{"domsdato":"1"}]}"#]);
        assert_eq!(rows, [("R|1".into(), vec![])]);
        // No debtors in these: shown as they stand.
        for (json, shown) in [
            (r#"{"skyldnere":[]}"#, "[]"),
            (r#"{"skyldnere":["A"]}"#, r#"["A"]"#),
            (r#"{"skyldnere":[{"skyldner_id":1},2]}"#, r#"[{"skyldner_id":1},2]"#),
            (r#"{"adresse":{"vej":"x"}}"#, r#"{"vej":"x"}"#),
            (r#"{"andet":[{"domsdato":"1"}]}"#, r#"[{"domsdato":"1"}]"#),
        ] {
            assert_eq!(table(&[json]).1, [(shown.into(), vec![])], "{json}");
        }
    }

    #[test]
    fn a_debtors_own_value_is_what_is_told_about() {
        let (_, rows) =
            table(&[r#"{"skyldner_id":1e20,"reference":1e20,"skyldnere":[{"skyldner_id":"A"},{"skyldner_id":"B","skyldner_id":"C"}]}"#]);
        let lost = RowProblem::DigitsLost { column: 1 };
        assert_eq!(rows[0], ("A|100000000000000000000".into(), vec![lost]));
        assert_eq!(rows[1], ("B|100000000000000000000".into(), vec![RowProblem::Several { column: 0, count: 2 }, lost]));
    }

    #[test]
    fn columns_are_bounded_and_known_fields_come_through() {
        let many: Vec<String> = (0..400).map(|n| format!("\"x{n}\":1")).collect();
        let json = format!("{{{},\"forfaldsdato\":\"2\"}}", many.join(","));
        let mut columns = Columns::default();
        columns.add(&claim(&json));
        assert!(columns.note().is_some_and(|note| note.contains("300 forskellige") && note.contains("«x300»")));
        assert_eq!(columns.rows(claim(&json), OddLetters::No).map(|(cells, _)| cells.len()).collect::<Vec<_>>(), [301]);
        assert_eq!(columns.into_names().last().map(String::as_str), Some("forfaldsdato"));
    }

    #[test]
    fn odd_letters_are_told_where_there_are_letters() {
        let mut columns = Columns::default();
        columns.add(&claim(r#"{"a":"æ","b":"x"}"#));
        let (_, problems) = columns.rows(claim(r#"{"a":"æ","b":"x"}"#), OddLetters::Yes).next().unwrap();
        assert_eq!(problems, [RowProblem::OddLetters { column: 0 }]);
    }
}
