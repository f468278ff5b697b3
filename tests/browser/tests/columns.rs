//! The columns of a file: seen, changed, checked with, remembered, saved and fetched again; and what is read from other ways in than a CSV file.

use std::path::{Path, PathBuf};

use browser_tests::Page;
use serde_json::{Value, json};

const FILE_INPUT: &str = "#claim-file";

/// A workbook with several sheets, among the native tests' fixtures.
fn workbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/blandet.xlsx").canonicalize().expect("a fixture")
}

/// The claims of a KMD extract, and the people they are about.
const RATER: (&str, &str) = (
    "0101_ODE_2026-11-20_001_10-RIM-aftale-rater_Total_1.csv",
    "Aftalenummer;Forretningspartner;Fordringstype;KravsType;Original Amount;Creation Amount;Stiftelsesdato;Nettoforfald;SRI dato\r\n\
    0001;900;KFDAINS;HF;2.825,00;1.825,00;01-05-2026;01-06-2026;15-06-2026\r\n",
);
const PARTNER: (&str, &str) = (
    "0101_ODE_2026-11-20_001_12-Forretningspartner_Total_1.csv",
    "Klient;Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til;Slettet\r\n\
    100;900;ZCPR;6902501234;01-01-2021;31-12-9999;\r\n",
);

/// Two claims, and the answer to one of them.
const SENT: &str = "fordringstype;hovedstol;beloeb;reference\nKFDAINS;0;10,00;A-1\nKFDAINS;0;10,00;A-2\n";
const ANSWER: &str = "<MFKvitteringHent_O><KvitteringSamling><Kvittering><DMIFordringFordringHaverRef>A-2</DMIFordringFordringHaverRef>\
    <MFAktionStatusKode>UDFØRT</MFAktionStatusKode></Kvittering></KvitteringSamling></MFKvitteringHent_O>";

/// Headings that nothing is known by, but for what stands below.
const HEADINGS: &str = "Regning;Fra;Til;Opstået;Skal betales fra;Frist;Udløber;Hvad;Hvem;Kapital;Mangler nu";
/// Claims that pass as KFDAINS, and one without anything to collect.
const ROWS: [&str; 3] = [
    "KANARIE-1;01-07-2026;31-07-2026;01-07-2026;01-07-2026;15-07-2026;02-07-2029;Faktura kanarie 7001;6902501234;2000,00;2000,00",
    "KANARIE-2;01-08-2026;31-08-2026;01-08-2026;01-08-2026;15-08-2026;02-08-2029;Faktura kanarie 7002;6902501234;1500,00;1500,00",
    "KANARIE-3;01-08-2026;31-08-2026;01-08-2026;01-08-2026;15-08-2026;02-08-2029;Faktura kanarie 7003;6902501234;0,00;10,00",
];
/// What the columns hold, by number. The ninth is found by its values.
const FIELDS: [(usize, &str); 10] = [
    (1, "reference"),
    (2, "periode_start"),
    (3, "periode_slut"),
    (4, "stiftelsesdato"),
    (5, "forfaldsdato"),
    (6, "sidste_rettidige_betalingsdato"),
    (7, "foraeldelsesdato"),
    (8, "beskrivelse"),
    (10, "hovedstol"),
    (11, "beloeb"),
];

fn unknown_file() -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", ROWS.join("\n")).into_bytes()
}

/// Chooses in a select, as a user does.
async fn choose(page: &Page, select: &str, value: &str) {
    page.element(select).await;
    let script = "const select = document.querySelector(arguments[0]); select.value = arguments[1]; \
        select.dispatchEvent(new Event('change', { bubbles: true })); return select.value";
    assert_eq!(page.script(script, &[json!(select), json!(value)]).await, json!(value), "{select} has no such choice");
}

/// Writes into a field and leaves it.
async fn write(page: &Page, field: &str, text: &str) {
    page.fill(field, text).await;
    page.script("document.querySelector(arguments[0]).blur()", &[json!(field)]).await;
}

