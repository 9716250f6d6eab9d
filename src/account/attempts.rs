//! How long somebody has to wait after wrong passwords.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::network;

/// Wrong passwords of late, by address and by account. Whatever else must not be tried without end is
/// counted likewise, in a tally of its own: by address, and by what is tried.
///
/// An address that logged in to an account before is not made to wait for what strangers try on it:
/// locking a member out takes more than knowing their name.
#[derive(Debug, Default)]
pub struct Attempts {
    addresses: Tally<IpAddr>,
    accounts: Tally<String>,
    known: Tally<(IpAddr, String)>,
}

impl Attempts {
    /// How long to wait before another attempt at this name from here; `None` for not at all. A name
    /// that nobody has is treated like any other, so that waiting tells nothing.
    pub fn wait(&self, from: IpAddr, name: &str, now: Instant) -> Option<Duration> {
        let (from, name) = (network(from), key(name));
        let address = self.addresses.wait(&from, now);
        let account = self.accounts.wait(&name, now);
        let account = account.filter(|_| !self.known.holds(&(from, name), now));
        address.max(account)
    }

    pub fn failed(&mut self, from: IpAddr, name: &str, now: Instant) {
        let (from, name) = (network(from), key(name));
        self.addresses.count(from, now);
        if !self.known.holds(&(from, name.clone()), now) {
            self.accounts.count(name, now);
        }
    }

    /// Counts one more, if it is time for one: as failed until it turns out otherwise, so that many at
    /// once are no way around. Else how long to wait.
    pub fn begin(&mut self, from: IpAddr, name: &str, now: Instant) -> Result<(), Duration> {
        match self.wait(from, name, now) {
            Some(wait) => Err(wait),
            None => {
                self.failed(from, name, now);
                Ok(())
            }
        }
    }

    pub fn succeeded(&mut self, from: IpAddr, name: &str, now: Instant) {
        let from = network(from);
        self.addresses.forget(&from);
        self.known.count((from, key(name)), now);
    }
}

/// Names are compared without case. What is no name is cut, so that it takes no memory.
fn key(name: &str) -> String {
    name.trim().chars().take(50).flat_map(char::to_lowercase).collect()
}

/// Counts that are forgotten: after a while, or the oldest first when there are too many.
#[derive(Debug)]
struct Tally<K> {
    counts: HashMap<K, Count>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    times: u32,
    last: Instant,
}

impl<K: Eq + Hash> Tally<K> {
    fn count(&mut self, key: K, now: Instant) {
        if self.counts.len() >= MOST_COUNTED && !self.counts.contains_key(&key) {
            self.sweep(now);
        }
        let count = self.counts.entry(key).or_insert(Count { times: 0, last: now });
        if count.is_old(now) {
            count.times = 0;
        }
        *count = Count { times: count.times.saturating_add(1), last: now };
    }

    fn forget(&mut self, key: &K) {
        self.counts.remove(key);
    }

    fn holds(&self, key: &K, now: Instant) -> bool {
        self.counts.get(key).is_some_and(|count| !count.is_old(now))
    }

    fn wait(&self, key: &K, now: Instant) -> Option<Duration> {
        let count = self.counts.get(key).filter(|count| !count.is_old(now))?;
        let steps = count.times.checked_sub(FREE)?;
        let pause = FIRST_WAIT.saturating_mul(1 << steps.min(10)).min(LONGEST_WAIT);
        let left = (count.last + pause).checked_duration_since(now)?;
        (!left.is_zero()).then_some(left)
    }

    /// Makes room: what is old goes, and if that is not enough, the older half.
    fn sweep(&mut self, now: Instant) {
        self.counts.retain(|_, count| !count.is_old(now));
        if self.counts.len() >= MOST_COUNTED {
            let mut times: Vec<Instant> = self.counts.values().map(|count| count.last).collect();
            let (_, middle, _) = times.select_nth_unstable(MOST_COUNTED / 2);
            let middle = *middle;
            self.counts.retain(|_, count| count.last > middle);
        }
    }
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: HashMap::new() }
    }
}

impl Count {
    fn is_old(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) >= MEMORY
    }
}

/// From so many wrong passwords on it takes time: people mistype.
const FREE: u32 = 5;
/// After that each failure doubles the wait, …
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// … up to this.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// What is longer ago is forgotten.
const MEMORY: Duration = Duration::from_secs(15 * 60);
/// At most so many are counted; beyond, those that failed longest ago are forgotten.
const MOST_COUNTED: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const STRANGER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7));

    #[test]
    fn a_few_wrong_passwords_cost_nothing_then_each_doubles_the_wait() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        let mut waits = Vec::new();
        for name in 0..12 {
            attempts.failed(HOME, &name.to_string(), start);
            waits.push(attempts.wait(HOME, "other", start).map_or(0, |wait| wait.as_secs()));
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(attempts.wait(STRANGER, "other", start), None);
        assert_eq!(attempts.wait(HOME, "other", start + LONGEST_WAIT), None);
    }

    #[test]
    fn an_account_is_guarded_from_many_addresses() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        for last in 0..5 {
            attempts.failed(IpAddr::from([203, 0, 113, last]), "ana", start);
        }
        assert!(attempts.wait(STRANGER, "ana", start).is_some());
        assert_eq!(attempts.wait(STRANGER, "bea", start), None);
    }

    #[test]
    fn strangers_do_not_lock_a_member_out() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        attempts.succeeded(HOME, "ana", start);
        for _ in 0..20 {
            attempts.failed(STRANGER, "ana", start);
        }
        assert_eq!(attempts.wait(HOME, "ana", start), None);
        assert!(attempts.wait(STRANGER, "ana", start).is_some());
    }

    #[test]
    fn a_right_password_ends_the_wait_of_its_address() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        (0..6).for_each(|name| attempts.failed(HOME, &name.to_string(), start));
        attempts.succeeded(HOME, "ana", start);
        assert_eq!(attempts.wait(HOME, "ana", start), None);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        for last in 0..6 {
            attempts.failed(format!("2001:db8::{last}").parse().unwrap(), &last.to_string(), start);
        }
        assert!(attempts.wait("2001:db8::ffff".parse().unwrap(), "other", start).is_some());
        assert_eq!(attempts.wait("2001:db8:0:1::1".parse().unwrap(), "other", start), None);
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory_and_the_newest_are_remembered() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        let address = |number: u32| IpAddr::V4(number.into());
        for number in 0..50_000 {
            (0..5).for_each(|_| {
                attempts.failed(address(number), &number.to_string(), start + Duration::from_millis(number.into()))
            });
        }
        assert!(attempts.addresses.counts.len() <= MOST_COUNTED);
        assert!(attempts.wait(address(49_999), "other", start + Duration::from_secs(50)).is_some());
    }
}
