//! One rule: what it demands, why, what to do, who has it, and an example that breaks it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use stamdatatjek::catalogue::folded;
use stamdatatjek::catalogue::table::{FilterTable, Rule};
use stamdatatjek::catalogue::{CORE, REFERENCE, TYPES};
use stamdatatjek::check::form::{WorkedExample, named_value, worked_example};
use stamdatatjek::check::view::{SourceView, source_view};
use stamdatatjek::rules::doc::{Certainty, Effect, Example, RuleDoc};
use stamdatatjek::rules::ruleset::effect;
use stamdatatjek::rules::words::{capital, condition};
use stamdatatjek::rules::{self};

use crate::Shared;
use crate::parts::{EffectBadge, SourceLink, plural};
use crate::reference_parts::{Crumbs, FieldLink, Linked, RuleLink, TypeLink, effect_word, try_in_form};
use crate::route::Route;

/// The page.
#[component]
pub fn RulePage(id: String) -> impl IntoView {
    let found = rules::doc(&id).or_else(|| rules::all_docs().find(|doc| doc.id.eq_ignore_ascii_case(&id)));
    match found {
        Some(doc) => known(doc),
        None => unknown(&id),
    }
}

fn unknown(id: &str) -> AnyView {
    let near = variants(id);
    view! {
        <Crumbs list=Route::Rules name="Regler" here=id/>
        <h1 tabindex="-1">{format!("Reglen {id} kendes ikke")}</h1>
        {(!near.is_empty())
            .then(|| {
                view! {
                    <p>"Nummeret findes kun i disse former:"</p>
                    {list_of(near)}
                }
            })}
        <p>
            "Regler hedder fx R_6_20, R_6_3+R_6_4 eller G_BESKR_CPR. Se efter, om nummeret er skrevet rigtigt, eller find reglen på listen. Står nummeret på en kvittering fra Gældsstyrelsen uden at stå her, er reglen ikke i det materiale, vi har. "
            <a href=Route::Rules.href()>"Se alle regler"</a>
        </p>
    }
    .into_any()
}

/// Rules that share a number with the id: joined ones, and those with something after it.
fn variants(id: &str) -> Vec<&'static RuleDoc> {
    let numbers = |id: &str| -> Vec<String> {
        id.split(['+', ' ']).map(|part| folded(part.trim_end_matches("_bank"))).filter(|part| part.contains('_')).collect()
    };
    let own = numbers(id);
    rules::all_docs().filter(|doc| !doc.id.eq_ignore_ascii_case(id) && numbers(doc.id).iter().any(|number| own.contains(number))).collect()
}