/// What a select holds.
async fn chosen(page: &Page, select: &str) -> String {
    page.element(select).await;
    let value = page.script("return document.querySelector(arguments[0]).value", &[json!(select)]).await;
    value.as_str().unwrap_or_default().to_owned()
}

/// Waits until a select holds a value.
async fn wait_for_choice(page: &Page, select: &str, value: &str) {
    let script = format!("return document.querySelector({select:?})?.value === {value:?}");
    page.wait_until(&format!("{select} to be {value}"), &script).await;
}

async fn choose_all_fields(page: &Page) {
    for (number, field) in FIELDS {
        choose(page, &format!("#column-{number}"), field).await;
    }
}

/// Checks the file as if it were sent on 22 November 2026, whatever day it is.
async fn check_again_on_the_samples_day(page: &Page) {
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.fill("#received", "22-11-2026").await;
    page.click_text("Tjek igen").await;
    page.wait_for_text("modtagelsesdato 22.11.2026").await;
}

async fn outcomes(page: &Page) -> (String, String) {
    (page.text("#count-modtages").await, page.text("#count-afvist").await)
}

fn two_and_one() -> (String, String) {
    ("2".into(), "1".into())
}

/// Everything the browser keeps for the page.
async fn kept(page: &Page) -> String {
    let kept = "return JSON.stringify([localStorage, sessionStorage, document.cookie, location.href, document.title, history.state])";
    page.script(kept, &[]).await.as_str().unwrap_or_default().to_owned()
}

/// The words of the alert on top of the page.
async fn questions(page: &Page) -> String {
    page.text(".alert-warning").await
}

#[tokio::test]
async fn unknown_headings_are_asked_about_once() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "ukendt.csv", &unknown_file()).await;
    page.wait_for_text("Filen kunne ikke tjekkes").await;
    page.wait_for_text("Filen ligner ikke fordringer: af dens kolonner kender vi kun Hvem").await;
    page.look("kolonner-afvist").await;
    page.click_text("Vælg selv kolonner").await;
    page.wait_for_text("Hvad står der i kolonnerne?").await;
    page.wait_until("the heading has focus", "return document.activeElement.tagName === 'H1'").await;
    let text = page.all_text().await;
    for part in ["KANARIE-1", "Skal betales fra", "Gæt", "værdierne ligner", "Mangler i filen", "Se efter dette, før du tjekker"] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    assert_eq!(chosen(&page, "#column-9").await, "skyldner_id");
    assert_eq!(chosen(&page, "#column-1").await, "");
    let options = "return document.querySelectorAll('#column-1 option').length";
    assert_eq!(page.script(options, &[]).await, json!(34), "every field and «Bruges ikke»");
    page.look("kolonner").await;

    choose_all_fields(&page).await;
    page.wait_for_text("Læses som 15.07.2026").await;
    page.wait_for_text("Læses som 2.000,00").await;
    assert!(questions(&page).await.contains("Ingen kolonne indeholder fordringstypen"));
    write(&page, "#constant-fordringstype", "kfdains").await;
    wait_for_choice(&page, "#constant-fordringstype", "KFDAINS").await;
    choose(&page, "#constant-fordringsart", "INDR").await;
    page.wait_until("the question is answered", "return !document.body.innerText.includes('Ingen kolonne indeholder fordringstypen')")
        .await;
    page.look("kolonner-valgt").await;
    page.click("#check-columns").await;
    page.element("#count-modtages").await;
    check_again_on_the_samples_day(&page).await;
    assert_eq!(outcomes(&page).await, two_and_one());
    page.look("resultat-valgte-kolonner").await;

    // The same headings again: straight to the result.
    page.go("#/").await;
    page.upload(FILE_INPUT, "igen.csv", &unknown_file()).await;
    page.wait_for_text("Kolonnerne er valgt som sidst").await;
    check_again_on_the_samples_day(&page).await;
    assert_eq!(outcomes(&page).await, two_and_one());
    page.look("resultat-husket").await;
    let kept = kept(&page).await;
    assert!(kept.contains("foraeldelsesdato") && kept.contains("KFDAINS"), "the choice is kept: {kept}");
    for secret in ["KANARIE", "kanarie", "7001", "6902501234", "2000", "2026-07", "Regning", "Udløber", "ukendt", "igen.csv"] {
        assert!(!kept.contains(secret), "{secret} is kept: {kept}");
    }

    // The columns as they were used, and a change.
    page.click_text("Skift kolonner").await;
    wait_for_choice(&page, "#column-10", "hovedstol").await;
    page.wait_for_text("Valgt af dig").await;
    page.click_text("Glem kolonnevalget").await;
    page.wait_for_text("Kolonnevalget er glemt").await;
    page.go("#/privatliv").await;
    page.wait_for_text("Lige nu husker browseren ingen kolonnevalg").await;
    page.assert_console_clean().await;
    page.assert_only_fetched(&["checker"]);
}

