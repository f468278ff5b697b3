//! What is wrong with a file that is no JSON, in words.

use super::letters::Place;
use crate::claim::shorten;
use crate::intake::FileProblem;

/// How much of a wrong word is shown.
const WORD: usize = 20;

/// A problem in one whole sentence or two.
pub(super) fn broken(sentence: impl Into<String>) -> FileProblem {
    FileProblem::Broken(sentence.into())
}

/// The file ends too early. `after` says where: «midt i fordring nr. 3, som begynder i linje 5».
pub(super) fn cut_off(after: &str) -> FileProblem {
    broken(format!("Filen holder op {after}. Den er ikke hel. Hent den igen fra fagsystemet."))
}

/// Something stands where it doesn't belong. `wrong` goes into «I linje 3, tegn 7 …».
pub(super) fn at(place: Place, wrong: &str, remedy: &str) -> FileProblem {
    broken(format!("Filen er ikke gyldig JSON. I linje {}, tegn {}, {wrong}. {remedy}", place.line, place.letter))
}

/// Why `text`, which begins at `start`, can't be read. `None` when it only ends too early.
pub(super) fn explain(error: &serde_json::Error, text: &str, start: Place) -> Option<FileProblem> {
    if error.is_eof() {
        return None;
    }
    let offset = offset_of(error, text);
    let (before, rest) = text.split_at(offset);
    let mut place = start;
    before.bytes().for_each(|byte| place.pass(byte));
    let message = error.to_string();
    // Inside a text any letter may stand; what is wrong there is a backslash or a line break.
    let outside_text = ["expected", "key", "trailing", "invalid number"].iter().any(|start| message.starts_with(start));
    let by_letter = outside_text.then(|| by_letter(before, rest)).flatten();
    let (wrong, remedy) = by_letter.unwrap_or_else(|| by_message(&message));
    Some(at(place, &wrong, remedy))
}

/// Where in the text the error stands. The error counts lines from 1 and bytes of the line from 1.
fn offset_of(error: &serde_json::Error, text: &str) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // A line break inside a text is counted as the next line's letter 0.
    let offset = (line_start + error.column()).saturating_sub(1);
    text.floor_char_boundary(offset.min(text.len()))
}

/// What the letter at the wrong place gives away.
fn by_letter(before: &str, rest: &str) -> Option<(String, &'static str)> {
    let first = rest.chars().next()?;
    match first {
        '\'' | '`' | '´' | '’' | '‘' | '“' | '”' | '„' | '»' | '«' => {
            let wrong = format!("står tegnet {first}");
            return Some((wrong, "Tekster og feltnavne skal stå i lige, dobbelte anførselstegn: \"tekst\"."));
        }
        '/' | '#' => return Some((format!("står tegnet {first}"), "JSON kan ikke indeholde kommentarer. Slet dem, og prøv igen.")),
        c if !of_word(c) => return None,
        _ => {}
    }
    let begins = before.trim_end_matches(of_word).len();
    let word: String = before.get(begins..)?.chars().chain(rest.chars()).take_while(|c| of_word(*c)).take(WORD).collect();
    let is_number = word.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit());
    if is_number || !word.chars().any(char::is_alphabetic) {
        return None;
    }
    let inside_text = before.get(..begins).is_some_and(|head| head.ends_with('"')) && rest.chars().nth(word.chars().count()) != Some(':');
    let remedy = match word.trim_start_matches(['-', '+']).to_lowercase().as_str() {
        "nan" | "infinity" | "inf" | "undefined" | "none" | "nil" => "Skriv null, hvis feltet er tomt.",
        "true" | "false" | "null" => "Skriv true, false og null med små bogstaver.",
        _ if inside_text => "Et anførselstegn inde i en tekst skrives \\\". Står der to tekster, mangler der et komma mellem dem.",
        _ => "Tekster og feltnavne skal stå i anførselstegn: \"tekst\".",
    };
    Some((format!("står «{}»", shorten(&word)), remedy))
}

fn of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+')
}

