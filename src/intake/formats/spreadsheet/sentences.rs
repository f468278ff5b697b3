//! Why a workbook can't be read, in sentences.

use crate::intake::FileProblem;

const SAVE_AGAIN: &str = "Åbn det i Excel eller LibreOffice, gem det igen, og prøv med den nye fil.";

/// Something in the workbook isn't as it must be. `what` stands in the sentence: «delen «xl/styles.xml» kan ikke læses».
pub fn damaged(what: &str) -> FileProblem {
    FileProblem::Broken(format!("Regnearket er beskadiget: {what}. {SAVE_AGAIN}"))
}

/// The file ends too early, or what it says about itself isn't so.
pub fn cut_short() -> FileProblem {
    FileProblem::Broken("Filen er beskadiget eller kun hentet delvist. Hent den igen, og prøv med den nye fil.".into())
}

pub fn protected() -> FileProblem {
    FileProblem::Broken(
        "Projektmappen er beskyttet med en adgangskode. Åbn den i Excel eller LibreOffice, fjern adgangskoden, og gem den igen.".into(),
    )
}

/// A part of a zip container is larger than is read.
pub fn too_large(limit: &str) -> FileProblem {
    FileProblem::Broken(format!(
        "Et ark eller en anden del af regnearket fylder mere end {limit}, når det pakkes ud. Del fordringerne i flere regneark, og tjek dem hver for sig."
    ))
}

/// One text is longer than any cell's.
pub fn text_too_long() -> FileProblem {
    FileProblem::Broken(
        "Regnearket har en enkelt tekst på mere end 16 MB, og så lang er en celle ikke. Kopiér fordringerne til et nyt regneark, og prøv med det."
            .into(),
    )
}

/// A part of a zip container is packed closer than any real one.
pub fn packed_too_close() -> FileProblem {
    FileProblem::Broken(
        "Filen fylder over 100 gange så meget, når den pakkes ud, og det gør et almindeligt regneark ikke. Kopiér fordringerne til et nyt regneark, og prøv med det."
            .into(),
    )
}

/// A file that is recognised and holds no claims in rows. `what` begins the sentence: «et Word-dokument».
pub fn not_a_workbook(what: &str) -> FileProblem {
    FileProblem::Broken(format!("Filen er {what}. Sæt fordringerne ind i et regneark, eller hent dem fra fagsystemet."))
}

/// A zip container with other files in it.
pub fn archive(files: usize) -> FileProblem {
    let what = match files {
        0 => return FileProblem::Broken("Filen er et zip-arkiv uden filer i. Hent fordringerne igen fra fagsystemet.".into()),
        1 => "én fil".to_owned(),
        files => format!("{} filer", thousands(files as u64)),
    };
    FileProblem::Broken(format!("Filen er et zip-arkiv med {what}. Pak det ud, og slip filen med fordringer."))
}

/// The number with points between its thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 6);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A cell's name in its sheet, `B5`; both counted from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// A column's letters, counted from 0.
fn column_name(column: u32) -> String {
    let mut name = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        name.insert(0, char::from_digit(u32::try_from(rest % 26).unwrap_or_default() + 10, 36).unwrap_or('a').to_ascii_uppercase());
        rest /= 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_people_name_them() {
        for (row, column, name) in [(0, 0, "A1"), (4, 1, "B5"), (9, 25, "Z10"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")] {
            assert_eq!(cell_name(row, column), name);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1.000"), (1_048_576, "1.048.576")] {
            assert_eq!(thousands(number), text);
        }
    }
}
