//! What goes with an account or a room, what stays.

use glossa::store::{DELETED_USER, NewAudit, Store, TokenDigest};

use super::given::{all, at, call, message, participant, room, transcript, user};
use super::harness::on_each_database;

#[tokio::test]
async fn with_an_account_go_its_log_ins_and_its_rooms_with_all_that_was_said_there() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let guest = participant(&store, &call, Some(&bert), "bert").await;
        store.save_message(message(&call, Some(&bert), guest, "hello", 11)).await.unwrap();
        store.save_transcripts(vec![transcript(&call, Some(&bert), guest, "PIXEL")]).await.unwrap();
        let (cookie, link) = (TokenDigest::of("cookie"), TokenDigest::of("link"));
        store.create_session(anna.id, cookie.clone(), "a browser", at(0), at(60)).await.unwrap();
        store.create_entry_link(anna.id, link.clone(), at(60)).await.unwrap();

        store.delete_user(anna.id).await.unwrap();

        assert_eq!(store.user_by_name("anna").await.unwrap(), None);
        assert_eq!(store.session_user(&cookie, at(1)).await.unwrap(), None);
        assert_eq!(store.take_entry_link(&link, at(1)).await.unwrap(), None);
        assert_eq!(store.room_by_code("abcdefghj").await.unwrap(), None);
        assert_eq!(store.rooms_of(bert.id, all()).await.unwrap().items, []);
        assert_eq!(store.call_record(call.id, bert.id).await.unwrap(), None);
        user(&store, "anna").await;
    })
    .await;
}

#[tokio::test]
async fn what_a_deleted_account_wrote_in_rooms_of_others_stays_without_its_name_and_what_it_signed_goes() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &bert, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let (her, his) = (
            participant(&store, &call, Some(&anna), "anna").await,
            participant(&store, &call, Some(&bert), "bert").await,
        );
        store.save_message(message(&call, Some(&anna), her, "hello", 11)).await.unwrap();
        store.save_message(message(&call, Some(&bert), his, "hello you", 12)).await.unwrap();
        store.save_transcripts(vec![transcript(&call, Some(&anna), her, "PIXEL")]).await.unwrap();

        store.delete_user(anna.id).await.unwrap();

        let record = store.call_record(call.id, bert.id).await.unwrap().unwrap();
        assert_eq!(record.call.participants, [DELETED_USER, "bert"]);
        let said = &record.chat[0];
        assert_eq!((said.user, said.participant, said.display_name.as_str()), (None, Some(her), DELETED_USER));
        assert_eq!(record.transcript, []);
        assert_eq!(record.chat[1].user, Some(bert.id));
    })
    .await;
}

#[tokio::test]
async fn with_a_room_goes_all_that_was_said_there() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        store.save_message(message(&call, Some(&anna), me, "hello", 11)).await.unwrap();
        store.delete_room(room.id).await.unwrap();
        assert_eq!(store.room_by_code("abcdefghj").await.unwrap(), None);
        assert_eq!(store.call_record(call.id, anna.id).await.unwrap(), None);
        assert!(store.user(anna.id).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_outlives_whom_it_names() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let given = NewAudit {
            actor: Some(anna.id),
            action: "consent_given".to_owned(),
            subject: "abcdefghj".to_owned(),
            detail: None,
            at: at(5),
        };
        store.audit(given).await.unwrap();
        store.delete_user(anna.id).await.unwrap();
        let log = store.audit_log(10).await.unwrap();
        assert_eq!((log.len(), log[0].actor), (1, Some(anna.id)));
    })
    .await;
}
