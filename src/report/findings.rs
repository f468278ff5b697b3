//! All findings of a check, one line for each pair of a claim and a rule with its effect, as CSV and as one JSON document.
//!
//! So the number of lines is exactly [`ReportHead::findings`]: several findings of one rule on the debtor lines of a claim are one line.

use serde::Serialize;

use super::claim::{ReportClaim, ReportFinding};
use super::csv::{effect_in_danish, line, shown_word};
use super::head::{Privacy, ReportHead};
use crate::check::view::ClaimView;
use crate::intake::Mapping;

/// What stands between the texts of several cells or findings that share one cell of the report.
const JOINT: &str = " | ";

/// The headings of the CSV report, without the byte order mark.
pub(super) const COLUMNS: [&str; 19] = [
    "fil",
    "række",
    "reference",
    "fordringstype",
    "udfald",
    "regel",
    "følge",
    "felter",
    "fundet og ventet",
    "hvad du gør",
    "kolonner",
    "værdi",
    "forventet",
    "hvorfor",
    "kilde",
    "kildens dato",
    "grundlag",
    "regelsæt",
    "kontrolsum",
];

/// A claim and a rule it breaks: one line of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    #[serde(rename = "raekke")]
    pub row: u64,
    pub reference: String,
    #[serde(rename = "fordringstype")]
    pub code: String,
    /// The claim's outcome in words.
    #[serde(rename = "udfald")]
    pub outcome: &'static str,
    #[serde(rename = "regel")]
    pub rule: String,
    #[serde(rename = "navn")]
    pub name: String,
    /// `afvist`, `hoering` or `advarsel`.
    #[serde(rename = "foelge")]
    pub effect: String,
    /// Canonical names of the fields concerned.
    #[serde(rename = "felter")]
    pub fields: Vec<String>,
    #[serde(rename = "kolonner")]
    pub columns: Vec<String>,
    /// What stands in these columns; of several debtor lines those of the first that has the finding.
    #[serde(rename = "vaerdi")]
    pub values: Vec<String>,
    /// Findings on later debtor lines say the row they are on.
    #[serde(rename = "fundet")]
    pub found: String,
    #[serde(rename = "forventet")]
    pub expected: String,
    #[serde(rename = "hvorfor")]
    pub why: String,
    #[serde(rename = "hvad_du_goer")]
    pub remedy: String,
    #[serde(rename = "kilde")]
    pub source: String,
    #[serde(rename = "kildens_dato")]
    pub source_date: Option<String>,
    #[serde(rename = "kildens_adresse")]
    pub source_url: String,
    /// What the check of the claim rests on: `officiel`, `vejledende`, `kerne` or `ukendt`.
    #[serde(rename = "grundlag")]
    pub basis: String,
}

/// A claim's pairs, the worst first. `headings` are those of the file's columns.
pub fn pairs(claim: &ReportClaim, headings: &[String]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for finding in &claim.findings {
        match pairs.iter_mut().find(|pair| pair.rule == finding.rule && pair.effect == finding.effect) {
            Some(pair) => join(pair, finding, headings),
            None => pairs.push(pair(claim, finding, headings)),
        }
    }
    pairs
}

fn pair(claim: &ReportClaim, finding: &ReportFinding, headings: &[String]) -> Pair {
    Pair {
        row: claim.row,
        reference: claim.reference.clone(),
        code: claim.code.clone(),
        outcome: shown_word(claim.shown()),
        rule: finding.rule.clone(),
        name: finding.name.clone(),
        effect: finding.effect.clone(),
        fields: finding.fields.clone(),
        columns: heading_words(finding, headings),
        values: finding.values.clone(),
        found: placed(finding),
        expected: finding.expected.clone(),
        why: finding.why.clone(),
        remedy: finding.remedy.clone(),
        source: finding.source.title.clone(),
        source_date: finding.source.date.clone(),
        source_url: finding.source.url.clone(),
        basis: claim.basis.clone(),
    }
}

/// Adds another finding of the same rule.
fn join(pair: &mut Pair, finding: &ReportFinding, headings: &[String]) {
    for field in &finding.fields {
        if !pair.fields.contains(field) {
            pair.fields.push(field.clone());
        }
    }
    for (heading, value) in heading_words(finding, headings).into_iter().zip(&finding.values) {
        // What a later line has in the same columns stands in what was found.
        if !pair.columns.contains(&heading) {
            pair.columns.push(heading);
            pair.values.push(value.clone());
        }
    }
    for (all, more) in
        [(&mut pair.found, placed(finding)), (&mut pair.expected, finding.expected.clone()), (&mut pair.remedy, finding.remedy.clone())]
    {
        if !more.is_empty() && !all.split(JOINT).any(|part| part == more) {
            let joint = if all.is_empty() { "" } else { JOINT };
            *all = [all.as_str(), joint, more.as_str()].concat();
        }
    }
}

