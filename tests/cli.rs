//! The command line as people use it: help, commands, forms of output, exit codes, standard input, a closed pipe.

#![cfg(feature = "formats")]

mod cases;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use cases::sheets::{Epoch, Sheet, text, text_rows, xlsx};
use cases::xml::{Dialect, xml_of};
use cases::{Answer, Values, cli, cli_with, csv, file, json, letters, worked_claim};
use serde_json::Value;

fn said(answer: &Answer) -> &str {
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    &answer.out
}

/// A file with one claim that passes, by its type's worked claim.
fn passing(name: &str) -> String {
    path(&file(&format!("cli/{name}"), csv(&[worked_claim("KFDAINS").valid()])))
}

/// A file with a claim that passes, one for høring and one that is rejected.
fn mixed(name: &str) -> String {
    path(&file(&format!("cli/{name}"), csv(&three())))
}

/// A claim that passes, one for høring and one that is rejected.
fn three() -> [Values; 3] {
    let worked = worked_claim("KFDAINS");
    let hearing = worked.with(&[("reference", "B"), ("hovedstol", "10000.01"), ("beskrivelse", "Faktura 2")]);
    let rejected = worked.with(&[("reference", "C"), ("fordringsart", "MODR"), ("beskrivelse", "Faktura 3")]);
    [worked.valid(), hearing, rejected]
}

fn path(path: &std::path::Path) -> String {
    path.to_str().expect("a plain path").to_owned()
}

#[test]
fn help_is_danish_and_names_every_command_and_exit_code() {
    for args in [&["--help"][..], &["-h"], &["--hjælp"], &[], &["tjek", "--help"]] {
        let answer = cli(args);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{args:?}");
        for word in
            ["Brug:", "tjek", "typer", "regel", "felt", "--modtaget", "--fordringshaver", "--format", "jsonl", "Slutkode: 0", "--help"]
        {
            assert!(said(&answer).contains(word), "{args:?} does not say {word}");
        }
        for word in ["Usage", "Options", "Commands", "Error"] {
            assert!(!answer.out.contains(word), "{args:?} says {word}");
        }
    }
}

#[test]
fn the_version_names_the_rules_date() {
    for arg in ["--version", "-V"] {
        let answer = cli(&[arg]);
        assert_eq!(answer.code, Some(0));
        assert!(said(&answer).starts_with("stamdatatjek ") && answer.out.contains(stamdatatjek::catalogue::RULES_DATE), "{}", answer.out);
    }
}

#[test]
fn what_is_not_understood_is_told_in_danish_with_exit_code_two() {
    for (args, words) in [
        (&["tjekk", "a.csv"][..], "«tjekk» er ikke en kommando"),
        (&["tjek"], "hvilken fil"),
        (&["regel"], "hvilken regel"),
        (&["felt"], "hvilket felt"),
        (&["tjek", "a.csv", "--farve"], "valget --farve kendes ikke"),
        (&["tjek", "a.csv", "-x"], "valget -x kendes ikke"),
        (&["tjek", "a.csv", "--format"], "mangler en værdi efter --format"),
        (&["tjek", "a.csv", "--format", "xml"], "formatet «xml» kendes ikke"),
        (&["tjek", "a.csv", "--modtaget"], "mangler en værdi efter --modtaget"),
        (&["tjek", "a.csv", "--modtaget", "i morgen"], "«i morgen» er ikke en dato"),
        (&["tjek", "a.csv", "--modtaget", "2026-02-30"], "«2026-02-30» er ikke en dato"),
        (&["tjek", "a.csv", "--fordringshaver", "SKAT"], "fordringshaveren «SKAT» kendes ikke"),
        (&["tjek", "a.csv", "--tegntabel", "ebcdic"], "tegntabellen «ebcdic» kendes ikke; skriv utf-8, windows-1252 eller cp850"),
        (&["tjek", "a.csv", "--kolonner"], "mangler en værdi efter --kolonner"),
        (&["tjek", "a.xlsx", "--ark"], "mangler en værdi efter --ark"),
        (&["typer", "KFDIANS"], "Mente du KFDAINS"),
        (&["typer", "DFHUSLE"], "DFHUSLJ"),
        (&["typer", "HVADSOMHELST"], "kendes ikke"),
        (&["regel", "R_99_1"], "reglen «R_99_1» kendes ikke"),
        (&["felt", "farve"], "feltet «farve» kendes ikke"),
    ] {
        let answer = cli(args);
        assert_eq!(answer.code, Some(2), "{args:?}: {answer:?}");
        assert_eq!(said(&answer), "", "{args:?}");
        assert!(answer.err.starts_with("stamdatatjek: ") && answer.err.contains(words), "{args:?}: {}", answer.err);
    }
}

