//! What rooms keep for so many days only.

use glossa::store::{RoomEdit, Store};

use super::given::{all, at, call, message, participant, room, transcript, user};
use super::harness::on_each_database;

const DAY: i64 = 86_400;

#[tokio::test]
async fn what_is_older_than_a_room_keeps_it_is_forgotten_and_nothing_else() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (brief, eternal) = (room(&store, &anna, "brief-one").await, room(&store, &anna, "eternal-1").await);
        let edit = RoomEdit { retention_days: Some(Some(1)), ..RoomEdit::default() };
        store.change_room(brief.id, brief.version, edit).await.unwrap().unwrap();
        for room in [&brief, &eternal] {
            let old = call(&store, room, 10).await;
            let me = participant(&store, &old, Some(&anna), "anna").await;
            store.save_message(message(&old, Some(&anna), me, "over", 11)).await.unwrap();
            store.end_call(old.id, at(12)).await.unwrap();
            // This one spans the border.
            let long = call(&store, room, 20).await;
            let me = participant(&store, &long, Some(&anna), "anna").await;
            store.save_message(message(&long, Some(&anna), me, "old", 21)).await.unwrap();
            store.save_message(message(&long, Some(&anna), me, "young", DAY)).await.unwrap();
            store.save_transcripts(vec![transcript(&long, Some(&anna), me, "PIXEL")]).await.unwrap();
        }
        assert_eq!(store.forget_old(at(10)).await.unwrap(), 0);
        // Two messages, a caption, a call.
        assert_eq!(store.forget_old(at(DAY + 30)).await.unwrap(), 4);
        assert_eq!(store.forget_old(at(DAY + 30)).await.unwrap(), 0);

        let texts = async |room| {
            let page = store.messages_of_room(room, anna.id, all()).await.unwrap();
            page.items.into_iter().filter_map(|message| message.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(brief.id).await, ["young"]);
        assert_eq!(texts(eternal.id).await, ["young", "old", "over"]);
        assert_eq!(store.calls_of_room(brief.id, anna.id, all()).await.unwrap().items.len(), 1);
        assert_eq!(store.transcripts_of_room(brief.id, anna.id, all()).await.unwrap().items, []);
        assert_eq!(store.transcripts_of_room(eternal.id, anna.id, all()).await.unwrap().items.len(), 1);
    })
    .await;
}
