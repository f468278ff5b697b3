//! R_1: what the creditor wants done with the claim, and its place beside others.

use super::{GENERAL_DEMANDS_PAGE, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_1_1: RuleDoc = RuleDoc {
    id: "R_1_1",
    name: "Fordringsarten er ikke tilladt",
    says: "Fordringsart skal være INDR (inddrivelse). MODR (modregning) går kun, når typens filtertabel tillader det.",
    why: "Fordringsarten siger, hvad du vil have gjort ved fordringen. De generelle krav kender kun INDR i PSRM, så andet skal stå \
        udtrykkeligt i typens tabel.",
    remedy: "Skriv INDR. Et udtræk fra KMD kan have IN for INDR og MO for MODR i feltet aftaletype. Har du valgt MODR med vilje, så se \
        efter i jeres aftale, om typen tillader det.",
    fields: &[Field::Fordringsart],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: Some(
        "Kilderne er ikke enige om MODR: flere tabeller tillader den, selv om typens egen tekst kun nævner INDR. Har typen ingen \
        tabel, råder vi kun ved MODR. Andre værdier giver afvisning.",
    ),
    example: Example::FromTable,
};

pub(super) static R_1_2: RuleDoc = RuleDoc {
    id: "R_1_2",
    name: "Koblingen til en hovedfordring passer ikke til typen",
    says: "En hovedfordringstype skal stå alene. En rente- eller gebyrtype skal sendes som relateret fordring og pege på sin \
        hovedfordring.",
    why: "Renter og gebyrer hører til det krav, de er opstået af. De må ikke indberettes som hovedfordring, og de falder bort sammen med \
        hovedfordringen, så PSRM skal kende koblingen.",
    remedy: "Er det en rente eller et gebyr, så skriv hovedfordringens ID i HovedfordringsID, eller dens reference, når den står i samme \
        fil. Er det en hovedfordring, så tøm begge felter. Passer ingen af delene, så tjek fordringstypen.",
    fields: &[Field::Fordringstype, Field::HovedfordringId, Field::HovedfordringReference],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; Gældsstyrelsens spørgsmål og svar om hovedfordringer og renter",
    url: TYPES_PAGE,
    note: Some(
        "Har typen ingen tabel, kører vi kun reglen, når det er dokumenteret, om typen er en hovedfordring eller en relateret \
        fordring.",
    ),
    example: Example::FromTable,
};
