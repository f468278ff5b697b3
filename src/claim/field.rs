//! The stamdata fields a claim has, by the names people and files use for them.

use serde::{Deserialize, Serialize};

/// A field of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Field {
    FordringshaverId,
    Reference,
    Aktion,
    Fordringsart,
    Fordringstype,
    HovedfordringId,
    HovedfordringReference,
    FordringsId,
    Hovedstol,
    Beloeb,
    PeriodeStart,
    PeriodeSlut,
    Stiftelsesdato,
    Forfaldsdato,
    Srb,
    Foraeldelsesdato,
    Domsdato,
    Forligsdato,
    Beskrivelse,
    SkyldnerType,
    SkyldnerId,
    Renteregel,
    Rentesatskode,
    Merrentesats,
    Bobehandling,
    PNummer,
    Fordringsnote,
    Kundenote,
    Aarsagskode,
    Virkningsdato,
    AktionIdRef,
    Begrundelse,
    Valuta,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A calendar date.
    Date,
    /// An amount in kroner, or a rate in percent.
    Amount,
    /// A code, number or free text.
    Text,
}

impl Field {
    /// Every field, in the order of the canonical headings.
    pub const ALL: [Field; 33] = [
        Field::FordringshaverId,
        Field::Reference,
        Field::Aktion,
        Field::Fordringsart,
        Field::Fordringstype,
        Field::HovedfordringId,
        Field::HovedfordringReference,
        Field::FordringsId,
        Field::Hovedstol,
        Field::Beloeb,
        Field::PeriodeStart,
        Field::PeriodeSlut,
        Field::Stiftelsesdato,
        Field::Forfaldsdato,
        Field::Srb,
        Field::Foraeldelsesdato,
        Field::Domsdato,
        Field::Forligsdato,
        Field::Beskrivelse,
        Field::SkyldnerType,
        Field::SkyldnerId,
        Field::Renteregel,
        Field::Rentesatskode,
        Field::Merrentesats,
        Field::Bobehandling,
        Field::PNummer,
        Field::Fordringsnote,
        Field::Kundenote,
        Field::Aarsagskode,
        Field::Virkningsdato,
        Field::AktionIdRef,
        Field::Begrundelse,
        Field::Valuta,
    ];

    /// How many fields there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The fields that hold a date.
    pub const DATES: [Field; 9] = [
        Field::PeriodeStart,
        Field::PeriodeSlut,
        Field::Stiftelsesdato,
        Field::Forfaldsdato,
        Field::Srb,
        Field::Foraeldelsesdato,
        Field::Domsdato,
        Field::Forligsdato,
        Field::Virkningsdato,
    ];

    /// The fields that hold an amount or a rate.
    pub const AMOUNTS: [Field; 3] = [Field::Hovedstol, Field::Beloeb, Field::Merrentesats];

    /// The fields that hold a number or reference which somebody gave to a claim, a debtor or an action. Nothing is reckoned with them, and every
    /// character counts.
    pub const NUMBERS: [Field; 7] = [
        Field::Reference,
        Field::HovedfordringId,
        Field::HovedfordringReference,
        Field::FordringsId,
        Field::SkyldnerId,
        Field::PNummer,
        Field::AktionIdRef,
    ];

    /// What the field holds.
    pub fn kind(self) -> FieldKind {
        if self.date_slot().is_some() {
            FieldKind::Date
        } else if self.amount_slot().is_some() {
            FieldKind::Amount
        } else {
            FieldKind::Text
        }
    }

    /// The field's place in [`Self::DATES`].
    pub(crate) const fn date_slot(self) -> Option<usize> {
        match self {
            Field::PeriodeStart => Some(0),
            Field::PeriodeSlut => Some(1),
            Field::Stiftelsesdato => Some(2),
            Field::Forfaldsdato => Some(3),
            Field::Srb => Some(4),
            Field::Foraeldelsesdato => Some(5),
            Field::Domsdato => Some(6),
            Field::Forligsdato => Some(7),
            Field::Virkningsdato => Some(8),
            _ => None,
        }
    }

    /// The field's place in [`Self::AMOUNTS`].
    pub(crate) const fn amount_slot(self) -> Option<usize> {
        match self {
            Field::Hovedstol => Some(0),
            Field::Beloeb => Some(1),
            Field::Merrentesats => Some(2),
            _ => None,
        }
    }

