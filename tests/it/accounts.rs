//! People come in, are recognised, go.

use glossa::store::TokenDigest;
use serde_json::json;

use crate::browser::Browser;
use crate::server::{PASSWORD, Server, account};

#[tokio::test]
async fn the_setup_link_makes_one_administrator() {
    let server = Server::start().await;
    assert_eq!(server.browser().get("/api/v1/status").await.expect(200)["setup_needed"], true);
    let mut admin = server.admin().await;
    let me = admin.get("/api/v1/me").await.expect(200);
    assert_eq!((&me["username"], &me["is_admin"]), (&json!("admin"), &json!(true)));
    assert!(!server.data().join("setup-link").exists());
    assert_eq!(server.browser().get("/api/v1/status").await.expect(200)["setup_needed"], false);

    let mut late = account("late");
    late["token"] = server.setup_token().into();
    assert_eq!(server.browser().post("/api/v1/setup", late).await.problem(403), "link_spent");
}

#[tokio::test]
async fn of_many_who_use_the_setup_link_at_once_one_becomes_administrator() {
    let server = Server::start().await;
    let claims = (0..8).map(|n| {
        let mut request = account(&format!("claimant{n}"));
        request["token"] = server.setup_token().into();
        let mut browser = server.browser();
        tokio::spawn(async move { browser.post("/api/v1/setup", request).await.status })
    });
    let mut made = 0;
    for claim in claims.collect::<Vec<_>>() {
        match claim.await.unwrap() {
            201 => made += 1,
            status => assert_eq!(status, 403),
        }
    }
    assert_eq!(made, 1);
    assert!(server.store.has_administrator().await.unwrap());
}

#[tokio::test]
async fn a_wrong_setup_token_opens_nothing() {
    let server = Server::start().await;
    let mut request = account("mallory");
    request["token"] = "x".into();
    assert_eq!(server.browser().post("/api/v1/setup", request).await.problem(403), "link_spent");
    assert!(!server.store.has_administrator().await.unwrap());
}

#[tokio::test]
async fn the_setup_link_outlives_a_restart() {
    let server = Server::start().await;
    let token = server.setup_token();
    let kept = std::fs::read_to_string(server.data().join("setup-link")).unwrap();
    assert_eq!(kept.trim(), server.setup_link().unwrap());
    let server = server.restart().await;
    assert_eq!(server.setup_token(), token);
    server.admin().await;
    assert_eq!(server.restart().await.setup_link(), None);
}

#[tokio::test]
async fn nobody_registers_before_the_administrator() {
    let server = Server::start().await;
    assert_eq!(server.browser().post("/api/v1/users", account("ana")).await.problem(409), "setup_needed");
}

#[tokio::test]
async fn people_register_log_out_and_in() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let cookie = ana.cookie.clone();
    ana.get("/api/v1/me").await.expect(200);
    ana.delete("/api/v1/session").await.expect(204);
    assert_eq!(ana.cookie, None);
    // The server forgot it, too.
    ana.cookie = cookie;
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");

    let login = json!({ "username": " ANA ", "password": PASSWORD });
    let me = ana.post("/api/v1/session", login).await.expect(201);
    assert_eq!((&me["username"], &me["is_admin"], &me["token"]), (&json!("ana"), &json!(false), &json!(null)));
    ana.get("/api/v1/me").await.expect(200);
    let audit = server.store.audit_log(10).await.unwrap();
    let actions: Vec<_> = audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["login", "registration", "setup"]);
}

