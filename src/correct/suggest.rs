//! Corrections that documented practice itself names: never a value that was worked out here.

use super::NewValue;
use crate::calendar::Offset;
use crate::catalogue::practice::Practice;
use crate::catalogue::table::{Check, DateRef, DateSubject, FilterTable, Op, Rule};
use crate::catalogue::{self, Creditor};
use crate::check::view::{SourceView, guidance_words, source_view};
use crate::claim::Field;
use crate::rules::general::G_FORDRTYPE_KENDT;
use crate::rules::ruleset::{Footing, choose};
use crate::rules::words::condition;

/// Where the old system's codes and those that took their places stand.
const OLD_CODES: &str = "DMI-LISTE";

/// A correction that practice names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to do, in the imperative: «Sæt stiftelsesdato lig med periode start».
    pub words: String,
    pub field: Field,
    pub to: NewValue,
    /// What it rests on, in sentences.
    pub basis: String,
    pub source: SourceView,
    /// It is the practice of the same kind of claim at another creditor.
    pub is_guidance: bool,
}

/// What can be suggested for claims of a type that break a rule. `code` is what stands in the claim.
pub fn suggestions(rule: &str, code: &str, creditor: Creditor) -> Vec<Suggestion> {
    if rule == G_FORDRTYPE_KENDT.doc.id {
        return successor(code).into_iter().collect();
    }
    let Some(fordringstype) = catalogue::find(code) else { return Vec::new() };
    // The shared core alone says what must hold, not what a type's practice is.
    let (table, is_guidance) = match choose(fordringstype, creditor) {
        Footing::Table(table) => (table, false),
        Footing::Guidance(table) => (table, true),
        Footing::Core | Footing::UnknownType => return Vec::new(),
    };
    let practice = catalogue::text_of(fordringstype).practice;
    let lines = table.rules.iter().filter(|line| !line.inactive && line.numbers.to_string() == rule);
    let made = lines.flat_map(|line| {
        let to = |(field, to)| Suggestion {
            words: words(field, &to),
            field,
            basis: basis(table, line, practice, field, is_guidance),
            to,
            source: source_view(table.source),
            is_guidance,
        };
        changes(&line.check).into_iter().map(to)
    });
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for suggestion in made {
        if !suggestions.iter().any(|other| (other.field, &other.to) == (suggestion.field, &suggestion.to)) {
            suggestions.push(suggestion);
        }
    }
    suggestions
}

/// What makes a rule hold, where the rule itself leaves nothing open. Where two dates must be the same, it is the rule's own field that is set:
/// the other one has practice of its own, and setting it to a wrong date would hide the mistake.
fn changes(check: &Check) -> Vec<(Field, NewValue)> {
    match *check {
        Check::Fordringsart { modr: false } => vec![(Field::Fordringsart, NewValue::Text("INDR".into()))],
        Check::Empty(field) => vec![(field, NewValue::Empty)],
        Check::Date {
            subject: DateSubject::Field(subject), op: Op::Equal, reference: DateRef::Field(other), offset: Offset::NONE, ..
        } => vec![(subject, NewValue::SameAs(other))],
        _ => Vec::new(),
    }
}

fn words(field: Field, to: &NewValue) -> String {
    let name = field.in_sentence();
    match to {
        NewValue::Text(text) => format!("Skriv {text} i {name}"),
        NewValue::SameAs(other) => format!("Sæt {name} lig med {}", other.in_sentence()),
        NewValue::Empty => format!("Tøm {name}"),
    }
}

fn basis(table: &FilterTable, line: &Rule, practice: &[&Practice], field: Field, is_guidance: bool) -> String {
    let mut basis = if is_guidance {
        format!("Vejledende: i tabellen for {} hos en anden fordringshaver ({}) står: ", table.code, table.creditor)
    } else {
        format!("Dokumenteret praksis for {}. I typens filtertabel står: ", table.code)
    };
    basis.push_str(&format!("«{}»", condition(&line.check)));
    basis.extend(line.note.as_deref().map(|note| format!(" {note}")));
    if let Some((text, found)) = practice.iter().find(|of| of.field == field.name()).and_then(|of| Some((of.text?, of))) {
        let whose = found.basis.map_or_else(String::new, |basis| format!(" (vejledning {})", guidance_words(basis)));
        basis.push_str(&format!(" Om {} står der{whose}: «{text}»", field.definite()));
    }
    basis
}

