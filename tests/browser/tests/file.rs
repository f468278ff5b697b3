//! A file of claims, from drop to explanation, by what a user does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use browser_tests::{BuiltCopy, Page, TWO_CORES};
use fantoccini::key::Key;
use serde_json::{Value, json};

const FILE_INPUT: &str = "#claim-file";

/// A file among the native tests' cases.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").join(name).canonicalize().expect("a test case")
}

/// How many of the sample's claims have each outcome, by the independent evaluator's list.
fn expected_outcomes() -> BTreeMap<String, usize> {
    let listed = std::fs::read_to_string(case("fordringer-400.forventet.jsonl")).expect("the expected outcomes");
    let mut outcomes = BTreeMap::new();
    for line in listed.lines() {
        let claim: Value = serde_json::from_str(line).expect("a JSON line");
        *outcomes.entry(claim["outcome"].as_str().expect("an outcome").to_owned()).or_default() += 1;
    }
    outcomes
}

/// A claim that passes, of the type KFDAINS, as a file with one row; `changes` replace values.
fn one_claim(changes: &[(&str, &str)]) -> Vec<u8> {
    let valid = [
        ("fordringshaver_id", "4025"),
        ("reference", "A-1"),
        ("fordringsart", "INDR"),
        ("fordringstype", "KFDAINS"),
        ("hovedstol", "2000,00"),
        ("beloeb", "2000,00"),
        ("periode_start", "01-07-2026"),
        ("periode_slut", "31-07-2026"),
        ("stiftelsesdato", "01-07-2026"),
        ("forfaldsdato", "01-07-2026"),
        ("sidste_rettidige_betalingsdato", "15-07-2026"),
        ("foraeldelsesdato", "02-07-2029"),
        ("domsdato", ""),
        ("forligsdato", ""),
        ("beskrivelse", "Faktura 100123"),
        ("skyldner_type", "CPR"),
        ("skyldner_id", "6902501234"),
    ];
    let value = |name: &str, old: &str| changes.iter().find(|(changed, _)| *changed == name).map_or(old, |(_, new)| new).to_owned();
    let names: Vec<&str> = valid.iter().map(|(name, _)| *name).collect();
    let values: Vec<String> = valid.iter().map(|(name, old)| value(name, old)).collect();
    format!("{}\n{}\n", names.join(";"), values.join(";")).into_bytes()
}

/// Checks the file as if it were sent on 22 November 2026, whatever day it is.
async fn check_again_on_the_samples_day(page: &Page) {
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.fill("#received", "22-11-2026").await;
    page.click_text("Tjek igen").await;
    page.wait_for_text("modtagelsesdato 22.11.2026").await;
}

#[tokio::test]
async fn the_samples_numbers_are_the_expected_ones() {
    let page = Page::open().await;
    let sample = std::fs::read(case("fordringer-400.csv")).expect("the sample");
    assert!(page.drop_file(".drop-zone", "fordringer-400.csv", &sample).await);
    page.element("#count-afvist").await;
    check_again_on_the_samples_day(&page).await;
    for (outcome, claims) in expected_outcomes() {
        assert_eq!(page.text(&format!("#count-{outcome}")).await, claims.to_string(), "{outcome}");
    }
    page.look("resultat").await;
    assert_eq!(page.title().await, "Resultat – Stamdatatjek");

    page.click_text("Se 17 fordringer").await;
    page.wait_for_text("Viser 1-17 af 17 fordringer").await;
    page.look("fordringer-hoering").await;

    // The next claim is that of the list: without the filter it is the next of the file.
    page.click(".filter-tags button").await;
    page.wait_for_text("Viser 1-50 af 400 fordringer").await;
    page.go("#/resultat/fordring/1").await;
    page.wait_for_text("Fordringen på række 3 ville blive afvist").await;
    let text = page.all_text().await;
    for part in ["Hovedstolen er -1,00\u{a0}kr.", "Det gør du:", "Fordringstypebilag, Kommuner, Daginstitution"] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    page.click_text("Hvorfor, og hvor står det?").await;
    page.wait_for_text("Læs om R_4_1").await;
    page.look("fordring").await;

    page.click_text("Næste fordring").await;
    page.wait_for_text("Fordringen på række 4").await;
    page.assert_console_clean().await;
    page.assert_only_fetched(&["checker"]);
}

#[tokio::test]
async fn pages_of_the_list_are_turned() {
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &case("fordringer-400.csv")).await;
    page.element("#count-afvist").await;
    page.click_text("Se alle fordringer").await;
    page.wait_for_text("Viser 1-50 af 400 fordringer").await;
    page.click_text("Næste side").await;
    page.wait_for_text("Viser 51-100 af 400 fordringer").await;
    page.click_text("Sidste side").await;
    page.wait_for_text("Viser 351-400 af 400 fordringer").await;
    page.script("const s = document.getElementById('page-size'); s.value = '250'; s.dispatchEvent(new Event('change'))", &[]).await;
    page.wait_for_text("Viser 1-250 af 400 fordringer").await;
    page.script("const s = document.getElementById('by-type'); s.value = 'KFDAINS'; s.dispatchEvent(new Event('change'))", &[]).await;
    page.wait_for_text("Viser 1-22 af 22 fordringer").await;
    let codes = "return [...new Set([...document.querySelectorAll('#claims tbody tr td:nth-child(3)')].map(td => td.textContent))]";
    assert_eq!(page.script(codes, &[]).await, json!(["KFDAINS"]));
}