fn list_of(docs: Vec<&'static RuleDoc>) -> AnyView {
    view! {
        <ul>
            {docs
                .into_iter()
                .map(|doc| {
                    view! {
                        <li>
                            <RuleLink id=doc.id/>
                            {format!(": {}", doc.name)}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

fn known(doc: &'static RuleDoc) -> AnyView {
    let others = variants(doc.id);
    view! {
        <Crumbs list=Route::Rules name="Regler" here=doc.id/>
        <h1 tabindex="-1">{format!("{}: {}", doc.id, doc.name)}</h1>
        <p>
            <EffectBadge effect=effect_word(doc.effect)/>
            {leads_to(doc)}
        </p>
        <h2>"Hvad reglen kræver"</h2>
        <p class="reading">
            <Linked text=doc.says/>
        </p>
        <h2>"Hvorfor"</h2>
        <p class="reading">
            <Linked text=doc.why/>
        </p>
        <h2>"Det gør du"</h2>
        <p class="reading">
            <Linked text=doc.remedy/>
        </p>
        {doc
            .note
            .map(|note| {
                view! {
                    <h2>"Værd at vide"</h2>
                    <p class="reading">
                        <Linked text=note/>
                    </p>
                }
            })}
        {facts(doc)}
        {example(doc)}
        {holders(doc)}
        {disputes(doc)}
        {(!others.is_empty())
            .then(|| {
                view! {
                    <h2>"Regler med samme nummer"</h2>
                    <p>"Nogle tabeller skriver to numre på én linje, eller kræver mere under samme nummer."</p>
                    {list_of(others)}
                }
            })}
    }
    .into_any()
}

fn leads_to(doc: &RuleDoc) -> &'static str {
    match doc.effect {
        Effect::Afvist => " En fordring, der bryder reglen, bliver oftest afvist. Typens tabel afgør det.",
        Effect::Hoering => " En fordring, der bryder reglen, bliver oftest sendt i høring. Typens tabel afgør det.",
        Effect::Advarsel => " Reglen giver et råd. Den ændrer ikke, hvad der sker med fordringen.",
    }
}

fn facts(doc: &'static RuleDoc) -> AnyView {
    let certainty = match doc.certainty {
        Certainty::Documented => "Dokumenteret: den står i et dokument, vi kan henvise til.",
        Certainty::Inferred => "Udledt: vi har sluttet os til den.",
    };
    let source = SourceView { title: doc.basis.into(), date: None, url: doc.url.into() };
    view! {
        <h2>"Om reglen"</h2>
        <dl class="facts">
            <dt>"Gælder"</dt>
            <dd>
                <Linked text=capital(doc.applies_to)/>
            </dd>
            {(!doc.fields.is_empty())
                .then(|| {
                    view! {
                        <dt>"Felter"</dt>
                        <dd>
                            <ul>
                                {doc
                                    .fields
                                    .iter()
                                    .map(|field| {
                                        view! {
                                            <li>
                                                <FieldLink field=*field/>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </dd>
                    }
                })}
            <dt>"Sikkerhed"</dt>
            <dd>{certainty}</dd>
            <dt>"Kilde"</dt>
            <dd>
                <SourceLink source/>
            </dd>
        </dl>
    }
    .into_any()
}

/// The example that breaks the rule beside the one that passes, with what differs marked.
fn example(doc: &'static RuleDoc) -> AnyView {
    let Some(worked) = worked_example(doc) else {
        let why = match doc.example {
            Example::None => "Reglen kan ikke ses i data. Den må den, der sender fordringen, selv tage stilling til.",
            _ => "Der er intet eksempel på reglen.",
        };
        return view! {
            <h2>"Eksempel"</h2>
            <p>{why}</p>
        }
        .into_any();
    };
    let shared = Shared::get();
    let code = worked.fordringstype.code.unwrap_or(worked.fordringstype.name);
    let columns = if worked.second.is_some() { ["Første fordring", "Anden fordring"] } else { ["Bryder reglen", "Går igennem"] };
    view! {
        <h2 id="eksempel-overskrift">"Eksempel"</h2>
        <p class="reading">
            "En opdigtet fordring af typen "
            <TypeLink code/>
            {match worked.second {
                Some(_) => ". Reglen sammenligner fordringer i samme fil, så der skal to til.",
                None => ". De felter, der er forskellige, står øverst og er mærket.",
            }}
        </p>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="eksempel-overskrift">
            <table class="table table--compact table--responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Felt"</th>
                        {columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows(&worked).into_iter().map(|row| example_row(row, columns)).collect_view()}</tbody>
            </table>
        </div>
        {match worked.second {
            None => {
                view! {
                    <p class="d-print-none">
                        <button
                            type="button"
                            class="button button-primary"
                            on:click=move |_| try_in_form(shared, worked.fordringstype, worked.trial, worked.changes)
                        >
                            "Prøv reglen i formularen"
                        </button>
                    </p>
                }
                    .into_any()
            }
            Some(_) => view! { <p>"Reglen kan prøves ved at tjekke en fil med de to fordringer. Formularen har kun én."</p> }.into_any(),
        }}
    }
    .into_any()
}

/// A field's name and its value in the two claims.
struct ExampleRow {
    name: String,
    values: [String; 2],
}

fn rows(worked: &WorkedExample) -> Vec<ExampleRow> {
    let valid = worked.trial.valid;
    let value = |changes: &[(&'static str, &'static str)], name: &str| {
        changes.iter().chain(valid).find(|(other, _)| *other == name).map_or("", |(_, value)| *value)
    };
    let second = worked.second.unwrap_or_default();
    let mut names: Vec<&'static str> = valid.iter().map(|(name, _)| *name).collect();
    for (name, _) in worked.changes.iter().chain(second) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let row = |name: &'static str| {
        let (shown, first) = named_value(name, value(worked.changes, name));
        ExampleRow { name: shown, values: [first, named_value(name, value(second, name)).1] }
    };
    // What matters first.
    let (same, mut rows): (Vec<ExampleRow>, Vec<ExampleRow>) = names.into_iter().map(row).partition(|row| row.values[0] == row.values[1]);
    rows.extend(same);
    rows
}

fn example_row(row: ExampleRow, columns: [&'static str; 2]) -> AnyView {
    let differs = row.values[0] != row.values[1];
    let cells = row.values.into_iter().zip(columns).map(|(value, column)| {
        view! {
            <td data-title=column>
                {if differs {
                    view! {
                        <strong>{value}</strong>
                        " "
                        <span class="badge badge-info">"Forskellig"</span>
                    }
                        .into_any()
                } else {
                    value.into_any()
                }}
            </td>
        }
    });
    view! {
        <tr>
            <td data-title="Felt">{row.name}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

/// The types whose tables have the rule, one row for each limit.
fn holders(doc: &'static RuleDoc) -> AnyView {
    if !doc.id.starts_with("R_") {
        return ().into_any();
    }
    let is_bank = doc.id.ends_with("_bank");
    let mut limits: BTreeMap<(String, bool, Effect), Vec<&'static FilterTable>> = BTreeMap::new();
    for table in TYPES.iter().flat_map(|found| found.tables) {
        for rule in table.rules.iter().filter(|rule| is_of(rule, doc, is_bank)) {
            limits.entry((condition(&rule.check), rule.inactive, effect(rule.consequence))).or_default().push(table);
        }
    }
    let in_core = CORE.iter().any(|rule| rule.numbers.to_string() == doc.id);
    let tables: usize = limits.values().map(Vec::len).sum();
    let mut limits: Vec<_> = limits.into_iter().collect();
    limits.sort_by_key(|(_, tables)| std::cmp::Reverse(tables.len()));
    view! {
        <h2 id="typer-overskrift">"Typer med reglen"</h2>
        <p class="reading">
            {format!("Reglen står i {}. ", plural(tables as u64, "filtertabel", "filtertabeller"))}
            {in_core.then_some("Den er også en af de fælles kerneregler og gælder derfor typer uden egen offentlig tabel.")}
        </p>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="typer-overskrift">
            <table class="table table--compact table--responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Grænse"</th>
                        <th scope="col">"Ellers"</th>
                        <th scope="col">"Typer"</th>
                    </tr>
                </thead>
                <tbody>{limits.into_iter().map(|((sentence, inactive, effect), tables)| limit_row(sentence, inactive, effect, &tables)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn is_of(rule: &Rule, doc: &RuleDoc, is_bank: bool) -> bool {
    if is_bank {
        return matches!(rule.check, stamdatatjek::catalogue::table::Check::Required { not_bank_closing_day: true, .. });
    }
    rule.numbers.to_string() == doc.id
}

fn limit_row(sentence: String, inactive: bool, effect: Effect, tables: &[&'static FilterTable]) -> AnyView {
    let mut codes: Vec<(&'static str, Vec<&'static FilterTable>)> = Vec::new();
    for table in tables {
        match codes.iter_mut().find(|(code, _)| *code == table.code) {
            Some((_, several)) => several.push(table),
            None => codes.push((table.code, vec![table])),
        }
    }
    view! {
        <tr>
            <td data-title="Grænse">{sentence}</td>
            <td data-title="Ellers">
                {if inactive { "Køres ikke".into_any() } else { view! { <EffectBadge effect=effect_word(effect)/> }.into_any() }}
            </td>
            <td data-title="Typer">
                {codes
                    .into_iter()
                    .enumerate()
                    .map(|(index, (code, tables))| {
                        let of_several = TYPES.iter().any(|found| found.code == Some(code) && found.tables.len() > tables.len());
                        let whose: Vec<String> = tables.iter().map(|table| source_view(table.source).title).collect();
                        view! {
                            {(index > 0).then_some(", ")}
                            <a href=Route::Type(code.to_owned()).href()>{code}</a>
                            {of_several.then(|| format!(" (kun {})", whose.join("; ")))}
                        }
                    })
                    .collect_view()}
            </td>
        </tr>
    }
    .into_any()
}

fn disputes(doc: &'static RuleDoc) -> AnyView {
    let own: Vec<&str> = doc.id.split('+').collect();
    let disputes: Vec<_> = REFERENCE.contradictions.iter().filter(|dispute| dispute.rules.iter().any(|rule| own.contains(rule))).collect();
    if disputes.is_empty() {
        return ().into_any();
    }
    view! {
        <h2>"Hvor dokumenterne er uenige"</h2>
        <ul>
            {disputes
                .into_iter()
                .map(|dispute| {
                    view! {
                        <li>
                            <Linked text=dispute.text/>
                            {dispute
                                .settled
                                .map(|settled| {
                                    view! {
                                        " "
                                        <strong>"Sådan gør vi: "</strong>
                                        <Linked text=settled/>
                                    }
                                })}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