    /// A bit for the field, the same everywhere: the first field has the lowest.
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// The canonical heading in CSV and JSON, e.g. `sidste_rettidige_betalingsdato`.
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// The name shown to people, e.g. `Sidste rettidige betalingsdato (SRB)`.
    pub const fn shown(self) -> &'static str {
        self.names().1
    }

    /// The short name used inside sentences, in lower case, e.g. `forfaldsdato`.
    pub fn in_sentence(self) -> String {
        match self {
            Field::Srb => "sidste rettidige betalingsdato (SRB)".into(),
            Field::Beloeb => "beløb til inddrivelse".into(),
            Field::Hovedstol => "oprindelig hovedstol".into(),
            Field::Foraeldelsesdato => "forældelsesdato".into(),
            Field::PeriodeStart => "periode start".into(),
            Field::PeriodeSlut => "periode slut".into(),
            other => {
                let shown = other.shown();
                let mut letters = shown.chars();
                // An abbreviation such as «FordringsID» keeps its capitals after the first letter.
                letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
            }
        }
    }

    /// The field as a sentence speaks of it, in the definite form, e.g. `forfaldsdatoen`.
    pub fn definite(self) -> String {
        match self {
            Field::PeriodeStart => "periodens start".into(),
            Field::PeriodeSlut => "periodens slut".into(),
            Field::Stiftelsesdato => "stiftelsesdatoen".into(),
            Field::Forfaldsdato => "forfaldsdatoen".into(),
            Field::Srb => "sidste rettidige betalingsdato (SRB)".into(),
            Field::Foraeldelsesdato => "forældelsesdatoen".into(),
            Field::Domsdato => "domsdatoen".into(),
            Field::Forligsdato => "forligsdatoen".into(),
            Field::Virkningsdato => "virkningsdatoen".into(),
            Field::Hovedstol => "hovedstolen".into(),
            Field::Beloeb => "beløbet til inddrivelse".into(),
            Field::Beskrivelse => "beskrivelsen".into(),
            Field::Fordringsart => "fordringsarten".into(),
            Field::Fordringstype => "fordringstypen".into(),
            Field::Reference => "referencenummeret".into(),
            Field::SkyldnerId => "skyldnerens nummer".into(),
            other => other.in_sentence(),
        }
    }

    /// Other headings for the field that people's systems use.
    pub const fn aliases(self) -> &'static [&'static str] {
        self.names().2
    }

    /// The field with this canonical name, or with `srb` for the last day of payment in time, as the table language has it.
    pub fn from_name(name: &str) -> Option<Field> {
        if name == "srb" {
            return Some(Field::Srb);
        }
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The name in the table language: the canonical one, except for the short `srb`.
    pub const fn table_name(self) -> &'static str {
        match self {
            Field::Srb => "srb",
            other => other.name(),
        }
    }

    const fn names(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Field::FordringshaverId => (
                "fordringshaver_id",
                "Fordringshaver-ID",
                &["DMIFordringHaverID", "Fordringshaver", "FordringshaverID", "Fordringshaver id"],
            ),
            Field::Reference => (
                "reference",
                "Eget referencenummer",
                &[
                    "Aftalenummer",
                    "Egen reference",
                    "DMIFordringFordringHaverRef",
                    "Eget referencenummer",
                    "Referencenummer",
                    "Eget reference nr",
                ],
            ),
            Field::Aktion => ("aktion", "Aktion", &["MFAktionKode", "Aktionskode", "Aktionkode"]),
            Field::Fordringsart => ("fordringsart", "Fordringsart", &["Aftaletype", "DMIFordringFordringArtKode", "Fordringsartkode"]),
            Field::Fordringstype => ("fordringstype", "Fordringstype", &["DMIFordringTypeKode", "Fordringstypekode", "Fordringstype kode"]),
            Field::HovedfordringId => (
                "hovedfordring_id",
                "HovedfordringsID",
                &["Hovedfordring id", "DMIFordringEFIHovedFordringID", "HovedfordringsID", "Hovedfordrings id"],
            ),
            Field::HovedfordringReference => ("hovedfordring_reference", "Hovedfordringens reference", &["Hovedfordringens reference"]),
            Field::FordringsId => {
                ("fordrings_id", "FordringsID", &["EFI-nummer", "DMIFordringEFIFordringID", "FordringsID", "Fordrings id"])
            }
            Field::Hovedstol => (
                "hovedstol",
                "Oprindelig hovedstol",
                &["Original Amount", "EFIFordringOprindeligBeløb", "EFIFordringOprindeligBeloeb", "Oprindelig hovedstol"],
            ),
            Field::Beloeb => (
                "beloeb",
                "Beløb til inddrivelse",
                &[
                    "Creation Amount",
                    "DMIFordringBeløb",
                    "DMIFordringBeloeb",
                    "Beløb",
                    "Beløb til inddrivelse",
                    "Restgæld",
                    "Beløb til inddrivelse (restgæld)",
                ],
            ),
            Field::PeriodeStart => (
                "periode_start",
                "Periode start",
                &["Ydelsesperiode fra", "DMIFordringPeriodeFraDato", "Periode fra", "Periodestart", "Periode startdato"],
            ),
            Field::PeriodeSlut => (
                "periode_slut",
                "Periode slut",
                &["Ydelsesperiode til", "DMIFordringPeriodeTilDato", "Periode til", "Periodeslut", "Periode slutdato"],
            ),
            Field::Stiftelsesdato => ("stiftelsesdato", "Stiftelsesdato", &["DMIFordringStiftelseTidspunkt", "Stiftelse"]),
            Field::Forfaldsdato => ("forfaldsdato", "Forfaldsdato", &["Nettoforfald", "DMIFordringForfaldDato", "Forfald"]),
            Field::Srb => (
                "sidste_rettidige_betalingsdato",
                "Sidste rettidige betalingsdato (SRB)",
                &[
                    "SRI dato",
                    "SRB",
                    "DMIFordringSRBDato",
                    "SRB dato",
                    "Sidste rettidige betalingsdato",
                    "Sidste rettidige betalingsdato (SRB)",
                ],
            ),
            Field::Foraeldelsesdato => (
                "foraeldelsesdato",
                "Forældelsesdato (bortfaldsdato)",
                &[
                    "HæftelseForældelseDato",
                    "HaeftelseForaeldelseDato",
                    "Forældelsesdato",
                    "Bortfaldsdato",
                    "Forældelsesdato (bortfaldsdato)",
                ],
            ),
            Field::Domsdato => ("domsdato", "Domsdato", &["HæftelseDomDato", "HaeftelseDomDato"]),
            Field::Forligsdato => ("forligsdato", "Forligsdato", &["HæftelseForligDato", "HaeftelseForligDato"]),
            Field::Beskrivelse => ("beskrivelse", "Beskrivelse", &["DMIFordringBeskrivelse", "Beskrivelsesfelt", "Fordringsbeskrivelse"]),
            Field::SkyldnerType => ("skyldner_type", "Skyldnertype", &["Identifikationsart", "Skyldner type", "Skyldnertype"]),
            Field::SkyldnerId => (
                "skyldner_id",
                "Skyldner (CPR, CVR, SE eller AKR)",
                &[
                    "PersonCPRNummer",
                    "ZCPR",
                    "ZCVR",
                    "ZAKR",
                    "Skyldner",
                    "CPR",
                    "CPR-nummer",
                    "CVR",
                    "CVR-nummer",
                    "Identifikationsnr.",
                    "CPR/CVR",
                ],
            ),
            Field::Renteregel => ("renteregel", "Renteregel", &["DMIFordringRenteRegelNummer", "Rente regel"]),
            Field::Rentesatskode => ("rentesatskode", "Rentesatskode", &["DMIFordringRenteSatsKode", "Rentesats kode"]),
            Field::Merrentesats => ("merrentesats", "Merrentesats", &["MerRenteSats"]),
            Field::Bobehandling => ("bobehandling", "Bobehandling", &["Bobehandling (ja/nej)"]),
            Field::PNummer => ("p_nummer", "P-nummer", &["P nummer", "Produktionsenh.", "ProduktionEnhedNummer"]),
            Field::Fordringsnote => ("fordringsnote", "Fordringsnote", &["Note på fordring"]),
            Field::Kundenote => ("kundenote", "Kundenote", &["Note på skyldner", "Skyldnernote"]),
            Field::Aarsagskode => ("aarsagskode", "Årsagskode", &["Årsagskode", "Ændringsårsagskode", "TilbageAarsagKode"]),
            Field::Virkningsdato => ("virkningsdato", "Virkningsdato", &["Tilb. Virkningsdato", "VirkningDato"]),
            Field::AktionIdRef => ("aktion_id_ref", "Reference til aktion", &["AktionIDRef", "Reference til ændring"]),
            Field::Begrundelse => ("begrundelse", "Begrundelse", &["Ændringsårsagstekst"]),
            Field::Valuta => ("valuta", "Valuta", &["ValutaKode"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discriminants_follow_the_list() {
        for (index, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, index, "{field:?}");
            assert_eq!(field.date_slot(), Field::DATES.iter().position(|other| *other == field), "{field:?}");
            assert_eq!(field.amount_slot(), Field::AMOUNTS.iter().position(|other| *other == field), "{field:?}");
        }
    }

    #[test]
    fn no_two_fields_share_a_name_or_alias() {
        let mut seen = std::collections::HashMap::new();
        for field in Field::ALL {
            let names: std::collections::HashSet<String> =
                std::iter::once(field.name()).chain(field.aliases().iter().copied()).map(str::to_lowercase).collect();
            for name in names {
                assert_eq!(seen.insert(name.clone(), field), None, "{name} names two fields");
            }
        }
    }

    #[test]
    fn names_in_sentences_start_small() {
        assert_eq!(Field::Forfaldsdato.in_sentence(), "forfaldsdato");
        assert_eq!(Field::Aarsagskode.in_sentence(), "årsagskode");
    }
}
