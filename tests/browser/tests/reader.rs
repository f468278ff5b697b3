//! The reader, the program for spreadsheets, XML and JSON: fetched once, when it is needed, by a part of the page that is told nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use browser_tests::{BuiltCopy, Page, built, files_of};
use serde_json::{Value, json};
use stamdatatjek::catalogue::BUILD_ID;
use stamdatatjek::intake::{Container, StagedWriter, Staging, formats};
use stamdatatjek::wire::{ReaderAsk, ReaderTell, pack, unpack};
use std::fs;
use std::time::Duration;
use tokio::time::sleep;

/// Has a new reader read a file; gives what it said last, how often it told of progress, and the rows.
const READ: &str = "const [ask, content, name] = arguments; \
    const file = new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name); \
    const worker = await stamdatatjekNewReader(); \
    const hello = []; \
    let progress = 0; \
    const answer = new Promise((resolve, reject) => { \
        worker.onerror = event => reject(event.message); \
        worker.onmessage = ({ data: [message, rows] }) => { \
            const told = [...message]; \
            /* A message begins with the place of its kind among those there are. */ \
            if (told[0] === 0) hello.push(told); \
            else if (told[0] === 1) progress++; \
            else resolve({ told, rows }); \
        }; \
    }); \
    worker.postMessage([new Uint8Array(ask), file]); \
    const { told, rows } = await answer; \
    worker.terminate(); \
    return { hello, progress, told, rows: rows && await rows.text() };";

/// Ways for a worker to send something, each to an address of its own.
const TRIES: &str = "const at = name => new URL(name, location.href.replace('blob:', '')).href; \
    const nested = `fetch('${at('nested')}')`; \
    const tries = [ \
        () => fetch(at('fetch')), \
        () => fetch(at('posted'), { method: 'POST', body: 'x', keepalive: true }), \
        () => { const request = new XMLHttpRequest(); request.open('GET', at('xhr')); request.send(); }, \
        () => new WebSocket(at('socket')), \
        () => new EventSource(at('events')), \
        () => new WebTransport(at('transport').replace('http:', 'https:')), \
        () => import(at('module')), \
        () => importScripts(at('script')), \
        () => caches.open('x').then(cache => cache.add(at('cache'))), \
        () => new FontFace('x', `url(${at('font')})`).load(), \
        () => new Worker(at('worker')), \
        () => new Worker(URL.createObjectURL(new Blob([nested], { type: 'text/javascript' }))), \
    ]; \
    const outcome = attempt => Promise.resolve().then(attempt).then(() => null, () => null); \
    const all = Promise.all(tries.map(outcome)).then(() => tries.length);";

fn assert_fetched_once(page: &Page) {
    page.assert_only_fetched(&["reader"]);
}

#[tokio::test]
async fn the_first_visit_does_not_carry_the_reader() {
    let page = Page::open().await;
    let files = files_of("reader");
    for request in page.requests() {
        assert!(!files.contains(&format!("{} {}", request.method, request.path)), "{}", request.path);
    }
    page.assert_silent();
}

