//! A server with one room, and whoever comes into it.

use std::{collections::HashMap, num::NonZeroU16};

use chrono::{TimeDelta, Utc};
use glossa::{store::Record, wire::ErrorCode};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::socket::{Joined, Socket};
use crate::{
    browser::{Browser, Reply},
    server::Server,
};

pub(crate) struct Place {
    pub(crate) server: Server,
    room: String,
    /// Everybody who logged in so far, by name.
    people: Mutex<HashMap<String, Browser>>,
}

impl Place {
    pub(crate) async fn open() -> Self {
        Self::of("admin").await
    }

    /// The same, with a room of this person.
    pub(crate) async fn of(owner: &str) -> Self {
        Self::on(Server::start().await, owner).await
    }

    /// The same, on a server whose rooms hold so many.
    pub(crate) async fn for_people(size: u16) -> Self {
        let size = NonZeroU16::new(size).unwrap();
        Self::on(Server::start_with(|config| config.room_size = size).await, "admin").await
    }

    async fn on(server: Server, owner: &str) -> Self {
        let admin = server.admin().await;
        let mut people = HashMap::from([("admin".to_owned(), admin)]);
        if owner != "admin" {
            people.insert(owner.to_owned(), server.user(owner).await);
        }
        let room = people.get_mut(owner).unwrap().post("/api/v1/rooms", json!({})).await.expect(201);
        let room = room["code"].as_str().unwrap().to_owned();
        Self { server, room, people: Mutex::new(people) }
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

    /// Asks something about the room; `path` follows its address.
    pub(crate) async fn ask(&self, name: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.ask_server(name, method, &format!("/rooms/{}{path}", self.room), body).await
    }

    /// Asks something; `path` is within the API.
    pub(crate) async fn ask_server(&self, name: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.cookie(name).await;
        let mut people = self.people.lock().await;
        let path = format!("/api/v1{path}");
        people.get_mut(name).unwrap().ask(method, &path, body.map(|body| body.to_string())).await
    }

    /// Changes the room as it is now.
    pub(crate) async fn change(&self, name: &str, change: Value) -> Reply {
        let tag = self.ask(name, "GET", "", None).await.header("etag").unwrap().to_owned();
        self.with_header(name, "if-match", &tag).await;
        let reply = self.ask(name, "PATCH", "", Some(change)).await;
        self.people.lock().await.get_mut(name).unwrap().headers.clear();
        reply
    }

    /// What somebody sends with everything that they ask from now on.
    pub(crate) async fn with_header(&self, name: &str, header: &'static str, value: &str) {
        self.people.lock().await.get_mut(name).unwrap().headers.push((header, value.to_owned()));
    }

    /// Makes somebody something in the room.
    pub(crate) async fn name(&self, by: &str, who: &str, role: &str) {
        self.cookie(who).await;
        self.ask(by, "PUT", &format!("/people/{who}"), Some(json!({ "role": role }))).await.expect(200);
    }

    /// The token of a new link for guests, with its id.
    pub(crate) async fn guest_link(&self, by: &str, uses: Option<u32>) -> (String, String) {
        let expires = Utc::now() + TimeDelta::hours(1);
        let made = json!({ "expires_at": expires, "uses": uses });
        let link = self.ask(by, "POST", "/guest-links", Some(made)).await.expect(201);
        (link["token"].as_str().unwrap().to_owned(), link["id"].as_str().unwrap().to_owned())
    }

    /// Somebody without an account uses a link.
    pub(crate) async fn guest(&self, token: &str, name: &str) -> Browser {
        let mut browser = self.server.browser();
        browser.post("/api/v1/guest", json!({ "token": token, "name": name })).await.expect(201);
        browser
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
