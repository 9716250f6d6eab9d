//! What goes with an account; the rest stays without its name.

use entity::{message, room, room_participant, transcript, user};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::logins::{is_last_administrator, note_ended_logins};
use super::{Store, StoreError, User};

/// The name that stands for somebody who is not here any more.
pub const DELETED_USER: &str = "deleted user";

impl Store {
    /// Removes an account with its log-ins, its rooms and everything said in them, and its
    /// transcripts everywhere. Its messages in rooms of others stay, as [`DELETED_USER`]'s. Gives
    /// the rooms that went. Fails with `LastAdministrator`.
    pub async fn delete_user(&self, id: Uuid) -> Result<Vec<Uuid>, StoreError> {
        let transaction = self.begin_alone_with_users().await?;
        let user = user::Entity::find_by_id(id).one(&transaction).await?.map(User::from).ok_or(StoreError::Gone)?;
        if is_last_administrator(&transaction, &user).await? {
            return Err(StoreError::LastAdministrator);
        }
        transcript::Entity::delete_many().filter(transcript::COLUMN.user_id.eq(id)).exec(&transaction).await?;
        message::Entity::update_many()
            .col_expr(message::Column::DisplayName, Expr::value(DELETED_USER))
            .filter(message::COLUMN.user_id.eq(id))
            .exec(&transaction)
            .await?;
        room_participant::Entity::update_many()
            .col_expr(room_participant::Column::DisplayName, Expr::value(DELETED_USER))
            .filter(room_participant::COLUMN.user_id.eq(id))
            .exec(&transaction)
            .await?;
        let rooms = room::Entity::find()
            .select_only()
            .column(room::Column::Id)
            .filter(room::COLUMN.owner_id.eq(id))
            .into_tuple()
            .all(&transaction)
            .await?;
        user::Entity::delete_by_id(id).exec(&transaction).await?;
        note_ended_logins(&transaction).await?;
        transaction.commit().await?;
        Ok(rooms)
    }
}
