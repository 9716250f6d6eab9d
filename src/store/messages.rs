//! What was written in a call.

use chrono::{DateTime, Utc};
use entity::message;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{Store, StoreError, to_micros};

/// A chat message to save.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub id: Uuid,
    pub room: Uuid,
    pub call: Uuid,
    /// The sender's account; absent for guests.
    pub user: Option<Uuid>,
    /// The sender.
    pub participant: Uuid,
    /// At most 50 characters.
    pub display_name: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// A chat message as it was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredMessage {
    pub id: Uuid,
    pub user: Option<Uuid>,
    pub participant: Option<Uuid>,
    pub display_name: String,
    /// Absent once it was taken back.
    pub text: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// Returns when the message is on disk. Saving the same id again changes nothing, so who got no
    /// answer may try again.
    pub async fn save_message(&self, new: NewMessage) -> Result<(), StoreError> {
        let row = message::ActiveModel {
            id: Set(new.id),
            text: Set(Some(new.text)),
            created_at: Set(to_micros(new.created_at)),
            user_id: Set(new.user),
            room_id: Set(new.room),
            call_id: Set(new.call),
            participant_id: Set(Some(new.participant)),
            display_name: Set(new.display_name),
        };
        let once = OnConflict::column(message::Column::Id).do_nothing().to_owned();
        message::Entity::insert(row).on_conflict(once).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes the text of one message of a call away, or of all of them; their rows stay.
    pub async fn clear_messages(&self, call: Uuid, message: Option<Uuid>) -> Result<(), StoreError> {
        let mut rows = message::Entity::update_many()
            .col_expr(message::Column::Text, Expr::value(None::<String>))
            .filter(message::COLUMN.call_id.eq(call));
        if let Some(message) = message {
            rows = rows.filter(message::COLUMN.id.eq(message));
        }
        rows.exec(&self.db).await?;
        Ok(())
    }
}

impl From<message::Model> for StoredMessage {
    fn from(row: message::Model) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            participant: row.participant_id,
            display_name: row.display_name,
            text: row.text,
            created_at: row.created_at,
        }
    }
}
