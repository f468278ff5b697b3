//! The table language: a filter table written one rule a line, the way a person would say it.
//!
//! ```text
//! R_6_20         periode_slut <= periode_start + 1 måned - 1 dag    høring
//! R_6_3 R_6_4    forfaldsdato = stiftelsesdato                      afvist
//! ```
//!
//! Numbers, condition and consequence stand in columns parted by at least two blanks. After the consequence may follow `*`,
//! `[ikke aktiv]`, `[modsagt]` and a note after `#`.

use std::borrow::{Borrow, Cow};
use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::table::{CalendarUnit, Check, Consequence, DateRef, DateSubject, Foko, Kategori, Op, Rule, RuleNumber, RuleNumbers};
use crate::calendar::Offset;
use crate::claim::{Field, FieldKind, parse_amount};

/// Reads one line of a table.
///
/// # Errors
/// A Danish sentence saying what can't be understood.
pub fn parse_rule(line: &str) -> Result<Rule, String> {
    let (line, note) = match line.split_once(" # ") {
        Some((rule, note)) => (rule, Some(Cow::Owned(note.trim().to_owned()))),
        None => (line, None),
    };
    let columns: Vec<&str> = line.trim().split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    let [numbers, condition, consequence] = columns[..] else {
        return Err("linjen skal have tre spalter (regelnumre, betingelse, følge) med mindst to mellemrum imellem".into());
    };
    let numbers = parse_numbers(numbers)?;
    let check = parse_condition(condition)?;
    let mut rule = Rule { numbers, check, consequence: Consequence::Afvist, starred: false, inactive: false, contradicted: false, note };
    let mut words = consequence.split(' ');
    let word = words.next().unwrap_or_default();
    rule.starred = word.ends_with('*');
    rule.consequence = parse_consequence(word.trim_end_matches('*'))?;
    let marks: Vec<&str> = words.collect();
    for mark in marks.join(" ").split_inclusive(']').map(str::trim) {
        match mark {
            "[ikke aktiv]" => rule.inactive = true,
            "[modsagt]" => rule.contradicted = true,
            other => return Err(format!("«{other}» efter følgen forstås ikke")),
        }
    }
    Ok(rule)
}

/// Reads a whole table. Blank lines and lines that open with `#` are skipped.
///
/// # Errors
/// The line (counted from 0) and a Danish sentence saying what is wrong with it, also for a number that two lines carry.
pub fn parse_table(text: &str) -> Result<Vec<Rule>, (usize, String)> {
    let mut rules: Vec<Rule> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let rule = parse_rule(line).map_err(|message| (index, message))?;
        if let Some(twice) = rule.numbers.iter().find(|number| rules.iter().any(|earlier| earlier.numbers.contains(*number))) {
            return Err((index, format!("{twice} står to gange i tabellen")));
        }
        rules.push(rule);
    }
    Ok(rules)
}

