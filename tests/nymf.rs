//! Deliveries and answers in NyMF's XML as staged rows, and everything that must be refused with a sentence.

#![cfg(feature = "formats")]

mod cases;

use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, Instant};

use cases::xml::{Carried, Dialect, Style, xml_of, xml_styled};
use cases::{Chance, Values, values, worked};
use stamdatatjek::claim::Field;
use stamdatatjek::intake::{Bytes, Container, FileProblem, Mapping, RowProblem, RowReader, StagedForm, StagedWriter, Staging, formats};

/// A staged row: its number, its cells and what was odd about it.
type Row = (u64, Vec<String>, Vec<RowProblem>);

fn stage(bytes: &mut dyn Bytes) -> Result<(Staging, Vec<Row>), FileProblem> {
    stage_telling(bytes, &mut |_| true)
}

fn stage_telling(bytes: &mut dyn Bytes, progress: &mut dyn FnMut(u16) -> bool) -> Result<(Staging, Vec<Row>), FileProblem> {
    let mut stored = Vec::new();
    let staging = formats::stage(Container::Xml, bytes, None, &mut StagedWriter::new(&mut stored), progress)?;
    let mut rows = Vec::new();
    let mut reader = RowReader::staged(&mut stored, 0);
    while let Some(row) = reader.next_row().expect("memory can be read") {
        rows.push((row.line, (0..row.len()).map(|column| row.cell(column).to_owned()).collect::<Vec<_>>(), row.problems.clone()));
    }
    let headings = staging.headings.as_ref().expect("elements name the columns");
    assert_eq!(staging.rows, rows.len() as u64);
    assert!(rows.iter().all(|(_, cells, _)| cells.len() == headings.len()), "every row has a cell for every heading");
    assert!(rows.is_sorted_by_key(|(number, ..)| *number));
    Ok((staging, rows))
}

