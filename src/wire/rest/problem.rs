//! What an error looks like.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// RFC 9457 problem details.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `about:blank`: the meaning is in `status` and `code`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Stable and machine-readable, e.g. `room_unknown`.
    pub code: String,
}
