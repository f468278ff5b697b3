//! The files of a KMD Opus Debitor extract: joined, with each part missing, and wrong in every way.

mod cases;

use cases::{Chance, worked_claim};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{FileProblem, Given, MemoryStore, Opened, RowProblem, open};

const RATER: &str = "0101_ODE_2026-11-20_001_10-RIM-aftale-rater_Total_1.csv";
const AFTALE: &str = "0101_ODE_2026-11-20_001_09-RIM-aftale_Total_1.csv";
const PARTNER: &str = "0101_ODE_2026-11-20_001_12-Forretningspartner_Total_1.csv";
const RENTER: &str = "0101_ODE_2026-11-20_001_11-RIM-aftale-renter_Total_1.csv";
const HAEFTER: &str = "0101_ODE_2026-11-20_001_UU-aftale-haefter_Total_1.csv";

/// Claims: a hovedfordring with a fee and interest; two instalments and a fee of one of them; one of DMI.
const CLAIMS: &str = "\
Aftalenummer;Forretningspartner;Kommune kode;System;Aftaletype;Fordringstype;KravsType;EFI-nummer;Original Amount;Valuta;Creation Amount;Valuta;\
Stiftelsesdato;Nettoforfald;SRI dato;Sidste rentefrie indbetalingsdato;Ydelsesperiode fra;Ydelsesperiode til;Forældelsesdato;Bilagsnummer;Position;\
Produktionsenh.;Markering for tilbagekald;Udligningsdato;Returdato;Aftalenummer
0001;900;101;PSRM;IN;KFDAINS;HF;;2.825,00;DKK;1.825,00;DKK;01-05-2026;01-06-2026;15-06-2026;20-06-2026;01-06-2026;30-06-2026;00000000;B1;1;;;;;
0001;900;101;PSRM;IN;OPKRÆGB;OG;;250,00;DKK;250,00;DKK;01-08-2026;01-08-2026;15-08-2026;;;;;B2;2;;;;;
0001;900;101;PSRM;IN;KFOPREN;OR;778;10,00;DKK;10,00;DKK;20260801;20260801;20260815;;20260701;20260731;;B3;3;;;;;

0002;0000901;101;;IN;DFHUSLJ;HF;;100,00;DKK;100,00;DKK;01-05-26;01-05-26;10-05-26;;;;01-05-2029;B4;1;;;;;
0002;0000901;101;;IN;DFHUSLJ;HF;;200,00;DKK;200,00;EUR;01-06-26;01-06-26;10-06-26;;;;;B5;2;;;;;
0002;0000901;101;;IN;OPKRÆGB;OG;;50,00;DKK;50,00;DKK;01-08-26;01-08-26;10-08-26;;;;;B6;9;;;;;
3;902;101;DMI;MO;KFDAINS;HF;555;1,00;DKK;1,00;DKK;-;N/A;NULL;;;;;B7;1;1003;X;01-10-2026;02-10-2026;
";

const ACTIONS: &str = "\
Aftalenummer;Forretningspartner;EFI-nummer;KravsType;Aktionkode;Aktions-id;ActionStatusCode;Forældelsesdato;Modtagelsesdato;Beløb;Aftalenummer
1;900;;HF;02;1;AF;01-06-2028;01-07-2026;1,00;
1;900;;HF;02;2;HO;01-06-2029;01-09-2026;1,00;
1;900;;HF;05;3;UD;01-06-2099;01-10-2026;1,00;
1;900;;OG;02;4;UD;01-08-2029;02-09-2026;1,00;
2;901;;HF;02;5;;01-05-2030;;1,00;
9;999;;HF;02;6;UD;01-01-2031;01-09-2026;1,00;
";

const PARTNERS: &str = "\
Klient;Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til;Slettet
100;0900;ZEPNR;12;01-01-2000;31-12-9999;
100;0900;ZCPR;6902501230;01-01-2000;31-12-2020;
100;0900;ZCPR;6902501231;01-01-2000;31-12-9999;X
100;0900;ZCPR;6902501234;01-01-2021;31-12-9999;
100;901;ZCVR;12345678;00000000;00000000;
100;901;ZCVR;12345679;;;
100;901;ZCVR;12345678;;;
100;903;ZAKR;12345678901;;;
100;777;ZCPR;6902501239;;;
";

const LIABLE: &str = "\
Klient;Aftalenummer;Forretningspartner;Hovedhæfter;Hæfter fjernet
100;1;900;X;
100;1;903;;00000000
100;1;903;;
100;1;904;;01-01-2026
100;1;901;;01-01-2027
100;9;777;X;
";

