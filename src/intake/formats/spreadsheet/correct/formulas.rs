//! What must be changed in a workbook beside its cells, when formulas are gone or their results are out of date.

use quick_xml::events::Event;

use super::super::package::{Package, Role};
use super::super::xml::{Xml, attributes, says_yes};
use super::repack::Changes;
use crate::intake::FileProblem;
use crate::intake::formats::correct::{Piece, Splices, tag};

/// The part that says of what kind each part is.
const KINDS: &str = "[Content_Types].xml";
/// What may stand before the settings of the calculation in the part that lists the sheets (ECMA-376, part 1, 18.2.27).
const BEFORE_CALCULATION: [&str; 4] = ["sheets", "functionGroups", "externalReferences", "definedNames"];

/// Whether any of the sheets' parts has a formula.
pub fn in_any(package: &mut Package, parts: &[&String]) -> Result<bool, FileProblem> {
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !package.has(part) {
            continue;
        }
        let mut xml = Xml::open(package, part, Role::Sheet)?;
        loop {
            match xml.next() {
                Ok(Event::Start(element)) if element.local_name().as_ref() == "f" => return Ok(true),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(problem @ (FileProblem::Cancelled | FileProblem::Unreadable(_))) => return Err(problem),
                // A damaged sheet beside the one that is written stays as it is.
                Err(_) => break,
            }
        }
    }
    Ok(false)
}

/// Leaves out the part that says in which order formulas are calculated: programs make a new one.
pub fn forget_order(package: &mut Package, changes: &mut Changes, main: &str, folder: &str, chain: &str) -> Result<(), FileProblem> {
    let file = main.rsplit_once('/').map_or(main, |(_, file)| file);
    let relations = format!("{folder}/_rels/{file}.rels");
    let named = |wanted: &str, value: &str| value.trim_start_matches('/').eq_ignore_ascii_case(wanted);
    let from_relations =
        elements(package, &relations, "Relationship", |tag| tag::value(tag, "Type").is_some_and(|kind| kind.ends_with("/calcChain")))?;
    changes.write(package, &relations, Role::Other, from_relations)?;
    if package.has(KINDS) {
        let from_kinds = elements(package, KINDS, "Override", |tag| tag::value(tag, "PartName").is_some_and(|name| named(chain, name)))?;
        changes.write(package, KINDS, Role::Other, from_kinds)?;
    }
    changes.remove(chain);
    Ok(())
}

/// The places of the elements of a part that are wanted, to be left out.
fn elements(package: &mut Package, part: &str, name: &str, is_wanted: impl Fn(&str) -> bool) -> Result<Splices, FileProblem> {
    let mut splices = Splices::default();
    if !package.has(part) {
        return Ok(splices);
    }
    let mut xml = Xml::open(package, part, Role::Other)?;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == name && is_wanted(&element) => {
                let start = xml.span().start;
                xml.skip()?;
                splices.add(start..xml.span().end, Vec::new())?;
            }
            Event::Eof => return Ok(splices),
            _ => {}
        }
    }
}

/// Has the workbook calculated anew when it is opened.
pub fn calculate_on_load(package: &mut Package, changes: &mut Changes, main: &str) -> Result<(), FileProblem> {
    let mut splices = Splices::default();
    let mut place = None;
    let mut xml = Xml::open(package, main, Role::Other)?;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "calcPr" => {
                let [on_load] = attributes(&element, ["fullCalcOnLoad"])?;
                if says_yes(on_load.as_deref()) {
                    return Ok(());
                }
                let tag = tag::with(&element, "fullCalcOnLoad", "fullCalcOnLoad", "1");
                let begin = xml.span();
                xml.next()?;
                // Without content it ends in the mark that it begins with.
                let end = if xml.span().is_empty() { "/>" } else { ">" };
                splices.add(begin, vec![Piece::from(format!("<{tag}{end}"))])?;
                break;
            }
            Event::End(element) if BEFORE_CALCULATION.contains(&element.local_name().as_ref()) => {
                let prefix = tag::prefix(element.name().as_ref()).to_owned();
                place = Some((xml.span().end, prefix));
            }
            Event::Eof => {
                if let Some((at, prefix)) = place {
                    splices.add(at..at, vec![Piece::from(format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"))])?;
                }
                break;
            }
            _ => {}
        }
    }
    drop(xml);
    changes.write(package, main, Role::Other, splices)
}

/// What people should know about formulas.
pub fn notes(gone: u64, left: bool) -> Vec<String> {
    let mut notes = Vec::new();
    match gone {
        0 => {}
        1 => notes.push("1 rettet celle havde en formel. Nu står værdien der i stedet.".to_owned()),
        _ => notes.push(format!("{gone} rettede celler havde en formel. Nu står værdierne der i stedet.")),
    }
    if left {
        notes.push("Projektmappen har formler. De regnes ud igen, når du åbner filen.".to_owned());
    }
    notes
}
