//! A WebSocket over TLS, as a page opens it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

/// Opens a socket from a page of `origin`, says hello; gives the server's answer, or the status
/// with which it refused.
pub(super) async fn greet(addr: SocketAddr, certificate: &Path, origin: &str, cookie: &str) -> Result<String, u16> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let stream = TcpStream::connect(addr).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(config.with_no_client_auth())).connect(name, stream).await.unwrap();

    let mut request = format!("wss://localhost:{}/api/v1/ws", addr.port()).into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    let mut socket = match tokio_tungstenite::client_async(request, stream).await {
        Ok((socket, _)) => socket,
        Err(Error::Http(response)) => return Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    };
    let hello = serde_json::json!({ "id": 1, "type": "hello", "version": 1 }).to_string();
    socket.send(Message::text(hello)).await.unwrap();
    // A ping may come first.
    loop {
        if let Message::Text(answer) = socket.next().await.unwrap().unwrap() {
            return Ok(answer.to_string());
        }
    }
}
