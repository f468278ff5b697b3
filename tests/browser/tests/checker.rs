//! The checker, the program that opens and checks files: fetched once, when a file is coming, and at work in several workers that end together.

use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use browser_tests::{BuiltCopy, Page, built, files_of};
use fantoccini::key::Key;
use serde_json::{Value, json};
use stamdatatjek::catalogue::{BUILD_ID, Creditor};
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::claim::NaiveDate;
use stamdatatjek::wire::{HandAsk, HandTell, pack, unpack};
use tokio::time::sleep;

const FILE_INPUT: &str = "#claim-file";

/// Notes the workers as they are made and as they are ended, other than the fetchers.
const NOTE_WORKERS: &str = "globalThis.made = 0; globalThis.live = new Set(); \
    globalThis.Worker = class extends Worker { \
        constructor(...given) { super(...given); if (given[1]?.type === 'module') { made++; live.add(this); } } \
        terminate() { live.delete(this); super.terminate(); } \
    };";

/// A file of valid claims.
fn file_of(claims: usize) -> String {
    let mut file = "fordringstype;reference;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;forfaldsdato\n".to_owned();
    for number in 0..claims {
        file.push_str(&format!("KFDAINS;A-{number};2000,00;2000,00;01-07-2026;31-07-2026;01-07-2026;01-07-2026\n"));
    }
    file
}

/// A large file.
fn long_file() -> String {
    file_of(300_000)
}

fn bytes(message: Option<Vec<u8>>) -> Value {
    json!(STANDARD.encode(message.expect("a message")))
}

#[tokio::test]
async fn a_visit_without_files_does_not_fetch_the_checker() {
    let page = Page::open().await;
    let files = files_of("checker");
    for request in page.requests() {
        assert!(!files.contains(&format!("{} {}", request.method, request.path)), "{}", request.path);
    }
    for route in ["#/fordring/KFDAINS", "#/typer", "#/type/KFDAINS", "#/regler", "#/felter", "#/om", "#/privatliv"] {
        page.go(route).await;
        page.wait_until("the page is there", "return !!document.querySelector('h1')").await;
    }
    sleep(Duration::from_millis(300)).await;
    page.assert_silent();
}

#[tokio::test]
async fn files_have_the_checker_fetched_once() {
    let page = Page::open_prepared(&built(), NOTE_WORKERS).await;
    let cores = page.script("return navigator.hardwareConcurrency", &[]).await.as_u64().expect("a number of cores");
    for claims in [3, 5] {
        page.go("#/").await;
        page.upload(FILE_INPUT, &format!("{claims}.csv"), file_of(claims).as_bytes()).await;
        page.wait_for_text(&format!("{claims}.csv")).await;
        page.wait_for_text(&format!("af {claims} fordringer")).await;
        page.assert_only_fetched(&["checker"]);
        assert_eq!(page.script("return live.size", &[]).await, json!(1 + cores.clamp(1, 8)));
    }
    page.assert_console_clean().await;
}

#[tokio::test]
async fn the_first_sign_of_a_file_has_the_checker_fetched_and_started() {
    let drag = "const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File(['x'], 'x')); \
        document.body.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer }))";
    let signs = [
        "document.querySelector('#claim-file').focus()",
        "document.querySelector('.drop-zone').dispatchEvent(new PointerEvent('pointerenter'))",
        "document.querySelector('details:has(#pasted-rows)').open = true",
        drag,
    ];
    for sign in signs {
        let page = Page::open_prepared(&built(), NOTE_WORKERS).await;
        page.script(sign, &[]).await;
        page.wait_until("the workers are started", "return live.size > 1").await;
        page.script(sign, &[]).await;
        page.assert_only_fetched(&["checker"]);
        // A file is checked by these workers.
        let before = page.script("return made", &[]).await;
        page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
        page.wait_for_text("af 3 fordringer").await;
        assert_eq!(page.script("return made", &[]).await, before, "{sign}");
        page.assert_only_fetched(&["checker"]);
        page.assert_console_clean().await;
    }
}

