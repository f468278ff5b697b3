//! Benchmarks of whole files: by the command line, and in the browser beside what others offer. They print tables for the readme.

use crate::process::{cargo, run, say};
use crate::server::Server;
use crate::{Result, browser, check, root, site, tools};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The most claims that everybody is given. Beyond that only the bytes alone and the app are measured, to see how time grows.
const FOR_ALL: u64 = 2_000_000;

/// The peers in the browser, by the names that `xtask/bench/run.mjs` knows them by.
const ALL: &str = "bytes,papa,udsv,duckdb,app";
const SOME: &str = "bytes,app";

/// What is measured in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    claims: u64,
    runs: u32,
}

/// Measures the command line on files of so many claims each; a million and ten million if none is given.
pub fn native(counts: &[&str]) -> Result {
    let counts = if counts.is_empty() { &["1000000", "10000000"] } else { counts };
    if let Some(odd) = counts.iter().find(|count| count.parse::<u64>().is_err()) {
        return Err(format!("{odd} is no number of claims: cargo xtask bench 1000000 10000000."));
    }
    say("Building the command line for speed, then measuring it. A few minutes.");
    run(cargo().args(["bench", "--quiet", "--bench", "whole", "--"]).args(counts), "The command line could not be measured.")
}

/// Builds the page, and measures a file of claims in it and in what it is compared with.
pub fn in_browser(arguments: &[&str]) -> Result {
    let wanted = wanted(arguments)?;
    let chrome = browser::ready()?.chrome;
    let folder = root().join("xtask").join("bench");
    tools::npm_packages_of(&folder, "Installing the programs to compare with: DuckDB-WASM, Papa Parse and uDSV. 150 MB, once.")?;
    site::build()?;
    say(&format!("Writing {} claims.", wanted.claims));
    let file = Temporary::new();
    let rows = write_claims(wanted.claims, &file.0)?;
    let server = Server::start(&site::dist(), 0).map_err(|error| format!("The page can't be served: {error}."))?;
    say("Measuring. Each run opens a new browser; leave the machine alone.");
    run(
        Command::new("node")
            .arg(folder.join("run.mjs"))
            .args([chrome.as_os_str(), server.url().as_ref(), file.0.as_os_str()])
            .args([wanted.claims.to_string(), rows, wanted.runs.to_string()])
            .arg(if wanted.claims > FOR_ALL { SOME } else { ALL })
            .current_dir(root()),
        "The page could not be measured.",
    )?;
    if wanted.claims > FOR_ALL { Ok(()) } else { check::page_figures() }
}

fn wanted(arguments: &[&str]) -> Result<Wanted> {
    const HOW: &str = "cargo xtask bench-browser [--claims <number>] [--runs <number>]";
    let mut wanted = Wanted { claims: 1_000_000, runs: 5 };
    for pair in arguments.chunks(2) {
        match pair {
            ["--claims", count] => wanted.claims = count.parse().map_err(|_| format!("{count} is no number of claims: {HOW}."))?,
            ["--runs", count] => wanted.runs = count.parse().map_err(|_| format!("{count} is no number of runs: {HOW}."))?,
            _ => return Err(format!("That is not understood: {HOW}.")),
        }
    }
    if wanted.claims == 0 || wanted.runs == 0 {
        return Err(format!("Nothing would be measured: {HOW}."));
    }
    Ok(wanted)
}

/// Writes the claims; answers how many rows they took.
fn write_claims(claims: u64, file: &Path) -> Result<String> {
    const FAILURE: &str = "The claims could not be written.";
    let mut command = cargo();
    command.args(["bench", "--quiet", "--bench", "whole", "--", "write", &claims.to_string()]).arg(file);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{FAILURE} ({error}.)"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = said.split_whitespace().next().filter(|_| output.status.success());
    rows.map(str::to_owned).ok_or_else(|| FAILURE.to_owned())
}

/// A file that is removed when it is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("stamdatatjek-claims-{}.csv", std::process::id())))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_understood() {
        assert_eq!(wanted(&[]), Ok(Wanted { claims: 1_000_000, runs: 5 }));
        assert_eq!(wanted(&["--runs", "3", "--claims", "7"]), Ok(Wanted { claims: 7, runs: 3 }));
        for odd in [&["--claims"][..], &["--claims", "many"], &["--runs", "0"], &["--rows", "1"]] {
            assert!(wanted(odd).is_err(), "{odd:?}");
        }
    }

    #[test]
    fn every_peer_is_named_in_the_page_and_in_the_table() {
        let read = |name: &str| fs::read_to_string(root().join("xtask").join("bench").join(name)).expect("a script");
        let (run, peers) = (read("run.mjs"), read("peers.mjs"));
        for name in ALL.split(',') {
            assert!(run.contains(&format!("  {name}: '(")), "{name} has no name in run.mjs");
            assert!(name == "app" || peers.contains(&format!("  async {name}() {{")), "{name} is not in peers.mjs");
        }
    }
}
