//! Which part of an extract a file is, by its headings and its name.

use crate::claim::{Field, NaiveDate, parse_date};
use crate::intake::Mapping;
use crate::intake::mapping::normalise;

/// What a file of the extract holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `10-RIM-aftale-rater`: a claim a line.
    Rater,
    /// `09-RIM-aftale`: an action a line, sent or to be sent.
    Aftale,
    /// `12-Forretningspartner`: an identity of a business partner a line.
    Forretningspartner,
    /// `11-RIM-aftale-renter`: accrued interest.
    Renter,
    /// `UU-aftale-haefter`, of another extract: a liable party a line.
    Haefter,
}

impl Part {
    /// The name that its files have.
    pub fn name(self) -> &'static str {
        match self {
            Part::Rater => "10-RIM-aftale-rater",
            Part::Aftale => "09-RIM-aftale",
            Part::Forretningspartner => "12-Forretningspartner",
            Part::Renter => "11-RIM-aftale-renter",
            Part::Haefter => "UU-aftale-haefter",
        }
    }
}

/// Which part a file is, if it is one: by its headings, and by its name where they fit several.
///
/// Case, blanks, underscores and punctuation don't count in headings, and æ, ø, å may stand as ae, oe, aa. A file of claims that only borrows the
/// extract's names for its columns is none.
pub fn part_of(name: &str, headings: &[String]) -> Option<Part> {
    let fields = Mapping::of_headings(headings.iter().map(String::as_str));
    let headings = Headings(headings.iter().map(|heading| normalise(heading)).collect());
    let fits: Vec<Part> = [Part::Forretningspartner, Part::Renter, Part::Haefter, Part::Aftale, Part::Rater]
        .into_iter()
        .filter(|part| headings.fit(*part, &fields))
        .collect();
    let named = FileName::read(name).part;
    fits.iter().find(|part| Some(**part) == named).or(fits.first()).copied()
}

/// A file's headings, normalised.
struct Headings(Vec<String>);

impl Headings {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|heading| heading == name)
    }

    fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|name| self.has(name)).count()
    }

    /// Whether a part's headings are there. Each part has some that no file of claims has.
    fn fit(&self, part: Part, fields: &Mapping) -> bool {
        // These stand in no part that has agreements; with them it is a file that somebody has joined already.
        let is_joined =
            [Field::SkyldnerId, Field::Beskrivelse, Field::HovedfordringReference].iter().any(|field| fields.column(*field).is_some());
        let of_agreements = self.has("aftalenummer") && !is_joined;
        match part {
            Part::Rater => {
                let amounts_and_dates = [
                    "originalamount",
                    "creationamount",
                    "nettoforfald",
                    "sridato",
                    "ydelsesperiodefra",
                    "ydelsesperiodetil",
                    "stiftelsesdato",
                ];
                of_agreements
                    && self.count(&amounts_and_dates) >= 2
                    && self.count(&["forretningspartner", "kravstype", "ratespecifikation"]) >= 1
            }
            Part::Aftale => {
                let answers = ["actionstatuscode", "aktionstatus", "aktionsid"];
                let others = ["aktionkode", "aktionskode", "modtagelsesdato", "forretningspartner", "medhaefterstatus", "restbeloeb"];
                of_agreements && self.count(&answers) >= 1 && self.count(&others) >= 1
            }
            Part::Forretningspartner => {
                let identity = ["forretningspartner", "identifikationsart", "identifikationsnr"];
                self.count(&identity) >= 2 && self.has("identifikationsart") && self.has("forretningspartner") && !self.has("aftalenummer")
            }
            Part::Renter => {
                let interest = ["renteperiodestartdato", "renteperiodeslutdato", "rentebeloeb", "intrposnr"];
                of_agreements && self.count(&interest) >= 2
            }
            Part::Haefter => of_agreements && self.has("hovedhaefter") && self.has("forretningspartner"),
        }
    }
}

/// How much of the claims an extract shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of them.
    Total,
    /// What was changed.
    Delta,
}

/// What a file's name tells: `0<kommunenr>_ODE_<ÅÅÅÅ-MM-DD>_<sekvens>_<NN-Navn>_<Total|Delta>_<kørsel>`. It may have been changed, so each piece may
/// be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileName {
    pub kommune: Option<u32>,
    pub day: Option<NaiveDate>,
    pub extent: Option<Extent>,
    pub part: Option<Part>,
}