#[tokio::test]
async fn text_dragged_over_the_page_fetches_nothing() {
    let page = Page::open().await;
    let drag = "const dataTransfer = new DataTransfer(); dataTransfer.setData('text/plain', 'x'); \
        document.body.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer }))";
    page.script(drag, &[]).await;
    sleep(Duration::from_millis(300)).await;
    page.assert_silent();
}

#[tokio::test]
async fn a_checker_that_cannot_be_fetched_is_told_in_danish_and_can_be_fetched_later() {
    let copy = BuiltCopy::new();
    let program = copy.file("checker_bg-", ".wasm");
    let away = copy.path().join("away");
    fs::rename(&program, &away).expect("the copy can be changed");

    let page = Page::open_prepared(copy.path(), "").await;
    // As long as no file is chosen, nobody is told.
    page.script("document.querySelector('#claim-file').focus()", &[]).await;
    sleep(Duration::from_millis(500)).await;
    assert!(!page.requests_since_start().is_empty());
    assert!(!page.all_text().await.contains("kunne ikke hentes"));
    for _ in 0..2 {
        page.go("#/").await;
        page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
        page.wait_for_text("Den del af siden, der tjekker filer, kunne ikke hentes. Er der forbindelse til serveren?").await;
    }
    page.look("kontrollen-kan-ikke-hentes").await;
    fs::rename(&away, &program).expect("the copy can be changed");
    page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
    page.wait_for_text("af 3 fordringer").await;
}

#[tokio::test]
async fn a_changed_checker_is_refused() {
    for (start, end) in [("checker-", ".js"), ("checker_bg-", ".wasm")] {
        let copy = BuiltCopy::new();
        let file = copy.file(start, end);
        let mut content = fs::read(&file).expect("the checker");
        content.push(b'\n');
        fs::write(&file, content).expect("the copy can be changed");

        let page = Page::open_prepared(copy.path(), "").await;
        let answer = page.async_script("return (await stamdatatjekNewCheckers()).length", &[]).await;
        assert!(answer["thrown"].is_string(), "{start}{end}: {answer}");
    }
}

#[tokio::test]
async fn giving_up_while_the_checker_is_fetched_leaves_the_page_alive() {
    for outcome in ["return make()", "throw new Error('Den kunne ikke hentes.')"] {
        let page = Page::open_prepared(&built(), NOTE_WORKERS).await;
        let slow = format!(
            "const make = stamdatatjekNewCheckers; \
             globalThis.stamdatatjekNewCheckers = async () => {{ await new Promise(go => {{ globalThis.go = go; }}); {outcome}; }};"
        );
        page.script(&slow, &[]).await;
        page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
        page.wait_for_text("Åbner filen").await;
        page.wait_until("the checker is wanted", "return !!globalThis.go").await;
        // Not by the pointer: it would come to stand above the drop zone, a sign of the next file.
        page.script("[...document.querySelectorAll('button')].find(button => button.innerText.trim() === 'Afbryd').click()", &[]).await;
        page.element(".drop-zone").await;
        page.script("go()", &[]).await;
        sleep(Duration::from_millis(500)).await;
        assert!(!page.all_text().await.contains("Stamdatatjek er gået i stå"), "{outcome}");
        page.element(".drop-zone").await;
        assert_eq!(page.script("return live.size", &[]).await, json!(0), "{outcome}");
        page.assert_console_clean().await;
    }
}

#[tokio::test]
async fn of_two_files_only_the_second_is_checked() {
    let slow = BuiltCopy::slow();
    let page = Page::open_prepared(slow.path(), NOTE_WORKERS).await;
    page.upload(FILE_INPUT, "stor.csv", long_file().as_bytes()).await;
    page.wait_for_text("Tjekker filen").await;
    page.go("#/").await;
    page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
    page.wait_for_text("af 3 fordringer").await;
    let workers = page.script("return [live.size, made]", &[]).await;
    assert_eq!(workers[0].as_u64().map(|live| live * 2), workers[1].as_u64(), "the first file's workers have ended: {workers}");
    // Nothing of the first comes afterwards.
    sleep(Duration::from_millis(500)).await;
    let text = page.all_text().await;
    assert!(text.contains("tre.csv") && text.contains("af 3 fordringer") && !text.contains("stor.csv"), "{text}");
    page.assert_console_clean().await;
}

