//! Made-up claims by the million, as a municipality's extract looks: the same ones every time, so that figures can be compared.
//!
//! Each claim follows from its number alone. So a file of any length is written without being kept, and a claim can refer to any other
//! one before it. Templates are the catalogue's worked claims, with their dates moved by whole months; what a template gives is asked of
//! the library once, before the first row.

use std::collections::HashMap;
use std::io::{self, Write};

use chrono::{Datelike, Months, NaiveDate};
use stamdatatjek::calendar::is_foko_closing_day;
use stamdatatjek::catalogue::model::Fordringstype;
use stamdatatjek::catalogue::practice::Trial;
use stamdatatjek::catalogue::{Creditor, TYPES, text_of};
use stamdatatjek::check::{Checked, Checker, Outcome, Settings, Surroundings};
use stamdatatjek::claim::{Claim, Field};
use stamdatatjek::rules::filter::{Main, MainClaim};

/// The day the claims are thought to be sent on.
pub const RECEIVED: &str = "2026-11-22";

/// The file's columns, in their order.
pub const COLUMNS: [Field; 19] = [
    Field::FordringshaverId,
    Field::Reference,
    Field::Fordringsart,
    Field::Fordringstype,
    Field::HovedfordringReference,
    Field::HovedfordringId,
    Field::Hovedstol,
    Field::Beloeb,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Srb,
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::Beskrivelse,
    Field::SkyldnerType,
    Field::SkyldnerId,
];

/// By how many months the worked dates are moved.
const MONTHS: std::ops::RangeInclusive<i32> = -30..=4;
/// The same for broken claims, of which there are many more kinds.
const MONTHS_OF_BROKEN: std::ops::RangeInclusive<i32> = -5..=0;
/// By how much amounts are multiplied, in thousandths, as far as the type's limits let them.
const FACTORS: [i64; 11] = [100, 200, 350, 500, 750, 1000, 1250, 1500, 2000, 3000, 4000];
/// How many people owe.
const DEBTORS: u64 = 200_000;
/// How far above a claim's row its hovedfordring stands, where it stands near.
const NEAR: u64 = 50;

type Cells = [String; COLUMNS.len()];

/// What a claim is made to be. Of 1,000 claims: 10 have two debtors, 10 are duplicates, 30 name a hovedfordring of the file, 100 are
/// broken, and the rest are as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Plain,
    TwoDebtors,
    SameReference,
    SameContent,
    Related,
    Broken,
}

impl Part {
    fn of(chance: &mut Chance) -> Part {
        match chance.below(1000) {
            0..10 => Part::TwoDebtors,
            10..15 => Part::SameReference,
            15..20 => Part::SameContent,
            20..50 => Part::Related,
            50..150 => Part::Broken,
            _ => Part::Plain,
        }
    }
}

/// A fordringstype's claims that are received: the worked one at several times.
struct Group {
    fordringstype: &'static Fordringstype,
    variants: Vec<Cells>,
    /// By how much the amounts may be multiplied, in thousandths.
    factors: (i64, i64),
}

/// A broken claim, with the same for its amounts.
struct Broken {
    cells: Cells,
    factors: (i64, i64),
}

/// A template among `Claims::groups`.
type Place = (usize, usize);

/// What differs between two claims of one template.
struct Own<'t> {
    number: u64,
    cells: &'t Cells,
    /// The number of the claim whose reference stands here.
    reference: u64,
    main: Option<u64>,
    hovedstol: i64,
    beloeb: i64,
    debtor: u64,
}

/// Writes the claims.
pub struct Claims {
    checker: Checker,
    groups: Vec<Group>,
    /// Where the claims that hang on another one are, in `groups`.
    related: Vec<usize>,
    broken: Vec<Vec<Broken>>,
    /// Which related claim (the second) goes with which hovedfordring (the first), as far as it was asked.
    fits: HashMap<(Place, Place), bool>,
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Lines, less the headings: a claim with two debtors has two.
    pub rows: u64,
    pub bytes: u64,
}

impl Claims {
    /// Learns the templates.
    pub fn new() -> Self {
        let received = RECEIVED.parse().expect("a date");
        let checker = Checker::new(Settings { received, creditor: Creditor::default() });
        let mut claims = Claims { checker, groups: Vec::new(), related: Vec::new(), broken: Vec::new(), fits: HashMap::new() };
        for fordringstype in TYPES.iter().filter(|t| t.code.is_some() && t.creditors.contains(&"kommune") && !t.tables.is_empty()) {
            for trial in text_of(fordringstype).trials.iter().filter(|trial| trial.table.is_some()) {
                claims.learn(fordringstype, trial);
            }
        }
        claims
    }

