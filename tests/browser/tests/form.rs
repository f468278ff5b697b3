//! One claim in the form, typed wrongly and then right.

use browser_tests::Page;
use fantoccini::key::Key;
use serde_json::json;

/// Replaces what a field of the form holds, by typing.
async fn write(page: &Page, field: &str, text: &str) {
    page.fill(&format!("#felt-{field}"), text).await;
}

async fn choose(page: &Page, field: &str, value: &str) {
    let script = "const select = document.getElementById(arguments[0]); select.value = arguments[1]; \
        select.dispatchEvent(new Event('input', { bubbles: true })); select.dispatchEvent(new Event('change', { bubbles: true }))";
    page.script(script, &[json!(format!("felt-{field}")), json!(value)]).await;
}

#[tokio::test]
async fn kfdains_typed_wrongly_and_then_right() {
    let page = Page::open_at("#/fordring").await;
    page.type_into("#find-type", "børnehave").await;
    page.fill("#find-type", "daginstitution, betaling").await;
    page.wait_for_text("1 type passer").await;
    page.look("formular-vaelg-type").await;
    page.press(&Key::Enter.to_string()).await;
    page.wait_for_text("Tjek en fordring: Daginstitution, betaling").await;
    page.look("formular-tom").await;

    page.fill("#modtagelsesdato", "22-11-2026").await;
    choose(&page, "fordringsart", "INDR").await;
    for (field, text) in [
        ("hovedstol", "2.800,00"),
        ("beloeb", "2.100,00"),
        ("periode_start", "01-06-2026"),
        ("periode_slut", "30-06-2026"),
        ("stiftelsesdato", "01-06-2026"),
        ("forfaldsdato", "31-12-2025"),
        ("sidste_rettidige_betalingsdato", "15-06-2026"),
        ("foraeldelsesdato", "01-06-2029"),
        ("beskrivelse", "Faktura 100123"),
        ("reference", "A-1"),
        ("skyldner_id", "6902501234"),
    ] {
        write(&page, field, text).await;
    }
    page.wait_for_text("Fordringen ville blive afvist.").await;
    page.wait_for_text("Forfaldsdatoen ligger før perioden").await;
    page.wait_for_text("forfaldsdatoen skal ligge tidligst 01.06.2026").await;
    page.look("formular-afvist").await;

    write(&page, "forfaldsdato", "01-06-2026").await;
    page.wait_for_text("Fordringen ville blive modtaget.").await;
    page.wait_for_text("Ingen regel stopper fordringen").await;
    page.look("formular-modtaget").await;

    write(&page, "hovedstol", "28.000,00").await;
    page.wait_for_text("Fordringen ville blive sendt i høring.").await;
    write(&page, "hovedstol", "to tusind").await;
    page.wait_for_text("Det kan ikke afgøres, før hovedstolen kan læses").await;
    page.assert_console_clean().await;
    page.assert_silent();
    assert_eq!(page.script("return location.hash", &[]).await, json!("#/fordring/KFDAINS"));
}

#[tokio::test]
async fn every_types_example_goes_through() {
    let page = Page::open_at("#/fordring/REOPKOM").await;
    page.click_text("Indsæt et eksempel, der går igennem").await;
    page.wait_for_text("Fordringen ville blive modtaget.").await;
    page.look("formular-relateret").await;
}

#[tokio::test]
async fn the_cursor_stays_while_typing() {
    let page = Page::open_at("#/fordring/KFDAINS").await;
    page.type_into("#felt-beskrivelse", "Faktura").await;
    // A letter in the middle stays where it was typed, with the cursor behind it.
    page.press(&format!("{}{}x", Key::Left, Key::Left)).await;
    let cursor = "const e = document.getElementById('felt-beskrivelse'); return [e === document.activeElement, e.value, e.selectionStart]";
    assert_eq!(page.script(cursor, &[]).await, json!([true, "Faktuxra", 6]));
}

#[tokio::test]
async fn a_rules_example_is_tried_in_the_form() {
    let page = Page::open_at("#/regel/R_6_20").await;
    page.wait_for_text("Perioden er for lang").await;
    page.click_text("Prøv reglen i formularen").await;
    page.wait_for_text("Tjek en fordring:").await;
    page.wait_for_text("Perioden er for lang").await;
}

#[tokio::test]
async fn every_page_to_look_things_up_in_is_readable() {
    let page = Page::open().await;
    for (route, text, name) in [
        ("#/typer", "af 157", "typer"),
        ("#/type/KFDAINS", "Daginstitution, betaling", "type-officiel"),
        ("#/type/DFHUSLJ", "REHUSLJ", "type-vejledende"),
        ("#/type/KFPERTI", "kerneregler", "type-kerne"),
        ("#/type/OPKR%C3%86TV", "GS-", "type-flere-tabeller"),
        ("#/type/DFHUSLE", "DFHUSLJ", "type-gammel-kode"),
        ("#/regler", "R_6_20", "regler"),
        ("#/regel/R_6_20", "Perioden er for lang", "regel"),
        ("#/regel/G_BESKR_CPR", "CPR", "regel-raad"),
        ("#/felter", "Stiftelsesdato", "felter"),
        ("#/felt/stiftelsesdato", "Dagen kravet opstod", "felt"),
        ("#/privatliv", "F12", "privatliv"),
        ("#/tilgaengelighed", "WCAG", "tilgaengelighed"),
        ("#/om", "Kilder", "om"),
        ("#/findes/ikke", "findes ikke", "ukendt"),
        ("#/resultat", "Du har ikke valgt en fil", "resultat-uden-fil"),
    ] {
        page.go(route).await;
        page.wait_for_text(text).await;
        page.look(name).await;
    }
    page.set_medium("print").await;
    page.go("#/regel/R_6_20").await;
    page.wait_for_text("Perioden er for lang").await;
    page.screenshot("regel-print").await;
    page.assert_console_clean().await;
    page.assert_silent();
}
