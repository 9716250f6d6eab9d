//! Hands one message to the mail server.

use std::time::Duration;

use chrono::Utc;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::time::timeout;

use super::letter::Letter;
use crate::config::{MailConfig, Privacy};

/// One connection for each message: there are few.
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The mail server's name is none that a certificate can be for.
#[derive(Debug, thiserror::Error)]
#[error("smtp_url: there is no TLS to a host of this name")]
pub struct NoTransport;

/// Why a message was not handed over. What the mail server wrote is left out: it may repeat an
/// address or more.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Failure {
    /// It is no mail server, or it speaks no TLS.
    #[error("the mail server cannot be talked to")]
    Protocol,
    /// It answered 5xx: another attempt would be answered so, too.
    #[error("the mail server refused for good ({0})")]
    Refused(u16),
    #[error("the mail server refused for now ({0})")]
    RefusedForNow(u16),
    #[error("the mail server did not answer in time")]
    TimedOut,
    #[error("the connection cannot be made private: is the mail server's certificate for its name, and signed?")]
    Tls,
    #[error("the mail server cannot be reached")]
    Unreachable,
    #[error("the account's address is none that mail can be sent to")]
    Unwritable,
}

impl Smtp {
    pub(super) fn new(config: &MailConfig) -> Result<Self, NoTransport> {
        let smtp = &config.smtp;
        let parameters = || TlsParameters::new(smtp.host.clone()).map_err(|_| NoTransport);
        let tls = match smtp.privacy {
            Privacy::Loopback => Tls::None,
            Privacy::StartTls => Tls::Required(parameters()?),
            Privacy::Tls => Tls::Wrapper(parameters()?),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.as_str())
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(CONNECT));
        if let Some(domain) = config.public.domain() {
            transport = transport.hello_name(ClientId::Domain(domain.to_owned()));
        }
        if let Some(login) = &smtp.login {
            transport = transport.credentials(Credentials::new(login.user.clone(), login.password.clone()));
        }
        Ok(Self { transport: transport.build(), from: config.from.mailbox().clone() })
    }

    pub(super) async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let message = letter.message(&self.from, Utc::now()).map_err(|_| Failure::Unwritable)?;
        // The transport's own limit is for the connection only, and a server may fall silent later.
        match timeout(WHOLE, self.transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| Failure::of(&error)),
            Err(_) => Err(Failure::TimedOut),
        }
    }
}

impl Failure {
    /// Whether it may be otherwise in a while.
    pub(super) fn may_pass(self) -> bool {
        matches!(self, Self::RefusedForNow(_) | Self::TimedOut | Self::Unreachable)
    }

    fn of(error: &Error) -> Self {
        if let Some(code) = error.status() {
            let code = u16::from(code);
            return if error.is_permanent() { Self::Refused(code) } else { Self::RefusedForNow(code) };
        }
        match error {
            _ if error.is_timeout() => Self::TimedOut,
            _ if error.is_tls() => Self::Tls,
            _ if error.is_client() || error.is_response() => Self::Protocol,
            _ => Self::Unreachable,
        }
    }
}

const CONNECT: Duration = Duration::from_secs(10);
/// Mail servers look at a message before they take it; most answer within a second.
const WHOLE: Duration = Duration::from_secs(30);
