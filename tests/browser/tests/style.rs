//! The design system's stylesheet as it is built: what the page doesn't use is gone, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::{root, site};

#[test]
fn every_class_of_the_design_system_on_an_element_is_in_the_built_stylesheet() {
    let (whole, built) = (read(&root().join("node_modules/dkfds/dist/css/dkfds.min.css")), read(&built_stylesheet()));
    let (original, kept) = (classes_in(&whole), classes_in(&built));
    let mut sources = String::new();
    add_rust(&root().join("src/bin/app"), &mut sources);
    let named = classes_on_elements(&sources);
    let missing: Vec<&&str> = named.iter().filter(|class| original.contains(**class) && !kept.contains(**class)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(named.iter().filter(|class| kept.contains(**class)).count() > 40, "{named:?}");
    assert!(built.len() * 3 < whole.len(), "{} of {} bytes", built.len(), whole.len());
}

/// What stands between the quotation marks of `class="…"`, and behind `class:`.
fn classes_on_elements(sources: &str) -> BTreeSet<&str> {
    let attributes = sources.split("class=\"").skip(1).filter_map(|tail| tail.split('"').next()).flat_map(str::split_whitespace);
    let switched = sources.split(" class:").skip(1).filter_map(|tail| tail.split('=').next());
    attributes.chain(switched).collect()
}

fn classes_in(css: &str) -> BTreeSet<&str> {
    let selectors = css.split('{').filter_map(|piece| piece.rsplit('}').next());
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    selectors.flat_map(|part| part.split('.').skip(1)).filter_map(|tail| tail.split(|letter| !is_of_name(letter)).next()).collect()
}

fn built_stylesheet() -> PathBuf {
    let files = fs::read_dir(site::dist()).expect("the page is built").filter_map(|entry| Some(entry.ok()?.path()));
    let is_it = |file: &PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dkfds-"));
    files.into_iter().find(is_it).expect("the page has the design system's stylesheet")
}

fn add_rust(place: &Path, text: &mut String) {
    if place.is_dir() {
        fs::read_dir(place).expect("the page's sources").for_each(|entry| add_rust(&entry.expect("an entry").path(), text));
    } else {
        text.push_str(&read(place));
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
