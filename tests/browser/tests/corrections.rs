//! Corrections in a copy, by what a user does: one cell, many at once, back and forth, and the corrected file taken away.

use std::path::{Path, PathBuf};

use browser_tests::Page;
use fantoccini::key::Key;
use serde_json::json;

const FILE_INPUT: &str = "#claim-file";
/// The page that corrects the claims whose stiftelsesdato isn't the first day of the period.
const FIX: &str = "#/resultat/ret/afvist/R_6_15%2BR_6_16";
const SEVERAL: &str = "R_6_15+R_6_16";

/// A file among the native tests' cases.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").join(name).canonicalize().expect("a test case")
}

/// A file of KFDAINS as some system might write it: quotes, an own column, no line break at the end. Three of the four claims have another
/// stiftelsesdato than the period's first day.
fn daycare() -> String {
    let heading = "fordringshaver_id;reference;fordringsart;fordringstype;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;\
        forfaldsdato;sidste_rettidige_betalingsdato;foraeldelsesdato;beskrivelse;skyldner_type;skyldner_id;Sagsbehandler";
    let row = |reference: &str, made: &str| {
        format!(
            "4025;{reference};INDR;KFDAINS;2000,00;\"2000,00\";01-07-2026;31-07-2026;{made};01-07-2026;15-07-2026;02-07-2029;\
            \"Faktura; blå mandag\";CPR;6902501234;Søren Ærø"
        )
    };
    let rows = [row("A-1", "01-07-2026"), row("A-2", "02-07-2026"), row("A-3", "\"03-07-2026\""), row("A-4", "04-07-2026")];
    format!("{heading}\r\n{}", rows.join("\r\n"))
}

/// The same file as it is once every stiftelsesdato is right: no other byte is different.
fn corrected(text: &str) -> String {
    text.replace("02-07-2026;01-07-2026", "01-07-2026;01-07-2026")
        .replace("\"03-07-2026\"", "\"01-07-2026\"")
        .replace("04-07-2026", "01-07-2026")
}

/// The text in Windows-1252, in which the letters used here are numbered as everywhere.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Windows-1252")).collect()
}

/// Opens the page and checks the file as if it were sent on 22 November 2026, whatever day it is.
async fn checked(name: &str, content: &[u8]) -> Page {
    let page = Page::open().await;
    page.upload(FILE_INPUT, name, content).await;
    page.element("#take-heading").await;
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.fill("#received", "22-11-2026").await;
    page.click_text("Tjek igen").await;
    page.wait_for_text("22.11.2026").await;
    page.element("#take-heading").await;
    page
}

/// Whether the browser would ask before the user leaves.
async fn would_ask(page: &Page) -> bool {
    let leave = "return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))";
    page.script(leave, &[]).await == json!(true)
}

/// Follows the documented suggestion for all claims that break the rule.
async fn correct_all(page: &Page) {
    page.go(FIX).await;
    page.click_text("Se, hvad der sker").await;
    page.wait_for_text("3 celler i 3 fordringer bliver ændret.").await;
    page.click_text("Ret 3 celler").await;
    page.wait_for_text("3 celler er rettet.").await;
}

#[tokio::test]
async fn many_claims_are_corrected_taken_away_and_dropped_again() {
    let text = daycare();
    for (name, is_1252) in [("dagpleje", false), ("dagpleje1252", true)] {
        let bytes = |text: &str| if is_1252 { windows_1252(text) } else { text.as_bytes().to_vec() };
        let page = checked(&format!("{name}.csv"), &bytes(&text)).await;
        assert_eq!(page.text("#count-afvist").await, "3");
        correct_all(&page).await;
        page.wait_for_text(&format!("Ingen fordringer bryder {SEVERAL} nu.")).await;
        page.click_text("Hent den rettede fil (CSV)").await;
        let taken = page.downloaded(&format!("{name}_rettet.csv")).await;
        assert_eq!(taken, bytes(&corrected(&text)), "more or less than the three cells is changed");
        page.wait_for_text("_rettet.csv er hentet.").await;

        // What was taken away is checked as any other file.
        let again = checked("igen.csv", &taken).await;
        assert_eq!(again.text("#count-modtages").await, "4");
        page.assert_console_clean().await;
        page.assert_only_fetched(&["checker"]);
    }
}

