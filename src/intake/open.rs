//! Files to rows: which files belong together, what their rows are read from, and the answers that came back.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::choices::Choices;
use super::encoding::utf16_to_utf8;
use super::guess::IsFordringstype;
use super::kind::{Container, Kind, kind};
use super::ode::{self, OdeFile};
use super::rows::RowReader;
use super::sniff::{Layout, sniff, sniff_staged};
use super::staged::{StagedForm, StagedWriter, Staging};
use super::{Bytes, FileProblem};

/// A file as it was given, or the rows that were staged from it.
pub struct Given {
    /// The file's name, for people and to tell the parts of an extract apart.
    pub name: String,
    /// The file, or its staged rows.
    pub bytes: Box<dyn Bytes>,
    /// What was staged, if it was.
    pub staging: Option<Staging>,
}

impl Given {
    /// What the file must be turned into staged rows from, if it isn't text.
    ///
    /// # Errors
    /// When there is nothing in it, or it's of a kind that isn't read.
    pub fn container(&mut self) -> Result<Option<Container>, FileProblem> {
        if self.staging.is_some() {
            return Ok(None);
        }
        match kind(self.bytes.as_mut())? {
            Kind::Contained(container) => Ok(Some(container)),
            Kind::Text | Kind::Utf16 { .. } => Ok(None),
        }
    }
}

/// Where staged rows are kept.
pub trait Store: io::Write {
    /// What was written, to be read from any place.
    ///
    /// # Errors
    /// When it can't be kept.
    fn finish(self: Box<Self>) -> io::Result<Box<dyn Bytes>>;
}

/// Staged rows kept in memory.
#[derive(Default)]
pub struct MemoryStore(Vec<u8>);

impl MemoryStore {
    /// A new one, as [`open`] asks for it.
    pub fn create() -> Box<dyn Store> {
        Box::new(MemoryStore::default())
    }
}

impl io::Write for MemoryStore {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Store for MemoryStore {
    fn finish(self: Box<Self>) -> io::Result<Box<dyn Bytes>> {
        Ok(Box::new(self.0))
    }
}

/// Rows ready to be checked.
pub struct Opened {
    pub bytes: Box<dyn Bytes>,
    pub layout: Arc<Layout>,
    pub answers: Answers,
    /// The workbook's sheets, where there are any.
    pub sheets: Vec<super::Sheet>,
    /// What people should know about how the files were read, in whole Danish sentences.
    pub notes: Vec<String>,
}

/// What the collection system answered, by the claims' references.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answers {
    /// The names of the files they came in.
    pub files: Vec<String>,
    by_reference: HashMap<u64, u32>,
    answers: Vec<Answer>,
}

/// One answer. Empty texts are what the file doesn't hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// `UDFØRT`, `AFVIST`, `HØRING`, `MODTAGET` or `SAGSBEHANDL`, as the file has it.
    pub status: String,
    pub action: String,
    /// The number of the reason, if there is one.
    pub number: String,
    /// The reason in the collection system's words.
    pub text: String,
}

/// The heading of the column with what came back, in rows that carry it themselves.
pub const ANSWER_STATUS: &str = "svar_status";

impl Answers {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The answer to the claim that is known by any of these: its reference, its FordringsID, its action's number. The last one given counts.
    pub fn find(&self, known_by: &[&str]) -> Option<&Answer> {
        let place = known_by.iter().filter(|key| !key.is_empty()).find_map(|key| self.by_reference.get(&hash(key)))?;
        self.answers.get(*place as usize)
    }

    /// How many answers there are of each status, for people.
    pub fn by_status(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for answer in &self.answers {
            match counts.iter_mut().find(|(status, _)| *status == answer.status) {
                Some((_, count)) => *count += 1,
                None => counts.push((answer.status.clone(), 1)),
            }
        }
        counts
    }

    /// Takes in the rows of an answer file.
    fn add(&mut self, given: &mut Given) -> io::Result<()> {
        let headings = given.staging.as_ref().and_then(|staging| staging.headings.clone()).unwrap_or_default();
        let place = |name: &str| headings.iter().position(|heading| heading == name);
        let [status, action, number, text] = ["svar_status", "svar_aktion", "svar_nummer", "svar_tekst"].map(place);
        let keys = ["reference", "fordrings_id", "svar_aktion_id"].map(place);
        let mut reader = RowReader::staged(given.bytes.as_mut(), 0);
        while let Some(row) = reader.next_row()? {
            let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column).trim_matches(crate::claim::is_space));
            let next = u32::try_from(self.answers.len()).unwrap_or(u32::MAX);
            for key in keys.into_iter().map(cell).filter(|key| !key.is_empty()) {
                self.by_reference.insert(hash(key), next);
            }
            let of = |column| cell(column).to_owned();
            self.answers.push(Answer { status: of(status), action: of(action), number: of(number), text: of(text) });
        }
        self.files.push(given.name.clone());
        Ok(())
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Opens files that belong together.
///
/// Everything that isn't text must have been staged. `store` makes a place for rows that are staged here: joined extracts and UTF-16. `progress`
/// is called with thousandths and answers whether to go on.
///
/// # Errors
/// When the files can't be taken, or don't belong together. A file whose columns aren't those of claims is no error: see
/// [`Layout::looks_like_claims`].
pub fn open(
    files: Vec<Given>,
    choices: &Choices,
    is_type: IsFordringstype,
    store: &dyn Fn() -> Box<dyn Store>,
    progress: &mut dyn FnMut(u16) -> bool,
) -> Result<Opened, FileProblem> {
    let mut answers = Answers::default();
    let (mut claims, mut notes) = (Vec::new(), Vec::new());
    for mut given in files {
        if is_answer(&given) {
            answers.add(&mut given)?;
        } else {
            notes.extend(turn(&mut given, store)?);
            claims.push(given);
        }
    }
    let mut parts = Vec::new();
    for given in &mut claims {
        parts.push(part_of(given, choices, is_type)?);
    }
    let mut opened = match claims.len() {
        0 => return Err(only_answers(&answers)),
        _ if parts.iter().all(Option::is_some) => join(claims, &parts, choices, is_type, store, progress)?,
        1 => single(claims, choices, is_type)?,
        _ => return Err(FileProblem::Several(claims.into_iter().map(|given| given.name).collect())),
    };
    opened.answers = answers;
    opened.notes.extend(notes);
    Ok(opened)
}

