//! Who is logged in where.

use chrono::{DateTime, Utc};
use entity::{browser_session, user};
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::logins::note_ended_logins;
use super::{Cursor, Page, Slice, Store, StoreError, TokenDigest, User, to_micros};

/// A browser that is logged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub id: Uuid,
    pub user: Uuid,
    pub username: String,
    /// What the browser calls itself.
    pub agent: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    digest: String,
}

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

    /// Where somebody is logged in, newest first; at most 200.
    pub async fn sessions_of(&self, user: Uuid, now: DateTime<Utc>) -> Result<Vec<Session>, StoreError> {
        let rows = browser_session::Entity::find()
            .find_also_related(user::Entity)
            .filter(browser_session::COLUMN.user_id.eq(user))
            .filter(browser_session::COLUMN.expires_at.gt(now))
            .order_by_desc(browser_session::Column::Id)
            .limit(LISTED)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().filter_map(Session::from_rows).collect())
    }

    /// Where everybody is logged in, newest first.
    pub async fn sessions(&self, now: DateTime<Utc>, slice: Slice) -> Result<Page<Session>, StoreError> {
        let open = browser_session::Entity::find().filter(browser_session::COLUMN.expires_at.gt(now));
        let rows = slice
            .of(open, browser_session::Column::CreatedAt, browser_session::Column::Id)
            .find_also_related(user::Entity)
            .all(&self.db)
            .await?;
        let sessions = rows.into_iter().filter_map(Session::from_rows).collect();
        Ok(slice.page(sessions, |session: &Session| Cursor { at: session.created_at, id: session.id }))
    }

    /// Logs a browser out.
    pub async fn end_session(&self, digest: &TokenDigest) -> Result<(), StoreError> {
        let mine = browser_session::Entity::delete_many().filter(browser_session::COLUMN.digest.eq(digest.as_str()));
        mine.exec(&self.db).await?;
        note_ended_logins(&self.db).await
    }

    /// Ends one log-in, if it is `owner`'s or `owner` is nobody in particular. Says whether it was there.
    pub async fn end_session_by_id(&self, id: Uuid, owner: Option<Uuid>) -> Result<bool, StoreError> {
        let mut ended = browser_session::Entity::delete_many().filter(browser_session::COLUMN.id.eq(id));
        if let Some(owner) = owner {
            ended = ended.filter(browser_session::COLUMN.user_id.eq(owner));
        }
        let found = ended.exec(&self.db).await?.rows_affected == 1;
        note_ended_logins(&self.db).await?;
        Ok(found)
    }

    /// Ends all of somebody's log-ins except the one that is kept.
    pub async fn end_other_sessions(&self, user: Uuid, kept: Option<&TokenDigest>) -> Result<(), StoreError> {
        let mut ended = browser_session::Entity::delete_many().filter(browser_session::COLUMN.user_id.eq(user));
        if let Some(kept) = kept {
            ended = ended.filter(browser_session::COLUMN.digest.ne(kept.as_str()));
        }
        ended.exec(&self.db).await?;
        note_ended_logins(&self.db).await
    }
}

impl Session {
    /// Whether this is the log-in with that token.
    pub fn is(&self, digest: &TokenDigest) -> bool {
        digest.is(&self.digest)
    }

    fn from_rows((session, user): (browser_session::Model, Option<user::Model>)) -> Option<Self> {
        Some(Self {
            id: session.id,
            user: session.user_id,
            username: user?.username,
            agent: session.agent,
            created_at: session.created_at,
            expires_at: session.expires_at,
            digest: session.digest,
        })
    }
}

/// As many as the column holds.
const AGENT_CHARS: usize = 255;
const LISTED: u64 = 200;
