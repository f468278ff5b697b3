//! One claim from the form: which fields a fordringstype asks for, and the check of what was typed.

use std::collections::BTreeMap;

use super::ranks::in_ranks;
use super::view::{ClaimView, claim_view};
use super::{Checked, Checker, Finding, FindingKind, Outcome, Settings, Surroundings, is_new_claim};
use crate::catalogue::language::plain_number;
use crate::catalogue::model::Fordringstype;
use crate::catalogue::practice::{Break, Practice, Trial};
use crate::catalogue::reference::FieldGuide;
use crate::catalogue::table::Check;
use crate::catalogue::{self, Creditor, REFERENCE, TYPES};
use crate::claim::{Claim, Field, FieldKind, ReadDate, ReadingFinding, format_date, parse_amount, parse_date};
use crate::rules::doc::{Effect, Example, RuleDoc};
use crate::rules::filter::{Main, MainClaim, fields};
use crate::rules::general::Neighbours;
use crate::rules::ruleset::{Footing, Ruleset};
use crate::rules::{reading, words};

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The fields' texts.
    pub values: BTreeMap<Field, String>,
    /// The hovedfordring is sent together with the claim, or its dates are known.
    pub main_known: bool,
    /// The hovedfordring's forfaldsdato, as typed.
    pub main_forfaldsdato: String,
    /// The day the hovedfordring was or will be received, as typed; empty for the same day as the claim.
    pub main_received: String,
}

/// A field as the form shows it for a fordringstype.
#[derive(Clone, Debug)]
pub struct FormField {
    pub field: Field,
    pub demand: Demand,
    /// What the sources say to write in it for this type.
    pub practice: Option<&'static Practice>,
    /// The general guide to the field.
    pub guide: Option<&'static FieldGuide>,
    /// The rules that look at the field first: id, sentence, effect.
    pub rules: Vec<(String, String, Effect)>,
}

/// What a type asks of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The filter rejects or parks the claim without it.
    Required,
    /// The filter rejects or parks the claim unless one of two fields is filled, domsdato or forligsdato.
    OneOfTwo,
    /// The filter rejects or parks the claim with it.
    MustBeEmpty,
    /// The practice text asks for it; no filter rule does.
    ByPractice,
    /// Normally left empty.
    NormallyEmpty,
    /// May be filled.
    Optional,
}

impl Demand {
    /// Whether the filter asks for a value in this very field.
    pub fn is_required(self) -> bool {
        self == Demand::Required
    }

    /// Whether the field is left empty as a rule.
    pub fn is_empty(self) -> bool {
        matches!(self, Demand::MustBeEmpty | Demand::NormallyEmpty)
    }

    /// A word for the mark beside the field's name.
    pub fn word(self) -> &'static str {
        match self {
            Demand::Required => "skal udfyldes",
            Demand::OneOfTwo => "domsdato eller forligsdato skal udfyldes",
            Demand::MustBeEmpty => "skal være tom",
            Demand::ByPractice => "udfyldes efter praksis",
            Demand::NormallyEmpty => "normalt tom",
            Demand::Optional => "kan udfyldes",
        }
    }
}

/// The form's fields, in the order people fill them.
pub const FORM_FIELDS: [Field; 20] = [
    Field::Fordringsart,
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
    Field::Reference,
    Field::SkyldnerType,
    Field::SkyldnerId,
    Field::HovedfordringId,
    Field::Renteregel,
    Field::Rentesatskode,
    Field::Merrentesats,
    Field::Kundenote,
];

impl Form {
    /// The field's text.
    pub fn text(&self, field: Field) -> &str {
        self.values.get(&field).map_or("", String::as_str)
    }

    /// Whether the user has written in the field, or an example has; also when it was emptied again.
    pub fn is_touched(&self, field: Field) -> bool {
        self.values.contains_key(&field)
    }

