//! Binds our cookies to TLS on the way out, takes the binding off on the way in.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};

/// Makes browsers refuse a cookie that another host or a connection without TLS would set.
const BOUND: &str = "__Host-";
/// What all names of our cookies begin with.
const OURS: &str = "glossa";

/// To browsers: each of our cookies under its bound name.
pub(super) fn bind(headers: &mut HeaderMap) {
    let lines: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().map(bound).collect();
    headers.remove(SET_COOKIE);
    for line in lines {
        headers.append(SET_COOKIE, line);
    }
}

/// From browsers: a cookie of ours counts only under its bound name.
pub(super) fn unbind(headers: &mut HeaderMap) {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let cookies = lines.flat_map(|line| line.split(';')).map(str::trim).filter(|cookie| !cookie.starts_with(OURS));
    let named = cookies.map(|cookie| match cookie.strip_prefix(BOUND) {
        Some(ours) if ours.starts_with(OURS) => ours,
        _ => cookie,
    });
    let line = named.collect::<Vec<_>>().join("; ");
    headers.remove(COOKIE);
    // It is made of what could be read before.
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.insert(COOKIE, line);
    }
}

fn bound(line: &HeaderValue) -> HeaderValue {
    let ours = line.to_str().ok().filter(|line| line.starts_with(OURS));
    ours.and_then(|line| HeaderValue::from_str(&format!("{BOUND}{line}; Secure")).ok()).unwrap_or_else(|| line.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_out_bound() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_static("glossa=abc; Path=/; HttpOnly; SameSite=Lax"));
        headers.append(SET_COOKIE, HeaderValue::from_static("theme=dark"));
        bind(&mut headers);
        let lines: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(lines, ["__Host-glossa=abc; Path=/; HttpOnly; SameSite=Lax; Secure", "theme=dark"]);
    }

    #[test]
    fn only_a_bound_cookie_comes_in() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("glossa=planted; theme=dark"));
        headers.append(COOKIE, HeaderValue::from_static("__Host-glossa=abc; __Host-other=1"));
        unbind(&mut headers);
        let lines: Vec<_> = headers.get_all(COOKIE).iter().collect();
        assert_eq!(lines, ["theme=dark; glossa=abc; __Host-other=1"]);
    }
}
