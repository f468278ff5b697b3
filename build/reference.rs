//! Reads the catalogue's reference files: sources, old codes, statutory figures, actions, the field guide and the shared core.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::catalogue::language;
use crate::catalogue::table::Rule;
use crate::read::{Refusal, Source};

/// Everything beside the fordringstyper.
pub struct Reference {
    pub sources: Vec<SourceFile>,
    pub dmi: Vec<DmiFile>,
    pub figures: Vec<FigureFile>,
    pub contradictions: Vec<ContradictionFile>,
    pub fields: BTreeMap<String, FieldFile>,
    /// The field guide's general part: before and after sending.
    pub general: Node,
    pub rates: Node,
    pub actions: Node,
    pub core: Vec<Rule>,
}

/// A tree of names and texts, for files that are only shown.
pub enum Node {
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    kilde: Vec<SourceFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    pub id: String,
    pub titel: Option<String>,
    pub udgiver: String,
    pub dato: Option<String>,
    pub adresse: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DmiFiles {
    #[serde(rename = "kilde")]
    _kilde: String,
    #[serde(rename = "system")]
    _system: String,
    dmi: Vec<DmiFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DmiFile {
    pub kode: String,
    pub navn: String,
    pub kommuner: u32,
    #[serde(default)]
    pub afloeser: Vec<String>,
    pub afloeser_note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FiguresFile {
    sats: Vec<FigureFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureFile {
    pub emne: String,
    pub tekst: String,
    pub gaelder_fra: Option<String>,
    pub gaelder_til: Option<String>,
    pub kilde: Option<String>,
    pub sikkerhed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContradictionsFile {
    modsigelse: Vec<ContradictionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContradictionFile {
    pub nr: String,
    pub tekst: String,
    pub afgjort: Option<String>,
    #[serde(default)]
    pub koder: Vec<String>,
    #[serde(default)]
    pub regler: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsFile {
    felt: BTreeMap<String, FieldFile>,
    generelt: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFile {
    pub navn: String,
    pub definition: String,
    #[serde(default)]
    pub find: Vec<String>,
    #[serde(default)]
    pub forskel: BTreeMap<String, String>,
    #[serde(default)]
    pub fejl: Vec<String>,
    pub format: String,
    pub eksempel: String,
    #[serde(default)]
    pub kilder: Vec<String>,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoreFile {
    regler: Spanned<String>,
}

/// Reads all reference files below the catalogue's folder.
///
/// # Errors
/// The first thing wrong with one of them.
pub fn read(folder: &Path) -> Result<Reference, Refusal> {
    let open = |name: &str| Source::open(&folder.join(name));
    let fields: FieldsFile = open("felter.toml")?.parse()?;
    let core_source = open("kerne.toml")?;
    let core_file: CoreFile = core_source.parse()?;
    let core = language::parse_table(core_file.regler.get_ref()).map_err(|(line, message)| {
        let mut refusal = core_source.refuse(core_file.regler.span().start, message);
        refusal.line += line + 1;
        refusal
    })?;
    let sources = open("kilder.toml")?;
    let listed: SourcesFile = sources.parse()?;
    if let Some(twice) =
        listed.kilde.iter().enumerate().find(|(index, kilde)| listed.kilde[..*index].iter().any(|other| other.id == kilde.id))
    {
        let second = sources.text.match_indices(&twice.1.id).nth(1).map_or(0, |(position, _)| position);
        return Err(sources.refuse(second, format!("kilden {} står to gange", twice.1.id)));
    }
    Ok(Reference {
        sources: listed.kilde,
        dmi: open("dmi.toml")?.parse::<DmiFiles>()?.dmi,
        figures: open("lovsatser.toml")?.parse::<FiguresFile>()?.sats,
        contradictions: open("modsigelser.toml")?.parse::<ContradictionsFile>()?.modsigelse,
        general: node(fields.generelt),
        fields: fields.felt,
        rates: node(open("satser.toml")?.parse()?),
        actions: node(open("aktioner.toml")?.parse()?),
        core,
    })
}

fn node(value: toml::Value) -> Node {
    match value {
        toml::Value::String(text) => Node::Text(text),
        toml::Value::Array(items) => Node::List(items.into_iter().map(node).collect()),
        toml::Value::Table(entries) => Node::Table(entries.into_iter().map(|(name, value)| (name, node(value))).collect()),
        other => Node::Text(other.to_string()),
    }
}
