//! The mail server to send through, with a password that is not to be seen.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use url::Url;

/// `smtps://USER:PASSWORD@HOST:PORT` or `smtp://…`; shown and written without the password.
#[derive(Clone, Eq, PartialEq)]
pub struct SmtpUrl {
    pub host: String,
    pub port: u16,
    pub privacy: Privacy,
    pub login: Option<SmtpLogin>,
}

/// How mails are kept from being read on their way to the mail server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Privacy {
    /// They do not leave this machine.
    Loopback,
    /// The connection begins in the clear, and goes on over TLS or not at all.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Who sends, in the eyes of the mail server.
#[derive(Clone, Eq, PartialEq)]
pub struct SmtpLogin {
    pub user: String,
    pub password: String,
}

/// What is no address of a mail server. Says nothing of what stands there, which may be a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoSmtpUrl {
    #[error("it names no host")]
    Host,
    #[error("a user and a password belong together, both percent-encoded: smtps://USER:PASSWORD@HOST")]
    Login,
    #[error("nothing may follow host and port")]
    Rest,
    #[error("it starts with smtps:// or smtp://")]
    Scheme,
    #[error("it is no address such as smtps://USER:PASSWORD@HOST:PORT")]
    Shape,
}

impl FromStr for SmtpUrl {
    type Err = NoSmtpUrl;

    fn from_str(text: &str) -> Result<Self, NoSmtpUrl> {
        let url = Url::parse(text).map_err(|_| NoSmtpUrl::Shape)?;
        let by_tls = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(NoSmtpUrl::Scheme),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(NoSmtpUrl::Host)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(NoSmtpUrl::Rest);
        }
        let privacy = match by_tls {
            true => Privacy::Tls,
            false if is_loopback(&host) => Privacy::Loopback,
            false => Privacy::StartTls,
        };
        let port = url.port().unwrap_or(if by_tls { SUBMISSIONS } else { SUBMISSION });
        Ok(Self { port, privacy, login: SmtpLogin::of(&url)?, host })
    }
}

impl SmtpLogin {
    fn of(url: &Url) -> Result<Option<Self>, NoSmtpUrl> {
        match (url.username(), url.password().unwrap_or_default()) {
            ("", "") => Ok(None),
            ("", _) | (_, "") => Err(NoSmtpUrl::Login),
            (user, password) => Ok(Some(Self { user: decoded(user)?, password: decoded(password)? })),
        }
    }
}

/// A line break would end the command of the protocol that it stands in.
fn decoded(text: &str) -> Result<String, NoSmtpUrl> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| NoSmtpUrl::Login)?;
    if text.contains(char::is_control) { Err(NoSmtpUrl::Login) } else { Ok(text.into_owned()) }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.privacy == Privacy::Tls { "smtps://" } else { "smtp://" })?;
        if let Some(login) = &self.login {
            write!(f, "{}:***@", login.user)?;
        }
        let brackets = self.host.contains(':');
        let (open, close) = if brackets { ("[", "]") } else { ("", "") };
        write!(f, "{open}{}{close}:{}", self.host, self.port)
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpUrl({self})")
    }
}

impl fmt::Debug for SmtpLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpLogin({}, ***)", self.user)
    }
}

impl Serialize for SmtpUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SmtpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Whatever stands there, a number too, is refused without being shown.
        let value = <figment::value::Value as Deserialize>::deserialize(deserializer)?;
        value.as_str().ok_or(NoSmtpUrl::Shape).and_then(str::parse).map_err(de::Error::custom)
    }
}

/// RFC 6409.
const SUBMISSION: u16 = 587;
/// RFC 8314.
const SUBMISSIONS: u16 = 465;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_named_with_user_and_password() {
        let url: SmtpUrl = "smtps://ana%40example.org:p%40ss%2Fw%3Ard@Mail.Example.org".parse().unwrap();
        let login = SmtpLogin { user: "ana@example.org".to_owned(), password: "p@ss/w:rd".to_owned() };
        let host = "mail.example.org".to_owned();
        assert_eq!(url, SmtpUrl { host, port: 465, privacy: Privacy::Tls, login: Some(login) });
    }

    #[test]
    fn only_mails_that_stay_on_this_machine_travel_in_the_clear() {
        for (text, port, privacy) in [
            ("smtps://mail.example.org:2465", 2465, Privacy::Tls),
            ("smtps://localhost", 465, Privacy::Tls),
            ("smtp://mail.example.org", 587, Privacy::StartTls),
            ("smtp://192.0.2.1:25", 25, Privacy::StartTls),
            ("smtp://localhost:25", 25, Privacy::Loopback),
            ("smtp://127.0.0.1:2525/", 2525, Privacy::Loopback),
            ("smtp://[::1]:25", 25, Privacy::Loopback),
        ] {
            let url: SmtpUrl = text.parse().unwrap();
            assert_eq!((url.port, url.privacy), (port, privacy), "{text}");
        }
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for (text, reason) in [
            ("", NoSmtpUrl::Shape),
            ("mail.example.org", NoSmtpUrl::Shape),
            ("http://mail.example.org", NoSmtpUrl::Scheme),
            ("smtp:mail.example.org", NoSmtpUrl::Host),
            ("smtp://", NoSmtpUrl::Host),
            ("smtp://host:99999", NoSmtpUrl::Shape),
            ("smtps://ana@host", NoSmtpUrl::Login),
            ("smtps://:s3cret@host", NoSmtpUrl::Login),
            ("smtps://ana:a%0d%0aQUIT@host", NoSmtpUrl::Login),
            ("smtps://ana:s3cret@host/inbox", NoSmtpUrl::Rest),
            ("smtp://host?tls=none", NoSmtpUrl::Rest),
        ] {
            assert_eq!(text.parse::<SmtpUrl>(), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_password_is_shown_in_no_form() {
        let url: SmtpUrl = "smtps://ana:s3cret@mail.example.org".parse().unwrap();
        assert_eq!(url.to_string(), "smtps://ana:***@mail.example.org:465");
        for shown in [format!("{url:?}"), format!("{:?}", url.login), serde_json::to_string(&url).unwrap()] {
            assert!(!shown.contains("s3cret"), "{shown}");
        }
        let refused = serde_json::from_str::<SmtpUrl>("\"smtps://ana:s3cret@\"").unwrap_err().to_string();
        assert!(!refused.contains("s3cret"), "{refused}");
    }
}
