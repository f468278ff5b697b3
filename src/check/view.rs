//! A checked claim in words: what pages, reports and the command line show of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ranks::in_ranks;
use super::{Checked, Finding, FindingKind, Outcome, effect_word};
use crate::catalogue::model::{Completeness, Fordringstype};
use crate::catalogue::{self, nearest};
use crate::claim::{Claim, Field};
use crate::intake::Answer;
use crate::rules::doc::Effect;
use crate::rules::filter::Expected;
use crate::rules::ruleset::Footing;
use crate::rules::{self, words};

/// A claim with everything that was found on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimView {
    /// The physical line where the claim starts.
    pub row: u64,
    pub reference: String,
    /// The fordringstype as it stands in the claim.
    pub code: String,
    /// Its name, where the catalogue has it.
    pub type_name: Option<String>,
    pub outcome: Outcome,
    /// Names of the fields that keep anyone from saying whether the claim would be received, as [`Checked::undecided`].
    pub undecided: Vec<String>,
    pub findings: Vec<FindingView>,
    pub not_checked: Vec<NotCheckedView>,
    pub basis: BasisView,
    /// Every field of the claim that the file has, in canonical order.
    pub fields: Vec<FieldView>,
    /// What came back for it, where that was given too.
    pub answer: Option<AnswerView>,
}

/// What the collection system answered to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// The status in the collection system's word, spelled with Danish letters.
    pub status: String,
    /// What the status means.
    pub meaning: String,
    /// The reason's number; may be empty.
    pub number: String,
    /// The reason in the collection system's words; may be empty.
    pub text: String,
}

impl From<&Answer> for AnswerView {
    fn from(answer: &Answer) -> Self {
        let (status, meaning) = match answer.status.to_uppercase().as_str() {
            "UDFØRT" | "UDFOERT" | "UD" => ("UDFØRT", "Modtaget: fordringen er oprettet."),
            "AFVIST" | "AF" => ("AFVIST", "Afvist: fordringen er ikke oprettet og skal sendes igen med rettede data."),
            "HØRING" | "HOERING" | "HO" => {
                ("HØRING", "Sendt i høring: fordringen er ikke modtaget, før I har bekræftet den på Fordringshaverportalen.")
            }
            "MODTAGET" | "MO" => ("MODTAGET", "Modtaget teknisk, men ikke afgjort endnu."),
            "SAGSBEHANDL" | "SA" => ("SAGSBEHANDL", "Behandles manuelt."),
            other => return AnswerView::other(other, answer),
        };
        AnswerView { status: status.into(), meaning: meaning.into(), number: answer.number.clone(), text: answer.text.clone() }
    }
}

impl AnswerView {
    fn other(status: &str, answer: &Answer) -> Self {
        let meaning = "Vi kender ikke denne status. Spørg Fordringshaversupporten, hvad den betyder.".into();
        AnswerView { status: status.to_owned(), meaning, number: answer.number.clone(), text: answer.text.clone() }
    }
}

/// A field of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    pub name: String,
    pub shown: String,
    /// The text as it stands in the file.
    pub text: String,
    /// The worst finding on it: `afvist`, `hoering`, `advarsel`.
    pub effect: Option<String>,
}

/// One finding in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingView {
    pub rule: String,
    /// The defect in a few words.
    pub name: String,
    /// `afvist`, `hoering` or `advarsel`.
    pub effect: String,
    /// Canonical names of the fields concerned.
    pub fields: Vec<String>,
    /// What stands in the claim.
    pub found: String,
    /// What the rule expects.
    pub expected: String,
    pub why: String,
    pub remedy: String,
    /// What a reader should know besides.
    pub notes: Vec<String>,
    pub source: SourceView,
    /// The debtor line, where a claim has several and the finding is not on all.
    pub line: Option<u64>,
}

