//! The addresses of this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that peers may reach, best first: public before private, loopback only when there is
/// nothing else; link-local ones are left out, for they need a zone that SDP cannot tell.
pub fn host_addresses() -> Vec<IpAddr> {
    let mut addresses = interface_addresses();
    addresses.retain(is_usable);
    addresses.sort_by_key(rank);
    addresses.dedup();
    if addresses.iter().any(|address| !address.is_loopback()) {
        addresses.retain(|address| !address.is_loopback());
    }
    addresses.truncate(MAX_ADDRESSES);
    addresses
}

fn is_usable(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => !ip.is_link_local() && !ip.is_unspecified(),
        IpAddr::V6(ip) => !ip.is_unicast_link_local() && !ip.is_unspecified(),
    }
}

fn rank(address: &IpAddr) -> (u8, IpAddr) {
    let rank = match address {
        IpAddr::V4(ip) if ip.is_loopback() => 4,
        IpAddr::V6(ip) if ip.is_loopback() => 5,
        IpAddr::V4(ip) if ip.is_private() => 2,
        IpAddr::V6(ip) if ip.is_unique_local() => 3,
        IpAddr::V4(_) => 0,
        IpAddr::V6(_) => 1,
    };
    (rank, *address)
}

#[expect(unsafe_code, reason = "getifaddrs has no safe wrapper in the standard library")]
fn interface_addresses() -> Vec<IpAddr> {
    let mut list = std::ptr::null_mut();
    // SAFETY: `list` is written on success and freed below.
    if unsafe { libc::getifaddrs(&raw mut list) } != 0 {
        return vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
    }
    let mut addresses = Vec::new();
    let mut next = list;
    // SAFETY: the list's entries and their addresses live until `freeifaddrs`; the family says which
    // structure an address is.
    unsafe {
        while let Some(entry) = next.as_ref() {
            next = entry.ifa_next;
            if entry.ifa_flags & libc::IFF_UP as libc::c_uint == 0 {
                continue;
            }
            let Some(address) = entry.ifa_addr.as_ref() else { continue };
            match i32::from(address.sa_family) {
                libc::AF_INET => {
                    let address = entry.ifa_addr.cast::<libc::sockaddr_in>().read_unaligned();
                    addresses.push(IpAddr::V4(Ipv4Addr::from(address.sin_addr.s_addr.to_ne_bytes())));
                }
                libc::AF_INET6 => {
                    let address = entry.ifa_addr.cast::<libc::sockaddr_in6>().read_unaligned();
                    addresses.push(IpAddr::V6(Ipv6Addr::from(address.sin6_addr.s6_addr)));
                }
                _ => {}
            }
        }
        libc::freeifaddrs(list);
    }
    addresses
}

/// Each costs a browser a check every few seconds; a machine with many containers has many.
const MAX_ADDRESSES: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_address_and_none_is_link_local() {
        let addresses = host_addresses();
        assert!(!addresses.is_empty());
        assert!(addresses.iter().all(is_usable));
    }

    #[test]
    fn public_addresses_come_first() {
        let mut addresses: Vec<IpAddr> =
            ["fd00::1", "10.0.0.1", "2001:db8::1", "198.51.100.1"].map(|ip| ip.parse().unwrap()).to_vec();
        addresses.sort_by_key(rank);
        assert_eq!(addresses[0], "198.51.100.1".parse::<IpAddr>().unwrap());
        assert_eq!(addresses[1], "2001:db8::1".parse::<IpAddr>().unwrap());
    }
}
