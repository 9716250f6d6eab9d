//! nginx in front, set up as the README says.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use glossa::config::TrustedProxies;
use tempfile::TempDir;

use super::curl::Curl;
use super::proxy::{free_port, listens, welcomes};
use super::tls::certificate;
use crate::server::{Server, account};

#[tokio::test]
async fn behind_nginx_one_logs_in_with_a_bound_cookie_and_opens_a_socket() {
    let server =
        Server::start_with(|config| config.trusted_proxies = TrustedProxies::parse("127.0.0.1").unwrap()).await;
    server.admin().await;
    let nginx = Nginx::before(server.addr).await;
    welcomes(nginx.addr, &nginx.certificate()).await;
}

#[tokio::test]
async fn nobody_registers_through_a_proxy_that_the_server_does_not_know() {
    let server = Server::start().await;
    server.admin().await;
    let nginx = Nginx::before(server.addr).await;
    let mut stranger = Curl::new(nginx.addr, &nginx.certificate());
    assert_eq!(stranger.post("/api/v1/users", account("eve")).await.expect(403)["code"], "registration_closed");
}

/// Runs until its test is over.
struct Nginx {
    addr: SocketAddr,
    folder: TempDir,
    process: Child,
}

impl Nginx {
    async fn before(server: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        certificate(folder.path(), "nginx");
        let addr = free_port();
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration(folder.path(), addr, server)).unwrap();
        let mut nginx = Command::new("nginx");
        nginx.arg("-p").arg(folder.path()).arg("-c").arg(&file).args(["-e", "stderr", "-g", "daemon off;"]);
        let process = nginx.stdout(Stdio::null()).spawn().expect("nginx is installed: tests/setup.sh does it");
        let nginx = Self { addr, folder, process };
        listens(addr).await;
        nginx
    }

    fn certificate(&self) -> std::path::PathBuf {
        self.folder.path().join("nginx.crt")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The README's `server` block, in a file that needs no rights and no folder of the system.
fn configuration(folder: &Path, nginx: SocketAddr, server: SocketAddr) -> String {
    let readme = include_str!("../../../README.md");
    let (_, block) = readme.split_once("```nginx\n").expect("the README shows how nginx is set up");
    let block = block.split_once("```").unwrap().0;
    let block = block
        .replace("listen 443 ssl;", &format!("listen {nginx} ssl;"))
        .replace("meet.example.org;", "localhost;")
        .replace("/etc/ssl/meet.example.org", "nginx")
        .replace("127.0.0.1:8900", &server.to_string());
    let folder = folder.display();
    format!(
        "worker_processes 1;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n\
         client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n\
         uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{block}\n}}\n"
    )
}
