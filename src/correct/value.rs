//! New values written as their column writes them: dates, amounts, and everything else as it was typed.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::claim::{DateOrder, DecimalMark, Field, FieldKind, ValueStyle, parse_amount, parse_amount_in, parse_date, parse_date_in, trim};
use crate::intake::{ColumnUse, Encoding, Form, Layout};

/// The most bytes of a new value: more than any field of a claim holds.
const LONGEST: usize = 10_000;
/// Day 0 of a spreadsheet that counts from 1900, and how many days one that counts from 1904 is behind it.
const SPREADSHEET_START: (i32, u32, u32) = (1899, 12, 30);
const BEHIND_IN_1904: i64 = 1462;
/// The months as people here name them. Their first three letters are the short names.
const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

/// How a column writes its values.
#[derive(Clone, Debug)]
pub struct Manner {
    kind: FieldKind,
    style: ValueStyle,
    dates: Vec<DateShape>,
    amount: Option<AmountShape>,
}

/// A value as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// A sentence where it is kept as it was typed, though the field holds something else.
    pub remark: Option<String>,
}

impl Manner {
    /// How a column of the file writes its values, by its first values; where they say nothing of dates, by other columns that hold dates.
    pub fn of(layout: &Layout, column: usize) -> Manner {
        let columns = &layout.mapping.columns;
        let style = columns.get(column).map(|column| column.style).unwrap_or_default();
        let kind = layout.mapping.field(column).map_or(FieldKind::Text, Field::kind);
        let own = columns.get(column).into_iter().flat_map(|column| column.samples.iter().map(move |sample| (sample, column.style)));
        let others = columns.iter().filter(|column| matches!(column.use_, ColumnUse::Field(field) if field.kind() == kind));
        let others = others.flat_map(|column| column.samples.iter().map(move |sample| (sample, column.style)));
        let examples: Vec<(&String, ValueStyle)> = own.chain(others).collect();
        let (dates, amount) = match kind {
            FieldKind::Date => (examples.iter().filter_map(|(text, style)| DateShape::of(text, *style)).take(3).collect(), None),
            FieldKind::Amount => (Vec::new(), AmountShape::of_all(examples.into_iter())),
            FieldKind::Text => (Vec::new(), None),
        };
        Manner { kind, style, dates, amount }
    }

    /// What the user typed, in place of an old text.
    pub fn typed(&self, field: Option<Field>, text: &str, old: &str) -> Written {
        let plain = |remark| Written { text: text.to_owned(), remark };
        if trim(text).is_empty() {
            return Written { text: String::new(), remark: None };
        }
        let written = match self.kind {
            FieldKind::Text => return plain(None),
            FieldKind::Date => {
                let read = parse_date_in(trim(text), self.style).or_else(|_| parse_date(trim(text)));
                read.ok().and_then(|read| self.date(read.date(), old))
            }
            FieldKind::Amount => {
                let read = parse_amount_in(trim(text), self.style.decimals).or_else(|_| parse_amount(trim(text)));
                read.ok().and_then(|amount| self.amount(amount, old))
            }
        };
        let what = if self.kind == FieldKind::Date { "en dato" } else { "et beløb" };
        let name = field.map_or_else(|| "feltet".to_owned(), Field::definite);
        let remark =
            || format!("«{}» kan ikke læses som {what} i {name}. Det skrives, som du har skrevet det.", crate::claim::shorten(text));
        written.map_or_else(|| plain(Some(remark())), |text| Written { text, remark: None })
    }

