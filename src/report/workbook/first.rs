//! The sheet «Læs først»: what the workbook is, what it is about, what the colours mean, and what isn't in it.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::claims::cut_sentence;
use super::style::Style;
use super::{MOST_NOTES, Written, printable, set_height};
use crate::claim::format_date;
use crate::report::findings::privacy_words;
use crate::report::head::ReportHead;

/// How wide the texts are, in letters.
const WIDTH: u8 = 110;

/// The sheet while it is written.
struct Page<'s> {
    sheet: Worksheet,
    style: &'s Style,
    next: u32,
}

impl Page<'_> {
    /// A line with what it is about in front.
    fn line(&mut self, label: &str, text: &str) -> Result<(), XlsxError> {
        self.formatted(label, text, &self.style.label)
    }

    fn formatted(&mut self, label: &str, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, label, format)?;
        self.sheet.write_string_with_format(self.next, 1, text, &self.style.text)?;
        set_height(&mut self.sheet, self.next, [(text, WIDTH)].into_iter())?;
        self.next += 1;
        Ok(())
    }

    /// A heading, with a free row before it.
    fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.next += 1;
        self.sheet.write_string_with_format(self.next, 0, text, &self.style.label.clone().set_font_size(13))?;
        self.next += 1;
        Ok(())
    }
}

/// The sheet.
pub(super) fn sheet(head: &ReportHead, style: &Style, written: &Written) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Læs først")?;
    printable(&mut sheet);
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, WIDTH)?;
    sheet.write_string_with_format(0, 0, "Tjek af fordringer", &style.title)?;
    let mut page = Page { sheet, style, next: 2 };
    page.line(
        "Hvad er det?",
        "Regnearket viser, hvilke af filens fordringer der ville blive sendt i høring eller afvist af inddrivelsessystemet PSRM, hvis de blev \
        sendt på modtagelsesdatoen, og hvilke der er råd til. Det siger, hvad der skal stå i stedet. Svarene er vejledende; det er \
        indgangsfilteret, der afgør.",
    )?;
    if written.findings < head.findings {
        page.formatted("Der mangler noget", &cut_sentence(head, written), &style.afvist)?;
    }
    about(&mut page, head)?;
    numbers(&mut page, head)?;
    sheets(&mut page)?;
    colours(&mut page)?;
    limits(&mut page, written)?;
    Ok(page.sheet)
}

fn about(page: &mut Page, head: &ReportHead) -> Result<(), XlsxError> {
    page.heading("Hvad er tjekket")?;
    for file in &head.files {
        page.line("Fil", &file.name)?;
        page.line("Kontrolsum (SHA-256)", &file.sha256)?;
    }
    if !head.files.is_empty() {
        page.line("", "Kontrolsummen hører til netop den fil, der er tjekket. Ændres ét tegn i filen, er summen en anden.")?;
    }
    if let Some(made) = head.made {
        page.line("Rapporten er lavet", &format_date(made))?;
    }
    page.line("Modtagelsesdato", &format!("{}. Tjekket regner med, at fordringerne bliver modtaget den dag.", format_date(head.received)))?;
    page.line("Fordringshaver", &head.creditor)?;
    page.line("Regelsæt af", &day(&head.rules_date))?;
    page.line("CPR-numre", privacy_words(head.privacy))?;
    if head.corrections > 0 {
        page.line("Rettelser", &format!("{} celler er rettet i programmet, før filen blev tjekket.", head.corrections))?;
    }
    Ok(())
}

fn numbers(page: &mut Page, head: &ReportHead) -> Result<(), XlsxError> {
    page.heading("Resultatet for hele filen")?;
    let of = head.outcomes;
    for (label, number) in [
        ("Rækker", head.rows),
        ("Fordringer", head.claims),
        ("Ville blive modtaget", of.modtages),
        ("Ville blive sendt i høring", of.hoering),
        ("Ville blive afvist", of.afvist),
        ("Kan ikke afgøres", of.undecided),
        ("Har råd knyttet til sig", head.with_advice),
        ("Har regler, der ikke er tjekket", head.with_not_checked),
        ("Fund", head.findings),
    ] {
        page.line(label, &number.to_string())?;
    }
    page.line("", "Et fund er en fordring og en regel, den bryder. Bryder flere linjer i fordringen samme regel, er det ét fund.")
}

fn sheets(page: &mut Page) -> Result<(), XlsxError> {
    page.heading("Arkene")?;
    page.line(
        "Fordringer",
        "Filens egne rækker, for de fordringer der er fundet noget på. De tre første kolonner er vores. Cellerne står, som de står i filen, og \
        alle er tekst. Hold musen over en farvet celle, eller vælg den, for at se reglen, hvad der er fundet, og hvad du gør.",
    )?;
    page.line("Fund", "Én linje for hver fordring og regel. Brug filteret i overskriften til at vise én regel ad gangen.")?;
    page.line(
        "Regler",
        "Hver regel, der er brudt: hvad den kræver, hvorfor, hvad du gør, og hvor det står. Filtertabellernes datoer står i arket «Typer».",
    )?;
    page.line(
        "Typer",
        "Fordringstyperne i filen, og hvad tjekket af hver hviler på: officiel = typens egen offentliggjorte tabel; vejledende = en tabel hos en \
        anden fordringshaver; kerne = kun de regler, næsten alle typer deler; ukendt = koden er ukendt her.",
    )
}

fn colours(page: &mut Page) -> Result<(), XlsxError> {
    page.heading("Farverne")?;
    let style = page.style;
    page.formatted("afvist", "Fordringen ville blive afvist. Ret den, før du sender den.", &style.afvist)?;
    page.formatted(
        "høring",
        "Fordringen ville blive sendt i høring. Ret den, eller vær klar til at bekræfte den skriftligt.",
        &style.hoering,
    )?;
    page.formatted("advarsel", "Et råd. Det ændrer ikke, hvad der sker med fordringen.", &style.advarsel)?;
    page.formatted(
        "kan ikke afgøres",
        "Noget mangler, kan ikke læses eller er ukendt, så ingen kan sige, hvad der ville ske.",
        &style.undecided,
    )?;
    page.line("", "Har en celle flere fund, har den farve efter det værste. Er feltet ikke i filen, er cellen under «Regler» farvet.")
}

fn limits(page: &mut Page, written: &Written) -> Result<(), XlsxError> {
    if written.without_note > 0 {
        let text = format!(
            "Kun de første {MOST_NOTES} farvede celler har en forklaring; {} har ikke. Find rækken i arket «Fund».",
            written.without_note
        );
        page.line("Forklaringer", &text)?;
    }
    if written.cut_texts > 0 {
        let text = format!("{} tekster var længere, end en celle kan rumme, og slutter med «(skåret af)».", written.cut_texts);
        page.line("Lange tekster", &text)?;
    }
    Ok(())
}

/// A day as the catalogue writes it, as people here read it.
fn day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), format_date)
}