#[tokio::test]
async fn a_remembered_choice_can_be_forgotten() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "ukendt.csv", &unknown_file()).await;
    page.click_text("Vælg selv kolonner").await;
    choose_all_fields(&page).await;
    page.click("#check-columns").await;
    page.element("#count-modtages").await;
    page.go("#/").await;
    page.upload(FILE_INPUT, "igen.csv", &unknown_file()).await;
    page.wait_for_text("Kolonnerne er valgt som sidst").await;
    page.go("#/privatliv").await;
    page.wait_for_text("Lige nu husker browseren 1 kolonnevalg").await;
    page.look("privatliv-husket").await;
    page.go("#/resultat").await;
    page.click_text("Glem det").await;
    // As if the file had just been opened.
    page.wait_for_text("Filen ligner ikke fordringer: af dens kolonner kender vi kun Hvem").await;
    page.go("#/privatliv").await;
    page.wait_for_text("Lige nu husker browseren ingen kolonnevalg").await;
    assert_eq!(page.script("return localStorage.length", &[]).await, json!(0));
}

#[tokio::test]
async fn a_field_goes_from_one_column_to_another() {
    let page = Page::open().await;
    let file = "fordringstype;forfaldsdato;Dag;beloeb\nKFDAINS;01-07-2026;02-07-2026;100,00\n";
    page.upload(FILE_INPUT, "dage.csv", file.as_bytes()).await;
    page.element("#count-modtages").await;
    page.click_text("Skift kolonner").await;
    page.wait_for_text("Der er ikke noget, du skal tage stilling til").await;
    page.wait_for_text("Kendt overskrift").await;
    page.script("document.querySelector('#column-3').focus()", &[]).await;
    choose(&page, "#column-3", "forfaldsdato").await;
    wait_for_choice(&page, "#column-2", "").await;
    let said = page.text("#columns-status").await;
    assert!(said.contains("Forfaldsdato er taget fra «forfaldsdato», som nu ikke bruges."), "{said}");
    page.wait_for_text("Læses som 02.07.2026").await;
    // The table is refreshed under the user's hands, and the focus stays.
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("column-3"));
    page.look("kolonner-flyttet").await;
    page.click("#check-columns").await;
    page.element("#count-modtages").await;
    page.go("#/resultat/fordring/0").await;
    page.wait_for_text("02-07-2026").await;
    assert!(!page.all_text().await.contains("01-07-2026"));
}

