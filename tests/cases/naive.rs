//! A second evaluator of filter tables, written from the meaning of the table language alone: its own calendar, its own reading, no code of the library.
//!
//! It is plain on purpose: dates are year, month and day, amounts are whole øre, conditions are taken apart word by word.

use std::collections::BTreeMap;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub y: i64,
    pub m: i64,
    pub d: i64,
}

impl Day {
    pub const fn new(y: i64, m: i64, d: i64) -> Day {
        Day { y, m, d }
    }

    /// Reads `åååå-mm-dd`, and nothing else.
    pub fn read(text: &str) -> Option<Day> {
        let (y, rest) = text.split_once('-')?;
        let (m, d) = rest.split_once('-')?;
        if (y.len(), m.len(), d.len()) != (4, 2, 2) {
            return None;
        }
        let day = Day::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
        ((1..=12).contains(&day.m) && (1..=month_length(day.y, day.m)).contains(&day.d)).then_some(day)
    }

    pub fn write(self) -> String {
        format!("{:04}-{:02}-{:02}", self.y, self.m, self.d)
    }

    /// The day so many days on.
    pub fn plus_days(self, days: i64) -> Day {
        let mut day = Day { d: self.d + days, ..self };
        while day.d < 1 {
            day = Day { d: day.d, ..day.plus_months(-1) };
            day.d += month_length(day.y, day.m);
        }
        while day.d > month_length(day.y, day.m) {
            let length = month_length(day.y, day.m);
            day = Day { d: day.d - length, ..Day { d: 1, ..day }.plus_months(1) };
        }
        day
    }

    /// The same day so many months on, or the month's last where it has no such day.
    pub fn plus_months(self, months: i64) -> Day {
        let count = self.y * 12 + (self.m - 1) + months;
        let (y, m) = (count.div_euclid(12), count.rem_euclid(12) + 1);
        Day { y, m, d: self.d.min(month_length(y, m)) }
    }

    /// Days since 31 December of the year 0.
    pub fn number(self) -> i64 {
        let before = self.y - 1;
        let years = before * 365 + before / 4 - before / 100 + before / 400;
        years + (1..self.m).map(|m| month_length(self.y, m)).sum::<i64>() + self.d
    }

    /// 0 for Sunday to 6 for Saturday.
    pub fn weekday(self) -> i64 {
        self.number() % 7
    }
}

fn month_length(y: i64, m: i64) -> i64 {
    match m {
        2 if (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Easter Sunday by Gauss's rule for 1900 to 2099.
pub fn easter(y: i64) -> Day {
    let d = (19 * (y % 19) + 24) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) + 6 * d + 5) % 7;
    let days = match (d, e) {
        (29, 6) => 28,
        (28, 6) if y % 19 > 10 => 27,
        _ => d + e,
    };
    Day::new(y, 3, 22).plus_days(days)
}

/// The days of forældelseslovens § 27, stk. 2.
pub fn is_closed(day: Day) -> bool {
    let fixed = matches!((day.m, day.d), (1, 1) | (6, 5) | (12, 24) | (12, 25) | (12, 26) | (12, 31));
    let from_easter = day.number() - easter(day.y).number();
    let moving = matches!(from_easter, -3 | -2 | 0 | 1 | 39 | 49 | 50) || (from_easter == 26 && day.y <= 2023);
    fixed || moving || matches!(day.weekday(), 0 | 6)
}

/// Those days, and the Friday after Ascension Day.
pub fn banks_closed(day: Day) -> bool {
    is_closed(day) || day.number() - easter(day.y).number() == 40
}

/// A line of a filter table.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its numbers, joined with `+`.
    pub id: String,
    /// The condition as it is written.
    pub words: String,
    /// `afvist` or `høring`.
    pub outcome: String,
    pub active: bool,
    pub condition: Condition,
}

