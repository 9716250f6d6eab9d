//! The rules of accounts, seen from outside: through the server's own doors.

use chrono::{TimeDelta, Utc};
use entity::user;
use glossa::config::DatabaseUrl;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, Database, DatabaseConnection, EntityTrait};
use serde_json::json;

use crate::server::{PASSWORD, Server, account};
use crate::store::harness::on_each_url;

#[tokio::test]
async fn a_username_is_unique_without_case() {
    on_each_server(async |server, _| {
        server.user("ana").await;
        let mut same = account("ANA");
        same["email"] = "other@example.org".into();
        assert_eq!(server.browser().post("/api/v1/users", same).await.problem(409), "name_taken");
    })
    .await;
}

#[tokio::test]
async fn a_username_is_the_log_in() {
    on_each_server(async |server, _| {
        server.user("ana").await;
        server.browser().post("/api/v1/session", credentials("ana", PASSWORD)).await.expect(201);
        let by_mail = server.browser().post("/api/v1/session", credentials("ana@example.org", PASSWORD)).await;
        assert_eq!(by_mail.problem(401), "credentials_wrong");
    })
    .await;
}

#[tokio::test]
async fn an_email_is_unique_and_in_lower_case() {
    on_each_server(async |server, db| {
        let mut loud = account("ana");
        loud["email"] = "Ana@Example.ORG".into();
        server.browser().post("/api/v1/users", loud).await.expect(201);
        assert_eq!(row(&db, "ana").await.email, "ana@example.org");
        let mut same = account("bea");
        same["email"] = "ANA@example.org".into();
        assert_eq!(server.browser().post("/api/v1/users", same).await.problem(409), "email_taken");
    })
    .await;
}

#[tokio::test]
async fn a_password_is_kept_as_bcrypt_and_nowhere_else() {
    on_each_server(async |server, db| {
        server.user("ana").await;
        let ana = row(&db, "ana").await;
        assert!(bcrypt::non_truncating_verify(PASSWORD, &ana.password_hash).unwrap());
        let fields = user::Entity::find_by_id(ana.id).into_json().one(&db).await.unwrap().unwrap();
        assert!(!fields.to_string().contains(PASSWORD));
    })
    .await;
}

#[tokio::test]
async fn last_seen_follows_activity() {
    on_each_server(async |server, db| {
        let mut ana = server.user("ana").await;
        let long_ago = Utc::now() - TimeDelta::hours(5);
        change(&db, "ana", |ana| ana.last_seen = Set(Some(long_ago))).await;
        ana.get("/api/v1/me").await.expect(200);
        let seen = row(&db, "ana").await.last_seen.unwrap();
        assert!(Utc::now() - seen < TimeDelta::minutes(1), "{seen}");
    })
    .await;
}

#[tokio::test]
async fn who_is_blocked_is_out_on_every_request() {
    on_each_server(async |server, db| {
        let mut ana = server.browser();
        let token = ana.post("/api/v1/users", account("ana")).await.expect(201)["token"].clone();
        let mut program = server.browser();
        program.headers.push(("authorization", format!("Bearer {}", token.as_str().unwrap())));
        program.get("/api/v1/me").await.expect(200);
        change(&db, "ana", |ana| ana.is_blocked = Set(true)).await;
        for path in ["/api/v1/me", "/api/v1/rooms"] {
            assert_eq!(ana.get(path).await.problem(401), "login_needed");
            assert_eq!(program.get(path).await.problem(401), "login_needed");
        }
        let again = server.browser().post("/api/v1/session", credentials("ana", PASSWORD)).await;
        assert_eq!(again.problem(401), "credentials_wrong");
    })
    .await;
}

