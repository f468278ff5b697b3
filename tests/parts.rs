//! A file that is checked in parts comes to the same as one that is checked whole, wherever it is cut and in whatever order the parts come.

mod cases;

use cases::Chance;
use cases::odd::odd_file;
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
