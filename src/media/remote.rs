//! Who is at the other end of a packet's way.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

/// Where packets come from and go to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Remote {
    pub address: SocketAddr,
    /// The TCP connection from there; `None` is UDP.
    pub stream: Option<StreamNumber>,
}

/// A TCP connection. Numbers are not used again while anybody may remember them.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct StreamNumber(pub(in crate::media) NonZeroU32);

/// Where a datagram goes, and from which of our addresses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Path {
    pub to: Remote,
    /// Matters only on a UDP socket that listens everywhere: answers must come from where the peer
    /// sends to.
    pub from: Option<IpAddr>,
}

/// One datagram, decrypted where it lies.
pub struct Datagram<'a> {
    pub bytes: &'a mut [u8],
    pub from: Remote,
    /// Which of our addresses it was sent to.
    pub to: Option<IpAddr>,
    /// When the kernel took it in, since 1970.
    pub arrival: std::time::Duration,
}

impl Datagram<'_> {
    /// It comes from this very machine.
    pub(super) fn is_near(&self) -> bool {
        let from = self.from.address.ip();
        from.is_loopback() || self.to == Some(from)
    }
}

impl From<SocketAddr> for Remote {
    fn from(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_who_comes_from_an_address_of_this_machine() {
        let is_near = |from: &str, to: &str| {
            let from = Remote { address: SocketAddr::new(from.parse().unwrap(), 5_000), stream: None };
            Datagram { bytes: &mut [], from, to: to.parse().ok(), arrival: Default::default() }.is_near()
        };
        assert!(is_near("127.0.0.1", "127.0.0.1") && is_near("::1", "") && is_near("192.0.2.2", "192.0.2.2"));
        assert!(!is_near("192.0.2.3", "192.0.2.2") && !is_near("192.0.2.3", ""));
    }
}
