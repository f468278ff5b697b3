//! Which kinds of file can be read, told to people.

use leptos::prelude::*;

/// Kind, the endings of its files, and what to know about it.
const KINDS: [(&str, &str, &str); 6] = [
    ("CSV og anden tekst", "csv, txt, tsv", "Én fordring på hver linje. Skilletegn og tegntabel findes af sig selv og kan ændres."),
    ("Excel", "xlsx, xlsm, xlsb, xls", "Ét ark læses ad gangen. Er der flere, vælger du."),
    ("OpenDocument", "ods", "Som Excel."),
    ("NyMF", "xml", "Indberetningen, som den sendes. Svaret fra modtagelsen slippes sammen med fordringerne."),
    ("JSON", "json, jsonl", "En liste af fordringer, eller én fordring på hver linje."),
    ("KMD-udtræk (ODE)", "flere filer", "Filerne slippes på én gang. Fordringerne står i 10-RIM-aftale-rater."),
];

/// A folded table of what can be read.
#[component]
pub fn Kinds() -> impl IntoView {
    view! {
        <details class="details">
            <summary class="details-summary">"Hvilke filer kan læses?"</summary>
            <div class="details-text">
                <p>"Overskrifterne må hedde hvad som helst. Kan de ikke kendes, vælger du selv, hvad kolonnerne indeholder."</p>
                <table class="table table--compact table--responsive-headers">
                    <thead>
                        <tr>
                            <th scope="col">"Slags"</th>
                            <th scope="col">"Filen ender på"</th>
                            <th scope="col">"Godt at vide"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {KINDS
                            .into_iter()
                            .map(|(kind, endings, remark)| {
                                view! {
                                    <tr>
                                        <td data-title="Slags">{kind}</td>
                                        <td data-title="Filen ender på">{endings}</td>
                                        <td data-title="Godt at vide">{remark}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    }
}