#[tokio::test]
async fn failed_log_ins_are_counted_and_forgotten_on_success() {
    on_each_server(async |server, db| {
        server.user("ana").await;
        let wrong = server.browser().post("/api/v1/session", credentials("ana", "not the password")).await;
        assert_eq!(wrong.problem(401), "credentials_wrong");
        assert_eq!(row(&db, "ana").await.failed_logins, 1);
        // Behind a proxy that is trusted every stranger has an address of their own; here all share
        // one, which has to wait for a moment.
        let mut right = server.browser().post("/api/v1/session", credentials("ana", PASSWORD)).await;
        while right.status == 429 {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            right = server.browser().post("/api/v1/session", credentials("ana", PASSWORD)).await;
        }
        right.expect(201);
        assert_eq!(row(&db, "ana").await.failed_logins, 0);
    })
    .await;
}

#[tokio::test]
async fn failed_log_ins_are_forgotten_on_unblocking() {
    on_each_server(async |server, db| {
        server.user("ana").await;
        change(&db, "ana", |ana| {
            ana.failed_logins = Set(10);
            ana.is_blocked = Set(true);
        })
        .await;
        let ana = row(&db, "ana").await;
        server.store.unblock_user(ana.id).await.unwrap();
        let ana = row(&db, "ana").await;
        assert_eq!((ana.is_blocked, ana.failed_logins), (false, 0));
    })
    .await;
}

#[tokio::test]
async fn a_token_is_made_at_registration_and_lives_for_an_hour() {
    on_each_server(async |server, db| {
        let me = server.browser().post("/api/v1/users", account("ana")).await.expect(201);
        assert_eq!(me["token"].as_str().unwrap().chars().count(), 32);
        let ana = row(&db, "ana").await;
        assert_eq!(ana.token.chars().count(), 32);
        assert_ne!(ana.token, me["token"]);
        assert_eq!(ana.token_expiration - ana.created_at, TimeDelta::hours(1));
    })
    .await;
}

#[tokio::test]
async fn a_token_renews_itself_in_its_last_minute() {
    on_each_server(async |server, db| {
        let me = server.browser().post("/api/v1/users", account("ana")).await.expect(201);
        let mut program = server.browser();
        program.headers.push(("authorization", format!("Bearer {}", me["token"].as_str().unwrap())));
        let reply = program.get("/api/v1/me").await;
        assert_eq!(reply.header("glossa-token"), None);

        change(&db, "ana", |ana| ana.token_expiration = Set(Utc::now() + TimeDelta::seconds(59))).await;
        let reply = program.get("/api/v1/me").await;
        let fresh = reply.header("glossa-token").unwrap().to_owned();
        assert_eq!(fresh.chars().count(), 32);
        assert!(row(&db, "ana").await.token_expiration > Utc::now() + TimeDelta::minutes(59));
        // The old one stays good to its end.
        program.get("/api/v1/me").await.expect(200);
        let mut renewed = server.browser();
        renewed.headers.push(("authorization", format!("Bearer {fresh}")));
        renewed.get("/api/v1/me").await.expect(200);
    })
    .await;
}

/// Runs a test on a server with an administrator, and beside it with the server's database.
async fn on_each_server(test: impl AsyncFn(&Server, DatabaseConnection)) {
    on_each_url(async |url| {
        let server = Server::start_with(|config| config.database_url = Some(DatabaseUrl::new(url.as_str()))).await;
        server.admin().await;
        let db = Database::connect(url).await.unwrap();
        test(&server, db.clone()).await;
        db.close().await.unwrap();
        server.end().await;
    })
    .await;
}

async fn row(db: &DatabaseConnection, name: &str) -> user::Model {
    let named = user::Entity::find_by_username_key(name);
    named.one(db).await.unwrap().expect("somebody has that name")
}

async fn change(db: &DatabaseConnection, name: &str, change: impl FnOnce(&mut user::ActiveModel)) {
    let mut changed = user::ActiveModel::from(row(db, name).await);
    change(&mut changed);
    changed.update(db).await.unwrap();
}

fn credentials(name: &str, password: &str) -> serde_json::Value {
    json!({ "username": name, "password": password })
}
