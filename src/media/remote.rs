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

impl From<SocketAddr> for Remote {
    fn from(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }
}