/// Reads a condition such as `hovedstol <= 10.000 kr.`.
///
/// # Errors
/// A Danish sentence saying what can't be understood.
pub fn parse_condition(text: &str) -> Result<Check, String> {
    match text {
        "fordringsart = INDR" => return Ok(Check::Fordringsart { modr: false }),
        "fordringsart = INDR eller MODR" => return Ok(Check::Fordringsart { modr: true }),
        "fordringen er en hovedfordring" => return Ok(Check::Kategori(Kategori::Hovedfordring)),
        "fordringen er en relateret fordring" => return Ok(Check::Kategori(Kategori::Relateret)),
        "domsdato og forligsdato er tomme" => return Ok(Check::NoJudgmentOrSettlement),
        "domsdato og forligsdato er ikke begge udfyldt" => return Ok(Check::NotBothJudgmentAndSettlement),
        "domsdato eller forligsdato er udfyldt" => return Ok(Check::JudgmentOrSettlement),
        "periode_start og periode_slut i samme måned" => return Ok(Check::SamePeriod(CalendarUnit::Month)),
        "periode_start og periode_slut i samme år" => return Ok(Check::SamePeriod(CalendarUnit::Year)),
        "periode_slut < den 1. i måneden efter hovedfordringens modtagelsesdato" => {
            return Ok(Check::PeriodEndsBeforeMonthAfterMainReceipt);
        }
        _ => {}
    }
    if let Some(name) = text.strip_suffix(" er udfyldt og ingen banklukkedag") {
        let field = parse_field(name)?;
        if field.kind() != FieldKind::Date {
            return Err(format!("{name} er ingen dato og kan ikke være en banklukkedag"));
        }
        return Ok(Check::Required { field, not_bank_closing_day: true });
    }
    if let Some(name) = text.strip_suffix(" er udfyldt") {
        return Ok(Check::Required { field: parse_field(name)?, not_bank_closing_day: false });
    }
    if let Some(name) = text.strip_suffix(" er tom") {
        return Ok(Check::Empty(parse_field(name)?));
    }
    if let Some((name, limits)) = text.split_once(" mellem ") {
        let (min, max) = limits.split_once(" og ").ok_or("der mangler «og» mellem de to beløb")?;
        let (min, max) = (parse_kroner(min)?, parse_kroner(max)?);
        if min > max {
            return Err(format!("{} kr. er mere end {} kr.", plain_number(min), plain_number(max)));
        }
        return Ok(Check::AmountBetween { field: amount_field(name)?, min, max });
    }
    if let Some((name, list)) = text.split_once(" en af ") {
        let kroner: Vec<Decimal> = list.split(", ").map(parse_kroner).collect::<Result<_, _>>()?;
        let kroner = kroner.try_into().map_err(|_| "der skal stå tre beløb")?;
        return Ok(Check::AmountOneOf { field: amount_field(name)?, kroner });
    }
    parse_comparison(text)
}

fn parse_comparison(text: &str) -> Result<Check, String> {
    let mut words = text.splitn(3, ' ');
    let (Some(left), Some(op), Some(right)) = (words.next(), words.next(), words.next()) else {
        return Err(format!("betingelsen «{text}» forstås ikke"));
    };
    let op = match op {
        "<" => Op::Less,
        "<=" => Op::AtMost,
        "=" => Op::Equal,
        ">=" => Op::AtLeast,
        ">" => Op::Greater,
        other => return Err(format!("«{other}» er ingen sammenligning; skriv <, <=, =, >= eller >")),
    };
    if left != "modtagelsesdato" && parse_field(left)?.kind() == FieldKind::Amount {
        return parse_amount_comparison(amount_field(left)?, op, right);
    }
    let subject = if left == "modtagelsesdato" { DateSubject::Modtagelsesdato } else { DateSubject::Field(date_field(left)?) };
    if let Some(rest) = right.strip_prefix("hovedfordringens forfaldsdato") {
        let (offset, calendar_words) = parse_offset(rest)?;
        if calendar_words {
            return Err("kalendermåneder kan ikke bruges her".into());
        }
        return Ok(Check::AfterMainForfald { subject, op, offset });
    }
    let (right, unless_judgment) = strip(right, " hvis dom og forlig er tomme");
    let (right, regarded) = strip(right, " med FOKO");
    let (right, disregarded) = strip(right, " uden FOKO");
    let (name, offset) = right.split_once(' ').map_or((right, ""), |(name, offset)| (name, offset));
    let reference = match name {
        "modtagelsesdato" => DateRef::Modtagelsesdato,
        "doms_eller_forligsdato" => DateRef::DomEllerForlig,
        other => DateRef::Field(date_field(other)?),
    };
    let (offset, calendar_words) = parse_offset(offset)?;
    let foko = match (regarded, disregarded) {
        (false, false) => Foko::Unsaid,
        (true, false) => Foko::Regarded,
        (false, true) => Foko::Disregarded,
        (true, true) => return Err("«med FOKO» og «uden FOKO» kan ikke gælde samtidig".into()),
    };
    if regarded && matches!(op, Op::AtLeast | Op::Greater) {
        return Err("«med FOKO» flytter kun en øvre grænse".into());
    }
    if matches!((subject, reference), (DateSubject::Field(left), DateRef::Field(right)) if left == right)
        || matches!((subject, reference), (DateSubject::Modtagelsesdato, DateRef::Modtagelsesdato))
    {
        return Err(format!("{left} kan ikke sammenlignes med sig selv"));
    }
    Ok(Check::Date { subject, op, reference, offset, calendar_words, foko, unless_judgment })
}

