//! The stamdata fields, and the headings they are known by in files.

use leptos::prelude::*;
use stamdatatjek::catalogue::REFERENCE;
use stamdatatjek::claim::Field;

use crate::reference_parts::FieldLink;
use crate::route::Route;

/// The page.
#[component]
pub fn Fields() -> impl IntoView {
    view! {
        <h1 tabindex="-1">"Stamdatafelter"</h1>
        <p class="font-lead">
            "Hvad hvert felt betyder, hvordan du finder værdien, og hvor det tit går galt. Typens egen praksis går forud for denne vejledning."
        </p>
        <div class="table--responsive-scroll" tabindex="0" role="region" aria-label="Felter med vejledning">
            <table class="table table--compact table--responsive-headers d-print-table">
                <thead>
                    <tr>
                        <th scope="col">"Felt"</th>
                        <th scope="col">"Hvad det er"</th>
                        <th scope="col">"Form"</th>
                    </tr>
                </thead>
                <tbody>
                    {REFERENCE
                        .fields
                        .iter()
                        .map(|guide| {
                            view! {
                                <tr>
                                    <td data-title="Felt">
                                        <a href=Route::Field(guide.field.to_owned()).href()>{guide.name}</a>
                                    </td>
                                    <td data-title="Hvad det er">{guide.definition}</td>
                                    <td data-title="Form">{guide.format}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
        <h2>"Overskrifter, der bliver genkendt i filer"</h2>
        <p class="reading">
            "Store og små bogstaver er lige gode. Kolonner med andre overskrifter bliver ikke brugt, og det står på resultatet."
        </p>
        <details class="details">
            <summary class="details-summary">{format!("Vis overskrifterne til alle {} felter", Field::COUNT)}</summary>
            <div class="details-text">
                <dl class="facts">{Field::ALL.into_iter().map(headings).collect_view()}</dl>
            </div>
        </details>
    }
}

fn headings(field: Field) -> impl IntoView {
    let names: Vec<&str> = std::iter::once(field.name()).chain(field.aliases().iter().copied()).collect();
    view! {
        <dt>
            <FieldLink field/>
        </dt>
        <dd class="code">{names.join(", ")}</dd>
    }
}
