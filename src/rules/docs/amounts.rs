//! R_4: what hovedstol and beløb must be, alone and beside each other.

use super::{GENERAL_DEMANDS_PAGE, TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_4_1: RuleDoc = RuleDoc {
    id: "R_4_1",
    name: "Oprindelig hovedstol er ikke over 0\u{a0}kr.",
    says: "Oprindelig hovedstol skal være større end 0\u{a0}kr. En 0-fordring, hvor både hovedstol og beløb er 0\u{a0}kr., slipper \
        igennem.",
    why: "Hovedstolen er kravets størrelse, da det opstod, og et krav på ingenting er ikke et krav. 0-fordringen er undtaget, fordi \
        renter af en betalt hovedfordring skal have noget at hænge på.",
    remedy: "Skriv kravets beløb fra den første faktura eller afgørelse, før enhver betaling og uden renter og gebyrer. Betaling gør \
        ikke hovedstolen mindre. Er tallet negativt, så tjek, om linjen er en kreditering, der ikke skal sendes.",
    fields: &[Field::Hovedstol, Field::Beloeb],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: Some("Tabellerne nævner 0-fordringer uden at forklare dem. At det betyder hovedstol 0 og beløb 0, er vores læsning."),
    example: Example::FromTable,
};

pub(super) static R_4_2: RuleDoc = RuleDoc {
    id: "R_4_2",
    name: "Hovedstolen er uden for typens beløbsgrænse",
    says: "Oprindelig hovedstol skal holde sig inden for typens beløbsgrænse. De fleste typer har et loft; nogle har også en bund, og \
        enkelte har ét fast beløb.",
    why: "Kilderne giver sjældent en grund. Grænsen fanger beløb, der er usædvanlige for typen: et komma på det forkerte sted eller \
        flere krav lagt sammen. For gebyrer kan den være lovens loft, fx gebyrlovens 250\u{a0}kr. for GEDAINS.",
    remedy: "Tjek kommaet. Er flere perioder eller fakturaer lagt sammen, så del dem i hver sin fordring. Er beløbet rigtigt, og giver \
        reglen høring, så bekræft fordringen i høringen, og forklar beløbet. Giver reglen afvisning, så tjek, om typen er den rigtige.",
    fields: &[Field::Hovedstol],
    applies_to: "næsten alle typer med filtertabel",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "Oftest giver et for højt beløb høring. Nogle typer afviser, bl.a. GEDAINS over 250\u{a0}kr. og KTBRFLX over \
        20.000\u{a0}kr.",
    ),
    example: Example::FromTable,
};

pub(super) static R_4_3: RuleDoc = RuleDoc {
    id: "R_4_3",
    name: "Hovedstolen er for høj for periodens længde",
    says: "Oprindelig hovedstol må højst være typens beløb pr. dag ganget med antallet af dage i perioden. Både første og sidste dag \
        tæller med.",
    why: "Ydelserne har en sats pr. dag. Reglen fanger krav, hvor beløb og periode ikke hører sammen, fx når perioden er for kort eller \
        beløbet dækker mere end perioden.",
    remedy: "Tjek, at perioden dækker alle de dage, kravet gælder, og at beløbet kun er for dem. Passer begge dele, så bekræft \
        fordringen i høringen, og forklar dagsbeløbet.",
    fields: &[Field::Hovedstol, Field::PeriodeStart, Field::PeriodeSlut],
    applies_to: "a-kassernes FAUMDPD, FAUMEFD, FAUBMFD og FAMIARD",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Beløbet pr. dag er 575, 715 eller 1.000\u{a0}kr. efter typen. Hvad grænsen skal beskytte mod, er vores læsning."),
    example: Example::FromTable,
};

pub(super) static R_4_4: RuleDoc = RuleDoc {
    id: "R_4_4",
    name: "Beløb til inddrivelse er negativt",
    says: "Beløb til inddrivelse skal være 0\u{a0}kr. eller mere.",
    why: "Beløbet er det, skyldner mangler at betale. Et negativt beløb ville betyde, at skyldner har penge til gode, og det kan ikke \
        inddrives.",
    remedy: "Skriv restgælden: hovedstolen minus det, der er betalt. Er der betalt for meget, skal fordringen ikke sendes. Se efter et \
        minus bag tallet; nogle systemer skriver det der.",
    fields: &[Field::Beloeb],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_4_7: RuleDoc = RuleDoc {
    id: "R_4_7",
    name: "Beløbet er større end hovedstolen",
    says: "Oprindelig hovedstol skal være lig med eller større end beløb til inddrivelse.",
    why: "Hovedstolen falder ikke, når skyldner betaler, men det gør beløbet. Derfor kan der aldrig mangle mere, end kravet var fra \
        begyndelsen.",
    remedy: "Se, om de to tal er byttet om. Tag renter og rykkergebyrer ud af beløbet; de sendes som egne fordringer. Står restgælden i \
        hovedstolen, så skriv kravets oprindelige beløb i stedet.",
    fields: &[Field::Hovedstol, Field::Beloeb],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: None,
    example: Example::FromTable,
};
