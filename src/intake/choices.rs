//! What the user has chosen about a file's columns, and how it is saved. It holds no claim data.

use serde::{Deserialize, Serialize};

use super::Encoding;
use crate::claim::{DateOrder, DecimalMark, Field};

/// What the user has chosen instead of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    #[serde(skip_serializing_if = "Option::is_none", rename = "tegntabel")]
    pub encoding: Option<Encoding>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "skilletegn")]
    pub separator: Option<char>,
    /// The workbook's sheet, by name. How it is read is settled before the columns are.
    #[serde(skip_serializing_if = "Option::is_none", rename = "ark")]
    pub sheet: Option<String>,
    /// The row with the headings; 0 for a file without.
    #[serde(skip_serializing_if = "Option::is_none", rename = "overskriftslinje")]
    pub heading_line: Option<u64>,
    #[serde(rename = "kolonner")]
    pub columns: Vec<ColumnChoice>,
    #[serde(rename = "faste_vaerdier")]
    pub constants: Vec<ConstantChoice>,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// Its place, from 1.
    #[serde(rename = "nr")]
    pub column: usize,
    /// Its heading; empty where there is none, or where it isn't kept.
    #[serde(default, skip_serializing_if = "String::is_empty", rename = "overskrift")]
    pub heading: String,
    /// The field; `None` for a column that isn't used.
    #[serde(with = "field_name", rename = "felt")]
    pub field: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "datoer")]
    pub dates: Option<DateOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "tal")]
    pub decimals: Option<DecimalMark>,
}

/// A value that holds for every row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstantChoice {
    #[serde(with = "constant_name", rename = "felt")]
    pub field: Field,
    #[serde(rename = "vaerdi")]
    pub value: String,
}

/// The fields that may hold one value for the whole file: those that tell no claim and no person from another.
pub const CONSTANT_FIELDS: [Field; 16] = [
    Field::FordringshaverId,
    Field::Aktion,
    Field::Fordringsart,
    Field::Fordringstype,
    Field::SkyldnerType,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Srb,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Foraeldelsesdato,
    Field::Beskrivelse,
    Field::Renteregel,
    Field::Rentesatskode,
    Field::Valuta,
    Field::Bobehandling,
];

/// The constants that may be remembered on the machine: codes, and no dates or texts out of somebody's case.
const REMEMBERED: [Field; 6] =
    [Field::FordringshaverId, Field::Aktion, Field::Fordringsart, Field::Fordringstype, Field::SkyldnerType, Field::Valuta];

impl Choices {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        *self == Choices::default()
    }

    /// What may be remembered on the machine by the heading row's fingerprint: places and fields, no headings and no values but codes.
    #[must_use]
    pub fn to_remember(&self) -> Choices {
        let mut kept = Choices { sheet: None, ..self.clone() };
        for column in &mut kept.columns {
            column.heading.clear();
        }
        kept.constants.retain(|constant| REMEMBERED.contains(&constant.field) && constant.value.len() <= 40);
        kept
    }

    /// The file that can be saved and used again, on the page and with `--kolonner`.
    pub fn to_file(&self) -> String {
        let saved = SavedRef { kind: KIND, version: VERSION, choices: self };
        // Plain data without maps can always be written.
        serde_json::to_string_pretty(&saved).unwrap_or_default() + "\n"
    }

    /// Reads a saved file.
    ///
    /// # Errors
    /// A Danish sentence saying why it can't be used.
    pub fn from_file(text: &str) -> Result<Choices, String> {
        const HOW: &str = "Vælg en fil, der er gemt fra siden «Kolonner» i Stamdatatjek.";
        if text.len() > 1_000_000 {
            return Err(format!("Filen er for stor til at være et gemt kolonnevalg. {HOW}"));
        }
        let text = text.trim_start_matches('\u{feff}');
        let marked: Marked = serde_json::from_str(text).map_err(|_| format!("Filen er ikke et gemt kolonnevalg. {HOW}"))?;
        if marked.kind != KIND {
            return Err(format!("Filen er ikke et gemt kolonnevalg. {HOW}"));
        }
        if marked.version != VERSION {
            return Err(format!(
                "Kolonnevalget er gemt af en anden udgave af Stamdatatjek (udgave {}; her er det udgave {VERSION}). Vælg kolonnerne igen, og gem dem.",
                marked.version
            ));
        }
        let saved: Saved = serde_json::from_str(text)
            .map_err(|error| format!("Kolonnevalget er beskadiget i linje {}. Vælg kolonnerne igen, og gem dem.", error.line()))?;
        Ok(saved.choices)
    }
}