#[tokio::test]
async fn nothing_is_done_before_it_was_shown() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    page.go(FIX).await;
    page.wait_for_text("Hvad skal der stå?").await;
    page.look("ret-samlet").await;
    assert!(!page.all_text().await.contains("Ret 3 celler"));
    page.click_text("Se, hvad der sker").await;
    page.element("#do-it").await;
    page.wait_until("the preview has the focus", "return document.activeElement.id === 'preview-heading'").await;
    let samples = "return [...document.querySelectorAll('#changes tbody tr')].map(tr => [...tr.cells].slice(1).map(td => td.innerText))";
    let change = |reference: &str, before: &str| json!([reference, "stiftelsesdato", before, "01-07-2026"]);
    let wanted = json!([change("A-2", "02-07-2026"), change("A-3", "03-07-2026"), change("A-4", "04-07-2026")]);
    assert_eq!(page.script(samples, &[]).await, wanted);
    page.look("ret-samlet-det-sker-der").await;

    // Another choice has not been shown yet.
    page.click_text("Vælg selv").await;
    page.wait_until_gone("#do-it").await;
    page.click_text("Se, hvad der sker").await;
    page.wait_for_text("Skriv, hvad der skal stå").await;
    page.look("ret-samlet-mangler").await;
    page.fill("#fix-value", "1/7 2026").await;
    page.click_text("Se, hvad der sker").await;
    page.element("#do-it").await;
    page.wait_for_text("01-07-2026").await;
    assert_eq!(page.script("return document.querySelector('.corrections')", &[]).await, json!(null));
}

/// Presses Tab until what has this id has the focus.
async fn tab_to(page: &Page, id: &str) {
    for _ in 0..80 {
        page.press(&Key::Tab.to_string()).await;
        if page.script("return document.activeElement.id", &[]).await == json!(id) {
            return;
        }
    }
    panic!("Tab doesn't reach {id}");
}

#[tokio::test]
async fn many_claims_are_corrected_by_keys_alone() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    page.go(FIX).await;
    page.wait_for_text("Hvad skal der stå?").await;
    tab_to(&page, "ask-preview").await;
    page.press(&Key::Enter.to_string()).await;
    page.wait_until("the preview has the focus", "return document.activeElement.id === 'preview-heading'").await;
    tab_to(&page, "do-it").await;
    page.press(&Key::Enter.to_string()).await;
    page.wait_for_text("3 celler er rettet.").await;
    page.wait_until("the corrections have the focus", "return document.activeElement.id === 'corrections-heading'").await;
    tab_to(&page, "undo").await;
    page.press(&Key::Enter.to_string()).await;
    page.wait_for_text("Rettelsen af 3 celler er fortrudt.").await;
}

#[tokio::test]
async fn steps_are_undone_and_done_again() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    assert!(!would_ask(&page).await);
    correct_all(&page).await;
    assert!(would_ask(&page).await, "corrections would be lost");
    page.go("#/resultat").await;
    page.wait_for_text("Du har rettet 3 celler i 3 rækker.").await;
    let turn = "return [...document.querySelectorAll('#turn tbody tr')].map(tr => [...tr.cells].map(cell => cell.innerText))";
    assert_eq!(page.script(turn, &[]).await, json!([["Modtages", "1", "4"], ["Afvises", "3", "0"]]));
    page.look("resultat-med-rettelser").await;

    page.click("#undo").await;
    page.wait_for_text("Rettelsen af 3 celler er fortrudt.").await;
    assert_eq!(page.text("#count-afvist").await, "3");
    assert!(!would_ask(&page).await, "nothing is corrected now");
    page.click("#redo").await;
    page.wait_for_text("Rettelsen af 3 celler er lavet igen.").await;
    assert_eq!(page.text("#count-modtages").await, "4");

    // The keys do the same, but not while someone is typing.
    page.script("document.activeElement.blur()", &[]).await;
    page.press(&format!("{}z{}", Key::Control, Key::Null)).await;
    page.wait_for_text("Rettelsen af 3 celler er fortrudt.").await;
    page.press(&format!("{}y{}", Key::Control, Key::Null)).await;
    page.wait_for_text("Rettelsen af 3 celler er lavet igen.").await;

    page.click_text("Se alle ændringer").await;
    page.wait_for_text("Viser 1-3 af 3 ændringer").await;
    page.look("aendringer").await;
    page.click_text("Række 3").await;
    page.wait_for_text("Fordringen på række 3 ville blive modtaget").await;
    let before = page.text(".before").await;
    assert!(before.contains("02-07-2026"), "{before}");
    page.click_text("Hent den rettede fil (CSV)").await;
    page.wait_for_text("dagpleje_rettet.csv er hentet.").await;
    assert!(!would_ask(&page).await, "the corrections are taken away");
}