fn parse_amount_comparison(field: Field, op: Op, right: &str) -> Result<Check, String> {
    if let Ok(other) = parse_field(right) {
        return Ok(Check::AmountRef { field, op, other: amount_field(other.table_name())? });
    }
    if let Some(kroner) = right.strip_suffix(" pr. dag") {
        return Ok(Check::AmountPerDay { field, op, kroner: parse_kroner(kroner)? });
    }
    let (kroner, zero_claim) = strip(right, " eller 0-fordring");
    Ok(Check::Amount { field, op, kroner: parse_kroner(kroner)?, zero_claim })
}

/// Reads ` + 1 måned - 1 dag`; says also whether it speaks of calendar months or years.
fn parse_offset(text: &str) -> Result<(Offset, bool), String> {
    let mut offset = Offset::NONE;
    let mut calendar_words = false;
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    if !words.len().is_multiple_of(3) {
        return Err(format!("tidsrummet «{}» forstås ikke; skriv fx «+ 1 måned - 1 dag»", text.trim()));
    }
    for part in words.chunks(3) {
        let sign = match part[0] {
            "+" => 1,
            "-" => -1,
            other => return Err(format!("«{other}» skal være + eller -")),
        };
        let count: i32 = part[1].parse().map_err(|_| format!("«{}» er intet helt tal", part[1]))?;
        let (slot, most) = match part[2] {
            "år" | "kalenderår" => (&mut offset.years, 50),
            "måned" | "måneder" | "kalendermåned" | "kalendermåneder" => (&mut offset.months, 120),
            "dag" | "dage" => (&mut offset.days, 1000),
            other => return Err(format!("«{other}» er ingen tidsenhed; skriv år, måneder eller dage")),
        };
        if count < 1 || count > most {
            return Err(format!("{} {} giver ikke mening i en filterregel", part[1], part[2]));
        }
        if *slot != 0 {
            return Err(format!("«{}» står to gange i tidsrummet", part[2]));
        }
        *slot = sign * count;
        calendar_words |= part[2].starts_with("kalender");
    }
    Ok((offset, calendar_words))
}

fn parse_numbers(text: &str) -> Result<RuleNumbers, String> {
    let one = |text: &str| RuleNumber::parse(text).ok_or_else(|| format!("«{text}» er intet regelnummer; skriv fx R_6_20"));
    match text.split(' ').collect::<Vec<_>>()[..] {
        [first] => Ok(RuleNumbers::one(one(first)?)),
        [first, second] if first != second => Ok(RuleNumbers::two(one(first)?, one(second)?)),
        _ => Err(format!("«{text}»: en linje har ét eller to forskellige regelnumre")),
    }
}

/// Reads `afvist` or `høring`.
///
/// # Errors
/// A Danish sentence.
pub fn parse_consequence(text: &str) -> Result<Consequence, String> {
    match text {
        "afvist" => Ok(Consequence::Afvist),
        "høring" => Ok(Consequence::Hoering),
        other => Err(format!("følgen «{other}» forstås ikke; skriv afvist eller høring")),
    }
}

fn parse_field(name: &str) -> Result<Field, String> {
    Field::from_name(name).ok_or_else(|| format!("feltet «{name}» findes ikke"))
}

