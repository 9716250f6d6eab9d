//! Accounts: names, first administrator, doors.

use glossa::store::{NewUser, Store, StoreError, TokenDigest, User};

use super::given::{account, at, user};
use super::harness::on_each_database;

#[tokio::test]
async fn names_are_unique_without_case() {
    on_each_database(async |store: Store| {
        user(&store, "Zoë").await;
        let same = NewUser { email: "other@example.org".to_owned(), ..account("ZOË") };
        assert!(matches!(store.create_user(same).await, Err(StoreError::NameTaken)));
        let found = store.user_by_name("zOË").await.unwrap().expect("any case finds her");
        assert_eq!(found.username, "Zoë");
        assert_eq!(store.user_by_name("zoe").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn emails_are_unique_without_case_and_kept_in_lower_case() {
    on_each_database(async |store: Store| {
        let anna =
            store.create_user(NewUser { email: "Anna@Example.ORG".to_owned(), ..account("anna") }).await.unwrap();
        assert_eq!(anna.email, "anna@example.org");
        let same = NewUser { email: "ANNA@example.org".to_owned(), ..account("bert") };
        assert!(matches!(store.create_user(same).await, Err(StoreError::EmailTaken)));
        assert_eq!(store.user_count().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_name_longer_than_its_column_is_refused() {
    on_each_database(async |store: Store| {
        let long = NewUser { email: "long@example.org".to_owned(), ..account(&"é".repeat(51)) };
        assert!(matches!(store.create_user(long).await, Err(StoreError::Database(_))));
        user(&store, &"é".repeat(50)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_first_administrators_at_once_exactly_one_is_made() {
    on_each_database(async |store: Store| {
        // In the first round most rivals still wait for a connection; in later ones they truly meet.
        for _ in 0..6 {
            let made = first_of(&store, 8).await;
            assert_eq!(made.len(), 1);
            assert!(made[0].is_admin);
            assert_eq!(store.user_count().await.unwrap(), 1);
            store.delete_user(made[0].id).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_becomes_first_administrator_beside_another() {
    on_each_database(async |store: Store| {
        user(&store, "clara").await;
        store.create_first_admin(account("anna")).await.unwrap();
        let second = store.create_first_admin(account("bert")).await;
        assert!(matches!(second, Err(StoreError::NotFirst)));
        assert_eq!(store.user_by_name("bert").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn failed_log_ins_are_counted_until_one_succeeds() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        assert_eq!(store.failed_login(anna.id).await.unwrap(), 1);
        assert_eq!(store.failed_login(anna.id).await.unwrap(), 2);
        store.successful_login(anna.id, at(50)).await.unwrap();
        let anna = store.user(anna.id).await.unwrap().unwrap();
        assert_eq!((anna.failed_logins, anna.last_seen), (0, Some(at(50))));
    })
    .await;
}

#[tokio::test]
async fn unblocking_forgets_failed_log_ins() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        store.failed_login(anna.id).await.unwrap();
        store.block_user(anna.id).await.unwrap();
        assert!(store.user(anna.id).await.unwrap().unwrap().is_blocked);
        store.unblock_user(anna.id).await.unwrap();
        let anna = store.user(anna.id).await.unwrap().unwrap();
        assert_eq!((anna.is_blocked, anna.failed_logins), (false, 0));
    })
    .await;
}

#[tokio::test]
async fn last_seen_moves_in_steps_of_a_minute() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        assert_eq!(anna.last_seen, None);
        for (now, seen) in [(10, 10), (69, 10), (71, 71)] {
            store.touch_user(anna.id, at(now)).await.unwrap();
            assert_eq!(store.user(anna.id).await.unwrap().unwrap().last_seen, Some(at(seen)), "at {now} s");
        }
    })
    .await;
}

#[tokio::test]
async fn an_api_token_opens_its_account_until_it_expires_or_is_replaced() {
    on_each_database(async |store: Store| {
        let (old, new) = (TokenDigest::of("old token"), TokenDigest::of("new token"));
        let anna = NewUser { token_digest: old.clone(), token_expiration: at(100), ..account("anna") };
        let anna = store.create_user(anna).await.unwrap();
        assert_eq!(store.user_by_token(&old, at(99)).await.unwrap(), Some(anna.clone()));
        assert_eq!(store.user_by_token(&old, at(100)).await.unwrap(), None);
        store.renew_token(anna.id, new.clone(), at(200)).await.unwrap();
        assert_eq!(store.user_by_token(&old, at(99)).await.unwrap(), None);
        assert_eq!(store.user_by_token(&new, at(199)).await.unwrap().map(|user| user.id), Some(anna.id));
        store.block_user(anna.id).await.unwrap();
        assert_eq!(store.user_by_token(&new, at(199)).await.unwrap(), None);
    })
    .await;
}

/// Who of so many rivals became first administrator.
async fn first_of(store: &Store, rivals: usize) -> Vec<User> {
    let rivals: Vec<_> = (0..rivals)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.create_first_admin(account(&format!("rival{n}"))).await })
        })
        .collect();
    let mut made = Vec::new();
    for rival in rivals {
        match rival.await.unwrap() {
            Ok(user) => made.push(user),
            Err(error) => assert!(matches!(error, StoreError::NotFirst), "{error}"),
        }
    }
    made
}
