//! Who is logged in where.

use chrono::{DateTime, Utc};
use entity::{browser_session, user};
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, User, to_micros};

impl Store {
    /// Logs a browser in. `agent` is what it calls itself; only its start is kept. Sweeps out
    /// everyone's expired log-ins on the way.
    pub async fn create_session(
        &self,
        user: Uuid,
        digest: TokenDigest,
        agent: &str,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let session = browser_session::ActiveModel {
            id: Set(Uuid::now_v7()),
            user_id: Set(user),
            digest: Set(digest.into_string()),
            agent: Set(agent.chars().take(AGENT_CHARS).collect()),
            created_at: Set(to_micros(now)),
            expires_at: Set(to_micros(expires)),
        };
        let transaction = self.begin().await?;
        browser_session::Entity::delete_many()
            .filter(browser_session::COLUMN.expires_at.lte(now))
            .exec(&transaction)
            .await?;
        session.insert(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Whose log-in this is, unless it expired or they are blocked.
    pub async fn session_user(&self, digest: &TokenDigest, now: DateTime<Utc>) -> Result<Option<User>, StoreError> {
        let session = browser_session::Entity::find()
            .filter(browser_session::COLUMN.digest.eq(digest.as_str()))
            .filter(browser_session::COLUMN.expires_at.gt(now))
            .filter(user::COLUMN.is_blocked.eq(false))
            .find_also_related(user::Entity);
        let user = session.one(&self.db).await?.and_then(|(_, user)| user);
        Ok(user.map(User::from))
    }

    /// Logs a browser out.
    pub async fn end_session(&self, digest: &TokenDigest) -> Result<(), StoreError> {
        browser_session::Entity::delete_many()
            .filter(browser_session::COLUMN.digest.eq(digest.as_str()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// As many as the column holds.
const AGENT_CHARS: usize = 255;