#[tokio::test]
async fn nothing_wrong_looks_like_success() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "en.csv", &one_claim(&[])).await;
    page.element("#count-modtages").await;
    check_again_on_the_samples_day(&page).await;
    page.wait_for_text("Fordringen ville blive modtaget").await;
    page.wait_for_text("Det ser rigtigt ud").await;
    page.look("resultat-alt-i-orden").await;
}

#[tokio::test]
async fn what_cant_be_read_is_told_at_its_cell() {
    let page = Page::open().await;
    page.upload(FILE_INPUT, "en.csv", &one_claim(&[("forfaldsdato", "31-02-2026")])).await;
    page.element("#count-uafgjort").await;
    assert_eq!(page.text("#count-uafgjort").await, "1");
    page.go("#/resultat/fordring/0").await;
    page.wait_for_text("«31-02-2026» i forfaldsdato findes ikke").await;
    page.wait_for_text("forfaldsdatoen kan ikke læses").await;
    page.look("fordring-kan-ikke-laeses").await;
}

#[tokio::test]
async fn files_that_are_no_claims_get_a_sentence() {
    let page = Page::open().await;
    let cases: [(&str, &[u8], &str); 5] = [
        ("tom.csv", b"", "Filen er tom"),
        ("regneark.xlsx", b"PK\x03\x04resten", "Filen er beskadiget eller kun hentet delvist"),
        ("brev.pdf", b"%PDF-1.7", "Filen er en PDF"),
        ("navne.csv", b"navn;adresse\nA;B\n", "Ingen af de første linjer har overskrifter"),
        ("kun-overskrift.csv", b"fordringstype;hovedstol\n", "ingen rækker"),
    ];
    for (name, content, sentence) in cases {
        page.upload(FILE_INPUT, name, content).await;
        page.wait_for_text(sentence).await;
    }
    page.look("filen-kan-ikke-tjekkes").await;
    // After all that a good file still works.
    page.upload(FILE_INPUT, "en.csv", &one_claim(&[])).await;
    page.element("#count-modtages").await;
}

#[tokio::test]
async fn a_check_can_be_cancelled() {
    // The check must outlast a look at the page while it runs.
    let slow = BuiltCopy::slower(2000);
    let page = Page::open_prepared(slow.path(), TWO_CORES).await;
    let claim = String::from_utf8(one_claim(&[])).expect("text");
    let (heading, row) = claim.split_once('\n').expect("two lines");
    let mut big = format!("{heading}\n");
    for number in 0..150_000 {
        big.push_str(&row.replace("A-1", &format!("A-{number}")));
    }
    page.upload(FILE_INPUT, "stor.csv", big.as_bytes()).await;
    page.wait_for_text("Tjekker filen").await;
    page.look("tjekker-filen").await;
    page.click_text("Afbryd").await;
    page.wait_for_text("Ville jeres fordringer blive modtaget?").await;
    // The next file is checked as if nothing had been.
    page.upload(FILE_INPUT, "en.csv", &one_claim(&[])).await;
    page.element("#count-modtages").await;
    assert!(page.all_text().await.contains("en.csv"));
}

#[tokio::test]
async fn the_example_is_one_click_away() {
    let page = Page::open().await;
    page.look("start").await;
    page.click("button.card").await;
    page.wait_for_text_within("af 54 fordringer", Duration::from_secs(20)).await;
    page.assert_console_clean().await;
}

#[tokio::test]
async fn focus_follows_the_reader() {
    let page = Page::open().await;
    page.press(&Key::Tab.to_string()).await;
    assert_eq!(page.focused().await, "Gå til sidens indhold");
    page.press(&Key::Enter.to_string()).await;
    assert_eq!(page.script("return document.activeElement.id", &[]).await, json!("main-content"));
    assert_eq!(page.script("return location.hash", &[]).await, json!(""));
    page.go("#/typer").await;
    page.wait_until("the heading has focus", "return document.activeElement.tagName === 'H1'").await;
    assert_eq!(page.title().await, "Fordringstyper – Stamdatatjek");
}

#[tokio::test]
async fn nothing_of_the_file_stays_anywhere() {
    let page = Page::open().await;
    let mark = "kanariefugl4711";
    page.upload(FILE_INPUT, "hemmelig.csv", &one_claim(&[("reference", mark), ("beskrivelse", mark)])).await;
    page.element("#count-modtages").await;
    page.go("#/resultat/fordring/0").await;
    page.wait_for_text(mark).await;
    let kept = "const inside = [location.href, document.title, document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), \
        JSON.stringify(history.state)]; return inside.join('|')";
    let kept = page.script(kept, &[]).await.to_string();
    assert!(!kept.contains(mark) && !kept.contains("hemmelig"), "{kept}");
    let databases =
        page.client().execute_async("const done = arguments[0]; indexedDB.databases().then(list => done(list.length))", vec![]).await;
    assert_eq!(databases.expect("the list of databases"), json!(0));
    page.assert_only_fetched(&["checker"]);
    assert!(!page.console().await.iter().any(|line| line.text.contains(mark)));
}
