//! What every report says first: which files, how they were checked, on what it rests, and the exact numbers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::mask::mask;
use crate::catalogue::{REFERENCE, RULES_DATE};
use crate::check::Settings;
use crate::check::totals::{RuleTotal, Totals, TypeTotal};
use crate::check::view::SourceView;
use crate::intake::Mapping;
use crate::rules;

/// Whether persons' numbers stand in a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Privacy {
    /// CPR numbers are hidden, see [`super::mask`].
    #[default]
    #[serde(rename = "skjult")]
    Masked,
    /// Everything stands as it does in the file.
    #[serde(rename = "som i filen")]
    AsInFile,
}

impl Privacy {
    /// The text as a report may show it.
    pub fn shown(self, text: &str) -> String {
        match self {
            Privacy::Masked => mask(text).into_owned(),
            Privacy::AsInFile => text.to_owned(),
        }
    }
}

/// What a report is told besides what the check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    pub files: Vec<FileHead>,
    /// The day the report is made.
    pub made: Option<NaiveDate>,
    pub privacy: Privacy,
    /// How many cells were corrected in the program before this check.
    pub corrections: u64,
}

/// A file that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileHead {
    #[serde(rename = "navn")]
    pub name: String,
    /// See [`super::checksum::checksum`].
    pub sha256: String,
}

/// The head of a report. It travels between workers, and stands in the JSON report as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportHead {
    #[serde(rename = "filer")]
    pub files: Vec<FileHead>,
    /// The day the report was made, if anybody said.
    #[serde(rename = "lavet")]
    pub made: Option<NaiveDate>,
    #[serde(rename = "modtagelsesdato")]
    pub received: NaiveDate,
    /// As [`crate::catalogue::Creditor::word`] says it.
    #[serde(rename = "fordringshaver")]
    pub creditor: String,
    /// [`RULES_DATE`] of the program that checked.
    #[serde(rename = "regelsaet")]
    pub rules_date: String,
    #[serde(rename = "cpr_numre")]
    pub privacy: Privacy,
    #[serde(rename = "rettelser")]
    pub corrections: u64,
    #[serde(rename = "raekker")]
    pub rows: u64,
    #[serde(rename = "fordringer")]
    pub claims: u64,
    /// Pairs of a claim and a rule with its effect: exactly the lines of the reports of findings.
    #[serde(rename = "fund")]
    pub findings: u64,
    #[serde(rename = "udfald")]
    pub outcomes: Outcomes,
    #[serde(rename = "med_raad")]
    pub with_advice: u64,
    /// Claims on which at least one filter rule was not run.
    #[serde(rename = "med_regler_ikke_tjekket")]
    pub with_not_checked: u64,
    /// The headings of the file's columns.
    #[serde(rename = "overskrifter")]
    pub headings: Vec<String>,
    #[serde(rename = "typer")]
    pub types: Vec<TypeHead>,
    #[serde(rename = "regler")]
    pub rules: Vec<RuleHead>,
}

/// Claims by outcome; together all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    pub modtages: u64,
    pub hoering: u64,
    pub afvist: u64,
    #[serde(rename = "kan_ikke_afgoeres")]
    pub undecided: u64,
}

/// A fordringstype in the file, and what its check rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeHead {
    #[serde(rename = "kode")]
    pub code: String,
    #[serde(rename = "navn")]
    pub name: Option<String>,
    #[serde(rename = "fordringer")]
    pub claims: u64,
    #[serde(rename = "udfald")]
    pub outcomes: Outcomes,
    /// `officiel`, `vejledende`, `kerne` or `ukendt`.
    #[serde(rename = "grundlag")]
    pub basis: String,
    #[serde(rename = "grundlag_i_ord")]
    pub basis_text: String,
    #[serde(rename = "kilde")]
    pub source: Option<SourceHead>,
}

/// A rule that was broken, explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleHead {
    #[serde(rename = "regel")]
    pub id: String,
    #[serde(rename = "navn")]
    pub name: String,
    /// `afvist`, `hoering` or `advarsel`.
    #[serde(rename = "foelge")]
    pub effect: String,
    #[serde(rename = "fordringer")]
    pub claims: u64,
    #[serde(rename = "kraever")]
    pub demands: String,
    #[serde(rename = "hvorfor")]
    pub why: String,
    #[serde(rename = "hvad_du_goer")]
    pub remedy: String,
    #[serde(rename = "kilde")]
    pub source: SourceHead,
}

/// Where something can be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceHead {
    #[serde(rename = "titel")]
    pub title: String,
    #[serde(rename = "dato")]
    pub date: Option<String>,
    #[serde(rename = "adresse")]
    pub url: String,
}

impl From<&SourceView> for SourceHead {
    fn from(source: &SourceView) -> Self {
        SourceHead { title: source.title.clone(), date: source.date.clone(), url: source.url.clone() }
    }
}

