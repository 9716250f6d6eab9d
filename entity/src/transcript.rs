//! The `transcripts` table: captions that will not change any more.

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[sea_orm::model]
#[derive(Clone, Debug, DeriveEntityModel, PartialEq)]
#[sea_orm(table_name = "transcripts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub created_at: DateTimeUtc,
    #[sea_orm(indexed)]
    pub room_id: Uuid,
    #[sea_orm(indexed)]
    pub call_id: Uuid,
    /// The signer's account; absent for guests, or after the account was deleted.
    #[sea_orm(indexed)]
    pub user_id: Option<Uuid>,
    /// The signer.
    #[sea_orm(indexed)]
    pub participant_id: Option<Uuid>,
    /// The name that the others saw.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub display_name: String,
    /// Which of the signer's tracks was read.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub track: String,
    /// How often the caption had changed when it became final.
    pub revision: i32,
    /// Milliseconds since the call began.
    pub start_ms: i64,
    pub end_ms: i64,
    /// 0 to 1.
    pub confidence: f32,
    /// Other readings, best first.
    #[sea_orm(column_type = "Json")]
    pub alternatives: Alternatives,
    pub source: Source,
    /// ISO 639-3.
    #[sea_orm(column_type = "String(StringLen::N(8))")]
    pub language: String,
    /// Name of the weights that read it; empty for typed text.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub model: String,
    /// SHA-256 of those weights, in hexadecimal.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub weights_hash: String,
    /// What the weights read, once `text` is what the signer says it should have been.
    #[sea_orm(column_type = "Text", nullable)]
    pub read_text: Option<String>,
    /// The name of who corrected it.
    #[sea_orm(column_type = "String(StringLen::N(50))", nullable)]
    pub corrected_by: Option<String>,
    pub corrected_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "SetNull")]
    pub user: BelongsTo<Option<super::user::Entity>>,
    #[sea_orm(belongs_to, from = "room_id", to = "id", on_delete = "Cascade")]
    pub room: BelongsTo<super::room::Entity>,
    #[sea_orm(belongs_to, from = "call_id", to = "id", on_delete = "Cascade")]
    pub call: BelongsTo<super::call::Entity>,
    #[sea_orm(belongs_to, from = "participant_id", to = "id", on_delete = "SetNull")]
    pub participant: BelongsTo<Option<super::room_participant::Entity>>,
}

/// A JSON array of texts.
#[derive(Clone, Debug, Deserialize, Eq, FromJsonQueryResult, PartialEq, Serialize)]
pub struct Alternatives(pub Vec<String>);

/// Where a caption comes from.
#[derive(Clone, Copy, Debug, DeriveActiveEnum, EnumIter, Eq, PartialEq)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))")]
pub enum Source {
    #[sea_orm(string_value = "sign")]
    Sign,
    #[sea_orm(string_value = "typed")]
    Typed,
}

impl ActiveModelBehavior for ActiveModel {}
