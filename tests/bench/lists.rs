//! How long the slowest page of a list takes, with a million messages in the database.

mod crowd;

use std::time::Instant;

use chrono::Utc;
use glossa::store::{SearchWords, Slice, Store};

use crate::report::{Goal, left_out, report};
use crowd::Crowd;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    runtime.block_on(run("SQLite", &format!("sqlite:{}/crowd.db?mode=rwc", folder.path().display())));
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => runtime.block_on(async {
            let (url, name) = crowd::database_on(&server).await;
            run("PostgreSQL", &url).await;
            crowd::drop_database(&server, &name).await;
        }),
        Err(_) => left_out("lists on PostgreSQL", "TEST_DATABASE_URL names no server: see tests/postgres.sh"),
    }
}

async fn run(database: &str, url: &str) {
    let store = Store::open(url).await.expect("the database opens");
    Crowd::gather(url).await;
    let mut slowest: Option<(&str, f64)> = None;
    for list in LISTS {
        let mut times = Vec::new();
        for n in 0..PAGES {
            // Spread over all of them, the first pages and later ones.
            let who = (n * 7_919) % crowd::USERS;
            let begun = Instant::now();
            ask(&store, list, who).await;
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        let p95 = times[times.len() * 95 / 100];
        report(&format!("{database}: {list}, p95"), p95, "ms", None);
        if slowest.is_none_or(|(_, slowest)| p95 > slowest) {
            slowest = Some((list, p95));
        }
    }
    let (list, p95) = slowest.expect("there are lists");
    report(&format!("{database}: slowest page ({list}), p95"), p95, "ms", Some(Goal::AtMost(100.0)));
    store.close().await.expect("the database closes");
}

/// The first page of a list, then the one after it.
async fn ask(store: &Store, list: &str, who: u64) {
    let (user, room) = (crowd::user(who), crowd::room(who));
    let mut slice = Slice::first(50);
    for _ in 0..2 {
        let next = match list {
            "rooms of a member" => store.rooms_of(user, slice).await.map(|page| page.next),
            "calls of a room" => store.calls_of_room(room, user, slice).await.map(|page| page.next),
            "messages of a room" => store.messages_of_room(room, user, slice).await.map(|page| page.next),
            "transcripts of a room" => store.transcripts_of_room(room, user, slice).await.map(|page| page.next),
            "users" => store.users("", slice).await.map(|page| page.next),
            "users by name" => store.users(&format!("user {who}"), slice).await.map(|page| page.next),
            "all rooms" => store.rooms("", slice).await.map(|page| page.next),
            "rooms by title" => store.rooms(&format!("Room {who}"), slice).await.map(|page| page.next),
            "sessions" => store.sessions(Utc::now(), slice).await.map(|page| page.next),
            "audit log" => store.audit_page(None, slice).await.map(|page| page.next),
            "search, a word in every message" => search(store, who, "everywhere", slice).await,
            "search, two words in some messages" => search(store, who, "everywhere word7", slice).await,
            "search, a rare word" => search(store, who, &format!("rare{who}"), slice).await,
            _ => unreachable!("{list} is no list"),
        };
        match next.expect("the list is there") {
            Some(next) => slice.after = Some(next),
            None => break,
        }
    }
}

async fn search(
    store: &Store,
    who: u64,
    words: &str,
    slice: Slice,
) -> Result<Option<glossa::store::Cursor>, glossa::store::StoreError> {
    let words = SearchWords::parse(words).expect("words");
    store.search(crowd::user(who), &words, slice).await.map(|page| page.next)
}

const LISTS: [&str; 13] = [
    "rooms of a member",
    "calls of a room",
    "messages of a room",
    "transcripts of a room",
    "users",
    "users by name",
    "all rooms",
    "rooms by title",
    "sessions",
    "audit log",
    "search, a word in every message",
    "search, two words in some messages",
    "search, a rare word",
];
const PAGES: u64 = 200;