fn date_field(name: &str) -> Result<Field, String> {
    let field = parse_field(name)?;
    if field.kind() == FieldKind::Date { Ok(field) } else { Err(format!("{name} er ingen dato")) }
}

fn amount_field(name: &str) -> Result<Field, String> {
    let field = parse_field(name)?;
    if field.kind() == FieldKind::Amount { Ok(field) } else { Err(format!("{name} er intet beløb")) }
}

fn parse_kroner(text: &str) -> Result<Decimal, String> {
    let number = text.strip_suffix(" kr.").ok_or_else(|| format!("«{text}» skal være et beløb, fx 10.000 kr."))?;
    parse_amount(number).map(|amount| amount.normalize()).map_err(|_| format!("«{text}» er intet beløb"))
}

fn strip<'t>(text: &'t str, suffix: &str) -> (&'t str, bool) {
    text.strip_suffix(suffix).map_or((text, false), |rest| (rest, true))
}

/// Writes a table's rules in columns, the form that [`parse_table`] reads.
pub fn print_table<R: Borrow<Rule>>(rules: &[R]) -> String {
    let rules = || rules.iter().map(Borrow::borrow);
    let rows: Vec<(String, String)> = rules().map(|rule: &Rule| (print_numbers(rule.numbers), print_condition(&rule.check))).collect();
    let width = |column: fn(&(String, String)) -> &str| rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0);
    let (numbers, conditions) = (width(|row| &row.0), width(|row| &row.1));
    let mut out = String::new();
    for (rule, row) in rules().zip(&rows) {
        let _ = write!(out, "{:numbers$}  {:conditions$}  {}", row.0, row.1, print_consequence(rule.consequence));
        if rule.starred {
            out.push('*');
        }
        if rule.inactive {
            out.push_str(" [ikke aktiv]");
        }
        if rule.contradicted {
            out.push_str(" [modsagt]");
        }
        if let Some(note) = &rule.note {
            let _ = write!(out, " # {note}");
        }
        out.push('\n');
    }
    out
}

fn print_numbers(numbers: RuleNumbers) -> String {
    numbers.iter().map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

/// `afvist` or `høring`.
pub fn print_consequence(consequence: Consequence) -> &'static str {
    match consequence {
        Consequence::Afvist => "afvist",
        Consequence::Hoering => "høring",
    }
}

/// Writes a condition in the form that [`parse_condition`] reads.
pub fn print_condition(check: &Check) -> String {
    match check {
        Check::Fordringsart { modr: false } => "fordringsart = INDR".into(),
        Check::Fordringsart { modr: true } => "fordringsart = INDR eller MODR".into(),
        Check::Kategori(Kategori::Hovedfordring) => "fordringen er en hovedfordring".into(),
        Check::Kategori(Kategori::Relateret) => "fordringen er en relateret fordring".into(),
        Check::Required { field, not_bank_closing_day: true } => format!("{} er udfyldt og ingen banklukkedag", field.table_name()),
        Check::Required { field, not_bank_closing_day: false } => format!("{} er udfyldt", field.table_name()),
        Check::Empty(field) => format!("{} er tom", field.table_name()),
        Check::NoJudgmentOrSettlement => "domsdato og forligsdato er tomme".into(),
        Check::NotBothJudgmentAndSettlement => "domsdato og forligsdato er ikke begge udfyldt".into(),
        Check::JudgmentOrSettlement => "domsdato eller forligsdato er udfyldt".into(),
        Check::Date { subject, op, reference, offset, calendar_words, foko, unless_judgment } => {
            let foko = match foko {
                Foko::Unsaid => "",
                Foko::Regarded => " med FOKO",
                Foko::Disregarded => " uden FOKO",
            };
            let unless = if *unless_judgment { " hvis dom og forlig er tomme" } else { "" };
            let offset = print_offset(*offset, *calendar_words);
            format!("{} {} {}{offset}{foko}{unless}", print_subject(*subject), print_op(*op), print_reference(*reference))
        }
        Check::Amount { field, op, kroner, zero_claim } => {
            let zero = if *zero_claim { " eller 0-fordring" } else { "" };
            format!("{} {} {} kr.{zero}", field.table_name(), print_op(*op), plain_number(*kroner))
        }
        Check::AmountBetween { field, min, max } => {
            format!("{} mellem {} kr. og {} kr.", field.table_name(), plain_number(*min), plain_number(*max))
        }
        Check::AmountOneOf { field, kroner } => {
            format!("{} en af {}", field.table_name(), kroner.map(|amount| format!("{} kr.", plain_number(amount))).join(", "))
        }
        Check::AmountRef { field, op, other } => format!("{} {} {}", field.table_name(), print_op(*op), other.table_name()),
        Check::AmountPerDay { field, op, kroner } => {
            format!("{} {} {} kr. pr. dag", field.table_name(), print_op(*op), plain_number(*kroner))
        }
        Check::SamePeriod(CalendarUnit::Month) => "periode_start og periode_slut i samme måned".into(),
        Check::SamePeriod(CalendarUnit::Year) => "periode_start og periode_slut i samme år".into(),
        Check::AfterMainForfald { subject, op, offset } => {
            format!("{} {} hovedfordringens forfaldsdato{}", print_subject(*subject), print_op(*op), print_offset(*offset, false))
        }
        Check::PeriodEndsBeforeMonthAfterMainReceipt => "periode_slut < den 1. i måneden efter hovedfordringens modtagelsesdato".into(),
    }
}

