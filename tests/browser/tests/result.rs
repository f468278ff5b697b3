//! The result of a checked file, by what a user does there: sees how bad it is, finds out what to do, and takes it further.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use browser_tests::{Page, built};
use fantoccini::key::Key;
use serde_json::{Value, json};

const FILE_INPUT: &str = "#claim-file";

/// A file among the native tests' cases.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").join(name).canonicalize().expect("a test case")
}

/// A claim that passes, of the type KFDAINS.
const VALID: [(&str, &str); 17] = [
    ("fordringshaver_id", "4025"),
    ("reference", "A-1"),
    ("fordringsart", "INDR"),
    ("fordringstype", "KFDAINS"),
    ("hovedstol", "2000,00"),
    ("beloeb", "1500,50"),
    ("periode_start", "01-07-2026"),
    ("periode_slut", "31-07-2026"),
    ("stiftelsesdato", "01-07-2026"),
    ("forfaldsdato", "01-07-2026"),
    ("sidste_rettidige_betalingsdato", "15-07-2026"),
    ("foraeldelsesdato", "02-07-2029"),
    ("domsdato", ""),
    ("forligsdato", ""),
    ("beskrivelse", "Faktura 100123"),
    ("skyldner_type", "CPR"),
    ("skyldner_id", "6902501234"),
];

/// A file of such claims, each with other values in some fields.
fn file_of(claims: &[&[(&str, &str)]]) -> Vec<u8> {
    let mut file = VALID.map(|(name, _)| name).join(";");
    for changes in claims {
        let value = |(name, valid): (&str, &'static str)| {
            changes.iter().find(|(changed, _)| *changed == name).map_or(valid.to_owned(), |(_, new)| (*new).to_owned())
        };
        file.push('\n');
        file.push_str(&VALID.map(value).join(";"));
    }
    file.push('\n');
    file.into_bytes()
}

/// Opens a file and has it checked as if it were sent on 22 November 2026, whatever day it is.
async fn check(page: &Page, input: &str, name: &str, content: &[u8]) {
    page.upload(input, name, content).await;
    page.wait_for_text(&format!("{name} er tjekket med")).await;
    if !page.all_text().await.contains("modtagelsesdato 22.11.2026") {
        page.click_text("Skift modtagelsesdato eller fordringshaver").await;
        page.fill("#received", "22-11-2026").await;
        page.click_text("Tjek igen").await;
        page.wait_for_text("modtagelsesdato 22.11.2026").await;
    }
    page.element("#newer-file").await;
}

