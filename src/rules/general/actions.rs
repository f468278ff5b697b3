//! Actions on claims that were sent before: reduce, raise, recall, send again.

use super::{GeneralRule, Scope, Subject, Verdict, breach};
use crate::catalogue::model::Kind;
use crate::claim::{Field, format_amount, format_date, shorten};
use crate::rules::doc::{Certainty, Effect, Example, RuleDoc};

/// What a line wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A new claim.
    Opret,
    Genindsend,
    Aendr,
    /// Corrects the hovedstol upwards.
    FejlagtigHovedstol,
    Nedskriv,
    Tilbagekald,
    Opskriv,
    /// Annuls a wrong reduction for a payment.
    OpskrivAnnulleretIndbetaling,
    /// Undoes a wrong reduction for a correction.
    OpskrivOmgjortRegulering,
    /// Annuls a wrong raise.
    NedskrivAnnulleretOpskrivning,
    /// Annuls a wrong annulment of a payment.
    NedskrivAnnulleretIndbetaling,
}

/// The codes, short names and KMD's numbers of the actions.
const ACTIONS: [(Action, &[&str]); 11] = [
    (Action::Opret, &["OPRETFORDRING", "OPRET", "02"]),
    (Action::Genindsend, &["GENINDSENDFORDRING", "GENINDSEND"]),
    (Action::Aendr, &["AENDRFORDRING", "ÆNDRFORDRING", "ÆNDR", "AENDR", "03"]),
    (Action::FejlagtigHovedstol, &["FEJLAGTIGHOVEDSTOLINDBERETNING", "FHI"]),
    (Action::Nedskriv, &["NEDSKRIV", "05", "50", "55"]),
    (Action::Tilbagekald, &["TILBAGEKALD", "07"]),
    (Action::Opskriv, &["OPSKRIVNINGREGULERING", "OR", "06", "60"]),
    (Action::OpskrivAnnulleretIndbetaling, &["OPSKRIVNINGANNULLERETNEDSKRIVNINGINDBETALING", "OANI"]),
    (Action::OpskrivOmgjortRegulering, &["OPSKRIVNINGOMGJORTNEDSKRIVNINGREGULERING", "OONR"]),
    (Action::NedskrivAnnulleretOpskrivning, &["NEDSKRIVNINGANNULLERETOPSKRIVNINGREGULERING", "NAOR"]),
    (Action::NedskrivAnnulleretIndbetaling, &["NEDSKRIVNINGANNULLERETOPSKRIVNINGINDBETALING", "NAOI"]),
];

impl Action {
    /// Reads a code, a short name or KMD's number (`5` as well as `05`); an empty text is a new claim. `None` for anything else.
    pub fn parse(text: &str) -> Option<Action> {
        if text.is_empty() {
            return Some(Action::Opret);
        }
        let upper = text.to_uppercase();
        let name = match upper.as_bytes() {
            [b'0'..=b'9'] => format!("0{upper}"),
            _ => upper,
        };
        ACTIONS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(action, _)| *action)
    }
}

fn is(subject: &Subject, action: Action) -> bool {
    Action::parse(subject.claim.text(Field::Aktion)) == Some(action)
}

/// The årsagskode of a line with this action; else the verdict.
fn cause<'a>(subject: &'a Subject, action: Action) -> Result<&'a str, Verdict> {
    if is(subject, action) { subject.text(Field::Aarsagskode) } else { Err(Verdict::Fine) }
}

fn is_one_of(text: &str, codes: &[&str]) -> bool {
    codes.iter().any(|code| text.eq_ignore_ascii_case(code))
}

const REGULATION_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/regulering-af-fordringer";
const REDUCTION_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/regulering-af-fordringer/nedskriv-fordring";
const RAISE_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/regulering-af-fordringer/opskriv-fordring";
const RECALL_PAGE: &str = "https://gaeldst.dk/fordringshaver/find-vejledning/regulering-af-fordringer/tilbagekald-fordring";
const REDUCTION_GUIDE: &str = "https://gaeldst.dk/media/xo2jn3vp/nedskriv-fordring-i-fordringshaverportalen.pdf";

