//! Accounts.

use std::fmt;

use chrono::{DateTime, Utc};
use entity::user;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, to_micros};

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub id: Uuid,
    pub username: String,
    /// In lower case.
    pub email: String,
    pub password_hash: PasswordHash,
    pub last_seen: Option<DateTime<Utc>>,
    pub is_admin: bool,
    pub is_blocked: bool,
    /// Since the last successful log-in or unblocking.
    pub failed_logins: u32,
    pub created_at: DateTime<Utc>,
    pub token_expiration: DateTime<Utc>,
}

/// An account to make.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// 1 to 50 characters.
    pub username: String,
    /// At most 100 characters.
    pub email: String,
    pub password_hash: PasswordHash,
    pub is_admin: bool,
    pub created_at: DateTime<Utc>,
    /// Of the API token.
    pub token_digest: TokenDigest,
    pub token_expiration: DateTime<Utc>,
}

/// A bcrypt hash, at most 128 characters; keeps itself out of logs.
#[derive(Clone, PartialEq)]
pub struct PasswordHash(pub String);

impl Store {
    /// Makes an account. Fails with `NameTaken` or `EmailTaken`.
    pub async fn create_user(&self, new: NewUser) -> Result<User, StoreError> {
        insert(&self.db, new).await
    }

    /// Makes the first administrator, whatever `new` says. Fails with `NotFirst` when there is one;
    /// of several at once, one succeeds.
    pub async fn create_first_admin(&self, new: NewUser) -> Result<User, StoreError> {
        let alone = self.begin_alone_with_users().await?;
        if user::Entity::find().filter(user::COLUMN.is_admin.eq(true)).count(&alone).await? > 0 {
            return Err(StoreError::NotFirst);
        }
        let first = insert(&alone, NewUser { is_admin: true, ..new }).await?;
        alone.commit().await?;
        Ok(first)
    }

    /// How many accounts there are.
    pub async fn user_count(&self) -> Result<u64, StoreError> {
        Ok(user::Entity::find().count(&self.db).await?)
    }

    /// Whether anyone administers this server yet.
    pub async fn has_administrator(&self) -> Result<bool, StoreError> {
        let administrators = user::Entity::find().filter(user::COLUMN.is_admin.eq(true));
        Ok(administrators.count(&self.db).await? > 0)
    }

    /// An account.
    pub async fn user(&self, id: Uuid) -> Result<Option<User>, StoreError> {
        Ok(user::Entity::find_by_id(id).one(&self.db).await?.map(User::from))
    }

    /// The account of this name, in whatever case.
    pub async fn user_by_name(&self, username: &str) -> Result<Option<User>, StoreError> {
        let named = user::Entity::find().filter(user::COLUMN.username_key.eq(key(username)));
        Ok(named.one(&self.db).await?.map(User::from))
    }
}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self {
            id: row.id,
            username: row.username,
            email: row.email,
            password_hash: PasswordHash(row.password_hash),
            last_seen: row.last_seen,
            is_admin: row.is_admin,
            is_blocked: row.is_blocked,
            failed_logins: row.failed_logins.max(0).unsigned_abs(),
            created_at: row.created_at,
            token_expiration: row.token_expiration,
        }
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

pub(super) async fn insert(db: &impl ConnectionTrait, new: NewUser) -> Result<User, StoreError> {
    let row = user::ActiveModel {
        id: Set(Uuid::now_v7()),
        username_key: Set(key(&new.username)),
        username: Set(new.username),
        email: Set(new.email.to_lowercase()),
        password_hash: Set(new.password_hash.0),
        last_seen: Set(None),
        is_admin: Set(new.is_admin),
        is_blocked: Set(false),
        failed_logins: Set(0),
        created_at: Set(to_micros(new.created_at)),
        token: Set(new.token_digest.into_string()),
        token_expiration: Set(to_micros(new.token_expiration)),
        previous_token: Set(None),
        previous_token_expiration: Set(None),
    };
    Ok(row.insert(db).await.map_err(taken)?.into())
}

/// Names and addresses belong to one account.
pub(super) fn taken(error: DbErr) -> StoreError {
    StoreError::conflict(error, |words| match words {
        _ if words.contains("username") => Some(StoreError::NameTaken),
        _ if words.contains("email") => Some(StoreError::EmailTaken),
        _ => None,
    })
}

/// One key for all spellings of a name. Made here, for SQLite's `lower` knows ASCII only.
pub(super) fn key(username: &str) -> String {
    username.to_lowercase()
}
