//! What the user does to the columns: every change shows at once, and is then looked at by the worker.

use leptos::prelude::*;
use stamdatatjek::check::columns::{ColumnView, ColumnsView};
use stamdatatjek::claim::{DateOrder, DecimalMark, Field};
use stamdatatjek::intake::Encoding;
use stamdatatjek::intake::choices::{Choices, ColumnChoice, ConstantChoice};

use crate::session::Session;

/// The columns that are open, to be changed. Copies share the same state.
#[derive(Clone, Copy)]
pub struct Editor {
    pub session: Session,
    pub desk: RwSignal<Desk>,
}

/// What the page knows beside the columns.
#[derive(Clone, Default)]
pub struct Desk {
    /// What the last change did to another column, by the number of the column that was changed.
    pub moved: Option<(usize, String)>,
    /// The columns whose way of writing is shown though nothing asks for it. Once shown it stays: a select that goes away as soon as it is
    /// used takes the focus with it.
    pub styled: Vec<usize>,
    /// All columns are shown, and not only the first ones.
    pub is_whole: bool,
    /// Why the claims can't be checked yet.
    pub refused: Option<&'static str>,
    /// The choices that were fetched from a file, or why they can't be used.
    pub loaded: Option<Result<Choices, String>>,
    /// What was remembered for such headings is forgotten.
    pub is_forgotten: bool,
}

impl Editor {
    pub fn new(session: Session) -> Self {
        Editor { session, desk: RwSignal::new(Desk::default()) }
    }

    /// Says what a column holds. A column that held the field before loses it.
    pub fn choose_field(self, number: usize, field: Option<Field>) {
        let mut moved = None;
        self.change(|view, asked| {
            for column in &mut view.columns {
                let held = field.filter(|field| column.field.as_deref() == Some(field.name()));
                if let Some(held) = held.filter(|_| column.number != number) {
                    moved = Some((number, format!("{} er taget fra {}, som nu ikke bruges.", held.shown(), name_of(column))));
                    set_field(column, None, asked);
                }
            }
            if let Some(column) = view.columns.iter_mut().find(|column| column.number == number) {
                set_field(column, field, asked);
            }
        });
        self.desk.update(|desk| desk.moved = moved);
    }

    /// Says which part of a column's dates comes first.
    pub fn choose_dates(self, number: usize, order: DateOrder) {
        self.change_column(number, |column, choice| {
            column.dates = Some(order);
            choice.dates = Some(order);
        });
    }

    /// Says which mark stands before the decimals in a column.
    pub fn choose_decimals(self, number: usize, mark: DecimalMark) {
        self.change_column(number, |column, choice| {
            column.decimals = Some(mark);
            choice.decimals = Some(mark);
        });
    }

    /// Gives a field one value for the whole file; an empty one takes it away.
    pub fn choose_constant(self, field: Field, value: String) {
        self.change(|view, asked| {
            for constants in [&mut view.constants, &mut asked.constants] {
                constants.retain(|constant| constant.field != field);
                if !value.is_empty() {
                    constants.push(ConstantChoice { field, value: value.clone() });
                }
            }
        });
    }

    /// Reads the letters by another table. The columns stay where they are, but their headings read differently.
    pub fn choose_encoding(self, encoding: Encoding) {
        self.change(|view, asked| {
            by_place(view, asked);
            asked.encoding = Some(encoding);
            view.text = view.text.map(|(_, separator)| (encoding, separator));
        });
    }

    /// Divides the lines by another character: the columns become others.
    pub fn choose_separator(self, separator: char) {
        self.change(|view, asked| {
            asked.columns.clear();
            asked.separator = Some(separator);
            view.text = view.text.map(|(encoding, _)| (encoding, separator));
        });
    }

    /// Takes the headings from another row; 0 for none.
    pub fn choose_heading_line(self, line: u64) {
        self.change(|view, asked| {
            by_place(view, asked);
            asked.heading_line = Some(line);
            view.heading_line = (line > 0).then_some(line);
        });
    }

    /// Takes over choices that were saved.
    pub fn load(self, choices: Choices) {
        let sheet = self.session.columns.with_untracked(|view| {
            let view = view.as_ref()?;
            let wanted = choices.sheet.as_ref().filter(|wanted| view.sheet.as_ref() != Some(wanted))?;
            view.sheets.iter().position(|sheet| sheet.name == *wanted).map(|place| (place, wanted.clone()))
        });
        match sheet {
            Some((place, name)) => self.session.ask_sheet(place, name, Some(choices)),
            None => self.session.ask_columns(choices),
        }
    }

