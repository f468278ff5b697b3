//! The browser that the tests drive: found where it is, installed where it is missing.

use crate::Result;
use crate::process::{on_path, output_of, run, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser and the driver that remote-controls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// What a reader can do where this can't install the browser.
const HOW: &str = "Install Chrome or Chromium (Debian: apt install chromium chromium-driver; macOS: brew install --cask google-chrome; \
    Windows: winget install Google.Chrome) and the chromedriver of the same version (npx @puppeteer/browsers install chromedriver@stable), \
    and put both on PATH or name their files in the variables CHROME and CHROMEDRIVER.";

/// Finds the browser and its driver; on Linux, installs them if they are missing.
pub fn ready() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if !cfg!(target_os = "linux") || on_path(&["apt-get"]).is_none() {
        return Err(format!("The browser tests need a browser. {HOW}"));
    }
    say("Installing Chromium and its driver with apt, for the browser tests. About a minute.");
    install().map_err(|failure| format!("{failure} {HOW}"))?;
    find().ok_or(format!("Chromium was installed but can't be found. {HOW}"))
}

/// The browser and its driver: as CHROME and CHROMEDRIVER say, else from PATH, else from where installers put them.
pub fn find() -> Option<Browser> {
    let chrome = named("CHROME")
        .or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]))
        .or_else(|| usual_places().into_iter().find(|file| file.is_file()))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path(&["chromedriver", "chromium.chromedriver"]))?;
    Some(Browser { chrome, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file())
}

fn usual_places() -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")];
    for variable in ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"] {
        if let Some(folder) = std::env::var_os(variable) {
            places.push(Path::new(&folder).join("Google").join("Chrome").join("Application").join("chrome.exe"));
        }
    }
    places
}

fn install() -> Result {
    let packages: [&str; 2] = if is_ubuntu() { ["chromium-browser", "chromium-chromedriver"] } else { ["chromium", "chromium-driver"] };
    run(apt_get()?.arg("update"), "`apt-get update` failed.")?;
    run(apt_get()?.args(["install", "--yes", "--no-install-recommends"]).args(packages), "Chromium could not be installed with apt.")
}

fn is_ubuntu() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

/// apt-get with the right to install: directly as root, else through sudo.
fn apt_get() -> Result<Command> {
    let mut command = if output_of("id", &["-u"]).as_deref() == Some("0") {
        Command::new("apt-get")
    } else if on_path(&["sudo"]).is_some() {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    } else {
        return Err("Installing Chromium takes root, and there is no sudo.".to_owned());
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
