//! Accounts in the eyes of administrators.

use std::collections::HashMap;

use entity::user;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set, Unchanged};
use uuid::Uuid;

use super::logins::is_last_administrator;
use super::{Cursor, Page, Slice, Store, StoreError, User};

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
        let rows = slice.of(found, user::Column::CreatedAt, user::Column::Id).all(&self.db).await?;
        let users = rows.into_iter().map(User::from).collect();
        Ok(slice.page(users, |user: &User| Cursor { at: user.created_at, id: user.id }))
    }

    /// The names of these people, as far as they have accounts.
    pub async fn usernames(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, StoreError> {
        let rows: Vec<(Uuid, String)> = user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::Username])
            .filter(user::COLUMN.id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().collect())
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