/// Whole øre as the driver reads them on the page: it makes the no-break space a common one.
fn kroner(oere: i64) -> String {
    let whole = (oere / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{grouped},{:02} kr.", oere % 100)
}

/// What the sample's claims come to by outcome, in øre, by the independent evaluator's list.
fn expected_amounts(sample: &str) -> BTreeMap<String, i64> {
    let listed = std::fs::read_to_string(case("fordringer-400.forventet.jsonl")).expect("the expected outcomes");
    let column = sample.lines().next().expect("headings").split(';').position(|name| name == "beloeb").expect("beløb");
    let mut amounts = BTreeMap::new();
    for (row, expected) in sample.lines().skip(1).zip(listed.lines()) {
        let expected: Value = serde_json::from_str(expected).expect("a JSON line");
        let amount = row.split(';').nth(column).expect("an amount").replace('.', "");
        *amounts.entry(expected["outcome"].as_str().expect("an outcome").to_owned()).or_default() += amount.parse::<i64>().unwrap_or(0);
    }
    amounts
}

#[tokio::test]
async fn the_verdict_tells_amounts_basis_and_the_assumed_day() {
    let sample = std::fs::read_to_string(case("fordringer-400.csv")).expect("the sample");
    let page = Page::open().await;
    check(&page, FILE_INPUT, "fordringer-400.csv", sample.as_bytes()).await;
    let amounts = expected_amounts(&sample);
    assert!(amounts.len() >= 3, "the sample has every outcome: {amounts:?}");
    for (outcome, oere) in &amounts {
        assert_eq!(page.text(&format!("#amount-{outcome}")).await, kroner(*oere), "{outcome}");
    }
    let said = page.text("#amounts").await;
    assert_eq!(said, format!("Beløbene er summen af feltet beløb til inddrivelse: {} i alt.", kroner(amounts.values().sum())));
    let checked = page.text(".checked-with").await;
    assert!(checked.contains("fordringer er tjekket mod en offentliggjort filtertabel"), "{checked}");

    // What is linked from the numbers is there.
    page.click_text("Ikke tjekket").await;
    assert_eq!(page.focused().await, "Ikke tjekket");
    page.assert_console_clean().await;
    page.look("resultat-400").await;
}

#[tokio::test]
async fn claims_without_an_amount_are_told() {
    let page = Page::open().await;
    check(&page, FILE_INPUT, "to.csv", &file_of(&[&[], &[("reference", "A-2"), ("beloeb", "")], &[("reference", "A-3")]])).await;
    let said = page.text("#amounts").await;
    assert!(said.contains("3.001,00 kr. i alt. 1 fordring uden beløb er ikke med i summen."), "{said}");
}

#[tokio::test]
async fn a_rule_comes_with_a_row_of_the_file_and_the_ways_on() {
    let page = Page::open().await;
    let broken = |reference| [("reference", reference), ("hovedstol", "-5,00")];
    let (second, third) = (broken("B-2"), broken("B-3"));
    let late = [("reference", "B-4"), ("foraeldelsesdato", "02-07-2039")];
    check(&page, FILE_INPUT, "blandet.csv", &file_of(&[&[], &second, &third, &late])).await;
    page.wait_for_text("Det skal rettes").await;

    // Rules that stop most claims come first, and stand open with a row of the file.
    let card = "details.rule-item[data-rule='R_4_1'][data-effect='afvist'][open]";
    let words = page.text(card).await;
    for part in ["2 fordringer", "Reglen:", "Det gør du:", "Fx række 3:", "KFDAINS"] {
        assert!(words.contains(part), "{part} is missing in:\n{words}");
    }
    assert_eq!(page.text(&format!("{card} .rule-amount")).await, "3.001,00 kr.");
    let cells = "return [...document.querySelectorAll(`${arguments[0]} .example-sheet .marked`)].map(cell => \
        [cell.dataset.title, cell.querySelector('.sr-only').textContent, cell.querySelector('use').getAttribute('href'), cell.textContent.includes('-5,00')])";
    assert_eq!(
        page.script(cells, &[json!(card)]).await,
        json!([["hovedstol", "Fører til afvisning: ", "#error", true], ["beloeb", "Fører til afvisning: ", "#error", false]])
    );
    let row = page.script("return document.querySelector(`${arguments[0]} .example-sheet tbody th`).textContent", &[json!(card)]).await;
    assert_eq!(row, json!("3"));
    page.look("resultat-regler").await;

    page.click_text("Se de 2 fordringer").await;
    page.wait_for_text("Viser 1-2 af 2 fordringer").await;
    page.go("#/resultat").await;
    page.click(&format!("{card} a[href='#/resultat/ret/afvist/R_4_1']")).await;
    page.wait_until("the page where claims are corrected", "return location.hash === '#/resultat/ret/afvist/R_4_1'").await;
    page.assert_console_clean().await;
}

#[tokio::test]
async fn the_eleventh_rule_and_those_after_it_are_unfolded() {
    let page = Page::open().await;
    page.click("button.card").await;
    page.wait_for_text("Sådan er filen læst").await;
    let cards = "return [...document.querySelectorAll('details.rule-item')].filter(card => card.checkVisibility() && card.dataset.effect !== 'advarsel').length";
    assert_eq!(page.script(cards, &[]).await, json!(10));
    let all = page.script("return document.querySelectorAll('.rule-item:not([data-effect=advarsel])').length", &[]).await.as_u64();
    let all = all.filter(|all| *all > 10).expect("the example breaks more than ten rules");
    page.click_text(&format!("Vis alle {all}")).await;
    assert_eq!(page.script(cards, &[]).await, json!(all));
    page.look("resultat-alle-regler").await;
}

const WRITES: &str = "globalThis.copied = []; navigator.clipboard.writeText = text => { copied.push(text); return Promise.resolve(); };";

#[tokio::test]
async fn texts_are_copied_with_a_click() {
    let page = Page::open_prepared(&built(), WRITES).await;
    let late = [("reference", "B-4"), ("foraeldelsesdato", "02-07-2039")];
    check(&page, FILE_INPUT, "sen.csv", &file_of(&[&late])).await;
    let card = page.script("const card = document.querySelector('.rule-item[data-effect=hoering]'); return card?.dataset.rule", &[]).await;
    let rule = card.as_str().expect("a rule that leads to a høring").to_owned();
    page.click_text("Udkast til høringssvar").await;
    page.wait_for_text("Træk fordringen tilbage, hvis").await;
    page.click_text("Kopiér teksten").await;
    page.wait_for_text("Kopieret").await;
    page.look("resultat-hoeringssvar").await;
    page.click_text("Udkast til høringssvar").await;
    page.click_text("Spørg Fordringshaversupporten").await;
    page.click(".rule-item[data-effect=hoering] textarea[id^=question] ~ .ways-on button").await;
    page.wait_until("both texts", "return copied.length === 2").await;
    let copied = page.script("return copied", &[]).await;
    assert!(copied[0].as_str().is_some_and(|text| text.starts_with("Begrundelse i høring") && text.contains(&rule)), "{copied}");
    assert!(copied[1].as_str().is_some_and(|text| text.contains("fordringshaver@gaeldst.dk") && text.contains("22.11.2026")), "{copied}");
    assert!(!copied.to_string().contains("6902501234"), "{copied}");
    page.look("resultat-spoergsmaal").await;
    page.assert_console_clean().await;
}

#[tokio::test]
async fn one_claim_and_one_type_have_their_own_texts_without_persons() {
    let page = Page::open().await;
    let late = [("reference", "B-4"), ("foraeldelsesdato", "02-07-2039")];
    check(&page, FILE_INPUT, "sen.csv", &file_of(&[&late])).await;
    let text = "return document.querySelector('textarea[id^=\"' + arguments[0] + '\"]')?.value ?? ''";
    page.click_text("Spørg supporten om en fordringstype").await;
    page.click_text("Om KFDAINS").await;
    let about_type = page.script(text, &[json!("question-KFDAINS")]).await;
    page.look("resultat-spoergsmaal-om-type").await;
    page.go("#/resultat/fordring/0").await;
    page.click_text("Spørg Fordringshaversupporten om R_2_3").await;
    let about_claim = page.script(text, &[json!("question-R_")]).await;
    page.click_text("Udkast til høringssvar for fordringen").await;
    let draft = page.script(text, &[json!("draft")]).await;
    page.look("fordring-hoeringssvar").await;
    for (text, has) in [(about_type, "Spørgsmål om fordringstype KFDAINS"), (about_claim, "B-4"), (draft, "Begrundelse i høring")] {
        let text = text.as_str().unwrap_or_default();
        assert!(text.contains(has) && !text.contains("6902501234"), "{has}: {text}");
    }
    page.assert_console_clean().await;
}

#[tokio::test]
async fn where_nothing_can_be_copied_the_text_is_marked() {
    for clipboard in ["undefined", "{ writeText: () => Promise.reject(new Error('no')) }"] {
        let script = format!("Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }});");
        let page = Page::open_prepared(&built(), &script).await;
        check(&page, FILE_INPUT, "sen.csv", &file_of(&[&[("hovedstol", "-5,00")]])).await;
        page.click_text("Spørg Fordringshaversupporten").await;
        page.click_text("Kopiér teksten").await;
        page.wait_for_text("Teksten er markeret. Kopiér den med Ctrl+C.").await;
        let marked =
            "const at = document.activeElement; return at.selectionEnd - at.selectionStart === at.value.length && at.value.length > 100";
        assert_eq!(page.script(marked, &[]).await, json!(true), "{clipboard}");
        page.assert_console_clean().await;
    }
}

#[tokio::test]
async fn types_come_with_what_their_check_rests_on_and_lead_to_their_claims() {
    let page = Page::open().await;
    page.click("button.card").await;
    page.element("#newer-file").await;
    let rows = "return [...document.querySelectorAll('#types tbody tr')].map(row => row.innerText)";
    let rows = page.script(rows, &[]).await;
    let rows: Vec<&str> = rows.as_array().expect("rows").iter().filter_map(Value::as_str).collect();
    assert!(rows.len() > 10 && rows[10].starts_with("Øvrige ("), "{rows:?}");
    assert!(rows[..10].iter().all(|row| row.contains("Officiel filtertabel") && row.contains("202")), "{rows:?}");
    // A picture never says anything that doesn't stand in text.
    let unlabelled = "return document.querySelectorAll('main svg:not(.icon-svg):not([aria-hidden=true])').length";
    assert_eq!(page.script(unlabelled, &[]).await, json!(0));
    let bars = page.script("return document.querySelectorAll('#types tr .row-bar').length", &[]).await;
    assert_eq!(bars, json!(rows.len()));
    let number = page.text("#types tbody tr:first-child td:nth-child(2)").await;
    page.click("#types tbody tr:first-child a").await;
    page.wait_for_text(&format!("af {number} fordringer")).await;
}

#[tokio::test]
async fn what_lapses_soon_is_told_before_it_does() {
    let page = Page::open().await;
    let soon = |reference, date| [("reference", reference), ("foraeldelsesdato", date)];
    let (month, year, later) = (soon("C-1", "22-12-2026"), soon("C-2", "22-11-2027"), soon("C-3", "23-11-2027"));
    let (passed, none) = (soon("C-4", "21-11-2026"), soon("C-5", ""));
    check(&page, FILE_INPUT, "frister.csv", &file_of(&[&month, &year, &later, &passed, &none])).await;
    let rows = "return [...document.querySelectorAll('#lapses tbody tr')].map(row => [row.querySelector('a').innerText, row.querySelector('td').innerText])";
    let expected = json!([["Før modtagelsesdatoen", "1"], ["Inden for 1 måned", "1"], ["Om 6 til 12 måneder", "1"]]);
    assert_eq!(page.script(rows, &[]).await, expected);
    let text = page.all_text().await;
    for part in
        ["Høring stopper ikke forældelsen", "til og med 22.12.2026", "til og med 22.11.2027", "1 fordring har ingen forældelsesdato"]
    {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    page.look("resultat-foraeldelse").await;
    page.click_text("Inden for 1 måned").await;
    page.wait_for_text("C-1").await;
    page.wait_for_text("Viser 1-1 af 1 fordring").await;
}

#[tokio::test]
async fn a_newer_file_is_compared_with_the_one_before() {
    let page = Page::open().await;
    let bad = |reference| [("reference", reference), ("hovedstol", "-5,00")];
    let named = |reference| [("reference", reference)];
    let before = file_of(&[&named("D-1"), &bad("D-2"), &bad("D-3"), &named("D-4"), &bad("D-5")]);
    let after = file_of(&[&named("D-1"), &named("D-2"), &bad("D-3"), &bad("D-4"), &named("D-6")]);
    check(&page, FILE_INPUT, "uge 46.csv", &before).await;
    page.click_text("Sammenlign med en nyere udgave af filen").await;
    page.look("resultat-vaelg-nyere").await;
    // A file that can't be read doesn't lose the result that is kept.
    page.upload("#newer-file", "tom.csv", b"").await;
    page.wait_for_text("Filen er tom").await;
    check(&page, "#newer-file", "uge 47.csv", &after).await;
    let text = page.all_text().await;
    for part in [
        "I den forrige fil, «uge 46.csv», ville 3 af 5 fordringer ikke uden videre blive modtaget.",
        "I den nye fil, «uge 47.csv», ville 2 af 5 fordringer ikke uden videre blive modtaget.",
        "Ikke længere i filen (0 ville være blevet modtaget)",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let rows = "return [...document.querySelectorAll(arguments[0])].map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent).join(' '))";
    // D-3 was a repetition of D-2 before, which is told as advice.
    let told =
        "return [...document.querySelectorAll('#fates tbody tr')].map(row => [...row.children].map(cell => cell.innerText).join(': '))";
    let expected = [
        "Rettet: ville nu blive modtaget: 1",
        "Nye fejl: ville før være blevet modtaget: 1",
        "Uændret: 1",
        "Samme udfald, men andre råd eller andre regler, der ikke kunne køres: 1",
        "Ikke i den forrige fil: 1",
        "Ikke længere i filen (0 ville være blevet modtaget): 1",
    ];
    assert_eq!(page.script(told, &[]).await, json!(expected));
    assert_eq!(page.script(rows, &[json!("#changes tbody tr:has(a[href='#/regel/R_4_1'])")]).await, json!(["1 1 1"]));
    page.look("resultat-sammenlignet").await;
    page.click_text("Rettet: ville nu blive modtaget").await;
    page.wait_for_text("D-2").await;
    page.wait_for_text("Viser 1-1 af 1 fordring").await;

    page.go("#/resultat").await;
    page.click_text("Afslut sammenligningen").await;
    page.wait_until_gone("#fates").await;
    page.wait_until("the heading has focus", "return document.activeElement.tagName === 'H1'").await;
    page.click_text("Skift modtagelsesdato eller fordringshaver").await;
    page.fill("#received", "23-11-2026").await;
    page.click_text("Tjek igen").await;
    page.wait_for_text("modtagelsesdato 23.11.2026").await;
    page.element("#newer-file").await;
    assert!(!page.all_text().await.contains("Siden den forrige fil"));
    page.assert_console_clean().await;
    page.assert_only_fetched(&["checker"]);
}

#[tokio::test]
async fn paper_shows_everything_but_who_the_debtor_is() {
    let page = Page::open().await;
    // A kind of debtor that nobody knows: its cell and the number beside it are in the example.
    let odd = [("reference", "E-1"), ("beskrivelse", "Faktura for 690250-1234"), ("hovedstol", "-5,00")];
    check(&page, FILE_INPUT, "papir.csv", &file_of(&[&odd])).await;
    assert!(page.script("return document.querySelector('main').textContent", &[]).await.to_string().contains("690250-1234"));
    page.script("dispatchEvent(new Event('beforeprint'))", &[]).await;
    page.set_medium("print").await;
    let text = page.script("return document.querySelector('main').innerText", &[]).await;
    let text = text.as_str().expect("text");
    assert!(text.contains("690250-XXXX") && !text.contains("690250-1234") && !text.contains("6902501234"), "{text}");
    for part in ["papir.csv er tjekket med modtagelsesdato 22.11.2026", "regelsæt af", "Reglen:", "Det gør du:", "Sådan er filen læst"]
    {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    for hidden in ["Se fordringen", "Ret samlet", "Udskriv", "Sammenlign med", "Spørg Fordringshaversupporten", "Skift modtagelsesdato"] {
        assert!(!text.contains(hidden), "{hidden} is on paper:\n{text}");
    }
    let folded = "return [...document.querySelectorAll('main details:not([open])')].filter(details => details.checkVisibility()).length";
    assert_eq!(page.script(folded, &[]).await, json!(0), "something is folded on paper");
    assert_eq!(page.script("return document.querySelector('.app-menu').checkVisibility()", &[]).await, json!(false));
}

#[tokio::test]
async fn keys_reach_everything_and_headings_are_in_order() {
    let page = Page::open().await;
    check(&page, FILE_INPUT, "taster.csv", &file_of(&[&[("hovedstol", "-5,00")], &[("reference", "F-2")]])).await;
    let waiting = "globalThis.unreached = new Set([...document.querySelectorAll('main a[href], main button, main summary, main input, main select, main [tabindex=\"0\"]')] \
        .filter(element => element.checkVisibility())); \
        addEventListener('focusin', event => unreached.delete(event.target)); document.querySelector('h1').focus(); return unreached.size";
    let many = page.script(waiting, &[]).await.as_u64().expect("a number");
    assert!(many > 15, "{many}");
    for _ in 0..many + 20 {
        page.press(&Key::Tab.to_string()).await;
    }
    let unreached = page.script("return [...unreached].map(element => element.outerHTML.slice(0, 200))", &[]).await;
    assert_eq!(unreached, json!([]));
    let jumps = "const levels = [...document.querySelectorAll('main h1, main h2, main h3, main h4')].map(heading => Number(heading.tagName[1])); \
        return levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1)";
    assert_eq!(page.script(jumps, &[]).await, json!([]));
}