impl FindingView {
    /// The finding in one text: what stands there, and what was expected.
    pub fn text(&self) -> String {
        [self.found.as_str(), self.expected.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    pub title: String,
    pub date: Option<String>,
    pub url: String,
}

/// What a check rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisView {
    /// `officiel`, `vejledende`, `kerne` or `ukendt`.
    pub kind: String,
    pub text: String,
    pub source: Option<SourceView>,
}

/// A rule that was not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCheckedView {
    pub rule: String,
    pub why: String,
}

/// A claim's debtor lines, each with what was found on it, as one view. The slice must not be empty; an empty one gives an empty view.
pub fn claim_view(lines: &[(&Claim, &Checked)], received: NaiveDate) -> ClaimView {
    let Some((first, checked)) = lines.first() else {
        return empty_view();
    };
    let mut view = ClaimView {
        row: first.line,
        reference: first.text(Field::Reference).to_owned(),
        code: first.text(Field::Fordringstype).to_owned(),
        type_name: catalogue::find(first.text(Field::Fordringstype)).map(|found| found.name.to_owned()),
        outcome: Outcome::Modtages,
        undecided: Vec::new(),
        findings: Vec::new(),
        not_checked: Vec::new(),
        basis: basis_view(checked.footing),
        fields: Vec::new(),
        answer: None,
    };
    for (claim, checked) in lines {
        view.outcome = view.outcome.max(checked.outcome);
        for field in &checked.undecided {
            push_new(&mut view.undecided, field.name().to_owned());
        }
        for finding in &checked.findings {
            let mut words = finding_view(finding, claim, checked.footing, received);
            // The same finding on every line is about the claim, not about one debtor.
            if !view.findings.contains(&words) {
                words.line = (claim.line != first.line).then_some(claim.line);
                view.findings.push(words);
            }
        }
        for skipped in &checked.not_checked {
            push_new(&mut view.not_checked, NotCheckedView { rule: skipped.rule.clone(), why: skipped.why.clone() });
        }
    }
    view.findings = in_ranks(view.findings, |finding| usize::from(3 - severity(&finding.effect)));
    for field in Field::ALL.into_iter().filter(|field| first.has(*field)) {
        let worst = view.findings.iter().filter(|finding| finding.fields.first().is_some_and(|name| name == field.name()));
        let effect = worst.max_by_key(|finding| severity(&finding.effect)).map(|finding| finding.effect.clone());
        view.fields.push(FieldView { name: field.name().into(), shown: field.shown().into(), text: first.text(field).into(), effect });
    }
    view
}

fn finding_view(finding: &Finding, claim: &Claim, footing: Footing, received: NaiveDate) -> FindingView {
    let id = finding.kind.rule_id();
    let fields = finding.kind.fields();
    let doc = match &finding.kind {
        // A line «er udfyldt og ingen banklukkedag» can be broken in two ways; the second has a text of its own.
        FindingKind::Filter { expected: Expected::NoBankClosingDay, .. } => rules::doc(&format!("{id}_bank")).or_else(|| rules::doc(&id)),
        _ => rules::doc(&id),
    };
    let mut notes: Vec<String> = doc.and_then(|doc| doc.note).map(str::to_owned).into_iter().collect();
    let mut source = doc.map_or_else(|| unknown_source(&id), |doc| SourceView { title: doc.basis.into(), date: None, url: doc.url.into() });
    let (found, expected) = match &finding.kind {
        FindingKind::Filter { rule, expected } => {
            if let Some(table) = table_of(footing) {
                source = source_view(table.source);
            }
            notes.extend(rule.note.as_deref().map(str::to_owned));
            notes.extend(
                rule.contradicted
                    .then(|| "Udgiverens egne dokumenter er uenige om reglen. Den er tjekket, som den står i filtertabellen.".to_owned()),
            );
            if finding.effect == Effect::Advarsel {
                notes.push(advisory_reason(footing));
            }
            let mut found = words::found(&fields, claim);
            if mentions_received(&rule.check) {
                found = format!("{found} Modtagelsesdatoen er sat til {}.", crate::claim::format_date(received)).trim().to_owned();
            }
            (found, words::expected(&rule.check, *expected))
        }
        FindingKind::General { found, rule, .. } => {
            let mut found = found.clone();
            if rule.doc.id == "G_FORDRTYPE_KENDT" {
                found = format!("{found} {}", suggestion(claim.text(Field::Fordringstype))).trim().to_owned();
            }
            (found, rule.doc.says.to_owned())
        }
        FindingKind::Limit(limit) => {
            source = source_view(limit.source);
            notes.push(format!("Grænsen: {}.", limit.certainty.trim_end_matches('.')));
            (words::found(&fields, claim), limit.says.to_owned())
        }
        FindingKind::Reading(reading) => {
            let (text, date) = reading.field().map_or(("", None), |field| (claim.text(field), claim.date(field).value()));
            rules::reading::words(reading, text, date)
        }
    };
    FindingView {
        name: doc.map_or_else(|| id.clone(), |doc| doc.name.to_owned()),
        why: doc.map(|doc| doc.why.to_owned()).unwrap_or_default(),
        remedy: doc.map(|doc| doc.remedy.to_owned()).unwrap_or_default(),
        rule: id,
        effect: effect_word(finding.effect).to_owned(),
        fields: fields.iter().map(|field| field.name().to_owned()).collect(),
        found,
        expected,
        notes,
        source,
        line: None,
    }
}

