//! What the page and its workers say to each other. The file itself travels beside the message.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::check::columns::ColumnsView;
use crate::check::compare::Comparison;
use crate::check::file::{ClaimLine, Filter, Progress, Sort};
use crate::check::layout_view::LayoutView;
use crate::check::sheet::SheetRow;
use crate::check::totals::Totals;
use crate::check::view::ClaimView;
use crate::correct::{CellChange, Change, Corrections, Preview, Step};
use crate::intake::choices::Choices;
use crate::intake::{Container, Staging};

/// A message as bytes; `None` for one that can't be written.
pub fn pack(message: &impl Serialize) -> Option<Vec<u8>> {
    postcard::to_allocvec(message).ok()
}

/// The message in the bytes; `None` when they hold another one.
pub fn unpack<M: DeserializeOwned>(bytes: &[u8]) -> Option<M> {
    postcard::from_bytes(bytes).ok()
}

/// Choices leave out what isn't chosen, which only text can: so they travel as text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::intake::choices::Choices;

    pub fn serialize<S: Serializer>(choices: &Choices, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&choices.to_file())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Choices, D::Error> {
        let text = String::deserialize(deserializer)?;
        Choices::from_file(&text).map_err(serde::de::Error::custom)
    }
}

/// Bytes that are themselves a message or a part of the work, as one piece: number by number they would take many times as long.
mod as_bytes {
    use std::fmt;

    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
            to.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }
}

/// The name under which rows travel that were pasted into the page: there is no file that they could be written back to.
pub const PASTED_ROWS: &str = "indsatte rækker.txt";

/// From the page to the worker that leads the check.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Look at the files that come with the message. Those before stay open when `added`.
    Open { added: bool },
    /// A file's rows, staged by the reader, are in the blob that comes with the message. `sheet` is the workbook's sheet that the user asked for.
    Staged { file: u32, staging: Staging, sheet: Option<String> },
    /// Understand the columns of the open files as chosen.
    Columns {
        #[serde(with = "as_text")]
        choices: Choices,
    },
    /// Check the open files.
    Check {
        /// The check's number; the lead says [`Tell::Begun`] with it.
        number: u32,
        /// The assumed day of sending, `åååå-mm-dd`.
        received: String,
        /// As [`crate::catalogue::Creditor::parse`] reads it.
        creditor: String,
        #[serde(with = "as_text")]
        choices: Choices,
    },
    /// Remember this result: those from now on are compared with it. `name` is that of its files; without one, no result is remembered any more.
    Keep { name: String },
    /// A page of the list of claims. Pages are counted from 0.
    List { filter: Filter, sort: Sort, page: u32, size: u32 },
    /// One claim with everything found on it, and those before and after it in the list.
    Claim { number: u32, filter: Filter, sort: Sort },
    /// What a change would do.
    Preview { change: Change },
    /// Take a step in correcting the copy, and check it again. The number is the check's, as in [`Ask::Check`].
    Correct { number: u32, step: Step },
    /// A page of the list of all changes.
    Changes { page: u32, size: u32 },
    /// Make a file to be saved.
    Make(Order),
    /// Give up what is being made or searched for. A claim that was asked for comes all the same, without its neighbours in the list.
    Stop,
}

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub what: Wanted,
    /// CPR numbers are masked.
    pub is_masked: bool,
    /// The day it is made, `åååå-mm-dd`.
    pub made: String,
}

/// What files can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// The corrected file, in the format it came in.
    Corrected,
    /// The corrected file as CSV with all columns.
    CorrectedCsv,
    /// All findings, one line each.
    FindingsCsv,
    FindingsJson,
    /// The report as a workbook.
    Workbook,
    /// All changes, one line each.
    ChangesCsv,
}

/// What the program that knows the formats is to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteJob {
    /// The report; its claims are beside the message, as [`crate::report::frames`] writes them.
    Workbook {
        /// The [`crate::report::head::ReportHead`], packed: whoever hands it on needn't know it.
        #[serde(with = "as_bytes")]
        head: Vec<u8>,
    },
    /// The corrected file: the original, by its place among those given, with the changes beside the message.
    Corrected { file: u32, container: Container, sheet: Option<u32> },
}

