//! A long random secret that proves who somebody is.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use rand::CryptoRng;
use subtle::ConstantTimeEq;

use crate::store::TokenDigest;

/// How long an API token is good.
pub const API_TOKEN_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// A secret in base64url, safe in a cookie, a header or a link.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// 256 bits: a browser's log-in or a one-time link.
    pub fn draw(random: &mut impl CryptoRng) -> Self {
        Self::draw_bytes::<32>(random)
    }

    /// 32 characters (192 bits): for programs that act for a person.
    pub fn draw_for_api(random: &mut impl CryptoRng) -> Self {
        Self::draw_bytes::<24>(random)
    }

    /// A token as somebody presents it: it may be anything.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The only form in which it is kept.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(&self.0)
    }

    /// The secret itself, for its owner only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in a time that says nothing about where two tokens differ.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }

    fn draw_bytes<const N: usize>(random: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; N];
        random.fill_bytes(&mut bytes);
        Self(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn tokens_have_the_length_that_their_place_wants() {
        let mut random = StdRng::seed_from_u64(1);
        assert_eq!(Token::draw(&mut random).reveal().len(), 43);
        assert_eq!(Token::draw_for_api(&mut random).reveal().len(), 32);
    }

    #[test]
    fn only_the_same_token_matches() {
        let mut random = StdRng::seed_from_u64(1);
        let token = Token::draw(&mut random);
        assert!(token.matches(&Token::presented(token.reveal())));
        assert!(!token.matches(&Token::draw(&mut random)));
        assert!(!token.matches(&Token::presented("")));
    }
}
