//! One peer connection of a participant: built, watched, closed.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::{mpsc, watch};
use webrtc::{
    media_stream::track_remote::TrackRemote,
    peer_connection::{
        PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState,
        RTCPeerConnectionState, RTCSessionDescription,
    },
};

use super::{ParticipantError, engine};

/// Where packets leave, and where they are sent instead of the address that the server names.
#[derive(Clone, Debug)]
pub struct Route {
    /// The local address to bind; loopback for a server on this machine.
    pub bind: IpAddr,
    /// Put in place of the server's candidate: a relay in between, for fault tests.
    pub via: Option<SocketAddr>,
}

impl Default for Route {
    fn default() -> Self {
        Self { bind: IpAddr::V4(Ipv4Addr::LOCALHOST), via: None }
    }
}

impl Route {
    /// To a media plane of this machine, whatever address it tells others.
    pub fn to_local(media: SocketAddr) -> Self {
        let ip = match media.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        Self { bind: ip, via: Some(SocketAddr::new(ip, media.port())) }
    }

    /// The server's description with its candidates moved to the relay.
    pub(super) fn redirect(&self, sdp: &str) -> String {
        let Some(via) = self.via else { return sdp.to_owned() };
        sdp.split_inclusive('\n')
            .map(|line| {
                let Some(candidate) = line.strip_prefix("a=candidate:") else { return line.to_owned() };
                let mut fields: Vec<_> = candidate.split(' ').map(str::to_owned).collect();
                if let [_, _, _, _, address, port, ..] = fields.as_mut_slice() {
                    *address = via.ip().to_string();
                    *port = via.port().to_string();
                }
                format!("a=candidate:{}", fields.join(" "))
            })
            .collect()
    }
}

/// Where a connection stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ConnectionState {
    Connected,
    Connecting,
    Lost,
}

/// A peer connection with its events on channels.
pub(super) struct Connection {
    pub(super) peer: Arc<dyn PeerConnection>,
    state: watch::Receiver<ConnectionState>,
    gathered: watch::Receiver<bool>,
}

impl Connection {
    pub(super) async fn open(route: &Route) -> Result<(Self, mpsc::Receiver<Arc<dyn TrackRemote>>), ParticipantError> {
        let (media_engine, registry) = engine::engine()?;
        let (state_sender, state) = watch::channel(ConnectionState::Connecting);
        let (gathered_sender, gathered) = watch::channel(false);
        let (tracks_sender, tracks) = mpsc::channel(TRACKS);
        let handler = Handler { state: state_sender, gathered: gathered_sender, tracks: tracks_sender };
        let peer = PeerConnectionBuilder::new()
            .with_media_engine(media_engine)
            .with_setting_engine(engine::settings())
            .with_interceptor_registry(registry)
            .with_handler(Arc::new(handler))
            .with_udp_addrs(vec![SocketAddr::new(route.bind, 0)])
            .build()
            .await?;
        Ok((Self { peer: Arc::new(peer), state, gathered }, tracks))
    }

    /// The local description with all candidates in it.
    pub(super) async fn describe(&self, sdp: RTCSessionDescription) -> Result<String, ParticipantError> {
        self.peer.set_local_description(sdp).await?;
        let mut gathered = self.gathered.clone();
        let done = gathered.wait_for(|done| *done);
        tokio::time::timeout(GATHERING, done).await.map_err(|_| ParticipantError::MediaTimeout(GATHERING))?.ok();
        let local = self.peer.local_description().await;
        local.map(|description| description.sdp).ok_or_else(|| ParticipantError::WebRtc("no local SDP".to_owned()))
    }

    pub(super) fn state(&self) -> ConnectionState {
        *self.state.borrow()
    }

    pub(super) async fn connected(&self) {
        // The sender lives as long as the connection: this ends only by being connected.
        let _ = self.state.clone().wait_for(|state| *state == ConnectionState::Connected).await;
    }

    pub(super) async fn close(&self) {
        // Already closed is as good.
        let _ = self.peer.close().await;
    }
}

struct Handler {
    state: watch::Sender<ConnectionState>,
    gathered: watch::Sender<bool>,
    tracks: mpsc::Sender<Arc<dyn TrackRemote>>,
}

#[async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.gathered.send_replace(true);
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        self.state.send_replace(match state {
            RTCPeerConnectionState::Connected => ConnectionState::Connected,
            RTCPeerConnectionState::Closed | RTCPeerConnectionState::Disconnected | RTCPeerConnectionState::Failed => {
                ConnectionState::Lost
            }
            _ => ConnectionState::Connecting,
        });
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        // This runs on the connection's own task, so it never waits; more tracks than slots are not negotiated.
        if self.tracks.try_send(track).is_err() {
            tracing::warn!("a track came that nobody reads");
        }
    }
}

impl From<webrtc::error::Error> for ParticipantError {
    fn from(error: webrtc::error::Error) -> Self {
        Self::WebRtc(error.to_string())
    }
}

/// Tracks not yet picked up; the server's slots come at once and there are 22 of them in a room of 12.
const TRACKS: usize = 256;
/// Host candidates need no network.
const GATHERING: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_takes_the_place_of_every_candidate() {
        let route = Route { via: Some(([127, 0, 0, 1], 4000).into()), ..Route::default() };
        let sdp = "v=0\r\na=candidate:1 1 udp 2130706431 10.0.0.7 8900 typ host\r\na=mid:0\r\n";
        assert_eq!(route.redirect(sdp), "v=0\r\na=candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host\r\na=mid:0\r\n");
    }
}
