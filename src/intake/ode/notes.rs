//! What people should know about how an extract was joined, in sentences.

use super::actions::Actions;
use super::claims::{Columns, Sources, Tally};
use super::part::{Extent, Part};
use super::table::{OddRows, Table};
use crate::claim::format_date;

/// All the sentences about these files.
pub(super) fn notes(files: &[&Table], sources: &Sources, columns: &Columns, tally: &Tally) -> Vec<String> {
    let mut notes = about_files(files);
    notes.extend(missing_parts(files, columns));
    notes.extend(missing_columns(sources, columns));
    notes.extend(about_references(tally));
    notes.extend(about_mains(sources, columns, tally));
    notes.extend(about_debtors(sources, tally));
    notes.extend(about_actions(sources, tally));
    notes.extend(about_states(tally));
    notes.extend(files.iter().filter(|table| table.odd_rows.count > 0).map(|table| about_odd_rows(table.part, table.odd_rows)));
    notes
}

fn has(files: &[&Table], part: Part) -> bool {
    files.iter().any(|table| table.part == part)
}

fn about_files(files: &[&Table]) -> Vec<String> {
    let mut notes = Vec::new();
    if files.iter().any(|table| table.told.extent == Some(Extent::Delta)) {
        notes.push(
            "Udtrækket er et Delta: det viser ændringer, ikke alle fordringer. Oplysninger, der ikke er ændret, kan mangle.".to_owned(),
        );
    }
    let days: Vec<_> = files.iter().filter_map(|table| Some((table.part.name(), table.told.day?))).collect();
    if days.windows(2).any(|pair| pair.first().map(|first| first.1) != pair.last().map(|last| last.1)) {
        let days: Vec<String> = days.iter().map(|(part, day)| format!("{part} er fra {}", format_date(*day))).collect();
        notes
            .push(format!("Filerne er ikke fra samme udtræk: {}. Det kan give forkerte oplysninger om nogle fordringer.", days.join(", ")));
    }
    if has(files, Part::Renter) {
        notes.push("11-RIM-aftale-renter er ikke brugt. Den indeholder tilskrevne inddrivelsesrenter, ikke fordringer.".to_owned());
    }
    notes
}

fn missing_parts(files: &[&Table], columns: &Columns) -> Vec<String> {
    let mut notes = Vec::new();
    let together = "Slip filen sammen med 10-RIM-aftale-rater.";
    if !has(files, Part::Forretningspartner) {
        notes.push(format!("12-Forretningspartner mangler: skyldneres CPR- og CVR-numre kan ikke tjekkes. {together}"));
    }
    if !has(files, Part::Aftale) {
        let what = if columns.names().iter().any(|name| name == crate::claim::Field::Foraeldelsesdato.name()) {
            "svarene på fordringerne kan ikke vises, og forældelsesdatoen er den, der står i 10-RIM-aftale-rater"
        } else {
            "forældelsesdatoer kan ikke tjekkes, og svarene på fordringerne kan ikke vises"
        };
        notes.push(format!("09-RIM-aftale mangler: {what}. {together}"));
    }
    if !has(files, Part::Haefter) {
        notes.push("UU-aftale-haefter er ikke med: kun den skyldner, der står på fordringen, er tjekket, ikke medhæftere.".to_owned());
    }
    notes
}

fn missing_columns(sources: &Sources, columns: &Columns) -> Vec<String> {
    let mut notes = Vec::new();
    let names: Vec<String> = columns.absent.iter().map(|name| format!("«{name}»")).collect();
    match names.as_slice() {
        [] => {}
        [one] => notes.push(format!("10-RIM-aftale-rater har ikke kolonnen {one}. Reglerne om den er ikke tjekket.")),
        [many @ .., last] => {
            notes.push(format!("10-RIM-aftale-rater har ikke kolonnerne {} og {last}. Reglerne om dem er ikke tjekket.", many.join(", ")));
        }
    }
    if columns.limitation_unused {
        notes.push(format!(
            "Kun {} har en forældelsesdato i 10-RIM-aftale-rater. Forældelsesdatoer er derfor ikke tjekket uden 09-RIM-aftale.",
            claims(sources.agreements.claims - sources.agreements.without_limitation)
        ));
    }
    if sources.actions.as_ref().is_some_and(|actions| !actions.has_limitation) {
        notes.push(
            "09-RIM-aftale har ikke kolonnerne «Aftalenummer», «Aktionkode» og «Forældelsesdato»: forældelsesdatoer er ikke hentet fra den."
                .to_owned(),
        );
    }
    if sources.partners.as_ref().is_some_and(|partners| !partners.has_identity()) {
        notes.push(
            "12-Forretningspartner har ikke kolonnerne «Identifikationsart» og «Identifikationsnr.»: skyldneres CPR- og CVR-numre kan ikke tjekkes."
                .to_owned(),
        );
    }
    notes.push(
        "Udtrækket har ingen beskrivelse, domsdato, forligsdato eller fordringshaver-ID. Reglerne om dem er ikke tjekket.".to_owned(),
    );
    notes
}