pub(super) static A_NED_INDB_DATO: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_NED_INDB_DATO",
        name: "Nedskrivning for indbetaling mangler virkningsdato",
        says: "Nedskriver du med årsagen INDB (indbetaling), skal virkningsdato være den dag, skyldner betalte.",
        why: "Datoen viser, hvornår skyldner betalte; fra den dag er beløbet ikke længere skyldt. Uden datoen kan nedskrivningen blive \
            afvist; det er udledt, så vi råder kun.",
        remedy: "Skriv betalingens dato (valørdatoen) i virkningsdato. Er det ikke en betaling, men en rettelse af kravet, så brug REGU \
            uden dato.",
        fields: &[Field::Virkningsdato, Field::Aarsagskode],
        applies_to: "nedskrivning med årsagen INDB",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om nedskrivning og portalens guide",
        url: REDUCTION_GUIDE,
        note: Some("At datoen skal være der, er dokumenteret. At følgen er afvisning, er udledt."),
        example: Example::Claim { code: "KFDAINS", changes: &[("aktion", "NEDSKRIV"), ("aarsagskode", "INDB"), ("virkningsdato", "")] },
    },
    scope: Scope::Action,
    check: Some(ned_indb_dato),
};

fn ned_indb_dato(subject: &Subject) -> Verdict {
    match cause(subject, Action::Nedskriv) {
        Ok(code) if is_one_of(code, &["INDB"]) => needs_date(subject, "Nedskrivningen har årsagen INDB, men ingen virkningsdato."),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

fn needs_date(subject: &Subject, found: &str) -> Verdict {
    match subject.text(Field::Virkningsdato) {
        Ok("") => breach(&[Field::Virkningsdato, Field::Aarsagskode], found),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_NED_REGU_DATO: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_NED_REGU_DATO",
        name: "Nedskrivning for regulering har en virkningsdato",
        says: "Nedskriver du med årsagen REGU (regulering), skal virkningsdato være tom.",
        why: "En regulering gælder altid fra den dag, fordringen blev modtaget. Systemet sætter selv datoen.",
        remedy: "Tøm virkningsdato. Har skyldner betalt på en bestemt dag, er årsagen INDB.",
        fields: &[Field::Virkningsdato, Field::Aarsagskode],
        applies_to: "nedskrivning med årsagen REGU",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Gældsstyrelsens side om nedskrivning",
        url: REDUCTION_PAGE,
        note: None,
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[("aktion", "NEDSKRIV"), ("aarsagskode", "REGU"), ("virkningsdato", "2026-11-01")],
        },
    },
    scope: Scope::Action,
    check: Some(ned_regu_dato),
};

fn ned_regu_dato(subject: &Subject) -> Verdict {
    match cause(subject, Action::Nedskriv) {
        Ok(code) if is_one_of(code, &["REGU"]) => wants_no_date(subject, "REGU"),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

fn wants_no_date(subject: &Subject, code: &str) -> Verdict {
    match subject.text(Field::Virkningsdato) {
        Ok("") => Verdict::Fine,
        Ok(_) => breach(&[Field::Virkningsdato, Field::Aarsagskode], format!("Årsagen er {code}, men virkningsdato er udfyldt.")),
        Err(verdict) => verdict,
    }
}

pub(super) static A_NED_SALDO: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_NED_SALDO",
        name: "Nedskrivningen er større end restgælden",
        says: "En nedskrivning må ikke være større end det, der er tilbage af fordringen i PSRM.",
        why: "Der kan ikke trækkes mere fra, end der er tilbage. Er der allerede dækket noget i PSRM, er der mindre tilbage end i jeres \
            eget system, og nedskrivningen kan blive afvist.",
        remedy: "Slå restsaldoen op i portalen, før du sender, og nedskriv højst med den.",
        fields: &[Field::Beloeb],
        applies_to: "nedskrivning",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om nedskrivning",
        url: REDUCTION_PAGE,
        note: Some("Saldoen i PSRM står ikke i filen, så det skal du selv se efter."),
        example: Example::None,
    },
    scope: Scope::Action,
    check: None,
};

/// How much the portal's field for a reason holds.
const LONGEST_REASON: usize = 100;

pub(super) static A_NED_BEGRUND: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_NED_BEGRUND",
        name: "Begrundelsen er for lang",
        says: "Begrundelsen for en nedskrivning må højst have 100 tegn.",
        why: "Feltet i portalen kan ikke rumme flere tegn.",
        remedy: "Skriv kort, hvad der er rettet, og hvorfor.",
        fields: &[Field::Begrundelse],
        applies_to: "nedskrivning, der tastes i portalen",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Portalens guide til nedskrivning",
        url: REDUCTION_GUIDE,
        note: None,
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[
                ("aktion", "NEDSKRIV"),
                ("aarsagskode", "REGU"),
                ("virkningsdato", ""),
                (
                    "begrundelse",
                    "Kravet var for højt, fordi barnet blev meldt ud den 15. juni, og betalingen for resten af juni derfor skal bortfalde.",
                ),
            ],
        },
    },
    scope: Scope::Action,
    check: Some(ned_begrund),
};

