//! Where the user is: addresses after `#`, so that any static host works and no address reaches a server.

/// A place in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Start,
    /// The form, for a fordringstype if one is given.
    Form(Option<String>),
    /// What the open files' columns hold.
    Columns,
    /// The checked file's numbers.
    Result,
    /// The list of its claims.
    Claims,
    /// One of its claims, by number.
    Claim(u32),
    /// Correcting all claims that break a rule, known by its id and its effect.
    Fix {
        rule: String,
        effect: String,
    },
    /// Everything that was corrected.
    Changes,
    Types,
    Type(String),
    Rules,
    Rule(String),
    Fields,
    Field(String),
    Privacy,
    Accessibility,
    About,
    Unknown,
}

impl Route {
    /// Reads the part of the address after `#`.
    pub fn parse(hash: &str) -> Route {
        let path = hash.trim_start_matches('#').trim_matches('/');
        let decoded = js_sys::decode_uri_component(path).map_or_else(|_| path.to_owned(), String::from);
        let parts: Vec<&str> = decoded.split('/').collect();
        match parts[..] {
            [""] => Route::Start,
            ["fordring"] => Route::Form(None),
            ["fordring", code] => Route::Form(Some(code.to_owned())),
            ["kolonner"] => Route::Columns,
            ["resultat"] => Route::Result,
            ["resultat", "fordringer"] => Route::Claims,
            ["resultat", "fordring", number] => number.parse().map_or(Route::Unknown, Route::Claim),
            ["resultat", "ret", effect, rule] => Route::Fix { rule: rule.to_owned(), effect: effect.to_owned() },
            ["resultat", "aendringer"] => Route::Changes,
            ["typer"] => Route::Types,
            ["type", code] => Route::Type(code.to_owned()),
            ["regler"] => Route::Rules,
            ["regel", id] => Route::Rule(id.to_owned()),
            ["felter"] => Route::Fields,
            ["felt", name] => Route::Field(name.to_owned()),
            ["privatliv"] => Route::Privacy,
            ["tilgaengelighed"] => Route::Accessibility,
            ["om"] => Route::About,
            _ => Route::Unknown,
        }
    }

    /// Where the browser is.
    pub fn current() -> Route {
        let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
        Route::parse(&hash)
    }

    /// The address, with `#`.
    pub fn href(&self) -> String {
        match self {
            Route::Start | Route::Unknown => "#/".into(),
            Route::Form(None) => "#/fordring".into(),
            Route::Form(Some(code)) => format!("#/fordring/{}", encode(code)),
            Route::Columns => "#/kolonner".into(),
            Route::Result => "#/resultat".into(),
            Route::Claims => "#/resultat/fordringer".into(),
            Route::Claim(number) => format!("#/resultat/fordring/{number}"),
            Route::Fix { rule, effect } => format!("#/resultat/ret/{}/{}", encode(effect), encode(rule)),
            Route::Changes => "#/resultat/aendringer".into(),
            Route::Types => "#/typer".into(),
            Route::Type(code) => format!("#/type/{}", encode(code)),
            Route::Rules => "#/regler".into(),
            Route::Rule(id) => format!("#/regel/{}", encode(id)),
            Route::Fields => "#/felter".into(),
            Route::Field(name) => format!("#/felt/{}", encode(name)),
            Route::Privacy => "#/privatliv".into(),
            Route::Accessibility => "#/tilgaengelighed".into(),
            Route::About => "#/om".into(),
        }
    }

    /// What the browser's title says. The page's name comes after it.
    pub fn title(&self) -> String {
        match self {
            Route::Start => "Tjek fordringer før afsendelse".into(),
            Route::Form(None) => "Tjek én fordring".into(),
            Route::Form(Some(code)) => format!("Tjek én fordring af typen {code}"),
            Route::Columns => "Kolonnerne i filen".into(),
            Route::Result => "Resultat".into(),
            Route::Claims => "Fordringerne i filen".into(),
            Route::Claim(_) => "En fordring fra filen".into(),
            Route::Fix { rule, .. } => format!("Ret fordringer, der bryder {rule}"),
            Route::Changes => "Det, du har rettet".into(),
            Route::Types => "Fordringstyper".into(),
            Route::Type(code) => format!("Fordringstypen {code}"),
            Route::Rules => "Regler".into(),
            Route::Rule(id) => format!("Reglen {id}"),
            Route::Fields => "Stamdatafelter".into(),
            Route::Field(name) => format!("Feltet {name}"),
            Route::Privacy => "Privatliv".into(),
            Route::Accessibility => "Tilgængelighed".into(),
            Route::About => "Om Stamdatatjek".into(),
            Route::Unknown => "Siden findes ikke".into(),
        }
    }
}

fn encode(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

/// Goes to a place.
pub fn go(route: &Route) {
    if let Some(window) = web_sys::window() {
        // The browser refuses only addresses it can't parse; ours are made of encoded parts.
        let _ = window.location().set_hash(&route.href());
    }
}
