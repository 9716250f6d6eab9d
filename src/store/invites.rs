//! Links that let somebody register once.

use chrono::{DateTime, Utc};
use entity::{invite, user};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::users::insert;
use super::{NewUser, Store, StoreError, TokenDigest, User, to_micros};

/// An invitation, as administrators see it.
#[derive(Clone, Debug, PartialEq)]
pub struct InviteRow {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Absent while it is unused.
    pub used_at: Option<DateTime<Utc>>,
    /// Who came with it, while they have an account.
    pub used_by: Option<String>,
}

impl Store {
    /// Makes an invitation.
    pub async fn create_invite(
        &self,
        digest: TokenDigest,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<InviteRow, StoreError> {
        let row = invite::ActiveModel {
            id: Set(Uuid::now_v7()),
            digest: Set(digest.into_string()),
            created_at: Set(to_micros(now)),
            expires_at: Set(to_micros(expires)),
            used_at: Set(None),
            used_by: Set(None),
        };
        Ok(InviteRow::from_rows((row.insert(&self.db).await?, None)))
    }

    /// The newest 200 invitations, newest first.
    pub async fn invites(&self) -> Result<Vec<InviteRow>, StoreError> {
        let rows = invite::Entity::find()
            .find_also_related(user::Entity)
            .order_by_desc(invite::Column::CreatedAt)
            .order_by_desc(invite::Column::Id)
            .limit(LISTED)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(InviteRow::from_rows).collect())
    }

    /// Takes an invitation back; says whether there was one.
    pub async fn delete_invite(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(invite::Entity::delete_by_id(id).exec(&self.db).await?.rows_affected == 1)
    }

    /// Makes an account with an invitation, which is used up. Nothing when it is spent. Fails with
    /// `NameTaken` or `EmailTaken`, and then it is not used up.
    pub async fn create_invited_user(
        &self,
        invite: &TokenDigest,
        new: NewUser,
        now: DateTime<Utc>,
    ) -> Result<Option<User>, StoreError> {
        let transaction = self.begin().await?;
        // Whoever sets the time first has it: a second one finds nothing to set.
        let taken = invite::Entity::update_many()
            .col_expr(invite::Column::UsedAt, Expr::value(to_micros(now)))
            .filter(invite::COLUMN.digest.eq(invite.as_str()))
            .filter(invite::COLUMN.used_at.is_null())
            .filter(invite::COLUMN.expires_at.gt(now))
            .exec(&transaction)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let user = insert(&transaction, new).await?;
        invite::Entity::update_many()
            .col_expr(invite::Column::UsedBy, Expr::value(user.id))
            .filter(invite::COLUMN.digest.eq(invite.as_str()))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(Some(user))
    }
}

impl InviteRow {
    fn from_rows((invite, user): (invite::Model, Option<user::Model>)) -> Self {
        Self {
            id: invite.id,
            created_at: invite.created_at,
            expires_at: invite.expires_at,
            used_at: invite.used_at,
            used_by: user.map(|user| user.username),
        }
    }
}

const LISTED: u64 = 200;
