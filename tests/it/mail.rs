//! Who forgot their password is written to.

mod sink;

use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use glossa::config::{Config, TrustedProxies};
use glossa::store::{AuditEntry, NewUser, PasswordHash, TokenDigest};
use sea_orm::{Database, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use self::sink::Sink;
use crate::browser::{Browser, Reply};
use crate::own_account::log_in;
use crate::server::{PASSWORD, Server, account};

#[tokio::test]
async fn a_mail_brings_a_link_that_sets_a_new_password_once() {
    let mut sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    let mut ana = server.user("ana").await;
    ask(&mut server.browser(), "ana").await.expect(202);
    let mail = sink.mail().await;
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("glossa@example.org", "ana@example.org"));
    assert!(mail.text.contains("From: Glossa <glossa@example.org>\n"), "{}", mail.text);
    assert!(!mail.text.contains("\nana"), "her name is whatever she chose: {}", mail.text);
    assert_eq!(mail.login, Some(("ana@mail".to_owned(), "p@ss:word".to_owned())));

    let mut browser = server.browser();
    browser.post("/api/v1/password-reset", reset(mail.token(), "another horse")).await.expect(201);
    assert_eq!(browser.get("/api/v1/me").await.expect(200)["username"], "ana");
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
    log_in(&server, "ana", "another horse").await;
    let again = server.browser().post("/api/v1/password-reset", reset(mail.token(), "a third horse")).await;
    assert_eq!(again.problem(403), "link_spent");
    assert_eq!(noted(&server, "reset_mail_sent").await.detail.as_deref(), Some("asked from 127.0.0.1"));
}

#[tokio::test]
async fn an_address_finds_its_account_even_where_somebody_took_it_for_a_name() {
    let mut sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    let mut eve = account("eve");
    eve["username"] = "ana@example.org".into();
    server.browser().post("/api/v1/users", eve).await.expect(201);
    ask(&mut server.browser(), " ANA@example.org ").await.expect(202);
    assert_eq!(sink.mail().await.to, "ana@example.org");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let mut sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    server.user("ben").await;
    let ben = server.store.user_by_name("ben").await.unwrap().unwrap();
    server.store.block_user(ben.id).await.unwrap();
    let mut stranger = server.browser();
    let mut answers = Vec::new();
    for name in ["nobody", "nobody@example.org", "ben", "ana"] {
        let answer = ask(&mut stranger, name).await;
        answers.push((answer.status, answer.text));
    }
    assert_eq!(answers, vec![(202, String::new()); 4]);
    // The requests were looked at in their order, and this is the only mail.
    assert_eq!(sink.mail().await.to, "ana@example.org");
    assert_eq!(sink.count().await, 0);
}

