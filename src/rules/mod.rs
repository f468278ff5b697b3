//! What may be found: the filter tables' evaluator, the general rules, and the registry of all of them.

pub mod compiled;
pub mod days;
pub mod doc;
pub mod docs;
pub mod facts;
pub mod filter;
pub mod general;
pub mod limits;
pub mod reading;
pub mod ruleset;
pub mod words;

use doc::RuleDoc;

/// Every rule's documentation: filter rules, general rules, action rules, limits and findings made while reading.
pub fn all_docs() -> impl Iterator<Item = &'static RuleDoc> {
    (docs::FILTER_DOCS.iter().copied())
        .chain(general::ALL.iter().map(|rule| &rule.doc))
        .chain([&limits::P_GRAENSE])
        .chain(reading::READING_DOCS.iter().copied())
}

/// The documentation of the rule with the id, e.g. `R_6_20`, `R_6_3+R_6_4` or `G_BESKR_CPR`.
pub fn doc(id: &str) -> Option<&'static RuleDoc> {
    all_docs().find(|doc| doc.id == id)
}
