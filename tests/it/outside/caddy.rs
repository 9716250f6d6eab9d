//! Caddy in front, set up as the README says.

use std::fs;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use glossa::config::TrustedProxies;
use tempfile::TempDir;

use super::proxy::{free_port, listens, welcomes};
use super::tls::certificate;
use crate::server::Server;

#[tokio::test]
async fn behind_caddy_one_logs_in_with_a_bound_cookie_and_opens_a_socket() {
    if Command::new("caddy").arg("version").output().is_err() {
        println!("left out: this system has no package of Caddy");
        return;
    }
    let server =
        Server::start_with(|config| config.trusted_proxies = TrustedProxies::parse("127.0.0.1").unwrap()).await;
    server.admin().await;
    let caddy = Caddy::before(server.addr).await;
    welcomes(caddy.addr, &caddy.folder.path().join("caddy.crt")).await;
}

/// Runs until its test is over.
struct Caddy {
    addr: SocketAddr,
    folder: TempDir,
    process: Child,
}

impl Caddy {
    async fn before(server: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        certificate(folder.path(), "caddy");
        let addr = free_port();
        fs::write(folder.path().join("Caddyfile"), configuration(addr, server)).unwrap();
        let mut caddy = Command::new("caddy");
        // It keeps what it knows in the home folder.
        caddy.current_dir(folder.path()).env("HOME", folder.path()).args(["run", "--config", "Caddyfile"]);
        let process = caddy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let caddy = Self { addr, folder, process };
        listens(addr).await;
        caddy
    }
}

impl Drop for Caddy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The README's block, with a certificate of ours: nobody vouches for this machine.
fn configuration(caddy: SocketAddr, server: SocketAddr) -> String {
    let readme = include_str!("../../../README.md");
    let (_, block) = readme.split_once("```caddy\n").expect("the README shows how Caddy is set up");
    let block = block.split_once("```").unwrap().0;
    let site = format!("https://localhost:{} {{\n    bind 127.0.0.1\n    tls caddy.crt caddy.key", caddy.port());
    let block = block.replace("meet.example.org {", &site).replace("127.0.0.1:8900", &server.to_string());
    format!("{{\n    admin off\n    auto_https off\n}}\n{block}")
}
