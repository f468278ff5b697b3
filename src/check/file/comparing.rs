//! Holding a checked file against an earlier result.

use super::FileCheck;
use crate::check::compare::{Baseline, Claims, Comparison, Fate, compare};
use crate::check::totals::Totals;
use crate::check::upshot::Upshots;

impl FileCheck {
    /// This result, to hold later ones against. `name` is that of its files.
    pub fn baseline(&self, name: &str) -> Baseline {
        Baseline {
            name: name.to_owned(),
            totals: without_examples(&self.totals),
            references: self.references().collect(),
            came_to: self.came_to().collect(),
            upshots: self.upshots.clone(),
        }
    }

    /// What has changed since an earlier result. From then on lists can show claims by their [`Fate`].
    pub fn compare(&mut self, before: &Baseline) -> Comparison {
        let (comparison, fates) = compare(before, self);
        self.fates = fates;
        comparison
    }

    /// No earlier result is of interest any more.
    pub fn forget_comparison(&mut self) {
        self.fates = Vec::new();
    }

    /// What became of a claim since the earlier result.
    pub(super) fn fate(&self, claim: u32) -> Option<Fate> {
        self.fates.get(claim as usize).copied()
    }
}

impl Claims for FileCheck {
    fn references(&self) -> impl Iterator<Item = u64> {
        self.parts.iter().flat_map(|part| &part.claims.references).copied()
    }

    fn came_to(&self) -> impl Iterator<Item = u32> {
        self.parts.iter().flat_map(|part| &part.claims.upshots).copied()
    }

    fn upshots(&self) -> &Upshots {
        &self.upshots
    }
}

fn without_examples(totals: &Totals) -> Totals {
    let mut totals = totals.clone();
    for rule in &mut totals.by_rule {
        rule.examples = Vec::new();
        rule.example = None;
    }
    totals
}
