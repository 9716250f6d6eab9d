//! What somebody changes about their own account.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::Utc;

use super::users::{info, prove};
use crate::account::{Email, Password, Username};
use crate::http::client::Client;
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::read::Body;
use crate::http::session::{CurrentUser, own};
use crate::http::state::AppState;
use crate::wire::{Deletion, PasswordChange, ProfileChange, UserInfo};

/// Gives my account another name or address.
#[utoipa::path(
    patch, path = "/me", operation_id = "change_me", tag = "accounts",
    request_body = ProfileChange,
    responses((status = OK, description = "My account as it is now", body = UserInfo), Problem),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Client(from): Client,
    Body(change): Body<ProfileChange>,
) -> Result<Json<UserInfo>, Problem> {
    let username = change.username.map(|name| Username::parse(&name)).transpose()?;
    let email = change.email.map(|email| Email::parse(&email)).transpose()?;
    prove(&state, &user, from, change.password).await?;
    let (username, email) = (username.map(Username::into_string), email.map(Email::into_string));
    let changed = state.store.change_profile(user.id, username, email).await?;
    note_own(&state, &user, "profile_changed", Utc::now()).await?;
    Ok(Json(info(changed, None)))
}

/// Changes my password; my other browsers are logged out.
#[utoipa::path(
    put, path = "/me/password", operation_id = "change_password", tag = "accounts",
    request_body = PasswordChange,
    responses((status = NO_CONTENT, description = "Changed; all other log-ins have ended"), Problem),
)]
pub(in crate::http) async fn change_password(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Client(from): Client,
    headers: HeaderMap,
    Body(change): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let new = Password::parse(change.new)?;
    prove(&state, &user, from, change.current).await?;
    let hash = state.hasher.hash(new).await?;
    state.store.change_password(user.id, hash, own(&state, &headers).as_ref()).await?;
    state.logins.tell();
    note_own(&state, &user, "password_changed", Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes my account: my rooms go with everything said in them, and my transcripts everywhere. My
/// messages in rooms of others stay, as a deleted user's.
#[utoipa::path(
    post, path = "/me/delete", operation_id = "delete_me", tag = "accounts",
    request_body = Deletion,
    responses((status = NO_CONTENT, description = "Deleted"), Problem),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Client(from): Client,
    Body(deletion): Body<Deletion>,
) -> Result<impl IntoResponse, Problem> {
    prove(&state, &user, from, deletion.password).await?;
    for room in state.store.delete_user(user.id).await? {
        state.rooms.end_call(room).await;
    }
    state.logins.tell();
    note_own(&state, &user, "account_deleted", Utc::now()).await?;
    Ok((StatusCode::NO_CONTENT, state.cookies.take_back()))
}