#[test]
fn every_fordringstype_is_listed_and_can_be_looked_up() {
    let list = cli(&["typer"]);
    assert_eq!(list.code, Some(0));
    for fordringstype in stamdatatjek::catalogue::TYPES {
        assert!(said(&list).contains(fordringstype.name), "{} is not listed", fordringstype.name);
    }
    assert!(list.out.contains("157 fordringstyper"));
    for (code, words) in [
        ("KFDAINS", &["Daginstitution, betaling", "R_6_20", "høring", "Grundlag: ", "Kilde: ", "Hvad du skriver:", "https://"][..]),
        ("kfdains", &["KFDAINS: Daginstitution"]),
        ("KFTØFIN", &["KFTØFIN"]),
        ("DFHUSLJ", &["REHUSLJ", "råd"]),
        ("KTTIBAK", &["kerneregler", "R_3_1"]),
    ] {
        let answer = cli(&["typer", code]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        for word in words {
            assert!(said(&answer).contains(word), "typer {code} does not say {word}:\n{}", answer.out);
        }
    }
}

#[test]
fn every_rule_can_be_looked_up() {
    for (id, words) in [
        ("R_6_20", &["R_6_20: ", "Kræver: ", "Hvorfor: ", "Det gør du: ", "Kilde: ", "KFDAINS", "[GS-DAGINST-BILAG]"][..]),
        ("r_6_20", &["R_6_20: "]),
        ("R_6_3+R_6_4", &["R_6_3+R_6_4: "]),
        ("R_6_3 R_6_4", &["R_6_3+R_6_4: "]),
        ("R_6_4", &["R_6_4: ", "R_6_3+R_6_4: "]),
        ("G_BESKR_CPR", &["G_BESKR_CPR: ", "råd, ændrer ikke udfaldet"]),
        ("L_DATO", &["L_DATO: "]),
    ] {
        let answer = cli(&["regel", id]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        for word in words {
            assert!(said(&answer).contains(word), "regel {id} does not say {word}:\n{}", answer.out);
        }
    }
    for doc in stamdatatjek::rules::all_docs().step_by(9) {
        assert_eq!(cli(&["regel", doc.id]).code, Some(0), "{}", doc.id);
    }
}

#[test]
fn fields_can_be_looked_up_by_any_of_their_names() {
    for name in
        ["stiftelsesdato", "Stiftelsesdato", "STIFTELSESDATO", "srb", "SRI dato", "nettoforfald", "Beløb til inddrivelse", "hovedstol"]
    {
        let answer = cli(&["felt", name]);
        assert_eq!(answer.code, Some(0), "{name}: {answer:?}");
        assert!(said(&answer).contains("Form: ") && answer.out.contains("Eksempel: "), "{name}: {}", answer.out);
    }
}

#[test]
fn exit_codes_say_how_it_went() {
    let (good, bad) = (passing("good.csv"), mixed("bad.csv"));
    let unreadable = path(&file("cli/unreadable.csv", csv(&[worked_claim("KFDAINS").with(&[("forfaldsdato", "snart")])])));
    let no_file = "findes-ikke.csv".to_owned();
    let tjek = |files: &[&String]| {
        let mut args = vec!["tjek", "--modtaget", cases::RECEIVED];
        args.extend(files.iter().map(|file| file.as_str()));
        cli(&args)
    };
    assert_eq!(tjek(&[&good]).code, Some(0));
    assert_eq!(tjek(&[&bad]).code, Some(1));
    assert_eq!(tjek(&[&unreadable]).code, Some(1), "a claim that can't be decided is not one that passes");
    assert_eq!(tjek(&[&good, &bad]).code, Some(1));
    let some = tjek(&[&no_file, &bad]);
    assert_eq!(some.code, Some(2));
    assert!(some.err.contains("findes-ikke.csv") && some.err.contains("den findes ikke"), "{}", some.err);
    assert!(some.out.contains("bad.csv: 3 fordringer"), "the other file is checked all the same: {}", some.out);
}

#[test]
fn text_lists_what_is_wrong_and_the_totals() {
    let answer = cli(&["tjek", &mixed("text.csv"), "--modtaget", cases::RECEIVED]);
    assert_eq!(answer.code, Some(1));
    for words in [
        "Række 3: høring (KFDAINS, Daginstitution, betaling, reference B)",
        "Række 4: afvist (KFDAINS, Daginstitution, betaling, reference C)",
        "R_4_2 [høring]",
        "R_1_1 [afvist]",
        "Det gør du: ",
        "text.csv: 3 fordringer i 3 rækker",
        "1 ville blive modtaget",
        "1 ville blive sendt i høring",
        "1 ville blive afvist",
        "Regler, der er brudt:",
        "modtagelsesdato 22.11.2026",
        "fordringshaver: kommune",
    ] {
        assert!(said(&answer).contains(words), "«{words}» is not in:\n{}", answer.out);
    }
    assert!(!answer.out.contains("Række 2:"), "a claim that passes is not listed");
    assert_eq!(answer.out, cli(&["tjek", &mixed("text.csv"), "--modtaget", cases::RECEIVED, "--format", "tekst"]).out);
}

#[test]
fn a_long_list_is_cut_and_the_totals_stay_whole() {
    let worked = worked_claim("KFDAINS");
    let claims: Vec<_> = (0..250).map(|number| worked.with(&[("reference", &format!("R{number}")), ("fordringsart", "OPKR")])).collect();
    let answer = cli_with(&["tjek", "-", "--modtaget", cases::RECEIVED], csv(&claims).as_bytes());
    assert_eq!(said(&answer).matches("Række ").count(), 200);
    assert!(answer.out.contains("skåret af efter 200 fordringer"), "{}", &answer.out[answer.out.len() - 900..]);
    assert!(answer.out.contains("250 ville blive afvist"));
}

#[test]
fn json_lines_have_one_object_a_claim() {
    let answer = cli(&["tjek", &mixed("lines.csv"), "--modtaget", cases::RECEIVED, "--format", "jsonl"]);
    let lines = answer.lines();
    assert_eq!(lines.len(), 3);
    let outcomes: Vec<&str> = lines.iter().map(|line| line["outcome"].as_str().expect("an outcome")).collect();
    assert_eq!(outcomes, ["modtages", "hoering", "afvist"]);
    assert_eq!(lines.iter().map(|line| line["row"].as_u64()).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    let hearing = &lines[1];
    assert_eq!((&hearing["reference"], &hearing["type"]), (&Value::from("B"), &Value::from("KFDAINS")));
    let finding = &hearing["findings"][0];
    assert_eq!((&finding["rule"], &finding["outcome"]), (&Value::from("R_4_2"), &Value::from("hoering")));
    assert_eq!(finding["fields"], Value::from(vec!["hovedstol"]));
    assert!(finding["text"].as_str().is_some_and(|text| text.contains("10.000,01")), "{finding}");
    assert!(hearing["not_checked"].is_array());
    assert!(hearing.get("undecided").is_none(), "left out where there is nothing to tell");
}

#[test]
fn json_is_one_list_with_a_part_for_each_file() {
    let (good, bad) = (passing("a.csv"), mixed("b.csv"));
    let answer = cli(&["tjek", &good, "findes-ikke.csv", &bad, "--modtaget", "22-11-2026", "--format", "json"]);
    assert_eq!(answer.code, Some(2));
    let parts: Vec<Value> = serde_json::from_str(said(&answer)).expect("one list of JSON");
    assert_eq!(parts.len(), 3);
    assert_eq!(parts[0]["modtagelsesdato"], "2026-11-22");
    assert_eq!(parts[0]["fordringshaver"], "kommune");
    assert_eq!(parts[0]["rules_date"], stamdatatjek::catalogue::RULES_DATE);
    assert_eq!(parts[0]["totals"]["modtages"], 1);
    assert!(parts[1]["error"].as_str().is_some_and(|text| text.contains("den findes ikke")));
    assert!(parts[1].get("claims").is_none());
    assert_eq!(parts[2]["claims"].as_array().map(Vec::len), Some(3));
    assert_eq!(parts[2]["totals"]["afvist"], 1);
}

#[test]
fn csv_has_one_heading_and_a_line_a_finding() {
    let (good, bad) = (passing("c.csv"), mixed("d.csv"));
    let answer = cli(&["tjek", &good, &bad, "--modtaget", cases::RECEIVED, "--format", "csv"]);
    let lines: Vec<&str> = said(&answer).lines().collect();
    assert!(lines[0].starts_with("\u{feff}fil;række;reference;"), "{}", lines[0]);
    assert_eq!(lines.iter().filter(|line| line.contains("fil;række")).count(), 1);
    assert!(lines[1].contains(";2;FAK-2026-100123;KFDAINS;modtages;"), "{}", lines[1]);
    assert!(lines.iter().any(|line| line.contains(";3;B;KFDAINS;høring;R_4_2;høring;hovedstol;")), "{lines:?}");
    let columns = lines[0].matches(';').count();
    assert!(lines.iter().filter(|line| !line.contains('"')).all(|line| line.matches(';').count() == columns), "{lines:?}");
}

#[test]
fn csv_is_safe_to_open_in_a_spreadsheet() {
    let claim = worked_claim("KFDAINS").with(&[("reference", "=2+5"), ("fordringsart", "MODR")]);
    let answer = cli_with(&["tjek", "-", "--modtaget", cases::RECEIVED, "--format", "csv"], csv(&[claim]).as_bytes());
    assert!(answer.out.contains(";'=2+5;"), "{}", answer.out);
}

#[test]
fn the_day_of_sending_changes_the_outcome() {
    let file = passing("received.csv");
    let outcome = |received: &str| {
        let answer = cli(&["tjek", &file, "--modtaget", received, "--format", "jsonl"]);
        answer.lines()[0]["outcome"].as_str().map(str::to_owned)
    };
    assert_eq!(outcome("2026-11-22").as_deref(), Some("modtages"));
    assert_eq!(outcome("22.11.2026").as_deref(), Some("modtages"), "written as people write it");
    assert_eq!(outcome("2026-06-15").as_deref(), Some("afvist"), "SRB is that very day");
    assert_eq!(outcome("2026-06-16").as_deref(), Some("modtages"));
    assert_eq!(outcome("2029-06-01").as_deref(), Some("modtages"), "the last day before it lapses");
    assert_eq!(outcome("2029-06-02").as_deref(), Some("afvist"));
    let today = cli(&["tjek", &file]);
    assert!(today.out.contains("Tjekket med modtagelsesdato"), "without the choice, today: {}", today.out);
}

#[test]
fn the_creditor_decides_between_tables() {
    let worked = cases::worked().into_iter().find(|worked| worked.name() == "OPKRÆTV@GS-KRIM").expect("a table of GS-KRIM");
    let file = path(&file("cli/opkraetv.csv", csv(&[worked.with(&[("fordringsart", "OPKR"), ("hovedstol", "999999.00")])])));
    let lines = |creditor: &str| {
        let answer = cli(&["tjek", &file, "--modtaget", cases::RECEIVED, "--fordringshaver", creditor, "--format", "jsonl"]);
        assert_ne!(answer.code, Some(2), "{answer:?}");
        answer.out
    };
    assert!(lines("GS-KRIM").contains("R_4_2\",\"outcome\":\"hoering"), "{}", lines("GS-KRIM"));
    assert!(lines("kommune").contains("R_4_2\",\"outcome\":\"advarsel"), "another's table is guidance: {}", lines("kommune"));
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let text = csv(&[worked_claim("KFDAINS").valid()]);
    let answer = cli_with(&["tjek", "-", "--modtaget", cases::RECEIVED, "--format", "jsonl"], text.as_bytes());
    assert_eq!((answer.code, answer.lines().len()), (Some(0), 1), "{answer:?}");
    let nothing = cli_with(&["tjek", "-"], b"");
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("Filen er tom"), "{}", nothing.err);
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let worked = worked_claim("KFDAINS");
    let claims: Vec<_> = (0..1_500).map(|number| worked.with(&[("reference", &format!("R{number}"))])).collect();
    let file = file("cli/long.csv", csv(&claims));
    for format in ["jsonl", "csv", "json", "tekst"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stamdatatjek"))
            .args(["tjek".as_ref(), file.as_os_str(), "--format".as_ref(), format.as_ref()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = String::new();
        let mut out = BufReader::with_capacity(64, child.stdout.take().expect("its output"));
        out.read_line(&mut first).expect("a first line");
        drop(out);
        let mut err = String::new();
        child.stderr.take().expect("its messages").read_to_string(&mut err).expect("text");
        let status = child.wait().expect("it ends");
        assert!(err.is_empty(), "{format}: {err}");
        assert!(status.code().is_some_and(|code| code < 2), "{format}: {status}");
    }
}

/// Checks files by the command line, and gives the lines of JSON.
fn jsonl(args: &[&str]) -> Answer {
    cli(&[&["tjek", "--modtaget", cases::RECEIVED, "--format", "jsonl"], args].concat())
}

/// Each claim's row and outcome.
fn outcomes(answer: &Answer) -> Vec<(u64, String)> {
    let claim = |line: Value| (line["row"].as_u64().expect("a row"), line["outcome"].as_str().expect("an outcome").to_owned());
    said(answer).lines().map(|line| claim(serde_json::from_str(line).expect("JSON"))).collect()
}

#[test]
fn every_kind_of_file_is_checked_and_its_rows_are_counted() {
    let claims = three();
    let sheet = Sheet::new("Fordringer", [vec![vec![], vec![text("Restanceliste")]], text_rows(&claims)].concat());
    for (name, bytes, first) in [
        ("kinds.xlsx", xlsx(std::slice::from_ref(&sheet), Epoch::From1900), 4),
        ("kinds.ods", cases::sheets::ods(std::slice::from_ref(&sheet)), 4),
        ("kinds.xml", xml_of(&claims, Dialect::Danish), 1),
        ("kinds.json", json::json_of(&claims), 1),
        ("kinds.jsonl", json::json_lines_of(&claims), 1),
        ("kinds utf-16.txt", letters::utf16_le(&csv(&claims)), 2),
    ] {
        let answer = jsonl(&[&path(&file(&format!("cli/{name}"), &bytes))]);
        let wanted = [(first, "modtages".into()), (first + 1, "hoering".into()), (first + 2, "afvist".into())];
        assert_eq!((answer.code, outcomes(&answer)), (Some(1), wanted.to_vec()), "{name}: {}", answer.err);
        let piped = cli_with(&["tjek", "-", "--modtaget", cases::RECEIVED, "--format", "jsonl"], &bytes);
        assert_eq!(piped.out, answer.out, "{name} on standard input");
    }
}

/// A foreign file with the three claims, and a choice that says what its columns hold.
fn foreign(name: &str) -> (String, String) {
    let claims = three();
    let fields = cases::fields_of(&claims);
    let letters = || (b'A'..).map(char::from);
    let headings: Vec<String> = letters().take(fields.len()).map(|letter| format!("Felt {letter}")).collect();
    let rows = csv(&claims);
    let rows = rows.split_once('\n').expect("headings").1;
    let columns: Vec<Value> = (1..)
        .zip(headings.iter().zip(&fields))
        .map(|(place, (heading, field))| serde_json::json!({ "nr": place, "overskrift": heading, "felt": field.name() }))
        .collect();
    let choice = serde_json::json!({ "stamdatatjek": "kolonner", "udgave": 1, "valg": { "kolonner": columns } });
    let csv = file(&format!("cli/{name}.csv"), format!("{}\n{rows}", headings.join(";")));
    (path(&csv), path(&file(&format!("cli/{name}.json"), choice.to_string())))
}

#[test]
fn a_saved_choice_says_what_columns_hold() {
    let (claims, choice) = foreign("foreign");
    let without = jsonl(&[&claims]);
    assert_eq!(without.code, Some(1));
    assert!(without.lines().iter().all(|line| line["undecided"].as_array().is_some_and(|fields| fields.len() > 3)), "{without:?}");
    assert!(without.err.contains("Nogle kolonner er genkendt ved gæt"), "{}", without.err);
    let with = jsonl(&[&claims, "--kolonner", &choice]);
    assert_eq!(outcomes(&with), [(2, "modtages".into()), (3, "hoering".into()), (4, "afvist".into())]);
    assert_eq!((with.code, with.err.as_str()), (Some(1), ""));
    assert_eq!(with.out, jsonl(&[&mixed("canonical.csv")]).out);
}

#[test]
fn a_choice_that_can_not_be_used_is_told() {
    let claims = passing("choice.csv");
    let damaged = path(&file(
        "cli/damaged.json",
        "{\"stamdatatjek\":\"kolonner\",\"udgave\":1,\n\"valg\":{\"kolonner\":[{\"nr\":1,\"felt\":\"vægt\"}]}}",
    ));
    let newer = path(&file("cli/newer.json", r#"{"stamdatatjek":"kolonner","udgave":2,"valg":{}}"#));
    for (args, words) in [
        (["--kolonner", "findes-ikke.json"], "findes-ikke.json: Filen kan ikke læses (den findes ikke)"),
        (["--kolonner", claims.as_str()], "ikke et gemt kolonnevalg"),
        (["--kolonner", damaged.as_str()], "Kolonnevalget er beskadiget i linje 2"),
        (["--kolonner", newer.as_str()], "en anden udgave af Stamdatatjek (udgave 2; her er det udgave 1)"),
    ] {
        let answer = jsonl(&[&[claims.as_str()][..], &args].concat());
        assert_eq!((answer.code, said(&answer)), (Some(2), ""), "{args:?}");
        assert!(answer.err.starts_with("stamdatatjek: ") && answer.err.contains(words), "{args:?}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{args:?}: {}", answer.err);
    }
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let [passing, hearing, rejected] = three();
    let sheets = [Sheet::new("Oktober", text_rows(&[passing])), Sheet::new("Årets sidste", text_rows(&[hearing, rejected]))];
    let workbook = path(&file("cli/sheets.xlsx", xlsx(&sheets, Epoch::From1900)));
    let first = jsonl(&[&workbook, "--ark", "Oktober"]);
    assert_eq!((first.code, outcomes(&first), first.err.as_str()), (Some(0), vec![(2, "modtages".into())], ""));
    let second = jsonl(&[&workbook, "--ark", "Årets sidste"]);
    assert_eq!(outcomes(&second), [(2, "hoering".into()), (3, "afvist".into())]);
    // Without a name the longest is read, and that there are others is told.
    let unsaid = jsonl(&[&workbook]);
    assert_eq!(unsaid.out, second.out);
    assert!(unsaid.err.contains("Flere ark indeholder rækker"), "{}", unsaid.err);
    // A saved choice may name it too; what stands on the command line counts before that.
    let choice = path(&file("cli/sheet.json", r#"{"stamdatatjek":"kolonner","udgave":1,"valg":{"ark":"Oktober"}}"#));
    assert_eq!(jsonl(&[&workbook, "--kolonner", &choice]).out, first.out);
    assert_eq!(jsonl(&[&workbook, "--kolonner", &choice, "--ark", "Årets sidste"]).out, second.out);
    let wrong = jsonl(&[&workbook, "--ark", "Ark9"]);
    assert_eq!((wrong.code, said(&wrong)), (Some(2), ""));
    assert!(wrong.err.contains("ikke et ark, der hedder «Ark9». Den har «Oktober», «Årets sidste»."), "{}", wrong.err);
}

#[test]
fn the_table_of_letters_can_be_told() {
    let text = csv(&[worked_claim("KFDAINS").with(&[("fordringstype", "KFBILØK")])]);
    let old = path(&file("cli/old letters.csv", letters::cp850(&text).expect("old letters")));
    let code = |args: &[&str]| jsonl(&[&[old.as_str()][..], args].concat()).lines()[0]["type"].as_str().map(str::to_owned);
    assert_eq!(code(&["--tegntabel", "cp850"]).as_deref(), Some("KFBILØK"));
    assert_ne!(code(&["--tegntabel", "windows-1252"]).as_deref(), Some("KFBILØK"));
    let found = jsonl(&[&old]);
    assert_eq!(found.lines()[0]["type"], "KFBILØK", "by its letters alone");
    assert!(found.err.contains("den gamle tegntabel CP850"), "and that is told: {}", found.err);
}

const RATER: &str = "Aftalenummer;Forretningspartner;Aftaletype;Fordringstype;KravsType;EFI-nummer;Original Amount;Creation Amount;\
Stiftelsesdato;Nettoforfald;SRI dato;Ydelsesperiode fra;Ydelsesperiode til
101;900;IN;KFDAINS;HF;;2.800,00;2.100,00;01-06-2026;01-06-2026;15-06-2026;01-06-2026;30-06-2026
102;901;MO;KFDAINS;HF;;2.800,00;2.100,00;01-06-2026;01-06-2026;15-06-2026;01-06-2026;30-06-2026
";
const AFTALE: &str = "Aftalenummer;Forretningspartner;KravsType;Aktionkode;Aktions-id;ActionStatusCode;Forældelsesdato;Modtagelsesdato
101;900;HF;02;1;UD;01-06-2029;22-11-2026
102;901;HF;02;2;;01-06-2029;22-11-2026
";
const PARTNER: &str = "Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til;Slettet
900;ZCPR;6902501234;;;
901;ZCPR;7001561205;;;
";
const ANSWER: &str = "<MFFordringIndberet_O><FordringInfo><FordringAktionStatusSamling>
<MFAktionStruktur><DMIFordringFordringHaverRef>101</DMIFordringFordringHaverRef><MFAktionStatusKode>UDFØRT</MFAktionStatusKode></MFAktionStruktur>
<MFAktionStruktur><DMIFordringFordringHaverRef>102</DMIFordringFordringHaverRef><MFAktionStatusKode>AFVIST</MFAktionStatusKode>
<AfvistÅrsagSamling><MFAktionAfvistStruktur><MFAktionAfvistNummer>411</MFAktionAfvistNummer><MFAktionAfvistTekst>Forkert art</MFAktionAfvistTekst>
</MFAktionAfvistStruktur></AfvistÅrsagSamling></MFAktionStruktur></FordringAktionStatusSamling></FordringInfo></MFFordringIndberet_O>";

#[test]
fn files_that_belong_together_are_checked_as_one() {
    let part = |name: &str, text: &str| {
        path(&file(&format!("cli/0101_ODE_2026-11-20_001_{name}_Total_1.csv"), letters::windows_1252(text).expect("letters")))
    };
    let (rater, aftale, partner) =
        (part("10-RIM-aftale-rater", RATER), part("09-RIM-aftale", AFTALE), part("12-Forretningspartner", PARTNER));
    let answer = path(&file("cli/svar.xml", ANSWER));
    // In any order, as a folder lists them.
    for files in [[&aftale, &rater, &partner, &answer], [&answer, &partner, &aftale, &rater]] {
        let found = jsonl(&files.map(String::as_str));
        assert_eq!(outcomes(&found), [(2, "modtages".into()), (3, "afvist".into())], "{}", found.err);
        let lines = found.lines();
        assert_eq!((found.code, lines[0].get("undecided")), (Some(1), None), "{lines:?}");
        let answers: Vec<&Value> = lines.iter().map(|line| &line["answer"]["status"]).collect();
        assert_eq!(answers, ["UDFØRT", "AFVIST"]);
        assert_eq!((&lines[1]["answer"]["number"], &lines[1]["answer"]["text"]), (&Value::from("411"), &Value::from("Forkert art")));
    }
    // A part that is missing is told, and so is what can't be said without it.
    let less = jsonl(&[&rater, &partner]);
    assert!(less.err.contains("09-RIM-aftale"), "{}", less.err);
    assert_eq!(less.lines()[0]["undecided"], Value::from(vec!["foraeldelsesdato"]));
    // An answer by itself is no claims, and beside two files of claims it could belong to either.
    let alone = jsonl(&[&answer]);
    assert_eq!((alone.code, said(&alone)), (Some(2), ""));
    assert!(alone.err.contains("Filen er et svar fra modtagelsen (1 UDFØRT, 1 AFVIST)"), "{}", alone.err);
    let torn = jsonl(&[&passing("one.csv"), &passing("two.csv"), &answer]);
    assert_eq!((torn.code, said(&torn)), (Some(2), ""));
    assert!(torn.err.contains("ikke hører sammen"), "{}", torn.err);
}

#[test]
fn files_that_do_not_belong_together_are_checked_one_by_one() {
    let workbook = path(&file("cli/one by one.xlsx", xlsx(&[Sheet::new("Ark1", text_rows(&three()[1..]))], Epoch::From1900)));
    let (good, broken) = (passing("one by one.csv"), path(&file("cli/one by one.json", "[{]")));
    let answer = jsonl(&[&good, &broken, &workbook]);
    assert_eq!(answer.code, Some(2), "one of them can't be read");
    assert_eq!(outcomes(&answer), [(2, "modtages".into()), (2, "hoering".into()), (3, "afvist".into())]);
    assert!(answer.err.contains("one by one.json: Filen er ikke gyldig JSON"), "{}", answer.err);
}
