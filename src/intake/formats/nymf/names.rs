//! The names of elements: what each is for, whatever prefix and dialect it is written in.

use std::collections::HashMap;

use crate::claim::Field;
use crate::intake::Mapping;
use crate::intake::mapping::normalise;

/// How many different names are told apart. No real file has a tenth of it.
const NAMES: usize = 4096;

/// A name's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id(u32);

/// What is known of an element by its name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name without prefix, as it stands where it stands first.
    pub local: String,
    pub role: Role,
    /// The field a value in it belongs to.
    pub field: Option<Field>,
    /// The kind of number by which it names a debtor.
    pub debtor: Option<&'static str>,
    pub reply: Option<Reply>,
    /// The name is NyMF's own and means the same wherever it stands.
    pub is_own: bool,
}

impl Name {
    /// Whether it is one of the few names that are looked for, and not only of a kind.
    fn is_needed(&self) -> bool {
        let is_of_a_kind = matches!(self.role, Role::Other | Role::Structure | Role::Related | Role::Choice | Role::Collection);
        self.field.is_some() || self.reply.is_some() || !is_of_a_kind
    }
}

/// What an element is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Envelope,
    Body,
    /// A delivery of claims.
    Request,
    /// A list of actions.
    Actions,
    Action,
    /// A choice between several contents: no level of its own.
    Choice,
    /// A claim that belongs to another one.
    Related,
    Debtor,
    /// Values that belong together.
    Structure,
    /// Several of the same.
    Collection,
    /// An answer to a delivery, or receipts.
    Answer,
    /// What an answer says of one action.
    AnswerAction,
    /// What holds answers to actions.
    AnswerHolder,
    Other,
}

/// A value in an answer, by its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    Reference,
    ClaimId,
    ActionId,
    Action,
    Status,
    Number,
    Text,
    /// What the system says of the whole delivery.
    WholeNumber,
    WholeText,
}

impl Reply {
    /// The values that have a column, in the columns' order.
    pub const COLUMNS: [(Reply, &'static str); 7] = [
        (Reply::Reference, "reference"),
        (Reply::ClaimId, "fordrings_id"),
        (Reply::ActionId, "svar_aktion_id"),
        (Reply::Action, "svar_aktion"),
        (Reply::Status, "svar_status"),
        (Reply::Number, "svar_nummer"),
        (Reply::Text, "svar_tekst"),
    ];
}

/// Every name met so far.
pub(super) struct Names {
    /// By the name as written, without prefix.
    written: HashMap<Box<str>, Id>,
    /// By the name as it is compared.
    folded: HashMap<String, Id>,
    known: Vec<Name>,
}

impl Names {
    /// None yet.
    pub fn new() -> Names {
        Names { written: HashMap::new(), folded: HashMap::new(), known: Vec::new() }
    }

    /// The number of a name without prefix. `None` when there are more names than can be told apart.
    pub fn number(&mut self, local: &str) -> Option<Id> {
        if let Some(id) = self.written.get(local) {
            return Some(*id);
        }
        let folded = normalise(local);
        let id = match self.folded.get(&folded) {
            Some(id) => *id,
            None => {
                let name = name(local, &folded);
                // However many there are, those that mean something are told apart.
                if self.known.len() >= NAMES && !name.is_needed() {
                    return None;
                }
                let id = Id(u32::try_from(self.known.len()).ok()?);
                self.known.push(name);
                self.folded.insert(folded, id);
                id
            }
        };
        if self.written.len() < 4 * NAMES {
            self.written.insert(local.into(), id);
        }
        Some(id)
    }

    /// What is known of the name; nothing for one that can't be told apart.
    pub fn get(&self, id: Option<Id>) -> Option<&Name> {
        self.known.get(usize::try_from(id?.0).ok()?)
    }

    /// What elements of the name are for.
    pub fn role(&self, id: Option<Id>) -> Role {
        self.get(id).map_or(Role::Other, |name| name.role)
    }

    /// The name as it stands in the file.
    pub fn local(&self, id: Option<Id>) -> &str {
        self.get(id).map_or("", |name| name.local.as_str())
    }
}

fn name(local: &str, folded: &str) -> Name {
    let debtor = debtor(folded);
    let field = if debtor.is_some() { Some(Field::SkyldnerId) } else { field(local, folded) };
    let is_own = ["dmifordring", "efifordring", "haeftelse", "merrente", "mfaktion"].iter().any(|start| folded.starts_with(start));
    Name { local: local.to_owned(), role: role(folded), field, debtor, reply: reply(folded, field), is_own }
}

fn role(folded: &str) -> Role {
    match folded {
        "envelope" => Role::Envelope,
        "body" => Role::Body,
        "mffordringindbereti" => Role::Request,
        "fordringaktionsamling" => Role::Actions,
        "fordringaktion" => Role::Action,
        "mfhaeftelsestruktur" => Role::Debtor,
        "mffordringindbereto" | "mfkvitteringhento" => Role::Answer,
        "mfaktionstruktur" => Role::AnswerAction,
        "fordringinfo" | "kvittering" => Role::AnswerHolder,
        _ if folded.ends_with("relateretfordringstruktur") => Role::Related,
        _ if folded.ends_with("struktur") => Role::Structure,
        _ if folded.ends_with("valg") => Role::Choice,
        _ if folded.ends_with("samling") => Role::Collection,
        _ => Role::Other,
    }
}

fn debtor(folded: &str) -> Option<&'static str> {
    match folded {
        "personcprnummer" | "cpr" | "cprnummer" | "zcpr" => Some("CPR"),
        "virksomhedcvrnummer" | "cvr" | "cvrnummer" | "zcvr" => Some("CVR"),
        "virksomhedsenummer" | "se" | "senummer" | "zse" => Some("SE"),
        "alternativkontaktid" | "akr" | "akrnummer" | "zakr" => Some("AKR"),
        _ => None,
    }
}

