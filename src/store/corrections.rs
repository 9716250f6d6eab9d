//! What signers say that their captions should have been.

use chrono::{DateTime, Utc};
use entity::transcript;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Store, StoreError, StoredTranscript, to_micros};

/// What a signer says that a caption of theirs should have been.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The caption's segment.
    pub id: Uuid,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// As whom somebody signed: by their account, whatever call it was in, or as one guest of one call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Signer {
    Guest { participant: Uuid },
    User(Uuid),
}

impl Store {
    /// Puts the signer's own text in the place of what was read, which is kept beside it; nothing
    /// when this signer has no such caption. Returns when it is on disk.
    pub async fn correct_transcript(
        &self,
        signer: Signer,
        correction: Correction,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        let own = match signer {
            Signer::Guest { participant } => {
                transcript::COLUMN.participant_id.eq(participant).and(transcript::COLUMN.user_id.is_null())
            }
            Signer::User(user) => transcript::COLUMN.user_id.eq(user),
        };
        // What was read is told from what was corrected before in the same statement: of two
        // corrections at once none takes the other's text for the machine's.
        let column = |column| Expr::col(column);
        let read = Func::coalesce([column(transcript::Column::ReadText), column(transcript::Column::Text)]);
        let changed: Vec<transcript::Model> = transcript::Entity::update_many()
            .col_expr(transcript::Column::ReadText, read.into())
            .col_expr(transcript::Column::Text, Expr::value(correction.text))
            .col_expr(transcript::Column::Revision, column(transcript::Column::Revision).add(1))
            .col_expr(transcript::Column::CorrectedBy, column(transcript::Column::DisplayName))
            .col_expr(transcript::Column::CorrectedAt, Expr::value(to_micros(correction.at)))
            .filter(transcript::COLUMN.id.eq(correction.id))
            .filter(transcript::COLUMN.text.is_not_null())
            .filter(own)
            .exec_with_returning(&self.db)
            .await?;
        Ok(changed.into_iter().next().map(StoredTranscript::from))
    }
}
