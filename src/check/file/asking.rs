//! Asking a checked file: lists of its claims, and any claim again in words.

use std::collections::HashSet;
use std::io;

use serde::{Deserialize, Serialize};

use super::FileCheck;
use crate::check::across::{self, part_of};
use crate::check::compare::Fate;
use crate::check::judge::{answer, changed, check_rows, claim_rows};
use crate::check::keys::{Link, main_at};
use crate::check::lapse::Lapse;
use crate::check::money::amount_field;
use crate::check::totals::Shown;
use crate::check::upshot::{Upshot, count};
use crate::check::view::{ClaimView, claim_view};
use crate::check::{Checked, effect_word};
use crate::claim::{Claim, Field};
use crate::intake::{Opened, Row};
use crate::rules::filter::Main;
use crate::rules::general::Neighbours;

/// Which claims a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    pub outcome: Option<Shown>,
    /// A rule's id together with its effect.
    pub rule: Option<(String, String)>,
    pub code: Option<String>,
    /// Claims with advice on them.
    pub has_advice: bool,
    pub lapse: Option<Lapse>,
    /// Against the result before. Where there is none, no claim has a fate.
    pub fate: Option<Fate>,
    /// Claims that the user has corrected.
    pub is_corrected: bool,
    /// What must stand in a cell of the claim's rows, whatever the case of its letters. Empty for anything.
    pub text: String,
}

/// In which order a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

/// What a list is sorted by. Claims that are the same in it stand in the file's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    #[default]
    Row,
    Outcome,
    Code,
    /// The amount that totals are summed by; claims without one last.
    Amount,
    Forfaldsdato,
}

/// One claim in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Its number in the file's order, from 0: what opens it.
    pub number: u32,
    pub row: u64,
    pub reference: String,
    pub code: String,
    /// What totals are summed by: beløb where the file has it, else hovedstol.
    pub amount: String,
    pub forfaldsdato: String,
    pub shown: Shown,
    /// The rules that fired, the worst first, with their effects.
    pub rules: Vec<(String, String)>,
}

/// Takes a claim with everything that was found on it.
pub type EachClaim<'e> = dyn FnMut(&ClaimView) -> io::Result<()> + 'e;

impl FileCheck {
    /// How many claims come to something that is wanted, and the numbers of the first of them, in the file's order.
    pub(super) fn select_by(&self, is_wanted: impl Fn(&Upshot) -> bool, most: usize) -> (u32, Vec<u32>) {
        let wanted: Vec<bool> = self.upshots.iter().map(is_wanted).collect();
        let mut matching: usize = 0;
        let mut numbers = Vec::new();
        for part in &self.parts {
            for (claim, upshot) in (part.first..).zip(&part.claims.upshots) {
                if wanted.get(*upshot as usize) == Some(&true) {
                    if numbers.len() < most {
                        numbers.push(claim);
                    }
                    matching += 1;
                }
            }
        }
        (count(matching), numbers)
    }

    /// How many claims wouldn't be received, or can't be decided, and the numbers of the first of them.
    pub fn flagged(&self, most: usize) -> (u32, Vec<u32>) {
        self.select_by(|upshot| upshot.shown() != Shown::Modtages, most)
    }

    /// Whether the filter lets claims through that come to this, as far as that tells.
    pub(super) fn lets_through(&self, filter: &Filter, upshot: &Upshot) -> bool {
        let names = &self.upshots.names;
        let has_rule = |(wanted, effect): &(String, String)| {
            let mut rules = upshot.rules.iter().filter_map(|rule| names.rules.get(*rule));
            rules.any(|(rule, of)| rule == wanted && effect_word(*of) == effect)
        };
        filter.outcome.is_none_or(|wanted| wanted == upshot.shown())
            && filter.rule.as_ref().is_none_or(has_rule)
            && filter.code.as_ref().is_none_or(|wanted| names.codes.get(upshot.code) == Some(wanted))
            && (!filter.has_advice || upshot.has_advice(names))
    }

    /// One line of a list for each of the claims.
    ///
    /// # Errors
    /// When the file can't be read any more.
    pub fn lines(&mut self, numbers: &[u32]) -> io::Result<Vec<ClaimLine>> {
        numbers.iter().filter_map(|number| self.record(*number)).collect::<Vec<_>>().into_iter().map(|record| self.line(record)).collect()
    }

    fn line(&mut self, record: Record) -> io::Result<ClaimLine> {
        let rows = self.rows_of(record)?;
        let row = rows.first().ok_or_else(changed)?;
        let claim = self.opened.layout.mapping.claim(row);
        let text = |field| claim.text(field).to_owned();
        let amount = |field| claim.amount(field).value().map_or_else(|| text(field), crate::claim::format_amount);
        let upshot = self.upshots.get(record.upshot).ok_or_else(changed)?;
        let rules = upshot.rules.iter().filter_map(|rule| self.upshots.names.rules.get(*rule));
        Ok(ClaimLine {
            number: record.number,
            row: row.line,
            reference: text(Field::Reference),
            code: text(Field::Fordringstype),
            amount: amount_field(&self.opened.layout.mapping).map(amount).unwrap_or_default(),
            forfaldsdato: claim.date(Field::Forfaldsdato).value().map_or_else(|| text(Field::Forfaldsdato), crate::claim::format_date),
            shown: upshot.shown(),
            rules: rules.map(|(rule, effect)| (rule.clone(), effect_word(*effect).to_owned())).collect(),
        })
    }

