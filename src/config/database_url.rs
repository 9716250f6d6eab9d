//! Where the database is, with a password that is not to be seen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`; shown without the password.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// With the password, for the store only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let password = || {
            let start = self.0.find("://")? + "://".len();
            // The last `@` before the path: a password may contain one.
            let path = self.0[start..].find('/').map_or(self.0.len(), |path| start + path);
            let at = start + self.0[start..path].rfind('@')?;
            let colon = start + self.0[start..at].find(':')?;
            Some(colon + 1..at)
        };
        match password() {
            Some(password) => write!(f, "{}***{}", &self.0[..password.start], &self.0[password.end..]),
            None => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let shown = |url: &str| DatabaseUrl::new(url).to_string();
        assert_eq!(shown("postgres://ana:s3cret@db:5432/glossa?a=b@c"), "postgres://ana:***@db:5432/glossa?a=b@c");
        assert_eq!(shown("postgres://ana:p@ss:w@db"), "postgres://ana:***@db");
        assert_eq!(shown("postgres://ana@db/glossa"), "postgres://ana@db/glossa");
        assert_eq!(shown("sqlite:/srv/a:b@c.db"), "sqlite:/srv/a:b@c.db");
    }
}
