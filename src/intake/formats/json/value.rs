//! JSON values, with their keys in order and repeated ones kept, and the text that a cell shows for them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Number;

/// The most bytes of a key that are kept.
const KEY_LIMIT: usize = 200;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Item>),
    Object(Fields),
}

/// An object's keys and values. A key may be repeated; a long one is cut.
pub(super) type Fields = Vec<(String, Item)>;

impl Item {
    /// What people call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Item::Null => "null",
            Item::Bool(_) => "et ja/nej (true eller false)",
            Item::Number(_) => "et tal",
            Item::Text(_) => "en tekst",
            Item::List(_) => "en liste",
            Item::Object(_) => "et objekt",
        }
    }

    /// What a cell shows, and whether digits were lost.
    pub fn cell(self) -> (String, bool) {
        match self {
            Item::Null => (String::new(), false),
            Item::Bool(yes) => (if yes { "ja" } else { "nej" }.to_owned(), false),
            Item::Number(number) => number_text(&number),
            Item::Text(text) => (text, false),
            // The value was JSON, so it can be written as JSON.
            nested => (serde_json::to_string(&nested).unwrap_or_default(), false),
        }
    }
}

/// The number as people here write it, and whether digits were lost.
///
/// Whole numbers are exact as long as 64 bits hold them. Others have at most 15 digits, because programs that count in binary write 0.1 + 0.2 as
/// 0.30000000000000004; and never exactly three decimals, because «1,234» can also mean a thousand.
fn number_text(number: &Number) -> (String, bool) {
    if !number.is_f64() {
        return (number.to_string(), false);
    }
    let value = number.as_f64().unwrap_or_default();
    if value.abs() >= 1e15 {
        return (format!("{value}"), true);
    }
    // `d.dddddddddddddde±x`: 15 digits and the place of the point.
    let scientific = format!("{:.14e}", value.abs());
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or_default() + 1;
    let (whole, decimals) = match usize::try_from(point) {
        Ok(point) if point > 0 => {
            let (whole, decimals) = digits.split_at(point.min(digits.len()));
            (whole.to_owned(), decimals.to_owned())
        }
        _ => ("0".to_owned(), format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize))),
    };
    let mut text = whole;
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        text.push(',');
        text.push_str(decimals);
        if decimals.len() == 3 {
            text.push('0');
        }
    }
    if value < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.insert(0, '-');
    }
    // So many kroner leave no room for øre in 15 digits.
    let lost = value.abs() >= 1e13 && value.fract() != 0.0;
    (text, lost)
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Item, E> {
        Ok(Item::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Item, E> {
        // The reader refuses numbers that aren't finite.
        Ok(Number::from_f64(value).map_or(Item::Null, Item::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Item, E> {
        Ok(Item::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Item, E> {
        Ok(Item::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Item::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Item, A::Error> {
        let mut fields = Fields::new();
        while let Some((mut key, value)) = object.next_entry::<String, Item>()? {
            key.truncate(key.floor_char_boundary(KEY_LIMIT));
            fields.push((key, value));
        }
        Ok(Item::Object(fields))
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Item::Null => serializer.serialize_unit(),
            Item::Bool(value) => serializer.serialize_bool(*value),
            Item::Number(number) => number.serialize(serializer),
            Item::Text(text) => serializer.serialize_str(text),
            Item::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Item::Object(fields) => {
                let mut object = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    object.serialize_entry(key, value)?;
                }
                object.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(json: &str) -> (String, bool) {
        serde_json::from_str::<Item>(json).unwrap().cell()
    }

    #[test]
    fn values_become_what_people_read() {
        for (json, text) in [
            ("null", ""),
            ("true", "ja"),
            ("false", "nej"),
            ("\"  01-02-2026 \"", "  01-02-2026 "),
            ("\"\\u00e6\\n\"", "æ\n"),
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("1234", "1234"),
            ("-17", "-17"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("1234.5", "1234,5"),
            ("1234.50", "1234,5"),
            ("1.234", "1,2340"),
            ("-1.234", "-1,2340"),
            ("0.125", "0,1250"),
            ("1234.0", "1234"),
            ("1e3", "1000"),
            ("1.5e-3", "0,0015"),
            ("1e-7", "0,0000001"),
            ("0.30000000000000004", "0,3"),
            ("2825.1000000000004", "2825,1"),
            ("0.9999999999999999", "1"),
            ("99999999999999.5", "99999999999999,5"),
            ("[1,{\"b\":2,\"a\":[null,true,\"x\"],\"a\":1.5}]", "[1,{\"b\":2,\"a\":[null,true,\"x\"],\"a\":1.5}]"),
            ("{}", "{}"),
        ] {
            assert_eq!(cell(json).0, text, "{json}");
        }
    }

    #[test]
    fn lost_digits_are_told() {
        for (json, text) in [("-1e20", "-100000000000000000000"), ("1e15", "1000000000000000"), ("12345678901234.56", "12345678901234,6")] {
            assert_eq!(cell(json), (text.to_owned(), true), "{json}");
        }
        for json in ["18446744073709551616", "123456789012345678901234", "-987654321098765432109"] {
            let (text, lost) = cell(json);
            assert!(lost && text.len() == json.len() && text[..15] == json[..15], "{json}: {text}");
        }
        for json in ["1e14", "123456789.12", "9007199254740993", "1234567890123.25"] {
            assert!(!cell(json).1, "{json}");
        }
    }

    #[test]
    fn every_amount_comes_through() {
        for oere in (0..200_000_u32).chain((0..1000).map(|n| n * 1_048_573)) {
            let (kroner, rest) = (oere / 100, oere % 100);
            let expected = match (rest, rest % 10) {
                (0, _) => kroner.to_string(),
                (_, 0) => format!("{kroner},{}", rest / 10),
                _ => format!("{kroner},{rest:02}"),
            };
            assert_eq!(cell(&format!("{kroner}.{rest:02}")), (expected, false));
        }
    }

    #[test]
    fn repeated_keys_are_kept_in_order_and_long_ones_cut() {
        let long = "å".repeat(150);
        let item = serde_json::from_str::<Item>(&format!("{{\"b\":1,\"a\":2,\"b\":3,\"{long}\":4}}")).unwrap();
        let Item::Object(fields) = item else { panic!("{item:?}") };
        let keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["b", "a", "b", &"å".repeat(100)]);
    }
}
