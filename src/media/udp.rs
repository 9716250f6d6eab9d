//! Datagrams in batches: `recvmmsg` with GRO in, `sendmmsg` with GSO out.

mod interfaces;
mod receive;
mod send;

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use socket2::{Protocol, Type};

pub use interfaces::host_addresses;
pub use receive::Receiver;
pub use send::{MAX_DATAGRAM, Sender};

use super::socket;

/// Opens a socket on `listen`; a wildcard IPv6 address listens on IPv4 as well.
pub fn open(listen: SocketAddr) -> io::Result<Arc<UdpSocket>> {
    let socket = socket::unbound(listen, Type::DGRAM, Protocol::UDP)?;
    // A burst of key frames of a full room is about 1 MB. The kernel may grant less.
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.set_send_buffer_size(SOCKET_BUFFER)?;
    socket.bind(&listen.into())?;
    Ok(Arc::new(socket.into()))
}

/// The address as a socket of a family wants it.
fn mapped(address: SocketAddr, is_ipv6: bool) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if is_ipv6 => SocketAddr::new(IpAddr::V6(ip.to_ipv6_mapped()), address.port()),
        _ => address,
    }
}

/// Whether a source address has to be chosen for each datagram.
fn is_wildcard(address: SocketAddr) -> bool {
    address.ip().is_unspecified() || address.ip() == IpAddr::V6(Ipv6Addr::UNSPECIFIED)
}

const SOCKET_BUFFER: usize = 4 << 20;