#[tokio::test]
async fn a_cell_is_corrected_where_it_stands_by_keys_alone() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    page.go("#/resultat/fordring/1").await;
    page.wait_for_text("Fordringen på række 3 ville blive afvist").await;
    page.look("fordring-at-rette").await;
    let enter = Key::Enter.to_string();
    let edit = "[...document.querySelectorAll('.edit-link')].find(button => button.innerText.includes('stiftelsesdato'))";
    page.script(&format!("{edit}.focus()"), &[]).await;
    page.press(&enter).await;
    page.wait_until("the input has the focus", "return document.activeElement.value === '02-07-2026'").await;
    page.look("fordring-rettes").await;

    // Given up: nothing has happened, and the focus is where it was.
    page.press(&Key::Escape.to_string()).await;
    page.wait_until("the button has the focus", &format!("return document.activeElement === {edit}")).await;
    assert!(!page.all_text().await.contains("Dine rettelser"));

    page.press(&enter).await;
    page.wait_until("the input has the focus", "return document.activeElement.value === '02-07-2026'").await;
    page.press(&format!("{}a{}1.7.2026", Key::Control, Key::Null)).await;
    page.wait_for_text("Der skrives «01-07-2026»").await;
    page.look("fordring-rettes-anderledes").await;
    page.press(&enter).await;
    page.wait_for_text("Fordringen på række 3 ville blive modtaget").await;
    page.wait_until("the verdict is said", "return document.getElementById('said').innerText.includes('ville blive modtaget nu')").await;
    page.wait_until("the button has the focus", &format!("return document.activeElement === {edit}")).await;
    page.wait_for_text("Du har rettet 1 celle i 1 række.").await;
    page.look("fordring-rettet").await;

    // A value that can't be a date is taken as typed, and the check says what is wrong.
    page.press(&enter).await;
    page.wait_until("the input has the focus", "return document.activeElement.value === '01-07-2026'").await;
    page.press(&format!("{}a{}i går{enter}", Key::Control, Key::Null)).await;
    page.wait_for_text("stiftelsesdatoen kan ikke læses").await;
    page.press(&format!("{}z{}", Key::Control, Key::Null)).await;
    page.wait_for_text("Fordringen på række 3 ville blive modtaget").await;

    // Back to what the file says.
    page.click(".before button").await;
    page.wait_for_text("Fordringen på række 3 ville blive afvist").await;
    page.wait_for_text("Ingen celler er rettet nu.").await;
}

#[tokio::test]
async fn suggestions_correct_a_claim() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    page.go("#/resultat/fordring/3").await;
    page.wait_for_text("Fordringen på række 5 ville blive afvist").await;
    page.click(".suggested button").await;
    page.wait_for_text("Fordringen på række 5 ville blive modtaget").await;
    page.wait_for_text("Du har rettet 1 celle i 1 række.").await;
}

#[tokio::test]
async fn findings_are_gone_through_by_keys() {
    let page = checked("dagpleje.csv", daycare().as_bytes()).await;
    page.click_text("Se alle fordringer").await;
    page.wait_for_text("Viser 1-4 af 4 fordringer").await;
    page.go("#/resultat/fordring/1").await;
    page.wait_for_text("Fordringen på række 3").await;
    let (down, up) = (format!("{}{}{}", Key::Alt, Key::Down, Key::Null), format!("{}{}{}", Key::Alt, Key::Up, Key::Null));
    let findings = page.script("return document.querySelectorAll('.finding').length", &[]).await.as_u64().expect("a number");
    assert!(findings > 0);
    for place in 0..findings {
        page.press(&down).await;
        let at = format!("return document.activeElement === document.querySelectorAll('.finding')[{place}]");
        page.wait_until("the next finding has the focus", &at).await;
    }
    page.press(&down).await;
    page.wait_for_text("Fordringen på række 4").await;
    page.wait_until("its first finding has the focus", "return document.activeElement === document.querySelector('.finding')").await;
    page.press(&up).await;
    page.wait_for_text("Fordringen på række 3").await;
    let last = "return document.activeElement === [...document.querySelectorAll('.finding')].at(-1)";
    page.wait_until("the last finding of the claim before has the focus", last).await;
}

