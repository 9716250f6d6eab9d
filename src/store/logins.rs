//! What happens to an account at its door.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{browser_session, entry_link, reset_link, user};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, Set,
    Unchanged,
};
use uuid::Uuid;

use super::settings::put;
use super::{Store, StoreError, User, to_micros};

/// What a wrong password led to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Failure {
    /// Since the last right one.
    pub count: u32,
    /// This one was the last that was allowed.
    pub blocked: bool,
}

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

    /// Counts a wrong password. The one that reaches `limit` blocks the account, except the last
    /// administrator's.
    pub async fn failed_login(&self, id: Uuid, limit: u32) -> Result<Failure, StoreError> {
        let transaction = self.begin_alone_with_users().await?;
        let rows = user::Entity::update_many()
            .col_expr(user::Column::FailedLogins, Expr::col(user::Column::FailedLogins).add(1))
            .filter(user::COLUMN.id.eq(id))
            .exec_with_returning(&transaction)
            .await?;
        let user = rows.into_iter().next().map(User::from).ok_or(StoreError::Gone)?;
        let mut blocked = user.failed_logins >= limit && !user.is_blocked;
        if blocked {
            blocked = !is_last_administrator(&transaction, &user).await?;
        }
        if blocked {
            block(&transaction, id).await?;
        }
        transaction.commit().await?;
        Ok(Failure { count: user.failed_logins, blocked })
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

    /// Shuts an account out, ending all its log-ins at once. Fails with `LastAdministrator`.
    pub async fn block_user(&self, id: Uuid) -> Result<(), StoreError> {
        let transaction = self.begin_alone_with_users().await?;
        let user = user::Entity::find_by_id(id).one(&transaction).await?.map(User::from).ok_or(StoreError::Gone)?;
        if is_last_administrator(&transaction, &user).await? {
            return Err(StoreError::LastAdministrator);
        }
        block(&transaction, id).await?;
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

    /// Changes whenever a log-in ended before its time, whichever process ended it: who keeps a
    /// connection open then asks again whose it is.
    pub async fn logins_ended(&self) -> Result<Option<String>, StoreError> {
        self.setting(LOGINS_ENDED).await
    }
}

/// Whether nobody else administers this server.
pub(super) async fn is_last_administrator(db: &DatabaseTransaction, user: &User) -> Result<bool, StoreError> {
    if !user.is_admin || user.is_blocked {
        return Ok(false);
    }
    let others = user::Entity::find()
        .filter(user::COLUMN.is_admin.eq(true))
        .filter(user::COLUMN.is_blocked.eq(false))
        .filter(user::COLUMN.id.ne(user.id));
    Ok(others.count(db).await? == 0)
}

pub(super) async fn note_ended_logins(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    put(db, LOGINS_ENDED, &Uuid::now_v7().to_string()).await
}

async fn block(db: &DatabaseTransaction, id: Uuid) -> Result<(), StoreError> {
    let blocked = user::ActiveModel { id: Unchanged(id), is_blocked: Set(true), ..Default::default() };
    blocked.update(db).await?;
    browser_session::Entity::delete_many().filter(browser_session::COLUMN.user_id.eq(id)).exec(db).await?;
    entry_link::Entity::delete_many().filter(entry_link::COLUMN.user_id.eq(id)).exec(db).await?;
    reset_link::Entity::delete_many().filter(reset_link::COLUMN.user_id.eq(id)).exec(db).await?;
    note_ended_logins(db).await
}

const LOGINS_ENDED: &str = "logins_ended";
/// How exact `last_seen` is. Every request touches the account; a write for each would be waste.
const LAST_SEEN_STEP: TimeDelta = TimeDelta::minutes(1);
