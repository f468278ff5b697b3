//! Questions to Fordringshaversupporten, ready to be copied: what was checked, on which rule, and what we want to know.
//!
//! No question says who somebody is: dates, amounts, types, rules and counts stand in it, and what only the sender knows stands in brackets.

use super::csv::effect_in_danish;
use super::quotable::{code_words, reference_words, values};
use crate::catalogue::{Creditor, RULES_DATE};
use crate::check::Settings;
use crate::check::totals::{RuleTotal, TypeTotal};
use crate::check::view::{BasisView, ClaimView, FindingView};
use crate::claim::{Decimal, format_amount, format_date, parse_date};
use crate::rules;

/// Where questions go.
pub const SUPPORT_MAIL: &str = "fordringshaver@gaeldst.dk";
/// Who answers the telephone.
pub const SUPPORT_PHONE: &str = "72 37 16 45";

/// A message ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub subject: String,
    pub body: String,
}

impl Message {
    /// The whole message as one text to copy.
    pub fn text(&self) -> String {
        format!("Til: {SUPPORT_MAIL}\nEmne: {}\n\n{}", self.subject, self.body)
    }

    fn new(subject: String, paragraphs: &[String]) -> Message {
        let parts: Vec<&str> = ["Hej"].into_iter().chain(paragraphs.iter().map(String::as_str)).chain([FROM]).collect();
        Message { subject, body: parts.join("\n\n") }
    }
}

/// Who asks: only the sender knows.
const FROM: &str = "Med venlig hilsen\n[skriv dit navn]\n[skriv fordringshaverens navn og fordringshaver-ID]\n[skriv dit telefonnummer]";

/// A question about what was found on one claim.
pub fn about_finding(finding: &FindingView, claim: &ClaimView, settings: Settings) -> Message {
    let facts = [format!("Fordringstype: {}", code_words(&claim.code)), format!("Vores reference: {}", reference_words(&claim.reference))];
    let found = values(finding, claim);
    Message::new(
        format!("Spørgsmål om regel {} og fordringstype {}", finding.rule, code_words(&claim.code)),
        &[
            "Vi har et spørgsmål om en fordring, som vi vil sende til inddrivelse.".into(),
            facts.join("\n"),
            checked(settings, Some(&claim.basis)),
            rule_words(&finding.rule, &finding.name, &finding.effect),
            if found.is_empty() { "Det står der: [skriv det, der står i fordringen]".into() } else { listed("Det står der:", &found) },
            format!("Det havde vi ventet: {}", or_placeholder(&super::mask::mask(&finding.expected))),
            question(&finding.effect, "fordringen", &claim.basis.kind),
        ],
    )
}

/// A question about a rule that many claims break. `amount` is what these claims come to, where it is known.
pub fn about_rule(rule: &RuleTotal, amount: Option<Decimal>, settings: Settings) -> Message {
    let doc = rules::doc(&rule.rule);
    let (who, common) =
        if rule.claims == 1 { ("fordringen", "I fordringen står: ") } else { ("fordringerne", "Fordringerne har dette til fælles: ") };
    Message::new(
        format!("Spørgsmål om regel {}", rule.rule),
        &[
            format!("Vi har et spørgsmål om en regel, som {} bryder{}.", claims_words(rule.claims), amount_words(amount)),
            checked(settings, None),
            rule_words(&rule.rule, &rule.name, &rule.effect),
            format!("Sådan forstår vi reglen: {}", or_placeholder(doc.map_or("", |doc| doc.says))),
            format!("{common}[skriv fordringstype og det, der står i felterne]"),
            question(&rule.effect, who, ""),
        ],
    )
}

/// A question about a fordringstype. `amount` is what its claims come to, where it is known.
pub fn about_type(of: &TypeTotal, amount: Option<Decimal>, settings: Settings) -> Message {
    let fared = [
        format!("ville blive modtaget: {}", of.modtages),
        format!("ville blive sendt i høring: {}", of.hoering),
        format!("ville blive afvist: {}", of.afvist),
        format!("kan ikke afgøres: {}", of.undecided),
    ];
    let code = code_words(&of.code);
    Message::new(
        format!("Spørgsmål om fordringstype {code}"),
        &[
            format!("Vi har et spørgsmål om fordringstypen {code}. Vi har {} af typen{}.", claims_words(of.claims), amount_words(amount)),
            checked(settings, Some(&of.basis)),
            listed("Det sagde tjekket:", &fared),
            type_question(&of.basis.kind).into(),
        ],
    )
}

