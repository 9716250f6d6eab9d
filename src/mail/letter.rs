//! What a mail says.

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox};
use uuid::Uuid;

use crate::account::Token;
use crate::config::PublicUrl;

/// A link to a new password, on its way.
pub(super) struct Letter {
    /// Where to.
    pub(super) email: String,
    pub(super) text: String,
    pub(super) id: Uuid,
}

/// Why a letter cannot be put into an envelope.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    /// The account's address is none that mail can be sent to.
    #[error("the address is none")]
    Address(#[from] AddressError),
    #[error("the message cannot be put together")]
    Message(#[from] lettre::error::Error),
}

impl Letter {
    /// The name of the account is left out: whoever registers chooses name and address, and must not
    /// have this server send words of theirs to anybody.
    pub(super) fn reset(email: String, public: &PublicUrl, token: &Token, expires: DateTime<Utc>) -> Self {
        let (link, until) = (token.reveal(), expires.format("%H:%M"));
        let text = format!(
            "Hello,\r\n\
             \r\n\
             somebody asked for a new password for your account at {public}\r\n\
             If it was you, choose one here:\r\n\
             \r\n\
             {public}/reset#{link}\r\n\
             \r\n\
             The link works once, within an hour: until {until} UTC. If it was not you, there is\r\n\
             nothing to do: your password stays as it is.\r\n"
        );
        Self { email, text, id: Uuid::now_v7() }
    }

    pub(super) fn message(&self, from: &Mailbox, now: DateTime<Utc>) -> Result<Message, Unwritable> {
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, self.email.parse()?))
            .subject(SUBJECT)
            .date(now.into())
            .message_id(Some(format!("<{}@{}>", self.id, from.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN);
        // As it is, for the usual coding breaks a link over two lines. The text is ASCII, as an origin is,
        // and has no line of 998 characters, as no name of a host has more than 253.
        let text = self.text.clone().into_bytes();
        Ok(message.body(Body::dangerous_pre_encoded(text, ContentTransferEncoding::SevenBit))?)
    }
}

/// Asks that nobody's absence note answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

const SUBJECT: &str = "A new password for Glossa";

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_letter_holds_the_link_on_a_line_of_its_own() {
        let message = String::from_utf8(letter("ana@example.org").unwrap()).unwrap();
        for line in [
            "To: ana@example.org",
            "From: Glossa <glossa@example.org>",
            "Subject: A new password for Glossa",
            "Auto-Submitted: auto-generated",
            "https://meet.example.org/reset#a-token",
            "The link works once, within an hour: until 01:00 UTC. If it was not you, there is",
        ] {
            assert!(message.lines().any(|found| found == line), "{line} is missing in\n{message}");
        }
    }

    #[test]
    fn no_address_breaks_out_of_its_header() {
        for email in ["ana@example.org\r\nBcc: all@example.org", "ana", "a@b@c", ""] {
            assert!(letter(email).is_err(), "{email:?}");
        }
    }

    fn letter(email: &str) -> Result<Vec<u8>, Unwritable> {
        let public = "https://meet.example.org".parse().unwrap();
        let now = DateTime::UNIX_EPOCH;
        let letter = Letter::reset(email.to_owned(), &public, &Token::presented("a-token"), now + TimeDelta::hours(1));
        let from: Mailbox = "Glossa <glossa@example.org>".parse().unwrap();
        Ok(letter.message(&from, now)?.formatted())
    }
}