fn staged(text: &str) -> (Staging, Vec<Row>) {
    stage(&mut text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

/// The sentence a file is refused with.
fn refusal(text: &str) -> String {
    match stage(&mut text.as_bytes()) {
        Err(problem @ FileProblem::Broken(_)) => problem.to_string(),
        other => panic!("{other:?}\n{text}"),
    }
}

/// The fields of each row that hold something, by their canonical names.
fn fields(staging: &Staging, rows: &[Row]) -> Vec<Values> {
    let headings = staging.headings.as_ref().expect("elements name the columns");
    let mapping = Mapping::of_headings(headings.iter().map(String::as_str));
    let filled = |cells: &[String]| {
        let fields = Field::ALL.into_iter().filter_map(|field| Some((field.name().to_owned(), cells[mapping.column(field)?].clone())));
        fields.filter(|(_, value)| !value.is_empty()).collect::<BTreeMap<_, _>>()
    };
    rows.iter().map(|(_, cells, _)| filled(cells)).collect()
}

/// The cells below a heading.
fn column(staged: &(Staging, Vec<Row>), heading: &str) -> Vec<String> {
    let headings = staged.0.headings.as_ref().expect("elements name the columns");
    let place = headings.iter().position(|of| of == heading).unwrap_or_else(|| panic!("no {heading} in {headings:?}"));
    staged.1.iter().map(|(_, cells, _)| cells[place].clone()).collect()
}

/// An action that sends a claim, with elements of one's own.
fn opret(action: &str, claim: &str, related: &str) -> String {
    format!(
        "<FordringAktion><MFAktionKode>OPRETFORDRING</MFAktionKode>{action}<AktionValg><OpretFordringAktion><MFOpretFordringStruktur>{claim}\
         </MFOpretFordringStruktur><OpretUnderfordringSamling>{related}</OpretUnderfordringSamling></OpretFordringAktion></AktionValg>\
         </FordringAktion>"
    )
}

fn delivery(actions: &str) -> String {
    format!("<MFFordringIndberet_I><FordringAktionSamling>{actions}</FordringAktionSamling></MFFordringIndberet_I>")
}

fn claim(reference: &str, changes: &[(&str, &str)]) -> Values {
    let claim = values(&[
        ("fordringshaver_id", "4321"),
        ("reference", reference),
        ("aktion", "OPRETFORDRING"),
        ("fordringsart", "INDR"),
        ("fordringstype", "KFBILØK"),
        ("hovedstol", "1234.50"),
        ("beloeb", "1000.00"),
        ("valuta", "DKK"),
        ("periode_start", "2026-01-01"),
        ("periode_slut", "2026-01-31"),
        ("stiftelsesdato", "2026-01-01"),
        ("forfaldsdato", "2026-02-01"),
        ("sidste_rettidige_betalingsdato", "2026-02-10"),
        ("foraeldelsesdato", "2029-02-01"),
        ("beskrivelse", "Bøde & <gebyr>, æ ø å"),
        ("skyldner_type", "CPR"),
        ("skyldner_id", "6902501234"),
    ]);
    cases::changed(claim, changes)
}

#[test]
fn every_way_to_write_a_delivery_gives_the_same_rows() {
    let claims = [
        claim("A-1", &[]),
        claim("A-1", &[("skyldner_type", "CVR"), ("skyldner_id", "12345678"), ("domsdato", "2026-05-05")]),
        claim("A-2", &[("hovedfordring_reference", "A-1"), ("fordringstype", "PROCREN"), ("fordringshaver_id", "4321")]),
        claim("A-3", &[("skyldner_type", "AKR"), ("skyldner_id", "12345678901"), ("p_nummer", "1234567890")]),
    ];
    let plain = staged(&String::from_utf8(xml_of(&claims, Dialect::Danish)).expect("UTF-8"));
    assert_eq!(fields(&plain.0, &plain.1), claims);
    assert_eq!(plain.1.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 1, 2, 3]);
    assert_eq!((plain.0.form, plain.0.sheet, plain.0.days_from_1904), (StagedForm::Xml, None, false));
    assert!(plain.1.iter().all(|row| row.2.is_empty()) && plain.0.notes.is_empty(), "{plain:?}");
    for dialect in [Dialect::Danish, Dialect::Plain] {
        for prefix in ["", "sbm", "ns2"] {
            for carried in [Carried::Bare, Carried::InEnvelope] {
                let style = Style { dialect, prefix, carried };
                let text = String::from_utf8(xml_styled(&claims, style)).expect("UTF-8");
                let found = staged(&text);
                assert_eq!((&found.1, &found.0.notes), (&plain.1, &plain.0.notes), "{style:?}");
                assert_eq!(found.0.headings.as_ref().map(Vec::len), plain.0.headings.as_ref().map(Vec::len), "{style:?}");
                assert_eq!(fields(&found.0, &found.1), claims, "{style:?}");
                // In other tables, and with other blanks between.
                let utf16 = |unit: u16| unit.to_le_bytes();
                let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(utf16).collect();
                assert_eq!(stage(&mut bytes.clone()).expect("UTF-16").1, plain.1, "{style:?}");
                let old =
                    text.replace("UTF-8", "ISO-8859-1").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<_>>();
                assert_eq!(stage(&mut old.clone()).expect("Latin-1").1, plain.1, "{style:?}");
                assert_eq!(staged(&text.replace('\n', "")).1, plain.1, "{style:?}");
                assert_eq!(staged(&text.replace('\n', "<!-- æ -->\r\n\t<?x y?>")).1, plain.1, "{style:?}");
            }
        }
    }
}

#[test]
fn every_worked_claim_comes_back_as_it_was() {
    // Where another claim's reference is named that isn't there, and what is about the main claim, has no element.
    let written = |claim: &Values| {
        let mut claim = claim.clone();
        claim.retain(|name, value| Field::from_name(name).is_some() && !value.is_empty());
        for name in ["hovedfordring_reference", "fordringsnote", "kundenote", "begrundelse"] {
            claim.remove(name);
        }
        claim.entry("aktion".into()).or_insert_with(|| "OPRETFORDRING".into());
        claim
    };
    let mut count = 0;
    for case in worked() {
        let valid = case.valid();
        for dialect in [Dialect::Danish, Dialect::Plain] {
            let found =
                stage(&mut xml_of(std::slice::from_ref(&valid), dialect)).unwrap_or_else(|problem| panic!("{}: {problem}", case.name()));
            let mut expected = written(&valid);
            // Its kind shows by the element.
            if let Some(id) = expected.get("skyldner_id").cloned() {
                let kind = if id.len() == 8 { "CVR" } else { "CPR" };
                expected.entry("skyldner_type".into()).or_insert_with(|| kind.into());
            }
            assert_eq!(fields(&found.0, &found.1), [expected], "{}", case.name());
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn parts_of_a_delivery_are_read_by_themselves() {
    let action = opret("", "<DMIFordringBeløb>5</DMIFordringBeløb>", "");
    let whole = staged(&delivery(&action));
    let body = format!("<Envelope><Body>{action}</Body></Envelope>");
    for text in [action.clone(), format!("<FordringAktionSamling>{action}</FordringAktionSamling>"), body] {
        let found = staged(&text);
        assert_eq!((found.1, found.0.headings), (whole.1.clone(), whole.0.headings.clone()), "{text}");
    }
}

#[test]
fn related_claims_know_their_main_claim() {
    let related = |reference: &str, inner: &str| {
        format!(
            "<MFOpretRelateretFordringStruktur><DMIFordringFordringHaverRef>{reference}</DMIFordringFordringHaverRef>{inner}\
             </MFOpretRelateretFordringStruktur>"
        )
    };
    let main = "<DMIFordringFordringHaverRef>H</DMIFordringFordringHaverRef><DMIFordringBeløb>1</DMIFordringBeløb>";
    let nested = format!("<OpretUnderfordringSamling>{}</OpretUnderfordringSamling>", related("R3", ""));
    let text = delivery(&format!(
        "{}{}",
        opret("", main, &format!("{}{}", related("R1", ""), related("R2", &nested))),
        opret("", "<DMIFordringBeløb>7</DMIFordringBeløb>", &related("R4", ""))
    ));
    let found = staged(&text);
    assert_eq!(column(&found, "DMIFordringFordringHaverRef"), ["H", "R1", "R2", "R3", "", "R4"]);
    assert_eq!(column(&found, "hovedfordring_reference"), ["", "H", "H", "R2", "", ""]);
    assert_eq!(column(&found, "DMIFordringBeløb"), ["1", "", "", "", "7", ""], "a related claim has its own amounts");
    assert_eq!(column(&found, "aktion"), ["OPRETFORDRING"; 6]);
    assert_eq!(found.1.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let [note] = found.0.notes.as_slice() else { panic!("{:?}", found.0.notes) };
    assert!(note.starts_with("Den relaterede fordring nr. 6"), "{note}");
}

#[test]
fn other_actions_become_rows_as_well() {
    let text = delivery(
        "<FordringAktion><MFAktionKode>NEDSKRIV</MFAktionKode><DMIFordringHaverID>4321</DMIFordringHaverID><MFAktionID>77</MFAktionID><AktionValg>\
         <NedskrivAktion><MFNedskrivFordringStruktur><DMIFordringEFIFordringID>99</DMIFordringEFIFordringID>\
         <FordringNedskrivningÅrsagKode>INDB</FordringNedskrivningÅrsagKode><VirkningFra>2026-03-01</VirkningFra>\
         <FordringNedskrivningBeløbStruktur><ValutaKode>DKK</ValutaKode><FordringNedskrivningBeløb>12.00</FordringNedskrivningBeløb>\
         </FordringNedskrivningBeløbStruktur></MFNedskrivFordringStruktur></NedskrivAktion></AktionValg></FordringAktion>\
         <FordringAktion><MFAktionKode>TILBAGEKALD</MFAktionKode><DMIFordringHaverID>4321</DMIFordringHaverID><AktionValg><TilbagekaldAktion>\
         <DMIFordringEFIFordringID>98</DMIFordringEFIFordringID><HovedFordringTilbagekaldAarsagKode>FEJL</HovedFordringTilbagekaldAarsagKode>\
         </TilbagekaldAktion></AktionValg></FordringAktion>\
         <FordringAktion><MFAktionKode>GENINDSENDFORDRING</MFAktionKode></FordringAktion>",
    );
    let found = staged(&text);
    assert_eq!(
        fields(&found.0, &found.1),
        [
            values(&[
                ("aktion", "NEDSKRIV"),
                ("fordringshaver_id", "4321"),
                ("fordrings_id", "99"),
                ("aarsagskode", "INDB"),
                ("virkningsdato", "2026-03-01"),
                ("beloeb", "12.00"),
                ("valuta", "DKK"),
            ]),
            values(&[("aktion", "TILBAGEKALD"), ("fordringshaver_id", "4321"), ("fordrings_id", "98"), ("aarsagskode", "FEJL")]),
            values(&[("aktion", "GENINDSENDFORDRING")]),
        ]
    );
    assert_eq!(column(&found, "MFAktionID"), ["77", "", ""]);
}

#[test]
fn what_stands_twice_is_told() {
    let debtor = "<FordringHæftelseSamling><MFHæftelseStruktur><MFKundeStruktur><Valg><PersonCPRNummer>6902501234</PersonCPRNummer>\
                  <VirksomhedCVRNummer>12345678</VirksomhedCVRNummer></Valg></MFKundeStruktur></MFHæftelseStruktur></FordringHæftelseSamling>";
    let text = delivery(&opret(
        "<DMIFordringHaverID>1111</DMIFordringHaverID>",
        &format!(
            "<DMIFordringForfaldDato/><DMIFordringForfaldDato>2026-02-01</DMIFordringForfaldDato>\
             <DMIFordringForfaldDato>2026-02-02</DMIFordringForfaldDato><DMIFordringForfaldDato>2026-02-03</DMIFordringForfaldDato>\
             <A><ValutaKode>DKK</ValutaKode></A><FordringBeløbStruktur><ValutaKode>DKK</ValutaKode></FordringBeløbStruktur>\
             <FordringOprindeligBeløbStruktur><ValutaKode>EUR</ValutaKode></FordringOprindeligBeløbStruktur>\
             <DMIFordringHaverID>2222</DMIFordringHaverID><Note>et</Note><Note>to</Note>{debtor}"
        ),
        "",
    ));
    let found = staged(&text);
    let headings = found.0.headings.clone().expect("elements name the columns");
    let place = |heading: &str| headings.iter().position(|of| of == heading).unwrap_or_else(|| panic!("{heading}"));
    let [(_, cells, problems)] = found.1.as_slice() else { panic!("{found:?}") };
    for (heading, value, count) in [
        ("DMIFordringForfaldDato", "2026-02-01", 3),
        ("valuta", "DKK", 2),
        ("fordringshaver_id", "2222", 2),
        ("skyldner_id", "6902501234", 2),
    ] {
        assert_eq!(cells[place(heading)], value);
        assert!(problems.contains(&RowProblem::Several { column: place(heading), count }), "{heading}: {problems:?}");
    }
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert_eq!(cells[place("skyldner_type")], "CPR");
    assert_eq!(cells[place("FordringAktion/DMIFordringHaverID")], "1111");
    assert_eq!(cells[place("Note")], "et · to");
    assert_eq!(cells[place("A/ValutaKode")], "DKK", "an element of that name elsewhere is no field");
}

#[test]
fn fields_are_only_what_stands_where_fields_stand() {
    let text = delivery(&opret(
        "",
        "<DMIFordringBeskrivelse>rigtig</DMIFordringBeskrivelse>\
         <DokumentSamling><Dokument><Beskrivelse>et dokument</Beskrivelse></Dokument></DokumentSamling>\
         <SagsbehandlerStruktur><PersonCPRNummer>6902501234</PersonCPRNummer></SagsbehandlerStruktur>\
         <FordringHæftelseSamling><MFHæftelseStruktur><HæftelseForældelseDato>2029-01-01</HæftelseForældelseDato>\
         <AdresseStruktur><VirkningFra>2001-01-01</VirkningFra></AdresseStruktur></MFHæftelseStruktur></FordringHæftelseSamling>",
        "",
    ));
    let found = staged(&text);
    assert_eq!(
        fields(&found.0, &found.1),
        [values(&[("aktion", "OPRETFORDRING"), ("beskrivelse", "rigtig"), ("foraeldelsesdato", "2029-01-01")])]
    );
    assert_eq!(column(&found, "Dokument/Beskrivelse"), ["et dokument"]);
    assert_eq!(column(&found, "SagsbehandlerStruktur/PersonCPRNummer"), ["6902501234"]);
    assert_eq!(column(&found, "AdresseStruktur/VirkningFra"), ["2001-01-01"]);
}

#[test]
fn text_is_put_together_from_its_pieces() {
    let text = delivery(&opret(
        "",
        "<DMIFordringBeskrivelse>a &lt;<![CDATA[b & <c>]]><!-- d -->&#230;&#xF8;<?e f?>\n g&apos;&quot;&gt;&amp;\u{1f}</DMIFordringBeskrivelse>\
         <DMIFordringForfaldDato xsi:nil=\"true\" xmlns:xsi=\"x\">2026-01-01</DMIFordringForfaldDato>\
         <DMIFordringSRBDato xsi:nil=\"false\">2026-01-02</DMIFordringSRBDato><Tom/><Blandet>før<Inde>x</Inde>efter</Blandet>",
        "",
    ));
    let found = staged(&text);
    assert_eq!(column(&found, "DMIFordringBeskrivelse"), ["a <b & <c>æø\n g'\">&\u{1f}"]);
    assert_eq!(column(&found, "DMIFordringForfaldDato"), [""]);
    assert_eq!(column(&found, "DMIFordringSRBDato"), ["2026-01-02"]);
    assert_eq!((column(&found, "Blandet"), column(&found, "Inde")), (vec!["før · efter".to_owned()], vec!["x".to_owned()]));
    assert!(!found.0.headings.expect("elements name the columns").contains(&"Tom".to_owned()), "it says nothing");
}

#[test]
fn what_stands_outside_the_claims_is_named() {
    let text = delivery(&opret("", "", "")).replace(
        "<FordringAktionSamling>",
        "<Kontekst><H><TransaktionsID>1</TransaktionsID></H></Kontekst><F><VirksomhedSENummer>12345678</VirksomhedSENummer></F>\
         <FordringAktionSamling>",
    );
    let found = staged(&text);
    assert_eq!(found.0.notes, ["Uden for fordringerne har filen oplysninger, som ikke tjekkes: TransaktionsID, VirksomhedSENummer."]);
    assert_eq!(fields(&found.0, &found.1), [values(&[("aktion", "OPRETFORDRING")])], "the sender is no debtor");
}

#[test]
fn a_long_value_is_cut_and_told() {
    let long = "æ".repeat(50_000);
    let found = staged(&delivery(&opret("", &format!("<DMIFordringBeskrivelse>{long}</DMIFordringBeskrivelse><B>1</B>"), "")));
    let headings = found.0.headings.clone().expect("elements name the columns");
    let column_of = headings.iter().position(|heading| heading == "DMIFordringBeskrivelse").expect("it is there");
    assert_eq!(found.1[0].2, [RowProblem::TooLong { column: column_of, bytes: 100_000 }]);
    assert_eq!((found.1[0].1[column_of].len(), column(&found, "B")), (32 * 1024, vec!["1".to_owned()]));
}

#[test]
fn elements_without_end_are_told_and_no_field_is_lost() {
    let many: String = (0..1000).map(|number| format!("<Felt{number}>x</Felt{number}>")).collect();
    let found = staged(&delivery(&opret("", &format!("{many}<DMIFordringBeløb>5</DMIFordringBeløb>"), "")));
    assert_eq!(fields(&found.0, &found.1), [values(&[("aktion", "OPRETFORDRING"), ("beloeb", "5")])]);
    assert!(found.0.headings.expect("elements name the columns").len() <= 300);
    assert!(found.0.notes.iter().any(|note| note.contains("740 værdier")), "{:?}", found.0.notes);
}

const ANSWER: &str = "<S:Envelope xmlns:S=\"x\"><S:Header><F>1</F></S:Header><S:Body><MFFordringIndberet_O xmlns=\"http://skat.dk/begrebsmodel/2009/01/15/\">
<Kontekst><H><TransaktionsID>1</TransaktionsID></H></Kontekst>
<FordringInfo><FordringhaverSystemIDStruktur><VirksomhedSENummer>12345678</VirksomhedSENummer></FordringhaverSystemIDStruktur>
<MFLeveranceID>5</MFLeveranceID><FordringAktionStatusSamling>
<MFAktionStruktur><DMIFordringEFIFordringID>11</DMIFordringEFIFordringID><DMIFordringEFIHovedFordringID>10</DMIFordringEFIHovedFordringID>
<DMIFordringFordringHaverRef>A-1</DMIFordringFordringHaverRef><MFAktionID>501</MFAktionID><MFAktionKode>OPRETFORDRING</MFAktionKode>
<DMIFordringHaverID>4321</DMIFordringHaverID><MFAktionStatusKode>UDFØRT</MFAktionStatusKode><AfvistÅrsagSamling/></MFAktionStruktur>
<MFAktionStruktur><DMIFordringFordringHaverRef>A-2</DMIFordringFordringHaverRef><MFAktionID>502</MFAktionID><MFAktionKode>OPRETFORDRING</MFAktionKode>
<MFAktionStatusKode>AFVIST</MFAktionStatusKode><AfvistÅrsagSamling>
<MFAktionAfvistStruktur><MFAktionAfvistNummer>152</MFAktionAfvistNummer><MFAktionAfvistTekst>Forkert valuta</MFAktionAfvistTekst></MFAktionAfvistStruktur>
<MFAktionAfvistStruktur><MFAktionAfvistNummer>411</MFAktionAfvistNummer><MFAktionAfvistTekst>Forkert art</MFAktionAfvistTekst></MFAktionAfvistStruktur>
</AfvistÅrsagSamling></MFAktionStruktur>
</FordringAktionStatusSamling></FordringInfo></MFFordringIndberet_O></S:Body></S:Envelope>";

#[test]
fn answers_become_rows() {
    let expected: [&[&str]; 2] = [
        &["A-1", "11", "501", "OPRETFORDRING", "UDFØRT", "", ""],
        &["A-2", "", "502", "OPRETFORDRING", "AFVIST", "152 · 411", "Forkert valuta · Forkert art"],
    ];
    for text in [ANSWER.to_owned(), ANSWER.replace("Årsag", "Aarsag").replace("<MF", "<n:MF").replace("</MF", "</n:MF")] {
        let (staging, rows) = staged(&text);
        assert_eq!(staging.form, StagedForm::XmlAnswer);
        let headings = ["reference", "fordrings_id", "svar_aktion_id", "svar_aktion", "svar_status", "svar_nummer", "svar_tekst"];
        assert_eq!(staging.headings.expect("they are fixed"), headings);
        assert_eq!(rows.iter().map(|row| row.1.as_slice()).collect::<Vec<_>>(), expected);
        assert!(rows.iter().all(|row| row.2.is_empty()));
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2]);
    }
}

#[test]
fn receipts_are_answers() {
    let text = "<MFKvitteringHent_O><KvitteringSamling>\
                <Kvittering><MFAktionStruktur><MFAktionID>1</MFAktionID><MFAktionStatusKode>UDFØRT</MFAktionStatusKode></MFAktionStruktur>\
                <UdførtAktionValg><Opret><DMIFordringEFIFordringID>77</DMIFordringEFIFordringID></Opret></UdførtAktionValg></Kvittering>\
                <Kvittering><DMIFordringFordringHaverRef>R</DMIFordringFordringHaverRef><MFAktionStatusKode>HØRING</MFAktionStatusKode></Kvittering>\
                <Kvittering><MFLeveranceID>5</MFLeveranceID></Kvittering></KvitteringSamling></MFKvitteringHent_O>";
    let (staging, rows) = staged(text);
    assert_eq!(staging.form, StagedForm::XmlAnswer);
    let cells: Vec<_> = rows.iter().map(|row| row.1.join("|")).collect();
    assert_eq!(cells, ["|77|1||UDFØRT||", "R||||HØRING||"]);
}

#[test]
fn an_answer_about_the_whole_delivery_is_passed_on() {
    let text = "<MFFordringIndberet_O><Kontekst><SvarReaktion><Fejl><FejlNummer>900</FejlNummer><FejlTekst>Ukendt afsender</FejlTekst></Fejl>\
                </SvarReaktion></Kontekst></MFFordringIndberet_O>";
    assert!(refusal(text).contains("«Ukendt afsender» (900)"));
    let with_rows = ANSWER.replace("<Kontekst>", "<Kontekst><Advis><AdvisTekst>Systemet lukker kl. 18</AdvisTekst></Advis>");
    assert_eq!(staged(&with_rows).0.notes, ["Systemet svarer om hele leverancen: «Systemet lukker kl. 18»."]);
}

#[test]
fn what_is_something_else_is_told() {
    for (text, told) in [
        ("<html><body>", "webside"),
        ("<?xml version='1.0'?><!-- a --><!DOCTYPE html PUBLIC 'x'><html/>", "webside"),
        ("\n  <TABLE border=1><tr><td>1", "webside"),
        ("<xhtml:html xmlns:xhtml='x'/>", "webside"),
        ("<meta http-equiv=Content-Type>", "webside"),
        ("<?mso-application?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "XML-regneark 2003"),
        ("<Workbook/>", "<Workbook>"),
        ("<tableau/>", "<tableau>"),
        ("<Invoice><ID>1</ID></Invoice>", "<Invoice>"),
        ("<S:Envelope><S:Body><S:Fault/></S:Body></S:Envelope>", "<Fault>"),
        ("<S:Envelope><S:Header/></S:Envelope>", "uden indhold"),
        ("<MFFordringIndberet_I><MFLeveranceID>5</MFLeveranceID></MFFordringIndberet_I>", "ingen <FordringAktion>"),
        ("<MFFordringIndberet_O/>", "ingen svar"),
    ] {
        let sentence = refusal(text);
        assert!(sentence.contains(told), "{text}: {sentence}");
    }
}

#[test]
fn what_is_not_well_formed_is_told_with_its_line() {
    let good = delivery(&opret("", "<A>1</A>", "")).replace('>', ">\n");
    for (from, to, told) in [
        ("</A>", "</B>", "I linje 10 lukkes <B>, men <A> fra linje 9"),
        ("</MFFordringIndberet_I>", "", "før <MFFordringIndberet_I> fra linje 1 er lukket"),
        ("<A>", "</C>", "I linje 9 lukkes <C>"),
        ("<A>", "<A b=c>", "attribut"),
        ("<A>", "<A b='1' b='2'>", "attribut"),
        ("<A>", "<1>", "«<1»"),
        ("<A>", "<>", "«<»"),
        ("<A>", "<A>R&D", "I linje 9 står et «&»"),
        ("<A>", "<A>&hvad;", "«&hvad;»"),
        ("<A>", "<A b='&hvad;'>", "«&hvad;»"),
        ("<A>", "<A>&#0;", "«&#0;»"),
        ("<A>", "<A><!x>", "«<!»"),
        ("<A>", "<A><!-- ", "midt i en kommentar, der begynder i linje 9"),
        ("<A>", "<A><![CDATA[ ", "midt i en CDATA-tekst"),
        ("<A>", "<A b='", "anførselstegn"),
        ("<A>", "<?", "mellem «<?» og «?>»"),
        ("</MFFordringIndberet_I>", "</MFFordringIndberet_I>hov", "efter det sidste element: «hov»"),
        ("</MFFordringIndberet_I>", "</MFFordringIndberet_I>\n<?xml version='1.0'?><a/>", "flere XML-dokumenter"),
        ("</MFFordringIndberet_I>", "</MFFordringIndberet_I><a/>", "flere XML-dokumenter"),
    ] {
        assert!(good.contains(from));
        let sentence = refusal(&good.replacen(from, to, 1));
        assert!(sentence.contains(told), "{to}: {sentence}");
    }
    assert!(refusal("<?xml version='1.0'?>\n").contains("uden et eneste element"));
    assert!(refusal("hej <a/>").contains("før det første element: «hej»"));
    let mut odd = good.into_bytes();
    let place = odd.iter().position(|byte| *byte == b'1').expect("the value");
    odd[place] = 0xE6;
    assert!(matches!(stage(&mut odd), Err(FileProblem::Broken(sentence)) if sentence.contains("ikke er UTF-8")));
}

#[test]
fn entities_are_never_expanded() {
    let mut laughs = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY l0 \"ha\">");
    for number in 1..30 {
        laughs += &format!("<!ENTITY l{number} \"{}\">", format!("&l{};", number - 1).repeat(10));
    }
    laughs += "]><MFFordringIndberet_I><FordringAktion>&l29;</FordringAktion></MFFordringIndberet_I>";
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><MFFordringIndberet_I>&x;</MFFordringIndberet_I>";
    for text in [laughs.as_str(), outside] {
        let started = Instant::now();
        assert!(refusal(text).contains("DOCTYPE"));
        assert!(started.elapsed() < Duration::from_secs(1));
    }
    // One that only names its rules is read, and they aren't.
    let found = staged(&format!("<!DOCTYPE a SYSTEM \"http://x.invalid/a.dtd\">{}", delivery(&opret("", "", ""))));
    assert_eq!(found.1.len(), 1);
    assert!(refusal(&format!("<!DOCTYPE a SYSTEM \"a.dtd\">{}", delivery("&x;"))).contains("«&x;»"));
}

#[test]
fn there_is_an_end_to_depth_names_attributes_and_debtors() {
    let inside = |text: &str| delivery(&opret("", text, ""));
    let deep = |levels: usize| inside(&format!("{}1{}", "<A>".repeat(levels), "</A>".repeat(levels)));
    assert_eq!(staged(&deep(58)).1.len(), 1);
    assert!(refusal(&deep(59)).contains("mere end 64 elementer inde i hinanden"));
    assert!(refusal(&"<a>".repeat(1_000_000)).contains("<a>"));
    assert_eq!(staged(&inside(&format!("<{0}>1</{0}>", "n".repeat(256)))).1.len(), 1);
    assert!(refusal(&inside(&format!("<{0}>1</{0}>", "n".repeat(257)))).contains("256 tegn"));
    let attributes = |count: usize| inside(&format!("<A {}/>", (0..count).map(|number| format!("b{number}='1' ")).collect::<String>()));
    assert_eq!(staged(&attributes(64)).1.len(), 1);
    assert!(refusal(&attributes(65)).contains("64 attributter"));
    let debtors = |count: usize| inside(&"<MFHæftelseStruktur/>".repeat(count));
    assert_eq!(staged(&debtors(1000)).1.len(), 1000);
    assert!(refusal(&debtors(1001)).contains("1.000 hæftere"));
}

/// A file that is made while it's read: a beginning, then the same bytes again and again.
struct Endless {
    head: Vec<u8>,
    again: Vec<u8>,
    length: u64,
    read: u64,
}

impl Bytes for Endless {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.length.saturating_sub(offset)).unwrap_or(usize::MAX);
        let count = buffer.len().min(rest);
        for (place, byte) in (offset..).zip(&mut buffer[..count]) {
            let place = usize::try_from(place).expect("small enough");
            *byte = self.head.get(place).copied().unwrap_or_else(|| self.again[(place - self.head.len()) % self.again.len()]);
        }
        self.read = self.read.max(offset + count as u64);
        Ok(count)
    }
}

#[test]
fn a_value_without_end_is_refused_without_being_held() {
    let delivery = "<MFFordringIndberet_I><FordringAktion><MFOpretFordringStruktur>";
    for (head, again, told) in [
        (format!("{delivery}<DMIFordringBeskrivelse>"), "x", "mere end 4 MB i ét stykke"),
        (format!("{delivery}<!-- "), "x", "mere end 4 MB i ét stykke"),
        (format!("{delivery}<![CDATA["), "x", "mere end 4 MB i ét stykke"),
        (format!("{delivery}<A b='"), "x", "mere end 4 MB i ét stykke"),
        (format!("{delivery}<A"), "x", "mere end 4 MB i ét stykke"),
        (format!("{delivery}<A>&"), "x", "mere end 4 MB i ét stykke"),
        ("<!DOCTYPE a [".to_owned(), "<!ENTITY x \"y\">", "mere end 4 MB i ét stykke"),
        // No single piece is long, but together they are.
        (delivery.to_owned(), "<DMIFordringBeskrivelse>x</DMIFordringBeskrivelse>", "fylder mere end 32 MB"),
        (delivery.to_owned(), "<MFHæftelseStruktur><B>x</B></MFHæftelseStruktur>", "1.000 hæftere"),
        (delivery.to_owned(), "<MFOpretRelateretFordringStruktur></MFOpretRelateretFordringStruktur>", "fylder mere end 32 MB"),
    ] {
        let mut bytes = Endless { head: head.into_bytes(), again: again.as_bytes().to_vec(), length: 1 << 40, read: 0 };
        match stage(&mut bytes) {
            Err(FileProblem::Broken(sentence)) => assert!(sentence.contains(told), "{again}: {sentence}"),
            other => panic!("{again}: {other:?}"),
        }
        assert!(bytes.read < 64 << 20, "{again}: {} bytes were read", bytes.read);
    }
}

#[test]
fn a_text_in_pieces_of_any_length_is_read_on_without_being_held() {
    // 24 MB of one value: no piece is long, and only its beginning is kept.
    let mut text = String::from("<MFFordringIndberet_I><FordringAktion><MFOpretFordringStruktur><DMIFordringBeskrivelse>");
    for _ in 0..24 {
        text += &"y".repeat(1 << 20);
        text += "<!-- -->";
    }
    text += "</DMIFordringBeskrivelse></MFOpretFordringStruktur></FordringAktion></MFFordringIndberet_I>";
    let found = staged(&text);
    assert_eq!(found.1[0].2, [RowProblem::TooLong { column: 0, bytes: 24 << 20 }]);
}

#[test]
fn reading_tells_how_far_it_is_and_can_be_ended() {
    let claims: Vec<Values> = (0..400).map(|number| claim(&format!("R-{number}"), &[])).collect();
    let bytes = xml_of(&claims, Dialect::Danish);
    let mut told = Vec::new();
    stage_telling(&mut bytes.clone(), &mut |share| {
        told.push(share);
        true
    })
    .expect("it is whole");
    assert!(told.is_sorted() && told.len() > 10 && told.last() >= Some(&900), "{told:?}");
    for end in [0, 3, told.len() - 2] {
        let mut calls = 0;
        let ended = stage_telling(&mut bytes.clone(), &mut |_| {
            calls += 1;
            calls <= end
        });
        assert_eq!(ended.err(), Some(FileProblem::Cancelled));
        assert_eq!(calls, end + 1, "it ends at once");
    }
}

#[test]
fn a_file_that_goes_away_is_told() {
    struct Gone(Vec<u8>, u64);
    impl Bytes for Gone {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }

        fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1 > 5 { Err(io::ErrorKind::NotFound.into()) } else { self.0.as_slice().read_at(offset, buffer) }
        }
    }
    let claims: Vec<Values> = (0..400).map(|number| claim(&format!("R-{number}"), &[])).collect();
    let gone = stage(&mut Gone(xml_of(&claims, Dialect::Plain), 0));
    assert_eq!(gone.err(), Some(FileProblem::Unreadable("den findes ikke".into())));
}

