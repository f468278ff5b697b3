//! JSON into staged rows: a list of claims, an object that holds one, one claim, or one claim a line.
//!
//! The file is read twice: once for the names of the columns, once for the rows. No more than one claim is held at a time.

mod columns;
mod correct;
mod letters;
mod members;
mod value;
mod walk;
mod words;

use self::columns::{Columns, JsonClaim, OddLetters, is_debtor_key};
pub(super) use self::correct::correct;
use self::letters::{Letters, Place, Taken};
use self::value::{Fields, Item};
use self::walk::{Met, Shape, walk};
use self::words::{at, broken, cut_off};
use super::OnProgress;
use crate::claim::shorten;
use crate::intake::{Bytes, FileProblem, Mapping, StagedForm, StagedWriter, Staging};

/// The most claims' rows.
const ROW_LIMIT: u64 = 5_000_000;
/// The most debtors of one claim.
const DEBTOR_LIMIT: usize = 1000;
/// The most lists that are told apart.
const LIST_LIMIT: usize = 100;
/// How many names are shown in a note.
const SHOWN: usize = 12;

/// Reads a file.
///
/// # Errors
/// When it is no JSON, or holds no claims in one of the forms we know, or something in it is larger than can be held.
pub fn stage(bytes: &mut dyn Bytes, out: &mut StagedWriter, progress: &mut OnProgress) -> Result<Staging, FileProblem> {
    let mut on = |thousandths| progress(thousandths);
    let mut letters = Letters::new(bytes, &mut on)?;
    let (form, plan) = survey(&mut letters)?;
    let mut writer = Writer { columns: &plan.columns, out, chosen: plan.list, current: 0, odd_claims: 0 };
    letters.rewind(500..1000);
    match plan.list {
        Some(_) => walk(&mut letters, form, &mut |met| writer.meet(met))?,
        None => whole_object(&mut letters, &mut |text, place, _| writer.write(1, place, "objektet", text))?,
    }
    let mut notes = plan.notes;
    notes.extend(plan.columns.note());
    notes.extend(odd_note(writer.odd_claims));
    let rows = out.rows();
    let form = if form == Shape::Lines { StagedForm::JsonLines } else { StagedForm::Json };
    Ok(Staging { form, sheets: Vec::new(), sheet: None, headings: Some(plan.columns.into_names()), days_from_1904: false, notes, rows })
}

/// Reads the file for the first time, and chooses what is read the second.
fn survey(letters: &mut Letters) -> Result<(Shape, Plan), FileProblem> {
    let form = form_of(letters)?;
    let mut survey = Survey::default();
    letters.rewind(0..500);
    walk(letters, form, &mut |met| survey.meet(met))?;
    let plan = survey.plan(letters, form)?;
    Ok((form, plan))
}

/// Tells a list, an object and lines of objects from each other.
fn form_of(letters: &mut Letters) -> Result<Shape, FileProblem> {
    match letters.peek_past_blanks()? {
        None => return Err(FileProblem::Blank),
        Some(b'{') => {}
        // Anything else is told where it stands.
        Some(_) => return Ok(Shape::Document),
    }
    let mut first = Vec::new();
    if letters.take_value(&mut first)? != Taken::Whole {
        return Ok(Shape::Document);
    }
    match letters.peek_past_blanks()? {
        None => Ok(Shape::Document),
        Some(b',') => Err(at(
            letters.place(),
            "står der et komma mellem to objekter, som ikke er i en liste",
            "Sæt [ foran det første objekt og ] efter det sidste, eller slet kommaerne, så der står ét objekt på hver linje.",
        )),
        Some(_) => Ok(Shape::Lines),
    }
}

/// Takes the text of an object, where it stands, and how many bytes of UTF-8 stand before it.
type EachObject<'e> = dyn FnMut(&[u8], Place, u64) -> Result<(), FileProblem> + 'e;

/// Hands over the text of the object that the file is.
fn whole_object(letters: &mut Letters, each: &mut EachObject) -> Result<(), FileProblem> {
    letters.peek_past_blanks()?;
    let (place, at) = (letters.place(), letters.passed());
    let mut text = Vec::new();
    match letters.take_value(&mut text)? {
        Taken::Whole => each(&text, place, at),
        // It was read as a whole before, member by member.
        Taken::TooDeep | Taken::CutOff => Err(cut_off("midt i objektet")),
        Taken::TooLong => Err(broken(
            "Filen er et eneste objekt på mere end 1 MB uden en liste med fordringer. Saml fordringerne i en liste: [ {…}, {…} ].",
        )),
    }
}