const INTEREST: &str = "\
Aftalenummer;Hovedfordring id;EFI-nummer;Typekode;Egen reference;Renteperiode start-dato;Renteperiode slut-dato;Rentebeløb
1;1;2;X;1;01-01-2026;31-01-2026;1,00
";

/// As such files are written: Windows-1252, with CR LF.
fn written(text: &str) -> Vec<u8> {
    let letter = |c: char| if c == '\n' { vec![b'\r', b'\n'] } else { vec![u8::try_from(u32::from(c)).expect("a letter of the table")] };
    text.chars().flat_map(letter).collect()
}

/// Writes a file's text in some way.
type Write = fn(&str) -> Vec<u8>;

fn opened_bytes(files: &[(&str, Vec<u8>)]) -> Result<Opened, FileProblem> {
    let given = files.iter().map(|(name, bytes)| Given { name: (*name).into(), bytes: Box::new(bytes.clone()), staging: None });
    open(given.collect(), &Choices::default(), |text| text == "KFDAINS", &MemoryStore::create, &mut |_| true)
}

fn opened(files: &[(&str, &str)]) -> Result<Opened, FileProblem> {
    opened_bytes(&files.iter().map(|(name, text)| (*name, written(text))).collect::<Vec<_>>())
}

/// Joined rows, each by heading.
struct Joined {
    headings: Vec<String>,
    rows: Vec<(u64, Vec<String>, Vec<RowProblem>)>,
    notes: Vec<String>,
}

impl Joined {
    fn of(mut opened: Opened) -> Joined {
        let headings: Vec<String> = opened.layout.mapping.columns.iter().map(|column| column.heading.clone()).collect();
        let mut rows = Vec::new();
        let mut reader = opened.layout.rows(opened.bytes.as_mut());
        while let Some(row) = reader.next_row().expect("staged rows can be read") {
            let cells: Vec<String> = (0..row.len()).map(|column| row.cell(column).to_owned()).collect();
            assert_eq!(cells.len(), headings.len());
            rows.push((row.line, cells, row.problems.clone()));
        }
        Joined { headings, rows, notes: opened.notes }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.headings.iter().position(|heading| heading == name)
    }

    /// A column's values.
    fn column(&self, name: &str) -> Vec<&str> {
        let place = self.place(name).unwrap_or_else(|| panic!("{name} is not in {:?}", self.headings));
        self.rows.iter().map(|(_, cells, _)| cells[place].as_str()).collect()
    }

    fn has_note(&self, words: &str) -> bool {
        self.notes.iter().any(|note| note.contains(words))
    }
}

fn joined(files: &[(&str, &str)]) -> Joined {
    Joined::of(opened(files).unwrap_or_else(|problem| panic!("{problem}")))
}

fn whole() -> Joined {
    joined(&[(RATER, CLAIMS), (AFTALE, ACTIONS), (PARTNER, PARTNERS)])
}

#[test]
fn a_complete_extract_is_joined() {
    let joined = whole();
    assert_eq!(
        joined.headings,
        [
            "reference",
            "fordringsart",
            "fordringstype",
            "fordrings_id",
            "hovedstol",
            "beloeb",
            "periode_start",
            "periode_slut",
            "stiftelsesdato",
            "forfaldsdato",
            "sidste_rettidige_betalingsdato",
            "p_nummer",
            "valuta",
            "hovedfordring_id",
            "hovedfordring_reference",
            "foraeldelsesdato",
            "skyldner_type",
            "skyldner_id",
            "svar_status",
        ]
    );
    let lines: Vec<u64> = joined.rows.iter().map(|(line, _, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 6, 7, 8, 9], "a row's number is its line in the file");
    assert_eq!(joined.column("fordringstype"), ["KFDAINS", "OPKRÆGB", "KFOPREN", "DFHUSLJ", "DFHUSLJ", "OPKRÆGB", "KFDAINS"]);
    assert_eq!(joined.column("fordringsart"), ["IN", "IN", "IN", "IN", "IN", "IN", "MO"]);
    assert_eq!(joined.column("hovedstol")[..2], ["2.825,00", "250,00"]);
    assert_eq!(joined.column("beloeb")[..2], ["1.825,00", "250,00"]);
    assert_eq!(joined.column("sidste_rettidige_betalingsdato")[..3], ["15-06-2026", "15-08-2026", "20260815"]);
    assert_eq!(joined.column("forfaldsdato")[3..], ["01-05-26", "01-06-26", "01-08-26", "N/A"], "dates pass as they stand");
    assert_eq!(joined.column("periode_start")[0], "01-06-2026");
    assert_eq!(joined.column("p_nummer")[6], "1003");
    assert_eq!(joined.column("fordrings_id"), ["", "", "778", "", "", "", "555"]);
}