fn print_subject(subject: DateSubject) -> &'static str {
    match subject {
        DateSubject::Field(field) => field.table_name(),
        DateSubject::Modtagelsesdato => "modtagelsesdato",
    }
}

fn print_reference(reference: DateRef) -> &'static str {
    match reference {
        DateRef::Field(field) => field.table_name(),
        DateRef::Modtagelsesdato => "modtagelsesdato",
        DateRef::DomEllerForlig => "doms_eller_forligsdato",
    }
}

/// The comparison's sign.
pub fn print_op(op: Op) -> &'static str {
    match op {
        Op::Less => "<",
        Op::AtMost => "<=",
        Op::Equal => "=",
        Op::AtLeast => ">=",
        Op::Greater => ">",
    }
}

/// ` + 1 måned - 1 dag`, empty for no span.
pub fn print_offset(offset: Offset, calendar_words: bool) -> String {
    let calendar = if calendar_words { "kalender" } else { "" };
    let mut out = String::new();
    for (count, one, many) in [(offset.years, "år", "år"), (offset.months, "måned", "måneder"), (offset.days, "dag", "dage")] {
        if count == 0 {
            continue;
        }
        let sign = if count < 0 { '-' } else { '+' };
        let calendar = if one == "dag" { "" } else { calendar };
        let _ = write!(out, " {sign} {} {calendar}{}", count.abs(), if count.abs() == 1 { one } else { many });
    }
    out
}

