//! The table of columns: what stands in each, how it is understood, and selects to say otherwise.

use leptos::prelude::*;
use stamdatatjek::check::columns::ColumnView;
use stamdatatjek::claim::Field;

use super::editor::{Editor, name_of};
use super::of_view;
use super::style::Style;
use crate::parts::{Icon, plural};

/// How many columns are shown at once; a file of thousands would hold the browser up.
const MOST: usize = 200;

/// The fields to choose from, in groups.
const GROUPS: [(&str, &[Field]); 4] = [
    (
        "Vigtigste stamdata",
        &[
            Field::Fordringstype,
            Field::Fordringsart,
            Field::Reference,
            Field::Hovedstol,
            Field::Beloeb,
            Field::PeriodeStart,
            Field::PeriodeSlut,
            Field::Stiftelsesdato,
            Field::Forfaldsdato,
            Field::Srb,
            Field::Foraeldelsesdato,
            Field::Beskrivelse,
        ],
    ),
    ("Skyldner", &[Field::SkyldnerType, Field::SkyldnerId, Field::PNummer, Field::Kundenote]),
    (
        "Øvrige",
        &[
            Field::FordringshaverId,
            Field::FordringsId,
            Field::HovedfordringId,
            Field::HovedfordringReference,
            Field::Domsdato,
            Field::Forligsdato,
            Field::Renteregel,
            Field::Rentesatskode,
            Field::Merrentesats,
            Field::Bobehandling,
            Field::Fordringsnote,
            Field::Valuta,
        ],
    ),
    ("Ændringer", &[Field::Aktion, Field::Aarsagskode, Field::Virkningsdato, Field::AktionIdRef, Field::Begrundelse]),
];

const _: () =
    assert!(GROUPS[0].1.len() + GROUPS[1].1.len() + GROUPS[2].1.len() + GROUPS[3].1.len() == Field::COUNT, "every field can be chosen");

/// The table.
#[component]
pub fn ColumnTable(editor: Editor) -> impl IntoView {
    let width = Memo::new(move |_| of_view(editor, |view| view.columns.len()));
    let all = RwSignal::new(false);
    // Rows stay the same elements while what is in them changes: the focus stays where it is.
    let shown = Memo::new(move |_| if all.get() { width.get() } else { width.get().min(MOST) });
    view! {
        <h2 id="columns-heading">"Kolonnerne"</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="columns-heading">
            <table class="table table--compact table-lg-responsive-headers columns-table">
                <thead>
                    <tr>
                        <th scope="col">"Kolonne"</th>
                        <th scope="col">"De første værdier"</th>
                        <th scope="col">"Indeholder"</th>
                        <th scope="col">"Sådan fundet"</th>
                    </tr>
                </thead>
                <tbody>{move || (0..shown.get()).map(|place| row(editor, place)).collect_view()}</tbody>
            </table>
        </div>
        {move || {
            (shown.get() < width.get())
                .then(|| {
                    view! {
                        <p>
                            {format!("Her vises de første {MOST} kolonner. ")}
                            <button type="button" class="function-link" on:click=move |_| all.set(true)>
                                {format!("Vis alle {}", plural(width.get() as u64, "kolonne", "kolonner"))}
                            </button>
                        </p>
                    }
                })
        }}
    }
}

fn row(editor: Editor, place: usize) -> impl IntoView {
    let number = place + 1;
    let column = Memo::new(move |_| editor.column(place));
    let part = move |take: fn(&ColumnView) -> String| column.with(|column| column.as_ref().map(take)).unwrap_or_default();
    let heading = Memo::new(move |_| part(|column| column.heading.clone()));
    let samples = Memo::new(move |_| column.with(|column| column.as_ref().map(|column| column.samples.clone())).unwrap_or_default());
    let read_as = Memo::new(move |_| column.with(|column| column.as_ref().and_then(|column| column.read_as.clone())));
    let basis = Memo::new(move |_| part(|column| column.basis.clone()));
    view! {
        <tr>
            <td data-title="Kolonne">
                {move || {
                    heading.with(|heading| if heading.is_empty() { format!("{number}. (uden overskrift)") } else { format!("{number}. {heading}") })
                }}
            </td>
            <td data-title="De første værdier" spellcheck="false">
                {move || {
                    samples.with(Vec::is_empty).then_some("(ingen)")
                }}
                {move || samples.get().into_iter().map(|sample| view! { <span class="sample">{sample}</span> }).collect_view()}
                {move || read_as.get().map(|words| view! { <span class="form-hint">{format!("Læses som {words}")}</span> })}
            </td>
            <td data-title="Indeholder">
                <FieldSelect editor number column/>
                {move || editor.said_of(number).map(|sentence| view! { <p class="form-hint">{sentence}</p> })}
                <Style editor number column/>
            </td>
            <td data-title="Sådan fundet">{move || found(&basis.get())}</td>
        </tr>
    }
}

/// A column as it is now.
pub type Column = Memo<Option<ColumnView>>;

/// The column, as the names of its selects have it.
pub fn spoken(column: Column) -> String {
    column.with(|column| column.as_ref().map(name_of)).unwrap_or_default()
}

/// The field the column holds.
pub fn field_of(column: Column) -> String {
    column.with(|column| column.as_ref().and_then(|column| column.field.clone())).unwrap_or_default()
}

#[component]
fn FieldSelect(editor: Editor, number: usize, column: Column) -> impl IntoView {
    let value = Memo::new(move |_| field_of(column));
    let option = move |field: &Field| {
        let name = field.name();
        view! {
            <option value=name prop:selected=move || value.get() == name>
                {field.shown()}
            </option>
        }
    };
    view! {
        <select
            class="form-select"
            id=format!("column-{number}")
            autocomplete="off"
            aria-label=move || format!("Kolonne {number}, {}, indeholder", spoken(column))
            on:change=move |event| editor.choose_field(number, Field::from_name(&event_target_value(&event)))
        >
            <option value="" prop:selected=move || value.with(String::is_empty)>
                "Bruges ikke"
            </option>
            {GROUPS
                .into_iter()
                .map(|(group, fields)| view! { <optgroup label=group>{fields.iter().map(option).collect_view()}</optgroup> })
                .collect_view()}
        </select>
    }
}

/// How a column's use was found: icon and word, and what else there is to say.
fn found(basis: &str) -> AnyView {
    let (word, more) = basis.split_once(": ").unwrap_or((basis, ""));
    let (class, icon) = match word {
        "Kendt overskrift" => ("badge badge-success", "success"),
        "Gæt" => ("badge badge-warning", "warning"),
        "Valgt af dig" => ("badge badge-info", "edit"),
        _ => return view! { <span class="form-hint">{basis.to_owned()}</span> }.into_any(),
    };
    view! {
        <span class=format!("{class} outcome")>
            <Icon name=icon/>
            {word.to_owned()}
        </span>
        {(!more.is_empty()).then(|| view! { <span class="form-hint">{more.to_owned()}</span> })}
    }
    .into_any()
}
