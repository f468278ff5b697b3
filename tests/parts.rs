//! A file that is checked in parts comes to the same as one that is checked whole, wherever it is cut and in whatever order the parts come.

mod cases;

use cases::{Chance, Values, changed, fields_of, worked};
use stamdatatjek::check::file::FileCheck;
use stamdatatjek::check::hand::Hand;
use stamdatatjek::check::layout_view::LayoutView;
use stamdatatjek::check::opening::open_text;
use stamdatatjek::check::part::{Done, Plan, Task};
use stamdatatjek::check::totals::Totals;
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::wire::{pack, unpack};

/// Everything a check says.
#[derive(Debug, PartialEq)]
struct Said {
    totals: Totals,
    layout: LayoutView,
    claims: Vec<ClaimView>,
}

fn begin(text: &[u8], size: u64) -> FileCheck {
    FileCheck::in_parts(open_text("f.csv", text.to_vec()).expect("a file of claims"), cases::settings(), size)
}

fn said(mut check: FileCheck) -> Said {
    assert!(check.is_done());
    let mut claims = Vec::new();
    let mut take = |claim: &ClaimView| {
        claims.push(claim.clone());
        Ok(())
    };
    check.each(&mut take).expect("the bytes are there");
    Said { totals: check.totals.clone(), layout: check.layout_view(), claims }
}

fn whole(text: &[u8]) -> Said {
    let mut check = begin(text, u64::MAX / 4);
    let mut hand = Hand::new(check.plan());
    while let Some(task) = check.next_task() {
        let done = hand.run(&mut &*text, &task, &mut |_| true).expect("the bytes are there");
        check.take(done).expect("it has claims");
    }
    said(check)
}

/// Has three hands do the parts; chance says who takes the next and who is done first. Everything travels as bytes, as between workers.
fn in_parts(text: &[u8], size: u64, chance: &mut Chance) -> (Said, usize) {
    let mut check = begin(text, size);
    let plan = pack(&check.plan()).expect("a plan can be written");
    let mut hands: Vec<Hand> = (0..3).map(|_| Hand::new(unpack::<Plan>(&plan).expect("a plan can be read"))).collect();
    let mut out: Vec<Vec<u8>> = Vec::new();
    let mut tasks = 0;
    while !check.is_done() {
        while out.len() < hands.len() {
            let Some(task) = check.next_task() else { break };
            out.push(pack(&task).expect("a task can be written"));
            tasks += 1;
        }
        assert!(!out.is_empty(), "there is work left and nobody has it");
        let task = unpack::<Task>(&out.swap_remove(chance.below(out.len()))).expect("a task can be read");
        let hand = chance.below(hands.len());
        let done = hands[hand].run(&mut &*text, &task, &mut |_| true).expect("the bytes are there");
        let done = unpack::<Done>(&pack(&done).expect("it can be written")).expect("it can be read");
        check.take(done).expect("it has claims");
    }
    let progress = check.progress();
    assert_eq!((progress.bytes, progress.rows), (progress.of_bytes, check.totals.rows), "everything was counted once");
    (said(check), tasks)
}

