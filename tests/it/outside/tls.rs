//! The server itself speaks TLS.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use glossa::config::TlsMode;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::json;

use super::curl::Curl;
use super::socket::greet;
use crate::server::{Server, account};

#[tokio::test]
async fn a_server_with_a_certificate_of_its_own_gives_bound_cookies_and_opens_sockets() {
    let server = Server::start_with(|config| config.tls = TlsMode::SelfSigned).await;
    let certificate = server.data().join("tls/certificate.pem");
    let mut admin = Curl::new(server.addr, &certificate);

    let mut request = account("admin");
    request["token"] = server.setup_token().into();
    let made = admin.post("/api/v1/setup", request).await;
    let cookie = made.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__host-glossa=") && cookie.ends_with("; secure"), "{cookie}");
    assert_eq!(made.header("strict-transport-security"), None);
    made.expect(201);
    admin.get("/api/v1/me").await.expect(200);

    let cookie = admin.cookie.clone().unwrap();
    let origin = format!("https://localhost:{}", server.addr.port());
    let greeting = greet(server.addr, &certificate, &origin, &cookie).await.unwrap();
    assert!(greeting.contains("welcome"), "{greeting}");
    assert_eq!(greet(server.addr, &certificate, "https://evil.example", &cookie).await, Err(403));

    // Over TLS a cookie counts only in the form that another host cannot set.
    admin.cookie = Some(cookie.replace("__Host-", ""));
    admin.get("/api/v1/me").await.expect(401);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_key() {
    use std::os::unix::fs::PermissionsExt;

    let server = Server::start_with(|config| config.tls = TlsMode::SelfSigned).await;
    let rights = |name: &str| fs::metadata(server.data().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((rights("tls"), rights("tls/key.pem"), rights("tls/certificate.pem")), (0o700, 0o600, 0o600));
}

#[tokio::test]
async fn the_links_are_those_of_tls() {
    let server = Server::start_with(|config| config.tls = TlsMode::SelfSigned).await;
    assert!(server.setup_link().unwrap().starts_with(&format!("https://127.0.0.1:{}/setup#", server.addr.port())));
}

#[tokio::test]
async fn a_client_on_the_same_machine_needs_no_certificate() {
    let server = Server::start_with(|config| config.tls = TlsMode::SelfSigned).await;
    let mut admin = server.admin().await;
    let room = admin.post("/api/v1/rooms", json!({})).await.expect(201);
    // The demo signer is such a client.
    let invited = admin.post(&format!("/api/v1/rooms/{}/demo", room["code"].as_str().unwrap()), json!({})).await;
    assert_eq!(invited.status, 202, "{}", invited.text);
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path(), "shown");
    let server = Server::start_with(|config| {
        config.tls_cert = Some(certificate.clone());
        config.tls_key = Some(key.clone());
    })
    .await;
    let first = folder.path().join("first.pem");
    fs::copy(&certificate, &first).unwrap();
    let answer = Curl::new(server.addr, &first).get("/api/v1/status").await;
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
    answer.expect(200);

    let (renewed, its_key) = self::certificate(folder.path(), "renewed");
    // Half a renewal is none.
    fs::copy(&renewed, &certificate).unwrap();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    Curl::new(server.addr, &first).get("/api/v1/status").await.expect(200);
    fs::copy(&its_key, &key).unwrap();
    let mut browser = Curl::new(server.addr, &renewed);
    for _ in 0..50 {
        if let Ok(answer) = browser.ask("GET", "/api/v1/status", None).await {
            answer.expect(200);
            assert!(Curl::new(server.addr, &first).ask("GET", "/", None).await.is_err());
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the old certificate is still shown");
}

/// A certificate for `localhost`, and its key.
pub(super) fn certificate(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = (folder.join(format!("{name}.crt")), folder.join(format!("{name}.key")));
    fs::write(&files.0, cert.pem()).unwrap();
    fs::write(&files.1, signing_key.serialize_pem()).unwrap();
    files
}