fn ned_begrund(subject: &Subject) -> Verdict {
    if !is(subject, Action::Nedskriv) {
        return Verdict::Fine;
    }
    match subject.text(Field::Begrundelse).map(|reason| reason.chars().count()) {
        Ok(length) if length > LONGEST_REASON => breach(&[Field::Begrundelse], format!("Begrundelsen har {length} tegn.")),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_OP_RENTE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_OP_RENTE",
        name: "Renter kan ikke opskrives",
        says: "En rentefordring kan ikke opskrives. Send i stedet en ny rentefordring med den samme renteperiode.",
        why: "Det står i inddrivelsesbekendtgørelsens § 7. Sender du opskrivningen alligevel, kan den blive afvist; det er udledt, så vi \
            råder kun.",
        remedy: "Lav en ny fordring af samme rentetype for det, der mangler, med samme periode og samme hovedfordring.",
        fields: &[Field::Aktion, Field::Fordringstype],
        applies_to: "opskrivning af renter",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om opskrivning; inddrivelsesbekendtgørelsens § 7",
        url: RAISE_PAGE,
        note: Some("At renter ikke kan opskrives, er dokumenteret. At følgen er afvisning, er udledt."),
        example: Example::Claim { code: "KFOPREN", changes: &[("aktion", "OPSKRIVNINGREGULERING")] },
    },
    scope: Scope::Action,
    check: Some(op_rente),
};

fn op_rente(subject: &Subject) -> Verdict {
    if !is(subject, Action::Opskriv) {
        return Verdict::Fine;
    }
    match subject.text(Field::Fordringstype) {
        Ok(_) if subject.kind() == Some(Kind::Rente) => {
            breach(&[Field::Aktion, Field::Fordringstype], "Linjen opskriver en rentefordring.")
        }
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_OP_HOVEDSTOL: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_OP_HOVEDSTOL",
        name: "Den nye hovedstol er ikke højere",
        says: "Retter du en fejlagtig hovedstol (FHI), skriver du hele den nye hovedstol, ikke forskellen. Den skal være højere end den \
            gamle.",
        why: "Handlingen sætter hovedstolen til det tal, du skriver. Skriver du forskellen, bliver hovedstolen for lille, og saldoen kan \
            ikke være større end hovedstolen.",
        remedy: "Skriv det fulde, rigtige beløb. Er den nye hovedstol lavere, så brug en nedskrivning i stedet.",
        fields: &[Field::Hovedstol, Field::Beloeb],
        applies_to: "rettelse af fejlagtig hovedstol (FHI)",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om opskrivning",
        url: RAISE_PAGE,
        note: Some("Den gamle hovedstol står ikke i filen. Vi kan kun se, når den nye er mindre end beløbet på samme linje."),
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[("aktion", "FEJLAGTIGHOVEDSTOLINDBERETNING"), ("hovedstol", "700.00"), ("beloeb", "2100.00")],
        },
    },
    scope: Scope::Action,
    check: Some(op_hovedstol),
};

