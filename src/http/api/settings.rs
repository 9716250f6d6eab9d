//! What an administrator can switch.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use chrono::Utc;

use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::http::version::{etag, expected};
use crate::store::NewAudit;
use crate::wire::{RegistrationMode, Settings};

/// The settings as they are.
#[utoipa::path(
    get, path = "/settings", operation_id = "show_settings", tag = "administration",
    responses((status = OK, description = "The settings", body = Settings), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    _admin: Admin,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let settings = settings(&state, &headers).await?;
    Ok((etag(version(&settings)), Json(settings)))
}

/// Changes the settings.
#[utoipa::path(
    put, path = "/settings", operation_id = "change_settings", tag = "administration",
    request_body = Settings,
    params(("if-match" = String, Header, description = "The ETag of the settings that are changed")),
    responses((status = OK, description = "The settings as they are now", body = Settings), Problem),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    Admin(admin): Admin,
    headers: HeaderMap,
    Body(wanted): Body<Settings>,
) -> Result<impl IntoResponse, Problem> {
    let present = settings(&state, &headers).await?;
    if expected(&headers)? != version(&present) {
        return Err(Problem::changed_meanwhile());
    }
    if !LIMITS.contains(&wanted.failed_login_limit) {
        return Err(Problem::setting_unusable("After 3 to 100 wrong passwords an account is blocked."));
    }
    let mode = mode_name(wanted.registration);
    for (key, value) in [(REGISTRATION, mode.to_owned()), (FAILED_LOGIN_LIMIT, wanted.failed_login_limit.to_string())] {
        state.store.set_setting(key, &value).await?;
        let change = NewAudit {
            actor: Some(admin.id),
            action: "setting_changed".to_owned(),
            subject: key.to_owned(),
            detail: Some(value),
            at: Utc::now(),
        };
        state.store.audit(change).await?;
    }
    Ok((etag(version(&wanted)), Json(wanted)))
}

/// Who may make an account, as far as the sender of this request is concerned.
pub(super) async fn registration(state: &AppState, headers: &HeaderMap) -> Result<RegistrationMode, Problem> {
    let decided = state.store.setting(REGISTRATION).await?;
    let decided = decided.and_then(|name| MODES.into_iter().find(|mode| mode_name(*mode) == name));
    let forwarded = FORWARDING.iter().any(|name| headers.contains_key(*name));
    Ok(may_register(decided, state.on_loopback, forwarded))
}

/// So many wrong passwords in a row block an account.
pub(super) async fn failed_login_limit(state: &AppState) -> Result<u32, Problem> {
    let decided = state.store.setting(FAILED_LOGIN_LIMIT).await?;
    let decided = decided.and_then(|limit| limit.parse().ok());
    Ok(decided.filter(|limit| LIMITS.contains(limit)).unwrap_or(USUAL_LIMIT))
}

async fn settings(state: &AppState, headers: &HeaderMap) -> Result<Settings, Problem> {
    let failed_login_limit = failed_login_limit(state).await?;
    Ok(Settings { registration: registration(state, headers).await?, failed_login_limit })
}

/// Settings are few: their values name their state.
fn version(settings: &Settings) -> u32 {
    let mode = MODES.iter().position(|mode| *mode == settings.registration).unwrap_or_default();
    settings.failed_login_limit * MODES.len() as u32 + mode as u32
}

/// An administrator's word counts; without one, only people at this very machine may register. A
/// request that a proxy passed on comes from elsewhere, even when it arrives on loopback.
fn may_register(decided: Option<RegistrationMode>, on_loopback: bool, forwarded: bool) -> RegistrationMode {
    let usual = if on_loopback && !forwarded { RegistrationMode::Open } else { RegistrationMode::Closed };
    decided.unwrap_or(usual)
}

fn mode_name(mode: RegistrationMode) -> &'static str {
    match mode {
        RegistrationMode::Closed => "closed",
        RegistrationMode::Invite => "invite",
        RegistrationMode::Open => "open",
    }
}

const REGISTRATION: &str = "registration";
const FAILED_LOGIN_LIMIT: &str = "failed_login_limit";
const MODES: [RegistrationMode; 3] = [RegistrationMode::Closed, RegistrationMode::Invite, RegistrationMode::Open];
const LIMITS: std::ops::RangeInclusive<u32> = 3..=100;
const USUAL_LIMIT: u32 = 10;
/// Headers by which a proxy says that it passes on.
const FORWARDING: [&str; 3] = ["forwarded", "via", "x-forwarded-for"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_at_this_machine_may_register() {
        assert_eq!(may_register(None, true, false), RegistrationMode::Open);
    }

    #[test]
    fn people_from_elsewhere_may_not() {
        assert_eq!(may_register(None, false, false), RegistrationMode::Closed);
        assert_eq!(may_register(None, true, true), RegistrationMode::Closed);
    }

    #[test]
    fn an_administrator_decides_for_everyone() {
        for decided in MODES {
            assert_eq!(may_register(Some(decided), false, true), decided);
            assert_eq!(may_register(Some(decided), true, false), decided);
        }
    }

    #[test]
    fn different_settings_are_different_states() {
        let of = |registration, failed_login_limit| version(&Settings { registration, failed_login_limit });
        assert_ne!(of(RegistrationMode::Open, 10), of(RegistrationMode::Invite, 10));
        assert_ne!(of(RegistrationMode::Open, 10), of(RegistrationMode::Open, 11));
    }
}
