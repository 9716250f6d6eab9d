//! The `glossa` command.

fn main() {}