fn op_hovedstol(subject: &Subject) -> Verdict {
    if !is(subject, Action::FejlagtigHovedstol) {
        return Verdict::Fine;
    }
    let (principal, left) = match (subject.amount(Field::Hovedstol), subject.amount(Field::Beloeb)) {
        (Ok(principal), Ok(left)) => (principal, left),
        (Err(verdict), _) | (_, Err(verdict)) => return verdict,
    };
    if principal >= left {
        return Verdict::Fine;
    }
    let found = format!("Den nye hovedstol er {}, men beløbet på linjen er {}", format_amount(principal), format_amount(left));
    breach(&[Field::Hovedstol, Field::Beloeb], found)
}

/// The causes a claim can be recalled for.
const RECALL_CODES: &[&str] = &["BORD", "BORT", "FEJL", "HENS", "KLAG", "HAFT"];

pub(super) static A_TIL_KODE: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_TIL_KODE",
        name: "Årsagen til tilbagekaldet mangler eller kendes ikke",
        says: "Et tilbagekald skal have en af årsagerne BORD (betalingsordning), BORT (bortfald), FEJL (fejl), HENS (henstand), KLAG \
            (klage) eller HAFT (ny medhæfter).",
        why: "Årsagen bestemmer, hvad der sker med det, der allerede er betalt, og om fordringen kan sendes igen. FEJL ophæver alle \
            dækninger; de andre lader som udgangspunkt dækningerne stå.",
        remedy: "Vælg den årsag, der passer til, hvad der skete. Brug kun FEJL, når kravet aldrig skulle have været sendt, som det blev.",
        fields: &[Field::Aarsagskode],
        applies_to: "tilbagekald",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens sider om tilbagekald og om at tilføje og fjerne skyldnere",
        url: RECALL_PAGE,
        note: Some("Om en fordring, der er tilbagekaldt med BORD, kan genindsendes, er kilderne ikke enige om."),
        example: Example::Claim { code: "KFDAINS", changes: &[("aktion", "TILBAGEKALD"), ("aarsagskode", "REGU")] },
    },
    scope: Scope::Action,
    check: Some(til_kode),
};

fn til_kode(subject: &Subject) -> Verdict {
    match cause(subject, Action::Tilbagekald) {
        Ok("") => breach(&[Field::Aarsagskode], "Tilbagekaldet har ingen årsagskode."),
        Ok(code) if is_one_of(code, RECALL_CODES) => Verdict::Fine,
        Ok(code) => breach(&[Field::Aarsagskode], format!("Årsagskoden er «{}».", shorten(code))),
        Err(verdict) => verdict,
    }
}

pub(super) static A_TIL_BORT_DATO: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_TIL_BORT_DATO",
        name: "Tilbagekald for bortfald mangler virkningsdato",
        says: "Tilbagekalder du med årsagen BORT (bortfald), skal virkningsdato være den dag, kravet bortfaldt.",
        why: "Dækninger før datoen bliver stående, og renten regnes til den. Uden dato kan tilbagekaldet blive afvist; det er udledt, så \
            vi råder kun.",
        remedy: "Skriv bortfaldsdagen i virkningsdato. BORT er kun for typer med bortfaldsregler, fx tvangsbøder; ellers passer en anden \
            årsag.",
        fields: &[Field::Virkningsdato, Field::Aarsagskode],
        applies_to: "tilbagekald med årsagen BORT",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om tilbagekald",
        url: RECALL_PAGE,
        note: Some("At datoen skal være der, er dokumenteret. At følgen er afvisning, er udledt."),
        example: Example::Claim { code: "KFTILDA", changes: &[("aktion", "TILBAGEKALD"), ("aarsagskode", "BORT"), ("virkningsdato", "")] },
    },
    scope: Scope::Action,
    check: Some(til_bort_dato),
};

