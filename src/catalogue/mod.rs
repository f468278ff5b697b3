//! Fordringstyper, filter tables, sources and practice texts.
//!
//! The files below `src/catalogue` are the truth; the build reads them and writes the constants here.

mod creditor;
pub mod language;
pub mod model;
pub mod practice;
pub mod reference;
mod suggest;
pub mod table;

use std::borrow::Cow;

pub use creditor::Creditor;
pub use suggest::{folded, nearest, search_types};

use crate::calendar::Offset;
use crate::claim::{Decimal, Field};
use model::{Basis, Completeness, Fordringstype, Kind, Limit};
use practice::{Break, NotCovered, Parallel, Practice, Story, Trial, TypeText};
use reference::{Contradiction, DmiType, FieldGuide, LegalFigure, Node, Reference, Source};
use table::{CalendarUnit, Check, Consequence, DateRef, DateSubject, FilterTable, Foko, Kategori, Op, Rule, RuleNumber, RuleNumbers};

/// Every fordringstype, by code; the one without a code last.
pub static TYPES: &[Fordringstype] = include!(concat!(env!("OUT_DIR"), "/types.rs"));

/// Every line that stands in a filter table, once. The tables above refer to them.
static RULES: &[Rule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The words about each fordringstype, in the order of [`TYPES`].
pub static TEXTS: &[TypeText] = include!(concat!(env!("OUT_DIR"), "/practice.rs"));

/// Every change that a trial makes, once. The trials above refer to them.
static BREAKS: &[Break] = include!(concat!(env!("OUT_DIR"), "/breaks.rs"));

/// Every field's practice, once. The types above refer to them.
static FIELDS: &[Practice] = include!(concat!(env!("OUT_DIR"), "/fields.rs"));

/// The rules that practically every filter table shares; they apply to types without a table.
pub static CORE: &[&Rule] = include!(concat!(env!("OUT_DIR"), "/core.rs"));

/// Sources, old codes, statutory figures, actions, the field guide and the known contradictions.
pub static REFERENCE: Reference = include!(concat!(env!("OUT_DIR"), "/reference.rs"));

/// Sixteen hexadecimal digits that change with any source file of the program.
pub const BUILD_ID: &str = env!("STAMDATATJEK_BUILD");

/// The day the rule set was last put together from its sources.
pub const RULES_DATE: &str = "2026-11-22";

/// The fordringstype with the code. Also finds `Å` written as `A` with a combining ring, as some systems store it.
pub fn find(code: &str) -> Option<&'static Fordringstype> {
    let composed: Cow<str> = if code.contains('\u{30a}') { code.replace("A\u{30a}", "Å").into() } else { code.into() };
    let coded = TYPES.partition_point(|fordringstype| fordringstype.code.is_some());
    TYPES[..coded].binary_search_by_key(&Some(composed.as_ref()), |fordringstype| fordringstype.code).ok().map(|index| &TYPES[index])
}

/// The place of a fordringstype in [`TYPES`].
pub fn place_of(fordringstype: &Fordringstype) -> Option<usize> {
    TYPES.iter().position(|other| std::ptr::eq(other, fordringstype))
}

/// The words about a fordringstype.
pub fn text_of(fordringstype: &Fordringstype) -> &'static TypeText {
    &TEXTS[place_of(fordringstype).unwrap_or(0)]
}

/// The source with the id.
pub fn source(id: &str) -> Option<&'static Source> {
    REFERENCE.sources.iter().find(|source| source.id == id)
}

/// The old system's type with the code.
pub fn dmi_type(code: &str) -> Option<&'static DmiType> {
    REFERENCE.dmi.iter().find(|old| old.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_the_domain_is_here() {
        assert_eq!(TYPES.len(), 157);
        assert_eq!(TEXTS.len(), 157);
        let tables: Vec<&FilterTable> = TYPES.iter().flat_map(|t| t.tables).collect();
        assert_eq!(tables.len(), 83);
        assert_eq!(tables.iter().map(|table| table.rules.len()).sum::<usize>(), 2196);
        assert_eq!(TYPES.iter().filter(|t| !t.tables.is_empty()).count(), 72);
        assert_eq!(REFERENCE.sources.len(), 62);
        assert_eq!(REFERENCE.dmi.len(), 147);
        assert_eq!(REFERENCE.figures.len(), 167);
    }

    #[test]
    fn every_code_is_found_by_itself() {
        for fordringstype in TYPES {
            if let Some(code) = fordringstype.code {
                assert_eq!(find(code).and_then(|found| found.code), Some(code));
            }
        }
        assert_eq!(find("KFLA\u{30a}NSG").and_then(|found| found.code), Some("KFLÅNSG"));
        assert!(find("").is_none());
        assert!(find("XXXXXXX").is_none());
    }

    #[test]
    fn every_table_is_written_as_it_is_read() {
        for fordringstype in TYPES {
            for table in fordringstype.tables {
                let written = language::print_table(table.rules);
                let read = language::parse_table(&written);
                assert_eq!(read.map(|rules| rules.iter().collect::<Vec<_>>().as_slice() == table.rules), Ok(true), "{}", table.code);
            }
        }
    }
}