/// A cell as CSV has it, in quotation marks now and then.
fn cell(text: &str, chance: &mut Chance) -> String {
    if text.contains(['"', ';', '\n', '\r']) || chance.below(12) == 0 {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A file of claims that have to do with one another in every way, and of rows that are hard to tell apart.
fn odd_file(chance: &mut Chance, rows: usize) -> String {
    let worked: Vec<_> = worked().into_iter().filter(|worked| worked.is_municipal()).collect();
    let mut claims: Vec<Values> = Vec::new();
    while claims.len() < rows {
        let reference = format!("R{}", claims.len());
        let some = |chance: &mut Chance| format!("R{}", chance.below(rows + 3));
        let mut claim =
            changed(chance.pick(&worked).valid(), &[("reference", &reference), ("beskrivelse", &format!("Faktura {reference}"))]);
        match chance.below(14) {
            0 => claim = changed(claim, &[("hovedfordring_reference", &some(chance)), ("hovedfordring_id", "")]),
            1 => claim = changed(claim, &[("hovedfordring_reference", ""), ("hovedfordring_id", &some(chance))]),
            2 => claim = changed(claim, &[("hovedfordring_reference", &some(chance)), ("hovedfordring_id", &some(chance))]),
            3 => claim = changed(claim, &[("fordrings_id", &some(chance))]),
            4 => claim = changed(claim, &[("beskrivelse", "to\nlinjer;og \"mere\"\r\n")]),
            5 => claim = changed(claim, &[("hovedstol", "9999999"), ("fordringsart", "MODR")]),
            6 => claim = changed(claim, &[("reference", "")]),
            7 => claim = changed(claim, &[("forfaldsdato", "31-02-2025")]),
            _ => {}
        }
        claims.push(claim.clone());
        match chance.below(9) {
            // Several debtors, the same one twice now and then.
            0 => {
                for _ in 0..=chance.below(4) {
                    claims.push(changed(claim.clone(), &[("skyldner_id", &format!("690250123{}", chance.below(6)))]));
                }
            }
            // The same claim again, the same reference for another, and the same content under another reference.
            1 => claims.push(changed(claim, &[("hovedstol", "17")])),
            2 => claims.push(changed(claim, &[("reference", "igen")])),
            _ => {}
        }
        if let Some(before) = chance.below(15).eq(&0).then(|| chance.pick(&claims).clone()) {
            claims.push(before);
        }
    }
    let fields = fields_of(&claims);
    let mut text = fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(";");
    for claim in &claims {
        text.push_str(["\n", "\r\n", "\r\n\r\n", "\n;;;\n"][if chance.below(10) == 0 { 2 + chance.below(2) } else { chance.below(2) }]);
        let cells: Vec<String> = fields.iter().map(|field| cell(claim.get(field.name()).map_or("", String::as_str), chance)).collect();
        text.push_str(&cells.join(";"));
        if chance.below(60) == 0 {
            text.push_str(";\"aldrig lukket");
        }
    }
    text
}

#[test]
fn parts_come_to_the_same_as_the_whole() {
    for seed in 0..6 {
        let mut chance = Chance::new(seed);
        let text = odd_file(&mut chance, 120).into_bytes();
        let expected = whole(&text);
        assert!(expected.totals.by_rule.iter().any(|rule| rule.rule == "G_REF_UNIK"), "seed {seed}");
        for size in [23, 150, 400, 1_000, 5_000] {
            let (found, tasks) = in_parts(&text, size, &mut chance);
            assert_eq!(found, expected, "seed {seed}, parts of {size}");
            assert!(tasks as u64 >= text.len() as u64 / size / 2);
        }
    }
}

#[test]
fn a_part_of_a_byte_does_no_harm() {
    let mut chance = Chance::new(77);
    let text = odd_file(&mut chance, 8).into_bytes();
    assert_eq!(in_parts(&text, 1, &mut chance).0, whole(&text));
}

#[test]
fn quotation_marks_that_are_never_closed_are_counted_across_parts() {
    let mut chance = Chance::new(5);
    let mut text = odd_file(&mut chance, 20);
    for row in 0..150 {
        // Every mark is open, and the next one closes it only for who looks past the row.
        text.push_str(&format!("\nKFDAINS;{row};\"åben{row}"));
    }
    for size in [40, 333, 2_000] {
        assert_eq!(in_parts(text.as_bytes(), size, &mut chance).0, whole(text.as_bytes()), "parts of {size}");
    }
}

#[test]
fn a_column_filled_with_one_reference_is_parted_alike() {
    let row = "KFDAINS;R1;100,00;100,00;01-06-2026\n";
    let text = format!("fordringstype;reference;hovedstol;beloeb;forfaldsdato\n{}", row.repeat(1_000));
    let expected = whole(text.as_bytes());
    assert_eq!((expected.totals.claims, expected.totals.rows), (5, 1_000));
    let mut chance = Chance::new(1);
    for size in [100, 3_000, 9_000] {
        assert_eq!(in_parts(text.as_bytes(), size, &mut chance).0, expected, "parts of {size}");
    }
}

#[test]
fn a_row_longer_than_many_parts_is_read_once() {
    let text = format!("fordringstype;beskrivelse;hovedstol\nKFDAINS;\"{}\";100\nKFDAINS;kort;100\n", "en lang linje\n".repeat(500));
    let mut chance = Chance::new(2);
    assert_eq!(in_parts(text.as_bytes(), 64, &mut chance).0, whole(text.as_bytes()));
}
