//! The checked file's result: verdict, what is wrong and how often, by type, what was not checked, and how the file was read.

use leptos::prelude::*;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::{Filter, LayoutView, Phase, Progress};
use stamdatatjek::check::totals::{NotCheckedTotal, RuleTotal, Shown, Totals};
use stamdatatjek::claim::{format_date, parse_date};
use stamdatatjek::rules;

use super::start::FileChooser;
use crate::Shared;
use crate::parts::{EffectBadge, Icon, OutcomeBadge, basis_word, count, day, plural, would};
use crate::route::{Route, go};
use crate::session::{Query, State, Summary};

/// The page, in whatever state the check is.
#[component]
pub fn ResultPage() -> impl IntoView {
    let shared = Shared::get();
    let session = shared.session;
    // Progress changes ten times a second; only a change of state may build the page anew.
    let stage = Memo::new(move |_| match session.state.get() {
        State::Nothing => 0,
        State::Running(_) => 1,
        State::Refused(_) => 2,
        State::Done => 3,
    });
    Effect::new(move |earlier: Option<u8>| {
        let stage = stage.get();
        // When the check ends, the heading tells it to whoever was waiting here.
        if earlier.is_some_and(|earlier| earlier == 1 && stage != 1) {
            request_animation_frame(crate::frame::focus_heading);
        }
        stage
    });
    move || match stage.get() {
        0 => view! {
            <h1 tabindex="-1">"Resultat"</h1>
            <p>"Du har ikke valgt en fil endnu."</p>
            <FileChooser/>
        }
        .into_any(),
        1 => view! { <Running/> }.into_any(),
        2 => view! { <Refused/> }.into_any(),
        _ => match session.summary.get() {
            Some(summary) => done(shared, &summary),
            None => ().into_any(),
        },
    }
}

#[component]
fn Running() -> impl IntoView {
    let session = Shared::get().session;
    let progress = move || match session.state.get() {
        State::Running(progress) => progress,
        _ => None,
    };
    let cancel = move |_| {
        session.forget();
        go(&Route::Start);
    };
    view! {
        <h1 tabindex="-1">"Tjekker filen"</h1>
        <p id="progress-text" role="status">
            {move || progress_text(progress())}
        </p>
        <progress class="progress" max="100" prop:value=move || f64::from(percent(progress())) aria-labelledby="progress-text"></progress>
        <p>
            <button type="button" class="button button-secondary" on:click=cancel>
                "Afbryd"
            </button>
        </p>
    }
}

/// How far a check has come, in percent: reading is the first third.
fn percent(progress: Option<Progress>) -> u8 {
    let Some(progress) = progress else { return 0 };
    let part = (progress.bytes.saturating_mul(100) / progress.of_bytes.max(1)).min(100);
    let whole = match progress.phase {
        Phase::Reading => part / 3,
        Phase::Checking => 33 + part * 67 / 100,
    };
    u8::try_from(whole).unwrap_or(100)
}

/// Said in steps of ten percent, so that it can be listened to.
fn progress_text(progress: Option<Progress>) -> String {
    let Some(shown) = progress else { return "Åbner filen.".into() };
    let tens = percent(progress) / 10 * 10;
    match shown.phase {
        Phase::Reading => format!("Læser filen igennem: {tens} procent."),
        Phase::Checking => format!("Tjekker fordringerne: {tens} procent."),
    }
}

#[component]
fn Refused() -> impl IntoView {
    let session = Shared::get().session;
    let message = move || match session.state.get() {
        State::Refused(message) => message,
        _ => String::new(),
    };
    view! {
        <h1 tabindex="-1">"Filen kunne ikke tjekkes"</h1>
        <div class="alert alert-error" role="alert">
            <svg class="icon-svg alert-icon" aria-label="Fejl" role="img" focusable="false">
                <use href="#error"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">{move || session.name.get()}</h2>
                <p class="alert-text">{message}</p>
            </div>
        </div>
        <FileChooser/>
    }
}

