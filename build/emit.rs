//! Writes what was read as Rust constants.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::calendar::Offset;
use crate::catalogue::table::{Check, DateRef, DateSubject, Rule, RuleNumber};
use crate::claim::Field;
use crate::read::{ParallelFile, PracticeFile, Source, TypeSource};
use crate::reference::{Node, Reference};

/// Constants that stand in many places, each written once: a table of its own, and references into it everywhere else. Of the 2,196 lines of the
/// filter tables 194 differ, and of the 3,778 changes of the trials 508; every visitor of the page fetches them.
pub struct Pool {
    name: &'static str,
    items: Vec<String>,
    places: HashMap<String, usize>,
}

impl Pool {
    /// An empty pool, to be the static with this name.
    pub fn new(name: &'static str) -> Pool {
        Pool { name, items: Vec::new(), places: HashMap::new() }
    }

    /// A reference to the item, which is put into the pool if it isn't there.
    fn reference(&mut self, item: String) -> String {
        let place = *self.places.entry(item).or_insert_with_key(|item| {
            self.items.push(item.clone());
            self.items.len() - 1
        });
        format!("&{}[{place}]", self.name)
    }

    /// The whole table.
    pub fn table(self) -> String {
        slice(self.items.into_iter())
    }
}

/// Every type's lean facts and tables, for `catalogue::TYPES`.
pub fn types(types: &[(Source, TypeSource)], rules_pool: &mut Pool) -> String {
    slice(types.iter().map(|(_, read)| {
        let file = &read.file;
        let tables = slice(file.filtertabel.iter().zip(&read.tables).map(|(table, rules)| {
            format!(
                "FilterTable {{ code: {}, creditor: {}, source: {}, rules: {} }}",
                text(file.kode.as_ref().map_or("", |code| code.get_ref())),
                text(table.fordringshaver.get_ref()),
                text(table.kilde.get_ref()),
                slice(rules.iter().map(|rule| rules_pool.reference(rule_of(rule)))),
            )
        }));
        let limits = slice(file.graense.iter().zip(&read.limits).map(|(limit, check)| {
            format!(
                "Limit {{ says: {}, figure: {}, check: {}, source: {}, certainty: {} }}",
                text(&limit.regel),
                optional(limit.tal.as_deref()),
                check.as_ref().map_or_else(|| "None".to_owned(), |check| format!("Some({})", check_of(check))),
                text(limit.kilde.get_ref()),
                text(&limit.sikkerhed),
            )
        }));
        format!(
            "Fordringstype {{ code: {}, name: {}, area: {}, creditors: {}, kind: Kind::{}, kind_documented: {}, basis: Basis::{}, parallel: {}, \
             maybe_bortfald: {}, version: {}, completeness: Completeness::{}, tables: {tables}, limits: {limits} }}",
            optional(file.kode.as_ref().map(|code| code.get_ref().as_str())),
            text(&file.navn),
            text(&file.omraade),
            texts(&file.fordringshavere),
            capital(file.slags.get_ref()),
            file.slags_sikkerhed.get_ref() == "dokumenteret",
            capital(file.grundlag.get_ref()),
            optional(file.parallel.as_ref().map(|twin| twin.get_ref().as_str())),
            file.muligt_bortfald,
            optional(file.version.as_deref()),
            capital(file.fuldstaendighed.get_ref()),
        )
    }))
}

