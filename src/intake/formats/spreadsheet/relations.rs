//! What a part of a package says of other parts: their kind, their name, and the sign that they are named by.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::package::{Package, Role};
use super::sentences::damaged;
use super::xml::{Xml, attributes};
use crate::intake::FileProblem;

/// No workbook has that many.
const RELATIONS: usize = 10_000;

/// Other parts, by their sign.
#[derive(Default)]
pub struct Relations(HashMap<String, Relation>);

/// Another part.
pub struct Relation {
    /// The last word of its kind's address: `worksheet`, `styles`.
    pub kind: String,
    /// The part's name in the package.
    pub target: String,
}

impl Relations {
    /// The part with that sign.
    pub fn get(&self, sign: &str) -> Option<&Relation> {
        self.0.get(sign)
    }

    /// The part of that kind, where there is only one.
    pub fn of_kind(&self, kind: &str) -> Option<&str> {
        // By their names, so that the same file is always read in the same way.
        self.0.values().filter(|relation| relation.kind == kind).map(|relation| relation.target.as_str()).min()
    }
}

/// Reads the relations written in the part `name`. Other parts' names are seen from `folder`.
pub fn read(package: &mut Package, name: &str, folder: &str) -> Result<Relations, FileProblem> {
    let mut relations = Relations::default();
    if !package.has(name) {
        return Ok(relations);
    }
    let mut xml = Xml::open(package, name, Role::Other)?;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let [sign, kind, target] = attributes(&element, ["Id", "Type", "Target"])?;
                let (Some(sign), Some(kind), Some(target)) = (sign, kind, target) else { continue };
                if relations.0.len() >= RELATIONS {
                    return Err(damaged(&format!("delen «{name}» har for mange henvisninger")));
                }
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.0.insert(sign.into_owned(), Relation { kind, target: absolute(&target, folder) });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A part's name in the package, seen from a folder.
fn absolute(target: &str, folder: &str) -> String {
    let target = target.replace('\\', "/");
    let from_root = target.strip_prefix('/');
    let mut names: Vec<&str> = if from_root.is_some() { Vec::new() } else { folder.split('/').collect() };
    for name in from_root.unwrap_or(&target).split('/') {
        match name {
            ".." => {
                names.pop();
            }
            "." => {}
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_seen_from_their_folder() {
        for (target, name) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../xl/./styles.xml", "xl/styles.xml"),
            ("../../../x", "x"),
            ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl"),
        ] {
            assert_eq!(absolute(target, "xl"), name);
        }
    }
}
