//! `stamdatatjek tjek`: checks files and prints what was found.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use stamdatatjek::catalogue::RULES_DATE;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::layout_view::LayoutView;
use stamdatatjek::check::opening::{group, open, prepare};
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::{ClaimView, undecided_sentence};
use stamdatatjek::check::{Outcome, Settings};
use stamdatatjek::claim::format_date;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{Bytes, FileProblem, Given, MemoryStore};
use stamdatatjek::report::{CSV_HEADING, ClaimJson, csv_lines, outcome_word};

use crate::args::{Format, How};

/// How many claims the text form lists for each file before it says how many more there are.
const LISTED: usize = 200;

/// Checks the files; answers the exit code.
pub fn run(files: &[PathBuf], how: &How, out: &mut impl Write) -> io::Result<u8> {
    let mut code = 0;
    let mut results = Vec::new();
    let choices = match choices(how) {
        Ok(choices) => choices,
        Err(message) => {
            eprintln!("stamdatatjek: {message}");
            return Ok(2);
        }
    };
    if how.format == Format::Csv {
        write!(out, "{CSV_HEADING}")?;
    }
    for set in sets(files, choices.sheet.as_deref()) {
        let name = set.name.as_str();
        let result = match how.format {
            Format::Text => check(set.files, &choices, how, &mut TextList::new(out)),
            Format::Json => {
                let mut list = JsonList::default();
                let checked = check(set.files, &choices, how, &mut list);
                results.push(list.finish(name, how.settings, &checked));
                checked
            }
            Format::Jsonl => check(set.files, &choices, how, &mut Jsonl(out)),
            Format::Csv => check(set.files, &choices, how, &mut Csv { file: name, out }),
        };
        match result {
            Ok(checked) => {
                if how.format == Format::Text {
                    print_totals(name, how.settings, &checked, out)?;
                }
                if matches!(how.format, Format::Jsonl | Format::Csv) {
                    // These forms hold claims only.
                    for note in checked.layout.notes.iter().chain(&checked.layout.questions) {
                        eprintln!("stamdatatjek: {name}: {note}");
                    }
                }
                if checked.totals.modtages != checked.totals.claims {
                    code = code.max(1);
                }
            }
            Err(Stop::Output(error)) => return Err(error),
            Err(Stop::File(problem)) => {
                eprintln!("stamdatatjek: {name}: {problem}");
                code = 2;
            }
        }
    }
    if how.format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, &results)?;
        writeln!(out)?;
    }
    Ok(code)
}

/// What the user has chosen about the columns.
fn choices(how: &How) -> Result<Choices, String> {
    let mut choices = match &how.columns {
        None => Choices::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), FileProblem::from(error)))?;
            Choices::from_file(&text).map_err(|message| format!("{}: {message}", path.display()))?
        }
    };
    choices.encoding = how.encoding.or(choices.encoding);
    choices.sheet = how.sheet.clone().or(choices.sheet);
    Ok(choices)
}

/// Files that are checked together, or why they can't be.
struct Set {
    name: String,
    files: Result<Vec<Given>, FileProblem>,
}

/// Parts the files into sets. One that can't be read is a set of its own, so that the others are checked still. `sheet` is the one to read.
fn sets(paths: &[PathBuf], sheet: Option<&str>) -> Vec<Set> {
    let mut sets = Vec::new();
    let mut readable = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match open_file(path).map_err(FileProblem::from).and_then(|bytes| prepare(&name, bytes, sheet)) {
            Ok(given) => readable.push(given),
            Err(problem) => sets.push(Set { name, files: Err(problem) }),
        }
    }
    match group(readable) {
        Ok(groups) => sets.extend(groups.into_iter().map(|files| {
            let names: Vec<&str> = files.iter().map(|given| given.name.as_str()).collect();
            Set { name: names.join(" + "), files: Ok(files) }
        })),
        Err(problem) => sets.push(Set { name: "filerne".into(), files: Err(problem) }),
    }
    // In the order they were named.
    sets.sort_by_key(|set| paths.iter().position(|path| set.name.starts_with(&path.display().to_string())));
    sets
}

