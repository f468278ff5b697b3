//! How a column's dates or amounts are written, where the values don't say it.

use leptos::prelude::*;
use stamdatatjek::check::columns::{ColumnView, ColumnsView};
use stamdatatjek::claim::{DateEvidence, DateOrder, DecimalEvidence, DecimalMark, Field, FieldKind, date_evidence, decimal_evidence};

use super::editor::{Desk, Editor, name_of};
use crate::inputs::select;

/// What stands in place of a way of writing that isn't settled.
const UNCLEAR: (&str, &str) = ("", "Vælg");

const ORDERS: [(&str, DateOrder, &str); 2] =
    [("dag", DateOrder::DayFirst, "dag først (31-01-2026)"), ("maaned", DateOrder::MonthFirst, "måned først (01-31-2026)")];

const MARKS: [(&str, DecimalMark, &str); 3] = [
    ("selv", DecimalMark::Unsaid, "automatisk"),
    ("komma", DecimalMark::Comma, "komma før ører (1.234,50)"),
    ("punktum", DecimalMark::Point, "punktum før ører (1,234.50)"),
];

/// How the column's dates or amounts are written: asked where it matters, and where the user may want to say it.
pub fn style(editor: Editor, column: &ColumnView, desk: &Desk) -> Option<AnyView> {
    let number = column.number;
    let kind = column.field.as_deref().and_then(Field::from_name).map_or(FieldKind::Text, Field::kind);
    if kind == FieldKind::Text {
        return None;
    }
    if desk.styled.contains(&number) || is_odd(column) {
        return Some(if kind == FieldKind::Date { dates(editor, column) } else { decimals(editor, column) });
    }
    may_be_otherwise(column, kind).then(|| {
        let words = if kind == FieldKind::Date { "Skift datoform" } else { "Skift talform" };
        view! {
            <button type="button" class="function-link" on:click=move |_| editor.desk.update(|desk| desk.styled.push(number))>
                {words}
                <span class="sr-only">{format!(" for {}", name_of(column))}</span>
            </button>
        }
        .into_any()
    })
}

/// Whether the user should look at how the column's values are written.
fn is_odd(column: &ColumnView) -> bool {
    column.is_unsure
        || column.dates.is_some_and(|order| order != DateOrder::default())
        || column.decimals.is_some_and(|mark| mark != DecimalMark::default())
}

/// Whether the values that are shown can be read in another way too.
fn may_be_otherwise(column: &ColumnView, kind: FieldKind) -> bool {
    column.samples.iter().any(|sample| match kind {
        FieldKind::Date => date_evidence(sample) == DateEvidence::Either,
        FieldKind::Amount => decimal_evidence(sample) == DecimalEvidence::Either,
        FieldKind::Text => false,
    })
}

fn dates(editor: Editor, column: &ColumnView) -> AnyView {
    let number = column.number;
    let value = ORDERS.iter().find(|(_, order, _)| *order == column.dates.unwrap_or_default()).map(|(word, ..)| *word);
    let options = ORDERS.map(|(word, _, shown)| (word, shown));
    style_select(column, "Datoerne er skrevet med", &options, value, move |word| {
        if let Some((_, order, _)) = ORDERS.iter().find(|(of, ..)| *of == word) {
            editor.choose_dates(number, *order);
        }
    })
}

fn decimals(editor: Editor, column: &ColumnView) -> AnyView {
    let number = column.number;
    let value = MARKS.iter().find(|(_, mark, _)| *mark == column.decimals.unwrap_or_default()).map(|(word, ..)| *word);
    let options = MARKS.map(|(word, _, shown)| (word, shown));
    style_select(column, "Beløbene er skrevet med", &options, value, move |word| {
        if let Some((_, mark, _)) = MARKS.iter().find(|(of, ..)| *of == word) {
            editor.choose_decimals(number, *mark);
        }
    })
}

/// A select with its label. Without a value, nothing is settled.
fn style_select(
    column: &ColumnView,
    label: &'static str,
    options: &[(&'static str, &'static str)],
    value: Option<&'static str>,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let id = style_id(column.number);
    let unclear = value.is_none().then_some(UNCLEAR);
    let options = unclear.iter().chain(options).map(|(word, shown)| ((*word).to_owned(), (*shown).to_owned())).collect();
    view! {
        <label class="form-label column-style" for=id.clone()>
            {label}
            <span class="sr-only">{format!(" i {}", name_of(column))}</span>
        </label>
        {select(id, None, None, vec![("", options)], value.unwrap_or_default(), chosen)}
    }
    .into_any()
}

/// The select of the first column that nobody has said how to read.
pub fn first_unclear(view: &ColumnsView) -> Option<String> {
    let is_unclear = |column: &&ColumnView| column.dates == Some(DateOrder::Unclear) || column.decimals == Some(DecimalMark::Unclear);
    view.columns.iter().find(is_unclear).map(|column| style_id(column.number))
}

fn style_id(number: usize) -> String {
    format!("style-{number}")
}
