//! Reading an amount in kroner from Danish and English forms, and writing it as people here read it.

use rust_decimal::Decimal;

use super::DecimalMark;

/// The most digits an amount is read with. More don't fit, and are no amount.
const MOST_DIGITS: usize = 18;
/// How many separators are kept apart: more than so many digits can have.
const MOST_SEPARATORS: usize = 8;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountProblem {
    /// The text holds something else than digits, separators, a sign and `kr.`.
    NotANumber,
    /// A spreadsheet has shortened the number (`1,23E+05`): its digits are lost.
    Scientific,
    /// Points and commas stand so that the number can be meant in two ways, e.g. `1,234`.
    Ambiguous,
    /// Points and commas stand otherwise than in the rest of the column, whose decimals follow this mark.
    OtherMark(DecimalMark),
    /// The number has more digits than can be an amount.
    TooLong,
}

/// Reads `1.234,56`, `1234,56`, `1234.56`, `1 234,56 kr.`, `kr. 12`, `12,-`, `1.234,56-`, `(12,00)`, `-12`, also with the true minus sign.
///
/// One point before exactly three last digits is a thousands point (`1.234` is 1234), as people here write it.
///
/// # Errors
/// Says why the text can't be read; nothing is guessed.
pub fn parse_amount(text: &str) -> Result<Decimal, AmountProblem> {
    parse_amount_in(text, DecimalMark::Unsaid)
}

/// As [`parse_amount`], for a column whose decimals follow this mark. The other mark then stands at thousands only.
///
/// # Errors
/// Says why the text can't be read; nothing is guessed.
pub fn parse_amount_in(text: &str, decimals: DecimalMark) -> Result<Decimal, AmountProblem> {
    if decimals == DecimalMark::Unclear {
        let (comma, point) = (parse_amount_in(text, DecimalMark::Comma), parse_amount_in(text, DecimalMark::Point));
        let differ = comma.is_ok() && point.is_ok() && comma != point;
        return if differ { Err(AmountProblem::Ambiguous) } else { parse_amount(text) };
    }
    let (negative, number) = sign_and_number(text)?;
    let digits = Digits::read(number)?;
    let scale = match decimals {
        DecimalMark::Unsaid | DecimalMark::Unclear => digits.scale_by_its_own(),
        DecimalMark::Comma => digits.scale_by(b',').ok_or(AmountProblem::OtherMark(decimals)),
        DecimalMark::Point => digits.scale_by(b'.').ok_or(AmountProblem::OtherMark(decimals)),
    }?;
    if digits.count > MOST_DIGITS || scale > 10 {
        return Err(AmountProblem::TooLong);
    }
    let mut amount = Decimal::new(digits.value, u32::try_from(scale).unwrap_or(0));
    if negative {
        amount.set_sign_negative(true);
    }
    Ok(amount)
}

/// What a text says of the decimal mark of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalEvidence {
    /// It is no amount with either mark. Marks for an empty cell are none either.
    NotANumber,
    /// It is the same amount with both marks.
    NoSign,
    /// It is an amount only when a comma stands before the decimals.
    CommaOnly,
    /// It is an amount only when a point stands before the decimals.
    PointOnly,
    /// It is an amount with both marks, and not the same one: `1.234`, `1,234`.
    Either,
}

