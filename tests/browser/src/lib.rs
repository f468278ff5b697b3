//! What the browser tests share: the built page, served and opened in a fresh browser, and what a user does there.
//!
//! A helper that can't do its part panics with a sentence, what the page shows, and what the console says: in a test that is what a
//! reader wants. Helpers that look for something wait for it.

mod driver;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use driver::{ConsoleLog, DevTools, Driver};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::sleep;
use xtask::server::{Request, Server};
use xtask::{browser, root, site};

/// How long a helper waits for what it looks for.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A script that makes the page believe in two cores, whatever the machine has: so the time that a slow check takes can be foreseen.
pub const TWO_CORES: &str = "Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 });";

/// How many browsers are open at a time: as many as two cores can carry.
static ROOM: Semaphore = Semaphore::const_new(2);

/// The built page, opened in a browser of its own.
///
/// Fields are dropped in order: the browser before the server, and its folder last.
pub struct Page {
    client: Client,
    _driver: Driver,
    server: Server,
    folder: Folder,
    console: Mutex<Vec<LogLine>>,
    requests_at_start: usize,
    _room: SemaphorePermit<'static>,
}

/// A line of the browser's console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    pub text: String,
}

/// The folder with the built page.
pub fn built() -> PathBuf {
    let dist = site::dist();
    assert!(dist.join("index.html").is_file(), "There is no built page to test: run `cargo xtask build`.");
    dist
}

/// The two files of a program that is fetched after the start, `checker` or `reader`, as requests such as `GET /reader.js`.
pub fn files_of(program: &str) -> BTreeSet<String> {
    let names = fs::read_dir(built()).expect("the built page").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let requests: BTreeSet<String> = names.filter(|name| name.starts_with(program)).map(|name| format!("GET /{name}")).collect();
    assert_eq!(requests.len(), 2, "the {program} is not two files: {requests:?}");
    requests
}

/// A copy of the built page that a test may spoil. Removed when dropped.
pub struct BuiltCopy(Folder);

impl BuiltCopy {
    /// Copies the built page.
    pub fn new() -> Self {
        let folder = Folder::new();
        copy_folder(&built(), &folder.0);
        Self(folder)
    }

    /// Copies the built page, and makes its checker take a quarter of a second for every piece of a file: something can be done meanwhile.
    pub fn slow() -> Self {
        Self::slower(250)
    }

    /// As [`Self::slow`], with as many milliseconds for every piece.
    pub fn slower(milliseconds: u32) -> Self {
        let copy = Self::new();
        let script = "const late = call => function (...given) { \
                for (const until = performance.now() + <milliseconds>; performance.now() < until;); \
                return call.apply(this, given); \
            }; \
            FileReaderSync.prototype.readAsArrayBuffer = late(FileReaderSync.prototype.readAsArrayBuffer); \
            Blob.prototype.stream = late(Blob.prototype.stream);";
        copy.add_script(&copy.file("checker-", ".js"), &script.replace("<milliseconds>", &milliseconds.to_string()));
        copy
    }

    /// The folder with the copy.
    pub fn path(&self) -> &Path {
        &self.0.0
    }

    /// The one file whose name starts and ends so.
    pub fn file(&self, start: &str, end: &str) -> PathBuf {
        let entries = fs::read_dir(self.path()).expect("the copy").flatten();
        let names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let found: Vec<&String> = names.iter().filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
        let [name] = found[..] else { panic!("not one file is named {start}…{end}: {found:?}") };
        self.path().join(name)
    }

    /// Puts a script at the end of a file of the page, and the file's new fingerprint in the place of the old one.
    pub fn add_script(&self, file: &Path, script: &str) {
        let old = fs::read_to_string(file).expect("a script");
        self.replace(file, format!("{old}\n{script}\n").as_bytes());
    }

    /// Gives a file of the page another content, and the file's new fingerprint the place of the old one.
    pub fn replace(&self, file: &Path, new: &[u8]) {
        let old = fs::read(file).expect("a file of the page");
        let index = self.path().join("index.html");
        let html = fs::read_to_string(&index).expect("index.html");
        let (was, is) = (site::integrity(&old), site::integrity(new));
        assert!(html.contains(&was), "index.html has no fingerprint of {}", file.display());
        fs::write(&index, html.replace(&was, &is)).expect("the copy can be changed");
        fs::write(file, new).expect("the copy can be changed");
    }
}

