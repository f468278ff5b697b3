//! The frame around every page: header, menu, footer, and what happens when the user goes from one page to another.

use leptos::ev;
use leptos::prelude::*;
use stamdatatjek::catalogue::{Creditor, RULES_DATE};
use stamdatatjek::check::form::Form;
use stamdatatjek::correct::Step;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::route::Route;
use crate::session::Session;
use crate::{Shared, pages, today};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let route = RwSignal::new(Route::current());
    let received = RwSignal::new(today());
    let shared = Shared {
        route,
        session: Session::new(),
        received,
        creditor: RwSignal::new(Creditor::default()),
        form: RwSignal::new(Form::default()),
        mask: RwSignal::new(true),
    };
    provide_context(shared);
    let handle = window_event_listener(ev::hashchange, move |_| route.set(Route::current()));
    on_cleanup(move || handle.remove());
    let handles = [window_event_listener(ev::beforeprint, |_| unfold()), window_event_listener(ev::afterprint, |_| fold())];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    follow(shared);
    keep(shared);
    view! {
        <a class="skipnav" href="#main-content" on:click=skip>
            "Gå til sidens indhold"
        </a>
        <Header/>
        <main id="main-content" tabindex="-1" class="container page-container">
            {move || page(route.get())}
        </main>
        <Footer/>
        <div class="sr-only" role="status" id="said">
            {move || shared.session.correcting.said.get()}
        </div>
    }
}

/// Sets the title and, after the first page, moves focus to the new page's heading.
fn follow(shared: Shared) {
    Effect::new(move |earlier: Option<Route>| {
        let route = shared.route.get();
        document().set_title(&format!("{} – Stamdatatjek", route.title()));
        if earlier.is_some_and(|earlier| earlier != route) {
            request_animation_frame(focus_heading);
        }
        route
    });
}

/// Keeps corrections: keys to undo and redo them, and a question before the user leaves without them.
fn keep(shared: Shared) {
    let session = shared.session;
    let key = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || is_typing(&event) {
            return;
        }
        let corrections = untrack(|| session.corrections());
        let step = match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) if !corrections.steps.is_empty() => Step::Undo,
            ("z", true) | ("y", false) if !corrections.undone.is_empty() => Step::Redo,
            _ => return,
        };
        event.prevent_default();
        session.correct(step);
    });
    let leave = window_event_listener(ev::beforeunload, move |event| {
        if session.is_unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        key.remove();
        leave.remove();
    });
}

/// Whether the key goes into a text, which has an undo of its own.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])").ok().flatten().is_some())
}

/// Marks what was unfolded for the printer.
const UNFOLDED: &str = "data-unfolded";

/// Opens everything that is folded: paper can't be clicked.
fn unfold() {
    each("main details:not([open])", |details| {
        // Setting an attribute of our own elements can't fail.
        let _ = details.set_attribute(UNFOLDED, "").and_then(|()| details.set_attribute("open", ""));
    });
}

/// Folds again what [`unfold`] opened.
fn fold() {
    each("main details[data-unfolded]", |details| {
        let _ = details.remove_attribute(UNFOLDED).and_then(|()| details.remove_attribute("open"));
    });
}

fn each(selector: &str, act: impl Fn(&web_sys::Element)) {
    let Ok(found) = document().query_selector_all(selector) else { return };
    for index in 0..found.length() {
        if let Some(element) = found.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
            act(&element);
        }
    }
}

/// Moves focus to the page's heading and scrolls to the top.
pub fn focus_heading() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Ok(Some(heading)) = document().query_selector("main h1")
        && let Ok(heading) = heading.dyn_into::<HtmlElement>()
    {
        // A heading that can't take focus leaves it where it was.
        let _ = heading.focus();
    }
}

fn skip(event: ev::MouseEvent) {
    // The address after # is the page's own; jumping must not change it.
    event.prevent_default();
    if let Some(main) = document().get_element_by_id("main-content").and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let _ = main.focus();
    }
}