/// Every type's words, in the order of [`types`].
pub fn practice(types: &[(Source, TypeSource)], breaks_pool: &mut Pool, fields_pool: &mut Pool) -> String {
    slice(types.iter().map(|(_, read)| {
        let file = &read.file;
        let not_covered = slice(file.ikke_omfattet.iter().map(|item| {
            format!(
                "NotCovered {{ what: {}, use_instead: {}, source: {}, basis: {}, use_basis: {}, listed: {} }}",
                text(&item.hvad),
                optional(item.brug.as_deref()),
                optional(item.kilde.as_ref().map(|id| id.get_ref().as_str())),
                optional(item.grundlag.as_deref()),
                optional(item.brug_grundlag.as_deref()),
                item.opfoert,
            )
        }));
        let practice = slice(file.praksis.iter().map(|(field, item)| fields_pool.reference(practice_of(field.get_ref(), item))));
        let stories = slice(file.eksempel.iter().map(|story| {
            format!(
                "Story {{ text: {}, values: {}, source: {}, basis: {}, note: {}, constructed: {} }}",
                text(&story.fortaelling),
                slice(story.vaerdier.iter().map(|(name, value)| format!("({}, {})", text(name.get_ref()), text(value)))),
                text(story.kilde.get_ref()),
                optional(story.grundlag.as_deref()),
                optional(story.note.as_deref()),
                story.konstrueret,
            )
        }));
        let trials = slice(read.trials.iter().map(|trial| {
            let breaks = slice(trial.breaks.iter().map(|broken| {
                breaks_pool.reference(format!(
                    "Break {{ rule: {}, changes: {}, fires: {} }}",
                    text(&broken.rule),
                    pairs(&broken.changes),
                    pairs(&broken.fires)
                ))
            }));
            format!("Trial {{ table: {}, valid: {}, breaks: {breaks} }}", optional(trial.table.as_deref()), pairs(&trial.valid))
        }));
        format!(
            "TypeText {{ status: {}, classification: {}, legal_basis: {}, description: {}, conditions: {}, condition_sources: {}, \
             not_covered: {not_covered}, parallel_conditions: {}, limitation: {}, parallel_limitation: {}, interest: {}, parallel_interest: {}, \
             related: {}, notes: {}, mismatches: {}, differences: {}, source_quirks: {}, missing: {}, sources: {}, practice: {practice}, \
             stories: {stories}, trials: {trials} }}",
            optional(file.status.as_deref()),
            optional(file.klassifikation.as_deref()),
            optional(file.hjemmel.as_deref()),
            optional(file.beskrivelse.as_deref()),
            texts(&file.betingelser),
            slice(file.betingelser_kilder.iter().map(|id| text(id.get_ref()))),
            parallel(file.betingelser_parallel.as_ref()),
            optional(file.foraeldelse.as_deref()),
            parallel(file.foraeldelse_parallel.as_ref()),
            optional(file.rente.as_deref()),
            parallel(file.rente_parallel.as_ref()),
            texts(&file.relaterede),
            optional(file.noter.as_deref()),
            texts(&file.modstrid),
            texts(&file.forskelle),
            texts(&file.kildefejl),
            texts(&file.mangler),
            slice(file.kilder.iter().map(|id| text(id.get_ref()))),
        )
    }))
}

/// The shared core's rules.
pub fn core(rules: &[Rule]) -> String {
    slice(rules.iter().map(|rule| format!("&{}", rule_of(rule))))
}

