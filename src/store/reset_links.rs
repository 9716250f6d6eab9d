//! Links that set a new password once.

use chrono::{DateTime, Utc};
use entity::{reset_link, user};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use uuid::Uuid;

use super::profile::set_password;
use super::tokens::end_tokens;
use super::users::key;
use super::{PasswordHash, Store, StoreError, TokenDigest, User, to_micros};

impl Store {
    /// Makes a link that lets `user` set a new password, once, before it expires. Older ones are void.
    pub async fn create_reset_link(
        &self,
        user: Uuid,
        digest: TokenDigest,
        expires: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        reset_link::Entity::delete_many().filter(reset_link::COLUMN.user_id.eq(user)).exec(&transaction).await?;
        row(user, digest, expires).insert(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Makes one more link for whoever has this name or address, and gives whose it is. None for
    /// nobody, for who is blocked, and for who has `most` good links already.
    pub async fn offer_reset_link(
        &self,
        account: &str,
        digest: TokenDigest,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
        most: u64,
    ) -> Result<Option<User>, StoreError> {
        let Some(named) = self.named_or_written_to(account).await? else { return Ok(None) };
        let transaction = self.begin().await?;
        // Of two who ask at once each sees the other's link, and no block slips in between.
        let Some(owner) = owner(&transaction, named.id).await?.filter(|owner| !owner.is_blocked) else {
            return Ok(None);
        };
        let theirs = reset_link::Entity::find().filter(reset_link::COLUMN.user_id.eq(owner.id));
        let good = theirs.filter(reset_link::COLUMN.expires_at.gt(now)).count(&transaction).await?;
        if good >= most {
            return Ok(None);
        }
        row(owner.id, digest, expires).insert(&transaction).await?;
        transaction.commit().await?;
        Ok(Some(owner))
    }

    /// Takes a link back that reached nobody.
    pub async fn void_reset_link(&self, digest: &TokenDigest) -> Result<(), StoreError> {
        reset_link::Entity::delete_many().filter(reset_link::COLUMN.digest.eq(digest.as_str())).exec(&self.db).await?;
        Ok(())
    }

    /// Whether a link is good just now.
    pub async fn is_reset_link_good(&self, digest: &TokenDigest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        Ok(good_link(&self.db, digest, now).await?.is_some())
    }

    /// Uses a link up for a new password: gives whose it is, unless it expired, was used before, or they
    /// are blocked. Every log-in ends, API tokens too, and their other links are void. All of it happens,
    /// or nothing: a failure leaves the link as good as it was.
    pub async fn reset_password(
        &self,
        digest: &TokenDigest,
        hash: PasswordHash,
        now: DateTime<Utc>,
    ) -> Result<Option<User>, StoreError> {
        reset_link::Entity::delete_many().filter(reset_link::COLUMN.expires_at.lte(now)).exec(&self.db).await?;
        let transaction = self.begin().await?;
        let Some(link) = good_link(&transaction, digest, now).await? else { return Ok(None) };
        // The account before its links, as everybody takes them: nobody waits in a circle.
        let Some(owner) = owner(&transaction, link.user_id).await?.filter(|owner| !owner.is_blocked) else {
            return Ok(None);
        };
        // Of two who come at once only one finds the row.
        if reset_link::Entity::delete_by_id(link.id).exec(&transaction).await?.rows_affected == 0 {
            return Ok(None);
        }
        set_password(&transaction, owner.id, hash, None).await?;
        end_tokens(&transaction, owner.id, now).await?;
        transaction.commit().await?;
        Ok(Some(owner))
    }

    /// An address goes before a name that looks like one: nobody gets between others and their mail by
    /// taking their address for a name.
    async fn named_or_written_to(&self, account: &str) -> Result<Option<user::Model>, StoreError> {
        let written_to = user::COLUMN.email.eq(account.to_lowercase());
        for filter in [written_to, user::COLUMN.username_key.eq(key(account))] {
            if let Some(found) = user::Entity::find().filter(filter).one(&self.db).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

async fn good_link(
    db: &impl ConnectionTrait,
    digest: &TokenDigest,
    now: DateTime<Utc>,
) -> Result<Option<reset_link::Model>, StoreError> {
    let link = reset_link::Entity::find().filter(reset_link::COLUMN.digest.eq(digest.as_str()));
    Ok(link.filter(reset_link::COLUMN.expires_at.gt(now)).one(db).await?)
}

/// An account that stays as it is until the transaction ends.
async fn owner(db: &DatabaseTransaction, id: Uuid) -> Result<Option<User>, StoreError> {
    Ok(user::Entity::find_by_id(id).lock_exclusive().one(db).await?.map(User::from))
}

fn row(user: Uuid, digest: TokenDigest, expires: DateTime<Utc>) -> reset_link::ActiveModel {
    reset_link::ActiveModel {
        id: Set(Uuid::now_v7()),
        user_id: Set(user),
        digest: Set(digest.into_string()),
        expires_at: Set(to_micros(expires)),
    }
}