fn til_bort_dato(subject: &Subject) -> Verdict {
    match cause(subject, Action::Tilbagekald) {
        Ok(code) if is_one_of(code, &["BORT"]) => needs_date(subject, "Tilbagekaldet har årsagen BORT, men ingen virkningsdato."),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_TIL_AUTO_DATO: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_TIL_AUTO_DATO",
        name: "Tilbagekaldet har en virkningsdato, systemet selv sætter",
        says: "Ved tilbagekald med BORD, KLAG, HENS, HAFT eller FEJL skal virkningsdato være tom.",
        why: "Systemet sætter selv datoen, når tilbagekaldet bliver bogført. Kun BORT skal have en dato fra jer.",
        remedy: "Tøm virkningsdato. Er kravet bortfaldet på en bestemt dag, er årsagen BORT.",
        fields: &[Field::Virkningsdato, Field::Aarsagskode],
        applies_to: "tilbagekald med BORD, KLAG, HENS, HAFT eller FEJL",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om tilbagekald",
        url: RECALL_PAGE,
        note: None,
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[("aktion", "TILBAGEKALD"), ("aarsagskode", "HENS"), ("virkningsdato", "2026-11-01")],
        },
    },
    scope: Scope::Action,
    check: Some(til_auto_dato),
};

fn til_auto_dato(subject: &Subject) -> Verdict {
    match cause(subject, Action::Tilbagekald) {
        Ok(code) if is_one_of(code, &["BORD", "KLAG", "HENS", "HAFT", "FEJL"]) => wants_no_date(subject, &code.to_uppercase()),
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_TIL_STATSREF: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_TIL_STATSREF",
        name: "Årsagen kan ikke bruges på krav med statsrefusion",
        says: "En fordring med statsrefusion kan kun tilbagekaldes med FEJL eller KLAG.",
        why: "Sådan står det på Gældsstyrelsens side om tilbagekald. Betalingsordning og henstand kan kommunen ikke give på disse krav \
            ved at trække dem tilbage.",
        remedy: "Spørg den, der kender ydelsen, om staten refunderer den. Gør den det, så brug FEJL eller KLAG, eller lad fordringen \
            blive i inddrivelse.",
        fields: &[Field::Aarsagskode],
        applies_to: "tilbagekald af krav med statsrefusion",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om tilbagekald",
        url: RECALL_PAGE,
        note: Some("Hvilke fordringstyper der har statsrefusion, har vi ikke fundet, så det skal du selv se efter."),
        example: Example::None,
    },
    scope: Scope::Action,
    check: None,
};

pub(super) static A_GENIND_FEJL: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_GENIND_FEJL",
        name: "En fordring, der er tilbagekaldt med FEJL, kan ikke genindsendes",
        says: "Er en fordring tilbagekaldt med årsagen FEJL, kan den ikke genindsendes. Den skal oprettes på ny.",
        why: "FEJL ophæver fordringen helt, med dækninger og renter. Genindsendelsen kan derfor blive afvist; det er udledt, så vi råder \
            kun.",
        remedy: "Opret en ny fordring med de rigtige stamdata og et nyt referencenummer.",
        fields: &[Field::Aktion, Field::Aarsagskode],
        applies_to: "genindsendelse",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om tilbagekald og portalens guide",
        url: RECALL_PAGE,
        note: Some("Vi ser kun på årsagskoden på samme linje. Står den der ikke, så slå op, hvorfor fordringen blev tilbagekaldt."),
        example: Example::Claim { code: "KFDAINS", changes: &[("aktion", "GENINDSENDFORDRING"), ("aarsagskode", "FEJL")] },
    },
    scope: Scope::Action,
    check: Some(genind_fejl),
};

