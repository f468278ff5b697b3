//! The pages, one file each.

pub mod about;
pub mod changes;
pub mod claim;
pub mod claims;
pub mod columns;
pub mod corrections;
pub mod field;
pub mod fields;
pub mod fix;
pub mod fordringstype;
pub mod form;
pub mod result;
pub mod rule;
pub mod rules;
pub mod start;
pub mod take_away;
pub mod types;
