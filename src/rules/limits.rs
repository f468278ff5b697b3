//! Limits of a fordringstype that stand elsewhere than in a filter table: advice only.

use super::doc::{Certainty, Effect, Example, RuleDoc};

/// Documentation of the advice about such a limit. What the limit is stands with the fordringstype.
pub static P_GRAENSE: RuleDoc = RuleDoc {
    id: "P_GRAENSE",
    name: "Værdien ligger uden for en kendt grænse",
    says: "For nogle fordringstyper står der en grænse i lov, vejledning eller et offentligt eksempel, uden at vi kender typens filtertabel.",
    why: "En værdi uden for grænsen er ofte en fejl i regningen eller i valget af fordringstype. Vi ved ikke, om indgangsfilteret reagerer på den.",
    remedy: "Se efter, om typen og værdien er rigtige. Kender du jeres egen aftale, er det den, der gælder.",
    fields: &[],
    applies_to: "enkelte fordringstyper uden egen filtertabel",
    effect: Effect::Advarsel,
    certainty: Certainty::Inferred,
    basis: "Kilden står ved fordringstypen",
    url: "https://www.gaeldst.dk/fordringshaver/individuelle-aftaler/kommuner/forretningsomraader-og-fordringstyper/",
    note: Some("Rådgivende: grænsen er ikke bekræftet som filterregel."),
    example: Example::Claim { code: "GEOPERI", changes: &[("hovedstol", "300.00"), ("beloeb", "300.00")] },
};
