//! Corrections that documented practice suggests for a finding.

use leptos::prelude::*;
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::view::FindingView;
use stamdatatjek::correct::suggest::{Suggestion, suggestions};

use super::editor::Desk;
use crate::Shared;
use crate::parts::{SourceLink, count};
use crate::session::OpenClaim;

/// Buttons that correct the claim as its type's practice says, each with what it rests on.
pub fn suggested(shared: Shared, desk: Desk, open: &OpenClaim, finding: &FindingView) -> AnyView {
    let found = suggestions(&finding.rule, &open.claim.code, shared.creditor.get_untracked());
    let items: Vec<AnyView> = found.iter().filter_map(|suggestion| item(desk, open, finding, suggestion)).collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <ul class="suggested nobullet-list d-print-none">{items}</ul> }.into_any()
}

fn item(desk: Desk, open: &OpenClaim, finding: &FindingView, suggestion: &Suggestion) -> Option<AnyView> {
    let lines = (0..).zip(&open.rows).filter(|(_, row)| finding.line.is_none_or(|line| line == row.row));
    let is_one = open.rows.len() == 1;
    let buttons: Vec<AnyView> = lines.filter_map(|(line, row)| button(desk, line, row, suggestion, is_one)).collect();
    if buttons.is_empty() {
        return None;
    }
    let item = view! {
        <li>
            {buttons}
            {basis(suggestion)}
        </li>
    };
    Some(item.into_any())
}

fn button(desk: Desk, line: u8, row: &SheetRow, suggestion: &Suggestion, is_one: bool) -> Option<AnyView> {
    let cell = row.cells.iter().find(|cell| cell.field.as_deref() == Some(suggestion.field.name()))?;
    let change = desk.change((line, cell.column), suggestion.to.clone());
    let words = if is_one { suggestion.words.clone() } else { format!("{} på række {}", suggestion.words, count(row.row)) };
    let button = view! {
        <button type="button" class="button button-secondary" on:click=move |_| desk.session.try_change(change.clone())>
            {words}
        </button>
    };
    Some(button.into_any())
}

/// What a suggestion rests on.
pub fn basis(suggestion: &Suggestion) -> AnyView {
    view! {
        <p class="form-hint">
            {suggestion.basis.clone()} " Kilde: "
            <SourceLink source=suggestion.source.clone()/>
        </p>
    }
    .into_any()
}
