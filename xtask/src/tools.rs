//! The tools that build the page: found where they are, installed where they are missing.

use crate::process::{cargo, on_path, output_of, path_with, program_in, run, say};
use crate::{Result, root};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target the page is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The newest Trunk that builds with the Rust version this project asks for.
const TRUNK_VERSION: &str = "0.21.14";

/// Where the tools are, once they are all there.
pub struct Tools {
    pub trunk: PathBuf,
    /// The folder that holds `wasm-bindgen` and `wasm-bindgen-test-runner`.
    pub wasm_bindgen: PathBuf,
}

impl Tools {
    /// `command` with the tools first on its PATH, where Trunk looks for them.
    pub fn equip(&self, command: &mut Command) -> Result {
        let folders = [self.wasm_bindgen.clone(), root().join("node_modules").join(".bin")];
        command.env("PATH", path_with(&folders)?);
        Ok(())
    }

    /// The program that runs wasm tests.
    pub fn test_runner(&self) -> Result<PathBuf> {
        program_in(&self.wasm_bindgen, "wasm-bindgen-test-runner")
            .ok_or_else(|| "wasm-bindgen-test-runner is not beside wasm-bindgen.".to_owned())
    }
}

/// Sees to everything that building the page needs.
pub fn ready() -> Result<Tools> {
    wasm_target()?;
    npm_packages()?;
    let trunk = program(&Program {
        name: "trunk",
        package: "trunk",
        version: TRUNK_VERSION.to_owned(),
        options: &["--locked", "--no-default-features", "--features", "rustls"],
        minutes: 4,
    })?;
    let wasm_bindgen = program(&Program {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: locked_version("wasm-bindgen")?,
        options: &[],
        minutes: 2,
    })?;
    let wasm_bindgen = wasm_bindgen.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(Tools { trunk, wasm_bindgen })
}

/// The standard library for wasm.
pub fn wasm_target() -> Result {
    let sysroot = output_of("rustc", &["--print", "sysroot"])
        .ok_or("Rust is missing or broken: `rustc --print sysroot` failed. Install it with rustup (https://rustup.rs).")?;
    let library = Path::new(&sysroot).join("lib").join("rustlib").join(WASM).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    say(&format!("Adding Rust's {WASM} target, which the page is compiled for."));
    run(
        Command::new("rustup").args(["target", "add", WASM]).current_dir(root()),
        &format!(
            "Rust's {WASM} target could not be added. Run `rustup target add {WASM}` where rustup can reach its server, then try again."
        ),
    )
}

/// Fetches the crates of Cargo.lock, because Trunk builds offline.
pub fn fetch_crates() -> Result {
    let host = output_of("rustc", &["--print", "host-tuple"]).ok_or("`rustc --print host-tuple` failed: run `rustup update`.")?;
    run(
        cargo().args(["fetch", "--quiet", "--locked", "--target", WASM, "--target", &host]),
        "The crates in Cargo.lock could not be fetched; cargo says why above. It needs to reach the crates registry once.",
    )
}

/// Cargo's `fmt` and `clippy`, which a minimal toolchain lacks.
pub fn lint_components() -> Result {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if cargo().args([command, "--version"]).output().is_ok_and(|output| output.status.success()) {
            continue;
        }
        say(&format!("Adding Rust's {component}."));
        run(
            Command::new("rustup").args(["component", "add", component]).current_dir(root()),
            &format!(
                "{component} could not be added. Run `rustup component add {component}` where rustup can reach its server, then try again."
            ),
        )?;
    }
    Ok(())
}

/// The packages of package-lock.json: the design system, wasm-opt, and the accessibility checker.
pub fn npm_packages() -> Result {
    npm_packages_of(&root(), "Installing the npm packages: the design system, wasm-opt and the accessibility checker. A few seconds.")
}

