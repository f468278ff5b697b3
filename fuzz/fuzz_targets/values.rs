//! Single values: dates and amounts in every style, debtors' numbers, and a claim made of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stamdatatjek::claim::{
    Claim, DateOrder, DebtorNumber, DecimalMark, Field, ValueStyle, date_evidence, decimal_evidence, format_amount, format_date, parse_amount,
    parse_amount_in, parse_date, parse_date_in, shorten,
};

fuzz_target!(|text: &str| {
    for dates in [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Unclear] {
        for days_from_1904 in [false, true] {
            if let Ok(read) = parse_date_in(text, ValueStyle { dates, days_from_1904, ..ValueStyle::default() }) {
                assert_eq!(parse_date(&format_date(read.date())).map(|again| again.date()), Ok(read.date()));
            }
        }
    }
    for decimals in [DecimalMark::Unsaid, DecimalMark::Comma, DecimalMark::Point, DecimalMark::Unclear] {
        if let Ok(amount) = parse_amount_in(text, decimals) {
            let written = format_amount(amount);
            // Three decimals and no thousands look like thousands, and written with two decimals a long amount is too long; the reader says so.
            if amount.scale() <= 2 && written.bytes().filter(u8::is_ascii_digit).count() <= 18 {
                assert_eq!(parse_amount(&written), Ok(amount), "{written}");
            }
        }
    }
    let _ = (date_evidence(text), decimal_evidence(text), DebtorNumber::read(text));
    assert!(shorten(text).chars().count() <= 41);
    for field in Field::ALL {
        let claim = Claim::read(1, |of| (of == field).then_some(text));
        let _ = (claim.findings(), claim.unreadable(field));
    }
});
