//! Claims and answers in NyMF's XML, as creditors' systems exchange them with the collection system.
//!
//! The document is read twice, piece by piece: first to see that it is whole and which columns it becomes, then to write the rows. Element
//! names are compared without prefix, and with æ, ø and å spelled out, since both ways of writing them are in use.

mod answer;
mod claims;
mod columns;
mod correct;
mod elements;
mod names;
mod source;
mod walk;

use answer::Answers;
use claims::{Claims, Rows};
pub(super) use correct::correct;
use names::{Names, Role};
use source::{Beginning, Source};
use walk::{Listener, Open, Text, Written};

use super::OnProgress;
use crate::claim::{is_space, shorten};
use crate::intake::staged::StagedForm;
use crate::intake::{Bytes, FileProblem, StagedWriter, Staging};

/// How many names of elements outside the claims are told.
const NAMED: usize = 12;
/// Elements that a page opens with.
const OF_PAGES: [&str; 10] = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<script", "<div", "<span"];
/// The namespace of workbooks that are saved as XML.
const WORKBOOK_NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Reads a file with claims or answers.
///
/// A claim becomes a row for each debtor, with the claim's number in the document; an answer becomes a row for each action.
///
/// # Errors
/// When the file isn't whole or well formed, is some other XML, or asks for what isn't done: a Danish sentence with the line and what to do.
pub fn stage(bytes: &mut dyn Bytes, out: &mut StagedWriter, progress: &mut OnProgress) -> Result<Staging, FileProblem> {
    let (beginning, mut names, mut document) = survey(bytes, progress)?;
    let mut notes: Vec<String> = beginning.note.iter().cloned().collect();
    notes.extend(document.notes());
    let headings = document.settle(&names);
    let staged_before = out.rows();
    document.out = Out::Staged(out);
    walk::walk(Source::new(bytes, &beginning, progress, 500), &mut names, &mut document)?;
    let form = if document.form == Some(Form::Answer) { StagedForm::XmlAnswer } else { StagedForm::Xml };
    let rows = if let Out::Staged(out) = &document.out { out.rows() - staged_before } else { 0 };
    Ok(Staging { form, sheets: Vec::new(), sheet: None, headings: Some(headings), days_from_1904: false, notes, rows })
}

/// Reads the document for the first time.
fn survey<'d, 'w>(bytes: &mut dyn Bytes, progress: &mut OnProgress) -> Result<(Beginning, Names, Document<'d, 'w>), FileProblem> {
    let beginning = Beginning::of(bytes, progress)?;
    if is_web_page(&beginning.text) {
        return Err(web_page());
    }
    let (mut names, mut document) = (Names::new(), Document::new(beginning.text.contains(WORKBOOK_NAMESPACE)));
    walk::walk(Source::new(bytes, &beginning, progress, 0), &mut names, &mut document)?;
    document.check()?;
    Ok((beginning, names, document))
}

fn broken(sentence: impl Into<String>) -> FileProblem {
    FileProblem::Broken(sentence.into())
}

fn web_page() -> FileProblem {
    broken(
        "Filen er en webside (HTML), selv om den måske hedder .xls. Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx) eller CSV.",
    )
}

/// Tells of related claims that can't name the claim they belong to.
fn orphans_note(count: u64, first: u64) -> String {
    let who = match count {
        1 => format!("Den relaterede fordring nr. {first} i filen står"),
        _ => format!("{count} relaterede fordringer (den første er nr. {first} i filen) står"),
    };
    format!(
        "{who} under en hovedfordring uden referencenummer. Derfor kan der ikke vises, hvilken hovedfordring der er tale om. \
         Giv hovedfordringen et referencenummer."
    )
}

/// Whether a text opens as a web page does.
fn is_web_page(head: &str) -> bool {
    let mut rest = head.trim_start_matches(is_space);
    // Systems write declarations and comments before the page.
    while let Some(end) = ["<?", "<!--"].iter().zip(["?>", "-->"]).find_map(|(start, end)| rest.starts_with(start).then_some(end)) {
        rest = rest.split_once(end).map_or("", |(_, rest)| rest).trim_start_matches(is_space);
    }
    let start: String = rest.chars().take(20).flat_map(char::to_lowercase).collect();
    OF_PAGES
        .iter()
        .filter_map(|of_page| start.strip_prefix(of_page))
        .any(|after| !after.starts_with(|next: char| next.is_alphanumeric() || next == ':'))
}

/// What a document holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Claims,
    Answer,
}

/// Where rows go.
enum Out<'d, 'w> {
    /// In the first reading there are none.
    Nowhere,
    Staged(&'d mut StagedWriter<'w>),
    /// They are held until someone has looked at them, at the end of their action.
    Traced(Vec<elements::Traced>),
}

/// Decides by the root what a document is, and passes its parts on.
struct Document<'d, 'w> {
    form: Option<Form>,
    is_workbook: bool,
    claims: Claims,
    answers: Answers,
    /// Elements with values outside the claims.
    outside: Vec<String>,
    more_outside: bool,
    out: Out<'d, 'w>,
}

impl Document<'_, '_> {
    fn new(is_workbook: bool) -> Self {
        Document {
            form: None,
            is_workbook,
            claims: Claims::new(),
            answers: Answers::default(),
            outside: Vec::new(),
            more_outside: false,
            out: Out::Nowhere,
        }
    }

