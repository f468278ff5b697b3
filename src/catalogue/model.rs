//! What the catalogue knows about a fordringstype, apart from its filter tables.

use super::table::FilterTable;

/// What kind of claim a fordringstype is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Hovedfordring,
    Rente,
    Gebyr,
    /// Hangs on a hovedfordring without being interest or a fee.
    Relateret,
}

impl Kind {
    /// The Danish word.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Hovedfordring => "hovedfordring",
            Kind::Rente => "rente",
            Kind::Gebyr => "gebyr",
            Kind::Relateret => "relateret",
        }
    }

    /// Whether claims of this kind hang on a hovedfordring.
    pub const fn is_related(self) -> bool {
        !matches!(self, Kind::Hovedfordring)
    }
}

/// What a check of a fordringstype rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The publisher's own filter table for the type.
    Officiel,
    /// The table of the same type at another creditor: guidance, never a rejection beyond the shared core.
    Parallel,
    /// The table of the nearest type at another creditor: guidance, as above.
    Naermeste,
    /// Only the rules that practically every table shares.
    Kerne,
}

/// How much is known about a fordringstype.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completeness {
    Fuld,
    /// Practice is guidance from a twin at another creditor.
    Praksis,
    Delvis,
    /// Only its name.
    Navn,
}

/// What the check of a claim needs to know about its fordringstype.
#[derive(Debug)]
pub struct Fordringstype {
    /// Seven characters; `None` where the PSRM code was not found in public.
    pub code: Option<&'static str>,
    pub name: &'static str,
    /// The business area, e.g. `Daginstitution`.
    pub area: &'static str,
    /// Who sends claims of this type.
    pub creditors: &'static [&'static str],
    pub kind: Kind,
    /// Whether the kind stands in a document, rather than being our judgement.
    pub kind_documented: bool,
    pub basis: Basis,
    /// The code of the type whose table is run as guidance.
    pub parallel: Option<&'static str>,
    /// May be a bortfald type, where a passed date gives høring instead of rejection; which types are isn't public.
    pub maybe_bortfald: bool,
    /// The date of the material, `åååå-mm-dd` or less.
    pub version: Option<&'static str>,
    pub completeness: Completeness,
    /// The published tables with this code.
    pub tables: &'static [FilterTable],
    /// Limits known from elsewhere than a filter table; advisory.
    pub limits: &'static [Limit],
}

/// A limit on a type's claims that stands elsewhere than in a filter table.
#[derive(Debug)]
pub struct Limit {
    /// What it says, in a sentence.
    pub says: &'static str,
    /// The figure in it, as the source writes it.
    pub figure: Option<&'static str>,
    /// The condition, where it can be run.
    pub check: Option<super::table::Check>,
    pub source: &'static str,
    /// How sure it is, in words.
    pub certainty: &'static str,
}
