//! While a file is checked: how far it is, how long it will take yet, and what becomes of it when something is changed meanwhile.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use browser_tests::{BuiltCopy, Page, TWO_CORES, built};
use serde_json::{Value, json};
use stamdatatjek::wire::{ReaderTell, Tell, pack, unpack};
use tokio::time::sleep;

const FILE_INPUT: &str = "#claim-file";
const LONG: Duration = Duration::from_secs(60);

/// Notes every text that what matches the selectors ever has, once each.
const NOTE_TEXTS: &str = "globalThis.texts = { '#progress-said': [], '#progress-text': [], '.basis': [] }; \
    new MutationObserver(() => { \
        for (const [selector, noted] of Object.entries(texts)) { \
            const text = document.querySelector(selector)?.textContent; \
            if (text && noted.at(-1) !== text) noted.push(text); \
        } \
    }).observe(document, { subtree: true, childList: true, characterData: true });";

/// Notes what the lead tells the page, and holds back what the page asks while `held` is an array.
const BETWEEN: &str = "globalThis.told = []; \
    const post = Worker.prototype.postMessage; \
    const wire = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage'); \
    Object.defineProperty(Worker.prototype, 'onmessage', { ...wire, set(hear) { \
        wire.set.call(this, hear && (event => { told.push(btoa(String.fromCharCode(...event.data))); hear(event); })); \
    } }); \
    Worker.prototype.postMessage = function (...given) { \
        if (globalThis.held) held.push(() => post.apply(this, given)); else post.apply(this, given); \
    };";

/// A file of valid claims.
fn file_of(claims: usize) -> String {
    linked_file(claims, 0)
}

/// A file of claims, each of which names the one that stands so many `before` it as its hovedfordring; 0 for none.
fn linked_file(claims: usize, before: usize) -> String {
    let mut file =
        "fordringstype;reference;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;forfaldsdato;hovedfordring_reference\n"
            .to_owned();
    for number in 0..claims {
        let main = number.checked_sub(before).filter(|_| before > 0).map(|main| format!("A-{main}")).unwrap_or_default();
        file.push_str(&format!("KFDAINS;A-{number};2000,00;2000,00;01-07-2026;31-07-2026;01-07-2026;01-07-2026;{main}\n"));
    }
    file
}

/// Writes a file as if somebody did so a while after it was written the last time.
fn write_later(file: &Path, content: &str, minutes: u64) {
    fs::write(file, content).expect("the test's folder can be written to");
    let later = SystemTime::now() + Duration::from_secs(minutes * 60);
    File::options().write(true).open(file).and_then(|file| file.set_modified(later)).expect("the time can be set");
}

