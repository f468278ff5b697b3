//! Amounts in totals: what claims are about, in whole øre.

use serde::{Deserialize, Serialize};

/// What some claims are about together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The sum in øre.
    pub oere: i64,
    /// Claims whose amount isn't in the sum, because it is missing or can't be read.
    pub without: u64,
}