/// Sources, old codes, figures, actions, field guide and contradictions.
pub fn reference(reference: &Reference) -> String {
    let sources = slice(reference.sources.iter().map(|source| {
        format!(
            "Source {{ id: {}, title: {}, publisher: {}, date: {}, url: {} }}",
            text(&source.id),
            optional(source.titel.as_deref()),
            text(&source.udgiver),
            optional(source.dato.as_deref()),
            text(&source.adresse),
        )
    }));
    let dmi = slice(reference.dmi.iter().map(|code| {
        format!(
            "DmiType {{ code: {}, name: {}, municipalities: {}, successors: {}, note: {} }}",
            text(&code.kode),
            text(&code.navn),
            code.kommuner,
            texts(&code.afloeser),
            optional(code.afloeser_note.as_deref()),
        )
    }));
    let figures = slice(reference.figures.iter().map(|figure| {
        format!(
            "LegalFigure {{ topic: {}, text: {}, valid_from: {}, valid_to: {}, url: {}, certainty: {} }}",
            text(&figure.emne),
            text(&figure.tekst),
            optional(figure.gaelder_fra.as_deref()),
            optional(figure.gaelder_til.as_deref()),
            optional(figure.kilde.as_deref()),
            text(&figure.sikkerhed),
        )
    }));
    let contradictions = slice(reference.contradictions.iter().map(|item| {
        format!(
            "Contradiction {{ number: {}, text: {}, settled: {}, codes: {}, rules: {} }}",
            text(&item.nr),
            text(&item.tekst),
            optional(item.afgjort.as_deref()),
            texts(&item.koder),
            texts(&item.regler),
        )
    }));
    let fields = slice(reference.fields.iter().map(|(name, guide)| {
        format!(
            "FieldGuide {{ field: {}, name: {}, definition: {}, find: {}, differs: {}, mistakes: {}, format: {}, example: {}, sources: {}, note: {} }}",
            text(name),
            text(&guide.navn),
            text(&guide.definition),
            texts(&guide.find),
            slice(guide.forskel.iter().map(|(name, words)| format!("({}, {})", text(name), text(words)))),
            texts(&guide.fejl),
            text(&guide.format),
            text(&guide.eksempel),
            texts(&guide.kilder),
            optional(guide.note.as_deref()),
        )
    }));
    format!(
        "Reference {{ sources: {sources}, dmi: {dmi}, figures: {figures}, contradictions: {contradictions}, fields: {fields}, \
         general: {}, rates: {}, actions: {} }}",
        node(&reference.general),
        node(&reference.rates),
        node(&reference.actions),
    )
}

/// A part of the reference files that has no fixed shape, as a tree of names and texts.
fn node(value: &Node) -> String {
    match value {
        Node::Text(words) => format!("Node::Text({})", text(words)),
        Node::List(items) => format!("Node::List({})", slice(items.iter().map(node))),
        Node::Table(entries) => {
            format!("Node::Table({})", slice(entries.iter().map(|(name, value)| format!("({}, {})", text(name), node(value)))))
        }
    }
}

fn practice_of(field: &str, item: &PracticeFile) -> String {
    format!(
        "Practice {{ field: {}, required: {}, text: {}, source: {}, basis: {}, note: {}, warning: {}, certainty: {} }}",
        text(field),
        text(&item.kraeves),
        optional(item.tekst.as_deref()),
        optional(item.kilde.as_ref().map(|id| id.get_ref().as_str())),
        optional(item.grundlag.as_deref()),
        optional(item.note.as_deref()),
        optional(item.advarsel.as_deref()),
        optional(item.sikkerhed.as_deref()),
    )
}

fn parallel(item: Option<&ParallelFile>) -> String {
    item.map_or_else(
        || "None".to_owned(),
        |item| {
            let points = slice(item.punkter.iter().chain(&item.tekst).map(|words| text(words)));
            format!("Some(Parallel {{ points: {points}, basis: {}, source: {} }})", text(&item.grundlag), text(item.kilde.get_ref()))
        },
    )
}

fn rule_of(rule: &Rule) -> String {
    let numbers = match rule.numbers.second {
        None => format!("RuleNumbers::one({})", number(rule.numbers.first)),
        Some(second) => format!("RuleNumbers::two({}, {})", number(rule.numbers.first), number(second)),
    };
    format!(
        "Rule {{ numbers: {numbers}, check: {}, consequence: Consequence::{:?}, starred: {}, inactive: {}, contradicted: {}, note: {} }}",
        check_of(&rule.check),
        rule.consequence,
        rule.starred,
        rule.inactive,
        rule.contradicted,
        rule.note.as_deref().map_or_else(|| "None".to_owned(), |note| format!("Some(Cow::Borrowed({}))", text(note))),
    )
}

fn number(number: RuleNumber) -> String {
    match number.letter {
        '\0' => format!("RuleNumber::new({}, {})", number.group, number.number),
        letter => format!("RuleNumber::with_letter({}, {}, {letter:?})", number.group, number.number),
    }
}