/// What was checked, when and on what it rests.
fn checked(settings: Settings, basis: Option<&BasisView>) -> String {
    let mut lines = vec![
        format!("modtagelsesdato i tjekket: {}", format_date(settings.received)),
        format!("regelsæt af: {}", day_words(RULES_DATE)),
        format!("tjekket som fordringshaver: {}", creditor_words(settings.creditor)),
    ];
    if let Some(basis) = basis {
        let source = basis.source.as_ref().map(|source| {
            let date = source.date.as_deref().map(|date| format!(", {}", day_words(date)));
            format!(" Kilde: {}{}.", source.title, date.unwrap_or_default())
        });
        lines.push(format!("grundlag: {}{}", basis.text, source.unwrap_or_default()));
    }
    listed("Vi har tjekket med programmet Stamdatatjek, som ikke er Gældsstyrelsens:", &lines)
}

/// A day of the catalogue as people write it; some sources say only a year or a month.
fn day_words(day: &str) -> String {
    parse_date(day).map_or_else(|_| day.to_owned(), |read| format_date(read.date()))
}

fn creditor_words(creditor: Creditor) -> String {
    match creditor {
        Creditor::Kind(kind) => kind.to_owned(),
        Creditor::Source(_) => "[skriv hvilken]".into(),
    }
}

fn rule_words(rule: &str, name: &str, effect: &str) -> String {
    let result = match effect {
        "afvist" => "Efter tjekket bliver fordringen afvist.".to_owned(),
        "hoering" => "Efter tjekket bliver fordringen sendt i høring.".to_owned(),
        other => format!("Tjekket giver kun et råd ({}).", effect_in_danish(other)),
    };
    format!("Regel: {rule}, {name}. {result}")
}

/// What we want to know.
fn question(effect: &str, what: &str, basis: &str) -> String {
    let asked = match effect {
        "afvist" => {
            format!("Vores spørgsmål: Afviser indgangsfilteret {what} efter denne regel, og hvad skal der i så fald stå i felterne?")
        }
        "hoering" => format!(
            "Vores spørgsmål: Bliver {what} sendt i høring efter denne regel? Er det rigtigt at bekræfte i høringen, når oplysningerne er rigtige, og \
            hvad skal begrundelsen indeholde?"
        ),
        _ => format!("Vores spørgsmål: Kan {what} sendes, som oplysningerne står, eller skal noget rettes først?"),
    };
    match basis {
        "" | "officiel" => asked,
        _ => format!("{asked} {}", type_question(basis)),
    }
}

/// What to ask about a type by what its check rests on.
fn type_question(basis: &str) -> &'static str {
    match basis {
        "officiel" => {
            "Vores spørgsmål: Er den tabel, vi har tjekket efter, stadig den, der gælder i vores aftale? [skriv eventuelt et andet spørgsmål]"
        }
        "ukendt" => "Vi kender ikke koden. Hvilken fordringstype skal vi bruge til krav om [skriv, hvad kravet handler om]?",
        _ => "Vi kender ikke typens egen filtertabel. Hvilke filterregler gælder for typen i vores aftale, og kan I sende os tabellen?",
    }
}

fn claims_words(claims: u64) -> String {
    if claims == 1 { "1 fordring".into() } else { format!("{claims} fordringer") }
}

fn amount_words(amount: Option<Decimal>) -> String {
    amount.map_or_else(String::new, |amount| format!(", i alt {}", format_amount(amount).trim_end_matches('.')))
}

fn listed(heading: &str, lines: &[String]) -> String {
    lines.iter().fold(heading.to_owned(), |text, line| format!("{text}\n- {line}"))
}

fn or_placeholder(text: &str) -> &str {
    if text.is_empty() { "[skriv det]" } else { text }
}