const KIND: &str = "kolonner";
const VERSION: u32 = 1;

#[derive(Serialize)]
struct SavedRef<'c> {
    #[serde(rename = "stamdatatjek")]
    kind: &'static str,
    #[serde(rename = "udgave")]
    version: u32,
    #[serde(rename = "valg")]
    choices: &'c Choices,
}

#[derive(Deserialize)]
struct Marked {
    #[serde(rename = "stamdatatjek")]
    kind: String,
    #[serde(rename = "udgave")]
    version: u32,
}

#[derive(Deserialize)]
struct Saved {
    #[serde(rename = "valg")]
    choices: Choices,
}

/// A field by its canonical name; nothing for a column that isn't used.
mod field_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::claim::Field;

    pub fn serialize<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
        field.map(Field::name).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
        let name: Option<String> = Option::deserialize(deserializer)?;
        name.map(|name| Field::from_name(&name).ok_or_else(|| serde::de::Error::custom("unknown field"))).transpose()
    }
}

/// A field that may hold one value for the whole file.
mod constant_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::CONSTANT_FIELDS;
    use crate::claim::Field;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub fn serialize<S: Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
        field.name().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
        let name = String::deserialize(deserializer)?;
        let field = Field::from_name(&name).filter(|field| CONSTANT_FIELDS.contains(field));
        field.ok_or_else(|| serde::de::Error::custom("no field for a constant"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices {
            encoding: Some(Encoding::Cp850),
            separator: Some('\t'),
            sheet: Some("Ark1".into()),
            heading_line: Some(3),
            columns: vec![
                ColumnChoice {
                    column: 1,
                    heading: "Forfald den".into(),
                    field: Some(Field::Forfaldsdato),
                    dates: Some(DateOrder::MonthFirst),
                    decimals: None,
                },
                ColumnChoice { column: 2, heading: "Navn".into(), field: None, dates: None, decimals: Some(DecimalMark::Point) },
            ],
            constants: vec![
                ConstantChoice { field: Field::Fordringsart, value: "INDR".into() },
                ConstantChoice { field: Field::Beskrivelse, value: "Leje for Anders And".into() },
            ],
        }
    }

    #[test]
    fn a_saved_choice_comes_back() {
        assert_eq!(Choices::from_file(&choices().to_file()).as_ref(), Ok(&choices()));
        assert_eq!(Choices::from_file(&Choices::default().to_file()), Ok(Choices::default()));
    }

    #[test]
    fn what_is_no_saved_choice_is_told() {
        for (text, words) in [
            ("", "ikke et gemt kolonnevalg"),
            ("{}", "ikke et gemt kolonnevalg"),
            ("fordringstype;hovedstol", "ikke et gemt kolonnevalg"),
            (r#"{"stamdatatjek":"aftale","udgave":1,"valg":{}}"#, "ikke et gemt kolonnevalg"),
            (r#"{"stamdatatjek":"kolonner","udgave":9,"valg":{}}"#, "en anden udgave"),
            (r#"{"stamdatatjek":"kolonner","udgave":1}"#, "beskadiget"),
            ("{\"stamdatatjek\":\"kolonner\",\"udgave\":1,\n\"valg\":{\"kolonner\":[{\"nr\":1,\"felt\":\"vægt\"}]}}", "linje 2"),
            (r#"{"stamdatatjek":"kolonner","udgave":1,"valg":{"faste_vaerdier":[{"felt":"skyldner_id","vaerdi":"1"}]}}"#, "beskadiget"),
        ] {
            let sentence = Choices::from_file(text).unwrap_err();
            assert!(sentence.contains(words), "{text}: {sentence}");
        }
        assert!(Choices::from_file(&"x".repeat(2_000_000)).unwrap_err().contains("for stor"));
    }

    #[test]
    fn what_is_remembered_names_nobody() {
        let kept = choices().to_remember();
        let text = serde_json::to_string(&kept).unwrap();
        assert!(!text.contains("Anders") && !text.contains("Navn") && !text.contains("Forfald den"), "{text}");
        assert_eq!(kept.constants.len(), 1);
        assert_eq!(kept.columns[0].field, Some(Field::Forfaldsdato));
    }
}