/// `10.000` or `1.234,50`.
pub fn plain_number(amount: Decimal) -> String {
    let written = crate::claim::format_amount(amount);
    let number = written.trim_end_matches("kr.").trim();
    number.strip_suffix(",00").unwrap_or(number).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_written_as_they_are_read() {
        for text in [
            "fordringsart = INDR",
            "fordringsart = INDR eller MODR",
            "fordringen er en relateret fordring",
            "stiftelsesdato er udfyldt og ingen banklukkedag",
            "beskrivelse er udfyldt",
            "periode_start er tom",
            "forfaldsdato = stiftelsesdato",
            "periode_slut <= periode_start + 1 måned - 1 dag",
            "periode_slut >= periode_start + 1 kalendermåned",
            "forfaldsdato <= stiftelsesdato + 8 år + 4 måneder",
            "stiftelsesdato >= periode_start - 10 dage",
            "foraeldelsesdato <= forfaldsdato + 3 år med FOKO",
            "foraeldelsesdato <= forfaldsdato + 3 år + 5 dage uden FOKO hvis dom og forlig er tomme",
            "foraeldelsesdato >= doms_eller_forligsdato + 10 år",
            "modtagelsesdato >= srb + 20 dage",
            "hovedstol > 0 kr. eller 0-fordring",
            "hovedstol <= 10.000 kr.",
            "hovedstol <= 333,22 kr.",
            "hovedstol mellem 357 kr. og 4.284 kr.",
            "hovedstol >= beloeb",
            "hovedstol <= 715 kr. pr. dag",
            "periode_start og periode_slut i samme måned",
            "periode_start >= hovedfordringens forfaldsdato + 1 dag",
            "modtagelsesdato > hovedfordringens forfaldsdato",
            "periode_slut < den 1. i måneden efter hovedfordringens modtagelsesdato",
            "hovedstol en af 510 kr., 1.020 kr., 2.040 kr.",
        ] {
            let check = parse_condition(text).unwrap_or_else(|message| panic!("{text}: {message}"));
            assert_eq!(print_condition(&check), text);
        }
    }

    #[test]
    fn nonsense_is_refused_with_a_sentence() {
        for (text, part) in [
            ("R_6_20  periode_slut <= periode_begyndelse + 1 måned  høring", "findes ikke"),
            ("R_6_20  periode_slut <= periode_start + 1 uge  høring", "tidsenhed"),
            ("R_6_20  periode_slut <= periode_start + 0 dage  høring", "mening"),
            ("R_6_20  periode_slut <= periode_start + 99 år  høring", "mening"),
            ("R_6_20  periode_slut <= periode_start + 1 måned + 2 måneder  høring", "to gange"),
            ("R_6_20  periode_slut <= periode_slut  høring", "sig selv"),
            ("R_6_20  periode_slut <= hovedstol  høring", "ingen dato"),
            ("R_6_20  periode_slut =< periode_start  høring", "sammenligning"),
            ("R_4_2  hovedstol <= 10,000 kr.  høring", "intet beløb"),
            ("R_4_2  hovedstol <= 10000  høring", "beløb"),
            ("R_4_2  hovedstol mellem 20 kr. og 10 kr.  høring", "mere end"),
            ("R_6_20  forfaldsdato = stiftelsesdato  måske", "følgen"),
            ("R_6_20  forfaldsdato = stiftelsesdato  afvist [senere]", "forstås ikke"),
            ("R_x_1  forfaldsdato = stiftelsesdato  afvist", "regelnummer"),
            ("R_6_3 R_6_3  forfaldsdato = stiftelsesdato  afvist", "forskellige"),
            ("R_6_3 forfaldsdato = stiftelsesdato afvist", "tre spalter"),
            ("R_2_3a  foraeldelsesdato >= forfaldsdato + 3 år med FOKO  afvist", "øvre grænse"),
            ("R_7_1  beskrivelse er udfyldt og ingen banklukkedag  afvist", "banklukkedag"),
        ] {
            let message = parse_rule(text).expect_err(text);
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn a_number_used_twice_is_refused_with_its_line() {
        let text = "R_6_3 R_6_4  forfaldsdato = stiftelsesdato  afvist\n\nR_6_4  forfaldsdato <= stiftelsesdato  høring\n";
        assert_eq!(parse_table(text), Err((2, "R_6_4 står to gange i tabellen".into())));
    }

    #[test]
    fn marks_and_notes_are_kept() {
        let line = "R_3_1  foraeldelsesdato >= modtagelsesdato  afvist* [ikke aktiv] [modsagt] # Står i tabellen, men følges ikke.\n";
        let rules = parse_table(line).unwrap();
        assert!(rules[0].starred && rules[0].inactive && rules[0].contradicted);
        assert_eq!(print_table(&rules), line);
    }
}
