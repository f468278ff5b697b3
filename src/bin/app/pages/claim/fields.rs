//! A claim's fields: what stands there beside what should, and the other columns of its rows.

use leptos::prelude::*;
use stamdatatjek::catalogue;
use stamdatatjek::check::form::{FormField, form_fields};
use stamdatatjek::check::sheet::{SheetCell, SheetRow};
use stamdatatjek::check::view::{FieldView, FindingView};
use stamdatatjek::claim::Field;
use stamdatatjek::rules::words::capital;

use super::editor::{Desk, editable};
use crate::Shared;
use crate::pages::changes::cell;
use crate::pages::fordringstype::practice::{source, words};
use crate::parts::{EffectBadge, count};
use crate::reference_parts::FieldLink;
use crate::session::OpenClaim;

/// The claim's fields on its first row; those of other rows that differ come after.
pub fn fields(shared: Shared, desk: Desk, open: &OpenClaim) -> AnyView {
    let of_type = catalogue::find(&open.claim.code);
    let asked = form_fields(of_type, shared.creditor.get_untracked(), &[]);
    let row = |field: &FieldView| {
        let name = Field::from_name(&field.name);
        let cell = open.rows.first().and_then(|row| cell_of(row, &field.name));
        let about: Vec<&FindingView> = open.claim.findings.iter().filter(|finding| finding.fields.contains(&field.name)).collect();
        let asked = asked.iter().find(|asked| Some(asked.field) == name);
        field_row(desk, field, name, cell, &about, asked)
    };
    let rows: Vec<AnyView> = open.claim.fields.iter().map(row).collect();
    let others: Vec<AnyView> = (1..).zip(open.rows.iter().skip(1)).map(|(line, row)| other_line(desk, open, line, row)).collect();
    view! {
        <h2 id="fields-heading">"Stamdata på rækken"</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="fields-heading">
            <table class="table table--compact table-md-responsive-headers d-print-table claim-fields">
                <thead>
                    <tr>
                        <th scope="col">"Felt"</th>
                        <th scope="col">"Det står der"</th>
                        <th scope="col">"Det skal der stå"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {others}
    }
    .into_any()
}

/// The columns that hold none of the fields above.
pub fn rest(desk: Desk, open: &OpenClaim) -> AnyView {
    let is_field = |cell: &&SheetCell| cell.field.as_ref().is_none_or(|name| !open.claim.fields.iter().any(|field| field.name == *name));
    let cells = |line: u8, row: &SheetRow| row.cells.iter().filter(is_field).map(|cell| cell_row(desk, line, cell)).collect::<Vec<_>>();
    let lines = (0..).zip(&open.rows).filter_map(|(line, row)| {
        let cells = cells(line, row);
        (!cells.is_empty()).then(|| cell_table(format!("Række {}", count(row.row)), cells))
    });
    let lines: Vec<AnyView> = lines.collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="details">
            <summary class="details-summary">"Rækkens andre kolonner"</summary>
            <div class="details-text">
                <p>"De bruges ikke i tjekket."</p>
                {lines}
            </div>
        </details>
    }
    .into_any()
}

/// A further row of the claim, with the cells that aren't those of the first.
fn other_line(desk: Desk, open: &OpenClaim, line: u8, row: &SheetRow) -> AnyView {
    let first = open.rows.first();
    let differs = |cell: &&SheetCell| {
        let same = first.and_then(|first| first.cells.iter().find(|other| other.column == cell.column));
        cell.effect.is_some() || cell.original.is_some() || same.is_none_or(|same| same.text != cell.text)
    };
    let cells: Vec<AnyView> = row.cells.iter().filter(differs).map(|cell| cell_row(desk, line, cell)).collect();
    let number = count(row.row);
    if cells.is_empty() {
        return view! { <p>{format!("Række {number} hører også til fordringen. Der står det samme som ovenfor.")}</p> }.into_any();
    }
    view! {
        <h3>{format!("Også række {number}: en skyldner mere")}</h3>
        <p>"Her er kun det, der ikke er som på den første række."</p>
        {cell_table(format!("Række {number}"), cells)}
    }
    .into_any()
}

fn cell_table(caption: String, rows: Vec<AnyView>) -> AnyView {
    view! {
        <table class="table table--compact structured-list">
            <caption class="sr-only">{caption}</caption>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn cell_row(desk: Desk, line: u8, cell: &SheetCell) -> AnyView {
    view! {
        <tr>
            <th scope="row">{heading_of(cell)}</th>
            <td>
                {editable(desk, line, cell)} " " {cell.effect.clone().map(|effect| view! { <EffectBadge effect/> })}
            </td>
        </tr>
    }
    .into_any()
}

fn heading_of(cell: &SheetCell) -> String {
    if cell.heading.is_empty() { format!("Kolonne {}", cell.column + 1) } else { cell.heading.clone() }
}

fn cell_of<'r>(row: &'r SheetRow, field: &str) -> Option<&'r SheetCell> {
    row.cells.iter().find(|cell| cell.field.as_deref() == Some(field))
}

fn field_row(
    desk: Desk,
    field: &FieldView,
    name: Option<Field>,
    of: Option<&SheetCell>,
    about: &[&FindingView],
    asked: Option<&FormField>,
) -> AnyView {
    let column = of.map(heading_of).filter(|heading| *heading != field.shown && *heading != field.name);
    let value = match of {
        Some(of) => editable(desk, 0, of),
        None => cell(&field.text),
    };
    let demands: Vec<AnyView> = about.iter().map(|finding| demand(finding)).collect();
    view! {
        <tr>
            <td data-title="Felt">
                {match name {
                    Some(field) => view! { <FieldLink field/> }.into_any(),
                    None => field.shown.clone().into_any(),
                }}
                {column.map(|column| view! { <p class="form-hint">{format!("Kolonnen «{column}»")}</p> })}
            </td>
            <td data-title="Det står der">
                {value}
                {of.is_none().then(|| view! { <p class="form-hint">"Værdien gælder hele filen og kan ikke rettes her."</p> })}
            </td>
            <td data-title="Det skal der stå">{demands} {asked.map(|asked| practice(asked, !about.is_empty()))}</td>
        </tr>
    }
    .into_any()
}

fn demand(finding: &FindingView) -> AnyView {
    view! {
        <p>
            <EffectBadge effect=finding.effect.clone()/>
            " "
            {finding.expected.clone()}
        </p>
    }
    .into_any()
}

/// What the type's sources say to write in the field.
fn practice(asked: &FormField, is_wrong: bool) -> AnyView {
    let demand = capital(asked.demand.word());
    if asked.practice.is_none() {
        return view! { <p>{demand}</p> }.into_any();
    }
    view! {
        <details open=is_wrong>
            <summary>{demand}</summary>
            <p>{words(asked.practice)}</p>
            <p>"Kilde: " {source(asked.practice)}</p>
        </details>
    }
    .into_any()
}