fn about_references(tally: &Tally) -> Vec<String> {
    let mut notes = Vec::new();
    if tally.by_position > 0 {
        notes.push(format!(
            "Flere fordringer kan høre til samme aftale. {} har derfor fået referencen «Aftalenummer/Position».",
            claims(tally.by_position)
        ));
    }
    if tally.by_line > 0 {
        notes.push(format!(
            "{} kan ikke kendes fra hinanden ved position og har fået referencen «Aftalenummer/linje», efter linjen i 10-RIM-aftale-rater.",
            claims(tally.by_line)
        ));
    }
    if tally.without_agreement > 0 {
        notes.push(format!("{} har intet aftalenummer og er ikke sat sammen med de andre filer.", claims(tally.without_agreement)));
    }
    notes
}

fn about_mains(sources: &Sources, columns: &Columns, tally: &Tally) -> Vec<String> {
    let mut notes = Vec::new();
    let orphans = sources.agreements.orphans() + sources.agreements.unnumbered_related;
    if orphans > 0 {
        let unused = if columns.mains_unused { " Reglerne om hovedfordringer er derfor ikke tjekket." } else { "" };
        notes.push(format!("{} hører til en hovedfordring, som ikke er i filen.{unused}", fees(orphans)));
    }
    if tally.with_several_mains > 0 {
        notes.push(format!(
            "{} hører til en aftale med flere hovedfordringer og er sat sammen med den første af dem.",
            fees(tally.with_several_mains)
        ));
    }
    notes
}

fn about_debtors(sources: &Sources, tally: &Tally) -> Vec<String> {
    let mut notes = Vec::new();
    if tally.without_identity > 0 {
        notes.push(format!(
            "{} har intet gyldigt nummer i 12-Forretningspartner. Slettede og udløbne numre er ikke brugt.",
            counted(tally.without_identity, "skyldner", "skyldnere")
        ));
    }
    if tally.with_several_debtors > 0 {
        notes.push(format!("{} har flere skyldnere efter UU-aftale-haefter.", claims(tally.with_several_debtors)));
    }
    let Some(liable) = &sources.liable else { return notes };
    if liable.removed > 0 {
        notes.push(format!("{} er fjernet fra aftalen og ikke taget med.", counted(liable.removed, "hæfter", "hæftere")));
    }
    if liable.left_out > 0 {
        notes.push(format!("Aftaler har flere end 200 hæftere. {} er ikke taget med.", counted(liable.left_out, "hæfter", "hæftere")));
    }
    notes
}

fn about_actions(sources: &Sources, tally: &Tally) -> Vec<String> {
    let mut notes = Vec::new();
    if tally.without_action > 0 {
        notes.push(format!("{} har ingen aktion 02 (opret) i 09-RIM-aftale.", claims(tally.without_action)));
    }
    if tally.limitation_of_another > 0 {
        notes.push(format!(
            "{} har ingen egen aktion 02 i 09-RIM-aftale. Forældelsesdatoen er den nyeste fra en anden fordring i samme aftale.",
            claims(tally.limitation_of_another)
        ));
    }
    let left_out = sources.actions.as_ref().map_or(0, |actions: &Actions| actions.left_out);
    if left_out > 0 {
        notes.push(format!(
            "Aftaler har flere end 200 aktioner 02. De ældste {} er ikke taget med.",
            counted(left_out, "aktion", "aktioner")
        ));
    }
    notes
}

fn about_states(tally: &Tally) -> Option<String> {
    let states = [
        (tally.in_dmi, "står i DMI"),
        (tally.withdrawn, "er markeret for tilbagekald"),
        (tally.settled, "er udlignet"),
        (tally.returned, "er returneret"),
        (tally.deleted, "er markeret som slettet"),
    ];
    let states: Vec<String> =
        states.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", number(*count))).collect();
    (!states.is_empty()).then(|| {
        let total = claims(tally.claims);
        format!("Alle {total} i filen er tjekket, som om de sendes nu. Af dem gælder: {}.", states.join(", "))
    })
}

fn about_odd_rows(part: Part, odd: OddRows) -> String {
    let rows = match odd.count {
        1 => format!("I {} er der én række, som ikke er delt i celler efter overskriften: linje {}.", part.name(), odd.first),
        many => {
            format!(
                "I {} er der {} rækker, som ikke er delt i celler efter overskriften, den første i linje {}.",
                part.name(),
                number(many),
                odd.first
            )
        }
    };
    format!("{rows} Værdierne kan være rykket en kolonne.")
}

fn claims(count: u64) -> String {
    counted(count, "fordring", "fordringer")
}

fn fees(count: u64) -> String {
    counted(count, "gebyr eller rente", "gebyrer og renter")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A number with points between thousands.
fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_people_do() {
        assert_eq!(
            (claims(1).as_str(), claims(2).as_str(), claims(1_234_567).as_str()),
            ("1 fordring", "2 fordringer", "1.234.567 fordringer")
        );
    }
}
