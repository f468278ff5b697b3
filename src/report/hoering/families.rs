//! What a caseworker must look up before answering a høring, for each family of rules that lead to one.
//!
//! These are our own words on what the rules ask about; what a rule demands and why stands in its documentation.

/// What to know about the rules of a family.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    /// The ids of the rules, as findings carry them.
    pub rules: &'static [&'static str],
    /// What the høring is about, in a few words.
    pub about: &'static str,
    /// Documents to have at hand.
    pub documents: &'static [&'static str],
    /// Questions to answer before choosing.
    pub questions: &'static [&'static str],
    /// When to withdraw instead.
    pub withdraw: &'static str,
    /// Lines of a reason, with brackets around what only the caseworker knows.
    pub reasons: &'static [&'static str],
}

/// The family of a rule, by its id; none for a rule that never leads to a høring.
pub fn family(rule: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.rules.contains(&rule))
}

/// Every family.
pub static FAMILIES: &[Family] = &[
    Family {
        rules: &["R_4_2"],
        about: "Hovedstolen er uden for typens beløbsgrænse",
        documents: &[
            "fakturaen eller afgørelsen, hvor beløbet står",
            "beregningen bag beløbet: sats, antal og periode",
            "posteringerne i debitorsystemet fra første opkrævning",
        ],
        questions: &[
            "Er kommaet sat rigtigt, så beløbet er i kroner og ikke i øre?",
            "Er det ét krav, eller er flere fakturaer eller perioder lagt sammen?",
            "Er det kravets oprindelige beløb uden renter og gebyrer?",
            "Er fordringstypen den rigtige til kravet?",
        ],
        withdraw: "Beløbet er forkert, flere krav er lagt sammen, eller kravet hører til en anden fordringstype.",
        reasons: &[
            "Beløbet dækker [skriv, hvad skyldner skal betale for, og for hvilken periode].",
            "Beløbet fremgår af [skriv dokumentets art, nummer og dato].",
            "Beløbet ligger uden for det sædvanlige for typen, fordi [skriv grunden].",
        ],
    },
    Family {
        rules: &["R_4_3"],
        about: "Hovedstolen er høj i forhold til antallet af dage i perioden",
        documents: &[
            "afgørelsen om kravet",
            "udbetalingerne dag for dag eller måned for måned",
            "beregningen af det, der skal betales tilbage",
        ],
        questions: &[
            "Dækker perioden alle de dage, kravet gælder? Både første og sidste dag tæller med.",
            "Er beløbet kun for dagene i perioden?",
            "Er flere perioder lagt sammen til ét beløb?",
        ],
        withdraw: "Perioden er for kort til beløbet, eller beløbet dækker mere end perioden.",
        reasons: &[
            "Kravet dækker [skriv antal] dage med [skriv beløb pr. dag og hvorfor].",
            "Beregningen fremgår af [skriv dokumentets art og dato].",
        ],
    },
    Family {
        rules: &["R_6_19", "R_6_20", "R_6_19+R_6_20"],
        about: "Periodens længde",
        documents: &["fakturaen eller afgørelsen, hvor perioden står", "aftalen eller bevillingen, der viser, hvor ofte der opkræves"],
        questions: &[
            "Er det ét krav for hele perioden, eller er flere opkrævninger lagt sammen?",
            "Er første og sidste dag i perioden skrevet rigtigt? Sidste dag tæller med.",
            "Er kravet begyndt eller sluttet midt i en periode, fx ved ind- eller fraflytning?",
            "Har hver del sit eget forfald? Så er det flere fordringer.",
        ],
        withdraw: "En dato er forkert, eller fordringen skal deles i flere med hver sit beløb, sin periode og sit forfald.",
        reasons: &[
            "Kravet gælder perioden [skriv første dag] til [skriv sidste dag].",
            "Perioden fremgår af [skriv dokumentets art, nummer og dato].",
            "Perioden afviger fra typens sædvanlige længde, fordi [skriv grunden].",
        ],
    },
    Family {
        rules: &["R_6_21"],
        about: "Perioden går over et månedsskifte eller årsskifte",
        documents: &["fakturaen eller afgørelsen, hvor perioden står", "beregningen, delt på måneder eller år"],
        questions: &[
            "Kan kravet deles ved skiftet, så hver del har sit eget beløb?",
            "Er perioden skrevet rigtigt, eller er en dag for tidlig eller for sen?",
        ],
        withdraw: "Kravet kan deles ved skiftet, eller en af datoerne er forkert.",
        reasons: &[
            "Perioden går over skiftet, fordi [skriv grunden].",
            "Kravet kan ikke deles, fordi [skriv grunden, eller slet linjen].",
            "Perioden fremgår af [skriv dokumentets art, nummer og dato].",
        ],
    },
    Family {
        rules: &["R_6_4", "R_6_5", "R_6_6", "R_6_8"],
        about: "Forfaldsdatoen passer ikke sammen med stiftelsen eller perioden",
        documents: &["fakturaen med fakturadato og betalingsfrist", "aftalen eller loven, der siger, hvornår betaling kan kræves"],
        questions: &[
            "Hvilken dag kunne du tidligst kræve betaling? Det er forfaldsdatoen.",
            "Står fristen fra fakturaen eller fra en rykker i feltet? Den hører til i sidste rettidige betalingsdato.",
            "Betales kravet forud eller bagud i forhold til perioden?",
            "Er stiftelsesdatoen og perioden rigtige?",
        ],
        withdraw: "Forfaldsdatoen er en betalingsfrist, en rykkerdato eller en tastefejl.",
        reasons: &[
            "Betaling kunne tidligst kræves den [skriv dato], fordi [skriv grunden, fx aftalens eller lovens regel].",
            "Det fremgår af [skriv dokumentets art, nummer og dato].",
        ],
    },
    Family {
        rules: &["R_6_1", "R_6_2"],
        about: "Sidste rettidige betalingsdato ligger skævt i forhold til forfaldsdatoen",
        documents: &[
            "fakturaen med betalingsfristen",
            "aftaler om henstand eller afdrag",
            "rykkerne, så du kan se, at deres frist ikke er brugt",
        ],
        questions: &[
            "Hvilken frist stod der på den første opkrævning?",
            "Har skyldner fået henstand eller en afdragsaftale, og hvornår blev den aftalt?",
            "Er fristen en rykkers frist? En rykker flytter ikke datoen.",
            "Er forfaldsdatoen rigtig, og giver typens regler en fast frist?",
        ],
        withdraw: "Datoen er en rykkers frist, eller en af de to datoer er forkert.",
        reasons: &[
            "Skyldner fik frist til den [skriv dato] i [skriv dokumentets art, nummer og dato].",
            "Fristen er anderledes end den sædvanlige, fordi [skriv grunden og datoen for en eventuel aftale].",
        ],
    },
    Family {
        rules: &["R_6_15", "R_6_16", "R_6_17", "R_6_18"],
        about: "Stiftelsesdatoen passer ikke sammen med perioden",
        documents: &["aftalen, afgørelsen eller udbetalingen, som kravet opstod ved", "opgørelsen af perioden"],
        questions: &[
            "Hvad skete der den dag, kravet opstod: en aftale, en udbetaling, en afgørelse eller en ændring?",
            "Siger typens praksis, at stiftelsen er periodens første dag, sidste dag eller en anden dag?",
            "Er perioden den, som netop dette krav gælder?",
        ],
        withdraw: "Stiftelsesdatoen eller perioden er skrevet forkert, eller kravet dækker flere perioder.",
        reasons: &[
            "Kravet opstod den [skriv dato], da [skriv, hvad der skete].",
            "Det fremgår af [skriv dokumentets art, nummer og dato].",
            "Datoen ligger anderledes end sædvanligt i forhold til perioden, fordi [skriv grunden].",
        ],
    },
    Family {
        rules: &["R_2_3", "R_2_4", "R_2_6", "R_2_8"],
        about: "Forældelsesdatoen ligger senere end typens almindelige frist",
        documents: &[
            "betalinger og afdrag, med dato for den sidste",
            "aftaler om afdrag eller henstand, med begyndelse og slutning",
            "udlæg, erkendelser af gælden og sager hos domstole eller klagemyndigheder",
            "beregningen af forældelsesdatoen, så den kan efterprøves",
        ],
        questions: &[
            "Hvilken dag begynder typens frist at løbe, og er den dato rigtig i fordringen?",
            "Hvad har afbrudt eller udskudt forældelsen, og hvilken dag skete det?",
            "Er datoen kun flyttet, fordi fristen sluttede på en lukkedag?",
            "Findes der en dom eller et forlig? Så har fordringen en anden frist og et andet felt.",
        ],
        withdraw: "Datoen er regnet forkert, eller du kan ikke dokumentere det, der skulle have forlænget fristen.",
        reasons: &[
            "Fristen er regnet fra den [skriv dato], som er [skriv, hvad der skete den dag].",
            "Forældelsen er afbrudt eller udskudt af [skriv, hvad der skete, og hvilken dag], og den nye frist er regnet sådan: [skriv beregningen].",
            "Det fremgår af [skriv dokumentets art, nummer og dato].",
        ],
    },
    Family {
        rules: &["R_2_1b"],
        about: "Forældelsesdatoen ligger mere end 10 år efter dom eller forlig",
        documents: &[
            "dommen eller forliget, med dato og det beløb, der er fastslået",
            "betalinger og afdrag efter dommen eller forliget, med dato for den sidste",
            "aftaler om henstand og udlæg efter dommen eller forliget",
        ],
        questions: &[
            "Er domsdatoen eller forligsdatoen skrevet rigtigt?",
            "Fastslår dommen eller forliget både, at kravet findes, og hvor stort det er?",
            "Hvad er der sket siden, som gør fristen længere, og hvilken dag?",
            "Er de 10 år regnet fra en anden dag, fx betalingsdagen i dommen?",
        ],
        withdraw: "En af datoerne er forkert, eller der er ikke sket noget siden, som gør fristen længere.",
        reasons: &[
            "Dommen eller forliget er fra den [skriv dato] og fastslår [skriv hvad].",
            "Fristen er længere end 10 år derfra, fordi [skriv, hvad der skete, og hvilken dag].",
            "Det fremgår af [skriv dokumentets art, nummer og dato].",
        ],
    },
    Family {
        rules: &["R_2_2a"],
        about: "Bortfaldsdatoen er passeret",
        documents: &[
            "opgørelsen af perioden, med den sidste dag",
            "det, der viser, hvornår I fik kendskab til kravet",
            "det, der viser, at kravet stadig gælder",
        ],
        questions: &[
            "Hvilken dag begynder bortfaldsfristen: periodens sidste dag, betalingen eller den dag, I fik kendskab til kravet?",
            "Er datoen regnet uden at flytte den for weekender og helligdage?",
            "Gælder kravet stadig, eller er det bortfaldet?",
        ],
        withdraw: "Datoen er regnet forkert, eller kravet er bortfaldet.",
        reasons: &[
            "Bortfaldsfristen er regnet fra den [skriv dato], som er [skriv, hvad der skete den dag].",
            "Kravet gælder stadig, selv om datoen er passeret, fordi [skriv grunden].",
            "Det fremgår af [skriv dokumentets art, nummer og dato].",
        ],
    },
    Family {
        rules: &["R_7_12"],
        about: "Domsdato eller forligsdato passer ikke til fordringstypen",
        documents: &["dommen eller forliget, hvis der er et", "det, kravet ellers bygger på: faktura, afgørelse eller aftale"],
        questions: &[
            "Findes der en dom eller et forlig om netop dette krav?",
            "Fastslår det både, at kravet findes, og hvor stort det er?",
            "Er der en anden fordringstype til krav med eller uden dom eller forlig?",
        ],
        withdraw: "Datoen hører til en anden sag, mangler ved en fejl, eller kravet hører til en anden fordringstype.",
        reasons: &[
            "Kravet bygger på [skriv dom, forlig, afgørelse, aftale eller andet, med dato].",
            "Fordringstypen er rigtig, fordi [skriv grunden].",
        ],
    },
];
