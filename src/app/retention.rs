//! Has the store forget, every hour, what rooms keep for so many days only.

use std::time::Duration;

use chrono::Utc;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::store::Store;

/// Runs at once, then each hour, until the server stops.
pub(super) async fn run(store: Store, stop: CancellationToken) {
    let mut hour = interval(PAUSE);
    hour.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = hour.tick() => {}
        }
        match store.forget_old(Utc::now()).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "forgot what rooms keep no longer"),
            Err(error) => tracing::error!(%error, "what rooms keep no longer could not be forgotten"),
        }
    }
}

const PAUSE: Duration = Duration::from_secs(3_600);