    fn learn(&mut self, fordringstype: &'static Fordringstype, trial: &'static Trial) {
        let Some(worked) = cells_of(trial.valid) else { return };
        let moved = MONTHS.map(|months| moved(&worked, months));
        let variants: Vec<Cells> = moved.filter(|cells| self.is_faultless(cells, Main::IdOnly)).collect();
        let Some(first) = variants.first() else { return };
        let factors = self.factors(first);
        if fordringstype.kind.is_related() {
            self.related.push(self.groups.len());
        }
        let broken: Vec<Broken> = trial.breaks.iter().flat_map(|broken| self.broken(&worked, broken.changes, factors)).collect();
        if !broken.is_empty() {
            self.broken.push(broken);
        }
        self.groups.push(Group { fordringstype, variants, factors });
    }

    /// The claim with the changes, at the times when it is not received.
    fn broken(&self, worked: &Cells, changes: &[(&str, &str)], factors: (i64, i64)) -> Vec<Broken> {
        let mut cells = worked.clone();
        for (name, value) in changes {
            // Some breaks change what no row of a file says, such as the day it is sent.
            let Some(column) = column_of(name) else { return Vec::new() };
            cells[column] = (*value).to_owned();
        }
        let touches_amounts = changes.iter().any(|(name, _)| ["hovedstol", "beloeb"].contains(name));
        let factors = if touches_amounts { (1000, 1000) } else { factors };
        let moved = MONTHS_OF_BROKEN.map(|months| moved(&cells, months));
        let broken = moved.filter(|cells| self.check(cells, Main::IdOnly).outcome != Outcome::Modtages);
        broken.map(|cells| Broken { cells, factors }).collect()
    }

    /// The widest range of factors without a gap in which the amounts are as they should be.
    fn factors(&self, cells: &Cells) -> (i64, i64) {
        let holds = |factor: i64| {
            let mut cells = cells.clone();
            for column in [HOVEDSTOL, BELOEB].into_iter().filter(|column| !cells[*column].is_empty()).collect::<Vec<_>>() {
                cells[column] = kroner(oere(&cells[column]) * factor / 1000);
            }
            self.is_faultless(&cells, Main::IdOnly)
        };
        let lowest = FACTORS.iter().rev().filter(|factor| **factor <= 1000).take_while(|factor| holds(**factor)).last();
        let highest = FACTORS.iter().filter(|factor| **factor >= 1000).take_while(|factor| holds(**factor)).last();
        (lowest.copied().unwrap_or(1000), highest.copied().unwrap_or(1000))
    }

    fn check(&self, cells: &Cells, main: Main<'static>) -> Checked {
        let claim = Claim::read(1, |field| COLUMNS.iter().position(|column| *column == field).map(|column| cells[column].as_str()));
        let has_main = claim.is_filled(Field::HovedfordringId) || claim.is_filled(Field::HovedfordringReference);
        let around = Surroundings { main: if has_main { main } else { Main::None }, ..Surroundings::default() };
        self.checker.check(&claim, &around)
    }

    /// Whether it is received and there is nothing to say about it.
    fn is_faultless(&self, cells: &Cells, main: Main<'static>) -> bool {
        let checked = self.check(cells, main);
        checked.outcome == Outcome::Modtages && checked.undecided.is_empty() && checked.findings.is_empty()
    }

    /// Writes the headings and the first `count` claims.
    ///
    /// # Errors
    /// What `out` returns.
    pub fn write(&mut self, count: u64, out: &mut impl Write) -> io::Result<Written> {
        let headings = COLUMNS.map(Field::name).join(";") + "\n";
        out.write_all(headings.as_bytes())?;
        let mut written = Written { rows: 0, bytes: headings.len() as u64 };
        let mut text = Vec::new();
        for number in 0..count {
            text.clear();
            written.rows += self.append(number, &mut text)?;
            written.bytes += text.len() as u64;
            out.write_all(&text)?;
        }
        Ok(written)
    }