#[test]
fn every_claim_has_a_reference_of_its_own() {
    let joined = whole();
    assert_eq!(joined.column("reference"), ["0001", "0001/2", "0001/3", "0002/1", "0002/2", "0002/9", "3"]);
    assert!(joined.has_note("5 fordringer har derfor fået referencen «Aftalenummer/Position»."), "{:?}", joined.notes);
    // Positions that are missing or repeated don't tell claims apart; lines do.
    let repeated = CLAIMS.replace(";B5;2;", ";B5;1;").replace(";B3;3;", ";B3;;");
    let joined = self::joined(&[(RATER, &repeated)]);
    assert_eq!(joined.column("reference"), ["0001", "0001/linje 3", "0001/linje 4", "0002/linje 6", "0002/linje 7", "0002/linje 8", "3"]);
    assert!(joined.has_note("5 fordringer kan ikke kendes fra hinanden ved position"), "{:?}", joined.notes);
    let unnumbered = self::joined(&[(RATER, &CLAIMS.replace("\n3;902", "\n;902"))]);
    assert_eq!(unnumbered.column("reference")[6], "");
    assert!(unnumbered.has_note("1 fordring har intet aftalenummer"), "{:?}", unnumbered.notes);
}

#[test]
fn fees_and_interest_belong_to_their_hovedfordring() {
    let joined = whole();
    assert_eq!(joined.column("hovedfordring_reference"), ["", "0001", "0001", "", "", "0002/1", ""]);
    assert_eq!(joined.column("hovedfordring_id"), [""; 7]);
    let main = joined.place("hovedfordring_reference").unwrap();
    assert!(joined.rows[5].2.contains(&RowProblem::Several { column: main, count: 2 }), "which of two isn't known: {:?}", joined.rows[5]);
    assert!(joined.has_note("1 gebyr eller rente hører til en aftale med flere hovedfordringer"), "{:?}", joined.notes);
    // By position where it is the same, and by its id where it was received before.
    let joined = self::joined(&[(RATER, &CLAIMS.replace(";B6;9;", ";B6;2;").replace("DFHUSLJ;HF;;200", "DFHUSLJ;HF;4711;200"))]);
    assert_eq!(joined.column("hovedfordring_reference")[5], "");
    assert_eq!(joined.column("hovedfordring_id")[5], "4711");
    assert!(joined.rows[5].2.is_empty(), "{:?}", joined.rows[5]);
}

#[test]
fn a_hovedfordring_that_is_not_in_the_extract_is_told() {
    let without = CLAIMS.replace("0001;900;101;PSRM;IN;KFDAINS;HF;;2.825,00", "0007;900;101;PSRM;IN;KFDAINS;HF;;2.825,00");
    let total = joined(&[(RATER, &without)]);
    assert_eq!(total.column("hovedfordring_reference")[1..3], ["0001", "0001"]);
    assert_eq!(total.column("reference")[..3], ["0007", "0001/2", "0001/3"]);
    assert!(total.has_note("2 gebyrer og renter hører til en hovedfordring, som ikke er i filen."), "{:?}", total.notes);
    // A Delta doesn't hold all claims: that a main is missing there means nothing, so nothing is said of mains at all.
    for name in [&RATER.replace("Total", "Delta"), "rater.csv"] {
        let delta = joined(&[(name, &without)]);
        assert_eq!(delta.place("hovedfordring_reference").or(delta.place("hovedfordring_id")), None, "{name}");
        assert!(delta.has_note("2 gebyrer og renter hører til"), "{:?}", delta.notes);
        assert!(delta.has_note("Reglerne om hovedfordringer er derfor ikke tjekket"), "{:?}", delta.notes);
    }
}

/// Nobody can tell what a fee without an agreement belongs to.
#[test]
fn a_fee_without_an_agreement_says_nothing_of_its_hovedfordring() {
    let joined = joined(&[(RATER, &CLAIMS.replace("0001;900;101;PSRM;IN;OPKRÆGB", ";900;101;PSRM;IN;OPKRÆGB"))]);
    assert_eq!(joined.place("hovedfordring_reference").or(joined.place("hovedfordring_id")), None);
    assert!(joined.has_note("1 gebyr eller rente hører til en hovedfordring, som ikke er i filen. Reglerne"), "{:?}", joined.notes);
}

