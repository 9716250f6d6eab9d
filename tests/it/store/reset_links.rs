//! Links to a new password.

use glossa::store::{PasswordHash, Store, TokenDigest};
use sea_orm::{ConnectionTrait, Database};

use super::given::{at, user};
use super::harness::{on_each_database, on_each_url, open};

#[tokio::test]
async fn a_reset_link_works_once_and_a_newer_one_voids_it() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (old, new) = (TokenDigest::of("old"), TokenDigest::of("new"));
        store.create_reset_link(anna.id, old.clone(), at(100)).await.unwrap();
        store.create_reset_link(anna.id, new.clone(), at(100)).await.unwrap();
        assert!(!store.is_reset_link_good(&old, at(1)).await.unwrap());
        assert_eq!(store.reset_password(&old, hash("a"), at(1)).await.unwrap(), None);
        assert!(store.is_reset_link_good(&new, at(1)).await.unwrap());
        assert_eq!(store.reset_password(&new, hash("b"), at(1)).await.unwrap().map(|user| user.id), Some(anna.id));
        assert_eq!(store.reset_password(&new, hash("c"), at(1)).await.unwrap(), None);
        assert_eq!(store.user(anna.id).await.unwrap().unwrap().password_hash, hash("b"));
    })
    .await;
}

#[tokio::test]
async fn an_expired_link_sets_nothing() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let link = TokenDigest::of("link");
        store.create_reset_link(anna.id, link.clone(), at(100)).await.unwrap();
        assert!(!store.is_reset_link_good(&link, at(100)).await.unwrap());
        assert_eq!(store.reset_password(&link, hash("a"), at(100)).await.unwrap(), None);
        assert_eq!(store.user(anna.id).await.unwrap().unwrap().password_hash, anna.password_hash);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_link_ends_every_log_in_and_every_token() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (cookie, token, link) = (TokenDigest::of("cookie"), TokenDigest::of("token"), TokenDigest::of("link"));
        store.create_session(anna.id, cookie.clone(), "a browser", at(0), at(60)).await.unwrap();
        store.mint_token(anna.id, TokenDigest::of("older"), at(60)).await.unwrap();
        assert!(store.renew_token(&TokenDigest::of("older"), token.clone(), at(60)).await.unwrap());
        store.create_reset_link(anna.id, link.clone(), at(60)).await.unwrap();
        store.reset_password(&link, hash("a"), at(1)).await.unwrap().unwrap();
        assert_eq!(store.session_user(&cookie, at(2)).await.unwrap(), None);
        for token in [token, TokenDigest::of("older")] {
            assert_eq!(store.user_by_token(&token, at(2)).await.unwrap(), None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_password_that_fails_halfway_leaves_everything_as_it_was() {
    on_each_url(async |url| {
        let store = open(&url).await;
        let anna = user(&store, "anna").await;
        let (cookie, link) = (TokenDigest::of("cookie"), TokenDigest::of("link"));
        store.create_session(anna.id, cookie.clone(), "a browser", at(0), at(60)).await.unwrap();
        store.create_reset_link(anna.id, link.clone(), at(60)).await.unwrap();
        // What is written last cannot be written.
        let db = Database::connect(&url).await.unwrap();
        db.execute_unprepared("ALTER TABLE settings RENAME TO settings_away").await.unwrap();
        assert!(store.reset_password(&link, hash("a"), at(1)).await.is_err());
        db.execute_unprepared("ALTER TABLE settings_away RENAME TO settings").await.unwrap();
        db.close().await.unwrap();
        assert_eq!(store.user(anna.id).await.unwrap(), Some(anna.clone()));
        assert_eq!(store.session_user(&cookie, at(2)).await.unwrap(), Some(anna));
        assert!(store.reset_password(&link, hash("b"), at(3)).await.unwrap().is_some());
        store.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_sets_one_password_however_many_come_at_once() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let link = TokenDigest::of("link");
        store.create_reset_link(anna.id, link.clone(), at(60)).await.unwrap();
        let comers: Vec<_> = (0..8)
            .map(|number| {
                let (store, link) = (store.clone(), link.clone());
                tokio::spawn(
                    async move { store.reset_password(&link, hash(&number.to_string()), at(1)).await.unwrap() },
                )
            })
            .collect();
        let mut set = 0;
        for comer in comers {
            set += usize::from(comer.await.unwrap().is_some());
        }
        assert_eq!(set, 1);
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_voids_the_links_that_would_set_another() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let (annas, berts) = (TokenDigest::of("anna's"), TokenDigest::of("bert's"));
        store.create_reset_link(anna.id, annas.clone(), at(100)).await.unwrap();
        store.create_reset_link(bert.id, berts.clone(), at(100)).await.unwrap();
        store.change_password(anna.id, hash("another"), None).await.unwrap();
        assert!(!store.is_reset_link_good(&annas, at(1)).await.unwrap());
        assert!(store.is_reset_link_good(&berts, at(1)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_link_is_offered_by_name_or_address_up_to_a_limit_and_voids_no_other() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let administrators = TokenDigest::of("administrator's");
        store.create_reset_link(anna.id, administrators.clone(), at(500)).await.unwrap();
        let offer = async |account: &str, token: &str, now: i64| {
            let digest = TokenDigest::of(token);
            let offered = store.offer_reset_link(account, digest, at(now), at(now + 60), 3).await.unwrap();
            offered.map(|user| user.username)
        };
        assert_eq!(offer("ANNA", "1", 0).await.as_deref(), Some("anna"));
        assert_eq!(offer("Anna@example.org", "2", 0).await.as_deref(), Some("anna"));
        assert_eq!(offer("anna", "3", 1).await, None, "three are enough");
        assert_eq!(offer("bert", "4", 1).await, None, "that is nobody");
        assert!(store.is_reset_link_good(&administrators, at(1)).await.unwrap());
        assert_eq!(offer("anna", "5", 60).await.as_deref(), Some("anna"), "two expired");
        store.void_reset_link(&TokenDigest::of("5")).await.unwrap();
        assert!(!store.is_reset_link_good(&TokenDigest::of("5"), at(61)).await.unwrap());
        store.block_user(anna.id).await.unwrap();
        assert_eq!(offer("anna", "6", 61).await, None, "they are blocked");
    })
    .await;
}

fn hash(text: &str) -> PasswordHash {
    PasswordHash(text.to_owned())
}
