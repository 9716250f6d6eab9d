//! Accounts.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use crate::account::Token;
use crate::http::note::note;
use crate::http::page::{Paging, Search, page};
use crate::http::problem::Problem;
use crate::http::read::{Asked, Body, Path};
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::http::version::{etag, expected};
use crate::store::{User, UserChange};
use crate::wire::{AdminUser, AdminUserChange, LinkToken, Page};

/// Accounts, newest first.
#[utoipa::path(
    get, path = "/admin/users", operation_id = "admin_list_users", tag = "administration",
    params(Search, Paging),
    responses((status = OK, description = "Accounts", body = Page<AdminUser>), Problem),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    _admin: Admin,
    Asked(search): Asked<Search>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<AdminUser>>, Problem> {
    let users = state.store.users(&search.q, paging.slice()?).await?;
    let ids: Vec<Uuid> = users.items.iter().map(|user| user.id).collect();
    let rooms = state.store.rooms_owned(&ids).await?;
    Ok(Json(page(users, |user| {
        let rooms = rooms.get(&user.id).copied().unwrap_or(0);
        info(user, rooms)
    })))
}

/// An account.
#[utoipa::path(
    get, path = "/admin/users/{id}", operation_id = "admin_show_user", tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = OK, description = "The account", body = AdminUser), Problem),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, Problem> {
    let user = state.store.user(id).await?.ok_or_else(Problem::not_found)?;
    described(&state, user).await
}

/// Makes somebody administrator or ends that, blocks or unblocks them.
#[utoipa::path(
    patch, path = "/admin/users/{id}", operation_id = "admin_change_user", tag = "administration",
    request_body = AdminUserChange,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag of the account")),
    responses((status = OK, description = "The account as it is now", body = AdminUser), Problem),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Body(change): Body<AdminUserChange>,
) -> Result<impl IntoResponse, Problem> {
    let user = state.store.user(id).await?.ok_or_else(Problem::not_found)?;
    if expected(&headers)? != version(&user) {
        return Err(Problem::changed_meanwhile());
    }
    let wanted = UserChange { is_admin: change.is_admin, is_blocked: change.is_blocked };
    let changed = state.store.change_user(id, wanted).await?;
    state.logins.tell();
    let now = Utc::now();
    for (is, was, made, ended) in [
        (changed.is_blocked, user.is_blocked, "user_blocked", "user_unblocked"),
        (changed.is_admin, user.is_admin, "administrator_made", "administrator_ended"),
    ] {
        if is != was {
            note(&state, &admin, if is { made } else { ended }, id.to_string(), now).await?;
        }
    }
    described(&state, changed).await
}

/// Deletes an account as its owner could.
#[utoipa::path(
    delete, path = "/admin/users/{id}", operation_id = "admin_delete_user", tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT, description = "Deleted"), Problem),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    for room in state.store.delete_user(id).await? {
        state.rooms.end_call(room).await;
    }
    state.logins.tell();
    note(&state, &admin, "account_deleted", id.to_string(), Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link by which somebody sets a new password, once. Older ones are void.
#[utoipa::path(
    post, path = "/admin/users/{id}/reset-link", operation_id = "admin_make_reset_link", tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = CREATED, description = "The link's token, shown once", body = LinkToken), Problem),
)]
pub(in crate::http) async fn make_reset_link(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<LinkToken>), Problem> {
    let (token, now) = (Token::draw(&mut rand::rng()), Utc::now());
    let expires_at = now + RESET_LINK_LIFETIME;
    state.store.create_reset_link(id, token.digest(), expires_at).await?;
    note(&state, &admin, "reset_link_made", id.to_string(), now).await?;
    Ok((StatusCode::CREATED, Json(LinkToken { token: token.reveal().to_owned(), expires_at })))
}

async fn described(state: &AppState, user: User) -> Result<impl IntoResponse + use<>, Problem> {
    let rooms = state.store.rooms_owned(&[user.id]).await?.get(&user.id).copied().unwrap_or(0);
    Ok((etag(version(&user)), Json(info(user, rooms))))
}

/// What an administrator can change names the state of an account; a failed log-in does not.
fn version(user: &User) -> u32 {
    let mut hasher = DefaultHasher::new();
    (user.is_admin, user.is_blocked, &user.username, &user.email).hash(&mut hasher);
    hasher.finish() as u32
}

fn info(user: User, rooms: u64) -> AdminUser {
    AdminUser {
        id: user.id,
        username: user.username,
        email: user.email,
        is_admin: user.is_admin,
        is_blocked: user.is_blocked,
        failed_logins: user.failed_logins,
        last_seen: user.last_seen,
        created_at: user.created_at,
        rooms,
    }
}

/// Long enough to reach somebody, short enough not to be forgotten in a mailbox.
const RESET_LINK_LIFETIME: TimeDelta = TimeDelta::days(2);
