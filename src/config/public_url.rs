//! Where people find this server.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// An origin such as `https://meet.example.org`.
///
/// Who asks for a mail says in `Host` whatever they like, and a link must not lead to where they
/// like: what a mail links to is set, never heard.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(into = "String", try_from = "String")]
pub struct PublicUrl(Url);

/// What is no origin.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no address such as https://meet.example.org, without a path")]
pub struct NoPublicUrl(String);

impl PublicUrl {
    /// The host, if it is a name.
    pub fn domain(&self) -> Option<&str> {
        match self.0.host()? {
            Host::Domain(domain) => Some(domain),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        }
    }
}

impl FromStr for PublicUrl {
    type Err = NoPublicUrl;

    fn from_str(text: &str) -> Result<Self, NoPublicUrl> {
        let url = Url::parse(text).ok().filter(|url| {
            let bare = url.username().is_empty() && url.password().is_none() && url.path() == "/";
            let whole = url.query().is_none() && url.fragment().is_none();
            matches!(url.scheme(), "http" | "https") && bare && whole
        });
        url.map(Self).ok_or_else(|| NoPublicUrl(text.to_owned()))
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = NoPublicUrl;

    fn try_from(text: String) -> Result<Self, NoPublicUrl> {
        text.parse()
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.to_string()
    }
}

/// Without a slash at the end: a path is to follow.
impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.origin().ascii_serialization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_in_one_spelling() {
        for (text, shown, domain) in [
            ("https://Meet.Example.org/", "https://meet.example.org", Some("meet.example.org")),
            ("https://meet.example.org:443", "https://meet.example.org", Some("meet.example.org")),
            ("http://192.0.2.1:8900", "http://192.0.2.1:8900", None),
            ("https://bücher.example", "https://xn--bcher-kva.example", Some("xn--bcher-kva.example")),
        ] {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!((url.to_string().as_str(), url.domain()), (shown, domain));
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "meet.example.org",
            "ftp://meet.example.org",
            "https://",
            "https://meet.example.org/glossa",
            "https://meet.example.org/?a",
            "https://meet.example.org/#a",
            "https://ana@meet.example.org",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
