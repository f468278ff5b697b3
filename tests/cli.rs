//! The command line as people use it: help, commands, forms of output, exit codes, standard input, a closed pipe.

mod cases;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use cases::{Answer, cli, cli_with, csv, file, worked_claim};
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
    let worked = worked_claim("KFDAINS");
    let hearing = worked.with(&[("reference", "B"), ("hovedstol", "10000.01"), ("beskrivelse", "Faktura 2")]);
    let rejected = worked.with(&[("reference", "C"), ("fordringsart", "MODR"), ("beskrivelse", "Faktura 3")]);
    path(&file(&format!("cli/{name}"), csv(&[worked.valid(), hearing, rejected])))
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
