//! A start tag's text, with attributes taken out or put in and everything else as it stands.

use std::ops::Range;

/// An attribute of a tag, by places in its text.
struct Attribute<'t> {
    /// Without prefix.
    local: &'t str,
    /// With the blank before it.
    whole: Range<usize>,
    value: Range<usize>,
}

/// The name of the element, with its prefix.
pub fn name(tag: &str) -> &str {
    tag.split(is_blank).next().unwrap_or_default()
}

/// What stands before an element's name, with the colon; empty where nothing does.
pub fn prefix(tag: &str) -> &str {
    let name = name(tag);
    name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
}

/// The value of an attribute, as it is written.
pub fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    attributes(tag).find(|attribute| attribute.local == name).and_then(|attribute| tag.get(attribute.value))
}

/// The name, without prefix, of the first attribute with that value.
pub fn name_of<'t>(tag: &'t str, value: &str) -> Option<&'t str> {
    attributes(tag).find(|attribute| tag.get(attribute.value.clone()) == Some(value)).map(|attribute| attribute.local)
}

/// The tag without the attributes of these names, which have no prefix.
pub fn without(tag: &str, names: &[&str]) -> String {
    let mut kept = String::with_capacity(tag.len());
    let mut at = 0;
    for attribute in attributes(tag).filter(|attribute| names.contains(&attribute.local)) {
        kept.push_str(tag.get(at..attribute.whole.start).unwrap_or_default());
        at = attribute.whole.end;
    }
    kept.push_str(tag.get(at..).unwrap_or_default().trim_end_matches(is_blank));
    kept
}

/// The tag with the value of the attribute of that name, which is put in as `otherwise` where there is none.
pub fn with(tag: &str, name: &str, otherwise: &str, value: &str) -> String {
    match attributes(tag).find(|attribute| attribute.local == name) {
        Some(attribute) => {
            let (before, behind) = (tag.get(..attribute.value.start), tag.get(attribute.value.end..));
            format!("{}{value}{}", before.unwrap_or_default(), behind.unwrap_or_default())
        }
        None => format!("{} {otherwise}=\"{value}\"", tag.trim_end_matches(is_blank)),
    }
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

fn attributes(tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut at = name(tag).len();
    std::iter::from_fn(move || {
        let rest = tag.get(at..)?;
        let (key, behind) = rest.split_once('=')?;
        let quote = behind.trim_start_matches(is_blank).chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (_, value) = behind.split_once(quote)?;
        let (value, _) = value.split_once(quote)?;
        let begin = at + key.len() + 1 + behind.find(quote)? + 1;
        let whole = at..begin + value.len() + 1;
        at = whole.end;
        let key = key.trim_matches(is_blank);
        let local = key.rsplit_once(':').map_or(key, |(_, local)| local);
        Some(Attribute { local, value: begin..begin + value.len(), whole })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_and_go() {
        let tag = "x:c r=\"B5\"  x:s = '3' t=\"s\"\tcm=\"1\" ";
        assert_eq!((name(tag), prefix(tag), prefix("c r=\"a:b\"")), ("x:c", "x:", ""));
        assert_eq!(without(tag, &["t", "cm"]), "x:c r=\"B5\"  x:s = '3'");
        assert_eq!(without(tag, &["r", "s", "t", "cm"]), "x:c");
        assert_eq!(without("c", &["r"]), "c");
        assert_eq!((name_of(tag, "3"), name_of(tag, "4")), (Some("s"), None));
        assert_eq!((value(tag, "s"), value(tag, "cm"), value(tag, "x")), (Some("3"), Some("1"), None));
        assert_eq!(with(tag, "s", "s", "12"), "x:c r=\"B5\"  x:s = '12' t=\"s\"\tcm=\"1\" ");
        assert_eq!(with("c r=\"1\" ", "s", "x:s", "4"), "c r=\"1\" x:s=\"4\"");
    }
}
