//! R_7: which fields must be filled, and which must be empty.

use super::{GENERAL_DEMANDS_PAGE, TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_7_1: RuleDoc = RuleDoc {
    id: "R_7_1",
    name: "Stiftelsesdatoen mangler",
    says: "Stiftelsesdato skal være udfyldt.",
    why: "Datoen viser, hvornår kravet opstod. Flere andre regler måles fra den. Den står blandt de oplysninger, fordringshaver efter \
        inddrivelsesbekendtgørelsen skal give (BEK 188/2020 § 3, stk. 2).",
    remedy: "Skriv den dag, kravet opstod. Ved en faktura er det aftalens dato, senest fakturadatoen; ved tilbagekrævning som regel \
        udbetalingsdagen. Typens praksis siger, hvilken dag der gælder.",
    fields: &[Field::Stiftelsesdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: Some(
        "Bekendtgørelsen er siden afløst af BEK 1110 af 25.10.2024; ordlyden dér har vi ikke læst. Tre typer kræver også, at \
        dagen ikke er en banklukkedag.",
    ),
    example: Example::FromTable,
};

pub(super) static R_7_1_BANK: RuleDoc = RuleDoc {
    id: "R_7_1_bank",
    name: "Stiftelsesdatoen er en banklukkedag",
    says: "For typer, hvor stiftelsen er en udbetalingsdag, må stiftelsesdato ikke være en dag, hvor bankerne holder lukket.",
    why: "Pengene kan ikke være udbetalt på en dag, hvor bankerne ikke flytter penge. En banklukkedag i feltet tyder på, at en anden \
        dato er skrevet.",
    remedy: "Find den dag, pengene stod på modtagerens konto, og skriv den. Falder periodens første dag i en weekend, er udbetalingen \
        sket en anden dag.",
    fields: &[Field::Stiftelsesdato],
    applies_to: "KFGFEJL, KTBRFLX og KTCIVIL fra den 24.11.2025",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller for KFGFEJL, KTBRFLX og KTCIVIL, hvor kravet står i samme linje som R_7_1",
    url: TYPES_PAGE,
    note: Some(
        "Tabellerne forklarer ikke ordet banklukkedag. Vi regner med lørdage, søndage, helligdage, 5. juni, 24. og 31. december \
        og fredagen efter Kristi himmelfartsdag; den sidste er bankernes praksis.",
    ),
    example: Example::Claim { code: "KFGFEJL", changes: &[("stiftelsesdato", "2026-05-31"), ("forfaldsdato", "2026-05-31")] },
};

pub(super) static R_7_2: RuleDoc = RuleDoc {
    id: "R_7_2",
    name: "Forfaldsdatoen mangler",
    says: "Forfaldsdato skal være udfyldt.",
    why: "Datoen viser, hvornår betaling tidligst kunne kræves, og for de fleste typer regnes forældelsen fra den. \
        Inddrivelsesbekendtgørelsen nævner den blandt de oplysninger, fordringshaver skal give (BEK 188/2020 § 3, stk. 2).",
    remedy: "Skriv den tidligste dag, I kunne kræve betaling. På en faktura er det fakturadatoen, ikke betalingsfristen. Er skyldner \
        givet henstand, gælder den oprindelige dato stadig.",
    fields: &[Field::Forfaldsdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: Some("Bekendtgørelsen er siden afløst af BEK 1110 af 25.10.2024; ordlyden dér har vi ikke læst."),
    example: Example::FromTable,
};

pub(super) static R_7_3: RuleDoc = RuleDoc {
    id: "R_7_3",
    name: "Sidste rettidige betalingsdato mangler",
    says: "Sidste rettidige betalingsdato (SRB) skal være udfyldt.",
    why: "Uden SRB kan det ikke ses, at betalingsfristen er overskredet, og det skal den være, før fordringen overdrages \
        (gældsinddrivelseslovens § 2, stk. 3).",
    remedy: "Skriv sidste frist efter loven, aftalen eller fakturaen. Har der ingen frist været, er SRB lig forfaldsdatoen. Henstand og \
        betalingsordning giver en ny SRB; det gør en rykker ikke.",
    fields: &[Field::Srb],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; gældsinddrivelseslovens § 2, stk. 3",
    url: GENERAL_DEMANDS_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_7_4: RuleDoc = RuleDoc {
    id: "R_7_4",
    name: "Periode start mangler",
    says: "Periode start skal være udfyldt for typer, der dækker et tidsrum.",
    why: "Perioden viser, hvilken tid kravet dækker, så to krav for hver sin måned kan holdes ude fra hinanden. Flere af typens andre \
        regler måles fra periodens start.",
    remedy: "Skriv den første dag, kravet dækker, fx den 1. i måneden. Dækker kravet kun én dag, skrives samme dato i periode start og \
        periode slut.",
    fields: &[Field::PeriodeStart],
    applies_to: "typer, der dækker en periode",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_7_5: RuleDoc = RuleDoc {
    id: "R_7_5",
    name: "Periode slut mangler",
    says: "Periode slut skal være udfyldt for typer, der dækker et tidsrum.",
    why: "Uden slutdag kan det ikke ses, hvor længe kravet dækker, og om perioden er for lang til én fordring.",
    remedy: "Skriv den sidste dag, kravet dækker. Dagen tæller med, så marts slutter den 31. marts og ikke den 1. april. Stopper ydelsen \
        midt i måneden, er det stopdagen.",
    fields: &[Field::PeriodeSlut],
    applies_to: "typer, der dækker en periode",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_7_9: RuleDoc = RuleDoc {
    id: "R_7_9",
    name: "Periode start er udfyldt, men skal være tom",
    says: "Periode start må ikke være udfyldt for typer, der knytter sig til én dag.",
    why: "Kravet opstår på et bestemt tidspunkt, fx en skade, en bøde eller en dom. Så er der ikke noget tidsrum at oplyse.",
    remedy: "Tøm periode start. Hører tidsrummet alligevel til kravet, er fordringstypen måske en anden. Dagen selv hører til i \
        stiftelsesdato.",
    fields: &[Field::PeriodeStart],
    applies_to: "typer, der er punkt i tid",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_7_10: RuleDoc = RuleDoc {
    id: "R_7_10",
    name: "Periode slut er udfyldt, men skal være tom",
    says: "Periode slut må ikke være udfyldt for typer, der knytter sig til én dag.",
    why: "Typen kender ingen periode. En slutdato tyder på, at fakturaens datoer er fyldt i automatisk, eller at kravet hører under en \
        anden type.",
    remedy: "Tøm periode slut sammen med periode start. Sætter debitorsystemet selv perioden, så bed den, der passer systemet, om at slå \
        det fra for typen.",
    fields: &[Field::PeriodeSlut],
    applies_to: "typer, der er punkt i tid",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_7_11: RuleDoc = RuleDoc {
    id: "R_7_11",
    name: "Beskrivelsen mangler",
    says: "Beskrivelse skal være udfyldt.",
    why: "Teksten står i Gældsstyrelsens breve. Den skal lade skyldner se, hvilket krav det er.",
    remedy: "Skriv nummer og dato på fakturaen eller afgørelsen, fx «Faktura 100123 af 1. marts 2026», med højst 100 tegn. Ved \
        tilbagekrævning skriver du også, hvilken ydelse det er. Intet fuldt CPR-nummer, og ikke navn eller adresse på andre end \
        skyldner.",
    fields: &[Field::Beskrivelse],
    applies_to: "de fleste typer med filtertabel",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Udtræk fra KMD Opus (ODE) har ingen beskrivelse. Så kan reglen ikke tjekkes i filen."),
    example: Example::FromTable,
};

pub(super) static R_7_12: RuleDoc = RuleDoc {
    id: "R_7_12",
    name: "Domsdato eller forligsdato passer ikke til typen",
    says: "Nogle typer skal have en domsdato eller forligsdato, andre må slet ikke have en. Enkelte kræver eller forbyder kun den ene af \
        de to.",
    why: "Typen fortæller, hvad kravet bygger på. Erstatning med dom eller forlig har sin egen type, og erstatning uden har en anden. En \
        dato i feltet ændrer også forældelsen til 10 år.",
    remedy: "Se typens linje. Skal datoen være der, så skriv dommens eller forligets dato, når det fastslår både, at kravet findes, og \
        beløbet. Må den ikke, så tøm feltet, eller find den type, der bygger på dom eller forlig (fx FOERSMF i stedet for FOERSUF). \
        Giver reglen høring, og er der en dom, så bekræft og forklar det.",
    fields: &[Field::Domsdato, Field::Forligsdato],
    applies_to: "typer, hvor dom eller forlig er et vilkår eller er udelukket",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "Samme regelnummer dækker over forskellige krav fra type til type. A-kassernes typer og SAGOMCS giver høring, de øvrige \
        afvisning.",
    ),
    example: Example::FromTable,
};

pub(super) static R_7_12A: RuleDoc = RuleDoc {
    id: "R_7_12a",
    name: "Både domsdato og forligsdato er udfyldt",
    says: "Kun ét af felterne domsdato og forligsdato må være udfyldt.",
    why: "De 10 års forældelse regnes fra den ene dato. Står der to, kan det ikke ses, hvilken der gælder.",
    remedy: "Behold datoen for det, der endeligt fastslår kravet og beløbet, og tøm det andet felt. Er en dom anket, og fik I medhold, \
        er det ankedommens dato.",
    fields: &[Field::Domsdato, Field::Forligsdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};
