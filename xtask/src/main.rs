//! `cargo xtask`: sets up, builds, serves and tests Stamdatatjek.

use std::process::ExitCode;
use xtask::{Result, bench, check, site};

const HELP: &str = "\
cargo xtask serve [--port <number>]   build the page and serve it on this machine (port 8080)
cargo xtask build                     build the page into dist
cargo xtask test                      run every check and test
cargo xtask test --only <part>        only one part: lint, native, wasm or browser
cargo xtask figures                   measure the page: what it downloads, and how long it takes to start
cargo xtask bench [<claims> …]        measure the command line on files of so many claims (a million and ten million)
cargo xtask bench-browser             measure the page beside other programs on one such file
    [--claims <number>] [--runs <number>]
cargo xtask fmt                       format the code

Tools that are missing are installed first.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match task(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn task(arguments: &[&str]) -> Result {
    match arguments {
        ["serve"] => site::serve(8080),
        ["serve", "--port", port] => site::serve(port.parse().map_err(|_| format!("A port is a number up to 65535, not {port}."))?),
        ["build"] => {
            site::build()?;
            println!("The page is in {}.", site::dist().display());
            Ok(())
        }
        ["test"] => check::all(),
        ["test", "--only", part] => check::only(part),
        ["figures"] => check::figures(),
        ["bench", counts @ ..] => bench::native(counts),
        ["bench-browser", options @ ..] => bench::in_browser(options),
        ["fmt"] => check::format(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("There is no such task. These are:\n\n{HELP}")),
    }
}
