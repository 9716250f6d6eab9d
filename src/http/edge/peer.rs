//! Who is at the other end of a connection.

use std::net::SocketAddr;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::net::TcpStream;

use super::Door;

/// The other end of a connection: a browser or a proxy.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::http) struct Peer {
    pub(super) address: SocketAddr,
    /// On this very machine.
    pub(super) is_near: bool,
    /// What it says cannot be overheard.
    pub(super) tls: bool,
}

impl Peer {
    pub(super) fn of(stream: &TcpStream, address: SocketAddr, tls: bool) -> Self {
        let (ip, own) = (address.ip().to_canonical(), stream.local_addr().map(|own| own.ip().to_canonical()));
        Self { address, is_near: ip.is_loopback() || own.is_ok_and(|own| own == ip), tls }
    }
}

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        *stream.remote_addr()
    }
}
