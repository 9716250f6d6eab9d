//! What is kept of a secret token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The only form in which a token (of the API, a browser session, an entry link) meets the store.
///
/// Base64url of the first 24 bytes of the token's SHA-256: 32 characters. A token is long and
/// random, so a fast hash suffices.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenDigest(String);

impl TokenDigest {
    /// The digest of a token as its owner presents it.
    pub fn of(token: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(&Sha256::digest(token.as_bytes())[..KEPT_BYTES]))
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// Compares in a time that says nothing about where two digests differ.
    pub(super) fn is(&self, kept: &str) -> bool {
        self.0.as_bytes().ct_eq(kept.as_bytes()).into()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

const KEPT_BYTES: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_32_characters_of_the_published_hash() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc" starts with ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c.
        assert_eq!(TokenDigest::of("abc").as_str(), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qc");
    }
}