    /// Everything as it stands: what the user has chosen, and the fields that were found and not changed.
    ///
    /// A way of writing that nobody has chosen isn't in it: the next file with such headings may be written otherwise.
    pub fn choices(self) -> Choices {
        let asked = self.session.asked.get_untracked();
        let mut shown = self.session.columns.with_untracked(|view| view.as_ref().map(ColumnsView::choices)).unwrap_or_default();
        for column in &mut shown.columns {
            let chosen = chosen_for(&asked, column);
            column.dates = column.dates.filter(|order| *order != DateOrder::default()).or(chosen.and_then(|chosen| chosen.dates));
            column.decimals = column.decimals.filter(|mark| *mark != DecimalMark::default()).or(chosen.and_then(|chosen| chosen.decimals));
        }
        Choices { columns: shown.columns, constants: shown.constants, ..asked }
    }

    fn change_column(self, number: usize, edit: impl FnOnce(&mut ColumnView, &mut ColumnChoice)) {
        self.desk.update(|desk| desk.styled.push(number));
        self.change(|view, asked| {
            if let Some(column) = view.columns.iter_mut().find(|column| column.number == number) {
                with_choice(asked, column, edit);
            }
        });
    }

    fn change(self, edit: impl FnOnce(&mut ColumnsView, &mut Choices)) {
        self.desk.update(|desk| (desk.moved, desk.refused) = (None, None));
        let mut asked = self.session.asked.get_untracked();
        self.session.columns.update(|view| {
            if let Some(view) = view {
                edit(view, &mut asked);
            }
        });
        self.session.ask_columns(asked);
    }
}

/// A column as sentences speak of it.
pub fn name_of(column: &ColumnView) -> String {
    if column.heading.is_empty() { format!("kolonne {}", column.number) } else { format!("«{}»", column.heading) }
}

/// How it is read isn't known before the worker has looked at it.
fn set_field(column: &mut ColumnView, field: Option<Field>, asked: &mut Choices) {
    with_choice(asked, column, |column, choice| {
        column.field = field.map(|field| field.name().to_owned());
        column.basis = if field.is_some() { "Valgt af dig".into() } else { "Bruges ikke".into() };
        column.is_unsure = false;
        (column.dates, column.decimals, column.read_as) = (None, None, None);
        (choice.field, choice.dates, choice.decimals) = (field, None, None);
    });
}

/// Edits a column and what was chosen for it, which is noted with the first change.
fn with_choice(asked: &mut Choices, column: &mut ColumnView, edit: impl FnOnce(&mut ColumnView, &mut ColumnChoice)) {
    let of = |choice: &&mut ColumnChoice| choice.column == column.number && (choice.heading.is_empty() || choice.heading == column.heading);
    if let Some(choice) = asked.columns.iter_mut().find(of) {
        return edit(column, choice);
    }
    let field = column.field.as_deref().and_then(Field::from_name);
    let mut choice = ColumnChoice { column: column.number, heading: column.heading.clone(), field, dates: None, decimals: None };
    edit(column, &mut choice);
    asked.columns.push(choice);
}

/// What was chosen for a column: by its place, else by its heading.
fn chosen_for<'a>(asked: &'a Choices, column: &ColumnChoice) -> Option<&'a ColumnChoice> {
    let same_heading = |choice: &&ColumnChoice| choice.heading == column.heading;
    let same_place = |choice: &&ColumnChoice| choice.column == column.column && (choice.heading.is_empty() || same_heading(choice));
    asked.columns.iter().find(same_place).or_else(|| asked.columns.iter().find(same_heading))
}

/// Turns choices that were found by heading into choices found by place.
fn by_place(view: &ColumnsView, asked: &mut Choices) {
    asked.columns.retain_mut(|choice| {
        let heading = std::mem::take(&mut choice.heading);
        let is_of = |column: &&ColumnView| column.heading == heading;
        let same_place = view.columns.iter().find(|column| column.number == choice.column).filter(is_of);
        match same_place.or_else(|| view.columns.iter().find(is_of)) {
            _ if heading.is_empty() => true,
            Some(column) => {
                choice.column = column.number;
                true
            }
            None => false,
        }
    });
}
