//! Reads the catalogue's files under `src/catalogue`, refuses what is wrong with them, and writes them as constants of the program.

#[path = "../src/calendar.rs"]
#[allow(dead_code)]
mod calendar;
#[path = "../src/claim/mod.rs"]
#[allow(dead_code, unused_imports)]
mod claim;
mod emit;
mod read;
mod reference;

#[allow(dead_code)]
#[path = "../src/catalogue"]
mod catalogue {
    //! The parts of the library's catalogue that reading needs.
    pub mod language;
    pub mod table;
}

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use read::{Refusal, Source, TypeSource};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=build");
    let (Some(root), Some(out)) = (std::env::var_os("CARGO_MANIFEST_DIR"), std::env::var_os("OUT_DIR")) else {
        println!("cargo::error=the build script runs under cargo only");
        return ExitCode::FAILURE;
    };
    match build(Path::new(&root), Path::new(&out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusals) => {
            for refusal in refusals {
                println!("cargo::error={refusal}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build(root: &Path, out: &Path) -> Result<(), Vec<Refusal>> {
    let folder = root.join("src/catalogue");
    let reference = reference::read(&folder).map_err(|refusal| vec![refusal])?;
    let known: BTreeSet<String> = reference.sources.iter().map(|source| source.id.clone()).collect();
    let mut types: Vec<(Source, TypeSource)> = Vec::new();
    let mut refusals = Vec::new();
    for file in files_below(&folder.join("typer")) {
        match Source::open(&file).and_then(|source| read::read_type(&source, &known).map(|read| (source, read))) {
            Ok(read) => types.push(read),
            Err(refusal) => refusals.push(refusal),
        }
    }
    refusals.extend(read::across_types(&types));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    types.sort_by(|(_, a), (_, b)| key(a).cmp(&key(b)));
    let (mut rules, mut breaks, mut fields) = (emit::Pool::new("RULES"), emit::Pool::new("BREAKS"), emit::Pool::new("FIELDS"));
    let written = [
        ("types.rs", emit::types(&types, &mut rules)),
        ("practice.rs", emit::practice(&types, &mut breaks, &mut fields)),
        ("rules.rs", rules.table()),
        ("breaks.rs", breaks.table()),
        ("fields.rs", fields.table()),
        ("core.rs", emit::core(&reference.core)),
        ("reference.rs", emit::reference(&reference)),
    ];
    for (name, text) in written {
        std::fs::write(out.join(name), text)
            .map_err(|error| vec![Refusal { file: out.join(name), line: 1, message: format!("kan ikke skrives: {error}") }])?;
    }
    println!("cargo::rustc-env=STAMDATATJEK_BUILD={}", build_id(root));
    Ok(())
}

/// Types sort by code; the one without comes last.
fn key(read: &TypeSource) -> (bool, &str) {
    let code = read.file.kode.as_ref().map(|code| code.get_ref().as_str());
    (code.is_none(), code.unwrap_or(&read.file.navn))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Sixteen hexadecimal digits that change with any source file, so that a page and a worker of different builds notice.
fn build_id(root: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    let mut folders = vec![root.join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for file in files {
        std::fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}