/// A delivery with everything in it.
fn sample() -> Vec<u8> {
    let claims = [claim("A-1", &[]), claim("A-2", &[("hovedfordring_reference", "A-1")])];
    let style = Style { dialect: Dialect::Danish, prefix: "n", carried: Carried::InEnvelope };
    let text = String::from_utf8(xml_styled(&claims, style)).expect("UTF-8");
    text.replacen("<n:FordringAktionSamling>", "<!-- æ --><?a b?><X c='d' e=\"f\"><![CDATA[g]]>&#230;</X><n:FordringAktionSamling>", 1)
        .into_bytes()
}

#[test]
fn a_file_cut_off_anywhere_is_refused_as_a_whole() {
    for whole in [sample(), ANSWER.as_bytes().to_vec()] {
        let end = whole.iter().rposition(|byte| *byte == b'>').expect("it has marks");
        assert!(stage(&mut whole.clone()).is_ok());
        for length in 0..end {
            match stage(&mut whole[..length].to_vec()) {
                Err(FileProblem::Broken(sentence)) => {
                    let text = String::from_utf8_lossy(&whole[..length]);
                    let is_about_end =
                        ["holder op", "ikke er UTF-8", "eneste element", "«<!»", "«&»"].iter().any(|told| sentence.contains(told));
                    assert!(is_about_end, "{length}: {sentence}\n{text}");
                }
                other => panic!("{length}: {other:?}"),
            }
        }
    }
}

