//! Lists of claims hold what their filter says, in the order that was asked for, however the file is written and cut.

mod cases;

use cases::letters::{cp850, windows_1252};
use cases::odd::odd_file;
use cases::slow::{all_claims, amount, checked, lapse, text};
use cases::{Chance, settings};
use stamdatatjek::check::file::{FileCheck, Filter, Search, Sort, SortBy};
use stamdatatjek::check::hand::Hand;
use stamdatatjek::check::lapse::Lapse;
use stamdatatjek::check::opening::{open, open_text};
use stamdatatjek::check::sheet::SheetRow;
use stamdatatjek::check::totals::{Shown, shown};
use stamdatatjek::check::view::ClaimView;
use stamdatatjek::claim::parse_date;
use stamdatatjek::intake::choices::Choices;
use stamdatatjek::intake::{Encoding, Given, MemoryStore, Store};

type Claim = (ClaimView, Vec<SheetRow>);

fn shown_of(view: &ClaimView) -> Shown {
    shown(view.outcome, !view.undecided.is_empty())
}

fn has_text(rows: &[SheetRow], wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text.to_lowercase().contains(&wanted))
}

/// Whether the filter lets the claim through, the slow way. Of fates and corrections it knows nothing.
fn lets_through(filter: &Filter, (view, rows): &Claim) -> bool {
    let has_effect = |effect: &str| view.findings.iter().any(|finding| finding.effect == effect);
    let breaks = |(rule, effect): &(String, String)| view.findings.iter().any(|finding| (&finding.rule, &finding.effect) == (rule, effect));
    filter.outcome.is_none_or(|outcome| outcome == shown_of(view))
        && filter.rule.as_ref().is_none_or(breaks)
        && filter.code.as_ref().is_none_or(|code| *code == view.code)
        && (!filter.has_advice || has_effect("advarsel"))
        && filter.lapse.is_none_or(|wanted| Some(wanted) == rows.iter().map(lapse).min())
        && has_text(rows, &filter.text)
}

/// What a claim is sorted by, as a text that sorts; `None` for nothing.
fn key(by: SortBy, (view, rows): &Claim) -> Option<String> {
    match by {
        SortBy::Row => None,
        SortBy::Outcome => Some((shown_of(view) as usize).to_string()),
        SortBy::Code => Some(view.code.clone()).filter(|code| !code.is_empty()),
        SortBy::Amount => amount(&rows[0], "beloeb").map(|oere| format!("{:020}", i128::from(oere) + 100_000_000_000_000)),
        SortBy::Forfaldsdato => parse_date(text(&rows[0], "forfaldsdato")).ok().map(|date| date.date().to_string()),
    }
}

fn naive(claims: &[Claim], filter: &Filter, sort: Sort) -> Vec<u32> {
    let matching = (0..).zip(claims).filter(|(_, claim)| lets_through(filter, claim));
    let (mut with, mut without): (Vec<_>, Vec<_>) =
        matching.map(|(number, claim)| (key(sort.by, claim), number)).partition(|(key, _)| key.is_some());
    with.sort_by(|(one, _), (other, _)| if sort.descending { other.cmp(one) } else { one.cmp(other) });
    if sort.by == SortBy::Row && sort.descending {
        without.reverse();
    }
    with.into_iter().chain(without).map(|(_, number)| number).collect()
}

fn any_sort(chance: &mut Chance) -> Sort {
    let by = *chance.pick(&[SortBy::Row, SortBy::Outcome, SortBy::Code, SortBy::Amount, SortBy::Forfaldsdato]);
    Sort { by, descending: chance.below(2) == 0 }
}

/// A part of what stands in some cell, in letters of any case, or something odd.
fn any_text(claims: &[Claim], chance: &mut Chance) -> String {
    if chance.below(5) == 0 {
        return (*chance.pick(&["\"", ";", "ø", "Æ", "\n", "R1\n", "findes ikke", "k", "%", "  ", "og \"mere"])).to_owned();
    }
    let (_, rows) = chance.pick(claims);
    let row = chance.pick(rows);
    let cell = &chance.pick(&row.cells).text;
    let letters: Vec<char> = cell.chars().collect();
    let from = chance.below(letters.len());
    let part = letters.get(from..=from + chance.below(8)).or(letters.get(from..)).unwrap_or_default();
    part.iter()
        .flat_map(|c| if chance.below(2) == 0 { c.to_uppercase().to_string() } else { c.to_string() }.chars().collect::<Vec<_>>())
        .collect()
}