#[tokio::test]
async fn cancelling_frees_the_page_at_once() {
    let slow = BuiltCopy::slow();
    let page = Page::open_prepared(slow.path(), NOTE_WORKERS).await;
    page.upload(FILE_INPUT, "stor.csv", long_file().as_bytes()).await;
    page.wait_for_text("Tjekker filen").await;
    let cancel = "const button = [...document.querySelectorAll('button')].find(button => button.innerText.trim() === 'Afbryd'); \
        const start = performance.now(); \
        button.click(); \
        while (!document.querySelector('#claim-file')) await new Promise(requestAnimationFrame); \
        await new Promise(resolve => setTimeout(resolve)); \
        return [performance.now() - start, live.size]";
    let answer = page.async_script(cancel, &[]).await;
    println!("from the click on Afbryd to the start page: {} ms", answer[0]);
    assert!(answer[0].as_f64().is_some_and(|time| time < 1000.0), "{answer}");
    assert_eq!(answer[1], json!(0), "workers go on after the check was cancelled");
}

#[tokio::test]
async fn a_hand_that_dies_ends_the_check_with_a_sentence() {
    let copy = BuiltCopy::slow();
    // Any worker that is made a hand fails a little later.
    let script =
        "addEventListener('message', ({ data }) => { if (data === 'hand') setTimeout(() => { throw new Error('prøve'); }, 1500); });";
    copy.add_script(&copy.file("checker-", ".js"), script);

    let page = Page::open_prepared(copy.path(), NOTE_WORKERS).await;
    page.upload(FILE_INPUT, "stor.csv", long_file().as_bytes()).await;
    page.wait_for_text("Kontrollen er gået i stå på grund af en fejl i programmet. Din fil er ikke ændret.").await;
    assert_eq!(page.script("return live.size", &[]).await, json!(0));
    assert!(!page.all_text().await.contains("Stamdatatjek er gået i stå"));
}

/// Gives the test an end of every channel between the lead and a hand: messages to who has the role `arguments[0]` go through `channel`.
const TAKE_A_PLACE: &str = "const post = Worker.prototype.postMessage; \
    globalThis.heard = []; \
    const encoded = data => btoa(String.fromCharCode(...data[0])); \
    Worker.prototype.postMessage = function (message, ports) { \
        if (message !== '<role>') return post.call(this, message, ports); \
        const channels = ports.map(() => new MessageChannel()); \
        for (const { port1 } of channels) port1.onmessage = ({ data }) => heard.push(encoded(data)); \
        globalThis.tell = (text, ...blobs) => \
            channels[0].port1.postMessage([Uint8Array.from(atob(text), letter => letter.charCodeAt(0)), ...blobs]); \
        return post.call(this, message, channels.map(({ port2 }) => port2)); \
    };";

/// The page, with the test in the place of the other end of every channel to a worker of this role.
async fn opposite(role: &str) -> Page {
    Page::open_prepared(&built(), &TAKE_A_PLACE.replace("<role>", role)).await
}

/// What the test has heard through the channels.
async fn heard(page: &Page, messages: usize) -> Vec<Vec<u8>> {
    page.wait_until("an answer", &format!("return heard.length >= {messages}")).await;
    let heard = page.script("return heard", &[]).await;
    heard.as_array().into_iter().flatten().map(|text| STANDARD.decode(text.as_str().unwrap_or_default()).expect("bytes")).collect()
}

