//! Lets every request say what its browser said, whatever stands in between.

mod bound_cookie;
mod door;
mod peer;
mod route;

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, STRICT_TRANSPORT_SECURITY};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use self::route::Route;
use crate::config::TrustedProxies;

pub(super) use self::door::Door;
pub(super) use self::peer::Peer;

/// What the edge has to know.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Whose word about a request's way counts.
    pub proxies: TrustedProxies,
    /// Cookies are bound to TLS request by request, because not every request comes over it.
    pub binds_cookies: bool,
    /// The server itself speaks TLS.
    pub tls: Option<Trust>,
}

/// How a browser comes to trust the server's certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trust {
    /// By an exception that a person makes, which must stay possible.
    Exception,
    /// By who signed it.
    Signature,
}

/// From here inwards a request has the `Host` that the browser asked for and the address that it
/// asked from, and one cookie's name, whether or not the cookie is bound to TLS.
pub(super) async fn arrive(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<Peer>>().copied() else {
        return next.run(request).await;
    };
    let route = Route::of(peer, request.headers(), &edge.proxies);
    if edge.tls.is_some() && !route.secure && !peer.is_near {
        return over_tls(&route, &request);
    }
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(route.client, peer.address.port())));
    let headers = request.headers_mut();
    for name in HEARSAY {
        headers.remove(name);
    }
    if let Some(host) = route.host {
        headers.insert(HOST, host);
    }
    let binds = route.secure && edge.binds_cookies;
    if binds {
        bound_cookie::unbind(headers);
    }
    let mut response = next.run(request).await;
    if binds {
        bound_cookie::bind(response.headers_mut());
    }
    if peer.tls && edge.tls == Some(Trust::Signature) {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_TLS));
    }
    response
}

/// The same page, where it may be shown.
fn over_tls(route: &Route, request: &Request) -> Response {
    let host = route.host.as_ref().or_else(|| request.headers().get(HOST)).and_then(|host| host.to_str().ok());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Redirect::permanent(&format!("https://{}{path}", host.unwrap_or_default())).into_response()
}

/// Taken into account, or not to be believed. `X-Forwarded-For` stays, as a sign that somebody passed
/// the request on.
const HEARSAY: [HeaderName; 2] =
    [HeaderName::from_static("x-forwarded-host"), HeaderName::from_static("x-forwarded-proto")];
/// One year, as browsers' lists of such hosts want it.
const ONLY_TLS: &str = "max-age=31536000";