#[tokio::test]
async fn american_dates_are_asked_about() {
    let page = Page::open().await;
    let file = "fordringstype;forfaldsdato;beloeb\nKFDAINS;07-25-2026;100,00\nKFDAINS;03-04-2026;100,00\n";
    page.upload(FILE_INPUT, "usa.csv", file.as_bytes()).await;
    page.wait_for_text("Hvad står der i kolonnerne?").await;
    assert!(questions(&page).await.contains("findes kun, hvis måneden står først"));
    assert_eq!(page.script("return location.hash", &[]).await, json!("#/kolonner"));
    assert_eq!(chosen(&page, "#style-2").await, "");
    page.look("kolonner-datoer").await;
    // Whoever looks at the result before the columns are settled is shown the way.
    page.go("#/resultat").await;
    page.wait_for_text("Filen er ikke tjekket endnu").await;
    page.look("resultat-ikke-tjekket").await;
    page.click_text("Gå til kolonnerne").await;
    // Nothing is guessed meanwhile.
    page.click("#check-columns").await;
    page.wait_for_text("Vælg først, hvordan kolonnens værdier er skrevet.").await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("style-2"));
    choose(&page, "#style-2", "maaned").await;
    page.wait_for_text("Læses som 25.07.2026").await;
    page.wait_until_gone(".alert-warning").await;
    page.click("#check-columns").await;
    page.element("#count-modtages").await;
    page.go("#/resultat/fordringer").await;
    page.wait_for_text("25.07.2026").await;
    page.wait_for_text("04.03.2026").await;
}

#[tokio::test]
async fn letters_and_separator_can_be_changed() {
    let page = Page::open().await;
    // CP850: «Forældelsesdato» and «Beløb».
    let file = b"Fordringstype;Bel\x9Bb;For\x91ldelsesdato;Note|r\nKFBIL\x9DK;100,00;01-01-2029;a|b\n";
    page.upload(FILE_INPUT, "dos.csv", file).await;
    page.wait_for_text("Bogstaverne ligner den gamle tegntabel CP850").await;
    assert_eq!(chosen(&page, "#encoding").await, "cp850");
    page.wait_for_text("KFBILØK").await;
    choose(&page, "#encoding", "windows-1252").await;
    page.wait_for_text("Bel›b").await;
    assert_eq!(chosen(&page, "#column-3").await, "");
    choose(&page, "#column-3", "foraeldelsesdato").await;
    // What was chosen for a column stays with its place when the letters change.
    choose(&page, "#encoding", "cp850").await;
    page.wait_for_text("KFBILØK").await;
    assert_eq!(chosen(&page, "#column-3").await, "foraeldelsesdato");
    wait_for_choice(&page, "#column-2", "beloeb").await;
    choose(&page, "#separator", "|").await;
    page.wait_until("two columns are left", "return document.querySelectorAll('.columns-table tbody tr').length === 2").await;
    choose(&page, "#separator", ";").await;
    page.wait_until("four columns are back", "return document.querySelectorAll('.columns-table tbody tr').length === 4").await;
    choose(&page, "#heading-line", "17").await;
    page.wait_for_text("Linje 17 er tom eller findes ikke").await;
    wait_for_choice(&page, "#heading-line", "1").await;
    choose(&page, "#heading-line", "0").await;
    page.wait_for_text("Der er ingen overskrifter").await;
    page.look("kolonner-uden-overskrifter").await;
}

#[tokio::test]
async fn rows_can_be_pasted() {
    let page = Page::open().await;
    page.click_text("Indsæt rækker fra et regneark").await;
    page.click_text("Tjek det indsatte").await;
    page.wait_for_text("Sæt rækkerne ind i feltet").await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("pasted-rows"));
    page.look("start-indsaet").await;
    let put = "document.getElementById('pasted-rows').value = arguments[0]";
    let rows = "Fordringstype\tForfaldsdato\tBeløb\nKFDAINS\t01-07-2026\t2.000,00\nKFDAINS\t01-08-2026\t2.000,00\n";
    page.script(put, &[json!(rows)]).await;
    page.click_text("Tjek det indsatte").await;
    page.wait_for_text("indsatte rækker.txt er tjekket").await;
    page.wait_for_text("2 rækker").await;

    // Without headings the columns are asked about.
    page.go("#/").await;
    page.click_text("Indsæt rækker fra et regneark").await;
    page.script(put, &[json!("KFDAINS\t01-07-2026\t2.000,00\nKFDAINS\t01-08-2026\t2.000,00\n")]).await;
    page.click_text("Tjek det indsatte").await;
    page.wait_for_text("Der er ingen overskrifter. Vælg, hvad hver kolonne indeholder.").await;
    page.wait_for_text("kan ikke huskes i browseren").await;
    choose(&page, "#column-2", "forfaldsdato").await;
    choose(&page, "#column-3", "beloeb").await;
    page.click("#check-columns").await;
    page.wait_for_text("indsatte rækker.txt er tjekket").await;
    assert_eq!(page.script("return localStorage.length", &[]).await, json!(0));
}

