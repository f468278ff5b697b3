//! R_2 and R_3: how far forældelsesdatoen may lie from the claim's other dates and from the day of sending.

use super::{GENERAL_DEMANDS_PAGE, TABLES, TYPES_PAGE};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

pub(super) static R_2_1: RuleDoc = RuleDoc {
    id: "R_2_1",
    name: "Forældelsesdatoen mangler",
    says: "Forældelsesdato skal være udfyldt. For bortfaldstyper står bortfaldsdatoen i samme felt.",
    why: "En fordring skal være retskraftig, når den bliver modtaget. Uden datoen kan filteret ikke se, om den er det.",
    remedy: "Skriv den sidste dag, fordringen kan håndhæves. Tag typens startdato, oftest forfaldsdatoen, og læg fristen til, oftest 3 \
        år. Slutter fristen på en lukkedag, rykker den til næste hverdag. Er fristen afbrudt eller suspenderet, skriver du den nye dato.",
    fields: &[Field::Foraeldelsesdato],
    applies_to: "alle nye fordringer",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og Gældsstyrelsens generelle krav til fordringer",
    url: GENERAL_DEMANDS_PAGE,
    note: Some("Bortfaldsdatoer flytter ikke for lukkedage."),
    example: Example::FromTable,
};

pub(super) static R_2_1A: RuleDoc = RuleDoc {
    id: "R_2_1a",
    name: "Forældelsesdatoen ligger for tidligt efter dom eller forlig",
    says: "Er domsdato eller forligsdato udfyldt, skal forældelsesdato ligge mindst 10 år efter den dato.",
    why: "Når en dom eller et skriftligt forlig fastslår både, at kravet findes, og hvor stort det er, er fristen 10 år \
        (forældelseslovens § 5, stk. 1, nr. 3).",
    remedy: "Skriv dommens eller forligets dato plus 10 år. En dom fra 02.01.2019 giver forældelsesdato 02.01.2029. Fastslår dommen \
        eller forliget ikke beløbet, hører datoen ikke til her: tøm feltet, og brug typens almindelige frist.",
    fields: &[Field::Foraeldelsesdato, Field::Domsdato, Field::Forligsdato],
    applies_to: "fordringer med domsdato eller forligsdato",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 5, stk. 1, nr. 3",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_2_1B: RuleDoc = RuleDoc {
    id: "R_2_1b",
    name: "Forældelsesdatoen ligger sent efter dom eller forlig",
    says: "Er domsdato eller forligsdato udfyldt, må forældelsesdato højst ligge 10 år efter den dato.",
    why: "De 10 år i forældelseslovens § 5 regnes fra dommen eller forliget. En senere dato kan være rigtig, men kræver, at der er sket \
        noget siden.",
    remedy: "Tjek domsdatoen eller forligsdatoen, og regn de 10 år efter. Er den senere dato rigtig, fx fordi skyldner siden har betalt \
        afdrag eller fået henstand, så bekræft fordringen i høringen, og skriv hvorfor.",
    fields: &[Field::Foraeldelsesdato, Field::Domsdato, Field::Forligsdato],
    applies_to: "fordringer med domsdato eller forligsdato",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 5, stk. 1, nr. 3",
    url: TYPES_PAGE,
    note: Some(
        "Teksten til KTCIVIL regner de 10 år fra betalingsdatoen i dommen. Følger du den, ender fordringen i høring efter denne \
        regel. Slutter de 10 år på en lukkedag, siger tabellerne ikke, om grænsen flytter.",
    ),
    example: Example::FromTable,
};

pub(super) static R_2_2: RuleDoc = RuleDoc {
    id: "R_2_2",
    name: "Bortfaldsdatoen ligger for langt ude i fremtiden",
    says: "For bortfaldstyper må datoen højst ligge 5 år efter modtagelsesdatoen; for KTBRFLX højst 3 år. Lukkedage flytter ikke grænsen.",
    why: "Bortfaldsfristen er selv 5 år (KTBRFLX: 3 år), og den begynder, før fordringen bliver sendt. En dato længere ude end en hel \
        frist fra modtagelsen kan derfor ikke være regnet rigtigt.",
    remedy: "Regn bortfaldsdatoen igen. Tag periodens sidste dag, eller den dag I fik kendskab til kravet, og læg fristen til. Flyt ikke \
        datoen for weekender og helligdage.",
    fields: &[Field::Foraeldelsesdato],
    applies_to: "bortfaldstyper: KFTILDA, KFTØFIN, KFTBBSF og KTBRFLX",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some("Flere typer kan være bortfaldstyper, men hvilke er ikke offentligt."),
    example: Example::FromTable,
};

