//! Measures the built page: what the first visit downloads, and how long it takes until the page can be used. Prints; judges nothing.

use std::io::Write;
use std::path::Path;

use browser_tests::{Page, built};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

/// How often the page is opened, each time in a browser that has never seen it.
const RUNS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut starts = Vec::new();
    let mut files = Vec::new();
    for _ in 0..RUNS {
        let page = Page::open().await;
        let started = page.script("return performance.getEntriesByName('started')[0].startTime", &[]).await;
        starts.push(started.as_f64().unwrap_or(f64::NAN));
        files = page.requests().into_iter().map(|request| request.path).collect();
        // The page is closed before the next one is opened.
        page.script("return null", &[json!(null)]).await;
    }
    starts.sort_by(f64::total_cmp);
    println!(
        "From the first request to a usable page, {RUNS} new browsers: median {:.0} ms, {:.0} to {:.0} ms",
        starts[RUNS / 2],
        starts[0],
        starts[RUNS - 1]
    );
    println!("\nThe first visit downloads (gzip -9):");
    files.sort();
    files.dedup();
    let mut sum = 0;
    for path in files {
        let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
        let Some(size) = zipped(&built().join(name)) else { continue };
        sum += size;
        println!("{:>9} bytes  {name}", size);
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