impl FileName {
    pub fn read(name: &str) -> FileName {
        let name = name.to_lowercase();
        let pieces: Vec<&str> = name.split(['_', '.', '/', '\\']).collect();
        let ode = pieces.iter().position(|piece| *piece == "ode");
        let before = ode.and_then(|ode| pieces.get(ode.checked_sub(1)?));
        let after = ode.and_then(|ode| pieces.get(ode + 1));
        let extent = pieces.iter().find_map(|piece| match *piece {
            "total" => Some(Extent::Total),
            "delta" => Some(Extent::Delta),
            _ => None,
        });
        let letters = normalise(&name);
        // The longer names first, since they hold the shorter one.
        let names = [
            ("rimaftalerater", Part::Rater),
            ("rimaftalerenter", Part::Renter),
            ("uuaftalehaefter", Part::Haefter),
            ("forretningspartner", Part::Forretningspartner),
            ("rimaftale", Part::Aftale),
        ];
        FileName {
            kommune: before.and_then(|digits| digits.parse().ok()),
            day: after.and_then(|day| parse_date(day).ok()).map(|read| read.date()),
            extent,
            part: names.iter().find(|(name, _)| letters.contains(name)).map(|(_, part)| *part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, headings: &str) -> Option<Part> {
        let headings: Vec<String> = headings.split(';').map(str::to_owned).collect();
        part_of(name, &headings)
    }

    const RATER: &str = "Aftalenummer;Forretningspartner;Kommune kode;Aftaletype;Fordringstype;KravsType;Original Amount;Creation Amount;Valuta;\
        Stiftelsesdato;Nettoforfald;SRI dato;Aftalenummer;Valuta";
    const AFTALE: &str =
        "Aftalenummer;Forretningspartner;KravsType;Aktionkode;Aktions-id;ActionStatusCode;Forældelsesdato;Modtagelsesdato;Beløb";
    const PARTNER: &str = "Klient;Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til;Slettet";
    const RENTER: &str =
        "Aftalenummer;Hovedfordring id;EFI-nummer;Typekode;Egen reference;Renteperiode start-dato;Renteperiode slut-dato;Rentebeløb";
    const HAEFTER: &str = "Klient;Aftalenummer;Forretningspartner;Hovedhæfter";

    #[test]
    fn parts_are_known_by_their_headings() {
        for (headings, expected) in [
            (RATER, Part::Rater),
            (AFTALE, Part::Aftale),
            (PARTNER, Part::Forretningspartner),
            (RENTER, Part::Renter),
            (HAEFTER, Part::Haefter),
        ] {
            for name in ["", "10-RIM-aftale-rater", "0101_ODE_2026-11-20_001_12-Forretningspartner_Total_1.csv", "x.csv"] {
                assert_eq!(part(name, headings), Some(expected), "{name} {headings}");
            }
            let underscored = headings.replace(' ', "_").to_uppercase();
            assert_eq!(part("", &underscored), Some(expected), "{underscored}");
            let spelled = headings.replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
            assert_eq!(part("", &spelled), Some(expected), "{spelled}");
        }
    }

    #[test]
    fn the_name_decides_between_parts_that_fit() {
        let both = format!("{RATER};{AFTALE}");
        assert_eq!(part("0101_ODE_2026-11-20_001_10-RIM-aftale-rater_Total_1.csv", &both), Some(Part::Rater));
        assert_eq!(part("0101_ODE_2026-11-20_001_09-RIM-aftale_Total_1.csv", &both), Some(Part::Aftale));
        assert!(part("x", &both).is_some());
    }

    #[test]
    fn files_of_claims_are_no_parts() {
        let canonical: Vec<String> = Field::ALL.iter().map(|field| field.name().to_owned()).collect();
        let shown: Vec<String> = Field::ALL.iter().map(|field| field.shown().to_owned()).collect();
        let name = "0101_ODE_2026-11-20_001_10-RIM-aftale-rater_Total_1.csv";
        for headings in [
            canonical.join(";"),
            shown.join(";"),
            "fordringstype;hovedstol;beloeb;forfaldsdato".into(),
            "Aftalenummer;Fordringstype;Original Amount;Creation Amount;Nettoforfald;SRI dato;EFI-nummer".into(),
            "Aftalenummer;Aktionkode;Beløb;Ændringsårsagskode;Reference til ændring;Virkningsdato".into(),
            // Joined by somebody already.
            format!("{RATER};Identifikationsart;Identifikationsnr."),
            format!("{RATER};Beskrivelse"),
            format!("{AFTALE};CPR"),
            "Identifikationsart;Identifikationsnr.;Fordringstype".into(),
            String::new(),
        ] {
            assert_eq!(part(name, &headings), None, "{headings}");
        }
    }

    #[test]
    fn names_tell_what_they_hold() {
        let read = FileName::read("0101_ODE_2026-11-20_001_10-RIM-aftale-rater_Total_17.csv");
        let day = NaiveDate::from_ymd_opt(2026, 11, 20);
        assert_eq!(read, FileName { kommune: Some(101), day, extent: Some(Extent::Total), part: Some(Part::Rater) });
        for (name, part) in [
            ("0751_ode_2026-11-20_1_09-RIM-aftale_DELTA_1.CSV", Part::Aftale),
            ("0751_ODE_20261120_1_11-RIM-aftale-renter_Delta.csv", Part::Renter),
            ("mappe/0751_ODE_2026-11-20_1_UU-aftale-hæfter_Delta_1 (2).csv", Part::Haefter),
            ("0751_ODE_2026-11-20_1_12_Forretningspartner_Delta_1.csv", Part::Forretningspartner),
        ] {
            let read = FileName::read(name);
            assert_eq!((read.day, read.extent, read.part), (day, Some(Extent::Delta), Some(part)), "{name}");
        }
        assert_eq!(FileName::read("fordringer.csv"), FileName::default());
        assert_eq!(FileName::read(""), FileName::default());
        assert_eq!(FileName::read("_ODE_"), FileName::default());
    }
}
