//! Reads both clocks at once.

use std::time::Instant;

use chrono::{DateTime, SubsecRound, Utc};

/// One moment: `steady` for what lasts, `wall` for what people and the store are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) steady: Instant,
    pub(super) wall: DateTime<Utc>,
}

impl Moment {
    /// Now, as fine as the store keeps it. The steady clock is the runtime's, which tests can stop.
    pub(super) fn now() -> Self {
        Self { steady: tokio::time::Instant::now().into_std(), wall: Utc::now().trunc_subsecs(6) }
    }
}
