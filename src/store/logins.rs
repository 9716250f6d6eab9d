//! What happens to an account at its door.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{browser_session, entry_link, user};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, EntityTrait, ExprTrait, QueryFilter, Set, Unchanged};
use uuid::Uuid;

use super::{Store, StoreError, User, to_micros};

impl Store {
    /// Notes that this person did something just now.
    pub async fn touch_user(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::LastSeen, Expr::value(to_micros(now)))
            .filter(user::COLUMN.id.eq(id))
            .filter(user::COLUMN.last_seen.is_null().or(user::COLUMN.last_seen.lt(now - LAST_SEEN_STEP)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Counts a wrong password; says how many there were since the last right one.
    pub async fn failed_login(&self, id: Uuid) -> Result<u32, StoreError> {
        let rows = user::Entity::update_many()
            .col_expr(user::Column::FailedLogins, Expr::col(user::Column::FailedLogins).add(1))
            .filter(user::COLUMN.id.eq(id))
            .exec_with_returning(&self.db)
            .await?;
        let user = rows.into_iter().next().map(User::from).ok_or(StoreError::Gone)?;
        Ok(user.failed_logins)
    }

    /// Notes a right password: earlier failures are forgotten.
    pub async fn successful_login(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = user::ActiveModel {
            id: Unchanged(id),
            failed_logins: Set(0),
            last_seen: Set(Some(to_micros(now))),
            ..Default::default()
        };
        row.update(&self.db).await?;
        Ok(())
    }

    /// Shuts an account out, ending all its log-ins at once.
    pub async fn block_user(&self, id: Uuid) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        let blocked = user::ActiveModel { id: Unchanged(id), is_blocked: Set(true), ..Default::default() };
        blocked.update(&transaction).await?;
        browser_session::Entity::delete_many()
            .filter(browser_session::COLUMN.user_id.eq(id))
            .exec(&transaction)
            .await?;
        entry_link::Entity::delete_many().filter(entry_link::COLUMN.user_id.eq(id)).exec(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Lets an account in again, with its failures forgotten.
    pub async fn unblock_user(&self, id: Uuid) -> Result<(), StoreError> {
        let unblocked = user::ActiveModel {
            id: Unchanged(id),
            is_blocked: Set(false),
            failed_logins: Set(0),
            ..Default::default()
        };
        unblocked.update(&self.db).await?;
        Ok(())
    }
}

/// How exact `last_seen` is. Every request touches the account; a write for each would be waste.
const LAST_SEEN_STEP: TimeDelta = TimeDelta::minutes(1);