    /// What stands in another column, in place of an old text.
    ///
    /// # Errors
    /// A sentence that says why it can't be taken over.
    pub fn taken_over(&self, source: Field, style: ValueStyle, text: &str, old: &str) -> Result<String, String> {
        let shown = trim(text);
        let name = source.in_sentence();
        if crate::claim::is_empty_marker(source, shown) {
            return Err(format!("Der står ikke noget i {name}."));
        }
        let no_way = |what: &str| format!("Det, der står i {name}, kan ikke læses som {what}.");
        match self.kind {
            FieldKind::Date => {
                let read = parse_date_in(shown, style).map_err(|_| no_way("en dato"))?;
                // A value that is written as its own column writes it shows how this one may, where nothing else does.
                self.date(read.date(), old).ok_or_else(|| no_way("en dato"))
            }
            FieldKind::Amount => {
                let amount = parse_amount_in(shown, style.decimals).map_err(|_| no_way("et beløb"))?;
                self.amount(amount, old).ok_or_else(|| no_way("et beløb"))
            }
            FieldKind::Text => Ok(shown.to_owned()),
        }
    }

    /// The date in the form of the old text, of the column, or else in one that is read right in it.
    fn date(&self, date: NaiveDate, old: &str) -> Option<String> {
        let own = DateShape::of(old, self.style);
        let usual = [DateShape::usual(Part::Day(2), Part::Year(4)), DateShape::usual(Part::Year(4), Part::Day(2))];
        let shapes = own.iter().chain(&self.dates).chain(&usual);
        let is_read = |text: &String| parse_date_in(text, self.style).is_ok_and(|read| read.date() == date);
        shapes.map(|shape| shape.write(date, self.style)).find(is_read)
    }

    /// The amount in the form of the old text, of the column, or else in one that is read right in it.
    fn amount(&self, amount: Decimal, old: &str) -> Option<String> {
        let own = AmountShape::of(old, self.style);
        let column = self.amount.clone().unwrap_or_else(|| AmountShape::usual(self.style));
        let shape = own.map_or_else(|| column.clone(), |own| own.filled_from(&column));
        let plain = AmountShape::usual(self.style);
        let is_read = |text: &String| parse_amount_in(text, self.style.decimals) == Ok(amount);
        // Three decimals can be taken for thousands; four can't.
        let longer = AmountShape { decimals: amount.normalize().scale() + 1, ..plain.clone() };
        [shape.write(amount), AmountShape { thousands: None, ..shape }.write(amount), plain.write(amount), longer.write(amount)]
            .into_iter()
            .find(is_read)
    }
}

/// Why a text can't stand in a cell of the file, in a sentence; nothing where it can.
pub fn unfit(text: &str, form: &Form) -> Option<String> {
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')) {
        return Some("Værdien må ikke indeholde linjeskift eller styretegn. Skriv den på én linje.".into());
    }
    if text.len() > LONGEST {
        return Some("Værdien er længere end 10.000 tegn. Skriv den kortere.".into());
    }
    let Form::Text { encoding, .. } = form else { return None };
    if encoding.encode(text).is_some() {
        return None;
    }
    Some(match text.chars().find(|c| encoding.encode(c.encode_utf8(&mut [0; 4])).is_none()) {
        Some(letter) => format!("Filens tegntabel {} har ikke tegnet «{letter}». Skriv værdien uden det.", encoding.name()),
        None => format!("Værdien bliver læst som noget andet i filens tegntabel {}. Skriv den anderledes.", encoding.name()),
    })
}

/// Whether a value must stand in quotation marks.
pub fn needs_quotes(text: &str, separator: u8) -> bool {
    text.bytes().any(|byte| byte == separator || matches!(byte, b'"' | b'\r' | b'\n'))
}

/// The bytes of a value in a cell.
pub fn cell_bytes(text: &str, encoding: Encoding, in_quotes: bool) -> Option<Vec<u8>> {
    encoding.encode(&if in_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() })
}

/// How a date is written.
#[derive(Clone, Debug)]
struct DateShape {
    parts: Vec<Part>,
    /// A time of day, and a zone.
    rest: String,
}

/// A part of a written date. Numbers are how many digits it has at least.
#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Year(usize),
    Month(usize),
    Day(usize),
    /// The month's name: in full, or its first letters.
    MonthName {
        is_full: bool,
    },
    /// The spreadsheet's day number.
    Serial,
}

