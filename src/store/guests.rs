//! People without an account: links by which they come, sessions by which they are known.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{guest_link, guest_session, room};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ActiveModelTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::{Store, StoreError, TokenDigest, to_micros};

/// A link to make.
#[derive(Clone, Debug)]
pub struct NewGuestLink {
    pub room: Uuid,
    pub digest: TokenDigest,
    pub created_at: DateTime<Utc>,
    pub not_before: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    /// How often it can be used; absent means as often as one likes.
    pub uses: Option<u32>,
}

/// A link by which guests come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GuestLink {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub not_before: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    pub uses_left: Option<u32>,
    pub used: u32,
}

/// Somebody who came by a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Guest {
    /// Of their session.
    pub id: Uuid,
    /// The only room that they may enter.
    pub room: Uuid,
    /// Its code.
    pub room_code: String,
    pub name: String,
    pub is_banned: bool,
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Makes a link for guests. Sweeps out the room's links that expired long ago.
    pub async fn create_guest_link(&self, new: NewGuestLink) -> Result<GuestLink, StoreError> {
        let row = guest_link::ActiveModel {
            id: Set(Uuid::now_v7()),
            room_id: Set(new.room),
            digest: Set(new.digest.into_string()),
            created_at: Set(to_micros(new.created_at)),
            not_before: Set(new.not_before.map(to_micros)),
            expires_at: Set(to_micros(new.expires_at)),
            uses_left: Set(new.uses.map(|uses| uses.try_into().unwrap_or(i32::MAX))),
            used: Set(0),
        };
        let transaction = self.begin().await?;
        guest_link::Entity::delete_many()
            .filter(guest_link::COLUMN.room_id.eq(new.room))
            .filter(guest_link::COLUMN.expires_at.lt(new.created_at - KEPT_AFTER_EXPIRY))
            .exec(&transaction)
            .await?;
        let row = row.insert(&transaction).await?;
        transaction.commit().await?;
        Ok(row.into())
    }

    /// The newest 100 links of a room, newest first.
    pub async fn guest_links(&self, room: Uuid) -> Result<Vec<GuestLink>, StoreError> {
        let links = guest_link::Entity::find()
            .filter(guest_link::COLUMN.room_id.eq(room))
            .order_by_desc(guest_link::Column::CreatedAt)
            .order_by_desc(guest_link::Column::Id)
            .limit(LINKS_LISTED)
            .all(&self.db)
            .await?;
        Ok(links.into_iter().map(GuestLink::from).collect())
    }

    /// Removes a link with the sessions that were made from it, and gives these; nothing when the
    /// room has no such link.
    pub async fn revoke_guest_link(&self, room: Uuid, link: Uuid) -> Result<Option<Vec<Uuid>>, StoreError> {
        let transaction = self.begin().await?;
        let sessions =
            guest_session::Entity::find().filter(guest_session::COLUMN.link_id.eq(link)).all(&transaction).await?;
        let removed = guest_link::Entity::delete_many()
            .filter(guest_link::COLUMN.id.eq(link))
            .filter(guest_link::COLUMN.room_id.eq(room))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok((removed.rows_affected > 0).then(|| sessions.into_iter().map(|session| session.id).collect()))
    }

    /// Uses a link once: a session for a guest of this name, unless the link is unknown, used up or
    /// not good at this time.
    pub async fn admit_guest(
        &self,
        link: &TokenDigest,
        name: &str,
        session: TokenDigest,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<Option<Guest>, StoreError> {
        let transaction = self.begin().await?;
        // One statement, so that of two who come for the last use only one finds it.
        let used = guest_link::Entity::update_many()
            .col_expr(guest_link::Column::Used, Expr::col(guest_link::Column::Used).add(1))
            .col_expr(guest_link::Column::UsesLeft, Expr::col(guest_link::Column::UsesLeft).sub(1))
            .filter(guest_link::COLUMN.digest.eq(link.as_str()))
            .filter(guest_link::COLUMN.expires_at.gt(now))
            .filter(
                Condition::any()
                    .add(guest_link::COLUMN.not_before.is_null())
                    .add(guest_link::COLUMN.not_before.lte(now)),
            )
            .filter(
                Condition::any().add(guest_link::COLUMN.uses_left.is_null()).add(guest_link::COLUMN.uses_left.gt(0)),
            )
            .exec_with_returning(&transaction)
            .await?;
        let Some(link) = used.into_iter().next() else { return Ok(None) };
        let row = guest_session::ActiveModel {
            id: Set(Uuid::now_v7()),
            link_id: Set(link.id),
            digest: Set(session.into_string()),
            name: Set(name.to_owned()),
            is_banned: Set(false),
            created_at: Set(to_micros(now)),
            expires_at: Set(to_micros(expires)),
        };
        guest_session::Entity::delete_many()
            .filter(guest_session::COLUMN.link_id.eq(link.id))
            .filter(guest_session::COLUMN.expires_at.lte(now))
            .exec(&transaction)
            .await?;
        let row = row.insert(&transaction).await?;
        let room = room::Entity::find_by_id(link.room_id).one(&transaction).await?.ok_or(StoreError::Gone)?;
        transaction.commit().await?;
        Ok(Some(Guest::new(row, room)))
    }

    /// Whose session this is, unless it expired or its link was revoked.
    pub async fn guest(&self, session: &TokenDigest, now: DateTime<Utc>) -> Result<Option<Guest>, StoreError> {
        let found = guest_session::Entity::find()
            .filter(guest_session::COLUMN.digest.eq(session.as_str()))
            .filter(guest_session::COLUMN.expires_at.gt(now))
            .find_also_related(guest_link::Entity)
            .one(&self.db)
            .await?;
        let Some((row, Some(link))) = found else { return Ok(None) };
        let room = room::Entity::find_by_id(link.room_id).one(&self.db).await?;
        Ok(room.map(|room| Guest::new(row, room)))
    }

    /// Sends a guest away for good.
    pub async fn ban_guest(&self, session: Uuid) -> Result<(), StoreError> {
        guest_session::Entity::update_many()
            .col_expr(guest_session::Column::IsBanned, Expr::value(true))
            .filter(guest_session::COLUMN.id.eq(session))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Guest {
    fn new(row: guest_session::Model, room: room::Model) -> Self {
        Self {
            id: row.id,
            room: room.id,
            room_code: room.code,
            name: row.name,
            is_banned: row.is_banned,
            expires_at: row.expires_at,
        }
    }
}

impl From<guest_link::Model> for GuestLink {
    fn from(row: guest_link::Model) -> Self {
        Self {
            id: row.id,
            created_at: row.created_at,
            not_before: row.not_before,
            expires_at: row.expires_at,
            uses_left: row.uses_left.map(|uses| u32::try_from(uses).unwrap_or(0)),
            used: row.used.try_into().unwrap_or(0),
        }
    }
}

/// The most links that are listed at once.
const LINKS_LISTED: u64 = 100;
/// Sessions may outlive their link a little, and an owner may look for one that just expired.
const KEPT_AFTER_EXPIRY: TimeDelta = TimeDelta::days(2);
