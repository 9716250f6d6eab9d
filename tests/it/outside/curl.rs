//! curl, as a client that checks certificates by itself.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Asks one server, over TLS, believing one certificate.
pub(super) struct Curl {
    addr: SocketAddr,
    certificate: PathBuf,
    pub(super) cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    body: String,
}

impl Curl {
    pub(super) fn new(addr: SocketAddr, certificate: &Path) -> Self {
        Self { addr, certificate: certificate.to_owned(), cookie: None }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, None).await.unwrap()
    }

    pub(super) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, Some(body)).await.unwrap()
    }

    /// Fails with curl's own words when there is no answer.
    pub(super) async fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> Result<Answer, String> {
        let mut curl = Command::new("curl");
        curl.args(["-sS", "-i", "--max-time", "20", "--noproxy", "*", "-X", method, "--cacert"]).arg(&self.certificate);
        // By name, as a browser would.
        curl.args(["--resolve", &format!("localhost:{}:{}", self.addr.port(), self.addr.ip())]);
        if let Some(cookie) = &self.cookie {
            curl.args(["-H", &format!("cookie: {cookie}")]);
        }
        if let Some(body) = body {
            curl.args(["-H", "content-type: application/json", "-d", &body.to_string()]);
        }
        curl.arg(format!("https://localhost:{}{path}", self.addr.port()));
        let done = tokio::task::spawn_blocking(move || curl.output().unwrap()).await.unwrap();
        if !done.status.success() {
            return Err(String::from_utf8(done.stderr).unwrap());
        }
        let text = String::from_utf8(done.stdout).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let answer = Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() };
        if let Some(line) = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")) {
            self.cookie = line.split(';').next().map(str::to_owned);
        }
        Ok(answer)
    }
}

impl Answer {
    #[track_caller]
    pub(super) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// In lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}
