//! The pages, one file each.

pub mod about;
pub mod claim;
pub mod claims;
pub mod columns;
pub mod field;
pub mod fields;
pub mod fordringstype;
pub mod form;
pub mod result;
pub mod rule;
pub mod rules;
pub mod start;
pub mod types;
