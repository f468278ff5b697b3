//! What several tests share: the catalogue's worked claims, and ways to run them through the library and the command line.

// Every test file uses its own part of this.
#![allow(dead_code)]

pub mod json;
pub mod letters;
pub mod naive;
pub mod near;
pub mod odd;
#[cfg(feature = "formats")]
pub mod sheets;
pub mod slow;
pub mod xml;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::practice::Trial;
use stamdatatjek::catalogue::{self, Creditor};
use stamdatatjek::check::{Checked, Checker, FindingKind, Settings, Surroundings};
use stamdatatjek::claim::{Claim, Field, NaiveDate};
use stamdatatjek::rules::doc::Effect;
use stamdatatjek::rules::filter::{Main, MainClaim};

/// The day that the worked claims and the samples are thought to be sent.
pub const RECEIVED: &str = "2026-11-22";

/// A claim as field names and texts.
pub type Values = BTreeMap<String, String>;

/// A worked claim of the catalogue, with what a checker needs to judge it by its own table.
pub struct Worked {
    pub fordringstype: &'static Fordringstype,
    pub trial: &'static Trial,
    pub settings: Settings,
}

impl Worked {
    /// The type's code, or its name where it has none; with the table's source where a type has several.
    pub fn name(&self) -> String {
        let code = self.fordringstype.code.unwrap_or(self.fordringstype.name);
        if self.fordringstype.tables.len() > 1 { format!("{code}@{}", self.trial.table.unwrap_or("?")) } else { code.to_owned() }
    }

    /// The claim that passes.
    pub fn valid(&self) -> Values {
        values(self.trial.valid)
    }

    /// The claim that passes, with changes.
    pub fn with(&self, changes: &[(&str, &str)]) -> Values {
        changed(self.valid(), changes)
    }

    /// Whether municipalities send claims of this type.
    pub fn is_municipal(&self) -> bool {
        self.fordringstype.creditors.contains(&"kommune")
    }
}

/// Every worked claim of every fordringstype.
pub fn worked() -> Vec<Worked> {
    let mut all = Vec::new();
    for fordringstype in catalogue::TYPES {
        for trial in catalogue::text_of(fordringstype).trials {
            let received = trial.valid.iter().find(|(name, _)| *name == "modtagelsesdato").map_or(RECEIVED, |(_, value)| value);
            let creditor = match trial.table {
                Some(source) if fordringstype.tables.len() > 1 => Creditor::Source(source),
                _ => Creditor::default(),
            };
            all.push(Worked { fordringstype, trial, settings: Settings { received: day(received), creditor } });
        }
    }
    all
}

/// The valid worked claim of the fordringstype with the code.
pub fn worked_claim(code: &str) -> Worked {
    worked().into_iter().find(|worked| worked.fordringstype.code == Some(code)).unwrap_or_else(|| panic!("{code} has no worked claim"))
}

/// Names and texts as a claim.
pub fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The claim with some fields changed.
pub fn changed(mut claim: Values, changes: &[(&str, &str)]) -> Values {
    for (name, value) in changes {
        claim.insert((*name).to_owned(), (*value).to_owned());
    }
    claim
}

/// A day written `åååå-mm-dd`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no date"))
}

/// Today's settings for municipal claims.
pub fn settings() -> Settings {
    Settings { received: day(RECEIVED), creditor: Creditor::default() }
}

/// Reads the claim as if its file had a column for every field.
pub fn read(claim: &Values) -> Claim<'_> {
    Claim::read(1, |field| Some(claim.get(field.name()).map_or("", String::as_str)))
}

/// What the claim's own values say about its hovedfordring.
pub fn main_of(claim: &Values) -> Main<'static> {
    let filled = |name: &str| claim.get(name).is_some_and(|text| !text.is_empty());
    let date = |name: &str| claim.get(name).filter(|text| !text.is_empty()).map(|text| day(text));
    if !filled("hovedfordring_id") && !filled("hovedfordring_reference") {
        return Main::None;
    }
    let (forfaldsdato, received) = (date("hovedfordring.forfaldsdato"), date("hovedfordring.modtagelsesdato"));
    if forfaldsdato.is_none() && received.is_none() {
        return Main::IdOnly;
    }
    Main::Known(MainClaim { fordringstype: None, forfaldsdato, received })
}