/// The code that took an old code's place, where there is just one.
fn successor(code: &str) -> Option<Suggestion> {
    let old = catalogue::dmi_type(code)?;
    let [successor] = *old.successors else { return None };
    let new = catalogue::find(successor)?;
    let note = old.note.map_or_else(String::new, |note| format!(" {note}"));
    Some(Suggestion {
        words: format!("Skriv {successor} i {}", Field::Fordringstype.in_sentence()),
        field: Field::Fordringstype,
        to: NewValue::Text(successor.into()),
        basis: format!(
            "{code} ({}) er en kode fra det gamle system DMI og gælder ikke i PSRM. Den er afløst af {successor} ({}).{note}",
            old.name, new.name
        ),
        source: source_view(OLD_CODES),
        is_guidance: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::TYPES;
    use crate::check::form::{check_form, creditor_of_trial, form_of_trial};
    use crate::check::view::ClaimView;
    use crate::check::{Settings, form::Form};

    fn fires(view: &ClaimView, rule: &str) -> bool {
        view.findings.iter().any(|finding| finding.rule == rule)
    }

    /// The form with the suggestion followed.
    fn followed(mut form: Form, suggestion: &Suggestion) -> Form {
        let text = match &suggestion.to {
            NewValue::Text(text) => text.clone(),
            NewValue::SameAs(other) => form.text(*other).to_owned(),
            NewValue::Empty => String::new(),
        };
        form.values.insert(suggestion.field, text);
        form
    }

    #[test]
    fn following_the_first_suggestion_ends_the_break() {
        let received = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let (mut tried, mut dates) = (0, 0);
        for fordringstype in TYPES {
            let Some(code) = fordringstype.code else { continue };
            for trial in catalogue::text_of(fordringstype).trials {
                let creditor = creditor_of_trial(fordringstype, trial, Creditor::default());
                for broken in trial.breaks {
                    let Some(first) = suggestions(broken.rule, code, creditor).into_iter().next() else { continue };
                    let (form, day) = form_of_trial(trial, broken.changes);
                    let settings = Settings { received: day.unwrap_or(received), creditor };
                    let before = check_form(&form, settings);
                    assert!(fires(&before, broken.rule), "{code} {}: {:?}", broken.rule, before.findings);
                    let after = check_form(&followed(form, &first), settings);
                    assert!(!fires(&after, broken.rule), "{code} {}: {first:?}", broken.rule);
                    tried += 1;
                    dates += u32::from(matches!(first.to, NewValue::SameAs(_)));
                }
            }
        }
        assert!(tried > 100 && dates > 40, "{tried} {dates}");
    }

    #[test]
    fn every_suggestion_says_what_it_rests_on() {
        let mut guidance = 0;
        for fordringstype in TYPES {
            let Some(code) = fordringstype.code else { continue };
            for creditor in ["kommune", "region", "stat"] {
                let creditor = Creditor::parse(creditor).unwrap();
                for doc in crate::rules::all_docs() {
                    for suggestion in suggestions(doc.id, code, creditor) {
                        let SourceView { title, url, .. } = &suggestion.source;
                        assert!(!title.is_empty() && url.starts_with("https://"), "{code} {}: {suggestion:?}", doc.id);
                        assert!(suggestion.basis.contains('«') && !suggestion.words.ends_with('.'), "{suggestion:?}");
                        assert_eq!(suggestion.is_guidance, suggestion.basis.starts_with("Vejledende: "), "{suggestion:?}");
                        guidance += u32::from(suggestion.is_guidance);
                    }
                }
            }
        }
        assert!(guidance > 0);
    }

    #[test]
    fn practice_is_quoted() {
        let found = suggestions("R_6_15+R_6_16", "KFDAINS", Creditor::default());
        let words: Vec<&str> = found.iter().map(|suggestion| suggestion.words.as_str()).collect();
        assert_eq!(words, ["Sæt stiftelsesdato lig med periode start"]);
        assert!(
            found[0].basis.contains("Om stiftelsesdatoen står der: «Samme dato som periodens start; andet afvises.»"),
            "{}",
            found[0].basis
        );
        assert_eq!(suggestions("R_2_3", "KFDAINS", Creditor::default()), []);
        assert_eq!(suggestions("R_6_15+R_6_16", "XXXXXXX", Creditor::default()), []);
        let old = suggestions(G_FORDRTYPE_KENDT.doc.id, "DGMILJØ", Creditor::default());
        assert!(matches!(&old[..], [one] if one.to == NewValue::Text("KFMILJØ".into())), "{old:?}");
        assert_eq!(suggestions(G_FORDRTYPE_KENDT.doc.id, "GEOPKRÆ", Creditor::default()), [], "it has two");
    }
}
