//! A server as a process of its own, with two accounts and a room.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Ends with its owner.
pub(super) struct House {
    pub(super) origin: String,
    /// The cookies of two people.
    pub(super) first: String,
    pub(super) second: String,
    pub(super) room: String,
    server: Child,
    _data: TempDir,
}

impl House {
    pub(super) async fn start() -> Self {
        tokio::task::spawn_blocking(Self::start_blocking).await.expect("a server with two accounts")
    }

    fn start_blocking() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut server = Command::new(env!("CARGO_BIN_EXE_glossa"))
            .args(["--listen", "127.0.0.1:0", "--log-filter", "error", "--rate-limit", "10000"])
            .args(["--trusted-proxies", "127.0.0.1", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut said = BufReader::new(server.stdout.take().expect("its words")).lines().map_while(Result::ok);
        let link = said.find(|line| line.contains("/setup#")).expect("a setup link");
        // What it says later is read as well, or it would have to wait one day.
        thread::spawn(move || said.for_each(drop));
        let (origin, token) = link.trim().split_once("/setup#").expect("a link with a token");
        let mut first = account("first");
        first["token"] = token.into();
        let (first, _) = post(&format!("{origin}/api/v1/setup"), None, &first);
        let (second, _) = post(&format!("{origin}/api/v1/users"), None, &account("second"));
        let (_, room) = post(&format!("{origin}/api/v1/rooms"), first.as_deref(), &json!({}));
        Self {
            origin: origin.to_owned(),
            first: first.expect("a cookie"),
            second: second.expect("a cookie"),
            room: room["code"].as_str().expect("a code").to_owned(),
            server,
            _data: data,
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may have ended by itself; what it kept is thrown away in any case.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn account(name: &str) -> Value {
    json!({ "username": name, "email": format!("{name}@example.org"), "password": "correct horse battery" })
}

/// The cookie that came, and the body.
fn post(url: &str, cookie: Option<&str>, body: &Value) -> (Option<String>, Value) {
    let mut request = ureq::post(url);
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let mut reply = request.send_json(body).expect("the server agrees");
    let cookie = reply.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    (cookie, reply.body_mut().read_json().expect("an answer in JSON"))
}
