//! Lets connections in, those over TLS after their handshake, media's past the web.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

use super::Peer;
use crate::media::Plane;

/// Everything that comes to one port, plain or over TLS.
///
/// Media over TCP (RFC 6544) shares the port, so that one that firewalls let through is enough.
///
/// A client on this machine may speak plainly even where TLS is spoken: nobody overhears it, and
/// it need not know the certificate. Others who speak plainly are sent on by the routes.
pub(in crate::http) struct Door {
    local: SocketAddr,
    entered: mpsc::Receiver<(Connection, Peer)>,
}

type Connection = Either<TcpStream, TlsStream<TcpStream>>;

impl Door {
    /// Accepts until it is dropped; what is media's goes to `plane`.
    pub(in crate::http) fn open(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        plane: Plane,
    ) -> io::Result<Self> {
        let local = listener.local_addr()?;
        let (enter, entered) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, Porter { tls: tls.map(TlsAcceptor::from), plane }, enter));
        Ok(Self { local, entered })
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = Peer;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.entered.recv().await {
            Some(connection) => connection,
            // Only when the runtime ends its tasks, and then this one, too.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Peer { address: self.local, is_near: true, tls: false })
    }
}

/// Sees who comes from the first byte that they say.
#[derive(Clone)]
struct Porter {
    tls: Option<TlsAcceptor>,
    plane: Plane,
}

async fn accept(listener: TcpListener, porter: Porter, enter: mpsc::Sender<(Connection, Peer)>) {
    let greeting = Arc::new(Semaphore::new(GREETINGS));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = enter.closed() => return,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // One client's end is no reason to wait; no more files is.
                if !matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(REST).await;
                }
                continue;
            }
        };
        // A call's messages are small and come in twos and threes: each would wait for the other side
        // to acknowledge the one before it (RFC 896), up to 40 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection gathers what it sends");
        }
        // Never closed.
        let Ok(place) = greeting.clone().acquire_owned().await else { return };
        let (porter, enter) = (porter.clone(), enter.clone());
        tokio::spawn(async move {
            let greeted = timeout(PATIENCE, porter.greet(stream, address)).await;
            drop(place);
            if let Ok(Ok(Some(connection))) = greeted {
                // When nobody lets it in, the server is about to end.
                let _ = enter.send(connection).await;
            }
        });
    }
}

impl Porter {
    /// `None` when it was media's.
    async fn greet(&self, stream: TcpStream, address: SocketAddr) -> io::Result<Option<(Connection, Peer)>> {
        let mut first = [0];
        stream.peek(&mut first).await?;
        Ok(match (first, &self.tls) {
            ([MEDIA_FIRST..=MEDIA_LAST], _) => {
                self.plane.take_stream(stream.into_std()?);
                None
            }
            ([HANDSHAKE], Some(tls)) => {
                let peer = Peer::of(&stream, address, true);
                Some((Either::Right(tls.accept(stream).await?), peer))
            }
            _ => {
                let peer = Peer::of(&stream, address, false);
                Some((Either::Left(stream), peer))
            }
        })
    }
}

/// The type of a TLS connection's first record (RFC 8446, section 5.1); no HTTP request begins so.
const HANDSHAKE: u8 = 22;
/// The upper half of a packet's length, up to 4,095 bytes (RFC 4571): media comes first with a binding
/// request. Nothing of HTTP or TLS begins so.
const MEDIA_FIRST: u8 = 0;
const MEDIA_LAST: u8 = 15;
/// Connections ready to be served; more wait on their own tasks, or with the system.
const WAITING: usize = 64;
/// Connections that have said nothing yet or are in their handshake; more wait with the system.
const GREETINGS: usize = 1_024;
/// For a whole handshake, so that silence keeps no place.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before the next try when the system gives no connections.
const REST: Duration = Duration::from_secs(1);
