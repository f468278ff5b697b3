//! The command line `stamdatatjek`: checks files of claims, and looks up types, rules and fields.

mod args;
mod lookup;
mod tjek;

use std::io::{self, Write};
use std::process::ExitCode;

use args::{Command, parse};

fn main() -> ExitCode {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let code = match parse(std::env::args_os().skip(1)) {
        Err(message) => {
            eprintln!("stamdatatjek: {message}\nSkriv «stamdatatjek --help» for hjælp.");
            return ExitCode::from(2);
        }
        Ok(command) => run(command, out),
    };
    match code.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        // Whoever reads our output has enough, e.g. `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stamdatatjek: resultatet kan ikke skrives ud ({error}).");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, out: &mut impl Write) -> io::Result<u8> {
    match command {
        Command::Help => write!(out, "{}", args::HELP).map(|()| 0),
        Command::Version => {
            writeln!(out, "stamdatatjek {} (regelsæt {})", env!("CARGO_PKG_VERSION"), stamdatatjek::catalogue::RULES_DATE).map(|()| 0)
        }
        Command::Tjek { files, how } => tjek::run(&files, &how, out),
        Command::Types => lookup::types(out),
        Command::Type { code, creditor } => lookup::fordringstype(&code, creditor, out),
        Command::Rule(id) => lookup::rule(&id, out),
        Command::Field(name) => lookup::field(&name, out),
    }
}
