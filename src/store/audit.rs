//! Who did what that others may ask about later.

use chrono::{DateTime, Utc};
use entity::audit;
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::{Cursor, Page, Slice, Store, StoreError, to_micros};

/// Something to note.
#[derive(Clone, Debug)]
pub struct NewAudit {
    /// Whose account did it; absent for guests and for the server itself.
    pub actor: Option<Uuid>,
    /// Stable and machine-readable, e.g. `consent_given`; at most 50 characters.
    pub action: String,
    /// What it was done to: an id, a code, a key; at most 100 characters.
    pub subject: String,
    pub detail: Option<String>,
    pub at: DateTime<Utc>,
}

/// Something that was noted.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    pub id: Uuid,
    /// The account may be deleted by now.
    pub actor: Option<Uuid>,
    pub action: String,
    pub subject: String,
    pub detail: Option<String>,
    pub at: DateTime<Utc>,
}

impl Store {
    /// Notes something for good.
    pub async fn audit(&self, new: NewAudit) -> Result<(), StoreError> {
        let row = audit::ActiveModel {
            id: Set(Uuid::now_v7()),
            actor_id: Set(new.actor),
            action: Set(new.action),
            subject: Set(new.subject),
            detail: Set(new.detail),
            at: Set(to_micros(new.at)),
        };
        row.insert(&self.db).await?;
        Ok(())
    }

    /// What was noted, of one kind or of all, newest first.
    pub async fn audit_page(&self, action: Option<&str>, slice: Slice) -> Result<Page<AuditEntry>, StoreError> {
        let mut found = audit::Entity::find();
        if let Some(action) = action {
            found = found.filter(audit::COLUMN.action.eq(action));
        }
        let rows = slice.of(found, audit::Column::At, audit::Column::Id).all(&self.db).await?;
        let entries = rows.into_iter().map(AuditEntry::from).collect();
        Ok(slice.page(entries, |entry: &AuditEntry| Cursor { at: entry.at, id: entry.id }))
    }

    /// The newest `limit` entries, newest first.
    pub async fn audit_log(&self, limit: u64) -> Result<Vec<AuditEntry>, StoreError> {
        let newest = audit::Entity::find()
            .order_by_desc(audit::Column::At)
            .order_by_desc(audit::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok(newest.into_iter().map(AuditEntry::from).collect())
    }
}

impl From<audit::Model> for AuditEntry {
    fn from(row: audit::Model) -> Self {
        Self {
            id: row.id,
            actor: row.actor_id,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            at: row.at,
        }
    }
}
