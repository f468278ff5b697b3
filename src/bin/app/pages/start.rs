//! The first page: choose files, paste rows, fill a form, or try an example.

use leptos::prelude::*;
use stamdatatjek::check::example::example_file;
use stamdatatjek::claim::format_date;

use super::result::Trouble;
use crate::Shared;
use crate::files::{FileChooser, Kinds, Paste, PasteAnywhere, Purpose, open_text};
use crate::parts::Icon;
use crate::route::Route;

/// The first page.
#[component]
pub fn Start() -> impl IntoView {
    let shared = Shared::get();
    view! {
        <h1 tabindex="-1">"Ville jeres fordringer blive modtaget?"</h1>
        <p class="font-lead">
            "Tjek stamdata, før I sender til Gældsstyrelsen. Her ser du, om en fordring ville blive modtaget, sendt i høring eller afvist, og hvad du skal skrive i stedet."
        </p>
        <Trouble/>
        <FileChooser purpose=Purpose::Open/>
        <p class="form-hint">
            {move || {
                format!("Der tjekkes, som om du sender den {}. Du kan ændre dagen bagefter.", format_date(shared.received.get()))
            }}
        </p>
        <Kinds/>
        <Paste/>
        <PasteAnywhere/>
        <h2>"Andre veje"</h2>
        <ul class="ways nobullet-list">
            <li>
                <a class="card" href=Route::Form(None).href()>
                    <div class="card-content">
                        <h3 class="card-heading">"Udfyld én fordring"</h3>
                        <p>"Vælg fordringstype, skriv stamdata, og få svar, mens du skriver."</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </a>
            </li>
            <li>
                <button type="button" class="card" on:click=move |_| open_text(shared, "eksempel.csv", &example_file())>
                    <div class="card-content">
                        <h3 class="card-heading">"Prøv med et eksempel"</h3>
                        <p>{format!("En opdigtet fil med {} fordringer: nogle går igennem, andre gør ikke.", example_file().lines().skip(1).count())}</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </button>
            </li>
            <li>
                <a class="card" href=Route::Types.href()>
                    <div class="card-content">
                        <h3 class="card-heading">"Slå en fordringstype op"</h3>
                        <p>"Se, hvad der skal stå i hvert felt, og hvilke regler der gælder."</p>
                    </div>
                    <Icon name="arrow-forward"/>
                </a>
            </li>
        </ul>
        <h2>"Godt at vide"</h2>
        <ul>
            <li>
                "Filen forlader ikke din computer. Alt regnes ud her i browseren. "
                <a href=Route::Privacy.href()>"Sådan kan du selv se det"</a>
            </li>
            <li>"Svaret bygger på offentliggjorte filtertabeller og vejledninger. Ved hver fordring står der, hvad den er tjekket mod."</li>
            <li>"Svaret er vejledende. Det er Gældsstyrelsens indgangsfilter, der afgør, hvad der sker."</li>
        </ul>
    }
}