/// The field by the names that headings have too, and by those that only NyMF has.
fn field(local: &str, folded: &str) -> Option<Field> {
    Mapping::of_headings([local]).field(0).or(match folded {
        "mfaktionidref" => Some(Field::AktionIdRef),
        "fordringnedskrivningbeloeb" | "fordringopskrivningbeloeb" => Some(Field::Beloeb),
        "fordringnedskrivningaarsagkode" | "fordringopskrivningaarsagkode" | "hovedfordringtilbagekaldaarsagkode" => {
            Some(Field::Aarsagskode)
        }
        "fordringtilbagekaldaarsagkode" => Some(Field::Aarsagskode),
        "virkningfra" | "virkningsdato" => Some(Field::Virkningsdato),
        "haeftelseunderbobehandling" | "haeftelseunderbobehandlingindikator" => Some(Field::Bobehandling),
        _ => None,
    })
}

fn reply(folded: &str, field: Option<Field>) -> Option<Reply> {
    match (folded, field) {
        ("mfaktionid", _) => Some(Reply::ActionId),
        ("mfaktionstatuskode", _) => Some(Reply::Status),
        ("mfaktionafvistnummer", _) => Some(Reply::Number),
        ("mfaktionafvisttekst", _) => Some(Reply::Text),
        ("fejlnummer" | "advisnummer", _) => Some(Reply::WholeNumber),
        ("fejltekst" | "advistekst", _) => Some(Reply::WholeText),
        (_, Some(Field::Reference)) => Some(Reply::Reference),
        (_, Some(Field::FordringsId)) => Some(Reply::ClaimId),
        (_, Some(Field::Aktion)) => Some(Reply::Action),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_one() {
        let mut names = Names::new();
        for (danish, plain) in [
            ("DMIFordringBeløb", "DMIFordringBeloeb"),
            ("MFHæftelseStruktur", "MFHaeftelseStruktur"),
            ("AfvistÅrsagSamling", "AfvistAarsagSamling"),
            ("HæftelseForældelseDato", "haeftelseforaeldelsedato"),
            ("A\u{30a}rsagKode", "AarsagKode"),
        ] {
            assert_eq!(names.number(danish), names.number(plain), "{danish}");
        }
        let id = names.number("dmifordringbeloeb");
        assert_eq!(names.local(id), "DMIFordringBeløb", "as it stands first");
    }

    #[test]
    fn elements_lead_to_their_fields() {
        let mut names = Names::new();
        for (local, field) in [
            ("DMIFordringHaverID", Field::FordringshaverId),
            ("DMIFordringFordringHaverRef", Field::Reference),
            ("MFAktionKode", Field::Aktion),
            ("DMIFordringEFIHovedFordringID", Field::HovedfordringId),
            ("EFIFordringOprindeligBeløb", Field::Hovedstol),
            ("DMIFordringBeløb", Field::Beloeb),
            ("DMIFordringSRBDato", Field::Srb),
            ("HæftelseDomDato", Field::Domsdato),
            ("VirksomhedCVRNummer", Field::SkyldnerId),
            ("AlternativKontaktID", Field::SkyldnerId),
            ("ValutaKode", Field::Valuta),
            ("HovedFordringTilbagekaldÅrsagKode", Field::Aarsagskode),
            ("VirkningFra", Field::Virkningsdato),
        ] {
            let id = names.number(local);
            assert_eq!(names.get(id).unwrap().field, Some(field), "{local}");
        }
        let id = names.number("FordringBeløbStruktur");
        assert_eq!((names.get(id).unwrap().field, names.role(id)), (None, Role::Structure));
    }

    #[test]
    fn names_without_end_are_not_held() {
        let mut names = Names::new();
        for number in 0..3 * NAMES {
            names.number(&format!("Navn{number}"));
        }
        assert_eq!(names.known.len(), NAMES);
        assert!(names.number("Navn1").is_some() && names.number("EnTil").is_none());
        let id = names.number("DMIFordringBeløb");
        assert_eq!(names.get(id).unwrap().field, Some(Field::Beloeb), "fields are found all the same");
    }
}
