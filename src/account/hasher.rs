//! Hashes passwords where it hurts nobody.

use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Sender, bounded};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::Password;
use crate::priority;
use crate::store::PasswordHash;

/// A few threads of low priority that do nothing but bcrypt: a hash is a good part of a second of
/// pure computing, and media must not feel it.
#[derive(Clone, Debug)]
pub struct Hasher {
    cost: Cost,
    jobs: Sender<Job>,
    /// As many as there are threads: who holds one finds place in `jobs`.
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// bcrypt's work factor: each step doubles the time.
#[derive(Clone, Copy, Debug)]
pub struct Cost(u32);

/// Too many passwords wait for a check.
#[derive(Debug, thiserror::Error)]
#[error("too many log-ins at once: try again in a moment")]
pub struct Busy;

/// Room for one password among those that wait. It is asked for before anything else is done for
/// somebody: who cannot be served costs nothing, whatever they name.
#[derive(Debug)]
pub struct Place {
    hasher: Hasher,
    _held: OwnedSemaphorePermit,
}

type Job = Box<dyn FnOnce() + Send>;

impl Hasher {
    /// Starts the threads; they end with the last clone.
    pub fn start(cost: Cost, threads: usize) -> std::io::Result<Self> {
        let threads = threads.max(1);
        let (jobs, inbox) = bounded::<Job>(threads);
        for index in 0..threads {
            let inbox = inbox.clone();
            thread::Builder::new().name(format!("password-{index}")).spawn(move || {
                priority::lower_for(priority::Work::Computing);
                inbox.iter().for_each(|job| job());
            })?;
        }
        let (running, waiting) = (Semaphore::new(threads), Semaphore::new(MAX_WAITING));
        Ok(Self { cost, jobs, running: Arc::new(running), waiting: Arc::new(waiting) })
    }

    /// A place among those who wait, if one is free.
    pub fn place(&self) -> Result<Place, Busy> {
        let held = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| Busy)?;
        Ok(Place { hasher: self.clone(), _held: held })
    }

    /// The hash to keep instead of the password.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Busy> {
        self.place()?.hash(password).await
    }

    /// Whether this is the password; without a hash (nobody has that name) it takes as long to say no.
    pub async fn verify(&self, password: Password, hash: Option<PasswordHash>) -> Result<bool, Busy> {
        self.place()?.verify(password, hash).await
    }

    /// Whether a hash was made when the work factor was lower.
    pub fn is_weak(&self, hash: &PasswordHash) -> bool {
        hash.0.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() < self.cost.0)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Busy)?;
        let (done, result) = oneshot::channel();
        let job = move || {
            // Nobody waits any more: fine.
            let _gone = done.send(work());
            drop(permit);
        };
        self.jobs.try_send(Box::new(job)).map_err(|_| Busy)?;
        result.await.map_err(|_| Busy)
    }
}

impl Place {
    /// As [`Hasher::hash`].
    pub async fn hash(self, password: Password) -> Result<PasswordHash, Busy> {
        let cost = self.hasher.cost.0;
        let hash = self.hasher.run(move || bcrypt::non_truncating_hash(password.as_bytes(), cost)).await?;
        // It fails for lengths and costs that the types here exclude, or without any randomness.
        hash.map(PasswordHash).map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            Busy
        })
    }

    /// As [`Hasher::verify`].
    pub async fn verify(self, password: Password, hash: Option<PasswordHash>) -> Result<bool, Busy> {
        let known = hash.is_some();
        let hash = hash.map_or_else(|| nobodys_hash(self.hasher.cost), |hash| hash.0);
        let matches = self.hasher.run(move || bcrypt::non_truncating_verify(password.as_bytes(), &hash)).await?;
        Ok(known && matches.unwrap_or(false))
    }
}

impl Cost {
    /// What bcrypt knows: 4 to 31.
    pub fn new(cost: u32) -> Option<Self> {
        (4..=31).contains(&cost).then_some(Self(cost))
    }
}

/// Log-ins and registrations that may be under way at once. Who comes when it is full is told to
/// come again: a crowd this large is no crowd of people.
const MAX_WAITING: usize = 64;

/// A hash that no password is known for, of the usual cost.
fn nobodys_hash(Cost(cost): Cost) -> String {
    format!("$2b${cost:02}$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01232")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_recognised_by_its_hash() {
        let hasher = hasher();
        let hash = hasher.hash(password("correct horse")).await.unwrap();
        assert!(hasher.verify(password("correct horse"), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify(password("correct house"), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn the_last_byte_of_the_longest_password_counts() {
        let hasher = hasher();
        let hash = hasher.hash(password(&"a".repeat(71))).await.unwrap();
        assert!(!hasher.verify(password(&format!("{}b", "a".repeat(70))), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobodys_password_is_never_right_but_is_computed() {
        assert!(!hasher().verify(password("correct horse"), None).await.unwrap());
        let hash = nobodys_hash(Cost::new(4).unwrap());
        assert!(!bcrypt::non_truncating_verify("correct horse", &hash).unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_a_lower_cost_is_weak() {
        let hash = hasher().hash(password("correct horse")).await.unwrap();
        assert!(!hasher().is_weak(&hash));
        assert!(Hasher::start(Cost::new(5).unwrap(), 1).unwrap().is_weak(&hash));
    }

    #[tokio::test]
    async fn a_crowd_is_sent_away() {
        let hasher = hasher();
        let _crowd = hasher.waiting.try_acquire_many(MAX_WAITING as u32).unwrap();
        assert!(hasher.hash(password("correct horse")).await.is_err());
    }

    #[tokio::test]
    async fn a_place_is_free_again_once_its_password_is_checked() {
        let hasher = hasher();
        let _crowd = hasher.waiting.try_acquire_many(MAX_WAITING as u32 - 1).unwrap();
        let last = hasher.place().unwrap();
        assert!(hasher.place().is_err());
        last.hash(password("correct horse")).await.unwrap();
        assert!(hasher.place().is_ok());
    }

    fn hasher() -> Hasher {
        Hasher::start(Cost::new(4).unwrap(), 1).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::parse(text.to_owned()).unwrap()
    }
}
