//! How a file's columns were understood, in words: what the user looks at, and may change, before the check.

use serde::{Deserialize, Serialize};

use super::layout_view::form_words;
use crate::catalogue::CORE;
use crate::claim::{DateOrder, DecimalMark, Field, FieldKind, format_amount, format_date, parse_amount_in, parse_date_in, shorten};
use crate::intake::choices::{CONSTANT_FIELDS, Choices, ColumnChoice, ConstantChoice};
use crate::intake::{Basis, Column, ColumnUse, Doubt, Encoding, Form, Layout, Opened, Question, Sheet};
use crate::rules::filter;

/// How a file's columns were understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnsView {
    /// What kind of file it is, in words.
    pub form: String,
    /// For text: the encoding and the separator, which may be changed.
    pub text: Option<(Encoding, char)>,
    /// The workbook's sheets, and the name of the one that is read.
    pub sheets: Vec<Sheet>,
    pub sheet: Option<String>,
    /// The row with the headings, if there is one.
    pub heading_line: Option<u64>,
    /// Whether the row with the headings may be changed.
    pub heading_may_change: bool,
    /// Lines above the headings, shortened.
    pub skipped: Vec<String>,
    pub columns: Vec<ColumnView>,
    pub constants: Vec<ConstantChoice>,
    /// Stamdata that nothing in the file holds.
    pub missing: Vec<MissingView>,
    /// What is to be settled before the check, in whole sentences.
    pub questions: Vec<String>,
    /// Whether the columns are those of claims; else why not, as a sentence.
    pub not_claims: Option<String>,
    /// A number for the heading row, to remember choices by.
    pub fingerprint: Option<String>,
    pub notes: Vec<String>,
    /// The files that answers came in.
    pub answers: Vec<String>,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnView {
    /// Its place, from 1.
    pub number: usize,
    pub heading: String,
    pub samples: Vec<String>,
    /// The canonical name of the field it holds.
    pub field: Option<String>,
    /// How that was found, in a few words.
    pub basis: String,
    /// Whether the user should look at it.
    pub is_unsure: bool,
    /// Whether the user has said what it holds or how it is written.
    pub is_chosen: bool,
    /// How its dates are written, where it holds dates.
    pub dates: Option<DateOrder>,
    /// How its amounts are written, where it holds amounts.
    pub decimals: Option<DecimalMark>,
    /// How the first sample is read: `3. april 2026`.
    pub read_as: Option<String>,
}

/// A field that nothing in the file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissingView {
    /// Its canonical name.
    pub field: String,
    pub shown: String,
    /// What can't be said without it.
    pub means: String,
    /// Whether one value may be given for the whole file.
    pub may_be_constant: bool,
}

/// The stamdata fields a file of claims is expected to have.
pub(super) const STAMDATA: [Field; 14] = [
    Field::Fordringstype,
    Field::Fordringsart,
    Field::Hovedstol,
    Field::Beloeb,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Srb,
    Field::Foraeldelsesdato,
    Field::Beskrivelse,
    Field::Reference,
    Field::SkyldnerId,
    Field::HovedfordringId,
];

/// The fields that nothing in the file holds, in the order people fill them.
pub(super) fn missing(layout: &Layout) -> impl Iterator<Item = Field> {
    let mapping = &layout.mapping;
    let held = |field: &Field| mapping.is_whole || mapping.column(*field).is_some() || mapping.constant(*field).is_some();
    STAMDATA.into_iter().filter(move |field| !held(field))
}

/// How the columns of opened files were understood.
pub fn columns_view(opened: &Opened) -> ColumnsView {
    let layout = &opened.layout;
    let mapping = &layout.mapping;
    let (text, sheet) = match &layout.form {
        Form::Text { encoding, separator } => (Some((*encoding, char::from(*separator))), None),
        Form::Staged { sheet, .. } => (None, sheet.clone()),
    };
    ColumnsView {
        form: form_words(&layout.form),
        heading_may_change: text.is_some() || sheet.is_some(),
        text,
        sheets: opened.sheets.clone(),
        sheet,
        heading_line: layout.heading_line,
        skipped: layout.skipped.clone(),
        columns: (1..).zip(&mapping.columns).map(|(number, column)| column_view(layout, number, column)).collect(),
        constants: mapping.constants.iter().map(|(field, value)| ConstantChoice { field: *field, value: value.clone() }).collect(),
        missing: missing(layout).map(missing_view).collect(),
        questions: questions(layout),
        not_claims: (!layout.looks_like_claims()).then(|| layout.not_claims().to_string()),
        fingerprint: mapping.fingerprint(),
        notes: opened.notes.clone(),
        answers: opened.answers.files.clone(),
    }
}

impl ColumnsView {
    /// What is chosen now, as it can be changed, checked with, saved and remembered.
    ///
    /// What was found without the user isn't in it: encoding, separator and headings are added when they are changed.
    pub fn choices(&self) -> Choices {
        self.choices_of(|_| true)
    }

    /// What the user has chosen, without what was found: for reading the file with other letters or headings, where more may be found.
    pub fn chosen(&self) -> Choices {
        self.choices_of(|column| column.is_chosen)
    }

    fn choices_of(&self, wanted: impl Fn(&ColumnView) -> bool) -> Choices {
        let columns = self.columns.iter().filter(|column| wanted(column)).map(|column| ColumnChoice {
            column: column.number,
            heading: column.heading.clone(),
            field: column.field.as_deref().and_then(Field::from_name),
            dates: column.dates,
            decimals: column.decimals,
        });
        Choices { columns: columns.collect(), constants: self.constants.clone(), ..Choices::default() }
    }
}

