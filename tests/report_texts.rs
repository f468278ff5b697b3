//! Texts for people to send: about every rule, and never a word of who somebody is.

mod cases;

use std::borrow::Cow;
use std::collections::BTreeSet;

use cases::{csv, worked};
use stamdatatjek::catalogue::table::Consequence;
use stamdatatjek::catalogue::{CORE, Creditor, TYPES};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::check::{Outcome, Settings};
use stamdatatjek::claim::{Decimal, NaiveDate};
use stamdatatjek::report::hoering::{FAMILIES, Hearing, family, of_claim, of_rule};
use stamdatatjek::report::mask::mask;
use stamdatatjek::report::support::{SUPPORT_MAIL, about_finding, about_rule, about_type};

fn settings() -> Settings {
    Settings { received: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"), creditor: Creditor::default() }
}

fn checked(text: &str) -> (Vec<ClaimView>, Totals) {
    let mut claims = Vec::new();
    let take = &mut |claim: &ClaimView| {
        claims.push(claim.clone());
        Ok(())
    };
    let opened = open_text("fordringer.csv", text.as_bytes().to_vec()).expect("claims");
    let check = FileCheck::run_each(opened, settings(), take).expect("it can be checked");
    (claims, check.totals)
}

/// What a person's number, name, description and note are in the claims below.
const PERSON: [&str; 6] = ["690250", "2501234", "Jens", "HANSEN", "Børnehave", "hemmelig"];

/// Worked claims that each break a rule, with something of a person in every field that may hold text.
fn claims() -> (Vec<ClaimView>, Totals) {
    let with_person = [
        ("reference", "690250-1234"),
        ("beskrivelse", "Børnehave for Jens HANSEN, 690250 1234"),
        ("skyldner_type", "CPR"),
        ("skyldner_id", "6902501234"),
        ("fordringsnote", "hemmelig"),
        ("kundenote", "hemmelig"),
    ];
    let breaks: Vec<_> = worked()
        .iter()
        .flat_map(|worked| worked.trial.breaks.iter().map(|broken| cases::changed(worked.with(broken.changes), &with_person)))
        .step_by(3)
        .collect();
    let (mut claims, totals) = checked(&csv(&breaks));
    // A name in a column where it does not belong.
    let (names, _) = checked(
        "reference;fordringstype;fordringsart;hovedstol;forfaldsdato;periode_slut;beskrivelse;valuta\n\
        JensHANSEN;Jens;Jens;HANSEN;Jens;690250-1234;Jens;Jens\n102501234;KFDAINS;690250-1234;6902501234;102501234;2026;Jens;HANSEN\n",
    );
    claims.extend(names);
    (claims, totals)
}

fn assert_no_person(text: &str) {
    assert!(matches!(mask(text), Cow::Borrowed(_)), "{text}");
    for word in PERSON {
        assert!(!text.contains(word), "{word} in: {text}");
    }
}

fn all_of(hearing: &Hearing) -> String {
    let rules = hearing.rules.iter().map(|rule| format!("{}\n{}\n{}\n{}", rule.rule, rule.name, rule.values.join("\n"), rule.expected));
    format!("{}\n{}\n{}\n{}", hearing.draft, hearing.limitation, hearing.beware.join("\n"), rules.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_rule_that_leads_to_a_hoering_has_what_a_caseworker_must_know() {
    let tables = TYPES.iter().flat_map(|of| of.tables).flat_map(|table| table.rules).chain(CORE);
    let hearing: BTreeSet<String> =
        tables.filter(|rule| rule.consequence == Consequence::Hoering).map(|rule| rule.numbers.to_string()).collect();
    assert!(hearing.len() >= 20, "{hearing:?}");
    let known: BTreeSet<String> = FAMILIES.iter().flat_map(|family| family.rules).map(|rule| (*rule).to_owned()).collect();
    assert_eq!(known, hearing, "each rule once, and no other");
    assert_eq!(FAMILIES.iter().map(|family| family.rules.len()).sum::<usize>(), known.len());
    for family in FAMILIES {
        assert!(family.documents.len() >= 2 && family.questions.len() >= 2 && family.reasons.len() >= 2, "{}", family.about);
        assert!(family.reasons.iter().all(|reason| reason.contains("[skriv")), "a reason claims what nobody knows: {}", family.about);
        assert!(family.questions.iter().all(|question| question.contains('?')) && family.withdraw.ends_with('.'), "{}", family.about);
    }
    assert!(family("R_7_1").is_none());
}

#[test]
fn no_text_says_who_somebody_is() {
    let (claims, totals) = claims();
    let (mut questions, mut hearings) = (0, 0);
    for claim in &claims {
        for finding in &claim.findings {
            let message = about_finding(finding, claim, settings());
            assert_no_person(&message.text());
            assert!(message.text().contains(&finding.rule) && message.body.contains("[skriv dit navn]"), "{message:?}");
            questions += 1;
        }
        if let Some(hearing) = of_claim(claim) {
            assert_no_person(&all_of(&hearing));
            hearings += 1;
        }
    }
    for rule in &totals.by_rule {
        assert_no_person(&about_rule(rule, Some(Decimal::new(123_456, 2)), settings()).text());
        if let Some(hearing) = of_rule(rule) {
            assert_no_person(&all_of(&hearing));
        }
    }
    for of in &totals.by_type {
        assert_no_person(&about_type(of, None, settings()).text());
    }
    assert!(questions > 1000 && hearings > 100, "{questions} {hearings}");
}

#[test]
fn a_hearing_is_there_where_a_finding_leads_to_one_and_covers_all_of_them() {
    let (claims, totals) = claims();
    for claim in &claims {
        let leading: BTreeSet<&str> =
            claim.findings.iter().filter(|finding| finding.effect == "hoering").map(|finding| finding.rule.as_str()).collect();
        let hearing = of_claim(claim);
        assert_eq!(hearing.is_some(), !leading.is_empty());
        let Some(hearing) = hearing else { continue };
        assert_eq!(hearing.rules.iter().map(|rule| rule.rule.as_str()).collect::<BTreeSet<_>>(), leading);
        assert!(hearing.rules.iter().all(|rule| rule.family.is_some() && !rule.values.is_empty() && hearing.draft.contains(&rule.rule)));
        assert!(hearing.ways[0].how.contains("begrundelse") && hearing.ways[1].how.contains("Fortryd"));
        assert!(hearing.beware[0].contains("14 dage") && hearing.beware[0].contains("uenige") && hearing.beware[0].contains(SUPPORT_MAIL));
        assert!(hearing.limitation.contains("stopper ikke forældelsen"));
        assert_eq!(hearing.beware.iter().any(|line| line.contains("afviser")), claim.outcome == Outcome::Afvist);
    }
    assert!(totals.by_rule.iter().any(|rule| rule.effect == "afvist"));
    for rule in &totals.by_rule {
        assert_eq!(of_rule(rule).is_some(), rule.effect == "hoering");
    }
}

#[test]
fn a_question_says_what_was_checked_found_and_expected() {
    let (claims, totals) = checked(
        "reference;fordringstype;fordringsart;hovedstol;beloeb;periode_start;periode_slut;stiftelsesdato;forfaldsdato;sidste_rettidige_betalingsdato;\
        foraeldelsesdato;beskrivelse;skyldner_type;skyldner_id\n\
        S-100;KFDAINS;INDR;2800,00;2100,00;2026-01-01;2026-12-31;2026-01-01;2026-01-01;2026-01-15;2029-01-01;Faktura 100123;CPR;6902501234\n",
    );
    let claim = &claims[0];
    let finding = claim.findings.iter().find(|finding| finding.rule == "R_6_20").expect("the period is too long");
    let text = about_finding(finding, claim, settings()).text();
    for wanted in [
        "Til: fordringshaver@gaeldst.dk",
        "Emne: Spørgsmål om regel R_6_20 og fordringstype KFDAINS (",
        "Vores reference: S-100",
        "modtagelsesdato i tjekket: 22.11.2026",
        "grundlag: Den offentliggjorte filtertabel for fordringstypen. Kilde: ",
        "Periode slut: «2026-12-31»",
        "Periode start: «2026-01-01»",
        "Det havde vi ventet: ",
        "Vores spørgsmål: Bliver fordringen sendt i høring",
        "[skriv fordringshaverens navn og fordringshaver-ID]",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in: {text}");
    }
    let hearing = of_claim(claim).expect("a hearing");
    assert!(hearing.draft.contains("- Periode slut: «2026-12-31»") && hearing.limitation.contains("«2029-01-01»"), "{hearing:?}");
    let rule = totals.by_rule.iter().find(|rule| rule.rule == "R_6_20").expect("counted");
    let text = about_rule(rule, Some(Decimal::new(280_000, 2)), settings()).text();
    assert!(text.contains("som 1 fordring bryder, i alt 2.800,00\u{a0}kr.") && !text.contains("kr.."), "{text}");
    let text = about_type(&totals.by_type[0], None, settings()).text();
    assert!(text.contains("Vi har 1 fordring af typen.") && text.contains("ville blive sendt i høring: 1"), "{text}");
}
