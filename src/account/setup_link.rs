//! The one-time link that makes the first administrator.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rand::CryptoRng;

use super::Token;

/// Kept in a file that only its owner can read, so that it outlives restarts until it is used.
#[derive(Clone, Debug)]
pub struct SetupLink {
    file: PathBuf,
    /// Absent once used. A std mutex: it is held for a comparison, never across an await.
    token: Arc<Mutex<Option<Token>>>,
}

impl SetupLink {
    /// Reads the link of an earlier start in `data`, or makes one.
    pub fn prepare(data: &Path, random: &mut impl CryptoRng) -> io::Result<Self> {
        let file = data.join(FILE_NAME);
        let kept = match fs::read_to_string(&file) {
            Ok(text) => text.trim().split_once(MARK).map(|(_, token)| Token::presented(token)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let token = kept.filter(|token| !token.reveal().is_empty()).unwrap_or_else(|| Token::draw(random));
        Ok(Self { file, token: Arc::new(Mutex::new(Some(token))) })
    }

    /// There is somebody already: no link, and none left lying about.
    pub fn spent(data: &Path) -> io::Result<Self> {
        let link = Self { file: data.join(FILE_NAME), token: Arc::default() };
        link.remove_file()?;
        Ok(link)
    }

    /// Writes the link to its file; `origin` is where browsers reach the server. Gives the link
    /// unless it is spent.
    ///
    /// The token stands after the `#`, the part of an address that browsers send to nobody.
    pub fn publish(&self, origin: &str) -> io::Result<Option<String>> {
        let Some(token) = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone() else {
            return Ok(None);
        };
        let link = format!("{origin}{MARK}{}", token.reveal());
        let new = self.file.with_extension("new");
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        writeln!(options.open(&new)?, "{link}")?;
        fs::rename(new, &self.file)?;
        Ok(Some(link))
    }

    /// Whether this token still opens the door.
    pub fn admits(&self, presented: &Token) -> bool {
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        token.as_ref().is_some_and(|token| token.matches(presented))
    }

    /// Uses the link up.
    pub fn spend(&self) -> io::Result<()> {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.remove_file()
    }

    fn remove_file(&self) -> io::Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

const FILE_NAME: &str = "setup-link";
const MARK: &str = "/setup#";

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn the_link_survives_a_restart_until_it_is_used() {
        let data = tempfile::tempdir().unwrap();
        let first = prepare(data.path(), 1).publish("http://a").unwrap().unwrap();
        let again = prepare(data.path(), 2);
        assert_eq!(again.publish("http://b").unwrap().unwrap(), first.replace("http://a", "http://b"));
        again.spend().unwrap();
        assert!(!data.path().join(FILE_NAME).exists());
        assert_ne!(prepare(data.path(), 3).publish("http://a").unwrap().unwrap(), first);
    }

    #[test]
    fn only_its_token_is_admitted_and_only_until_it_is_spent() {
        let data = tempfile::tempdir().unwrap();
        let link = prepare(data.path(), 1);
        let url = link.publish("http://a").unwrap().unwrap();
        let token = Token::presented(url.split_once('#').unwrap().1);
        assert!(link.admits(&token));
        assert!(!link.admits(&Token::presented("")));
        link.spend().unwrap();
        assert!(!link.admits(&token));
        assert_eq!(link.publish("http://a").unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        prepare(data.path(), 1).publish("http://a").unwrap();
        let mode = fs::metadata(data.path().join(FILE_NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_file_is_replaced() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FILE_NAME), "http://a/setup#\n").unwrap();
        let url = prepare(data.path(), 1).publish("http://a").unwrap().unwrap();
        assert_eq!(url.len(), "http://a/setup#".len() + 43);
    }

    fn prepare(data: &Path, seed: u64) -> SetupLink {
        SetupLink::prepare(data, &mut StdRng::seed_from_u64(seed)).unwrap()
    }
}
