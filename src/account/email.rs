//! Where somebody can be written to.

use super::Invalid;

/// At most 100 characters with one `@`. Whether mail arrives there only a mail can tell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let email = text.trim();
        let (local, domain) = email.split_once('@').ok_or(Invalid::Email)?;
        let whole = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
        let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control());
        if whole && plain && email.chars().count() <= MAX_CHARS {
            Ok(Self(email.to_owned()))
        } else {
            Err(Invalid::Email)
        }
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

const MAX_CHARS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_place() {
        for good in ["ana@example.org", " ana@localhost ", "a+b@ü.example"] {
            assert!(Email::parse(good).is_ok(), "{good:?}");
        }
        for bad in ["", "ana", "@example.org", "ana@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d"] {
            assert_eq!(Email::parse(bad), Err(Invalid::Email), "{bad:?}");
        }
    }

    #[test]
    fn an_address_has_at_most_100_characters() {
        assert!(Email::parse(&format!("{}@b", "a".repeat(98))).is_ok());
        assert_eq!(Email::parse(&format!("{}@b", "a".repeat(99))), Err(Invalid::Email));
    }
}