    /// A claim with all its fields and findings, read and checked again.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn open(&mut self, number: u32) -> io::Result<ClaimView> {
        let record = self.record(number).ok_or_else(|| io::Error::other("fordringen findes ikke"))?;
        let (rows, twins) = self.rows_and_twins(record)?;
        Ok(self.view(record, &rows, &twins))
    }

    /// A claim's rows, and the rows of lines elsewhere that say the same as each of its lines.
    pub(super) fn rows_and_twins(&mut self, record: Record) -> io::Result<(Vec<Row>, Vec<Option<u64>>)> {
        let rows = self.rows_of(record)?;
        let same = (0..record.lines).map(|line| self.across.same_content(record.number, line)).collect::<Vec<_>>();
        let twins = same.into_iter().map(|same| same.map(|same| self.line_of(same.first, same.first_line)).transpose());
        Ok((rows, twins.collect::<io::Result<Vec<_>>>()?))
    }

    /// The claim in words. `twins` are the rows of lines elsewhere that say the same as each of its lines.
    pub(super) fn view(&self, record: Record, rows: &[Row], twins: &[Option<u64>]) -> ClaimView {
        let checked = self.check_again(record, rows, twins);
        let lines: Vec<(&Claim, &Checked)> = checked.iter().map(|(claim, checked)| (claim, checked)).collect();
        let mut view = claim_view(&lines, self.checker.settings.received);
        let Opened { answers, layout, .. } = &self.opened;
        view.answer = lines.first().zip(rows.first()).and_then(|((claim, _), row)| answer(answers, &layout.mapping, row, claim));
        view
    }

    /// What is found on each of a claim's lines.
    pub(super) fn check_again<'r>(&'r self, record: Record, rows: &'r [Row], twins: &[Option<u64>]) -> Vec<(Claim<'r>, Checked)> {
        let received = self.checker.settings.received;
        let named = rows.first().and_then(|row| {
            let claim = self.opened.layout.mapping.claim(row);
            Link::of(|field| claim.text(field))
        });
        // Those that could not be in the file weren't looked for.
        let nowhere = named.map(|link| link.follow(|_| None, |_| None));
        let place = self.across.place(record.number).or(nowhere);
        let main = place.map_or(Main::None, |place| main_at(place, received, |claim| across::facts(&self.parts, claim)));
        let same_reference = self.across.same_reference(record.number).and_then(|first| self.record(first)).map(|first| first.line);
        let around =
            |line: usize, inside: Neighbours| Neighbours { same_reference, same_content: twins.get(line).copied().flatten(), ..inside };
        check_rows(&self.checker, &self.opened.layout, rows, main, around)
    }

    /// Whether a claim that is checked again comes to what was counted.
    pub(super) fn agrees(&self, record: Record, view: &ClaimView) -> bool {
        let Some(upshot) = self.upshots.get(record.upshot) else { return false };
        let names = &self.upshots.names;
        let counted: HashSet<(&str, &str)> = upshot
            .rules
            .iter()
            .filter_map(|rule| names.rules.get(*rule))
            .map(|(rule, effect)| (rule.as_str(), effect_word(*effect)))
            .collect();
        let skipped: HashSet<(&str, &str)> =
            upshot.skipped.iter().filter_map(|rule| names.skipped.get(*rule)).map(|(rule, why)| (rule.as_str(), why.as_str())).collect();
        counted == view.findings.iter().map(|finding| (finding.rule.as_str(), finding.effect.as_str())).collect()
            && skipped == view.not_checked.iter().map(|rule| (rule.rule.as_str(), rule.why.as_str())).collect()
            && (upshot.outcome, upshot.undecided) == (view.outcome, !view.undecided.is_empty())
    }

    /// The row of a claim's line.
    pub(super) fn line_of(&mut self, claim: u32, line: u8) -> io::Result<u64> {
        let record = self.record(claim).ok_or_else(changed)?;
        if line == 0 {
            return Ok(record.line);
        }
        let rows = self.rows_of(record)?;
        rows.get(usize::from(line)).map(|row| row.line).ok_or_else(changed)
    }

    fn rows_of(&mut self, record: Record) -> io::Result<Vec<Row>> {
        let Opened { bytes, layout, .. } = &mut self.opened;
        let mut reader = layout.rows_from(bytes.as_mut(), record.offset, record.line);
        reader.expect_unclosed(record.unclosed);
        let rows = claim_rows(&mut reader, record.lines)?;
        if rows.first().map(|row| row.line) != Some(record.line) {
            return Err(changed());
        }
        Ok(rows)
    }

    pub(super) fn record(&self, number: u32) -> Option<Record> {
        let part = part_of(&self.parts, number)?;
        let place = (number - part.first) as usize;
        let claims = &part.claims;
        Some(Record {
            number,
            offset: part.start + u64::from(*claims.offsets.get(place)?),
            line: part.line + u64::from(*claims.rows.get(place)?),
            lines: usize::from(*claims.lines.get(place)?),
            upshot: *claims.upshots.get(place)?,
            unclosed: part.unclosed,
        })
    }
}

/// What is known of a claim without reading it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) number: u32,
    pub(super) offset: u64,
    pub(super) line: u64,
    pub(super) lines: usize,
    pub(super) upshot: u32,
    pub(super) unclosed: u32,
}
