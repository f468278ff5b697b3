//! Edits as the program that knows the formats takes them: cells by the numbers of their rows.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Layout;
use crate::claim::{Field, FieldKind, parse_amount_in, parse_date_in, trim};

/// A cell that is to hold something else. Its bytes are postcard's, so names and order of the parts must not change on one side alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellEdit {
    /// The staged row's number: the sheet's row, or the claim's ordinal, from 1.
    pub number: u64,
    /// Which of the staged rows with that number, from 0: the debtors of one claim.
    pub nth: u32,
    /// The staged row's cell, from 0, without the row's number.
    pub column: u32,
    pub value: NewCell,
}

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewCell {
    Empty,
    Text(String),
    /// And as the column's other dates are written.
    Date(NaiveDate, String),
    /// In kroner, and as the column's other amounts are written.
    Amount(#[serde(with = "as_text")] Decimal, String),
}

impl NewCell {
    /// What a text in a column is.
    pub fn of(layout: &Layout, column: usize, text: &str) -> NewCell {
        if trim(text).is_empty() {
            return NewCell::Empty;
        }
        let style = layout.mapping.columns.get(column).map(|column| column.style).unwrap_or_default();
        let kind = layout.mapping.field(column).map_or(FieldKind::Text, Field::kind);
        let date = || parse_date_in(text, style).ok().map(|read| NewCell::Date(read.date(), text.to_owned()));
        let amount = || parse_amount_in(text, style.decimals).ok().map(|amount| NewCell::Amount(amount, text.to_owned()));
        let read = match kind {
            FieldKind::Date => date(),
            FieldKind::Amount => amount(),
            FieldKind::Text => None,
        };
        read.unwrap_or_else(|| NewCell::Text(text.to_owned()))
    }

    /// The value as a text in the file's style.
    pub fn text(&self) -> &str {
        match self {
            NewCell::Empty => "",
            NewCell::Text(text) | NewCell::Date(_, text) | NewCell::Amount(_, text) => text,
        }
    }
}

/// Amounts travel as text, which loses nothing.
mod as_text {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