#[test]
fn the_newest_creating_action_tells_limitation_and_answer() {
    let joined = whole();
    assert_eq!(joined.column("foraeldelsesdato"), ["01-06-2029", "01-08-2029", "01-08-2029", "01-05-2030", "01-05-2030", "01-05-2030", ""]);
    assert_eq!(joined.column("svar_status"), ["HØRING", "UDFØRT", "", "", "", "", ""]);
    assert!(
        joined.has_note("2 fordringer har ingen egen aktion 02 i 09-RIM-aftale. Forældelsesdatoen er den nyeste"),
        "{:?}",
        joined.notes
    );
    assert!(joined.has_note("1 fordring har ingen aktion 02 (opret)"), "{:?}", joined.notes);
    for (code, word) in [("MO", "MODTAGET"), ("SA", "SAGSBEHANDL"), ("AF", "AFVIST"), ("UD", "UDFØRT"), ("HO", "HØRING"), ("XX", "XX")] {
        let actions = ACTIONS.replace(";2;HO;", &format!(";2;{code};"));
        assert_eq!(self::joined(&[(RATER, CLAIMS), (AFTALE, &actions)]).column("svar_status")[0], word);
    }
    // Without a day an action is the oldest; of the same day the later line counts; the claim's own date is surer than another claim's.
    let undated = ACTIONS.replace("01-06-2029;01-09-2026", "01-06-2029;snart");
    assert_eq!(self::joined(&[(RATER, CLAIMS), (AFTALE, &undated)]).column("foraeldelsesdato")[0], "01-06-2028");
    let same_day = ACTIONS.replace("01-06-2029;01-09-2026", "01-06-2029;20260701");
    assert_eq!(self::joined(&[(RATER, CLAIMS), (AFTALE, &same_day)]).column("foraeldelsesdato")[0], "01-06-2029");
    let own = CLAIMS.replace("20260701;20260731;;B3", "20260701;20260731;01-01-2033;B3");
    assert_eq!(self::joined(&[(RATER, &own), (AFTALE, ACTIONS)]).column("foraeldelsesdato")[2], "01-01-2033");
    let by_id = ACTIONS.replace("2;901;;HF;02;5", "1;900;778;;02;5");
    assert_eq!(self::joined(&[(RATER, CLAIMS), (AFTALE, &by_id)]).column("foraeldelsesdato")[2], "01-05-2030");
}

#[test]
fn debtors_are_known_by_what_is_valid() {
    let joined = whole();
    assert_eq!(joined.column("skyldner_type"), ["CPR", "CPR", "CPR", "CVR", "CVR", "CVR", ""]);
    let number = joined.place("skyldner_id").unwrap();
    assert_eq!(joined.column("skyldner_id")[..4], ["6902501234", "6902501234", "6902501234", "12345678"]);
    assert_eq!(joined.rows[3].2, [RowProblem::Several { column: number, count: 2 }], "two numbers are valid");
    assert!(joined.rows[0].2.is_empty());
    assert!(joined.has_note("1 skyldner har intet gyldigt nummer i 12-Forretningspartner"), "{:?}", joined.notes);
    // Without a day nobody can say what is over.
    let undated = self::joined(&[("rater.csv", CLAIMS), ("partner.csv", PARTNERS)]);
    assert_eq!(undated.column("skyldner_id")[0], "6902501230");
    assert_eq!(undated.rows[0].2, [RowProblem::Several { column: undated.place("skyldner_id").unwrap(), count: 2 }]);
    let odd = PARTNERS.replace("100;0900;ZCPR;6902501234", "100;0900;ZP;77");
    let odd = self::joined(&[(RATER, CLAIMS), (PARTNER, &odd)]);
    assert_eq!((odd.column("skyldner_type")[0], odd.column("skyldner_id")[0]), ("ZEPNR", "12"));
    let not_deleted = PARTNERS.replace("31-12-9999;X", "31-12-9999;Nej");
    let not_deleted = self::joined(&[(RATER, CLAIMS), (PARTNER, &not_deleted)]);
    assert_eq!(not_deleted.column("skyldner_id")[0], "6902501231");
}