#[tokio::test]
async fn the_reader_is_fetched_once_by_the_first_who_needs_it() {
    let page = Page::open().await;
    let two = "const readers = await Promise.all([stamdatatjekNewReader(), stamdatatjekNewReader()]); \
        return readers.map(reader => reader instanceof Worker && reader).filter((reader, at, all) => reader && all.indexOf(reader) === at).length";
    assert_eq!(page.async_script(two, &[]).await, json!(2));
    assert_fetched_once(&page);
    assert_eq!(page.async_script("return await stamdatatjekNewReader() instanceof Worker", &[]).await, json!(true));
    assert_fetched_once(&page);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_reader_that_cannot_be_fetched_is_told_in_danish_and_can_be_fetched_later() {
    let copy = BuiltCopy::new();
    let program = copy.file("reader_bg-", ".wasm");
    let away = copy.path().join("away");
    fs::rename(&program, &away).expect("the copy can be changed");

    let page = Page::open_prepared(copy.path(), "").await;
    for _ in 0..2 {
        let answer = page.async_script("return await stamdatatjekNewReader() instanceof Worker", &[]).await;
        let sentence = answer["thrown"].as_str().unwrap_or_default();
        assert!(sentence.starts_with("Den del af siden, der læser og skriver regneark, XML og JSON, kunne ikke hentes."), "{answer}");
    }
    fs::rename(&away, &program).expect("the copy can be changed");
    assert_eq!(page.async_script("return await stamdatatjekNewReader() instanceof Worker", &[]).await, json!(true));
    assert!(!page.all_text().await.contains("Stamdatatjek er gået i stå"));
}

#[tokio::test]
async fn a_changed_reader_is_refused() {
    for (start, end) in [("reader-", ".js"), ("reader_bg-", ".wasm")] {
        let copy = BuiltCopy::new();
        let file = copy.file(start, end);
        let mut content = fs::read(&file).expect("the reader");
        content.push(b'\n');
        fs::write(&file, content).expect("the copy can be changed");

        let page = Page::open_prepared(copy.path(), "").await;
        let answer = page.async_script("return await stamdatatjekNewReader() instanceof Worker", &[]).await;
        assert!(answer["thrown"].is_string(), "{start}{end}: {answer}");
    }
}

#[tokio::test]
async fn the_fetchers_look_at_nothing_they_are_told() {
    // The page keeps the fetchers to itself; the test catches them as they are made.
    let catch = "globalThis.made = []; \
        globalThis.Worker = class extends Worker { constructor(...given) { super(...given); made.push(this); } };";
    let page = Page::open_prepared(&built(), catch).await;
    assert_eq!(page.script("return made.length", &[]).await, json!(2));
    for (place, fetched) in [(0, &["checker"][..]), (1, &["checker", "reader"])] {
        let tell = "const fetcher = made[arguments[0]], address = new URL('told', location.href).href; \
            const answer = new Promise(resolve => { fetcher.onmessage = event => resolve(event.data.map(file => file.byteLength > 1000)); }); \
            fetcher.postMessage({ url: address, requests: [[address, {}]], data: address, body: 'x' }); \
            return await answer";
        assert_eq!(page.async_script(tell, &[json!(place)]).await, json!([true, true]));
        page.assert_only_fetched(fetched);

        // It has ended: it answers nothing more.
        let again = "const fetcher = made[arguments[0]]; \
            let answers = 0; \
            fetcher.onmessage = () => answers++; \
            for (const message of [null, [[new URL('again', location.href).href, {}]], 'x']) fetcher.postMessage(message); \
            await new Promise(resolve => setTimeout(resolve, 500)); \
            return answers";
        assert_eq!(page.async_script(again, &[json!(place)]).await, json!(0));
        page.assert_only_fetched(fetched);
    }
}

#[tokio::test]
async fn no_worker_can_be_made_from_the_fetchers_addresses_or_any_other() {
    let note = "globalThis.addresses = []; \
        const create = URL.createObjectURL; \
        URL.createObjectURL = blob => { const url = create(blob); addresses.push(url); return url; };";
    let page = Page::open_prepared(&built(), note).await;
    page.async_script("await stamdatatjekNewCheckers(); await stamdatatjekNewReader()", &[]).await;
    let make = "URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })); \
        const made = url => { try { return !!new Worker(url, { type: 'module' }); } catch { return false; } }; \
        return addresses.map(made)";
    // The fetchers', the checker's, the reader's, and the test's.
    assert_eq!(page.script(make, &[]).await, json!([false, false, true, true, false]));
}

#[tokio::test]
async fn the_reader_and_the_checking_workers_can_send_nothing() {
    let copy = BuiltCopy::new();
    let script = format!("{TRIES} all.then(count => postMessage(['tries', count]));");
    copy.add_script(&copy.file("checker-", ".js"), &script);
    copy.add_script(&copy.file("reader-", ".js"), &script);

    let page = Page::open_prepared(copy.path(), "").await;
    let cores = page.script("return navigator.hardwareConcurrency", &[]).await.as_u64().expect("a number of cores").clamp(1, 8);
    for (make, workers) in [("stamdatatjekNewReader", 1), ("stamdatatjekNewCheckers", 1 + cores)] {
        let wait = "const workers = [await globalThis[arguments[0]]()].flat(); \
            return await Promise.all(workers.map(worker => new Promise(resolve => { \
                worker.onmessage = ({ data }) => { if (data[0] === 'tries') resolve(data[1]); }; \
            })))";
        let counts = page.async_script(wait, &[json!(make)]).await;
        assert_eq!(counts, json!(vec![12; usize::try_from(workers).unwrap_or_default()]), "{make}");
    }
    sleep(Duration::from_millis(500)).await;
    let asked: Vec<String> = page.requests_since_start().into_iter().map(|request| request.path).collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert!(asked.iter().all(|path| path.starts_with("/checker") || path.starts_with("/reader")), "{asked:?}");
}

#[tokio::test]
async fn a_page_that_has_its_workers_can_send_nothing() {
    let page = Page::open().await;
    assert_eq!(page.async_script("return (await stamdatatjekNewCheckers()).length > 1", &[]).await, json!(true));
    assert_eq!(page.async_script("return await stamdatatjekNewReader() instanceof Worker", &[]).await, json!(true));
    let tries = format!("{TRIES} return await all");
    assert_eq!(page.async_script(&tries, &[]).await, json!(12));
    sleep(Duration::from_millis(500)).await;
    page.assert_only_fetched(&["checker", "reader"]);
}

/// A file of the native tests.
fn fixture(name: &str) -> Vec<u8> {
    let file = xtask::root().join("tests").join("fixtures").join(name);
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What the reader in the page answers to a file.
async fn read_in(page: &Page, container: Container, content: &[u8]) -> Value {
    let ask = pack(&ReaderAsk::Stage { container, sheet: None }).expect("a question");
    let answer = page.async_script(READ, &[json!(ask), json!(STANDARD.encode(content)), json!("krav")]).await;
    let hello: Vec<ReaderTell> = answer["hello"].as_array().expect("messages").iter().map(told).collect();
    assert_eq!(hello, [ReaderTell::Hello { build: BUILD_ID.into() }], "{answer}");
    answer
}

/// A message of the reader.
fn told(bytes: &Value) -> ReaderTell {
    let bytes: Vec<u8> = serde_json::from_value(bytes.clone()).expect("bytes");
    unpack(&bytes).expect("a message of the reader")
}

/// The sentence with which the reader refuses.
fn refusal(answer: &Value) -> String {
    match told(&answer["told"]) {
        ReaderTell::Refused { message } => message,
        other => panic!("{other:?} is no refusal"),
    }
}

/// What the library says of a file outside the browser, and its rows.
fn read_outside(container: Container, content: &[u8]) -> (Staging, String) {
    let mut rows = Vec::new();
    let mut content = content;
    let staging = formats::stage(container, &mut content, None, &mut StagedWriter::new(&mut rows), &mut |_| true);
    (staging.expect("a file that can be read"), String::from_utf8(rows).expect("staged rows are UTF-8"))
}

/// The file becomes the same rows in the page as outside it; gives how many, and how often the reader told of progress.
async fn assert_read_the_same(page: &Page, container: Container, content: &[u8]) -> (u64, u64) {
    let (staging, rows) = read_outside(container, content);
    let answer = read_in(page, container, content).await;
    assert_eq!(told(&answer["told"]), ReaderTell::Done { staging: staging.clone() });
    assert!(answer["rows"] == json!(rows), "{container:?}: the rows differ");
    (staging.rows, answer["progress"].as_u64().unwrap_or_default())
}

#[tokio::test]
async fn json_and_xml_become_the_same_rows_as_outside_the_browser() {
    let page = Page::open().await;
    let list = r#"[{"reference":"A","beloeb":12.5},{"reference":"B","beskrivelse":"Æblegrød"}]"#;
    let lines = "{\"reference\":\"A\"}\n{\"reference\":\"B\"}\n{\"reference\":\"C\"}\n";
    let delivery = "<MFFordringIndberet_I><FordringAktionSamling><FordringAktion><MFAktionKode>OPRETFORDRING</MFAktionKode><AktionValg>\
        <OpretFordringAktion><MFOpretFordringStruktur><DMIFordringTypeKode>KFDAINS</DMIFordringTypeKode></MFOpretFordringStruktur>\
        </OpretFordringAktion></AktionValg></FordringAktion></FordringAktionSamling></MFFordringIndberet_I>";
    for (container, content, claims) in [(Container::Json, list, 2), (Container::Json, lines, 3), (Container::Xml, delivery, 1)] {
        let (rows, _) = assert_read_the_same(&page, container, content.as_bytes()).await;
        assert_eq!(rows, claims);
    }
    assert_fetched_once(&page);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn spreadsheets_become_the_same_rows_as_outside_the_browser() {
    let page = Page::open().await;
    let claims = String::from_utf8(fixture("fordringer.csv")).expect("a CSV file").lines().count() as u64;
    for (name, container) in
        [("fordringer.xlsx", Container::Zip), ("fordringer.ods", Container::Zip), ("fordringer.xls", Container::Compound)]
    {
        let (rows, _) = assert_read_the_same(&page, container, &fixture(name)).await;
        assert_eq!(rows, claims, "{name}");
    }
    assert_fetched_once(&page);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_locked_spreadsheet_is_refused_in_danish() {
    let page = Page::open().await;
    for (name, container) in [("laast.xlsx", Container::Compound), ("laast.ods", Container::Zip), ("laast.xls", Container::Compound)] {
        let answer = read_in(&page, container, &fixture(name)).await;
        let sentence = refusal(&answer);
        assert!(sentence.contains("adgangskode"), "{name}: {answer}");
    }
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_file_of_many_parts_becomes_the_same_rows_as_outside_the_browser() {
    let page = Page::open().await;
    let claim = |number: u32| format!(r#"{{"reference":"{number}","beskrivelse":"{}"}}"#, "Æ".repeat(60));
    let list = format!("[{}]", (0..30_000).map(claim).collect::<Vec<_>>().join(","));
    assert!(list.len() > 4 << 20);
    let (rows, progress) = assert_read_the_same(&page, Container::Json, list.as_bytes()).await;
    assert_eq!(rows, 30_000);
    assert!((1..100).contains(&progress), "the reader told {progress} times of progress");
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_in_danish() {
    let page = Page::open().await;
    let answer = read_in(&page, Container::Json, b"[{").await;
    let sentence = refusal(&answer);
    assert!(sentence.starts_with("Filen ") && sentence.ends_with('.'), "{answer}");
    assert_fetched_once(&page);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_question_that_is_not_understood_is_refused_in_danish() {
    let page = Page::open().await;
    for ask in [vec![], vec![9], vec![0, 200]] {
        let answer = page.async_script(READ, &[json!(ask), json!(""), json!("krav")]).await;
        assert_eq!(refusal(&answer), "Siden og læseren forstår ikke hinanden. Genindlæs siden.", "{ask:?}");
    }
}

#[tokio::test]
async fn giving_up_while_the_reader_is_fetched_leaves_the_page_alive() {
    for outcome in ["return make()", "throw new Error('Den kunne ikke hentes.')"] {
        let page = Page::open().await;
        let slow = format!(
            "const make = stamdatatjekNewReader; \
             globalThis.stamdatatjekNewReader = async () => {{ await new Promise(go => {{ globalThis.go = go; }}); {outcome}; }};"
        );
        page.script(&slow, &[]).await;
        assert!(page.drop_file(".drop-zone", "krav.json", br#"[{"reference":"A","fordringstype":"KFDAINS","beloeb":12.5}]"#).await);
        page.wait_until("the reader is wanted", "return !!globalThis.go").await;
        page.click_text("Afbryd").await;
        page.element(".drop-zone").await;
        page.script("go()", &[]).await;
        sleep(Duration::from_millis(500)).await;
        assert!(!page.all_text().await.contains("Stamdatatjek er gået i stå"), "{outcome}");
        page.element(".drop-zone").await;
        page.assert_console_clean().await;
    }
}
