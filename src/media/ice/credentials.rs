//! ICE credentials (RFC 8839, section 5.4).

use std::fmt;
use std::sync::Arc;

use rand::Rng;
use rand::distr::Alphanumeric;

/// A user fragment: 4 to 256 characters of base 64.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(in crate::media) struct Ufrag(Arc<str>);

/// What a browser proves itself with towards one connection.
#[derive(Clone)]
pub(in crate::media) struct Credentials {
    pub(in crate::media) ufrag: Ufrag,
    pub(in crate::media) password: String,
}

impl Ufrag {
    pub(in crate::media) fn parse(text: &str) -> Option<Self> {
        let is_valid = (4..=256).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
        is_valid.then(|| Self(text.into()))
    }

    pub(in crate::media) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Credentials {
    /// 95 bits of fragment, so that no two connections share one, and 190 bits of password.
    pub(in crate::media) fn random(rng: &mut impl Rng) -> Self {
        let mut text = |len| rng.sample_iter(Alphanumeric).take(len).map(char::from).collect::<String>();
        Self { ufrag: Ufrag(text(16).into()), password: text(32) }
    }
}

/// The password is a secret: it is left out.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("ufrag", &self.ufrag).finish_non_exhaustive()
    }
}
