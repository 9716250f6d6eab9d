//! Invitations to register.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use crate::account::Token;
use crate::http::note::note;
use crate::http::problem::Problem;
use crate::http::read::{Body, Path};
use crate::http::session::Admin;
use crate::http::state::AppState;
use crate::store::InviteRow;
use crate::wire::{Invite, NewInvite};

/// The newest invitations.
#[utoipa::path(
    get, path = "/admin/invites", operation_id = "admin_list_invites", tag = "administration",
    responses((status = OK, description = "At most 200", body = [Invite]), Problem),
)]
pub(in crate::http) async fn list(State(state): State<AppState>, _admin: Admin) -> Result<Json<Vec<Invite>>, Problem> {
    let invites = state.store.invites().await?;
    Ok(Json(invites.into_iter().map(|row| info(row, None)).collect()))
}

/// Makes an invitation: whoever holds its link may register, once.
#[utoipa::path(
    post, path = "/admin/invites", operation_id = "admin_make_invite", tag = "administration",
    request_body = NewInvite,
    responses((status = CREATED, description = "With its token, shown once", body = Invite), Problem),
)]
pub(in crate::http) async fn make(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Body(new): Body<NewInvite>,
) -> Result<(StatusCode, Json<Invite>), Problem> {
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(Problem::setting_unusable("An invitation is good for 1 to 90 days."));
    }
    let (token, now) = (Token::draw(&mut rand::rng()), Utc::now());
    let expires = now + TimeDelta::days(new.days.into());
    let row = state.store.create_invite(token.digest(), now, expires).await?;
    note(&state, &admin, "invite_made", row.id.to_string(), now).await?;
    Ok((StatusCode::CREATED, Json(info(row, Some(token)))))
}

/// Takes an invitation back.
#[utoipa::path(
    delete, path = "/admin/invites/{id}", operation_id = "admin_delete_invite", tag = "administration",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT, description = "Gone"), Problem),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Admin(admin): Admin,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if !state.store.delete_invite(id).await? {
        return Err(Problem::not_found());
    }
    note(&state, &admin, "invite_deleted", id.to_string(), Utc::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn info(row: InviteRow, token: Option<Token>) -> Invite {
    Invite {
        id: row.id,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        used_by: row.used_by,
        token: token.map(|token| token.reveal().to_owned()),
    }
}

const MOST_DAYS: u32 = 90;
