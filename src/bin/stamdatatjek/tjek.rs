//! `stamdatatjek tjek`: checks files and prints what was found.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use stamdatatjek::catalogue::RULES_DATE;
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::{ClaimView, undecided_sentence};
use stamdatatjek::check::{Outcome, Settings};
use stamdatatjek::claim::format_date;
use stamdatatjek::intake::{Bytes, FileProblem};
use stamdatatjek::report::{CSV_HEADING, ClaimJson, csv_lines, outcome_word};

use crate::args::Format;

/// How many claims the text form lists for each file before it says how many more there are.
const LISTED: usize = 200;

/// Checks the files; answers the exit code.
pub fn run(files: &[PathBuf], settings: Settings, format: Format, out: &mut impl Write) -> io::Result<u8> {
    let mut code = 0;
    let mut results = Vec::new();
    if format == Format::Csv {
        write!(out, "{CSV_HEADING}")?;
    }
    for file in files {
        let result = match format {
            Format::Text => check(file, settings, &mut TextList::new(out)),
            Format::Json => {
                let mut list = JsonList::default();
                let totals = check(file, settings, &mut list);
                results.push(list.finish(file, settings, &totals));
                totals
            }
            Format::Jsonl => check(file, settings, &mut Jsonl(out)),
            Format::Csv => check(file, settings, &mut Csv { file, out }),
        };
        match result {
            Ok(totals) => {
                if format == Format::Text {
                    print_totals(file, settings, &totals, out)?;
                }
                if totals.modtages != totals.claims {
                    code = code.max(1);
                }
            }
            Err(Stop::Output(error)) => return Err(error),
            Err(Stop::File(problem)) => {
                eprintln!("stamdatatjek: {}: {problem}", file.display());
                code = 2;
            }
        }
    }
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, &results)?;
        writeln!(out)?;
    }
    Ok(code)
}

/// Takes the claims of a file one after the other.
trait Claims {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()>;
}

enum Stop {
    File(FileProblem),
    Output(io::Error),
}

fn check(path: &Path, settings: Settings, claims: &mut dyn Claims) -> Result<Totals, Stop> {
    let mut bytes = open(path).map_err(|error| Stop::File(error.into()))?;
    let mut refused = None;
    let result = FileCheck::run_each(bytes.as_mut(), settings, &mut |claim| {
        claims.claim(claim).map_err(|error| {
            let kind = error.kind();
            refused = Some(error);
            kind.into()
        })
    });
    match (result, refused) {
        (_, Some(error)) => Err(Stop::Output(error)),
        (Ok(check), None) => Ok(check.totals),
        (Err(problem), None) => Err(Stop::File(problem)),
    }
}

fn open(path: &Path) -> io::Result<Box<dyn Bytes>> {
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
    // A pipe can be read only once; the check reads twice.
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
    fn finish(self, file: &Path, settings: Settings, totals: &Result<Totals, Stop>) -> serde_json::Value {
        let mut result = json!({
            "file": file.to_string_lossy(),
            "rules_date": RULES_DATE,
            "modtagelsesdato": settings.received.to_string(),
            "fordringshaver": settings.creditor.word(),
        });
        match totals {
            Ok(totals) => {
                result["totals"] = json!(totals);
                result["claims"] = json!(self.0);
            }
            Err(Stop::File(problem)) => result["error"] = json!(problem.to_string()),
            Err(Stop::Output(_)) => {}
        }
        result
    }
}

struct Csv<'o, W: Write> {
    file: &'o Path,
    out: &'o mut W,
}

impl<W: Write> Claims for Csv<'_, W> {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        write!(self.out, "{}", csv_lines(&self.file.to_string_lossy(), claim))
    }
}

struct TextList<'o, W: Write> {
    out: &'o mut W,
    listed: usize,
}

impl<'o, W: Write> TextList<'o, W> {
    fn new(out: &'o mut W) -> Self {
        TextList { out, listed: 0 }
    }
}

impl<W: Write> Claims for TextList<'_, W> {
    fn claim(&mut self, claim: &ClaimView) -> io::Result<()> {
        if claim.outcome == Outcome::Modtages && claim.undecided.is_empty() {
            return Ok(());
        }
        self.listed += 1;
        if self.listed > LISTED {
            if self.listed == LISTED + 1 {
                writeln!(self.out, "Listen er skåret af efter {LISTED} fordringer. Brug --format csv eller jsonl for at få alle.\n")?;
            }
            return Ok(());
        }
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
        for finding in &claim.findings {
            writeln!(self.out, "  {} [{}] {}", finding.rule, finding.effect.replace("hoering", "høring"), finding.name)?;
            writeln!(self.out, "      {}", finding.text())?;
            writeln!(self.out, "      Det gør du: {}", finding.remedy)?;
        }
        writeln!(self.out)
    }
}

fn print_totals(file: &Path, settings: Settings, totals: &Totals, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}: {} fordringer i {} rækker", file.display(), totals.claims, totals.rows)?;
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
