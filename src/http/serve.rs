//! Answers connections until the end begins.

use std::io;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::edge::{Door, Peer};
use super::{AppState, Tls, router};
use crate::media::Plane;

/// Returns when `stop` was cancelled and every request under way was answered.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    state: AppState,
    plane: Plane,
    stop: CancellationToken,
) -> io::Result<()> {
    let config = tls.as_ref().map(Tls::config).transpose().map_err(io::Error::other)?;
    let door = Door::open(listener, config, plane)?;
    if let Some(tls) = tls {
        tokio::spawn(tls.follow(stop.clone()));
    }
    let service = router(state).into_make_service_with_connect_info::<Peer>();
    axum::serve(door, service).with_graceful_shutdown(stop.cancelled_owned()).await
}
