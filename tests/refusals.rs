//! The build's reader refuses a catalogue file that is wrong, and names the file, the line and the fault.

mod cases;

// The reader is the build's own; it finds its rooms in this crate's root, as it does in the build.
#[allow(dead_code)]
#[path = "../build/read.rs"]
mod read;
#[allow(dead_code)]
#[path = "../build/reference.rs"]
mod reference;
use stamdatatjek::{catalogue, claim};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use read::{Refusal, Source, TypeSource, across_types, read_type};

/// A fordringstype's file with a bit of everything, that the reader takes.
const WHOLE: &str = r#"# KFPROEV: en type til prøve.
kode = "KFPROEV"
navn = "Prøve"
omraade = "Prøver"
fordringshavere = ["kommune"]
slags = "hovedfordring"
slags_sikkerhed = "dokumenteret"
fuldstaendighed = "fuld"
grundlag = "officiel"
kilder = ["KILDE-1"]

[[ikke_omfattet]]
hvad = "Gebyrer"
kilde = "KILDE-1"

[[graense]]
regel = "Højst 500 kr."
kilde = "KILDE-1"
sikkerhed = "høj"
krav = "hovedstol <= 500 kr."

[praksis.beloeb]
kraeves = "ja"
tekst = "Restgælden."
kilde = "KILDE-1"

[[eksempel]]
fortaelling = "En regning fra juni."
vaerdier = { forfaldsdato = "2026-06-01" }
kilde = "KILDE-1"

[[filtertabel]]
kilde = "KILDE-1"
fordringshaver = "kommune"
regler = '''
R_1_1  fordringsart = INDR                             afvist
R_3_1  foraeldelsesdato >= modtagelsesdato             afvist [ikke aktiv]
R_4_2  hovedstol <= 10.000 kr.                         høring
R_6_3  forfaldsdato = stiftelsesdato                   afvist
R_6_20  periode_slut <= periode_start + 1 måned - 1 dag  høring
'''

[[proeve]]
tabel = "KILDE-1"
gyldig = '''
fordringsart    = INDR
hovedstol       = 100.00
modtagelsesdato = 2026-11-22
'''
brud = '''
R_1_1 : fordringsart = MODR => R_1_1 afvist
R_4_2 : hovedstol = 10000.01 => R_4_2 høring
'''
"#;

fn known() -> BTreeSet<String> {
    BTreeSet::from(["KILDE-1".to_owned(), "KILDE-2".to_owned()])
}

fn source(text: &str) -> Source {
    Source { file: PathBuf::from("KFPROEV.toml"), text: text.to_owned() }
}

fn read(text: &str) -> Result<TypeSource, Refusal> {
    read_type(&source(text), &known())
}

#[test]
fn a_whole_file_is_taken() {
    let read = read(WHOLE).map_err(|refusal| refusal.to_string()).expect("nothing is wrong with it");
    assert_eq!((read.tables[0].len(), read.limits.len(), read.trials[0].breaks.len()), (5, 1, 2));
}

/// What is put in the place of what, a piece of the line the refusal must name, and a piece of its message.
type Case = (&'static str, &'static str, &'static str, &'static str);

