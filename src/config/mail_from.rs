//! Who the server's mails come from.

use std::fmt;
use std::str::FromStr;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

/// `glossa@example.org` or `Glossa <glossa@example.org>`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct MailFrom(Mailbox);

/// What is no address to send from.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no address such as glossa@example.org or \"Glossa <glossa@example.org>\"")]
pub struct NoMailFrom(String);

impl MailFrom {
    pub fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl FromStr for MailFrom {
    type Err = NoMailFrom;

    fn from_str(text: &str) -> Result<Self, NoMailFrom> {
        let hidden = text.contains(char::is_control);
        text.parse().ok().filter(|_| !hidden).map(Self).ok_or_else(|| NoMailFrom(text.to_owned()))
    }
}

impl TryFrom<String> for MailFrom {
    type Error = NoMailFrom;

    fn try_from(text: String) -> Result<Self, NoMailFrom> {
        text.parse()
    }
}

impl From<MailFrom> for String {
    fn from(from: MailFrom) -> Self {
        from.to_string()
    }
}

impl fmt::Display for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_alone_or_after_a_name() {
        for text in ["glossa@example.org", "Glossa <glossa@example.org>"] {
            assert_eq!(text.parse::<MailFrom>().unwrap().to_string(), text);
        }
        for text in ["", "glossa", "glossa@", "a@example.org, b@example.org", "a\r\nBcc: b <a@example.org>"] {
            assert!(text.parse::<MailFrom>().is_err(), "{text:?}");
        }
    }
}
