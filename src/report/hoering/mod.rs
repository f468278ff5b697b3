//! What to do about claims that would be sent to a høring: the two ways out, what to look up, and a text to work from.
//!
//! No draft claims anything that we can't know: what only the caseworker knows stands in brackets. Nothing in it says who somebody is.

mod families;

pub use families::{FAMILIES, Family, family};

use super::quotable::{code_words, quoted, reference_words, values};
use super::support::{SUPPORT_MAIL, SUPPORT_PHONE};
use crate::check::Outcome;
use crate::check::totals::RuleTotal;
use crate::check::view::ClaimView;
use crate::claim::Field;
use crate::rules;

/// Everything about the høring of a claim, or of the claims that break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// Confirming, and withdrawing.
    pub ways: [Way; 2],
    pub rules: Vec<HearingRule>,
    /// What isn't certain, and what is easily overlooked, as sentences.
    pub beware: Vec<String>,
    /// That the høring doesn't stop the claim's limitation.
    pub limitation: String,
    /// The reason to work from, with brackets around what is to be written.
    pub draft: String,
}

/// A way out of a høring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub name: &'static str,
    /// What to do.
    pub how: &'static str,
    /// What it leads to.
    pub leads_to: &'static str,
}

/// One rule that leads to the høring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingRule {
    pub rule: String,
    pub name: String,
    /// What stands in the claim, a line for each field; nothing for a whole rule.
    pub values: Vec<String>,
    /// What the rule expects.
    pub expected: String,
    /// What to look up; none for a rule that no family has, which is none of the catalogue's.
    pub family: Option<&'static Family>,
}

/// The two ways out, by the words that stand on Fordringshaverportalen.
const WAYS: [Way; 2] = [
    Way {
        name: "Bekræft fordringen",
        how: "Vælg «Godkend indberetning» på Fordringshaverportalen, og skriv en begrundelse. Gør det, når oplysningerne er rigtige, og du kan \
            dokumentere dem.",
        leads_to: "Fordringen og begrundelsen bliver behandlet hos Gældsstyrelsen. Fordringen er først modtaget til inddrivelse, når den er godkendt.",
    },
    Way {
        name: "Træk fordringen tilbage",
        how: "Vælg «Fortryd indberetning» på Fordringshaverportalen, og vælg en begrundelse; «Andet» kræver, at du også skriver en tekst. Gør det, når \
            noget i fordringen er forkert.",
        leads_to: "Fordringen bliver ikke modtaget. Ret den, og send den igen som en ny fordring, mens den endnu ikke er forældet.",
    },
];

/// Whose the time to answer is, the sources don't agree on.
fn uncertain_deadline() -> String {
    format!(
        "Der er en frist på 14 dage, men kilderne er uenige om, hvis den er: om det er jer, der skal svare inden 14 dage, eller Gældsstyrelsen, der \
        behandler svaret inden 14 dage. Svar derfor hurtigt. Er du i tvivl, så spørg Fordringshaversupporten: {SUPPORT_MAIL}, tlf. {SUPPORT_PHONE}."
    )
}

/// What to do about a claim with findings that lead to a høring; nothing for a claim without any.
pub fn of_claim(claim: &ClaimView) -> Option<Hearing> {
    let mut rules: Vec<HearingRule> = Vec::new();
    for finding in claim.findings.iter().filter(|finding| finding.effect == "hoering") {
        match rules.iter_mut().find(|rule| rule.rule == finding.rule) {
            Some(rule) => rule.values.extend(values(finding, claim)),
            None => rules.push(HearingRule {
                rule: finding.rule.clone(),
                name: finding.name.clone(),
                values: values(finding, claim),
                expected: super::mask::mask(&finding.expected).into_owned(),
                family: family(&finding.rule),
            }),
        }
    }
    if rules.is_empty() {
        return None;
    }
    let mut beware = vec![uncertain_deadline()];
    if claim.outcome == Outcome::Afvist {
        beware.push("Fordringen bryder også regler, der afviser den. Ret dem først: en afvist fordring kommer ikke i høring.".into());
    }
    if claim.basis.kind != "officiel" {
        beware.push(format!("Grundlaget for tjekket: {} Om fordringen kommer i høring, afgør jeres egen filtertabel.", claim.basis.text));
    }
    let about = [format!("Fordringstype: {}", code_words(&claim.code)), format!("Vores reference: {}", reference_words(&claim.reference))];
    let draft = draft(&about, &rules);
    Some(Hearing { ways: WAYS, rules, beware, limitation: limitation(quoted(Field::Foraeldelsesdato, claim)), draft })
}

/// What to do about the claims that break a rule which leads to a høring; nothing for another rule.
pub fn of_rule(total: &RuleTotal) -> Option<Hearing> {
    if total.effect != "hoering" {
        return None;
    }
    let rule = HearingRule {
        rule: total.rule.clone(),
        name: total.name.clone(),
        values: Vec::new(),
        expected: rules::doc(&total.rule).map(|doc| doc.says.to_owned()).unwrap_or_default(),
        family: family(&total.rule),
    };
    let rules = vec![rule];
    let mut beware = vec![uncertain_deadline()];
    if total.claims > 1 {
        beware.push(format!(
            "Reglen rammer {} fordringer. Hver fordring skal have sit eget svar; brug kun samme begrundelse, når den passer på dem alle.",
            total.claims
        ));
    }
    let about = [
        "Fordringstype: [skriv fordringstypens kode]".to_owned(),
        "Vores reference: [skriv referencen, hvis den ikke er et CPR-nummer]".to_owned(),
    ];
    let draft = draft(&about, &rules);
    Some(Hearing { ways: WAYS, rules, beware, limitation: limitation(None), draft })
}

fn limitation(date: Option<&str>) -> String {
    let stands = date.map_or_else(String::new, |date| format!(" I fordringen står forældelsesdatoen «{date}»."));
    format!(
        "Høringen stopper ikke forældelsen. Så længe fordringen er i høring, er den ikke modtaget, og det er jer, der har ansvaret for, at den ikke \
        bliver forældet.{stands}"
    )
}

/// The reason to work from.
fn draft(about: &[String], rules: &[HearingRule]) -> String {
    let mut text =
        format!("Begrundelse i høring\n[Udkast: skriv det, der mangler, og slet det, der ikke passer.]\n\n{}\n", about.join("\n"));
    for rule in rules {
        text.push_str(&format!("\nRegel {}: {}\n", rule.rule, rule.name));
        for value in &rule.values {
            text.push_str(&format!("- {value}\n"));
        }
        if !rule.expected.is_empty() {
            text.push_str(&format!("Reglen siger: {}\n", rule.expected));
        }
        text.push_str("Vi har kontrolleret [skriv, hvad I har kontrolleret, og hvilken dag].\n");
        for reason in rule.family.map_or(&[][..], |family| family.reasons) {
            text.push_str(reason);
            text.push('\n');
        }
    }
    text.push_str(
        "\nVi fastholder fordringen, fordi [skriv grunden kort].\nDokumentation: [skriv, hvilken I har, og hvor den er gemt].\n\n[skriv dit navn]\n[skriv fordringshaver]\n[skriv dato]",
    );
    text
}