fn genind_fejl(subject: &Subject) -> Verdict {
    match cause(subject, Action::Genindsend) {
        Ok(code) if is_one_of(code, &["FEJL"]) => {
            breach(&[Field::Aktion, Field::Aarsagskode], "Linjen genindsender en fordring, der er tilbagekaldt med FEJL.")
        }
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

pub(super) static A_GENIND_STAM: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_GENIND_STAM",
        name: "Stamdata er ændret ved genindsendelse",
        says: "Ved genindsendelse skal stiftelsesdato, forfaldsdato og periode være de samme som på den oprindelige fordring.",
        why: "Det er det samme krav, der sendes igen. Kun forældelsesdatoen skal være den nyeste.",
        remedy: "Hent datoerne fra den første indsendelse. Var de forkerte, skal fordringen i stedet tilbagekaldes med FEJL og oprettes \
            på ny.",
        fields: &[Field::Stiftelsesdato, Field::Forfaldsdato, Field::PeriodeStart, Field::PeriodeSlut],
        applies_to: "genindsendelse",
        effect: Effect::Advarsel,
        certainty: Certainty::Documented,
        basis: "Gældsstyrelsens side om tilbagekald",
        url: RECALL_PAGE,
        note: Some("Den oprindelige fordring står ikke i filen, så det skal du selv se efter."),
        example: Example::None,
    },
    scope: Scope::Action,
    check: None,
};

pub(super) static A_VIRK_FREMTID: GeneralRule = GeneralRule {
    doc: RuleDoc {
        id: "A_VIRK_FREMTID",
        name: "Virkningsdatoen ligger i fremtiden",
        says: "Virkningsdato må ikke ligge efter den dag, du sender.",
        why: "Datoen siger, hvornår noget er sket: en betaling eller et bortfald. Det kan ikke være en dag, der ikke er kommet.",
        remedy: "Se efter ombyttet dag og måned eller et forkert årstal. Er betalingen ikke kommet endnu, så vent med at sende.",
        fields: &[Field::Virkningsdato],
        applies_to: "nedskrivning og tilbagekald",
        effect: Effect::Advarsel,
        certainty: Certainty::Inferred,
        basis: "Følger af feltets definition",
        url: REGULATION_PAGE,
        note: None,
        example: Example::Claim {
            code: "KFDAINS",
            changes: &[("aktion", "NEDSKRIV"), ("aarsagskode", "INDB"), ("virkningsdato", "2026-12-01")],
        },
    },
    scope: Scope::Action,
    check: Some(virk_fremtid),
};

