//! Lists that are read page by page.

use glossa::store::{Slice, Store};

use super::given::{call, message, participant, room, user};
use super::harness::on_each_database;

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_a_repetition() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 0).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        // Three of a moment, so that the moment alone does not say where a page ends.
        for n in 0..9 {
            store.save_message(message(&call, Some(&anna), me, &n.to_string(), n / 3)).await.unwrap();
        }
        let mut slice = Slice::first(4);
        let mut read = Vec::new();
        loop {
            let page = store.messages_of_room(room.id, anna.id, slice).await.unwrap();
            read.extend(page.items.into_iter().map(|message| message.text.unwrap()));
            // What is new does not move what is old.
            store.save_message(message(&call, Some(&anna), me, "new", 100)).await.unwrap();
            match page.next {
                Some(cursor) => slice.after = Some(cursor),
                None => break,
            }
        }
        assert_eq!(read, ["8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_took_part_read_what_was_said() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 0).await;
        let his = participant(&store, &call, Some(&bert), "bert").await;
        let said = message(&call, Some(&bert), his, "hello", 1);
        store.save_message(said.clone()).await.unwrap();
        let read = async |user| store.messages_of_room(room.id, user, Slice::first(10)).await.unwrap().items;
        assert_eq!(read(anna.id).await, [], "not even the room's owner");
        assert_eq!(read(bert.id).await.len(), 1);
        store.clear_messages(call.id, Some(said.id)).await.unwrap();
        assert_eq!(read(bert.id).await, []);
    })
    .await;
}

#[tokio::test]
async fn one_message_is_cleared_or_all_of_a_call() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 0).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        let said: Vec<_> = (0..3).map(|n| message(&call, Some(&anna), me, &n.to_string(), n)).collect();
        for message in &said {
            store.save_message(message.clone()).await.unwrap();
        }
        let left = async || {
            let chat = store.call_record(call.id, anna.id).await.unwrap().unwrap().chat;
            assert_eq!(chat.len(), 3, "the rows stay");
            chat.into_iter().filter_map(|message| message.text).collect::<Vec<_>>()
        };
        store.clear_messages(call.id, Some(said[1].id)).await.unwrap();
        assert_eq!(left().await, ["0", "2"]);
        store.clear_messages(call.id, None).await.unwrap();
        assert!(left().await.is_empty());
    })
    .await;
}
