//! Finding a fordringstype: the nearest codes to a mistyped one, and a search by words.

use super::TYPES;
use super::model::Fordringstype;

/// At most three fordringstyper whose code differs from the text by at most two keystrokes, the nearest first. Capitals don't count.
pub fn nearest(text: &str) -> Vec<&'static Fordringstype> {
    let wanted: Vec<char> = text.trim().to_uppercase().chars().take(20).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let found: Vec<(usize, &Fordringstype)> = TYPES
        .iter()
        .filter_map(|fordringstype| {
            let code: Vec<char> = fordringstype.code?.chars().collect();
            let distance = distance(&wanted, &code);
            (distance <= 2).then_some((distance, fordringstype))
        })
        .collect();
    // Types stand in the order of their codes.
    let best = found.iter().map(|(distance, _)| *distance).min().unwrap_or_default();
    found.into_iter().filter(|(distance, _)| *distance == best).take(3).map(|(_, fordringstype)| fordringstype).collect()
}

/// How many letters must be put in, taken out, exchanged or swapped with their neighbour (Damerau's distance, restricted).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let exchange = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = exchange.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

/// The fordringstyper in whose code, name, area or description every word of the text stands, the likeliest first; all of them for an
/// empty text. Capitals don't count, and `aa`, `oe`, `ae` are as good as `å`, `ø`, `æ`.
pub fn search_types(text: &str) -> Vec<&'static Fordringstype> {
    let wanted = folded(text);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let mut found: [Vec<&'static Fordringstype>; 3] = Default::default();
    for fordringstype in TYPES {
        let code = folded(fordringstype.code.unwrap_or_default());
        let name = folded(fordringstype.name);
        let description = super::text_of(fordringstype).description.map(folded).unwrap_or_default();
        let all = format!("{code} {name} {} {description}", folded(fordringstype.area));
        if !words.iter().all(|word| all.contains(word)) {
            continue;
        }
        let rank = if !words.is_empty() && code.starts_with(&wanted) {
            0
        } else if words.iter().all(|word| name.contains(word)) {
            1
        } else {
            2
        };
        found[rank].push(fordringstype);
    }
    found.concat()
}

/// The text for comparing: small letters, and the Danish ones as people without them write them.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim().to_lowercase().replace("a\u{30a}", "å").chars() {
        match letter {
            'å' => out.push_str("aa"),
            'ø' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        nearest(text).into_iter().filter_map(|fordringstype| fordringstype.code).collect()
    }

    #[test]
    fn slips_of_the_keyboard_are_recognised() {
        assert_eq!(codes("KFDIANS"), ["KFDAINS"]);
        assert_eq!(codes("kfdains"), ["KFDAINS"]);
        assert_eq!(codes("KFDAIN"), ["KFDAINS"]);
        assert_eq!(codes("KFBILOK"), ["KFBILØK"]);
        assert!(codes("HUSLEJE").is_empty());
        assert!(codes("").is_empty());
        assert!(codes(&"K".repeat(10_000)).is_empty());
    }

    #[test]
    fn types_are_found_by_code_name_and_area() {
        let codes = |text: &str| search_types(text).into_iter().filter_map(|t| t.code).collect::<Vec<_>>();
        assert_eq!(codes("kfdains"), ["KFDAINS"]);
        assert_eq!(codes("kflaansg"), ["KFLÅNSG"]);
        assert!(codes("husleje almen").contains(&"DFHUSAL") || codes("leje almen").contains(&"DFHUSAL"));
        assert_eq!(codes("KFDA").first(), Some(&"KFDAINS"));
        assert_eq!(search_types("").len(), TYPES.len());
        assert!(codes("findes ikke").is_empty());
    }
}