#[tokio::test]
async fn the_list_is_searched_sorted_and_filtered() {
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &case("fordringer-400.csv")).await;
    page.element("#take-heading").await;
    page.click_text("Se alle fordringer").await;
    page.wait_for_text("Viser 1-50 af 400 fordringer").await;
    page.type_into("#by-text", &format!("faktura 10000{}", Key::Enter)).await;
    page.wait_for_text("Viser 1-10 af 10 fordringer, der passer til dit valg. Filen har 400.").await;
    let sort = "[...document.querySelectorAll('#claims th button')].find(button => button.innerText.startsWith('Beløb'))";
    let amounts = "return [...document.querySelectorAll('#claims [data-title^=Beløb]')].map(td => parseFloat(td.innerText.replaceAll('.', '').replace(',', '.')))";
    for (direction, sign) in [("ascending", 1.0), ("descending", -1.0)] {
        page.script(&format!("{sort}.focus()"), &[]).await;
        page.press(&Key::Enter.to_string()).await;
        page.wait_until("the column is sorted", &format!("return {sort}.closest('th').ariaSort === '{direction}'")).await;
        let in_order = format!(
            "const all = (() => {{ {amounts} }})(); return all.every((amount, at) => !at || all[at - 1] * {sign} <= amount * {sign})"
        );
        page.wait_until("the amounts are in order", &in_order).await;
        page.wait_until("the focus has stayed", &format!("return document.activeElement === {sort}")).await;
    }
    page.look("fordringer-soegt").await;

    // Filters and order are kept while a claim is looked at.
    let first = page.text("#claims tbody a").await;
    page.click("#claims tbody a").await;
    page.wait_for_text(&format!("Fordringen på {}", first.to_lowercase())).await;
    page.click_text("Tilbage til listen").await;
    page.wait_for_text("Viser 1-10 af 10 fordringer").await;
    assert_eq!(page.text("#claims tbody a").await, first);

    page.fill("#by-text", &format!("findes ikke{}", Key::Enter)).await;
    page.wait_for_text("Ingen fordringer passer til dit valg.").await;
    page.wait_for_text("Fjern et filter herover, eller søg efter noget andet.").await;
    page.look("fordringer-ingen").await;
    page.click(".filter-tags button").await;
    page.wait_for_text("Viser 1-50 af 400 fordringer").await;
    assert_eq!(page.focused().await, "by-text");
    page.assert_console_clean().await;
}

#[tokio::test]
async fn reports_have_the_lines_that_are_promised() {
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &case("fordringer-400.csv")).await;
    page.element("#take-heading").await;
    page.look("resultat-hent").await;
    let promised = "const item = [...document.querySelectorAll('.take-list li')].find(li => li.innerText.includes('Alle fund som CSV')); \
        return Number(item.querySelector('.form-hint').innerText.split(' ')[0].replaceAll('.', ''))";
    let promised = page.script(promised, &[]).await.as_u64().expect("a number");
    page.click_text("Alle fund som CSV").await;
    let report = String::from_utf8(page.downloaded("fordringer-400_fund.csv").await).expect("UTF-8");
    assert_eq!(report.lines().count() as u64, promised + 1, "one line for each finding below the heading");
    assert!(!report.contains("7001561205"), "CPR numbers are masked unless the user says otherwise");
}

#[tokio::test]
async fn a_workbook_is_corrected_in_its_own_format() {
    let workbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/fordringer.xlsx").canonicalize().expect("a workbook");
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &workbook).await;
    page.element("#take-heading").await;
    let counts = "return [...document.querySelectorAll('[id^=count-]')].map(count => count.id + ' ' + count.innerText).join(', ')";
    let before = page.script(counts, &[]).await;
    page.go("#/resultat/fordring/2").await;
    page.wait_for_text("Fordringen på række 4").await;
    let edit = "[...document.querySelectorAll('.edit-link')].find(button => button.innerText.includes('beskrivelse'))";
    page.script(&format!("{edit}.click()"), &[]).await;
    page.wait_until("the input has the focus", "return document.activeElement.matches('.cell-editor input')").await;
    page.press(&format!("{}a{}Rettet & «æøå»{}", Key::Control, Key::Null, Key::Enter)).await;
    page.wait_for_text("Du har rettet 1 celle i 1 række.").await;
    page.click_text("Hent den rettede fil (Excel)").await;
    let taken = page.downloaded("fordringer_rettet.xlsx").await;
    page.wait_for_text("fordringer_rettet.xlsx er hentet.").await;
    page.assert_only_fetched(&["checker", "reader"]);

    let again = Page::open().await;
    again.upload(FILE_INPUT, "igen.xlsx", &taken).await;
    again.element("#take-heading").await;
    assert_eq!(again.script(counts, &[]).await, before, "something else is different too");
    again.go("#/resultat/fordring/2").await;
    again.wait_for_text("Rettet & «æøå»").await;
}