fn column_view(layout: &Layout, number: usize, column: &Column) -> ColumnView {
    let field = match column.use_ {
        ColumnUse::Field(field) => Some(field),
        ColumnUse::Repeated(_) | ColumnUse::Unknown => None,
    };
    let basis = match (column.basis, column.use_) {
        (_, ColumnUse::Repeated(field)) => format!("Bruges ikke: en tidligere kolonne indeholder {}", field.in_sentence()),
        (Basis::Name, _) => "Kendt overskrift".into(),
        (Basis::Likeness, _) => "Gæt: overskriften minder om feltet".into(),
        (Basis::Content, _) => "Gæt: værdierne ligner".into(),
        (Basis::Chosen, ColumnUse::Field(_)) => "Valgt af dig".into(),
        (Basis::Chosen | Basis::None, _) => "Bruges ikke".into(),
    };
    let kind = field.map(Field::kind);
    let in_doubt = layout.questions.iter().any(|question| matches!(question, Question::Column(of, _) if of + 1 == number));
    ColumnView {
        number,
        heading: column.heading.clone(),
        samples: column.samples.clone(),
        field: field.map(|field| field.name().to_owned()),
        basis,
        is_chosen: column.basis == Basis::Chosen,
        is_unsure: in_doubt || matches!(column.basis, Basis::Likeness | Basis::Content),
        dates: (kind == Some(FieldKind::Date)).then_some(column.style.dates),
        decimals: (kind == Some(FieldKind::Amount)).then_some(column.style.decimals),
        read_as: column.samples.iter().find_map(|sample| read_as(sample, kind?, column)),
    }
}

/// How a value is read, where that isn't plain to see.
fn read_as(sample: &str, kind: FieldKind, column: &Column) -> Option<String> {
    match kind {
        FieldKind::Date => parse_date_in(sample, column.style).ok().map(|read| format_date(read.date())),
        FieldKind::Amount => parse_amount_in(sample, column.style.decimals).ok().map(format_amount),
        FieldKind::Text => None,
    }
}

fn missing_view(field: Field) -> MissingView {
    let rules = CORE.iter().filter(|rule| filter::fields(&rule.check).contains(&field)).count();
    let means = match field {
        Field::Fordringstype => {
            "Uden fordringstype kan kun de fælles regler tjekkes, og ingen fordring kan siges at blive modtaget. Er alle fordringer af samme type, så vælg den her."
                .to_owned()
        }
        Field::Beskrivelse => "Beskrivelsen kan ikke tjekkes.".into(),
        Field::Reference => "Dubletter og fordringer, der hører sammen, kan ikke findes.".into(),
        Field::SkyldnerId => "Skyldners nummer kan ikke tjekkes.".into(),
        Field::HovedfordringId => "Det kan ikke tjekkes, om renter og gebyrer er knyttet til en hovedfordring.".into(),
        _ if rules == 0 => "De regler, der bruger feltet, kan ikke tjekkes.".into(),
        _ => format!("{rules} af de fælles regler kan ikke tjekkes, og så kan det ikke siges, at en fordring ville blive modtaget."),
    };
    MissingView { field: field.name().into(), shown: field.shown().into(), means, may_be_constant: CONSTANT_FIELDS.contains(&field) }
}

/// What could not be settled without the user, in whole sentences.
pub(super) fn questions(layout: &Layout) -> Vec<String> {
    layout.questions.iter().map(|question| question_words(layout, *question)).collect()
}

fn question_words(layout: &Layout, question: Question) -> String {
    let name = |column: usize| {
        let heading = layout.mapping.columns.get(column).map_or("", |column| column.heading.as_str());
        if heading.is_empty() { format!("kolonne {}", column + 1) } else { format!("«{}»", shorten(heading)) }
    };
    match question {
        Question::Guessed => "Nogle kolonner er genkendt ved gæt. Se efter, om de er rigtige.".into(),
        Question::NoHeadings => "Der er ingen overskrifter. Vælg, hvad hver kolonne indeholder.".into(),
        Question::Column(column, Doubt::MonthFirst) => {
            format!(
                "Datoerne i {} kan læses på to måder, for nogle datoer i filen findes kun, hvis måneden står først. Vælg, hvordan de er skrevet.",
                name(column)
            )
        }
        Question::Column(column, Doubt::Decimals) => {
            format!("Beløbene i {} kan læses på to måder. Vælg, om ører står efter komma eller punktum.", name(column))
        }
        Question::NoFordringstype => "Ingen kolonne indeholder fordringstypen. Vælg kolonnen, eller vælg én type for hele filen.".into(),
        Question::OldLetters => "Bogstaverne ligner den gamle tegntabel CP850. Se efter, om æ, ø og å står rigtigt.".into(),
        Question::Sheets => "Flere ark indeholder rækker. Vælg det ark, fordringerne står i.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::opening::open_text;

    #[test]
    fn a_heading_of_odd_letters_is_named_without_them() {
        let text = "fordringstype;forfaldsdato;Sal\u{0}do\u{1b}\nKFDAINS;01-01-2026;2825.50\nKFDAINS;01-01-2026;1.234\n";
        let view = columns_view(&open_text("f.csv", text.as_bytes().to_vec()).unwrap());
        let question = view.questions.iter().find(|question| question.contains("to måder")).expect("it is asked");
        assert!(question.contains("Sal do") && !question.chars().any(char::is_control), "{question:?}");
        assert_eq!(view.columns[2].decimals, Some(DecimalMark::Unclear));
    }
}