#[test]
fn liable_parties_are_rows_of_the_claim() {
    let joined = joined(&[(RATER, CLAIMS), (PARTNER, PARTNERS), (HAEFTER, LIABLE)]);
    let of_the_first: Vec<(u64, &str)> = joined.rows.iter().map(|row| row.0).zip(joined.column("skyldner_id")).take(4).collect();
    assert_eq!(of_the_first, [(2, "6902501234"), (2, "12345678901"), (2, "12345678"), (3, "6902501234")]);
    assert_eq!(joined.column("reference")[..4], ["0001", "0001", "0001", "0001/2"]);
    assert_eq!(joined.rows.len(), 3 * 3 + 4);
    assert!(joined.has_note("3 fordringer har flere skyldnere"), "{:?}", joined.notes);
    assert!(joined.has_note("1 hæfter er fjernet fra aftalen"), "{:?}", joined.notes);
    assert!(!joined.has_note("UU-aftale-haefter er ikke med"), "{:?}", joined.notes);
    // A debtor's own action comes before the others'.
    let actions = format!("{ACTIONS}1;903;;HF;02;7;UD;01-06-2033;01-01-2026;1,00;\n");
    let joined = self::joined(&[(RATER, CLAIMS), (AFTALE, &actions), (HAEFTER, LIABLE)]);
    assert_eq!(joined.column("foraeldelsesdato")[..3], ["01-06-2029", "01-06-2033", "01-06-2029"]);
}

#[test]
fn parts_that_are_missing_leave_their_columns_out_and_are_told() {
    let alone = joined(&[(RATER, CLAIMS)]);
    for name in ["foraeldelsesdato", "skyldner_type", "skyldner_id", "svar_status"] {
        assert_eq!(alone.place(name), None, "{name}");
    }
    assert!(
        alone.has_note("12-Forretningspartner mangler: skyldneres CPR- og CVR-numre kan ikke tjekkes. Slip filen sammen med"),
        "{:?}",
        alone.notes
    );
    assert!(alone.has_note("09-RIM-aftale mangler: forældelsesdatoer kan ikke tjekkes"), "{:?}", alone.notes);
    assert!(alone.has_note("Kun 1 fordring har en forældelsesdato i 10-RIM-aftale-rater"), "{:?}", alone.notes);
    assert!(alone.has_note("UU-aftale-haefter er ikke med"), "{:?}", alone.notes);
    assert!(alone.has_note("ingen beskrivelse"), "{:?}", alone.notes);
    let without_partner = joined(&[(RATER, CLAIMS), (AFTALE, ACTIONS)]);
    assert!(without_partner.place("skyldner_id").is_none() && without_partner.place("svar_status").is_some());
    assert!(!without_partner.has_note("09-RIM-aftale mangler"), "{:?}", without_partner.notes);
    let without_actions = joined(&[(RATER, CLAIMS), (PARTNER, PARTNERS)]);
    assert!(without_actions.place("foraeldelsesdato").is_none() && without_actions.place("skyldner_id").is_some());
    // Dates that every claim has are used.
    let dated =
        "Aftalenummer;Forretningspartner;KravsType;Original Amount;Nettoforfald;Forældelsesdato\n1;900;HF;1,00;01-05-2026;01-05-2029\n";
    let dated = joined(&[(RATER, dated)]);
    assert_eq!(dated.column("foraeldelsesdato"), ["01-05-2029"]);
    assert!(dated.has_note("forældelsesdatoen er den, der står i 10-RIM-aftale-rater"), "{:?}", dated.notes);
    assert!(dated.has_note("har ikke kolonnerne «Aftaletype», «Fordringstype», «EFI-nummer», «Creation Amount»"), "{:?}", dated.notes);
    assert_eq!(dated.place("beloeb").or(dated.place("fordringsart")).or(dated.place("hovedfordring_id")), None);
    let no_numbers = joined(&[(RATER, CLAIMS), (PARTNER, &PARTNERS.replace("Identifikationsnr.", "Noget"))]);
    assert_eq!(no_numbers.place("skyldner_id"), None);
    assert!(no_numbers.has_note("12-Forretningspartner har ikke kolonnerne"), "{:?}", no_numbers.notes);
    let no_limitation = joined(&[(RATER, CLAIMS), (AFTALE, &ACTIONS.replace("Forældelsesdato", "Noget"))]);
    assert_eq!(no_limitation.place("foraeldelsesdato"), None);
    assert!(no_limitation.has_note("forældelsesdatoer er ikke hentet fra den"), "{:?}", no_limitation.notes);
}