/// Reads a value that should be a claim's object. `name` is what people find it by.
fn object_of(text: &[u8], place: Place, name: &str) -> Result<(Fields, OddLetters), FileProblem> {
    match walk::value_of(text, place)? {
        (Item::Object(fields), odd) => Ok((fields, odd)),
        (other, _) => Err(no_object(name, place, other.kind())),
    }
}

fn no_object(name: &str, place: Place, kind: &str) -> FileProblem {
    broken(format!(
        "Ikke alt i listen er fordringer: {name} (linje {}) er {kind}. Hver fordring skal være et objekt med feltnavne: {{\"fordringstype\": …}}.",
        place.line
    ))
}

/// What the first reading brings to light.
#[derive(Default)]
struct Survey {
    lists: Vec<List>,
    /// Names of values that stand beside lists.
    outside: Vec<String>,
    /// How many of those in the outermost object are fields of a claim.
    known_outside: usize,
}

/// A list in the file.
struct List {
    /// The keys that lead to it; none for the file's own list.
    name: String,
    /// Its last key is one for debtors.
    of_debtors: bool,
    columns: Columns,
    objects: u64,
    /// What the first element that is no object is: the whole sentence.
    no_object: Option<FileProblem>,
}

/// What is read the second time.
struct Plan {
    columns: Columns,
    /// Which of the lists holds the claims; `None` when the file is one claim.
    list: Option<usize>,
    notes: Vec<String>,
}

impl Survey {
    fn meet(&mut self, met: Met) -> Result<(), FileProblem> {
        match met {
            Met::List { path } => {
                if self.lists.len() >= LIST_LIMIT {
                    return Err(broken(format!(
                        "Filen har mere end {LIST_LIMIT} lister. Saml fordringerne i en enkelt liste: [ {{…}}, {{…}} ]."
                    )));
                }
                let of_debtors = path.last().is_some_and(|key| is_debtor_key(key));
                self.lists.push(List { name: path.join("."), of_debtors, columns: Columns::default(), objects: 0, no_object: None });
                Ok(())
            }
            Met::Element { place, name, text, .. } => {
                let Some(list) = self.lists.last_mut() else { return Ok(()) };
                match walk::value_of(text, place)?.0 {
                    Item::Object(fields) => {
                        list.objects += 1;
                        list.columns.add(&JsonClaim::of(fields));
                    }
                    other => {
                        list.no_object.get_or_insert_with(|| no_object(name, place, other.kind()));
                    }
                }
                Ok(())
            }
            Met::Value { path, place, text } => {
                walk::value_of(text, place)?;
                let known = path.len() == 1 && path.first().is_some_and(|key| Mapping::of_headings([key.as_str()]).recognised() > 0);
                self.known_outside += usize::from(known);
                if self.outside.len() < SHOWN {
                    self.outside.push(shorten(&path.join(".")));
                }
                Ok(())
            }
        }
    }

    /// Chooses where the claims are.
    fn plan(mut self, letters: &mut Letters, form: Shape) -> Result<Plan, FileProblem> {
        let Some(chosen) = self.choose() else { return self.single(letters) };
        let mut notes = Vec::new();
        notes.extend(self.other_lists_note(chosen));
        let list = self.lists.swap_remove(chosen);
        if let Some(problem) = list.no_object {
            return Err(problem);
        }
        if list.objects == 0 {
            return Err(broken("Listen er tom: der er ingen fordringer at tjekke. Hent filen igen fra fagsystemet."));
        }
        if list.columns.is_empty() {
            return Err(broken("Fordringerne i filen har ingen felter. Hent filen igen fra fagsystemet."));
        }
        if form == Shape::Document && !self.outside.is_empty() {
            notes.push(format!(
                "Uden om listen «{}» står også: {}. Det er ikke læst. Gælder det for alle fordringer, skal det stå i hver af dem.",
                shorten(&list.name),
                self.outside.join(", ")
            ));
        }
        Ok(Plan { columns: list.columns, list: Some(chosen), notes })
    }

