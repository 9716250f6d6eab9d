//! A server with one room, and whoever comes into it.

use std::collections::HashMap;

use glossa::{store::Record, wire::ErrorCode};
use serde_json::json;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::socket::{Joined, Socket};
use crate::{browser::Browser, server::Server};

pub(crate) struct Place {
    pub(crate) server: Server,
    room: String,
    /// Everybody who logged in so far, by name.
    people: Mutex<HashMap<String, Browser>>,
}

impl Place {
    pub(crate) async fn open() -> Self {
        let server = Server::start().await;
        let room = server.admin().await.post("/api/v1/rooms", json!({})).await.expect(201);
        let room = room["code"].as_str().unwrap().to_owned();
        Self { server, room, people: Mutex::default() }
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> String {
        self.server.addr.to_string()
    }

    /// The room's code.
    pub(crate) fn room(&self) -> &str {
        &self.room
    }

    /// Somebody comes in, with an account if they have none yet.
    pub(crate) async fn join(&self, name: &str) -> (Socket, Joined) {
        Socket::join(&self.address(), &self.cookie(name).await, &self.room).await
    }

    pub(crate) async fn resume(&self, name: &str, token: &str, after: u64) -> Result<(Socket, Joined), ErrorCode> {
        Socket::resume(&self.address(), &self.cookie(name).await, token, after).await
    }

    /// The cookie of somebody's log-in.
    pub(crate) async fn cookie(&self, name: &str) -> String {
        let mut people = self.people.lock().await;
        if !people.contains_key(name) {
            people.insert(name.to_owned(), self.server.user(name).await);
        }
        people[name].cookie.clone().unwrap()
    }

    pub(crate) async fn log_out(&self, name: &str) {
        self.people.lock().await.get_mut(name).unwrap().delete("/api/v1/session").await.expect(204);
    }

    /// Ends the server in order, then starts it again.
    pub(crate) async fn restart(self) -> Self {
        let server = self.server.restart().await;
        let mut people = self.people.into_inner();
        for person in people.values_mut() {
            let cookie = person.cookie.take();
            *person = server.browser();
            person.cookie = cookie;
        }
        Self { server, room: self.room, people: Mutex::new(people) }
    }

    /// What somebody who took part can read of a call.
    pub(crate) async fn record(&self, call: Uuid, name: &str) -> Record {
        let me = self.people.lock().await.get_mut(name).unwrap().get("/api/v1/me").await.expect(200);
        let user = me["id"].as_str().unwrap().parse().unwrap();
        self.server.store.call_record(call, user).await.unwrap().unwrap()
    }
}
