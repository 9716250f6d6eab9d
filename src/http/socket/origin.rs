//! Tells pages of ours from pages of others.

use axum::http::{HeaderMap, Uri, header};

/// Whether a WebSocket was opened by a page that came from this very server.
///
/// Browsers send cookies along with a WebSocket whatever page opens it, and say which in `Origin`
/// (RFC 6455, section 10.2): its host and port must be those that the request went to. The scheme
/// is not compared, as TLS may end in front of us.
pub(super) fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else { return false };
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let default_port = match origin.scheme_str() {
        Some("http") => ":80",
        Some("https") => ":443",
        _ => return false,
    };
    let strip = |authority: &str| authority.strip_suffix(default_port).unwrap_or(authority).to_ascii_lowercase();
    origin.authority().is_some_and(|authority| strip(authority.as_str()) == strip(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_this_server_may() {
        assert!(ours("http://127.0.0.1:8900", "127.0.0.1:8900"));
        assert!(ours("https://meet.example.org", "meet.example.org"));
        assert!(ours("https://Meet.Example.org:443", "meet.example.org"));
        assert!(ours("http://[::1]:8900", "[::1]:8900"));
    }

    #[test]
    fn the_page_of_another_may_not() {
        for origin in [
            "http://evil.example",
            "http://127.0.0.1:8901",
            "http://127.0.0.1:8900.evil.example",
            "http://127.0.0.1",
            "null",
            "file://127.0.0.1:8900",
            "",
            "http://user@127.0.0.1:8900",
        ] {
            assert!(!ours(origin, "127.0.0.1:8900"), "{origin}");
        }
    }

    #[test]
    fn without_an_origin_it_is_no_page() {
        assert!(!is_ours(&HeaderMap::new()));
    }

    fn ours(origin: &str, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, origin.parse().unwrap());
        headers.insert(header::HOST, host.parse().unwrap());
        is_ours(&headers)
    }
}
