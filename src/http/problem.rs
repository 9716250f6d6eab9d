//! The only place where errors meet status codes: RFC 9457 problem details.

mod refusal;

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection, StringRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as ResponseDoc, ResponseBuilder};

use crate::account::{Busy, Invalid};
use crate::mail::Refused;
use crate::store::StoreError;
use crate::wire::ProblemBody;

/// Why a request was not answered as hoped. `code` is stable; `detail` is for people.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    /// In seconds.
    retry_after: Option<u64>,
}

impl Problem {
    /// Somebody else changed it after it was read.
    pub(super) fn changed_meanwhile() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "changed_meanwhile",
            "It was changed meanwhile: read it again, then change it.",
        )
    }

    /// The body is of another kind.
    pub(super) fn media_type_unknown(wanted: &str) -> Self {
        let detail = format!("The body of this request is `{wanted}`.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body_unusable", detail)
    }

    /// The name or the password is wrong, or the account is blocked: which one is not said.
    pub(super) fn credentials_wrong() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "credentials_wrong", "This name with this password is not known here.")
    }

    /// The request came from a page of another site.
    pub(super) fn cross_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "cross_origin", "This request came from another site's page.")
    }

    /// This account may not do that.
    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Only an administrator may do this.")
    }

    /// This person may not do that in this room.
    pub(super) fn not_in_charge() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "You may not do this in this room.")
    }

    /// A one-time link that was used, replaced or never made.
    pub(super) fn link_spent() -> Self {
        Self::new(StatusCode::FORBIDDEN, "link_spent", "This link was used already, or it expired.")
    }

    /// Nobody is logged in, or not any more.
    pub(super) fn login_needed() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "login_needed", "Log in first.")
    }

    /// There is nobody to carry a mail.
    pub(super) fn mail_off() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "mail_off",
            "This server sends no mails: ask an administrator for a link to a new password.",
        )
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This cannot be done with that method.")
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
    }

    /// A part of the server that requests need does not work.
    pub(super) fn not_ready(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", detail)
    }

    /// A change that does not say what it was made for could undo somebody else's.
    pub(super) fn precondition_needed() -> Self {
        Self::new(
            StatusCode::PRECONDITION_REQUIRED,
            "precondition_needed",
            "Say in If-Match which ETag this change was made for.",
        )
    }

    /// The present password was asked for, and this is another.
    pub(super) fn password_wrong() -> Self {
        Self::new(StatusCode::FORBIDDEN, "password_wrong", "This is not your present password.")
    }

    /// A part of the query means nothing here.
    pub(super) fn query_unusable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "query_unusable", detail)
    }

    pub(super) fn registration_closed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "registration_closed",
            "New accounts are made here only after an administrator opens registration.",
        )
    }

    pub(super) fn room_unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "room_unknown", "There is no room with this code.")
    }

    /// There is no administrator yet.
    pub(super) fn setup_needed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "setup_needed",
            "The first account is the administrator's: open the setup link that the server printed.",
        )
    }

    /// Somebody has to wait before they try again.
    pub(super) fn slow_down(wait: Duration) -> Self {
        let seconds = wait.as_secs() + 1;
        let detail = format!("Too many attempts: try again in {seconds} seconds.");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "slow_down", detail) }
    }

    /// A setting that is out of its range.
    pub(super) fn setting_unusable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "setting_unusable", detail)
    }

    /// Something in the body is not within its bounds.
    pub(super) fn body_unusable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "body_unusable", detail)
    }

    /// A guest was sent away from the room for good.
    pub(super) fn banned() -> Self {
        Self::new(StatusCode::FORBIDDEN, "banned", "You were sent away from this room for good.")
    }

    pub(super) fn user_unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "user_unknown", "Nobody has this name here.")
    }

    /// A room's title is too long, or not one line.
    pub(super) fn title_unusable() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "title_unusable", "A title is one line of at most 80 characters.")
    }

    /// Something broke that the client cannot mend; it is logged, the client only learns that it happened.
    pub(super) fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed. It was logged.")
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: "about:blank".to_owned(),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
        };
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// In the API's description every operation may end in a problem.
impl utoipa::IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<ResponseDoc>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
        let response = ResponseBuilder::new().description("A problem").content(MEDIA_TYPE, content).build();
        BTreeMap::from([("default".to_owned(), response.into())])
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::EmailTaken | StoreError::NameTaken => {
                let code = if matches!(error, StoreError::NameTaken) { "name_taken" } else { "email_taken" };
                Self::new(StatusCode::CONFLICT, code, format!("Sorry, {error}."))
            }
            StoreError::Gone => Self::not_found(),
            StoreError::LastAdministrator => Self::new(
                StatusCode::CONFLICT,
                "last_administrator",
                "This is the last administrator: make somebody else one first.",
            ),
            StoreError::NotFirst => Self::link_spent(),
            error => Self::internal(error),
        }
    }
}

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        let code = match invalid {
            Invalid::Email => "email_unusable",
            Invalid::PasswordLength | Invalid::PasswordNul => "password_unusable",
            Invalid::Username => "username_unusable",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, format!("{invalid}."))
    }
}

impl From<Busy> for Problem {
    fn from(busy: Busy) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", format!("{busy}."))
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let detail = "Too many requests at once: try again in a moment.";
        match refused {
            Refused::Full => {
                Self { retry_after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail) }
            }
            Refused::TooOften(wait) => Self::slow_down(wait),
        }
    }
}

impl From<StringRejection> for Problem {
    fn from(rejection: StringRejection) -> Self {
        Self::new(rejection.status(), "body_unusable", rejection.body_text())
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), "body_unusable", rejection.body_text())
    }
}

/// A part of the path that cannot be read names nothing.
impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::not_found()
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), "query_unusable", rejection.body_text())
    }
}

const MEDIA_TYPE: &str = "application/problem+json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_postbox_says_when_to_come_again() {
        let response = Problem::from(Refused::Full).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
    }
}
