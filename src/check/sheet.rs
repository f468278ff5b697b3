//! Rows of the file as people see them: every column with its heading, and the cells that are wrong marked.

use serde::{Deserialize, Serialize};

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The physical line, the sheet's row, or the claim's number in XML and JSON.
    pub row: u64,
    /// The cells; in an example only those that matter for the rule and those people know the claim by.
    pub cells: Vec<SheetCell>,
}

/// A cell of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// Its column's place, from 0.
    pub column: u32,
    /// The column's heading as it stands in the file.
    pub heading: String,
    /// The canonical name of the field it holds, if it holds one.
    pub field: Option<String>,
    /// The text as it stands there now.
    pub text: String,
    /// The text as it stood in the file, where the user has corrected it.
    pub original: Option<String>,
    /// The worst finding on it: `afvist`, `hoering`, `advarsel`.
    pub effect: Option<String>,
}
