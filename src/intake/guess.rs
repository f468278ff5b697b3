//! What a column holds, where its heading is no name we know: by what the heading reminds of, and by the values.

use serde::{Deserialize, Serialize};

use super::mapping::{Basis, Column, ColumnUse, Mapping, normalise};
use crate::claim::{DateEvidence, DateOrder, DecimalEvidence, DecimalMark, Field, FieldKind, date_evidence, decimal_evidence};

/// Whether a text is the code of a fordringstype. Intake doesn't know the catalogue; whoever opens a file does.
pub type IsFordringstype = fn(&str) -> bool;

/// Parts of headings that remind of a field, small letters without blanks and with æ, ø, å spelled out. The first that fits counts.
const LIKENESSES: &[(&str, Field)] = &[
    ("srb", Field::Srb),
    ("rettidig", Field::Srb),
    ("sidstebetaling", Field::Srb),
    ("betalingsfrist", Field::Srb),
    ("foraeld", Field::Foraeldelsesdato),
    ("bortfald", Field::Foraeldelsesdato),
    ("forfald", Field::Forfaldsdato),
    ("stift", Field::Stiftelsesdato),
    ("periodefra", Field::PeriodeStart),
    ("periodestart", Field::PeriodeStart),
    ("fradato", Field::PeriodeStart),
    ("datofra", Field::PeriodeStart),
    ("startdato", Field::PeriodeStart),
    ("periodetil", Field::PeriodeSlut),
    ("periodeslut", Field::PeriodeSlut),
    ("tildato", Field::PeriodeSlut),
    ("datotil", Field::PeriodeSlut),
    ("slutdato", Field::PeriodeSlut),
    ("domdato", Field::Domsdato),
    ("domsdato", Field::Domsdato),
    ("forlig", Field::Forligsdato),
    ("hovedstol", Field::Hovedstol),
    ("oprindelig", Field::Hovedstol),
    ("fakturabeloeb", Field::Hovedstol),
    ("opkraevetbeloeb", Field::Hovedstol),
    ("restgaeld", Field::Beloeb),
    ("restbeloeb", Field::Beloeb),
    ("restance", Field::Beloeb),
    ("udestaa", Field::Beloeb),
    ("saldo", Field::Beloeb),
    ("skyldigt", Field::Beloeb),
    ("inddrivelse", Field::Beloeb),
    ("beloeb", Field::Beloeb),
    ("fordringstype", Field::Fordringstype),
    ("kravstype", Field::Fordringstype),
    ("typekode", Field::Fordringstype),
    ("fordringsart", Field::Fordringsart),
    ("cpr", Field::SkyldnerId),
    ("cvr", Field::SkyldnerId),
    ("personn", Field::SkyldnerId),
    ("skyldner", Field::SkyldnerId),
    ("debitor", Field::SkyldnerId),
    ("fordringshaver", Field::FordringshaverId),
    ("hovedfordring", Field::HovedfordringId),
    ("reference", Field::Reference),
    ("fakturan", Field::Reference),
    ("regningsn", Field::Reference),
    ("aftalen", Field::Reference),
    ("kravn", Field::Reference),
    ("beskriv", Field::Beskrivelse),
    ("tekst", Field::Beskrivelse),
];

/// How many of a column's values are of which kind.
#[derive(Default)]
struct Values {
    filled: usize,
    dates: usize,
    day_first_only: usize,
    month_first_only: usize,
    /// `03-04-2026`: another day with the month first.
    date_either: usize,
    numbers: usize,
    comma_only: usize,
    point_only: usize,
    /// `1.234`: read as thousands if nothing is said.
    point_either: usize,
    /// `1,234`: unreadable if nothing is said.
    comma_either: usize,
    types: usize,
    arts: usize,
    debtor_types: usize,
    debtors: usize,
}

