//! Choosing a fordringstype: a search field, and under it the types that match.

use leptos::prelude::*;
use stamdatatjek::catalogue;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::search_types;
use stamdatatjek::check::view::suggestion;

use crate::Shared;
use crate::parts::{basis_word, count};
use crate::reference_parts::{basis_kind, type_at};
use crate::route::{Route, go};

/// How many types the list shows at first.
const FEW: usize = 8;

/// The search field with its list.
#[component]
pub fn Chooser() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let all = RwSignal::new(false);
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = text.get_untracked();
        if let Some(code) = meant(&wanted) {
            go(&Route::Form(Some(code.to_owned())));
        }
    };
    view! {
        <form class="chooser" role="search" aria-label="Find fordringstype" novalidate on:submit=enter>
            <div class="form-group">
                <label class="form-label" for="find-type">
                    "Find fordringstype"
                </label>
                <span class="form-hint" id="find-type-hint">
                    "Skriv kode, navn eller område, fx KFDAINS, husleje eller renovation. Gamle koder fra DMI kan også bruges."
                </span>
                <input
                    class="form-input"
                    id="find-type"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="find-type-hint find-type-antal"
                    prop:value=text
                    on:input=move |event| {
                        all.set(false);
                        text.set(event_target_value(&event));
                    }
                />
            </div>
            {move || hits(&text.get(), all)}
        </form>
    }
}

/// The type an Enter in the search field means: the one with that code, or the only one found.
fn meant(text: &str) -> Option<&'static str> {
    let by_code = type_at(text.trim()).and_then(|found| found.code);
    by_code.or_else(|| match search_types(text)[..] {
        [only] if !text.trim().is_empty() => only.code,
        _ => None,
    })
}

fn hits(text: &str, all: RwSignal<bool>) -> AnyView {
    let text = text.trim().to_owned();
    let found: Vec<&'static Fordringstype> = search_types(&text).into_iter().filter(|found| found.code.is_some()).collect();
    let known = found.len();
    let said = match (text.is_empty(), known) {
        (true, _) => format!("{} typer at vælge mellem.", count(known as u64)),
        (_, 0) => "Ingen typer passer.".to_owned(),
        (_, 1) => "1 type passer. Tryk Enter for at vælge den.".to_owned(),
        _ => format!("{} typer passer.", count(known as u64)),
    };
    let few = !all.get() && known > FEW;
    let shown: Vec<_> =
        if text.is_empty() && !all.get() { Vec::new() } else { found.into_iter().take(if few { FEW } else { known }).collect() };
    let cut = known - shown.len();
    view! {
        <p class="form-hint" id="find-type-antal" role="status">
            {said}
        </p>
        {(known == 0).then(|| nothing(&text))}
        {(!shown.is_empty()).then(|| view! { <ul class="type-hits nobullet-list">{shown.into_iter().map(hit).collect_view()}</ul> })}
        {(cut > 0)
            .then(|| {
                view! {
                    <button type="button" class="function-link" on:click=move |_| all.set(true)>
                        {if text.is_empty() { format!("Vis alle {}", count(known as u64)) } else { format!("Vis {} mere", count(cut as u64)) }}
                    </button>
                }
            })}
    }
    .into_any()
}

fn hit(found: &'static Fordringstype) -> impl IntoView {
    let code = found.code.unwrap_or_default();
    view! {
        <li>
            <a href=Route::Form(Some(code.to_owned())).href()>
                <strong>{code}</strong>
                {format!(" {}", found.name)}
            </a>
            <span class="form-hint">{format!("{}. {}", found.area, basis_word(basis_kind(found, Shared::get().creditor.get_untracked())))}</span>
        </li>
    }
}

/// For a text no type matches: what it may be meant as, and the way on with it as it stands.
fn nothing(text: &str) -> AnyView {
    let code = text.to_uppercase();
    let hint = suggestion(&code);
    let meant: Vec<&'static str> = match catalogue::dmi_type(&code) {
        Some(old) => old.successors.to_vec(),
        None => catalogue::nearest(&code).into_iter().filter_map(|near| near.code).collect(),
    };
    let like_a_code = code.chars().count() <= 8 && code.chars().all(char::is_alphanumeric);
    view! {
        <p>{if hint.is_empty() { "Prøv et andet ord, eller kun en del af ordet.".to_owned() } else { hint }}</p>
        {(!meant.is_empty())
            .then(|| {
                view! { <ul class="type-hits nobullet-list">{meant.into_iter().filter_map(catalogue::find).map(hit).collect_view()}</ul> }
            })}
        {like_a_code
            .then(|| {
                view! {
                    <p>
                        <a href=Route::Form(Some(code.clone())).href()>{format!("Brug koden {code} alligevel")}</a>
                        ". Så bliver fordringen kun holdt op mod de fælles kerneregler."
                    </p>
                }
            })}
    }
    .into_any()
}
