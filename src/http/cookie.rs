//! The shape of the cookie that holds a browser's log-in.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName};
use chrono::TimeDelta;

use crate::account::Token;

/// Whether browsers reach this server over TLS, so that the cookie may be bound to that.
#[derive(Clone, Copy, Debug)]
pub struct CookiePolicy {
    secure: bool,
    for_guests: bool,
}

impl CookiePolicy {
    pub fn new(secure: bool) -> Self {
        Self { secure, for_guests: false }
    }

    /// The same for a second cookie, by which a guest is known: they may have an account, too.
    pub(super) fn for_guests(self) -> Self {
        Self { for_guests: true, ..self }
    }

    /// The token that a browser sent, if any.
    pub fn read(self, headers: &HeaderMap) -> Option<Token> {
        let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find(|(name, _)| *name == self.name()).map(|(_, value)| Token::presented(value))
    }

    /// What a client of our own sends as its `Cookie` header.
    pub fn header(self, token: &Token) -> String {
        format!("{}={}", self.name(), token.reveal())
    }

    /// The header that gives a browser a token to keep for `lifetime`.
    pub(super) fn give(self, token: &Token, lifetime: TimeDelta) -> [(HeaderName, String); 1] {
        [(SET_COOKIE, self.line(token.reveal(), lifetime.num_seconds()))]
    }

    /// The header that takes it back.
    pub(super) fn take_back(self) -> [(HeaderName, String); 1] {
        [(SET_COOKIE, self.line("", 0))]
    }

    /// Lax, not Strict: who follows a room's link from a mail arrives logged in.
    fn line(self, value: &str, max_age: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}", self.name())
    }

    /// `__Host-` makes browsers refuse the cookie from a subdomain or without TLS.
    fn name(self) -> &'static str {
        match (self.secure, self.for_guests) {
            (true, false) => "__Host-glossa",
            (true, true) => "__Host-glossa-guest",
            (false, false) => "glossa",
            (false, true) => "glossa-guest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_on_tls_is_bound_to_the_host() {
        let [(_, line)] = CookiePolicy::new(true).give(&Token::presented("abc"), TimeDelta::days(1));
        assert_eq!(line, "__Host-glossa=abc; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn a_cookie_without_tls_is_still_out_of_scripts_reach() {
        let [(_, line)] = CookiePolicy::new(false).give(&Token::presented("abc"), TimeDelta::days(1));
        assert_eq!(line, "glossa=abc; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "theme=dark; xglossa=1".parse().unwrap());
        headers.append(COOKIE, "a=b;glossa=abc; c".parse().unwrap());
        assert_eq!(CookiePolicy::new(false).read(&headers).unwrap().reveal(), "abc");
        assert!(CookiePolicy::new(true).read(&headers).is_none());
    }
}
