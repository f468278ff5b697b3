//! R_8 and R_10: how interest and fees must lie to the hovedfordring they hang on.

use super::{TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_8_2: RuleDoc = RuleDoc {
    id: "R_8_2",
    name: "Opkrævningsrenten løber for længe",
    says: "Periode slut for en opkrævningsrente skal ligge før den 1. i måneden efter, at hovedfordringen blev modtaget.",
    why: "Fra den 1. i måneden efter modtagelsen beregner Gældsstyrelsen inddrivelsesrente (gældsinddrivelseslovens § 5). Reglen \
        hindrer, at skyldner betaler to slags rente for de samme dage.",
    remedy: "Afkort perioden, så den slutter senest den sidste dag i den måned, hovedfordringen blev modtaget, og regn renten om. Er \
        hovedfordringen modtaget den 12. juni, er sidste mulige rentedag den 30. juni.",
    fields: &[Field::PeriodeSlut, Field::HovedfordringId, Field::HovedfordringReference],
    applies_to: "opkrævningsrenter som KFOPREN, KOPRORE, OPKRÆRE og OPKRÆTV",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; gældsinddrivelseslovens § 5",
    url: TYPES_PAGE,
    note: Some(
        "Reglen er taget ud for REOPKOM (30.11.2022) og REOPDAG (04.05.2023). Den kan kun tjekkes, når vi kender hovedfordringens \
        modtagelsesdato.",
    ),
    example: Example::FromTable,
};

pub(super) static R_10_2: RuleDoc = RuleDoc {
    id: "R_10_2",
    name: "Hovedfordringen er ikke forfalden, når renten sendes",
    says: "Den relaterede fordring skal modtages efter hovedfordringens forfaldsdato.",
    why: "Rente hører til et krav, der skulle have været betalt. Før hovedfordringen er forfalden, er der intet at regne rente af.",
    remedy: "Se først, om fordringen peger på den rigtige hovedfordring. Er hovedfordringens forfaldsdato forkert, så ret den dér. \
        Ellers skal renten vente, til hovedfordringen er forfalden.",
    fields: &[Field::HovedfordringId, Field::HovedfordringReference],
    applies_to: "rentetyper som REOPKOM, REOPDAG, KFOPREN og KOPRORE",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "Kendes kun fra tabellerne; ingen tekst forklarer reglen. Den kan kun tjekkes, når hovedfordringen står i samme fil, \
        eller du har oplyst dens forfaldsdato.",
    ),
    example: Example::FromTable,
};

pub(super) static R_10_7: RuleDoc = RuleDoc {
    id: "R_10_7",
    name: "Renten begynder før hovedfordringens forfald er passeret",
    says: "Periode start for renten skal ligge mindst 1 dag efter hovedfordringens forfaldsdato.",
    why: "Rente er betaling for forsinkelse, så den første rentedag kan ikke være selve forfaldsdagen eller ligge før den.",
    remedy: "Sæt periode start til den første dag, der løber rente, tidligst dagen efter hovedfordringens forfald, og regn renten om. \
        Peger renten på en forkert hovedfordring, så ret HovedfordringsID.",
    fields: &[Field::PeriodeStart, Field::HovedfordringId, Field::HovedfordringReference],
    applies_to: "rentetyper som KFOPREN, KOPRORE, OPKRÆRE og OPKRÆTV",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Kan kun tjekkes, når vi kender hovedfordringens forfaldsdato."),
    example: Example::FromTable,
};