/// What was found, with the row where it isn't the claim's first.
fn placed(finding: &ReportFinding) -> String {
    finding.line.map_or_else(|| finding.found.clone(), |row| format!("Række {row}: {}", finding.found))
}

fn heading_words(finding: &ReportFinding, headings: &[String]) -> Vec<String> {
    finding.columns.iter().map(|column| heading_word(*column, headings)).collect()
}

/// A column's heading, or its number where it has none.
pub(super) fn heading_word(column: u32, headings: &[String]) -> String {
    let heading = headings.get(column as usize).map_or("", |heading| heading.as_str());
    if heading.is_empty() { format!("kolonne {}", column.saturating_add(1)) } else { heading.to_owned() }
}

/// The findings as CSV: `;` between cells, UTF-8 with a byte order mark, a line break after each line, and no cell that a spreadsheet takes for
/// a formula.
#[derive(Debug)]
pub struct FindingsCsv<'h> {
    head: &'h ReportHead,
    mapping: &'h Mapping,
}

impl<'h> FindingsCsv<'h> {
    /// A report with the head, for claims whose columns the mapping tells.
    pub fn new(head: &'h ReportHead, mapping: &'h Mapping) -> FindingsCsv<'h> {
        FindingsCsv { head, mapping }
    }

    /// The first line.
    pub fn heading(&self) -> String {
        format!("\u{feff}{}", line(&COLUMNS.map(str::to_owned)))
    }

    /// A claim's lines; none for a claim without findings.
    pub fn lines_of(&self, claim: &ClaimView) -> String {
        let claim = ReportClaim::of(claim, &[], self.mapping, self.head.privacy);
        pairs(&claim, &self.head.headings).iter().map(|pair| line(&cells(pair, self.head))).collect()
    }
}

/// A pair's cells, in the order of [`COLUMNS`].
pub(super) fn cells(pair: &Pair, head: &ReportHead) -> [String; 19] {
    let found_and_expected = [pair.found.as_str(), pair.expected.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    [
        head.file_names(),
        pair.row.to_string(),
        pair.reference.clone(),
        pair.code.clone(),
        pair.outcome.to_owned(),
        pair.rule.clone(),
        effect_in_danish(&pair.effect).to_owned(),
        pair.fields.join(" "),
        found_and_expected.join(" "),
        pair.remedy.clone(),
        pair.columns.join(JOINT),
        pair.values.join(JOINT),
        pair.expected.clone(),
        pair.why.clone(),
        pair.source.clone(),
        pair.source_date.clone().unwrap_or_default(),
        pair.basis.clone(),
        head.rules_date.clone(),
        head.checksums(),
    ]
}

/// The findings as one JSON document, written piece by piece: `{"hoved":{…},"fund":[…]}`.
#[derive(Debug)]
pub struct FindingsJson<'h> {
    head: &'h ReportHead,
    mapping: &'h Mapping,
    is_first: bool,
}

impl<'h> FindingsJson<'h> {
    /// A report with the head, for claims whose columns the mapping tells.
    pub fn new(head: &'h ReportHead, mapping: &'h Mapping) -> FindingsJson<'h> {
        FindingsJson { head, mapping, is_first: true }
    }

    /// The same, where so many objects are written already.
    pub fn continued(head: &'h ReportHead, mapping: &'h Mapping, written: u64) -> FindingsJson<'h> {
        FindingsJson { is_first: written == 0, ..FindingsJson::new(head, mapping) }
    }

    /// The document's beginning.
    ///
    /// # Errors
    /// None that a head leads to.
    pub fn start(&self) -> serde_json::Result<String> {
        Ok(format!("{{\"hoved\":{},\"fund\":[", serde_json::to_string(self.head)?))
    }

    /// A claim's objects; nothing for a claim without findings.
    ///
    /// # Errors
    /// None that a claim leads to.
    pub fn objects_of(&mut self, claim: &ClaimView) -> serde_json::Result<String> {
        let claim = ReportClaim::of(claim, &[], self.mapping, self.head.privacy);
        let mut out = String::new();
        for pair in pairs(&claim, &self.head.headings) {
            out.push_str(if self.is_first { "\n" } else { ",\n" });
            out.push_str(&serde_json::to_string(&pair)?);
            self.is_first = false;
        }
        Ok(out)
    }

    /// The document's end.
    pub fn end(&self) -> &'static str {
        "\n]}\n"
    }
}

/// In words whether persons' numbers stand in the report, and what else may.
pub fn privacy_words(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Masked => {
            "CPR-numre er skjult: de sidste fire cifre er erstattet af XXXX. Andre oplysninger, fx navne i beskrivelser, står som i filen."
        }
        Privacy::AsInFile => "Alt står som i filen, også CPR-numre. Behandl rapporten som personoplysninger.",
    }
}
