//! R_5: what must have happened before the claim is sent.

use super::{GENERAL_DEMANDS_PAGE, TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_5_1: RuleDoc = RuleDoc {
    id: "R_5_1",
    name: "Fordringen er ikke forfalden",
    says: "Forfaldsdato skal ligge før den dag, fordringen bliver modtaget.",
    why: "Forfaldsdatoen er den tidligste dag, I kan kræve betaling. Før den dag kan heller ikke Gældsstyrelsen kræve pengene.",
    remedy: "Vent med at sende til dagen efter forfald. Ligger datoen i fremtiden ved en fejl, så se efter ombyttet dag og måned eller \
        et forkert årstal. En ny frist i en rykker hører ikke til i feltet.",
    fields: &[Field::Forfaldsdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_5_2: RuleDoc = RuleDoc {
    id: "R_5_2",
    name: "Sidste rettidige betalingsdato er ikke passeret",
    says: "Sidste rettidige betalingsdato (SRB) skal ligge før den dag, fordringen bliver modtaget.",
    why: "En fordring kan først overdrages, når betalingsfristen er overskredet og den sædvanlige rykkerprocedure forgæves er gennemført \
        (gældsinddrivelseslovens § 2, stk. 3). Indtil SRB er passeret, er skyldner ikke i misligholdelse.",
    remedy: "Vent, til SRB er passeret, også når skyldner selv beder om inddrivelse. Har skyldner fået henstand eller en \
        betalingsordning, er det den nye frist, der gælder. Rykkerens frist skal være udløbet, men den flytter ikke SRB.",
    fields: &[Field::Srb],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; gældsinddrivelseslovens § 2, stk. 3",
    url: GENERAL_DEMANDS_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_5_3: RuleDoc = RuleDoc {
    id: "R_5_3",
    name: "Fordringen er stiftet på sendedagen eller senere",
    says: "Stiftelsesdato skal ligge før den dag, fordringen bliver modtaget.",
    why: "Stiftelsesdatoen er den dag, kravet opstod. Et krav, der ikke er opstået endnu, kan ikke inddrives.",
    remedy: "Skriv den dag, aftalen blev indgået, skaden skete eller pengene blev modtaget. Er datoen dannet af systemet, så se efter, \
        om den er dagen for udtrækket. For gebyrer er det dagen, rykkeren blev sendt.",
    fields: &[Field::Stiftelsesdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_5_5: RuleDoc = RuleDoc {
    id: "R_5_5",
    name: "Renteperioden er ikke slut ved modtagelsen",
    says: "Periode slut skal ligge mindst 1 dag før den dag, fordringen bliver modtaget.",
    why: "Opkrævningsrenten kan kun være beregnet for dage, der er gået. Inddrivelsesrenten tager over fra den 1. i måneden efter, at \
        hovedfordringen er modtaget (gældsinddrivelseslovens § 5).",
    remedy: "Sæt periode slut til senest dagen før, du sender, og regn renten for de dage. I den måned, hvor hovedfordringen bliver \
        sendt, kan renten deles i to fordringer.",
    fields: &[Field::PeriodeSlut],
    applies_to: "KFOPREN (opkrævningsrente efter renteloven)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "Den offentliggjorte filtertabel for KFOPREN; gældsinddrivelseslovens § 5",
    url: TYPES_PAGE,
    note: Some(
        "Et sted i teksten til KFOPREN må første periode gå til og med overdragelsesdagen. Filterreglen og nyere materiale siger \
        dagen før.",
    ),
    example: Example::FromTable,
};
