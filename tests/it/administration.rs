//! What administrators do with accounts, rooms and the server.

use std::time::{Duration, Instant};

use glossa::wire::{ErrorCode, LeaveAction, ServerMessage};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::own_account::log_in;
use crate::server::{PASSWORD, Server, account};
use crate::signalling::socket::Socket;

#[tokio::test]
async fn only_administrators_administer() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    for path in ["users", "rooms", "sessions", "audit", "invites", "models", "health"] {
        let path = format!("/api/v1/admin/{path}");
        assert_eq!(ana.get(&path).await.problem(403), "forbidden", "{path}");
        assert_eq!(server.browser().get(&path).await.problem(401), "login_needed", "{path}");
    }
}

#[tokio::test]
async fn who_is_blocked_is_out_of_a_call_within_a_second() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    let room = ana.post("/api/v1/rooms", json!({})).await.expect(201);
    let code = room["code"].as_str().unwrap();
    let addr = server.addr.to_string();
    let (mut hers, _) = Socket::join(&addr, ana.cookie.as_ref().unwrap(), code).await;
    let (mut theirs, _) = Socket::join(&addr, admin.cookie.as_ref().unwrap(), code).await;
    let user = find(&mut admin, "ana").await;
    let asked = Instant::now();
    change(&mut admin, &user, json!({ "is_blocked": true })).await.expect(200);
    assert_eq!(hers.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
    theirs.expect(|frame| matches!(frame.message, ServerMessage::ParticipantLeft { .. }).then_some(())).await;
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");

    change(&mut admin, &user, json!({ "is_blocked": false })).await.expect(200);
    log_in(&server, "ana", PASSWORD).await;
}

#[tokio::test]
async fn a_block_from_outside_the_server_ends_a_call_as_well() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let room = ana.post("/api/v1/rooms", json!({})).await.expect(201);
    let addr = server.addr.to_string();
    let (mut hers, _) = Socket::join(&addr, ana.cookie.as_ref().unwrap(), room["code"].as_str().unwrap()).await;
    let user = server.store.user_by_name("ana").await.unwrap().unwrap();
    // As another process on the same database does it.
    server.store.block_user(user.id).await.unwrap();
    assert_eq!(hers.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
}

#[tokio::test]
async fn a_change_needs_the_state_that_it_was_made_for() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    server.user("ana").await;
    let user = find(&mut admin, "ana").await;
    let path = format!("/api/v1/admin/users/{}", user["id"].as_str().unwrap());
    assert_eq!(admin.patch(&path, json!({ "is_admin": true })).await.problem(428), "precondition_needed");
    let old = admin.get(&path).await.header("etag").unwrap().to_owned();
    change(&mut admin, &user, json!({ "is_admin": true })).await.expect(200);
    admin.headers.push(("if-match", old));
    assert_eq!(admin.patch(&path, json!({ "is_blocked": true })).await.problem(412), "changed_meanwhile");
}

#[tokio::test]
async fn the_last_administrator_cannot_be_removed() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let me = find(&mut admin, "admin").await;
    for wanted in [json!({ "is_admin": false }), json!({ "is_blocked": true })] {
        assert_eq!(change(&mut admin, &me, wanted).await.problem(409), "last_administrator");
    }
    let path = format!("/api/v1/admin/users/{}", me["id"].as_str().unwrap());
    assert_eq!(admin.delete(&path).await.problem(409), "last_administrator");
    let deletion = json!({ "password": PASSWORD });
    assert_eq!(admin.post("/api/v1/me/delete", deletion).await.problem(409), "last_administrator");
}

#[tokio::test]
async fn a_reset_link_sets_a_new_password_and_ends_every_log_in() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    let link = reset_link(&mut admin, "ana").await;
    let reset = json!({ "token": link["token"], "password": "another horse" });
    let mut browser = server.browser();
    browser.post("/api/v1/password-reset", reset.clone()).await.expect(201);
    browser.get("/api/v1/me").await.expect(200);
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
    assert_eq!(server.browser().post("/api/v1/password-reset", reset).await.problem(403), "link_spent");
    log_in(&server, "ana", "another horse").await;
}