#[test]
fn what_the_extract_is_and_what_state_claims_are_in_is_told() {
    let joined = whole();
    let states = "Alle 7 fordringer i filen er tjekket, som om de sendes nu. Af dem gælder: 1 står i DMI, 1 er markeret for tilbagekald, \
        1 er udlignet, 1 er returneret.";
    assert!(joined.has_note(states), "{:?}", joined.notes);
    assert!(!joined.has_note("Delta") && !joined.has_note("samme udtræk"), "{:?}", joined.notes);
    let delta = self::joined(&[(&RATER.replace("Total", "Delta"), CLAIMS)]);
    assert!(delta.has_note("Udtrækket er et Delta: det viser ændringer, ikke alle fordringer. Oplysninger"), "{:?}", delta.notes);
    let other_day = self::joined(&[(RATER, CLAIMS), (&PARTNER.replace("2026-11-20", "2026-10-01"), PARTNERS)]);
    assert!(other_day.has_note("12-Forretningspartner er fra 01.10.2026"), "{:?}", other_day.notes);
    let with_interest = self::joined(&[(RENTER, INTEREST), (RATER, CLAIMS)]);
    assert!(with_interest.has_note("11-RIM-aftale-renter er ikke brugt"), "{:?}", with_interest.notes);
    assert_eq!(with_interest.rows.len(), 7);
}

#[test]
fn repeated_headings_are_kept_apart() {
    let joined = whole();
    let valuta = joined.place("valuta").unwrap();
    assert_eq!(joined.column("valuta"), ["DKK"; 7]);
    assert_eq!(joined.rows[4].2.first(), Some(&RowProblem::Several { column: valuta, count: 2 }), "kroner and euro");
    // The first of the repeated headings is what connects the files.
    let other = CLAIMS.replace("B1;1;;;;;\n", "B1;1;;;;;0002\n");
    assert_eq!(self::joined(&[(RATER, &other), (AFTALE, ACTIONS)]).column("foraeldelsesdato")[0], "01-06-2029");
}

#[test]
fn other_writings_of_the_same_extract_give_the_same_rows() {
    let expected = whole();
    let files = [(RATER, CLAIMS), (AFTALE, ACTIONS), (PARTNER, PARTNERS)];
    let ways: [(&str, Write); 4] = [
        ("UTF-8", |text| text.as_bytes().to_vec()),
        ("UTF-8 with a mark", |text| format!("\u{feff}{text}").into_bytes()),
        ("tabs", |text| written(&text.replace(';', "\t"))),
        ("underscores", |text| {
            let (headings, rows) = text.split_once('\n').expect("a heading line");
            written(&format!("{}\n{rows}", headings.replace(' ', "_").to_uppercase()))
        }),
    ];
    for (way, write) in ways {
        // In another order, too.
        let mut given: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, text)| (*name, write(text))).collect();
        given.reverse();
        let joined = Joined::of(opened_bytes(&given).unwrap_or_else(|problem| panic!("{way}: {problem}")));
        assert_eq!((joined.headings, joined.rows), (expected.headings.clone(), expected.rows.clone()), "{way}");
    }
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let refused = |files: &[(&str, &str)]| match opened(files) {
        Err(problem) => problem.to_string(),
        Ok(_) => panic!("{files:?} were taken"),
    };
    let missing = refused(&[(AFTALE, ACTIONS), (PARTNER, PARTNERS)]);
    assert!(
        missing.contains("Filerne er 09-RIM-aftale og 12-Forretningspartner af et KMD-udtræk, men fordringerne selv mangler."),
        "{missing}"
    );
    assert!(refused(&[(PARTNER, PARTNERS)]).contains("Filen er 12-Forretningspartner af et KMD-udtræk"));
    let second = RATER.replace("_001_", "_002_");
    let twice = refused(&[(RATER, CLAIMS), (&second, CLAIMS)]);
    assert!(twice.contains("to filer af slagsen 10-RIM-aftale-rater") && twice.contains(RATER) && twice.contains(&second), "{twice}");
    let elsewhere = refused(&[(RATER, CLAIMS), (&PARTNER.replace("0101", "0751"), PARTNERS)]);
    assert!(elsewhere.contains("er fra kommune 101") && elsewhere.contains("er fra kommune 751"), "{elsewhere}");
    let empty = CLAIMS.lines().next().unwrap();
    assert_eq!(opened(&[(RATER, empty), (PARTNER, PARTNERS)]).err(), Some(FileProblem::NoRows));
    // A name that says something else than the headings.
    let swapped = joined(&[(PARTNER, CLAIMS), (RATER, PARTNERS)]);
    assert_eq!(swapped.column("skyldner_id")[0], "6902501234");
    // A file of claims beside a part isn't joined with it.
    let strange = refused(&[("fordringer.csv", "fordringstype;hovedstol\nKFDAINS;1\n"), (PARTNER, PARTNERS)]);
    assert!(strange.contains("fordringer.csv"), "{strange}");
}

