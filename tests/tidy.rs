//! Keeps the house in order: what every file must have, which room may know which, and what may not stand in the code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Folders that hold what was fetched or built, not written.
const NOT_OURS: [&str; 6] = ["target", "node_modules", "dist", ".git", "dkfds", "vendor"];

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let path = entry.path();
        if NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Every file with one of the endings, by its path from the root, and its text.
fn texts(endings: &[&str]) -> Vec<(String, String)> {
    files_below(root())
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.strip_prefix(root()).expect("below the root").components().map(|part| part.as_os_str().to_string_lossy());
            (name.collect::<Vec<_>>().join("/"), text)
        })
        .collect()
}

/// The Rust files of the library: `src` without the programs.
fn library() -> Vec<(String, String)> {
    texts(&["rs"]).into_iter().filter(|(name, _)| name.starts_with("src/") && !name.starts_with("src/bin/")).collect()
}

/// The text without its tests: what follows `#[cfg(test)]` up to the item's end, and without comments.
fn production(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut test_indent = None;
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        match test_indent {
            None if code.starts_with("#[cfg(test)]") => test_indent = Some(indent),
            None if code.starts_with("//") => {}
            None => kept.push((number, line.split(" // ").next().unwrap_or(line))),
            Some(of) if indent == of && (code.starts_with('}') || (code.ends_with(';') && !code.starts_with("#["))) => test_indent = None,
            Some(_) => {}
        }
    }
    kept
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_file_opens_with_what_lives_there() {
    let files = texts(&["rs"]);
    assert!(files.len() > 60, "only {} files were found", files.len());
    let faults: Vec<String> = (files.iter())
        .filter(|(_, text)| {
            !text.lines().next().is_some_and(|line| line.starts_with("//! ") && line.len() > 20 && line.ends_with(['.', ':']))
        })
        .map(|(name, text)| format!("{name}: {}", text.lines().next().unwrap_or("(empty)")))
        .collect();
    assert_none(&faults);
}

#[test]
fn the_library_knows_no_browser() {
    let mut faults = Vec::new();
    for (name, text) in library() {
        for word in ["leptos", "wasm_bindgen", "web_sys", "gloo", "js_sys"] {
            if text.contains(word) {
                faults.push(format!("{name} names {word}"));
            }
        }
    }
    assert_none(&faults);
}

/// Which rooms of the library each may know.
const ROOMS: [(&str, &[&str]); 10] = [
    ("claim", &[]),
    ("calendar", &[]),
    ("catalogue", &["claim", "calendar"]),
    ("rules", &["claim", "calendar", "catalogue"]),
    ("intake", &["claim"]),
    ("check", &["claim", "calendar", "catalogue", "rules", "intake"]),
    ("report", &["claim", "catalogue", "rules", "intake", "check"]),
    ("correct", &["claim", "calendar", "catalogue", "rules", "intake", "check", "report"]),
    ("training", &["check"]),
    ("wire", &["check", "correct", "report", "intake"]),
];

/// The rooms that the line names by `crate::…`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (place, _) in line.match_indices("crate::") {
        let rest = &line[place + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            // `use crate::{claim::Field, rules};`. Over several lines it could not be followed, so it is named as it stands.
            if !list.contains('}') {
                named.push("{ over several lines".to_owned());
            }
            let parts = list.split(['{', '}']).next().unwrap_or(list).split(',');
            named.extend(parts.map(|part| part.trim().split("::").next().unwrap_or_default().to_owned()).filter(|part| !part.is_empty()));
        } else {
            named.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    named
}

#[test]
fn rooms_know_only_what_they_may() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in library().iter().filter(|(name, _)| name != "src/lib.rs") {
        let room = name.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some((room, may)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            faults.push(format!("{name}: the room {room} is not in the plan of the house"));
            continue;
        };
        seen.insert(*room);
        for (number, line) in production(text) {
            for other in rooms_named(line) {
                if other != *room && !may.contains(&other.as_str()) {
                    faults.push(format!("{name}:{number}: {room} may not know {other}"));
                }
            }
        }
    }
    assert!(seen.len() >= 7, "only {seen:?} were looked at");
    assert_none(&faults);
}

#[test]
fn nothing_in_the_program_gives_up() {
    // Put together here, so that this file does not hold them.
    let forbidden = [".unwrap", ".expect", "panic!", "todo!", "unimplemented!", "unreachable!", "dbg!"].map(|word| format!("{word}("));
    let mut faults = Vec::new();
    for (name, text) in texts(&["rs"]).iter().filter(|(name, _)| name.starts_with("src/")) {
        for (number, line) in production(text) {
            if let Some(word) = forbidden.iter().find(|word| line.contains(word.as_str())) {
                faults.push(format!("{name}:{number}: {word}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_test_is_left_out() {
    let left_out = ["#[", "ignore"].concat();
    for (name, text) in texts(&["rs"]) {
        assert!(!text.contains(&left_out), "{name} leaves a test out");
    }
}

#[test]
fn no_file_is_too_long() {
    for (name, text) in texts(&["rs"]).iter().filter(|(name, _)| name.starts_with("src/")) {
        let lines = text.lines().count();
        assert!(lines <= 800, "{name} has {lines} lines");
    }
}

#[test]
fn no_path_of_a_machine_stands_anywhere() {
    let machine =
        [["/ho", "me/"], ["/Us", "ers/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/tm", "p/"], ["C:", "\\"]].map(|parts| parts.concat());
    let mut faults = Vec::new();
    for (name, text) in texts(&["rs", "toml", "md", "js", "mjs", "html", "css", "json", "sh", "run"]) {
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(path) = machine.iter().find(|path| line.contains(path.as_str())) {
                faults.push(format!("{name}:{number}: {path}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_librarys_tree_holds_no_browser() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "stamdatatjek", "--edges", "normal", "--no-default-features", "--prefix", "none", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains("serde_json") && names.contains("csv-core"), "this is no tree: {tree}");
    for unwanted in ["leptos", "wasm-bindgen", "web-sys", "js-sys", "gloo"] {
        assert!(!names.iter().any(|name| *name == unwanted || name.starts_with(&format!("{unwanted}-"))), "{unwanted} is in the tree");
    }
}

#[test]
fn the_two_commands_of_the_readme_exist() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (readme, tasks, alias) = (read("README.md"), read("xtask/src/main.rs"), read(".cargo/config.toml"));
    assert!(alias.contains("xtask = \"run "), "cargo xtask is no command");
    for task in ["serve", "test"] {
        assert!(readme.contains(&format!("cargo xtask {task}")), "README.md does not name cargo xtask {task}");
        assert!(tasks.contains(&format!("[\"{task}\"] =>")), "cargo xtask {task} does not exist");
    }
    assert!(read(".ci/run").contains("cargo xtask test"), "what is run for a change is not what the readme says");
}

#[test]
fn tests_and_comments_are_told_apart_from_the_program() {
    let text = "fn a() {}\n// b\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\nfn d() {} // e\n#[cfg(test)]\nuse x::y;\nfn f() {}\n";
    assert_eq!(production(text), [(1, "fn a() {}"), (7, "fn d() {}"), (10, "fn f() {}")]);
    assert_eq!(rooms_named("use crate::{claim::Field, rules};"), ["claim", "rules"]);
    assert_eq!(rooms_named("let x = crate::check::of(crate::claim::Y);"), ["check", "claim"]);
}
