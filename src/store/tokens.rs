//! API tokens: one an account, with the one that it replaced by itself.

use chrono::{DateTime, Utc};
use entity::user;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set, Unchanged};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, User, to_micros};

impl Store {
    /// Whose API token this is, unless it expired or they are blocked.
    pub async fn user_by_token(&self, digest: &TokenDigest, now: DateTime<Utc>) -> Result<Option<User>, StoreError> {
        let present = user::COLUMN.token.eq(digest.as_str()).and(user::COLUMN.token_expiration.gt(now));
        let previous =
            user::COLUMN.previous_token.eq(digest.as_str()).and(user::COLUMN.previous_token_expiration.gt(now));
        let bearer = user::Entity::find().filter(present.or(previous)).filter(user::COLUMN.is_blocked.eq(false));
        let found = bearer.one(&self.db).await?;
        // The database compares however it likes; the answer depends on this comparison alone.
        let same =
            |row: &user::Model| digest.is(&row.token) | row.previous_token.as_ref().is_some_and(|it| digest.is(it));
        Ok(found.filter(same).map(User::from))
    }

    /// Replaces a token by a fresh one; the old one stays good to its end. `false` when `old` is not
    /// the present token (any more).
    pub async fn renew_token(
        &self,
        old: &TokenDigest,
        fresh: TokenDigest,
        expires: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let renewed = user::Entity::update_many()
            .col_expr(user::Column::PreviousToken, Expr::col(user::Column::Token))
            .col_expr(user::Column::PreviousTokenExpiration, Expr::col(user::Column::TokenExpiration))
            .col_expr(user::Column::Token, Expr::value(fresh.into_string()))
            .col_expr(user::Column::TokenExpiration, Expr::value(to_micros(expires)))
            .filter(user::COLUMN.token.eq(old.as_str()))
            .exec(&self.db)
            .await?;
        Ok(renewed.rows_affected == 1)
    }

    /// Gives an account a new token: all older ones are void at once.
    pub async fn mint_token(&self, id: Uuid, digest: TokenDigest, expires: DateTime<Utc>) -> Result<(), StoreError> {
        let minted = user::ActiveModel {
            id: Unchanged(id),
            token: Set(digest.into_string()),
            token_expiration: Set(to_micros(expires)),
            previous_token: Set(None),
            previous_token_expiration: Set(None),
            ..Default::default()
        };
        minted.update(&self.db).await?;
        Ok(())
    }
}

/// Whoever holds a token of this account holds nothing any more.
pub(super) async fn end_tokens(db: &DatabaseTransaction, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    let ended = user::ActiveModel {
        id: Unchanged(id),
        token_expiration: Set(to_micros(now)),
        previous_token: Set(None),
        previous_token_expiration: Set(None),
        ..Default::default()
    };
    ended.update(db).await?;
    Ok(())
}