#[tokio::test]
async fn a_wrong_password_a_wrong_name_and_a_blocked_account_look_the_same() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    let me = server.store.user_by_name("ana").await.unwrap().unwrap();
    let login = |name: &str, password: &str| json!({ "username": name, "password": password });
    let mut visitor = server.browser();
    let wrong_password = visitor.post("/api/v1/session", login("ana", "wrong horse battery")).await;
    let wrong_name = visitor.post("/api/v1/session", login("nobody", PASSWORD)).await;
    let too_short = visitor.post("/api/v1/session", login("ana", "short")).await;
    assert_eq!(server.store.user(me.id).await.unwrap().unwrap().failed_logins, 2);
    server.store.block_user(me.id).await.unwrap();
    let blocked = visitor.post("/api/v1/session", login("ana", PASSWORD)).await;
    for reply in [&wrong_name, &too_short, &blocked] {
        assert_eq!((reply.status, &reply.text), (wrong_password.status, &wrong_password.text));
    }
    assert_eq!(wrong_password.problem(401), "credentials_wrong");
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
    let failures = server.store.audit_log(10).await.unwrap();
    assert_eq!(failures.iter().filter(|entry| entry.action == "login_failed").count(), 4);
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let server = Server::start().await;
    server.admin().await;
    server.user("ana").await;
    let mut ana = server.browser();
    ana.post("/api/v1/session", json!({ "username": "ana", "password": "wrong horse battery" })).await.problem(401);
    ana.post("/api/v1/session", json!({ "username": "ana", "password": PASSWORD })).await.expect(201);
    assert_eq!(server.store.user_by_name("ana").await.unwrap().unwrap().failed_logins, 0);
}

#[tokio::test]
async fn an_account_that_cannot_be_is_refused_with_the_reason() {
    let server = Server::start().await;
    server.admin().await;
    let mut visitor = server.browser();
    let cases = [
        ("username", json!(""), 422, "username_unusable"),
        ("username", json!("a\u{202e}b"), 422, "username_unusable"),
        ("username", json!("ADMIN"), 409, "name_taken"),
        ("email", json!("nowhere"), 422, "email_unusable"),
        ("email", json!("Admin@Example.org"), 409, "email_taken"),
        ("password", json!("1234567"), 422, "password_unusable"),
        ("password", json!("é".repeat(36)), 422, "password_unusable"),
        ("password", json!(7), 422, "body_unusable"),
    ];
    for (field, value, status, code) in cases {
        let mut request = account("ana");
        request[field] = value.clone();
        assert_eq!(visitor.post("/api/v1/users", request).await.problem(status), code, "{field} {value}");
    }
    let mut longest = account("ana");
    longest["password"] = "a".repeat(71).into();
    visitor.post("/api/v1/users", longest).await.expect(201);
}

#[tokio::test]
async fn an_api_token_speaks_for_its_owner() {
    let server = Server::start().await;
    server.admin().await;
    let made = server.browser().post("/api/v1/users", account("ana")).await.expect(201);
    let token = made["token"].as_str().unwrap();
    assert_eq!(token.len(), 32);
    let mut program = server.browser();
    program.headers.push(("authorization", format!("Bearer {token}")));
    assert_eq!(program.get("/api/v1/me").await.expect(200)["username"], "ana");
    program.headers[0].1.push('x');
    assert_eq!(program.get("/api/v1/me").await.problem(401), "login_needed");
}

#[tokio::test]
async fn registration_is_the_administrators_to_open_and_close() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let mut ana = server.user("ana").await;
    assert_eq!(admin.get("/api/v1/settings").await.expect(200)["registration"], "open");
    assert_eq!(ana.get("/api/v1/settings").await.problem(403), "forbidden");
    let settings = |mode: &str| json!({ "registration": mode, "failed_login_limit": 10 });
    assert_eq!(ana.put("/api/v1/settings", settings("open")).await.problem(403), "forbidden");
    assert_eq!(admin.put("/api/v1/settings", settings("closed")).await.problem(428), "precondition_needed");
    change_settings(&mut admin, settings("closed")).await;
    assert_eq!(server.browser().post("/api/v1/users", account("ben")).await.problem(403), "registration_closed");
    assert_eq!(server.browser().get("/api/v1/status").await.expect(200)["registration"], "closed");
    change_settings(&mut admin, settings("open")).await;
    server.user("ben").await;
}

