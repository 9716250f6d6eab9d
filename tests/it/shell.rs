//! What `glossa admin` does from a shell beside a server that runs.

use std::env;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use glossa::config::DatabaseUrl;
use glossa::wire::{ErrorCode, LeaveAction, PROTOCOL_VERSION, Request, ServerMessage};
use serde_json::json;
use tempfile::tempdir;
use uuid::Uuid;

use crate::browser::{Browser, Reply};
use crate::server::{PASSWORD, Server, account};
use crate::signalling::socket::{Joined, Socket};
use crate::store::harness::on_each_url;

#[tokio::test]
async fn the_last_administrator_cannot_be_blocked() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    let refused = Shell::beside(&server).refusal(&["admin", "block", "admin"]).await;
    assert_eq!(refused, "glossa: admin cannot be blocked: this is the last administrator\n");
    admin.get("/api/v1/me").await.expect(200);
}

#[tokio::test]
async fn nobody_is_found_by_a_name_that_nobody_has() {
    let server = Server::start().await;
    server.admin().await;
    for command in ["block", "unblock", "promote", "reset-password"] {
        let refused = Shell::beside(&server).refusal(&["admin", command, "nobody"]).await;
        assert_eq!(refused, "glossa: there is no account named \"nobody\"\n", "{command}");
    }
}

#[tokio::test]
async fn an_account_that_cannot_be_is_not_made() {
    let server = Server::start().await;
    server.admin().await;
    for (arguments, reason) in [
        (["add", "ADMIN", "other@example.org"], "this name is taken"),
        (["add", "ana", "Admin@Example.org"], "this email address is taken"),
        (["add", "a\nb", "ana@example.org"], "a name has 1 to 50 visible characters"),
        (["add", "ana", "nowhere"], "an email address looks like name@example.org and has at most 100 characters"),
    ] {
        let [command, name, email] = arguments;
        let refused = Shell::beside(&server).refusal(&["admin", command, name, email]).await;
        assert_eq!(refused, format!("glossa: {reason}\n"), "{arguments:?}");
    }
    let short = Shell::beside(&server).typing("1234567\n");
    let refused = short.refusal(&["admin", "add", "ana", "ana@example.org", "--password-stdin"]).await;
    assert!(refused.starts_with("glossa: a password has 8 to 71 bytes"), "{refused}");
    assert_eq!(server.store.user_count().await.unwrap(), 1);
}

#[tokio::test]
async fn a_misspelt_folder_is_not_filled() {
    let folder = tempdir().unwrap();
    let data = folder.path().join("no-such");
    let refused = Shell::new().refusal(&["admin", "list", "--data", data.to_str().unwrap()]).await;
    assert!(refused.contains("there is no data folder") && refused.contains("no-such"), "{refused}");
    assert!(!data.exists());
}

