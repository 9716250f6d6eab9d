//! Everything that somebody ever said here.

use entity::{message, transcript};
use sea_orm::{EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Cursor, Page, Slice, Store, StoreError, StoredMessage, StoredTranscript};

impl Store {
    /// Messages that this account wrote, newest first.
    pub async fn messages_of(&self, user: Uuid, slice: Slice) -> Result<Page<StoredMessage>, StoreError> {
        let found = message::Entity::find().filter(message::COLUMN.user_id.eq(user));
        let rows = slice.of(found, message::Column::CreatedAt, message::Column::Id).all(&self.db).await?;
        let messages = rows.into_iter().map(StoredMessage::from).collect();
        Ok(slice.page(messages, |last: &StoredMessage| Cursor { at: last.created_at, id: last.id }))
    }

    /// What was read from this account's signing, newest first.
    pub async fn transcripts_of(&self, user: Uuid, slice: Slice) -> Result<Page<StoredTranscript>, StoreError> {
        let found = transcript::Entity::find().filter(transcript::COLUMN.user_id.eq(user));
        let rows = slice.of(found, transcript::Column::CreatedAt, transcript::Column::Id).all(&self.db).await?;
        let transcripts = rows.into_iter().map(StoredTranscript::from).collect();
        Ok(slice.page(transcripts, |last: &StoredTranscript| Cursor { at: last.created_at, id: last.id }))
    }
}