fn assert_refused(cases: &[Case]) {
    let mut faults = Vec::new();
    for (from, to, at, message) in cases {
        assert_eq!(WHOLE.matches(from).count(), 1, "«{from}» must stand once in the whole file");
        let text = WHOLE.replace(from, to);
        let Err(refusal) = read(&text) else {
            faults.push(format!("«{to}» was taken"));
            continue;
        };
        let line = text.lines().nth(refusal.line - 1).unwrap_or_default();
        if refusal.file != Path::new("KFPROEV.toml") || !line.contains(at) || !refusal.message.contains(message) {
            faults.push(format!("«{to}»: {refusal} [«{line}»] instead of «{message}» at «{at}»"));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    assert_refused(&[
        ("forfaldsdato = stiftelsesdato", "forfaldsdag = stiftelsesdato", "forfaldsdag", "feltet «forfaldsdag» findes ikke"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato = stiftelse", "= stiftelse ", "feltet «stiftelse» findes ikke"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato = forfaldsdato", "R_6_3", "sig selv"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato = hovedstol", "R_6_3", "hovedstol er ingen dato"),
        ("forfaldsdato = stiftelsesdato", "beskrivelse = stiftelsesdato", "R_6_3", "beskrivelse er ingen dato"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato == stiftelsesdato", "R_6_3", "«==» er ingen sammenligning"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato er vigtig", "R_6_3", "«er»"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato", "R_6_3", "forstås ikke"),
        ("forfaldsdato = stiftelsesdato", "forfaldsdato = stiftelsesdato med FOKO uden FOKO", "R_6_3", "FOKO"),
        ("R_6_3  forfaldsdato", "R_1_1  forfaldsdato", "R_1_1  forfaldsdato", "R_1_1 står to gange"),
        ("R_6_3  forfaldsdato", "R_6_3 R_4_2  forfaldsdato", "R_6_3 R_4_2", "R_4_2 står to gange"),
        ("R_6_3  forfaldsdato", "R_6_3 R_6_3  forfaldsdato", "R_6_3 R_6_3", "forskellige"),
        ("R_6_3  forfaldsdato", "R_6_3 R_6_4 R_6_5  forfaldsdato", "R_6_5", "forskellige"),
        ("R_6_3  forfaldsdato", "6.3  forfaldsdato", "6.3  ", "intet regelnummer"),
        ("R_6_3  forfaldsdato", "R_6_300  forfaldsdato", "R_6_300", "intet regelnummer"),
        ("R_6_3  forfaldsdato", "R_6_3 forfaldsdato", "R_6_3 forfaldsdato", "tre spalter"),
        ("hovedstol <= 10.000 kr.                         høring", "hovedstol <= 10.000 kr. høring", "10.000", "tre spalter"),
        ("10.000 kr.                         høring", "10.000 kr.                         måske", "måske", "følgen «måske»"),
        ("10.000 kr.                         høring", "10.000 kr.                         høring [snart]", "[snart]", "[snart]"),
        ("hovedstol <= 10.000 kr.", "hovedstol <= 10.000", "R_4_2", "skal være et beløb"),
        ("hovedstol <= 10.000 kr.", "hovedstol <= ti tusind kr.", "R_4_2", "intet beløb"),
        ("hovedstol <= 10.000 kr.", "hovedstol <= 10,000 kr.", "R_4_2", "intet beløb"),
        ("hovedstol <= 10.000 kr.", "hovedstol mellem 20 kr. og 10 kr.", "R_4_2", "mere end"),
        ("hovedstol <= 10.000 kr.", "hovedstol >= forfaldsdato", "R_4_2", "intet beløb"),
        ("hovedstol <= 10.000 kr.", "hovedstol er udfyldt og ingen banklukkedag", "R_4_2", "banklukkedag"),
        ("fordringsart = INDR                             afvist", "fordringsart = ALT                             afvist", "ALT", ""),
    ]);
}

#[test]
fn spans_that_make_no_sense_are_refused() {
    assert_refused(&[
        ("+ 1 måned - 1 dag", "+ 0 måneder", "R_6_20", "giver ikke mening"),
        ("+ 1 måned - 1 dag", "+ 500 måneder", "R_6_20", "giver ikke mening"),
        ("+ 1 måned - 1 dag", "+ 99 år", "R_6_20", "giver ikke mening"),
        ("+ 1 måned - 1 dag", "+ 99999999999 dage", "R_6_20", "intet helt tal"),
        ("+ 1 måned - 1 dag", "+ -1 dag", "R_6_20", "giver ikke mening"),
        ("+ 1 måned - 1 dag", "+ en måned", "R_6_20", "«en» er intet helt tal"),
        ("+ 1 måned - 1 dag", "+ 1,5 måneder", "R_6_20", "intet helt tal"),
        ("+ 1 måned - 1 dag", "+ 2 uger", "R_6_20", "«uger» er ingen tidsenhed"),
        ("+ 1 måned - 1 dag", "+ 1 måned + 2 måneder", "R_6_20", "to gange"),
        ("+ 1 måned - 1 dag", "+ 1 måned -", "R_6_20", "forstås ikke"),
        ("+ 1 måned - 1 dag", "plus 1 måned", "R_6_20", "«plus» skal være + eller -"),
        ("periode_slut <= periode_start + 1 måned - 1 dag", "periode_slut >= periode_start + 1 år med FOKO", "R_6_20", "øvre grænse"),
    ]);
}

#[test]
fn facts_without_a_source_are_refused() {
    assert_refused(&[
        (r#"kilder = ["KILDE-1"]"#, "kilder = []", "# KFPROEV", "mangler en kilde"),
        (r#"kilder = ["KILDE-1"]"#, r#"kilder = ["KILDE-9"]"#, "KILDE-9", "«KILDE-9» står ikke i kilder.toml"),
        (r#"kilder = ["KILDE-1"]"#, r#"kilder = [""]"#, "kilder", "kilden mangler"),
        (r#"kilder = ["KILDE-1"]"#, "", "", "kilder"),
        (
            "fordringshavere = [\"kommune\"]",
            "fordringshavere = [\"kommune\"]\nbetingelser = [\"x\"]\nbetingelser_kilder = [\"KILDE-9\"]",
            "betingelser_kilder",
            "KILDE-9",
        ),
        ("Gebyrer\"\nkilde = \"KILDE-1\"", "Gebyrer\"\nkilde = \"KILDE-9\"", "KILDE-9", "KILDE-9"),
        ("Højst 500 kr.\"\nkilde = \"KILDE-1\"", "Højst 500 kr.\"\nkilde = \"KILDE-9\"", "KILDE-9", "KILDE-9"),
        ("Højst 500 kr.\"\nkilde = \"KILDE-1\"", "Højst 500 kr.\"", "[[graense]]", "kilde"),
        ("Restgælden.\"\nkilde = \"KILDE-1\"", "Restgælden.\"", "Restgælden", "praksisteksten mangler en kilde"),
        ("Restgælden.\"\nkilde = \"KILDE-1\"", "Restgælden.\"\nkilde = \"KILDE-9\"", "KILDE-9", "KILDE-9"),
        ("2026-06-01\" }\nkilde = \"KILDE-1\"", "2026-06-01\" }\nkilde = \"KILDE-9\"", "KILDE-9", "KILDE-9"),
        ("[[filtertabel]]\nkilde = \"KILDE-1\"", "[[filtertabel]]\nkilde = \"KILDE-9\"", "KILDE-9", "KILDE-9"),
    ]);
}

#[test]
fn keys_that_are_unknown_or_missing_are_refused() {
    assert_refused(&[
        ("navn = \"Prøve\"", "navn = \"Prøve\"\nfarve = \"blå\"", "farve", "unknown field `farve`"),
        ("sikkerhed = \"høj\"", "sikkerhed = \"høj\"\nfolge = \"x\"", "folge", "unknown field `folge`"),
        ("kraeves = \"ja\"", "kraeves = \"ja\"\nkrævet = \"ja\"", "krævet", ""),
        ("kraeves = \"ja\"", "kraves = \"ja\"", "kraves", "unknown field `kraves`"),
        ("fordringshaver = \"kommune\"\n", "", "[[filtertabel]]", "missing field `fordringshaver`"),
        ("navn = \"Prøve\"\n", "", "", "missing field `navn`"),
        ("navn = \"Prøve\"", "navn = \"Prøve\"\nnavn = \"To\"", "To", "duplicate key"),
        ("navn = \"Prøve\"", "navn = \"Prøve", "Prøve", ""),
        ("fordringshavere = [\"kommune\"]", "fordringshavere = \"kommune\"", "fordringshavere", "expected a sequence"),
        ("[praksis.beloeb]", "[praksis.belob]", "[praksis.belob]", "feltet «belob» findes ikke"),
        ("{ forfaldsdato =", "{ forfaldsdag =", "forfaldsdag", "feltet «forfaldsdag» findes ikke"),
    ]);
}

#[test]
fn codes_and_words_outside_the_lists_are_refused() {
    assert_refused(&[
        ("kode = \"KFPROEV\"", "kode = \"KFPROE\"", "KFPROE\"", "7 store bogstaver"),
        ("kode = \"KFPROEV\"", "kode = \"kfproev\"", "kfproev", "7 store bogstaver"),
        ("kode = \"KFPROEV\"", "kode = \"KFPR0EV\"", "KFPR0EV", "7 store bogstaver"),
        ("kode = \"KFPROEV\"", "kode = \"KFPRØVER\"", "KFPRØVER", "7 store bogstaver"),
        ("slags = \"hovedfordring\"", "slags = \"bøde\"", "bøde", "«bøde» skal være et af ordene"),
        ("slags_sikkerhed = \"dokumenteret\"", "slags_sikkerhed = \"sikker\"", "sikker\"", "«sikker»"),
        ("fuldstaendighed = \"fuld\"", "fuldstaendighed = \"hel\"", "hel\"", "«hel»"),
        ("grundlag = \"officiel\"", "grundlag = \"officielt\"", "officielt", "«officielt»"),
    ]);
}

#[test]
fn a_basis_that_does_not_fit_the_file_is_refused() {
    let table = &WHOLE[WHOLE.find("[[filtertabel]]").expect("a table")..];
    assert_refused(&[
        ("grundlag = \"officiel\"", "grundlag = \"kerne\"", "grundlag", "hører sammen"),
        ("grundlag = \"officiel\"", "grundlag = \"parallel\"", "grundlag", "hører sammen"),
        ("grundlag = \"officiel\"", "grundlag = \"officiel\"\nparallel = \"REHUSLJ\"", "grundlag", "hører sammen"),
    ]);
    let without = WHOLE.replace(table, "");
    let refusal = read(&without).err().expect("an official basis needs a table");
    assert_eq!((refusal.line, refusal.message.contains("[[filtertabel]]")), (9, true), "{refusal}");
    let parallel = without.replace("\"officiel\"", "\"parallel\"");
    assert!(read(&parallel).err().expect("a parallel needs its twin").message.contains("nøglen parallel"));
    let empty = WHOLE.replace(&WHOLE[WHOLE.find("R_1_1  ").expect("a rule")..WHOLE.find("'''\n\n[[proeve]]").expect("a trial")], "");
    assert!(read(&empty).err().expect("a table must have rules").message.contains("filtertabellen er tom"));
}

#[test]
fn trials_that_fit_no_table_are_refused() {
    assert_refused(&[
        ("tabel = \"KILDE-1\"", "tabel = \"KILDE-2\"", "tabel", "ingen filtertabel fra KILDE-2"),
        (
            "R_4_2 : hovedstol = 10000.01 => R_4_2 høring",
            "R_4_3 : hovedstol = 10000.01 => R_4_3 høring",
            "R_4_3",
            "R_4_3 står ikke som en regel",
        ),
        (
            "R_4_2 : hovedstol = 10000.01 => R_4_2 høring",
            "R_3_1 : hovedstol = 10000.01 => R_3_1 afvist",
            "R_3_1 :",
            "R_3_1 står ikke som en regel",
        ),
        ("R_4_2 : hovedstol = 10000.01 => R_4_2 høring", "G_REF : hovedstol = 10000.01 => G_REF afvist", "G_REF", "intet regelnummer"),
        ("=> R_4_2 høring", "=> R_1_1 afvist", "R_4_2 : ", "R_4_2 er ikke blandt"),
        ("=> R_4_2 høring", "=> R_4_2 måske", "måske", "følgen «måske»"),
        ("=> R_4_2 høring", "=> R_4_2", "R_4_2 : ", "skal være regel og følge"),
        (" => R_4_2 høring", "", "R_4_2 : ", "mangler «=>»"),
        ("R_4_2 : hovedstol", "R_4_2 hovedstol", "R_4_2 hovedstol", "regelnummer og «:»"),
        ("hovedstol = 10000.01 =>", "hovedstolen = 10000.01 =>", "hovedstolen", "feltet «hovedstolen» findes ikke"),
        ("hovedstol = 10000.01 =>", "hovedstol 10000.01 =>", "R_4_2 : ", "felt = værdi"),
        ("R_4_2 : hovedstol = 10000.01 => R_4_2 høring", "R_1_1 : fordringsart = MODR => R_1_1 afvist", "", "den samme prøve to gange"),
        ("modtagelsesdato = 2026-11-22\n", "", "gyldig", "mangler modtagelsesdato"),
        ("hovedstol       = 100.00", "hovedstol       : 100.00", "hovedstol       :", "felt = værdi"),
        ("hovedstol       = 100.00", "farve           = blå", "farve", "feltet «farve» findes ikke"),
        ("krav = \"hovedstol <= 500 kr.\"", "krav = \"hovedstol højst 500 kr.\"", "krav", "«højst»"),
    ]);
}

#[test]
fn types_that_clash_are_refused() {
    let types = |texts: [&str; 2]| -> Vec<(Source, TypeSource)> {
        texts
            .iter()
            .map(|text| (source(text), read(text).map_err(|refusal| refusal.to_string()).expect("each is right by itself")))
            .collect()
    };
    let other = WHOLE.replace("KFPROEV", "KFANDEN");
    assert!(across_types(&types([WHOLE, &other])).is_empty());
    let twice = across_types(&types([WHOLE, WHOLE]));
    assert_eq!(twice.len(), 1);
    assert_eq!((twice[0].line, twice[0].message.as_str()), (2, "koden KFPROEV har to filer"));
    let table = &WHOLE[WHOLE.find("[[filtertabel]]").expect("a table")..];
    let twin = |code: &str| {
        let basis = format!("grundlag = \"parallel\"\nparallel = \"{code}\"");
        other.replace(table, "").replace("grundlag = \"officiel\"", &basis)
    };
    assert!(across_types(&types([WHOLE, &twin("KFPROEV")])).is_empty());
    let lost = across_types(&types([WHOLE, &twin("REHUSLJ")]));
    assert_eq!((lost[0].line, lost[0].message.as_str()), (10, "REHUSLJ har ingen filtertabel"));
}

#[test]
fn a_file_that_can_not_be_read_is_refused() {
    let missing = cases::kept("findes-ikke.toml");
    let refusal = Source::open(&missing).err().expect("there is no such file");
    assert_eq!((refusal.file.as_path(), refusal.line), (missing.as_path(), 1));
    let odd = cases::file("refusals/odd.toml", b"navn = \"Pr\xF8ve\"\n");
    assert!(Source::open(&odd).err().expect("it is no UTF-8").message.starts_with("kan ikke læses"));
}

/// The catalogue's reference files in a folder of the test's own, one of them changed.
fn reference_with(name: &str, file: &str, from: &str, to: &str) -> Result<reference::Reference, Refusal> {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join("catalogue");
    let mut folder = PathBuf::new();
    for entry in std::fs::read_dir(&catalogue).expect("the catalogue is there").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "toml") {
            let own = entry.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(entry.path()).expect("a catalogue file is text");
            let text = if own == file { text.replacen(from, to, 1) } else { text };
            folder = cases::file(&format!("refusals/{name}/{own}"), text).parent().expect("a folder").to_owned();
        }
    }
    reference::read(&folder)
}

#[test]
fn reference_files_are_refused_as_strictly() {
    assert!(reference_with("same", "", "", "").is_ok());
    for (name, file, from, to, message) in [
        ("core", "kerne.toml", "beloeb >= 0 kr.", "beløb >= 0 kr.", "feltet «beløb» findes ikke"),
        ("key", "dmi.toml", "kommuner = ", "kommunerne = ", "unknown field `kommunerne`"),
        ("number", "dmi.toml", "kommuner = 100", "kommuner = \"mange\"", "invalid type"),
        ("figure", "lovsatser.toml", "sikkerhed = ", "sikker = ", "unknown field `sikker`"),
        ("guide", "felter.toml", "definition = ", "definitionen = ", "unknown field `definitionen`"),
        ("dispute", "modsigelser.toml", "tekst = ", "teksten = ", "unknown field `teksten`"),
    ] {
        let refusal = reference_with(name, file, from, to).err().unwrap_or_else(|| panic!("{file} with «{to}» was taken"));
        assert!(refusal.file.ends_with(file) && refusal.message.contains(message), "{refusal}");
        let text = std::fs::read_to_string(&refusal.file).expect("the changed file");
        assert!(text.lines().nth(refusal.line - 1).is_some_and(|line| line.contains(to.trim())), "{refusal}");
    }
}

#[test]
fn a_source_listed_twice_is_refused_at_its_second_place() {
    let second = "[[kilde]]\nid = \"DMI-LISTE\"\nudgiver = \"x\"\nadresse = \"https://example.org\"\n\n[[kilde]]";
    let refusal = reference_with("twice", "kilder.toml", "[[kilde]]", second).err().expect("DMI-LISTE stands twice");
    assert_eq!(refusal.message, "kilden DMI-LISTE står to gange");
    let text = std::fs::read_to_string(&refusal.file).expect("the changed file");
    assert!(text.lines().nth(refusal.line - 1).is_some_and(|line| line.contains("DMI-LISTE")), "{refusal}");
}