/// Why nobody can say what would become of a claim that nothing stops, as a sentence; empty where it can be said.
pub fn undecided_sentence(claim: &ClaimView) -> String {
    let fields: Vec<Field> = claim.undecided.iter().filter_map(|name| Field::from_name(name)).collect();
    if fields.is_empty() {
        return String::new();
    }
    if fields.contains(&Field::Aktion) {
        return "Linjen er en anden handling end opret. Indgangsfilterets regler gælder kun nye fordringer, så her er kun råd.".into();
    }
    let text = |field: Field| claim.fields.iter().find(|other| other.name == field.name()).map(|other| other.text.as_str());
    let those = |with: &dyn Fn(Field) -> bool| {
        let names: Vec<String> =
            fields.iter().filter(|field| **field != Field::Fordringstype && with(**field)).map(|field| field.definite()).collect();
        words::and(&names)
    };
    let mut reasons = Vec::new();
    if fields.contains(&Field::Fordringstype) {
        reasons.push("fordringstypen mangler eller er ukendt her".to_owned());
    }
    for (names, what) in [
        (those(&|field| text(field).is_some_and(|text| !text.is_empty())), "kan ikke læses"),
        (those(&|field| text(field) == Some("")), "er ikke udfyldt"),
    ] {
        if !names.is_empty() {
            reasons.push(format!("{names} {what}"));
        }
    }
    let absent = those(&|field| text(field).is_none());
    if !absent.is_empty() {
        reasons.push(format!("filen har ingen kolonne med {absent}"));
    }
    let reasons = words::and(&reasons);
    match claim.outcome {
        Outcome::Modtages => format!("Vi kan ikke sige, om fordringen ville blive modtaget, for {reasons}."),
        // What stops it stands beside this sentence already.
        Outcome::Hoering | Outcome::Afvist => format!("Der kan være flere fejl, end vi kan se, for {reasons}."),
    }
}

/// What a claim with an unknown code may be meant as: the old system's successor, or the nearest codes.
pub fn suggestion(code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    if let Some(old) = catalogue::dmi_type(code) {
        let mut text = format!("{code} ({}) er en kode fra det gamle system DMI og gælder ikke i PSRM.", old.name);
        if !old.successors.is_empty() {
            text.push_str(&format!(" Den er afløst af {}.", words::and(old.successors)));
        }
        text.extend(old.note.map(|note| format!(" {note}")));
        return text;
    }
    let near: Vec<String> = nearest(code).iter().filter_map(|t| t.code.map(|code| format!("{code} ({})", t.name))).collect();
    if near.is_empty() { String::new() } else { format!("Mente du {}?", near.join(" eller ")) }
}

