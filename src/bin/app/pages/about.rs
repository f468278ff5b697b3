//! Pages about the page itself: privacy, accessibility, what it rests on, and the page for an address that leads nowhere.

use leptos::prelude::*;
use stamdatatjek::catalogue::model::Basis;
use stamdatatjek::catalogue::reference::Source;
use stamdatatjek::catalogue::{BUILD_ID, REFERENCE, RULES_DATE, TYPES};
use stamdatatjek::check::view::{SourceView, source_view};
use stamdatatjek::rules;

use crate::memory;
use crate::parts::{SourceLink, count, day};
use crate::reference_parts::Linked;
use crate::route::Route;

/// The address of the operator's accessibility statement on was.digst.dk. Whoever puts the page on a server sets it here.
const ACCESSIBILITY_STATEMENT: Option<&str> = None;

/// What happens to what the user types and chooses.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <h1 tabindex="-1">"Privatliv"</h1>
        <p class="font-lead">"Det, du skriver, og de filer, du vælger, bliver i din browser. Intet af det sendes, og ingen fordringer gemmes."</p>
        <h2>"Hvad bliver hvor?"</h2>
        <ul>
            <li>"Filerne læses af browseren på din computer. De bliver ikke lagt op nogen steder, og de bliver ikke ændret. Det, du retter, står i en kopi på siden, til du selv henter den."</li>
            <li>"Reglerne er en del af siden og kører på din computer. Der er ingen server, der regner."</li>
            <li>
                "Siden gemmer ingen fordringer. Der er ingen cookies og ingen liste over tidligere filer. Lukker eller genindlæser du fanen, er det hele væk, på nær det, der står under «Det husker browseren»."
            </li>
            <li>"Adressen i browseren viser kun, hvilken side du ser, fx fordringstypens kode. Det, du skriver i felterne, står der ikke."</li>
            <li>"Siden tæller ikke besøg og har ingen hjælpeprogrammer fra andre."</li>
        </ul>
        <Kept/>
        <h2>"Sådan er det sikret"</h2>
        <p class="reading">
            "Når siden åbner, henter den sine egne dele. Derefter låser den sig selv: browseren får besked på at afvise alle forsøg på at hente eller sende noget. Låsen er browserens egen og kan ikke åbnes igen, før siden genindlæses."
        </p>
        <p class="reading">
            "Der er to undtagelser. Når du er ved at vælge den første fil, hentes den del af siden, der tjekker filer. Og er det et regneark, en XML-fil eller en JSON-fil, eller beder du om en rapport som Excel, hentes den del, der læser og skriver den slags. Hver del hentes af et lille program, som blev startet før låsen. Hvad det henter, er skrevet ind i det på forhånd, og det får intet at vide om filen. Når det har hentet, lukker det."
        </p>
        <h2>"Sådan kan du selv se det"</h2>
        <ol>
            <li>"Åbn siden, og vent, til den er startet."</li>
            <li>"Tryk F12, og vælg fanen Netværk (Network). Tøm listen."</li>
            <li>
                "Udfyld formularen. Listen bliver ved med at være tom. Når du er ved at vælge den første fil, kommer der to linjer: den del af siden, der tjekker filer. Vælger du et regneark, XML eller JSON, eller henter du en rapport som Excel, kommer der to linjer mere den første gang: den del, der læser og skriver den slags filer. Derefter kommer der ikke flere."
            </li>
            <li>
                "Du kan også trække netstikket ud eller slå wi-fi fra, når siden er startet. Alt virker stadig, for intet skal ud. Filer kan dog kun tjekkes, og regneark, XML og JSON kun læses og skrives, hvis de dele er hentet inden."
            </li>
        </ol>
        <h2>"Hvad siden ikke kan hindre"</h2>
        <ul>
            <li>"Udvidelser i din browser kan læse det, der står på en side. Brug en browser, som jeres it-afdeling står inde for."</li>
            <li>"Skærmbilleder, skærmdeling og udskrifter viser det, der er på skærmen, også CPR-numre i formularen."</li>
            <li>"Det, du selv kopierer herfra, eller en fil, du henter, er dit ansvar derefter."</li>
            <li>"Følger du et link til en kilde, åbner det i et nyt vindue på andres sider. De får ikke at vide, hvad du har tjekket."</li>
            <li>"Den server, siden ligger på, kan se, at nogen har hentet siden, at nogen er ved at vælge en fil for første gang, og at nogen bruger et regneark, en XML-fil, en JSON-fil eller en rapport som Excel for første gang. Den kan ikke se filen, dens navn eller noget i den."</li>
        </ul>
    }
}

