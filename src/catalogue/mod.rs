//! Fordringstyper, filter tables, sources and practice texts.

pub mod language;
pub mod model;
pub mod table;