impl DateShape {
    /// Day, month and year with hyphens, or the other way round.
    fn usual(first: Part, last: Part) -> DateShape {
        let hyphen = || Part::Text("-".into());
        DateShape { parts: vec![first, hyphen(), Part::Month(2), hyphen(), last], rest: String::new() }
    }

    /// How a text writes its date, if it is one.
    fn of(text: &str, style: ValueStyle) -> Option<DateShape> {
        let text = trim(text);
        let date = parse_date_in(text, style).ok()?.date();
        let words = words(text);
        let is_value = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) || month_of(word).is_some();
        let digits = words.iter().copied().find(is_value)?.len();
        if digits == 5 {
            return Some(DateShape { parts: vec![Part::Serial], rest: String::new() });
        }
        if digits == 8 {
            return DateShape::of_eight_digits(text, date, style);
        }
        let values: Vec<&str> = words.iter().copied().filter(is_value).take(3).collect();
        let [first, second, third] = values[..] else { return None };
        let narrow = |one: &str, other: &str| if one.len() == 1 || other.len() == 1 { 1 } else { 2 };
        let order = if first.len() == 4 {
            let width = narrow(second, third);
            [Part::Year(4), Part::Month(width), Part::Day(width)]
        } else if let Some(month) = month_of(second) {
            [Part::Day(first.len()), Part::MonthName { is_full: second.len() == month.len() && month != "maj" }, Part::Year(third.len())]
        } else {
            let width = narrow(first, second);
            let year = Part::Year(third.len());
            match style.dates {
                DateOrder::MonthFirst => [Part::Month(width), Part::Day(width), year],
                DateOrder::DayFirst | DateOrder::Unclear => [Part::Day(width), Part::Month(width), year],
            }
        };
        let mut order = order.into_iter();
        let mut parts = Vec::new();
        let mut used = 0;
        for word in words {
            if order.len() == 0 {
                break;
            }
            used += word.len();
            match Some(word).filter(is_value).and_then(|_| order.next()) {
                Some(part) => parts.push(part),
                None => parts.push(Part::Text(word.to_owned())),
            }
        }
        Some(DateShape { parts, rest: midnight(text.get(used..).unwrap_or_default()) })
    }

    fn of_eight_digits(text: &str, date: NaiveDate, style: ValueStyle) -> Option<DateShape> {
        let rest = midnight(text.get(8..)?);
        let orders = [
            [Part::Year(4), Part::Month(2), Part::Day(2)],
            [Part::Day(2), Part::Month(2), Part::Year(4)],
            [Part::Month(2), Part::Day(2), Part::Year(4)],
        ];
        let shapes = orders.map(|parts| DateShape { parts: parts.to_vec(), rest: rest.clone() });
        shapes.into_iter().find(|shape| shape.write(date, style).get(..8) == text.get(..8))
    }

    fn write(&self, date: NaiveDate, style: ValueStyle) -> String {
        let mut text = String::new();
        for part in &self.parts {
            text.push_str(&match part {
                Part::Text(between) => between.clone(),
                Part::Year(2) => format!("{:02}", date.year().rem_euclid(100)),
                Part::Year(width) => format!("{:0width$}", date.year()),
                Part::Month(width) => format!("{:0width$}", date.month()),
                Part::Day(width) => format!("{:0width$}", date.day()),
                Part::MonthName { is_full } => {
                    let name = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
                    name.get(..if *is_full { name.len() } else { 3 }).unwrap_or(name).to_owned()
                }
                Part::Serial => serial(date, style).to_string(),
            });
        }
        text + &self.rest
    }
}

/// The month that a word names.
fn month_of(word: &str) -> Option<&'static str> {
    let is = |name: &&&str| word.eq_ignore_ascii_case(name) || name.get(..3).is_some_and(|short| word.eq_ignore_ascii_case(short));
    MONTHS.iter().find(is).copied()
}