#[tokio::test]
async fn rows_can_be_pasted_anywhere_on_the_first_page() {
    let page = Page::open().await;
    let paste = "const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', arguments[1]); \
        document.querySelector(arguments[0]).dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))";
    let rows = json!("Fordringstype\tForfaldsdato\tBeløb\nKFDAINS\t01-07-2026\t2.000,00\n");
    page.click_text("Indsæt rækker fra et regneark").await;
    page.script(paste, &[json!("#pasted-rows"), rows.clone()]).await;
    assert_eq!(page.script("return location.hash", &[]).await, json!(""), "a field keeps what is pasted into it");
    page.script(paste, &[json!("body"), rows.clone()]).await;
    page.wait_for_text("indsatte rækker.txt er tjekket").await;
    // On other pages nothing is taken.
    page.go("#/typer").await;
    page.wait_for_text("Fordringstyper").await;
    page.script(paste, &[json!("body"), rows]).await;
    assert_eq!(page.script("return location.hash", &[]).await, json!("#/typer"));
}

#[tokio::test]
async fn a_choice_is_saved_and_fetched_again() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "ukendt.csv", &unknown_file()).await;
    page.click_text("Vælg selv kolonner").await;
    choose_all_fields(&page).await;
    write(&page, "#constant-fordringstype", "KFDAINS").await;
    choose(&page, "#constant-fordringsart", "INDR").await;
    page.wait_for_text("Gælder for alle rækker i filen").await;
    page.click_text("Gem kolonnevalg som fil").await;
    let saved = page.downloaded("kolonnevalg.json").await;
    let text = String::from_utf8(saved.clone()).expect("text");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["stamdatatjek"], json!("kolonner"));
    assert_eq!(value["valg"]["kolonner"].as_array().map(Vec::len), Some(11));
    assert!(!text.contains("KANARIE"), "{text}");
    assert!(!text.contains("datoer"), "nobody has said how dates are written: {text}");

    // Not checked, so nothing is remembered: the file is fetched again by hand.
    page.go("#/").await;
    page.upload(FILE_INPUT, "ukendt.csv", &unknown_file()).await;
    page.click_text("Vælg selv kolonner").await;
    page.upload("#saved-columns", "andet.json", b"{}").await;
    page.wait_for_text("Filen er ikke et gemt kolonnevalg").await;
    page.look("kolonner-hent-fejl").await;
    page.upload("#saved-columns", "kolonnevalg.json", &saved).await;
    page.wait_for_text("Kolonnevalget er hentet.").await;
    wait_for_choice(&page, "#column-11", "beloeb").await;
    wait_for_choice(&page, "#constant-fordringstype", "KFDAINS").await;
    page.click("#check-columns").await;
    page.element("#count-modtages").await;
    check_again_on_the_samples_day(&page).await;
    assert_eq!(outcomes(&page).await, two_and_one());

    // In a file without those columns it is told what is missing.
    page.go("#/").await;
    page.upload(FILE_INPUT, "anden.csv", b"fordringstype;hovedstol;beloeb\nKFDAINS;1;1\n").await;
    page.click_text("Skift kolonner").await;
    page.upload("#saved-columns", "kolonnevalg.json", &saved).await;
    page.wait_for_text("Disse felter har ingen kolonne i filen").await;
}