#[tokio::test]
async fn who_changes_their_password_makes_older_reset_links_void() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    let link = reset_link(&mut admin, "ana").await;
    let change = json!({ "current": PASSWORD, "new": "another horse" });
    ana.put("/api/v1/me/password", change).await.expect(204);
    let reset = json!({ "token": link["token"], "password": "a third horse" });
    assert_eq!(server.browser().post("/api/v1/password-reset", reset).await.problem(403), "link_spent");
    log_in(&server, "ana", "another horse").await;
}

#[tokio::test]
async fn a_call_can_be_ended_and_a_room_deleted() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    let room = ana.post("/api/v1/rooms", json!({ "title": "Book club" })).await.expect(201);
    let code = room["code"].as_str().unwrap();
    let addr = server.addr.to_string();
    let (mut hers, _) = Socket::join(&addr, ana.cookie.as_ref().unwrap(), code).await;
    let rooms = admin.get("/api/v1/admin/rooms?q=club").await.expect(200);
    assert_eq!((&rooms["items"][0]["present"], &rooms["items"][0]["owner"]), (&json!(1), &json!("ana")));
    admin.post(&format!("/api/v1/admin/rooms/{code}/end-call"), json!(null)).await.expect(204);
    assert_eq!(hers.farewell().await, (LeaveAction::Stop, ErrorCode::CallEnded));
    // The room is still there.
    let (mut hers, _) = Socket::join(&addr, ana.cookie.as_ref().unwrap(), code).await;
    admin.delete(&format!("/api/v1/admin/rooms/{code}")).await.expect(204);
    assert_eq!(hers.farewell().await, (LeaveAction::Stop, ErrorCode::CallEnded));
    assert_eq!(ana.get(&format!("/api/v1/rooms/{code}")).await.problem(404), "room_unknown");
}

#[tokio::test]
async fn what_was_done_is_noted_with_names() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    server.user("ana").await;
    let user = find(&mut admin, "ana").await;
    change(&mut admin, &user, json!({ "is_blocked": true })).await.expect(200);
    let log = admin.get("/api/v1/admin/audit?action=user_blocked").await.expect(200);
    let line = &log["items"][0];
    assert_eq!((&line["actor"], &line["subject"]), (&json!("admin"), &json!("ana")));
    assert_eq!(log["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_go_on_where_a_page_ended() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    for name in ["ana", "ben", "cleo"] {
        server.browser().post("/api/v1/users", account(name)).await.expect(201);
    }
    let first = admin.get("/api/v1/admin/users?limit=3").await.expect(200);
    let next = first["next"].as_str().unwrap();
    let second = admin.get(&format!("/api/v1/admin/users?limit=3&cursor={next}")).await.expect(200);
    let names =
        |page: &Value| page["items"].as_array().unwrap().iter().map(|it| it["username"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (names(&first), names(&second)),
        (vec![json!("cleo"), json!("ben"), json!("ana")], vec![json!("admin")])
    );
    for bad in ["limit=0", "limit=101", "cursor=x", "limit=many"] {
        assert_eq!(admin.get(&format!("/api/v1/admin/users?{bad}")).await.problem(400), "query_unusable", "{bad}");
    }
}

#[tokio::test]
async fn models_and_health_are_shown() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let models = admin.get("/api/v1/admin/models").await.expect(200);
    assert_eq!(models[0]["language"], "ase");
    assert!(models[0]["report"].as_str().unwrap().starts_with("# "));
    let health = admin.get("/api/v1/admin/health").await.expect(200);
    assert_eq!(
        (&health["database"], &health["database_ok"], &health["people"]),
        (&json!("sqlite"), &json!(true), &json!(0))
    );
}

async fn find(admin: &mut Browser, name: &str) -> Value {
    let found = admin.get(&format!("/api/v1/admin/users?q={name}@")).await.expect(200);
    found["items"][0].clone()
}

async fn reset_link(admin: &mut Browser, name: &str) -> Value {
    let user = find(admin, name).await;
    let path = format!("/api/v1/admin/users/{}/reset-link", user["id"].as_str().unwrap());
    admin.post(&path, json!(null)).await.expect(201)
}

async fn change(admin: &mut Browser, user: &Value, change: Value) -> crate::browser::Reply {
    let path = format!("/api/v1/admin/users/{}", user["id"].as_str().unwrap());
    let etag = admin.get(&path).await.header("etag").unwrap().to_owned();
    admin.headers.push(("if-match", etag));
    let reply = admin.patch(&path, change).await;
    admin.headers.pop();
    reply
}
