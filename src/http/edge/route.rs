//! Finds out where a request comes from, however many proxies passed it on.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header};

use super::Peer;
use crate::config::TrustedProxies;

/// The way of a request, as far as those who tell of it are trusted.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Route {
    pub(super) client: IpAddr,
    /// The browser's connection was over TLS.
    pub(super) secure: bool,
    /// The `Host` that the browser asked for, when a proxy told of another one.
    pub(super) host: Option<HeaderValue>,
}

impl Route {
    /// Each proxy appends the address that it was asked from: believed from the right, until the
    /// first address that is no trusted proxy's.
    pub(super) fn of(peer: Peer, headers: &HeaderMap, proxies: &TrustedProxies) -> Self {
        let direct = Self { client: peer.address.ip().to_canonical(), secure: peer.tls, host: None };
        if !proxies.include(direct.client) {
            return direct;
        }
        let told = Told::read(headers);
        let mut client = direct.client;
        for sender in told.senders.iter().rev() {
            if !proxies.include(client) {
                break;
            }
            // What cannot be read leads no further.
            let Some(sender) = address(sender) else { break };
            client = sender;
        }
        let secure = told.scheme.map_or(direct.secure, |scheme| scheme.eq_ignore_ascii_case("https"));
        Self { client, secure, host: told.host.and_then(|host| HeaderValue::from_str(&host).ok()) }
    }
}

/// What the proxies say, each list in the order in which they stand in the way.
#[derive(Default)]
struct Told {
    senders: Vec<String>,
    scheme: Option<String>,
    host: Option<String>,
}

impl Told {
    /// The usual `X-Forwarded-…`, or else the standard `Forwarded` (RFC 7239).
    fn read(headers: &HeaderMap) -> Self {
        let last = |name| entries(headers, name).last().map(str::to_owned);
        let told = Self {
            senders: entries(headers, "x-forwarded-for").map(str::to_owned).collect(),
            scheme: last("x-forwarded-proto"),
            host: last("x-forwarded-host"),
        };
        if !told.senders.is_empty() || told.scheme.is_some() || told.host.is_some() {
            return told;
        }
        let mut told = Self::default();
        for pair in entries(headers, header::FORWARDED.as_str()).flat_map(|entry| entry.split(';')) {
            let Some((name, value)) = pair.split_once('=') else { continue };
            let value = value.trim().trim_matches('"').to_owned();
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => told.senders.push(value),
                "host" => told.host = Some(value),
                "proto" => told.scheme = Some(value),
                _ => {}
            }
        }
        told
    }
}

/// The entries of a header that is a list, over all its lines.
fn entries<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|entry| !entry.is_empty())
}

/// An address, with or without a port, an IPv6 one with or without its brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let ip: IpAddr = text.parse::<SocketAddr>().ok().map(|address| address.ip()).or_else(bare)?;
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_by_themselves_is_believed_about_nothing() {
        let route = route("203.0.113.5", &[("x-forwarded-for", "198.51.100.1"), ("x-forwarded-proto", "https")]);
        assert_eq!(route, Route { client: ip("203.0.113.5"), secure: false, host: None });
    }

    #[test]
    fn a_trusted_proxy_tells_address_scheme_and_host() {
        let told = [
            ("x-forwarded-for", "198.51.100.1"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "meet.example.org"),
        ];
        let host = Some(HeaderValue::from_static("meet.example.org"));
        assert_eq!(route("10.0.0.1", &told), Route { client: ip("198.51.100.1"), secure: true, host });
    }

    #[test]
    fn what_a_browser_itself_put_in_front_is_not_believed() {
        assert_eq!(route("10.0.0.1", &[("x-forwarded-for", "1.1.1.1, 198.51.100.1")]).client, ip("198.51.100.1"));
        assert!(!route("10.0.0.1", &[("x-forwarded-proto", "https, http")]).secure);
    }

    #[test]
    fn a_chain_of_trusted_proxies_leads_to_its_beginning() {
        let lines = [("x-forwarded-for", "1.1.1.1, 198.51.100.1, 10.0.0.3"), ("x-forwarded-for", "10.0.0.2:443")];
        assert_eq!(route("10.0.0.1", &lines).client, ip("198.51.100.1"));
        assert_eq!(route("10.0.0.1", &[("x-forwarded-for", "198.51.100.1, unknown")]).client, ip("10.0.0.1"));
    }

    #[test]
    fn the_standard_header_is_understood_where_the_usual_ones_are_missing() {
        let told = [("forwarded", "for=\"[2001:db8::7]:4711\";proto=https;host=meet.example.org, for=10.0.0.2")];
        let found = route("10.0.0.1", &told);
        assert_eq!((found.client, found.secure), (ip("2001:db8::7"), true));
    }

    fn route(peer: &str, headers: &[(&'static str, &str)]) -> Route {
        let peer = Peer { address: SocketAddr::new(ip(peer), 4000), is_near: false, tls: false };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Route::of(peer, &map, &TrustedProxies::parse("10.0.0.0/8").unwrap())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }
}