pub(super) static R_2_2A: RuleDoc = RuleDoc {
    id: "R_2_2a",
    name: "Bortfaldsdatoen er passeret",
    says: "For bortfaldstyper skal datoen være modtagelsesdagen eller senere.",
    why: "Er datoen passeret, ser kravet ud til at være bortfaldet. Gældsstyrelsens oversigt siger, at det giver høring og ikke \
        afvisning for disse typer. I høringen kan kommunen forklare sig.",
    remedy: "Regn datoen efter. Fik I først senere kendskab til kravet, løber fristen derfra: ret datoen. Er datoen rigtig, og gælder \
        kravet stadig, så bekræft fordringen i høringen, og skriv hvorfor. Er kravet bortfaldet, så fortryd indberetningen.",
    fields: &[Field::Foraeldelsesdato],
    applies_to: "bortfaldstyper: KFTILDA, KFTØFIN, KFTBBSF og KTBRFLX",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; Gældsstyrelsens oversigt over daginstitutionstyper",
    url: TYPES_PAGE,
    note: Some("Tre af tabellerne har også R_3_1 (afvist) for samme dato. Oversigtens tekst siger høring, så R_3_1 kører ikke for dem."),
    example: Example::FromTable,
};

pub(super) static R_2_3A: RuleDoc = RuleDoc {
    id: "R_2_3a",
    name: "Forældelsesdatoen ligger for tidligt efter forfald",
    says: "Forældelsesdato skal ligge mindst et bestemt antal år efter forfaldsdato: oftest 3 år, for løntyperne 5 år og for KFBILØK 10 \
        år.",
    why: "Forældelsesfristen er som hovedregel 3 år og løber fra forfald (forældelseslovens §§ 2 og 3). Krav fra et ansættelsesforhold \
        har 5 år (§ 4). Ligger datoen tidligere, er den regnet fra noget andet end typens forfald.",
    remedy: "Skriv forfaldsdatoen plus typens frist. Tjek også forfaldsdatoen: det er den tidligste dag, I kunne kræve betaling, ikke \
        fristen på fakturaen eller i en rykker.",
    fields: &[Field::Foraeldelsesdato, Field::Forfaldsdato],
    applies_to: "fordringstyper, hvis forældelse regnes fra forfald",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens §§ 2-4",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_2_3: RuleDoc = RuleDoc {
    id: "R_2_3",
    name: "Forældelsesdatoen ligger sent efter forfald",
    says: "Forældelsesdato må højst ligge et bestemt antal år efter forfaldsdato, oftest 4 år. Flere typer har 3 år med FOKO: slutter \
        grænsen på en lukkedag, rykker den til næste åbne dag. Løntyperne og KFBILØK har længere grænser.",
    why: "Grænsen ligger på eller over typens almindelige frist. En senere dato er kun rigtig, hvis fristen er afbrudt, suspenderet \
        eller begyndt senere, og det skal kunne forklares.",
    remedy: "Regn datoen efter. Er den rigtig, fx efter en afdragsordning, henstand, udlæg eller sent kendskab til kravet, så bekræft \
        fordringen i høringen, og skriv hvad der skete og hvornår. Forældelsen løber videre, mens fordringen er i høring.",
    fields: &[Field::Foraeldelsesdato, Field::Forfaldsdato],
    applies_to: "fordringstyper, hvis forældelse regnes fra forfald",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 27, stk. 2, om lukkedage",
    url: TYPES_PAGE,
    note: Some(
        "Gælder ikke, når domsdato eller forligsdato er udfyldt. A-kassernes tabeller siger det i en fodnote; for andre typer har \
        vi udledt det. Hvilke dage FOKO dækker, er udledt af forældelseslovens § 27.",
    ),
    example: Example::FromTable,
};

pub(super) static R_2_3A_R_2_3: RuleDoc = RuleDoc {
    id: "R_2_3a+R_2_3",
    name: "Forældelsesdatoen ligger ikke præcis fristen efter forfald",
    says: "Forældelsesdato skal ligge præcis det antal år efter forfaldsdato, typen siger: hverken før eller efter. For STBØDDS er det 5 \
        år, og lukkedage flytter ikke datoen.",
    why: "Bøder til og med 10.000\u{a0}kr. forældes efter 5 år, og fristen kan ikke afbrydes på almindelig vis, kun forlænges ved udlæg \
        (straffelovens § 97 a). Derfor er der kun én rigtig dato.",
    remedy: "Skriv forfaldsdatoen plus 5 år, samme dag og måned, også når dagen er en lørdag, søndag eller helligdag.",
    fields: &[Field::Foraeldelsesdato, Field::Forfaldsdato],
    applies_to: "STBØDDS (administrative bøder)",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "Den offentliggjorte filtertabel for STBØDDS; straffelovens § 97 a",
    url: TYPES_PAGE,
    note: Some("Er domsdato eller forligsdato udfyldt, holder vi kun fast i den nedre grænse. Det har vi udledt."),
    example: Example::FromTable,
};