/// From the worker that leads the check to the page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Tell {
    /// The worker is up; a page of another build must not use it.
    Hello {
        build: String,
    },
    /// The file, by its place among those given, must be staged by the reader first.
    NeedsReader {
        file: u32,
        container: Container,
    },
    /// The files are open and can be checked.
    Read {
        columns: Box<ColumnsView>,
    },
    /// What is told of a check from now on is of the one with this number, and no longer of one that was asked for before.
    Begun {
        number: u32,
    },
    Progress(Progress),
    /// The files can't be taken; the sentence says why and what to do.
    Refused {
        message: String,
    },
    Done {
        totals: Box<Totals>,
        layout: Box<LayoutView>,
        rules_date: String,
        corrections: Box<Corrections>,
        comparison: Option<Box<Comparison>>,
    },
    /// Claims are searched through for a text; thousandths of them are done.
    Searching {
        thousandths: u16,
    },
    List {
        filter: Box<Filter>,
        sort: Sort,
        page: u32,
        matching: u32,
        lines: Vec<ClaimLine>,
    },
    Opened {
        claim: Box<ClaimView>,
        number: u32,
        of: u32,
        /// Its rows, one for each debtor line.
        rows: Vec<SheetRow>,
        /// The claims before and after it in the list.
        previous: Option<u32>,
        next: Option<u32>,
    },
    Previewed(Box<Preview>),
    Changes {
        page: u32,
        of: u32,
        lines: Vec<CellChange>,
    },
    /// A file is being made; thousandths of it are done.
    Making {
        thousandths: u16,
    },
    /// The file that was asked for is in the blob beside the message. `left_out` says in sentences what isn't in it.
    Made {
        name: String,
        left_out: Vec<String>,
    },
    /// What is beside the message must be written by the other program, which knows the formats.
    ToWrite {
        name: String,
        job: WriteJob,
    },
    /// An answer that could not be given, e.g. because the file on disk was changed.
    Failed {
        message: String,
    },
}

/// From the lead to a hand, one of the workers that check a file's parts.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum HandAsk {
    /// The tasks that follow are of this plan, and of the rows in the blob beside it. What came before is past.
    Begin {
        #[serde(with = "as_bytes")]
        plan: Vec<u8>,
    },
    /// One part of the work.
    Task(#[serde(with = "as_bytes")] Vec<u8>),
}

/// From a hand to the lead. A hand answers every task, in their order.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum HandTell {
    /// The hand is up; a lead of another build must not use it.
    Hello { build: String },
    /// What came of a task.
    Done(#[serde(with = "as_bytes")] Vec<u8>),
    /// A task that could not be done; the sentence says why and what to do.
    Failed { message: String },
}

/// From the page to the reader, the program for spreadsheets, XML and JSON. Files travel beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ReaderAsk {
    /// Turn the file into rows. `sheet` is the workbook's sheet to read, by its place.
    Stage { container: Container, sheet: Option<usize> },
    /// Write something new; what it says is in the last of the files, after the one it is about, if it is about one.
    Write(WriteJob),
}