    /// Appends the claim with the number; answers how many rows it took.
    fn append(&mut self, number: u64, text: &mut Vec<u8>) -> io::Result<u64> {
        let chance = &mut Chance::new(number);
        let part = Part::of(chance);
        if part == Part::Broken {
            let of_type = chance.pick(&self.broken);
            let Broken { cells, factors } = chance.pick(of_type);
            return write_row(&Own::new(number, cells, *factors, chance), text).map(|()| 1);
        }
        if part == Part::Related
            && let Some((main, (group, variant))) = self.pick_related(number, chance)
        {
            let Group { variants, factors, .. } = &self.groups[group];
            let own = Own { main: Some(main), ..Own::new(number, &variants[variant], *factors, chance) };
            return write_row(&own, text).map(|()| 1);
        }
        let earlier = number.checked_sub(1).map(|last| last - chance.below(NEAR.min(number)));
        match (part, earlier) {
            (Part::SameContent, Some(earlier)) => {
                // The same chance as the earlier claim had, so that everything but the reference is its own.
                let chance = &mut Chance::new(earlier);
                Part::of(chance);
                write_row(&Own { reference: number, ..self.plain(earlier, chance) }, text)?;
            }
            (Part::SameReference, Some(earlier)) => write_row(&Own { reference: earlier, ..self.plain(number, chance) }, text)?,
            (Part::TwoDebtors, _) => {
                let own = self.plain(number, chance);
                write_row(&own, text)?;
                write_row(&Own { debtor: (own.debtor + 1) % DEBTORS, ..own }, text)?;
                return Ok(2);
            }
            _ => write_row(&self.plain(number, chance), text)?,
        }
        Ok(1)
    }

    fn plain(&self, number: u64, chance: &mut Chance) -> Own<'_> {
        let (group, variant) = self.pick_plain(chance);
        let Group { variants, factors, .. } = &self.groups[group];
        Own::new(number, &variants[variant], *factors, chance)
    }

    fn pick_plain(&self, chance: &mut Chance) -> Place {
        let group = chance.below(self.groups.len() as u64) as usize;
        (group, chance.below(self.groups[group].variants.len() as u64) as usize)
    }

    /// A hovedfordring above the row, most often near, and a related claim that goes with it.
    fn pick_related(&mut self, number: u64, chance: &mut Chance) -> Option<(u64, Place)> {
        for _ in 0..8 {
            let reach = if chance.below(5) == 0 { number } else { NEAR.min(number) };
            let main = number.checked_sub(1)? - chance.below(reach);
            let Some(place) = self.hovedfordring_at(main) else { continue };
            for _ in 0..16 {
                let group = *chance.pick(&self.related);
                let related = (group, chance.below(self.groups[group].variants.len() as u64) as usize);
                if self.goes_with(place, related) {
                    return Some((main, related));
                }
            }
        }
        None
    }

    /// The template of the claim with the number, if it is a plain hovedfordring.
    fn hovedfordring_at(&self, number: u64) -> Option<Place> {
        let chance = &mut Chance::new(number);
        if Part::of(chance) != Part::Plain {
            return None;
        }
        let place = self.pick_plain(chance);
        (!self.groups[place.0].fordringstype.kind.is_related()).then_some(place)
    }

    fn goes_with(&mut self, main: Place, related: Place) -> bool {
        if let Some(known) = self.fits.get(&(main, related)) {
            return *known;
        }
        let (of, at) = main;
        let forfaldsdato = self.groups[of].variants[at][FORFALDSDATO].parse().ok();
        let facts = MainClaim { fordringstype: self.groups[of].fordringstype.code, forfaldsdato, received: RECEIVED.parse().ok() };
        let mut cells = self.groups[related.0].variants[related.1].clone();
        cells[HOVEDFORDRING_ID].clear();
        cells[HOVEDFORDRING_REFERENCE] = reference(0);
        let fits = self.is_faultless(&cells, Main::Known(facts));
        self.fits.insert((main, related), fits);
        fits
    }
}

const REFERENCE: usize = 1;
const HOVEDFORDRING_REFERENCE: usize = 4;
const HOVEDFORDRING_ID: usize = 5;
const HOVEDSTOL: usize = 6;
const BELOEB: usize = 7;
const FORFALDSDATO: usize = 11;
const FORAELDELSESDATO: usize = 13;
const BESKRIVELSE: usize = 16;
const SKYLDNER_TYPE: usize = 17;
const SKYLDNER_ID: usize = 18;

impl<'t> Own<'t> {
    fn new(number: u64, cells: &'t Cells, (lowest, highest): (i64, i64), chance: &mut Chance) -> Self {
        let factor = lowest + chance.below((highest - lowest + 1).unsigned_abs()).cast_signed();
        let amount = |column: usize| oere(&cells[column]) * factor / 1000;
        let debtor = chance.below(DEBTORS);
        Own { number, cells, reference: number, main: None, hovedstol: amount(HOVEDSTOL), beloeb: amount(BELOEB), debtor }
    }
}

