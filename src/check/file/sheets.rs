//! Rows of a checked file as people see them.

use std::io;

use super::FileCheck;
use crate::check::judge::changed;
use crate::check::sheet::{SheetRow, example_row, sheet_row};
use crate::check::totals::RuleExample;
use crate::check::{Finding, effect_word};

impl FileCheck {
    /// The rows of a claim, one for each debtor line, with every column that the file has. Read and checked again.
    ///
    /// # Errors
    /// When the file can't be read any more, or has changed.
    pub fn sheet(&mut self, number: u32) -> io::Result<Vec<SheetRow>> {
        let record = self.record(number).ok_or_else(|| io::Error::other("fordringen findes ikke"))?;
        let (rows, twins) = self.rows_and_twins(record)?;
        let checked = self.check_again(record, &rows, &twins);
        let mapping = &self.opened.layout.mapping;
        Ok(rows.iter().zip(&checked).map(|(row, (_, checked))| sheet_row(mapping, row, &checked.findings)).collect())
    }

    /// Shows each rule that is broken on the first claim that breaks it.
    pub(super) fn add_examples(&mut self) -> io::Result<()> {
        let mut totals = std::mem::take(&mut self.totals);
        for total in &mut totals.by_rule {
            if let Some(first) = total.examples.first() {
                total.example = self.example(&total.rule, &total.effect, *first)?;
            }
        }
        self.totals = totals;
        Ok(())
    }

    fn example(&mut self, rule: &str, effect: &str, claim: u32) -> io::Result<Option<RuleExample>> {
        let record = self.record(claim).ok_or_else(changed)?;
        let (rows, twins) = self.rows_and_twins(record)?;
        let view = self.view(record, &rows, &twins);
        let checked = self.check_again(record, &rows, &twins);
        let is_it = |finding: &&Finding| finding.kind.rule_id() == rule && effect_word(finding.effect) == effect;
        let mut lines = rows.iter().zip(&checked).filter_map(|(row, (_, checked))| Some((row, checked.findings.iter().find(is_it)?)));
        let words = view.findings.iter().find(|finding| finding.rule == rule && finding.effect == effect);
        Ok(lines.next().zip(words).map(|((row, finding), words)| RuleExample {
            row: view.row,
            found: words.found.clone(),
            expected: words.expected.clone(),
            remedy: words.remedy.clone(),
            sheet: example_row(&self.opened.layout.mapping, row, finding),
        }))
    }
}
