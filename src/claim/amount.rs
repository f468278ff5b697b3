//! Reading an amount in kroner from Danish and English forms, and writing it as people here read it.

use rust_decimal::Decimal;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountProblem {
    /// The text holds something else than digits, separators, a sign and `kr.`.
    NotANumber,
    /// A spreadsheet has shortened the number (`1,23E+05`): its digits are lost.
    Scientific,
    /// Points and commas stand so that the number can be meant in two ways, e.g. `1,234`.
    Ambiguous,
    /// The number has more digits than can be an amount.
    TooLong,
}

/// Reads `1.234,56`, `1234,56`, `1234.56`, `1 234,56 kr.`, `kr. 12`, `1.234,56-`, `(12,00)`, `-12`, also with the true minus sign.
///
/// One point before exactly three last digits is a thousands point (`1.234` is 1234), as people here write it.
///
/// # Errors
/// Says why the text can't be read; nothing is guessed.
pub fn parse_amount(text: &str) -> Result<Decimal, AmountProblem> {
    let (negative, number) = sign_and_number(text)?;
    let mut digits = String::with_capacity(number.len());
    let mut separators: Vec<(char, usize)> = Vec::new();
    for c in number.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '.' | ',' => separators.push((c, digits.len())),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
            'e' | 'E' if !digits.is_empty() => return Err(AmountProblem::Scientific),
            _ => return Err(AmountProblem::NotANumber),
        }
    }
    if digits.is_empty() {
        return Err(AmountProblem::NotANumber);
    }
    let scale = decimals(&digits, &separators)?;
    if digits.len() > 18 {
        return Err(AmountProblem::TooLong);
    }
    let whole: i64 = digits.parse().map_err(|_| AmountProblem::TooLong)?;
    let mut amount = Decimal::new(whole, scale);
    if negative {
        amount.set_sign_negative(true);
    }
    Ok(amount)
}

/// The amount as people here read it: `1.234,56 kr.` with a no-break space, without decimals where they are zero and `short` forms are asked by `10.000 kr.`.
pub fn format_amount(amount: Decimal) -> String {
    format!("{}\u{a0}kr.", format_number(amount))
}

fn format_number(amount: Decimal) -> String {
    let rounded = if amount.scale() < 2 { amount } else { amount.normalize() };
    let plain = format!("{:.*}", rounded.scale().max(2) as usize, rounded.abs());
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain.as_str(), "00"));
    let mut out = String::with_capacity(plain.len() + 4);
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out.push(',');
    out.push_str(decimals);
    out
}

/// Takes currency words and signs off; answers whether the number is negative.
fn sign_and_number(text: &str) -> Result<(bool, &str), AmountProblem> {
    let mut rest = text.trim();
    let mut signs = 0;
    loop {
        let before = rest;
        for word in ["kr.", "kr", "KR.", "KR", "Kr.", "Kr", "DKK", "dkk"] {
            rest = rest.strip_prefix(word).or_else(|| rest.strip_suffix(word)).unwrap_or(rest).trim();
        }
        if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            signs += 1;
            rest = inner.trim();
        }
        for minus in ['-', '\u{2212}'] {
            if let Some(inner) = rest.strip_prefix(minus).or_else(|| rest.strip_suffix(minus)) {
                signs += 1;
                rest = inner.trim();
            }
        }
        if rest.len() == before.len() {
            break;
        }
    }
    // `-12-` or `(-12)` could be meant in more than one way.
    if signs > 1 { Err(AmountProblem::Ambiguous) } else { Ok((signs == 1, rest)) }
}

/// How many of the digits are decimals. A separator is given with the number of digits before it.
fn decimals(digits: &str, separators: &[(char, usize)]) -> Result<u32, AmountProblem> {
    let after = |position: usize| digits.len() - position;
    // Thousands never begin with a zero: «0.500» is half a krone, not five hundred.
    let may_be_thousands = |position: usize| (1..=3).contains(&position) && !digits.starts_with('0');
    match separators {
        [] => Ok(0),
        [(',', position)] => match after(*position) {
            // Three digits after the only comma: English thousands or three decimals.
            3 if may_be_thousands(*position) => Err(AmountProblem::Ambiguous),
            count => scale(count),
        },
        [('.', position)] => match after(*position) {
            3 if may_be_thousands(*position) => Ok(0),
            count => scale(count),
        },
        [thousands @ .., (last, position)] => {
            let mark = if *last == ',' { '.' } else { ',' };
            if thousands.iter().all(|(c, _)| c == last) {
                // The same separator several times: thousands only.
                return if grouped(separators, digits.len()) { Ok(0) } else { Err(AmountProblem::Ambiguous) };
            }
            if thousands.iter().all(|(c, _)| *c == mark) && grouped(thousands, *position) {
                return scale(after(*position));
            }
            Err(AmountProblem::Ambiguous)
        }
    }
}

/// Whether the separators stand in front of every group of three digits up to `end`.
fn grouped(separators: &[(char, usize)], end: usize) -> bool {
    let first = separators.first().map_or(0, |(_, position)| *position);
    (1..=3).contains(&first)
        && separators.iter().enumerate().all(|(index, (_, position))| *position == first + 3 * index)
        && first + 3 * separators.len() == end
}

fn scale(count: usize) -> Result<u32, AmountProblem> {
    if count > 10 { Err(AmountProblem::TooLong) } else { Ok(u32::try_from(count).unwrap_or(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_is_read() {
        let cases = [
            ("1234", "1234"),
            ("1234,5", "1234.5"),
            ("1234,56", "1234.56"),
            ("1234.56", "1234.56"),
            ("1.234", "1234"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1.234.567", "1234567"),
            ("1.234.567,89", "1234567.89"),
            ("1 234,56 kr.", "1234.56"),
            ("1\u{a0}234,56\u{a0}kr.", "1234.56"),
            ("kr. 12,00", "12.00"),
            ("DKK 12", "12"),
            ("1.234,56-", "-1234.56"),
            ("-12", "-12"),
            ("\u{2212}12,50", "-12.50"),
            ("(12,00)", "-12.00"),
            ("0", "0"),
            ("0,00", "0.00"),
            (",50", "0.50"),
            ("2825.00", "2825.00"),
            ("1234567890", "1234567890"),
            ("1234.567", "1234.567"),
            ("0.500", "0.5"),
            ("0,125", "0.125"),
            ("-0.125", "-0.125"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_amount(text), Ok(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_told_why() {
        let cases = [
            ("tusind", AmountProblem::NotANumber),
            ("12a", AmountProblem::NotANumber),
            ("kr.", AmountProblem::NotANumber),
            ("#VÆRDI!", AmountProblem::NotANumber),
            ("1,23E+05", AmountProblem::Scientific),
            ("1,234", AmountProblem::Ambiguous),
            ("1.23.456", AmountProblem::Ambiguous),
            ("1,234,56", AmountProblem::Ambiguous),
            ("1.234,567.89", AmountProblem::Ambiguous),
            ("-12-", AmountProblem::Ambiguous),
            ("1234567890123456789012", AmountProblem::TooLong),
            ("0,123456789012", AmountProblem::TooLong),
        ];
        for (text, why) in cases {
            assert_eq!(parse_amount(text), Err(why), "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        for (amount, text) in [
            ("0", "0,00"),
            ("12.5", "12,50"),
            ("1234567.891", "1.234.567,891"),
            ("-1000", "-1.000,00"),
            ("999", "999,00"),
            ("12.500", "12,50"),
        ] {
            assert_eq!(format_amount(amount.parse().unwrap()), format!("{text}\u{a0}kr."));
        }
    }
}