fn write_row(own: &Own, text: &mut Vec<u8>) -> io::Result<()> {
    for (column, worked) in own.cells.iter().enumerate() {
        if column > 0 {
            text.push(b';');
        }
        match column {
            REFERENCE => text.extend_from_slice(reference(own.reference).as_bytes()),
            HOVEDFORDRING_REFERENCE if own.main.is_some() => text.extend_from_slice(reference(own.main.unwrap_or_default()).as_bytes()),
            HOVEDFORDRING_ID if own.main.is_some() => {}
            HOVEDFORDRING_ID if !worked.is_empty() => write!(text, "{}", 1_000_000_000 + own.number)?,
            HOVEDSTOL if !worked.is_empty() => text.extend_from_slice(kroner(own.hovedstol).as_bytes()),
            BELOEB if !worked.is_empty() => text.extend_from_slice(kroner(own.beloeb).as_bytes()),
            BESKRIVELSE => match worked.split_once("100123") {
                Some((before, after)) => write!(text, "{before}{}{after}", 100_000 + own.number)?,
                None => text.extend_from_slice(worked.as_bytes()),
            },
            SKYLDNER_ID if own.cells[SKYLDNER_TYPE] == "CPR" && worked.len() == 10 => text.extend_from_slice(cpr(own.debtor).as_bytes()),
            _ => text.extend_from_slice(worked.as_bytes()),
        }
    }
    text.push(b'\n');
    Ok(())
}

/// The reference of the claim with the number.
fn reference(number: u64) -> String {
    format!("S{number:08}")
}

/// A number shaped like a CPR number that nobody has: sixty is added to the day.
fn cpr(debtor: u64) -> String {
    let (day, month, year) = (61 + debtor % 28, 1 + debtor / 28 % 12, 40 + debtor / 336 % 60);
    // The seventh digit is one of those that put the year in the last century.
    let serial = 1000 + debtor.wrapping_mul(2_654_435_761) % 3000;
    format!("{day}{month:02}{year}{serial}")
}

/// An amount such as `-12.30` in øre; 0 for what is none.
fn oere(text: &str) -> i64 {
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
    digits.parse::<i64>().unwrap_or(0) * 10_i64.pow(2_u32.saturating_sub(decimals))
}

fn kroner(oere: i64) -> String {
    format!("{}{}.{:02}", if oere < 0 { "-" } else { "" }, oere.abs() / 100, oere.abs() % 100)
}

/// The worked values as cells; `None` if one of them has no column or can't stand in a cell without quotation marks.
fn cells_of(values: &[(&str, &str)]) -> Option<Cells> {
    let mut cells = Cells::default();
    for (name, value) in values.iter().filter(|(name, _)| *name != "modtagelsesdato" && !name.starts_with("hovedfordring.")) {
        if value.contains([';', '"', '\n']) {
            return None;
        }
        cells[column_of(name)?] = (*value).to_owned();
    }
    Some(cells)
}

fn column_of(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| column.name() == name)
}

/// The claim with all its dates so many months later. The last day of a month stays one.
fn moved(cells: &Cells, months: i32) -> Cells {
    let mut moved = cells.clone();
    for (cell, _) in moved.iter_mut().zip(COLUMNS).filter(|(_, field)| Field::DATES.contains(field)) {
        if let Ok(date) = cell.parse::<NaiveDate>() {
            *cell = later(date, months).to_string();
        }
    }
    if let Ok(mut date) = moved[FORAELDELSESDATO].parse::<NaiveDate>()
        && months != 0
    {
        while is_foko_closing_day(date) {
            date = date.succ_opt().unwrap_or(date);
        }
        moved[FORAELDELSESDATO] = date.to_string();
    }
    moved
}

fn later(date: NaiveDate, months: i32) -> NaiveDate {
    let step = Months::new(months.unsigned_abs());
    let moved = if months < 0 { date - step } else { date + step };
    let is_last = date.succ_opt().is_some_and(|next| next.day() == 1);
    let last = moved.with_day(1).map(|first| first + Months::new(1)).and_then(|next| next.pred_opt());
    last.filter(|_| is_last).unwrap_or(moved)
}

/// A small generator of numbers (splitmix64), begun anew for each claim.
struct Chance(u64);

impl Chance {
    fn new(number: u64) -> Self {
        // Mixed, so that the numbers of two claims in a row have nothing to do with each other.
        Chance(mixed(number ^ 0x5354_414D_4441_5441))
    }

    /// A number from 0 up to but not including `below`.
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0) % below.max(1)
    }

    fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len() as u64) as usize]
    }
}

fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
