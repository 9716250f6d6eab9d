//! Reads what a request carries; what cannot be read is a problem.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

/// A session description (RFC 8866), or a part of one.
pub(super) struct Sdp(pub(super) String);

/// The media type of a whole one.
pub(super) const SDP: &str = "application/sdp";

/// The variable parts of the path.
pub(super) struct Path<T>(pub(super) T);

/// The query. (Not called so: utoipa takes a `Query` for its own to describe.)
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let axum::Json(body) = axum::Json::from_request(request, state).await?;
        Ok(Self(body))
    }
}

impl<S: Send + Sync> FromRequest<S> for Sdp {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let said = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = said.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case(SDP) {
            return Err(Problem::media_type_unknown(SDP));
        }
        Ok(Self(String::from_request(request, state).await?))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let axum::extract::Path(path) = axum::extract::Path::from_request_parts(parts, state).await?;
        Ok(Self(path))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let axum::extract::Query(query) = axum::extract::Query::from_request_parts(parts, state).await?;
        Ok(Self(query))
    }
}