fn done(shared: Shared, summary: &Summary) -> AnyView {
    let totals = &summary.totals;
    view! {
        <h1 tabindex="-1">{headline(totals)}</h1>
        <Trouble/>
        {verdict(totals)}
        {tiles(shared, totals)}
        {notes(totals)}
        <p class="basis">
            {format!(
                "Filen {} er tjekket med modtagelsesdato {} og regelsæt af {}. Fordringshaver: {}.",
                shared.session.name.get_untracked(),
                format_date(summary.settings.received),
                day(&summary.rules_date),
                summary.settings.creditor.word(),
            )}
        </p>
        <SettingsForm settings=summary.settings/>
        {by_rule(shared, totals)}
        {by_type(shared, totals)}
        {not_checked(totals)}
        {how_read(&summary.layout, totals)}
        <p class="buttons d-print-none">
            <a class="button button-primary" href=Route::Claims.href() on:click=move |_| shared.session.query.set(Query::default())>
                "Se alle fordringer"
            </a>
            <button type="button" class="button button-secondary" on:click=move |_| print()>
                <Icon name="print"/>
                "Udskriv"
            </button>
            <button
                type="button"
                class="button button-secondary"
                on:click=move |_| {
                    shared.session.forget();
                    go(&Route::Start);
                }
            >
                "Ryd alt, og vælg en anden fil"
            </button>
        </p>
    }
    .into_any()
}