#[tokio::test]
async fn a_wrong_value_for_the_whole_file_is_told_before_the_check() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "lille.csv", b"fordringstype;hovedstol;beloeb\nKFDAINS;1;1\n").await;
    page.click_text("Skift kolonner").await;
    write(&page, "#constant-forfaldsdato", "31-02-2026").await;
    page.wait_for_text("Skriv datoen som dd.mm.åååå.").await;
    page.click("#check-columns").await;
    page.wait_for_text("Ret først den værdi, der ikke kan læses.").await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("constant-forfaldsdato"));
    page.look("kolonner-forkert-vaerdi").await;
    write(&page, "#constant-forfaldsdato", "01-07-2026").await;
    page.wait_for_text("Gælder for alle rækker i filen").await;
    page.click("#check-columns").await;
    page.wait_for_text("Forfaldsdato 01-07-2026").await;
    assert!(!kept(&page).await.contains("01-07-2026"), "a date is no code");
}

#[tokio::test]
async fn a_list_of_people_is_no_claims() {
    let page = Page::open().await;
    let people = "CPR;Navn;Stilling;Ansat\n6902501234;Anna And;pædagog;01-01-2020\n6902501242;Bo And;leder;01-01-2021\n";
    page.upload(FILE_INPUT, "ansatte.csv", people.as_bytes()).await;
    page.wait_for_text("Filen ligner ikke fordringer: af dens kolonner kender vi kun CPR").await;
    page.click_text("Vælg selv kolonner").await;
    page.click("#check-columns").await;
    page.wait_for_text("Vælg først, hvilke kolonner der indeholder fordringernes stamdata.").await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("column-1"));
    page.click_text("Fjern filen").await;
    page.wait_for_text("Ville jeres fordringer blive modtaget?").await;
    page.go("#/kolonner").await;
    page.wait_for_text("Du har ikke åbnet en fil endnu").await;
    page.look("kolonner-uden-fil").await;
}

#[tokio::test]
async fn files_that_dont_belong_together_are_told_apart() {
    let page = Page::open().await;
    let drop = "const [zone, ...files] = arguments; const dataTransfer = new DataTransfer(); \
        files.forEach(([name, text]) => dataTransfer.items.add(new File([text], name))); \
        document.querySelector(zone).dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))";
    let file = "fordringstype;hovedstol;beloeb\nKFDAINS;1;1\n";
    page.script(drop, &[json!(".drop-zone"), json!(["a.csv", file]), json!(["b.csv", file])]).await;
    page.wait_for_text("Du valgte 2 filer, der ikke hører sammen: a.csv, b.csv").await;
    page.look("filer-hoerer-ikke-sammen").await;
    page.script(drop, &[json!(".drop-zone"), json!(["a.csv", file])]).await;
    page.wait_for_text("a.csv er tjekket").await;
}

#[tokio::test]
async fn a_dropped_text_gets_a_sentence() {
    let page = Page::open().await;
    let drop = "const dataTransfer = new DataTransfer(); dataTransfer.setData('text/plain', 'fordringstype;beloeb'); \
        document.querySelector('.drop-zone').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))";
    page.script(drop, &[]).await;
    page.wait_for_text("Du slap en tekst, ikke en fil").await;
    page.click_text("Hvilke filer kan læses?").await;
    page.wait_for_text("10-RIM-aftale-rater").await;
    page.look("start-hvilke-filer").await;
}