fn check_of(check: &Check) -> String {
    let words = match check {
        Check::Fordringsart { modr } => format!("Fordringsart {{ modr: {modr} }}"),
        Check::Kategori(kategori) => format!("Kategori(Kategori::{kategori:?})"),
        Check::Required { field, not_bank_closing_day } => {
            format!("Required {{ field: {}, not_bank_closing_day: {not_bank_closing_day} }}", field_of(*field))
        }
        Check::Empty(field) => format!("Empty({})", field_of(*field)),
        Check::NoJudgmentOrSettlement => "NoJudgmentOrSettlement".into(),
        Check::NotBothJudgmentAndSettlement => "NotBothJudgmentAndSettlement".into(),
        Check::JudgmentOrSettlement => "JudgmentOrSettlement".into(),
        Check::Date { subject, op, reference, offset, calendar_words, foko, unless_judgment } => format!(
            "Date {{ subject: {}, op: Op::{op:?}, reference: {}, offset: {}, calendar_words: {calendar_words}, foko: Foko::{foko:?}, \
             unless_judgment: {unless_judgment} }}",
            subject_of(*subject),
            match reference {
                DateRef::Field(field) => format!("DateRef::Field({})", field_of(*field)),
                other => format!("DateRef::{other:?}"),
            },
            offset_of(*offset),
        ),
        Check::Amount { field, op, kroner, zero_claim } => {
            format!("Amount {{ field: {}, op: Op::{op:?}, kroner: {}, zero_claim: {zero_claim} }}", field_of(*field), decimal(*kroner))
        }
        Check::AmountBetween { field, min, max } => {
            format!("AmountBetween {{ field: {}, min: {}, max: {} }}", field_of(*field), decimal(*min), decimal(*max))
        }
        Check::AmountOneOf { field, kroner } => {
            format!("AmountOneOf {{ field: {}, kroner: [{}] }}", field_of(*field), kroner.map(decimal).join(", "))
        }
        Check::AmountRef { field, op, other } => {
            format!("AmountRef {{ field: {}, op: Op::{op:?}, other: {} }}", field_of(*field), field_of(*other))
        }
        Check::AmountPerDay { field, op, kroner } => {
            format!("AmountPerDay {{ field: {}, op: Op::{op:?}, kroner: {} }}", field_of(*field), decimal(*kroner))
        }
        Check::SamePeriod(unit) => format!("SamePeriod(CalendarUnit::{unit:?})"),
        Check::AfterMainForfald { subject, op, offset } => {
            format!("AfterMainForfald {{ subject: {}, op: Op::{op:?}, offset: {} }}", subject_of(*subject), offset_of(*offset))
        }
        Check::PeriodEndsBeforeMonthAfterMainReceipt => "PeriodEndsBeforeMonthAfterMainReceipt".into(),
    };
    format!("Check::{words}")
}

fn subject_of(subject: DateSubject) -> String {
    match subject {
        DateSubject::Field(field) => format!("DateSubject::Field({})", field_of(field)),
        DateSubject::Modtagelsesdato => "DateSubject::Modtagelsesdato".into(),
    }
}

fn field_of(field: Field) -> String {
    format!("Field::{field:?}")
}

fn offset_of(offset: Offset) -> String {
    format!("Offset {{ years: {}, months: {}, days: {} }}", offset.years, offset.months, offset.days)
}

fn decimal(amount: Decimal) -> String {
    let parts = amount.unpack();
    format!("Decimal::from_parts({}, {}, {}, {}, {})", parts.lo, parts.mid, parts.hi, parts.negative, parts.scale)
}

fn text(words: &str) -> String {
    format!("{words:?}")
}

fn optional(words: Option<&str>) -> String {
    words.map_or_else(|| "None".to_owned(), |words| format!("Some({words:?})"))
}

fn texts(list: &[String]) -> String {
    slice(list.iter().map(|words| text(words)))
}

fn pairs(list: &[(String, String)]) -> String {
    slice(list.iter().map(|(name, value)| format!("({}, {})", text(name), text(value))))
}

fn slice(items: impl Iterator<Item = String>) -> String {
    let mut out = String::from("&[");
    for item in items {
        out.push_str(&item);
        out.push_str(",\n");
    }
    out.push(']');
    out
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
