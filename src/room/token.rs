//! Proves to a room that a socket belongs to one of its members.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::CryptoRng;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// What a client shows to resume: where it was, who it was, and 256 random bits.
#[derive(Clone)]
pub(super) struct ResumeToken {
    pub(super) room: Uuid,
    pub(super) participant: Uuid,
    secret: [u8; SECRET_LEN],
}

impl ResumeToken {
    pub(super) fn draw(room: Uuid, participant: Uuid, random: &mut impl CryptoRng) -> Self {
        let mut secret = [0; SECRET_LEN];
        random.fill_bytes(&mut secret);
        Self { room, participant, secret }
    }

    /// Reads what a client sent; `None` when it is no token at all.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; TOKEN_LEN];
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        if length != TOKEN_LEN {
            return None;
        }
        let (room, rest) = bytes.split_first_chunk::<ID_LEN>()?;
        let (participant, rest) = rest.split_first_chunk::<ID_LEN>()?;
        let secret = *rest.first_chunk()?;
        Some(Self { room: Uuid::from_bytes(*room), participant: Uuid::from_bytes(*participant), secret })
    }

    /// The form that goes to the client.
    pub(super) fn reveal(&self) -> String {
        let bytes = [self.room.as_bytes().as_slice(), self.participant.as_bytes(), &self.secret].concat();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Compares in a time that says nothing about where two secrets differ.
    pub(super) fn matches(&self, other: &Self) -> bool {
        self.participant == other.participant && bool::from(self.secret.ct_eq(&other.secret))
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResumeToken").field("participant", &self.participant).finish_non_exhaustive()
    }
}

const SECRET_LEN: usize = 32;
const ID_LEN: usize = 16;
const TOKEN_LEN: usize = 2 * ID_LEN + SECRET_LEN;

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn a_token_survives_the_way_to_the_client_and_back() {
        let token = token(1);
        let back = ResumeToken::parse(&token.reveal()).unwrap();
        assert_eq!((back.room, back.participant), (token.room, token.participant));
        assert!(token.matches(&back));
    }

    #[test]
    fn another_secret_does_not_match() {
        assert!(!token(1).matches(&token(2)));
    }

    #[test]
    fn text_that_is_no_token_is_none() {
        let long = "A".repeat(100_000);
        let good = token(1).reveal();
        for text in ["", "hello", "ä", &good[1..], &format!("{good}A"), &format!("{good}AAAA"), &long] {
            assert!(ResumeToken::parse(text).is_none(), "{}", text.len());
        }
    }

    #[test]
    fn the_secret_is_not_in_its_debug_form() {
        let token = token(1);
        assert_eq!(format!("{token:?}"), format!("ResumeToken {{ participant: {:?}, .. }}", token.participant));
    }

    fn token(seed: u64) -> ResumeToken {
        ResumeToken::draw(Uuid::from_u128(1), Uuid::from_u128(2), &mut StdRng::seed_from_u64(seed))
    }
}