#[test]
fn rows_that_are_torn_are_told() {
    let torn = CLAIMS.replace("3;902;101;DMI;MO;", "3;902;101;").replace(";B2;2;;;;;", ";B2;2;;;;;;x");
    let joined = joined(&[(RATER, &torn), (PARTNER, &PARTNERS.replace("100;777;ZCPR", "100;777;ZCPR;x;y;z;1;2;3"))]);
    assert!(
        joined.has_note("I 10-RIM-aftale-rater er der 2 rækker, som ikke er delt i celler efter overskriften, den første i linje 3."),
        "{:?}",
        joined.notes
    );
    assert!(
        joined.has_note("I 12-Forretningspartner er der én række, som ikke er delt i celler efter overskriften: linje 10."),
        "{:?}",
        joined.notes
    );
    let row = "5;\"905;1;2;3\n6;906;1;2\n7;907\";101;;IN;KFDAINS;HF;1;1;DKK;1;DKK;;;;;;;;B;1;;;;;\n";
    let swallowed = CLAIMS.replace("3;902;101;DMI", &format!("{row}3;902;101;DMI"));
    let swallowed = self::joined(&[(RATER, &swallowed)]);
    let problems = &swallowed.rows[6].2;
    assert!(matches!(problems.as_slice(), [RowProblem::SwallowedLines { column: 1, .. }]), "the column is the file's own: {problems:?}");
    assert!(swallowed.has_note("I 10-RIM-aftale-rater er der én række"), "{:?}", swallowed.notes);
    let mut mixed = written(CLAIMS);
    mixed.extend_from_slice("5;905;101;;IN;KFBILØK;HF;1;1;DKK;1;DKK;;;;;;;;B;1;;;;;\r\n".as_bytes());
    let mixed = Joined::of(opened_bytes(&[(RATER, mixed)]).unwrap());
    assert_eq!((mixed.column("fordringstype")[7], mixed.rows[7].2.as_slice()), ("KFBILØK", &[RowProblem::OddLetters { column: 2 }][..]));
}

#[test]
fn a_cancelled_join_ends() {
    let many = CLAIMS.to_owned() + &"0009;909;101;;IN;KFDAINS;HF;;1;DKK;1;DKK;;;;;;;;B;1;;;;;\n".repeat(3000);
    let files = [(RATER, many.as_str()), (AFTALE, ACTIONS), (PARTNER, PARTNERS), (HAEFTER, LIABLE)];
    let run = |progress: &mut dyn FnMut(u16) -> bool| {
        let given = files.iter().map(|(name, text)| Given { name: (*name).into(), bytes: Box::new(written(text)), staging: None });
        open(given.collect(), &Choices::default(), |_| false, &MemoryStore::create, progress).map(|_| ())
    };
    let (mut calls, mut last) = (0, 0);
    let whole = run(&mut |thousandths| {
        assert!((last..=1000).contains(&thousandths), "{thousandths} after {last}");
        last = thousandths;
        calls += 1;
        true
    });
    assert_eq!((whole, last), (Ok(()), 1000));
    assert!(calls >= 7, "{calls}");
    for stop in 0..calls {
        let mut call = 0;
        let ended = run(&mut |_| {
            call += 1;
            call <= stop
        });
        assert_eq!(ended, Err(FileProblem::Cancelled), "after {stop} of {calls}");
    }
}

