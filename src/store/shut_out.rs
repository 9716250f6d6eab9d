//! Tells those who may stay from those who may not.

use std::collections::HashSet;

use entity::user;
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Store, StoreError};

impl Store {
    /// Who of these is blocked or has no account any more.
    pub async fn shut_out(&self, users: Vec<Uuid>) -> Result<HashSet<Uuid>, StoreError> {
        let mut out: HashSet<Uuid> = users.into_iter().collect();
        let asked: Vec<Uuid> = out.iter().copied().collect();
        for some in asked.chunks(ASKED) {
            let may_stay: Vec<Uuid> = user::Entity::find()
                .select_only()
                .column(user::Column::Id)
                .filter(user::COLUMN.id.is_in(some.iter().copied()))
                .filter(user::COLUMN.is_blocked.eq(false))
                .into_tuple()
                .all(&self.db)
                .await?;
            for user in &may_stay {
                out.remove(user);
            }
        }
        Ok(out)
    }
}

/// Accounts in one question; databases bound what one may hold.
const ASKED: usize = 500;
