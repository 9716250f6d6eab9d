//! What people do with their own accounts.

use glossa::wire::{ErrorCode, LeaveAction};
use serde_json::json;

use crate::browser::Browser;
use crate::server::{PASSWORD, Server};
use crate::signalling::socket::{Socket, chat};

#[tokio::test]
async fn a_new_password_logs_out_all_other_browsers() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let mut phone = log_in(&server, "ana", PASSWORD).await;
    let change = json!({ "current": "wrong horse", "new": "another horse" });
    assert_eq!(ana.put("/api/v1/me/password", change).await.problem(403), "password_wrong");
    let change = json!({ "current": PASSWORD, "new": "another horse" });
    ana.put("/api/v1/me/password", change).await.expect(204);
    ana.get("/api/v1/me").await.expect(200);
    assert_eq!(phone.get("/api/v1/me").await.problem(401), "login_needed");
    log_in(&server, "ana", "another horse").await;
}

#[tokio::test]
async fn a_name_and_an_address_can_be_changed_by_who_knows_the_password() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let refused = ana.patch("/api/v1/me", json!({ "username": "zoe", "password": "wrong horse" })).await;
    assert_eq!(refused.problem(403), "password_wrong");
    let taken = ana.patch("/api/v1/me", json!({ "username": "Admin", "password": PASSWORD })).await;
    assert_eq!(taken.problem(409), "name_taken");
    let changed = ana.patch("/api/v1/me", json!({ "username": "Zoe", "email": "Z@b", "password": PASSWORD })).await;
    let changed = changed.expect(200);
    assert_eq!((&changed["username"], &changed["email"]), (&json!("Zoe"), &json!("z@b")));
    log_in(&server, "zoe", PASSWORD).await;
}

#[tokio::test]
async fn other_devices_are_listed_and_logged_out() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let (mut phone, mut tablet) = (log_in(&server, "ana", PASSWORD).await, log_in(&server, "ana", PASSWORD).await);
    let mut ben = server.user("ben").await;
    let sessions = ana.get("/api/v1/me/sessions").await.expect(200);
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);
    assert_eq!(sessions.len(), 3);
    // The newest is first.
    let tablets = format!("/api/v1/me/sessions/{}", sessions[0]["id"].as_str().unwrap());
    assert_eq!(ben.delete(&tablets).await.problem(404), "not_found");
    ana.delete(&tablets).await.expect(204);
    assert_eq!(tablet.get("/api/v1/me").await.problem(401), "login_needed");
    phone.get("/api/v1/me").await.expect(200);
    ana.delete("/api/v1/me/sessions").await.expect(204);
    assert_eq!(phone.get("/api/v1/me").await.problem(401), "login_needed");
    ana.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn a_new_token_voids_the_old_one() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let program = |token: &serde_json::Value| {
        let mut program = server.browser();
        program.headers.push(("authorization", format!("Bearer {}", token.as_str().unwrap())));
        program
    };
    let first = ana.post("/api/v1/me/token", json!(null)).await.expect(201);
    program(&first["token"]).get("/api/v1/rooms").await.expect(200);
    let second = ana.post("/api/v1/me/token", json!(null)).await.expect(201);
    assert_eq!(program(&first["token"]).get("/api/v1/rooms").await.problem(401), "login_needed");
    program(&second["token"]).get("/api/v1/rooms").await.expect(200);
}

#[tokio::test]
async fn a_deleted_account_is_gone_with_its_rooms_and_its_calls_end() {
    let server = Server::start().await;
    server.admin().await;
    let (mut ana, ben) = (server.user("ana").await, server.user("ben").await);
    let room = ana.post("/api/v1/rooms", json!({})).await.expect(201);
    let code = room["code"].as_str().unwrap().to_owned();
    let (mut guest, _) = Socket::join(&server.addr.to_string(), ben.cookie.as_ref().unwrap(), &code).await;
    assert_eq!(
        ana.post("/api/v1/me/delete", json!({ "password": "wrong horse" })).await.problem(403),
        "password_wrong"
    );
    ana.post("/api/v1/me/delete", json!({ "password": PASSWORD })).await.expect(204);
    assert_eq!(guest.farewell().await, (LeaveAction::Stop, ErrorCode::CallEnded));
    let mut ben = ben;
    assert_eq!(ben.get(&format!("/api/v1/rooms/{code}")).await.problem(404), "room_unknown");
    let again = server.browser().post("/api/v1/session", json!({ "username": "ana", "password": PASSWORD })).await;
    assert_eq!(again.problem(401), "credentials_wrong");
}

pub(crate) async fn log_in(server: &Server, name: &str, password: &str) -> Browser {
    let mut browser = server.browser();
    browser.post("/api/v1/session", json!({ "username": name, "password": password })).await.expect(201);
    browser
}

#[tokio::test]
async fn everything_that_is_kept_can_be_taken_along() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let room = ana.post("/api/v1/rooms", json!({})).await.expect(201);
    let cookie = ana.cookie.clone().unwrap();
    let (mut socket, _) = Socket::join(&server.addr.to_string(), &cookie, room["code"].as_str().unwrap()).await;
    socket.ask(chat("remember me")).await.unwrap();
    let reply = ana.get_bytes("/api/v1/me/export").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(reply)).unwrap();
    let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    assert!(read("account.jsonl").contains("\"ana@example.org\""));
    assert!(!read("account.jsonl").contains("password"));
    assert_eq!(read("sessions.jsonl").lines().count(), 1);
    assert!(read("messages.jsonl").contains("remember me"));
    assert_eq!(read("transcripts.jsonl"), "");
}