pub(super) static R_2_4A: RuleDoc = RuleDoc {
    id: "R_2_4a",
    name: "Forældelsesdatoen ligger for tidligt efter SRB",
    says: "Forældelsesdato skal ligge mindst 3 år efter sidste rettidige betalingsdato (SRB).",
    why: "Har skyldner ret til en betalingsfrist, løber forældelsen først fra fristens udløb (forældelseslovens § 2). De typer, reglen \
        gælder, har en frist, der står i loven.",
    remedy: "Skriv SRB plus 3 år, ikke forfaldsdatoen plus 3 år. Tjek også, at SRB er den lovbestemte frist på 30 dage efter forfald.",
    fields: &[Field::Foraeldelsesdato, Field::Srb],
    applies_to: "typer med lovbestemt betalingsfrist: STGEMAT, STGEEJE og STAUMAT",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 2",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_2_4: RuleDoc = RuleDoc {
    id: "R_2_4",
    name: "Forældelsesdatoen ligger sent efter SRB",
    says: "Forældelsesdato må højst ligge 3 år efter sidste rettidige betalingsdato (SRB).",
    why: "Fristen er 3 år fra SRB. En senere dato kræver en grund, og den vil filteret have frem i høring.",
    remedy: "Regn 3 år fra SRB. Har skyldner betalt afdrag eller fået henstand, eller er datoen rykket fra en lukkedag til næste \
        hverdag, så bekræft fordringen i høringen, og skriv det.",
    fields: &[Field::Foraeldelsesdato, Field::Srb],
    applies_to: "typer med lovbestemt betalingsfrist: STGEMAT, STGEEJE og STAUMAT",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 2",
    url: TYPES_PAGE,
    note: Some(
        "Tabellerne giver ikke plads til at flytte datoen for en lukkedag. En rigtigt flyttet dato går derfor i høring. Vi har \
        udledt, at reglen ikke gælder, når domsdato eller forligsdato er udfyldt.",
    ),
    example: Example::FromTable,
};

pub(super) static R_2_5: RuleDoc = RuleDoc {
    id: "R_2_5",
    name: "Rentens forældelsesdato ligger for tidligt",
    says: "For disse rentetyper skal forældelsesdato ligge mindst 3 år efter periode start.",
    why: "Renter forældes efter 3 år, og typernes materiale regner fra den første dag i renteperioden, ikke fra den dag renten forfalder.",
    remedy: "Skriv periodens første dag plus 3 år. Rente for august 2026 med start 01.08.2026 får forældelsesdato 01.08.2029.",
    fields: &[Field::Foraeldelsesdato, Field::PeriodeStart],
    applies_to: "rentetyper som KFOPREN, KOPRORE, OPKRÆRE og OPKRÆTV",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; forældelseslovens § 3 og § 5, stk. 2",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};

pub(super) static R_2_6: RuleDoc = RuleDoc {
    id: "R_2_6",
    name: "Rentens forældelsesdato ligger sent",
    says: "For disse rentetyper må forældelsesdato højst ligge 4 år efter periode start (KFOPREN og KOPRORE). OPKRÆRE og OPKRÆTV har 3 \
        år, nogle steder med FOKO, så en lukkedag rykker grænsen.",
    why: "Renten falder bort senest sammen med hovedfordringen. En dato langt efter de 3 år kræver, at fristen er afbrudt eller \
        suspenderet, og det skal forklares.",
    remedy: "Regn 3 år fra periodens første dag. Er en senere dato rigtig, fx efter afdrag eller henstand, så bekræft fordringen i \
        høringen, og skriv grunden. Er renten fastslået ved dom, så skriv domsdatoen, og brug 10 år.",
    fields: &[Field::Foraeldelsesdato, Field::PeriodeStart],
    applies_to: "rentetyper som KFOPREN, KOPRORE, OPKRÆRE og OPKRÆTV",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "Teksten til KFOPREN og KOPRORE regner de 4 år fra forfald; filtertabellerne regner fra periode start. Vi følger \
        tabellerne. Vi har udledt, at reglen ikke gælder, når domsdato eller forligsdato er udfyldt.",
    ),
    example: Example::FromTable,
};