/// Takes the claims of a file one after the other.
trait Claims {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()>;

    /// Which of them are wanted.
    fn wanted(&self) -> Wanted {
        Wanted::All
    }

    /// Is told how many claims there were that aren't received for certain.
    fn finish(&mut self, _flagged: u32) -> io::Result<()> {
        Ok(())
    }
}

/// Which claims are shown.
enum Wanted {
    All,
    /// The first so many of those that aren't received for certain.
    Flagged(usize),
}

enum Stop {
    File(FileProblem),
    Output(io::Error),
}

/// What is told of a set after its claims.
struct Finished {
    totals: Totals,
    layout: LayoutView,
}

fn check(files: Result<Vec<Given>, FileProblem>, choices: &Choices, how: &How, claims: &mut dyn Claims) -> Result<Finished, Stop> {
    let opened = files.and_then(|files| open(files, choices, &MemoryStore::create, &mut |_| true)).map_err(Stop::File)?;
    if !opened.layout.looks_like_claims() {
        return Err(Stop::File(opened.layout.not_claims()));
    }
    let check = FileCheck::run(opened, how.settings, &mut |_| true).map_err(Stop::File)?;
    let mut check = check.ok_or(Stop::File(FileProblem::Cancelled))?;
    show(&mut check, claims)?;
    Ok(Finished { layout: check.layout_view(), totals: check.totals })
}

/// Hands over the claims that are wanted.
fn show(check: &mut FileCheck, claims: &mut dyn Claims) -> Result<(), Stop> {
    let of_file = |error| Stop::File(FileProblem::from(error));
    let Wanted::Flagged(most) = claims.wanted() else {
        let mut refused = None;
        let done = check.each(&mut |claim| {
            claims.claim(claim).map_err(|error| {
                let kind = error.kind();
                refused = Some(error);
                kind.into()
            })
        });
        return refused.map_or(done.map_err(of_file), |error| Err(Stop::Output(error)));
    };
    let (flagged, numbers) = check.flagged(most);
    for number in numbers {
        let claim = check.open(number).map_err(of_file)?;
        claims.claim(&claim).map_err(Stop::Output)?;
    }
    claims.finish(flagged).map_err(Stop::Output)
}

fn open_file(path: &Path) -> io::Result<Box<dyn Bytes>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(Box::new(bytes));
    }
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if metadata.is_file() {
        return Ok(Box::new(file));
    }
    // A pipe can be read only once; claims are read again when they are shown.
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Box::new(bytes))
}

struct Jsonl<'o, W: Write>(&'o mut W);

impl<W: Write> Claims for Jsonl<'_, W> {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        serde_json::to_writer(&mut *self.0, &ClaimJson::from(claim))?;
        writeln!(self.0)
    }
}

#[derive(Default)]
struct JsonList(Vec<serde_json::Value>);

impl Claims for JsonList {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        self.0.push(serde_json::to_value(ClaimJson::from(claim))?);
        Ok(())
    }
}

impl JsonList {
    fn finish(self, file: &str, settings: Settings, checked: &Result<Finished, Stop>) -> serde_json::Value {
        let mut result = json!({
            "file": file,
            "rules_date": RULES_DATE,
            "modtagelsesdato": settings.received.to_string(),
            "fordringshaver": settings.creditor.word(),
        });
        match checked {
            Ok(finished) => {
                result["columns"] = json!(finished.layout);
                result["totals"] = json!(finished.totals);
                result["claims"] = json!(self.0);
            }
            Err(Stop::File(problem)) => result["error"] = json!(problem.to_string()),
            Err(Stop::Output(_)) => {}
        }
        result
    }
}

struct Csv<'o, W: Write> {
    file: &'o str,
    out: &'o mut W,
}

