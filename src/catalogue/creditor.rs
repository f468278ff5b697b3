//! Who sends the claims: it decides between the tables of a fordringstype that several creditors use.

use super::TYPES;
use super::table::FilterTable;

/// A creditor (*fordringshaver*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Creditor {
    /// A kind of creditor, e.g. `kommune` or `region`.
    Kind(&'static str),
    /// The one creditor whose table a source publishes, by the source's id.
    Source(&'static str),
}

impl Default for Creditor {
    fn default() -> Self {
        Creditor::Kind("kommune")
    }
}

impl Creditor {
    /// Every kind of creditor that the tables know.
    pub fn kinds() -> Vec<&'static str> {
        let mut kinds: Vec<&'static str> = TYPES.iter().flat_map(|t| t.tables).map(|table| table.creditor).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Reads a kind (`kommune`) or the id of a table's source (`GS-KRIM`).
    pub fn parse(text: &str) -> Option<Creditor> {
        let mut tables = TYPES.iter().flat_map(|t| t.tables);
        tables.find_map(|table| {
            if table.creditor == text {
                Some(Creditor::Kind(table.creditor))
            } else {
                (table.source == text).then_some(Creditor::Source(table.source))
            }
        })
    }

    /// Its word: the kind, or the source's id.
    pub fn word(self) -> &'static str {
        match self {
            Creditor::Kind(word) | Creditor::Source(word) => word,
        }
    }

    /// Whether the table was agreed with this creditor.
    pub fn is_party_to(self, table: &FilterTable) -> bool {
        match self {
            Creditor::Kind(kind) => table.creditor == kind,
            Creditor::Source(source) => table.source == source,
        }
    }
}