#[tokio::test]
async fn a_hand_greets_its_lead_and_answers_its_tasks() {
    let page = opposite("hand").await;
    page.script("stamdatatjekNewCheckers()", &[]).await;
    page.wait_until("the hands are up", "return heard.length >= 1").await;
    let hello = HandTell::Hello { build: BUILD_ID.into() };
    assert_eq!(heard(&page, 1).await.first().and_then(|message| unpack::<HandTell>(message)), Some(hello));
    sleep(Duration::from_millis(300)).await;
    let greetings = heard(&page, 1).await.len();

    // What a lead would ask of it.
    let file = file_of(3);
    let settings = Settings { received: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"), creditor: Creditor::default() };
    let opened = || open_text("tre.csv", file.clone().into_bytes()).expect("a file of claims");
    let mut check = FileCheck::begin(opened(), settings);
    let (plan, task) = (check.plan(), check.next_task().expect("a task"));
    let task = || bytes(pack(&HandAsk::Task(pack(&task).expect("a task"))));

    page.script("tell(arguments[0])", &[task()]).await;
    let answers = heard(&page, greetings + 1).await;
    assert!(matches!(answers.last().and_then(|message| unpack(message)), Some(HandTell::Failed { .. })), "a task without a file");

    let begin = bytes(pack(&HandAsk::Begin { plan: pack(&plan).expect("a plan") }));
    page.script("tell(arguments[0], new Blob([arguments[1]]))", &[begin, json!(file)]).await;
    page.script("tell(arguments[0])", &[task()]).await;
    let answers = heard(&page, greetings + 2).await;
    let answer = answers.last().and_then(|message| unpack(message));
    let Some(HandTell::Done(answer)) = answer else { panic!("what the hand did: {answer:?}") };
    // It makes the result that comes of the file outside the browser. Not compared by itself: keys differ from machine to machine.
    check.take(unpack(&answer).expect("what came of the task")).expect("a part of the file");
    assert!(check.is_done());
    let alone = FileCheck::run(opened(), settings, &mut |_| true).expect("a file of claims").expect("a whole check");
    assert_eq!(check.totals, alone.totals);
    assert_eq!(check.totals.claims, 3);
    page.assert_console_clean().await;
}

#[tokio::test]
async fn a_lead_does_not_work_with_hands_of_another_build() {
    let page = opposite("lead").await;
    page.script("document.querySelector('#claim-file').focus()", &[]).await;
    page.wait_until("the workers are started", "return !!globalThis.tell").await;
    page.script("tell(arguments[0])", &[bytes(pack(&HandTell::Hello { build: "en anden".into() }))]).await;
    sleep(Duration::from_millis(300)).await;
    page.upload(FILE_INPUT, "tre.csv", file_of(3).as_bytes()).await;
    page.wait_for_text("Siden er blevet opdateret, mens du havde den åben.").await;
}

#[tokio::test]
async fn the_keyboard_alone_has_the_checker_ready() {
    let page = Page::open_prepared(&built(), NOTE_WORKERS).await;
    for _ in 0..12 {
        page.press(&Key::Tab.to_string()).await;
        if page.focused().await == "claim-file" {
            break;
        }
    }
    page.wait_until("the workers are started", "return live.size > 1").await;
    page.assert_only_fetched(&["checker"]);
}

#[test]
fn the_page_holds_nothing_that_reads_files() {
    // Sentences that only the program that opens and checks files can say.
    let copy = |start: &str, end: &str| {
        let names = fs::read_dir(built()).expect("the built page").flatten().map(|entry| entry.path());
        let is_it = |path: &Path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(start) && name.ends_with(end))
        };
        fs::read(names.into_iter().find(|path| is_it(path)).expect("a program")).expect("a program")
    };
    let holds = |program: &[u8], text: &str| program.windows(text.len()).any(|part| part == text.as_bytes());
    let (app, checker) = (copy("app-", "_bg.wasm"), copy("checker_bg-", ".wasm"));
    for sentence in ["Filen er tom", "filen er ændret, siden den blev valgt", "Ingen af de første linjer"] {
        assert!(holds(&checker, sentence), "{sentence}");
        assert!(!holds(&app, sentence), "{sentence}");
    }
}
