//! The reverse proxies whose word counts.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Networks such as `10.0.0.0/8`, or single addresses.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct TrustedProxies(Vec<IpNet>);

/// What is neither a network nor an address.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is neither a network such as 10.0.0.0/8 nor an address")]
pub struct NoNetwork(String);

impl TrustedProxies {
    /// Reads a list with commas in between.
    pub fn parse(text: &str) -> Result<Self, NoNetwork> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a proxy at this address is believed.
    pub fn include(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address.to_canonical()))
    }
}

fn network(text: &str) -> Result<IpNet, NoNetwork> {
    let whole = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or_else(|_| whole()).map_err(|_| NoNetwork(text.to_owned()))
}

/// A file has a list, flags and environment have one text.
impl<'de> Deserialize<'de> for TrustedProxies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = TrustedProxies;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of networks such as \"10.0.0.0/8\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        TrustedProxies::parse(text).map_err(E::custom)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut networks = Vec::new();
        while let Some(entry) = entries.next_element::<String>()? {
            networks.push(network(&entry).map_err(de::Error::custom)?);
        }
        Ok(TrustedProxies(networks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_addresses_are_read_from_a_list_or_a_text() {
        let text: TrustedProxies = serde_json::from_str("\"10.0.0.0/8, ::1\"").unwrap();
        let list: TrustedProxies = serde_json::from_str("[\"10.0.0.0/8\", \"::1\"]").unwrap();
        assert_eq!(text, list);
        for (address, trusted) in
            [("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("::1", true), ("11.0.0.1", false), ("::2", false)]
        {
            assert_eq!(text.include(address.parse().unwrap()), trusted, "{address}");
        }
    }

    #[test]
    fn nobody_is_trusted_unasked() {
        assert!(!TrustedProxies::default().include([127, 0, 0, 1].into()));
    }

    #[test]
    fn a_name_is_no_network() {
        assert_eq!(
            TrustedProxies::parse("proxy.local").unwrap_err().to_string(),
            "\"proxy.local\" is neither a network such as 10.0.0.0/8 nor an address"
        );
    }
}