/// The day's number in a spreadsheet.
fn serial(date: NaiveDate, style: ValueStyle) -> i64 {
    let (year, month, day) = SPREADSHEET_START;
    let start = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (date - start).num_days() - if style.days_from_1904 { BEHIND_IN_1904 } else { 0 }
}

/// Runs of digits, of letters, and of what stands between them.
fn words(text: &str) -> Vec<&str> {
    let class = |c: char| if c.is_ascii_digit() { 0 } else { 1 + u8::from(!c.is_alphabetic()) };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (place, c) in text.char_indices() {
        if last.is_some_and(|last| last != class(c)) {
            words.extend(text.get(start..place));
            start = place;
        }
        last = Some(class(c));
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

/// The time of day behind a date, at midnight; its zone stays. A clock of twelve hours is left as it is.
fn midnight(rest: &str) -> String {
    if rest.contains(['M', 'm']) || rest.starts_with(['+', '-']) {
        return rest.to_owned();
    }
    let clock = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(clock).unwrap_or((rest, ""));
    clock.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).chain(zone.chars()).collect()
}

/// How an amount is written.
#[derive(Clone, Debug)]
struct AmountShape {
    /// What stands before and behind the number, without a minus.
    before: String,
    behind: String,
    decimals: u32,
    /// What stands before the decimals, and between thousands; `None` where the text doesn't show it.
    mark: Option<char>,
    thousands: Option<char>,
    shows_thousands: bool,
    minus: Option<Minus>,
}

/// Where a minus stands.
#[derive(Clone, Copy, Debug)]
enum Minus {
    Before(char),
    Behind(char),
    /// The number stands in parentheses.
    Around,
}

impl AmountShape {
    fn usual(style: ValueStyle) -> AmountShape {
        let mark = Some(if style.decimals == DecimalMark::Point { '.' } else { ',' });
        let (before, behind) = (String::new(), String::new());
        AmountShape { before, behind, decimals: 0, mark, thousands: None, shows_thousands: true, minus: None }
    }

    /// How the first amount is written, and what it doesn't show by the others.
    fn of_all<'t>(texts: impl Iterator<Item = (&'t String, ValueStyle)>) -> Option<AmountShape> {
        let shapes = texts.filter_map(|(text, style)| AmountShape::of(text, style));
        shapes.reduce(|all, next| all.filled_from(&next))
    }

    /// How a text writes its amount, if it is one.
    fn of(text: &str, style: ValueStyle) -> Option<AmountShape> {
        let text = trim(text);
        let amount = parse_amount_in(text, style.decimals).ok()?;
        let (first, last) = (text.find(|c: char| c.is_ascii_digit())?, text.rfind(|c: char| c.is_ascii_digit())?);
        let (mut before, mut behind) = (text.get(..first)?.to_owned(), text.get(last + 1..)?.to_owned());
        let number = text.get(first..=last)?;
        let mut between: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
        let mark = if amount.scale() > 0 { Some(between.pop()?) } else { None };
        let is_minus = |c: char| matches!(c, '-' | '\u{2212}');
        let mut minus = None;
        if amount.is_sign_negative() {
            minus = Some(if before.contains('(') {
                Minus::Around
            } else if let Some(sign) = before.chars().find(|c| is_minus(*c)) {
                Minus::Before(sign)
            } else {
                Minus::Behind(behind.chars().rev().find(|c| is_minus(*c))?)
            });
            match minus {
                Some(Minus::Behind(_)) => behind = behind.chars().filter(|c| !is_minus(*c)).collect(),
                _ => {
                    before = before.chars().filter(|c| !is_minus(*c) && *c != '(').collect();
                    behind = behind.chars().filter(|c| *c != ')').collect();
                }
            }
        }
        let shows_thousands = amount.abs() >= Decimal::ONE_THOUSAND;
        Some(AmountShape { before, behind, decimals: amount.scale(), mark, thousands: between.first().copied(), shows_thousands, minus })
    }

    /// What this text doesn't show, as another one does.
    fn filled_from(mut self, other: &AmountShape) -> AmountShape {
        self.mark = self.mark.or(other.mark);
        self.minus = self.minus.or(other.minus);
        if !self.shows_thousands && other.shows_thousands {
            self.thousands = other.thousands;
            self.shows_thousands = true;
        }
        self
    }

    fn write(&self, amount: Decimal) -> String {
        let needed = amount.normalize().scale();
        let decimals = if needed > self.decimals { needed.max(2) } else { self.decimals };
        let mark = self.mark.unwrap_or(if self.thousands == Some(',') { '.' } else { ',' });
        let plain = format!("{:.*}", decimals as usize, amount.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut number = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if let Some(thousands) = self.thousands.filter(|_| place > 0 && (whole.len() - place).is_multiple_of(3)) {
                number.push(thousands);
            }
            number.push(digit);
        }
        if decimals > 0 {
            number.push(mark);
            number.push_str(fraction);
        }
        // «500,-» is for whole kroner only.
        let behind = if decimals > 0 && self.behind.starts_with([',', '.']) { "" } else { &self.behind };
        let before = &self.before;
        if !amount.is_sign_negative() || amount.is_zero() {
            return format!("{before}{number}{behind}");
        }
        match self.minus.unwrap_or(Minus::Before('-')) {
            Minus::Before(sign) => format!("{before}{sign}{number}{behind}"),
            Minus::Behind(sign) => format!("{before}{number}{sign}{behind}"),
            Minus::Around => format!("({before}{number}{behind})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn manner(kind: FieldKind, samples: &[&str], style: ValueStyle) -> Manner {
        let dates = samples.iter().filter_map(|text| DateShape::of(text, style)).collect();
        let owned: Vec<String> = samples.iter().map(|text| (*text).to_owned()).collect();
        Manner { kind, style, dates, amount: AmountShape::of_all(owned.iter().map(|text| (text, style))) }
    }

    #[test]
    fn dates_are_written_as_their_cell_or_column_writes_them() {
        let first = ValueStyle::default();
        let american = ValueStyle { dates: DateOrder::MonthFirst, ..first };
        let from_1904 = ValueStyle { days_from_1904: true, ..first };
        for (old, samples, style, wanted) in [
            ("31-01-2024", &[][..], first, "05-03-2026"),
            ("31/1-2024", &[], first, "5/3-2026"),
            ("2024-01-31", &["31.01.2024"], first, "2026-03-05"),
            ("", &["31.01.2024"], first, "05.03.2026"),
            ("i går", &["", "x", "2024-01-31T09:30:00+01:00"], first, "2026-03-05T00:00:00+01:00"),
            ("2024-01-31T23:00:00Z", &[], first, "2026-03-05T00:00:00Z"),
            ("2024-01-31+01:00", &[], first, "2026-03-05+01:00"),
            ("20240131", &[], first, "20260305"),
            ("31012024", &[], first, "05032026"),
            ("31-01-24", &[], first, "05-03-26"),
            ("31. januar 2024", &[], first, "05. marts 2026"),
            ("1-maj-2025", &["31-jan-2024"], first, "5-mar-2026"),
            ("04-25-2024", &[], american, "03-05-2026"),
            ("4/25/2024 12:00:00 AM", &[], american, "3/5/2026 12:00:00 AM"),
            ("", &[], american, "2026-03-05"),
            ("45322", &[], first, "46086"),
            ("43860", &[], from_1904, "44624"),
            ("31-01-2024 kl. 12:00", &[], first, "05-03-2026 kl. 00:00"),
            ("", &[], first, "05-03-2026"),
        ] {
            assert_eq!(manner(FieldKind::Date, samples, style).date(day(2026, 3, 5), old).as_deref(), Some(wanted), "{old} {samples:?}");
        }
        // Two digits can't say this year.
        assert_eq!(manner(FieldKind::Date, &[], first).date(day(1926, 3, 5), "31-01-24").as_deref(), Some("05-03-1926"));
    }

    #[test]
    fn amounts_are_written_as_their_cell_or_column_writes_them() {
        let unsaid = ValueStyle::default();
        let point = ValueStyle { decimals: DecimalMark::Point, ..unsaid };
        for (amount, old, samples, style, wanted) in [
            ("1234.5", "1.000,00", &[][..], unsaid, "1.234,50"),
            ("1234.5", "500,00", &["2.000,00"], unsaid, "1.234,50"),
            ("1234.5", "500", &[], unsaid, "1234,50"),
            ("1234", "500,-", &[], unsaid, "1234,-"),
            ("1234.5", "500,-", &[], unsaid, "1234,50"),
            ("1234.5", "kr. 1.000,00", &[], unsaid, "kr. 1.234,50"),
            ("1234.5", "1 000,00 kr.", &[], unsaid, "1 234,50 kr."),
            ("-1234.5", "1.000,00-", &[], unsaid, "1.234,50-"),
            ("1234.5", "1.000,00-", &[], unsaid, "1.234,50"),
            ("-12", "5,00", &["(7,00)"], unsaid, "(12,00)"),
            ("-12", "5,00", &[], unsaid, "-12,00"),
            ("1234.5", "1000.00", &[], point, "1234.50"),
            ("1234.5", "1,000.00", &[], point, "1,234.50"),
            ("1234.5", "", &[], point, "1234.50"),
            ("1234.5", "", &["2.000,00"], unsaid, "1.234,50"),
            ("1234.5", "", &[], unsaid, "1234,50"),
            ("5.25", "4,5", &[], unsaid, "5,25"),
            ("5.125", "4,5", &[], unsaid, "5,1250"),
        ] {
            let found = manner(FieldKind::Amount, samples, style).amount(amount.parse().unwrap(), old);
            assert_eq!(found.as_deref(), Some(wanted), "{amount} for {old} among {samples:?}");
        }
    }

    #[test]
    fn what_is_typed_is_read_and_written_in_the_columns_form() {
        let dates = manner(FieldKind::Date, &["2024-01-31"], ValueStyle::default());
        assert_eq!(dates.typed(Some(Field::Srb), " 5/3-2026 ", "").text, "2026-03-05");
        let odd = dates.typed(Some(Field::Srb), "snart", "2024-01-31");
        assert_eq!(odd.text, "snart");
        assert!(odd.remark.is_some_and(|remark| remark.contains("«snart» kan ikke læses som en dato")));
        assert_eq!(dates.typed(Some(Field::Srb), "  ", "2024-01-31"), Written { text: String::new(), remark: None });
        let text = manner(FieldKind::Text, &[], ValueStyle::default());
        assert_eq!(text.typed(None, " =1+1", "x").text, " =1+1");
        assert_eq!(dates.taken_over(Field::Forfaldsdato, ValueStyle::default(), "05.03.2026", ""), Ok("2026-03-05".into()));
        assert!(
            dates.taken_over(Field::Forfaldsdato, ValueStyle::default(), "NULL", "").unwrap_err().contains("ikke noget i forfaldsdato")
        );
        assert!(dates.taken_over(Field::Forfaldsdato, ValueStyle::default(), "31-02-2026", "").unwrap_err().contains("en dato"));
    }

    #[test]
    fn texts_that_no_cell_can_hold_are_told() {
        let old = Form::Text { encoding: Encoding::Windows1252, separator: b';' };
        for (text, words) in
            [("a\nb", "linjeskift"), ("a\u{1f}", "styretegn"), ("✓", "«✓»"), (&"x".repeat(20_000), "10.000"), ("Ã¸", "anderledes")]
        {
            assert!(unfit(text, &old).is_some_and(|sentence| sentence.contains(words)), "{text}");
        }
        assert_eq!(unfit("Ærø – 5 €;\"", &old), None);
        assert_eq!(cell_bytes("a\"b", Encoding::Utf8, true).unwrap(), b"\"a\"\"b\"");
    }
}