/// What the browser remembers, and a way to make it forget.
#[component]
fn Kept() -> impl IntoView {
    let kept = RwSignal::new(memory::count());
    let words = move || match kept.get() {
        0 => "Lige nu husker browseren ingen kolonnevalg.".to_owned(),
        many => format!("Lige nu husker browseren {} kolonnevalg.", count(many as u64)),
    };
    let forget = move |_| {
        memory::forget_all();
        kept.set(memory::count());
    };
    view! {
        <h2>"Det husker browseren"</h2>
        <p class="reading">
            "Når du selv har sagt, hvad en fils kolonner indeholder, huskes det i browserens lager på denne computer, så du ikke skal gøre det igen. Der står, hvordan filen skal læses, hvilket felt hver kolonne indeholder, hvordan datoer og beløb er skrevet, og de koder, du har valgt for hele filen, fx fordringstypen. Det gemmes under et tal, der er regnet ud af overskrifterne. Selve overskrifterne, filens navn og alt, hvad der står i rækkerne, gemmes ikke."
        </p>
        <p role="status" id="kept">
            {words}
        </p>
        <p>
            <button
                type="button"
                class="button button-secondary"
                aria-disabled=move || (kept.get() == 0).then_some("true")
                on:click=forget
            >
                "Glem alle kolonnevalg"
            </button>
        </p>
    }
}

/// How accessible the page is.
#[component]
pub fn Accessibility() -> impl IntoView {
    view! {
        <h1 tabindex="-1">"Tilgængelighed"</h1>
        <p class="font-lead">"Siden er lavet, så den kan bruges af så mange som muligt. Målet er WCAG 2.2 på niveau AA."</p>
        {match ACCESSIBILITY_STATEMENT {
            Some(address) => {
                view! {
                    <p>
                        <a href=address target="_blank" rel="noopener noreferrer">
                            "Læs tilgængelighedserklæringen"
                        </a>
                    </p>
                }
                    .into_any()
            }
            None => {
                view! {
                    <div class="alert alert-info">
                        <svg class="icon-svg alert-icon" role="img" aria-label="Information" focusable="false">
                            <use href="#info"></use>
                        </svg>
                        <div class="alert-body">
                            <h2 class="alert-heading">"Der er ingen tilgængelighedserklæring endnu"</h2>
                            <p class="alert-text">
                                "En offentlig myndighed, der stiller siden til rådighed, skal offentliggøre sin egen erklæring med WAS-Tool og linke til den her. Det har den, der driver denne side, ikke gjort endnu."
                            </p>
                        </div>
                    </div>
                }
                    .into_any()
            }
        }}
        <h2>"Sådan er siden lavet og prøvet"</h2>
        <ul>
            <li>"Den følger Det Fælles Designsystem for myndigheders selvbetjening."</li>
            <li>"Alle sider er gennemgået med kontrolprogrammet axe-core efter WCAG 2.0, 2.1 og 2.2, niveau A og AA, i bred og smal visning."</li>
            <li>"Alt kan nås og bruges med tastatur alene. Når du skifter side, flytter fokus til sidens overskrift."</li>
            <li>"Siden kan bruges ved en bredde på 320 pixels, som svarer til 400 procents zoom."</li>
            <li>"Udfald vises med ord og ikon, aldrig kun med farve."</li>
            <li>"Sidens svar, mens du skriver i formularen, læses op af en skærmlæser, når du holder en pause."</li>
        </ul>
        <h2>"Kendte mangler"</h2>
        <ul>
            <li>"Siden er ikke prøvet af brugere af skærmlæsere."</li>
            <li>"Brede tabeller kan på smalle skærme blive lange, fordi hver række står som en liste."</li>
            <li>"De dokumenter, siden linker til, er andres. Mange af dem er PDF-filer, der kan være svære at læse med hjælpemidler."</li>
        </ul>
        <h2>"Fandt du noget, du ikke kan bruge?"</h2>
        <p class="reading">
            "Kontakt den myndighed, der stiller siden til rådighed for dig, oftest din egen kommunes it-afdeling. Er du ikke tilfreds med svaret, kan du klage til Digitaliseringsstyrelsen, der fører tilsyn med loven om webtilgængelighed."
        </p>
    }
}