    /// Whether anything but the fordringstype stands in the form.
    pub fn has_values(&self) -> bool {
        let typed = self.values.iter().any(|(field, text)| *field != Field::Fordringstype && !text.trim().is_empty());
        typed || !self.main_forfaldsdato.trim().is_empty() || !self.main_received.trim().is_empty()
    }

    /// Fields with a text that the form doesn't ask for, e.g. those of another action than opret, so that nothing is checked unseen.
    pub fn further_fields(&self) -> Vec<Field> {
        let shown = |field: &Field| *field == Field::Fordringstype || FORM_FIELDS.contains(field);
        self.values.iter().filter(|(field, text)| !shown(field) && !text.trim().is_empty()).map(|(field, _)| *field).collect()
    }
}

/// The words to choose from in a field that takes a few; empty for a field that takes any text.
pub fn choices(field: Field) -> &'static [(&'static str, &'static str)] {
    match field {
        Field::Fordringsart => &[("INDR", "INDR – inddrivelse"), ("MODR", "MODR – modregning")],
        Field::SkyldnerType => {
            &[("CPR", "CPR – person"), ("CVR", "CVR – virksomhed"), ("SE", "SE – virksomhed"), ("AKR", "AKR – uden CPR og CVR")]
        }
        _ => &[],
    }
}

/// The form's fields for a fordringstype; for an unknown one, what the shared core asks. `further` come after the usual ones.
pub fn form_fields(fordringstype: Option<&'static Fordringstype>, creditor: Creditor, further: &[Field]) -> Vec<FormField> {
    let ruleset = Ruleset::of(fordringstype, creditor);
    let text = fordringstype.map(catalogue::text_of);
    FORM_FIELDS
        .into_iter()
        .chain(further.iter().copied())
        .map(|field| {
            let practice = text.and_then(|text| text.practice.iter().copied().find(|practice| is_about(practice.field, field)));
            let of_field = ruleset.rules.iter().filter(|standing| fields(&standing.rule.check).first() == Some(&field));
            let rules = of_field
                .map(|standing| (standing.rule.numbers.to_string(), words::condition(&standing.rule.check), standing.effect))
                .collect();
            FormField { field, demand: demand(field, &ruleset, practice), practice, guide: guide(field), rules }
        })
        .collect()
}

/// The general guide to a field.
pub fn guide(field: Field) -> Option<&'static FieldGuide> {
    REFERENCE.fields.iter().find(|guide| is_about(guide.field, field))
}

fn is_about(name: &str, field: Field) -> bool {
    name == field.name()
        || matches!(
            (name, field),
            ("skyldner", Field::SkyldnerId)
                | ("hovedfordring" | "hovedfordrings_id", Field::HovedfordringId)
                | ("note_paa_skyldner", Field::Kundenote)
        )
}

fn demand(field: Field, ruleset: &Ruleset, practice: Option<&Practice>) -> Demand {
    let firm = ruleset.rules.iter().filter(|standing| standing.effect != Effect::Advarsel);
    for standing in firm {
        match standing.rule.check {
            Check::Required { field: of, .. } if of == field => return Demand::Required,
            Check::Empty(of) if of == field => return Demand::MustBeEmpty,
            Check::NoJudgmentOrSettlement if matches!(field, Field::Domsdato | Field::Forligsdato) => return Demand::MustBeEmpty,
            Check::JudgmentOrSettlement if matches!(field, Field::Domsdato | Field::Forligsdato) => return Demand::OneOfTwo,
            Check::Kategori(kategori) if field == Field::HovedfordringId => {
                return match kategori {
                    crate::catalogue::table::Kategori::Hovedfordring => Demand::MustBeEmpty,
                    crate::catalogue::table::Kategori::Relateret => Demand::Required,
                };
            }
            Check::Fordringsart { .. } if field == Field::Fordringsart => return Demand::Required,
            Check::Amount { field: of, .. } if of == field => return Demand::Required,
            _ => {}
        }
    }
    match practice.map(|practice| practice.required) {
        Some("ja") => Demand::ByPractice,
        Some("nej" | "skal være tom" | "tom (ellers høring)") => Demand::NormallyEmpty,
        _ if matches!(field, Field::Reference | Field::SkyldnerId) => Demand::ByPractice,
        _ if matches!(field, Field::Renteregel | Field::Rentesatskode | Field::Merrentesats | Field::Kundenote) => Demand::NormallyEmpty,
        _ => Demand::Optional,
    }
}

