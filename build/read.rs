//! Reads the catalogue's files and refuses what is wrong with them, with file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_spanned::Spanned;

use crate::catalogue::language;
use crate::catalogue::table::{Check, Rule, RuleNumbers};
use crate::claim::Field;

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

/// A file's text, to name places in it.
pub struct Source {
    pub file: PathBuf,
    pub text: String,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// When it can't be read or is no UTF-8.
    pub fn open(file: &Path) -> Result<Self, Refusal> {
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(Source { file: file.to_owned(), text }),
            Err(error) => Err(Refusal { file: file.to_owned(), line: 1, message: format!("kan ikke læses: {error}") }),
        }
    }

    /// A refusal at a byte position.
    pub fn refuse(&self, position: usize, message: impl Into<String>) -> Refusal {
        let before = self.text.get(..position).unwrap_or("");
        Refusal { file: self.file.clone(), line: before.matches('\n').count() + 1, message: message.into() }
    }

    /// A refusal at a line inside a `'''` text, counted from 0 at its first line.
    fn refuse_inside<T>(&self, value: &Spanned<T>, line: usize, message: impl Into<String>) -> Refusal {
        let mut refusal = self.refuse(value.span().start, message);
        refusal.line += line + usize::from(self.text[value.span()].starts_with("'''\n"));
        refusal
    }

    /// Reads the text as TOML of a fixed shape.
    ///
    /// # Errors
    /// For an unknown key, a missing one or a syntax error.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        toml::from_str(&self.text).map_err(|error| self.refuse(error.span().map_or(0, |span| span.start), error.message()))
    }
}