/// A condition taken apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    OneOf { field: String, words: Vec<String> },
    Linked(bool),
    Filled { field: String, banks_open: bool },
    Empty(Vec<String>),
    NotBoth(String, String),
    Either(String, String),
    SamePeriod { only_year: bool },
    Dates { left: String, op: String, right: String, span: Span, closed_days_move: bool, gives_way: bool },
    BeforeMonthAfterMainReceipt,
    Amount { field: String, op: String, oere: i64, or_zero_claim: bool, per_day: bool },
    Between { field: String, least: i64, most: i64 },
    Amounts { left: String, op: String, right: String },
}

/// Years, months and days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub years: i64,
    pub months: i64,
    pub days: i64,
}

impl Span {
    /// Years and months first, then days.
    pub fn from(self, day: Day) -> Day {
        day.plus_months(self.years * 12 + self.months).plus_days(self.days)
    }

    /// About the day from which this span leads to the given one.
    pub fn back(self, day: Day) -> Day {
        day.plus_days(-self.days).plus_months(-self.years * 12 - self.months)
    }
}

/// Reads a table's text. Panics where it doesn't understand a word: this is a test.
pub fn read_table(text: &str) -> Vec<Line> {
    text.lines().filter(|line| !line.trim().is_empty()).map(read_line).collect()
}

fn read_line(line: &str) -> Line {
    let before_note = line.split(" # ").next().unwrap_or(line);
    let columns: Vec<&str> = before_note.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    let [numbers, words, outcome] = columns[..] else { panic!("no three columns: {line}") };
    let mut marks = outcome.split(' ');
    let outcome = marks.next().unwrap_or_default().trim_end_matches('*').to_owned();
    assert!(outcome == "afvist" || outcome == "høring", "{line}");
    Line {
        id: numbers.replace(' ', "+"),
        words: words.to_owned(),
        outcome,
        active: !before_note.contains("[ikke aktiv]"),
        condition: read_condition(words),
    }
}

/// Reads a condition.
pub fn read_condition(words: &str) -> Condition {
    let list: Vec<&str> = words.split(' ').collect();
    let own = |text: &str| text.to_owned();
    match list[..] {
        ["fordringsart", "=", word] => Condition::OneOf { field: own("fordringsart"), words: vec![own(word)] },
        ["fordringsart", "=", one, "eller", two] => Condition::OneOf { field: own("fordringsart"), words: vec![own(one), own(two)] },
        ["fordringen", "er", "en", "hovedfordring"] => Condition::Linked(false),
        ["fordringen", "er", "en", "relateret", "fordring"] => Condition::Linked(true),
        [field, "er", "udfyldt"] => Condition::Filled { field: field_name(field), banks_open: false },
        [field, "er", "udfyldt", "og", "ingen", "banklukkedag"] => Condition::Filled { field: field_name(field), banks_open: true },
        [field, "er", "tom"] => Condition::Empty(vec![field_name(field)]),
        [one, "og", two, "er", "tomme"] => Condition::Empty(vec![field_name(one), field_name(two)]),
        [one, "og", two, "er", "ikke", "begge", "udfyldt"] => Condition::NotBoth(field_name(one), field_name(two)),
        [one, "eller", two, "er", "udfyldt"] => Condition::Either(field_name(one), field_name(two)),
        ["periode_start", "og", "periode_slut", "i", "samme", unit] => Condition::SamePeriod { only_year: unit == "år" },
        ["periode_slut", "<", "den", "1.", "i", "måneden", "efter", "hovedfordringens", "modtagelsesdato"] => {
            Condition::BeforeMonthAfterMainReceipt
        }
        [field, "mellem", least, "kr.", "og", most, "kr."] => {
            Condition::Between { field: field_name(field), least: read_kroner(least), most: read_kroner(most) }
        }
        [left, op, ref right @ ..] => read_comparison(left, op, right),
        _ => panic!("not understood: {words}"),
    }
}

