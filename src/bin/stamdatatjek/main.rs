//! The command line `stamdatatjek`.
fn main() {}
