//! What the sources say about a fordringstype in words: what it covers, what to write in each field, worked examples.

/// The words about one fordringstype.
#[derive(Debug)]
pub struct TypeText {
    pub status: Option<&'static str>,
    /// Private or public law, and the means of collection.
    pub classification: Option<&'static str>,
    pub legal_basis: Option<&'static str>,
    /// What the type covers.
    pub description: Option<&'static str>,
    pub conditions: &'static [&'static str],
    /// A source for each condition, where the type names them one by one; `""` for none.
    pub condition_sources: &'static [&'static str],
    pub not_covered: &'static [NotCovered],
    /// Conditions of the twin type at another creditor.
    pub parallel_conditions: Option<Parallel>,
    pub limitation: Option<&'static str>,
    pub parallel_limitation: Option<Parallel>,
    pub interest: Option<&'static str>,
    pub parallel_interest: Option<Parallel>,
    /// Codes of types that belong with it, e.g. its interest and fees.
    pub related: &'static [&'static str],
    pub notes: Option<&'static str>,
    /// Where the practice text and the filter table differ.
    pub mismatches: &'static [&'static str],
    /// How the tables of several creditors differ.
    pub differences: &'static [&'static str],
    /// Slips in the source itself.
    pub source_quirks: &'static [&'static str],
    /// What is not known in public.
    pub missing: &'static [&'static str],
    pub sources: &'static [&'static str],
    pub practice: &'static [&'static Practice],
    pub stories: &'static [Story],
    pub trials: &'static [Trial],
}

/// Something the type is not for.
#[derive(Debug)]
pub struct NotCovered {
    pub what: &'static str,
    /// The type to use instead.
    pub use_instead: Option<&'static str>,
    pub source: Option<&'static str>,
    /// What the statement rests on, where it isn't the type's own material.
    pub basis: Option<&'static str>,
    /// What the pointer to the other type rests on.
    pub use_basis: Option<&'static str>,
    /// The other type is in the source's own list.
    pub listed: bool,
}

/// Guidance from the same kind of type at another creditor.
#[derive(Debug)]
pub struct Parallel {
    pub points: &'static [&'static str],
    pub basis: &'static str,
    pub source: &'static str,
}

/// What to write in one field.
#[derive(Debug)]
pub struct Practice {
    /// The field's canonical name, or `skyldner`, `hovedfordring`, `note_paa_skyldner`.
    pub field: &'static str,
    /// `ja`, `nej`, `uvist`, or the source's own words such as `skal være tom`.
    pub required: &'static str,
    pub text: Option<&'static str>,
    pub source: Option<&'static str>,
    /// Set where the text is guidance from another creditor's type.
    pub basis: Option<&'static str>,
    pub note: Option<&'static str>,
    pub warning: Option<&'static str>,
    pub certainty: Option<&'static str>,
}

/// A worked story from a source: what happened, and what stands in some of the fields then.
#[derive(Debug)]
pub struct Story {
    pub text: &'static str,
    /// Canonical field name and value.
    pub values: &'static [(&'static str, &'static str)],
    pub source: &'static str,
    pub basis: Option<&'static str>,
    pub note: Option<&'static str>,
    /// Our own, not the source's.
    pub constructed: bool,
}

/// A claim that passes a table, and changes that each break a rule of it.
#[derive(Debug)]
pub struct Trial {
    /// The table's source; `None` for a type that has no table of its own.
    pub table: Option<&'static str>,
    /// Canonical field name and value, with `modtagelsesdato` and `hovedfordring.*` among them.
    pub valid: &'static [(&'static str, &'static str)],
    /// Trials that have the same change share it.
    pub breaks: &'static [&'static Break],
}

/// One change that breaks a rule.
#[derive(Debug)]
pub struct Break {
    /// The rule it is an example of.
    pub rule: &'static str,
    /// Canonical field name and new value, `""` for emptied.
    pub changes: &'static [(&'static str, &'static str)],
    /// Every rule that fires then, and `afvist`, `høring` or `advarsel`.
    pub fires: &'static [(&'static str, &'static str)],
}
