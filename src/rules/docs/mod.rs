//! What the filter tables' rules say, why they are there and what to do about them: one text per rule number, joined numbers too.

mod amounts;
mod dates;
mod filled;
mod kind;
mod limitation;
mod related;
mod sending;

use super::doc::RuleDoc;

/// What most filter rules rest on.
const TABLES: &str = "De offentliggjorte filtertabeller";
/// Where the fordringstyper's material with the filter tables is published.
const TYPES_PAGE: &str = "https://www.gaeldst.dk/fordringshaver/individuelle-aftaler/kommuner/forretningsomraader-og-fordringstyper/";
/// The general demands on a claim.
const GENERAL_DEMANDS_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/generelle-krav-til-fordringer";

/// Every filter rule's documentation, in the order of the numbers.
pub static FILTER_DOCS: &[&RuleDoc] = &[
    &kind::R_1_1,
    &kind::R_1_2,
    &limitation::R_2_1,
    &limitation::R_2_1A,
    &limitation::R_2_1B,
    &limitation::R_2_2,
    &limitation::R_2_2A,
    &limitation::R_2_3A,
    &limitation::R_2_3,
    &limitation::R_2_3A_R_2_3,
    &limitation::R_2_4A,
    &limitation::R_2_4,
    &limitation::R_2_5,
    &limitation::R_2_6,
    &limitation::R_2_7,
    &limitation::R_2_8,
    &limitation::R_3_1,
    &limitation::R_3_4A,
    &amounts::R_4_1,
    &amounts::R_4_2,
    &amounts::R_4_3,
    &amounts::R_4_4,
    &amounts::R_4_7,
    &sending::R_5_1,
    &sending::R_5_2,
    &sending::R_5_3,
    &sending::R_5_5,
    &dates::R_6_1,
    &dates::R_6_2,
    &dates::R_6_3,
    &dates::R_6_3_R_6_4,
    &dates::R_6_4,
    &dates::R_6_5,
    &dates::R_6_6,
    &dates::R_6_7_R_6_8,
    &dates::R_6_8,
    &dates::R_6_9,
    &dates::R_6_15,
    &dates::R_6_15_R_6_16,
    &dates::R_6_16,
    &dates::R_6_17,
    &dates::R_6_17_R_6_18,
    &dates::R_6_18,
    &dates::R_6_19,
    &dates::R_6_19_R_6_20,
    &dates::R_6_20,
    &dates::R_6_21,
    &filled::R_7_1,
    &filled::R_7_1_BANK,
    &filled::R_7_2,
    &filled::R_7_3,
    &filled::R_7_4,
    &filled::R_7_5,
    &filled::R_7_9,
    &filled::R_7_10,
    &filled::R_7_11,
    &filled::R_7_12,
    &filled::R_7_12A,
    &related::R_8_2,
    &related::R_10_2,
    &related::R_10_7,
];

/// The documentation under exactly this id: `R_6_20`, `R_6_3+R_6_4`, `R_7_1_bank`.
pub fn find(id: &str) -> Option<&'static RuleDoc> {
    FILTER_DOCS.iter().copied().find(|doc| doc.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalogue;

    #[test]
    fn every_rule_is_told_once_and_in_its_own_words() {
        let mut ids = HashSet::new();
        let mut names = HashSet::new();
        let mut texts = HashSet::new();
        for doc in FILTER_DOCS {
            assert!(ids.insert(doc.id), "{} stands twice", doc.id);
            assert!(names.insert(doc.name), "{} shares its name", doc.id);
            for text in [doc.says, doc.why, doc.remedy] {
                assert!(text.chars().count() > 25 && text.ends_with('.'), "{}: {text}", doc.id);
                assert!(texts.insert(text), "{} shares a text: {text}", doc.id);
            }
            assert!(
                !doc.fields.is_empty() && !doc.applies_to.is_empty() && !doc.basis.is_empty() && doc.url.starts_with("https://"),
                "{}",
                doc.id
            );
        }
    }

    #[test]
    fn every_line_of_every_table_has_a_text() {
        let tables = catalogue::TYPES.iter().flat_map(|fordringstype| fordringstype.tables).flat_map(|table| table.rules);
        for rule in tables.chain(catalogue::CORE) {
            let id = rule.numbers.to_string();
            assert!(find(&id).is_some(), "{id}");
        }
        assert!(find("R_6_4+R_6_3").is_none());
    }
}
