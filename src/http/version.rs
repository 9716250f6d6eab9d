//! Which state of something a change builds on (RFC 9110, section 13).

use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, HeaderName};

use super::problem::Problem;

/// The header that names a state.
pub(super) fn etag(version: u32) -> [(HeaderName, String); 1] {
    [(ETAG, format!("\"{version}\""))]
}

/// The state that a change was made for.
pub(super) fn expected(headers: &HeaderMap) -> Result<u32, Problem> {
    let tag = headers.get(IF_MATCH).ok_or_else(Problem::precondition_needed)?;
    let version = tag.to_str().ok().and_then(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    // A tag that was never given names no state that there is.
    version.ok_or_else(Problem::changed_meanwhile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_named_and_recognised() {
        let [(_, tag)] = etag(7);
        assert_eq!(expected(&with(&tag)).unwrap(), 7);
    }

    #[test]
    fn no_state_and_an_unknown_one_are_different_problems() {
        assert_eq!(expected(&HeaderMap::new()).unwrap_err().code(), "precondition_needed");
        for tag in ["*", "7", "\"x\"", "\"-1\"", "W/\"7\""] {
            assert_eq!(expected(&with(tag)).unwrap_err().code(), "changed_meanwhile", "{tag}");
        }
    }

    fn with(tag: &str) -> HeaderMap {
        HeaderMap::from_iter([(IF_MATCH, tag.parse().unwrap())])
    }
}