    /// Looks at the element that says what the document is: the root, or what an envelope carries.
    fn decide(&self, path: &[Open], names: &Names) -> Result<Option<Form>, FileProblem> {
        let Some((last, above)) = path.split_last() else { return Ok(None) };
        let role_of = |open: &Open| names.role(open.name);
        match (above, role_of(last)) {
            (_, Role::Request | Role::Actions | Role::Action) => Ok(Some(Form::Claims)),
            (_, Role::Answer) => Ok(Some(Form::Answer)),
            ([], Role::Envelope) => Ok(None),
            ([], _) => Err(self.other_document(last, names)),
            // In the envelope's body; what else an envelope holds is no document.
            ([_, body], _) if role_of(body) == Role::Body => Err(self.other_document(last, names)),
            _ => Ok(None),
        }
    }

    fn other_document(&self, root: &Open, names: &Names) -> FileProblem {
        let local = names.local(root.name);
        if local.eq_ignore_ascii_case("html") {
            return web_page();
        }
        if local == "Workbook" && self.is_workbook {
            return broken(
                "Filen er et regneark, der er gemt som XML (XML-regneark 2003). Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx).",
            );
        }
        broken(format!(
            "Filen er XML, men ikke fordringer: det yderste element er <{}>. En fil med fordringer har <MFFordringIndberet_I> yderst, og et \
             svar har <MFFordringIndberet_O>. Hent fordringerne fra fagsystemet, som NyMF-XML, CSV eller regneark.",
            shorten(local)
        ))
    }

    /// Looks at the whole, when it was read for the first time.
    fn check(&self) -> Result<(), FileProblem> {
        match self.form {
            None => Err(broken(
                "Filen er en kuvert (Envelope) uden indhold. En fil med fordringer har <MFFordringIndberet_I> i den. \
                 Hent den igen fra fagsystemet.",
            )),
            Some(Form::Claims) if self.claims.actions == 0 => Err(broken(
                "Filen er en NyMF-indberetning, men den indeholder ingen <FordringAktion>. Der er altså ingen fordringer at tjekke. \
                 Hent filen igen fra fagsystemet.",
            )),
            Some(Form::Answer) if self.answers.rows == 0 => Err(broken(format!(
                "Filen er et svar i NyMF-XML, men den indeholder ingen svar på aktioner.{} Hent kvitteringen igen.",
                self.whole().map_or_else(String::new, |whole| format!(" {whole}"))
            ))),
            Some(_) => Ok(()),
        }
    }

    /// What the system says of the whole delivery.
    fn whole(&self) -> Option<String> {
        let whole = &self.answers.whole;
        (!whole.is_empty()).then(|| format!("Systemet svarer om hele leverancen: {}.", whole.join(", ")))
    }

    /// What people should know, when the whole was read for the first time.
    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.whole().into_iter().collect();
        if let Some((count, first)) = self.claims.orphans {
            notes.push(orphans_note(count, first));
        }
        if self.claims.columns.left_out > 0 {
            notes.push(format!(
                "Filen har flere forskellige elementer, end der kan vises. {} værdier i de sidste af dem er ikke med. \
                 Alle felter, tjekket kender, er læst.",
                self.claims.columns.left_out
            ));
        }
        if !self.outside.is_empty() {
            let more = if self.more_outside { " og andre" } else { "" };
            notes.push(format!("Uden for fordringerne har filen oplysninger, som ikke tjekkes: {}{more}.", self.outside.join(", ")));
        }
        notes
    }

    /// Ends the first reading; answers the columns' headings.
    fn settle(&mut self, names: &Names) -> Vec<String> {
        let headings = match self.form {
            Some(Form::Answer) => Answers::headings(),
            _ => self.claims.columns.settle(names),
        };
        self.form = None;
        self.claims.restart();
        self.answers.restart();
        headings
    }

    fn note_outside(&mut self, path: &[Open], names: &Names, text: &Text) {
        let is_delivery = path.iter().any(|open| matches!(names.role(open.name), Role::Request | Role::Actions));
        let local = path.last().map_or("", |open| names.local(open.name));
        if text.is_blank() || !is_delivery || self.outside.iter().any(|known| known == local) {
            return;
        }
        if self.outside.len() < NAMED { self.outside.push(local.to_owned()) } else { self.more_outside = true }
    }
}

impl Listener for Document<'_, '_> {
    fn start(&mut self, path: &[Open], names: &Names, _written: &Written) -> Result<(), FileProblem> {
        if self.form.is_none() {
            self.form = self.decide(path, names)?;
        }
        match self.form {
            Some(Form::Claims) => self.claims.start(path, names),
            Some(Form::Answer) => {
                self.answers.start(path, names);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn value(&mut self, path: &[Open], names: &Names, text: &Text) -> Result<(), FileProblem> {
        match self.form {
            Some(Form::Claims) if self.claims.is_in_action() => self.claims.value(path, names, text),
            Some(Form::Claims) => {
                self.note_outside(path, names, text);
                Ok(())
            }
            Some(Form::Answer) => {
                self.answers.value(path, names, text);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn end(&mut self, path: &[Open], _names: &Names) -> Result<(), FileProblem> {
        match (self.form, &mut self.out) {
            (Some(Form::Claims), out) => {
                let out: Option<&mut dyn Rows> = match out {
                    Out::Nowhere => None,
                    Out::Staged(writer) => Some(&mut **writer),
                    Out::Traced(rows) => Some(rows),
                };
                self.claims.end(path, out)
            }
            (Some(Form::Answer), Out::Staged(writer)) => self.answers.end(path, Some(writer)),
            (Some(Form::Answer), _) => self.answers.end(path, None),
            (None, _) => Ok(()),
        }
    }
}
