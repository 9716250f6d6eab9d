//! Answers connections until the end begins.

use std::io;

use tokio::net::TcpListener;

use super::{AppState, router};
use crate::shutdown::Shutdown;

/// Returns when the end has begun and every request under way was answered.
pub async fn serve(listener: TcpListener, state: AppState, shutdown: Shutdown) -> io::Result<()> {
    let begun = async move { shutdown.begun().await };
    axum::serve(listener, router(state)).with_graceful_shutdown(begun).await
}
