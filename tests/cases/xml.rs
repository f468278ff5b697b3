//! Claims written as a delivery in NyMF's XML, in both ways of writing its names.

use super::Values;

/// How the names of elements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// With Danish letters: `DMIFordringBeløb`.
    Danish,
    /// With ae, oe and aa: `DMIFordringBeloeb`.
    Plain,
}

/// Everything about the writing that doesn't change what is said.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub dialect: Dialect,
    /// What stands in front of the names, without the colon; may be empty.
    pub prefix: &'static str,
    /// Whether the delivery is carried by a SOAP envelope.
    pub carried: Carried,
}

/// What stands around a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    Bare,
    InEnvelope,
}

/// The claims as a delivery, `MFFordringIndberet_I`, in UTF-8.
///
/// Lines that follow each other with the same reference and the same stamdata are the debtors of one claim.
/// A claim whose `hovedfordring_reference` is another claim of the list is written inside that one's action, so rows may come back in another
/// order; the reference of a claim that isn't in the list has no element and is left out, as are notes and reasons.
pub fn xml_of(claims: &[Values], dialect: Dialect) -> Vec<u8> {
    xml_styled(claims, Style { dialect, prefix: "", carried: Carried::Bare })
}

/// As [`xml_of`], with a prefix or an envelope.
pub fn xml_styled(claims: &[Values], style: Style) -> Vec<u8> {
    let mut writer = Writer { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), style };
    if style.carried == Carried::InEnvelope {
        writer.text += "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Header/><S:Body>\n";
    }
    let colon = if style.prefix.is_empty() { "" } else { ":" };
    let namespace = format!(" xmlns{colon}{}=\"http://skat.dk/begrebsmodel/2009/01/15/\"", style.prefix);
    writer.text += &format!("<{}{namespace}>\n", writer.name("MFFordringIndberet_I"));
    writer.open("FordringAktionSamling");
    let groups = groups(claims);
    for (index, lines) in groups.iter().enumerate() {
        if main_of(&groups, index).is_none() {
            let related = (0..groups.len()).filter(|other| main_of(&groups, *other) == Some(index)).map(|other| groups[other].as_slice());
            writer.action(lines, &related.collect::<Vec<_>>());
        }
    }
    writer.close("FordringAktionSamling");
    writer.close("MFFordringIndberet_I");
    if style.carried == Carried::InEnvelope {
        writer.text += "</S:Body></S:Envelope>\n";
    }
    writer.text.into_bytes()
}

fn text<'v>(line: &'v Values, field: &str) -> &'v str {
    line.get(field).map_or("", String::as_str)
}

/// What stands on a claim's debtor, and may differ between them.
const OF_DEBTOR: [&str; 6] = ["skyldner_type", "skyldner_id", "foraeldelsesdato", "domsdato", "forligsdato", "bobehandling"];

