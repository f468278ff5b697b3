//! The table of columns: what stands in each, how it is understood, and selects to say otherwise.

use leptos::prelude::*;
use stamdatatjek::check::columns::{ColumnView, ColumnsView};
use stamdatatjek::claim::Field;

use super::editor::{Desk, Editor, name_of};
use super::style::style;
use crate::inputs::select;
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
pub fn table(editor: Editor, view: &ColumnsView, desk: &Desk) -> AnyView {
    let width = view.columns.len();
    let shown = if desk.is_whole { width } else { width.min(MOST) };
    let rows: Vec<AnyView> = view.columns.iter().take(shown).map(|column| row(editor, column, desk)).collect();
    let more = (shown < width).then(|| {
        view! {
            <p>
                {format!("Her vises de første {MOST} kolonner. ")}
                <button type="button" class="function-link" on:click=move |_| editor.desk.update(|desk| desk.is_whole = true)>
                    {format!("Vis alle {}", plural(width as u64, "kolonne", "kolonner"))}
                </button>
            </p>
        }
        .into_any()
    });
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
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

fn row(editor: Editor, column: &ColumnView, desk: &Desk) -> AnyView {
    let number = column.number;
    let heading = if column.heading.is_empty() { "(uden overskrift)" } else { &column.heading };
    let mut samples: Vec<AnyView> = column.samples.iter().map(|sample| line("sample", sample.clone())).collect();
    if samples.is_empty() {
        samples.push(line("form-hint", "(ingen)".to_owned()));
    }
    samples.extend(column.read_as.as_ref().map(|words| line("form-hint", format!("Læses som {words}"))));
    let moved = desk.moved.as_ref().filter(|(of, _)| *of == number).map(|(_, sentence)| line("form-hint", sentence.clone()));
    view! {
        <tr>
            <td data-title="Kolonne">{format!("{number}. {heading}")}</td>
            <td data-title="De første værdier" spellcheck="false">
                {samples}
            </td>
            <td data-title="Indeholder">{field_select(editor, column)} {moved} {style(editor, column, desk)}</td>
            <td data-title="Sådan fundet">{found(&column.basis)}</td>
        </tr>
    }
    .into_any()
}

fn line(class: &'static str, text: String) -> AnyView {
    view! { <span class=class>{text}</span> }.into_any()
}

fn field_select(editor: Editor, column: &ColumnView) -> AnyView {
    let number = column.number;
    let none = ("", vec![(String::new(), "Bruges ikke".to_owned())]);
    let named = |field: &Field| (field.name().to_owned(), field.shown().to_owned());
    let groups = GROUPS.into_iter().map(|(group, fields)| (group, fields.iter().map(named).collect()));
    let spoken = format!("Kolonne {number}, {}, indeholder", name_of(column));
    let value = column.field.as_deref().unwrap_or_default();
    select(format!("column-{number}"), Some(spoken), None, std::iter::once(none).chain(groups).collect(), value, move |word| {
        editor.choose_field(number, Field::from_name(&word));
    })
}

/// How a column's use was found: icon and word, and what else there is to say.
fn found(basis: &str) -> AnyView {
    let (word, more) = basis.split_once(": ").unwrap_or((basis, ""));
    let (class, icon) = match word {
        "Kendt overskrift" => ("badge badge-success", "success"),
        "Gæt" => ("badge badge-warning", "warning"),
        "Valgt af dig" => ("badge badge-info", "edit"),
        _ => return line("form-hint", basis.to_owned()),
    };
    view! {
        <span class=format!("{class} outcome")>
            <Icon name=icon/>
            {word.to_owned()}
        </span>
        {(!more.is_empty()).then(|| line("form-hint", more.to_owned()))}
    }
    .into_any()
}
