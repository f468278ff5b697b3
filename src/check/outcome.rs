//! What would become of a claim.

use serde::{Deserialize, Serialize};

use crate::rules::doc::Effect;

/// A claim's outcome at the entry filter, by its worst finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Received.
    Modtages,
    /// Parked on the portal until the creditor confirms or withdraws it.
    Hoering,
    /// Rejected.
    Afvist,
}

impl Outcome {
    /// Every outcome, the best first.
    pub const ALL: [Outcome; 3] = [Outcome::Modtages, Outcome::Hoering, Outcome::Afvist];

    /// The outcome that a finding alone leads to.
    pub fn of(effect: Effect) -> Outcome {
        match effect {
            Effect::Advarsel => Outcome::Modtages,
            Effect::Hoering => Outcome::Hoering,
            Effect::Afvist => Outcome::Afvist,
        }
    }

    /// The word in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Modtages => "modtages",
            Outcome::Hoering => "hoering",
            Outcome::Afvist => "afvist",
        }
    }
}

/// The effect's word in machine-readable output.
pub fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Advarsel => "advarsel",
        Effect::Hoering => "hoering",
        Effect::Afvist => "afvist",
    }
}
