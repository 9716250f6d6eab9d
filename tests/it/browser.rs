//! A browser, as far as the API sees one: it keeps the cookie it is given.

use std::net::SocketAddr;

use serde_json::Value;
use ureq::http::{HeaderMap, Request};

/// Answers come in an order, so each request borrows it.
pub(crate) struct Browser {
    addr: SocketAddr,
    pub(crate) cookie: Option<String>,
    /// What bodies are sent as.
    pub(crate) content_type: &'static str,
    /// Sent with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Browser {
    pub(crate) fn new(addr: SocketAddr) -> Self {
        Self { addr, cookie: None, content_type: "application/json", headers: Vec::new() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.ask("GET", path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.ask("POST", path, Some(body.to_string())).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: Value) -> Reply {
        self.ask("PUT", path, Some(body.to_string())).await
    }

    pub(crate) async fn patch(&mut self, path: &str, body: Value) -> Reply {
        self.ask("PATCH", path, Some(body.to_string())).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Reply {
        self.ask("DELETE", path, None).await
    }

    /// A body is sent as it is.
    pub(crate) async fn ask(&mut self, method: &str, path: &str, body: Option<String>) -> Reply {
        let (status, headers, bytes) = self.send(method, path, body).await;
        Reply { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// A file.
    pub(crate) async fn get_bytes(&mut self, path: &str) -> Vec<u8> {
        let (status, _, bytes) = self.send("GET", path, None).await;
        assert_eq!(status, 200);
        bytes
    }

    async fn send(&mut self, method: &str, path: &str, body: Option<String>) -> (u16, HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.addr));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if body.is_some() {
            request = request.header("content-type", self.content_type);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(body.unwrap_or_default()).unwrap();
        // The client blocks: on a thread of its own, so that the server can answer.
        let (status, headers, bytes) = tokio::task::spawn_blocking(move || {
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            let mut reply = agent.run(request).unwrap();
            let bytes = reply.body_mut().read_to_vec().unwrap();
            (reply.status().as_u16(), reply.headers().clone(), bytes)
        })
        .await
        .unwrap();
        if let Some(cookie) = headers.get("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        (status, headers, bytes)
    }
}

impl Reply {
    /// The body of a reply that has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).unwrap() }
    }

    /// Checks that it is a problem with this status; gives its code.
    #[track_caller]
    pub(crate) fn problem(self, status: u16) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let body = self.expect(status);
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], "about:blank");
        body["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
