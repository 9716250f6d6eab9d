//! Which addresses count as one.

use std::net::{IpAddr, Ipv6Addr};

/// A home or an office: one IPv4 address, or the IPv6 addresses that differ in their last half only
/// (RFC 6177).
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}
