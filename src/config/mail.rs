//! What it takes to send mails.

use super::{Config, MailFrom, PublicUrl, SmtpUrl};

/// The settings of mails, all of them there.
#[derive(Clone, Debug)]
pub struct MailConfig {
    pub smtp: SmtpUrl,
    pub from: MailFrom,
    /// Where links lead.
    pub public: PublicUrl,
}

/// Some of them are missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MailHalf {
    #[error("smtp_url and mail_from belong together: set both, or none")]
    Pair,
    #[error("mails need public_url: the links in them lead there")]
    PublicUrl,
}

impl Config {
    /// How mails are sent, if they are.
    pub fn mail(&self) -> Result<Option<MailConfig>, MailHalf> {
        match (self.smtp_url.clone(), self.mail_from.clone()) {
            (None, None) => Ok(None),
            (Some(smtp), Some(from)) => {
                let public = self.public_url.clone().ok_or(MailHalf::PublicUrl)?;
                Ok(Some(MailConfig { smtp, from, public }))
            }
            _ => Err(MailHalf::Pair),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_set_up_as_a_whole_or_not_at_all() {
        let mut config = Config::default();
        assert!(config.mail().unwrap().is_none());
        config.smtp_url = "smtp://localhost:25".parse().ok();
        assert_eq!(config.mail().unwrap_err(), MailHalf::Pair);
        config.mail_from = "glossa@example.org".parse().ok();
        assert_eq!(config.mail().unwrap_err(), MailHalf::PublicUrl);
        config.public_url = "https://meet.example.org".parse().ok();
        assert!(config.mail().unwrap().is_some());
    }
}
