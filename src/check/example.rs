//! An example file: worked claims of the municipal fordringstyper, some of which pass and some of which don't.

use crate::catalogue::practice::Trial;
use crate::catalogue::{TEXTS, TYPES};
use crate::claim::Field;

/// How many broken claims the file has of each type.
const BROKEN: usize = 2;

/// The columns of the example file.
const COLUMNS: [Field; 19] = [
    Field::FordringshaverId,
    Field::Reference,
    Field::Fordringsart,
    Field::Fordringstype,
    Field::HovedfordringId,
    Field::Hovedstol,
    Field::Beloeb,
    Field::PeriodeStart,
    Field::PeriodeSlut,
    Field::Stiftelsesdato,
    Field::Forfaldsdato,
    Field::Srb,
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::Beskrivelse,
    Field::SkyldnerType,
    Field::SkyldnerId,
    Field::Bobehandling,
];

/// The file as CSV: of every municipal fordringstype with a published table the worked claim that passes, and two that break a rule.
pub fn example_file() -> String {
    let mut out = COLUMNS.map(Field::name).join(";");
    out.push('\n');
    let mut number = 0;
    for (fordringstype, text) in TYPES.iter().zip(TEXTS) {
        if !fordringstype.tables.iter().any(|table| table.creditor == "kommune") {
            continue;
        }
        for trial in text.trials.iter().filter(|trial| trial.table.is_some()) {
            number += 1;
            line(&mut out, trial, &[], number);
            // Breaks spread over the table, so that the file shows more than its first rules.
            let step = (trial.breaks.len() / (BROKEN + 1)).max(1);
            for index in 1..=BROKEN {
                if let Some(broken) = trial.breaks.get((index * step + number) % trial.breaks.len().max(1)) {
                    number += 1;
                    line(&mut out, trial, broken.changes, number);
                }
            }
        }
    }
    out
}

fn line(out: &mut String, trial: &Trial, changes: &[(&str, &str)], number: usize) {
    let value = |field: Field| {
        if field == Field::Reference {
            return format!("EKSEMPEL-{number:04}");
        }
        let given = changes.iter().chain(trial.valid).find(|(name, _)| *name == field.name());
        let text = given.map_or("", |(_, value)| *value);
        // Every claim is about a bill of its own.
        if field == Field::Beskrivelse && !text.is_empty() { format!("Faktura {}", 100_000 + number) } else { text.to_owned() }
    };
    out.push_str(&COLUMNS.map(value).join(";"));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Creditor;
    use crate::check::Settings;
    use crate::check::file::FileCheck;
    use crate::check::opening::open_text;

    #[test]
    fn the_example_has_claims_of_every_outcome() {
        let settings = Settings { received: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), creditor: Creditor::default() };
        let check =
            FileCheck::run(open_text("eksempel.csv", example_file().into_bytes()).unwrap(), settings, &mut |_| true).unwrap().unwrap();
        let totals = check.totals;
        assert_eq!(totals.claims, 18 * 3);
        assert!(totals.modtages >= 18 && totals.afvist > 0 && totals.hoering > 0, "{totals:?}");
        assert_eq!(totals.by_type.len(), 18);
    }
}