impl Default for BuiltCopy {
    fn default() -> Self {
        Self::new()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("a folder to copy").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file to copy");
        }
    }
}

impl Page {
    /// Opens the start page and waits until the app has started.
    pub async fn open() -> Self {
        Self::open_at("").await
    }

    /// Opens the page at a route, such as `#/regel/R_6_20`, and waits until the app has started.
    pub async fn open_at(route: &str) -> Self {
        let mut page = Self::open_unstarted(&built(), route).await;
        page.wait_until_started().await;
        page
    }

    /// Opens the page that is in `dist`, runs `script` in it before anything of its own, and waits until the app has started.
    pub async fn open_prepared(dist: &Path, script: &str) -> Self {
        let mut page = Self::open_with(dist, "", script).await;
        page.wait_until_started().await;
        page
    }

    /// Opens the page that is in `dist` and waits for nothing, for tests of the start itself.
    pub async fn open_unstarted(dist: &Path, route: &str) -> Self {
        Self::open_with(dist, route, "").await
    }

    async fn wait_until_started(&mut self) {
        self.wait_until("the app has started", "return !document.getElementById('starter') && !!document.querySelector('h1')").await;
        self.requests_at_start = self.server.requests().len();
    }

    async fn open_with(dist: &Path, route: &str, script: &str) -> Self {
        let room = ROOM.acquire().await.expect("the semaphore is never closed");
        let browser =
            browser::find().expect("There is no browser to test with: run `cargo xtask test --only browser`, which installs one.");

        let folder = Folder::new();
        let server = Server::start(dist, 0).expect("the server starts on a free port");
        let driver = Driver::start(&browser.driver);
        let client = driver.connect(&browser.chrome, &folder.0).await;
        let page = Self { client, _driver: driver, server, folder, console: Mutex::default(), requests_at_start: 0, _room: room };

        page.devtools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": page.folder.0.join("downloads") })).await;
        // Notes what the policy refuses, from the first moment on.
        let listener = "globalThis.refusedByPolicy = []; \
            addEventListener('securitypolicyviolation', e => refusedByPolicy.push(`${e.effectiveDirective}: ${e.blockedURI}`));";
        for source in [listener, script] {
            page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        }
        page.client.goto(&page.address(route)).await.expect("the page opens");
        page
    }

    fn address(&self, route: &str) -> String {
        format!("{}{route}", self.server.url())
    }

    /// Goes to a route within the page, as a link would.
    pub async fn go(&self, route: &str) {
        self.script("location.hash = arguments[0]", &[json!(route)]).await;
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, script: &str, arguments: &[Value]) -> Value {
        match self.client.execute(script, arguments.to_vec()).await {
            Ok(value) => value,
            Err(error) => self.give_up(&format!("this script fails: {script}\n{error}")).await,
        }
    }

    /// Runs the body of an async function in the page, waits for it, and gives what it returns. What it throws comes as `{"thrown": …}`.
    pub async fn async_script(&self, body: &str, arguments: &[Value]) -> Value {
        let script = format!(
            "const given = [...arguments], done = given.pop(); \
            (async function () {{ {body} }})(...given).then(done, error => done({{ thrown: String(error?.message ?? error) }}))"
        );
        self.done("an async script", self.client.execute_async(&script, arguments.to_vec()).await).await
    }

    /// Waits until `script` returns true. `what` says what is waited for.
    pub async fn wait_until(&self, what: &str, script: &str) {
        self.wait(what, script, &[], PATIENCE).await;
    }

    /// Waits until the page shows `text`.
    pub async fn wait_for_text(&self, text: &str) {
        self.wait_for_text_within(text, PATIENCE).await;
    }

