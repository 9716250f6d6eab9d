//! Links that set a new password once.

use chrono::{DateTime, Utc};
use entity::reset_link;
use sea_orm::{ActiveModelTrait, EntityTrait, ExprTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, User, to_micros};

impl Store {
    /// Makes a link that lets `user` set a new password, once, before it expires. Older ones are void.
    pub async fn create_reset_link(
        &self,
        user: Uuid,
        digest: TokenDigest,
        expires: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let link = reset_link::ActiveModel {
            id: Set(Uuid::now_v7()),
            user_id: Set(user),
            digest: Set(digest.into_string()),
            expires_at: Set(to_micros(expires)),
        };
        let transaction = self.begin().await?;
        reset_link::Entity::delete_many().filter(reset_link::COLUMN.user_id.eq(user)).exec(&transaction).await?;
        link.insert(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Uses a link up: whose password it sets, unless it expired, was used before, or they are blocked.
    pub async fn take_reset_link(&self, digest: &TokenDigest, now: DateTime<Utc>) -> Result<Option<User>, StoreError> {
        // One statement, so that of two who come at once only one finds the row. It sweeps out what expired, too.
        let taken = reset_link::Entity::delete_many()
            .filter(reset_link::COLUMN.digest.eq(digest.as_str()).or(reset_link::COLUMN.expires_at.lte(now)))
            .exec_with_returning(&self.db)
            .await?;
        let Some(link) = taken.into_iter().find(|link| link.digest == digest.as_str() && link.expires_at > now) else {
            return Ok(None);
        };
        Ok(self.user(link.user_id).await?.filter(|user| !user.is_blocked))
    }
}