/// Parts files into those that are opened together, in the order given: the files of an extract, and answers with the claims they answer.
///
/// # Errors
/// When answers could belong to several of the others.
pub fn group(files: Vec<Given>, is_type: IsFordringstype) -> Result<Vec<Vec<Given>>, FileProblem> {
    let (mut answers, mut extract, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for mut given in files {
        if is_answer(&given) {
            answers.push(given);
        } else if part_of(&mut given, &Choices::default(), is_type).ok().flatten().is_some() {
            extract.push(given);
        } else {
            groups.push(vec![given]);
        }
    }
    if !extract.is_empty() {
        groups.push(extract);
    }
    match groups.as_mut_slice() {
        _ if answers.is_empty() => {}
        [] => groups.push(answers),
        [only] => only.extend(answers),
        _ => return Err(FileProblem::Several(answers.iter().chain(groups.iter().flatten()).map(|given| given.name.clone()).collect())),
    }
    Ok(groups)
}

fn is_answer(given: &Given) -> bool {
    given.staging.as_ref().is_some_and(|staging| staging.form == StagedForm::XmlAnswer)
}

/// Turns UTF-16 into UTF-8 and says so; anything else stays as it is.
fn turn(given: &mut Given, store: &dyn Fn() -> Box<dyn Store>) -> Result<Option<String>, FileProblem> {
    if given.staging.is_some() {
        return Ok(None);
    }
    let Kind::Utf16 { big_endian } = kind(given.bytes.as_mut())? else { return Ok(None) };
    let mut turned = store();
    utf16_to_utf8(given.bytes.as_mut(), big_endian, &mut turned)?;
    given.bytes = turned.finish()?;
    Ok(Some("Filen er gemt som Unicode-tekst (UTF-16). Den er læst, som den er.".into()))
}

/// Which part of an extract a file is, if it is one.
fn part_of(given: &mut Given, choices: &Choices, is_type: IsFordringstype) -> Result<Option<ode::Part>, FileProblem> {
    if given.staging.is_some() || kind(given.bytes.as_mut())? != Kind::Text {
        return Ok(None);
    }
    let layout = sniff(given.bytes.as_mut(), choices, is_type)?;
    let headings: Vec<String> = layout.mapping.columns.iter().map(|column| column.heading.clone()).collect();
    Ok(ode::part_of(&given.name, &headings))
}

fn join(
    mut claims: Vec<Given>,
    parts: &[Option<ode::Part>],
    choices: &Choices,
    is_type: IsFordringstype,
    store: &dyn Fn() -> Box<dyn Store>,
    progress: &mut dyn FnMut(u16) -> bool,
) -> Result<Opened, FileProblem> {
    let mut layouts = Vec::new();
    for given in &mut claims {
        layouts.push(sniff(given.bytes.as_mut(), &Choices { encoding: choices.encoding, ..Choices::default() }, is_type)?);
    }
    let files = claims.iter_mut().zip(parts).zip(&layouts).filter_map(|((given, part), layout)| {
        Some(OdeFile { name: given.name.clone(), part: (*part)?, layout, bytes: given.bytes.as_mut() })
    });
    let mut joined = store();
    let staging = ode::join(files.collect(), &mut StagedWriter::new(&mut joined), progress)?;
    let name = claims.iter().map(|given| given.name.as_str()).collect::<Vec<_>>().join(", ");
    staged(Given { name, bytes: joined.finish()?, staging: Some(staging.clone()) }, staging, choices, is_type)
}

fn single(claims: Vec<Given>, choices: &Choices, is_type: IsFordringstype) -> Result<Opened, FileProblem> {
    let mut given = claims.into_iter().next().ok_or(FileProblem::Empty)?;
    if let Some(staging) = given.staging.take() {
        return staged(given, staging, choices, is_type);
    }
    let layout = sniff(given.bytes.as_mut(), choices, is_type)?;
    Ok(Opened { bytes: given.bytes, layout: Arc::new(layout), answers: Answers::default(), sheets: Vec::new(), notes: Vec::new() })
}

fn staged(mut given: Given, staging: Staging, choices: &Choices, is_type: IsFordringstype) -> Result<Opened, FileProblem> {
    let layout = sniff_staged(given.bytes.as_mut(), &staging, choices, is_type)?;
    Ok(Opened { bytes: given.bytes, layout: Arc::new(layout), answers: Answers::default(), sheets: staging.sheets, notes: staging.notes })
}

fn only_answers(answers: &Answers) -> FileProblem {
    let counts: Vec<String> = answers.by_status().into_iter().map(|(status, count)| format!("{count} {status}")).collect();
    FileProblem::Broken(format!(
        "Filen er et svar fra modtagelsen ({}), ikke fordringer. Vælg svaret sammen med filen med fordringerne, så står svaret ved hver fordring.",
        if counts.is_empty() { "uden aktioner".to_owned() } else { counts.join(", ") }
    ))
}
