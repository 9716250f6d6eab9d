//! A real server on a port of its own, with a folder of its own.

use std::net::SocketAddr;
use std::path::Path;

use glossa::app::App;
use glossa::config::Config;
use glossa::store::Store;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::browser::Browser;

/// Runs until its test is over.
pub(crate) struct Server {
    pub(crate) addr: SocketAddr,
    pub(crate) store: Store,
    data: TempDir,
    setup_link: Option<String>,
    stop: CancellationToken,
    running: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// A server where nobody is yet.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same, with other settings.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), change).await
    }

    async fn start_in(data: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            data: data.path().to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            // Any port: the one of `listen` may be another test's.
            media: Some("127.0.0.1:0".parse().unwrap()),
            bcrypt_cost: 4,
            ..Config::default()
        };
        change(&mut config);
        let app = App::start(config).await.unwrap();
        let addr = app.local_addr();
        let setup_link = app.setup_link().map(str::to_owned);
        let store = app.store().clone();
        let stop = CancellationToken::new();
        let running = tokio::spawn(app.run_until(stop.clone()));
        Self { addr, store, data, setup_link, stop, running }
    }

    /// Ends it in order, then starts it again in the same folder.
    pub(crate) async fn restart(self) -> Self {
        let Self { data, running, stop, .. } = self;
        stop.cancel();
        running.await.unwrap().unwrap();
        Self::start_in(data, |_| {}).await
    }

    /// Ends it in order.
    pub(crate) async fn end(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn setup_link(&self) -> Option<&str> {
        self.setup_link.as_deref()
    }

    /// The secret in the setup link.
    pub(crate) fn setup_token(&self) -> String {
        self.setup_link().unwrap().split_once('#').unwrap().1.to_owned()
    }

    /// Somebody who is not logged in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.addr)
    }

    /// The first administrator, logged in.
    pub(crate) async fn admin(&self) -> Browser {
        let mut browser = self.browser();
        let mut request = account("admin");
        request["token"] = self.setup_token().into();
        browser.post("/api/v1/setup", request).await.expect(201);
        browser
    }

    /// Somebody with an account, logged in. Wants an administrator to be there.
    pub(crate) async fn user(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        browser.post("/api/v1/users", account(name)).await.expect(201);
        browser
    }
}

/// An account to make; all have the same password.
pub(crate) fn account(name: &str) -> serde_json::Value {
    serde_json::json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD })
}

pub(crate) const PASSWORD: &str = "correct horse battery";