fn read_comparison(left: &str, op: &str, right: &[&str]) -> Condition {
    assert!(["<", "<=", "=", ">=", ">"].contains(&op), "{op}");
    let (field, op) = (field_name(left), op.to_owned());
    if left == "hovedstol" || left == "beloeb" {
        return match right {
            [other] => Condition::Amounts { left: field, op, right: field_name(other) },
            [kroner, "kr."] => Condition::Amount { field, op, oere: read_kroner(kroner), or_zero_claim: false, per_day: false },
            [kroner, "kr.", "eller", "0-fordring"] => {
                Condition::Amount { field, op, oere: read_kroner(kroner), or_zero_claim: true, per_day: false }
            }
            [kroner, "kr.", "pr.", "dag"] => {
                Condition::Amount { field, op, oere: read_kroner(kroner), or_zero_claim: false, per_day: true }
            }
            _ => panic!("not understood: {left} {op} {right:?}"),
        };
    }
    let (name, mut rest) = match right {
        ["hovedfordringens", "forfaldsdato", rest @ ..] => ("hovedfordring.forfaldsdato", rest),
        [name, rest @ ..] => (*name, rest),
        [] => panic!("nothing to compare with: {left} {op}"),
    };
    let mut span = Span::default();
    while let [sign @ ("+" | "-"), count, unit, after @ ..] = rest {
        let count: i64 = count.parse().expect("a count");
        let count = if *sign == "-" { -count } else { count };
        match *unit {
            "år" | "kalenderår" => span.years += count,
            "måned" | "måneder" | "kalendermåned" | "kalendermåneder" => span.months += count,
            "dag" | "dage" => span.days += count,
            other => panic!("no unit: {other}"),
        }
        rest = after;
    }
    let closed_days_move = match rest {
        ["med", "FOKO", ..] => true,
        ["uden", "FOKO", ..] | [] | ["hvis", ..] => false,
        other => panic!("not understood: {other:?}"),
    };
    let gives_way = rest.ends_with(&["hvis", "dom", "og", "forlig", "er", "tomme"]);
    Condition::Dates { left: field, op, right: field_name(name), span, closed_days_move, gives_way }
}

/// The name of the field in a claim: the table language's, but for the short `srb`.
fn field_name(name: &str) -> String {
    if name == "srb" { "sidste_rettidige_betalingsdato".to_owned() } else { name.to_owned() }
}

/// `10.000` or `1.234,50` in øre.
fn read_kroner(text: &str) -> i64 {
    let (kroner, oere) = text.split_once(',').unwrap_or((text, "00"));
    assert_eq!(oere.len(), 2, "{text}");
    format!("{}{oere}", kroner.replace('.', "")).parse().expect("an amount")
}

/// `2825.00` or `-0.01` in øre.
pub fn read_amount(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (kroner, oere) = digits.split_once('.').unwrap_or((digits, "00"));
    if kroner.is_empty() || oere.len() != 2 || !format!("{kroner}{oere}").bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount: i64 = format!("{kroner}{oere}").parse().ok()?;
    Some(if negative { -amount } else { amount })
}

/// Øre as a claim has them: `2825.00`.
pub fn write_amount(oere: i64) -> String {
    format!("{}{}.{:02}", if oere < 0 { "-" } else { "" }, oere.abs() / 100, oere.abs() % 100)
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Holds,
    Broken,
    /// Something it needs is missing or can't be read.
    NotRun,
    /// It is not for this claim.
    Aside,
}

/// A claim: a field that is no key stands for a column that the file does not have. `modtagelsesdato`, `hovedfordring.forfaldsdato`
/// and `hovedfordring.modtagelsesdato` are among the keys.
pub type Claim = BTreeMap<String, String>;

/// What becomes of the claim under one line.
pub fn state(line: &Line, claim: &Claim) -> State {
    judge(line, claim).unwrap_or(State::NotRun)
}