/// What the reader says of the wrong place.
fn by_message(message: &str) -> (String, &'static str) {
    let known = [
        ("trailing comma", "står der et komma for meget", "Slet kommaet efter den sidste værdi."),
        ("expected `:`", "mangler der et kolon efter feltnavnet", "Skriv feltet sådan: \"feltnavn\": værdi."),
        (
            "expected `,`",
            "mangler der et komma, eller en parentes er lukket med den forkerte slags",
            "Sæt komma mellem to værdier, og luk { med } og [ med ].",
        ),
        ("key must be a string", "mangler der et feltnavn", "Et feltnavn skal stå i anførselstegn: \"feltnavn\": værdi."),
        ("expected value", "mangler der en værdi", "Skriv null, hvis feltet er tomt."),
        ("expected ident", "mangler der en værdi", "Skriv null, hvis feltet er tomt."),
        (
            "invalid number",
            "står der et tal, som ikke er skrevet rigtigt",
            "Skriv tal med punktum før decimalerne. Numre, der begynder med 0, skal stå i anførselstegn: \"0123\".",
        ),
        ("number out of range", "står der et tal, som er for stort", "Skal det være et nummer, skal det stå i anførselstegn."),
        (
            "control character",
            "er der et linjeskift eller et tabulatortegn inde i en tekst",
            "Skriv dem som \\n og \\t, eller luk teksten med et anførselstegn.",
        ),
        ("recursion limit", "står lister og objekter for dybt inde i hinanden", "Hent fordringerne som en enkelt liste."),
        ("trailing characters", "står der mere, end der skal", "Sæt komma mellem to værdier."),
    ];
    let found = known.iter().find(|(start, _, _)| message.starts_with(start));
    // What is left has to do with a backslash in a text.
    found.map_or_else(
        || ("står der en omvendt skråstreg, som ikke er skrevet rigtigt".to_owned(), "Skriv en omvendt skråstreg i en tekst som \\\\."),
        |(_, wrong, remedy)| ((*wrong).to_owned(), remedy),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> String {
        let error = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
        explain(&error, text, Place { line: 10, letter: 5 }).map_or_else(|| "cut off".into(), |problem| problem.to_string())
    }

    #[test]
    fn every_fault_is_told_with_its_place_and_what_to_do() {
        for (text, place, words) in [
            (r#"{"a":1,}"#, (10, 12), "et komma for meget"),
            ("{\"a\":1\n \"b\":2}", (11, 2), "mangler der et komma"),
            (r#"{"a" 1}"#, (10, 10), "mangler der et kolon"),
            (r#"{'a':1}"#, (10, 6), "står tegnet '"),
            (r#"{"a":'1'}"#, (10, 10), "står tegnet '"),
            ("{“a”:1}", (10, 6), "står tegnet “"),
            (r#"{"a":NaN}"#, (10, 10), "står «NaN». Skriv null"),
            (r#"{"a":-Infinity}"#, (10, 11), "står «-Infinity». Skriv null"),
            (r#"{"a":nan}"#, (10, 11), "står «nan». Skriv null"),
            (r#"{"a":undefined}"#, (10, 10), "står «undefined». Skriv null"),
            (r#"{"a":True}"#, (10, 10), "står «True». Skriv true, false og null med små"),
            (r#"{"a":KFDAINS}"#, (10, 10), "står «KFDAINS». Tekster og feltnavne skal"),
            (r#"{a:1}"#, (10, 6), "står «a». Tekster og feltnavne skal"),
            (r#"{"a":"x "y" z"}"#, (10, 14), "står «y». Et anførselstegn inde i en tekst"),
            (r#"{"a":1 // b"#, (10, 12), "kommentarer"),
            (r#"{"a":}"#, (10, 10), "mangler der en værdi"),
            (r#"{:1}"#, (10, 6), "mangler der et feltnavn"),
            (r#"{"a":0123}"#, (10, 11), "begynder med 0"),
            (r#"{"a":1,5}"#, (10, 12), "mangler der et feltnavn"),
            (r#"{"a":1e999}"#, (10, 14), "for stort"),
            ("{\"a\":\"x\ny\"}", (10, 12), "linjeskift"),
            (r#"{"a":"x\temp\qxx"}"#, (10, 18), "omvendt skråstreg"),
            (r#"{"a":"\ud800"}"#, (10, 17), "omvendt skråstreg"),
            (r#"{"a":[1}"#, (10, 12), "mangler der et komma, eller en parentes"),
            ("{\"æ\":\"å\"\n\n  ,]}", (12, 4), "mangler der et feltnavn"),
        ] {
            let told = explained(text);
            assert!(told.starts_with(&format!("Filen er ikke gyldig JSON. I linje {}, tegn {}, ", place.0, place.1)), "{text}: {told}");
            assert!(told.contains(words), "{text}: {told}");
            assert!(told.ends_with('.') && !told.contains(".."), "{told}");
        }
        assert_eq!(explained(r#"{"a":"#), "cut off");
    }

    #[test]
    fn any_text_is_explained_without_breaking_down() {
        let letters = ['{', '}', '[', ']', '"', ',', ':', 'å', '\\', 'n', '1', '-', '\n', '𝄞', '\'', '“', ' '];
        let mut state: u32 = 99;
        for length in 0..3000 {
            let text: String = (0..length % 23)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    letters[(state >> 20) as usize % letters.len()]
                })
                .collect();
            if let Err(error) = serde_json::from_str::<serde_json::Value>(&text)
                && let Some(problem) = explain(&error, &text, Place::START)
            {
                assert!(problem.to_string().len() < 400, "{text}: {problem}");
            }
        }
    }
}