/// A fordringstype's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFile {
    pub kode: Option<Spanned<String>>,
    pub navn: String,
    pub omraade: String,
    pub fordringshavere: Vec<String>,
    pub slags: Spanned<String>,
    pub slags_sikkerhed: Spanned<String>,
    pub status: Option<String>,
    pub version: Option<String>,
    pub klassifikation: Option<String>,
    pub hjemmel: Option<String>,
    pub beskrivelse: Option<String>,
    #[serde(default)]
    pub betingelser: Vec<String>,
    #[serde(default)]
    pub betingelser_kilder: Vec<Spanned<String>>,
    pub fuldstaendighed: Spanned<String>,
    #[serde(default)]
    pub mangler: Vec<String>,
    pub grundlag: Spanned<String>,
    pub parallel: Option<Spanned<String>>,
    #[serde(default)]
    pub muligt_bortfald: bool,
    pub foraeldelse: Option<String>,
    pub rente: Option<String>,
    #[serde(default)]
    pub relaterede: Vec<String>,
    pub noter: Option<String>,
    #[serde(default)]
    pub modstrid: Vec<String>,
    #[serde(default)]
    pub forskelle: Vec<String>,
    #[serde(default)]
    pub kildefejl: Vec<String>,
    pub kilder: Vec<Spanned<String>>,
    #[serde(default)]
    pub ikke_omfattet: Vec<NotCoveredFile>,
    pub betingelser_parallel: Option<ParallelFile>,
    pub foraeldelse_parallel: Option<ParallelFile>,
    pub rente_parallel: Option<ParallelFile>,
    #[serde(default)]
    pub graense: Vec<LimitFile>,
    #[serde(default)]
    pub praksis: BTreeMap<Spanned<String>, PracticeFile>,
    #[serde(default)]
    pub eksempel: Vec<StoryFile>,
    #[serde(default)]
    pub filtertabel: Vec<TableFile>,
    #[serde(default)]
    pub proeve: Vec<TrialFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCoveredFile {
    pub hvad: String,
    pub brug: Option<String>,
    pub kilde: Option<Spanned<String>>,
    pub grundlag: Option<String>,
    pub brug_grundlag: Option<String>,
    #[serde(default)]
    pub opfoert: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParallelFile {
    pub grundlag: String,
    pub kilde: Spanned<String>,
    #[serde(default)]
    pub punkter: Vec<String>,
    pub tekst: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitFile {
    pub regel: String,
    pub tal: Option<String>,
    pub kilde: Spanned<String>,
    pub sikkerhed: String,
    pub krav: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeFile {
    pub kraeves: String,
    pub tekst: Option<String>,
    pub kilde: Option<Spanned<String>>,
    pub grundlag: Option<String>,
    pub note: Option<String>,
    pub advarsel: Option<String>,
    pub sikkerhed: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryFile {
    pub fortaelling: String,
    pub vaerdier: BTreeMap<Spanned<String>, String>,
    pub kilde: Spanned<String>,
    pub grundlag: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub konstrueret: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    pub kilde: Spanned<String>,
    pub fordringshaver: Spanned<String>,
    pub regler: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialFile {
    pub tabel: Option<Spanned<String>>,
    pub gyldig: Spanned<String>,
    pub brud: Spanned<String>,
}

/// A type's file with its texts understood.
pub struct TypeSource {
    pub file: TypeFile,
    /// One list of rules for each `[[filtertabel]]`.
    pub tables: Vec<Vec<Rule>>,
    /// One condition for each `[[graense]]`, where it has one.
    pub limits: Vec<Option<Check>>,
    pub trials: Vec<TrialSource>,
}

/// A `[[proeve]]` understood.
pub struct TrialSource {
    pub table: Option<String>,
    pub valid: Vec<(String, String)>,
    pub breaks: Vec<BreakSource>,
}

/// A line of `brud` understood.
pub struct BreakSource {
    pub rule: String,
    pub changes: Vec<(String, String)>,
    pub fires: Vec<(String, String)>,
}

/// Reads one fordringstype.
///
/// # Errors
/// The first thing wrong with the file.
pub fn read_type(source: &Source, known_sources: &BTreeSet<String>) -> Result<TypeSource, Refusal> {
    let file: TypeFile = source.parse()?;
    check_words(source, &file)?;
    check_sources(source, &file, known_sources)?;
    let mut tables = Vec::new();
    for table in &file.filtertabel {
        let rules =
            language::parse_table(table.regler.get_ref()).map_err(|(line, message)| source.refuse_inside(&table.regler, line, message))?;
        if rules.is_empty() {
            return Err(source.refuse(table.regler.span().start, "filtertabellen er tom"));
        }
        tables.push(rules);
    }
    if (file.grundlag.get_ref() == "officiel") == tables.is_empty() {
        return Err(source.refuse(file.grundlag.span().start, "grundlag «officiel» og en [[filtertabel]] hører sammen"));
    }
    if matches!(file.grundlag.get_ref().as_str(), "parallel" | "naermeste") != file.parallel.is_some() {
        return Err(source.refuse(file.grundlag.span().start, "grundlag «parallel» eller «naermeste» og nøglen parallel hører sammen"));
    }
    let mut limits = Vec::new();
    for limit in &file.graense {
        let check = limit
            .krav
            .as_ref()
            .map(|krav| language::parse_condition(krav.get_ref()).map_err(|message| source.refuse(krav.span().start, message)));
        limits.push(check.transpose()?);
    }
    let trials = file.proeve.iter().map(|trial| read_trial(source, &file, &tables, trial)).collect::<Result<_, _>>()?;
    Ok(TypeSource { tables, limits, trials, file })
}

/// What can be wrong only between types.
pub fn across_types(types: &[(Source, TypeSource)]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut seen = BTreeSet::new();
    let with_table: BTreeSet<&str> = types
        .iter()
        .filter(|(_, read)| !read.tables.is_empty())
        .filter_map(|(_, read)| read.file.kode.as_ref())
        .map(|code| code.get_ref().as_str())
        .collect();
    for (source, read) in types {
        if let Some(code) = &read.file.kode
            && !seen.insert(code.get_ref())
        {
            refusals.push(source.refuse(code.span().start, format!("koden {} har to filer", code.get_ref())));
        }
        if let Some(twin) = &read.file.parallel
            && !with_table.contains(twin.get_ref().as_str())
        {
            refusals.push(source.refuse(twin.span().start, format!("{} har ingen filtertabel", twin.get_ref())));
        }
    }
    refusals
}

fn check_words(source: &Source, file: &TypeFile) -> Result<(), Refusal> {
    let one_of = |value: &Spanned<String>, words: &[&str]| {
        if words.contains(&value.get_ref().as_str()) {
            Ok(())
        } else {
            Err(source.refuse(value.span().start, format!("«{}» skal være et af ordene: {}", value.get_ref(), words.join(", "))))
        }
    };
    if let Some(code) = &file.kode
        && (code.get_ref().chars().count() != 7 || code.get_ref().chars().any(|c| !(c.is_ascii_uppercase() || "ÆØÅ".contains(c))))
    {
        return Err(source.refuse(code.span().start, "en fordringstypes kode er 7 store bogstaver"));
    }
    one_of(&file.slags, &["hovedfordring", "rente", "gebyr", "relateret"])?;
    one_of(&file.slags_sikkerhed, &["dokumenteret", "vurderet"])?;
    one_of(&file.fuldstaendighed, &["fuld", "praksis", "delvis", "navn"])?;
    one_of(&file.grundlag, &["officiel", "parallel", "naermeste", "kerne"])?;
    for table in &file.filtertabel {
        one_of(&table.fordringshaver, &["kommune", "region", "stat", "forsyning", "a-kasse", "trafikselskab"])?;
    }
    for name in file.praksis.keys() {
        let known = Field::from_name(name.get_ref()).is_some()
            || matches!(name.get_ref().as_str(), "skyldner" | "hovedfordring" | "note_paa_skyldner");
        if !known {
            return Err(source.refuse(name.span().start, format!("feltet «{}» findes ikke", name.get_ref())));
        }
    }
    for story in &file.eksempel {
        for name in story.vaerdier.keys() {
            if !is_trial_field(name.get_ref()) {
                return Err(source.refuse(name.span().start, format!("feltet «{}» findes ikke", name.get_ref())));
            }
        }
    }
    Ok(())
}

fn check_sources(source: &Source, file: &TypeFile, known: &BTreeSet<String>) -> Result<(), Refusal> {
    let Some(first) = file.kilder.first() else {
        return Err(source.refuse(0, "typen mangler en kilde"));
    };
    let named = (file.kilder.iter())
        .chain(file.betingelser_kilder.iter().filter(|id| !id.get_ref().is_empty()))
        .chain(file.ikke_omfattet.iter().filter_map(|item| item.kilde.as_ref()))
        .chain([&file.betingelser_parallel, &file.foraeldelse_parallel, &file.rente_parallel].into_iter().flatten().map(|item| &item.kilde))
        .chain(file.graense.iter().map(|limit| &limit.kilde))
        .chain(file.praksis.values().filter_map(|practice| practice.kilde.as_ref()))
        .chain(file.eksempel.iter().map(|story| &story.kilde))
        .chain(file.filtertabel.iter().map(|table| &table.kilde));
    for id in named {
        if id.get_ref().is_empty() {
            return Err(source.refuse(id.span().start, "kilden mangler"));
        }
        if !known.contains(id.get_ref()) {
            return Err(source.refuse(id.span().start, format!("kilden «{}» står ikke i kilder.toml", id.get_ref())));
        }
    }
    if let Some(unsourced) =
        file.praksis.values().find(|practice| practice.tekst.is_some() && practice.kilde.is_none() && practice.grundlag.is_none())
    {
        let text = unsourced.tekst.as_deref().unwrap_or_default();
        return Err(source.refuse(source.text.find(text).unwrap_or(first.span().start), "praksisteksten mangler en kilde"));
    }
    Ok(())
}

/// Whether a worked claim may give the value: a field, the assumed day of sending, or a fact of the hovedfordring.
pub fn is_trial_field(name: &str) -> bool {
    Field::ALL.iter().any(|field| field.name() == name)
        || matches!(name, "modtagelsesdato" | "hovedfordring.forfaldsdato" | "hovedfordring.modtagelsesdato")
}

fn read_trial(source: &Source, file: &TypeFile, tables: &[Vec<Rule>], trial: &TrialFile) -> Result<TrialSource, Refusal> {
    let rules = match &trial.tabel {
        None => None,
        Some(id) => {
            let position = file.filtertabel.iter().position(|table| table.kilde.get_ref() == id.get_ref());
            let position =
                position.ok_or_else(|| source.refuse(id.span().start, format!("typen har ingen filtertabel fra {}", id.get_ref())))?;
            Some(&tables[position])
        }
    };
    let mut valid = Vec::new();
    for (index, line) in trial.gyldig.get_ref().lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        valid.push(parse_assignment(line).map_err(|message| source.refuse_inside(&trial.gyldig, index, message))?);
    }
    if !valid.iter().any(|(name, _)| name == "modtagelsesdato") {
        return Err(source.refuse(trial.gyldig.span().start, "prøven mangler modtagelsesdato"));
    }
    let mut breaks: Vec<BreakSource> = Vec::new();
    for (index, line) in trial.brud.get_ref().lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let broken = parse_break(line).map_err(|message| source.refuse_inside(&trial.brud, index, message))?;
        let number = RuleNumbers::parse(&broken.rule);
        let in_table = |rules: &Vec<Rule>| rules.iter().any(|rule| Some(rule.numbers) == number && !rule.inactive);
        if number.is_none() || rules.is_some_and(|rules| !in_table(rules)) {
            return Err(source.refuse_inside(&trial.brud, index, format!("{} står ikke som en regel i tabellen", broken.rule)));
        }
        if breaks.iter().any(|earlier| earlier.rule == broken.rule && earlier.changes == broken.changes) {
            return Err(source.refuse_inside(&trial.brud, index, format!("{} har den samme prøve to gange", broken.rule)));
        }
        breaks.push(broken);
    }
    Ok(TrialSource { table: trial.tabel.as_ref().map(|id| id.get_ref().clone()), valid, breaks })
}

fn parse_assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("«{}» skal være felt = værdi", text.trim()))?;
    let (name, value) = (name.trim(), value.trim());
    if !is_trial_field(name) {
        return Err(format!("feltet «{name}» findes ikke"));
    }
    Ok((name.to_owned(), if value == "(tom)" { String::new() } else { value.to_owned() }))
}

fn parse_break(line: &str) -> Result<BreakSource, String> {
    let (rule, rest) = line.split_once(" : ").ok_or("linjen skal begynde med regelnummer og «:»")?;
    let (changes, fires) = rest.split_once(" => ").ok_or("linjen mangler «=>» og de regler, der brydes")?;
    let changes: Vec<_> = changes.split(" ; ").map(parse_assignment).collect::<Result<_, _>>()?;
    let mut fired = Vec::new();
    for part in fires.split(", ") {
        let (number, effect) = part.trim().split_once(' ').ok_or_else(|| format!("«{part}» skal være regel og følge"))?;
        if RuleNumbers::parse(number).is_none() {
            return Err(format!("«{number}» er intet regelnummer"));
        }
        if !matches!(effect, "afvist" | "høring" | "advarsel") {
            return Err(format!("følgen «{effect}» forstås ikke"));
        }
        fired.push((number.to_owned(), effect.to_owned()));
    }
    let rule = rule.trim().to_owned();
    if !fired.iter().any(|(number, _)| *number == rule) {
        return Err(format!("{rule} er ikke blandt de regler, der brydes"));
    }
    Ok(BreakSource { rule, changes, fires: fired })
}
