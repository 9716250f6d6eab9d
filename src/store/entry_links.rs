//! Links that log in once.

use chrono::{DateTime, Utc};
use entity::entry_link;
use sea_orm::{ActiveModelTrait, EntityTrait, ExprTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, User, to_micros};

impl Store {
    /// Makes a link that logs `user` in, once, before it expires.
    pub async fn create_entry_link(
        &self,
        user: Uuid,
        digest: TokenDigest,
        expires: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let link = entry_link::ActiveModel {
            id: Set(Uuid::now_v7()),
            user_id: Set(user),
            digest: Set(digest.into_string()),
            expires_at: Set(to_micros(expires)),
        };
        link.insert(&self.db).await?;
        Ok(())
    }

    /// Uses a link up: whom it logs in, unless it expired, was used before, or they are blocked.
    pub async fn take_entry_link(&self, digest: &TokenDigest, now: DateTime<Utc>) -> Result<Option<User>, StoreError> {
        // One statement, so that of two who come at once only one finds the row. It sweeps out what expired, too.
        let taken = entry_link::Entity::delete_many()
            .filter(entry_link::COLUMN.digest.eq(digest.as_str()).or(entry_link::COLUMN.expires_at.lte(now)))
            .exec_with_returning(&self.db)
            .await?;
        let Some(link) = taken.into_iter().find(|link| link.digest == digest.as_str() && link.expires_at > now) else {
            return Ok(None);
        };
        Ok(self.user(link.user_id).await?.filter(|user| !user.is_blocked))
    }
}