async fn texts(page: &Page, selector: &str) -> Vec<String> {
    let noted = page.script("return texts[arguments[0]]", &[selector.into()]).await;
    noted.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The number before ` procent` in a sentence.
fn percent(text: &str) -> Option<u64> {
    text.split(" procent").next()?.rsplit([' ', ':']).next()?.parse().ok()
}

/// The number before ` rækker er tjekket`.
fn rows(text: &str) -> Option<u64> {
    let digits = text.split(" rækker er tjekket").next()?.rsplit(|letter: char| letter != '.' && !letter.is_ascii_digit()).next()?;
    // The sentence before ends where the number begins.
    digits.trim_start_matches('.').replace('.', "").parse().ok()
}

#[tokio::test]
async fn how_far_a_check_is_and_what_is_left_of_it_is_seen_and_heard() {
    let slow = BuiltCopy::slower(2000);
    let page = Page::open_prepared(slow.path(), &format!("{NOTE_TEXTS} {TWO_CORES}")).await;
    page.upload(FILE_INPUT, "stor.csv", file_of(400_000).as_bytes()).await;
    page.wait_for_text("Tjekker filen").await;
    page.wait_for_text("sekunder tilbage.").await;
    page.look("tjekker-filen-tid").await;
    let bar = page.script("const bar = document.querySelector('progress'); return [bar.value, bar.labels.length, bar.max]", &[]).await;
    assert!(bar[0].as_u64().is_some_and(|value| (5..100).contains(&value)), "{bar}");
    page.wait_for_text_within("af 400.000 fordringer", LONG).await;

    let seen = texts(&page, "#progress-text").await;
    let shares: Vec<u64> = seen.iter().filter_map(|text| percent(text)).collect();
    assert!(shares.len() >= 5 && shares.is_sorted(), "{seen:?}");
    let rows: Vec<u64> = seen.iter().filter_map(|text| rows(text)).collect();
    assert!(rows.len() >= 4 && rows.is_sorted() && rows.last().is_some_and(|last| *last <= 400_000), "{seen:?}");
    // What is read aloud comes in steps of ten.
    let heard = texts(&page, "#progress-said").await;
    let steps: Vec<u64> = heard.iter().filter_map(|text| percent(text)).collect();
    assert!(steps.len() > 2 && steps.len() < 12, "{heard:?}");
    assert!(steps.iter().all(|percent| percent % 10 == 0), "{heard:?}");
    assert!(heard.iter().any(|text| text.contains("procent. Der er ") && text.ends_with("sekunder tilbage.")), "{heard:?}");
    page.assert_console_clean().await;
}

#[tokio::test]
async fn how_far_a_spreadsheet_is_read_is_seen_and_heard() {
    let page = Page::open_prepared(&built(), NOTE_TEXTS).await;
    // A reader that says what the test says.
    page.script("globalThis.stamdatatjekNewReader = async () => globalThis.reader = { postMessage() {}, terminate() {} }", &[]).await;
    page.upload(FILE_INPUT, "stor.xlsx", b"PK\x03\x04resten").await;
    page.wait_until("the reader is at work", "return !!globalThis.reader?.onmessage").await;
    page.wait_for_text("Åbner filen").await;
    for thousandths in [100, 256, 404] {
        let told = pack(&ReaderTell::Progress { thousandths }).expect("a message");
        page.script("reader.onmessage({ data: [new Uint8Array(arguments[0])] })", &[json!(told)]).await;
        sleep(Duration::from_millis(600)).await;
    }
    page.wait_for_text("40 procent af filen er læst.").await;
    page.wait_for_text("Der er under 5 sekunder tilbage, før tjekket begynder.").await;
    page.look("laeser-filen").await;
    assert!(!page.all_text().await.contains("Skift modtagelsesdato"), "nothing is checked yet");
    let heard = texts(&page, "#progress-said").await;
    let expected = ["Filen bliver åbnet.", "Filen bliver læst: 10 procent.", "Filen bliver læst: 20 procent."];
    assert_eq!(heard[..3], expected);
    assert_eq!(heard[3..], ["Filen bliver læst: 40 procent. Der er under 5 sekunder tilbage, før tjekket begynder."]);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn the_results_numbers_are_there_before_its_lists() {
    // What stands there whenever the page is changed: numbers, rules, types, and the end.
    let script = "globalThis.seen = new Set(); \
        const there = () => ['#count-modtages', '.rule-list', '#types-heading', 'button.button-secondary:has([href=\"#print\"])'] \
            .map(selector => Number(!!document.querySelector(selector))).join(''); \
        new MutationObserver(() => seen.add(there())).observe(document, { subtree: true, childList: true });";
    let page = Page::open_prepared(&built(), script).await;
    page.click("button.card").await;
    page.wait_until("the whole result", "return seen.has('1111')").await;
    let seen = page.script("return [...seen]", &[]).await;
    assert_eq!(seen, json!(["0000", "1000", "1100", "1110", "1111"]));
}

#[tokio::test]
async fn claims_that_are_checked_again_are_counted() {
    let slow = BuiltCopy::slower(100);
    let page = Page::open_prepared(slow.path(), &format!("{NOTE_TEXTS} {TWO_CORES}")).await;
    // Half of the claims hang on one that stands far before them.
    page.upload(FILE_INPUT, "renter.csv", linked_file(300_000, 150_000).as_bytes()).await;
    page.wait_for_text_within("af 300.000 fordringer", LONG).await;
    let seen = texts(&page, "#progress-text").await;
    let again = "Alle 300.000 rækker er tjekket. ";
    assert!(
        seen.iter().any(|text| text.contains(again) && text.contains(" fordringer, der hænger sammen med andre, er tjekket en gang til.")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn other_settings_while_a_check_runs_check_anew_and_nothing_of_the_first_is_shown() {
    let slow = BuiltCopy::slower(300);
    let page = Page::open_prepared(slow.path(), &format!("{NOTE_TEXTS} {BETWEEN} {TWO_CORES}")).await;
    page.upload(FILE_INPUT, "stor.csv", file_of(300_000).as_bytes()).await;
    page.wait_for_text("Tjekker filen").await;
    page.script("globalThis.held = []", &[]).await;
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.fill("#received", "24-12-2026").await;
    page.click_text("Tjek igen").await;
    // The first check's result comes before the lead hears of the second.
    page.wait_until("the first check is done", "return told.length > 0 && told.at(-1).length > 2000").await;
    let told = page.script("return told.at(-1)", &[]).await;
    let told = STANDARD.decode(told.as_str().unwrap_or_default()).expect("bytes");
    assert!(matches!(unpack::<Tell>(&told), Some(Tell::Done { .. })));
    sleep(Duration::from_millis(500)).await;
    assert!(page.all_text().await.contains("Tjekker filen"));
    page.script("const asked = held; held = null; asked.forEach(ask => ask())", &[]).await;
    page.wait_for_text_within("stor.csv er tjekket med modtagelsesdato 24.12.2026", LONG).await;
    let shown = texts(&page, ".basis").await;
    assert!(shown.iter().all(|text| text.contains("24.12.2026")), "{shown:?}");

    // And again from the result, this time heard at once, and once more before that is done.
    for day in ["25-12-2026", "26-12-2026"] {
        if page.script("return !document.querySelector('#received')?.checkVisibility()", &[]).await == Value::Bool(true) {
            page.click_text("Skift modtagelsesdato eller fordringshaver").await;
        }
        page.fill("#received", day).await;
        page.click_text("Tjek igen").await;
        page.wait_for_text("Tjekker filen").await;
    }
    page.wait_for_text_within("stor.csv er tjekket med modtagelsesdato 26.12.2026", LONG).await;
    assert!(!texts(&page, ".basis").await.iter().any(|text| text.contains("25.12.2026")));
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_file_that_was_changed_since_is_told_when_a_claim_is_opened() {
    let folder = BuiltCopy::new();
    let file = folder.path().join("fordringer.csv");
    fs::write(&file, file_of(50_000)).expect("a file");
    let page = Page::open().await;
    page.upload_file(FILE_INPUT, &file).await;
    page.wait_for_text("af 50.000 fordringer").await;
    write_later(&file, &file_of(7), 5);
    page.go("#/resultat/fordring/40000").await;
    page.wait_for_text("Rækken kan ikke læses igen (filen er ændret, flyttet eller slettet, efter at den blev valgt).").await;
    page.wait_for_text("Fordringen kan ikke vises").await;
    page.look("fordringen-kan-ikke-vises").await;
    page.click_text("Tilbage til listen").await;
    page.wait_for_text("Viser 1-50 af 50.000 fordringer").await;
    page.click_text("Sidste side").await;
    page.wait_for_text("Rækken kan ikke læses igen").await;
    // The numbers are still those of the file as it was.
    page.go("#/resultat").await;
    page.wait_for_text("af 50.000 fordringer").await;
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.click_text("Tjek igen").await;
    page.wait_for_text("Filen kunne ikke tjekkes").await;
    page.wait_for_text("ændret, flyttet eller slettet").await;
    // Chosen again, it is the one it is now.
    page.upload_file(FILE_INPUT, &file).await;
    page.wait_for_text("af 7 fordringer").await;
    assert!(!page.all_text().await.contains("slettet"));
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_file_that_vanishes_while_it_is_checked_is_told() {
    let slow = BuiltCopy::slower(400);
    let file = slow.path().join("fordringer.csv");
    fs::write(&file, file_of(300_000)).expect("a file");
    let page = Page::open_prepared(slow.path(), TWO_CORES).await;
    page.upload_file(FILE_INPUT, &file).await;
    page.wait_for_text("Tjekker filen").await;
    fs::remove_file(&file).expect("the file is there");
    page.wait_for_text("Filen kunne ikke tjekkes").await;
    page.wait_for_text("flyttet eller slettet").await;
    page.look("filen-er-vaek").await;
    write_later(&file, &file_of(7), 5);
    page.upload_file(FILE_INPUT, &file).await;
    page.wait_for_text("af 7 fordringer").await;
}

#[tokio::test]
async fn a_long_list_is_paged_to_its_end_and_the_last_claim_opens() {
    let page = Page::open_prepared(&built(), "").await;
    page.upload(FILE_INPUT, "stor.csv", file_of(300_000).as_bytes()).await;
    page.wait_for_text_within("af 300.000 fordringer", LONG).await;
    page.click_text("Se alle fordringer").await;
    page.wait_for_text("Viser 1-50 af 300.000 fordringer").await;
    page.click_text("Sidste side").await;
    page.wait_for_text("Viser 299.951-300.000 af 300.000 fordringer").await;
    page.click_text("Række 300.001").await;
    page.wait_for_text("Fordringen på række 300.001").await;
    let text = page.all_text().await;
    assert!(text.contains("A-299999") && !text.contains("Næste fordring"), "{text}");
    page.assert_console_clean().await;
}