fn virk_fremtid(subject: &Subject) -> Verdict {
    if !is(subject, Action::Nedskriv) && !is(subject, Action::Tilbagekald) {
        return Verdict::Fine;
    }
    match subject.date(Field::Virkningsdato) {
        Ok(date) if date > subject.received => {
            let found = format!("Virkningsdatoen er {}, og linjen sendes {}.", format_date(date), format_date(subject.received));
            breach(&[Field::Virkningsdato], found)
        }
        Ok(_) => Verdict::Fine,
        Err(verdict) => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{breaks, on_type, verdict};
    use super::*;

    #[test]
    fn actions_are_read_by_code_short_name_and_number() {
        for (text, action) in [
            ("", Some(Action::Opret)),
            ("OPRETFORDRING", Some(Action::Opret)),
            ("02", Some(Action::Opret)),
            ("2", Some(Action::Opret)),
            ("nedskriv", Some(Action::Nedskriv)),
            ("05", Some(Action::Nedskriv)),
            ("5", Some(Action::Nedskriv)),
            ("55", Some(Action::Nedskriv)),
            ("Tilbagekald", Some(Action::Tilbagekald)),
            ("07", Some(Action::Tilbagekald)),
            ("OR", Some(Action::Opskriv)),
            ("06", Some(Action::Opskriv)),
            ("ændr", Some(Action::Aendr)),
            ("FHI", Some(Action::FejlagtigHovedstol)),
            ("oani", Some(Action::OpskrivAnnulleretIndbetaling)),
            ("99", None),
            ("slet", None),
        ] {
            assert_eq!(Action::parse(text), action, "{text}");
        }
    }

    #[test]
    fn dates_are_given_for_payments_and_bortfald_only() {
        // (aktion, årsag, missing date is told, filled date is told)
        for (action, cause, wants, refuses) in [
            ("NEDSKRIV", "INDB", true, false),
            ("05", "indb", true, false),
            ("NEDSKRIV", "REGU", false, true),
            ("NEDSKRIV", "", false, false),
            ("TILBAGEKALD", "BORT", true, false),
            ("07", "HENS", false, true),
            ("TILBAGEKALD", "FEJL", false, true),
            ("TILBAGEKALD", "XXXX", false, false),
            ("OPSKRIVNINGREGULERING", "INDB", false, false),
            ("slet", "INDB", false, false),
        ] {
            let told = |rules: &[&GeneralRule], date: &str| {
                let fields = [("aktion", action), ("aarsagskode", cause), ("virkningsdato", date)];
                rules.iter().any(|rule| breaks(rule, &fields))
            };
            let all = [&A_NED_INDB_DATO, &A_NED_REGU_DATO, &A_TIL_BORT_DATO, &A_TIL_AUTO_DATO];
            assert_eq!(told(&all, ""), wants, "{action} {cause}");
            assert_eq!(told(&all, "2026-11-01"), refuses, "{action} {cause}");
        }
        let no_cause = [("aktion", "NEDSKRIV"), ("virkningsdato", "")];
        assert!(matches!(verdict(&A_NED_INDB_DATO, &no_cause), Verdict::NotChecked(_)));
        let no_date = [("aktion", "NEDSKRIV"), ("aarsagskode", "INDB")];
        assert!(matches!(verdict(&A_NED_INDB_DATO, &no_date), Verdict::NotChecked(_)));
    }

    #[test]
    fn a_reason_has_at_most_a_hundred_characters() {
        for (length, broken) in [(100, false), (101, true)] {
            let reason = "ø".repeat(length);
            assert_eq!(breaks(&A_NED_BEGRUND, &[("aktion", "05"), ("begrundelse", &reason)]), broken);
            assert!(!breaks(&A_NED_BEGRUND, &[("aktion", "07"), ("begrundelse", &reason)]));
        }
    }

    #[test]
    fn interest_is_not_raised() {
        for (action, code, broken) in
            [("OR", "KFOPREN", true), ("06", "REOPKOM", true), ("OR", "KFDAINS", false), ("NEDSKRIV", "KFOPREN", false)]
        {
            assert_eq!(on_type(&A_OP_RENTE, code, &[("aktion", action)]), broken, "{action} {code}");
        }
    }

    #[test]
    fn a_corrected_hovedstol_is_the_whole() {
        for (principal, left, broken) in [("700", "2100", true), ("2100", "2100", false), ("3000", "2100", false), ("", "2100", false)] {
            let fields = [("aktion", "FHI"), ("hovedstol", principal), ("beloeb", left)];
            assert_eq!(breaks(&A_OP_HOVEDSTOL, &fields), broken, "{principal} {left}");
        }
    }

    #[test]
    fn a_recall_has_a_known_cause() {
        for (cause, broken) in [("BORD", false), ("fejl", false), ("HAFT", false), ("", true), ("INDB", true), ("REGU", true)] {
            assert_eq!(breaks(&A_TIL_KODE, &[("aktion", "TILBAGEKALD"), ("aarsagskode", cause)]), broken, "{cause}");
            assert!(!breaks(&A_TIL_KODE, &[("aktion", "NEDSKRIV"), ("aarsagskode", cause)]));
        }
        for (cause, broken) in [("FEJL", true), ("HENS", false), ("", false)] {
            assert_eq!(breaks(&A_GENIND_FEJL, &[("aktion", "GENINDSEND"), ("aarsagskode", cause)]), broken, "{cause}");
        }
    }

    #[test]
    fn nothing_has_effect_from_tomorrow() {
        for (date, broken) in [("2026-11-22", false), ("2026-11-23", true), ("", false), ("i morgen", false)] {
            assert_eq!(breaks(&A_VIRK_FREMTID, &[("aktion", "05"), ("virkningsdato", date)]), broken, "{date}");
            assert_eq!(breaks(&A_VIRK_FREMTID, &[("aktion", "07"), ("virkningsdato", date)]), broken, "{date}");
            assert!(!breaks(&A_VIRK_FREMTID, &[("aktion", "OR"), ("virkningsdato", date)]));
        }
    }
}
