//! What reads signing here.

use axum::Json;
use axum::extract::State;

use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::wire::ModelInfo;

/// The loaded models, each with its report.
#[utoipa::path(
    get, path = "/admin/models", operation_id = "admin_list_models", tag = "administration",
    responses((status = OK, description = "Models", body = [ModelInfo]), crate::http::problem::Problem),
)]
pub(in crate::http) async fn list(State(state): State<AppState>, _admin: Admin) -> Json<Vec<ModelInfo>> {
    let loaded = state.rooms.recogniser().map(|pool| pool.model().cards());
    let info = loaded.into_iter().flatten().map(|card| ModelInfo {
        name: card.name.to_owned(),
        language: card.language.to_owned(),
        weight_hash: card.hash.to_owned(),
        report: card.report.map(str::to_owned),
    });
    Json(info.collect())
}