impl<W: Write> Claims for Csv<'_, W> {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        write!(self.out, "{}", csv_lines(self.file, claim))
    }
}

struct TextList<'o, W: Write> {
    out: &'o mut W,
}

impl<'o, W: Write> TextList<'o, W> {
    fn new(out: &'o mut W) -> Self {
        TextList { out }
    }
}

impl<W: Write> Claims for TextList<'_, W> {
    fn wanted(&self) -> Wanted {
        Wanted::Flagged(LISTED)
    }

    fn finish(&mut self, flagged: u32) -> io::Result<()> {
        if flagged as usize <= LISTED {
            return Ok(());
        }
        writeln!(self.out, "Listen er skåret af efter {LISTED} fordringer. Brug --format csv eller jsonl for at få alle.\n")
    }

    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        let name = claim.type_name.as_deref().unwrap_or("ukendt fordringstype");
        writeln!(
            self.out,
            "Række {}: {} ({}, {name}, reference {})",
            claim.row,
            outcome_word(claim),
            or_dash(&claim.code),
            or_dash(&claim.reference)
        )?;
        if claim.outcome == Outcome::Modtages {
            writeln!(self.out, "  {}", undecided_sentence(claim))?;
        }
        if let Some(answer) = &claim.answer {
            writeln!(self.out, "  Svaret var {}: {} {} {}", answer.status, answer.meaning, answer.number, answer.text)?;
        }
        for finding in &claim.findings {
            writeln!(self.out, "  {} [{}] {}", finding.rule, finding.effect.replace("hoering", "høring"), finding.name)?;
            writeln!(self.out, "      {}", finding.text())?;
            writeln!(self.out, "      Det gør du: {}", finding.remedy)?;
        }
        writeln!(self.out)
    }
}

fn print_totals(file: &str, settings: Settings, checked: &Finished, out: &mut impl Write) -> io::Result<()> {
    let Finished { totals, layout } = checked;
    writeln!(out, "{file}: {} fordringer i {} rækker", totals.claims, totals.rows)?;
    writeln!(out, "  læst som {}", layout.form)?;
    for note in layout.notes.iter().chain(&layout.questions) {
        writeln!(out, "  {note}")?;
    }
    writeln!(out, "  {:>8} ville blive modtaget", totals.modtages)?;
    writeln!(out, "  {:>8} ville blive sendt i høring", totals.hoering)?;
    writeln!(out, "  {:>8} ville blive afvist", totals.afvist)?;
    if totals.undecided > 0 {
        writeln!(out, "  {:>8} kan ikke afgøres, fordi noget mangler, ikke kan læses eller er ukendt", totals.undecided)?;
    }
    writeln!(out, "  {:>8} har råd knyttet til sig (råd ændrer ikke udfaldet)", totals.with_advice)?;
    if totals.with_not_checked > 0 {
        writeln!(out, "  {:>8} har mindst én filterregel, der ikke kunne tjekkes", totals.with_not_checked)?;
    }
    for answer in &totals.answers {
        let status = if answer.status.is_empty() { "uden svar" } else { &answer.status };
        writeln!(
            out,
            "  {:>8} {status}: tjekket siger modtaget {}, høring {}, afvist {}, kan ikke afgøres {}",
            answer.claims, answer.modtages, answer.hoering, answer.afvist, answer.undecided
        )?;
    }
    if !totals.by_rule.is_empty() {
        writeln!(out, "\nRegler, der er brudt:")?;
        for rule in &totals.by_rule {
            writeln!(out, "  {:>8}  {:<20} {:<9} {}", rule.claims, rule.rule, rule.effect.replace("hoering", "høring"), rule.name)?;
        }
    }
    writeln!(
        out,
        "\nTjekket med modtagelsesdato {} og regelsæt af {RULES_DATE}, fordringshaver: {}.",
        format_date(settings.received),
        settings.creditor.word()
    )
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}
