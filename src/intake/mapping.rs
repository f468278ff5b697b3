//! Headings to fields: which column holds what, how sure that is, and what the user has chosen instead.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::choices::{Choices, ColumnChoice};
use super::rows::Row;
use crate::claim::{Claim, Field, ValueStyle};

/// Which column holds which field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct Mapping {
    pub columns: Vec<Column>,
    /// Values that hold for every row, for fields that no column holds.
    pub constants: Vec<(Field, String)>,
    /// The file is of a kind that says everything there is to a claim: a field that no column holds is empty, not unknown.
    pub is_whole: bool,
    /// The column of each field, by field.
    by_field: [Option<u32>; Field::COUNT],
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading as it stands in the file; empty where there is none.
    pub heading: String,
    pub use_: ColumnUse,
    /// How its use was found.
    pub basis: Basis,
    /// How its dates or amounts are written.
    pub style: ValueStyle,
    /// The first different values in it, shortened, for people to recognise it by.
    pub samples: Vec<String>,
}

/// What a column is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnUse {
    /// It holds the field.
    Field(Field),
    /// Its heading names a field that an earlier column holds already; not used.
    Repeated(Field),
    /// Its heading names no field we know; not used.
    Unknown,
}

/// How a column's use was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// Its heading is one of the field's names.
    Name,
    /// Its heading reminds of the field, and its values fit.
    Likeness,
    /// Its values show it.
    Content,
    /// The user has said it.
    Chosen,
    /// Nothing shows it.
    None,
}

/// A mapping as messages carry it: the rest follows.
#[derive(Serialize, Deserialize)]
struct Parts {
    columns: Vec<Column>,
    constants: Vec<(Field, String)>,
    is_whole: bool,
}

impl From<Mapping> for Parts {
    fn from(mapping: Mapping) -> Self {
        Parts { columns: mapping.columns, constants: mapping.constants, is_whole: mapping.is_whole }
    }
}

impl From<Parts> for Mapping {
    fn from(Parts { columns, constants, is_whole }: Parts) -> Self {
        let mut by_field = [None; Field::COUNT];
        for (place, column) in (0..).zip(&columns) {
            if let ColumnUse::Field(field) = column.use_ {
                by_field[field as usize] = Some(place);
            }
        }
        Mapping { columns, constants, is_whole, by_field }
    }
}

impl Default for Mapping {
    fn default() -> Self {
        Mapping { columns: Vec::new(), constants: Vec::new(), is_whole: false, by_field: [None; Field::COUNT] }
    }
}

