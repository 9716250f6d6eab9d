//! What somebody changes about their own account.

use entity::{browser_session, reset_link, user};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set, Unchanged};
use uuid::Uuid;

use super::logins::note_ended_logins;
use super::users::{key, taken};
use super::{PasswordHash, Store, StoreError, TokenDigest, User};

impl Store {
    /// Gives an account another name or address. Fails with `NameTaken` or `EmailTaken`.
    pub async fn change_profile(
        &self,
        id: Uuid,
        username: Option<String>,
        email: Option<String>,
    ) -> Result<User, StoreError> {
        let mut changed = user::ActiveModel { id: Unchanged(id), ..Default::default() };
        if let Some(username) = username {
            changed.username_key = Set(key(&username));
            changed.username = Set(username);
        }
        if let Some(email) = email {
            changed.email = Set(email.to_lowercase());
        }
        if !changed.is_changed() {
            return self.user(id).await?.ok_or(StoreError::Gone);
        }
        Ok(changed.update(&self.db).await.map_err(taken)?.into())
    }

    /// Sets a new password. Every log-in ends, except the one that is kept; links that would set yet
    /// another are void.
    pub async fn change_password(
        &self,
        id: Uuid,
        hash: PasswordHash,
        kept: Option<&TokenDigest>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        set_password(&transaction, id, hash, kept).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps a stronger hash of the same password.
    pub async fn rehash_password(&self, id: Uuid, hash: PasswordHash) -> Result<(), StoreError> {
        let changed = user::ActiveModel { id: Unchanged(id), password_hash: Set(hash.0), ..Default::default() };
        changed.update(&self.db).await?;
        Ok(())
    }
}

pub(super) async fn set_password(
    db: &DatabaseTransaction,
    id: Uuid,
    hash: PasswordHash,
    kept: Option<&TokenDigest>,
) -> Result<(), StoreError> {
    let changed = user::ActiveModel { id: Unchanged(id), password_hash: Set(hash.0), ..Default::default() };
    changed.update(db).await?;
    let mut ended = browser_session::Entity::delete_many().filter(browser_session::COLUMN.user_id.eq(id));
    if let Some(kept) = kept {
        ended = ended.filter(browser_session::COLUMN.digest.ne(kept.as_str()));
    }
    ended.exec(db).await?;
    reset_link::Entity::delete_many().filter(reset_link::COLUMN.user_id.eq(id)).exec(db).await?;
    note_ended_logins(db).await
}
