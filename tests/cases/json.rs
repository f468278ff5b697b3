//! Claims written as JSON, for the tests that run one claim through every form of file.

use serde_json::{Map, Value};
use stamdatatjek::claim::Field;

use super::Values;

/// A list with an object for each claim. Every value is a text.
pub fn json_of(claims: &[Values]) -> Vec<u8> {
    let objects: Vec<Value> = claims.iter().map(object).collect();
    serde_json::to_vec_pretty(&objects).expect("texts can be written")
}

/// The same objects, one a line.
pub fn json_lines_of(claims: &[Values]) -> Vec<u8> {
    claims.iter().flat_map(|claim| format!("{}\n", object(claim)).into_bytes()).collect()
}

fn object(claim: &Values) -> Value {
    let fields = Field::ALL.into_iter().filter_map(|field| Some((field.name().to_owned(), claim.get(field.name())?.clone().into())));
    Value::Object(fields.collect::<Map<_, _>>())
}