/// What the text says of the decimal mark of its column.
pub fn decimal_evidence(text: &str) -> DecimalEvidence {
    match (parse_amount_in(text, DecimalMark::Comma), parse_amount_in(text, DecimalMark::Point)) {
        (Err(_), Err(_)) => DecimalEvidence::NotANumber,
        (Ok(_), Err(_)) => DecimalEvidence::CommaOnly,
        (Err(_), Ok(_)) => DecimalEvidence::PointOnly,
        (Ok(one), Ok(other)) if one == other => DecimalEvidence::NoSign,
        (Ok(_), Ok(_)) => DecimalEvidence::Either,
    }
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
        // Most amounts have nothing around them.
        if let [b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9'] = rest.as_bytes() {
            break;
        }
        let before = rest;
        for word in ["kr.", "kr", "KR.", "KR", "Kr.", "Kr", "DKK", "dkk"] {
            rest = rest.strip_prefix(word).or_else(|| rest.strip_suffix(word)).unwrap_or(rest).trim();
        }
        // «500,-» is five hundred whole kroner, not minus five hundred.
        for whole in [",-", ".-", ",--", ",\u{2013}", ",\u{2014}"] {
            rest = rest.strip_suffix(whole).unwrap_or(rest).trim_end();
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

/// A number taken apart: its digits, and the points and commas between them.
struct Digits {
    /// The digits as one number; not all of them where there are more than [`MOST_DIGITS`].
    value: i64,
    count: usize,
    /// The first digit is a zero. Thousands never begin with one: «0.500» is half a krone, not five hundred.
    zero_first: bool,
    separators: [Separator; MOST_SEPARATORS],
    separator_count: usize,
}

/// A point or a comma.
#[derive(Clone, Copy)]
struct Separator {
    mark: u8,
    /// How many digits stand before it.
    position: usize,
}

impl Digits {
    fn read(number: &str) -> Result<Digits, AmountProblem> {
        let none = Separator { mark: 0, position: 0 };
        let mut digits = Digits { value: 0, count: 0, zero_first: false, separators: [none; MOST_SEPARATORS], separator_count: 0 };
        for (place, c) in number.char_indices() {
            match c {
                '0'..='9' => digits.push(c),
                '.' => digits.push_separator(b'.'),
                ',' => digits.push_separator(b','),
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
                'e' | 'E' if digits.count > 0 && is_exponent(number.get(place + 1..).unwrap_or_default()) => {
                    return Err(AmountProblem::Scientific);
                }
                _ => return Err(AmountProblem::NotANumber),
            }
        }
        if digits.count == 0 {
            return Err(AmountProblem::NotANumber);
        }
        if digits.separator_count > MOST_SEPARATORS {
            return Err(if digits.count > MOST_DIGITS { AmountProblem::TooLong } else { AmountProblem::Ambiguous });
        }
        Ok(digits)
    }

    fn push(&mut self, digit: char) {
        if self.count == 0 {
            self.zero_first = digit == '0';
        }
        if self.count < MOST_DIGITS {
            self.value = self.value * 10 + i64::from(digit.to_digit(10).unwrap_or(0));
        }
        self.count += 1;
    }

    fn push_separator(&mut self, mark: u8) {
        if let Some(free) = self.separators.get_mut(self.separator_count) {
            *free = Separator { mark, position: self.count };
        }
        self.separator_count += 1;
    }

    fn separators(&self) -> &[Separator] {
        self.separators.get(..self.separator_count).unwrap_or(&self.separators)
    }

    /// How many of the digits are decimals where this mark stands before them; nothing where the separators don't fit that.
    fn scale_by(&self, mark: u8) -> Option<usize> {
        let (thousands, end) = match self.separators() {
            [thousands @ .., last] if last.mark == mark => (thousands, last.position),
            thousands => (thousands, self.count),
        };
        let fits = thousands.is_empty()
            || (!self.zero_first && thousands.iter().all(|separator| separator.mark != mark) && grouped(thousands, end));
        fits.then_some(self.count - end)
    }

    /// How many of the digits are decimals, by what the number itself says.
    fn scale_by_its_own(&self) -> Result<usize, AmountProblem> {
        let after = |separator: &Separator| self.count - separator.position;
        match self.separators() {
            [] => Ok(0),
            [only] => {
                let may_be_thousands = after(only) == 3 && (1..=3).contains(&only.position) && !self.zero_first;
                match only.mark {
                    b'.' if may_be_thousands => Ok(0),
                    // Three digits after the only comma: English thousands or three decimals.
                    _ if may_be_thousands => Err(AmountProblem::Ambiguous),
                    _ => Ok(after(only)),
                }
            }
            all @ [thousands @ .., last] => {
                let same = |separator: &Separator| separator.mark == last.mark;
                // The same separator several times: thousands only.
                if thousands.iter().all(same) && grouped(all, self.count) {
                    return Ok(0);
                }
                if !thousands.iter().any(same) && grouped(thousands, last.position) {
                    return Ok(after(last));
                }
                Err(AmountProblem::Ambiguous)
            }
        }
    }
}

/// Whether the text is what stands behind the E of a shortened number.
fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the separators stand in front of every group of three digits up to `end`.
fn grouped(separators: &[Separator], end: usize) -> bool {
    let first = separators.first().map_or(0, |separator| separator.position);
    (1..=3).contains(&first)
        && separators.iter().enumerate().all(|(index, separator)| separator.position == first + 3 * index)
        && first + 3 * separators.len() == end
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
            ("500,-", "500"),
            ("1.234,-", "1234"),
            ("kr. 1.234,- ", "1234"),
            ("500,- kr.", "500"),
            ("500,--", "500"),
            ("500,\u{2013}", "500"),
            ("-500,-", "-500"),
            ("1.234,56-", "-1234.56"),
            ("-12", "-12"),
            ("\u{2212}12,50", "-12.50"),
            ("(12,00)", "-12.00"),
            ("7", "7"),
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
            ("12 euro", AmountProblem::NotANumber),
            ("12E", AmountProblem::NotANumber),
            ("kr.", AmountProblem::NotANumber),
            (",-", AmountProblem::NotANumber),
            ("", AmountProblem::NotANumber),
            ("#VÆRDI!", AmountProblem::NotANumber),
            ("1,23E+05", AmountProblem::Scientific),
            ("1.23e5", AmountProblem::Scientific),
            ("1E-5", AmountProblem::Scientific),
            ("1,234", AmountProblem::Ambiguous),
            ("1.23.456", AmountProblem::Ambiguous),
            ("1,234,56", AmountProblem::Ambiguous),
            ("1.234,567.89", AmountProblem::Ambiguous),
            ("1,2,3,4,5,6,7,8,9,1", AmountProblem::Ambiguous),
            ("-12-", AmountProblem::Ambiguous),
            ("1234567890123456789012", AmountProblem::TooLong),
            ("1.234.567.890.123.456.789.012.345.678", AmountProblem::TooLong),
            ("0,123456789012", AmountProblem::TooLong),
        ];
        for (text, why) in cases {
            assert_eq!(parse_amount(text), Err(why), "{text}");
        }
    }

    /// What each text is in a column with commas and in one with points; nothing where it can't be read there.
    const STYLED: [(&str, Option<&str>, Option<&str>); 24] = [
        ("1234", Some("1234"), Some("1234")),
        ("-12 kr.", Some("-12"), Some("-12")),
        ("500,-", Some("500"), Some("500")),
        ("1 234 567", Some("1234567"), Some("1234567")),
        ("1.234", Some("1234"), Some("1.234")),
        ("1,234", Some("1.234"), Some("1234")),
        ("123.456-", Some("-123456"), Some("-123.456")),
        ("12,50", Some("12.50"), None),
        ("12.50", None, Some("12.50")),
        (",5", Some("0.5"), None),
        (".5", None, Some("0.5")),
        ("0,500", Some("0.5"), None),
        ("0.500", None, Some("0.5")),
        ("1.234,56", Some("1234.56"), None),
        ("1,234.56", None, Some("1234.56")),
        ("1.234.567", Some("1234567"), None),
        ("1,234,567", None, Some("1234567")),
        ("1.234,567", Some("1234.567"), None),
        ("1.234.567,891", Some("1234567.891"), None),
        ("1234.567", None, Some("1234.567")),
        ("1.23.456", None, None),
        ("1.234,567.89", None, None),
        ("1,23E+05", None, None),
        ("tusind", None, None),
    ];

    #[test]
    fn a_columns_decimal_mark_decides() {
        for (text, comma, point) in STYLED {
            let wanted = |amount: Option<&str>| amount.map(|amount| amount.parse::<Decimal>().unwrap());
            assert_eq!(parse_amount_in(text, DecimalMark::Comma).ok(), wanted(comma), "{text}");
            assert_eq!(parse_amount_in(text, DecimalMark::Point).ok(), wanted(point), "{text}");
        }
        for (text, mark) in [("12.50", DecimalMark::Comma), ("12,50", DecimalMark::Point), ("1.23.456", DecimalMark::Comma)] {
            assert_eq!(parse_amount_in(text, mark), Err(AmountProblem::OtherMark(mark)), "{text}");
        }
        assert_eq!(parse_amount_in("1234567890123456789,5", DecimalMark::Comma), Err(AmountProblem::TooLong));
        assert_eq!(parse_amount_in("1,23E+05", DecimalMark::Comma), Err(AmountProblem::Scientific));
    }

    #[test]
    fn a_text_says_which_mark_its_column_has() {
        for (text, comma, point) in STYLED {
            let evidence = match (comma, point) {
                (None, None) => DecimalEvidence::NotANumber,
                (Some(_), None) => DecimalEvidence::CommaOnly,
                (None, Some(_)) => DecimalEvidence::PointOnly,
                (Some(one), Some(other)) if one == other => DecimalEvidence::NoSign,
                (Some(_), Some(_)) => DecimalEvidence::Either,
            };
            assert_eq!(decimal_evidence(text), evidence, "{text}");
        }
        for (text, evidence) in [
            ("1.234", DecimalEvidence::Either),
            ("0", DecimalEvidence::NoSign),
            ("", DecimalEvidence::NotANumber),
            ("-", DecimalEvidence::NotANumber),
        ] {
            assert_eq!(decimal_evidence(text), evidence, "{text}");
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