fn any_filter(claims: &[Claim], chance: &mut Chance) -> Filter {
    let mut filter = Filter::default();
    let (view, _) = chance.pick(claims);
    if chance.below(4) == 0 {
        filter.outcome = Some(*chance.pick(&Shown::ALL));
    }
    if chance.below(4) == 0 {
        filter.rule = view.findings.first().map(|finding| (finding.rule.clone(), finding.effect.clone()));
    }
    if chance.below(4) == 0 {
        filter.code = Some(view.code.clone());
    }
    filter.has_advice = chance.below(4) == 0;
    if chance.below(4) == 0 {
        filter.lapse = Some(*chance.pick(&Lapse::ALL));
    }
    if chance.below(2) == 0 {
        filter.text = any_text(claims, chance);
    }
    filter
}

/// Quotation marks in the middle of words, which are not in the cells then, and letters that are not plain.
fn written_oddly(text: &str) -> String {
    let text = text.replace("Faktura R1", "\"Fak\"tura R1").replace("Faktura R2", "SØRENS Æble-grød é R2");
    text.replace("Faktura R3", "\"bl;å\"\"\"Hund R3").replace("Faktura R4", "15\" skærm R4")
}

fn in_parts(file: &[u8], size: u64) -> FileCheck {
    let mut check = FileCheck::in_parts(open_text("f.csv", file.to_vec()).expect("a file of claims"), settings(), size);
    let mut hand = Hand::new(check.plan());
    while let Some(task) = check.next_task() {
        let done = hand.run(&mut &*file, &task, &mut |_| true).expect("the bytes are there");
        check.take(done).expect("it has claims");
    }
    check
}

fn assert_lists_are_right(check: &mut FileCheck, chance: &mut Chance, times: usize) {
    let claims = all_claims(check);
    let (mut some, mut with_text) = (0, 0);
    for _ in 0..times {
        let (filter, sort) = (any_filter(&claims, chance), any_sort(chance));
        let expected = naive(&claims, &filter, sort);
        let list = check.list(&filter, sort).expect("the bytes are there");
        assert_eq!(list.numbers(), expected, "{filter:?} {sort:?}");
        some += usize::from(!expected.is_empty() && expected.len() < claims.len());
        with_text += usize::from(!filter.text.is_empty() && !expected.is_empty());
        let other = any_sort(chance);
        let reordered = check.reordered(list, other);
        assert_eq!(reordered, check.list(&filter, other).expect("the bytes are there"), "{filter:?} {sort:?} {other:?}");
        assert_eq!(reordered.sort(), other);
    }
    assert!(some > times / 3 && with_text > times / 5, "{some} {with_text}");
}

#[test]
fn lists_hold_what_their_filter_says() {
    for seed in 0..3 {
        let mut chance = Chance::new(seed + 40);
        let file = written_oddly(&odd_file(&mut chance, 90));
        assert_lists_are_right(&mut checked(&file), &mut chance, 150);
        assert_lists_are_right(&mut in_parts(file.as_bytes(), 700), &mut chance, 50);
    }
}

#[test]
fn lists_hold_what_their_filter_says_in_every_way_of_writing_letters() {
    let mut chance = Chance::new(51);
    let file = written_oddly(&odd_file(&mut chance, 60));
    let windows = windows_1252(&file).expect("it has all the letters");
    let mut mixed = windows.clone();
    // One cell in another table than the rest of the file.
    let place = windows.windows(6).position(|six| six == b"\xD8RENS ").expect("the word is there");
    mixed.splice(place..=place, "Ø".bytes());
    for file in [windows, mixed, [b"\xEF\xBB\xBF", file.as_bytes()].concat(), with_bad_letter(&file)] {
        assert_lists_are_right(&mut checked(&file), &mut chance, 60);
    }
    let old = Given { name: "f.csv".into(), bytes: Box::new(cp850(&file).expect("it has all the letters")), staging: None };
    let choices = Choices { encoding: Some(Encoding::Cp850), ..Choices::default() };
    let store = || -> Box<dyn Store> { MemoryStore::create() };
    let opened = open(vec![old], &choices, &store, &mut |_| true).expect("a file of claims");
    let mut check = FileCheck::run(opened, settings(), &mut |_| true).expect("it has claims").expect("nobody stopped it");
    assert_lists_are_right(&mut check, &mut chance, 60);
}

/// UTF-8 with a cell that isn't.
fn with_bad_letter(file: &str) -> Vec<u8> {
    let mut bytes = file.as_bytes().to_vec();
    let place = file.find("SØRENS").expect("the word is there") + 1;
    bytes.splice(place..place + 2, [0xD8]);
    bytes
}

