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
    let loaded = state.rooms.recogniser().map(|pool| pool.model());
    let info = loaded.map(|model| ModelInfo {
        name: model.name().to_owned(),
        language: model.language().to_owned(),
        weight_hash: model.hash().to_owned(),
        report: model.report().map(str::to_owned),
    });
    Json(info.into_iter().collect())
}
