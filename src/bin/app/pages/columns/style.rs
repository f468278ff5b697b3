//! How a column's dates or amounts are written, where the values don't say it.

use leptos::prelude::*;
use stamdatatjek::check::columns::ColumnView;
use stamdatatjek::claim::{DateEvidence, DateOrder, DecimalEvidence, DecimalMark, Field, FieldKind, date_evidence, decimal_evidence};

use super::editor::Editor;
use super::of_view;
use super::table::{Column, field_of, spoken};

/// How the column's dates or amounts are written: asked where it matters, and where the user may want to say it.
#[component]
pub fn Style(editor: Editor, number: usize, column: Column) -> impl IntoView {
    let kind = Memo::new(move |_| Field::from_name(&field_of(column)).map_or(FieldKind::Text, Field::kind));
    let wanted = RwSignal::new(false);
    // Once shown it stays: a select that goes away as soon as it is used takes the focus with it.
    let matters = Memo::new(move |before: Option<&bool>| {
        let is_odd = column.with(|column| column.as_ref().is_some_and(is_odd));
        wanted.get() || is_odd || before.is_some_and(|before| *before)
    });
    let may_be_otherwise =
        Memo::new(move |_| column.with(|column| column.as_ref().is_some_and(|column| may_be_otherwise(column, kind.get()))));
    move || match (kind.get(), matters.get()) {
        (FieldKind::Text, _) => ().into_any(),
        (FieldKind::Date, true) => dates(editor, number, column),
        (FieldKind::Amount, true) => decimals(editor, number, column),
        (_, false) if !may_be_otherwise.get() => ().into_any(),
        (kind, false) => {
            let words = if kind == FieldKind::Date { "Skift datoform" } else { "Skift talform" };
            view! {
                <button type="button" class="function-link" on:click=move |_| wanted.set(true)>
                    {words}
                    <span class="sr-only">{move || format!(" for {}", spoken(column))}</span>
                </button>
            }
            .into_any()
        }
    }
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

/// In place of a way of writing that isn't settled.
const UNCLEAR: &str = "Vælg";

fn dates(editor: Editor, number: usize, column: Column) -> AnyView {
    const ORDERS: [(&str, DateOrder, &str); 3] = [
        ("", DateOrder::Unclear, UNCLEAR),
        ("dag", DateOrder::DayFirst, "dag først (31-01-2026)"),
        ("maaned", DateOrder::MonthFirst, "måned først (01-31-2026)"),
    ];
    let value = Memo::new(move |_| column.with(|column| column.as_ref().and_then(|column| column.dates)).unwrap_or_default());
    let chosen = move |word: String| {
        if let Some((_, order, _)) = ORDERS.iter().find(|(of, ..)| *of == word) {
            editor.choose_dates(number, *order);
        }
    };
    style_select(number, column, "Datoerne er skrevet med", ORDERS.to_vec(), value, chosen)
}

fn decimals(editor: Editor, number: usize, column: Column) -> AnyView {
    const MARKS: [(&str, DecimalMark, &str); 4] = [
        ("", DecimalMark::Unclear, UNCLEAR),
        ("selv", DecimalMark::Unsaid, "automatisk"),
        ("komma", DecimalMark::Comma, "komma før ører (1.234,50)"),
        ("punktum", DecimalMark::Point, "punktum før ører (1,234.50)"),
    ];
    let value = Memo::new(move |_| column.with(|column| column.as_ref().and_then(|column| column.decimals)).unwrap_or_default());
    let chosen = move |word: String| {
        if let Some((_, mark, _)) = MARKS.iter().find(|(of, ..)| *of == word) {
            editor.choose_decimals(number, *mark);
        }
    };
    style_select(number, column, "Beløbene er skrevet med", MARKS.to_vec(), value, chosen)
}

/// The select of the first column that nobody has said how to read.
pub fn first_unclear(editor: Editor) -> Option<String> {
    let is_unclear = |column: &&ColumnView| column.dates == Some(DateOrder::Unclear) || column.decimals == Some(DecimalMark::Unclear);
    of_view(editor, |view| view.columns.iter().find(is_unclear).map(|column| style_id(column.number)))
}

fn style_id(number: usize) -> String {
    format!("style-{number}")
}

fn style_select<T: PartialEq + Copy + Send + Sync + 'static>(
    number: usize,
    column: Column,
    label: &'static str,
    options: Vec<(&'static str, T, &'static str)>,
    value: Memo<T>,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let id = style_id(number);
    view! {
        <label class="form-label column-style" for=id.clone()>
            {label}
            <span class="sr-only">{move || format!(" i {}", spoken(column))}</span>
        </label>
        <select class="form-select" id=id autocomplete="off" on:change=move |event| chosen(event_target_value(&event))>
            {options
                .into_iter()
                .map(|(word, of, shown)| {
                    view! {
                        <option value=word prop:selected=move || value.get() == of hidden=move || word.is_empty() && value.get() != of>
                            {shown}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}
