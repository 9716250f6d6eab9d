//! Every route, every layer around them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{any, get};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::Problem;
use super::state::AppState;
use super::{api, assets, edge, headers, limit, openapi, socket};

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
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")));
    let routes = limit::around(api, state.rate_limit)
        .fallback(assets::serve)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| Problem::cross_origin().into_response()));
    let routes = headers::around(routes).layer(from_fn_with_state(state.edge.clone(), edge::arrive));
    routes.layer(TraceLayer::new_for_http()).with_state(state)
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
        // For everyone who is.
        .routes(routes!(api::users::me))
        .routes(routes!(api::rooms::list, api::rooms::create))
        .routes(routes!(api::rooms::show))
        .routes(routes!(api::calls::list))
        .routes(routes!(api::calls::show))
        .routes(routes!(api::calls::keep))
        // For administrators.
        .routes(routes!(api::demo::invite))
        .routes(routes!(api::settings::show, api::settings::change));
    OpenApiRouter::with_openapi(openapi::Api::openapi()).nest("/api/v1", v1)
}

async fn nothing() -> Problem {
    Problem::not_found()
}

async fn wrong_method() -> Problem {
    Problem::method_not_allowed()
}

/// The largest body: the longest of the API's requests with room to spare.
const BODY_BYTES: usize = 64 * 1024;