/// What a check can and can't say, and everything it rests on.
#[component]
pub fn About() -> impl IntoView {
    let of = |kinds: &[Basis]| TYPES.iter().filter(|found| kinds.contains(&found.basis)).count();
    let (official, guided, core) = (of(&[Basis::Officiel]), of(&[Basis::Parallel, Basis::Naermeste]), of(&[Basis::Kerne]));
    let tables: usize = TYPES.iter().map(|found| found.tables.len()).sum();
    let number = |number: usize| count(number as u64);
    view! {
        <h1 tabindex="-1">"Om Stamdatatjek"</h1>
        <p class="font-lead">
            "Stamdatatjek holder jeres fordringer op mod de regler, der er offentlige, før I sender dem til inddrivelse hos Gældsstyrelsen."
        </p>
        <h2>"Hvad tjekket kan sige"</h2>
        <ul>
            <li>"Om en fordring bryder en regel i typens offentliggjorte filtertabel, og om det fører til høring eller afvisning."</li>
            <li>"Hvad der står i fordringen, hvad reglen venter, og hvad I kan gøre."</li>
            <li>"Råd om fejl, som filteret ikke ser, men som kan give besvær bagefter."</li>
        </ul>
        <h2>"Hvad tjekket ikke kan sige"</h2>
        <ul>
            <li>"Om kravet er rigtigt, om datoerne passer med sagen, og om skyldner er rykket og underrettet."</li>
            <li>"Hvad der står i jeres egen aftale, hvis den afviger fra det offentliggjorte."</li>
            <li>"Om Gældsstyrelsen har ændret en regel efter den dag, regelsættet er samlet."</li>
            <li>"Svaret er vejledende. Det er indgangsfilteret, der afgør, hvad der sker med en fordring."</li>
        </ul>
        <h2>"Hvad reglerne hviler på"</h2>
        <p class="reading">
            {format!(
                "Regelsættet er samlet den {}. Det har {} fordringstyper, {} filtertabeller og {} beskrevne regler.",
                day(RULES_DATE),
                number(TYPES.len()),
                number(tables),
                number(rules::all_docs().count()),
            )}
        </p>
        <ul>
            <li>{format!("{} typer har en offentliggjort filtertabel. Den bliver fulgt.", number(official))}</li>
            <li>
                {format!(
                    "{} typer har ingen, men en tilsvarende type hos en anden fordringshaver har. Dens regler giver råd, og kun de fælles kerneregler kan afvise.",
                    number(guided),
                )}
            </li>
            <li>{format!("{} typer bliver kun holdt op mod de kerneregler, som næsten alle filtertabeller deler.", number(core))}</li>
        </ul>
        <p>
            "Ved hvert svar står der, hvad det hviler på. "
            <a href=Route::Types.href()>"Se alle fordringstyper"</a>
        </p>
        <Disputes/>
        <AllSources/>
        <Licences/>
    }
}

/// Where the documents disagree.
#[component]
fn Disputes() -> impl IntoView {
    let number = REFERENCE.contradictions.len();
    view! {
        <h2>"Hvor kilderne er uenige"</h2>
        <p class="reading">
            {format!("Vi kender {} steder, hvor dokumenterne siger hver sit eller lader noget stå åbent. Ingen fordring bliver afvist her på en læsning, der er tvivl om.", count(number as u64))}
        </p>
        <details class="details">
            <summary class="details-summary">{format!("Vis de {} steder", count(number as u64))}</summary>
            <div class="details-text">
                <ol>
                    {REFERENCE
                        .contradictions
                        .iter()
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
                </ol>
            </div>
        </details>
    }
}

/// Every source with its publisher and date.
#[component]
fn AllSources() -> impl IntoView {
    view! {
        <h2 id="kilder-overskrift">{format!("Kilder ({})", count(REFERENCE.sources.len() as u64))}</h2>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-labelledby="kilder-overskrift">
            <table class="table table--compact table--responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Titel"</th>
                        <th scope="col">"Dato"</th>
                    </tr>
                </thead>
                <tbody>{REFERENCE.sources.iter().map(source_row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn source_row(source: &'static Source) -> impl IntoView {
    view! {
        <tr>
            <td data-title="Titel">
                // The date has a column of its own.
                <SourceLink source=SourceView { date: None, ..source_view(source.id) }/>
                <span class="form-hint code">{source.url}</span>
            </td>
            <td data-title="Dato">{source.date.map_or_else(|| "Uden dato".to_owned(), day)}</td>
        </tr>
    }
}

#[component]
fn Licences() -> impl IntoView {
    view! {
        <h2>"Licenser"</h2>
        <ul>
            <li>"Stamdatatjek: MIT."</li>
            <li>"Det Fælles Designsystem, som udseendet bygger på: MIT."</li>
            <li>"Skriften IBM Plex Sans: SIL Open Font License 1.1."</li>
            <li>"Ikonerne Material Symbols: Apache License 2.0."</li>
        </ul>
        <p class="form-hint">{format!("Programmets udgave: {BUILD_ID}.")}</p>
    }
}

/// For an address that leads nowhere.
#[component]
pub fn Unknown() -> impl IntoView {
    view! {
        <h1 tabindex="-1">"Siden findes ikke"</h1>
        <p>"Adressen kan være skrevet forkert, eller linket kan være gammelt. Det kan du gøre:"</p>
        <ul>
            <li>
                <a href=Route::Start.href()>"Gå til forsiden, og vælg en fil"</a>
            </li>
            <li>
                <a href=Route::Form(None).href()>"Tjek én fordring i formularen"</a>
            </li>
            <li>
                <a href=Route::Types.href()>"Slå en fordringstype op"</a>
            </li>
            <li>
                <a href=Route::Rules.href()>"Slå en regel op"</a>
            </li>
        </ul>
    }
}
