//! The checks and tests, in the order that finds a fault soonest.

use crate::process::{cargo, run, say};
use crate::tools::{self, WASM};
use crate::{Result, browser, root, site};
use std::time::{Duration, Instant};

/// One thing to check: what it is called, and how it is done.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    task: fn() -> Result<Outcome>,
}

/// How a step ended that did not fail.
enum Outcome {
    Passed,
    /// There was nothing to do, for this reason.
    Skipped(&'static str),
}

const LINT: &[Step] = &[
    Step { name: "formatting", task: formatting },
    Step { name: "clippy", task: clippy },
    Step { name: "clippy for the browser", task: clippy_for_wasm },
];
const NATIVE: &[Step] = &[Step { name: "native tests", task: native_tests }];
const IN_WASM: &[Step] = &[Step { name: "wasm tests", task: wasm_tests }];
const BROWSER: &[Step] = &[Step { name: "release build", task: release_build }, Step { name: "browser tests", task: browser_tests }];

/// Every check.
pub fn all() -> Result {
    // First what has to be installed: a test run that stops after ten minutes for want of a browser is no good.
    tools::lint_components()?;
    tools::ready()?;
    browser::ready()?;
    take(&[LINT, NATIVE, IN_WASM, BROWSER].concat())
}

/// One part of the checks.
pub fn only(part: &str) -> Result {
    match part {
        "lint" => take(LINT),
        "native" => take(NATIVE),
        "wasm" => take(IN_WASM),
        "browser" => take(BROWSER),
        _ => Err(format!("There is no part named {part}: choose lint, native, wasm or browser.")),
    }
}

/// Builds the page and measures it.
pub fn figures() -> Result {
    browser::ready()?;
    site::build()?;
    page_figures()
}

/// Measures the page that was built last.
pub fn page_figures() -> Result {
    run(cargo().args(["run", "--quiet", "--release", "--package", "browser-tests", "--bin", "figures"]), "The page could not be measured.")
}

/// Formats the code.
pub fn format() -> Result {
    tools::lint_components()?;
    run(cargo().args(["fmt", "--all"]), "The code could not be formatted.")
}

/// Takes the steps in order, up to the first that fails, and tells how each ended.
fn take(steps: &[Step]) -> Result {
    let start = Instant::now();
    let mut lines = Vec::new();
    let mut failure = None;
    for step in steps {
        say(&format!("Checking: {}", step.name));
        let begun = Instant::now();
        let (outcome, stop) = match (step.task)() {
            Ok(Outcome::Passed) => ("passed".to_owned(), None),
            Ok(Outcome::Skipped(why)) => (format!("skipped: {why}"), None),
            Err(sentence) => ("FAILED".to_owned(), Some(sentence)),
        };
        lines.push(format!("    {:<24}{:>9}   {outcome}", step.name, time(begun.elapsed())));
        if stop.is_some() {
            failure = stop;
            break;
        }
    }
    println!("\n{}", lines.join("\n"));
    match failure {
        Some(sentence) => Err(sentence),
        None => {
            println!("\nAll checks passed in {}.", time(start.elapsed()));
            Ok(())
        }
    }
}

fn time(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{} min {:02} s", duration.as_secs() / 60, duration.as_secs() % 60) }
}

fn formatting() -> Result<Outcome> {
    tools::lint_components()?;
    run(cargo().args(["fmt", "--all", "--check"]), "The code is not formatted: run `cargo xtask fmt`.")?;
    Ok(Outcome::Passed)
}

fn clippy() -> Result<Outcome> {
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]), "Clippy has objections, listed above.")?;
    Ok(Outcome::Passed)
}

fn clippy_for_wasm() -> Result<Outcome> {
    tools::wasm_target()?;
    // Each program with its own features, as it is built.
    for (program, features) in [("app", "web"), ("checker", "checker"), ("reader", "reader")] {
        run(
            cargo()
                .args(["clippy", "--package", "stamdatatjek", "--target", WASM])
                .args(["--no-default-features", "--features", features, "--lib", "--bin", program])
                .args(["--", "-D", "warnings"]),
            "Clippy has objections to the code for the browser, listed above.",
        )?;
    }
    Ok(Outcome::Passed)
}

fn native_tests() -> Result<Outcome> {
    run(cargo().args(["test", "--workspace", "--exclude", "browser-tests"]), "A native test failed, see above.")?;
    Ok(Outcome::Passed)
}

fn wasm_tests() -> Result<Outcome> {
    if !root().join("tests").join("wasm.rs").is_file() {
        return Ok(Outcome::Skipped("there is no tests/wasm.rs"));
    }
    let tools = tools::ready()?;
    run(
        cargo()
            .args(["test", "--target", WASM, "--no-default-features", "--test", "wasm"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.test_runner()?),
        "A wasm test failed, see above.",
    )?;
    Ok(Outcome::Passed)
}

fn release_build() -> Result<Outcome> {
    site::build()?;
    Ok(Outcome::Passed)
}

fn browser_tests() -> Result<Outcome> {
    let browser = browser::ready()?;
    run(
        cargo().args(["test", "--package", "browser-tests"]).env("CHROME", &browser.chrome).env("CHROMEDRIVER", &browser.driver),
        "A browser test failed, see above. The pictures it took are in target/screenshots.",
    )?;
    Ok(Outcome::Passed)
}
