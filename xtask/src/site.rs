//! Building the page into `dist`, and serving it.

use crate::process::{run, say};
use crate::server::Server;
use crate::{Result, design, root, tools};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that Trunk leaves without a hash: each with the attribute that names it in `index.html` and the one for its fingerprint.
const UNHASHED: &[(&str, &str, &str)] = &[
    ("start.js", "src", "integrity"),
    ("checker.js", "data-checker", "data-checker-integrity"),
    ("checker_bg.wasm", "data-checker-wasm", "data-checker-wasm-integrity"),
    ("reader.js", "data-reader", "data-reader-integrity"),
    ("reader_bg.wasm", "data-reader-wasm", "data-reader-wasm-integrity"),
];

/// The folder the page is built into.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page into `dist`.
pub fn build() -> Result {
    let tools = tools::ready()?;
    tools::fetch_crates()?;
    say("Building the page. From nothing this takes about three minutes on two cores.");
    design::prepare()?;
    let mut trunk = Command::new(&tools.trunk);
    trunk
        .args(["build", "--release", "--skip-version-check"])
        .current_dir(root())
        // Trunk takes the usual `NO_COLOR=1` for a mistake, and its own backtrace says nothing about our code.
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE")
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_settings()?);
    tools.equip(&mut trunk)?;
    run(&mut trunk, "The page could not be built; Trunk says why above.")?;
    name_by_content(&dist())
}

/// The instructions beyond the usual ones that the programs are made of, as in `.cargo/config.toml`: a variable replaces what stands there.
const SIMD: &str = "-Ctarget-feature=+simd128";

/// Settings for rustc, parted as Cargo wants them. Leptos erases the types of components, which makes the page a tenth smaller; and messages
/// of a panic shall not name the folders of the person who built the page.
fn compiler_settings() -> Result<String> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let cargo_home = cargo_home.ok_or("Cargo's folder can't be found: set CARGO_HOME.")?;
    Ok(format!("{SIMD}\x1f--cfg=erase_components\x1f--remap-path-prefix={}=cargo", cargo_home.display()))
}

/// Builds the page and serves it on this machine until the task is ended.
pub fn serve(port: u16) -> Result {
    let taken = |error| format!("Port {port} can't be served on: {error}. Choose another with `cargo xtask serve --port <number>`.");
    // Asked before the build, which takes longer than anyone wants to wait for this answer.
    drop(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?);
    build()?;
    let server = Server::start(&dist(), port).map_err(taken)?;
    println!("\n    Stamdatatjek is at  {}\n    Ctrl+C stops it.\n", server.url());
    server.wait();
    Ok(())
}

/// Gives the files that Trunk does not hash a name and a fingerprint by their content, so that a page never meets another build's start script, checker or reader.
fn name_by_content(dist: &Path) -> Result {
    let page = dist.join("index.html");
    let mut html = fs::read_to_string(&page).map_err(|error| format!("Trunk left no {}: {error}.", page.display()))?;
    for (file, attribute, fingerprint) in UNHASHED {
        let old = dist.join(file);
        let bytes = fs::read(&old).map_err(|error| format!("Trunk left no {}: {error}.", old.display()))?;
        let digest = Sha384::digest(&bytes);
        let new = hashed_name(file, &digest);
        let reference = format!("{attribute}=\"./{file}\"");
        if html.matches(&reference).count() != 1 {
            return Err(format!("dist/index.html should have {reference} once: see pattern_script in Trunk.toml."));
        }
        let integrity = integrity(&bytes);
        html = html.replace(&reference, &format!("{attribute}=\"./{new}\" {fingerprint}=\"{integrity}\""));
        fs::rename(&old, dist.join(&new)).map_err(|error| format!("{} can't be renamed: {error}.", old.display()))?;
    }
    fs::write(&page, html).map_err(|error| format!("{} can't be written: {error}.", page.display()))
}

/// A file's fingerprint, as the browser compares it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// `start.js` as `start-0123456789abcdef.js`.
fn hashed_name(file: &str, digest: &[u8]) -> String {
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = file.split_once('.').unwrap_or((file, ""));
    format!("{stem}-{hash}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tested_has_the_instructions_that_are_built() {
        let config = fs::read_to_string(root().join(".cargo").join("config.toml")).expect("Cargo's settings");
        assert!(config.contains(&format!("rustflags = [\"{SIMD}\"]")), "{config}");
    }

    #[test]
    fn files_are_named_and_fingerprinted_by_content() {
        let dist = std::env::temp_dir().join(format!("stamdatatjek-names-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder");
        for (file, _, _) in UNHASHED {
            fs::write(dist.join(file), file).expect("a file");
        }
        let references: Vec<String> = UNHASHED.iter().map(|(file, attribute, _)| format!("{attribute}=\"./{file}\"")).collect();
        fs::write(dist.join("index.html"), format!("<script {}>", references.join(" "))).expect("a page");

        name_by_content(&dist).expect("names");

        let html = fs::read_to_string(dist.join("index.html")).expect("the page");
        for (file, _, fingerprint) in UNHASHED {
            let digest = Sha384::digest(file);
            assert!(dist.join(hashed_name(file, &digest)).is_file(), "{file}");
            assert!(html.contains(&format!("{fingerprint}=\"{}\"", integrity(file.as_bytes()))), "{file}");
        }
        fs::remove_dir_all(&dist).expect("cleaning up");
    }
}