#[test]
fn texts_are_found_where_quotation_marks_are_never_closed() {
    let mut chance = Chance::new(8);
    let mut file = odd_file(&mut chance, 30);
    for row in 0..120 {
        file.push_str(&format!("\nKFDAINS;{row};\"åben{row}"));
    }
    for size in [100, 900, 1 << 20] {
        let mut check = in_parts(file.as_bytes(), size);
        let claims = all_claims(&mut check);
        let mut found = 0;
        for text in ["åben7", "ÅBEN", "\"åben11", "ben119", "KFDAINS"] {
            let filter = Filter { text: text.into(), ..Filter::default() };
            let list = check.list(&filter, Sort::default()).expect("the bytes are there");
            assert_eq!(list.numbers(), naive(&claims, &filter, Sort::default()), "{text} in parts of {size}");
            found += usize::from(!list.is_empty());
        }
        assert!(found >= 4, "{found}");
    }
}

#[test]
fn a_long_search_comes_bit_by_bit() {
    let mut file = "reference;fordringstype;hovedstol;beskrivelse\n".to_owned();
    for row in 0..30_000 {
        let word = if row % 7_000 == 13 || row == 29_999 {
            "Ålekisten"
        } else {
            "en almindelig beskrivelse af en faktura, som den plejer at se ud"
        };
        file.push_str(&format!("R{row};KFDAINS;100;{word}\n"));
    }
    let mut check = checked(&file);
    let search = |check: &mut FileCheck, filter: Filter| {
        let mut search = Search::new(check, filter, Sort::default());
        let mut told = vec![search.thousandths()];
        loop {
            if let Some(list) = search.step(check).expect("the bytes are there") {
                return (list.into_numbers(), told);
            }
            told.push(search.thousandths());
        }
    };
    let filter = |text: &str| Filter { text: text.into(), ..Filter::default() };
    let (found, told) = search(&mut check, filter("ålekist"));
    assert_eq!(found, [13, 7_013, 14_013, 21_013, 28_013, 29_999]);
    assert!(told.len() > 2 && told.windows(2).all(|pair| pair[0] < pair[1]) && told[told.len() - 1] < 1000, "{told:?}");
    assert_eq!(search(&mut check, filter("lekist")).0, found);
    let (all, _) = search(&mut check, filter("KFDAINS"));
    assert_eq!(all.len(), 30_000);
    let (none, told) = search(&mut check, filter(" \t"));
    assert_eq!((none.len(), told.len()), (30_000, 1), "blanks are no text to search for");
}

#[test]
fn pages_and_neighbours_are_those_of_the_list() {
    let mut chance = Chance::new(61);
    let mut check = checked(odd_file(&mut chance, 60));
    let claims = u32::try_from(check.totals.claims).expect("a few");
    for _ in 0..20 {
        let (filter, sort) = (any_filter(&all_claims(&mut check), &mut chance), any_sort(&mut chance));
        let list = check.list(&filter, sort).expect("the bytes are there");
        let pages: Vec<u32> = (0..20).flat_map(|page| list.page(page, 7).to_vec()).collect();
        assert_eq!(pages, list.numbers());
        assert_eq!(list.page(u32::MAX, u32::MAX), [0_u32; 0]);
        for number in 0..claims {
            let expected = match list.numbers().iter().position(|other| *other == number) {
                Some(place) => (place.checked_sub(1).map(|before| list.numbers()[before]), list.numbers().get(place + 1).copied()),
                None => {
                    let mut in_file = list.numbers().to_vec();
                    in_file.sort_unstable();
                    let place = in_file.partition_point(|other| *other < number);
                    (place.checked_sub(1).map(|before| in_file[before]), in_file.get(place).copied())
                }
            };
            assert_eq!(list.around(number), expected, "{number} in {:?}", list.numbers());
        }
    }
}

#[test]
fn corrected_claims_are_those_that_were_marked() {
    let mut check = checked(odd_file(&mut Chance::new(71), 20));
    let filter = Filter { is_corrected: true, ..Filter::default() };
    assert!(check.list(&filter, Sort::default()).expect("the bytes are there").is_empty());
    check.mark_corrected(vec![2, 5, 6]);
    let sort = Sort { by: SortBy::Row, descending: true };
    assert_eq!(check.list(&filter, sort).expect("the bytes are there").numbers(), [6, 5, 2]);
}