/// What the check says of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub view: ClaimView,
    /// What to say at the fields, in the form's order; at one field the worst first.
    pub at_fields: Vec<AtField>,
    /// Fields that firm rules ask for and that stand empty without being a breach: nobody can say yet what becomes of the claim.
    pub unanswered: Vec<Field>,
    /// The claim is a new one. The filter's rules are for those alone.
    pub new_claim: bool,
}

/// A few words about a finding, to stand at the field it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtField {
    pub field: Field,
    /// The finding rejects or parks the claim, or keeps it from being judged; otherwise it is advice.
    pub stops: bool,
    /// What to do.
    pub text: String,
}

impl Answer {
    /// Whether nothing stops the claim, but something is missing or can't be read.
    pub fn is_undecided(&self) -> bool {
        !self.view.undecided.is_empty()
    }

    /// The verdict as one sentence, in the portal's words.
    pub fn sentence(&self) -> String {
        match self.view.outcome {
            Outcome::Afvist => "Fordringen ville blive afvist.".into(),
            Outcome::Hoering if self.is_undecided() => {
                format!(
                    "Fordringen ville mindst blive sendt i høring. Den kan også blive afvist: det kan ikke afgøres, før {}.",
                    self.wanting()
                )
            }
            Outcome::Hoering => "Fordringen ville blive sendt i høring.".into(),
            Outcome::Modtages if !self.new_claim => {
                "Indgangsfilterets regler gælder nye fordringer, og dette er en anden handling. Her er kun råd.".into()
            }
            Outcome::Modtages if self.is_undecided() => format!("Det kan ikke afgøres, før {}.", self.wanting()),
            Outcome::Modtages if self.view.basis.kind == "officiel" => "Fordringen ville blive modtaget.".into(),
            Outcome::Modtages => "Fordringen ville blive modtaget, så vidt de fælles kerneregler rækker.".into(),
        }
    }

    fn wanting(&self) -> String {
        let undecided = self.view.undecided.iter().filter_map(|name| Field::from_name(name));
        let unreadable: Vec<String> =
            undecided.filter(|field| *field != Field::Fordringstype && !self.unanswered.contains(field)).map(Field::definite).collect();
        let empty: Vec<String> = self.unanswered.iter().map(|field| field.definite()).collect();
        let mut parts = Vec::new();
        if self.view.undecided.iter().any(|name| name == Field::Fordringstype.name()) {
            parts.push("fordringstypen er en, vi kender".to_owned());
        }
        if !unreadable.is_empty() {
            parts.push(format!("{} kan læses", words::and(&unreadable)));
        }
        if !empty.is_empty() {
            parts.push(format!("{} er udfyldt", words::and(&empty)));
        }
        words::and(&parts)
    }
}

/// The reference that a claim has in the check, when its hovedfordring is sent with it and has no number yet.
const SENT_TOGETHER: &str = "sendes samtidig";

/// Checks what stands in the form.
pub fn check_form(form: &Form, settings: Settings) -> ClaimView {
    answer(form, settings).view
}

