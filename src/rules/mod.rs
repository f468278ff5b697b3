//! What may be found: the filter tables' evaluator, the general rules, and the registry of all of them.

pub mod doc;
pub mod filter;
pub mod general;
pub mod ruleset;
