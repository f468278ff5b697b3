//! A claim line as a few numbers: all that decides its result where nothing in it is out of the ordinary.

use super::days::{Civil, Day, DayTable};
use super::filter::Main;
use crate::catalogue::TYPES;
use crate::catalogue::model::Fordringstype;
use crate::claim::Field;

/// How many days [`Facts`] holds: the date fields', and those below.
pub const DAYS: usize = Field::DATES.len() + 3;
/// The place of the assumed day of sending among the days.
pub const RECEIVED: usize = Field::DATES.len();
/// The place of the hovedfordring's forfaldsdato.
pub const MAIN_FORFALD: usize = RECEIVED + 1;
/// The place of the first of the month in which the hovedfordring was received.
pub const MAIN_RECEIPT: usize = RECEIVED + 2;

/// A claim line's values as numbers. Those of fields in which nothing stands mean nothing: `filled` tells them apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// The fields in which something stands, by [`Field::bit`].
    pub filled: u64,
    /// The place of the fordringstype in [`TYPES`].
    pub type_index: u16,
    pub art: Art,
    /// What scanning the texts brought to light, see [`super::general::signs`].
    pub signs: u32,
    /// The days' numbers, in the order of [`Field::DATES`], then the three above.
    pub numbers: [i32; DAYS],
    /// The days by month, in the same order.
    pub civils: [Civil; DAYS],
    /// The amounts in øre, in the order of [`Field::AMOUNTS`].
    pub oere: [i64; Field::AMOUNTS.len()],
}

impl Facts {
    /// A line with nothing in it, sent on this day.
    pub fn sent_on(received: Day) -> Facts {
        let mut facts = Facts {
            filled: 0,
            type_index: 0,
            art: Art::Empty,
            signs: 0,
            numbers: [0; DAYS],
            civils: [Civil::default(); DAYS],
            oere: [0; Field::AMOUNTS.len()],
        };
        facts.set_day(RECEIVED, received);
        facts
    }

    /// Puts a day in its place.
    #[inline]
    pub fn set_day(&mut self, place: usize, day: Day) {
        if let (Some(number), Some(civil)) = (self.numbers.get_mut(place), self.civils.get_mut(place)) {
            *number = day.number;
            *civil = day.civil;
        }
    }

    /// Whether something stands in the field.
    #[inline]
    pub fn is_filled(&self, field: Field) -> bool {
        self.filled & field.bit() != 0
    }

    /// The number of the day in the field; `None` where nothing stands in it, and for a field that holds no date.
    pub fn day(&self, field: Field) -> Option<i32> {
        if !self.is_filled(field) {
            return None;
        }
        self.numbers.get(field.date_slot()?).copied()
    }

    /// The amount in the field in øre; `None` as for [`Self::day`].
    pub fn amount(&self, field: Field) -> Option<i64> {
        if !self.is_filled(field) {
            return None;
        }
        self.oere.get(field.amount_slot()?).copied()
    }
}

/// What stands in fordringsart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Art {
    #[default]
    Empty,
    Indr,
    Modr,
    Other,
}

impl Art {
    /// Reads the text of the field.
    #[inline]
    pub fn of(text: &str) -> Art {
        // As bytes, which are compared without a call.
        match text.as_bytes() {
            [] => Art::Empty,
            b"INDR" | b"IN" => Art::Indr,
            b"MODR" | b"MO" => Art::Modr,
            _ => Art::Other,
        }
    }
}

/// What is known of a hovedfordring, without its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MainKnown {
    pub link: Link,
    pub fordringstype: bool,
    pub forfaldsdato: bool,
    pub receipt: bool,
}

/// As [`Main`], without what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Link {
    #[default]
    None,
    IdOnly,
    NotInFile,
    Known,
}

impl MainKnown {
    /// What is known of this one.
    #[inline]
    pub fn of(main: &Main) -> MainKnown {
        let link = match main {
            Main::None => Link::None,
            Main::IdOnly => Link::IdOnly,
            Main::NotInFile => Link::NotInFile,
            Main::Known(main) => {
                return MainKnown {
                    link: Link::Known,
                    fordringstype: main.fordringstype.is_some(),
                    forfaldsdato: main.forfaldsdato.is_some(),
                    receipt: main.received.is_some(),
                };
            }
        };
        MainKnown { link, ..MainKnown::default() }
    }

