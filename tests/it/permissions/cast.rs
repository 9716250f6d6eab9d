//! A room with one of each: made anew for each question, as some answers change everything.

use chrono::{TimeDelta, Utc};
use glossa::store::{NewGuestLink, NewUser, PasswordHash, Room, RoomRole, Store, TokenDigest, User, UserChange};
use uuid::Uuid;

use super::ACTORS;
use crate::browser::Browser;
use crate::server::{PASSWORD, Server};

pub(super) struct Cast {
    pub(super) room: Room,
    /// Somebody whom the others may deal with.
    pub(super) other: User,
    /// A link of the room by which guests come.
    pub(super) link: Uuid,
    cookies: Vec<String>,
}

impl Cast {
    pub(super) async fn call(server: &Server) -> Self {
        let store = &server.store;
        // Names are unique on the server; the end of a UUID differs from one to the next.
        let tail = Uuid::new_v4().simple().to_string()[..8].to_owned();
        let owner = user(store, &format!("owner-{tail}")).await;
        let room = store.create_room(owner.id, &code(), None, Utc::now()).await.unwrap();
        let other = user(store, &format!("other-{tail}")).await;
        let link = guest_link(store, &room).await;

        let mut cookies = Vec::new();
        for actor in ACTORS {
            let cookie = match actor {
                "nobody" => String::new(),
                "guest" => guest(store, &room).await,
                "owner" => session(store, &owner).await,
                actor => {
                    let user = user(store, &format!("{actor}-{tail}")).await;
                    let cookie = session(store, &user).await;
                    match actor {
                        "administrator" => {
                            let made = UserChange { is_admin: Some(true), is_blocked: None };
                            store.change_user(user.id, made).await.unwrap();
                        }
                        "blocked" => store.block_user(user.id).await.unwrap(),
                        "moderator" => store.set_room_role(room.id, user.id, RoomRole::Moderator).await.unwrap(),
                        "participant" => store.set_room_role(room.id, user.id, RoomRole::Member).await.unwrap(),
                        _ => {}
                    }
                    cookie
                }
            };
            cookies.push(cookie);
        }
        Self { room, other, link: link.0, cookies }
    }

    pub(super) fn cookie(&self, actor: &str) -> &str {
        let place = ACTORS.iter().position(|known| *known == actor).unwrap();
        &self.cookies[place]
    }

    pub(super) fn browser(&self, server: &Server, actor: &str) -> Browser {
        let mut browser = server.browser();
        browser.cookie = Some(self.cookie(actor).to_owned()).filter(|cookie| !cookie.is_empty());
        browser
    }
}

async fn user(store: &Store, name: &str) -> User {
    let now = Utc::now();
    let new = NewUser {
        username: name.to_owned(),
        email: format!("{name}@example.org"),
        password_hash: PasswordHash(bcrypt::non_truncating_hash(PASSWORD, 4).unwrap()),
        is_admin: false,
        created_at: now,
        token_digest: TokenDigest::of(name),
        token_expiration: now,
    };
    store.create_user(new).await.unwrap()
}

async fn session(store: &Store, user: &User) -> String {
    let (token, now) = (Uuid::new_v4().to_string(), Utc::now());
    store.create_session(user.id, TokenDigest::of(&token), "a test", now, now + TimeDelta::hours(1)).await.unwrap();
    format!("glossa={token}")
}

async fn guest_link(store: &Store, room: &Room) -> (Uuid, TokenDigest) {
    let (token, now) = (TokenDigest::of(&Uuid::new_v4().to_string()), Utc::now());
    let new = NewGuestLink {
        room: room.id,
        digest: token.clone(),
        created_at: now,
        not_before: None,
        expires_at: now + TimeDelta::hours(1),
        uses: None,
    };
    (store.create_guest_link(new).await.unwrap().id, token)
}

/// Comes as guests do, and keeps the cookie.
async fn guest(store: &Store, room: &Room) -> String {
    let (_, link) = guest_link(store, room).await;
    let (token, now) = (Uuid::new_v4().to_string(), Utc::now());
    let expires = now + TimeDelta::hours(1);
    store
        .admit_guest(&link, "a guest", TokenDigest::of(&token), now, expires)
        .await
        .unwrap()
        .expect("the link is good");
    format!("glossa-guest={token}")
}

fn code() -> String {
    glossa::room_code::RoomCode::draw(&mut rand::rng()).as_str().to_owned()
}
