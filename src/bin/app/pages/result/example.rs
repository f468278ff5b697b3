//! A row of the file as a small sheet: its number, the headings above, and the cells that are wrong marked.

use leptos::prelude::*;
use stamdatatjek::check::sheet::{SheetCell, SheetRow};
use stamdatatjek::claim::Field;
use stamdatatjek::report::mask::{mask, mask_debtor, mask_field};

use crate::Shared;
use crate::parts::{Icon, count};

/// The row. `of` says what it is an example of.
pub fn example_sheet(shared: Shared, of: &str, row: &SheetRow) -> AnyView {
    let number = count(row.row);
    let headings: Vec<AnyView> = row.cells.iter().map(|cell| view! { <th scope="col">{heading(cell)}</th> }.into_any()).collect();
    let cells: Vec<AnyView> = row.cells.iter().map(|cell| shown(shared, cell, row)).collect();
    let named = format!("Række {number} i filen, eksempel på {of}");
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-label=named>
            <table class="table table--compact table-md-responsive-headers d-print-table example-sheet">
                <thead>
                    <tr>
                        <th scope="col">"Række"</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row" data-title="Række">
                            {number}
                        </th>
                        {cells}
                    </tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn heading(cell: &SheetCell) -> String {
    if cell.heading.is_empty() { format!("Kolonne {}", cell.column + 1) } else { cell.heading.clone() }
}

/// A cell. One that is wrong has a frame, an icon and a word besides its colour.
fn shown(shared: Shared, cell: &SheetCell, row: &SheetRow) -> AnyView {
    let (icon, word) = match cell.effect.as_deref() {
        Some("afvist") => ("error", "Fører til afvisning: "),
        Some("hoering") => ("warning", "Fører til høring: "),
        Some(_) => ("info", "Råd: "),
        None => ("", ""),
    };
    let class = cell.effect.as_ref().map(|effect| format!("marked marked-{effect}"));
    let mark = cell.effect.is_some().then(|| {
        view! {
            <Icon name=icon/>
            <span class="sr-only">{word}</span>
        }
        .into_any()
    });
    let text = if cell.text.trim().is_empty() { "(tom)".into_any() } else { on_paper(shared, cell.text.clone(), masked(cell, row)) };
    view! {
        <td data-title=heading(cell) class=class>
            {mark}
            {text}
        </td>
    }
    .into_any()
}

/// A cell's text without CPR numbers.
fn masked(cell: &SheetCell, row: &SheetRow) -> String {
    match cell.field.as_deref().and_then(Field::from_name) {
        Some(Field::SkyldnerId) => {
            let kind = row.cells.iter().find(|cell| is_of(cell, Field::SkyldnerType)).map_or("", |cell| cell.text.as_str());
            mask_debtor(kind, &cell.text).into_owned()
        }
        Some(field) => mask_field(field, &cell.text).into_owned(),
        None => mask(&cell.text).into_owned(),
    }
}

/// A text that is another on paper, while CPR numbers are to be hidden there.
fn on_paper(shared: Shared, text: String, masked: String) -> AnyView {
    if text == masked {
        return text.into_any();
    }
    let kept = text.clone();
    view! {
        <span class="d-print-none">{text}</span>
        <span class="d-none d-print-inline">{move || if shared.mask.get() { masked.clone() } else { kept.clone() }}</span>
    }
    .into_any()
}

/// A sentence about the row, without CPR numbers on paper.
pub fn sentence(shared: Shared, text: String, row: &SheetRow) -> AnyView {
    let mut hidden = text.clone();
    // What only the column tells to be a debtor's number, the text alone doesn't.
    for cell in row.cells.iter().filter(|cell| is_of(cell, Field::SkyldnerId) && !cell.text.trim().is_empty()) {
        hidden = hidden.replace(cell.text.trim(), &masked(cell, row));
    }
    let hidden = mask(&hidden).into_owned();
    on_paper(shared, text, hidden)
}

fn is_of(cell: &SheetCell, field: Field) -> bool {
    cell.field.as_deref() == Some(field.name())
}
