//! What an administrator can switch.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use chrono::Utc;

use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::store::NewAudit;
use crate::wire::Settings;

/// The settings as they are.
#[utoipa::path(
    get, path = "/settings", operation_id = "show_settings", tag = "settings",
    responses((status = OK, description = "The settings", body = Settings), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    _admin: Admin,
    headers: HeaderMap,
) -> Result<Json<Settings>, Problem> {
    Ok(Json(Settings { registration_open: registration_is_open(&state, &headers).await? }))
}

/// Changes the settings.
#[utoipa::path(
    put, path = "/settings", operation_id = "change_settings", tag = "settings",
    request_body = Settings,
    responses((status = OK, description = "The settings as they are now", body = Settings), Problem),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Body(settings): Body<Settings>,
) -> Result<Json<Settings>, Problem> {
    let value = settings.registration_open.to_string();
    state.store.set_setting(REGISTRATION_OPEN, &value).await?;
    let change = NewAudit {
        actor: Some(admin.id),
        action: "setting_changed".to_owned(),
        subject: REGISTRATION_OPEN.to_owned(),
        detail: Some(value),
        at: Utc::now(),
    };
    state.store.audit(change).await?;
    Ok(Json(settings))
}

/// Whether whoever sent this request may make an account.
pub(super) async fn registration_is_open(state: &AppState, headers: &HeaderMap) -> Result<bool, Problem> {
    let decided = state.store.setting(REGISTRATION_OPEN).await?.map(|value| value == "true");
    let forwarded = FORWARDING.iter().any(|name| headers.contains_key(*name));
    Ok(may_register(decided, state.on_loopback, forwarded))
}

/// An administrator's word counts; without one, only people at this very machine may register. A
/// request that a proxy passed on comes from elsewhere, even when it arrives on loopback.
fn may_register(decided: Option<bool>, on_loopback: bool, forwarded: bool) -> bool {
    decided.unwrap_or(on_loopback && !forwarded)
}

const REGISTRATION_OPEN: &str = "registration_open";
/// Headers by which a proxy says that it passes on.
const FORWARDING: [&str; 3] = ["forwarded", "via", "x-forwarded-for"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_at_this_machine_may_register() {
        assert!(may_register(None, true, false));
    }

    #[test]
    fn people_from_elsewhere_may_not() {
        assert!(!may_register(None, false, false));
        assert!(!may_register(None, true, true));
    }

    #[test]
    fn an_administrator_decides_for_everyone() {
        assert!(may_register(Some(true), false, true));
        assert!(!may_register(Some(false), true, false));
    }
}