impl Mapping {
    /// Recognises the headings by the fields' canonical names and the other names people use.
    ///
    /// Case, blanks, underscores and punctuation don't count, and æ, ø, å may stand as ae, oe, aa.
    pub fn of_headings<'h>(headings: impl IntoIterator<Item = &'h str>) -> Mapping {
        let mut mapping = Mapping::default();
        for heading in headings {
            let heading = heading.trim_matches(crate::claim::is_space);
            let use_ = match names().get(&normalise(heading)) {
                None => ColumnUse::Unknown,
                Some(field) if mapping.column(*field).is_some() => ColumnUse::Repeated(*field),
                Some(field) => ColumnUse::Field(*field),
            };
            let basis = if use_ == ColumnUse::Unknown { Basis::None } else { Basis::Name };
            let column = mapping.columns.len();
            let style = ValueStyle::default();
            mapping.columns.push(Column { heading: heading.to_owned(), use_, basis, style, samples: Vec::new() });
            if let ColumnUse::Field(field) = use_ {
                mapping.by_field[field as usize] = u32::try_from(column).ok();
            }
        }
        mapping
    }

    /// The column that holds the field, counted from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.by_field[field as usize].map(|column| column as usize)
    }

    /// The field a column holds.
    pub fn field(&self, column: usize) -> Option<Field> {
        match self.columns.get(column)?.use_ {
            ColumnUse::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The value that holds for every row, for a field that no column holds.
    pub fn constant(&self, field: Field) -> Option<&str> {
        self.constants.iter().find(|(of, _)| *of == field).map(|(_, value)| value.as_str())
    }

    /// Whether anything can stand in the field: a column holds it, or one value holds for every row.
    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some() || self.constant(field).is_some()
    }

    /// How the field's column writes its values.
    pub fn style(&self, field: Field) -> ValueStyle {
        self.column(field).and_then(|column| self.columns.get(column)).map_or_else(ValueStyle::default, |column| column.style)
    }

    /// The claim in a row.
    pub fn claim<'r>(&'r self, row: &'r Row) -> Claim<'r> {
        let unnamed = self.is_whole.then_some("");
        let text = |field| self.column(field).map(|column| row.cell(column)).or_else(|| self.constant(field)).or(unnamed);
        Claim::read_styled(row.line, text, |field| self.style(field))
    }

    /// How many columns hold a field.
    pub fn recognised(&self) -> usize {
        self.by_field.iter().flatten().count()
    }

    /// Says what a column holds. Another column that held the field loses it.
    pub fn assign(&mut self, column: usize, field: Option<Field>, basis: Basis) {
        if let Some(old) = self.field(column) {
            self.by_field[old as usize] = None;
        }
        if let Some(other) = field.and_then(|field| self.column(field)).and_then(|other| self.columns.get_mut(other)) {
            other.use_ = ColumnUse::Unknown;
            other.basis = Basis::None;
        }
        let Some(of) = self.columns.get_mut(column) else { return };
        of.use_ = field.map_or(ColumnUse::Unknown, ColumnUse::Field);
        of.basis = basis;
        if let Some(field) = field {
            self.by_field[field as usize] = u32::try_from(column).ok();
        }
    }

    /// Does as the user has chosen. Choices are found by heading, repeated ones by their order, and by place where there are no headings.
    pub fn apply(&mut self, choices: &Choices) {
        for choice in &choices.columns {
            let Some(column) = self.find(choice) else { continue };
            if self.field(column) != choice.field || self.columns[column].basis != Basis::Name {
                self.assign(column, choice.field, Basis::Chosen);
            }
            if let Some(of) = self.columns.get_mut(column) {
                of.style.dates = choice.dates.unwrap_or(of.style.dates);
                of.style.decimals = choice.decimals.unwrap_or(of.style.decimals);
            }
        }
        self.constants.clear();
        for constant in &choices.constants {
            if self.column(constant.field).is_none() && !constant.value.trim().is_empty() {
                self.constants.push((constant.field, constant.value.clone()));
            }
        }
    }

    fn find(&self, choice: &ColumnChoice) -> Option<usize> {
        let place = choice.column.checked_sub(1)?;
        let wanted = normalise(&choice.heading);
        if wanted.is_empty() {
            return (place < self.columns.len()).then_some(place);
        }
        let same = |column: &Column| normalise(&column.heading) == wanted;
        // The same place first: with repeated headings it tells them apart.
        if self.columns.get(place).is_some_and(same) {
            return Some(place);
        }
        self.columns.iter().position(same)
    }

    /// A number for the heading row, the same on every machine and in every version; `None` without headings. It tells nothing of the claims.
    pub fn fingerprint(&self) -> Option<String> {
        if self.columns.iter().all(|column| column.heading.is_empty()) {
            return None;
        }
        // FNV-1a, 64 bits: small, and fixed for good.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for column in &self.columns {
            for byte in normalise(&column.heading).bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Some(format!("{hash:016x}"))
    }
}

fn names() -> &'static HashMap<String, Field> {
    static NAMES: OnceLock<HashMap<String, Field>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = HashMap::new();
        for field in Field::ALL {
            for name in [field.name(), field.shown()].iter().chain(field.aliases()) {
                names.entry(normalise(name)).or_insert(field);
            }
        }
        names
    })
}