impl Values {
    fn of<'v>(values: impl Iterator<Item = &'v str>, is_type: IsFordringstype) -> Values {
        let mut all = Values::default();
        for value in values.map(|value| value.trim_matches(crate::claim::is_space)).filter(|value| !value.is_empty()) {
            all.filled += 1;
            match date_evidence(value) {
                DateEvidence::NotADate => {}
                DateEvidence::DayFirstOnly => all.day_first_only += 1,
                DateEvidence::MonthFirstOnly => all.month_first_only += 1,
                DateEvidence::Either => all.date_either += 1,
                DateEvidence::Unambiguous => all.dates += 1,
            }
            match decimal_evidence(value) {
                DecimalEvidence::NotANumber => {}
                DecimalEvidence::NoSign => all.numbers += 1,
                DecimalEvidence::CommaOnly => all.comma_only += 1,
                DecimalEvidence::PointOnly => all.point_only += 1,
                DecimalEvidence::Either if value.contains(',') => all.comma_either += 1,
                DecimalEvidence::Either => all.point_either += 1,
            }
            all.types += usize::from(is_type(value));
            all.arts += usize::from(matches!(value, "INDR" | "MODR" | "IN" | "MO"));
            all.debtor_types += usize::from(matches!(value, "CPR" | "CVR" | "SE" | "AKR" | "ZCPR" | "ZCVR" | "ZAKR"));
            all.debtors += usize::from(is_debtor(value));
        }
        all.dates += all.day_first_only + all.month_first_only + all.date_either;
        all.numbers += all.comma_only + all.point_only + all.point_either + all.comma_either;
        all
    }

    /// Whether at least so many in a hundred are of a kind.
    fn share(&self, count: usize, hundredths: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * hundredths
    }

    fn fit(&self, field: Field) -> bool {
        match field {
            Field::Fordringstype => self.share(self.types, 60),
            Field::Fordringsart => self.share(self.arts, 100),
            Field::SkyldnerId => self.share(self.debtors, 60),
            _ => match field.kind() {
                FieldKind::Date => self.share(self.dates, 80),
                FieldKind::Amount => self.share(self.numbers, 80) && !self.share(self.debtors, 100),
                // A column of dates or of nothing is no text.
                FieldKind::Text => self.filled > 0 && !self.share(self.dates, 100),
            },
        }
    }
}

/// Whether a text has the shape of a CPR number: ten digits, a hyphen before the last four at most, and a day and a month in front.
/// Days above 60 are administrative numbers.
fn is_debtor(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
    if digits.len() != 10 || !digits.iter().all(u8::is_ascii_digit) || text.len() > 11 {
        return false;
    }
    let two = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    matches!(two(0), 1..=31 | 61..=91) && (1..=12).contains(&two(2))
}

/// Whether a cell looks like a value rather than a heading.
pub(super) fn is_value(text: &str, is_type: IsFordringstype) -> bool {
    let text = text.trim_matches(crate::claim::is_space);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !text.is_empty() && (digits * 2 > text.len() || date_evidence(text) != DateEvidence::NotADate || is_type(text))
}

/// Something about a column that only the user can answer, because the values can be read in two ways and it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Some dates exist only with the month in front.
    MonthFirst,
    /// The decimal mark can't be told from values such as `1.234`.
    Decimals,
}

/// Gives columns without a known name their likely field, and their styles where the values tell them.
///
/// `rows` are the first rows of the file. Answers the doubts, by column.
pub(super) fn guess(mapping: &mut Mapping, rows: &[Vec<String>], is_type: IsFordringstype) -> Vec<(usize, Doubt)> {
    let values: Vec<Values> = (0..mapping.columns.len())
        .map(|column| Values::of(rows.iter().filter_map(|row| row.get(column).map(String::as_str)), is_type))
        .collect();
    for (column, values) in values.iter().enumerate() {
        by_likeness(mapping, column, values);
    }
    for (column, values) in values.iter().enumerate() {
        by_content(mapping, column, values);
    }
    let signs = Signs::of(mapping, &values);
    let mut doubts = Vec::new();
    for (column, values) in values.iter().enumerate() {
        let kind = mapping.field(column).map(Field::kind);
        let Some(of) = mapping.columns.get_mut(column) else { continue };
        of.samples = samples(rows, column);
        doubts.extend(style(of, kind, values, signs).map(|doubt| (column, doubt)));
    }
    doubts
}

