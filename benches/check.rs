//! The parts of a check, one on top of the other, on claims in memory: `cargo bench --bench check`.
//!
//! `text` goes from a bare reader of rows to the whole check; `formats` checks the same claims in other kinds of file.

// Of what the tests share, only the ways to write a file are used.
#[path = "../tests/cases/mod.rs"]
mod cases;
#[path = "shared/claims.rs"]
mod claims;

use std::hint::black_box;
use std::time::Duration;

use cases::Values;
use claims::{COLUMNS, Claims, RECEIVED};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::{open_one, prepare};
use stamdatatjek::claim::Field;

/// How many claims are read and checked.
const COUNT: u64 = 50_000;
/// The same in the other kinds of file.
const COUNT_OF_FORMATS: u64 = 10_000;

/// A file of claims, and how many rows it has.
fn file(count: u64) -> (Vec<u8>, u64) {
    let mut text = Vec::new();
    let written = Claims::new().write(count, &mut text).expect("memory can be written");
    (text, written.rows)
}

fn settings() -> Settings {
    Settings { received: RECEIVED.parse().expect("a date"), creditor: Creditor::default() }
}

fn check(name: &str, bytes: Vec<u8>) -> u64 {
    let opened = open_one(name, bytes).expect("the claims can be read");
    FileCheck::run(opened, settings(), &mut |_| true).expect("the claims can be checked").map_or(0, |check| check.totals.afvist)
}

/// Few and long samples: one run takes a good part of a second.
fn group<'c>(criterion: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).measurement_time(Duration::from_secs(5)).warm_up_time(Duration::from_secs(1));
    group
}

fn text(criterion: &mut Criterion) {
    let (text, rows) = file(COUNT);
    let mut group = group(criterion, "text");
    group.throughput(Throughput::ElementsAndBytes { elements: rows, bytes: text.len() as u64 });
    group.bench_function("csv crate, ByteRecord", |bench| bench.iter(|| byte_records(&text)));
    group.bench_function("RowReader", |bench| {
        bench.iter(|| read_rows(&text, |row, _| row.cell(0).len()));
    });
    group.bench_function("rows to claims", |bench| {
        bench.iter(|| read_rows(&text, |row, mapping| mapping.claim(row).text(Field::Reference).len()));
    });
    group.bench_function("whole check", |bench| bench.iter(|| check("fordringer.csv", black_box(&text).clone())));
    group.finish();
}

/// What reading the rows costs at the least, as the csv crate does it.
fn byte_records(text: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("rows of one length") {
        cells += black_box(&record).len();
    }
    cells
}

fn read_rows(text: &[u8], mut each: impl FnMut(&stamdatatjek::intake::Row, &stamdatatjek::intake::Mapping) -> usize) -> usize {
    let mut opened = open_one("fordringer.csv", text.to_vec()).expect("the claims can be read");
    let mut reader = opened.layout.rows(opened.bytes.as_mut());
    let mut sum = 0;
    while let Some(row) = reader.next_row().expect("memory can be read") {
        sum += black_box(each(row, &opened.layout.mapping));
    }
    sum
}

fn formats(criterion: &mut Criterion) {
    let (text, rows) = file(COUNT_OF_FORMATS);
    let claims = values(std::str::from_utf8(&text).expect("claims are text"));
    let sheet = cases::sheets::Sheet::new("Fordringer", cases::sheets::typed_rows(&claims));
    let files = [
        ("csv", text),
        ("xlsx", cases::sheets::xlsx(&[sheet], cases::sheets::Epoch::From1900)),
        ("json", cases::json::json_of(&claims)),
        ("xml", xml_of(&claims)),
    ];
    let mut group = group(criterion, "formats");
    for (name, bytes) in files {
        let of = format!("fordringer.{name}");
        group.throughput(Throughput::ElementsAndBytes { elements: rows, bytes: bytes.len() as u64 });
        if name != "csv" {
            group.bench_function(format!("{name}, to rows"), |bench| {
                bench.iter(|| prepare(&of, Box::new(black_box(&bytes).clone()), None).expect("the file can be read").bytes.len());
            });
        }
        group.bench_function(format!("{name}, whole check"), |bench| bench.iter(|| check(&of, black_box(&bytes).clone())));
    }
    group.finish();
}

/// The file's claims as names and texts.
fn values(text: &str) -> Vec<Values> {
    let named = |line: &str| COLUMNS.iter().map(|field| field.name().to_owned()).zip(line.split(';').map(str::to_owned)).collect();
    text.lines().skip(1).map(named).collect()
}

/// The claims as one delivery. Each hundred is written by itself, because the tests' writer compares every claim with every other.
fn xml_of(claims: &[Values]) -> Vec<u8> {
    let (start, end) = ("<FordringAktionSamling>", "</FordringAktionSamling>");
    let mut delivery = String::new();
    for some in claims.chunks(100) {
        let written = String::from_utf8(cases::xml::xml_of(some, cases::xml::Dialect::Danish)).expect("XML is text");
        let (head, rest) = written.split_once(start).expect("a list of actions");
        let (actions, _) = rest.rsplit_once(end).expect("the list's end");
        if delivery.is_empty() {
            delivery = format!("{head}{start}");
        }
        delivery += actions;
    }
    format!("{delivery}{end}</MFFordringIndberet_I>").into_bytes()
}

criterion_group!(benches, text, formats);
criterion_main!(benches);
