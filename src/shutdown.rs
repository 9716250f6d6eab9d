//! The end of a server, in order.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};
use tokio_util::task::TaskTracker;

/// Tells everyone that the end has come, then waits for those who have something to finish.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    begun: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// Runs a task that the end waits for; it watches [`Self::begun`].
    pub fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task);
    }

    /// Completes when the end begins.
    pub fn begun(&self) -> WaitForCancellationFuture<'_> {
        self.begun.cancelled()
    }

    /// Begins the end.
    pub fn begin(&self) {
        self.begun.cancel();
    }

    /// Waits for all tasks, but not for ever; says whether all finished.
    pub async fn finish(&self, grace: Duration) -> bool {
        self.tasks.close();
        tokio::time::timeout(grace, self.tasks.wait()).await.is_ok()
    }
}

/// Completes when somebody wants this process to end (SIGINT, SIGTERM).
pub async fn asked_to_stop() -> std::io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_waits_for_what_is_under_way() {
        let shutdown = Shutdown::default();
        let (done, mut result) = tokio::sync::oneshot::channel();
        let begun = shutdown.clone();
        shutdown.spawn(async move {
            begun.begun().await;
            let _gone = done.send(());
        });
        shutdown.begin();
        assert!(shutdown.finish(Duration::from_secs(60)).await);
        assert!(result.try_recv().is_ok());
    }

    #[tokio::test]
    async fn who_never_finishes_is_not_waited_for() {
        let shutdown = Shutdown::default();
        shutdown.spawn(std::future::pending());
        shutdown.begin();
        assert!(!shutdown.finish(Duration::from_millis(1)).await);
    }
}
