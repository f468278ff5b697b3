//! Measures the built page: what it downloads, and how long it takes until it can be used.

use std::io::Write;
use std::path::Path;

use browser_tests::{Page, built};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use xtask::server::Request;

/// How often the page is opened, each time in a browser that has never seen it.
const RUNS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (mut starts, mut checkers, mut readers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first_visit, mut first_file, mut first_spreadsheet) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let page = Page::open().await;
        starts.push(number(&page.script("return performance.getEntriesByName('started')[0].startTime", &[]).await));
        first_visit = paths(page.requests());
        checkers.push(number(&page.async_script(&until_up("stamdatatjekNewCheckers"), &[]).await));
        first_file = paths(page.requests_since_start());
        readers.push(number(&page.async_script(&until_up("stamdatatjekNewReader"), &[]).await));
        first_spreadsheet = paths(page.requests_since_start()).split_off(first_file.len());
    }
    println!("From the first request to a usable page, {RUNS} new browsers: {}", spread(starts));
    print_files("The first visit downloads", first_visit);
    println!("\nFrom the first sign of a file to a checker whose lead is up: {}", spread(checkers));
    print_files("The first file downloads besides", first_file);
    println!("\nFrom the first spreadsheet to a reader that is up: {}", spread(readers));
    print_files("The first spreadsheet, XML or JSON file downloads besides", first_spreadsheet);
}

/// A script for the time that workers take from the wish for them to the first word of the first, in milliseconds.
fn until_up(make: &str) -> String {
    format!(
        "const start = performance.now(); \
        const [worker] = [await {make}()].flat(); \
        await new Promise((resolve, reject) => {{ worker.onmessage = resolve; worker.onerror = reject; }}); \
        return performance.now() - start"
    )
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn paths(requests: Vec<Request>) -> Vec<String> {
    requests.into_iter().map(|request| request.path).collect()
}

/// The middle of some times, and how far apart they are.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("median {:.0} ms, {:.0} to {:.0} ms", times[times.len() / 2], times[0], times[times.len() - 1])
}

fn print_files(heading: &str, mut paths: Vec<String>) {
    println!("\n{heading} (gzip -9):");
    paths.sort();
    paths.dedup();
    let mut sum = 0;
    for path in paths {
        let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
        let Some(size) = zipped(&built().join(name)) else { continue };
        sum += size;
        println!("{size:>9} bytes  {name}");
    }
    println!("{sum:>9} bytes  in all");
}

/// A file's size with the best gzip; `None` for what isn't a file of the page.
fn zipped(file: &Path) -> Option<usize> {
    let bytes = std::fs::read(file).ok()?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes).ok()?;
    Some(encoder.finish().ok()?.len())
}