/// Checks what stands in the form, and says it also field by field. A form has every field: what isn't typed is empty.
pub fn answer(form: &Form, settings: Settings) -> Answer {
    let sent_together = form.main_known && form.text(Field::HovedfordringId).trim().is_empty();
    let claim = Claim::read(1, |field| match form.text(field) {
        "" if field == Field::HovedfordringReference && sent_together => Some(SENT_TOGETHER),
        text => Some(text),
    });
    let received =
        |typed: &str| if typed.trim().is_empty() { Some(settings.received) } else { parse_date(typed).ok().map(|read| read.date()) };
    let main = if form.main_known {
        Main::Known(MainClaim {
            fordringstype: None,
            forfaldsdato: parse_date(&form.main_forfaldsdato).ok().map(|read| read.date()),
            received: received(&form.main_received),
        })
    } else if claim.is_filled(Field::HovedfordringId) {
        Main::IdOnly
    } else {
        Main::None
    };
    let around = Surroundings { main, neighbours: Neighbours { debtor_lines: 1, ..Neighbours::default() }, reading: &[] };
    let checker = Checker::new(settings);
    let checked = checker.check(&claim, &around);
    let new_claim = is_new_claim(&claim);
    let mut at_fields = at_fields(&claim, &checked);
    let to_fill = |field: &Field| !claim.is_filled(*field) && !matches!(field, Field::Fordringstype | Field::Aktion);
    let unanswered: Vec<Field> = checked.undecided.iter().copied().filter(to_fill).collect();
    at_fields.extend(unanswered.iter().map(|field| AtField { field: *field, stops: true, text: words::fill(*field) }));
    let at_fields = in_ranks(at_fields, |at| place(at.field));
    Answer { view: claim_view(&[(&claim, &checked)], settings.received), at_fields, unanswered, new_claim }
}

fn at_fields(claim: &Claim, checked: &Checked) -> Vec<AtField> {
    let mut notes: Vec<(Effect, AtField)> = Vec::new();
    for finding in &checked.findings {
        let Some(field) = finding.kind.fields().first().copied() else { continue };
        let can_not_be_read =
            matches!(finding.kind, FindingKind::Reading(ReadingFinding::Unreadable { .. } | ReadingFinding::SpreadsheetError { .. }));
        let unreadable = can_not_be_read && checked.undecided.contains(&field);
        let stops = finding.effect != Effect::Advarsel || unreadable;
        let text = at_field(finding, claim, stops);
        notes.push((finding.effect, AtField { field, stops, text }));
    }
    let rank = |(effect, at): &(Effect, AtField)| match (effect, at.stops) {
        (Effect::Afvist, true) => 0,
        (Effect::Hoering, true) => 1,
        (Effect::Advarsel, true) => 2,
        (_, false) => 3,
    };
    in_ranks(notes, rank).into_iter().map(|(_, at)| at).collect()
}

/// The field's place in the form; those it doesn't ask for come last.
fn place(field: Field) -> usize {
    FORM_FIELDS.iter().position(|other| *other == field).unwrap_or(FORM_FIELDS.len())
}

fn at_field(finding: &Finding, claim: &Claim, stops: bool) -> String {
    let text = match &finding.kind {
        FindingKind::Filter { rule, expected } => words::instruction(&rule.check, *expected),
        FindingKind::General { found, .. } => found.clone(),
        FindingKind::Limit(limit) => limit.says.to_owned(),
        FindingKind::Reading(reading) => {
            let (text, date) = reading.field().map_or(("", None), |field| (claim.text(field), claim.date(field).value()));
            let (found, expected) = reading::words(reading, text, date);
            if stops { format!("{expected} {found}") } else { format!("{found} {expected}") }
        }
    };
    if finding.effect == Effect::Hoering { format!("{text} Ellers går fordringen i høring.") } else { text }
}