    /// Whether the claim hangs on a hovedfordring.
    pub fn is_linked(self) -> bool {
        matches!(self.link, Link::IdOnly | Link::Known)
    }

    /// Puts the days that are known in their places; `None` where one lies outside the table.
    pub fn place(main: &Main, facts: &mut Facts, table: &DayTable) -> Option<()> {
        let Main::Known(main) = main else { return Some(()) };
        if let Some(date) = main.forfaldsdato {
            facts.set_day(MAIN_FORFALD, table.of(date)?);
        }
        if let Some(date) = main.received {
            let civil = Civil { day: 1, ..table.of(date)?.civil };
            facts.set_day(MAIN_RECEIPT, Day { number: table.moved(civil, 0)?, civil });
        }
        Some(())
    }
}

/// Everything about a line but its values: what stands in it at all. Lines of one outline are judged by the same few comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outline {
    /// The fields in which something stands, by [`Field::bit`]; only those that a rule asks for.
    pub filled: u64,
    /// The fields that the file has.
    pub has: u64,
    /// The place of the fordringstype in [`TYPES`].
    pub type_index: u16,
    pub art: Art,
    pub main: MainKnown,
}

/// The fields whose being filled no rule for new claims asks for.
const UNASKED: u64 = Field::FordringshaverId.bit()
    | Field::FordringsId.bit()
    | Field::Aktion.bit()
    | Field::SkyldnerType.bit()
    | Field::Bobehandling.bit()
    | Field::PNummer.bit()
    | Field::Aarsagskode.bit()
    | Field::Virkningsdato.bit()
    | Field::AktionIdRef.bit()
    | Field::Begrundelse.bit();

impl Outline {
    /// The outline of a line in a file that has these fields.
    #[inline]
    pub fn of(facts: &Facts, has: u64, main: MainKnown) -> Outline {
        Outline { filled: facts.filled & !UNASKED, has, type_index: facts.type_index, art: facts.art, main }
    }

    /// The outline as a number, the same on every machine. Two lines of one file have the same number when they have the same outline.
    #[inline]
    pub fn key(&self) -> u64 {
        let main = self.main.link as u64
            | u64::from(self.main.fordringstype) << 2
            | u64::from(self.main.forfaldsdato) << 3
            | u64::from(self.main.receipt) << 4;
        self.filled | (self.art as u64) << 33 | main << 35 | u64::from(self.type_index) << 40
    }

    /// Whether the file has the field.
    pub fn has(&self, field: Field) -> bool {
        self.has & field.bit() != 0
    }

    /// Whether something stands in the field.
    pub fn is_filled(&self, field: Field) -> bool {
        self.filled & field.bit() != 0
    }

    /// Whether something stands in any of the fields.
    pub fn any_filled(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.is_filled(*field))
    }

    /// Whether something stands in all of the fields.
    pub fn all_filled(&self, fields: &[Field]) -> bool {
        fields.iter().all(|field| self.is_filled(*field))
    }

    /// Whether a judgment or settlement date stands in the line.
    pub fn has_judgment_or_settlement(&self) -> bool {
        self.any_filled(&[Field::Domsdato, Field::Forligsdato])
    }

    /// The fordringstype.
    pub fn fordringstype(&self) -> Option<&'static Fordringstype> {
        TYPES.get(usize::from(self.type_index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_has_room_for_everything() {
        const { assert!(Field::COUNT <= 33) };
        let all = Outline {
            filled: (1 << Field::COUNT) - 1,
            has: 0,
            type_index: 0,
            art: Art::Other,
            main: MainKnown { link: Link::Known, fordringstype: true, forfaldsdato: true, receipt: true },
        };
        assert_eq!(all.key(), (1 << 40) - 1);
        assert_eq!(Outline { type_index: u16::MAX, ..all }.key(), (1 << 56) - 1);
        let art = Outline { art: Art::Indr, ..all };
        let main = Outline { main: MainKnown { receipt: false, ..all.main }, ..all };
        assert!(art.key() != main.key() && art.key() != all.key() && main.key() != all.key());
    }
}
