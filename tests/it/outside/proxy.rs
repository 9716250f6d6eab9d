//! What holds behind every proxy.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use super::curl::Curl;
use super::socket::greet;
use crate::server::PASSWORD;

/// The administrator logs in with a cookie that is bound to the secure origin, opens a socket, and
/// no other origin does.
pub(super) async fn welcomes(proxy: SocketAddr, certificate: &Path) {
    let mut admin = Curl::new(proxy, certificate);
    let credentials = serde_json::json!({ "username": "admin", "password": PASSWORD });
    let answer = admin.post("/api/v1/session", credentials).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__host-glossa=") && cookie.ends_with("; secure"), "{cookie}");
    answer.expect(201);
    assert_eq!(admin.get("/api/v1/me").await.expect(200)["username"], "admin");

    let cookie = admin.cookie.clone().unwrap();
    let origin = format!("https://localhost:{}", proxy.port());
    assert!(greet(proxy, certificate, &origin, &cookie).await.unwrap().contains("welcome"));
    assert_eq!(greet(proxy, certificate, "https://evil.example", &cookie).await, Err(403));
}

/// Free a moment ago: no proxy tells which one it chose by itself.
pub(super) fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

pub(super) async fn listens(proxy: SocketAddr) {
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(proxy).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the proxy does not listen");
}