impl ReportHead {
    /// The head for a check. With [`Privacy::Masked`] nothing in it holds a CPR number, whatever files and columns are called.
    pub fn of(about: About, totals: &Totals, mapping: &Mapping, settings: Settings) -> ReportHead {
        let privacy = about.privacy;
        let files = about.files.into_iter().map(|file| FileHead { name: privacy.shown(&file.name), ..file });
        ReportHead {
            files: files.collect(),
            made: about.made,
            received: settings.received,
            creditor: settings.creditor.word().to_owned(),
            rules_date: RULES_DATE.to_owned(),
            privacy,
            corrections: about.corrections,
            rows: totals.rows,
            claims: totals.claims,
            findings: totals.by_rule.iter().map(|rule| rule.claims).sum(),
            outcomes: Outcomes { modtages: totals.modtages, hoering: totals.hoering, afvist: totals.afvist, undecided: totals.undecided },
            with_advice: totals.with_advice,
            with_not_checked: totals.with_not_checked,
            headings: mapping.columns.iter().map(|column| privacy.shown(&column.heading)).collect(),
            types: totals.by_type.iter().map(|of| type_head(of, privacy)).collect(),
            rules: totals.by_rule.iter().map(rule_head).collect(),
        }
    }

    /// The checksums of all files, in their order.
    pub fn checksums(&self) -> String {
        self.files.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>().join(" + ")
    }

    /// The names of all files, in their order.
    pub fn file_names(&self) -> String {
        self.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" + ")
    }
}

fn type_head(of: &TypeTotal, privacy: Privacy) -> TypeHead {
    TypeHead {
        code: privacy.shown(&of.code),
        name: of.name.clone(),
        claims: of.claims,
        outcomes: Outcomes { modtages: of.modtages, hoering: of.hoering, afvist: of.afvist, undecided: of.undecided },
        basis: of.basis.kind.clone(),
        basis_text: of.basis.text.clone(),
        source: of.basis.source.as_ref().map(SourceHead::from),
    }
}

fn rule_head(of: &RuleTotal) -> RuleHead {
    let doc = rules::doc(&of.rule);
    let text = |part: fn(&rules::doc::RuleDoc) -> &'static str| doc.map(part).unwrap_or_default().to_owned();
    let url = text(|doc| doc.url);
    // A rule names a page; the catalogue knows from when it is, unless several documents stand on it.
    let mut of_page = REFERENCE.sources.iter().filter(|source| source.url == url);
    let known = of_page.next().filter(|_| of_page.next().is_none());
    RuleHead {
        id: of.rule.clone(),
        name: of.name.clone(),
        effect: of.effect.clone(),
        claims: of.claims,
        demands: text(|doc| doc.says),
        why: text(|doc| doc.why),
        remedy: text(|doc| doc.remedy),
        source: SourceHead { title: text(|doc| doc.basis), date: known.and_then(|source| source.date).map(str::to_owned), url },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Creditor;
    use crate::check::example::example_file;
    use crate::check::file::FileCheck;
    use crate::check::opening::open_text;

    #[test]
    fn a_head_has_the_exact_numbers_and_survives_the_way() {
        let received = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let settings = Settings { received, creditor: Creditor::default() };
        let opened = open_text("eksempel.csv", example_file().into_bytes()).unwrap();
        let mapping = opened.layout.mapping.clone();
        let check = FileCheck::run(opened, settings, &mut |_| true).unwrap().unwrap();
        let name = "liste 690250-1234.csv".to_owned();
        let about = About { files: vec![FileHead { name, sha256: "ab".into() }], made: Some(received), ..About::default() };
        let head = ReportHead::of(about.clone(), &check.totals, &mapping, settings);
        assert_eq!((head.claims, head.types.len(), head.headings.len()), (54, 18, 19));
        let Outcomes { modtages, hoering, afvist, undecided } = head.outcomes;
        assert_eq!(modtages + hoering + afvist + undecided, 54);
        assert_eq!(head.findings, check.totals.by_rule.iter().map(|rule| rule.claims).sum::<u64>());
        assert_eq!(head.files[0].name, "liste 690250-XXXX.csv");
        assert!(head.rules.iter().all(|rule| !rule.demands.is_empty() && !rule.source.url.is_empty()), "{:?}", head.rules);
        assert!(head.types.iter().all(|of| of.source.is_some() && of.basis == "officiel"), "{:?}", head.types);
        let packed = postcard::to_allocvec(&head).unwrap();
        assert_eq!(postcard::from_bytes::<ReportHead>(&packed).unwrap(), head);
        let text = serde_json::to_string(&head).unwrap();
        assert_eq!(serde_json::from_str::<ReportHead>(&text).unwrap(), head);
        let open = ReportHead::of(About { privacy: Privacy::AsInFile, ..about }, &check.totals, &mapping, settings);
        assert_eq!(open.files[0].name, "liste 690250-1234.csv");
    }
}
