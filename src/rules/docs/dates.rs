//! R_6: how the claim's dates and its period must lie to each other.

use super::{TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_6_1: RuleDoc = RuleDoc {
    id: "R_6_1",
    name: "SRB ligger før forfaldsdatoen",
    says: "Sidste rettidige betalingsdato (SRB) skal være samme dag som forfaldsdato eller senere. Nogle typer kræver, at der går mindst \
        3 eller 30 dage imellem.",
    why: "Forfald er den tidligste dag, I kan kræve betaling, og SRB er den sidste dag, skyldner kan betale til tiden. Den sidste dag \
        kan ikke komme før den første.",
    remedy: "Se, om de to datoer er byttet om. På en faktura fra 1. marts med 14 dages frist er forfald den 1. marts og SRB den 15. \
        marts. Har skyldner ingen frist fået, er SRB lig forfald.",
    fields: &[Field::Srb, Field::Forfaldsdato],
    applies_to: "alle typer uden egen tabel og næsten alle med",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "POERSPO kræver en SRB efter forfald. STRGGEO, STGEBOP og matrikelgebyrerne (STGEMAT, STGEEJE og STAUMAT) giver kun høring. Har \
            typen ingen tabel, kræver vi kun, at SRB ikke ligger før forfald.",
    ),
    example: Example::FromTable,
};

pub(super) static R_6_2: RuleDoc = RuleDoc {
    id: "R_6_2",
    name: "SRB ligger sent efter forfaldsdatoen",
    says: "Sidste rettidige betalingsdato (SRB) må højst ligge et bestemt tidsrum efter forfaldsdato: 30 dage, 40 dage eller 12 måneder \
        efter typen.",
    why: "Betalingsfristen er kendt for de få typer, der har reglen. En længere frist er kun rigtig, når skyldner har fået henstand \
        eller en betalingsordning, og ellers er det nok rykkerens frist, der står i feltet.",
    remedy: "Skriv fristen fra fakturaen, ikke fra en rykker. Er fristen forlænget med en aftale, så bekræft fordringen i høringen, og \
        skriv, hvornår aftalen blev indgået. Ved fraflytning (REFLYTT, vejledende for DKFLYTT) er en senere SRB rigtig, når skyldner har \
        fået meddelt en senere frist.",
    fields: &[Field::Srb, Field::Forfaldsdato],
    applies_to: "STLANBØ, REFLYTT og REJPERI",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Frister i bankdage kan hen over helligdage blive længere end 30 kalenderdage. Så går en rigtig dato i høring."),
    example: Example::FromTable,
};

