//! What sets up, builds, serves and tests Stamdatatjek, and the static server that the browser tests share.

pub mod bench;
pub mod browser;
pub mod check;
pub mod design;
pub mod headers;
pub mod process;
pub mod server;
pub mod site;
pub mod tools;
pub mod used;

use std::path::{Path, PathBuf};

/// Why a task stopped: a plain sentence for the person at the terminal, saying what to do where something can be done.
pub type Failure = String;

/// The result of a task.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// The project's root folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