#[test]
fn no_bytes_make_it_panic_or_hang() {
    let pieces: [&[u8]; 24] = [
        b"<",
        b">",
        b"</",
        b"/>",
        b"<!",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?",
        b"?>",
        b"&",
        b";",
        b"&#x",
        b"\"",
        b"'",
        b"=",
        b":",
        b"\0",
        b"\xE6",
        b"\xC3",
        b"<!DOCTYPE",
        b"[",
        b"<FordringAktion>",
    ];
    let mut chance = Chance::of("nymf");
    let (mut rows, mut refused) = (0, 0);
    for whole in [sample(), ANSWER.as_bytes().to_vec()] {
        for _ in 0..2000 {
            let mut bytes = whole.clone();
            for _ in 0..=chance.below(3) {
                let place = chance.below(bytes.len());
                match chance.below(4) {
                    0 => bytes[place] = u8::try_from(chance.below(256)).expect("a byte"),
                    1 => drop(bytes.drain(place..(place + 1 + chance.below(20)).min(bytes.len()))),
                    2 => drop(bytes.splice(place..place, chance.pick(&pieces).iter().copied())),
                    _ => {
                        let from = chance.below(bytes.len());
                        let part: Vec<u8> = bytes[from..(from + chance.below(200)).min(bytes.len())].to_vec();
                        drop(bytes.splice(place..place, part));
                    }
                }
            }
            match stage(&mut bytes) {
                Ok((_, found)) => rows += found.len(),
                Err(problem) => {
                    assert!(matches!(problem, FileProblem::Broken(_)), "{problem:?}");
                    refused += 1;
                }
            }
        }
    }
    assert!(rows > 150 && refused > 1000, "{rows} {refused}");
    // Nothing but marks.
    for _ in 0..4000 {
        let bytes: Vec<u8> = (0..chance.below(30)).flat_map(|_| chance.pick(&pieces).iter().copied()).collect();
        assert!(stage(&mut bytes.clone()).is_err(), "{bytes:?}");
    }
    for text in [
        "",
        " ",
        "<!-->",
        "<!--->",
        "<!---->",
        "<![CDATA[]]>",
        "<??>",
        "<?>",
        "</>",
        "<>",
        "< >",
        "<a/",
        "<a></a",
        "<!DOCTYPE>",
        "<![CDATA[",
    ] {
        assert!(stage(&mut text.as_bytes()).is_err(), "{text}");
    }
}