/// `None` where an input is missing or can't be read.
fn judge(line: &Line, claim: &Claim) -> Option<State> {
    let verdict = |holds: bool| Some(if holds { State::Holds } else { State::Broken });
    match &line.condition {
        Condition::OneOf { field, words } => {
            let text = text(claim, field);
            if text.is_empty() { None } else { verdict(words.iter().any(|word| word == text)) }
        }
        Condition::Linked(wanted) => {
            let (id, reference) = ("hovedfordring_id", "hovedfordring_reference");
            let linked = !text(claim, id).is_empty() || !text(claim, reference).is_empty();
            // A file that has neither column can't say that the link is missing.
            if *wanted && !claim.contains_key(id) && !claim.contains_key(reference) {
                return None;
            }
            verdict(linked == *wanted)
        }
        Condition::Filled { field, banks_open } => {
            let text = claim.get(field)?;
            if text.is_empty() {
                return verdict(false);
            }
            if field == "beskrivelse" {
                return verdict(true);
            }
            let day = Day::read(text)?;
            verdict(!(*banks_open && banks_closed(day)))
        }
        Condition::Empty(fields) => verdict(fields.iter().all(|field| text(claim, field).is_empty())),
        Condition::NotBoth(one, two) => verdict(text(claim, one).is_empty() || text(claim, two).is_empty()),
        Condition::Either(one, two) => {
            if !text(claim, one).is_empty() || !text(claim, two).is_empty() {
                return verdict(true);
            }
            claim.get(one)?;
            claim.get(two)?;
            verdict(false)
        }
        Condition::SamePeriod { only_year } => {
            let (start, end) = (date(claim, "periode_start")?, date(claim, "periode_slut")?);
            verdict(start.y == end.y && (*only_year || start.m == end.m))
        }
        Condition::Dates { left, op, right, span, closed_days_move, gives_way } => {
            dates(line, claim, (left, op, right), *span, *closed_days_move, *gives_way)
        }
        Condition::BeforeMonthAfterMainReceipt => {
            let (end, received) = (date(claim, "periode_slut")?, date(claim, "hovedfordring.modtagelsesdato")?);
            let next = Day { d: 1, ..received }.plus_months(1);
            verdict(end < next)
        }
        Condition::Amount { field, op, oere, or_zero_claim, per_day } => {
            let amount = read_amount(text(claim, field))?;
            let limit = if *per_day {
                let (start, end) = (date(claim, "periode_start")?, date(claim, "periode_slut")?);
                oere * (end.number() - start.number() + 1)
            } else {
                *oere
            };
            if compare(amount, op, limit) {
                return verdict(true);
            }
            if *or_zero_claim && amount == 0 {
                return verdict(read_amount(text(claim, "beloeb"))? == 0);
            }
            verdict(false)
        }
        Condition::Between { field, least, most } => {
            let amount = read_amount(text(claim, field))?;
            verdict(*least <= amount && amount <= *most)
        }
        Condition::Amounts { left, op, right } => verdict(compare(read_amount(text(claim, left))?, op, read_amount(text(claim, right))?)),
    }
}

fn dates(
    line: &Line,
    claim: &Claim,
    (left, op, right): (&str, &str, &str),
    span: Span,
    closed_days_move: bool,
    gives_way: bool,
) -> Option<State> {
    let judged = ["domsdato", "forligsdato"].into_iter().find(|name| !text(claim, name).is_empty());
    let mut op = op;
    if judged.is_some() && (gives_way || line.id.split('+').any(|number| ["R_2_3", "R_2_4", "R_2_6", "R_2_8"].contains(&number))) {
        // The upper limit does not apply. A line that is also a lower limit keeps that.
        if op == "=" && line.id == "R_2_3a+R_2_3" {
            op = ">=";
        } else {
            return Some(State::Aside);
        }
    }
    let reference = if right == "doms_eller_forligsdato" {
        match judged {
            None => return Some(State::Aside),
            Some(name) => date(claim, name)?,
        }
    } else {
        date(claim, right)?
    };
    let subject = date(claim, left)?;
    let mut limit = span.from(reference);
    // Only an upper limit moves.
    while closed_days_move && op.starts_with('<') && is_closed(limit) {
        limit = limit.plus_days(1);
    }
    Some(if compare(subject, op, limit) { State::Holds } else { State::Broken })
}

fn compare<T: PartialOrd>(left: T, op: &str, right: T) -> bool {
    match op {
        "<" => left < right,
        "<=" => left <= right,
        "=" => left == right,
        ">=" => left >= right,
        _ => left > right,
    }
}

fn text<'c>(claim: &'c Claim, field: &str) -> &'c str {
    claim.get(field).map_or("", String::as_str)
}

fn date(claim: &Claim, field: &str) -> Option<Day> {
    Day::read(text(claim, field))
}