pub(super) static R_6_3: RuleDoc = RuleDoc {
    id: "R_6_3",
    name: "Forfaldsdatoen ligger før stiftelsen",
    says: "Forfaldsdato må ikke ligge før stiftelsesdato. Nogle typer kræver en senere dag end stiftelsen, enkelte mindst 10 dage.",
    why: "Kravet skal være opstået, før betaling kan kræves. Et forfald før stiftelsen ville også begynde forældelsen for tidligt.",
    remedy: "Find den dag, kravet opstod, og den tidligste dag, I kunne kræve betaling. Er betalingen forud, så se typens praksis: ofte \
        er stiftelsen periodens første dag og forfald den samme.",
    fields: &[Field::Forfaldsdato, Field::Stiftelsesdato],
    applies_to: "typer, hvor forfald kan komme efter stiftelsen",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_3_R_6_4: RuleDoc = RuleDoc {
    id: "R_6_3+R_6_4",
    name: "Forfaldsdato og stiftelsesdato er ikke samme dag",
    says: "Forfaldsdato skal være den samme dag som stiftelsesdato.",
    why: "For disse typer kan betaling kræves straks, når kravet opstår. Derfor er der kun én dag at skrive i de to felter.",
    remedy: "Skriv samme dato begge steder: den dag, kravet opstod efter typens praksis. Betalingsfristen hører til i SRB, ikke i \
        forfaldsdato. Passer samme dag slet ikke til kravet, så tjek fordringstypen.",
    fields: &[Field::Forfaldsdato, Field::Stiftelsesdato],
    applies_to: "typer, der forfalder straks, fx GEDAINS, REOPKOM, REOPDAG og KFGFEJL",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_4: RuleDoc = RuleDoc {
    id: "R_6_4",
    name: "Forfaldsdatoen ligger for sent efter stiftelsen",
    says: "Forfaldsdato må højst ligge et bestemt tidsrum efter stiftelsesdato. For nogle typer er det slet ingen dage, for andre fra en \
        måned til flere år.",
    why: "Forfald er den tidligste dag, betaling kan kræves, og den følger som regel tæt på stiftelsen. Ligger den sent, er det ofte \
        betalingsfristen eller rykkerens frist, der er skrevet.",
    remedy: "Skriv den tidligste dag, I kunne kræve betaling. Er forfald aftalt til en senere dag, og giver reglen høring, så bekræft \
        fordringen i høringen, og henvis til aftalen. For KFMILJØ er forfald en dag i november i opkrævningsåret; en senere dag afvises.",
    fields: &[Field::Forfaldsdato, Field::Stiftelsesdato],
    applies_to: "fx KFGEDAI, KFOMDAG, KFMILJØ og KFBILØK",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "KFOMDAG: det ene af Gældsstyrelsens to dokumenter tillader et senere forfald, når det følger af en aftale; det andet nævner det \
            ikke.",
    ),
    example: Example::FromTable,
};

pub(super) static R_6_5: RuleDoc = RuleDoc {
    id: "R_6_5",
    name: "Forfaldsdatoen ligger før perioden",
    says: "Forfaldsdato skal være periodens første dag eller senere. FAUBMFD må ligge op til 12 dage før.",
    why: "Betalingen hører til perioden. Ligger forfald før den, er det som regel fakturadatoen eller forrige måneds forfald, der er \
        kommet med.",
    remedy: "Ved forudbetaling er forfald normalt periodens første dag; ved betaling bagud dagen efter periodens slut. Tjek også, at \
        perioden er den, fakturaen gælder.",
    fields: &[Field::Forfaldsdato, Field::PeriodeStart],
    applies_to: "fx KFDAINS, KFSKFRI og KFLRUNG; ved husleje REHUSLJ og REELHUS",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("REHUSLJ og REELHUS giver høring. Deres tabeller er kun vejledende for kommunernes huslejetyper."),
    example: Example::FromTable,
};

pub(super) static R_6_6: RuleDoc = RuleDoc {
    id: "R_6_6",
    name: "Forfaldsdatoen ligger for sent efter periode start",
    says: "Forfaldsdato må højst ligge 2 måneder efter periodens første dag.",
    why: "Forældrebetaling forfalder forud eller lige bagefter. Et senere forfald skubber forældelsen, og det skal der være en grund til.",
    remedy: "Skriv det oprindelige forfald for den måned, kravet gælder, ikke en ny frist efter en rykker eller henstand. Er forfald \
        rigtigt aftalt senere, så bekræft fordringen i høringen, og forklar hvorfor.",
    fields: &[Field::Forfaldsdato, Field::PeriodeStart],
    applies_to: "KFDAINS, KFSKFRI og KFLRUNG",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_7_R_6_8: RuleDoc = RuleDoc {
    id: "R_6_7+R_6_8",
    name: "Forfaldsdatoen er ikke renteperiodens sidste dag",
    says: "Forfaldsdato skal være den samme dag som periode slut.",
    why: "Renten for en periode er først færdig den dag, perioden slutter, og den kan kræves samme dag.",
    remedy: "Skriv periodens sidste dag i både forfaldsdato og stiftelsesdato. Har renten en frist, står den i SRB; har skyldner ikke \
        nået at få en, er SRB lig forfald.",
    fields: &[Field::Forfaldsdato, Field::PeriodeSlut],
    applies_to: "KFOPREN og OPKRÆRE",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_8: RuleDoc = RuleDoc {
    id: "R_6_8",
    name: "Forfaldsdatoen ligger efter perioden",
    says: "Forfaldsdato må ikke ligge senere end periodens sidste dag.",
    why: "Leje betales i den periode, den gælder for. Et forfald efter perioden tyder på, at forfald eller periode hører til en anden \
        måned.",
    remedy: "Skriv periodens første dag; er den en lørdag, søndag, helligdag eller grundlovsdag, så næste hverdag. Er forfald rigtigt \
        aftalt senere, så bekræft fordringen i høringen, og henvis til lejekontrakten.",
    fields: &[Field::Forfaldsdato, Field::PeriodeSlut],
    applies_to: "REHUSLJ og REELHUS; vejledende for DFHUSLJ, DFHUSAL og DKHUSER",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "Region Hovedstadens offentliggjorte filtertabeller; kommunernes egne er ikke offentlige",
    url: TYPES_PAGE,
    note: Some("For kommunernes huslejetyper er det kun et råd, fordi tabellen er regionens."),
    example: Example::FromTable,
};

pub(super) static R_6_9: RuleDoc = RuleDoc {
    id: "R_6_9",
    name: "SRB ligger for tidligt efter stiftelsen",
    says: "Sidste rettidige betalingsdato (SRB) skal ligge mindst 3 måneder efter stiftelsesdato.",
    why: "A-kassen skal først have forsøgt at regulere i de følgende tre måneders ydelse. Først når det er slået fejl, sendes påkravet \
        med en frist.",
    remedy: "Skriv fristen i påkravsskrivelsen. Er der ikke gået tre måneder med forsøg på regulering, er det for tidligt at sende kravet.",
    fields: &[Field::Srb, Field::Stiftelsesdato],
    applies_to: "FAEFDPE og FAEFELØ (efterregulering i a-kasser)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og a-kassernes materiale",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_15: RuleDoc = RuleDoc {
    id: "R_6_15",
    name: "Stiftelsesdatoen ligger før perioden",
    says: "Stiftelsesdato skal være periodens første dag eller senere. Nogle typer tillader 10, 12 eller 30 dage før.",
    why: "Kravet opstår typisk ved en udbetaling i perioden eller lige før den. De tilladte dage før giver plads til udbetaling forud; \
        længere før tyder på en forkert periode.",
    remedy: "Skriv den dag, pengene blev udbetalt, eller den dag typens praksis nævner. Tjek, at perioden er den, udbetalingen gjaldt. \
        For KFTILDA går en tidligere dato i høring: bekræft og forklar, når den er rigtig. Ellers afvises den.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeStart],
    applies_to: "fx KFTILDA, KFTBBSF, REOPKOM og REOPDAG",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Kilderne siger ikke, hvorfor grænsen er netop 10, 12 eller 30 dage."),
    example: Example::FromTable,
};

pub(super) static R_6_15_R_6_16: RuleDoc = RuleDoc {
    id: "R_6_15+R_6_16",
    name: "Stiftelsesdatoen er ikke periodens første dag",
    says: "Stiftelsesdato skal være den samme dag som periode start.",
    why: "For disse typer opstår kravet den dag, perioden begynder: pladsen er stillet til rådighed, lejemåneden er begyndt, eller \
        gebyrets ene dag er dagen, rykkeren blev sendt.",
    remedy: "Skriv periodens første dag i stiftelsesdato. Er barnet meldt ind midt i måneden, er det indmeldelsesdagen begge steder. For \
        GEDAINS skrives dagen, rykkeren blev sendt, i både stiftelse, periode start og periode slut.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeStart],
    applies_to: "fx KFDAINS, KFSKFRI, KFLRUNG og GEDAINS",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_16: RuleDoc = RuleDoc {
    id: "R_6_16",
    name: "Stiftelsesdatoen ligger efter periodens begyndelse",
    says: "Stiftelsesdato må ikke ligge efter periode start. I REHUSLJ skal de to være samme dag.",
    why: "Aftalen, kravet bygger på, skal være på plads, når perioden begynder. Ligger stiftelsen senere, er det ofte fakturadatoen, der \
        er skrevet.",
    remedy: "Skriv den dag, aftalen blev indgået; ved leje lejeperiodens første dag. Er aftalen først indgået, efter perioden begyndte, \
        og giver reglen høring, så bekræft fordringen i høringen, og forklar det.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeStart],
    applies_to: "FOFAKFY og REHUSLJ; vejledende for DFHUSLJ og DFHUSAL",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("FOFAKFY giver høring, REHUSLJ afvisning. For kommunernes huslejetyper er det kun et råd, fordi tabellen er regionens."),
    example: Example::FromTable,
};

pub(super) static R_6_17: RuleDoc = RuleDoc {
    id: "R_6_17",
    name: "Stiftelsesdatoen ligger for tidligt i forhold til periodens slutning",
    says: "Stiftelsesdato skal ligge på eller efter periode slut; for KFGEDAI og KFMILJØ først dagen efter. KTBRFLX tillader op til 20 \
        dage før.",
    why: "Kravet kan først gøres op, når perioden er gået, fx når indkomsten for måneden er kendt, eller når gebyråret er slut.",
    remedy: "Skriv den dag, kravet kunne gøres op: for KFGEDAI den dag, I havde oplysninger nok til at genberegne; for KFMILJØ typisk 1. \
        november. For KTBRFLX er det udbetalingsdagen, og her giver reglen høring: bekræft og forklar, når dagen er rigtig.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeSlut],
    applies_to: "KFGEDAI, KFMILJØ, KTBRFLX og REFLYTT (vejledende for DKFLYTT)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_17_R_6_18: RuleDoc = RuleDoc {
    id: "R_6_17+R_6_18",
    name: "Stiftelsesdatoen følger ikke periodens sidste dag",
    says: "Stiftelsesdato skal være periodens sidste dag eller dagen efter, alt efter typen.",
    why: "Kravet er færdigt, når perioden slutter. Renter stiftes den sidste dag i perioden; krav, der gøres op for et afsluttet år \
        eller regnskab, stiftes dagen efter.",
    remedy: "For KFOPREN og KOPRORE skriver du periode slut i stiftelsesdato. For KFTØFIN skriver du dagen efter, 1. januar. Passer \
        ingen af delene, er periode slut måske forkert.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeSlut],
    applies_to: "fx KFTØFIN, KFOPREN og KOPRORE; REEHUSJ og REELEHU (vejledende for EFHUSLJ, EFHUSAL og EKHUSER)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_6_18: RuleDoc = RuleDoc {
    id: "R_6_18",
    name: "Stiftelsesdatoen ligger for sent efter perioden",
    says: "Stiftelsesdato må højst ligge et bestemt tidsrum efter periode slut: 0 dage, 1 dag eller 6 måneder efter typen.",
    why: "Stiftelsen hører til perioden. En meget senere dato er ofte den dag, fejlen blev opdaget eller fakturaen dannet, og det er \
        ikke den dag, kravet opstod.",
    remedy: "Skriv udbetalingsdagen, eller den dag grundlaget ændrede sig. For KFMILJØ er det dagen efter periodens slut. Er en senere \
        dag rigtig, og giver reglen høring, så bekræft fordringen i høringen, og forklar det.",
    fields: &[Field::Stiftelsesdato, Field::PeriodeSlut],
    applies_to: "fx KFMILJØ, FOFMLØN og REFLYTT (vejledende for DKFLYTT)",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("REFLYTT og REJPERI afviser; de øvrige giver høring."),
    example: Example::FromTable,
};

pub(super) static R_6_19: RuleDoc = RuleDoc {
    id: "R_6_19",
    name: "Perioden slutter før eller for hurtigt efter sin start",
    says: "Periode slut skal ligge på eller efter periode start. Nogle typer kræver, at perioden har en mindste længde, fx to dage, 28 \
        dage eller en måned.",
    why: "En periode, der slutter før den begynder, findes ikke. Mindstelængden passer til ydelser, der gøres op for en hel måned eller \
        mere; kilderne giver ellers ingen grund.",
    remedy: "Se, om start og slut er byttet om. Slutdagen tæller med, så marts er 1. marts til 31. marts. For KFDAINS, KFSKFRI, KFLRUNG \
        og KFGEDAI giver en periode på én dag høring: bekræft og forklar den, når den er rigtig.",
    fields: &[Field::PeriodeSlut, Field::PeriodeStart],
    applies_to: "de fleste typer med periode",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "REELEHU siger «1 kalendermåned» om mindstelængden. Vi læser det som en måned lagt til start, men så er en periode fra den 1. \
            til månedens sidste dag for kort. Kilderne afgør det ikke.",
    ),
    example: Example::FromTable,
};

pub(super) static R_6_19_R_6_20: RuleDoc = RuleDoc {
    id: "R_6_19+R_6_20",
    name: "Perioden har ikke den faste længde",
    says: "Perioden skal have én bestemt længde: et år for KFTØFIN, én dag for GEDAINS og en måned for REOPKOM og REOPDAG. Slutdagen \
        tæller med.",
    why: "Kravet gøres op for en fast enhed. Morarente efter gebyrloven regnes pr. påbegyndt måned (§ 3), fripladstilskud for et \
        kalenderår, og et gebyr hører til den dag, rykkeren blev sendt.",
    remedy: "KFTØFIN: 1. januar til 31. december. GEDAINS: samme dato i start og slut. REOPKOM og REOPDAG: fra startdagen til dagen før \
        samme dato i næste måned, fx 02.07.2026 til 01.08.2026. Er der en grund til en anden renteperiode, så bekræft den i høringen.",
    fields: &[Field::PeriodeSlut, Field::PeriodeStart],
    applies_to: "KFTØFIN, GEDAINS, REOPKOM, REOPDAG, FAEFDPE og FAEFELØ",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; gebyrlovens § 3",
    url: TYPES_PAGE,
    note: Some(
        "REOPKOM og REOPDAG giver høring, de øvrige afvisning. Renter, der tilskrives sidst i hver måned, passer ikke altid til en måned \
            minus en dag, fx 28. februar til 30. marts; de går i høring.",
    ),
    example: Example::FromTable,
};

pub(super) static R_6_20: RuleDoc = RuleDoc {
    id: "R_6_20",
    name: "Perioden er for lang",
    says: "Periode slut må højst ligge et bestemt tidsrum efter periode start, fx «1 måned - 1 dag» eller «1 år - 1 dag». Grænsen står i \
        typens filtertabel.",
    why: "Hver periode skal være sin egen fordring. Lægges flere sammen, bliver forældelsen forkert, og skyldner kan ikke se, hvad der \
        skyldes for hvilken tid.",
    remedy: "Del kravet op, så hver fordring dækker én periode med eget beløb, egen stiftelse og eget forfald. Er perioden rigtig, og \
        giver reglen høring, så bekræft fordringen i høringen, og forklar hvorfor. «4 dage efter start» er fem dage i alt, for \
        startdagen tæller med.",
    fields: &[Field::PeriodeSlut, Field::PeriodeStart],
    applies_to: "de fleste typer med periode",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; Gældsstyrelsens materiale om sammenlagte fordringer",
    url: TYPES_PAGE,
    note: Some(
        "KFDAINS, KFSKFRI og KFLRUNG: teksten siger op til 2 måneder, filteret 2 måneder minus 2 dage, så 1. juli til 31. august går i \
            høring. KFGEDAI: ét dokument siger høring, men R_6_21 afviser under alle omstændigheder.",
    ),
    example: Example::FromTable,
};

pub(super) static R_6_21: RuleDoc = RuleDoc {
    id: "R_6_21",
    name: "Perioden krydser et månedsskifte eller årsskifte",
    says: "Periode start og periode slut skal ligge i samme kalendermåned eller i samme kalenderår, alt efter typen.",
    why: "Kravet gøres op måned for måned eller år for år. Når perioden krydser skiftet, blandes to opgørelser i én fordring.",
    remedy: "Del fordringen ved skiftet: én til og med månedens eller årets sidste dag og én fra den første dag derefter, hver med sit \
        eget beløb. Giver reglen høring, og kan perioden ikke deles, så bekræft og forklar det.",
    fields: &[Field::PeriodeStart, Field::PeriodeSlut],
    applies_to: "fx KFGEDAI, KFOMDAG, KFOPREN og KOPRORE (måned); KTBRFLX og KFTØFIN (år)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "KFOMDAG, KFOPREN og KOPRORE giver høring, KFGEDAI, KTBRFLX og KFTØFIN afvisning. Første renteperiode krydser ofte et \
            månedsskifte; for KOPRORE er høring da det ventede.",
    ),
    example: Example::FromTable,
};