#[tokio::test]
async fn who_is_blocked_from_the_shell_is_out_of_everything_within_a_second() {
    on_each_url(async |url| {
        let server = Server::start_with(|config| config.database_url = Some(DatabaseUrl::new(url.as_str()))).await;
        let shell = || Shell::new().env("GLOSSA_DATABASE_URL", &url);
        let place = Room::open(&server).await;
        let (mut ana, mut program) = place.member_with_program("ana").await;
        let ben = server.user("ben").await;
        let (mut inside, joined) = place.join(&ana).await;
        let (mut other, _) = place.join(&ben).await;
        let mut outside = Socket::open(&place.address, ana.cookie.as_ref().unwrap()).await;
        outside.ask(Request::Hello { version: PROTOCOL_VERSION, resume: None }).await.unwrap();

        let said = shell().run(&["admin", "block", "ANA"]).await;
        let blocked = Instant::now();
        assert_eq!(said, "ana is blocked: logged out everywhere, out of every call\n");
        assert_eq!(inside.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
        assert_eq!(outside.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
        // The others are told when her media has ended.
        assert_eq!(left(&mut other).await, joined.me);
        assert!(blocked.elapsed() < Duration::from_secs(1), "{:?}", blocked.elapsed());
        assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
        assert_eq!(program.get("/api/v1/me").await.problem(401), "login_needed");
        assert_eq!(log_in(&server, "ana", PASSWORD).await.problem(401), "credentials_wrong");

        shell().run(&["admin", "unblock", "ana"]).await;
        log_in(&server, "ana", PASSWORD).await.expect(201);
        let noted = server.store.audit_log(20).await.unwrap();
        let user = joined.participants.iter().find(|one| one.id == joined.me).unwrap().user.unwrap();
        for action in ["user_blocked", "user_unblocked"] {
            let noted = noted.iter().find(|entry| entry.action == action).unwrap();
            assert_eq!((noted.actor, noted.detail.as_deref()), (None, Some("from the shell")));
            assert_eq!(noted.subject, user.to_string());
        }
        drop((inside, outside, other));
        server.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_lost_socket_keeps_no_blocked_member_in_the_call() {
    let server = Server::start().await;
    let place = Room::open(&server).await;
    let (ana, ben) = (server.user("ana").await, server.user("ben").await);
    let (inside, joined) = place.join(&ana).await;
    let (mut other, _) = place.join(&ben).await;
    drop(inside);
    Shell::beside(&server).run(&["admin", "block", "ana"]).await;
    let blocked = Instant::now();
    // Anybody else could come back for half a minute.
    assert_eq!(left(&mut other).await, joined.me);
    assert!(blocked.elapsed() < Duration::from_secs(1), "{:?}", blocked.elapsed());
}

#[tokio::test]
async fn others_stay_when_somebody_is_blocked() {
    let server = Server::start().await;
    let place = Room::open(&server).await;
    let (ana, ben) = (server.user("ana").await, server.user("ben").await);
    let (mut anas, _) = place.join(&ana).await;
    let (mut bens, _) = place.join(&ben).await;
    Shell::beside(&server).run(&["admin", "block", "ana"]).await;
    anas.closed().await;
    let mute = Request::SetMuted { microphone: false, camera: true };
    assert!(bens.ask(mute).await.is_ok());
}

#[tokio::test]
async fn an_account_from_the_shell_logs_in_with_the_password_that_was_shown() {
    let server = Server::start().await;
    server.admin().await;
    let said = Shell::beside(&server).run(&["admin", "add", "Ana María", "Ana@example.org"]).await;
    let [made, shown, password] = said.lines().collect::<Vec<_>>()[..] else { panic!("{said}") };
    assert_eq!((made, shown), ("Ana María has an account", "This is the password; it is shown only now:"));
    assert_eq!(password.len(), 32);
    let me = log_in(&server, "ana maría", password).await.expect(201);
    assert_eq!((&me["email"], &me["is_admin"]), (&json!("ana@example.org"), &json!(false)));
}

#[tokio::test]
async fn the_shell_makes_the_first_administrator_too_and_the_setup_link_is_spent() {
    let server = Server::start().await;
    let shell = Shell::beside(&server).typing(&format!("{PASSWORD}\n"));
    let said = shell.run(&["admin", "add", "root", "root@example.org", "--admin", "--password-stdin"]).await;
    assert_eq!(said, "root has an account\n", "a password that was given is not shown");
    assert_eq!(log_in(&server, "root", PASSWORD).await.expect(201)["is_admin"], true);
    let mut late = account("late");
    late["token"] = server.setup_token().into();
    assert_eq!(server.browser().post("/api/v1/setup", late).await.problem(403), "link_spent");
}

#[tokio::test]
async fn a_promoted_member_administers_at_once() {
    let server = Server::start().await;
    server.admin().await;
    let mut ana = server.user("ana").await;
    assert_eq!(ana.get("/api/v1/settings").await.problem(403), "forbidden");
    Shell::beside(&server).run(&["admin", "promote", "ana"]).await;
    ana.get("/api/v1/settings").await.expect(200);
    // Now there is another one.
    Shell::beside(&server).run(&["admin", "block", "admin"]).await;
}

#[tokio::test]
async fn a_new_password_ends_everything_that_the_old_one_began() {
    let server = Server::start().await;
    let place = Room::open(&server).await;
    let (mut ana, mut program) = place.member_with_program("ana").await;
    let (mut inside, _) = place.join(&ana).await;
    let said = Shell::beside(&server).run(&["admin", "reset-password", "ana"]).await;
    let password = said.lines().last().unwrap().to_owned();
    assert_eq!(inside.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
    assert_eq!(ana.get("/api/v1/me").await.problem(401), "login_needed");
    assert_eq!(program.get("/api/v1/me").await.problem(401), "login_needed");
    assert_eq!(log_in(&server, "ana", PASSWORD).await.problem(401), "credentials_wrong");
    log_in(&server, "ana", &password).await.expect(201);
}

#[tokio::test]
async fn the_list_tells_who_is_what() {
    let server = Server::start().await;
    server.admin().await;
    server.user("ana").await;
    server.user("ben").await;
    Shell::beside(&server).run(&["admin", "block", "ben"]).await;
    let all = Shell::beside(&server).run(&["admin", "list"]).await;
    let lines: Vec<Vec<_>> = all.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines[0], ["name", "email", "is", "failed log-ins", "last seen", "made"]);
    let told: Vec<_> = lines[1..].iter().map(|line| line[..4].to_vec()).collect();
    assert_eq!(
        told,
        [
            ["ben", "ben@example.org", "member, blocked", "0"],
            ["ana", "ana@example.org", "member", "0"],
            ["admin", "admin@example.org", "administrator", "0"],
        ]
    );
    let found = Shell::beside(&server).run(&["admin", "list", "AN"]).await;
    assert_eq!(found.lines().skip(1).count(), 1, "{found}");
}

/// A room to meet in.
struct Room<'a> {
    server: &'a Server,
    address: String,
    code: String,
}

impl<'a> Room<'a> {
    /// Made by the administrator, who is made for it.
    async fn open(server: &'a Server) -> Self {
        let room = server.admin().await.post("/api/v1/rooms", json!({})).await.expect(201);
        Self { server, address: server.addr.to_string(), code: room["code"].as_str().unwrap().to_owned() }
    }

    async fn join(&self, person: &Browser) -> (Socket, Joined) {
        Socket::join(&self.address, person.cookie.as_ref().unwrap(), &self.code).await
    }

    /// Somebody with an account, and a program that holds their API token.
    async fn member_with_program(&self, name: &str) -> (Browser, Browser) {
        let mut member = self.server.browser();
        let made = member.post("/api/v1/users", account(name)).await.expect(201);
        let mut program = self.server.browser();
        program.headers.push(("authorization", format!("Bearer {}", made["token"].as_str().unwrap())));
        program.get("/api/v1/me").await.expect(200);
        (member, program)
    }
}

/// The command, with nothing set but what a test sets.
#[tokio::test]
async fn the_dictionary_names_each_sign_with_its_hands_and_how_far_it_was_checked() {
    let listed = Shell::new().run(&["sign", "list"]).await;
    assert!(listed.lines().count() >= 100, "{listed}");
    let line = |name: &str| {
        let line = listed.lines().find(|line| line.split_whitespace().nth(1) == Some(name)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("apple").split_once("described only ").map(|(_, labels)| labels), Some("apple"));
    let help = line("help");
    assert!(
        help.starts_with("ase help together ") && help.ends_with(" % of real takes read right help, assist"),
        "{help}"
    );
}

struct Shell {
    command: Command,
    typed: String,
}

impl Shell {
    fn new() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_glossa"));
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GLOSSA_")) {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, typed: String::new() }.env("GLOSSA_BCRYPT_COST", "4")
    }

    /// In the folder of a server that runs.
    fn beside(server: &Server) -> Self {
        Self::new().env("GLOSSA_DATA", server.data().to_str().unwrap())
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    fn typing(mut self, text: &str) -> Self {
        self.typed = text.to_owned();
        self
    }

    /// What it says when all is well.
    async fn run(self, arguments: &[&str]) -> String {
        let output = self.output(arguments).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says when it refuses.
    async fn refusal(self, arguments: &[&str]) -> String {
        let output = self.output(arguments).await;
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    async fn output(mut self, arguments: &[&str]) -> Output {
        self.command.args(arguments);
        // The server goes on meanwhile.
        tokio::task::spawn_blocking(move || {
            let mut running = self.command.spawn().unwrap();
            running.stdin.take().unwrap().write_all(self.typed.as_bytes()).unwrap();
            running.wait_with_output().unwrap()
        })
        .await
        .unwrap()
    }
}

async fn log_in(server: &Server, name: &str, password: &str) -> Reply {
    server.browser().post("/api/v1/session", json!({ "username": name, "password": password })).await
}

async fn left(socket: &mut Socket) -> Uuid {
    socket
        .expect(|frame| match frame.message {
            ServerMessage::ParticipantLeft { participant } => Some(participant),
            _ => None,
        })
        .await
}
