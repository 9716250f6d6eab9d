//! Where a browser may reach us, as SDP tells it.

use std::fmt;
use std::net::SocketAddr;

/// An address of ours; the browser comes to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::media) struct Candidate {
    pub(in crate::media) address: SocketAddr,
    pub(in crate::media) transport: Transport,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::media) enum Transport {
    Tcp,
    Udp,
}

impl Candidate {
    /// The attribute for the candidate that is `at` in our order of preference (RFC 8839, section 5.1;
    /// RFC 6544, section 4.5).
    pub(in crate::media) fn attribute(self, at: usize) -> impl fmt::Display {
        let Self { address, transport } = self;
        fmt::from_fn(move |f| {
            let (ip, port) = (address.ip(), address.port());
            let order = u32::try_from(at).unwrap_or(u32::MAX);
            write!(f, "candidate:{} 1 ", at.saturating_add(1))?;
            match transport {
                Transport::Udp => {
                    // RFC 8445, section 5.1.2.1: type preference 126 for hosts.
                    let priority = 126 << 24 | 65_535_u32.saturating_sub(order) << 8 | 255;
                    write!(f, "udp {priority} {ip} {port} typ host")
                }
                Transport::Tcp => {
                    // RFC 6544, section 4.2: less than UDP; direction preference 4 for passive hosts.
                    let local = 4 << 13 | 8_191_u32.saturating_sub(order);
                    let priority = 90 << 24 | local << 8 | 255;
                    write!(f, "tcp {priority} {ip} {port} typ host tcptype passive")
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn udp_comes_before_tcp_in_the_order_given() {
        let address = "192.0.2.1:8900".parse().unwrap();
        let said = |transport, at| Candidate { address, transport }.attribute(at).to_string();
        assert_eq!(said(Transport::Udp, 0), "candidate:1 1 udp 2130706431 192.0.2.1 8900 typ host");
        assert_eq!(said(Transport::Tcp, 1), "candidate:2 1 tcp 1520434943 192.0.2.1 8900 typ host tcptype passive");
    }
}
