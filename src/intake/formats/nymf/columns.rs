//! The columns that a file's elements become: found in the first reading, the same in the second.

use std::collections::{HashMap, HashSet};

use super::names::{Id, Names};
use crate::claim::Field;
use crate::intake::Mapping;

/// How many columns there may be for elements that are no field. With the fields' own it stays below 300.
const OTHERS: usize = 260;

/// Fields that are put together here, whose columns therefore have the canonical names.
const PUT_TOGETHER: [Field; 6] =
    [Field::FordringshaverId, Field::Aktion, Field::HovedfordringReference, Field::SkyldnerType, Field::SkyldnerId, Field::Valuta];

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Action,
    Claim,
    Debtor,
}

impl Scope {
    /// The word that tells two elements of the same name apart.
    fn word(self) -> &'static str {
        match self {
            Scope::Action => "FordringAktion",
            Scope::Claim => "Fordring",
            Scope::Debtor => "Hæftelse",
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Field(Field),
    /// An element that is no field, by its number.
    Other(usize),
}

/// An element that is no field: by its name, the one around it and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Other {
    pub scope: Scope,
    /// The element around it, where that isn't the claim, the debtor or the action itself.
    pub parent: Option<Id>,
    pub name: Id,
}

/// The columns met so far, and after the first reading their places.
pub(super) struct Columns {
    /// The headings of the fields that were met.
    fields: [Option<String>; Field::COUNT],
    others: Vec<Other>,
    numbers: HashMap<Other, usize>,
    /// Where each field's column stands.
    places: [Option<usize>; Field::COUNT],
    /// Where the first column stands that is no field.
    first_other: usize,
    headings: Vec<String>,
    /// Values that have no column because there are too many.
    pub left_out: u64,
}

impl Columns {
    pub fn new() -> Columns {
        Columns {
            fields: [const { None }; Field::COUNT],
            others: Vec::new(),
            numbers: HashMap::new(),
            places: [None; Field::COUNT],
            first_other: 0,
            headings: Vec::new(),
            left_out: 0,
        }
    }

    /// The column of a field; `local` is the element it stands in.
    pub fn field(&mut self, field: Field, local: &str) -> Column {
        let heading = &mut self.fields[field as usize];
        if heading.is_none() {
            let is_own = !PUT_TOGETHER.contains(&field) && Mapping::of_headings([local]).field(0) == Some(field);
            *heading = Some(if is_own { local.to_owned() } else { field.name().to_owned() });
        }
        Column::Field(field)
    }

    /// The column of another element; `None` when there are too many.
    pub fn other(&mut self, other: Other) -> Option<Column> {
        if let Some(number) = self.numbers.get(&other) {
            return Some(Column::Other(*number));
        }
        if self.others.len() >= OTHERS {
            self.left_out += 1;
            return None;
        }
        let number = self.others.len();
        self.others.push(other);
        self.numbers.insert(other, number);
        Some(Column::Other(number))
    }

    /// Ends the collecting: every column gets its place, the fields first, and its heading.
    pub fn settle(&mut self, names: &Names) -> Vec<String> {
        self.headings.clear();
        self.left_out = 0;
        for field in Field::ALL {
            if let Some(heading) = &self.fields[field as usize] {
                self.places[field as usize] = Some(self.headings.len());
                self.headings.push(heading.clone());
            }
        }
        self.first_other = self.headings.len();
        let mut taken: HashSet<String> = self.headings.iter().cloned().collect();
        for other in &self.others {
            let heading = self.heading(*other, names, &taken);
            taken.insert(heading.clone());
            self.headings.push(heading);
        }
        self.headings.clone()
    }

    /// The shortest heading that is no other column's, and no field's.
    fn heading(&self, other: Other, names: &Names, taken: &HashSet<String>) -> String {
        let local = names.local(Some(other.name));
        let scope = other.scope.word();
        let longer = match other.parent {
            Some(parent) => format!("{}/{local}", names.local(Some(parent))),
            None => format!("{scope}/{local}"),
        };
        let is_alone = self.others.iter().filter(|this| this.name == other.name).count() == 1;
        // A field's name where no field stands must not be taken for the field.
        let is_plain = is_alone && names.get(Some(other.name)).is_some_and(|name| name.field.is_none());
        let tries = is_plain.then(|| local.to_owned()).into_iter().chain([longer.clone(), format!("{scope}/{longer}")]);
        let numbered = (2..).map(|number: u32| format!("{scope}/{longer} ({number})"));
        let is_free = |heading: &String| !taken.contains(heading) && Mapping::of_headings([heading.as_str()]).field(0).is_none();
        tries.chain(numbered).take(2 * OTHERS).find(is_free).unwrap_or(longer)
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.headings.len()
    }

    /// The column's place, from 0. `None` for one that wasn't met in the first reading.
    pub fn place(&self, column: Column) -> Option<usize> {
        match column {
            Column::Field(field) => self.places[field as usize],
            Column::Other(number) => Some(self.first_other + number).filter(|place| *place < self.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_short_where_they_can_be_and_never_the_same() {
        let (mut names, mut columns) = (Names::new(), Columns::new());
        columns.field(Field::Beloeb, "DMIFordringBeloeb");
        columns.field(Field::SkyldnerId, "PersonCPRNummer");
        columns.field(Field::AktionIdRef, "MFAktionIDRef");
        let [address, contact, post, town, cpr] =
            ["AdresseStruktur", "KontaktStruktur", "PostNummer", "ByNavn", "PersonCPRNummer"].map(|name| names.number(name).unwrap());
        for (scope, parent, name) in [
            (Scope::Debtor, Some(address), post),
            (Scope::Debtor, Some(contact), post),
            (Scope::Claim, Some(contact), post),
            (Scope::Debtor, None, town),
            (Scope::Claim, None, cpr),
        ] {
            columns.other(Other { scope, parent, name });
        }
        let headings = columns.settle(&names);
        assert_eq!(
            headings,
            [
                "DMIFordringBeloeb",
                "skyldner_id",
                "aktion_id_ref",
                "AdresseStruktur/PostNummer",
                "KontaktStruktur/PostNummer",
                "Fordring/KontaktStruktur/PostNummer",
                "ByNavn",
                "Fordring/PersonCPRNummer"
            ]
        );
        let mapping = Mapping::of_headings(headings.iter().map(String::as_str));
        assert_eq!(mapping.column(Field::AktionIdRef), Some(2));
        assert_eq!(mapping.recognised(), 3);
        assert_eq!(columns.place(Column::Field(Field::SkyldnerId)), Some(1));
        assert_eq!((columns.place(Column::Other(0)), columns.place(Column::Other(5))), (Some(3), None));
    }

    #[test]
    fn there_is_an_end_to_columns_but_not_to_fields() {
        let (mut names, mut columns) = (Names::new(), Columns::new());
        for number in 0..400 {
            let name = names.number(&format!("Navn{number}")).unwrap();
            assert_eq!(columns.other(Other { scope: Scope::Claim, parent: None, name }).is_some(), number < OTHERS);
        }
        for field in Field::ALL {
            columns.field(field, field.name());
        }
        assert_eq!(columns.left_out, 140);
        assert!(columns.settle(&names).len() < 300);
    }
}
