//! Hears when somebody wants this process to end.

use std::io;
use std::process;

use tokio_util::sync::CancellationToken;

/// A token that is cancelled on the first SIGINT or SIGTERM; the second ends the process at once.
pub fn on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        if let Err(error) = asked_to_stop().await {
            return tracing::error!(%error, "this process cannot hear signals: end it with SIGKILL");
        }
        asked.cancel();
        if asked_to_stop().await.is_ok() {
            process::exit(EXIT_INTERRUPTED);
        }
    });
    stop
}

/// Completes when somebody wants this process to end (SIGINT, SIGTERM).
pub async fn asked_to_stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// As shells put it: 128 and the number of SIGINT.
const EXIT_INTERRUPTED: i32 = 130;