/// From the reader to the page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum ReaderTell {
    /// The reader is up; a page of another build must not use it.
    Hello { build: String },
    /// The share that is read, in thousandths.
    Progress { thousandths: u16 },
    /// The file can't be taken; the sentence says why and what to do.
    Refused { message: String },
    /// The rows are in the blob beside the message.
    Done { staging: Staging },
    /// What was to be written is in the blob beside the message. `left_out` says in sentences what isn't in it.
    Written { left_out: Vec<String> },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::BUILD_ID;
    use crate::check::compare::Fate;
    use crate::check::file::SortBy;
    use crate::check::lapse::Lapse;
    use crate::claim::Field;
    use crate::correct::{NewValue, Target};
    use crate::intake::StagedForm;
    use crate::intake::choices::{ColumnChoice, ConstantChoice};

    #[test]
    fn messages_survive_the_way() {
        let choices = Choices {
            columns: vec![ColumnChoice { column: 2, heading: "Dato".into(), field: Some(Field::Srb), dates: None, decimals: None }],
            constants: vec![ConstantChoice { field: Field::Fordringsart, value: "INDR".into() }],
            ..Choices::default()
        };
        let staging = Staging {
            form: StagedForm::Ods,
            sheets: Vec::new(),
            sheet: Some(1),
            headings: None,
            days_from_1904: true,
            notes: vec!["To rækker er skjult.".into()],
            rows: 7,
        };
        for ask in [
            Ask::Open { added: true },
            Ask::Staged { file: 1, staging, sheet: Some("Ark2".into()) },
            Ask::Columns { choices: Choices::default() },
            Ask::Check { number: 2, received: "2026-11-22".into(), creditor: "kommune".into(), choices },
            Ask::List {
                filter: Filter { rule: Some(("R_6_20".into(), "hoering".into())), ..Filter::default() },
                sort: Sort::default(),
                page: 3,
                size: 50,
            },
            Ask::Claim {
                number: 4,
                filter: Filter { fate: Some(Fate::Broken), lapse: Some(Lapse::SixMonths), text: "Søren".into(), ..Filter::default() },
                sort: Sort { by: SortBy::Amount, descending: true },
            },
            Ask::Keep { name: "i går.csv".into() },
            Ask::Stop,
        ] {
            assert_eq!(unpack::<Ask>(&pack(&ask).unwrap()).unwrap(), ask);
        }
        let change = |to| Change { target: Target::Field { filter: Filter::default(), field: Field::Srb }, to };
        for ask in [
            Ask::Preview { change: change(NewValue::SameAs(Field::Forfaldsdato)) },
            Ask::Correct { number: 3, step: Step::Make(change(NewValue::Text("æ".into()))) },
            Ask::Correct { number: 4, step: Step::Undo },
            Ask::Changes { page: 1, size: 50 },
            Ask::Make(Order { what: Wanted::Corrected, is_masked: true, made: "2026-11-22".into() }),
        ] {
            assert_eq!(unpack::<Ask>(&pack(&ask).unwrap()).unwrap(), ask);
        }
        let cell = CellChange { claim: 7, row: 9, before: "x".into(), ..CellChange::default() };
        let preview = Preview { cells: 1, refused: vec![(2, "Nej.".into())], samples: vec![cell.clone()], ..Preview::default() };
        for tell in [
            Tell::Refused { message: "Filen er tom.".into() },
            Tell::Previewed(Box::new(preview)),
            Tell::Changes { page: 0, of: 1, lines: vec![cell] },
            Tell::Making { thousandths: 12 },
            Tell::Made { name: "f_rettet.csv".into(), left_out: Vec::new() },
            Tell::ToWrite { name: "f.xlsx".into(), job: WriteJob::Corrected { file: 0, container: Container::Zip, sheet: Some(1) } },
        ] {
            assert_eq!(unpack::<Tell>(&pack(&tell).unwrap()).unwrap(), tell);
        }
        assert_eq!(unpack::<Tell>(b"\xff\xff"), None);
    }

    #[test]
    fn a_hands_work_survives_the_way_as_it_is() {
        let work: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for ask in [HandAsk::Begin { plan: work.clone() }, HandAsk::Task(work.clone()), HandAsk::Task(Vec::new())] {
            assert_eq!(unpack::<HandAsk>(&pack(&ask).unwrap()).unwrap(), ask);
        }
        let message = "Filen er ændret.".into();
        for tell in [HandTell::Hello { build: BUILD_ID.into() }, HandTell::Done(work.clone()), HandTell::Failed { message }] {
            assert_eq!(unpack::<HandTell>(&pack(&tell).unwrap()).unwrap(), tell);
        }
        let packed = pack(&HandTell::Done(work.clone())).unwrap();
        assert!(packed.ends_with(&work) && packed.len() == work.len() + 3);
        assert_eq!(unpack::<HandTell>(&packed[..500]), None);
    }

    #[test]
    fn what_a_check_found_survives_the_way() {
        use crate::check::columns::columns_view;
        use crate::check::file::FileCheck;
        use crate::check::opening::open_text;
        let file = crate::check::example::example_file().into_bytes();
        let received = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let settings = crate::check::Settings { received, creditor: crate::catalogue::Creditor::default() };
        let opened = open_text("eksempel.csv", file).unwrap();
        let columns = Tell::Read { columns: Box::new(columns_view(&opened)) };
        let mut check = FileCheck::run(opened, settings, &mut |_| true).unwrap().unwrap();
        let (totals, layout) = (Box::new(check.totals.clone()), Box::new(check.layout_view()));
        assert!(totals.money.iter().any(|money| money.oere > 0) && !totals.lapses.is_empty() && !totals.periods.is_empty());
        let baseline = check.baseline("i går.csv");
        let comparison = Some(Box::new(check.compare(&baseline)));
        assert!(comparison.iter().all(|held| !held.fates.is_empty() && !held.rules.is_empty()));
        let of = 54;
        let claims = (0..of)
            .map(|number| Tell::Opened {
                claim: Box::new(check.open(number).unwrap()),
                number,
                of,
                rows: check.sheet(number).unwrap(),
                previous: number.checked_sub(1),
                next: Some(number + 1),
            })
            .collect::<Vec<_>>();
        for tell in claims.into_iter().chain([columns, Tell::Searching { thousandths: 417 }]).chain([Tell::Done {
            totals,
            layout,
            rules_date: "2026-11-22".into(),
            corrections: Box::default(),
            comparison,
        }]) {
            assert_eq!(unpack::<Tell>(&pack(&tell).unwrap()).unwrap(), tell);
        }
    }
}