/// What the columns together show of the system they come from: it writes them all alike.
#[derive(Clone, Copy)]
struct Signs {
    /// Some dates exist only with the month first, and none only with the day first.
    month_first: bool,
    /// Some amounts have a point before the decimals, and none a comma.
    point: bool,
}

impl Signs {
    fn of(mapping: &Mapping, values: &[Values]) -> Signs {
        let sum = |kind: FieldKind, count: fn(&Values) -> usize| -> usize {
            let columns = values.iter().enumerate().filter(|(column, _)| mapping.field(*column).map(Field::kind) == Some(kind));
            columns.map(|(_, values)| count(values)).sum()
        };
        Signs {
            month_first: sum(FieldKind::Date, |values| values.month_first_only) > 0
                && sum(FieldKind::Date, |values| values.day_first_only) == 0,
            point: sum(FieldKind::Amount, |values| values.point_only) > 0 && sum(FieldKind::Amount, |values| values.comma_only) == 0,
        }
    }
}

fn free(mapping: &Mapping, column: usize) -> Option<&Column> {
    mapping.columns.get(column).filter(|of| of.use_ == ColumnUse::Unknown && of.basis != Basis::Chosen)
}

fn by_likeness(mapping: &mut Mapping, column: usize, values: &Values) {
    let Some(of) = free(mapping, column) else { return };
    let heading = normalise(&of.heading);
    let like = LIKENESSES.iter().find(|(part, field)| heading.contains(part) && mapping.column(*field).is_none() && values.fit(*field));
    if let Some((_, field)) = like {
        mapping.assign(column, Some(*field), Basis::Likeness);
    }
}

fn by_content(mapping: &mut Mapping, column: usize, values: &Values) {
    if free(mapping, column).is_none() {
        return;
    }
    let found = [
        (Field::Fordringstype, values.share(values.types, 60)),
        (Field::Fordringsart, values.share(values.arts, 100)),
        (Field::SkyldnerType, values.share(values.debtor_types, 100)),
        (Field::SkyldnerId, values.share(values.debtors, 80)),
    ];
    let field = found.into_iter().find(|(field, fits)| *fits && mapping.column(*field).is_none());
    if let Some((field, _)) = field {
        mapping.assign(column, Some(field), Basis::Content);
    }
}

/// Notes where the column's values are written in a way that only the user can tell; answers what to ask. Nothing is guessed meanwhile.
fn style(of: &mut Column, kind: Option<FieldKind>, values: &Values, signs: Signs) -> Option<Doubt> {
    let month_first = values.month_first_only > 0 || (signs.month_first && values.date_either > 0);
    let point = values.point_only > 0 || signs.point;
    match kind? {
        // What is settled already, by the user or by the kind of file, is no question.
        FieldKind::Amount if matches!(of.style.decimals, DecimalMark::Comma | DecimalMark::Point) => None,
        FieldKind::Date if of.style.dates == DateOrder::MonthFirst => None,
        FieldKind::Date if month_first && values.day_first_only == 0 => {
            of.style.dates = DateOrder::Unclear;
            Some(Doubt::MonthFirst)
        }
        FieldKind::Amount if point && values.comma_only == 0 && values.point_either + values.comma_either > 0 => {
            of.style.decimals = DecimalMark::Unclear;
            Some(Doubt::Decimals)
        }
        // `1,234` can't be read as it is; the user can say how it is meant.
        FieldKind::Amount if values.comma_either > 0 => Some(Doubt::Decimals),
        _ => None,
    }
}

/// How many different values of a column are shown.
const SAMPLES: usize = 3;

fn samples(rows: &[Vec<String>], column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for value in rows.iter().filter_map(|row| row.get(column)) {
        let value = crate::claim::shorten(value.trim_matches(crate::claim::is_space));
        if !value.is_empty() && !samples.contains(&value) {
            samples.push(value);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}
