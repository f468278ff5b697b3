//! What the page's sources can name, so that nothing else of the design system is sent to every visitor.

use crate::{Result, root};
use std::collections::HashSet;
use std::fs;
use std::path::Path;

/// The text of everything that makes up the page: its Rust, its HTML and its start script.
pub struct Sources(String);

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub fn read() -> Result<Sources> {
        let mut text = String::new();
        for place in ["src/bin/app", "index.html", "public"] {
            add(&root().join(place), &mut text)?;
        }
        Ok(Sources(text))
    }

    /// Every run of letters, digits, hyphens and underscores. A class whose name is none of them can't be on any element: no class is put together
    /// from parts. Many a word is no class at all; that only keeps rules that aren't needed.
    pub fn words(&self) -> HashSet<&str> {
        self.0.split(|letter: char| !is_of_name(letter)).filter(|word| !word.is_empty()).collect()
    }

    /// Whether the icon's name stands between quotation marks, alone or as an address.
    pub fn name_icon(&self, icon: &str) -> bool {
        self.0.contains(&format!("\"{icon}\"")) || self.0.contains(&format!("\"#{icon}\""))
    }
}

fn add(place: &Path, text: &mut String) -> Result {
    let failed = |error| format!("{} can't be read: {error}.", place.display());
    if place.is_dir() {
        for entry in fs::read_dir(place).map_err(failed)? {
            add(&entry.map_err(failed)?.path(), text)?;
        }
        return Ok(());
    }
    text.push_str(&fs::read_to_string(place).map_err(failed)?);
    text.push('\n');
    Ok(())
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

/// The selectors of a list, such as `.a,p:not(.b,.c)`, that elements with classes among the words can match, as a list again; empty for none.
pub fn usable(selectors: &str, words: &HashSet<&str>) -> String {
    let can_match = |selector: &&str| classes(selector).all(|class| words.contains(class));
    parts(selectors).into_iter().filter(can_match).collect::<Vec<_>>().join(",")
}

/// The classes that an element must have, itself or around it, to match a selector. What stands in brackets demands none: mostly it is `:not()`.
fn classes(selector: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    let outside = selector.split_inclusive(['(', ')', '[', ']']).filter(move |piece| {
        let is_outside = depth == 0;
        match piece.chars().last() {
            Some('(' | '[') => depth += 1,
            Some(')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_outside
    });
    outside.flat_map(|piece| piece.split('.').skip(1)).map(|rest| rest.split(|letter| !is_of_name(letter)).next().unwrap_or_default())
}

/// The parts between the commas that stand outside every bracket.
fn parts(list: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    list.split(|letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_stays_if_the_page_can_have_all_its_classes() {
        let sources = Sources("<p class=\"a b-c\"/> let d_e = \"x\";".to_owned());
        let words = sources.words();
        for (list, left) in [
            ("p", "p"),
            (".a", ".a"),
            (".z", ""),
            (".a,.z,h1>.b-c:before", ".a,h1>.b-c:before"),
            (".b", ""),
            (".a .z", ""),
            (".a.d_e:not(.z,.y) li", ".a.d_e:not(.z,.y) li"),
            (".z:not(.a)", ""),
            ("p:not(.z).y", ""),
            ("[class*=col-],a[href=\".z\"]", "[class*=col-],a[href=\".z\"]"),
            ("50%", "50%"),
        ] {
            assert_eq!(usable(list, &words), left, "{list}");
        }
    }

    #[test]
    fn an_icon_is_named_as_a_whole() {
        let sources = Sources("<Icon name=\"info\"/> <use href=\"#open-in-new\"> let help = plus;".to_owned());
        let named = ["info", "open-in-new", "open", "help", "plus"].map(|icon| sources.name_icon(icon));
        assert_eq!(named, [true, true, false, false, false]);
    }

    #[test]
    fn the_pages_own_sources_are_read() {
        let sources = Sources::read().expect("the sources");
        assert!(["skipnav", "page-container", "button-primary"].iter().all(|class| sources.words().contains(class)));
    }
}
