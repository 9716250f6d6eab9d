//! What every answer tells browsers not to do.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use tower_http::set_header::SetResponseHeaderLayer;

/// Puts the headers on every answer of these routes.
pub(super) fn around<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    HEADERS.into_iter().fold(routes, |routes, (name, value)| {
        routes.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

const HEADERS: [(HeaderName, &str); 7] = [
    // Everything from here, nothing inline, shown in nobody's frame. `'self'` covers the WebSocket of
    // the same origin (CSP level 3); `blob:` is what a camera's recording would be played from.
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         frame-src 'none'; media-src 'self' blob:; object-src 'none'",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
    ),
    // A room's code is in its address: tell it to nobody.
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers without `frame-ancestors`.
    (X_FRAME_OPTIONS, "DENY"),
];