#[tokio::test]
async fn a_link_leads_where_the_settings_say_whatever_the_asker_says() {
    let mut sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    let mut eve = server.browser();
    eve.headers.push(("x-forwarded-host", "evil.example".to_owned()));
    eve.headers.push(("x-forwarded-for", "203.0.113.9".to_owned()));
    eve.headers.push(("host", "evil.example".to_owned()));
    ask(&mut eve, "ana").await.expect(202);
    let mail = sink.mail().await;
    assert!(mail.link().starts_with("https://meet.example.org/reset#"), "{}", mail.link());
    assert!(!mail.text.contains("evil"), "{}", mail.text);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled() {
    let mut sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    for last in 1..6 {
        ask(&mut behind_proxy(&server, last), "ana").await.expect(202);
    }
    // Five requests for one account: from now on it takes time, wherever they come from.
    assert_eq!(ask(&mut behind_proxy(&server, 6), "ana").await.problem(429), "slow_down");
    ask(&mut behind_proxy(&server, 6), "ben").await.expect(202);
    assert_eq!(sink.count().await, 3);
}

#[tokio::test]
async fn who_asks_for_many_has_to_wait() {
    let sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    let mut stranger = server.browser();
    for name in ["ana", "ben", "eva", "kai", "tom"] {
        ask(&mut stranger, name).await.expect(202);
    }
    let held = ask(&mut stranger, "zoe").await;
    assert!(held.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(held.problem(429), "slow_down");
}

#[tokio::test]
async fn what_is_no_account_is_refused_with_the_reason() {
    let sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    for account in [json!(" "), json!("a".repeat(101)), json!("a\nb"), json!(7)] {
        let refused = server.browser().post("/api/v1/password-resets", json!({ "account": account })).await;
        assert_eq!(refused.problem(422), "body_unusable");
    }
}

#[tokio::test]
async fn without_a_mail_server_the_answer_says_so() {
    let server = Server::start().await;
    server.admin().await;
    assert_eq!(server.browser().get("/api/v1/status").await.expect(200)["mail"], false);
    assert_eq!(ask(&mut server.browser(), "admin").await.problem(409), "mail_off");
    let sink = Sink::start().await;
    let server = server_with(sink.addr).await;
    assert_eq!(server.browser().get("/api/v1/status").await.expect(200)["mail"], true);
}

#[tokio::test]
async fn a_mail_server_that_refuses_for_now_is_asked_again() {
    let mut sink = Sink::refusing(&["451 4.7.1 come again"]).await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    ask(&mut server.browser(), "ana").await.expect(202);
    assert_eq!(sink.mail().await.to, "ana@example.org");
}

#[tokio::test]
async fn a_mail_server_that_was_down_gets_the_mail_when_it_is_back() {
    let addr = free_port();
    let server = server_with(addr).await;
    server.user("ana").await;
    ask(&mut server.browser(), "ana").await.expect(202);
    // The server itself does not mind.
    log_in(&server, "ana", PASSWORD).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut sink = Sink::at(addr, &[], true).await;
    assert_eq!(sink.mail().await.to, "ana@example.org");
}

#[tokio::test]
async fn a_link_that_reached_nobody_does_not_count() {
    let mut sink = Sink::refusing(&["550 no such user"; 3]).await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    for _ in 0..3 {
        ask(&mut server.browser(), "ana").await.expect(202);
    }
    let failed = noted(&server, "reset_mail_failed").await;
    let reason = "asked from 127.0.0.1: the mail server refused for good (550)";
    assert_eq!((failed.actor, failed.detail.as_deref()), (None, Some(reason)));
    for _ in 0..100 {
        let entries = server.store.audit_log(20).await.unwrap();
        if entries.iter().filter(|entry| entry.action == "reset_mail_failed").count() == 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    ask(&mut server.browser(), "ana").await.expect(202);
    sink.mail().await;
}

#[tokio::test]
async fn mails_beyond_those_under_way_are_dropped_and_nobody_waits_for_them() {
    let mut sink = Sink::closed().await;
    let server = server_with(sink.addr).await;
    for number in 0..70 {
        let name = format!("member{number}");
        server.store.create_user(new_user(&name)).await.unwrap();
        ask(&mut behind_proxy(&server, number), &name).await.expect(202);
    }
    // Each letter has its link; with the last of them the rest are looked at and dropped, too.
    let file = format!("sqlite:{}/{}", server.data().display(), glossa::store::FILE_NAME);
    let database = Database::connect(file).await.unwrap();
    while entity::reset_link::Entity::find().count(&database).await.unwrap() < 64 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    sink.open();
    assert_eq!(sink.count().await, 64);
}

#[tokio::test]
async fn a_server_that_stops_sends_what_waits() {
    let mut sink = Sink::refusing(&["451 come again"]).await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    ask(&mut server.browser(), "ana").await.expect(202);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopping = Instant::now();
    server.end().await;
    assert!(stopping.elapsed() < Duration::from_secs(2), "{:?}", stopping.elapsed());
    assert_eq!(sink.mail().await.to, "ana@example.org");
}

#[tokio::test]
async fn a_silent_mail_server_does_not_keep_a_server_that_stops() {
    let sink = Sink::closed().await;
    let server = server_with(sink.addr).await;
    server.user("ana").await;
    ask(&mut server.browser(), "ana").await.expect(202);
    let stopping = Instant::now();
    server.end().await;
    assert!(stopping.elapsed() < Duration::from_secs(10), "{:?}", stopping.elapsed());
}

#[tokio::test]
async fn no_address_and_no_secret_gets_into_the_log() {
    let sink = Sink::refusing(&["550 <ana@example.org> unknown to s3cret"]).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let addr = free_port();
    let (listen, smtp) = (addr.to_string(), format!("smtp://sender:s3cret@{}", sink.addr));
    let mut server = Command::new(env!("CARGO_BIN_EXE_glossa"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GLOSSA_")) {
        server.env_remove(name);
    }
    server.current_dir(folder.path()).env("GLOSSA_SMTP_URL", smtp).env("GLOSSA_MAIL_FROM", "glossa@example.org");
    server.env("GLOSSA_LOG_FILTER", "debug,glossa=trace,lettre=trace");
    server.args(["--listen", &listen, "--public-url", &format!("http://{addr}"), "--bcrypt-cost", "4"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut admin = Browser::new(addr);
    let link = data.join("setup-link");
    while tokio::net::TcpStream::connect(addr).await.is_err() || !link.exists() {
        assert!(server.try_wait().unwrap().is_none(), "it does not start");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut first = account("ana");
    first["token"] = std::fs::read_to_string(&link).unwrap().trim().split_once('#').unwrap().1.into();
    admin.post("/api/v1/setup", first).await.expect(201);
    ask(&mut Browser::new(addr), "ana@example.org").await.expect(202);
    let failed = loop {
        let log = admin.get("/api/v1/admin/audit?action=reset_mail_failed").await.expect(200);
        if let Some(entry) = log["items"].as_array().unwrap().first() {
            break entry["detail"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(failed.ends_with("(550)"), "{failed}");
    server.kill().unwrap();
    let output = server.wait_with_output().unwrap();
    let logged = String::from_utf8_lossy(&output.stderr);
    assert!(logged.contains("the mail server refused for good (550)"), "{logged}");
    for secret in ["s3cret", "ana@example.org", "/reset#"] {
        assert!(!logged.contains(secret), "{secret} is in\n{logged}");
    }
}

/// A server that sends through this one, with its first administrator. It trusts a proxy on this machine.
async fn server_with(smtp: SocketAddr) -> Server {
    let server = Server::start_with(|config: &mut Config| {
        config.smtp_url = Some(format!("smtp://ana%40mail:p%40ss%3Aword@{smtp}").parse().unwrap());
        config.mail_from = Some("Glossa <glossa@example.org>".parse().unwrap());
        config.public_url = Some("https://meet.example.org".parse().unwrap());
        config.trusted_proxies = TrustedProxies::parse("127.0.0.1").unwrap();
    })
    .await;
    server.admin().await;
    server
}

async fn ask(browser: &mut Browser, account: &str) -> Reply {
    browser.post("/api/v1/password-resets", json!({ "account": account })).await
}

fn reset(token: &str, password: &str) -> Value {
    json!({ "token": token, "password": password })
}

/// Somebody at another address than everybody else.
fn behind_proxy(server: &Server, last: u8) -> Browser {
    let mut browser = server.browser();
    browser.headers.push(("x-forwarded-for", format!("203.0.113.{last}")));
    browser
}

/// The newest entry of this kind, once there is one.
async fn noted(server: &Server, action: &str) -> AuditEntry {
    for _ in 0..100 {
        let entries = server.store.audit_log(20).await.unwrap();
        if let Some(found) = entries.into_iter().find(|entry| entry.action == action) {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{action} is not noted");
}

fn new_user(name: &str) -> NewUser {
    let now = chrono::Utc::now();
    NewUser {
        username: name.to_owned(),
        email: format!("{name}@example.org"),
        password_hash: PasswordHash("$2b$04$not-a-real-hash".to_owned()),
        is_admin: false,
        created_at: now,
        token_digest: TokenDigest::of(name),
        token_expiration: now,
    }
}

/// Free a moment ago.
fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
