//! Stamdatatjek: checks claims (*fordringer*) against the stamdata and entry-filter rules of the collection system PSRM.

pub mod calendar;
pub mod catalogue;
pub mod check;
pub mod claim;
pub mod correct;
pub mod intake;
pub mod report;
pub mod rules;
pub mod wire;
