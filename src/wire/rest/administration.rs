//! What administrators see and switch.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an administrator can switch.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Settings {
    pub registration_open: bool,
}
