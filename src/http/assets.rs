//! The browser client, as it is embedded in the binary.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use include_dir::Dir;
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// Answers with a file of the client; whatever is no file is one of its pages.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Problem::method_not_allowed().into_response();
    }
    answer(&web_client::DIST, uri.path(), &headers)
}

fn answer(dist: &Dir<'static>, path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let path = if dist.get_file(path).is_some() {
        path
    } else if is_page(path) {
        INDEX
    } else {
        return Problem::not_found().into_response();
    };
    let Some((encoding, content)) = best(dist, path, headers) else {
        return Problem::not_found().into_response();
    };
    let etag = format!("\"{:x}\"", Sha256::digest(content));
    let cache = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let unchanged = headers
        .get(IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let about = [(CACHE_CONTROL, cache.to_owned()), (ETAG, etag), (VARY, ACCEPT_ENCODING.to_string())];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let mut response = (about, [(CONTENT_TYPE, utf8(kind.as_ref()))], content).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest form of a file that this browser can read.
fn best(dist: &Dir<'static>, path: &str, headers: &HeaderMap) -> Option<(Option<&'static str>, &'static [u8])> {
    let sibling = |(encoding, ending): (&'static str, &str)| {
        let file = dist.get_file(format!("{path}{ending}"))?;
        accepts(headers, encoding).then(|| (Some(encoding), file.contents()))
    };
    let plain = || dist.get_file(path).map(|file| (None, file.contents()));
    SIBLINGS.into_iter().find_map(sibling).or_else(plain)
}

/// Whether a content coding is named without `q=0` (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q == 0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

/// The client's own addresses have no ending; a missing file should not look like a page.
fn is_page(path: &str) -> bool {
    path.is_empty() || !path.rsplit('/').next().unwrap_or(path).contains('.')
}

fn utf8(kind: &str) -> String {
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

const INDEX: &str = "index.html";
/// Vite names what lies here after its content.
const HASHED: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// Compressed forms beside a file, smallest first.
const SIBLINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];
