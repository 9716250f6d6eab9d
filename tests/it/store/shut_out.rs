//! Who may stay.

use std::collections::HashSet;

use glossa::store::Store;
use uuid::Uuid;

use super::given::user;
use super::harness::on_each_database;

#[tokio::test]
async fn the_blocked_and_the_deleted_are_shut_out_and_nobody_else() {
    on_each_database(async |store: Store| {
        let (anna, bert, clara) = (user(&store, "anna").await, user(&store, "bert").await, user(&store, "clara").await);
        store.block_user(bert.id).await.unwrap();
        store.delete_user(clara.id).await.unwrap();
        let present = vec![anna.id, bert.id, clara.id, bert.id];
        assert_eq!(store.shut_out(present).await.unwrap(), HashSet::from([bert.id, clara.id]));
        store.unblock_user(bert.id).await.unwrap();
        assert!(store.shut_out(vec![anna.id, bert.id]).await.unwrap().is_empty());
        assert!(store.shut_out(Vec::new()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn more_people_than_one_question_holds_are_asked_about() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let strangers = (0..1_200).map(|_| Uuid::now_v7()).collect::<HashSet<_>>();
        let present = strangers.iter().copied().chain([anna.id]).collect();
        assert_eq!(store.shut_out(present).await.unwrap(), strangers);
    })
    .await;
}

#[tokio::test]
async fn every_end_of_a_log_in_changes_the_mark_that_servers_look_at() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let mut marks = vec![store.logins_ended().await.unwrap()];
        store.block_user(anna.id).await.unwrap();
        marks.push(store.logins_ended().await.unwrap());
        store.unblock_user(anna.id).await.unwrap();
        store.change_password(anna.id, anna.password_hash.clone(), None).await.unwrap();
        marks.push(store.logins_ended().await.unwrap());
        store.delete_user(anna.id).await.unwrap();
        marks.push(store.logins_ended().await.unwrap());
        assert_eq!(marks.iter().collect::<HashSet<_>>().len(), marks.len(), "{marks:?}");
        assert_eq!(store.logins_ended().await.unwrap(), *marks.last().unwrap());
    })
    .await;
}
