//! Finds a new password for somebody: drawn, unless the caller has one.

use std::io::{BufRead, stdin};

use anyhow::Context;
use clap::Args;

use crate::account::{Hasher, Password, Token};
use crate::store::PasswordHash;

#[derive(Args, Debug)]
pub(super) struct NewPassword {
    /// Read the password from standard input, one line, instead of drawing one
    #[arg(long)]
    password_stdin: bool,
}

/// What becomes of it.
pub(super) struct Chosen {
    pub(super) hash: PasswordHash,
    /// Only when it was drawn: who gave it knows it.
    secret: Option<Token>,
}

impl NewPassword {
    pub(super) async fn choose(self, hasher: &Hasher) -> anyhow::Result<Chosen> {
        let (text, secret) = if self.password_stdin {
            (read(stdin().lock())?, None)
        } else {
            let secret = Token::draw_for_api(&mut rand::rng());
            (secret.reveal().to_owned(), Some(secret))
        };
        Ok(Chosen { hash: hasher.hash(Password::parse(text)?).await?, secret })
    }
}

impl Chosen {
    /// Tells a drawn password, alone on its line: the only time that it is seen.
    pub(super) fn show(&self) {
        if let Some(secret) = &self.secret {
            println!("This is the password; it is shown only now:\n{}", secret.reveal());
        }
    }
}

/// The first line, without its end.
fn read(input: impl BufRead) -> anyhow::Result<String> {
    let line = input.take(LINE).lines().next();
    line.context("there is no password on standard input")?.context("the password cannot be read")
}

/// More than any password has: what does not end is not read on.
const LINE: u64 = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_one_line_as_it_was_typed() {
        assert_eq!(read(b" correct horse \r\nbattery".as_slice()).unwrap(), " correct horse ");
        assert_eq!(read(b"correct horse".as_slice()).unwrap(), "correct horse");
    }

    #[test]
    fn nothing_is_no_password() {
        assert!(read(b"".as_slice()).is_err());
        assert!(read(b"\xff\xfe\n".as_slice()).is_err());
    }
}