/// An agreement with thousands of lines, parties and actions is no reason to wait.
#[test]
fn one_agreement_for_everything_ends_in_time() {
    let headings = |text: &str| text.lines().next().unwrap_or_default().to_owned() + "\n";
    let lines = |start: &str, line: &dyn Fn(usize) -> String| (0..20_000).fold(headings(start), |text, number| text + &line(number));
    let claims = lines(CLAIMS, &|number| {
        let kind = if number % 2 == 0 { "HF" } else { "OG" };
        format!("1;9;101;;IN;KFDAINS;{kind};;1;DKK;1;DKK;;;;;;;;B;{number};;;;;\n")
    });
    let actions = lines(ACTIONS, &|number| format!("1;9;{number};HF;02;1;UD;01-01-2030;01-01-2026;1;\n"));
    let liable = lines(LIABLE, &|number| format!("100;1;{};X;\n", number % 3));
    let joined = joined(&[(RATER, &claims), (AFTALE, &actions), (HAEFTER, &liable)]);
    assert_eq!(joined.rows.len(), 60_000);
    assert!(joined.has_note("De ældste 19.800 aktioner er ikke taget med"), "{:?}", joined.notes);
    let crowd = lines(LIABLE, &|number| format!("100;1;{};X;\n", number + 1));
    let joined = self::joined(&[(RATER, CLAIMS), (HAEFTER, &crowd)]);
    assert!(joined.has_note("Aftaler har flere end 200 hæftere. 19.800 hæftere er ikke taget med."), "{:?}", joined.notes);
}

#[test]
fn changed_bytes_give_rows_or_a_sentence() {
    let files = [(RATER, CLAIMS), (AFTALE, ACTIONS), (PARTNER, PARTNERS), (HAEFTER, LIABLE)].map(|(name, text)| (name, written(text)));
    let mut chance = Chance::of("ode");
    let letters = b";;\"\r\n\n\x00\xE6\xC3 0129,.-X";
    let mut taken = 0;
    for _ in 0..300 {
        let mut changed = files.clone();
        for _ in 0..=chance.below(12) {
            let file = chance.below(changed.len());
            let bytes = &mut changed[file].1;
            let place = chance.below(bytes.len());
            match chance.below(3) {
                0 => bytes[place] = *chance.pick(letters),
                1 => bytes.insert(place, *chance.pick(letters)),
                _ => drop(bytes.remove(place)),
            }
        }
        match opened_bytes(&changed) {
            Ok(opened) => {
                taken += 1;
                let joined = Joined::of(opened);
                assert!(joined.rows.windows(2).all(|pair| pair[0].0 <= pair[1].0), "rows keep their order");
            }
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    }
    assert!(taken > 100, "{taken}");
    for cut in (0..files[0].1.len()).step_by(31) {
        let _ = opened_bytes(&[(RATER, files[0].1[..cut].to_vec()), (PARTNER, files[2].1.clone())]).map(Joined::of);
    }
}

/// The whole way: a claim that passes as it stands in the catalogue passes as an extract.
#[test]
fn a_worked_claim_passes_as_an_extract() {
    let claim = worked_claim("KFDAINS").valid();
    let of = |name: &str| claim.get(name).map_or("", String::as_str);
    let claims = format!(
        "Aftalenummer;Forretningspartner;Aftaletype;Fordringstype;KravsType;EFI-nummer;Original Amount;Creation Amount;Valuta;Stiftelsesdato;\
         Nettoforfald;SRI dato;Ydelsesperiode fra;Ydelsesperiode til;Position;Produktionsenh.\n\
         77;5;IN;{};HF;;{};{};DKK;{};{};{};{};{};1;\n",
        of("fordringstype"),
        of("hovedstol").replace('.', ","),
        of("beloeb").replace('.', ","),
        of("stiftelsesdato"),
        of("forfaldsdato"),
        of("sidste_rettidige_betalingsdato"),
        of("periode_start"),
        of("periode_slut")
    );
    let actions = format!(
        "Aftalenummer;Forretningspartner;KravsType;Aktionkode;Aktions-id;ActionStatusCode;Forældelsesdato;Modtagelsesdato\n77;5;HF;02;1;UD;{};\n",
        of("foraeldelsesdato")
    );
    let partners = format!("Forretningspartner;Identifikationsart;Identifikationsnr.\n5;ZCPR;{}\n", "6902501234");
    let opened = opened(&[(RATER, &claims), (AFTALE, &actions), (PARTNER, &partners)]).unwrap_or_else(|problem| panic!("{problem}"));
    let mut outcomes = Vec::new();
    let each = &mut |view: &stamdatatjek::check::view::ClaimView| {
        outcomes.push((view.row, serde_json::to_value(view).expect("a claim can be written")));
        Ok(())
    };
    FileCheck::run_each(opened, cases::settings(), each).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0].0, 2);
    assert_eq!(outcomes[0].1["outcome"], "modtages", "{}", outcomes[0].1);
}
