//! Every route, every layer around them.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{any, get};
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::Problem;
use super::state::AppState;
use super::{api, assets, edge, headers, limit, openapi, renewal, socket};

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    let (described, document) = described().split_for_parts();
    let document = move || std::future::ready(axum::Json(document.clone()));
    let api = described
        .route("/api/openapi.json", get(document))
        .route("/api/v1/ws", get(socket::upgrade))
        .route("/health/live", get(api::health::live))
        .route("/health/ready", get(api::health::ready))
        .route("/api", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .layer(from_fn_with_state(state.clone(), renewal::renew))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")));
    let routes = limit::around(api, state.rate_limit)
        .fallback(assets::serve)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| Problem::cross_origin().into_response()));
    let routes = headers::around(routes).layer(from_fn_with_state(state.edge.clone(), edge::arrive));
    routes.layer(TraceLayer::new_for_http().on_failure(failed)).with_state(state)
}

/// The routes that the API's description tells of.
pub(super) fn described() -> OpenApiRouter<AppState> {
    let v1 = OpenApiRouter::new()
        // Before anyone is logged in.
        .routes(routes!(api::status::show))
        .routes(routes!(api::setup::claim))
        .routes(routes!(api::users::register))
        .routes(routes!(api::session::log_in, api::session::log_out))
        .routes(routes!(api::session::log_in_by_link))
        .routes(routes!(api::forgotten::request))
        .routes(routes!(api::forgotten::reset_password))
        .routes(routes!(api::guests::enter, api::guests::show))
        // For everyone who is.
        .routes(routes!(api::users::me, api::profile::change))
        .routes(routes!(api::profile::change_password))
        .routes(routes!(api::profile::delete))
        .routes(routes!(api::export::export))
        .routes(routes!(api::devices::list, api::devices::end_others))
        .routes(routes!(api::devices::end))
        .routes(routes!(api::devices::mint_token))
        .routes(routes!(api::rooms::list, api::rooms::create))
        .routes(routes!(api::rooms::show, api::rooms::change, api::rooms::remove))
        .routes(routes!(api::rooms::hand_over))
        .routes(routes!(api::people::list))
        .routes(routes!(api::people::name, api::people::forget))
        .routes(routes!(api::guest_links::list, api::guest_links::create))
        .routes(routes!(api::guest_links::revoke))
        .routes(routes!(api::whip::begin))
        .routes(routes!(api::whip::trickle, api::whip::end))
        .routes(routes!(api::calls::list))
        .routes(routes!(api::calls::messages))
        .routes(routes!(api::calls::transcripts))
        .routes(routes!(api::calls::show))
        .routes(routes!(api::calls::keep))
        .routes(routes!(api::calls::correct))
        .routes(routes!(api::search::search))
        // For administrators.
        .routes(routes!(api::demo::invite))
        .routes(routes!(api::settings::show, api::settings::change))
        .routes(routes!(api::admin::users::list))
        .routes(routes!(api::admin::users::show, api::admin::users::change, api::admin::users::delete))
        .routes(routes!(api::admin::users::make_reset_link))
        .routes(routes!(api::admin::rooms::list))
        .routes(routes!(api::admin::rooms::delete))
        .routes(routes!(api::admin::rooms::end_call))
        .routes(routes!(api::admin::sessions::list))
        .routes(routes!(api::admin::sessions::end))
        .routes(routes!(api::admin::audit::list))
        .routes(routes!(api::admin::invites::list, api::admin::invites::make))
        .routes(routes!(api::admin::invites::delete))
        .routes(routes!(api::admin::models::list))
        .routes(routes!(api::admin::health::show));
    OpenApiRouter::with_openapi(openapi::Api::openapi()).nest("/api/v1", v1)
}

/// Turning somebody away because there is too much to do is no failure, and must not cost a line in
/// the log for each of them.
fn failed(failure: ServerErrorsFailureClass, latency: Duration, _: &Span) {
    match failure {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {
            tracing::debug!(?latency, "somebody was turned away");
        }
        failure => tracing::error!(%failure, ?latency, "a request failed"),
    }
}

async fn nothing() -> Problem {
    Problem::not_found()
}

async fn wrong_method() -> Problem {
    Problem::method_not_allowed()
}

/// The largest body: the longest of the API's requests with room to spare.
const BODY_BYTES: usize = 64 * 1024;