/// Small letters and digits only, with æ, ø, å spelled out.
pub(super) fn normalise(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.chars().take(200) {
        match c {
            'æ' | 'Æ' => out.push_str("ae"),
            'ø' | 'Ø' => out.push_str("oe"),
            'å' | 'Å' => out.push_str("aa"),
            // A ring after an a: an å written as two characters.
            '\u{30a}' => out.push('a'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::choices::ConstantChoice;

    #[test]
    fn canonical_and_other_names_are_recognised() {
        let mapping = Mapping::of_headings([
            "fordringstype",
            "NETTOFORFALD",
            "SRI_dato",
            "Ydelsesperiode fra",
            "Beløb til inddrivelse (restgæld)",
            "forældelsesdato",
            "HaeftelseForaeldelseDato",
            "Noget andet",
        ]);
        assert_eq!(mapping.column(Field::Fordringstype), Some(0));
        assert_eq!(mapping.column(Field::Forfaldsdato), Some(1));
        assert_eq!(mapping.column(Field::Srb), Some(2));
        assert_eq!(mapping.column(Field::PeriodeStart), Some(3));
        assert_eq!(mapping.column(Field::Beloeb), Some(4));
        assert_eq!(mapping.column(Field::Foraeldelsesdato), Some(5));
        assert_eq!(mapping.columns[6].use_, ColumnUse::Repeated(Field::Foraeldelsesdato));
        assert_eq!(mapping.columns[7].use_, ColumnUse::Unknown);
        assert_eq!(mapping.recognised(), 6);
    }

    #[test]
    fn every_name_leads_to_its_field() {
        for field in Field::ALL {
            for name in std::iter::once(&field.name()).chain(field.aliases()) {
                assert_eq!(Mapping::of_headings([*name]).column(field), Some(0), "{name}");
                assert_eq!(Mapping::of_headings([name.to_uppercase().as_str()]).column(field), Some(0), "{name}");
            }
        }
    }

    fn choice(column: usize, heading: &str, field: Option<Field>) -> ColumnChoice {
        ColumnChoice { column, heading: heading.into(), field, dates: None, decimals: None }
    }

    #[test]
    fn choices_find_their_columns_and_take_fields_from_others() {
        let mut mapping = Mapping::of_headings(["forfaldsdato", "Dato", "Beløb", "Dato"]);
        let choices = Choices {
            columns: vec![
                choice(4, "DATO", Some(Field::Forfaldsdato)),
                choice(2, "Dato", Some(Field::Stiftelsesdato)),
                // The column has moved.
                choice(9, "beløb", Some(Field::Hovedstol)),
                choice(7, "Findes ikke", Some(Field::Srb)),
            ],
            constants: vec![
                ConstantChoice { field: Field::Fordringsart, value: "INDR".into() },
                ConstantChoice { field: Field::Hovedstol, value: "12".into() },
            ],
            ..Choices::default()
        };
        mapping.apply(&choices);
        let held: Vec<Option<Field>> = (0..4).map(|column| mapping.field(column)).collect();
        assert_eq!(held, [None, Some(Field::Stiftelsesdato), Some(Field::Hovedstol), Some(Field::Forfaldsdato)]);
        assert_eq!(mapping.column(Field::Beloeb), None);
        assert_eq!(mapping.constant(Field::Fordringsart), Some("INDR"));
        assert_eq!(mapping.constant(Field::Hovedstol), None, "a column holds it");
    }

    #[test]
    fn fingerprints_know_the_heading_row_and_nothing_else() {
        let of = |headings: &[&str]| Mapping::of_headings(headings.iter().copied()).fingerprint();
        assert_eq!(of(&["Forfaldsdato", "Beløb"]), of(&["FORFALDSDATO ", "beloeb"]));
        assert_ne!(of(&["Forfaldsdato", "Beløb"]), of(&["Beløb", "Forfaldsdato"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["", ""]), None);
        // Fixed for good: what was remembered by an earlier version is found again.
        assert_eq!(of(&["fordringstype"]).as_deref(), Some("40927109a711e2c5"));
    }
}
