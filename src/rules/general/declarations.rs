//! What must have been done before sending and can't be seen in the data: the user has to know it.

use super::{GENERAL_DEMANDS_PAGE, GeneralRule, Scope};
use crate::claim::Field;
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// The legal guide's page about handing over claims.
const LEGAL_GUIDE: &str = "https://info.skat.dk/data.aspx?oid=2304026";

pub(super) static G_RYKKER: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_RYKKER",
        name: "Rykkerproceduren er ikke gennemført",
        says: "Betalingsfristen skal være overskredet, og den sædvanlige rykkerprocedure skal være gennemført forgæves, før fordringen \
            sendes. Også rykkerens frist skal være passeret.",
        why: "Det står i gældsinddrivelseslovens § 2, stk. 3. Kommunen skal selv have prøvet at få pengene.",
        remedy: "Se i debitorsystemet, at rykkeren er sendt, og at dens frist er gået. Gem rykkeren: svarer skyldner, at kravet er \
            forkert, skal I kunne dokumentere det.",
        fields: &[Field::Srb],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsinddrivelseslovens § 2, stk. 3",
        url: LEGAL_GUIDE,
        note: Some(
            "Rykkerproceduren gælder, hvor den er mulig. Den er ikke i sig selv en betingelse for, at overdragelsen er gyldig, medmindre \
                en anden lov siger det.",
        ),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};

pub(super) static G_UNDERRETNING: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_UNDERRETNING",
        name: "Skyldner er ikke underrettet",
        says: "Hver skyldner skal have skriftlig besked om, at kravet bliver overdraget til inddrivelse, før du sender det.",
        why: "Det står i gældsinddrivelseslovens § 2, stk. 4. Hæfter flere, skal hver af dem have beskeden.",
        remedy: "Se efter, om beskeden står i fakturaen eller i den sidste rykker; det er nok. Ellers send den først. Den kan udelades, \
            når den ikke er mulig, eller når den ville forringe muligheden for at få pengene væsentligt.",
        fields: &[Field::SkyldnerId],
        applies_to: "alle nye fordringer",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsinddrivelseslovens § 2, stk. 4",
        url: LEGAL_GUIDE,
        note: Some(
            "Forarbejderne fra 2020 siger, at beskeden ikke er en betingelse for overdragelsen. Den sætning har vi ikke set i selve loven.",
        ),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};

pub(super) static G_BOBEHANDLING: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "G_BOBEHANDLING",
        name: "Bobehandling er ikke besvaret",
        says: "Taster du fordringen i Fordringshaverportalen, skal du svare Ja eller Nej til, om kravet er i et bo. Fra system til \
            system er feltet frivilligt.",
        why: "Svaret fortæller Gældsstyrelsen, om kravet er en del af et dødsbo, en konkurs eller lignende.",
        remedy: "Svar Nej, medmindre du ved, at skyldner er under bobehandling. Nogle typer skal altid have Nej; se typens praksis.",
        fields: &[Field::Bobehandling],
        applies_to: "nye fordringer, der tastes i portalen",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens generelle krav til fordringer",
        url: GENERAL_DEMANDS_PAGE,
        note: Some("Om en fordring tastes i portalen, kan ikke ses i en fil, så det skal du selv huske."),
        example: Example::None,
    },
    scope: Scope::NewClaim,
    check: None,
};