pub(super) static R_2_7: RuleDoc = RuleDoc {
    id: "R_2_7",
    name: "Forældelsesdatoen ligger for tidligt efter stiftelse",
    says: "Forældelsesdato skal ligge mindst et bestemt antal år efter stiftelsesdato: 3 år for fakturakrav, 10 år for ERLÅNEN.",
    why: "For fakturatyperne regner materialet af forsigtighed de 3 år fra stiftelsen i stedet for forfald. ERLÅNEN har en frist på 10 \
        år i sin egen lov (indefrysningslovens § 18).",
    remedy: "Skriv stiftelsesdatoen plus typens frist. Tjek, at stiftelsesdatoen er den dag, aftalen blev indgået, og senest \
        fakturadatoen.",
    fields: &[Field::Foraeldelsesdato, Field::Stiftelsesdato],
    applies_to: "typer, hvis forældelse regnes fra stiftelse, fx CFFAKTU, FOFAKFY og ERLÅNEN",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og typernes materiale",
    url: TYPES_PAGE,
    note: Some("Efter loven løber fristen fra forfald; at regne fra stiftelsen er kildens forsigtige valg."),
    example: Example::FromTable,
};

pub(super) static R_2_8: RuleDoc = RuleDoc {
    id: "R_2_8",
    name: "Forældelsesdatoen ligger sent efter stiftelse",
    says: "Forældelsesdato må højst ligge typens frist efter stiftelsesdato: 3 år med FOKO for fakturakrav, 10 år uden FOKO for ERLÅNEN. \
        Med FOKO rykker en grænse på en lukkedag til næste åbne dag.",
    why: "Den øvre grænse er den samme som den nedre. En senere dato er kun rigtig, når fristen er afbrudt eller suspenderet, og \
        høringen giver plads til at sige det.",
    remedy: "Regn fristen fra stiftelsesdatoen. Er den senere dato rigtig, fx efter afdrag, henstand eller sag hos en klagemyndighed, så \
        bekræft fordringen i høringen, og skriv hvad der skete og hvornår.",
    fields: &[Field::Foraeldelsesdato, Field::Stiftelsesdato],
    applies_to: "typer, hvis forældelse regnes fra stiftelse, fx CFFAKTU, FOFAKFY og ERLÅNEN",
    effect: Effect::Hoering,
    certainty: Certainty::Documented,
    basis: TABLES,
    url: TYPES_PAGE,
    note: Some(
        "Teksten til FOFAKFY nævner 4 år; filtertabellen siger 3 år, og vi følger tabellen. Vi har udledt, at reglen ikke gælder, \
        når domsdato eller forligsdato er udfyldt.",
    ),
    example: Example::FromTable,
};

pub(super) static R_3_1: RuleDoc = RuleDoc {
    id: "R_3_1",
    name: "Fordringen er forældet ved modtagelsen",
    says: "Forældelsesdato skal være modtagelsesdagen eller senere.",
    why: "En fordring skal være retskraftig hos kommunen, når den sendes, og indgangsfilteret tjekker det. En forældet fordring kan ikke \
        inddrives.",
    remedy: "Tjek, om forældelsen er afbrudt eller suspenderet, fx ved afdrag, henstand, udlæg eller dom: så skriver du den nye dato. Er \
        fordringen forældet, kan den ikke sendes. Valgte du en senere modtagelsesdato, end du mener at sende, så ret den.",
    fields: &[Field::Foraeldelsesdato],
    applies_to: "alle nye fordringer, undtagen bortfaldstyper",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller; Gældsstyrelsens spørgsmål og svar om retskraftige krav",
    url: GENERAL_DEMANDS_PAGE,
    note: Some("Bortfaldstyper går i høring i stedet (R_2_2a). Er det uvist, om typen er en bortfaldstype, råder vi kun."),
    example: Example::FromTable,
};

pub(super) static R_3_4A: RuleDoc = RuleDoc {
    id: "R_3_4a",
    name: "Fordringen er sendt for kort tid efter SRB",
    says: "Der skal gå mindst 20 dage fra sidste rettidige betalingsdato (SRB), til fordringen bliver modtaget.",
    why: "A-kasserne skal sende en rykker med mindst 3 ugers frist, og fristen skal være udløbet, før fordringen sendes. Reglen holder \
        øje med, at der har været tid til det.",
    remedy: "Vent med at sende, til der er gået 20 dage fra SRB. Tjek også SRB: rykkerens frist hører ikke til i feltet, for en rykker \
        flytter ikke SRB.",
    fields: &[Field::Srb],
    applies_to: "a-kassernes typer for dagpenge, efterløn, feriedagpenge og midlertidig arbejdsmarkedsydelse",
    effect: Effect::Afvist,
    certainty: Certainty::Documented,
    basis: "De offentliggjorte filtertabeller og a-kassernes materiale; gældsinddrivelseslovens § 2, stk. 3, om rykkere",
    url: TYPES_PAGE,
    note: None,
    example: Example::FromTable,
};