/// The packages of the package-lock.json in `folder`. `notice` is said first, if they are not there.
pub fn npm_packages_of(folder: &Path, notice: &str) -> Result {
    let read = |file: &Path| fs::read(file).ok();
    let wanted = folder.join("package-lock.json");
    // npm keeps no exact copy of the lock file it installed from, so we do.
    let installed = folder.join("node_modules").join(".installed-from.json");
    if read(&wanted).is_some() && read(&wanted) == read(&installed) {
        return Ok(());
    }
    let npm = node_and_npm()?;
    say(notice);
    run(
        Command::new(npm).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder),
        "The npm packages could not be installed; npm says why above. It needs to reach the npm registry once.",
    )?;
    fs::copy(&wanted, &installed).map(drop).map_err(|error| format!("node_modules can't be written to: {error}."))
}

fn node_and_npm() -> Result<PathBuf> {
    const HOW: &str = "Install Node.js 20 or newer, which brings npm (https://nodejs.org; macOS: brew install node; Windows: winget install OpenJS.NodeJS.LTS).";
    let version = output_of("node", &["--version"]).ok_or(format!("Node.js is missing. {HOW}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("Node.js {version} is too old. {HOW}"));
    }
    on_path(&["npm"]).ok_or(format!("npm is missing. {HOW}"))
}

/// A program that Cargo can install.
struct Program {
    name: &'static str,
    package: &'static str,
    version: String,
    options: &'static [&'static str],
    /// About how long the installation takes.
    minutes: u32,
}

/// Finds the exact version on PATH or in our own folder; installs it into that folder if it is in neither.
fn program(wanted: &Program) -> Result<PathBuf> {
    let Program { name, package, version, .. } = wanted;
    let folder = tools_folder()?.join(format!("{name}-{version}"));
    let is_right = |file: &PathBuf| output_of(file, &["--version"]).is_some_and(|text| text.split_whitespace().nth(1) == Some(version));
    let installed = || program_in(&folder.join("bin"), name).filter(is_right);
    if let Some(file) = on_path(&[name]).filter(is_right).or_else(installed) {
        return Ok(file);
    }
    say(&format!(
        "Installing {package} {version} into {}. It is compiled from source, once: about {} minutes on two cores.",
        folder.display(),
        wanted.minutes
    ));
    let failure = format!(
        "{package} {version} could not be installed; cargo says why above. It needs to reach the crates registry once. \
         A {name} {version} from anywhere else does too, if it is on PATH."
    );
    fs::create_dir_all(&folder).map_err(|error| format!("{} can't be made: {error}.", folder.display()))?;
    run(
        cargo()
            .args(["install", package, "--version", version])
            .args(wanted.options)
            .arg("--root")
            .arg(&folder)
            // Outside the project, whose settings are not this tool's.
            .current_dir(&folder)
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_BUILD_TARGET")
            // Else cargo advises to put it there.
            .env("PATH", path_with(&[folder.join("bin")])?)
            // A tool that runs for a second need not be optimised for ten minutes.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        &failure,
    )?;
    installed().ok_or(failure)
}

/// Where installed tools are kept, one folder a version.
fn tools_folder() -> Result<PathBuf> {
    let home = std::env::home_dir().ok_or("There is no home folder to keep the tools in: set HOME.")?;
    Ok(home.join(".cache").join("stamdatatjek").join("tools"))
}

/// The version of `package` in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock can't be read: {error}."))?;
    version_in(&lock, package).ok_or(format!("Cargo.lock has no {package}."))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }

    #[test]
    fn the_lock_files_of_npm_name_no_registry() {
        let lock = fs::read_to_string(root().join("package-lock.json")).expect("package-lock.json");
        assert!(!lock.contains("://"), "run npm with this project's .npmrc");
        // Some of these packages say where to give them money.
        let lock = fs::read_to_string(root().join("xtask").join("bench").join("package-lock.json")).expect("package-lock.json");
        assert!(!lock.contains("\"resolved\""), "run npm with this project's .npmrc");
    }
}
