//! Log-ins by cookie, log-ins by link.

use glossa::store::{Store, StoreError, TokenDigest};
use uuid::Uuid;

use super::given::{at, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_session_gives_its_user_until_it_expires() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let digest = TokenDigest::of("cookie");
        store.create_session(anna.id, digest.clone(), "a browser", at(0), at(60)).await.unwrap();
        assert_eq!(store.session_user(&digest, at(59)).await.unwrap(), Some(anna));
        assert_eq!(store.session_user(&digest, at(60)).await.unwrap(), None);
        assert_eq!(store.session_user(&TokenDigest::of("another"), at(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_ended_session_gives_nobody() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (here, there) = (TokenDigest::of("here"), TokenDigest::of("there"));
        for digest in [&here, &there] {
            store.create_session(anna.id, digest.clone(), &"x".repeat(4_000), at(0), at(60)).await.unwrap();
        }
        store.end_session(&here).await.unwrap();
        assert_eq!(store.session_user(&here, at(1)).await.unwrap(), None);
        assert_eq!(store.session_user(&there, at(1)).await.unwrap().map(|user| user.id), Some(anna.id));
    })
    .await;
}

#[tokio::test]
async fn blocking_ends_every_way_in_for_good() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (cookie, link) = (TokenDigest::of("cookie"), TokenDigest::of("link"));
        store.create_session(anna.id, cookie.clone(), "a browser", at(0), at(60)).await.unwrap();
        store.create_entry_link(anna.id, link.clone(), at(60)).await.unwrap();
        store.block_user(anna.id).await.unwrap();
        assert_eq!(store.session_user(&cookie, at(1)).await.unwrap(), None);
        store.unblock_user(anna.id).await.unwrap();
        assert_eq!(store.session_user(&cookie, at(1)).await.unwrap(), None);
        assert_eq!(store.take_entry_link(&link, at(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_session_of_nobody_is_refused() {
    on_each_database(async |store: Store| {
        let made = store.create_session(Uuid::now_v7(), TokenDigest::of("cookie"), "a browser", at(0), at(60)).await;
        assert!(matches!(made, Err(StoreError::Gone)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_link_lets_in_only_once_however_many_come_at_once() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let digest = TokenDigest::of("link");
        store.create_entry_link(anna.id, digest.clone(), at(60)).await.unwrap();
        let takers: Vec<_> = (0..8)
            .map(|_| {
                let (store, digest) = (store.clone(), digest.clone());
                tokio::spawn(async move { store.take_entry_link(&digest, at(59)).await.unwrap() })
            })
            .collect();
        let mut let_in = Vec::new();
        for taker in takers {
            let_in.extend(taker.await.unwrap());
        }
        assert_eq!(let_in, [anna]);
    })
    .await;
}

#[tokio::test]
async fn an_expired_entry_link_lets_nobody_in() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (late, other) = (TokenDigest::of("late"), TokenDigest::of("other"));
        store.create_entry_link(anna.id, late.clone(), at(60)).await.unwrap();
        store.create_entry_link(anna.id, other.clone(), at(90)).await.unwrap();
        assert_eq!(store.take_entry_link(&late, at(60)).await.unwrap(), None);
        assert_eq!(store.take_entry_link(&other, at(61)).await.unwrap().map(|user| user.id), Some(anna.id));
    })
    .await;
}
