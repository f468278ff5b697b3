//! Where the members of an object and the elements of a list stand in their text, which must be JSON.

use std::ops::Range;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub key: Range<usize>,
    pub value: Range<usize>,
}

/// The members of the object that begins at a place in the text, and where the bracket that closes it stands.
pub(super) fn members(text: &[u8], start: usize) -> Option<(Vec<Member>, usize)> {
    let mut members = Vec::new();
    let mut at = past(text, start, b'{')?;
    loop {
        at = past_blanks(text, at);
        match text.get(at)? {
            b'}' => return Some((members, at)),
            b',' => at += 1,
            _ => {
                let key = at..value_end(text, at)?;
                let colon = past_blanks(text, key.end);
                let begin = past_blanks(text, past(text, colon, b':')?);
                let value = begin..value_end(text, begin)?;
                at = value.end;
                members.push(Member { key, value });
            }
        }
    }
}

/// Where the elements of the list stand that begins at a place in the text.
pub(super) fn elements(text: &[u8], start: usize) -> Option<Vec<Range<usize>>> {
    let mut elements = Vec::new();
    let mut at = past(text, start, b'[')?;
    loop {
        at = past_blanks(text, at);
        match text.get(at)? {
            b']' => return Some(elements),
            b',' => at += 1,
            _ => {
                let end = value_end(text, at)?;
                elements.push(at..end);
                at = end;
            }
        }
    }
}

fn past(text: &[u8], at: usize, sign: u8) -> Option<usize> {
    (text.get(at) == Some(&sign)).then_some(at + 1)
}

fn past_blanks(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// Where the value ends that begins at a place. Each step goes on by a byte at least.
fn value_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.iter().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => {
                in_text = !in_text;
                if !in_text && depth == 0 {
                    return Some(at + 1);
                }
            }
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' if depth == 1 => return Some(at + 1),
            b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return (at > start).then_some(at),
            _ => {}
        }
    }
    (depth == 0 && !in_text && text.len() > start).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_elements_are_found() {
        let text = r#"{ "a\"}" :1.5e3, "b":[{"c":"]"} , 2,"x"],"d" : {} ,"e":null}"#;
        let (found, end) = members(text.as_bytes(), 0).unwrap();
        let found: Vec<(&str, &str)> = found.iter().map(|member| (&text[member.key.clone()], &text[member.value.clone()])).collect();
        assert_eq!(found, [(r#""a\"}""#, "1.5e3"), (r#""b""#, r#"[{"c":"]"} , 2,"x"]"#), (r#""d""#, "{}"), (r#""e""#, "null")]);
        assert_eq!(end, text.len() - 1);
        let list = text.find('[').unwrap();
        let found: Vec<&str> = elements(text.as_bytes(), list).unwrap().into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [r#"{"c":"]"}"#, "2", r#""x""#]);
        assert_eq!(members(b"{}", 0), Some((vec![], 1)));
        assert_eq!(elements(b"[]", 0), Some(vec![]));
    }

    #[test]
    fn what_is_no_json_gives_nothing() {
        for text in ["", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "[", "{\"a\" 1}", "{:1}", "{\"a\":}", "{\"a\":[1}"] {
            assert_eq!(members(text.as_bytes(), 0), None, "{text}");
        }
        assert_eq!(elements(b"[1", 0), None);
    }
}
