//! Accounts as administrators see and change them.

use entity::user;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, Unchanged,
};
use uuid::Uuid;

use super::logins::is_last_administrator;
use super::{Page, Slice, Store, StoreError, User};

/// What an administrator changes about an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct UserChange {
    pub is_admin: Option<bool>,
    pub is_blocked: Option<bool>,
}

impl Store {
    /// Accounts whose name or address contains `words`, newest first.
    pub async fn users(&self, words: &str, slice: Slice) -> Result<Page<User>, StoreError> {
        let mut found = user::Entity::find();
        let words = words.trim().to_lowercase();
        if !words.is_empty() {
            let pattern = LikeExpr::new(format!("%{}%", escaped(&words))).escape('\\');
            let either = Condition::any()
                .add(user::Column::UsernameKey.like(pattern.clone()))
                .add(user::Column::Email.like(pattern));
            found = found.filter(either);
        }
        if let Some(before) = slice.before {
            found = found.filter(user::COLUMN.id.lt(before));
        }
        let rows = found.order_by_desc(user::Column::Id).limit(slice.fetched()).all(&self.db).await?;
        Ok(slice.page(rows, |row| row.id).map(User::from))
    }

    /// Makes somebody administrator or ends that, blocks or unblocks them. Fails with
    /// `LastAdministrator`.
    pub async fn change_user(&self, id: Uuid, change: UserChange) -> Result<User, StoreError> {
        match change.is_blocked {
            Some(true) => self.block_user(id).await?,
            Some(false) => self.unblock_user(id).await?,
            None => {}
        }
        if let Some(is_admin) = change.is_admin {
            let transaction = self.begin_alone_with_users().await?;
            let user = user::Entity::find_by_id(id).one(&transaction).await?.map(User::from).ok_or(StoreError::Gone)?;
            if !is_admin && is_last_administrator(&transaction, &user).await? {
                return Err(StoreError::LastAdministrator);
            }
            let changed = user::ActiveModel { id: Unchanged(id), is_admin: Set(is_admin), ..Default::default() };
            changed.update(&transaction).await?;
            transaction.commit().await?;
        }
        self.user(id).await?.ok_or(StoreError::Gone)
    }
}

/// The words themselves, whatever they mean in a pattern.
pub(super) fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