fn page(route: Route) -> AnyView {
    match route {
        Route::Start => view! { <pages::start::Start/> }.into_any(),
        Route::Form(code) => view! { <pages::form::FormPage code/> }.into_any(),
        Route::Columns => view! { <pages::columns::ColumnsPage/> }.into_any(),
        Route::Result => view! { <pages::result::ResultPage/> }.into_any(),
        Route::Fix { rule, effect } => view! { <pages::fix::FixPage rule effect/> }.into_any(),
        Route::Changes => view! { <pages::changes::ChangesPage/> }.into_any(),
        Route::Claims => view! { <pages::claims::ClaimsPage/> }.into_any(),
        Route::Claim(number) => view! { <pages::claim::ClaimPage number/> }.into_any(),
        Route::Types => view! { <pages::types::Types/> }.into_any(),
        Route::Type(code) => view! { <pages::fordringstype::TypePage code/> }.into_any(),
        Route::Rules => view! { <pages::rules::Rules/> }.into_any(),
        Route::Rule(id) => view! { <pages::rule::RulePage id/> }.into_any(),
        Route::Fields => view! { <pages::fields::Fields/> }.into_any(),
        Route::Field(name) => view! { <pages::field::FieldPage name/> }.into_any(),
        Route::Privacy => view! { <pages::about::Privacy/> }.into_any(),
        Route::Accessibility => view! { <pages::about::Accessibility/> }.into_any(),
        Route::About => view! { <pages::about::About/> }.into_any(),
        Route::Unknown => view! { <pages::about::Unknown/> }.into_any(),
    }
}

#[component]
fn Header() -> impl IntoView {
    view! {
        <header class="header">
            <div class="solution-info">
                <div class="solution-info-inner container">
                    <div class="solution-heading">
                        <a href=Route::Start.href()>"Stamdatatjek"</a>
                    </div>
                    <div class="additional-info">
                        <p>"Dine fordringer bliver i din browser"</p>
                    </div>
                </div>
            </div>
            <nav class="app-menu d-print-none" aria-label="Hovedmenu">
                <div class="container">
                <ul>
                    <MenuItem route=Route::Start text="Start"/>
                    <MenuItem route=Route::Form(None) text="Én fordring"/>
                    <MenuItem route=Route::Result text="Resultat"/>
                    <MenuItem route=Route::Types text="Fordringstyper"/>
                    <MenuItem route=Route::Rules text="Regler"/>
                    <MenuItem route=Route::Fields text="Felter"/>
                </ul>
                </div>
            </nav>
        </header>
    }
}

#[component]
fn MenuItem(route: Route, text: &'static str) -> impl IntoView {
    let shared = Shared::get();
    let href = route.href();
    let of = move |current: &Route| match (&route, current) {
        (a, b) if a == b => true,
        (Route::Form(_), Route::Form(_)) => true,
        (Route::Result, Route::Columns | Route::Claims | Route::Claim(_) | Route::Fix { .. } | Route::Changes) => true,
        (Route::Types, Route::Type(_)) | (Route::Rules, Route::Rule(_)) | (Route::Fields, Route::Field(_)) => true,
        _ => false,
    };
    let current = Memo::new(move |_| of(&shared.route.get()));
    view! {
        <li>
            <a href=href aria-current=move || current.get().then_some("page")>
                {text}
            </a>
        </li>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer>
            <div class="footer">
                <div class="container">
                    <ul class="align-text-left unstyled-list inline-list d-print-none">
                        <li>
                            <a href=Route::Privacy.href()>"Privatliv"</a>
                        </li>
                        <li>
                            <a href=Route::Accessibility.href()>"Tilgængelighedserklæring"</a>
                        </li>
                        <li>
                            <a href=Route::About.href()>"Om og kilder"</a>
                        </li>
                    </ul>
                    <p class="mt-4">
                        {format!("Regelsæt af {}. Svarene er vejledende; det er indgangsfilteret, der afgør.", crate::parts::day(RULES_DATE))}
                    </p>
                </div>
            </div>
        </footer>
    }
}
