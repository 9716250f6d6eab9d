//! What those who took part may read again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{call, message, room, room_participant, transcript};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{Cursor, Page, Slice, Store, StoreError, StoredMessage, StoredTranscript};

/// A call at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct CallSummaryRow {
    pub id: Uuid,
    /// The room's code.
    pub room_code: String,
    pub started: DateTime<Utc>,
    /// Absent while it lasts.
    pub ended: Option<DateTime<Utc>>,
    /// Names in the order of joining; one account in two tabs is one name.
    pub participants: Vec<String>,
    pub messages: u64,
    pub captions: u64,
}

/// Everything that was said in a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub call: CallSummaryRow,
    /// Oldest first.
    pub chat: Vec<StoredMessage>,
    /// In the order of their starts.
    pub transcript: Vec<StoredTranscript>,
}

impl Store {
    /// The calls of a room that this person took part in, newest first.
    pub async fn calls_of_room(
        &self,
        room: Uuid,
        user: Uuid,
        slice: Slice,
    ) -> Result<Page<CallSummaryRow>, StoreError> {
        let mine = call::Entity::find()
            .filter(call::COLUMN.room_id.eq(room))
            .filter(call::Column::Id.in_subquery(calls_with(user)));
        let calls = slice
            .of(mine, call::Column::StartedAt, call::Column::Id)
            .find_also_related(room::Entity)
            .all(&self.db)
            .await?;
        let page = slice.page(calls, |(call, _)| Cursor { at: call.started_at, id: call.id });
        Ok(Page { items: summaries(&self.db, page.items).await?, next: page.next })
    }

    /// What was written in the calls of a room that this person took part in, newest first.
    pub async fn messages_of_room(
        &self,
        room: Uuid,
        user: Uuid,
        slice: Slice,
    ) -> Result<Page<StoredMessage>, StoreError> {
        let mine = message::Entity::find()
            .filter(message::COLUMN.room_id.eq(room))
            .filter(message::COLUMN.text.is_not_null())
            .filter(message::Column::CallId.in_subquery(calls_with(user)));
        let rows = slice.of(mine, message::Column::CreatedAt, message::Column::Id).all(&self.db).await?;
        let page = slice.page(rows, |row| Cursor { at: row.created_at, id: row.id });
        Ok(page.map(StoredMessage::from))
    }

    /// What was read from signing in those calls, newest first.
    pub async fn transcripts_of_room(
        &self,
        room: Uuid,
        user: Uuid,
        slice: Slice,
    ) -> Result<Page<StoredTranscript>, StoreError> {
        let mine = transcript::Entity::find()
            .filter(transcript::COLUMN.room_id.eq(room))
            .filter(transcript::COLUMN.text.is_not_null())
            .filter(transcript::Column::CallId.in_subquery(calls_with(user)));
        let rows = slice.of(mine, transcript::Column::CreatedAt, transcript::Column::Id).all(&self.db).await?;
        let page = slice.page(rows, |row| Cursor { at: row.created_at, id: row.id });
        Ok(page.map(StoredTranscript::from))
    }

    /// A call's record, for those who took part in it.
    pub async fn call_record(&self, call: Uuid, user: Uuid) -> Result<Option<Record>, StoreError> {
        let found = call::Entity::find_by_id(call)
            .find_also_related(room::Entity)
            .filter(call::Column::Id.in_subquery(calls_with(user)))
            .all(&self.db)
            .await?;
        let Some(summary) = summaries(&self.db, found).await?.pop() else {
            return Ok(None);
        };
        let chat = message::Entity::find()
            .filter(message::COLUMN.call_id.eq(call))
            .order_by_asc(message::Column::CreatedAt)
            .order_by_asc(message::Column::Id)
            .all(&self.db)
            .await?;
        let transcript = transcript::Entity::find()
            .filter(transcript::COLUMN.call_id.eq(call))
            .order_by_asc(transcript::Column::StartMs)
            .order_by_asc(transcript::Column::Id)
            .all(&self.db)
            .await?;
        Ok(Some(Record {
            call: summary,
            chat: chat.into_iter().map(StoredMessage::from).collect(),
            transcript: transcript.into_iter().map(StoredTranscript::from).collect(),
        }))
    }
}

/// The ids of all calls that this person took part in.
fn calls_with(user: Uuid) -> SelectStatement {
    room_participant::Entity::find()
        .select_only()
        .column(room_participant::Column::CallId)
        .filter(room_participant::COLUMN.user_id.eq(user))
        .into_query()
}

async fn summaries(
    db: &DatabaseConnection,
    calls: Vec<(call::Model, Option<room::Model>)>,
) -> Result<Vec<CallSummaryRow>, DbErr> {
    let ids: Vec<Uuid> = calls.iter().map(|(call, _)| call.id).collect();
    let mut participants = names(db, &ids).await?;
    let messages = counts::<message::Entity>(db, message::Column::CallId, &ids).await?;
    let captions = counts::<transcript::Entity>(db, transcript::Column::CallId, &ids).await?;
    let summary = |(call, room): (call::Model, Option<room::Model>)| {
        Some(CallSummaryRow {
            id: call.id,
            room_code: room?.code,
            started: call.started_at,
            ended: call.ended_at,
            participants: participants.remove(&call.id).unwrap_or_default(),
            messages: messages.get(&call.id).copied().unwrap_or(0),
            captions: captions.get(&call.id).copied().unwrap_or(0),
        })
    };
    Ok(calls.into_iter().filter_map(summary).collect())
}

async fn names(db: &DatabaseConnection, calls: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, DbErr> {
    let present = room_participant::Entity::find()
        .filter(room_participant::COLUMN.call_id.is_in(calls.iter().copied()))
        .order_by_asc(room_participant::Column::JoinedAt)
        .order_by_asc(room_participant::Column::Id)
        .all(db)
        .await?;
    let mut seen = HashSet::new();
    let mut names: HashMap<Uuid, Vec<String>> = HashMap::new();
    for one in present {
        // Guests have no account to be recognised by: each is somebody else.
        if seen.insert((one.call_id, one.user_id.unwrap_or(one.id))) {
            names.entry(one.call_id).or_default().push(one.display_name);
        }
    }
    Ok(names)
}

/// How many rows of a table belong to each call, by the table's column that cites it.
async fn counts<E: EntityTrait>(
    db: &DatabaseConnection,
    call: E::Column,
    calls: &[Uuid],
) -> Result<HashMap<Uuid, u64>, DbErr> {
    let rows: Vec<(Uuid, i64)> = E::find()
        .select_only()
        .column(call)
        .column_as(call.count(), "rows")
        .filter(call.is_in(calls.iter().copied()))
        .group_by(call)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(call, count)| (call, count.unsigned_abs())).collect())
}