/// What a check rests on, in words.
pub fn basis_view(footing: Footing) -> BasisView {
    match footing {
        Footing::Table(table) => BasisView {
            kind: "officiel".into(),
            text: "Den offentliggjorte filtertabel for fordringstypen.".into(),
            source: Some(source_view(table.source)),
        },
        Footing::Guidance(table) => BasisView {
            kind: "vejledende".into(),
            text: format!(
                "De fælles kerneregler og, som vejledning, tabellen for {} hos en anden fordringshaver ({}). Jeres egen tabel kan være anderledes.",
                table.code, table.creditor
            ),
            source: Some(source_view(table.source)),
        },
        Footing::Core => BasisView {
            kind: "kerne".into(),
            text: "Kun de kerneregler, som næsten alle filtertabeller deler. Typens egen filtertabel er ikke offentliggjort.".into(),
            source: None,
        },
        Footing::UnknownType => BasisView {
            kind: "ukendt".into(),
            text: "Fordringstypen er ukendt her, så kun de fælles kerneregler er tjekket.".into(),
            source: None,
        },
    }
}

/// What guidance rests on, in words: the catalogue writes `parallel REHUSLJ` for what is taken from that type.
pub fn guidance_words(basis: &str) -> String {
    basis.replace("parallel ", "efter ")
}

/// How much is known about a fordringstype, as a sentence.
pub fn completeness(fordringstype: &Fordringstype) -> &'static str {
    match fordringstype.completeness {
        Completeness::Fuld => "Typens eget materiale er offentligt, og vi har læst det hele.",
        Completeness::Praksis => "Det meste her er vejledning fra en tilsvarende type hos en anden fordringshaver.",
        Completeness::Delvis => "Kun en del af typens materiale er offentligt, så her mangler noget.",
        Completeness::Navn => "Kun typens navn er kendt i offentligt materiale.",
    }
}

/// A source by its id, in words.
pub fn source_view(id: &str) -> SourceView {
    catalogue::source(id).map_or_else(
        || unknown_source(id),
        |source| SourceView {
            title: source.title.map_or_else(|| source.publisher.to_owned(), |title| format!("{title}, {}", source.publisher)),
            date: source.date.map(str::to_owned),
            url: source.url.into(),
        },
    )
}

fn unknown_source(id: &str) -> SourceView {
    SourceView { title: id.into(), date: None, url: String::new() }
}

fn table_of(footing: Footing) -> Option<&'static crate::catalogue::table::FilterTable> {
    match footing {
        Footing::Table(table) | Footing::Guidance(table) => Some(table),
        Footing::Core | Footing::UnknownType => None,
    }
}

fn advisory_reason(footing: Footing) -> String {
    match footing {
        Footing::Guidance(table) => format!(
            "Vejledende: reglen står i tabellen for {}, ikke i en tabel for denne fordringstype. Den kan ikke alene føre til afvisning her.",
            table.code
        ),
        _ => "Vejledende: uden typens egen filtertabel kan vi ikke sige, om reglen gælder.".into(),
    }
}

fn mentions_received(check: &crate::catalogue::table::Check) -> bool {
    use crate::catalogue::table::{Check, DateRef, DateSubject};
    matches!(
        check,
        Check::Date { reference: DateRef::Modtagelsesdato, .. }
            | Check::Date { subject: DateSubject::Modtagelsesdato, .. }
            | Check::AfterMainForfald { subject: DateSubject::Modtagelsesdato, .. }
    )
}

fn severity(effect: &str) -> u8 {
    match effect {
        "afvist" => 3,
        "hoering" => 2,
        _ => 1,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn empty_view() -> ClaimView {
    ClaimView {
        row: 0,
        reference: String::new(),
        code: String::new(),
        type_name: None,
        outcome: Outcome::Modtages,
        undecided: Vec::new(),
        findings: Vec::new(),
        not_checked: Vec::new(),
        basis: basis_view(Footing::UnknownType),
        fields: Vec::new(),
        answer: None,
    }
}