    /// The list with the most fields we know, the first of several; `None` when the file itself is a claim.
    fn choose(&self) -> Option<usize> {
        if self.lists.first().is_some_and(|list| list.name.is_empty()) {
            return Some(0);
        }
        let mut best: Option<(usize, &List)> = None;
        for (place, list) in self.lists.iter().enumerate() {
            let for_claims = list.objects > 0 && !list.of_debtors && !list.columns.are_debtors();
            if for_claims && best.is_none_or(|(_, other)| list.columns.known() > other.columns.known()) {
                best = Some((place, list));
            }
        }
        let (place, list) = best?;
        (list.columns.known() >= self.known_outside).then_some(place)
    }

    fn other_lists_note(&self, chosen: usize) -> Option<String> {
        let others: Vec<String> = (self.lists.iter().enumerate())
            .filter(|(place, list)| *place != chosen && list.objects > 0)
            .map(|(_, list)| format!("«{}» ({})", shorten(&list.name), list.objects))
            .take(SHOWN)
            .collect();
        let list = self.lists.get(chosen)?;
        (!others.is_empty()).then(|| {
            let name = shorten(&list.name);
            format!("Filen har flere lister. Fordringerne er læst fra «{name}» ({}). Ikke læst: {}.", list.objects, others.join(", "))
        })
    }

    /// The file is one claim.
    fn single(&self, letters: &mut Letters) -> Result<Plan, FileProblem> {
        if self.known_outside == 0
            && let Some(empty) = self.lists.iter().find(|list| list.objects == 0 && list.no_object.is_none())
        {
            return Err(broken(format!("Listen «{}» er tom: der er ingen fordringer at tjekke.", shorten(&empty.name))));
        }
        let mut columns = Columns::default();
        letters.rewind(500..500);
        whole_object(letters, &mut |text, place, _| {
            columns.add(&JsonClaim::of(object_of(text, place, "objektet")?.0));
            Ok(())
        })?;
        if columns.is_empty() {
            return Err(broken("Objektet i filen er tomt: der er ingen fordringer at tjekke. Hent filen igen fra fagsystemet."));
        }
        Ok(Plan { columns, list: None, notes: Vec::new() })
    }
}

/// Writes the rows at the second reading.
struct Writer<'w, 'o> {
    columns: &'w Columns,
    out: &'w mut StagedWriter<'o>,
    chosen: Option<usize>,
    /// How many lists have begun.
    current: usize,
    odd_claims: u64,
}

impl Writer<'_, '_> {
    fn meet(&mut self, met: Met) -> Result<(), FileProblem> {
        match met {
            Met::List { .. } => self.current += 1,
            Met::Element { number, place, name, text, .. } if self.current.checked_sub(1) == self.chosen => {
                self.write(number, place, name, text)?;
            }
            Met::Element { .. } | Met::Value { .. } => {}
        }
        Ok(())
    }

    fn write(&mut self, number: u64, place: Place, name: &str, text: &[u8]) -> Result<(), FileProblem> {
        let (fields, odd) = object_of(text, place, name)?;
        let claim = JsonClaim::of(fields);
        if claim.debtors() > DEBTOR_LIMIT {
            let line = place.line;
            return Err(broken(format!("Der er mere end {DEBTOR_LIMIT} skyldnere i {name} (linje {line}). Del fordringen, og prøv igen.")));
        }
        self.odd_claims += u64::from(odd == OddLetters::Yes);
        for (cells, problems) in self.columns.rows(claim, odd) {
            if self.out.rows() >= ROW_LIMIT {
                return Err(FileProblem::TooMuch { what: "fordringer", limit: "5.000.000" });
            }
            self.out.row(number, &cells, &problems)?;
        }
        Ok(())
    }
}

fn odd_note(claims: u64) -> Option<String> {
    let whose = match claims {
        0 => return None,
        1 => "én fordring".to_owned(),
        many => format!("{many} fordringer"),
    };
    Some(format!(
        "Filen er ikke skrevet i UTF-8, som JSON skal være. Bogstaverne i {whose} er læst som Windows-1252: se efter, om æ, ø og å er rigtige."
    ))
}