/// The worked trial that the creditor's claims of the type are like: the one of the table they are held against, else the first.
pub fn trial_for(fordringstype: &'static Fordringstype, creditor: Creditor) -> Option<&'static Trial> {
    let trials = catalogue::text_of(fordringstype).trials;
    let source = match Ruleset::of(Some(fordringstype), creditor).footing {
        Footing::Table(table) | Footing::Guidance(table) => Some(table.source),
        Footing::Core | Footing::UnknownType => None,
    };
    trials.iter().find(|trial| trial.table == source).or_else(|| trials.first())
}

/// A form filled with a worked trial's valid claim, with changes on top; and the day the trial was made for.
pub fn form_of_trial(trial: &Trial, changes: &[(&str, &str)]) -> (Form, Option<chrono::NaiveDate>) {
    let mut form = Form::default();
    let mut received = None;
    for (name, value) in trial.valid.iter().chain(changes) {
        match *name {
            "modtagelsesdato" => received = parse_date(value).ok().map(|read| read.date()),
            "hovedfordring.forfaldsdato" => {
                form.main_known = true;
                form.main_forfaldsdato = as_date(value);
            }
            "hovedfordring.modtagelsesdato" => {
                form.main_known = true;
                form.main_received = as_date(value);
            }
            name => {
                if let Some(field) = Field::from_name(name) {
                    form.values.insert(field, as_typed(field, value));
                }
            }
        }
    }
    // The worked claim hangs on its hovedfordring by the number: a change that takes the number away takes the hovedfordring away.
    if form.is_touched(Field::HovedfordringId) && form.text(Field::HovedfordringId).is_empty() {
        form.main_known = false;
    }
    (form, received)
}

/// An example of a rule: a worked claim, and what to change in it to break the rule.
#[derive(Clone, Copy, Debug)]
pub struct WorkedExample {
    pub fordringstype: &'static Fordringstype,
    pub trial: &'static Trial,
    /// Canonical field name and new text, `""` for emptied.
    pub changes: &'static [(&'static str, &'static str)],
    /// The changes of a second claim line in the same file, for rules that compare claims.
    pub second: Option<&'static [(&'static str, &'static str)]>,
}

/// The rule's example, where it has one. Of the tables that have one, a municipality's comes first.
pub fn worked_example(doc: &RuleDoc) -> Option<WorkedExample> {
    let of_code = |code: &str| {
        let fordringstype = catalogue::find(code)?;
        Some((fordringstype, trial_for(fordringstype, Creditor::default())?))
    };
    match doc.example {
        Example::None => None,
        Example::Claim { code, changes } => {
            let (fordringstype, trial) = of_code(code)?;
            Some(WorkedExample { fordringstype, trial, changes, second: None })
        }
        Example::Pair { code, first, second } => {
            let (fordringstype, trial) = of_code(code)?;
            Some(WorkedExample { fordringstype, trial, changes: first, second: Some(second) })
        }
        Example::FromTable => from_table(doc.id),
    }
}

/// The break of the rule in a worked claim of a published table: a municipality's before another's, and one that breaks nothing else
/// before one that does.
fn from_table(id: &str) -> Option<WorkedExample> {
    let is_it = |broken: &Break| match id {
        "R_7_1_bank" => is_bank_break(broken),
        _ => broken.rule == id && !is_bank_break(broken),
    };
    let mut best: Option<((bool, bool), WorkedExample)> = None;
    for fordringstype in TYPES {
        let municipal = fordringstype.tables.iter().any(|table| table.creditor == "kommune");
        for trial in catalogue::text_of(fordringstype).trials.iter().filter(|trial| trial.table.is_some()) {
            for broken in trial.breaks.iter().filter(|broken| is_it(broken)) {
                let rank = (!municipal, broken.fires.len() > 1);
                if best.is_none_or(|(earlier, _)| rank < earlier) {
                    best = Some((rank, WorkedExample { fordringstype, trial, changes: broken.changes, second: None }));
                }
            }
        }
    }
    best.map(|(_, example)| example)
}

/// The creditor an example must be checked for, where that decides between several tables; else the user's own.
pub fn creditor_of(example: &WorkedExample, own: Creditor) -> Creditor {
    creditor_of_trial(example.fordringstype, example.trial, own)
}

/// The creditor a type's worked claim must be checked for, where that decides between several tables; else the user's own.
pub fn creditor_of_trial(fordringstype: &Fordringstype, trial: &Trial, own: Creditor) -> Creditor {
    match trial.table {
        Some(source) if fordringstype.tables.len() > 1 => Creditor::Source(source),
        _ => own,
    }
}

/// A break of R_7_1 by a date that stands there, rather than by none.
fn is_bank_break(broken: &Break) -> bool {
    broken.rule == "R_7_1" && broken.changes.iter().any(|(name, value)| *name == "stiftelsesdato" && !value.is_empty())
}

/// A worked claim's value in words: what it is called, and how people here write it.
pub fn named_value(name: &str, value: &str) -> (String, String) {
    let shown = match Field::from_name(name) {
        Some(field) => (field.shown().to_owned(), as_typed(field, value)),
        None => {
            let words = match name {
                "hovedfordring.forfaldsdato" => "Hovedfordringens forfaldsdato".to_owned(),
                "hovedfordring.modtagelsesdato" => "Hovedfordringens modtagelsesdato".to_owned(),
                other => words::capital(&other.replace(['.', '_'], " ")),
            };
            (words, as_date(value))
        }
    };
    if shown.1.is_empty() { (shown.0, "(tom)".into()) } else { shown }
}

/// A worked claim's value as people here would type it. What an example writes in a wrong or doubtful form stays as it is.
fn as_typed(field: Field, value: &str) -> String {
    match field.kind() {
        FieldKind::Date => as_date(value),
        FieldKind::Amount => match (value.split_once('.'), parse_amount(value)) {
            (Some((_, ore)), Ok(amount)) if ore.len() == 2 => plain_number(amount),
            _ => value.to_owned(),
        },
        FieldKind::Text => value.to_owned(),
    }
}

fn as_date(value: &str) -> String {
    match parse_date(value) {
        Ok(ReadDate::Full(date)) if value.len() == 10 => format_date(date),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Outcome;

    fn settings() -> Settings {
        Settings { received: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), creditor: Creditor::default() }
    }

    #[test]
    fn the_fields_follow_the_type() {
        let demand = |code: &str, field| {
            let found = form_fields(catalogue::find(code), Creditor::default(), &[]);
            found.into_iter().find(|of| of.field == field).unwrap().demand
        };
        assert_eq!(demand("KFDAINS", Field::PeriodeStart), Demand::Required);
        assert_eq!(demand("KFDAINS", Field::HovedfordringId), Demand::MustBeEmpty);
        assert_eq!(demand("REOPKOM", Field::HovedfordringId), Demand::Required);
        assert_eq!(demand("REERSUF", Field::PeriodeStart), Demand::MustBeEmpty);
        assert_eq!(demand("KFDAINS", Field::Renteregel), Demand::NormallyEmpty);
    }

    #[test]
    fn a_trial_loads_and_passes() {
        let text = catalogue::text_of(catalogue::find("REOPKOM").unwrap());
        let (form, received) = form_of_trial(&text.trials[0], &[]);
        assert_eq!(received, Some(settings().received));
        let view = check_form(&form, settings());
        assert_eq!(view.outcome, Outcome::Modtages);
        assert!(!view.not_checked.iter().any(|skipped| skipped.rule.starts_with("R_")), "{:?}", view.not_checked);
    }

    #[test]
    fn an_empty_form_is_answered() {
        let view = check_form(&Form::default(), settings());
        assert_eq!(view.outcome, Outcome::Afvist);
        assert!(view.findings.iter().any(|finding| finding.rule == "R_7_2"));
    }

    #[test]
    fn an_example_is_typed_as_people_here_type() {
        let text = catalogue::text_of(catalogue::find("KFDAINS").unwrap());
        let (form, _) = form_of_trial(&text.trials[0], &[("beloeb", "to tusind"), ("forfaldsdato", "01-09-26")]);
        assert_eq!((form.text(Field::Hovedstol), form.text(Field::PeriodeStart)), ("2.800", "01.06.2026"));
        assert_eq!((form.text(Field::Beloeb), form.text(Field::Forfaldsdato)), ("to tusind", "01-09-26"));
        assert_eq!(form.further_fields(), [Field::FordringshaverId]);
    }

    #[test]
    fn every_worked_claim_passes_as_typed() {
        for fordringstype in TYPES.iter().filter(|t| t.code.is_some()) {
            let Some(trial) = trial_for(fordringstype, Creditor::default()) else { continue };
            let (form, received) = form_of_trial(trial, &[]);
            let settings = Settings { received: received.unwrap_or(settings().received), ..settings() };
            let found = answer(&form, settings);
            assert_eq!(found.view.outcome, Outcome::Modtages, "{:?}: {:?}", fordringstype.code, found.at_fields);
            assert!(!found.is_undecided(), "{:?}: {}", fordringstype.code, found.sentence());
        }
    }

    #[test]
    fn a_related_claim_may_be_sent_with_its_hovedfordring() {
        let text = catalogue::text_of(catalogue::find("GEDAINS").unwrap());
        let (mut form, _) = form_of_trial(&text.trials[0], &[("hovedfordring_id", "")]);
        assert_eq!(answer(&form, settings()).view.outcome, Outcome::Afvist);
        form.main_known = true;
        let found = answer(&form, settings());
        assert_eq!(
            (found.view.outcome, found.view.findings.iter().any(|finding| finding.rule == "G_HFID_MANGLER")),
            (Outcome::Modtages, false)
        );
    }

    #[test]
    fn the_verdict_says_what_is_wanting() {
        let text = catalogue::text_of(catalogue::find("KFDAINS").unwrap());
        let sentence = |changes: &[(&str, &str)]| answer(&form_of_trial(&text.trials[0], changes).0, settings()).sentence();
        assert_eq!(sentence(&[]), "Fordringen ville blive modtaget.");
        assert_eq!(
            sentence(&[("hovedstol", ""), ("beloeb", "")]),
            "Det kan ikke afgøres, før hovedstolen og beløbet til inddrivelse er udfyldt."
        );
        assert_eq!(sentence(&[("foraeldelsesdato", "2029-02-30")]), "Det kan ikke afgøres, før forældelsesdatoen kan læses.");
        assert_eq!(sentence(&[("hovedstol", "10000.01")]), "Fordringen ville blive sendt i høring.");
        assert_eq!(sentence(&[("forfaldsdato", "")]), "Fordringen ville blive afvist.");
        assert!(sentence(&[("aktion", "NEDSKRIV")]).contains("anden handling"));
    }

    #[test]
    fn a_finding_stands_at_the_field_it_is_about() {
        let text = catalogue::text_of(catalogue::find("KFDAINS").unwrap());
        let at = |changes: &[(&str, &str)], field: Field| {
            let found = answer(&form_of_trial(&text.trials[0], changes).0, settings());
            found.at_fields.into_iter().filter(|at| at.field == field && at.stops).map(|at| at.text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(at(&[("forfaldsdato", "")], Field::Forfaldsdato), "Skriv forfaldsdatoen.");
        assert_eq!(
            at(&[("periode_slut", "2026-07-31")], Field::PeriodeSlut),
            "Skriv en dato senest 30.07.2026, eller ret periodens start. Ellers går fordringen i høring."
        );
        assert_eq!(at(&[("stiftelsesdato", "2026-05-31")], Field::Stiftelsesdato), "Skriv 01.06.2026, eller ret periodens start.");
        assert!(at(&[("forfaldsdato", "2026-02-30")], Field::Forfaldsdato).starts_with("Skriv datoen som"));
    }

    #[test]
    fn every_rules_example_breaks_it_in_the_form() {
        for doc in crate::rules::all_docs() {
            let Some(example) = worked_example(doc) else {
                let reason = matches!(doc.example, Example::None);
                assert!(reason, "{} has no example to show", doc.id);
                continue;
            };
            if example.second.is_some() {
                continue;
            }
            let creditor = creditor_of(&example, Creditor::default());
            let (form, received) = form_of_trial(example.trial, example.changes);
            let found = answer(&form, Settings { received: received.unwrap_or(settings().received), creditor });
            let id = if doc.id == "R_7_1_bank" { "R_7_1" } else { doc.id };
            assert!(found.view.findings.iter().any(|finding| finding.rule == id), "{}: {:?}", doc.id, found.at_fields);
        }
    }
}
