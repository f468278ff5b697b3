//! What the catalogue knows beside the fordringstyper: sources, old codes, figures, actions, fields, contradictions.

/// All of it.
#[derive(Debug)]
pub struct Reference {
    pub sources: &'static [Source],
    /// Codes of the old system DMI that municipalities used; not valid in PSRM.
    pub dmi: &'static [DmiType],
    /// Statutory figures: fees, interest, limitation.
    pub figures: &'static [LegalFigure],
    /// Where the documents disagree.
    pub contradictions: &'static [Contradiction],
    /// A guide to each stamdata field.
    pub fields: &'static [FieldGuide],
    /// The field guide's general part: before and after sending.
    pub general: Node,
    /// Rates by year.
    pub rates: Node,
    /// Actions, their reasons, statuses and interest codes.
    pub actions: Node,
}

/// A document a fact stands in.
#[derive(Debug)]
pub struct Source {
    pub id: &'static str,
    pub title: Option<&'static str>,
    pub publisher: &'static str,
    pub date: Option<&'static str>,
    pub url: &'static str,
}

/// A fordringstype of the old system.
#[derive(Debug)]
pub struct DmiType {
    pub code: &'static str,
    pub name: &'static str,
    /// How many municipalities used it.
    pub municipalities: u32,
    /// The codes that took its place in PSRM, where documented.
    pub successors: &'static [&'static str],
    pub note: Option<&'static str>,
}

/// A figure that law sets.
#[derive(Debug)]
pub struct LegalFigure {
    pub topic: &'static str,
    pub text: &'static str,
    pub valid_from: Option<&'static str>,
    pub valid_to: Option<&'static str>,
    pub url: Option<&'static str>,
    pub certainty: &'static str,
}

/// A place where documents disagree.
#[derive(Debug)]
pub struct Contradiction {
    pub number: &'static str,
    pub text: &'static str,
    /// How it is settled, if it is.
    pub settled: Option<&'static str>,
    pub codes: &'static [&'static str],
    pub rules: &'static [&'static str],
}

/// A guide to one field.
#[derive(Debug)]
pub struct FieldGuide {
    /// The canonical name, or `skyldner` and the like.
    pub field: &'static str,
    pub name: &'static str,
    pub definition: &'static str,
    /// How to find the value.
    pub find: &'static [&'static str],
    /// How it differs from its neighbours.
    pub differs: &'static [(&'static str, &'static str)],
    pub mistakes: &'static [&'static str],
    pub format: &'static str,
    pub example: &'static str,
    pub sources: &'static [&'static str],
    pub note: Option<&'static str>,
}

/// A tree of names and texts, for what is only shown.
#[derive(Debug)]
pub enum Node {
    Text(&'static str),
    List(&'static [Node]),
    Table(&'static [(&'static str, Node)]),
}