    /// Waits until the page shows `text`, for work that takes long.
    pub async fn wait_for_text_within(&self, text: &str, patience: Duration) {
        let script = "return document.body.innerText.includes(arguments[0])";
        self.wait(&format!("the text «{text}»"), script, &[json!(text)], patience).await;
    }

    /// Waits until something on the page matches `selector`, and gives it.
    pub async fn element(&self, selector: &str) -> Element {
        let script = "return !!document.querySelector(arguments[0])";
        self.wait(&format!("an element {selector}"), script, &[json!(selector)], PATIENCE).await;
        self.done(&format!("finding {selector}"), self.client.find(Locator::Css(selector)).await).await
    }

    /// Waits until nothing on the page matches `selector`.
    pub async fn wait_until_gone(&self, selector: &str) {
        let script = "return !document.querySelector(arguments[0])";
        self.wait(&format!("{selector} to go away"), script, &[json!(selector)], PATIENCE).await;
    }

    async fn wait(&self, what: &str, script: &str, arguments: &[Value], patience: Duration) {
        let start = Instant::now();
        loop {
            // While a page is being replaced by another, no script runs: that is «not yet».
            let answer = self.client.execute(script, arguments.to_vec()).await;
            if matches!(answer, Ok(Value::Bool(true))) {
                return;
            }
            if start.elapsed() > patience {
                self.give_up(&format!("waited {patience:?} for {what}")).await;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks what matches `selector`.
    pub async fn click(&self, selector: &str) {
        let element = self.element(selector).await;
        self.done(&format!("clicking {selector}"), element.click().await).await;
    }

    /// Clicks the link, button or summary that reads `text`.
    pub async fn click_text(&self, text: &str) {
        let script = "const found = [...document.querySelectorAll('a, button, summary, label, [role=tab]')] \
            .find(element => element.innerText.trim() === arguments[0]); found?.scrollIntoView({ block: 'center' }); return found ?? null";
        let start = Instant::now();
        loop {
            let found = self.script(script, &[json!(text)]).await;
            if let Some(reference) = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str) {
                let element = Element::from_element_id(self.client.clone(), reference.to_owned().into());
                return self.done(&format!("clicking «{text}»"), element.click().await).await;
            }
            if start.elapsed() > PATIENCE {
                self.give_up(&format!("there is nothing to click that reads «{text}»")).await;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field that matches `selector`, after what is there.
    pub async fn type_into(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        self.done(&format!("typing into {selector}"), element.send_keys(text).await).await;
    }

    /// Replaces what the field that matches `selector` holds.
    pub async fn fill(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        self.done(&format!("clearing {selector}"), element.clear().await).await;
        self.type_into(selector, text).await;
    }

    /// Presses keys where the focus is, such as `fantoccini::key::Key::Tab`.
    pub async fn press(&self, keys: &str) {
        let element = self.done("finding the focus", self.client.active_element().await).await;
        self.done("pressing keys", element.send_keys(keys).await).await;
    }

    /// What the focused element reads, or its id when it reads nothing.
    pub async fn focused(&self) -> String {
        let script = "const at = document.activeElement; return at.innerText?.trim() || at.id";
        self.script(script, &[]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Chooses a file in the file input that matches `selector`.
    pub async fn upload(&self, selector: &str, name: &str, content: &[u8]) {
        let file = self.folder.0.join(name);
        fs::write(&file, content).expect("the test's folder can be written to");
        self.upload_file(selector, &file).await;
    }

    /// Chooses a file that exists in the file input that matches `selector`.
    pub async fn upload_file(&self, selector: &str, file: &Path) {
        let element = self.element(selector).await;
        self.done(&format!("choosing a file in {selector}"), element.send_keys(&file.to_string_lossy()).await).await;
    }

    /// Drops a file on what matches `selector`. Says whether the page kept the browser from opening the file itself.
    pub async fn drop_file(&self, selector: &str, name: &str, content: &[u8]) -> bool {
        self.element(selector).await;
        let script = "const [selector, name, content] = arguments; \
            const zone = document.querySelector(selector); \
            const dataTransfer = new DataTransfer(); \
            dataTransfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name)); \
            const events = ['dragenter', 'dragover', 'drop'].map(type => \
                new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })); \
            events.forEach(event => zone.dispatchEvent(event)); \
            return events.at(-1).defaultPrevented";
        let arguments = [json!(selector), json!(name), json!(STANDARD.encode(content))];
        self.script(script, &arguments).await == json!(true)
    }

    /// Waits for a file that the page lets the user download, and gives its content.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let file = self.folder.0.join("downloads").join(name);
        let start = Instant::now();
        loop {
            if let Ok(content) = fs::read(&file) {
                return content;
            }
            if start.elapsed() > PATIENCE {
                self.give_up(&format!("{name} was not downloaded")).await;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// What the element that matches `selector` reads.
    pub async fn text(&self, selector: &str) -> String {
        let element = self.element(selector).await;
        self.done(&format!("reading {selector}"), element.text().await).await
    }

    /// Everything the page shows.
    pub async fn all_text(&self) -> String {
        self.script("return document.body.innerText", &[]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The page's title.
    pub async fn title(&self) -> String {
        self.done("reading the title", self.client.title().await).await
    }

    /// Gives the window a width; 320 is the narrowest that has to work.
    pub async fn set_width(&self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Shows the page as for a medium: `print`, or `screen` again.
    pub async fn set_medium(&self, medium: &str) {
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium })).await;
    }

    /// Shows the page with a user preference, such as `forced-colors` `active` or `prefers-reduced-motion` `reduce`.
    pub async fn set_preference(&self, name: &str, value: &str) {
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [{ "name": name, "value": value }] })).await;
    }

    /// How many pixels wider than the window the page is. Anything but 0 makes the reader scroll sideways.
    pub async fn overflow(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        self.script(script, &[]).await.as_i64().unwrap_or_default()
    }

    /// Takes a picture of the whole page, at the width it has, into `target/screenshots/<name>-<width>.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let size = self.script("const page = document.documentElement; return [innerWidth, page.scrollHeight]", &[]).await;
        let (width, height) = (size[0].as_u64().unwrap_or(1280), size[1].as_u64().unwrap_or(900));
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let picture =
            self.devtools("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true, "clip": clip })).await;
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap_or_default()).expect("a picture");
        let folder = root().join("target").join("screenshots");
        fs::create_dir_all(&folder).expect("target can be written to");
        let file = folder.join(format!("{name}-{width}.png"));
        fs::write(&file, bytes).expect("target can be written to");
        file
    }

    /// Fails if axe finds anything against WCAG 2.2 A and AA or its best practice, listing what and where.
    pub async fn assert_accessible(&self) {
        let source = root().join("node_modules").join("axe-core").join("axe.min.js");
        let axe = fs::read_to_string(&source).expect("axe-core is not installed: run `cargo xtask build`");
        self.script(&format!("if (!globalThis.axe) {{ {axe} }}"), &[]).await;
        let run = "const done = arguments[0]; \
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']; \
            axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }) \
                .then(result => done(result.violations), error => done(String(error)))";
        let found = self.done("running axe", self.client.execute_async(run, vec![]).await).await;
        let Some(violations) = found.as_array() else { self.give_up(&format!("axe can't run: {found}")).await };
        let list: Vec<String> = violations.iter().map(violation).collect();
        assert!(list.is_empty(), "axe finds {} against «{}»:\n{}", list.len(), self.title().await, list.join("\n"));
    }

    /// Looks at the view at both widths: pictures of it, nothing to scroll sideways for, nothing axe finds, every icon drawn, no id twice.
    pub async fn look(&self, name: &str) {
        for width in [1280, 320] {
            self.set_width(width).await;
            assert_eq!(self.overflow().await, 0, "{name} is too wide at {width}");
            self.screenshot(name).await;
            self.assert_accessible().await;
        }
        self.set_width(1280).await;
        self.assert_icons_drawn().await;
        let twice =
            "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i)";
        assert_eq!(self.script(twice, &[]).await, json!([]), "ids that stand twice in {name}");
    }

    /// Fails if the page refers to an icon that the sprite in `xtask/src/design.rs` lacks: it would show as nothing.
    pub async fn assert_icons_drawn(&self) {
        let script = "return [...document.querySelectorAll('use')].map(use => use.getAttribute('href')).filter(icon => !document.querySelector(icon))";
        assert_eq!(self.script(script, &[]).await, json!([]), "the page refers to icons that are not in the sprite");
    }

    /// What the console has said since the page was opened.
    pub async fn console(&self) -> Vec<LogLine> {
        let lines = self.done("reading the console", self.client.issue_cmd(ConsoleLog).await).await;
        let text = |line: &Value, field: &str| line[field].as_str().unwrap_or_default().to_owned();
        let new = lines.as_array().into_iter().flatten().map(|line| LogLine { level: text(line, "level"), text: text(line, "message") });
        let mut console = self.console.lock().expect("no test panics while it holds the console");
        console.extend(new);
        console.clone()
    }

    /// Fails if the console has an error, or the policy has refused anything.
    pub async fn assert_console_clean(&self) {
        let errors: Vec<LogLine> = self.console().await.into_iter().filter(|line| line.level == "SEVERE").collect();
        assert!(errors.is_empty(), "the console has errors: {errors:#?}");
        assert_eq!(self.refused_by_policy().await, Vec::<String>::new(), "the Content-Security-Policy refused something");
    }

    /// What the Content-Security-Policy has refused the page, as `directive: address`.
    pub async fn refused_by_policy(&self) -> Vec<String> {
        let refused = self.script("return globalThis.refusedByPolicy ?? []", &[]).await;
        refused.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Every request the server has received.
    pub fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// The requests since the app started. There should never be one.
    pub fn requests_since_start(&self) -> Vec<Request> {
        self.server.requests().split_off(self.requests_at_start)
    }

    /// Fails if the page has asked the server for anything since it started.
    pub fn assert_silent(&self) {
        assert_eq!(self.requests_since_start(), [], "the page has asked the server for something after its start");
    }

    /// Fails unless the page has asked for the files of these programs since it started, each once, and for nothing else.
    pub fn assert_only_fetched(&self, programs: &[&str]) {
        let mut asked: Vec<String> =
            self.requests_since_start().iter().map(|request| format!("{} {}", request.method, request.path)).collect();
        asked.sort();
        let wanted: BTreeSet<String> = programs.iter().flat_map(|program| files_of(program)).collect();
        assert_eq!(asked, wanted.into_iter().collect::<Vec<_>>(), "the page has asked the server for something else");
    }

    /// Sends a command of the browser's own debugging protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let sent = self.client.issue_cmd(DevTools { command: command.to_owned(), parameters }).await;
        self.done(command, sent).await
    }

    /// The WebDriver session, for what there is no helper for.
    pub fn client(&self) -> &Client {
        &self.client
    }

    async fn done<T>(&self, what: &str, result: Result<T, CmdError>) -> T {
        match result {
            Ok(value) => value,
            Err(error) => self.give_up(&format!("{what} failed: {error}")).await,
        }
    }

    async fn give_up(&self, why: &str) -> ! {
        let shown = self.client.execute("return document.body.innerText", vec![]).await.unwrap_or_default();
        let said = self.client.issue_cmd(ConsoleLog).await.unwrap_or_default();
        panic!("{why}\n\nThe page shows:\n{}\n\nThe console says:\n{said:#}", shown.as_str().unwrap_or_default());
    }
}

/// One of axe's findings, as lines to read.
fn violation(found: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
    let places: String = nodes
        .iter()
        .map(|node| {
            format!(
                "\n    at {}\n       {}\n       {}",
                node["target"],
                text(&node["html"]),
                text(&node["failureSummary"]).replace('\n', " ")
            )
        })
        .collect();
    format!("- {} ({}): {}{places}", text(&found["id"]), text(&found["impact"]), text(&found["help"]))
}

/// A folder for one browser: its profile, and the files it takes and leaves. Removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("stamdatatjek-browser-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("downloads")).expect("a folder for the browser");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A browser that is slow to end may still hold it; the system empties its temporary folder anyway.
        let _ = fs::remove_dir_all(&self.0);
    }
}
