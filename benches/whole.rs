//! Whole files by whole processes, from start to end: `cargo bench --bench whole -- 1000000 10000000`, or `cargo xtask bench`.
//!
//! The command line's check of a file stands beside what the csv crate needs to read nothing but its rows. The same program also writes the
//! claims (`write <claims> <file>`) and reads the rows (`read <file>`).

#[path = "shared/claims.rs"]
mod claims;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use claims::{Claims, RECEIVED, Written};

/// How often each is run.
const RUNS: usize = 5;
/// How many claims, where nothing else is said.
const COUNTS: [u64; 1] = [1_000_000];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo says so when figures are wanted. In a test run there is nothing to do.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with("--")).collect();
    match words[..] {
        ["write", count, file] => {
            let written = write(parse(count)?, Path::new(file))?;
            println!("{} {}", written.rows, written.bytes);
            Ok(())
        }
        ["read", file] => read(Path::new(file)),
        _ if is_bench => {
            let counts: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
            measure(if counts.is_empty() { &COUNTS } else { &counts })
        }
        _ => Ok(()),
    }
}

fn parse(count: &str) -> io::Result<u64> {
    count.parse().map_err(|_| io::Error::other(format!("{count} is no number of claims")))
}

fn write(count: u64, file: &Path) -> io::Result<Written> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    let written = Claims::new().write(count, &mut out)?;
    out.flush()?;
    Ok(written)
}

/// Reads every row into one record, as the csv crate's own guide does it fastest.
fn read(file: &Path) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(file)?;
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut cells) = (0_u64, 0_u64);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
        cells += record.len() as u64;
    }
    println!("{rows} {cells}");
    Ok(())
}

/// A file that is removed when it is dropped.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What a process took.
#[derive(Clone, Copy, Debug)]
struct Taken {
    time: Duration,
    /// What it held and used, where the system tells (Linux).
    seen: Option<Seen>,
}

/// What the system says of a process.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// The most memory it held at a time, in bytes.
    memory: u64,
    /// The time it had a processor for itself: what is left when other programs want the machine too. To a hundredth of a second.
    processor: Duration,
}

fn measure(counts: &[u64]) -> io::Result<()> {
    println!("| file | program | median of {RUNS} | fastest–slowest | processor, least | rows/s | MB/s | memory | against csv |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for count in counts {
        let file = Temporary(std::env::temp_dir().join(format!("stamdatatjek-{}-{count}.csv", std::process::id())));
        let written = write(*count, &file.0)?;
        let mut reader = Command::new(std::env::current_exe()?);
        reader.arg("read").arg(&file.0);
        let mut tjek = Command::new(env!("CARGO_BIN_EXE_stamdatatjek"));
        tjek.args(["tjek", "--modtaget", RECEIVED, "--format", "tekst"]).arg(&file.0);
        // In turn, so that what else the machine does falls on both.
        let mut taken = [Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            taken[0].push(run(&mut reader, 0)?);
            taken[1].push(run(&mut tjek, 1)?);
        }
        let bare = median(&taken[0]);
        for (name, taken) in ["csv crate, `ByteRecord`", "`stamdatatjek tjek`"].into_iter().zip(&taken) {
            println!("{}", line(name, written, taken, bare));
        }
    }
    Ok(())
}

/// Runs the program to its end, which must be with `code`.
fn run(command: &mut Command, code: i32) -> io::Result<Taken> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stdin(Stdio::null()).spawn()?;
    let watcher = watch(&child);
    let status = child.wait()?;
    let time = start.elapsed();
    let seen = watcher.join().ok().flatten();
    if status.code() != Some(code) {
        return Err(io::Error::other(format!("{} ended with {status}", command.get_program().display())));
    }
    Ok(Taken { time, seen })
}

/// Looks at the process until it has ended. The system keeps the peak and the sum, so looking now and then is enough.
fn watch(child: &Child) -> thread::JoinHandle<Option<Seen>> {
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    thread::spawn(move || {
        let mut last = None;
        while let Some(now) = look(&folder) {
            last = Some(now);
            thread::sleep(Duration::from_millis(2));
        }
        last
    })
}

fn look(folder: &Path) -> Option<Seen> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok())?;
    // After the name in brackets; the 14th and 15th of all.
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    let (_, numbers) = stat.rsplit_once(')')?;
    let ticks: u64 = numbers.split_whitespace().skip(11).take(2).filter_map(|number| number.parse::<u64>().ok()).sum();
    Some(Seen { memory: memory * 1024, processor: Duration::from_millis(ticks * 10) })
}

fn median(taken: &[Taken]) -> f64 {
    let times = sorted(taken);
    times[times.len() / 2]
}

fn sorted(taken: &[Taken]) -> Vec<f64> {
    let mut times: Vec<f64> = taken.iter().map(|taken| taken.time.as_secs_f64()).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn line(name: &str, written: Written, taken: &[Taken], bare: f64) -> String {
    let times = sorted(taken);
    let middle = median(taken);
    let seen: Vec<Seen> = taken.iter().filter_map(|taken| taken.seen).collect();
    let memory = seen.iter().map(|seen| seen.memory).max().map_or("–".to_owned(), |bytes| format!("{:.1} MB", bytes as f64 / 1e6));
    let processor = seen.iter().map(|seen| seen.processor).min().map_or("–".to_owned(), |time| format!("{:.2} s", time.as_secs_f64()));
    format!(
        "| {} rows, {:.1} MB | {name} | {middle:.3} s | {:.3}–{:.3} s | {processor} | {} | {:.0} | {memory} | {:.2} |",
        thousands(written.rows),
        written.bytes as f64 / 1e6,
        times[0],
        times[times.len() - 1],
        thousands((written.rows as f64 / middle) as u64),
        written.bytes as f64 / 1e6 / middle,
        middle / bare,
    )
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|part| str::from_utf8(part).ok()).collect();
    parts.join(",")
}
