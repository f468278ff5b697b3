//! Headings to fields.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::claim::Field;

/// Which column holds which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The headings as they stand in the file, and what each column is used for.
    pub columns: Vec<(String, ColumnUse)>,
    /// The column of each field, by field.
    by_field: [Option<u32>; Field::COUNT],
}

/// What a column is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUse {
    /// It holds the field.
    Field(Field),
    /// Its heading names a field that an earlier column holds already; not used.
    Repeated(Field),
    /// Its heading names no field we know; not used.
    Unknown,
}

impl Mapping {
    /// Recognises the headings by the fields' canonical names and the other names people use.
    ///
    /// Case, blanks, underscores and punctuation don't count, and æ, ø, å may stand as ae, oe, aa.
    pub fn of_headings<'h>(headings: impl IntoIterator<Item = &'h str>) -> Mapping {
        let mut mapping = Mapping { columns: Vec::new(), by_field: [None; Field::COUNT] };
        for (column, heading) in (0..).zip(headings) {
            let heading = heading.trim_matches(crate::claim::is_space);
            let use_ = match names().get(&normalise(heading)) {
                None => ColumnUse::Unknown,
                Some(field) if mapping.by_field[*field as usize].is_some() => ColumnUse::Repeated(*field),
                Some(field) => {
                    mapping.by_field[*field as usize] = Some(column);
                    ColumnUse::Field(*field)
                }
            };
            mapping.columns.push((heading.to_owned(), use_));
        }
        mapping
    }

    /// The column that holds the field, counted from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.by_field[field as usize].map(|column| column as usize)
    }

    /// The field a column holds.
    pub fn field(&self, column: usize) -> Option<Field> {
        match self.columns.get(column) {
            Some((_, ColumnUse::Field(field))) => Some(*field),
            _ => None,
        }
    }

    /// How many columns hold a field.
    pub fn recognised(&self) -> usize {
        self.by_field.iter().flatten().count()
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
fn normalise(heading: &str) -> String {
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
        assert_eq!(mapping.columns[6].1, ColumnUse::Repeated(Field::Foraeldelsesdato));
        assert_eq!(mapping.columns[7].1, ColumnUse::Unknown);
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
}
