//! What stands on the command line, understood; and the help.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;
use stamdatatjek::catalogue::Creditor;
use stamdatatjek::check::Settings;
use stamdatatjek::claim::parse_date;
use stamdatatjek::intake::Encoding;

/// The help, in Danish.
pub const HELP: &str = "\
Stamdatatjek: ville fordringerne blive modtaget, sendt i høring eller afvist?

Brug:
  stamdatatjek tjek FIL… [--modtaget ÅÅÅÅ-MM-DD] [--fordringshaver HVEM] [--format tekst|json|jsonl|csv]
                         [--kolonner FIL] [--ark NAVN] [--tegntabel cp850]
  stamdatatjek typer [KODE]       alle fordringstyper, eller én med sin filtertabel
  stamdatatjek regel R_6_20       hvad en regel kræver, hvorfor, og hvad du gør
  stamdatatjek felt stiftelsesdato   hvad der skal stå i et felt

Valg til tjek:
  --modtaget DATO        den dag, fordringerne tænkes sendt (ellers i dag)
  --fordringshaver HVEM  hvem der sender: kommune (ellers), region, stat, forsyning, a-kasse,
                         trafikselskab, eller kildens id for én bestemt, fx GS-KRIM
  --format FORM          tekst (ellers), json, jsonl (én linje pr. fordring) eller csv
  --kolonner FIL         et kolonnevalg, der er gemt fra siden «Kolonner» i browseren
  --ark NAVN             hvilket ark i et regneark (ellers det første med flest rækker)
  --tegntabel TABEL      utf-8, windows-1252 eller cp850 (ellers efter filens egne bogstaver)
  -                      som FIL læser fra standard input

Filerne er CSV, regneark (xlsx, xlsm, xlsb, xls, ods), NyMF-XML, JSON eller JSON-linjer. Filerne fra et KMD-udtræk (ODE)
læses sammen, og svar fra modtagelsen (MFFordringIndberet_O) lægges til fordringerne. Intet sendes nogen steder hen.

Slutkode: 0 alle ville blive modtaget, 1 nogle ville ikke, 2 noget kunne ikke læses.

  -h, --help     denne hjælp
  -V, --version  version og regelsættets dato
";

/// What to do.
#[derive(Debug)]
pub enum Command {
    Help,
    Version,
    Tjek { files: Vec<PathBuf>, how: How },
    Types,
    Type { code: String, creditor: Creditor },
    Rule(String),
    Field(String),
}

/// How files are read, checked and printed.
#[derive(Debug)]
pub struct How {
    pub settings: Settings,
    pub format: Format,
    /// A saved choice of columns.
    pub columns: Option<PathBuf>,
    /// The workbook's sheet to read.
    pub sheet: Option<String>,
    pub encoding: Option<Encoding>,
}

/// How to print a check's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Understands the arguments.
///
/// # Errors
/// A Danish sentence saying what is missing or not understood.
pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut words: Vec<OsString> = Vec::new();
    let mut received = None;
    let mut creditor = Creditor::default();
    let mut format = Format::Text;
    let mut columns = None;
    let mut sheet = None;
    let mut encoding = None;
    while let Some(arg) = parser.next().map_err(danish)? {
        match arg {
            Short('h') | Long("help" | "hjælp") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("modtaget") => {
                let text = parser.value().map_err(danish)?.to_string_lossy().into_owned();
                received = Some(parse_date(&text).map_err(|_| format!("«{text}» er ikke en dato; skriv fx --modtaget 2026-11-22"))?.date());
            }
            Long("fordringshaver") => {
                let text = parser.value().map_err(danish)?.to_string_lossy().into_owned();
                creditor = Creditor::parse(&text)
                    .ok_or_else(|| format!("fordringshaveren «{text}» kendes ikke; skriv en af: {}", Creditor::kinds().join(", ")))?;
            }
            Long("format") => {
                let text = parser.value().map_err(danish)?.to_string_lossy().into_owned();
                format = match text.as_str() {
                    "tekst" => Format::Text,
                    "json" => Format::Json,
                    "jsonl" => Format::Jsonl,
                    "csv" => Format::Csv,
                    _ => return Err(format!("formatet «{text}» kendes ikke; skriv tekst, json, jsonl eller csv")),
                };
            }
            Long("kolonner") => columns = Some(PathBuf::from(parser.value().map_err(danish)?)),
            Long("ark") => sheet = Some(parser.value().map_err(danish)?.to_string_lossy().into_owned()),
            Long("tegntabel") => {
                let text = parser.value().map_err(danish)?.to_string_lossy().into_owned();
                let known = Encoding::parse(&text);
                encoding = Some(known.ok_or_else(|| format!("tegntabellen «{text}» kendes ikke; skriv utf-8, windows-1252 eller cp850"))?);
            }
            Value(word) => words.push(word),
            other => return Err(danish(other.unexpected())),
        }
    }
    let mut words = words.into_iter();
    let Some(verb) = words.next() else { return Ok(Command::Help) };
    let word =
        |word: Option<OsString>, missing: &str| word.map(|word| word.to_string_lossy().into_owned()).ok_or_else(|| missing.to_owned());
    match verb.to_string_lossy().as_ref() {
        "tjek" => {
            let files: Vec<PathBuf> = words.map(PathBuf::from).collect();
            if files.is_empty() {
                return Err("skriv, hvilken fil der skal tjekkes, fx «stamdatatjek tjek fordringer.csv»".into());
            }
            let received = received.unwrap_or_else(|| chrono::Local::now().date_naive());
            Ok(Command::Tjek { files, how: How { settings: Settings { received, creditor }, format, columns, sheet, encoding } })
        }
        "typer" => {
            let code = words.next().map(|code| code.to_string_lossy().into_owned());
            nothing_more(words)?;
            Ok(code.map_or(Command::Types, |code| Command::Type { code, creditor }))
        }
        "regel" => {
            let id = word(words.next(), "skriv, hvilken regel du vil se, fx «stamdatatjek regel R_6_20»")?;
            nothing_more(words).map(|()| Command::Rule(id))
        }
        "felt" => {
            let name = word(words.next(), "skriv, hvilket felt du vil se, fx «stamdatatjek felt stiftelsesdato»")?;
            nothing_more(words).map(|()| Command::Field(name))
        }
        other => Err(format!("«{other}» er ikke en kommando; skriv tjek, typer, regel eller felt")),
    }
}

fn nothing_more(mut words: impl Iterator<Item = OsString>) -> Result<(), String> {
    words.next().map_or(Ok(()), |word| Err(format!("«{}» er for meget her", word.to_string_lossy())))
}

fn danish(error: lexopt::Error) -> String {
    match error {
        lexopt::Error::MissingValue { option } => format!("der mangler en værdi efter {}", option.unwrap_or_default()),
        lexopt::Error::UnexpectedOption(option) => format!("valget {option} kendes ikke"),
        lexopt::Error::UnexpectedArgument(word) => format!("«{}» var ikke ventet her", word.to_string_lossy()),
        lexopt::Error::UnexpectedValue { option, .. } => format!("{option} tager ingen værdi"),
        other => format!("kommandolinjen forstås ikke ({other})"),
    }
}
