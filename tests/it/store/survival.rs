//! What was acknowledged as saved outlives the process.

use std::collections::HashSet;
use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use glossa::store::{Call, Store};
use uuid::Uuid;

use super::given::{all, call, message, participant, room, transcript, user};
use super::harness::{on_each_url, open};

/// Where the child finds its database; without it, the child has nothing to do.
const CHILD_DATABASE: &str = "GLOSSA_TEST_CHILD_DATABASE";
/// The child is killed when it has reported so many rows.
const ROWS_BEFORE_DEATH: usize = 60;

#[tokio::test]
async fn what_was_saved_is_there_after_kill_minus_9() {
    on_each_url(async |url| {
        let store = open(&url).await;
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        store.close().await.unwrap();

        let saved = tokio::task::spawn_blocking({
            let url = url.clone();
            move || killed_child(&url)
        });
        let saved = saved.await.unwrap();
        assert!(saved.len() >= ROWS_BEFORE_DEATH);

        let store = open(&url).await;
        let call = store.calls_of_room(room.id, anna.id, all()).await.unwrap().items.remove(0);
        assert_eq!(call.ended, None);
        let record = store.call_record(call.id, anna.id).await.unwrap().unwrap();
        let kept: HashSet<Uuid> =
            record.chat.iter().map(|row| row.id).chain(record.transcript.iter().map(|row| row.id)).collect();
        let lost: Vec<_> = saved.difference(&kept).collect();
        assert!(lost.is_empty(), "{} of {} rows were lost", lost.len(), saved.len());
        store.close().await.unwrap();
    })
    .await;
}

/// Not a test: the process that the one above kills. It saves rows for ever, one line for each.
#[tokio::test]
#[ignore = "runs as the child of another test"]
async fn a_process_that_saves_until_it_is_killed() {
    let Ok(url) = env::var(CHILD_DATABASE) else { return };
    let store = open(&url).await;
    let anna = store.user_by_name("anna").await.unwrap().unwrap();
    let room = store.room_by_code("abcdefghj").await.unwrap().unwrap();
    let call = call(&store, &room, 10).await;
    let me = participant(&store, &call, Some(&anna), "anna").await;
    loop {
        save_and_say(&store, &call, me).await;
    }
}

async fn save_and_say(store: &Store, call: &Call, me: Uuid) {
    let said = message(call, None, me, "hello", 11);
    let read = [transcript(call, None, me, "PIXEL"), transcript(call, None, me, "BRICK")];
    store.save_message(said.clone()).await.unwrap();
    println!("saved {}", said.id);
    store.save_transcripts(read.to_vec()).await.unwrap();
    println!("saved {}\nsaved {}", read[0].id, read[1].id);
}

/// Every row that the child reported before it died.
fn killed_child(url: &str) -> HashSet<Uuid> {
    let mut child = spawn_child(url);
    let mut output = BufReader::new(child.stdout.take().expect("the child's output is piped"));
    let mut saved = HashSet::new();
    let mut line = String::new();
    while saved.len() < ROWS_BEFORE_DEATH {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the child ended by itself");
        saved.extend(saved_id(&line));
    }
    // On Unix this is SIGKILL: the child cannot finish anything.
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    saved.extend(rest.lines().filter_map(saved_id));
    saved
}

fn spawn_child(url: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["store::survival::a_process_that_saves_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
        .env(CHILD_DATABASE, url)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test can start itself again")
}

fn saved_id(line: &str) -> Option<Uuid> {
    // The test runner may have begun the line with words of its own.
    line.split_once("saved ").and_then(|(_, id)| id.trim().parse().ok())
}