/// Checks the claim as the library does with a claim from the form.
pub fn check(checker: &Checker, claim: &Values) -> Checked {
    let around = Surroundings { main: main_of(claim), ..Surroundings::default() };
    checker.check(&read(claim), &around)
}

/// The filter rules that fired, with `afvist`, `høring` or `advarsel`, sorted.
pub fn fired(checked: &Checked) -> Vec<(String, &'static str)> {
    let mut fired: Vec<_> = (checked.findings.iter())
        .filter(|finding| matches!(finding.kind, FindingKind::Filter { .. }))
        .map(|finding| (finding.kind.rule_id(), danish(finding.effect)))
        .collect();
    fired.sort();
    fired
}

/// The findings that come from no filter rule.
pub fn other_rules(checked: &Checked) -> Vec<String> {
    let others = checked.findings.iter().filter(|finding| !matches!(finding.kind, FindingKind::Filter { .. }));
    others.map(|finding| finding.kind.rule_id()).collect()
}

/// An effect as the catalogue's files write it.
pub fn danish(effect: Effect) -> &'static str {
    match effect {
        Effect::Afvist => "afvist",
        Effect::Hoering => "høring",
        Effect::Advarsel => "advarsel",
    }
}

/// What the catalogue says should fire, in the form of [`fired`].
pub fn expected(fires: &'static [(&'static str, &'static str)]) -> Vec<(String, &'static str)> {
    let mut fires: Vec<_> = fires.iter().map(|(rule, effect)| ((*rule).to_owned(), *effect)).collect();
    fires.sort();
    fires
}

/// The fields that any of the claims has, in canonical order.
pub fn fields_of(claims: &[Values]) -> Vec<Field> {
    Field::ALL.into_iter().filter(|field| claims.iter().any(|claim| claim.contains_key(field.name()))).collect()
}

/// As [`csv`], with any separator, and quotation marks around every text that needs them.
pub fn separated(claims: &[Values], separator: char) -> String {
    let fields = fields_of(claims);
    let line = |cells: Vec<&str>| {
        let quoted = cells.into_iter().map(|cell| {
            let needed = cell.contains([separator, '"', '\n', '\r']);
            if needed { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
        });
        quoted.collect::<Vec<_>>().join(&separator.to_string()) + "\n"
    };
    let mut text = line(fields.iter().map(|field| field.name()).collect());
    for claim in claims {
        text += &line(fields.iter().map(|field| claim.get(field.name()).map_or("", String::as_str)).collect());
    }
    text
}

/// A CSV text with the canonical headings, semicolons, and a line for each claim.
pub fn csv(claims: &[Values]) -> String {
    let fields = fields_of(claims);
    let mut text = fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(";") + "\n";
    for claim in claims {
        let cells: Vec<&str> = fields.iter().map(|field| claim.get(field.name()).map_or("", String::as_str)).collect();
        text += &(cells.join(";") + "\n");
    }
    text
}

/// What the command line answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The lines of `--format jsonl`.
    pub fn lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }
}

/// Runs the command line with nothing on its standard input.
pub fn cli<A: AsRef<std::ffi::OsStr>>(args: &[A]) -> Answer {
    cli_with(args, b"")
}

/// Runs the command line with the bytes on its standard input.
pub fn cli_with<A: AsRef<std::ffi::OsStr>>(args: &[A], input: &[u8]) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stamdatatjek"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command line starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    let input = input.to_vec();
    // It may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command line ends");
    writer.join().expect("the input is written");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the command line writes UTF-8");
    Answer { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Checks a file by the command line and gives its lines of JSON.
pub fn cli_jsonl(file: &Path) -> Answer {
    cli(&["tjek".as_ref(), file.as_os_str(), "--modtaget".as_ref(), RECEIVED.as_ref(), "--format".as_ref(), "jsonl".as_ref()])
}

/// Writes a file for a test into the build's own folder for such files.
pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("the folder for test files can be made");
    }
    std::fs::write(&path, bytes).expect("the test's file can be written");
    path
}

/// A file kept beside this one.
pub fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("cases").join(name)
}

/// A small generator of numbers (xorshift), so that a failure can be repeated.
pub struct Chance(u64);

impl Chance {
    /// A generator that gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A generator seeded by a name.
    pub fn of(name: &str) -> Self {
        Self::new(name.bytes().fold(1469, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)))
    }

    /// A number from 0 up to but not including `below`.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }

    /// One of the items.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }
}