#[tokio::test]
async fn an_invitation_opens_a_closed_door_once() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    change_settings(&mut admin, json!({ "registration": "invite", "failed_login_limit": 10 })).await;
    assert_eq!(server.browser().post("/api/v1/users", account("ana")).await.problem(403), "registration_closed");
    let invite = admin.post("/api/v1/admin/invites", json!({ "days": 7 })).await.expect(201);
    let mut request = account("ana");
    request["invite"] = invite["token"].clone();
    server.browser().post("/api/v1/users", request.clone()).await.expect(201);
    request["username"] = "ben".into();
    request["email"] = "ben@example.org".into();
    assert_eq!(server.browser().post("/api/v1/users", request).await.problem(403), "link_spent");
    assert_eq!(admin.get("/api/v1/admin/invites").await.expect(200)[0]["used_by"], "ana");
}

#[tokio::test]
async fn who_fails_too_often_has_to_wait_and_then_is_blocked() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    change_settings(&mut admin, json!({ "registration": "open", "failed_login_limit": 3 })).await;
    let mut ana = server.user("ana").await;
    let mut visitor = server.browser();
    let wrong = json!({ "username": "ana", "password": "wrong horse battery" });
    for _ in 0..5 {
        assert_eq!(visitor.post("/api/v1/session", wrong.clone()).await.problem(401), "credentials_wrong");
    }
    let reply = visitor.post("/api/v1/session", wrong).await;
    assert!(reply.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(reply.problem(429), "slow_down");
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
    assert!(server.store.user_by_name("ana").await.unwrap().unwrap().is_blocked);
}

#[tokio::test]
async fn who_comes_through_a_proxy_is_not_at_this_machine() {
    let server = Server::start().await;
    server.admin().await;
    let mut stranger = server.browser();
    stranger.headers.push(("x-forwarded-for", "203.0.113.9".to_owned()));
    assert_eq!(stranger.post("/api/v1/users", account("ana")).await.problem(403), "registration_closed");
}

#[tokio::test]
async fn registration_is_closed_when_others_can_reach_the_server() {
    let server = Server::start_with(|config| config.listen = "0.0.0.0:0".parse().unwrap()).await;
    server.admin().await;
    assert_eq!(server.browser().post("/api/v1/users", account("ana")).await.problem(403), "registration_closed");
}

#[tokio::test]
async fn an_entry_link_logs_in_once() {
    let server = Server::start().await;
    server.admin().await;
    let admin = server.store.user_by_name("admin").await.unwrap().unwrap();
    let now = chrono::Utc::now();
    let expires = now + chrono::TimeDelta::minutes(5);
    server.store.create_entry_link(admin.id, TokenDigest::of("once"), expires).await.unwrap();
    let mut browser = server.browser();
    let link = json!({ "token": "once" });
    assert_eq!(browser.post("/api/v1/session/link", link.clone()).await.expect(201)["username"], "admin");
    browser.get("/api/v1/me").await.expect(200);
    assert_eq!(browser.post("/api/v1/session/link", link).await.problem(403), "link_spent");
}

#[tokio::test]
async fn a_cookie_on_tls_is_bound_to_the_host() {
    let server = Server::start_with(|config| config.secure_cookies = true).await;
    let mut admin = server.admin().await;
    assert!(admin.cookie.as_ref().unwrap().starts_with("__Host-glossa="));
    admin.get("/api/v1/me").await.expect(200);
}

/// Changes the settings as they are now.
async fn change_settings(admin: &mut Browser, settings: serde_json::Value) {
    let present = admin.get("/api/v1/settings").await;
    admin.headers.push(("if-match", present.header("etag").unwrap().to_owned()));
    admin.put("/api/v1/settings", settings).await.expect(200);
    admin.headers.pop();
}