/// The lines that follow each other with the same reference and the same stamdata.
fn groups(claims: &[Values]) -> Vec<Vec<&Values>> {
    let of_claim = |line: &Values| line.clone().into_iter().filter(|(field, _)| !OF_DEBTOR.contains(&field.as_str())).collect::<Values>();
    let mut groups: Vec<Vec<&Values>> = Vec::new();
    for line in claims {
        match groups.last_mut() {
            Some(group) if !text(line, "reference").is_empty() && of_claim(group[0]) == of_claim(line) => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups
}

/// The main claim of a group, where it stands in the list, wants the same done and has none itself.
fn main_of(groups: &[Vec<&Values>], index: usize) -> Option<usize> {
    let named = |group: &[&Values]| {
        let reference = text(group[0], "hovedfordring_reference").to_owned();
        (0..groups.len()).find(|other| !reference.is_empty() && text(groups[*other][0], "reference") == reference)
    };
    let main = named(&groups[index]).filter(|main| *main != index)?;
    let is_same_action = action(groups[main][0]) == action(groups[index][0]);
    (is_same_action && named(&groups[main]).is_none()).then_some(main)
}

fn action(line: &Values) -> &str {
    Some(text(line, "aktion")).filter(|action| !action.is_empty()).unwrap_or("OPRETFORDRING")
}

/// The structure that holds what an action says.
fn structure(action: &str) -> &'static str {
    match action.to_uppercase().as_str() {
        "GENINDSENDFORDRING" | "GENINDSEND" => "MFGenindsendFordringStruktur",
        "AENDRFORDRING" | "ÆNDRFORDRING" | "ÆNDR" | "AENDR" => "MFAendrFordringStruktur",
        "NEDSKRIV" => "MFNedskrivFordringStruktur",
        "TILBAGEKALD" => "MFTilbagekaldFordringStruktur",
        "OPSKRIVNINGREGULERING" | "OR" => "MFOpskrivningReguleringStruktur",
        "FEJLAGTIGHOVEDSTOLINDBERETNING" | "FHI" => "FejlagtigHovedstolIndberetningStruktur",
        _ => "MFOpretFordringStruktur",
    }
}

struct Writer {
    text: String,
    style: Style,
}

impl Writer {
    fn name(&self, name: &str) -> String {
        let mut name = name.to_owned();
        if self.style.dialect == Dialect::Plain {
            for (letter, plain) in [("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "Ae"), ("Ø", "Oe"), ("Å", "Aa")] {
                name = name.replace(letter, plain);
            }
        }
        if self.style.prefix.is_empty() { name } else { format!("{}:{name}", self.style.prefix) }
    }

    fn open(&mut self, name: &str) {
        self.text += &format!("<{}>\n", self.name(name));
    }

    fn close(&mut self, name: &str) {
        self.text += &format!("</{}>\n", self.name(name));
    }

    /// A value, if the line has the field at all.
    fn value(&mut self, name: &str, line: &Values, field: &str) {
        if let Some(value) = line.get(field) {
            let name = self.name(name);
            let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            self.text += &format!("<{name}>{value}</{name}>\n");
        }
    }

    fn within(&mut self, name: &str, line: &Values, fields: &[(&str, &str)]) {
        if fields.iter().any(|(_, field)| line.contains_key(*field)) {
            self.open(name);
            for (name, field) in fields {
                self.value(name, line, field);
            }
            self.close(name);
        }
    }

    fn action(&mut self, lines: &[&Values], related: &[&[&Values]]) {
        let action = action(lines[0]).to_owned();
        self.open("FordringAktion");
        self.text += &format!("<{0}>{action}</{0}>\n", self.name("MFAktionKode"));
        self.value("DMIFordringHaverID", lines[0], "fordringshaver_id");
        self.open("AktionValg");
        let is_new = structure(&action) == "MFOpretFordringStruktur";
        if is_new {
            self.open("OpretFordringAktion");
        }
        self.claim(structure(&action), lines);
        self.open("OpretUnderfordringSamling");
        for lines in related {
            self.claim("MFOpretRelateretFordringStruktur", lines);
        }
        self.close("OpretUnderfordringSamling");
        if is_new {
            self.close("OpretFordringAktion");
        }
        self.close("AktionValg");
        self.close("FordringAktion");
    }

    fn claim(&mut self, structure: &str, lines: &[&Values]) {
        let line = lines[0];
        self.open(structure);
        for (name, field) in [
            ("DMIFordringEFIFordringID", "fordrings_id"),
            ("DMIFordringEFIHovedFordringID", "hovedfordring_id"),
            ("DMIFordringFordringArtKode", "fordringsart"),
            ("DMIFordringTypeKode", "fordringstype"),
            ("DMIFordringFordringHaverRef", "reference"),
            ("DMIFordringBeskrivelse", "beskrivelse"),
            ("DMIFordringStiftelseTidspunkt", "stiftelsesdato"),
            ("DMIFordringForfaldDato", "forfaldsdato"),
            ("DMIFordringSRBDato", "sidste_rettidige_betalingsdato"),
            ("FordringNedskrivningÅrsagKode", "aarsagskode"),
            ("VirkningFra", "virkningsdato"),
            ("MFAktionIDRef", "aktion_id_ref"),
        ] {
            self.value(name, line, field);
        }
        self.within("FordringBeløbStruktur", line, &[("ValutaKode", "valuta"), ("DMIFordringBeløb", "beloeb")]);
        let period = [("DMIFordringPeriodeFraDato", "periode_start"), ("DMIFordringPeriodeTilDato", "periode_slut")];
        self.within("FordringPeriodeStruktur", line, &period);
        self.within("FordringOprindeligBeløbStruktur", line, &[("ValutaKode", "valuta"), ("EFIFordringOprindeligBeløb", "hovedstol")]);
        let interest = [
            ("DMIFordringRenteRegelNummer", "renteregel"),
            ("DMIFordringRenteSatsKode", "rentesatskode"),
            ("MerRenteSats", "merrentesats"),
        ];
        self.within("RenteValgStruktur", line, &interest);
        self.value("DMIFordringHaverID", line, "fordringshaver_id");
        self.open("FordringHæftelseSamling");
        for line in lines {
            self.debtor(line);
        }
        self.close("FordringHæftelseSamling");
        self.close(structure);
    }

    fn debtor(&mut self, line: &Values) {
        self.open("MFHæftelseStruktur");
        self.open("MFKundeStruktur");
        self.open("Valg");
        let number = match text(line, "skyldner_type").to_uppercase().as_str() {
            "CVR" => "VirksomhedCVRNummer",
            "SE" => "VirksomhedSENummer",
            "AKR" => "AlternativKontaktID",
            "CPR" => "PersonCPRNummer",
            _ => match text(line, "skyldner_id").len() {
                8 => "VirksomhedCVRNummer",
                11 => "AlternativKontaktID",
                _ => "PersonCPRNummer",
            },
        };
        self.value(number, line, "skyldner_id");
        self.close("Valg");
        self.value("ProduktionEnhedNummer", line, "p_nummer");
        self.close("MFKundeStruktur");
        self.value("HæftelseForældelseDato", line, "foraeldelsesdato");
        self.value("HæftelseDomDato", line, "domsdato");
        self.value("HæftelseForligDato", line, "forligsdato");
        self.value("HæftelseUnderBobehandling", line, "bobehandling");
        self.close("MFHæftelseStruktur");
    }
}