#[tokio::test]
async fn a_dropped_folder_gets_a_sentence() {
    let page = Page::open().await;
    let zone =
        page.script("const at = document.querySelector('.drop-zone').getBoundingClientRect(); return [at.x + 9, at.y + 9]", &[]).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().expect("this folder");
    for event in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [], "files": [folder], "dragOperationsMask": 1 });
        page.devtools("Input.dispatchDragEvent", json!({ "type": event, "x": zone[0], "y": zone[1], "data": data })).await;
    }
    page.wait_for_text("Du slap en mappe. Åbn mappen på din computer, og slip filerne fra den.").await;
}

#[tokio::test]
async fn answers_are_held_up_against_the_check() {
    let page = Page::open().await;
    let rows = "fordringstype;hovedstol;beloeb;reference;svar_status\n\
        KFDAINS;0;10,00;A-1;AFVIST\nKFDAINS;0;10,00;A-2;UDFØRT\nKFDAINS;0;10,00;A-3;\n";
    page.upload(FILE_INPUT, "svar.csv", rows.as_bytes()).await;
    page.wait_for_text("Hvad der kom tilbage").await;
    let table = page.text("#answers").await;
    for part in ["AFVIST", "UDFØRT", "Uden svar", "Modtaget: fordringen er oprettet."] {
        assert!(table.contains(part), "{part} is missing in:\n{table}");
    }
    page.look("resultat-svar").await;
    page.go("#/resultat/fordring/0").await;
    page.wait_for_text("Tjekket siger det samme.").await;
    page.look("fordring-svar").await;
    page.go("#/resultat/fordring/1").await;
    page.wait_for_text("Tjekket siger noget andet").await;
    page.go("#/resultat/fordring/2").await;
    page.wait_for_text("Fordringen på række 4").await;
    assert!(!page.all_text().await.contains("Svaret fra modtagelsen"));
}

#[tokio::test]
async fn another_sheet_can_be_read() {
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &workbook()).await;
    page.wait_for_text("Flere ark indeholder rækker. Vælg det ark, fordringerne står i.").await;
    page.wait_for_text("Koder: 20 rækker (skjult)").await;
    page.look("kolonner-ark").await;
    page.script("document.querySelector('#sheet').focus()", &[]).await;
    let hidden =
        page.script("return [...document.querySelectorAll('#sheet option')].find(o => o.innerText.startsWith('Koder')).value", &[]).await;
    choose(&page, "#sheet", hidden.as_str().unwrap_or_default()).await;
    page.wait_for_text("arket «Koder»").await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("sheet"), "the focus stays");
    page.wait_until("the question is answered", "return !document.body.innerText.includes('Flere ark indeholder rækker')").await;
    page.assert_console_clean().await;
}

#[tokio::test]
async fn what_is_missing_of_an_extract_can_be_added() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, RATER.0, RATER.1.as_bytes()).await;
    page.wait_for_text("12-Forretningspartner mangler").await;
    page.look("resultat-udtraek").await;
    page.click_text("Tilføj en fil, der hører til").await;
    page.upload("#added-file", PARTNER.0, PARTNER.1.as_bytes()).await;
    page.wait_until("it isn't missing any more", "return !document.body.innerText.includes('12-Forretningspartner mangler')").await;
    page.element("#count-modtages").await;
    page.go("#/resultat/fordring/0").await;
    page.wait_for_text("6902501234").await;
}

#[tokio::test]
async fn an_answer_and_its_claims_find_each_other() {
    for (first, second) in [(("svar.xml", ANSWER), ("krav.csv", SENT)), (("krav.csv", SENT), ("svar.xml", ANSWER))] {
        let page = Page::open().await;
        page.upload(FILE_INPUT, first.0, first.1.as_bytes()).await;
        page.click_text("Tilføj en fil, der hører til").await;
        page.upload("#added-file", second.0, second.1.as_bytes()).await;
        page.wait_for_text("Hvad der kom tilbage").await;
        page.go("#/resultat/fordring/1").await;
        page.wait_for_text("Modtaget: fordringen er oprettet.").await;
        page.wait_for_text("Tjekket siger noget andet: fordringen ville blive afvist").await;
    }
}