/// Something that went wrong beside the check, told at once.
#[component]
pub fn Trouble() -> impl IntoView {
    let session = Shared::get().session;
    view! {
        <div role="alert">
            {move || {
                session
                    .trouble
                    .get()
                    .map(|message| {
                        view! {
                            <div class="alert alert-warning">
                                <div class="alert-body">
                                    <p class="alert-text">{message}</p>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

fn headline(totals: &Totals) -> String {
    let all = plural(totals.claims, "fordring", "fordringer");
    if totals.modtages == totals.claims {
        return format!("{} {}", if totals.claims == 1 { "Fordringen" } else { "Alle fordringer" }, would(Shown::Modtages));
    }
    format!("{} af {all} ville ikke uden videre blive modtaget", count(totals.claims - totals.modtages))
}

fn verdict(totals: &Totals) -> AnyView {
    if totals.modtages != totals.claims {
        return ().into_any();
    }
    let words = if totals.with_advice > 0 {
        "Ingen regler, der fører til høring eller afvisning, er brudt. Læs rådene herunder, før du sender."
    } else {
        "Ingen regler er brudt, og der er ingen råd. Husk, at skyldner skal være rykket og underrettet, før du sender."
    };
    view! {
        <div class="alert alert-success">
            <svg class="icon-svg alert-icon" aria-label="Godt" role="img" focusable="false">
                <use href="#success"></use>
            </svg>
            <div class="alert-body">
                <h2 class="alert-heading">"Det ser rigtigt ud"</h2>
                <p class="alert-text">{words}</p>
            </div>
        </div>
    }
    .into_any()
}

fn tiles(shared: Shared, totals: &Totals) -> AnyView {
    let all = [
        (Shown::Modtages, totals.modtages),
        (Shown::Hoering, totals.hoering),
        (Shown::Afvist, totals.afvist),
        (Shown::Undecided, totals.undecided),
    ];
    let shown_tiles = all.into_iter().filter(|(shown, claims)| *shown != Shown::Undecided || *claims > 0);
    view! {
        <h2>"Udfald"</h2>
        {bar(totals)}
        <ul class="tiles nobullet-list">
            {shown_tiles
                .map(|(shown, claims)| {
                    let query = Query { filter: Filter { outcome: Some(shown), ..Filter::default() }, ..Query::default() };
                    let name = match shown {
                        Shown::Modtages => "modtages",
                        Shown::Hoering => "hoering",
                        Shown::Afvist => "afvist",
                        Shown::Undecided => "uafgjort",
                    };
                    view! {
                        <li class="tile">
                            <OutcomeBadge shown/>
                            <strong class="tile-count" id=format!("count-{name}")>
                                {count(claims)}
                            </strong>
                            <span class="form-hint">{share(claims, totals.claims)}</span>
                            {(claims > 0)
                                .then(|| {
                                    view! {
                                        <a class="d-print-none" href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                                            {format!("Se {}", plural(claims, "fordringen", "fordringer"))}
                                        </a>
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

/// The outcomes as one bar: shares by length, told apart by pattern as well as colour. The same numbers stand below it.
fn bar(totals: &Totals) -> AnyView {
    let whole = totals.claims.max(1);
    let mut start = 0.0;
    let parts = [("modtages", totals.modtages), ("hoering", totals.hoering), ("afvist", totals.afvist), ("uafgjort", totals.undecided)];
    let rects = parts
        .into_iter()
        .map(|(name, claims)| {
            // Shares of a picture 1,000 units wide; counts stay far below what a float holds exactly.
            let width = claims as f64 / whole as f64 * 1000.0;
            let x = start;
            start += width;
            view! { <rect class=format!("bar-{name}") x=x.to_string() y="0" width=width.to_string() height="32"></rect> }
        })
        .collect_view();
    view! {
        <svg class="outcome-bar" viewBox="0 0 1000 32" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="stripes" width="12" height="12" patternUnits="userSpaceOnUse">
                    <path d="M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6" class="bar-line"></path>
                </pattern>
                <pattern id="dots" width="12" height="12" patternUnits="userSpaceOnUse">
                    <circle cx="4" cy="4" r="2" class="bar-dot"></circle>
                </pattern>
            </defs>
            {rects}
        </svg>
    }
    .into_any()
}

fn share(claims: u64, of: u64) -> String {
    if claims == 0 {
        return "ingen".into();
    }
    let tenths = claims.saturating_mul(1000) / of.max(1);
    match tenths {
        0 => "under 0,1 pct.".into(),
        1000 => "alle".into(),
        _ => format!("{},{} pct.", tenths / 10, tenths % 10),
    }
}

fn notes(totals: &Totals) -> AnyView {
    let mut lines = Vec::new();
    if totals.with_advice > 0 {
        lines.push(format!("{} har råd knyttet til sig. Råd ændrer ikke udfaldet.", plural(totals.with_advice, "fordring", "fordringer")));
    }
    if totals.with_not_checked > 0 {
        lines.push(format!(
            "{} har mindst én filterregel, der ikke kunne tjekkes. Se hvorfor under «Ikke tjekket».",
            plural(totals.with_not_checked, "fordring", "fordringer")
        ));
    }
    if totals.rows != totals.claims {
        lines.push(format!(
            "{} er {}, fordi nogle fordringer har flere skyldnere.",
            plural(totals.rows, "række", "rækker"),
            plural(totals.claims, "fordring", "fordringer")
        ));
    }
    if totals.blank_rows > 0 {
        lines.push(format!("{} er sprunget over.", plural(totals.blank_rows, "tom række", "tomme rækker")));
    }
    view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
}

/// Changes the assumed day of sending and the creditor, and checks the file again.
#[component]
fn SettingsForm(settings: Settings) -> impl IntoView {
    let shared = Shared::get();
    let typed = RwSignal::new(format_date(settings.received));
    let creditor = RwSignal::new(settings.creditor.word().to_owned());
    let error = RwSignal::new(false);
    let again = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(date) = parse_date(&typed.get_untracked()) else {
            error.set(true);
            return;
        };
        error.set(false);
        let chosen = Creditor::parse(&creditor.get_untracked()).unwrap_or_default();
        shared.received.set(date.date());
        shared.creditor.set(chosen);
        shared.session.check_again(Settings { received: date.date(), creditor: chosen });
    };
    view! {
        <details class="details d-print-none">
            <summary class="details-summary">"Skift modtagelsesdato eller fordringshaver"</summary>
            <div class="details-text">
                <form novalidate on:submit=again>
                    <div class="form-group" class:form-error=error>
                        <label class="form-label" for="received">
                            "Modtagelsesdato"
                        </label>
                        <span class="form-hint" id="received-hint">
                            "Den dag, du regner med at sende. Fx 31-01-2026"
                        </span>
                        {move || {
                            error
                                .get()
                                .then(|| {
                                    view! {
                                        <span class="form-error-message" id="received-error">
                                            <span class="sr-only">"Fejl: "</span>
                                            "Skriv modtagelsesdatoen med dag, måned og år"
                                        </span>
                                    }
                                })
                        }}
                        <input
                            class="form-input input-char-11"
                            id="received"
                            type="text"
                            autocomplete="off"
                            aria-describedby=move || if error.get() { "received-hint received-error" } else { "received-hint" }
                            aria-invalid=move || error.get().then_some("true")
                            prop:value=typed
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </div>
                    <div class="form-group">
                        <label class="form-label" for="creditor">
                            "Fordringshaver"
                        </label>
                        <span class="form-hint" id="creditor-hint">
                            "Har flere fordringshavere hver sin tabel for en type, bruges tabellen for den, du vælger."
                        </span>
                        <select
                            class="form-select"
                            id="creditor"
                            aria-describedby="creditor-hint"
                            prop:value=creditor
                            on:change=move |event| creditor.set(event_target_value(&event))
                        >
                            {Creditor::kinds().into_iter().map(|kind| view! { <option value=kind>{kind}</option> }).collect_view()}
                        </select>
                    </div>
                    <button type="submit" class="button button-primary">
                        "Tjek igen"
                    </button>
                </form>
            </div>
        </details>
    }
}

fn by_rule(shared: Shared, totals: &Totals) -> AnyView {
    if totals.by_rule.is_empty() {
        return ().into_any();
    }
    let (firm, advice): (Vec<_>, Vec<_>) = totals.by_rule.iter().cloned().partition(|rule| rule.effect != "advarsel");
    let group = |title: &'static str, rules: Vec<RuleTotal>| {
        (!rules.is_empty()).then(|| {
            view! {
                <h2>{title}</h2>
                <ul class="rule-list nobullet-list">
                    {rules.into_iter().enumerate().map(|(place, rule)| rule_item(shared, rule, place < OPENED)).collect_view()}
                </ul>
            }
        })
    };
    view! {
        {group("Det stopper fordringerne", firm)}
        {group("Råd", advice)}
    }
    .into_any()
}

/// How many of the rules that stop most claims stand open at once.
const OPENED: usize = 2;

fn rule_item(shared: Shared, total: RuleTotal, open: bool) -> impl IntoView {
    let doc = rules::doc(&total.rule);
    let filter = Filter { rule: Some((total.rule.clone(), total.effect.clone())), ..Filter::default() };
    let query = Query { filter, ..Query::default() };
    view! {
        <li>
            <details class="rule-item" data-rule=total.rule.clone() data-effect=total.effect.clone() open=open>
                <summary>
                    <EffectBadge effect=total.effect.clone()/>
                    <h3 class="rule-name">{total.name.clone()}</h3>
                    <span class="rule-count">{plural(total.claims, "fordring", "fordringer")}</span>
                </summary>
                {doc
                    .map(|doc| {
                        view! {
                            <p>
                                <strong>"Det gør du: "</strong>
                                {doc.remedy}
                            </p>
                        }
                    })}
                {total
                    .example
                    .clone()
                    .map(|example| {
                        view! {
                            <p class="example">
                                <strong>{format!("Fx række {}: ", count(example.row))}</strong>
                                {[example.found, example.expected].join(" ")}
                            </p>
                        }
                    })}
                <p class="d-print-none">
                    <a href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                        {if total.claims == 1 { "Se fordringen".to_owned() } else { format!("Se de {} fordringer", count(total.claims)) }}
                    </a>
                    " · "
                    <a href=Route::Rule(total.rule.clone()).href()>{format!("Læs om {}", total.rule)}</a>
                </p>
            </details>
        </li>
    }
}

fn by_type(shared: Shared, totals: &Totals) -> AnyView {
    let rows = totals.by_type.clone();
    view! {
        <h2 id="types-heading">"Fordringstyper i filen"</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="types-heading">
            <table class="table table--compact table-lg-responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Tjekket hviler på"</th>
                        <th scope="col" class="align-text-right">"Fordringer"</th>
                        <th scope="col" class="align-text-right">"Modtages"</th>
                        <th scope="col" class="align-text-right">"Høring"</th>
                        <th scope="col" class="align-text-right">"Afvises"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let query = Query { filter: Filter { code: Some(row.code.clone()), ..Filter::default() }, ..Query::default() };
                            let date = row.basis.source.as_ref().and_then(|source| source.date.as_deref()).map(day);
                            view! {
                                <tr>
                                    <td data-title="Type">
                                        <a href=Route::Claims.href() on:click=move |_| shared.session.query.set(query.clone())>
                                            {if row.code.is_empty() { "(uden type)".to_owned() } else { row.code.clone() }}
                                        </a>
                                        {row.name.map(|name| format!(" {name}"))}
                                    </td>
                                    <td data-title="Tjekket hviler på">
                                        {basis_word(&row.basis.kind)} {date.map(|date| format!(", {date}"))}
                                    </td>
                                    <td data-title="Fordringer" class="align-text-right">
                                        {count(row.claims)}
                                    </td>
                                    <td data-title="Modtages" class="align-text-right">
                                        {count(row.modtages)}
                                    </td>
                                    <td data-title="Høring" class="align-text-right">
                                        {count(row.hoering)}
                                    </td>
                                    <td data-title="Afvises" class="align-text-right">
                                        {count(row.afvist)}
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn not_checked(totals: &Totals) -> AnyView {
    let (filter, advice): (Vec<_>, Vec<_>) = totals.not_checked.iter().cloned().partition(|row| row.rule.starts_with("R_"));
    if filter.is_empty() && advice.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 id="skipped-heading">"Ikke tjekket"</h2>
        <p>"Disse regler kunne ikke køres på nogle af fordringerne. De er hverken bestået eller brudt."</p>
        {(!filter.is_empty()).then(|| skipped_table(filter))}
        {(!advice.is_empty())
            .then(|| {
                view! {
                    <details class="details">
                        <summary class="details-summary">{format!("{}, der ikke kunne gives", plural(advice.len() as u64, "råd", "råd"))}</summary>
                        <div class="details-text">{skipped_table(advice)}</div>
                    </details>
                }
            })}
    }
    .into_any()
}

fn skipped_table(rows: Vec<NotCheckedTotal>) -> AnyView {
    view! {
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="skipped-heading">
            <table class="table table--compact table-md-responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Regel"</th>
                        <th scope="col">"Hvorfor ikke"</th>
                        <th scope="col" class="align-text-right">"Fordringer"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <tr>
                                    <td data-title="Regel">
                                        <a href=Route::Rule(row.rule.clone()).href()>{row.rule.clone()}</a>
                                    </td>
                                    <td data-title="Hvorfor ikke">{row.why}</td>
                                    <td data-title="Fordringer" class="align-text-right">
                                        {count(row.claims)}
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn how_read(layout: &LayoutView, totals: &Totals) -> AnyView {
    let layout = layout.clone();
    let list = |title: &'static str, items: Vec<String>| {
        (!items.is_empty()).then(|| {
            view! {
                <p>
                    <strong>{title}</strong>
                    {items.join(", ")}
                </p>
            }
        })
    };
    view! {
        <h2>"Sådan er filen læst"</h2>
        <p>
            {format!(
                "Tegntabel {}, skilletegn {}, overskrifter på linje {}, {}.",
                layout.encoding,
                layout.separator,
                count(layout.heading_line),
                plural(totals.rows, "række", "rækker"),
            )}
        </p>
        {list("Sprunget over før overskrifterne: ", layout.skipped)}
        {list("Kolonner, der ikke bruges: ", layout.unused)}
        {list("Felter, filen ikke har: ", layout.missing)}
        <details class="details">
            <summary class="details-summary">{format!("{} er genkendt", plural(layout.used.len() as u64, "kolonne", "kolonner"))}</summary>
            <div class="details-text">
                <ul>
                    {layout.used.into_iter().map(|(heading, field)| view! { <li>{format!("{heading}: {field}")}</li> }).collect_view()}
                </ul>
            </div>
        </details>
    }
    .into_any()
}

fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where printing is switched off in the browser.
        let _ = window.print();
    }
}
